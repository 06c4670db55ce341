package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/followup-bot/followup/ledger"
)

// everything is what all queries of a ledger give, for comparison.
func everything(t testing.TB, l ledger.Ledger) string {
	t.Helper()
	ctx := context.Background()
	var out []any
	for _, order := range []ledger.Order{ledger.OrderNumber, ledger.OrderDue, ledger.OrderNewest} {
		out = append(out, must[ledger.Page](t)(l.List(ctx, ledger.Filter{Order: order, Limit: 1000})))
	}
	rows := map[ledger.ItemID]ledger.Row{}
	if err := l.Rows(ctx, ledger.Filter{}, func(r ledger.Row) bool { rows[r.ID] = r; return true }); err != nil {
		t.Fatal(err)
	}
	out = append(out, rows, must[[]ledger.DueEntry](t)(l.Due(ctx, after(9999*time.Hour), 0)), must[[]ledger.Settled](t)(l.Failed(ctx, 0)))
	for _, kind := range []ledger.RecordKind{ledger.RecordPending, "mark", ledger.RecordBinding} {
		err := l.Records(ctx, kind, "", func(r ledger.Record) bool { out = append(out, r); return true })
		if err != nil {
			t.Fatal(err)
		}
	}
	for n := range 5 {
		events := must[[]ledger.Event](t)(l.Events(ctx, item(n).ID))
		out = append(out, events)
		for _, e := range events {
			if text, err := l.Words(ctx, e.ID); err == nil {
				out = append(out, text)
			}
		}
	}
	n, oldest, err := l.Waiting(ctx)
	if err != nil {
		t.Fatal(err)
	}
	out = append(out, n, oldest, logOf(t, l))
	for _, key := range []string{"sent", "failed", "leased"} {
		if s, err := l.Receipt(ctx, key); err == nil {
			out = append(out, s)
		}
	}
	return asJSON(t, out)
}

// live fills a ledger with something of every kind.
func live(t testing.TB, l ledger.Ledger) ledger.Leased {
	t.Helper()
	c := issue("s1", item(1), item(2))
	c.Events[0].Raw = "原话"
	pending := ledger.NewRecord(ledger.RecordPending, "question", 0, "确认销号?")
	pending.At = after(time.Hour)
	c.Records = []ledger.Record{pending, ledger.NewRecord("mark", "m", 0, 1)}
	c.Log = said("", "原话保留 90 天").Log
	c.Notices = []ledger.Notice{at("sent", 0, start), at("failed", 1, start), at("leased", 2, start), at("waiting", 2, after(time.Hour))}
	commit(t, l, c)
	x := lease(t, l, start, 3)
	settle(t, l, x[0], ledger.Receipt{Outcome: ledger.OutcomeSent, At: start, Records: []ledger.Record{ledger.NewRecord(ledger.RecordBinding, "b", 0, 1)}})
	settle(t, l, x[1], ledger.Receipt{Outcome: ledger.OutcomeFailed, At: start, Error: "gone"})
	return x[2]
}

func testOrganisations(t *testing.T, p Place) {
	a, b := p.Org(t, "a"), p.Org(t, "a2") // one id begins with the other
	empty := everything(t, b)
	x := live(t, a)
	if got := everything(t, b); got != empty {
		t.Fatalf("one organisation sees another's: %s", got)
	}
	full := everything(t, a)
	equal(t, "leased", keys(lease(t, b, after(9999*time.Hour), 99)), []string{})
	if err := b.Settle(context.Background(), x.Notice.Key, x.Token, ledger.Receipt{Outcome: ledger.OutcomeSent}); !errors.Is(err, ledger.ErrConflict) {
		t.Fatal(err)
	}
	if err := b.Requeue(context.Background(), "failed", start); !errors.Is(err, ledger.ErrNotFound) {
		t.Fatal(err)
	}
	if n, err := b.Forget(context.Background(), after(9999*time.Hour)); n != 0 || err != nil {
		t.Fatal(n, err)
	}
	if err := b.Prune(context.Background(), after(9999*time.Hour)); err != nil {
		t.Fatal(err)
	}
	if got := everything(t, a); got != full {
		t.Fatalf("before %s\nafter  %s", full, got)
	}
	// The same source, ids, keys and numbers are free in each.
	live(t, b)
	if n := get(t, b, item(1).ID).Number.Seq; n != 1 {
		t.Fatal(n)
	}
	if got := everything(t, a); got != full {
		t.Fatalf("before %s\nafter  %s", full, got)
	}
}

// Between a question and the yes lies a restart: what was asked, what is being sent, and what was seen are still there.
func testRestart(t *testing.T, p Place) {
	l := p.Org(t, org)
	x := live(t, l)
	before := everything(t, l)
	p.Restart(t)
	l = p.Org(t, org)
	if got := everything(t, l); got != before {
		t.Fatalf("before %s\nafter  %s", before, got)
	}
	refuse(t, l, issue("s1", item(3)), ledger.ErrDuplicate)
	x = stillHeld(t, l, x)
	settle(t, l, x, ledger.Receipt{Outcome: ledger.OutcomeSent, At: after(time.Second)})
	commit(t, l, notices("again", notice("sent"), notice("leased")))
	equal(t, "nothing comes twice", keys(lease(t, l, after(time.Second), 9)), []string{})
	// The yes.
	question := must[ledger.Record](t)(l.Record(context.Background(), ledger.RecordPending, "question"))
	question.Deleted = true
	yes := report("yes", get(t, l, item(1).ID), 100)
	yes.Records = []ledger.Record{question}
	commit(t, l, yes)
	p.Restart(t)
	l = p.Org(t, org)
	commit(t, l, issue("s3", item(3)))
	if n := get(t, l, item(3).ID).Number.Seq; n != 3 {
		t.Fatalf("number %d", n)
	}
	intact(t, l, item(1).ID)
	equal(t, "answered", ids(t, l, ledger.RecordPending, ""), nil)
}

// stillHeld gives the lease that counts after a restart: that of before, or, where the store knows that nobody can hold it any more, a new one
// which is a further attempt.
func stillHeld(t *testing.T, l ledger.Ledger, x ledger.Leased) ledger.Leased {
	t.Helper()
	got := lease(t, l, after(time.Second), 9)
	if len(got) == 0 {
		return x
	}
	equal(t, "leased anew", keys(got), []string{x.Notice.Key})
	y := got[0]
	if y.Attempt != x.Attempt+1 || y.FirstTried.IsZero() || y.LastTried.IsZero() {
		t.Fatalf("attempt %d, first tried %s, last %s", y.Attempt, y.FirstTried, y.LastTried)
	}
	if err := l.Settle(context.Background(), x.Notice.Key, x.Token, ledger.Receipt{Outcome: ledger.OutcomeSent, At: after(time.Second)}); !errors.Is(err, ledger.ErrConflict) {
		t.Fatalf("the lease of before settles: %v", err)
	}
	return y
}

func testCancelled(t *testing.T, p Place) {
	l := p.Org(t, org)
	live(t, l)
	before := everything(t, l)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	calls := map[string]func() error{
		"Item":    func() error { _, err := l.Item(ctx, item(1).ID); return err },
		"List":    func() error { _, err := l.List(ctx, ledger.Filter{}); return err },
		"Due":     func() error { _, err := l.Due(ctx, start, 1); return err },
		"Rows":    func() error { return l.Rows(ctx, ledger.Filter{}, func(ledger.Row) bool { return true }) },
		"Commit":  func() error { return l.Commit(ctx, issue("cancelled", item(4))) },
		"Record":  func() error { _, err := l.Record(ctx, "mark", "m"); return err },
		"Records": func() error { return l.Records(ctx, "mark", "", func(ledger.Record) bool { return true }) },
		"Events":  func() error { _, err := l.Events(ctx, item(1).ID); return err },
		"Words":   func() error { _, err := l.Words(ctx, "x"); return err },
		"Forget":  func() error { _, err := l.Forget(ctx, after(time.Hour)); return err },
		"Lease":   func() error { _, err := l.Lease(ctx, after(2*time.Hour), time.Minute, 9); return err },
		"Settle":  func() error { return l.Settle(ctx, "leased", "x", ledger.Receipt{}) },
		"Waiting": func() error { _, _, err := l.Waiting(ctx); return err },
		"Failed":  func() error { _, err := l.Failed(ctx, 1); return err },
		"Receipt": func() error { _, err := l.Receipt(ctx, "sent"); return err },
		"Requeue": func() error { return l.Requeue(ctx, "failed", start) },
		"Prune":   func() error { return l.Prune(ctx, after(9999*time.Hour)) },
	}
	for name, call := range calls {
		if err := call(); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got := everything(t, l); got != before {
		t.Fatalf("before %s\nafter  %s", before, got)
	}
}

// insist reports on an item, again whenever somebody else was quicker, and says how often that was.
func insist(t testing.TB, l ledger.Ledger, id ledger.ItemID, source string, percent int) (conflicts int64) {
	for ; ; conflicts++ {
		c := report(source, get(t, l, id), percent)
		c.Notices = []ledger.Notice{at(source, percent%3, time.Time{})}
		err := l.Commit(context.Background(), c)
		if errors.Is(err, ledger.ErrConflict) {
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", source, err)
		}
		return conflicts
	}
}

// Many commit, read, lease and settle at once; run it with the race detector.
func testConcurrency(t *testing.T, p Place) {
	l := p.Org(t, org)
	const writers, each = 6, 25
	for w := range writers {
		commit(t, l, issue(fmt.Sprint("item", w), item(w)))
	}
	var writing, others sync.WaitGroup
	var conflicts, sent atomic.Int64
	stop := make(chan struct{})
	for w := range writers {
		writing.Go(func() {
			for i := range each {
				conflicts.Add(insist(t, l, item((w+i)%writers).ID, fmt.Sprint("w", w, "/", i), i))
			}
		})
	}
	for range 2 {
		others.Go(func() {
			for done := false; !done; {
				select {
				case <-stop:
					done = true // once more, for what is left
				default:
				}
				leased := lease(t, l, start, 7)
				for _, x := range leased {
					settle(t, l, x, ledger.Receipt{Outcome: ledger.OutcomeSent, At: start})
					sent.Add(1)
				}
				done = done && len(leased) == 0
				_ = must[ledger.Page](t)(l.List(context.Background(), ledger.Filter{Order: ledger.OrderNewest, Open: true}))
				if err := l.Rows(context.Background(), ledger.Filter{}, func(r ledger.Row) bool { return r.Number.Seq > 0 }); err != nil {
					t.Error(err)
				}
			}
		})
	}
	writing.Wait()
	close(stop)
	others.Wait()
	for len(lease(t, l, start, 1)) > 0 {
		t.Error("a notice was left")
	}
	if sent.Load() != writers*each {
		t.Errorf("%d notices sent, %d committed; %d conflicts", sent.Load(), writers*each, conflicts.Load())
	}
	for w := range writers {
		if it := get(t, l, item(w).ID); it.Rev != each+1 {
			t.Errorf("item %d: rev %d", w, it.Rev)
		}
		intact(t, l, item(w).ID)
	}
}
