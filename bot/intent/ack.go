package intent

import (
	"regexp"
	"strings"
)

var (
	ackWords = words(cross("领导|院长|主任|您|请您|请领导|督查室|大家", "放心") + "|得|心里有数|有数了|遵办|好咧|妥妥的|已签|签了|已接|已领|confirmed|agreed|we'll get on to it|we'll get onto it|will get to it|we'll look into it|will look into it|we'll sort it|we'll see to it|will see to it|we'll get right on it|we'll deal with it|will do it|we'll do it|we're onto it|onto it|look into it|leave it to us|leave it to me|交给我们吧|交给我们|放心|请放心|我们马上办|我们尽快办|尽快办|抓紧办|这就弄|这就做|立马办|立刻办|立马安排|今天就办|今天就落实|今天就布置|今天就安排|明天就办|明天安排|明天部署|acknowledging|i acknowledge|we acknowledge|signing for|signed for|in receipt of|we received|we have received|we got it|we've got it|got this|got this one|我来弄|我们来弄|我们办|我去办|我们去办|没二话|保证办好|保证落实|好的领导|好的主任|收到领导|没问题的|一定落实|一定完成|马上去办|马上办好|这就落实|这就布置|已接件|接件|已知|获悉|敬悉|已获悉|领到|收着了|收到了哈|晓得|晓得了|得嘞|中中中|妥了|安排上|安排|安排起来|我们认领|我处认领|我院认领|already on it|we are on it|on it now|affirmative|gotcha|gotchya|10-4|kk|k|okie|okey dokey|yup|yeah|loud and clear|duly noted|thanks, noted|noted, thanks|understood, thanks|confirmed receipt|receipt confirmed|we accept|i accept|accepting|accept|we'll get started|we'll start|will get on it|will get started|getting started|will take care of it|we'll take it|count on us|you got it|right away|straight away|certainly|of course|absolutely|yes, will do|message received|received with thanks|received, thanks|taken|收到|已收到|均已收到|明白|明白了|好的|好嘞|好滴|好的好的|好|知悉|已知悉|知道了|知道|了解|了解了|遵命|ok|okay|okey|oki|👌|👍|👌🏻|👍🏻|🫡|👌👌|收悉|已收悉|签收|已签收|确认签收|没问题|没有问题|马上办|马上办理|立即落实|照办|这就办|这就去办|这就安排|保证完成任务|保证完成|noted|noted with thanks|well noted|got it|will do|on it|i'm on it|we're on it|roger|roger that|received|understood|acknowledged|ack|copy|copy that|sure|sure thing|accepted|yes|yep|will handle|we'll handle it|we will handle it|no problem|np|can do|wilco|收|1|收到收到|嗯|嗯嗯|行|可以|中|得令|妥|没毛病|是|是的|接收|已接收|接收到|接单|已接单|领会|已阅知|知晓|已知晓|遵照执行|坚决落实|认真落实|抓紧落实|尽快落实|抓紧办理|尽快办理|立即办理|马上落实|马上安排|立即安排|立刻落实|按要求落实|按要求办理|按时落实|认领|已认领|我来|我来办|我们来办|我庭承办|我庭认领|" + cross("we'll|we will|we|i'll|i will", " ", "take|take on|take this|take this on|take it on|take this one|pick up|pick this up|pick it up|own this|own it") + "|i'll take it|i'll take care of it|we'll take care of it|taking this|leave it with me|leave it with us|consider it done|consider it handled|ok will do|thanks, got it|✔|✔️|签收了|知道啦|ok的|ojbk|ok👌|yes sir|aye|very well|fine|all right|alright|that works|works for me|sounds good|seen|收到,谢谢")
	// ackStarts begin a clause that promises and reports nothing.
	promises = words("接着|我们接着|继续办|即办|随即|旋即|当即|交|由|让|派|my team|my people|my staff|our staff|our people|the office|someone|somebody|我来|我们来|我会|我马上|我们这就|这两天|过两天|尽早|第一时间|按您|照您|照领导|按领导|今天|明天|后天|今日|明日|本周|这周|下周|下午|上午|周一|周二|周三|周四|周五|月底|月初|年底|we will|we're|we are|we have|i have|i'll|team|the team|our team|meeting|kick|kicking|assigning|passing|looking|starts|plan|planning|即日起|即刻|我们抓紧|我们尽快|我们马上|我们立即|我庭抓紧|我庭尽快|立即|马上|抓紧|尽快|会尽快|我们会尽快|我会尽快|将尽快|按要求|按照要求|严格按|认真|坚决|已转|转给|已安排|安排|已部署|已布置|已传达|将按|我们将|我将|我庭将|我庭会|我们会|后续|及时|落实|组织落实|研究落实|正在安排|这就|已交|已交办|已交由|已派|已分派|遵照|照此|此事|我们落实|按时|按期|定期|下一步|会按|照|一定|保证|确保|will|we'll|i will|starting|going to|let me|let's|i am going to|thanks|thank you|马上就|会|请放心|放心|assigned to|forwarded to|passing it to|passed to|passed on to|按周|按月|按节点|并")
)

// readReceipt reads 已收到督办通知,将于今日分解任务: a receipt with nothing after it but how it will be done, whatever verbs that uses.
func readReceipt(m *message) (draft, bool) {
	if len(m.cl) == 0 || len(m.cl) == 1 && !receives(m.withoutRefs(m.cl[0])) && !(len(m.refs) > 0 && m.unitAck(m.cl[0], &Slots{})) && !m.unitReceives() || len(m.pct) > 0 || m.isQuestion() || m.c.Place == InChannel && len(m.refs) == 0 {
		return draft{}, false
	}
	d := m.about(Ack)
	k := 0
	for k < len(m.cl) && (isPolite(m.withoutRefs(m.cl[k])) || m.addressed(m.cl[k])) && !isAck(m.withoutRefs(m.cl[k])) {
		k++
	}
	if k == len(m.cl) || !isAck(m.withoutRefs(m.cl[k])) && !m.unitAck(m.cl[k], &d.s) && !receives(m.withoutRefs(m.cl[k])) {
		return draft{}, false
	}
	for _, c := range m.cl[k+1:] {
		s := m.withoutRefs(c)
		if isPolite(s) || isAck(s) || sentenceEnds.is(s) || thanked.prefix(s) > 0 {
			continue
		}
		_, dated := m.day(c.i, c.j)
		if promises.prefix(s) == 0 && laterWords.prefix(s) == 0 && !m.dayFirst(c) || stuck.in(s) || wants.in(s) || notOurs.in(s) || cannotMake.in(s) || risks.in(s) || extendWords.in(s) || dated && (doneVerbs.in(s) || words("报送|提交|上报|交付|deliver|submit|finish|complete").in(s)) || stageMarks.in(s) && !strings.HasPrefix(s, "已转") {
			return draft{}, false
		}
	}
	return d, d.item
}

// unitReceives reads 皇姑法院已签收: a unit, and nothing but its receipt.
func (m *message) unitReceives() bool {
	n, ok := m.firstName(m.cl[0].i, m.cl[0].j, name.owner)
	return ok && n.i == m.cl[0].i && receipt.MatchString(trimParticles(m.s[n.j:m.cl[0].j]))
}

// dayFirst reports whether a clause begins with a day to come: 明早开会布置.
func (m *message) dayFirst(c clause) bool {
	for _, r := range m.whens() {
		if r.Start == c.i && r.Due.After(dateOf(m)) {
			return true
		}
	}
	return false
}

// receipt reads 件已收, 任务记下了, 都接到啦: what came, and a word of having it.
var receipt = regexp.MustCompile(`^(?:件|文件|任务|通知|督办件|督办单|督办通知|此件|该件|单子|信息|消息|要求|指示|精神|活|工作)?(?:我们|我庭|我处|我院|我部门|这边)?(?:已经|已|均已|都已|都|也|全)?(?:收|收到|收悉|收下|签收|接收|接到|接下|接|签|认领|揽下|领|领到|领取|记下|记住|记着|知悉|知晓|晓得|明白|了解|清楚)(?:了|啦|喽|咯|的)?$`)

// receives reads 已收到督办通知 and "received the notice": a word of receipt with what came.
func receives(s string) bool {
	if n := dateWords.prefix(s); n > 0 {
		s = s[n:] // 昨天收到通知
	}
	s = strings.TrimLeft(s, "已均都刚我们庭处院 ")
	n := words("收到|签收|接到|接收|收悉|知悉|received|got|receipt of").prefix(s)
	return n > 0 && len(s)-n <= 36 && !words("没|未|还|后|时|吗|not").in(s[n:])
}

// readPromise reads "will get this moving", 这就让人去跑: under an item, a promise without a day and nothing else takes it on.
func readPromise(m *message) (draft, bool) {
	if m.c.Speaker != Owner || m.c.Place != InThread || len(m.cl) != 1 || m.isQuestion() || len(m.pct) > 0 || len(m.whens()) > 0 || hindered.in(m.s) || stuck.in(m.s) || extendWords.in(m.s) {
		return draft{}, false
	}
	s := m.withoutRefs(m.cl[0])
	if words("will|we'll|i'll|we will|i will|let me|let us|going to|we're going to|i'm going to|这就|马上就|马上去|马上让|立马|立刻|回头就|我们这就|我这就|我马上|我们马上|今天就|明天就").prefix(s) == 0 || words("once|after|when|if|until|unless|后再|report|reply|answer|be|know|see|wait|remind|call|回复|答复|告诉|通知|再说|等").in(s) {
		return draft{}, false
	}
	return m.about(Ack), true
}

// readAck reads receipt: 收到, 明白, "on it", also with a promise after it (即日起按周报送).
func readAck(m *message) (draft, bool) {
	d := m.about(Ack)
	if len(m.cl) == 0 {
		return d, emojiAck(m.s)
	}
	found, begins := false, true
	for k, c := range m.cl {
		s := m.withoutRefs(c)
		begin := begins
		begins = begins && !isAck(s) && isPolite(s)
		switch {
		case isAck(s), begin && receives(s):
			found = true
		case m.unitAck(c, &d.s):
			found = true
		case isPolite(s) || k > 0 && (promises.prefix(s) > 0 || courtesies.prefix(s) > 0 || sentenceEnds.is(s)) || m.addressed(c):
		default:
			if n := ackWords.prefix(s); begin && n > 0 && (promises.prefix(strings.TrimLeft(s[n:], " -~:")) > 0 || m.addressedRest(s[n:]) || words("and").prefix(strings.TrimLeft(s[n:], " ")) > 0) {
				found = true
				continue
			}
			return d, found && m.c.Place == InThread && c.end != '?' // what follows a receipt, and no rule has read, is how it will be done
		}
	}
	return d, found
}

// thisJob begins an acceptance that names what is accepted: 这一棒我们接了, 这个活我们领了.
var thisJob = words(cross("这|这个|这一|这件|这项|这份|该|此|那个|这单", "棒|活|活儿|任务|件|项|事|事儿|担子|差事|差使|单|工作|差|摊子"))

func isAck(s string) bool {
	s = trimEnds(s)
	if n := thisJob.prefix(s); n > 0 && n < len(s) {
		s = strings.TrimLeft(s[n:], " ,")
	}
	if receipt.MatchString(s) || ackWords.is(s) || ackWords.is(trimParticles(s)) {
		return true
	}
	if words("此件|该件|文件|单子|我|我们|我庭|本庭|我处|我部门|我院|已|均|都|们|我方|事项|任务|该事项|通知|督办通知|督办单|督办件").prefix(s) > 0 {
		for n := 1; n > 0; {
			n = words("此件|该件|文件|单子|我们|我庭|本庭|我处|我部门|我院|我方|我|已|均|都|全部|该事项|督办通知|督办单|督办件|事项|任务|通知").prefix(s)
			s = s[n:]
		}
		return words("领|接|签|接下来了|接下来|接下|接住|接过来了|领下了|领下来了|揽下了|揽下来了|揽了|包了|扛了|扛下了|担了|担下了|承担|领了|接了|接下了|认了|认领了|领回|领走了|领任务了|接住了|拿走了|接单了|领到了|收到|签收|知悉|明白|收悉|接收|认领|知晓|收到了|签收了|收到啦|接收了").is(trimParticles(s))
	}
	if n := ackWords.prefix(s); n > 0 {
		rest := trimParticles(s[n:])
		return rest == "" || ackWords.is(rest) || courtesies.is(rest) || words("领导|主任|处长|庭长|局长|院长|老师|了|的|了的|已签收|通知|任务|该任务|事项|该事项|督办通知|督办单|督办件|此件|文件|and understood|and noted|thanks|thank you|sir|boss|with thanks|this|it").is(rest)
	}
	return false
}

// unitAck reads 沈河法院收到 and "Shenhe received".
func (m *message) unitAck(c clause, s *Slots) bool {
	n, ok := m.firstName(c.i, c.j, name.owner)
	if !ok || trimEnds(m.s[c.i:n.i]) != "" && !words("我是|这里是|报告|this is").is(trimEnds(m.s[c.i:n.i])) {
		return false
	}
	rest := strings.TrimLeft(trimEnds(m.s[n.j:c.j]), " 已也均")
	if rest != "" && !isAck(rest) && !strings.HasPrefix(rest, "收到") && !strings.HasPrefix(rest, "签收") {
		return false
	}
	if rest == "" && c.end != ':' {
		return false
	}
	s.Unit = n.canon
	m.because("unit", "name", n.i, n.j)
	return true
}

// addressed reports whether the clause only calls somebody: @督查室, 王主任.
func (m *message) addressed(c clause) bool { return m.addressedRest(c.s) }

func (m *message) addressedRest(s string) bool {
	s = strings.TrimSpace(s)
	return strings.HasPrefix(s, "@") && len(s) < 40 && !strings.ContainsAny(s, "%") || len(s) <= 15 && words("主任|处长|庭长|局长|院长|老师|领导|书记|同志").suffix(s) > 0
}

func emojiAck(s string) bool { return isAck(s) }

// withoutRefs is the clause without the items that it names.
func (m *message) withoutRefs(c clause) string {
	rs := m.refsIn(c.i, c.j)
	if len(rs) == 0 {
		return c.s
	}
	var b strings.Builder
	k := c.i
	if p := pointMark.FindString(c.s); p != "" && len(p) < len(c.s) && rs[0].i == c.i+len(p) {
		k += len(p) // 一、5号已收到
	}
	for _, r := range rs {
		b.WriteString(m.s[k:r.i])
		k = r.j
	}
	b.WriteString(m.s[k:c.j])
	return trimEnds(b.String())
}
