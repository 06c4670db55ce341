package view

import (
	"strings"
	"time"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/ledger"
)

// historyMost is how many rows a history shows; the latest are kept.
const historyMost = 60

// History is the whole life of an item, oldest first: who did what when, in which words, how they were read, and what changed by it.
// Reminders between two acts are folded into one row.
func (c Ctx) History(it ledger.Item, events []ledger.AuditEntry, loc *time.Location) chat.Card {
	title := c.T("HistoryOf", "Number", c.Number(it.Number), "Title", Clip(it.Title, 30))
	var rows []chat.Row
	for i := 0; i < len(events); {
		n := 0
		for i+n < len(events) && (events[i+n].Event.Kind == ledger.EventReminded || events[i+n].Event.Kind == ledger.EventEscalated) {
			n++
		}
		if n > 0 {
			rows = append(rows, c.folded(events[i:i+n], loc))
			i += n
			continue
		}
		rows = append(rows, c.happened(events[i], loc))
		i++
	}
	if len(rows) == 0 {
		return c.Say(title)
	}
	card := c.card(title)
	if more := len(rows) - historyMost; more > 0 {
		rows = rows[more:]
		card.Blocks = append(card.Blocks, note(c.N("HistoryMore", more)))
	}
	card.Blocks = append(card.Blocks, rowsBlock(rows...))
	return card
}

// folded is a run of reminders in one row.
func (c Ctx) folded(run []ledger.AuditEntry, loc *time.Location) chat.Row {
	up := 0
	for _, a := range run {
		if a.Event.Kind == ledger.EventEscalated {
			up++
		}
	}
	last := run[len(run)-1].Event
	text := c.N("HistoryReminded", len(run)-up)
	switch {
	case up == len(run):
		text = c.N("HistoryEscalated", up)
	case up > 0:
		text += c.T("Comma") + c.N("HistoryEscalated", up)
	}
	if len(run) > 1 {
		text += c.T("HistoryUntil", "Time", c.Clock(last.At, loc))
	}
	return chat.Row{Mark: c.Clock(run[0].Event.At, loc), Text: c.Person("") + " " + text}
}

// happened is one act.
func (c Ctx) happened(a ledger.AuditEntry, loc *time.Location) chat.Row {
	e := a.Event
	row := chat.Row{Mark: c.Clock(e.At, loc), Text: c.Actor(e) + " " + c.T("Event_"+string(e.Kind))}
	said := a.Words
	switch {
	case a.Gone:
		row.Detail = append(row.Detail, c.T("HistoryGone"))
		said = e.Reason
	case said == "" && e.Kind != ledger.EventChild:
		said = e.Reason
	}
	if said = Clip(said, 300); said != "" {
		row.Detail = append(row.Detail, c.T("HistorySaid", "Text", said))
	}
	what := strings.Join(c.Changes(e), c.T("HistorySep"))
	read := c.ReadAs(e.Read)
	switch {
	case read != "" && a.Event.Words != "" && what != "":
		row.Detail = append(row.Detail, c.T("HistoryRead", "As", read, "What", what))
	case read != "" && a.Event.Words != "":
		row.Detail = append(row.Detail, c.T("HistoryReadOnly", "As", read))
	case what != "":
		row.Detail = append(row.Detail, what)
	}
	return row
}

// Actor is who did what happened, and for which unit.
func (c Ctx) Actor(e ledger.Event) string {
	who := c.Person(e.By)
	if e.For != "" {
		who = c.T("OnBehalf", "Who", who, "Unit", c.Unit(e.For))
	}
	return who
}
