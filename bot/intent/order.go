package intent

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/followup-bot/followup/ledger"
)

var (
	readMarks     = words("看过了|已看|看了|知道了|收阅|阅过|已阅。|noted, thanks|ok, read|read it|read this|seen it|seen this|seen, thanks|已阅|阅|已悉|圈阅|已圈阅|阅示|阅知|已阅知|阅悉|read|have read|i've read this|seen|noted|知悉|已知悉|阅。|已读")
	presidentKeys = words("院长督办件|院长督办|院长件|一把手督办|院长交办件|院长交办|主要领导督办|president's item|president item|president's list|ceo item|president-level")
	keyWords      = words("重点抓|重点管|重点关注|升级为重点|重点盯|盯紧这个|提到重点|放到重点|纳入重点督办|重点对待|列重点|按重点|算重点|当重点|列入重点清单|加急办|急件|make it a key|treat this as|bump the priority|bump priority|this is urgent|mark urgent|mark this urgent|high on the list|elevate this|put this on the priority|key list|number one priority|no. 1 priority|prio 1|p1|列为重点|列入重点|作为重点|升为重点|设为重点|定为重点|改为重点|调整为重点|标为重点|转为重点|纳入重点|提级为重点|提级督办|提级|重点督办|重点事项|重点件|重点跟踪|重点盯办|重点项目|优先级提高|提高优先级|最高优先级|优先办理|加急|mark as key|make this key|make it key|key item|mark as priority|make this a priority|make it a priority|top priority|high priority|highest priority|priority item|raise the priority|raise priority|increase priority|flag as key|treat as key|treat as urgent|escalate to key|urgent item|prioritize|prioritise|mark this as key|mark it as key|set priority to key|set priority to high|set to key")
	normalWords   = words("normal item|ordinary item|regular item|ordinary again|不用当重点|不算重点|按一般|放到一般|普通件|一般件|正常办|降一级|降级为|降为一般件|下调优先级|low prio|not urgent|not a priority|no rush on this|standard priority|lower its priority|drop the priority|降为一般|改为一般|调为一般|调整为一般|作为一般|列为一般|转为一般|取消重点|移出重点|不再作为重点|不作为重点|不列为重点|降为普通|改为普通|降级|降低优先级|优先级降低|一般事项|普通事项|lower the priority|lower priority|low priority|normal priority|no longer a priority|no longer key|not key anymore|back to normal|deprioritize|deprioritise|set to normal|make it normal|downgrade|regular priority|set priority to normal|remove from key|unmark")
	suspendWords  = words("搁一搁|压一压|晾一晾|缓一阵|放一阵|停一阵|搁着|放着|先停一停|停一停|停一下|先别办|先别动|先不办|先不动|先不推|先不弄|暂时不动|缓一缓|缓一下|先缓|先缓缓|暂且|等一等再办|按下不表|冷处理|halt|stop work on|stand by on|hold for now|leave it for now|leave this for now|not for now|wait on this|暂缓|暂停|缓办|先放一放|先停一下|先停|先放放|中止|挂起|先搁置|搁置|暂不推进|暂不办理|暂时不办|冻结|put on hold|put this on hold|put it on hold|on hold|pause|suspend|hold off|hold this|freeze|shelve|park this|park it|postpone indefinitely|stop for now")
	resumeWords   = words("接着办|接着推|接着干|接着搞|接着做|接着抓|继续搞|继续干|继续抓|继续做|继续落实|往下办|往下推|重新抓|重新推|捡起来|再启动|重新办起来|可以办了|复办|不停了|解除|恢复正常|keep going|go on with|proceed with this|get it going again|back to work on|get this moving again|let's resume|continue|恢复办理|恢复推进|恢复督办|恢复执行|恢复|继续办理|继续推进|继续办|重启|重新启动|重新开启|解除暂缓|解除暂停|取消暂缓|取消暂停|启动办理|解冻|可以继续了|resume|restart|reactivate|unfreeze|unpause|continue with this|continue this|take off hold|lift the hold|un-suspend|unsuspend|pick this up again|pick it up again|back on|carry on with|reopen")
	endWords      = words(cross("别|不要", "再", "办了|做了|搞了|弄了|推进了|督办|管了|盯了") + "|" + cross("不用|不必|不需要|无需|没必要|甭|毋需|无须|不", "再", "办|做|搞|弄|推|推进|督办|办理|管|盯|跟|抓|干|纳入督办|列入督办|列为督办|作为督办") + "|" + cross("不用|不必|不需要|没必要|甭|别|不要|不", "办|做|搞|弄|推|管|盯|跟|抓|干", "了") + "|取消这一项|取消这个事项|取消这件事|撤销这一项|撤掉这|撤销掉|撤项|撤了吧|砍掉|取消掉|取消吧|叫停|不必办|无需推进|到此为止|就此打住|作废|算了不办|no need to continue|no need for this|stop doing this|we don't need this|no longer required|no longer relevant|obsolete|cease|drop the|kill the|close without action|终止|无需办理|停办|撤销该|撤销此|撤销这|撤销事项|撤销督办|取消该项|取消这项|取消此项|取消该事项|取消督办|取消事项|取消这个|废止|terminate|cancel this item|cancel the item|cancel item|cancel this|cancel it|drop this|drop it|drop the item|drop item|no longer needed|not needed any more|not needed anymore|kill this|kill it|abandon|scrap|call it off|discontinue|end this item|stop this item|remove this item|withdraw this item")
	agendaWords   = words("会上讲|会上说|会上过|会上议|会上报|上党组会|上办公会|上院长办公会|上审委会|拿到会上|放到会上|提交会议|报会|cover at|cover it at|on next|议题|上会|列入议程|会上汇报|会上专题汇报|会上听取|会上研究|会上讨论|会上再议|会上通报|会议上汇报|提交党组会|提交院长办公会|提请党组会|提交审委会|会研究|会审议|会专题|会汇报|会讨论|会听取|agenda|report at the next|present at the next|bring to the next|bring this to the|bring it to the|discuss at|raise at the|next meeting|take to the")
	meetingNames  = words("院长办公会议|院长办公会|党组会议|党组会|审委会|审判委员会|党组扩大会|专题会议|专题会|调度会|例会|周例会|月例会|工作会议|推进会|办公会|中心组学习|院务会|联席会议|联席会|督查会|督导会|下次会议|下次会|下周会议|executive meeting|president's meeting|board meeting|monday meeting|weekly meeting|staff meeting|management meeting|leadership meeting|steering committee|monthly meeting|party group meeting|next meeting|review meeting|president's office meeting|leadership team meeting|committee meeting|weekly")
	involvements  = words("亲自部署|亲自过问|亲自协调|亲自督办")
)

// readOrder reads what leaders and the office order about an item.
func readOrder(m *message) (draft, bool) {
	decides := m.c.Speaker == Leader || m.c.Speaker == Supervisor || m.c.Speaker == Admin
	if m.isQuestion() {
		return draft{}, false
	}
	if m.c.Speaker == Leader && m.c.Place != InDirect && m.onlyRead() {
		return m.about(MarkRead), true
	}
	if m.c.Place == InChannel && len(m.refs) == 0 || m.c.Place == InDirect && len(m.refs) == 0 {
		if decides && m.c.Speaker == Leader {
			return m.instruction()
		}
		return draft{}, false
	}
	if d, ok := m.stateOrder(decides); ok {
		if !decides {
			return m.deny("only a leader can " + strings.ReplaceAll(string(d.name), "_", " ")), true
		}
		return d, true
	}
	if !decides {
		return draft{}, false
	}
	if (agendaWords.in(m.s) || m.toldAtMeeting()) && meetingNames.in(m.s) {
		d := m.about(AgendaAdd)
		i, j := meetingNames.first(m.s)
		d.s.Meeting = m.orig(i, j)
		m.because("meeting", "name", i, j)
		return d, true
	}
	return m.instruction()
}

// onlyRead reads 已阅, 阅,知: nothing but marks of having read.
func (m *message) onlyRead() bool {
	if readMarks.is(trimParticles(m.bare())) {
		return true
	}
	found := false
	for p := range strings.FieldsFuncSeq(m.bare(), func(r rune) bool { return strings.ContainsRune(",、。;. !", r) }) {
		switch p = trimParticles(p); {
		case readMarks.is(p):
			found = true
		case words("知|悉|谢谢|thanks|ok|好|好的").is(p):
		default:
			return false
		}
	}
	return found
}

// toldAtMeeting reads 下周党组会讲一下: a meeting, and that the item is to be told of there.
func (m *message) toldAtMeeting() bool {
	i, j := meetingNames.first(m.s)
	if i < 0 || words("定的|决定|议定|布置|部署的|要求的|开完|结束|会后|之后|以后").in(m.s) {
		return false
	}
	return words("讲|说|谈|议|研究|过一下|过一遍|汇报|通报|听一下|听听|听取|讨论|复盘|交账|present|report|discuss|raise|cover|talk about|walk us through|update|on the table|review").in(m.s[j:]) ||
		words("上|拿到|放到|提到|提交|列到|报|在|列入|纳入|bring|take|put|raise|table|discuss|present|report").in(m.s[:i])
}

// endsIt reads "pull the plug on this one", "call it off", "take this off the books": ends that have the item between their words.
var endsIt = regexp.MustCompile(`(?:这项|这一项|这个|此项|该项|这件|这件事|本项|该事项|此事|这事)(?:就|也|可以|可|先|直接)*(?:撤掉|取消|撤销|撤了|终止|停掉|作罢|免了|算了)|\b(?:pull the plug|call (?:it|this|that|item \d+|#\d+)(?: one| item)? off|(?:kill|drop|scrap|axe|ditch|cancel|abandon|bin) (?:it|this|that)(?: one| item| task)?\b|(?:write|strike|take|cross|knock) (?:it|this|that|item \d+|#\d+)(?: one| item)? off|put (?:it|this|that)(?: one| item)? to (?:bed|rest)|(?:no point|no sense) in (?:going on|continuing|carrying on))`)

// stateOrder reads orders that change how an item is carried on. Who leads the item cannot give them; what they write of the kind is mostly about
// something else, so that only plain orders count.
func (m *message) stateOrder(decides bool) (draft, bool) {
	if !decides && !m.plainOrder() {
		return draft{}, false
	}
	switch {
	case presidentKeys.in(m.s) && words("列入|归入|升级|提级|转|作为|列为|设为|定为|改为|升为|标为|这是|纳入|make|mark|set|treat|is a").in(m.s):
		d := m.about(SetPriority)
		d.s.Priority = "president"
		return d, true
	case normalWords.in(m.s):
		d := m.about(SetPriority)
		d.s.Priority = "normal"
		return d, true
	case keyWords.in(m.s) && !involvements.in(m.s):
		d := m.about(SetPriority)
		d.s.Priority = "key"
		return d, true
	case (endWords.in(m.s) || endsIt.MatchString(m.s)) && !words("终止不得|取消不得|停不得|暂停办理|不能终止|不得终止|不终止").in(m.s):
		d := m.about(Terminate)
		if endWords.in(m.s) || len(m.cl) > 1 {
			d.s.Reason = m.orderReason(endWords)
		}
		if endsIt.MatchString(strings.ToLower(d.s.Reason)) {
			d.s.Reason = ""
		}
		return d, true
	case resumeWords.in(m.s) && !words("请继续|继续抓好|继续做好|待恢复|不恢复|未恢复|恢复后").in(m.s):
		d := m.about(Resume)
		d.s.Reason = m.orderReason(resumeWords)
		return d, true
	case suspendWords.in(m.s) && !words("不能暂停|不得暂缓|不要搁置|暂停提醒|不能搁置|不得搁置").in(m.s):
		d := m.about(Suspend)
		d.s.Reason = m.orderReason(suspendWords)
		return d, true
	}
	return draft{}, false
}

// plainOrder reports whether a member's message is nothing but an order about the item: 把这项终止, 取消重点.
func (m *message) plainOrder() bool {
	if len(m.cl) != 1 || words("申请|建议|已|因|正在|了解|卡|等|能否|可否|请求|需要").in(m.s) {
		return false
	}
	s := trimParticles(m.bare())
	for _, l := range []list{endWords, keyWords, normalWords, presidentKeys} {
		if n := l.suffix(s); n > 0 && len(s)-n <= 24 {
			return true
		}
		if n := l.prefix(s); n > 0 && len(s)-n <= 18 {
			return true
		}
	}
	return words("把|将").prefix(s) > 0 && (suspendWords.in(s) || endWords.in(s))
}

// orderReason gives the reason of an order: what follows 因为, or the clause beside the order.
func (m *message) orderReason(order list) string {
	return m.reason(func(c clause) bool {
		s := trimEnds(m.withoutRefs(c))
		return order.in(c.s) && !words("待|等|until|because|since").in(c.s) || owners.is(s) || words("后续再定|后续另行通知|另行通知|以后再说|等通知|请知悉|抓紧|尽快|按|请").prefix(s) > 0
	}, false)
}

var (
	orderWords = words("速|即办|特办|从快|从严|办好|办到位|抓实|抓好|抓起来|别拖|请|要|务必|必须|抓紧|尽快|加快|立即|马上|限|责成|由|让|叫|安排|督促|盯紧|盯住|跟紧|落实|不得|不能|确保|拿出|报我|向我汇报|报告我|给我|加强|认真|重视|推进|please|make sure|ensure|must|should|needs to|need to|have|get|ask|let|i want|i'd like|speed up|hurry|asap|by|report back|report to me|keep me|personally|immediately|tell|see to it|expedite")
	softWords  = words("谢谢|辛苦|thanks|good|很好|不错|干得好|好的|收到|知道了|ok")
)

// instruction reads a leader's order to somebody: 请信息处12月10日前拿出方案.
func (m *message) instruction() (draft, bool) {
	if m.c.Speaker != Leader && m.c.Speaker != Supervisor || isAck(m.bare()) {
		return draft{}, false
	}
	s := trimEnds(m.bare())
	if !orderWords.in(s) && !m.forStudy() && !involvements.in(s) && m.takesPart() == "" || softWords.is(s) {
		return draft{}, false
	}
	to, named := m.addressees()
	if m.c.Place != InThread && len(m.refs) == 0 && (!named || !words("请|要|务必|责成|由|让|牵头|负责|please|must|should|have|ask|get|needs to|tell|抓紧|尽快|于|前").in(s)) {
		return draft{}, false
	}
	d := m.about(Instruct)
	if m.c.Place != InThread && len(m.refs) == 0 {
		d.item = true
	}
	d.s.To = to
	if i, j := involvements.first(m.s); i >= 0 {
		d.s.Involvement = m.s[i:j]
		m.because("involvement", "involvement", i, j)
	} else if words("personally").in(m.s) {
		d.s.Involvement = personally(m.s)
	} else {
		d.s.Involvement = m.takesPart()
	}
	for _, c := range m.cl {
		if day, ok := m.day(c.i, c.j); ok {
			d.s.Due = day
		}
	}
	if d.s.Involvement == "" {
		d.s.Text = m.orderText()
	}
	return d, true
}

// forStudy reads 转各部门学习, 印发各庭遵照执行: what leads nobody's hand but is to be known by them.
func (m *message) forStudy() bool {
	return words("转|印发|传阅|发|下发|转发|抄送|circulate|forward").prefix(strings.TrimLeft(m.bare(), " 请把将此件本这份")) > 0 && words("学习|传阅|阅知|知悉|遵照|参照|执行|借鉴|对照|reading|information|study").in(m.s)
}

// takesPart reads 我来协调, "I will coordinate": which part a leader takes upon oneself; empty for other words.
func (m *message) takesPart() string {
	n := words("我来|我亲自|我去|我出面|由我|i'll|i will|let me").prefix(m.s)
	if n == 0 || len(m.cl) != 1 {
		return ""
	}
	s := strings.TrimLeft(m.s[n:], " 来去亲自")
	for _, p := range ownParts {
		if p.verbs.prefix(s) > 0 {
			return p.is
		}
	}
	return ""
}

// ownParts are what leaders take upon themselves, and what the kind of it is called.
var ownParts = []struct {
	verbs list
	is    string
}{
	{words("协调|出面协调|沟通协调|coordinate|sort it out with"), "亲自协调"},
	{words("盯|督|催|chase|follow it up|follow this up"), "亲自督办"},
	{words("过问|问一下|look into it|look into this"), "亲自过问"},
	{words("部署|布置|arrange it|arrange this"), "亲自部署"},
}

func personally(s string) string {
	switch {
	case words("coordinate|coordination").in(s):
		return "亲自协调"
	case words("supervise|oversee|follow up|chase").in(s):
		return "亲自督办"
	case words("arrange|deploy|assign|launch").in(s):
		return "亲自部署"
	}
	return "亲自过问"
}

// addressees gives whom an order goes to.
func (m *message) addressees() (to OneOrMany, ok bool) {
	if overseer.in(m.s) {
		return OneOrMany{"@overseer"}, true
	}
	for _, n := range m.names {
		if n.kind == ledger.MentionExternal || n.kind == ledger.MentionOrg || containsString(to, n.canon) {
			continue
		}
		if before := strings.TrimRight(m.s[:n.i], " "); words("报|向|与|和省|同|对接|会商|配合|to").suffix(before) > 0 && len(to) > 0 {
			continue
		}
		to = append(to, n.canon)
	}
	if i, j := m.familiar(); len(to) == 0 && i >= 0 {
		to = append(to, m.orig(i, j))
	}
	return to, len(to) > 0
}

// titled is a surname with a title: 王副院长, 李主任.
var titled = regexp.MustCompile(`^[\p{Han}](?:副院长|副庭长|副局长|副处长|副主任|院长|庭长|局长|处长|主任|科长|书记|支队长)`)

// familiar finds a colleague called 老王 or 小李 right after a word of asking or handing over; -1 when there is none.
func (m *message) familiar() (i, j int) {
	for start := 0; ; {
		a, b := words("请|让|叫|由|转|转给|交|交给|给").from(m.s, start)
		if a < 0 {
			return -1, 0
		}
		start = b
		if at := titled.FindString(m.s[b:]); at != "" {
			return b, b + len(at)
		}
		r := []rune(m.s[b:min(len(m.s), b+9)])
		if len(r) >= 2 && (r[0] == '老' || r[0] == '小') && !strings.ContainsRune("师组额区家时结型微程规幅院学部县城镇板领化百大乡路队", r[1]) && (len(r) == 2 || r[1] > 0x2e80) {
			return b, b + len(string(r[:2]))
		}
	}
}

// orderText gives what is to be done, without whom and when.
func (m *message) orderText() string {
	start, end := 0, len(m.s)
	for _, n := range m.names {
		between := strings.Trim(m.s[start:max(start, n.i)], " ,请由让责成叫、和及与各@pleashvktgd:")
		if between == "" || n.kind == ledger.MentionPerson && utf8.RuneCountInString(between) == 1 { // 请王院长协调
			start = n.j
		}
	}
	if i, j := m.familiar(); i >= 0 && start == 0 && (i <= len("责成") || len(m.refs) > 0 && m.refs[0].j <= i && i-m.refs[0].j <= len("责成")) {
		start = j
	}
	for _, r := range m.whens() {
		if strings.Trim(m.s[start:min(max(r.Start, start), end)], " ,务必要在于限请尽快、须toby") == "" && r.End > start {
			start = r.End
		}
	}
	for _, r := range m.refs { // 6号请信息处…
		if r.i >= start && strings.Trim(m.s[start:r.i], " ,:") == "" {
			start = r.j
			for _, n := range m.names {
				if n.i >= start && strings.Trim(m.s[start:n.i], " ,请由让责成叫、和及与各@:") == "" {
					start = n.j
				}
			}
		}
	}
	for start < end && m.s[start] == ' ' {
		start++
	}
	for {
		if strings.HasPrefix(m.s[start:end], "抓紧办") || strings.HasPrefix(m.s[start:end], "尽快办") {
			break
		}
		n := words("之前|以前|前|内|务必|要|必须|须|应|请|抓紧|于|在|,|:|to|must|should|please|has to|needs to|by").prefix(m.s[start:end])
		if n == 0 {
			break
		}
		start += n
		for start < end && m.s[start] == ' ' {
			start++
		}
	}
	t := trimParticles(m.orig(start, end))
	m.because("text", "order", start, end)
	return t
}
