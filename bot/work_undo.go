package bot

import (
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/intent"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

// undo takes back what the speaker did last of the things that can be: an issue within its time, or an edit of a draft.
func (t *turn) undo() error {
	if err := t.env.Allowed(t.me.ID, ledger.ActRegister, ledger.Item{}); err != nil {
		t.reply(t.v.Say(t.v.T("UndoWhat_unit")))
		return nil
	}
	last, issued, err := t.lastIssue()
	if err != nil {
		return err
	}
	step, d, rev, ok := t.lastStep()
	switch {
	case issued && (!ok || last.At.After(step.At)):
		return t.undoIssue(last)
	case ok:
		return t.undoStep(step, d, rev)
	}
	t.reply(t.v.Say(t.v.T("UndoWhat", "N", t.env.Policy.UndoSeconds)))
	return nil
}

// An issued is one issue: of which draft, and when. It is a RecordMark.
type issued struct {
	Draft ledger.MeetingID `json:"draft"`
	At    time.Time        `json:"at"`
}

const issuedMark = "issued/"

// value is how a button names the issue.
func (i issued) value() string { return string(i.Draft) + "|" + i.At.UTC().Format(time.RFC3339Nano) }

func parseIssued(value string) (issued, bool) {
	id, at, _ := strings.Cut(value, "|")
	when, err := time.Parse(time.RFC3339Nano, at)
	return issued{ledger.MeetingID(id), when}, err == nil
}

// noteIssue remembers somebody's last issue.
func (t *turn) noteIssue(by ledger.PersonID, d ledger.MeetingID) issued {
	i := issued{d, t.env.Now}
	t.mark(issuedMark+string(by), i)
	return i
}

// lastIssue is the speaker's last issue, while it can be undone.
func (t *turn) lastIssue() (i issued, ok bool, err error) {
	i, _, err = ledger.Load[issued](t.ctx, t.cfg.Store, ledger.RecordMark, issuedMark+string(t.me.ID))
	if errors.Is(err, ledger.ErrNotFound) {
		return i, false, nil
	}
	return i, t.env.Now.Before(t.env.UndoUntil(i.At)), err
}

// made are the items that an issue of the speaker's made.
func (t *turn) made(i issued) ([]ledger.Item, error) {
	var ids []ledger.ItemID
	f := ledger.Filter{Meeting: i.Draft, Open: true, Issued: ledger.Span{From: i.At, To: i.At.Add(time.Nanosecond)}}
	if err := t.cfg.Store.Rows(t.ctx, f, func(r ledger.Row) bool {
		ids = append(ids, r.ID)
		return true
	}); err != nil {
		return nil, err
	}
	items, err := t.items(ids)
	return slices.DeleteFunc(items, func(it ledger.Item) bool { return it.IssuedBy != t.me.ID }), err
}

// undoSaid takes back the speaker's last issue.
func (t *turn) undoSaid() error {
	if err := t.env.Allowed(t.me.ID, ledger.ActIssue, ledger.Item{}); err != nil {
		return t.refused(err, nil)
	}
	last, _, err := t.lastIssue()
	if err != nil {
		return err
	}
	return t.undoIssue(last)
}

// undoIssue takes an issue back: what it made, and what of the draft goes on with open items.
func (t *turn) undoIssue(i issued) error {
	d, rev, err := t.draft(i.Draft)
	if err != nil && !errors.Is(err, ledger.ErrNotFound) {
		return err
	}
	items, err := t.made(i)
	if err != nil {
		return err
	}
	open, err := t.joined(d)
	if err != nil {
		return err
	}
	t.env.Read = string(intent.WorkUndoIssue)
	c, err := ledger.Undo(t.env, i.At, items, d, rev, t.me.ID, open...)
	if err != nil {
		return t.refused(err, nil)
	}
	t.take(c)
	slices.SortFunc(items, func(a, b ledger.Item) int { return a.Number.Compare(b.Number) })
	top := slices.DeleteFunc(items, func(it ledger.Item) bool { return it.Parent != "" })
	lines := []string{}
	if len(top) > 0 {
		lines = append(lines, t.v.N("IssueUndone", len(top), "Numbers", t.numbers(top)))
	}
	if back := slices.DeleteFunc(open, func(it ledger.Item) bool {
		return !slices.ContainsFunc(c.Items, func(x ledger.Item) bool { return x.ID == it.ID })
	}); len(back) > 0 {
		lines = append(lines, t.v.T("OntoUndone", "Numbers", t.numbers(back)))
	}
	t.reply(t.v.Say(lines...))
	return nil
}

// whenTold adds to a card of an issue when the units are told, where that is once it can't be undone, and the way back until then.
func (t *turn) whenTold(card chat.Card, v view.Ctx, i issued) chat.Card {
	if t.env.Policy.UndoSeconds == 0 {
		return card
	}
	card.Blocks = append(card.Blocks, chat.Block{Kind: chat.BlockText, Text: v.N("ToldIn", t.env.Policy.UndoSeconds)})
	return view.With(card, v.Button(view.DoUndo, i.value(), v.T("Do_undo"), ""))
}

// A draftStep is how a draft stood before its last edit, so that the edit can be taken back. It is a RecordMark.
type draftStep struct {
	Draft ledger.MeetingID  `json:"draft"`
	Rows  []ledger.DraftRow `json:"rows"`
	After time.Time         `json:"after"` // Draft.Changed of the edit: a later change of the draft ends the chance
	By    ledger.PersonID   `json:"by"`
	At    time.Time         `json:"at"`
	Did   string            `json:"did"`
}

const stepMark = "draftstep/"

// keepStep remembers the rows before an edit.
func (t *turn) keepStep(before ledger.Draft, after time.Time, did string) {
	t.mark(stepMark+string(t.me.ID), draftStep{Draft: before.ID, Rows: before.Rows, After: after, By: t.me.ID, At: t.env.Now, Did: did})
}

// lastStep is the speaker's last edit of a draft that nothing has changed since.
func (t *turn) lastStep() (draftStep, ledger.Draft, int64, bool) {
	s, _, err := ledger.Load[draftStep](t.ctx, t.cfg.Store, ledger.RecordMark, stepMark+string(t.me.ID))
	if err != nil {
		return draftStep{}, ledger.Draft{}, 0, false
	}
	d, rev, err := t.draft(s.Draft)
	return s, d, rev, err == nil && d.Changed.Equal(s.After)
}

func (t *turn) undoStep(s draftStep, d ledger.Draft, rev int64) error {
	now := d
	d.Rows = s.Rows
	t.saveDraft(d, rev)
	t.keepStep(now, t.env.Now, t.v.T("UndoneStep", "What", s.Did))
	ready, short := d.Ready(t.env.Policy)
	t.reply(t.v.Say(t.v.T("DraftEdited", "What", t.v.T("UndoneStep", "What", strings.TrimSuffix(s.Did, "。")), "Ready", len(ready), "Short", len(short))))
	return nil
}
