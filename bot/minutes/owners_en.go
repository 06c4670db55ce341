package minutes

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// enOwners finds who is to act in one English sentence. In an action section, or behind an action mark, a name at the beginning is enough.
func (r *reader) enOwners(s string, action, resolved bool) finding {
	k := 0
	if action {
		k = 1
	}
	if resolved {
		k += 2
	}
	return r.lastEn[k].get(clip(s, maxPiece), func(s string) finding { return r.findEnOwners(s, action, resolved) }).clipped()
}

func (r *reader) findEnOwners(s string, action, resolved bool) finding {
	var f finding
	r.work += len(s)
	w := r.who(s)
	w.resolved = resolved
	w.low = r.low(s)
	for _, i := range enStarts(w.low) {
		if len(f.owners) > 0 {
			w.another(&f, i, action)
		} else if w.enSubject(&f, i, action) && i > 300 {
			break
		}
	}
	if action && len(f.owners) == 0 {
		w.nicks(&f)
	}
	w.enSupport(&f)
	for _, p := range f.owners {
		if isCollective(p.name) && f.fanout == "" {
			f.fanout = p.name
		}
	}
	return f
}

// enVerbMarks stand in every sentence that commits somebody.
var enVerbMarks = []string{" will ", "'ll ", " to ", " would ", " agreed ", " must ", " shall ", " should ", " take", " owns ", " write", " tasked ", " please ", " that ", " charged with "}

// enStarts gives where a subject may stand: the beginning, behind "that", behind a comma or "and".
func enStarts(l string) []int {
	out := []int{0}
	if !enVerbFinder.in(l) {
		return out
	}
	for _, sep := range [...]string{"that ", ": ", "; ", ". ", ", and ", ", ", "- ", "– ", "— ", " and ", "(", "→ ", "-> ", "=> ", "so ", "agreed that ", "agreed ", "resolved that ", "resolved ", "decided that ", "asked ", "requested ", "ask ", "instruct ", "instructed ", "authorise ", "direct "} {
		for from := 0; len(out) < 40; {
			i := strings.Index(l[from:], sep)
			if i < 0 || from+i > 400 {
				break
			}
			from += i + len(sep)
			out = append(out, from)
		}
	}
	for from := 0; len(out) < 60; {
		i := strings.Index(l[from:], " the ")
		if i < 0 || from+i > 600 {
			break
		}
		from += i + 1
		out = append(out, from) // "… the Clerk would write to them"
		from += len("the")
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// enSubject reads "X will V", "X and Y to V", "the Clerk be requested to V" at byte i; "asked X to V" reads the same.
func (w *who) enSubject(f *finding, i int, action bool) bool {
	if w.bodyCharged(f, i) {
		return true
	}
	ps, end, sure := w.enNames(i)
	if end == 0 {
		return false
	}
	rest := w.s[end:]
	k := blanks(rest)
	if strings.HasPrefix(rest[k:], "(") {
		k += bracketEnd(rest[k:])
		k += blanks(rest[k:])
	}
	for _, w := range [...]string{", will ", ", to "} { // Rod, to create an issue
		if strings.HasPrefix(rest[k:], w) {
			k += 2
		}
	}
	rest = w.low[end+k:]
	if i > 0 && w.s[i-1] == '(' && (len(f.owners) > 0 || !strings.HasPrefix(rest, "to ")) {
		return false
	}
	if done, ok := w.committed(f, ps, sure, action, rest, i, end+k); done {
		return ok
	}
	if k := strings.Index(rest, " and will "); k > 0 && sure && enVerbs[firstWord(rest[k+len(" and will "):])] && !strings.Contains(rest[:k], ",") {
		f.owners, f.strong = ps, true // Karen and Greg are reviewing the bylaws and will bring …
		f.mark("en.and-will", w.s, i, end)
		return true
	}
	if word := firstWord(rest); enVerbs[word] && sure && subjunctive(w.low[:i]) {
		f.owners, f.strong = ps, true // asked that faculty submit …, moved that the committee appoint …
		f.mark("en.asked-that", w.s, i, end)
		return true
	}
	if word := firstWord(rest); w.resolved && i == 0 && enVerbs[word] && sure {
		f.owners, f.strong = ps, true // RESOLVED that the Clerk write to …
		f.mark("en.resolved", w.s, i, end)
		return true
	}
	if action && i == 0 {
		if word := firstWord(rest); enVerbs[word] || enVerbs[strings.TrimSuffix(word, "s")] {
			if sure {
				f.owners, f.strong = ps, true
				f.mark("en.actor", w.s, i, end)
				return true
			}
		}
	}
	return false
}

// committed looks for a verb of commitment at the beginning of rest, the words behind the names ps; done says that one stands there, ok that it commits. at is
// where rest begins in the sentence.
func (w *who) committed(f *finding, ps []party, sure, action bool, rest string, i, at int) (done, ok bool) {
	if rest == "" || rest[0] >= utf8.RuneSelf {
		return false, false
	}
	for _, v := range commitBy[rest[0]] {
		if !strings.HasPrefix(rest, v.words) || len(rest) == len(v.words) || rest[len(v.words)] != ' ' {
			continue
		}
		next := strings.TrimLeft(rest[len(v.words):], " ")
		if !commits(v.words, next) && !(v.words == "to" && sure && w.certain(ps) && bareVerb(next)) {
			return true, false
		}
		if !v.strong && thingVerbs[firstWord(next)] && w.mayBeThing(ps) {
			return true, false
		}
		if !sure && !(v.strong && !softDuty[v.words]) && !(action && (v.words == "to" || v.words == "will")) {
			return true, false
		}
		f.owners, f.strong = ps, v.words != "should" && v.words != "need to" && v.words != "would"
		f.mark("en."+strings.ReplaceAll(v.words, " ", "-"), w.s, i, at+len(v.words))
		return true, true
	}
	return false, false
}

// thingVerbs are verbs that products and projects do as well as people: "Firefox will support …".
var thingVerbs = wordSet("support require use include allow provide ship run change work enable handle return store display load show drop start stop continue need cost open close cover serve fit hold last take become remain focus expand grow be have offer act help")

// mayBeThing reports whether the names are single capitalised words that are no usual given names and nobody present.
func (w *who) mayBeThing(ps []party) bool {
	for _, p := range ps {
		if !w.certain([]party{p}) && !strings.Contains(p.name, " ") && !givenNames[lower(p.name)] && p.name != strings.ToUpper(p.name) && !strings.Contains(w.s, "@"+p.name) {
			return true
		}
	}
	return false
}

// softDuty are words of duty that things have too: "the roof needs to …".
var softDuty = map[string]bool{"please": true, "must": true, "shall": true, "is to": true, "are to": true, "needs to": true, "has to": true}

// nicks reads user names in small letters at the beginning of an action: "nirik and pingou to update …".
func (w *who) nicks(f *finding) {
	var out []party
	for i, n := 0, 0; n < 6; n++ {
		e := wordEnd(w.s, i)
		if e == i || enWords[lower(w.s[i:e])] || enVerbs[lower(w.s[i:e])] {
			return
		}
		out = append(out, w.named(w.s[i:e]))
		if k := enSep(w.s[e:]); k > 0 {
			i = e + k
			continue
		}
		rest := lower(strings.TrimLeft(w.s[e:], " "))
		for _, v := range [...]string{"to ", "will "} {
			if strings.HasPrefix(rest, v) && enVerbs[firstWord(rest[len(v):])] {
				f.owners, f.strong = out, true
				f.mark("en.nick", w.s, 0, e+1+len(v))
			}
		}
		return
	}
}

// certain reports whether all parties are on the roster, in the organisation, handles or offices.
func (w *who) certain(ps []party) bool {
	for _, p := range ps {
		if !p.known && !w.people.has(p.name) && !w.people.has(firstWord(p.name)) && !roleNouns[lower(lastWord(p.name))] && cutPrefixes(p.name+" ", courtesy) == 0 {
			return false
		}
	}
	return true
}

// bareVerb reports whether a word behind "to" may be a verb: no article, pronoun or preposition.
func bareVerb(next string) bool {
	word := firstWord(next)
	return len(word) > 2 && word[0] >= 'a' && word[0] <= 'z' && !enWords[word] && !strings.HasSuffix(word, "ing")
}

func firstWord(s string) string {
	if i := strings.IndexAny(s, " ,.;:)(\"?!"); i >= 0 {
		return s[:i]
	}
	return s
}

// commits tells commitments from other uses of a verb: "will not", "will be elected", "would like to", "to the".
func commits(verb, next string) bool {
	word := firstWord(next)
	switch verb {
	case "will", "shall", "'ll", "would":
		switch word {
		case "not", "like", "never", "have", "prefer", "mean", "depend", "allow", "happen", "require", "affect", "cause", "become", "remain", "probably", "likely", "love", "appreciate":
			return word == "likely" || word == "probably"
		case "be":
			second := firstWord(strings.TrimLeft(strings.TrimPrefix(next, "be"), " "))
			return strings.HasSuffix(second, "ing") && second != "being"
		case "also", "then", "now", "still", "try", "continue", "both", "each", "need":
			return true
		}
		return verb != "would" || enVerbs[word]
	case "to", "and":
		if word == "please" || word == "also" || word == "try" || word == "then" || word == "re-look" {
			return verb == "to"
		}
		return verb == "to" && enVerbs[word]
	case "please":
		return enVerbs[word]
	case "should", "need to", "must", "needs to", "has to":
		return enVerbs[word] || word == "also"
	case "takes", "take", "owns":
		return strings.Contains(next, "action") || strings.Contains(next, "ownership") || strings.Contains(next, "lead")
	}
	return true
}

// enNames reads names at byte i: capitalised words, offices with or without "the", handles, joined by "and", commas, slashes or ampersands. sure says that they
// are people beyond doubt.
func (w *who) enNames(i int) (out []party, end int, sure bool) {
	sure = true
	for n := 0; n < 8; n++ {
		p, e, ok := w.enName(i)
		if e == 0 {
			break
		}
		out, end, sure = addParties(out, p), e, sure && ok
		k := enSep(w.s[e:])
		if k == 0 {
			break
		}
		if i = e + k; strings.HasPrefix(w.s[i:], "the ") && strings.Contains(w.s[e:i], ",") {
			return nil, 0, false // "Grass cutting, the Clerk to …": a topic, then who
		}
	}
	return out, end, sure && len(out) > 0
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
	return i < len(w.s) && w.s[i-1] == ' ' && isUpper(w.s[i]) && roleNouns[lower(w.s[i:wordEnd(w.s, i)])]
}

// lowAt gives up to n bytes at byte i in small letters.
func (w *who) lowAt(i, n int) string {
	if len(w.low) == len(w.s) {
		return w.low[i:min(len(w.s), i+n)]
	}
	return lower(w.s[i:min(len(w.s), i+n)])
}

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
	if m, ok := w.mentionAt(i); ok {
		return party{name: m.Text, mention: m, known: true}, m.End, true
	}
	if n := cutPrefixes(w.lowAt(i, 24), []string{"staff ", "everyone ", "officers ", "everybody ", "all members ", "volunteers ", "board members ", "committee members ", "council members ", "directors ", "trustees "}); n > 0 && !(n < len(s)-i && isUpper(s[i+n])) {
		return w.named(s[i : i+n-1]), i + n - 1, true
	}
	if l := w.lowAt(i, 9); strings.HasPrefix(l, "all to ") || strings.HasPrefix(l, "all will ") || strings.HasPrefix(l, "both to ") {
		e := i + strings.IndexByte(l, ' ')
		return w.named(s[i:e]), e, true
	}
	j := i
	if t := cutPrefixes(s[i:], []string{"The ", "the ", "Our ", "our ", "All ", "all ", "Each ", "each ", "Every ", "every "}); t > 0 {
		if p, end := w.office(i, i+t); end > 0 {
			return p, end, true
		}
		return party{}, 0, false
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
		if k < len(s) && s[k] == ' ' && k+1 < len(s) && (isUpper(s[k+1]) || s[k+1] >= utf8.RuneSelf || particles[lower(s[k+1:wordEnd(s, k+1)])]) {
			j = k + 1
			if words < 4 && w.nameWord(s[j:wordEnd(s, j)], words) {
				continue
			}
		}
		return w.enParty(i, end)
	}
	return party{}, 0, false
}

func (w *who) enParty(i, end int) (party, int, bool) {
	name := strings.TrimSuffix(w.s[i:end], "'s")
	if enWords[lower(name)] && !w.people.has(name) && !roleNouns[lower(name)] {
		return party{}, 0, false
	}
	sure := w.sureLatin(name)
	if k := w.ofOffice(end); roleNouns[strings.TrimSuffix(lower(name), "s")] && k > 0 {
		return w.named(w.s[i:k]), k, true // Heads of Department
	}
	if sure && w.people.known() && !givenNames[lower(firstWord(name))] && !w.people.has(name) && !w.people.has(firstWord(name)) && cutPrefixes(name+" ", courtesy) == 0 && !roleNouns[lower(lastWord(name))] {
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
		if roleNouns[word] || n > 0 && collectiveNoun[word] || collectiveNoun[word] && s[i]|0x20 != 't' && s[i]|0x20 != 'o' {
			next := lower(s[e:min(len(s), e+14)])
			if m := wordEnd(s, min(len(s), e+1)); e < len(s) && s[e] == ' ' && (roleNouns[lower(s[min(len(s), e+1):m])] || isUpper(s[min(len(s)-1, e+1)])) && n < 4 && !strings.HasPrefix(next, " and ") {
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
		return n > 0 || !enWords[lower(word)] || w.people.has(word) || roleNouns[lower(word)]
	}
	return n > 0 && particles[lower(word)]
}

// enSupport reads helpers: "coordinate with Sue", "with help from Bob", "liaise with the Clerk".
func (w *who) enSupport(f *finding) {
	if len(f.owners) == 0 {
		return
	}
	l := w.low
	for _, v := range [...]string{"coordinate with ", "co-ordinate with ", "liaise with ", "in coordination with ", "in consultation with ", "with help from ", "with support from ", "supported by ", "assisted by ", "working with ", "work with ", "together with ", "in liaison with ", "with assistance from ", "with the help of "} {
		if i := strings.Index(l, v); i >= 0 && len(l) == len(w.s) {
			if ps, end, sure := w.enNames(i + len(v)); end > 0 && sure {
				f.co = addParties(f.co, dropParties(ps, f.owners)...)
			}
		}
	}
}
