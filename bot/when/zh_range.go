package when

import "github.com/followup-bot/followup/ledger"

// ranged reads a single date or a range of two: 11月20日至25日, 9月1日起至次年3月, 周一到周五, 上午10点到12点, 10-12月.
func (p *zh) ranged(i int) (value, int) {
	if v, j := p.shortRange(i); j >= 0 {
		return v, j
	}
	a, j := p.single(i)
	if j > 0 && p.peek(j) == '/' && a.at != noTime && a.y != 0 { // 2026-12-01 17:00/2026-12-02 21:00
		if b, e := p.single(j + 1); e >= 0 && b.y != 0 && !b.to.Before(a.to) {
			if v, ok := p.join(a, b, "zh.range"); ok {
				return v, e
			}
		}
	}
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
	v, ok := p.join(a, b, "zh.range")
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
	if a.at != noTime {
		if h, e := p.timeOfDay(k); e >= 0 && h.clock {
			b := dayValue(a.to, "zh.time").withTime(h)
			b.timeOnly = true
			return p.suffix(b, k, e)
		}
	}
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

// shortRange reads ranges whose first end is a mere number: 10-12月, 20-25日, 2026-2028年, 一至三季度.
func (p *zh) shortRange(i int) (value, int) {
	if p.joined(i) || p.in(i-1, ".月-/第每") {
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
	if end < 0 || b.vague {
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
		w, stop = p.suffix(w, i, stop)
		if a.n == 1 && !w.deadline && w.to.Year > p.today.Year { // 1-10月受理案件 is an account of this year
			w.from, w.to, w.past = w.from.AddMonths(-12), w.to.AddMonths(-12).MonthEnd(), true
		}
		return w, stop
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
