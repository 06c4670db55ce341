package local

import (
	"context"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/netip"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/followup-bot/followup/bot/chat"
)

func TestRefusesWhatIsUnsafe(t *testing.T) {
	for _, tt := range []struct {
		name string
		set  func(*Config)
		want string
	}{
		{"open to the network", func(c *Config) { c.Listen, c.Demo = "0.0.0.0:0", false }, "other machines"},
		{"every interface", func(c *Config) { c.Listen, c.Demo = ":0", false }, "other machines"},
		{"demo on the network", func(c *Config) { c.Listen, c.TLSCert, c.TLSKey = "192.0.2.1:0", "c", "k" }, "demo"},
		{"demo behind a proxy", func(c *Config) {
			c.Listen, c.TrustedProxy = "0.0.0.0:0", []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}
		}, "demo"},
		{"no host names", func(c *Config) {
			c.Listen, c.Demo, c.TrustedProxy = "0.0.0.0:0", false, []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}
		}, "host names"},
		{"half a certificate", func(c *Config) { c.TLSCert = "c" }, "certificate"},
		{"no port", func(c *Config) { c.Listen = "127.0.0.1" }, "host:port"},
		{"no folder", func(c *Config) { c.Dir = "" }, "folder"},
		{"no people", func(c *Config) { c.People = nil }, "people"},
		{"no clock", func(c *Config) { c.Now = nil }, "clock"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			cfg := testConfig(t)
			tt.set(&cfg)
			if m, err := New(cfg); err == nil {
				m.Close()
				t.Fatal("was accepted")
			} else if !strings.Contains(err.Error(), tt.want) {
				t.Errorf("said %v, want %q", err, tt.want)
			}
		})
	}
}

func TestTakenPortMovesOn(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	cfg := testConfig(t)
	cfg.Listen = ln.Addr().String()
	m, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	if m.Addr() == cfg.Listen || !strings.HasPrefix(m.URL(), "http://127.0.0.1:") {
		t.Errorf("listens on %s, %s", m.Addr(), m.URL())
	}
}

type asked struct {
	method, path string
	host         string
	header       map[string]string
}

func try(t *testing.T, m *Messenger, q asked) *http.Response {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), q.method, m.URL()+q.path, strings.NewReader(`{"text":"hello"}`))
	if err != nil {
		t.Fatal(err)
	}
	if q.host != "" {
		req.Host = q.host
	}
	for k, v := range q.header {
		req.Header.Set(k, v)
	}
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { res.Body.Close() })
	return res
}

func TestHostAndOrigin(t *testing.T) {
	m, _ := live(t, testConfig(t), &keeper{})
	_, port, _ := net.SplitHostPort(m.Addr())
	own := "http://" + m.Addr()
	proof := func(more ...string) map[string]string {
		h := map[string]string{proofHeader: "1", asHeader: "clerk"}
		for i := 0; i < len(more); i += 2 {
			h[more[i]] = more[i+1]
		}
		return h
	}
	for _, tt := range []struct {
		name string
		ask  asked
		want int
	}{
		{"the page", asked{method: "GET", path: "/"}, 200},
		{"the page by name", asked{method: "GET", path: "/", host: "localhost:" + port}, 200},
		{"by IPv6", asked{method: "GET", path: "/", host: "[::1]:" + port}, 200},
		{"another name (DNS rebinding)", asked{method: "GET", path: "/", host: "evil.example:" + port}, 403},
		{"another name, the API", asked{method: "GET", path: "/api/state?as=clerk", host: "evil.example"}, 403},
		{"a name that begins alike", asked{method: "GET", path: "/", host: "localhost.evil.example"}, 403},
		{"own origin", asked{method: "POST", path: "/api/say", header: proof("Origin", own)}, 200},
		{"no origin", asked{method: "POST", path: "/api/say", header: proof()}, 403},
		{"null origin", asked{method: "POST", path: "/api/say", header: proof("Origin", "null")}, 403},
		{"other origin", asked{method: "POST", path: "/api/say", header: proof("Origin", "http://evil.example")}, 403},
		{"other port", asked{method: "POST", path: "/api/say", header: proof("Origin", "http://127.0.0.1:1")}, 403},
		{"no proof header", asked{method: "POST", path: "/api/say?as=clerk", header: map[string]string{"Origin": own}}, 403},
		{"cross-site read", asked{method: "GET", path: "/api/state?as=clerk", header: map[string]string{"Sec-Fetch-Site": "cross-site"}}, 403},
		{"cross-site stream", asked{method: "GET", path: "/api/events?as=clerk", header: map[string]string{"Sec-Fetch-Site": "same-site"}}, 403},
		{"a link from elsewhere", asked{method: "GET", path: "/", header: map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}}, 200},
		{"nobody", asked{method: "POST", path: "/api/say", header: map[string]string{proofHeader: "1", "Origin": own}}, 401},
		{"an unknown person", asked{method: "POST", path: "/api/say", header: map[string]string{proofHeader: "1", asHeader: "mallory", "Origin": own}}, 401},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if res := try(t, m, tt.ask); res.StatusCode != tt.want {
				t.Errorf("status %d, want %d", res.StatusCode, tt.want)
			}
		})
	}
	h := try(t, m, asked{method: "GET", path: "/"}).Header
	csp := h.Get("Content-Security-Policy")
	if !strings.HasPrefix(csp, "default-src 'none'; script-src 'self';") || strings.Contains(csp, "unsafe") || h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") != "no-referrer" {
		t.Errorf("headers %v", h)
	}
}

func invited(t *testing.T, m *Messenger, user string) (*http.Client, *http.Cookie) {
	t.Helper()
	link, err := m.Invite(user)
	if err != nil {
		t.Fatal(err)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	c := &http.Client{Jar: jar}
	_, token, _ := strings.Cut(link, "#")
	req, err := http.NewRequestWithContext(t.Context(), "POST", m.URL()+"/api/enter", strings.NewReader(`{"token":"`+token+`"}`))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set(proofHeader, "1")
	req.Header.Set("Origin", m.URL())
	res, err := c.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != 200 || len(res.Cookies()) != 1 {
		t.Fatalf("entering: %d, cookies %v", res.StatusCode, res.Cookies())
	}
	return c, res.Cookies()[0]
}

func TestInvitation(t *testing.T) {
	var now atomic.Pointer[time.Time]
	now.Store(&testStart)
	cfg := testConfig(t)
	cfg.Demo, cfg.Now = false, func() time.Time { return *now.Load() }
	m, stop := live(t, cfg, &keeper{})

	if s, err := (Client{HTTP: http.DefaultClient, Base: m.URL(), User: "clerk"}).State(t.Context()); err != nil || s.Me != nil || s.People != nil || s.Demo != nil {
		t.Errorf("without an invitation: %+v, %v", s, err)
	}
	hc, cookie := invited(t, m, "clerk")
	if !cookie.HttpOnly || cookie.SameSite != http.SameSiteStrictMode || cookie.MaxAge <= 0 || cookie.Path != "/" {
		t.Errorf("cookie %+v", cookie)
	}
	s, err := (Client{HTTP: hc, Base: m.URL(), User: "head"}).State(t.Context()) // claiming to be somebody else changes nothing
	if err != nil || s.Me == nil || s.Me.ID != "clerk" {
		t.Fatalf("entered as %+v, %v", s.Me, err)
	}
	journal, err := os.ReadFile(m.journal.path)
	if err != nil || strings.Contains(string(journal), cookie.Value) {
		t.Errorf("the journal holds the session's token (%v)", err)
	}

	first, err := m.Invite("head")
	if err != nil {
		t.Fatal(err)
	}
	second, err := m.Invite("head")
	if err != nil {
		t.Fatal(err)
	}
	token := func(link string) string { _, tok, _ := strings.Cut(link, "#"); return tok }
	if _, err := m.enter(token(first)); err == nil {
		t.Error("an older link still works after a newer one")
	}
	if _, err := m.enter(token(second)); err != nil {
		t.Error(err)
	}
	if _, err := m.enter(token(second)); err == nil {
		t.Error("a link works twice")
	}
	late, err := m.Invite("head")
	if err != nil {
		t.Fatal(err)
	}
	then := testStart.Add(inviteLife)
	now.Store(&then)
	if _, err := m.enter(token(late)); err == nil {
		t.Error("a link works after a week")
	}
	if _, err := m.Invite("mallory"); err == nil {
		t.Error("nobody was invited")
	}
	stop()

	cfg.Listen = m.Addr()
	m, _ = live(t, cfg, &keeper{})
	client := Client{HTTP: hc, Base: m.URL()}
	if s, err := client.State(t.Context()); err != nil || s.Me == nil {
		t.Errorf("the session did not survive a restart: %+v, %v", s.Me, err)
	}
	if err := m.Revoke("clerk"); err != nil {
		t.Fatal(err)
	}
	if s, err := client.State(t.Context()); err != nil || s.Me != nil {
		t.Errorf("the session survived its end: %+v, %v", s.Me, err)
	}
}

func TestRemovedPersonIsOut(t *testing.T) {
	cfg := testConfig(t)
	cfg.Demo = false
	var gone atomic.Bool
	cfg.People = func() []Persona {
		if gone.Load() {
			return testPeople()[1:]
		}
		return testPeople()
	}
	m, _ := live(t, cfg, &keeper{})
	hc, _ := invited(t, m, "clerk")
	gone.Store(true)
	if s, err := (Client{HTTP: hc, Base: m.URL()}).State(t.Context()); err != nil || s.Me != nil {
		t.Errorf("still in: %+v, %v", s.Me, err)
	}
}

func TestNobodySeesWhatIsNotTheirs(t *testing.T) {
	m, _ := live(t, testConfig(t), &keeper{})
	ctx := t.Context()
	ref, err := m.Send(ctx, chat.Address{User: "clerk"}, chat.Card{Title: "secret", Blocks: []chat.Block{
		{Kind: chat.BlockFile, File: &chat.Upload{Name: "s.txt", MIME: "text/plain", Data: []byte("s")}},
		{Kind: chat.BlockActions, Actions: []chat.Control{{Kind: chat.ControlButton, ID: "b", Value: "v", Label: "B"}}},
	}}, "k")
	if err != nil {
		t.Fatal(err)
	}
	mine, err := as(m, "clerk").Say(ctx, "", "", "mine")
	if err != nil {
		t.Fatal(err)
	}
	head, ann := as(m, "head"), as(m, "ann")
	refused := func(what string, err error) {
		t.Helper()
		if err == nil {
			t.Errorf("%s: allowed", what)
		}
	}
	_, err = head.Messages(ctx, ref.Conversation)
	refused("reading", err)
	_, err = head.Say(ctx, ref.Conversation, "", "x")
	refused("writing", err)
	_, err = head.Say(ctx, "", ref.Message, "x")
	refused("replying", err)
	_, err = head.File(ctx, ref.Message, 0)
	refused("the file", err)
	refused("clicking", head.Click(ctx, ref.Message, chat.Control{ID: "b", Value: "v"}, ""))
	refused("editing", head.post(ctx, "/api/edit", map[string]any{"message": mine.ID, "text": "x"}, nil))
	refused("marking", head.post(ctx, "/api/read", map[string]any{"place": ref.Conversation, "seq": 1}, nil))
	_, err = ann.Messages(ctx, "c-all")
	refused("a channel of others", err)
	id, err := as(m, "clerk").Upload(ctx, "x.txt", "text/plain", strings.NewReader("x"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = head.Say(ctx, "", "", "x", id)
	refused("another's upload", err)
	changes, _, err := head.Changes(ctx, "x-0")
	if err != nil || len(changes) != 0 {
		t.Errorf("changes %+v, %v", changes, err)
	}
}

func TestForgedControlsAndForms(t *testing.T) {
	s, m := startScene(t)
	ctx := t.Context()
	ref, err := m.Send(ctx, chat.Address{User: "head"}, itemCard("zh", false), "k")
	if err != nil {
		t.Fatal(err)
	}
	head := as(m, "head")
	for _, c := range []struct {
		control chat.Control
		choice  string
	}{
		{chat.Control{ID: "accept", Value: "another item"}, ""}, {chat.Control{ID: "close", Value: "item-12"}, ""},
		{chat.Control{ID: "pass", Value: "item-12"}, "not an option"}, {chat.Control{ID: "extend", Value: "item-12"}, "31.12."},
	} {
		if err := head.Click(ctx, ref.Message, c.control, c.choice); err == nil {
			t.Errorf("%+v %q was taken", c.control, c.choice)
		}
	}
	_, token, err := head.Open(ctx, ref.Message, chat.Control{ID: "report", Value: "item-12"})
	if err != nil {
		t.Fatal(err)
	}
	if err := as(m, "clerk").Submit(ctx, token, nil); err == nil {
		t.Error("somebody else's form was taken")
	}
	if err := head.Submit(ctx, token[:len(token)-2]+"xx", nil); err == nil {
		t.Error("a forged token was taken")
	}
	body, _, _ := strings.Cut(token, ".")
	if err := head.Submit(ctx, body+".", nil); err == nil {
		t.Error("an unsigned token was taken")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.got) != 0 {
		t.Errorf("the handler got %+v", s.got)
	}
}

func TestFilesAreInert(t *testing.T) {
	m, _ := live(t, testConfig(t), &keeper{})
	c := as(m, "clerk")
	for _, kind := range []string{"text/html", "image/svg+xml", "application/javascript", "image/png"} {
		id, err := c.Upload(t.Context(), "../../<x>\r\n\"a.html", kind, strings.NewReader("<script>alert(1)</script>"))
		if err != nil {
			t.Fatal(err)
		}
		w, err := c.Say(t.Context(), "", "", "", id)
		if err != nil {
			t.Fatal(err)
		}
		if w.Files[0].Name != `<x>"a.html` {
			t.Errorf("name %q", w.Files[0].Name)
		}
		res := try(t, m, asked{method: "GET", path: "/api/file?as=clerk&n=0&message=" + w.ID})
		h := res.Header
		if kind != "image/png" && (h.Get("Content-Type") != "application/octet-stream" || !strings.HasPrefix(h.Get("Content-Disposition"), "attachment")) {
			t.Errorf("%s is served as %v", kind, h)
		}
		if !strings.Contains(h.Get("Content-Security-Policy"), "sandbox") || h.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s is served with %v", kind, h)
		}
	}
}

func TestLimits(t *testing.T) {
	cfg := testConfig(t)
	cfg.MaxFile = 100
	m, _ := live(t, cfg, &keeper{})
	c := as(m, "clerk")
	if _, err := c.Upload(t.Context(), "a", "text/plain", strings.NewReader(strings.Repeat("x", 100))); err != nil {
		t.Error(err)
	}
	if _, err := c.Upload(t.Context(), "a", "text/plain", strings.NewReader(strings.Repeat("x", 101))); err == nil || !strings.Contains(err.Error(), "too_large") {
		t.Errorf("a file over the limit gave %v", err)
	}
	if _, err := c.Say(t.Context(), "", "", strings.Repeat("x", maxText+1)); err == nil || !strings.Contains(err.Error(), "too_long") {
		t.Errorf("a text over the limit gave %v", err)
	}
	if _, err := c.Say(t.Context(), "", "", " \n "); err == nil || !strings.Contains(err.Error(), "empty") {
		t.Errorf("an empty text gave %v", err)
	}
	entries, err := os.ReadDir(m.blobDir())
	if err != nil || len(entries) != 1 {
		t.Errorf("%d files are left, want 1 (%v)", len(entries), err)
	}
}

func TestStreamGoesOnWhereItStopped(t *testing.T) {
	m, _ := live(t, testConfig(t), &keeper{})
	c := Client{HTTP: http.DefaultClient, Base: m.URL(), User: "clerk"}
	s, err := c.State(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	listen := func(since string, n int) (string, []Wire) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		var got []Wire
		next, _ := c.Events(ctx, since, func(w Wire) {
			if got = append(got, w); len(got) == n {
				cancel()
			}
		})
		return next, got
	}
	ref, err := m.Send(t.Context(), chat.Address{User: "clerk"}, card("one"), "k1")
	if err != nil {
		t.Fatal(err)
	}
	cursor, got := listen(s.Cursor, 1)
	if got[0].ID != ref.Message {
		t.Fatalf("got %+v", got)
	}
	for i := range 3 {
		if err := m.Update(t.Context(), ref, card("edit")); err != nil {
			t.Fatal(err)
		}
		if _, err := m.Send(t.Context(), chat.Address{User: "clerk"}, card("more"), "m"+string(rune('a'+i))); err != nil {
			t.Fatal(err)
		}
	}
	_, got = listen(cursor, 4)
	seen := map[string]bool{}
	for _, w := range got {
		seen[w.ID] = true
	}
	if len(got) != 4 || len(seen) != 4 || !seen[ref.Message] {
		t.Errorf("after the break: %d messages, %d different", len(got), len(seen))
	}
}

func TestSameClientIDSaysOnce(t *testing.T) {
	k := &keeper{}
	m, _ := live(t, testConfig(t), k)
	c := as(m, "clerk")
	for range 3 {
		if err := c.post(t.Context(), "/api/say", said{Text: "once", Client: "abc"}, nil); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.Idle(t.Context()); err != nil || k.texts() != "once" {
		t.Errorf("said %q, %v", k.texts(), err)
	}
}

func TestControlNamesAnybody(t *testing.T) {
	m, _ := live(t, testConfig(t), &keeper{})
	for _, name := range []string{"head", "执行局局长", "执行局局长 "} {
		if s, err := as(m, name).State(t.Context()); err != nil || s.Me == nil || s.Me.ID != "head" {
			t.Errorf("%q is %+v, %v", name, s.Me, err)
		}
	}
	if _, err := m.Who("局"); err != nil {
		t.Errorf("a part of one name: %v", err)
	}
}
