package intent

import (
	"strings"

	"github.com/followup-bot/followup/ledger"
)

var (
	willThen = words("就能|就可以|才能|便可|即可|就办|就会|能办结|能完成|可以完成|可以办结|we can|i can|we'll|we will|it can|this can|can finish|can close|will be done")
	granted  = words("顺利|正常|跟得上|跟上|齐|理顺|确认|goes well|goes smoothly|go well|is ready|are ready|available|开了|打开|接通|拨|签|定了|答复|下发|发来|发了|派|修好|出来|腾|协调|解决|同步|装好|到货|到了|来了|拿到|收到|明确|回函|release|releases|released|opens|opened|delivers|delivered|fixes|fixed|decides|answers|sends|sent|comes|come|arrive|批|到位|给|开通|开放|提供|通过|同意|回复|下来|approve|approves|approved|grants|granted|gives|signs|signed|provides|arrives|replies|confirms")
	asksDay  = words("行吗|行不|行么|可以吗|可以么|可不可以|好吗|能不能|可否|是否可以|成吗|中不|ok|okay|how about|what about|would|could")
)

// readConditional reads 如果财政批了就能完成: the work waits for what is not granted yet, and is not done.
func readConditional(m *message) (draft, bool) {
	if m.c.Place == InChannel && len(m.refs) == 0 || m.isQuestion() || len(m.cl) == 0 || len(m.pct) > 0 {
		return draft{}, false
	}
	end, ok := m.condition()
	if !ok {
		return draft{}, false
	}
	d := m.about(Blocked)
	d.s.Conditional, d.s.Done.Flag = Said, Refuted
	if n, ok := m.firstName(0, end, func(n name) bool { return n.unit() || n.kind == ledger.MentionExternal }); ok {
		d.s.WaitingOn = n.canon
		m.because("waiting_on", "condition", n.i, n.j)
	}
	return d, true
}

// asksLater reads 元旦后再交可以吗, "can we hand it in after New Year?": whether a later day will do.
func (m *message) asksLater() bool {
	if !m.isQuestion() && words("可以不|行不行|可不可以|行不|好不好|中不中").suffix(trimEnds(m.s)) == 0 || m.c.Place == InChannel && len(m.refs) == 0 || len(m.pct) > 0 || m.isApproval() || snoozeWords.in(m.s) {
		return false
	}
	if m.han {
		i, j := words("再|才|后|晚点|晚些").first(m.s)
		return i >= 0 && words("可以|行|成|好|中").in(m.s[j:]) && words("交|报|送|给|提交|办结|完成|弄|做|报送|上报").prefix(strings.TrimLeft(m.s[j:], " 再才来")) > 0 && !words("完成后|办结后|谁|怎么|哪|什么").in(m.s)
	}
	return words("can|could|may|is it ok|would it be|ok if|okay if").prefix(m.s) > 0 && words("submit|hand it in|hand this in|report|send|deliver|finish|file").in(m.s) && words("after|later|next|the week of").in(m.s) && !words("who|how|where|what").in(m.s)
}

// condition finds what must come first, and that the work is then done: 如果…就能完成, 省高院一点头就办结, "we can close it once the court signs".
func (m *message) condition() (end int, ok bool) {
	first := m.cl[0]
	if i, _ := words("if|once|as soon as|provided|the moment|the minute").first(m.s); i > 0 && !m.han && granted.in(m.s[i:]) && willThen.in(m.s[:i]) && (doneEn.in(m.s[:i]) || words("close|finish|complete|wrap up").in(m.s[:i])) {
		return len(m.s), true
	}
	starts := ifWords.prefix(first.s) > 0 || words("if|once|as soon as|provided|the moment|the minute").prefix(first.s) > 0 || words("只要|一旦").in(first.s)
	if starts && willThen.in(m.s) && granted.in(first.s) {
		return first.j, true
	}
	if i, j := willThen.first(first.s); i > 0 && granted.in(first.s[:i]) && !words("已|都|才|刚").in(first.s[:i]) && words("了|后").in(first.s[:i]) && (doneVerbs.in(first.s[j:]) || doneVerbs.in(first.s[i:])) {
		return first.i + i, true // 省法院批了我们就能办结
	}
	if _, j := m.noSooner(); j > 0 {
		then, _ := words("就|便|即|立马|马上|立刻|我们就|随即").first(m.s[j:])
		if then >= 0 && then <= 24 && (willThen.in(m.s[j+then:]) || doneVerbs.in(m.s[j+then:]) || words("收尾|报结|交").in(m.s[j+then:])) {
			return j + then, true
		}
	}
	return 0, false
}

// noSooner finds 一 with the verb that is waited for: 一点头, 一到账, 一批. 一直, 一起 and numbers have none.
func (m *message) noSooner() (i, j int) {
	for start := 0; ; {
		k := strings.Index(m.s[start:], "一")
		if k < 0 {
			return -1, 0
		}
		k += start
		start = k + len("一")
		if n := words("点头|拨款|拨付|到账|到位|松口|签字|签|盖章|批复|批下来|批|审完|审过|出来|下来|下文|下达|下|落地|开通|开放|通过|过会|过|拿到|回函|答复|回|到货|到|定下来|定|齐|给").prefix(m.s[start:]); n > 0 && !strings.HasPrefix(m.s[start:], "下子") && !strings.HasPrefix(m.s[start:], "定") || strings.HasPrefix(m.s[start:], "定下来") {
			return k, start + n
		}
	}
}

// readOtherDay reads 周五交不了,下周一行吗: the deadline cannot be kept, and another day is asked for.
func readOtherDay(m *message) (draft, bool) {
	k, _ := cannotMake.first(m.s)
	if k < 0 && m.asksLater() {
		d := m.about(ExtensionRequest)
		for _, r := range m.whens() {
			if words("后|以后|之后").prefix(m.s[r.End:]) == 0 && r.Due.After(dateOf(m)) {
				d.s.NewDue = Moment{r.Due, r.At}
			}
		}
		return d, true
	}
	if k < 0 || m.c.Place == InChannel && len(m.refs) == 0 {
		return draft{}, false
	}
	for _, c := range m.cl {
		start := max(c.i, k)
		if c.j <= start || !asksDay.in(m.s[start:c.j]) {
			continue
		}
		if day, ok := m.day(start, c.j); ok {
			d := m.about(ExtensionRequest)
			d.s.NewDue = day
			return d, true
		}
	}
	return draft{}, false
}
