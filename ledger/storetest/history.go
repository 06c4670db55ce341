package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/followup-bot/followup/ledger"
)

func testEvents(t *testing.T, p Place) {
	l := p.Org(t, org)
	commit(t, l, issue("s1", item(1), item(2)))
	for i := range 12 {
		commit(t, l, report(fmt.Sprint("r", i), get(t, l, item(1).ID), i))
	}
	// Several events of one item in one change: the last records what changed.
	c := report("both", get(t, l, item(1).ID), 99)
	c.Events = append([]ledger.Event{{Item: item(1).ID, At: start, Kind: ledger.EventUrged, By: "leader", Reason: "抓紧"}}, c.Events...)
	commit(t, l, c)
	events := must[[]ledger.Event](t)(l.Events(context.Background(), item(1).ID))
	if len(events) != 15 || events[13].Kind != ledger.EventUrged || len(events[13].Fields) != 0 || len(events[14].Fields) == 0 {
		t.Fatalf("%d events, the last two: %+v", len(events), events[len(events)-2:])
	}
	seen := map[string]bool{}
	for i, e := range events {
		if e.Seq != int64(i+1) || e.ID == "" || seen[e.ID] || e.Source == "" || e.At.Location() != time.UTC {
			t.Errorf("event %d: %+v", i, e)
		}
		seen[e.ID] = true
	}
	intact(t, l, item(1).ID)
	intact(t, l, item(2).ID)
	if none := must[[]ledger.Event](t)(l.Events(context.Background(), "nothing")); len(none) != 0 {
		t.Fatal(none)
	}
}

func testWords(t *testing.T, p Place) {
	l := p.Org(t, org)
	ctx := context.Background()
	c := issue("s1", item(1), item(2))
	c.Events[0].Raw, c.Events[0].At = "原话:已经办了一半", after(-48*time.Hour)
	commit(t, l, c)
	r := report("s2", get(t, l, item(1).ID), 50)
	r.Events[0].Raw, r.Events[0].At = "原话二\xff", start
	commit(t, l, r)
	events := must[[]ledger.Event](t)(l.Events(ctx, item(1).ID))
	words := func(e ledger.Event) string {
		t.Helper()
		text, err := l.Words(ctx, e.ID)
		if errors.Is(err, ledger.ErrNotFound) {
			return ""
		}
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	if words(events[0]) != "原话:已经办了一半" || words(events[1]) != "原话二\xff" || events[0].Words == "" || events[0].Raw != "" {
		t.Fatalf("%q, %q", words(events[0]), words(events[1]))
	}
	plain := must[[]ledger.Event](t)(l.Events(ctx, item(2).ID))[0]
	if words(plain) != "" || plain.Words != "" || words(ledger.Event{ID: "unknown"}) != "" {
		t.Fatal("words that nobody said")
	}
	if n, err := l.Forget(ctx, after(-time.Hour)); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	if words(events[0]) != "" || words(events[1]) == "" {
		t.Fatalf("%q, %q", words(events[0]), words(events[1]))
	}
	intact(t, l, item(1).ID)
	if n, err := l.Forget(ctx, start); n != 0 || err != nil { // older than before, not of that instant
		t.Fatal(n, err)
	}
	if n, err := l.Forget(ctx, after(1)); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	intact(t, l, item(1).ID)
	log := logOf(t, l)
	if len(log) != 2 || log[0].Kind != ledger.LogDeleted || log[0].N != 1 || log[1].N != 1 || log[0].Before.Equal(log[1].Before) {
		t.Errorf("the deletions are logged as %+v", log)
	}
}

// Text comes from people's files: it is not always UTF-8, and holds what formats escape.
func testOddText(t *testing.T, p Place) {
	l := p.Org(t, org)
	for i, text := range []string{"\xff\xfe", "a\x00b", "<&>\u2028\"\\\n", "\ufffd", "😀"} {
		it := item(i)
		it.Title, it.Text = text, text
		it.Blocker = &ledger.Blocker{Reason: text, Since: start}
		c := issue(fmt.Sprint("odd", i), it)
		c.Events[0].Reason, c.Events[0].Read, c.Events[0].Raw = text, text, text
		commit(t, l, c)
		commit(t, l, report(fmt.Sprint("report", i), get(t, l, it.ID), 5))
		events := must[[]ledger.Event](t)(l.Events(context.Background(), it.ID))
		if err := ledger.VerifyChain(it.ID, get(t, l, it.ID).Head, events); err != nil {
			t.Errorf("%q: %v", text, err)
		}
		if got := must[string](t)(l.Words(context.Background(), events[0].ID)); got != text {
			t.Errorf("words: got %q, want %q", got, text)
		}
	}
}

func testPrune(t *testing.T, p Place) {
	l := p.Org(t, org)
	ctx := context.Background()
	commit(t, l, issue("old", item(1)))
	commit(t, l, notices("n", notice("sent"), notice("failed"), notice("waiting")))
	x := lease(t, l, start, 9)
	settle(t, l, x[0], ledger.Receipt{Outcome: ledger.OutcomeSent, At: after(time.Hour)})
	settle(t, l, x[1], ledger.Receipt{Outcome: ledger.OutcomeFailed, At: after(2 * time.Hour)})
	if err := l.Prune(ctx, after(-24*time.Hour)); err != nil {
		t.Fatal(err)
	}
	refuse(t, l, issue("old", item(2)), ledger.ErrDuplicate)
	if _, err := l.Receipt(ctx, x[0].Notice.Key); err != nil {
		t.Fatal(err)
	}
	if err := l.Prune(ctx, after(90*time.Minute)); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Receipt(ctx, x[0].Notice.Key); !errors.Is(err, ledger.ErrNotFound) {
		t.Fatal(err)
	}
	if f := must[[]ledger.Settled](t)(l.Failed(ctx, 0)); len(f) != 1 {
		t.Fatal(f)
	}
	if err := l.Prune(ctx, after(100*365*24*time.Hour)); err != nil {
		t.Fatal(err)
	}
	if f := must[[]ledger.Settled](t)(l.Failed(ctx, 0)); len(f) != 0 {
		t.Fatal(f)
	}
	if n, _, err := l.Waiting(ctx); n != 1 || err != nil {
		t.Fatalf("what waits was pruned: %d, %v", n, err)
	}
	commit(t, l, issue("old", item(2)))
	if _, err := l.Item(ctx, item(1).ID); err != nil {
		t.Fatal(err)
	}
	intact(t, l, item(1).ID)
}

func testAnchor(t *testing.T, p Place) {
	l := p.Org(t, org)
	anchored, ok := l.(interface {
		Anchor(ctx context.Context) (string, error)
	})
	if !ok {
		t.Fatal("no Anchor")
	}
	anchor := func() string { return must[string](t)(anchored.Anchor(context.Background())) }
	empty := anchor()
	commit(t, l, issue("s1", item(2), item(1)))
	first := anchor()
	commit(t, l, ledger.Change{Source: "plan", Items: []ledger.Item{func() ledger.Item { it := get(t, l, item(1).ID); it.Plan.Next = start; return it }()}})
	if empty == first || anchor() != first {
		t.Fatalf("%s, %s, %s", empty, first, anchor())
	}
	commit(t, l, report("s2", get(t, l, item(1).ID), 5))
	want := ledger.Anchor(func(yield func(ledger.ItemID, string) bool) {
		for _, n := range []int{1, 2} {
			if !yield(item(n).ID, get(t, l, item(n).ID).Head) {
				return
			}
		}
	}, ledger.LogHead{})
	if got := anchor(); got != want || got == first {
		t.Fatalf("got %s, want %s", got, want)
	}
	commit(t, l, ledger.Change{Source: "s3", Log: []ledger.LogEntry{{At: start, Kind: ledger.LogSetting}}})
	if got := anchor(); got == want {
		t.Fatal("the anchor does not cover the log")
	}
}
