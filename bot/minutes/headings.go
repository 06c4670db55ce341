package minutes

import (
	"strings"
	"unicode/utf8"
)

// A context is the kind of section that a block stands in: it decides how much a line must say to be an item.
type context int

const (
	ctxNone     context = iota
	ctxNotes            // discussion: sentences that commit somebody
	ctxAction           // every line is an item
	ctxReview           // actions of meetings before: only what is said to be open
	ctxDecision         // conclusions
	ctxProgress         // reports of what was done
	ctxAgenda           // what would be talked about
	ctxAttend           // who was there
	ctxNext             // the next meeting
	ctxInfo             // background, links, introductions
	ctxRules            // how something works
)

// A topic is a set of words in headings that give a context. Han words match anywhere in the heading, Latin ones as whole words.
type topic struct {
	ctx   context
	words []string
}

// topics are tried in order; the first that matches wins.
var topics = []topic{
	{ctxNext, []string{"下次会议", "下次例会", "下一次会议", "下期会议", "会议预告", "例会预告", "下次时间", "next meeting", "date of next", "next call", "next sync", "upcoming meeting", "upcoming meetings", "future meetings", "next regular meeting", "next session"}},
	{ctxAttend, []string{"参会", "与会", "出席", "列席", "参加人", "参与人", "参加会议", "缺席", "请假", "签到", "人员名单", "到会", "主持人", "attendees", "attendee", "attending", "attendance", "present", "apologies", "participants", "participant", "absent", "regrets", "invitees", "invited", "in attendance", "quorum", "roll call", "sign in", "team members", "visitors", "members", "guests", "observers", "absences", "here", "not here", "who", "people", "attended", "staff", "staff present", "also present"}},
	{ctxReview, []string{"上次会议", "上次例会", "上次遗留", "上周遗留", "上期遗留", "历史遗留", "往期", "上次任务", "上次待办", "上次行动", "遗留问题回顾", "遗留问题跟踪", "遗留问题闭环", "遗留问题进展", "遗留事项跟踪", "遗留任务进展", "遗留任务跟踪", "待办跟踪", "previous action", "previous actions", "previous action items", "past action items", "last week's action", "last meeting's action", "outstanding actions from", "actions from", "action items from", "matters arising", "old action items", "prior action items", "review of action", "review of actions", "review action items", "review of previous", "previous minutes", "previous meeting", "last meeting", "minutes of the last meeting", "action review", "open actions from", "follow up from previous", "followup from previous", "follow-up from previous", "follow up from last", "follow-up to previous", "completed actions", "completed action items", "closed action items"}},
	{ctxAction, []string{"遗留问题", "遗留任务", "遗留事项", "遗留工作", "遗留点", "遗留项", "遗留议题", "遗留", "待办", "行动项", "行动计划", "行动点", "任务分解", "任务清单", "任务分工", "任务安排", "任务列表", "任务分配", "跟进事项", "待跟进", "后续工作", "后续行动", "后续安排", "后续计划", "后续事项", "后续任务", "后续跟进", "后续动作", "下一步", "下步", "下周计划", "下周工作", "下周任务", "下阶段", "待解决", "待确认", "待处理", "待落实", "待完成", "督办事项", "落实事项", "会后任务", "会后行动", "会后事项", "会后跟进", "工作安排", "工作部署", "工作计划", "本周计划", "本周重点", "下周重点", "本周安排", "下周安排", "本周任务", "任务部署", "任务交办", "交办事项", "近期安排", "近期工作", "重点任务", "责任分工", "工作分工", "分工安排", "todo", "todos", "to-do", "to-dos", "to do", "action", "actions", "action items", "action item", "action points", "action point", "next steps", "next step", "follow-up", "follow-ups", "follow up", "follow ups", "followups", "followup", "tasks", "task list", "assignments", "deliverables", "homework", "commitments", "open items", "outstanding items", "ais", "ars", "what's next", "plan for next week", "plans for next week", "next week"}},
	{ctxRules, []string{"规则", "流程", "注意事项", "须知", "评分", "参与方式", "报名", "奖励", "答疑", "faq", "rules", "guidelines", "how to", "code of conduct", "注意"}},
	{ctxDecision, []string{"结论", "决议", "决定", "议定", "共识", "纪要结论", "会议要求", "工作要求", "decision", "decisions", "resolved", "resolution", "resolutions", "motions", "motion", "outcome", "outcomes", "conclusion", "conclusions", "agreements", "agreed"}},
	{ctxNotes, []string{"纪要", "会议内容", "会议记录", "讨论", "分享", "主要内容", "议题讨论", "minutes", "notes", "discussion", "discussions", "discussed"}},
	{ctxAgenda, []string{"议程", "议题", "agenda", "topics", "order of business", "schedule", "queue"}},
	{ctxProgress, []string{"进展", "完成情况", "工作汇报", "工作总结", "本周工作", "上周工作", "本周完成", "工作回顾", "进度", "同步", "近况", "成果", "工作情况", "基本情况", "progress", "update", "updates", "status", "reports", "report", "done", "accomplishments", "accomplished", "completed", "announcements", "news", "roundtable", "recap", "summary", "correspondence", "what we did"}},
	{ctxInfo, []string{"背景", "概况", "概述", "会议信息", "基本信息", "资料", "链接", "资讯", "参考", "附件", "自我介绍", "新成员", "会议主题", "会议时间", "会议地点", "background", "links", "resources", "recording", "recordings", "references", "reference", "context", "introduction", "introductions", "key learnings", "lessons learned", "blockers", "risks", "glossary", "logistics", "call-in details", "zoom", "useful"}},
}

// classify gives the context that a heading opens, ctxNone when its words say nothing.
func classify(title string) context {
	if title == "" || len(title) > 90 || strings.Contains(title, " / ") || strings.EqualFold(title, "points of action") {
		return ctxNone
	}
	s := lower(title)
	if !topicFinder.in(s) {
		return ctxNone
	}
	seen := signature(s)
	if hasAny(s, []string{"next meeting", "next week", "next sprint", "next time", "下次会议", "下周", "下次例会"}) && hasAny(s, untilNext) {
		return ctxAction // "Tasks before next meeting"
	}
	for _, t := range topics {
		if t.ctx == ctxRules && strings.Contains(s, "改进") {
			continue
		}
		for _, w := range t.words {
			if seen.may(w) && containsWord(s, w) && !misleads(s, w) {
				return t.ctx
			}
		}
	}
	return ctxNone
}

// untilNext are words for what is to be done until a next meeting.
var untilNext = []string{"action", "task", "to do", "todo", "to-do", "homework", "goals", "待办", "任务", "行动"}

// misleads names headings that have a topic's word without its meaning.
func misleads(s, w string) bool {
	switch w {
	case "present", "people", "attended":
		return len(s) > len(w)+24
	case "rules", "guidelines":
		return strings.Count(s, " ") >= 2 // "Dog park rules" is a matter
	case "who", "here", "staff", "members", "invited", "next week", "report", "update", "action", "follow up", "follow-up", "done", "completed", "minutes", "agreed", "zoom", "schedule", "queue", "status", "motion", "summary", "context", "reference", "注意", "遗留", "分享", "同步", "决定", "进度", "成果", "讨论":
		return runeCount(s) > len(w)+14 // in a long title the word is part of a sentence
	case "请假", "报名", "流程", "规则", "须知":
		return runeCount(s) > 6 && !strings.HasSuffix(s, w) && !strings.HasSuffix(s, "说明")
	}
	return false
}

// containsWord finds w in s; a Latin word must stand free.
func containsWord(s, w string) bool {
	for from := 0; ; {
		i := strings.Index(s[from:], w)
		if i < 0 {
			return false
		}
		i += from
		j := i + len(w)
		if w[0] >= utf8.RuneSelf || (i == 0 || !isAlnum(s[i-1])) && (j == len(s) || !isAlnum(s[j])) {
			return true
		}
		from = i + 1
	}
}

func isAlnum(c byte) bool { return isLetter(c) || isDigit(c) }

// contextOf gives a block's context: its own words' when it can head others, otherwise its parent's.
func contextOf(x *block) context {
	up := ctxNone
	if x.parent != nil {
		up = x.parent.ctx
	}
	if x.kind != blockHeading {
		if x.kind == blockBullet && len(x.p.s) <= 60 && (strings.HasSuffix(x.p.s, ":") || exactTopics.has(x.p.s)) {
			if c := classify(strings.TrimRight(x.p.s, ":")); c != ctxNone {
				return c
			}
		}
		return up
	}
	if x.mark.class == markTopic {
		return ctxNotes
	}
	if strings.HasPrefix(x.p.s, "行动") || strings.HasPrefix(x.p.s, "任务") {
		if _, k := hanNumber(x.p.s[len("行动"):]); k > 0 || hasDigit(x.p.s[len("行动"):min(len(x.p.s), len("行动")+2)]) {
			return ctxAction // 行动一、…
		}
	}
	if c := classify(x.p.s); c != ctxNone && !(c == ctxAgenda && hasDigit(x.p.s)) {
		return c
	}
	switch up {
	case ctxAgenda, ctxDecision, ctxNone:
		return ctxNotes
	case ctxAttend:
		return ctxNotes
	case ctxNext, ctxInfo, ctxRules:
		if x.parent.level < x.level && x.parent.level > 1 {
			return up
		}
		return ctxNotes
	}
	return up
}

func hasDigit(s string) bool {
	for i := 0; i < len(s); i++ {
		if isDigit(s[i]) {
			return true
		}
	}
	return false
}

// exactTopics are the headings that a list item may be without a colon.
var exactTopics = func() words {
	m := words{}
	for _, t := range topics {
		for _, w := range t.words {
			m[w] = true
		}
	}
	return m
}()

// headingLevel tells whether a line without Markdown is a heading, and of which level; 0 when it is text.
func headingLevel(x *block, l line, b *builder) int {
	s := x.p.s
	switch {
	case s == "" || x.mark.box != 0 || len(s) > 160 || runeCount(s) > 40:
		return 0
	case !hasHan(s) && actionMark(s) > 0 && actionMark(s) < len(s) || zhMark(s) > 0 && zhMark(s) < len(s):
		return 0 // "Action: Cllr Webb"
	case boldLine(l.raw) && x.mark.class != markBullet && !sentenceStops.in(s):
		if len(readLabels(x.p)) > 0 {
			return 0
		}
		return 4
	case x.mark.class == markTopic:
		return 4
	}
	colon := strings.HasSuffix(s, ":")
	if !colon && hasHan(s) && x.mark.class == markNone && givesWork(s) {
		return 0 // 研究室下周三给出结论
	}
	if !colon && hasHan(s) && hasAny(s, []string{"下次例会", "下次会议"}) && hasAny(s, []string{"汇报", "讨论", "介绍", "评审", "确认", "提交", "给出", "同步"}) && x.mark.class == markNone {
		return 0 // 下次例会汇报版本情况
	}
	bare := headingEdges.trim(s)
	known := ctxNone
	if x.mark.class != markBullet && len(bare) <= 66 {
		known = classify(bare)
	}
	switch x.mark.class {
	case markHan, markHanBra, markHanDi:
		if !sentenceStops.in(s) && (runeCount(s) <= 30) && !strings.Contains(s, ",") && (colon || known != ctxNone || endsLikeTitle(s)) {
			return 4 + int(x.mark.class-markHan)/2
		}
	case markNone:
		if hasHan(s) && runeCount(bare) > 20 && !colon {
			return 0
		}
		if colon && l.indent < 4 && len(b.list) == 0 || colon && known != ctxNone && l.indent < 4 {
			return miniLevel
		}
		if l.indent < 4 && (known != ctxNone && (known != ctxNotes || exactTopics.has(bare) || lower(bare) == "meeting minutes") && runeCount(bare) <= 24 && !endsWithAny(bare, []string{"方案", "通知", "的", "表"}) || capitals(s)) && !headingStops.in(strings.TrimRight(s, ":")) {
			return 5
		}
	case markMulti:
		if !hasHan(s) && l.indent < 2 && len(s) <= 60 && isUpper(s[0]) && !strings.ContainsAny(s, ":;!?") && !strings.Contains(s, ". ") && (!strings.HasSuffix(s, ".") || strings.HasSuffix(s, "None.")) && len(readLabels(x.p)) == 0 && runeCount(s) > 2 && strings.Count(s, " ") <= 8 && !hasAny(lower(s), enVerbMarks) {
			return 5
		}
	case markDecimal, markRoman, markAlpha:
		if known != ctxNone && l.indent < 2 && runeCount(bare) <= 20 && !(sentenceStops.in(s) || strings.IndexByte(s, ',') >= 0) && (colon || known == ctxAction || known == ctxAttend || known == ctxAgenda || known == ctxNext || known == ctxRules || known == ctxInfo) {
			return 6
		}
	}
	return 0
}

// givesWork reports whether a short line without a stop tells what is to be done by when, although it has a word of headings: 各部门按季度报送进展.
func givesWork(s string) bool {
	return timeRunes.in(s) && hasAny(s, []string{"给出", "提交", "报送", "出具", "拿出", "形成", "完成", "汇报", "通报"}) && !endsWithAny(s, []string{"情况", "计划", "安排", "事项", "工作", "会议", "汇报", "通报", "报告", "清单", "任务", "目标"})
}

// endsLikeTitle reports whether a 一、 or (一) line is a title rather than a short demand: it ends without a full stop and names a matter.
func endsLikeTitle(s string) bool {
	end, _ := utf8.DecodeLastRuneInString(s)
	return isHan(end) || end == ')' || end == '”' || end < 0x250 && end != '.'
}

func boldLine(raw string) bool {
	s := trimSpace(raw)
	if len(s) < 5 {
		return false
	}
	for _, m := range [...]string{"**", "__"} {
		if strings.HasPrefix(s, m) && strings.HasSuffix(colonEnds.trimRight(s), m) && strings.Count(s, m) == 2 {
			return true
		}
	}
	return strings.HasPrefix(s, "【") && strings.HasSuffix(colons.trimRight(s), "】") && strings.Count(s, "【") == 1
}

// capitals recognises headings in capital letters.
func capitals(s string) bool {
	upper := 0
	for i := 0; i < len(s); i++ {
		if s[i] >= 'a' && s[i] <= 'z' || s[i] >= utf8.RuneSelf {
			return false
		}
		if isUpper(s[i]) {
			upper++
		}
	}
	return upper >= 6 && !strings.ContainsAny(s, ":")
}

func atxHeading(l line) *block {
	n := 0
	for n < len(l.raw) && l.raw[n] == '#' {
		n++
	}
	if n == 0 || n > 6 || n < len(l.raw) && l.raw[n] != ' ' && l.raw[n] != '\t' && l.raw[n] < utf8.RuneSelf {
		return nil
	}
	x := &block{kind: blockHeading, line: l.n, level: n, p: makePlain(strings.Trim(l.raw[n:], "# \t")).trim()}
	if m, k := readMarker(x.p.s); k > 0 && m.class > markBullet {
		x.mark = m
		x.p = x.p.sub(k, len(x.p.s)).trim()
	}
	return x
}

// setext gives the level of a heading that the next line underlines.
func (b *builder) setext(i int) int {
	if i+1 >= len(b.lines) || b.lines[i+1].n != b.lines[i].n+1 {
		return 0
	}
	s := trimSpace(b.lines[i+1].raw)
	if s == "" || s[0] != '=' && s[0] != '-' {
		return 0
	}
	switch {
	case len(s) >= 3 && strings.Trim(s, "=") == "":
		return 1
	case len(s) >= 3 && strings.Trim(s, "-") == "" && len(b.lines[i].raw) < 100:
		return 2
	}
	return 0
}

// heading opens a section.
func (b *builder) heading(x *block) {
	x.kind = blockHeading
	for n := len(b.heads); n > 0 && b.heads[n-1].level >= x.level; n = len(b.heads) {
		b.heads = b.heads[:n-1]
	}
	x.parent = b.above()
	x.ctx = contextOf(x)
	x.owners = headOwners(x)
	b.heads = append(b.heads, x)
	b.list = b.list[:0]
	b.listed = false
	b.push(x)
}

const (
	miniLevel = 8  // level of a heading that is only a line with a colon
	maxDepth  = 60 // lists nested deeper are read as if they were not
)

func (b *builder) closeMini() {
	if n := len(b.heads); n > 0 && b.heads[n-1].level >= miniLevel {
		b.heads = b.heads[:n-1]
	}
}
