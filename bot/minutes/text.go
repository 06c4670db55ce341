package minutes

import (
	"strings"
	"unicode/utf8"
)

// maxPiece bounds what is read as one sentence; whatever is longer is read in pieces, so that no look-around can make reading quadratic.
const maxPiece = 4096

// A plain is a stretch of text without its markup, full-width ASCII made half-width, with the way back to the source.
type plain struct {
	raw string
	s   string
	off []int32 // for each byte of s and its end the offset in raw; nil: the same
}

// makePlain strips Markdown and HTML decoration from one line and folds its width. It never fails on malformed input.
func makePlain(raw string) plain {
	if !needsPlain(raw) {
		return plain{raw: raw, s: raw}
	}
	p := plainer{src: raw, out: make([]byte, 0, len(raw)), off: make([]int32, 0, len(raw)+1)}
	p.linkEnds()
	for p.i < len(raw) {
		p.step()
	}
	p.off = append(p.off, int32(len(raw)))
	return plain{raw: raw, s: string(p.out), off: p.off}
}

func needsPlain(s string) bool {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '*' || c == '_' || c == '`' || c == '[' || c == '<' || c == '\\' || c == '&' || c == '~' || c < ' ':
			return true
		case c == 0xEF || c == 0xC2 || c == 0xE3 && strings.HasPrefix(s[i:], "\u3000") || c == 0xE2 && zeroWidth(s[i:]):
			return true
		}
	}
	return !utf8.ValidString(s)
}

func zeroWidth(s string) bool {
	return strings.HasPrefix(s, "\u200b") || strings.HasPrefix(s, "\u200c") || strings.HasPrefix(s, "\u200d") || strings.HasPrefix(s, "\u2060")
}

// lit gives the source of s[i:j], as written.
func (p plain) lit(i, j int) string {
	if i >= j {
		return ""
	}
	if p.off == nil {
		return p.raw[i:j]
	}
	last := int(p.off[j-1])
	_, n := utf8.DecodeRuneInString(p.raw[last:])
	return p.raw[p.off[i] : last+n]
}

// words is the text as written; where that is full of links, without their targets.
func (p plain) words() string {
	t := trimSpace(p.lit(0, len(p.s)))
	if strings.Contains(t, "](") || strings.Contains(t, "**") || strings.Contains(t, "`") {
		return trimSpace(p.s)
	}
	return t
}

// sub is the plain text s[i:j].
func (p plain) sub(i, j int) plain {
	if p.off == nil {
		return plain{raw: p.raw[i:j], s: p.s[i:j]}
	}
	return plain{raw: p.raw, s: p.s[i:j], off: p.off[i : j+1]}
}

// trim drops outer blanks.
func (p plain) trim() plain {
	i, j := trimSpan(p.s, 0, len(p.s))
	return p.sub(i, j)
}

func trimSpan(s string, i, j int) (int, int) {
	for i < j && (s[i] == ' ' || s[i] == '\t') {
		i++
	}
	for j > i && (s[j-1] == ' ' || s[j-1] == '\t') {
		j--
	}
	return i, j
}

type plainer struct {
	src string
	i   int
	out []byte
	off []int32
	end []int32 // where a link's target ends, by the position of its "](": only as many as there are links
	at  []int32
	k   int
}

// linkEnds finds "](target)" pairs in one pass, so that brackets without a partner cost nothing later.
func (p *plainer) linkEnds() {
	for i := 0; i+1 < len(p.src); i++ {
		if p.src[i] != ']' || p.src[i+1] != '(' {
			continue
		}
		depth, j := 0, i+1
		for ; j < len(p.src) && j < i+maxPiece; j++ {
			if p.src[j] == '(' {
				depth++
			} else if p.src[j] == ')' {
				if depth--; depth == 0 {
					break
				}
			}
		}
		if j < len(p.src) && p.src[j] == ')' && depth == 0 {
			p.at, p.end = append(p.at, int32(i)), append(p.end, int32(j+1))
			i = j
		} else {
			i += maxPiece / 64 // a run of unclosed brackets is skimmed, not searched over and over
		}
	}
}

func (p *plainer) put(r rune, width int) {
	n := len(p.out)
	p.out = utf8.AppendRune(p.out, r)
	for ; n < len(p.out); n++ {
		p.off = append(p.off, int32(p.i))
	}
	p.i += width
}

func (p *plainer) step() {
	c := p.src[p.i]
	if c < utf8.RuneSelf {
		p.ascii(c)
		return
	}
	r, n := utf8.DecodeRuneInString(p.src[p.i:])
	switch {
	case r == utf8.RuneError && n <= 1, r == 0xFEFF, r >= 0x200B && r <= 0x200D, r == 0x2060, r == 0xFE0F:
		p.i += n
	case r >= 0xFF01 && r <= 0xFF5E:
		p.put(r-0xFEE0, n)
	case r == 0x3000 || r == 0xA0 || r == 0x2002 || r == 0x2003:
		p.put(' ', n)
	case r == '’' && p.i > 0 && isLetter(p.src[p.i-1]):
		p.put('\'', n)
	default:
		p.put(r, n)
	}
}

func (p *plainer) ascii(c byte) {
	rest := p.src[p.i:]
	switch {
	case c == '*' || c == '`':
		p.i++
	case c == '_' && p.markup():
		p.i++
	case c == '~' && strings.HasPrefix(rest, "~~"):
		p.i += 2
	case c == '\\' && len(rest) > 1 && isPunct(rest[1]):
		p.i++
		p.put(rune(rest[1]), 1)
	case c == '[' && !strings.HasPrefix(rest, "[ ]") && p.linkOpens():
		if p.profile() {
			p.put('@', 0) // a link to somebody's page names him
		}
		p.i++
	case c == ']' && p.k < len(p.at) && int(p.at[p.k]) == p.i:
		p.i = int(p.end[p.k])
		p.k++
	case c == '<':
		p.tag(rest)
	case c == '&':
		p.entity(rest)
	case c < ' ' && c != '\t':
		p.i++
	case c == '\t':
		p.put(' ', 1)
	default:
		p.put(rune(c), 1)
	}
}

// linkOpens reports whether the bracket at p.i opens the text of the next link.
func (p *plainer) linkOpens() bool {
	for p.k < len(p.at) && int(p.at[p.k]) < p.i {
		p.k++
	}
	if p.k >= len(p.at) || int(p.at[p.k])-p.i > maxPiece {
		return false
	}
	inner := p.src[p.i+1 : p.at[p.k]]
	if j := strings.IndexByte(inner, '['); j >= 0 {
		return strings.Count(inner, "[") == strings.Count(inner, "]") // [[text]](target)
	}
	return !strings.Contains(inner, "]")
}

// profile reports whether the link at p.i leads to the page of a user: its target ends with the user's name alone.
func (p *plainer) profile() bool {
	text := p.src[p.i+1 : p.at[p.k]]
	target := p.src[p.at[p.k]+2 : p.end[p.k]-1]
	if text == "" || text[0] == '@' || len(text) > 40 || strings.ContainsAny(text, " #/") {
		return false
	}
	for _, host := range [...]string{"github.com/", "gitee.com/", "gitcode.com/", "gitlab.com/", "atomgit.com/"} {
		if i := strings.Index(target, host); i >= 0 {
			user := strings.TrimSuffix(target[i+len(host):], "/")
			return user != "" && !strings.ContainsAny(user, "/?#.")
		}
	}
	return false
}

// markup reports whether the underscore at p.i is emphasis: at the edge of a word, not inside one.
func (p *plainer) markup() bool {
	before := p.i > 0 && (isWord(p.src[p.i-1]))
	after := p.i+1 < len(p.src) && (isWord(p.src[p.i+1]))
	return before != after && !(p.i > 0 && p.src[p.i-1] == '@')
}

func (p *plainer) tag(rest string) {
	end := strings.IndexByte(rest[:min(len(rest), 200)], '>')
	if end < 2 {
		p.put('<', 1)
		return
	}
	switch body := rest[1:end]; {
	case strings.HasPrefix(body, "!--"):
		if k := strings.Index(rest[:min(len(rest), maxPiece)], "-->"); k >= 0 {
			end = k + 2
		}
		p.i += end + 1
	case body[0] == '/' || isLetter(body[0]) && !strings.ContainsAny(body, "@:") || strings.Contains(body, "="):
		p.i += end + 1
	default:
		p.put('<', 1)
	}
}

var entities = [...]struct {
	name string
	r    rune
}{{"&nbsp;", ' '}, {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}}

func (p *plainer) entity(rest string) {
	for _, e := range entities {
		if strings.HasPrefix(rest, e.name) {
			p.put(e.r, len(e.name))
			return
		}
	}
	p.put('&', 1)
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
func isDigit(c byte) bool  { return c >= '0' && c <= '9' }
func isWord(c byte) bool   { return isLetter(c) || isDigit(c) || c >= utf8.RuneSelf }
func isUpper(c byte) bool  { return c >= 'A' && c <= 'Z' }
func isPunct(c byte) bool {
	return c > ' ' && c < 0x7F && !isLetter(c) && !isDigit(c)
}

// hasHan reports whether s has a Chinese character.
func hasHan(s string) bool {
	for _, r := range s {
		if isHan(r) {
			return true
		}
	}
	return false
}

func isHan(r rune) bool { return r >= 0x4E00 && r <= 0x9FFF || r >= 0x3400 && r <= 0x4DBF }

// clip cuts s to at most n bytes, between characters.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// trimSpace is strings.TrimSpace, quicker where Chinese characters stand at the ends.
func trimSpace(s string) string {
	if n := len(s); n >= 3 && (visible(s[0]) || beginsHan(s[0])) && (visible(s[n-1]) || s[n-1] >= utf8.RuneSelf && beginsHan(s[n-3])) {
		return s
	}
	return strings.TrimSpace(s)
}

func visible(c byte) bool   { return c > ' ' && c < utf8.RuneSelf }
func beginsHan(c byte) bool { return c >= 0xE4 && c <= 0xE9 }

// runeCount is utf8.RuneCountInString for a text that is known to be valid.
func runeCount(s string) (n int) {
	for i := range len(s) {
		if s[i]&0xC0 != 0x80 {
			n++
		}
	}
	return n
}

// fields is strings.Fields, with the words put behind those of to.
func fields(to []string, s string) []string {
	for w := range strings.FieldsSeq(s) {
		to = append(to, w)
	}
	return to
}

// runeCut cuts s after at most n runes.
func runeCut(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

// lower makes ASCII letters small; all bytes keep their places.
func lower(s string) string {
	for i := 0; i < len(s); i++ {
		if !isUpper(s[i]) {
			continue
		}
		b := []byte(s)
		for ; i < len(b); i++ {
			if isUpper(b[i]) {
				b[i] |= 0x20
			}
		}
		return string(b)
	}
	return s
}
