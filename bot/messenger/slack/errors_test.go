package slack

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-bot/followup/bot/chat"
)

func limited(on string) func(http.ResponseWriter, string) bool {
	return func(rw http.ResponseWriter, method string) bool {
		if method != on {
			return false
		}
		rw.Header().Set("Retry-After", "1")
		rw.WriteHeader(http.StatusTooManyRequests)
		return true
	}
}

// answer makes posts fail with a status, or in the way that f does.
func answer(status int, header map[string]string, body string) func(http.ResponseWriter, string) bool {
	return func(rw http.ResponseWriter, method string) bool {
		if method != "chat.postMessage" {
			return false
		}
		for k, v := range header {
			rw.Header().Set(k, v)
		}
		rw.WriteHeader(status)
		_, _ = rw.Write([]byte(body))
		return true
	}
}

func TestSendErrors(t *testing.T) {
	hangUp := func(_ http.ResponseWriter, method string) bool {
		if method == "chat.postMessage" {
			panic(http.ErrAbortHandler)
		}
		return false
	}
	refused := func(code string) func(http.ResponseWriter, string) bool {
		return answer(200, map[string]string{"Content-Type": "application/json"}, `{"ok":false,"error":"`+code+`","needed":"chat:write"}`)
	}
	tests := map[string]struct {
		strike         func(http.ResponseWriter, string) bool
		retry, unknown bool
		after          time.Duration
		says           string
	}{
		"429":             {answer(429, map[string]string{"Retry-After": "7"}, ""), true, false, 7 * time.Second, "retry after 7s"},
		"429 unstated":    {answer(429, nil, ""), true, false, unstated, ""},
		"ratelimited":     {refused("ratelimited"), true, false, unstated, ""},
		"503":             {answer(503, nil, "busy"), true, false, 0, "503"},
		"500":             {answer(500, nil, "<html>"), true, true, 0, "500"},
		"504":             {answer(504, nil, ""), true, true, 0, "504"},
		"403 by a proxy":  {answer(403, nil, ""), false, false, 0, "403"},
		"nonsense":        {answer(200, nil, "<html>proxy login</html>"), true, true, 0, ""},
		"hang up":         {hangUp, true, true, 0, ""},
		"fatal error":     {refused("fatal_error"), true, true, 0, ""},
		"archived":        {refused("is_archived"), false, false, 0, "archived"},
		"not in channel":  {refused("not_in_channel"), false, false, 0, "/invite"},
		"not found":       {refused("channel_not_found"), false, false, 0, "invite the bot"},
		"revoked":         {refused("token_revoked"), true, false, 0, "install the app again"},
		"removed bot":     {refused("account_inactive"), true, false, 0, "removed"},
		"bad token":       {refused("invalid_auth"), true, false, 0, "token"},
		"missing scope":   {refused("missing_scope"), true, false, 0, "lacks the scope chat:write"},
		"something new":   {refused("brand_new_error"), false, false, 0, "brand_new_error"},
		"maintenance":     {refused("service_unavailable"), true, false, 0, ""},
		"restricted":      {refused("restricted_action"), false, false, 0, "restricts"},
		"no such message": {answer(200, map[string]string{"Content-Type": "application/json"}, `{"ok":true}`), true, true, 0, "names no message"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			w := newWorkspace()
			m, _ := startHTTP(t, w, Config{})
			w.once = append(w.once, tt.strike)
			_, err := m.Send(t.Context(), chat.Address{Conversation: testChannel}, chat.Card{Title: "x"}, "k")
			var e *chat.Error
			if !errors.As(err, &e) {
				t.Fatalf("%v (%T)", err, err)
			}
			if e.Retry != tt.retry || e.Unknown != tt.unknown || e.After != tt.after || !strings.Contains(e.Error(), tt.says) {
				t.Errorf("%+v: %v, want %+v", *e, e, tt)
			}
			if w.called("chat.postMessage") != 1 {
				t.Errorf("a write was sent %d times", w.called("chat.postMessage"))
			}
		})
	}
}

func TestWhatNeverLeftMayBeRetried(t *testing.T) {
	w := newWorkspace()
	m, _ := startHTTP(t, w, Config{})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody := "http://" + l.Addr().String() + "/"
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	m.api = slack.New(testToken, slack.OptionAPIURL(nobody))
	_, err = m.Send(t.Context(), chat.Address{Conversation: testChannel}, chat.Card{Title: "x"}, "k")
	var e *chat.Error
	if !errors.As(err, &e) || !e.Retry || e.Unknown {
		t.Errorf("connection refused gave %+v", err)
	}
	arrived, release := make(chan struct{}), make(chan struct{})
	silent := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { close(arrived); <-release }))
	defer silent.Close()
	defer close(release)
	m.api = slack.New(testToken, slack.OptionAPIURL(silent.URL+"/"))
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-arrived; cancel() }()
	_, err = m.Send(ctx, chat.Address{Conversation: testChannel}, chat.Card{Title: "x"}, "k")
	if !errors.As(err, &e) || !e.Retry || !e.Unknown {
		t.Errorf("given up while Slack was silent: %+v", err)
	}
}

func TestPeopleWhoLeft(t *testing.T) {
	w := newWorkspace()
	w.users["ULEFT"] = &slack.User{ID: "ULEFT", TeamID: testTeam, Deleted: true}
	m, _ := startHTTP(t, w, Config{})
	_, err := m.Send(t.Context(), chat.Address{User: "ULEFT"}, chat.Card{Title: "x"}, "k")
	var e *chat.Error
	if !errors.As(err, &e) || e.Retry || e.Unknown || !strings.Contains(e.Error(), "deactivated") {
		t.Errorf("got %v", err)
	}
}

// What a person has to repair ends Run with words that say how, and no more attempts.
func TestRunEndsWhenSlackSaysNo(t *testing.T) {
	for code, says := range map[string]string{
		"invalid_auth": "copy it again", "not_allowed_token_type": "xapp-", "missing_scope": "lacks the scope", "token_revoked": "revoked", "account_inactive": "install it again",
	} {
		t.Run(code, func(t *testing.T) {
			w := newWorkspace()
			m, _ := startSocket(t, w, Config{})
			w.refuse["apps.connections.open"] = code
			if err := m.Run(t.Context(), &ears{}); err == nil || !strings.Contains(err.Error(), says) {
				t.Errorf("Run ended with %v", err)
			}
		})
	}
	for name, event := range map[string]map[string]any{
		"removed": {"type": "app_uninstalled"},
		"revoked": {"type": "tokens_revoked", "tokens": map[string]any{"bot": []string{testSelf}}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorkspace()
			m, f := startSocket(t, w, Config{})
			done := make(chan error, 1)
			go func() { done <- m.Run(t.Context(), &ears{}) }()
			newWorld(t, w, m, f).tell(t, event)
			if err := <-done; err == nil || !strings.Contains(err.Error(), name) || !strings.Contains(err.Error(), "install") {
				t.Errorf("Run ended with %v", err)
			}
		})
	}
}

// What slack-go or the messenger cannot read is acknowledged, so that Slack does not repeat it for ever, and does no harm.
func TestUnreadableIsAcknowledged(t *testing.T) {
	w := newWorkspace()
	m, f := startSocket(t, w, Config{})
	h := &ears{}
	run(t, m, h)
	ids := []string{
		f.envelope(kindEvent, map[string]any{"type": "event_callback", "event": map[string]any{"type": "invented_today"}}),
		f.envelope("invented_kind", map[string]any{}),
		f.envelope(kindInteract, map[string]any{"type": "block_actions"}),
		f.envelope(kindCommand, map[string]any{"command": "/followup"}),
		f.envelope(kindEvent, map[string]any{"type": "event_callback", "event": map[string]any{"type": "message", "text": "nowhere"}}),
	}
	for _, id := range ids {
		eventually(t, "acknowledgement of "+id, func() bool { _, ok := f.acked(id); return ok })
	}
	newWorld(t, w, m, f).write(t, "UANNA", chat.Address{User: "UANNA"}, "still here")
	if got := h.wait(t, 1); len(got) != 1 || got[0].Text != "still here" {
		t.Errorf("heard %+v", got)
	}
}

func TestRunConnectsAgain(t *testing.T) {
	w := newWorkspace()
	m, f := startSocket(t, w, Config{})
	w.refuse["apps.connections.open"] = "internal_error"
	h := &ears{}
	run(t, m, h)
	world := newWorld(t, w, m, f)
	world.write(t, "UANNA", chat.Address{User: "UANNA"}, "patience")
	w.mu.Lock()
	delete(w.refuse, "apps.connections.open")
	w.mu.Unlock()
	h.wait(t, 1)
}

func TestNewSaysWhatIsWrong(t *testing.T) {
	w := newWorkspace()
	url := serve(t, w, http.NewServeMux())
	good := Config{BotToken: testToken, AppToken: testAppTok, SigningSecret: testSecret, APIURL: url, Now: time.Now}
	for says, change := range map[string]func(*Config){
		"xoxb-":          func(c *Config) { c.BotToken = "xoxp-1" },
		"xapp-":          func(c *Config) { c.AppToken = "" },
		"signing secret": func(c *Config) { c.Transport, c.SigningSecret = HTTP, "" },
		"neither":        func(c *Config) { c.Transport = "pigeon" },
		"Now":            func(c *Config) { c.Now = nil },
		"copy it again":  func(c *Config) { c.BotToken = "xoxb-other" },
	} {
		c := good
		change(&c)
		if _, err := New(t.Context(), c); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", says, err)
		}
	}
	good.APIURL = "http://127.0.0.1:1"
	_, err := New(t.Context(), good)
	var e *chat.Error
	if !errors.As(err, &e) || !e.Retry {
		t.Errorf("Slack out of reach: %v", err)
	}
}
