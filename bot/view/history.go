package view

import (
	"slices"
	"time"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/ledger"
)

// told are events in words, a row each.
func (c Ctx) told(events []ledger.Event, loc *time.Location) (rows []chat.Row) {
	for _, e := range events {
		text := c.T("Event_" + string(e.Kind))
		row := chat.Row{Mark: c.Clock(e.At, loc), Text: c.Actor(e) + " " + text}
		if e.Reason != "" && e.Kind != ledger.EventChild {
			row.Detail = append(row.Detail, e.Reason)
		}
		rows = append(rows, row)
	}
	return rows
}

// of keeps the events of some kinds.
func of(events []ledger.Event, kinds ...ledger.EventKind) []ledger.Event {
	return slices.DeleteFunc(slices.Clone(events), func(e ledger.Event) bool { return !slices.Contains(kinds, e.Kind) })
}

// RemindersOf answers how often an item was chased.
func (c Ctx) RemindersOf(it ledger.Item, events []ledger.Event, loc *time.Location) chat.Card {
	list := of(events, ledger.EventReminded, ledger.EventUrged, ledger.EventEscalated)
	head := c.T("RemindedNever", "Number", c.Number(it.Number), "Title", Clip(it.Title, 30))
	if len(list) == 0 {
		return c.Say(head)
	}
	last := list[len(list)-1]
	head = c.N("RemindedTimes", len(list), "Number", c.Number(it.Number), "Title", Clip(it.Title, 30), "Last", c.Clock(last.At, loc),
		"Urged", len(of(list, ledger.EventUrged)), "Escalated", len(of(list, ledger.EventEscalated)))
	return c.card(head, rowsBlock(c.told(list, loc)...))
}

// ExtensionsOf answers how often an item was given more time.
func (c Ctx) ExtensionsOf(it ledger.Item, events []ledger.Event, loc *time.Location) chat.Card {
	list := of(events, ledger.EventExtensionRequested, ledger.EventExtensionGranted, ledger.EventExtensionDenied)
	today := c.Env.Today()
	head := c.N("ExtendedTimes", it.Extensions, "Number", c.Number(it.Number), "Title", Clip(it.Title, 30), "First", c.Due(it.FirstDue, today), "Due", c.Due(it.Due, today))
	if it.Extensions == 0 {
		head = c.T("ExtendedNever", "Number", c.Number(it.Number), "Title", Clip(it.Title, 30), "Due", c.Due(it.Due, today))
	}
	card := c.Say(head)
	if it.Extension != nil {
		card.Blocks = append(card.Blocks, para(c.T("FactExtension", "Date", c.Due(it.Extension.To, today), "Reason", it.Extension.Reason)))
	}
	if len(list) > 0 {
		card.Blocks = append(card.Blocks, rowsBlock(c.told(list, loc)...))
	}
	return card
}
