package intent

// around are words around a day that cannot be kept; none of them tells why.
var around = words("肯定|恐怕|估计|可能|大概率|怕是|怕|看来|实在|确实|真的|是|也|都|就|前|了|的|完成|办结|交|节点|原定|原|计划|要求|we|i|it|by|this|the|that|make|meet|finish|probably|really|just|due|date|time|be able to|in|for|on|us|so|sorry|and|but")

// merelyMisses reports whether a clause says no more than that the day cannot be kept (周五肯定做不完, "we can't make Friday"): that is no reason.
func (m *message) merelyMisses(c clause) bool {
	i, j := cannotMake.first(c.s)
	if i < 0 {
		f := m.doneness(c)
		if f.is != doneMiss || f.j > len(c.s) {
			return false
		}
		i, j = f.i, f.j
	}
	rest := []byte(m.s[:c.j])
	for k := c.i + i; k < c.i+j; k++ {
		rest[k] = ' '
	}
	for _, r := range m.whens() {
		for k := r.Start; k < r.End && k < c.j; k++ {
			rest[k] = ' '
		}
	}
	s := string(rest[c.i:])
	for _, l := range []list{inTime, owners, dateWords, cannot, around} {
		s = cutWords(s, l)
	}
	return trimEnds(s) == ""
}
