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
	shift, j := p.whichPeriod(i)
	if j < 0 {
		return value{}, none
	}
	if v, e := p.namedPeriod(j, shift); e >= 0 {
		return v, e
	}
	if t := p.at(j); t.class == cUnit && p.pluralUnit(j) && int(t.end-t.start) == len(t.w) {
		return value{}, none // in the coming weeks
	}
	u, k := p.unitAt(j)
	if _, e := p.year(k); k >= 0 && u == unitYear && e >= 0 { // the year 2030
		return value{}, none
	}
	work := false
	if p.is(j, "work", "working", "business") && p.is(j+1, "week", "weeks") || p.is(j, "workweek") {
		u, work = unitWeek, true
		k = p.skipWord(j+1, "week", "weeks")
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

// whichPeriod reads the word that says which period is meant; "the month" stands for the present one only after of and in.
func (p *en) whichPeriod(i int) (shift, j int) {
	if shift, j = p.direction(i); j >= 0 {
		return shift, j
	}
	if p.is(i, "the") && (p.at(i+1).class == cUnit || p.is(i+1, "weekend", "workweek")) && (p.is(i-1, "of", "in") || p.afterNext(i+2) >= 0) {
		return 0, i + 1
	}
	if p.is(i, "the") && p.is(i+1, "decade") && p.is(i-1, "of") {
		return 0, i + 1
	}
	if p.at(i).class == cUnit && p.is(i-1, "of", "the") && p.is(i, "week", "month", "quarter", "year", "qtr", "day") && !p.is(i+1, "of") {
		return 0, i
	}
	return 0, none
}

// namedPeriod reads the periods that are no plain unit: seasons, weekends, halves, decades.
func (p *en) namedPeriod(j, shift int) (value, int) {
	switch {
	case p.at(j).class == cSeason:
		return p.season(p.at(j).n, shift, j+1)
	case p.is(j, "season"):
		v, _ := p.season(p.seasonNow(), 0, j+1)
		if shift > 0 {
			v = p.seasonOf((p.seasonNow()+1)%4, v.to.Year)
		}
		v.past = shift < 0
		return v, j + 1
	case p.is(j, "half") && shift >= 0 && !p.is(j+1, "an", "a"):
		first := ledger.NewDate(p.today.Year, time.Month((int(p.today.Month)-1)/6*6+1+6*shift), 1)
		return months(first.Year, int(first.Month), 6, GrainHalf, "en.half"), j + 1
	case p.is(j, "decade"):
		return months(p.today.Year/10*10+10*shift, 1, 120, GrainDecade, "en.decade"), j + 1
	}
	return p.weekendAt(j, shift)
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
	if !p.is(i-1, "in", "by", "within", "during", "of", "before", "until", "till", "end", "through", "for", "year") && !p.lone(i, j) || p.at(j).class == cUnit || p.at(j).sign == '%' || p.at(j).glued && p.at(j).class == cNone && p.at(j).sign == 0 {
		return value{}, none
	}
	v := months(y, 1, 12, GrainYear, "en.year")
	v.y = y
	return v, j
}
