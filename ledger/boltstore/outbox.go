package boltstore

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"github.com/followup-bot/followup/ledger"
)

// A slipPut is an entry of the outbox to be written, or to be removed when next is nil.
type slipPut struct {
	old, next *ledger.Slip
}

// planNotices decides which notices are new; a known key adds nothing unless it replaces one not yet sent.
func (t *txn) planNotices(notices []ledger.Notice) ([]slipPut, error) {
	var out []slipPut
	at := map[string]int{}
	for _, n := range notices {
		if err := checkKey("notice", n.Key); err != nil {
			return nil, err
		}
		n.NotBefore, n.Slot, n.Expires = n.NotBefore.UTC(), n.Slot.UTC(), n.Expires.UTC()
		i, twice := at[n.Key]
		var cur *ledger.Slip
		var err error
		if twice {
			cur = out[i].next
		} else if cur, err = t.slip(n.Key); err != nil {
			return nil, err
		}
		if cur == nil {
			*t.ages++
			slip := ledger.NewSlip(n, int64(t.tx.ID())<<24|*t.ages)
			at[n.Key] = len(out)
			out = append(out, slipPut{next: &slip})
			continue
		}
		slip, ok := cur.Offer(n)
		switch {
		case !ok:
		case twice:
			out[i].next = &slip
		default:
			at[n.Key] = len(out)
			out = append(out, slipPut{old: cur, next: &slip})
		}
	}
	return out, nil
}

// slip gives the entry of a key, nil when there is none.
func (t *txn) slip(key string) (*ledger.Slip, error) {
	for _, in := range []int{inOutbox, inSettled} {
		var s ledger.Slip
		if ok, err := t.load(in, []byte(key), &s); err != nil || ok {
			return &s, err
		}
	}
	return nil, nil
}

// slipHome is the bucket of an entry.
func slipHome(s *ledger.Slip) int {
	if s.Waiting() {
		return inOutbox
	}
	return inSettled
}

// slipIndex is where an entry is found again: while it waits, is being sent, or failed.
func slipIndex(s *ledger.Slip) (in int, key []byte) {
	switch {
	case s == nil:
		return -1, nil
	case s.Waiting() && s.Token == "":
		key = binary.BigEndian.AppendUint64(nil, uint64(int64(s.Notice.Class))^1<<63)
		key = binary.BigEndian.AppendUint64(appendTime(key, s.Ready), uint64(s.Age))
		return inReady, append(key, s.Notice.Key...)
	case s.Waiting():
		return inLeases, append(appendTime(nil, s.Until), s.Notice.Key...)
	case s.Failed():
		return inFailed, append(appendTime(nil, s.Receipt.At), s.Notice.Key...)
	}
	return -1, nil
}

// Lengths of what stands before the notice's key in the keys of the indexes.
const (
	readyHead = 8 + timeLen + 8
	leaseHead = timeLen
)

func (t *txn) putSlip(p slipPut) error {
	if in, key := slipIndex(p.old); in >= 0 {
		if err := t.remove(in, key); err != nil {
			return err
		}
	}
	if p.old != nil && (p.next == nil || slipHome(p.old) != slipHome(p.next)) {
		if err := t.remove(slipHome(p.old), []byte(p.old.Notice.Key)); err != nil {
			return err
		}
	}
	if p.next == nil {
		return nil
	}
	if err := t.store(slipHome(p.next), []byte(p.next.Notice.Key), p.next); err != nil {
		return err
	}
	in, key := slipIndex(p.next)
	if in < 0 {
		return nil
	}
	var content []byte
	if in != inFailed {
		content = appendTime(nil, p.next.Notice.NotBefore)
	}
	return t.put(in, key, content)
}

// Lease takes up to n notices for sending.
func (s *Store) Lease(ctx context.Context, now time.Time, ttl time.Duration, n int) ([]ledger.Leased, error) {
	if n <= 0 {
		return nil, ctx.Err()
	}
	s.told.tell(now)
	var out []ledger.Leased
	err := s.update(ctx, func(t *txn) error {
		out = nil
		slips, err := t.sendable(now, n)
		if err != nil {
			return err
		}
		for i := range slips {
			token := make([]byte, 12)
			if _, err := rand.Read(token); err != nil {
				return err
			}
			next, leased := slips[i].Lease(now, now.Add(ttl), hex.EncodeToString(token))
			if err := t.putSlip(slipPut{old: &slips[i], next: &next}); err != nil {
				return err
			}
			out = append(out, leased)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// releaseLeases frees what an earlier process was sending. The file's lock is exclusive, so whoever held a lease when it is opened is gone.
func (s *Store) releaseLeases(ctx context.Context) error {
	held := false
	err := s.view(ctx, func(t *txn) error {
		return t.each(inLeases, nil, func(_, _ []byte) (bool, error) {
			held = true
			return false, nil
		})
	})
	if err != nil || !held {
		return err
	}
	return s.update(ctx, func(t *txn) error {
		var slips []ledger.Slip
		err := t.each(inLeases, nil, func(k, _ []byte) (bool, error) {
			if len(k) < leaseHead {
				return false, t.damage(inLeases, k, "the key is malformed")
			}
			slip, err := t.slip(string(k[leaseHead:]))
			if err == nil && slip == nil {
				err = t.damage(inLeases, k, "its notice is missing")
			}
			if err == nil {
				slips = append(slips, *slip)
			}
			return err == nil, err
		})
		if err != nil {
			return err
		}
		for i := range slips {
			next := slips[i].Release(s.now())
			if err := t.putSlip(slipPut{old: &slips[i], next: &next}); err != nil {
				return err
			}
		}
		return nil
	})
}

// sendable gives the first n entries that may be handed out at now.
func (t *txn) sendable(now time.Time, n int) ([]ledger.Slip, error) {
	var slips []ledger.Slip
	take := func(in int, index []byte, head int) error {
		key := index[head:]
		s, err := t.slip(string(key))
		if err == nil && s == nil {
			err = t.damage(in, index, "its notice is missing")
		}
		if err == nil {
			slips = append(slips, *s)
		}
		return err
	}
	err := t.each(inLeases, nil, func(k, _ []byte) (bool, error) {
		if len(k) < leaseHead {
			return false, t.damage(inLeases, k, "the key is malformed")
		}
		if parseTime(k).After(now) {
			return false, nil
		}
		return true, take(inLeases, k, leaseHead)
	})
	if err != nil {
		return nil, err
	}
	if err := t.eachReady(now, n, func(k []byte) error { return take(inReady, k, readyHead) }); err != nil {
		return nil, err
	}
	slices.SortFunc(slips, func(a, b ledger.Slip) int {
		if a.Before(b) {
			return -1
		}
		return 1
	})
	return slips[:min(n, len(slips))], nil
}

// eachReady calls fn with at most n keys of the ready index whose time has come, in order. Within a class it stops at the first that
// is for later, and goes on with the next class.
func (t *txn) eachReady(now time.Time, n int, fn func(k []byte) error) error {
	c, err := t.cursor(inReady)
	if err != nil {
		return err
	}
	for k, v := c.First(); k != nil && n > 0; {
		if len(k) < readyHead {
			return t.damage(inReady, k, "the key is malformed")
		}
		if parseTime(k[8:]).After(now) {
			class := binary.BigEndian.Uint64(k)
			if class == 1<<64-1 {
				return nil
			}
			k, v = c.Seek(binary.BigEndian.AppendUint64(nil, class+1))
			continue
		}
		if _, err := t.check(inReady, k, v); err != nil {
			return err
		}
		if err := fn(k); err != nil {
			return err
		}
		n--
		k, v = c.Next()
	}
	return nil
}

// Settle records the outcome of a leased notice.
func (s *Store) Settle(ctx context.Context, key, token string, r ledger.Receipt) error {
	forced := slices.Clone(r.Records)
	for i := range forced {
		forced[i].Force = true
	}
	s.told.tell(r.At)
	err := s.update(ctx, func(t *txn) error {
		old, err := t.slip(key)
		if err != nil {
			return err
		}
		if old == nil {
			return ledger.ErrConflict
		}
		next, gone, err := old.Settle(token, r)
		if err != nil {
			return err
		}
		records, err := t.planRecords(forced)
		if err != nil {
			return err
		}
		p := slipPut{old: old, next: &next}
		if gone {
			p.next = nil
		}
		if err := t.putSlip(p); err != nil {
			return err
		}
		for _, r := range records {
			if err := t.putRecord(r); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("settle %s: %w", key, err)
	}
	return nil
}
