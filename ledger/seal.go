package ledger

import (
	"errors"
	"fmt"
)

// A Sealer is what Seal asks of the transaction that it runs in.
type Sealer interface {
	// Stored gives the item as it is now, or ErrNotFound.
	Stored(id ItemID) (Item, error)
	// NextNumber gives the next free number of the year and takes it.
	NextNumber(year int) (int, error)
	// NextChild gives the next free child number of the parent and takes it.
	NextChild(parent ItemID) (int, error)
	// Salt gives 16 random bytes.
	Salt() ([]byte, error)
}

// Sealed is a Change's items and events as they are to be written.
type Sealed struct {
	Items   []Item
	Events  []Event
	Encoded [][]byte // the events in JSON, for stores that keep them so
	Raws    []Raw
}

// Seal turns the items and events of a Change into what is written: it checks revisions (ErrConflict), gives numbers, records on the last
// event of each item what changed, numbers and links the events, and parts raw text from them. Every store calls it inside its transaction,
// so all of them agree. An item that changed needs an event, unless only its Plan did.
func Seal(c Change, tx Sealer) (Sealed, error) {
	var out Sealed
	if c.Source == "" {
		return out, errors.New("a change needs a source")
	}
	items := make(map[ItemID]int, len(c.Items))
	before := make(map[ItemID]Item, len(c.Items))
	for _, it := range c.Items {
		old, err := tx.Stored(it.ID)
		switch {
		case errors.Is(err, ErrNotFound) && it.Rev == 0:
		case err != nil && !errors.Is(err, ErrNotFound):
			return out, err
		case err != nil || old.Rev != it.Rev:
			return out, fmt.Errorf("item %s: %w", it.ID, ErrConflict)
		}
		if _, twice := items[it.ID]; twice {
			return out, fmt.Errorf("item %s: twice in one change", it.ID)
		}
		it.Seq, it.Head = old.Seq, old.Head
		before[it.ID] = old
		items[it.ID] = len(out.Items)
		out.Items = append(out.Items, it)
		if err := number(&out, items, len(out.Items)-1, tx); err != nil {
			return out, err
		}
	}
	if err := link(c, &out, items, before, tx); err != nil {
		return out, err
	}
	for i := range out.Items {
		out.Items[i].Rev++
	}
	return out, nil
}

// number gives a new item its number; a child takes that of its eldest ancestor, which stands earlier in the change or in the store.
func number(out *Sealed, items map[ItemID]int, i int, tx Sealer) (err error) {
	it := &out.Items[i]
	if it.Number.Seq != 0 {
		return nil
	}
	if it.Parent == "" {
		it.Number.Seq, err = tx.NextNumber(it.Number.Year)
		return err
	}
	top, parent, err := eldest(out, items, *it, tx)
	if err != nil {
		return err
	}
	it.Number = parent.Number
	it.Number.Child, err = tx.NextChild(top)
	return err
}

// eldest gives the ancestor of a child that has none itself. All below it are numbered as its children, so that no two share a number.
func eldest(out *Sealed, items map[ItemID]int, it Item, tx Sealer) (id ItemID, top Item, err error) {
	for top = it; top.Parent != ""; {
		if id == top.Parent || top.Parent == it.ID {
			return id, top, fmt.Errorf("item %s: it descends from itself", it.ID)
		}
		id = top.Parent
		if p, ok := items[id]; ok {
			top = out.Items[p]
		} else if top, err = tx.Stored(id); err != nil {
			return id, top, fmt.Errorf("item %s: parent %s: %w", it.ID, id, err)
		}
	}
	return id, top, nil
}

func link(c Change, out *Sealed, items map[ItemID]int, before map[ItemID]Item, tx Sealer) error {
	last := make(map[ItemID]int, len(items))
	for i, e := range c.Events {
		if _, ok := items[e.Item]; !ok {
			return fmt.Errorf("event %s: its item %s is not in the change", e.Kind, e.Item)
		}
		last[e.Item] = i
	}
	for id, i := range items {
		if _, ok := last[id]; ok {
			continue
		}
		d, err := deltas(before[id], out.Items[i])
		if err != nil {
			return err
		}
		if len(d) > 0 {
			return fmt.Errorf("item %s: changed without an event", id)
		}
	}
	for i, e := range c.Events {
		it := &out.Items[items[e.Item]]
		if last[e.Item] == i {
			d, err := deltas(before[e.Item], *it)
			if err != nil {
				return err
			}
			e.Fields = d
		}
		if err := seal(&e, it, c.Source, i, out, tx); err != nil {
			return err
		}
		out.Events = append(out.Events, e)
	}
	return nil
}

func seal(e *Event, it *Item, source string, n int, out *Sealed, tx Sealer) (err error) {
	e.At = e.At.UTC()
	e.Source = source
	e.valid()
	e.ID = NewID(e.At, source, n)
	if e.Raw != "" {
		r := Raw{Event: e.ID, At: e.At, Text: e.Raw}
		if r.Salt, err = tx.Salt(); err != nil {
			return err
		}
		e.Words = r.Digest()
		out.Raws = append(out.Raws, r)
		e.Raw = ""
	}
	it.Seq++
	e.Seq, e.Prev = it.Seq, it.Head
	hash, encoded, err := e.hashed()
	if err != nil {
		return err
	}
	e.Hash, it.Head = hash, hash
	out.Encoded = append(out.Encoded, encoded)
	return nil
}
