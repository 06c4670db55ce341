package bot

import (
	"fmt"
	"slices"
	"strings"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/intent"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

func isQuery(n intent.Name) bool {
	switch n {
	case intent.List, intent.Count, intent.Rank, intent.Summary, intent.Bulletin, intent.Detail, intent.Metric, intent.Compare, intent.Benchmark,
		intent.Explain, intent.History, intent.Trend, intent.Export, intent.Remind, intent.Subscribe, intent.Followup, intent.Question:
		return true
	}
	return false
}

// query answers a question.
func (t *turn) query(in intent.Intent) error {
	if in.Name == intent.Followup {
		prev := t.previous()
		if prev == nil {
			return t.unclear()
		}
		in = refine(*prev, in.Slots)
	}
	switch in.Name {
	case intent.Detail, intent.History, intent.Question, intent.Explain:
		if in.Name == intent.Explain && in.Slots.Ask == "score" && in.Slots.Item == nil && in.Slots.Ref == "" {
			return t.explainScore(in)
		}
		if in.Name == intent.Explain && in.Slots.Item == nil && in.Slots.Ref == "" {
			break
		}
		items, err := t.which(in)
		if err != nil || len(items) == 0 {
			return err
		}
		return t.about1(in, items[0])
	case intent.Subscribe:
		in.Name, in.Slots.Job = intent.ScheduleCreate, string(ledger.JobBrief)
		return t.setting(in)
	}
	t.remember(in)
	return t.figures(in)
}

// figures answers questions about many items.
func (t *turn) figures(in intent.Intent) error {
	q, scope, ok := t.wanted(in.Slots)
	if !ok {
		return nil
	}
	switch in.Name {
	case intent.Rank:
		return t.ranking(in, q)
	case intent.Summary, intent.Bulletin, intent.Metric, intent.Compare, intent.Trend:
		return t.summary(in, q, scope)
	case intent.Remind:
		return t.remindMany(in, q)
	case intent.List, intent.Count, intent.Explain, intent.Export:
		return t.list(q, listWish{scope: scope, count: in.Name == intent.Count, byUnit: in.Slots.By == "unit"})
	}
	t.reply(view.With(t.v.Say(t.v.T("CantAnswer")), t.suggestions()...))
	return nil
}

// wanted turns the slots of a question into a query within what the speaker may see; ok is false when they have been told why not.
func (t *turn) wanted(s intent.Slots) (q ledger.Query, scope string, ok bool) {
	scope = t.env.Dir.Org().Name
	names := s.Units
	if s.Unit != "" {
		names = append([]string{s.Unit}, names...)
	}
	for _, name := range names {
		units, label, known := t.unitsOf(name)
		if !known {
			t.reply(t.v.Say(t.v.T("UnknownUnit", "Name", name)))
			return q, "", false
		}
		q.Units, scope = append(q.Units, units...), label
	}
	switch s.Scope {
	case "courts":
		q.Units, scope = t.kinds(true), t.v.T("ScopeCourts")
	case "units":
		q.Units, scope = t.kinds(false), t.v.T("ScopeUnits")
	case "@my_oversight":
		q.Units, scope = t.me.Oversees, t.v.T("ScopeMine")
		if slices.Contains(q.Units, ledger.AllUnits) {
			q.Units = nil
		}
	}
	if s.Owner == "@me" || s.Unit == "@me" {
		q.Person, scope = t.me.ID, t.v.T("ScopeMe")
	}
	t.narrow(&q, s)
	units, all := t.env.Scope(t.me.ID)
	if all {
		return q, scope, true
	}
	if q.Person == "" {
		if len(q.Units) == 0 {
			scope = t.v.Units(units)
		}
		if q, ok = q.Within(units); !ok {
			t.whisperOrReply(t.v.Say(t.v.T("NotYours")))
			return q, "", false
		}
	}
	return q, scope, true
}

func (t *turn) unitsOf(name string) (units []ledger.UnitID, label string, ok bool) {
	switch name {
	case "@my_unit":
		u := t.me.Units()
		return u, t.v.Units(u), len(u) > 0
	case "@my_oversight":
		return t.me.Oversees, t.v.T("ScopeMine"), len(t.me.Oversees) > 0
	case "@me":
		return nil, t.v.T("ScopeMe"), true
	}
	m, found := t.env.Dir.Lookup(name)
	switch {
	case found && m.Kind == ledger.MentionUnit:
		return []ledger.UnitID{m.Unit}, t.v.Unit(m.Unit), true
	case found && m.Kind == ledger.MentionGroup && len(m.Units) > 0:
		return m.Units, m.Group, true
	case found && m.Kind == ledger.MentionOrg:
		return nil, t.env.Dir.Org().Name, true
	case found && m.Kind == ledger.MentionPerson:
		if p, known := t.env.Dir.Person(m.Person); known && len(p.Oversees)+len(p.Contacts) > 0 {
			return append(slices.Clone(p.Oversees), p.Contacts...), p.Name, true
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
func (t *turn) narrow(q *ledger.Query, s intent.Slots) {
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
	}
	for _, l := range s.Light {
		q.Open, q.Lights = true, append(q.Lights, ledger.Light(l))
	}
	q.DueFrom, q.DueTo = s.DueFrom.Date, s.DueTo.Date
	if s.OverdueDaysGTE != nil {
		q.Open, q.Overdue = true, *s.OverdueDaysGTE
	}
	if s.StaleDaysGTE != nil {
		q.Open, q.Stale = true, *s.StaleDaysGTE
	}
	switch s.Pending {
	case "":
	case "extension":
		q.Pending = ledger.PendingExtension
	default:
		q.Pending = ledger.PendingAny
	}
	from, _ := ledger.ParseDate(s.From)
	to, _ := ledger.ParseDate(strings.Join(s.To, ""))
	if s.State == "registered" {
		q.IssuedFrom, q.IssuedTo = from, to
	} else if !from.IsZero() || !to.IsZero() {
		q.ClosedFrom, q.ClosedTo = from, to
	}
	if s.Priority != "" {
		q.Priority = priority(s.Priority)
	}
	q.Area, q.Involvement = s.Area, s.Involvement
}

// rows are the projections of the items that a query selects, most urgent first.
func (t *turn) rows(q ledger.Query) ([]ledger.Row, error) {
	var all []ledger.Row
	err := t.cfg.Store.Rows(t.ctx, ledger.Filter{Open: q.Open}, func(r ledger.Row) bool {
		if t.env.Selects(q, r) {
			all = append(all, r)
		}
		return true
	})
	if err != nil {
		return nil, fmt.Errorf("query: %w", err)
	}
	t.env.SortByUrgency(all)
	return all, nil
}

// listWish is how a list is to be shown.
type listWish struct {
	scope  string
	count  bool
	byUnit bool
}

// groupFrom is how many rows over several units are better read unit by unit.
const groupFrom = 9

// list shows the rows behind a question or a figure.
func (t *turn) list(q ledger.Query, w listWish) error {
	if units, all := t.env.Scope(t.me.ID); !all && q.Person == "" { // a button's query goes by what its reader may see
		var ok bool
		if q, ok = q.Within(units); !ok {
			t.whisperOrReply(t.v.Say(t.v.T("NotYours")))
			return nil
		}
	}
	rows, err := t.rows(q)
	if err != nil {
		return err
	}
	if w.scope == "" {
		w.scope = t.env.Dir.Org().Name
		if len(q.Units) > 0 {
			w.scope = t.v.Units(q.Units)
		}
	}
	title := t.v.N("ListTitle", len(rows), "Scope", w.scope, "What", t.what(q))
	units := map[ledger.UnitID]bool{}
	for _, r := range rows {
		units[r.Lead] = true
	}
	var card chat.Card
	if w.byUnit || len(rows) >= groupFrom && len(units) > 2 {
		card = t.v.ByUnit(title, rows)
	} else {
		card = t.v.Listing(title, rows, len(units) > 1)
	}
	t.answer(card, rows)
	return nil
}

// answer replies in place where that shows nobody what is not theirs; otherwise privately, with one line that says so.
func (t *turn) answer(card chat.Card, rows []ledger.Row) {
	if t.m.Direct || t.channelMaySee(rows) {
		t.reply(card)
		return
	}
	t.whisper(card)
	t.reply(t.v.Say(t.v.T("ToldPrivately")))
}

// channelMaySee reports whether every row is of a unit that the channel belongs to.
func (t *turn) channelMaySee(rows []ledger.Row) bool {
	here := ledger.Channel{Messenger: t.m.At.Messenger, Workspace: t.m.At.Workspace, Conversation: t.m.At.Conversation}
	for _, r := range rows {
		if !slices.Contains(t.env.Dir.Unit(r.Lead).Channels, here) {
			return false
		}
	}
	return true
}

// what words a query's restrictions.
func (t *turn) what(q ledger.Query) string {
	var parts []string
	add := func(ok bool, id string, args ...any) {
		if ok {
			parts = append(parts, t.v.T(id, args...))
		}
	}
	add(q.Overdue == 1, "Q_overdue")
	add(q.Overdue > 1, "Q_overdueBy", "N", q.Overdue)
	add(q.Blocked, "Q_blocked")
	add(q.Stale > 0, "Q_stale", "N", q.Stale)
	add(q.Unreported, "Q_unreported")
	for _, l := range q.Lights {
		parts = append(parts, t.v.T("Light_"+string(l)))
	}
	for _, s := range q.States {
		parts = append(parts, t.v.T("State_"+string(s)))
	}
	add(q.Pending != "", "Q_"+q.Pending)
	add(!q.DueTo.IsZero(), "Q_due", "From", t.v.Date(q.DueFrom, t.env.Today()), "To", t.v.Date(q.DueTo, t.env.Today()))
	add(!q.ClosedTo.IsZero(), "Q_closed", "From", t.v.Date(q.ClosedFrom, t.env.Today()), "To", t.v.Date(q.ClosedTo, t.env.Today()))
	add(q.Priority != "", "Priority_"+string(q.Priority))
	add(q.Involvement != "", "Q_involved")
	if q.Area != "" {
		parts = append(parts, q.Area)
	}
	if len(parts) == 0 && q.Open {
		parts = append(parts, t.v.T("Q_open"))
	}
	return strings.Join(parts, t.v.T("Comma"))
}

// summary answers how the house, or a part of it, stands.
func (t *turn) summary(in intent.Intent, q ledger.Query, scope string) error {
	q.Open, q.States, q.Lights, q.Overdue, q.ClosedFrom, q.ClosedTo = false, nil, nil, 0, ledger.Date{}, ledger.Date{}
	if in.Slots.Meeting != "" {
		id, title, err := t.meetingNamed(in.Slots)
		if err != nil {
			return err
		}
		if id == "" {
			t.reply(t.v.Say(t.v.T("NoSuchMeeting", "Name", in.Slots.Meeting)))
			return nil
		}
		q.Meeting, scope = id, title
	}
	rows, err := t.rows(q)
	if err != nil {
		return err
	}
	s := t.env.Summarize(q, rows)
	_, all := t.env.Scope(t.me.ID)
	t.answer(t.v.Summary(s, scope, all && t.m.Direct), rows)
	return nil
}

// meetingNamed finds the latest meeting with a name: "@last:…", a part of its title, or its date.
func (t *turn) meetingNamed(s intent.Slots) (id, title string, err error) {
	words := strings.TrimPrefix(s.Meeting, "@last:")
	words = strings.TrimPrefix(words, "@last")
	ms, err := ledger.LoadAll[ledger.Draft](t.ctx, t.cfg.Store, ledger.RecordDraft, "")
	if err != nil {
		return "", "", err
	}
	for _, m := range slices.Backward(ms) {
		if (words == "" || ledger.MeetingMatches(m.Title, words)) && (s.MeetingDate.IsZero() || m.Date == s.MeetingDate.Date) && m.Order == "" {
			return string(m.ID), m.Title, nil
		}
	}
	return "", "", nil
}

// remindMany urges every unit of a query, after it was confirmed.
func (t *turn) remindMany(in intent.Intent, q ledger.Query) error {
	q.Open = true
	rows, err := t.rows(q)
	if err != nil {
		return err
	}
	var items []ledger.Item
	for _, r := range rows {
		it, err := t.item(r.ID)
		if err != nil {
			return err
		}
		if t.env.Allowed(t.me.ID, ledger.ActUrge, it) == nil {
			items = append(items, it)
		}
	}
	if len(items) == 0 {
		t.reply(t.v.Say(t.v.T("NothingToUrge")))
		return nil
	}
	return t.confirm(in, items)
}
