// Package dashboard serves the page that leaders look at: how the house stands, a unit, an item with its whole history, an area or a programme.
// It is read-only, but that what is downloaded is logged, and rendered on the server, without a script. People come by a link that the bot gives them in chat: signed, good for a
// quarter of an hour and for one use; opening it shows a button, and only the button begins a session, so that what merely looks at a link
// neither spends it nor learns anything. Who somebody is and what they may see is found out anew at every request. Every figure comes from the
// function of package ledger that the cards in chat are made from.
package dashboard

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"time"

	"github.com/followup-bot/followup/internal/gate"
	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/blobs"
)

// A Ledger is what the page reads, and where it notes that a link was used.
type Ledger interface {
	ledger.Records
	Item(ctx context.Context, id ledger.ItemID) (ledger.Item, error)
	Rows(ctx context.Context, f ledger.Filter, yield func(ledger.Row) bool) error
	Events(ctx context.Context, item ledger.ItemID) ([]ledger.Event, error)
	Commit(ctx context.Context, c ledger.Change) error
}

// A Config says what is served, where, and to whom.
type Config struct {
	Ledger Ledger
	Env    func(ctx context.Context, now time.Time) (ledger.Env, error) // the organisation in force
	Now    func() time.Time
	Wall   func() time.Time // what links and sessions run out by, where a demo's Now can be moved; nil: Now
	Log    *slog.Logger     // never given tokens; discarded when nil

	Evidence *blobs.Store // copies of evidence; nil: there are none

	Listen       string         // host:port; beyond loopback only with TLS or behind a trusted proxy
	PublicURL    string         // https://host[:port], as people reach it; empty: loopback only, the listener's address
	TLSCert      string         // PEM file
	TLSKey       string         // PEM file
	TrustedProxy []netip.Prefix // whose X-Forwarded-Proto is believed; with them set, nobody else may connect
	Moves        bool           // a taken port moves on to the next: a demo's
}

// A Server serves the page. It is safe for concurrent use.
type Server struct {
	cfg   Config
	ln    net.Listener
	gate  gate.Gate
	key   []byte
	pages map[string]*pages // by language
	css   asset
}

// New makes the server and binds its address.
func New(ctx context.Context, cfg Config) (*Server, error) {
	if cfg.Ledger == nil || cfg.Env == nil || cfg.Now == nil {
		return nil, errors.New("dashboard: ledger, organisation and clock are needed")
	}
	if cfg.Wall == nil {
		cfg.Wall = cfg.Now
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if err := cfg.guarded(); err != nil {
		return nil, err
	}
	s := &Server{cfg: cfg}
	var err error
	if s.key, err = secret(ctx, cfg.Ledger); err != nil {
		return nil, fmt.Errorf("dashboard: %w", err)
	}
	if s.pages, s.css, err = load(); err != nil {
		return nil, fmt.Errorf("dashboard: %w", err)
	}
	if s.ln, err = gate.Listen(cfg.Listen, cfg.Moves); err != nil {
		return nil, fmt.Errorf("dashboard: %w", err)
	}
	s.gate = gate.Gate{Addr: s.ln.Addr(), Proxies: cfg.TrustedProxy}
	if u, err := url.Parse(cfg.PublicURL); err == nil && u.Host != "" {
		s.gate.Hosts, s.gate.HTTPS = []string{u.Host}, u.Scheme == "https"
	}
	return s, nil
}

// guarded refuses what would show everybody's items in clear on a network.
func (c *Config) guarded() error {
	host, err := gate.Check(c.Listen, c.TLSCert, c.TLSKey, c.TrustedProxy)
	switch {
	case err != nil:
		return fmt.Errorf("dashboard: %w", err)
	case !gate.Loopback(host) && c.PublicURL == "":
		return fmt.Errorf("dashboard: %q can be reached from other machines: give the public_url by which people reach it", c.Listen)
	}
	return nil
}

// Run serves until ctx ends.
func (s *Server) Run(ctx context.Context) error {
	srv := &http.Server{Handler: s.Handler(), ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second, WriteTimeout: time.Minute,
		IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 32 << 10, ErrorLog: slog.NewLogLogger(s.cfg.Log.Handler(), slog.LevelDebug)}
	done := make(chan error, 1)
	go func() {
		if s.cfg.TLSCert != "" {
			done <- srv.ServeTLS(s.ln, s.cfg.TLSCert, s.cfg.TLSKey)
			return
		}
		done <- srv.Serve(s.ln)
	}()
	select {
	case err := <-done:
		return fmt.Errorf("dashboard: %w", err)
	case <-ctx.Done():
	}
	quiet, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := srv.Shutdown(quiet); err != nil {
		return srv.Close()
	}
	return nil
}

// Close frees the address; Run does so too.
func (s *Server) Close() error {
	if err := s.ln.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
		return err
	}
	return nil
}

// URL is where people reach the page.
func (s *Server) URL() string {
	if s.cfg.PublicURL != "" {
		return s.cfg.PublicURL
	}
	scheme := "http"
	if s.cfg.TLSCert != "" {
		scheme = "https"
	}
	return scheme + "://" + s.ln.Addr().String()
}

// Handler serves the page to browsers.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /page.css", s.serveCSS)
	mux.HandleFunc("GET /go/{token}", s.door)
	mux.HandleFunc("POST /go", s.enter)
	mux.HandleFunc("POST /leave", s.leave)
	mux.HandleFunc("POST /lang", s.language)
	mux.HandleFunc("GET /{$}", s.inside((*visit).overview))
	mux.HandleFunc("GET /unit/{id}", s.inside((*visit).unit))
	mux.HandleFunc("GET /item/{id}", s.inside((*visit).item))
	mux.HandleFunc("GET /item/{id}/evidence/{copy}", s.inside((*visit).file))
	mux.HandleFunc("GET /area/{name}", s.inside((*visit).area))
	mux.HandleFunc("GET /programme/{name}", s.inside((*visit).programme))
	mux.HandleFunc("GET /items", s.inside((*visit).items))
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { s.refuse(w, r, http.StatusNotFound, "NotFound") })
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		protect(w.Header())
		if !s.gate.Known(r) || s.keptOut(r) {
			s.refuse(w, r, http.StatusForbidden, "Elsewhere")
			return
		}
		mux.ServeHTTP(w, r)
	})
}
