package when

import "github.com/followup-bot/followup/ledger"

// dayWord reads today, tomorrow, tonight, the day after tomorrow, next day, next business day, now.
func (p *en) dayWord(i int) (value, int) {
	at := func(n, j int) (value, int) { return dayValue(p.today.AddDays(n), "en.day-word"), j }
	switch p.at(i).w {
	case "today", "todays":
		return at(0, i+1)
	case "tomorrow", "tomorrows", "tmr", "tmrw", "tomoro", "tommorow", "tommorrow":
		return at(1, i+1)
	case "overmorrow":
		return at(2, i+1)
	case "yesterday", "yesterdays":
		return at(-1, i+1)
	case "tonight", "tonite", "tonights":
		v, j := at(0, i+1)
		v.at, v.atFrom, v.grain = 23*60+59, 20*60, GrainTime
		if h, e := p.clock(p.skipWord(p.skipSign(j, ","), "at", "around", "about", "by"), true); e >= 0 {
			return p.evening(v, h), e
		}
		return v, j
	case "now":
		v, j := at(0, i+1)
		v.at, v.grain, v.rule = p.minute, GrainTime, "en.now"
		return v, j
	case "day":
		if k := p.phrases(i+1, []string{"after", "tomorrow"}, []string{"after", "tmr"}, []string{"after", "tmrw"}); k >= 0 {
			return at(2, k)
		}
		if p.is(i+1, "after") && p.stopAt(i+2) && p.is(i-1, "the") {
			return at(1, i+2)
		}
		if k := p.phrase(i+1, "before", "yesterday"); k >= 0 {
			return at(-2, k)
		}
	}
	return p.nextDayWord(i)
}

// evening lays the clock time of "tonight at 8" on a day: after midnight counts to the next day only for 12.
func (p *en) evening(v value, h hour) value {
	if h.at < 12*60 && h.at > 0 && h.rolls {
		h.at += 12 * 60
	} else if h.at == 12*60 && h.rolls {
		v.from, v.to = v.from.AddDays(1), v.to.AddDays(1)
		h.at = 0
	}
	v.at, v.atFrom = h.at, h.at
	return v
}

func (p *en) nextDayWord(i int) (value, int) {
	j := p.skipWord(i, "the", "this")
	next := p.is(j, "next", "following", "coming", "upcoming")
	if next {
		j++
	}
	switch {
	case (p.is(j, "business", "working", "work") && p.is(j+1, "day") || p.is(j, "workday", "weekday")) && next:
		k := j + 1
		if p.is(k, "day") {
			k++
		}
		v := dayValue(ledger.AddWorkdays(p.cal, p.today, 1), "en.next-workday")
		v.workdays = 1
		return v, k
	case next && p.is(j, "day") && !p.is(j+1, "and"):
		return dayValue(p.today.AddDays(1), "en.day-word"), j + 1
	case p.is(i, "this", "the") && p.is(j, "day") && (p.is(i, "this") || p.is(i-1, "for", "back", "of", "by") && !p.is(i-2, "end") || p.stopAt(j+1) && p.is(i, "the") && !p.is(j+1, "of")):
		if p.is(j+1, "of", "after", "before") {
			return value{}, none
		}
		return dayValue(p.today, "en.day-word"), j + 1
	}
	return value{}, none
}

// festival reads a festival with a year, a direction or "weekend" beside it: Christmas 2026, next Thanksgiving, Labor Day weekend.
func (p *en) festival(i int) (value, int) {
	shift, j := p.direction(i)
	if j < 0 {
		shift, j = 0, i
	}
	year := 0
	if y, e := p.year(j); e >= 0 && j == i && p.at(e).w != "" { // 2027 Father's Day
		year, j = y, e
	}
	if p.at(j).role&names == 0 {
		return value{}, none
	}
	for _, f := range enFestivals()[p.at(j).w] {
		e := p.phrase(j, f.words...)
		if e < 0 && len(f.words) > 1 {
			e = p.dashed(j, f.words)
		}
		if e < 0 {
			continue
		}
		if len(f.words) == 1 && p.sign(e, '-') && p.at(e).glued {
			return value{}, none
		}
		return p.festivalTail(f.name, year, shift, e)
	}
	return value{}, none
}

// dashed matches words joined by dashes or points: mid-autumn festival, st. patrick's day.
func (p *en) dashed(j int, words []string) int {
	for k, w := range words {
		if k > 0 {
			j = p.skipSign(j, "-.'")
		}
		if p.at(j).w != w {
			return none
		}
		j++
	}
	return j
}

func (p *en) festivalTail(name string, y, shift, e int) (value, int) {
	if n, k := p.year(p.skipWord(p.skipSign(e, ","), "of", "in")); k >= 0 {
		y, e = n, k
	} else if n, k := p.relativeYear(p.skipWord(e, "of")); k >= 0 && y == 0 {
		y, e = n, k
	}
	d, _, _, ok := p.festivalDay(name, y)
	if !ok {
		return value{}, none
	}
	v := dayValue(d, "en.festival")
	v.y, v.past = y, shift < 0
	if l, k := p.length(p.skipWord(e, "in")); k >= 0 && y == 0 && l.dur && p.fixedLength(k) { // thanksgiving 9 months from now
		near, _, _, _ := p.festivalDay(name, l.to.Year)
		v.from, v.to = near, near
		e = k
	}
	if p.is(e, "weekend") {
		return longWeekend(d, "en.festival"), e + 1
	}
	if p.is(e, "eve") {
		v.from, v.to = v.from.AddDays(-1), v.to.AddDays(-1)
		e++
	}
	return v, e
}
