package intent

import (
	"regexp"
	"strings"
)

var (
	wrongWords = words(cross("发|说|写|看|记|传|填|打", "串|混|岔") + "|报串|串了|弄串|贴错|粘错|填串|报岔|发岔|弄岔|看岔|多报了|少报了|漏报了|报多了|报少了|报高了|报低了|高报了|低报了|虚报了|重报了|数不准|不准确|不准,|overstated|understated|too high|too low|inflated|写错|笔误|手误|手滑|手抖|输错|输错了|点错|点错了|看错|看错了|算错|算错了|讲错|讲错了|报错|口误|弄混|弄混了|搞混|搞混了|说反了|弄反了|更新一下数据|请以此为准|typed wrong|my error|in error|by mistake it|wrong figure|wrong percentage|wrong date|misspoke|misread|mixed up|not what i meant|不对 是|不对 应|更正|纠正一下|纠正|刚才说错|说错了|说错|写错了|打错了|打错|报错了|报错数|填错了|填错|发错了|搞错了|弄错了|记错了|报的不对|报的有误|数据有误|有误|修正一下|修正|刚才那个不对|刚才不对|不对,是|不对,应|不对,应该|刚才报的|改一下|以这个为准|以此为准|sorry, i meant|sorry i meant|i meant|i mean|correction|typo|make that|my mistake|my bad|misreported|wrong number|wrong item|mistyped|scratch that, it's|oops|not quite right|let me correct|to correct|should have been|should have said|should read|was meant for|meant item|meant #|wrong thread|wrong one|please correct|fix:|i was wrong|was wrong|is wrong")
	newWords   = words("应该是|应为|应是|改为|改成|实际是|实际为|其实是|其实|准确的是|正确的是|更正为|修正为|纠正为|是|为|should be|should have been|should read|i meant|meant|i mean|make that|make it|it's|it is|is actually|actually|to|correct is|correct number is|it should be|really")
	oldWords   = words("不是说|并不是|不是|而不是|而非|并非|not|instead of|rather than|from|原报|原来|之前报|之前说|上次报|刚才报|刚才说")
)

// readCorrect reads that what was reported before was wrong.
func readCorrect(m *message) (draft, bool) {
	i, _ := wrongWords.first(m.s)
	if m.isApproval() && returnWords.in(m.s) && len(m.pct) == 0 {
		return draft{}, false
	}
	if wrongLead.MatchString(m.s) && len(m.pct) == 0 {
		return draft{}, false
	}
	if len(m.refs) >= 2 && writtenAs.suffix(strings.TrimRight(m.s[:m.refs[1].i], " ")) > 0 {
		i = m.refs[1].i
	}
	if i < 0 && !m.contrast() && !m.movesETA() || words("批错|派错|分错|转错|判错|错案|差错率|纠错|改一下时限|改一下截止").in(m.s) || m.c.Place == InChannel && len(m.refs) == 0 && len(m.pct) == 0 {
		return draft{}, false
	}
	d := m.about(Correct)
	if m.movedItem(&d.s) {
		d.item = true
		return d, true
	}
	if p, ok := m.newShare(); ok {
		d.s.Percent = ints(p.v)
		m.because("percent", "share", p.i, p.j)
		return d, true
	}
	for _, c := range m.cl {
		if day, ok := m.day(c.i, c.j); ok {
			if words("延期|推迟|extension").in(m.s) {
				return draft{}, false
			}
			d.s.ETA = day
			return d, true
		}
	}
	for _, c := range m.cl {
		if is := m.doneness(c).is; is == doneNot || is == doneNearly {
			d.name, d.s.What, d.s.Done.Flag = Withdraw, "completion", Refuted
			return d, true
		}
	}
	if i < 0 || words("改一下|有误|修正|is wrong|was wrong").is(trimEnds(m.s)) {
		return draft{}, i >= 0
	}
	d.doubt = true
	return d, len(m.s) < 60
}

// deniedShare follows a share that was reported wrongly.
var deniedShare = words("不对|不准|不实|不是|有误|有问题|错了|弄错|多了|高了|低了|偏高|偏低|虚了|水分|作废|不算|was off|is off|wasn't right|isn't right|not right|incorrect|was wrong|is wrong|too high|too low|a mistake|wasn't correct|inaccurate")

// movesETA reads 预计完成时间改成12月9日, "ETA is now Dec 9": the day that was expected is another now. A deadline is nobody's to correct.
func (m *message) movesETA() bool {
	i, j := words("eta|预计完成时间|预计办结时间|预计完成日期|预计时间|预计日期|预期完成时间|expected date|expected completion|expected finish|estimated date|estimated completion|our estimate|the estimate|forecast").first(m.s)
	return i >= 0 && words("改|调整|变更|更新为|更新到|推到|延到|挪到|提前到|不是|now|changed|changes|moved|moves|shifted|slips|slipped|revised|becomes|update|push|pushed").in(m.s[j:]) && !words("申请|请求|请批|批准|时限|期限|截止|deadline|due date|extension|can we|could we").in(m.s)
}

// wrongLead reads 牵头单位搞错了: not what was reported is wrong but who has the item.
var wrongLead = regexp.MustCompile(`(?:牵头|责任|主办|承办|主责)(?:单位|部门|庭|处室|的)?(?:搞|弄|写|定|派|分|列|标|填)(?:错|岔|反|混)|(?:wrong|mistaken) (?:lead|owner|lead unit|lead department)|lead (?:unit |department )?is wrong`)

// contrast reads 不是80%,是60% and "actually 60%".
func (m *message) contrast() bool {
	if len(m.refs) == 2 && len(m.s) < 60 && words("不是|并不是|并非|而不是|而非|not|instead of|rather than").suffix(strings.TrimRight(m.s[:m.refs[0].i], " ")) > 0 && newWords.suffix(strings.TrimRight(m.s[m.refs[0].j:m.refs[1].i], " ")) > 0 {
		return true
	}
	if len(m.pct) == 2 && words("不是|而非|not|instead of|rather than").in(m.s) && !words("是不是").in(m.s) {
		return true
	}
	if len(m.pct) == 2 && deniedShare.in(m.s[m.pct[0].j:m.pct[1].i]) && !m.isQuestion() {
		return true // 刚报的70%不对,实际50%
	}
	return len(m.pct) == 1 && (words("actually|sorry|抱歉|不好意思").prefix(m.s) > 0 && len(m.s) < 60) && !words("done|completed|finished").in(m.s)
}

// writtenAs stands between the item that was meant and the one that was written.
var writtenAs = words(cross("写|报|填|说|记|打|发|弄|看|录|输", "成|成了"))

// movedItem reads 3号写错了,应该是4号: the report was about another item.
func (m *message) movedItem(s *Slots) bool {
	var all []ref
	for _, r := range m.refs {
		if len(r.n) == 1 {
			all = append(all, r)
		}
	}
	switch {
	case len(all) == 2 && newWords.suffix(strings.TrimRight(m.s[:all[1].i], " ")) > 0 && oldWords.suffix(strings.TrimRight(m.s[:all[0].i], " ")) > 0:
		s.Items, s.FromItem, s.Item = nil, &all[0].n[0], &all[1].n[0]
		return true
	case len(all) >= 2 && writtenAs.suffix(strings.TrimRight(m.s[:all[1].i], " ")) > 0: // 8号写成6号了
		s.Items, s.FromItem, s.Item = nil, &all[1].n[0], &all[0].n[0]
		return true
	case len(all) == 2 && all[0].n[0] != all[1].n[0]:
		from, to := all[0], all[1]
		if oldWords.suffix(strings.TrimRight(m.s[:to.i], " ")) > 0 {
			from, to = to, from
		}
		s.Items, s.FromItem, s.Item = nil, &from.n[0], &to.n[0]
		return true
	case len(all) == 1 && m.c.Item > 0 && all[0].n[0] != m.c.Item && newWords.suffix(strings.TrimRight(m.s[:all[0].i], " ")) > 0:
		s.FromItem, s.Item = ints(float64(m.c.Item)), &all[0].n[0]
		return true
	}
	return false
}

// newShare picks the right percentage of a correction: the one that a word like 应为 introduces, else the last that no 不是 precedes.
func (m *message) newShare() (p percentage, ok bool) {
	for _, q := range m.pct {
		before := strings.TrimRight(m.s[:q.i], " ")
		if oldWords.suffix(before) > 0 {
			continue
		}
		p, ok = q, true
		if newWords.suffix(before) > 0 {
			return p, true
		}
	}
	return p, ok
}

var (
	takeBack   = words("那条不算|这条不算|条不算|不算了|不做数|条无效|撤一下|撤掉吧|撤吧|先撤|撤销吧|撤了吧|退掉申请|撤申请|scratch my|scratch the|cancel my|undo my|void my|void the last|take back my|取回|撤销我|撤掉|撤了|撤下来|撤下|不延了|不用延了|不要延了|收回来|拿回来|不提了|别算数|不算数|不作数|不算,|当我没说|当没看见|删掉上一条|删了上一条|删除上一条|上一条不算|上条不算|刚才的不算|刚才不算|别当真|打消|please ignore|ignore that|ignore my last|ignore the last|ignore my previous|strike that|drop my|pull back|pull my|rescind|remove my|delete my last|delete my message|discard my|忽略上一条|忽略上条|忽略刚才|撤回|收回|撤销|作废|取消|不申请了|不延期了|不用延期了|不需要延期了|不办结了|暂不办结|算了,不|retract|withdraw|take back|take that back|cancel|undo|revoke|scratch that|disregard|ignore my|recall|never mind|nevermind|forget my|forget that")
	ofExtend   = words("延期|展期|宽限|延长|extension|more time")
	ofComplete = words("办结|完成|销号|completion|complete|done|closing|close request|close-out|submission|提交审核")
	ofLast     = words("上一条|上条|刚才|刚刚|前面|上面|那条|消息|回复|反馈|汇报|进展|last|previous|message|update|report|that|earlier|what i said|my reply")
)

// readWithdraw reads that something said or asked for is taken back.
func readWithdraw(m *message) (draft, bool) {
	i, _ := takeBack.first(m.s)
	if i < 0 || words("取消这一项|取消这个事项|取消这件事|撤销这一项|取消重点|取消督办|取消提醒|撤销督办|撤销该|取消该项|取消这项|取消此|撤销此|取消事项|撤销事项|cancel this item|cancel item|cancel the item|收回权限|管理权限|撤回重审|撤销判决|撤销原判|会议取消|取消会议|meeting|取消了|取消开庭|没有撤回|未撤回|撤诉|取消关注").in(m.s) || strings.HasSuffix(trimEnds(m.s), "?") {
		return draft{}, false
	}
	d := m.about(Withdraw)
	switch {
	case ofExtend.in(m.s) || words("不延|不用延|不需要延|不展").in(m.s):
		d.s.What = "extension"
	case ofComplete.in(m.s) && !words("刚才的进展|上一条").in(m.s):
		d.s.What = "completion"
	case ofLast.in(m.s) || len(m.s) < 24:
		d.s.What = "last"
	default:
		return draft{}, false
	}
	if m.c.Place == InChannel && len(m.refs) == 0 && d.s.What != "extension" && !ofLast.in(m.s) {
		return draft{}, false
	}
	for _, c := range m.cl {
		if ofComplete.in(m.s) && words("没报|没交|没落实|还差|没做|没办|没弄|没完|未办|未做|没搞|没好|still open|not done|isn't done").in(c.s) {
			d.s.Done.Flag = Refuted
		}
		if is := m.doneness(c).is; (is == doneNot || is == doneNearly) && words("没|未|not|n't|基本").in(c.s) {
			d.s.Done.Flag = Refuted
			d.s.What = "completion"
		}
	}
	return d, true
}
