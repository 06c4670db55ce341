package view

import (
	"strconv"
	"strings"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/ledger"
)

// Drafts is the one card of a meeting's drafts: each row with its owner, date and measure, and what it lacks marked. full adds the minutes'
// own words to each row.
func (c Ctx) Drafts(d ledger.Draft, full bool) chat.Card {
	ready, short := d.Ready(c.Env.Policy)
	title := c.N("DraftsTitle", len(d.Rows), "Meeting", c.meeting(d))
	if len(short) > 0 {
		title += c.T("DraftsShort", "N", len(short))
	}
	if d.Finished() {
		title = c.T("DraftsDone", "Meeting", c.meeting(d))
	}
	rows := make([]chat.Row, 0, len(d.Rows))
	for _, r := range d.Rows {
		rows = append(rows, c.draftRow(d, r, full))
	}
	card := c.card(title, rowsBlock(rows...))
	if d.Finished() {
		return card
	}
	var actions []chat.Control
	if len(ready) > 0 {
		actions = append(actions, c.Button(DoDraftAsk, string(d.ID), c.N("DraftsIssue", len(ready)), "primary"))
	}
	if !full {
		actions = append(actions, c.button(DoDraftFull, string(d.ID), ""), c.button(DoDraftTable, string(d.ID), ""))
	}
	card.Blocks = append(card.Blocks, chat.Block{Kind: chat.BlockActions, Actions: actions}, note(c.draftHint(d, short)))
	if len(d.Rows) > manyRows {
		card.Blocks = append(card.Blocks, note(c.T("DraftsMany", "N", len(d.Rows))))
	}
	if d.Principles > 0 {
		card.Blocks = append(card.Blocks, note(c.N("DraftsPrinciples", d.Principles)))
	}
	return card
}

// manyRows is more than the minutes of one meeting usually ask for: the card says so, since a ledger or several minutes in one file read the same.
const manyRows = 150

// draftHint shows how to answer, with a row that needs it.
func (c Ctx) draftHint(d ledger.Draft, short []int) string {
	n := 1
	if len(short) > 0 {
		n = short[0]
	}
	unit := c.T("SomeUnit")
	if us := c.Env.Dir.Org().Units; len(us) > 0 {
		unit = us[0].Label()
	}
	return c.T("DraftsHint", "N", n, "Unit", unit)
}

func (c Ctx) meeting(d ledger.Draft) string {
	if d.Title == "" && d.Date.IsZero() {
		return c.T("SomeMeeting", "Date", c.Date(ledger.DateOf(d.At.In(c.Env.Zone())), c.Env.Today()))
	}
	if d.Date.IsZero() {
		return Clip(d.Title, 30)
	}
	return strings.TrimSpace(Clip(d.Title, 30) + " " + c.Date(d.Date, c.Env.Today()))
}

func (c Ctx) draftRow(d ledger.Draft, r ledger.DraftRow, full bool) chat.Row {
	missing := r.Missing(c.Env.Policy)
	out := chat.Row{Mark: strconv.Itoa(r.N)}
	parts := []string{c.draftOwner(r), r.Title, c.draftDue(r)}
	switch {
	case r.Continues != "":
		out.Light = string(ledger.LightGreen)
		number := r.Reason // of a row taken over before rows remembered what they go on with
		if r.Onto != nil {
			number = c.Number(r.Onto.Number)
		}
		parts = append(parts, c.T("RowContinues", "Number", number))
	case r.Issued != "":
		out.Light = string(ledger.LightGreen)
		parts = append(parts, c.T("RowIssued"))
	case r.Dropped:
		parts = append(parts, c.T("RowDropped"))
	case r.Done:
		parts = append(parts, c.T("RowDone"))
	case r.Onto != nil:
		parts = []string{c.Unit(r.Onto.Lead), r.Title, c.T("RowGoesOn", "Number", c.Number(r.Onto.Number))}
		if r.OntoDate {
			parts = append(parts, c.T("RowGoesOnDate", "Due", c.draftDue(r)))
		}
	case len(missing) > 0:
		out.Light = "warn"
	}
	out.Text = strings.Join(parts, c.T("Sep"))
	if full && r.Programme != "" {
		out.Detail = append(out.Detail, c.T("FactProgramme", "Text", r.Programme))
	}
	if r.Measure != "" {
		out.Detail = append(out.Detail, c.T("Measure", "Text", r.Measure))
	} else if full && r.Waiting() && r.Onto == nil {
		out.Detail = append(out.Detail, c.T("NoMeasure"))
	}
	switch {
	case r.Onto != nil: // its owner is the open item's
	case len(r.Candidates) > 0 && r.Lead == "":
		out.Detail = append(out.Detail, c.T("Ambiguous", "Alias", r.LeadText, "Units", c.Units(r.Candidates)))
	case r.LeadText != "" && r.Lead == "" && len(r.Members) == 0:
		out.Detail = append(out.Detail, c.T("UnknownOwner", "Name", r.LeadText))
	}
	if full {
		out.Detail = append(out.Detail, c.T("Quoted", "Text", Clip(r.Text, 300)))
		for _, p := range r.Principles {
			out.Detail = append(out.Detail, c.T("Principle", "Text", Clip(p, 120)))
		}
	}
	if r.Waiting() {
		out.Actions = []chat.Control{c.form(DoDraftRow, string(d.ID)+"|"+strconv.Itoa(r.N), "")}
	}
	c.likeness(d, r, &out)
	return out
}

func (c Ctx) draftOwner(r ledger.DraftRow) string {
	var s string
	switch {
	case r.Lead != "":
		s = c.Unit(r.Lead)
	case len(r.Members) > 0:
		name := r.Fanout
		if name == "" {
			name = c.Units(r.Members)
		}
		s = c.N("Members", len(r.Members), "Name", name)
	default:
		s = c.T("NoLead")
	}
	if len(r.Support) > 0 {
		s += " + " + c.Units(r.Support)
	}
	return s
}

func (c Ctx) draftDue(r ledger.DraftRow) string {
	switch {
	case !r.Due.IsZero():
		due := c.Due(r.Due, c.Env.Today())
		if !r.Written.IsZero() && c.Env.OnWorkday(r.Written) == r.Due.Date {
			due += c.T("DueWritten", "Date", c.Date(r.Written, c.Env.Today()))
		}
		return due
	case r.Ongoing:
		return c.T("Ongoing")
	case r.RRule != "":
		return c.T("Recurring", "Text", r.DueText)
	case r.NoDue:
		return c.T("NoDue")
	case r.DueText != "":
		return c.T("VagueDue", "Text", r.DueText)
	}
	return c.T("MissingDue")
}

// ConfirmIssue says what issuing will send before it is sent.
func (c Ctx) ConfirmIssue(d ledger.Draft, r ledger.Reach, short int) chat.Card {
	lines := []string{c.T("ConfirmIssue", "Items", len(r.Rows), "Units", r.Units, "Messages", r.Messages)}
	for _, n := range r.Onto {
		row := d.Row(n)
		line := c.T("ConfirmOnto", "Row", n, "Number", c.Number(row.Onto.Number), "Title", Clip(row.Onto.Title, 24))
		if row.OntoDate {
			line += c.T("Sep") + c.T("RowGoesOnDate", "Due", c.draftDue(*row))
		}
		lines = append(lines, line)
	}
	if len(r.Unreachable) > 0 {
		lines = append(lines, c.T("Unreachable", "Units", c.Units(r.Unreachable)))
	}
	if short > 0 {
		lines = append(lines, c.N("StillShort", short))
	}
	fanout, offers := c.fanoutLines(d, r.Rows)
	controls := append([]chat.Control{c.Button(DoDraftGo, string(d.ID)+"|"+ids(r.Rows), c.T("Do_issue"), "primary")}, offers...)
	return With(c.Say(append(lines, fanout...)...), append(controls, c.button(DoDraftOpen, string(d.ID), ""))...)
}

// DraftList lists the drafts that wait.
func (c Ctx) DraftList(ds []ledger.Draft) chat.Card {
	if len(ds) == 0 {
		return c.Say(c.T("DraftsNone"))
	}
	var rows []chat.Row
	for _, d := range ds {
		ready, short := d.Ready(c.Env.Policy)
		rows = append(rows, chat.Row{Text: c.T("DraftsLine", "Meeting", c.meeting(d), "Ready", len(ready), "Short", len(short),
			"By", c.Person(d.By)), Actions: []chat.Control{c.button(DoDraftOpen, string(d.ID), "")}})
	}
	return c.card(c.N("DraftsList", len(ds)), rowsBlock(rows...))
}
