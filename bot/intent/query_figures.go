package intent

import "strings"

var metricNames = []struct {
	metric string
	words  list
}{
	{"close_rate", words("办结率|结办率|销号率|完成率|close rate|closure rate|completion rate|closing rate|completion percentage|percentage closed|share closed")},
	{"on_time_rate", words("按期率|按期办结率|按时率|及时率|按期完成率|按时完成率|按时办结率|准时率|on-time rate|on time rate|timeliness rate|on-time percentage|on-time completion|on time completion|punctuality|timeliness")},
	{"overdue_rate", words("超期率|逾期率|overdue rate|late rate")},
	{"sign_rate", words("签收率|receipt rate|acceptance rate|sign rate")},
	{"report_rate", words("反馈率|报送率|上报率|reporting rate|response rate")},
	{"return_rate", words("退回率|return rate")},
	{"extension_rate", words("延期率|extension rate")},
	{"avg_days", words("take on average|how long do items take|how long does an item take|平均多久|平均办理时长|平均办结时长|平均办结时间|平均耗时|平均需要多久|平均要多久|平均办结天数|平均办理天数|平均用时|平均办理时间|平均时长|平均周期|平均办理周期|平均多少天|平均几天|average days|average time|avg days|mean time|average handling time|how long on average|cycle time|time to close|turnaround")},
	{"score", words("平均分|得分|评分|score|scores")},
}

func (m *message) metric() string {
	best := ""
	n := 0
	for _, x := range metricNames {
		if i, j := x.words.first(m.s); i >= 0 && j-i > n {
			best, n = x.metric, j-i
		}
	}
	return best
}

// readMetric reads a rate or an average.
func readMetric(m *message) (draft, bool) {
	mt := m.metric()
	if mt == "" || len(m.refs) > 0 {
		return draft{}, false
	}
	d := draft{name: Metric}
	d.s.Metric = mt
	if n, ok := m.firstName(0, len(m.s), name.unit); ok {
		d.s.Unit = n.canon
	} else if d.s.Scope = m.scope(); d.s.Scope == "全院" {
		d.s.Scope = "units" // the house itself, without the courts below it
	}
	if p, ok := m.periodIn(); ok {
		d.s.From, d.s.To = p.from.String(), OneOrMany{p.to.String()}
	}
	return d, true
}

// readCompare reads a comparison of units.
func readCompare(m *message) (draft, bool) {
	units := m.unitNames()
	cmp := comparing.in(m.s) || words("哪|谁|which|who|whose|is|are|does|do|has|have").in(m.s) && standingOf.in(m.s)
	if !cmp || len(units) < 2 && !(m.scope() == "units" || m.scope() == "courts") {
		return draft{}, false
	}
	if len(units) < 2 && !words("对比|比较|compare").in(m.s) {
		return draft{}, false
	}
	d := draft{name: Compare}
	if len(units) >= 2 {
		d.s.Units = units
	} else {
		d.s.Scope = m.scope()
	}
	d.s.Metric = m.metric()
	if d.s.Metric == "" {
		d.s.Metric = m.comparedBy()
	}
	if p, ok := m.periodIn(); ok && m.metric() != "" {
		d.s.From, d.s.To = p.from.String(), OneOrMany{p.to.String()}
	}
	return d, true
}

var (
	comparing = words("比|孰|对照|放一起看|摆一起|放一块|差多少|差距|pk|较量|高下|相差|高出|compare|compared|comparison|versus|vs|side by side|difference between|stack up|than")
	// standingOf are the words in which one of two may stand out.
	standingOf = words("更|及时|快|慢|好|差|高|低|多|少|强|弱|优|先|前|落后|靠后|稳|早|晚|像样|出色|给力|超期|逾期|拖|better|worse|faster|slower|quicker|ahead|behind|higher|lower|more|fewer|less|stronger|weaker|best|worst|most|least|leading|trailing|timelier|overdue|late")
	// scoreMarks name a score.
	scoreMarks = words("得分|分数|评分|考评|考核|积分|的分|家分|谁分|庭分|院分|分高|分低|分更|分最|几分|打分|score|scores|scored|scoring|points|rating|ratings")
)

func (m *message) comparedBy() string {
	switch {
	case scoreMarks.in(m.s):
		return "score"
	case overdueWords.in(m.s):
		return "overdue"
	case words("快|慢|及时|效率|磨蹭|利索|麻利|faster|slower|quicker|timely|timelier|speed|quick|prompt|ahead|behind").in(m.s):
		return "timeliness"
	}
	return ""
}

// readTrend reads how things have moved over months.
func readTrend(m *message) (draft, bool) {
	if !words("趋势|走势|曲线|变化情况|月度变化|逐月|按月|往上走|往下走|走高|走低|起伏|波动|trend|trends|over time|month by month|trajectory|development over|evolution").in(m.s) {
		return draft{}, false
	}
	d := draft{name: Trend}
	i, _ := words("个月|月|months|month").first(m.s)
	if i >= 0 {
		if n, ok := numberBefore(m.s, i); ok && n.v > 0 && n.v < 61 && !strings.HasPrefix(m.s[i:], "月份") {
			d.s.Months = ints(n.v)
		}
	}
	if n, _, ok := counted(m.s, words("个季度|季度|quarters|years|年")); ok && d.s.Months == nil && n.v > 1 && n.v < 21 {
		d.s.Months = ints(n.v * float64(pickInt(words("年|years").in(m.s[n.j:]), 12, 3)))
	}
	if d.s.Months == nil {
		switch {
		case words("半年|half a year|half year|half-year").in(m.s):
			d.s.Months = ints(6)
		case words("一年|今年|年来|12个月|a year|past year|last year|twelve months|全年").in(m.s):
			d.s.Months = ints(12)
		case words("季度|quarter").in(m.s):
			d.s.Months = ints(3)
		}
	}
	if n, ok := m.firstName(0, len(m.s), name.unit); ok {
		d.s.Unit = n.canon
	}
	return d, true
}

var (
	worstWords = words("dragging|slacking|lags|slipping|sluggish|磨蹭|拖沓|拖拉|不给力|不像话|拖了后腿|掉链子|掉了链子|垫了底|最厉害|拖得最|最拖|最不|最弱|最滞后|最让人|最糟|拉胯|拖累|least|poorest|laggard|biggest problem|struggling most|排最后|排在最后|排末尾|排在末尾|靠后|后面几名|最末|落在后面|拖在后面|跟不上|掉队|last|trailing|最低|lowest|最慢|最差|拖后腿|倒数|垫底|后三|后五|后十|末位|落后|最多|最严重|最长|slowest|worst|bottom|lagging|laggards|most overdue|most late|weakest|behind")
	bestWords  = words("最积极|最主动|最得力|最给力|最强|最高|最稳|最漂亮|most efficient|quickest|strongest|highest|排最前|排第一|排在最前|排在前面|靠前|跑在前面|走在前面|冠军|头名|前几名|first|ahead|最快|最好|最优|第一名|前三|前五|前十|领先|先进|表现好|best|fastest|top|leading")
)

var (
	// headWordsOf and tailWords name the two ends of a ranking: 前五, 最好, "top 3"; 后五, 最差, "bottom 3".
	headWordsOf = words(cross("前|头", "一|两|二|三|四|五|六|八|十|几|1|2|3|4|5|6|8|10") + "|前列|最好|最高|最快|最优|最强|最先|领先|先进|标兵|好的|快的|冠军|打头|top|best|fastest|highest|quickest|leading|leaders|strongest")
	tailWords   = words(cross("后|末|尾|倒数|倒数前|倒数后", "一|两|二|三|四|五|六|八|十|几|1|2|3|4|5|6|8|10") + "|最差|最低|最慢|最弱|最拖|落后|后进|垫底|末尾|末位|差的|慢的|拖后腿|倒数|bottom|worst|slowest|lowest|weakest|laggards|trailing")
)

// severalAsked reports whether more than one is asked for: 哪几家, "which teams".
func severalAsked(s string) bool {
	return words("哪几|哪些|几家|几个|那几|都有谁|都是谁|都谁|which departments|which units|which teams|which courts|which divisions|which offices|who are|are the").in(s)
}

// readRank reads an order of units: 哪个部门最慢, 抓两头, "top 3 by score".
func readRank(m *message) (draft, bool) {
	heads, tails := headWordsOf.in(m.s), tailWords.in(m.s)
	both := heads && tails || words("两头|前后三名|前后五名|前后各|首尾|both ends|top and bottom").in(m.s)
	ranked := words("排个队|排队|排个序|座次|排一排|排出来|排个位|排排|排位|in order of|sort by|sort the|ranked|排名|排行|排序|排个名|排一下|名次|榜|从高到低|从低到高|从快到慢|从慢到快|rank|ranking|rankings|leaderboard|league table|order by|sorted by|standings|high to low|low to high").in(m.s)
	worst, best := worstWords.in(m.s), bestWords.in(m.s)
	about := words("部门|单位|庭|处室|法院|谁|哪个|哪家|哪几|几个|名|department|departments|unit|units|team|teams|court|courts|who|which|division|divisions|office|offices|performers|performer|anyone|everyone").in(m.s)
	if !both && !ranked && !(about && (worst || best)) || len(m.refs) > 0 || words("标兵|副省级").in(m.s) {
		return draft{}, false
	}
	if words("最多延|最多可|最多不|at most").in(m.s) {
		return draft{}, false
	}
	d := draft{name: Rank}
	d.s.By = "timeliness"
	switch {
	case scoreMarks.in(m.s):
		d.s.By = "score"
	case words("超期|逾期|红灯|overdue|past due|late").in(m.s):
		d.s.By = "overdue"
	}
	d.s.Order = "desc"
	switch {
	case both:
		d.s.Order = "both"
	case words("从低到高|从慢到快|low to high").in(m.s), worst && !(best && !tails):
		d.s.Order = "worst"
	}
	m.rankCount(&d.s, ranked)
	if sc := m.scope(); sc == "courts" || words("哪家法院|哪个法院|哪些法院|哪几家法院|法院里|法院排|which court|which courts").in(m.s) {
		sc = "courts"
		d.s.Scope = sc
	}
	return d, true
}

// rankCount reads how many are asked for: 前三名, 倒数5个, "top 3"; a single superlative asks for one.
func (m *message) rankCount(s *Slots, ranked bool) {
	i, j := words("前|后|倒数|倒数前|末|头|top|bottom|worst|best|slowest|fastest|last|first").first(m.s)
	for i >= 0 {
		k := j
		for k < len(m.s) && m.s[k] == ' ' {
			k++
		}
		if n, ok := numberAt(m.s, k); ok && n.v > 0 && n.v < 100 && !strings.HasPrefix(m.s[n.j:], "天") {
			s.N = ints(n.v)
			return
		}
		if k < len(m.s) && latin(m.s[k]) {
			e := k
			for e < len(m.s) && latin(m.s[e]) {
				e++
			}
			if v := englishNumbers[m.s[k:e]]; v > 1 {
				s.N = ints(float64(v))
				return
			}
		}
		i, j = words("前|后|倒数|末|top|bottom|worst|best|slowest|fastest").from(m.s, j)
	}
	if n, _, ok := counted(m.s, words("个部门|个单位|个庭|家法院|家单位|名|个处室|家|个|departments|units|courts|teams|divisions|offices")); ok && n.v > 0 && n.v < 100 && !strings.HasPrefix(m.s[n.j:], "个副") {
		s.N = ints(n.v)
		return
	}
	if severalAsked(m.s) {
		return
	}
	if !ranked && s.Order != "both" && words("最|worst|best|slowest|fastest|谁|哪个|哪家|垫底|拖后腿|which department|which unit|which team|which court|who|most|least").in(m.s) {
		s.N = ints(1)
	}
}
