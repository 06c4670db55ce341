package when

import (
	"strings"

	"github.com/followup-bot/followup/ledger"
)

// plural reports whether a weekday or part of the day is said of all of them: Mondays, mornings.
func (p *en) plural(i int) bool {
	w := p.at(i).w
	return strings.HasSuffix(w, "days") || strings.HasSuffix(w, "ings") || w == "nights" || w == "weekends"
}

// possessive reports whether a weekday has something: before Monday's demo. With a word that sets a bound before it, it is that day.
func (p *en) possessive(i int) bool {
	t := p.at(i)
	return t.class == cWeekday && int(t.end-t.start) > len(t.w)
}

// weekdayName reads a weekday. The short forms that are words (sat, sun, wed, mon) need a capital, a point or a word of time before them.
func (p *en) weekdayName(i int) (w, j int) {
	t := p.at(i)
	if t.class != cWeekday {
		return 0, none
	}
	j = i + 1
	if (t.w == "sun" || t.w == "sat" || t.w == "wed" || t.w == "mon") && !t.upper && !p.sign(j, '.') &&
		!p.is(i-1, "on", "by", "this", "next", "last", "every", "each", "until", "till", "before", "from", "to", "and", "coming", "following", "through", "thru") && !p.sign(i-1, '-') && !p.lone(i, j) && p.at(j).class != cNumber && p.at(j).class != cMonth && p.at(j).class != cPart {
		return 0, none
	}
	if p.sign(j, '.') && p.at(j).glued && len(t.w) <= 5 && len(t.w) >= 3 && (j+1 < len(p.t) || p.lone(i, j+1)) && !strings.HasSuffix(t.w, "day") {
		j++
	}
	return t.n, j
}

// weekday reads Friday, this/next/coming Friday, Friday next week, Friday the 13th, Friday, 3 March, Monday two weeks from now.
func (p *en) weekday(i int) (value, int) {
	shift, said, k := 0, false, i
	if s, j := p.direction(i); j >= 0 {
		shift, said, k = s, true, j
	}
	w, j := p.weekdayName(k)
	if j < 0 || p.plural(k) && !(p.possessive(k) && p.boundBefore(i)) {
		return value{}, none
	}
	if v, e := p.weekdayThen(w, said, j); e >= 0 {
		return v, e
	}
	var d ledger.Date
	switch {
	case !said || p.is(i, "coming", "upcoming") || p.is(k-1, "coming", "upcoming"):
		d = weekdayAfter(p.today, w)
	default:
		d = p.week(shift).AddDays(w - 1)
		if shift == 0 && d.Before(p.today) {
			d = d.AddDays(7)
		}
	}
	v := dayValue(d, "en.weekday")
	v.weekday = !said
	v.past = shift < 0
	return v, j
}

// weekdayThen reads what fixes a weekday: a week, a date, a length from now.
func (p *en) weekdayThen(w int, said bool, j int) (value, int) {
	k := p.skipWord(p.skipSign(j, ","), "of", "in")
	if p.at(k).class == cPart && !said { // Monday evening of next week
		if e := p.skipWord(k+1, "of"); e > k+1 {
			k = e
		}
	}
	if v, e := p.relativePeriod(k); e >= 0 && v.grain == GrainWeek {
		return dayValue(v.from.AddDays(w-1), "en.weekday"), e
	}
	if e := p.afterNext(j); e >= 0 { // Friday after next
		return dayValue(weekdayAfter(p.today, w).AddDays(7), "en.weekday"), e
	}
	if p.is(j, "fortnight") && !said {
		return dayValue(weekdayAfter(p.today, w).AddDays(14), "en.weekday"), j + 1
	}
	if p.is(j, "week") && !said && !p.is(j+1, "of") { // Friday week
		return dayValue(weekdayAfter(p.today, w).AddDays(7), "en.weekday"), j + 1
	}
	if v, e := p.length(p.skipWord(k, "in")); e >= 0 && v.grain == GrainDay && !v.bare && !v.past && !p.is(k, "for") && (v.dur && p.fixedLength(e) || v.rule == "en.duration" && !v.dur) {
		return dayValue(p.inSundayWeek(v.to, w), "en.weekday"), e
	}
	k = p.skipWord(p.skipSign(j, ",("), "the", "on")
	if v, e := p.monthDate(k); e >= 0 && v.d != 0 {
		return v, p.skipSign(e, ")")
	}
	if v, e := p.figures(k); e >= 0 && v.d != 0 {
		return v, p.skipSign(e, ")")
	}
	if v, e := p.pointed(k); e >= 0 {
		return v, e
	}
	return p.weekdayNumber(w, k, j)
}

// inSundayWeek gives the weekday in the week of d, a week that begins on Sunday (the week after where that is over), as people with English count from a day (Monday two weeks from now).
func (f *ref) inSundayWeek(d ledger.Date, w int) ledger.Date {
	d = d.AddDays(w%7 - int(d.Weekday()))
	if d.Before(f.today) {
		d = d.AddDays(7)
	}
	return d
}

// pointed reads M.D beside a weekday: Friday 7.6.
func (p *en) pointed(k int) (value, int) {
	m, d := p.at(k), p.at(k+2)
	if m.class != cNumber || d.class != cNumber || m.figures > 2 || d.figures > 2 || !p.sign(k+1, '.') || !p.at(k+1).glued || !d.glued || p.sign(k+3, ':') {
		return value{}, none
	}
	if _, ok, _ := p.meridiem(k + 3); ok || m.n > 12 {
		return value{}, none
	}
	return p.day(0, m.n, d.n, k+3)
}

// fixedLength reports whether a length before e was bound to an instant: from now, hence, later.
func (p *en) fixedLength(e int) bool {
	return p.is(e-1, "now", "today", "hence", "later", "tomorrow")
}

// weekdayNumber reads Friday 13th, Sunday 31: the next month in which that day has that number.
func (p *en) weekdayNumber(w, k, j int) (value, int) {
	t := p.at(k)
	d, e := p.ordinal(k)
	if e < 0 && t.class == cNumber && t.figures <= 2 && !p.sign(j, ',') && p.numberEnds(k+1) {
		d, e = t.n, k+1
	}
	if e < 0 || t.class == cOrdinal && k == j || d < 1 || d > 31 || p.at(e).class == cUnit || p.at(e).class == cMonth {
		return value{}, none
	}
	for m := 0; m < 60; m++ {
		first := ledger.NewDate(p.today.Year, p.today.Month+monthOf(m), 1)
		x := first.AddDays(d - 1)
		if x.Month == first.Month && !x.Before(p.today) && int(x.Weekday()+6)%7+1 == w {
			return dayValue(x, "en.weekday-number"), e
		}
	}
	return value{}, none
}

// numberEnds reports whether nothing at i makes the number before it a time or a count.
func (p *en) numberEnds(i int) bool {
	t := p.at(i)
	return i >= len(p.t) || t.sign == '.' && !(p.at(i+1).glued && p.at(i+1).class == cNumber) || t.sign == '!' || t.sign == '?' || t.sign == ',' || t.sign == ';' || t.sign == ')'
}

// direction reads this, next, last, coming and the like; also "the following", "this coming".
func (p *en) direction(i int) (shift, j int) {
	i = p.skipWord(i, "the")
	if p.at(i).role&directs == 0 {
		return 0, none
	}
	switch {
	case p.is(i, "this", "current", "present", "my") && p.is(i+1, "coming", "upcoming"):
		return 1, i + 2
	case p.is(i, "this", "current", "present", "my", "these"):
		if p.is(i+1, "past", "last") {
			return -1, i + 2
		}
		return 0, p.skipWord(i+1, "current")
	case p.is(i, "next", "nxt", "coming", "upcoming", "following"):
		return 1, i + 1
	case p.is(i, "last", "past", "previous", "prior"):
		return -1, i + 1
	}
	return 0, none
}
