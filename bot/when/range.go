package when

import (
	"time"

	"github.com/followup-bot/followup/ledger"
)

// join makes one value of the ends of a range, lending each what it lacks.
func (f *ref) join(a, b value, rule string) (value, bool) {
	switch {
	case b.timeOnly:
		if a.at != noTime && (a.at >= 12*60 || b.rolls && b.at <= a.at) && b.at < 12*60 && b.at+12*60 > a.at {
			b.at += 12 * 60
		}
		b.to = a.to
		if a.at != noTime && b.at < a.at {
			b.to = a.to.AddDays(1)
		}
	case a.timeOnly:
		a.from = f.today
	case b.weekday:
		b.to = weekdayAfter(a.to, int(b.to.Weekday()+6)%7+1)
	case b.d != 0 && b.m == 0 && a.m != 0:
		d, ok := nextMonthDay(a.to, b.d)
		if !ok {
			return value{}, false
		}
		b.to = d
	case b.nextYear:
		b.to = b.to.AddMonths(12 * (a.from.Year + 1 - b.y))
	case b.y == 0 && a.y != 0 && b.m != 0:
		for b.to.Year > a.from.Year && !b.to.AddMonths(-12).Before(a.from) {
			b.to = monthEndLike(b, b.to.AddMonths(-12))
		}
		for b.to.Before(a.from) {
			b.to = monthEndLike(b, b.to.AddMonths(12))
		}
	}
	a = f.lend(a, b)
	if b.to.Before(a.from) {
		return value{}, false
	}
	v := b
	v.from, v.rule = a.from, rule
	v.atFrom, v.after, v.deadline = a.at, false, b.deadline || a.deadline
	return v, true
}

// monthEndLike keeps the end of a month at the month's end when b named a whole month or its end.
func monthEndLike(b value, d ledger.Date) ledger.Date {
	if b.d == 0 && b.grain != GrainTenDays {
		return d.MonthEnd()
	}
	return d
}

// lend gives the first end of a range the year or month that only the second one names: the last such day before it.
func (f *ref) lend(a, b value) value {
	switch {
	case a.y == 0 && a.m != 0 && a.d != 0:
		if d, ok := lastDay(b.to, a.m, a.d); ok {
			a.from = d
		}
	case a.y == 0 && a.m != 0:
		for a.from.After(b.to) || b.y != 0 && a.from.Year < b.to.Year && !a.from.AddMonths(12).After(b.to) {
			if a.from.After(b.to) {
				a.from = a.from.AddMonths(-12)
			} else {
				a.from = a.from.AddMonths(12)
			}
		}
	case a.d != 0 && a.m == 0 && a.from.After(b.to):
		for k := 0; k < 12; k++ {
			first := ledger.NewDate(b.to.Year, b.to.Month-time.Month(k), 1)
			if x := first.AddDays(a.d - 1); x.Month == first.Month && !x.After(b.to) {
				a.from = x
				break
			}
		}
	}
	return a
}
