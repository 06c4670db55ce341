package ledger

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Fold makes names comparable: full width to half width, lower case, outer spaces dropped.
func Fold(s string) string {
	return strings.TrimSpace(strings.Map(foldRune, strings.TrimSpace(s)))
}

func foldRune(r rune) rune {
	switch {
	case r < utf8.RuneSelf:
		if r >= 'A' && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	case r >= 0x3001 && r < 0xA000: // Chinese and Japanese: neither case nor width
		return r
	case r >= 0xFF01 && r <= 0xFF5E:
		r -= 0xFEE0
	case r == 0x3000:
		r = ' '
	}
	return unicode.ToLower(r)
}

// foldedPrefix gives the length of the beginning of s that reads as a folded name, 0 where s begins with something else.
func foldedPrefix(s, name string) int {
	if strings.HasPrefix(s, name) {
		return len(name)
	}
	i := 0
	for _, want := range name {
		r, n := utf8.DecodeRuneInString(s[i:])
		if n == 0 || foldRune(r) != want {
			return 0
		}
		i += n
	}
	return i
}

// A runeSet tells in one step of most characters whether they belong to it; those beyond the basic plane all count as members.
type runeSet [1024]uint64

func (set *runeSet) add(r rune) {
	if r < 0x10000 {
		set[r>>6] |= 1 << (r & 63)
	}
}

func (set *runeSet) has(r rune) bool { return r >= 0x10000 || set[r>>6]&(1<<(r&63)) != 0 }
