package when

import "github.com/followup-bot/followup/ledger"

// amount reads a length of time: 3 days, two and a half hours, a fortnight, 5 business days, a day and 5 hours, 2-4 weeks. next allows a missing count.
func (p *en) amount(i int, next bool) (length, int) {
	l := length{smallest: unitYear}
	end := none
	for parts := 0; parts < 4; parts++ {
		j := i
		if end >= 0 {
			j = p.skipWord(p.skipSign(end, ","), "and")
		}
		n := l
		j = p.amountPart(&n, j, next && parts == 0)
		if j < 0 || end >= 0 && n.smallest >= l.smallest {
			return l, end
		}
		l, end = n, j
	}
	return l, end
}

func (p *en) amountPart(l *length, i int, implied bool) int {
	n, half, j := p.count(i)
	if j < 0 {
		if !implied || p.at(i).class != cUnit && !p.is(i, "fortnight") {
			return none
		}
		n, j = 1, i
	}
	if p.sign(j, '-') || p.is(j, "to", "or") { // 2-4 weeks: at most four
		if m, h, k := p.count(j + 1); k >= 0 && m > n && (p.at(k).class == cUnit || p.is(k, "business", "working", "work", "calendar", "workdays", "weekdays")) {
			n, half, j = m, h, k
		}
	}
	j = p.skipWord(p.skipSign(j, "-"), "more", "full", "whole", "calendar")
	if n > 400 || n == 0 && !half {
		return none
	}
	switch {
	case p.is(j, "business", "working", "work") && (p.is(j+1, "day", "days")):
		l.add(n, unitWorkday, half)
		return j + 2
	case p.is(j, "workdays", "workday", "weekdays", "weekday"):
		l.add(n, unitWorkday, half)
		return j + 1
	case p.is(j, "fortnight", "fortnights"):
		l.add(2*n, unitWeek, half)
		return j + 1
	case p.is(j, "decade", "decades"):
		l.add(10*n, unitYear, half)
		return j + 1
	case p.is(j, "weekend", "weekends"):
		return none
	}
	u, k := p.unitAt(j)
	if k < 0 {
		return none
	}
	l.add(n, u, half)
	if p.sign(k, '\'') { // two weeks' time
		k++
	}
	if e := p.phrase(k, "and", "a", "half"); e >= 0 {
		l.add(0, u, true)
		k = e
	}
	return k
}

// length reads a length that counts from the reference or from a day that is named: in two weeks, within 3 business days, 4 months from tomorrow,
// the next 3 weeks, two days after Easter, for 3 days from Monday.
func (p *en) length(i int) (value, int) {
	j, lead := p.lead(i)
	k := p.skipWord(j, "the")
	next := p.is(k, "next", "coming", "upcoming", "following")
	past := p.is(k, "last", "past", "previous")
	if next || past {
		k++
	} else if !p.is(j, "the") {
		k = j
	}
	l, e := p.amount(k, next && (p.is(k+1, "and") || p.at(k).class == cUnit && unit(p.at(k).n) <= unitHour || p.is(k, "fortnight")))
	switch {
	case e < 0:
		return p.trailing(j, lead)
	case past && p.is(e, "of", "in"): // the last two weeks of the year
		return value{}, none
	case next || past:
		return p.nextUnits(l, e, past, lead)
	case k > j && lead == "": // the 3 days
		return value{}, none
	}
	e = p.skipWord(e, "time", "period")
	if v, end := p.anchoredLength(l, e, i); end >= 0 {
		if lead == "for" && v.grain == GrainDay && l.minutes == 0 && p.is(end-1, "today", "now") { // for 3 days from today: today is the first
			v.to = v.to.AddDays(-1)
			v.from = v.to
		}
		v.deadline = v.deadline || lead == "within"
		return v, end
	}
	v := p.from(l, 1, "en.duration")
	if l.workdays > 0 {
		v.rule = "en.workdays"
	}
	if p.is(e, "of") {
		if w, end := p.lengthFrom(l, e+1, 1); end >= 0 { // within 5 days of November 30
			w.deadline = true
			return w, end
		}
		v.anchor = p.event(e + 1)
	}
	switch lead {
	case "in", "after":
		v.from = v.to
	case "within", "inside", "over", "during", "than":
		v.deadline = true
	default:
		v.bare = true
	}
	return v, e
}

// lead reads the preposition before a length: in, within, for, no more than.
func (p *en) lead(i int) (j int, word string) {
	if p.is(i, "no") && p.is(i+1, "more", "later") && p.is(i+2, "than") {
		return i + 3, "within"
	}
	if p.is(i, "in") && p.is(i+1, "under") || p.is(i, "in") && p.is(i+1, "less") && p.is(i+2, "than") {
		return p.skipWord(i+2, "than"), "within"
	}
	if p.is(i, "in", "within", "for", "after", "over", "during", "inside", "than") {
		return p.skipWord(i+1, "of"), p.at(i).w
	}
	return i, ""
}

// nextUnits ends "the next 3 weeks" (from tomorrow on) and "the last 3 weeks".
func (p *en) nextUnits(l length, e int, past bool, lead string) (value, int) {
	if past {
		v := p.from(l, -1, "en.ago")
		v.past, v.from, v.to = true, v.to, p.today
		if v.grain == GrainDay {
			v.to = p.today.AddDays(-1)
		} else {
			v.at = p.minute
		}
		return v, e
	}
	if l.smallest == unitQuarter && lead == "" {
		v, _ := p.shiftedPeriod(unitQuarter, 1)
		v.to = v.from.AddMonths(l.months).AddDays(-1)
		return v, e
	}
	v := p.from(l, 1, "en.next-units")
	if l.months%12 == 0 && l.months > 0 && l.days == 0 && lead == "" { // the next 3 years are whole ones
		v = months(p.today.Year+1, 1, l.months, GrainYear, "en.next-units")
		return v, e
	}
	if v.grain == GrainDay {
		v.from = p.today.AddDays(1)
	}
	v.deadline = lead == "within" || lead == "within+"
	return v, e
}

// trailing reads "3 next weeks", "2 upcoming months", "within the hour".
func (p *en) trailing(j int, lead string) (value, int) {
	n, half, k := p.count(j)
	if k >= 0 && !half && p.is(k, "next", "upcoming", "coming", "following") && n < 500 {
		if u, e := p.unitAt(k + 1); e >= 0 && (n == 1 || p.pluralUnit(k+1)) {
			l := length{smallest: unitYear}
			l.add(n, u, false)
			return p.nextUnits(l, e, false, lead+"+")
		}
	}
	if lead == "within" {
		if v, e := p.relativePeriod(j); e >= 0 {
			v.deadline = true
			return v, e
		}
		if p.is(j, "the") && p.is(j+1, "hour") {
			return p.from(length{minutes: 60}, 1, "en.duration"), j + 2
		}
	}
	return value{}, none
}

// pluralUnit reports whether the unit at k stands in the plural.
func (p *en) pluralUnit(k int) bool { w := p.at(k).w; return len(w) > 0 && w[len(w)-1] == 's' }

// anchoredLength reads what a length counts from, after it: from now, hence, later, ago, from Monday, after Easter, starting next week.
func (p *en) anchoredLength(l length, e, i int) (value, int) {
	forward := func(end int) (value, int) {
		v := p.from(l, 1, "en.duration")
		v.from = v.to
		return v, end
	}
	switch {
	case p.is(e, "hence", "later"):
		return forward(e + 1)
	case p.phrase(e, "in", "the", "future") >= 0:
		return forward(e + 3)
	case p.is(e, "ago", "earlier", "old"):
		v := p.from(l, -1, "en.ago")
		v.past, v.from = true, v.to
		return v, p.skipWord(e+1, "today")
	case p.is(e, "from") && p.is(p.skipWord(e+1, "right"), "now", "today"), p.is(e, "from") && p.is(e+2, "now"):
		for !p.is(e, "now", "today") {
			e++
		}
		return forward(e + 1)
	case p.is(e, "today", "tomorrow") && l.days%7 == 0 && l.days > 0: // a week today
		return p.lengthFrom(l, e, 1)
	case p.is(e, "on") && l.days%7 == 0 && l.days > 0 && p.at(e+1).class == cWeekday && !p.plural(e+1) && !p.is(i, "in", "within"):
		return p.lengthFrom(l, e+1, 1)
	case p.is(e, "from", "after", "since", "following"):
		return p.lengthFrom(l, e+1, 1)
	case p.is(e, "before", "prior"):
		return p.lengthFrom(l, p.skipWord(e+1, "to"), -1)
	case p.is(e, "starting", "beginning", "start", "begin", "commencing"):
		v, end := p.lengthFrom(l, p.skipWord(e+1, "from", "on", "at"), 1)
		if end >= 0 && v.grain == GrainDay && l.minutes == 0 {
			v.to = v.to.AddDays(-1)
		}
		return v, end
	}
	return value{}, none
}

// lengthFrom adds a length to the day that is read at i.
func (p *en) lengthFrom(l length, i, sign int) (value, int) {
	k := p.skipWord(p.skipWord(i, "on"), "the")
	b, e := p.base(k)
	if e < 0 || b.kind != Day || b.dur || b.grain > GrainDay && sign > 0 && !b.past && b.grain > GrainYear {
		if v, end := p.anchorWord(l, i, sign); end >= 0 {
			return v, end
		}
		return value{}, none
	}
	if h, end := p.timeAfter(e); end >= 0 {
		b, e = b.withTime(h), end
	}
	g := p.ref
	g.today = b.from
	if sign > 0 && b.grain > GrainDay {
		g.today = b.to
	}
	if b.at != noTime {
		g.minute = b.at
	}
	v := g.from(l, sign, "en.duration")
	if sign > 0 {
		v.from = b.from
	} else {
		v.from = v.to
	}
	v.dur = false
	if b.at != noTime && v.at == noTime {
		v.at, v.grain = b.at, GrainTime
	}
	return v, e
}

// anchorWord reads events that stand for the reference: after the meeting, of receipt, from the date of this notice.
func (p *en) anchorWord(l length, i, sign int) (value, int) {
	if sign < 0 || !p.is(i-1, "from", "after", "following") {
		return value{}, none
	}
	v := p.from(l, 1, "en.duration")
	v.from, v.anchor = p.today, p.event(i)
	return v, i - 1
}

// event names what a length counts from: of receipt, after the meeting, from the date of this notice.
func (p *en) event(i int) string {
	switch i = p.skipWord(i, "the", "a", "this"); {
	case p.is(i, "receipt"):
		return "receipt"
	case p.is(i, "meeting"):
		return "meeting"
	case p.is(i, "notice"):
		return "issue"
	}
	return "event"
}

// weekdaysFromNow reads "3 Fridays from now".
func (p *en) weekdaysFromNow(i int) (value, int) {
	n, half, j := p.count(i)
	if j < 0 || half || n < 1 || n > 200 {
		return value{}, none
	}
	w, k := p.weekdayName(j)
	if k < 0 || p.phrase(k, "from", "now") < 0 && !p.is(k, "hence") {
		return value{}, none
	}
	d := weekdayAfter(p.today, w).AddDays(7 * (n - 1))
	return dayValue(d, "en.weekdays-from-now"), p.skipWord(p.skipWord(k, "from", "hence"), "now")
}

// forLength lengthens a day that something begins on: Monday for 3 days.
func (p *en) forLength(v value, j int) (value, int) {
	if !p.is(j, "for") {
		return v, j
	}
	l, e := p.amount(j+1, false)
	if e < 0 {
		return v, j
	}
	if l.minutes > 0 {
		if v.at == noTime {
			return v, j
		}
		g := p.ref
		g.today, g.minute = v.to, v.at
		w := g.from(l, 1, v.rule)
		w.from, w.dur = v.to, false
		return w, e
	}
	to := v.from.AddMonths(l.months).AddDays(l.days - 1)
	if l.workdays > 0 {
		to = ledger.AddWorkdays(p.cal, v.from.AddDays(-1), l.workdays)
	}
	v.to, v.rule = to, "en.range"
	return v, e
}
