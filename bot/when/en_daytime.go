package when

// part reads morning, in the afternoon, early evening, late-night, AM.
func (p *en) part(i int) (hour, int) {
	j := i
	if p.is(j, "early", "late", "mid", "very") {
		j = p.skipSign(j+1, "-")
	}
	j = p.skipWord(j, "in", "at", "during", "by")
	j = p.skipWord(j, "the")
	if p.is(j, "early", "late", "mid") {
		j = p.skipSign(j+1, "-")
	}
	t := p.at(j)
	if t.class == cPart && !p.plural(j) {
		q := enParts[t.n]
		return hour{from: q.from, at: q.end, clock: t.n == partNoon}, j + 1
	}
	if j == i && p.is(i, "am", "pm") && !p.is(i+1, "i", "we") {
		if p.is(i, "am") {
			return hour{from: 8 * 60, at: 12 * 60}, i + 1
		}
		return hour{from: 12 * 60, at: 18 * 60}, i + 1
	}
	return hour{}, none
}

// timeAfter reads the time of day after a date: at 5pm, 14:55, in the morning, from 7 to 9, afternoon at 3:20.
func (p *en) timeAfter(i int) (hour, int) {
	j := p.skipSign(i, ",-(")
	if p.sign(j, '@') {
		j++
	}
	if h, e := p.part(j); e >= 0 {
		if p.at(j).class == cPart || e > j {
			if c, end := p.clockAfterPart(e, h); end >= 0 {
				return c, end
			}
		}
		return h, e
	}
	if h, e := p.dayEnd(j); e >= 0 {
		return h, e
	}
	if h, e := p.hourRange(j); e >= 0 {
		return h, e
	}
	k, loose := j, j > i && p.sign(j-1, '@')
	for k < j+4 && p.is(k, "at", "around", "about", "by", "before", "until", "till", "approximately", "no", "later", "not", "than", "o", "from") {
		loose = true
		k++
	}
	c, e := p.clock(k, loose || j == i && p.spelled(k))
	if e < 0 {
		return hour{}, none
	}
	if q, end := p.part(e); end >= 0 {
		return p.inPart(c, q), end
	}
	return c, e
}

// spelled reports whether two number words stand at k, as in "nine thirty".
func (p *en) spelled(k int) bool {
	if p.at(k).class != cCount {
		return false
	}
	n, j := p.cardinal(k)
	if j < 0 || n > 12 {
		return false
	}
	m, e := p.cardinal(j)
	return e >= 0 && m >= 10
}

// dayEnd reads "end of day", EOD, COB after a date.
func (p *en) dayEnd(i int) (hour, int) {
	i = p.skipWord(i, "by", "at", "the", "before")
	i = p.skipWord(i, "the")
	if p.is(i, "eod", "cob", "cop", "eob") {
		return hour{at: 23*60 + 59, from: 0, deadline: true}, i + 1
	}
	if (p.is(i, "end") || p.is(i, "close")) && p.is(i+1, "of") {
		k := p.skipWord(i+2, "the")
		if p.is(k, "day", "business", "play", "work") && !p.is(k+1, "day") {
			return hour{at: 23*60 + 59, from: 0, deadline: true}, k + 1
		}
		if p.is(k, "business") {
			return hour{at: 23*60 + 59, from: 0, deadline: true}, k + 2
		}
	}
	return hour{}, none
}

// inPart moves an hour of twelve into the part of the day said with it.
func (p *en) inPart(c, q hour) hour {
	if c.rolls && q.from >= 12*60 && c.at < 12*60 {
		c.at += 12 * 60
		c.from = c.at
	}
	c.rolls = false
	return c
}

// clockAfterPart reads "morning at 9", "evening 6-8", "afternoon between 1 and 4".
func (p *en) clockAfterPart(i int, q hour) (hour, int) {
	j := p.skipSign(i, ",")
	if h, e := p.hourRange(j); e >= 0 {
		return p.inPart(h, q), e
	}
	k := p.skipWord(j, "at", "around", "about", "by", "from")
	c, e := p.clock(k, k > j)
	if e < 0 {
		return hour{}, none
	}
	return p.inPart(c, q), e
}

// hourRange reads from 7 to 9, 8-9, between 1PM and 4 PM, 2:00 - 2:30 pm; its end counts.
func (p *en) hourRange(i int) (hour, int) {
	k := p.skipWord(i, "at", "from", "between")
	k = p.skipWord(k, "from", "between")
	a, j := p.clock(k, true)
	if j < 0 {
		return hour{}, none
	}
	if !p.sign(j, '-') && !p.is(j, "to", "till", "until", "and", "through", "thru") || p.is(j, "and") && !p.is(k-1, "between") {
		return hour{}, none
	}
	b, e := p.clock(j+1, true)
	if e < 0 || p.at(e).class == cMonth || p.is(e, "of", "st", "nd", "rd", "th") || p.sign(e, '/') || p.sign(e, '-') && p.at(e).glued {
		return hour{}, none
	}
	if b.rolls && b.at <= a.at && b.at+12*60 > a.at {
		b.at += 12 * 60
	}
	b.from = a.at
	return b, e
}

// timeFirst reads a time that stands before its day: 9am on Tuesday, 8 this evening, noon tomorrow, the morning of the 5th.
func (p *en) timeFirst(i int) (value, int) {
	k := p.skipWord(i, "at", "around", "about", "by")
	h, j := p.hourRange(i)
	if j < 0 {
		h, j = p.clock(k, k > i && p.is(k-1, "at", "around") || p.dayWordAfter(k+1) || p.spelled(k) || p.is(k+1, "in") && p.is(k+2, "the"))
	}
	if j < 0 {
		h, j = p.part(i)
	}
	if j < 0 {
		return value{}, none
	}
	e := p.skipSign(j, ",-")
	e = p.skipWord(e, "on", "of", "in")
	if q, end := p.part(e); end >= 0 && h.clock && p.is(e-1, "in") { // 9 in the morning on Friday
		h, e = p.inPart(h, q), p.skipWord(p.skipSign(end, ","), "on", "of")
	}
	e = p.skipWord(e, "the")
	v, end := p.base(e)
	if end < 0 || v.kind != Day || v.grain != GrainDay && !(v.grain == GrainTime && v.rule == "en.day-word") && v.rule != "en.part" || v.dur && !v.bare && v.grain != GrainDay || v.bare {
		if v, end = p.loneDay(e, p.is(e-1, "the")); end < 0 {
			return value{}, none
		}
	}
	if v.rule == "en.part" || v.grain == GrainTime { // 7, this morning
		if v.at >= 12*60 && (v.rule == "en.part" && v.atFrom >= 12*60 || v.rule == "en.day-word") {
			return p.evening(v, h), end
		}
		return v.withTime(h), end
	}
	if q, more := p.part(end); more >= 0 {
		h, end = p.inPart(h, q), more
	}
	return v.withTime(h), end
}

// dayWordAfter reports whether a day word follows a bare number: "8 this evening", "10, tonight", "5 tomorrow".
func (p *en) dayWordAfter(i int) bool {
	i = p.skipSign(i, ",")
	return p.is(i, "tonight", "tonite", "tomorrow", "tmrw") || p.is(i, "this") && p.at(i+1).class == cPart
}

// partFirst reads this afternoon, next evening, last night and a time with it.
func (p *en) partFirst(i int) (value, int) {
	shift, j := p.direction(i)
	if j < 0 || p.at(j).class != cPart || p.plural(j) || p.at(j).n > partNight {
		j = p.skipSign(j, "-")
		if j < 0 || !p.is(j, "late", "early", "mid") || p.at(p.skipSign(j+1, "-")).class != cPart {
			return value{}, none
		}
		j = p.skipSign(j+1, "-")
	}
	q := enParts[p.at(j).n]
	v := dayValue(p.today.AddDays(shift), "en.part")
	v.past = shift < 0
	v = v.withTime(hour{from: q.from, at: q.end})
	c, e := p.clockAfterPart(j+1, hour{from: q.from, at: q.end})
	if e < 0 {
		return v, j + 1
	}
	if q.from >= 12*60 {
		return p.evening(v, p.unroll(c)), e
	}
	return v.withTime(c), e
}

// unroll makes an hour that was moved to the afternoon an hour of twelve again.
func (p *en) unroll(c hour) hour {
	if c.at > 12*60 && !c.rolls {
		return c
	}
	c.rolls = true
	return c
}

// bareTime reads a time without a day: at 5pm, by noon. Today while it is to come, otherwise tomorrow.
func (p *en) bareTime(i int) (value, int) {
	h, j := p.hourRange(i)
	if j >= 0 && !p.sureRange(i, j) {
		j = none
	}
	if j < 0 {
		h, j = p.clock(i, false)
		if j >= 0 && p.is(i+1, "minutes") && !p.is(j-1, "am", "pm", "m") && !p.is(i-1, "at", "by", "around", "before") {
			return value{}, none // 5 minutes to 6 people
		}
	}
	if c, k := p.clock(i, true); k >= 0 && k >= j && p.is(k, "in") { // 8 in the evening
		if q, e := p.part(k); e >= 0 {
			h, j = p.inPart(c, q), e
		}
	}
	if c, k := p.clock(i, true); j < 0 && k >= 0 && p.is(i-1, "at") && p.at(i).figures == 4 { // at 1030
		h, j = c, k
	}
	if j < 0 {
		t := p.at(i)
		if t.class != cPart || t.n != partNoon && t.n != partMidnight || !p.is(i-1, "by", "at", "before", "until", "till") && !p.lone(i, i+1) {
			return value{}, none
		}
		h, j = hour{from: enParts[t.n].from, at: enParts[t.n].end, clock: true}, i+1
		if t.n == partMidnight {
			h.at, h.from = 23*60+59, 23*60+59
		}
	}
	v := dayValue(p.rollTime(h.at), "en.time").withTime(h)
	v.timeOnly = true
	return v, j
}

// sureRange reports whether a range of hours has a sign of being one: a colon or am and pm.
func (p *en) sureRange(i, j int) bool {
	for k := i; k < j; k++ {
		if p.sign(k, ':') || p.is(k, "am", "pm", "m", "oclock") {
			return true
		}
	}
	return p.is(i, "from", "between") && p.is(i-1, "at") || p.lone(i, j) && p.is(i, "from", "between")
}
