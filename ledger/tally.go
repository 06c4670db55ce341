package ledger

import (
	"cmp"
	"context"
	"slices"
	"time"
)

// A Tally makes all figures of what a query selects in one walk over the rows: the summary, the parts, the months. Whoever needs one figure
// gets it from here too, so that two can't disagree.
type Tally struct {
	g     glance
	base  Query
	s     Summary
	units map[UnitID]*UnitSummary
	over  Span // of the period, as far as it has come
	prior Span // of the period before

	parts []division

	months []MonthCount
	starts []time.Time // of the months, and of the one after
	now    DayCount
	today  Span
}

// A division is what was counted, by the name of a part.
type division struct {
	by    string
	names map[string]*Part
}

// Tally begins a count of what base selects: over a period, of so many months back (0: none), divided by areas, programmes, tiers or states.
func (e Env) Tally(base Query, over Period, months int, by ...string) *Tally {
	g := e.glance()
	t := &Tally{g: g, base: base, s: g.blank(base, over), units: map[UnitID]*UnitSummary{},
		over: e.spanOf(over.upTo(g.today)), prior: e.spanOf(over.Before()), today: e.spanOf(Period{g.today, g.today}), now: DayCount{Date: g.today}}
	for _, b := range by {
		t.parts = append(t.parts, division{b, map[string]*Part{}})
	}
	if months > 0 {
		back := e.MonthsBack(months)
		for m := back.From; !m.After(back.To); m = m.AddMonths(1) {
			t.months = append(t.months, MonthCount{Month: m})
			t.starts = append(t.starts, m.In(e.Zone()))
		}
		t.starts = append(t.starts, back.To.AddDays(1).In(e.Zone()))
	}
	return t
}

// spanOf is the period in instants.
func (e Env) spanOf(p Period) Span {
	return Span{From: p.From.In(e.Zone()), To: p.To.AddDays(1).In(e.Zone())}
}

// Take counts what a store holds. What can't count any more, such as what was closed before any of the periods began, is left out at once.
func (t *Tally) Take(ctx context.Context, from RowStore) error {
	var since time.Time
	if len(t.parts) == 0 { // a part has all that it ever had
		since = t.prior.From
		if len(t.starts) > 0 && t.starts[0].Before(since) {
			since = t.starts[0]
		}
	}
	return t.g.each(ctx, from, t.base, since, func(r *Row) { t.Add(r) })
}

// Add counts a row, and reports whether any of it counts.
func (t *Tally) Add(r *Row) bool {
	l := t.g.at(r)
	if !t.g.selects(&t.base, r, &l) {
		return t.addWhole(r, &l)
	}
	u := t.units[r.Lead]
	if u == nil {
		u = &UnitSummary{Unit: r.Lead, Lights: map[Light]int{}}
		t.units[r.Lead] = u
	}
	if r.State.Open() {
		t.addOpen(u, r, &l)
	}
	closed := r.State == StateClosed
	late := closed && t.g.late(r)
	if t.over.Contains(r.IssuedAt) {
		t.s.Issued.N++
		u.Issued++
	}
	within := closed && t.over.Contains(r.ClosedAt)
	switch {
	case within:
		t.s.Closed.N++
		u.Closed++
		t.s.OnTime.add(!late)
		u.OnTime.add(!late)
	case closed && t.prior.Contains(r.ClosedAt):
		t.s.Before.add(!late)
		u.Before.add(!late)
	}
	for i := range t.parts {
		t.addPart(&t.parts[i], r, &l, within, late)
	}
	t.addMonths(r, closed, late)
	return true
}

// addWhole counts the decision that a parent waits for, such as more time for the whole, where its children are what counts otherwise.
func (t *Tally) addWhole(r *Row, l *look) bool {
	if !r.parted() || !r.State.Open() || t.base.ofItself() {
		return false
	}
	q := t.base
	q.Pending = PendingAny
	if !t.g.selects(&q, r, l) {
		return false
	}
	t.addWaiting(r)
	return true
}

func (t *Tally) addWaiting(r *Row) {
	s := &t.s
	if r.Extension {
		s.Waiting[PendingExtension].N++
	}
	switch r.State {
	case StateSubmitted:
		s.Waiting[PendingReview].N++
	case StateDeclined:
		s.Waiting[PendingDecline].N++
	}
	if r.Extension || r.State == StateSubmitted || r.State == StateDeclined {
		s.Pending.N++
	}
}

func (t *Tally) addOpen(u *UnitSummary, r *Row, l *look) {
	s := &t.s
	s.Open.N++
	u.Open++
	u.Lights[l.light]++
	if f := s.Lights[l.light]; f != nil {
		f.N++
	}
	if l.light == LightRed {
		t.g.addLate(s, u, r, l.late)
	}
	if r.Stuck() {
		s.Blocked.N++
		u.Blocked++
		t.now.Blocked++
	}
	t.addWaiting(r)
	switch r.State {
	case StateSubmitted:
		t.now.Review++
	case StateIssued:
		t.now.Unsigned++
	case StateSuspended:
		s.Suspended.N++
		t.now.Suspended++
	}
	t.now.Open++
	if l.late > 0 {
		t.now.Overdue++
	}
	if l.light == LightYellow {
		t.now.Yellow++
	}
}

func (t *Tally) addPart(d *division, r *Row, l *look, closed, late bool) {
	name := partName(d.by, r)
	p := d.names[name]
	if p == nil {
		p = &Part{Name: name, Query: partQuery(d.by, name, t.base)}
		d.names[name] = p
	}
	p.All++
	if r.State.Open() {
		p.Open++
	}
	if l.light == LightRed {
		p.Red++
	}
	if closed {
		p.Closed++
		p.OnTime.add(!late)
	}
}

func (t *Tally) addMonths(r *Row, closed, late bool) {
	if t.today.Contains(r.IssuedAt) {
		t.now.Registered++
	}
	if t.today.Contains(r.SubmitAt) {
		t.now.Submitted++
	}
	if closed && t.today.Contains(r.ClosedAt) {
		t.now.Closed++
		if !late {
			t.now.InTime++
		}
	}
	if m := t.month(r.IssuedAt); m != nil {
		m.Issued++
	}
	if closed {
		if m := t.month(r.ClosedAt); m != nil {
			m.Closed++
			m.OnTime.add(!late)
		}
	}
}

// month is the month that an instant lies in, or nil.
func (t *Tally) month(at time.Time) *MonthCount {
	for i := len(t.months) - 1; i >= 0; i-- {
		if !at.Before(t.starts[i]) {
			if at.Before(t.starts[i+1]) {
				return &t.months[i]
			}
			return nil
		}
	}
	return nil
}

// Summary is what was counted.
func (t *Tally) Summary() Summary {
	s := t.s
	t.g.finish(&s, t.units)
	return s
}

// Parts are what was counted, divided as the tally was told.
func (t *Tally) Parts(by string) []Part {
	var out []Part
	for _, d := range t.parts {
		if d.by != by {
			continue
		}
		for _, p := range d.names {
			out = append(out, *p)
		}
	}
	order := t.g.partOrder(by)
	slices.SortFunc(out, func(a, b Part) int {
		return cmp.Or(cmp.Compare(order(a.Name), order(b.Name)), cmp.Compare(a.Name, b.Name))
	})
	return out
}

// Today is how things stand, and what was done today so far.
func (t *Tally) Today() DayCount { return t.now }

// Trend gives the months that the tally was told of. What was issued and closed comes from the rows, so that it is what a summary of the month
// says; how things stood at the end of past months comes from the daily counts, which know units alone: for a base that restricts anything
// else, only today's standing is known.
func (t *Tally) Trend(ctx context.Context, from Records) ([]MonthCount, error) {
	out := slices.Clone(t.months)
	for i := range out {
		m := &out[i]
		if i == len(out)-1 {
			m.Known, m.Last = true, t.now
			break
		}
		last, err := CountOn(ctx, from, t.g.Env, t.base, m.Month.MonthEnd())
		if err != nil {
			return nil, err
		}
		if last != nil {
			m.Known, m.Last = true, *last
		}
	}
	return out, nil
}
