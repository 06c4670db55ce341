package chattest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/followup-bot/followup/bot/chat"
)

func endedContext() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}

func testUpdate(t *testing.T, s *stage) {
	u, ok := s.m.(chat.Updater)
	if !ok {
		t.Fatal("no Updater, and not declared as lacking")
	}
	ref := s.send(t, s.channel(), plain("before"), "k-edit")
	s.send(t, s.channel(), plain("after it"), "k-next")
	if err := u.Update(t.Context(), ref, plain("renewed")); err != nil {
		t.Fatal(err)
	}
	var seen []Shown
	edited := poll(func() bool {
		seen = s.shown(t, s.b.ID, s.channel(), 2)
		return strings.Contains(seen[0].Text, "renewed")
	})
	if !edited {
		t.Fatalf("the edit is not shown: %+v", seen)
	}
	if seen[0].Message != ref.Message || !seen[0].Edited || len(seen) != 2 || strings.Contains(seen[0].Text, "before") {
		t.Fatalf("after the edit: %+v", seen)
	}
}

func testKey(t *testing.T, s *stage) {
	began := time.Unix(0, 0)
	if f, ok := s.m.(chat.Finder); ok {
		if _, found, err := f.Find(t.Context(), s.direct(s.a), "k-once", began); err != nil || found {
			t.Fatalf("before any post: found %v, %v", found, err)
		}
	}
	first := s.send(t, s.direct(s.a), plain("once"), "k-once")
	s.send(t, s.direct(s.a), plain("other"), "k-other")
	f, ok := s.m.(chat.Finder)
	if ok {
		ref, found, err := f.Find(t.Context(), s.direct(s.a), "k-once", began)
		if err != nil || !found || ref.Message != first.Message {
			t.Errorf("find gives %+v, %v, %v, want %+v", ref, found, err, first)
		}
		return
	}
	again := s.send(t, s.direct(s.a), plain("once"), "k-once")
	if again.Message != first.Message {
		t.Errorf("the same key twice gave %s and %s, and there is no Finder", first.Message, again.Message)
	}
	if seen := s.shown(t, s.a.ID, s.direct(s.a), 2); len(seen) != 2 {
		t.Errorf("%d messages are shown, want 2", len(seen))
	}
}

func testNowhere(t *testing.T, s *stage) {
	_, err := s.m.Send(t.Context(), s.Nowhere(), plain("lost"), "k-nowhere")
	if err == nil {
		t.Fatal("a send to nowhere succeeded")
	}
	if e := sendError(t, err); e.Retry || e.Unknown {
		t.Errorf("a send to nowhere gave %+v, want a permanent error", e)
	}
	if _, err := s.m.Send(t.Context(), chat.Address{}, plain("lost"), "k-empty"); err == nil || sendError(t, err).Retry {
		t.Errorf("a send to an empty address gave %v, want a permanent error", err)
	}
}

func testBusy(t *testing.T, s *stage) {
	s.Strike(t, Busy)
	_, err := s.m.Send(t.Context(), s.direct(s.a), plain("busy"), "k-busy")
	if err == nil {
		t.Fatal("a send to a busy messenger succeeded")
	}
	if e := sendError(t, err); !e.Retry || e.Unknown {
		t.Errorf("busy gave %+v, want Retry, not Unknown", e)
	}
	s.send(t, s.direct(s.a), plain("busy"), "k-busy")
	if seen := s.shown(t, s.a.ID, s.direct(s.a), 1); len(seen) != 1 {
		t.Errorf("%d messages are shown, want 1", len(seen))
	}
}

func testLost(t *testing.T, s *stage) {
	s.Strike(t, Lost)
	_, err := s.m.Send(t.Context(), s.direct(s.a), plain("lost"), "k-lost")
	if err == nil {
		t.Fatal("a send whose answer was lost succeeded")
	}
	if e := sendError(t, err); !e.Unknown {
		t.Errorf("a lost answer gave %+v, want Unknown", e)
	}
	f, ok := s.m.(chat.Finder)
	if !ok {
		return
	}
	if _, found, err := f.Find(t.Context(), s.direct(s.a), "k-lost", time.Unix(0, 0)); err != nil || !found {
		t.Errorf("what was posted is not found: %v, %v", found, err)
	}
}

func testRefused(t *testing.T, s *stage) {
	s.Strike(t, Refused)
	_, err := s.m.Send(t.Context(), s.direct(s.a), plain("no"), "k-no")
	if err == nil {
		t.Fatal("a refused send succeeded")
	}
	if e := sendError(t, err); e.Retry || e.Unknown {
		t.Errorf("a refusal gave %+v, want a permanent error", e)
	}
}

func testText(t *testing.T, s *stage) {
	texts := map[string]string{
		"long":     strings.Repeat("各单位要切实抓好落实,", 4000),
		"one line": strings.Repeat("x", 50_000),
		"emoji":    "👩‍⚖️ 🇨🇳 ✅",
		"rare":     "𠮷野家 㐂 𪚥",
		"combined": "e\u0301 ｱ ﬁ",
		"rtl":      "\u202eabc\u202c عربى",
		"control":  "a\x00b\x07c\u200bd",
		"broken":   "bad \xff\xfe utf8",
	}
	n := 0
	for name, text := range texts {
		n++
		card := chat.Card{Title: "T", Blocks: []chat.Block{
			{Kind: chat.BlockText, Text: text},
			{Kind: chat.BlockRows, Rows: []chat.Row{{Mark: "1", Text: text, Detail: []string{text}, Actions: []chat.Control{{Kind: chat.ControlButton, ID: "b", Label: text}}}}},
		}}
		if _, err := s.m.Send(t.Context(), s.channel(), card, "k-"+name); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, m := range s.shown(t, s.b.ID, s.channel(), n) {
			if !utf8.ValidString(m.Text) {
				t.Errorf("%s: what is shown is not UTF-8", name)
			}
		}
	}
	all := s.shown(t, s.b.ID, s.channel(), n)
	for _, want := range []string{texts["emoji"], texts["rare"], "各单位要切实抓好落实"} {
		if !anyContains(all, want) {
			t.Errorf("%q is not shown", want)
		}
	}
}

func anyContains(seen []Shown, text string) bool {
	for _, m := range seen {
		if strings.Contains(m.Text, text) {
			return true
		}
	}
	return false
}

func testMarkup(t *testing.T, s *stage) {
	texts := []string{
		`<script>alert(1)</script>`, `<img src=x onerror=alert(1)>`, `a & b < c > d`, `<!channel> <!here> @all <@U1> <at user_id="all"></at>`,
		`*bold* _it_ ~gone~ ` + "`code`", `[text](http://x.example)`, `<http://x.example|click>`, `javascript:alert(1)`, `{{.}} ${x} %s`,
	}
	for i, text := range texts {
		card := chat.Card{Title: text, Blocks: []chat.Block{
			{Kind: chat.BlockText, Text: text}, {Kind: chat.BlockQuote, Text: text}, {Kind: chat.BlockNote, Text: text},
			{Kind: chat.BlockRows, Rows: []chat.Row{{Light: "red", Mark: text, Text: text, Detail: []string{text}}}},
			{Kind: chat.BlockTable, Table: [][]string{{text, "b"}, {"c", text}}},
		}}
		s.send(t, s.channel(), card, fmt.Sprintf("k-markup-%d", i))
	}
	for i, m := range s.shown(t, s.b.ID, s.channel(), len(texts)) {
		if len(m.Live) > 0 {
			t.Errorf("%q became live: %q", texts[i], m.Live)
		}
		if !strings.Contains(m.Text, texts[i]) {
			t.Errorf("%q is shown as %q", texts[i], m.Text)
		}
	}
}

func testBlocks(t *testing.T, s *stage) {
	rows := make([]chat.Row, 120)
	for i := range rows {
		rows[i] = chat.Row{Light: "yellow", Mark: fmt.Sprint(i + 1), Text: fmt.Sprintf("row %d", i+1), Actions: []chat.Control{
			{Kind: chat.ControlButton, ID: "row", Value: fmt.Sprint(i + 1), Label: "Open"}}}
	}
	card := chat.Card{Lang: "en", Title: "All of it", Blocks: []chat.Block{
		{Kind: chat.BlockText, Text: "paragraph"}, {Kind: chat.BlockQuote, Text: "words"}, {Kind: chat.BlockRows, Rows: rows},
		{Kind: chat.BlockTable, Table: [][]string{{"head", "more"}, {"cell"}, {}}},
		{Kind: chat.BlockDivider}, {Kind: chat.BlockNote, Text: "small"}, {Kind: chat.BlockRows}, {Kind: chat.BlockActions}, {Kind: chat.BlockText},
		{Kind: chat.BlockActions, Actions: []chat.Control{{Kind: chat.ControlLink, ID: "l", Label: "Page", URL: "https://example.org/"}}},
	}}
	s.send(t, s.channel(), card, "k-all")
	seen := s.shown(t, s.b.ID, s.channel(), 1)
	for _, want := range []string{"All of it", "paragraph", "words", "row 1", "head", "cell"} {
		if !anyContains(seen, want) {
			t.Errorf("%q is not shown", want)
		}
	}
	s.send(t, s.channel(), chat.Card{Fallback: "only a fallback"}, "k-bare")
	s.send(t, s.channel(), chat.Card{}, "k-empty")
}

func testUploads(t *testing.T, s *stage) {
	card := chat.Card{Title: "table", Blocks: []chat.Block{chat.FileBlock("台账.csv", "text/csv", "the ledger", []byte("a,b\n"))}}
	s.send(t, s.channel(), card, "k-file")
	if seen := s.shown(t, s.b.ID, s.channel(), 1); !anyContains(seen, "台账.csv") {
		t.Errorf("the file is not shown: %+v", seen)
	}
	card.Blocks = []chat.Block{chat.FileBlock("big.bin", "application/octet-stream", "", make([]byte, chat.MaxUpload+1))}
	_, err := s.m.Send(t.Context(), s.channel(), card, "k-big")
	var e *chat.Error
	if !errors.As(err, &e) || e.Retry || e.Unknown {
		t.Errorf("a file that is too large gave %v, want a permanent error", err)
	}
}

func testPrivate(t *testing.T, s *stage) {
	card := plain("for one")
	card.Private = true
	to := chat.Address{Conversation: s.Channel(), User: s.a.ID}
	card.Blocks = append(card.Blocks, chat.FileBlock("私密.csv", "text/csv", "", []byte("a,b\n")))
	s.send(t, to, card, "k-private")
	s.send(t, s.channel(), plain("for all"), "k-public")
	if seen := s.shown(t, s.b.ID, s.channel(), 1); anyContains(seen, "for one") || anyContains(seen, "私密.csv") {
		t.Errorf("the other person sees it: %+v", seen)
	}
	_, err := s.m.Send(t.Context(), s.channel(), card, "k-private-none")
	var e *chat.Error
	if !errors.As(err, &e) || e.Retry {
		t.Errorf("a private card to a whole channel gave %v, want a permanent error", err)
	}
}
