package intent

import (
	"strings"
	"unicode/utf8"
)

var (
	fallWords   = words("下降|降低|减少|回落|下滑|下跌|缩短|down|fell|fallen|decreased|dropped|lower|declined")
	targetWords = words("目标值|目标为|目标是|目标|标准|要求|target of|target is|target:|target|goal of|goal is|goal:|goal|against")
	prevWords   = words("上周为|上周|上月为|上月|上期|上季度|上年|去年同期|去年|同期|此前|原来|原|由|从|之前|last week|last month|last quarter|last year|previously|up from|down from|from|was|before")
	baseWords   = words("基线|基数|基准|baseline|base")
	metricLead  = words("目前|现在|本月|本周|本季度|今年|全院|我院|我庭|已|已经|截至目前|截至今日|当前|本院|现|经过努力|整体|其中|将|把|使|the|our|current|overall|now|currently|全市|上周|上月|1-10月|1-11月|数据显示|完成情况:|进展:")
	metricNouns = words("金额|数额|总额|率|占比|比例|比重|天数|时长|周期|满意度|覆盖面|指数|排名|得分|分数|用时|时间|rate|ratio|coverage|accuracy|satisfaction|score|time|days|rank|ranking|backlog")
)

// measures reads figures of indicators: value, target, previous value and change.
func (m *message) measures(f *facts) {
	var e Measure
	for k := range m.pct {
		p := &m.pct[k]
		if p.points || m.isMetric(p) {
			m.shareMeasure(&e, p)
		}
	}
	m.pointsMeasure(&e)
	if e.Value == nil && e.Delta == nil {
		m.rankMeasure(&e)
	}
	if e.Value == nil && e.Delta == nil {
		m.daysMeasure(&e)
	}
	if e.Value != nil || e.Delta != nil || e.Target != nil {
		f.s.Measure, f.any = &e, true
	}
}

func (m *message) shareMeasure(e *Measure, p *percentage) {
	before := strings.TrimRight(m.clauseBefore(p.i), " :约")
	if p.points {
		if i, j := metricTails.first(before); i >= 0 && e.Metric == "" && j > 0 {
			e.Metric = m.metricName(p.i)
		}
		m.delta(e, before, p.v)
		return
	}
	if moved.suffix(strings.TrimRight(m.clauseBefore(p.i), " 了约")) > 0 && !m.fromTo(p) {
		m.delta(e, before, p.v)
		e.UOM = "%"
		if e.Metric == "" {
			e.Metric = m.metricName(p.i)
		}
		return
	}
	stem := strings.TrimRight(before, "≥>=<≤达到不低于为是 ")
	switch {
	case targetWords.suffix(stem) > 0:
		e.Target = floats(p.v)
	case baseWords.suffix(stem) > 0:
		e.Baseline = floats(p.v)
	case prevWords.suffix(stem) > 0 && !strings.HasSuffix(stem, "到"):
		e.Previous = floats(p.v)
	case e.Value == nil || m.fromTo(p):
		if e.Value != nil {
			e.Previous = e.Value
		}
		e.Value = floats(p.v)
	}
	e.UOM = "%"
	if e.Metric == "" {
		e.Metric = m.metricName(p.i)
	}
	m.because("measure", "share", p.i, p.j)
}

func (m *message) delta(e *Measure, before string, v float64) {
	if fallWords.in(before) {
		v = -v
	}
	e.Delta = floats(v)
	if e.UOM == "" {
		e.UOM = "pp"
	}
}

// pointsMeasure reads "up 1.2 percentage points".
func (m *message) pointsMeasure(e *Measure) {
	if e.Delta != nil {
		return
	}
	i, j := words("percentage points|percentage point|pp|pct points|points").first(m.s)
	if i < 0 {
		return
	}
	if n, ok := numberBefore(strings.TrimRight(m.s[:i], " %"), len(strings.TrimRight(m.s[:i], " %"))); ok {
		m.delta(e, m.clauseBefore(n.i), n.v)
		if e.Metric == "" {
			e.Metric = m.metricName(n.i)
		}
		m.because("measure", "points", n.i, j)
	}
}

// metricName gives the indicator whose figure stands at i, in the writer's words; "" when none is named.
func (m *message) metricName(i int) string {
	before := m.clauseBefore(i)
	start := i - len(before)
	if rs := m.refsIn(start, i); len(rs) > 0 { // 4号满意度
		start = rs[len(rs)-1].j
		before = m.s[start:i]
	}
	_, j := metricNouns.last(before)
	if j == 0 {
		return ""
	}
	s := before[:j]
	for {
		was := s
		s = strings.TrimLeft(s, " ,:")
		if n := metricLead.prefix(s); n > 0 && n < len(s) {
			s = s[n:]
		}
		if s == was {
			break
		}
	}
	if k := strings.LastIndexAny(s, " "); k >= 0 && hasHan(s[k:]) {
		s = s[k+1:]
	}
	if utf8.RuneCountInString(s) < 2 || utf8.RuneCountInString(s) > 30 {
		return ""
	}
	k := start + j - len(s)
	return m.orig(k, start+j)
}

// rankMeasure reads 由第9位上升到第6位, "from 9th to 6th".
func (m *message) rankMeasure(e *Measure) {
	if !words("排名|名次|位次|排位|rank|ranked|ranking").in(m.s) {
		return
	}
	var v []float64
	for i := 0; i < len(m.s); i++ {
		if strings.HasPrefix(m.s[i:], "第") {
			if n, ok := numberAt(m.s, i+len("第")); ok && !strings.HasPrefix(m.s[n.j:], "号") && !strings.HasPrefix(m.s[n.j:], "项") {
				v = append(v, n.v)
				i = n.j - 1
			}
		} else if digit(m.s[i]) && (i == 0 || !digit(m.s[i-1])) {
			n := digitsAt(m.s, i)
			if words("th|st|nd|rd").unitPrefix(m.s[n.j:]) {
				v = append(v, n.v)
			}
			i = n.j - 1
		}
	}
	switch len(v) {
	case 1:
		e.Metric, e.Value = "排名", floats(v[0])
	case 2:
		e.Metric, e.Previous, e.Value = "排名", floats(v[0]), floats(v[1])
		if i := strings.IndexAny(m.s, "("); i >= 0 && words("上期|上月|上周|原|last").in(m.s[i:]) {
			e.Previous, e.Value = e.Value, e.Previous
		}
	}
	if len(v) > 0 && !m.han {
		e.Metric = "rank"
	}
}

var measureUnits = words("天|日|小时|分钟|分|万元|亿元|元|个百分点|days|hours|minutes|day|hour")

// daysMeasure reads 平均审理天数降至45天, 满意度得分92分: an indicator, a figure and its unit.
func (m *message) daysMeasure(e *Measure) {
	for start := 0; start < len(m.s); {
		i, j := measureUnits.from(m.s, start)
		if i < 0 {
			return
		}
		start = j
		n, ok := numberBefore(m.s, i)
		if !ok {
			continue
		}
		before := strings.TrimRight(m.clauseBefore(n.i), " 至到为了降升达缩短提高")
		if !words("天数|时长|周期|用时|得分|金额|平均|score|time|duration|average").in(before) || words("还|再|需|延|预计").suffix(before) > 0 {
			continue
		}
		v := floats(n.v)
		if e.Value != nil {
			e.Previous = e.Value
		}
		e.Value, e.UOM = v, m.orig(i, j)
		if e.Metric == "" {
			e.Metric = m.metricName(n.i)
		}
	}
}
