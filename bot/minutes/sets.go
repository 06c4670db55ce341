package minutes

import (
	"strings"
	"unicode/utf8"
)

// A runeSet tells in one step whether a character belongs to a set.
type runeSet [1024]uint64

func newRuneSet(s string) *runeSet {
	var set runeSet
	for _, r := range s {
		if r < 0x10000 {
			set[r>>6] |= 1 << (r & 63)
		}
	}
	return &set
}

func (set *runeSet) has(r rune) bool { return r >= 0 && r < 0x10000 && set[r>>6]&(1<<(r&63)) != 0 }

// A suffixSet finds which of many endings a text has, by its last character.
type suffixSet map[rune][]string

func newSuffixSet(lists ...[]string) suffixSet {
	m := suffixSet{}
	for _, l := range lists {
		for _, e := range l {
			r, _ := utf8.DecodeLastRuneInString(e)
			m[r] = append(m[r], e)
		}
	}
	return m
}

// of gives the longest ending of s that is in the set, "" when there is none.
func (m suffixSet) of(s string) string {
	r, _ := utf8.DecodeLastRuneInString(s)
	best := ""
	for _, e := range m[r] {
		if len(e) > len(best) && strings.HasSuffix(s, e) {
			best = e
		}
	}
	return best
}

var (
	surnameSet       = newRuneSet(surnames)
	commonSurnameSet = newRuneSet(commonSurnames)
	neverFirstSet    = newRuneSet(neverFirst)
	neverInNameSet   = newRuneSet(neverInName)
	stopSet          = newRuneSet(",;:。，；：!?、()（）“”《》/|")
	bulletSet        = newRuneSet(bullets)
	ordinalSet       = newRuneSet("一二三四五六七八九十首其再最第")
	assemblySet      = newRuneSet("委员事理代协学联商青妇工总大分生董监研促金议友家众究讨合进乡")
	unitEndSet       = newSuffixSet(unitEnds)
	peopleEndSet     = newSuffixSet(peopleEnds)
	titleSet         = newSuffixSet(titles)
	hardEndSet       = newSuffixSet(hardEnds)
	folkEndSet       = newSuffixSet(folkEnds)
	nameEndSet       = newRuneSet(lastRunes(unitEnds, peopleEnds, titles, folkEnds) + ")”")
	nextSet          = newRuneSet(nextRunes())
	introSet         = newRuneSet(firstRunes(intros))
	keySet           = newRuneSet(keyRunes())
)

func firstRunes(words []string) string {
	var b strings.Builder
	for _, w := range words {
		b.WriteRune(firstRune(w))
	}
	return b.String()
}

func lastRunes(lists ...[]string) string {
	var b strings.Builder
	for _, l := range lists {
		for _, w := range l {
			r, _ := utf8.DecodeLastRuneInString(w)
			b.WriteRune(r)
		}
	}
	return b.String()
}

func keyRunes() string {
	var b strings.Builder
	for r := range labelKeys {
		b.WriteRune(r)
	}
	return b.String()
}

func nextRunes() string {
	var b strings.Builder
	for r := range nextWords {
		b.WriteRune(r)
	}
	return b.String()
}
