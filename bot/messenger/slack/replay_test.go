package slack

import (
	"fmt"
	"slices"
	"testing"
)

// forgetful empties what the messenger remembers, as its restart does: the ledger alone knows what was done.
func (m *Messenger) forgetful() {
	m.done.mu.Lock()
	defer m.done.mu.Unlock()
	m.done.now, m.done.old = nil, nil
}

// An event that comes again after a restart has no second effect, nor has the same message in another event, nor another message under an id
// that was seen, by either transport. What comes under ids of its own has its effect.
func TestReplayedEvents(t *testing.T) {
	for name, start := range transports {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t, start)
			o.say("UCLERK", o.directTo("UCLERK"), walkMinutes)
			o.say("UCLERK", o.directTo("UCLERK"), "3号信息处牵头")
			o.press("UCLERK", o.find("UCLERK", "信息处", "值班办法"), "draft_ask")
			o.say("UCLERK", o.directTo("UCLERK"), "下发")
			o.find("UHEAD", "🆕", "档案数字化")

			o.quiet("UHEAD") // what was missed before is read
			first := o.letter("UHEAD", "收到")
			o.receive("EvReplay1", first)
			o.receive("EvReplay2", o.letter("UHEAD", "完成30%,正在扫描"))
			o.quiet("UHEAD")
			events, posts := o.tally()
			o.m.forgetful()
			o.receive("EvReplay1", first)                           // again
			o.receive("EvReplay3", first)                           // the same message in another event
			o.receive("EvReplay2", o.letter("UHEAD", "完成70%,正在核对")) // another message in an event that was seen
			o.quiet("UHEAD")
			if e, p := o.tally(); e != events || p != posts+1 || o.item("档案数字化").Percent != 30 { // and the answer to the last
				t.Errorf("%d events and %d messages more; it stands at %d%%", e-events, p-posts, o.item("档案数字化").Percent)
			}
			o.receive("EvReplay5", o.letter("UHEAD", "完成80%,正在核对"))
			o.quiet("UHEAD")
			if it := o.item("档案数字化"); it.Percent != 80 {
				t.Errorf("what is new has no effect: %d%%", it.Percent)
			}
		})
	}
}

// letter writes to the bot without Slack telling of it yet.
func (o *office) letter(user, text string) map[string]any {
	o.mu.Lock()
	defer o.mu.Unlock()
	room := o.world.direct(user)
	p := &post{TS: o.stamp(), User: user, Text: escape(text)}
	room.add(p)
	return p.event(room)
}

// receive tells of an event.
func (o *office) receive(id string, ev map[string]any) {
	o.t.Helper()
	o.front.deliver(o.t, kindEvent, map[string]any{"type": "event_callback", "team_id": testTeam, "event_id": id, "event": ev})
}

// quiet waits until all that somebody was told of is done, and has the answers sent; the last is one that it asks for itself.
func (o *office) quiet(user string) {
	o.t.Helper()
	end := fmt.Sprint("天气 ", o.took.Load())
	o.write(o.t, user, o.directTo(user), end)
	eventually(o.t, "end", func() bool { last := o.last.Load(); return last != nil && *last == end })
	o.settle()
}

// tally counts what the ledger recorded and what the bot said.
func (o *office) tally() (events, posts int) {
	list, err := o.store.Events(o.t.Context(), o.item("档案数字化").ID)
	if err != nil {
		o.t.Fatal(err)
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, r := range o.channels {
		posts += len(slices.DeleteFunc(slices.Clone(r.posts), func(p *post) bool { return p.User != testSelf }))
	}
	return len(list), posts
}
