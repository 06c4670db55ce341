package when

import (
	"strings"
	"sync"
	"unicode/utf8"
)

// zh reads Chinese. Its text is folded rune by rune (see plain) with blanks left out, so that "11 月 30 日" and "１１月３０日" read alike; a rule is a
// method that tries at a rune and gives what it read and the position after it, or none.
type zh struct {
	ref
	src string
	r   []rune
	b   []byte  // the same as UTF-8: words are compared by bytes
	off []int32 // where each rune begins in b; one more for the end
	at  []int32 // byte offset of each rune; one more for the end
	gap []bool  // a blank stands before the rune
	out []Result
}

const none = -1 // the position that a rule gives when it does not apply

var zhPool = sync.Pool{New: func() any { return new(zh) }}

func newZH(text string, f ref) *zh {
	p := zhPool.Get().(*zh)
	p.ref, p.src = f, text
	p.r, p.b, p.off, p.at, p.gap, p.out = p.r[:0], p.b[:0], p.off[:0], p.at[:0], p.gap[:0], p.out[:0]
	blank, breaks := false, 0
	for i := 0; i < len(text); {
		c, n := rune(text[i]), 1
		if c >= utf8.RuneSelf {
			c, n = utf8.DecodeRuneInString(text[i:])
		}
		c = plain(c)
		switch c {
		case ' ', '\t', '\r':
			blank = true
		case '\n':
			blank = true
			breaks++
		default:
			if breaks > 1 {
				p.push('\n', i, true)
			}
			p.push(c, i, blank)
			blank, breaks = false, 0
		}
		i += n
	}
	p.at = append(p.at, int32(len(text)))
	p.off = append(p.off, int32(len(p.b)))
	return p
}

func (p *zh) push(c rune, at int, blank bool) {
	p.r, p.at, p.gap, p.off = append(p.r, c), append(p.at, int32(at)), append(p.gap, blank), append(p.off, int32(len(p.b)))
	p.b = utf8.AppendRune(p.b, c)
}

func (p *zh) free() {
	p.src = ""
	clear(p.out) // which hold on to the text
	if cap(p.r) < 1<<16 {
		zhPool.Put(p)
	}
}

// has gives the position after s where s stands at i.
func (p *zh) has(i int, s string) int {
	if i < 0 || i >= len(p.r) {
		return none
	}
	b := p.b[p.off[i]:]
	if len(b) < len(s) || b[0] != s[0] || len(s) > 2 && b[2] != s[2] || string(b[:len(s)]) != s {
		return none
	}
	return i + utf8.RuneCountInString(s)
}

// skip gives the position after s where s stands at i, otherwise i.
func (p *zh) skip(i int, s string) int {
	if j := p.has(i, s); j >= 0 {
		return j
	}
	return i
}

// oneOf tries words in order; the longer of two with the same beginning must come first.
func (p *zh) oneOf(i int, words ...string) (which, j int) {
	if i < 0 || i >= len(p.r) {
		return none, none
	}
	if b := p.b[p.off[i]:]; b[0] >= utf8.RuneSelf && len(b) > 2 {
		first, third := b[0], b[2]
		for k, w := range words {
			if len(w) > 2 && w[0] == first && w[2] == third && len(w) <= len(b) && string(b[:len(w)]) == w {
				return k, i + utf8.RuneCountInString(w)
			}
		}
		return none, none
	}
	for k, w := range words {
		if j := p.has(i, w); j >= 0 {
			return k, j
		}
	}
	return none, none
}

// peek gives the rune at i, 0 outside the text.
func (p *zh) peek(i int) rune {
	if i < 0 || i >= len(p.r) {
		return 0
	}
	return p.r[i]
}

// ends reports whether s stands right before i.
func (p *zh) ends(i int, s string) bool {
	if i < 1 || i > len(p.r) {
		return false
	}
	b := p.b[:p.off[i]]
	return len(b) >= len(s) && b[len(b)-1] == s[len(s)-1] && string(b[len(b)-len(s):]) == s
}

func (p *zh) endsAny(i int, words ...string) bool {
	for _, w := range words {
		if p.ends(i, w) {
			return true
		}
	}
	return false
}

// in reports whether the rune at i is one of set.
func (p *zh) in(i int, set string) bool {
	if i < 0 || i >= len(p.r) {
		return false
	}
	return strings.ContainsRune(set, p.r[i])
}

func (p *zh) digit(i int) bool { c := p.peek(i); return c >= '0' && c <= '9' }

// more reports whether a figure stands at i without a blank before it: the number goes on.
func (p *zh) more(i int) bool { return p.digit(i) && !p.gap[i] }

// joined reports whether a figure stands right before i, without a blank between.
func (p *zh) joined(i int) bool { return p.digit(i-1) && (i >= len(p.r) || !p.gap[i]) }

func (p *zh) letter(i int) bool { c := p.peek(i); return c >= 'a' && c <= 'z' }

// boundary reports whether the text is cut at i: an end, punctuation or a blank line.
func (p *zh) boundary(i int) bool {
	c := p.peek(i)
	return c == 0 || punct(c)
}

func punct(c rune) bool {
	switch c {
	case ',', '.', ';', ':', '!', '?', '(', ')', '[', ']', '"', '\n', '|', '/', '*', '#', '>', '<', '、', '。', '《', '》', '…', '-', '•', '·':
		return true
	}
	return false
}

// stop reports whether a sentence or clause ends at c.
func stop(c rune) bool {
	switch c {
	case 0, '。', ';', '!', '?', '\n', '|':
		return true
	}
	return false
}
