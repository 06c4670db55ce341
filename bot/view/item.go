package view

import (
	"strings"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/ledger"
)

// Item is an item as it stands, with what its reader may do about it.
func (c Ctx) Item(it ledger.Item) chat.Card {
	r := it.Row()
	sign, word := c.light(r)
	parts := []string{c.due(r)}
	if sign != string(ledger.LightRed) { // 逾期 2 天 says the word itself
		parts = append(parts, word)
	}
	if Clip(it.Title, 40) != it.Title { // the card's title could not hold it
		parts = append([]string{it.Title}, parts...)
	}
	head := chat.Row{Light: sign, Text: strings.Join(parts, c.T("Sep"))}
	card := c.card(c.Number(it.Number)+" "+Clip(it.Title, 40), rowsBlock(head), para(strings.Join(c.facts(it), "\n")))
	if it.Source.Quote != "" && Clip(it.Source.Quote, 400) != it.Title {
		card.Blocks = append(card.Blocks, quote(Clip(it.Source.Quote, 400)))
	}
	return With(card, c.Offers(it)...)
}

func (c Ctx) facts(it ledger.Item) []string {
	today := c.Env.Today()
	lead := c.T("FactLead", "Unit", c.Unit(it.Lead))
	if len(it.Support) > 0 {
		lead += c.T("FactSupport", "Units", c.Units(it.Support))
	}
	if it.Handler != "" {
		lead += c.T("FactHandler", "Name", c.Person(it.Handler))
	}
	out := []string{lead}
	add := func(ok bool, id string, args ...any) {
		if ok {
			out = append(out, c.T(id, args...))
		}
	}
	add(it.Measure != "", "Measure", "Text", it.Measure)
	add(!it.FirstDue.IsZero() && it.FirstDue != it.Due, "FactFirstDue", "Date", c.Due(it.FirstDue, today), "N", it.Extensions)
	if it.Recurs() {
		out = append(out, c.periods(it))
	}
	add(it.Children > 0, "FactChildren", "Done", it.Finished, "All", it.Children)
	add(it.Percent > 0 && it.Children == 0 && it.State.Open(), "FactPercent", "Percent", it.Percent)
	add(it.Programme != "", "FactProgramme", "Text", it.Programme)
	for i, m := range it.Milestones {
		out = append(out, c.Step(i+1, m))
	}
	out = append(out, c.links(it)...)
	out = append(out, c.mergings(it)...)
	add(it.Note != "", "FactNote", "Text", it.Note)
	add(!it.ETA.IsZero() && it.State.Open(), "FactETA", "Date", c.Date(it.ETA, today))
	if it.Blocker != nil {
		out = append(out, c.blocker(*it.Blocker))
	}
	out = append(out, c.asks(it)...)
	add(it.Returned != "" && it.State == ledger.StateActive, "FactReturned", "Reason", it.Returned)
	for _, v := range it.Involved {
		out = append(out, c.T("FactInvolved", "Who", c.Person(v.Person), "Kind", v.Kind, "Text", v.Text))
	}
	if x := it.Explanation; x != nil {
		out = append(out, c.T("FactExplained", "Who", c.Person(x.By), "Text", x.Text))
	}
	for _, a := range it.Acknowledged {
		out = append(out, c.T("FactSeen", "Who", c.Person(a.Person), "Date", c.Date(ledger.DateOf(a.At.In(c.Env.Zone())), today)))
	}
	if it.State == ledger.StateClosed {
		out = append(out, c.T("FactClosed", "Who", c.Person(it.ClosedBy), "Date", c.Date(ledger.DateOf(it.ClosedAt.In(c.Env.Zone())), today)))
	}
	return out
}

// links are what an item waits for.
func (c Ctx) links(it ledger.Item) (out []string) {
	for _, l := range it.After {
		id := "FactAfter"
		switch {
		case l.Done:
			id = "FactAfterDone"
		case !l.Due.IsZero() && l.Due.Before(c.Env.Today()):
			id = "FactAfterLate"
		}
		out = append(out, c.T(id, "Number", c.Number(l.Number), "Title", Clip(l.Title, 20), "Due", c.Date(l.Due, c.Env.Today())))
	}
	return out
}

// mergings say what an item went into, and what went into it.
func (c Ctx) mergings(it ledger.Item) (out []string) {
	if m := it.Into; m != nil {
		out = append(out, c.T("FactInto", "Number", c.Number(m.Number), "Title", Clip(m.Title, 20)))
	}
	for _, m := range it.Merged {
		out = append(out, c.T("FactMerged", "Number", c.Number(m.Number), "Title", Clip(m.Title, 20)))
	}
	return out
}

func (c Ctx) blocker(b ledger.Blocker) string {
	s := c.T("BlockedBy", "Reason", b.Reason)
	if b.Problem > 0 {
		s = c.T("ProblemBy", "N", b.Problem, "Reason", b.Reason)
	}
	if b.Waiting != "" {
		s += c.T("WaitingFor", "Who", b.Waiting)
	}
	if b.Need != "" {
		s += c.T("Needs", "Text", b.Need)
	}
	return s
}

func (c Ctx) decline(d ledger.Decline) string {
	s := c.T("FactDeclined", "Who", c.Person(d.By), "Reason", d.Reason)
	if d.Suggest != "" {
		s += c.T("Suggests", "Unit", c.Unit(d.Suggest))
	}
	return s
}

// Offers are what the reader may do about the item now, at most four.
func (c Ctx) Offers(it ledger.Item) []chat.Control {
	id := string(it.ID)
	may := func(a ledger.Action) bool { return c.Reader != "" && c.Env.Allowed(c.Reader, a, it) == nil }
	mine := c.owns(it)
	var out []chat.Control
	switch {
	case it.Children > it.Finished || it.Children > 0 && !mine:
		out = append(out, c.Ask(ledger.Query{Parent: it.ID}, c.T("Do_children")))
		switch {
		case it.Extension != nil && may(ledger.ActGrant) && !mine:
			return append(c.grants(it), out...)
		case mine && (it.State == ledger.StateAccepted || it.State == ledger.StateActive):
			out = append(out, c.form(DoReport, id, ""), c.form(DoExtend, id, ""))
		case it.State.Open() && may(ledger.ActReview):
			out = append(out, c.button(DoReview, id, ""))
		}
		return out
	case it.State == ledger.StateSubmitted:
		out = c.reviewOffers(it, may)
	case it.State == ledger.StateDeclined && may(ledger.ActReroute):
		out = append(out, c.form(DoReroute, id, "primary"))
	case it.State == ledger.StateIssued && mine:
		out = append(out, c.button(DoAccept, id, "primary"))
		if may(ledger.ActHandler) {
			out = append(out, c.form(DoHandler, id, ""))
		}
		if may(ledger.ActDecline) {
			out = append(out, c.form(DoDecline, id, ""))
		}
	case (it.State == ledger.StateAccepted || it.State == ledger.StateActive) && mine && it.Recurs():
		out = append(out, c.fileControl(it, "primary"), c.form(DoReport, id, ""))
	case (it.State == ledger.StateAccepted || it.State == ledger.StateActive) && mine:
		out = append(out, c.form(DoReport, id, "primary"), c.form(DoSubmit, id, ""), c.form(DoExtend, id, ""))
	}
	if it.Extension != nil && may(ledger.ActGrant) && !mine {
		out = append(out, c.grants(it)...)
	}
	if len(out) == 0 && it.State.Open() && may(ledger.ActUrge) && !mine {
		out = append(out, c.button(DoUrge, id, ""))
	}
	return out
}

// asks tells what an item waits to have decided: more time, a closing, who it belongs to.
func (c Ctx) asks(it ledger.Item) (out []string) {
	if it.Extension != nil {
		out = append(out, c.T("FactExtension", "Date", c.Due(it.Extension.To, c.Env.Today()), "Reason", it.Extension.Reason))
	}
	if s := it.Submission; s != nil && it.State == ledger.StateSubmitted {
		out = append(out, c.T("FactSubmitted", "Who", c.Person(s.By), "Text", s.Text, "Stage", c.T("Stage_"+s.Stage)))
	}
	if it.Decline != nil {
		out = append(out, c.decline(*it.Decline))
	}
	return out
}

// grants are the answers to a request for more time.
func (c Ctx) grants(it ledger.Item) []chat.Control {
	return []chat.Control{c.button(DoGrant, string(it.ID), "primary"), c.form(DoRefuse, string(it.ID), "")}
}

func (c Ctx) reviewOffers(it ledger.Item, may func(ledger.Action) bool) []chat.Control {
	id := string(it.ID)
	switch stage := it.Submission.Stage; {
	case !may(ledger.ReviewAt(stage)):
		return nil
	case stage == ledger.StageHead:
		return []chat.Control{c.button(DoEndorse, id, "primary"), c.form(DoReturn, id, "")}
	}
	return []chat.Control{c.button(DoApprove, id, "primary"), c.form(DoReturn, id, "")}
}

// owns reports whether the reader answers for the item.
func (c Ctx) owns(it ledger.Item) bool {
	for _, s := range c.Env.Standings(c.Reader, it) {
		if s == ledger.StandHandler || s == ledger.StandHead || s == ledger.StandLiaison {
			return true
		}
	}
	return false
}

// Happened is what was just done to an item, a line an act, for those who see its card above.
func (c Ctx) Happened(it ledger.Item, events []ledger.Event) chat.Card {
	var lines []string
	for _, e := range events {
		who := c.Actor(e)
		line := c.T("Happened", "Who", who, "What", c.T("Event_"+string(e.Kind)))
		switch {
		case e.Kind == ledger.EventReported && it.Note != "":
			line += c.T("Colon") + c.T("HappenedReport", "Percent", it.Percent, "Note", it.Note)
		case e.Kind == ledger.EventReported:
			line += c.T("Colon") + c.T("Reported", "Percent", it.Percent)
		case e.Kind == ledger.EventBlocked && it.Blocker != nil:
			line += c.T("Colon") + it.Blocker.Reason
		case e.Kind == ledger.EventExtensionRequested && it.Extension != nil:
			line += c.T("Colon") + c.Due(it.Extension.To, c.Env.Today()) + c.T("Sep") + it.Extension.Reason
		case e.Reason != "":
			line += c.T("Colon") + Clip(e.Reason, 200)
		}
		lines = append(lines, line)
	}
	return c.Say(lines...)
}
