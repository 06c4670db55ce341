package ledger

import (
	"cmp"
	"context"
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
	t := e.Contest(p, only)
	for i := range rows {
		t.Add(&rows[i])
	}
	return t.Ranking(by)
}

// A Contest makes the scores and the ranking of units of rows one by one.
type Contest struct {
	judge
	only   []UnitID
	span   Span
	ranked map[UnitID]*Ranked
	scores map[UnitID]*Score
}

// Contest begins a count over a period; only restricts it to some units, nil is all.
func (e Env) Contest(p Period, only []UnitID) *Contest {
	return &Contest{judge: e.judge(p), only: only, span: e.spanOf(p), ranked: map[UnitID]*Ranked{}, scores: map[UnitID]*Score{}}
}

// Take counts what a store holds.
func (c *Contest) Take(ctx context.Context, from RowStore) error {
	return walk(ctx, from, Filter{Units: c.only, Since: c.span.From}, c.Add)
}

// Add counts a row.
func (c *Contest) Add(r *Row) {
	if c.of(r.Lead) && !r.parted() {
		x := c.ranked[r.Lead]
		if x == nil {
			x = &Ranked{Unit: r.Lead}
			c.ranked[r.Lead] = x
		}
		c.rank(x, r)
	}
	verdict, days := c.verdict(r)
	if verdict == "" || r.Children > 0 {
		return
	}
	c.count(r.Lead, r, verdict, days)
	for i, u := range r.Support {
		if u != r.Lead && !slices.Contains(r.Support[:i], u) {
			c.count(u, r, verdict, days)
		}
	}
}

// count adds a row to the score of a unit that leads or supports.
func (c *Contest) count(u UnitID, r *Row, v Verdict, days int) {
	if l := c.line(u, r, v, days); l.Weight > 0 && c.of(u) {
		s := c.score(u)
		s.Lines, s.Weight, s.Points = append(s.Lines, l), s.Weight+l.Weight, s.Points+l.Points
	}
}

func (c *Contest) of(u UnitID) bool { return c.only == nil || slices.Contains(c.only, u) }

func (c *Contest) score(u UnitID) *Score {
	s := c.scores[u]
	if s == nil {
		s = &Score{Unit: u, Period: c.over, Formula: c.formula}
		c.scores[u] = s
	}
	return s
}

// Score is a unit's.
func (c *Contest) Score(u UnitID) Score { return c.score(u).ended() }

// Ranking orders the units.
func (c *Contest) Ranking(by string) []Ranked {
	order := orders[by]
	if order == nil {
		order = byTimeliness
	}
	var ranked []Ranked
	for u, x := range c.ranked {
		if x.Closed+x.Overdue > 0 {
			x.Score = c.Score(u)
			ranked = append(ranked, *x)
		}
	}
	slices.SortFunc(ranked, func(a, b Ranked) int { return cmp.Or(order(a, b), cmp.Compare(a.Unit, b.Unit)) })
	for i := range ranked {
		ranked[i].Rank = i + 1
		if i > 0 && order(ranked[i-1], ranked[i]) == 0 {
			ranked[i].Rank = ranked[i-1].Rank
		}
	}
	return ranked
}

func (c *Contest) rank(x *Ranked, r *Row) {
	l := c.at(r)
	if r.State == StateClosed && c.span.Contains(r.ClosedAt) {
		x.Closed++
		x.OnTime.add(!c.late(r))
	}
	if l.late > 0 {
		x.Overdue++
		if l.late > x.Worst || l.late == x.Worst && r.Number.Compare(x.Why.Number) < 0 {
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
