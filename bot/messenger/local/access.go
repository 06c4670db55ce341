package local

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const (
	inviteLife  = 7 * 24 * time.Hour
	sessionLife = 90 * 24 * time.Hour
	asHeader    = "X-Followup-As" // in a demo and over the control socket: who acts
	proofHeader = "X-Followup"    // no page of another origin can set it without being asked first
)

// Invite makes a personal link that lets its holder enter once as the person, within seven days. A person's earlier unused links end. Only a
// hash of it is stored.
func (m *Messenger) Invite(userID string) (link string, err error) {
	if _, ok := m.person(userID); !ok {
		return "", fmt.Errorf("%w: %s", errNoPerson, userID)
	}
	if m.ln == nil {
		return "", errors.New("local chat: nothing listens, so no link would lead anywhere: set listen")
	}
	token := newToken(20)
	m.write.Lock()
	defer m.write.Unlock()
	if err := m.commit(record{Invite: &pass{Hash: hash(token), User: userID, Ends: m.cfg.Now().Add(inviteLife)}}); err != nil {
		return "", err
	}
	return m.URL() + "/enter#" + token, nil
}

// Revoke ends a person's sessions and unused links.
func (m *Messenger) Revoke(userID string) error {
	m.write.Lock()
	defer m.write.Unlock()
	return m.commit(record{Revoke: userID})
}

// enter turns an invite into a session, once.
func (m *Messenger) enter(token string) (session string, err error) {
	m.write.Lock()
	defer m.write.Unlock()
	now := m.cfg.Now()
	inv, ok := m.st.invites[hash(token)]
	if !ok || !inv.Ends.After(now) {
		return "", errForbidden
	}
	if _, ok := m.person(inv.User); !ok {
		return "", errForbidden
	}
	session = newToken(20)
	return session, m.commit(record{Drop: inv.Hash, Session: &pass{Hash: hash(session), User: inv.User, Ends: now.Add(sessionLife)}})
}

// leave ends a session.
func (m *Messenger) leave(session string) error {
	m.write.Lock()
	defer m.write.Unlock()
	return m.commit(record{Drop: hash(session)})
}

func hash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// cookieName differs between chats on one machine, whose cookies browsers share over ports.
func (m *Messenger) cookieName() string { return "followup_" + m.st.head.Epoch }

func (m *Messenger) cookie(r *http.Request, value string, age time.Duration) *http.Cookie {
	return &http.Cookie{
		Name: m.cookieName(), Value: value, Path: "/", MaxAge: int(age / time.Second), HttpOnly: true,
		SameSite: http.SameSiteStrictMode, Secure: m.gate.Secure(r),
	}
}

// who tells the person behind a request: over the control socket and in a demo as the request says, otherwise by the session.
func (m *Messenger) who(r *http.Request) (Persona, bool) {
	trusted, _ := r.Context().Value(trustedKey{}).(bool)
	if trusted || m.cfg.Demo {
		as := r.Header.Get(asHeader)
		if as == "" {
			as = r.URL.Query().Get("as")
		} else if plain, err := url.PathUnescape(as); err == nil {
			as = plain // headers carry ASCII alone
		}
		p, err := m.Who(as)
		return p, err == nil
	}
	c, err := r.Cookie(m.cookieName())
	if err != nil {
		return Persona{}, false
	}
	m.st.mu.RLock()
	s, ok := m.st.sessions[hash(c.Value)]
	m.st.mu.RUnlock()
	if !ok || !s.Ends.After(m.cfg.Now()) {
		return Persona{}, false
	}
	return m.person(s.User)
}

// Who finds one person by id, or by name, title or unit where that is one person's alone.
func (m *Messenger) Who(name string) (Persona, error) {
	name = strings.TrimSpace(name)
	if p, ok := m.person(name); ok {
		return p, nil
	}
	var exact, part []Persona
	for _, p := range m.cfg.People() {
		full := p.Unit + p.Title
		switch {
		case name == "":
		case strings.EqualFold(p.Name, name), p.Title == name, full == name:
			exact = append(exact, p)
		case strings.Contains(p.Name+" "+full, name):
			part = append(part, p)
		}
	}
	for _, found := range [][]Persona{exact, part} {
		if len(found) == 1 {
			return found[0], nil
		}
		if len(found) > 1 {
			return Persona{}, &ManyError{Name: name, Found: found}
		}
	}
	return Persona{}, fmt.Errorf("%w: %q", errNoPerson, name)
}

// A ManyError says that a name fits several people.
type ManyError struct {
	Name  string
	Found []Persona
}

func (e *ManyError) Error() string {
	ids := make([]string, 0, 6)
	for _, p := range e.Found[:min(5, len(e.Found))] {
		ids = append(ids, p.ID+" ("+p.Name+")")
	}
	if len(e.Found) > 5 {
		ids = append(ids, "…")
	}
	return fmt.Sprintf("%q fits %d people: %s", e.Name, len(e.Found), strings.Join(ids, ", "))
}

type trustedKey struct{}

// Control serves the same API to whoever can reach it, acting as any person by id or name. It is for an owner-only socket.
func (m *Messenger) Control() http.Handler {
	api := m.api()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		api.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), trustedKey{}, true)))
	})
}

// Handler serves the page and the API to browsers.
func (m *Messenger) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/api/", m.api())
	mux.Handle("/", m.page)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; "+
			"form-action 'none'; frame-ancestors 'none'; base-uri 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		if !m.gate.Known(r) || !m.sameSite(r) {
			refuse(w, http.StatusForbidden, "host")
			return
		}
		mux.ServeHTTP(w, r)
	})
}

// sameSite is the guard against requests that other sites' pages make.
func (m *Messenger) sameSite(r *http.Request) bool {
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" && site != "none" {
		// A link from elsewhere may lead to the page itself.
		return r.Method == http.MethodGet && r.Header.Get("Sec-Fetch-Mode") == "navigate" && !strings.HasPrefix(r.URL.Path, "/api/")
	}
	if r.Header.Get("Origin") == "" {
		return r.Method == http.MethodGet || r.Method == http.MethodHead
	}
	return m.gate.Own(r)
}

// A formToken ties a form that is sent to the one that was opened: by whom, from which card.
type formToken struct {
	User  string `json:"u"`
	Card  string `json:"c"`
	ID    string `json:"i"`
	Value string `json:"v,omitempty"`
}

func isDate(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}
