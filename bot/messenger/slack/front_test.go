package slack

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack/slacktest"
)

// A front brings what happens in the workspace to the messenger.
type front interface {
	// deliver gives a payload and does not wait until it is taken.
	deliver(t *testing.T, kind string, payload any)
}

// serve starts the Web API and gives a messenger for it.
func serve(t *testing.T, w *workspace, mux *http.ServeMux) string {
	mux.HandleFunc("/", w.api)
	mux.HandleFunc("/upload/", w.storage)
	mux.HandleFunc("/files/", w.storage)
	srv := httptest.NewServer(mux)
	t.Cleanup(srv.Close)
	w.url = srv.URL + "/"
	return w.url
}

func newMessenger(t *testing.T, cfg Config) *Messenger {
	t.Helper()
	cfg.BotToken, cfg.AppToken, cfg.SigningSecret = testToken, testAppTok, testSecret
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.NewTextHandler(logTo{t}, &slog.HandlerOptions{Level: slog.LevelDebug}))
	}
	m, err := New(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	m.pauses = []time.Duration{time.Millisecond, time.Millisecond, time.Millisecond}
	return m
}

// logTo shows the messenger's log with the test's, and drops what comes after its end.
type logTo struct{ t *testing.T }

func (l logTo) Write(p []byte) (int, error) {
	defer func() { _ = recover() }()
	l.t.Log(strings.TrimSpace(string(p)))
	return len(p), nil
}

// signedHTTP posts payloads to the messenger as Slack does.
type signedHTTP struct {
	url   string
	now   func() time.Time
	mu    sync.Mutex
	queue map[string]chan func()
	last  []byte // the last answer
}

func startHTTP(t *testing.T, w *workspace, cfg Config) (*Messenger, *signedHTTP) {
	cfg.Transport, cfg.APIURL = HTTP, serve(t, w, http.NewServeMux())
	m := newMessenger(t, cfg)
	srv := httptest.NewServer(m)
	t.Cleanup(srv.Close)
	f := &signedHTTP{url: srv.URL, now: m.now, queue: map[string]chan func(){}}
	t.Cleanup(func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		for _, q := range f.queue {
			close(q)
		}
	})
	return m, f
}

// deliver posts from one goroutine, until the messenger accepts it or the time is over: Slack repeats what is not acknowledged.
func (f *signedHTTP) deliver(t *testing.T, kind string, payload any) {
	f.mu.Lock()
	defer f.mu.Unlock()
	q := f.queue["all"]
	if q == nil {
		q = make(chan func(), 100)
		f.queue["all"] = q
		go func() {
			for job := range q {
				job()
			}
		}()
	}
	contentType, body := encode(kind, payload)
	q <- func() {
		for range 200 {
			if status, _ := f.post(contentType, body, f.now(), testSecret); status == http.StatusOK {
				return
			}
			time.Sleep(5 * time.Millisecond)
		}
	}
}

func encode(kind string, payload any) (contentType string, body []byte) {
	data, err := json.Marshal(payload)
	if err != nil {
		panic(err)
	}
	switch kind {
	case kindEvent:
		return "application/json", data
	case kindInteract:
		return "application/x-www-form-urlencoded", []byte(url.Values{"payload": {string(data)}}.Encode())
	}
	form := url.Values{}
	var fields map[string]string
	if err := json.Unmarshal(data, &fields); err != nil {
		panic(err)
	}
	for k, v := range fields {
		form.Set(k, v)
	}
	return "application/x-www-form-urlencoded", []byte(form.Encode())
}

func sign(secret string, at time.Time, body []byte) (ts, signature string) {
	ts = fmt.Sprint(at.Unix())
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte("v0:" + ts + ":"))
	mac.Write(body)
	return ts, "v0=" + hex.EncodeToString(mac.Sum(nil))
}

func (f *signedHTTP) post(contentType string, body []byte, at time.Time, secret string) (int, []byte) {
	r, err := http.NewRequest(http.MethodPost, f.url, bytes.NewReader(body))
	if err != nil {
		panic(err)
	}
	ts, signature := sign(secret, at, body)
	r.Header.Set("Content-Type", contentType)
	r.Header.Set("X-Slack-Request-Timestamp", ts)
	r.Header.Set("X-Slack-Signature", signature)
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, nil
	}
	defer func() { _ = res.Body.Close() }()
	answer, err := io.ReadAll(res.Body)
	if err != nil {
		return 0, nil
	}
	f.mu.Lock()
	f.last = answer
	f.mu.Unlock()
	return res.StatusCode, answer
}

// socketServer is Slack's side of Socket Mode: it holds envelopes while nobody is connected, sends again what was not acknowledged when a new
// connection comes, and keeps the acknowledgements.
type socketServer struct {
	mu      sync.Mutex
	conn    *websocket.Conn
	waiting []map[string]any          // not acknowledged
	acks    map[string]map[string]any // by envelope
	opened  int
	drop    bool // lose what happens while nobody is connected
	n       int
}

func startSocket(t *testing.T, w *workspace, cfg Config) (*Messenger, *socketServer) {
	f := &socketServer{acks: map[string]map[string]any{}}
	mux := http.NewServeMux()
	mux.HandleFunc("/ws", f.serve)
	mux.HandleFunc("/apps.connections.open", func(rw http.ResponseWriter, r *http.Request) {
		w.mu.Lock()
		code := w.refuse["apps.connections.open"]
		w.mu.Unlock()
		if code == "" && r.Header.Get("Authorization") != "Bearer "+testAppTok {
			code = "invalid_auth"
		}
		if code != "" {
			reply(rw, fail(code))
			return
		}
		reply(rw, map[string]any{"ok": true, "url": "ws" + strings.TrimPrefix(w.url, "http") + "ws"})
	})
	cfg.Transport, cfg.APIURL = Socket, serve(t, w, mux)
	t.Cleanup(f.disconnect)
	return newMessenger(t, cfg), f
}

func (f *socketServer) serve(rw http.ResponseWriter, r *http.Request) {
	conn, err := (&websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}).Upgrade(rw, r, nil)
	if err != nil {
		return
	}
	f.mu.Lock()
	f.conn = conn
	f.opened++
	f.write(map[string]any{"type": "hello", "num_connections": 1})
	for _, e := range f.waiting {
		f.write(e)
	}
	f.mu.Unlock()
	for {
		var ack map[string]any
		if err := conn.ReadJSON(&ack); err != nil {
			break
		}
		id, _ := ack["envelope_id"].(string)
		f.mu.Lock()
		f.acks[id] = ack
		var rest []map[string]any
		for _, e := range f.waiting {
			if e["envelope_id"] != id {
				rest = append(rest, e)
			}
		}
		f.waiting = rest
		f.mu.Unlock()
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.conn == conn {
		f.conn = nil
	}
	_ = conn.Close()
}

// write sends; the lock is held.
func (f *socketServer) write(v any) {
	if f.conn != nil {
		_ = f.conn.WriteJSON(v)
	}
}

func (f *socketServer) deliver(_ *testing.T, kind string, payload any) { f.envelope(kind, payload) }

func (f *socketServer) envelope(kind string, payload any) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.n++
	id := fmt.Sprintf("envelope-%d", f.n)
	if f.conn == nil && f.drop {
		return id
	}
	e := map[string]any{"type": kind, "envelope_id": id, "payload": payload, "accepts_response_payload": kind != kindEvent}
	f.waiting = append(f.waiting, e)
	f.write(e)
	return id
}

func (f *socketServer) disconnect() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.conn != nil {
		_ = f.conn.Close()
		f.conn = nil
	}
}

func (f *socketServer) acked(id string) (map[string]any, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	a, ok := f.acks[id]
	return a, ok
}

// slacktestFront runs over slack-go's own test server.
type slacktestFront struct {
	srv  *slacktest.Server
	mu   sync.Mutex
	n    int
	acks map[string]bool
}

func startSlacktest(t *testing.T, w *workspace, cfg Config) (*Messenger, *slacktestFront) {
	f := &slacktestFront{acks: map[string]bool{}}
	f.srv = slacktest.NewTestServer(func(c slacktest.Customize) {
		for name := range methods {
			c.Handle("/"+name, w.api)
		}
		c.Handle("/upload/", w.storage)
		c.Handle("/files/", w.storage)
	})
	f.srv.Start()
	t.Cleanup(f.srv.Stop)
	stop := make(chan struct{})
	t.Cleanup(func() { close(stop) })
	go func() { // the server stands still when nobody reads what it has seen
		for {
			select {
			case <-stop:
				return
			case seen := <-f.srv.SeenFeed:
				var ack struct {
					ID string `json:"envelope_id"`
				}
				if json.Unmarshal([]byte(seen), &ack) == nil {
					f.mu.Lock()
					f.acks[ack.ID] = true
					f.mu.Unlock()
				}
			}
		}
	}()
	w.url = f.srv.GetAPIURL()
	cfg.Transport, cfg.APIURL = Socket, w.url
	return newMessenger(t, cfg), f
}

// deliver waits for the acknowledgement: slacktest keeps no order among messages under way.
func (f *slacktestFront) deliver(t *testing.T, kind string, payload any) {
	t.Helper()
	f.mu.Lock()
	f.n++
	id := fmt.Sprintf("envelope-%d", f.n)
	f.mu.Unlock()
	data, err := json.Marshal(map[string]any{"type": kind, "envelope_id": id, "payload": payload})
	if err != nil {
		t.Fatal(err)
	}
	f.srv.SendToWebsocket(string(data))
	eventually(t, "an acknowledgement of "+id, func() bool {
		f.mu.Lock()
		defer f.mu.Unlock()
		return f.acks[id]
	})
}

func eventually(t *testing.T, what string, yes func() bool) {
	t.Helper()
	for range 4000 {
		if yes() {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatalf("no %s", what)
}
