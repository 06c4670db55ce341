package bot

import (
	"errors"
	"slices"
	"strings"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/intent"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

// What a message has caused is remembered by its place, so that an edit or a removal of it can be told of in the history of its items.

// caused is what came of one message.
type caused struct {
	Items []ledger.ItemID  `json:"items,omitempty"`
	Draft ledger.MeetingID `json:"draft,omitempty"`
}

// saidMark names the record of what a message has caused.
func saidMark(at ledger.Place) string { return "said/" + at.Key() }

// message is where the turn's message stands.
func (t *turn) message() ledger.Place {
	return ledger.Place{Messenger: t.m.At.Messenger, Workspace: t.m.At.Workspace, Conversation: t.m.At.Conversation, Message: t.m.Ref}
}

// said reports whether the turn's message is one that people can edit, and whose words count.
func (t *turn) said() bool {
	return t.m.Ref != "" && t.m.Action == nil && t.m.Form == nil && !t.m.Deleted && (!t.m.Edited || t.anew)
}

// remark remembers what the turn's message has caused, and the one that led to the question which it answers.
func (t *turn) remark() error {
	var c caused
	for _, e := range t.change.Events {
		if e.By == t.me.ID && e.Kind != ledger.EventMessageEdited && e.Kind != ledger.EventMessageRemoved && !slices.Contains(c.Items, e.Item) {
			c.Items = append(c.Items, e.Item)
		}
	}
	for _, r := range t.change.Records {
		if r.Kind == ledger.RecordDraft && !r.Deleted {
			c.Draft = ledger.MeetingID(r.ID)
		}
	}
	if len(c.Items) == 0 && c.Draft == "" {
		return nil
	}
	if t.said() {
		t.mark(saidMark(t.message()), c)
	}
	if t.origin.Message == "" || t.origin == t.message() {
		return nil
	}
	before, _, err := ledger.Load[caused](t.ctx, t.cfg.Store, ledger.RecordMark, saidMark(t.origin))
	if err != nil && !errors.Is(err, ledger.ErrNotFound) {
		return err
	}
	for _, id := range before.Items {
		if !slices.Contains(c.Items, id) {
			c.Items = append(c.Items, id)
		}
	}
	if c.Draft == "" {
		c.Draft = before.Draft
	}
	t.mark(saidMark(t.origin), c)
	return nil
}

// amended handles a message that was changed or removed. A question that it led to is withdrawn. What it caused stays, its items' histories
// tell of the change, and its author is told how to correct it. What nothing has come of is simply said anew by its edit.
func (t *turn) amended() error {
	withdrawn, err := t.withdraw()
	if err != nil {
		return err
	}
	c, _, err := ledger.Load[caused](t.ctx, t.cfg.Store, ledger.RecordMark, saidMark(t.message()))
	if errors.Is(err, ledger.ErrNotFound) {
		return t.saidAnew(withdrawn)
	}
	if err != nil {
		return err
	}
	if len(c.Items) == 0 {
		if t.m.Edited {
			t.whisper(t.v.Say(t.v.T("AmendedDraft")))
		}
		return nil
	}
	t.env.Read = "edited"
	if t.m.Deleted {
		t.env.Read, t.env.Words = "removed", ""
	}
	items, err := t.items(c.Items)
	if err != nil {
		return err
	}
	for _, it := range items {
		t.take(ledger.MessageChanged(t.env, it, t.me.ID, t.m.Deleted))
	}
	var fix []chat.Control
	if len(items) == 1 && t.env.Allowed(t.me.ID, ledger.ActReport, items[0]) == nil {
		fix = append(fix, chat.Control{Kind: chat.ControlForm, ID: view.DoReport, Value: string(items[0].ID), Label: t.v.T("Fix")})
	}
	t.whisper(view.With(t.v.Say(t.v.T("AmendedOld", "Numbers", t.numbers(items))), fix...))
	return nil
}

// saidAnew reads the new words of a message that nothing has come of but perhaps a question, which was withdrawn.
func (t *turn) saidAnew(withdrawn bool) error {
	empty := t.m.Deleted || len(t.m.Files) > 0 || strings.TrimSpace(t.m.Text) == ""
	switch {
	case empty && withdrawn:
		t.whisper(t.v.Say(t.v.T("Withdrawn")))
		return nil
	case empty:
		return nil
	case withdrawn:
		t.m.Mentioned = true // what was meant for the bot still is
	}
	t.anew, t.env.Read, t.env.Words = true, "", t.m.Text
	return t.words(t.m.Text)
}

// withdraw takes back the question that the turn's message led to, and notes the change of the message on the items that it named.
func (t *turn) withdraw() (bool, error) {
	all, err := ledger.LoadAll[ledger.Pending](t.ctx, t.cfg.Store, ledger.RecordPending, string(t.me.ID)+"|")
	if err != nil {
		return false, err
	}
	for i, p := range all {
		if p.Said != t.message() || t.env.Now.After(p.Expires) {
			continue
		}
		t.pending = &all[i]
		t.settle()
		t.origin = ledger.Place{}
		t.env.Read = "unconfirmed"
		if t.m.Deleted {
			t.env.Words = ""
		}
		items, err := t.askedAbout(p)
		if err != nil {
			return false, err
		}
		for _, it := range items {
			t.take(ledger.MessageChanged(t.env, it, t.me.ID, t.m.Deleted))
		}
		return true, nil
	}
	return false, nil
}

// askedAbout are the items that a question names.
func (t *turn) askedAbout(p ledger.Pending) ([]ledger.Item, error) {
	switch p.Kind {
	case "confirm", "clarify":
		w, err := waited[waitingIntent](p)
		if err != nil {
			return nil, err
		}
		return t.items(w.Items)
	case "work", "reason":
		w, err := waited[intent.Work](p)
		if err != nil || len(w.Refs) == 0 {
			return nil, err
		}
		var out []ledger.Item
		for _, ref := range w.Refs {
			rows, err := t.numbered(ref)
			if err != nil {
				return nil, err
			}
			if len(rows) == 1 {
				it, err := t.item(rows[0].ID)
				if err != nil {
					return nil, err
				}
				out = append(out, it)
			}
		}
		return out, nil
	}
	return nil, nil
}
