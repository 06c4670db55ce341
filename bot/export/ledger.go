package export

import (
	"strings"

	"github.com/followup-bot/followup/ledger"
)

var ledgerColumns = []column{
	{"Col_n", 5, cellCount}, {"Col_number", 13, cellCentre}, {"Col_title", 26, cellText}, {"Col_meeting", 12, cellText}, {"Col_meeting_date", 11, cellDate},
	{"Col_area", 9, cellCentre}, {"Col_priority", 8, cellCentre}, {"Col_lead", 13, cellText}, {"Col_support", 13, cellText},
	{"Col_leader", 10, cellText}, {"Col_responsible", 10, cellText}, {"Col_issued", 11, cellDate}, {"Col_due", 11, cellDate},
	{"Col_measure", 17, cellText}, {"Col_progress", 20, cellText}, {"Col_percent", 7, cellPercent}, {"Col_problem", 14, cellText},
	{"Col_need", 13, cellText}, {"Col_next", 14, cellText}, {"Col_state", 8, cellCentre}, {"Col_light", 7, cellCentre},
	{"Col_reminders", 6, cellCount}, {"Col_extensions", 6, cellCount}, {"Col_submitted", 11, cellDate}, {"Col_closed", 11, cellDate},
	{"Col_score", 6, cellCentre},
}

// ledger is 督办台账: a row an item, parents left out, as in every figure.
func (m *maker) ledger() (Doc, error) {
	items, err := m.items()
	if err != nil {
		return Doc{}, err
	}
	if len(items) == 0 {
		return Doc{}, ErrNothing
	}
	s := sheet{name: m.T("Doc_ledger"), title: m.T("DocTitle_ledger", "Scope", m.r.Scope), cols: ledgerColumns, keep: 3, A3: true,
		note: m.N("DocAsOf", len(items), "Date", m.LongDate(m.env.Today()))}
	for i, it := range items {
		s.rows = append(s.rows, m.ledgerRow(i+1, it))
	}
	b := m.book()
	if err := b.add(s); err != nil {
		return Doc{}, err
	}
	data, err := b.bytes()
	return Doc{Name: m.name("xlsx", m.r.Scope, m.T("Doc_ledger"), m.env.Today().String()), MIME: XLSX, Data: data, Items: len(items)}, err
}

func (m *maker) ledgerRow(n int, it ledger.Item) []any {
	r := it.Row()
	var submitted ledger.Date
	if it.Submission != nil && (it.State == ledger.StateClosed || it.State == ledger.StateSubmitted) {
		submitted = ledger.DateOf(it.Submission.At.In(m.env.Zone()))
	}
	problem, need := "", ""
	if it.Blocker != nil {
		problem, need = it.Blocker.Reason, m.join(it.Blocker.Need, it.Blocker.Waiting)
	}
	return []any{n, m.number(it.Number), it.Title, it.Source.Title, it.Source.Date, it.Area, m.T("Priority_" + string(it.Priority)),
		m.unit(it.Lead), m.units(it.Support), m.leaders(it.Lead), m.responsible(it.Lead, it.Handler), m.dateOf(it.IssuedAt), m.dueOf(it),
		it.Measure, m.progress(it), r.Done(), problem, need, it.Next, m.state(it), m.light(r), it.Reminders, it.Extensions,
		submitted, m.dateOf(it.ClosedAt), m.score(r)}
}

// state is how an item stands; of one that went into another, into which.
func (m *maker) state(it ledger.Item) string {
	if it.Into != nil {
		return m.T("GoneInto", "Number", m.Number(it.Into.Number))
	}
	return m.T("State_" + string(it.State))
}

// progress is the last that was said of the work: what was handed in, else the last report.
func (m *maker) progress(it ledger.Item) string {
	if s := it.Submission; s != nil && (it.State == ledger.StateClosed || it.State == ledger.StateSubmitted) {
		return m.join(s.Text, s.Measured)
	}
	if it.Recurs() {
		return m.join(m.periods(it), it.Note)
	}
	return it.Note
}

// periods says how many of a recurring obligation's periods were reported for, and which were missed.
func (m *maker) periods(it ledger.Item) string {
	n := m.env.CountPeriods(it)
	if n.Due == 0 {
		return ""
	}
	s := m.T("DocPeriods", "Filed", n.Filed, "Due", n.Due)
	if len(n.Missed) > 0 {
		names := make([]string, len(n.Missed))
		for i, d := range n.Missed {
			names[i] = d.String()
		}
		s += m.T("DocMissed", "Days", strings.Join(names, ", "))
	}
	return s
}

// dueOf is an item's deadline; of a recurring obligation its rule in the minutes' words.
func (m *maker) dueOf(it ledger.Item) any {
	if it.Recurs() && it.DueText != "" {
		return it.DueText
	}
	return m.due(it.Due, it.Ongoing, it.RRule)
}

func (m *maker) join(parts ...string) string {
	s := ""
	for _, p := range parts {
		if p == "" || p == s {
			continue
		}
		if s != "" {
			s += m.T("DocSemicolon")
		}
		s += p
	}
	return s
}

// due is the deadline as a real date; without one, in words.
func (m *maker) due(d ledger.Due, ongoing bool, rrule string) any {
	switch {
	case !d.IsZero():
		return d.Date
	case ongoing:
		return m.T("Due_ongoing")
	case rrule != "":
		return m.T("Due_recurring")
	}
	return ""
}
