package slack

import (
	"context"
	"errors"

	"github.com/slack-go/slack"

	"github.com/followup-bot/followup/bot/chat"
)

// paneID is the callback id of a modal that shows something and has nothing to be filled in.
const paneID = "pane"

// A pane is the form that a modal without fields shows, so that it can be asked for again.
type pane struct {
	ID    string `json:"id"`
	Value string `json:"v,omitempty"`
}

// paneOf is what the modal in front shows; ok is false for what is no pane.
func paneOf(v slack.View) (pane, bool) {
	if v.Type != slack.VTModal || v.CallbackID != paneID {
		return pane{}, false
	}
	mt, err := readMeta(v.PrivateMetadata)
	return pane{mt.ID, mt.Value}, err == nil
}

// show opens a modal, on top of the one that the click was made in.
func (m *Messenger) show(ctx context.Context, trigger string, from slack.View, view slack.ModalViewRequest) error {
	if from.Type == slack.VTModal {
		_, err := m.api.PushViewContext(ctx, trigger, view)
		return err
	}
	_, err := m.api.OpenViewContext(ctx, trigger, view)
	return err
}

// redraw shows a pane as things stand now, and where what was clicked in it is answered. A pane that was closed meanwhile is left alone.
func (m *Messenger) redraw(ctx context.Context, user, viewID string, p pane) {
	if err := m.redrawn(ctx, user, viewID, p); err != nil {
		m.log.Warn("a modal was not shown anew", "user", user, "form", p.ID, "error", explain(err))
	}
}

func (m *Messenger) redrawn(ctx context.Context, user, viewID string, p pane) error {
	_, h, ok := m.running()
	if !ok {
		return errStopping
	}
	from, err := m.people.of(ctx, user)
	if err != nil {
		return err
	}
	at, err := m.directWith(ctx, user)
	if err != nil {
		return err
	}
	form, err := h.Form(ctx, chat.Message{At: at, From: from, Direct: true, Time: m.now(), Action: &chat.Action{ID: p.ID, Value: p.Value}})
	if err != nil {
		return err
	}
	if form == nil || len(form.Fields) > 0 { // it is no longer theirs
		form = &chat.Form{ID: p.ID, Value: p.Value, Lang: from.Lang}
	}
	form.Show = append([]chat.Block{{Kind: chat.BlockNote, Text: wordsFor(form.Lang).inDM}}, form.Show...)
	view, err := modal(*form, chat.Ref{}, pane{})
	if err != nil {
		return err
	}
	_, err = m.api.UpdateViewContext(ctx, view, "", "", viewID)
	if code(err) == "not_found" {
		return nil
	}
	return err
}

// shown lays out what a form shows above its fields.
func shown(f chat.Form) ([]slack.Block, error) {
	if len(f.Show) == 0 {
		return nil, nil
	}
	room := viewBlocks - len(f.Fields)
	if room < 1 {
		return nil, errors.New("its fields leave no room for what it shows")
	}
	return lay(chat.Card{Lang: f.Lang, Blocks: f.Show}, room, budgets[0]*2, nil), nil
}
