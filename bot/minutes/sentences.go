package minutes

import (
	"strings"
	"unicode/utf8"
)

// A piece is one sentence, or a part of one that stands for itself.
type piece struct {
	p       plain
	line    int
	at      int     // where it begins in the text that was cut
	first   bool    // the first of its block
	cut     byte    // how it is cut off from the piece before: 0 first, '.' sentence, ';' semicolon, '1' inline numbering
	ordinal string  // 一是, 二要, 首先 … when it is a numbered demand
	lead    string  // of a numbered demand: the sentence that leads in to the numbering
	labels  []label // in its words
	extra   []plain // pieces that only hold labels of this one
}

// sentences cuts a text at full stops and semicolons outside brackets and quotes, and at inline numbering (一是…二是…).
func sentences(p plain, line int) []piece {
	out := make([]piece, 0, min(8, 1+len(p.s)/90))
	start, cut := 0, byte(0)
	add := func(end int) {
		i, j := trimSpan(p.s, start, end)
		if len(out) > 0 && i < j && isDigit(p.s[i]) { // 1.…;2.…
			if m, n := readMarker(p.s[i:j]); m.class == markDecimal || m.class == markBracket {
				i += n
			}
		}
		q := p.sub(i, j)
		if q.s != "" {
			ord, _ := ordinal(q.s)
			out = append(out, piece{p: q, line: line, at: i, first: len(out) == 0, cut: cut, ordinal: ord})
		}
	}
	closer := 0 // the place where an open bracket closes: no cut before it
	for i := 0; i < len(p.s); {
		n := runeLen(p.s[i])
		switch k := stopAt(p.s, i); {
		case i == closer && i > start && p.s[start+blanks(p.s[start:])] == '(' && bracketOver(p.s[i:]):
			add(i) // "(owner: Pavel) Ruth volunteers …": the bracket belongs to what was before
			start, cut = i, '.'
		case i == closer && i > start && quotedSentence(p.s, i):
			add(i) // "… its intent.” Ray has volunteered": a sentence ended in the quotation
			start, cut = i, '.'
			continue
		case i < closer:
		case k != 0:
			add(i + n)
			start, cut = i+n, k
		case i-start > maxPiece:
			add(i)
			start, cut = i, '.'
		case (p.s[i] == '(' || p.s[i] == 0xE2 || p.s[i] == 0xE3) && opens(p.s[i:]):
			closer = closes(p.s, i)
		case i > start && inlineOrdinal(p.s, i):
			add(i)
			start, cut = i, '1'
		}
		i += n
	}
	add(len(p.s))
	return out
}

// stopAt classifies a stop at byte i: '.', ';' or 0.
func stopAt(s string, i int) byte {
	switch c := s[i]; {
	case c == ';':
		return ';'
	case c == '!' || c == '?':
		return '.'
	case c == '.':
		return periodAt(s, i)
	case c == 0xE3 && strings.HasPrefix(s[i:], "。"):
		return '.'
	}
	return 0
}

// periodAt tells a full stop from the dots of numbers, initials and abbreviations.
func periodAt(s string, i int) byte {
	if i+1 < len(s) && s[i+1] != ' ' && s[i+1] != '"' && s[i+1] != ')' {
		if !(s[i+1] >= utf8.RuneSelf && i > 0 && s[i-1] >= utf8.RuneSelf) {
			return 0
		}
	}
	if i > 0 && isUpper(s[i-1]) && (i == 1 || !isAlnum(s[i-2])) {
		return 0 // J. Smith
	}
	j := i
	for j > 0 && isLetter(s[j-1]) {
		j--
	}
	if abbreviations.has(s[j:i]) {
		return 0
	}
	if j == i && i > 0 && isDigit(s[i-1]) && i < 4 {
		return 0 // 1. in running text
	}
	return '.'
}

var abbreviations = words{"mr": true, "mrs": true, "ms": true, "dr": true, "cllr": true, "cllrs": true, "st": true, "no": true, "nos": true, "e.g": true, "i.e": true, "eg": true, "ie": true, "vs": true, "approx": true, "prof": true, "rev": true, "hon": true, "g": true, "dept": true,
	"jan": true, "feb": true, "mar": true, "apr": true, "jun": true, "jul": true, "aug": true, "sep": true, "sept": true, "oct": true, "nov": true, "dec": true, "inc": true, "ltd": true, "co": true, "jr": true, "sr": true, "rd": true, "ave": true, "ref": true, "para": true, "min": true, "cc": true, "etc": false}

// bracketOver reports whether a sentence of its own follows a bracket.
func bracketOver(rest string) bool {
	return len(rest) > 2 && rest[0] == ' ' && isUpper(rest[1])
}

// quotedSentence reports whether a quotation that ends a sentence closes before byte i, and another sentence begins there.
func quotedSentence(s string, i int) bool {
	return strings.HasSuffix(s[:i], "”") && strings.HasSuffix(strings.TrimSuffix(s[:i], "”"), ".") && bracketOver(s[i:])
}

var brackets = [...][2]string{{"(", ")"}, {"“", "”"}, {"《", "》"}, {"【", "】"}, {"「", "」"}}

func opens(s string) bool {
	for _, b := range brackets {
		if strings.HasPrefix(s, b[0]) {
			return true
		}
	}
	return false
}

// closes gives where the bracket at byte i closes; i when it does not within a line's reach.
func closes(s string, i int) int {
	for _, b := range brackets {
		if !strings.HasPrefix(s[i:], b[0]) {
			continue
		}
		reach := s[i:min(len(s), i+600)]
		if b[0] == "(" {
			return i + balanced(reach)
		}
		if e := strings.Index(reach, b[1]); e >= 0 {
			return i + e + len(b[1])
		}
	}
	return i
}

// balanced gives where the bracket that s begins with closes, those inside it counted; 0 when it does not.
func balanced(s string) int {
	depth := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return 0
}

// ordinal reads the numbering of a demand at the beginning of s: 一是, 二要, 三要, 首先, 其次, 第一.
func ordinal(s string) (string, int) {
	if s == "" || s[0] < utf8.RuneSelf || !ordinalSet.has(firstRune(s)) {
		return "", 0
	}
	n, k := hanNumber(s)
	if k > 0 && n <= 15 {
		rest := s[k:]
		if m := cutPrefixes(rest, []string{"是要", "是", "要", "须"}); m > 0 && !strings.HasPrefix(rest, "是一") && !strings.HasPrefix(rest, "是否") {
			return s[:k+m], k + m
		}
	}
	for _, w := range [...]string{"首先", "其次", "再次", "最后", "第一", "第二", "第三", "第四", "第五"} {
		if strings.HasPrefix(s, w) {
			m := cutPrefixes(s[len(w):], []string{",", "，", ":", "、", "要"})
			if m > 0 {
				return w, len(w) + m
			}
		}
	}
	return "", 0
}

// inlineOrdinal reports whether a numbered demand begins at byte i inside a sentence, behind punctuation: …,二是….
func inlineOrdinal(s string, i int) bool {
	if s[i] < utf8.RuneSelf || i == 0 {
		return false
	}
	switch s[i-1] {
	case ',', ';', ':', ' ', 0x82: // the last is that of 。
	default:
		return false
	}
	if !ordinalSet.has(firstRune(s[i:])) {
		return false
	}
	k := i
	for k > 0 && s[k-1] == ' ' {
		k--
	}
	r, _ := lastRune(s[max(0, k-4):k])
	if r != ',' && r != ';' && r != ':' && r != '。' {
		return false
	}
	_, n := ordinal(s[i:])
	return n > 0
}
