package main

import (
	"context"
	"io"
	"log/slog"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/chat/chattest"
	"github.com/followup-bot/followup/cmd/followup/config"
	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/boltstore"
	"github.com/followup-bot/followup/reminders"
)

// A fullLedger has no room while full is set. That the file itself comes out of it whole is the store's own test.
type fullLedger struct {
	*boltstore.Store
	full *atomic.Bool
}

func (l fullLedger) Commit(ctx context.Context, c ledger.Change) error {
	if l.full.Load() {
		return syscall.ENOSPC
	}
	return l.Store.Commit(ctx, c)
}

func (l fullLedger) Lease(ctx context.Context, now time.Time, ttl time.Duration, n int) ([]ledger.Leased, error) {
	if l.full.Load() {
		return nil, syscall.ENOSPC
	}
	return l.Store.Lease(ctx, now, ttl, n)
}

func (l fullLedger) Settle(ctx context.Context, key, token string, r ledger.Receipt) error {
	if l.full.Load() {
		return syscall.ENOSPC
	}
	return l.Store.Settle(ctx, key, token, r)
}

// While the disk is full nothing is acknowledged that is not kept, the admins and a monitor are told, and when there is room again all goes on
// by itself.
func TestNoRoomLeft(t *testing.T) {
	h := newCrashHouse(t, "key", 1)
	var full atomic.Bool
	fake := chattest.NewFake(chattest.Options{Name: "wire", Attempts: 1})
	ctx, cancel := context.WithCancel(t.Context())
	ready, done := make(chan *App, 1), make(chan error, 1)
	cfg, err := config.Parse("crash.yaml", []byte(crashConfig))
	if err != nil {
		t.Fatal(err)
	}
	clock := fastClock{&crashChild{Began: time.Now(), Base: time.Date(2026, 3, 3, 8, 58, 0, 0, time.UTC)}}
	go func() {
		done <- Run(ctx, Serve{Config: cfg, Data: h.dir, Now: clock.Now, Log: slog.New(slog.DiscardHandler), Out: io.Discard,
			Ready: func(a *App) { ready <- a },
			Test: Joints{Clock: clock, Messengers: map[string]chat.Messenger{"wire": fake},
				Ledger:    func(s *boltstore.Store) ledger.Ledger { return fullLedger{s, &full} },
				Reminders: func(r *reminders.Config) { r.Stall = time.Minute }}})
	}()
	var app *App
	select {
	case app = <-ready:
	case err := <-done:
		cancel()
		t.Fatal(err)
	}
	defer func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	}()
	full.Store(true)
	if _, err := fake.Say(ctx, "member0", "", "we are at 20%, drafting"); err == nil {
		t.Error("a message that could not be kept was acknowledged")
	}
	eventually(t, "the admin is told", func() bool { return said(fake, "boss", "no space left") })
	if trouble := app.ready(ctx); len(trouble) == 0 || !strings.Contains(strings.Join(trouble, " "), "no space left") {
		t.Errorf("a monitor sees %q", trouble)
	}
	full.Store(false)
	if _, err := fake.Say(ctx, "member0", "", "we are at 20%, drafting"); err != nil {
		t.Errorf("when there is room again: %v", err)
	}
	eventually(t, "the answer", func() bool { return said(fake, "member0", "20%") })
	eventually(t, "the day's digests", func() bool { return said(fake, "liaison0", "item 6") && said(fake, "head5", "item 11") })
	eventually(t, "all is well", func() bool { return len(app.ready(ctx)) == 0 })
}

// said reports whether somebody was sent a card that holds the words.
func said(f *chattest.Fake, who, words string) bool {
	for _, p := range f.Sent() {
		if p.Ref.Conversation == f.Direct(who) && strings.Contains(chattest.Text(p.Card), words) {
			return true
		}
	}
	return false
}

// eventually waits for something that takes its time.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(time.Minute); !ok(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%s: not within a minute", what)
		}
	}
}
