package local

import (
	"context"
	"testing"

	"github.com/followup-bot/followup/bot/chat"
)

// shower gives a form that has nothing to be filled in.
type shower struct{ keeper }

func (s *shower) Form(context.Context, chat.Message) (*chat.Form, error) {
	return &chat.Form{ID: "show", Title: "3", Show: []chat.Block{{Kind: chat.BlockText, Text: "an item"}}}, nil
}

// A click that asks for a form without fields comes as an action: dialogs here show no cards.
func TestAFormWithoutFieldsIsAClick(t *testing.T) {
	h := &shower{}
	m, stop := live(t, testConfig(t), h)
	defer stop()
	control := chat.Control{Kind: chat.ControlForm, ID: "show", Value: "i3", Label: "Look"}
	ref, err := m.Send(t.Context(), chat.Address{User: "clerk"}, chat.Card{Title: "home", Blocks: []chat.Block{{Kind: chat.BlockActions, Actions: []chat.Control{control}}}}, "k")
	if err != nil {
		t.Fatal(err)
	}
	form, _, err := as(m, "clerk").Open(t.Context(), ref.Message, control)
	if err != nil || form != nil {
		t.Fatalf("opened %+v, %v", form, err)
	}
	if err := m.queue.quiet(t.Context()); err != nil {
		t.Fatal(err)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.got) != 1 || h.got[0].Action == nil || h.got[0].Action.ID != "show" || h.got[0].Action.Value != "i3" {
		t.Errorf("the handler got %+v", h.got)
	}
}
