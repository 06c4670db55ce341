package when

// meridiem reads am, pm, a.m., p.m. after an hour.
func (p *en) meridiem(i int) (pm, ok bool, j int) {
	switch {
	case p.is(i, "pm"):
		pm, ok, j = true, true, i+1
	case p.is(i, "am"):
		ok, j = true, i+1
	case p.is(i, "p", "a") && p.sign(i+1, '.') && p.is(i+2, "m"):
		pm, ok, j = p.is(i, "p"), true, p.skipSign(i+3, ".")
	case p.is(i, "p", "a") && p.at(i).glued && (p.is(i, "p") || i+1 >= len(p.t) || !p.sign(i+1, '.')):
		pm, ok, j = p.is(i, "p"), true, i+1
	case p.is(i, "p", "a") && p.is(i+1, "m"):
		pm, ok, j = p.is(i, "p"), true, i+2
	}
	return pm, ok, j
}

func hourOf(h, m int, pm, said bool) (hour, bool) {
	if h > 24 || m > 59 || said && (h > 12 && !pm || h == 0 && pm || h > 23) {
		return hour{}, false
	}
	if said && pm && h < 12 {
		h += 12
	}
	if said && !pm && h == 12 {
		h = 0
	}
	at := h*60 + m
	c := hour{from: at, at: at, clock: true, rolls: !said && h > 0 && h <= 12}
	if h == 24 {
		c.at, c.from = 23*60+59, 23*60+59
	}
	return c, true
}

// clock reads a time: 17:00, 5pm, 8.30 pm, 9h30, half past three, five o'clock; loose also takes a bare number (5, seven thirty, 1530).
func (p *en) clock(i int, loose bool) (hour, int) {
	t := p.at(i)
	if t.class != cNumber && t.class != cCount && !p.is(i, "half", "quarter", "a") {
		return hour{}, none
	}
	if h, j := p.spokenClock(i); j >= 0 {
		return h, j
	}
	if t.glued && p.sign(i-1, '+') {
		return hour{}, none // UTC+08:00
	}
	if t.class == cCount {
		return p.wordClock(i, loose)
	}
	if t.class != cNumber || t.figures > 4 {
		return hour{}, none
	}
	h, m, j, sure := p.clockFigures(i, loose)
	if j < 0 {
		return hour{}, none
	}
	pm, said, k := p.meridiem(j)
	if said {
		j, sure = k, true
	} else if p.is(j, "oclock") {
		j, sure = j+1, true
		if pm, said, k = p.meridiem(j); said {
			j = k
		}
	}
	if !sure && (!loose || h == 0 || h > 24 || p.at(j).class == cUnit || p.at(j).class == cMonth || p.sign(j, '%') || p.sign(j, '/') || p.at(j).glued && p.at(j).class != cNone) {
		return hour{}, none
	}
	c, ok := hourOf(h, m, pm, said)
	if !ok {
		return hour{}, none
	}
	return c, p.zone(j)
}

// clockFigures reads the figures of a time: 5, 17:00, 17:00:30, 8.30, 9h30, 1530; sure when they can be nothing else.
func (p *en) clockFigures(i int, loose bool) (h, m, j int, sure bool) {
	t, j := p.at(i), i+1
	u := p.at(j + 1)
	pair := t.figures <= 2 && u.class == cNumber && u.figures == 2 && p.at(j).glued && u.glued
	switch {
	case pair && (p.sign(j, ':') || p.is(j, "h")):
		m, j, sure = u.n, j+2, true
		if p.sign(j, ':') && p.at(j+1).class == cNumber {
			j += 2
		}
		return t.n, m, j, sure
	case pair && p.sign(j, '.'):
		if _, ok, _ := p.meridiem(j + 2); ok || loose {
			return t.n, u.n, j + 2, false
		}
	case t.figures <= 2 && loose && p.is(j, "h") && p.at(j).glued:
		return t.n, 0, j + 1, true
	case t.figures >= 3 && loose && t.n%100 < 60:
		if e := p.at(j); j < len(p.t) && e.glued && e.class == cNone && e.sign == 0 && p.src[e.start:e.end] == "ish" {
			j++
		}
		return t.n / 100, t.n % 100, j, true
	case t.figures > 2:
		return 0, 0, none, false
	}
	return t.n, 0, j, false
}

// zone skips a time zone's name; times are taken in the reader's zone.
func (p *en) zone(j int) int {
	return p.skipWord(j, "pt", "est", "pst", "edt", "cet", "utc", "gmt", "bst", "sharp", "exactly")
}

// spokenClock reads half past three, quarter to five, ten past nine.
func (p *en) spokenClock(i int) (hour, int) {
	m, j := 0, none
	k := p.skipWord(i, "a")
	switch {
	case p.is(i, "half"):
		m, j = 30, i+1
	case p.is(k, "quarter"):
		m, j = 15, k+1
	default:
		if n, e := p.cardinal(i); e >= 0 && n < 30 {
			m, j = n, p.skipWord(e, "minutes")
		} else if t := p.at(i); t.class == cNumber && t.figures <= 2 && t.n < 30 && t.n > 0 {
			m, j = t.n, p.skipWord(i+1, "minutes")
		}
	}
	if j < 0 || !p.is(j, "past", "to", "after") || p.is(j, "after", "to") && !p.is(j-1, "minutes") && (p.at(i).class == cNumber || !p.is(i-1, "at", "by", "around") && p.at(i).w != "quarter" && p.at(i).w != "a") {
		return hour{}, none
	}
	h, e := p.cardinal(j + 1)
	if e < 0 {
		if t := p.at(j + 1); t.class == cNumber && t.figures <= 2 {
			h, e = t.n, j+2
		} else {
			return hour{}, none
		}
	}
	if h < 1 || h > 12 {
		return hour{}, none
	}
	if p.is(j, "to") {
		h, m = h-1, 60-m
	}
	pm, said, end := p.meridiem(e)
	if said {
		e = end
	}
	c, ok := hourOf(h, m, pm, said)
	if !ok {
		return hour{}, none
	}
	return c, e
}

// wordClock reads seven, nine thirty, five pm.
func (p *en) wordClock(i int, loose bool) (hour, int) {
	h, j := p.cardinal(i)
	if h < 1 || h > 12 {
		return hour{}, none
	}
	m := 0
	if n, k := p.cardinal(p.skipSign(j, "-")); k >= 0 && n >= 10 && n < 60 && (loose || p.is(k, "am", "pm")) {
		m, j = n, k
	}
	pm, said, k := p.meridiem(j)
	if said {
		j = k
	} else if p.is(j, "oclock") {
		j++
	} else if !loose || p.at(j).class == cUnit || p.at(j).class == cMonth {
		return hour{}, none
	}
	c, ok := hourOf(h, m, pm, said)
	if !ok {
		return hour{}, none
	}
	return c, j
}
