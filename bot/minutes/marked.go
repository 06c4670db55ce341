package minutes

// zhMarks open a paragraph of actions: "下一步行动:张三…".
var zhMarks = []string{"下一步行动", "下一步计划", "下一步工作", "下一步", "后续行动", "后续工作", "后续跟进", "后续", "会后行动", "会后", "待办事项", "待办", "行动项", "遗留问题", "遗留", "TODO", "todo", "Todo", "Action", "action", "ACTION", "AR", "AI"}

// zhMark gives where the text behind such a mark begins, 0 when there is none.
func zhMark(s string) int {
	n := cutPrefixes(s, zhMarks)
	if n == 0 || n >= len(s) || s[n] != ':' {
		return 0
	}
	return n + 1
}

// markedProse drafts the sentences behind a mark: each clause that begins with somebody is an item of its own.
func (r *reader) markedProse(x *block, p plain) {
	for _, q := range foldLabels(sentences(p, x.line)) {
		s := q.p.s
		if nothing(s) || finished(s) || conditional(s) || shelved(s) {
			continue
		}
		for _, part := range r.byActor(q.p) {
			ls := readLabels(part)
			for _, e := range q.extra {
				ls = append(ls, aside(readLabels(e), q.line)...)
			}
			it := r.newDraft(x, part, q.line, "action-mark")
			r.takeLabels(it, ls)
			if len(it.owners) == 0 {
				it.take(r.ownersIn(part.s), q.line)
			}
			it.setDue(r.dues(part.s), q.line)
			r.add(it)
		}
	}
}

// byActor splits a sentence where a clause begins with somebody new.
func (r *reader) byActor(p plain) []plain {
	w := r.who(p.s)
	var out []plain
	start := 0
	for _, i := range clauseStarts(p.s) {
		if i <= start || i >= len(p.s) || !w.actorAt(i) {
			continue
		}
		out = append(out, p.sub(start, i).trim())
		start = i
	}
	return append(out, p.sub(start, len(p.s)).trim())
}

// actorAt reports whether somebody known, and a verb, stand at byte i.
func (w *who) actorAt(i int) bool {
	ps, end := w.take(i)
	return len(ps) > 0 && w.certain(ps) && end < len(w.s) && !stopRune(w.s[end:])
}
