package intent

import (
	"regexp"
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
	hearsay bool   // others are said to have said that it is done
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
		f.nearly, f.any = true, true
		if m.percentIn(c) {
			break // 80% done, 大体完成了八成
		}
		f.s.Done.Flag = Refuted
		m.stageSpan(f, c.i, c.j)
	case doneNot:
		f.notDone, f.any, f.s.Done.Flag = true, true, Refuted
	case doneMiss:
		f.miss, f.any = true, true
	case doneLater:
		f.later = true
	case doneOnTime:
		f.onTime, f.any, f.s.OnTrack = true, true, Said
	case doneSaid:
		f.hearsay, f.any = true, true
	case doneAsked:
		f.asked = true
	}
	if fd.is != doneNot && m.asksToClose(c) {
		f.whole, f.any, f.used[k] = true, true, true
	}
	if fd.is != notSaid {
		f.used[k] = true
	}
	if fd.is == notSaid {
		m.unitsReported(f, k, c)
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

// unitsReported reads 铁西、大东报来了 and 浑南还没报: which units have handed in their part, and which have not.
func (m *message) unitsReported(f *facts, k int, c clause) {
	var units []string
	end := c.i
	for _, n := range m.namesIn(c.i, c.j) {
		if !n.unit() || strings.Trim(m.s[end:n.i], " 、,和及与&and") != "" {
			break
		}
		units, end = append(units, n.canon), n.j
	}
	rest := strings.TrimLeft(m.s[end:c.j], " 都均也两三四五家的院法庭单位")
	if m.allBut(f, k, c) {
		return
	}
	switch {
	case len(units) == 0:
		return
	case words("还欠|没报|未报|没交|未交|没反馈|未反馈|没回|未回|还没|还未|尚未|没动|没送|还差|欠着|没提交|没上报|未上报|haven't|hasn't|not yet|still missing|still to report|outstanding|missing|pending").prefix(rest) > 0:
		if len(f.s.SubDone) > 0 || len(units) > 1 {
			f.s.SubPending = append(f.s.SubPending, units...)
		} else {
			return
		}
	case words("报来|报了|已报|报齐|报上来|交了|交来|交齐|已交|反馈了|已反馈|回了|回复了|已回复|报送了|已报送|上报了|已上报|提交了|已提交|送来了|已送|到齐|have reported|has reported|reported|have submitted|submitted|sent theirs|are in|is in|have replied|replied|responded|have sent").prefix(rest) > 0:
		f.s.SubDone = append(f.s.SubDone, units...)
	default:
		return
	}
	f.partly, f.any, f.used[k] = true, true, true
}

// allBut reads 除大东法院外都报齐了: the units named are the ones still missing.
func (m *message) allBut(f *facts, k int, c clause) bool {
	end := c.j
	if k+1 < len(m.cl) && words("其他|其余|其它|各院|各庭|各法院|各单位|各部门|各家|都|均|全|the others|the rest|all").prefix(m.cl[k+1].s) > 0 {
		end = m.cl[k+1].j // 除了铁西、大东,其余均已报
	}
	c.s = m.s[c.i:end]
	i, j := exceptWords.first(c.s)
	if m.restPending(f, k, m.cl[k]) || m.exceptThese(f, k, m.cl[k]) {
		return true
	}
	if i != 0 || !words("都|均|全|已|其他|其余|everyone|all|the others|everybody").in(c.s) || !words("报齐|报了|报来|已报|交齐|交了|已交|完成|反馈|回复|到齐|办结|reported|submitted|done|replied|in").in(c.s[j:]) || words("没|未|not").in(c.s) {
		return false
	}
	for _, n := range m.namesIn(c.i+j, end) {
		if n.unit() {
			f.s.SubPending = append(f.s.SubPending, n.canon)
		}
	}
	if f.s.SubPending == nil {
		return false
	}
	f.partly, f.whole, f.any, f.used[k] = true, false, true, true
	m.because("sub_pending", "except", c.i, end)
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
	if k > 0 && (words("下一步|下步|接下来|next").prefix(c.s) > 0 || startsLater(c.s)) && !etaWords.in(c.s) {
		return
	}
	if m.toldOfPast(f, k, c, fd) || m.bareDay(f, k, c) {
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
	case ok && (stageVerbs.in(c.s) || happens.in(c.s)) && (m.han || day.Date.DaysSince(dateOf(m)) <= 300):
		f.s.On, f.hasDay, f.any = day, true, true
	default:
		m.past(f, c)
		f.any = f.any || !f.s.On.IsZero()
	}
}

var (
	etaWords   = words("打算|to finish|to complete|to deliver|to be done|targeting|shooting for|looking at|pencilled in|penciled in|slated for|scheduled for|should land|lands|landing|finishing|completing|submitting|最迟|最晚|定于|安排在|力求|务求|不晚于|不迟于|预计|计划|争取|力争|拟|将于|将在|有望|估计|预期|确保|保证|承诺|大概|大约在|可以|能|eta|expected|expect|should be|will be|aiming|aim|by|plan|target|hope|hoping|planning|will finish|will complete|due|ready on|before|estimate|estimated|should finish|should have|on track for|前完成|前肯定|前一定|肯定完成|一定完成|前办结|前提交|前报送|完成时间|办结时间|可完成|内完成|内办结|底完成|下周完成|月底|目标")
	etaNoDay   = words("尽快|asap|soon")
	stageVerbs = words("开过|开了|去过|做过|办过|走过|谈过|跑过|visited|agreed|reviewed|drafted|contacted|interviewed|签订|签了|成立|组建|举办|举行|组织|开展|动员|部署|传达|学习|发放|发出|发函|约谈|走访|移交|入驻|进驻|signed|issued|held|published|sent|circulated|awarded|installed|launched|met|presented|filed|trained|posted|started|kicked off|rolled out|opened|approved|tested|delivered|notified|briefed|kick-off|workshop|demo|rollout|下发|提交|上会|报送|召开|启动|上线|开标|评审|验收|进场|开工|审议|汇报|会签|发布|印发|签约|招标|试运行|报批|送审|讨论|过会|培训|调研|测试|submit|launch|kick off|kickoff|go live|review meeting|present|pilot|goes live|starts|board|hearing")
	happens    = words("开会|上党组会|上审委会|上院长办公会|专题会|碰头会|协调会|论证会")
)

// past notes the day on which something was done, when the clause names one that lies behind.
func (m *message) past(f *facts, c clause) {
	today := ledger.DateOf(m.c.Now)
	for _, r := range m.whens() {
		if r.Start < c.i || r.End > c.j || r.Due.IsZero() {
			continue
		}
		due := r.Due
		if due.DaysSince(today) > 300 {
			due = m.pastDay(r) // 11月20日完成了, "signed on 20 November" was the last one
		}
		if r.Past || !due.After(today) {
			f.s.On = Moment{due, r.At}
			m.because("on", r.Rule, r.Start, r.End)
			return
		}
	}
}

var (
	attachWords = words("请查收|发上来了|传上来了|附照片|附报告|附材料|附截图|附佐证|附清单|报告在这|见图|如图|附件|附上|附后|📎|attached|attachment|attachments|enclosed|截图如下|附图|附表")
	evidenceAt  = words("已挂|挂|传了|存了|传|挂到|挂上|发在|发了|报了|放到|交到|交给|送到|归档到|归档在|sent to|shared in|shared on|placed in|placed on|put in|put on|已传至|已传到|已传|上传至|上传到|上传|已上传|存放在|存放于|存于|放在|发到|发至|报至|报送至|传到|传至|挂在|发布在|发布于|链接|链接:|见|佐证:|佐证|证明材料:|uploaded to|uploaded on|posted on|posted to|stored in|saved in|saved to|link:|link|evidence:|evidence is|evidence in|evidence at|evidence on|available on|available at|on the|filed in|published on|in the|proof:|see")
	evidenceIs  = words("照片|图片|视频|佐证|材料|报告|文件|通知|链接|截图|台账|成果|办法|方案|纪要|evidence|proof|link|report|screenshot|minutes|document|http://|https://|oa|内网|数据")
)

// liesAt reads 材料在OA里: where the evidence of what is done lies.
var liesAt = regexp.MustCompile(`^(?:相关|全部)?(?:材料|佐证|附件|报告|照片|文件|资料|总结|台账)(?:都|已|就|均)?(?:在|存|放)+([^,;。没]{2,24}?)(?:里|上|中|内)?$`)

// attachment reads that evidence is attached or where it is.
func (m *message) attachment(f *facts, k int, c clause) {
	if attachWords.in(c.s) && !words("没有附件|附件是空|附件是错|附件是旧|附件是什么|附件是啥|附件打不开|无附件|附件未|未附|no attachment").in(c.s) {
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
	if at := liesAt.FindStringSubmatchIndex(c.s); at != nil && f.whole && k > 0 {
		f.s.Evidence, f.used[k] = m.orig(c.i+at[2], c.i+at[3]), true
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
	if strings.HasPrefix(c.s[j:], "不") {
		return // 数据传不上去
	}
	if words("上来|过来|上去|过去").prefix(strings.TrimLeft(c.s[j:], "了")) > 0 {
		f.s.Attachment, f.used[k] = Said, true // 材料传上来了
		return
	}
	if e := strings.TrimSuffix(trimParticles(trimEnds(m.orig(c.i+j, c.j))), "了"); e != "" && !(evidenceIs.is(strings.ToLower(e)) && words("发了|报了").is(c.s[i:j])) && !words("了|完毕|中").is(e) {
		f.s.Evidence, f.used[k] = strings.TrimPrefix(e, "了"), true
		m.because("evidence", "place", c.i+j, c.j)
	}
}

// issuedEvidence reads that something was issued, sent or published beside what was done: 通知已印发.
func (m *message) issuedEvidence(f *facts, k int, c clause) {
	if k > 0 && f.whole && words("已下发|已报|已送|已发|已提交|已归档|印发|已交|issued|published|submitted|sent to|filed").in(c.s) {
		f.s.Evidence, f.used[k] = m.orig(c.i, c.j), true
	}
}

var (
	noChange   = words("还是上次那个数|还是上周那个数|还是原来那个数|还是上次的数|还是上周的数|还是上次那样|数字没变|数没变|" + cross("没|没有|还没|未|没能|一直没", "顾上|顾得上|顾得着|腾出手|腾出空|抽出空|抽出时间|来得及弄|来得及办|来得及做|来得及看|来得及动|挤出时间|空弄|空办|空管|空做|工夫弄|功夫弄") + "|" + cross("顾不上|顾不过来|没空|没工夫|没功夫|抽不开身|腾不出手", "这项|这事|这个|弄|办|它") + "|" + cross("haven't|have not|hasn't|didn't|did not|not|never", " ", "had time|had the time|got to|gotten to|got round to|got around to|gotten around to|get to|get around to|get round to|touched|looked at") + "|no time for this|where we were|where it was|same place|same spot|no further along|hasn't moved|haven't moved|didn't move|" + cross("没|没有|无|暂无|暂时没有|暂时没|尚无|未有|还没|还没有|并无", "新|什么|啥|任何|明显|太大|大的|更多|其他|进一步|什么新|新的", "进展|变化|情况|动静|更新|消息|可报") + "|" + cross("跟|和|与|同", "上次|上周|上回|上期|上月|昨天|之前|前一次|上一次", "一样|一致|相同|差不多|没区别|没差别|持平|没什么两样|没两样") + "|照旧|依旧|还那样|还是那样|还是原样|原样|没有动|一动没动|纹丝不动|无新增|原地踏步|nothing to add|nothing has changed|nothing changed|hasn't changed|has not changed|no movement|no further progress|no further update|no news yet|still the same|the same as|same as yesterday|same status|as before|as last week|same again|nothing moved|无进展|没有进展|没进展|暂无进展|尚无进展|无新进展|没有新进展|无变化|没有变化|没变化|没啥变化|没什么变化|同上周|与上周相同|和上周一样|跟上周一样|同上期|与上期一致|零报告|无更新|暂无更新|没有更新|无新情况|没有新情况|维持原状|还是老样子|老样子|进度同前|进度不变|情况同前|no update|no updates|no change|no changes|nothing new|no progress|same as last week|same as before|unchanged|nothing to report|no news|no movement|status quo|没动|未有进展|未取得进展|没推进|进展同上次|同上次")
	onTrack    = words("" + cross("不会|不至于|绝不会|绝不", "超|误|拖|晚|延误|耽误|掉链子") + "|" + cross("时间|工期|时间上", "够|够用|充裕|充足|宽裕|富余|跟得上") + "|" + cross("在|都在|均在", "计划|掌控|预期|控制|预料|可控范围", "之内|内|之中|中|范围内|范围之内") + "|going to plan|go to plan|going as planned|under control|in good shape|looking good|progressing to plan|running to plan|running to schedule|" + cross("没|没有|无|不存在|未|未有|不会有|没什么", "延误|滞后|偏差|耽误|拖延|掉队|落后|障碍|异常|堵点|滞后情况|延误情况") + "|make the date|make the deadline|meet the deadline|meet the date|hit the deadline|hit the date|make it in time|make it on time|be ready in time|be ready on time|deliver on time|finish on time|done on time|赶得上|来得及的|误不了事|按时交差|准时交|不会误|不会晚|不会拖|没有风险|无风险|" + cross("按|按照|依|照|依照", "计划|既定计划|原计划|原定计划|节点|时间节点|既定节点|进度|进度表|计划表|时间表|路线图|序|时序|序时进度|步骤", "推进|推进中|进行|进行中|走|在走|开展|实施|落实|执行|办理|在办|推|做|来") + "|" + cross("一切|都|整体|总体|各项|各方面|目前", "正常|顺利|按计划|按部就班|可控|如期|符合预期|在掌控中|在计划内") + "|" + cross("能|能够|可|可以|肯定能|一定能|应该能|有把握|有信心", "按期|按时|如期|准时|按节点", "完成|办结|交付|交|拿下|结束|报送|落实|做完") + "|跟计划一致|与计划一致|和计划一致|与计划相符|符合计划|没有偏差|无偏差|没掉队|没有掉队|没拖|没有拖延|没耽误|不会耽误|误不了|耽误不了|on target|to plan|to schedule|on pace|per plan|right on time|ahead of plan|ahead of schedule|running to time|per schedule|within schedule|tracking well|tracking to plan|all fine|no slippage|no delays|no delay|no surprises|按计划推进|按计划进行|按计划开展|按序推进|正常推进|顺利推进|进展顺利|推进顺利|一切顺利|一切正常|进展正常|进度正常|按时间节点推进|按节点推进|按期推进|如期推进|按部就班|能按时|能按期|可以按时|可按期|可按时|符合进度|on track|on schedule|on course|going well|going smoothly|as planned|on plan|proceeding well|progressing well|according to plan|all good|smoothly|按时没问题|时间没问题|来得及|不会超期|不会逾期|不会延期")
	offTrack   = words("not on track|off track|behind schedule|落后于计划|滞后|进度偏慢|慢于计划|behind plan|slipping|running late|进展缓慢|推进缓慢|进展较慢|进度较慢|跟不上进度")
	cleared    = words(cross("blocker|obstacle|issue|problem|bottleneck|impediment|hold-up|holdup", " ", "removed|cleared|gone|lifted|out of the way") + "|" + cross("人手|人员|设备|资料|材料|数据|经费", "补齐了|配齐了|凑齐了|到齐了") + "|work resumed|resumed work|works resumed|恢复正常|" + cross("permission|approval|access|budget|funding|sign-off|clearance|consent", " ", "granted|given|received|obtained|secured|is in|is through|came in") + "|" + cross("已|已经|都|也|终于|总算|刚|现在", "批|批复|批准|同意|到位|解决|开通|开放|打通|疏通|落实|拨付|下拨|协调好|协调|回函|回复|答复|给了|拿到|到账|到货", "了|下来了|下来|好了|完") + "|到账|到账了|拿到了|打通了|接通了|下来了|通了|开通了|开放了|给了|回函了|回复了|松口了|同意了|到货了|finally approved|now approved|signed off on|has signed off|finally signed|came back with approval|moving again|moving now|rolling again|back in motion|go-ahead|green light|greenlit|has been resolved|has been fixed|is fixed|got fixed|is sorted|got sorted|sorted out|been lifted|unstuck|no longer stuck|no longer waiting|has arrived|have arrived|came in|now have access|access granted|got access|got the access|released the funds|funds released|已解决|解决了|已经解决|解决啦|已批复|批了|已批准|批下来了|已到位|到位了|已打通|卡点已消除|不卡了|恢复推进|可以继续|可以推进了|已协调好|协调好了|unblocked|no longer blocked|resolved the|got unblocked|approval came through|has been approved|was approved|approved now|issue is resolved|issue resolved|problem solved|can proceed now|back on track|blocker is gone|blocker cleared|问题已经|障碍已排除|已疏通|审批通过了|已审批通过|已落实到位|come through|came through")
	clearedOf  = words("招标|采购|卡|省院|省法院|省高院|上级|领导|回函|接口|系统|场地|人员|编制|手续|流程|合同|款|钱|预算|账号|端口|服务器|货|blocked|stuck|waiting|we're|we are|again|court|bureau|legal|delivery|parts|funds|money|permission|permit|sign-off|contract|dependency|blockage|hold-up|holdup|interface|system|server|问题|经费|资金|障碍|堵点|难点|困难|财政|审批|批复|人手|权限|数据|设备|供应商|issue|problem|blocker|finance|approval|budget|access|vendor|it|funding")
	vagueWords = words("差一点就完了|差一点就好了|差点就完了|差点就好了|就差一点了|就快完了|就快好了|就要完了|就要好了|马上完了|马上就完|马上就好了|马上搞定|马上弄完|马上做完|马上办完|快完工了|快办结了|快收工了|about to finish|about done|just about there|just finishing|finishing up|finishing off|wrapping up|winding up|nearing completion|near completion|close to completion|final stretch|home stretch|final touches|tidying up|还在弄着|弄着呢|办着呢|做着呢|正办着|正弄着|抓紧中|在抓紧|加紧办理|加紧推进|加快办理|加快推进|加快推进中|正在加快推进|正在抓紧|正在抓紧办理|正在抓紧推进|全力推进|全力推进中|全力办理|正在全力推进|有序推进中|有眉目了|有点眉目|有进展了|有些进展|有一些进展|推着呢|推进着|在做着|手头在办|手上在办|快有结果了|快搞定了|快做完了|快办好了|快弄好了|差不离|差不离了|八九不离十|快收尾了|收尾中|收尾阶段|临近尾声|接近尾声|尾声了|动着呢|一直在跟|一直在办|一直在推|一直在做|一直在推进|在忙|忙着呢|正忙着|在搞|还在搞|正在搞|making headway|getting on with it|chipping away|plugging away|in hand|it's in hand|we're on the case|on the case|working through it|ticking along|progressing|still progressing|it's moving|moving|moving forward|moving ahead|still ongoing|still in progress|being handled|being processed|in process|processing|nearly finished|close to done|close to finished|almost finished|on the way|on its way|getting somewhere|bit by bit|slowly but surely|slowly|not far off|not long now|快了|快了快了|差不多好了|基本差不多了|快弄完了|快办完了|快好了|快完了|差不多了|差不多|马上就好|马上好|马上|即将完成|有进展|有一定进展|有所进展|取得一定进展|还在弄|还在做|在弄|在做|正在弄|在办|正在办|办理中|正在办理|在推进|推进中|正在推进|正在推进中|还在推进|进行中|正在进行|正在进行中|正在落实|落实中|正在处理|处理中|持续推进|稳步推进|积极推进|抓紧推进|抓紧办理中|抓紧办|努力中|在路上|soon|almost|almost there|nearly there|nearly|getting there|in progress|wip|ongoing|making progress|some progress|working on it|still working on it|still working|in the works|underway|under way|moving along|coming along|should be soon|work in progress|being worked on|we're working on it|i'm working on it|a bit more|just a bit more|shortly|比较顺利|还行|还好|还可以|一般|基本好了|基本差不多|差一点|差一点点|还差一点|还差点|就差一点|再等等|还早|还需要一点时间|还要一段时间|在跟进|跟进中|正在跟进|有序进行|so so|okay so far|getting close|close|再给点时间")
)

// unfinished are whole clauses that say no more than that it is not done.
var unfinished = words("没|没那么快|哪有那么快|没这么快|not quite|not quite there|not quite done|not there|not really|not so fast|" + cross("还差|尚差|仍差|还差着", "一大截|一截|一大块|老远|很多|不少|得多|得远") + "|尚未启动|未启动|还没启动|没启动|还未启动|尚未开展|尚未开始|还未开始|未开始|还没开展|haven't begun|incomplete|unfinished|not complete|not completed|not done|not finished|undone|not all done|没成|还没成|没利索|还没利索|没搞定|没弄利索|没收尾|没收口|nope|no not yet|没完|还没完|没好|还没好|没弄|还没弄|没搞|没做|还没做|没办|还没办|没开始|还没开始|没动手|还没动手|早着呢|还早着呢|还早|差得远|还差得远|差远了|远着呢|没呢|还没呢|没结束|还没结束|没结|尚未|not there yet|not yet|nope, not yet|no, not yet|nowhere near|far from it|long way to go|a long way to go|a way to go|not started|not started yet|haven't started|hasn't started|have not started|yet to start|not begun")

// vaguely reads 正在抓紧推进中 and its many like: that the work goes on, and no more.
func vaguely(s string) bool {
	n := 0
	for _, l := range []list{words("目前|现在|现|都|也|仍|还|尚|一直|继续|持续|正|正在|在|仍在|还在|尚在"), words("目前|正|正在|在|继续|持续|全力|抓紧|积极|加紧|加快|有序|稳步|努力|按程序|扎实|逐步|全面"), words("抓紧|积极|加紧|加快|有序|稳步|努力|扎实|全力")} {
		if k := l.prefix(s); k > 0 {
			s, n = s[k:], n+1
		}
	}
	k := words("琢磨|酝酿|消化|摸索|商量|磨|赶|谈|改|写|推进|办理|落实|进行|处理|跟进|推动|开展|办|弄|做|搞|推|忙").prefix(s)
	if k == 0 {
		return false
	}
	tail := s[k:]
	return (n > 0 || tail != "") && (tail == "" || words("中|之中|着|当中|过程中|过程当中|着呢|呢").is(tail))
}

// perfect writes the spoken forms of 了 as 了.
var perfect = strings.NewReplacer("啦", "了", "喽", "了", "咯", "了", "嘞", "了")

// states reads the fixed phrases: no change, on track, unblocked, vague.
func (m *message) states(f *facts, k int, c clause) {
	s := trimParticles(perfect.Replace(m.withoutRefs(c)))
	switch {
	case noChange.in(c.s) || sameAsBefore(c.s):
		f.s.NoChange, f.any, f.used[k] = Said, true, true
	case offTrack.in(c.s) && !words("无滞后|没有滞后|不存在滞后|未滞后|没滞后|不滞后|not behind").in(c.s):
		f.s.OnTrack, f.any, f.used[k] = Refuted, true, true
	case words("back on track|back on schedule|back on course|重回正轨|回到正轨|重新动起来").in(c.s) && c.end != '?':
		f.s.Unblocked, f.any, f.used[k] = Said, true, true
	case asPlanned.MatchString(c.s) || words("on time|in time|in good time|within time|well within time|不超|不超期").is(s):
		f.s.OnTrack, f.any, f.used[k] = Said, true, true
	case onTrack.in(c.s) && negated.suffix(c.s[:onTrack.where(c.s)]) == 0 && words("won't|can't|cannot|not|may not|might not|unable to|never|not going to|won't be able to|not be able to|hardly").suffix(strings.TrimRight(c.s[:onTrack.where(c.s)], " ")) == 0:
		f.s.OnTrack, f.any, f.used[k] = Said, true, true
	case (clearedOf.in(c.s) && cleared.in(c.s) || words("unblocked|no longer blocked|no longer stuck|unstuck|不卡了|通了|解决了").is(trimParticles(c.s))) && c.end != '?' && !words("未|没|not").in(c.s):
		f.s.Unblocked, f.any, f.used[k] = Said, true, true
	}
	if n := words("fine|well|nicely|ok|okay|steadily|slowly|gradually|as usual").suffix(s); n > 0 && vagueWords.suffix(strings.TrimSpace(s[:len(s)-n])) > 0 {
		s = strings.TrimSpace(s[:len(s)-n])
	}
	if n := words("slowly|steadily|gradually|quietly|surely|slowly but surely").prefix(s); n > 0 && n < len(s) {
		s = strings.TrimSpace(s[n:])
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
	if unfinished.is(s) && c.end != '?' {
		f.notDone, f.any, f.used[k], f.s.Done.Flag = true, true, true, Refuted
	}
	if vagueWords.is(once(s)) || workingOn.MatchString(once(s)) || vaguely(s) || goingOn(s) && !ackWords.is(s) || vagueWords.is(strings.TrimSuffix(s, "了")) || vagueWords.is(strings.TrimSuffix(s, "中")) {
		f.vague, f.used[k] = true, true
	}
}
