package ledger

import (
	"cmp"
	"slices"
)

// By what units are ranked.
const (
	ByTimeliness = "timeliness" // share of closings in time, then overdue items
	ByOverdue    = "overdue"    // overdue items, then the longest delay
	ByScore      = "score"
)

// A Ranked unit with what put it at its place. Rank is shared by equals.
type Ranked struct {
	Rank    int
	Unit    UnitID
	Score   Score
	Closed  int
	OnTime  Rate
	Overdue int
	Worst   int // days of its longest delay
	Why     Row // the item of the longest delay; Why.Blocked is what it says holds it up
}

// Ranking orders the units that lead something in the period, the best first: what was closed in the period, and what is overdue now. only
// restricts it to some units; nil is all.
func (e Env) Ranking(by string, p Period, rows []Row, only []UnitID) []Ranked {
	g := e.glance()
	at := map[UnitID]*Ranked{}
	var out []*Ranked
	for i := range rows {
		r := &rows[i]
		if r.parted() || only != nil && !slices.Contains(only, r.Lead) {
			continue
		}
		x := at[r.Lead]
		if x == nil {
			x = &Ranked{Unit: r.Lead}
			at[r.Lead] = x
			out = append(out, x)
		}
		g.rank(x, r, p)
	}
	out = slices.DeleteFunc(out, func(x *Ranked) bool { return x.Closed+x.Overdue == 0 })
	order := orders[by]
	if order == nil {
		order = byTimeliness
	}
	ranked := make([]Ranked, len(out))
	for i, x := range out {
		x.Score = e.Score(x.Unit, p, rows)
		ranked[i] = *x
	}
	slices.SortStableFunc(ranked, func(a, b Ranked) int { return cmp.Or(order(a, b), cmp.Compare(a.Unit, b.Unit)) })
	for i := range ranked {
		ranked[i].Rank = i + 1
		if i > 0 && order(ranked[i-1], ranked[i]) == 0 {
			ranked[i].Rank = ranked[i-1].Rank
		}
	}
	return ranked
}

func (g glance) rank(x *Ranked, r *Row, p Period) {
	l := g.at(r)
	if r.State == StateClosed && p.Has(g.dateOf(r.ClosedAt)) {
		x.Closed++
		x.OnTime.add(!g.late(r))
	}
	if l.late > 0 {
		x.Overdue++
		if l.late > x.Worst {
			x.Worst, x.Why = l.late, *r
		}
	}
}

var orders = map[string]func(a, b Ranked) int{ByTimeliness: byTimeliness, ByOverdue: byOverdue, ByScore: byScore}

func byTimeliness(a, b Ranked) int {
	share := func(x Ranked) int { // what is overdue now was not in time either
		if n := x.OnTime.Of + x.Overdue; n > 0 {
			return 10000 * x.OnTime.Part / n
		}
		return 0
	}
	return cmp.Or(cmp.Compare(share(b), share(a)), cmp.Compare(b.OnTime.Part, a.OnTime.Part), cmp.Compare(a.Worst, b.Worst))
}

func byOverdue(a, b Ranked) int {
	return cmp.Or(cmp.Compare(a.Overdue, b.Overdue), cmp.Compare(a.Worst, b.Worst), cmp.Compare(b.OnTime.Part, a.OnTime.Part))
}

func byScore(a, b Ranked) int {
	return cmp.Or(compareBool(a.Score.Small, b.Score.Small), cmp.Compare(b.Score.Value, a.Score.Value))
}
