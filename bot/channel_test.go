package bot_test

import (
	"testing"

	"github.com/followup-bot/followup/bot/chat/chattest"
)

// Minutes posted in a channel by mention are worked on in their thread, whose first message is the minutes themselves.
func TestMinutesInAChannel(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	m, err := w.fake.Say(w.ctx, "ducha", "hall", minutesText, chattest.Mention())
	if err != nil {
		t.Fatal(err)
	}
	w.settle()
	card := w.last("hall")
	w.want(chattest.Text(card.Card), "读出 4 项", "缺牵头")
	if card.Ref.Thread != m.Ref {
		t.Fatalf("the drafts stand in %q, the minutes are %q", card.Ref.Thread, m.Ref)
	}
	if _, err := w.fake.Say(w.ctx, "ducha", "hall", "4号审管办牵头", chattest.InThread(m.Ref)); err != nil {
		t.Fatal(err)
	}
	w.settle()
	w.want(chattest.Text(w.last("hall").Card), "可下发 4 项")
	n := len(w.fake.Sent())
	if _, err := w.fake.Say(w.ctx, "zxj-head", "hall", "大家中午吃什么"); err != nil {
		t.Fatal(err)
	}
	w.settle()
	if len(w.fake.Sent()) != n {
		t.Errorf("it answered the channel's own talk:\n%s", chattest.Text(w.last("hall").Card))
	}
}

// last is the last card in a channel.
func (w *world) last(channel string) chattest.Posted {
	w.t.Helper()
	p, ok := w.fake.Last(channel)
	if !ok {
		w.t.Fatalf("nothing stands in %s", channel)
	}
	return p
}
