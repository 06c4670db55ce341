package boltstore

import (
	"context"
	"fmt"
	"time"

	"github.com/followup-bot/followup/ledger"
)

// Waiting counts notices not yet settled.
func (s *Store) Waiting(ctx context.Context) (n int, oldest time.Time, err error) {
	err = s.view(ctx, func(t *txn) error {
		for _, in := range []int{inReady, inLeases} {
			err := t.each(in, nil, func(_, content []byte) (bool, error) {
				n++
				if at := parseTime(content); !at.IsZero() && (oldest.IsZero() || at.Before(oldest)) {
					oldest = at
				}
				return true, nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	return n, oldest, err
}

// Failed lists notices set aside, newest first. A limit of 0 is none.
func (s *Store) Failed(ctx context.Context, limit int) (out []ledger.Settled, err error) {
	err = s.view(ctx, func(t *txn) error {
		c, err := t.cursor(inFailed)
		if err != nil {
			return err
		}
		for k, v := c.Last(); k != nil && (limit <= 0 || len(out) < limit); k, v = c.Prev() {
			if _, err := t.check(inFailed, k, v); err != nil {
				return err
			}
			slip, err := t.slip(string(k[min(timeLen, len(k)):]))
			if err != nil {
				return err
			}
			if slip == nil || !slip.Failed() {
				return t.damage(inFailed, k, "its notice is missing or did not fail")
			}
			out = append(out, slip.Settled())
		}
		return nil
	})
	return out, err
}

// Receipt gives what became of a key, or ledger.ErrNotFound.
func (s *Store) Receipt(ctx context.Context, key string) (out ledger.Settled, err error) {
	err = s.view(ctx, func(t *txn) error {
		slip, err := t.slip(key)
		if err != nil {
			return err
		}
		if slip == nil || slip.Waiting() {
			return fmt.Errorf("receipt of %s: %w", key, ledger.ErrNotFound)
		}
		out = slip.Settled()
		return nil
	})
	return out, err
}

// Requeue gives a failed notice another chance, at once.
func (s *Store) Requeue(ctx context.Context, key string, now time.Time) error {
	return s.update(ctx, func(t *txn) error {
		old, err := t.slip(key)
		if err != nil {
			return err
		}
		if old == nil {
			return fmt.Errorf("requeue %s: %w", key, ledger.ErrNotFound)
		}
		next, err := old.Requeue(now)
		if err != nil {
			return fmt.Errorf("requeue: %w", err)
		}
		return t.putSlip(slipPut{old: old, next: &next})
	})
}
