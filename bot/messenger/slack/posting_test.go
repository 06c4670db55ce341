package slack

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/slack-go/slack"
)

func (w *workspace) newPost(r *http.Request) (*room, *post, string) {
	room, ok := w.channels[r.PostForm.Get("channel")]
	switch {
	case !ok:
		return nil, nil, "channel_not_found"
	case room.archived:
		return nil, nil, "is_archived"
	case room.left:
		return nil, nil, "not_in_channel"
	}
	p := &post{
		Thread: r.PostForm.Get("thread_ts"), User: testSelf, BotID: testBotID, Text: r.PostForm.Get("text"), plain: r.PostForm.Get("mrkdwn") == "false",
	}
	if code := w.fill(p, r); code != "" {
		return nil, nil, code
	}
	p.TS = w.stamp()
	return room, p, ""
}

func (w *workspace) fill(p *post, r *http.Request) string {
	blocks := r.PostForm.Get("blocks")
	if blocks != "" {
		if wrong := checkBlocks([]byte(blocks), messageBlocks); len(wrong) > 0 {
			w.broken = append(w.broken, wrong...)
			return "invalid_blocks"
		}
		if len([]rune(blocks)) > 26_000 {
			return "msg_blocks_too_long"
		}
		p.Blocks = json.RawMessage(blocks)
	}
	if strings.TrimSpace(p.Text) == "" && (blocks == "" || blocks == "[]") {
		return "no_text"
	}
	if m := r.PostForm.Get("metadata"); m != "" {
		p.Metadata = json.RawMessage(m)
	}
	return ""
}

func (w *workspace) postMessage(_ http.ResponseWriter, r *http.Request) map[string]any {
	room, p, code := w.newPost(r)
	if code != "" {
		return fail(code)
	}
	room.add(p)
	return map[string]any{"ok": true, "channel": room.id, "ts": p.TS}
}

func (w *workspace) postEphemeral(_ http.ResponseWriter, r *http.Request) map[string]any {
	room, p, code := w.newPost(r)
	if code != "" {
		return fail(code)
	}
	p.only = r.PostForm.Get("user")
	room.posts = append(room.posts, p)
	return map[string]any{"ok": true, "message_ts": p.TS}
}

func (w *workspace) update(_ http.ResponseWriter, r *http.Request) map[string]any {
	room, ok := w.channels[r.PostForm.Get("channel")]
	if !ok {
		return fail("channel_not_found")
	}
	p := room.find(r.PostForm.Get("ts"))
	if p == nil || p.only != "" {
		return fail("message_not_found")
	}
	p.Text = r.PostForm.Get("text")
	if code := w.fill(p, r); code != "" {
		return fail(code)
	}
	p.Edited = &slack.Edited{User: testSelf, Timestamp: w.stamp()}
	return map[string]any{"ok": true, "channel": room.id, "ts": p.TS}
}

func (w *workspace) openView(_ http.ResponseWriter, r *http.Request) map[string]any {
	var in struct {
		Trigger string          `json:"trigger_id"`
		View    json.RawMessage `json:"view"`
	}
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		return fail("invalid_json")
	}
	user, ok := strings.CutPrefix(in.Trigger, "trigger-")
	if !ok {
		return fail("expired_trigger_id")
	}
	if wrong := checkView(in.View); len(wrong) > 0 {
		w.broken = append(w.broken, wrong...)
		return fail("invalid_arguments")
	}
	v := openedView{id: w.id("V"), user: user}
	if err := json.Unmarshal(in.View, &v.view); err != nil {
		return fail("invalid_arguments")
	}
	w.views = append(w.views, v)
	return map[string]any{"ok": true, "view": map[string]any{"id": v.id}}
}

func (w *workspace) publish(_ http.ResponseWriter, r *http.Request) map[string]any {
	var in struct {
		User string          `json:"user_id"`
		View json.RawMessage `json:"view"`
	}
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		return fail("invalid_json")
	}
	if wrong := checkView(in.View); len(wrong) > 0 {
		w.broken = append(w.broken, wrong...)
		return fail("invalid_arguments")
	}
	w.homes[in.User] = in.View
	return map[string]any{"ok": true, "view": map[string]any{"id": w.id("V")}}
}
