package ledger

import (
	"cmp"
	"slices"
	"time"
)

// A Formula says how a unit's work is scored, in percent (of full marks) throughout: Σ(weight × timeliness × quality) / Σ weight × 100.
type Formula struct {
	Lead     int `json:"lead"`         // weight of an item that the unit leads
	Support  int `json:"support"`      // weight of one that it supports; 0: those don't count
	InTime   int `json:"in_time"`      // timeliness of what was handed in by its first deadline
	Extended int `json:"extended"`     // … by a deadline that was moved
	PerDay   int `json:"late_per_day"` // taken off 100 for each calendar day late
	Floor    int `json:"late_floor"`   // lateness never takes timeliness below this
	Return   int `json:"per_return"`   // quality is multiplied by this for each return
	Small    int `json:"small_sample"` // fewer items than this are marked as a small sample
}

// DefaultFormula is the published one: lead 1, support 0.3; in time 1, extended 0.9, late 1 − 0.05 a day but at least 0.4; × 0.9 a return.
func DefaultFormula() Formula {
	return Formula{Lead: 100, Support: 30, InTime: 100, Extended: 90, PerDay: 5, Floor: 40, Return: 90, Small: 5}
}

// ScoreFormula is the formula in force; a policy that was kept before there was one has the default.
func (p Policy) ScoreFormula() Formula {
	if p.Score == (Formula{}) {
		return DefaultFormula()
	}
	return p.Score
}

// YearOf is the calendar year of d up to d itself.
func YearOf(d Date) Period { return Period{Date{d.Year, time.January, 1}, d} }

// A Verdict says how an item was judged in a score.
type Verdict string

// The verdicts.
const (
	VerdictInTime   Verdict = "in_time"
	VerdictExtended Verdict = "extended" // by a deadline that was moved
	VerdictLate     Verdict = "late"     // handed in late
	VerdictOverdue  Verdict = "overdue"  // not handed in, and late already
)

// A ScoreLine is one item's part in a score. Weight, Timeliness and Quality are fractions of 1; Points is their product.
type ScoreLine struct {
	Row        Row
	Support    bool // the unit supports, others lead
	Verdict    Verdict
	Days       int // calendar days late
	Weight     float64
	Timeliness float64
	Quality    float64
	Points     float64
}

// Lost is how many points of its weight the item cost.
func (l ScoreLine) Lost() float64 { return l.Weight - l.Points }

// A Score is a unit's over a period, with the arithmetic behind it: every point links to an item. Lines stand by what they cost, the dearest
// first. Value is 0 to 100; it means nothing where Weight is 0.
type Score struct {
	Unit    UnitID
	Period  Period
	Formula Formula
	Lines   []ScoreLine
	Weight  float64
	Points  float64
	Value   float64
	Small   bool
}

// Score works out a unit's score from rows. What was closed in the period counts in it, and what is or was overdue at its end: not closing
// must not pay. Parents are left out, their children count; so are suspended and terminated items, and recurring ones, which never close.
func (e Env) Score(u UnitID, p Period, rows []Row) Score {
	c := e.Contest(p, []UnitID{u})
	for i := range rows {
		c.Add(&rows[i])
	}
	return c.Score(u)
}

// ended is the score with its lines in order.
func (s Score) ended() Score {
	slices.SortStableFunc(s.Lines, func(a, b ScoreLine) int {
		return cmp.Or(cmp.Compare(b.Lost(), a.Lost()), a.Row.Number.Compare(b.Row.Number))
	})
	if s.Weight > 0 {
		s.Value = 100 * s.Points / s.Weight
	}
	s.Small = len(s.Lines) < s.Formula.Small
	return s
}

// A judge judges rows as things stood at the end of a period, or now when that is earlier.
type judge struct {
	glance
	formula    Formula
	over       Period
	begin, end time.Time
}

func (e Env) judge(p Period) judge {
	j := judge{glance: e.glance(), formula: e.Policy.ScoreFormula(), over: p, begin: p.From.In(e.Zone()), end: p.To.AddDays(1).In(e.Zone())}
	if e.Now.Before(j.end) {
		j.end = e.Now
	}
	return j
}

// line is a row's part in the score of a unit; its weight is 0 where it has none.
func (j judge) line(u UnitID, r *Row, v Verdict, days int) (l ScoreLine) {
	f := j.formula
	l.Weight, l.Support = float64(f.Lead)/100, r.Lead != u
	if l.Support {
		l.Weight = float64(f.Support) / 100
	}
	l.Row, l.Quality, l.Verdict, l.Days = *r, 1, v, days
	l.Timeliness = f.timeliness(v, days, r.Granted > 0)
	for range r.Returns {
		l.Quality *= float64(f.Return) / 100
	}
	l.Points = l.Weight * l.Timeliness * l.Quality
	return l
}

// verdict judges a row; empty: the period has nothing to judge.
func (j judge) verdict(r *Row) (Verdict, int) {
	closed := r.State == StateClosed && r.ClosedAt.Before(j.end)
	switch {
	case closed && r.ClosedAt.Before(j.begin), r.State == StateTerminated, r.State == StateSuspended:
		return "", 0
	case closed && !j.late(r) && r.Granted > 0:
		return VerdictExtended, 0
	case closed && !j.late(r):
		return VerdictInTime, 0
	case closed:
		return VerdictLate, max(1, j.dateOf(doneAt(r)).DaysSince(r.Due.Date))
	}
	handedIn := !r.SubmitAt.IsZero() && r.SubmitAt.Before(j.end)
	if r.Due.IsZero() || handedIn || !r.IssuedAt.Before(j.end) || j.end.Before(r.Due.Passed(j.Zone())) {
		return "", 0
	}
	return VerdictOverdue, max(1, j.dateOf(j.end.Add(-1)).DaysSince(r.Due.Date))
}

func (f Formula) timeliness(v Verdict, days int, extended bool) float64 {
	n := f.InTime
	if extended {
		n = f.Extended
	}
	if v == VerdictLate || v == VerdictOverdue {
		n = min(n, max(f.Floor, 100-f.PerDay*days))
	}
	return float64(n) / 100
}

// compareBool puts false before true.
func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}
