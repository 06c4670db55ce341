package ledger

import (
	"cmp"
	"slices"
)

// A Figure is a number with the query whose rows it counts.
type Figure struct {
	N     int
	Query Query
}

// A Summary answers "how do we stand?". Its parts sum to its wholes: the lights and suspended items to Open, the units to the total.
type Summary struct {
	At        Date
	Open      Figure
	Lights    map[Light]*Figure
	Suspended Figure
	Blocked   Figure
	Closed    Figure // this month
	OnTime    Rate   // of those closed this month
	Before    Rate   // of those closed the month before
	Waiting   map[string]*Figure
	Units     []UnitSummary // by name order of the organisation; only units with items
}

// A Rate is a part of a whole; Of zero means that there is nothing to judge by.
type Rate struct{ Part, Of int }

// Percent rounds to the nearest whole.
func (r Rate) Percent() int {
	if r.Of == 0 {
		return 0
	}
	return (200*r.Part + r.Of) / (2 * r.Of)
}

// A UnitSummary is one unit's line.
type UnitSummary struct {
	Unit    UnitID
	Open    int
	Lights  map[Light]int
	Blocked int
	Closed  int // this month
	OnTime  Rate
	Worst   int // days of the longest overdue
	WorstOf Row
}

// Summarize makes the figures of the rows that base selects.
func (e Env) Summarize(base Query, rows []Row) Summary {
	g := e.glance()
	today := g.today
	month := Date{today.Year, today.Month, 1}
	prev := month.AddMonths(-1)
	s := Summary{At: today, Lights: map[Light]*Figure{}, Waiting: map[string]*Figure{}}
	s.Open.Query, s.Blocked.Query, s.Closed.Query, s.Suspended.Query = base, base, base, base
	s.Open.Query.Open, s.Blocked.Query.Blocked = true, true
	s.Suspended.Query.States = []State{StateSuspended}
	s.Closed.Query.States, s.Closed.Query.ClosedFrom, s.Closed.Query.ClosedTo = []State{StateClosed}, month, today
	for _, l := range Lights {
		q := base
		q.Open, q.Lights = true, []Light{l}
		s.Lights[l] = &Figure{Query: q}
	}
	for _, w := range []string{PendingExtension, PendingReview, PendingDecline} {
		q := base
		q.Pending, q.Open = w, true
		s.Waiting[w] = &Figure{Query: q}
	}
	units := map[UnitID]*UnitSummary{}
	for i := range rows {
		r := &rows[i]
		l := g.at(r)
		if !g.selects(&base, r, &l) {
			continue
		}
		u := units[r.Lead]
		if u == nil {
			u = &UnitSummary{Unit: r.Lead, Lights: map[Light]int{}}
			units[r.Lead] = u
		}
		g.addRow(&s, u, r, &l, month, prev)
	}
	e.finish(&s, units)
	return s
}

// addRow counts one row. It asks the figures' own queries, so that figure and list agree.
func (g glance) addRow(s *Summary, u *UnitSummary, r *Row, l *look, month, prev Date) {
	bump := func(f *Figure) bool {
		if !g.selects(&f.Query, r, l) {
			return false
		}
		f.N++
		return true
	}
	for _, f := range s.Waiting {
		bump(f)
	}
	if bump(&s.Blocked) {
		u.Blocked++
	}
	if bump(&s.Open) {
		u.Open++
		u.Lights[l.light]++
		if f := s.Lights[l.light]; f != nil {
			f.N++
		}
		if l.light == LightRed && l.late > u.Worst {
			u.Worst, u.WorstOf = l.late, *r
		}
	}
	bump(&s.Suspended)
	if bump(&s.Closed) {
		u.Closed++
		late := g.Late(*r)
		s.OnTime.add(!late)
		u.OnTime.add(!late)
	} else if r.State == StateClosed && !l.closed.Before(prev) && l.closed.Before(month) {
		s.Before.add(!g.Late(*r))
	}
}

func (r *Rate) add(ok bool) {
	r.Of++
	if ok {
		r.Part++
	}
}

func (e Env) finish(s *Summary, units map[UnitID]*UnitSummary) {
	for _, u := range e.Dir.Org().Units {
		if x := units[u.ID]; x != nil {
			s.Units = append(s.Units, *x)
			delete(units, u.ID)
		}
	}
	var rest []UnitSummary
	for _, x := range units {
		rest = append(rest, *x)
	}
	slices.SortFunc(rest, func(a, b UnitSummary) int { return cmp.Compare(a.Unit, b.Unit) })
	s.Units = append(s.Units, rest...)
}

// Ends gives the best and the worst unit: the best by on-time closings (most first among equals), the worst by overdue items and the
// longest delay. Nil where none stands out: a unit needs something closed in time to be the best, and something overdue to be the worst.
func (s Summary) Ends() (best, worst *UnitSummary) {
	for i := range s.Units {
		u := &s.Units[i]
		if u.OnTime.Part > 0 && u.Lights[LightRed] == 0 && (best == nil || better(u, best)) {
			best = u
		}
		if n := u.Lights[LightRed]; n > 0 && (worst == nil || cmp.Or(cmp.Compare(n, worst.Lights[LightRed]), cmp.Compare(u.Worst, worst.Worst)) > 0) {
			worst = u
		}
	}
	return best, worst
}

func better(a, b *UnitSummary) bool {
	return cmp.Or(cmp.Compare(a.OnTime.Part*b.OnTime.Of, b.OnTime.Part*a.OnTime.Of), cmp.Compare(a.OnTime.Part, b.OnTime.Part)) > 0
}
