package intent

import "strings"

// A draft is an intent on the way: what was read, and what the decision about it hangs on beside the slots.
type draft struct {
	name   Name
	s      Slots
	item   bool // an item is known: named, the thread's, or the speaker's only one
	casual bool // said in passing (搞定, ✅)
	bare   bool // nothing but "not done" or "soon"
	within bool // a hand-over inside the unit
	doubt  bool // understood in part only
	expect Expect
}

// A rule reads one family of replies; ok is false when the message is none of it.
type rule func(m *message) (d draft, ok bool)

// replyRules are tried in order: what refers to something said before comes first, plain reports come last.
var replyRules = []struct {
	name string
	rule rule
}{
	{"overreach", readOverreach},
	{"withdraw", readWithdraw},
	{"all except", readAllExcept},
	{"batch", readBatch},
	{"correct", readCorrect},
	{"decision", readDecision},
	{"order", readOrder},
	{"merge", readMerge},
	{"snooze", readSnooze},
	{"extension", readExtension},
	{"receipt", readReceipt},
	{"other day", readOtherDay},
	{"conditional", readConditional},
	{"question", readQuestion},
	{"reassign", readAssign},
	{"decompose", readDecompose},
	{"cooperate", readCooperate},
	{"report", readReport},
	{"ack", readAck},
	{"promise", readPromise},
	{"note", readNote},
}

// readReply reads a message about items; name is None when it is not for the bot.
func (m *message) readReply() draft {
	if m.chatter() {
		return draft{name: None, expect: Ignore}
	}
	for _, r := range replyRules {
		if d, ok := r.rule(m); ok {
			m.because("intent", r.name, 0, len(m.s))
			return d
		}
	}
	return draft{name: None, expect: Ignore}
}

// about starts a draft of the items that the message is about.
func (m *message) about(n Name) draft {
	d := draft{name: n}
	d.item = m.items(&d.s)
	return d
}

var (
	chatterWords = words("你好|您好|嗨|哈喽|hi there|hello there|谢谢|谢谢大家|感谢|多谢|谢了|辛苦了|辛苦|辛苦大家|大家辛苦了|辛苦各位|哈哈|哈哈哈|哈哈哈哈|嘿嘿|呵呵|早|早上好|上午好|下午好|晚上好|大家好|各位好|再见|拜拜|晚安|周末愉快|新年快乐|节日快乐|中秋快乐|生日快乐|恭喜|祝贺|厉害|牛|棒|太棒了|给力|点赞|不客气|客气了|在吗|在么|有人吗|测试|test|hi|hello|hey|good morning|morning|good afternoon|good evening|thanks|thank you|thanks all|thanks everyone|thank you all|many thanks|thx|cheers|lol|haha|nice|great|great job|well done|good job|congrats|congratulations|welcome|you're welcome|no worries|happy friday|bye|see you|👏|🎉|😂|😄|🌹|💪|❤️|🙏|大家新年好|收工吃饭|吃饭|下班了|开饭了")
	courtesies   = words("领导|各位|大家|老师|all|everyone|team|guys|so much|very much|a lot|folks|both|again|哈|啊|呀|了|啦|!|,|。|~|@|for the update|for the help|for your help|for the reminder")
)

// Courtesy reports whether a message is thanks or applause and nothing else; greeting, whether it says hello and nothing else, which waits for an answer.
func Courtesy(raw string) (thanks, greeting bool) {
	m := &message{text: foldText(unaddressed(raw))}
	if !m.chatter() {
		return false, false
	}
	greeting = greetings.in(m.s)
	return !greeting, greeting
}

var greetings = words("你好|您好|嗨|哈喽|早|上午好|下午好|晚上好|大家好|各位好|在吗|在么|有人吗|测试|test|hi|hello|hey|morning|good afternoon|good evening")

// chatter reports whether the message is greeting, thanks or applause and nothing else.
func (m *message) chatter() bool {
	if len(m.s) > 120 {
		return false
	}
	s, found := m.s, false
	for {
		was := s
		s = trimEnds(s)
		if n := chatterWords.prefix(s); n > 0 {
			s, found = s[n:], true
		} else if n := courtesies.prefix(s); n > 0 {
			s = s[n:]
		} else if n := chatterWords.suffix(s); n > 0 {
			s, found = s[:len(s)-n], true
		}
		if s == "" {
			return found || strings.TrimSpace(m.s) == ""
		}
		if s == was {
			return false
		}
	}
}

// politeness is said around a request and is no part of its reason.
var politeness = words("请批准|请审批|请领导批准|请领导审批|望批准|望予批准|妥否|请批示|请予支持|请支持|请予批准|恳请批准|敬请批准|谢谢|谢谢领导|辛苦了|please approve|please|thanks|thank you|thx|hope that's ok|hope that is ok|sorry|抱歉|不好意思|对不起|请领导批示|请督查室审批|请知悉|特此说明|特此申请|请理解|望理解|敬请谅解|可以吗|行吗|好吗|能批吗|行不行|可否|是否可以|ok?|is that ok|is that okay|领导|您好|你好|报告|报告领导|hi|hello|收到|好的")

var becauseWords = words("因为|由于|主要是因为|主要因为|主要是|原因是|原因为|原因系|原因:|原因|理由是|理由:|理由|鉴于|考虑到|受|因|because of|because|due to|since|owing to|on account of|reason:|reason is|reason being|the reason is|as we|as the|given that|given|caused by")

// reason gives the reason that the message gives: what follows a word like 因为, else the clauses for which use is false and that are no politeness.
func (m *message) reason(used func(c clause) bool, markedOnly bool) string {
	for k, c := range m.cl {
		i, j := becauseWords.first(c.s)
		if i < 0 || i > 0 && c.s[i:j] == "因" && strings.HasSuffix(c.s[:i], "基") || c.s[i:j] == "受" && !strings.Contains(c.s, "影响") {
			continue
		}
		start, end := c.i+j, c.j
		if strings.TrimSpace(c.s[j:]) == "" && k+1 < len(m.cl) {
			start, end = m.cl[k+1].i, m.cl[k+1].j
		}
		end = m.beforeRequest(start, end)
		for n := k + 1; n < len(m.cl) && end == m.cl[n-1].j && !used(m.cl[n]) && !isPolite(m.cl[n].s) && m.cl[n-1].end != '。'; n++ {
			end = m.cl[n].j
		}
		if r := m.orig(start, end); strings.Trim(r, " ,，:：") != "" {
			m.because("reason", "because", start, end)
			return strings.Trim(r, " ,，:：。.;；")
		}
	}
	if markedOnly {
		return ""
	}
	for _, c := range m.cl {
		if !used(c) && !isPolite(c.s) && len(m.refsOnly(c)) == 0 && len(c.s) > 3 {
			m.because("reason", "rest", c.i, c.j)
			return m.orig(c.i, c.j)
		}
	}
	return ""
}

// beforeRequest cuts a reason where the request begins in the same clause: 因系统故障申请延期.
func (m *message) beforeRequest(i, j int) int {
	if k, _ := words("申请延期|申请|需要延期|需延期|请求延期|要延期|想延期|拟延期|延期|延长|推迟|特申请|故申请|无法|, please|can we|we need|i need").first(m.s[i:j]); k > 0 && trimEnds(m.s[i+k:j]) != "推迟" {
		return i + k
	}
	return j
}

func isPolite(s string) bool {
	s = trimEnds(s)
	return s == "" || politeness.is(s) || politeness.is(trimParticles(s))
}

// refsOnly gives the items of a clause that says nothing else.
func (m *message) refsOnly(c clause) []ref {
	rs := m.refsIn(c.i, c.j)
	if len(rs) == 0 || strings.Trim(trimEnds(m.s[c.i:rs[0].i]+m.s[rs[len(rs)-1].j:c.j]), " :的") != "" {
		return nil
	}
	return rs
}
