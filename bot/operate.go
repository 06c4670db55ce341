package bot

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/intent"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

// operate answers and carries out what is said about the reminders themselves.
func (t *turn) operate(in intent.Intent) error {
	switch in.Name {
	case intent.Requeue:
		return t.requeue()
	case intent.BriefOff, intent.BriefOn:
		return t.mute(in.Name == intent.BriefOff)
	}
	items, err := t.which(in)
	if err != nil || len(items) == 0 {
		return err
	}
	return t.about1(in, items[0])
}

// requeue gives every notice that was set aside another chance.
func (t *turn) requeue() error {
	if err := t.env.Allowed(t.me.ID, ledger.ActConfigure, ledger.Item{}); err != nil {
		return t.refused(err, nil)
	}
	failed, err := t.cfg.Store.Failed(t.ctx, 0)
	if err != nil {
		return err
	}
	n := 0
	for _, f := range failed {
		err := t.cfg.Store.Requeue(t.ctx, f.Notice.Key, t.env.Now)
		if err != nil && !errors.Is(err, ledger.ErrNotFound) {
			return err
		}
		if err == nil {
			n++
		}
	}
	t.reply(t.v.Say(t.v.N("Requeued", n)))
	return nil
}

// failedMost is how many of the notices set aside a card shows.
const failedMost = 5

// failures are rows of what was set aside, newest first, with whom it was for and why.
func (t *turn) failures() ([]chat.Row, error) {
	failed, err := t.cfg.Store.Failed(t.ctx, failedMost)
	if err != nil {
		return nil, err
	}
	var rows []chat.Row
	for _, f := range failed {
		who := t.v.Person(f.Notice.To.Person)
		if f.Notice.To.Person == "" {
			who = f.Notice.To.Place.Messenger + " " + f.Notice.To.Place.Conversation + f.Notice.To.Place.User
		}
		rows = append(rows, chat.Row{Light: "warn", Text: t.v.T("Notice_"+string(f.Notice.Kind)) + t.v.T("Sep") + who,
			Detail: []string{t.v.Clock(f.Receipt.At, t.zone()) + t.v.T("Sep") + f.Receipt.Error}})
	}
	return rows, nil
}

// A Job is something that is done again and again by followup itself: Kind is one of reminders' words.
type Job struct {
	Kind    string
	Next    time.Time
	Last    time.Time
	Sent    int
	Skipped string
	Error   string
}

// jobRows lists followup's own jobs with their last and next time.
func (t *turn) jobRows() ([]chat.Row, error) {
	if t.cfg.Status == nil {
		return nil, nil
	}
	h, err := t.cfg.Status(t.ctx)
	if err != nil {
		return nil, err
	}
	var rows []chat.Row
	for _, j := range h.Jobs {
		row := chat.Row{Text: t.v.T("Own_" + j.Kind), Detail: []string{t.fired(j.Last, j.Sent, j.Skipped)}}
		if !j.Next.IsZero() {
			row.Detail = append(row.Detail, t.v.T("NextTimes", "Times", t.v.Clock(j.Next, t.zone())))
		}
		if j.Error != "" {
			row.Light = "warn"
			row.Detail = append(row.Detail, j.Error)
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// fired says when something was done last and what came of it.
func (t *turn) fired(last time.Time, sent int, skipped string) string {
	switch {
	case last.IsZero():
		return t.v.T("FiredNever")
	case skipped != "":
		return t.v.T("FiredSkipped", "Time", t.v.Clock(last, t.zone()), "Why", t.v.T("Skipped_"+skipped))
	case sent > 0:
		return t.v.T("FiredSent", "Time", t.v.Clock(last, t.zone()), "N", sent)
	}
	return t.v.T("Fired", "Time", t.v.Clock(last, t.zone()))
}

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

// snoozes are the days that a reminder may be put off to, as buttons that say so: the next two working days and the first of next week, none
// past the deadline.
func (t *turn) snoozes(it ledger.Item) []chat.Control {
	today := t.env.Today()
	next := ledger.NextWorkday(t.env.Cal, today.AddDays(1))
	week := today.AddDays(7 - (int(today.Weekday())+6)%7)
	days := []ledger.Date{next, ledger.NextWorkday(t.env.Cal, next.AddDays(1)), ledger.NextWorkday(t.env.Cal, week)}
	slices.SortFunc(days, ledger.Date.Compare)
	var out []chat.Control
	for _, d := range slices.Compact(days) {
		if it.Due.IsZero() || !d.After(it.Due.Date) {
			words := t.v.T("SnoozeWords", "Number", t.v.Number(it.Number), "Date", d.String())
			out = append(out, t.v.Button(view.DoSay, words, t.v.Date(d, today), ""))
		}
	}
	return out
}

// specTrouble says why a spec can't be used, and what to write instead, in the reader's words.
func (t *turn) specTrouble(spec string, err error) string {
	var bad interface {
		error
		Refusal() (code, detail, suggest, policy string)
	}
	if !errors.As(err, &bad) {
		return t.v.T("BadSpec", "Spec", spec, "Why", err.Error())
	}
	code, detail, suggest, policy := bad.Refusal()
	line := t.v.T("Spec_"+code, "Spec", spec, "Detail", detail)
	if suggest != "" && suggest != spec {
		line += t.v.T("SpecTry", "Spec", suggest)
	}
	if policy != "" && suggest != "" {
		line += t.v.T("SpecPolicy_" + policy)
	}
	return line
}

var impossible = []struct {
	words *regexp.Regexp
	id    string
}{
	{regexp.MustCompile(`(周|星期|礼拜)\S`), "Impossible_weekday"},
	{regexp.MustCompile(`(?i)tz\s*=`), "Impossible_zone"},
	{regexp.MustCompile(`(?i)^[-0-9*/,? ]+$`), "Impossible_cron"},
	{regexp.MustCompile(`月|日|号|(?i)feb|april|june|sept|nov|\d(st|nd|rd|th)`), "Impossible_day"},
	{regexp.MustCompile(`[点时:]|(?i)am|pm|o'clock`), "Impossible_hour"},
}

// whyImpossible says why words name no time that can be kept, and what is nearest to them.
func (t *turn) whyImpossible(words string) string {
	if words == "" {
		return ""
	}
	if strings.Count(words, " ") == 4 && t.cfg.Schedules != nil {
		if _, err := t.cfg.Schedules.Upcoming(words, t.zone().String(), "", t.env.Now, 1); err != nil {
			return "\n" + t.specTrouble(words, err)
		}
	}
	for _, x := range impossible {
		if x.words.MatchString(words) {
			return "\n" + t.v.T(x.id)
		}
	}
	return ""
}
