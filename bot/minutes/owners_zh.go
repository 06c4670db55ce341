package minutes

import (
	"slices"
	"strings"
)

// Words that can follow the name of whoever acts, by what they say about the part played.
var (
	leadVerbs = []string{"牵头", "负责", "主办", "承办", "承担", "具体", "统筹", "跟进", "跟踪", "主责", "汇总", "按职责", "按照职责", "按分工", "抓好", "督办", "包保", "包案", "包联", "总牵头", "共同负责", "分别负责", "抓总", "兜底"}
	coVerbs   = []string{"配合", "协助", "协办", "参与", "参加", "支持", "协同配合", "予以配合", "积极配合", "做好配合", "全力配合", "密切配合"}
	withVerbs = []string{"会同", "商", "联合", "协同", "会商", "协调", "共同", "一起"}
	workVerbs = []string{"落实", "组织", "提出", "制定", "制订", "研究", "编制", "起草", "完成", "做好", "推进", "推动", "提供", "提交", "报送", "上报", "报", "报告", "通知", "联系", "对接", "整理", "收集", "补充", "更新", "修改", "优化", "确认", "评估", "分析", "调研", "输出", "发布", "审核", "准备", "安排", "召集", "召开", "开展", "实施", "执行", "建立", "建设", "开发", "测试", "设计", "撰写", "编写", "梳理", "排查", "整改", "解决", "处理", "反馈", "督促", "监督", "指导", "检查", "验收", "采购", "申请", "办理", "移交", "接手", "持续", "定期", "重点", "统一", "全力", "形成", "出台", "印发", "拟定", "拟订", "细化", "加强", "强化", "加快", "加紧", "加大", "抓紧", "尽快", "及时", "进一步", "继续", "全面", "认真", "严格", "积极", "主动", "立即", "马上", "切实", "深入", "同步", "逐一", "逐项", "逐案", "认领", "维护", "搭建", "接入", "修复", "迁移", "上线", "部署", "申报", "盯紧", "对照", "结合", "围绕", "聚焦", "带头", "调整", "明确", "筹备", "协商", "争取", "落细", "压实", "通报", "讲评", "调度", "公布", "公示", "沟通", "拟", "给出", "列出", "写", "出", "发", "建", "交", "跑", "改", "补", "做", "查", "看", "拉", "提", "定", "清理", "核查", "自查", "核实", "登记", "汇报", "汇编", "选定", "确定", "选派", "选取", "征求", "引入", "采用", "试用", "验证", "收尾", "复盘", "牵线", "主导", "引导", "邀请", "动员", "发动", "宣传", "培训", "学习", "传达", "贯彻", "合作", "联手", "共建"}
	modals    = []string{"要", "应", "应当", "应该", "须", "必须", "务必", "需", "需要", "均要", "均需", "均应", "均须", "都要", "也要", "还要", "一律", "要求", "应于", "理应", "得"}
	timeWords = []string{"于", "在", "每", "按月", "按周", "按季", "按年", "本周", "下周", "本月", "下月", "月内", "周内", "今年", "明年", "赶在", "抢在", "今天", "明天", "后天", "今日", "明日", "年底", "月底", "年内", "年前", "节前", "会后", "下来", "即日", "近期", "周", "星期", "最迟", "最晚", "截至", "春节", "国庆", "一周", "两周", "一个月", "两个月", "三天", "两天", "下班", "上午", "下午", "当天", "次日", "第一", "第二", "第三", "第四", "一季度", "二季度", "三季度", "四季度", "上半年", "下半年", "不晚于", "限"}
	otherNext = []string{"对", "将", "把", "向", "就", "与", "和", "及", "、", "均", "都", "也", "分别", "拟", "为", "根据", "按", "依", "以", "从", "带", "先", "再", "不再", "暂", "已", "正", "提醒", "等", "是第一责任", "相应", "线下", "线上"}
	// pastVerbs after "由X" tell what happened in the meeting, or a role; they ask for nothing.
	pastVerbs = []string{"汇报", "主持", "介绍", "分享", "组成", "担任", "发起", "变更", "导致", "引起", "造成", "讲解", "主讲", "宣读", "领学", "作了", "作", "传达", "提出的", "提供的", "开发的", "编制的", "起草的", "制定的", "提交的", "建议的", "代表", "列席", "召集并主持", "带来", "构成", "兼任", "接任", "做了", "进行了", "通报了", "演示", "展示", "出品", "任组长", "任主任", "任副组长", "任指挥长", "任总指挥", "任主席", "任会长", "为组长", "任", "贡献的", "维护的", "致辞", "主讲人"}
)

// follows gives the length of a word that can follow a name, at the beginning of s; digits and blanks can.
func follows(s string) int {
	if s == "" {
		return 0
	}
	if isDigit(s[0]) || s[0] == ' ' || s[0] == '(' || s[0] == '@' {
		return 1
	}
	return followStart.prefix(s)
}

// beginsWithVerb keeps "做好办公室" from being a name.
func beginsWithVerb(s string) bool {
	if i := strings.LastIndex(s, "的"); i > 0 && (peopleEndSet.of(s) != "" || endsWithAny(s, []string{"人", "单位", "部门", "团队"})) {
		return false // 提交报告的同学
	}
	for _, w := range followStart.starts(s) {
		if n := len(w.word); n >= 6 && len(s) > n+3 && strings.HasPrefix(s, w.word) && !verbUnits(s) {
			return true
		}
	}
	return false
}

// verbUnits begin like a verb and are units all the same: 组织部, 督办室, 研究室, 测试组, 发布组.
func verbUnits(s string) bool {
	return runeCount(s) <= 6 && looksUnit(s)
}

// zhOwners finds who is to act in one Chinese sentence or clause.
func (r *reader) zhOwners(s string) finding {
	return r.lastZh.get(clip(s, maxPiece), r.findZhOwners).clipped()
}

// clipped is the finding with lists that nobody else grows into.
func (f finding) clipped() finding {
	f.owners, f.co, f.except, f.report, f.cuts = slices.Clip(f.owners), slices.Clip(f.co), slices.Clip(f.except), slices.Clip(f.report), slices.Clip(f.cuts)
	return f
}

func (r *reader) findZhOwners(s string) finding {
	var f finding
	r.work += len(s)
	w, h := r.who(s), r.hints(s)
	if h.has(hintAsk | hintReport) {
		w.seen = signature(s)
	}
	where := func(kind hints, read func(*finding)) {
		if h.has(kind) {
			read(&f)
		}
	}
	where(hintExcept, w.exceptions)
	where(hintBy, w.by)
	w.before(&f)
	where(hintArrow, w.arrow)
	where(hintAsk, w.asked)
	for _, c := range r.clauseStarts(s) {
		w.subject(&f, c)
	}
	where(hintTogether, w.together)
	where(hintBracketLead, w.bracketLead)
	where(hintFirstLeads, w.firstLeads)
	where(hintReport, w.reportTo)
	f.co = dropParties(f.co, f.owners)
	w.collect(&f, h.has(hintGather))
	return f
}

// exceptions reads 除X外.
func (w *who) exceptions(f *finding) {
	i := strings.Index(w.s, "除")
	if i > 0 && strings.HasSuffix(w.s[:i], "解") {
		return
	}
	ps, end := w.take(i + len("除"))
	rest := w.s[min(len(w.s), max(end, 0)):]
	if end > 0 && (strings.HasPrefix(rest, "外") || strings.HasPrefix(rest, "以外") || strings.HasPrefix(rest, "之外")) {
		f.except = ps
	}
}

// by reads 由X负责, 由X牵头,Y配合, 由X会同Y, and refuses 不再由X, 建议由X, 由X汇报.
func (w *who) by(f *finding) {
	for from := 0; ; {
		i := strings.Index(w.s[from:], "由")
		if i < 0 {
			return
		}
		i += from
		from = i + len("由")
		if endsWithAny(w.s[:i], []string{"理", "自", "缘", "事", "因", "经", "情"}) {
			continue
		}
		k := from + blanks(w.s[from:])
		ps, end := w.take(k)
		if end == 0 {
			ps, end = w.loose(k)
		}
		if end == 0 || isPast(w.s[end:]) || presides(w.s[end:]) {
			continue
		}
		if endsWithAny(w.s[:i], []string{"不再", "建议", "拟", "可", "考虑", "不", "提议", "希望", "原", "原来", "此前", "之前", "以前", "过去"}) {
			f.refused = f.refused || !strings.HasSuffix(w.s[:i], "拟") && !strings.HasSuffix(w.s[:i], "可")
			f.cut(w.s, i, end)
			continue
		}
		f.owners = addParties(f.owners, ps...)
		f.strong = true
		if strings.HasSuffix(w.s[:i], "改") {
			i -= len("改")
		}
		f.mark("zh.by", w.s, i, w.role(f, end))
		from = end
	}
}

// presides reports whether the clause that a name stands in ends with who took the chair or the floor: 由市中院党组副书记、副院长章纯钢主持.
func presides(rest string) bool {
	if i := strings.IndexAny(rest, ",;。"); i >= 0 {
		rest = rest[:i]
	}
	return len(rest) <= 60 && endsWithAny(rest, []string{"主持", "主持会议", "主持召开", "召集", "召集并主持", "作汇报", "作报告", "汇报情况", "作说明", "致辞", "主讲"})
}

// loose reads any short words before a verb of charge: 由团队内部负责.
func (w *who) loose(i int) ([]party, int) {
	for e, n := i, 0; e < len(w.s) && n < 16; n++ {
		if e > i && cutPrefixes(w.s[e:], []string{"牵头", "负责", "承办", "主办", "跟进", "协调跟进", "承担", "带队", "包案", "包抓", "督办", "统筹"}) > 0 {
			name := trimSpace(w.s[i:e])
			if runeCount(name) < 2 || strings.HasPrefix(name, "第") || strings.ContainsAny(name, ",;:") {
				return nil, 0
			}
			if k := cutPrefixes(name, []string{"分管领导", "包保领导", "分管副院长", "分管副县长", "分管副市长", "分管副区长", "分管副校长", "分管副总"}); k > 0 && w.surePerson(name[k:]) {
				name = name[k:]
			}
			return []party{w.named(name)}, e
		}
		if stopRune(w.s[e:]) {
			return nil, 0
		}
		_, size := runeAt(w.s[e:])
		e += size
	}
	return nil, 0
}

var arrows = []string{"→", "->", "=>", "➡"}

// arrow reads what follows from a matter: "环境不稳定 → 小李今天重启".
func (w *who) arrow(f *finding) {
	for _, a := range arrows {
		i := strings.Index(w.s, a)
		if i < 0 {
			continue
		}
		k := i + len(a)
		k += blanks(w.s[k:])
		if ps, end := w.take(k); end > 0 && end < len(w.s) && !isPast(w.s[end:]) && !toldAsPast(w.s[k:]) {
			f.owners = addParties(f.owners, ps...)
			f.strong = true
			f.mark("zh.arrow", w.s, i, end)
		}
	}
}

// role reads the part that follows a leading name: 牵头,Y、Z配合 / 会同Y / 商Y. It gives where that ends.
func (w *who) role(f *finding, end int) int {
	rest := w.s[end:]
	k := blanks(rest)
	if strings.HasPrefix(rest[k:], "(") {
		k += bracketEnd(rest[k:])
	}
	n := cutPrefixes(rest[k:], withVerbs)
	if n == 0 && (strings.HasPrefix(rest[k:], "与") || strings.HasPrefix(rest[k:], "和")) {
		n = len("与")
	}
	if n > 0 {
		if ps, e := w.take(end + k + n); e > 0 {
			f.co = addParties(f.co, ps...)
			return e
		}
	}
	if n = cutPrefixes(rest[k:], leadVerbs); n > 0 {
		e := w.helpers(f, end+k+n)
		if e == end+k+n && cutPrefixes(rest[k:], []string{"抓好", "统筹", "跟进", "跟踪", "汇总", "督办"}) > 0 {
			return end + k // these verbs say what is to be done
		}
		return e
	}
	return end + k
}

// helpers reads who supports a lead from byte e on: ",Y、Z配合", ",会同Y、Z等单位".
func (w *who) helpers(f *finding, e int) int {
	for {
		m := cutPrefixes(w.s[e:], []string{",", "、", ";", " "})
		with := cutPrefixes(w.s[e+m:], []string{"会同", "联合", "商"})
		if m+with == 0 {
			return e
		}
		ps, end := w.take(e + m + with)
		if with > 0 {
			if more, k := w.loosely(e + m + with); k > end {
				ps, end = more, k
			}
		}
		if end == 0 || with == 0 && cutPrefixes(w.s[end+blanks(w.s[end:]):], append([]string{"等", "按职责分工", "按照职责分工", "按各自职责", "按照各自职责", "根据职责分工"}, coVerbs...)) == 0 {
			return e
		}
		f.co = addParties(f.co, ps...)
		e = end + blanks(w.s[end:])
		e += cutPrefixes(w.s[e:], coVerbs)
	}
}

// together reads 会同Y、Z等部门 wherever it stands behind an owner.
func (w *who) together(f *finding) {
	if len(f.owners) == 0 || len(f.co) > 0 {
		return
	}
	for _, v := range [...]string{"会同", "联合"} {
		i := strings.Index(w.s, v)
		if i < 0 {
			continue
		}
		i += len(v)
		ps, end := w.take(i)
		if more, k := w.loosely(i); k > end {
			ps = more
		}
		f.co = addParties(f.co, dropParties(ps, f.owners)...)
	}
}

// loosely reads an enumeration of short words that "等单位" says are units: 供电、供水、燃气等单位.
func (w *who) loosely(i int) ([]party, int) {
	reach := w.s[i:min(len(w.s), i+90)]
	end := -1
	for _, e := range [...]string{"等单位", "等部门", "等有关单位", "等相关单位", "等有关部门", "等相关部门", "等企业"} {
		if k := strings.Index(reach, e); k > 0 && (end < 0 || k < end) {
			end = k
		}
	}
	if end < 0 || titleStops.in(reach[:end]) {
		return nil, 0
	}
	var out []party
	for _, n := range strings.Split(reach[:end], "、") {
		if c := runeCount(n); c < 2 || c > 10 {
			return nil, 0
		}
		out = addParties(out, w.named(n))
	}
	return out, i + end
}

func bracketEnd(s string) int {
	if i := strings.IndexByte(s[:min(len(s), 60)], ')'); i >= 0 {
		return i + 1
	}
	return 0
}

func endsWithAny(s string, ends []string) bool {
	for _, e := range ends {
		if strings.HasSuffix(s, e) {
			return true
		}
	}
	return false
}

// isPast reports whether what follows a name tells what was done or said.
func isPast(s string) bool {
	s = strings.TrimLeft(s, " ")
	n := cutPrefixes(s, pastVerbs)
	if n == 0 {
		return false
	}
	if strings.HasPrefix(s, "汇报") && strings.HasPrefix(s[n:], "给") {
		return false
	}
	return !strings.HasPrefix(s, "传达") || strings.HasPrefix(s[n:], "了")
}

// askWords call on somebody: 请X, 责成X, 督促X.
var askWords = []string{"需要", "需", "希望", "责成", "退回", "督促", "委托", "授权", "指定", "安排", "要求", "交由", "移交给", "移交", "交给", "转交", "转由", "改由", "通知", "提请", "等待", "等", "请", "让"}

// needed reports whether somebody who is to do something follows 需: 需行业主管部门要履行职责, 需各部门配合.
func (w *who) needed(from int) bool {
	ps, end := w.take(from + blanks(w.s[from:]))
	if end == 0 || !w.assuredly(ps) {
		return false
	}
	rest := strings.TrimLeft(w.s[end:], " ")
	return modalAt(rest)+cutPrefixes(rest, coVerbs)+cutPrefixes(rest, leadVerbs)+cutLong(rest, workVerbs) > 0
}

// funds reports whether a clause speaks of money: what is arranged is an amount, not somebody.
func funds(rest string) bool {
	if i := strings.IndexAny(rest, ",;。"); i >= 0 {
		rest = rest[:i]
	}
	return hasAny(rest, []string{"经费", "资金", "万元", "亿元", "预算", "补助", "专款"})
}

func (w *who) asked(f *finding) {
	for _, a := range askWords {
		if !w.seen.may(a) {
			continue
		}
		for from := 0; ; {
			i := strings.Index(w.s[from:], a)
			if i < 0 {
				break
			}
			i += from
			from = i + len(a)
			if a == "请" && (endsWithAny(w.s[:i], []string{"申", "邀", "聘", "报", "提", "恳", "敬", "宴", "特"}) || cutPrefixes(w.s[from:], []string{"假", "示", "求", "问", "结合", "认真"}) > 0) {
				continue
			}
			if a == "要求" && endsWithAny(w.s[:i], []string{"部署", "工作", "有关", "任务", "目标", "标准", "总", "新", "等", "的", "按", "各项", "时间", "质量", "相关", "决策"}) {
				continue // 部署要求 is a noun
			}
			if k := from + blanks(w.s[from:]); a[:3] == "等" && (k >= len(w.s) || w.s[k] != '@') {
				continue
			}
			if a == "安排" && funds(w.s[from:]) || strings.HasPrefix(a, "需") && !w.needed(from) {
				continue // 县财政安排县卫计局工作经费50万元
			}
			ps, end := w.take(from + blanks(w.s[from:]))
			if end == 0 && len(w.s)-from > 6 && soleUnits[w.s[from:from+6]] && cutPrefixes(w.s[from+6:], []string{"办", "主", "委", "员", "干", "会", "局", "部", "处", "院", "的"}) == 0 {
				ps, end = []party{w.named(w.s[from : from+6])}, from+6 // 请工会征求意见
			}
			if end == 0 || isPast(w.s[end:]) || a == "移交" && f.refused && len(f.owners) > 0 {
				continue
			}
			if ask := cutPrefixes(w.s[end:], []string{"督促", "协调", "安排", "牵头组织", "组织"}); ask > 0 { // 请分管领导督促X抓紧办理
				if inner, e := w.take(end + ask); e > 0 {
					ps, end = inner, e
				}
			}
			if a[:3] == "需" && cutPrefixes(strings.TrimLeft(w.s[end:], " "), coVerbs) > 0 {
				f.co = addParties(f.co, ps...) // 需各部门配合
				continue
			}
			f.owners = addParties(f.owners, ps...)
			f.strong = f.strong || a != "要求" && a != "希望" && a[:3] != "需"
			f.mark("zh.asked", w.s, len(strings.TrimSuffix(w.s[:i], "会议")), w.role(f, end))
			from = end
		}
	}
}

// maxClauses bounds how many clauses of a sentence are looked at.
const maxClauses = 40

// clauseStarts gives where the clauses of a sentence begin, behind introductions such as 会议强调.
func (r *reader) clauseStarts(s string) []int { return r.lastStarts.get(s, findClauses) }

func findClauses(s string) []int {
	out := make([]int, 0, 8)
	for i := 0; i >= 0 && len(out) < maxClauses; i = nextClause(s, i) {
		out = append(out, skipIntro(s, i))
	}
	return out
}

// nextClause gives where the clause behind byte i begins, -1 when there is none.
func nextClause(s string, i int) int {
	for ; i < len(s); i++ {
		if s[i] == ',' || s[i] == ':' || s[i] == ';' || s[i] == '(' {
			return i + 1 + blanks(s[i+1:])
		}
	}
	return -1
}

var intros = []string{"会议要求", "会议强调", "会议决定", "会议议定", "会议明确", "会议指出", "会议确定", "会议同意", "会议原则同意", "要求", "强调", "希望", "决定", "明确", "指出", "并", "同时", "也希望", "并希望", "并要求", "也要求", "还要求", "其中", "另外", "此外", "而且", "下一步", "后续", "会后", "原则上", "具体工作", "工作中", "结论:", "最终结论:", "会议结论:", "决议:", "决定:", "最终决定:", "会议决议:", "再", "并且", "以及", "目前", "为此", "具体", "就是", "即"}

func skipIntro(s string, i int) int {
	if _, k := ordinal(s[i:]); k > 0 {
		i += k
	}
	for n := 0; n < 3; n++ {
		k := introStart.prefix(s[i:])
		if k == 0 {
			return i
		}
		i += k
		i += cutPrefixes(s[i:], []string{",", ":", "，", "：", " "})
	}
	return i
}
