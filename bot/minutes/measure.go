package minutes

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// An opWord is how a target is worded: before the number ("不低于95%") or behind it ("95%以上").
type opWord struct{ word, op string }

var opsBefore = []opWord{{"不得低于", ">="}, {"不低于", ">="}, {"不少于", ">="}, {"不得少于", ">="}, {"至少", ">="}, {"提升至", ">="}, {"提升到", ">="}, {"提高到", ">="}, {"提高至", ">="}, {"增至", ">="}, {"增加到", ">="}, {"达到", ">="}, {"突破", ">="}, {"达", ">="}, {"超过", ">"}, {"高于", ">"}, {"不得超过", "<="}, {"不超过", "<="}, {"不高于", "<="}, {"不得高于", "<="}, {"控制在", "<="}, {"压降至", "<="}, {"压减至", "<="}, {"缩短至", "<="}, {"缩短到", "<="}, {"降至", "<="}, {"降到", "<="}, {"下降到", "<="}, {"低于", "<"}, {"少于", "<"}, {"增长", "~"}, {"稳定在", "~"}, {"保持在", ">="}, {"≥", ">="}, {">=", ">="}, {"≤", "<="}, {"<=", "<="}, {"为", ""},
	{"at least", ">="}, {"no less than", ">="}, {"not less than", ">="}, {"no fewer than", ">="}, {"minimum of", ">="}, {"at or above", ">="}, {"increase to", ">="}, {"raise to", ">="}, {"reach", ">="}, {"above", ">"}, {"over", ">"}, {"more than", ">"}, {"exceed", ">"}, {"at most", "<="}, {"no more than", "<="}, {"not more than", "<="}, {"not exceed", "<="}, {"maximum of", "<="}, {"up to", "<="}, {"reduce to", "<="}, {"down to", "<="}, {"below", "<"}, {"under", "<"}, {"less than", "<"}, {"fewer than", "<"}}

// opsByEnd are opsBefore by their last byte.
var opsByEnd = func() (by [256][]opWord) {
	for _, w := range opsBefore {
		c := w.word[len(w.word)-1]
		by[c] = append(by[c], w)
	}
	return by
}()

var opsAfter = []opWord{{"以上", ">="}, {"以内", "<="}, {"以下", "<="}, {"之内", "<="}, {"左右", "~"}, {"or more", ">="}, {"or higher", ">="}, {"or better", ">="}, {"or less", "<="}, {"or fewer", "<="}}

var units = []string{"%", "个百分点", "件", "家", "个", "人次", "人", "天", "日", "万元", "亿元", "元", "次", "篇", "项", "场", "套", "小时", "分钟", "公里", "亩", "吨", "户", "期", "分", "percent", "per cent", "days", "day", "hours", "minutes", "people", "cases", "members", "points", "ms", "k", "‰"}

// measures reads targets from a sentence.
func measures(s string) []Measure {
	kinds := measureFinder.kinds(s)
	if kinds == 0 && !hasDigit(s) {
		return nil
	}
	if kinds.has(hintRank) {
		if m, ok := rankMeasure(s); ok {
			return []Measure{m}
		}
	}
	var out []Measure
	for i := 0; i < len(s) && len(out) < 8; {
		if !isDigit(s[i]) || i > 0 && (isAlnum(s[i-1]) || s[i-1] == '.' || s[i-1] == '-' || s[i-1] == '#') {
			i += runeLen(s[i])
			continue
		}
		v, n := number(s[i:])
		if m, ok := measureAt(s, i, n, v); ok {
			out = append(out, m)
		}
		i += n
	}
	if len(out) == 0 && kinds.has(hintWhole) {
		out = wholeMeasure(s)
	}
	return out
}

func number(s string) (float64, int) {
	n := 0
	for n < len(s) && (isDigit(s[n]) || s[n] == '.' && n+1 < len(s) && isDigit(s[n+1]) || s[n] == ',' && n+3 < len(s) && isDigit(s[n+1]) && isDigit(s[n+2]) && isDigit(s[n+3])) && n < 20 {
		n++
	}
	v, err := strconv.ParseFloat(strings.ReplaceAll(s[:n], ",", ""), 64)
	if err != nil {
		return 0, max(n, 1)
	}
	return v, n
}

// measureAt reads the target whose number stands at s[i:i+n].
func measureAt(s string, i, n int, v float64) (Measure, bool) {
	rest := strings.TrimPrefix(s[i+n:], " ")
	u := cutPrefixes(rest, units)
	unit := trimSpace(rest[:u])
	op, opAt := opBefore(s, i)
	tail := strings.TrimLeft(rest[u:], " ")
	for _, w := range opsAfter {
		if strings.HasPrefix(tail, w.word) {
			if strings.HasPrefix(tail[len(w.word):], "的") {
				return Measure{}, false // 5分钟以内的材料
			}
			op = w.op
			if opAt < 0 {
				opAt = i
			}
		}
	}
	if op == "" && unit == "%" && opAt >= 0 {
		op = "=="
	}
	if op == "" || unit == "" && !hasAny(s[max(0, opAt):i], []string{"≥", ">=", "≤", "<="}) {
		return Measure{}, false
	}
	if (unit == "天" || unit == "日" || unit == "小时" || unit == "个" || unit == "day" || unit == "days") && (strings.HasPrefix(rest[u:], "工作日") || strings.HasPrefix(rest[u:], "月") || opAt == i) {
		return Measure{}, false // a deadline
	}
	m := Measure{Metric: metric(s, max(0, opAt)), Op: op, Value: v, Unit: unit}
	if b, ok := baseline(s[:max(0, opAt)]); ok {
		m.Baseline = b
	}
	return m, true
}

// opBefore finds the operator that ends right before byte i.
func opBefore(s string, i int) (string, int) {
	t := strings.TrimRight(s[:i], " ")
	l := lower(t[max(0, len(t)-24):])
	best := opWord{}
	if l == "" {
		return "", -1
	}
	for _, w := range opsByEnd[l[len(l)-1]] {
		if strings.HasSuffix(l, w.word) && len(w.word) > len(best.word) && (w.word[0] >= utf8.RuneSelf || !isLetter(w.word[0]) || len(l) == len(w.word) || !isAlnum(l[len(l)-len(w.word)-1])) {
			best = w
		}
	}
	if best.word == "" {
		return "", -1
	}
	return best.op, len(t) - len(best.word)
}

var metricLeads = []string{"确保", "力争", "努力实现", "努力", "实现", "全年", "争取", "保证", "要", "使", "将", "推动", "把", "至少", "the ", "keep ", "Keep ", "bring ", "raise ", "reduce ", "increase ", "get "}

// metric is what the operator at byte i speaks of: the clause before it.
func metric(s string, i int) string {
	start := 0
	for k := i; k > 0; {
		r, size := utf8.DecodeLastRuneInString(s[:k])
		if strings.ContainsRune(",;:。，；：、(", r) {
			start = k
			break
		}
		k -= size
	}
	m := trimSpace(s[start:i])
	for n := cutPrefixes(m, metricLeads); n > 0; n = cutPrefixes(m, metricLeads) {
		m = m[n:]
	}
	for _, v := range [...]string{" keep ", " bring ", " raise ", " reduce ", " increase ", " get "} { // Support to bring the response time under …
		if k := strings.LastIndex(m, v); k >= 0 {
			m = strings.TrimPrefix(m[k+len(v):], "the ")
		}
	}
	if k := strings.Index(m, "由"); k > 0 {
		m = m[:k]
	}
	if k := strings.Index(m, " from "); k > 0 {
		m = m[:k]
	}
	for _, e := range [...]string{"率先", "均", "全部", "要"} {
		m = strings.TrimSuffix(m, e)
	}
	return strings.Trim(m, " ")
}

// baseline reads "由85%" or "from 40%" before the operator.
func baseline(s string) (float64, bool) {
	for _, w := range [...]string{"由", "从", "from "} {
		if i := strings.LastIndex(s, w); i >= 0 {
			rest := s[i+len(w):]
			rest = strings.TrimPrefix(rest, "第")
			if rest != "" && isDigit(rest[0]) {
				v, _ := number(rest)
				return v, true
			}
		}
	}
	return 0, false
}

// rankMeasure reads 由第9位提升至第6位, 进入前三, "from 9th to 6th".
func rankMeasure(s string) (Measure, bool) {
	for _, w := range [...]string{"提升至第", "上升至第", "前移至第", "提升到第", "进位至第", "升至第", "进入前", "跻身前", "to "} {
		i := strings.Index(s, w)
		if i < 0 {
			continue
		}
		rest := s[i+len(w):]
		v, n := rankNumber(rest)
		if n == 0 || w == "to " && !ordinalEnd(rest[n:]) {
			continue
		}
		m := Measure{Metric: metric(s, i), Op: "rank<=", Value: v, Unit: "位"}
		if b, ok := baseline(s[:i]); ok {
			m.Baseline = b
		}
		if k := strings.Index(m.Metric, "在"); k > 0 {
			m.Metric = m.Metric[:k]
		}
		return m, true
	}
	return Measure{}, false
}

func rankNumber(s string) (float64, int) {
	if s != "" && isDigit(s[0]) {
		return number(s)
	}
	n, k := hanNumber(s)
	return float64(n), k
}

func ordinalEnd(s string) bool {
	return strings.HasPrefix(s, "st") || strings.HasPrefix(s, "nd") || strings.HasPrefix(s, "rd") || strings.HasPrefix(s, "th")
}

var wholes = []string{"清零", "全部化解", "全部办结", "全覆盖", "零积压", "零增长", "zero backlog", "full coverage", "to zero", "百分之百", "全部清结"}

// wholeMeasure reads targets without a number: cleared, covered.
func wholeMeasure(s string) []Measure {
	for _, w := range wholes {
		i := strings.Index(s, w)
		if i < 0 {
			continue
		}
		m := Measure{Metric: strings.TrimSuffix(strings.TrimSuffix(metric(s, i), "全部"), "实现"), Op: "==", Value: 0}
		if hasAny(w, []string{"覆盖", "coverage", "百分之百"}) {
			m.Op, m.Value, m.Unit = ">=", 100, "%"
		}
		return []Measure{m}
	}
	return nil
}

// words writes a measure for people.
func (m Measure) words() string {
	v := strconv.FormatFloat(m.Value, 'f', -1, 64)
	if len(m.Unit) > 2 && m.Unit[0] < utf8.RuneSelf {
		v += " " // 4 hours
	}
	v += m.Unit
	switch m.Op {
	case "==":
		if m.Value == 0 && m.Unit == "" {
			return trimSpace(m.Metric + " 清零")
		}
		return trimSpace(m.Metric + " = " + v)
	case "rank<=":
		return trimSpace(m.Metric + " 第" + v)
	}
	op := map[string]string{">=": "≥", "<=": "≤", "~": "≈", ">": ">", "<": "<"}[m.Op]
	return trimSpace(m.Metric + " " + op + " " + v)
}
