package intent

import (
	"regexp"
	"strings"
)

var (
	stageMarks = words(cross("已经", "签|报|送|发|提交|启动|上报|印发|立项|移交|进场|开标") + "|就剩|仅剩|就等|只等|只待|就待|仅待|正在|已于|已进入|进入|处于|正处于|已提交|已报|已送|已报送|已发|已起草|已形成|" + cross("已|已经|基本|初步", "成型|成稿|定稿|拟定|拟好|拟就|完稿|出炉|出来") + "|已启动|已开展|已召开|已组织|已部署|已对接|已沟通|已联系|已发出|已下发|已印发|已签|已立项|已上报|已征求|已开始|开始|在走|走流程|待会签|待审批|待签发|待盖章|待上会|在审批|审批中|会签中|招标中|测试中|起草中|调研中|征求意见中|还差|只差|就差|仅差|只剩|还剩下|初稿|草稿|草案|送审稿|征求意见稿|试运行|已报批|drafted|with legal|for review|for approval|for comment|for comments|for signature|for countersignature|currently|now in|in the|moved to|entered|started|waiting for|pending|awaiting|under review|drafting|testing|submitted|in review|in testing|draft|just need|only need|all that remains|remaining is|left is|except for|out for|circulated")
	nextMarks  = words("下一步计划|下一步工作|下一步将|下一步拟|下一步是|下一步|下步计划|下步将|下步拟|下步|接下来将|接下来要|接下来|后续将|后续拟|后续|随后|然后|next step is to|next step:|next step is|next steps:|next steps are|next steps|next step|next up:|next up|next we will|next we|next i will|next:|next,|next is|next")
)

// reaches reads 目前到会签环节了, "in UAT now": which step the work has come to.
var reaches = regexp.MustCompile(`(?:到|到了|进到|走到|卡点在|在|已经在)[\p{Han}]{1,8}(?:环节|阶段|步骤|程序)(?:了|中)?$|^(?:now |currently |we're |we are )?in (?:the )?[a-z]{2,16}(?: [a-z]+)? (?:now|phase|stage)$`)

func startsWithNumber(s string) bool {
	_, ok := numberAt(s, 0)
	return ok
}

// stageOf gives the span of the words in a clause that say where the work stands.
func (m *message) stageOf(f *facts, c clause, fd finding) ([2]int, bool) {
	i, _ := stageMarks.first(c.s)
	if reaches.MatchString(c.s) && i < 0 {
		i = 0
	}
	if strings.HasPrefix(c.s, "差") && words("差不多|差一点|差点|差得|差远|差距|差旅|差额|差错|差别").prefix(c.s) == 0 && len(c.s) > len("差了") && !startsWithNumber(c.s[len("差"):]) {
		i = 0 // 差领导签字了
	}
	if i < 0 || isAck(m.withoutRefs(c)) || fd.is == doneWhole || fd.is == donePart || fd.is == doneAsked || fd.is == doneSaid || fd.is == doneIf || nextMarks.prefix(c.s) > 0 || m.percentIn(c) && !words("正在|进入").in(c.s) {
		return [2]int{}, false
	}
	if f.s.Attachment == Said && attachWords.in(c.s) || evidenceClause(f, m, c) || fd.is == doneLater && !words("正在").in(c.s) || becauseWords.prefix(c.s) > 0 {
		return [2]int{}, false
	}
	if unfinished.is(trimParticles(m.withoutRefs(c))) {
		return [2]int{}, false
	}
	if vagueWords.is(trimParticles(m.withoutRefs(c))) || goingOn(trimParticles(m.withoutRefs(c))) || offTrack.in(c.s) || f.s.OnTrack == Said && onTrack.in(c.s) || f.s.NoChange == Said && noChange.in(c.s) || f.s.Unblocked == Said && cleared.in(c.s) {
		return [2]int{}, false
	}
	return [2]int{c.i, c.j}, true
}

// toldOfPast reads 昨天已将征求意见稿发各庭, 上周把方案报给了研究室: a day that lies behind, and that something was done on it.
func (m *message) toldOfPast(f *facts, k int, c clause, fd finding) bool {
	if fd.is != notSaid || m.percentIn(c) || !m.tellsDeed(c) || noChange.in(c.s) || stuck.in(c.s) || lacks(c.s) || !f.s.On.IsZero() || isAck(m.withoutRefs(c)) || !m.forTheBot(*f) {
		return false
	}
	was := f.s.On
	if m.past(f, c); f.s.On.IsZero() || !f.s.On.Date.Before(dateOf(m)) {
		f.s.On = was
		return false
	}
	f.used[k] = true
	m.stageSpan(f, c.i, c.j)
	return true
}

// bareDay reads 快了快了,下周三: a day to come that stands alone after how it goes is when it will be done.
func (m *message) bareDay(f *facts, k int, c clause) bool {
	if k == 0 || !f.vague {
		return false
	}
	for _, r := range m.whens() {
		if r.Start == c.i && trimEnds(m.s[r.End:c.j]) == "" && r.Due.After(dateOf(m)) {
			f.s.ETA, f.any, f.used[k] = Moment{r.Due, r.At}, true, true
			return true
		}
	}
	return false
}

// tellsDeed reports whether a clause tells that something was done: 已, 把…了, a past tense.
func (m *message) tellsDeed(c clause) bool {
	if words("没|未|不|说|提醒|催|收到|批评|对接|沟通|联系|聊|碰|通话|电话|note|not|n't|said|told|talked|spoke|called|contacted").in(c.s) {
		return false
	}
	if m.han {
		return words("已|把|将|给|向|与|和|对|组织|召集").in(c.s) && (workVerbs.in(c.s) || stageVerbs.in(c.s) || words("发|报|送|交|约|走|谈|拜访|去|审|过").in(c.s)) || words("了|过").in(c.s) && (workVerbs.in(c.s) || stageVerbs.in(c.s) || words("发了|报了|送了|交了|递了|寄了|下了|贴了|拟了|审了|约了").in(c.s))
	}
	return workVerbs.prefix(c.s) > 0 || words("we|i|have|team|was|were").in(c.s) && (workVerbs.in(c.s) || stageVerbs.in(c.s))
}

// startsLater reads 下周开始试运行, "next week we start the trial": what comes after what has been told.
func startsLater(s string) bool {
	i, j := words("下周|下个月|下月|下星期|明天|后天|明日|下季度|next week|next month|tomorrow|from monday").first(s)
	return i == 0 && words("开始|启动|着手|将|准备|转入|进入|安排|组织|we start|we begin|starts|begins|we will|we'll|start|begin").prefix(strings.TrimLeft(s[j:], " 一二三四五六日天起我们庭,")) > 0 && !words("完成|办结|结束|交|报|finish|complete|done").in(s)
}

func evidenceClause(f *facts, m *message, c clause) bool {
	return f.s.Evidence != "" && strings.Contains(m.orig(c.i, c.j), f.s.Evidence)
}

func (m *message) percentIn(c clause) bool {
	for _, p := range m.pct {
		if p.i >= c.i && p.j <= c.j {
			return true
		}
	}
	return false
}

// stageText gives the stage in the writer's words; what is left over of 还差最后盖章 is 差盖章.
func (m *message) stageText(f *facts) string {
	if f.stage[0] < 0 {
		return ""
	}
	for _, c := range m.cl {
		if c.i < f.stage[0] || c.j > f.stage[1] {
			continue
		}
		if i, j := words("还差|只差|就差|仅差|差|就剩|只剩|仅剩|还剩|剩").first(c.s); i >= 0 {
			rest := m.orig(c.i+j, c.j)
			for _, w := range []string{"最后一个", "最后一道", "最后一步", "最后", "一个", "一道", "个"} {
				rest = strings.TrimPrefix(rest, w)
			}
			if rest = trimParticles(strings.TrimSuffix(rest, "了")); rest != "" {
				if _, number := numberAt(rest, 0); !number {
					return "差" + rest
				}
			}
		}
	}
	t := m.orig(f.stage[0], f.stage[1])
	for _, w := range []string{"目前", "现在", "现", "我们", "我庭"} {
		t = strings.TrimPrefix(t, w)
	}
	m.because("stage", "stage", f.stage[0], f.stage[1])
	return strings.TrimSpace(strings.TrimPrefix(t, "了"))
}

// nextSteps reads 下一步报研究室会签.
func (m *message) nextSteps(f *facts, k int, c clause) {
	n := nextMarks.prefix(c.s)
	if n == 0 && k > 0 && startsLater(c.s) {
		f.s.Next, f.used[k], f.any = append(f.s.Next, m.orig(c.i, c.j)), true, true
		m.because("next", "day", c.i, c.j)
		return
	}
	if n == 0 || k == 0 && (words("后续|然后|随后|next").is(c.s[:n])) && !strings.HasPrefix(c.s, "next step") && !strings.HasPrefix(c.s, "next:") {
		return
	}
	start, end := c.i+n, c.j
	for start < end && (m.s[start] == ':' || m.s[start] == ' ') {
		start++
	}
	if start == end && k+1 < len(m.cl) {
		start, end = m.cl[k+1].i, m.cl[k+1].j
		f.used[k+1] = true
	}
	f.used[k], f.any = true, true
	if etaWords.in(m.s[start:end]) {
		if day, ok := m.day(start, end); ok {
			f.s.ETA = day
		}
	}
	for p := range strings.SplitSeq(m.orig(start, end), "、") {
		if p = trimEnds(p); p != "" {
			f.s.Next = append(f.s.Next, p)
		}
	}
	m.because("next", "next", start, end)
}
