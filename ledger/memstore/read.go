package memstore

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/followup-bot/followup/ledger"
)

// Item gives the item, or ledger.ErrNotFound.
func (s *Store) Item(ctx context.Context, id ledger.ItemID) (ledger.Item, error) {
	if err := ctx.Err(); err != nil {
		return ledger.Item{}, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.item(id)
}

// List gives a page of the items that f selects.
func (s *Store) List(ctx context.Context, f ledger.Filter) (ledger.Page, error) {
	start, behind, err := f.Start()
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return ledger.Page{}, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	var rows []ledger.Row
	for _, r := range s.rows {
		if f.Match(r) && (!behind || f.Order.Compare(r, start) > 0) {
			rows = append(rows, r)
		}
	}
	slices.SortFunc(rows, f.Order.Compare)
	var page ledger.Page
	for i, r := range rows {
		if i == f.PageSize() {
			page.Cursor = f.Mark(rows[i-1])
			break
		}
		page.Items = append(page.Items, s.items[r.ID])
	}
	return page, nil
}

// Rows calls yield with the projection of each item that f selects.
func (s *Store) Rows(ctx context.Context, f ledger.Filter, yield func(ledger.Row) bool) error {
	s.mu.RLock()
	var rows []ledger.Row
	for _, r := range s.rows {
		if f.Match(r) {
			rows = append(rows, r)
		}
	}
	s.mu.RUnlock()
	for _, r := range rows {
		if err := ctx.Err(); err != nil {
			return err
		}
		if !yield(r) {
			break
		}
	}
	return ctx.Err()
}

// Due gives what has to be looked at before the instant, earliest first. A limit of 0 is none.
func (s *Store) Due(ctx context.Context, before time.Time, limit int) ([]ledger.DueEntry, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	var out []ledger.DueEntry
	for _, e := range s.due {
		if !e.At.Before(before) || limit > 0 && len(out) == limit {
			break
		}
		out = append(out, e)
	}
	return out, nil
}

func compareDue(a, b ledger.DueEntry) int {
	return cmp.Or(a.At.Compare(b.At), strings.Compare(string(a.Kind), string(b.Kind)), strings.Compare(a.ID, b.ID))
}

// Events gives an item's events, oldest first.
func (s *Store) Events(ctx context.Context, item ledger.ItemID) ([]ledger.Event, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	return slices.Clone(s.events[item]), nil
}

// Words gives the raw text of an event, or ledger.ErrNotFound.
func (s *Store) Words(ctx context.Context, event string) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	r, ok := s.raws[event]
	if !ok {
		return "", fmt.Errorf("words of event %s: %w", event, ledger.ErrNotFound)
	}
	return r.Text, nil
}

// Forget deletes raw texts older than before, and logs it.
func (s *Store) Forget(ctx context.Context, before time.Time) (int, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for id, r := range s.raws {
		if r.At.Before(before) {
			delete(s.raws, id)
			n++
		}
	}
	if n > 0 {
		return n, s.append(ledger.DeletionSource(before), []ledger.LogEntry{ledger.Deletion(s.told, before, n)})
	}
	return n, nil
}

// Prune forgets seen sources and settled notices older than before. A source is as old as the latest instant that the store had been told
// of when it was committed.
func (s *Store) Prune(ctx context.Context, before time.Time) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for source, at := range s.seen {
		if at.Before(before) {
			delete(s.seen, source)
		}
	}
	for key, slip := range s.settled {
		if slip.Receipt.At.Before(before) {
			delete(s.settled, key)
		}
	}
	return nil
}

// Log gives the log of the ledger as a whole, and where it ends.
func (s *Store) Log(ctx context.Context) ([]ledger.LogEntry, ledger.LogHead, error) {
	if err := ctx.Err(); err != nil {
		return nil, ledger.LogHead{}, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	return slices.Clone(s.log), s.logHead, nil
}

// Anchor is one hash over the heads of all items and of the log; see ledger.Anchor.
func (s *Store) Anchor(ctx context.Context) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	ids := make([]ledger.ItemID, 0, len(s.items))
	for id := range s.items {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ledger.Anchor(func(yield func(ledger.ItemID, string) bool) {
		for _, id := range ids {
			if !yield(id, s.items[id].Head) {
				return
			}
		}
	}, s.logHead), nil
}
