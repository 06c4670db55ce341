package intent

import (
	"regexp"
	"strings"
)

var (
	pastShare   = words("上周|上月|上次|上期|此前|之前|原来|原|上季度|去年|同期|上个月|前期|原先|昨天|前天|last week|last month|last time|was|previously|before|earlier|used to be|up from")
	restShare   = words("还差|还剩|剩余|剩下|剩|还有|余下|差|尚余|尚有|remaining|left|to go|still need|outstanding|short of")
	metricTails = words("案访比|诉访比|结收比|收结比|案件比|率|占比|比例|比重|覆盖面|满意度|准确度|rate|ratio|coverage|accuracy|satisfaction")
	ownMetric   = words("完成率|办结率|进度|完成度|推进率|进展率|完成比例|进展|占比|任务完成率|工作完成率|总体进度|completion rate|progress rate|completion")
	counters    = words("个工作日|件|项|个|家|篇|份|名|人|次|场|起|条|户|套|台|宗|批|处|期|课|类|of the|cases|case|courts|items|units|departments|reports|files|sites|people|staff|sessions|modules|documents|interviews|of")
)

// shares picks the percentage that says how far the work is, and reads figures of other things as measures.
func (m *message) shares(f *facts) {
	var pick *percentage
	for k := range m.pct {
		p := &m.pct[k]
		before := m.clauseBefore(p.i)
		switch {
		case p.points || strings.HasPrefix(strings.TrimLeft(m.s[p.j:], " "), "percentage point") || strings.HasPrefix(m.s[p.j:], " points"):
			continue
		case m.isMetric(p):
			continue
		case pastShare.in(before) && !strings.Contains(before, "到") && !strings.Contains(before, "至") && !m.fromTo(p), pastShare.prefix(strings.TrimLeft(m.s[p.j:], " ")) > 0:
			continue
		case m.fromTo(p), pick != nil && pick.v == 50 && pick.approx && !strings.ContainsAny(m.s[pick.i:pick.j], "0123456789%"): // 过半了,大概55%
			pick = p
		case pick == nil:
			pick = p
		}
	}
	m.measures(f)
	if e := f.s.Measure; pick != nil && e != nil && e.Metric == "" && e.Value == nil && e.Target == nil {
		f.s.Measure = nil // 进度比上周涨了10个点,现在75%
	}
	if pick == nil {
		return
	}
	v := pick.v
	before, after := m.clauseBefore(pick.i), strings.TrimLeft(m.s[pick.j:], " ")
	if restShare.suffix(strings.TrimRight(before, " 约大概about")) > 0 || words("left|remaining|to go|outstanding|still to do|没完成|未完成|没做|没办").prefix(after) > 0 {
		v = 100 - v
	}
	f.s.Percent, f.any = ints(v), true
	if pick.approx {
		f.s.Approx = Said
	}
	m.because("percent", "share", pick.i, pick.j)
}

// clauseBefore gives the words of p's clause that stand before it.
func (m *message) clauseBefore(i int) string {
	k := strings.LastIndexAny(m.s[:i], ",;!?\n(")
	if z := strings.LastIndex(m.s[:i], "。"); z > k {
		k = z + len("。") - 1
	}
	return m.s[k+1 : i]
}

// moved are words that a share follows by which a figure changed.
var moved = words("多了|少了|下降|上升|增长|增加|减少|降低|提升|提高|回落|下滑|上涨|压降|同比|环比|较去年|较上年|较上月|down|up|fell|fell by|rose|rose by|grew|grew by|dropped|dropped by|increased by|decreased by|reduced by|cut by|down by|up by")

// fromTo reports whether the share is the new one of two: from 40% to 55%, 40%→55%, 由四成提高到七成.
func (m *message) fromTo(p *percentage) bool {
	before := stripBack(strings.TrimRight(m.s[:p.i], " 了约"), words("本月的|本周的|现在的|目前的|今天的|本季度的|本月|本周|目前|现在|如今的|如今|这周的|这周"))
	if words("到|至|为|→|->|=>|to|升至|增至|达|达到").suffix(before) == 0 {
		return false
	}
	for _, q := range m.pct {
		if q.j <= p.i && p.i-q.j < 40 {
			return true
		}
	}
	return false
}

// isMetric reports whether the share is the value of an indicator (结案率95%) rather than how far the work is.
func (m *message) isMetric(p *percentage) bool {
	before := strings.TrimRight(m.clauseBefore(p.i), " :约为是达到至了已升提高在超过大于≥>=不低%降")
	if ownMetric.suffix(before) > 0 || ownMetric.in(before) {
		return false
	}
	if raw := strings.TrimRight(m.clauseBefore(p.i), " 了约"); moved.suffix(raw) > 0 && !words("进度|完成|进展|办结|progress").in(before) && !m.fromTo(p) {
		return true // 信访量同比下降12%
	}
	if m.bounded(p) {
		return true
	}
	if metricTails.suffix(before) > 0 || metricTails.in(before) && !words("完成").in(before) {
		return true
	}
	return words("目标|target|baseline|基线|标准").suffix(before) > 0 && metricTails.in(m.s[:p.i])
}

var (
	upTo   = words("低于|不超过|不超|小于|少于|控制在|不高于|不大于|below|under|less than|within|no more than|at most|<|<=|≤")
	within = words("以内|以下|之内")
)

// bounded reports whether the share is a limit that was kept rather than how far the work is: "done, drift below 0.1 %". Work that is done has no
// share but all of it, and none is ever told as less than one per cent.
func (m *message) bounded(p *percentage) bool {
	if p.v > 0 && p.v < 1 {
		return true
	}
	limit := upTo.suffix(strings.TrimRight(m.clauseBefore(p.i), " ")) > 0 || within.prefix(strings.TrimLeft(m.s[p.j:], " ")) > 0
	return limit && saysDone.MatchString(m.s)
}

// counts reads numbers of things done, left and in all.
func (m *message) counts(f *facts) {
	if m.ofTotal(f) {
		return
	}
	for k, c := range m.cl {
		if nextMarks.prefix(c.s) > 0 {
			continue
		}
		m.countIn(f, k, c)
	}
	if f.s.DoneCount != nil && f.s.Total != nil && f.s.Percent == nil && f.s.Done.Flag == 0 && *f.s.Total > 0 && *f.s.DoneCount < *f.s.Total {
		f.s.Percent = ints(float64(*f.s.DoneCount) * 100 / float64(*f.s.Total))
	}
	if f.s.DoneCount != nil && f.s.Remaining != nil && f.s.Percent == nil && f.s.Total == nil {
		if all := *f.s.DoneCount + *f.s.Remaining; all > 0 {
			f.s.Percent = ints(float64(*f.s.DoneCount) * 100 / float64(all))
		}
	}
}

var (
	restWords  = words("still to|yet to|have yet to|still need to|still missing|are missing|still owe|还剩|剩余|剩下|还有|余下|尚余|尚有|还差|剩|未完成|没完成|尚未完成|还没|未办结|remaining|left|to go|outstanding|still open|pending|其余|未报|没报")
	totalWords = words("共|合计|全部|总计|应报|计划|任务数|total|out of|all")
	countDone  = words("实报|实到|实收|实交|收齐|交齐|已交|交|已审|已办|已回|已签|已改|已建|已装|已通过|做好|弄好|办好|建好|改好|装好|写好|做完|弄完|办完|搞定|过了|修完|编完|审完|好了|交了|交来|报来|报齐|反馈|回复|签字|签了|通过|投用|上线|建成|改完|修好|验收|到位|送达|兑付|发完|查完|核完|走完|谈完|做了|办了|弄了|搞了|signed|filed|replied|responded|approved|delivered|shipped|live|migrated|trained|visited|checked|audited|installed|tested|完成|办结|清理|审结|报送|整改|解决|化解|结案|处理|上报|梳理|培训|走访|回访|发放|报了|已报|执结|调解|done|finished|completed|cleared|closed|reported|submitted|handled|resolved|reviewed|processed|已有|核查|排查|评查|新增|开展|organized")
	countable  = words("件|项|个|家|篇|份|名|人|场|起|条|户|套|台|宗|批|cases|case|courts|court|items|units|departments|reports|files|sites|people|sessions|modules|documents|interviews|branches|steps|parts|tasks")
)

// areIn stands between how many there are and how many of them are done: 十五家法院收上来九家, 120件积案已结95件, 5个模块测完3个.
var areIn = regexp.MustCompile(`^[^,;。没未不还剩缺欠差]*(?:[已][\p{Han}]{1,3}|[\p{Han}](?:完|好|了|成|上来|来|回|回来|齐|妥|到位|通))$`)

// ofWhole stands between a whole and its part: 全市13家基层院,11家已反馈.
var ofWhole = regexp.MustCompile(`^[\p{Han}]{0,8}[,:]? ?(?:目前|现|现在|其中|截至目前)?$`)

// countIn reads the counts of one clause.
func (m *message) countIn(f *facts, k int, c clause) {
	for start := 0; start < len(c.s); {
		i, j := countable.from(c.s, start)
		if i < 0 {
			break
		}
		start = j
		n, ok := numberBefore(c.s, i)
		if !ok || n.v < 0 || n.v != float64(int(n.v)) || notCounted(c.s, n.i, j) {
			continue
		}
		before, after := c.s[:n.i], c.s[j:]
		switch {
		case words("其余|剩余|剩下|余下|另外|其他|the other|the rest").in(before) && words("已|都已|均已|全部|报了|完成|办结|have|are done").prefix(strings.TrimLeft(after, " 法院部门单位庭案")) > 0 && !words("没|未|not").in(after):
			if f.s.DoneCount == nil {
				f.s.DoneCount = ints(n.v)
			}
		case restWords.in(before) || strings.HasSuffix(before, "差") || restWords.prefix(strings.TrimLeft(after, " 案")) > 0:
			m.remaining(f, int(n.v), c.s[i:j])
		case totalWords.in(before) && (!countDone.in(before) || words("需|应|计划|总共|一共|合计|总计|共计|共有").in(before) && !words("已|了|完成").in(before)):
			f.s.Total = ints(n.v)
		case strings.Contains(before, "已") && !words("向|给|与|对|在|从|由|经|跟|于|没|未|不").in(before[strings.LastIndex(before, "已"):]), countDone.in(before) || countDone.prefix(strings.TrimLeft(after, " 已都均全部案法院庭门单位处室")) > 0 || words("done").in(after):
			if f.s.DoneCount == nil {
				f.s.DoneCount = ints(n.v)
			}
		default:
			continue
		}
		f.any, f.used[k], f.partly = true, true, true
		m.because("count", "count", c.i+n.i, c.i+j)
	}
}

// remaining notes what is left: of parts of the item the total is told, of things (cases) the rest.
func (m *message) remaining(f *facts, n int, unit string) {
	if (unit == "项" || unit == "个" || unit == "parts" || unit == "steps" || unit == "items") && f.s.DoneCount != nil && f.s.Total == nil {
		f.s.Total = ints(float64(*f.s.DoneCount + n))
		f.s.Done.Flag = Refuted
		return
	}
	f.s.Remaining = ints(float64(n))
}

func notCounted(s string, i, j int) bool {
	return strings.HasPrefix(s[j:], "工作日") || strings.HasPrefix(s[j:], "月") || strings.HasPrefix(s[j:], "百分点") || strings.HasPrefix(s[j:], "星期") ||
		strings.HasPrefix(s[j:], "小时") || strings.HasSuffix(s[:i], "第") || strings.HasSuffix(s[:i], "#") || strings.HasPrefix(s[j:], "点") && !strings.HasPrefix(s[j:], "点位") || refBefore.suffix(strings.TrimRight(s[:i], " ")) > 0 ||
		strings.HasSuffix(s[:i], "这") || strings.HasSuffix(s[:i], "哪") || strings.HasSuffix(s[:i], "每") || strings.HasPrefix(s[j:], "周")
}

// ofTotal reads "12 of 15 courts", 12/15, 15家已报12家, 5项中完成3项.
func (m *message) ofTotal(f *facts) bool {
	s := m.s
	if at := wordsOf.FindStringSubmatch(s); at != nil {
		if a, b := englishNumbers[at[1]], englishNumbers[at[2]]; a > 0 && b >= a && a+b > 2 {
			m.setCounts(f, a, b, 0, len(s))
			return true
		}
	}
	for i := 0; i < len(s); i++ {
		if !digit(s[i]) || i > 0 && (digit(s[i-1]) || s[i-1] == '/' || s[i-1] == '-' || s[i-1] == '.') {
			continue
		}
		a := digitsAt(s, i)
		k := a.j
		switch {
		case strings.HasPrefix(s[k:], "/"):
			k++
		case strings.HasPrefix(s[k:], " of the "):
			k += len(" of the ")
		case strings.HasPrefix(s[k:], " of "):
			k += len(" of ")
		case strings.HasPrefix(s[k:], " out of "):
			k += len(" out of ")
		case outOf(s, k) > k: // 5 departments out of 8
			k = outOf(s, k)
		default:
			i = a.j - 1
			continue
		}
		b, ok := numberAt(s, k)
		if s[a.j] == '/' && m.isShare(a.i, b.j) && counters.prefix(strings.TrimLeft(s[b.j:], " ")) == 0 {
			continue // 1/3 of the whole
		}
		if !ok || b.v < a.v || b.v < 2 || b.j < len(s) && (s[b.j] == '/' || s[b.j] == '%') || a.v <= 12 && b.v <= 31 && s[a.j] == '/' && (words("by|on|before|until|to|前|于|到|至").suffix(strings.TrimRight(s[:i], " ")) > 0 || words("前|日|之前").prefix(s[b.j:]) > 0) {
			continue
		}
		m.setCounts(f, int(a.v), int(b.v), i, b.j)
		return true
	}
	if at := ofThese.FindStringSubmatch(s); at != nil {
		total, _ := numberAt(at[1], 0)
		done, _ := numberAt(at[2], 0)
		if done.v <= total.v && !words("not|no|n't|left|remaining|missing|outstanding").in(at[3]) {
			m.setCounts(f, int(done.v), int(total.v), 0, len(s))
			return true
		}
	}
	return m.ofTotalHan(f)
}

// wordsOf reads "five of the eight modules".
var wordsOf = regexp.MustCompile(`\b([a-z]+) (?:out )?of (?:the |our |all )?([a-z]+) (?:[a-z]+ )?(?:are|have|has|were|done|finished|complete|completed|passed|reported|in|live|signed|replied)`)

// ofThese reads "out of 24 sites, 18 are live".
var ofThese = regexp.MustCompile(`(?:out )?of (?:the |our |all )?(\d+)(?: [a-z]+){0,2},? (?:we have |we've |only |so far )?(\d+) (.+)`)

// outOf gives where the total begins after "departments out of"; k when that does not stand at k.
func outOf(s string, k int) int {
	if k >= len(s) || s[k] != ' ' {
		return k
	}
	n := countable.prefix(s[k+1:])
	if rest := s[k+1+n:]; n > 0 && strings.HasPrefix(rest, " out of ") {
		return k + 1 + n + len(" out of ")
	}
	return k
}

// isShare reports whether s[i:j] was read as a share of the whole.
func (m *message) isShare(i, j int) bool {
	for _, p := range m.pct {
		if p.i <= i && j <= p.j {
			return true
		}
	}
	return false
}

func (m *message) setCounts(f *facts, done, total, i, j int) {
	f.s.DoneCount, f.s.Total, f.any, f.partly = ints(float64(done)), ints(float64(total)), true, true
	if f.s.Percent == nil && total > 0 && total != done {
		f.s.Percent = ints(float64(done) * 100 / float64(total))
	} else if total != done && f.s.Percent == nil {
		f.s.Done.Flag = Refuted
	}
	m.because("done_count", "of", i, j)
}

// ofTotalHan reads two counts of one clause or of neighbours: 15家法院已有12家报送.
func (m *message) ofTotalHan(f *facts) bool {
	type found struct {
		n    num
		i, j int
	}
	var all []found
	for start := 0; start < len(m.s); {
		i, j := countable.from(m.s, start)
		if i < 0 {
			break
		}
		start = j
		if n, ok := numberBefore(m.s, i); ok && n.v == float64(int(n.v)) && !notCounted(m.s, n.i, j) {
			all = append(all, found{n, i, j})
		}
	}
	if len(all) != 2 {
		return false
	}
	a, b := all[0], all[1]
	between := m.s[a.j:b.n.i]
	if a.n.v > b.n.v && m.s[a.i:a.j] == m.s[b.i:b.j] && ofWhole.MatchString(between) && words("已|都已|均已|报|交").prefix(m.s[b.j:]) > 0 && !words("没|未").in(m.s[b.j:]) && !countDone.in(m.clauseBefore(a.n.i)) {
		m.setCounts(f, int(b.n.v), int(a.n.v), a.n.i, b.j)
		return true
	}
	if a.n.v >= b.n.v && m.s[a.i:a.j] == m.s[b.i:b.j] && areIn.MatchString(between) && !restWords.in(between) && !countDone.in(m.clauseBefore(a.n.i)) {
		m.setCounts(f, int(b.n.v), int(a.n.v), a.n.i, b.j)
		return true
	}
	if a.n.v >= b.n.v && m.s[a.i:a.j] == m.s[b.i:b.j] && len(between) < 40 && (words("中|里|已|目前").in(between) || countDone.in(between) && words("了|有|过|完|好|上来|齐|到位|通").in(between) || totalWords.in(m.s[:a.n.i])) && (countDone.in(between+m.s[b.j:]) || words("里|中").in(between) && words("有|了|过|已|完|好").in(between) && !words("没|未|尚|还|不|缺|欠|差").in(m.s[b.i:])) && !restWords.in(between) && !countDone.in(m.clauseBefore(a.n.i)) {
		m.setCounts(f, int(b.n.v), int(a.n.v), a.n.i, b.j)
		return true
	}
	return false
}
