package intent

import (
	"slices"
	"strings"
	"unicode"
)

// ReadDraftOrders reads what is said under a meeting's drafts, where N号 is a row. ok is false when it is no order about rows: a question,
// chatter, or a report. Words of an order that were not understood stand in its Unread.
func ReadDraftOrders(text string, c Context) (orders []DraftOrder, ok bool) {
	m := newMessage(text, c)
	if len(m.s) > 4000 || strings.ContainsAny(m.s, "?？") || words("吗|怎么样|情况如何").in(m.s) {
		return nil, false
	}
	for _, seg := range draftSegments(m.s) {
		o, is := m.draftOrder(seg[0], seg[1])
		if !is {
			if strings.TrimSpace(trimEnds(m.s[seg[0]:seg[1]])) == "" || courtesies.is(trimEnds(m.s[seg[0]:seg[1]])) {
				continue
			}
			if len(orders) == 0 {
				return nil, false
			}
			o = DraftOrder{Op: DraftSet, Unread: m.orig(seg[0], seg[1])}
		}
		orders = append(orders, o)
	}
	return orders, len(orders) > 0
}

var (
	rowSplit     = words("拆分成|拆分为|拆解为|拆成|拆为|分成|分为|split into|split")
	rowMerge     = words("一起办理|一起办|一并办理|一并办|一块办|合起来办|合在一起|放在一起|放一起|合成一项|合为一项|并成一项|并为一项|合并成一项|合并为一项|合成一条|合并成一条|合并到|合并|并入|并到|合为|合成|merge|combine|join")
	rowDrop      = words("全部删除|都删除|都删掉|删除掉|删除|删掉|删去|删了|删|去掉|不列入|不列了|不列|移除|剔除|不要了|不要|不立项|drop|delete|remove|discard|leave out|cut")
	rowRestore   = words("恢复|还原|加回来|加回|restore|undelete|put back|bring back")
	rowIssue     = words("全部下发|都下发|确认下发|先下发|下发|发出去|发出|印发|交办|核发|issue|send out|send|publish|release")
	rowShow      = words("逐项核对|逐条核对|展开|看原文|原文|显示全部|show all|show everything|show|check each|details|expand")
	rowRest      = words("其余的|其余|其他的|其他|其它的|其它|剩下的|剩余的|余下的|剩余|余下|the rest|the others|others|all others|the remaining|remaining|everything else")
	rowAll       = words("全部|所有的|所有|都|整体|all rows|all items|all of them|all|everything|every row")
	rowMarks     = words("第|rows|row|items|item|nos.|no.|number|numbers|#|编号|序号")
	rowTails     = words("号事项|号|项|条|行|#")
	noDueWords   = words("不设期限|不设时限|不设完成时限|不限时间|不限期|无期限|无时限|没有期限|没有时限|取消期限|期限删除|删除期限|no due date|no deadline|without a deadline|without a due date|no date")
	ongoingWords = words("长期坚持|长期推进|长期|常态化推进|常态化|持续推进|持续|ongoing|continuous|standing")
	measureHeads = words("完成标准改为|完成标准改成|完成标准设为|完成标准为|完成标准是|完成标准:|完成标准|标准改为|标准为|标准:|衡量标准:|衡量标准为|measure:|measure is|measure|done when:|done when|criteria:|criterion:")
	titleHeads   = words("标题改为|标题改成|标题:|标题为|标题|事项改为|事项名称改为|名称改为|名称改成|内容改为|改名为|title:|title is|title|rename to|rename as|rename")
	draftGlue    = words("办|改到|改在|挪到|调到|推到|提到|都定在|都定到|都定|定在|定到|定|这个|那个|这条|那条|这项|那项|的话|截至|改为由|改为|改成|改由|调整为|变更为|换成|换为|设为|设定为|定为|定于|确定为|明确为|明确由|更正为|应为|应由|应是|牵头单位为|牵头单位是|牵头单位:|牵头单位|责任单位为|责任单位是|责任单位:|责任单位|承办单位:|承办单位|配合单位为|配合单位:|配合单位|牵头负责|牵头承办|牵头办理|牵头|主办|负责|承办|办理|配合|协助|协办|参与|支持|期限为|期限改为|期限改到|期限到|期限:|期限|时限为|时限:|时限|截止日期|截止时间|截止到|截止|完成时限:|完成时限|之前完成|前完成|之前|以前|前|之内|以内|内|完成|办结|报送|归口|归|给|交给|交由|交|转给|转|由|为|是|到|在|于|请|把|将|让|就|并|并由|并且|且|同时|和|与|及|、|的|了|吧|也|再|均|都|统一|单独|分别|lead by|led by|lead is|lead:|lead|leads|leading|owner:|owner is|owner|owned by|assigned to|assign to|assign|give to|give|goes to|go to|to|by|due:|due on|due by|due|deadline:|deadline is|deadline|until|before|on|with|support from|support by|support:|supported by|supports|support|helped by|help from|help|and|for|is|are|be|set to|set|change to|change|make it|make|should be|should|will be|will|please|the|of|as|in|at|also|department|dept|team|division|office|完整|这几项|这几条|这些|这|那|几项|项|条|号|行")
	keyTier      = words("列为重点|设为重点|重点督办|重点事项|重点|key|high priority|top priority")
	presTier     = words("院长督办|院长亲自督办|president's|principal's")
	plainTier    = words("列为一般|设为一般|一般事项|一般|normal priority|normal")
)

// draftSegments cuts at semicolons, full stops and line breaks; the parts of a split stay with it.
func draftSegments(s string) (out [][2]int) {
	start := 0
	for i, r := range s {
		if r != ';' && r != '；' && r != '。' && r != '\n' {
			continue
		}
		if r != '\n' && rowSplit.in(s[start:i]) {
			continue
		}
		out = append(out, [2]int{start, i})
		start = i + len(string(r))
	}
	return append(out, [2]int{start, len(s)})
}

// An orderReader consumes an order's words piece by piece; what is left was not understood.
type orderReader struct {
	m    *message
	i, j int
	used []bool // of s[i:j]
	o    DraftOrder
}

func (m *message) draftOrder(i, j int) (DraftOrder, bool) {
	r := &orderReader{m: m, i: i, j: j, used: make([]bool, j-i)}
	s := m.s[i:j]
	r.rows()
	r.undatedRows()
	switch {
	case r.support():
	case r.take(rowSplit):
		return r.split()
	case rowMerge.in(s) && len(r.o.Rows) > 1 && r.take(rowMerge):
		r.o.Op = DraftMerge
		slices.Sort(r.o.Rows)
	case r.take(rowRestore):
		r.o.Op = DraftRestore
	case r.head(measureHeads, &r.o.Measure), r.head(titleHeads, &r.o.Title):
		r.o.Op = DraftSet
		r.fields()
	case r.take(noDueWords):
		r.o.Op, r.o.NoDue = DraftSet, true
		r.fields()
	case r.take(rowDrop):
		r.o.Op = DraftDrop
		r.o.Reason = r.reason()
	case !r.hasFields() && r.take(rowIssue):
		r.o.Op = DraftIssue
	case !r.named() && r.take(rowShow):
		r.o.Op = DraftShow
	default:
		r.o.Op = DraftSet
		if !r.fields() {
			return DraftOrder{}, false
		}
	}
	r.o.Unread = r.left()
	return r.o, r.is()
}

// is keeps reports and chatter from being taken for orders: an order that is only half understood names rows or is made of known words.
func (r *orderReader) is() bool {
	if r.o.Unread == "" {
		return true
	}
	if r.o.Op != DraftSet {
		return r.named() || len([]rune(r.o.Unread)) <= 6
	}
	return r.named()
}

func (r *orderReader) named() bool { return len(r.o.Rows) > 0 || r.o.Rest || r.o.All }

// rows finds which rows the order is about: a list of numbers, the rest, all.
func (r *orderReader) rows() {
	if r.take(rowRest) {
		r.o.Rest = true
		return
	}
	s := r.m.s[r.i:r.j]
	for k := 0; k < len(s); k++ {
		if latin(s[k]) && k > 0 && latin(s[k-1]) {
			continue
		}
		nums, a, b, ok := rowList(s, k)
		if !ok {
			continue
		}
		r.o.Rows = nums
		r.use(a, b)
		return
	}
	r.o.All = r.take(rowAll)
}

// rowList reads a list of rows that begins at k: 1-5, 第二项, rows 1, 3 and 5, 2号、4号. Bare numbers count only at the start, or after a verb.
func rowList(s string, k int) (nums []int, i, j int, ok bool) {
	at, marked := k, false
	if w := rowMarks.prefix(s[k:]); w > 0 {
		at, marked = k+w, true
	}
	for at < len(s) && (s[at] == ' ' || s[at] == '#') {
		at++
	}
	n, isNum := numberAt(s, at)
	if !isNum || n.v < 1 || n.v > 500 || n.v != float64(int(n.v)) || n.han && !marked && rowTails.prefix(s[n.j:]) == 0 {
		return nil, 0, 0, false
	}
	if k > 0 && (digit(s[k-1]) || s[k-1] == '.') {
		return nil, 0, 0, false
	}
	list := more(s, ref{i: k, j: n.j, n: []int{int(n.v)}}, func(q int) (num, bool) {
		if w := rowMarks.prefix(s[q:]); w > 0 {
			for q += w; q < len(s) && s[q] == ' '; q++ {
			}
		}
		return numberAt(s, q)
	})
	end, tailed := list.j, false
	for {
		w := rowTails.prefix(s[end:])
		if w == 0 {
			break
		}
		end, tailed = end+w, true
		next := end + joiners.prefix(s[end:])
		next += rangeMarks.prefix(s[next:])
		if next == end && !adjacentRow(s, end) {
			break
		}
		ranged := rangeMarks.prefix(s[end:]) > 0
		n, isNum := numberAt(s, next)
		if !isNum || rowTails.prefix(s[n.j:]) == 0 {
			break
		}
		if ranged {
			for v := list.n[len(list.n)-1] + 1; v < int(n.v); v++ {
				list.n = append(list.n, v)
			}
		}
		list.n, end = append(list.n, int(n.v)), n.j
	}
	rest := strings.TrimLeft(s[end:], " ")
	if !tailed && !marked && (k > 0 && !verbBefore(s[:k]) || notARow(rest)) {
		return nil, 0, 0, false
	}
	slices.Sort(list.n)
	return slices.Compact(list.n), k, end, true
}

// adjacentRow reports whether another N号 stands right behind a row: 1号2号.
func adjacentRow(s string, end int) bool {
	n, ok := numberAt(s, end)
	return ok && strings.HasSuffix(s[:end], "号") && strings.HasPrefix(s[n.j:], "号")
}

func verbBefore(s string) bool {
	s = strings.TrimRight(s, " ")
	return s == "" || rowDrop.suffix(s) > 0 || rowMerge.suffix(s) > 0 || rowRestore.suffix(s) > 0 || rowIssue.suffix(s) > 0 || rowSplit.suffix(s) > 0 || words("把|将|请把|请将").suffix(s) > 0
}

func notARow(rest string) bool {
	return words("月|日|年|%|个|天|周|点|/|.|january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec").prefix(rest) > 0
}

func (r *orderReader) use(a, b int) {
	for k := a; k < b; k++ {
		r.used[k] = true
	}
}

// take uses up the first word of the list that nothing has used yet.
func (r *orderReader) take(l list) bool {
	s := r.m.s[r.i:r.j]
	for start := 0; start < len(s); {
		a, b := l.from(s, start)
		if a < 0 {
			return false
		}
		if !slices.Contains(r.used[a:b], true) {
			r.use(a, b)
			return true
		}
		start = a + 1
	}
	return false
}

// head reads a field that takes the rest of the order: 完成标准:…
func (r *orderReader) head(l list, into *string) bool {
	s := r.m.s[r.i:r.j]
	a, b := l.first(s)
	if a < 0 || slices.Contains(r.used[a:b], true) {
		return false
	}
	rest := strings.Trim(r.m.orig(r.i+b, r.j), " :：,，。.“”\"'「」")
	if rest == "" {
		return false
	}
	*into = rest
	r.j, r.used = r.i+a, r.used[:a] // what stands in a title is neither owner nor day
	return true
}

func (r *orderReader) split() (DraftOrder, bool) {
	s := r.m.s[r.i:r.j]
	_, b := rowSplit.last(s)
	rest := r.m.orig(r.i+b, r.j)
	if k := strings.IndexAny(rest, ":："); k >= 0 && k < len("两项三项into two: ") {
		rest = strings.TrimLeft(rest[k:], ":：")
	}
	r.o.Op = DraftSplit
	for _, p := range strings.FieldsFunc(rest, func(c rune) bool { return c == ';' || c == '\n' || c == '、' || c == '/' }) {
		if p = strings.Trim(p, " ,，。.:"); p != "" {
			r.o.Parts = append(r.o.Parts, p)
		}
	}
	return r.o, len(r.o.Rows) == 1
}

// reason is why rows are dropped: in brackets, or after a comma or 因为.
func (r *orderReader) reason() string {
	s := r.m.s[r.i:r.j]
	if a := strings.IndexAny(s, "("); a >= 0 {
		if b := strings.IndexByte(s[a:], ')'); b > 0 {
			r.use(a, a+b+1)
			return strings.Trim(r.m.orig(r.i+a+1, r.i+a+b), " ")
		}
	}
	a, b := words("因为|因|由于|理由:|原因:|because of|because|since|reason:").first(s)
	if a < 0 {
		if a = strings.IndexByte(s, ','); a < 0 {
			return ""
		}
		b = a + 1
	}
	if slices.Contains(r.used[b:], true) {
		return ""
	}
	r.use(a, len(s))
	return strings.Trim(r.m.orig(r.i+b, r.j), " ,，")
}

// left are the words that nothing has used, glue aside.
func (r *orderReader) left() string {
	s := r.m.s[r.i:r.j]
	var out []string
	for k := 0; k < len(s); {
		if r.used[k] {
			k++
			continue
		}
		e := k
		for e < len(s) && !r.used[e] {
			e++
		}
		if w := unglue(s[k:e]); w != "" {
			out = append(out, w)
		}
		k = e
	}
	return strings.Join(out, " ")
}

// unglue takes away glue words and punctuation, longest first, from left to right.
func unglue(s string) string {
	var b strings.Builder
	for s != "" {
		if n := draftGlue.longest(s); n > 0 && wholeAt(s, 0, n) {
			s = s[n:]
			continue
		}
		r := []rune(s)[0]
		n := len(string(r))
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			if b.Len() > 0 {
				b.WriteRune(' ')
			}
		case r < 0x80:
			for n < len(s) && (latin(s[n]) || digit(s[n])) {
				n++
			}
			b.WriteString(s[:n])
		default:
			b.WriteRune(r)
		}
		s = s[n:]
	}
	return strings.TrimSpace(b.String())
}

// longest gives the length of the longest word of the list that s begins with, 0 for none.
func (l list) longest(s string) (n int) {
	for _, w := range l.all {
		if len(w) > n && strings.HasPrefix(s, w) {
			n = len(w)
		}
	}
	return n
}
