package when

// A number as it was written.
type number struct {
	n      int
	digits int  // how many figures, when it is a row of them (2026, 二〇二六); 0 for 二十六
	arabic bool // written 0-9
	vague  bool // 几, 数
}

// maxFigures bounds a row of figures; longer ones are account numbers.
const maxFigures = 12

func figure(c rune) int {
	switch c {
	case '〇', '零':
		return 0
	case '一':
		return 1
	case '二', '两':
		return 2
	case '三':
		return 3
	case '四':
		return 4
	case '五':
		return 5
	case '六':
		return 6
	case '七':
		return 7
	case '八':
		return 8
	case '九':
		return 9
	}
	return none
}

// num reads a number: 30, 三十, 廿三, 一百二十, 二〇二六, 几.
func (p *zh) num(i int) (number, int) {
	c := p.peek(i)
	switch {
	case c >= '0' && c <= '9':
		return p.arabic(i)
	case c == '几' || c == '数':
		return number{n: 3, vague: true}, i + 1
	case c == '十' || c == '廿' || c == '卅' || figure(c) >= 0:
		return p.han(i)
	}
	return number{}, none
}

func (p *zh) arabic(i int) (number, int) {
	v := number{arabic: true}
	j := i
	for ; p.digit(j) && (j == i || !p.gap[j]); j++ {
		if v.digits++; v.digits <= maxFigures {
			v.n = v.n*10 + int(p.r[j]-'0')
		}
	}
	if v.digits > maxFigures {
		return number{}, none
	}
	return v, j
}

// han reads a row of figures (二〇二六) or a number with 十, 百, 千.
func (p *zh) han(i int) (number, int) {
	j, row := i, 0
	for ; j < len(p.r) && figure(p.r[j]) >= 0 && j-i <= maxFigures; j++ {
		row = row*10 + figure(p.r[j])
	}
	if !p.in(j, "十百千廿卅") || j > i+1 {
		if j-i > maxFigures {
			return number{}, none
		}
		return number{n: row, digits: j - i}, j
	}
	total, last := 0, none
	for j = i; j < len(p.r) && j-i <= maxFigures; j++ {
		c := p.r[j]
		unit := map[rune]int{'十': 10, '百': 100, '千': 1000}[c]
		switch {
		case c == '廿' || c == '卅':
			if last != none {
				return number{n: total + last}, j
			}
			total, last = total+20, none
			if c == '卅' {
				total += 10
			}
			if f := figure(p.peek(j + 1)); f > 0 {
				return number{n: total + f}, j + 2
			}
			return number{n: total}, p.skip(j+1, "十")
		case unit > 0:
			total, last = total+max(last, 1)*unit, none
			if last == 0 {
				last = none
			}
		case c == '零' || c == '〇':
			if last != none {
				return number{n: total + last}, j
			}
		case figure(c) > 0 && last == none:
			last = figure(c)
		default:
			return number{n: total + max(last, 0)}, j
		}
	}
	return number{n: total + max(last, 0)}, j
}

// small reads a number of at most two figures between lo and hi.
func (p *zh) small(i, lo, hi int) (int, int) {
	v, j := p.num(i)
	if j < 0 || v.vague || v.digits > 2 || v.n < lo || v.n > hi {
		return 0, none
	}
	return v.n, j
}

// ordinal reads 第三, 第3, 首, 头, 末, 最后, 最后一, 倒数第二; a count from the end is negative.
func (p *zh) ordinal(i int) (n, j int) {
	if j := p.has(i, "倒数第"); j >= 0 {
		n, k := p.small(j, 1, 60)
		return -n, k
	}
	if k, j := p.oneOf(i, "最后一", "最后", "最末一", "末尾一"); k >= 0 {
		return -1, j
	}
	if j := p.has(i, "第"); j >= 0 {
		return p.small(j, 1, 366)
	}
	if k, j := p.oneOf(i, "首", "头一", "最初一", "最开始一"); k >= 0 {
		return 1, j
	}
	return 0, none
}
