package boltstore

import (
	"bytes"
	"errors"
	"slices"

	bolt "go.etcd.io/bbolt"

	"github.com/followup-bot/followup/ledger"
)

// Blobs gives the hashes of the copies of evidence that the records of a file name as kept, in order. Nobody may have the file open. It is quick and
// checks little: Verify says what there has to be by the events.
func Blobs(path string) (hashes []string, err error) {
	err = lookInto(path, func(tx *bolt.Tx, org ledger.OrgID) error {
		more, err := blobsOf(tx, org)
		hashes = append(hashes, more...)
		return err
	})
	slices.Sort(hashes)
	return slices.Compact(hashes), err
}

// lookInto shows each organisation of a file that nobody has open, without changing it.
func lookInto(path string, at func(tx *bolt.Tx, org ledger.OrgID) error) error {
	return guard("read", func() error {
		bdb, err := bolt.Open(path, 0o600, &bolt.Options{ReadOnly: true, Timeout: lockWait})
		if err != nil {
			return asDamage(err)
		}
		return errors.Join(bdb.View(func(tx *bolt.Tx) error {
			orgs, _ := organisations(tx)
			for _, org := range orgs {
				if err := at(tx, org); err != nil {
					return err
				}
			}
			return nil
		}), bdb.Close())
	})
}

func blobsOf(tx *bolt.Tx, org ledger.OrgID) (hashes []string, err error) {
	s := &Store{org: org}
	for i := range s.names {
		s.names[i] = bucketName(org, i)
	}
	t := newTxn(s, tx)
	err = t.each(inRecords, join(string(ledger.RecordCopy), ""), func(k, content []byte) (bool, error) {
		var r recordValue
		if err := t.decode(inRecords, k, content, &r); err != nil {
			return false, err
		}
		c, err := ledger.ReadCopy(r.record(ledger.RecordCopy, string(bytes.TrimPrefix(k, join(string(ledger.RecordCopy), "")))))
		if err != nil {
			return false, t.damage(inRecords, k, err)
		}
		if c.State == ledger.CopyKept {
			hashes = append(hashes, c.Hash)
		}
		return true, nil
	})
	return hashes, err
}
