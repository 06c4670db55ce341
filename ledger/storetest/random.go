package storetest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/followup-bot/followup/ledger"
)

var states = []ledger.State{ledger.StateIssued, ledger.StateDeclined, ledger.StateAccepted, ledger.StateActive, ledger.StateSubmitted,
	ledger.StateClosed, ledger.StateSuspended, ledger.StateTerminated}

// randomItem changes an item in every respect that a filter looks at.
func randomItem(t *rapid.T, it ledger.Item) ledger.Item {
	unit := rapid.SampledFrom([]ledger.UnitID{"u1", "u2", "u3"})
	day := rapid.IntRange(0, 9)
	instant := func(label string) time.Time {
		return after(time.Duration(rapid.IntRange(0, 6).Draw(t, label)) * 24 * time.Hour)
	}
	it.Title = rapid.StringN(0, 8, 40).Draw(t, "title")
	it.Lead, it.State = unit.Draw(t, "lead"), rapid.SampledFrom(states).Draw(t, "state")
	it.Support = rapid.SliceOfN(unit, 0, 2).Draw(t, "support")
	it.Handler = rapid.SampledFrom([]ledger.PersonID{"", "p1", "p2"}).Draw(t, "handler")
	it.Priority = rapid.SampledFrom([]ledger.Priority{ledger.PriorityNormal, ledger.PriorityKey, ledger.PriorityPrincipal}).Draw(t, "priority")
	it.Area = rapid.SampledFrom([]string{"", "执行", "审判"}).Draw(t, "area")
	it.Programme = rapid.SampledFrom([]string{"", "攻坚"}).Draw(t, "programme")
	it.Source.Meeting = rapid.SampledFrom([]ledger.MeetingID{"", "m1", "m2"}).Draw(t, "meeting")
	it.Children = rapid.IntRange(0, 1).Draw(t, "children")
	it.Percent = rapid.IntRange(0, 100).Draw(t, "percent")
	it.Due, it.ClosedAt, it.Plan.Next = ledger.Due{}, time.Time{}, time.Time{}
	if n := day.Draw(t, "due"); n > 0 {
		it.Due.Date = ledger.NewDate(2026, 3, n)
	}
	if !it.State.Open() {
		it.ClosedAt = instant("closed")
	}
	it.IssuedAt, it.UpdatedAt = instant("issued"), instant("updated")
	if rapid.Bool().Draw(t, "planned") {
		it.Plan.Next = instant("next").Add(time.Duration(rapid.IntRange(0, 2).Draw(t, "ns")))
	}
	return it
}

func maybe[T any](t *rapid.T, g *rapid.Generator[T], label string) (v T) {
	if rapid.IntRange(0, 3).Draw(t, "has "+label) == 0 {
		v = g.Draw(t, label)
	}
	return v
}

func randomFilter(t *rapid.T, known []ledger.ItemID) ledger.Filter {
	unit := rapid.SampledFrom([]ledger.UnitID{"u1", "u2", "u3", "none"})
	date := rapid.Custom(func(t *rapid.T) ledger.Date { return ledger.NewDate(2026, 3, rapid.IntRange(1, 9).Draw(t, "day")) })
	span := rapid.Custom(func(t *rapid.T) ledger.Span {
		from := rapid.IntRange(0, 6).Draw(t, "from")
		s := ledger.Span{From: after(time.Duration(from) * 24 * time.Hour)}
		if rapid.Bool().Draw(t, "ends") {
			s.To = s.From.AddDate(0, 0, rapid.IntRange(0, 3).Draw(t, "days"))
		}
		return s
	})
	f := ledger.Filter{
		Units: maybe(t, rapid.SliceOfN(unit, 1, 2), "units"), Lead: maybe(t, rapid.SliceOfN(unit, 1, 2), "leads"),
		States: maybe(t, rapid.SliceOfN(rapid.SampledFrom(states), 1, 3), "states"), Open: maybe(t, rapid.Bool(), "open"),
		Parent: maybe(t, rapid.SampledFrom(known), "parent"), TopLevel: maybe(t, rapid.Bool(), "top"), Leaves: maybe(t, rapid.Bool(), "leaves"),
		Handler: maybe(t, rapid.SampledFrom([]ledger.PersonID{"p1", "p2"}), "handler"),
		Meeting: maybe(t, rapid.SampledFrom([]ledger.MeetingID{"m1", "m2"}), "meeting"),
		Area:    maybe(t, rapid.SampledFrom([]string{"执行", "审判"}), "area"), Programme: maybe(t, rapid.Just("攻坚"), "programme"),
		DueFrom: maybe(t, date, "due from"), DueTo: maybe(t, date, "due to"), Closed: maybe(t, span, "closed"), Issued: maybe(t, span, "issued"),
		Parts: rapid.Bool().Draw(t, "parts"), Filed: maybe(t, rapid.Bool(), "filed"),
		Order: rapid.SampledFrom([]ledger.Order{ledger.OrderNumber, ledger.OrderDue, ledger.OrderNewest}).Draw(t, "order"),
		Limit: rapid.IntRange(1, 9).Draw(t, "limit"),
	}
	if n := rapid.IntRange(0, 6).Draw(t, "since"); n > 0 {
		f.Since = after(time.Duration(n) * 24 * time.Hour)
	}
	f.Priority = maybe(t, rapid.Custom(func(t *rapid.T) *ledger.Priority {
		p := rapid.SampledFrom([]ledger.Priority{ledger.PriorityNormal, ledger.PriorityKey}).Draw(t, "p")
		return &p
	}), "priority")
	f.Number = maybe(t, rapid.Custom(func(t *rapid.T) ledger.Number {
		return ledger.Number{Year: rapid.SampledFrom([]int{0, 2026, 2027}).Draw(t, "year"), Seq: rapid.IntRange(0, 5).Draw(t, "seq"), Child: rapid.IntRange(0, 1).Draw(t, "child")}
	}), "number")
	return f
}

// randomLedger fills a ledger by random changes and gives the items' ids.
func randomLedger(t *rapid.T, l ledger.Ledger) (known []ledger.ItemID) {
	for n := range rapid.IntRange(1, 25).Draw(t, "changes") {
		var c ledger.Change
		for i := range rapid.IntRange(1, 3).Draw(t, "items") {
			it := item(n*10 + i)
			it.Number.Year = rapid.SampledFrom([]int{2026, 2027}).Draw(t, "year")
			if len(known) > 0 && rapid.Bool().Draw(t, "known") {
				id := rapid.SampledFrom(known).Draw(t, "which")
				if slices.ContainsFunc(c.Items, func(x ledger.Item) bool { return x.ID == id }) {
					continue
				}
				it, _ = l.Item(context.Background(), id)
			} else if len(known) > 0 && rapid.IntRange(0, 2).Draw(t, "child") == 0 {
				it.Parent = rapid.SampledFrom(known).Draw(t, "parent")
			}
			c.Items = append(c.Items, randomItem(t, it))
			for range rapid.IntRange(1, 2).Draw(t, "events") {
				c.Events = append(c.Events, ledger.Event{Item: it.ID, At: start, Kind: ledger.EventReported, Raw: rapid.SampledFrom([]string{"", "原话"}).Draw(t, "raw")})
			}
		}
		c.Source = fmt.Sprint("change", n)
		if err := l.Commit(context.Background(), c); err != nil {
			t.Fatalf("commit: %v", err)
		}
		for _, it := range c.Items {
			if !slices.Contains(known, it.ID) {
				known = append(known, it.ID)
			}
		}
	}
	return known
}

// After any changes, chains hold, replay gives the item, numbers have no gaps, and the due index is what looking at everything would give.
func testRandom(t *testing.T, fresh func(t testing.TB) Place) {
	rapid.Check(t, func(rt *rapid.T) {
		l := fresh(t).Org(t, org)
		var due []ledger.DueEntry
		numbers := map[ledger.Number]bool{}
		for _, id := range randomLedger(rt, l) {
			intact(t, l, id)
			it := get(t, l, id)
			numbers[it.Number] = true
			if !it.Plan.Next.IsZero() {
				due = append(due, ledger.DueEntry{ID: string(id), At: it.Plan.Next})
			}
		}
		for n := range numbers {
			previous := ledger.Number{Year: n.Year, Seq: n.Seq - 1}
			if n.Child > 0 {
				previous = ledger.Number{Year: n.Year, Seq: n.Seq, Child: n.Child - 1}
			}
			if (n.Child > 0 || previous.Seq > 0) && !numbers[previous] {
				rt.Fatalf("number %v without %v", n, previous)
			}
		}
		slices.SortFunc(due, func(a, b ledger.DueEntry) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) })
		before := after(time.Duration(rapid.IntRange(0, 7).Draw(rt, "day")) * 24 * time.Hour)
		limit := rapid.IntRange(0, 5).Draw(rt, "limit")
		want := due[:0:0]
		for _, e := range due {
			if e.At.Before(before) && (limit == 0 || len(want) < limit) {
				want = append(want, e)
			}
		}
		got := must[[]ledger.DueEntry](t)(l.Due(context.Background(), before, limit))
		if !slices.EqualFunc(got, want, func(a, b ledger.DueEntry) bool { return a.Kind == b.Kind && a.ID == b.ID && a.At.Equal(b.At) }) {
			rt.Fatalf("due: got %v, want %v", got, want)
		}
	})
}

// Whatever is asked, a list and the rows are what looking at each item would give.
func testFilters(t *testing.T, fresh func(t testing.TB) Place) {
	rapid.Check(t, func(rt *rapid.T) {
		l := fresh(t).Org(t, org)
		known := randomLedger(rt, l)
		for range 5 {
			f := randomFilter(rt, known)
			var want []ledger.Row
			for _, id := range known {
				if r := get(t, l, id).Row(); f.Match(r) {
					want = append(want, r)
				}
			}
			slices.SortFunc(want, f.Order.Compare)
			got := pages(t, l, f, nil)
			if !slices.EqualFunc(got, want, func(id ledger.ItemID, r ledger.Row) bool { return id == r.ID }) {
				rt.Fatalf("%+v: got %v, want %v", f, got, want)
			}
			rows := map[ledger.ItemID]bool{}
			if err := l.Rows(context.Background(), f, func(r ledger.Row) bool { rows[r.ID] = true; return true }); err != nil {
				rt.Fatal(err)
			}
			for _, r := range want {
				if !rows[r.ID] {
					rt.Fatalf("%+v: no row of %s", f, r.ID)
				}
			}
			if len(rows) != len(want) {
				rt.Fatalf("%+v: %d rows, want %d", f, len(rows), len(want))
			}
		}
	})
}

// The outbox does what its rules (ledger.Slip), applied one after the other to a plain map, do.
func testOutboxModel(t *testing.T, fresh func(t testing.TB) Place) {
	ctx := context.Background()
	rapid.Check(t, func(rt *rapid.T) {
		l := fresh(t).Org(t, org)
		m := &model{slips: map[string]ledger.Slip{}, tokens: map[string]string{}}
		now := start
		for step := range rapid.IntRange(1, 40).Draw(rt, "steps") {
			now = now.Add(time.Duration(rapid.IntRange(0, 90).Draw(rt, "seconds")) * time.Second)
			switch rapid.IntRange(0, 3).Draw(rt, "what") {
			case 0:
				n := at(fmt.Sprint("k", rapid.IntRange(0, 4).Draw(rt, "key")), rapid.IntRange(0, 2).Draw(rt, "class"), now.Add(time.Duration(rapid.IntRange(-60, 60).Draw(rt, "wait"))*time.Second))
				n.Replace = rapid.Bool().Draw(rt, "replace")
				n.Body = []byte(fmt.Sprint(step))
				commit(t, l, notices(fmt.Sprint("s", step), n))
				m.offer(n)
			case 1:
				n := rapid.IntRange(1, 4).Draw(rt, "n")
				m.lease(rt, lease(t, l, now, n), now, n)
			case 2:
				m.settle(rt, l, now)
			case 3:
				key := fmt.Sprint("k", rapid.IntRange(0, 4).Draw(rt, "key"))
				if err := l.Requeue(ctx, key, now); (err == nil) != m.requeue(key, now) {
					rt.Fatalf("requeue %s: %v", key, err)
				}
			}
			m.compare(rt, l)
		}
	})
}

// A model is the outbox as a map.
type model struct {
	slips  map[string]ledger.Slip
	tokens map[string]string // the last token of a key
	age    int64
}

func (m *model) offer(n ledger.Notice) {
	s, ok := m.slips[n.Key]
	if !ok {
		m.age++
		m.slips[n.Key] = ledger.NewSlip(n, m.age)
		return
	}
	m.slips[n.Key], _ = s.Offer(n)
}

func (m *model) lease(t *rapid.T, got []ledger.Leased, now time.Time, n int) {
	var want []ledger.Slip
	for _, s := range m.slips {
		if s.Waiting() && (s.Token == "" && !s.Ready.After(now) || s.Token != "" && !s.Until.After(now)) {
			want = append(want, s)
		}
	}
	slices.SortFunc(want, func(a, b ledger.Slip) int {
		if a.Before(b) {
			return -1
		}
		return 1
	})
	want = want[:min(n, len(want))]
	if len(got) != len(want) {
		t.Fatalf("leased %v, want %d", keys(got), len(want))
	}
	for i, x := range got {
		s, leased := want[i].Lease(now, now.Add(time.Minute), x.Token)
		if x.Notice.Key != leased.Notice.Key || x.Attempt != leased.Attempt || !x.FirstTried.Equal(leased.FirstTried) || string(x.Notice.Body) != string(leased.Notice.Body) {
			t.Fatalf("leased %+v, want %+v", x, leased)
		}
		m.slips[x.Notice.Key] = s
		m.tokens[x.Notice.Key] = x.Token
	}
}

func (m *model) settle(t *rapid.T, l ledger.Ledger, now time.Time) {
	if len(m.tokens) == 0 {
		return
	}
	var known []string
	for k := range m.tokens {
		known = append(known, k)
	}
	slices.Sort(known)
	key := rapid.SampledFrom(known).Draw(t, "settled")
	r := ledger.Receipt{At: now, RetryAt: now.Add(30 * time.Second),
		Outcome: rapid.SampledFrom([]ledger.Outcome{ledger.OutcomeSent, ledger.OutcomeDropped, ledger.OutcomeRetry, ledger.OutcomeFailed}).Draw(t, "outcome")}
	s, gone, want := m.slips[key].Settle(m.tokens[key], r)
	if err := l.Settle(context.Background(), key, m.tokens[key], r); errors.Is(err, ledger.ErrConflict) != errors.Is(want, ledger.ErrConflict) {
		t.Fatalf("settle %s: got %v, want %v", key, err, want)
	}
	switch {
	case want != nil:
	case gone:
		delete(m.slips, key)
	default:
		m.slips[key] = s
	}
}

func (m *model) requeue(key string, now time.Time) bool {
	s, err := m.slips[key].Requeue(now)
	if err == nil {
		m.slips[key] = s
	}
	return err == nil
}

func (m *model) compare(t *rapid.T, l ledger.Ledger) {
	waiting, failed := 0, 0
	for key, s := range m.slips {
		got, err := l.Receipt(context.Background(), key)
		switch {
		case s.Waiting():
			waiting++
			if !errors.Is(err, ledger.ErrNotFound) {
				t.Fatalf("receipt of %s, which waits: %v", key, err)
			}
		case err != nil || got.Receipt.Outcome != s.Receipt.Outcome || got.Attempt != s.Attempt:
			t.Fatalf("receipt of %s: got %+v, want %+v (%v)", key, got, s, err)
		}
		if s.Failed() {
			failed++
		}
	}
	if n, _, err := l.Waiting(context.Background()); n != waiting || err != nil {
		t.Fatalf("%d wait, want %d (%v)", n, waiting, err)
	}
	if f, err := l.Failed(context.Background(), 0); len(f) != failed || err != nil {
		t.Fatalf("%d failed, want %d (%v)", len(f), failed, err)
	}
}
