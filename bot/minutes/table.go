package minutes

import (
	"strings"
	"unicode/utf8"
)

// A table is a Markdown table, or rows pasted from a sheet with tabs between the cells.
type table struct {
	fields []field  // what each column is; nil without a head
	heads  []string // the head's words
	rows   []tableRow
}

type tableRow struct {
	line  int
	cells []plain
	raws  []string // the cells' source, with its line breaks
}

// readTable reads the table that begins at ls[0] and gives how many lines it takes; 0 when none begins there.
func readTable(ls []line) (*table, int) {
	sep := byte('|')
	barred := false
	if !piped(ls[0].raw) {
		if barred = isBarred(ls); !barred {
			if sep = '\t'; !tabbed(ls) {
				return nil, 0
			}
		}
	}
	t := &table{}
	n := 0
	for n < len(ls) && (sep == '|' && (piped(ls[n].raw) || barred && strings.Contains(ls[n].raw, " | ")) || sep == '\t' && strings.Contains(ls[n].full, "\t") && trimSpace(ls[n].raw) != "") {
		if sep != '|' || !isSeparator(ls[n].raw) {
			cells, raws := splitCells(ls[n].full, sep)
			t.rows = append(t.rows, tableRow{line: ls[n].n, cells: cells, raws: raws})
		} else if len(t.rows) == 1 {
			t.head()
		}
		n++
	}
	if sep == '|' && n < 2 {
		return nil, 0
	}
	if t.fields == nil && len(t.rows) > 0 && recognised(fieldsOf(t.rows[0].cells)) >= 2 {
		t.head()
	}
	return t, n
}

// piped reports whether a line is a row of a Markdown table.
func piped(s string) bool {
	s = trimSpace(s)
	return strings.HasPrefix(s, "|") && strings.Count(s[:min(len(s), maxPiece)], "|") >= 2 || isSeparator(s)
}

func isSeparator(s string) bool {
	return strings.Contains(s, "|") && strings.Contains(s, "-") && strings.Trim(s, "|-: \t") == ""
}

// isBarred reports whether rows without outer bars begin here: "任务 | 责任人 | 时限", known by their head.
func isBarred(ls []line) bool {
	if len(ls) < 2 || strings.Count(ls[0].raw, " | ") < 2 || !strings.Contains(ls[1].raw, " | ") {
		return false
	}
	cells, _ := splitCells(ls[0].raw, '|')
	return recognised(fieldsOf(cells)) >= 2
}

// tabbed reports whether pasted rows begin here: two lines with the same number of cells, three at least, or a head whose columns are known.
func tabbed(ls []line) bool {
	k := strings.Count(ls[0].full, "\t")
	if k == 0 || len(ls) < 2 || !strings.Contains(ls[0].raw, "\t") {
		return false
	}
	if cells, _ := splitCells(ls[0].full, '\t'); recognised(fieldsOf(cells)) >= 2 {
		return true
	}
	return k >= 2 && strings.Count(ls[1].full, "\t") == k && strings.Contains(ls[0].raw, "\t")
}

func splitCells(raw string, sep byte) (out []plain, raws []string) {
	if sep == '|' {
		raw = strings.TrimSuffix(strings.TrimPrefix(trimSpace(raw), "|"), "|")
	}
	start := 0
	for i := 0; i <= len(raw) && len(out) < maxColumns; i++ {
		if i < len(raw) && (raw[i] != sep || i > 0 && raw[i-1] == '\\') {
			continue
		}
		cell := trimSpace(raw[start:i])
		start = i + 1
		raws = append(raws, cell)
		out = append(out, makePlain(strings.Join(splitBreaks(cell), " ")).trim())
	}
	return out, raws
}

const maxColumns = 60

// head makes the first row the head.
func (t *table) head() {
	t.fields = fieldsOf(t.rows[0].cells)
	for _, c := range t.rows[0].cells {
		t.heads = append(t.heads, c.s)
	}
	t.rows = t.rows[1:]
}

func recognised(fs []field) int {
	n := 0
	for _, f := range fs {
		if f != fieldNone {
			n++
		}
	}
	return n
}

var columnWords = []struct {
	field field
	words string
}{
	{fieldSerial, "序号 编号 no no. # 议题编号 id"},
	{fieldMinutes, "会议纪要 纪要 结论 会议结论 讨论内容 讨论结果 纪要内容 结论及遗留问题 minutes discussion notes|meeting minutes"},
	{fieldDetail, "具体措施 工作措施 具体任务 工作内容 主要措施 具体内容 任务内容 具体工作 推进措施 落实措施 工作举措 具体举措 举措 主要举措 措施 工作要点 任务分解"},
	{fieldTask, "任务 重点任务 工作任务 事项 议定事项 工作事项 重点工作 任务名称 待办 待办事项 行动项 遗留问题 问题描述 问题 内容 任务描述 督办事项 决定事项 需求 行动 遗留任务 遗留事项 action task item description what issue to-do todo deliverable activity actions tasks items work|action item|action items|action point|action required|to do|what needs to be done|next step|next steps|follow-up|follow up|task description|work item"},
	{fieldPerson, "姓名 参会人 参会人员 name names attendee attendees member participant 账号"},
	{fieldStatus, "状态 进展 完成情况 当前状态 进度 落实情况 status state progress|current status"},
}

// fieldsOf reads what the columns are from a head's cells.
func fieldsOf(cells []plain) []field {
	out := make([]field, len(cells))
	for i, c := range cells {
		if len(c.s) < 60 {
			out[i] = columnField(lower(strings.Trim(c.s, " :*")))
		}
	}
	return out
}

func columnField(s string) field {
	if i := strings.IndexByte(s, '('); i > 0 {
		s = trimSpace(s[:i])
	}
	if f, ok := columnFields[s]; ok {
		return f
	}
	switch {
	case s == "by" || s == "日期" || s == "date" || s == "节点":
		return fieldDue
	case hasHan(s) && hasAny(s, []string{"责任领导", "分管领导"}):
		return fieldLeader
	case hasHan(s) && hasAny(s, []string{"牵头", "主办"}):
		return fieldLead
	case hasHan(s) && hasAny(s, []string{"配合", "协办", "协助"}):
		return fieldCo
	case hasHan(s) && hasAny(s, []string{"责任", "负责"}):
		return fieldOwner
	case hasHan(s) && hasAny(s, []string{"时限", "期限", "截止", "完成时间", "节点", "闭环时间", "解决时间", "计划时间"}):
		return fieldDue
	case hasHan(s) && hasAny(s, []string{"纪要", "结论"}) && utf8.RuneCountInString(s) < 12:
		return fieldMinutes
	case hasHan(s) && hasAny(s, []string{"任务", "事项", "措施"}) && utf8.RuneCountInString(s) < 10:
		return fieldTask
	}
	return fieldNone
}

// col gives the first column of a field, -1 when there is none.
func (t *table) col(f field) int {
	for i, x := range t.fields {
		if x == f {
			return i
		}
	}
	return -1
}

// table drafts the items of a table's rows, or reads its cells as text.
func (r *reader) table(x *block) {
	t := x.table
	if x.ctx == ctxAttend || x.ctx == ctxNext || t.col(fieldPerson) >= 0 && t.col(fieldTask) < 0 && t.col(fieldDue) < 0 {
		return
	}
	task, minutes := t.col(fieldDetail), t.col(fieldMinutes)
	if task < 0 {
		task = t.col(fieldTask)
	}
	owner := max(t.col(fieldOwner), t.col(fieldLead)) >= 0
	due := t.col(fieldDue) >= 0
	switch {
	case minutes >= 0 && !owner:
		r.cells(x, minutes, ctxNotes)
		for c, h := range t.heads {
			if c != minutes && classify(h) == ctxAction {
				r.cells(x, c, ctxAction) // a column of actions beside the notes
			}
		}
	case x.ctx == ctxAgenda || t.col(fieldSpeaker) >= 0 && !owner:
		return
	case task >= 0 && (owner || due || x.ctx == ctxAction):
		r.rows(x, task)
	case task < 0 && owner && (due || t.col(fieldStatus) >= 0 || x.ctx == ctxAction):
		r.rows(x, t.widest())
	case x.ctx == ctxAction && len(t.rows) > 0 && t.fields == nil:
		r.rows(x, t.widest())
	default:
		for c := range t.fields {
			r.cells(x, c, ctxNotes)
		}
		if t.fields == nil && len(t.rows) > 0 {
			for c := range t.rows[0].cells {
				r.cells(x, c, ctxNotes)
			}
		}
	}
}

// widest is the column with the most text among those without a field.
func (t *table) widest() int {
	best, most := 0, -1
	for c := 0; c < maxColumns; c++ {
		n, any := 0, false
		for i, row := range t.rows {
			if i < 50 && c < len(row.cells) {
				n += len(row.cells[c].s)
				any = true
			}
		}
		if any && n > most && (t.fields == nil || c < len(t.fields) && t.fields[c] == fieldNone) {
			best, most = c, n
		}
	}
	return best
}

// cells reads a column as text of its own: the lines between <br> are blocks again.
func (r *reader) cells(x *block, c int, ctx context) {
	for _, row := range x.table.rows {
		if c >= len(row.cells) || row.cells[c].s == "" {
			continue
		}
		var ls []line
		for k, part := range splitBreaks(row.raws[c]) {
			ls = append(ls, indented(line{n: row.line, raw: part, cont: k > 0}))
		}
		bs := r.build(ls)
		for _, b := range bs {
			if b.parent == nil {
				b.parent = x
			}
			if b.ctx == ctxNone {
				b.ctx = ctx
			}
		}
		for _, b := range bs {
			r.block(b)
		}
	}
}

// rows drafts one item a row. Empty cells of a row that continues a merged one inherit from the row above.
func (r *reader) rows(x *block, task int) {
	var above tableRow
	for _, row := range x.table.rows {
		row = r.merged(x.table, above, row, task)
		if task < len(row.cells) && !nothing(row.cells[task].s) {
			r.row(x, row, task)
		}
		above = row
	}
}

// merged fills in what a merged cell leaves empty.
func (r *reader) merged(t *table, above, row tableRow, task int) tableRow {
	cells := append([]plain(nil), row.cells...)
	group := t.col(fieldTask)
	continues := group >= 0 && group != task && group < len(cells) && cells[group].s == ""
	if s := t.col(fieldSerial); s >= 0 && s < len(cells) && s != task && cells[s].s == "" {
		continues = true
	}
	for c := range cells {
		if c == task || c >= len(above.cells) || c >= len(t.fields) {
			continue
		}
		empty := cells[c].s == ""
		ditto := cells[c].s == "同上" || cells[c].s == "〃" || cells[c].s == "\"" || strings.EqualFold(cells[c].s, "ditto")
		if ditto || empty && continues && t.fields[c] != fieldStatus || empty && c == group {
			cells[c] = above.cells[c]
		}
	}
	return tableRow{line: row.line, cells: cells, raws: row.raws}
}

func (r *reader) row(x *block, row tableRow, task int) {
	t := x.table
	p := row.cells[task]
	it := r.newDraft(x, p, row.line, "table-row")
	var ls []label
	for c, cell := range row.cells {
		if c == task || c >= len(t.fields) || cell.s == "" || placeholder(cell.s) {
			continue
		}
		if t.fields[c] != fieldStatus && finishedCell(cell.s) {
			it.Status = StatusDone
			it.why("status", cell.s, row.line, "table-cell")
			continue
		}
		switch f := t.fields[c]; f {
		case fieldOwner, fieldLead, fieldCo, fieldDue, fieldStatus, fieldMeasure, fieldLeader:
			ls = append(ls, label{field: f, key: t.heads[c], val: cell, line: row.line})
		case fieldTask:
			it.Section = runeCut(cell.s, 60)
		}
	}
	r.takeLabels(it, ls)
	inner := readLabels(p)
	if len(it.owners) == 0 {
		r.takeLabels(it, inner)
		if len(it.owners) == 0 {
			it.take(r.ownersIn(p.s), row.line)
		}
	}
	if it.DueText == "" {
		it.setDue(r.dues(p.s), row.line)
	}
	if finished(p.s) {
		it.Status = StatusDone
	}
	if t.fields == nil {
		r.unheaded(it, row, task)
	}
	r.add(it)
}

// unheaded reads the cells of a table without a head by what they hold: names, a date, a status.
func (r *reader) unheaded(it *draft, row tableRow, task int) {
	for c, cell := range row.cells {
		if c == task || cell.s == "" {
			continue
		}
		w := r.who(cell.s)
		if ps := w.whole(); len(ps) > 0 && len(it.owners) == 0 {
			it.owners = ps
			it.why("owner", cell.s, row.line, "table-cell")
		} else if saysDone(cell.s) {
			it.Status = StatusDone
		} else if it.DueText == "" {
			it.setDue(r.dues(cell.s), row.line)
		}
	}
}
