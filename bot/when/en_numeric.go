package when

// figures reads dates in figures: 2026-12-18, 12/18, 12/18/26, 23.04.2022, 3-7-2017, 11/2016, 20261218.
func (p *en) figures(i int) (value, int) {
	t := p.at(i)
	if t.class != cNumber || t.glued && (p.at(i-1).class == cNumber || p.at(i-1).sign == '.' || p.at(i-1).sign == '/' && t.figures != 4 || p.at(i-1).sign == '$' || p.at(i-1).sign == '#' || p.at(i-1).sign == '_' || p.at(i-1).sign == 0 && p.at(i-1).class != cMonth && p.at(i-1).class != cNumber) {
		return value{}, none
	}
	if t.figures == 8 {
		y, m, d := t.n/10000, t.n/100%100, t.n%100
		if y >= 1990 && y <= 2100 && valid(y, m, d) && !p.at(i+1).glued {
			return p.day(y, m, d, i+1)
		}
		return value{}, none
	}
	sep := p.at(i + 1).sign
	if sep != '/' && sep != '-' && sep != '.' {
		return value{}, none
	}
	u := p.at(i + 2)
	if u.class != cNumber {
		return value{}, none
	}
	if t.figures == 4 {
		return p.yearFirst(i, sep)
	}
	if t.figures > 2 || u.figures > 2 && u.figures != 4 {
		return value{}, none
	}
	w := p.at(i + 4)
	if p.sign(i+3, sep) && w.class == cNumber && w.glued && (w.figures == 4 || w.figures == 2) {
		if sep == '.' && p.at(i+5).sign == '.' && p.at(i+6).class == cNumber && p.at(i+6).glued {
			return value{}, none
		}
		return p.threeFigures(t.n, u.n, w, sep, i+5)
	}
	if u.figures == 4 { // 11/2016
		if sep == '.' || t.n < 1 || t.n > 12 || u.n < 1900 || u.n > 2199 {
			return value{}, none
		}
		v := months(u.n, t.n, 1, GrainMonth, "en.figures")
		v.y, v.m = u.n, t.n
		return v, i + 3
	}
	return p.twoFigures(i, sep)
}

// yearFirst reads 2026-12-18 and 2026-12.
func (p *en) yearFirst(i int, sep byte) (value, int) {
	y, u := p.at(i).n, p.at(i+2)
	if y < 1900 || y > 2199 || u.figures > 2 || u.n < 1 || u.n > 12 {
		return value{}, none
	}
	if w := p.at(i + 4); p.sign(i+3, sep) && w.class == cNumber && w.figures <= 2 && p.at(i+3).glued {
		v, j := p.day(y, u.n, w.n, i+5)
		if j >= 0 && p.at(j).glued && p.at(j).class == cNone && p.src[p.at(j).start]|0x20 == 't' && p.at(j).end == p.at(j).start+1 && p.at(j+1).class == cNumber {
			j++
		}
		return v, j
	}
	if sep == '.' && !p.lone(i, i+3) {
		return value{}, none
	}
	v := months(y, u.n, 1, GrainMonth, "en.figures")
	v.y, v.m = y, u.n
	return v, i + 3
}

// threeFigures orders 12/18/2026: month first unless that can't be, or the reader's country puts the day first; with points the day is first.
func (p *en) threeFigures(a, b int, year *token, sep byte, j int) (value, int) {
	y := year.n
	if year.figures == 2 {
		if sep == '.' {
			return value{}, none
		}
		y = shortYear(y)
	}
	if y < 1900 || y > 2199 {
		return value{}, none
	}
	m, d := a, b
	if sep == '.' && a <= 31 && b <= 12 || p.ref.dayFirst && b <= 12 || a > 12 {
		m, d = b, a
	}
	v, j := p.day(y, m, d, j)
	v.rule = "en.figures"
	return v, j
}

// twoFigures reads 12/18 and, where the text says that it is a date, 12-18.
func (p *en) twoFigures(i int, sep byte) (value, int) {
	t, u := p.at(i), p.at(i+2)
	j := i + 3
	next := p.at(j)
	if next.glued && (next.sign == '/' || next.sign == '%' || next.sign == ':' || next.sign == '-' && sep == '-' || next.sign == 0) {
		return value{}, none
	}
	if sep == '.' && !(u.figures == 2 && p.at(i+1).glued && p.is(i-1, "on", "by", "until", "due") && p.stopAt(j)) {
		return value{}, none
	}
	if p.is(i-1, "section", "page", "version", "number", "no", "room", "chapter", "table", "figure") || next.class == cUnit || p.is(j, "pm", "am", "st", "nd", "rd", "th") {
		return value{}, none
	}
	if sep == '-' && !(p.lone(i, j) || p.is(i-1, "on", "by", "until", "till", "before", "due") && p.at(i+1).glued && u.glued || p.is(i-1, "in", "at") && u.n > 12 && u.glued || p.sign(j, ',') && p.at(j+1).figures == 4) {
		return value{}, none
	}
	if sep == '/' && (p.at(i-1).class == cNone && p.at(i-1).sign == '$' || p.is(i-1, "about", "only", "less", "over")) {
		return value{}, none
	}
	if sep == '/' && (t.n == 24 && u.n == 7 || p.is(j, "of") && p.at(j+1).class != cMonth && !p.at(j+1).glued && t.n < u.n || p.is(j, "vote", "majority")) {
		return value{}, none // 24/7, 2/3 of the team
	}
	m, d := t.n, u.n
	if p.ref.dayFirst && d <= 12 || m > 12 {
		m, d = d, m
	}
	y := 0
	if n, e := p.year(j + 1); e >= 0 && sep == '-' && p.sign(j, ',') { // 08-12,2027
		y, j = n, e
	}
	v, j := p.day(y, m, d, j)
	v.rule = "en.figures"
	return v, j
}
