package minutes

import "strings"

// heads remembers the head of the last pasted table, so that rows go on below a line that only groups them: "一、加强质效管理" between rows with tabs.
type heads struct {
	last *table
	end  int // index of the line behind it
}

const headReach = 4 // lines between two parts of a table

// table reads the table that begins at ls[i] and gives how many lines it takes; 0 when none begins there.
func (h *heads) table(ls []line, i int) (*table, int) {
	t, n := readTable(ls[i:])
	if n == 0 && h.continues(ls, i) {
		t, n = tabRows(ls[i:]), 1
		for i+n < len(ls) && strings.Contains(ls[i+n].raw, "\t") {
			n++
		}
		t.rows = t.rows[:n]
	}
	if n == 0 {
		return nil, 0
	}
	if t.fields == nil && h.continues(ls, i) {
		t.fields, t.heads = h.last.fields, h.last.heads
	}
	if t.fields != nil && strings.Contains(ls[i].full, "\t") {
		h.last, h.end = t, i+n
	}
	return t, n
}

// continues reports whether the line at i can be a row of the table remembered.
func (h *heads) continues(ls []line, i int) bool {
	if h.last == nil || i-h.end > headReach || !strings.Contains(ls[i].full, "\t") {
		return false
	}
	k := strings.Count(ls[i].full, "\t") + 1
	return k >= 2 && k <= len(h.last.fields)+1 && k+2 >= len(h.last.fields)
}

func tabRows(ls []line) *table {
	t := &table{}
	for _, l := range ls {
		if !strings.Contains(l.raw, "\t") {
			break
		}
		cells, raws := splitCells(l.full, '\t')
		t.rows = append(t.rows, tableRow{line: l.n, cells: cells, raws: raws})
	}
	return t
}

// finishedCell reports whether a cell of another column says that the row is done: "✅ done" in place of a date.
func finishedCell(s string) bool {
	return len(s) <= 40 && (finished(s) || saysDone(s) && hasAny(lower(s), []string{"done", "complete", "closed", "完成", "✅", "✔", "☑", "办结", "销号"}))
}
