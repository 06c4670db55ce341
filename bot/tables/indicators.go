package tables

import (
	"context"
	"strconv"
	"strings"

	"github.com/followup-bot/followup/ledger"
)

// Indicators reads a table of indicators: what is measured, of whom, the value, the rank, the period, and which way is better. Rows that
// can't be read are left out and named.
func Indicators(ctx context.Context, name string, b []byte) ([]ledger.Indicator, []Problem, error) {
	gs, err := grids(ctx, name, b)
	if err != nil {
		return nil, nil, err
	}
	t, err := find(gs, indicatorHeads, fIndicator, fEntity)
	if err != nil || !t.has(fValue) && !t.has(fRank) {
		return nil, nil, ErrNoTable
	}
	var out []ledger.Indicator
	var problems []Problem
	for _, l := range t.rows {
		r := &reader{t: t, l: l}
		x := ledger.Indicator{Name: t.text(l, fIndicator), Entity: t.text(l, fEntity), Period: t.text(l, fPeriod), Unit: t.text(l, fMark)}
		if x.Name == "" || x.Entity == "" {
			r.wrong(fIndicator, NoTitle, true)
		}
		x.Value, x.HasValue, x.Unit = r.value(x.Unit)
		x.Rank = r.count(fRank)
		if !x.HasValue && x.Rank == 0 && len(r.problems) == 0 {
			r.wrong(fValue, BadValue, true)
		}
		switch d := ledger.Fold(t.text(l, fDirection)); {
		case strings.Contains(d, "低"), strings.Contains(d, "负"), strings.Contains(d, "小"), strings.Contains(d, "low"), strings.Contains(d, "down"):
			x.LowerBetter = true
		}
		problems = append(problems, r.problems...)
		if len(r.problems) == 0 {
			out = append(out, x)
		}
	}
	return out, problems, nil
}

// value reads a figure and what it is counted in: 98.5%, 12 天, 1,234.
func (r *reader) value(unit string) (v float64, ok bool, mark string) {
	s := ledger.Fold(r.t.text(r.l, fValue))
	if s == "" || blankWords[s] {
		return 0, false, unit
	}
	i := len(s)
	for i > 0 && (s[i-1] < '0' || s[i-1] > '9') && s[i-1] != '.' {
		i--
	}
	v, err := strconv.ParseFloat(strings.ReplaceAll(strings.TrimSpace(s[:i]), ",", ""), 64)
	if err != nil {
		r.wrong(fValue, BadValue, true)
		return 0, false, unit
	}
	if m := strings.TrimSpace(s[i:]); m != "" {
		unit = m
	}
	return v, true, unit
}
