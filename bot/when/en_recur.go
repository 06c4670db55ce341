package when

// recurrence reads every Monday, each weekday at 9:30, weekly on Fridays, the last day of each month, Mondays and Thursdays, twice a month.
func (p *en) recurrence(i int) (value, int) {
	if p.is(i, "every", "each") {
		return p.everyUnit(i + 1)
	}
	if p.is(i, "everyday") && (p.lone(i, i+1) || p.at(i+1).class != cNone) {
		return p.timed(setValue(every("DAILY", 1), "en.every-day"), i+1)
	}
	if v, j := p.adverb(i); j >= 0 {
		return v, j
	}
	if v, j := p.nthEvery(i); j >= 0 {
		return v, j
	}
	if v, j := p.pluralDays(i); j >= 0 {
		return v, j
	}
	if v, j := p.perUnit(i); j >= 0 {
		return v, j
	}
	return p.timeThenSet(i)
}

// timeThenSet reads a time that stands before its recurrence: 9am on Sundays, at 9 every day.
func (p *en) timeThenSet(i int) (value, int) {
	k := p.skipWord(i, "at", "by", "around")
	h, j := p.clock(k, k > i)
	if j < 0 {
		return value{}, none
	}
	e := p.skipWord(p.skipSign(j, ","), "on")
	var v value
	end := none
	switch {
	case p.is(e, "every", "each"):
		v, end = p.everyUnit(e + 1)
	case p.is(e, "everyday"):
		v, end = setValue(every("DAILY", 1), "en.every-day"), e+1
	default:
		if v, end = p.adverb(e); end < 0 {
			v, end = p.pluralDays(e)
		}
	}
	if end < 0 {
		return value{}, none
	}
	v.set.at = h.at
	return v, end
}

// everyUnit reads what follows every and each.
func (p *en) everyUnit(i int) (value, int) {
	n, j := 1, i
	if p.is(i, "other", "alternate", "second", "2nd") || p.at(i).class == cNumber && p.at(i).n == 2 && p.is(i+1, "nd") {
		if v, e := p.nthSet(i, false); e >= 0 && !p.is(i, "other", "alternate") {
			return v, e
		}
		n, j = 2, i+1
		if p.is(j, "nd") {
			j++
		}
	} else if v, e := p.nthSet(i, false); e >= 0 {
		return v, e
	} else if k, e := p.ordinal(i); e >= 0 && (p.at(e).class == cUnit || p.at(e).class == cWeekday) && k <= 12 {
		n, j = k, e // every third day
	} else if k, half, e := p.count(i); e >= 0 && !half && !p.is(i, "a", "an") {
		if p.at(e).class == cMonth || p.sign(e, '/') && p.at(e).glued {
			return p.everyDayOfMonth(i, 1)
		}
		n, j = k, e
	}
	if n < 1 || n > 1000 {
		return value{}, none
	}
	if p.is(j, "single") {
		j++
	}
	return p.everyN(j, n)
}

func (p *en) everyN(j, n int) (value, int) {
	if _, e := p.weekdayName(j); e >= 0 {
		return p.weekdayList(j, n)
	}
	switch {
	case p.is(j, "weekday", "weekdays", "workday", "workdays") || p.is(j, "business", "working", "work") && p.is(j+1, "day", "days"):
		k := j + 1
		if p.is(k, "day", "days") {
			k++
		}
		r := every("WEEKLY", 1)
		r.days = workweek
		return p.timed(setValue(r, "en.every-workday"), k)
	case p.is(j, "weekend", "weekends"):
		r := every("WEEKLY", n)
		r.days = "SA,SU"
		return p.timed(setValue(r, "en.every-weekend"), j+1)
	case p.is(j, "fortnight", "fortnights"):
		return p.onDays(every("WEEKLY", 2*n), "en.every-week", j+1)
	case p.is(j, "half") && p.is(j+1, "year"):
		return p.timed(setValue(every("MONTHLY", 6*n), "en.every-half-year"), j+2)
	case p.at(j).class == cPart || p.is(j, "day") && p.at(j+1).class == cPart:
		return p.timed(setValue(every("DAILY", n), "en.every-day"), j)
	case p.at(j).class == cMonth:
		return p.everyMonthName(j, n)
	}
	u, k := p.unitAt(j)
	if k < 0 {
		return p.everyDayOfMonth(j, n)
	}
	if u == unitMonth && p.is(k, "end") {
		r := every("MONTHLY", n)
		r.monthDays = []int{-1}
		return p.timed(setValue(r, "en.every-month"), k+1)
	}
	if e := p.skipSign(k, "-"); u >= unitWeek && p.is(e, "end") && n == 1 {
		return p.edgeSet(u, -1, e+1)
	}
	return p.onDays(unitRule(u, n), everyRule(u), k)
}

func everyRule(u unit) string {
	return "en.every-" + [...]string{"minute", "hour", "half-day", "day", "workday", "week", "ten-days", "month", "quarter", "year"}[u]
}

func unitRule(u unit, n int) rrule {
	switch u {
	case unitMinute:
		return every("MINUTELY", n)
	case unitHour:
		return every("HOURLY", n)
	case unitWeek:
		return every("WEEKLY", n)
	case unitMonth:
		return every("MONTHLY", n)
	case unitQuarter:
		return every("MONTHLY", 3*n)
	case unitYear:
		return every("YEARLY", n)
	}
	return every("DAILY", n)
}

// timed reads the time of day of a recurrence.
func (p *en) timed(v value, j int) (value, int) {
	k := p.skipSign(j, ",")
	if h, e := p.timeAfter(k); e >= 0 {
		if h.clock {
			v.set.at = h.at
		}
		v.deadline = v.deadline || p.is(k, "by", "before")
		return v, e
	}
	return v, j
}

// weekdayList reads Monday, Wednesday and Friday; Mon/Wed/Fri; Monday through Friday.
func (p *en) weekdayList(j, n int) (value, int) {
	r := every("WEEKLY", n)
	w, e := p.weekdayName(j)
	r.addDay(w)
	for range 7 {
		k := p.skipWord(p.skipSign(e, ",/&"), "and", "or")
		span := p.is(e, "to", "through", "thru") || p.sign(e, '-')
		if span {
			k = e + 1
		}
		k = p.skipWord(k, "every", "each", "on")
		next, stop := p.weekdayName(k)
		if stop < 0 || k == e {
			break
		}
		if span {
			r.addDays(w, next)
		} else {
			r.addDay(next)
		}
		w, e = next, stop
	}
	if p.is(e, "of") && (p.is(e+1, "every", "each") && p.is(e+2, "week") || p.is(e+1, "the") && p.is(e+2, "week")) {
		e += 3
	}
	return p.timed(setValue(r, "en.every-week"), e)
}

// onDays reads the day inside a recurrent week, month or year: on Monday, on the 15th, on the first Friday, on March 1.
func (p *en) onDays(r rrule, rule string, j int) (value, int) {
	v := setValue(r, rule)
	k := p.skipSign(j, ",")
	k = p.skipWord(k, "on", "every", "each", "by", "in", "at")
	if k == j && p.at(k).class != cWeekday {
		if w, e := p.pastNoun(r, rule, j); e >= 0 {
			return w, e
		}
		w, e := p.timed(v, j)
		if _, end := p.weekdayName(e + 1); e > j && r.freq == "WEEKLY" && p.is(e, "on") && end >= 0 { // weekly at 3pm on Monday
			list, stop := p.weekdayList(e+1, r.interval)
			list.set.at, list.rule = w.set.at, rule
			return list, stop
		}
		return w, e
	}
	k = p.skipWord(k, "the")
	if _, e := p.weekdayName(k); e >= 0 && r.freq == "WEEKLY" {
		w, end := p.weekdayList(k, r.interval)
		w.rule = rule
		return w, end
	}
	if r.freq == "MONTHLY" {
		if set, e := p.dayInSet(k, r); e >= 0 {
			v.set = set
			return p.timed(v, e)
		}
	}
	if r.freq == "YEARLY" {
		if d, e := p.monthDate(k); e >= 0 && d.m != 0 {
			v.set.months = []int{d.m}
			if d.d != 0 {
				v.set.monthDays = []int{d.d}
			}
			return p.timed(v, e)
		}
	}
	return p.timed(v, j)
}

// pastNoun reads the day after what recurs: biweekly sync on Thursdays, monthly report by the 5th, daily standup at 9:15.
func (p *en) pastNoun(r rrule, rule string, j int) (value, int) {
	for k := j; k < j+4 && p.at(k).sign == 0 && k < len(p.t); k++ {
		if k == j && p.is(k, "on", "by", "at", "every", "each") { // onDays has tried it
			return value{}, none
		}
		if !p.is(k, "on", "by", "at", "every", "each") {
			if p.at(k).class != cNone && p.at(k).class != cPlain {
				return value{}, none
			}
			continue
		}
		v, e := p.onDays(r, rule, k)
		if e >= 0 && v.set.String() != r.String() && !(p.is(k, "by") && v.set.days != "") {
			return v, e
		}
		return value{}, none
	}
	return value{}, none
}

var enAdverbs = map[string]rrule{
	"daily": every("DAILY", 1), "nightly": every("DAILY", 1), "hourly": every("HOURLY", 1), "weekly": every("WEEKLY", 1), "fortnightly": every("WEEKLY", 2), "biweekly": every("WEEKLY", 2),
	"triweekly": every("WEEKLY", 3), "monthly": every("MONTHLY", 1), "bimonthly": every("MONTHLY", 2), "quarterly": every("MONTHLY", 3), "semiannually": every("MONTHLY", 6), "biannually": every("MONTHLY", 6),
	"yearly": every("YEARLY", 1), "annually": every("YEARLY", 1), "annual": every("YEARLY", 1),
	"semimonthly": {freq: "MONTHLY", interval: 1, monthDays: []int{15, -1}, at: noTime},
}

// adverb reads daily, weekly on Mondays, bi-weekly on Thursdays, quarterly, monthly on the 15th.
func (p *en) adverb(i int) (value, int) {
	w, j := p.at(i).w, i+1
	if p.is(i, "bi", "semi") && p.at(p.skipSign(i+1, "-")).w != "" {
		j = p.skipSign(i+1, "-")
		w, j = p.at(i).w+p.at(j).w, j+1
	}
	r, ok := enAdverbs[w]
	if !ok || w == "annual" && p.at(i).w == w {
		return value{}, none
	}
	if w == "hourly" && !p.stopAt(j) {
		return value{}, none // an hourly rate
	}
	if p.is(j, "basis") {
		j++
	}
	r.monthDays = append([]int(nil), r.monthDays...)
	return p.onDays(r, "en."+w, j)
}

// pluralDays reads Mondays, on Tuesdays and Thursdays at 10, weekdays, on weekends, mornings.
func (p *en) pluralDays(i int) (value, int) {
	j := p.skipWord(i, "on")
	switch {
	case p.is(j, "weekdays", "workdays") && !p.is(j+1, "from", "later", "before", "after") && !p.sign(j-1, '-') && p.at(j-1).class != cNumber && p.at(j-1).class != cCount:
		r := every("WEEKLY", 1)
		r.days = workweek
		return p.timed(setValue(r, "en.weekdays"), j+1)
	case p.is(j, "weekends") && p.at(j-1).class != cNumber && p.at(j-1).class != cCount:
		r := every("WEEKLY", 1)
		r.days = "SA,SU"
		return p.timed(setValue(r, "en.weekends"), j+1)
	}
	if v, e := p.weekdaysEveryWeek(j); e >= 0 {
		return v, e
	}
	if p.at(j).class != cWeekday || !p.plural(j) || len(p.at(j).w) < 7 || p.is(j+1, "from", "hence") || p.at(j-1).class == cNumber || p.at(j-1).class == cCount {
		return value{}, none
	}
	if p.sign(j-1, '\'') {
		return value{}, none
	}
	src := p.src[p.at(j).start:p.at(j).end]
	if len(src) > len(p.at(j).w) { // Monday's
		return value{}, none
	}
	return p.weekdayList(j, 1)
}

// weekdaysEveryWeek reads Monday and Wednesday every week.
func (p *en) weekdaysEveryWeek(j int) (value, int) {
	if p.at(j).class != cWeekday {
		return value{}, none
	}
	v, e := p.weekdayList(j, 1)
	if e < 0 || e > j+8 {
		return value{}, none
	}
	if p.is(e, "every", "each") && p.is(e+1, "week") {
		return p.timed(v, e+2)
	}
	if p.is(e, "weekly") {
		return p.timed(v, e+1)
	}
	return value{}, none
}

// perUnit reads once a month, twice a week, one a day, three times per year.
func (p *en) perUnit(i int) (value, int) {
	j := i
	switch {
	case p.is(i, "once", "twice"):
		j++
	default:
		_, half, k := p.count(i)
		if k < 0 || half || p.is(i, "a", "an") {
			return value{}, none
		}
		j = p.skipWord(k, "times", "time")
	}
	k := p.skipWord(j, "every", "each", "per", "a", "an")
	u, e := p.unitAt(k)
	if k == j || e < 0 || p.plural(k) || p.is(j, "an") && u != unitHour {
		return value{}, none
	}
	if !p.is(i, "once", "twice") && j == i+1 && p.at(i).class == cNumber && !p.is(j, "per") {
		return value{}, none
	}
	if p.is(i, "twice") && u == unitYear {
		return p.timed(setValue(every("MONTHLY", 6), "en.per-unit"), e)
	}
	return p.onDays(unitRule(u, 1), "en.per-unit", e)
}
