package boltstore

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	bolt "go.etcd.io/bbolt"
)

// Version is the schema that this followup writes.
const Version = 2

var (
	metaBucket = []byte("meta")
	versionKey = []byte("schema")
)

// A migration brings a file from the version before to Version. It runs in the transaction that writes the new version; at is the instant, as far as
// it is known.
type migration struct {
	Version int
	Run     func(tx *bolt.Tx, at time.Time) error
}

// newest is the version that steps lead to.
func newest(steps []migration) int {
	v := 1
	for _, s := range steps {
		v = max(v, s.Version)
	}
	return v
}

// schemaOf reads the version of a file; 0: the file is empty.
func schemaOf(tx *bolt.Tx) (int, error) {
	meta := tx.Bucket(metaBucket)
	if meta == nil {
		if k, _ := tx.Cursor().First(); k != nil {
			return 0, errors.New("this is a database of another program")
		}
		return 0, nil
	}
	v := meta.Get(versionKey)
	content, err := unwrap(versionKey, v)
	if err == nil && len(content) != 4 {
		err = errors.New("it is not a number")
	}
	if err != nil {
		return 0, &Damage{Bucket: string(metaBucket), Key: string(versionKey), Reason: err.Error()}
	}
	return int(binary.BigEndian.Uint32(content)), nil
}

func writeSchema(tx *bolt.Tx, version int) error {
	meta, err := tx.CreateBucketIfNotExists(metaBucket)
	if err != nil {
		return err
	}
	return meta.Put(versionKey, wrap(versionKey, binary.BigEndian.AppendUint32(nil, uint32(version))))
}

// migrate brings the file to the version that steps lead to, after a copy of it was put beside it.
func (db *DB) migrate(steps []migration) error {
	var have int
	want := newest(steps)
	err := db.bolt.View(func(tx *bolt.Tx) (err error) {
		have, err = schemaOf(tx)
		return err
	})
	switch {
	case err != nil:
		return err
	case have > want:
		return fmt.Errorf("%w: its schema is %d, this followup knows %d", ErrNewer, have, want)
	case have == want:
		return nil
	case have > 0:
		name, err := db.keep(have)
		if err != nil {
			return fmt.Errorf("backup before the migration: %w", err)
		}
		db.opt.Log.Info("ledger: migrating the database", "from", have, "to", want, "backup", name)
	}
	var at time.Time
	if db.opt.Now != nil {
		at = db.opt.Now().UTC()
	}
	return db.bolt.Update(func(tx *bolt.Tx) error { return lead(tx, steps, have, at) })
}

// lead takes the steps that a file of the version have still lacks; an empty one, of version 0, needs none.
func lead(tx *bolt.Tx, steps []migration, have int, at time.Time) error {
	for _, s := range steps {
		if have == 0 || s.Version <= have {
			continue
		}
		if err := s.Run(tx, at); err != nil {
			return fmt.Errorf("migration to schema %d: %w", s.Version, err)
		}
	}
	return writeSchema(tx, newest(steps))
}

// keep copies the file beside itself and gives the copy's path.
func (db *DB) keep(version int) (string, error) {
	stamp, err := db.stamp()
	if err != nil {
		return "", err
	}
	name := fmt.Sprintf("%s.v%d.bak-%s", db.path, version, stamp)
	return name, writeFile(name, func(f *os.File) error {
		return db.bolt.View(func(tx *bolt.Tx) error {
			_, err := tx.WriteTo(f)
			return err
		})
	})
}

// stamp names a copy: by the clock, or by the file's age without one.
func (db *DB) stamp() (string, error) {
	if db.opt.Now != nil {
		return db.opt.Now().UTC().Format(stampLayout), nil
	}
	return fileStamp(db.path)
}

const stampLayout = "20060102T150405Z"

func fileStamp(path string) (string, error) {
	fi, err := os.Stat(path)
	if err != nil {
		return "", err
	}
	return fi.ModTime().UTC().Format(stampLayout), nil
}

// writeFile makes a file of its owner alone, whole or not at all: it is written beside its place and moved there.
func writeFile(name string, write func(f *os.File) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(name), filepath.Base(name)+".part-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	err = write(f)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	if err = os.Rename(f.Name(), name); err != nil {
		return err
	}
	return syncDir(filepath.Dir(name))
}
