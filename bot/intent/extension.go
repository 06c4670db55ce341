package intent

import (
	"strings"
)

var (
	extendWords = words(cross("再缓|再晚|再延|再推|再拖|再宽", "一|两|三|四|五|六|七|八|十|半|几|个|些|段") + "|请延|望延|想延|得延|要延|延十天|延十五天|延半个月|延一个月|延个把|延长些|放宽些|放宽几天|放宽时限|放宽期限|宽限些|缓些|缓几日|多几天|多给几天|多宽限|晚点交|晚些交|晚几日|往后拖|往后推|往后靠|往后放|推一推|推一周|推两周|推几天|拖几天|needs until|need till|have till|by a week|by two weeks|a week later|two weeks later|some more time|a bit more time|a little more time|extra time|few more days|couple more days|couple of days more|push out|pushed out|push back|pushed back|pushed to|move out|later date|more runway|breathing room|grace period|additional time|延两天|延一天|延三天|延五天|one more week|more working days|get until|have until|申请延期|请求延期|延期到|延期至|延期|延长|延后|推迟|宽限|展期|顺延|推后|缓几天|晚几天|晚两天|晚一天|晚一周|延几天|延一周|延两周|延个|延到|延至|延迟到|延迟至|多给|再给|往后延|推到|推至|缓到|缓至|放宽到|放宽至|拖到|改期到|改期至|时限调整|调整时限|期限调整|调整期限|时限改|时间改到|截止日期改|完成时限调整|完成时间调整|extension|extend|extended|push it|push item|push this|push the|push to|push #|push|postpone|more time|another week|another day|another few days|another two weeks|a few more days|more days|extra days|extra week|move the deadline|move the due date|new deadline|reschedule|defer|delay until|delay to|delay by|later deadline|extra day|more weeks|another month|need until|give us until|give me until|slip to|additional week|additional days")
	notExtend   = words("延期过几|延期几次|延期了几次|延过几|延期过多少|延期次数|延期记录|延期历史|how many extensions|extended how|" + cross("延期|展期|延期申请|申请延期|延期的事|延期那事|展期申请|宽限", "批|批了|批下来|批下来了|通过|通过了|同意|同意了|定了|有结果|有信|有回音|审批|审核|怎么样|咋样|如何|有没有|批没批|过了|能批|准了|什么时候批|啥时候批|几时批", "没|吗|没有|了吗|了没|?|么|不") + "|延期批了吗|延期批了没|延期批没批|been approved|been granted|会议延期|会延期|党组会|例会|供应商延期|延期交货|交付延期|延期开庭|延期审理|延期风险|不延期|无需延期|不用延期|不需要延期|延期申请批|no extension|don't need an extension|without extension|不会延期|不申请延期|撤回|撤销")
	deltaUnits  = words("个工作日|工作日|天|日|周|个星期|星期|个礼拜|礼拜|个月|月|working days|working day|business days|business day|workdays|days|day|weeks|week|months|month|fortnight")
	toWords     = words("到|至|为|to|until|till|by")
)

// readExtension reads a wish for more time.
func readExtension(m *message) (draft, bool) {
	if m.asksExtension() || m.isQuestion() && words("怎么|如何|怎样|咋|how do|how can|how to").in(m.s) {
		return draft{}, false
	}
	at, used := -1, -1
	for k, c := range m.cl {
		if i, _ := extendWords.first(c.s); i >= 0 && !notExtend.in(c.s) && !m.otherSubject(c, i) && !(becauseWords.prefix(c.s) > 0 && !words("申请|需要|请求|想").in(c.s)) && !m.pushedTo(c) && !m.feared(c, i) {
			at, used = k, i
			break
		}
	}
	if at < 0 && !m.isApproval() {
		at, used = m.asksTime()
	}
	if at < 0 && m.c.Speaker != Supervisor && m.c.Speaker != Leader {
		at, used = m.movesDay()
	}
	if at < 0 || !m.extensionPlace(at, used) {
		return draft{}, false
	}
	if m.c.Speaker == Supervisor && m.c.Place == InThread && !m.isQuestion() && !words("申请|请求|request").in(m.s) {
		if d, ok := m.grant(); ok && !d.s.NewDue.IsZero() {
			return d, true // who decides on time gives it, whatever the words
		}
	}
	d := m.about(ExtensionRequest)
	m.newDue(&d.s, at, used)
	d.s.Reason = m.reason(func(c clause) bool {
		return c.i == m.cl[at].i || extendWords.in(c.s) || !m.onlyReason(c)
	}, false)
	if d.s.Reason == "" && (!d.s.NewDue.IsZero() || d.s.DeltaDays != nil || d.s.DeltaWorkdays != nil) {
		d.s.Reason = m.afterColon(m.cl[at])
	}
	return d, true
}

// afterColon gives what follows the request in its clause: 延期到12月18日:供货延迟.
func (m *message) afterColon(c clause) string {
	k := strings.LastIndexByte(c.s, ':')
	if k < 0 || k+1 >= len(c.s) || digit(c.s[k+1]) || extendWords.in(c.s[k+1:]) || !extendWords.in(c.s[:k]) || isPolite(c.s[k+1:]) {
		return ""
	}
	if _, dated := m.day(c.i+k+1, c.j); dated {
		return ""
	}
	return trimEnds(m.orig(c.i+k+1, c.j))
}

func (m *message) isApproval() bool { return m.c.Speaker == Supervisor || m.c.Speaker == Leader }

// asksTime finds a clause that asks for a length of time: 能不能给我们多三天时间, "could we have five days more". k is -1 when there is none.
func (m *message) asksTime() (k, used int) {
	for k, c := range m.cl {
		i, _ := words("能不能|能否|可否|可不可以|可以|请|希望|申请|麻烦|想|请求|恳请|could we|can we|may we|could i|can i|may i|give us|give me|need|we'd like|would like|please").first(c.s)
		if i < 0 || !words("时间|多|再|宽|缓|晚|more|extra|another|additional|longer|later").in(c.s) || remindVerbs.in(c.s) || m.percentIn(c) || notExtend.in(c.s) || snoozeWords.in(c.s) || doneVerbs.in(c.s) || words("人|万|元|people|staff|hands|budget").in(c.s) {
			continue
		}
		if _, _, _, ok := m.deltaFrom(c.i, c.j); ok {
			return k, i
		}
	}
	return -1, 0
}

// movesDay finds a clause that moves something to a day: "move #7 to Dec 20", 挪到下周五. k is -1 when there is none.
func (m *message) movesDay() (k, used int) {
	for k, c := range m.cl {
		i, j := words("moved|shifted|pushed|changed|postponed|delayed|rescheduled|deferred|move|shift|bump|slide|change|reschedule|defer|delay|改到|挪到|调到|移到|放到|缓到|拖到|宽到|错到|往后挪到|调整到|改成|改为|变更为|变更到").first(c.s)
		if i < 0 || notExtend.in(c.s) || m.otherSubject(c, i) || m.percentIn(c) || latin(c.s[i]) && !words("to|until|till").in(c.s[j:]) || words("会|培训|活动|meeting").in(c.s) && len(m.refs) == 0 {
			continue
		}
		if day, ok := m.day(c.i+j, c.j); ok && day.Date.After(dateOf(m)) && (len(m.refs) > 0 || m.c.Place == InThread) {
			return k, i
		}
	}
	return -1, 0
}

// feared reports whether more time is only feared to be needed: 恐要延后.
func (m *message) feared(c clause, i int) bool {
	return words("恐|可能|怕|估计|大概率|担心|或将|也许|说不定|might|may|likely|probably|could").in(c.s[:i]) && !words("请|能否|可否|could we|could i|may we|may i|can").in(m.s)
}

// pushedTo reports whether a clause tells how far the work was pushed (推到65%) rather than a day.
func (m *message) pushedTo(c clause) bool {
	return m.percentIn(c) && !ofExtend.in(c.s) && !words("申请|请求|能否|可否").in(c.s)
}

// onlyReason reports whether a clause can be a reason: it is no new date, no percentage, no address.
func (m *message) onlyReason(c clause) bool {
	s := trimEnds(m.withoutRefs(c))
	if m.merelyMisses(c) || words("原定|原计划|原时限|原期限|原本|originally").prefix(s) > 0 && becauseWords.prefix(s) == 0 {
		return false
	}
	if s == "" || isAck(s) || m.addressed(c) || owners.is(s) || isPolite(s) || m.percentIn(c) {
		return false
	}
	if i, _ := words("批准|审批|批示|是否|可否|同意|approve|行|可以|承诺|保证|一定|届时|确保|please|is that|would that|could we|can we|let me know|新的完成时间|新时限|预计|争取").first(s); i >= 0 && becauseWords.prefix(s) == 0 {
		return false
	}
	if day, ok := m.day(c.i, c.j); ok && !day.IsZero() && words("前|完成|办结|期限|until|by|to|till").in(s) && becauseWords.prefix(s) == 0 && len(s) < 40 {
		return false
	}
	return true
}

// otherSubject keeps 会议推迟到周四 and "the meeting is postponed" from asking for an extension of an item.
func (m *message) otherSubject(c clause, i int) bool {
	before := c.s[:i]
	return words("会议|党组会|院长办公会|例会|开庭|庭审|培训班|座谈会|调度会|活动|供应商|厂家|厂商|施工|交货|meeting|hearing|training|vendor|supplier|lunch|session").in(before) && len(m.refsIn(c.i, c.j)) == 0 && !words("申请|请求|能否|需要|request|need").in(c.s)
}

// extensionPlace reports whether the message is about items at all: in a channel it must name one or ask for something.
func (m *message) extensionPlace(k, i int) bool {
	if len(m.refs) > 0 || m.c.Place != InChannel {
		return true
	}
	return words("申请|请求|能否|可否|能不能|需要|request|need|can we|could we|may we").in(m.cl[k].s)
}

// newDue reads the new date, or by how much.
func (m *message) newDue(s *Slots, k, i int) {
	c := m.cl[k]
	start := c.i + i
	if n, j, unit, ok := m.deltaFrom(start, c.j); ok {
		m.setDelta(s, n, unit)
		m.because("delta_days", "delta", start, j)
		return
	}
	if day, ok := m.day(start, c.j); ok {
		s.NewDue = day
		return
	}
	if n, j, unit, ok := m.deltaFrom(c.i, c.j); ok && n.j <= start {
		m.setDelta(s, n, unit)
		m.because("delta_days", "delta", c.i, j)
		return
	}
	for _, c := range m.cl[k:] {
		if becauseWords.prefix(c.s) > 0 {
			continue
		}
		if day, ok := m.day(c.i, c.j); ok {
			s.NewDue = day
			return
		}
	}
	if day, ok := m.day(c.i, c.j); ok && becauseWords.prefix(c.s) == 0 {
		s.NewDue = day
	}
}

func (m *message) setDelta(s *Slots, n num, unit string) {
	switch {
	case strings.Contains(unit, "工作日") || strings.HasPrefix(unit, "work") || strings.HasPrefix(unit, "business"):
		s.DeltaWorkdays = ints(n.v)
	case strings.Contains(unit, "周") || strings.Contains(unit, "星期") || strings.Contains(unit, "礼拜") || strings.HasPrefix(unit, "week"):
		s.DeltaDays = ints(n.v * 7)
	case unit == "fortnight":
		s.DeltaDays = ints(14)
	case strings.HasSuffix(unit, "月") || strings.HasPrefix(unit, "month"):
		s.DeltaDays = ints(n.v * 30)
	default:
		s.DeltaDays = ints(n.v)
	}
}

// deltaFrom finds a length of time in s[i:j] that is no date: 一周, 10个工作日, "another two weeks", 半个月.
func (m *message) deltaFrom(i, j int) (n num, end int, unit string, ok bool) {
	s := m.s[i:j]
	for start := 0; start < len(s); {
		a, b := deltaUnits.from(s, start)
		if a < 0 {
			break
		}
		start = b
		left := strings.TrimRight(s[:a], " ")
		if latin(s[a]) {
			left = strings.TrimSuffix(left, "-") // a one-week extension
		}
		n, ok := numberBefore(left, len(left))
		if !ok {
			n, ok = moreBefore(s[:a])
		}
		if half := strings.TrimRight(s[:a], " 个"); !ok && strings.HasSuffix(half, "半") && strings.HasSuffix(s[a:b], "月") {
			return num{v: 15, i: i + len(half) - len("半"), j: i + b}, i + b, "天", true
		}
		if !ok || !m.isLength(s, n, a, b) {
			continue
		}
		return num{i: i + n.i, j: i + n.j, v: n.v}, i + b, s[a:b], true
	}
	return num{}, 0, "", false
}

// moreBefore reads "another week", "one more week", "two extra days".
func moreBefore(s string) (num, bool) {
	t := strings.TrimRight(s, " ")
	for _, w := range []string{"more", "extra", "additional", "another", "further", "calendar"} {
		if at(t, w, len(t)-len(w)) >= 0 {
			rest := strings.TrimRight(t[:len(t)-len(w)], " ")
			if n, ok := numberBefore(rest, len(rest)); ok {
				return n, true
			}
			if w == "another" || w == "extra" || w == "additional" {
				return num{i: len(t), j: len(t), v: 1}, true
			}
		}
	}
	return num{}, false
}

// isLength keeps dates (12月10日, 10日, 下周) from being read as lengths of time.
func (m *message) isLength(s string, n num, a, b int) bool {
	unit := s[a:b]
	before := strings.TrimRight(s[:n.i], " ")
	if unit == "日" && words("延期|延长|宽限|展期|顺延|推迟|延后|延|再给|多给|缓").suffix(before) > 0 {
		return n.v > 0 && n.v < 1000 // 延期30日 is a length, 延期到30日 a day
	}
	if unit == "日" || unit == "月" {
		return false
	}
	if (unit == "天" || unit == "周") && strings.HasSuffix(before, "第") || toWords.suffix(before) > 0 && !words("by|to").is(before) && unit != "天" && unit != "days" && !strings.HasSuffix(before, "by") {
		return false
	}
	if strings.HasSuffix(s[a:b], "周") && b < len(s) && (strings.HasPrefix(s[b:], "一") || strings.HasPrefix(s[b:], "五") || strings.HasPrefix(s[b:], "末") || strings.HasPrefix(s[b:], "内")) {
		return strings.HasPrefix(s[b:], "内") || n.v > 1
	}
	return n.v > 0 && n.v < 1000
}
