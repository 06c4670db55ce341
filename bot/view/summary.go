package view

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/ledger"
)

// Summary answers "how do we stand?" in one card: the headline, what was closed, the ends or else what is longest overdue, what waits, and a
// way into every figure.
func (c Ctx) Summary(s ledger.Summary, scope string, rank bool) chat.Card {
	card := c.card(c.SummaryHead(s, scope), para(c.ClosedLine(s)))
	add := func(l string) {
		if l != "" {
			card.Blocks = append(card.Blocks, para(l))
		}
	}
	if rank {
		add(c.ends(s))
	} else {
		add(c.longest(s))
	}
	add(c.waiting(s))
	card = With(card, c.summaryControls(s)...)
	if len(s.Units) > 1 {
		card.Blocks = append(card.Blocks, c.unitTable(s))
	}
	return card
}

// SummaryHead is the summary in a sentence: what is open, by light.
func (c Ctx) SummaryHead(s ledger.Summary, scope string) string {
	count := map[ledger.Light]int{}
	for l, f := range s.Lights {
		count[l] = f.N
	}
	head := c.T("SummaryOpen", "Scope", scope, "N", s.Open.N)
	if l := c.lightCounts(count); l != "" {
		head += c.T("Colon") + l
	}
	if s.Suspended.N > 0 {
		head += c.T("Sep") + c.T("SummarySuspended", "N", s.Suspended.N)
	}
	return head
}

// ClosedLine is what was issued and closed in the period, and how much of it in time, against the period before.
func (c Ctx) ClosedLine(s ledger.Summary) string {
	line := c.T("SumClosed", "Span", c.Span(s.Period), "N", s.Closed.N, "Issued", s.Issued.N)
	if s.OnTime.Of > 0 {
		line += c.T("SumRate", "Rate", c.Rate(s.OnTime))
		if s.Before.Of > 0 {
			line += c.T("SumBefore", "Span", c.Span(s.Period.Before()), "Percent", s.Before.Percent(), "Arrow", Arrow(s.OnTime.Percent(), s.Before.Percent()))
		}
	}
	return line
}

func (c Ctx) ends(s ledger.Summary) string {
	best, worst := s.Ends()
	var parts []string
	if best != nil {
		parts = append(parts, c.T("EndBest", "Unit", c.Unit(best.Unit), "Rate", c.Rate(best.OnTime), "Arrow", c.moved(*best)))
	}
	if worst != nil {
		parts = append(parts, c.N("EndWorst", worst.Lights[ledger.LightRed], "Unit", c.Unit(worst.Unit), "Days", c.N("DayN", worst.Worst), "Why", c.why(s, worst.WorstOf), "Arrow", c.moved(*worst)))
	}
	return strings.Join(parts, "\n")
}

// moved is the arrow of a unit's on-time share since the period before, where there are both.
func (c Ctx) moved(u ledger.UnitSummary) string {
	if a := c.trendOf(u); a != "—" {
		return " " + a
	}
	return ""
}

// why is the reason of a late item, with a colon before it.
func (c Ctx) why(s ledger.Summary, r ledger.Row) string {
	if w := s.Why[r.ID]; w != "" {
		return c.T("Colon") + w
	}
	if r.Blocked != "" {
		return c.T("Colon") + r.Blocked
	}
	return ""
}

// longest are the items that are overdue longest, with their reasons.
func (c Ctx) longest(s ledger.Summary) string {
	var lines []string
	for _, r := range s.Late {
		lines = append(lines, c.T("LongestLate", "Number", c.Number(r.Number), "Title", Clip(r.Title, 24), "Unit", c.Unit(r.Lead), "Late", c.due(r), "Why", c.why(s, r)))
	}
	if len(lines) == 0 {
		return ""
	}
	return c.T("LongestHead") + strings.Join(lines, c.T("Semicolon"))
}

func (c Ctx) waiting(s ledger.Summary) string {
	var parts []string
	for _, w := range []string{ledger.PendingExtension, ledger.PendingReview, ledger.PendingDecline} {
		if n := s.Waiting[w].N; n > 0 {
			parts = append(parts, c.N("Waiting_"+w, n))
		}
	}
	if s.Blocked.N > 0 {
		parts = append(parts, c.N("SummaryBlocked", s.Blocked.N))
	}
	if len(parts) == 0 {
		return ""
	}
	return c.T("SummaryWaiting", "What", strings.Join(parts, c.T("Comma")))
}

// unitTable shows units with something open or closed this month, those with most overdue first.
func (c Ctx) unitTable(s ledger.Summary) chat.Block {
	t := [][]string{strings.Split(c.T("SumTableHead", "Span", c.Span(s.Period)), "|")}
	for _, u := range s.ByNeed() {
		t = append(t, []string{c.Unit(u.Unit), strconv.Itoa(u.Open), strconv.Itoa(u.Lights[ledger.LightRed]),
			strconv.Itoa(u.Lights[ledger.LightYellow]), strconv.Itoa(u.Blocked), strconv.Itoa(u.Closed)})
	}
	return chat.Block{Kind: chat.BlockTable, Table: t}
}

func (c Ctx) summaryControls(s ledger.Summary) []chat.Control {
	var out []chat.Control
	add := func(f *ledger.Figure, id string) {
		if f.N > 0 {
			out = append(out, c.Ask(f.Query, c.N(id, f.N)))
		}
	}
	add(s.Lights[ledger.LightRed], "See_red")
	add(s.Lights[ledger.LightYellow], "See_yellow")
	add(&s.Blocked, "See_blocked")
	add(s.Waiting[ledger.PendingReview], "See_review")
	add(s.Waiting[ledger.PendingExtension], "See_extension")
	add(s.Lights[ledger.LightGrey], "See_grey")
	add(s.Lights[ledger.LightGreen], "See_green")
	if s.Closed.N > 0 {
		out = append(out, c.Ask(s.Closed.Query, c.T("SeeClosedIn", "Span", c.Span(s.Period), "N", s.Closed.N)))
	}
	add(&s.Open, "See_open")
	return out
}

// ListMost is how many rows a list shows.
const ListMost = 30

// Listing is the rows behind a figure, with its headline.
func (c Ctx) Listing(title string, rows []ledger.Row, units bool) chat.Card {
	if len(rows) == 0 {
		return c.Say(title)
	}
	line := c.row
	if units {
		line = c.rowWithUnit
	}
	var out []chat.Row
	for _, r := range rows[:min(len(rows), ListMost)] {
		out = append(out, line(r, c.button(DoShow, string(r.ID), "")))
	}
	card := c.card(title, rowsBlock(out...))
	if len(rows) > ListMost {
		card.Blocks = append(card.Blocks, note(c.T("ListMore", "N", len(rows)-ListMost)))
	}
	return card
}

// Deciding is a short list of what waits for a decision: what is asked, with its buttons on the spot.
func (c Ctx) Deciding(title string, items []ledger.Item) chat.Card {
	var out []chat.Row
	for _, it := range items {
		row := c.rowWithUnit(it.Row(), append(c.Offers(it), c.button(DoShow, string(it.ID), ""))...)
		row.Detail = append(row.Detail, c.asks(it)...)
		out = append(out, row)
	}
	return c.card(title, rowsBlock(out...))
}

// grouped gives rows by unit, and the units, those with most rows first.
func grouped(rows []ledger.Row) (groups map[ledger.UnitID][]ledger.Row, order []ledger.UnitID) {
	groups = map[ledger.UnitID][]ledger.Row{}
	for _, r := range rows {
		if groups[r.Lead] == nil {
			order = append(order, r.Lead)
		}
		groups[r.Lead] = append(groups[r.Lead], r)
	}
	slices.SortStableFunc(order, func(a, b ledger.UnitID) int { return cmp.Compare(len(groups[b]), len(groups[a])) })
	return groups, order
}

// Grouped is the rows in the order in which ByUnit shows them.
func Grouped(rows []ledger.Row) []ledger.Row {
	groups, order := grouped(rows)
	out := make([]ledger.Row, 0, len(rows))
	for _, u := range order {
		out = append(out, groups[u]...)
	}
	return out
}

// ByUnit is the rows grouped by unit, the units with most rows first.
func (c Ctx) ByUnit(title string, rows []ledger.Row) chat.Card {
	groups, order := grouped(rows)
	card := c.card(title)
	left := ListMost
	for _, u := range order {
		if left <= 0 {
			break
		}
		card.Blocks = append(card.Blocks, para(c.N("UnitHas", len(groups[u]), "Unit", c.Unit(u))))
		var lines []chat.Row
		for _, r := range groups[u][:min(left, len(groups[u]))] {
			lines = append(lines, c.row(r, c.button(DoShow, string(r.ID), "")))
		}
		left -= len(lines)
		card.Blocks = append(card.Blocks, rowsBlock(lines...))
	}
	if len(rows) > ListMost {
		card.Blocks = append(card.Blocks, note(c.T("ListMore", "N", len(rows)-ListMost)))
	}
	return card
}

// Brief is a leader's Monday: red, blocked, waiting.
func (c Ctx) Brief(red, blocked, waiting []ledger.Item) chat.Card {
	late, stuck := 0, 0 // an item may be both, and wait for a decision besides: each figure is the one that a summary shows
	for _, items := range [][]ledger.Item{red, blocked, waiting} {
		for _, it := range items {
			if c.Env.Overdue(it.Row()) {
				late++
			}
			if c.Env.Selects(ledger.Query{Blocked: true}, it.Row()) {
				stuck++
			}
		}
	}
	card := c.card(c.T("BriefTitle", "Red", late, "Blocked", stuck, "Waiting", len(waiting)))
	part := func(id string, items []ledger.Item) {
		if len(items) == 0 {
			return
		}
		var rows []chat.Row
		for i, it := range items {
			if i == 10 {
				break
			}
			actions := c.itemControls(it)
			if len(actions) == 0 {
				actions = []chat.Control{c.button(DoShow, string(it.ID), "")}
			}
			rows = append(rows, c.rowWithUnit(it.Row(), actions...))
		}
		card.Blocks = append(card.Blocks, para(c.N(id, len(items))), rowsBlock(rows...))
	}
	part("BriefRed", red)
	part("BriefBlocked", blocked)
	part("BriefWaiting", waiting)
	return With(card, c.button(DoMute, "", ""))
}
