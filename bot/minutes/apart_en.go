package minutes

import (
	"strings"
)

// apart drafts a line of an action section that gives work to several people between semicolons as an item each: "CP to report weekly; WT to ask for a quote".
func (r *reader) apart(x *block) bool {
	p := r.whole(x)
	if hasHan(p.s) || strings.IndexByte(p.s, ';') < 0 || len(x.labels) > 0 || len(readLabels(p)) > 0 {
		return false
	}
	var parts []plain
	start := 0
	for i := 0; i <= len(p.s); i++ {
		if i < len(p.s) && p.s[i] != ';' {
			continue
		}
		q := p.sub(start, i).trim()
		start = i + 1
		if q.s == "" {
			continue
		}
		if f := r.enOwners(q.s, true, false); len(f.owners) == 0 || !f.strong && f.rule != "en.to" || f.from > 0 {
			if g, ok := r.prefixOwner(q.s); !ok || len(g.owners) == 0 {
				return false
			}
		}
		parts = append(parts, q)
	}
	if len(parts) < 2 {
		return false
	}
	for _, q := range parts {
		it := r.newDraft(x, q, x.line, "section:"+section(x))
		it.take(r.ownersIn(q.s), x.line)
		it.setDue(r.dues(q.s), x.line)
		r.setLoose(it, q.s)
		x.item = r.add(it)
	}
	return true
}

// subjunctive reports whether what stands before a name asks that he do something: "asked that ", "it was moved and seconded that the ".
func subjunctive(before string) bool {
	before = strings.TrimSuffix(strings.TrimRight(before, " "), " the")
	if !strings.HasSuffix(before, " that") && before != "that" {
		return false
	}
	tail := before[max(0, len(before)-90):]
	return hasAny(tail, []string{"asked that", "asks that", "requested that", "requests that", "directed that", "instructed that", "moved that", "seconded that", "ordered that", "moved ", "proposed that"})
}

var decidingVerbs = []string{" agreed to ", " resolved to ", " voted to ", " decided to "}

// decides reports whether a sentence only records what the meeting itself decided: "the Board agreed to award the contract".
func decides(l string) bool {
	for _, v := range decidingVerbs {
		i := strings.Index(l, v)
		if i < 0 {
			continue
		}
		if decidingBodies[lastWord(l[:i])] && !handsOn(l[i:]) {
			switch firstWord(l[i+len(v):]) {
			case "award", "approve", "accept", "adopt", "appoint", "support", "increase", "reduce", "grant", "donate", "defer", "postpone", "adjourn", "ratify", "endorse", "reject", "keep", "retain", "table", "amend", "continue", "proceed", "elect", "co-opt", "waive", "renew", "fund", "pay", "allow", "permit", "delegate", "authorise", "authorize", "close", "move", "note", "start", "begin", "have", "meet", "hold", "use", "change", "cancel", "go", "stay", "recess", "vote", "discontinue", "extend", "raise", "lower", "limit", "spend", "join":
				return true
			}
		}
	}
	return false
}

// handsOn reports whether a decision goes on by giving the work to somebody: "… and have the clerk post it", "… and for Noel to amend it".
func handsOn(l string) bool {
	if i := strings.Index(l, " and have "); i >= 0 {
		return cutPrefixes(l[i+len(" and have "):], []string{"a ", "an "}) == 0
	}
	return strings.Contains(l, " and for ") || strings.Contains(l, " and ask ")
}

// tailOwner reads who is named behind a dash or comma near the end, before nothing but a date: "file the form - Dolores - due 3/31", "order compost, Hank, asap".
func (r *reader) tailOwner(s string, f *finding) bool {
	t := strings.TrimRight(s, " .")
	for n := 0; n < 2; n++ {
		i, w := lastSep(t)
		if i <= 8 {
			return false
		}
		body := dashes.trim(t[i+w:])
		if ps := r.suffixNames(body); n > 0 && len(ps) > 0 && len(body) < 60 {
			f.owners = ps
			f.mark("line.suffix", s, i, len(t))
			return true
		}
		if n == 0 && !timeWord(body) && len(r.dues(body)) == 0 {
			return false
		}
		t = strings.TrimRight(t[:i], " ")
	}
	return false
}

// lastSep gives the last dash or comma of a line and its length.
func lastSep(t string) (i, w int) {
	i = -1
	for _, sep := range [...]string{" - ", " – ", " — ", " -- ", ", ", " due ", " by "} {
		if k := strings.LastIndex(t, sep); k > i {
			i, w = k, len(sep)
			if sep == " due " || sep == " by " {
				w = 1
			}
		}
	}
	return i, w
}

func timeWord(s string) bool {
	switch lower(strings.Trim(s, " .!()")) {
	case "asap", "urgent", "soon", "today", "tomorrow", "ongoing", "now", "eod", "eow", "eom", "next meeting", "this week", "next week":
		return true
	}
	return false
}

// bodyNouns are what bodies are called that a meeting charges with something.
var bodyNouns = wordSet("committee committees subcommittee sub-committee board council senate panel team teams department departments faculty staff group subgroup taskforce chairs members managers leads units offices trustees directors wg sig")

// bodyCharged reads a body that is charged with something in so many words: "the committee was charged with …", "asked that the Executive Committee appoint …".
func (w *who) bodyCharged(f *finding, i int) bool {
	name, end := w.body(i)
	if end == 0 {
		return false
	}
	rest := strings.TrimLeft(w.low[end:], " ")
	charged := cutPrefixes(rest, []string{"was charged with ", "were charged with ", "is charged with ", "was tasked with ", "were tasked with ", "was tasked to ", "was asked to ", "were asked to ", "was directed to ", "were directed to ", "was instructed to ", "is asked to ", "are asked to ", "be asked to ", "be requested to ", "was requested to ", "were requested to "}) > 0
	if !charged && !(enVerbs[firstWord(rest)] && subjunctive(w.low[:i])) {
		return false
	}
	f.owners, f.strong = []party{w.named(name)}, true
	f.mark("en.body", w.s, i, end)
	return true
}

// body reads up to four words that end in what bodies are called: "the Executive Committee", "faculty".
func (w *who) body(i int) (string, int) {
	from := i + cutPrefixes(w.low[i:], []string{"the ", "all "})
	for k, n := from, 0; k < len(w.s) && n < 4; n++ {
		e := wordEnd(w.s, k)
		if e == k {
			return "", 0
		}
		if word := w.low[k:e]; bodyNouns[word] {
			return w.s[from:e], e
		} else if enVerbs[word] && !isUpper(w.s[k]) || e >= len(w.s) || w.s[e] != ' ' {
			return "", 0
		}
		k = e + 1
	}
	return "", 0
}

// called reads a name that a comma and a verb of work follow: "Yves, determine what format is required".
func (r *reader) called(s string, f *finding) {
	i := strings.Index(s[:min(len(s), 40)], ", ")
	if i <= 0 || !enVerbs.has(firstWord(s[i+2:])) {
		return
	}
	w := r.who(s[:i])
	ps := w.whole()
	if len(ps) == 0 && isUpper(s[0]) && bodyNouns.has(s[:i]) {
		ps = []party{w.named(s[:i])} // Chairs, have an agenda item on …
	}
	if len(ps) > 0 && !enVerbs.has(firstWord(s)) {
		f.owners, f.strong = ps, true
		f.mark("en.called", s, 0, i+1)
	}
}

// pronoun gives "She will …" to the person present whom the sentence before begins with.
func (r *reader) pronoun(l string, ps []piece, i int, f *finding) {
	if i == 0 || len(f.owners) > 0 || cutPrefixes(l, []string{"he will ", "she will ", "he'll ", "she'll "}) == 0 {
		return
	}
	k := strings.IndexByte(l, ' ')
	k += 1 + cutPrefixes(l[k+1:], []string{"will "})
	if !enVerbs[firstWord(l[k:])] {
		return
	}
	before := ps[i-1].p.s
	w := r.who(before)
	w.low = r.low(before)
	starts := []int{0}
	if d := strings.LastIndex(before, "- "); d > 0 {
		starts = append(starts, d+2)
	}
	for _, at := range starts {
		if who, _, sure := w.enNames(at); sure && len(who) == 1 && (r.people.has(who[0].name) || w.certain(who)) {
			f.owners, f.strong = who, true
			f.mark("en.pronoun", ps[i].p.s, 0, min(k, len(ps[i].p.s)))
			return
		}
	}
}

// another adds who else takes something on in the same sentence: "Rob to write the draft, Petra to review it".
func (w *who) another(f *finding, i int, action bool) {
	if i < f.to || len(f.owners) > 5 || !f.strong && f.rule != "en.to" && f.rule != "en.will" || i < 2 || w.s[i-1] != ' ' || w.s[i-2] != ',' && w.s[i-2] != ';' && !strings.HasSuffix(w.low[:i], " and ") && !strings.HasSuffix(w.low[:i], " then ") {
		return
	}
	var g finding
	if w.enSubject(&g, i, action) && !hasAny(w.low[i:min(len(w.low), i+60)], []string{" help ", " assist ", " support "}) && (g.rule == "en.to" || g.rule == "en.will") && w.certain(g.owners) {
		f.owners = addParties(f.owners, g.owners...)
	}
}
