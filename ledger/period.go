package ledger

import "time"

// A Period is a span of civil days, both included.
type Period struct {
	From Date `json:"from,omitzero"`
	To   Date `json:"to,omitzero"`
}

// IsZero reports whether no period is meant.
func (p Period) IsZero() bool { return p == Period{} }

// Has reports whether the day is in the period; the zero day never is.
func (p Period) Has(d Date) bool { return !d.IsZero() && !d.Before(p.From) && !d.After(p.To) }

// Month is the calendar month of today.
func (e Env) Month() Period {
	t := e.Today()
	first := NewDate(t.Year, t.Month, 1)
	return Period{first, first.MonthEnd()}
}

// months is how many calendar months the period is made of; 0 when it is not made of whole ones.
func (p Period) months() int {
	if p.From.Day != 1 || p.To != p.To.MonthEnd() {
		return 0
	}
	return (p.To.Year-p.From.Year)*12 + int(p.To.Month-p.From.Month) + 1
}

// Before is the period of the same length that ends where this one begins: of a month, quarter or year the one before it, otherwise as
// many days.
func (p Period) Before() Period { return p.Shift(0) }

// YearBefore is the same period a year earlier.
func (p Period) YearBefore() Period { return p.Shift(12) }

// Shift moves the period back by so many months, ends of months staying ends of months; by none, to just before itself.
func (p Period) Shift(months int) Period {
	n := p.months()
	switch {
	case n > 0 && months == 0:
		return Period{p.From.AddMonths(-n), p.From.AddDays(-1)}
	case n > 0:
		return Period{p.From.AddMonths(-months), p.From.AddMonths(n - months).AddDays(-1)}
	case months == 0:
		days := p.To.DaysSince(p.From) + 1
		return Period{p.From.AddDays(-days), p.From.AddDays(-1)}
	}
	return Period{p.From.AddMonths(-months), p.To.AddMonths(-months)}
}

// upTo cuts off what has not come yet.
func (p Period) upTo(today Date) Period {
	if p.To.After(today) && !p.From.After(today) {
		p.To = today
	}
	return p
}

// MonthsBack is the period of the last n calendar months, this one included.
func (e Env) MonthsBack(n int) Period {
	m := e.Month()
	m.From = m.From.AddMonths(1 - max(1, n))
	return m
}

// YearSoFar is the calendar year of today.
func (e Env) YearSoFar() Period {
	y := e.Today().Year
	return Period{NewDate(y, time.January, 1), NewDate(y, time.December, 31)}
}
