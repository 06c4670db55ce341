// Package local is a chat of followup's own: a messenger whose server, page and terminal client are in the binary. It needs nothing but a
// folder, where its journal and the files that people send are kept.
//
// Everything that people do is journaled and synced before it is acknowledged, and is offered to the handler until that takes it, over
// restarts too. Everything that the bot says is journaled under its key: the same key is posted once.
//
// Limits: the whole conversation is held in memory; one process owns the folder; it is meant for a demo, a trial, or one organisation's
// people on one machine, not as a messenger for thousands.
package local

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/internal/gate"
)

const schemaVersion = 1

// Messenger is the local chat. It implements chat.Messenger, chat.Updater, chat.Finder, chat.Eraser and chat.Files.
type Messenger struct {
	cfg  Config
	log  *slog.Logger
	ln   net.Listener
	gate gate.Gate
	hub  *hub
	page *page

	write   sync.Mutex // held while something is decided, journaled and applied
	journal *journal
	st      *state

	queue   *queue
	uploads *uploads
}

var (
	_ chat.Messenger = (*Messenger)(nil)
	_ chat.Updater   = (*Messenger)(nil)
	_ chat.Finder    = (*Messenger)(nil)
	_ chat.Eraser    = (*Messenger)(nil)
	_ chat.Files     = (*Messenger)(nil)
)

// New opens the folder, reads the journal and binds the address; Run serves. The caller ends with Run's context, or with Close when Run
// never ran.
func New(cfg Config) (*Messenger, error) {
	if err := cfg.fill(); err != nil {
		return nil, err
	}
	if err := cfg.makeDir(); err != nil {
		return nil, err
	}
	p, err := loadPage()
	if err != nil {
		return nil, err
	}
	m := &Messenger{cfg: cfg, log: cfg.Log, hub: newHub(), page: p, st: newState(), queue: newQueue(), uploads: newUploads(),
		gate: gate.Gate{Hosts: cfg.Hosts, HTTPS: cfg.HTTPS, Proxies: cfg.TrustedProxy}}
	if err := m.load(); err != nil {
		return nil, err
	}
	if cfg.Listen == "" {
		return m, nil
	}
	if m.ln, err = gate.Listen(cfg.Listen, true); err != nil {
		return nil, errors.Join(fmt.Errorf("local chat: %w", err), m.journal.close())
	}
	m.gate.Addr = m.ln.Addr()
	return m, nil
}

func (m *Messenger) load() error {
	j, err := openJournal(filepath.Join(m.cfg.Dir, "chat.jsonl"), func(r record) error {
		if r.Head != nil && r.Head.Version > schemaVersion {
			return fmt.Errorf("it was written by a newer version (%d, this one knows %d)", r.Head.Version, schemaVersion)
		}
		m.st.apply(r)
		return nil
	})
	if err != nil {
		return fmt.Errorf("local chat: %w", err)
	}
	m.journal = j
	m.st.settle()
	if m.st.head.Epoch == "" {
		err = m.commit(record{Head: &head{Version: schemaVersion, Epoch: newToken(5), Secret: []byte(newToken(20))}})
	} else {
		err = m.compact(false)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("local chat: %w", err), j.close())
	}
	return m.sweep()
}

// newToken is n random bytes in letters and digits.
func newToken(n int) string {
	b := make([]byte, n)
	rand.Read(b)
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b))
}

// Addr is the host:port that is bound, which may have another port than asked; empty without a listener.
func (m *Messenger) Addr() string {
	if m.ln == nil {
		return ""
	}
	return m.ln.Addr().String()
}

// URL is where a browser at this machine finds the chat; empty without a listener.
func (m *Messenger) URL() string {
	if m.ln == nil {
		return ""
	}
	scheme := "http"
	if m.cfg.TLSCert != "" {
		scheme = "https"
	}
	host := m.Addr()
	if len(m.cfg.Hosts) > 0 && !m.gate.OnLoopback() {
		host = m.cfg.Hosts[0]
		if len(m.cfg.TrustedProxy) > 0 {
			return "https://" + host
		}
		if _, port, err := net.SplitHostPort(m.Addr()); err == nil && !strings.Contains(host, ":") {
			host = net.JoinHostPort(host, port)
		}
	}
	return scheme + "://" + host
}

// Run serves the page and offers what people do to h, until ctx ends. It can run once.
func (m *Messenger) Run(ctx context.Context, h chat.Handler) error {
	m.queue.begin(ctx, m, h)
	var served chan error
	var srv *http.Server
	if m.ln != nil {
		served = make(chan error, 1)
		srv = &http.Server{Handler: m.Handler(), ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute}
		srv.RegisterOnShutdown(m.hub.close)
		go func() { served <- m.serve(srv) }()
	}
	var err error
	select {
	case <-ctx.Done():
		err = ctx.Err()
	case err = <-served:
		served = nil
		err = fmt.Errorf("local chat: %w", err)
	}
	m.hub.close()
	m.queue.end()
	if srv != nil {
		err = errors.Join(err, m.stop(srv))
	}
	return errors.Join(err, m.Close())
}

func (m *Messenger) serve(srv *http.Server) error {
	if m.cfg.TLSCert != "" {
		return srv.ServeTLS(m.ln, m.cfg.TLSCert, m.cfg.TLSKey)
	}
	return srv.Serve(m.ln)
}

func (m *Messenger) stop(srv *http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
	defer cancel()
	if err := srv.Shutdown(ctx); err != nil {
		return srv.Close()
	}
	return nil
}

var errClosed = errors.New("the chat is closed")

// Close ends writing and releases the address. Nothing that was acknowledged is lost. It may be called again.
func (m *Messenger) Close() error {
	m.write.Lock()
	defer m.write.Unlock()
	if m.journal.broken == errClosed {
		return nil
	}
	err := m.journal.close()
	m.journal.broken = errClosed
	if m.ln != nil {
		if lerr := m.ln.Close(); lerr != nil && !errors.Is(lerr, net.ErrClosed) {
			err = errors.Join(err, lerr)
		}
	}
	return err
}

// commit journals a record durably, applies it and tells who listens. The caller holds write, or is alone.
func (m *Messenger) commit(r record) error {
	return m.commitAs(r, true)
}

func (m *Messenger) commitAs(r record, durable bool) error {
	if err := m.journal.append(r, durable); err != nil {
		return err
	}
	m.st.mu.Lock()
	m.st.apply(r)
	m.st.mu.Unlock()
	m.hub.wake()
	return nil
}

// compact rewrites the journal when it holds far more lines than things, or when forced. The caller holds write, or is alone.
func (m *Messenger) compact(force bool) error {
	m.st.mu.RLock()
	live := len(m.st.messages) + len(m.st.reads) + len(m.st.sessions) + len(m.st.pending)
	m.st.mu.RUnlock()
	if !force && (m.journal.lines < 2000 || m.journal.lines < 2*live) {
		return nil
	}
	m.st.mu.RLock()
	recs := m.st.dump(m.cfg.Now())
	m.st.mu.RUnlock()
	return m.journal.rewrite(recs)
}

// ids gives the next place in the order, and the id for it. The caller holds write.
func (m *Messenger) ids(prefix string) (seq int64, id string) {
	seq = m.st.seq + 1
	return seq, fmt.Sprintf("%s%s-%d", prefix, m.st.head.Epoch, seq)
}
