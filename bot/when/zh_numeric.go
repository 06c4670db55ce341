package when

import "github.com/followup-bot/followup/ledger"

// figures reads a date in figures: 2026-11-30, 2026.11.30, 2026/11, 20261130, 11/30, and 11.30 or 11-30 where the context makes it a date.
func (p *zh) figures(i int) (value, int) {
	if !p.digit(i) || p.joined(i) || p.letter(i-1) || p.in(i-1, "$¥￥#_") {
		return value{}, none
	}
	a, j := p.arabic(i)
	switch {
	case j < 0 || p.in(i-1, "-/.") && p.digit(i-2) && !p.gap[i] && a.digits < 4 && !p.afterRangeOf(i):
		return value{}, none
	case a.digits == 8 && !p.in(j, "-_.") && !p.letter(j):
		y, m, d := a.n/10000, a.n/100%100, a.n%100
		if y < 1990 || y > 2100 || !valid(y, m, d) {
			return value{}, none
		}
		return p.numericDay(y, m, d, j)
	case a.digits == 4 && a.n >= 1900 && a.n <= 2199:
		return p.yearFirst(a.n, j)
	case a.digits <= 2:
		if v, k := p.shortYearFigures(a.n, i, j); k >= 0 {
			return v, k
		}
		if a.n >= 1 && a.n <= 12 {
			return p.monthFirst(a.n, i, j)
		}
	}
	return value{}, none
}

func (p *zh) numericDay(y, m, d, j int) (value, int) {
	v := dayValue(ledger.NewDate(y, monthOf(m), d), "zh.figures")
	v.y, v.m, v.d = y, m, d
	j = p.skip(j, "日")
	if p.peek(j) == 't' && p.digit(j+1) {
		j++
	}
	return v, p.saidWeekday(j)
}

// yearFirst reads what follows the year of 2026-11-30 and 2026.11.
func (p *zh) yearFirst(y, i int) (value, int) {
	sep := p.peek(i)
	if q := p.skip(i, "-"); p.peek(q) == 'q' { // 2027Q1, 2027-Q1
		if n, j := p.quarterDigits(q + 1); j >= 0 {
			return p.quarterTail(j, p.period(y, 3*n-2, 3, GrainQuarter, "zh.quarter"))
		}
	}
	if sep != '-' && sep != '/' && sep != '.' {
		return value{}, none
	}
	m, j := p.small(i+1, 1, 12)
	if j < 0 || !p.digit(i+1) || p.gapInside(i+1, j) {
		return value{}, none
	}
	if p.peek(j) == sep && p.digit(j+1) {
		d, k := p.small(j+1, 1, 31)
		if k < 0 || !valid(y, m, d) || p.more(k) || p.letter(k) && p.peek(k) != 't' || p.peek(k) == sep && p.digit(k+1) {
			return value{}, none
		}
		return p.numericDay(y, m, d, k)
	}
	if p.in(j, "年%") || p.more(j) || p.in(j, "号") {
		return value{}, none
	}
	v := months(y, m, 1, GrainMonth, "zh.figures")
	v.y, v.m = y, m
	return v, p.skip(j, "月")
}

// shortYearFigures reads 27-7-3 (year first) and 3/3/15, 3/3/2015 (month first).
func (p *zh) shortYearFigures(a, i, j int) (value, int) {
	sep := p.peek(j)
	if sep != '-' && sep != '/' || !p.more(j+1) {
		return value{}, none
	}
	b, k := p.small(j+1, 1, 31)
	if k < 0 || p.peek(k) != sep || !p.more(k+1) {
		return value{}, none
	}
	c, e := p.arabic(k + 1)
	if e < 0 || p.peek(e) == sep || p.letter(e) || p.more(e) {
		return value{}, none
	}
	switch {
	case sep == '-' && a >= 10 && c.digits <= 2 && valid(2000+a, b, c.n):
		return p.numericDay(2000+a, b, c.n, e)
	case sep == '/' && c.digits == 2 && valid(2000+c.n, a, b):
		return p.numericDay(2000+c.n, a, b, e)
	case c.digits == 4 && c.n >= 1900 && c.n <= 2199 && valid(c.n, a, b):
		return p.numericDay(c.n, a, b, e)
	}
	return value{}, none
}

// monthFirst reads 11/30; 11.30 and 11-30 only where something beside them says that they are dates.
func (p *zh) monthFirst(m, i, j int) (value, int) {
	sep := p.peek(j)
	if sep != '/' && sep != '.' && sep != '-' || !p.digit(j+1) || p.gap[j+1] {
		return value{}, none
	}
	d, k := p.small(j+1, 1, 31)
	if k < 0 || p.more(k) || p.letter(k) || p.in(k, "./") && p.digit(k+1) || p.in(k, "%月年") {
		return value{}, none
	}
	two := k-j-1 == 2
	marked, _ := p.oneOf(k, "前", "之前", "以前", "截止", "日前", "下班前", "上午前", "下午前", "号前", "晚上前", "中午前")
	labelled := p.labelled(i)
	framed := p.framed(i, k)
	ok := marked >= 0 || labelled && p.boundary(k)
	switch sep {
	case '/':
		ok = ok || (p.boundary(k) || p.in(k, "日号到至完上下晚交报提")) && !p.endsAny(i, "完成", "占", "约", "超", "达", "第", "达到", "不足", "近")
	case '.':
		ok = ok && (two || marked >= 0) || framed && two || two && p.in(k, "日号") || two && p.rangeOf(k, '.')
	case '-':
		ok = ok || framed && i == 0
	}
	if !ok && !(sep == '.' && p.afterRangeOf(i)) {
		return value{}, none
	}
	if sep == '-' && p.in(k, "日号") {
		return value{}, none // 10-15日 are two days
	}
	return p.monthDay(0, m, d, p.skip(p.skip(k, "日"), "号"))
}

// framed reports whether punctuation or the text's ends stand on both sides, as in a table's cell.
func (p *zh) framed(i, j int) bool {
	before, after := p.peek(i-1), p.peek(j)
	return (before == 0 || before == '(' || before == ':' || before == '|' || before == ',') && (after == 0 || after == ')' || after == '|' || after == ',' || after == '。' || after == ';')
}

// rangeOf reports whether a second M.D follows a dash.
func (p *zh) rangeOf(k int, sep rune) bool {
	if !p.in(k, "-~至到") {
		return false
	}
	_, e := p.small(k+1, 1, 12)
	return e >= 0 && p.digit(k+1) && p.peek(e) == sep && p.digit(e+1)
}

// afterRangeOf reports whether a first M.D or M/D and a dash stand before i.
func (p *zh) afterRangeOf(i int) bool {
	k := i - 1
	if !p.in(k, "-~至到") || !p.digit(k-1) {
		return false
	}
	k--
	if p.digit(k - 1) {
		k--
	}
	return p.in(k-1, "./") && p.digit(k-2)
}

// deadlineLabels are the words before a date that make it a deadline.
var deadlineLabels = []string{"截至", "截止", "截止到", "截止至", "截止于", "截至到", "最迟", "最晚", "最迟于", "最晚于", "最迟在", "最晚在", "不迟于", "不晚于", "务于", "不得迟于", "不得晚于", "不超过",
	"限", "限于", "限定", "限定于", "时限", "期限", "时限为", "期限为", "时间", "时间为", "节点", "节点为", "日期", "日期为", "期限至", "时限至", "节点:", "时限:", "期限:", "日期:", "时间:", "截止:", "deadline:", "ddl:", "due:", "到期", "到期日", "确保", "确保于", "延长至", "延期至", "延至", "推迟至", "推迟到", "顺延至", "提前至", "提前到", "调整至", "调整为", "改为", "改到"}

// labelled reports whether such a word stands right before i.
func (p *zh) labelled(i int) bool {
	return i > 0 && p.rules(i-1)&rLabel != 0 && p.endsAny(i, deadlineLabels...)
}
