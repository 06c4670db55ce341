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
	for _, i := range enStarts(w.low, r.hints(w.low).has(hintEnVerb)) {
		if len(f.owners) > 0 {
			w.another(&f, i, action)
		} else if w.enSubject(&f, i, action) && i > 300 {
			break
		}
	}
	if action && len(f.owners) == 0 {
		w.nicks(&f)
	}
	if len(f.owners) == 0 {
		w.plainOffice(&f)
	}
	w.having(&f)
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

// subjectMarks stand before a subject.
var subjectMarks = []string{"that ", ": ", "; ", ". ", ", and ", ", ", "- ", "– ", "— ", " and ", "(", "→ ", "-> ", "=> ", "so ", "agreed that ", "agreed ", "resolved that ", "resolved ", "decided that ", "asked ", "requested ", "ask ", "instruct ", "instructed ", "authorise ", "direct ", "agreed for ", "and for ", "arranged for ", "arrange for ", "asked for ", "okay for ", "plan for "}

// subjectFinder tells by a bit each which of them a sentence has.
var subjectFinder = func() *finder {
	f := &finder{}
	for k, mark := range subjectMarks {
		f.put(mark, 1<<k)
	}
	return f
}()

// enStarts gives where a subject may stand: the beginning, behind "that", behind a comma or "and".
func enStarts(l string, commits bool) []int {
	out := []int{0}
	if !commits {
		return out
	}
	if strings.HasPrefix(l, "for ") {
		out = append(out, len("for ")) // it was agreed | for Anna to book the hall
	}
	present := subjectFinder.kinds(l)
	for k, sep := range subjectMarks {
		if !present.has(1 << k) {
			continue
		}
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
	k += enAdverbs(w.low[end+k:])
	rest = w.low[end+k:]
	if i > 0 && w.s[i-1] == '(' && (len(f.owners) > 0 || !strings.HasPrefix(rest, "to ")) {
		return false
	}
	if done, ok := w.committed(f, ps, sure, action, rest, i, end+k); done {
		return ok
	}
	if n := saidWould(rest); n > 0 && sure {
		f.owners, f.strong = ps, true // Ms Lee said she would ask the bank
		f.mark("en.said", w.s, i, end+k+n)
		return true
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
		if firstWord(next) == "get" && len(ps) == 1 && isCollective(ps[0].name) {
			return true, false // everyone will get a ticket
		}
		person := v.words == "will" && isUpper(ps[0].name[0]) && personDoes(next)
		if !v.strong && !person && thingVerbs[firstWord(next)] && w.mayBeThing(ps) {
			return true, false
		}
		if !sure && !person && !(v.strong && !softDuty[v.words]) && !(action && (v.words == "to" || v.words == "will")) {
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
		if officeBefore(p.name) || len(ps) > 1 && givenNames.has(firstWord(p.name)) {
			return false
		}
		if !w.certain([]party{p}) && !strings.Contains(p.name, " ") && !givenNames.has(p.name) && p.name != strings.ToUpper(p.name) && !strings.Contains(w.s, "@"+p.name) {
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
		if e == i || enWords.has(w.s[i:e]) || enVerbs.has(w.s[i:e]) {
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
		if !p.known() && !w.people.has(p.name) && !w.people.has(firstWord(p.name)) && !roleNouns.has(lastWord(p.name)) && cutPrefixes(p.name+" ", courtesy) == 0 && !officeBefore(p.name) && !bodyNouns.has(lastWord(p.name)) {
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
		case "receive", "enjoy", "benefit", "not", "like", "never", "have", "prefer", "mean", "depend", "allow", "happen", "require", "affect", "cause", "become", "remain", "probably", "likely", "love", "appreciate":
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

// enSupport reads helpers: "coordinate with Sue", "with help from Bob", "liaise with the Clerk".
func (w *who) enSupport(f *finding) {
	if len(f.owners) == 0 {
		return
	}
	l := w.low
	for _, v := range [...]string{"coordinate with ", "co-ordinate with ", "liaise with ", "in coordination with ", "in consultation with ", "with help from ", "support from ", "supported by ", "assisted by ", "working with ", "work with ", "together with ", "in liaison with ", "with assistance from ", "with the help of "} {
		if i := strings.Index(l, v); i >= 0 && len(l) == len(w.s) {
			if ps, end, sure := w.enNames(i + len(v)); end > 0 && sure {
				f.co = addParties(f.co, dropParties(ps, f.owners)...)
			}
		}
	}
}
