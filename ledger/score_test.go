package ledger_test

import (
	"fmt"
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/followup-bot/followup/ledger"
)

// scored is a row of unit a, due on a day, handed in and closed n days after it.
func scored(seq int, due ledger.Date, n int, change ...func(*ledger.Row)) ledger.Row {
	at := due.AddDays(n).In(actEnv().Zone()).Add(15 * time.Hour)
	r := ledger.Row{ID: ledger.ItemID(fmt.Sprint(seq)), Number: ledger.Number{Year: 2026, Seq: seq}, Title: "t", Lead: "a", Support: []ledger.UnitID{"b"},
		State: ledger.StateClosed, Due: ledger.Due{Date: due}, FirstDue: ledger.Due{Date: due}, IssuedAt: at.AddDate(0, 0, -20), SubmitAt: at, ClosedAt: at.Add(time.Hour)}
	for _, f := range change {
		f(&r)
	}
	return r
}

func TestScoreIsTheFormula(t *testing.T) {
	e := actEnv()
	due := e.Today().AddDays(-10)
	year := ledger.YearOf(e.Today())
	open := func(r *ledger.Row) { r.State, r.SubmitAt, r.ClosedAt = ledger.StateActive, time.Time{}, time.Time{} }
	for _, x := range []struct {
		name string
		row  ledger.Row
		want float64 // points of weight 1
		v    ledger.Verdict
	}{
		{"in time", scored(1, due, 0), 1, ledger.VerdictInTime},
		{"a granted extension", scored(1, due, 0, func(r *ledger.Row) { r.Granted = 1 }), 0.9, ledger.VerdictExtended},
		{"three days late", scored(1, due, 3), 0.85, ledger.VerdictLate},
		{"an extension, and late", scored(1, due, 1, func(r *ledger.Row) { r.Granted = 2 }), 0.9, ledger.VerdictLate},
		{"no lower than the floor", scored(1, due.AddDays(-40), 40), 0.4, ledger.VerdictLate},
		{"two returns", scored(1, due, 0, func(r *ledger.Row) { r.Returns = 2 }), 0.81, ledger.VerdictInTime},
		{"open and ten days late", scored(1, due, 0, open), 0.5, ledger.VerdictOverdue},
		{"without a deadline", scored(1, due, 3, func(r *ledger.Row) { r.Due = ledger.Due{} }), 1, ledger.VerdictInTime},
	} {
		s := e.Score("a", year, []ledger.Row{x.row})
		if len(s.Lines) != 1 || math.Abs(s.Points-x.want) > 1e-9 || s.Lines[0].Verdict != x.v || math.Abs(s.Value-100*x.want) > 1e-9 || !s.Small {
			t.Errorf("%s: %+v", x.name, s)
		}
		if b := e.Score("b", year, []ledger.Row{x.row}); math.Abs(b.Weight-0.3) > 1e-9 || math.Abs(b.Value-100*x.want) > 1e-9 || !b.Lines[0].Support {
			t.Errorf("%s, supporting: %+v", x.name, b)
		}
	}
	for name, r := range map[string]ledger.Row{
		"last year":        scored(1, ledger.Date{Year: 2025, Month: 11, Day: 3}, 0),
		"a parent":         scored(1, due, 0, func(r *ledger.Row) { r.Children = 2 }),
		"terminated":       scored(1, due, 0, func(r *ledger.Row) { r.State = ledger.StateTerminated }),
		"open, in time":    scored(1, e.Today(), 0, open),
		"waits for review": scored(1, due, 0, func(r *ledger.Row) { r.State, r.ClosedAt = ledger.StateSubmitted, time.Time{} }),
		"another unit's":   scored(1, due, 0, func(r *ledger.Row) { r.Lead = "c" }),
	} {
		if s := e.Score("a", year, []ledger.Row{r}); len(s.Lines) != 0 || s.Value != 0 {
			t.Errorf("%s counts: %+v", name, s)
		}
	}
}

// A past period is judged as it ended: what was overdue then, though closed since, is late by the days up to its end.
func TestScoreOfAPastPeriod(t *testing.T) {
	e := actEnv()
	october := ledger.Period{From: ledger.Date{Year: 2026, Month: 10, Day: 1}, To: ledger.Date{Year: 2026, Month: 10, Day: 31}}
	r := scored(1, ledger.Date{Year: 2026, Month: 10, Day: 27}, 10)
	if s := e.Score("a", october, []ledger.Row{r}); len(s.Lines) != 1 || s.Lines[0].Verdict != ledger.VerdictOverdue || s.Lines[0].Days != 4 {
		t.Errorf("October: %+v", s.Lines)
	}
	if s := e.Score("a", e.Month(), []ledger.Row{r}); len(s.Lines) != 1 || s.Lines[0].Days != 10 {
		t.Errorf("November: %+v", s.Lines)
	}
}

// For any rows a score is between 0 and 100, and the sum of its lines.
func TestScoreAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := actEnv()
		var rows []ledger.Row
		for n := range rapid.IntRange(0, 30).Draw(t, "rows") {
			rows = append(rows, anyRow(t, n))
		}
		for _, u := range e.Dir.Org().Units {
			s := e.Score(u.ID, ledger.YearOf(e.Today()), rows)
			var w, p float64
			for i, l := range s.Lines {
				w, p = w+l.Weight, p+l.Points
				if l.Points < 0 || l.Points > l.Weight || i > 0 && l.Lost() > s.Lines[i-1].Lost() {
					t.Fatalf("line %+v", l)
				}
			}
			if math.Abs(w-s.Weight) > 1e-6 || math.Abs(p-s.Points) > 1e-6 || s.Value < 0 || s.Value > 100 || s.Unit != u.ID {
				t.Fatalf("%+v", s)
			}
		}
	})
}

func TestRanking(t *testing.T) {
	e := actEnv()
	due := e.Today().AddDays(-5)
	overdue := scored(3, due, 0, func(r *ledger.Row) {
		r.Lead, r.State, r.SubmitAt, r.ClosedAt, r.Blocked = "b", ledger.StateActive, time.Time{}, time.Time{}, "no budget"
	})
	rows := []ledger.Row{scored(1, due, 0), scored(2, due, 0, func(r *ledger.Row) { r.Lead = "b" }), overdue}
	for _, by := range []string{ledger.ByTimeliness, ledger.ByOverdue, ledger.ByScore, "anything else"} {
		got := e.Ranking(by, ledger.YearOf(e.Today()), rows, nil)
		if len(got) != 2 || got[0].Unit != "a" || got[1].Unit != "b" || got[1].Rank != 2 || got[1].Worst != 5 || got[1].Why.Blocked != "no budget" || got[1].Overdue != 1 {
			t.Errorf("by %s: %+v", by, got)
		}
	}
	if got := e.Ranking(ledger.ByScore, ledger.YearOf(e.Today()), rows, []ledger.UnitID{"b"}); len(got) != 1 || got[0].Rank != 1 {
		t.Errorf("only b: %+v", got)
	}
}
