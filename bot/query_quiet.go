package bot

import (
	"context"
	"errors"
	"fmt"

	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

// Quiet says why the unit of an item is, or is not, reminded of it, in the language given: what became of today's reminders, what silences
// them, and until when. name is the item's number as people write it (3, 12-3, 2026-12); ledger.ErrNotFound when there is no such item.
func (b *Bot) Quiet(ctx context.Context, name, lang string) ([]string, error) {
	env, err := b.Env(ctx, b.cfg.Now())
	if err != nil {
		return nil, err
	}
	number, ok := ParseNumber(name)
	if !ok {
		return nil, fmt.Errorf("%q is no number of an item; write 3, 12-3 or 2026-12", name)
	}
	var row ledger.Row
	err = b.cfg.Store.Rows(ctx, ledger.Filter{Number: number}, func(r ledger.Row) bool {
		if r.Number.Child == number.Child && (row.ID == "" || r.Number.Year > row.Number.Year) {
			row = r
		}
		return true
	})
	if err != nil {
		return nil, err
	}
	it, err := b.cfg.Store.Item(ctx, row.ID)
	if err != nil {
		return nil, fmt.Errorf("item %s: %w", name, err)
	}
	t := &turn{Bot: b, ctx: ctx, env: env, v: view.New(env, "", firstOf(lang, env.Dir.Org().Lang))}
	return t.quiet(it)
}

// quietAbout answers why an item was not reminded of.
func (t *turn) quietAbout(it ledger.Item) error {
	lines, err := t.quiet(it)
	if err != nil {
		return err
	}
	t.answer(view.With(t.v.Say(lines...), t.v.Button(view.DoShow, string(it.ID), t.v.T("Do_show"), "")), ledger.Query{Units: []ledger.UnitID{it.Lead}})
	return nil
}

// quiet is Quiet of an item.
func (t *turn) quiet(it ledger.Item) ([]string, error) {
	lines := []string{t.v.T("QuietAbout", "Number", t.v.Number(it.Number), "Title", view.Clip(it.Title, 24), "Unit", t.v.Unit(it.Lead), "N", it.Reminders)}
	today, err := t.remindedToday(it)
	if err != nil {
		return nil, err
	}
	lines = append(lines, today...)
	if t.issuedLater(it) {
		lines = append(lines, t.v.T("Quiet_later", "Time", t.v.Clock(it.IssuedAt, t.zone())))
	}
	for _, s := range ledger.Silences(t.env, it) {
		line := t.v.T("Quiet_"+s.Code, "State", t.v.T("State_"+string(it.State)))
		if !s.Until.IsZero() {
			line += t.v.T("QuietUntil", "Time", t.v.Clock(s.Until, t.zone()))
		}
		lines = append(lines, line)
	}
	if it.State.Open() && !it.Plan.Next.IsZero() {
		lines = append(lines, t.v.T("QuietNext", "Time", t.v.Clock(it.Plan.Next, t.zone())))
	}
	return lines, nil
}

// issuedLater reports whether the item was issued after today's slot.
func (t *turn) issuedLater(it ledger.Item) bool {
	return it.State.Open() && it.IssuedAt.After(ledger.DigestSlot(t.env.Policy, t.env.Today(), t.env.Zone()))
}

// remindedToday says what became of the last digest to each of those who are reminded of the item, today's or that of the working day before.
func (t *turn) remindedToday(it ledger.Item) ([]string, error) {
	var lines []string
	for _, p := range ledger.Recipients(t.env, it, ledger.ForWork) {
		loc := ledger.ZoneOf(t.env, p)
		day := ledger.DateOf(t.env.Now.In(loc))
		slot := ledger.DigestSlot(t.env.Policy, day, loc)
		if !t.env.Cal.Workday(day) || slot.After(t.env.Now) {
			slot = ledger.DigestSlot(t.env.Policy, ledger.PreviousWorkday(t.env.Cal, day.AddDays(-1)), loc)
		}
		key := ledger.NoticeKey(t.env.Dir.Org().ID, ledger.Recipient{Person: p}, string(ledger.NoticeDigest), slot, loc)
		s, err := t.cfg.Store.Receipt(t.ctx, key)
		if errors.Is(err, ledger.ErrNotFound) {
			lines = append(lines, t.v.T("Digest_none", "Who", t.v.Person(p), "Slot", t.v.Clock(slot, t.zone())))
			continue
		}
		if err != nil {
			return nil, err
		}
		lines = append(lines, t.v.T("Digest_"+string(s.Receipt.Outcome), "Who", t.v.Person(p), "Slot", t.v.Clock(slot, t.zone()), "Error", s.Receipt.Error,
			"Time", t.v.Clock(s.Receipt.At, t.zone())))
	}
	return lines, nil
}
