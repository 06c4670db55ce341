package view

import (
	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/ledger"
)

// A HomePage is what a person's own page tells.
type HomePage struct {
	Hello    string
	Decide   []ledger.Item // the first of those that wait for them
	Deciding int           // how many do
	Items    []ledger.Item // the first of their own
	Mine     []ledger.Row  // all of them
	Units    HomeUnits
	Next     []string
	Settings string
	Admin    bool
}

// HomeUnits are the open items of the units that a person stands for.
type HomeUnits struct {
	Label string // empty: there are none
	Query ledger.Query
	Rows  []ledger.Row
}

// Home is a person's own page.
func (c Ctx) Home(p HomePage) chat.Card {
	card := c.card(c.homeTitle(p))
	part := func(title string, items []ledger.Item, all int, q ledger.Query, units bool) {
		if len(items) == 0 {
			return
		}
		card.Blocks = append(card.Blocks, para(title), rowsBlock(c.homeRows(items, units)...))
		if all > len(items) {
			card = With(card, c.Ask(q, c.N("HomeAll", all)))
		}
	}
	part(c.N("HomeDecide", p.Deciding), p.Decide, p.Deciding, ledger.Query{Decides: c.Reader, Open: true}, true)
	part(c.N("HomeMine", len(p.Mine)), p.Items, len(p.Mine), ledger.Query{Person: c.Reader, Open: true}, false)
	if len(p.Decide)+len(p.Items) == 0 {
		card.Blocks = append(card.Blocks, para(c.T("HomeNone")))
	}
	card = c.homeUnits(card, p.Units)
	if len(p.Next) > 0 {
		rows := make([]chat.Row, len(p.Next))
		for i, s := range p.Next {
			rows[i] = chat.Row{Text: s}
		}
		card.Blocks = append(card.Blocks, para(c.T("HomeNext")), rowsBlock(rows...))
	}
	card.Blocks = append(card.Blocks, chat.Block{Kind: chat.BlockDivider}, note(c.T("HomePrefs", "What", p.Settings)))
	controls := []chat.Control{c.form(DoPrefs, "", "")}
	if p.Admin {
		controls = append(controls, c.form(DoSchedule, "", ""), c.form(DoPerson, "", ""), c.form(DoUnit, "", ""))
	}
	return With(card, controls...)
}

// homeTitle is the point of the page in a line: 早上好。等您定 2 项,在办 3 项:🔴1 逾期 🟢2 正常.
func (c Ctx) homeTitle(p HomePage) string {
	var parts []string
	if p.Deciding > 0 {
		parts = append(parts, c.N("HomeDecide", p.Deciding))
	}
	if len(p.Mine) > 0 {
		s := c.N("HomeMine", len(p.Mine))
		if l := c.lightsOf(p.Mine); l != "" {
			s += c.T("Colon") + l
		}
		parts = append(parts, s)
	}
	if len(parts) == 0 {
		parts = append(parts, c.T("HomeNone"))
	}
	what := parts[0]
	for _, s := range parts[1:] {
		what += c.T("Comma") + s
	}
	return c.T("HomeHead", "Hello", p.Hello, "What", what)
}

func (c Ctx) lightsOf(rows []ledger.Row) string {
	count := map[ledger.Light]int{}
	for _, r := range rows {
		count[c.Env.Light(r)]++
	}
	return c.lightCounts(count)
}

// homeRows are items with the first of what may be done about each, and its window, which has the rest.
func (c Ctx) homeRows(items []ledger.Item, units bool) []chat.Row {
	var out []chat.Row
	for _, it := range items {
		var actions []chat.Control
		if offers := c.Offers(it); len(offers) > 0 {
			actions = offers[:1:1]
		}
		actions = append(actions, c.form(DoShow, string(it.ID), ""))
		if units {
			out = append(out, c.rowWithUnit(it.Row(), actions...))
		} else {
			out = append(out, c.row(it.Row(), actions...))
		}
	}
	return out
}

func (c Ctx) homeUnits(card chat.Card, u HomeUnits) chat.Card {
	if u.Label == "" {
		return card
	}
	line := c.N("HomeUnit", len(u.Rows), "Unit", u.Label)
	if l := c.lightsOf(u.Rows); l != "" {
		line += c.T("Colon") + l
	}
	card.Blocks = append(card.Blocks, para(line))
	if len(u.Rows) == 0 {
		return card
	}
	controls := []chat.Control{c.Ask(u.Query, c.N("HomeAll", len(u.Rows)))}
	late := 0
	for _, r := range u.Rows {
		if c.Env.Light(r) == ledger.LightRed {
			late++
		}
	}
	if late > 0 {
		q := u.Query
		q.Overdue = 1
		controls = append([]chat.Control{c.Ask(q, c.N("See_red", late))}, controls...)
	}
	return With(card, controls...)
}

// Pane is a card as a window that is only looked at.
func (c Ctx) Pane(id string, it ledger.Item, card chat.Card) *chat.Form {
	return &chat.Form{ID: id, Value: string(it.ID), Lang: card.Lang, Title: c.Number(it.Number) + " " + it.Title, Cancel: c.T("PaneClose"),
		Show: append([]chat.Block{para(card.Title)}, card.Blocks...)}
}
