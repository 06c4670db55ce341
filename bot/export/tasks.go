package export

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/followup-bot/followup/ledger"
)

// taskColumns are those of 任务分解表. The last two are for the way back and for comparing.
var taskColumns = []column{
	{"Col_n", 5, cellCount}, {"Col_task", 34, cellText}, {"Col_steps", 28, cellText}, {"Col_lead", 20, cellText}, {"Col_support", 20, cellText},
	{"Col_leader", 12, cellText}, {"Col_responsible", 12, cellText}, {"Col_node", 13, cellDate}, {"Col_measure", 24, cellText},
	{"Col_output", 18, cellText}, {"Col_quote", 40, cellText}, {"Col_id", 16, cellText},
}

// A RowID names a draft's row in a task table, how many rows the draft had and how this one stood when the table was made. As text it is
// draft "/" row "/" last "/" mark.
type RowID struct {
	Draft ledger.MeetingID
	N     int
	Last  int // the highest number of a row then
	mark  string
}

// RowIDOf is the id of a draft's row.
func RowIDOf(d ledger.Draft, r ledger.DraftRow) RowID {
	id := RowID{Draft: d.ID, N: r.N, mark: rowMark(r)}
	for _, x := range d.Rows {
		id.Last = max(id.Last, x.N)
	}
	return id
}

// String is the id as it stands in a table.
func (id RowID) String() string {
	return string(id.Draft) + "/" + strconv.Itoa(id.N) + "/" + strconv.Itoa(id.Last) + "/" + id.mark
}

// ReadRowID reads an id; ok is false when the text is none.
func ReadRowID(s string) (id RowID, ok bool) {
	parts := strings.Split(strings.TrimSpace(s), "/")
	if len(parts) != 4 || parts[0] == "" {
		return RowID{}, false
	}
	n, err := strconv.Atoi(parts[1])
	last, err2 := strconv.Atoi(parts[2])
	return RowID{ledger.MeetingID(parts[0]), n, last, parts[3]}, err == nil && err2 == nil
}

// Unchanged reports whether the row is as it stood when the table was made.
func (id RowID) Unchanged(r ledger.DraftRow) bool { return rowMark(r) == id.mark }

func rowMark(r ledger.DraftRow) string {
	b, err := json.Marshal(r)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:4])
}

// tasks is 任务分解表: of a draft whose rows wait, for circulating and bringing back; otherwise of issued items.
func (m *maker) tasks() (Doc, error) {
	if m.r.Draft != "" {
		d, _, err := ledger.Load[ledger.Draft](m.ctx, m.src, ledger.RecordDraft, string(m.r.Draft))
		if err != nil {
			return Doc{}, err
		}
		return m.draftTasks(d)
	}
	items, err := m.items()
	if err != nil {
		return Doc{}, err
	}
	s := sheet{name: m.T("Doc_tasks"), title: m.T("DocTitle_tasks", "Scope", m.r.Scope), cols: taskColumns[:len(taskColumns)-1], keep: 2,
		note: m.N("DocAsOf", len(items), "Date", m.LongDate(m.env.Today()))}
	for i, it := range items {
		s.rows = append(s.rows, []any{i + 1, it.Title, Steps(it.Milestones), m.unit(it.Lead), m.units(it.Support), m.leaders(it.Lead),
			m.responsible(it.Lead, it.Handler), m.due(it.Due, it.Ongoing, it.RRule), it.Measure, it.Output, it.Source.Quote})
	}
	return m.taskDoc(s, m.r.Scope)
}

func (m *maker) draftTasks(d ledger.Draft) (Doc, error) {
	title := d.Title
	if title == "" {
		title = m.T("Minutes")
	}
	s := sheet{name: m.T("Doc_tasks"), title: m.T("DocTitle_tasks", "Scope", title), cols: taskColumns, keep: 2, note: m.T("DocTasksHow")}
	for _, r := range d.Rows {
		if !r.Waiting() {
			continue
		}
		lead := r.LeadText
		switch {
		case r.Lead != "":
			lead = m.unit(r.Lead)
		case r.Fanout != "":
			lead = r.Fanout
		}
		due := m.due(r.Due, r.Ongoing, r.RRule)
		if due == "" {
			due = r.DueText
		}
		s.rows = append(s.rows, []any{r.N, r.Title, Steps(r.Milestones), lead, m.units(r.Support), m.leaders(r.Lead), m.responsible(r.Lead, r.Handler),
			due, r.Measure, r.Output, r.Text, RowIDOf(d, r).String()})
	}
	return m.taskDoc(s, title)
}

func (m *maker) taskDoc(s sheet, title string) (Doc, error) {
	if len(s.rows) == 0 {
		return Doc{}, ErrNothing
	}
	b := m.book()
	if err := b.add(s); err != nil {
		return Doc{}, err
	}
	data, err := b.bytes()
	return Doc{Name: m.name("xlsx", title, m.T("Doc_tasks"), m.env.Today().String()), MIME: XLSX, Data: data, Items: len(s.rows)}, err
}

// Steps writes milestones as lines of a cell: the text, and the date in brackets.
func Steps(ms []ledger.Milestone) string {
	lines := make([]string, len(ms))
	for i, x := range ms {
		lines[i] = x.Text
		if !x.Due.IsZero() {
			lines[i] += "(" + x.Due.String() + ")"
		}
	}
	return strings.Join(lines, "\n")
}
