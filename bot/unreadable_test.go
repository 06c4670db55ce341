package bot_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/followup-bot/followup/bot"
	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/chat/chattest"
	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/calendar"
)

// noRows is a ledger whose rows can't be read.
type noRows struct{ ledger.Ledger }

var errNoRows = errors.New("no rows today")

func (noRows) Rows(context.Context, ledger.Filter, func(ledger.Row) bool) error { return errNoRows }

// Where it can't be read what somebody has to do, they are not told that they have nothing: the message fails, and is taken again later.
func TestUnreadableIsNotNothing(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	issue(w)
	b, err := bot.New(bot.Config{Store: noRows{w.store}, Messengers: map[string]chat.Messenger{"fake": w.fake.Messenger()}, Calendar: calendar.China(), Schedules: specs{},
		Now: func() time.Time { return w.now }})
	if err != nil {
		t.Fatal(err)
	}
	before := w.got("zxj-head")
	for i, say := range []string{"已完成", "我的事项", "同意", "2号完成60%"} {
		m := chat.Message{ID: "unreadable" + string(rune('0'+i)), At: chat.Address{Messenger: "fake", Conversation: w.fake.Direct("zxj-head")}, From: chat.User{ID: "zxj-head"}, Text: say,
			Direct: true, Time: w.now}
		if err := b.Handle(t.Context(), m); !errors.Is(err, errNoRows) {
			t.Errorf("%q: %v", say, err)
		}
	}
	w.settle()
	if after := w.got("zxj-head"); len(after) != len(before) {
		t.Errorf("they were told:\n%s", join(after[len(before):]))
	}
}
