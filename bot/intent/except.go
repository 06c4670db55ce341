package intent

import "strings"

var (
	// setApart end what is left out of a completion where it is told behind the items: 2号、9号除外.
	setApart = words("除外|以外|之外|不算|另算")
	// onlyLeft begin the items that are left: 就剩7号没办.
	onlyLeft = words("只有|就剩下|就剩|只剩下|只剩|仅剩|还剩|剩下|就差|只差|还差|单单剩|only|just|still have|left with")
	// notYet are what is told of the items that are left out.
	notYet = words(cross("还没|没有|没|未|尚未|还未", "办完|办结|完成|做完|弄完|办|完|做|弄|搞定") + "|在办|还在办|办着|left|remains|remain|is left|are left|is open|are open|outstanding|to go")
	// allOthers are the rest that is done.
	allOthers = words("其余的|其余|其他的|其他|其它的|其它|别的|剩下的|剩余的|余下的|另外的|everything else|everything's|everything|all the others|all others|all the rest|all items|the others|the rest|others|all")
)

// readAllExcept reads 除了4号,其余都办完了, 就剩7号没办,别的都办结了 and "all items are closed apart from #4": once the items, the words that set
// them apart and those for the rest are taken away, a plain completion is left.
func readAllExcept(m *message) (draft, bool) {
	if len(m.refs) == 0 || m.isQuestion() || len(m.pct) > 0 || !allOthers.in(m.s) && !(onlyLeft.in(m.s) && words("都|均|全").in(m.s)) {
		return draft{}, false
	}
	if words("只有|仅有|仅|唯独|唯有|就|only|just").suffix(strings.TrimRight(m.s[:m.refs[0].i], " ")) > 0 && m.c.Place != InThread && !notYet.in(m.cl[0].s) && len(m.cl) > 1 && allOthers.prefix(m.cl[1].s) > 0 {
		d := draft{name: Progress, doubt: true} // 只有4号办完了,其他的都没动
		d.s.Note = m.orig(0, len(m.s))
		return d, true
	}
	apart := exceptWords.in(m.s) || setApart.in(m.s) || onlyLeft.in(m.s) && notYet.in(m.s)
	if !apart || m.c.Speaker != Owner && m.c.Speaker != Member {
		return draft{}, false
	}
	rest := m.withoutNumbers(0, len(m.s))
	if onlyLeft.in(rest) && notYet.in(rest) {
		rest = cutWords(rest, notYet)
	}
	for _, l := range []list{exceptWords, setApart, onlyLeft, allOthers, words("事项|外|,|、|items|item")} {
		rest = cutWords(rest, l)
	}
	s := newMessage(strings.Join(strings.Fields(rest), " "), m.c)
	if len(s.cl) != 1 || s.doneness(s.cl[0]).is != doneWhole {
		return m.ofOthers()
	}
	d := draft{name: Complete, item: true}
	for _, r := range m.refs {
		d.s.AllExcept = append(d.s.AllExcept, r.n...)
	}
	if d.s.AllExcept == nil {
		return draft{}, false
	}
	m.because("all_except", "except", m.refs[0].i, m.refs[len(m.refs)-1].j)
	return d, true
}

// ofOthers keeps 除了4号,其余还在推进 from being read as a report on item 4: which items it tells of must be asked.
func (m *message) ofOthers() (draft, bool) {
	r := m.refs[0]
	before := strings.TrimRight(m.s[:r.i], " ")
	if exceptWords.suffix(before) == 0 && setApart.prefix(strings.TrimLeft(m.s[m.refs[len(m.refs)-1].j:], " ")) == 0 || m.c.Place == InThread {
		return draft{}, false
	}
	d := draft{name: Progress, doubt: true}
	d.s.Note = m.orig(0, len(m.s))
	return d, true
}

// cutWords writes a blank for each word of the list that s holds.
func cutWords(s string, l list) string {
	var b strings.Builder
	for {
		i, j := l.first(s)
		if i < 0 {
			return b.String() + s
		}
		b.WriteString(s[:i] + " ")
		s = s[j:]
	}
}
