package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/chat/chattest"
	"github.com/followup-bot/followup/cmd/followup/config"
	"github.com/followup-bot/followup/internal/smalldisk"
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

// A fullHouse is a running followup whose disk fills up.
type fullHouse struct {
	*crashHouse
	app  *App
	fake *chattest.Fake
	ctx  context.Context
	stop func()
}

// newFullHouse starts followup with its data in a folder. ledgerOf may stand between it and its ledger.
func newFullHouse(t *testing.T, dir string, ledgerOf func(s *boltstore.Store) ledger.Ledger) *fullHouse {
	t.Helper()
	h := &fullHouse{crashHouse: foundHouse(t, dir, "key", 1), fake: chattest.NewFake(chattest.Options{Name: "wire", Attempts: 1000, Pause: 50 * time.Millisecond})}
	ctx, cancel := context.WithCancel(t.Context())
	h.ctx = ctx
	ready, done := make(chan *App, 1), make(chan error, 1)
	cfg, err := config.Parse("crash.yaml", []byte(crashConfig))
	if err != nil {
		t.Fatal(err)
	}
	clock := fastClock{&crashChild{Began: time.Now(), Base: time.Date(2026, 3, 3, 8, 58, 0, 0, time.UTC)}}
	go func() {
		done <- Run(ctx, Serve{Config: cfg, Data: h.dir, Now: clock.Now, Log: slog.New(slog.DiscardHandler), Out: io.Discard,
			Ready: func(a *App) { ready <- a },
			Test: Joints{Clock: clock, Messengers: map[string]chat.Messenger{"wire": h.fake}, Ledger: ledgerOf,
				Reminders: func(r *reminders.Config) { r.Stall = time.Minute }}})
	}()
	select {
	case h.app = <-ready:
	case err := <-done:
		cancel()
		t.Fatal(err)
	}
	h.stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(h.stop)
	return h
}

// While the disk is full nothing is acknowledged that is not kept, the admins and a monitor are told, and when there is room again all goes on
// by itself.
func TestNoRoomLeft(t *testing.T) {
	var full atomic.Bool
	h := newFullHouse(t, filepath.Join(t.TempDir(), "data"), func(s *boltstore.Store) ledger.Ledger { return fullLedger{s, &full} })
	full.Store(true)
	done := make(chan error, 1)
	go func() {
		_, err := h.fake.Say(h.ctx, "member0", "", "we are at 20%, drafting")
		done <- err
	}()
	h.tells()
	select {
	case err := <-done:
		t.Errorf("a message that could not be kept was acknowledged: %v", err)
	default:
	}
	full.Store(false)
	if err := <-done; err != nil {
		t.Errorf("when there is room again: %v", err)
	}
	h.recovers(20)
}

// tells waits until the admin and a monitor are told.
func (h *fullHouse) tells() {
	h.t.Helper()
	eventually(h.t, "the admin is told", func() bool { return said(h.fake, "boss", "no space left") })
	if trouble := h.app.ready(h.ctx); len(trouble) == 0 || !strings.Contains(strings.Join(trouble, " "), "no space left") {
		h.t.Errorf("a monitor sees %q", trouble)
	}
}

// recovers waits until the last report is answered, what was planned meanwhile has come, and all is well.
func (h *fullHouse) recovers(percent int) {
	h.t.Helper()
	eventually(h.t, "the answer", func() bool { return said(h.fake, "member0", fmt.Sprintf("%d%%", percent)) })
	eventually(h.t, "the day's digests", func() bool { return said(h.fake, "liaison0", "item 6") && said(h.fake, "head5", "item 11") })
	eventually(h.t, "all is well", func() bool { return len(h.app.ready(h.ctx)) == 0 })
}

// The same on disks that are really full: what somebody says meanwhile is offered until it is taken, and is in the ledger, once and in order.
func TestNoRoomOnASmallDisk(t *testing.T) {
	for _, kind := range smalldisk.Kinds {
		t.Run(kind, func(t *testing.T) {
			disk := smalldisk.Mount(t, kind)
			h := newFullHouse(t, filepath.Join(disk, "data"), nil)
			if err := smalldisk.Fill(disk, 64<<10); err != nil {
				t.Fatal(err)
			}
			var acknowledged atomic.Int64
			var all []int
			done := make(chan error, 1)
			go func() {
				for percent := 1; percent < 10; percent++ {
					if _, err := h.fake.Say(h.ctx, "member0", "", fmt.Sprintf("we are at %d%%, %s", percent, strings.Repeat("drafting ", 800))); err != nil {
						done <- err
						return
					}
					all = append(all, percent)
					acknowledged.Store(int64(percent))
				}
				done <- nil
			}()
			h.tells()
			if n := acknowledged.Load(); n == 9 {
				t.Error("the disk was never full")
			} else if err := smalldisk.Free(disk); err != nil {
				t.Fatal(err)
			} else {
				t.Logf("%d reports acknowledged before the disk was full", n)
			}
			if err := <-done; err != nil {
				t.Error(err)
			}
			h.recovers(9)
			h.stop()
			if got := h.reported(); !slices.Equal(got, all) {
				t.Errorf("the ledger holds the reports of %v%%, acknowledged were those of %v%%", got, all)
			}
			if _, err := boltstore.Verify(t.Context(), filepath.Join(h.dir, dbName)); err != nil {
				t.Error(err)
			}
		})
	}
}

// reported lists the percentages that member 0 reported, from the file.
func (h *fullHouse) reported() (out []int) {
	s := h.open()
	defer s.Close()
	page, err := s.List(context.Background(), ledger.Filter{Handler: "member0"})
	if err != nil || len(page.Items) != 1 {
		h.t.Fatal(len(page.Items), err)
	}
	events, err := s.Events(context.Background(), page.Items[0].ID)
	if err != nil {
		h.t.Fatal(err)
	}
	for _, e := range events {
		words, err := s.Words(context.Background(), e.ID)
		var n int
		if _, scan := fmt.Sscanf(words, "we are at %d%%", &n); e.Kind == ledger.EventReported && err == nil && scan == nil {
			out = append(out, n)
		}
	}
	return out
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
