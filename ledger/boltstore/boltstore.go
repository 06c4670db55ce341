// Package boltstore keeps the ledger in one bbolt file.
//
// Several organisations may live in one file, each in buckets of its own; a Store sees one of them. All changes go through one goroutine,
// which commits whatever has queued in one transaction and answers when it is on the disk. The projection from which lists and summaries
// are made (ledger.Row) is held in memory, packed, and is loaded when the file is opened.
//
// Every value carries a checksum over itself and its key, so that damage shows as an error that names the place (ErrDamaged). A file that was
// cut or overwritten ends in an error too, never in a crash: pages are mapped into memory, so faults are turned into errors wherever the
// file is read.
//
// Limits: one process at a time (ErrLocked). Deleted text may stay in unused pages of the file until they are used again.
package boltstore

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"time"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"github.com/followup-bot/followup/ledger"
)

// Errors of a database file.
var (
	ErrLocked  = errors.New("another followup process holds the database")
	ErrDamaged = errors.New("the database is damaged")
	ErrNewer   = errors.New("the database was written by a newer followup")
	ErrClosed  = errors.New("the database is closed")
)

// lockWait is how long Open waits for a process that is about to end.
const lockWait = 300 * time.Millisecond

// Options of a database.
type Options struct {
	Org    ledger.OrgID     // whose ledger Open gives
	Now    func() time.Time // dates seen sources and backups; nil: by the latest instant that was stored
	NoSync bool             // don't wait for the disk: tests only
	Log    *slog.Logger     // nil: nothing is logged
}

// A DB is one open database file.
type DB struct {
	path string
	opt  Options
	bolt *bolt.DB
	w    *writer

	mu     sync.Mutex
	stores map[ledger.OrgID]*Store
	closed bool
}

// A Store is the ledger of one organisation in a DB. It is safe for concurrent use.
type Store struct {
	db    *DB
	org   ledger.OrgID
	names [bucketCount][]byte
	rows  *table
	told  clock
	owns  bool // closing it closes the DB

	reserved map[int]int // numbers of a year that jobs in the queue will take; guarded by writer.mu
}

var _ ledger.Ledger = (*Store)(nil)

// Open opens the file, or makes it, and gives the ledger of opt.Org. Closing the store closes the file.
func Open(path string, opt Options) (*Store, error) {
	db, err := OpenDB(path, opt)
	if err != nil {
		return nil, err
	}
	s, err := db.Org(opt.Org)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	s.owns = true
	return s, nil
}

// OpenDB opens the file, or makes it, readable by its owner alone. An older file is backed up beside itself and migrated; a newer one is
// refused with ErrNewer, one in use with ErrLocked, and one that is not whole with ErrDamaged.
func OpenDB(path string, opt Options) (*DB, error) {
	return openDB(path, opt, migrations)
}

func openDB(path string, opt Options, steps []migration) (*DB, error) {
	if opt.Log == nil {
		opt.Log = slog.New(slog.DiscardHandler)
	}
	bdb, err := openBolt(path, opt)
	if err != nil {
		return nil, err
	}
	db := &DB{path: path, opt: opt, bolt: bdb, stores: map[ledger.OrgID]*Store{}}
	if err := guard("open", func() error { return db.migrate(steps) }); err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", path, err), bdb.Close())
	}
	db.w = startWriter(bdb, opt.Log)
	return db, nil
}

func openBolt(path string, opt Options) (*bolt.DB, error) {
	if err := makeFile(path); err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	conf := &bolt.Options{Timeout: lockWait, FreelistType: bolt.FreelistArrayType, NoSync: opt.NoSync}
	if strconv.IntSize == 64 {
		conf.InitialMmapSize = 1 << 30 // address space only: readers don't hold up a writer that would have to map more
	}
	var locked *os.File
	conf.OpenFile = func(name string, flag int, mode os.FileMode) (*os.File, error) {
		f, err := os.OpenFile(name, flag, mode)
		locked = f
		return f, err
	}
	warning, err := checkUnlocked(path)
	if err != nil {
		return nil, err
	}
	if warning != nil {
		opt.Log.Warn("ledger: going on with the last whole transaction; followup verify tells more", "err", warning)
	}
	var bdb *bolt.DB
	err = guard("open", func() (err error) {
		bdb, err = bolt.Open(path, 0o600, conf)
		return err
	})
	switch {
	case errors.Is(err, bolterrors.ErrTimeout):
		return nil, fmt.Errorf("open %s: %w", path, ErrLocked)
	case err != nil:
		if locked != nil {
			_ = locked.Close() // bbolt closes it itself unless it panicked
		}
		return nil, fmt.Errorf("open %s: %w", path, asDamage(err))
	}
	return bdb, nil
}

// makeFile makes an empty database unless there is a file. It is made beside its place and moved there, so that a file which is empty or cut
// short was always one that held something, and is never taken for a new one.
func makeFile(path string) error {
	fi, err := os.Stat(path)
	switch {
	case err == nil && fi.IsDir():
		return errors.New("is a folder, not a database")
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	dir, err := os.MkdirTemp(filepath.Dir(path), filepath.Base(path)+".part-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }() // at worst an empty file is left
	name := filepath.Join(dir, "new")
	bdb, err := bolt.Open(name, 0o600, nil)
	if err != nil {
		return err
	}
	if err := bdb.Close(); err != nil {
		return err
	}
	if err := os.Link(name, path); err != nil && !errors.Is(err, fs.ErrExist) { // another process may have been quicker
		return err
	}
	return syncDir(filepath.Dir(path))
}

// asDamage adds ErrDamaged to what bbolt says of a file that it can't use.
func asDamage(err error) error {
	if errors.Is(err, bolterrors.ErrInvalid) || errors.Is(err, bolterrors.ErrChecksum) || errors.Is(err, bolterrors.ErrVersionMismatch) {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return err
}

// Org gives the ledger of an organisation in the file; its first use makes it. Closing it does not close the file.
func (db *DB) Org(org ledger.OrgID) (*Store, error) {
	if err := checkKey("organisation", string(org)); err != nil {
		return nil, err
	}
	db.mu.Lock()
	defer db.mu.Unlock()
	if db.closed {
		return nil, ErrClosed
	}
	if s := db.stores[org]; s != nil {
		return s, nil
	}
	s := &Store{db: db, org: org, rows: newTable(), reserved: map[int]int{}}
	for i := range s.names {
		s.names[i] = bucketName(org, i)
	}
	if err := s.ensure(); err != nil {
		return nil, fmt.Errorf("organisation %s: %w", org, err)
	}
	if err := s.load(); err != nil {
		return nil, fmt.Errorf("organisation %s: %w", org, err)
	}
	if err := s.releaseLeases(context.Background()); err != nil {
		return nil, fmt.Errorf("organisation %s: %w", org, err)
	}
	db.stores[org] = s
	return s, nil
}

// Close waits for what has queued, and closes the file.
func (db *DB) Close() error {
	db.mu.Lock()
	closed := db.closed
	db.closed = true
	db.mu.Unlock()
	if closed {
		return nil
	}
	db.w.stop()
	return guard("close", db.bolt.Close)
}

// Close closes the file when Open made the store. What was committed before is on the disk.
func (s *Store) Close() error {
	if !s.owns {
		return nil
	}
	return s.db.Close()
}

// Path is where the file lies.
func (db *DB) Path() string { return db.path }

// DB is the file in which the store lies.
func (s *Store) DB() *DB { return s.db }

// A clock is the latest instant of which it was told.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) tell(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if t.After(c.at) {
		c.at = t.UTC()
	}
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

// now is the instant at which a source counts as seen.
func (s *Store) now() time.Time {
	if s.db.opt.Now != nil {
		return s.db.opt.Now().UTC()
	}
	return s.told.now()
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
