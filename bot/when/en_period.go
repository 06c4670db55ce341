package when

import (
	"time"

	"github.com/followup-bot/followup/ledger"
)

// unitAt reads a unit of time; week-end and weekend are read by weekend.
func (p *en) unitAt(i int) (unit, int) {
	t := p.at(i)
	if t.class != cUnit || t.w == "h" && !t.glued {
		return 0, none
	}
	return unit(t.n), i + 1
}

// shiftedPeriod gives the calendar week, month, quarter or year n after the reference's.
func (f *ref) shiftedPeriod(u unit, n int) (value, bool) {
	switch u {
	case unitWeek:
		first := f.week(n)
		return periodValue(first, first.AddDays(6), GrainWeek, "en.week"), true
	case unitMonth:
		first := ledger.NewDate(f.today.Year, f.today.Month+time.Month(n), 1)
		v := months(first.Year, int(first.Month), 1, GrainMonth, "en.month")
		v.y, v.m = first.Year, int(first.Month)
		return v, true
	case unitQuarter:
		first := ledger.NewDate(f.today.Year, time.Month((int(f.today.Month)-1)/3*3+1+3*n), 1)
		v := months(first.Year, int(first.Month), 3, GrainQuarter, "en.quarter")
		v.y = first.Year
		return v, true
	case unitYear:
		v := months(f.today.Year+n, 1, 12, GrainYear, "en.year")
		v.y = f.today.Year + n
		return v, true
	}
	return value{}, false
}

// relativePeriod reads this week, next month, the coming quarter, the month after next, next weekend, the year.
func (p *en) relativePeriod(i int) (value, int) {
	shift, j := p.direction(i)
	if j < 0 {
		if p.is(i, "the") && (p.at(i+1).class == cUnit || p.is(i+1, "weekend", "workweek")) && (p.is(i-1, "of", "in") || p.afterNext(i+2) >= 0) {
			j = i + 1
		} else if p.at(i).class == cUnit && p.is(i-1, "of", "the") && p.is(i, "week", "month", "quarter", "year", "qtr", "day") && !p.is(i+1, "of") {
			j = i
		} else {
			return value{}, none
		}
	}
	if s := p.at(j); s.class == cSeason {
		return p.season(s.n, shift, j+1)
	}
	if p.is(j, "season") {
		v, _ := p.season(p.seasonNow(), 0, j+1)
		if shift > 0 {
			v = p.seasonOf((p.seasonNow()+1)%4, v.to.Year)
		}
		v.past = shift < 0
		return v, j + 1
	}
	if v, e := p.weekendAt(j, shift); e >= 0 {
		return v, e
	}
	if k := p.phrase(j, "half"); k >= 0 && shift >= 0 && !p.is(k, "an", "a") {
		first := ledger.NewDate(p.today.Year, time.Month((int(p.today.Month)-1)/6*6+1+6*shift), 1)
		return months(first.Year, int(first.Month), 6, GrainHalf, "en.half"), k
	}
	if u, e := p.unitAt(j); e >= 0 && u == unitYear {
		if _, k := p.year(e); k >= 0 { // the year 2030
			return value{}, none
		}
	}
	if p.is(j, "decade") {
		return months(p.today.Year/10*10+10*shift, 1, 120, GrainDecade, "en.decade"), j + 1
	}
	u, k := p.unitAt(j)
	work := false
	if p.is(j, "work", "working", "business") && p.is(j+1, "week", "weeks") || p.is(j, "workweek") {
		u, work = unitWeek, true
		k = j + 1
		if !p.is(j, "workweek") {
			k++
		}
	}
	if k < 0 && p.is(j, "calendar", "full", "whole", "entire") {
		u, k = p.unitAt(j + 1)
	}
	if k < 0 {
		return value{}, none
	}
	if e := p.afterNext(k); e >= 0 {
		shift, k = 2, e
	}
	v, ok := p.shiftedPeriod(u, shift)
	if !ok {
		return value{}, none
	}
	if work {
		v.to = v.from.AddDays(4)
	}
	v.past = shift < 0
	if e := p.skipSign(k, "-"); u >= unitMonth && p.is(e, "end") && !p.is(e+1, "of") { // this month end
		return p.periodEnd(v), e + 1
	}
	return v, k
}

// afterNext reads the tail of "the week after next".
func (p *en) afterNext(i int) int {
	return p.phrases(i, []string{"after", "next"}, []string{"after", "the", "next"})
}

// weekendAt reads the word weekend, shifted by weeks.
func (p *en) weekendAt(j, shift int) (value, int) {
	if p.is(j, "weekend", "weekends") {
		j++
	} else if p.is(j, "week") && p.sign(j+1, '-') && p.is(j+2, "end") {
		j += 3
	} else {
		return value{}, none
	}
	sat := p.ref.week(shift).AddDays(5)
	if e := p.afterNext(j); e >= 0 { // the weekend after next
		sat, j = p.ref.week(2).AddDays(5), e
	}
	v := periodValue(sat, sat.AddDays(1), GrainDay, "en.weekend")
	v.past = shift < 0
	return v, j
}

// Seasons begin on fixed days, as the public test sets of date recognizers have it.
var seasonStarts = [...]ledger.Date{{Month: time.March, Day: 20}, {Month: time.June, Day: 21}, {Month: time.September, Day: 23}, {Month: time.December, Day: 21}}

func (p *en) season(n, shift, j int) (value, int) {
	y := p.today.Year
	if t := p.at(j); t.class == cNumber {
		if yy, e := p.year(j); e >= 0 {
			return p.seasonOf(n, yy), e
		}
	}
	v := p.seasonOf(n, y-1)
	for v.to.Before(p.today) {
		y++
		v = p.seasonOf(n, y-1)
	}
	if shift > 0 && !v.from.After(p.today) {
		v = p.seasonOf(n, y)
	}
	v.past = shift < 0
	return v, j
}

// seasonNow gives the season of the reference.
func (f *ref) seasonNow() int {
	for n := 2; n >= 0; n-- {
		start := seasonStarts[n]
		start.Year = f.today.Year
		if !f.today.Before(start) && !(n == 2 && f.today.Month == time.December && f.today.Day >= 21) {
			return n
		}
	}
	return 3
}

func (p *en) seasonOf(n, y int) value {
	from, to := seasonStarts[n], seasonStarts[(n+1)%4]
	from.Year, to.Year = y, y
	if n == 3 {
		to.Year++
	}
	return periodValue(from, to, GrainQuarter, "en.season")
}

// fiscal reads Q3, Q3 2026, 2026Q4, 4th qtr 2018, third quarter of next year, H1, first half of 2027.
func (p *en) fiscal(i int) (value, int) {
	if y, j := p.year(i); j >= 0 {
		j = p.skipSign(j, "-")
		if n, size, k := p.quarterName(j); k >= 0 {
			return p.period(y, n, size, grainOf(size), "en.quarter"), k
		}
		return value{}, none
	}
	if v, j := p.relativeYear(i); j >= 0 { // this year's first half, next year Q2
		if n, size, k := p.quarterName(p.skipSign(j, ",")); k >= 0 {
			return p.period(v, n, size, grainOf(size), "en.quarter"), k
		}
		return value{}, none
	}
	if t := p.at(i); t.class == cNumber && t.figures == 2 && p.is(i+1, "q") && p.at(i+1).glued { // 18Q4
		if n, size, k := p.quarterName(i + 1); k >= 0 {
			return p.period(2000+t.n, n, size, grainOf(size), "en.quarter"), k
		}
	}
	n, size, j := p.quarterName(i)
	if j < 0 {
		return value{}, none
	}
	k := p.skipWord(p.skipSign(j, ",/-"), "of", "in", "for")
	if y, e := p.year(k); e >= 0 {
		return p.period(y, n, size, grainOf(size), "en.quarter"), e
	}
	if v, e := p.relativePeriod(k); e >= 0 && v.grain == GrainYear {
		y := v.from.Year
		if p.is(k, "the") || p.is(k, "year") {
			y = 0 // "the first quarter of the year": the next one
		}
		return p.period(y, n, size, grainOf(size), "en.quarter"), e
	}
	if k > j && p.is(k-1, "of", "in") && p.at(k).class != cNone {
		return value{}, none
	}
	return p.period(0, n, size, grainOf(size), "en.quarter"), j
}

// relativeYear reads this year, next year's.
func (p *en) relativeYear(i int) (y, j int) {
	shift, k := p.direction(i)
	if k < 0 || !p.is(k, "year", "years") {
		return 0, none
	}
	return p.today.Year + shift, k + 1
}

func grainOf(size int) Grain {
	if size == 6 {
		return GrainHalf
	}
	return GrainQuarter
}

// quarterName reads Q3, H2, third quarter, 4th qtr, first half; it gives the first month and how many there are.
func (p *en) quarterName(i int) (m, size, j int) {
	if p.is(i, "q", "h") && p.at(i+1).glued && p.at(i+1).class == cNumber && p.at(i+1).figures == 1 {
		n := p.at(i + 1).n
		if p.is(i, "q") && n >= 1 && n <= 4 {
			return 3*n - 2, 3, i + 2
		}
		if p.is(i, "h") && n >= 1 && n <= 2 && p.at(i).upper {
			return 6*n - 5, 6, i + 2
		}
		return 0, 0, none
	}
	n, j := p.ordinal(i)
	if j < 0 && p.is(i, "last", "final") {
		n, j = 4, i+1
	}
	if j < 0 {
		return 0, 0, none
	}
	j = p.skipWord(p.skipSign(j, "-"), "calendar")
	if u, k := p.unitAt(j); k >= 0 && u == unitQuarter && n >= 1 && n <= 4 && (p.at(i).class != cStart || p.is(k, "of")) {
		return 3*n - 2, 3, k
	}
	if p.is(j, "half") && n <= 2 && n >= 1 && (p.is(j+1, "of") || p.stopAt(j+1)) && !p.is(j+2, "week", "month", "day") {
		if _, _, isMonth := p.halfOfMonth(j + 1); isMonth {
			return 0, 0, none
		}
		return 6*n - 5, 6, j + 1
	}
	return 0, 0, none
}

// halfOfMonth reports whether "of" is followed by a month: the first half of May.
func (p *en) halfOfMonth(i int) (m, j int, ok bool) {
	k := p.skipWord(p.skipWord(i, "of"), "the")
	m, j = p.monthName(k)
	if j < 0 {
		if v, e := p.relativePeriod(k); e >= 0 && v.grain <= GrainMonth {
			return int(v.from.Month), e, true
		}
	}
	return m, j, j >= 0
}

// anyPeriod reads a period longer than a day that another expression counts in: next month, March 2027, 2018, Q3, the year.
func (p *en) anyPeriod(i int) (value, int) {
	if p.depth > maxDepth {
		return value{}, none
	}
	p.depth++
	defer func() { p.depth-- }()
	if v, j := p.relativePeriod(i); j >= 0 {
		return v, j
	}
	k := p.skipWord(i, "the")
	if p.is(k, "month") && p.is(k+1, "of") {
		k += 2
	}
	if v, j := p.weekOf(k); j >= 0 {
		return v, j
	}
	if v, j := p.monthDate(k); j >= 0 && v.grain == GrainMonth {
		return v, j
	}
	if v, j := p.fiscal(k); j >= 0 {
		return v, j
	}
	if v, j := p.nthOf(k); j >= 0 {
		return v, j
	}
	if y, j := p.year(p.skipWord(k, "year")); j >= 0 {
		v := months(y, 1, 12, GrainYear, "en.year")
		v.y = y
		return v, j
	}
	if u, j := p.unitAt(k); j >= 0 && p.at(i).w != "a" && !p.plural(k) && u >= unitDay && p.is(k, "week", "month", "quarter", "year", "day") {
		if u == unitDay {
			return dayValue(p.today, "en.day-word"), j
		}
		v, _ := p.shiftedPeriod(u, 0)
		return v, j
	}
	return value{}, none
}

// loneYear reads "in 2027", "by 2027" and a year that is the whole text.
func (p *en) loneYear(i int) (value, int) {
	y, j := p.year(i)
	if j < 0 || p.at(i).class != cNumber || p.at(i).glued && p.at(i-1).sign != 0 && p.at(i-1).sign != '(' {
		return value{}, none
	}
	if !p.is(i-1, "in", "by", "during", "of", "before", "until", "till", "end", "through", "for", "year") && !p.lone(i, j) || p.at(j).class == cUnit || p.at(j).sign == '%' || p.at(j).glued && p.at(j).class == cNone && p.at(j).sign == 0 {
		return value{}, none
	}
	v := months(y, 1, 12, GrainYear, "en.year")
	v.y = y
	return v, j
}

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
