package bot

import (
	"slices"
	"strings"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/intent"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

// wanted turns the slots of a question into a query within what the speaker may see; it is false when they have been told why not.
func (t *turn) wanted(a *asked) bool {
	s := a.in.Slots
	a.scope = t.env.Dir.Org().Name
	if len(a.q.Units) > 0 {
		a.scope = t.v.Units(a.q.Units)
	}
	if !t.wantedUnits(a) {
		return false
	}
	switch s.Scope {
	case "courts":
		a.q.Units, a.scope = t.kinds(true), t.v.T("ScopeCourts")
	case "units":
		a.q.Units, a.scope = t.kinds(false), t.v.T("ScopeUnits")
	case "@my_oversight":
		a.q.Units, a.scope = t.oversight(t.me), t.v.T("ScopeMine")
	}
	if s.Owner == "@me" || s.Unit == "@me" {
		a.q.Person, a.scope = t.me.ID, t.v.T("ScopeMe")
	}
	t.narrow(a)
	named := len(a.q.Units) > 0
	var ok bool
	if a.q, ok = t.visible(a.q); ok && !named && len(a.q.Units) > 0 {
		a.scope = t.v.Units(a.q.Units)
	}
	return ok
}

// wantedUnits finds the units that are named.
func (t *turn) wantedUnits(a *asked) bool {
	s := a.in.Slots
	names := s.Units
	if s.Unit != "" {
		names = append([]string{s.Unit}, names...)
	}
	var labels []string
	for i, name := range names {
		if i == 0 {
			a.q.Units = nil
		}
		if t.which1(a.in, name) {
			return false
		}
		if p, ok := t.personOf(name); ok && len(p.Oversees)+len(p.Contacts) == 0 {
			a.q.Person, a.scope = p.ID, p.Name
			continue
		}
		units, label, known := t.unitsOf(name)
		if !known {
			t.reply(t.v.Say(t.v.T("UnknownUnit", "Name", name)))
			return false
		}
		labels = append(labels, label)
		a.q.Units, a.scope = append(a.q.Units, units...), t.v.List(labels)
	}
	return true
}

// which1 asks which of several units a name means, with a button each that says the same again.
func (t *turn) which1(in intent.Intent, name string) bool {
	if _, known := t.env.Dir.Lookup(name); !known || in.Slots.Ambiguous.Flag != intent.Said {
		return false
	}
	m, _ := t.env.Dir.Lookup(name)
	cands := m.Units
	if len(cands) == 0 {
		cands = t.env.Dir.Org().Ambiguous[name]
	}
	if len(cands) < 2 || !strings.Contains(t.m.Text, name) {
		return false
	}
	var buttons []chat.Control
	for _, u := range cands {
		words := strings.Replace(t.m.Text, name, t.env.Dir.Unit(u).Name, 1)
		buttons = append(buttons, t.v.Button(view.DoSay, words, t.v.Unit(u), ""))
	}
	t.reply(view.With(t.v.Say(t.v.T("WhichUnit", "Name", name)), buttons...))
	return true
}

func (t *turn) personOf(name string) (ledger.Person, bool) {
	if m, found := t.env.Dir.Lookup(name); found && m.Kind == ledger.MentionPerson {
		return t.env.Dir.Person(m.Person)
	}
	return ledger.Person{}, false
}

// oversight are the units that a leader answers for; none where these are all.
func (t *turn) oversight(p ledger.Person) []ledger.UnitID {
	if slices.Contains(p.Oversees, ledger.AllUnits) {
		return nil
	}
	return append(slices.Clone(p.Oversees), p.Contacts...)
}

func (t *turn) unitsOf(name string) (units []ledger.UnitID, label string, ok bool) {
	switch name {
	case "@my_unit":
		u := t.me.Units()
		return u, t.v.Units(u), len(u) > 0
	case "@my_oversight":
		return t.oversight(t.me), t.v.T("ScopeMine"), len(t.me.Oversees)+len(t.me.Contacts) > 0
	case "@me":
		return nil, t.v.T("ScopeMe"), true
	}
	m, found := t.env.Dir.Lookup(name)
	switch {
	case found && m.Kind == ledger.MentionUnit:
		return []ledger.UnitID{m.Unit}, t.v.Unit(m.Unit), true
	case found && m.Kind == ledger.MentionGroup && len(m.Units) > 0:
		return m.Units, m.Group, true
	case found && (m.Kind == ledger.MentionOrg || m.Kind == ledger.MentionGroup):
		return nil, t.env.Dir.Org().Name, true // of a group of leaders or of everybody: whose items is not said
	case found && m.Kind == ledger.MentionPerson:
		if p, known := t.env.Dir.Person(m.Person); known {
			return t.oversight(p), p.Name, true
		}
	}
	return nil, "", false
}

func (t *turn) kinds(courts bool) (out []ledger.UnitID) {
	for _, u := range t.env.Dir.Org().Units {
		if (u.Kind == ledger.KindCourt) == courts && !u.Gone {
			out = append(out, u.ID)
		}
	}
	return out
}

// narrow adds states, dates and marks to the query.
func (t *turn) narrow(a *asked) {
	q, s := &a.q, a.in.Slots
	t.narrowState(q, s)
	if !s.DueFrom.IsZero() || !s.DueTo.IsZero() {
		q.DueFrom, q.DueTo = s.DueFrom.Date, s.DueTo.Date
	}
	if s.OverdueDaysGTE != nil {
		q.Open, q.Overdue = true, *s.OverdueDaysGTE
	}
	if s.StaleDaysGTE != nil {
		q.Open, q.Stale = true, *s.StaleDaysGTE
	}
	switch s.Pending {
	case "":
	case "@my_approval":
		q.Decides, q.Open = t.me.ID, true
	case "extension":
		q.Pending = ledger.PendingExtension
	default:
		q.Pending = ledger.PendingAny
	}
	if s.Priority != "" {
		if q.Priority = priority(s.Priority); q.Priority == ledger.PriorityNormal {
			q.Priority = ledger.OnlyNormal
		}
	}
	for _, x := range []struct {
		to  *string
		say string
	}{{&q.Area, s.Area}, {&q.Programme, s.Programme}, {&q.Waiting, s.WaitingOn}} {
		if x.say != "" {
			*x.to = x.say
		}
	}
	if s.Involvement != "" {
		q.Involvement = t.involvement(s.Involvement)
	}
	if over := a.over; !over.IsZero() && (a.in.Name == intent.List || a.in.Name == intent.Count || a.in.Name == intent.Export) {
		switch {
		case s.State == "registered":
			q.IssuedFrom, q.IssuedTo = over.From, over.To
		case s.State == "closed":
			q.ClosedFrom, q.ClosedTo = over.From, over.To
		case q.DueTo.IsZero():
			q.DueFrom, q.DueTo = over.From, over.To
		}
	}
}

func (t *turn) narrowState(q *ledger.Query, s intent.Slots) {
	if s.State != "" || len(s.Light) > 0 { // what was asked before gives way
		q.Open, q.Blocked, q.Overdue, q.Unreported, q.Extended, q.Returned, q.States, q.Lights = false, false, 0, false, false, false, nil, nil
	}
	switch s.State {
	case "open":
		q.Open = true
	case "blocked":
		q.Blocked = true
	case "overdue":
		q.Open, q.Overdue = true, 1
	case "unsigned":
		q.States = []ledger.State{ledger.StateIssued}
	case "closed":
		q.States = []ledger.State{ledger.StateClosed}
	case "unreported":
		q.Open, q.Unreported = true, true
	case "extended":
		q.Extended = true
	case "returned":
		q.Returned = true
	}
	for _, l := range s.Light {
		q.Open, q.Lights = true, append(q.Lights, ledger.Light(l))
	}
}

// involvement is the kind of a leader's part that is recorded; words that name none of them mean any.
func (t *turn) involvement(s string) string {
	for _, kind := range []string{"亲自部署", "亲自过问", "亲自协调", "亲自督办"} {
		if s == kind {
			return kind
		}
	}
	return "*"
}
