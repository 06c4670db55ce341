package slack

import (
	"strings"
	"testing"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/ledger"
)

// A unit with a channel sees each item there as one thread: its card, kept up to date, and what happens under it. Replies in the thread are
// understood without a number, by whoever of the unit writes there, and nobody is answered outside of it.
func TestOneThreadAnItem(t *testing.T) {
	o := newOffice(t, transports[Socket])
	o.inChannel("das")
	issued(o)
	root := o.inThe(testChannel, "档案数字化")
	if root.Thread != "" {
		t.Fatalf("the card stands in thread %s", root.Thread)
	}
	at := chat.Address{Conversation: testChannel, Thread: root.TS}
	o.say("UHEAD", o.directTo("UHEAD"), "收到")
	o.under(root, "签收")
	o.say("UHEAD", at, "完成60%")
	if it := o.item("档案数字化"); it.Percent != 60 {
		t.Errorf("after a reply in the thread: %d%%", it.Percent)
	}
	if n := strings.Count(o.thread(root), "60%"); n != 1 {
		t.Errorf("what was said in the thread is told there %d times:\n%s", n, o.thread(root))
	}
	o.say("UHEAD", o.directTo("UHEAD"), "完成80%")
	o.under(root, "80%")
	if card := look(t, o.inThe(testChannel, "档案数字化")).Text; !strings.Contains(card, "80%") {
		t.Errorf("the card was not kept up to date: %s", card)
	}
	number := o.item("档案数字化").Number.Short()
	o.say("UHEAD", o.directTo("UHEAD"), number+"号已完成,材料已报")
	o.press("UCLERK", o.find("UCLERK", "申请办结", "档案数字化"), "approve")
	o.under(root, "督查员销号")
	roots := 0
	o.mu.Lock()
	for _, p := range o.channels[testChannel].posts {
		if p.Thread == "" || p.Thread == p.TS {
			roots++
		}
	}
	o.mu.Unlock()
	if roots != 1 {
		t.Errorf("%d messages stand outside of threads", roots)
	}
	if it := o.item("网上预约"); it.Lead == "das" {
		t.Fatal(it.Lead)
	}
}

// inThe is the last card of a channel that shows the words.
func (o *office) inThe(channel string, words string) *post {
	o.t.Helper()
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, p := range o.channels[channel].posts {
		if p.User == testSelf && strings.Contains(look(o.t, p).Text, words) {
			return p
		}
	}
	o.t.Fatalf("no card about %s in %s", words, channel)
	return nil
}

// thread is what the bot has said under a card.
func (o *office) thread(root *post) string {
	o.mu.Lock()
	defer o.mu.Unlock()
	var out []string
	for _, p := range o.channels[testChannel].posts {
		if p.Thread == root.TS && p.TS != root.TS && p.User == testSelf {
			out = append(out, look(o.t, p).Text)
		}
	}
	return strings.Join(out, "\n")
}

func (o *office) under(root *post, words string) {
	o.t.Helper()
	if said := o.thread(root); !strings.Contains(said, words) {
		o.t.Errorf("under the card is no %q:\n%s", words, said)
	}
}

// An edit and a removal of a report stand in the item's history; what was reported stays until it is corrected, and its author is told how.
func TestEditsAndRemovalsOfAReportAreRecorded(t *testing.T) {
	o := newOffice(t, transports[Socket])
	issued(o)
	first := o.find("UHEAD", "🆕", "档案数字化")
	o.say("UHEAD", o.directTo("UHEAD"), "收到")
	at := chat.Address{Conversation: "DUHEAD", Thread: first.TS}
	o.say("UHEAD", at, "完成80%")
	ts := o.lastOf("UHEAD")
	o.after(func() { o.Edit(t, "UHEAD", "DUHEAD", ts, "完成50%") })
	it := o.item("档案数字化")
	if it.Percent != 80 {
		t.Errorf("an edit changed the report to %d%%", it.Percent)
	}
	o.find("UHEAD", "不随消息修改")
	o.after(func() { o.Delete(t, "DUHEAD", ts) })
	var kinds []string
	events, err := o.store.Events(t.Context(), it.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range events {
		kinds = append(kinds, string(e.Kind))
	}
	if got := strings.Join(kinds, " "); !strings.HasSuffix(got, "reported message_edited message_removed") {
		t.Errorf("the history is %s", got)
	}
	raw, err := o.store.Words(t.Context(), events[len(events)-2].ID)
	if err != nil || !strings.Contains(raw, "50%") {
		t.Errorf("the new words are kept as %+v, %v", raw, err)
	}
	if err := ledger.VerifyChain(it.ID, o.item("档案数字化").Head, events); err != nil {
		t.Error(err)
	}
}

// A question that was answered in words loses its buttons; so does one that a newer question took the place of.
func TestAnsweredQuestionsLoseTheirButtons(t *testing.T) {
	o := newOffice(t, transports[HTTP])
	issued(o) // "下发" is said in words
	asked := o.find("UCLERK", "将下发")
	if strings.Contains(string(asked.Blocks), `"type":"button"`) {
		t.Errorf("the answered question keeps its buttons: %s", asked.Blocks)
	}
	o.say("UHEAD", o.directTo("UHEAD"), "收到")
	number := o.item("档案数字化").Number.Short()
	o.say("UCLERK", o.directTo("UCLERK"), "催一下"+number+"号")
	first := o.find("UCLERK", "对吗")
	if !strings.Contains(string(first.Blocks), `"type":"button"`) {
		t.Fatalf("the question has no buttons: %s", first.Blocks)
	}
	o.say("UCLERK", o.directTo("UCLERK"), "催一下"+o.item("网上预约").Number.Short()+"号")
	o.mu.Lock()
	old := string(o.direct("UCLERK").find(first.TS).Blocks)
	o.mu.Unlock()
	if strings.Contains(old, `"type":"button"`) {
		t.Errorf("the older question keeps its buttons: %s", old)
	}
	o.press("UCLERK", o.find("UCLERK", "对吗"), "yes")
	if it := o.item("网上预约"); it.Reminders != 1 {
		t.Errorf("urged %d times", it.Reminders)
	}
	if it := o.item("档案数字化"); it.Reminders != 0 {
		events, err := o.store.Events(t.Context(), it.ID)
		t.Errorf("the question that was left was carried out %d times: %+v, %v", it.Reminders, events, err)
	}
}
