package boltstore

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/followup-bot/followup/ledger"
)

// Item gives the item, or ledger.ErrNotFound.
func (s *Store) Item(ctx context.Context, id ledger.ItemID) (it ledger.Item, err error) {
	err = s.view(ctx, func(t *txn) (err error) {
		it, err = t.item(id)
		return err
	})
	return it, err
}

func (t *txn) item(id ledger.ItemID) (it ledger.Item, err error) {
	ok, err := t.load(inItems, []byte(id), &it)
	if err == nil && !ok {
		err = fmt.Errorf("item %s: %w", id, ledger.ErrNotFound)
	}
	return it, err
}

// load fills the projection from the items.
func (s *Store) load() error {
	return s.view(context.Background(), func(t *txn) error {
		rows := make([]ledger.Row, 0, chunkLen)
		var it ledger.Item // one for all: an item of its own for each would lie on the heap
		err := t.each(inItems, nil, func(k, content []byte) (bool, error) {
			it = ledger.Item{}
			if err := t.decode(inItems, k, content, &it); err != nil {
				return false, err
			}
			s.told.tell(it.UpdatedAt)
			if rows = append(rows, it.Row()); len(rows) == chunkLen {
				s.rows.apply(rows)
				rows = rows[:0]
			}
			return true, nil
		})
		s.rows.apply(rows)
		return err
	})
}

// Due gives what has to be looked at before the instant, earliest first. A limit of 0 is none.
func (s *Store) Due(ctx context.Context, before time.Time, limit int) (out []ledger.DueEntry, err error) {
	err = s.view(ctx, func(t *txn) error {
		return t.each(inDue, nil, func(k, _ []byte) (bool, error) {
			e, err := parseDue(k)
			if err != nil {
				return false, t.damage(inDue, k, err)
			}
			if !e.At.Before(before) {
				return false, nil
			}
			out = append(out, e)
			return limit <= 0 || len(out) < limit, nil
		})
	})
	return out, err
}

// checkEvery is after how many rows a long walk looks whether it is still wanted.
const checkEvery = 1024

// Rows calls yield with the projection of each item that f selects, as all of them stood at one moment.
func (s *Store) Rows(ctx context.Context, f ledger.Filter, yield func(ledger.Row) bool) error {
	if err := s.alive(ctx); err != nil {
		return err
	}
	snap, x := s.rows.sifted(&f)
	var r ledger.Row
	for i := 0; i < snap.n && !x.empty; i++ {
		if i%checkEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if !x.keeps(snap.at(i)) {
			continue
		}
		snap.row(i, &r)
		if f.Match(r) && !yield(r) {
			return nil
		}
	}
	return nil
}

func (s *Store) alive(ctx context.Context) error {
	s.db.mu.Lock()
	closed := s.db.closed
	s.db.mu.Unlock()
	if closed {
		return ErrClosed
	}
	return ctx.Err()
}

// List gives a page of the items that f selects. Every item that is given is selected by f as it is given.
func (s *Store) List(ctx context.Context, f ledger.Filter) (page ledger.Page, err error) {
	after, behind, err := f.Start()
	if err == nil {
		err = s.alive(ctx)
	}
	if err != nil {
		return page, err
	}
	snap, x := s.rows.sifted(&f)
	want := f.PageSize()
	for !x.empty {
		found := snap.list(&f, &x, after, behind, want+1)
		full := false
		if full, err = s.fill(ctx, f, found, want, &page); err != nil {
			return ledger.Page{}, err
		}
		if full || len(found) <= want {
			return page, nil
		}
		after, behind = found[len(found)-1], true
	}
	return page, nil
}

// fill appends the items of rows to the page. An item that was changed since the rows were looked at, so that f selects it no longer, is
// left out. When the page is full and more would follow, it sets the cursor.
func (s *Store) fill(ctx context.Context, f ledger.Filter, rows []ledger.Row, want int, page *ledger.Page) (full bool, err error) {
	var last ledger.Row
	err = s.view(ctx, func(t *txn) error {
		for _, r := range rows {
			it, err := t.item(r.ID)
			if errors.Is(err, ledger.ErrNotFound) {
				err = t.damage(inItems, []byte(r.ID), "the item is missing")
			}
			if err != nil {
				return err
			}
			if !f.Match(it.Row()) {
				continue
			}
			if len(page.Items) == want {
				full = true
				return nil
			}
			page.Items = append(page.Items, it)
			last = r
		}
		return nil
	})
	if full {
		page.Cursor = f.Mark(last)
	}
	return full, err
}
