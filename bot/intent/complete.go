package intent

// closeAsks are words that hand the item in: 申请办结, 请予销号.
var closeAsks = words(cross("请|请予|烦请|恳请|望|申请", "审核|审定|验收|核验|审查", "销号|办结|结项|后销号|并销号") + "|" + cross("申请|特申请|现申请|提请|报请|请予|请予以|请|请求|恳请|望予|望|建议|申报|提交", "办结|销号|结项|核销|办结审核|销号审核|办结验收") + "|" + cross("可以|可|可予", "销号|结项|核销") + "|ready for review|ready for your review|ready to close|ready to be closed|ready for closure|request closure|requesting closure|request close-out|submit for review|submitting for review|submitted for review|submit for closure|please review and close|can be closed|good to close|may be closed|" + cross("closing|marking|calling", " ", "this|it", "", "| out| off| done| complete| as done| as complete| finished") + "|closing out")

// asksToClose reads a clause that hands the item in, without a condition or a denial.
func (m *message) asksToClose(c clause) bool {
	i, _ := closeAsks.first(c.s)
	if i < 0 {
		return false
	}
	if _, dated := m.day(c.i, c.j); dated {
		return false // 12月8日可销号 is a promise
	}
	return m.c.Speaker != Supervisor && m.c.Speaker != Leader && c.end != '?' && !words("不|没|未|撤|暂|后|再|待|等|如果|若|才|怎么|如何|谁|什么|not|n't|when|after|once|until|how|before|if|who").in(c.s)
}

// asksToCheck reports whether a clause does nothing but ask that the work be checked: 请审核, 请督查室验收, "please verify". Beside the whole work it
// hands the item in; beside a draft it means the draft.
func (m *message) asksToCheck() bool {
	for _, c := range m.cl {
		if n := words("请|烦请|恳请|敬请|望|提请|报请|申请|please|kindly").prefix(c.s); n > 0 && c.end != '?' && len(c.s) <= 60 && words("审核|核验|验收|核查|审查|审定|审阅|查验|核实|检查|验看|验一下|review|check|verify|inspect").in(c.s[n:]) {
			return true
		}
	}
	return false
}

// leftOver tells of something that is not done yet, whatever else is.
var leftOver = words("没办|没做|没弄|没完|没搞|没好|没动|没交|没报|没落实|未办|未做|未落实|未报|未交|not done|still open|not finished|outstanding")

// isComplete reports whether the facts add up to "the item is done", with nothing said against it.
func (m *message) isComplete(f *facts) bool {
	if m.allDone(f) {
		return true
	}
	if f.s.Percent != nil && *f.s.Percent < 100 {
		return false
	}
	if leftOver.in(m.s) {
		return false
	}
	if m.isApproval() && !words("已|了|均|都|完毕|done|completed|finished|closed|complete").in(m.s) {
		return false // who decides orders it: 按期完成
	}
	if !f.whole || f.hearsay || f.notDone || f.nearly || f.miss || f.asked || f.partly && f.s.Remaining != nil && *f.s.Remaining > 0 {
		return false
	}
	if f.partly && (f.s.DoneCount != nil && f.s.Total != nil && *f.s.DoneCount < *f.s.Total) {
		return false
	}
	if m.c.Place == InThread || len(m.refs) > 0 || m.c.Item > 0 {
		return true
	}
	return m.brieflyDone()
}

// brieflyDone keeps a channel's news from completing an item: only a message that begins with the status is meant for the bot.
func (m *message) brieflyDone() bool {
	return len(m.cl) > 0 && (m.doneness(m.cl[0]).is == doneWhole || m.briefly())
}

var doneSigns = words("✅|☑️|☑|✅✅|💯|🏁|🎉✅")

// allDone reads 100% and a bare ✅ as a wish to close.
func (m *message) allDone(f *facts) bool {
	s := trimEnds(m.bare())
	if doneSigns.is(s) {
		f.casual = true
		return true
	}
	if f.s.Percent != nil && *f.s.Percent == 100 && !f.notDone && !f.later && !f.miss && f.s.Approx == 0 && f.s.Measure == nil && !f.asked {
		f.casual = f.casual || !f.whole && !words("完成|办结|done|complete|completed|finished").in(m.s) && !m.asksToCheck()
		return f.stages == 0
	}
	return false
}

var exceptWords = words("everything but|everyone but|everybody but|all items but|除去|除开|刨除|不算|all but|save for|with the exception of|bar|besides|除|除了|except|except for|other than|apart from|but not")

// exceptParts are the words around the items that are left out of a completion.
var exceptParts = words("除了|除去|除开|刨除|除|不算|之外|以外|外|其余的|其余|其他的|其他|其它的|其它|别的|剩下的|剩余的|事项|except for|except|other than|apart from|all but|everything|all|the others|the rest|others")

// completeDraft fills what was said around the completion.
func (m *message) completeDraft(d draft, f facts) (draft, bool) {
	d.name = Complete
	d.s = f.s
	d.s.Done, d.s.Stage, d.s.Next, d.s.OnTrack, d.s.DoneCount, d.s.On, d.s.Remaining, d.s.Total, d.s.Unblocked, d.s.ETA = Done{}, "", nil, 0, nil, Moment{}, nil, nil, 0, Moment{}
	d.casual = f.casual
	if i, j := exceptWords.first(m.s); i >= 0 && words("外|其他|其它|其余|别的|都|均|all|everything|the rest|others").in(m.s) {
		for _, r := range m.refs {
			if r.i >= j {
				d.s.AllExcept = append(d.s.AllExcept, r.n...)
			}
		}
		if d.s.AllExcept != nil {
			d.s.Item, d.s.Items, d.item = nil, nil, true
			m.because("all_except", "except", i, j)
		}
	}
	return d, true
}
