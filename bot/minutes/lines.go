package minutes

import (
	"strings"
)

// A line is one logical line: a physical one, or a part of it between <br> tags.
type line struct {
	n      int    // physical line, 1-based
	raw    string // without the line break and the indentation
	full   string // as it stands: leading tabs are empty cells
	indent int    // columns before the text; a tab counts 4
	cont   bool   // not the first part of its physical line
}

// splitLines cuts a text into logical lines. Front matter, fenced code and HTML comments are left out; CRLF, LF and CR all end a line.
func splitLines(text string) []line {
	ls := physical(text)
	if !strings.Contains(text, "<") && !strings.Contains(text, "```") && !strings.Contains(text, "~~~") && trimSpace(ls[0].raw) != "---" {
		for i := range ls {
			ls[i] = indented(ls[i])
		}
		return ls
	}
	out := make([]line, 0, len(ls))
	skip := skipper{lines: ls}
	for i := range ls {
		if skip.covers(i) {
			continue
		}
		if !skip.noTable && opensTable(ls[i].raw) {
			if rows, end := htmlTable(ls, i); end > 0 {
				for _, row := range rows {
					out = append(out, indented(row))
				}
				skip.until = end
				continue
			}
			skip.noTable = true
		}
		out = appendBroken(out, ls[i])
	}
	return out
}

func opensTable(raw string) bool {
	raw = strings.TrimLeft(raw, " \t>")
	return len(raw) >= 6 && raw[0] == '<' && lower(raw[:6]) == "<table"
}

func physical(text string) []line {
	text = strings.TrimPrefix(text, "\ufeff")
	out := make([]line, 0, strings.Count(text, "\n")+1)
	for n := 1; ; n++ {
		end := strings.IndexAny(text, "\n\r")
		if end < 0 {
			return append(out, line{n: n, raw: text})
		}
		out = append(out, line{n: n, raw: text[:end]})
		if text[end] == '\r' && end+1 < len(text) && text[end+1] == '\n' {
			end++
		}
		text = text[end+1:]
	}
}

// appendBroken splits at <br>, except in table rows, whose cells are split later.
func appendBroken(out []line, l line) []line {
	if strings.IndexByte(l.raw, '<') < 0 || strings.HasPrefix(strings.TrimLeft(l.raw, " \t"), "|") {
		return append(out, indented(l))
	}
	for k, part := range splitBreaks(l.raw) {
		if k > 0 && trimSpace(part) == "" {
			continue
		}
		out = append(out, indented(line{n: l.n, raw: part, cont: k > 0}))
	}
	return out
}

// splitBreaks cuts at <br>, <br/>, </p> and </li>.
func splitBreaks(s string) []string {
	var out []string
	start := 0
	for i := 0; i < len(s); i++ {
		if s[i] != '<' {
			continue
		}
		if n := breakTag(s[i:]); n > 0 {
			out = append(out, s[start:i])
			start = i + n
			i = start - 1
		}
	}
	return append(out, s[start:])
}

func breakTag(s string) int {
	if len(s) < 4 {
		return 0
	}
	end := strings.IndexByte(s[:min(len(s), 12)], '>')
	if end < 0 {
		return 0
	}
	name := lower(strings.Trim(s[1:end], " /"))
	if name == "br" || s[1] == '/' && (name == "p" || name == "li" || name == "div") {
		return end + 1
	}
	return 0
}

func indented(l line) line {
	i := 0
	l.full = l.raw
	for ; i < len(l.raw); i++ {
		switch {
		case l.raw[i] == ' ':
			l.indent++
		case l.raw[i] == '\t':
			l.indent += 4
		case strings.HasPrefix(l.raw[i:], "\u3000"):
			l.indent++ // Chinese paragraphs begin with two ideographic spaces: no nesting
			i += len("\u3000") - 1
		case strings.HasPrefix(l.raw[i:], "\u00a0"):
			l.indent++
			i++
		case l.raw[i] == '>' && l.indent < 4: // quoted notes read like others
			l.indent++
		default:
			l.raw = l.raw[i:]
			return l
		}
	}
	l.raw = ""
	return l
}

// A skipper knows which lines are no text of the minutes.
type skipper struct {
	lines   []line
	until   int  // lines before this index are skipped
	noFence bool // no closing fence lies ahead
	noClose bool // no closing comment lies ahead
	noTable bool // no closing table lies ahead
}

func (k *skipper) covers(i int) bool {
	if i < k.until {
		return true
	}
	raw := trimSpace(k.lines[i].raw)
	switch {
	case i == 0 && raw == "---":
		k.until = k.frontMatter()
	case strings.HasPrefix(raw, "```") || strings.HasPrefix(raw, "~~~"):
		k.until = k.fence(i, raw[:3])
	case strings.HasPrefix(raw, "<div class=\"callout") || strings.HasPrefix(raw, "<details"):
		k.until = k.callout(i)
	case strings.HasPrefix(raw, "<!--") && !strings.Contains(raw, "-->"):
		k.until = k.comment(i)
	}
	return i < k.until
}

// frontMatter gives the line after YAML front matter, which must close within 60 lines and look like keys.
func (k *skipper) frontMatter() int {
	for j := 1; j < len(k.lines) && j < 60; j++ {
		raw := trimSpace(k.lines[j].raw)
		if raw == "---" || raw == "..." {
			return j + 1
		}
		if raw != "" && !strings.ContainsAny(raw, ":-#") {
			return 0
		}
	}
	return 0
}

func (k *skipper) fence(i int, mark string) int {
	if k.noFence {
		return 0
	}
	for j := i + 1; j < len(k.lines); j++ {
		if strings.HasPrefix(trimSpace(k.lines[j].raw), mark) {
			return j + 1
		}
	}
	k.noFence = true
	return 0
}

// callout skips a box of instructions, which must close soon.
func (k *skipper) callout(i int) int {
	for j := i + 1; j < len(k.lines) && j < i+60; j++ {
		if strings.Contains(k.lines[j].raw, "</div>") || strings.Contains(k.lines[j].raw, "</details>") {
			return j + 1
		}
	}
	return 0
}

func (k *skipper) comment(i int) int {
	if k.noClose {
		return 0
	}
	for j := i + 1; j < len(k.lines); j++ {
		if strings.Contains(k.lines[j].raw, "-->") {
			return j + 1
		}
	}
	k.noClose = true
	return 0
}
