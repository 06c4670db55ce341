package when

import "github.com/followup-bot/followup/ledger"

// monthName reads a month by name. Words that are also verbs or names (may, march, mar, sun) need a capital, a number or a preposition beside them.
func (p *en) monthName(i int) (m, j int) {
	t := p.at(i)
	if t.class != cMonth {
		return 0, none
	}
	j = i + 1
	if p.sign(j, '.') && p.at(j).glued {
		k := p.at(j + 1)
		if len(t.w) <= 4 && (k.class == cNumber || k.sign == ',' || k.class == cOrdinal || k.w != "" && !k.upper) || k.class == cNumber && (k.glued || p.stopAt(j+2)) {
			j++
		}
	}
	if (t.w == "may" || t.w == "march" || t.w == "mar" || len(t.w) <= 4 && !t.upper) && !p.monthHere(i, j) {
		return 0, none
	}
	return t.n, j
}

func (p *en) monthHere(i, j int) bool {
	if _, k := p.dayNumber(j); k >= 0 {
		return true
	}
	verb := p.is(i, "may", "march", "mar")
	if _, k := p.ordinal(j + 1); p.is(j, "the") && k >= 0 {
		return true
	}
	if _, k := p.relativeYear(j); k >= 0 && (p.at(i).upper || !verb) {
		return true
	}
	if k := p.at(j); p.is(j, "the", "of", "through") || k.class == cNumber || k.sign == '/' || k.sign == '-' {
		return p.at(i).upper || !verb && k.sign != 0 && p.at(j).glued || k.class == cNumber || k.sign == '/' && p.at(j+1).class == cNumber || p.at(i).w == "march" || p.is(i-1, "of")
	}
	if p.at(i).w == "may" && !p.at(i).upper && p.is(i-1, "this", "and", "to", "from", "on", "that", "after", "end") {
		return false // this may mean
	}
	prep := p.is(i-1, "in", "of", "by", "until", "till", "this", "next", "last", "mid", "early", "late", "before", "during", "since", "from", "to", "through", "between", "and", "end", "every", "each", "on", "coming", "following", "after")
	if prep || p.sign(i-1, '-') && p.at(i).glued {
		return true
	}
	if d, k := p.dayNumber(i - 1); k == i && d > 0 || p.is(i-1, "st", "nd", "rd", "th") {
		return true
	}
	return p.lone(i, j) || p.at(i).upper && p.at(i).w != "may" && i > 0
}

// monthDate reads dates with the month in letters: March 3rd, 3 March, the 3rd of March, 4-Jan-2019, Oct/2, each with or without a year, and the month alone.
func (p *en) monthDate(i int) (value, int) {
	if m, j := p.monthName(i); j >= 0 {
		return p.monthFirst(i, j, m)
	}
	if y, j := p.year(i); j >= 0 && (p.sign(j, '/') || p.sign(j, '-')) {
		return p.yearDayMonth(y, j+1)
	}
	return p.dayFirst(i)
}

// monthFirst reads what follows a month's name: a day, a year.
func (p *en) monthFirst(i, j, m int) (value, int) {
	k := p.skipSign(j, ",/-")
	if k > j && p.sign(j, '-') && !p.at(k).glued {
		k = j
	}
	k = p.skipWord(k, "the", "on")
	if t := p.at(k + 1); p.sign(j, ',') && p.at(k).class == cNumber && t.class == cNone && t.sign == 0 && k+1 < len(p.t) && p.at(k).figures <= 2 {
		return p.period(0, m, 1, GrainMonth, "en.month"), j // November, 3 occurrences
	}
	if d, e := p.dayNumber(k); e >= 0 && !p.dayIsElse(k, e) {
		return p.dayMonthYear(e, m, d)
	}
	if t := p.at(k); p.sign(j, '-') && p.sign(k+1, '-') && t.class == cNumber && t.figures == 4 {
		if d, end := p.dayNumber(k + 2); end >= 0 {
			return p.day(t.n, m, d, end) // September-2020-23
		}
	}
	if y, e := p.year(p.skipWord(k, "of", "in")); e >= 0 {
		v := months(y, m, 1, GrainMonth, "en.month")
		v.y, v.m = y, m
		return v, e
	}
	if y, e := p.relativeYear(p.skipWord(k, "of", "in")); e >= 0 { // March next year
		v := months(y, m, 1, GrainMonth, "en.month")
		v.y, v.m = y, m
		return v, e
	}
	if p.is(i-1, "of") && p.is(i-2, "st", "nd", "rd", "th") {
		return value{}, none // the 31st of June
	}
	if d := p.at(i - 1); d.class == cNumber && d.figures <= 2 && !p.is(i-2, "in", "for") && d.n <= 31 {
		return value{}, none // 30 February is no day, and not February either
	}
	return p.period(0, m, 1, GrainMonth, "en.month"), j
}

// dayIsElse reports whether the number from k to e belongs to something else: May 5pm, June 10:30, July 2026.
func (p *en) dayIsElse(k, e int) bool {
	return p.at(k).class == cNumber && e == k+1 && (p.at(e).glued && (p.is(e, "pm", "am", "p", "a", "h") || p.sign(e, ':') || p.sign(e, '%')) || p.at(e).class == cUnit && p.at(k).glued)
}

// dayMonthYear ends a date whose month and day are known with a year where one follows.
func (p *en) dayMonthYear(j, m, d int) (value, int) {
	k := p.skipSign(j, ",/-.")
	k = p.skipWord(k, "of", "in")
	if _, e := p.weekdayInside(k); e >= 0 { // July 18, Friday 2026
		if y, e2 := p.year(p.skipSign(e, ",")); e2 >= 0 {
			return p.day(y, m, d, e2)
		}
		return p.day(0, m, d, e)
	}
	if y, e := p.year(k); e >= 0 {
		return p.day(y, m, d, e)
	}
	if y, e := p.relativeYear(k); e >= 0 {
		return p.day(y, m, d, e)
	}
	if t := p.at(k); k > j && t.glued && t.class == cNumber && t.figures == 2 && (p.sign(j, '/') || p.sign(j, '-')) && p.sign(j-2, p.at(j).sign) {
		return p.day(shortYear(t.n), m, d, k+1)
	}
	return p.day(0, m, d, j)
}

// shortYear gives the year of two figures: 00 to 69 are of this century.
func shortYear(n int) int {
	if n >= 70 {
		return 1900 + n
	}
	return 2000 + n
}

// weekdayInside reads a weekday that only confirms a date: Jul 18, Fri; May/22(Tue).
func (p *en) weekdayInside(i int) (w, j int) {
	k := p.skipSign(i, "(")
	t := p.at(k)
	if t.class != cWeekday || p.plural(k) {
		return 0, none
	}
	j = k + 1
	if k > i {
		if !p.sign(j, ')') {
			return 0, none
		}
		j++
	} else if p.is(j, "the") || p.at(j).class == cNumber && p.at(j).figures <= 2 && p.at(j+1).class == cMonth {
		return 0, none
	} else if p.sign(j, '.') && len(t.w) == 3 && j+1 < len(p.t) {
		j++
	}
	if p.is(i-1, "on", "by", "next", "this") {
		return 0, none
	}
	return t.n, j
}

// day makes a date; year 0 is the next such day.
func (p *en) day(y, m, d, j int) (value, int) {
	if y != 0 && !valid(y, m, d) || !valid(2024, m, d) {
		return value{}, none
	}
	x := ledger.NewDate(y, monthOf(m), d)
	if y == 0 {
		var ok bool
		if x, ok = nextDay(p.today, m, d); !ok {
			return value{}, none
		}
	}
	v := dayValue(x, "en.month-day")
	v.y, v.m, v.d = y, m, d
	return v, j
}

// dayFirst reads 3 March 2026, the 3rd of March, 15 of February, 20th of next month, 04-Jan-2019.
func (p *en) dayFirst(i int) (value, int) {
	d, j := p.dayNumber(i)
	if j < 0 || (p.at(i-1).sign == ':' || p.at(i-1).sign == '.') && p.at(i).glued && p.at(i-2).class == cNumber {
		return value{}, none
	}
	k := p.phrase(j, "day", "of")
	if k < 0 {
		k = p.skipWord(p.skipSign(j, "/-,."), "of")
		if p.sign(j, ',') && p.at(i).class == cNumber && !p.glance(i) {
			k = j
		}
	} else {
		j = k
	}
	k = p.skipWord(k, "the")
	if m, e := p.monthName(k); e >= 0 {
		if p.at(i).class == cCount && p.at(i).n < 20 && k == i+1 {
			return value{}, none // "two may": a count before a verb
		}
		return p.dayMonthYear(e, m, d)
	}
	if k == j && !p.is(j-1, "of") || p.sign(j, ',') || p.sign(j, '-') || p.sign(j, '/') || p.sign(j, '.') {
		return value{}, none
	}
	if v, e := p.relativePeriod(k); e >= 0 && v.grain == GrainMonth {
		return p.dayInMonth(v, d, e)
	}
	return value{}, none
}

// glance reports whether the number at i is written as an ordinal or stands first.
func (p *en) glance(i int) bool {
	return p.is(i+1, "st", "nd", "rd", "th")
}

func (p *en) dayInMonth(month value, d, j int) (value, int) {
	x := month.from.AddDays(d - 1)
	if x.Month != month.from.Month {
		return value{}, none
	}
	v := dayValue(x, "en.day-of-month")
	v.y, v.m, v.d = x.Year, int(x.Month), d
	return v, j
}

// yearDayMonth reads the rest of 2020/23/Sep and 2020-Sep-23.
func (p *en) yearDayMonth(y, j int) (value, int) {
	if d, k := p.dayNumber(j); k >= 0 && (p.sign(k, '/') || p.sign(k, '-')) {
		if m, e := p.monthName(k + 1); e >= 0 {
			return p.day(y, m, d, e)
		}
	}
	if m, k := p.monthName(j); k >= 0 {
		if d, e := p.dayNumber(p.skipSign(k, "/-")); e >= 0 {
			return p.day(y, m, d, e)
		}
	}
	return value{}, none
}

// loneDay reads a day without its month: the 18th, on the first, 15 at 8:00.
func (p *en) loneDay(i int, the bool) (value, int) {
	d, j := p.ordinal(i)
	on := p.is(i-1, "on") || the && p.is(i-2, "on", "by", "until", "till", "before", "from", "to", "and", "through", "due")
	switch {
	case j >= 0 && p.at(i).class == cNumber && (the || on || p.lone(i, j) || p.stopAt(j) || p.is(i-1, "by", "till", "until", "from", "to", "through", "between", "and") || p.sign(i-1, '-')):
	case j >= 0 && the && (on || p.lone(i-1, j)) && (p.at(i).class == cOrdinal || p.at(i).class == cCount) && (p.at(j).sign != 0 || p.at(j).class == cNone && j >= len(p.t)):
	case p.at(i).class == cNumber && p.at(i).figures <= 2 && (p.is(i-1, "on") && (p.is(i+1, "at") || p.stopAt(i+1) || p.sign(i+1, ')') || p.sign(i+1, '"') || p.sign(i+1, ',')) || the && p.is(i-2, "on") && p.stopAt(i+1)):
		d, j = p.at(i).n, i+1
	default:
		return value{}, none
	}
	if the && !on && p.at(j).class == cNone && p.at(j).sign == 0 && j < len(p.t) { // the 3rd party
		return value{}, none
	}
	if d < 1 || d > 31 || p.is(j, "of") || p.at(j).class == cUnit || p.at(j).class == cWeekday || p.sign(j, '-') && p.at(j).glued && p.at(j+1).class == cNone {
		return value{}, none
	}
	x, ok := nextMonthDay(p.today, d)
	if !ok {
		return value{}, none
	}
	v := dayValue(x, "en.day")
	v.d = d
	return v, j
}
