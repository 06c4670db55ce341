package local

import (
	"os"
	"strings"
	"testing"

	"github.com/followup-bot/followup/bot/chat"
)

func TestNobodySeesWhatIsNotTheirs(t *testing.T) {
	m, _ := live(t, testConfig(t), &keeper{})
	ctx := t.Context()
	ref, err := m.Send(ctx, chat.Address{User: "clerk"}, chat.Card{Title: "secret", Blocks: []chat.Block{
		{Kind: chat.BlockFile, File: &chat.Upload{Name: "s.txt", MIME: "text/plain", Data: []byte("s")}},
		{Kind: chat.BlockActions, Actions: []chat.Control{{Kind: chat.ControlButton, ID: "b", Value: "v", Label: "B"}}},
	}}, "k")
	if err != nil {
		t.Fatal(err)
	}
	mine, err := as(m, "clerk").Say(ctx, "", "", "mine")
	if err != nil {
		t.Fatal(err)
	}
	head, ann := as(m, "head"), as(m, "ann")
	refused := func(what string, err error) {
		t.Helper()
		if err == nil {
			t.Errorf("%s: allowed", what)
		}
	}
	_, err = head.Messages(ctx, ref.Conversation)
	refused("reading", err)
	_, err = head.Say(ctx, ref.Conversation, "", "x")
	refused("writing", err)
	_, err = head.Say(ctx, "", ref.Message, "x")
	refused("replying", err)
	_, err = head.File(ctx, ref.Message, 0)
	refused("the file", err)
	refused("clicking", head.Click(ctx, ref.Message, chat.Control{ID: "b", Value: "v"}, ""))
	refused("editing", head.post(ctx, "/api/edit", map[string]any{"message": mine.ID, "text": "x"}, nil))
	refused("marking", head.post(ctx, "/api/read", map[string]any{"place": ref.Conversation, "seq": 1}, nil))
	_, err = ann.Messages(ctx, "c-all")
	refused("a channel of others", err)
	id, err := as(m, "clerk").Upload(ctx, "x.txt", "text/plain", strings.NewReader("x"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = head.Say(ctx, "", "", "x", id)
	refused("another's upload", err)
	changes, _, err := head.Changes(ctx, "x-0")
	if err != nil || len(changes) != 0 {
		t.Errorf("changes %+v, %v", changes, err)
	}
}

func TestForgedControlsAndForms(t *testing.T) {
	s, m := startScene(t)
	ctx := t.Context()
	ref, err := m.Send(ctx, chat.Address{User: "head"}, itemCard("zh", false), "k")
	if err != nil {
		t.Fatal(err)
	}
	head := as(m, "head")
	for _, c := range []struct {
		control chat.Control
		choice  string
	}{
		{chat.Control{ID: "accept", Value: "another item"}, ""}, {chat.Control{ID: "close", Value: "item-12"}, ""},
		{chat.Control{ID: "pass", Value: "item-12"}, "not an option"}, {chat.Control{ID: "extend", Value: "item-12"}, "31.12."},
	} {
		if err := head.Click(ctx, ref.Message, c.control, c.choice); err == nil {
			t.Errorf("%+v %q was taken", c.control, c.choice)
		}
	}
	_, token, err := head.Open(ctx, ref.Message, chat.Control{ID: "report", Value: "item-12"})
	if err != nil {
		t.Fatal(err)
	}
	if err := as(m, "clerk").Submit(ctx, token, nil); err == nil {
		t.Error("somebody else's form was taken")
	}
	if err := head.Submit(ctx, token[:len(token)-2]+"xx", nil); err == nil {
		t.Error("a forged token was taken")
	}
	body, _, _ := strings.Cut(token, ".")
	if err := head.Submit(ctx, body+".", nil); err == nil {
		t.Error("an unsigned token was taken")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.got) != 0 {
		t.Errorf("the handler got %+v", s.got)
	}
}

func TestFilesAreInert(t *testing.T) {
	m, _ := live(t, testConfig(t), &keeper{})
	c := as(m, "clerk")
	for _, kind := range []string{"text/html", "image/svg+xml", "application/javascript", "image/png"} {
		id, err := c.Upload(t.Context(), "../../<x>\r\n\"a.html", kind, strings.NewReader("<script>alert(1)</script>"))
		if err != nil {
			t.Fatal(err)
		}
		w, err := c.Say(t.Context(), "", "", "", id)
		if err != nil {
			t.Fatal(err)
		}
		if w.Files[0].Name != `<x>"a.html` {
			t.Errorf("name %q", w.Files[0].Name)
		}
		res := try(t, m, asked{method: "GET", path: "/api/file?as=clerk&n=0&message=" + w.ID})
		h := res.Header
		if kind != "image/png" && (h.Get("Content-Type") != "application/octet-stream" || !strings.HasPrefix(h.Get("Content-Disposition"), "attachment")) {
			t.Errorf("%s is served as %v", kind, h)
		}
		if !strings.Contains(h.Get("Content-Security-Policy"), "sandbox") || h.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s is served with %v", kind, h)
		}
	}
}

func TestLimits(t *testing.T) {
	cfg := testConfig(t)
	cfg.MaxFile = 100
	m, _ := live(t, cfg, &keeper{})
	c := as(m, "clerk")
	if _, err := c.Upload(t.Context(), "a", "text/plain", strings.NewReader(strings.Repeat("x", 100))); err != nil {
		t.Error(err)
	}
	if _, err := c.Upload(t.Context(), "a", "text/plain", strings.NewReader(strings.Repeat("x", 101))); err == nil || !strings.Contains(err.Error(), "too_large") {
		t.Errorf("a file over the limit gave %v", err)
	}
	if _, err := c.Say(t.Context(), "", "", strings.Repeat("x", maxText+1)); err == nil || !strings.Contains(err.Error(), "too_long") {
		t.Errorf("a text over the limit gave %v", err)
	}
	if _, err := c.Say(t.Context(), "", "", " \n "); err == nil || !strings.Contains(err.Error(), "empty") {
		t.Errorf("an empty text gave %v", err)
	}
	entries, err := os.ReadDir(m.blobDir())
	if err != nil || len(entries) != 1 {
		t.Errorf("%d files are left, want 1 (%v)", len(entries), err)
	}
}
