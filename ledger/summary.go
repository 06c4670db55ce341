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
	Period    Period // of what is counted over time; the rest is as of At
	Open      Figure
	Lights    map[Light]*Figure
	Suspended Figure
	Blocked   Figure
	Issued    Figure // in the period
	Closed    Figure // in the period
	OnTime    Rate   // of those closed in the period
	Before    Rate   // of those closed in the period before it
	Waiting   map[string]*Figure
	Pending   Figure        // waits for any decision; an item may wait for two
	Units     []UnitSummary // by name order of the organisation; only units of which anything is counted
	Late      []Row         // the longest overdue, at most LateMost

	Why map[ItemID]string // why items are late, in words; filled in by who reads the items
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
	Issued  int // in the period
	Closed  int // in the period
	OnTime  Rate
	Before  Rate // of the period before
	Worst   int  // days of the longest overdue
	WorstOf Row
}

// Summarize makes the figures of the rows that base selects, of this month.
func (e Env) Summarize(base Query, rows []Row) Summary { return e.SummarizeOver(base, e.Month(), rows) }

// SummarizeOver makes the figures of the rows that base selects. What is closed and issued is counted over the period, the rest as of now.
func (e Env) SummarizeOver(base Query, over Period, rows []Row) Summary {
	t := e.Tally(base, over, 0)
	for i := range rows {
		t.Add(&rows[i])
	}
	return t.Summary()
}

// blank is a summary of nothing yet, with the query of each figure.
func (g glance) blank(base Query, over Period) Summary {
	s := Summary{At: g.today, Period: over, Lights: map[Light]*Figure{}, Waiting: map[string]*Figure{}}
	s.Open.Query, s.Blocked.Query, s.Closed.Query, s.Suspended.Query, s.Issued.Query = base, base, base, base, base
	s.Open.Query.Open, s.Blocked.Query.Blocked = true, true
	s.Suspended.Query.States = []State{StateSuspended}
	s.Closed.Query = closedIn(base, over.upTo(g.today))
	s.Issued.Query.IssuedFrom, s.Issued.Query.IssuedTo = over.From, over.upTo(g.today).To
	for _, l := range Lights {
		q := base
		q.Open, q.Lights = true, []Light{l}
		s.Lights[l] = &Figure{Query: q}
	}
	s.Pending.Query = base
	s.Pending.Query.Pending, s.Pending.Query.Open = PendingAny, true
	for _, w := range []string{PendingExtension, PendingReview, PendingDecline} {
		q := base
		q.Pending, q.Open = w, true
		s.Waiting[w] = &Figure{Query: q}
	}
	return s
}

func closedIn(q Query, p Period) Query {
	q.States, q.ClosedFrom, q.ClosedTo = []State{StateClosed}, p.From, p.To
	return q
}

// LateMost is how many of the longest overdue items a summary names.
const LateMost = 3

// addLate keeps the longest overdue items; of as long overdue ones those of the lower number.
func (g glance) addLate(s *Summary, u *UnitSummary, r *Row, days int) {
	if days > u.Worst || days == u.Worst && r.Number.Compare(u.WorstOf.Number) < 0 {
		u.Worst, u.WorstOf = days, *r
	}
	at := len(s.Late)
	for at > 0 {
		o := &s.Late[at-1]
		if d := max(1, g.today.DaysSince(o.deadline().Date)); d > days || d == days && o.Number.Compare(r.Number) < 0 {
			break
		}
		at--
	}
	if at == LateMost {
		return
	}
	s.Late = slices.Insert(s.Late, at, *r)
	s.Late = s.Late[:min(len(s.Late), LateMost)]
}

func (r *Rate) add(ok bool) {
	r.Of++
	if ok {
		r.Part++
	}
}

func (e Env) finish(s *Summary, counted map[UnitID]*UnitSummary) {
	units := map[UnitID]*UnitSummary{}
	for id, u := range counted {
		if u.Open+u.Issued+u.Closed+u.Before.Of > 0 { // what was over before the periods is not counted
			units[id] = u
		}
	}
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

// ByNeed gives the units with something open or closed in the period, those with most overdue first.
func (s Summary) ByNeed() []UnitSummary {
	units := slices.DeleteFunc(slices.Clone(s.Units), func(u UnitSummary) bool { return u.Open+u.Closed == 0 })
	slices.SortStableFunc(units, func(a, b UnitSummary) int {
		return cmp.Or(cmp.Compare(b.Lights[LightRed], a.Lights[LightRed]), cmp.Compare(b.Open, a.Open))
	})
	return units
}

// Ends gives the best and the worst unit by the order of Ranking by timeliness: the best has closed something in time and nothing overdue, the
// worst has something overdue. Nil where none stands out.
func (s Summary) Ends() (best, worst *UnitSummary) {
	for i := range s.Units {
		u := &s.Units[i]
		if u.OnTime.Part > 0 && u.Lights[LightRed] == 0 && (best == nil || CompareUnits(*u, *best) < 0) {
			best = u
		}
		if u.Lights[LightRed] > 0 && (worst == nil || CompareUnits(*u, *worst) > 0) {
			worst = u
		}
	}
	return best, worst
}

// CompareUnits is negative when a stands before b in a Ranking by timeliness over the summary's period.
func CompareUnits(a, b UnitSummary) int {
	ranked := func(u UnitSummary) Ranked {
		return Ranked{Unit: u.Unit, Closed: u.Closed, OnTime: u.OnTime, Overdue: u.Lights[LightRed], Worst: u.Worst}
	}
	return byTimeliness(ranked(a), ranked(b))
}
