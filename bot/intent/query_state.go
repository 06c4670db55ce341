package intent

import (
	"strings"
	"unicode/utf8"
)

// stateWords say in which state the items are that are asked for; they are tried in order. What is denied (没人签收, "nobody has reported") is read by deniedAct.
var stateWords = []struct {
	state string
	words list
}{
	{"unsigned", words("待签收|不签收|待接收|不接收|待认领|签收不了|unsigned|unaccepted|unacknowledged|awaiting receipt|awaiting acknowledgement|awaiting acknowledgment|waiting to be signed|still to be signed")},
	{"unreported", words("不反馈|不汇报|不回复|不上报|不吭声|不吱声|不表态|装哑巴|零反馈|unreported|silent|radio silence|owes us an update|owe us an update|owes an update|owe an update|still owe a report")},
	{"overdue", words("没按时|没按期|没有按时|没有按期|未按时|未按期|没能按时|没能按期|没赶上|到期未|到期没|到期还没|到点没|到点还没|到了期|该交没交|该办没办|该完没完|过了时限|过了期|过了日子|过了点|超了期|超了时|超期|超时限|超限|超时|逾期|逾限|过期|误期|误了|脱期|拖期|拖着|拖到现在|拖到今天|拖延|拖了|拖欠|拖过|拖没|一拖再拖|一直拖|老拖|红灯事项|延误|晚了|迟了|overdue|past due|late|missed|behind schedule|behind time|running behind|fallen behind|falling behind|behind deadline|behind on|past the deadline|past deadline|past their deadline|past its deadline|past their due date|past its due date|past the due date|delinquent|slipped|slipping|delayed|dragging on|should have been done|should have been finished|should already be")},
	{"blocked", words(cross("推|干|办|走|做|搞|弄|动|挪|落|啃|抓|进行|推进|落实|开展|施展|转", "不", "动|通|转|下去|下来|开") + "|" + cross("没法|没办法|无法|难以|没能|不能", "推进|推动|推|开展|落实|继续|进行|动工|动|办下去|往前走|往下走") + "|" +
		cross("遇到|碰到|遇上|碰上|遇|存在", "了|", "困难|阻力|障碍|难题|问题|瓶颈|麻烦|阻碍|难处|坎|梗阻") + "|waiting for|waiting on|在等|等着|等待|卡|受阻|受困|遇阻|碰壁|搁浅|停摆|停工|停滞|堵|僵住|僵着|梗阻|原地踏步|打不开局面|有困难|有问题的|有难度|有阻力|有障碍|需要协调|需协调|待协调|要协调|需要帮忙协调|blocked|blocking|blockers|blocker|stuck|held up|hung up|stalled|stalling|at a standstill|jammed|bottleneck|bottlenecks|bottlenecked|in trouble|impeded|hitting a wall|hit a wall|hit a snag|run into trouble|run into problems|running into trouble|having trouble|have trouble|going nowhere|deadlocked|need coordination|needs coordination|need help|needs help|can't move|cannot move|can't proceed|cannot proceed|not able to move|unable to move|unable to proceed|obstacle|obstacles|obstructed|roadblock|roadblocks")},
	{"closed", words("办结|已完成|完成的|完成了|销号|办完|办好|办妥|做完|干完|已结|结了|结项|收官|了结|清零|搞定|销掉|closed|close out|completed|complete|finished|done|wrapped up|resolved|signed off|ticked off|struck off")},
	{"registered", words("立项|新立|新派|新布置|新安排|新下达|新来的|刚下达|刚派|刚立|刚布置|刚交办|登记|新增|交办|新下发|下发了|registered|issued|new items|opened|assigned this|created|new action items|were added|newly added|newly assigned|handed out")},
	{"open", words("还欠|欠着|欠哪|欠多少|还压|压着|压了|压在|积压|攒着|攒了|挂着|悬着|悬而未决|撂着|在办|在手|在推|未结|还在办|正在办|进行中|推进中|办理中|还剩|剩余|剩下|剩哪|剩多少|待办|待完成|open|outstanding|unfinished|in progress|in hand|incomplete|pending|active|ongoing|to do|to-do|todo|unresolved|remaining|left to do|still to do|still have to|still running|on my plate|on their plate|in the works|under way|underway|in flight")},
}

// overdueWords are those of the state overdue.
var overdueWords = stateWords[2].words

// lightWords name the lights.
var lightWords = []struct {
	light string
	words list
}{
	{"red", words("红灯|红色|红牌|标红|亮红|变红|飘红|red|红黄灯|红黄|红、黄灯|红的")},
	{"yellow", words("黄灯|黄色|黄牌|标黄|亮黄|变黄|飘黄|yellow|amber|红黄灯|红黄|红、黄灯|黄的|临期")},
	{"green", words("绿灯|绿色|标绿|亮绿|green|绿的")},
	{"blue", words("待审核|待审|等审核|等待审核|待销号|待复核|待验收|等销号|等验收|等复核|已提交待审|申请办结的|申请销号的|报结待|awaiting review|waiting for review|awaiting verification|under review|to be reviewed|pending review|in review|蓝灯|蓝色|标蓝|亮蓝|blue|蓝的")},
	{"grey", words("灰灯|灰色|标灰|亮灰|grey|gray|灰的")},
}

// An act is what somebody may have failed to do.
type act int

const (
	noAct  act = iota
	signs      // sign for an item
	tells      // report on it
	ends       // finish it
	moves      // anything at all
	judges     // decide on it
)

var (
	denials = words("没|未|不曾|无人|迟迟不|死活不|就是不|始终不|不肯|拒不|零|无|not|don't|doesn't|didn't|isn't|aren't|wasn't|weren't|haven't|hasn't|hadn't|havent|hasnt|won't|ain't|nobody|no one|none|never|nothing|yet to|without|no|failed to|fails to|fail to|refused to|refuses to|refuse to|neglected to|still to|still has to")
	// acts are the words of what may be denied, by act. Where two begin at one place, the longer one counts: 收口 is no 收.
	acts = []struct {
		is    act
		words list
	}{
		{signs, words("签|签收|签字|签领|接|接收|接手|接茬|接单|接招|接活|接走|接下|收|收下|收件|认领|认账|领|领走|领取|回执|点收|点确认|确认收到|确认接收|sign|signed|signing|sign for|signed for|accept|accepted|acknowledge|acknowledged|acknowledging|acknowledgement|acknowledgment|receipt|receipts|pick up|picked up|taken on|take on|took|taken|confirmed|claimed|owned up to")},
		{tells, words("报|报送|反馈|反映|回|回复|回话|回音|回应|回信|回报|交|交来|交上|填|填报|吭|吭声|吱|吱声|言语|汇报|上报|说话|声音|更新|report|reported|reporting|reports|update|updated|updates|respond|responded|response|reply|replied|heard from|heard|answered|answer|sent|submitted|submit|handed in|turned in|checked in|filed|provided|given|gave|written|said")},
		{ends, words("办|办完|办结|办好|办理完|结|结掉|完|完成|完结|落实|落地|做|做完|做好|弄|弄完|弄好|干|干完|搞|搞完|搞定|收尾|收口|收官|收工|了结|销号|销|交账|交差|交卷|清|清零|到位|解决|兑现|done|do|finished|finish|closed|close|completed|complete|delivered|resolved|wrapped up|settled|cleared|implemented|carried out")},
		{moves, words("动|动静|动弹|动过|动起来|动作|进展|变化|起色|反应|下文|消息|音信|音讯|响动|挪窝|碰|碰过|过问|人管|人问|启动|开工|推进|movement|moved|move|moving|progress|progressed|activity|action|news|touched|budged|changed|change|started|begun|happened|happening|going on")},
		{judges, words("批|审批|审|审核|定|拍板|签发|研究|approved|approve|decided|reviewed|judged")},
	}
)

// deniedAct gives the act that the text says has not been done: the first that stands shortly after a word of denying.
func (m *message) deniedAct() act {
	for start := 0; ; {
		i, j := denials.from(m.s, start)
		if i < 0 {
			return noAct
		}
		start = j
		if words("问题|意见|什么").prefix(m.s[j:]) > 0 || words("有|还|都").is(m.s[j:]) {
			continue
		}
		if is := actWithin(m.s[j:]); is != noAct {
			m.because("state", "denied", i, j)
			return is
		}
	}
}

// actWithin gives the first act within a few words of the beginning of s.
func actWithin(s string) act {
	han, latinWords := 0, 0
	for i, r := range s {
		switch {
		case strings.ContainsRune(",;。?!\n:", r) || r == '的' && i > 0:
			return noAct
		case r >= 0x80:
			han++
		case r == ' ':
			latinWords++
		}
		if han > 7 || latinWords > 4 {
			return noAct
		}
		best, is := 0, noAct
		for _, a := range acts {
			if n := a.words.at(s, i); n > best {
				best, is = n, a.is
			}
		}
		if best > 0 {
			return is
		}
	}
	return noAct
}

var (
	// notBlocked are words with a 卡 or 堵 that blocks nothing.
	notBlocked = words("打卡|刷卡|卡片|银行卡|饭卡|卡点时间|waiting for review|waiting for approval|waiting for me|waiting for my|waiting on me|等待审核|等待审批|等着我|在等我|等待我")
	mustClose  = words(cross("要|该|需|需要|应|必须|得|须", "办完|完成|办结|做完|干完|收口|收尾|交账|交差|销号") + "|到期要|to be done|to be closed|to be finished|must be done|must be finished|should be done")
)

// state reads the state of items that is asked for.
func (m *message) state() string {
	s := m.s
	for _, n := range m.names { // 信访办 and the like hold no state
		if n.unit() && strings.Contains(s[n.i:n.j], "办结") {
			return ""
		}
	}
	denied := m.deniedAct()
	for _, w := range stateWords {
		switch {
		case w.state == "unsigned" && denied == signs, w.state == "unreported" && denied == tells:
			return w.state
		case w.state == "closed" && denied == ends, w.state == "registered" && denied == ends:
			return "open"
		case w.state == "closed" && words("办结率|完成率|销号率|unfinished").in(s):
			continue
		case w.state == "blocked" && notBlocked.in(s):
			continue
		case !w.words.in(s):
			continue
		case w.state == "closed" && mustClose.in(s):
			return "open" // 这周要办完的 is asked before
		}
		return w.state
	}
	return ""
}

// interrogated reports whether the message begins, after a courtesy, by asking which or whether: it tells nothing of an item.
func (m *message) interrogated() bool {
	s := strings.TrimLeft(m.s, " ,")
	for {
		n := words("请问|问一下|问下|我问一下|我想知道|想知道|说说|看看|看一下|看下|查一下|查查|给我看看|帮我看看|帮我查一下|现在|目前|今天|到现在|到目前|目前为止|so|and|ok|hi|hello|please|can you tell me|could you tell me|tell me|do you know|,| ").prefix(s)
		if n == 0 {
			break
		}
		s = s[n:]
	}
	if words("哪些|哪几|哪个|哪家|哪位|哪件|哪项|哪里|谁|都有谁|都谁|还有谁|还有哪|有哪|都有哪|有没有哪|有没有谁|有没有|有谁|what|what's|whats|which|who|who's|whos|whose|where|how many|how much|is there|are there|is anything|is anyone|is anybody|has anyone|has anybody|has everyone|have all|anything|anyone|anybody|any").prefix(s) == 0 {
		return false
	}
	return utf8.RuneCountInString(s) < 80
}
