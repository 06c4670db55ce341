package slack

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-bot/followup/bot/chat"
)

// ears is a handler that keeps what it hears, each id once, as a handler must.
type ears struct {
	mu    sync.Mutex
	heard []chat.Message
	fail  func(chat.Message) error
	form  *chat.Form
	home  chat.Card
}

func (e *ears) Handle(_ context.Context, m chat.Message) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.fail != nil {
		if err := e.fail(m); err != nil {
			return err
		}
	}
	e.heard = append(e.heard, m)
	return nil
}

func (e *ears) Form(context.Context, chat.Message) (*chat.Form, error) { return e.form, nil }

func (e *ears) Home(_ context.Context, at chat.Address, who chat.User) (chat.Card, error) {
	c := e.home
	c.Fallback = who.ID + " " + at.Conversation
	return c, nil
}

func (e *ears) all() []chat.Message {
	e.mu.Lock()
	defer e.mu.Unlock()
	return append([]chat.Message(nil), e.heard...)
}

// wait gives what was heard once there are n messages.
func (e *ears) wait(t *testing.T, n int) []chat.Message {
	t.Helper()
	eventually(t, "message", func() bool { return len(e.all()) >= n })
	return e.all()
}

// run starts a messenger and gives what ends it and its result.
func run(t *testing.T, m *Messenger, h chat.Handler) (stop func() error) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- m.Run(ctx, h) }()
	stop = func() error {
		cancel()
		err := <-done
		done <- err
		return err
	}
	t.Cleanup(func() { _ = stop() })
	return stop
}

func startWorld(t *testing.T) (*world, *ears) {
	w := newWorkspace()
	m, f := startSocket(t, w, Config{})
	h := &ears{}
	run(t, m, h)
	return newWorld(t, w, m, f), h
}

func TestOnlyWhatIsMeantForTheBotIsHeard(t *testing.T) {
	w, h := startWorld(t)
	inChannel := chat.Address{Conversation: testChannel}
	w.write(t, "UANNA", inChannel, "not for the bot")
	root := w.write(t, "UANNA", inChannel, "lunch?")
	w.write(t, "UBENO", chat.Address{Conversation: testChannel, Thread: root}, "yes")
	asked := w.write(t, "UANNA", inChannel, "<@UBOT> 周例会纪要 &amp; 附件")
	w.write(t, "UBENO", chat.Address{Conversation: testChannel, Thread: asked}, "1号改为立案庭牵头")
	got := h.wait(t, 2)
	if got[0].Text != "周例会纪要 & 附件" || !got[0].Mentioned || got[0].Direct || got[0].ID != testChannel+":"+asked || got[0].From.Lang != "zh-CN" || got[0].From.Zone != "Asia/Shanghai" {
		t.Errorf("the mention came as %+v", got[0])
	}
	if got[1].Text != "1号改为立案庭牵头" || got[1].Mentioned || got[1].At.Thread != asked {
		t.Errorf("the answer came as %+v", got[1])
	}
	w.write(t, "UANNA", chat.Address{User: "UANNA"}, "end")
	if got = h.wait(t, 3); len(got) != 3 || got[2].Text != "end" {
		t.Errorf("heard %+v", got)
	}
}

func TestWhoIsNotObeyedIsMarked(t *testing.T) {
	w, h := startWorld(t)
	w.mu.Lock()
	w.users["UGUEST"] = &slack.User{ID: "UGUEST", TeamID: testTeam, IsRestricted: true}
	w.users["USHARE"] = &slack.User{ID: "USHARE", TeamID: "TOTHER", IsStranger: true}
	w.users["UROBOT"] = &slack.User{ID: "UROBOT", TeamID: testTeam, IsBot: true}
	w.users["ULEFT"] = &slack.User{ID: "ULEFT", TeamID: testTeam, Deleted: true}
	room := w.direct("UANNA")
	w.mu.Unlock()
	for _, u := range []string{"UGUEST", "USHARE", "UROBOT", "ULEFT", "UNOBODY", "UANNA"} {
		w.write(t, u, chat.Address{Conversation: room.id}, "from "+u)
	}
	w.tell(t, map[string]any{"type": "message", "channel": room.id, "channel_type": "im", "ts": "1900000000.000001", "user": "UANNA", "bot_id": "BAPP", "text": "by an app"})
	w.tell(t, map[string]any{"type": "message", "channel": room.id, "channel_type": "im", "ts": "1900000000.000002", "subtype": "bot_message", "bot_id": "BAPP", "username": "Feed", "text": "feed"})
	w.tell(t, map[string]any{"type": "message", "channel": room.id, "channel_type": "im", "ts": "1900000000.000003", "user": testSelf, "bot_id": testBotID, "text": "my own"})
	w.tell(t, map[string]any{"type": "message", "channel": room.id, "channel_type": "im", "ts": "1900000000.000004", "user": "UANNA", "user_team": "TOTHER", "text": "from elsewhere"})
	w.tell(t, map[string]any{"type": "message", "channel": room.id, "channel_type": "im", "ts": "1900000000.000005", "subtype": "channel_join", "user": "UANNA", "text": "joined"})
	w.write(t, "UBENO", chat.Address{User: "UBENO"}, "end")
	type mark struct{ bot, external bool }
	want := map[string]mark{
		"from UGUEST": {false, true}, "from USHARE": {false, true}, "from UROBOT": {true, false}, "from ULEFT": {false, true}, "from UNOBODY": {false, true},
		"from UANNA": {}, "by an app": {true, false}, "feed": {true, false}, "from elsewhere": {false, true}, "end": {},
	}
	got := h.wait(t, len(want))
	if len(got) != len(want) {
		t.Errorf("heard %d messages", len(got))
	}
	for _, m := range got {
		if x, ok := want[m.Text]; !ok || x.bot != m.From.Bot || x.external != m.From.External {
			t.Errorf("%q: bot %v, external %v, known %v", m.Text, m.From.Bot, m.From.External, ok)
		}
	}
}

func TestEditsAndRemovals(t *testing.T) {
	w, h := startWorld(t)
	ts := w.write(t, "UANNA", chat.Address{User: "UANNA"}, "完成60%")
	first := h.wait(t, 1)[0]
	old := map[string]any{"type": "message", "user": "UANNA", "text": "完成60%", "ts": ts}
	edited := map[string]any{"type": "message", "user": "UANNA", "text": "完成80%", "ts": ts, "edited": map[string]any{"user": "UANNA", "ts": "1900000000.000100"}}
	change := map[string]any{"type": "message", "subtype": "message_changed", "channel": first.At.Conversation, "channel_type": "im", "ts": "1900000000.000100", "event_ts": "1900000000.000100",
		"message": edited, "previous_message": old}
	w.tell(t, change)
	w.tell(t, change)
	preview := map[string]any{"type": "message", "subtype": "message_changed", "channel": first.At.Conversation, "channel_type": "im", "ts": "1900000000.000150", "event_ts": "1900000000.000150",
		"message": edited, "previous_message": edited}
	w.tell(t, preview)
	w.tell(t, map[string]any{"type": "message", "subtype": "message_deleted", "channel": first.At.Conversation, "channel_type": "im", "ts": "1900000000.000200", "event_ts": "1900000000.000200",
		"deleted_ts": ts, "previous_message": edited})
	tomb := map[string]any{"type": "message", "subtype": "tombstone", "user": "USLACKBOT", "text": "This message was deleted.", "ts": ts}
	w.tell(t, map[string]any{"type": "message", "subtype": "message_changed", "channel": first.At.Conversation, "channel_type": "im", "ts": "1900000000.000300", "event_ts": "1900000000.000300",
		"message": tomb, "previous_message": edited})
	w.write(t, "UBENO", chat.Address{User: "UBENO"}, "end")
	got := h.wait(t, 4)
	if len(got) != 4 {
		t.Fatalf("heard %d messages: %+v", len(got), got)
	}
	if m := got[1]; !m.Edited || m.Deleted || m.Text != "完成80%" || m.Ref != ts || m.ID == first.ID || m.From.ID != "UANNA" {
		t.Errorf("the edit came as %+v", m)
	}
	if m := got[2]; !m.Deleted || m.Text != "" || m.Ref != ts || m.From.ID != "UANNA" {
		t.Errorf("the removal came as %+v", m)
	}
}

func TestShortcutCommandAndHome(t *testing.T) {
	w := newWorkspace()
	m, f := startSocket(t, w, Config{})
	h := &ears{home: chat.Card{Title: "我的事项", Blocks: []chat.Block{{Kind: chat.BlockActions, Actions: []chat.Control{button("mine", "x", "打开")}}}}}
	run(t, m, h)
	world := newWorld(t, w, m, f)
	f.deliver(t, kindInteract, map[string]any{
		"type": "message_action", "callback_id": ShortcutFollowUp, "team": map[string]any{"id": testTeam}, "user": map[string]any{"id": "UANNA"}, "trigger_id": "trigger-UANNA",
		"action_ts": "1900000000.000001", "message_ts": "1800000000.000001", "channel": map[string]any{"id": "CELSEWHERE"},
		"message": map[string]any{"type": "message", "user": "UBENO", "ts": "1800000000.000001", "text": "请立案庭 &lt;周五&gt; 前交材料",
			"files": []any{map[string]any{"id": "F1", "name": "photo.png", "mimetype": "image/png", "url_private": "https://files.slack.com/x"}}},
	})
	got := h.wait(t, 1)[0]
	if got.Text != "" || len(got.Files) != 1 || got.From.ID != "UANNA" || !got.Direct || !got.Mentioned || got.At.Conversation != "DUANNA" {
		t.Fatalf("the shortcut came as %+v", got)
	}
	for range 2 {
		r, err := got.Files[0].Open(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if text, err := io.ReadAll(r); err != nil || string(text) != "请立案庭 <周五> 前交材料" || got.Files[0].Size != int64(len(text)) {
			t.Errorf("the shortcut's message reads %q, %v", text, err)
		}
	}
	id := f.envelope(kindCommand, map[string]any{
		"team_id": testTeam, "user_id": "UBENO", "command": "/followup", "text": "执行局有哪些超期? &amp;", "channel_id": testChannel, "trigger_id": "T1",
	})
	got = h.wait(t, 2)[1]
	if got.Text != "执行局有哪些超期? &" || !got.Direct || !got.Mentioned || got.At.Conversation != "DUBENO" || got.From.ID != "UBENO" {
		t.Errorf("the command came as %+v", got)
	}
	eventually(t, "answer to the command", func() bool { _, ok := f.acked(id); return ok })
	ack, _ := f.acked(id)
	if p, _ := ack["payload"].(map[string]any); p["response_type"] != "ephemeral" || p["text"] != chinese.inDM {
		t.Errorf("the command was answered with %v", ack)
	}
	f.envelope(kindCommand, map[string]any{"team_id": testTeam, "user_id": "UBENO", "command": "/followup", "channel_id": "DUBENO", "trigger_id": "T2"})
	if got := h.wait(t, 3)[2]; got.Text != "帮助" {
		t.Errorf("an empty command came as %+v", got)
	}
	world.tell(t, map[string]any{"type": "app_home_opened", "user": "UANNA", "tab": "home", "channel": "DUANNA"})
	eventually(t, "home", func() bool {
		w.mu.Lock()
		defer w.mu.Unlock()
		return strings.Contains(string(w.homes["UANNA"]), "我的事项")
	})
	before := w.called("views.publish")
	f.deliver(t, kindInteract, map[string]any{
		"type": "block_actions", "user": map[string]any{"id": "UANNA"}, "team": map[string]any{"id": testTeam}, "trigger_id": "trigger-UANNA",
		"container": map[string]any{"type": "view", "view_id": "V1"}, "view": map[string]any{"id": "V1", "type": "home"},
		"actions": []any{map[string]any{"type": "button", "action_id": "b0:mine", "block_id": "b", "value": "x", "action_ts": "1900000000.000009"}},
	})
	got = h.wait(t, 4)[3]
	if got.Action == nil || got.Action.ID != "mine" || !got.Direct || got.At.Conversation != "DUANNA" || got.Action.Card.Message != "" {
		t.Errorf("the click at home came as %+v", got)
	}
	eventually(t, "home shown anew", func() bool { return w.called("views.publish") > before })
}

func TestFormThatCannotBeOpenedFallsBack(t *testing.T) {
	w := newWorkspace()
	m, f := startSocket(t, w, Config{})
	h := &ears{form: &chat.Form{ID: "report", Title: "x", Fields: []chat.Field{{ID: "note", Label: "n", Kind: chat.FieldText}}}}
	run(t, m, h)
	click := func(ts, trigger string) map[string]any {
		return map[string]any{
			"type": "block_actions", "user": map[string]any{"id": "UANNA"}, "team": map[string]any{"id": testTeam}, "trigger_id": trigger,
			"container": map[string]any{"type": "message", "channel_id": testChannel, "message_ts": "1800000000.000001"},
			"actions":   []any{map[string]any{"type": "button", "action_id": "f0:report", "block_id": "b", "value": "i12", "action_ts": ts}},
		}
	}
	f.deliver(t, kindInteract, click("1900000000.000001", "expired"))
	got := h.wait(t, 1)[0]
	if got.Action == nil || got.Action.ID != "report" || got.Action.Value != "i12" {
		t.Errorf("the click came as %+v", got)
	}
	h.form = &chat.Form{ID: "report", Title: "x", Fields: []chat.Field{{ID: "note", Label: "n", Kind: chat.FieldArea, Value: strings.Repeat("长", 4000)}}}
	f.deliver(t, kindInteract, click("1900000000.000002", "trigger-UANNA"))
	if got := h.wait(t, 2)[1]; got.Action == nil || len(w.views) != 0 {
		t.Errorf("a form too long for Slack: %+v", got)
	}
}

func TestFormIsAskedAgain(t *testing.T) {
	w := newWorkspace()
	m, f := startHTTP(t, w, Config{})
	h := &ears{}
	run(t, m, h)
	eventually(t, "start", func() bool { _, _, ok := m.running(); return ok })
	form := chat.Form{ID: "extend", Value: "i12", Lang: "zh", Title: "延期", Fields: []chat.Field{{ID: "until", Label: "到", Kind: chat.FieldDate, Min: "2026-04-01", Max: "2026-04-30", Required: true}}}
	view, err := modal(form, chat.Ref{}, pane{})
	if err != nil {
		t.Fatal(err)
	}
	send := func(until string) string {
		contentType, body := encode(kindInteract, submission(openedView{id: "V1", user: "UANNA", view: view}, "UANNA", form, map[string]string{"until": until}))
		status, answer := f.post(contentType, body, time.Now(), testSecret)
		if status != http.StatusOK {
			t.Errorf("status %d", status)
		}
		return string(answer)
	}
	if a := send("2026-05-02"); !strings.Contains(a, `"errors"`) || !strings.Contains(a, "2026-04-30") || len(h.all()) != 0 {
		t.Errorf("a date too late was answered with %s", a)
	}
	if a := send("2026-03-02"); !strings.Contains(a, "2026-04-01") {
		t.Errorf("a date too early was answered with %s", a)
	}
	h.fail = func(chat.Message) error { return errors.New("the disk is full") }
	if a := send("2026-04-02"); !strings.Contains(a, chinese.failed) || len(h.all()) != 0 {
		t.Errorf("a form that was not taken was answered with %s", a)
	}
	h.mu.Lock()
	h.fail = nil
	h.mu.Unlock()
	if a := send("2026-04-02"); a != "" {
		t.Errorf("a good form was answered with %s", a)
	}
	if got := h.wait(t, 1)[0]; got.Form == nil || got.Form.Values["until"] != "2026-04-02" || got.Form.Value != "i12" || !got.Direct {
		t.Errorf("the form came as %+v", got)
	}
}

func TestHomeWithoutAHandlersOwn(t *testing.T) {
	w := newWorkspace()
	m, f := startSocket(t, w, Config{Command: "/duban"})
	run(t, m, struct{ chat.Handler }{&ears{}})
	newWorld(t, w, m, f).tell(t, map[string]any{"type": "app_home_opened", "user": "UANNA", "tab": "home", "channel": "DUANNA"})
	eventually(t, "home", func() bool {
		w.mu.Lock()
		defer w.mu.Unlock()
		return strings.Contains(string(w.homes["UANNA"]), "/duban")
	})
}

// Payloads are Slack's, but whatever comes must not bring the bot down.
func FuzzPayload(f *testing.F) {
	for _, s := range []string{
		`{"type":"event_callback","event":{"type":"message","channel":"C1","ts":"1.1","text":"x","blocks":[{"type":"rich_text","elements":[{"type":"rich_text_list","elements":[]}]}]}}`,
		`{"type":"event_callback","event":{"type":"message","subtype":"message_changed","channel":"C1","message":{"ts":"1"},"previous_message":null}}`,
		`{"type":"event_callback","event":{"type":"message","subtype":"message_deleted","channel":"C1"}}`,
		`{"type":"block_actions","user":{"id":"U1"},"actions":[{"type":"overflow","block_id":"b","action_id":"o0:menu","selected_option":{"value":"b0:x"}}]}`,
		`{"type":"view_submission","user":{"id":"U1"},"view":{"private_metadata":"{}","state":{"values":{"field:a":{}}}}}`,
		`{"type":"message_action","callback_id":"follow_up","user":{"id":"U1"}}`, `{"user_id":"U1","trigger_id":"T"}`, `payload=%7B%7D`, `null`, `[]`,
	} {
		f.Add([]byte(s))
	}
	m := &Messenger{team: testTeam, self: testSelf, log: slog.New(slog.DiscardHandler), now: time.Now}
	m.places.init(m)
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, kind := range []string{kindEvent, kindInteract, kindCommand} {
			if w, err := m.parse(kind, data); err != nil && w.run != nil {
				t.Errorf("%s: both work and %v", kind, err)
			}
		}
		_, _, _ = unwrap("application/x-www-form-urlencoded", data)
		if mt, err := readMeta(string(data)); err == nil {
			mt.values(slack.View{})
			mt.check(slack.View{})
			mt.failed(slack.View{})
		}
	})
}
