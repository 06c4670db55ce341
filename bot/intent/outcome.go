package intent

import "strings"

// WantsOutcome reports whether a question of a meeting wants its items one by one, where "how are they doing?" wants figures.
func WantsOutcome(text string, c Context) bool {
	_, ok := newMessage(unaddressed(text), c).asksOutcome()
	return ok
}

// asksOutcome reads the whole message 上次会议议定事项落实情况, "what became of the last meeting?", which is no report of anybody's, whoever says it.
func (m *message) asksOutcome() (draft, bool) {
	s := trimParticles(strings.TrimRight(trimEnds(m.s), "?？ "))
	head := words("会|meeting").in(s)
	tail := words("落实情况|落实清单|执行情况|办理情况|议定事项|decisions|outcome|what became of|what has become of").in(s)
	if words("已|正在|到位|好了|报送|提交|already|we have|i have").in(s) || !head || !tail || len(m.refs) > 0 || len(m.pct) > 0 || len([]rune(s)) > 60 {
		return draft{}, false
	}
	d, ok := readMeeting(m)
	d.item = true
	return d, ok
}
