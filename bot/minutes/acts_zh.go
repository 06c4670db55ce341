package minutes

import (
	"strings"
	"unicode/utf8"
)

// actVerbs are further verbs of work that may follow a name directly. Like workVerbs they end a name that the organisation does not know.
var actVerbs = []string{"签收", "增加", "开辟", "出具", "追回", "介入", "拨付", "筹措", "抽查", "摸排", "支付", "维修", "清运", "疏通", "拆除", "更换", "安装", "修订", "健全", "完善", "压降", "清收", "催收", "化解", "包案", "包联", "督导", "巡查", "巡护", "值守", "储备", "轮训", "开通", "推广", "复核", "复查", "备案", "报批", "招标", "签订", "配备", "配齐", "选聘", "招聘", "招录", "划拨", "安置", "谋划", "策划", "控制", "压缩", "升级", "改造", "扩大", "拓展", "兑现", "挑选", "购置", "购买", "租赁", "走访", "约谈", "问责", "整治", "查处", "答复", "拿出", "列入", "纳入", "同步", "提前", "优先", "逐户", "逐条", "适时", "依法", "全程", "合力", "一对一", "提取", "发放", "掌握", "征求", "采集", "录入", "比对", "停用", "封存", "恢复", "检修", "加固", "清除", "抽调", "宣讲", "辅导", "帮扶", "带教", "带队", "监测", "处置", "救助", "慰问", "张贴", "下发", "转发", "移送", "归档", "核算", "核定", "测算", "论证", "审定", "命题", "结算", "缴纳", "收取", "退还", "追缴", "下沉", "清掏", "清扫", "维护", "保障", "成立", "设立", "组建", "选派", "抽调"}

// tellVerbs tell what somebody said or showed in the meeting; alone they ask for nothing.
var tellVerbs = []string{"提出", "汇报", "报告", "通报", "反馈", "介绍", "宣传", "学习", "传达", "讲解", "建议", "表示", "提到", "交流", "申请", "提供", "推进的", "同步"}

// acting reads the unit or person at the beginning of a clause that a verb of work follows directly: 财务股做好拨付后的监控, 公路股根据意见修改完善.
// Only where minutes lay down what is to be done does such a clause assign work.
func (w *who) acting(f *finding, starts []int) {
	for n, i := range starts[:min(len(starts), 4)] {
		if i >= len(w.s) || w.s[i] < utf8.RuneSelf {
			continue
		}
		ps, end := w.take(i)
		if end == 0 || end == len(w.s) || toldTo(ps) || !w.bodies(ps) || n > 0 && !w.assuredly(ps) {
			continue
		}
		rest := w.s[end+blanks(w.s[end:]):]
		rest = rest[adverbs(rest):]
		if !worksOn(rest) || toldAsPast(rest) || isPast(rest) || speaks(rest) {
			continue
		}
		w.lead(f, ps, i, end, "zh.acts", true)
		return
	}
}

// actingAll reads a collective that acts in a later clause of a numbered demand: 一是要加强领导,各责任单位相应成立专班.
func (w *who) actingAll(f *finding) {
	for _, i := range findClauses(w.s) {
		if i == 0 || i >= len(w.s) || !strings.HasPrefix(w.s[i:], "各") {
			continue
		}
		ps, end := w.take(i)
		if end == 0 || !isCollective(ps[0].name) {
			continue
		}
		rest := w.s[end+blanks(w.s[end:]):]
		rest = rest[adverbs(rest):]
		rest = rest[cutPrefixes(rest, []string{"线下", "线上", "会后"}):]
		n := max(cutLong(rest, workVerbs), cutLong(rest, actVerbs))
		if n > 0 && n < len(rest) && !toldAsPast(rest) && cutPrefixes(rest[n:], []string{"了", "过", "的"}) == 0 {
			f.owners = ps
			f.mark("zh.acts", w.s, i, end)
			return
		}
	}
}

// toldTo reports whether the first name begins with the word for handing something to somebody: 报分管院领导审定, 提请党组会审议.
func toldTo(ps []party) bool {
	p := ps[0]
	return !p.known() && cutPrefixes(p.name, []string{"报社", "报业", "送变电"}) == 0 &&
		cutPrefixes(p.name, []string{"报", "呈", "送", "提请", "提交", "转报", "上报", "抄送", "分送", "经", "向", "交由"}) > 0
}

// bodies reports whether all names are of units, groups or people rather than of things.
func (w *who) bodies(ps []party) bool {
	for _, p := range ps {
		if !p.known() && !w.people.has(p.name) && !looksUnit(p.name) && !isCollective(p.name) && !w.surePerson(p.name) {
			return false
		}
	}
	return len(ps) > 0
}

// assuredly reports whether the names need no verb to be known as who acts: they are known, present, or end like a unit of an authority or a firm.
func (w *who) assuredly(ps []party) bool {
	for _, p := range ps {
		if !p.known() && !w.people.has(p.name) && hardEndSet.of(p.name) == "" && !isCollective(p.name) && !endsWithAny(p.name, []string{"单位", "政府", "法院", "学校", "医院", "集团", "股", "室", "院", "监理", "总包", "施工方", "业主"}) {
			return false
		}
	}
	return len(ps) > 0
}

// worksOn reports whether a clause goes on with a verb of work, directly or behind what it is done by (根据…, 按照…, 结合…).
func worksOn(rest string) bool {
	c := rest
	if i := strings.IndexAny(c, ",;:"); i >= 0 {
		c = c[:i]
	}
	if n := cutPrefixes(c, []string{"根据", "按照", "结合", "针对", "围绕", "对照", "会后", "为"}); n > 0 && len(c) > n {
		return workFinder.in(rest[n:]) || hasAny(rest[n:], []string{"修改", "完善", "制定", "整改"})
	}
	c = c[cutPrefixes(c, []string{"线下", "线上", "会后", "足额", "按标准", "按规定", "按要求", "按程序", "按时", "按期", "一对一", "逐月", "提前", "立即", "全力"}):]
	if k := cutPrefixes(c, []string{"将", "拟"}); k > 0 {
		c = c[k:]
		if k := cutPrefixes(c, []string{"适时", "定期", "不定期", "继续", "全程", "依法"}); k > 0 {
			return workFinder.in(c[k:])
		}
	}
	n := max(cutLong(c, workVerbs), cutLong(c, actVerbs))
	if n == 0 || n >= len(c) && len(rest) == len(c) && n < 6 {
		return false
	}
	if cutPrefixes(c, tellVerbs) > 0 || strings.HasPrefix(c[n:], "的") || strings.HasPrefix(c[n:], "了") || strings.HasPrefix(c[n:], "过") {
		return false
	}
	return true
}

// cutLong is cutPrefixes for words of two characters and more.
func cutLong(s string, words []string) int {
	if len(s) < 6 {
		return 0
	}
	if followStart.starts(s) == nil {
		return 0
	}
	best := 0
	for _, w := range words {
		if len(w) >= 6 && len(w) > best && strings.HasPrefix(s, w) {
			best = len(w)
		}
	}
	return best
}

// assigns reports whether a sentence of the block may assign work by naming who does it and nothing more: minutes and notices, outside reports of what was done.
func (r *reader) assigns(x *block) bool {
	if r.asked != x {
		r.asked, r.assigning = x, r.findAssigns(x)
	}
	return r.assigning
}

func (r *reader) findAssigns(x *block) bool {
	switch x.ctx {
	case ctxProgress, ctxReview, ctxAttend, ctxAgenda, ctxInfo, ctxNext, ctxRules:
		return false
	}
	if !r.formal && x.ctx != ctxAction && x.ctx != ctxDecision || r.regulation {
		return false
	}
	for p, n := x.parent, 0; p != nil && n < 4; p, n = p.parent, n+1 {
		if tellsState(p.p.s) {
			return false
		}
	}
	return !tellsState(x.p.s) && x.p.s != r.titleText && !titled(x.p.s)
}

// tellsState recognises headings, and titles before a full stop, under which is told how things stand.
func tellsState(s string) bool {
	s = clip(s, 80)
	if i := strings.Index(s, "。"); i > 0 {
		s = s[:i]
	}
	return runeCount(s) <= 24 && hasAny(s, []string{"问题", "不足", "情况", "成效", "成绩", "回顾", "困难", "原因", "进展", "总结", "现状", "做法", "亮点"}) && !hasAny(s, []string{"整改", "解决", "要求", "研究", "关于", "审议", "听取", "通报"})
}

// unitGoesOn reports whether what begins like a verb is the rest of a unit's name: 市委|组织部, 市政府|督查室, 行政|审批局.
func unitGoesOn(rest string, n int) bool {
	if n < 6 || n >= len(rest) {
		return false
	}
	t := rest[n:]
	k := cutPrefixes(t, []string{"部", "局", "室", "办公室", "办", "处", "科", "组", "股", "庭", "队", "所", "站", "中心", "厅", "委", "专班", "领导小组", "指挥部", "局长", "处长", "科长", "庭长", "部长", "队长", "组长", "院长", "所长", "站长", "负责人", "干警", "法官", "人员"})
	if k == 0 || k == 3 && cutPrefixes(t, []string{"部门", "部署", "处理", "办理", "办法", "办结", "组织", "科学", "队伍", "所有", "室内", "委托", "办好", "局面", "所需", "处置", "组成"}) > 0 {
		return false
	}
	return k >= len(t) || stopRune(t[k:]) || follows(t[k:]) > 0 || t[k] == ' '
}

// before puts the one whom a sentence begins with, with a day of his own, before those whom a later clause adds: 设计院于5月23日前出具变更图,由监理单位签收.
func (w *who) before(f *finding) {
	if f.rule != "zh.by" || f.from == 0 {
		return
	}
	i := skipIntro(w.s, 0)
	ps, end := w.take(i)
	if end == 0 || end >= f.from || toldTo(ps) || !w.assuredly(ps) {
		return
	}
	rest := w.s[end:f.from]
	rest = rest[adverbs(rest):]
	if strings.IndexByte(rest, ',') < 0 || !timed(rest) && !worksOn(rest) || toldAsPast(rest) {
		return
	}
	f.owners = addParties(append([]party(nil), ps...), f.owners...)
	f.words, f.from, f.to, f.rule = w.s[i:end], i, end, "zh.acts"
}
