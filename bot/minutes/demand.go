package minutes

import (
	"strings"

	"github.com/followup-bot/followup/bot/when"
)

// demandVerbs begin what a speech asks for.
var demandVerbs = []string{"要", "必须", "务必", "坚持", "加强", "强化", "严格", "推进", "推动", "落实", "提高", "提升", "完善", "建立", "健全", "深化", "加快", "抓好", "抓实", "抓紧", "做好", "做实", "做细", "聚焦", "突出", "锚定", "构建", "紧盯", "压实", "扎实", "持续", "切实", "全面", "全力", "深入", "认真", "积极", "着力", "树牢", "牢固", "坚决", "进一步", "充分", "增强", "统一", "严肃", "加大", "规范", "优化", "细化", "打造", "筑牢", "守住", "守牢", "把握", "强调坚持", "凝聚", "发挥", "开展", "组织", "制定", "狠抓", "严守", "严防", "确保", "努力", "围绕", "注重", "主动", "大力", "精准", "统筹", "高度重视", "尽快", "立足", "用好", "管好", "备好", "抢抓", "对标", "以", "从", "把", "迅速", "明确", "履行", "担当", "压紧", "维护", "促进", "创新", "拓展", "巩固", "保持", "服务", "学习", "宣传", "配合", "落细", "牢记", "善于", "敢于", "带头", "时刻", "自觉", "盯紧", "严", "实", "强", "提", "抓", "促", "重"}

// startsDemand reports whether a numbered point asks for something, rather than telling a result or a cause.
func startsDemand(s string) bool {
	if _, n := ordinal(s); n > 0 {
		if o := s[:n]; strings.HasSuffix(o, "要") {
			return true
		}
		s = s[n:]
	}
	s = strings.TrimLeft(s, " ,:")
	return demandStart.prefix(s) > 0
}

// demands reports whether a clause of the sentence opens with a verb of duty: 要, 必须, 务必, 须.
func demands(s string) bool {
	for i, n := 0, 0; i >= 0 && n < maxClauses; i, n = nextClause(s, i), n+1 {
		c := s[skipIntro(s, i):]
		if strings.HasPrefix(c, "要") && modalAt(c) > 0 || strings.HasPrefix(c, "必须") || strings.HasPrefix(c, "务必") || strings.HasPrefix(c, "切实") || strings.HasPrefix(c, "坚决") {
			return true
		}
	}
	return modalLater(s)
}

// opensDemand is demands for the first clause alone.
func opensDemand(s string) bool {
	i := skipIntro(s, 0)
	if i < len(s) && thingMust(s[i:]) {
		return true
	}
	for k := 0; k < 2; k++ {
		c := s[i:]
		if strings.HasPrefix(c, "要") && modalAt(c) > 0 || strings.HasPrefix(c, "必须") || strings.HasPrefix(c, "务必") {
			return true
		}
		j := strings.IndexByte(c, ',')
		if j < 0 || j > 90 {
			return false
		}
		i = skipIntro(s, i+j+1)
	}
	return false
}

var pastWords = []string{"已经", "已完成", "已于", "已在", "已基本", "正在", "同比", "取得了", "完成了", "开展了", "进行了", "作了", "听取了", "审议了", "传达了", "汇报了", "介绍了", "分享了", "通报了", "总结了", "回顾了", "部署了", "参加了", "召开了", "学习了", "提出了", "较去年", "较上年", "截至目前", "受到", "获得", "荣获", "上升了", "下降了", "得到了", "形成了", "出台了", "建成了", "指出了", "分析了"}

// tellWords tell what went on in the meeting, unless somebody is asked to do so.
var tellWords = []string{"听取", "审议通过", "传达学习", "主持会议", "主持召开", "参加会议", "出席会议"}

// narrates reports whether a sentence tells what was done.
func (r *reader) narrates(s string) bool {
	h := r.hints(s)
	return tellsMeeting(s) || h.has(hintPast) || h.has(hintTell) && !demands(s) || strings.HasSuffix(sentenceEnd.trimRight(s), "了")
}

// tellsMeeting reports whether a sentence opens with the day and tells that a meeting was held on it: "3月2日下午,执行局召开全体会议".
func tellsMeeting(s string) bool {
	i := strings.IndexByte(s, ',')
	if i < 0 || i > 60 || !hasDigit(s[:i]) || !hasAny(s[:i], []string{"日", "号", "上午", "下午", "晚"}) || hasAny(s[:i], []string{"前", "底", "起", "之前", "以前"}) {
		return false
	}
	c := clip(s[i+1:], 150)
	return hasAny(c, []string{"召开", "举行", "主持", "组织召开", "参加", "赴", "率队", "调研", "出席"}) && !hasAny(c, []string{"将", "拟", "要召开", "定于", "负责", "请", "需"})
}

// shelved reports whether a matter was put off, refused or only proposed.
func (r *reader) shelved(s string) bool { return r.hints(s).has(hintShelved) }

// isCase reports whether a sentence speaks of a court case by its number: never an item.
func isCase(s string) bool {
	i := strings.Index(s, "号")
	for i > 0 {
		head := s[:i]
		open := max(strings.LastIndexByte(head, '('), strings.LastIndex(head, "〔"))
		if open >= 0 && i-open < 60 && len(head)-open > 6 && isDigit(head[len(head)-1]) && hasAny(head[open:], []string{"民", "刑", "行", "执", "破", "赔", "商", "知", "审", "初", "终", "再"}) && fullYear(head[open:min(len(head), open+8)]) {
			return true
		}
		n := strings.Index(s[i+len("号"):], "号")
		if n < 0 {
			return false
		}
		i += len("号") + n
	}
	return false
}

// isNotice reports whether a sentence only announces a meeting.
func (r *reader) isNotice(s string) bool {
	h := r.hints(s)
	return h.has(hintHeld) && h.has(hintAnnounce) && strings.Contains(s, "会")
}

// conditional reports whether a sentence only holds in a case that may not come.
func conditional(s string) bool {
	_, n := ordinal(s)
	s = s[n:]
	if cutPrefixes(s, []string{"如果", "若", "倘若", "倘", "一旦", "遇有", "遇到", "假如", "假设", "万一"}) > 0 {
		return true
	}
	if c := skipIntro(s, 0); cutPrefixes(s[c:], []string{"逾期", "拒不", "凡", "未按", "未能", "不能按"}) > 0 && hasAny(s, []string{"的,由", "的,将", "的,要", "的,予以", "的,一律", "的,按", "的,严肃", "的予以", "的将"}) {
		return true // 逾期未完成的,予以通报
	}
	if strings.HasPrefix(s, "对") && hasAny(s, []string{"的,要", "的,由", "的,将", "的,应", "的,一律"}) && !hasAny(s, []string{"前", "月", "日"}) {
		return true // 对工作不力的,要严肃问责
	}
	return strings.HasPrefix(s, "如") && cutPrefixes(s, []string{"如何", "如期", "如下", "如实", "如图", "如上"}) == 0
}

// Deliverables: things that can be shown, and the verbs that make them.
var (
	makeVerbs = []string{"建立", "健全", "完善", "制定", "制订", "出台", "编制", "形成", "梳理", "研究", "设立", "组建", "成立", "推出", "拟定", "拟订", "起草", "修订", "推行", "实行", "采取", "搭建", "绘制", "列出", "实施", "开展", "落实", "贯彻", "印发", "构建", "建好", "建设", "完成", "上线", "发布", "提交", "上报", "报送", "编写", "启动", "细化"}
	makeNouns = []string{"制度", "机制", "方案", "清单", "试点", "专班", "计划书", "计划", "项目表", "施工图", "台账", "办法", "细则", "平台", "规划", "专项行动", "工作组", "领导小组", "预案", "数据库", "模板", "调研报告", "项目化", "责任制", "图谱", "任务书", "时间表", "路线图", "责任状", "指引", "手册", "案例库", "信息库", "指标体系", "自查报告", "整改报告", "协议", "规程", "操作规范", "专项整治", "专项检查", "大排查", "大检查"}
)

// delivers reports whether a clause makes something that can be shown: 健全…制度, 制定方案, 落实《条例》.
func delivers(c string) bool {
	for _, v := range makeVerbs {
		i := strings.Index(c, v)
		if i < 0 {
			continue
		}
		rest := c[i+len(v):]
		for _, n := range makeNouns {
			if k := strings.Index(rest, n); k >= 0 && k <= 60 && !strings.HasPrefix(rest[k+len(n):], "建设") && !strings.HasPrefix(rest[k+len(n):], "”") && !(v == "建设" || v == "落实" || v == "贯彻" || v == "开展" || v == "完成") {
				return true
			}
		}
		if v == "开展" && hasAny(rest, []string{"试点", "专项", "排查", "检查", "整治", "行动"}) || (v == "落实" || v == "贯彻") && (strings.Contains(rest, "《") || hasAny(rest, []string{"试点", "“三个规定”", "制度", "方案", "机制", "清单", "规定”"})) {
			return true
		}
	}
	return false
}

// deliveries gives the spans of the runs of clauses that make something.
func deliveries(s string) [][2]int {
	var out [][2]int
	start, open := 0, false
	for i := 0; i <= len(s); i++ {
		if i < len(s) && s[i] != ',' {
			continue
		}
		if delivers(s[start:i]) {
			if open {
				out[len(out)-1][1] = i
			} else {
				out = append(out, [2]int{start, i})
			}
			open = true
		} else {
			open = false
		}
		start = i + 1
	}
	return out
}

// judge says by which rule a sentence is an item; "" when it is none.
func (r *reader) judge(x *block, q *piece, f finding, ls []label, ds []due) string {
	s := q.p.s
	switch {
	case workLabels(ls):
		return "label"
	case r.regulation:
		return ""
	case f.rule == "zh.urged" && r.speech() && !hasAny(s, []string{"要", "须", "应", "请", "会后", "下一步", "求"}):
		return "" // news: X立即组织…
	case len(f.owners) > 0 && f.strong && !toldPast(s, f) && !(f.rule == "zh.with" && r.narrates(s)):
		return "assigned"
	case len(f.owners) > 0 && !f.strong && !r.narrates(ownClause(s, f)) && !tellsMeeting(s):
		if r.formal && f.fanout != "" && len(ds) == 0 && declaims(s[min(f.from, len(s)):]) && !delivers(s) {
			return "" // all are told to think highly of it: a principle
		}
		return "demanded-of"
	case f.fanout != "" && len(ds) > 0 && !r.narrates(s):
		return "collective"
	}
	if q.ordinal != "" && r.numbered(x, q, f, ds) {
		return "numbered-demand"
	}
	if r.asksAlone(x, s) {
		return "asked"
	}
	if r.narrates(s) {
		return ""
	}
	if r.hints(s).has(hintForecast) && q.ordinal == "" {
		return "" // a forecast
	}
	if rule := r.dated(x, s, ds); rule != "" {
		return rule
	}
	if x.kind == blockBullet && x.mark.class == markBullet {
		return ""
	}
	switch {
	case r.zhDoc() && r.measured(s) && !hasAny(s, []string{"同意", "通过", "批准"}):
		return "measure"
	case r.demand > 0 || r.formal:
		if (demands(s) || startsDemand(s)) && delivers(s) && (r.demand > 0 || r.zhDoc()) {
			return "deliverable"
		}
	case r.speech() && opensDemand(s):
		return "demand"
	}
	return ""
}

// ownClause is the part of a sentence that a weak finding rests on: the clause of a name with a verb of duty, all that follows 要求X, otherwise the sentence.
func ownClause(s string, f finding) string {
	if f.rule != "zh.must" && f.rule != "zh.asked" || f.from >= len(s) {
		return s
	}
	c := s[f.from:]
	if i := strings.IndexAny(c, ",;"); i > 0 && f.rule == "zh.must" {
		c = c[:i]
	}
	return c
}

func toldPast(s string, f finding) bool {
	return toldAsPast(s[min(len(s), f.from):])
}

// numbered reports whether an ordinal sentence (一是…) is a demand rather than the telling of reasons or results.
func (r *reader) numbered(x *block, q *piece, f finding, ds []due) bool {
	if r.narrates(q.p.s) && !startsDemand(q.p.s) || hasAny(q.lead, []string{"问题", "不足", "原因", "成效", "特点", "困难", "亮点", "表现", "进展", "情况如下"}) && !hasAny(q.lead, []string{"要求", "强调", "部署", "解决"}) {
		return false
	}
	if x.kind == blockBullet && x.mark.class == markBullet && len(ds) == 0 {
		return false
	}
	if hasAny(q.lead, []string{"要求", "强调", "意见", "部署", "议定", "决定", "明确", "希望", "做到", "要:", "工作:"}) && r.zhDoc() {
		return true
	}
	return startsDemand(q.p.s) || len(ds) > 0
}

// dated reports whether a sentence without an owner sets a deadline or a cadence for work to come.
func (r *reader) dated(x *block, s string, ds []due) string {
	for _, d := range ds {
		switch {
		case d.Kind == when.Day && !d.vague && d.Deadline && r.works(s):
			return "deadline"
		case d.Kind == when.Day && !d.vague && !d.From.IsZero() && strings.Contains(d.Text, "至") && r.works(s) && r.zhDoc():
			return "deadline"
		case d.Kind == when.Day && !d.vague && r.opensWithDay(s, d) && r.works(s):
			return "deadline"
		case d.Kind == when.Day && d.vague && !r.zhDoc() && x.ctx != ctxProgress && d.Start == 0 && hasAny(s, []string{"完成", "提交", "发布"}):
			return "deadline"
		case d.Kind == when.Day && d.Grain == when.GrainTenDays && r.works(s), d.Kind == when.Day && d.Duration && !d.vague && r.works(s) && r.zhDoc():
			return "deadline"
		case d.Kind == when.Recurring && r.zhDoc() && hasAny(s, []string{"一次", "召开", "通报", "讲评", "调度", "报送", "报告", "上报", "汇总", "检查", "公布", "分析", "例会", "更新"}) && len(s) < 240:
			return "cadence"
		case d.Kind == when.Ongoing && !strings.HasPrefix(s, "会议强调") && !strings.HasPrefix(s, "会议指出") && phraseEdges.trim(s) != "" && len(s) <= 60 && x.kind != blockBullet:
			return "ongoing"
		}
	}
	return ""
}

// opensWithDay reports whether a sentence begins with a day to come, and goes on with the work: "1月12日对接口达成一致".
func (r *reader) opensWithDay(s string, d due) bool {
	if _, n := ordinal(s); d.Start != n || d.Grain > when.GrainDay {
		return false
	}
	rest := s[d.End:]
	if cutPrefixes(rest, []string{"上午", "下午", "晚", "当天", "的", "在", "至", "起"}) > 0 {
		return false
	}
	return !strings.HasPrefix(rest, ",") || !r.zhDoc()
}

// works reports whether a sentence with a deadline speaks of work: a verb of work, and no event or rule.
func (r *reader) works(s string) bool {
	if hasAny(s, []string{"截止日期", "报名截止", "有效期", "开赛", "放假", "生效", "起施行", "施行之日"}) {
		return false
	}
	return r.hints(s).has(hintWork)
}

// workWords are what work with a deadline is spoken of with.
var workWords = []string{"完成", "提交", "报", "达成", "形成", "实现", "组织", "开展", "建成", "上线", "制定", "出台", "印发", "落实", "整改", "反馈", "确保", "发布", "清零", "清理", "合入", "交付", "启动", "准备", "整理", "梳理", "确定", "敲定", "对齐", "闭环", "输出", "提供", "召开", "验收", "投入", "开工", "竣工", "拿出", "做好", "解决", "更新", "到位", "搬迁", "移交", "修订", "审核", "办结", "答复", "收集", "汇总", "公示", "公布", "签订", "支付", "拨付", "申请", "申报", "通知", "联系", "讨论", "给出", "评审", "推进", "培训", "采购", "招标"}

var cadenceWords = []string{"一次", "通报", "讲评", "调度", "检查", "分析", "例会", "长期", "常态", "立行立改", "持续", "提供"}

// mayWork reports whether a sentence has words of work or of a cadence, so that looking for dates is worth while.
func (r *reader) mayWork(s string) bool { return r.hints(s).has(hintWork | hintCadence) }

// measured reports whether a sentence sets a target.
func (r *reader) measured(s string) bool {
	return r.hints(s).has(hintTarget) && len(measures(s)) > 0
}

// zhDoc reports whether the text is Chinese prose without Markdown lists of its own: minutes, notices, news.
func (r *reader) zhDoc() bool { return r.zh && !r.markdown }

// speech reports whether the text reads like a leader's speech or the news of one.
func (r *reader) speech() bool { return r.zhDoc() && !r.formal }
