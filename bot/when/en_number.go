package when

// count reads how many: 3, three, twenty-one, a, an, a couple of, a few, half a dozen; half tells a half beside it (two and a half).
func (p *en) count(i int) (n int, half bool, j int) {
	switch t := p.at(i); {
	case t.class == cNumber && t.figures <= 4:
		n, j = t.n, i+1
		if p.sign(j, '/') && p.at(j).glued && p.at(j+1).glued && p.at(j+1).class == cNumber {
			return p.fraction(i)
		}
		if p.sign(j, '.') && p.at(j).glued && p.at(j+1).class == cNumber && p.at(j+1).glued {
			return n, p.at(j+1).n == 5, j + 2
		}
	case t.class == cCount:
		n, j = p.cardinal(i)
	case p.is(i, "a", "an", "one", "another"):
		if k := p.skipWord(i+1, "couple", "few", "several", "dozen"); k > i+1 {
			return p.vagueCount(i + 1)
		}
		if t := p.at(i + 1); p.is(i, "another") && (t.class == cNumber || t.class == cCount) {
			return p.count(i + 1)
		}
		n, j = 1, i+1
	case p.is(i, "couple", "few", "several", "dozen"):
		return p.vagueCount(i)
	case p.is(i, "half"):
		j = p.skipWord(i+1, "of")
		return 0, true, p.skipWord(j, "a", "an")
	default:
		return 0, false, none
	}
	if k := p.phrases(j, []string{"and", "a", "half"}, []string{"and", "an", "half"}); k >= 0 {
		return n, true, k
	}
	return n, false, j
}

// fraction reads 1/2 before a unit; other fractions are rare in lengths of time and give nothing.
func (p *en) fraction(i int) (int, bool, int) {
	if p.at(i).n == 1 && p.at(i+2).n == 2 && p.at(i+3).class == cUnit {
		return 0, true, i + 3
	}
	return 0, false, none
}

func (p *en) vagueCount(i int) (int, bool, int) {
	n := map[string]int{"couple": 2, "few": 3, "several": 3, "dozen": 12}[p.at(i).w]
	return n, false, p.skipWord(i+1, "of", "more")
}

// cardinal reads a number in words up to 59, with a dash or without: twenty-one, forty five.
func (p *en) cardinal(i int) (n, j int) {
	t := p.at(i)
	if t.class != cCount {
		return 0, none
	}
	j = i + 1
	if t.n < 20 {
		return t.n, j
	}
	k := p.skipSign(j, "-")
	if u := p.at(k); u.class == cCount && u.n > 0 && u.n < 10 {
		return t.n + u.n, k + 1
	}
	return t.n, j
}

// ordinal reads 1st, 23rd, first, twenty-third, thirty first.
func (p *en) ordinal(i int) (n, j int) {
	switch t := p.at(i); {
	case t.class == cNumber && t.figures <= 3 && p.at(i+1).glued && p.is(i+1, "st", "nd", "rd", "th"):
		return t.n, i + 2
	case t.class == cOrdinal:
		return t.n, i + 1
	case p.is(i, "second"):
		return 2, i + 1
	case t.class == cCount && t.n >= 20:
		k := p.skipSign(i+1, "-")
		if u := p.at(k); u.class == cOrdinal && u.n < 10 {
			return t.n + u.n, k + 1
		}
	}
	return 0, none
}

// dayNumber reads the day of a month: 5, 5th, fifth, twenty-ninth, twenty nine.
func (p *en) dayNumber(i int) (d, j int) {
	if d, j = p.ordinal(i); j < 0 {
		if t := p.at(i); t.class == cNumber && t.figures <= 2 {
			d, j = t.n, i+1
		} else if d, j = p.cardinal(i); j < 0 {
			return 0, none
		}
	}
	if d < 1 || d > 31 {
		return 0, none
	}
	return d, j
}

// year reads 2026, '26, two thousand and eighteen, twenty nineteen.
func (p *en) year(i int) (y, j int) {
	t := p.at(i)
	switch {
	case t.class == cNumber && t.figures == 4 && t.n >= 1900 && t.n <= 2199:
		if p.at(i+1).glued && (p.sign(i+1, ':') || p.sign(i+1, '-') && p.at(i+2).class == cNumber && p.at(i+2).figures == 2 && p.at(i+2).glued) {
			return 0, none
		}
		if p.is(i+1, "a") && p.sign(i+2, '.') && p.is(i+3, "d") {
			return t.n, p.skipSign(i+4, ".")
		}
		return t.n, p.skipWord(i+1, "ad", "ce")
	case t.sign == '\'' && p.at(i+1).class == cNumber && p.at(i+1).figures == 2 && p.at(i+1).glued:
		return shortYear(p.at(i + 1).n), i + 2
	case p.is(i, "two") && p.is(i+1, "thousand"):
		k := p.skipWord(i+2, "and")
		if n, j := p.cardinal(k); j >= 0 {
			return 2000 + n, j
		}
		return 2000, i + 2
	case p.is(i, "twenty"):
		k := p.skipSign(i+1, "-")
		if n, j := p.cardinal(k); j >= 0 && n >= 10 {
			return 2000 + n, j
		}
	}
	return 0, none
}
