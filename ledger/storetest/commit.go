package storetest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/followup-bot/followup/ledger"
)

func asJSON(t testing.TB, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func testCommit(t *testing.T, p Place) {
	l := p.Org(t, org)
	it := item(1)
	it.Support = []ledger.UnitID{"unit7"}
	it.Blocker = &ledger.Blocker{Reason: "财政审批", Since: after(time.Nanosecond)}
	it.Milestones = []ledger.Milestone{{Text: "初稿", Due: ledger.NewDate(2026, 4, 1)}}
	if _, err := l.Item(context.Background(), it.ID); !errors.Is(err, ledger.ErrNotFound) {
		t.Fatalf("before: %v", err)
	}
	commit(t, l, issue("s1", it))
	got := get(t, l, it.ID)
	if got.Rev != 1 || got.Seq != 1 || got.Head == "" || got.Number != (ledger.Number{Year: 2026, Seq: 1}) {
		t.Fatalf("given: rev %d, seq %d, head %q, number %v", got.Rev, got.Seq, got.Head, got.Number)
	}
	it.Rev, it.Seq, it.Head, it.Number = got.Rev, got.Seq, got.Head, got.Number
	if a, b := asJSON(t, got), asJSON(t, it); a != b {
		t.Fatalf("got  %s\nwant %s", a, b)
	}
	commit(t, l, report("s2", got, 40))
	if again := get(t, l, it.ID); again.Rev != 2 || again.Percent != 40 || again.Number != got.Number {
		t.Fatalf("after the report: %+v", again)
	}
	intact(t, l, it.ID)
}

func testDuplicate(t *testing.T, p Place) {
	l := p.Org(t, org)
	c := issue("s1", item(1))
	c.Notices, c.Records = []ledger.Notice{notice("n")}, []ledger.Record{ledger.NewRecord("mark", "m", 0, 1)}
	commit(t, l, c)
	refuse(t, l, c, ledger.ErrDuplicate)
	// The source alone counts, even when what it brings is stale or new.
	refuse(t, l, issue("s1", item(2)), ledger.ErrDuplicate)
	if it := get(t, l, c.Items[0].ID); it.Rev != 1 {
		t.Fatalf("rev %d", it.Rev)
	}
	if _, err := l.Item(context.Background(), item(2).ID); !errors.Is(err, ledger.ErrNotFound) {
		t.Fatal(err)
	}
	commit(t, l, issue("s2", item(2)))
}

// testDuplicateAlso holds that each of a change's ids stands for it: whatever else comes with one of them is done already, and what is
// refused leaves none of its ids behind.
func testDuplicateAlso(t *testing.T, p Place) {
	l := p.Org(t, org)
	also := func(c ledger.Change, ids ...string) ledger.Change {
		c.Also = ids
		return c
	}
	commit(t, l, also(issue("s1", item(1)), "e1", "e2"))
	refuse(t, l, also(issue("s1", item(2)), "e3"), ledger.ErrDuplicate)
	refuse(t, l, also(issue("s2", item(2)), "e2"), ledger.ErrDuplicate)
	refuse(t, l, issue("e1", item(2)), ledger.ErrDuplicate)
	refuse(t, l, also(issue("s3", item(2)), "s1"), ledger.ErrDuplicate)
	p.Restart(t)
	l = p.Org(t, org)
	refuse(t, l, also(issue("s2", item(2)), "e1"), ledger.ErrDuplicate)
	commit(t, l, also(issue("s2", item(2)), "e3"))
}

func testStaleItem(t *testing.T, p Place) {
	l := p.Org(t, org)
	commit(t, l, issue("s1", item(1)))
	old := get(t, l, item(1).ID)
	commit(t, l, report("s2", old, 10))
	refuse(t, l, report("s3", old, 20), ledger.ErrConflict)
	refuse(t, l, issue("s4", item(1)), ledger.ErrConflict) // new, but it is there
	ahead := old
	ahead.Rev = 9
	refuse(t, l, report("s5", ahead, 20), ledger.ErrConflict)
	missing := item(2)
	missing.Rev = 1
	refuse(t, l, report("s6", missing, 20), ledger.ErrConflict)
	if it := get(t, l, old.ID); it.Percent != 10 || it.Rev != 2 {
		t.Fatalf("%+v", it)
	}
	// A source that was refused is not used up.
	commit(t, l, report("s3", get(t, l, old.ID), 20))
	intact(t, l, old.ID)
}

func testWhole(t *testing.T, p Place) {
	l := p.Org(t, org)
	ctx := context.Background()
	commit(t, l, issue("s1", item(1)))
	commit(t, l, report("s2", get(t, l, item(1).ID), 10))
	stale := get(t, l, item(1).ID)
	stale.Rev--
	bad := issue("s3", item(2))
	bad.Notices = []ledger.Notice{notice("n")}
	bad.Records = []ledger.Record{ledger.NewRecord("mark", "m", 0, 1)}
	bad.Add(report("s3", stale, 50))
	refuse(t, l, bad, ledger.ErrConflict)
	badRecord := issue("s4", item(2))
	badRecord.Notices, badRecord.Records = bad.Notices, []ledger.Record{ledger.NewRecord("mark", "m", 0, 1), ledger.NewRecord("mark", "other", 7, 1)}
	refuse(t, l, badRecord, ledger.ErrConflict)
	if _, err := l.Item(ctx, item(2).ID); !errors.Is(err, ledger.ErrNotFound) {
		t.Fatalf("the item: %v", err)
	}
	if _, err := l.Record(ctx, "mark", "m"); !errors.Is(err, ledger.ErrNotFound) {
		t.Fatalf("the record: %v", err)
	}
	if n, _, err := l.Waiting(ctx); n != 0 || err != nil {
		t.Fatal(n, err)
	}
	if ev, err := l.Events(ctx, item(2).ID); len(ev) != 0 || err != nil {
		t.Fatal(ev, err)
	}
	if due, err := l.Due(ctx, after(1000*time.Hour), 0); len(due) != 1 || err != nil {
		t.Fatal(due, err)
	}
	commit(t, l, issue("s5", item(2)))
	if n := get(t, l, item(2).ID).Number; n.Seq != 2 {
		t.Fatalf("the number of a refused change is lost: %v", n)
	}
}

func testRefused(t *testing.T, p Place) {
	l := p.Org(t, org)
	commit(t, l, issue("s1", item(1)))
	it := get(t, l, item(1).ID)
	it.Title = "anders"
	for name, c := range map[string]ledger.Change{
		"no source":           issue("", item(2)),
		"no event":            {Source: "a", Items: []ledger.Item{it}},
		"an event for none":   {Source: "b", Events: []ledger.Event{{Item: it.ID, At: start, Kind: ledger.EventUrged}}},
		"one item twice":      issue("c", item(3), item(3)),
		"a record of no kind": records("d", ledger.NewRecord("", "x", 0, 1)),
		"a record of no id":   records("e", ledger.NewRecord("mark", "", 0, 1)),
		"a notice of no key":  notices("f", notice("")),
		"no parent":           issue("g", func() ledger.Item { it := item(4); it.Parent = "nobody"; return it }()),
	} {
		if err := l.Commit(context.Background(), c); err == nil {
			t.Errorf("%s: committed", name)
		}
	}
	// Only what is derived changes without an event.
	it = get(t, l, item(1).ID)
	it.Plan.Next = after(48 * time.Hour)
	commit(t, l, ledger.Change{Source: "plan", Items: []ledger.Item{it}})
	if got := get(t, l, it.ID); got.Rev != 2 || got.Seq != 1 {
		t.Fatalf("rev %d, seq %d", got.Rev, got.Seq)
	}
	intact(t, l, it.ID)
}

func testNumbers(t *testing.T, p Place) {
	l := p.Org(t, org)
	next := item(3)
	next.Number.Year = 2027
	commit(t, l, issue("s1", item(1), item(2), next))
	parent := get(t, l, item(1).ID)
	child := func(n int, of ledger.ItemID) ledger.Item {
		it := item(n)
		it.Parent = of
		return it
	}
	commit(t, l, issue("s2", child(11, parent.ID), child(12, parent.ID), child(13, item(2).ID)))
	commit(t, l, issue("s3", child(14, parent.ID), item(4)))
	commit(t, l, issue("s4", item(5), child(15, item(5).ID)))               // the parent comes with its child
	commit(t, l, issue("s5", child(16, item(11).ID), child(17, parent.ID))) // a child of a child counts with the children
	want := map[int]ledger.Number{
		1: {Year: 2026, Seq: 1}, 2: {Year: 2026, Seq: 2}, 3: {Year: 2027, Seq: 1}, 4: {Year: 2026, Seq: 3}, 5: {Year: 2026, Seq: 4},
		11: {Year: 2026, Seq: 1, Child: 1}, 12: {Year: 2026, Seq: 1, Child: 2}, 13: {Year: 2026, Seq: 2, Child: 1},
		14: {Year: 2026, Seq: 1, Child: 3}, 15: {Year: 2026, Seq: 4, Child: 1},
		16: {Year: 2026, Seq: 1, Child: 4}, 17: {Year: 2026, Seq: 1, Child: 5},
	}
	for n, number := range want {
		if got := get(t, l, item(n).ID).Number; got != number {
			t.Errorf("item %d: got %v, want %v", n, got, number)
		}
	}
}

// A ledger that is taken over brings its numbers.
func testGivenNumbers(t *testing.T, p Place) {
	l := p.Org(t, org)
	old := item(1)
	old.Number.Seq = 7
	commit(t, l, issue("s1", old))
	commit(t, l, issue("s2", item(2)))
	if n := get(t, l, item(2).ID).Number.Seq; n != 8 {
		t.Fatalf("after number 7 came %d", n)
	}
	twice := item(3)
	twice.Number.Seq = 7
	refuse(t, l, issue("s3", twice), ledger.ErrConflict)
	changed := get(t, l, item(2).ID)
	changed.Number.Seq = 20
	if err := l.Commit(context.Background(), report("s4", changed, 5)); err == nil {
		t.Fatal("a number was changed")
	}
}

func testNumbersConcurrently(t *testing.T, p Place) {
	l := p.Org(t, org)
	const writers, each = 8, 12
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for i := range each {
				n := w*each + i
				c := issue(fmt.Sprint("s", n), item(n))
				if n%5 == 0 { // refused, and leaves no gap
					c.Records = []ledger.Record{ledger.NewRecord("mark", "none", 3, 1)}
				}
				err := l.Commit(context.Background(), c)
				if n%5 == 0 != errors.Is(err, ledger.ErrConflict) || n%5 != 0 && err != nil {
					t.Errorf("change %d: %v", n, err)
				}
			}
		})
	}
	wg.Wait()
	var got []int
	for n := range writers * each {
		if it, err := l.Item(context.Background(), item(n).ID); err == nil {
			got = append(got, it.Number.Seq)
		}
	}
	slices.Sort(got)
	for i, n := range got {
		if n != i+1 {
			t.Fatalf("numbers have gaps: %v", got)
		}
	}
	if len(got) != writers*each-(writers*each+4)/5 {
		t.Fatalf("%d items", len(got))
	}
}

// What was handed in may be changed afterwards without the store noticing.
func testDetached(t *testing.T, p Place) {
	l := p.Org(t, org)
	it := item(1)
	it.Support = []ledger.UnitID{"a", "b"}
	c := issue("s1", it)
	c.Records = []ledger.Record{ledger.NewRecord("mark", "m", 0, "text")}
	c.Notices = []ledger.Notice{notice("n")}
	c.Notices[0].Items = []ledger.ItemID{"x"}
	commit(t, l, c)
	it.Support[0] = "changed"
	c.Records[0].Data[1] = '!'
	c.Notices[0].Items[0], c.Notices[0].Body[0] = "changed", '!'
	if got := get(t, l, it.ID).Support[0]; got != "a" {
		t.Error(got)
	}
	if r := must[ledger.Record](t)(l.Record(context.Background(), "mark", "m")); string(r.Data) != `"text"` {
		t.Errorf("%s", r.Data)
	}
	if x := lease(t, l, start, 1)[0]; x.Notice.Items[0] != "x" || string(x.Notice.Body) != `{"n":1}` {
		t.Errorf("%+v", x.Notice)
	}
}
