package dashboard

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/followup-bot/followup/ledger"
)

// An itemPage is an item as it stands, and its whole history.
type itemPage struct {
	itemLine
	FullNumber string
	Facts      []fact
	Quote      string
	Milestones []milestone
	Parent     *itemLine
	Children   []itemLine
	Evidence   []piece
	History    []happening
}

// A fact is a label with what stands under it.
type fact struct{ Label, Text, Href string }

type milestone struct {
	Text, Due string
	Done      bool
	Behind    bool
}

// A happening is one event of the history, with what it changed.
type happening struct {
	When, Who, What, Reason string
	Changes                 []changed
	Notes                   []string // which files were copied, and which were not
	Machine                 bool     // followup itself did it
}

type changed struct{ Label, Before, After string }

func (x *visit) item() error {
	it, err := x.cfg.Ledger.Item(x.r.Context(), ledger.ItemID(x.r.PathValue("id")))
	if err != nil {
		return err
	}
	if !x.env.Sees(x.me.ID, it) {
		return errNotShown
	}
	events, err := x.cfg.Ledger.Events(x.r.Context(), it.ID)
	if err != nil {
		return err
	}
	p := itemPage{itemLine: x.line(it.Row()), FullNumber: it.Number.Full(x.env.Dir.Org().NumberPrefix), Facts: x.facts(it), Quote: it.Source.Quote}
	if x.env.Overdue(it.Row()) {
		p.Reason = x.v.Reason(it)
	}
	for _, m := range it.Milestones {
		p.Milestones = append(p.Milestones, milestone{m.Text, x.v.Date(m.Due, x.env.Today()), m.Done, !m.Done && !m.Due.IsZero() && m.Due.Before(x.env.Today())})
	}
	if err := x.relatives(&p, it); err != nil {
		return err
	}
	if p.Evidence, err = x.evidence(it); err != nil {
		return err
	}
	for i := len(events) - 1; i >= 0; i-- {
		p.History = append(p.History, x.happening(events[i]))
	}
	crumbs := []crumb{x.home()}
	if _, ok := x.within(ledger.Query{Units: []ledger.UnitID{it.Lead}}); ok && it.Children == 0 {
		crumbs = append(crumbs, crumb{x.v.Unit(it.Lead), unitHref(it.Lead)})
	}
	return x.out("item", p.Number+" "+it.Title, crumbs, p)
}

// relatives are the item's parent and children, as far as the reader may see them.
func (x *visit) relatives(p *itemPage, it ledger.Item) error {
	if it.Parent != "" {
		up, err := x.cfg.Ledger.Item(x.r.Context(), it.Parent)
		if err != nil {
			return err
		}
		if x.env.Sees(x.me.ID, up) {
			line := x.line(up.Row())
			p.Parent = &line
		}
	}
	if it.Children == 0 {
		return nil
	}
	return x.cfg.Ledger.Rows(x.r.Context(), ledger.Filter{Parent: it.ID}, func(r ledger.Row) bool {
		if x.env.Sees(x.me.ID, r.Outline()) {
			p.Children = append(p.Children, x.line(r))
		}
		return true
	})
}

// facts are what is on record about the item, those that are empty left out.
func (x *visit) facts(it ledger.Item) (out []fact) {
	today := x.env.Today()
	add := func(id, text, href string) {
		if text != "" && text != "—" {
			out = append(out, fact{x.v.T("Page_F_" + id), text, href})
		}
	}
	add("measure", it.Measure, "")
	add("lead", x.v.Unit(it.Lead), unitHref(it.Lead))
	add("support", x.v.Units(it.Support), "")
	if it.Handler != "" {
		add("handler", x.v.Person(it.Handler), "")
	}
	if !it.Due.IsZero() {
		add("due", x.dueFact(it), "")
	}
	add("note", it.Note, "")
	add("next", it.Next, "")
	if !it.ETA.IsZero() && it.State.Open() {
		add("eta", x.v.Date(it.ETA, today), "")
	}
	if it.Blocker != nil && it.State.Open() {
		add("blocker", x.blockerFact(*it.Blocker), "")
	}
	if e := it.Extension; e != nil {
		add("extension", x.v.T("FactExtension", "Date", x.v.Due(e.To, today), "Reason", e.Reason), "")
	}
	if s := it.Submission; s != nil {
		add("result", strings.TrimSpace(s.Text+" "+s.Measured), "")
	}
	add("returned", it.Returned, "")
	if m := it.Into; m != nil {
		add("into", x.v.Number(m.Number)+" "+m.Title, itemHref(m.Item))
	}
	for _, m := range it.Merged {
		add("merged", x.v.Number(m.Number)+" "+m.Title, itemHref(m.Item))
	}
	for _, v := range it.Involved {
		add("involved", strings.TrimSpace(x.v.Person(v.Person)+" "+v.Kind+" "+v.Text), "")
	}
	source := it.Source.Title
	if !it.Source.Date.IsZero() {
		source += " " + x.v.Date(it.Source.Date, today)
	}
	add("source", strings.TrimSpace(source), "")
	add("area", it.Area, areaHref(it.Area))
	add("programme", it.Programme, programmeHref(it.Programme))
	add("tier", x.v.T("Priority_"+string(it.Priority)), "")
	if it.Reminders > 0 {
		add("chased", x.v.N("Page_Chased", it.Reminders), "")
	}
	return out
}

// dueFact is the deadline, with the first one where it was moved.
func (x *visit) dueFact(it ledger.Item) string {
	due := x.v.Due(it.Due, x.env.Today())
	if it.Extensions > 0 && it.FirstDue != it.Due {
		due += x.v.T("Page_F_first", "Date", x.v.Due(it.FirstDue, x.env.Today()), "N", it.Extensions)
	}
	return due
}

// blockerFact is what is in the way, with whom it waits for and what it needs.
func (x *visit) blockerFact(b ledger.Blocker) string {
	text := b.Reason
	for _, s := range []struct{ id, v string }{{"WaitingFor", b.Waiting}, {"Needs", b.Need}} {
		if s.v != "" {
			text += x.v.T(s.id, "Who", s.v, "Text", s.v)
		}
	}
	return text
}

func (x *visit) happening(e ledger.Event) happening {
	h := happening{When: x.v.Clock(e.At, ledger.ZoneOf(x.env, x.me.ID)), Who: x.v.Actor(e), What: x.v.T("Event_" + string(e.Kind)), Machine: e.By == ""}
	if e.Kind != ledger.EventChild {
		h.Reason = e.Reason
	}
	if e.Seq == 1 {
		return h // everything is new then
	}
	h.Notes = x.v.Changes(ledger.Event{Kind: e.Kind, Kept: e.Kept})
	for _, f := range tracked {
		d, ok := e.Fields[f.name]
		if after := f.words(x, d.After); ok && after != h.Reason { // what is the reason needs no telling twice
			h.Changes = append(h.Changes, changed{x.v.T("Page_F_" + f.label), f.words(x, d.Before), after})
		}
	}
	return h
}

// tracked are the fields whose changes a history shows, in its order, and how their values are worded.
var tracked = []struct {
	name, label string
	words       func(*visit, json.RawMessage) string
}{
	{"state", "state", func(x *visit, b json.RawMessage) string { return x.v.T("State_" + read[string](b)) }},
	{"percent", "percent", func(_ *visit, b json.RawMessage) string { return strconv.Itoa(read[int](b)) + "%" }},
	{"title", "title", func(_ *visit, b json.RawMessage) string { return dash(read[string](b)) }},
	{"measure", "measure", func(_ *visit, b json.RawMessage) string { return dash(read[string](b)) }},
	{"lead", "lead", func(x *visit, b json.RawMessage) string { return dash(x.v.Unit(read[ledger.UnitID](b))) }},
	{"support", "support", func(x *visit, b json.RawMessage) string { return dash(x.v.Units(read[[]ledger.UnitID](b))) }},
	{"handler", "handler", func(x *visit, b json.RawMessage) string {
		if id := read[ledger.PersonID](b); id != "" {
			return x.v.Person(id)
		}
		return "—"
	}},
	{"due", "due", func(x *visit, b json.RawMessage) string {
		if d := read[ledger.Due](b); !d.IsZero() {
			return x.v.Due(d, x.env.Today())
		}
		return "—"
	}},
	{"priority", "tier", func(x *visit, b json.RawMessage) string { return x.v.T("Priority_" + read[string](b)) }},
	{"note", "note", func(_ *visit, b json.RawMessage) string { return dash(read[string](b)) }},
	{"blocker", "blocker", func(_ *visit, b json.RawMessage) string { return dash(read[ledger.Blocker](b).Reason) }},
}

// read decodes a field of an event; what was not set is the zero value.
func read[T any](b json.RawMessage) (v T) {
	if len(b) > 0 {
		if err := json.Unmarshal(b, &v); err != nil {
			return *new(T)
		}
	}
	return v
}

func dash(s string) string {
	if s == "" {
		return "—"
	}
	return s
}
