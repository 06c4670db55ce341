package intent

import (
	"regexp"
	"strings"

	"github.com/followup-bot/followup/ledger"
)

var (
	splitWords = words("拆两块|拆三块|拆两部分|拆三部分|分两块|分成两块|拆成两块|拆成两部分|分别落实|分头落实|分别办理|分头办理|各自办理|各自落实|分别承办|分头承办|分别推进|分头推进|各报各的|each handles|each to handle|each does|each takes|拆给|拆到|分拆给|分拆|拆开|拆分给|分摊给|分摊|分包给|细分到|细化到|分解落实到|落实到各|派给各|派到各|派给|下达各|下达给|下达到|各领一块|各领一摊|各管一块|各负责一块|各自负责|parcel out|carve up|hand out to each|share out|shared out among|分给|分解给|分解为|分解成|分解到|分解|拆成|拆分|拆解|分派给|分派到|分到|分成|分别由|分头|分别负责|分工|下分|下派给|下派到|转发各|转各|下发各|下发到各|split into|split it|split this|split between|split among|split|break down|break it down|break this down|divide|delegate to each|fan out|subtasks|sub-tasks|subtask|assign parts|distribute to|distributed to|cascade")
	subVerbs   = words("写|编|汇总|统稿|统筹|搞|管|报|审|查|核|统计|收集|整理|协助|跟进|跑|联系|对接|干|抓|把关|审核|核对|梳理|撰写|编写|拿|制定|落实|writes|drafts|compiles|reviews|checks|does|gets|runs|prepares|owns|负责|牵头|承担|做|办|出|提供|起草|完成|handles|takes|will do|to do|covers|provides|collects|:")
)

// readDecompose reads how an item is split among units.
func readDecompose(m *message) (draft, bool) {
	if m.c.Place == InChannel && len(m.refs) == 0 {
		return draft{}, false
	}
	i, j := splitWords.first(m.s)
	subs := m.subtasks()
	if i < 0 && subs == nil {
		if k, e := words("转发|下发|印发|发至|布置到|布置给|部署到|交各|发各|forward to|pass to|roll out to").first(m.s); k >= 0 {
			if g, ok := m.firstName(e, len(m.s), func(n name) bool { return n.kind == ledger.MentionGroup }); ok && g.i-e < 12 && words("已|了|拟").suffix(m.s[:k]) == 0 {
				i, j = k, e
			}
		}
	}
	if k, _ := eachOwn(m.s); i < 0 && len(subs) < 2 && k < 0 || words("完成|done").in(m.s) && i < 0 {
		return draft{}, false
	}
	group, grouped := m.firstName(0, len(m.s), func(n name) bool { return n.kind == ledger.MentionGroup })
	if k, e := eachOwn(m.s); k >= 0 && subs == nil && !grouped {
		return m.eachReports(k, e)
	}
	if i >= 0 && len(subs) == 0 && !grouped && !m.parts(j) {
		return draft{}, false
	}
	d := m.about(Decompose)
	if grouped {
		d.s.Fanout = group.canon
		m.because("fanout", "name", group.i, group.j)
	} else if len(subs) > 0 {
		d.s.Subtasks = subs
	} else {
		d.s.Subtasks = m.unitsOnly(j)
	}
	if day, ok := m.day(0, len(m.s)); ok {
		d.s.Due = day
	}
	return d, true
}

// eachOf finds 让各庭分别报, 每个部门单独办, "have each court report separately": whoever there are, each for itself.
var eachOf = regexp.MustCompile(`((?:各|每)(?:个|家)?(?:基层法院|业务庭|审判庭|部门|处室|单位|法院|支队|庭|处|院|室|家))(?:都|要|自行)?(?:分别|分头|各自|单独|逐一|独立|自己|自行)(?:各自)?[^,;。]{0,2}(?:报|落实|办|汇总|梳理|上报|反馈|推进|整改|自查|填)|(each [a-z -]{3,30}?|every [a-z -]{3,30}?) (?:to |should |must |will )?(?:report|submit|reply|answer|handle it|do its part|file)[a-z ]{0,14} (?:separately|on its own|individually|for itself|by itself)`)

func eachOwn(s string) (int, int) {
	at := eachOf.FindStringSubmatchIndex(s)
	if at == nil || words("已|了|正在").suffix(s[:at[0]]) > 0 {
		return -1, -1
	}
	return max(at[2], at[4]), max(at[3], at[5])
}

// eachReports fans an item out to those that s[i:j] names: a known group by its name, others as written.
func (m *message) eachReports(i, j int) (draft, bool) {
	d := m.about(Decompose)
	d.s.Fanout = m.orig(i, j)
	if day, ok := m.day(0, len(m.s)); ok {
		d.s.Due = day
	}
	m.because("fanout", "each", i, j)
	return d, true
}

// parts reports whether what follows a word of splitting tells units or a number of parts.
func (m *message) parts(j int) bool {
	if len(m.namesIn(j, len(m.s))) > 0 {
		return true
	}
	n, ok := numberAt(strings.TrimLeft(m.s[j:], " "), 0)
	return ok && n.v > 1 || words("into two|into three|into four|into parts").in(m.s)
}

// subtasks reads 民一庭负责数据,民二庭负责报告: a unit, a verb, the part, clause by clause.
func (m *message) subtasks() []Subtask {
	var out []Subtask
	for _, c := range m.cl {
		for start := c.i; start < c.j; {
			n, ok := m.firstName(start, c.j, name.unit)
			if !ok {
				break
			}
			end := c.j
			if next, ok := m.firstName(n.j, c.j, name.unit); ok && strings.HasSuffix(m.s[n.j:next.i], "、") {
				end = next.i
			}
			rest := strings.TrimLeft(m.s[n.j:end], " ")
			v := subVerbs.prefix(rest)
			if v == 0 && strings.HasPrefix(rest, "(") {
				v = 1
			}
			if v > 0 && trimEnds(rest[v:]) == "" && words("起草|撰写|编写|收集|整理|汇总|统稿|统筹|把关|审核|核对|compiles|reviews|checks").is(rest[:v]) {
				out = append(out, Subtask{n.canon, m.orig(end-len(rest), end)})
			} else if v > 0 && trimEnds(rest[v:]) != "" {
				k := end - len(rest) + v
				out = append(out, Subtask{n.canon, strings.Trim(trimEnds(m.orig(k, end)), "()（）")})
			}
			start = end
		}
	}
	return out
}

func (m *message) unitsOnly(j int) []Subtask {
	var out []Subtask
	for _, n := range m.namesIn(j, len(m.s)) {
		if n.unit() {
			out = append(out, Subtask{Unit: n.canon})
		}
	}
	return out
}

var supports = words("我们配合|我庭配合|我部门配合|我处配合|我院配合|我室配合|我局配合|我办配合|我们会配合|我庭会配合|配合做好|全力配合|积极配合|愿意配合|可以配合|做好配合|会配合|将配合|配合提供|已配合|负责配合|作为配合单位|we'll support|we will support|happy to support|we can support|glad to help|will assist|happy to help|we'll assist|we will cooperate|we'll cooperate|will cooperate|we'll help|we will help|can support|will support|我们支持|我们协助|我庭协助|愿意协助")

// readCooperate reads that a unit will support.
func readCooperate(m *message) (draft, bool) {
	offers := supports.in(m.s)
	n, named := m.firstName(0, len(m.s), name.unit)
	offers = offers || named && m.asksSupport(n)
	if named {
		for _, w := range []string{"配合", "协助", "will support", "will assist", "to support", "supports"} {
			if strings.HasPrefix(strings.TrimLeft(m.s[n.j:], " 会将可愿意全力积极"), w) {
				offers = true
			}
		}
	}
	if !offers && named && words("提供|支持|协助|帮忙|帮助|配合|support|assist|help").prefix(strings.TrimLeft(m.s[n.j:], " 会将可以能够愿意全力积极也都canwil")) > 0 && !words("没|未|不|还|请|需").in(m.s) {
		offers = true
	}
	if m.stuckToo() || words("等|在等|还在等|正等|需等|要等|waiting for|waiting on|awaiting").prefix(m.s) > 0 {
		return draft{}, false
	}
	if !offers || m.outside() || words("协助协调|帮助协调|帮忙协调|不配合|没配合|未配合|没有配合|需要配合|需配合|请配合|牵头|希望配合").in(m.s) || m.c.Place == InChannel && len(m.refs) == 0 {
		return draft{}, false
	}
	d := m.about(Cooperate)
	if named {
		d.s.Unit = n.canon
		m.because("unit", "name", n.i, n.j)
	}
	return d, true
}

// stuckToo reports whether the message tells of something in the way: then the support that it asks for belongs to that.
func (m *message) stuckToo() bool {
	for _, c := range m.cl {
		if (stuck.in(c.s) || lacks(c.s)) && !questionList(c.s) {
			return true
		}
	}
	return false
}

// asksSupport reads 请民三庭提供数据支持: a unit is asked to support.
func (m *message) asksSupport(n name) bool {
	if m.c.Speaker != Owner || words("need|needs|want|ask|asking|like|invite|请|麻烦|烦请|恳请|需要|需|还需|please|involve").suffix(strings.TrimSuffix(strings.TrimRight(m.s[:n.i], " "), " the")) == 0 && words("please").prefix(strings.TrimLeft(m.s[n.j:], " ,")) == 0 {
		return false
	}
	if words("need|needs|want|ask|asking|like|invite").suffix(strings.TrimSuffix(strings.TrimRight(m.s[:n.i], " "), " the")) > 0 && words("to contribute|to provide|to support|to help with|to assist|to join|to supply|to share|to take part|to cooperate|to send us|to give us").prefix(strings.TrimLeft(m.s[n.j:], " ")) > 0 {
		return true
	}
	if words("involve").suffix(strings.TrimRight(m.s[:n.i], " ")) > 0 {
		return true
	}
	rest := strings.TrimLeft(m.s[n.j:], " 予以尽快及时")
	rest = strings.TrimPrefix(rest, "给予")
	return words("给一下|给一份|给个|给出|给我们|给我庭|给本庭|发一份|发一下|出一份|出具|提供|配合|协助|支持|帮忙提供|参与|please provide|please support|please help|please assist").prefix(rest) > 0
}

// outside reports whether a body outside the organisation is named.
func (m *message) outside() bool {
	for _, n := range m.names {
		if n.kind == ledger.MentionExternal {
			return true
		}
	}
	return false
}

var mergeWords = words("内容一样|内容相同|雷同|一回事|重叠|重合|并一起|并在一起|并到一起|合一起|合在一起|合起来|并案|归到一起|一块办|一块儿办|一并推进|是一个事|是一件事|同一个事|一码事|same as|same task|same thing|identical to|merged|fold into|roll into|consolidate|合并|并入|重复|一并办理|是同一|同一件事|同一事项|合到一起|归并|合为一|merge|duplicate|duplicates|combine|overlaps with|overlap with")

// readMerge reads that two items are the same.
func readMerge(m *message) (draft, bool) {
	if !mergeWords.in(m.s) || words("重复催|不重复|重复建设|重复工作|重复提醒|重复劳动|合并同类项|重复信访|合并审理").in(m.s) {
		return draft{}, false
	}
	var all []int
	for _, r := range m.refs {
		for _, n := range r.n {
			if !containsInt(all, n) && n != m.c.Item {
				all = append(all, n)
			}
		}
	}
	if len(all) == 0 {
		return draft{}, false
	}
	d := m.about(Merge)
	d.s.Items = nil
	switch {
	case len(all) == 1 && m.c.Item > 0:
		d.s.Item, d.s.With = ints(float64(m.c.Item)), &all[0]
	case len(all) >= 2:
		d.s.Item, d.s.With, d.item = &all[0], &all[1], true
	default:
		return draft{}, false
	}
	return d, true
}
