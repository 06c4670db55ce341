package when

// trap gives the position after what must not be read although it looks like a date: a title in 《》, a case number (2026)辽01民终123号, a document number
// [2026]12号, versions, addresses of machines and mail, words of Latin letters. none where nothing of the kind stands.
func (p *zh) trap(i int) int {
	switch c := p.r[i]; {
	case c == '《':
		for j := i + 1; j < len(p.r) && j < i+80 && p.r[j] != '\n'; j++ {
			if p.r[j] == '》' {
				return j + 1
			}
		}
	case c == '(' || c == '[':
		return p.docNumber(i)
	case c >= 'a' && c <= 'z':
		if _, j := p.quarterNumber(i); j >= 0 {
			return none
		}
		return p.latin(i)
	case c >= '0' && c <= '9':
		return p.dotted(i)
	}
	return none
}

// docNumber skips a bracketed year and the number that follows it up to 号.
func (p *zh) docNumber(i int) int {
	y, j := p.num(i + 1)
	if j < 0 || y.digits != 4 || p.peek(j) != ')' && p.peek(j) != ']' {
		return none
	}
	j++
	for k := j; k < len(p.r) && k < j+24 && !p.boundary(k); k++ {
		if p.r[k] == '号' {
			return k + 1
		}
	}
	return j
}

// latin skips a word of letters with the figures, dots and dashes in it.
func (p *zh) latin(i int) int {
	j := i
	for j < len(p.r) && (p.letter(j) || p.digit(j) || p.in(j, "._@-/") && (p.letter(j+1) || p.digit(j+1))) && (j == i || !p.gap[j]) {
		j++
	}
	return j
}

// dotted skips four or more groups of figures with dots (10.0.0.1) and three short ones that are no date (1.2.3).
func (p *zh) dotted(i int) int {
	if p.joined(i) || p.peek(i-1) == '.' {
		return none
	}
	groups, j, first := 0, i, 0
	for groups < 8 {
		n, k := p.arabic(j)
		if k < 0 {
			return none
		}
		if groups == 0 {
			first = n.digits
		}
		groups++
		j = k
		if p.peek(j) != '.' || !p.digit(j+1) || p.gap[j+1] {
			break
		}
		j++
	}
	if groups >= 4 || groups == 3 && first != 4 {
		return j
	}
	return none
}

// pass gives the next position to try after a rune at which no rule applied: the end of a number, of which no part is a date by itself.
func (p *zh) pass(i int) int {
	c := p.r[i]
	if c >= '0' && c <= '9' {
		j := i
		for j < len(p.r) && (p.digit(j) || p.in(j, ".,:/-") && p.digit(j+1) && !p.gap[j+1]) && (j == i || !p.gap[j]) {
			j++
		}
		return j
	}
	if figure(c) >= 0 || c == '十' {
		if _, j := p.num(i); j > i {
			return j
		}
	}
	return i + 1
}
