package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/followup-bot/followup/ledger"
)

// pages lists everything that f selects, page by page.
func pages(t testing.TB, l ledger.Ledger, f ledger.Filter, between func(page int)) (ids []ledger.ItemID) {
	t.Helper()
	for n := 0; ; n++ {
		page := must[ledger.Page](t)(l.List(context.Background(), f))
		if len(page.Items) > f.PageSize() {
			t.Fatalf("a page of %d items", len(page.Items))
		}
		for _, it := range page.Items {
			ids = append(ids, it.ID)
		}
		if page.Cursor == "" {
			return ids
		}
		if len(page.Items) != f.PageSize() {
			t.Fatalf("a page of %d items that is not the last", len(page.Items))
		}
		f.Cursor = page.Cursor
		if between != nil {
			between(n)
		}
	}
}

func fill(t testing.TB, l ledger.Ledger, n int) {
	t.Helper()
	for i := range n {
		it := item(i)
		if i%5 == 0 {
			it.Due = ledger.Due{}
		}
		commit(t, l, issue(fmt.Sprint("fill", i), it))
	}
}

func testPaging(t *testing.T, p Place) {
	l := p.Org(t, org)
	fill(t, l, 230)
	if page := must[ledger.Page](t)(l.List(context.Background(), ledger.Filter{})); len(page.Items) != ledger.DefaultLimit || page.Cursor == "" {
		t.Fatalf("%d items, cursor %q", len(page.Items), page.Cursor)
	}
	for _, order := range []ledger.Order{ledger.OrderNumber, ledger.OrderDue, ledger.OrderNewest} {
		for _, limit := range []int{1, 7, 115, 230, 1000} {
			got := pages(t, l, ledger.Filter{Order: order, Limit: limit}, nil)
			if len(got) != 230 {
				t.Fatalf("by %q, %d at a time: %d items", order, limit, len(got))
			}
			last := ledger.Row{}
			for i, id := range got {
				row := get(t, l, id).Row()
				if i > 0 && order.Compare(last, row) >= 0 {
					t.Fatalf("by %q: item %s comes after %s", order, row.ID, last.ID)
				}
				last = row
			}
		}
	}
	none := must[ledger.Page](t)(l.List(context.Background(), ledger.Filter{Area: "none"}))
	if len(none.Items) != 0 || none.Cursor != "" {
		t.Fatal(none)
	}
}

// While somebody turns the pages, items that change or come do not make others come twice or be left out.
func testPagingStable(t *testing.T, p Place) {
	l := p.Org(t, org)
	fill(t, l, 60)
	for _, order := range []ledger.Order{ledger.OrderNumber, ledger.OrderDue, ledger.OrderNewest} {
		changed := map[ledger.ItemID]bool{}
		round := 0
		got := pages(t, l, ledger.Filter{Order: order, Limit: 7, Open: true}, func(page int) {
			round++
			it := get(t, l, item(page*11%60).ID)
			changed[it.ID] = true
			if page%2 == 0 {
				it.State = ledger.StateClosed
			}
			it.Due = ledger.Due{Date: ledger.NewDate(2026, 3, page)}
			it.UpdatedAt = after(time.Duration(1000+page) * time.Hour)
			commit(t, l, ledger.Change{Source: fmt.Sprint("change", order, page), Items: []ledger.Item{it},
				Events: []ledger.Event{{Item: it.ID, At: it.UpdatedAt, Kind: ledger.EventCorrected}}})
			fresh := item(1000 + page)
			fresh.ID += ledger.ItemID(order)
			commit(t, l, issue(fmt.Sprint("fresh", order, page), fresh))
		})
		seen := map[ledger.ItemID]int{}
		for _, id := range got {
			if seen[id]++; seen[id] > 1 && !changed[id] {
				t.Errorf("by %q: item %s comes twice", order, id)
			}
		}
		for i := range 60 {
			it := get(t, l, item(i).ID)
			if it.State.Open() && !changed[it.ID] && seen[it.ID] == 0 {
				t.Errorf("by %q: item %s was left out", order, it.ID)
			}
		}
		if round < 5 {
			t.Fatalf("only %d pages", round)
		}
	}
}

func testBadCursor(t *testing.T, p Place) {
	l := p.Org(t, org)
	fill(t, l, 5)
	page := must[ledger.Page](t)(l.List(context.Background(), ledger.Filter{Limit: 2}))
	for _, f := range []ledger.Filter{{Cursor: "?"}, {Cursor: "e30x"}, {Cursor: page.Cursor, Order: ledger.OrderDue}, {Order: "odd"}} {
		if got, err := l.List(context.Background(), f); err == nil {
			t.Errorf("%+v gives %d items", f, len(got.Items))
		}
	}
}

func testRows(t *testing.T, p Place) {
	l := p.Org(t, org)
	fill(t, l, 20)
	full := item(50)
	full.Support, full.Handler, full.Priority = []ledger.UnitID{"unit8", "unit9"}, "clerk", ledger.PriorityPrincipal
	full.Area, full.Programme, full.Source = "执行", "攻坚", ledger.Source{Meeting: "m1", Date: ledger.NewDate(2026, 2, 1)}
	full.Blocker = &ledger.Blocker{Reason: "缺人", Waiting: "政治部", Since: start}
	full.Submission = &ledger.Submission{Stage: ledger.StageOffice, At: after(time.Hour)}
	full.State, full.Extension = ledger.StateSubmitted, &ledger.Extension{Reason: "复杂"}
	full.Involved = []ledger.Involvement{{Person: "p", Kind: "coordinated"}}
	full.Milestones = []ledger.Milestone{{Text: "一", Due: ledger.NewDate(2026, 5, 1)}}
	full.Due = ledger.Due{Date: ledger.NewDate(2026, 6, 1), At: "17:00", Zone: "Asia/Shanghai"}
	full.FirstDue, full.ETA = full.Due, ledger.NewDate(2026, 5, 30)
	full.Reminders, full.Extensions, full.Returns, full.Escalation = 3, 1, 2, 1
	commit(t, l, issue("full", full))
	commit(t, l, report("change", get(t, l, item(3).ID), 75))
	n := 0
	err := l.Rows(context.Background(), ledger.Filter{}, func(r ledger.Row) bool {
		n++
		if got, want := asJSON(t, r), asJSON(t, get(t, l, r.ID).Row()); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
		return true
	})
	if err != nil || n != 21 {
		t.Fatal(n, err)
	}
	n = 0
	if err := l.Rows(context.Background(), ledger.Filter{Limit: 1}, func(ledger.Row) bool { n++; return n < 4 }); err != nil || n != 4 {
		t.Fatalf("stopped after %d: %v", n, err)
	}
}

func testDue(t *testing.T, p Place) {
	l := p.Org(t, org)
	ctx := context.Background()
	a, b, c := item(1), item(2), item(3)
	a.Plan.Next, b.Plan.Next, c.Plan.Next = after(2*time.Hour), after(time.Hour), time.Time{}
	commit(t, l, issue("s1", a, b, c))
	pending := ledger.NewRecord(ledger.RecordPending, "q", 0, 1)
	pending.At = after(90 * time.Minute)
	commit(t, l, records("s2", pending))
	due := func(before time.Time) (ids []string) {
		last := time.Time{}
		for _, e := range must[[]ledger.DueEntry](t)(l.Due(ctx, before, 0)) {
			if e.At.Before(last) || !e.At.Before(before) {
				t.Errorf("%s at %s", e.ID, e.At)
			}
			last = e.At
			ids = append(ids, string(e.Kind)+"/"+e.ID)
		}
		return ids
	}
	equal(t, "at first", due(after(time.Hour)), nil)
	equal(t, "an hour later", due(after(time.Hour+1)), []string{"/" + string(b.ID)})
	all := []string{"/" + string(b.ID), "pending/q", "/" + string(a.ID)}
	equal(t, "in the end", due(after(100*time.Hour)), all)
	// What is looked at moves on; what is done is no longer there.
	b = get(t, l, b.ID)
	b.Plan.Next = after(3 * time.Hour)
	commit(t, l, ledger.Change{Source: "s3", Items: []ledger.Item{b}})
	a = get(t, l, a.ID)
	a.Plan.Next = time.Time{}
	commit(t, l, ledger.Change{Source: "s4", Items: []ledger.Item{a}})
	pending.Rev, pending.At = 1, after(4*time.Hour)
	commit(t, l, records("s5", pending))
	equal(t, "moved", due(after(100*time.Hour)), []string{"/" + string(b.ID), "pending/q"})
	pending.Rev, pending.Deleted = 2, true
	commit(t, l, records("s6", pending))
	equal(t, "deleted", due(after(100*time.Hour)), []string{"/" + string(b.ID)})
}

func testDueLimit(t *testing.T, p Place) {
	l := p.Org(t, org)
	fill(t, l, 9)
	all := must[[]ledger.DueEntry](t)(l.Due(context.Background(), after(1000*time.Hour), 0))
	some := must[[]ledger.DueEntry](t)(l.Due(context.Background(), after(1000*time.Hour), 4))
	if len(all) != 9 {
		t.Fatal(all)
	}
	equal(t, "the first four", some, all[:4])
}
