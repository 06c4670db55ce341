package intent

var (
	scoreWords = words("得分|分数|评分|扣分|的分|几分|多少分|被扣|分是|点分|打分|这分|那分|这个分|分低|分高|分少|分才|score|scored|scores|points|marks|rating")
	scoreHow   = words("怎么|如何|为什么|为啥|为何|构成|明细|算出|算法|公式|扣在哪|扣了|依据|凭什么|凭啥|根据|理由|来的|由来|咋|explain|how|why|made up|make up|calculated|computed|breakdown|arithmetic|lost|lose|formula")
)

// readScore reads how a unit's score came about: 研究室的分是怎么扣的, "how was Legal's score made up".
func readScore(m *message) (draft, bool) {
	if !scoreWords.in(m.s) && !m.lostPoints() || !scoreHow.in(m.s) || len(m.refs) > 0 || words("排名|排行|rank|ranking|对比|比较|compare|平均|average").in(m.s) {
		return draft{}, false
	}
	d := draft{name: Explain}
	m.unitFilter(&d.s)
	d.s.Owner, d.s.Ask = "", "score"
	if p, ok := m.periodIn(); ok {
		d.s.From, d.s.To = p.from.String(), OneOrMany{p.to.String()}
	}
	return d, true
}

// lostPoints reads 扣了研究室哪些分: points that somebody lost.
func (m *message) lostPoints() bool {
	_, j := words("扣|丢|失|少|减").first(m.s)
	return j > 0 && words("分").in(m.s[j:]) && !words("分管|部分|百分").in(m.s[j:])
}
