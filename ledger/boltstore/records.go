package boltstore

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/followup-bot/followup/ledger"
)

// recordValue is a record without its key.
type recordValue struct {
	Rev  int64     `json:"r"`
	At   time.Time `json:"a,omitzero"`
	Data []byte    `json:"d,omitempty"`
}

func (v recordValue) record(kind ledger.RecordKind, id string) ledger.Record {
	return ledger.Record{Kind: kind, ID: id, Rev: v.Rev, At: v.At, Data: v.Data}
}

// A recordPut is a record to be written or deleted.
type recordPut struct {
	key     []byte
	kind    ledger.RecordKind
	id      string
	due     time.Time // as before
	value   recordValue
	deleted bool
}

// planRecords checks revisions. A record that comes twice counts on from the first.
func (t *txn) planRecords(records []ledger.Record) ([]recordPut, error) {
	var out []recordPut
	at := map[string]int{}
	for _, r := range records {
		if err := checkKey("record kind", string(r.Kind)); err != nil {
			return nil, err
		}
		if err := checkKey("record "+string(r.Kind), r.ID); err != nil {
			return nil, err
		}
		p := recordPut{key: join(string(r.Kind), r.ID), kind: r.Kind, id: r.ID, deleted: r.Deleted}
		var old recordValue
		i, twice := at[string(p.key)]
		if twice {
			p.due = out[i].due
			if !out[i].deleted {
				old = out[i].value
			}
		} else {
			if _, err := t.load(inRecords, p.key, &old); err != nil {
				return nil, err
			}
			p.due = old.At
		}
		if !r.Force && old.Rev != r.Rev {
			return nil, fmt.Errorf("%s %s: %w", r.Kind, r.ID, ledger.ErrConflict)
		}
		p.value = recordValue{Rev: old.Rev + 1, At: r.At.UTC(), Data: r.Data}
		if twice {
			out[i] = p
			continue
		}
		at[string(p.key)] = len(out)
		out = append(out, p)
	}
	return out, nil
}

func (t *txn) putRecord(p recordPut) error {
	if p.deleted {
		if err := t.remove(inRecords, p.key); err != nil {
			return err
		}
		return t.schedule(p.kind, p.id, p.due, time.Time{})
	}
	if err := t.store(inRecords, p.key, p.value); err != nil {
		return err
	}
	return t.schedule(p.kind, p.id, p.due, p.value.At)
}

// Record gives one record, or ledger.ErrNotFound.
func (s *Store) Record(ctx context.Context, kind ledger.RecordKind, id string) (r ledger.Record, err error) {
	err = s.view(ctx, func(t *txn) error {
		var v recordValue
		ok, err := t.load(inRecords, join(string(kind), id), &v)
		if err != nil {
			return err
		}
		if !ok {
			return fmt.Errorf("%s %s: %w", kind, id, ledger.ErrNotFound)
		}
		r = v.record(kind, id)
		return nil
	})
	return r, err
}

// recordPage is how many records are read at a time.
const recordPage = 512

// Records calls yield for each record of the kind whose id begins with prefix, in the order of ids. It reads them in pages, so that yield may
// take its time and commit; a record that is written meanwhile is given as it was or as it is.
func (s *Store) Records(ctx context.Context, kind ledger.RecordKind, prefix string, yield func(ledger.Record) bool) error {
	after, more := "", true
	for more {
		var page []ledger.Record
		err := s.view(ctx, func(t *txn) (err error) {
			page, err = t.recordsAfter(kind, prefix, after)
			return err
		})
		if err != nil {
			return err
		}
		for _, r := range page {
			if !yield(r) {
				return nil
			}
			after = r.ID
		}
		more = len(page) == recordPage
	}
	return nil
}

func (t *txn) recordsAfter(kind ledger.RecordKind, prefix, after string) (page []ledger.Record, err error) {
	start := max(prefix, after)
	err = t.from(inRecords, join(string(kind), start), join(string(kind), prefix), func(k, content []byte) (bool, error) {
		_, id, _ := cut(k)
		if after != "" && strings.Compare(id, after) <= 0 {
			return true, nil
		}
		var v recordValue
		if err := t.decode(inRecords, k, content, &v); err != nil {
			return false, err
		}
		page = append(page, v.record(kind, id))
		return len(page) < recordPage, nil
	})
	return page, err
}
