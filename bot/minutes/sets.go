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

// in reports whether s has a character of the set.
func (set *runeSet) in(s string) bool {
	for i := 0; i < len(s); {
		c := rune(s[i])
		if c < utf8.RuneSelf {
			i++
		} else {
			var n int
			c, n = runeAt(s[i:])
			i += n
		}
		if set[c>>6&1023]&(1<<(c&63)) != 0 && c < 0x10000 {
			return true
		}
	}
	return false
}

// trim drops the set's characters at both ends of s.
func (set *runeSet) trim(s string) string { return set.trimLeft(set.trimRight(s)) }

func (set *runeSet) trimLeft(s string) string {
	for s != "" {
		r, n := runeAt(s)
		if !set.has(r) {
			break
		}
		s = s[n:]
	}
	return s
}

func (set *runeSet) trimRight(s string) string {
	for s != "" {
		r, n := lastRune(s)
		if !set.has(r) {
			break
		}
		s = s[:len(s)-n]
	}
	return s
}

// A suffixSet finds which of many endings a text has, by its last character.
type suffixSet struct {
	at    [4096]uint16 // by endHash: one more than the index in lists
	lists [][]string
}

func newSuffixSet(lists ...[]string) *suffixSet {
	m := &suffixSet{}
	for _, l := range lists {
		for _, e := range l {
			h := endHash(e)
			if m.at[h] == 0 {
				m.lists = append(m.lists, nil)
				m.at[h] = uint16(len(m.lists))
			}
			m.lists[m.at[h]-1] = append(m.lists[m.at[h]-1], e)
		}
	}
	return m
}

// endHash gives twelve bits of the last character of a text.
func endHash(s string) uint16 {
	n := len(s)
	if n < 3 || s[n-1] < utf8.RuneSelf {
		return uint16(s[n-1])
	}
	return uint16(s[n-3]&0xF)<<8 ^ uint16(s[n-2]&0x3F)<<6 ^ uint16(s[n-1]&0x3F)
}

// of gives the longest ending of s that is in the set, "" when there is none.
func (m *suffixSet) of(s string) string {
	if s == "" {
		return ""
	}
	k := m.at[endHash(s)]
	if k == 0 {
		return ""
	}
	best := ""
	for _, e := range m.lists[k-1] {
		if len(e) > len(best) && strings.HasSuffix(s, e) {
			best = e
		}
	}
	return best
}

var (
	rosterEdges      = newRuneSet(" @.*")
	surnameSet       = newRuneSet(surnames)
	commonSurnameSet = newRuneSet(commonSurnames)
	neverFirstSet    = newRuneSet(neverFirst)
	neverInNameSet   = newRuneSet(neverInName)
	stopSet          = newRuneSet(",;:。，；：!?、()（）“”《》/|")
	bracketSet       = newRuneSet("()【")
	headingStops     = newRuneSet("。;!?.,:")
	bulletSet        = newRuneSet(bullets)
	sentenceStops    = newRuneSet("。;!?")
	clauseStops      = newRuneSet("。;,.:")
	nameSeps         = newRuneSet("、,/&;和及与，+ ")
	nameStops        = newRuneSet(",;:!?。；，：")
	backStops        = newRuneSet(",;:。、()（） “”")
	joined           = newRuneSet("与和及")
	nameEdges        = newRuneSet(" \t,.;:、，。；：*-—")
	cellEdges        = newRuneSet(" -—_/\\.()[]<>*")
	lineEnds         = newRuneSet(" .。;,")
	valueEnds        = newRuneSet(" ,、;。.|")
	listEdges        = newRuneSet(" -—*(,、")
	cutEnds          = newRuneSet(" ,;、")
	titleEdges       = newRuneSet(" ,.;:、，。；：—–-*()（）")
	titleEnds        = newRuneSet(" ,.;:、，。；：—–-")
	headingEdges     = newRuneSet(":：【】[]#=- ")
	colonEnds        = newRuneSet(":： ")
	colons           = newRuneSet(":：")
	sentenceEnd      = newRuneSet("。. ;")
	phraseEdges      = newRuneSet(" ,、。;")
	courtesyEnds     = newRuneSet("同志学老师")
	quoteMarks       = newRuneSet("“”\"")
	blankLine        = newRuneSet(" .。-—*_()[]:;")
	endMarks         = newRuneSet(" .。!;")
	statusMarks      = newRuneSet(" .。*()[]【】")
	blankStop        = newRuneSet(" 。")
	dateMarks        = newRuneSet(" 0123456789年月日-./")
	ruleMarks        = newRuneSet("-*_=—－ ")
	handleEnds       = newRuneSet(" 。.;,)")
	dashes           = newRuneSet(" -–—")
	widths           = newRuneSet("\t\u00a0\u3000")
	unitStops        = newRuneSet(",:;。、@")
	titleStops       = newRuneSet(",:;。")
	ordinalSet       = newRuneSet("一二三四五六七八九十首其再最第")
	assemblySet      = newRuneSet("委员事理代协学联商青妇工总大分生董监研促金议友家众究讨合进乡")
	unitEndSet       = newSuffixSet(unitEnds)
	peopleEndSet     = newSuffixSet(peopleEnds)
	titleSet         = newSuffixSet(titles)
	hardEndSet       = newSuffixSet(hardEnds)
	doneEndSet       = newSuffixSet(doneEnds)
	folkEndSet       = newSuffixSet(folkEnds)
	nameEndSet       = newRuneSet(lastRunes(unitEnds, peopleEnds, titles, folkEnds) + ")”")
	unitLast         = newRuneSet(lastRunes(unitEnds, peopleEnds) + "”\")")
	personFirst      = newRuneSet(surnames + firstRunes(doubleSurnames) + firstRunes(jobs) + "小老阿")
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
			r, _ := lastRune(w)
			b.WriteRune(r)
		}
	}
	return b.String()
}
