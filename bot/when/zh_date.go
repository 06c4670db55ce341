package when

import (
	"time"

	"github.com/followup-bot/followup/ledger"
)

var (
	zhYearWords  = []string{"大后年", "大前年", "本年度", "下一年度", "上一年度", "今年", "本年", "当年", "这一年", "明年", "来年", "次年", "翌年", "下年度", "下一年", "下年", "后年", "去年", "上年度", "上一年", "上年", "前年", "同年"}
	zhYearShift  = []int{3, -3, 0, 1, -1, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 2, -1, -1, -1, -1, -2, 0}
	zhMonthWords = []string{"下下个月", "下下月", "再下个月", "上上个月", "上上月", "本月", "这个月", "这一个月", "这月", "当月", "今个月", "今月", "下个月", "下一个月", "下月", "次月", "来月", "上个月", "上一个月", "上月"}
	zhMonthShift = []int{2, 2, 2, -2, -2, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, -1, -1, -1}
)

// yearPart reads 2026年, 二〇二六年, 26年 (before a month), 明年; next tells that the year is counted from the other end of a range.
func (p *zh) yearPart(i int) (y int, next bool, j int) {
	if k, j := p.oneOf(i, zhYearWords...); k >= 0 {
		if zhYearWords[k] == "后年" && p.peek(i-1) != 0 && (p.joined(i) || p.endsAny(i, "个", "月", "天", "日", "周")) {
			return 0, false, none
		}
		return p.today.Year + zhYearShift[k], zhYearWords[k] == "次年" || zhYearWords[k] == "翌年", p.skip(j, "度")
	}
	v, j := p.num(p.skip(i, "公元"))
	if j < 0 || p.peek(j) != '年' || p.joined(i) {
		return 0, false, none
	}
	switch {
	case v.digits == 4 && v.n >= 1900 && v.n <= 2199:
		return v.n, false, p.skip(j+1, "度")
	case v.digits == 2 && p.shortYear(j+1):
		return 2000 + v.n, false, p.skip(j+1, "度")
	}
	return 0, false, none
}

// shortYear reports whether what follows a two-figure number and 年 makes it a year: 26年12月, 26年底.
func (p *zh) shortYear(j int) bool {
	if p.in(j, "底末初") {
		return true
	}
	if k, _ := p.oneOf(j, "上半年", "下半年", "第一季", "第二季", "第三季", "第四季", "一季", "二季", "三季", "四季", "元月"); k >= 0 {
		return true
	}
	_, k := p.small(j, 1, 12)
	return k >= 0 && p.peek(k) == '月'
}

// date reads a date that is named by the civil calendar: year, month, day and their parts.
func (p *zh) date(i int) (value, int) {
	if y, next, j := p.yearPart(i); j >= 0 {
		v, k := p.yearTail(p.skip(p.skip(j, "的"), ","), y)
		if k < 0 {
			v, k = months(y, 1, 12, GrainYear, "zh.year"), j
			v.y = y
			if p.weakYear(j) {
				return value{}, none
			}
		}
		v.nextYear = next
		return v, k
	}
	if v, j := p.firstQuarters(i); j >= 0 {
		return v, j
	}
	if v, j := p.month(i, 0); j >= 0 {
		return v, j
	}
	if v, j := p.yearEdge(i, 0); j >= 0 {
		return v, j
	}
	if v, j := p.quarter(i, 0); j >= 0 {
		return v, j
	}
	return p.dayOfMonth(i)
}

// weakYear reports whether a year only labels what follows: 2026年工作要点, 2026年度预算.
func (p *zh) weakYear(j int) bool {
	if k, _ := p.oneOf(j, "完成", "建成", "实现", "出台", "推进", "启动", "开展", "全面", "力争", "基本", "前", "内", "底"); k >= 0 {
		return false
	}
	if n, k := p.ordinal(j); k >= 0 && n > 0 && p.in(k, "次批期号届") {
		return true
	}
	for k := j; k < j+6 && !p.boundary(k); k++ {
		if w, e := p.oneOf(k, "计划", "预算", "要点", "方案", "总结", "报告", "考核", "目标", "任务"); w >= 0 && (p.boundary(e) || p.in(e, "的")) {
			return true
		}
	}
	k, _ := p.oneOf(j, "工作", "预算", "计划", "要点", "报告", "全市", "全省", "全国", "全区", "全县", "全院", "版", "项目", "重点", "政府", "财政", "考核", "以来", "至今", "期间的")
	return k >= 0
}

// yearTail reads what may follow a year.
func (p *zh) yearTail(i, y int) (value, int) {
	if v, j := p.month(i, y); j >= 0 {
		return v, j
	}
	if v, j := p.yearEdge(i, y); j >= 0 {
		return v, j
	}
	if v, j := p.quarter(i, y); j >= 0 {
		return v, j
	}
	if v, j := p.festival(i, y); j >= 0 {
		return v, j
	}
	if v, j := p.lunarDate(i, y); j >= 0 {
		return v, j
	}
	year := months(y, 1, 12, GrainYear, "zh.year")
	if v, j := p.inside(i, year); j >= 0 {
		v.y = y
		return v, j
	}
	return value{}, none
}

// month reads a month by number or word with what follows it: a day, a third, an edge, a week.
func (p *zh) month(i, y int) (value, int) {
	if k, j := p.oneOf(i, zhMonthWords...); k >= 0 && y == 0 && !(k > 4 && p.in(i-1, "第")) {
		first := ledger.NewDate(p.today.Year, p.today.Month+time.Month(zhMonthShift[k]), 1)
		v, j := p.monthTail(j, first.Year, int(first.Month))
		return v, j
	}
	m, j := 1, p.has(i, "元月")
	if j < 0 {
		if p.joined(i) {
			return value{}, none
		}
		if m, j = p.small(i, 1, 12); j < 0 || p.peek(j) != '月' {
			return value{}, none
		}
		j = p.skip(j+1, "份")
	}
	return p.monthTail(j, y, m)
}

// monthTail reads what may follow month m of year y (0: not said).
func (p *zh) monthTail(i, y, m int) (value, int) {
	j := p.skip(i, "的")
	if d, k := p.dayNumber(j); k >= 0 {
		return p.monthDay(y, m, d, k)
	}
	if d, k := p.small(j, 1, 31); k >= 0 && p.bareDay(j, k) {
		return p.monthDay(y, m, d, k)
	}
	v := p.period(y, m, 1, GrainMonth, "zh.month")
	if w, k := p.third(j, v); k >= 0 {
		return w, k
	}
	if w, k := p.monthEdge(j, v); k >= 0 {
		return w, k
	}
	if w, k := p.inside(j, v); k >= 0 {
		w.y, w.m = y, m
		return w, k
	}
	return v, i
}

// monthDay makes the date of a month's day; a day that the month never has does not read.
func (p *zh) monthDay(y, m, d, j int) (value, int) {
	if y != 0 && !valid(y, m, d) || !valid(2024, m, d) {
		return value{}, none
	}
	x := ledger.Date{Year: y, Month: time.Month(m), Day: d}
	if y == 0 {
		var ok bool
		if x, ok = nextDay(p.today, m, d); !ok {
			return value{}, none
		}
	}
	v := dayValue(x, "zh.month-day")
	v.y, v.m, v.d = y, m, d
	return v, p.saidWeekday(j)
}

// saidWeekday skips the weekday that people add to a date: 10月12号,星期一; 11月30日（周一）.
func (p *zh) saidWeekday(i int) int {
	j := i
	if p.in(j, ",(、[") {
		j++
	}
	if _, k := p.weekdayName(j); k >= 0 {
		if open := p.peek(j - 1); j > i && (open == '(' || open == '[') {
			if c := p.peek(k); c != ')' && c != ']' {
				return i
			}
			k++
		}
		return k
	}
	return i
}

// bareDay reports whether the number from i to j is a day although 日 is missing: 11月30前, 11月30之前, 11月30完成, 12月15(周二).
func (p *zh) bareDay(i, j int) bool {
	if !p.digit(i) && p.peek(i) != '廿' && p.peek(i) != '十' && p.peek(i) != '二' && p.peek(i) != '三' {
		return false
	}
	if p.boundary(j) && p.peek(j) != '.' && p.peek(j) != '/' {
		return true
	}
	k, _ := p.oneOf(j, "前", "之前", "以前", "到", "至", "~", "完成", "下班", "上午", "下午", "晚", "早")
	return k >= 0
}

// third reads 上旬, 中旬, 下旬 of a month.
func (p *zh) third(i int, v value) (value, int) {
	k, j := p.oneOf(i, "上中旬", "中上旬", "中下旬", "上旬", "中旬", "下旬")
	if k < 0 {
		return v, none
	}
	v.rule, v.grain = "zh.ten-days", GrainTenDays
	first := v.from
	switch k {
	case 0, 1:
		v.to = first.AddDays(19)
	case 2:
		v.from = first.AddDays(10)
	case 3:
		v.to = first.AddDays(9)
	case 4:
		v.from, v.to = first.AddDays(10), first.AddDays(19)
	case 5:
		v.from = first.AddDays(20)
	}
	if v.m != 0 && v.y == 0 && v.to.Before(p.today) { // this year's is over
		v.from, v.to = yearOn(v.from), yearOn(v.to)
		if v.to.Day > 20 {
			v.to = v.to.MonthEnd()
		}
	}
	return v, p.skip(p.skip(j, "末"), "底")
}

func yearOn(d ledger.Date) ledger.Date { return d.AddMonths(12) }

// monthEdge reads 初, 中, 底, 末 after a month.
func (p *zh) monthEdge(i int, v value) (value, int) {
	k, j := p.oneOf(i, "月初", "初", "月中", "中", "月底", "月末", "底", "末")
	if k < 0 || p.has(i, "末月") >= 0 {
		return v, none
	}
	switch {
	case k <= 1 && !p.in(j, "稿步级审中") || k == 0:
		v.to, v.rule = v.from.AddDays(9), "zh.month-start"
	case k == 2 || k == 3 && !p.in(j, "国央共小学院心级层秋期型铁标"):
		v.from, v.to, v.rule = v.from.AddDays(9), v.from.AddDays(14), "zh.month-middle"
	case k >= 4:
		v.from, v.rule = v.to, "zh.month-end"
		j = p.skip(j, "最后一天")
	default:
		return v, none
	}
	if v.m != 0 && v.y == 0 && v.to.Before(p.today) {
		v.from, v.to = yearOn(v.from), yearOn(v.to)
	}
	return v, j
}

// dayNumber reads D日 or D号 of a month; a number of something else (3号楼, 第5号, 25号文件) does not read.
func (p *zh) dayNumber(i int) (d, j int) {
	d, j = p.small(i, 1, 31)
	if j < 0 || p.peek(j) != '日' && p.peek(j) != '号' || p.gapInside(i, j) {
		return 0, none
	}
	if p.peek(j) == '号' && p.numbered(i, j+1) {
		return 0, none
	}
	if p.peek(j) == '日' && (p.in(j+1, "工均常报程志语本产") && !p.in(j+1, "报") || p.has(j+1, "报告") >= 0) {
		return 0, none
	}
	return d, j + 1
}

// gapInside reports whether the figures from i to j are cut by a blank: "1 2日" is no 12th.
func (p *zh) gapInside(i, j int) bool {
	for k := i + 1; k < j; k++ {
		if p.gap[k] {
			return true
		}
	}
	return false
}

// numbered reports whether the 号 before j counts things, not days.
func (p *zh) numbered(i, j int) bool {
	if p.in(i-1, "第路街巷弄道村镇坊苑楼栋幢室字令座#-_.~") && !(p.peek(i-1) == '-' || p.peek(i-1) == '~') || p.letter(i-1) || p.joined(i) {
		return true
	}
	if p.has(j, "会议室") >= 0 || p.has(j, "通知") >= 0 && !p.in(j+2, "前") || p.has(j, "公告") >= 0 {
		return true
	}
	return p.in(j, "楼院线文令厅窗案馆桥门店房车仓柜卷件事任议井矿站台岗牌码称库块厂单卡员坑机位召子学码档标施路")
}

// dayOfMonth reads a day without a month: the next one.
func (p *zh) dayOfMonth(i int) (value, int) {
	if p.joined(i) || p.in(i-1, "月前满逾") || p.endsAny(i, "期限为", "工期为", "周期为", "为期", "工期", "提前", "超过", "不少于", "累计") {
		return value{}, none // 开庭前3日, 期限为30日 are lengths
	}
	d, j := p.dayNumber(i)
	if k, _ := p.oneOf(j, "行政拘留", "拘留", "以上", "以下", "游"); k >= 0 {
		return value{}, none
	}
	if j < 0 || p.in(j, "内") || p.in(j-1, "日") && p.has(j, "以内") >= 0 {
		return value{}, none
	}
	x, ok := nextMonthDay(p.today, d)
	if !ok {
		return value{}, none
	}
	v := dayValue(x, "zh.day")
	v.d = d
	return v, p.saidWeekday(j)
}
