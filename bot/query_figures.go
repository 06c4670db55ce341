package bot

import (
	"slices"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/intent"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

// summary answers how the house, or a part of it, stands.
func (t *turn) summary(a asked) error {
	if a.q.Meeting != "" && intent.WantsOutcome(t.m.Text, t.context()) {
		return t.meetingOutcome(ledger.MeetingID(a.q.Meeting))
	}
	q := standing(a.q)
	over := a.over
	if over.IsZero() {
		over = t.env.Month()
	}
	by := a.in.Slots.By
	c, err := t.tally(q, over, 0, by)
	if err != nil {
		return err
	}
	s := c.Summary()
	if err := t.reasons(&s); err != nil {
		return err
	}
	if slices.Contains([]string{ledger.PartArea, ledger.PartProgramme, ledger.PartState}, by) {
		t.answer(view.With(t.v.Parts(by, c.Parts(by), s, a.scope), t.pageLinks(pageOf(q))...), q)
		return nil
	}
	card := t.v.Summary(s, a.scope, t.canDo(ledger.ActViewAll) && t.m.Direct && t.env.Policy.Rankings)
	controls := append(t.pictureButton(pictureUnits, q), t.pageLinks(pageOf(q))...)
	if q.Meeting != "" {
		controls = append(controls, t.v.Button(view.DoMeeting, q.Meeting, t.v.T("Do_meeting"), ""))
	}
	t.answer(view.With(card, controls...), q)
	return nil
}

// standing is a question's query without the states that a summary counts by itself.
func standing(q ledger.Query) ledger.Query {
	q.Open, q.States, q.Lights, q.Overdue, q.Blocked, q.Pending = false, nil, nil, 0, false, ""
	for _, d := range []*ledger.Date{&q.ClosedFrom, &q.ClosedTo, &q.IssuedFrom, &q.IssuedTo} {
		*d = ledger.Date{}
	}
	return q
}

// reasons finds out why the longest overdue items, and the worst unit's, are late.
func (t *turn) reasons(s *ledger.Summary) error {
	s.Why = map[ledger.ItemID]string{}
	ids := []ledger.ItemID{}
	for _, r := range s.Late {
		ids = append(ids, r.ID)
	}
	for _, u := range s.Units {
		if u.Worst > 0 {
			ids = append(ids, u.WorstOf.ID)
		}
	}
	for _, id := range ids {
		it, err := t.item(id)
		if err != nil {
			return err
		}
		s.Why[id] = t.v.Reason(it)
	}
	return nil
}

// metric answers a question about a rate or an average, with the same over the period before.
func (t *turn) metric(a asked) error {
	q := standing(a.q)
	now, ok := t.env.Gauge(a.in.Slots.Metric, q, a.over)
	if !ok { // a score
		return t.explainScore(a.in)
	}
	m, before, err := t.gauged(now, q, now.Value().Period.Before())
	if err != nil {
		return err
	}
	t.answer(view.With(t.v.Measured(m, before, a.scope), t.pageLinks(pageOf(q))...), q)
	return nil
}

// gauged makes a metric and, where it is of a period, the same over an earlier one.
func (t *turn) gauged(now *ledger.Gauge, q ledger.Query, then ledger.Period) (m ledger.Measured, before *ledger.Measured, err error) {
	if err := now.Take(t.ctx, t.cfg.Store); err != nil {
		return m, nil, err
	}
	if m = now.Value(); m.Period.IsZero() {
		return m, nil, nil
	}
	past, _ := t.env.Gauge(m.Metric, q, then)
	err = past.Take(t.ctx, t.cfg.Store)
	b := past.Value()
	return m, &b, err
}

// insteadOfRanks are facts that can be seen where rankings are off.
func (t *turn) insteadOfRanks() []chat.Control {
	return []chat.Control{t.v.Ask(ledger.Query{Open: true, Overdue: 1}, t.v.T("SeeAllLate")), t.v.Button(view.DoSay, t.v.T("SaySummary"), t.v.T("SaySummary"), "")}
}

// compare sets units side by side.
func (t *turn) compare(a asked) error {
	if err := t.env.Allowed(t.me.ID, ledger.ActViewAll, ledger.Item{}); err != nil && len(a.q.Units) < 2 {
		return t.refused(err, nil)
	}
	over := a.over
	if over.IsZero() {
		over = t.env.Month()
	}
	q := standing(a.q)
	c, err := t.tally(q, over, 0)
	if err != nil {
		return err
	}
	s := c.Summary()
	if err := t.reasons(&s); err != nil {
		return err
	}
	var units []ledger.UnitSummary
	for _, id := range q.Units {
		u := ledger.UnitSummary{Unit: id, Lights: map[ledger.Light]int{}}
		if i := slices.IndexFunc(s.Units, func(x ledger.UnitSummary) bool { return x.Unit == id }); i >= 0 {
			u = s.Units[i]
		}
		units = append(units, u)
	}
	t.answer(view.With(t.v.Comparison(s, units), t.pageLinks(pageOf(q))...), q)
	return nil
}

// trend answers with the last months.
func (t *turn) trend(a asked) error {
	n := 3
	if a.in.Slots.Months != nil {
		n = min(max(*a.in.Slots.Months, 1), 24)
	}
	q := standing(a.q)
	c, err := t.tally(q, t.env.Month(), n)
	if err != nil {
		return err
	}
	months, err := c.Trend(t.ctx, t.cfg.Store)
	if err != nil {
		return err
	}
	t.answer(view.With(t.v.Trend(months, a.scope), append(t.pictureButton(pictureTrend, q), t.pageLinks(pageOf(q))...)...), q)
	return nil
}

// explain says why a unit's items, or those of the whole house, are late.
func (t *turn) explain(a asked) error {
	q := standing(a.q)
	q.Open, q.Overdue = true, 1
	rows, err := t.rows(q)
	if err != nil {
		return err
	}
	shown := rows[:min(len(rows), view.ListMost+1)]
	items, err := t.load(shown)
	if err != nil {
		return err
	}
	units := map[ledger.UnitID]bool{}
	longest := 0
	for _, r := range shown {
		units[r.Lead] = true
		longest = max(longest, t.env.DaysLate(r))
	}
	head := t.v.T("NothingLate", "Scope", a.scope)
	if len(rows) > 0 {
		head = t.v.N("LateWhy", len(rows), "Scope", a.scope, "Days", t.v.N("DayN", longest))
	}
	card := t.v.Late(head, items, len(rows), len(units) > 1)
	t.answer(view.With(card, t.pageLinks(pageOf(q))...), q)
	return nil
}

// reported answers who has reported on what is open, and who has not, within the cadence of its tier.
func (t *turn) reported(a asked) error {
	q := standing(a.q)
	q.Open = true
	rows, err := t.rows(q)
	if err != nil {
		return err
	}
	silent := q
	silent.Silent = true
	missing := t.env.Select(silent, rows)
	head := t.v.T("ReportedAll", "Scope", a.scope, "N", len(rows))
	if len(missing) > 0 {
		head = t.v.T("ReportedSome", "Scope", a.scope, "N", len(rows), "Done", len(rows)-len(missing), "Missing", len(missing))
	}
	if len(rows) == 0 {
		head = t.v.ListTitle(a.scope, t.v.T("Q_open"), 0)
	}
	t.answer(view.With(t.v.ByUnit(head, missing), t.pageLinks(pageOf(q))...), q)
	return nil
}
