package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/followup-bot/followup/ledger"
)

func testStaleRecord(t *testing.T, p Place) {
	l := p.Org(t, org)
	r := ledger.NewRecord(ledger.RecordDraft, "d", 0, "one")
	commit(t, l, records("s1", r))
	refuse(t, l, records("s2", r), ledger.ErrConflict) // new, but it is there
	r.Rev = 1
	commit(t, l, records("s3", r))
	refuse(t, l, records("s4", r), ledger.ErrConflict)
	missing := ledger.NewRecord(ledger.RecordDraft, "none", 1, "x")
	refuse(t, l, records("s5", missing), ledger.ErrConflict)
	missing.Deleted = true
	refuse(t, l, records("s6", missing), ledger.ErrConflict)
	forced := ledger.NewRecord(ledger.RecordDraft, "d", 77, "forced")
	forced.Force = true
	commit(t, l, records("s7", forced))
	got := must[ledger.Record](t)(l.Record(context.Background(), ledger.RecordDraft, "d"))
	if got.Rev != 3 || string(got.Data) != `"forced"` || got.Force {
		t.Fatalf("%+v", got)
	}
	gone := ledger.Record{Kind: ledger.RecordDraft, ID: "d", Rev: 2, Deleted: true}
	refuse(t, l, records("s8", gone), ledger.ErrConflict)
	gone.Rev = 3
	commit(t, l, records("s9", gone))
	if _, err := l.Record(context.Background(), ledger.RecordDraft, "d"); !errors.Is(err, ledger.ErrNotFound) {
		t.Fatal(err)
	}
	gone.Force = true // deleting what is not there is no mistake when forced
	commit(t, l, records("s10", gone))
	commit(t, l, records("s11", ledger.NewRecord(ledger.RecordDraft, "d", 0, "again")))
}

func ids(t testing.TB, l ledger.Ledger, kind ledger.RecordKind, prefix string) (out []string) {
	t.Helper()
	err := l.Records(context.Background(), kind, prefix, func(r ledger.Record) bool {
		if r.Kind != kind || r.Rev == 0 {
			t.Errorf("%+v", r)
		}
		out = append(out, r.ID)
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func testRecords(t *testing.T, p Place) {
	l := p.Org(t, org)
	at := after(time.Nanosecond).In(time.FixedZone("east", 8*3600))
	for i, id := range []string{"b/2", "a", "b/10", "b", "b/1", "c", "执行/1", "b\xef\xbf\xbd"} {
		r := ledger.NewRecord(ledger.RecordDaily, id, 0, i)
		r.At = at
		commit(t, l, records("s"+id, r))
	}
	commit(t, l, records("other kinds", ledger.NewRecord("dail", "y", 0, 1), ledger.NewRecord("daily2", "b/3", 0, 1)))
	equal(t, "all", ids(t, l, ledger.RecordDaily, ""), []string{"a", "b", "b/1", "b/10", "b/2", "b\xef\xbf\xbd", "c", "执行/1"})
	equal(t, "b/", ids(t, l, ledger.RecordDaily, "b/"), []string{"b/1", "b/10", "b/2"})
	equal(t, "b/1", ids(t, l, ledger.RecordDaily, "b/1"), []string{"b/1", "b/10"})
	equal(t, "none", ids(t, l, ledger.RecordDaily, "bb"), nil)
	equal(t, "no such kind", ids(t, l, "odd", ""), nil)
	r := must[ledger.Record](t)(l.Record(context.Background(), ledger.RecordDaily, "c"))
	if string(r.Data) != "5" || !r.At.Equal(at) || r.ID != "c" {
		t.Fatalf("%+v", r)
	}
	n := 0
	err := l.Records(context.Background(), ledger.RecordDaily, "", func(ledger.Record) bool { n++; return n < 3 })
	if err != nil || n != 3 {
		t.Fatalf("stopped after %d: %v", n, err)
	}
}

func testManyRecords(t *testing.T, p Place) {
	l := p.Org(t, org)
	c := ledger.Change{Source: "many"}
	var want []string
	for i := range 1300 {
		id := fmt.Sprintf("k/%05d", i)
		want = append(want, id)
		c.Records = append(c.Records, ledger.NewRecord(ledger.RecordCard, id, 0, i))
	}
	commit(t, l, c)
	equal(t, "all", ids(t, l, ledger.RecordCard, "k/"), want)
	equal(t, "a thousand", ids(t, l, ledger.RecordCard, "k/00"), want[:1000])
}

// One source may decide twice about a record: the second decision is on the first.
func testRecordTwice(t *testing.T, p Place) {
	l := p.Org(t, org)
	first := ledger.NewRecord("mark", "m", 0, 1)
	first.At = after(time.Hour)
	second := ledger.NewRecord("mark", "m", 1, 2)
	second.At = after(2 * time.Hour)
	commit(t, l, records("s1", first, second))
	if r := must[ledger.Record](t)(l.Record(context.Background(), "mark", "m")); r.Rev != 2 || string(r.Data) != "2" {
		t.Fatalf("%+v", r)
	}
	if due := must[[]ledger.DueEntry](t)(l.Due(context.Background(), after(9*time.Hour), 0)); len(due) != 1 || !due[0].At.Equal(second.At) {
		t.Fatal(due)
	}
	refuse(t, l, records("s2", ledger.NewRecord("mark", "n", 0, 1), ledger.NewRecord("mark", "n", 0, 2)), ledger.ErrConflict)
	gone := ledger.Record{Kind: "mark", ID: "m", Rev: 2, Deleted: true}
	commit(t, l, records("s3", gone, ledger.NewRecord("mark", "m", 0, 3)))
	if r := must[ledger.Record](t)(l.Record(context.Background(), "mark", "m")); r.Rev != 1 || string(r.Data) != "3" {
		t.Fatalf("%+v", r)
	}
	if due := must[[]ledger.DueEntry](t)(l.Due(context.Background(), after(9*time.Hour), 0)); len(due) != 0 {
		t.Fatal(due)
	}
}

// Who reads may commit from within.
func testCommitWhileReading(t *testing.T, p Place) {
	l := p.Org(t, org)
	fill(t, l, 5)
	commit(t, l, records("s", ledger.NewRecord("mark", "a", 0, 1), ledger.NewRecord("mark", "b", 0, 1)))
	n := 0
	err := l.Rows(context.Background(), ledger.Filter{}, func(r ledger.Row) bool {
		n++
		commit(t, l, report("row"+string(r.ID), get(t, l, r.ID), 50))
		return true
	})
	if err != nil || n != 5 {
		t.Fatal(n, err)
	}
	err = l.Records(context.Background(), "mark", "", func(r ledger.Record) bool {
		n++
		r.Deleted = true
		commit(t, l, records("record"+r.ID, r))
		return true
	})
	if err != nil || n != 7 {
		t.Fatal(n, err)
	}
}
