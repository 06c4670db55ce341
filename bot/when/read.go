package when

import (
	"unicode/utf8"

	"github.com/followup-bot/followup/ledger/calendar"
)

func decode(s string) (rune, int) { return utf8.DecodeRuneInString(s) }

// readAll reads a text with the rules of its language; in a Chinese text the English rules read what the Chinese ones left (EOD, Q3, Friday).
func readAll(text string, o Options) []Result {
	han, latin := scripts(text)
	if !han && (latin || o.Lang == "en") && o.Lang != "zh" {
		return readEN(text, o.ref(calendar.Weekends))
	}
	rs := readZH(text, o.ref(calendar.China))
	if !han && !latin && o.Lang == "" && len(rs) == 0 { // figures alone
		return readEN(text, o.ref(calendar.Weekends))
	}
	if !latin {
		return rs
	}
	return merge(rs, readEN(text, o.ref(calendar.Weekends)))
}

// merge adds the English expressions that overlap no Chinese one. Both lists are in order.
func merge(zh, en []Result) []Result {
	all := make([]Result, 0, len(zh)+len(en))
	i := 0
	for _, r := range en {
		for i < len(zh) && zh[i].End <= r.Start {
			all = append(all, zh[i])
			i++
		}
		if letters(r.Text) && (i == len(zh) || r.End <= zh[i].Start) {
			all = append(all, r)
		}
	}
	return append(all, zh[i:]...)
}

// scripts reports whether a text has Han characters and Latin letters.
func scripts(text string) (han, latin bool) {
	for i := 0; i < len(text) && !(han && latin); i++ {
		switch c := text[i]; {
		case c >= 0xe3 && c <= 0xe9:
			han = true
		case isLetter(c):
			latin = true
		}
	}
	return han, latin
}

func letters(s string) bool {
	for i := range len(s) {
		if isLetter(s[i]) {
			return true
		}
	}
	return false
}

// choose takes the expression that binds a sentence.
func choose(rs []Result) (best Result, ok bool) {
	rank := -1
	for _, r := range rs {
		if n := r.rank(); n > rank || n == rank && r.Deadline && r.Kind == Day {
			best, rank = r, n
		}
	}
	return best, rank > 0
}

// rank orders what a sentence may say: a deadline, a recurrence, a plain date, a whole year, a standing demand. What is past or open binds nothing.
func (r Result) rank() int {
	switch {
	case r.Kind == Recurring:
		return 5
	case r.Kind == Ongoing:
		return 1
	case r.Past || r.Due.IsZero():
		return 0
	case r.Deadline:
		return 6
	case r.Grain >= GrainYear:
		return 2
	case r.Grain == GrainTime && (r.Rule == "en.time" || r.Rule == "zh.time"):
		return 3 // a time of day without a day
	}
	return 4
}
