package files

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A pdfLine is one line of a page.
type pdfLine struct {
	page        int
	x, right, y float64
	size        float64
	left, edge  float64 // where the text of the page begins and ends
	text        string
	table       bool
}

// layout puts what was shown into lines, from top to bottom.
func (p *pdfPage) layout(page int) []pdfLine {
	runs := slices.DeleteFunc(p.runs, func(g glyphs) bool { return strings.TrimSpace(g.text) == "" && g.w > 20*g.size })
	slices.SortStableFunc(runs, func(a, b glyphs) int { return cmp.Compare(b.y, a.y) })
	var out []pdfLine
	var rows *tableRows
	for len(runs) > 0 {
		n := 1
		for n < len(runs) && math.Abs(runs[n].y-runs[0].y) < 0.4*max(runs[0].size, runs[n].size) {
			n++
		}
		line := runs[:n]
		runs = runs[n:]
		slices.SortStableFunc(line, func(a, b glyphs) int { return cmp.Compare(a.x, b.x) })
		edges := p.columns(line)
		if len(edges) < 3 {
			out = append(rows.flush(out), inline(line, page))
			rows = nil
			continue
		}
		if rows != nil && (!slices.EqualFunc(edges, rows.edges, near) || p.ruled(rows.bottom, line[0].y, edges)) {
			out = rows.flush(out)
			rows = nil
		}
		if rows == nil {
			rows = &tableRows{edges: edges, cells: make([]string, len(edges)-1), page: page}
		}
		rows.add(line)
	}
	out = rows.flush(out)
	return margins(out)
}

func near(a, b float64) bool { return math.Abs(a-b) < 3 }

// columns gives where upright rules cross the line, when it lies among them.
func (p *pdfPage) columns(line []glyphs) []float64 {
	y := line[0].y + 0.3*line[0].size
	var xs []float64
	for _, r := range p.up {
		if r.lo-1 <= y && y <= r.hi+1 {
			xs = append(xs, r.at)
		}
	}
	slices.Sort(xs)
	xs = slices.CompactFunc(xs, func(a, b float64) bool { return math.Abs(a-b) < 8 }) // borders of neighbouring cells are drawn twice
	last := line[len(line)-1]
	if len(xs) < 3 || line[0].x < xs[0]-3 || last.x > xs[len(xs)-1]+3 {
		return nil
	}
	return xs
}

// ruled reports whether a rule lies between two heights.
func (p *pdfPage) ruled(top, bottom float64, edges []float64) bool {
	return slices.ContainsFunc(p.across, func(r rule) bool {
		return r.at < top && r.at > bottom && r.lo < edges[len(edges)-1] && r.hi > edges[0]
	})
}

// tableRows is a row of a table whose cells may have several lines.
type tableRows struct {
	edges  []float64
	cells  []string
	bottom float64
	top    float64
	size   float64
	page   int
}

func (t *tableRows) add(line []glyphs) {
	byCell := make([][]glyphs, len(t.cells))
	for _, g := range line {
		i := 0
		for i+1 < len(t.cells) && g.x+g.w/2 > t.edges[i+1] {
			i++
		}
		byCell[i] = append(byCell[i], g)
	}
	for i, gs := range byCell {
		if len(gs) > 0 {
			t.cells[i] = glue(t.cells[i], strings.ReplaceAll(inline(gs, t.page).text, "\t", " "))
		}
	}
	if t.top == 0 {
		t.top = line[0].y
	}
	t.bottom, t.size = line[0].y, line[0].size
}

func (t *tableRows) flush(out []pdfLine) []pdfLine {
	if t == nil {
		return out
	}
	return append(out, pdfLine{page: t.page, x: t.edges[0], right: t.edges[len(t.edges)-1], y: t.top, size: t.size, text: strings.Join(t.cells, "\t"), table: true})
}

// inline joins the runs of a line: a wide gap is a tab, a gap beside Latin letters a space.
func inline(runs []glyphs, page int) pdfLine {
	l := pdfLine{page: page, x: runs[0].x, y: runs[0].y, size: runs[0].size}
	var b strings.Builder
	end := runs[0].x
	var last rune
	for _, g := range runs {
		gap := g.x - end
		first, _ := utf8.DecodeRuneInString(g.text)
		switch {
		case b.Len() == 0:
		case gap < -0.5*g.size && strings.HasSuffix(b.String(), g.text):
			continue // printed twice, to look bold
		case gap > 2.5*g.size:
			b.WriteByte('\t')
		case last != ' ' && first != ' ' && gap > space(last, first)*g.size:
			b.WriteByte(' ')
		}
		b.WriteString(g.text)
		end = max(end, g.x+g.w)
		last, _ = utf8.DecodeLastRuneInString(g.text)
		l.size = max(l.size, g.size)
	}
	l.right, l.text = end, strings.TrimSpace(b.String())
	return l
}

// space is the least gap, in sizes, that stands for a space. Programs set Chinese and Latin characters a quarter apart by themselves.
func space(a, b rune) float64 {
	switch {
	case wide(a) && wide(b):
		return math.Inf(1)
	case wide(a) || wide(b):
		return 0.4
	}
	return 0.18
}

func wide(r rune) bool {
	return unicode.Is(unicode.Han, r) || r >= 0x3000 && r <= 0x303f || r >= 0xff00 && r <= 0xffef
}

// margins tells each line where the text of its page begins and ends.
func margins(lines []pdfLine) []pdfLine {
	left, right := math.Inf(1), math.Inf(-1)
	for _, l := range lines {
		if !l.table {
			left, right = min(left, l.x), max(right, l.right)
		}
	}
	for i := range lines {
		lines[i].left, lines[i].edge = left, right
	}
	return lines
}

var (
	pageNumber = regexp.MustCompile(`^[-—–－\s]*(第\s*)?\d{1,4}(\s*页)?([\s/,，]*(共\s*)?\d{1,4}(\s*页)?)?[-—–－\s]*$|^(?i)page \d+( of \d+)?$`)
	listMark   = regexp.MustCompile(`^([一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十\d]+[)）]|\d{1,3}[.、．)）]|[①-⑳]|第[一二三四五六七八九十]+[,，、是条]|[•·●○■◆*-]\s|[一二三四五六七八九十]是)`)
)

// joinLines makes paragraphs of wrapped lines: a line that reaches the right edge goes on in the next one, unless that begins a paragraph.
func joinLines(lines []pdfLine) string {
	lines = slices.DeleteFunc(lines, func(l pdfLine) bool {
		return !l.table && pageNumber.MatchString(l.text) || strings.TrimSpace(l.text) == ""
	})
	var b strings.Builder
	text := ""
	for i, l := range lines {
		if i > 0 && continues(lines[i-1], l) {
			text = glue(text, l.text)
			continue
		}
		if i > 0 {
			b.WriteString(text + "\n")
		}
		text = l.text
	}
	b.WriteString(text)
	return b.String()
}

func continues(a, b pdfLine) bool {
	switch {
	case a.table || b.table, strings.Contains(a.text, "\t"), math.Abs(a.size-b.size) > 0.15*a.size, listMark.MatchString(b.text):
		return false
	case a.right < a.edge-2.5*a.size, b.x > b.left+1.2*b.size:
		return false // a ends early, or b is indented
	case a.page != b.page:
		return b.page == a.page+1
	}
	return a.y-b.y < 2.4*a.size && a.edge-a.left > 8*a.size
}

// glue joins the two halves of a wrapped line.
func glue(a, b string) string {
	last, _ := utf8.DecodeLastRuneInString(a)
	first, _ := utf8.DecodeRuneInString(b)
	switch {
	case a == "" || b == "":
		return a + b
	case wide(last) || wide(first):
		return a + b
	case last == '-' && unicode.IsLower(first):
		return a + b
	}
	return a + " " + b
}
