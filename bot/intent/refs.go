package intent

import (
	"slices"
	"strings"
)

// A ref is one naming of items in a text: 3号, 第4项, #12, "items 2, 4 and 7", 12-3, 沈中法督〔2026〕12号.
type ref struct {
	i, j int
	n    []int  // numbers, ascending as written
	text string // the number as written, where it is not a plain one
}

var (
	// itemWords may follow the number's 号 and belong to it.
	itemWords = words("督办事项|督办件|事项|任务|项目|工作|议题|督办|清单|件")
	// notItems after N号 say that it is no item.
	notItems = words("楼|会议室|法庭|线|院|门|机|车|厅|窗口|窗|案|庭|室|房|桌|库|电梯|食堂|餐厅|楼层|馆|文|文件|令|公告|通知|技术|柜|审判|店|路|街|选手|服务器|粉|字")
	// dayAfter and dayBefore say that N号 is a day of the month.
	dayAfter  = words(cross("再", "给|交|报|说|来|看|催|提醒|叫|问|弄|办|开|上|定|议|发|送|做|去|找|讲|谈") + "|前|之前|以前|后|之后|以后|上午|下午|晚上|晚|中午|早上|凌晨|(周|星期|当天|那天|左右|开会|到期|截止|起|开始|给|交|报送|能|可以完|办结不|下班|周|的会|提醒")
	dayBefore = words("月|月的|到|至|于|在|本月|下月|上月|这个月|下个月|上个月|截止|截至|日期|延到|延至|推到|推迟到|定在|定于|改到|改至|等到|预计|周|星期|期限|时限|每月|今天|今天是|明天|当月")
	// refBefore are words that make a bare number the number of an item.
	refBefore = words("items|item|tasks|task|no.|no|nos.|number|#|action items|action item|actions|action|ai|ticket|事项|任务|督办件|编号|序号|项目|督办事项")
	notDay    = words("记到|算到|填到|写到|报到|串到|算在|记在|记为|把|将|关于|对于|鉴于|至于|合并到|并到|并至|转到|归到|挂到|不在")
	handed    = words("交给|交由|交办|给谁|转给|转交")
	askedOf   = words("about|see|show me|open|pull up|with|of|on|for|is|看看|看一下|看下|看|查|查一下|查查|那个|问问|关于|说说|讲讲|打开|调出")
	joiners   = words("、|,|和|与|及|以及|跟|and|&|/|, and|，")
)

// refs finds the items that s names, from left to right.
func refs(s string) []ref {
	var out []ref
	for i := 0; i < len(s); {
		r, ok := refAt(s, i)
		if ok {
			out = append(out, r)
			i = r.j
			continue
		}
		if n, isNum := numberAt(s, i); isNum && n.j > i {
			i = n.j
			continue
		}
		i++
	}
	return out
}

func refAt(s string, i int) (ref, bool) {
	switch c := s[i]; {
	case c == '#':
		return hashRef(s, i)
	case c == '[' || c == '(':
		return yearRef(s, i)
	case latin(c):
		if i > 0 && latin(s[i-1]) {
			return ref{}, false
		}
		return wordRef(s, i)
	}
	if strings.HasPrefix(s[i:], "第") {
		if r, ok := numberedRef(s, i+len("第")); ok {
			r.i = i
			return r, true
		}
		return ref{}, false
	}
	if digit(s[i]) && i > 0 && (digit(s[i-1]) || s[i-1] == '.' || latin(s[i-1])) {
		return ref{}, false
	}
	if r, ok := numberedRef(s, i); ok {
		return r, true
	}
	if r, ok := doneWith(s, i); ok {
		return r, true
	}
	if r, ok := bareList(s, i); ok {
		return r, true
	}
	return wordRef(s, i)
}

// doneWith reads the bare number of "done with 10", which nothing follows.
func doneWith(s string, i int) (ref, bool) {
	if !digit(s[i]) || words("done with|finished with|through with|except|except for|other than|apart from|all but|wrapped up|except item").suffix(strings.TrimRight(s[:i], " #")) == 0 {
		return ref{}, false
	}
	n, ok := numberAt(s, i)
	if !ok || n.v < 1 || n.v > 99999 || n.v != float64(int(n.v)) || n.j < len(s) && !strings.ContainsRune(",.;!\n", rune(s[n.j])) && words("is|are|has|have|everything|all|the").prefix(strings.TrimLeft(s[n.j:], " ")) == 0 {
		return ref{}, false
	}
	return ref{i: i, j: n.j, n: []int{int(n.v)}}, true
}

// bareList reads a list of plain numbers that begins a message and of which something is said: "2, 3 and 8 are done", 2、4、7都办结了.
func bareList(s string, i int) (ref, bool) {
	if !digit(s[i]) || strings.Trim(s[:i], " @") != "" {
		return ref{}, false
	}
	n, ok := numberAt(s, i)
	if !ok || n.v < 1 || n.v > 999 || n.v != float64(int(n.v)) {
		return ref{}, false
	}
	if rest := s[n.j:]; strings.HasPrefix(rest, ": ") || strings.HasPrefix(rest, ":") && len(rest) > 1 && rest[1] >= 0x80 || strings.HasPrefix(rest, " - ") {
		rest = strings.TrimLeft(rest, " :-")
		p, share := numberAt(rest, 0)
		if share && strings.HasPrefix(rest[p.j:], "%") || words("done|complete|completed|finished|closed|blocked|stuck|on track|no change|no update|已完成|完成|已办结|办结|办完|卡在|无进展|进度|正在").prefix(rest) > 0 {
			return ref{i: i, j: n.j, n: []int{int(n.v)}}, true // "7: 80%"
		}
	}
	r := more(s, ref{i: i, j: n.j, n: []int{int(n.v)}}, func(k int) (num, bool) {
		n, ok := numberAt(s, k)
		return n, ok && !n.han
	})
	if len(r.n) < 2 || words("都|均|全|也都|已|已经|全部|are|have|both|all|done|closed|finished|completed|received|accepted|blocked|签收|收到|办结|完成|办完|销号").prefix(strings.TrimLeft(s[r.j:], " ")) == 0 {
		return ref{}, false
	}
	return r, true
}

// yearRef reads 〔2026〕12号, with the prefix that stands before it.
func yearRef(s string, i int) (ref, bool) {
	if i+6 > len(s) || !digit(s[i+1]) || !digit(s[i+4]) || s[i+5] != ']' && s[i+5] != ')' {
		return ref{}, false
	}
	n, ok := numberAt(s, i+6)
	if !ok || n.han {
		return ref{}, false
	}
	j := n.j
	if j+1 < len(s) && s[j] == '-' && digit(s[j+1]) {
		j = digitsAt(s, j+1).j
	}
	if !strings.HasPrefix(s[j:], "号") {
		if j < len(s) && s[j] >= 0x80 && s[i] == '(' {
			return ref{}, false // (2026)辽01民终… and the like
		}
	} else {
		j += len("号")
	}
	k := i
	for k > 0 && s[k-1] >= 0x80 { // the prefix: 沈中法督
		k--
	}
	if p := strings.LastIndex(s[k:i], "督"); p < 0 {
		k = i
	} else if q := strings.LastIndexAny(s[k:k+p], "对把将请和、"); q >= 0 {
		k = i
	}
	return ref{i: k, j: j, text: s[k:j]}, true
}

func hashRef(s string, i int) (ref, bool) {
	j := i + 1
	for j < len(s) && s[j] == ' ' {
		j++
	}
	n, ok := numberAt(s, j)
	if !ok || n.han || n.v != float64(int(n.v)) || n.v < 1 || n.v > 99999 {
		return ref{}, false
	}
	r := ref{i: i, j: n.j, n: []int{int(n.v)}}
	if r2, ok := childRef(s, i, n); ok {
		return r2, true
	}
	return more(s, r, func(k int) (num, bool) {
		if k < len(s) && s[k] == '#' {
			k++
		}
		n, ok := numberAt(s, k)
		return n, ok && !n.han
	}), true
}

// childRef reads 12-3, the third child of the twelfth item.
func childRef(s string, i int, n num) (ref, bool) {
	if n.han || n.j+1 >= len(s) || s[n.j] != '-' || !digit(s[n.j+1]) {
		return ref{}, false
	}
	m := digitsAt(s, n.j+1)
	if m.v > n.v && n.v < 100 && !(m.v > 2000) {
		return ref{}, false // a range: 1-5
	}
	j := m.j
	if j < len(s) && s[j] == '-' { // a date
		return ref{}, false
	}
	r := ref{i: i, text: s[n.i:j]}
	if strings.HasPrefix(s[j:], "号") {
		j += len("号")
	}
	if k := itemWords.prefix(s[j:]); k > 0 {
		j += k
	}
	r.j = j
	return r, true
}

// numberedRef reads N号, N号事项, 第N项, lists (2、4、7号) and ranges (1-5号) of them.
func numberedRef(s string, i int) (ref, bool) {
	n, ok := numberAt(s, i)
	if !ok || n.v < 1 || n.v > 99999 || n.v != float64(int(n.v)) {
		return ref{}, false
	}
	if r, ok := childRef(s, i, n); ok && (strings.Contains(s[r.i:r.j], "号") || i == 0 || strings.IndexByte(":;\n,", s[i-1]) >= 0 && strings.HasPrefix(s[r.j:], " ") || (refBefore.suffix(strings.TrimRight(s[:i], " ")) > 0 || askedOf.suffix(strings.TrimRight(s[:i], " ")) > 0 && trimEnds(s[r.j:]) == "")) {
		return r, true
	}
	r := more(s, ref{i: i, j: n.j, n: []int{int(n.v)}}, func(k int) (num, bool) { return numberAt(s, k) })
	if n.han && len(r.n) > 1 && strings.HasPrefix(s[n.j:], "、") && n.j+len("、") < len(s) && digit(s[n.j+len("、")]) {
		return ref{}, false // 一、3号: a point and its item; nobody lists items in two kinds of numerals
	}
	first := strings.HasSuffix(s[:i], "第")
	j := r.j
	for j < len(s) && s[j] == ' ' {
		j++
	}
	switch rest := s[j:]; {
	case len(r.n) > 1 && asMany(rest, len(r.n)) > 0: // 八、九两项
		j += asMany(rest, len(r.n))
	case strings.HasPrefix(rest, "号"):
		j += len("号")
		if notItems.prefix(s[j:]) > 0 && itemWords.prefix(s[j:]) == 0 || caseNumber(s, i) {
			return ref{}, false
		}
		if dayOfMonth(s, i, j) && n.v <= 31 && len(r.n) == 1 {
			return ref{}, false
		}
	case first && (strings.HasPrefix(rest, "项") || strings.HasPrefix(rest, "条") || strings.HasPrefix(rest, "件") || strings.HasPrefix(rest, "个事项")):
		j += len("项")
		if strings.HasPrefix(rest, "个事项") {
			j = r.j + len("个事项")
		}
	default:
		return ref{}, false
	}
	if k := itemWords.prefix(s[j:]); k > 0 && !strings.HasPrefix(s[j:], "工作日") {
		j += k
	}
	r.j = j
	r = moreNumbered(s, r)
	return r, true
}

// asMany gives the length of "two items" (两项, 3件) at the beginning of s, when that is how many there are; else 0.
func asMany(s string, count int) int {
	n, ok := numberAt(s, 0)
	if !ok || int(n.v) != count {
		return 0
	}
	if k := words("项|件|条|个事项|个任务").prefix(s[n.j:]); k > 0 {
		return n.j + k
	}
	return 0
}

// moreNumbered joins 1号和3号, 1号、2号 into one naming.
func moreNumbered(s string, r ref) ref {
	k := r.j + joiners.prefix(strings.TrimLeft(s[r.j:], " "))
	if k == r.j || strings.HasPrefix(s[r.j:], ",") {
		return r
	}
	if strings.HasPrefix(s[k:], "第") {
		k += len("第")
	}
	if k < len(s) {
		if next, ok := numberedRef(s, k); ok && next.text == "" {
			r.n, r.j = append(r.n, next.n...), next.j
		}
	}
	return r
}

// more reads the further numbers of a list or range.
func more(s string, r ref, number func(k int) (num, bool)) ref {
	for {
		k := r.j
		for k < len(s) && s[k] == ' ' {
			k++
		}
		if n, ok := rangeEnd(s, k, r.n[len(r.n)-1], number); ok {
			for v := r.n[len(r.n)-1] + 1; v <= int(n.v); v++ {
				r.n = append(r.n, v)
			}
			r.j = n.j
			continue
		}
		w := joiners.prefix(s[k:])
		if w == 0 {
			return r
		}
		for k += w; k < len(s) && s[k] == ' '; k++ {
		}
		if w := joiners.prefix(s[k:]); w > 0 {
			for k += w; k < len(s) && s[k] == ' '; k++ {
			}
		}
		n, ok := number(k)
		if !ok || n.v < 1 || n.v != float64(int(n.v)) || n.v > 99999 || slices.Contains(r.n, int(n.v)) || notListed(s, n) {
			return r
		}
		r.n, r.j = append(r.n, int(n.v)), n.j
	}
}

// notListed keeps "item 2, 80%" and "1号,3天" from becoming lists.
func notListed(s string, n num) bool {
	rest := strings.TrimLeft(s[n.j:], " ")
	return strings.HasPrefix(rest, "%") || strings.HasPrefix(rest, "percent") || strings.HasPrefix(rest, "days") || strings.HasPrefix(rest, "天") ||
		strings.HasPrefix(rest, "月") || strings.HasPrefix(rest, "周") || strings.HasPrefix(rest, "个") || strings.HasPrefix(rest, "成") || strings.HasPrefix(rest, "分之") ||
		strings.HasPrefix(rest, "/") || strings.HasPrefix(rest, "年") || strings.HasPrefix(rest, "日") || strings.HasPrefix(rest, "-") || strings.HasPrefix(rest, "点") ||
		strings.HasPrefix(rest, "名") || strings.HasPrefix(rest, "of ") || strings.HasPrefix(rest, "courts") || strings.HasPrefix(rest, "家") || strings.HasPrefix(rest, "庭")
}

func rangeEnd(s string, k, from int, number func(k int) (num, bool)) (num, bool) {
	w := rangeMarks.prefix(s[k:])
	if w == 0 {
		return num{}, false
	}
	for k += w; k < len(s) && s[k] == ' '; k++ {
	}
	n, ok := number(k)
	return n, ok && int(n.v) > from && n.v < float64(from)+200 && n.v == float64(int(n.v)) && !notListed(s, n)
}

var rangeMarks = words("-|~|至|到|to|through|thru")

// wordRef reads "item 3", "items 2, 4 and 7", 事项3.
func wordRef(s string, i int) (ref, bool) {
	w := refBefore.prefix(s[i:])
	if w == 0 {
		return ref{}, false
	}
	j := i + w
	for j < len(s) && (s[j] == ' ' || s[j] == '#' || s[j] == '.') {
		j++
	}
	n, ok := numberAt(s, j)
	if !ok && j < len(s) && latin(s[j]) {
		k := j
		for k < len(s) && latin(s[k]) {
			k++
		}
		if v := englishNumbers[s[j:k]]; v > 0 && k-j > 2 && s[j:k] != "both" && s[j:k] != "couple" {
			n, ok = num{i: j, j: k, v: float64(v)}, true
		}
	}
	if !ok || n.v < 1 || n.v > 99999 || n.v != float64(int(n.v)) || n.han && w < len("事项") || s[i:j] == "no " || notListed(s, n) && !strings.HasPrefix(strings.TrimLeft(s[n.j:], " "), "-") {
		return ref{}, false
	}
	if r, ok := childRef(s, i, n); ok {
		return r, true
	}
	r := more(s, ref{i: i, j: n.j, n: []int{int(n.v)}}, func(k int) (num, bool) {
		if w := refBefore.prefix(s[k:]); w > 0 {
			for k += w; k < len(s) && s[k] == ' '; k++ {
			}
		}
		return numberAt(s, k)
	})
	if strings.HasPrefix(s[r.j:], "号") {
		r.j += len("号")
	}
	return r, true
}

// caseNumber reports whether the number at i belongs to the number of a court case: (2026)辽01民终123号.
func caseNumber(s string, i int) bool {
	k := strings.LastIndexByte(s[:i], ')')
	return k >= 5 && i-k < 40 && digit(s[k-1]) && digit(s[k-4]) && s[k-5] == '(' && !strings.ContainsAny(s[k:i], " ,。;")
}

func dayOfMonth(s string, i, j int) bool {
	if itemWords.prefix(s[j:]) > 0 || notDay.suffix(strings.TrimRight(s[:i], " ")) > 0 {
		return false
	}
	if words("截止|到期").prefix(s[j:]) > 0 && words("哪|几号|什么时候|啥时候|何时|多久").in(s[j:]) {
		return false // 9号截止到哪天
	}
	if handed.prefix(s[j:]) > 0 || words("收到|签收到|接到").suffix(strings.TrimRight(s[:i], " ")) > 0 {
		return false
	}
	if words("前后|前前后后|之前催|前天|提醒记录|提醒了|提醒过|提醒次数|提醒历史|提醒情况").prefix(strings.TrimLeft(s[j:], " ")) > 0 {
		return false
	}
	return dayBefore.suffix(strings.TrimRight(s[:i], " ")) > 0 || dayAfter.prefix(strings.TrimLeft(s[j:], " ")) > 0
}
