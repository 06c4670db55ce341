package intent

import "strings"

var (
	extendedWords = words(cross("延|延期|展期|推迟|改期", "过") + "|extended items|items that were extended|items extended|been extended|were extended|got extended")
	returnedWords = words("退回过|被退回|打回过|被打回|退回重办过|returned items|items returned|been returned|were returned|sent back items|items sent back|been sent back|were sent back")
)

// readCourse reads which items, or how many, went through something on their way: 延期过的事项, "items that were returned".
func readCourse(m *message) (draft, bool) {
	extended, returned := extendedWords.in(m.s), returnedWords.in(m.s)
	if extended == returned || len(m.refs) > 0 || m.c.Item > 0 || words("没|未|不|原因|为什么|为啥|not|why|never").in(m.s) {
		return draft{}, false
	}
	s := trimParticles(trimEnds(m.s))
	if !itemNouns.in(s) && !strings.HasSuffix(trimEnds(m.s), "的") && !m.interrogated() && !countWords.in(s) {
		return draft{}, false
	}
	d := draft{name: List}
	if countWords.in(s) {
		d.name = Count
	}
	m.unitFilter(&d.s)
	d.s.State = pickString(extended, "extended", "returned")
	return d, true
}
