package intent

// recheck gives what the office wants looked at once more: 再核实一下数据, 数据再核对一遍, "please double-check the figures"; empty for other words.
func (m *message) recheck() string {
	if len(m.cl) != 1 || m.isQuestion() || m.c.Place == InChannel && len(m.refs) == 0 {
		return ""
	}
	c := m.cl[0]
	if n := len(m.refs); n > 0 && m.refs[0].i == c.i {
		c.i = m.refs[n-1].j
		c.s = m.s[c.i:c.j]
	}
	i, j := words(cross("再|重新|再次|进一步|请|麻烦", "", "核实|核对|核查|核算|复核|确认|统计|梳理|测算|对一下|查一下|查一遍|核一下|核一遍|把关") + "|double-check|double check|recheck|re-check|check again|verify again|go over").first(c.s)
	if i < 0 {
		return ""
	}
	object := trimParticles(cutWords(m.orig(c.i+j, c.j), words("一下|一遍|一次|下|后再报|后报|the|again|once more|please")))
	if object == "" {
		object = trimEnds(cutWords(m.orig(c.i, c.i+i), words("请|麻烦|把|将|你们|你处|please|the")))
	}
	if object == "" {
		return m.orig(c.i+i, c.j)
	}
	return object
}
