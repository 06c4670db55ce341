package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/followup-bot/followup/cmd/followup/config"
	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/reminders"
)

// A control is the owner-only socket through which commands reach a running server.
type control struct {
	ln  net.Listener
	srv *http.Server
}

// openControl listens on the socket. The data folder is locked by now, so a socket that is there already is left over.
func (a *App) openControl() error {
	path, err := socketPath(a.dir)
	if err != nil {
		return err
	}
	if err := ownFolder(filepath.Dir(path)); err != nil {
		return fmt.Errorf("control socket: %w", err)
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("control socket: %w", err)
	}
	ln, err := net.Listen("unix", path)
	if err != nil {
		return fmt.Errorf("control socket: %w", err)
	}
	a.onClose(func() error {
		if err := ln.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
			return err
		}
		return nil
	})
	if err := os.Chmod(path, 0o600); err != nil {
		return fmt.Errorf("control socket: %w", err)
	}
	a.control = &control{ln: ln, srv: &http.Server{Handler: a.controlHandler(), ReadHeaderTimeout: 10 * time.Second}}
	return nil
}

// run serves until ctx ends, and then gives requests under way a moment.
func (c *control) run(ctx context.Context) error {
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		<-ctx.Done()
		end, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainWindow)
		defer cancel()
		if err := c.srv.Shutdown(end); err != nil {
			c.srv.Close()
		}
	}()
	err := c.srv.Serve(c.ln)
	if ctx.Err() != nil {
		<-stopped
		return nil
	}
	return fmt.Errorf("control socket: %w", err)
}

func (a *App) controlHandler() http.Handler {
	mux := http.NewServeMux()
	handle(mux, "GET /control/status", func(ctx context.Context, _ request) (any, error) { return a.status(ctx) })
	handle(mux, "POST /control/verify", func(ctx context.Context, _ request) (any, error) { return a.verify(ctx) })
	handle(mux, "POST /control/backup", func(ctx context.Context, in request) (any, error) { return a.backup(ctx, in) })
	handle(mux, "POST /control/invite", func(_ context.Context, in request) (any, error) { return a.invite(in.Name) })
	handle(mux, "GET /control/export", func(ctx context.Context, _ request) (any, error) { return exportText(ctx, a.Config, a.store) })
	handle(mux, "POST /control/import", func(ctx context.Context, in request) (any, error) { return importFile(ctx, a.bot, in.Import) })
	handle(mux, "POST /control/document", func(ctx context.Context, in request) (any, error) { return a.document(ctx, in) })
	handle(mux, "GET /control/differences", func(ctx context.Context, _ request) (any, error) { return differences(ctx, a.Config, a.store) })
	handle(mux, "GET /control/schedules", func(ctx context.Context, _ request) (any, error) { return reminders.Jobs(ctx, a.store) })
	handle(mux, "POST /control/why", func(ctx context.Context, in request) (any, error) { return a.bot.Quiet(ctx, in.Name, in.Lang) })
	handle(mux, "POST /control/requeue", func(ctx context.Context, in request) (any, error) { return a.requeue(ctx, in.Name) })
	mux.HandleFunc("POST /control/audit", a.streamAudit)
	if a.local != nil {
		mux.Handle("/api/", a.local.Control())
	}
	return mux
}

// streamAudit writes the audit as it is read, one JSON value a line; what goes wrong is the last.
func (a *App) streamAudit(w http.ResponseWriter, r *http.Request) {
	var in auditRequest
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<20)).Decode(&in); err != nil {
		respond(w, http.StatusBadRequest, refusal{err.Error()})
		return
	}
	w.Header().Set("Content-Type", "application/x-ndjson")
	enc := json.NewEncoder(w)
	if err := audited(r.Context(), a.store, in, a.now(), func(p auditPart) error { return enc.Encode(p) }); err != nil {
		_ = enc.Encode(auditPart{Error: err.Error()}) // the command that asked may be gone
	}
}

// A request is what a command asks.
type request struct {
	Path string `json:"path,omitempty"`
	Name string `json:"name,omitempty"`
	Lang string `json:"lang,omitempty"`
	User string `json:"user,omitempty"` // the system's user who gives the command

	Document *documentWish `json:"document,omitempty"`
	Import   *importWish   `json:"import,omitempty"`
}

// A refusal is what a command is told instead.
type refusal struct {
	Error string `json:"error"`
}

func handle(mux *http.ServeMux, pattern string, do func(context.Context, request) (any, error)) {
	mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		var in request
		if r.Method == http.MethodPost {
			if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<20)).Decode(&in); err != nil {
				respond(w, http.StatusBadRequest, refusal{err.Error()})
				return
			}
		}
		out, err := do(r.Context(), in)
		if err != nil {
			respond(w, http.StatusConflict, refusal{err.Error()})
			return
		}
		respond(w, http.StatusOK, out)
	})
}

func respond(w http.ResponseWriter, code int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	_ = json.NewEncoder(w).Encode(v) // the command that asked may be gone
}

// A statusReport is how a server is doing.
type statusReport struct {
	Version    string           `json:"version"`
	PID        int              `json:"pid"`
	Org        string           `json:"org"`
	Data       string           `json:"data"`
	Demo       bool             `json:"demo,omitempty"`
	URL        string           `json:"url,omitempty"`
	Started    time.Time        `json:"started"`
	Messengers []string         `json:"messengers"`
	Healthy    bool             `json:"healthy"`
	Evidence   int64            `json:"evidence"`                 // bytes of copies that are kept
	Quota      int64            `json:"evidence_quota,omitempty"` // bytes that may be; 0: nothing is copied
	Reminders  reminders.Status `json:"reminders"`
}

func (a *App) status(ctx context.Context) (statusReport, error) {
	st, err := a.reminders.Status(ctx)
	if err != nil {
		return statusReport{}, err
	}
	r := statusReport{Version: versionText(), PID: os.Getpid(), Org: a.Config.Org.Name, Data: a.dir, Demo: a.Demo, Started: a.started,
		Healthy: st.Healthy(), Evidence: a.evidence.Used(), Quota: a.evidenceQuota(), Reminders: st, Messengers: []string{}}
	if a.local != nil {
		r.URL = a.local.URL()
	}
	for name := range a.messengers {
		r.Messengers = append(r.Messengers, name)
	}
	return r, nil
}

// invite makes a personal link for somebody named by id or name.
func (a *App) invite(name string) (string, error) {
	switch {
	case a.local == nil:
		return "", errors.New("the local chat is off: configure messengers.local")
	case a.Demo:
		return "", fmt.Errorf("a demo needs no links: open %s/ and choose who you are", a.local.URL())
	}
	p, err := a.local.Who(name)
	if err != nil {
		return "", err
	}
	return a.local.Invite(p.ID)
}

// differences are where the ledger no longer says what the file says.
func differences(ctx context.Context, cfg *config.Config, store ledger.Ledger) ([]string, error) {
	s, err := cfg.Seed(ctx, store, func(ledger.Rule) (time.Time, error) { return time.Time{}, nil })
	if err != nil {
		return nil, err
	}
	out := make([]string, len(s.Differences))
	for i, d := range s.Differences {
		out[i] = d.String()
	}
	return out, nil
}

// exportText is a configuration of what is in force.
func exportText(ctx context.Context, cfg *config.Config, store ledger.Ledger) (string, error) {
	org, policy, err := ledger.ReadOrg(ctx, store)
	if err != nil {
		return "", err
	}
	rules, err := rulesOf(ctx, store)
	if err != nil {
		return "", err
	}
	return cfg.Export(org, policy, rules), nil
}

func rulesOf(ctx context.Context, store ledger.Ledger) ([]ledger.Rule, error) {
	rules, err := ledger.LoadAll[ledger.Rule](ctx, store, ledger.RecordRule, "")
	if rules == nil {
		rules = []ledger.Rule{}
	}
	return rules, err
}
