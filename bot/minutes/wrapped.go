package minutes

import "strings"

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
