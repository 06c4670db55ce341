package memstore

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/followup-bot/followup/ledger"
)

// A family is the records of one kind.
type family struct {
	ids  []string // sorted
	byID map[string]ledger.Record
}

// Record gives one record, or ledger.ErrNotFound.
func (s *Store) Record(ctx context.Context, kind ledger.RecordKind, id string) (ledger.Record, error) {
	if err := ctx.Err(); err != nil {
		return ledger.Record{}, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	r, ok := s.record(kind, id)
	if !ok {
		return r, fmt.Errorf("%s %s: %w", kind, id, ledger.ErrNotFound)
	}
	return cloneRecord(r), nil
}

// Records calls yield for each record of the kind whose id begins with prefix, in the order of ids.
func (s *Store) Records(ctx context.Context, kind ledger.RecordKind, prefix string, yield func(ledger.Record) bool) error {
	s.mu.RLock()
	var out []ledger.Record
	if f := s.records[kind]; f != nil {
		for _, id := range f.ids[sort.SearchStrings(f.ids, prefix):] {
			if !strings.HasPrefix(id, prefix) {
				break
			}
			out = append(out, cloneRecord(f.byID[id]))
		}
	}
	s.mu.RUnlock()
	for _, r := range out {
		if err := ctx.Err(); err != nil {
			return err
		}
		if !yield(r) {
			break
		}
	}
	return ctx.Err()
}

func (s *Store) record(kind ledger.RecordKind, id string) (ledger.Record, bool) {
	f := s.records[kind]
	if f == nil {
		return ledger.Record{}, false
	}
	r, ok := f.byID[id]
	return r, ok
}

type recordKey struct {
	kind ledger.RecordKind
	id   string
}

// stageRecords checks revisions and gives the records as they are to be stored.
func (s *Store) stageRecords(records []ledger.Record) ([]ledger.Record, error) {
	revs := map[recordKey]int64{}
	out := make([]ledger.Record, 0, len(records))
	for _, r := range records {
		if r.Kind == "" || r.ID == "" {
			return nil, errors.New("a record needs a kind and an id")
		}
		k := recordKey{r.Kind, r.ID}
		rev, ok := revs[k]
		if !ok {
			old, _ := s.record(r.Kind, r.ID)
			rev = old.Rev
		}
		if !r.Force && rev != r.Rev {
			return nil, fmt.Errorf("%s %s: %w", r.Kind, r.ID, ledger.ErrConflict)
		}
		deleted := r.Deleted
		r = cloneRecord(r)
		r.Rev, r.Deleted = rev+1, deleted
		revs[k] = r.Rev
		if deleted {
			revs[k] = 0
		}
		out = append(out, r)
	}
	return out, nil
}

func (s *Store) applyRecords(records []ledger.Record) {
	for _, r := range records {
		old, known := s.record(r.Kind, r.ID)
		f := s.records[r.Kind]
		if f == nil {
			f = &family{byID: map[string]ledger.Record{}}
			s.records[r.Kind] = f
		}
		i, _ := slices.BinarySearch(f.ids, r.ID)
		at := r.At
		switch {
		case r.Deleted:
			at = time.Time{}
			if known {
				f.ids = slices.Delete(f.ids, i, i+1)
				delete(f.byID, r.ID)
			}
		default:
			if !known {
				f.ids = slices.Insert(f.ids, i, r.ID)
			}
			f.byID[r.ID] = r
		}
		s.schedule(r.Kind, r.ID, old.At, at)
	}
}
