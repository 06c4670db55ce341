package minutes

import (
	"strings"
	"unicode/utf8"
)

// whole is a block's text with the lines that it was wrapped onto.
func (r *reader) whole(x *block) plain {
	if len(x.parts) == 0 {
		return x.p
	}
	var b strings.Builder
	b.WriteString(x.p.s)
	last := x.p.s
	for _, p := range x.parts {
		if spaced(last, p.s) {
			b.WriteByte(' ')
		}
		b.WriteString(p.s)
		last = p.s
	}
	return plain{raw: b.String(), s: b.String()}
}

// spaced reports whether a blank belongs between two lines of a wrapped text: not between Chinese characters.
func spaced(a, b string) bool {
	return a != "" && b != "" && a[len(a)-1] < 0x80 && b[0] < 0x80
}

// lineAt gives the physical line that byte i of the block's whole text stands on.
func (x *block) lineAt(i int) int {
	end, last := len(x.p.s), x.p.s
	line := x.line
	for k, p := range x.parts {
		if i < end {
			return line
		}
		if spaced(last, p.s) {
			end++
		}
		end += len(p.s)
		line, last = x.lines[k], p.s
	}
	return line
}

// pieces cuts the block's text into sentences with the lines they begin on; p is the text from byte skipped on.
func (x *block) pieces(p plain, skipped int) []piece {
	ps := sentences(p, x.line)
	if len(x.parts) > 0 {
		for i := range ps {
			ps[i].line = x.lineAt(ps[i].at + skipped)
		}
	}
	return ps
}

// wraps reports whether x continues the sentence that last's text broke off.
func (b *builder) wraps(last, x *block) bool {
	if len(last.parts) > 40 || x.p.s == "" || last.p.s == "" {
		return false
	}
	if _, n := speakerOf(x.p.s); n > 0 || actionMark(x.p.s) > 0 {
		return false
	}
	tail := last.p.s
	if n := len(last.parts); n > 0 {
		tail = last.parts[n-1].s
	}
	if tail == "" {
		return false
	}
	if last.kind == blockBullet && x.indent > last.indent && x.indent-last.indent < 8 && !strings.HasSuffix(tail, ":") {
		title := len(last.parts) == 0 && len(tail) <= 40 && isUpper(x.p.s[0]) && !strings.ContainsAny(tail[len(tail)-1:], ".,;!?")
		return !title // a short line, then a sentence of its own: the line was a title
	}
	end, _ := utf8.DecodeLastRuneInString(tail)
	first := firstRune(x.p.s)
	if first < 0x250 && end < 0x250 { // hard-wrapped English
		lower := first >= 'a' && first <= 'z'
		return !strings.ContainsRune(".!?:;", end) && (lower || len(tail) > 60) || end == ',' || lower && len(tail) > 50
	}
	n := runeCount(tail)
	return b.width > 0 && n >= b.width-2 && (isHan(end) || strings.ContainsRune(",、,)”%", end) || end < 0x80 && isAlnum(byte(end))) && x.mark.class == markNone && classify(strings.TrimRight(x.p.s, ":")) == ctxNone
}

// wrapColumn finds the column at which a Chinese text is wrapped, as text from PDF files is: many lines have just that many characters, none has more.
func wrapColumn(ls []line) int {
	var widths [64]int
	lines, longer := 0, 0
	for i := range ls {
		if len(ls[i].raw) < 40 || len(ls[i].raw) > 4*64 || !isHan(firstRune(ls[i].raw)) {
			if len(ls[i].raw) > 4*64 {
				longer++
			}
			continue
		}
		if n := utf8.RuneCountInString(ls[i].raw); n < len(widths) {
			widths[n]++
			lines++
		} else {
			longer++
		}
	}
	best, at := 0, 0
	for n := 16; n < len(widths); n++ {
		if c := widths[n] + widths[n-1]; c > best {
			best, at = c, n
		}
	}
	for n := at + 2; n < len(widths); n++ {
		longer += widths[n]
	}
	if best < 5 || best*10 < lines*3 || longer*10 > lines {
		return 0
	}
	return at
}
