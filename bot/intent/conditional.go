package intent

import "github.com/followup-bot/followup/ledger"

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
	s := m.cl[0].s
	if ifWords.prefix(s) == 0 && words("if|once|as soon as|provided").prefix(s) == 0 || !willThen.in(m.s) || !granted.in(s) {
		return draft{}, false
	}
	d := m.about(Blocked)
	d.s.Conditional, d.s.Done.Flag = Said, Refuted
	if n, ok := m.firstName(0, m.cl[0].j, func(n name) bool { return n.unit() || n.kind == ledger.MentionExternal }); ok {
		d.s.WaitingOn = n.canon
		m.because("waiting_on", "condition", n.i, n.j)
	}
	return d, true
}

// readOtherDay reads 周五交不了,下周一行吗: the deadline cannot be kept, and another day is asked for.
func readOtherDay(m *message) (draft, bool) {
	k, _ := cannotMake.first(m.s)
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
