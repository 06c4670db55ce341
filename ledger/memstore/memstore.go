// Package memstore keeps a ledger in memory. It is the plainest reading of the contract in package ledger: tests run years against it,
// and other stores are compared with it. Nothing survives the process; Close only says that it is no longer used.
package memstore

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/followup-bot/followup/ledger"
)

var _ ledger.Ledger = (*Store)(nil)

// A Store is the ledger of one organisation in memory. It is safe for concurrent use.
type Store struct {
	org ledger.OrgID

	mu      sync.RWMutex
	items   map[ledger.ItemID]ledger.Item
	rows    []ledger.Row // in the order of numbers
	events  map[ledger.ItemID][]ledger.Event
	raws    map[string]ledger.Raw
	records map[ledger.RecordKind]*family
	due     []ledger.DueEntry // earliest first
	years   map[int]int
	childs  map[ledger.ItemID]int
	waiting map[string]ledger.Slip
	settled map[string]ledger.Slip
	age     int64
	seen    map[string]time.Time
	log     []ledger.LogEntry
	logHead ledger.LogHead
	told    time.Time // the latest instant that anything stored has told of: the clock by which Prune forgets
}

// New makes an empty store of an organisation.
func New(org ledger.OrgID) *Store {
	return &Store{
		org:     org,
		items:   map[ledger.ItemID]ledger.Item{},
		events:  map[ledger.ItemID][]ledger.Event{},
		raws:    map[string]ledger.Raw{},
		records: map[ledger.RecordKind]*family{},
		years:   map[int]int{},
		childs:  map[ledger.ItemID]int{},
		waiting: map[string]ledger.Slip{},
		settled: map[string]ledger.Slip{},
		seen:    map[string]time.Time{},
	}
}

// Org is the organisation whose ledger this is.
func (s *Store) Org() ledger.OrgID { return s.org }

// Close does nothing; what is stored stays readable.
func (s *Store) Close() error { return nil }

// Commit makes c visible, whole or not at all.
func (s *Store) Commit(ctx context.Context, c ledger.Change) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, id := range c.IDs() {
		if _, ok := s.seen[id]; ok {
			return fmt.Errorf("source %s: %w", id, ledger.ErrDuplicate)
		}
	}
	tx := staged{s: s, years: map[int]int{}, childs: map[ledger.ItemID]int{}}
	sealed, err := ledger.Seal(c, &tx)
	if err != nil {
		return err
	}
	if err := tx.claim(sealed.Items); err != nil {
		return err
	}
	records, err := s.stageRecords(c.Records)
	if err != nil {
		return err
	}
	if err := checkNotices(c.Notices); err != nil {
		return err
	}
	items, err := copies(sealed.Items)
	if err != nil {
		return err
	}
	if err := s.append(c.Source, c.Log); err != nil {
		return err
	}
	tx.apply()
	s.applyItems(items)
	for _, e := range sealed.Events {
		s.events[e.Item] = append(s.events[e.Item], e)
		s.tell(e.At)
	}
	for _, r := range sealed.Raws {
		s.raws[r.Event] = r
	}
	s.applyRecords(records)
	for _, n := range c.Notices {
		s.offer(n)
	}
	for _, id := range c.IDs() {
		s.seen[id] = s.told
	}
	return nil
}

// append puts entries into the log; nothing can fail after it.
func (s *Store) append(source string, entries []ledger.LogEntry) error {
	sealed, _, head, err := ledger.SealLog(source, entries, s.logHead)
	if err != nil {
		return err
	}
	s.log, s.logHead = append(s.log, sealed...), head
	for _, l := range sealed {
		s.tell(l.At)
	}
	return nil
}

func (s *Store) tell(t time.Time) {
	if t.After(s.told) {
		s.told = t.UTC()
	}
}

// copies detaches items from what the caller still holds.
func copies(items []ledger.Item) ([]ledger.Item, error) {
	out := make([]ledger.Item, len(items))
	for i, it := range items {
		b, err := json.Marshal(it)
		if err != nil {
			return nil, fmt.Errorf("item %s: %w", it.ID, err)
		}
		if err := json.Unmarshal(b, &out[i]); err != nil {
			return nil, fmt.Errorf("item %s: %w", it.ID, err)
		}
	}
	return out, nil
}

func (s *Store) applyItems(items []ledger.Item) {
	for _, it := range items {
		old, known := s.items[it.ID]
		s.items[it.ID] = it
		s.schedule("", string(it.ID), old.Plan.Next, it.Plan.Next)
		s.tell(it.UpdatedAt)
		row := it.Row()
		i, _ := slices.BinarySearchFunc(s.rows, row, ledger.OrderNumber.Compare)
		if known {
			s.rows[i] = row
		} else {
			s.rows = slices.Insert(s.rows, i, row)
		}
	}
}

// schedule moves an item or record in the due index.
func (s *Store) schedule(kind ledger.RecordKind, id string, from, to time.Time) {
	if from.Equal(to) {
		return
	}
	if !from.IsZero() {
		if i, ok := slices.BinarySearchFunc(s.due, ledger.DueEntry{Kind: kind, ID: id, At: from}, compareDue); ok {
			s.due = slices.Delete(s.due, i, i+1)
		}
	}
	if !to.IsZero() {
		e := ledger.DueEntry{Kind: kind, ID: id, At: to.UTC()}
		i, _ := slices.BinarySearchFunc(s.due, e, compareDue)
		s.due = slices.Insert(s.due, i, e)
	}
}

// A staged transaction holds the numbers that a change takes until the change is known to be good.
type staged struct {
	s      *Store
	years  map[int]int
	childs map[ledger.ItemID]int
}

// Stored implements ledger.Sealer.
func (t *staged) Stored(id ledger.ItemID) (ledger.Item, error) { return t.s.item(id) }

// NextNumber implements ledger.Sealer.
func (t *staged) NextNumber(year int) (int, error) {
	n := max(t.years[year], t.s.years[year]) + 1
	t.years[year] = n
	return n, nil
}

// NextChild implements ledger.Sealer.
func (t *staged) NextChild(parent ledger.ItemID) (int, error) {
	n := max(t.childs[parent], t.s.childs[parent]) + 1
	t.childs[parent] = n
	return n, nil
}

// Salt implements ledger.Sealer.
func (t *staged) Salt() ([]byte, error) {
	b := make([]byte, 16)
	_, err := rand.Read(b)
	return b, err
}

// claim checks that numbers are unique and stay, and takes those that came with a new item.
func (t *staged) claim(items []ledger.Item) error {
	taken := map[ledger.Number]bool{}
	for _, it := range items {
		if old, ok := t.s.items[it.ID]; ok {
			if old.Number != it.Number {
				return fmt.Errorf("item %s: its number %s cannot change", it.ID, old.Number.Short())
			}
			continue
		}
		n := it.Number
		if taken[n] || t.s.numbered(n) {
			return fmt.Errorf("item %s: number %d of %d: %w", it.ID, n.Seq, n.Year, ledger.ErrConflict)
		}
		taken[n] = true
		t.years[n.Year] = max(t.years[n.Year], t.s.years[n.Year], n.Seq)
		if n.Child > 0 {
			top := t.top(it, items)
			t.childs[top] = max(t.childs[top], t.s.childs[top], n.Child)
		}
	}
	return nil
}

// top is the eldest ancestor of an item of a change.
func (t *staged) top(it ledger.Item, items []ledger.Item) ledger.ItemID {
	id := it.ID
	for it.Parent != "" {
		id = it.Parent
		if i := slices.IndexFunc(items, func(x ledger.Item) bool { return x.ID == id }); i >= 0 {
			it = items[i]
		} else {
			it = t.s.items[id]
		}
	}
	return id
}

func (t *staged) apply() {
	for y, n := range t.years {
		t.s.years[y] = n
	}
	for p, n := range t.childs {
		t.s.childs[p] = n
	}
}

func (s *Store) numbered(n ledger.Number) bool {
	_, ok := slices.BinarySearchFunc(s.rows, n, func(r ledger.Row, n ledger.Number) int { return r.Number.Compare(n) })
	return ok
}

func (s *Store) item(id ledger.ItemID) (ledger.Item, error) {
	it, ok := s.items[id]
	if !ok {
		return it, fmt.Errorf("item %s: %w", id, ledger.ErrNotFound)
	}
	return it, nil
}

func cloneRecord(r ledger.Record) ledger.Record {
	r.Data, r.At, r.Force, r.Deleted = bytes.Clone(r.Data), r.At.UTC(), false, false
	return r
}
