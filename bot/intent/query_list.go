package intent

import (
	"strings"
	"unicode/utf8"

	"github.com/followup-bot/followup/ledger"
)

// readList reads which items are asked for.
func readList(m *message) (draft, bool) {
	var d draft
	d.name = List
	if len(m.refs) > 0 {
		return draft{}, false
	}
	n := m.filters(&d.s)
	if m.byUnit() && n > 0 && d.s.Unit == "" {
		d.s.By = "unit"
	}
	asks := askWords.in(m.s) || m.isQuestion() || strings.HasSuffix(trimParticles(m.s), "的")
	if m.asksReported(d.s) {
		d.s.Ask, d.s.State = "reported", ""
		return d, true
	}
	switch {
	case n == 0:
		return d, m.asksForAll()
	case asks, itemNouns.in(m.s):
	case d.s.Unit == "" && len(m.s) < 60 || n > 1:
	case len(trimParticles(m.bare())) > 0 && m.onlyFilter(d.s):
	default:
		return draft{}, false
	}
	if d.s.Unit == "@my_unit" && d.s.State == "" && n == 1 && !itemNouns.in(m.s) {
		return draft{}, false
	}
	m.defaults(&d.s)
	return d, true
}

var (
	hasTold = words(cross("报|交|反馈|回复|回话|汇报|上报|报送|填报|填|更新|回应|送", "了|过|上来|齐|完|到位|没") + "|" + cross("已|已经|都|全", "报|交|反馈|回复|汇报|上报|报送|填报|更新") +
		"|have reported|has reported|is everyone in|reported yet|all reported|reported?|have they reported|did report|reported back|who reported|has sent|have sent|sent in|sent their|handed in|submitted|responded|replied|given an update|given us an update|gave an update|updated us|checked in|reports in|reports come in|updates in")
	whoTold = words("各|哪|都|谁|几家|几个|多少|齐|大家|所有|单位|部门|all|which|who|whose|everyone|everybody|anyone|units|departments|teams|courts|their|many|they")
)

// asksReported reports whether the message asks who has reported: 哪几家报上来了, "has everyone reported?".
func (m *message) asksReported(s Slots) bool {
	i, j := hasTold.first(m.s)
	if i < 0 || m.deniedAct() == tells || words("申请|延期|率").in(m.s) {
		return false
	}
	asks := m.isQuestion() || askWords.in(m.s) || m.interrogated() || words("没").suffix(m.s[:j]) > 0
	return asks && (s.Unit != "" || whoTold.in(m.s)) && s.State != "closed" && s.State != "registered"
}

// asksForAll reports whether the message asks for the items and says nothing of which: 都有哪些督办事项.
func (m *message) asksForAll() bool {
	if !askWords.in(m.s) || !itemNouns.in(m.s) || m.c.Place != InDirect {
		return false
	}
	s := trimParticles(m.bare())
	for {
		n := plainAsk.prefix(s)
		if n == 0 || s == "" {
			return s == ""
		}
		s = strings.TrimLeft(s[n:], " ,")
	}
}

var plainAsk = words("请|帮我|给我|把|我想|想|我|要|查一下|查下|查查|查看|查询|看看|看一下|看下|看|列出|列一下|列个|列|现在|目前|当前|都|总共|一共|全部|所有|有|有哪些|哪些|哪几|什么|啥|督办|督查|的|事项|任务|项目|工作|事|件|活|清单|一览|名单|一下|吗|了|全院|本院|督办件|台账里|里|出来|show|me|list|all|the|of|what|which|items|item|tasks|task|actions|are|there|is|please|we|have|on|give|a|our|ledger|follow-up|in")

// byUnit reports whether a list is wanted unit by unit: 按部门看逾期, "overdue by department".
func (m *message) byUnit() bool {
	return words("按部门|按单位|分部门|分单位|各部门|各单位|by department|by unit|by team|per department|per unit").in(m.s)
}

// onlyFilter reports whether the message is a unit's name and nothing more.
func (m *message) onlyFilter(s Slots) bool {
	n, ok := m.firstName(0, len(m.s), name.unit)
	return ok && trimEnds(m.s[:n.i]+m.s[n.j:]) == ""
}

// defaults drops what a list says anyway.
func (m *message) defaults(s *Slots) {
	if s.State == "overdue" && len(s.Light) == 1 && s.Light[0] == "red" && !words("超期|逾期|overdue").in(m.s) {
		s.State = ""
	}
}

var countWords = words("多少|几项|几件|几个|有几|总数|数量|一共|总共|合计|how many|number of|count|total number|how much")

// readCount reads how many.
func readCount(m *message) (draft, bool) {
	if meetingNames.in(m.s) && words("上次|上一次|上回|最近一次|定的|议定|布置|部署|交办|last|decided|agreed").in(m.s) && words("落实|完成|办|做|done|closed").in(m.s) {
		return draft{}, false // how what a meeting decided is carried out
	}
	if !countWords.in(m.s) || len(m.refs) > 0 || words("列出|列一下|列个|清单|逐个|逐项|这几|那几|哪几|是哪|几回|几遍|几趟|几个月|几点|几号|差多少|差几|第几|多少分|多少天|几天|百分之多少|how many days|how many months|催过几|延期过几|催了几|几个部门最").in(m.s) {
		return draft{}, false
	}
	d := draft{name: Count}
	m.filters(&d.s)
	d.s.Owner = pickString(d.s.Owner != "", d.s.Owner, "")
	if p, ok := m.periodIn(); ok && d.s.DueFrom.IsZero() {
		d.s.From, d.s.To = p.from.String(), OneOrMany{p.to.String()}
	}
	if d.s.State == "" && words("办了|完成|办结|结了|close|closed|finish").in(m.s) {
		d.s.State = "closed"
	}
	return d, true
}

func pickString(cond bool, yes, no string) string {
	if cond {
		return yes
	}
	return no
}

func pickInt(cond bool, yes, no int) int {
	if cond {
		return yes
	}
	return no
}

// readDetail reads a question about one item.
func readDetail(m *message) (draft, bool) {
	if len(m.refs) == 0 {
		return draft{}, false
	}
	rest := trimParticles(m.bare())
	if len(m.pct) > 0 && !m.isQuestion() {
		return draft{}, false // a leader who reports is told that it is not theirs to
	}
	if rest != "" && !m.isQuestion() && !askWords.in(rest) && !words("进展|进度|情况|状态|详情|怎么样|到哪|details|detail|status|progress|update|about|open|more").in(rest) {
		return draft{}, false
	}
	d := draft{name: Detail}
	if !m.items(&d.s) {
		return draft{}, false
	}
	return d, true
}

var (
	// howFar asks how one matter stands.
	howFar    = words("到哪一步了|到哪一步|到哪步了|到哪步|到哪了|到什么程度了|到什么程度|什么进展|啥进展|进展如何|进展怎么样|进展怎样|进展咋样|进度如何|进度怎么样|怎么样了|怎样了|咋样了|怎么样|咋样|什么情况|啥情况|情况如何|情况怎么样|办得怎么样|办得如何|做得怎么样|推进得怎么样|落实得怎么样|落实得如何|落实了吗|办完了吗|完成了吗|完成没有|有进展吗|有结果吗|有消息吗|有眉目吗|办了吗|结了吗")
	howFarEn  = words("where are we on|where are we with|where do we stand on|where do we stand with|what's the status of|what is the status of|status of|how is|how's|how are we doing on|how are we doing with|any progress on|any news on|any update on|any updates on|what's happening with|what about|tell me about|update on|progress on|show me")
	matterEnd = words("那个事情|这个事情|那件事情|这件事情|那个事项|这个事项|那个事|这个事|那件事|这件事|这个任务|那个任务|这个项目|那个项目|的事情|的事|这事|那事|事项|这块|那块|那个|这个|这项|那项|工作|现在|目前|都|办|推进|做|搞|弄|推|落实|办理|的|coming along|going|doing|getting on|getting along|progressing|at the moment|right now|now|item|task|matter|thing|project|work|these days")
)

// readDetailByWords reads 三季度质效那个事到哪一步了: one matter, named by words of its title (Slots.Text). Which it is, the bot finds out.
func readDetailByWords(m *message) (draft, bool) {
	if len(m.refs) > 0 || m.c.Item > 0 || m.c.Place == InChannel || m.c.Speaker == Admin {
		return draft{}, false
	}
	start, end := 0, len(m.s)
	if i, _ := howFar.first(m.s); i > 0 {
		end = i
	} else if i, j := howFarEn.first(m.s); i >= 0 && i <= 12 {
		start = j
	} else {
		return draft{}, false
	}
	for start < end {
		if n := words("我想问一下|想问一下|请问|问一下|问下|那|那个|这个|关于|咱们|我们|上次|上回|之前|说的|the|our|that|this|with|on| |,").prefix(m.s[start:end]); n > 0 {
			start += n
			continue
		}
		t := strings.TrimRight(m.s[start:end], " ?!.,")
		if n := matterEnd.suffix(t); n > 0 {
			end = start + len(t) - n
			continue
		}
		end = start + len(t)
		break
	}
	if start >= end {
		return draft{}, false
	}
	d := draft{name: Detail}
	d.s.Text = m.orig(start, end)
	if n := utf8.RuneCountInString(d.s.Text); n < 2 || n > 40 || owners.is(m.s[start:end]) || dateWords.is(m.s[start:end]) {
		return draft{}, false
	}
	m.because("text", "matter", start, end)
	return d, true
}

var (
	remindVerbs = words("催一下|催一催|催催|催下|催办|催|提醒一下|提醒下|提醒他们|督促一下|督促|敦促|发个提醒|发提醒|发一条提醒|提醒|nudge|chase|remind|ping|poke|give them a push|send a reminder|follow up with|press|push")
	// pressVerbs are an order to remind where they have somebody to press.
	pressVerbs = words(lightly("敲打|督|盯|点|捅|推|促|敲|逼|紧|叮嘱|警醒|鞭策|拧|抽|压") + "|提个醒|提提醒|提醒提醒|点压力|加压|施压|敲警钟|敲敲警钟|上上紧|上紧|紧弦|拧紧发条|上发条|推一把|拽一把|踢一脚|抽一鞭子|加把劲|别拖了|不要再拖|别再拖|催促|" +
		"prod|jog|get after|lean on|get on to|hurry up|hurry|pressure|light a fire under|get on their case|stay on top of|keep on at|another push|a push|a nudge|a kick|a poke|a prod|a shove|a reminder|moving")
)

// lightly gives the forms in which a verb is done a little: 盯一下, 盯一盯, 盯盯.
func lightly(verbs string) string {
	var out []string
	for v := range strings.SplitSeq(verbs, "|") {
		out = append(out, v+"一下", v+"下", v+"一"+v, v+v)
	}
	return strings.Join(out, "|")
}

// readRemind reads 催一下执行局: an order to remind somebody else.
func readRemind(m *message) (draft, bool) {
	i, j := remindVerbs.first(m.s)
	if i < 0 && m.c.Place == InDirect && (len(m.unitNames()) > 0 || len(m.refs) > 0) && m.c.Speaker != Owner {
		i, j = pressVerbs.first(m.s)
	}
	if i < 0 || words("在催|正催|已催|催了|催着|我们催|我去催|我们去催|已去催|一直催|天天催|反复催|多次催|催不动|催促了|催办了|催促过|still chasing|are chasing|been chasing|keep chasing|we chase|chased|提醒我|remind me|催过|提醒过|提醒运行|提醒设置|提醒规则|什么时候提醒|提醒了几|被催|催办次数|提醒记录|reminders sent|reminded").in(m.s) {
		return draft{}, false
	}
	if m.isQuestion() && !words("能|可以|帮|can you|could you|please").in(m.s) {
		return draft{}, false
	}
	before := strings.TrimRight(m.s[:i], " ")
	if trimEnds(before) != "" && words("请|帮我|帮忙|麻烦|给|把|再|你|去|替我|please|can you|could you|and|just|对|都|向|让|的|一下|督查室").suffix(before) == 0 && len(m.names) == 0 && m.state() == "" {
		return draft{}, false
	}
	d := draft{name: Remind}
	if n, ok := m.firstName(0, len(m.s), name.owner); ok {
		d.s.Unit = n.canon
		if n.kind == ledger.MentionAmbiguous {
			d.s.Unit, d.s.Ambiguous.Flag = m.orig(n.i, n.j), Said
		}
	}
	d.s.State = m.state()
	if len(m.refs) > 0 || m.c.Item > 0 {
		m.items(&d.s)
	}
	if d.s.Unit == "" && d.s.State == "" && d.s.Item == nil && d.s.Items == nil && d.s.Ref == "" && trimParticles(m.s[j:]) != "" && !words("他们|大家|各|所有|them|everyone|all").in(m.s) {
		return draft{}, false
	}
	return d, true
}

var exportWords = words("导出|导成|导一份|导个|导一下|导下|下载|做成表|做个表|excel|xlsx|表格|word版|docx|pdf版|export|download|spreadsheet|as a file|csv|打印|发个表|出个表|出表")

// wantsFile reports whether a document is wanted: by a word for files, or because a paper is named that is always one.
func (m *message) wantsFile() bool {
	if exportWords.in(m.s) {
		return true
	}
	wanted := words("给我|发我|要|来一份|来份|出一份|出份|发一份|发份|发个|生成|做一份|打一份|send|give|make|i need|i want|get me|create").in(m.s)
	switch {
	case recurs(m):
		return false
	case words("通知单|notice of").in(m.s):
		return wanted || len(m.refs) > 0 || m.c.Item > 0
	case words("台账|分解表|甘特|施工图|计划表|follow-up ledger|the ledger|task table|gantt").in(m.s):
		return wanted && !m.isQuestion()
	}
	return words("通报|简报|bulletin").in(m.s) && words("word|文件").in(m.s)
}

// readExport reads 把超期的导成表格发我.
func readExport(m *message) (draft, bool) {
	if !m.wantsFile() || words("导入|import|审计|audit").in(m.s) {
		return draft{}, false
	}
	d := draft{name: Export}
	m.filters(&d.s)
	d.s.What = "ledger"
	switch {
	case words("通报|bulletin").in(m.s):
		d.s.What = "bulletin"
	case words("分解表|任务表|task table|breakdown").in(m.s):
		d.s.What = "tasks"
	case words("通知单|notice").in(m.s):
		d.s.What = "notice"
	case words("甘特|施工图|计划书|计划表|gantt|plan").in(m.s):
		d.s.What = "plan"
	case words("全过程|全流程|来龙去脉|history|audit trail|full story").in(m.s) && (len(m.refs) > 0 || m.c.Item > 0):
		d.s.What = "audit"
	}
	if d.s.Owner == "@me" && !words("我的|my items|my tasks|mine|my own").in(m.s) {
		d.s.Owner = ""
	}
	m.items(&d.s)
	if m.c.Place == InDirect && len(m.refs) == 0 {
		d.s.Item = nil
	}
	return d, true
}
