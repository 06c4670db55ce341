package minutes

import (
	"strings"

	"github.com/followup-bot/followup/bot/when"
)

// english drafts the items of an English block.
func (r *reader) english(x *block) {
	p, skipped := r.whole(x), 0
	if who, n := speakerOf(p.s); n > 0 {
		w := r.who(who)
		ps := w.whole()
		if len(ps) == 1 {
			x.spoke = &ps[0]
			skipped = n + blanks(p.s[n:])
			p = p.sub(skipped, len(p.s)).trim()
		}
	}
	if n := actionMark(p.s); n > 0 {
		r.action(x, p, n)
		return
	}
	from := len(r.out.Items)
	ps := foldLabels(x.pieces(p, skipped))
	for i := range ps {
		r.enPiece(x, ps, i)
	}
	if len(r.out.Items) == from && workLabels(x.labels) && !r.finishedLow(r.low(p.s)) {
		r.add(r.labelled(x, p, x.line))
	}
}

// speakerOf reads who says a line of discussion: "[rob] …", "Rob: …", "<rob> …". It gives the name and where the words begin.
func speakerOf(s string) (string, int) {
	if s == "" {
		return "", 0
	}
	if s[0] == '[' || s[0] == '<' {
		if e := strings.IndexAny(s[:min(len(s), 40)], "]>"); e > 1 && e+1 < len(s) && s[e+1] == ' ' {
			return s[1:e], e + 1
		}
		return "", 0
	}
	if e := strings.IndexByte(s[:min(len(s), 30)], ':'); e > 1 && e+1 < len(s) && s[e+1] == ' ' && actionMark(s) == 0 && strings.Count(s[:e], " ") <= 2 {
		return s[:e], e + 1
	}
	return "", 0
}

// enPiece judges one English sentence.
func (r *reader) enPiece(x *block, ps []piece, i int) {
	p, line := ps[i].p, ps[i].line
	r.work += len(p.s)
	if r.markedPiece(x, ps, i) {
		return
	}
	l := r.low(p.s)
	s := strings.TrimPrefix(p.s[resolvedLen(l):], "-> ")
	l = l[len(p.s)-len(s):]
	if r.requested(x, ps[i], l) {
		return
	}
	if r.finishedLow(l) || enConditional(l) || r.enPast(l) || r.meetingRole(l) || r.hints(l).has(hintDecides) && decides(l) {
		return
	}
	ls := ps[i].labels
	for _, e := range ps[i].extra {
		ls = append(ls, aside(readLabels(e), line)...)
	}
	if ownerLabel(ls) {
		it := r.newDraft(x, p, line, "label")
		r.takeLabels(it, ls)
		it.setDue(r.dues(p.s), line)
		r.add(it)
		return
	}
	f := r.enOwners(s, false, s != p.s)
	f.from, f.to = f.from+len(p.s)-len(s), f.to+len(p.s)-len(s)
	var ds []due
	if len(f.owners) > 0 || x.spoke != nil || r.setsDate(l) {
		ds = r.dues(p.s)
	}
	if len(f.owners) == 0 {
		r.initials(s, &f)
		r.passive(s, &f)
		r.pronoun(l, ps, i, &f)
	}
	rule := r.enJudge(x, &f, l, s != p.s, ds)
	if rule == "" || inBrackets(p.s) {
		return
	}
	it := r.newDraft(x, p, line, rule)
	it.take(f, line)
	it.setDue(ds, line)
	r.setLoose(it, p.s)
	r.inherit(it, x)
	if i+1 < len(ps) && strings.HasPrefix(r.low(ps[i+1].p.s), "due ") {
		it.setDue(r.dues(ps[i+1].p.s), line) // "… draft the letter; due Friday"
	}
	r.helped(it, ps[i+1:])
	x.item = r.add(it)
}

// helped adds those who help, where the next sentence says nothing else: "…; support from Data."
func (r *reader) helped(it *draft, ps []piece) {
	if len(ps) == 0 || len(it.owners) == 0 {
		return
	}
	s := ps[0].p.s
	if n := cutPrefixes(r.low(s), []string{"support from ", "with support from ", "supported by ", "with help from ", "help from "}); n > 0 {
		if who, _, sure := r.who(s).enNames(n); sure {
			it.co = addParties(it.co, dropParties(who, it.owners)...)
		}
	}
}

// requested drafts what somebody is asked in person: "@mkz can you send the survey out?"
func (r *reader) requested(x *block, q piece, l string) bool {
	if !strings.HasPrefix(l, "@") || !hasAny(l, []string{" can you ", " could you ", " would you ", " will you "}) {
		return false
	}
	w := r.who(q.p.s)
	p, end := w.handle(0)
	if end == 0 || end > 40 {
		return false
	}
	it := r.newDraft(x, q.p, q.line, "request")
	it.take(finding{owners: []party{p}, rule: "en.request", words: q.p.s[:end], to: end}, q.line)
	it.setDue(r.dues(q.p.s), q.line)
	x.item = r.add(it)
	return true
}

// initials reads those present by their initials at the end of a note: "Posters - NR", "Stock to be sorted (HM/LT)".
func (r *reader) initials(s string, f *finding) {
	t := strings.TrimRight(s, " .")
	i := strings.LastIndex(t, " - ")
	if strings.HasSuffix(t, ")") {
		i = strings.LastIndexByte(t, '(')
	}
	if i <= 0 || len(t)-i > 30 || strings.Contains(lower(t[:i]), "present") {
		return
	}
	body := strings.Trim(t[i:], " ()-")
	for _, n := range splitNames(body) {
		if n = strings.TrimSpace(n); len(n) > 4 || n != strings.ToUpper(n) || !r.people.has(n) {
			return
		}
	}
	if !strings.Contains(t, " to be ") && (strings.Count(t[:i], " ") > 4 || strings.HasSuffix(t, ")")) {
		return
	}
	w := r.who(s)
	f.owners, f.strong = w.names(body), len(body) > 0
	f.mark("en.initials", s, i, len(t))
}

// passive reads who is to do what is to be done: "to be carried out on 20 May by Brian and Jo", "to be chased up by clerk, …".
func (r *reader) passive(s string, f *finding) {
	be := strings.Index(s, " to be ")
	if be < 0 {
		return
	}
	i := strings.Index(s[be:], " by ")
	if i < 0 {
		return
	}
	i += be
	w := r.who(s)
	w.low = r.low(s)
	at := i + len(" by ")
	if ps, end, sure := w.enNames(at); sure && w.certain(ps) && behindActor(s[end:]) {
		f.owners, f.strong = ps, true
		f.mark("en.passive", s, i, end)
		return
	}
	at += cutPrefixes(s[at:], []string{"the "})
	if e := wordEnd(s, at); plainOffices[s[at:e]] && behindActor(s[e:]) {
		f.owners, f.strong = []party{w.named(s[at:e])}, true
		f.mark("en.passive", s, i, e)
	}
}

// behindActor reports whether nothing that belongs to a name follows it.
func behindActor(rest string) bool {
	rest = strings.TrimLeft(rest, " ")
	return rest == "" || strings.ContainsRune(".,;:)", rune(rest[0])) || strings.HasPrefix(rest, "and ")
}

// markedPiece drafts a sentence with an action mark of its own: "… ACTION: Clerk", "… (Action: JB)".
func (r *reader) markedPiece(x *block, ps []piece, i int) bool {
	p := ps[i].p
	open := len(p.s) - len(strings.TrimLeft(p.s, "(["))
	if n := actionMark(p.s[open:]); n > 0 && i > 0 {
		n += open
		if tail := strings.Trim(p.s[n:], "()[] ."); len(tail) < 40 {
			if owners := r.who(tail).whole(); len(owners) > 0 {
				r.trailing(x, ps[i-1].p, owners)
				return true
			}
		}
		r.action(x, p, n)
		return true
	}
	owners, ok := r.bracketAction(p)
	if ok {
		r.trailing(x, p, owners)
	}
	return ok
}

// enJudge says by which rule an English sentence is an item; "" when it is none.
func (r *reader) enJudge(x *block, f *finding, l string, resolved bool, ds []due) string {
	switch {
	case len(f.owners) > 0 && (f.strong || f.rule == "en.would" || resolved):
		return "commitment"
	case len(f.owners) > 0 && f.rule == "en.to" && f.from > 0 && strings.HasSuffix(l[:min(f.from, len(l))], " for ") && hasAny(l[:f.from], []string{"agreed", "decided", "resolved", "moved", "asked", "arrange", "approved"}):
		return "commitment" // agreed to publish it and for Noel to amend it
	case len(f.owners) > 0 && len(ds) > 0:
		return "dated-duty"
	case len(f.owners) > 0:
		return ""
	case x.spoke != nil && enVerbs[firstWord(l)] && setsDay(ds):
		f.owners = []party{*x.spoke} // "Priya: ask legal by Friday"
		return "speaker"
	case x.spoke != nil && firstPerson(l):
		f.owners = []party{*x.spoke}
		return "speaker"
	case r.enDeadline(l, ds), resolved && r.setsDate(l) && onDay(ds):
		return "deadline"
	}
	return ""
}

func ownerLabel(ls []label) bool {
	for _, l := range ls {
		if l.field == fieldOwner || l.field == fieldLead {
			return true
		}
	}
	return false
}

func inBrackets(s string) bool {
	return strings.HasPrefix(s, "(") && strings.HasSuffix(strings.TrimRight(s, " ."), ")")
}

// resolutions are what introduces one.
var resolutions = []string{"it was resolved that ", "it was agreed that ", "it was unanimously agreed that ", "it was unanimously resolved that ", "it was decided that ", "it was agreed ", "resolved: that ", "resolved that ", "resolved to ", "agreed: that ", "agreed: ", "resolved: ", "agreed that ", "it was proposed and agreed that ", "the council agreed that ", "the committee agreed that ", "the council resolved that ", "the board agreed that ", "council agreed that ", "members agreed that ", "the meeting agreed that ", "it was noted that ", "that "}

// resolvedLen gives the length of the introduction of a resolution that s begins with: "RESOLVED: That …", "It was agreed that …".
func resolvedLen(s string) int { return cutFolded(s, resolutions) }

func enConditional(l string) bool {
	return cutPrefixes(l, []string{"if ", "in case ", "should the ", "unless ", "ideally", "again, if ", "when and if "}) > 0 || strings.Contains(l, "would like") || strings.HasSuffix(strings.TrimSpace(l), "?")
}

// enPast recognises progress: "X is working on", "has been done".
func (r *reader) enPast(l string) bool { return r.hints(l).has(hintEnPast) }

// meetingRole recognises parts played in a meeting: taking its minutes, chairing it.
func (r *reader) meetingRole(l string) bool {
	return r.hints(l).has(hintRole) && hasAny(l, []string{"make the minutes", "take the minutes", "write the minutes", "take minutes", "take notes", "will chair", "to chair", "chair the next", "host the next", "facilitate the next", "scribe", "sign the minutes", "record the minutes"})
}

// firstPerson reports whether a speaker's words are a commitment of his own: "I will", "will do", "I'll", "Will try to".
func firstPerson(l string) bool {
	l = strings.TrimLeft(l, " ")
	for _, sep := range [...]string{", will ", " so will ", ", i'll ", ", i will ", " and i'll ", " then i'll ", " then i will ", " and will ", "; will "} {
		if i := strings.Index(l, sep); i > 0 && enVerbs[firstWord(l[i+len(sep):])] {
			return true
		}
	}
	for _, v := range [...]string{"i will ", "i'll ", "i can take ", "i am going to ", "i'm going to ", "will ", "i volunteer to ", "let me "} {
		if strings.HasPrefix(l, v) {
			return commits("will", l[len(v):])
		}
	}
	return false
}

// setsDate reports whether a sentence may set a date for work that nobody is named for.
func (r *reader) setsDate(l string) bool {
	return r.hints(l).has(hintSets) &&
		!hasAny(l, []string{"meeting will be", "will be held", "to be held", "payment", "insurance is due", "will be closed", "rent"})
}

// onDay reports whether a day to come is named, as a deadline or not.
func onDay(ds []due) bool {
	for _, d := range ds {
		if d.Kind == when.Day && !d.vague && d.Grain <= when.GrainDay && !d.Duration {
			return true
		}
	}
	return false
}

// enDeadline reports whether a sentence without an owner sets a hard date for work: "Applications to be sent by 3 May".
func (r *reader) enDeadline(l string, ds []due) bool {
	if !r.setsDate(l) {
		return false
	}
	if !r.out.Meeting.Next.IsZero() && hasAny(l, []string{"before our next meeting", "before the next meeting", "by the next meeting", "by our next meeting"}) {
		return true
	}
	for _, d := range ds {
		if d.Kind == when.Day && !d.vague && (d.Deadline || d.Start <= len(l) && strings.Contains(l[max(0, d.Start-40):d.Start], " before ")) {
			return true
		}
	}
	return false
}
