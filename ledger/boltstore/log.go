package boltstore

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"

	bolt "go.etcd.io/bbolt"

	"github.com/followup-bot/followup/ledger"
)

// logHeadKey is where the log's bucket keeps its head. Entries have keys of eight bytes.
var logHeadKey = []byte("head")

func logKey(seq int64) []byte { return binary.BigEndian.AppendUint64(nil, uint64(seq)) }

// appendLog seals entries and writes them behind the log.
func (t *txn) appendLog(source string, entries []ledger.LogEntry) error {
	if len(entries) == 0 {
		return nil
	}
	var head ledger.LogHead
	if _, err := t.load(inLog, logHeadKey, &head); err != nil {
		return err
	}
	sealed, encoded, head, err := ledger.SealLog(source, entries, head)
	if err != nil {
		return err
	}
	for i, l := range sealed {
		if err := t.put(inLog, logKey(l.Seq), encoded[i]); err != nil {
			return err
		}
		t.s.told.tell(l.At)
	}
	return t.store(inLog, logHeadKey, head)
}

// Log gives the log of the ledger as a whole, oldest first, and where it ends.
func (s *Store) Log(ctx context.Context) (out []ledger.LogEntry, head ledger.LogHead, err error) {
	err = s.view(ctx, func(t *txn) error {
		if _, err := t.load(inLog, logHeadKey, &head); err != nil {
			return err
		}
		return t.each(inLog, nil, func(k, content []byte) (bool, error) {
			if bytes.Equal(k, logHeadKey) {
				return true, nil
			}
			var l ledger.LogEntry
			if err := json.Unmarshal(content, &l); err != nil {
				return false, t.damage(inLog, k, err)
			}
			out = append(out, l)
			return true, nil
		})
	})
	return out, head, err
}

// Orgs lists the organisations in the file.
func (db *DB) Orgs() (orgs []ledger.OrgID, err error) {
	err = guard("read", func() error {
		return db.bolt.View(func(tx *bolt.Tx) error {
			var found []error
			orgs, found = organisations(tx)
			return errors.Join(found...)
		})
	})
	return orgs, err
}

// LogHeads says where the log of each organisation in a file ends, which nobody has open. One of the first version has none.
func LogHeads(path string) (heads map[ledger.OrgID]ledger.LogHead, err error) {
	heads = map[ledger.OrgID]ledger.LogHead{}
	err = lookInto(path, func(tx *bolt.Tx, org ledger.OrgID) error {
		b := tx.Bucket(bucketName(org, inLog))
		if b == nil {
			return nil
		}
		content, err := unwrap(logHeadKey, b.Get(logHeadKey))
		var head ledger.LogHead
		if err == nil && dec.Unmarshal(content, &head) == nil {
			heads[org] = head
		}
		return nil
	})
	return heads, err
}

// logged checks the log and the anchors that it holds.
func (v *verifier) logged() {
	var entries []ledger.LogEntry
	v.each(inLog, func(k, content []byte) error {
		if bytes.Equal(k, logHeadKey) {
			return v.t.decode(inLog, k, content, &v.report.LogHead)
		}
		v.report.Logged++
		var l ledger.LogEntry
		if err := json.Unmarshal(content, &l); err != nil {
			return err
		}
		if !bytes.Equal(k, logKey(l.Seq)) {
			return fmt.Errorf("it is entry %d", l.Seq)
		}
		entries = append(entries, l)
		v.blobs.Log(l)
		return nil
	})
	if err := ledger.VerifyLog(v.report.LogHead, entries); err != nil {
		v.wrong(inLog, logHeadKey, "%v", err)
	}
	if err := ledger.VerifyAnchors(v.anchors, entries); err != nil {
		v.wrong(inLog, logHeadKey, "%v", err)
	}
}
