package intent

import "strings"

// reportedAll are words that all have handed in, which the units that have not are then taken from.
var reportedAll = words("reported|submitted|replied|responded|done|finished|in|sent|answered|filed|报齐|到了|报了|已报|报来|报完|报送|交齐|交了|已交|回复|反馈|完成|办结|到齐")

// exceptThese reads "all courts have reported except Tiexi", 都报齐了,只差铁西: the units behind the words of exception are missing.
func (m *message) exceptThese(f *facts, k int, c clause) bool {
	i, j := exceptWords.first(c.s)
	if i <= 0 || !words("all|every|everyone|everybody|each|都|均|全|各").in(c.s[:i]) || !reportedAll.in(c.s) {
		return false
	}
	return m.stillMissing(f, k, c, c.i+j)
}

// restPending reads 37家…35家已报,剩和平、铁西: the units that are left, after what is in.
func (m *message) restPending(f *facts, k int, c clause) bool {
	n := words("就剩下|就剩|只剩下|只剩|仅剩|还剩|剩下|剩余|剩|就差|只差|还差|差|还缺|缺|除了|only|just|still missing|missing|left:|outstanding:|still to come:|waiting on").prefix(c.s)
	if k == 0 && n > 0 && len(m.cl) > 1 && allOthers.prefix(m.cl[1].s) > 0 && reportedAll.in(m.cl[1].s) {
		return m.stillMissing(f, k, c, c.i+n) // 就差铁西没报了,其余都到了
	}
	if n == 0 || k == 0 || !reportedAll.in(m.s[:c.i]) && f.s.DoneCount == nil {
		return false
	}
	return m.stillMissing(f, k, c, c.i+n)
}

// stillMissing notes the units of c that stand from i on, when nothing else does.
func (m *message) stillMissing(f *facts, k int, c clause, i int) bool {
	var units []string
	end := i
	for _, n := range m.namesIn(i, c.j) {
		if !n.unit() {
			return false
		}
		if strings.Trim(m.s[end:n.i], " 、,和及与&andthe两三四五六家个") != "" {
			break
		}
		units, end = append(units, n.canon), n.j
	}
	rest := cutWords(m.s[end:c.j], words("没报|未报|没交|未交|没反馈|还没报|没有报|法院|院|庭|家|两|三|四|五|个|的|了|没|未|报|交|are|is|left|missing|outstanding|to report|have|has|still|not|courts|court|remain|remains"))
	if units == nil || strings.Trim(rest, " 两三四五六、,.") != "" {
		return false
	}
	f.s.SubPending = append(f.s.SubPending, units...)
	f.partly, f.whole, f.any, f.used[k] = true, false, true, true
	m.because("sub_pending", "left", i, end)
	return true
}
