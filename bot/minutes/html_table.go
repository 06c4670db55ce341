package minutes

import "strings"

// maxHTMLTable bounds the lines of one HTML table; a longer one is read as text.
const maxHTMLTable = 3000

// htmlTable turns the HTML table that begins at ls[i] into rows with bars and gives the index behind it; 0 when none is closed there.
func htmlTable(ls []line, i int) (rows []line, end int) {
	row := line{n: ls[i].n}
	var cells []string
	var cell strings.Builder
	open := false
	flush := func() {
		if open {
			text := strings.TrimSpace(cell.String())
			cells = append(cells, strings.ReplaceAll(strings.TrimSuffix(text, "<br>"), "|", "\\|"))
			cell.Reset()
		}
		open = false
	}
	for j := i; j < len(ls) && j < i+maxHTMLTable; j++ {
		rest := ls[j].raw
		for rest != "" {
			k := strings.IndexByte(rest, '<')
			if k < 0 {
				k = len(rest)
			}
			if open {
				cell.WriteString(rest[:k])
			}
			rest = rest[k:]
			name, n := tagName(rest)
			switch name {
			case "":
				if rest != "" {
					if open {
						cell.WriteByte('<')
					}
					rest = rest[1:]
				}
				continue
			case "td", "th":
				flush()
				open = true
			case "/td", "/th":
				flush()
			case "tr":
				flush()
				cells, row.n = nil, ls[j].n
			case "/tr", "/table":
				flush()
				if len(cells) > 0 {
					rows = append(rows, line{n: row.n, raw: "| " + strings.Join(cells, " | ") + " |"})
					cells = nil
				}
				if name == "/table" {
					return barsBelowHead(rows), j + 1
				}
			default:
				if open {
					cell.WriteString(rest[:n])
				}
			}
			rest = rest[n:]
		}
		if open && strings.TrimSpace(ls[j].raw) != "" {
			cell.WriteString("<br>")
		}
	}
	return nil, 0
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
