package intent

import (
	"strings"

	"github.com/followup-bot/followup/ledger"
)

// facts are what a report says, clause by clause, before it is decided whether it is progress, completion or a blocker.
type facts struct {
	s       Slots
	whole   bool // somewhere the whole is said to be done
	partly  bool // or a part of it
	notDone bool
	nearly  bool
	later   bool
	onTime  bool
	miss    bool
	asked   bool
	casual  bool
	stage   [2]int // span of the words that tell the stage
	stages  int
	blocked bool // something is in the way
	any     bool // anything at all
	vague   bool
	used    []bool
	hasDay  bool // the stage has a day
}

// readReport reads how an item stands: progress, complete or blocked.
func readReport(m *message) (draft, bool) {
	d := m.about(Progress)
	f := facts{s: d.s, stage: [2]int{-1, -1}, used: make([]bool, len(m.cl))}
	m.shares(&f)
	for k, c := range m.cl {
		m.clauseFacts(&f, k, c)
	}
	m.counts(&f)
	m.tails(&f)
	switch {
	case m.isBlocked(&f):
		return m.blockedDraft(d, f)
	case m.isComplete(&f):
		return m.completeDraft(d, f)
	}
	return m.progressDraft(d, f)
}

// clauseFacts reads one clause.
func (m *message) clauseFacts(f *facts, k int, c clause) {
	fd := m.doneness(c)
	switch fd.is {
	case doneWhole:
		f.whole, f.any = true, true
		f.casual = f.casual || fd.colloquial
	case donePart:
		m.part(f, k, c, fd)
	case doneNearly:
		f.nearly, f.any, f.s.Done.Flag = true, true, Refuted
		m.stageSpan(f, c.i, c.j)
	case doneNot:
		f.notDone, f.any, f.s.Done.Flag = true, true, Refuted
	case doneMiss:
		f.miss, f.any = true, true
	case doneLater:
		f.later = true
	case doneOnTime:
		f.onTime, f.any, f.s.OnTrack = true, true, Said
	case doneAsked:
		f.asked = true
	}
	if fd.is != notSaid {
		f.used[k] = true
	}
	m.when(f, k, c, fd)
	m.attachment(f, k, c)
	m.states(f, k, c)
	if s, ok := m.stageOf(f, c, fd); ok {
		m.stageSpan(f, s[0], s[1])
		f.used[k] = true
	}
	m.nextSteps(f, k, c)
	m.obstacle(f, k, c, fd)
}

// part notes that a part is done: of a count, of units, of several things, or a stage.
func (m *message) part(f *facts, k int, c clause, fd finding) {
	f.partly, f.any = true, true
	if fd.part == "" || isCount(fd.part) {
		return
	}
	if m.unitsDone(f, c, fd) {
		return
	}
	part := strings.TrimSuffix(strings.TrimPrefix(fd.part, "了"), "工作")
	if pieces := splitList(part); len(pieces) > 1 && fd.pi > fd.i {
		f.s.Done.Parts = append(f.s.Done.Parts, pieces...)
		m.because("done", "list", c.i+fd.pi, c.i+fd.pj)
		return
	}
	if fd.pi > fd.i {
		m.stageSpan(f, c.i+fd.pi, c.i+fd.pj)
	} else {
		m.stageSpan(f, c.i+fd.pi, c.j)
	}
}

func isCount(s string) bool {
	n, ok := numberAt(s, 0)
	return ok && n.j < len(s) && counters.prefix(strings.TrimLeft(s[n.j:], " ")) > 0
}

func splitList(s string) []string {
	var out []string
	for p := range strings.SplitSeq(strings.NewReplacer("和", "、", "及", "、", "以及", "、", " and ", "、").Replace(s), "、") {
		if p = trimEnds(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// unitsDone reads 沈河、和平已完成 and 研究室那部分完成了: other units' parts.
func (m *message) unitsDone(f *facts, c clause, fd finding) bool {
	if fd.pi > fd.i {
		return false
	}
	var units []string
	for _, n := range m.namesIn(c.i, c.i+fd.i) {
		if n.unit() {
			units = append(units, n.canon)
		}
	}
	if len(units) == 0 {
		return false
	}
	if len(units) > 1 || !words("部分|那块|这块|那边|部份").in(fd.part) {
		f.s.SubDone = append(f.s.SubDone, units...)
	}
	return true
}

// stageSpan widens the span of the stage to s[i:j].
func (m *message) stageSpan(f *facts, i, j int) {
	if f.stage[0] < 0 {
		f.stage[0] = i
	}
	f.stage[1] = j
	f.stages++
	f.any = true
}

// when reads the day of a clause: an ETA, the day of a stage, the day of a miss.
func (m *message) when(f *facts, k int, c clause, fd finding) {
	if k > 0 && words("下一步|下步|接下来|next").prefix(c.s) > 0 && !etaWords.in(c.s) {
		return
	}
	expects := etaWords.in(c.s) || fd.is == doneLater || fd.is == doneOnTime && !words("没问题|没有问题").in(c.s)
	if !expects && fd.is != doneMiss && fd.is != doneWhole && fd.is != donePart && !stageVerbs.in(c.s) && !happens.in(c.s) {
		return
	}
	day, ok := m.day(c.i, c.j)
	switch {
	case !ok && expects && !etaNoDay.in(c.s):
	case fd.is == doneMiss && ok:
		f.s.Miss = day
	case expects && ok:
		f.s.ETA, f.any, f.used[k] = day, true, true
		if fd.is == doneLater {
			f.s.Done.Flag = Refuted
		}
	case fd.is == doneWhole || fd.is == donePart:
		m.past(f, c)
	case ok && (stageVerbs.in(c.s) || happens.in(c.s)):
		f.s.On, f.hasDay, f.any = day, true, true
	default:
		m.past(f, c)
	}
}

var (
	etaWords   = words("预计|计划|争取|力争|拟|将于|将在|有望|估计|预期|预计完成时间|确保|保证|承诺|大概|大约在|可以|能|eta|expected|expect|should be|will be|aiming|aim|by|plan|target|hope|hoping|planning|will finish|will complete|due|finish by|done by|ready by|ready on|before|expected by|estimate|estimated|should finish|should have|on track for|before end of|前完成|前肯定|前一定|前保证|肯定完成|一定完成|前办结|前能|之前完成|前提交|前报送|能完成|完成时间|办结时间|预计时间|可完成|内完成|内办结|底完成|下周完成|才能|月底|目标")
	etaNoDay   = words("尽快|asap|soon")
	stageVerbs = words("下发|提交|上会|报送|召开|启动|上线|开标|评审|验收|进场|开工|审议|汇报|会签|发布|印发|签约|招标|试运行|报批|送审|讨论|过会|培训|调研|测试|submit|launch|kick off|kickoff|go live|review meeting|present|pilot|goes live|starts|board|hearing")
	happens    = words("开会|上党组会|上审委会|上院长办公会|专题会|碰头会|协调会|论证会")
)

// past notes the day on which something was done, when the clause names one that lies behind.
func (m *message) past(f *facts, c clause) {
	today := ledger.DateOf(m.c.Now)
	for _, r := range m.whens() {
		if r.Start >= c.i && r.End <= c.j && !r.Due.IsZero() && (r.Past || !r.Due.After(today)) {
			f.s.On = Moment{r.Due, r.At}
			m.because("on", r.Rule, r.Start, r.End)
			return
		}
	}
}

var (
	attachWords = words("见附件|附件|附上|附后|详见附件|如附件|附件见|附件已|📎|attached|attachment|attachments|see attached|enclosed|截图如下|材料附后|附图|附表")
	evidenceAt  = words("已传至|已传到|已传|上传至|上传到|上传|已上传|存放在|存放于|存于|放在|发到|发至|报至|报送至|传到|传至|挂在|发布在|发布于|链接|链接:|见|佐证:|佐证|证明材料:|uploaded to|uploaded on|posted on|posted to|stored in|saved in|saved to|link:|link|evidence:|evidence is|evidence in|evidence at|evidence on|available on|available at|on the|filed in|published on|in the|proof:|see")
	evidenceIs  = words("佐证|证明材料|材料|报告|文件|通知|链接|截图|台账|成果|办法|方案|纪要|evidence|proof|link|report|screenshot|minutes|document|http://|https://|oa|内网|数据")
)

// attachment reads that evidence is attached or where it is.
func (m *message) attachment(f *facts, k int, c clause) {
	if attachWords.in(c.s) && !words("没有附件|附件是|附件打不开|无附件|附件未|未附|no attachment").in(c.s) {
		f.s.Attachment, f.used[k] = Said, true
		return
	}
	if k2 := strings.Index(c.s, "http"); k2 >= 0 {
		end := k2
		for end < len(c.s) && c.s[end] > ' ' && c.s[end] < 0x80 {
			end++
		}
		f.s.Evidence, f.used[k] = m.orig(c.i+k2, c.i+end), true
		return
	}
	if !evidenceIs.in(c.s) {
		return
	}
	i, j := evidenceAt.last(c.s)
	if i < 0 || f.whole && k == 0 && i < 3 {
		m.issuedEvidence(f, k, c)
		return
	}
	if e := trimParticles(trimEnds(m.orig(c.i+j, c.j))); e != "" && !words("了|完毕|中").is(e) {
		f.s.Evidence, f.used[k] = strings.TrimPrefix(e, "了"), true
		m.because("evidence", "place", c.i+j, c.j)
	}
}

// issuedEvidence reads that something was issued, sent or published beside what was done: 通知已印发.
func (m *message) issuedEvidence(f *facts, k int, c clause) {
	if k > 0 && f.whole && words("已印发|已下发|已报送|已发布|已报|已送|已发|已提交|已归档|印发|已交|issued|published|submitted|sent to|filed").in(c.s) {
		f.s.Evidence, f.used[k] = m.orig(c.i, c.j), true
	}
}

var (
	noChange   = words("无进展|没有进展|没进展|暂无进展|尚无进展|无新进展|没有新进展|无变化|没有变化|没变化|没啥变化|没什么变化|同上周|与上周相同|和上周一样|跟上周一样|同上期|与上期一致|零报告|无更新|暂无更新|没有更新|无新情况|没有新情况|维持原状|还是老样子|老样子|进度同前|进度不变|情况同前|no update|no updates|no change|no changes|nothing new|no progress|same as last week|same as before|unchanged|nothing to report|no news|no movement|status quo|没动|未有进展|未取得进展|没推进|进展同上次|同上次")
	onTrack    = words("按计划推进|按计划进行|按计划开展|按序推进|有序推进|正常推进|顺利推进|进展顺利|推进顺利|一切顺利|一切正常|进展正常|进度正常|按时间节点推进|按节点推进|按期推进|如期推进|按部就班|能按时|能按期|可以按时|可按期|可按时|符合进度|on track|on schedule|on course|going well|going smoothly|as planned|on plan|proceeding well|progressing well|according to plan|all good|smoothly|按时没问题|时间没问题|来得及|不会超期|不会逾期|不会延期")
	offTrack   = words("not on track|off track|behind schedule|落后于计划|滞后|进度偏慢|进度滞后|慢于计划|behind plan|slipping|running late|进展缓慢|推进缓慢|进展较慢|进度较慢|跟不上进度")
	cleared    = words("已解决|解决了|已经解决|解决啦|已批复|批了|已批准|批下来了|已到位|到位了|已打通|卡点已消除|不卡了|恢复推进|可以继续|可以推进了|已协调好|协调好了|unblocked|no longer blocked|resolved the|got unblocked|approval came through|has been approved|was approved|approved now|issue is resolved|issue resolved|problem solved|can proceed now|back on track|blocker is gone|blocker cleared|问题已经|障碍已排除|已疏通|审批通过了|已审批通过|已落实到位|come through|came through")
	clearedOf  = words("问题|经费|资金|障碍|卡点|堵点|难点|困难|财政|审批|批复|人手|权限|数据|接口|设备|场地|供应商|issue|problem|blocker|finance|approval|budget|access|vendor|it|funding")
	vagueWords = words("快了|快了快了|差不多好了|基本差不多了|快弄完了|快办完了|快好了|快完了|差不多了|差不多|马上就好|马上好|马上|即将完成|有进展|有一定进展|有所进展|取得一定进展|还在弄|还在做|在弄|在做|正在弄|在办|正在办|办理中|正在办理|在推进|推进中|正在推进|正在推进中|还在推进|进行中|正在进行|正在进行中|正在落实|落实中|正在处理|处理中|持续推进|稳步推进|积极推进|抓紧推进|抓紧办理中|抓紧办|努力中|在路上|soon|almost|almost there|nearly there|nearly|getting there|in progress|wip|ongoing|making progress|some progress|working on it|still working on it|still working|in the works|underway|under way|moving along|coming along|should be soon|work in progress|being worked on|we're working on it|i'm working on it|a bit more|just a bit more|shortly|比较顺利|还行|还好|还可以|一般|基本好了|基本差不多|差一点|差一点点|还差一点|还差点|就差一点|再等等|还早|还需要一点时间|还要一段时间|在跟进|跟进中|正在跟进|有序进行|so so|okay so far|getting close|close|再给点时间")
)

// states reads the fixed phrases: no change, on track, unblocked, vague.
func (m *message) states(f *facts, k int, c clause) {
	s := trimParticles(m.withoutRefs(c))
	switch {
	case noChange.in(c.s):
		f.s.NoChange, f.any, f.used[k] = Said, true, true
	case offTrack.in(c.s) && !words("无滞后|没有滞后|不存在滞后|未滞后|没滞后|不滞后|not behind").in(c.s):
		f.s.OnTrack, f.any, f.used[k] = Refuted, true, true
	case onTrack.in(c.s) && negated.suffix(c.s[:onTrack.where(c.s)]) == 0:
		f.s.OnTrack, f.any, f.used[k] = Said, true, true
	case cleared.in(c.s) && clearedOf.in(c.s) && c.end != '?' && !words("未|没有|没|尚未|not").in(c.s):
		f.s.Unblocked, f.any, f.used[k] = Said, true, true
	}
	for {
		was := s
		for _, l := range []list{owners, dateWords, words("还|都|也|已经|已|正在|it's|its|we're|we are|i'm|it is|is|still")} {
			if n := l.prefix(s); n > 0 && n < len(s) && !vagueWords.is(s) {
				s = strings.TrimSpace(s[n:])
			}
		}
		if s == was {
			break
		}
	}
	if vagueWords.is(s) || vagueWords.is(strings.TrimSuffix(s, "了")) || vagueWords.is(strings.TrimSuffix(s, "中")) {
		f.vague, f.used[k] = true, true
	}
}
