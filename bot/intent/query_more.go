package intent

import (
	"strings"
	"unicode/utf8"
)

var (
	followStarts = words("那|那么|那就|再看|再看看|再来|换成|换|只看|只要|只列|仅看|光看|就看|还有|另外|其中|里面|这里面|其中的|什么时候的|and|what about|how about|only|just|same for|same|now|but only|then|of those|of these|among them|among those|filter|narrow|and for|and the|now only|now show|show only")
	shiftWords   = []struct {
		shift string
		words list
	}{
		{"-1y", words("去年同期|去年|上年同期|上年|同比|last year|year ago|a year ago|year on year|year-on-year|yoy|same period last year|the year before")},
		{"-1m", words("上个月|上月|环比|last month|month before|month on month|month-on-month|mom|previous month|a month ago")},
		{"-1q", words("上季度|上个季度|last quarter|previous quarter")},
		{"-1w", words("上周|上星期|上个星期|last week|previous week|a week ago")},
	}
)

// readFollowup reads what changes the last question: 那民一庭呢, 只看逾期的, 和上个月比.
func readFollowup(m *message) (draft, bool) {
	s := trimEnds(m.s)
	n := followStarts.prefix(s)
	ne := strings.HasSuffix(s, "呢") || m.latin && strings.HasSuffix(strings.TrimSpace(m.s), "?") && n > 0 && !m.han
	compared := words("和|跟|与|比|较|compared|compare|versus|vs|against|than").in(s)
	short := utf8.RuneCountInString(s) <= 24 || m.latin && len(s) <= 48
	if !short || len(m.refs) > 0 || countWords.in(s) && n == 0 || recurs(m) {
		return draft{}, false
	}
	d := draft{name: Followup}
	for _, x := range shiftWords {
		if x.words.in(s) && (ne || compared || n > 0 || m.c.Previous != nil) && !words("哪些|多少|几项|which|how many|what was").in(s) {
			d.s.Shift = x.shift
			return d, len(m.unitNames()) < 2
		}
	}
	if n == 0 && !ne || n > 0 && !ne && words("和|还有").is(s[:n]) && m.c.Previous == nil {
		return draft{}, false
	}
	if n == 0 && !m.bareNe(s) {
		return draft{}, false
	}
	if words("and|now|just|same|then").is(s[:n]) && m.c.Previous == nil && !strings.HasSuffix(strings.TrimSpace(m.s), "?") && !words("overdue|blocked|open|closed|red|yellow|ones").in(s) {
		return draft{}, false
	}
	if m.filters(&d.s) == 0 {
		return draft{}, false
	}
	return d, true
}

// bareNe reports whether the message is a name and 呢.
func (m *message) bareNe(s string) bool {
	for _, n := range m.names {
		if n.i <= 3 && strings.TrimSuffix(trimEnds(m.s[n.j:]), "呢") == "" {
			return true
		}
	}
	return m.c.Previous != nil || m.state() != "" && utf8.RuneCountInString(s) <= 6 // 卡住的呢
}

func (m *message) unitNames() []string {
	var out []string
	for _, n := range m.names {
		if n.owner() && !containsString(out, n.canon) {
			out = append(out, n.canon)
		}
	}
	return out
}

// recurs reports whether the message says "every …".
func recurs(m *message) bool {
	return words("每周|每天|每日|每月|每隔|每季|每年|每个|隔周|every|weekly|daily|monthly|each").in(m.s)
}

// readSubscribe reads 每周一早上8点半给我发一份.
func readSubscribe(m *message) (draft, bool) {
	if m.c.Speaker == Admin && m.c.Place == InDirect || !words("每周|每天|每日|每月|每隔|每季|每年|工作日|隔周|订阅|定期|every|weekly|daily|monthly|each|subscribe").in(m.s) {
		if len(m.weekdays()) == 0 || len(m.clocks()) == 0 || !m.standingDay() {
			return draft{}, false
		}
	}
	if !words("给我|发我|推送|订阅|报我|send me|give me|subscribe|mail me|email me|message me|i want|i'd like|to me|brief me").in(m.s) {
		return draft{}, false
	}
	d := draft{name: Subscribe}
	if sp, ok := m.schedule(); ok {
		d.s.Cron, d.s.RRule = sp.cron, pickString(sp.cron == "", sp.rrule, "")
	}
	m.unitFilter(&d.s)
	if d.s.Owner == "@me" || d.s.Unit == "@my_unit" && !words("我们庭|我庭|我们部门|我部门").in(m.s) {
		d.s.Owner, d.s.Unit = "", ""
	}
	return d, true
}

// readHistory reads 催过几次, 延期过几次, 3号事项的全过程.
func readHistory(m *message) (draft, bool) {
	if len(m.refs) == 0 && m.c.Item == 0 {
		return draft{}, false
	}
	d := draft{name: History}
	told := historyWords.in(m.s)
	switch asked := told || timesWords.in(m.s) || (m.isQuestion() || strings.HasSuffix(trimEnds(m.s), "没有")) && words("延过|展过|催过|提醒过|督办过|盯过|改过|敲打过").in(m.s); {
	case asked && words("延|展期|改期|推迟|宽限|extension|extensions|extended|extend|postponed|postponements|due date change|due date moved|pushed back|deferred").in(m.s):
		d.s.Kind = "extension"
	case asked && words("催|提醒|督办过|督促|盯过|敲打|提过醒|chase|chased|chasing|chases|nudge|nudged|nudges|reminder|reminders|reminded|remind|poked|pinged|prodded|pressed").in(m.s):
		d.s.Kind = "reminder"
	case told:
	default:
		return draft{}, false
	}
	return d, m.items(&d.s)
}

var (
	historyWords = words("全流程|来龙去脉|历史|经过|过程|流水|时间线|轨迹|流转|记录|前前后后|history|timeline|full story|log|everything about|whole story|what happened to|trail|record|records")
	// timesWords ask how often something was done to an item, or whether it ever was.
	timesWords = words(cross("几|多少|哪几|那几", "次|回|遍|趟|轮") + "|次数|过吗|过没有|过没|没过|过几|了几|了多少|过多少|有没有|是否|什么时候|哪天|上次|最近一次|how often|how many|times|ever|extended before|reminded before|chased before|when was|when were|last time|has it been|have we")
)

var (
	why = words(cross("怎么|咋|咋就|怎么就|怎么总|凭啥|凭什么|何以|缘何", "又|还|老|总|一直|这么|那么|超期|逾期|拖|慢|滞后|落后|扣|会|没") + "|为什么|为啥|为何|什么原因|啥原因|原因|缘由|缘故|怎么回事|咋回事|怎么搞的|咋搞的|怎么弄的|怎么算的|如何计算|怎么来的|什么情况导致|因为啥|因为什么|症结|卡在什么|why|reason|reasons|how come|what happened|what went wrong|what's wrong|explain|how is the score|how was the score|cause|caused|causing|what's behind|what is behind|what's holding|what is holding|how did|points lost|lost points|deducted|excuse|explanation")
	// lateness is what a unit may be asked the reason for.
	lateness = words("超|逾|拖|慢|滞后|落后|落下|垫底|没完成|没办|未完成|未办|没交|没结|红灯|没按|误|late|overdue|delay|delayed|delays|behind|slow|slower|slipping|slipped|missed|red|not done|holding|dragging|lagging|falling")
)

// readExplain reads why a unit is late, or how its score came about.
func readExplain(m *message) (draft, bool) {
	if !why.in(m.s) {
		return draft{}, false
	}
	d := draft{name: Explain}
	m.unitFilter(&d.s)
	if len(m.refs) > 0 {
		m.items(&d.s)
	}
	d.s.Owner = ""
	switch {
	case words("分|扣|score|scored|scores|points|rating|marks|排名").in(m.s):
		d.s.Ask = "score"
	case lateness.in(m.s), d.s.Unit != "" || len(m.refs) > 0:
		d.s.Ask = "overdue_reason"
	default:
		return draft{}, false
	}
	return d, true
}

// readBulletin reads a wish for the bulletin (督查通报).
func readBulletin(m *message) (draft, bool) {
	if !words("通报|简报|专报|周报|月报|季报|年报|bulletin|newsletter|circular|weekly report|monthly report|quarterly report").in(m.s) || len(m.refs) > 0 || exportWords.in(m.s) {
		return draft{}, false
	}
	d := draft{name: Bulletin}
	d.s.Scope = m.scope()
	return d, true
}

// scope reads which part of the organisation is meant.
func (m *message) scope() string {
	switch {
	case words("我管的|我管着|我这条线|我这几个|我负责的部门|我手下|我分管|我联系|我主管|分管部门|分管的|i oversee|my oversight|under me|my departments|my units|my portfolio|i supervise").in(m.s):
		return "@my_oversight"
	case words("基层法院|各法院|区县法院|各区县|下级法院|基层院|各基层|15家法院|十五家法院|各家法院|courts|by court|each court").in(m.s):
		return "courts"
	case words("全市法院|两级|all courts and departments|whole city").in(m.s):
		return "两级法院"
	case words("各部门|各庭室|各单位|按部门|分部门|各业务庭|各处室|按单位|分单位|departments|by department|by unit|each department|per department|units|by team|per unit|divisions").in(m.s):
		return "units"
	case words("全院|本院|我院|全局|整体|whole court|court-wide|organisation-wide|organization-wide|overall|whole organisation|whole organization|company").in(m.s):
		return "全院"
	}
	return ""
}

// readBenchmark reads the court's place among its peers.
func readBenchmark(m *message) (draft, bool) {
	peers := words("副省级城市|副省级|兄弟法院|同类法院|全国法院|全省法院|全国排|全省排|标兵|追兵|第一方阵|第一梯队|先进法院|对标|peer courts|peers|peer|benchmark|sub-provincial|provincial ranking|national ranking|front-runners|frontrunner|leading courts|first tier|top tier|other cities|comparable courts|competitors")
	ri, rj := m.rival()
	if !peers.in(m.s) && ri < 0 {
		return draft{}, false
	}
	d := draft{name: Benchmark}
	if i, j := m.areaAt(); i >= 0 {
		d.s.Area = m.orig(i, j)
	} else if a := m.indicator(); a != "" {
		d.s.Area = a
	}
	if i, j := words("第一方阵|第一梯队|标兵|先进法院|first tier|top tier|front-runners|frontrunner|leading courts|第一名|前三名|前三|前五|全国先进").first(m.s); i >= 0 {
		d.s.Target = m.orig(i, j)
	} else if ri >= 0 && !peers.in(m.s[ri:rj]) {
		d.s.Target = m.orig(ri, rj)
	}
	if i, j := words("副省级城市中院|副省级城市法院|副省级城市|副省级|兄弟法院|同类法院|全国法院|全省法院|全国|全省|sub-provincial city courts|sub-provincial cities|sub-provincial courts|peer courts|peers|provincial courts|comparable courts").first(m.s); i >= 0 {
		if n, ok := numberBefore(strings.TrimSuffix(m.s[:i], "个"), len(strings.TrimSuffix(m.s[:i], "个"))); ok && n.v > 1 {
			i = n.i
		} else if n, ok := numberBefore(strings.TrimSuffix(m.s[:i], "家"), len(strings.TrimSuffix(m.s[:i], "家"))); ok && n.v > 1 {
			i = n.i
		}
		d.s.Scope = m.orig(i, j)
	}
	switch {
	case words("高一位|低一位|前一位|后一位|上一位|下一位|前头|身前|身后|紧跟|咬得紧|追得|相邻|右边|追兵|前一名|后一名|前后|上一名|下一名|前面是谁|后面是谁|neighbours|neighbors|above us|below us|ahead of us|behind us|just above|just below|ahead and behind|who is ahead").in(m.s):
		d.s.Ask = "neighbours"
		if d.s.Target != "" && words("追兵").in(m.s) {
			d.s.Target = ""
		}
	case words("第几|排名|名次|排多少|位次|排在|几名|rank|ranking|place|position|where do we stand|standing").in(m.s):
		d.s.Ask = "rank"
	}
	return d, true
}

var (
	rivalAfter = words("比|比起|相比|差多|差几|差距|差了|的差距|有多大|有多远|还差|还有|相差|差|拉开|落后|领先|哪|谁|在|的|,|排|are we|do we|is it|we are|on|in|for|by|at|when|have|has|doing|right now|?")
	gapWords   = words("差多少|差多远|差几|差距|差了多少|相差|差得|差在哪|比怎么样|比如何|相比|比一比|比起来|比呢|强多少|弱多少|落后多少|领先多少|高多少|低多少|gap|how far|trail|trailing|catch up|caught up|compare|compared|stack up|measure up|versus|vs|ahead of|behind|lag")
)

// rival finds a court or town that is no unit of the house, with which the house is compared: 跟大连差多少, "how far behind Dalian are we". It must be
// said in what, or that it is about us. -1 when there is none.
func (m *message) rival() (i, j int) {
	if !gapWords.in(m.s) || len(m.unitNames()) > 0 || len(m.refs) > 0 {
		return -1, -1
	}
	if a, _ := m.areaAt(); a < 0 && m.indicator() == "" && !words("我们|我院|咱们|本院|全院|咱院|沈阳|we|us|our").in(m.s) {
		return -1, -1
	}
	_, i = words("跟|和|与|同|比|离|距|距离|较|对比|比起|相比|落后|落后于|领先|behind|ahead of|with|against|to|than|vs|versus|from|like").first(m.s)
	if i < 0 {
		return -1, -1
	}
	for i < len(m.s) && (m.s[i] == ' ' || words("于|the").prefix(m.s[i:]) > 0) {
		i++
	}
	j = len(strings.TrimRight(m.s, " ?。.!呢了啊吧"))
	if k, _ := rivalAfter.from(m.s, i); k > i && k < j {
		j = k
	}
	t := strings.TrimSpace(m.s[min(i, j):j])
	if n := utf8.RuneCountInString(t); n < 2 || m.han && n > 10 || n > 30 || words("我们|去年|上月|上个月|上年|同期|上季|上周|过去|目标|计划|各|前|last|us|target|plan|schedule|others|deadline|time|date").in(t) {
		return -1, -1
	}
	return i, i + len(t)
}

// indicator gives the indicator that is named (结案率), in the writer's words.
func (m *message) indicator() string {
	i, j := words("率").first(m.s)
	if i < 0 {
		return ""
	}
	start := i
	for start > 0 && m.s[start-1] >= 0x80 && i-start < 24 {
		_, size := utf8.DecodeLastRuneInString(m.s[:start])
		if strings.ContainsAny(m.s[start-size:start], "的,;们在我院和跟与,。") {
			break
		}
		start -= size
	}
	return m.orig(start, j)
}
