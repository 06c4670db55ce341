package bot_test

import (
	"fmt"
	"testing"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/chat/chattest"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

// What waits for somebody's decision on their page, and the list behind it, are what they may decide, not all that waits for anybody.
func TestHomeListsWhatItsReaderDecides(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	for i := range 12 {
		lead := ledger.UnitID("zxj")
		if i >= 9 {
			lead = "xishan"
		}
		due := ledger.Due{Date: ledger.DateOf(w.now).AddDays(20)}
		it := ledger.Item{ID: ledger.ItemID(ledger.NewID(w.now, "home", i)), Number: ledger.Number{Year: 2026}, Title: fmt.Sprintf("延期第%d件", i+1), Lead: lead,
			State: ledger.StateActive, Due: due, FirstDue: due, IssuedAt: w.now, IssuedBy: "ducha",
			Extension: &ledger.Extension{To: ledger.Due{Date: due.Date.AddDays(9)}, Reason: "等采购", By: "zxj-head", At: w.now}}
		c := ledger.Change{Source: fmt.Sprint("home/", i), Items: []ledger.Item{it}, Events: []ledger.Event{{Item: it.ID, Kind: ledger.EventIssued, By: "ducha", At: w.now}}}
		if err := w.store.Commit(w.ctx, c); err != nil {
			t.Fatal(err)
		}
	}
	card, err := w.bot.Home(w.ctx, chat.Address{Messenger: "fake", Conversation: w.fake.Direct("fuyuanzhang"), User: "fuyuanzhang"}, chat.User{ID: "fuyuanzhang"})
	if err != nil {
		t.Fatal(err)
	}
	w.want(card.Title, "9 项")
	for _, b := range card.Blocks {
		for _, a := range b.Actions {
			if a.ID == view.DoQuery {
				_, got := w.clicked("fuyuanzhang", a.ID, a.Value)
				w.want(got, "9 项", "延期第1件")
				w.none(got, "延期第12件")
				return
			}
		}
	}
	t.Error("there is no way to the list")
}
