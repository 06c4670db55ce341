package intent

import "regexp"

// rowNumber is a row of a draft as people name it where an item stands beside it: 3号, 第3项, row 3, draft 3, 草稿3.
const rowNumber = `(?:(?:第|#|草稿|草案|row |draft |item |no\.? ?)*([0-9]{1,3})(?:号|项|行|条)?(?:草稿|草案)?)`

var (
	goesOnZh = regexp.MustCompile(`^(?:请)?(?:把|将)?` + rowNumber + `(?:是|作为|算作?|就是|为|当作)(?:原来的?|上次的?|台账(?:里|上)的?)?` + named + `(?:的)?(?:续办|延续|接续|继续|后续|续)(?:事项|任务)?(.*)$`)
	goesOnV  = regexp.MustCompile(`^(?:请)?(?:把|将)?` + rowNumber + `(?:续办|接续|延续|接着|续|接)` + named + `(?:办|办理)?(.*)$`)
	goesOnEn = regexp.MustCompile(`^` + rowNumber + ` (?:continues|goes on with|carries on|follows up on|is a continuation of|is the continuation of|is a follow-up of) ` + named + `(.*)$`)
	apartZh  = regexp.MustCompile(`^(?:请)?(?:把|将)?` + rowNumber + `(?:另立|单列|单立|单独立项|单独列|是新事项|是新的|不是续办|不续办|不是` + named + `的?(?:续办|延续|接续|后续)|取消续办)(?:事项|一项)?$`)
	apartEn  = regexp.MustCompile(`^` + rowNumber + ` (?:is (?:a )?(?:separate|new)(?: item| matter)?|is a matter of its own|stands alone|does not continue ` + named + `|is no continuation)$`)
	byDate   = words("期限改|时限改|改期限|改时限|按新期限|按新的期限|用新期限|按会议|按纪要|期限按|时限按|期限一并|期限也|with its date|with the new date|with the new deadline|by its date|move the deadline|with the date")
)

// goesOnWork reads that a row goes on with an open item, or is a matter of its own: 3号是12号的续办, 3号续办12号,期限改到12月20日, 3号另立, "draft 3
// continues #12". It is undone like any edit of the draft.
func (m *message) goesOnWork() (Work, bool) {
	for _, re := range []*regexp.Regexp{apartZh, apartEn} {
		if g := m.find(re); g != nil {
			return Work{Op: WorkGoOn, N: atoi(m.said(g, 1)), Off: true}, true
		}
	}
	for _, re := range []*regexp.Regexp{goesOnZh, goesOnV, goesOnEn} {
		g := m.find(re)
		if g == nil {
			continue
		}
		w := Work{Op: WorkGoOn, N: atoi(m.said(g, 1)), Refs: []string{m.firstSaid(g, 2, 3, 4)}}
		i, j, ok := span(g, 5)
		if !ok || trimEnds(m.s[i:j]) == "" {
			return w, true
		}
		w.Date = byDate.in(m.s[i:j])
		if day, dated := m.day(i, j); dated {
			w.Due, w.Date = day, true
		}
		return w, w.Date
	}
	return Work{}, false
}
