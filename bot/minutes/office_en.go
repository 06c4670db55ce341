package minutes

import (
	"strings"
	"unicode/utf8"
)

// offices are what people are called before their names: Selectman Smith, Road Commissioner Paul Carter.
var offices = wordSet(`selectman selectmen selectwoman selectperson trustee trustees director directors chair chairman chairwoman chairperson mayor deputy president vice-president treasurer secretary
clerk commissioner commissioners supervisor supervisors officer chief sheriff constable marshal judge justice senator representative delegate governor superintendent principal dean professor prof pastor reverend father deacon
elder rabbi bishop captain sergeant lieutenant ranger coach alderman alderwoman assemblyman freeholder attorney councilman councilwoman councilmember councillor councillors member members manager engineer administrator
registrar librarian warden steward moderator coordinator agent assessor collector auditor inspector planner foreman nurse doctor counsel warrant portreeve bailiff organiser organizer`)

// officeBefore reports whether a name is somebody's with an office before it: "Town Clerk Ann Lee".
func officeBefore(name string) bool {
	if strings.IndexByte(name, ' ') < 0 {
		return false
	}
	var buf [8]string
	words := fields(buf[:0], name)
	if len(words) < 2 {
		return false
	}
	last := words[len(words)-1]
	if !isUpper(last[0]) && last[0] < utf8.RuneSelf || enWords.has(last) || offices.has(last) || roleNouns.has(last) {
		return false
	}
	for _, x := range words[:len(words)-1] {
		if offices.has(x) {
			return true
		}
	}
	return false
}

// plainOffices are offices and bodies that minutes name in small letters without an article: "clerk to get quotes".
var plainOffices = wordSet("clerk chair chairman chairperson treasurer secretary warden wardens council councillor councillors councilor councilors committee board trustees caretaker groundsman contractor")

// plainOffice reads offices in small letters that are told what to do: "Bins - clerk to complain", "district councillor and clerk to ask".
func (w *who) plainOffice(f *finding) {
	if len(w.low) != len(w.s) || !strings.Contains(w.low, " to ") {
		return
	}
	for from := 0; ; {
		i := strings.Index(w.s[from:], " to ")
		if i < 0 {
			return
		}
		i += from
		from = i + len(" to ")
		k := 1 + strings.LastIndexByte(w.s[:i], ' ')
		if !plainOffices[w.s[k:i]] || !enVerbs[firstWord(w.low[from:])] || bodyDoes[firstWord(w.low[from:])] || endsWithAny(w.low[:k], []string{"the ", " a ", " an ", " as "}) {
			continue
		}
		start := w.modified(k)
		ps := []party{w.named(w.s[start:i])}
		if and := strings.TrimSuffix(w.s[:start], "and "); len(and) < start {
			e := len(strings.TrimRight(and, " "))
			if b := 1 + strings.LastIndexByte(w.s[:e], ' '); plainOffices[w.s[b:e]] {
				start = w.modified(b)
				ps = []party{w.named(w.s[start:e]), ps[0]}
			}
		}
		if t := strings.TrimRight(w.low[:start], " "); t != "" && !strings.ContainsRune("-:;.,)", rune(t[len(t)-1])) && !endsWithAny(t, []string{" and", " then", " so", "–", "—"}) {
			continue
		}
		f.owners, f.strong = ps, true
		f.mark("en.office", w.s, start, from)
		return
	}
}

// modified steps back over what sort of office stands at byte k: district councillor, vice chairman.
func (w *who) modified(k int) int {
	t := strings.TrimRight(w.s[:k], " ")
	b := 1 + strings.LastIndexByte(t, ' ')
	if officeSorts[strings.TrimLeft(t[b:], "-–")] {
		return b + len(t[b:]) - len(strings.TrimLeft(t[b:], "-–"))
	}
	return k
}

var officeSorts = wordSet("district county parish town vice deputy acting assistant finance allotments planning footpaths borough city")

// bodyActs reads "The amenities group", "the PC" where a verb of work follows, with the article at i and the words from j on. Bodies meet and decide; that is no task.
func (w *who) bodyActs(i, j int) (party, int) {
	if len(w.low) != len(w.s) {
		return party{}, 0
	}
	name, end := w.body(i)
	if end == 0 {
		if end = wordEnd(w.s, j); end-j < 2 || end-j > 5 || strings.ToUpper(w.s[j:end]) != w.s[j:end] || !isUpper(w.s[j]) || hasDigit(w.s[j:end]) {
			return party{}, 0
		}
		name = w.s[j:end]
	}
	rest := strings.TrimLeft(w.low[end:], " ")
	n := cutPrefixes(rest, []string{"will ", "to ", "would ", "is to ", "are to ", "shall "})
	if v := firstWord(rest[n:]); n == 0 || !enVerbs[v] || bodyDoes[v] {
		return party{}, 0
	}
	return w.named(name), end
}

// bodyDoes are what bodies do in and about their meetings.
var bodyDoes = wordSet("meet convene consider discuss continue hold have hear receive note vote approve decide start stop be remain support review resume close open work go")

// folkNouns are people in the plural whom a word in capitals says more about: "Office volunteers", "Room parents".
var folkNouns = wordSet("volunteers members parents teachers officers leaders chairs captains coordinators directors managers trustees reps representatives staff")

// folk reads them where a verb of commitment follows.
func (w *who) folk(i int) (party, int) {
	if i >= len(w.s) || !isUpper(w.s[i]) {
		return party{}, 0
	}
	a := wordEnd(w.s, i)
	if a >= len(w.s) || w.s[a] != ' ' || enWords.has(w.s[i:a]) && !bodyNouns.has(w.s[i:a]) {
		return party{}, 0
	}
	e := wordEnd(w.s, a+1)
	if first := w.s[i:a]; givenNames.has(first) || w.people.has(first) { // Ruth volunteers to …
		return party{}, 0
	}
	if !folkNouns[w.s[a+1:e]] || cutPrefixes(w.s[e:], []string{" will ", " to ", " are to ", " agreed to "}) == 0 {
		return party{}, 0
	}
	return w.named(w.s[i:e]), e
}
