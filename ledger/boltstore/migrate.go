package boltstore

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/followup-bot/followup/ledger"
)

// migrations lead from the first version to the present one, in order.
var migrations = []migration{{Version: 2, Run: chainLog}}

// oldLog is the kind of record in which schema 1 kept the log.
const oldLog = "log"

// chainLog brings a file to schema 2: the log is no longer records but entries of a chain, in a bucket of its own. An entry says how many before it
// were not chained from the beginning.
func chainLog(tx *bolt.Tx, at time.Time) error {
	orgs, found := organisations(tx)
	if len(found) > 0 {
		return errors.Join(found...)
	}
	for _, org := range orgs {
		if _, err := tx.CreateBucket(bucketName(org, inLog)); err != nil {
			return fmt.Errorf("organisation %s: %w", org, err)
		}
		s := &Store{org: org}
		for i := range s.names {
			s.names[i] = bucketName(org, i)
		}
		if err := newTxn(s, tx).chainOldLog(at); err != nil {
			return fmt.Errorf("organisation %s: %w", org, err)
		}
	}
	return nil
}

func (t *txn) chainOldLog(at time.Time) error {
	var keys [][]byte
	var entries []ledger.LogEntry
	err := t.each(inRecords, join(oldLog, ""), func(k, content []byte) (bool, error) {
		var r recordValue
		if err := t.decode(inRecords, k, content, &r); err != nil {
			return false, err
		}
		var l ledger.LogEntry
		if err := json.Unmarshal(r.Data, &l); err != nil {
			return false, t.damage(inRecords, k, err)
		}
		keys, entries = append(keys, bytes.Clone(k)), append(entries, l)
		return true, nil
	})
	if err != nil || len(entries) == 0 {
		return err
	}
	if last := entries[len(entries)-1].At; at.Before(last) {
		at = last
	}
	for _, k := range keys {
		if err := t.remove(inRecords, k); err != nil {
			return err
		}
	}
	entries = append(entries, ledger.LogEntry{At: at, Kind: ledger.LogChained, N: int64(len(entries))})
	return t.appendLog("schema/2", entries)
}

// migrated gives a copy of an older file as this version's, in a folder that remove removes: the file itself is left as it is.
func migrated(path string) (name string, remove func() error, err error) {
	dir, err := os.MkdirTemp(filepath.Dir(path), "verify-*")
	if err != nil { // read-only: a disk with backups
		dir, err = os.MkdirTemp("", "followup-verify-*")
	}
	if err != nil {
		return "", nil, err
	}
	remove = func() error { return os.RemoveAll(dir) }
	name = filepath.Join(dir, filepath.Base(path))
	if err := copyFile(path, name); err != nil {
		return "", nil, errors.Join(err, remove())
	}
	err = guard("migrate", func() error {
		bdb, err := bolt.Open(name, 0o600, &bolt.Options{Timeout: lockWait, FreelistType: bolt.FreelistArrayType, NoSync: true})
		if err != nil {
			return err
		}
		return errors.Join(bdb.Update(func(tx *bolt.Tx) error {
			have, err := schemaOf(tx)
			if err != nil {
				return err
			}
			return lead(tx, migrations, have, time.Time{})
		}), bdb.Close())
	})
	if err != nil {
		return "", nil, errors.Join(fmt.Errorf("as schema %d: %w", newest(migrations), err), remove())
	}
	return name, remove, nil
}
