package files

import (
	"bytes"
	"strconv"
)

// Tokens of content streams and character maps, beside float64, []any and map[string]any.
type (
	pdfString  string
	pdfName    string
	pdfKeyword string
)

// A pdfLexer reads content streams and character maps. It accepts what it can and never fails.
type pdfLexer struct {
	b     []byte
	i     int
	depth int
}

const pdfSpace = " \t\r\n\f\x00"

// next gives the next token; ok is false at the end.
func (x *pdfLexer) next() (any, bool) {
	x.space()
	if x.i >= len(x.b) {
		return nil, false
	}
	switch c := x.b[x.i]; c {
	case '(':
		return x.literal(), true
	case '<':
		if x.i+1 < len(x.b) && x.b[x.i+1] == '<' {
			x.i += 2
			return x.dict(), true
		}
		return x.hex(), true
	case '[':
		x.i++
		return x.list("]"), true
	case '/':
		x.i++
		return pdfName(x.word()), true
	case ']', '{', '}', ')':
		x.i++
		return pdfKeyword(c), true
	case '>':
		x.i++
		if x.i < len(x.b) && x.b[x.i] == '>' {
			x.i++
			return pdfKeyword(">>"), true
		}
		return pdfKeyword(">"), true
	}
	w := x.word()
	if f, err := strconv.ParseFloat(w, 64); err == nil && w[0] <= '9' {
		return f, true
	}
	return pdfKeyword(w), true
}

func (x *pdfLexer) space() {
	for x.i < len(x.b) {
		switch c := x.b[x.i]; {
		case bytes.IndexByte([]byte(pdfSpace), c) >= 0:
			x.i++
		case c == '%':
			for x.i < len(x.b) && x.b[x.i] != '\n' && x.b[x.i] != '\r' {
				x.i++
			}
		default:
			return
		}
	}
}

func (x *pdfLexer) word() string {
	start := x.i
	for x.i < len(x.b) && bytes.IndexByte([]byte(pdfSpace+"()<>[]{}/%"), x.b[x.i]) < 0 {
		x.i++
	}
	if x.i == start && x.i < len(x.b) && start > 0 && x.b[start-1] != '/' {
		x.i++
	}
	return string(x.b[start:x.i])
}

// list reads up to the closing keyword, nested no deeper than 50.
func (x *pdfLexer) list(end pdfKeyword) []any {
	var out []any
	if x.depth++; x.depth > 50 {
		x.i = len(x.b)
	}
	defer func() { x.depth-- }()
	for {
		t, ok := x.next()
		if !ok || t == any(end) {
			return out
		}
		out = append(out, t)
	}
}

func (x *pdfLexer) dict() map[string]any {
	l := x.list(">>")
	out := map[string]any{}
	for i := 0; i+1 < len(l); i += 2 {
		if k, ok := l[i].(pdfName); ok {
			out[string(k)] = l[i+1]
		}
	}
	return out
}

func (x *pdfLexer) hex() pdfString {
	x.i++
	var out []byte
	half, n := byte(0), 0
	for x.i < len(x.b) && x.b[x.i] != '>' {
		if v, ok := hexDigit(x.b[x.i]); ok {
			if n++; n%2 == 1 {
				half = v << 4
			} else {
				out = append(out, half|v)
			}
		}
		x.i++
	}
	x.i++
	if n%2 == 1 {
		out = append(out, half)
	}
	return pdfString(out)
}

func hexDigit(c byte) (byte, bool) {
	switch {
	case c >= '0' && c <= '9':
		return c - '0', true
	case c >= 'a' && c <= 'f':
		return c - 'a' + 10, true
	case c >= 'A' && c <= 'F':
		return c - 'A' + 10, true
	}
	return 0, false
}

func (x *pdfLexer) literal() pdfString {
	x.i++
	var out []byte
	for depth := 1; x.i < len(x.b); x.i++ {
		c := x.b[x.i]
		switch c {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				x.i++
				return pdfString(out)
			}
		case '\\':
			out = x.escape(out)
			continue
		}
		out = append(out, c)
	}
	return pdfString(out)
}

// escape reads what follows a backslash and leaves x.i on its last byte.
func (x *pdfLexer) escape(out []byte) []byte {
	x.i++
	if x.i >= len(x.b) {
		return out
	}
	switch c := x.b[x.i]; c {
	case 'n':
		return append(out, '\n')
	case 'r':
		return append(out, '\r')
	case 't':
		return append(out, '\t')
	case 'b':
		return append(out, '\b')
	case 'f':
		return append(out, '\f')
	case '\r':
		if x.i+1 < len(x.b) && x.b[x.i+1] == '\n' {
			x.i++
		}
		return out
	case '\n':
		return out
	case '0', '1', '2', '3', '4', '5', '6', '7':
		v := 0
		n := 0
		for n < 3 && x.i < len(x.b) && x.b[x.i] >= '0' && x.b[x.i] <= '7' {
			v = v*8 + int(x.b[x.i]-'0')
			x.i++
			n++
		}
		x.i--
		return append(out, byte(v))
	default:
		return append(out, c)
	}
}

// skipImage passes over the data of an inline image, which may hold anything.
func (x *pdfLexer) skipImage() {
	for x.i < len(x.b) {
		n := bytes.Index(x.b[x.i:], []byte("EI"))
		if n < 0 {
			x.i = len(x.b)
			return
		}
		at := x.i + n
		x.i = at + 2
		before := at > 0 && bytes.IndexByte([]byte(pdfSpace), x.b[at-1]) >= 0
		after := x.i >= len(x.b) || bytes.IndexByte([]byte(pdfSpace), x.b[x.i]) >= 0
		if before && after {
			return
		}
	}
}
