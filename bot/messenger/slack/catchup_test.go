package slack

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-bot/followup/bot/chat"
)

func heardTexts(h *ears) []string {
	var out []string
	for _, m := range h.all() {
		out = append(out, m.Text)
	}
	return out
}

// say writes into the workspace without telling anybody.
func (w *workspace) say(user, conversation, thread, text string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	p := &post{TS: w.stamp(), Thread: thread, User: user, Text: text}
	w.channels[conversation].add(p)
	return p.TS
}

func TestNothingIsLostWhileDisconnected(t *testing.T) {
	w := newWorkspace()
	m, f := startSocket(t, w, Config{})
	f.drop = true
	h := &ears{}
	run(t, m, h)
	world := newWorld(t, w, m, f)
	world.write(t, "UANNA", chat.Address{User: "UANNA"}, "one")
	asked := world.write(t, "UBENO", chat.Address{Conversation: testChannel}, "<@UBOT> minutes")
	card, err := m.Send(t.Context(), chat.Address{Conversation: testChannel}, chat.Card{Title: "12号"}, "k1")
	if err != nil {
		t.Fatal(err)
	}
	h.wait(t, 2)
	f.mu.Lock()
	connected := f.opened
	f.mu.Unlock()
	w.mu.Lock()
	w.refuse["apps.connections.open"] = "internal_error"
	w.mu.Unlock()
	f.disconnect()
	for _, text := range []string{"two", "three", "four", "five"} {
		w.say("UANNA", "DUANNA", "", text)
	}
	w.say("UBENO", testChannel, "", "chatter among people")
	w.say("UBENO", testChannel, asked, "1号改牵头")
	w.say("UANNA", testChannel, card.Message, "完成80%")
	w.mu.Lock()
	p := w.channels["DUANNA"].posts[0]
	p.Text, p.Edited = "one, corrected", &slack.Edited{User: "UANNA", Timestamp: w.stamp()}
	delete(w.refuse, "apps.connections.open")
	w.mu.Unlock()
	got := h.wait(t, 9)
	eventually(t, "new connection", func() bool { f.mu.Lock(); defer f.mu.Unlock(); return f.opened > connected })
	var direct []string
	for _, msg := range got[2:] {
		if msg.Direct {
			direct = append(direct, msg.Text)
		}
	}
	if want := []string{"two", "three", "four", "five", "one, corrected"}; !slices.Equal(direct, want) {
		t.Errorf("caught up with %v, want %v", direct, want)
	}
	texts := heardTexts(h)
	for _, want := range []string{"1号改牵头", "完成80%"} {
		if !slices.Contains(texts, want) {
			t.Errorf("%q was lost: %v", want, texts)
		}
	}
	if len(texts) != 9 || slices.Contains(texts, "chatter among people") {
		t.Errorf("heard %v", texts)
	}
	if last := got[len(got)-1]; slices.ContainsFunc(got, func(m chat.Message) bool { return m.Edited && m.Text != "one, corrected" }) {
		t.Errorf("edited: %+v", last)
	}
}

func TestNothingIsLostOverARestart(t *testing.T) {
	for name, start := range transports {
		t.Run(name, func(t *testing.T) {
			w := newWorkspace()
			state := &memory{values: map[string][]byte{}}
			m, f := start(t, w, Config{State: state})
			h := &ears{}
			stop := run(t, m, h)
			world := newWorld(t, w, m, f)
			world.write(t, "UANNA", chat.Address{User: "UANNA"}, "before")
			h.wait(t, 1)
			if err := stop(); !errors.Is(err, context.Canceled) {
				t.Errorf("Run ended with %v", err)
			}
			w.say("UANNA", "DUANNA", "", "while down")
			w.mu.Lock()
			w.direct("UBENO")
			w.mu.Unlock()
			w.say("UBENO", "DUBENO", "", "for the first time")
			m, f = start(t, w, Config{State: state})
			h = &ears{}
			run(t, m, h)
			h.wait(t, 2)
			world = newWorld(t, w, m, f)
			world.write(t, "UANNA", chat.Address{User: "UANNA"}, "after")
			h.wait(t, 3)
			texts := heardTexts(h)
			slices.Sort(texts)
			if want := []string{"after", "for the first time", "while down"}; !slices.Equal(texts, want) {
				t.Errorf("heard %v, want %v", texts, want)
			}
		})
	}
}

// A thread that is not remembered is looked up once.
func TestThreadsAreKnownWithoutState(t *testing.T) {
	w := newWorkspace()
	m, f := startSocket(t, w, Config{})
	newWorld(t, w, m, f)
	theirs := w.say("UANNA", testChannel, "", "lunch?")
	ours := w.say("UANNA", testChannel, "", "who leads item 3?")
	w.say(testSelf, testChannel, ours, "Filing leads it.")
	asked := w.say("UANNA", testChannel, "", "<@UBOT> and item 4?")
	w.mu.Lock()
	for _, r := range w.channels { // all of it long ago
		for _, p := range r.posts {
			p.TS, p.Latest = strings.Replace(p.TS, "17", "16", 1), ""
			if p.Thread != "" {
				p.Thread = strings.Replace(p.Thread, "17", "16", 1)
			}
		}
	}
	w.mu.Unlock()
	old := func(ts string) string { return strings.Replace(ts, "17", "16", 1) }
	h := &ears{}
	run(t, m, h)
	world := newWorld(t, w, m, f)
	for _, thread := range []string{theirs, ours, asked, theirs} {
		world.write(t, "UBENO", chat.Address{Conversation: testChannel, Thread: old(thread)}, "in "+old(thread))
	}
	world.write(t, "UANNA", chat.Address{User: "UANNA"}, "end")
	h.wait(t, 3)
	texts := heardTexts(h)
	slices.Sort(texts)
	if want := []string{"end", "in " + old(ours), "in " + old(asked)}; !slices.Equal(texts, want) {
		t.Errorf("heard %v, want %v", texts, want)
	}
	if n := w.called("conversations.replies"); n != 3 {
		t.Errorf("%d threads were looked up, want 3", n)
	}
}

// A message that the handler never takes stays before the watermark, and the ones after it do not hide it.
func TestWhatWasNotTakenIsOfferedAgain(t *testing.T) {
	w := newWorkspace()
	state := &memory{values: map[string][]byte{}}
	m, f := startSocket(t, w, Config{State: state})
	h := &ears{fail: func(msg chat.Message) error {
		if strings.Contains(msg.Text, "bad") {
			return errors.New("no")
		}
		return nil
	}}
	stop := run(t, m, h)
	world := newWorld(t, w, m, f)
	for _, text := range []string{"good", "bad", "better"} {
		world.write(t, "UANNA", chat.Address{User: "UANNA"}, text)
	}
	h.wait(t, 2)
	_ = stop()
	m, _ = startSocket(t, w, Config{State: state})
	h = &ears{}
	run(t, m, h)
	h.wait(t, 2)
	if texts := heardTexts(h); !slices.Equal(texts, []string{"bad", "better"}) {
		t.Errorf("heard %v", texts)
	}
}

func TestConversationsThatCannotBeReadDoNotHoldUp(t *testing.T) {
	for _, code := range []string{"missing_scope", "channel_not_found", "internal_error"} {
		t.Run(code, func(t *testing.T) {
			w := newWorkspace()
			w.refuse["conversations.history"] = code
			m, f := startSocket(t, w, Config{})
			h := &ears{}
			run(t, m, h)
			world := newWorld(t, w, m, f)
			world.write(t, "UANNA", chat.Address{User: "UANNA"}, "hello")
			if got := h.wait(t, 1); got[0].Text != "hello" {
				t.Errorf("heard %+v", got)
			}
		})
	}
}

// Reading waits out 429 as long as Slack asks.
func TestReadingWaitsOutRateLimits(t *testing.T) {
	w := newWorkspace()
	m, f := startSocket(t, w, Config{})
	w.once = append(w.once, limited("users.info"))
	h := &ears{}
	run(t, m, h)
	newWorld(t, w, m, f).write(t, "UANNA", chat.Address{User: "UANNA"}, "hello")
	if got := h.wait(t, 1); got[0].From.External {
		t.Errorf("heard %+v", got[0])
	}
	if w.called("users.info") < 2 {
		t.Errorf("%d calls", w.called("users.info"))
	}
}

func TestStamps(t *testing.T) {
	at := time.Date(2026, 3, 6, 9, 30, 0, 123_456_000, time.UTC)
	if got := moment(stamp(at)); !got.Equal(at) {
		t.Errorf("%s comes back as %s", at, got)
	}
	ordered := []string{"", "999.000001", "1764000000.000099", "1764000000.000100", "1764000001.000000"}
	for i := range ordered[1:] {
		if !later(ordered[i+1], ordered[i]) || later(ordered[i], ordered[i+1]) || later(ordered[i], ordered[i]) {
			t.Errorf("order of %q and %q", ordered[i], ordered[i+1])
		}
	}
	for _, bad := range []string{"", "x", "1.x"} {
		if !moment(bad).IsZero() {
			t.Errorf("moment(%q) = %s", bad, moment(bad))
		}
	}
}
