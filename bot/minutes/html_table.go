package minutes

import "strings"

// maxHTMLTable bounds the lines of one HTML table; a longer one is read as text.
const maxHTMLTable = 3000

// An htmlReader gathers the cells and rows of an HTML table.
type htmlReader struct {
	rows  []line
	n     int // the line on which the row began
	cells []string
	cell  strings.Builder
	open  bool // in a cell
}

func (t *htmlReader) endCell() {
	if t.open {
		text := strings.TrimSpace(t.cell.String())
		t.cells = append(t.cells, strings.ReplaceAll(strings.TrimSuffix(text, "<br>"), "|", "\\|"))
		t.cell.Reset()
	}
	t.open = false
}

func (t *htmlReader) endRow() {
	t.endCell()
	if len(t.cells) > 0 {
		t.rows = append(t.rows, line{n: t.n, raw: "| " + strings.Join(t.cells, " | ") + " |"})
		t.cells = nil
	}
}

func (t *htmlReader) text(s string) {
	if t.open {
		t.cell.WriteString(s)
	}
}

// htmlTable turns the HTML table that begins at ls[i] into rows with bars and gives the index behind it; 0 when none is closed there.
func htmlTable(ls []line, i int) (rows []line, end int) {
	t := htmlReader{n: ls[i].n}
	for j := i; j < len(ls) && j < i+maxHTMLTable; j++ {
		if t.read(ls[j]) {
			return barsBelowHead(t.rows), j + 1
		}
		if strings.TrimSpace(ls[j].raw) != "" {
			t.text("<br>")
		}
	}
	return nil, 0
}

// read takes a line; done is true when the table ends on it.
func (t *htmlReader) read(l line) (done bool) {
	for rest := l.raw; rest != ""; {
		k := strings.IndexByte(rest, '<')
		if k < 0 {
			k = len(rest)
		}
		t.text(rest[:k])
		rest = rest[k:]
		name, n := tagName(rest)
		switch name {
		case "":
			if rest != "" {
				t.text("<")
				rest = rest[1:]
			}
			continue
		case "td", "th":
			t.endCell()
			t.open = true
		case "/td", "/th":
			t.endCell()
		case "tr":
			t.endCell()
			t.cells, t.n = nil, l.n
		case "/tr":
			t.endRow()
		case "/table":
			t.endRow()
			return true
		default:
			t.text(rest[:n])
		}
		rest = rest[n:]
	}
	return false
}

// barsBelowHead puts the separator of a Markdown table below the first row.
func barsBelowHead(rows []line) []line {
	if len(rows) < 2 {
		return rows
	}
	return append([]line{rows[0], {n: rows[0].n, raw: "|---|---|"}}, rows[1:]...)
}

// tagName gives the name of the tag at the beginning of s and the tag's length; "" when none stands there.
func tagName(s string) (string, int) {
	if len(s) < 3 || s[0] != '<' {
		return "", 0
	}
	end := strings.IndexByte(s[:min(len(s), 300)], '>')
	if end < 2 {
		return "", 0
	}
	name := lower(s[1:end])
	if k := strings.IndexAny(name, " \t/"); k > 0 {
		name = name[:k]
	}
	if !isLetter(name[0]) && name[0] != '/' {
		return "", 0
	}
	return name, end + 1
}
