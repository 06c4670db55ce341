package minutes

import (
	"strings"

	"github.com/followup-bot/followup/bot/when"
)

// actionMarks begin or end a line that is an action whatever section it stands in.
var actionMarks = []string{"action items", "action item", "action points", "action point", "action required", "actions", "action", "ai", "ap", "ar", "todo", "to-do", "to do", "next step", "next steps", "follow-up", "follow up", "followup", "task"}

// actionMark gives where the text behind an action mark at the beginning of s starts; 0 when there is none. "ACTION: X", "AI(X)", "Action - X", "TODO @x".
func actionMark(s string) int {
	if n := bracketMark(s); n > 0 {
		return n
	}
	l := lower(s[:min(len(s), 24)])
	n := cutPrefixes(l, actionMarks)
	if n == 0 {
		for _, m := range [...]string{"行动项", "待办", "遗留问题", "遗留"} {
			if strings.HasPrefix(s, m) && strings.HasPrefix(s[len(m):], ":") {
				return len(m) + 1
			}
		}
		return 0
	}
	i := n
	for i < len(s) && (isDigit(s[i]) || s[i] == '#' || s[i] == ' ' && i+1 < len(s) && (isDigit(s[i+1]) || s[i+1] == '#')) {
		i++ // ACTION 3:
	}
	short := n <= 2
	rest := s[i:]
	switch {
	case strings.HasPrefix(rest, ":"):
		return i + 1
	case strings.HasPrefix(strings.TrimLeft(rest, " "), ":") && !short:
		return i + strings.IndexByte(rest, ':') + 1
	case strings.HasPrefix(rest, " - "), strings.HasPrefix(rest, " – "), strings.HasPrefix(rest, " — "):
		return i + 1 + runeLen(rest[1])
	case (short || l[:n] == "action" || l[:n] == "todo" || l[:n] == "action item") && strings.HasPrefix(rest, "(") && strings.Contains(rest[:min(len(rest), 40)], ")"):
		return i
	case l[:n] == "action" && strings.HasPrefix(s, "ACTION") && strings.HasPrefix(rest, " "):
		return i
	case (l[:n] == "todo" || short && strings.ToUpper(s[:n]) == s[:n]) && strings.HasPrefix(rest, " @"):
		return i
	}
	return 0
}

// withoutLog drops what a meeting bot notes behind a line: "(smooge, 15:07:10)".
func withoutLog(p plain) plain {
	if !strings.HasSuffix(p.s, ")") {
		return p
	}
	i := strings.LastIndexByte(p.s, '(')
	if i <= 0 || len(p.s)-i > 40 {
		return p
	}
	tail := p.s[i:]
	k := strings.Index(tail, ", ")
	if k < 0 || strings.Count(tail[k:], ":") != 2 || strings.Trim(tail[k:], ", :)0123456789") != "" {
		return p
	}
	return p.sub(0, i).trim()
}

// bracketMark reads [ACTION], (Action), 【AR】 at the beginning of s.
func bracketMark(s string) int {
	for _, b := range [...][2]string{{"[", "]"}, {"(", ")"}, {"【", "】"}} {
		if !strings.HasPrefix(s, b[0]) {
			continue
		}
		e := strings.Index(s[:min(len(s), 30)], b[1])
		if e < 0 {
			return 0
		}
		word := lower(strings.Trim(s[len(b[0]):e], " :"))
		if word == "ar" || word == "ai" || word == "ap" || word == "action" || word == "action item" || word == "action point" || word == "todo" || word == "待办" || word == "行动项" {
			n := e + len(b[1])
			return n + cutPrefixes(s[n:], []string{":", " :"})
		}
	}
	return 0
}

func isActionMark(s string) bool { return actionMark(s) > 0 }

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
	ps := x.pieces(p, skipped)
	for i := range ps {
		r.enPiece(x, ps, i)
	}
	if len(r.out.Items) == from && workLabels(x.labels) && !finished(p.s) {
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

// action drafts a line marked as an action; a mark with nothing but a name belongs to the sentence before.
func (r *reader) action(x *block, p plain, n int) {
	p = withoutLog(p)
	body := p.sub(min(n, len(p.s)), len(p.s)).trim()
	if nothing(body.s) || finished(p.s) {
		return
	}
	if b := strings.Trim(body.s, "()[] ."); len(b) < 40 && x.kids == 0 {
		w := r.who(b)
		if ps := w.whole(); len(ps) > 0 && x.prev != nil && x.prev.kind != blockHeading && x.prev.line >= x.line-3 {
			r.actionBy(x, ps)
			return
		}
	}
	if x.kids > 0 && strings.HasSuffix(body.s, ":") {
		return
	}
	it := newDraft(x, p, x.line, "action-mark")
	it.src = body
	ls := append(readLabels(body), x.labels...)
	r.takeLabels(it, ls)
	if len(it.owners) == 0 {
		f := r.markedOwners(body.s, x)
		if len(f.owners) == 0 && x.spoke != nil {
			f.owners = []party{*x.spoke}
		}
		it.take(f, x.line)
	}
	it.setDue(r.dues(body.s), x.line)
	if it.DueText == "" {
		if w, d := r.looseDue(body.s); w != "" {
			it.DueText, it.Due = w, d
		}
	}
	x.item = r.add(it)
}

// actionBy gives the owners of an "Action: JB" line to the text before it.
func (r *reader) actionBy(x *block, ps []party) {
	if k := len(r.out.Items); k > 0 && r.out.Items[k-1].Line >= x.prev.line && r.out.Items[k-1].Line <= x.line {
		it := &r.out.Items[k-1]
		if len(it.Owners) == 0 {
			d := &draft{Item: *it, owners: ps}
			r.resolve(d)
			*it = d.Item
		}
		return
	}
	p := r.whole(x.prev)
	all := sentences(p, x.prev.line)
	if n := len(all); n > 0 {
		p = all[n-1].p
	}
	it := newDraft(x, p, x.line, "action-mark")
	it.owners = ps
	it.why("owner", x.p.s, x.line, "action-mark")
	it.setDue(r.dues(p.s), x.line)
	x.item = r.add(it)
}

// markedOwners finds the owners behind an action mark: "NB, MK Relocate fans", "DH: call", "(JB) …", "Clerk to …".
func (r *reader) markedOwners(s string, x *block) finding {
	if e := strings.IndexByte(s[:min(len(s), 30)], ':'); e > 0 && len(strings.Fields(s[:e])) <= 2 && looksNames(s[:e]) {
		w := r.who(s[:e])
		return finding{owners: w.names(s[:e]), strong: true, rule: "action-mark", words: s[:e], to: e + 1}
	}
	f := r.ownersIn(s, x)
	if len(f.owners) > 0 || hasHan(s) {
		return f
	}
	w := r.who(s)
	var out []party
	i := 0
	for n := 0; n < 6; n++ {
		e := wordEnd(s, i)
		if e == i || !isUpper(s[i]) && s[i] != '@' {
			break
		}
		word := s[i:e]
		if (enVerbs[lower(word)] || enWords[lower(word)]) && !w.people.has(word) {
			break
		}
		out = append(out, w.named(word))
		k := enSep(s[e:])
		if k == 0 {
			if next := firstWord(strings.TrimLeft(s[e:], " ")); len(out) == 1 && (enVerbs[next] || modalWord(next)) || len(out) > 1 || w.people.has(word) {
				f.owners, f.strong = out, true
				f.mark("action-mark", s, 0, e)
			}
			return f
		}
		i = e + k
	}
	if len(out) > 0 && w.certain(out) {
		f.owners, f.strong = out, true
		f.mark("action-mark", s, 0, i)
	}
	return f
}

func modalWord(s string) bool {
	switch s {
	case "might", "may", "can", "could", "should", "will", "to", "would", "must":
		return true
	}
	return false
}

// enPiece judges one English sentence.
func (r *reader) enPiece(x *block, ps []piece, i int) {
	p := ps[i].p
	r.work += len(p.s)
	open := len(p.s) - len(strings.TrimLeft(p.s, "(["))
	if n := actionMark(p.s[open:]); n > 0 && i > 0 {
		n += open
		if tail := strings.Trim(p.s[n:], "()[] ."); len(tail) < 40 {
			if owners := r.who(tail).whole(); len(owners) > 0 {
				r.trailing(x, ps[i-1].p, owners)
				return
			}
		}
		r.action(x, p, n)
		return
	}
	if p, ok := r.bracketAction(p); ok {
		r.trailing(x, ps[i].p, p)
		return
	}
	s := strings.TrimPrefix(resolvedThat(p.s), "-> ")
	if finished(p.s) || enConditional(s) || enPast(s) || meetingRole(s) {
		return
	}
	var f finding
	rule := ""
	if ls := readLabels(p); workLabels(ls) && ownerLabel(ls) {
		rule = "label"
		it := newDraft(x, p, ps[i].line, rule)
		r.takeLabels(it, ls)
		it.setDue(r.dues(p.s), x.line)
		r.add(it)
		return
	}
	f = r.enOwners(s, false, s != p.s)
	f.from, f.to = f.from+len(p.s)-len(s), f.to+len(p.s)-len(s)
	var ds []due
	if len(f.owners) > 0 || x.spoke != nil || setsDate(s) {
		ds = r.dues(p.s)
	}
	switch {
	case len(f.owners) > 0 && f.strong:
		rule = "commitment"
	case len(f.owners) > 0 && len(ds) > 0:
		rule = "dated-duty"
	case len(f.owners) > 0 && f.rule == "en.would" || len(f.owners) > 0 && s != p.s:
		rule = "commitment"
	case len(f.owners) == 0 && x.spoke != nil && firstPerson(s):
		rule, f.owners = "speaker", []party{*x.spoke}
	case len(f.owners) == 0 && r.enDeadline(s, ds):
		rule = "deadline"
	}
	if rule == "" || inBrackets(p.s) {
		return
	}
	it := newDraft(x, p, ps[i].line, rule)
	it.take(f, ps[i].line)
	it.setDue(ds, ps[i].line)
	if it.DueText == "" {
		if w, d := r.looseDue(p.s); w != "" {
			it.DueText, it.Due = w, d
		}
	}
	r.inherit(it, x)
	x.item = r.add(it)
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

// bracketAction reads "(Action: JB)" or "Action: Clerk" at the end of a sentence.
func (r *reader) bracketAction(p plain) (owners []party, ok bool) {
	l := lower(p.s)
	i := max(strings.LastIndex(l, "(action"), strings.LastIndex(l, "[action"), strings.LastIndex(l, " action:"), strings.LastIndex(l, " action –"), strings.LastIndex(l, " action -"))
	if i <= 0 || len(l) != len(p.s) || len(p.s)-i > 70 {
		return nil, false
	}
	tail := strings.TrimLeft(p.s[i:], " ([")
	tail = strings.TrimLeft(tail[cutPrefixes(lower(tail), actionMarks):], " :–—-")
	tail = strings.TrimPrefix(strings.TrimRight(tail, " .)]"), "by ")
	w := r.who(tail)
	if ps := w.whole(); len(ps) > 0 {
		return ps, true
	}
	ps, end, _ := w.enNames(0)
	return ps, end > 0
}

func (r *reader) trailing(x *block, p plain, owners []party) {
	if k := len(r.out.Items); k > 0 && r.out.Items[k-1].Line == x.line && r.out.Items[k-1].Text == p.words() {
		return // the sentence was read as a commitment already
	}
	it := newDraft(x, p, x.line, "action-mark")
	it.owners = owners
	it.why("owner", "action", x.line, "action-mark")
	it.setDue(r.dues(p.s), x.line)
	x.item = r.add(it)
}

// resolvedThat drops the introductions of resolutions: "RESOLVED: That …", "It was agreed that …".
func resolvedThat(s string) string {
	l := lower(s)
	for _, intro := range [...]string{"it was resolved that ", "it was agreed that ", "it was unanimously agreed that ", "it was unanimously resolved that ", "it was decided that ", "resolved: that ", "resolved that ", "resolved to ", "agreed: that ", "agreed: ", "resolved: ", "agreed that ", "it was proposed and agreed that ", "the council agreed that ", "the committee agreed that ", "the council resolved that ", "the board agreed that ", "council agreed that ", "members agreed that ", "the meeting agreed that ", "it was noted that ", "that "} {
		if strings.HasPrefix(l, intro) {
			return s[len(intro):]
		}
	}
	return s
}

func enConditional(s string) bool {
	l := lower(s)
	return cutPrefixes(l, []string{"if ", "in case ", "should the ", "unless ", "ideally", "again, if ", "when and if "}) > 0 || strings.Contains(l, "would like") || strings.HasSuffix(strings.TrimSpace(s), "?")
}

// enPast recognises progress: "X is working on", "has been done".
func enPast(s string) bool {
	l := lower(s)
	return hasAny(l, []string{"has been completed", "was completed", "have been completed", "is working on", "are working on", "has already", "have already", "had already", "no action required", "no further action"})
}

// meetingRole recognises parts played in a meeting: taking its minutes, chairing it.
func meetingRole(s string) bool {
	return hasAny(lower(s), []string{"the minutes", "take minutes", "take notes", "taking notes", "to chair", "will chair", "chair the", "host the next", "facilitate the", "scribe", "call to order", "called the meeting"}) &&
		hasAny(lower(s), []string{"make the minutes", "take the minutes", "write the minutes", "take minutes", "take notes", "will chair", "to chair", "chair the next", "host the next", "facilitate the next", "scribe", "sign the minutes", "record the minutes"})
}

// firstPerson reports whether a speaker's words are a commitment of his own: "I will", "will do", "I'll", "Will try to".
func firstPerson(s string) bool {
	l := lower(strings.TrimLeft(s, " "))
	for _, sep := range [...]string{", will ", " so will ", ", i'll ", ", i will ", " and i'll ", " and will ", "; will "} {
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
func setsDate(s string) bool {
	l := lower(s)
	return hasAny(l, []string{" to be ", "must be ", "should be ", "need to be ", "needs to be ", "are due", "is due", "due by", "will be "}) &&
		!hasAny(l, []string{"meeting will be", "will be held", "to be held", "payment", "insurance is due", "will be closed", "rent"})
}

// enDeadline reports whether a sentence without an owner sets a hard date for work: "Applications to be sent by 3 May".
func (r *reader) enDeadline(s string, ds []due) bool {
	if !setsDate(s) {
		return false
	}
	for _, d := range ds {
		if d.Kind == when.Day && d.Deadline && !d.vague {
			return true
		}
	}
	return false
}
