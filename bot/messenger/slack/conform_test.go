package slack

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/chat/chattest"
)

func TestConformSocket(t *testing.T) {
	chattest.Run(t, func(t *testing.T) chattest.World {
		w := newWorkspace()
		m, f := startSocket(t, w, Config{})
		return newWorld(t, w, m, f)
	}, chattest.Lacks{})
}

func TestConformHTTP(t *testing.T) {
	chattest.Run(t, func(t *testing.T) chattest.World {
		w := newWorkspace()
		m, f := startHTTP(t, w, Config{})
		return newWorld(t, w, m, f)
	}, chattest.Lacks{})
}

func TestConformSlacktest(t *testing.T) {
	chattest.Run(t, func(t *testing.T) chattest.World {
		w := newWorkspace()
		m, f := startSlacktest(t, w, Config{})
		return newWorld(t, w, m, f)
	}, chattest.Lacks{})
}

// A world is a workspace whose people a test plays.
type world struct {
	*workspace
	m     *Messenger
	front front
}

func newWorld(t *testing.T, w *workspace, m *Messenger, f front) *world {
	t.Cleanup(func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		for _, broken := range w.broken {
			t.Errorf("beyond Slack's limits: %s", broken)
		}
	})
	return &world{workspace: w, m: m, front: f}
}

func (w *world) Messenger() chat.Messenger { return w.m }

func (w *world) People() (a, b chat.User) { return chat.User{ID: "UANNA"}, chat.User{ID: "UBENO"} }

func (w *world) Channel() string { return testChannel }

func (w *world) Nowhere() chat.Address { return chat.Address{Conversation: "CNOWHERE"} }

// Post writes as somebody. In a channel's main line people name the bot: it hears nothing else there.
func (w *world) Post(t *testing.T, user string, to chat.Address, text string, files ...chat.Upload) string {
	t.Helper()
	text = escape(text)
	if to.User == "" && to.Thread == "" {
		text = "<@" + testSelf + "> " + text
	}
	return w.write(t, user, to, text, files...)
}

// write posts Slack's own markup, and tells of it as Slack does: a mention in a channel twice.
func (w *world) write(t *testing.T, user string, to chat.Address, text string, files ...chat.Upload) string {
	t.Helper()
	w.mu.Lock()
	room := w.channels[to.Conversation]
	if to.User != "" {
		room = w.direct(to.User)
	}
	p := &post{TS: w.stamp(), Thread: to.Thread, User: user, Text: text}
	for _, f := range files {
		p.Files = append(p.Files, w.attach(f.Name, f.MIME, f.Data))
		p.SubType = "file_share"
	}
	room.add(p)
	ev := p.event(room)
	w.mu.Unlock()
	w.tell(t, ev)
	if room.im == "" && strings.Contains(text, "<@"+testSelf) {
		mention := map[string]any{"type": "app_mention"}
		for _, k := range []string{"channel", "ts", "user", "text", "thread_ts", "event_ts"} {
			mention[k] = ev[k]
		}
		w.tell(t, mention)
	}
	return p.TS
}

func (p *post) event(r *room) map[string]any {
	data, err := json.Marshal(p)
	if err != nil {
		panic(err)
	}
	var ev map[string]any
	if err := json.Unmarshal(data, &ev); err != nil {
		panic(err)
	}
	ev["channel"], ev["event_ts"], ev["channel_type"] = r.id, p.TS, "channel"
	if r.im != "" {
		ev["channel_type"] = "im"
	}
	return ev
}

func (w *world) tell(t *testing.T, event map[string]any) {
	t.Helper()
	w.mu.Lock()
	id := w.id("Ev")
	w.mu.Unlock()
	w.front.deliver(t, kindEvent, map[string]any{"type": "event_callback", "team_id": testTeam, "event_id": id, "event": event})
}

func (w *world) Click(t *testing.T, user string, card chat.Ref, control chat.Control, value string) {
	t.Helper()
	room, p, message, action := w.pressing(t, card, control, value)
	container := map[string]any{"type": "message", "message_ts": p.TS, "channel_id": room.id}
	if p.Thread != "" && p.Thread != p.TS {
		container["thread_ts"] = p.Thread
	}
	w.front.deliver(t, kindInteract, map[string]any{
		"type": "block_actions", "team": map[string]any{"id": testTeam}, "user": map[string]any{"id": user, "team_id": testTeam},
		"trigger_id": "trigger-" + user, "container": container, "channel": map[string]any{"id": room.id}, "message": message, "actions": []any{action},
	})
}

func (w *world) pressing(t *testing.T, card chat.Ref, control chat.Control, value string) (*room, *post, map[string]any, map[string]any) {
	t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	room := w.channels[card.Conversation]
	p := room.find(card.Message)
	action := press(t, p, control, value)
	action["action_ts"] = w.stamp()
	return room, p, p.event(room), action
}

// press finds a control on a post, as a person would, and gives the action of its use.
func press(t *testing.T, p *post, control chat.Control, value string) map[string]any {
	t.Helper()
	var blocks []map[string]any
	if err := json.Unmarshal(p.Blocks, &blocks); err != nil {
		t.Fatal(err)
	}
	for i, b := range blocks {
		elements := list(b["elements"])
		if a, ok := b["accessory"].(map[string]any); ok {
			elements = append(elements, a)
		}
		for _, e := range elements {
			if a := pressed(e, control, value); a != nil {
				a["block_id"], a["action_id"], a["type"] = fmt.Sprint("b", i), e["action_id"], e["type"]
				return a
			}
		}
	}
	t.Fatalf("no control %s %q on %s", control.ID, control.Value, p.Blocks)
	return nil
}

func pressed(e map[string]any, control chat.Control, value string) map[string]any {
	id, _ := e["action_id"].(string)
	_, own := parseActionID(id)
	switch e["type"] {
	case "button":
		if v, _ := e["value"].(string); own == control.ID && v == valueWriter.Replace(control.Value) {
			return map[string]any{"value": e["value"], "text": e["text"]}
		}
	case "datepicker":
		if own == control.ID {
			return map[string]any{"selected_date": value}
		}
	case "static_select", "overflow":
		for _, o := range allOptions(e) {
			v, _ := o["value"].(string)
			if e["type"] == "overflow" {
				if _, own, val := parseMenu(v); own == control.ID && val == control.Value {
					return map[string]any{"selected_option": o}
				}
			} else if own == control.ID && v == valueWriter.Replace(value) {
				return map[string]any{"selected_option": o}
			}
		}
	}
	return nil
}

func allOptions(e map[string]any) []map[string]any {
	out := list(e["options"])
	for _, g := range list(e["option_groups"]) {
		out = append(out, list(g["options"])...)
	}
	return out
}

// Open clicks a form control and reads the dialog that comes.
func (w *world) Open(t *testing.T, user string, card chat.Ref, control chat.Control) chat.Form {
	t.Helper()
	w.mu.Lock()
	before := len(w.views)
	w.mu.Unlock()
	w.Click(t, user, card, control, control.Value)
	var v openedView
	eventually(t, "dialog", func() bool {
		w.mu.Lock()
		defer w.mu.Unlock()
		if len(w.views) == before {
			return false
		}
		v = w.views[len(w.views)-1]
		return true
	})
	return readForm(t, v)
}

// readForm is a dialog as the person sees it.
func readForm(t *testing.T, v openedView) chat.Form {
	t.Helper()
	f := chat.Form{Title: entities.Replace(v.view.Title.Text), Submit: v.view.Submit.Text, Cancel: v.view.Close.Text}
	for _, b := range v.view.Blocks.BlockSet {
		in, ok := b.(*slack.InputBlock)
		if !ok {
			t.Fatalf("the dialog holds %T", b)
		}
		f.Fields = append(f.Fields, chat.Field{ID: strings.TrimPrefix(in.BlockID, fieldPrefix), Label: in.Label.Text, Required: !in.Optional, Kind: fieldKind(in.Element)})
	}
	return f
}

func fieldKind(e slack.BlockElement) chat.FieldKind {
	switch e := e.(type) {
	case *slack.NumberInputBlockElement:
		return chat.FieldNumber
	case *slack.DatePickerBlockElement:
		return chat.FieldDate
	case *slack.SelectBlockElement:
		if e.Type == slack.OptTypeUser {
			return chat.FieldUser
		}
		return chat.FieldSelect
	case *slack.FileInputBlockElement:
		return chat.FieldFile
	case *slack.MultiSelectBlockElement:
		return chat.FieldMulti
	case *slack.PlainTextInputBlockElement:
		if e.Multiline {
			return chat.FieldArea
		}
	}
	return chat.FieldText
}

func (w *world) Submit(t *testing.T, user string, _ chat.Ref, form chat.Form, values map[string]string) {
	t.Helper()
	w.mu.Lock()
	v := w.views[len(w.views)-1]
	w.mu.Unlock()
	w.front.deliver(t, kindInteract, submission(v, user, form, values))
}

// submission is what Slack sends when a dialog is sent.
func submission(v openedView, user string, form chat.Form, values map[string]string) map[string]any {
	state := map[string]any{}
	for _, f := range form.Fields {
		val := values[f.ID]
		var s map[string]any
		switch f.Kind {
		case chat.FieldDate:
			s = map[string]any{"type": "datepicker", "selected_date": val}
		case chat.FieldSelect:
			s = map[string]any{"type": "static_select", "selected_option": map[string]any{"value": val}}
		case chat.FieldUser:
			s = map[string]any{"type": "users_select", "selected_user": val}
		case chat.FieldFile:
			s = map[string]any{"type": "file_input", "files": formFilesOf(val)}
		case chat.FieldMulti:
			var options []any
			for _, one := range strings.Split(val, "\n") {
				options = append(options, map[string]any{"value": one})
			}
			s = map[string]any{"type": "multi_static_select", "selected_options": options}
		case chat.FieldNumber:
			s = map[string]any{"type": "number_input", "value": val}
		default:
			s = map[string]any{"type": "plain_text_input", "value": val}
		}
		state[fieldPrefix+f.ID] = map[string]any{fieldElement: s}
	}
	return map[string]any{
		"type": "view_submission", "team": map[string]any{"id": testTeam}, "user": map[string]any{"id": user, "team_id": testTeam},
		"view": map[string]any{"id": v.id, "type": "modal", "previous_view_id": v.under, "private_metadata": v.view.PrivateMetadata, "callback_id": v.view.CallbackID,
			"blocks": v.view.Blocks, "state": map[string]any{"values": state}},
	}
}

func (w *world) Strike(t *testing.T, f chattest.Fault) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if f == chattest.Lost {
		w.lose++
		return
	}
	w.once = append(w.once, strikes(f))
}

func (w *world) Shown(t *testing.T, user string, at chat.Address) []chattest.Shown {
	t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	room := w.channels[at.Conversation]
	if at.User != "" {
		room = w.direct(at.User)
	}
	var out []chattest.Shown
	for _, p := range room.posts {
		if p.User != testSelf || (p.only != "" && p.only != user) {
			continue
		}
		out = append(out, look(t, p))
	}
	return out
}

// Edit lets somebody change a message of theirs, and tells of it.
func (w *world) Edit(t *testing.T, user string, conversation, ts, text string) {
	t.Helper()
	w.mu.Lock()
	room := w.channels[conversation]
	p := room.find(ts)
	before := p.event(room)
	p.Text, p.Edited = escape(text), &slack.Edited{User: user, Timestamp: w.stamp()}
	after := p.event(room)
	at := w.stamp()
	w.mu.Unlock()
	w.tell(t, map[string]any{"type": "message", "subtype": "message_changed", "channel": conversation, "channel_type": before["channel_type"], "ts": at, "event_ts": at,
		"message": after, "previous_message": before})
}

// Delete lets somebody remove a message of theirs, and tells of it.
func (w *world) Delete(t *testing.T, conversation, ts string) {
	t.Helper()
	w.mu.Lock()
	room := w.channels[conversation]
	before := room.find(ts).event(room)
	at := w.stamp()
	w.mu.Unlock()
	w.tell(t, map[string]any{"type": "message", "subtype": "message_deleted", "channel": conversation, "channel_type": before["channel_type"], "ts": at, "event_ts": at,
		"deleted_ts": ts, "previous_message": before})
}

// lastOf is the last message that somebody wrote directly.
func (w *world) lastOf(user string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	ts := ""
	for _, p := range w.direct(user).posts {
		if p.User == user {
			ts = p.TS
		}
	}
	return ts
}

// formFilesOf are files as a form tells of them, by their names.
func formFilesOf(names string) []map[string]any {
	var out []map[string]any
	for i, name := range strings.Fields(names) {
		out = append(out, map[string]any{"id": fmt.Sprint("FFORM", i), "name": name, "mimetype": "application/pdf", "size": 10, "url_private": "https://files.slack.com/x"})
	}
	return out
}
