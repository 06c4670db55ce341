package when

import (
	"time"

	"github.com/followup-bot/followup/ledger"
)

var (
	zhYearEdges    = []string{"年底", "年末", "年终", "年尾", "岁末", "岁尾", "年初", "年中", "上半年", "下半年", "前半年", "后半年"}
	zhWithinYear   = []string{"年内", "年度内", "全年"}
	zhQuarterWords = []string{"本季度", "这个季度", "这季度", "本季", "当季", "下一个季度", "下个季度", "下一季度", "下季度", "下季", "上个季度", "上一季度", "上季度"}
	zhLooseEdges   = []string{"月底", "月末", "月中", "月初", "上旬", "中旬", "下旬", "月内", "季末", "季度末", "季底", "季度内", "季内", "半年末"}
)

// yearEdge reads parts of a year: 年初, 年中, 年底, 上半年. y is 0 when no year was said.
func (p *zh) yearEdge(i, y int) (value, int) {
	switch p.peek(i) {
	case '年', '岁', '上', '下', '前', '后', '全':
	default:
		if y == 0 {
			return value{}, none
		}
	}
	year, implied := y, y == 0
	if implied {
		year = p.today.Year
		if p.in(i-1, "十百千半两多几末尾") || p.joined(i) || figure(p.peek(i-1)) >= 0 {
			return value{}, none
		}
	}
	v := months(year, 1, 12, GrainYear, "zh.year")
	v.y = y
	k, j := p.oneOf(i, zhYearEdges...)
	switch {
	case k >= 0 && k <= 5:
		v.from, v.rule = v.to, "zh.year-end"
	case k == 6:
		v = p.period(y, 1, 3, GrainQuarter, "zh.year-start")
	case k == 7:
		v = p.period(y, 6, 1, GrainMonth, "zh.year-middle")
	case k == 8 || k == 10:
		return p.edge(j, p.period(y, 1, 6, GrainHalf, "zh.half-year"))
	case k == 9 || k == 11:
		return p.edge(j, p.period(y, 7, 6, GrainHalf, "zh.half-year"))
	case implied:
		return p.yearAlone(i, v)
	default:
		return p.yearTight(i, y, v)
	}
	return v, j
}

// yearAlone reads 年内, 年度内, 全年 where no year was said.
func (p *zh) yearAlone(i int, v value) (value, int) {
	k, j := p.oneOf(i, zhWithinYear...)
	if k < 0 || k < 2 && p.in(i-1, "每周") {
		return value{}, none
	}
	v.deadline = k < 2
	v.rule = "zh.year-within"
	return v, j
}

// yearTight reads an edge that stands right after 年: 2026年底, 今年末, 明年初.
func (p *zh) yearTight(i, y int, v value) (value, int) {
	k, j := p.oneOf(i, "底", "末", "终", "初", "中", "年内", "年度内")
	switch {
	case k >= 5:
		v.deadline = true
		return v, j
	case k >= 0 && k <= 2:
		v.from, v.rule = v.to, "zh.year-end"
	case k == 3:
		v = months(y, 1, 3, GrainQuarter, "zh.year-start")
	case k == 4 && !p.in(j, "国央共秋"):
		v = months(y, 6, 1, GrainMonth, "zh.year-middle")
	default:
		return value{}, none
	}
	v.y = y
	return v, j
}

var zhSeasons = []struct {
	name  string
	month int // the first of the three months
}{{"春", 3}, {"夏", 6}, {"秋", 9}, {"冬", 12}}

// quarter reads quarters and seasons: 第四季度, 四季度末, 本季度, 下季度, Q3, 三季度首月. y is 0 when no year was said.
func (p *zh) quarter(i, y int) (value, int) {
	switch p.peek(i) {
	case '本', '这', '当', '下', '上', 'q', '首', '头', '最', '末', '第', '春', '夏', '秋', '冬':
	default:
		if figure(p.peek(i)) < 0 && !p.digit(i) {
			return value{}, none
		}
	}
	if k, j := p.oneOf(i, zhQuarterWords...); k >= 0 && y == 0 {
		shift := 0
		if k >= 5 {
			shift = 1
		}
		if k >= 10 {
			shift = -1
		}
		first := ledger.NewDate(p.today.Year, time.Month((int(p.today.Month)-1)/3*3+1+3*shift), 1)
		v := months(first.Year, int(first.Month), 3, GrainQuarter, "zh.quarter")
		v.y, v.m = first.Year, int(first.Month)
		return p.quarterTail(j, v)
	}
	n, j := p.quarterNumber(i)
	if j >= 0 {
		return p.quarterTail(j, p.period(y, 3*n-2, 3, GrainQuarter, "zh.quarter"))
	}
	for _, s := range zhSeasons {
		if p.has(i, s.name) < 0 {
			continue
		}
		if k, j := p.oneOf(i, s.name+"季", s.name+"天"); k >= 0 && p.peek(i-1) != '四' {
			return p.period(y, s.month, 3, GrainQuarter, "zh.season"), j
		}
	}
	return value{}, none
}

// firstQuarters reads 前三季度: this year's, also when they are over, since accounts are given of them.
func (p *zh) firstQuarters(i int) (value, int) {
	j := p.has(i, "前")
	n, k := p.small(j, 2, 3)
	if j < 0 || k < 0 {
		return value{}, none
	}
	e := p.has(p.skip(k, "个"), "季度")
	if e < 0 {
		return value{}, none
	}
	return months(p.today.Year, 1, 3*n, GrainHalf, "zh.first-of"), e
}

func (p *zh) quarterNumber(i int) (n, j int) {
	if p.peek(i) == 'q' && !p.letter(i-1) && !p.joined(i) {
		return p.quarterDigits(i + 1)
	}
	if k, j := p.oneOf(i, "首季度", "首季", "头一季度"); k >= 0 {
		return 1, j
	}
	if k, j := p.oneOf(i, "最后一季度", "最后一个季度", "末季度"); k >= 0 {
		return 4, j
	}
	ordered := p.has(i, "第")
	n, j = p.small(max(i, ordered), 1, 4)
	if j < 0 || ordered < 0 && p.joined(i) {
		return 0, none
	}
	if k := p.has(j, "季度"); k >= 0 {
		return n, k
	}
	if k := p.has(j, "季"); k >= 0 && (ordered >= 0 || p.boundary(k) || p.in(k, "前末底内")) {
		return n, k
	}
	if k := p.has(j, "个季度"); k >= 0 && ordered >= 0 {
		return n, k
	}
	return 0, none
}

// quarterDigits reads the figure after Q.
func (p *zh) quarterDigits(i int) (n, j int) {
	if n, j = p.small(i, 1, 4); j < 0 || !p.digit(i) || p.letter(j) || p.peek(j) == '.' {
		return 0, none
	}
	return n, p.skip(p.skip(j, "季度"), "季")
}

func (p *zh) quarterTail(i int, v value) (value, int) {
	if k, j := p.oneOf(i, "首月", "第一个月", "末月", "最后一个月", "第二个月", "第三个月", "次月"); k >= 0 {
		shift := []int{0, 0, 2, 2, 1, 2, 1}[k]
		w := months(v.from.Year, int(v.from.Month)+shift, 1, GrainMonth, "zh.month")
		w.y, w.m = w.from.Year, int(w.from.Month)
		return p.monthTailOf(j, w)
	}
	return p.edge(i, v)
}

func (p *zh) monthTailOf(i int, v value) (value, int) {
	if w, j := p.monthTail(i, v.y, v.m); j > i {
		return w, j
	}
	return v, i
}

// edge reads 初, 末, 底 and inner days after a quarter, a half or a week.
func (p *zh) edge(i int, v value) (value, int) {
	j := p.skip(i, "的")
	k, end := p.oneOf(j, "末", "底", "结束", "季末", "初", "期末")
	switch {
	case k == 4 && v.grain == GrainQuarter && !p.in(end, "步稿"):
		v.to, v.rule = v.from.MonthEnd(), "zh.quarter-start"
		return v, end
	case k >= 0 && k != 4 && !(k <= 1 && p.peek(end) == '月'):
		v.from = v.to
		if v.grain == GrainQuarter {
			v.rule = "zh.quarter-end"
		}
		return v, end
	}
	if w, k := p.inside(j, v); k >= 0 {
		return w, k
	}
	return v, i
}

// seasonEnd reads 季末, 季度末 and 月底, 月中, 月初, 周末 where no number was said: those of the reference.
func (p *zh) looseEdge(i int) (value, int) {
	if p.in(i-1, "0123456789一二三四五六七八九十个每本下上这当半几元腊正逐按") {
		return value{}, none
	}
	month := months(p.today.Year, int(p.today.Month), 1, GrainMonth, "zh.month")
	k, j := p.oneOf(i, zhLooseEdges...)
	switch {
	case k < 0:
		return value{}, none
	case k <= 1:
		month.from, month.rule = month.to, "zh.month-end"
		if e := p.has(p.skip(j, "的"), "最后一个工作日"); e >= 0 {
			return p.nthWorkday(months(p.today.Year, int(p.today.Month), 1, GrainMonth, ""), -1), e
		}
		j = p.skip(j, "最后一天")
	case k <= 3:
		v, _ := p.monthEdge(i, month)
		return p.roll(v, 1), j
	case k <= 6:
		v, _ := p.third(i, month)
		return p.roll(v, 1), j
	case k == 7:
		month.deadline = true
	case k == 13:
		v := p.period(0, 1, 6, GrainHalf, "zh.half-year")
		if p.today.Month > time.June {
			v = p.period(0, 7, 6, GrainHalf, "zh.half-year")
		}
		v.from = v.to
		return v, j
	default:
		v := months(p.today.Year, (int(p.today.Month)-1)/3*3+1, 3, GrainQuarter, "zh.quarter")
		if k <= 10 {
			v.from, v.rule = v.to, "zh.quarter-end"
		} else {
			v.deadline = true
		}
		return v, j
	}
	return month, j
}

// roll moves a value that is over by n months.
func (p *zh) roll(v value, n int) value {
	if v.to.Before(p.today) {
		end := v.to == v.to.MonthEnd()
		v.from, v.to = v.from.AddMonths(n), v.to.AddMonths(n)
		if end {
			v.to = v.to.MonthEnd()
		}
	}
	return v
}

// inside reads a day, a week or a part counted inside a period: 第三个月, 最后一天, 第一个工作日, 最后一个星期五, 前两周, 第二周.
func (p *zh) inside(i int, v value) (value, int) {
	if j := p.has(i, "前"); j >= 0 {
		return p.firstOf(j, v, false)
	}
	if k, j := p.oneOf(i, "最后", "后"); k >= 0 {
		if w, e := p.firstOf(j, v, true); e >= 0 {
			return w, e
		}
	}
	n, j := p.ordinal(i)
	if j < 0 {
		return value{}, none
	}
	j = p.skip(j, "个")
	if k, e := p.oneOf(j, "工作日"); k >= 0 {
		return p.nthWorkday(v, n), e
	}
	if w, e := p.weekdayName(j); e >= 0 {
		return p.nthWeekday(v, n, w), e
	}
	if k, e := p.oneOf(j, "星期", "礼拜", "周", "月", "季度", "天", "日"); k >= 0 {
		return p.nthPart(v, n, k, e)
	}
	return value{}, none
}

func (p *zh) nthPart(v value, n, unit, j int) (value, int) {
	switch {
	case unit <= 2:
		w := nthWeek(v, n)
		return p.weekTail(j, w)
	case unit == 3 && v.grain >= GrainQuarter:
		m := v.from.AddMonths(n - 1)
		if n < 0 {
			m = v.to.AddDays(1).AddMonths(n)
		}
		w := months(m.Year, int(m.Month), 1, GrainMonth, "zh.month")
		w.y, w.m = m.Year, int(m.Month)
		return p.monthTailOf(j, w)
	case unit == 4 && v.grain == GrainYear && n >= -4 && n <= 4:
		if n < 0 {
			n += 5
		}
		return p.quarterTail(j, p.period(v.from.Year, 3*n-2, 3, GrainQuarter, "zh.quarter"))
	case unit >= 5 && n < 0:
		return dayValue(v.to.AddDays(n+1), "zh.nth-day"), j
	case unit >= 5:
		return dayValue(v.from.AddDays(n-1), "zh.nth-day"), j
	}
	return value{}, none
}

// nthWeek gives the nth week of a month or year. A week belongs to the period that holds its Thursday, as in ISO 8601; n < 0 counts from the end.
func nthWeek(v value, n int) value {
	first := monday(v.from)
	if first.AddDays(3).Before(v.from) {
		first = first.AddDays(7)
	}
	if n < 0 {
		first = monday(v.to)
		if first.AddDays(3).After(v.to) {
			first = first.AddDays(-7)
		}
		n += 2
	}
	w := periodValue(first.AddDays(7*(n-1)), first.AddDays(7*n-1), GrainWeek, "nth-week")
	if n == 1 && w.to.After(v.to) {
		w.to = v.to // the last week ends with its month
	}
	return w
}

func (p *zh) nthWorkday(v value, n int) value {
	d := v.from.AddDays(-1)
	if n < 0 {
		d = v.to.AddDays(1)
	}
	return dayValue(ledger.AddWorkdays(p.cal, d, n), "zh.nth-workday")
}

func (p *zh) nthWeekday(v value, n, w int) value {
	d := v.from.AddDays(-1)
	if n < 0 {
		d = v.to.AddDays(1)
		d = d.AddDays(-(int(d.Weekday())-w+13)%7 - 1 + 7*(n+1))
		return dayValue(d, "zh.nth-weekday")
	}
	return dayValue(weekdayAfter(d, w).AddDays(7*(n-1)), "zh.nth-weekday")
}

// firstOf reads the count of 前两周, 前10天, 前三个月 (or 后三天, 最后两周) of a period.
func (p *zh) firstOf(i int, v value, last bool) (value, int) {
	n, j := p.num(i)
	if j < 0 || n.n < 1 || n.n > 366 || n.digits > 3 || last && n.n == 1 {
		return value{}, none
	}
	j = p.skip(j, "个")
	k, e := p.oneOf(j, "星期", "礼拜", "周", "月", "季度", "天", "日")
	if k < 0 {
		return value{}, none
	}
	out := v
	switch {
	case k <= 2:
		first := nthWeek(v, 1).from
		out = periodValue(first, first.AddDays(7*n.n-1), GrainWeek, "zh.first-weeks")
		if last {
			end := nthWeek(v, -1).to
			out.from, out.to = end.AddDays(1-7*n.n), end
		}
	case k <= 4:
		size := n.n * []int{1, 3}[k-3]
		out.to = v.from.AddMonths(size).AddDays(-1)
		if last {
			out.from, out.to = v.to.AddDays(1).AddMonths(-size), v.to
		}
	default:
		out.to = v.from.AddDays(n.n - 1)
		if last {
			out.from, out.to = v.to.AddDays(1-n.n), v.to
		}
	}
	out.rule = "zh.first-of"
	return out, e
}
