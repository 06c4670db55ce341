package export

import (
	"strconv"
	"time"

	"github.com/followup-bot/followup/ledger"
)

var planColumns = []column{
	{"Col_n", 5, cellCount}, {"Col_number", 20, cellCentre}, {"Col_task", 34, cellText}, {"Col_steps", 30, cellText}, {"Col_lead", 18, cellText},
	{"Col_support", 18, cellText}, {"Col_responsible", 12, cellText}, {"Col_issued", 11, cellDate}, {"Col_due", 11, cellDate},
	{"Col_measure", 24, cellText}, {"Col_output", 16, cellText}, {"Col_percent", 8, cellPercent}, {"Col_light", 8, cellCentre},
}

// plan is a programme's, or any selection's, table and Gantt chart: a sheet each.
func (m *maker) plan() (Doc, error) {
	items, err := m.items()
	if err != nil {
		return Doc{}, err
	}
	if len(items) == 0 {
		return Doc{}, ErrNothing
	}
	scope := m.r.Scope
	if m.r.Query.Programme != "" {
		scope = m.r.Query.Programme
	}
	note := m.N("DocAsOf", len(items), "Date", m.LongDate(m.env.Today()))
	table := sheet{name: m.T("Doc_plan"), title: m.T("DocTitle_plan", "Scope", scope), note: note, cols: planColumns, keep: 3, A3: true}
	for i, it := range items {
		table.rows = append(table.rows, []any{i + 1, m.number(it.Number), it.Title, Steps(it.Milestones), m.unit(it.Lead), m.units(it.Support),
			m.responsible(it.Lead, it.Handler), m.dateOf(it.IssuedAt), m.due(it.Due, it.Ongoing, it.RRule), it.Measure, it.Output, m.percent(it),
			m.light(it.Row())})
	}
	b := m.book()
	if err := b.add(table); err != nil {
		return Doc{}, err
	}
	if err := b.add(m.gantt(items, scope)); err != nil {
		return Doc{}, err
	}
	data, err := b.bytes()
	return Doc{Name: m.name("xlsx", scope, m.T("Doc_plan"), m.env.Today().String()), MIME: XLSX, Data: data, Items: len(items)}, err
}

// ganttWeeks is how many columns a chart has at most; longer programmes are drawn in months.
const ganttWeeks = 60

// lightFill are the colours of bars, those of the lights on ink.
var lightFill = map[ledger.Light]string{ledger.LightRed: "E06666", ledger.LightYellow: "F6C244", ledger.LightGreen: "6AA84F",
	ledger.LightBlue: "6D9EEB", ledger.LightGrey: "B7B7B7", ledger.LightNone: "999999"}

// gantt is a chart of bars from issue to deadline, in weeks or months; ◆ is a milestone, a line of its own colour today.
func (m *maker) gantt(items []ledger.Item, scope string) sheet {
	from, to := m.env.Today(), m.env.Today()
	for _, it := range items {
		for _, d := range append([]ledger.Date{m.dateOf(it.IssuedAt), m.end(it)}, milestoneDays(it)...) {
			if !d.IsZero() && d.Before(from) {
				from = d
			}
			if d.After(to) {
				to = d
			}
		}
	}
	slots := weeks(from, to)
	if len(slots) > ganttWeeks {
		slots = months(from, to)
	}
	s := sheet{name: m.T("Doc_gantt"), title: m.T("DocTitle_gantt", "Scope", scope), note: m.T("DocGanttHow"), keep: 3, A3: true,
		cols: []column{{"Col_number", 10, cellCentre}, {"Col_task", 34, cellText}, {"Col_lead", 16, cellText}}}
	for _, d := range slots {
		s.cols = append(s.cols, column{strconv.Itoa(int(d.Month)) + "/" + strconv.Itoa(d.Day), 5.5, cellCentre})
	}
	for _, it := range items {
		row := []any{it.Number.Short(), it.Title, m.unit(it.Lead)}
		for i, d := range slots {
			next := to.AddDays(1)
			if i+1 < len(slots) {
				next = slots[i+1]
			}
			row = append(row, m.bar(it, d, next))
		}
		s.rows = append(s.rows, row)
	}
	return s
}

// bar is the chart's cell of the days from d up to next.
func (m *maker) bar(it ledger.Item, d, next ledger.Date) any {
	has := func(x ledger.Date) bool { return !x.IsZero() && !x.Before(d) && x.Before(next) }
	mark := ""
	for _, x := range it.Milestones {
		if has(x.Due) {
			mark = "◇"
			if x.Done {
				mark = "◆"
			}
		}
	}
	start, end := m.dateOf(it.IssuedAt), m.end(it)
	if start.Before(next) && !end.IsZero() && !end.Before(d) {
		return filled{lightFill[m.env.Light(it.Row())], mark}
	}
	if has(m.env.Today()) {
		return filled{"FFF2CC", mark}
	}
	return mark
}

// end is where an item's bar ends: when it was closed, else its deadline.
func (m *maker) end(it ledger.Item) ledger.Date {
	if !it.ClosedAt.IsZero() && !it.State.Open() {
		return m.dateOf(it.ClosedAt)
	}
	return it.Due.Date
}

func milestoneDays(it ledger.Item) []ledger.Date {
	var out []ledger.Date
	for _, x := range it.Milestones {
		if !x.Due.IsZero() {
			out = append(out, x.Due)
		}
	}
	return out
}

// weeks are the Mondays from the week of one day to that of another.
func weeks(from, to ledger.Date) (out []ledger.Date) {
	back := (int(from.Weekday()) - int(time.Monday) + 7) % 7
	for d := from.AddDays(-back); !d.After(to); d = d.AddDays(7) {
		out = append(out, d)
	}
	return out
}

func months(from, to ledger.Date) (out []ledger.Date) {
	for d := ledger.NewDate(from.Year, from.Month, 1); !d.After(to); d = d.AddMonths(1) {
		out = append(out, d)
	}
	return out
}
