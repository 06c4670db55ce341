package intent

var (
	scoreWords = words("得分|分数|评分|扣分|的分|几分|多少分|被扣|分是|score|scored|scores|points|marks|rating")
	scoreHow   = words("怎么|如何|为什么|为啥|为何|构成|明细|算出|算法|公式|扣在哪|扣了|依据|explain|how|why|made up|make up|calculated|computed|breakdown|arithmetic|lost|lose|formula")
)

// readScore reads how a unit's score came about: 研究室的分是怎么扣的, "how was Legal's score made up".
func readScore(m *message) (draft, bool) {
	if !scoreWords.in(m.s) || !scoreHow.in(m.s) || len(m.refs) > 0 || words("排名|排行|rank|ranking|对比|比较|compare|平均|average").in(m.s) {
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
