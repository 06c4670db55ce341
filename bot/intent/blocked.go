package intent

import (
	"strings"

	"github.com/followup-bot/followup/ledger"
)

var (
	stuck  = words("压在|积压在|搁在|walked off|walked out|let us down|didn't show|never showed|" + cross("弃|退|废|流", "标|拍") + "|" + cross("don't|do not|doesn't|does not|haven't", " have enough| have sufficient| have the people| have the staff| have the money| have the budget| have the data| have any| got enough| got the people") + "|" + cross("work|works|everything|construction|installation|all work|site|project", " ", "stopped|halted|has stopped|has halted|is halted|has come to a halt|came to a halt|ground to a halt|is paused|shut down") + "|flooded|burnt down|" + cross("gone|went|going|goes", " ", "quiet|silent|dark|cold|awol|missing|bust|under|off the radar") + "|" + cross("失|断", "联|联了|去联系") + "|没影了|找不到人|没有经费|无经费|撤场|撤资|退出|毁约|违约|跑路|跑了|倒闭|破产了|解散|罢工|停供|反悔|变卦|不干了|不做了|不来了|放鸽子|爽约|黄了|泡汤|落空|推翻|被否|被退回|被打回|退回来了|sitting on|sits on|dragging their feet|dragging its feet|ignoring us|gone quiet|gone silent|stonewalling|not got back|haven't got back|hasn't got back|won't respond|won't release|backed out|walked away|went bust|bankrupt|cancelled on us|sent back to us|turned down|rejected by|未定|没到岗|未到岗|没到齐|未到齐|没配齐|未配齐|没批|没排上|未排上|未腾退|没落实|未落实|没解决|未解决|没谈好|没确定|未确定|没确认|未确认|没对接|没开|没腾|没通|未通过审批|没签|未签|没盖|没审|没答复|未答复|停工|停摆|停产|停下来|停住|停在|瘫痪|趴窝|断供|断档|缺货|没货|未到货|没到货|坏了|崩了|挂了|死机|掉线|连不上|打不开|进不去|登不上|用不了|跑不通|跑不动|干不了|做不了|弄不了|办不动|动不了|走不动|没下来|未下来|没拨|未拨|没钱|没人|没经费|没编制|没场地|没设备|没授权|没权限|没结果|没回应|没反应|没动静|没配合|没定|没敲定|没谈拢|谈不拢|谈崩|谈不下来|意见不统一|意见不一|意见分歧|有分歧|有争议|扯皮|推诿|推来推去|踢皮球|压着|押着|被压|积压|拖住|绊住|拦住|被卡|卡死|卡脖子|缺口|不够|跟不上|难推|难办|推不开|铺不开|受限|受制|制约|掣肘|滞留|暂时停|被迫|不可抗力|疫情|暴雪|停电|can't go on|cannot go on|can't go any further|can't go further|can't get any further|cannot move forward|can't start|cannot start|can't do anything|nothing we can do|can't progress|cannot progress|hung up|jammed|bogged down|gridlock|deadlock|roadblock|road block|hurdle|hurdles|setback|sticking point|showstopper|no reply|no answer|no feedback|no word|no go-ahead|no funding|no funds|no money|no staff|no people|no resources|ran out|run out|out of stock|backordered|broke|broken|crashed|failing|fell through|pulled out|won't sign|refuses|refusing|refused to|didn't deliver|hasn't delivered|haven't delivered|hasn't arrived|haven't arrived|hasn't come|hasn't signed|haven't signed|hasn't sent|haven't sent|has not sent|has not replied|didn't send|never sent|never replied|too few|not enough|insufficient|missing|overloaded|swamped|stretched|tied up|short-staffed|short staffed|hands full|dispute|disagreement|don't agree|can't agree|cannot agree|没给|未给|没有给|未提供|没提供|没有提供|未开放|没有开放|未开通|没有开通|没法往下|停着|hasn't given|has not given|haven't given|hasn't provided|haven't received|not received|not granted|hasn't granted|hasn't opened|卡在|卡住|卡壳|卡了|卡着|卡于|堵在|堵住|受阻|遇阻|阻碍|遇到困难|遇到问题|遇到障碍|存在困难|有困难|困难较大|难度较大|难度大|推不动|推进不了|推进不下去|无法推进|难以推进|无法开展|不能推进|没法推进|没法继续|无法继续|推动困难|推进困难|停滞|搁置|陷入僵局|僵住|不配合|不给批|未批|没有批|迟迟|未到位|没到位|不到位|缺人|缺钱|缺经费|经费紧张|人手紧张|短缺|不足|延迟交货|延期交货|交付延迟|延迟交付|未交货|没交货|受影响|影响进度|影响了进度|拖延|拖着|拖慢|出了问题|出问题|出现问题|有问题|存在问题|主要问题|问题是|问题:|问题在于|难点在于|难点是|难点:|瓶颈|打不通|走不通|对不上|不一致|缺少|缺乏|没有权限|无权限|宕机|等不到|没回复|未回复|没有回复|没回音|不回复|无人|流标|废标|投诉|质疑|暂停了|中断|没有预算|无预算|超预算|故障|接口不通|blocked|blocker|stuck|held up|hold up|can't proceed|cannot proceed|can't move|unable to proceed|unable to continue|can't continue|cannot continue|no response|not responding|hasn't responded|haven't heard|have not heard|hasn't replied|short of|shortage|lack of|lacking|understaffed|bottleneck|impeded|obstacle|on hold because|delayed by|delayed because|delay from|delay in|the delay|vendor is late|problem with|issue with|issues with|having trouble|ran into|running into|a snag|stalled|at a standstill|no budget|out of budget|without approval|hasn't approved|not approved|system down|is down|outage|no access|don't have access")
	waits  = words("until|等待|在等|还在等|正等|等着|要等|需等|待|等|waiting on|waiting for|awaiting|pending|depends on|dependent on|depending on|need to wait for|still need")
	wants  = words("" + cross("请求|申请|需要|需|急需|希望|恳请|建议|望|亟需", "增加|追加|增派|增配|补充|配备|拨付|调配|增拨|落实|解决|安排|划拨", "预算|经费|资金|人手|人员|编制|设备|场地|车辆|款项|专款|技术人员|力量|办公用房") + "|需要领导拍板|需要拍板|需领导拍板|请领导拍板|请拍板|需要定夺|请定夺|需要领导定|需领导定夺|需要决策|协助协调|帮助协调|需要协调|需协调|请协调|请求协调|恳请协调|请帮助协调|请帮忙协调|帮忙协调|请领导协调|出面协调|协调解决|需要支持|需支持|请求支持|请支持|需要帮助|需要帮忙|请求帮助|请求支援|需要支援|求助|求支援|需要增派|需增派|增派|需要增配|需增配|增配|需要配合|需要提供|需提供|希望协调|希望支持|建议协调|请予协调|请予支持|给予支持|予以协调|予以支持|帮忙推动|帮忙催|帮忙解决|请尽快提供|请尽快批|需要财政|需要领导|需院领导|需要院领导|请院领导|请分管领导|请领导出面|需要更多|再配|加派|拨付|追加经费|need help|need support|need assistance|needs help|needs support|need you to|need more people|need more staff|need additional|need someone|please help|could you help|can you help|please coordinate|requires coordination|need coordination|need a decision|need approval|please escalate|escalate to|escalating to|can someone|request support|requesting support|request help|help from|support from|assistance from|需要信息|需要技术")
	risks  = words("" + cross("恐|恐怕|可能|怕|估计|可能会|恐怕会|恐要|恐怕要|可能要|怕要|估计要|大概率|大概率要|或将", "延期|延后|推迟|拖后|超期|逾期|误期|拖期|延误|受影响") + "|" + cross("肯定|必然|铁定|一定|就|就会|将|将会|必|必定|注定|怕是|那就|就得", "逾期|超期|误期|延误|完不成|赶不上") + "|要误期|会误期|怕误期|怕误|会误|要晚|会晚|恐怕晚|怕晚|恐怕要晚|要拖期|会拖期|恐怕拖|够呛|玄乎|有点悬|比较悬|难保|保不齐|不一定能按时|不一定能按期|不一定赶得上|不一定来得及|未必能按时|未必能按期|未必来得及|没把握|心里没底|没底|存在延误|可能延误|会延误|恐延误|恐怕延误|不敢保证|不能保证按时|难以保证|be late|be delayed|run late|running late|slipping|slip|behind schedule for|not make the deadline|miss the date|miss the deadline|miss our deadline|miss it|overrun|behind|touch and go|cutting it close|cutting it fine|cut it fine|doubt we|doubtful|unlikely to finish|unlikely to make|unlikely to be|in jeopardy|in danger|jeopardy|may not finish|might not finish|may not be done|might not be done|not sure we can|not sure we'll|not confident|可能要逾期|可能逾期|可能超期|可能延期|可能会逾期|可能会超期|可能赶不上|可能来不及|恐怕要逾期|恐怕逾期|恐怕要超期|恐要超期|恐超期|恐逾期|恐怕来不及|恐怕完不成|估计要逾期|估计要超期|估计来不及|怕是来不及|怕来不及|怕完不成|怕超期|怕逾期|有逾期风险|有超期风险|存在逾期风险|存在超期风险|逾期风险|超期风险|延期风险|有风险|存在风险|大概率逾期|大概率超期|大概率完不成|要超期了|要逾期了|要超期|要逾期|时间紧|时间紧张|来不及了|来不及|赶不及|按时完成有难度|按期完成有难度|按时完成有困难|按期完成有困难|可能完不成|可能无法按时|可能无法按期|恐无法|恐难|难以按期|难以按时|悬|might miss|may miss|could miss|will miss|likely to miss|going to miss|might be late|may be late|could be late|will be late|might slip|may slip|could slip|will slip|at risk|risk of missing|risk of delay|might not make|may not make|won't make it|not going to make it|likely late|tight|running out of time|probably late|might overrun|could overrun|risk")
	needOf = words("需要|需|请求|恳请|希望|请|建议|need|needs|requires|require|request|requesting|please|could|can")
)

// obstacle reads a clause that tells what is in the way, what is waited for, or what is needed.
func (m *message) obstacle(f *facts, k int, c clause, fd finding) {
	if c.end == '?' && !wants.in(c.s) || f.s.NoChange == Said && noChange.in(c.s) || f.s.Unblocked == Said && cleared.in(c.s) || f.s.OnTrack == Said && onTrack.in(c.s) {
		return
	}
	if words("没问题|没有问题|无困难|没有困难|没困难|无问题|不存在问题|没有风险|无风险|没什么问题|问题不大|no problem|no issues|no issue|no blockers|not blocked|no risk").in(c.s) {
		return
	}
	if k1, ok := m.causeOfMiss(c); ok {
		f.blocked, f.used[k], f.any, f.miss = true, true, true, false
		m.addReason(f, m.reasonWords(c.i, c.i+k1))
		return
	}
	switch {
	case fd.is == doneMiss || risks.in(c.s) && fd.is != doneWhole && !becauseWords.in(c.s):
		m.risk(f, k, c, fd)
	case words("恐|可能|会|怕|might|may").in(c.s) && strings.Contains(c.s, "受影响") && m.fearsLater(k):
		f.used[k], f.any = true, true
	case unfinished.is(trimParticles(m.withoutRefs(c))):
	case (stuck.in(c.s) || lacks(c.s)) && !questionList(c.s) && !m.moves(c):
		f.blocked = true
		m.cause(f, k, c)
	case m.waitsFor(f, k, c):
	case handedOn.prefix(c.s) > 0 || handedOn.prefix(strings.TrimLeft(c.s, "我们庭处室院部门")) > 0:
	case wants.in(c.s) || m.asksOf(c):
		f.blocked = true
		m.need(f, k, c)
	case ifWords.prefix(c.s) > 0 && words("不|没|未|not|n't|no").in(c.s) && len(m.cl) > 1:
		f.s.Conditional = Said
		if n, ok := m.firstName(c.i, c.j, func(n name) bool { return n.unit() || n.kind == ledger.MentionExternal }); ok {
			f.s.WaitingOn, f.used[k], f.any = n.canon, true, true
			return
		}
		m.cause(f, k, c)
	case words("建议").prefix(c.s) > 0 && len(m.cl) > 1:
		f.s.Suggestion = strings.TrimPrefix(m.orig(c.i, c.j), "建议")
	}
}

// causeOfMiss reads 没钱办不了: in one clause what is lacking, and that it cannot be done; k is where the latter begins.
func (m *message) causeOfMiss(c clause) (k int, ok bool) {
	k = cannotMake.where(c.s)
	if k <= 0 || words("按期|按时|如期").in(c.s) {
		return 0, false
	}
	before := c.s[:k]
	return k, words(cross("没|没有|无|缺|缺少|缺乏", "钱|经费|资金|人|人手|预算|编制|设备|场地|权限|授权|数据|材料|车|账号|系统") + "|no money|no budget|no staff|no access|without").in(before)
}

// moves reports whether a clause tells how a figure went down or up: "churn is down to 3.1% from 3.6%".
func (m *message) moves(c clause) bool {
	return m.percentIn(c) && words("down to|is up to|down from|is down|are down|went down|fell|dropped").in(c.s) && words("from|to|by").in(c.s)
}

// lacks reads 缺两名技术人员: something is missing that the work needs.
func lacks(s string) bool {
	if cannotDo(s) {
		return true
	}
	i := strings.Index(s, "缺")
	return i >= 0 && words("缺席|缺陷|缺点|缺勤|缺憾|缺位").prefix(s[i:]) == 0 && words("不|或|补|无|不可或|查").suffix(s[:i]) == 0 && i+len("缺") < len(s) ||
		(strings.HasPrefix(s, "受") || strings.Contains(s, ",受") || strings.Contains(s, "受")) && strings.Contains(s, "影响") && !words("不受|未受|没受|没有受").in(s)
}

// cannotDo reads 抽不出人, 联系不上, 批不下来: a verb with what it does not come to.
func cannotDo(s string) bool {
	if _, j := words("没法|无法|没办法|难以").first(s); j > 0 && words("再|正常|继续|进一步|如期").prefix(s[j:]) == 0 && (workVerbs.prefix(s[j:]) > 0 || stageVerbs.prefix(s[j:]) > 0) {
		return true // 机房没法验收
	}
	for start := 0; ; {
		i := strings.Index(s[start:], "不")
		if i < 0 {
			return false
		}
		i += start
		start = i + len("不")
		if i > 0 && words("出来|下来|上来|起来|上去|过去|进去|进来|出去|过来|回来|下去").prefix(s[start:]) > 0 && s[i-1] >= 0x80 {
			return true
		}
		if strings.HasPrefix(s[start:], "了") && words("汇总|统计|开展|推进|启动|继续|采购|施工|上线|验收|登录|对接|测试|进行|落实|执行|操作|使用|处理|安装|对账|开工|进场|调解|推|动").suffix(s[:i]) > 0 {
			return true
		}
		if words("抽|派|腾|拿|挤|凑|找|招|买|系|约|排|谈|批|要|等|调|转|推|办|做|弄|跑|走|打|进|连|登|接|对|查|交|挖|配|用|装|修|建|落|动|筹|拨|签|订|租|借|协调|联络|沟通").suffix(s[:i]) > 0 && words("出|到|上|下来|动|通|齐|着|成|开|进|来人|下去|过来").prefix(s[start:]) > 0 && words("到位了|成问题|开心").prefix(s[start:]) == 0 {
			return true
		}
	}
}

// asksOf reads 请政治部支援, 需分管副院长协调拨款: somebody named is asked to step in.
func (m *message) asksOf(c clause) bool {
	help := words("支援|支持|协调|协助|帮助|帮忙|帮一把|帮下忙|搭把手|出面|出马|出手|派人|派员|增派|拨付|拨款|批复|审批|批一下|批示|解决|推动|催促|过问|关注|给予|倾斜|打通|疏通|step in|help|assist|support|coordinate|intervene|approve|unblock|push|decide|escalate|talk to|speak to|lean on|weigh in")
	ask := func(i int) bool {
		return words("请|恳请|烦请|需|需要|还需|急需|望|希望|盼|请求|拜托|麻烦|must|need|needs|please|can|could|would like|want|ask|asking").suffix(strings.TrimRight(strings.TrimSuffix(strings.TrimRight(m.s[c.i:i], " "), "the"), " ")) > 0
	}
	for _, n := range m.namesIn(c.i, c.j) {
		if ask(n.i) && help.in(m.s[n.j:c.j]) {
			return true
		}
	}
	for _, l := range []list{overseer, leadersNamed} {
		if i, j := l.first(c.s); i >= 0 && ask(c.i+i) && help.in(c.s[j:]) {
			return true
		}
	}
	return false
}

// fearsLater reports whether a later clause says that the deadline is at risk: then this one tells only that.
func (m *message) fearsLater(k int) bool {
	for _, c := range m.cl[k+1:] {
		if risks.in(c.s) {
			return true
		}
	}
	return false
}

// questionList keeps 问题清单, 突出问题整改 and the like from telling a problem.
func questionList(s string) bool {
	return words("问题清单|突出问题|问题台账|问题整改|问题导向|问题排查|问题线索").in(s) && !words("卡在|卡住|无法|受阻").in(s)
}

func (m *message) risk(f *facts, k int, c clause, fd finding) {
	f.used[k], f.any = true, true
	if day, ok := m.day(c.i, c.j); ok && f.s.Miss.IsZero() && fd.is == doneMiss {
		f.s.Miss = day
	}
	if (risks.in(c.s) || inTime.in(c.s)) && f.s.Risk == "" && f.s.Miss.IsZero() {
		f.s.Risk = "overdue"
	}
	f.s.ETA = Moment{}
	f.miss = true
	if ifWords.in(c.s) || k > 0 && ifWords.prefix(m.cl[k-1].s) > 0 {
		f.s.Conditional = Said
	}
}

// cause keeps the words that tell what is in the way, and whom it is waited on.
func (m *message) cause(f *facts, k int, c clause) {
	f.used[k], f.any = true, true
	start := c.i
	if i, j := words("stuck:|blocked:|stuck -|blocked -|stuck because|blocked because|stuck as|卡在|堵在|卡住在|卡住了在|受阻于|卡于|主要问题是|问题是|问题在于|难点在于|难点是|瓶颈在|瓶颈是|blocked by|blocked on|stuck on|stuck at|stuck with|stuck in|held up by|delayed by|bottleneck is|blocker is|blocker:|issue with|problem with|problem is|the issue is|short of|lack of|waiting on").first(c.s); i >= 0 {
		start = c.i + j
	}
	if n, ok := m.firstName(start, c.j, func(n name) bool { return n.unit() || n.kind == 4 || n.kind == 3 }); ok && m.waitedOn(c, start, n) {
		f.s.WaitingOn = n.canon
		m.because("waiting_on", "name", n.i, n.j)
		if n.kind != ledger.MentionExternal && n.i == start && n.j < c.j && start > c.i {
			start = n.j
		}
		if n.i == c.i && len(f.s.Reasons) > 0 || f.s.Conditional == Said {
			return
		}
	}
	if i := at(c.s, "until", 0); i >= 0 && f.s.WaitingOn == "" {
		if n, ok := m.firstName(c.i+i, c.j, func(n name) bool { return n.unit() || n.kind == 4 || n.kind == 3 }); ok {
			f.s.WaitingOn = n.canon
		}
	}
	if r := m.reasonWords(start, c.j); f.s.WaitingOn == "" || !m.onlyNamed(r) {
		m.addReason(f, r) // "blocked by the Finance Bureau" tells who, and no more
	}
	m.because("reason", "stuck", start, c.j)
}

// onlyNamed reports whether r is nothing but a name.
func (m *message) onlyNamed(r string) bool {
	r = strings.TrimPrefix(strings.ToLower(r), "the ")
	for _, n := range m.names {
		if r == strings.TrimPrefix(m.s[n.i:n.j], "the ") {
			return true
		}
	}
	return false
}

// waitedOn reports whether the named body is the one that keeps the work waiting.
func (m *message) waitedOn(c clause, start int, n name) bool {
	if start > c.i && n.i <= start+6 || words("from|by").suffix(strings.TrimRight(m.s[c.i:n.i], " ")) > 0 {
		return true
	}
	return words("没|未|不|迟迟|在审|hasn't|not|n't|still").in(m.s[n.j:c.j]) && words("the|若|如果|如|要是|假如|倘若|万一|但|但是|可|可是|而|是|if|but|because|因为|由于|主要是").is(strings.TrimSpace(m.s[c.i:n.i])) || strings.TrimSpace(m.s[c.i:n.i]) == "" || words("等").suffix(m.s[c.i:n.i]) > 0
}

func (m *message) reasonWords(i, j int) string {
	r := trimEnds(m.orig(i, j))
	if i, j := words("一是|其一|首先|第一").first(r); i > 0 && i <= len("存在以下两个问题:") && strings.ContainsAny(r[:i], ":：") {
		r = r[j:] // 两个问题:一是缺经费
	}
	for _, w := range []string{"问题:一是", "困难:一是", "问题:", "一是", "二是", "三是", "其一", "其二", "首先", "其次", "因为", "由于", "主要是", "目前", "现在", "的", "上", "了", "because", "is ", "are ", "但", "但是", "不过", "but", "for ", "to "} {
		r = strings.TrimPrefix(r, w)
	}
	for _, w := range []string{"了", "上", "问题上", "这里"} {
		if t := strings.TrimSuffix(r, w); len(t) > 3 && !strings.HasSuffix(t, "不") {
			r = t
		}
	}
	return strings.TrimSpace(r)
}

func (m *message) addReason(f *facts, r string) {
	if r == "" || (r == "stuck" || r == "blocked") && f.s.WaitingOn == "" && len(m.cl) > 1 || len(f.s.Reasons)+len(f.s.WaitingOn) > 0 && consequences.is(strings.TrimPrefix(strings.TrimPrefix(r, "暂时"), "目前")) {
		return
	}
	f.s.Reasons = append(f.s.Reasons, r)
}

// waitsFor reads 等省法院批复, "waiting on IT for access". Waiting alone, for no one named, is a stage when a part is done.
func (m *message) waitsFor(f *facts, k int, c clause) bool {
	if words("就等|只等|只待|就待|仅待|单等|万事俱备").prefix(c.s) > 0 && !outsiders.in(c.s) {
		return false // all that is left of it
	}
	i, j := waits.first(c.s)
	if i < 0 || i > 0 && m.han && c.s[i:j] == "等" && words("还|在|需|要|正|只|仍|目前|现|得|就").suffix(c.s[:i]) == 0 || words("等级|等候|等相关|等内容|等工作|等问题|等方面|待办|待遇|等待期").prefix(c.s[i:]) > 0 {
		return false
	}
	if c.s[i:j] == "until" && !words("can't|cannot|unable|not|won't|stuck|blocked|on hold|nothing").in(c.s[:i]) {
		return false
	}
	if (c.s[i:j] == "待" || c.s[i:j] == "等") && !words("权限|账号|开通|开放|经费|资金|预算|设备|编制|政策|文件|到位|招标|开标|评标|采购|施工|安装|发货|供货|验收|备案|答辩|论证|批|审|复|回|反馈|签|章|数据|材料|确认|意见|会|通知|结果|到货|拨|配合|提供|协调|定|省|领导|通过|款|人|接口|研究|出").in(c.s[j:]) {
		return false
	}
	n, named := m.firstName(c.i+j, c.j, func(n name) bool { return n.unit() || n.kind == 4 || n.kind == 3 })
	if !named && outsiders.in(c.s[j:]) {
		f.blocked, f.used[k], f.any = true, true, true
		m.addReason(f, m.reasonWords(c.i+i, c.j))
		return true
	}
	if !named && (f.partly || f.s.Percent != nil || f.nearly || f.stages > 0 || reported.in(m.s[:c.i])) && !stuck.in(m.s) && !words("无法|不能|can't|cannot").in(m.s) {
		return false
	}
	f.blocked, f.used[k], f.any = true, true, true
	start := c.i + i
	if !named {
		m.addReason(f, m.reasonWords(start, c.j))
		return true
	}
	f.s.WaitingOn = n.canon
	m.because("waiting_on", "name", n.i, n.j)
	rest := m.reasonWords(n.j, c.j)
	if m.han && rest != "" && hasHan(rest) {
		rest = m.orig(start, start+j-i) + rest
	}
	m.addReason(f, rest)
	return true
}

// outsiders are whom one waits for without a say in it: unlike a signature on its way, that holds the work up.
var outsiders = words("供应商|厂家|厂商|对方|第三方|甲方|乙方|施工方|承包商|中标|外地|外单位|上级|省里|市里|部里|专家|客户|vendor|vendors|supplier|suppliers|contractor|contractors|customer|client|third party|third-party|consultant|consultants|provider|manufacturer|landlord|auditor|auditors|regulator|partner|agency")

// reported are words that the work has been handed on to who decides: waiting for their answer is a stage of it.
var reported = words(cross("已|已经|刚|都已", "报|送|提交|上报|报送|送审|报批|呈报|提请|上会|交|发|完成|成型|成稿|定稿|拟定|拟好|拟就|完稿|出炉|写好|起草|拿出来") + "|成型|定稿了|完稿了|拟好了|报了|送了|交了|提交了|submitted|sent to|filed|handed in|drafted")

// handedOn begin a clause that tells whom the work has gone to: 已提请院领导审核 asks nobody for help.
var handedOn = words(cross("已|已经|刚|都已|均已|现已", "提请|报请|呈请|报|呈|送|提交|上报|呈报|请|发"))

// need reads what is asked for and of whom.
func (m *message) need(f *facts, k int, c clause) {
	f.used[k], f.any = true, true
	start := c.i
	if i, _ := needOf.first(c.s); i >= 0 {
		start = c.i + i
	}
	n, ok := m.firstName(c.i, c.j, func(n name) bool { return n.kind != 2 })
	leader := leadersNamed.where(c.s)
	boss := overseer.where(c.s)
	switch {
	case boss >= 0:
		f.s.EscalateTo = "@overseer"
	case ok && n.kind == 3:
		f.s.EscalateTo = n.canon
	case leader >= 0:
		i, j := leadersNamed.first(c.s)
		f.s.EscalateTo = m.orig(c.i+i, c.i+j)
	case ok && n.kind == 4:
		f.s.External = n.canon
	case ok:
		f.s.HelpFrom = n.canon
	}
	if words("escalate to|escalating to").in(c.s) && f.s.EscalateTo == "" && ok {
		f.s.EscalateTo = n.canon
	}
	f.s.Need = m.needWords(start, c.j, n, ok)
	for _, x := range m.namesIn(c.i, c.j) {
		if k := strings.Index(c.s, "协调"); x.kind == ledger.MentionExternal && x.i > c.i+k && k >= 0 && f.s.HelpFrom+f.s.EscalateTo != "" {
			f.s.External, f.s.Need = x.canon, "协调"+trimParticles(m.orig(x.j, c.j))
		}
	}
	m.because("need", "need", start, c.j)
}

func (m *message) needWords(i, j int, n name, named bool) string {
	s := trimEnds(m.orig(i, j))
	for _, w := range []string{"需要", "需", "请求", "恳请", "希望", "请", "need", "needs", "please"} {
		s = strings.TrimPrefix(s, w)
	}
	for _, w := range []string{"the ", "The "} {
		if named && strings.TrimSpace(m.s[i:max(i, n.i)]) != "" || leadersNamed.in(s) || overseer.in(s) {
			s = strings.TrimPrefix(s, w)
		}
	}
	if named && n.i >= i && n.j < j { // who is asked stands in a slot of its own
		w := m.orig(n.i, n.j)
		if s = strings.TrimSpace(s); !strings.HasPrefix(s, w) {
			w = strings.TrimPrefix(strings.TrimPrefix(w, "the "), "The ")
		}
		if strings.HasPrefix(s, w) {
			s = strings.TrimSpace(s[len(w):])
		}
	}
	if k := leadersNamed.prefix(s); k > 0 && k < len(s) {
		s = s[k:]
	}
	if k := overseer.prefix(s); k > 0 && k < len(s) {
		s = s[k:]
	}
	s = strings.TrimPrefix(strings.TrimSpace(s), "to ")
	if k := strings.Index(s, "协调"); k > 0 && len(s)-k <= len("协调解决一下") {
		s = s[k:] // 领导协调: who is asked stands in a slot of its own
	}
	if s = strings.TrimSpace(trimParticles(s)); strings.HasPrefix(s, "协调解决") || strings.HasPrefix(s, "协调一下") {
		s = "协调"
	}
	return s
}

// inTime says that a deadline is meant.
var inTime = words("按期|按时|如期|准时|节点|时限|期限|截止日|on time|in time|deadline")

// tails reads what hangs on the report as a whole: that it is not done because of the blocker.
func (m *message) tails(f *facts) {
	if f.asked && !f.whole && !f.blocked {
		f.any = false
	}
}

// isBlocked reports whether the report is about something in the way.
func (m *message) isBlocked(f *facts) bool {
	if f.blocked && f.whole && !f.notDone {
		return false
	}
	if !m.forBlocked(f) {
		return false
	}
	return f.blocked || f.miss
}

func (m *message) forBlocked(f *facts) bool {
	return m.c.Place != InChannel || len(m.refs) > 0 || m.c.Item > 0
}

// blockedDraft fills the blocker.
func (m *message) blockedDraft(d draft, f facts) (draft, bool) {
	d.name = Blocked
	d.s = f.s
	if r := m.markedReason(&f); r != "" && len(d.s.Reasons) == 0 {
		d.s.Reasons = []string{r}
	}
	if len(d.s.Reasons) > 0 && !numbered.in(m.s) {
		d.s.Reason, d.s.Reasons = strings.Join(d.s.Reasons, ","), nil
	}
	d.s.Stage, d.s.OnTrack, d.s.Vague = "", 0, 0
	if d.s.Need != "" && d.s.Reason == "" && d.s.Reasons == nil {
		d.s.Reason = ""
	}
	d.bare = !f.blocked
	return d, true
}

// numbered are the words that tell several reasons apart; without them what follows a reason explains it.
var numbered = words("一是|二是|其一|其二|第一|第二|一方面|首先|其次|1.|2.|1、|2、|1)|2)|①|②|firstly|secondly|first,|second,")

// consequences are what a blocker comes to, and tell nothing of it.
var consequences = words("无法推进|推不动|没法推进|无法继续|没法继续|无法开展|难以推进|推进不了|干不了|干不|做不了|做不|动不了|动不|进度受影响|影响进度|影响了进度|不能推进|停着|停滞|项目停滞|停了|stuck|blocked|can't proceed|cannot proceed|can't continue|can't move")

func (m *message) markedReason(f *facts) string {
	return m.reason(func(c clause) bool {
		for k := range m.cl {
			if m.cl[k].i == c.i {
				return f.used[k]
			}
		}
		return false
	}, true)
}
