package view

import (
	"strconv"
	"strings"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/ledger"
)

// Meeting says how what a meeting decided is carried out, in its order, in words that can be pasted into the next meeting's papers; the same
// goes along as a text file.
func (c Ctx) Meeting(o ledger.MeetingOutcome) chat.Card {
	title := c.T("MeetingTitle", "Meeting", c.meeting(o.Draft))
	if len(o.Items) == 0 {
		return c.Say(c.T("MeetingNothing", "Meeting", c.meeting(o.Draft)))
	}
	head := c.meetingHead(o)
	lines := make([]string, len(o.Items))
	for i, m := range o.Items {
		lines[i] = c.meetingLine(i+1, m)
	}
	card := c.card(title, para(head), para(strings.Join(lines, "\n")))
	text := title + "\n" + head + "\n\n" + strings.Join(lines, "\n") + "\n"
	name := c.T("MeetingFile", "Meeting", Clip(o.Draft.Title, 20), "Date", o.Draft.Date.String())
	card.Blocks = append(card.Blocks, chat.FileBlock(name, "text/plain; charset=utf-8", title, []byte("\ufeff"+text)))
	return card
}

func (c Ctx) meetingHead(o ledger.MeetingOutcome) string {
	parts := []string{c.N("MeetingAll", len(o.Items)), c.N("MeetingClosed", o.Closed)}
	if o.Open > 0 {
		s := c.N("MeetingOpen", o.Open)
		if o.Overdue > 0 {
			s += c.N("MeetingOverdue", o.Overdue)
		}
		parts = append(parts, s)
	}
	for _, x := range []struct {
		id string
		n  int
	}{{"MeetingMerged", o.Merged}, {"MeetingEnded", o.Ended}, {"MeetingUnissued", o.Unissued}} {
		if x.n > 0 {
			parts = append(parts, c.N(x.id, x.n))
		}
	}
	return strings.Join(parts, c.T("Comma")) + c.T("MeetingAsOf", "Date", c.Date(c.Env.Today(), c.Env.Today()))
}

// meetingLine is one decision and how it stands: 1. 建成看板(审管办牵头,12月15日,6号):在办,80%。问题:财政审批。
func (c Ctx) meetingLine(n int, m ledger.MeetingItem) string {
	today := c.Env.Today()
	title, owner, due, number := m.Row.Title, c.draftOwner(m.Row), c.draftDue(m.Row), ""
	if it := m.Item; it.ID != "" {
		title, number = it.Title, c.Number(it.Number)
		if it.Children == 0 {
			owner = c.T("MeetingLead", "Unit", c.Unit(it.Lead))
		}
		if !it.Due.IsZero() {
			due = c.Due(it.Due, today)
		}
	}
	var about []string
	for _, s := range []string{owner, due, number} {
		if s != "" {
			about = append(about, s)
		}
	}
	return c.T("MeetingLine", "N", n, "Title", title, "About", strings.Join(about, c.T("Comma")), "State", c.meetingState(m))
}

func (c Ctx) meetingState(m ledger.MeetingItem) string {
	it := m.Item
	today := c.Env.Today()
	var parts []string
	add := func(ok bool, s string) {
		if ok {
			parts = append(parts, s)
		}
	}
	switch {
	case it.ID == "":
		return c.T("MeetingNotIssued")
	case it.Into != nil:
		s := c.T("GoneInto", "Number", c.Number(it.Into.Number))
		if m.In.ID != "" {
			s += c.T("Colon") + c.meetingState(ledger.MeetingItem{Item: m.In, Late: m.Late})
		}
		return s
	case it.State == ledger.StateClosed:
		parts = append(parts, c.T("MeetingDone", "Date", c.Date(ledger.DateOf(it.ClosedAt.In(c.Env.Zone())), today)))
		if it.Submission != nil {
			add(it.Submission.Text != "", Clip(it.Submission.Text, 80))
			add(it.Submission.Measured != "", c.T("Measured", "Text", it.Submission.Measured))
		}
		return strings.Join(parts, c.T("MeetingSep"))
	case it.Recurs():
		parts = append(parts, strings.TrimPrefix(c.periodsOf(it), c.T("PeriodsSep")))
	case it.Children > 0:
		parts = append(parts, c.T("Children", "Done", it.Finished, "All", it.Children))
		add(len(m.Behind) > 0, c.T("MeetingBehind", "Units", c.Units(m.Behind)))
	case it.State == ledger.StateSubmitted:
		parts = append(parts, c.T("Stage_"+it.Submission.Stage))
	default:
		parts = append(parts, c.T("State_"+string(it.State)))
		add(it.Percent > 0, strconv.Itoa(it.Percent)+"%")
	}
	add(m.Late > 0 && !it.Recurs(), c.N("Late", m.Late))
	add(it.Extensions > 0 && !it.FirstDue.IsZero(), c.T("MeetingFirst", "Date", c.Due(it.FirstDue, today)))
	add(it.Note != "" && it.State != ledger.StateSubmitted, Clip(it.Note, 60))
	switch {
	case it.Blocker != nil:
		parts = append(parts, c.blocker(*it.Blocker))
	case m.Late > 0 && it.Note == "" && it.Children == 0:
		parts = append(parts, c.T("RankNoReason"))
	}
	add(!it.ETA.IsZero(), c.T("FactETA", "Date", c.Date(it.ETA, today)))
	return strings.Join(parts, c.T("MeetingSep"))
}

// MeetingControls lead from a meeting's outcome to its items.
func (c Ctx) MeetingControls(o ledger.MeetingOutcome) []chat.Control {
	id := string(o.Draft.ID)
	var out []chat.Control
	if o.Open > 0 {
		out = append(out, c.Ask(ledger.Query{Meeting: id, Open: true}, c.N("MeetingSeeOpen", o.Open)))
	}
	if o.Overdue > 0 {
		out = append(out, c.Ask(ledger.Query{Meeting: id, Open: true, Overdue: 1}, c.N("See_red", o.Overdue)))
	}
	if o.Unissued > 0 && c.Env.Allowed(c.Reader, ledger.ActRegister, ledger.Item{}) == nil {
		out = append(out, c.button(DoDraftOpen, id, ""))
	}
	return out
}

// likeness offers what a draft's row may go on with.
func (c Ctx) likeness(d ledger.Draft, r ledger.DraftRow, out *chat.Row) {
	value := string(d.ID) + "|" + strconv.Itoa(r.N)
	if r.Onto != nil && r.Waiting() {
		out.Actions = append(out.Actions, c.button(DoDraftApart, value, ""))
		return
	}
	if r.Like == nil || !r.Waiting() {
		return
	}
	due := c.T("NoDue")
	if !r.Like.Due.IsZero() {
		due = c.Due(r.Like.Due, c.Env.Today())
	}
	number := c.Number(r.Like.Number)
	out.Detail = append(out.Detail, c.T("RowLike", "Number", number, "Title", Clip(r.Like.Title, 30), "Due", due))
	out.Actions = append(out.Actions, c.Button(DoDraftJoin, value, c.T("Do_draft_join", "Number", number), ""))
	if !r.Due.IsZero() && r.Due != r.Like.Due {
		out.Actions = append(out.Actions, c.Button(DoDraftJoinDate, value, c.T("Do_draft_join_date", "Number", number, "Due", c.Due(r.Due, c.Env.Today())), ""))
	}
	out.Actions = append(out.Actions, c.button(DoDraftApart, value, ""))
}
