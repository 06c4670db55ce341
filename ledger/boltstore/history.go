package boltstore

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/followup-bot/followup/ledger"
)

// rawValue is raw text without its key. It is bytes, for its hash is over whatever came, valid UTF-8 or not.
type rawValue struct {
	At   time.Time `json:"a"`
	Salt []byte    `json:"s"`
	Text []byte    `json:"t"`
}

func (v rawValue) raw(event string) ledger.Raw {
	return ledger.Raw{Event: event, At: v.At, Salt: v.Salt, Text: string(v.Text)}
}

// Events gives an item's events, oldest first.
func (s *Store) Events(ctx context.Context, item ledger.ItemID) (out []ledger.Event, err error) {
	err = s.view(ctx, func(t *txn) (err error) {
		out, err = t.events(item)
		return err
	})
	return out, err
}

func (t *txn) events(item ledger.ItemID) (out []ledger.Event, err error) {
	err = t.each(inEvents, join(string(item), ""), func(k, content []byte) (bool, error) {
		var e ledger.Event
		if err := json.Unmarshal(content, &e); err != nil {
			return false, t.damage(inEvents, k, err)
		}
		out = append(out, e)
		return true, nil
	})
	return out, err
}

// Words gives the raw text of an event, or ledger.ErrNotFound.
func (s *Store) Words(ctx context.Context, event string) (text string, err error) {
	err = s.view(ctx, func(t *txn) error {
		var v rawValue
		ok, err := t.load(inRaws, []byte(event), &v)
		if err == nil && !ok {
			err = fmt.Errorf("words of event %s: %w", event, ledger.ErrNotFound)
		}
		text = string(v.Text)
		return err
	})
	return text, err
}

// sweep is how many entries one transaction deletes, so that others need not wait long.
const sweep = 2000

// Forget deletes raw texts older than before, logs it in the same transaction, and says how many. Events and their hashes stay. Unused pages
// of the file may hold the text until they are used again.
func (s *Store) Forget(ctx context.Context, before time.Time) (int, error) {
	return s.sweep(ctx, inRaws, func(t *txn, k, content []byte) (bool, error) {
		var v rawValue
		err := t.decode(inRaws, k, content, &v)
		return v.At.Before(before), err
	}, func(t *txn, n int) error {
		return t.appendLog(ledger.DeletionSource(before), []ledger.LogEntry{ledger.Deletion(s.now(), before, n)})
	})
}

// Prune forgets seen sources and settled notices older than before. A source is as old as Options.Now said when it was committed.
func (s *Store) Prune(ctx context.Context, before time.Time) error {
	_, err := s.sweep(ctx, inSeen, func(_ *txn, _, content []byte) (bool, error) {
		return parseTime(content).Before(before), nil
	}, nil)
	if err != nil {
		return fmt.Errorf("prune: %w", err)
	}
	_, err = s.sweep(ctx, inSettled, func(t *txn, k, content []byte) (bool, error) {
		var slip ledger.Slip
		err := t.decode(inSettled, k, content, &slip)
		return err == nil && slip.Receipt != nil && slip.Receipt.At.Before(before), err
	}, nil)
	if err != nil {
		return fmt.Errorf("prune: %w", err)
	}
	return nil
}

// sweep deletes the entries of a bucket that are old, and says how many. It looks for them while others commit, and looks again at each
// before it deletes it. deleted, unless nil, is called in each transaction that deleted some.
func (s *Store) sweep(ctx context.Context, in int, old func(t *txn, k, content []byte) (bool, error), deleted func(t *txn, n int) error) (int, error) {
	total := 0
	var keys [][]byte
	err := s.view(ctx, func(t *txn) error {
		return t.each(in, nil, func(k, content []byte) (bool, error) {
			is, err := old(t, k, content)
			if is {
				keys = append(keys, append([]byte(nil), k...))
			}
			return err == nil, err
		})
	})
	for err == nil && len(keys) > 0 {
		some := keys[:min(sweep, len(keys))]
		keys = keys[len(some):]
		n := 0
		err = s.update(ctx, func(t *txn) (err error) {
			if n, err = t.drop(in, some, old); err == nil && n > 0 && deleted != nil {
				err = deleted(t, n)
			}
			return err
		})
		if err == nil {
			total += n
		}
	}
	return total, err
}

// drop deletes those of the keys that are still old.
func (t *txn) drop(in int, keys [][]byte, old func(t *txn, k, content []byte) (bool, error)) (n int, err error) {
	for _, k := range keys {
		content, err := t.get(in, k)
		if err != nil {
			return n, err
		}
		if content == nil {
			continue
		}
		is, err := old(t, k, content)
		if err != nil {
			return n, err
		}
		if !is {
			continue
		}
		if in == inSettled {
			slip, err := t.slip(string(k))
			if err == nil {
				err = t.putSlip(slipPut{old: slip})
			}
			if err != nil {
				return n, err
			}
		} else if err := t.remove(in, k); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// Anchor is one hash over the heads of all items and of the log; see ledger.Anchor. It is kept, once a day, as the record ledger.AnchorID names.
func (s *Store) Anchor(ctx context.Context) (hash string, err error) {
	err = s.view(ctx, func(t *txn) error {
		var head ledger.LogHead
		if _, err := t.load(inLog, logHeadKey, &head); err != nil {
			return err
		}
		var failed error
		hash = ledger.Anchor(func(yield func(ledger.ItemID, string) bool) {
			failed = t.each(inItems, nil, func(k, content []byte) (bool, error) {
				var it struct {
					Head string `json:"head"`
				}
				if err := t.decode(inItems, k, content, &it); err != nil {
					return false, err
				}
				return yield(ledger.ItemID(k), it.Head), nil
			})
		}, head)
		return failed
	})
	return hash, err
}
