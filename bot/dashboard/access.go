package dashboard

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/followup-bot/followup/bot/text"
	"github.com/followup-bot/followup/internal/gate"
	"github.com/followup-bot/followup/ledger"
)

const (
	linkLife    = 15 * time.Minute
	sessionLife = time.Hour
	keyMark     = "page/key"
	usedMark    = "page/used/"
)

// secret is the key that links and sessions are signed with: a record of the ledger, made on first use.
func secret(ctx context.Context, l Ledger) ([]byte, error) {
	type kept struct {
		Key []byte `json:"key"`
	}
	for {
		k, _, err := ledger.Load[kept](ctx, l, ledger.RecordMark, keyMark)
		if err == nil {
			return k.Key, nil
		}
		if !errors.Is(err, ledger.ErrNotFound) {
			return nil, fmt.Errorf("key: %w", err)
		}
		k.Key = make([]byte, 32)
		if _, err := rand.Read(k.Key); err != nil {
			return nil, fmt.Errorf("key: %w", err)
		}
		err = l.Commit(ctx, ledger.Change{Source: keyMark, Records: []ledger.Record{ledger.NewRecord(ledger.RecordMark, keyMark, 0, k)}})
		if err != nil && !errors.Is(err, ledger.ErrConflict) && !errors.Is(err, ledger.ErrDuplicate) {
			return nil, fmt.Errorf("key: %w", err)
		}
	}
}

// A ticket is what is signed: a link, or a session.
type ticket struct {
	Use    string          `json:"u"` // link or session
	Person ledger.PersonID `json:"p"`
	Path   string          `json:"g,omitempty"`
	Lang   string          `json:"l,omitempty"`
	Ends   int64           `json:"e"`
	Once   string          `json:"n"`
}

func (s *Server) sign(t ticket) string {
	out, err := gate.Sign(s.key, t)
	if err != nil {
		return ""
	}
	return out
}

var errExpired = errors.New("out of date")

func (s *Server) verify(token, use string) (t ticket, err error) {
	if gate.Open(s.key, token, &t) != nil || t.Use != use {
		return ticket{}, gate.ErrForged
	}
	if !s.cfg.Wall().Before(time.Unix(t.Ends, 0)) {
		return t, errExpired
	}
	return t, nil
}

// Link makes a person's own link to a place on the page ("", "unit/ID", "item/ID", …), in a language. It works for a quarter of an hour,
// once.
func (s *Server) Link(who ledger.PersonID, path, lang string) string {
	once := make([]byte, 12)
	if _, err := rand.Read(once); err != nil {
		return ""
	}
	t := ticket{Use: "link", Person: who, Path: "/" + strings.TrimPrefix(path, "/"), Lang: text.Choose(lang), Ends: s.cfg.Wall().Add(linkLife).Unix(),
		Once: base64.RawURLEncoding.EncodeToString(once)}
	return s.URL() + "/go/" + s.sign(t)
}

// door is what a link opens: a button. It tells nothing and spends nothing, whoever looks.
func (s *Server) door(w http.ResponseWriter, r *http.Request) {
	t, err := s.verify(r.PathValue("token"), "link")
	if err != nil {
		s.refuseLink(w, r, t, err)
		return
	}
	s.show(w, http.StatusOK, s.pages[text.Choose(t.Lang)], "door", doorPage{Token: r.PathValue("token")})
}

type doorPage struct{ Token string }

func (s *Server) refuseLink(w http.ResponseWriter, r *http.Request, t ticket, err error) {
	id := "Forged"
	if errors.Is(err, errExpired) {
		id = "Expired"
	}
	s.refuseIn(w, http.StatusForbidden, langOf(t.Lang, r), id)
}

// enter begins a session: the button behind a link.
func (s *Server) enter(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 8<<10)
	t, err := s.verify(r.PostFormValue("token"), "link")
	if err != nil {
		s.refuseLink(w, r, t, err)
		return
	}
	err = s.cfg.Ledger.Commit(r.Context(), ledger.Change{Source: usedMark + t.Once}) // a source is committed once; the ledger forgets old ones
	if errors.Is(err, ledger.ErrDuplicate) {
		if old, ok := s.session(r); ok && old.Person == t.Person { // the button was pressed twice, or the way back taken
			http.Redirect(w, r, t.Path, http.StatusSeeOther)
			return
		}
		s.refuseIn(w, http.StatusForbidden, langOf(t.Lang, r), "Used")
		return
	}
	if err != nil {
		s.trouble(w, r, err)
		return
	}
	s.setSession(w, r, ticket{Use: "session", Person: t.Person, Lang: t.Lang, Once: t.Once, Ends: s.cfg.Wall().Add(sessionLife).Unix()})
	http.Redirect(w, r, t.Path, http.StatusSeeOther)
}

func (s *Server) leave(w http.ResponseWriter, r *http.Request) {
	t, _ := s.session(r)
	http.SetCookie(w, s.cookie(r, "", -1))
	s.refuseIn(w, http.StatusOK, langOf(t.Lang, r), "Left")
}

// language switches the session's language and goes back to where it was asked.
func (s *Server) language(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 8<<10)
	t, ok := s.session(r)
	if !ok {
		s.refuse(w, r, http.StatusForbidden, "NoSession")
		return
	}
	t.Lang = text.Choose(r.PostFormValue("lang"))
	s.setSession(w, r, t)
	back := r.PostFormValue("back")
	if !strings.HasPrefix(back, "/") || strings.HasPrefix(back, "//") || strings.HasPrefix(back, "/\\") {
		back = "/"
	}
	http.Redirect(w, r, back, http.StatusSeeOther)
}

func (s *Server) setSession(w http.ResponseWriter, r *http.Request, t ticket) {
	http.SetCookie(w, s.cookie(r, s.sign(t), int(t.Ends-s.cfg.Wall().Unix())))
}

func (s *Server) session(r *http.Request) (ticket, bool) {
	c, err := r.Cookie(s.cookieName(r))
	if err != nil {
		return ticket{}, false
	}
	t, err := s.verify(c.Value, "session")
	return t, err == nil
}

// cookieName is bound to this host where the browser came by TLS.
func (s *Server) cookieName(r *http.Request) string {
	if s.gate.Secure(r) {
		return "__Host-followup-page"
	}
	return "followup-page"
}

func (s *Server) cookie(r *http.Request, value string, age int) *http.Cookie {
	return &http.Cookie{Name: s.cookieName(r), Value: value, Path: "/", MaxAge: age, HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: s.gate.Secure(r)}
}

// protect sets what keeps other sites out of the page, and the page out of caches.
func protect(h http.Header) {
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Robots-Tag", "noindex, nofollow, noarchive")
	h.Set("Referrer-Policy", "same-origin") // without one, browsers send no origin with the button either
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
	h.Set("Cache-Control", "no-store")
}

// keptOut reports whether another site's page may have sent the request.
func (s *Server) keptOut(r *http.Request) bool {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return false
	}
	site := r.Header.Get("Sec-Fetch-Site")
	if site != "" && site != "same-origin" {
		return true
	}
	if origin := r.Header.Get("Origin"); origin == "" || origin == "null" { // a page without a referrer sends null; then the browser's own word decides
		return site != "same-origin"
	}
	return !s.gate.Own(r)
}

// langOf is the language of a page for nobody in particular.
func langOf(lang string, r *http.Request) string {
	if lang != "" {
		return text.Choose(lang)
	}
	if first, _, _ := strings.Cut(r.Header.Get("Accept-Language"), ","); first != "" {
		return text.Choose(first)
	}
	return text.Chinese
}
