package when

import "github.com/followup-bot/followup/ledger"

// weekOf reads week of October 7th, week beginning February 4.
func (p *en) weekOf(i int) (value, int) {
	if p.is(i, "weekend") && p.is(i+1, "of") {
		return p.weekendOf(i + 2)
	}
	if p.is(i, "weekend") && p.afterNext(i+1) >= 0 {
		return p.weekendAt(i, 0)
	}
	if p.is(i, "w") && p.sign(i+1, '/') && p.is(i+2, "c", "e") { // w/c 7 December
		i += 2
	} else if !p.is(i, "week", "wk", "wc") {
		return value{}, none
	}
	if t := p.at(i + 1); t.class == cNumber && t.figures <= 2 && t.n >= 1 && t.n <= 53 && p.is(i, "week", "wk") && p.at(i+2).class != cMonth && !p.is(i+2, "st", "nd", "rd", "th") {
		return p.isoWeek(t.n, i+2)
	}
	j := p.skipWord(i+1, "of", "beginning", "starting", "commencing", "ending", "from")
	if j == i+1 && !p.is(i, "c", "e", "wc") {
		return value{}, none
	}
	ending := p.is(j-1, "ending", "e")
	j = p.skipWord(p.skipWord(j, "on"), "the")
	v, e := p.base(j)
	if e < 0 && p.is(j-1, "the") {
		v, e = p.loneDay(j, true)
	}
	if e < 0 || v.grain != GrainDay || v.kind != Day {
		return value{}, none
	}
	first := monday(v.from.AddDays(1)) // the week of a Sunday is the one that it opens
	if ending {
		return periodValue(v.from.AddDays(-6), v.from, GrainWeek, "en.week-of"), e
	}
	return periodValue(first, first.AddDays(6), GrainWeek, "en.week-of"), e
}

// isoWeek reads week 10, week 10 of 2027.
func (p *en) isoWeek(n, j int) (value, int) {
	y, e := p.year(p.skipWord(p.skipSign(j, ","), "of", "in"))
	said := e >= 0
	if !said {
		y, e = p.today.Year, j
	}
	w := nthWeek(months(y, 1, 12, GrainYear, ""), n)
	if !said && w.to.Before(p.today) {
		w = nthWeek(months(y+1, 1, 12, GrainYear, ""), n)
	}
	w.rule = "en.iso-week"
	return w, e
}

// weekendOf reads the weekend of Halloween, the weekend of July 14.
func (p *en) weekendOf(j int) (value, int) {
	k := p.skipWord(j, "the")
	v, e := p.base(k)
	if e < 0 && k > j {
		v, e = p.loneDay(k, true)
	}
	if e < 0 || v.grain != GrainDay || v.kind != Day {
		return value{}, none
	}
	return longWeekend(v.to, "en.weekend"), e
}

// longWeekend gives the weekend next to a day, up to the day itself when it is a Monday or later.
func longWeekend(d ledger.Date, rule string) value {
	sat := weekdayAfter(d.AddDays(-4), 6)
	v := periodValue(sat, sat.AddDays(1), GrainDay, rule)
	if v.to.Before(d) {
		v.to = d
	}
	if d.Before(v.from) {
		v.from = d
	}
	return v
}

// halfMonth reads the first half of May, the second half of next month.
func (p *en) halfMonth(i int) (value, int) {
	n, j := p.ordinal(i)
	if j < 0 || n > 2 || !p.is(j, "half") || !p.is(j+1, "of") {
		return value{}, none
	}
	v, e := p.anyPeriod(j + 2)
	if e < 0 || v.grain != GrainMonth {
		return value{}, none
	}
	if n == 1 {
		v.to = v.from.AddDays(14)
	} else {
		v.from = v.from.AddDays(15)
	}
	v.rule = "en.half-month"
	return v, e
}

// nthOf reads what is counted in a period: first Monday of March, last working day of the month, third week of next month, 5th last day of May.
func (p *en) nthOf(i int) (value, int) {
	n, j := p.ordinal(i)
	if j >= 0 && (p.is(j, "last") || p.phrase(j, "to", "last") >= 0 || p.sign(j, '-') && p.is(j+1, "last")) {
		n = -n
		for !p.is(j, "last") {
			j++
		}
		j++
	}
	if j < 0 {
		if !p.is(i, "last", "final") {
			return value{}, none
		}
		n, j = -1, i+1
		if k, half, e := p.count(j); e >= 0 && !half && k > 1 {
			return p.firstUnits(k, true, e)
		}
	} else if k, half, e := p.count(j); e >= 0 && !half && n == 1 && k > 1 && k < 100 {
		return p.firstUnits(k, false, e)
	}
	kind, w, j := p.counted(j)
	if j < 0 {
		return value{}, none
	}
	if w > 0 && n > 0 && p.is(j, "after", "following") { // the third Tuesday after Christmas
		if b, e := p.base(p.skipWord(j+1, "the")); e >= 0 && b.kind == Day && b.grain == GrainDay && !b.dur {
			return dayValue(weekdayAfter(b.to, w).AddDays(7*(n-1)), "en.nth-weekday"), e
		}
	}
	if p.at(j).class == cPart { // first Monday evening of
		j++
	}
	if !p.is(j, "of", "in", "for", "within") {
		return value{}, none
	}
	v, e := p.anyPeriod(j + 1)
	if e < 0 {
		return value{}, none
	}
	out, ok := p.nthIn(v, n, kind, w)
	if u, _ := p.unitAt(j + 2); ok && out.to.Before(p.today) && p.is(j+1, "the") && e == j+3 { // the 3rd working day of the month is the next such day
		if v, ok = p.shiftedPeriod(u, 1); ok {
			out, ok = p.nthIn(v, n, kind, w)
		}
	}
	if !ok {
		return value{}, none
	}
	return out, e
}

// counted reads the thing counted: a weekday, a working day or a unit.
func (p *en) counted(i int) (kind unit, w, j int) {
	if w, j := p.weekdayName(i); j >= 0 && !p.plural(i) {
		return unitDay, w, j
	}
	if p.is(i, "business", "working", "work") && p.is(i+1, "day") || p.is(i, "workday", "weekday") {
		if p.is(i, "workday", "weekday") {
			return unitWorkday, 0, i + 1
		}
		return unitWorkday, 0, i + 2
	}
	if p.is(i, "weekend") {
		return unitHalfDay, 0, i + 1
	}
	if p.is(i, "week") && p.sign(i+1, '-') && p.is(i+2, "end") {
		return unitHalfDay, 0, i + 3
	}
	if u, j := p.unitAt(i); j >= 0 && u >= unitDay {
		return u, 0, j
	}
	return 0, 0, none
}

// nthIn gives the nth weekday, working day, weekend or unit of a period.
func (f *ref) nthIn(v value, n int, kind unit, w int) (value, bool) {
	before, after := v.from.AddDays(-1), v.to.AddDays(1)
	switch {
	case w > 0 && n > 0:
		return dayValue(weekdayAfter(before, w).AddDays(7*(n-1)), "en.nth-weekday"), true
	case w > 0:
		return dayValue(weekdayAfter(after.AddDays(-8), w).AddDays(7*(n+1)), "en.nth-weekday"), true
	case kind == unitWorkday && n > 0:
		return dayValue(ledger.AddWorkdays(f.cal, before, n), "en.nth-workday"), true
	case kind == unitWorkday:
		return dayValue(ledger.AddWorkdays(f.cal, after, n), "en.nth-workday"), true
	case kind == unitHalfDay && n > 0:
		d := weekdayAfter(before, 6).AddDays(7 * (n - 1))
		return periodValue(d, d.AddDays(1), GrainDay, "en.weekend"), true
	case kind == unitHalfDay:
		d := weekdayAfter(after.AddDays(-8), 6).AddDays(7 * (n + 1))
		return periodValue(d, d.AddDays(1), GrainDay, "en.weekend"), true
	case kind == unitDay && n > 0:
		return dayValue(v.from.AddDays(n-1), "en.nth-day"), true
	case kind == unitDay:
		return dayValue(v.to.AddDays(n+1), "en.nth-day"), true
	case kind == unitWeek:
		return nthWeek(v, n), true
	case kind == unitMonth && v.grain >= GrainQuarter:
		return f.nthMonths(v, n, 1, GrainMonth), true
	case kind == unitQuarter && v.grain >= GrainHalf:
		return f.nthMonths(v, n, 3, GrainQuarter), true
	}
	return value{}, false
}

func (f *ref) nthMonths(v value, n, size int, g Grain) value {
	first := v.from.AddMonths(size * (n - 1))
	if n < 0 {
		first = v.to.AddDays(1).AddMonths(size * n)
	}
	w := months(first.Year, int(first.Month), size, g, "en.nth-month")
	w.y, w.m = first.Year, int(first.Month)
	return w
}

// firstUnits reads the rest of "first two weeks of March", "last 3 days of the month".
func (p *en) firstUnits(n int, last bool, i int) (value, int) {
	u, j := p.unitAt(i)
	if j < 0 || u < unitDay || !p.is(j, "of", "in") {
		return value{}, none
	}
	v, e := p.anyPeriod(j + 1)
	if e < 0 {
		return value{}, none
	}
	switch {
	case u == unitDay && last:
		v.from = v.to.AddDays(1 - n)
	case u == unitDay:
		v.to = v.from.AddDays(n - 1)
	case u == unitWeek && last:
		w := nthWeek(v, -1)
		v.from, v.to = w.to.AddDays(1-7*n), w.to
	case u == unitWeek:
		w := nthWeek(v, 1)
		v.from, v.to = w.from, w.from.AddDays(7*n-1)
	case last:
		v.from = v.to.AddDays(1).AddMonths(-n * monthsIn(u))
	default:
		v.to = v.from.AddMonths(n * monthsIn(u)).AddDays(-1)
	}
	v.rule = "en.first-of"
	return v, e
}

func monthsIn(u unit) int {
	switch u {
	case unitQuarter:
		return 3
	case unitYear:
		return 12
	}
	return 1
}

// beside reads the day, weekday, week or month next to a date: the day after Thanksgiving, the Friday before Christmas, the week after 7 December.
func (p *en) beside(k int) (value, int) {
	w, j := p.weekdayName(k)
	if j < 0 {
		if j = k + 1; !p.is(k, "day", "night", "evening", "week", "weekend", "month", "eve") {
			return value{}, none
		}
	}
	sign := 1
	if p.is(k, "eve") && p.is(j, "of") || p.is(j, "before", "preceding", "prior") && !p.is(k, "eve") {
		sign = -1
	} else if !p.is(j, "after", "following") {
		return value{}, none
	}
	b, e := p.base(p.skipWord(p.skipWord(j+1, "to"), "the"))
	if e < 0 || b.kind != Day || b.dur || b.timeOnly || b.grain != GrainDay && !(p.is(k, "month") && b.grain == GrainMonth) {
		return value{}, none
	}
	switch {
	case w > 0 && sign > 0:
		return dayValue(weekdayAfter(b.to, w), "en.beside"), e
	case w > 0:
		return dayValue(weekdayAfter(b.from.AddDays(-8), w), "en.beside"), e
	case p.is(k, "day", "night", "evening") && sign > 0:
		return dayValue(b.to.AddDays(1), "en.beside"), e
	case p.is(k, "day", "night", "evening", "eve"):
		return dayValue(b.from.AddDays(-1), "en.beside"), e
	case p.is(k, "weekend"):
		sat := weekdayAfter(b.from.AddDays(-1-7*(1-sign)/2), 6)
		return periodValue(sat, sat.AddDays(1), GrainDay, "en.beside"), e
	case p.is(k, "week"):
		first := monday(b.from).AddDays(7 * sign)
		return periodValue(first, first.AddDays(6), GrainWeek, "en.beside"), e
	}
	first := ledger.NewDate(b.from.Year, b.from.Month, 1).AddMonths(sign)
	return months(first.Year, int(first.Month), 1, GrainMonth, "en.beside"), e
}
