package minutes

import (
	"strings"
	"unicode/utf8"
)

type blockKind int

const (
	blockPara blockKind = iota
	blockBullet
	blockHeading
	blockTable
)

// A block is a heading, a list item, a paragraph or a table, with what it hangs under.
type block struct {
	kind   blockKind
	line   int
	indent int
	mark   marker
	level  int    // of a heading: 1 to 6; mini headings ("遗留问题:") 8
	p      plain  // the text behind the marker
	parent *block // the list item, mini heading or heading that it hangs under; nil at the top
	prev   *block // the block before it in the text
	next   *block // the block behind it
	kids   int    // list items hanging directly under it
	depth  int    // list depth below the nearest heading
	ctx    context
	struck bool     // ~~crossed out~~
	italic bool     // all of it *in italics*: words of a template, or asides
	labels []label  // owner, date and the like on lines of their own
	owners []party  // for those below: a heading or item that only names somebody
	table  *table   // of a blockTable
	parts  []plain  // continuation lines of the text
	lines  []int    // their physical lines
	item   int      // 1-based index of the item that it became
	spoke  *speaker // who is speaking, of "[rob] …"
}

// A builder grows the blocks of a text from its lines.
type builder struct {
	lines  []line
	work   *int
	width  int // the column at which the text's Chinese lines are wrapped; 0: they are not
	out    []*block
	heads  []*block // open headings, outermost first
	list   []*block // open list items, outermost first
	blank  bool     // the line before was blank
	listed bool     // list items came since the last mini heading
}

// build arranges lines into blocks.
func (r *reader) build(ls []line) []*block {
	b := builder{work: &r.work, width: wrapColumn(ls), lines: ls, out: make([]*block, 0, len(ls)/2+1)}
	var head heads
	for i := 0; i < len(ls); {
		if trimSpace(ls[i].raw) == "" {
			b.blank = true
			i++
			continue
		}
		if t, n := head.table(ls, i); n > 0 {
			b.addTable(t, ls[i])
			i += n
		} else {
			i += b.add(i)
		}
		b.blank = false
	}
	return b.out
}

func (b *builder) push(x *block) {
	if n := len(b.out); n > 0 {
		x.prev = b.out[n-1]
		x.prev.next = x
	}
	b.out = append(b.out, x)
}

// above is what a new block at the top of the list structure hangs under.
func (b *builder) above() *block {
	if n := len(b.heads); n > 0 {
		return b.heads[n-1]
	}
	return nil
}

func (b *builder) addTable(t *table, l line) {
	x := &block{kind: blockTable, line: l.n, table: t, parent: b.above()}
	if n := len(b.list); n > 0 && l.indent > b.list[n-1].indent {
		x.parent = b.list[n-1]
	} else {
		b.list = b.list[:0]
	}
	x.ctx = contextOf(x)
	b.push(x)
	b.listed = true
}

// add reads the line at i and gives how many lines it took.
func (b *builder) add(i int) int {
	l := b.lines[i]
	*b.work += len(l.raw)
	if isChrome(l.raw) {
		return 1
	}
	if isRule(l.raw) {
		b.list = b.list[:0]
		b.closeMini()
		return 1
	}
	if x := atxHeading(l); x != nil {
		b.heading(x)
		return 1
	}
	m, k := readMarker(l.raw)
	if m.class > markBullet && k > 0 && l.raw[0] != '(' { // numbers are read again from the plain text
		m, k = marker{}, 0
	} else if m.class > markBullet {
		m, k = marker{}, 0
	}
	x := &block{line: l.n, indent: l.indent, mark: m, struck: isStruck(l.raw[k:]), italic: isItalic(l.raw), p: makePlain(l.raw[k:]).trim()}
	if inner, n := readMarker(x.p.s); n > 0 && inner.class != markNone && (m.class == markNone || inner.class != markBullet || inner.box != 0) {
		x.number(inner, n)
	}
	if n := b.setext(i); n > 0 && x.mark.class == markNone {
		x.kind, x.level = blockHeading, n
		b.heading(x)
		return 2
	}
	b.place(x, l)
	return 1
}

// number takes over a numbering read from the plain text; a bullet before it stays the list's style.
func (x *block) number(m marker, n int) {
	if x.mark.class == markNone {
		x.mark = m
	} else if m.box != 0 {
		x.mark.box = m.box
	}
	x.p = x.p.sub(n, len(x.p.s)).trim()
}

func isStruck(raw string) bool {
	s := trimSpace(raw)
	i := strings.Index(s, "~~")
	return len(s) > 4 && i >= 0 && i <= 6 && strings.HasSuffix(s, "~~") && i < len(s)-4
}

// isItalic recognises a line that is set in italics from beginning to end.
func isItalic(raw string) bool {
	s := trimSpace(raw)
	if len(s) < 12 {
		return false
	}
	for _, m := range [...]string{"*", "_"} {
		if strings.HasPrefix(s, m) && strings.HasSuffix(s, m) && s[1] != m[0] && s[1] != ' ' && strings.Count(s, m) == 2 {
			return true
		}
	}
	return false
}

// isRule recognises thematic breaks: ---, ***, ======.
func isRule(s string) bool {
	s = trimSpace(s)
	if len(s) < 3 || !strings.ContainsRune("-*_=—－", firstRune(s)) {
		return false
	}
	return ruleMarks.trim(s) == ""
}

// isChrome recognises what a web page says around a text that was copied from it.
func isChrome(s string) bool {
	if len(s) > 40 {
		return false
	}
	switch strings.Trim(s, " \t[]【】()<>»«") {
	case "关闭窗口", "关闭", "打印", "打印本页", "返回顶部", "返回", "已是首条", "已是末条", "分享到", "扫一扫", "上一篇", "下一篇", "首页", "Print", "Share", "Back to top":
		return true
	}
	return false
}

func firstRune(s string) rune {
	r, _ := runeAt(s)
	return r
}

// runeAt is utf8.DecodeRuneInString, quicker for Chinese characters.
func runeAt(s string) (rune, int) {
	if len(s) >= 3 && s[0]&0xF0 == 0xE0 && s[1]&0xC0 == 0x80 && s[2]&0xC0 == 0x80 && s[0] != 0xE0 && s[0] != 0xED {
		return rune(s[0]&0x0F)<<12 | rune(s[1]&0x3F)<<6 | rune(s[2]&0x3F), 3
	}
	return utf8.DecodeRuneInString(s)
}

// lastRune is utf8.DecodeLastRuneInString, quicker for Chinese characters.
func lastRune(s string) (rune, int) {
	if n := len(s); n >= 3 && s[n-3]&0xF0 == 0xE0 {
		if r, k := runeAt(s[n-3:]); k == 3 {
			return r, 3
		}
	}
	return utf8.DecodeLastRuneInString(s)
}

// place files a line that is no Markdown heading: list item, mini heading, label line, continuation or paragraph.
func (b *builder) place(x *block, l line) {
	if (x.mark.class == markNone || x.mark.class == markBullet && x.mark.box == 0) && b.attach(x, l) {
		return
	}
	lvl := headingLevel(x, l, b)
	if h := b.sibling(x); h != nil {
		lvl = h.level
		if runeCount(x.p.s) > 24 || clauseStops.in(x.p.s) {
			lvl = 0
			b.leave(h)
		}
	}
	if lvl > 0 {
		x.level = lvl
		b.heading(x)
		return
	}
	if x.mark.class == markNone || x.mark.class == markDemand {
		b.paragraph(x)
		return
	}
	x.kind = blockBullet
	b.nest(x)
}

// sibling gives the open heading that x continues the numbering of: behind the heading "4、任务" the line "5、规则" is no part of it.
func (b *builder) sibling(x *block) *block {
	if x.mark.class <= markBullet {
		return nil
	}
	for i := len(b.heads) - 1; i >= 0; i-- {
		h := b.heads[i]
		if h.mark.class == x.mark.class && h.level > 3 && h.mark.n > 0 && x.mark.n == h.mark.n+1 && x.indent <= h.indent+1 {
			return h
		}
	}
	return nil
}

// leave closes the headings down to and with h.
func (b *builder) leave(h *block) {
	for n := len(b.heads); n > 0; n-- {
		top := b.heads[n-1]
		b.heads = b.heads[:n-1]
		if top == h {
			break
		}
	}
	b.list = b.list[:0]
}

// nest finds the list item that x hangs under: one further left, or of a style that was opened before.
func (b *builder) nest(x *block) {
	cut := min(len(b.list), maxDepth)
	for cut > 0 {
		*b.work++
		top := b.list[cut-1]
		if x.indent >= top.indent+2 {
			break
		}
		if x.indent+2 > top.indent && x.mark.class != top.mark.class && !b.opened(cut-1, x) && outranks(top.mark.class, x.mark.class) {
			break
		}
		cut--
	}
	b.list = b.list[:cut]
	x.parent = b.above()
	if cut > 0 {
		x.parent = b.list[cut-1]
		x.depth = x.parent.depth + 1
		x.parent.kids++
	}
	b.list = append(b.list, x)
	b.listed = true
	x.ctx = contextOf(x)
	b.push(x)
}

// opened reports whether a list of x's style at x's place is open further out, below index i of the open ones.
func (b *builder) opened(i int, x *block) bool {
	for ; i >= 0; i-- {
		*b.work++
		if b.list[i].mark.class == x.mark.class && b.list[i].indent <= x.indent+1 {
			return true
		}
	}
	return false
}

// outranks reports whether numbering style a is usual above style b.
func outranks(a, b markClass) bool {
	rank := [...]int{markNone: 9, markBullet: 9, markHan: 1, markHanDi: 1, markHanBra: 2, markDecimal: 3, markMulti: 4, markBracket: 5,
		markCircle: 6, markAlpha: 7, markRoman: 7, markTopic: 0, markDemand: 8}
	return rank[a] < rank[b]
}

func (b *builder) paragraph(x *block) {
	if b.listed && b.blank && x.indent < 2 {
		b.closeMini() // a list under a mini heading is over
	}
	if n := len(b.list); n > 0 && b.blank && x.indent <= b.list[0].indent {
		b.list = b.list[:0]
	}
	for n := len(b.list); n > 0 && x.indent <= b.list[n-1].indent && b.blank; n = len(b.list) {
		b.list = b.list[:n-1]
	}
	x.parent = b.above()
	if n := len(b.list); n > 0 && x.indent > b.list[n-1].indent {
		x.parent, x.depth = b.list[n-1], b.list[n-1].depth+1
	} else {
		b.list = b.list[:0]
	}
	x.ctx = contextOf(x)
	b.push(x)
}

// attach files label lines ("责任人:…") and wrapped text under the block before.
func (b *builder) attach(x *block, l line) bool {
	n := len(b.out)
	if n == 0 {
		return false
	}
	last := b.out[n-1]
	if ls := leadingLabels(x.p); onlyLabels(x.p, ls) && last.kind != blockTable {
		for i := range ls {
			ls[i].line = x.line
		}
		if timeOnly(ls) && (last.kind != blockBullet && len(last.labels) == 0 || !b.listed) {
			x.ctx = ctxInfo // the meeting's own time
			x.parent = b.above()
			b.push(x)
			return true
		}
		if last.kind == blockHeading && (last.level >= miniLevel || !workLabels(ls)) || x.mark.class == markBullet && !workLabels(ls) {
			return false
		}
		last.labels = append(last.labels, ls...)
		return true
	}
	if x.mark.class != markNone || b.blank || l.cont || last.kind == blockTable || last.kind == blockHeading || !b.wraps(last, x) {
		return false
	}
	last.parts, last.lines = append(last.parts, x.p), append(last.lines, x.line)
	return true
}

// timeOnly reports whether the labels only give a bare time or date, which may be the meeting's.
func timeOnly(ls []label) bool {
	for _, l := range ls {
		if l.field != fieldDue || l.key != "时间" && l.key != "when" && l.key != "timeline" {
			return false
		}
	}
	return true
}
