package boltstore

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/followup-bot/followup/ledger"
)

// Commit makes c durable, whole or not at all.
func (s *Store) Commit(ctx context.Context, c ledger.Change) error {
	d := newDraft(c)
	return s.db.w.do(ctx, &job{s: s, draft: d, fn: func(t *txn) error {
		p, err := t.plan(c, d)
		if err != nil {
			return err
		}
		return t.apply(p)
	}})
}

// A plan is a change that was found good, before anything of it is written.
type plan struct {
	t       *txn
	sources []string
	sealed  ledger.Sealed
	encoded [][]byte                      // the items, when they were encoded beforehand
	stored  map[ledger.ItemID]ledger.Item // as before the change
	years   map[int]int                   // numbers taken
	childs  map[ledger.ItemID]int
	records []recordPut
	slips   []slipPut
	log     []ledger.LogEntry
}

// plan checks c against what is stored and decides what will be written.
func (t *txn) plan(c ledger.Change, d *draft) (*plan, error) {
	if err := t.unseen(c.IDs()); err != nil {
		return nil, err
	}
	for _, it := range c.Items {
		if err := checkKey("item", string(it.ID)); err != nil {
			return nil, err
		}
	}
	p := &plan{t: t, sources: c.IDs(), log: c.Log, stored: make(map[ledger.ItemID]ledger.Item, len(c.Items))}
	if !d.holds(p) {
		var err error
		if p.sealed, err = ledger.Seal(c, p); err != nil {
			return nil, err
		}
	}
	if err := p.claim(c.Items); err != nil {
		return nil, err
	}
	var err error
	if p.records, err = t.planRecords(c.Records); err != nil {
		return nil, err
	}
	if p.slips, err = t.planNotices(c.Notices); err != nil {
		return nil, err
	}
	for _, it := range p.sealed.Items {
		t.s.told.tell(it.UpdatedAt)
	}
	for _, e := range p.sealed.Events {
		t.s.told.tell(e.At)
	}
	return p, nil
}

// unseen refuses ids that a change was committed with before.
func (t *txn) unseen(ids []string) error {
	for _, id := range ids {
		if err := checkKey("source", id); err != nil {
			return err
		}
		seen, err := t.get(inSeen, []byte(id))
		if err != nil {
			return err
		}
		if seen != nil {
			return fmt.Errorf("source %s: %w", id, ledger.ErrDuplicate)
		}
	}
	return nil
}

// Stored implements ledger.Sealer.
func (p *plan) Stored(id ledger.ItemID) (ledger.Item, error) {
	if it, ok := p.stored[id]; ok {
		return it, nil
	}
	it, err := p.t.item(id)
	if err == nil {
		p.stored[id] = it
	}
	return it, err
}

// NextNumber implements ledger.Sealer.
func (p *plan) NextNumber(year int) (int, error) {
	if p.years == nil {
		p.years = map[int]int{}
	}
	return next(p.t, p.years, year, inYears, yearKey(year))
}

// NextChild implements ledger.Sealer.
func (p *plan) NextChild(parent ledger.ItemID) (int, error) {
	if p.childs == nil {
		p.childs = map[ledger.ItemID]int{}
	}
	return next(p.t, p.childs, parent, inChildren, []byte(parent))
}

// Salt implements ledger.Sealer.
func (p *plan) Salt() ([]byte, error) { return newSalt() }

func newSalt() ([]byte, error) {
	b := make([]byte, 16)
	_, err := rand.Read(b)
	return b, err
}

func next[K comparable](t *txn, taken map[K]int, of K, in int, key []byte) (int, error) {
	n, ok := taken[of]
	if !ok {
		var err error
		if n, err = t.counter(in, key); err != nil {
			return 0, err
		}
	}
	taken[of] = n + 1
	return n + 1, nil
}

func yearKey(year int) []byte {
	return binary.BigEndian.AppendUint32(nil, uint32(int32(year))^1<<31)
}

func (t *txn) counter(in int, key []byte) (int, error) {
	content, err := t.get(in, key)
	if err != nil || content == nil {
		return 0, err
	}
	n, size := binary.Uvarint(content)
	if size != len(content) {
		return 0, t.damage(in, key, "it is not a number")
	}
	return int(n), nil
}

// claim checks that numbers stay, and takes those that came with a new item, which must be free.
func (p *plan) claim(given []ledger.Item) error {
	for i, it := range p.sealed.Items {
		if old, ok := p.stored[it.ID]; ok {
			if old.Number != it.Number {
				return fmt.Errorf("item %s: its number %s cannot change", it.ID, old.Number.Short())
			}
			continue
		}
		if given[i].Number.Seq == 0 {
			continue
		}
		if err := p.claimGiven(i); err != nil {
			return err
		}
	}
	return nil
}

func (p *plan) claimGiven(i int) error {
	it := p.sealed.Items[i]
	n := it.Number
	taken := p.t.s.rows.numbered(n)
	for _, c := range p.t.batch.changed {
		taken = taken || c.s == p.t.s && c.row.Number == n
	}
	for j, o := range p.sealed.Items {
		taken = taken || j != i && o.Number == n
	}
	if taken {
		return fmt.Errorf("item %s: number %d of %d: %w", it.ID, n.Seq, n.Year, ledger.ErrConflict)
	}
	if p.years == nil {
		p.years = map[int]int{}
	}
	if err := raise(p.t, p.years, n.Year, inYears, yearKey(n.Year), n.Seq); err != nil || n.Child == 0 {
		return err
	}
	top, err := p.top(it)
	if err != nil {
		return err
	}
	if p.childs == nil {
		p.childs = map[ledger.ItemID]int{}
	}
	return raise(p.t, p.childs, top, inChildren, []byte(top), n.Child)
}

// top is the eldest ancestor of an item of the change.
func (p *plan) top(it ledger.Item) (id ledger.ItemID, err error) {
	for id = it.ID; it.Parent != ""; {
		id = it.Parent
		if i := slices.IndexFunc(p.sealed.Items, func(x ledger.Item) bool { return x.ID == id }); i >= 0 {
			it = p.sealed.Items[i]
		} else if it, err = p.Stored(id); err != nil {
			return id, err
		}
	}
	return id, nil
}

func raise[K comparable](t *txn, taken map[K]int, of K, in int, key []byte, to int) error {
	n, ok := taken[of]
	if !ok {
		var err error
		if n, err = t.counter(in, key); err != nil {
			return err
		}
	}
	taken[of] = max(n, to)
	return nil
}

// apply writes a plan. An error here spoils the whole transaction.
func (t *txn) apply(p *plan) error {
	for _, id := range p.sources {
		if err := t.put(inSeen, []byte(id), appendTime(nil, t.s.now())); err != nil {
			return err
		}
	}
	for i, it := range p.sealed.Items {
		var encoded []byte
		if p.encoded != nil {
			encoded = p.encoded[i]
		}
		if err := t.putItem(p.stored[it.ID].Plan.Next, it, encoded); err != nil {
			return err
		}
	}
	if err := t.putHistory(p.sealed); err != nil {
		return err
	}
	for y, n := range p.years {
		if err := t.put(inYears, yearKey(y), binary.AppendUvarint(nil, uint64(n))); err != nil {
			return err
		}
	}
	for id, n := range p.childs {
		if err := t.put(inChildren, []byte(id), binary.AppendUvarint(nil, uint64(n))); err != nil {
			return err
		}
	}
	for _, r := range p.records {
		if err := t.putRecord(r); err != nil {
			return err
		}
	}
	for _, slip := range p.slips {
		if err := t.putSlip(slip); err != nil {
			return err
		}
	}
	return t.appendLog(p.sources[0], p.log)
}

// putItem writes an item that was due at the instant; encoded is nil when it is still to be encoded.
func (t *txn) putItem(due time.Time, it ledger.Item, encoded []byte) error {
	if encoded == nil {
		var err error
		if encoded, err = enc.Marshal(it); err != nil {
			return fmt.Errorf("item %s: %w", it.ID, err)
		}
	}
	if err := t.put(inItems, []byte(it.ID), encoded); err != nil {
		return err
	}
	t.batch.changed = append(t.batch.changed, change{t.s, it.Row()})
	return t.schedule("", string(it.ID), due, it.Plan.Next)
}

// putHistory writes events as the JSON over which their hashes are made, and raw texts apart.
func (t *txn) putHistory(sealed ledger.Sealed) error {
	for i, e := range sealed.Events {
		if err := t.put(inEvents, eventKey(string(e.Item), e.Seq), sealed.Encoded[i]); err != nil {
			return err
		}
	}
	for _, r := range sealed.Raws {
		if err := t.store(inRaws, []byte(r.Event), rawValue{At: r.At, Salt: r.Salt, Text: []byte(r.Text)}); err != nil {
			return err
		}
	}
	return nil
}

// schedule moves an item (of no kind) or a record in the due index.
func (t *txn) schedule(kind ledger.RecordKind, id string, from, to time.Time) error {
	if from.Equal(to) {
		return nil
	}
	if !from.IsZero() {
		if err := t.remove(inDue, dueKey(kind, id, from)); err != nil {
			return err
		}
	}
	if to.IsZero() {
		return nil
	}
	return t.put(inDue, dueKey(kind, id, to), nil)
}

func dueKey(kind ledger.RecordKind, id string, at time.Time) []byte {
	return append(appendTime(make([]byte, 0, timeLen+len(kind)+1+len(id)), at), join(string(kind), id)...)
}

func parseDue(k []byte) (ledger.DueEntry, error) {
	if len(k) > timeLen {
		if kind, id, ok := cut(k[timeLen:]); ok {
			return ledger.DueEntry{Kind: ledger.RecordKind(kind), ID: id, At: parseTime(k)}, nil
		}
	}
	return ledger.DueEntry{}, errors.New("the key is malformed")
}
