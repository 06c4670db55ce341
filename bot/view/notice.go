package view

import (
	"slices"
	"strings"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/ledger"
)

// Issued is the first message that a unit gets about items: what, by when, on whose word, and three ways to answer.
func (c Ctx) Issued(items []ledger.Item, by ledger.PersonID) chat.Card {
	if len(items) == 1 {
		return c.issuedOne(items[0], by)
	}
	first := items[0]
	rows := make([]chat.Row, 0, len(items))
	for _, it := range items {
		row := c.row(it.Row(), c.itemControls(it)...)
		if it.Measure != "" {
			row.Detail = append(row.Detail, c.T("Measure", "Text", it.Measure))
		}
		row.Detail = append(row.Detail, c.T("Quoted", "Text", Clip(it.Source.Quote, 160)))
		rows = append(rows, row)
	}
	card := c.card(c.N("IssuedMany", len(items)), para(c.origin(first, by)), rowsBlock(rows...))
	if n := c.unsigned(items); n > 1 {
		card = With(card, c.Button(DoSignAll, "", c.N("SignAll", n), "primary"))
	}
	return c.answerHint(card, items)
}

// answerHint shows how to answer, as long as there is something to answer.
func (c Ctx) answerHint(card chat.Card, items []ledger.Item) chat.Card {
	id := ""
	var first ledger.Item
	for _, it := range slices.Backward(items) {
		switch it.State {
		case ledger.StateIssued:
			id, first = "IssuedHint", it
		case ledger.StateAccepted, ledger.StateActive:
			if id == "" {
				id, first = "ReportHint", it
			}
		}
	}
	if id != "" {
		card.Blocks = append(card.Blocks, note(c.T(id, "N", c.Number(first.Number))))
	}
	return card
}

// unsigned counts the items that wait for the reader's receipt.
func (c Ctx) unsigned(items []ledger.Item) (n int) {
	for _, it := range items {
		if it.State == ledger.StateIssued && c.owns(it) {
			n++
		}
	}
	return n
}

func (c Ctx) issuedOne(it ledger.Item, by ledger.PersonID) chat.Card {
	title := c.T("IssuedOne", "Number", c.Number(it.Number), "Title", it.Title, "Due", c.farOf(it))
	card := c.card(title, para(c.origin(it, by)))
	if it.Source.Quote != "" {
		card.Blocks = append(card.Blocks, quote(Clip(it.Source.Quote, 240)))
	}
	var facts []string
	if it.Measure != "" {
		facts = append(facts, c.T("Measure", "Text", it.Measure))
	}
	if len(it.Support) > 0 {
		facts = append(facts, c.T("Support", "Units", c.Units(it.Support)))
	}
	if len(facts) > 0 {
		card.Blocks = append(card.Blocks, para(strings.Join(facts, "\n")))
	}
	return c.answerHint(With(card, c.Offers(it)...), []ledger.Item{it})
}

// origin names the meeting and who confirmed the reading.
func (c Ctx) origin(it ledger.Item, by ledger.PersonID) string {
	s := it.Source
	if s.Order != "" {
		return c.T("OriginOrder", "Who", c.Person(s.Order), "By", c.Person(by))
	}
	title := s.Title
	if title == "" {
		title = c.T("Minutes")
	}
	date := ""
	if !s.Date.IsZero() {
		date = c.Date(s.Date, c.Env.Today())
	}
	return c.T("Origin", "Meeting", title, "Date", date, "By", c.Person(by))
}

// itemControls are the offers of an item as a line of a list: at most two.
func (c Ctx) itemControls(it ledger.Item) []chat.Control {
	out := c.Offers(it)
	if len(out) > 2 {
		out = out[:2]
	}
	return out
}

// A Line is one item of a digest, with why it is there.
type Line struct {
	Item ledger.Item
	Why  string // in words; empty: it is merely open

	Explain bool // the reader is asked why it is late
}

// Digest is one's day in one message: what calls for something first, then the rest.
func (c Ctx) Digest(lines []Line, more int, hello string) chat.Card {
	count := map[ledger.Light]int{}
	rows := make([]chat.Row, 0, len(lines))
	for _, l := range lines {
		r := l.Item.Row()
		count[c.Env.Light(r)]++
		var actions []chat.Control
		if l.Why != "" {
			actions = c.itemControls(l.Item)
		}
		if l.Explain {
			actions = append([]chat.Control{c.form(DoExplain, string(l.Item.ID), "primary")}, actions[:min(len(actions), 1)]...)
		}
		row := c.row(r, actions...)
		if !c.owns(l.Item) {
			row = c.rowWithUnit(r, actions...)
		}
		if strings.TrimSpace(l.Why) != "" {
			row.Detail = append(row.Detail, l.Why)
		}
		rows = append(rows, row)
	}
	title := c.N("DigestTitle", len(lines), "Hello", hello)
	if s := c.lightCounts(count); s != "" {
		title += c.T("Colon") + s
	}
	card := c.card(title, rowsBlock(rows...))
	items := make([]ledger.Item, len(lines))
	for i, l := range lines {
		items[i] = l.Item
	}
	if n := c.unsigned(items); n > 1 {
		card = With(card, c.Button(DoSignAll, "", c.N("SignAll", n), "primary"))
	}
	if more > 0 {
		card.Blocks = append(card.Blocks, note(c.N("Missed", more)))
	}
	return card
}

func (c Ctx) lightCounts(count map[ledger.Light]int) string {
	var parts []string
	for _, l := range ledger.Lights {
		if count[l] > 0 {
			parts = append(parts, c.T("LightCount", "Sign", c.T("Sign_"+string(l)), "N", count[l], "Word", c.T("Light_"+string(l))))
		}
	}
	return strings.Join(parts, " ")
}

// Decide asks for a decision: a review, an extension, a decline.
func (c Ctx) Decide(it ledger.Item) chat.Card {
	today := c.Env.Today()
	var title string
	var facts []string
	switch {
	case it.State == ledger.StateSubmitted:
		s := it.Submission
		title = c.T("AskReview", "Number", c.Number(it.Number), "Title", it.Title, "Unit", c.Unit(it.Lead))
		facts = append(facts, c.T("AskReviewText", "Who", c.Person(s.By), "Text", s.Text))
		if it.Measure != "" {
			facts = append(facts, c.T("Measure", "Text", it.Measure))
		}
		if s.Measured != "" {
			facts = append(facts, c.T("Measured", "Text", s.Measured))
		}
		for _, e := range s.Evidence {
			facts = append(facts, c.T("Evidence", "Name", e.Name+e.Text))
		}
		if s.Head != "" {
			facts = append(facts, c.T("EndorsedBy", "Who", c.Person(s.Head)))
		}
	case it.Extension != nil:
		x := it.Extension
		title = c.T("AskExtension", "Number", c.Number(it.Number), "Title", it.Title, "Unit", c.Unit(it.Lead), "To", c.Due(x.To, today))
		facts = append(facts, c.T("AskExtensionText", "Who", c.Person(x.By), "From", c.Due(it.Due, today), "Reason", x.Reason, "N", it.Extensions))
	case it.State == ledger.StateDeclined:
		title = c.T("AskDecline", "Number", c.Number(it.Number), "Title", it.Title, "Unit", c.Unit(it.Lead))
		facts = append(facts, c.decline(*it.Decline))
	default:
		return c.Item(it)
	}
	offers := c.Offers(it)
	if s := it.Submission; s != nil && slices.ContainsFunc(s.Evidence, func(e ledger.Evidence) bool { return e.Kind == "file" }) {
		if b, ok := c.EvidenceButton(it); ok {
			offers = append(offers, b)
		}
	}
	return With(c.card(title, para(strings.Join(facts, "\n"))), offers...)
}

// Outcome tells how something was decided, by its event.
func (c Ctx) Outcome(it ledger.Item, e ledger.Event) chat.Card {
	into := ""
	if it.Into != nil {
		into = c.Number(it.Into.Number) + " " + it.Into.Title
	}
	lines := []string{c.T("Outcome_"+string(e.Kind), "Into", into, "Number", c.Number(it.Number), "Title", it.Title, "Who", c.Person(e.By),
		"Reason", e.Reason, "Due", c.Due(it.Due, c.Env.Today()), "Unit", c.Unit(it.Lead), "Percent", it.Percent)}
	if e.Reason != "" && e.Kind != ledger.EventReported && e.Kind != ledger.EventSubmitted && e.Kind != ledger.EventChild {
		lines = append(lines, c.T("BecauseOf", "Reason", e.Reason))
	}
	return With(c.Say(lines...), c.itemControls(it)...)
}

// Blocked tells an overseer what a unit is stuck on.
func (c Ctx) Blocked(it ledger.Item) chat.Card {
	b := it.Blocker
	if b == nil {
		return c.Item(it)
	}
	title := c.T("BlockedTitle", "Number", c.Number(it.Number), "Title", it.Title, "Unit", c.Unit(it.Lead))
	line := c.blocker(*b)
	if it.Percent > 0 {
		line += c.T("Sep") + c.T("Reported", "Percent", it.Percent)
	}
	line += c.T("Sep") + c.due(it.Row())
	return With(c.card(title, para(line)), c.button(DoShow, string(it.ID), ""))
}

// Urged is a person's 催办.
func (c Ctx) Urged(it ledger.Item, e ledger.Event) chat.Card {
	title := c.T("UrgedTitle", "Who", c.Person(e.By), "Number", c.Number(it.Number), "Title", it.Title)
	lines := []string{c.due(it.Row())}
	if e.Reason != "" {
		lines = append(lines, e.Reason)
	}
	return With(c.card(title, para(strings.Join(lines, "\n"))), c.Offers(it)...)
}

// Changed tells what was corrected or ordered.
func (c Ctx) Changed(it ledger.Item, e ledger.Event) chat.Card {
	id := "ChangedTitle"
	switch e.Kind {
	case ledger.EventInstructed:
		id = "InstructedTitle"
	case ledger.EventLinked, ledger.EventMilestone, ledger.EventMerged, ledger.EventParted:
		id = "ChangedTitle_" + string(e.Kind)
	}
	card := c.Item(it)
	with := "" // what an item went into, or what went into it last
	if n := len(it.Merged); n > 0 {
		with = c.Number(it.Merged[n-1].Number)
	}
	card.Title = c.T(id, "With", with, "Who", c.Person(e.By), "Number", c.Number(it.Number), "Title", it.Title)
	if e.Reason != "" && e.Kind != ledger.EventLinked {
		card.Blocks = append([]chat.Block{para(c.T("BecauseOf", "Reason", e.Reason))}, card.Blocks...)
	}
	if slices.Contains([]ledger.EventKind{ledger.EventCorrected, ledger.EventLinked, ledger.EventMerged, ledger.EventParted}, e.Kind) {
		if lines := c.eventChanges(it, e); len(lines) > 0 {
			card.Blocks = append([]chat.Block{para(strings.Join(lines, "\n"))}, card.Blocks...)
		}
	}
	return card
}

// Escalated tells a leader, the head of the house or the unit itself that an item is overdue.
func (c Ctx) Escalated(items []ledger.Item, explain bool) chat.Card {
	var rows []chat.Row
	for _, it := range items {
		actions := []chat.Control{c.button(DoShow, string(it.ID), "")}
		if explain {
			actions = c.itemControls(it)
		} else if c.Reader != "" && c.Env.Allowed(c.Reader, ledger.ActUrge, it) == nil {
			actions = append(actions, c.button(DoUrge, string(it.ID), ""))
		}
		if !explain && c.Reader != "" && c.Env.Allowed(c.Reader, ledger.ActInstruct, it) == nil {
			actions = append(actions, c.button(DoSeen, string(it.ID), ""))
		}
		rows = append(rows, c.rowWithUnit(it.Row(), actions...))
	}
	id := "EscalatedTitle"
	if explain {
		id = "ExplainTitle"
	}
	return c.card(c.N(id, len(items)), rowsBlock(rows...))
}
