package bot_test

import (
	"strings"
	"testing"

	"github.com/followup-bot/followup/bot/chat/chattest"
	"github.com/followup-bot/followup/ledger"
)

// history lists the kinds of an item's events.
func (w *world) history(seq int) string {
	w.t.Helper()
	list, err := w.store.Events(w.ctx, w.item(seq).ID)
	if err != nil {
		w.t.Fatal(err)
	}
	var out []string
	for _, e := range list {
		out = append(out, string(e.Kind))
	}
	return strings.Join(out, " ")
}

// spoken lets a person write, and gives the message's id with the answer.
func (w *world) spoken(who, text string, opts ...chattest.Option) (id, answer string) {
	w.t.Helper()
	n := len(w.got(who))
	m, err := w.fake.Say(w.ctx, who, "", text, opts...)
	if err != nil {
		w.t.Fatal(err)
	}
	w.settle()
	return m.Ref, join(w.got(who)[n:])
}

// A message that is edited before what it asked for was confirmed is read anew: the old question is withdrawn, its buttons confirm nothing, and the
// item's history tells of the change. What comes of the confirmation belongs to the message, so that a later edit is told of too.
func TestEditedBeforeItWasConfirmed(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	issue(w)
	id, got := w.spoken("ducha", "催一下2号")
	w.want(got, "2号")
	old := w.holding("ducha", "yes")
	buttons := func() bool { p, _ := w.fake.At(old.Ref); return strings.Contains(chattest.Text(p.Card), "[") }
	if !buttons() {
		t.Fatal("the question has no buttons")
	}
	w.want(w.say("ducha", "催一下1号", chattest.EditOf(id)), "1号")
	if !strings.Contains(w.history(2), string(ledger.EventMessageEdited)) {
		t.Errorf("the history of 2 does not tell: %s", w.history(2))
	}
	if buttons() {
		t.Error("the withdrawn question keeps its buttons")
	}
	w.want(w.say("ducha", "2号历史"), "改了原来的消息", "作废")
	w.want(w.say("ducha", "可以"), "1号")
	if strings.Contains(w.history(2), string(ledger.EventUrged)) || !strings.Contains(w.history(1), string(ledger.EventUrged)) {
		t.Errorf("urged: 1 %s, 2 %s", w.history(1), w.history(2))
	}
	w.want(w.say("ducha", "催一下3号", chattest.EditOf(id)), "1号", "不随消息修改")
	if !strings.Contains(w.history(1), string(ledger.EventMessageEdited)) || strings.Contains(w.history(3), string(ledger.EventUrged)) {
		t.Errorf("after the deed: 1 %s, 3 %s", w.history(1), w.history(3))
	}
}

// A card that was asked on before confirms nothing that its reader has not seen.
func TestAnOlderCardConfirmsNothingNew(t *testing.T) {
	w := newWorld(t, chattest.Options{NoEdits: true}) // its buttons stay
	issue(w)
	id, _ := w.spoken("ducha", "催一下2号")
	old := w.holding("ducha", "yes")
	w.want(w.say("ducha", "催一下1号", chattest.EditOf(id)), "1号")
	w.click("ducha", old, "yes")
	if strings.Contains(w.history(1)+w.history(2), string(ledger.EventUrged)) {
		t.Errorf("the old card urged: 1 %s, 2 %s", w.history(1), w.history(2))
	}
	w.click("ducha", w.holding("ducha", "yes"), "yes")
	if !strings.Contains(w.history(1), string(ledger.EventUrged)) {
		t.Errorf("the new card did not: %s", w.history(1))
	}
}

// A message that is removed takes its question with it; one that nothing had come of and is edited counts from then on.
func TestRemovedBeforeItWasConfirmed(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	issue(w)
	id, _ := w.spoken("ducha", "催一下2号")
	w.want(w.say("ducha", "", chattest.RemovalOf(id)), "作废", "没有执行")
	w.say("ducha", "可以")
	if h := w.history(2); strings.Contains(h, string(ledger.EventUrged)) || !strings.Contains(h, string(ledger.EventMessageRemoved)) {
		t.Errorf("the history of 2: %s", h)
	}
	w.say("zxj-head", "收到")
	idle, _ := w.spoken("zxj-head", "今天食堂不错")
	w.want(w.say("zxj-head", "2号完成30%,在清理", chattest.EditOf(idle)), "30%")
	w.want(w.say("zxj-head", "2号完成60%,在清理", chattest.EditOf(idle)), "不随消息修改")
	if it := w.item(2); it.Percent != 30 {
		t.Errorf("the second edit counts: %d%%", it.Percent)
	}
	if w.say("zxj-head", "", chattest.RemovalOf("nothing")) != "" {
		t.Error("a removal of nothing is answered")
	}
}
