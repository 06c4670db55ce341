package intent

import "strings"

// asksOutcome reads the whole message 上次会议议定事项落实情况, "how is what the last meeting decided coming on?", which is no report of anybody's, whoever
// says it.
func (m *message) asksOutcome() (draft, bool) {
	s := trimParticles(strings.TrimRight(trimEnds(m.s), "?？ "))
	head := words("上次会议|上一次会议|上次会|上回会议|上周会议|上次例会|上次办公会|last meeting|the last meeting|previous meeting|what the last meeting decided|last meeting's decisions").in(s)
	tail := words("落实情况|落实得怎么样|落实怎么样|落实如何|执行情况|办理情况|完成情况|进展情况|议定事项|定的事|decisions|action items|outcome|what became of|how are|how is|status").in(s)
	if !head || !tail || len(m.refs) > 0 || len(m.pct) > 0 || len([]rune(s)) > 60 {
		return draft{}, false
	}
	d, ok := readMeeting(m)
	d.item = true
	return d, ok
}
