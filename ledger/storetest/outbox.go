package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/followup-bot/followup/ledger"
)

func at(key string, class int, notBefore time.Time) ledger.Notice {
	n := notice(key)
	n.Class, n.NotBefore = class, notBefore
	return n
}

func testLeaseOrder(t *testing.T, p Place) {
	l := p.Org(t, org)
	commit(t, l, notices("s1", at("late", 1, after(2*time.Hour)), at("reminder", 2, after(-time.Hour)), at("second", 1, start)))
	commit(t, l, notices("s2", at("third", 1, start), at("first", 1, after(-time.Minute)), at("reply", 0, start), at("now", 1, time.Time{})))
	if got := lease(t, l, start, 0); len(got) != 0 {
		t.Fatal(keys(got))
	}
	equal(t, "two", keys(lease(t, l, start, 2)), []string{"reply", "now"})
	equal(t, "the rest", keys(lease(t, l, start, 100)), []string{"first", "second", "third", "reminder"})
	equal(t, "nothing", keys(lease(t, l, after(time.Second), 100)), []string{})
	equal(t, "in its time", keys(lease(t, l, after(2*time.Hour), 100)), []string{"reply", "now", "first", "second", "third", "late", "reminder"})
}

func testLeaseExpiry(t *testing.T, p Place) {
	l := p.Org(t, org)
	n := notice("n")
	n.Items, n.By, n.Slot, n.Expires = []ledger.ItemID{"i"}, "office", start, after(time.Hour)
	commit(t, l, notices("s1", n))
	first := lease(t, l, after(time.Second), 1)[0]
	if first.Attempt != 1 || first.Token == "" || !first.FirstTried.IsZero() {
		t.Fatalf("%+v", first)
	}
	if a, b := asJSON(t, first.Notice), asJSON(t, n); a != b {
		t.Fatalf("got %s, want %s", a, b)
	}
	equal(t, "held", keys(lease(t, l, after(60*time.Second), 1)), []string{})
	second := lease(t, l, after(61*time.Second), 1)[0]
	if second.Attempt != 2 || second.Token == first.Token || !second.FirstTried.Equal(after(time.Second)) {
		t.Fatalf("%+v", second)
	}
	lost := ledger.NewRecord("mark", "lost", 0, 1)
	err := l.Settle(context.Background(), "n", first.Token, ledger.Receipt{Outcome: ledger.OutcomeSent, At: start, Records: []ledger.Record{lost}})
	if !errors.Is(err, ledger.ErrConflict) {
		t.Fatal(err)
	}
	if _, err := l.Record(context.Background(), "mark", "lost"); !errors.Is(err, ledger.ErrNotFound) {
		t.Fatalf("a lost lease wrote: %v", err)
	}
	settle(t, l, second, ledger.Receipt{Outcome: ledger.OutcomeSent, At: start})
	equal(t, "sent", keys(lease(t, l, after(24*time.Hour), 1)), []string{})
}

func testSettle(t *testing.T, p Place) {
	l := p.Org(t, org)
	ctx := context.Background()
	commit(t, l, notices("s1", notice("a"), notice("b")))
	if _, err := l.Receipt(ctx, "a"); !errors.Is(err, ledger.ErrNotFound) {
		t.Fatal(err)
	}
	leased := lease(t, l, start, 2)
	if _, err := l.Receipt(ctx, "a"); !errors.Is(err, ledger.ErrNotFound) {
		t.Fatal(err)
	}
	place := ledger.Place{Messenger: "local", Conversation: "c", Message: "m"}
	settle(t, l, leased[0], ledger.Receipt{Outcome: ledger.OutcomeSent, Place: place, Items: []ledger.ItemID{"i"}, At: after(time.Minute), Unsure: true})
	settle(t, l, leased[1], ledger.Receipt{Outcome: ledger.OutcomeDropped, At: after(time.Minute)})
	got := must[ledger.Settled](t)(l.Receipt(ctx, leased[0].Notice.Key))
	if got.Notice.Key != leased[0].Notice.Key || got.Attempt != 1 || got.Receipt.Place != place || !got.Receipt.Unsure ||
		got.Receipt.Items[0] != "i" || got.Receipt.Outcome != ledger.OutcomeSent || !got.Receipt.At.Equal(after(time.Minute)) {
		t.Fatalf("%+v", got)
	}
	if got := must[ledger.Settled](t)(l.Receipt(ctx, leased[1].Notice.Key)); got.Receipt.Outcome != ledger.OutcomeDropped {
		t.Fatalf("%+v", got)
	}
	for _, bad := range []struct{ key, token string }{{leased[0].Notice.Key, leased[0].Token}, {"unknown", "x"}, {"unknown", ""}, {leased[0].Notice.Key, ""}} {
		if err := l.Settle(ctx, bad.key, bad.token, ledger.Receipt{Outcome: ledger.OutcomeSent}); !errors.Is(err, ledger.ErrConflict) {
			t.Errorf("%v: %v", bad, err)
		}
	}
	commit(t, l, notices("s2", notice("c")))
	c := lease(t, l, start, 1)[0]
	if err := l.Settle(ctx, "c", c.Token, ledger.Receipt{Outcome: "odd"}); err == nil || errors.Is(err, ledger.ErrConflict) {
		t.Fatal(err)
	}
	settle(t, l, c, ledger.Receipt{Outcome: ledger.OutcomeSent})
}

func testRetry(t *testing.T, p Place) {
	l := p.Org(t, org)
	commit(t, l, notices("s1", at("slow", 1, start), at("other", 1, after(time.Second))))
	x := lease(t, l, start, 1)[0]
	settle(t, l, x, ledger.Receipt{Outcome: ledger.OutcomeRetry, Error: "busy", At: start, RetryAt: after(time.Minute)})
	equal(t, "too early", keys(lease(t, l, after(59*time.Second), 9)), []string{"other"})
	again := lease(t, l, after(time.Minute), 9)
	equal(t, "in time", keys(again), []string{"slow"})
	if again[0].Attempt != 2 || !again[0].FirstTried.Equal(start) {
		t.Fatalf("%+v", again[0])
	}
	if _, err := l.Receipt(context.Background(), "slow"); !errors.Is(err, ledger.ErrNotFound) {
		t.Fatal(err)
	}
	settle(t, l, again[0], ledger.Receipt{Outcome: ledger.OutcomeRetry}) // at once
	if last := lease(t, l, after(time.Minute), 1); len(last) != 1 || last[0].Attempt != 3 {
		t.Fatalf("%+v", last)
	}
}

func testFailed(t *testing.T, p Place) {
	l := p.Org(t, org)
	ctx := context.Background()
	commit(t, l, notices("s1", at("a", 1, start), at("b", 1, after(1)), at("c", 1, after(2)), at("d", 1, after(3))))
	for i, x := range lease(t, l, after(time.Second), 3) {
		settle(t, l, x, ledger.Receipt{Outcome: ledger.OutcomeFailed, Error: "gone", At: after(time.Duration(i) * time.Minute)})
	}
	failed := func(limit int) (out []string) {
		for _, s := range must[[]ledger.Settled](t)(l.Failed(ctx, limit)) {
			if s.Receipt.Error != "gone" || s.Attempt != 1 {
				t.Errorf("%+v", s)
			}
			out = append(out, s.Notice.Key)
		}
		return out
	}
	equal(t, "failed", failed(0), []string{"c", "b", "a"})
	equal(t, "the newest two", failed(2), []string{"c", "b"})
	if err := l.Requeue(ctx, "b", after(time.Hour)); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"b", "d", "unknown"} {
		if err := l.Requeue(ctx, key, start); !errors.Is(err, ledger.ErrNotFound) {
			t.Errorf("%s: %v", key, err)
		}
	}
	equal(t, "one is tried again", failed(0), []string{"c", "a"})
	got := lease(t, l, after(time.Hour), 9)
	equal(t, "leased", keys(got), []string{"d", "b"})
	if b := got[1]; b.Attempt != 2 || !b.FirstTried.Equal(after(time.Second)) {
		t.Fatalf("%+v", b)
	}
	settle(t, l, got[1], ledger.Receipt{Outcome: ledger.OutcomeSent, At: after(time.Hour)})
	if s := must[ledger.Settled](t)(l.Receipt(ctx, "b")); s.Attempt != 2 || s.Receipt.Outcome != ledger.OutcomeSent {
		t.Fatalf("%+v", s)
	}
}

// A key that is known, in whatever state, adds nothing.
func testKnownNotices(t *testing.T, p Place) {
	l := p.Org(t, org)
	ctx := context.Background()
	other := func(key string) ledger.Notice {
		n := notice(key)
		n.Body = []byte(`"other"`)
		return n
	}
	first := notice("twice")
	commit(t, l, notices("s0", first, other("twice")))
	commit(t, l, notices("s1", notice("sent"), notice("failed"), notice("leased"), notice("waiting")))
	leased := map[string]ledger.Leased{}
	for _, x := range lease(t, l, start, 4) {
		leased[x.Notice.Key] = x
	}
	settle(t, l, leased["sent"], ledger.Receipt{Outcome: ledger.OutcomeSent, At: start})
	settle(t, l, leased["failed"], ledger.Receipt{Outcome: ledger.OutcomeFailed, At: start})
	commit(t, l, notices("s2", other("sent"), other("failed"), other("leased"), other("waiting"), other("twice")))
	if n, _, err := l.Waiting(ctx); n != 3 || err != nil {
		t.Fatal(n, err)
	}
	for _, x := range lease(t, l, after(time.Hour), 9) {
		if string(x.Notice.Body) != `{"n":1}` {
			t.Errorf("%s was overwritten", x.Notice.Key)
		}
	}
	if s := must[ledger.Settled](t)(l.Receipt(ctx, "failed")); string(s.Notice.Body) != `{"n":1}` {
		t.Errorf("%+v", s)
	}
}

func card(body string) ledger.Notice {
	n := at("card", ledger.ClassPrompt, time.Time{})
	n.Kind, n.Replace, n.Body = ledger.NoticeEdit, true, []byte(body)
	return n
}

func testReplace(t *testing.T, p Place) {
	l := p.Org(t, org)
	ctx := context.Background()
	commit(t, l, notices("s1", card("1"), card("2")))
	commit(t, l, notices("s2", card("3")))
	x := lease(t, l, start, 9)
	if len(x) != 1 || string(x[0].Notice.Body) != "3" || x[0].Attempt != 1 {
		t.Fatalf("%+v", x)
	}
	settle(t, l, x[0], ledger.Receipt{Outcome: ledger.OutcomeSent, At: start})
	if _, err := l.Receipt(ctx, "card"); !errors.Is(err, ledger.ErrNotFound) {
		t.Fatalf("its key is not free: %v", err)
	}
	for i, outcome := range []ledger.Outcome{ledger.OutcomeSent, ledger.OutcomeDropped} {
		commit(t, l, notices(fmt.Sprint("again", i), card("4")))
		x := lease(t, l, after(time.Second), 9)
		if len(x) != 1 || x[0].Attempt != 1 || !x[0].FirstTried.IsZero() {
			t.Fatalf("%+v", x)
		}
		settle(t, l, x[0], ledger.Receipt{Outcome: outcome, At: start})
	}
	if n, _, err := l.Waiting(ctx); n != 0 || err != nil {
		t.Fatal(n, err)
	}
	// The wait that a messenger asked for holds for what comes in its place.
	commit(t, l, notices("s4", card("5")))
	settle(t, l, lease(t, l, start, 1)[0], ledger.Receipt{Outcome: ledger.OutcomeRetry, RetryAt: after(time.Minute)})
	commit(t, l, notices("s5", card("6")))
	equal(t, "too early", keys(lease(t, l, after(59*time.Second), 9)), []string{})
	if x := lease(t, l, after(time.Minute), 9); len(x) != 1 || x[0].Attempt != 2 || string(x[0].Notice.Body) != "6" {
		t.Fatalf("%+v", x)
	}
}

func testReplaceLeased(t *testing.T, p Place) {
	l := p.Org(t, org)
	commit(t, l, notices("s1", card("1")))
	first := lease(t, l, start, 1)[0]
	commit(t, l, notices("s2", card("2")))
	commit(t, l, notices("s3", card("3")))
	equal(t, "while it is sent", keys(lease(t, l, after(time.Second), 9)), []string{})
	settle(t, l, first, ledger.Receipt{Outcome: ledger.OutcomeSent, At: start})
	x := lease(t, l, after(time.Second), 9)
	if len(x) != 1 || string(x[0].Notice.Body) != "3" || x[0].Attempt != 1 {
		t.Fatalf("%+v", x)
	}
	commit(t, l, notices("s4", card("4")))
	settle(t, l, x[0], ledger.Receipt{Outcome: ledger.OutcomeRetry, RetryAt: after(time.Minute)})
	if x = lease(t, l, after(time.Minute), 9); len(x) != 1 || string(x[0].Notice.Body) != "4" || x[0].Attempt != 2 {
		t.Fatalf("%+v", x)
	}
	commit(t, l, notices("s5", card("5")))
	if x = lease(t, l, after(10*time.Minute), 9); len(x) != 1 || string(x[0].Notice.Body) != "5" || x[0].Attempt != 3 {
		t.Fatalf("after the lease ran out: %+v", x)
	}
	settle(t, l, x[0], ledger.Receipt{Outcome: ledger.OutcomeSent, At: start})
	equal(t, "in the end", keys(lease(t, l, after(time.Hour), 9)), []string{})
}

func testReplaceFailed(t *testing.T, p Place) {
	l := p.Org(t, org)
	commit(t, l, notices("s1", card("1")))
	settle(t, l, lease(t, l, start, 1)[0], ledger.Receipt{Outcome: ledger.OutcomeFailed, At: start})
	if f := must[[]ledger.Settled](t)(l.Failed(context.Background(), 0)); len(f) != 1 {
		t.Fatal(f)
	}
	commit(t, l, notices("s2", card("2")))
	if f := must[[]ledger.Settled](t)(l.Failed(context.Background(), 0)); len(f) != 0 {
		t.Fatal(f)
	}
	x := lease(t, l, start, 9)
	if len(x) != 1 || string(x[0].Notice.Body) != "2" || x[0].Attempt != 1 {
		t.Fatalf("%+v", x)
	}
}

func testSettleRecords(t *testing.T, p Place) {
	l := p.Org(t, org)
	ctx := context.Background()
	commit(t, l, notices("s1", notice("a"), notice("b")))
	commit(t, l, records("s2", ledger.NewRecord(ledger.RecordBinding, "there", 0, 1), ledger.NewRecord(ledger.RecordBinding, "old", 0, 1)))
	x := lease(t, l, start, 2)
	written := []ledger.Record{ledger.NewRecord(ledger.RecordBinding, "there", 55, 2), ledger.NewRecord(ledger.RecordBinding, "new", 0, 2),
		{Kind: ledger.RecordBinding, ID: "old", Deleted: true}}
	settle(t, l, x[0], ledger.Receipt{Outcome: ledger.OutcomeSent, At: start, Records: written})
	equal(t, "bindings", ids(t, l, ledger.RecordBinding, ""), []string{"new", "there"})
	if r := must[ledger.Record](t)(l.Record(ctx, ledger.RecordBinding, "there")); r.Rev != 2 || string(r.Data) != "2" {
		t.Fatalf("%+v", r)
	}
	if s := must[ledger.Settled](t)(l.Receipt(ctx, x[0].Notice.Key)); len(s.Receipt.Records) != 0 {
		t.Fatalf("%+v", s)
	}
	bad := []ledger.Record{ledger.NewRecord(ledger.RecordBinding, "x", 0, 1), ledger.NewRecord("", "x", 0, 1)}
	if err := l.Settle(ctx, x[1].Notice.Key, x[1].Token, ledger.Receipt{Outcome: ledger.OutcomeSent, At: start, Records: bad}); err == nil {
		t.Fatal("a record of no kind was written")
	}
	if _, err := l.Receipt(ctx, x[1].Notice.Key); !errors.Is(err, ledger.ErrNotFound) {
		t.Fatalf("half of a receipt was written: %v", err)
	}
}

func testWaiting(t *testing.T, p Place) {
	l := p.Org(t, org)
	check := func(want int, oldest time.Time) {
		t.Helper()
		if n, at, err := l.Waiting(context.Background()); n != want || !at.Equal(oldest) || err != nil {
			t.Fatalf("%d since %v, %v", n, at, err)
		}
	}
	check(0, time.Time{})
	commit(t, l, notices("s0", at("now", 0, time.Time{})))
	check(1, time.Time{})
	commit(t, l, notices("s1", at("a", 2, after(time.Hour)), at("b", 2, after(time.Minute)), at("c", 1, after(time.Hour))))
	check(4, after(time.Minute))
	x := lease(t, l, after(10*time.Minute), 9)
	check(4, after(time.Minute))
	settle(t, l, x[0], ledger.Receipt{Outcome: ledger.OutcomeSent})
	settle(t, l, x[1], ledger.Receipt{Outcome: ledger.OutcomeRetry, RetryAt: after(5 * time.Hour)})
	check(3, after(time.Minute))
	settle(t, l, lease(t, l, after(5*time.Hour), 1)[0], ledger.Receipt{Outcome: ledger.OutcomeFailed})
	check(2, after(time.Minute))
}
