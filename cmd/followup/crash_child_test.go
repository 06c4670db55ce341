package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/cmd/followup/config"
	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/boltstore"
	"github.com/followup-bot/followup/reminders"
)

// The test binary is also the process that is killed: followup as it is, with a messenger that speaks to the test, a clock that runs fast, and
// points at which it kills itself.
const (
	crashEnv = "FOLLOWUP_CRASH_CHILD"
	fast     = 60               // seconds of the child's clock in one of ours
	sendTime = 20 * time.Second // the child's lease, by its clock
	findLag  = 5 * time.Second  // how old a message is, by its clock, when a look-up surely shows it
)

func TestMain(m *testing.M) {
	if s := os.Getenv(crashEnv); s != "" {
		var c crashChild
		if err := json.Unmarshal([]byte(s), &c); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		if err := c.run(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// The points at which it is killed.
const (
	beforePlan    = "before planning commit"
	afterPlan     = "after planning commit"
	afterClaim    = "after claim"
	accepted      = "accepted without answer"
	beforeSettle  = "answered, not settled"
	beforeAck     = "inbound committed, not acknowledged"
	whileLooking  = "while looking up"
	leaseRanOut   = "lease ran out while sending"
	anywhere      = "anywhere"
	neverAnywhere = ""
)

// A crashChild is one life of a server.
type crashChild struct {
	Dir, URL, Kind string
	Began          time.Time       // when the clocks were the same …
	Base           time.Time       // … and what the child's showed then
	At             string          // the point of death
	After          int             // how often it is passed before
	Settle         bool            // end when nothing is left to be done
	mu             sync.Mutex      // of what follows
	flying         map[string]bool // being sent
}

func (c *crashChild) now() time.Time { return c.Base.Add(time.Since(c.Began) * fast) }

// fastClock tells the child's time.
type fastClock struct{ c *crashChild }

func (f fastClock) Now() time.Time { return f.c.now() }

func (f fastClock) Reach(t time.Time) (<-chan struct{}, func()) {
	ch := make(chan struct{})
	timer := time.AfterFunc(max(t.Sub(f.c.now())/fast, 0), func() { close(ch) })
	return ch, func() { timer.Stop() }
}

// pass kills the process when it passes its point for the last time.
func (c *crashChild) pass(point string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if point != c.At {
		return
	}
	if c.After--; c.After < 0 {
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {}
	}
}

func (c *crashChild) run() error {
	cfg, err := config.Parse("crash.yaml", []byte(crashConfig))
	if err != nil {
		return err
	}
	c.flying = map[string]bool{}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError}))
	return Run(ctx, Serve{Config: cfg, Data: c.Dir, Now: c.now, Log: log, Out: io.Discard,
		Ready: func(a *App) {
			if c.Settle {
				go c.settle(ctx, a, cancel)
			}
		},
		Test: Joints{
			Clock:      fastClock{c},
			Ledger:     func(s *boltstore.Store) ledger.Ledger { return &crashLedger{s, c} },
			Messengers: map[string]chat.Messenger{"wire": c.messenger()},
			Reminders: func(r *reminders.Config) {
				r.Lease, r.MaxAttempts = sendTime, 1000
				r.Limits = func(string) reminders.Limits {
					return reminders.Limits{Parallel: 4, Recipient: reminders.Rate{Every: time.Second, Burst: 3}}
				}
			},
		},
	})
}

// settle ends the process once the day's work is done: nothing waits on either side.
func (c *crashChild) settle(ctx context.Context, a *App, stop func()) {
	for range 3 { // in a row
		for {
			time.Sleep(15 * time.Millisecond)
			n, _, err := a.store.Waiting(ctx)
			var left int
			if err == nil && n == 0 && c.call(ctx, "/left", nil, &left) == nil && left == 0 && a.reminders.Idle(ctx) == nil {
				break
			}
		}
	}
	stop()
}

// A crashLedger passes the points that lie at the ledger.
type crashLedger struct {
	*boltstore.Store
	c *crashChild
}

func (l *crashLedger) Commit(ctx context.Context, ch ledger.Change) error {
	plans := strings.HasPrefix(ch.Source, "tick/") && len(ch.Notices) > 0
	if plans {
		l.c.pass(beforePlan)
	}
	err := l.Store.Commit(ctx, ch)
	if plans && err == nil {
		l.c.pass(afterPlan)
	}
	return err
}

func (l *crashLedger) Lease(ctx context.Context, now time.Time, ttl time.Duration, n int) ([]ledger.Leased, error) {
	out, err := l.Store.Lease(ctx, now, ttl, n)
	for _, x := range out {
		l.c.mu.Lock()
		late := l.c.flying[x.Notice.Key]
		l.c.mu.Unlock()
		if late {
			l.c.pass(leaseRanOut)
		}
	}
	if len(out) > 0 {
		l.c.pass(afterClaim)
	}
	return out, err
}

// messenger is one that looks up, one that knows a key again, or one that does neither.
func (c *crashChild) messenger() chat.Messenger {
	w := &wire{c: c}
	switch c.Kind {
	case "look-up":
		return struct {
			*wire
			wireFinder
		}{w, wireFinder{w}}
	case "key":
		return struct {
			*wire
			wireOnce
		}{w, wireOnce{}}
	}
	return w
}

type (
	wire       struct{ c *crashChild }
	wireFinder struct{ w *wire }
	wireOnce   struct{}
)

func (wireOnce) PostsOnce() {}

func (wireFinder) Lag() time.Duration { return findLag }

// A wireMessage is what goes to the test and back.
type wireMessage struct {
	ID, Key, User, Text string
	Found               bool
}

func (w *wire) Send(ctx context.Context, to chat.Address, card chat.Card, key string) (chat.Ref, error) {
	w.c.mu.Lock()
	w.c.flying[key] = true
	w.c.mu.Unlock()
	b, err := json.Marshal(card)
	if err != nil {
		return chat.Ref{}, err
	}
	user := to.User + to.Conversation
	var out wireMessage
	err = w.c.call(context.WithoutCancel(ctx), "/send", wireMessage{Key: key, User: user, Text: string(b)}, &out)
	w.c.mu.Lock()
	delete(w.c.flying, key)
	w.c.mu.Unlock()
	if err != nil {
		return chat.Ref{}, err
	}
	w.c.pass(beforeSettle)
	return chat.Ref{Address: chat.Address{Messenger: "wire", Conversation: user}, Message: out.ID}, nil
}

func (f wireFinder) Find(ctx context.Context, to chat.Address, key string, _ time.Time) (chat.Ref, bool, error) {
	var out wireMessage
	if err := f.w.c.call(ctx, "/find", wireMessage{Key: key}, &out); err != nil {
		return chat.Ref{}, false, err
	}
	return chat.Ref{Address: chat.Address{Messenger: "wire", Conversation: to.User + to.Conversation}, Message: out.ID}, out.Found, nil
}

// Run takes messages one by one and acknowledges each once it was handled.
func (w *wire) Run(ctx context.Context, h chat.Handler) error {
	for ctx.Err() == nil {
		var in wireMessage
		if err := w.c.call(ctx, "/next", nil, &in); err != nil || in.ID == "" {
			time.Sleep(10 * time.Millisecond)
			continue
		}
		m := chat.Message{ID: in.ID, At: chat.Address{Messenger: "wire", Conversation: in.User}, Ref: in.ID, From: chat.User{ID: in.User}, Direct: true, Text: in.Text, Time: w.c.now()}
		if err := h.Handle(ctx, m); err != nil {
			fmt.Fprintln(os.Stderr, "not handled:", err)
			continue
		}
		w.c.pass(beforeAck)
		_ = w.c.call(ctx, "/ack", in, nil) // otherwise it comes again
	}
	return ctx.Err()
}

// call asks the test's server. An answer that did not come leaves open whether the request had its effect.
func (c *crashChild) call(ctx context.Context, path string, in, out any) error {
	b, err := json.Marshal(in)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.URL+path, bytes.NewReader(b))
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return &chat.Error{Retry: true, Unknown: true, Err: err}
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	switch {
	case err != nil:
		return &chat.Error{Retry: true, Unknown: true, Err: err}
	case resp.StatusCode == http.StatusTooManyRequests:
		s, err := strconv.Atoi(resp.Header.Get("Retry-After"))
		return &chat.Error{Retry: true, After: time.Duration(s) * time.Second, Err: errors.Join(errors.New("too many"), err)}
	case resp.StatusCode != http.StatusOK:
		return &chat.Error{Retry: true, Unknown: true, Err: errors.New(resp.Status)}
	case out == nil:
		return nil
	}
	return json.Unmarshal(body, out)
}
