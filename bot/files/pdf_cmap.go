package files

import (
	"slices"
	"unicode/utf16"
)

// readMap reads a ToUnicode character map. Producers leave the code space ranges wrong more often than the codes themselves, so for fonts
// with one-byte codes the ranges are ignored.
func (f *pdfFont) readMap(b []byte) {
	x := &pdfLexer{b: b}
	var args []any
	for len(f.chars) < 1<<17 {
		t, ok := x.next()
		if !ok {
			return
		}
		op, isOp := t.(pdfKeyword)
		if !isOp {
			args = append(args, t)
			continue
		}
		switch op {
		case "endbfchar":
			for i := 0; i+1 < len(args); i += 2 {
				f.bind(args[i], args[i+1], 0)
			}
		case "endbfrange":
			for i := 0; i+2 < len(args); i += 3 {
				f.bindRange(args[i], args[i+1], args[i+2])
			}
		}
		args = args[:0]
	}
}

// readSpaces takes the lengths of codes from an embedded encoding.
func (f *pdfFont) readSpaces(b []byte) {
	x := &pdfLexer{b: b}
	var args []any
	for {
		t, ok := x.next()
		if !ok {
			break
		}
		op, isOp := t.(pdfKeyword)
		if !isOp {
			args = append(args, t)
			continue
		}
		for i := 0; op == "endcodespacerange" && i+1 < len(args) && len(f.ranges) < 100; i += 2 {
			lo, okLo := args[i].(pdfString)
			hi, okHi := args[i+1].(pdfString)
			if okLo && okHi && len(lo) == len(hi) && len(lo) > 0 && len(lo) <= 4 {
				f.ranges = append(f.ranges, codeRange{string(lo), string(hi)})
			}
		}
		args = args[:0]
	}
	if len(f.ranges) == 0 {
		return
	}
	f.lengths = nil
	for _, r := range f.ranges {
		if !slices.Contains(f.lengths, len(r.lo)) {
			f.lengths = append(f.lengths, len(r.lo))
		}
	}
	slices.Sort(f.lengths)
	slices.Reverse(f.lengths)
}

// bind maps a code to UTF-16 text whose last unit is raised by add.
func (f *pdfFont) bind(code, text any, add int) {
	c, okC := code.(pdfString)
	t, okT := text.(pdfString)
	if !okC || !okT || len(c) == 0 || len(t) > 64 {
		return
	}
	if n := f.lengths[len(f.lengths)-1]; len(c) > n && len(f.lengths) == 1 {
		c = c[len(c)-n:]
	}
	f.chars[string(c)] = unicodeOf(string(t), add)
}

func (f *pdfFont) bindRange(lo, hi, to any) {
	a, okA := lo.(pdfString)
	b, okB := hi.(pdfString)
	if !okA || !okB || len(a) != len(b) || len(a) == 0 || len(a) > 4 {
		return
	}
	first, last := codeNumber(string(a)), codeNumber(string(b))
	list, isList := to.([]any)
	for c := first; c <= min(last, first+0xffff); c++ {
		code := make([]byte, len(a))
		for i, v := len(a)-1, c; i >= 0; i, v = i-1, v>>8 {
			code[i] = byte(v)
		}
		if !isList {
			f.bind(pdfString(code), to, c-first)
		} else if c-first < len(list) {
			f.bind(pdfString(code), list[c-first], 0)
		}
	}
}

func unicodeOf(s string, add int) string {
	if len(s) == 1 {
		return string(rune(int(s[0]) + add))
	}
	var u []uint16
	for i := 0; i+1 < len(s); i += 2 {
		u = append(u, uint16(s[i])<<8|uint16(s[i+1]))
	}
	r := utf16.Decode(u)
	if len(r) == 0 || len(r) == 1 && r[0] == 0 {
		return ""
	}
	r[len(r)-1] += rune(add)
	return normal(string(r))
}
