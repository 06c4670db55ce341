package when

import "strconv"

// dayInSet reads the day of a recurrent month: 15th, first Friday, last working day, end.
func (p *en) dayInSet(k int, r rrule) (rrule, int) {
	n, e := p.ordinal(k)
	switch {
	case e < 0 && p.is(k, "last", "final"):
		n, e = -1, k+1
	case e < 0 && p.is(k, "day") && p.at(k+1).class == cNumber:
		r.monthDays = []int{p.at(k + 1).n}
		return r, k + 2
	case e < 0:
		return r, none
	case p.is(e, "last") || p.is(e, "to") && p.is(e+1, "last"):
		n = -n
		e = p.skipWord(p.skipWord(e, "to"), "last")
	}
	kind, w, end := p.counted(e)
	switch {
	case end < 0:
		return p.ordinalList(r, n, e)
	case w > 0 && n >= -5 && n <= 5:
		r.days = strconv.Itoa(n) + weekdayCodes[w]
		return p.moreWeekdays(r, end)
	case kind == unitWorkday && n >= -23 && n <= 23:
		r.days, r.setPos = workweek, n
		return r, end
	case kind == unitDay && w == 0 && n >= -31 && n <= 31:
		r.monthDays = []int{n}
		return r, end
	}
	return r, none
}

// ordinalList reads what follows a first ordinal: the 1st and 15th, the 1st and 3rd Monday.
func (p *en) ordinalList(r rrule, n, e int) (rrule, int) {
	if n < 1 || n > 31 {
		return r, none
	}
	days := []int{n}
	for range 7 {
		k := p.skipWord(p.skipSign(e, ",&"), "and")
		m, stop := p.ordinal(p.skipWord(k, "the"))
		if k == e || stop < 0 || m < 1 || m > 31 {
			break
		}
		days, e = append(days, m), stop
		if _, w, last := p.counted(e); last >= 0 && w > 0 {
			for _, n := range days {
				if n > 5 {
					return r, none
				}
				r.days += "," + strconv.Itoa(n) + weekdayCodes[w]
			}
			r.days = r.days[1:]
			return r, last
		}
	}
	r.monthDays = days
	return r, e
}

// moreWeekdays reads the rest of "the first Monday and third Friday".
func (p *en) moreWeekdays(r rrule, end int) (rrule, int) {
	for range 7 {
		k := p.skipWord(end, "and")
		m, stop := p.ordinal(p.skipWord(k, "the"))
		if k == end || stop < 0 || m > 5 {
			break
		}
		_, w, next := p.counted(stop)
		if next < 0 || w == 0 {
			break
		}
		r.days += "," + strconv.Itoa(m) + weekdayCodes[w]
		end = next
	}
	return r, end
}

// nthEvery reads what is counted in every month, quarter or year: first Monday of every month, the 15th of each month, the end of every quarter.
func (p *en) nthEvery(i int) (value, int) {
	k := p.skipWord(p.skipWord(i, "on", "by", "at", "in"), "the")
	if v, e := p.nthSet(k, true); e >= 0 {
		return v, e
	}
	if !p.is(k, "end", "start", "beginning", "close", "middle") || !p.is(k+1, "of") || !p.is(k+2, "every", "each") {
		return value{}, none
	}
	u, e := p.unitAt(k + 3)
	if e < 0 {
		return value{}, none
	}
	day := -1
	if p.is(k, "start", "beginning") {
		day = 1
	} else if p.is(k, "middle") {
		day = 15
	}
	return p.edgeSet(u, day, e)
}

func (p *en) edgeSet(u unit, day, e int) (value, int) {
	r := every("MONTHLY", 1)
	switch u {
	case unitDay:
		return p.timed(setValue(every("DAILY", 1), "en.every-day"), e)
	case unitWeek:
		r = every("WEEKLY", 1)
		r.days = map[int]string{-1: "FR", 1: "MO", 15: "WE"}[day]
	case unitMonth:
		r.monthDays = []int{day}
	case unitQuarter:
		r = every("YEARLY", 1)
		r.months, r.monthDays = map[int][]int{-1: {3, 6, 9, 12}, 1: {1, 4, 7, 10}, 15: {2, 5, 8, 11}}[day], []int{day}
	case unitYear:
		r = every("YEARLY", 1)
		r.months, r.monthDays = map[int][]int{-1: {12}, 1: {1}, 15: {6}}[day], []int{map[int]int{-1: 31, 1: 1, 15: 30}[day]}
	default:
		return value{}, none
	}
	return p.timed(setValue(r, everyRule(u)), e)
}

// nthSet reads an ordinal and what it counts with "of every month" after it; without said it may also stand alone after every (every first Monday).
func (p *en) nthSet(k int, said bool) (value, int) {
	set, e := p.dayInSet(k, every("MONTHLY", 1))
	if e < 0 {
		return value{}, none
	}
	if !p.is(e, "of", "in") {
		if len(set.monthDays) > 0 && p.at(k).class == cOrdinal && !p.is(e, "at", "by") && p.at(e-1).class == cOrdinal {
			return value{}, none // each second
		}
		bare := set.days != "" && set.setPos == 0 && p.is(k, "second", "third", "fourth") // every second Tuesday is every other
		unit := len(set.monthDays) > 0 && p.at(e-1).class == cUnit                        // every third day
		if said || bare || unit {
			return value{}, none
		}
		return p.timed(setValue(set, "en.every-month"), e)
	}
	j := e + 1
	if !p.is(j, "every", "each") && (said || !p.is(j, "the", "a")) {
		return value{}, none
	}
	j++
	if p.is(j, "other", "second") {
		set.interval = 2
		j++
	}
	if p.at(j).class == cMonth {
		set.freq, set.months = "YEARLY", []int{p.at(j).n}
		return p.timed(setValue(set, "en.every-year"), j+1)
	}
	u, end := p.unitAt(j)
	if end < 0 {
		return value{}, none
	}
	return p.setInUnit(set, u, end)
}

// setInUnit fits what was counted (first Monday, last day) into every month, quarter, year or week.
func (p *en) setInUnit(set rrule, u unit, end int) (value, int) {
	lastDay := len(set.monthDays) == 1 && set.monthDays[0] == -1
	switch {
	case u == unitMonth:
	case (u == unitQuarter || u == unitYear) && lastDay:
		return p.edgeSet(u, -1, end)
	case u == unitQuarter:
		set.months = []int{1, 4, 7, 10}
		if set.setPos < 0 || set.days != "" && set.days[0] == '-' {
			set.months = []int{3, 6, 9, 12}
		}
	case u == unitYear:
		set.freq = "YEARLY"
	case u == unitWeek && (set.setPos != 0 || len(set.monthDays) == 1):
		day := "MO"
		if set.setPos < 0 || len(set.monthDays) == 1 && set.monthDays[0] < 0 {
			day = "FR"
		}
		set = rrule{freq: "WEEKLY", interval: 1, days: day, at: noTime}
	default:
		return value{}, none
	}
	return p.timed(setValue(set, "en.every-month"), end)
}

// everyMonthName reads every January, every March 15th, every March and September.
func (p *en) everyMonthName(j, n int) (value, int) {
	r := every("YEARLY", n)
	for {
		m, e := p.monthName(j)
		if e < 0 {
			return value{}, none
		}
		r.months = append(r.months, m)
		if d, end := p.dayNumber(p.skipWord(e, "the")); end >= 0 && !p.dayIsElse(e, end) {
			r.monthDays = append(r.monthDays, d)
			e = end
		}
		k := p.skipWord(p.skipSign(e, ","), "and")
		if k == e || p.at(k).class != cMonth {
			return p.timed(setValue(r, "en.every-year"), e)
		}
		j = k
	}
}

// everyDayOfMonth reads every 15th, every 15 March.
func (p *en) everyDayOfMonth(j, n int) (value, int) {
	d, e := p.monthDate(j)
	if e < 0 {
		d, e = p.figures(j)
	}
	if e >= 0 && d.m != 0 && d.d != 0 {
		r := every("YEARLY", n)
		r.months, r.monthDays = []int{d.m}, []int{d.d}
		return p.timed(setValue(r, "en.every-year"), e)
	}
	return value{}, none
}
