package bot

import (
	"errors"
	"slices"
	"strings"

	"github.com/followup-bot/followup/bot/export"
	"github.com/followup-bot/followup/bot/tables"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

// tasksQuestion is what "take over these changes?" remembers: the draft's rows as they would be, decided on a revision of it.
type tasksQuestion struct {
	Draft ledger.MeetingID  `json:"draft"`
	Rev   int64             `json:"rev"`
	Rows  []ledger.DraftRow `json:"rows"`
}

// tasksBack reads a task table that comes back, says how it differs from the draft, and waits for a yes.
func (t *turn) tasksBack(name string, data []byte) error {
	if err := t.env.Allowed(t.me.ID, ledger.ActRegister, ledger.Item{}); err != nil {
		return t.refused(err, nil)
	}
	tasks, err := tables.Tasks(t.ctx, name, data, tables.Options{Dir: t.env.Dir, Cal: t.cfg.Calendar, Now: t.env.Now.In(t.env.Zone())})
	if err != nil {
		return t.tableError(name, err)
	}
	id, err := draftOf(tasks)
	if err != nil {
		t.reply(t.v.Say(t.v.T("TasksNotOne", "Name", name)))
		return nil
	}
	d, rev, err := t.draft(id)
	if errors.Is(err, ledger.ErrNotFound) {
		t.reply(t.v.Say(t.v.T("Gone")))
		return nil
	}
	if err != nil {
		return err
	}
	m := merge{v: t.v, d: d, rows: slices.Clone(d.Rows), seen: map[int]bool{}}
	for _, k := range tasks {
		m.task(k)
	}
	m.dropped()
	return t.askTasks(d, rev, m)
}

// askTasks reads the differences back.
func (t *turn) askTasks(d ledger.Draft, rev int64, m merge) error {
	head := t.v.T("TasksHead", "Title", d.Title, "Changed", m.changed, "Added", m.added, "Dropped", m.gone)
	if m.changed+m.added+m.gone == 0 {
		head = t.v.T("TasksSame", "Title", d.Title)
	}
	lines := append([]string{head}, some(t.v.Printer, m.lines, 30)...)
	lines = append(lines, some(t.v.Printer, m.problems, importLines)...)
	if m.changed+m.added+m.gone == 0 {
		t.reply(t.v.Say(strings.Join(lines, "\n")))
		return nil
	}
	t.askAbout(askTasks, tasksQuestion{d.ID, rev, m.rows}, append(lines, t.v.T("Sure")))
	return nil
}

// draftOf is the one draft that the tasks' ids name.
func draftOf(tasks []tables.Task) (id ledger.MeetingID, err error) {
	for _, k := range tasks {
		x, ok := export.ReadRowID(k.ID)
		switch {
		case !ok:
		case id == "":
			id = x.Draft
		case id != x.Draft:
			return "", errors.New("ids of several drafts")
		}
	}
	if id == "" {
		return "", errors.New("no ids")
	}
	return id, nil
}

// applyTasks takes the table over, unless the draft was changed since the differences were read back.
func (t *turn) applyTasks(q tasksQuestion) error {
	if err := t.env.Allowed(t.me.ID, ledger.ActRegister, ledger.Item{}); err != nil {
		return t.refused(err, nil)
	}
	d, rev, err := t.draft(q.Draft)
	if err != nil || rev != q.Rev {
		t.reply(t.v.Say(t.v.T("TasksMoved")))
		return nil
	}
	d.Rows = q.Rows
	t.saveDraft(d, rev)
	ready, short := d.Ready(t.env.Policy)
	t.reply(t.v.Say(t.v.T("TasksTaken", "Ready", len(ready), "Short", len(short))))
	return nil
}

// A merge compares a table that came back with the draft.
type merge struct {
	v                    view.Ctx
	d                    ledger.Draft
	rows                 []ledger.DraftRow
	seen                 map[int]bool // rows that the table has
	last                 int          // the draft's last row when the table was made
	lines, problems      []string
	changed, added, gone int
}

// titled is the number of a row with the title that waits and that the table was not made with: a row added by the same table before.
func (m *merge) titled(title string) int {
	for _, r := range m.d.Rows {
		if r.Waiting() && r.Text == "" && ledger.Fold(r.Title) == ledger.Fold(title) {
			return r.N
		}
	}
	return 0
}

func (m *merge) row(n int) *ledger.DraftRow {
	for i := range m.rows {
		if m.rows[i].N == n {
			return &m.rows[i]
		}
	}
	return nil
}

// task takes one row of the table.
func (m *merge) task(k tables.Task) {
	for _, p := range k.Problems {
		m.problems = append(m.problems, importProblem(m.v, p))
		if p.Stops {
			return
		}
	}
	id, ok := export.ReadRowID(k.ID)
	if !ok {
		if id.N = m.titled(k.Title); id.N == 0 {
			m.add(k)
			return
		}
	}
	r := m.row(id.N)
	if r == nil || !r.Waiting() {
		m.problems = append(m.problems, m.v.T("TasksRowGone", "Row", k.Row, "N", id.N))
		return
	}
	m.last = max(m.last, id.Last)
	m.seen[id.N] = true
	before := *r
	fill(r, k)
	m.people(r, before, k)
	diff := m.diff(before, *r)
	if len(diff) == 0 {
		return
	}
	m.changed++
	line := m.v.T("TasksChanged", "N", id.N, "Title", view.Clip(before.Title, 20), "What", strings.Join(diff, m.v.T("Semicolon")))
	if ok && !id.Unchanged(before) {
		line += m.v.T("TasksMeanwhile")
	}
	m.lines = append(m.lines, line)
}

// add makes a row of one that somebody added.
func (m *merge) add(k tables.Task) {
	n := 0
	for _, r := range m.rows {
		n = max(n, r.N)
	}
	r := ledger.DraftRow{N: n + 1}
	fill(&r, k)
	m.people(&r, ledger.DraftRow{}, k)
	m.rows = append(m.rows, r)
	m.added++
	m.lines = append(m.lines, m.v.T("TasksAdded", "N", r.N, "Title", view.Clip(r.Title, 24), "Lead", m.lead(r), "Due", m.due(r)))
}

// dropped takes out the rows that the table was made with and no longer has.
func (m *merge) dropped() {
	for i := range m.rows {
		r := &m.rows[i]
		if !r.Waiting() || m.seen[r.N] || r.N > m.last {
			continue
		}
		r.Dropped, r.Reason = true, m.v.T("TasksDropReason")
		m.gone++
		m.lines = append(m.lines, m.v.T("TasksDropped", "N", r.N, "Title", view.Clip(r.Title, 24)))
	}
}

// fill sets what the table says. A column that it no longer has changes nothing.
func fill(r *ledger.DraftRow, k tables.Task) {
	if k.Title != "" {
		r.Title = k.Title
	}
	if k.Has["lead"] {
		fillLead(r, k)
	}
	if k.Has["support"] {
		r.Support = slices.DeleteFunc(k.Support, func(u ledger.UnitID) bool { return u == r.Lead })
	}
	if k.Has["due"] && (k.DueText != r.DueText || !k.Due.IsZero() || k.Ongoing || k.RRule != "") {
		fillDue(r, k)
	}
	if k.Has["steps"] && export.Steps(k.Steps) != export.Steps(r.Milestones) {
		r.Milestones = k.Steps
	}
	if k.Has["measure"] {
		r.Measure = k.Measure
	}
	if k.Has["output"] {
		r.Output = k.Output
	}
}

func fillLead(r *ledger.DraftRow, k tables.Task) {
	switch {
	case k.Lead != "":
		if k.Lead != r.Lead {
			setLead(r, k.Lead)
			r.LeadText = ""
		}
	case k.Group != "":
		if k.Group != r.Fanout {
			r.Lead, r.LeadText, r.Candidates, r.Fanout, r.Members = "", "", nil, k.Group, k.Members
		}
	case k.LeadText != r.LeadText:
		r.Lead, r.LeadText, r.Candidates, r.Fanout, r.Members = "", k.LeadText, nil, "", nil
	}
}

func fillDue(r *ledger.DraftRow, k tables.Task) {
	switch {
	case !k.Due.IsZero():
		if k.Due.Date != r.Due.Date {
			r.Due, r.DueText = k.Due, k.DueText
		}
		r.Ongoing, r.RRule, r.NoDue = false, "", false
	case k.Ongoing:
		r.Due, r.Ongoing, r.RRule, r.NoDue = ledger.Due{}, true, "", false
	case k.RRule != "":
		r.Due, r.Ongoing, r.RRule, r.NoDue, r.DueText = ledger.Due{}, false, k.RRule, false, k.DueText
	case r.RRule != "" && k.DueText != "": // the word for "recurring" that the table itself wrote
	default:
		r.Due, r.Ongoing, r.RRule, r.DueText = ledger.Due{}, false, "", k.DueText
	}
}

// diff words what differs, the old and the new.
func (m *merge) diff(a, b ledger.DraftRow) (out []string) {
	add := func(head, was, is string) {
		if was != is {
			out = append(out, m.v.T("TasksDiff", "Field", m.v.T(head), "Was", orDash(view.Clip(was, 24)), "Is", orDash(view.Clip(is, 24))))
		}
	}
	add("Col_task", a.Title, b.Title)
	add("Col_steps", strings.ReplaceAll(export.Steps(a.Milestones), "\n", "/"), strings.ReplaceAll(export.Steps(b.Milestones), "\n", "/"))
	add("Col_lead", m.lead(a), m.lead(b))
	if a.Handler != b.Handler {
		add("Col_responsible", m.responsible(a), m.responsible(b))
	}
	add("Col_support", m.v.Units(a.Support), m.v.Units(b.Support))
	add("Col_node", m.due(a), m.due(b))
	add("Col_measure", a.Measure, b.Measure)
	add("Col_output", a.Output, b.Output)
	return out
}

func (m *merge) lead(r ledger.DraftRow) string {
	switch {
	case r.Lead != "":
		return m.v.Unit(r.Lead)
	case r.Fanout != "":
		return r.Fanout
	}
	return r.LeadText
}

func (m *merge) due(r ledger.DraftRow) string {
	switch {
	case !r.Due.IsZero():
		return m.v.Date(r.Due.Date, m.v.Env.Today())
	case r.Ongoing:
		return m.v.T("Due_ongoing")
	case r.RRule != "":
		return m.v.T("Due_recurring")
	}
	return r.DueText
}

func orDash(s string) string {
	if s == "" {
		return "—"
	}
	return s
}
