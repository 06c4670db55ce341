package minutes

import "strings"

// enAdverbs gives the length of adverbs between who acts and his verb: "also volunteered to", "both agreed to".
func enAdverbs(rest string) int {
	n := 0
	for k := 0; k < 2; k++ {
		m := cutPrefixes(rest[n:], []string{"also ", "both ", "each ", "then ", "kindly ", "further ", "jointly ", "later ", "subsequently ", "additionally ", "therefore ", "graciously ", "generously ", "again "})
		if m == 0 {
			break
		}
		n += m
	}
	return n
}

// saidWould gives the length of words by which somebody is told to have taken something on: "said he would contact", "confirmed that they will send", 0 for none.
func saidWould(rest string) int {
	n := cutPrefixes(rest, []string{"said ", "says ", "indicated ", "confirmed ", "noted ", "added ", "stated ", "reported ", "promised ", "replied ", "responded ", "mentioned ", "advised ", "explained ", "answered ", "assured the board ", "assured members ", "told the board ", "told the council ", "told members ", "told us "})
	if n == 0 {
		return 0
	}
	n += cutPrefixes(rest[n:], []string{"that "})
	n += cutPrefixes(rest[n:], []string{"he", "she", "they"})
	m := cutPrefixes(rest[n:], []string{" will ", " would ", "'ll ", "'d "})
	if m == 0 || rest[n-1] != 'e' && rest[n-1] != 'y' {
		return 0
	}
	n += m
	if cutPrefixes(rest[n:], []string{"be in contact", "be in touch"}) > 0 || commits("would", rest[n:]) {
		return n
	}
	return 0
}

// personVerbs are what only people do: with one of them behind "will" a name that nobody listed is somebody's all the same.
var personVerbs = wordSet(`contact send ask write call email e-mail phone ring talk speak chat meet draft prepare check find look reach invite remind arrange organise organize follow buy purchase bring attend
investigate research review circulate liaise consult notify inform advise discuss order schedule circle ping chase tell tackle volunteer collect pick bake cook visit inspect clean paint mow resend reply respond confirm book`)

// personDoes reports whether what follows "will" is what only people do: a verb of persons, or a phrase of taking something upon oneself.
func personDoes(next string) bool {
	return personVerbs[firstWord(next)] || cutPrefixes(next, []string{"take care of", "be in contact", "be in touch", "get back to", "get in touch", "get quotes", "get a quote", "get prices", "report back", "take a look", "look into", "put together", "work with", "work on", "also contact", "also send", "try to", "let us know", "let them know", "help out", "help with", "set up a meeting", "make contact", "keep in touch", "be looking", "be checking", "be contacting", "be sending", "be working"}) > 0
}

// having reads whom the meeting wants to do something: "voted to have the clerk post the notice". It puts them before a body that only decided.
func (w *who) having(f *finding) {
	for _, v := range [...]string{" to have ", " and have "} {
		i := strings.Index(w.low, v)
		if i <= 0 || len(w.low) != len(w.s) || len(f.owners) > 0 && !decidedBy(f.owners) || len(f.owners) == 0 && !hasAny(w.low[:i], []string{"moved", "motion", "voted", "agreed", "decided", "asked", "approved", "resolved", "seconded", "want", "need"}) {
			continue
		}
		at := i + len(v)
		ps, end, sure := w.enNames(at)
		if end == 0 || !sure || !enVerbs[firstWord(strings.TrimLeft(w.low[end:], " "))] {
			continue
		}
		f.owners, f.strong = ps, true
		f.rule, f.words, f.from, f.to = "en.have", w.s[at:end], at, end
		return
	}
}

// decidedBy reports whether the names are those of a body or its members as a whole.
func decidedBy(ps []party) bool {
	return len(ps) == 1 && (decidingBodies[lower(lastWord(ps[0].name))] || bodyNouns.has(lastWord(ps[0].name)))
}

// decidingBodies are whose agreement is a decision of the meeting, not somebody's promise.
var decidingBodies = wordSet("board council committee members trustees directors meeting group senate panel cabinet society we everyone selectmen selectboard commissioners councillors supervisors attendees")
