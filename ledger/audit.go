package ledger

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// An AuditWish says what an audit covers. Empty fields do not restrict; a chain is always verified whole.
type AuditWish struct {
	Item  ItemID
	Log   bool      // the log alone, no items
	Since time.Time // included
	Until time.Time // excluded
}

func (w AuditWish) covers(at time.Time) bool {
	return !at.Before(w.Since) && (w.Until.IsZero() || at.Before(w.Until))
}

// An AuditEntry is an event with what was said. Words is empty where nothing was said; Gone means that it was said and deleted since.
type AuditEntry struct {
	Item  Item
	Event Event
	Words string
	Gone  bool
}

// An AuditSum is what an audit found.
type AuditSum struct {
	Items  int        `json:"items"`
	Events int        `json:"events"`
	Gone   int        `json:"gone"` // texts past their retention
	Broken []string   `json:"broken,omitempty"`
	Logged int64      `json:"logged,omitempty"` // entries of the log that were verified; 0: the audit was of an item
	Log    []LogEntry `json:"log,omitempty"`    // those that were wished for
}

// A Histories is what an audit reads.
type Histories interface {
	Store
	Records
	History
}

// Audit gives the events that are wished for, item by item in the order of numbers, and verifies every item's chain on the way, and the log's. A broken chain
// is told in the sum, with its events given all the same; an error of yield ends the audit.
func Audit(ctx context.Context, l Histories, w AuditWish, yield func(AuditEntry) error) (sum AuditSum, err error) {
	switch {
	case w.Item != "":
		it, err := l.Item(ctx, w.Item)
		if err != nil {
			return sum, err
		}
		err = auditItem(ctx, l, w, it, &sum, yield)
		return sum, err
	case !w.Log:
		if err := auditAll(ctx, l, w, &sum, yield); err != nil {
			return sum, err
		}
	}
	err = auditLog(ctx, l, w, &sum)
	return sum, err
}

// auditLog verifies the whole log and gives what is wished of it.
func auditLog(ctx context.Context, l History, w AuditWish, sum *AuditSum) error {
	log, head, err := l.Log(ctx)
	if err != nil {
		return fmt.Errorf("audit of the log: %w", err)
	}
	if err := VerifyLog(head, log); err != nil {
		sum.Broken = append(sum.Broken, err.Error())
	}
	sum.Logged = int64(len(log))
	for _, e := range log {
		if w.covers(e.At) {
			sum.Log = append(sum.Log, e)
		}
	}
	return nil
}

func auditAll(ctx context.Context, l Histories, w AuditWish, sum *AuditSum, yield func(AuditEntry) error) error {
	f := Filter{Limit: 200}
	for {
		page, err := l.List(ctx, f)
		if err != nil {
			return fmt.Errorf("audit: %w", err)
		}
		for _, it := range page.Items {
			if err := auditItem(ctx, l, w, it, sum, yield); err != nil {
				return err
			}
		}
		if f.Cursor = page.Cursor; f.Cursor == "" {
			return nil
		}
	}
}

// auditTries is how often an item is read again that was changed between reading it and its events.
const auditTries = 5

func auditItem(ctx context.Context, l Histories, w AuditWish, it Item, sum *AuditSum, yield func(AuditEntry) error) error {
	var events []Event
	for range auditTries {
		var err error
		if events, err = l.Events(ctx, it.ID); err != nil {
			return fmt.Errorf("audit of item %s: %w", it.ID, err)
		}
		if n := len(events); n > 0 && events[n-1].Hash == it.Head {
			break
		}
		if it, err = l.Item(ctx, it.ID); err != nil {
			return fmt.Errorf("audit of item %s: %w", it.ID, err)
		}
	}
	sum.Items++
	if err := VerifyChain(it.ID, it.Head, events); err != nil {
		sum.Broken = append(sum.Broken, err.Error())
	}
	for _, e := range events {
		if !w.covers(e.At) {
			continue
		}
		entry, err := withWords(ctx, l, it, e)
		if err != nil {
			return err
		}
		sum.Events++
		if entry.Gone {
			sum.Gone++
		}
		if err := yield(entry); err != nil {
			return err
		}
	}
	return nil
}

func withWords(ctx context.Context, l History, it Item, e Event) (AuditEntry, error) {
	a := AuditEntry{Item: it, Event: e}
	if e.Words == "" {
		return a, nil
	}
	words, err := l.Words(ctx, e.ID)
	if errors.Is(err, ErrNotFound) {
		a.Gone = true
		return a, nil
	}
	if err != nil {
		return a, fmt.Errorf("words of event %s: %w", e.ID, err)
	}
	a.Words = words
	return a, nil
}
