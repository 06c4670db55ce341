package intent

import (
	"strings"

	"github.com/followup-bot/followup/ledger"
)

// queryRules are tried in order: what is plain from one word first, lists last.
var queryRules = []struct {
	name string
	rule rule
}{
	{"toggle", readToggle},
	{"followup", readFollowup},
	{"subscribe", readSubscribe},
	{"export", readExport},
	{"remind", readRemind},
	{"history", readHistory},
	{"score", readScore},
	{"explain", readExplain},
	{"bulletin", readBulletin},
	{"benchmark", readBenchmark},
	{"compare", readCompare},
	{"trend", readTrend},
	{"rank", readRank},
	{"metric", readMetric},
	{"count", readCount},
	{"meeting", readMeeting},
	{"summary", readSummary},
	{"list", readList},
	{"detail", readDetail},
	{"detail by words", readDetailByWords},
}

// readQuery reads what leaders and members ask about many items.
func (m *message) readQuery() (draft, bool) {
	if m.chatter() {
		return draft{}, false
	}
	for _, r := range queryRules {
		d, ok := r.rule(m)
		if !ok {
			continue
		}
		d.item = true
		m.because("intent", r.name, 0, len(m.s))
		return m.withinRights(d), true
	}
	return draft{}, false
}

// withinRights refuses a member what is not theirs: another unit's items, and what ranks or compares units.
func (m *message) withinRights(d draft) draft {
	if m.c.Speaker != Member {
		return d
	}
	own := func(unit string) bool {
		for _, u := range m.c.Own {
			if m.c.Dir.Unit(u).Name == unit {
				return true
			}
		}
		return unit == "" || strings.HasPrefix(unit, "@me") || unit == "@my_unit" || unit == "@self"
	}
	denied := !own(d.s.Unit)
	for _, u := range d.s.Units {
		denied = denied || !own(u)
	}
	switch d.name {
	case Rank, Compare, Bulletin, Remind:
		denied = true
	}
	if !denied {
		return d
	}
	r := draft{name: Denied, item: true, expect: Deny}
	r.s.Unit = d.s.Unit
	if r.s.Unit == "" && len(d.s.Units) > 0 {
		r.s.Unit = d.s.Units[0]
	}
	return r
}

var (
	stateWords = []struct {
		state string
		words list
	}{
		{"unsigned", words("未签收|没签收|没有签收|尚未签收|还没签收|待签收|不签收|没签的|未签的|没签|unsigned|not signed|not accepted|unaccepted|haven't accepted|haven't signed|hasn't signed|not acknowledged|unacknowledged|not yet accepted|not yet signed|awaiting receipt")},
		{"unreported", words("没报进展|未报进展|没有报进展|没反馈|未反馈|没有反馈|还没反馈|没回复|未回复|没有回复|没汇报|未汇报|还没报|没有报|没报|未报|没上报|未上报|没更新进展|没交|unreported|not reported|haven't reported|hasn't reported|no report|without a report|without report|without reports|didn't report|not replied|no reply|haven't replied|hasn't replied|silent|haven't responded|not responded")},
		{"overdue", words("超期|逾期|过期|超时|到期未办|到期没办|到期未完成|拖期|超了期|红灯事项|延误|overdue|past due|late|missed the deadline|missed their deadline|behind deadline|past the deadline|past deadline|delinquent")},
		{"blocked", words("waiting for|waiting on|held up by|在等|等着|等待|卡住|卡壳|卡着|卡在|受阻|堵点|卡点|遇到困难|遇到问题|有困难|有问题的|需要协调|需协调|待协调|推不动|停滞|blocked|stuck|blockers|held up|stalled|in trouble|impeded|need coordination|needs coordination")},
		{"closed", words("已办结|办结|已完成|完成的|完成了|销号|已销号|办完|已结|结项|closed|completed|finished|done|wrapped up|resolved")},
		{"registered", words("立项|新立|登记|新增|交办|新交办|新下发|下发了|registered|issued|newly issued|new items|opened|assigned this|created|new action items|were added")},
		{"open", words("没办|未办|没弄|没结|没落实|没干|没搞|没收尾|没收口|还欠|欠着|没了结|还没办|未办结|没办结|未完成|没完成|没有完成|尚未完成|还没完成|在办|未结|没办完|未销号|正在办|进行中|还剩|剩余|待办|没做完|还在办|open|outstanding|unfinished|in progress|not done|not finished|incomplete|still open|pending|active|to do|to-do|todo|unresolved|remaining|on my plate")},
	}
	lightWords = []struct {
		light string
		words list
	}{
		{"red", words("红灯|亮红灯|红色|红牌|标红|red|红黄灯|红黄|红、黄灯|红的")}, {"yellow", words("黄灯|亮黄灯|黄色|黄牌|标黄|yellow|amber|红黄灯|红黄|红、黄灯|黄的|临期")}, {"green", words("绿灯|绿色|标绿|green|绿的")},
		{"blue", words("待审核|待审|等审核|等待审核|待销号|待复核|待验收|等销号|已提交待审|申请办结的|报上来待审|awaiting review|waiting for review|under review|to be reviewed|pending review|in review|蓝灯|蓝色|标蓝|blue|蓝的")}, {"grey", words("灰灯|灰色|标灰|grey|gray|灰的")},
	}
	// areaWords are the areas of work that a court plans by, beside the organisation's own.
	areaWords = words("政治建设|服务大局|基层基础|审判质效|司法为民|司法改革|智慧法院|防范风险|涉诉信访|司法理论研究|队伍建设|队伍新风正气建设|队伍新风正气|执行工作|信访|营商环境|党建|信息化建设|审判管理|诉源治理")
	askWords  = words("哪些|有哪|哪几|什么|啥|列出|列一下|列个|看看|看一下|看下|查一下|查下|查看|查询|给我看|显示|调出|清单|名单|一览|情况|进展|有没有|都有|了解一下|汇报一下|说说|说一下|的呢|show|list|what|which|give me|tell me|any|display|see|find|pull up|anything|who")
	itemNouns = words("的活|手头|手上的|手里的|事项|任务|项目|工作|督办|的事|件|清单|items|item|tasks|task|actions|things|ones|work")
)

// filters fills the slots that say which items are meant; n is how many of them were said.
func (m *message) filters(s *Slots) (n int) {
	n += m.unitFilter(s)
	if st := m.state(); st != "" {
		s.State = st
		n++
	}
	n += m.dayFilters(s)
	for _, l := range lightWords {
		if l.words.in(m.s) && !(l.light == "yellow" && strings.Contains(m.s, "临期") && len(s.Light) > 0) {
			s.Light = append(s.Light, l.light)
			n++
		}
	}
	if len(s.Light) > 0 && s.State == "overdue" && !words("超期|逾期|overdue|late").in(m.s) {
		s.State = ""
	}
	n += m.kindFilters(s)
	return n
}

// kindFilters reads tiers, areas, involvement and what is waited for.
func (m *message) kindFilters(s *Slots) (n int) {
	switch {
	case presidentKeys.in(m.s):
		s.Priority = "president"
	case words("key items|key item|key tasks|priority items|key actions|top priority|high priority|high-priority|priorities|重点").in(m.s):
		s.Priority = "key"
	case words("一般事项|普通事项|normal items|ordinary items|non-key|非重点").in(m.s):
		s.Priority = "normal"
	}
	if i, j := involvements.first(m.s); i >= 0 {
		s.Involvement = m.s[i:j]
	}
	if s.Involvement != "" && s.Unit != "" {
		if g, ok := m.firstName(0, len(m.s), name.owner); ok && g.kind == ledger.MentionGroup {
			s.Unit = "" // 院领导亲自督办: who did it is the involvement
		}
	}
	if i, j := m.areaAt(); i >= 0 {
		s.Area = m.orig(i, j)
	}
	switch {
	case words("等我审批|等我批|待我审批|待我批|等我定|等我决定|需要我审批|需要我批|需要我定|我要批|待我定|等我签|待我签|等我处理|待我处理|我需要审批|需我审批|我拍板|等着我|waiting for me|waiting for my|waiting on me|my approval|my decision|for me to approve|for me to decide|pending my|awaiting my|my sign-off|need me|needs my").in(m.s):
		s.Pending = "@my_approval"
		s.State = ""
	case words("延期申请|申请延期|待批延期|延期待批|要延期|想延期|extension requests|extension request|extensions pending|pending extensions|asked for an extension|asked for extensions|requested an extension|asking for more time|requested extensions").in(m.s):
		s.Pending = "extension"
		s.State = ""
	}
	for _, v := range []string{s.Priority, s.Involvement, s.Area, s.Pending} {
		if v != "" {
			n++
		}
	}
	return n
}

func (m *message) areaAt() (int, int) {
	var own []string
	for _, a := range m.c.Dir.Org().Areas {
		own = append(own, ledger.Fold(a.Name))
	}
	i, j := list{tableOf(strings.Join(own, "|"))}.first(m.s)
	if i < 0 {
		i, j = areaWords.first(m.s)
	}
	for _, n := range m.names {
		if i >= n.i && j <= n.j {
			return -1, -1
		}
	}
	return i, j
}

// state reads the state of items that is asked for.
func (m *message) state() string {
	s := m.s
	for _, n := range m.names { // 信访办 and the like hold no state
		if n.unit() && strings.Contains(s[n.i:n.j], "办结") {
			return ""
		}
	}
	for _, w := range stateWords {
		if w.state == "closed" && words("办结率|完成率|没|未|not|n't|unfinished").in(s) && !words("已办结|销号").in(s) {
			continue
		}
		if w.state == "blocked" && words("waiting for review|waiting for approval|waiting for me|waiting for my|waiting on me|等待审核|等待审批|等着我|在等我|等待我").in(s) {
			continue
		}
		if w.words.in(s) {
			if w.state == "closed" && mustClose.in(s) {
				return "open" // 这周要办完的 is asked before
			}
			return w.state
		}
	}
	return ""
}

var mustClose = words("要办完|要完成|要办结|该办完|该完成|该办结|需办完|需完成|需办结|应办完|应完成|应办结|必须完成|到期要|to be done|to be closed|to be finished|must be done|must be finished|should be done")

// unitFilter reads whose items are meant.
func (m *message) unitFilter(s *Slots) int {
	if n, ok := m.firstName(0, len(m.s), func(n name) bool { return n.owner() && !m.partOfMeeting(n) }); ok {
		s.Unit = n.canon
		if n.kind == ledger.MentionAmbiguous || n.ask {
			s.Ambiguous.Flag = Said
			s.Ambiguous.Units = nil
		}
		if n.kind == ledger.MentionAmbiguous && len(n.cands) > 0 {
			s.Unit = m.orig(n.i, n.j)
		}
		m.because("unit", "name", n.i, n.j)
		return 1
	}
	switch {
	case words("我分管|我联系|我主管|我管的|分管的部门|分管部门|分管单位|分管范围|i oversee|i supervise|my oversight|under me|my portfolio|my departments|my units|report to me").in(m.s):
		s.Unit = "@my_oversight"
	case words("我庭|我部门|我处|我单位|我局|本庭|本部门|本处|our unit|our department|my unit|my department|our team|my team|our items|our tasks|our division|our office|our court|we have|are we|我们").in(m.s):
		s.Unit = "@my_unit"
	case words("我手里|我这|分给我|派给我|交给我|归我|找我|我的|我有|我名下|我负责|我手上|我手头|我还有|我该|我要办|我要做|我承办|mine|i have|am i|assigned to me|i need to do|should i|i owe|for me|my").in(m.s):
		s.Owner = "@me"
	default:
		return 0
	}
	return 1
}

// partOfMeeting keeps a unit that names a meeting or a peer group from being the filter.
func (m *message) partOfMeeting(n name) bool {
	return strings.HasPrefix(m.s[n.j:], "会议") || strings.HasPrefix(m.s[n.j:], "城市法院")
}
