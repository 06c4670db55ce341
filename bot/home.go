package bot

import (
	"context"
	"slices"
	"time"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

// homeRows is how many items of a kind a home page shows with what may be done about them; the rest is a number and a button.
const homeRows = 8

// Home is a person's page in a messenger that has one: what waits for their decision, their own items, how their unit or all that they
// oversee stands, what comes next, and their settings. Somebody unknown is told how to be known.
func (b *Bot) Home(ctx context.Context, at chat.Address, who chat.User) (chat.Card, error) {
	t, err := b.begin(ctx, chat.Message{ID: "home", At: at, From: who, Direct: true})
	if err != nil {
		return chat.Card{}, err
	}
	if t.me.ID == "" {
		return t.welcome(), nil
	}
	decide, err := t.rows(ledger.Query{Decides: t.me.ID, Open: true})
	if err != nil {
		return chat.Card{}, err
	}
	mine := t.mine()
	page := view.HomePage{Hello: t.v.Hello(t.zone()), Deciding: len(decide), Mine: mine, Settings: t.v.Prefs(t.me),
		Admin: t.canDo(ledger.ActConfigure)}
	if page.Decide, err = t.load(decide[:min(len(decide), homeRows)]); err != nil {
		return chat.Card{}, err
	}
	if page.Items, err = t.load(mine[:min(len(mine), homeRows)]); err != nil {
		return chat.Card{}, err
	}
	if page.Units, err = t.homeUnits(); err != nil {
		return chat.Card{}, err
	}
	if page.Next, err = t.comingUp(mine); err != nil {
		return chat.Card{}, err
	}
	return view.With(t.v.Home(page), t.suggestions()...), t.failed
}

// homeUnits are the open items of what the person heads, serves or oversees.
func (t *turn) homeUnits() (view.HomeUnits, error) {
	q, label := ledger.Query{Units: t.me.Units(), Open: true}, t.v.Units(t.me.Units())
	switch _, all := t.env.Scope(t.me.ID); {
	case slices.Contains(t.me.Oversees, ledger.AllUnits), all && len(t.me.Oversees) == 0:
		q.Units, label = nil, t.env.Dir.Org().Name
	case len(t.me.Oversees) > 0:
		q.Units, label = slices.Concat(t.me.Oversees, t.me.Contacts), t.v.T("ScopeMine")
	case len(q.Units) == 0:
		return view.HomeUnits{}, nil
	}
	rows, err := t.rows(q)
	return view.HomeUnits{Label: label, Query: q, Rows: rows}, err
}

// comingUp says what the person will hear of next: the digest, the nearest deadlines, the schedules that reach them.
func (t *turn) comingUp(mine []ledger.Row) ([]string, error) {
	var out []string
	if len(mine) > 0 {
		out = append(out, t.v.T("HomeNextDigest", "When", t.v.Clock(t.nextDigest(), t.zone())))
	}
	due := slices.DeleteFunc(slices.Clone(mine), func(r ledger.Row) bool { return r.Due.IsZero() || t.env.Overdue(r) })
	slices.SortStableFunc(due, func(a, b ledger.Row) int { return a.Due.Date.DaysSince(b.Due.Date) })
	for _, r := range due[:min(len(due), 3)] {
		out = append(out, t.v.T("HomeNextDue", "Date", t.v.Near(r.Due.Date, t.env.Today()), "Number", t.v.Number(r.Number), "Title", view.Clip(r.Title, 24)))
	}
	rules, _, err := t.rules()
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(rules, func(a, b ledger.Rule) int { return a.Next.Compare(b.Next) })
	n := 0
	for _, r := range rules {
		if n < 3 && !r.Paused && r.Next.After(t.env.Now) && t.concerns(r) {
			out = append(out, t.v.T("HomeNextRule", "When", t.v.Clock(r.Next, t.zone()), "Job", t.v.T("Job_"+string(r.Job))))
			n++
		}
	}
	return out, nil
}

// nextDigest is when the person's next digest comes, their quiet hours kept.
func (t *turn) nextDigest() time.Time {
	pol, zone := t.env.PolicyFor(t.me.ID), t.zone()
	day := ledger.DateOf(t.env.Now.In(zone))
	for {
		day = ledger.NextWorkday(t.env.Cal, day)
		if at := ledger.DigestSlot(pol, day, zone); at.After(t.env.Now) {
			return at
		}
		day = day.AddDays(1)
	}
}

// concerns reports whether a schedule's message reaches the person.
func (t *turn) concerns(r ledger.Rule) bool {
	switch {
	case r.Target.Person != "":
		return r.Target.Person == t.me.ID
	case r.Target.Unit != "":
		return slices.Contains(t.me.Units(), r.Target.Unit)
	case r.Job == ledger.JobReview:
		return t.me.Has(ledger.RoleSupervisor)
	case r.Job == ledger.JobBrief:
		return t.me.Has(ledger.RoleLeader) || t.me.Has(ledger.RolePrincipal)
	}
	return r.Target.Place.Conversation == "" && len(t.me.Units()) > 0
}
