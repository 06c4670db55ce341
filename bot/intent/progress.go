package intent

import "strings"

var (
	// workVerbs tell that something was done or is going on; with them an otherwise unread reply under an item is kept as a note.
	workVerbs = words("召开|起草|对接|报送|沟通|征求|启动|调研|部署|上线|测试|修改|完善|梳理|排查|整理|汇总|统计|协商|研究|讨论|组织|开展|推进|落实|编制|制定|印发|下发|上报|提交|审核|审批|会签|培训|走访|督促|通报|签订|采购|招标|验收|安装|调试|整改|清理|核查|收集|报名|发布|宣传|征集|座谈|论证|评审|公示|谈判|改造|施工|进场|到货|开发|联调|部门会|方案|初稿|办理|跟进|met with|drafted|drafting|sent|submitted|reviewed|reviewing|started|held|contacted|collected|collecting|prepared|preparing|working on|launched|tested|testing|updated|scheduled|discussed|circulated|compiled|interviewed|collated|procurement|tender|negotiating|installed|deployed|published|trained|meeting with|follow up|following up|consulting|consulted|revising|revised|rolled out|signed|kicked off")
)

// progressDraft decides what a report that neither completes nor is blocked comes to.
func (m *message) progressDraft(d draft, f facts) (draft, bool) {
	m.milestone(&f)
	if !f.any && !f.vague && f.s.Attachment == 0 && f.s.Evidence == "" {
		return draft{}, false
	}
	if !m.forTheBot(f) {
		return draft{}, false
	}
	m.unitsPending(&f)
	if f.nearly && f.s.Percent == nil && len(m.cl) == 1 && f.s.ETA.IsZero() {
		d.s = f.s
		d.s.Done.Flag, d.s.Approx, d.bare = Refuted, Said, true
		return d, true
	}
	if t := m.stageText(&f); t != "" && f.s.Milestone == nil && len(f.s.Done.Parts) == 0 && f.s.SubDone == nil && f.s.SubPending == nil && f.s.DoneCount == nil {
		f.s.Stage = t
	}
	dated := m.datedStage(&f)
	d.casual = f.hasDay && f.s.On.Date.After(dateOf(m)) || f.s.Milestone != nil || dated
	d.s = f.s
	if f.s.ETA.IsZero() && f.later && !f.any {
		f.vague = true
	}
	told := f.s.Percent != nil || !f.s.ETA.IsZero() || f.s.Stage != "" || f.s.DoneCount != nil || f.s.Remaining != nil || f.s.Measure != nil || f.s.OnTrack != 0 ||
		f.s.NoChange != 0 || f.s.Unblocked != 0 || len(f.s.Next) > 0 || len(f.s.Done.Parts) > 0 || f.s.SubDone != nil || f.s.SubPending != nil || f.s.Milestone != nil || !f.s.On.IsZero()
	switch {
	case told:
	case f.s.Attachment != 0 || f.s.Evidence != "":
		d.casual = true
	case f.hearsay:
		d.bare, d.s.Note = true, m.orig(0, len(m.s))
	case f.nearly || f.vague && !f.notDone:
		d.s.Vague, d.bare = Said, true
		d.s.Done = Done{}
	case f.notDone && m.saysMore(&f):
	case f.notDone:
		d.bare = true
	case f.partly:
		d.s.Note = m.orig(0, len(m.s))
	}
	return d, true
}

// datedStage reads 已于11月20日印发通知, a stage with the day it was reached, and takes the day out of the words: it is read back.
func (m *message) datedStage(f *facts) bool {
	if f.s.On.IsZero() || f.s.Percent != nil || !f.s.ETA.IsZero() || f.s.Next != nil || f.s.Stage == "" && len(m.cl) > 1 {
		return false
	}
	t := f.s.Stage
	if t == "" {
		t = m.orig(0, len(m.s))
	}
	for _, r := range m.whens() {
		if w := m.orig(r.Start, r.End); !r.Due.IsZero() {
			t = strings.Replace(strings.Replace(t, "于"+w, "", 1), w, "", 1)
		}
	}
	f.s.Stage = strings.TrimSuffix(strings.TrimSpace(t), " on")
	return true
}

// saysMore reports whether a clause beside "not done" tells something of other parts.
func (m *message) saysMore(f *facts) bool {
	return f.partly || len(m.cl) > 1 && f.stages > 0
}

// forTheBot keeps talk in a channel about other things (食堂今天完成装修了) from being read as a report.
func (m *message) forTheBot(f facts) bool {
	if m.c.Place != InChannel || len(m.refs) > 0 {
		return true
	}
	if f.s.Percent != nil && f.stages == 0 || f.s.NoChange != 0 {
		return m.briefly()
	}
	return (f.notDone || f.nearly || f.vague || f.s.OnTrack != 0) && m.briefly()
}

// briefly reports whether a message consists of a bare status, without a subject of its own.
func (m *message) briefly() bool {
	rest := m.remainder(m.cl[0].s)
	for _, l := range []list{doneVerbs, positive, negated, nearWords, laterWords, noChange, vagueWords, onTrack, doneEn} {
		if l.prefix(rest) > 0 {
			return true
		}
	}
	_, ok := numberAt(rest, 0)
	return ok || rest == "" || len(rest) < 10
}

// milestone reads 第一阶段12月1日前完成: a stage that has its own day.
func (m *message) milestone(f *facts) {
	for _, c := range m.cl {
		i, _ := words("第一阶段|第二阶段|第三阶段|一期|二期|三期|里程碑|节点|阶段|phase 1|phase 2|phase one|phase two|first phase|second phase|milestone").first(c.s)
		if i < 0 || !words("完成|提交|达到|上线|结束|交付|done|complete|finish|by|ready").in(c.s) || f.partly || words("按节点|时间节点").in(c.s) {
			continue
		}
		if day, ok := m.day(c.i, c.j); ok && day.Date.After(dateOf(m)) {
			f.s.Milestone = &Milestone{m.orig(c.i, c.j), day}
			f.s.ETA, f.any = Moment{}, true
		}
	}
}

// unitsPending reads 其余未报, 和平、大东未完成: the units that are still missing.
func (m *message) unitsPending(f *facts) {
	for _, c := range m.cl {
		if !words("未|没|pending|not yet|still|missing|hasn't|haven't|outstanding").in(c.s) {
			continue
		}
		for _, n := range m.namesIn(c.i, c.j) {
			if n.unit() && !containsString(f.s.SubDone, n.canon) && !containsString(f.s.SubPending, n.canon) && (len(f.s.SubDone) > 0 || f.s.DoneCount != nil) {
				f.s.SubPending = append(f.s.SubPending, n.canon)
			}
		}
	}
}

func containsString(l []string, s string) bool {
	for _, v := range l {
		if v == s {
			return true
		}
	}
	return false
}

// readNote keeps what else is written under an item about the work, so that nothing said is lost.
func readNote(m *message) (draft, bool) {
	if m.c.Speaker == Leader || m.c.Speaker == Supervisor || m.c.Speaker == Admin {
		return draft{}, false
	}
	named := len(m.refs) > 0
	if m.c.Place == InChannel && !named || m.c.Place == InDirect && !named && len(m.c.OpenItems) != 1 {
		return draft{}, false
	}
	if !named && m.offTopic() || !workVerbs.in(m.s) || m.isQuestion() || strings.HasSuffix(trimEnds(m.s), "?") {
		return draft{}, false
	}
	d := m.about(Progress)
	d.s.Note = m.orig(0, len(m.s))
	for _, c := range m.cl {
		if etaWords.in(c.s) {
			if day, ok := m.day(c.i, c.j); ok {
				d.s.ETA = day
			}
		}
	}
	return d, true
}

var offTopic = words("食堂|午饭|开会通知|会议室|开会|团建|聚餐|体检|停车|停电|值班|发工资|快递|雨|天气|放假|调休通知|生日|健身|电梯|lunch|dinner|parking|weather|party|coffee|canteen|birthday|gym|elevator")

// offTopic reports whether a message is office talk.
func (m *message) offTopic() bool { return offTopic.in(m.s) && len(m.pct) == 0 }
