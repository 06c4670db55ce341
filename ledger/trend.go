package ledger

import (
	"context"
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

// CountNow counts today so far, of the rows that base selects.
func (e Env) CountNow(base Query, rows []Row) DayCount {
	today := e.Today()
	g := e.glance()
	span := Span{From: today.In(e.Zone()), To: DayEnd(e, today)}
	c := DayCount{Date: today}
	for i := range rows {
		l := g.at(&rows[i])
		if g.selects(&base, &rows[i], &l) {
			e.countRow(&c, rows[i], span)
		}
	}
	return c
}

// CountOn is how the units that base names stood at the end of a day, and nil where that was not counted: on that day nobody counted, or base
// restricts more than the units.
func CountOn(ctx context.Context, from Records, e Env, base Query, d Date) (*DayCount, error) {
	if !base.unitsAlone() {
		return nil, nil
	}
	days, err := Counts(ctx, from, e, base.Units, Period{d, d})
	if err != nil || len(days) == 0 {
		return nil, err
	}
	return &days[0], nil
}

// unitsAlone reports whether the query restricts nothing but the units.
func (q Query) unitsAlone() bool {
	q.Units = nil
	return reflect.ValueOf(q).IsZero()
}

// A MonthCount is a calendar month: what was issued and closed in it, and how things stood on its last counted day.
type MonthCount struct {
	Month  Date // its first day
	Issued int
	Closed int
	OnTime Rate // of Closed
	Days   int  // how many of its days were counted; 0: how things stood is not known
	Last   DayCount
}

// TrendOf gives the last n calendar months of what base selects, this one up to today. What was issued and closed comes from the rows, so that
// it is what a summary of the month says; how things stood comes from the daily counts, which know units alone: for a base that restricts
// anything else, only today's standing is known.
func TrendOf(ctx context.Context, from Records, e Env, base Query, n int, rows []Row) ([]MonthCount, error) {
	over := e.MonthsBack(n)
	out := e.monthsOf(base, over, rows)
	var days []DayCount
	if base.unitsAlone() {
		var err error
		if days, err = Counts(ctx, from, e, base.Units, Period{over.From, e.Today().AddDays(-1)}); err != nil {
			return nil, err
		}
	}
	for _, d := range append(days, e.CountNow(base, rows)) {
		for i := range out {
			if m := &out[i]; m.Month.Year == d.Date.Year && m.Month.Month == d.Date.Month {
				m.Days++
				m.Last = d
			}
		}
	}
	return out, nil
}

// monthsOf counts what rows themselves tell of the months.
func (e Env) monthsOf(base Query, over Period, rows []Row) []MonthCount {
	var out []MonthCount
	at := map[Date]int{}
	for m := over.From; !m.After(over.To); m = m.AddMonths(1) {
		at[m] = len(out)
		out = append(out, MonthCount{Month: m})
	}
	g := e.glance()
	month := func(d Date) *MonthCount {
		if i, ok := at[NewDate(d.Year, d.Month, 1)]; ok && !d.IsZero() {
			return &out[i]
		}
		return nil
	}
	for i := range rows {
		r := &rows[i]
		l := g.at(r)
		if !g.selects(&base, r, &l) {
			continue
		}
		if m := month(l.issued); m != nil {
			m.Issued++
		}
		if m := month(l.closed); m != nil && r.State == StateClosed {
			m.Closed++
			m.OnTime.add(!g.Late(*r))
		}
	}
	return out
}
