package minutes

import "strings"

// piece judges one sentence and drafts its item; it gives the item's 1-based index, 0 for none.
func (r *reader) piece(x *block, q *piece, same int) int {
	s := q.p.s
	r.work += len(s)
	if r.hints(s).has(hintNumber) && isCase(s) || r.isNotice(s) || conditional(s) || len(q.labels) == 0 && tellsMeeting(s) {
		return 0
	}
	f := r.zhOwners(s)
	if r.shelved(s) && !setBy(s, f) {
		return 0
	}
	ls := q.labels
	for _, e := range q.extra {
		ls = append(ls, aside(readLabels(e), q.line)...)
	}
	if f.refused && len(f.owners) == 0 {
		return 0
	}
	r.unmarked(x, q, &f)
	if n := r.ownerOfDemand(q, f); n > 0 {
		return n
	}
	var ds []due
	if len(f.owners) > 0 || len(ls) > 0 || q.ordinal != "" || f.fanout != "" || r.mayWork(s) {
		ds = r.dues(s)
	}
	if len(f.owners) == 0 {
		f = r.behind(x, q, f, len(ds) > 0)
	}
	ds = ofTask(s, f, ds)
	if len(ds) == 0 && len(f.owners) > 0 && f.strong && strings.Contains(s, "/") {
		ds = r.bareDate(s)
	}
	rule := r.judge(x, q, f, ls, ds)
	if rule == "" || rule == "demand" && same > 0 {
		return r.exhort(q, same)
	}
	if rule == "deliverable" {
		return r.deliverables(x, q, same)
	}
	it := r.newDraft(x, q.p, q.line, rule)
	r.fill(it, f, ls, ds)
	return r.filed(it, x, q, same)
}

// unmarked finds who acts in a sentence where no word of duty says it.
func (r *reader) unmarked(x *block, q *piece, f *finding) {
	s := q.p.s
	if len(f.owners) > 0 || f.refused || f.fanout != "" || r.narrates(s) {
		return
	}
	if r.assigns(x) {
		r.who(s).acting(f, r.clauseStarts(s))
	}
	r.behindDate(x, s, f)
	if len(f.owners) == 0 && (q.ordinal != "" || x.kind == blockBullet && (x.ctx == ctxNotes || x.ctx == ctxDecision)) {
		r.who(s).actingAll(f)
	}
}

// behind finds the owner that a sentence names by its place: a handle, whoever begins or ends it, a speaker.
func (r *reader) behind(x *block, q *piece, f finding, dated bool) finding {
	s := q.p.s
	switch {
	case dated && strings.Contains(s, "@"):
		r.suffixOwner(s, &f)
		f.strong = len(f.owners) > 0
	case dated && !r.zhDoc():
		if g := r.actorFirst(s, f); len(g.owners) > 0 && r.who(s).certain(g.owners) && !toldAsPast(s) && takesOn(s[min(g.to, len(s)):]) {
			f = g
		} else {
			r.trailingName(s, &f)
		}
	case x.kind == blockBullet:
		r.dashName(s, &f)
		r.endHandle(s, &f)
		if len(f.owners) == 0 {
			r.arrowName(s, &f)
		}
	}
	if len(f.owners) == 0 && q.first {
		r.spokenZh(s, &f)
	}
	return f
}

// endHandle reads somebody called on at the end of a list item: "补充错误码 @阿里".
func (r *reader) endHandle(s string, f *finding) {
	i := strings.LastIndexByte(s, '@')
	if len(f.owners) > 0 || i < 12 || isAlnum(s[i-1]) || hasAny(s, []string{"分享", "介绍", "汇报", "主持", "感谢", "欢迎", "分工", "讲师", "作者", "记录人", "参会"}) || strings.HasSuffix(strings.TrimRight(s[:i], " @"), ":") {
		return
	}
	w := r.who(s)
	p, end := w.handle(i)
	if end == 0 || handleEnds.trim(s[end:]) != "" {
		return
	}
	ps := []party{p}
	for k := strings.LastIndexByte(s[:i], '@'); k > 6; k = strings.LastIndexByte(s[:k], '@') { // … @于洋 @章清洁
		q, e := w.handle(k)
		if e == 0 || strings.Trim(s[e:i], " 、,和") != "" {
			break
		}
		ps, i = append([]party{q}, ps...), k
	}
	f.owners, f.strong = ps, true
	f.mark("zh.end-handle", s, i, end)
}

// dashName reads a person behind a dash at the end of a list item: "与省科协沟通——王建军".
func (r *reader) dashName(s string, f *finding) {
	t := strings.TrimRight(s, " 。.;,")
	i := strings.LastIndex(t, "——")
	if i <= 0 {
		return
	}
	name := strings.TrimSpace(t[i+len("——"):])
	w := r.who(name)
	if hasHan(name) && w.surePerson(name) {
		f.owners, f.strong = []party{w.named(name)}, true
		f.mark("zh.dash", s, i, len(t))
	}
}

// takesOn reports whether a verb of work follows a name, rather than one of saying.
func takesOn(rest string) bool {
	rest = strings.TrimLeft(rest, " ")
	return workStart.prefix(rest) > 0 && cutPrefixes(rest, []string{"建议", "反馈", "提出", "汇报", "报告", "通报", "宣传", "学习", "传达", "写道", "发现", "出席", "提醒", "提到", "做了", "交流", "看到", "看来"}) == 0
}

// trailingName reads somebody listed at the very end of a dated sentence: "1月11日,提供接口列表王蓉(深开鸿)".
func (r *reader) trailingName(s string, f *finding) {
	t := stripBracket(strings.TrimRight(s, " 。.;,"))
	for n, i := 0, len(t); n < 4 && i > 0; n++ {
		_, size := lastRune(t[:i])
		i -= size
		if n >= 1 && r.people.has(t[i:]) {
			w := r.who(s)
			f.owners, f.strong = []party{w.named(t[i:])}, true
			f.mark("zh.trailing", s, i, len(t))
			return
		}
	}
}

// deliverables drafts one item for each run of clauses of a demand that make something.
func (r *reader) deliverables(x *block, q *piece, same int) (n int) {
	for _, sp := range deliveries(q.p.s) {
		n = r.filed(r.newDraft(x, q.p.sub(sp[0], sp[1]).trim(), q.line, "deliverable"), x, q, same)
	}
	return n
}
