package when

import (
	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/calendar"
)

// quarterly reads 每季度, 每季度末, 每季度首月10日, 每季度最后一个工作日.
func (p *zh) quarterly(i, n int) (value, int) {
	v := setValue(every("MONTHLY", 3*n), "zh.every-quarter")
	i = p.skip(i, "的")
	firsts, lasts := []int{1, 4, 7, 10}, []int{3, 6, 9, 12}
	if k, j := p.oneOf(i, "首月", "第一个月", "第一月", "末月", "最后一个月", "最后一月", "第三个月", "第二个月"); k >= 0 {
		months := firsts
		if k >= 3 {
			months = lasts
		}
		if k == 7 {
			months = []int{2, 5, 8, 11}
		}
		w, e := p.monthly(p.skip(j, "的"), 1)
		if len(w.set.monthDays) == 0 && w.set.days == "" {
			w.set.monthDays = []int{-1}
		}
		w.set.freq, w.set.months, w.rule = "YEARLY", months, v.rule
		return w, e
	}
	if k, j := p.oneOf(i, "末最后一个工作日", "最后一个工作日", "末", "底", "最后一天", "结束前"); k >= 0 {
		v.set = every("YEARLY", 1)
		v.set.months, v.set.monthDays = lasts, []int{-1}
		if k <= 1 {
			v.set.monthDays, v.set.days, v.set.setPos = nil, workweek, -1
			v.set.freq = "MONTHLY"
		}
		return p.timed(v, j)
	}
	if k, j := p.oneOf(i, "初", "第一天", "首日"); k >= 0 {
		v.set = every("YEARLY", 1)
		v.set.months, v.set.monthDays = firsts, []int{1}
		return p.timed(v, j)
	}
	return p.timed(v, p.skip(i, "一次"))
}

func (p *zh) halfYearly(i int) (value, int) {
	v := setValue(every("MONTHLY", 6), "zh.every-half-year")
	if k, j := p.oneOf(i, "末", "底"); k >= 0 {
		v.set = every("YEARLY", 1)
		v.set.months, v.set.monthDays = []int{6, 12}, []int{-1}
		return p.timed(v, j)
	}
	return p.timed(v, i)
}

// fixedFestival reads a festival that has the same day every year: 每年国庆节. Lunar ones no rule of RFC 5545 can say.
func (p *zh) fixedFestival(i int) (ledger.Date, int) {
	for _, name := range festivalNames()[p.peek(i)] {
		j := p.has(i, name)
		if j < 0 {
			continue
		}
		a, _ := calendar.FestivalDay(name, 2026)
		for y := 2027; y <= 2031; y++ {
			if b, ok := calendar.FestivalDay(name, y); !ok || a.Month != b.Month || a.Day != b.Day {
				return a, none
			}
		}
		return a, j
	}
	return ledger.Date{}, none
}

// yearly reads the days after 每年: 3月15日, 6月和12月底, 年底, 第一季度.
func (p *zh) yearly(i, n int) (value, int) {
	v := setValue(every("YEARLY", n), "zh.every-year")
	i = p.skip(i, "的")
	if k, j := p.oneOf(i, "年底", "底", "末", "年末", "年终", "年初", "初"); k >= 0 {
		v.set.months, v.set.monthDays = []int{12}, []int{31}
		if k >= 5 {
			v.set.months, v.set.monthDays = []int{1}, []int{1}
		}
		return p.timed(v, j)
	}
	if k, j := p.oneOf(i, "上半年", "下半年"); k >= 0 {
		v.set.months, v.set.monthDays = []int{6 + 6*k}, []int{-1}
		return p.timed(v, j)
	}
	if d, j := p.fixedFestival(i); j >= 0 {
		v.set.months, v.set.monthDays = []int{int(d.Month)}, []int{d.Day}
		return p.timed(v, j)
	}
	if q, j := p.quarterNumber(i); j >= 0 {
		v.set.months, v.set.monthDays = []int{3 * q}, []int{-1}
		return p.timed(v, p.skip(p.skip(j, "末"), "底"))
	}
	j := i
	for {
		m, e := p.small(j, 1, 12)
		if e < 0 || p.peek(e) != '月' && !p.in(e, "、和") {
			break
		}
		v.set.months = append(v.set.months, m)
		j = p.skip(p.skip(e, "月"), "份")
		if d, e := p.dayNumber(j); e >= 0 {
			v.set.monthDays = append(v.set.monthDays, d)
			j = e
		} else if set, e := p.monthPart(j); e >= 0 {
			v.set.monthDays, v.set.days, v.set.setPos, j = set.monthDays, set.days, set.setPos, e
		}
		k, e := p.oneOf(j, "、", "和", "及", ",")
		if k < 0 {
			break
		}
		if _, end := p.small(e, 1, 12); end < 0 || !p.in(end, "月、和") {
			break
		}
		j = e
	}
	return p.timed(v, p.skip(j, "一次"))
}
