package view

import (
	"strconv"
	"strings"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/ledger"
)

// Tabled is a headline, sentences under it, controls, and a table whose first row is its head.
func (c Ctx) Tabled(head string, lines []string, table [][]string, controls ...chat.Control) chat.Card {
	card := c.card(head)
	for _, l := range lines {
		if l != "" {
			card.Blocks = append(card.Blocks, para(l))
		}
	}
	card = With(card, controls...)
	if len(table) > 1 {
		card.Blocks = append(card.Blocks, chat.Block{Kind: chat.BlockTable, Table: table})
	}
	return card
}

// Measured answers a question about a rate or an average. before is the same over the period before; nil where there is none.
func (c Ctx) Measured(m ledger.Measured, before *ledger.Measured, scope string) chat.Card {
	head := c.T("Metric_"+m.Metric, "Scope", scope, "Span", c.metricSpan(m), "Value", c.value(m))
	var lines []string
	if before != nil && before.Rate.Of > 0 {
		arrow := ""
		if m.Rate.Of > 0 {
			arrow = c.move(m, *before)
		}
		lines = append(lines, strings.TrimSpace(c.T("MetricBefore", "Span", c.Span(before.Period), "Value", c.value(*before), "Arrow", arrow)))
	}
	lines = append(lines, c.T("MetricHow_"+m.Metric))
	var controls []chat.Control
	if m.Rate.Of > 0 {
		controls = append(controls, c.Ask(m.Of, c.T("MetricAll", "N", m.Rate.Of)))
		if n := m.Rate.Part; m.Metric != ledger.MetricAvgDays && n > 0 && n < m.Rate.Of {
			controls = append(controls, c.Ask(m.Part, c.T("MetricPart_"+m.Metric, "N", n)))
		}
		if m.Metric == ledger.MetricOnTimeRate && m.Rate.Part < m.Rate.Of {
			late := m.Part
			late.Timely = ledger.OutOfTime
			controls = append(controls, c.Ask(late, c.T("MetricLate", "N", m.Rate.Of-m.Rate.Part)))
		}
	}
	return c.Tabled(head, lines, nil, controls...)
}

func (c Ctx) metricSpan(m ledger.Measured) string {
	if m.Period.IsZero() {
		return ""
	}
	return c.Span(m.Period)
}

// value writes a metric: a share, or days.
func (c Ctx) value(m ledger.Measured) string {
	switch {
	case m.Rate.Of == 0:
		return c.T("RateNone")
	case m.Metric == ledger.MetricAvgDays:
		return c.T("AvgDays", "Days", tenths(m.Rate), "N", m.Rate.Of)
	}
	return c.Rate(m.Rate)
}

// tenths is the mean with one decimal.
func tenths(r ledger.Rate) string {
	n := (20*r.Part + r.Of) / (2 * r.Of)
	return strconv.Itoa(n/10) + "." + strconv.Itoa(n%10)
}

func (c Ctx) move(m, before ledger.Measured) string {
	if m.Metric == ledger.MetricAvgDays {
		return Arrow(m.Rate.Part*before.Rate.Of, before.Rate.Part*m.Rate.Of)
	}
	return Arrow(m.Rate.Percent(), before.Rate.Percent())
}

func (c Ctx) days(n int) string {
	if n == 0 {
		return "—"
	}
	return c.T("DaysShort", "N", n)
}

// trendOf is the way of a unit's on-time share since the period before.
func (c Ctx) trendOf(u ledger.UnitSummary) string {
	if u.OnTime.Of == 0 || u.Before.Of == 0 {
		return "—"
	}
	return Arrow(u.OnTime.Percent(), u.Before.Percent())
}

// Comparison sets units side by side; of two it says which is ahead.
func (c Ctx) Comparison(s ledger.Summary, units []ledger.UnitSummary) chat.Card {
	table := [][]string{strings.Split(c.T("CompareHead", "Span", c.Span(s.Period)), "|")}
	names := make([]string, len(units))
	for i, u := range units {
		names[i] = c.Unit(u.Unit)
		table = append(table, []string{names[i], strconv.Itoa(u.Open), strconv.Itoa(u.Lights[ledger.LightRed]), c.days(u.Worst), strconv.Itoa(u.Closed), c.Rate(u.OnTime)})
	}
	head := c.T("CompareOf", "Units", c.Some(names, 4))
	var lines []string
	if len(units) == 2 {
		a, b := units[0], units[1]
		head = c.T("CompareTwo", "A", names[0], "B", names[1], "LateA", a.Lights[ledger.LightRed], "LateB", b.Lights[ledger.LightRed], "RateA", c.Rate(a.OnTime), "RateB", c.Rate(b.OnTime), "Span", c.Span(s.Period))
		lines = append(lines, c.ahead(s, a, b))
	}
	var controls []chat.Control
	for _, u := range units {
		if n := u.Lights[ledger.LightRed]; n > 0 && len(controls) < 4 {
			controls = append(controls, c.Ask(ledger.Query{Units: []ledger.UnitID{u.Unit}, Open: true, Overdue: 1}, c.T("SeeLateOf", "Unit", c.Unit(u.Unit), "N", n)))
		}
	}
	return c.Tabled(head, lines, table, controls...)
}

// ahead says which of two units is in time more, by the order of rankings.
func (c Ctx) ahead(s ledger.Summary, a, b ledger.UnitSummary) string {
	switch d := ledger.CompareUnits(a, b); {
	case a.Open+a.Closed == 0 || b.Open+b.Closed == 0:
		return ""
	case d == 0:
		return c.T("CompareEven")
	case d > 0:
		a, b = b, a
	}
	return c.T("CompareAhead", "Unit", c.Unit(a.Unit), "Other", c.Unit(b.Unit), "Why", c.why(s, b.WorstOf))
}

// Trend is the last months, the newest last.
func (c Ctx) Trend(months []ledger.MonthCount, scope string, controls ...chat.Control) chat.Card {
	last := months[len(months)-1]
	head := c.T("TrendHead", "Scope", scope, "N", len(months), "Open", last.Last.Open, "Overdue", last.Last.Overdue)
	var lines []string
	if n := len(months); n > 1 {
		prev := months[n-2]
		line := c.T("TrendClosed", "Span", c.T("SpanMonth"), "N", last.Closed, "Before", prev.Closed, "Arrow", Arrow(last.Closed, prev.Closed))
		if prev.Known {
			line += c.T("TrendOverdue", "N", last.Last.Overdue, "Before", prev.Last.Overdue, "Arrow", Arrow(last.Last.Overdue, prev.Last.Overdue))
		}
		lines = append(lines, line)
	}
	table := [][]string{strings.Split(c.T("TrendTable"), "|")}
	uncounted := false
	for _, m := range months {
		open, overdue := "—", "—"
		if m.Known {
			open, overdue = strconv.Itoa(m.Last.Open), strconv.Itoa(m.Last.Overdue)
		} else {
			uncounted = true
		}
		table = append(table, []string{c.MonthName(m.Month), strconv.Itoa(m.Issued), strconv.Itoa(m.Closed), c.Rate(m.OnTime), open, overdue})
	}
	if uncounted {
		lines = append(lines, c.T("TrendUncounted"))
	}
	return c.Tabled(head, lines, table, controls...)
}

// Then sets a period beside an earlier one: what was issued and closed in each, and how things stood at their ends where that is known.
func (c Ctx) Then(now, before ledger.Summary, nowDay, beforeDay *ledger.DayCount, scope string) chat.Card {
	a, b := c.Span(now.Period), c.Span(before.Period)
	table := [][]string{{c.T("ThenWhat"), a, b, c.T("ThenChange")}}
	row := func(id string, x, y int) {
		table = append(table, []string{c.T(id), strconv.Itoa(x), strconv.Itoa(y), change(x, y)})
	}
	row("ThenIssued", now.Issued.N, before.Issued.N)
	row("ThenClosed", now.Closed.N, before.Closed.N)
	rate := "—"
	if now.OnTime.Of > 0 && before.OnTime.Of > 0 {
		rate = change(now.OnTime.Percent(), before.OnTime.Percent())
	}
	table = append(table, []string{c.T("ThenRate"), c.Rate(now.OnTime), c.Rate(before.OnTime), rate})
	var lines []string
	if nowDay != nil && beforeDay != nil {
		row("ThenOpen", nowDay.Open, beforeDay.Open)
		row("ThenOverdue", nowDay.Overdue, beforeDay.Overdue)
	} else {
		lines = append(lines, c.T("ThenUncounted", "Span", b))
	}
	head := c.T("ThenHead", "Scope", scope, "Span", a, "Then", b, "N", now.Closed.N, "Before", before.Closed.N, "Arrow", Arrow(now.Closed.N, before.Closed.N))
	if now.OnTime.Of > 0 && before.OnTime.Of > 0 {
		head += c.T("ThenHeadRate", "N", now.OnTime.Percent(), "Before", before.OnTime.Percent(), "Arrow", Arrow(now.OnTime.Percent(), before.OnTime.Percent()))
	}
	return c.Tabled(head, lines, table)
}

func change(now, before int) string {
	switch {
	case now > before:
		return "↑ " + strconv.Itoa(now-before)
	case now < before:
		return "↓ " + strconv.Itoa(before-now)
	}
	return "→"
}

// Late is what holds overdue items up, an item a row, in the words of their units.
func (c Ctx) Late(head string, items []ledger.Item, total int, units bool, controls ...chat.Control) chat.Card {
	card := c.card(head)
	var rows []chat.Row
	line := c.row
	if units {
		line = c.rowWithUnit
	}
	for _, it := range items[:min(len(items), ListMost)] {
		r := it.Row()
		r.Blocked = "" // said as the reason
		row := line(r, c.button(DoShow, string(it.ID), ""))
		row.Detail = append(row.Detail, c.T("Reason", "Text", c.Reason(it)))
		rows = append(rows, row)
	}
	if len(rows) > 0 {
		card.Blocks = append(card.Blocks, rowsBlock(rows...))
	}
	if total > ListMost {
		card.Blocks = append(card.Blocks, note(c.T("ListMore", "N", total-ListMost)))
	}
	return With(card, controls...)
}

// ListTitle is the headline of a list: whose, what, how many.
func (c Ctx) ListTitle(scope, what string, n int) string {
	if what == "" {
		return c.N("ListAll", n, "Scope", scope)
	}
	return c.N("ListTitle", n, "Scope", scope, "What", what)
}

// Exceptions say what stands out among the rows of a list: what is overdue and how long, what is blocked. Empty where the list asks for
// just that, or nothing does.
func (c Ctx) Exceptions(q ledger.Query, rows []ledger.Row) string {
	late, longest, blocked, open := 0, 0, 0, 0
	for _, r := range rows {
		if r.State.Open() {
			open++
		}
		if n := c.Env.DaysLate(r); n > 0 {
			late++
			longest = max(longest, n)
		}
		if r.Stuck() {
			blocked++
		}
	}
	var parts []string
	if open > 0 && open < len(rows) {
		parts = append(parts, c.T("ExOpen", "N", open))
	}
	if late > 0 {
		id := "ExLate"
		if late == len(rows) {
			id = "ExAllLate"
		}
		parts = append(parts, c.N(id, late, "Days", c.N("DayN", longest)))
	}
	if blocked > 0 && !q.Blocked {
		parts = append(parts, c.N("ExBlocked", blocked))
	}
	if len(parts) == 0 || len(rows) == 1 {
		return ""
	}
	return strings.Join(parts, c.T("Comma"))
}

// Parts is the ledger by area, programme, tier or state.
func (c Ctx) Parts(by string, parts []ledger.Part, s ledger.Summary, scope string) chat.Card {
	table := [][]string{strings.Split(c.T("PartsHead", "By", c.T("PartsBy_"+by), "Span", c.Span(s.Period)), "|")}
	var controls []chat.Control
	for _, p := range parts {
		name := c.PartName(by, p.Name)
		table = append(table, []string{name, strconv.Itoa(p.All), strconv.Itoa(p.Open), strconv.Itoa(p.Red), strconv.Itoa(p.Closed)})
		if p.Red > 0 && len(controls) < 5 {
			q := p.Query
			q.Open, q.Overdue = true, 1
			controls = append(controls, c.Ask(q, c.T("SeeLateOf", "Unit", name, "N", p.Red)))
		}
	}
	return c.Tabled(c.SummaryHead(s, scope), []string{c.T("PartsOf", "By", c.T("PartsBy_"+by), "N", len(parts))}, table, controls...)
}

// PartName names a part of the ledger.
func (c Ctx) PartName(by, name string) string {
	switch {
	case by == ledger.PartState:
		return c.T("State_" + name)
	case by == ledger.PartPriority:
		return c.T("Priority_" + name)
	case name == ledger.None:
		return c.T("PartNone")
	}
	return name
}

// Reason is why an item is late, as far as anybody said: what blocks it, why more time was asked for, why it came back, what was last said.
func (c Ctx) Reason(it ledger.Item) string {
	today := c.Env.Today()
	on := func(d ledger.Date) string { return c.Date(d, today) }
	switch {
	case it.Blocker != nil && it.Blocker.Waiting != "":
		return it.Blocker.Reason + c.T("WaitingFor", "Who", it.Blocker.Waiting)
	case it.Blocker != nil:
		return it.Blocker.Reason
	case it.State == ledger.StateIssued:
		return c.T("ReasonUnsigned")
	case it.Extension != nil:
		return c.T("ReasonExtension", "Date", c.Due(it.Extension.To, today), "Text", it.Extension.Reason)
	case it.Returned != "":
		return c.T("ReasonReturned", "Text", it.Returned)
	case it.ReportedAt.IsZero():
		return c.T("ReasonSilent")
	case it.Note != "":
		return c.T("ReasonNote", "Date", on(ledger.DateOf(it.ReportedAt.In(c.Env.Zone()))), "Text", it.Note)
	}
	return c.T("ReasonNone", "Date", on(ledger.DateOf(it.ReportedAt.In(c.Env.Zone()))), "Percent", it.Percent)
}
