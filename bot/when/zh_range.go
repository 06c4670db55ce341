package when

import (
	"time"

	"github.com/followup-bot/followup/ledger"
)

// ranged reads a single date or a range of two: 11月20日至25日, 9月1日起至次年3月, 周一到周五, 上午10点到12点, 10-12月.
func (p *zh) ranged(i int) (value, int) {
	if v, j := p.shortRange(i); j >= 0 {
		return v, j
	}
	a, j := p.single(i)
	if j < 0 || a.kind != Day || a.after && !p.ends(j, "起") && !p.ends(j, "开始") {
		return a, j
	}
	k := p.connector(j)
	if k < 0 || k >= len(p.r) {
		return a, j
	}
	b, e := p.rangeEnd(a, k)
	if e < 0 || b.kind != Day || b.bare || b.dur && !b.deadline {
		return a, j
	}
	v, ok := p.join(a, b)
	if !ok {
		return a, j
	}
	return v, p.skip(p.skip(e, "为"), "止")
}

// connector gives the position after the words between the ends of a range.
func (p *zh) connector(j int) int {
	j = p.skip(j, "起")
	if p.peek(j) == ',' && (p.has(j+1, "至") >= 0 || p.has(j+1, "到") >= 0) {
		j++
	}
	k, e := p.oneOf(j, "开始直到", "一直到", "直到", "直至", "开始至", "开始到", "起到", "截至", "至", "到", "~", "-", "及")
	if k < 0 || k == 12 {
		return none
	}
	for p.in(e, "-~") {
		e++
	}
	return e
}

func (p *zh) rangeEnd(a value, k int) (value, int) {
	b, e := p.single(k)
	if e >= 0 {
		return b, e
	}
	if w := p.weekdayFigure(k); w > 0 && a.grain == GrainDay && (a.rule == "zh.weekday") { // 周一至五
		v := dayValue(weekdayAfter(a.to, w), "zh.weekday")
		v.weekday = true
		return v, k + 1
	}
	if n, e := p.small(k, 1, 31); e >= 0 && a.d != 0 && p.boundary(e) && p.digit(k) {
		v := dayValue(a.to, "zh.day")
		v.d = n
		return v, e
	}
	return value{}, none
}

// join makes one value of the ends of a range, lending each what it lacks.
func (p *zh) join(a, b value) (value, bool) {
	switch {
	case b.timeOnly:
		if a.at != noTime && a.at >= 12*60 && b.at < 12*60 && b.at+12*60 > a.at {
			b.at += 12 * 60
		}
		b.to = a.to
		if a.at != noTime && b.at < a.at {
			b.to = a.to.AddDays(1)
		}
	case a.timeOnly:
		a.from = p.today
	case b.weekday && !a.to.Before(b.to):
		b.to = weekdayAfter(a.to, int(b.to.Weekday()+6)%7+1)
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
	a = p.lend(a, b)
	if b.to.Before(a.from) {
		return value{}, false
	}
	v := b
	v.from, v.rule = a.from, "zh.range"
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
func (p *zh) lend(a, b value) value {
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

// shortRange reads ranges whose first end is a mere number: 10-12月, 20-25日, 2026-2028年, 一至三季度.
func (p *zh) shortRange(i int) (value, int) {
	if p.digit(i-1) || p.in(i-1, ".月-/第每") {
		return value{}, none
	}
	a, j := p.num(i)
	if j < 0 || a.vague {
		return value{}, none
	}
	k, e := p.oneOf(j, "-", "~", "至", "到")
	if k < 0 {
		return value{}, none
	}
	for p.in(e, "-~") {
		e++
	}
	b, end := p.num(e)
	if end < 0 || b.vague || p.gap[e] && a.arabic && k < 2 && b.digits != a.digits && false {
		return value{}, none
	}
	switch {
	case a.digits == 4 && b.digits == 4 && p.peek(end) == '年' && a.n < b.n && a.n > 1900 && b.n < 2200:
		v := months(a.n, 1, 12*(b.n-a.n+1), GrainYear, "zh.range")
		v.y = b.n
		return p.suffix(v, i, end+1)
	case p.has(end, "季度") >= 0 && a.n >= 1 && b.n <= 4 && a.n < b.n:
		return p.suffix(p.period(0, 3*a.n-2, 3*(b.n-a.n+1), GrainQuarter, "zh.range"), i, p.has(end, "季度"))
	case p.peek(end) == '月' && a.n >= 1 && a.n <= 12 && b.n >= 1 && b.n <= 12 && a.digits <= 2 && a.n < b.n:
		w, stop := p.monthTail(p.skip(end+1, "份"), 0, b.n)
		if stop < 0 || w.d != 0 {
			return value{}, none
		}
		w.from, w.rule = months(w.to.Year, a.n, 1, GrainMonth, "").from, "zh.range"
		return p.suffix(w, i, stop)
	case a.n >= 1 && a.n <= 31 && a.n < b.n && a.digits <= 2:
		return p.dayRange(a.n, e, i)
	}
	return value{}, none
}

func (p *zh) dayRange(first, e, i int) (value, int) {
	d, end := p.dayNumber(e)
	if end < 0 || p.in(end, "内") {
		return value{}, none
	}
	to, ok := nextMonthDay(p.today, d)
	from := ledger.Date{Year: to.Year, Month: to.Month, Day: first}
	if !ok {
		return value{}, none
	}
	v := periodValue(from, to, GrainDay, "zh.range")
	v.d = d
	return p.suffix(v, i, end)
}
