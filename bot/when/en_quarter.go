package when

// fiscal reads Q3, Q3 2026, 2026Q4, 4th qtr 2018, third quarter of next year, H1, first half of 2027.
func (p *en) fiscal(i int) (value, int) {
	if y, j := p.year(i); j >= 0 {
		j = p.skipSign(j, "-")
		if n, size, k := p.quarterName(j); k >= 0 {
			return p.period(y, n, size, grainOf(size), "en.quarter"), k
		}
		return value{}, none
	}
	if v, j := p.relativeYear(i); j >= 0 { // this year's first half, next year Q2
		if n, size, k := p.quarterName(p.skipSign(j, ",")); k >= 0 {
			return p.period(v, n, size, grainOf(size), "en.quarter"), k
		}
		return value{}, none
	}
	if t := p.at(i); t.class == cNumber && t.figures == 2 && p.is(i+1, "q") && p.at(i+1).glued { // 18Q4
		if n, size, k := p.quarterName(i + 1); k >= 0 {
			return p.period(2000+t.n, n, size, grainOf(size), "en.quarter"), k
		}
	}
	n, size, j := p.quarterName(i)
	if j < 0 {
		return value{}, none
	}
	k := p.skipWord(p.skipSign(j, ",/-"), "of", "in", "for")
	if y, e := p.year(k); e >= 0 {
		return p.period(y, n, size, grainOf(size), "en.quarter"), e
	}
	if v, e := p.relativePeriod(k); e >= 0 && v.grain == GrainYear {
		y := v.from.Year
		if p.is(k, "the") || p.is(k, "year") {
			y = 0 // "the first quarter of the year": the next one
		}
		return p.period(y, n, size, grainOf(size), "en.quarter"), e
	}
	if k > j && p.is(k-1, "of", "in") && p.at(k).class != cNone {
		return value{}, none
	}
	return p.period(0, n, size, grainOf(size), "en.quarter"), j
}

// relativeYear reads this year, next year's.
func (p *en) relativeYear(i int) (y, j int) {
	shift, k := p.direction(i)
	if k < 0 || !p.is(k, "year", "years") {
		return 0, none
	}
	return p.today.Year + shift, k + 1
}

func grainOf(size int) Grain {
	if size == 6 {
		return GrainHalf
	}
	return GrainQuarter
}

// quarterName reads Q3, H2, third quarter, 4th qtr, first half; it gives the first month and how many there are.
func (p *en) quarterName(i int) (m, size, j int) {
	if p.is(i, "q", "h") && p.at(i+1).glued && p.at(i+1).class == cNumber && p.at(i+1).figures == 1 {
		n := p.at(i + 1).n
		if p.is(i, "q") && n >= 1 && n <= 4 {
			return 3*n - 2, 3, i + 2
		}
		_, y := p.year(p.skipSign(i+2, ",/-"))
		said := y >= 0 || p.is(i-1, "in", "by", "during", "of", "for", "before", "until", "this", "next") || p.lone(i, i+2) || p.at(i-1).class == cNumber
		if p.is(i, "h") && n >= 1 && n <= 2 && p.at(i).upper && said {
			return 6*n - 5, 6, i + 2
		}
		return 0, 0, none
	}
	n, j := p.ordinal(i)
	if j < 0 && p.is(i, "last", "final") {
		n, j = 4, i+1
	}
	if j < 0 {
		return 0, 0, none
	}
	j = p.skipWord(p.skipSign(j, "-"), "calendar")
	if u, k := p.unitAt(j); k >= 0 && u == unitQuarter && n >= 1 && n <= 4 && (p.at(i).class != cStart || p.is(k, "of")) {
		return 3*n - 2, 3, k
	}
	if p.is(j, "half") && n <= 2 && n >= 1 && (p.is(j+1, "of") || p.stopAt(j+1)) && !p.is(j+2, "week", "month", "day") {
		if _, _, isMonth := p.halfOfMonth(j + 1); isMonth {
			return 0, 0, none
		}
		return 6*n - 5, 6, j + 1
	}
	return 0, 0, none
}

// halfOfMonth reports whether "of" is followed by a month: the first half of May.
func (p *en) halfOfMonth(i int) (m, j int, ok bool) {
	k := p.skipWord(p.skipWord(i, "of"), "the")
	m, j = p.monthName(k)
	if j < 0 {
		if v, e := p.relativePeriod(k); e >= 0 && v.grain <= GrainMonth {
			return int(v.from.Month), e, true
		}
	}
	return m, j, j >= 0
}
