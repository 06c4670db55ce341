package bot

import (
	"errors"
	"slices"
	"strings"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

// What a message has caused is remembered by its place, so that an edit or a removal of it can be told of in the history of its items.

// caused is what came of one message.
type caused struct {
	Items []ledger.ItemID  `json:"items,omitempty"`
	Draft ledger.MeetingID `json:"draft,omitempty"`
}

// saidMark names the record of what the turn's message has caused.
func (t *turn) saidMark() string {
	at := ledger.Place{Messenger: t.m.At.Messenger, Workspace: t.m.At.Workspace, Conversation: t.m.At.Conversation, Message: t.m.Ref}
	return "said/" + at.Key()
}

// remark remembers what the turn's message has caused.
func (t *turn) remark() {
	if t.m.Ref == "" || t.m.Action != nil || t.m.Form != nil || t.m.Edited || t.m.Deleted {
		return
	}
	var c caused
	for _, e := range t.change.Events {
		if e.By == t.me.ID && !slices.Contains(c.Items, e.Item) {
			c.Items = append(c.Items, e.Item)
		}
	}
	for _, r := range t.change.Records {
		if r.Kind == ledger.RecordDraft && !r.Deleted {
			c.Draft = ledger.MeetingID(r.ID)
		}
	}
	if len(c.Items) == 0 && c.Draft == "" {
		return
	}
	t.mark(t.saidMark(), c)
}

// amended handles a message that was changed or removed. What it caused stays, its items' histories tell of the change, and its author is told
// how to correct it. A message that nothing has come of is simply said anew by its edit.
func (t *turn) amended() error {
	c, _, err := ledger.Load[caused](t.ctx, t.cfg.Store, ledger.RecordMark, t.saidMark())
	if errors.Is(err, ledger.ErrNotFound) {
		if t.m.Deleted || len(t.m.Files) > 0 || strings.TrimSpace(t.m.Text) == "" {
			return nil
		}
		return t.words(t.m.Text)
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
