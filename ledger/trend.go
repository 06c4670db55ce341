package ledger

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
)

// Counts gives each day's count of the units together, over the days of the period that were counted, in their order. It reads the daily
// counts, never the items. No units mean all of the organisation.
func Counts(ctx context.Context, from Records, e Env, units []UnitID, p Period) ([]DayCount, error) {
	if len(units) == 0 {
		for _, u := range e.Dir.Org().Units {
			units = append(units, u.ID)
		}
	}
	sum := map[Date]DayCount{}
	for _, u := range units {
		for m := NewDate(p.From.Year, p.From.Month, 1); !m.After(p.To); m = m.AddMonths(1) {
			var failed error
			err := from.Records(ctx, RecordDaily, fmt.Sprintf("%s/%04d-%02d-", u, m.Year, m.Month), func(r Record) bool {
				c, err := ReadDay(r)
				if err != nil {
					failed = err
					return false
				}
				if p.Has(c.Date) {
					day := sum[c.Date].Add(c)
					day.Date = c.Date
					sum[c.Date] = day
				}
				return true
			})
			if err == nil {
				err = failed
			}
			if err != nil {
				return nil, fmt.Errorf("daily counts of %s: %w", u, err)
			}
		}
	}
	out := make([]DayCount, 0, len(sum))
	for _, c := range sum {
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b DayCount) int { return a.Date.Compare(b.Date) })
	return out, nil
}

// CountOn is how the units that base names stood at the end of a day, and nil where that was not counted: on that day nobody counted, or base
// restricts more than the units.
func CountOn(ctx context.Context, from Records, e Env, base Query, d Date) (*DayCount, error) {
	if !base.UnitsAlone() {
		return nil, nil
	}
	units := base.Units
	if len(units) == 0 {
		for _, u := range e.Dir.Org().Units {
			units = append(units, u.ID)
		}
	}
	sum, found := DayCount{Date: d}, false
	for _, u := range units {
		rec, err := from.Record(ctx, RecordDaily, DayID(u, d))
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("daily count of %s: %w", u, err)
		}
		c, err := ReadDay(rec)
		if err != nil {
			return nil, err
		}
		sum, found = sum.Add(c), true
	}
	if !found {
		return nil, nil
	}
	sum.Unit, sum.Date = "", d
	return &sum, nil
}

// UnitsAlone reports whether the query restricts nothing but the units, which are all that the daily counts know.
func (q Query) UnitsAlone() bool {
	q.Units = nil
	return reflect.ValueOf(q).IsZero()
}

// A MonthCount is a calendar month: what was issued and closed in it, and how things stood at its end.
type MonthCount struct {
	Month  Date // its first day
	Issued int
	Closed int
	OnTime Rate // of Closed
	Known  bool // how things stood was counted
	Last   DayCount
}
