package when

// alternate reads 隔周, 隔周三, 隔日, 隔月.
func (p *zh) alternate(i int) (value, int) {
	k, j := p.oneOf(i, "隔周", "隔一周", "隔星期", "隔日", "隔天", "隔一天", "隔月", "隔一个月", "隔年")
	switch {
	case k < 0 || p.in(j, "离绝") || k == 4 && !p.in(j, "一报调检巡通开例") && !p.boundary(j) || k == 3 && !p.in(j, "一报调检巡通开例") && !p.boundary(j):
		return value{}, none
	case k <= 2:
		return p.weekly(j, 2)
	case k <= 5:
		return p.timed(setValue(every("DAILY", 2), "zh.every-other"), j)
	case k <= 7:
		return p.monthly(j, 2)
	}
	return setValue(every("YEARLY", 2), "zh.every-other"), j
}

// byUnit reads 逐月, 按周, 按季度.
func (p *zh) byUnit(i int) (value, int) {
	k, j := p.oneOf(i, "逐日", "逐周", "逐月", "逐季度", "逐季", "逐年", "按日", "按周", "按月", "按季度", "按季", "按半年", "按年度", "按年", "按双周", "按旬")
	if k < 0 || k >= 6 && p.in(j, "计历") || p.has(j, "至") >= 0 {
		return value{}, none
	}
	r := [...]rrule{every("DAILY", 1), every("WEEKLY", 1), every("MONTHLY", 1), every("MONTHLY", 3), every("MONTHLY", 3), every("YEARLY", 1),
		every("DAILY", 1), every("WEEKLY", 1), every("MONTHLY", 1), every("MONTHLY", 3), every("MONTHLY", 3), every("MONTHLY", 6), every("YEARLY", 1), every("YEARLY", 1), every("WEEKLY", 2), every("MONTHLY", 1)}[k]
	if k == 15 {
		r.monthDays = []int{10, 20, -1}
	}
	return setValue(r, "zh.by-unit"), j
}

// workweekDaily reads 周一至周五每天, 工作日每天.
func (p *zh) workweekDaily(i int) (value, int) {
	k, j := p.oneOf(i, "周一至周五", "周一到周五", "星期一至星期五", "星期一到星期五", "周一至五", "工作日")
	if k < 0 || k == 5 && p.in(i-1, "个一二三四五六七八九十0123456789") {
		return value{}, none
	}
	e := p.skip(j, "的")
	if w, end := p.oneOf(e, "每天", "每日", "天天"); w >= 0 {
		r := every("WEEKLY", 1)
		r.days = workweek
		return p.timed(setValue(r, "zh.every-workday"), end)
	}
	if h, end := p.timeOfDay(e); end >= 0 && h.clock && k == 5 { // 工作日早上9点
		r := every("WEEKLY", 1)
		r.days = workweek
		return p.timed(setValue(r, "zh.every-workday"), e)
	}
	return value{}, none
}

// rhythmVerbs are what is done at a rhythm: 周调度, 一月一通报.
var rhythmVerbs = []string{"调度", "通报", "例会", "汇报", "会商", "督查", "督办", "督导", "排名", "小结", "点评", "研判", "分析", "总结", "检查", "清零", "盘点", "更新", "评比", "报告", "考核", "反馈", "报送", "报", "会诊", "推进", "巡查", "回访", "碰头", "评估", "评价", "考评", "研究", "会议", "晾晒", "公示", "公布", "复盘", "对账", "走访", "抽查", "监测", "自查"}

// rhythm reads 一周一次, 两周一调度, 半年一总结, 一日一报 and 周调度, 月通报 where they stand as words of their own.
func (p *zh) rhythm(i int) (value, int) {
	n, j := 1, i
	counted := false
	if p.has(i, "半年") < 0 && p.has(i, "半月") < 0 {
		if v, e := p.num(i); e >= 0 && !v.vague && v.n > 0 && v.n < 100 {
			n, j, counted = v.n, p.skip(e, "个"), true
		}
	}
	k, e := p.oneOf(j, "双周", "周", "星期", "礼拜", "半年", "半月", "季度", "季", "月", "年", "天", "日", "旬")
	if k < 0 {
		return value{}, none
	}
	r := [...]rrule{every("WEEKLY", 2), every("WEEKLY", n), every("WEEKLY", n), every("WEEKLY", n), every("MONTHLY", 6), every("MONTHLY", 1), every("MONTHLY", 3*n), every("MONTHLY", 3*n), every("MONTHLY", n), every("YEARLY", n), every("DAILY", n), every("DAILY", n), every("MONTHLY", 1)}[k]
	if k == 5 {
		r.monthDays = []int{15, -1}
	}
	if k == 12 {
		r.monthDays = []int{10, 20, -1}
	}
	verb := e
	if one := p.has(e, "一"); one >= 0 && (counted || k == 0 || k == 4 || k == 5) {
		if w, end := p.oneOf(one, "次", "回", "度"); w >= 0 {
			return setValue(r, "zh.rhythm"), end
		}
		verb = one
	} else if counted || i > 0 && !p.boundary(i-1) && !p.in(i-1, "行施立持以按的好实坚") {
		return value{}, none
	}
	if w, _ := p.oneOf(verb, rhythmVerbs...); w < 0 || verb == e && (rhythmVerbs[w] == "报" || rhythmVerbs[w] == "推进" || rhythmVerbs[w] == "报告" || w > 28) {
		return value{}, none
	}
	if verb == e && k == 11 && p.in(i-1, "0123456789") {
		return value{}, none
	}
	return setValue(r, "zh.rhythm"), verb
}

// doubled reads 天天, 周周, 月月, 年年.
func (p *zh) doubled(i int) (value, int) {
	k, j := p.oneOf(i, "天天", "日日", "周周", "月月", "年年", "双周五", "双周一", "双周二", "双周三", "双周四")
	if k < 0 || p.in(i-1, "今明后昨前每春夏秋冬") {
		return value{}, none
	}
	if k >= 5 {
		return p.weekly(j-1, 2)
	}
	r := [...]rrule{every("DAILY", 1), every("DAILY", 1), every("WEEKLY", 1), every("MONTHLY", 1), every("YEARLY", 1)}[k]
	return p.timed(setValue(r, "zh.doubled"), j)
}
