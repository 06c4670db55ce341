package chattest

import (
	"testing"

	"github.com/followup-bot/followup/bot/chat"
)

func controlCard() chat.Card {
	return chat.Card{Title: "12号", Blocks: []chat.Block{
		{Kind: chat.BlockText, Text: "Which?"},
		{Kind: chat.BlockRows, Rows: []chat.Row{
			{Mark: "8号", Text: "first", Actions: []chat.Control{{Kind: chat.ControlButton, ID: "accept", Value: "item-8", Label: "签收"}}},
			{Mark: "12号", Text: "second", Actions: []chat.Control{{Kind: chat.ControlButton, ID: "accept", Value: "item-12", Label: "签收", Style: "primary"}}},
		}},
		{Kind: chat.BlockActions, Actions: []chat.Control{
			{Kind: chat.ControlButton, ID: "drop", Value: "中 文/&?=<>", Label: "Drop", Style: "danger", Confirm: "Really?"},
			{Kind: chat.ControlSelect, ID: "owner", Value: "item-12", Label: "Owner", Options: []chat.Option{{Label: "执行局", Value: "u1"}, {Label: "研究室", Value: "u2"}}},
			{Kind: chat.ControlDate, ID: "due", Value: "item-12", Label: "Due"},
			{Kind: chat.ControlForm, ID: "report", Value: "item-12", Label: "报进展"},
		}},
	}}
}

func find(c chat.Card, id, value string) chat.Control {
	for _, x := range Controls(c) {
		if x.ID == id && x.Value == value {
			return x
		}
	}
	panic("no control " + id)
}

func testButtons(t *testing.T, s *stage) {
	card := controlCard()
	ref := s.send(t, s.channel(), card, "k-buttons")
	s.shown(t, s.b.ID, s.channel(), 1)
	s.Click(t, s.b.ID, ref, find(card, "accept", "item-12"), "item-12")
	s.Click(t, s.a.ID, ref, find(card, "drop", "中 文/&?=<>"), "中 文/&?=<>")
	got := s.wait(t, 2)
	for i, want := range []struct{ user, id, value string }{{s.b.ID, "accept", "item-12"}, {s.a.ID, "drop", "中 文/&?=<>"}} {
		m := got[i]
		if m.Action == nil || m.Action.ID != want.id || m.Action.Value != want.value || m.From.ID != want.user {
			t.Fatalf("click %d came as %+v (action %+v)", i, m, m.Action)
		}
		if m.Action.Card.Message != ref.Message || m.Action.Card.Conversation != ref.Conversation {
			t.Errorf("click %d came from card %+v, want %+v", i, m.Action.Card, ref)
		}
		if m.At.Conversation != ref.Conversation || m.Direct || m.Text != "" {
			t.Errorf("click %d came as %+v", i, m)
		}
	}
	if got[0].ID == got[1].ID || got[0].ID == "" {
		t.Errorf("clicks have ids %q and %q", got[0].ID, got[1].ID)
	}
}

func testSelects(t *testing.T, s *stage) {
	card := controlCard()
	ref := s.send(t, s.direct(s.a), card, "k-selects")
	s.shown(t, s.a.ID, s.direct(s.a), 1)
	s.Click(t, s.a.ID, ref, find(card, "owner", "item-12"), "u2")
	s.Click(t, s.a.ID, ref, find(card, "due", "item-12"), "2026-12-31")
	got := s.wait(t, 2)
	for i, want := range []struct{ id, value string }{{"owner", "u2"}, {"due", "2026-12-31"}} {
		if a := got[i].Action; a == nil || a.ID != want.id || a.Value != want.value || !got[i].Direct {
			t.Errorf("choice %d came as %+v", i, a)
		}
	}
}

func testForms(t *testing.T, s *stage) {
	form := chat.Form{ID: "report", Value: "item-12 \"<>&", Title: "报进展", Submit: "报送", Cancel: "取消", Fields: []chat.Field{
		{ID: "percent", Label: "%", Kind: chat.FieldNumber, Value: "40", Min: "0", Max: "100", Required: true},
		{ID: "note", Label: "Progress", Kind: chat.FieldArea, Hint: "One sentence is enough."},
		{ID: "until", Label: "Until", Kind: chat.FieldDate},
		{ID: "unit", Label: "Unit", Kind: chat.FieldSelect, Options: []chat.Option{{Label: "A", Value: "u1"}, {Label: "B", Value: "u2"}}},
		{ID: "with", Label: "With", Kind: chat.FieldMulti, Options: []chat.Option{{Label: "A", Value: "u1"}, {Label: "B", Value: "u2"}, {Label: "C", Value: "u3"}}},
	}}
	s.mu.Lock()
	s.form = func() *chat.Form { return &form }
	s.mu.Unlock()
	card := controlCard()
	ref := s.send(t, s.direct(s.a), card, "k-form")
	s.shown(t, s.a.ID, s.direct(s.a), 1)
	seen := s.Open(t, s.a.ID, ref, find(card, "report", "item-12"))
	if seen.Title != form.Title || len(seen.Fields) != len(form.Fields) {
		t.Fatalf("the dialog shows %+v", seen)
	}
	s.mu.Lock()
	ask := s.asks[0]
	s.mu.Unlock()
	if ask.Action == nil || ask.Action.ID != "report" || ask.Action.Value != "item-12" || ask.From.ID != s.a.ID || ask.Action.Card.Message != ref.Message {
		t.Errorf("the form was asked for with %+v, action %+v", ask, ask.Action)
	}
	values := map[string]string{"percent": "80", "note": "在做\n<b>两行</b>", "until": "2026-12-01", "unit": "u2", "with": "u1\nu3"}
	s.Submit(t, s.a.ID, ref, seen, values)
	m := s.wait(t, 1)[0]
	if m.Form == nil || m.Form.ID != form.ID || m.Form.Value != form.Value || m.From.ID != s.a.ID {
		t.Fatalf("the form came as %+v (%+v)", m, m.Form)
	}
	for k, v := range values {
		if m.Form.Values[k] != v {
			t.Errorf("field %s came as %q, want %q", k, m.Form.Values[k], v)
		}
	}
	if m.Form.Card.Message != ref.Message {
		t.Errorf("the form came from card %+v, want %+v", m.Form.Card, ref)
	}
}
