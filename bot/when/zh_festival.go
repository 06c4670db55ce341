package when

import (
	"strings"
	"sync"

	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/calendar"
)

// festivalNames holds the Chinese names by their first rune, longest first.
var festivalNames = sync.OnceValue(func() map[rune][]string {
	m := map[rune][]string{}
	for _, n := range calendar.Festivals() {
		r := []rune(n)
		if r[0] < 0x80 {
			continue
		}
		list := append(m[r[0]], n)
		for k := len(list) - 1; k > 0 && len(list[k]) > len(list[k-1]); k-- {
			list[k], list[k-1] = list[k-1], list[k]
		}
		m[r[0]] = list
	}
	return m
})

// festival reads a festival of year y (0: the next), with a year or a count after it: 国庆, 2027年春节, 国庆节后第一个工作日, 春节前三天.
func (p *zh) festival(i, y int) (value, int) {
	for _, name := range festivalNames()[p.peek(i)] {
		j := p.has(i, name)
		if j < 0 || !p.festivalHere(i, j, name) {
			continue
		}
		d, first, last, ok := p.festivalDay(name, y)
		if !ok {
			return value{}, none
		}
		v := dayValue(d, "zh.festival")
		v.y, v.m, v.d = y, 0, 0
		if end, ok := p.holidaySpan(j); ok {
			v.from, v.to = first, last
			j = end
		}
		return p.festivalTail(j, v, d, last)
	}
	return value{}, none
}

// festivalHere guards names that are numbers or ordinary words: 五一, 十一, 三八, 元旦 always, 新年 only alone or before 前, 后, 期间.
func (p *zh) festivalHere(i, j int, name string) bool {
	n := 0
	for range name {
		n++
	}
	first := p.peek(i)
	numeric := figure(first) >= 0 || first == '十' || p.digit(i)
	if numeric && (p.joined(i) || figure(p.peek(i-1)) >= 0 || p.in(i-1, "十百廿卅第周期拜")) {
		return false
	}
	if n <= 2 && numeric || name == "新年" || name == "大年" || name == "过年" || name == "年夜" {
		if i == 0 && j == len(p.r) {
			return true
		}
		k, _ := p.oneOf(p.skip(j, "\""), "前", "后", "期间", "假期", "节", "之前", "之后", "以前", "以后", "长假", "小长假", "放假", "黄金周", "上午", "下午", "晚上", "中午")
		return k >= 0
	}
	return name != "清明" || !p.in(j, "朗") // 风清明朗
}

// holidaySpan gives the position after 假期, 期间, 长假 and the like, which mean the whole public holiday.
func (p *zh) holidaySpan(j int) (int, bool) {
	j = p.skip(j, "节")
	if k, e := p.oneOf(j, "小长假期间", "长假期间", "假期期间", "放假期间", "黄金周", "小长假", "长假", "假期", "期间", "假日", "放假"); k >= 0 {
		return e, true
	}
	return j, false
}

// festivalDay gives the day and the public holiday of the year said, or of the first year in which the day is not over.
func (f *ref) festivalDay(name string, y int) (day, first, last ledger.Date, ok bool) {
	year := y
	if y == 0 {
		year = f.today.Year
	}
	for range 2 {
		if day, ok = calendar.FestivalDay(name, year); !ok {
			return
		}
		if y != 0 || !day.Before(f.today) {
			break
		}
		year++
	}
	if first, last, ok = f.cal.Festival(name, year); !ok {
		first, last = day, day
	}
	return day, first, last, true
}

// festivalTail reads what counts from a festival: 前, 后第一个工作日, 后三天内, 前一周.
func (p *zh) festivalTail(i int, v value, day, last ledger.Date) (value, int) {
	if k, _ := p.oneOf(i, "\"前", "\"之前", "\"期间", "\"后", "\"节"); k >= 0 { // “五一”前
		i++
	}
	if j := p.has(i, "当天"); j >= 0 {
		return v, j
	}
	k, j := p.oneOf(i, "之前", "以前", "前", "结束之后", "结束后", "之后", "以后", "后")
	switch {
	case k < 0 || p.in(j, "后") && k <= 2: // 春节前后
		return v, i
	case k <= 2:
		if k, e := p.oneOf(j, "最后一个工作日", "一个工作日", "最后一个上班日"); k >= 0 {
			v.to = ledger.PreviousWorkday(p.cal, v.from.AddDays(-1))
			v.from, v.deadline = v.to, true
			return v, e
		}
		if l, e := p.measure(j); e >= 0 {
			g := p.ref
			g.today = day
			w := g.from(l, -1, "zh.festival")
			w.from, w.dur, w.deadline = w.to, false, true
			return w, p.skip(e, "内")
		}
		v.from = v.from.AddDays(-1)
		v.to, v.deadline = v.from, true
		return v, j
	}
	return p.afterHoliday(j, v, last)
}

// afterHoliday reads what follows 节后: a working day, a week, a length; alone it names no day.
func (p *zh) afterHoliday(j int, v value, last ledger.Date) (value, int) {
	j = p.skip(j, "的")
	back := ledger.NextWorkday(p.cal, last.AddDays(1))
	if k, e := p.oneOf(j, "第一个工作日", "首个工作日", "第一天上班", "上班第一天", "首个上班日", "第一个上班日", "上班首日", "第一天", "开工第一天", "上班当天", "首日"); k >= 0 {
		return dayValue(back, "zh.after-holiday"), e
	}
	if k, e := p.oneOf(j, "上班第一周", "第一周", "首周"); k >= 0 {
		first := monday(back)
		return periodValue(back, first.AddDays(6), GrainWeek, "zh.after-holiday"), e
	}
	if k := p.has(j, "第"); k >= 0 {
		j = k
	}
	if l, e := p.measure(j); e >= 0 {
		g := p.ref
		g.today = last
		w := g.from(l, 1, "zh.after-holiday")
		k, end := p.oneOf(e, zhWithin...)
		w.deadline, w.dur = k >= 0, false
		return w, max(e, end)
	}
	v.from, v.after = last.AddDays(1), true
	return v, j
}

var zhNearHolidays = []string{"节前", "节后", "年前", "年后", "假期前", "假前"}

// nearHoliday reads 节前 and 节后 without a name: the next public holiday.
func (p *zh) nearHoliday(i int) (value, int) {
	k, j := p.oneOf(i, zhNearHolidays...)
	if k < 0 || i > 0 && !p.boundary(i-1) && !p.in(i-1, "于在请须要应将并力确务均到至为") || k == 2 && p.has(j, "后") >= 0 {
		return value{}, none
	}
	name := "春节"
	if k != 2 && k != 3 {
		name = p.nextHoliday()
	}
	day, _, last, ok := p.festivalDay(name, 0)
	if !ok {
		return value{}, none
	}
	if k == 1 || k == 3 {
		return p.afterHoliday(j, dayValue(day, "zh.after-holiday"), last)
	}
	v := dayValue(day.AddDays(-1), "zh.before-holiday")
	v.deadline = true
	return v, j
}

// nextHoliday is the public holiday that comes next.
func (f *ref) nextHoliday() string {
	name, best := "元旦", ledger.Date{}
	for _, n := range []string{"元旦", "春节", "清明", "五一", "端午", "中秋", "国庆"} {
		if d, _, _, ok := f.festivalDay(n, 0); ok && (best.IsZero() || d.Before(best)) && d.After(f.today) {
			name, best = n, d
		}
	}
	return name
}

var (
	zhLunarCalendars = []string{"农历", "阴历", "旧历", "夏历"}
	zhLunarMonths    = []string{"正月", "冬月", "腊月", "大年", "新正"}
)

// lunarDate reads a day of the lunar calendar: 农历八月十五, 正月十五, 腊月廿三, 大年初三.
func (p *zh) lunarDate(i, y int) (value, int) {
	j, marked := i, false
	if k, e := p.oneOf(i, zhLunarCalendars...); k >= 0 {
		j, marked = e, true
		if yy, _, e := p.yearPart(j); e >= 0 && y == 0 {
			y, j = yy, e
		}
	}
	m, j := p.lunarMonth(j, marked)
	if j < 0 {
		return value{}, none
	}
	d, j := p.lunarDay(j)
	if j < 0 {
		return value{}, none
	}
	year := y
	if y == 0 {
		year = p.today.Year - 1
	}
	for k := 0; k < 4; k++ {
		x, ok := calendar.Lunar(year+k, m, d)
		if ok && (y != 0 || !x.Before(p.today)) {
			v := dayValue(x, "zh.lunar")
			v.y = y
			return v, j
		}
	}
	return value{}, none
}

func (p *zh) lunarMonth(i int, marked bool) (m, j int) {
	if k, j := p.oneOf(i, zhLunarMonths...); k >= 0 {
		return []int{1, 11, 12, 1, 1}[k], j
	}
	if !marked {
		return 0, none
	}
	sign := 1
	if j := p.has(i, "闰"); j >= 0 {
		sign, i = -1, j
	}
	m, j = p.small(i, 1, 12)
	if j < 0 || p.peek(j) != '月' {
		return 0, none
	}
	return sign * m, j + 1
}

func (p *zh) lunarDay(i int) (d, j int) {
	j = p.skip(i, "初")
	d, e := p.small(j, 1, 30)
	if e < 0 || strings.ContainsRune("个天", p.peek(e)) && p.peek(e) != 0 {
		return 0, none
	}
	return d, p.skip(e, "日")
}
