package intent

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/followup-bot/followup/ledger"
)

// queryRules are tried in order: what is plain from one word first, lists last.
var queryRules = []struct {
	name string
	rule rule
}{
	{"toggle", readToggle},
	{"course", readCourse},
	{"followup", readFollowup},
	{"subscribe", readSubscribe},
	{"export", readExport},
	{"history", readHistory},
	{"remind", readRemind},
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
	m.lights(s)
	n += len(s.Light)
	if len(s.Light) > 0 && s.State == "overdue" && !words("超期|逾期|overdue|late").in(m.s) {
		s.State = ""
	}
	n += m.kindFilters(s)
	return n
}

// lights puts the lights that are named into the slots, in the order in which they stand.
func (m *message) lights(s *Slots) {
	at := map[string]int{}
	for _, l := range lightWords {
		i := l.words.where(m.s)
		if i < 0 || l.light == "yellow" && strings.Contains(m.s, "临期") && len(s.Light) > 0 {
			continue
		}
		at[l.light] = i
		s.Light = append(s.Light, l.light)
	}
	slices.SortStableFunc(s.Light, func(a, b string) int { return at[a] - at[b] })
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
	} else if words("personally").in(m.s) {
		s.Involvement = personally(m.s)
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
	case waitsForMe.in(m.s):
		s.Pending, s.State = "@my_approval", ""
		if s.Owner == "@me" {
			s.Owner = ""
		}
	case moreTime.in(m.s) && words("申请|想|要|请求|提出|提了|待批|没批|未批|request|requests|requested|asked|asking|asks|want|wants|wanted|pending|waiting|applied|applying").in(m.s):
		s.Pending, s.State = "extension", ""
	}
	for _, v := range []string{s.Priority, s.Involvement, s.Area, s.Pending} {
		if v != "" {
			n++
		}
	}
	return n
}

var (
	// waitsForMe says that an item waits for the speaker's decision.
	waitsForMe = words(cross("等|等着|待|在等|需要|需|得|该|要|轮到|就等|只等|报|请|让|有待", "我", "批|审批|审|定|签|签批|签字|拍板|点头|表态|处理|决定|决策|过目|拿主意|发话|把关|审核|审定|裁定|拿意见|同意") + "|我要批|我要定|我拍板|我来拍板|我来定|等我|等着我|我点头|我这审批|在我这|卡我这|waiting for me|waiting for my|waiting on me|waiting on my|my approval|my decision|my decisions|my sign-off|my signature|my go-ahead|my call|my say|my ok|my okay|my nod|for me to approve|for me to decide|for me to sign|me to approve|me to decide|pending my|awaiting my|awaiting me|on my desk|should i approve|should i decide|must i decide|do i need to approve|do i need to decide|do i have to decide|do i have to approve|do i need to sign|need me|needs me|need my|needs my|require my|requires my")
	moreTime   = words("延期|展期|宽限|延长|延时|extension|extensions|more time|extra time|extend|postpone|postponement")
	// fieldMarks follow the name of a field of work: 信息化方面的事项.
	fieldMarks = words(cross("方面|领域|这块|那块|这一块|板块|条线|这条线|口上|线上|这方面|那方面|这头|类", "|的", "事项|任务|项目|工作|督办件|督办|事|活|都|有|现在|目前|进展|情况") + "|方面|领域|板块")
)

func (m *message) areaAt() (int, int) {
	var own []string
	for _, a := range m.c.Dir.Org().Areas {
		own = append(own, ledger.Fold(a.Name))
	}
	i, j := list{tableOf(strings.Join(own, "|"))}.first(m.s)
	if i < 0 {
		i, j = areaWords.first(m.s)
	}
	if i < 0 {
		return m.fieldAt()
	}
	for _, n := range m.names {
		if i >= n.i && j <= n.j {
			return -1, -1
		}
	}
	return i, j
}

// fieldAt finds a field of work that no list knows by the word that follows it: 信息化方面的事项, 扶贫领域都有哪些任务.
func (m *message) fieldAt() (i, j int) {
	j, _ = fieldMarks.first(m.s)
	if j < 0 {
		return -1, -1
	}
	for i = j; i > 0; {
		r, size := utf8.DecodeLastRuneInString(m.s[:i])
		if r < 0x80 || strings.ContainsRune("的了看查在于把将有些", r) {
			break
		}
		i -= size
	}
	for {
		n := words("请|列出|列一下|关于|涉及|属于|哪些|哪几|我们|咱们|全院|本院|目前|现在|当前|都|是|这|那|各|本|今年|本月|本周|全").prefix(m.s[i:j])
		if n == 0 {
			break
		}
		i += n
	}
	if n := utf8.RuneCountInString(m.s[i:j]); n < 2 || n > 8 || len(m.namesIn(i, j)) > 0 || words("其他|其它|某|另外|哪|什么").in(m.s[i:j]) {
		return -1, -1
	}
	return i, j
}

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
	case m.c.Speaker == Member && words("我管的|我管着|归我管").in(m.s):
		s.Owner = "@me" // who leads nobody manages work
	case words("我分管|我联系|我主管|我管的|分管的部门|分管部门|分管单位|分管范围|i oversee|i supervise|my oversight|under me|my portfolio|my departments|my units|report to me").in(m.s):
		s.Unit = "@my_oversight"
	case ownUnit.in(m.s), m.c.Speaker != Leader && words("我们|咱们|we|our").in(m.s):
		s.Unit = "@my_unit"
	case mineWords.in(m.s):
		s.Owner = "@me"
	default:
		return 0
	}
	return 1
}

var mineWords = words(cross("轮到|该|归|分给|派给|交给|安排给|布置给|压在|落在|找|属于|分配给|指给|要|等着", "我") + "|" +
	cross("我", "手里|手上|手头|这|的|有|名下|负责|还有|该|要办|要做|要干|承办|主办|经手|身上|头上|欠|还欠|还剩|都有|得办|得做") + "|mine|i have|am i|do i|assigned to me|i need to do|should i|i owe|i still|i've got|for me|on me|my")

var ownUnit = words(cross("我|我们|咱|咱们|本", "庭|部门|处|处室|单位|局|科|办|组|团队") + "|our unit|our department|my unit|my department|our team|my team|our division|our office|my division|my office")

// partOfMeeting keeps a unit that names a meeting or a peer group from being the filter.
func (m *message) partOfMeeting(n name) bool {
	return strings.HasPrefix(m.s[n.j:], "会议") || strings.HasPrefix(m.s[n.j:], "城市法院")
}
