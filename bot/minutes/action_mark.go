package minutes

import (
	"strings"
)

// actionMarks begin or end a line that is an action whatever section it stands in.
var actionMarks = []string{"new action items", "new action item", "new actions", "new action", "action items", "action item", "action points", "action point", "action required", "actions", "action", "ai", "ap", "ar", "todo", "to-do", "to do", "next step", "next steps", "follow-up", "follow up", "followup", "task"}

// actionMark gives where the text behind an action mark at the beginning of s starts; 0 when there is none. "ACTION: X", "AI(X)", "Action - X", "TODO @x".
func actionMark(s string) int {
	if n := bracketMark(s); n > 0 {
		return n
	}
	mark := foldedPrefix(s, actionMarks)
	n := len(mark)
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
	case (short || mark == "action" || mark == "todo" || mark == "action item") && strings.HasPrefix(rest, "(") && strings.Contains(rest[:min(len(rest), 40)], ")"):
		return i
	case mark == "action" && strings.HasPrefix(s, "ACTION") && strings.HasPrefix(rest, " ") && !strings.HasSuffix(s, ":") && !strings.HasPrefix(rest, " AND ") && !strings.HasPrefix(rest, " & "):
		return i
	case (mark == "todo" || short && strings.ToUpper(s[:n]) == s[:n]) && strings.HasPrefix(rest, " @"):
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

// action drafts a line marked as an action; a mark with nothing but a name belongs to the sentence before.
func (r *reader) action(x *block, p plain, n int) {
	p = withoutLog(p)
	body := p.sub(min(n, len(p.s)), len(p.s)).trim()
	if nothing(body.s) || r.finishedLow(r.low(p.s)) {
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
	it := r.newDraft(x, p, x.line, "action-mark")
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
	r.setLoose(it, body.s)
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
	it := r.newDraft(x, p, x.line, "action-mark")
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
	f := r.ownersIn(s)
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
		if (enVerbs.has(word) || enWords.has(word)) && !w.people.has(word) {
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

// bracketAction reads "(Action: JB)" or "Action: Clerk" at the end of a sentence.
func (r *reader) bracketAction(p plain) (owners []party, ok bool) {
	l := r.low(p.s)
	if !r.hints(l).has(hintAction) {
		return nil, false
	}
	i := max(strings.LastIndex(l, "(action"), strings.LastIndex(l, "[action"), strings.LastIndex(l, " action:"), strings.LastIndex(l, " action –"), strings.LastIndex(l, " action -"))
	if i <= 0 || len(p.s)-i > 130 {
		return nil, false
	}
	tail := strings.TrimLeft(p.s[i:], " ([")
	tail = strings.TrimLeft(tail[cutFolded(tail, actionMarks):], " :–—-")
	tail = strings.TrimRight(tail, " .)]")
	tail = tail[cutFolded(tail, []string{"by ", "for the ", "for "}):]
	if len(tail) > 60 && !strings.Contains(tail, " to ") {
		return nil, false
	}
	w := r.who(tail)
	if tail != "" && !isUpper(tail[0]) && tail[0] < 0x80 && tail[0] != '@' && !r.people.has(tail) && len(w.mentions) == 0 {
		return nil, false // "Action Items: circulation" names a matter
	}
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
	it := r.newDraft(x, p, x.line, "action-mark")
	it.owners = owners
	it.why("owner", "action", x.line, "action-mark")
	it.setDue(r.dues(p.s), x.line)
	x.item = r.add(it)
}
