package when

import "github.com/followup-bot/followup/ledger"

// edge reads the ends and middles of periods: end of next week, beginning of 2027, mid-October, early next month, later this week, the rest of the month.
func (p *en) edge(i int) (value, int) {
	if p.at(i).role&edges == 0 {
		return value{}, none
	}
	switch {
	case p.is(i, "end", "ends", "close", "ending"):
		return p.endOf(i)
	case p.is(i, "beginning", "start", "begin", "early"):
		return p.startOf(i)
	case p.is(i, "middle", "mid", "midweek"):
		return p.middleOf(i)
	case p.is(i, "late", "later"):
		return p.lateIn(i)
	case p.is(i, "rest", "remainder", "remaining", "balance"):
		return p.restOf(i)
	}
	return value{}, none
}

// target reads the period after an edge word: of the month, next week, Q3, October.
func (p *en) target(j int) (value, int) {
	k := p.skipWord(p.skipSign(j, "-"), "of", "in", "part")
	k = p.skipWord(k, "of")
	if v, e := p.relativePeriod(k); e >= 0 {
		return v, e
	}
	k = p.skipWord(k, "the")
	if v, e := p.anyPeriod(k); e >= 0 {
		return v, e
	}
	return value{}, none
}

func (p *en) endOf(i int) (value, int) {
	if p.is(i, "close") && !p.is(i+1, "of") {
		return value{}, none
	}
	if p.sign(i+1, '-') && p.is(i+2, "of") && p.sign(i+3, '-') {
		return p.dashedEnd(i + 4)
	}
	if p.is(i, "close") && p.is(i+2, "business", "play", "day") || p.is(i, "end") && p.is(i+1, "of") && p.is(i+2, "business", "play", "work") {
		return p.endOfDay(p.skipWord(i+3, "day"))
	}
	j := p.skipWord(i+1, "of")
	if p.is(j, "the") && p.is(j+1, "day") && p.sign(j+2, ',') && p.is(i-1, "the") && p.is(i-2, "at") {
		return value{}, none // at the end of the day, it counts
	}
	if k := p.skipWord(p.skipWord(j, "the"), "business"); p.is(k, "day") {
		return p.endOfDay(k + 1)
	} else if p.is(k, "today", "tomorrow") {
		v, e := p.dayWord(k)
		v.rule, v.grain, v.at = "en.end-of-day", GrainTime, 23*60+59
		return v, e
	}
	if v, e := p.target(i + 1); e >= 0 {
		return p.periodEnd(v), e
	}
	k := p.skipWord(j, "the")
	if v, e := p.weekday(k); e >= 0 && k > i+1 {
		v.at, v.rule = 23*60+59, "en.end-of"
		return v, e
	}
	return value{}, none
}

// dashedEnd reads the rest of end-of-month, end-of-day.
func (p *en) dashedEnd(i int) (value, int) {
	if p.is(i, "day") {
		return p.endOfDay(i + 1)
	}
	if v, e := p.target(i); e >= 0 {
		return p.periodEnd(v), e
	}
	if u, e := p.unitAt(i); e >= 0 {
		if v, ok := p.shiftedPeriod(u, 0); ok {
			return p.periodEnd(v), e
		}
	}
	return value{}, none
}

// periodEnd gives the last day of a period; a week ends for work on Friday, unless that is over.
func (p *en) periodEnd(v value) value {
	if v.grain == GrainWeek && v.to.Weekday() == 0 {
		if fri := v.to.AddDays(-2); !fri.Before(p.today) {
			v.to = fri
		}
	}
	v.from, v.rule = v.to, "en.end-of"
	return v
}

// unitEnd reads month end, year-end, quarter end.
func (p *en) unitEnd(i int) (value, int) {
	if !p.is(i, "month", "months", "year", "years", "quarter", "quarters") {
		return value{}, none
	}
	j := p.skipSign(i+1, "-")
	if !p.is(j, "end") || p.is(j+1, "of") {
		return value{}, none
	}
	v, ok := p.shiftedPeriod(unit(p.at(i).n), 0)
	if !ok {
		return value{}, none
	}
	return p.periodEnd(v), j + 1
}

// endOfDay reads the day of "end of day", "close of business", "EOD": today unless a day follows.
func (p *en) endOfDay(j int) (value, int) {
	k := p.skipWord(p.skipSign(j, ",-"), "on", "of", "by")
	if v, e := p.base(p.skipWord(k, "the")); e >= 0 && v.grain == GrainDay && v.kind == Day && !v.dur {
		v.grain, v.rule, v.at = GrainTime, "en.end-of-day", 23*60+59
		return v, e
	}
	if v, e := p.nextDayEnd(k); e >= 0 {
		return v, e
	}
	v := dayValue(p.today, "en.end-of-day")
	v.at, v.grain = 23*60+59, GrainTime
	return v, j
}

// nextDayEnd reads "next day", "the next business day" after an end-of-day word.
func (p *en) nextDayEnd(k int) (value, int) {
	v, e := p.dayWord(p.skipWord(k, "the"))
	if e < 0 {
		return value{}, none
	}
	v.at, v.rule = 23*60+59, "en.end-of-day"
	return v, e
}

// abbreviation reads EOD, COB, EOW, EOM, EOQ, EOY.
func (p *en) abbreviation(i int) (value, int) {
	u := unitDay
	switch p.at(i).w {
	case "eod", "cob", "cop", "eob", "eop":
		return p.endOfDay(i + 1)
	case "eow":
		u = unitWeek
	case "eom":
		u = unitMonth
	case "eoq":
		u = unitQuarter
	case "eoy":
		u = unitYear
	default:
		return value{}, none
	}
	v, _ := p.shiftedPeriod(u, 0)
	j := i + 1
	if w, e := p.anyPeriod(p.skipWord(j, "of")); e >= 0 && w.grain >= GrainWeek {
		v, j = w, e
	}
	return p.periodEnd(v), j
}

func (p *en) startOf(i int) (value, int) {
	if p.is(i, "start", "begin") && !p.is(i+1, "of") {
		return value{}, none
	}
	j := i + 1
	if p.is(j, "in") && p.is(i, "early") {
		j++
	}
	v, e := p.target(j)
	if e < 0 {
		if w, end := p.base(j); p.is(i, "early") && end >= 0 && w.kind == Day && (w.grain == GrainDay || w.grain == GrainTime) {
			return w, end
		}
		return value{}, none
	}
	switch {
	case v.grain == GrainDay:
	case v.grain == GrainWeek:
		v.to = v.from.AddDays(2)
	case v.grain == GrainMonth:
		v.to = v.from.AddDays(9)
	case v.grain == GrainQuarter:
		v.to = v.from.MonthEnd()
	default:
		v.to = v.from.AddMonths(3).AddDays(-1)
	}
	v.rule = "en.start-of"
	return v, e
}

func (p *en) middleOf(i int) (value, int) {
	if p.is(i, "midweek") {
		v, e := p.relativePeriod(i + 1)
		if e < 0 {
			v, _ = p.shiftedPeriod(unitWeek, 0)
			e = i + 1
		}
		return dayValue(v.from.AddDays(2), "en.middle-of"), e
	}
	j := i + 1
	v, e := p.target(j)
	if e < 0 {
		if w, end := p.dayWord(p.skipSign(j, "-")); end >= 0 {
			w.at, w.grain, w.rule = 14*60, GrainTime, "en.middle-of"
			return w, end
		}
		if w, end := p.weekdayTime(p.skipSign(j, "-")); end >= 0 {
			return w, end
		}
		return value{}, none
	}
	by := p.boundBefore(i)
	switch {
	case v.grain == GrainWeek:
		v.from = v.from.AddDays(2)
		v.to = v.from
	case v.grain == GrainMonth:
		v.from, v.to = v.from.AddDays(9), v.from.AddDays(19)
		if by {
			v.to = v.from.AddDays(5)
		}
	case v.grain >= GrainQuarter:
		days := v.to.DaysSince(v.from) + 1
		mid := v.from.AddDays(days/2 - 1)
		v.from, v.to = ledger.Date{Year: mid.Year, Month: mid.Month, Day: 1}, mid.MonthEnd()
	}
	v.rule = "en.middle-of"
	if u, k := p.unitAt(p.skipSign(j, "-")); k == e && v.to.Before(p.today) { // mid-month, after the 15th
		if v, ok := p.shiftedPeriod(u, 1); ok {
			return dayValue(v.from.AddDays((v.to.DaysSince(v.from)+1)/2-1), "en.middle-of"), e
		}
	}
	return v, e
}

// weekdayTime reads "mid Friday afternoon" and the like as the day.
func (p *en) weekdayTime(i int) (value, int) {
	if v, e := p.weekday(i); e >= 0 {
		return v, e
	}
	if p.at(i).class == cPart {
		return p.partFirst(i)
	}
	return value{}, none
}

// lateIn reads late October, later this week, late tonight.
func (p *en) lateIn(i int) (value, int) {
	j := p.skipWord(i+1, "in", "on")
	if v, e := p.target(j); e >= 0 && (v.grain >= GrainWeek || v.grain == GrainDay) {
		switch v.grain {
		case GrainMonth:
			v.from = v.from.AddDays(19)
		case GrainWeek:
			v.from = v.from.AddDays(3)
		}
		v.rule = "en.late"
		return v, e
	}
	if v, e := p.base(j); e >= 0 && v.kind == Day && v.grain <= GrainDay {
		return v, e
	}
	return value{}, none
}

// restOf reads the rest of the week: from the reference to the period's end.
func (p *en) restOf(i int) (value, int) {
	j := p.skipWord(i+1, "of")
	if k := p.skipWord(j, "the", "my", "this"); p.is(k, "day", "today") {
		v := dayValue(p.today, "en.rest-of")
		v.at, v.grain = 23*60+59, GrainTime
		return v, k + 1
	}
	v, e := p.target(j)
	if e < 0 || v.to.Before(p.today) {
		return value{}, none
	}
	v.from, v.rule = p.today, "en.rest-of"
	return v, e
}
