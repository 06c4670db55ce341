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
	cfg := testConfig(t)
	cfg.Demo = false
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

func TestInvitationEnds(t *testing.T) {
	var now atomic.Pointer[time.Time]
	now.Store(&testStart)
	cfg := testConfig(t)
	cfg.Demo, cfg.Now = false, func() time.Time { return *now.Load() }
	m, _ := live(t, cfg, &keeper{})
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
