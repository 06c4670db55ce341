package boltstore

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"github.com/followup-bot/followup/ledger"
)

// A Report says what a file holds.
type Report struct {
	Path   string
	Schema int
	Size   int64 // bytes
	Pages  int   // in use or free
	Free   int   // pages that hold nothing
	Orgs   []OrgReport
}

// An OrgReport says what the ledger of an organisation holds.
type OrgReport struct {
	Org     ledger.OrgID
	Items   int
	Events  int
	Words   int // raw texts that were not forgotten
	Records int
	Waiting int // notices not yet sent
	Settled int // notices sent, dropped or set aside
	Sources int // messages and ticks that are known
	Logged  int // entries of the log
	Gaps    int // numbers that were passed over, as when a ledger was taken over from elsewhere
	LogHead ledger.LogHead
	Anchor  string
	Blobs   []string `json:"-"` // the hashes of copies of evidence that are kept beside the file
}

// Verify checks a file that nobody has open: every page, every checksum, each item's chain of events and that the item is what they make of
// it, the chain of the log and the anchors in it, the hashes of raw texts, the indexes, and the numbers given. What is wrong comes as one error for each place, joined, at most 50; the
// report then holds what could be counted. A file of an older version is checked by what a copy becomes in this one. It never changes the file, and no damage makes it crash. It can't see a change in
// bytes that hold nothing. ErrLocked: the file is in use (DB.Verify checks it then).
func Verify(ctx context.Context, path string) (Report, error) {
	r := Report{Path: path}
	if err := verifyPages(ctx, path, &r); err != nil {
		return r, fmt.Errorf("verify %s: %w", path, err)
	}
	var bdb *bolt.DB
	err := guard("open", func() (err error) {
		bdb, err = bolt.Open(path, 0o600, &bolt.Options{ReadOnly: true, Timeout: lockWait, FreelistType: bolt.FreelistArrayType})
		return err
	})
	if errors.Is(err, bolterrors.ErrTimeout) {
		err = ErrLocked
	}
	if err != nil {
		return r, fmt.Errorf("verify %s: %w", path, asDamage(err))
	}
	err = guard("verify", func() error {
		return bdb.View(func(tx *bolt.Tx) error { return verifyContent(ctx, tx, &r) })
	})
	err = errors.Join(err, guard("close", bdb.Close))
	if errors.Is(err, errOlder) {
		err = verifyOlder(ctx, path, &r)
	}
	if err != nil {
		return r, fmt.Errorf("verify %s: %w", path, err)
	}
	return r, nil
}

// errOlder says that a file's content is that of an older version.
var errOlder = errors.New("the schema is an older one")

// verifyOlder checks the content of an older version's file by what a copy of it becomes in this version. r keeps what it says of the file itself.
func verifyOlder(ctx context.Context, path string, r *Report) (err error) {
	name, remove, err := migrated(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, remove()) }()
	now, err := Verify(ctx, name)
	r.Orgs = now.Orgs
	return err
}

// Verify checks the file while it is in use, by a copy of this moment that it makes beside the file and removes again.
func (db *DB) Verify(ctx context.Context) (r Report, err error) {
	dir, err := os.MkdirTemp(filepath.Dir(db.path), "verify-*")
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	name := filepath.Join(dir, filepath.Base(db.path))
	if err := db.backupFile(ctx, name); err != nil {
		return r, err
	}
	r, err = Verify(ctx, name)
	r.Path = db.path
	return r, err
}

func verifyPages(ctx context.Context, path string, r *Report) (err error) {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	fi, err := f.Stat()
	if err != nil {
		return err
	}
	if !fi.Mode().IsRegular() {
		return errors.New("this is not a file")
	}
	r.Size = fi.Size()
	if r.Size == 0 {
		return damaged("the file is empty")
	}
	release, err := lockFile(f)
	if err != nil {
		return err
	}
	defer release()
	m, free, found := walk(ctx, f, r.Size, false)
	r.Pages, r.Free = int(m.high), free
	return errors.Join(append(found, ctx.Err())...)
}

func verifyContent(ctx context.Context, tx *bolt.Tx, r *Report) error {
	var err error
	if r.Schema, err = schemaOf(tx); err != nil {
		return err
	}
	switch {
	case r.Schema == 0:
		return errors.New("the database is empty")
	case r.Schema > newest(migrations):
		return fmt.Errorf("%w: its schema is %d, this followup knows %d", ErrNewer, r.Schema, newest(migrations))
	case r.Schema < newest(migrations):
		return errOlder
	}
	orgs, found := organisations(tx)
	for _, org := range orgs {
		v := &verifier{ctx: ctx, report: OrgReport{Org: org}, found: found}
		v.run(tx)
		found = v.found
		r.Orgs = append(r.Orgs, v.report)
	}
	return errors.Join(append(found, ctx.Err())...)
}

// organisations gives whose buckets there are, and buckets that are nobody's.
func organisations(tx *bolt.Tx) (orgs []ledger.OrgID, found []error) {
	known := strings.Join(bucketNames[:], "\x00") + "\x00"
	c := tx.Cursor()
	for k, v := c.First(); k != nil; k, v = c.Next() {
		org, in, ok := cut(k)
		switch {
		case v != nil:
			found = append(found, &Damage{Bucket: "root", Key: string(k), Reason: "it is not a bucket"})
		case string(k) == string(metaBucket):
		case !ok || !strings.Contains(known, in+"\x00"):
			found = append(found, &Damage{Bucket: "root", Key: string(k), Reason: "the bucket is unknown"})
		case len(orgs) == 0 || orgs[len(orgs)-1] != ledger.OrgID(org):
			orgs = append(orgs, ledger.OrgID(org))
		}
	}
	return orgs, found
}
