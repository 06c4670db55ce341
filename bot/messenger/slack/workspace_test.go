package slack

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"
)

// A workspace is a Slack workspace in memory with the Web API that the messenger uses. It refuses what Slack refuses: blocks beyond the
// documented limits, unknown conversations, wrong tokens.
type workspace struct {
	mu       sync.Mutex
	clock    func() time.Time
	last     time.Time
	seq      int
	url      string // of the API, with a slash
	users    map[string]*slack.User
	channels map[string]*room
	views    []openedView
	files    map[string]*stored
	homes    map[string]json.RawMessage
	refuse   map[string]string // method → error code
	once     []func(w http.ResponseWriter, method string) bool
	lose     int // how many posts lose their answer
	calls    map[string]int
	broken   []string // limits that were exceeded
	scopes   string
	group    []string // members of the user group
}

type room struct {
	id       string
	im       string // whose direct conversation
	archived bool
	left     bool // the bot was removed
	posts    []*post
}

type post struct {
	TS       string          `json:"ts"`
	Type     string          `json:"type"`
	Thread   string          `json:"thread_ts,omitempty"`
	User     string          `json:"user,omitempty"`
	BotID    string          `json:"bot_id,omitempty"`
	Text     string          `json:"text"`
	SubType  string          `json:"subtype,omitempty"`
	Blocks   json.RawMessage `json:"blocks,omitempty"`
	Metadata json.RawMessage `json:"metadata,omitempty"`
	Files    []slack.File    `json:"files,omitempty"`
	Edited   *slack.Edited   `json:"edited,omitempty"`
	Parent   string          `json:"parent_user_id,omitempty"`
	Latest   string          `json:"latest_reply,omitempty"`
	Replies  int             `json:"reply_count,omitempty"`
	Repliers []string        `json:"reply_users,omitempty"`

	only  string // ephemeral: for whom
	plain bool   // mrkdwn=false
}

type stored struct {
	file slack.File
	data []byte
}

type openedView struct {
	id   string
	user string
	view slack.ModalViewRequest
	raw  json.RawMessage

	under   string // the id of the view below
	depth   int
	updates int
}

const (
	testTeam    = "T0TEAM"
	testSelf    = "UBOT"
	testBotID   = "BBOT"
	testToken   = "xoxb-test"
	testAppTok  = "xapp-test"
	testSecret  = "signing-secret"
	testChannel = "CCHANNEL"
)

func newWorkspace() *workspace {
	w := &workspace{
		clock: time.Now, users: map[string]*slack.User{}, channels: map[string]*room{}, files: map[string]*stored{}, homes: map[string]json.RawMessage{},
		refuse: map[string]string{}, calls: map[string]int{}, group: []string{"UANNA", "UBENO"},
	}
	for _, s := range Scopes {
		w.scopes += s.Name + ","
	}
	for _, id := range []string{"UANNA", "UBENO"} {
		w.users[id] = person(id, id[1:2]+strings.ToLower(id[2:]))
	}
	w.users[testSelf] = &slack.User{ID: testSelf, TeamID: testTeam, IsBot: true, Profile: slack.UserProfile{DisplayName: "followup"}}
	w.channels[testChannel] = &room{id: testChannel}
	return w
}

// called is how often a method was called.
func (w *workspace) called(method string) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.calls[method]
}

// stamp gives the next time stamp, later than all before.
func (w *workspace) stamp() string {
	now := w.clock()
	if !now.After(w.last.Add(time.Microsecond)) {
		now = w.last.Add(2 * time.Microsecond)
	}
	w.last = now
	return stamp(now)
}

func (w *workspace) id(prefix string) string {
	w.seq++
	return fmt.Sprintf("%s%08d", prefix, w.seq)
}

// direct is the direct conversation with a user, made when there is none.
func (w *workspace) direct(user string) *room {
	for _, r := range w.channels {
		if r.im == user {
			return r
		}
	}
	r := &room{id: "D" + user, im: user}
	w.channels[r.id] = r
	return r
}

func (r *room) find(ts string) *post {
	for _, p := range r.posts {
		if p.TS == ts {
			return p
		}
	}
	return nil
}

// add puts a post in its place and keeps its thread's root up to date.
func (r *room) add(p *post) {
	p.Type = "message"
	if root := r.find(p.Thread); root != nil && p.Thread != p.TS {
		p.Parent = root.User
		root.Thread, root.Latest = root.TS, p.TS
		root.Replies++
		root.Repliers = append(root.Repliers, p.User)
	}
	r.posts = append(r.posts, p)
}

// api is the Web API, one method a path.
func (w *workspace) api(rw http.ResponseWriter, r *http.Request) {
	method := strings.TrimPrefix(r.URL.Path, "/")
	w.mu.Lock()
	w.calls[method]++
	var strike func(http.ResponseWriter, string) bool
	if len(w.once) > 0 {
		strike = w.once[0]
	}
	refused := w.refuse[method]
	w.mu.Unlock()
	if strike != nil && strike(rw, method) {
		w.mu.Lock()
		w.once = w.once[1:]
		w.mu.Unlock()
		return
	}
	if refused != "" {
		reply(rw, map[string]any{"ok": false, "error": refused, "needed": "some:scope", "provided": "chat:write"})
		return
	}
	token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	if strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded") {
		if err := r.ParseForm(); err != nil {
			http.Error(rw, err.Error(), http.StatusBadRequest)
			return
		}
		if t := r.PostForm.Get("token"); t != "" {
			token = t
		}
	}
	if token != testToken && token != testAppTok {
		reply(rw, fail("invalid_auth"))
		return
	}
	f, ok := methods[method]
	if !ok {
		reply(rw, fail("unknown_method"))
		return
	}
	w.mu.Lock()
	answer := f(w, rw, r)
	lost := answer["ok"] == true && w.lose > 0 && method == "chat.postMessage"
	if lost {
		w.lose--
	}
	data, err := json.Marshal(answer) // under the lock: it holds posts and files themselves
	w.mu.Unlock()
	if lost {
		panic(http.ErrAbortHandler)
	}
	if err != nil {
		http.Error(rw, err.Error(), http.StatusInternalServerError)
		return
	}
	reply(rw, json.RawMessage(data))
}

func reply(rw http.ResponseWriter, v any) {
	rw.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(rw).Encode(v)
}

func fail(code string) map[string]any { return map[string]any{"ok": false, "error": code} }

type method = func(*workspace, http.ResponseWriter, *http.Request) map[string]any

var methods = map[string]method{
	"auth.test":             (*workspace).authTest,
	"users.info":            (*workspace).usersInfo,
	"users.lookupByEmail":   (*workspace).byEmail,
	"usergroups.list":       (*workspace).userGroups,
	"conversations.open":    (*workspace).open,
	"conversations.info":    (*workspace).conversationInfo,
	"users.conversations":   (*workspace).conversations,
	"conversations.history": (*workspace).history,
	"conversations.replies": (*workspace).replies,
	"chat.postMessage":      (*workspace).postMessage,
	"chat.postEphemeral":    (*workspace).postEphemeral,
	"chat.update":           (*workspace).update,
	"views.open":            (*workspace).openView,
	"views.push":            (*workspace).pushView,
	"views.update":          (*workspace).updateView,
	"views.publish":         (*workspace).publish,
}

func (w *workspace) authTest(rw http.ResponseWriter, _ *http.Request) map[string]any {
	rw.Header().Set("X-OAuth-Scopes", w.scopes)
	return map[string]any{"ok": true, "url": "https://example.slack.com/", "team": "Example", "user": "followup", "team_id": testTeam, "user_id": testSelf, "bot_id": testBotID}
}

func (w *workspace) usersInfo(_ http.ResponseWriter, r *http.Request) map[string]any {
	u, ok := w.users[r.PostForm.Get("user")]
	if !ok {
		return fail("user_not_found")
	}
	return map[string]any{"ok": true, "user": u}
}

func (w *workspace) byEmail(_ http.ResponseWriter, r *http.Request) map[string]any {
	for _, u := range w.users {
		if u.Profile.Email != "" && u.Profile.Email == r.PostForm.Get("email") {
			return map[string]any{"ok": true, "user": u}
		}
	}
	return fail("users_not_found")
}

func (w *workspace) userGroups(_ http.ResponseWriter, _ *http.Request) map[string]any {
	return map[string]any{"ok": true, "usergroups": []map[string]any{{"id": "S1", "handle": "zhixingju", "users": w.group}}}
}

func (w *workspace) open(_ http.ResponseWriter, r *http.Request) map[string]any {
	user := r.PostForm.Get("users")
	if u, ok := w.users[user]; !ok {
		return fail("user_not_found")
	} else if u.Deleted {
		return fail("user_disabled")
	}
	return map[string]any{"ok": true, "channel": map[string]any{"id": w.direct(user).id}}
}

func (w *workspace) conversationInfo(_ http.ResponseWriter, r *http.Request) map[string]any {
	room, ok := w.channels[r.PostForm.Get("channel")]
	if !ok {
		return fail("channel_not_found")
	}
	return map[string]any{"ok": true, "channel": map[string]any{"id": room.id, "name": "a-" + room.id, "is_archived": room.archived, "is_member": !room.left, "is_im": room.im != ""}}
}

func (w *workspace) conversations(_ http.ResponseWriter, _ *http.Request) map[string]any {
	var out []map[string]any
	for _, id := range slices.Sorted(maps.Keys(w.channels)) {
		if !w.channels[id].archived {
			out = append(out, map[string]any{"id": id})
		}
	}
	return map[string]any{"ok": true, "channels": out}
}

// history gives the newest first, two a page, as Slack pages.
func (w *workspace) history(_ http.ResponseWriter, r *http.Request) map[string]any {
	room, ok := w.channels[r.PostForm.Get("channel")]
	if !ok {
		return fail("channel_not_found")
	}
	var out []*post
	for _, p := range slices.Backward(room.posts) {
		if p.only == "" && (p.Thread == "" || p.Thread == p.TS) && later(p.TS, r.PostForm.Get("oldest")) {
			out = append(out, p)
		}
	}
	return page(out, r.PostForm.Get("cursor"))
}

func (w *workspace) replies(_ http.ResponseWriter, r *http.Request) map[string]any {
	room, ok := w.channels[r.PostForm.Get("channel")]
	if !ok {
		return fail("channel_not_found")
	}
	root := r.PostForm.Get("ts")
	if room.find(root) == nil {
		return fail("thread_not_found")
	}
	var out []*post
	for _, p := range room.posts {
		if p.only == "" && (p.TS == root || p.Thread == root) && (p.TS == root || later(p.TS, r.PostForm.Get("oldest"))) {
			out = append(out, p)
		}
	}
	return page(out, r.PostForm.Get("cursor"))
}

func page(all []*post, cursor string) map[string]any {
	from := 0
	if cursor != "" {
		_, _ = fmt.Sscanf(cursor, "%d", &from)
	}
	end, next := min(from+2, len(all)), ""
	if end < len(all) {
		next = fmt.Sprint(end)
	}
	return map[string]any{"ok": true, "messages": all[from:end], "has_more": next != "", "response_metadata": map[string]string{"next_cursor": next}}
}

// person is a colleague.
func person(id, name string) *slack.User {
	return &slack.User{ID: id, TeamID: testTeam, Name: strings.ToLower(id[1:]), Locale: "zh-CN", TZ: "Asia/Shanghai",
		Profile: slack.UserProfile{DisplayName: name, Email: strings.ToLower(id[1:]) + "@example.org"}}
}
