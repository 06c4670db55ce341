package slack

import (
	"encoding/json"
	"errors"
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
	v := openedView{id: w.id("V"), user: user}
	if err := w.readView(in.View, &v); err != nil {
		return fail("invalid_arguments")
	}
	w.views = append(w.views, v)
	return map[string]any{"ok": true, "view": map[string]any{"id": v.id}}
}

func (w *workspace) readView(raw json.RawMessage, v *openedView) error {
	if wrong := checkView(raw); len(wrong) > 0 {
		w.broken = append(w.broken, wrong...)
		return errors.New("beyond the limits")
	}
	v.raw, v.view = raw, slack.ModalViewRequest{}
	return json.Unmarshal(raw, &v.view)
}

// pushView puts a view on top of those that are open: two at most.
func (w *workspace) pushView(rw http.ResponseWriter, r *http.Request) map[string]any {
	if len(w.views) == 0 {
		return fail("expired_trigger_id")
	}
	under := w.views[len(w.views)-1]
	if under.depth == 2 {
		return fail("push_limit_reached")
	}
	out := w.openView(rw, r)
	if out["ok"] == true {
		v := &w.views[len(w.views)-1]
		v.depth, v.under = under.depth+1, under.id
	}
	return out
}

// updateView changes an open view in place.
func (w *workspace) updateView(_ http.ResponseWriter, r *http.Request) map[string]any {
	var in struct {
		ID   string          `json:"view_id"`
		View json.RawMessage `json:"view"`
	}
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		return fail("invalid_json")
	}
	for i := range w.views {
		if w.views[i].id == in.ID {
			if err := w.readView(in.View, &w.views[i]); err != nil {
				return fail("invalid_arguments")
			}
			w.views[i].updates++
			return map[string]any{"ok": true, "view": map[string]any{"id": in.ID}}
		}
	}
	return fail("not_found")
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
