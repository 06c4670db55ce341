package minutes

import (
	"strings"
	"unicode/utf8"
)

// line drafts the item of one line of an action section, where every open line is one.
func (r *reader) line(x *block) {
	mark := max(actionMark(x.p.s), zhMark(x.p.s))
	if n := mark; n > 0 && n < len(x.p.s) && x.p.s[n] != '(' {
		x.p = x.p.sub(n, len(x.p.s)).trim() // "AR: …" under actions
	}
	x.p = withoutLog(x.p)
	s := x.p.s
	switch {
	case x.italic && x.kind == blockPara,
		x.kind == blockBullet && classified(x), nothing(s), announcesNext(s), x.kind == blockPara && x.kids == 0 && introduces(s) && len(x.labels) == 0:
		return
	case r.finishedLow(r.low(s)) || doneLabel(x.labels):
		r.done(x, "done-mark")
		return
	case r.groups(x):
		return
	}
	if hasHan(s) && x.mark.box == 0 && (metaLine(s) || masthead(x)) {
		return
	}
	if r.reported(x) {
		r.sentencesOf(x)
		return
	}
	if r.severalActs(x) {
		r.prose(x)
		return
	}
	if x.kind == blockPara && x.mark.class == markNone && x.mark.box == 0 && len(sentences(r.whole(x), x.line)) > 2 && len(readLabels(x.p)) == 0 {
		r.sentencesOf(x)
		return
	}
	if r.detail(x) || x.kind == blockPara && x.mark.box == 0 && x.mark.class == markNone && !hasHan(s) && mark == 0 && !r.asks(x) {
		return
	}
	if r.apart(x) {
		return
	}
	it := r.labelled(x, r.whole(x), x.line)
	x.owners = it.owners
	x.item = r.add(it)
}

// asks reports whether an English line that is no list item asks for something: it names who or when, or begins with a verb.
func (r *reader) asks(x *block) bool {
	if len(x.labels) > 0 || enVerbs.has(firstWord(x.p.s)) || workLabels(readLabels(x.p)) {
		return true
	}
	if len(r.ownersIn(x.p.s).owners) > 0 {
		return true
	}
	_, ok := binding(r.dues(x.p.s))
	return ok && !r.enPast(r.low(x.p.s))
}

// classified reports whether a list item is itself the heading of an action list.
func classified(x *block) bool {
	return len(x.p.s) <= 60 && (exactTopics.has(x.p.s) || strings.HasSuffix(x.p.s, ":") && x.kids > 0 && classify(strings.TrimRight(x.p.s, ":")) != ctxNone)
}

// announcesNext recognises "Next call: …" and "下次会议:…" below a list of actions.
func announcesNext(s string) bool {
	i := strings.IndexByte(s[:min(len(s), 60)], ':')
	return i > 0 && classify(s[:i]) == ctxNext
}

// nothing recognises lines that say that there are no actions, and empty templates.
func nothing(s string) bool {
	t := blankLine.trim(s)
	if len(t) > 40 && strings.IndexByte(t, '(') <= 0 {
		return cutFolded(t, []string{"no action items"}) > 0 || cutFolded(t, []string{"http"}) > 0 && !strings.Contains(t, " ")
	}
	t = lower(t)
	if i := strings.IndexByte(t, '('); i > 0 && hasAny(t[i:], []string{"owner", "assignee", "name", "due", "date"}) {
		t = strings.TrimSpace(t[:i]) // Task (@owner, due date)
	}
	switch t {
	case "", "无", "暂无", "没有", "无遗留问题", "无遗留", "none", "n/a", "na", "nil", "no action items", "no actions", "none at this time", "tbd", "tba", "nothing", "no new action items", "action item", "item", "task", "...", "…", "略", "no action", "none this week", "none noted":
		return true
	}
	return strings.HasPrefix(t, "no action items") || strings.HasPrefix(t, "action item 1") && len(t) < 16 || strings.Contains(t, "<") && strings.Contains(t, ">") && len(t) < 24 || strings.HasPrefix(t, "http") && !strings.Contains(t, " ")
}

// introduces recognises sentences that lead to a list.
func introduces(s string) bool {
	if strings.HasSuffix(s, ":") {
		return true
	}
	l := lower(s)
	return strings.HasPrefix(l, "the following") || strings.HasPrefix(l, "see ") || strings.HasPrefix(l, "please see") || cutPrefixes(s, []string{"详见", "见附件", "更多见", "参见", "具体见", "参考:", "附:", "注:", "备注:"}) > 0
}

var doneMarks = []string{"✅", "✔", "☑", "【completed】", "【已完成】", "[已完成]", "(已完成)", "[done]", "(done)", "(completed)", "[completed]", "(closed)", "[closed]", "【done】", "【close】", "【closed】", "【已闭环】", "(已闭环)", "【完成】", "(complete)", "[complete]", "🎉", "【关闭】", "【已关闭】", "(已关闭)"}

var doneEnds = []string{"- done", "– done", "— done", ": done", ", done", " done", "- completed", "- complete", " closed", "- closed", "已完成", "已闭环", "已关闭", "已解决", ":完成", "-完成", "——完成", "已办结", "is done", "was done", "has been done", "is complete", "close"}

// finished reports whether a line is marked as done.
func finished(s string) bool {
	l := lower(s)
	return doneFinder.in(l) || doneAtEdge(l)
}

// finishedLow is finished for the line at hand in small letters.
func (r *reader) finishedLow(l string) bool { return r.hints(l).has(hintDone) || doneAtEdge(l) }

// doneAtEdge reports whether a line in small letters begins or ends with words for done.
func doneAtEdge(l string) bool {
	t := endMarks.trimRight(l)
	if e := doneEndSet.of(t); e != "" && !endsWithAny(t, []string{"to be done", "get done", "be closed", "not done", "to close"}) {
		return e != "close" || endsWithAny(t, []string{" - close", ":close", ": close", "】close"})
	}
	return cutPrefixes(l, []string{"done:", "done -", "completed:", "[done]", "已完成:", "已完成,", "(done)", "已闭环:"}) > 0
}

// stillOpen reports whether a line about an earlier action says that it is not done yet.
func stillOpen(s string) bool {
	return hasAny(lower(s), []string{"still open", "carried over", "carried forward", "carry over", "no reply", "not done", "not yet", "in progress", "pending", "ongoing", "outstanding", "to do", "未完成", "进行中", "持续跟进", "继续跟进", "尚未", "还未", "待完成", "未闭环"})
}

// saysDone reads the value of a status.
func saysDone(s string) bool {
	l := lower(statusMarks.trim(s))
	if i := strings.LastIndexAny(l, ": "); i > 0 && hasDigit(l[:i]) && strings.Count(l, ":") > 1 {
		l = strings.TrimSpace(l[i+1:]) // "0706: open 0720: closed": the last state is the row's
	}
	switch l {
	case "done", "complete", "completed", "closed", "close", "finished", "resolved", "已完成", "完成", "已关闭", "关闭", "已闭环", "闭环", "已解决", "已办结", "办结", "是", "√", "✓", "✔", "✅", "☑", "100%", "x", "yes", "已销号", "销号", "cancelled", "canceled", "取消", "已取消", "merged", "shipped", "fixed", "dropped":
		return true
	}
	for _, w := range [...]string{"completed", "complete", "done", "closed", "resolved"} {
		if containsWord(l, w) && !hasAny(l, []string{"not ", "partial", "to be", "%", "in progress", "nearly", "almost", "un" + w}) {
			return true
		}
	}
	return strings.HasPrefix(l, "done ") || strings.HasPrefix(l, "completed ") || strings.HasPrefix(l, "✅") || strings.HasPrefix(l, "closed ") || strings.HasPrefix(l, "已完成") && !strings.HasPrefix(l, "已完成初稿") && !strings.HasPrefix(l, "已完成部分") && !strings.Contains(l, "%")
}

// toldDone reports whether the words of an open box say all the same that it is done: "send the letter (completed on Monday)", but not "get the form completed".
func toldDone(s string) bool {
	l := lower(s)
	for _, w := range [...]string{"completed", "done", "closed", "resolved", "已完成"} {
		if containsWord(l, w) && !hasAny(l, []string{"not ", "partial", "be " + w, "get ", "until ", "once ", "when ", "if ", "%", "nearly", "almost", w + " by", "how ", "what ", "mark ", "未完成"}) {
			return true
		}
	}
	return false
}

func doneLabel(ls []label) bool {
	for _, l := range ls {
		if l.field == fieldStatus && saysDone(l.val.s) || l.field == fieldResult {
			return true
		}
	}
	return false
}

// done keeps a ticked-off line, for information.
func (r *reader) done(x *block, rule string) {
	it := r.labelled(x, r.whole(x), x.line)
	it.Status = StatusDone
	it.why("status", runeCut(it.Text, 20), x.line, rule)
	x.item = r.add(it)
}

// groups reports whether a line only heads those below it, and gives its name to them when it names somebody.
func (r *reader) groups(x *block) bool {
	if x.kids == 0 {
		return false
	}
	s := strings.TrimRight(x.p.s, ": ")
	w := r.who(s)
	if ps := w.whole(); len(ps) > 0 {
		x.owners = ps
		return true
	}
	if len(x.labels) > 0 || x.mark.box != 0 {
		return false
	}
	return strings.HasSuffix(x.p.s, ":") || runeCount(x.p.s) <= 20 && r.kidsOwn(x) || len(x.p.s) <= 50 && classify(x.p.s) != ctxNone
}

// kidsOwn reports whether the items below a line without an owner have owners of their own: the line is then only their heading.
func (r *reader) kidsOwn(x *block) bool {
	if len(r.ownersIn(x.p.s).owners) > 0 || len(readLabels(x.p)) > 0 {
		return false
	}
	for y, n := x.next, 0; y != nil && n < 4; y, n = y.next, n+1 {
		if y.parent == x {
			return len(r.ownersIn(y.p.s).owners) > 0 || workLabels(y.labels) || workLabels(readLabels(y.p))
		}
	}
	return false
}

// whole gives the parties of a text that is nothing but names.
func (w *who) whole() []party {
	if w.s == "" || len(w.s) > 80 {
		return nil
	}
	if w.s[0] < utf8.RuneSelf {
		if ps, end, sure := w.enNames(0); sure && end == len(w.s) {
			return ps
		}
	}
	var out []party
	sure, doubt := 0, 0
	for _, n := range splitNames(w.s) {
		p := w.named(n)
		switch {
		case p.known() || looksUnit(n) || w.surePerson(n):
			sure++
		case looksPerson(n) && n[0] < utf8.RuneSelf && !strings.Contains(n, " ") && !enWords.has(n):
			doubt++ // "Omar & Ivo": one of them is known
		default:
			return nil
		}
		out = append(out, p)
	}
	if doubt > 0 && sure == 0 {
		return nil
	}
	return out
}

// detail reports whether a line only explains the item that it hangs under.
func (r *reader) detail(x *block) bool {
	up := x.parent
	if up == nil || up.item == 0 || up.kind == blockHeading || x.mark.box != 0 {
		return false
	}
	ls := readLabels(x.p)
	if workLabels(ls) && !onlyLabels(x.p, ls) {
		return false
	}
	f := r.ownersIn(x.p.s)
	if len(f.owners) > 0 {
		return false
	}
	up.labels = append(up.labels, ls...)
	x.item = up.item
	return true
}

// labelled drafts an item of a whole line with the labels in it and below it.
func (r *reader) labelled(x *block, p plain, line int) *draft {
	ls := append(readLabels(p), x.labels...)
	r.work += len(p.s) + len(ls)
	text := p
	if i := itemEnd(p, ls); i < len(p.s) {
		text = p.sub(0, i).trim()
	}
	if text.s == "" {
		text = p
	}
	it := r.newDraft(x, text, line, "section:"+section(x))
	it.src = p
	r.takeLabels(it, ls)
	f := r.ownersIn(p.s)
	if len(f.owners) == 0 && len(x.parts) > 0 && len(it.owners) == 0 {
		r.suffixOwner(x.p.s, &f) // "… (刘路)", and more on the lines below
	}
	if len(it.owners) == 0 {
		it.take(f, line)
	} else if len(it.co) == 0 && f.strong {
		it.co = dropParties(f.co, it.owners)
	}
	ds := r.dues(p.s)
	it.setDue(ds, line)
	if it.DueText == "" && it.RRule == "" {
		it.setDue(r.bareDate(p.s), line)
	}
	r.inherit(it, x)
	r.setLoose(it, p.s)
	if ls := x.labels; len(ls) == 0 && x.mark.box == ' ' && toldDone(p.s) {
		it.Status = StatusDone
	}
	it.milestones(ds)
	return it
}

// itemEnd is where the item's own words end and trailing labels begin.
func itemEnd(p plain, ls []label) int {
	for i, l := range ls {
		if l.line != 0 || l.i == 0 {
			continue
		}
		rest := true
		for k := i; k+1 < len(ls) && ls[k+1].line == 0; k++ {
			rest = rest && strings.Trim(p.s[ls[k].j:max(ls[k].j, ls[k+1].i)], " ,;，；。()-【】—") == ""
		}
		if rest {
			return len(strings.TrimRight(strings.TrimRight(p.s[:l.i], " -(["), "【—–"))
		}
	}
	return len(p.s)
}

// inherit takes owners and dates from the lines and headings above when the item has none.
func (r *reader) inherit(it *draft, x *block) {
	for up, n := x.parent, 0; up != nil && n < 6 && len(it.owners) == 0; up, n = up.parent, n+1 {
		if len(up.owners) > 0 && (up.kind != blockHeading || up.ctx == ctxAction || r.zh) {
			it.owners = addParties(it.owners, up.owners...)
			it.why("owner", up.p.s, up.line, "inherited")
		}
		if up.kind == blockHeading && up.level < miniLevel {
			break
		}
	}
	if up := x.parent; up != nil && up.kind != blockHeading && up.item == 0 && it.DueText == "" && strings.HasSuffix(up.p.s, ":") {
		it.setDue(r.dues(up.p.s), up.line)
	}
}

// headOwners gives the parties that a heading of an action section consists of: "### 张三", "Alice:".
func headOwners(x *block) []party {
	s := strings.TrimRight(x.p.s, ": ")
	if x.ctx != ctxAction || s == "" || len(s) > 60 || classify(s) != ctxNone {
		return nil
	}
	w := &who{s: s}
	return w.whole()
}
