package when

// suffix reads the words after a date that bind it (前, 内, 止) or open it (起, 后), and the label before it.
func (p *zh) suffix(v value, i, j int) (value, int) {
	v.deadline = v.deadline || p.labelled(i)
	j = p.inclusive(j)
	if p.rules(j)&rSuffix == 0 {
		return v, j
	}
	switch k, e := p.oneOf(j, zhSuffixes...); k {
	case 2, 3, 4, 5:
		if k == 5 && !p.before(e) {
			return v, j
		}
		return before(v), e
	case 6, 7, 8, 9:
		if k == 9 && p.in(e, "容部控外") {
			return v, j
		}
		v.deadline = true
		return v, e
	case 10, 11, 12, 13:
		v.deadline = true
		return v, e
	case 15, 16:
		return v, e
	case 17, 18:
		v.past = true
		return v, e
	}
	return p.opening(v, j)
}

// inclusive skips a remark in brackets: 12月20日（含）前.
func (p *zh) inclusive(j int) int {
	if k, e := p.oneOf(j, "(含)", "(含当日)", "(含当天)", "(含本日)", "(北京时间)"); k >= 0 {
		return e
	}
	return j
}

// before reports whether 前 before i means "before" and not 前期, 前三名, 前往.
func (p *zh) before(i int) bool {
	if p.in(i, "期沿往来列端置提景述者款身后瞻") {
		return false
	}
	if n, k := p.num(i); k >= 0 && !n.vague && (p.in(k, "名位个项强") || p.digit(i)) {
		return false
	}
	return true
}

// before makes v a deadline. Before a month, week or year means before it begins; a third, a quarter and every edge or day count to their end, as
// offices use them (10日前 is the end of the 10th).
func before(v value) value {
	v.deadline = true
	switch {
	case v.at != noTime:
	case v.grain == GrainMonth && v.rule == "zh.month", v.grain == GrainWeek && v.rule == "zh.week", v.grain == GrainYear && v.rule == "zh.year",
		v.grain == GrainMonth && v.rule == "zh.figures":
		v.to = v.from.AddDays(-1)
		v.from = v.to
	}
	return v
}

// opening reads 起, 开始, 之后: the day from which something runs. 起至 and 起到 belong to a range.
func (p *zh) opening(v value, j int) (value, int) {
	if v.rule == "zh.time" {
		return v, j
	}
	k, e := p.oneOf(j, "开始", "起始", "之后", "以后", "过后", "起", "后")
	if k < 0 || k == 6 && p.in(e, "续勤期者备台") || k == 0 && v.grain > GrainDay {
		return v, j
	}
	if k == 5 && (p.in(e, "草诉动伏步源点底") || p.has(p.skip(e, ","), "至") >= 0 || p.has(e, "到") >= 0) {
		return v, j
	}
	v.after = true
	return v, e
}

// told marks a date that the sentence tells as past: 已于11月3日…, 11月3日召开的会议, 截至11月20日,已…. Without a year it is this year's or last year's.
func (p *zh) told(v value, i, j int) value {
	if v.kind != Day || v.deadline && !p.endsAny(i, "截至", "截止", "截止到", "截至到") || v.y != 0 && v.to.Before(p.today) {
		return v
	}
	told := p.endsAny(i, "已于", "已经于", "已在", "曾于", "曾在", "早在", "是在", "自从")
	if !told && p.endsAny(i, "截至", "截止", "截止到", "截至到") {
		k, _ := p.oneOf(p.skip(j, ","), "已", "全", "共", "累计", "各", "尚", "仍", "未")
		told = k >= 0 || v.y == 0 && v.m != 0 && v.to.Year > p.today.Year
	}
	if !told && v.m != 0 && v.y == 0 && v.to.Year > p.today.Year {
		if v.grain <= GrainDay {
			told = p.toldAfter(j)
		} else {
			told = !v.deadline && p.reported(j)
		}
	}
	if !told {
		return v
	}
	v.past, v.deadline = true, false
	if v.m != 0 && v.d != 0 && v.y == 0 {
		if d, ok := lastDay(p.today, v.m, v.d); ok {
			v.from, v.to = d, d
		}
	} else if v.m != 0 && v.y == 0 && v.to.Year > p.today.Year {
		v.from, v.to = v.from.AddMonths(-12), v.to.AddMonths(-12)
	}
	return v
}

// toldAfter reports whether a verb of record follows at j, as in 11月3日召开, 11月3日(星期二)下午,院长主持召开.
func (p *zh) toldAfter(j int) bool {
	for k := j; k < j+14 && k < len(p.r) && !stop(p.r[k]); k++ {
		if w, _ := p.oneOf(k, "召开", "印发", "下发", "发布", "举行", "公布", "作出", "立案", "受理", "签订", "发生", "以来", "会议", "例会", "已", "主持", "办公会", "常委会", "会上", "会定", "纪要", "下达", "交办", "批示"); w >= 0 {
			return true
		}
	}
	return false
}

// reported reports whether what follows a period is an account of it: 三季度完成情况, 上半年数据.
func (p *zh) reported(j int) bool {
	for k := j; k < j+8 && k < len(p.r) && !p.boundary(k); k++ {
		if w, _ := p.oneOf(k, "情况", "数据", "总结", "报表", "完成率", "同比", "同期", "统计", "通报", "成绩", "指标", "增速", "增长", "增幅", "居全", "排名", "位列", "累计"); w >= 0 {
			return true
		}
	}
	return false
}

// steady reports whether 持续 from i to j is what is demanded (持续跟踪舆情), not a length (持续三天) or a quality (可持续发展, 已持续).
func (p *zh) steady(i, j int) bool {
	if p.in(i-1, "可已的不了") || p.boundary(j) || p.in(j, "时增下上走高低性数几半了到至") {
		return false
	}
	_, k := p.num(j)
	return k < 0 && p.r[j] > 0x2e80
}

// standing reads demands without an end: 长期坚持, 完成时限:长期, 常态化推进.
func (p *zh) standing(i int) (value, int) {
	if p.rules(i)&rStanding == 0 {
		return value{}, none
	}
	v := value{kind: Ongoing, at: noTime, atFrom: noTime, rule: "zh.ongoing"}
	if k, j := p.oneOf(i, "长期坚持", "长期推进", "长期有效", "长期任务", "长期执行", "长期落实", "长期开展", "长期实施", "长期抓好", "持续推进", "持续坚持", "持续开展", "持续实施", "持续进行", "常态化推进", "常态化开展",
		"常态化坚持", "常态化落实", "常态化实施", "常态化进行", "常抓不懈", "长抓不懈", "常态长效", "贯穿始终", "贯穿全年"); k >= 0 {
		return v, j
	}
	k, j := p.oneOf(i, "长期", "常态化", "持续", "常年", "永久") // which say so only alone
	if k < 0 {
		return v, none
	}
	if p.has(i, "持续") == j && p.steady(i, j) {
		return v, j
	}
	if alone := (i == 0 || p.labelled(i) || p.in(i-1, ":,、|(")) && p.boundary(j); !alone {
		return v, none
	}
	return v, j
}
