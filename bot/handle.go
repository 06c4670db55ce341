package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/intent"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

// tries is how often a turn is decided anew when somebody else changed the same item meanwhile.
const tries = 4

// Handle takes one message. When it returns nil the effect and the answer are committed; handling the same message again changes nothing.
// Bots, guests and people of other organisations are not obeyed.
func (b *Bot) Handle(ctx context.Context, m chat.Message) error {
	if m.From.Bot || m.From.External || m.From.ID == "" {
		return nil
	}
	err := b.take(ctx, m)
	if m.Action == nil && m.Form == nil && ctx.Err() == nil { // whose people are told at once
		b.cfg.Taken(m.ID, err)
	}
	return err
}

// take does what the message asks for, again while others change the same things meanwhile.
func (b *Bot) take(ctx context.Context, m chat.Message) error {
	for n := 1; ; n++ {
		t, err := b.begin(ctx, m)
		if err != nil {
			return err
		}
		if t.me.ID == "" && n == 1 {
			if known, err := b.recognise(ctx, m); err != nil && !errors.Is(err, ledger.ErrConflict) {
				return fmt.Errorf("message %s: %w", m.ID, err)
			} else if known {
				continue
			}
		}
		if err := t.handle(); err != nil {
			return fmt.Errorf("message %s: %w", m.ID, err)
		}
		err = t.finish()
		if errors.Is(err, ledger.ErrConflict) && n < tries {
			continue
		}
		if err != nil {
			return fmt.Errorf("message %s: %w", m.ID, err)
		}
		return nil
	}
}

// handle decides what the message is and has it done.
func (t *turn) handle() error {
	if kind, ok := t.guard(); ok {
		t.guarded(kind)
		return nil
	}
	if t.me.ID == "" {
		return t.stranger()
	}
	t.profiled()
	switch {
	case t.m.Deleted, t.m.Edited:
		return t.amended()
	case t.m.Form != nil:
		return t.form()
	case t.m.Action != nil:
		return t.action()
	case len(t.m.Files) > 0:
		return t.files()
	case strings.TrimSpace(t.m.Text) == "":
		return nil
	}
	return t.words(t.m.Text)
}

// guard finds what must not be kept: text marked as secret, and interference in a case.
func (t *turn) guard() (kind string, ok bool) {
	texts := []string{t.m.Text}
	if t.m.Form != nil {
		for _, v := range t.m.Form.Values {
			texts = append(texts, v)
		}
	}
	for _, s := range texts {
		if kind, _, ok := intent.Guard(s); ok {
			return kind, true
		}
	}
	return "", false
}

// guarded warns in private. Of the message only id, time, sender and rule are kept.
func (t *turn) guarded(kind string) {
	t.m.Text, t.env.Words = "", ""
	t.record(ledger.NewRecord(ledger.RecordMark, "guard/"+t.m.ID, 0, map[string]any{"rule": kind, "by": t.me.ID, "at": t.env.Now}))
	t.whisper(t.v.Say(t.v.T("Guard_" + kind)))
}

// words handles what somebody wrote, as text, as a batch of a longer paste, or as a button's words.
func (t *turn) words(s string) error {
	if !t.m.Direct && !t.m.Mentioned && t.bound == nil && t.pending == nil {
		return nil // a channel talks among itself
	}
	if done, err := t.continued(s); done || err != nil {
		return err
	}
	for _, f := range []func(string) (bool, error){t.reasoned, t.approvalWords, t.mergeAlone} {
		if done, err := f(s); done || err != nil {
			return err
		}
	}
	d := t.telephoned(s, t.decide(s))
	if d.Work != nil {
		return t.work(*d.Work)
	}
	if d.Minutes {
		return t.minutes(s, "")
	}
	if len(d.Orders) > 0 {
		return t.draftOrders(d.Orders)
	}
	t.env.Read = string(d.Intent.Name)
	return t.do(d.Intent)
}

// stranger welcomes somebody whom the ledger does not know.
func (t *turn) stranger() error {
	if f := t.m.Form; f != nil && f.ID == view.DoIntro {
		_, err := t.takeForm(*f)
		return err
	}
	if t.m.Action != nil || t.m.Form != nil || !t.m.Direct && !t.m.Mentioned {
		if t.m.Action != nil || t.m.Form != nil {
			t.whisper(t.v.Say(t.v.T("Stranger")))
		}
		return nil
	}
	d := Decide(t.m.Text, intent.Context{Place: intent.InDirect, Speaker: intent.Member, Lang: t.v.Lang(), Now: t.env.Now.In(t.zone()), Dir: t.env.Dir, Cal: t.cfg.Calendar})
	if d.Intent.Name == intent.Introduce {
		return t.introduce(d.Intent.Slots)
	}
	t.whisper(t.welcome())
	return nil
}

// welcome tells somebody unknown how to be known, and what they can do then.
func (t *turn) welcome() chat.Card {
	return view.With(t.v.Say(t.v.T("Stranger"), t.v.T("StrangerHow"), t.v.T("StrangerCan")),
		chat.Control{Kind: chat.ControlForm, ID: view.DoIntro, Label: t.v.T("Do_intro"), Style: "primary"})
}
