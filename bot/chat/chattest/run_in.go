package chattest

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/followup-bot/followup/bot/chat"
)

func testOrder(t *testing.T, s *stage) {
	words := []string{"one", "two", "three", "four", "five"}
	for _, w := range words {
		s.Post(t, s.a.ID, s.direct(s.a), w)
	}
	s.Post(t, s.b.ID, s.direct(s.b), "end")
	got := s.wait(t, len(words)+1)
	var mine []string
	ids := map[string]bool{}
	for _, m := range got {
		if ids[m.ID] || m.ID == "" {
			t.Errorf("message id %q twice or empty", m.ID)
		}
		ids[m.ID] = true
		if m.From.ID == s.a.ID {
			mine = append(mine, m.Text)
		}
	}
	if strings.Join(mine, " ") != strings.Join(words, " ") {
		t.Errorf("arrived as %v, want %v", mine, words)
	}
}

func testIdentity(t *testing.T, s *stage) {
	s.Post(t, s.a.ID, s.direct(s.a), "I am "+s.b.ID)
	first := s.wait(t, 1)[0]
	s.Post(t, s.b.ID, s.direct(s.b), "and I am not")
	second := s.wait(t, 2)[1]
	if first.From.ID != s.a.ID || second.From.ID != s.b.ID {
		t.Errorf("from %s and %s, want %s and %s", first.From.ID, second.From.ID, s.a.ID, s.b.ID)
	}
	if first.At.Conversation == second.At.Conversation {
		t.Errorf("both direct conversations are %s", first.At.Conversation)
	}
	if first.At.Messenger == "" || first.From.Bot || first.From.External || first.Time.IsZero() {
		t.Errorf("a colleague's message came as %+v", first)
	}
}

func testPlaces(t *testing.T, s *stage) {
	id := s.Post(t, s.a.ID, s.direct(s.a), "in private")
	m := s.wait(t, 1)[0]
	if !m.Direct || m.Ref != id || m.Text != "in private" {
		t.Errorf("direct message %s came as %+v", id, m)
	}
	s.Post(t, s.a.ID, s.channel(), "among all")
	m = s.wait(t, 2)[1]
	if m.Direct || m.At.Conversation != s.Channel() {
		t.Errorf("channel message came as %+v", m)
	}
	if ref := s.send(t, m.At, plain("back"), "k-back"); ref.Conversation != s.Channel() {
		t.Errorf("the answer to %+v stands at %+v", m.At, ref)
	}
	if seen := s.shown(t, s.b.ID, s.channel(), 1); !strings.Contains(seen[0].Text, "back") {
		t.Errorf("the other person sees %+v", seen)
	}
}

func testThreads(t *testing.T, s *stage) {
	card := s.send(t, s.channel(), plain("root"), "k-root")
	s.Post(t, s.a.ID, chat.Address{Conversation: card.Conversation, Thread: card.Root()}, "under it")
	m := s.wait(t, 1)[0]
	if m.At.Thread != card.Message {
		t.Fatalf("a reply under %s came with thread %q", card.Message, m.At.Thread)
	}
	reply := s.send(t, m.At, plain("noted"), "k-noted")
	if reply.Thread != card.Message || reply.Root() != card.Message {
		t.Errorf("the answer stands at %+v, want thread %s", reply, card.Message)
	}
	seen := s.shown(t, s.b.ID, s.channel(), 2)
	if seen[0].Thread != "" || seen[1].Thread != card.Message {
		t.Errorf("shown in threads %q and %q", seen[0].Thread, seen[1].Thread)
	}
	id := s.Post(t, s.b.ID, s.channel(), "a person's own")
	mine := s.wait(t, 2)[1]
	mine.At.Thread = mine.Ref
	if got := s.send(t, mine.At, plain("here"), "k-here"); got.Root() != id {
		t.Errorf("the answer under the person's message %s stands at %+v", id, got)
	}
}

func testDirectAddress(t *testing.T, s *stage) {
	ref := s.send(t, s.direct(s.a), plain("for you"), "k-dm")
	if seen := s.shown(t, s.a.ID, s.direct(s.a), 1); seen[0].Message != ref.Message {
		t.Errorf("shown %+v, want message %s", seen, ref.Message)
	}
	if seen := s.Shown(t, s.b.ID, s.direct(s.b)); len(seen) != 0 {
		t.Errorf("the other person sees %+v", seen)
	}
	s.Post(t, s.a.ID, s.direct(s.a), "thanks")
	if m := s.wait(t, 1)[0]; m.At.Conversation != ref.Conversation {
		t.Errorf("the answer came from %s, the card stands in %s", m.At.Conversation, ref.Conversation)
	}
}

func testFiles(t *testing.T, s *stage) {
	data := append([]byte("第一行\r\n\x00\xff"), bytes.Repeat([]byte("x"), 100_000)...)
	up := chat.Upload{Name: "会议 纪要(终).txt", MIME: "text/plain", Data: data}
	s.Post(t, s.a.ID, s.direct(s.a), "see", up)
	m := s.wait(t, 1)[0]
	if len(m.Files) != 1 || m.Files[0].Name != up.Name || m.Files[0].Size != int64(len(data)) {
		t.Fatalf("files %+v", m.Files)
	}
	for range 2 {
		r, err := m.Files[0].Open(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(r)
		if err := r.Close(); err != nil {
			t.Error(err)
		}
		if err != nil || !bytes.Equal(got, data) {
			t.Fatalf("%d bytes (%v), want %d", len(got), err, len(data))
		}
	}
}

// A file can be opened again by its id alone; one that there is none of is gone.
func testFilesAgain(t *testing.T, s *stage) {
	again, ok := s.m.(chat.Files)
	if !ok {
		t.Skip("the messenger does not open files again")
	}
	one, two := chat.Upload{Name: "a.bin", Data: bytes.Repeat([]byte("一"), 50_000)}, chat.Upload{Name: "b.txt", MIME: "text/plain", Data: []byte("b")}
	s.Post(t, s.a.ID, s.direct(s.a), "see", one, two)
	m := s.wait(t, 1)[0]
	for i, want := range []chat.Upload{one, two, one} {
		r, err := again.OpenFile(t.Context(), m.Files[i%2].ID)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(r)
		if err := errors.Join(err, r.Close()); err != nil || !bytes.Equal(got, want.Data) {
			t.Fatalf("%d bytes (%v), want %d", len(got), err, len(want.Data))
		}
	}
	r, err := again.OpenFile(t.Context(), m.Files[0].ID) // whoever has read enough may stop
	if err == nil {
		err = r.Close()
	}
	if err != nil {
		t.Error(err)
	}
	for _, id := range []string{"FNONE", "", m.Files[0].ID + "9"} {
		if _, err := again.OpenFile(t.Context(), id); !errors.Is(err, chat.ErrGone) {
			t.Errorf("file %q: %v", id, err)
		}
	}
}

func testReoffer(t *testing.T, s *stage) {
	s.mu.Lock()
	s.fail = 2
	s.mu.Unlock()
	s.Post(t, s.a.ID, s.direct(s.a), "first")
	s.Post(t, s.a.ID, s.direct(s.a), "second")
	got := s.wait(t, 4)
	for i, want := range []string{"first", "first", "first", "second"} {
		if got[i].Text != want {
			t.Fatalf("offered as %v", texts(got))
		}
	}
	if got[0].ID != got[1].ID || got[0].ID != got[2].ID || got[0].ID == got[3].ID {
		t.Errorf("offered under ids %v", texts(got))
	}
}

func testStop(t *testing.T, s *stage) {
	s.Post(t, s.a.ID, s.direct(s.a), "hello")
	s.wait(t, 1)
	s.cancel()
	s.ended(t)
	_, err := s.m.Send(endedContext(), s.direct(s.a), plain("late"), "k-late")
	if err == nil {
		t.Fatal("a send under an ended context succeeded")
	}
	if e := sendError(t, err); !e.Retry {
		t.Errorf("a send under an ended context gave %+v, want Retry", e)
	}
}
