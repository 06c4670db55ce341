package when

import "github.com/followup-bot/followup/ledger"

// ranged reads a single date or a range: from Sept 14 to Sept 25, between 3 and 12 of September, July 13-15, today till tomorrow.
func (p *en) ranged(i int) (value, int) {
	j, between := i, p.is(i, "between")
	if between || p.is(i, "from") {
		j++
	}
	if v, e := p.dayPair(j, between); e >= 0 {
		return p.afterRange(v, e)
	}
	a, k := p.single(j)
	if k < 0 {
		if j > i {
			return value{}, none
		}
		return a, k
	}
	if a.kind != Day || a.bare {
		return a, k
	}
	e := p.connector(k, between, a)
	if e < 0 {
		return p.opened(a, i, j, k)
	}
	b, end := p.rangeEnd(a, e)
	if end < 0 || b.kind != Day || b.bare || b.dur && b.deadline {
		return p.opened(a, i, j, k)
	}
	v, ok := p.join(a, b, "en.range")
	if !ok {
		return p.opened(a, i, j, k)
	}
	if i > 0 && p.moveVerb(i-1) && p.is(i, "from") {
		v.was, v.from, v.rule, v.deadline = a.to, b.to, "en.moved", true
	}
	return v, end
}

// opened gives a lone end of a range: after "since" and "after" it opens a span that has no end.
func (p *en) opened(a value, i, j, k int) (value, int) {
	if j > i && p.is(i, "between") {
		return value{}, none
	}
	if p.phrase(k, "at", "the", "earliest") >= 0 || p.is(i-1, "than") && p.is(i-2, "later") && !p.is(i-3, "no", "not") {
		a.after = true
	}
	if p.is(i-1, "after", "since") || p.is(i-1, "the") && p.is(i-2, "after", "since") || p.is(k, "onwards", "onward") {
		a.after = true
	}
	if j > i { // "from October": the caller's span begins after the preposition
		return value{}, none
	}
	return a, k
}

func (p *en) connector(j int, between bool, a value) int {
	j = p.skipSign(j, ",")
	switch {
	case p.is(j, "to", "till", "until", "til", "through", "thru"), between && p.is(j, "and"):
		return p.skipWord(j+1, "on")
	case p.sign(j, '/') && a.at != noTime && a.y != 0 && p.at(j+1).glued && p.at(j+1).figures == 4:
		return j + 1
	case p.sign(j, '-') && (a.grain <= GrainDay || a.grain >= GrainWeek):
		for p.sign(j, '-') {
			j++
		}
		return j
	}
	return none
}

func (p *en) rangeEnd(a value, e int) (value, int) {
	if b, end := p.single(e); end >= 0 && b.kind == Day && !b.timeOnly {
		return b, end
	}
	k := p.skipWord(e, "the")
	if a.d != 0 && a.at == noTime {
		if d, end := p.dayNumber(k); end >= 0 && d >= 1 && p.at(end).class != cUnit {
			b := dayValue(a.to, "en.day")
			b.d = d
			if y, stop := p.year(p.skipSign(end, ",")); stop >= 0 && a.m != 0 {
				v, s := p.day(y, a.m, d, stop)
				return v, s
			}
			return b, end
		}
	}
	if a.at != noTime {
		if c, end := p.clock(k, true); end >= 0 {
			b := dayValue(a.to, "en.time").withTime(c)
			b.timeOnly = true
			return b, end
		}
	}
	if y, end := p.year(k); end >= 0 && a.grain == GrainYear {
		v := months(y, 1, 12, GrainYear, "en.year")
		v.y = y
		return v, end
	}
	if b, end := p.single(e); end >= 0 {
		return b, end
	}
	return value{}, none
}

// dayPair reads two days of one month: 13 to 15 July, the 13th to the 15th of July, between 9th and 17th of April, 02 to April 07.
func (p *en) dayPair(i int, between bool) (value, int) {
	a, j := p.dayNumber(p.skipWord(i, "the"))
	if j < 0 || p.at(j).class == cMonth || p.at(j).class == cUnit {
		return value{}, none
	}
	if !p.sign(j, '-') && !p.is(j, "to", "through", "thru", "until", "till") && !(between && p.is(j, "and")) {
		return value{}, none
	}
	k := p.skipWord(j+1, "the")
	var v value
	e := none
	if p.at(k).class == cMonth {
		v, e = p.monthDate(k)
	} else if b, end := p.dayNumber(k); end >= 0 && b > a && p.at(end).class != cUnit {
		v, e = p.dayFirst(k)
	}
	if e < 0 {
		v, e = p.pairInMonth(k)
	}
	if e < 0 || v.d == 0 || v.m == 0 {
		return value{}, none
	}
	return p.daysOf(v, a, e)
}

// pairInMonth reads the end of "4 to 22 this month", "4-23 in next month".
func (p *en) pairInMonth(k int) (value, int) {
	d, j := p.dayNumber(k)
	if j < 0 {
		return value{}, none
	}
	v, e := p.relativePeriod(p.skipWord(j, "of", "in"))
	if e < 0 || v.grain != GrainMonth {
		return value{}, none
	}
	return p.dayInMonth(v, d, e)
}

// daysOf makes the range from day a of v's month to v.
func (p *en) daysOf(v value, a, e int) (value, int) {
	from := ledger.Date{Year: v.to.Year, Month: v.to.Month, Day: a}
	if !valid(from.Year, int(from.Month), a) {
		return value{}, none
	}
	if from.After(v.to) {
		from = from.AddMonths(-1)
	}
	v.from, v.rule = from, "en.range"
	return v, e
}

// monthDays reads days after their month: November 19-20, Feb between 2-7 2018, April 9th through seventeenth.
func (p *en) monthDays(i int) (value, int) {
	m, j := p.monthName(i)
	if j < 0 {
		return value{}, none
	}
	if k := p.skipWord(j, "between", "from"); k > j {
		j = k
	} else {
		j = p.skipSign(j, ",")
	}
	a, k := p.dayNumber(p.skipWord(j, "the"))
	if k < 0 || !p.sign(k, '-') && !p.is(k, "to", "and", "through", "thru", "until", "till") || p.is(k, "and") && !p.is(j-1, "between") && !p.is(k+2, "st", "nd", "rd", "th") && !p.stopAt(k+2) {
		return value{}, none
	}
	e := k + 1
	b, end := p.dayNumber(p.skipWord(e, "the"))
	if end < 0 || b <= a || p.at(end).class == cUnit || p.at(end).class == cMonth || p.sign(end, ':') || p.is(end, "am", "pm") {
		return value{}, none
	}
	v, stop := p.dayMonthYear(end, m, b)
	if stop < 0 {
		return value{}, none
	}
	return p.daysOf(v, a, stop)
}

func (p *en) afterRange(v value, e int) (value, int) {
	if h, k := p.timeAfter(e); k >= 0 {
		return v.withTime(h), k
	}
	return v, e
}

// moveVerb reports whether the word at i moves a date: moved, extended, postponed, pushed back.
func (p *en) moveVerb(i int) bool {
	for k := i; k > i-3; k-- {
		if p.is(k, "moved", "rescheduled", "postponed", "pushed", "extended", "delayed", "deferred", "slipped", "shifted", "bumped", "changed", "brought", "revised") {
			return true
		}
		if !p.is(k, "back", "forward", "out", "deadline") {
			return false
		}
	}
	return false
}

// moved reads "originally due Nov 30, now moved to Dec 15" and "extended by two weeks".
func (p *en) moved(a value, i, j int) (value, int) {
	if a.kind != Day || a.rule == "en.moved" {
		return value{}, none
	}
	for k := j; k < j+12 && k < len(p.t) && !p.stopAt(k); k++ {
		if w, end := p.nowInstead(a, i, k); end >= 0 {
			return w, end
		}
		if !p.moveVerb(k) || p.is(k, "back", "forward", "out", "deadline") {
			continue
		}
		e := p.skipWord(p.skipWord(k+1, "back", "forward", "out"), "until", "to", "till")
		if p.is(e-1, "until", "to", "till") {
			b, end := p.ranged(e)
			if end < 0 || b.kind != Day || b.bare {
				return value{}, none
			}
			b.was, b.deadline, b.rule = a.to, true, "en.moved"
			return b, end
		}
		l, end := p.amount(p.skipWord(e, "by"), false)
		if end < 0 {
			continue
		}
		g := p.ref
		g.today = a.to
		b := g.from(l, 1, "en.moved")
		b.was, b.deadline, b.dur, b.from = a.to, true, false, b.to
		return b, end
	}
	return value{}, none
}

// nowInstead reads the new date of "originally due December 4, now December 18" from the word now at k.
func (p *en) nowInstead(a value, i, k int) (value, int) {
	if !p.is(k, "now") || !p.sign(k-1, ',') && !p.sign(k-1, '(') {
		return value{}, none
	}
	said := false
	for n := i - 1; n >= 0 && n > i-5; n-- {
		said = said || p.is(n, "originally", "previously", "initially", "was")
	}
	e := p.skipWord(p.skipWord(k+1, "due"), "by", "on")
	b, end := p.ranged(e)
	if !said || end < 0 || b.kind != Day || b.bare || b.timeOnly {
		return value{}, none
	}
	b.was, b.deadline, b.rule = a.to, true, "en.moved"
	return b, end
}
