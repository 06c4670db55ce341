package minutes

// zhMarks open a paragraph of actions: "下一步行动:张三…".
var zhMarks = []string{"下一步行动", "下一步计划", "下一步工作", "下一步", "后续行动", "后续工作", "后续跟进", "后续", "会后行动", "会后", "待办事项", "待办", "行动项", "遗留问题", "遗留事项", "遗留任务", "遗留工作", "遗留项", "遗留点", "遗留", "待跟进", "待解决", "待确认", "待办任务", "后续任务", "后续安排", "后续计划", "会后任务", "会后跟进", "跟进事项", "下步工作", "下一步安排", "下一步任务", "行动", "TODO", "todo", "Todo", "Action", "action", "ACTION", "AR", "AI"}

// zhMark gives where the text behind such a mark begins, 0 when there is none.
func zhMark(s string) int {
	k := 0
	for k < len(s) && k < 4 && (s[k] == '-' || s[k] == ' ') {
		k++
	}
	n := markStart.prefix(s[k:])
	if n == 0 || k+n >= len(s) || s[k+n] != ':' {
		return 0
	}
	return k + n + 1
}

// markedProse drafts the sentences behind a mark: each clause that begins with somebody is an item of its own.
func (r *reader) markedProse(x *block, p plain) {
	for _, q := range foldLabels(sentences(p, x.line)) {
		s := q.p.s
		if nothing(s) || finished(s) || conditional(s) || r.shelved(s) {
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
	for _, i := range r.clauseStarts(p.s) {
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
