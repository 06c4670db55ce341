package boltstore

import (
	"context"
	"fmt"

	"github.com/followup-bot/followup/ledger"
)

// A draft is a change sealed and encoded by its caller while it waits in the queue, so that the writer, through whom all must pass, has less
// to do. It rests on guesses: that the items will be as they are stored now, and that the changes queued before take the numbers that they asked
// for. The writer checks both, and seals anew when one was wrong.
type draft struct {
	change   ledger.Change
	wants    map[int]int // how many numbers of each year
	first    map[int]int // the first of them
	released bool        // the reservation was given back; guarded by writer.mu

	ready   chan struct{} // closed when what follows is made
	ok      bool
	sealed  ledger.Sealed
	encoded [][]byte
	stored  map[ledger.ItemID]ledger.Item
	given   []ledger.Number // numbers taken, in order
}

// newDraft gives the draft of a change, nil when it has nothing to prepare, or numbers that can't be guessed.
func newDraft(c ledger.Change) *draft {
	if len(c.Items) == 0 {
		return nil
	}
	d := &draft{change: c, ready: make(chan struct{})}
	for _, it := range c.Items {
		switch {
		case it.Rev != 0:
		case it.Parent != "" || it.Number.Seq != 0:
			return nil
		default:
			if d.wants == nil {
				d.wants, d.first = map[int]int{}, map[int]int{}
			}
			d.wants[it.Number.Year]++
		}
	}
	return d
}

// reserve guesses the numbers. It is called under writer.mu, in the order of the queue.
func (d *draft) reserve(s *Store) {
	for year, n := range d.wants {
		d.first[year] = s.rows.last(year) + s.reserved[year] + 1
		s.reserved[year] += n
	}
}

// release gives the reservation back, once. It is called under writer.mu.
func (d *draft) release(s *Store) {
	if d == nil || d.released {
		return
	}
	d.released = true
	for year, n := range d.wants {
		s.reserved[year] -= n
	}
}

// prepare seals and encodes. What fails here is left to the writer, who sees what is true.
func (d *draft) prepare(s *Store) {
	defer close(d.ready)
	err := guard("prepare", func() (err error) {
		d.stored = make(map[ledger.ItemID]ledger.Item, len(d.change.Items))
		if d.sealed, err = ledger.Seal(d.change, &guess{d: d, s: s}); err != nil {
			return err
		}
		for _, it := range d.sealed.Items {
			b, err := enc.Marshal(it)
			if err != nil {
				return err
			}
			d.encoded = append(d.encoded, b)
		}
		return nil
	})
	d.ok = err == nil
}

// holds reports whether the guesses were right, and then puts what was prepared into the plan.
func (d *draft) holds(p *plan) bool {
	if d == nil {
		return false
	}
	<-d.ready
	if !d.ok {
		return false
	}
	for _, it := range d.sealed.Items {
		var now struct {
			Rev  int64  `json:"rev"`
			Seq  int64  `json:"seq"`
			Head string `json:"head"`
		}
		there, err := p.t.load(inItems, []byte(it.ID), &now)
		was, known := d.stored[it.ID]
		if err != nil || there != known || now.Rev != was.Rev || now.Seq != was.Seq || now.Head != was.Head {
			return false
		}
	}
	for _, n := range d.given {
		if seq, err := p.NextNumber(n.Year); err != nil || seq != n.Seq {
			p.years = nil
			return false
		}
	}
	p.sealed, p.encoded, p.stored = d.sealed, d.encoded, d.stored
	return true
}

// A guess is the Sealer of a draft.
type guess struct {
	d *draft
	s *Store
}

// Stored implements ledger.Sealer.
func (g *guess) Stored(id ledger.ItemID) (it ledger.Item, err error) {
	if !g.s.rows.has(id) {
		return it, fmt.Errorf("item %s: %w", id, ledger.ErrNotFound)
	}
	if it, err = g.s.Item(context.Background(), id); err == nil {
		g.d.stored[id] = it
	}
	return it, err
}

// NextNumber implements ledger.Sealer.
func (g *guess) NextNumber(year int) (int, error) {
	n := g.d.first[year]
	g.d.first[year]++
	g.d.given = append(g.d.given, ledger.Number{Year: year, Seq: n})
	return n, nil
}

// NextChild implements ledger.Sealer. No draft has children.
func (g *guess) NextChild(parent ledger.ItemID) (int, error) {
	return 0, fmt.Errorf("item %s: the number of a child can't be guessed", parent)
}

// Salt implements ledger.Sealer.
func (g *guess) Salt() ([]byte, error) { return newSalt() }
