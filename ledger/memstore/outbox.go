package memstore

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/followup-bot/followup/ledger"
)

func checkNotices(notices []ledger.Notice) error {
	for _, n := range notices {
		if n.Key == "" {
			return errors.New("a notice needs a key")
		}
	}
	return nil
}

// offer puts a notice into the outbox unless its key is known.
func (s *Store) offer(n ledger.Notice) {
	n.Items, n.Body = slices.Clone(n.Items), bytes.Clone(n.Body)
	n.NotBefore, n.Slot, n.Expires = n.NotBefore.UTC(), n.Slot.UTC(), n.Expires.UTC()
	old, known := s.waiting[n.Key]
	if !known {
		old, known = s.settled[n.Key]
	}
	if !known {
		s.age++
		s.waiting[n.Key] = ledger.NewSlip(n, s.age)
		return
	}
	if slip, ok := old.Offer(n); ok {
		s.put(slip)
	}
}

func (s *Store) put(slip ledger.Slip) {
	key := slip.Notice.Key
	delete(s.waiting, key)
	delete(s.settled, key)
	if slip.Waiting() {
		s.waiting[key] = slip
	} else {
		s.settled[key] = slip
	}
}

// Lease takes up to n notices for sending.
func (s *Store) Lease(ctx context.Context, now time.Time, ttl time.Duration, n int) ([]ledger.Leased, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tell(now)
	var ready []ledger.Slip
	for _, slip := range s.waiting {
		if slip.Token == "" && !slip.Ready.After(now) || slip.Token != "" && !slip.Until.After(now) {
			ready = append(ready, slip)
		}
	}
	slices.SortFunc(ready, func(a, b ledger.Slip) int {
		if a.Before(b) {
			return -1
		}
		return 1
	})
	var out []ledger.Leased
	for _, slip := range ready[:min(max(n, 0), len(ready))] {
		token := make([]byte, 12)
		if _, err := rand.Read(token); err != nil {
			return out, err
		}
		slip, leased := slip.Lease(now, now.Add(ttl), hex.EncodeToString(token))
		s.put(slip)
		out = append(out, leased)
	}
	return out, nil
}

// Settle records the outcome of a leased notice.
func (s *Store) Settle(ctx context.Context, key, token string, r ledger.Receipt) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	forced := slices.Clone(r.Records)
	for i := range forced {
		forced[i].Force = true
	}
	slip, gone, err := s.waiting[key].Settle(token, r)
	if err != nil {
		return fmt.Errorf("settle %s: %w", key, err)
	}
	records, err := s.stageRecords(forced)
	if err != nil {
		return fmt.Errorf("settle %s: %w", key, err)
	}
	s.applyRecords(records)
	s.tell(r.At)
	if gone {
		delete(s.waiting, key)
	} else {
		s.put(slip)
	}
	return nil
}

// Waiting counts notices not yet settled.
func (s *Store) Waiting(ctx context.Context) (n int, oldest time.Time, err error) {
	if err := ctx.Err(); err != nil {
		return 0, oldest, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, slip := range s.waiting {
		at := slip.Notice.NotBefore
		if !at.IsZero() && (oldest.IsZero() || at.Before(oldest)) {
			oldest = at
		}
	}
	return len(s.waiting), oldest, nil
}

// Failed lists notices set aside, newest first. A limit of 0 is none.
func (s *Store) Failed(ctx context.Context, limit int) ([]ledger.Settled, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	var out []ledger.Settled
	for _, slip := range s.settled {
		if slip.Failed() {
			out = append(out, slip.Settled())
		}
	}
	slices.SortFunc(out, func(a, b ledger.Settled) int {
		if c := b.Receipt.At.Compare(a.Receipt.At); c != 0 {
			return c
		}
		return strings.Compare(b.Notice.Key, a.Notice.Key)
	})
	if limit > 0 && len(out) > limit {
		out = out[:limit]
	}
	return out, nil
}

// Receipt gives what became of a key, or ledger.ErrNotFound.
func (s *Store) Receipt(ctx context.Context, key string) (ledger.Settled, error) {
	if err := ctx.Err(); err != nil {
		return ledger.Settled{}, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	slip, ok := s.settled[key]
	if !ok {
		return ledger.Settled{}, fmt.Errorf("receipt of %s: %w", key, ledger.ErrNotFound)
	}
	return slip.Settled(), nil
}

// Requeue gives a failed notice another chance, at once.
func (s *Store) Requeue(ctx context.Context, key string, now time.Time) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	slip, err := s.settled[key].Requeue(now)
	if err != nil {
		return fmt.Errorf("requeue %s: %w", key, err)
	}
	s.put(slip)
	return nil
}
