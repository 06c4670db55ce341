package intent

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// A group is the part of a batch that speaks of one naming of items.
type group struct {
	n    []int
	ref  string
	i, j int // what is said of them
}

// readBatch reads several reports in one message: 1号已完成;2号60%;3号卡在经费.
func readBatch(m *message) (draft, bool) {
	gs, lead := m.groups()
	if len(gs) < 2 || !distinct(gs) || wrongWords.in(m.s) || mergeWords.in(m.s) {
		return draft{}, false
	}
	d := draft{name: Batch, item: true}
	for _, g := range gs {
		r, ok := m.groupReport(g)
		if !ok {
			d.doubt = true
			continue
		}
		for _, n := range g.n {
			one := r
			one.Slots.Item = ints(float64(n))
			d.s.Reports = append(d.s.Reports, one)
		}
		if g.ref != "" {
			r.Slots.Item, r.Slots.Ref = nil, g.ref
			d.s.Reports = append(d.s.Reports, r)
		}
		m.because("reports", "group", g.i, g.j)
	}
	if len(d.s.Reports) == 0 || d.doubt && len(d.s.Reports) < 2 {
		return draft{}, false
	}
	if n, ok := m.firstName(0, lead, name.unit); ok {
		d.s.Unit = n.canon
	}
	return d, true
}

func distinct(gs []group) bool {
	seen := map[int]bool{}
	refs := map[string]bool{}
	for _, g := range gs {
		for _, n := range g.n {
			if seen[n] {
				return false
			}
			seen[n] = true
		}
		if g.ref != "" {
			if refs[g.ref] {
				return false
			}
			refs[g.ref] = true
		}
	}
	return true
}

// groups cuts the message where a clause begins with an item; lead is where the first begins. A line that begins with a bare number ("1.",
// "2、", "①") names an item only outside an item's thread: under an item it numbers the points of one report.
func (m *message) groups() (gs []group, lead int) {
	rows := m.c.Place != InThread && m.rowLines() >= 2
	for _, c := range m.cl {
		g, ok := m.headAt(c.i, c.j)
		if !ok && rows {
			g, ok = rowHead(m.s, c.i, c.j)
		}
		if !ok {
			if len(gs) > 0 {
				gs[len(gs)-1].j = c.j
			}
			continue
		}
		if len(gs) == 0 {
			lead = c.i
		}
		g.j = c.j
		gs = append(gs, g)
	}
	if len(gs) > 0 && lead == 0 {
		lead = gs[0].i
	}
	return gs, lead
}

// headAt reads the items that a clause begins with; own unit, bullets and conjunctions may stand before them.
func (m *message) headAt(i, j int) (group, bool) {
	for _, r := range m.refs {
		if r.i < i || r.j > j {
			continue
		}
		before := strings.Trim(m.s[i:r.i], " ·-*•:,")
		if p := pointMark.FindString(before); p != "" {
			before = strings.TrimLeft(before[len(p):], " :,")
		}
		for {
			n := words("另外|此外|还有|以及|其中|而|我庭|我们|我部门|我处|牵头的|负责的|目前|现|and|also|but|our|then|plus|报告|汇报|关于|至于|进展|收到|一是|二是|三是").prefix(before)
			if n == 0 {
				break
			}
			before = strings.TrimLeft(before[n:], " :,")
		}
		k := strings.LastIndex(before, ":")
		if n, ok := m.firstName(i, r.i, name.unit); ok && before != "" && batchTitle(m.s[n.j:r.i]) && strings.Trim(m.s[i:n.i], " ") == "" {
			before = ""
		}
		if before != "" && k != len(before)-1 {
			return group{}, false
		}
		start := r.j
		for start < j && strings.IndexByte(" :.,-=", m.s[start]) >= 0 {
			start++
		}
		if strings.TrimSpace(m.s[start:j]) == "" && r.j == j {
			return group{}, false
		}
		return group{n: r.n, ref: r.text, i: start, j: j}, true
	}
	return group{}, false
}

// pointMark numbers the points of a report: 一、 (二) ③ "3.".
var pointMark = regexp.MustCompile(`^(?:[一二三四五六七八九十]{1,3}[、.,)]|\((?:[一二三四五六七八九十]{1,3}|\d{1,2})\)|[①-⑳]|\d{1,2}[.、)])`)

// batchTitle reports whether s, between a unit and the first item, says no more than that a report follows: 周报:, 本周情况:.
func batchTitle(s string) bool {
	for {
		s = strings.Trim(s, " :,的")
		n := words("周报|月报|日报|本周|本月|今日|工作|督办|事项|进展|情况|汇报|报告|报|weekly|report|update|status").prefix(s)
		if n == 0 {
			return s == ""
		}
		s = s[n:]
	}
}

// rowLines counts the clauses that begin with a bare number.
func (m *message) rowLines() int {
	n := 0
	for _, c := range m.cl {
		if _, ok := rowHead(m.s, c.i, c.j); ok {
			n++
		}
	}
	return n
}

// rowHead reads "1.办结", "2、60%", "3) blocked", "①已完成" and "2 at 60%".
func rowHead(s string, i, j int) (group, bool) {
	if r, size := utf8.DecodeRuneInString(s[i:j]); r >= '①' && r <= '⑳' {
		return group{n: []int{int(r-'①') + 1}, i: i + size, j: j}, true
	}
	k := i
	if s[k] == '(' {
		k++
	}
	n, ok := numberAt(s, k)
	if !ok || n.v < 1 || n.v > 999 || n.v != float64(int(n.v)) || n.j >= j {
		return group{}, false
	}
	rest := s[n.j:j]
	for _, mark := range []string{"、", ")", ". ", ".", ":", " - ", "-"} {
		if strings.HasPrefix(rest, mark) && !n.han && !(mark == "." && len(rest) > 1 && digit(rest[1])) && !(mark == "-" && len(rest) > 1 && digit(rest[1])) && !(mark == ":" && len(rest) > 1 && digit(rest[1])) {
			return group{n: []int{int(n.v)}, i: n.j + len(mark), j: j}, true
		}
	}
	if !n.han && strings.HasPrefix(rest, " ") && !hasHan(rest) && words("is|at|done|blocked|stuck|finished|completed|complete|on|still|not|needs|waiting|in|no|half|almost|delayed|-").prefix(rest[1:]) > 0 {
		return group{n: []int{int(n.v)}, i: n.j + 1, j: j}, true
	}
	return group{}, false
}

// groupReport reads what is said of one item of a batch.
func (m *message) groupReport(g group) (Report, bool) {
	c := m.c
	c.Place, c.ItemRef, c.OpenItems = InThread, "", nil
	c.Item = 1
	if len(g.n) > 0 {
		c.Item = g.n[0]
	}
	sub := m.within(g.i, g.j, c)
	if len(sub.cl) == 0 {
		return Report{}, false
	}
	for _, rule := range []rule{readExtension, readDecision, readAssign, readReport, readAck, readNote} {
		d, ok := rule(sub)
		if !ok {
			continue
		}
		if d.name == Progress && (d.s.Percent != nil || d.s.DoneCount != nil || !d.s.ETA.IsZero()) {
			d.s.Stage, d.s.Note = "", ""
		}
		if !slices.Contains([]Name{Progress, Complete, Blocked, ExtensionRequest, Ack, Reject, Reassign, ApproveClose, Return, ApproveExtension, DenyExtension}, d.name) {
			return Report{}, false
		}
		return Report{Name: d.name, Slots: d.s, Expect: sub.expect(d)}, true
	}
	return Report{}, false
}
