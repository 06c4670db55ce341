package when

// weekdayName reads 周三, 星期3, 礼拜天, 週日.
func (p *zh) weekdayName(i int) (w, j int) {
	k, j := p.oneOf(i, "星期", "礼拜", "周", "拜")
	if k < 0 || k == 3 {
		return 0, none
	}
	w = p.weekdayFigure(j)
	if w == 0 || k == 2 && p.has(j, "日均") >= 0 {
		return 0, none
	}
	return w, j + 1
}

func (p *zh) weekdayFigure(j int) int {
	switch c := p.peek(j); c {
	case '一', '二', '三', '四', '五', '六':
		return figure(c)
	case '1', '2', '3', '4', '5', '6', '7':
		if !p.digit(j+1) && !p.in(j+1, "个次天日年月小分.%") {
			return int(c - '0')
		}
	case '日', '天', '末':
		if c != '末' {
			return 7
		}
	}
	return 0
}

var (
	zhWeekWords = []string{"下下个", "下下", "再下个", "上上个", "上上", "这一个", "这个", "这一", "这", "今个", "本", "当", "下一个", "下一", "下个", "下", "次", "来", "上一个", "上一", "上个", "上"}
	zhWeekShift = []int{2, 2, 2, -2, -2, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1}
)

// week reads a week by word, with a weekday or an edge: 本周, 下周三, 下下个星期一, 本周末, 周末.
func (p *zh) week(i int) (value, int) {
	shift, said, j := 0, false, i
	if k, e := p.oneOf(i, zhWeekWords...); k >= 0 {
		shift, said, j = zhWeekShift[k], true, e
	}
	if w, e := p.weekdayName(j); e >= 0 {
		return p.weekday(w, shift, said, i, e)
	}
	k, e := p.oneOf(j, "星期", "礼拜", "周")
	if k < 0 {
		return value{}, none
	}
	if !said {
		if end := p.has(e, "末"); end >= 0 && !p.in(i-1, "每逐双单隔两一三") {
			return p.weekend(0), end
		}
		return value{}, none
	}
	if p.in(e, "边围期转年") || k == 2 && p.in(i-1, "一") {
		return value{}, none
	}
	first := p.ref.week(shift)
	return p.weekTail(e, periodValue(first, first.AddDays(6), GrainWeek, "zh.week"))
}

// weekTail reads an edge or a weekday after a week.
func (p *zh) weekTail(i int, v value) (value, int) {
	if k, j := p.oneOf(i, "末", "初", "中前", "中之前", "内", "之内", "以内"); k >= 0 {
		switch {
		case k == 0:
			v.from, v.rule = v.from.AddDays(5), "zh.weekend"
		case k == 1:
			v.to, v.rule = v.from.AddDays(2), "zh.week-start"
		case k <= 3:
			v.from, v.rule = v.from.AddDays(2), "zh.week-middle"
			v.to = v.from
			v.deadline = true
		default:
			v.deadline = true
		}
		return v, j
	}
	j := p.skip(i, "的")
	if w, e := p.weekdayName(j); e >= 0 {
		return dayValue(v.from.AddDays(w-1), "zh.weekday"), e
	}
	if j = p.skip(j, "的"); p.has(j, "最后一") >= 0 || p.has(j, "第") >= 0 {
		n, e := p.ordinal(j)
		if e >= 0 {
			e = p.skip(e, "个")
			if k, end := p.oneOf(e, "工作日"); k >= 0 {
				return p.nthWorkday(v, n), end
			}
			if k, end := p.oneOf(e, "天", "日"); k >= 0 && n <= 7 {
				return p.nthPart(v, n, 5, end)
			}
		}
	}
	return v, i
}

func (p *zh) weekend(shift int) value {
	sat := p.ref.week(shift).AddDays(5)
	return periodValue(sat, sat.AddDays(1), GrainDay, "zh.weekend")
}

// weekday makes the date of a weekday. Without a week it is the next such day; 本周三 on a Sunday is read forward too, since a deadline lies ahead.
func (p *zh) weekday(w, shift int, said bool, i, j int) (value, int) {
	if !said && (p.in(i-1, "每逐双单隔逢一两三四五") || p.joined(i)) {
		return value{}, none
	}
	if w == 7 && p.in(j, "末") {
		return value{}, none
	}
	if !said {
		v := dayValue(weekdayAfter(p.today, w), "zh.weekday")
		v.weekday = true
		return p.inBrackets(v, j)
	}
	d := p.ref.week(shift).AddDays(w - 1)
	if shift == 0 && d.Before(p.today) {
		d = d.AddDays(7)
	}
	return p.inBrackets(dayValue(d, "zh.weekday"), j)
}

// inBrackets reads the date that people add to a weekday: 周四（26日）, 本周四(11月26日).
func (p *zh) inBrackets(v value, j int) (value, int) {
	if !p.in(j, "([") {
		return v, j
	}
	w, k := p.month(j+1, 0)
	if k < 0 {
		w, k = p.dayOfMonth(j + 1)
	}
	if k < 0 || w.d == 0 || !p.in(k, ")]") {
		return v, j
	}
	return w, k + 1
}
