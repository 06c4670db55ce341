package slack

import (
	"bytes"
	"encoding/json"
	"errors"
	"image"
	"image/png"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-bot/followup/bot/chat"
)

func startSend(t *testing.T) (*workspace, *Messenger) {
	w := newWorkspace()
	m, _ := startHTTP(t, w, Config{})
	return w, m
}

func last(t *testing.T, w *workspace, conversation string) *post {
	t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	posts := w.channels[conversation].posts
	if len(posts) == 0 {
		t.Fatalf("nothing in %s", conversation)
	}
	return posts[len(posts)-1]
}

func TestPrivateCards(t *testing.T) {
	w, m := startSend(t)
	card := chat.Card{Title: "只给您", Private: true}
	ref, err := m.Send(t.Context(), chat.Address{Conversation: testChannel, User: "UANNA"}, card, "k1")
	if err != nil || ref.Conversation != testChannel || last(t, w, testChannel).only != "UANNA" {
		t.Errorf("in a channel: %+v, %v", ref, err)
	}
	ref, err = m.Send(t.Context(), chat.Address{User: "UANNA"}, card, "k2")
	if err != nil || ref.Conversation != "DUANNA" || last(t, w, "DUANNA").only != "" {
		t.Errorf("directly: %+v, %v", ref, err)
	}
	if _, err = m.Send(t.Context(), chat.Address{Conversation: "DUANNA"}, card, "k3"); err != nil {
		t.Errorf("in the direct conversation: %v", err)
	}
	if _, err = m.Send(t.Context(), chat.Address{Conversation: testChannel}, card, "k4"); err == nil {
		t.Error("a private card went to a whole channel")
	}
}

func TestAddressesOfOthersAreRefused(t *testing.T) {
	_, m := startSend(t)
	for _, to := range []chat.Address{{Messenger: "local", User: "UANNA"}, {Workspace: "TOTHER", User: "UANNA"}, {Thread: "1.1"}} {
		_, err := m.Send(t.Context(), to, chat.Card{Title: "x"}, "k")
		var e *chat.Error
		if !errors.As(err, &e) || e.Retry || e.Unknown {
			t.Errorf("%+v: %v", to, err)
		}
	}
}

// Slack's refusals of a layout cost the layout, never the message.
func TestRefusedLayouts(t *testing.T) {
	for _, code := range []string{"msg_blocks_too_long", "invalid_blocks"} {
		w, m := startSend(t)
		strike := answer(200, map[string]string{"Content-Type": "application/json"}, `{"ok":false,"error":"`+code+`"}`)
		w.once = append(w.once, strike, strike)
		card := chat.Card{Title: "逾期", Blocks: []chat.Block{{Kind: chat.BlockRows, Rows: longRows(60)}}}
		if _, err := m.Send(t.Context(), chat.Address{Conversation: testChannel}, card, "k"); err != nil {
			t.Errorf("%s: %v", code, err)
		}
		if p := last(t, w, testChannel); p.Text == "" {
			t.Errorf("%s: posted %+v", code, p)
		}
		if w.called("chat.postMessage") != 3 {
			t.Errorf("%s: %d calls", code, w.called("chat.postMessage"))
		}
	}
	w, m := startSend(t)
	for range len(budgets) {
		w.once = append(w.once, answer(200, map[string]string{"Content-Type": "application/json"}, `{"ok":false,"error":"invalid_blocks"}`))
	}
	card := chat.Card{Title: "逾期", Blocks: []chat.Block{{Kind: chat.BlockRows, Rows: longRows(60)}}}
	if _, err := m.Send(t.Context(), chat.Address{Conversation: testChannel}, card, "k"); err != nil {
		t.Fatal(err)
	}
	if p := last(t, w, testChannel); p.Text != "逾期" || string(p.Blocks) != "[]" {
		t.Errorf("posted %+v", p)
	}
}

func pngData(t *testing.T) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 2, 2))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestPicturesStandInTheCardAndFilesUnderIt(t *testing.T) {
	w, m := startSend(t)
	card := chat.Card{Lang: "zh", Title: "趋势", Blocks: []chat.Block{
		{Kind: chat.BlockFile, File: &chat.Upload{Name: "trend.png", MIME: "image/png", Alt: "按期率上升", Data: pngData(t)}},
		{Kind: chat.BlockFile, File: &chat.Upload{Name: "台账.xlsx", MIME: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Data: []byte("PK")}},
	}}
	ref, err := m.Send(t.Context(), chat.Address{Conversation: testChannel}, card, "k")
	if err != nil {
		t.Fatal(err)
	}
	w.mu.Lock()
	posts := slices.Clone(w.channels[testChannel].posts)
	w.mu.Unlock()
	if len(posts) != 2 || !strings.Contains(string(posts[0].Blocks), `"slack_file":{"id":"F`) || !strings.Contains(string(posts[0].Blocks), "按期率上升") {
		t.Fatalf("posted %d, first %s", len(posts), posts[0].Blocks)
	}
	if posts[1].Thread != ref.Message || posts[1].Files[0].Name != "台账.xlsx" {
		t.Errorf("the file stands at %+v", posts[1])
	}
	if err := m.Update(t.Context(), ref, card); err != nil {
		t.Fatal(err)
	}
	w.mu.Lock()
	posts = slices.Clone(w.channels[testChannel].posts)
	w.mu.Unlock()
	if len(posts) != 2 || posts[0].Edited == nil || !strings.Contains(string(posts[0].Blocks), "slack_file") {
		t.Errorf("after an edit %d messages stand there, the first %s", len(posts), posts[0].Blocks)
	}
	w.refuse["files.completeUploadExternal"] = "file_uploads_disabled"
	if _, err := m.Send(t.Context(), chat.Address{Conversation: testChannel}, card, "k2"); err != nil {
		t.Fatal(err)
	}
	if p := last(t, w, testChannel); !strings.Contains(p.Text, "台账.xlsx") || p.Thread == "" {
		t.Errorf("that a file is missing is said as %+v", p)
	}
	w.refuse["files.getUploadURLExternal"] = "missing_scope"
	if _, err := m.Send(t.Context(), chat.Address{Conversation: testChannel}, card, "k3"); err != nil {
		t.Errorf("without the scope: %v", err)
	}
	if p := last(t, w, testChannel); !strings.Contains(p.Text, "台账.xlsx") || p.Thread == "" {
		t.Errorf("without the scope, that a file is missing is said as %+v", p)
	}
}

func TestFindLooksAtTheBotsOwn(t *testing.T) {
	w, m := startSend(t)
	root, err := m.Send(t.Context(), chat.Address{Conversation: testChannel}, chat.Card{Title: "root"}, "root")
	if err != nil {
		t.Fatal(err)
	}
	thread := chat.Address{Conversation: testChannel, Thread: root.Message}
	reply, err := m.Send(t.Context(), thread, chat.Card{Title: "reply"}, "reply")
	if err != nil {
		t.Fatal(err)
	}
	for i := range 7 {
		if _, err := m.Send(t.Context(), chat.Address{Conversation: testChannel}, chat.Card{Title: "more"}, "more"+string(rune('0'+i))); err != nil {
			t.Fatal(err)
		}
	}
	data, err := json.Marshal(slack.SlackMetadata{EventType: noticeEvent, EventPayload: map[string]any{noticeKey: "theirs"}})
	if err != nil {
		t.Fatal(err)
	}
	w.mu.Lock()
	w.channels[testChannel].add(&post{TS: w.stamp(), User: "UROBOT", BotID: "BOTHER", Text: "x", Metadata: data})
	w.mu.Unlock()
	for _, tt := range []struct {
		to   chat.Address
		key  string
		want string
	}{
		{chat.Address{Conversation: testChannel}, "root", root.Message}, {thread, "reply", reply.Message},
		{chat.Address{Conversation: testChannel}, "reply", ""}, {chat.Address{Conversation: testChannel}, "theirs", ""}, {chat.Address{User: "UANNA"}, "root", ""},
	} {
		ref, found, err := m.Find(t.Context(), tt.to, tt.key, time.Now())
		if err != nil || found != (tt.want != "") || ref.Message != tt.want {
			t.Errorf("%s in %+v: %+v, %v, %v", tt.key, tt.to, ref, found, err)
		}
	}
	if _, found, err := m.Find(t.Context(), chat.Address{Conversation: testChannel}, "root", time.Now().Add(time.Hour)); err != nil || found {
		t.Errorf("found before the time asked for: %v, %v", found, err)
	}
	w.refuse["conversations.history"] = "missing_scope"
	var e *chat.Error
	if _, _, err := m.Find(t.Context(), chat.Address{Conversation: testChannel}, "root", time.Now()); !errors.As(err, &e) || !e.Retry || e.Reason != chat.ReasonScope {
		t.Errorf("without the scope: %v", err)
	}
}

func TestUpdateOfWhatIsGone(t *testing.T) {
	_, m := startSend(t)
	var e *chat.Error
	err := m.Update(t.Context(), chat.Ref{Address: chat.Address{Conversation: testChannel}, Message: "1.1"}, chat.Card{Title: "x"})
	if !errors.As(err, &e) || e.Retry || e.Unknown || !strings.Contains(e.Error(), "gone") {
		t.Errorf("got %v", err)
	}
	if err := m.Update(t.Context(), chat.Ref{}, chat.Card{}); !errors.As(err, &e) || e.Retry {
		t.Errorf("got %v", err)
	}
}

func TestFilesThatCannotBeRead(t *testing.T) {
	w := newWorkspace()
	m, f := startHTTP(t, w, Config{MaxFile: 10})
	h := &ears{}
	run(t, m, h)
	world := newWorld(t, w, m, f)
	world.write(t, "UANNA", chat.Address{User: "UANNA"}, "", chat.Upload{Name: "big.txt", Data: []byte("more than ten bytes")}, chat.Upload{Name: "a&b.txt", Data: []byte("short")})
	files := h.wait(t, 1)[0].Files
	if _, err := files[0].Open(t.Context()); !errors.Is(err, errTooLarge) {
		t.Errorf("too large: %v", err)
	}
	if r, err := files[1].Open(t.Context()); err != nil {
		t.Error(err)
	} else if err := r.Close(); err != nil {
		t.Error(err)
	}
	elsewhere := m.files([]slack.File{{ID: "F1", Name: "x", URLPrivate: "https://evil.example/x"}})[0]
	if _, err := elsewhere.Open(t.Context()); err == nil || !strings.Contains(err.Error(), "refusing to send the token") {
		t.Errorf("a file elsewhere: %v", err)
	}
	liar := m.files([]slack.File{{ID: "F2", Name: "x", Size: 1, URLPrivate: w.url + "files/" + files[0].ID}})[0]
	if _, err := liar.Open(t.Context()); !errors.Is(err, errTooLarge) {
		t.Errorf("larger than said: %v", err)
	}
	if got := m.files([]slack.File{{ID: "F3", Mode: "tombstone"}}); len(got) != 0 {
		t.Errorf("removed file: %+v", got)
	}
	connect := m.files([]slack.File{{ID: files[1].ID, Name: "x"}})[0] // as Slack Connect tells of it
	if r, err := connect.Open(t.Context()); err != nil {
		t.Error(err)
	} else if err := r.Close(); err != nil {
		t.Error(err)
	}
}

func TestDirectory(t *testing.T) {
	_, m := startSend(t)
	u, ok, err := m.ByEmail(t.Context(), "uanna@example.org")
	if err == nil && !ok {
		u, ok, err = m.ByEmail(t.Context(), "anna@example.org")
	}
	if err != nil || !ok || u.ID != "UANNA" {
		t.Errorf("by address: %+v, %v, %v", u, ok, err)
	}
	if _, ok, err := m.ByEmail(t.Context(), "nobody@example.org"); err != nil || ok {
		t.Errorf("nobody's address: %v, %v", ok, err)
	}
	if mail, err := m.Email(t.Context(), "UBENO"); err != nil || mail != "beno@example.org" {
		t.Errorf("address: %q, %v", mail, err)
	}
	users, ok, err := m.Members(t.Context(), "@zhixingju")
	if err != nil || !ok || len(users) != 2 || users[0].ID != "UANNA" || users[1].ID != "UBENO" {
		t.Errorf("group: %v, %v, %v", users, ok, err)
	}
	if _, ok, err := m.Members(t.Context(), "nobody"); err != nil || ok {
		t.Errorf("no such group: %v, %v", ok, err)
	}
}
