package when

import (
	"strings"
	"sync"
	"unicode/utf8"
)

// A token is a word, a row of figures or a sign of an English text.
type token struct {
	w          string // the word in lower case without apostrophes where the lexicon knows it; "" for an unknown word
	class      class
	n          int   // a number's value, a month's, weekday's or unit's number
	figures    uint8 // how many figures a number has
	sign       byte  // of punctuation; 0 otherwise
	glued      bool  // no blank stands before it
	upper      bool  // the word begins with a capital
	role       role
	start, end int32
}

// en reads English. A rule is a method that tries at a token and gives what it read and the token after it, or none.
type en struct {
	ref
	src string
	t   []token
	out []Result

	first, last int // the first and last token that is no sign
	depth       int // how deep expressions stand in one another
}

// maxDepth bounds expressions inside expressions: two days before the end of the week after next.
const maxDepth = 3

var enPool = sync.Pool{New: func() any { return new(en) }}

func newEN(text string, f ref) *en {
	p := enPool.Get().(*en)
	p.ref, p.src, p.t, p.out = f, text, p.t[:0], p.out[:0]
	glued := false
	for i := 0; i < len(text); {
		c := text[i]
		switch {
		case c == ' ' || c == '\t' || c == '\r' || c == '\n':
			glued = false
			if c == '\n' && i+1 < len(text) && text[i+1] == '\n' {
				p.t = append(p.t, token{sign: '\n', start: int32(i), end: int32(i + 1)})
			}
			i++
			continue
		case c >= '0' && c <= '9':
			i = p.lexNumber(i, glued)
		case isLetter(c):
			i = p.lexWord(i, glued)
		case c == ':' && strings.HasPrefix(text[i:], "://"):
			i = p.lexAddress(i)
		default:
			before := len(p.t)
			if i = p.lexSign(i, glued); len(p.t) == before { // a blank of another width
				glued = false
				continue
			}
		}
		glued = true
	}
	p.depth, p.first, p.last = 0, 0, len(p.t)-1
	for p.first < len(p.t) && p.t[p.first].sign != 0 {
		p.first++
	}
	for p.last > p.first && p.t[p.last].sign != 0 {
		p.last--
	}
	return p
}

func (p *en) free() {
	p.src = ""
	clear(p.out) // which hold on to the text
	if cap(p.t) < 1<<15 {
		enPool.Put(p)
	}
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func (p *en) lexNumber(i int, glued bool) int {
	j, n := i, 0
	for ; j < len(p.src) && p.src[j] >= '0' && p.src[j] <= '9'; j++ {
		if j-i < maxFigures {
			n = n*10 + int(p.src[j]-'0')
		}
	}
	p.t = append(p.t, token{class: cNumber, n: n, figures: uint8(min(j-i, 255)), glued: glued, start: int32(i), end: int32(j)})
	return j
}

// maxWord is longer than any word of the lexicon.
const maxWord = 20

// lexWord reads letters and the apostrophes inside them: o'clock is oclock, year's is years.
func (p *en) lexWord(i int, glued bool) int {
	var buf [maxWord]byte
	n, j := 0, i
	for j < len(p.src) {
		c := p.src[j]
		if isLetter(c) {
			if n < maxWord {
				buf[n] = c | 0x20
			}
			n++
			j++
			continue
		}
		if size := apostrophe(p.src[j:]); size > 0 && j+size < len(p.src) && isLetter(p.src[j+size]) {
			j += size
			continue
		}
		break
	}
	t := token{glued: glued, upper: p.src[i] < 'a', start: int32(i), end: int32(j)}
	if n <= maxWord {
		if e, ok := lexicon()[string(buf[:n])]; ok {
			t.w, t.class, t.n, t.role = e.w, e.class, e.n, e.role
		}
	}
	p.t = append(p.t, t)
	return j
}

func apostrophe(s string) int {
	if s[0] == '\'' {
		return 1
	}
	if len(s) >= 3 && s[:3] == "’" {
		return 3
	}
	return 0
}

// lexAddress skips the rest of a web address as one sign.
func (p *en) lexAddress(i int) int {
	j := i
	for j < len(p.src) && !strings.ContainsRune(" \t\r\n)]>\"'", rune(p.src[j])) {
		j++
	}
	p.t = append(p.t, token{sign: '?', glued: true, start: int32(i), end: int32(j)})
	return j
}

// lexSign reads one sign; dashes of all widths become '-', the full-width ones their plain forms, all others of more than one byte '?'.
func (p *en) lexSign(i int, glued bool) int {
	c, n := rune(p.src[i]), 1
	if c >= utf8.RuneSelf {
		c, n = utf8.DecodeRuneInString(p.src[i:])
	}
	c = plain(c)
	if c == ' ' {
		return i + n
	}
	s := byte('?')
	if c < utf8.RuneSelf {
		s = byte(c)
	}
	p.t = append(p.t, token{sign: s, glued: glued, start: int32(i), end: int32(i + n)})
	return i + n
}

// at gives the token at i, an empty one outside the text.
func (p *en) at(i int) *token {
	if i < 0 || i >= len(p.t) {
		return &noToken
	}
	return &p.t[i]
}

var noToken = token{sign: '.'}

// is reports whether the word at i is one of those given.
func (p *en) is(i int, words ...string) bool {
	w := p.at(i).w
	if w == "" {
		return false
	}
	for _, s := range words {
		if s == w {
			return true
		}
	}
	return false
}

// phrase gives the token after the words where they stand at i, otherwise none.
func (p *en) phrase(i int, words ...string) int {
	for _, s := range words {
		if p.at(i).w != s {
			return none
		}
		i++
	}
	return i
}

// phrases tries several phrases of space-free words.
func (p *en) phrases(i int, list ...[]string) int {
	for _, words := range list {
		if j := p.phrase(i, words...); j >= 0 {
			return j
		}
	}
	return none
}

// skipWord gives the token after one of the words, otherwise i.
func (p *en) skipWord(i int, words ...string) int {
	if p.is(i, words...) {
		return i + 1
	}
	return i
}

func (p *en) sign(i int, c byte) bool { return p.at(i).sign == c }

func (p *en) skipSign(i int, signs string) int {
	s := p.at(i).sign
	if s == 0 || i >= len(p.t) {
		return i
	}
	for k := range len(signs) {
		if signs[k] == s {
			return i + 1
		}
	}
	return i
}

// stopAt reports whether a sentence may end at i.
func (p *en) stopAt(i int) bool {
	switch p.at(i).sign {
	case '.':
		return i >= len(p.t) || !(p.at(i).glued && p.at(i+1).glued && p.at(i+1).class == cNumber)
	case ';', '!', '?', '\n', '|':
		return true
	}
	return i >= len(p.t)
}

// lone reports whether the expression from i to j is the whole text but for punctuation.
func (p *en) lone(i, j int) bool {
	return i <= p.first && j > p.last
}
