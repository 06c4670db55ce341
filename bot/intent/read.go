package intent

import (
	"regexp"
	"strings"
)

// Read reads a message in its context. It always gives an intent: what is not for the bot is None, to be ignored; in a direct conversation, where
// everything is meant for the bot, what was not understood is asked back.
func Read(raw string, c Context) Intent {
	m := newMessage(unaddressed(raw), c)
	d := m.decide()
	e := m.expect(d)
	if d.name == None {
		d.s = Slots{}
	}
	return Intent{Name: d.name, Slots: d.s, Expect: e, Why: m.why}
}

// unaddressed takes the bot's name from the beginning of a message, where a messenger left it: "@督办助手 收到".
func unaddressed(raw string) string {
	s := strings.TrimLeft(raw, " \t\u3000")
	if !strings.HasPrefix(s, "@") {
		return raw
	}
	name, rest, ok := strings.Cut(s[1:], " ")
	if !ok || !words("督办|助手|机器人|bot|followup").in(strings.ToLower(name)) {
		return raw
	}
	return rest
}

// decide tries the families in the order of place and speaker: first what must be kept out, then the bot's own matters, then what this speaker
// mostly says here.
func (m *message) decide() draft {
	if kind, i, j := m.guard(); kind != "" {
		d := draft{name: Sensitive}
		d.s.Guard = kind
		if m.c.Item > 0 {
			d.s.Item = ints(float64(m.c.Item))
		}
		m.because("guard", kind, i, j)
		return d
	}
	if d, ok := m.readBot(); ok {
		return d
	}
	if d, ok := m.readCampaign(); ok {
		return d
	}
	if m.c.Place == InDirect {
		return m.direct()
	}
	d := m.readReply()
	if d.name == None && !m.chatter() {
		return m.kept(m.elsewise(d))
	}
	return d
}

// kept gives what no rule has read to readUnread.
func (m *message) kept(d draft) draft {
	if d.name == None {
		if u, ok := readUnread(m); ok {
			m.because("intent", "unread", 0, len(m.s))
			return u
		}
	}
	return d
}

// direct reads a direct message: settings by an admin, questions by leaders and members, reports by who owns items.
func (m *message) direct() draft {
	switch m.c.Speaker {
	case Admin:
		if d, ok := m.readAdmin(); ok {
			return d
		}
	case Leader:
		if d, ok := m.leaderOrder(); ok {
			return d
		}
	}
	if standing.is(strings.TrimRight(trimParticles(trimEnds(m.s)), "?？ ")) {
		return draft{name: Summary}
	}
	if d, ok := m.asksOutcome(); ok {
		return d
	}
	asksFirst := m.c.Speaker == Leader || m.c.Speaker == Member || m.c.Speaker == Admin || m.c.Speaker == Supervisor || m.asksList()
	if d, ok := readOverreach(m); ok {
		return d
	}
	if asksFirst && !m.reports() {
		if d, ok := m.readQuery(); ok {
			return d
		}
		if asksWhich.MatchString(m.s) || m.c.Speaker == Leader && len(m.refs) == 0 && m.interrogated() { // the ledger may know the names in it
			return m.elsewise(draft{name: None})
		}
	}
	d := m.readReply()
	if d.name != None {
		return d
	}
	return m.kept(m.elsewise(d))
}

// standing are whole messages that ask how things stand altogether.
var standing = words("情况怎么样|情况怎样|情况如何|现在情况怎么样|现在情况如何|整体情况|总体情况|总体情况如何|督办情况|督办情况怎么样|督办情况如何|全院情况|全院情况怎么样|汇总|总览|概况|how do we stand|where do we stand|how are we doing|how do things stand|how are things|how is everything|how's everything|status overview|overview|summary|give me a summary|give me an overview|overall status")

// reports reports whether a member's message tells of an item rather than asks.
func (m *message) reports() bool {
	share := len(m.pct) > 0 && m.pct[0].i == 0 // 12% done, step 1
	return m.c.Speaker != Leader && (len(m.refs) > 0 || share) && !m.isQuestion() && (len(m.pct) > 0 || doneVerbs.in(m.s) || doneEn.in(m.s)) && !remindVerbs.in(m.s)
}

// saysDone begins a report, whatever lists it goes on to tell of: 已完成,清单已报送.
var saysDone = regexp.MustCompile(`^(?:已|均已|已经|全部)?(?:完成|办结|办完|做完)了?[,。;!]|^(?:all )?(?:done|completed|finished)[,.;!:]`)

// asksWhich begins a question about several items, which is never a report.
var asksWhich = regexp.MustCompile(`^(?:which|what) (?:items|tasks)|^哪些事项`)

// asksList reports whether a message asks for several items, which is no question about one.
func (m *message) asksList() bool {
	return len(m.refs) == 0 && !saysDone.MatchString(m.s) && (words("哪些|有哪|列出|清单|列一下|多少项|几项|我的事项|我的任务|我有什么|我有几|list|show me|which items|what items|how many|my items|my tasks|on my plate|导出|export").in(m.s) || exportWords.in(m.s))
}

// leaderOrder reads an order that a leader gives in a direct message: it becomes a draft for the office.
func (m *message) leaderOrder() (draft, bool) {
	if m.isQuestion() || m.asksAside() || remindVerbs.in(m.s) || exportWords.in(m.s) || recurs(m) || words("给我|发我|看看|看一下|通报").in(m.s) {
		return draft{}, false
	}
	if !words("请|责成|由|让|要求|务必|please|must|have|ask|make sure|tell|get").in(m.s) || len(m.refs) > 0 {
		return draft{}, false
	}
	return m.instruction()
}

// asksAside reports whether a message names somebody and asks about them: "Research Office - what have they closed".
func (m *message) asksAside() bool {
	i := strings.IndexAny(m.s, "-:,;")
	return i > 0 && words("what|which|who|how|why|where|when|any|anything|are they|have they|is it|do they|哪|谁|什么|怎么|有没有|多少|几").prefix(strings.TrimLeft(m.s[i:], " -:,;")) > 0
}

// elsewise reads what no rule of the place took: a question that stands anywhere, else nothing.
func (m *message) elsewise(d draft) draft {
	if m.c.Place != InDirect && len(m.cl) == 1 && !m.isQuestion() && thanked.prefix(trimEnds(m.s)) > 0 {
		return d // 谢谢督查室提醒
	}
	asks := m.isQuestion() || askWords.in(m.s) || exportWords.in(m.s) || countWords.in(m.s) || remindVerbs.in(m.s)
	if m.c.Place == InDirect {
		if q, ok := m.readQuery(); ok {
			return q
		}
		if !m.chatter() {
			d.expect = Clarify
		}
		return d
	}
	if asks && (m.c.Speaker == Leader || m.c.Speaker == Supervisor || m.c.Place == InThread && remindVerbs.in(m.s)) && !offTopic.in(m.s) && (len(m.names) > 0 || len(m.refs) > 0 || itemNouns.in(m.s) || remindVerbs.in(m.s)) {
		if q, ok := m.readQuery(); ok && strings.TrimSpace(m.s) != "" && (q.name == Remind || m.c.Speaker != Owner || m.isQuestion() || askWords.in(m.s)) {
			return q
		}
	}
	return d
}
