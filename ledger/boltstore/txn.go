package boltstore

import (
	"bytes"
	"context"
	"fmt"

	bolt "go.etcd.io/bbolt"

	"github.com/followup-bot/followup/ledger"
)

// The buckets of an organisation. Times in keys are appendTime's; "·" joins parts.
const (
	inItems    = iota // item id → Item
	inEvents          // item id · 0 · sequence (8 bytes) → Event as JSON
	inRaws            // event id → Raw
	inDue             // instant · kind · 0 · id → nothing; kind is empty for an item
	inRecords         // kind · 0 · id → Record
	inOutbox          // notice key → Slip that waits or is being sent; it stays small, so that commits touch few pages
	inSettled         // notice key → Slip that is settled
	inReady           // class (8) · instant · age (8) · notice key → NotBefore
	inLeases          // end of the lease · notice key → NotBefore
	inFailed          // instant · notice key → nothing
	inSeen            // source → instant
	inYears           // year (4 bytes) → the last number given
	inChildren        // id of an item without parent → the last number given to a child or further descendant
	inLog             // sequence (8 bytes) → LogEntry as JSON; "head" → LogHead
	bucketCount
)

var bucketNames = [bucketCount]string{
	"items", "events", "raws", "due", "records", "outbox", "settled", "ready", "leases", "failed", "seen", "years", "children", "log",
}

// bucketName is where an organisation keeps something. The buckets of all organisations lie side by side, for a bucket within another
// costs every transaction a page more.
func bucketName(org ledger.OrgID, in int) []byte { return join(string(org), bucketNames[in]) }

// A txn is a transaction within one organisation.
type txn struct {
	s       *Store
	tx      *bolt.Tx
	buckets [bucketCount]*bolt.Bucket
	wrote   bool   // something was put or deleted since it was last reset
	ages    *int64 // arrivals in the outbox during the transaction
	batch   *batch // nil when reading
}

func newTxn(s *Store, tx *bolt.Tx) *txn {
	t := &txn{s: s, tx: tx, ages: new(int64)}
	return t
}

// bucket finds a bucket when it is first needed.
func (t *txn) bucket(in int) (*bolt.Bucket, error) {
	if b := t.buckets[in]; b != nil {
		return b, nil
	}
	b := t.tx.Bucket(t.s.names[in])
	if b == nil {
		return nil, &Damage{Org: string(t.s.org), Bucket: bucketNames[in], Reason: "the bucket is missing"}
	}
	if in == inItems || in == inEvents || in == inRaws || in == inLog {
		b.FillPercent = 0.8 // these grow at their end: fuller pages
	}
	t.buckets[in] = b
	return b, nil
}

// cursor gives a cursor over a bucket.
func (t *txn) cursor(in int) (*bolt.Cursor, error) {
	b, err := t.bucket(in)
	if err != nil {
		return nil, err
	}
	return b.Cursor(), nil
}

func (t *txn) damage(in int, key []byte, reason any) error {
	return &Damage{Org: string(t.s.org), Bucket: bucketNames[in], Key: string(key), Reason: fmt.Sprint(reason)}
}

// get gives the checked content under key, nil when there is none. It is valid during the transaction only.
func (t *txn) get(in int, key []byte) ([]byte, error) {
	b, err := t.bucket(in)
	if err != nil {
		return nil, err
	}
	v := b.Get(key)
	if v == nil {
		return nil, nil
	}
	return t.check(in, key, v)
}

func (t *txn) check(in int, key, v []byte) ([]byte, error) {
	content, err := unwrap(key, v)
	if err != nil {
		return nil, t.damage(in, key, err)
	}
	return content, nil
}

// load decodes what is under key into v and reports whether there was something.
func (t *txn) load(in int, key []byte, v any) (bool, error) {
	content, err := t.get(in, key)
	if err != nil || content == nil {
		return false, err
	}
	return true, t.decode(in, key, content, v)
}

func (t *txn) decode(in int, key, content []byte, v any) error {
	if err := dec.Unmarshal(content, v); err != nil {
		return t.damage(in, key, err)
	}
	return nil
}

func (t *txn) put(in int, key, content []byte) error {
	b, err := t.bucket(in)
	if err != nil {
		return err
	}
	t.wrote = true
	if err := b.Put(key, wrap(key, content)); err != nil {
		return fmt.Errorf("bucket %s, key %q: %w", bucketNames[in], key, err)
	}
	return nil
}

func (t *txn) store(in int, key []byte, v any) error {
	b, err := enc.Marshal(v)
	if err != nil {
		return fmt.Errorf("bucket %s, key %q: %w", bucketNames[in], key, err)
	}
	return t.put(in, key, b)
}

func (t *txn) remove(in int, key []byte) error {
	b, err := t.bucket(in)
	if err != nil {
		return err
	}
	t.wrote = true
	if err := b.Delete(key); err != nil {
		return fmt.Errorf("bucket %s, key %q: %w", bucketNames[in], key, err)
	}
	return nil
}

// each calls fn with every key that begins with prefix and its checked content, in order, until it returns false or an error.
func (t *txn) each(in int, prefix []byte, fn func(k, content []byte) (bool, error)) error {
	return t.from(in, prefix, prefix, fn)
}

// from is each, beginning at the key start.
func (t *txn) from(in int, start, prefix []byte, fn func(k, content []byte) (bool, error)) error {
	c, err := t.cursor(in)
	if err != nil {
		return err
	}
	for k, v := c.Seek(start); k != nil && bytes.HasPrefix(k, prefix); k, v = c.Next() {
		content, err := t.check(in, k, v)
		if err != nil {
			return err
		}
		if more, err := fn(k, content); err != nil || !more {
			return err
		}
	}
	return nil
}

// view runs fn in a reading transaction. Nothing that it calls may commit, and no caller's function may be called from it.
func (s *Store) view(ctx context.Context, fn func(t *txn) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return guard("read", func() error {
		return s.db.bolt.View(func(tx *bolt.Tx) error {
			return fn(newTxn(s, tx))
		})
	})
}

// update runs fn in the writer's next transaction and returns when it is on the disk.
func (s *Store) update(ctx context.Context, fn func(t *txn) error) error {
	return s.db.w.do(ctx, &job{s: s, fn: fn})
}

// ensure makes the organisation's buckets.
func (s *Store) ensure() error {
	missing := false
	err := guard("read", func() error {
		return s.db.bolt.View(func(tx *bolt.Tx) error {
			missing = tx.Bucket(s.names[inItems]) == nil
			return nil
		})
	})
	if err != nil || !missing {
		return err
	}
	return s.db.w.raw(func(tx *bolt.Tx) error {
		for _, name := range s.names {
			if _, err := tx.CreateBucket(name); err != nil {
				return fmt.Errorf("bucket %q: %w", name, err)
			}
		}
		return nil
	})
}
