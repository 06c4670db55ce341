package view

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/ledger"
)

// The cards and controls of the closed loop; see those in view.go.
const (
	CardReview   = "review"   // of one parent's children
	CardApproval = "approval" // of a draft, to a leader

	DoUndo      = "undo"       // value: the draft "|" the instant of the issue
	DoSignAll   = "sign_all"   // value: empty
	DoReview    = "review"     // value: a parent: its children's submissions in one card
	DoPassAll   = "pass_all"   // value: a parent: approve all that waits
	DoDraftOne  = "draft_one"  // value: draft "|" rows: one item with a tracker
	DoDraftEach = "draft_each" // value: draft "|" rows: a child a unit

	DoMerge = "merge" // value: item "|" item: the first goes into the second

	DoAskApproval  = "ask_approval"  // value: draft "|" rows
	DoApproveDraft = "approve_draft" // value: draft
	DoReturnDraft  = "return_draft"  // form; value: draft
)

// Differences says what differs between two states of an item, before and after, in words; what people do not call a correction is left out.
func (c Ctx) Differences(before, after ledger.Item) []string {
	today := c.Env.Today()
	var out []string
	add := func(field, was, is string) {
		if was == is {
			return
		}
		if was == "" {
			was = c.T("NotSet")
		}
		if is == "" {
			is = c.T("NotSet")
		}
		out = append(out, c.T("Change", "Field", c.T("Field_"+field), "Before", was, "After", is))
	}
	day := func(d ledger.Due) string {
		if d.IsZero() {
			return ""
		}
		return c.Due(d, today)
	}
	add("title", before.Title, after.Title)
	add("text", Clip(before.Text, 80), Clip(after.Text, 80))
	add("measure", before.Measure, after.Measure)
	add("due", day(before.Due), day(after.Due))
	if before.Lead != after.Lead {
		add("lead", c.Unit(before.Lead), c.Unit(after.Lead))
	}
	add("support", c.Units(before.Support), c.Units(after.Support))
	add("area", before.Area, after.Area)
	add("programme", before.Programme, after.Programme)
	if before.Priority != after.Priority {
		add("priority", c.T("Priority_"+string(before.Priority)), c.T("Priority_"+string(after.Priority)))
	}
	return append(out, c.linkChanges(before, after)...)
}

// linkChanges says what an item newly waits for, and what it waits for later than before.
func (c Ctx) linkChanges(before, after ledger.Item) (out []string) {
	today := c.Env.Today()
	for _, l := range after.After {
		k := slices.IndexFunc(before.After, func(x ledger.Link) bool { return x.Item == l.Item })
		late := ""
		if !l.Done && !l.Due.IsZero() && !after.Due.IsZero() && l.Due.After(after.Due.Date) {
			late = c.T("AfterOwn", "Due", c.Due(after.Due, today))
		}
		switch {
		case k < 0:
			out = append(out, c.T("WaitsFor", "Number", c.Number(l.Number), "Title", Clip(l.Title, 20), "Due", c.Date(l.Due, today))+late)
		case before.After[k].Due != l.Due:
			out = append(out, c.T("WaitsLonger", "Number", c.Number(l.Number), "Title", Clip(l.Title, 20), "Before", c.Date(before.After[k].Due, today),
				"After", c.Date(l.Due, today))+late)
		}
	}
	return out
}

// eventChanges says what an event changed. Fields that it does not name are the item's on both sides.
func (c Ctx) eventChanges(it ledger.Item, e ledger.Event) []string {
	side := func(pick func(ledger.Delta) json.RawMessage) ledger.Item {
		fields := map[string]json.RawMessage{}
		for k, d := range e.Fields {
			if v := pick(d); v != nil {
				fields[k] = v
			}
		}
		var out ledger.Item
		if b, err := json.Marshal(fields); err == nil && json.Unmarshal(b, &out) != nil {
			return ledger.Item{}
		}
		return out
	}
	before, after := side(func(d ledger.Delta) json.RawMessage { return d.Before }), side(func(d ledger.Delta) json.RawMessage { return d.After })
	if after.Due.IsZero() { // links are compared with the item's own day
		if _, changed := e.Fields["due"]; !changed {
			before.Due, after.Due = it.Due, it.Due
		}
	}
	return c.Differences(before, after)
}

// Step is a milestone as a line.
func (c Ctx) Step(n int, m ledger.Milestone) string {
	sign := c.T("StepOpen")
	today := c.Env.Today()
	switch {
	case m.Done:
		sign = c.T("StepDone")
	case !m.Due.IsZero() && m.Due.Before(today):
		sign = c.T("StepLate")
	}
	when := ""
	if !m.Due.IsZero() {
		when = c.T("Sep") + c.Date(m.Due, today)
	}
	return c.T("StepLine", "Sign", sign, "N", n, "Text", m.Text) + when
}

// ReviewMany is the one card in which the office reviews what the children of an item have handed in.
func (c Ctx) ReviewMany(p ledger.Item, children []ledger.Item) chat.Card {
	var rows []chat.Row
	waiting := 0
	for _, it := range children {
		if it.State != ledger.StateSubmitted {
			continue
		}
		waiting++
		row := chat.Row{Light: string(ledger.LightBlue), Mark: c.Number(it.Number), Text: c.Unit(it.Lead) + c.T("Sep") + Clip(it.Submission.Text, 60)}
		if it.Submission.Measured != "" {
			row.Detail = append(row.Detail, c.T("Measured", "Text", it.Submission.Measured))
		}
		rows = append(rows, row)
	}
	title := c.T("ReviewManyTitle", "Number", c.Number(p.Number), "Title", Clip(p.Title, 40), "N", waiting, "Done", p.Finished, "All", p.Children)
	if waiting == 0 {
		return c.card(title)
	}
	var facts []chat.Block
	if p.Measure != "" {
		facts = append(facts, para(c.T("Measure", "Text", p.Measure)))
	}
	card := c.card(title, append(facts, rowsBlock(rows...))...)
	card = With(card, c.Button(DoPassAll, string(p.ID), c.N("PassAll", waiting), "primary"))
	card.Blocks = append(card.Blocks, note(c.T("ReviewManyHint")))
	return card
}

// Problems lists open problems, the oldest first.
func (c Ctx) Problems(list []ledger.Problem) chat.Card {
	if len(list) == 0 {
		return c.Say(c.T("ProblemsNone"))
	}
	today := c.Env.Today()
	rows := make([]chat.Row, 0, len(list))
	for _, p := range list {
		line := []string{c.Unit(p.Lead), c.T("ProblemOf", "Number", c.Number(p.Number), "Title", Clip(p.Title, 20)), p.Reason}
		if p.Waiting != "" {
			line = append(line, c.T("WaitingOn", "Who", p.Waiting))
		}
		days := today.DaysSince(ledger.DateOf(p.Since.In(c.Env.Zone())))
		since := c.N("ProblemDays", days)
		if days == 0 {
			since = c.T("ProblemNew")
		}
		row := chat.Row{Mark: c.T("ProblemN", "N", p.N), Text: strings.Join(line, c.T("Sep")),
			Detail: []string{c.T("ProblemOwnedBy", "Who", c.ProblemOwner(p)) + c.T("Sep") + since}}
		row.Actions = []chat.Control{c.button(DoShow, string(p.Item), "")}
		rows = append(rows, row)
	}
	card := c.card(c.N("ProblemsTitle", len(list)), rowsBlock(rows...))
	card.Blocks = append(card.Blocks, note(c.T("ProblemsHint", "N", list[0].N)))
	return card
}

// ProblemOwner is who has to solve it.
func (c Ctx) ProblemOwner(p ledger.Problem) string {
	if p.Person != "" {
		return c.Person(p.Person)
	}
	return c.Unit(p.Owner)
}

// Approval asks a leader to approve a meeting's items, in one card.
func (c Ctx) Approval(d ledger.Draft) chat.Card {
	if d.Asked == nil || d.Asked.Returned != "" {
		return c.card(c.T("ApprovalOver", "Meeting", c.meeting(d)))
	}
	var rows []chat.Row
	for _, n := range d.Asked.Rows {
		if r := d.Row(n); r != nil {
			row := c.draftRow(d, *r, false)
			row.Actions = nil
			rows = append(rows, row)
		}
	}
	card := c.card(c.N("ApprovalTitle", len(rows), "Meeting", c.meeting(d), "Who", c.Person(d.Asked.By)), rowsBlock(rows...))
	return With(card, c.Button(DoApproveDraft, string(d.ID), c.T("Do_approve_draft"), "primary"), c.form(DoReturnDraft, string(d.ID), ""))
}

// ReturnDraftForm asks a leader why a meeting's items are given back.
func (c Ctx) ReturnDraftForm(d ledger.Draft) *chat.Form {
	return c.dialog(DoReturnDraft, string(d.ID), c.T("Do_return_draft"), c.field("reason", chat.FieldArea, "", true))
}

// AskApproval says that a leader approves before issue.
func (c Ctx) AskApproval(d ledger.Draft, rows []int, who []ledger.PersonID) chat.Card {
	names := make([]string, len(who))
	for i, p := range who {
		names[i] = c.Person(p)
	}
	lines := []string{c.N("NeedsApproval", len(rows), "Who", c.List(names))}
	if a := d.Asked; a != nil && a.Returned != "" {
		lines = append(lines, c.T("ApprovalWasReturned", "Reason", a.Returned))
	}
	return With(c.Say(lines...), c.Button(DoAskApproval, string(d.ID)+"|"+ids(rows), c.T("Do_ask_approval"), "primary"), c.button(DoDraftOpen, string(d.ID), ""))
}

// Undone tells who had heard of an issue that it was taken back.
func (c Ctx) Undone(items []ledger.Item, by ledger.PersonID) chat.Card {
	lines := []string{c.N("UndoneTitle", len(items), "Who", c.Person(by))}
	for _, it := range items[:min(len(items), 8)] {
		lines = append(lines, c.Number(it.Number)+" "+Clip(it.Title, 40))
	}
	return c.Say(strings.Join(lines, "\n"), c.T("UndoneHint"))
}

// fanoutLines say how many children the rows with a collective owner make, and offer one item with a tracker in their place.
func (c Ctx) fanoutLines(d ledger.Draft, rows []int) (lines []string, offers []chat.Control) {
	type group struct {
		name    string
		members int
		rows    []int
	}
	var groups []group
	var one []int
	for _, n := range rows {
		r := d.Row(n)
		if r == nil {
			continue
		}
		if len(r.Kept) > 0 {
			one = append(one, n)
			lines = append(lines, c.T("FanoutKept", "Row", n, "Unit", c.Unit(r.Lead), "N", len(r.Kept)))
		}
		if r.Lead != "" || len(r.Members) == 0 {
			continue
		}
		name := r.Fanout
		if name == "" {
			name = c.Units(r.Members)
		}
		k := slices.IndexFunc(groups, func(g group) bool { return g.name == name && g.members == len(r.Members) })
		if k < 0 {
			groups = append(groups, group{name: name, members: len(r.Members)})
			k = len(groups) - 1
		}
		groups[k].rows = append(groups[k].rows, n)
	}
	for _, g := range groups {
		lines = append(lines, c.T("FanoutTotal", "Name", g.name, "Rows", len(g.rows), "Members", g.members, "Total", thousands(len(g.rows)*g.members)))
		offers = append(offers, c.Button(DoDraftOne, string(d.ID)+"|"+ids(g.rows), c.T("FanoutAsOne", "Rows", c.rowNumbers(g.rows)), ""))
	}
	if len(one) > 0 {
		offers = append(offers, c.Button(DoDraftEach, string(d.ID)+"|"+ids(one), c.T("FanoutAsEach", "Rows", c.rowNumbers(one)), ""))
	}
	return lines, offers
}

// rowNumbers lists rows of a draft for a sentence.
func (c Ctx) rowNumbers(rows []int) string {
	names := make([]string, len(rows))
	for i, n := range rows {
		names[i] = strconv.Itoa(n)
	}
	return c.List(names)
}

// thousands writes a count with commas: 1,100.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
