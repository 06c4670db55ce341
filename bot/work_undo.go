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
	made, err := t.issuedLately("")
	if err != nil {
		return err
	}
	step, d, rev, ok := t.lastStep()
	switch {
	case len(made) > 0 && (!ok || made[0].IssuedAt.After(step.At)):
		return t.undoIssue("")
	case ok:
		return t.undoStep(step, d, rev)
	}
	t.reply(t.v.Say(t.v.T("UndoWhat", "N", t.env.Policy.UndoSeconds)))
	return nil
}

// issuedLately are all items of one issue: the one that made the item named, else the speaker's last one within the time for undoing.
func (t *turn) issuedLately(id ledger.ItemID) ([]ledger.Item, error) {
	span := ledger.Span{From: t.env.Now.Add(-time.Duration(t.env.Policy.UndoSeconds) * time.Second), To: t.env.Now.Add(time.Second)}
	if id != "" {
		it, err := t.item(id)
		if err != nil {
			return nil, err
		}
		span = ledger.Span{From: it.IssuedAt, To: it.IssuedAt.Add(time.Nanosecond)}
	}
	var ids []ledger.ItemID
	if err := t.cfg.Store.Rows(t.ctx, ledger.Filter{Issued: span}, func(r ledger.Row) bool {
		ids = append(ids, r.ID)
		return true
	}); err != nil {
		return nil, err
	}
	var out []ledger.Item
	var last time.Time
	for _, id := range ids {
		it, err := t.item(id)
		if err != nil {
			return nil, err
		}
		if it.IssuedBy == t.me.ID && it.State.Open() {
			out = append(out, it)
			if it.IssuedAt.After(last) {
				last = it.IssuedAt
			}
		}
	}
	return slices.DeleteFunc(out, func(it ledger.Item) bool { return !it.IssuedAt.Equal(last) }), nil
}

// undoIssue takes an issue back.
func (t *turn) undoIssue(id ledger.ItemID) error {
	if err := t.env.Allowed(t.me.ID, ledger.ActIssue, ledger.Item{}); err != nil {
		return t.refused(err, nil)
	}
	items, err := t.issuedLately(id)
	if err != nil && !errors.Is(err, ledger.ErrNotFound) {
		return err
	}
	if len(items) == 0 {
		t.reply(t.v.Say(t.v.T("Refused_undo", "N", t.env.Policy.UndoSeconds)))
		return nil
	}
	d, rev, err := t.draft(items[0].Source.Meeting)
	if err != nil {
		return err
	}
	t.env.Read = string(intent.WorkUndoIssue)
	c, err := ledger.Undo(t.env, items, d, rev, t.me.ID)
	if err != nil {
		return t.refused(err, items[:1])
	}
	t.take(c)
	slices.SortFunc(items, func(a, b ledger.Item) int { return a.Number.Compare(b.Number) })
	top := slices.DeleteFunc(items, func(it ledger.Item) bool { return it.Parent != "" })
	t.reply(t.v.Say(t.v.N("IssueUndone", len(top), "Numbers", t.numbers(top))))
	return nil
}

// whenTold adds to a card of an issue when the units are told, where that is once it can't be undone, and the way back until then.
func (t *turn) whenTold(card chat.Card, v view.Ctx, made ledger.ItemID) chat.Card {
	if t.env.Policy.UndoSeconds == 0 {
		return card
	}
	card.Blocks = append(card.Blocks, chat.Block{Kind: chat.BlockText, Text: v.N("ToldIn", t.env.Policy.UndoSeconds)})
	return view.With(card, v.Button(view.DoUndo, string(made), v.T("Do_undo"), ""))
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
