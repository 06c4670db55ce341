package when

import "strconv"

// recurrence reads 每周一, 每月5日前, 每季度末, 隔周, 逐月, 一周一次, 周调度.
func (p *zh) recurrence(i int) (value, int) {
	if p.rules(i)&rRecur == 0 {
		return value{}, none
	}
	switch p.r[i] {
	case '每', '逢':
		return p.everyUnit(i)
	case '隔':
		return p.alternate(i)
	case '逐', '按':
		return p.byUnit(i)
	}
	if v, j := p.workweekDaily(i); j >= 0 {
		return v, j
	}
	if v, j := p.rhythm(i); j >= 0 {
		return v, j
	}
	return p.doubled(i)
}

// everyUnit reads what follows 每.
func (p *zh) everyUnit(i int) (value, int) {
	if p.r[i] == '逢' {
		return p.onDays(i + 1)
	}
	if j := p.has(i, "每逢"); j >= 0 {
		return p.onDays(j)
	}
	j, apart := i+1, false
	if k := p.has(j, "隔"); k >= 0 {
		j, apart = k, true
	}
	if p.has(j, "双周") >= 0 {
		return p.weekly(p.has(j, "双周"), 2)
	}
	n, said := 1, false
	if p.has(j, "半") < 0 {
		if v, k := p.num(j); k >= 0 && !v.vague && v.n > 0 && v.n < 1000 {
			n, j, said = v.n, k, true
		}
	}
	if apart {
		if !said {
			return value{}, none
		}
		if n == 1 {
			n = 2 // 每隔一周 is every other week; 每隔15天 is said for every fifteen days
		}
	}
	j = p.skip(j, "个")
	return p.everyN(j, n, said)
}

// everyN reads the unit of a recurrence, and what it fixes inside the unit.
func (p *zh) everyN(i, n int, said bool) (value, int) {
	k, j := p.oneOf(i, "工作日", "工作天", "自然日", "天", "日", "早上", "晚上", "上午", "下午", "晚", "早", "中午", "周末", "周", "星期", "礼拜", "半年度", "半年", "半个月", "半月", "旬", "月份", "月", "季度", "季", "年度", "年", "小时", "个小时", "分钟")
	switch {
	case k < 0 || k >= 3 && k <= 4 && p.in(j, "均产处利限"):
		return value{}, none
	case k <= 1 && n > 1:
		return value{}, none // every ten working days: no rule of RFC 5545 says that
	case k <= 1:
		r := every("WEEKLY", 1)
		r.days = workweek
		return p.timed(setValue(r, "zh.every-workday"), j)
	case k <= 4:
		return p.timed(setValue(every("DAILY", n), "zh.every-day"), j)
	case k <= 11:
		return p.timed(setValue(every("DAILY", n), "zh.every-day"), i)
	case k == 12:
		r := every("WEEKLY", n)
		r.days = "SA,SU"
		return p.timed(setValue(r, "zh.every-weekend"), j)
	case k <= 15:
		return p.weekly(j, n)
	case k <= 17:
		return p.halfYearly(j)
	case k <= 19:
		r := every("MONTHLY", 1)
		r.monthDays = []int{15, -1}
		return p.timed(setValue(r, "zh.every-half-month"), j)
	case k == 20:
		r := every("MONTHLY", 1)
		r.monthDays = []int{10, 20, -1}
		return p.timed(setValue(r, "zh.every-ten-days"), j)
	case k <= 22:
		return p.monthly(j, n)
	case k <= 24:
		return p.quarterly(j, n)
	case k <= 26:
		return p.yearly(j, n)
	case k <= 28:
		return setValue(every("HOURLY", n), "zh.every-hour"), j
	}
	return setValue(every("MINUTELY", n), "zh.every-minute"), j
}

// timed reads a time of day after a recurrence, and the 前 that makes it a deadline.
func (p *zh) timed(v value, i int) (value, int) {
	j := i
	if h, k := p.timeOfDay(j); k >= 0 {
		if h.clock {
			v.set.at = h.at
		}
		j = k
	}
	if k, e := p.oneOf(j, "之前", "以前", "前", "之内", "以内"); k >= 0 && (k != 2 || p.before(e)) {
		v.deadline = true
		j = e
	}
	return v, j
}

// onDays reads the weekdays after 逢, 每逢: 每逢周一、周四.
func (p *zh) onDays(i int) (value, int) {
	if p.has(i, "周") < 0 && p.has(i, "星期") < 0 && p.has(i, "礼拜") < 0 {
		if n, j := p.dayNumber(i); j >= 0 {
			r := every("MONTHLY", 1)
			r.monthDays = []int{n}
			return p.timed(setValue(r, "zh.every-month"), j)
		}
		return value{}, none
	}
	_, j := p.oneOf(i, "周", "星期", "礼拜")
	return p.weekly(j, 1)
}

// weekly reads the weekdays after 每周: 一, 一、三、五, 一至周五, 末.
func (p *zh) weekly(i, n int) (value, int) {
	r := every("WEEKLY", n)
	v := setValue(r, "zh.every-week")
	i = p.skip(i, "的")
	if j := p.has(i, "末"); j >= 0 {
		v.set.days = "SA,SU"
		return p.timed(v, j)
	}
	if k, j := p.oneOf(i, "最后一个工作日", "末工作日"); k >= 0 {
		v.set.days = "FR"
		return p.timed(v, j)
	}
	if k, j := p.oneOf(i, "第一个工作日", "首个工作日"); k >= 0 {
		v.set.days = "MO"
		return p.timed(v, j)
	}
	i = p.weekdayWord(i)
	first := p.weekdayFigure(i)
	if first == 0 || p.countOnly(i) {
		return p.timed(v, i)
	}
	v.set.addDay(first)
	j := i + 1
	for last := first; ; {
		k, e := p.oneOf(j, "、", "和", "及", "与", ",", "/", "至", "到", "-", "~", "或")
		if k < 0 {
			break
		}
		w := p.weekdayFigure(p.weekdayWord(p.skip(e, "每")))
		if w == 0 || (k <= 5 || k == 11) && p.weekdayWord(p.skip(e, "每")) == e && !p.listed(e+1) {
			break
		}
		if k >= 6 && k <= 9 {
			v.set.addDays(last, w)
		} else {
			v.set.addDay(w)
		}
		last, j = w, p.weekdayWord(p.skip(e, "每"))+1
	}
	return p.timed(v, j)
}

// listed reports whether a bare weekday figure before i may end a list: 每周一、三、五召开, not 每周一、三个部门.
func (p *zh) listed(i int) bool {
	return !p.in(i, "个项次是要名位家份条件类种年月日百千万十")
}

func (p *zh) weekdayWord(i int) int {
	if k, j := p.oneOf(i, "星期", "礼拜", "周"); k >= 0 {
		return j
	}
	return i
}

// countOnly reports whether the 一 at i counts instead of naming Monday: 每周一次, and 每周一调度 beside 每月一通报.
func (p *zh) countOnly(i int) bool {
	if p.in(i+1, "次回遍轮期") || p.in(i+1, "个") {
		return true
	}
	if p.r[i] != '一' || p.boundary(i+1) {
		return false
	}
	return p.within(i-20, min(i+24, len(p.r)), "每月一") || p.within(i-20, min(i+24, len(p.r)), "每日一") || p.within(i-20, min(i+24, len(p.r)), "每季度一") || p.within(i-20, min(i+24, len(p.r)), "每季一")
}

// monthly reads the day of the month after 每月.
func (p *zh) monthly(i, n int) (value, int) {
	v := setValue(every("MONTHLY", n), "zh.every-month")
	i = p.skip(p.skip(p.skip(i, "的"), "次月"), "下月")
	if d, j := p.small(i, 1, 31); j >= 0 && (p.in(j, "日号") || p.in(j, "、和及-至到") && !p.in(j-1, "一") || p.has(j, "前") >= 0) {
		return p.monthDays(v, d, i)
	}
	if set, j := p.monthPart(i); j >= 0 {
		set.interval = n
		v.set = set
		return p.timed(v, j)
	}
	return p.timed(v, p.skip(i, "一次"))
}

// monthDays reads one or several days: 5日, 10日、20日和30日.
func (p *zh) monthDays(v value, d, i int) (value, int) {
	_, j := p.small(i, 1, 31)
	v.set.monthDays = append(v.set.monthDays, d)
	j = p.skip(p.skip(j, "日"), "号")
	for {
		k, e := p.oneOf(j, "、", "和", "及", ",", "与")
		if k < 0 {
			break
		}
		d, end := p.small(p.skip(e, "每月"), 1, 31)
		if end < 0 || !p.in(end, "日号、") {
			break
		}
		v.set.monthDays = append(v.set.monthDays, d)
		j = p.skip(p.skip(end, "日"), "号")
	}
	if k, e := p.oneOf(j, "至", "到", "-", "~"); k >= 0 { // 每月1日至5日: by the last of them
		if d, end := p.dayNumber(e); end >= 0 {
			v.set.monthDays, j = []int{d}, end
		}
	}
	return p.timed(v, j)
}

// monthPart reads an edge, a third or a counted day of every month.
func (p *zh) monthPart(i int) (rrule, int) {
	r := every("MONTHLY", 1)
	if k, j := p.oneOf(i, "上旬", "中旬", "下旬", "初", "中", "底", "月底", "末", "月末", "月初"); k >= 0 {
		r.monthDays = []int{[]int{10, 20, -1, 1, 15, -1, -1, -1, -1, 1}[k]}
		if k == 4 && p.in(j, "国央共") {
			return r, none
		}
		if e := p.has(p.skip(j, "的"), "最后一个工作日"); e >= 0 {
			r.monthDays, r.days, r.setPos = nil, workweek, -1
			return r, e
		}
		return r, j
	}
	n, j := p.ordinal(i)
	if j < 0 {
		return r, none
	}
	j = p.skip(j, "个")
	if k, e := p.oneOf(j, "工作日"); k >= 0 {
		r.days, r.setPos = workweek, n
		return r, e
	}
	if w, e := p.weekdayName(j); e >= 0 {
		return p.nthDays(r, n, w, e)
	}
	if k, e := p.oneOf(j, "天", "日"); k >= 0 {
		r.monthDays = []int{n}
		return r, e
	}
	if k, e := p.oneOf(j, "周", "星期", "礼拜"); k >= 0 { // 每月第一周: by its Friday
		w, end := 5, e
		if f := p.weekdayFigure(p.weekdayWord(p.skip(e, "的"))); f > 0 {
			w, end = f, p.weekdayWord(p.skip(e, "的"))+1
		}
		return p.nthDays(r, n, w, end)
	}
	return r, none
}

func (p *zh) nthDays(r rrule, n, w, j int) (rrule, int) {
	r.days = strconv.Itoa(n) + weekdayCodes[w]
	for {
		k, e := p.oneOf(j, "和", "、", "及", "与")
		if k < 0 {
			return r, j
		}
		m, e := p.ordinal(e)
		if e < 0 {
			return r, j
		}
		x, end := p.weekdayName(p.skip(e, "个"))
		if end < 0 {
			return r, j
		}
		r.days += "," + strconv.Itoa(m) + weekdayCodes[x]
		j = end
	}
}
