package minutes

import (
	"strings"
	"unicode/utf8"
)

// A markClass is a style of numbering. Styles nest in the order in which a text first uses them.
type markClass int

const (
	markNone    markClass = iota
	markBullet            // - * + • ·
	markHan               // 一、
	markHanDi             // 第一, 第一条
	markHanBra            // (一)
	markDecimal           // 1. 1、
	markMulti             // 1.1 1.2.3
	markBracket           // (1) 1)
	markCircle            // ①
	markAlpha             // a. a) (a)
	markRoman             // i. (ii)
	markTopic             // 议题1: 议程 2:
	markDemand            // 一是 一要 首先
)

// A marker is what stands before the text of a list item.
type marker struct {
	class markClass
	n     int  // the number, 0 for bullets
	box   byte // ' ' an open check box, 'x' a ticked one, 0 none
}

const bullets = "•·●○◦■□◆◇▪▫►▶➢➤–—※★☆✦※➣▷"

// readMarker reads the marker at the beginning of s (without indentation) and gives where the text behind it begins.
func readMarker(s string) (marker, int) {
	m, i := readNumbering(s)
	if m.class == markBullet || m.class == markNone || m.class == markDecimal {
		j := i + blanks(s[i:])
		if box, n := readBox(s[j:]); n > 0 {
			m.box = box
			if m.class == markNone {
				m.class = markBullet
			}
			return m, j + n
		}
	}
	if m.class == markBullet { // "- 1. text": the number is the text's own numbering
		if inner, n := readNumbering(s[i:]); inner.class == markDecimal || inner.class == markBracket {
			return m, i + n
		}
	}
	return m, i
}

func blanks(s string) int {
	i := 0
	for i < len(s) && (s[i] == ' ' || s[i] == '\t') {
		i++
	}
	return i
}

// readBox reads [ ], [x], ☐, ☑ and their kin.
func readBox(s string) (byte, int) {
	if len(s) >= 3 && s[0] == '[' && s[2] == ']' {
		switch s[1] {
		case ' ', '_':
			return ' ', 3 + blanks(s[3:])
		case 'x', 'X', '*', 'v', 'V':
			return 'x', 3 + blanks(s[3:])
		}
	}
	if strings.HasPrefix(s, "[] ") || strings.HasPrefix(s, "[]\t") {
		return ' ', 2 + blanks(s[2:])
	}
	r, n := utf8.DecodeRuneInString(s)
	switch r {
	case '☐', '⬜', '◻', '🔲':
		return ' ', n + blanks(s[n:])
	case '☑', '☒', '✅', '✔', '✓', '🗹':
		return 'x', n + blanks(s[n:])
	}
	return 0, 0
}

func readNumbering(s string) (marker, int) {
	if s == "" {
		return marker{}, 0
	}
	c := s[0]
	switch {
	case (c == '-' || c == '*' || c == '+') && len(s) > 1 && (s[1] == ' ' || s[1] == '\t'):
		return marker{class: markBullet}, 1 + blanks(s[1:])
	case (c == '-' || c == '*' || c == '+') && len(s) == 1:
		return marker{class: markBullet}, 1
	case c == '-' && len(s) > 2 && (isUpper(s[1]) && isLetter(s[2]) || isHan(firstRune(s[1:]))):
		return marker{class: markBullet}, 1 // -Ann will …
	case isDigit(c):
		return readDecimal(s)
	case c == '(':
		return readBracket(s, 1)
	case isLetter(c):
		return readLetter(s)
	case c >= utf8.RuneSelf:
		return readWide(s)
	}
	return marker{}, 0
}

func readInt(s string) (n, i int) {
	for i < len(s) && isDigit(s[i]) && i < 4 {
		n = n*10 + int(s[i]-'0')
		i++
	}
	return n, i
}

// readDecimal reads 1. 1、 1) 1.2 but not a date (3月, 11.17), a decimal (2.9 版本) or a year.
func readDecimal(s string) (marker, int) {
	n, i := readInt(s)
	if i >= 3 && i+1 < len(s) && (s[i:i+2] == "  " || s[i] == '\t') && i+blanks(s[i:]) < len(s) && (isUpper(s[i+blanks(s[i:])])) {
		return marker{class: markDecimal, n: n}, i + blanks(s[i:]) // 1957    Grass cutting
	}
	if i >= len(s) || i > 3 && !minuteNumber(s) {
		return marker{}, 0
	}
	rest := s[i:]
	for _, sep := range [...]string{"、", "．", ".", ")", "）"} {
		if !strings.HasPrefix(rest, sep) {
			continue
		}
		j := i + len(sep)
		if sep == "." && j < len(s) && isDigit(s[j]) {
			return readMulti(s)
		}
		class := markDecimal
		if sep == ")" || sep == "）" {
			class = markBracket
		}
		return marker{class: class, n: n}, j + blanks(s[j:])
	}
	return marker{}, 0
}

// minuteNumber recognises 2307.01 before a title in capitals: the numbers of minutes, counted through.
func minuteNumber(s string) bool {
	_, k := readInt(s)
	if k < 3 || len(s) < k+5 || s[k] != '.' {
		return false
	}
	_, j := readInt(s[k+1:])
	rest := strings.TrimLeft(s[k+1+j:], " ")
	return j > 0 && j <= 2 && len(rest) < len(s)-k-1-j && rest != "" && isUpper(rest[0])
}

// readMulti reads 1.2 and 1.2.3 where text follows after a blank or at once a Chinese one that is no unit or year.
func readMulti(s string) (marker, int) {
	last, i, parts := 0, 0, 0
	for {
		n, k := readInt(s[i:])
		if k == 0 || k > 2 && !(parts == 0 && minuteNumber(s)) {
			return marker{}, 0
		}
		last, parts, i = n, parts+1, i+k
		if i+1 < len(s) && s[i] == '.' && isDigit(s[i+1]) {
			i++
			continue
		}
		break
	}
	if i < len(s) && (s[i] == '.' || strings.HasPrefix(s[i:], "、")) {
		_, n := utf8.DecodeRuneInString(s[i:])
		i += n
	} else if i >= len(s) || s[i] != ' ' && s[i] != '\t' {
		return marker{}, 0
	}
	if parts > 4 {
		return marker{}, 0
	}
	return marker{class: markMulti, n: last}, i + blanks(s[i:])
}

// readBracket reads (1) (一) (a) (ii); open is the length of the opening bracket.
func readBracket(s string, open int) (marker, int) {
	in := s[open:]
	end, width := strings.IndexByte(in[:min(len(in), 12)], ')'), 1
	if e := strings.Index(in[:min(len(in), 14)], "）"); e >= 0 && (end < 0 || e < end) {
		end, width = e, len("）")
	}
	if end <= 0 {
		return marker{}, 0
	}
	body := strings.TrimSpace(in[:end])
	next := open + end + width
	next += blanks(s[next:])
	if n, k := readInt(body); k > 0 && k == len(body) && k < 4 {
		return marker{class: markBracket, n: n}, next
	}
	if n, k := hanNumber(body); k > 0 && k == len(body) {
		return marker{class: markHanBra, n: n}, next
	}
	if len(body) == 1 && isLetter(body[0]) {
		return marker{class: markAlpha, n: int(body[0]|0x20-'a') + 1}, next
	}
	if n := roman(body); n > 0 {
		return marker{class: markRoman, n: n}, next
	}
	return marker{}, 0
}

func readLetter(s string) (marker, int) {
	if len(s) > 2 && (s[1] == '.' || s[1] == ')') && (s[2] == ' ' || s[2] == '\t' || s[2] >= utf8.RuneSelf && s[1] == '.') {
		return marker{class: markAlpha, n: int(s[0]|0x20-'a') + 1}, 2 + blanks(s[2:])
	}
	for i := 2; i <= 4 && i+1 < len(s); i++ {
		if (s[i] == '.' || s[i] == ')') && s[i+1] == ' ' {
			if n := roman(s[:i]); n > 0 {
				return marker{class: markRoman, n: n}, i + 1 + blanks(s[i+1:])
			}
		}
	}
	return marker{}, 0
}

func roman(s string) int {
	for i, r := range [...]string{"i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"} {
		if strings.EqualFold(s, r) {
			return i + 1
		}
	}
	return 0
}

// readWide reads markers that begin with a character beyond ASCII.
func readWide(s string) (marker, int) {
	r, n := utf8.DecodeRuneInString(s)
	switch {
	case r == '（':
		return readBracket(s, n)
	case r >= '①' && r <= '⑳':
		return marker{class: markCircle, n: int(r-'①') + 1}, n + blanks(s[n:])
	case r >= '⑴' && r <= '⒇':
		return marker{class: markBracket, n: int(r-'⑴') + 1}, n + blanks(s[n:])
	case r >= '❶' && r <= '❿':
		return marker{class: markCircle, n: int(r-'❶') + 1}, n + blanks(s[n:])
	case bulletSet.has(r):
		return marker{class: markBullet}, n + blanks(s[n:])
	case r == '第':
		return readDi(s)
	case strings.HasPrefix(s, "议题") || strings.HasPrefix(s, "议程") || strings.HasPrefix(s, "议案"):
		return readTopic(s)
	}
	return readHan(s)
}

func readHan(s string) (marker, int) {
	n, i := hanNumber(s)
	if i == 0 {
		return marker{}, 0
	}
	rest := s[i:]
	for _, sep := range [...]string{"、", "．", ".", "，", ","} {
		if strings.HasPrefix(rest, sep) {
			return marker{class: markHan, n: n}, i + len(sep) + blanks(rest[len(sep):])
		}
	}
	return marker{}, 0
}

// readDi reads 第一, 第一、 第一条 as numbering; 第一季度 and 第一次 are text.
func readDi(s string) (marker, int) {
	i := len("第")
	n, k := hanNumber(s[i:])
	if k == 0 {
		return marker{}, 0
	}
	i += k
	for _, sep := range [...]string{",", "，", "、", ":", "："} {
		if strings.HasPrefix(s[i:], sep) {
			return marker{class: markHanDi, n: n}, i + len(sep) + blanks(s[i+len(sep):])
		}
	}
	return marker{}, 0
}

// readTopic reads 议题1: and 议程 2、 whose title follows.
func readTopic(s string) (marker, int) {
	i := len("议题")
	i += blanks(s[i:])
	n, k := readInt(s[i:])
	if k == 0 {
		n, k = hanNumber(s[i:])
	}
	if k == 0 {
		return marker{}, 0
	}
	i += k
	i += blanks(s[i:])
	for _, sep := range [...]string{"：", ":", "、", "．", ".", "-", "—"} {
		if strings.HasPrefix(s[i:], sep) {
			return marker{class: markTopic, n: n}, i + len(sep) + blanks(s[i+len(sep):])
		}
	}
	return marker{}, 0
}

// hanDigit gives the value of one of 一 to 九, 0 for all other characters.
func hanDigit(c string) int {
	switch c {
	case "一":
		return 1
	case "二":
		return 2
	case "三":
		return 3
	case "四":
		return 4
	case "五":
		return 5
	case "六":
		return 6
	case "七":
		return 7
	case "八":
		return 8
	case "九":
		return 9
	}
	return 0
}

// hanNumber reads 一 to 九十九 and gives its length in bytes, 0 when there is none.
func hanNumber(s string) (n, length int) {
	const w = len("一")
	seen := false
	for length+w <= len(s) && length < 3*w {
		c := s[length : length+w]
		if c == "十" {
			n = max(n, 1) * 10
		} else if k := hanDigit(c); k > 0 {
			if seen && n%10 != 0 {
				return 0, 0
			}
			n += k
		} else {
			break
		}
		seen = true
		length += w
	}
	return n, length
}
