package intent

import (
	"regexp"
	"strings"

	"github.com/followup-bot/followup/ledger"
)

var (
	handWords = words(cross("better|best", " ", "handled by|placed with|suited to|led by|owned by|off with") + "|hand this to|hand this one to|hand this item to|pass this one to|pass this item to|该由|应当由|理应由|得由|还是由|最好由|拟由|可由|理当由|转给|转交给|转交|转由|转到|转至|转办给|转办|转派给|转派|移交给|移交|交给|交由|交办给|改由|改为|改派|改成|改给|建议由|应由|应该由|宜由|请由|调整为|调整给|调整由|变更为|换成|换到|改派给|分派给|派给|交接给|转内勤|转经办人|转经办|reassign to|reassign it to|reassign this to|reassign item|reassign|transfer to|transfer it to|transfer this to|transfer item|transfer|hand over to|hand it over to|hand this over to|handover to|hand over|hand off to|hand to|hand it to|pass to|pass it to|pass this to|move to|move it to|move this to|assign to|assign it to|assign this to|give it to|give this to|should go to|should be handled by|should be with|belongs with|please route to|route to|reroute to|forward to|redirect to|over to")
	notOurs   = words("我们接不了|我庭接不了|我处接不了|接不了这|" + cross("we|our team|our division|our office", " ", "shouldn't|should not|aren't the ones to|are not the ones to", " ", "be the lead|lead|be leading|own this|take this|have this|handle this") + "|this belongs to|this one belongs to|it belongs to|that belongs to|this is a matter for|this is one for|this sits with|" + cross("我庭|我们|我处|我部门|我院|本庭|我办|我局|我室|我单位|本部门|本处|我们庭|我们部门", "不是|并非|并不是|不算", "牵头|主办|责任|承办|主责|主管") + "|" + cross("我庭|我们|我处|我部门|我院|本庭|我办|我局|我室", "只是|仅是|仅|只|就是个", "协办|参与|协助") + "|we don't handle|we do not handle|we don't do this|we don't deal with|isn't something we|not something we|we're not the lead|we are not the lead|we aren't the lead|not the lead|nothing for us|no business of ours|" + cross("不在|不归|不属|不属于|非|不该|不应|不应该|轮不到|不关|不由|不应由|不该由|没落在|不能由", "我|本|咱|俺", "庭|处|局|院|室|部|办|科|部门|单位|们|支队|团队|这边|这儿") + "|不是我的|不是我们的|不是咱|不是我庭|不是本庭|不是我部|不是我处|不是我办|不是我局|不是我院|搞错对象|找错人|找错|派错人|派错单位|派错部门|分派错|张冠李戴|认错门|轮不上|管不着|管不了|无权|没有权限管|没有管辖|没有职权|无职权|not our job|not our remit|not our area|not our call|not in our remit|outside our remit|beyond our remit|out of our remit|not our department|isn't for us|isn't us|not mine|isn't mine|wrong people|wrong place|wrong office|wrong division|wrong owner|sent to the wrong|assigned wrongly|wrongly assigned|wrongly routed|misrouted|not within|no mandate|don't have the mandate|not in charge|aren't in charge|is someone else's|belongs to someone|belongs elsewhere|不属于我|不属于本|不归我|不归本|不是我们|不是我庭|不是我部门|不是我处|不是本部门|不该我们|不应由我|不应该由我|不在我庭|不在我们|不在我部门|不在本|与我庭无关|与我部门无关|与我们无关|跟我们无关|和我们无关|跟我们没关系|和我们没关系|与我们没关系|没有关系|非我庭|非我部门|非本部门|非我处|非本庭|不由我|不由本|不涉及我|不涉及本|不承担|不负责|不是这个部门|派错|分错|发错|转错|派单错误|交办错|送错|我们只是配合|我庭只是配合|我部门只是配合|只是配合|仅是配合|仅为配合|只配合|我们是配合|我庭是配合|职责范围外|超出职责|超出我|不符合我庭|不在职责|没有这项职能|无此职能|无该职能|不具备|退回此件|申请退回|请求退回|拒签|不予签收|不签收|not ours|not our|isn't ours|is not ours|isn't our|is not our|not my|wrong department|wrong team|wrong unit|not us|not for us|doesn't belong to us|does not belong to us|doesn't belong to|not within our|outside our|out of our scope|not in our|we don't own|we do not own|we are only supporting|we're only supporting|we only support|only support|we're not responsible|we are not responsible|not responsible|decline|declined|reject|misassigned|assigned to us by mistake|by mistake|nothing to do with us|shouldn't be us|should not be us|should be handled by someone else")
	belongs   = words("should be with|should sit with|should lie with|should go with|better with|sit with|it's for|is for|that's for|one for|a job for|a matter for|系|属|为|该找|应找|请找|找|得找|该派|应派|请派|派给|派|交给|应交|该交|please ask|contact|speak to|talk to|check with|ask the|this is|sits with|falls under|falls to|lies with|goes to|route it to|send it to|redirect to|应该是|应是|属于|归属于|归属|归|应归|应由|应该由|由|是|牵头是|牵头的是|牵头单位是|牵头单位为|牵头部门是|建议由|建议转|建议退|请转|转|该由|the lead is|lead is|belongs to|belong to|belongs with|should be|should go to|it's|try|ask|owned by|handled by|go to|is with|that's|that is|responsibility of")
	persons   = words("新任内勤|新内勤|内勤|经办人|联络员|新联络员|新经办人|新同事|同事|接手的同事|接任者|新任庭长|副庭长|法官助理|书记员|new liaison|new clerk|my successor|successor|colleague|a colleague|my colleague|my deputy|deputy|the new")
	leaving   = words("我调到|我调走|我已调|我离职|我退休|休假|休产假|出差|轮岗|我不负责了|不再负责|我换岗|调岗|调离|岗位调整|工作调动|工作变动|人员调整|人员变动|换人|更换联络员|更换经办人|更换承办人|经办人变更|联络员变更|经办人改为|经办人调整|联络员改为|承办人改为|承办人变更|经办人换|联络员换|由我同事|由我们庭|责任人改|责任人变更|对接人改|对接人换|负责人改|i've moved|i have moved|i moved to|i'm moving|i am moving|i'm leaving|i am leaving|on leave|i'll be away|maternity|no longer handle|no longer handling|handler is now|new handler|contact is now|point of contact|changed jobs|taking over from me|will take over")
)

// notOurJob reads 我们庭没这个职能, "we have no such remit": the unit says that it is not made for this.
func notOurJob(s string) bool {
	i, j := words("我|本|咱|俺|we|our").first(s)
	if i < 0 {
		return false
	}
	k, l := words("没有|没|无|不具备|不具有|不承担|不含|不涉及|不包括|没得|have no|has no|don't have|do not have|lack|doesn't include|does not include|doesn't cover|no such").first(s[j:])
	if k < 0 || k > 24 {
		return false
	}
	rest := s[j+l:]
	n, _ := words("职能|职责|职权|管辖权|这块业务|这项业务|这类业务|分工|remit|mandate|function|such role|jurisdiction").first(rest)
	return n >= 0 && n <= 24 && !words("明确|清楚|写清|划清|交叉|冲突").in(s)
}

// objects reads 有异议, 对这项任务不认可, "we object": a refusal that tells no more.
func (m *message) objects() bool {
	s := trimParticles(cutWords(m.bare(), words("我们|我庭|我处|我院|我部门|这项|这个|此项|该项|任务|事项|对|有点|表示|提出|we|have|an|to this|this one|about this")))
	return m.c.Speaker == Owner && len(m.cl) == 1 && words("有异议|异议|不认可|不认|不接|接不了|不接受|不能接|没法接|不服|object|objection|dispute|contest|disagree|do not accept|don't accept|can't accept").is(strings.TrimSpace(s))
}

// readAssign reads a hand-over (reassign) or a refusal (reject).
func readAssign(m *message) (draft, bool) {
	if m.c.Speaker == Leader && !notOurs.in(m.s) && m.c.Place != InThread {
		return draft{}, false
	}
	if (notOurs.in(m.s) || unrelated(m.s) || notOurJob(m.s) || wrongLead.MatchString(m.s)) && !words("不是我们不|不是我们的问题").in(m.s) {
		return m.refusal()
	}
	if m.objects() {
		return m.refusal()
	}
	i, j := handWords.first(m.s)
	if i < 0 {
		i, j = m.plainHand()
	}
	if a, _ := m.familiar(); i < 0 && a > 0 && words("由|让|换").suffix(m.s[:a]) > 0 && words("以后|今后|往后|从现在起|接下来|后续").in(m.s[:a]) {
		i, j = a-len("由"), a // 以后这项由小王负责
	}
	if a, _ := m.familiar(); i < 0 && a > 0 && words("转|交").suffix(m.s[:a]) > 0 {
		i, j = a-len("转"), a
	}
	away := m.hasSuccessor() || leaving.in(m.s) || m.leaves() || m.takesOver()
	if i < 0 && !away {
		return draft{}, false
	}
	return m.handOver(i, j, away)
}

// leaves reads 我下月退休, 我要去挂职: the person who answered for the item goes.
func (m *message) leaves() bool {
	for _, c := range m.cl {
		if i, j := words("我|本人|i").first(c.s); i >= 0 && i < 12 {
			if k, _ := words("退休|离职|调走|调离|调任|调动|借调|离岗|产假|病假|请假|休假|出国|挂职|援疆|援藏|外派|轮岗|换岗|转岗|脱产|离开|走了|不干了|不在这|leaving|retiring|moving|transferred|resigning|stepping down|away|seconded").first(c.s[j:]); k >= 0 && k <= 24 {
				return true
			}
		}
	}
	return false
}

// takingOver reads "Li Ming will take this over from me", 小张接我的手: who comes after the speaker.
var takingOver = regexp.MustCompile(`(?:^|[,.;!] ?)(?:from (?:now on|today|monday),? )?([a-z]+(?: [a-z]+)?) (?:will take|will be taking|is taking|takes|took|has taken) (?:(?:this|it|that|these|item|#|the)[a-z0-9 #]{0,14})?over(?: from me| for me| from us|$|[.!, ])|(?:由|让|换|改由)?([\p{Han}]{2,4}?)(?:接替我|接我的手|接我班|接我的班|顶替我|替我跟|替我接)`)

// successor gives where the name stands of who comes after the speaker; -1 when nobody is named.
func (m *message) successor() (int, int) {
	at := takingOver.FindStringSubmatchIndex(m.s)
	if at == nil {
		return -1, -1
	}
	i, j := max(at[2], at[4]), max(at[3], at[5])
	if words("no one|nobody|noone|none|someone|somebody|anyone|who|she|he|they|it|we|i|you|this|that|没人|无人|谁|谁来").is(m.s[i:j]) {
		return -1, -1
	}
	return i, j
}

func (m *message) hasSuccessor() bool {
	i, _ := m.successor()
	return i >= 0
}

// takesOver reads 以后这事由副庭长跟: a colleague looks after the item from now on.
func (m *message) takesOver() bool {
	for start := 0; ; {
		i, j := words("由|让|交|换|是|will be|is now").from(m.s, start)
		if i < 0 {
			return false
		}
		start = j
		a, b := persons.first(m.s[j:])
		if a >= 0 && a <= 12 && words("跟|跟进|接|接手|负责|办|来办|管|盯|对接|落实|承办|联系|来弄|来跟|handling|handles|looking after|in charge|the contact").prefix(strings.TrimLeft(m.s[j+b:], " 来去同志")) > 0 {
			return true
		}
	}
}

var withUs = words(cross("与|跟|和|同", "我|本|咱"))

// unrelated reads 与我庭职责无关, 跟我们没关系.
func unrelated(s string) bool {
	i, j := withUs.first(s)
	if i < 0 {
		return false
	}
	k, _ := words("无关|没关系|没有关系|没啥关系|没什么关系|不相关|不沾边|不搭界|不搭边|关系不大|不符|不匹配|不对口").first(s[j:])
	return k >= 0 && k < 36 && !strings.ContainsAny(s[j:j+k], ",;。")
}

// plainHand finds a unit right after a bare word of handing over: 转研究室, 划归民二庭.
func (m *message) plainHand() (i, j int) {
	for _, n := range m.names {
		if !n.owner() {
			continue
		}
		before := strings.TrimRight(m.s[:n.i], " ")
		if k := words("由").suffix(before); k > 0 && words("建议|申请|最好|希望|宜|理应").in(m.s[:n.i]) && len(m.cl) == 1 && words("牵头|主办|承办|负责").prefix(m.s[n.j:]) > 0 {
			return len(before) - k, n.i
		}
		if k := words("换|改|改请|换由").suffix(before); k > 0 && words("牵头|主办|承办|负责|来牵头|来办|来负责|接手|来接").prefix(m.s[n.j:]) > 0 {
			return len(before) - k, n.i
		}
		if k := words("转|划归|划给|划转|归口|派到|推给|挪给|改派|改交|改到|转发给|退给|移到|移至|还是给").suffix(before); k > 0 && !strings.HasSuffix(before, "已转") && !strings.HasSuffix(before, "周转") {
			return len(before) - k, n.i
		}
	}
	return -1, 0
}

// refusal reads 不属于我们部门,应该是立案庭的事.
func (m *message) refusal() (draft, bool) {
	if m.c.Place == InChannel && len(m.refs) == 0 {
		return draft{}, false
	}
	d := m.about(Reject)
	i := max(0, notOurs.where(m.s))
	n, ok := m.suggested(i)
	if ok {
		d.s.Suggest = n.canon
		m.because("suggest", "name", n.i, n.j)
		if n.kind == ledger.MentionAmbiguous {
			d.s.Suggest = m.orig(n.i, n.j)
		}
	}
	d.s.Reason = m.reason(func(c clause) bool { return true }, true)
	if d.s.Reason == "" && !ok {
		d.s.Reason = m.refusalWords()
	}
	return d, true
}

// refusalWords gives the clauses of a refusal without the address.
func (m *message) refusalWords() string {
	for _, c := range m.cl {
		if notOurs.in(c.s) || unrelated(c.s) || notOurJob(c.s) || m.objects() {
			return m.orig(c.i, c.j)
		}
	}
	return ""
}

// suggested finds the unit that should have it: the one after a word of belonging, or the only one that is not said to be left out.
func (m *message) suggested(refused int) (name, bool) {
	for _, n := range m.names {
		if !n.unit() && n.kind != ledger.MentionExternal {
			continue
		}
		before := strings.TrimRight(m.s[:n.i], " ")
		if words("不属于|不归|不是|not|不在").suffix(before) > 0 {
			continue
		}
		if belongs.suffix(before) > 0 || belongs.suffix(strings.TrimSuffix(before, " the")) > 0 || words("的事|的职责|负责|牵头|主管|管|归口|承办|办理|的工作|的职能|的业务|'s|should|owns|handles|leads").prefix(strings.TrimLeft(m.s[n.j:], " ")) > 0 {
			return n, true
		}
	}
	return name{}, false
}

// handOver reads 转给民二庭, 请改由民二庭牵头,我庭配合, 转交新任内勤.
func (m *message) handOver(i, j int, away bool) (draft, bool) {
	if m.c.Place == InChannel && len(m.refs) == 0 {
		return draft{}, false
	}
	d := m.about(Reassign)
	s := &d.s
	if words("我们协办|我庭协办|我处协办|我部门协办|我们协助|我庭协助|我处协助|我们辅助|we assist|we'll assist|we help|we'll help|我庭配合|我们配合|我部门配合|我处配合|我院配合|本庭配合|我方配合|we will support|we'll support|we support|we can support|with our support|我办配合|我室配合|我局配合|我们庭配合").in(m.s) {
		s.SelfRole = "配合"
	}
	from := 0
	if i >= 0 {
		from = j
	}
	n, ok := m.firstName(from, len(m.s), func(n name) bool { return n.kind != ledger.MentionExternal })
	if i >= 0 && !ok {
		n, ok = m.firstName(max(0, i-24), i, func(n name) bool {
			return n.unit() && words("由|给|让|转|请").suffix(strings.TrimRight(m.s[:n.i], " ")) > 0
		})
	}
	switch {
	case ok && n.kind == ledger.MentionAmbiguous:
		s.Ambiguous.Units = n.cands
	case ok && n.ask:
		s.To, s.Ambiguous.Flag = OneOrMany{n.canon}, Said
	case ok && n.kind == ledger.MentionPerson:
		s.To, s.PersonChange = OneOrMany{n.canon}, Said
	case ok && (i >= 0 || !away) && !(away && i >= 0 && persons.in(m.s[j:])):
		s.To = OneOrMany{n.canon}
	case i >= 0:
		to := m.toWords(j)
		if n, _, _, ok := m.deltaFrom(j, len(m.s)); ok && strings.TrimSpace(m.s[j:n.i]) == "" {
			return draft{}, false // 期限改为2个工作日
		}
		if to == "" || !m.isPerson(to) && !away && !words("改为|改成|换成|调整为|变更为").is(m.s[i:j]) && len(to) > 30 {
			return draft{}, false
		}
		s.PersonChange = Said
		if !persons.is(strings.ToLower(to)) || words("内勤|经办人|联络员|书记员").is(to) && !away {
			s.To = OneOrMany{to}
			d.within = true
		}
	default:
		s.PersonChange = Said
		if i, j := m.successor(); i >= 0 {
			s.To, d.within = OneOrMany{m.orig(i, j)}, true
		} else if to := m.newHandler(); to != "" {
			s.To, d.within = OneOrMany{to}, true
		}
	}
	if len(s.To) > 0 && s.PersonChange == Said && ok && n.kind == ledger.MentionPerson {
		d.within = true
	}
	m.because("to", "hand-over", max(i, 0), len(m.s))
	return d, true
}

// toWords gives the words after a hand-over word, up to the verb or the end of the clause.
func (m *message) toWords(j int) string {
	end := len(m.s)
	for _, c := range m.cl {
		if j >= c.i && j <= c.j {
			end = c.j
		}
	}
	if k, _ := words("办理|负责|牵头|承办|跟进|处理|主办|接手|落实|对接|来办|来做|继续|担任|完成| please| instead| as | from now| because").first(m.s[j:end]); k > 0 {
		end = j + k
	}
	t := strings.TrimLeft(trimParticles(m.orig(j, end)), "@ :由")
	if t != "办" {
		t = strings.TrimSuffix(t, "办") // 转小王办
	}
	return strings.TrimSuffix(strings.TrimSuffix(strings.TrimSpace(t), "来"), "去")
}

func (m *message) isPerson(to string) bool {
	r := []rune(to)
	return len(r) <= 4 || persons.in(strings.ToLower(to)) || words("法官|庭长|处长|主任|科长|同志|老师|助理|书记员|员").suffix(to) > 0
}

// newHandler reads 经办人换成小王 and 由王芳接手.
func (m *message) newHandler() string {
	for _, w := range []string{"换成", "改为", "改成", "变更为", "变为", "由", "is now", "will be", "to"} {
		if i := at(m.s, w, 0); i >= 0 {
			if t := m.toWords(i + len(w)); t != "" && !persons.is(t) && len([]rune(t)) <= 12 {
				return t
			}
		}
	}
	return ""
}
