package boltstore

import (
	"slices"
	"sync"
	"sync/atomic"

	"github.com/followup-bot/followup/ledger"
)

// chunkLen is how many rows are copied together when one of them changes while somebody reads.
const chunkLen = 64

type chunk struct {
	epoch uint64 // of the table when it was made
	rows  [chunkLen]packed
}

// A table is the projection of all items of an organisation. The writer changes it after each transaction; readers take snapshots, which
// cost little: chunks are shared until one changes.
type table struct {
	mu     sync.RWMutex
	epoch  atomic.Uint64 // raised by each snapshot
	chunks []*chunk
	n      int
	slots  map[string]int32 // by item id
	order  []int32          // slots by number
	words  words
}

func newTable() *table {
	return &table{slots: map[string]int32{}, words: words{index: map[string]uint32{"": 0}, list: []string{""}}}
}

// A snapshot is the table at one moment.
type snapshot struct {
	chunks []*chunk
	n      int
	order  []int32
	words  []string
}

func (t *table) snapshot() *snapshot {
	t.mu.RLock()
	defer t.mu.RUnlock()
	t.epoch.Add(1)
	return &snapshot{chunks: slices.Clone(t.chunks), n: t.n, order: t.order, words: t.words.list}
}

func (s *snapshot) at(i int) *packed { return &s.chunks[i/chunkLen].rows[i%chunkLen] }

// row unpacks the row of slot i into r.
func (s *snapshot) row(i int, r *ledger.Row) { s.at(i).unpack(s.words, r) }

// apply puts rows in, in the place of earlier ones of the same items.
func (t *table) apply(rows []ledger.Row) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for i := range rows {
		r := &rows[i]
		slot, known := t.slots[string(r.ID)]
		if !known {
			slot = int32(t.n)
			t.add(r)
		}
		p := t.writable(int(slot))
		t.words.pack(r, p)
		if !known {
			t.slots[p.id] = slot
			t.insert(slot, r.Number)
		}
	}
}

func (t *table) add(*ledger.Row) {
	if t.n%chunkLen == 0 {
		t.chunks = append(t.chunks, &chunk{epoch: t.epoch.Load()})
	}
	t.n++
}

// writable gives the slot, in a copy of its chunk if a snapshot may hold the chunk.
func (t *table) writable(slot int) *packed {
	c := t.chunks[slot/chunkLen]
	if now := t.epoch.Load(); c.epoch != now {
		clone := *c
		clone.epoch = now
		c = &clone
		t.chunks[slot/chunkLen] = c
	}
	return &c.rows[slot%chunkLen]
}

func (t *table) number(slot int32) ledger.Number {
	p := &t.chunks[slot/chunkLen].rows[slot%chunkLen]
	return ledger.Number{Year: int(p.year), Seq: int(p.seq), Child: int(p.child)}
}

func (t *table) find(n ledger.Number) (int, bool) {
	return slices.BinarySearchFunc(t.order, n, func(slot int32, n ledger.Number) int { return t.number(slot).Compare(n) })
}

// insert keeps order. Snapshots share it: nothing before the end is ever moved in place.
func (t *table) insert(slot int32, n ledger.Number) {
	if last := len(t.order) - 1; last < 0 || t.number(t.order[last]).Compare(n) < 0 { // as most come, above all when a file is opened
		t.order = append(t.order, slot)
		return
	}
	i, _ := t.find(n)
	order := make([]int32, 0, len(t.order)+1+len(t.order)/8)
	order = append(append(append(order, t.order[:i]...), slot), t.order[i:]...)
	t.order = order
}

// numbered reports whether an item has the number.
func (t *table) numbered(n ledger.Number) bool {
	t.mu.RLock()
	defer t.mu.RUnlock()
	_, ok := t.find(n)
	return ok
}

// last gives the highest number of a year.
func (t *table) last(year int) int {
	t.mu.RLock()
	defer t.mu.RUnlock()
	i, _ := t.find(ledger.Number{Year: year + 1})
	if i == 0 {
		return 0
	}
	if n := t.number(t.order[i-1]); n.Year == year {
		return n.Seq
	}
	return 0
}

// has reports whether an item is there.
func (t *table) has(id ledger.ItemID) bool {
	t.mu.RLock()
	defer t.mu.RUnlock()
	_, ok := t.slots[string(id)]
	return ok
}

// list gives the first rows, at most want, that f selects, in its order, behind after if behind is set.
func (s *snapshot) list(f *ledger.Filter, x *sift, after ledger.Row, behind bool, want int) []ledger.Row {
	if f.Order == ledger.OrderNumber {
		return s.listByNumber(f, x, after, behind, want)
	}
	var best []ledger.Row // its first want are sorted whenever it was cut
	var r ledger.Row
	cut := false
	for n := range s.n {
		i := s.n - 1 - n // newest first, as most lists want them
		if !x.keeps(s.at(i)) {
			continue
		}
		s.row(i, &r)
		if !f.Match(r) || behind && f.Order.Compare(r, after) <= 0 || cut && f.Order.Compare(r, best[want-1]) > 0 {
			continue
		}
		if best = append(best, r); len(best) >= 2*want+64 {
			slices.SortFunc(best, f.Order.Compare)
			best, cut = best[:want], true
		}
	}
	slices.SortFunc(best, f.Order.Compare)
	return best[:min(want, len(best))]
}

func (s *snapshot) listByNumber(f *ledger.Filter, x *sift, after ledger.Row, behind bool, n int) []ledger.Row {
	from := after.Number
	if !behind && f.Number.Year != 0 {
		from = ledger.Number{Year: f.Number.Year, Seq: f.Number.Seq}
	}
	start, _ := slices.BinarySearchFunc(s.order, from, func(slot int32, n ledger.Number) int {
		p := s.at(int(slot))
		return ledger.Number{Year: int(p.year), Seq: int(p.seq), Child: int(p.child)}.Compare(n)
	})
	var out []ledger.Row
	var r ledger.Row
	for _, slot := range s.order[start:] {
		if len(out) == n {
			break
		}
		if p := s.at(int(slot)); f.Number.Year != 0 && int(p.year) > f.Number.Year || f.Number.Year != 0 && f.Number.Seq != 0 && int(p.seq) > f.Number.Seq {
			break
		}
		if !x.keeps(s.at(int(slot))) {
			continue
		}
		s.row(int(slot), &r)
		if f.Match(r) && (!behind || f.Order.Compare(r, after) > 0) {
			out = append(out, r)
		}
	}
	return out
}
