package intent

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// maxRead is how many bytes of a message are read for its intent; nobody reports in more, and what is longer is a document.
const maxRead = 8 << 10

// A text is a message made comparable, with the way back: s is raw folded rune by rune (half width, lower case, simplified characters), and
// off gives, for each byte of s and its end, the byte of raw.
type text struct {
	raw string
	s   string
	off []int
}

func foldText(raw string) text {
	var b strings.Builder
	b.Grow(len(raw))
	off := make([]int, 0, len(raw)+1)
	for i, r := range raw {
		r = foldRune(r)
		n := b.Len()
		b.WriteRune(r)
		for ; n < b.Len(); n++ {
			off = append(off, i)
		}
	}
	return text{raw, b.String(), append(off, len(raw))}
}

func foldRune(r rune) rune {
	switch {
	case r < 0x80:
		if 'A' <= r && r <= 'Z' {
			return r + 32
		}
		return r
	case r >= 0xFF01 && r <= 0xFF5E:
		return foldRune(r - 0xFEE0)
	case r == 0x3000 || r == 0xA0 || r == '\u200b' || r == '\ufeff':
		return ' '
	case r == '“' || r == '”':
		return '"'
	case r == '‘' || r == '’':
		return '\''
	case r == '〔' || r == '【' || r == '﹝':
		return '['
	case r == '〕' || r == '】' || r == '﹞':
		return ']'
	case r == '—' || r == '–' || r == '−':
		return '-'
	}
	if picture(r) {
		return ' '
	}
	if s, ok := simplified[r]; ok {
		return s
	}
	return unicode.ToLower(r)
}

// picture reports whether r is a picture that says nothing of the work: 😂, 🎉, 🙏, a skin tone. Thumbs, ticks, salutes and the like say something.
func picture(r rune) bool {
	return r >= 0x1F300 && r < 0x1FB00 && !strings.ContainsRune("👌👍👎🏁💯📎🙅🫡", r) || r == 0xFE0F || r == 0x2764
}

// orig gives the words of the message that stand at s[i:j].
func (t text) orig(i, j int) string { return strings.TrimSpace(t.raw[t.off[i]:t.off[j]]) }

// A list is a table of words of both languages, folded, found by their first letters. A Latin word is found only whole.
type list struct{ *wordTable }

type wordTable struct {
	all []string            // in the order in which they were written
	by  map[uint32][]string // by head
	may [32]uint64          // a bit for each head's hash: most places of a text are told from the table by it alone
}

// mayHold reports whether a word of the table may begin with the head; false is certain.
func (t *wordTable) mayHold(h uint32) bool {
	k := h * 2654435761 >> 21
	return t.may[k>>6]&(1<<(k&63)) != 0
}

// lists keeps every table that was made, by its text: tables stand where they are used, and are split once.
var lists sync.Map

// words makes a list of the words that s gives with bars between them; written so that tables stand out in the code.
func words(s string) list {
	if t, ok := lists.Load(s); ok {
		return list{t.(*wordTable)}
	}
	t := tableOf(s)
	lists.Store(s, t)
	return list{t}
}

// cross gives the words that take one part of each table, in their order: cross("按|照", "计划|节点", "推进|走") holds 按节点走. An empty
// alternative leaves its part out.
func cross(parts ...string) string {
	out := []string{""}
	for _, p := range parts {
		var next []string
		for _, head := range out {
			for tail := range strings.SplitSeq(p, "|") {
				next = append(next, head+tail)
			}
		}
		out = next
	}
	return strings.Join(out, "|")
}

// tableOf is words for texts that are made at run time and not to be kept.
func tableOf(s string) *wordTable {
	t := &wordTable{by: map[uint32][]string{}}
	for w := range strings.SplitSeq(s, "|") {
		if w != "" {
			h := head(w)
			k := h * 2654435761 >> 21
			t.all, t.may[k>>6] = append(t.all, w), t.may[k>>6]|1<<(k&63)
			t.by[h] = append(t.by[h], w)
		}
	}
	return t
}

// head gives the first character of s, which is not empty, as a key.
func head(s string) uint32 {
	n := 1
	switch b := s[0]; {
	case b >= 0xF0:
		n = 4
	case b >= 0xE0:
		n = 3
	case b >= 0xC0:
		n = 2
	}
	var h uint32
	for i := range min(n, len(s)) {
		h = h<<8 | uint32(s[i])
	}
	return h
}

// at gives the length of the longest word that stands whole in s at i, 0 for none.
func (l list) at(s string, i int) (n int) {
	if s[i]&0xC0 == 0x80 || i > 0 && latin(s[i]) && latin(s[i-1]) {
		return 0
	}
	h := head(s[i:])
	if !l.mayHold(h) {
		return 0
	}
	for _, w := range l.by[h] {
		if len(w) > n && strings.HasPrefix(s[i:], w) && wholeAt(s, i, i+len(w)) {
			n = len(w)
		}
	}
	return n
}

// in reports whether s holds a word of the list.
func (l list) in(s string) bool { return l.where(s) >= 0 }

// first gives the place of the word that stands first in s; of several at one place, the longest. i is -1 when there is none.
func (l list) first(s string) (i, j int) { return l.from(s, 0) }

func (l list) from(s string, start int) (i, j int) {
	if start < 0 {
		return -1, 0
	}
	for i = start; i < len(s); i++ {
		if n := l.at(s, i); n > 0 {
			return i, i + n
		}
	}
	return -1, 0
}

// where gives the place of the first word in s, -1 when there is none.
func (l list) where(s string) int { i, _ := l.first(s); return i }

// last gives the place of the word that ends last; of several, the longest.
func (l list) last(s string) (i, j int) {
	i = -1
	for k := range len(s) {
		if n := l.at(s, k); n > 0 && k+n > j {
			i, j = k, k+n
		}
	}
	return i, j
}

// prefix gives the length of the longest word that s begins with, 0 for none.
func (l list) prefix(s string) int {
	if s == "" {
		return 0
	}
	return l.at(s, 0)
}

// unitPrefix is prefix for words that may stand right after a digit (9th).
func (l list) unitPrefix(s string) bool {
	if s == "" {
		return false
	}
	for _, w := range l.by[head(s)] {
		if strings.HasPrefix(s, w) && (len(s) == len(w) || !latin(s[len(w)])) {
			return true
		}
	}
	return false
}

// suffix gives the length of the longest word that s ends with, 0 for none.
func (l list) suffix(s string) int {
	n := 0
	for _, w := range l.all {
		if len(w) > n && strings.HasSuffix(s, w) && wholeAt(s, len(s)-len(w), len(s)) {
			n = len(w)
		}
	}
	return n
}

// is reports whether s is a word of the list.
func (l list) is(s string) bool { return s != "" && slices.Contains(l.by[head(s)], s) }

// at finds w in s from start on, whole where it is Latin; -1 when it is not there.
func at(s, w string, start int) int {
	if start < 0 {
		return -1
	}
	for start <= len(s) {
		i := strings.Index(s[start:], w)
		if i < 0 {
			return -1
		}
		i += start
		if wholeAt(s, i, i+len(w)) {
			return i
		}
		start = i + 1
	}
	return -1
}

func wholeAt(s string, i, j int) bool {
	return !(i > 0 && latin(s[i]) && latin(s[i-1])) && !(j < len(s) && latin(s[j-1]) && latin(s[j]))
}

func latin(b byte) bool { return 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' }
func digit(b byte) bool { return '0' <= b && b <= '9' }

func hasHan(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0xE3 && s[i] <= 0xE9 {
			return true
		}
	}
	return false
}

// A clause is a stretch of text between commas and stops. end is the mark that closed it, 0 at the end of the text.
type clause struct {
	i, j int
	s    string
	end  rune
}

// clauses splits s at commas, stops and line breaks. A comma or point inside a number and what stands in brackets are kept together.
func clauses(s string) []clause {
	var out []clause
	start, depth := 0, 0
	for i, r := range s {
		switch r {
		case '(', '[':
			depth++
		case ')', ']':
			depth = max(0, depth-1)
		}
		if !cuts(s, i, r) || depth > 0 && (r == ',' || r == '、') {
			continue
		}
		out = appendClause(out, s, start, i, r)
		start, depth = i+utf8.RuneLen(r), 0
	}
	return appendClause(out, s, start, len(s), 0)
}

func appendClause(out []clause, s string, i, j int, end rune) []clause {
	for i < j && (s[i] == ' ' || s[i] == '\t' || s[i] == '\r') {
		i++
	}
	for j > i && (s[j-1] == ' ' || s[j-1] == '\t' || s[j-1] == '\r') {
		j--
	}
	if i == j {
		if len(out) > 0 && (end == '?' || end == '!') && out[len(out)-1].end != '?' {
			out[len(out)-1].end = end
		}
		return out
	}
	return append(out, clause{i, j, s[i:j], end})
}

func cuts(s string, i int, r rune) bool {
	switch r {
	case ';', '。', '!', '?', '\n', '…':
		return true
	case ',':
		return !(i > 0 && digit(s[i-1]) && i+3 < len(s) && digit(s[i+1]) && digit(s[i+2]) && digit(s[i+3]) && !(i+4 < len(s) && digit(s[i+4])))
	case '-':
		return i > 1 && i+2 < len(s) && s[i-1] == ' ' && s[i+1] == ' ' && latin(s[i-2]) && latin(s[i+2]) // done - report attached
	case '.':
		if i+1 == len(s) {
			return true
		}
		return (s[i+1] == ' ' || s[i+1] == '\n') && i > 0 && !lineNumber(s[:i]) && !abbreviation(s[:i])
	}
	return false
}

// lineNumber reports whether s ends in a number of one or two digits that begins a line: "1.", "12.".
func lineNumber(s string) bool {
	k := len(s)
	for k > 0 && len(s)-k < 3 && digit(s[k-1]) {
		k--
	}
	return k < len(s) && len(s)-k < 3 && (k == 0 || s[k-1] == '\n')
}

// abbreviation reports whether s ends in a word that is written with a point (no. 3, dec. 5).
func abbreviation(s string) bool {
	return words("no|nos|dept|approx|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|mr|ms|dr|vs|e.g|i.e").suffix(s) > 0
}

// trimEnds drops spaces and light punctuation at both ends of s.
func trimEnds(s string) string {
	return strings.Trim(s, " \t\r\n,;:.!?。、~…-·\"'")
}

// trimParticles drops the particles and softeners that end a Chinese sentence.
func trimParticles(s string) string {
	for {
		s = trimEnds(s)
		n := sentenceEnds.suffix(s)
		if n == 0 || n == len(s) {
			return s
		}
		s = s[:len(s)-n]
	}
}

var sentenceEnds = words("哈|哦|啊|呀|呢|吧|啦|嘛|噢|喔|哟|的哈|哒|诶|谢谢|多谢|辛苦了|辛苦|thanks|thank you|thx|please|pls|:)|🙏|😊|😄|👍|👌")
