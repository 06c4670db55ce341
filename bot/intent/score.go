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

// readRankings reads whether rankings are to be shown at all: 打开排名, 关闭排名, "turn rankings on".
func readRankings(m *message) (draft, bool) {
	s := trimParticles(trimEnds(m.s))
	on := words("打开排名|开启排名|启用排名|开放排名|显示排名|恢复排名|打开排行|开启排行|打开评分排名|turn on rankings|turn rankings on|switch on rankings|switch rankings on|enable rankings|show rankings|allow rankings").is(s)
	off := words("关闭排名|停用排名|关掉排名|不要排名|取消排名|隐藏排名|不显示排名|关闭排行|turn off rankings|turn rankings off|switch off rankings|switch rankings off|disable rankings|hide rankings|no rankings").is(s)
	if !on && !off {
		return draft{}, false
	}
	d := draft{name: RuleSet, expect: Confirm}
	d.s.Kind, d.s.State = "rankings", pickString(on, "on", "off")
	return d, true
}
