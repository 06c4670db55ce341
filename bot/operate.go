package bot

import (
	"errors"
	"time"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/intent"
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
