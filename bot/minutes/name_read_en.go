package minutes

import (
	"strings"
	"unicode/utf8"

	"github.com/followup-bot/followup/ledger"
)

// enNames reads names at byte i: capitalised words, offices with or without "the", handles, joined by "and", commas, slashes or ampersands. sure says that they
// are people beyond doubt.
func (w *who) enNames(i int) (out []party, end int, sure bool) {
	sure = true
	for n := 0; n < 8; n++ {
		p, e, ok := w.enName(i)
		if e == 0 {
			break
		}
		out, end, sure = addParties(out, p), e, sure && (ok || n > 0 && officeBefore(out[0].name))
		k := enSep(w.s[e:])
		if m := remark(w.s[e:]); k == 0 && m > 0 {
			if k = enSep(w.s[e+m:]); k > 0 {
				k += m // Ann (maybe) and Ben
			}
		}
		if k == 0 {
			break
		}
		if i = e + k; strings.HasPrefix(w.s[i:], "the ") && strings.Contains(w.s[e:i], ",") {
			return nil, 0, false // "Grass cutting, the Clerk to …": a topic, then who
		}
	}
	return out, end, sure && len(out) > 0
}

// remark gives the length of a word or two in brackets behind a name: " (maybe)".
func remark(s string) int {
	k := blanks(s)
	if !strings.HasPrefix(s[k:], "(") {
		return 0
	}
	e := strings.IndexByte(s[k:min(len(s), k+24)], ')')
	if e < 0 {
		return 0
	}
	return k + e + 1
}

func enSep(s string) int {
	n := blanks(s)
	for _, sep := range [...]string{", and ", "and ", "& ", "/", ", ", "&", "+ "} {
		if strings.HasPrefix(s[n:], sep) && (n > 0 || sep[0] == ',' || sep[0] == '/' || sep[0] == '&') {
			return n + len(sep) + blanks(s[n+len(sep):])
		}
	}
	return 0
}

// officeAt reports whether a word in capitals at byte i names an office: the second word of Town Counsel.
func (w *who) officeAt(i int) bool {
	return i < len(w.s) && w.s[i-1] == ' ' && isUpper(w.s[i]) && roleNouns.has(w.s[i:wordEnd(w.s, i)])
}

// crowds act without a name.
var crowds = []string{"staff ", "everyone ", "officers ", "everybody ", "all members ", "volunteers ", "board members ", "committee members ", "council members ", "directors ", "trustees "}

// enName reads one name at byte i.
func (w *who) enName(i int) (party, int, bool) {
	s := w.s
	if i >= len(s) {
		return party{}, 0, false
	}
	if s[i] == '@' {
		p, end := w.handle(i)
		return p, end, end > 0
	}
	if m := w.mentionAt(i); m != nil {
		return party{name: m.Text, mention: m}, m.End, true
	}
	if n := cutFolded(s[i:], crowds); n > 0 && !(n < len(s)-i && isUpper(s[i+n])) {
		return w.named(s[i : i+n-1]), i + n - 1, true
	}
	if cutFolded(s[i:], []string{"all to ", "all will ", "both to "}) > 0 {
		e := i + strings.IndexByte(s[i:], ' ')
		return w.named(s[i:e]), e, true
	}
	j := i
	if t := cutPrefixes(s[i:], []string{"The ", "the ", "Our ", "our ", "All ", "all ", "Each ", "each ", "Every ", "every "}); t > 0 {
		if m := w.mentionAt(i + t); m != nil && m.Kind != ledger.MentionOrg {
			return party{name: m.Text, mention: m}, m.End, true
		}
		if p, end := w.bodyActs(i, i+t); end > 0 {
			return p, end, true
		}
		if p, end := w.office(i, i+t); end > 0 {
			return p, end, true
		}
		return party{}, 0, false
	}
	if p, end := w.folk(i); end > 0 {
		return p, end, true
	}
	words := 0
	for j < len(s) && words < 4 {
		k := wordEnd(s, j)
		word := s[j:k]
		if word == "" || !w.nameWord(word, words) && !(words == 0 && isUpper(word[0]) && w.officeAt(k+1)) {
			break
		}
		words++
		end := k
		if k < len(s) && s[k] == '.' && len(word) <= 5 && k+1 < len(s) && s[k+1] == ' ' {
			k++
		}
		if k < len(s) && s[k] == ' ' && k+1 < len(s) && (isUpper(s[k+1]) || s[k+1] >= utf8.RuneSelf || particles.has(s[k+1:wordEnd(s, k+1)])) {
			j = k + 1
			if words < 4 && w.nameWord(s[j:wordEnd(s, j)], words) {
				continue
			}
		} else if k > end && words > 1 && len(word) == 1 {
			end = k // Jeff L. agreed to …
		}
		return w.enParty(i, end)
	}
	return party{}, 0, false
}

func (w *who) enParty(i, end int) (party, int, bool) {
	name := strings.TrimSuffix(w.s[i:end], "'s")
	if enWords.has(name) && !w.people.has(name) && !roleNouns.has(name) {
		return party{}, 0, false
	}
	sure := w.sureLatin(name)
	if k := w.ofOffice(end); k > 0 && roleNouns[strings.TrimSuffix(lower(name), "s")] {
		return w.named(w.s[i:k]), k, true // Heads of Department
	}
	if sure && w.people.known() && !givenNames.has(firstWord(name)) && !w.people.has(name) && !w.people.has(firstWord(name)) && cutPrefixes(name+" ", courtesy) == 0 && !roleNouns.has(lastWord(name)) && !officeBefore(name) {
		sure = false
	}
	return w.named(name), end, sure
}

// ofOffice gives where " of Department" ends behind byte i, 0 when it does not stand there.
func (w *who) ofOffice(i int) int {
	if !strings.HasPrefix(w.s[i:], " of ") {
		return 0
	}
	k := i + len(" of ")
	e := wordEnd(w.s, k)
	if e == k || !isUpper(w.s[k]) {
		return 0
	}
	return e
}

func lastWord(s string) string { return s[strings.LastIndexByte(s, ' ')+1:] }

// office reads "the Clerk", "the Acting Scrutiny Officer", "all teams" with the office beginning at byte j.
func (w *who) office(i, j int) (party, int) {
	s := w.s
	for k, n := j, 0; k < len(s) && n < 5; n++ {
		e := wordEnd(s, k)
		if e == k {
			return party{}, 0
		}
		word := lower(s[k:e])
		if n > 0 && between[word] || isDigit(word[0]) {
			return party{}, 0
		}
		if roleNouns[word] || n > 0 && collectiveNoun[word] || collectiveNoun[word] && s[i]|0x20 != 't' && s[i]|0x20 != 'o' {
			next := lower(s[e:min(len(s), e+14)])
			if m := wordEnd(s, min(len(s), e+1)); e < len(s) && s[e] == ' ' && (roleNouns.has(s[min(len(s), e+1):m]) || isUpper(s[min(len(s)-1, e+1)])) && n < 4 && !strings.HasPrefix(next, " and ") {
				k = e + 1
				continue
			}
			from := j
			if s[i]|0x20 == 'a' || s[i]|0x20 == 'e' {
				from = i
			}
			return w.named(s[from:e]), e
		}
		if e >= len(s) || s[e] != ' ' {
			return party{}, 0
		}
		k = e + 1
	}
	return party{}, 0
}

// between are words that no office's name has inside: "the meeting to 6 pm".
var between = wordSet("to at on in from by with is was are were be and or that which will until till about")

var collectiveNoun = wordSet("teams departments units groups members councillors leads managers chairs schools branches offices wgs sigs committees officers maintainers owners participants")

func wordEnd(s string, i int) int {
	for i < len(s) && (isAlnum(s[i]) || s[i] == '-' || s[i] == '_' || s[i] == '\'' || s[i] >= utf8.RuneSelf && !strings.HasPrefix(s[i:], "—") && !strings.HasPrefix(s[i:], "–") && !strings.HasPrefix(s[i:], "“") && !strings.HasPrefix(s[i:], "’") || s[i] == '.' && i+1 < len(s) && isAlnum(s[i+1])) {
		i++
	}
	if i > 2 && i <= len(s) && strings.HasSuffix(s[:i], "'ll") {
		return i - 3
	}
	return i
}

// nameWord reports whether a word can be part of a name at its n-th place.
func (w *who) nameWord(word string, n int) bool {
	if word == "" || len(word) > 30 {
		return false
	}
	c := word[0]
	if w.people.has(word) || isUpper(c) || c >= utf8.RuneSelf && !hasHan(word) {
		return n > 0 || !enWords.has(word) || w.people.has(word) || roleNouns.has(word)
	}
	return n > 0 && particles.has(word)
}
