package boltstore

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	bolt "go.etcd.io/bbolt"

	"github.com/followup-bot/followup/ledger"
)

// tamper changes the log's bucket of a closed file behind followup's back, with checksums that fit.
func tamper(t *testing.T, name string, do func(b *bolt.Bucket) error) {
	t.Helper()
	db, err := bolt.Open(name, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(tx *bolt.Tx) error { return do(tx.Bucket(bucketName("court", inLog))) })
	if err = errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
}

// A log that was changed by somebody who knows the file's format is found out by its chain.
func TestLogTampered(t *testing.T) {
	content := func(b *bolt.Bucket, k []byte) []byte {
		c, err := unwrap(k, b.Get(k))
		if err != nil {
			t.Fatal(err)
		}
		return bytes.Clone(c)
	}
	for _, c := range []struct {
		what, says string
		do         func(b *bolt.Bucket) error
	}{
		{"a byte", "entry 2 was changed", func(b *bolt.Bucket) error {
			k := logKey(2)
			return b.Put(k, wrap(k, bytes.Replace(content(b, k), []byte("admin"), []byte("admim"), 1)))
		}},
		{"a byte without its checksum", "its checksum does not fit", func(b *bolt.Bucket) error {
			k := logKey(2)
			return b.Put(k, bytes.Replace(bytes.Clone(b.Get(k)), []byte("admin"), []byte("admim"), 1))
		}},
		{"one removed", "entry 3 is numbered 4", func(b *bolt.Bucket) error { return b.Delete(logKey(3)) }},
		{"the last removed", "entry 5 was written last", func(b *bolt.Bucket) error { return b.Delete(logKey(5)) }},
		{"two exchanged", "it is entry 3", func(b *bolt.Bucket) error {
			x, y := content(b, logKey(2)), content(b, logKey(3))
			return errors.Join(b.Put(logKey(2), wrap(logKey(2), y)), b.Put(logKey(3), wrap(logKey(3), x)))
		}},
		{"the head removed", "entry 0 was written last", func(b *bolt.Bucket) error { return b.Delete(logHeadKey) }},
	} {
		name := filepath.Join(t.TempDir(), "followup.db")
		s := open(t, name)
		sample(t, s, 5)
		shut(t, s)
		if r, err := Verify(context.Background(), name); err != nil || r.Orgs[0].Logged != 5 || r.Orgs[0].LogHead.Seq != 5 {
			t.Fatalf("%+v, %v", r, err)
		}
		tamper(t, name, c.do)
		if _, err := Verify(context.Background(), name); !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", c.what, err)
		}
	}
}

// A file whose log was not chained yet has it chained when it is opened, and says so; it can be checked and restored as it is.
func TestLogOfFirstVersion(t *testing.T) {
	ctx := context.Background()
	name := put(t, "v1-log.db")
	before := digest(t, name)
	r, err := Verify(ctx, name)
	if err != nil || r.Schema != 1 || r.Orgs[0].Logged != 4 || digest(t, name) != before {
		t.Fatalf("%+v, %v", r, err)
	}
	place := filepath.Join(t.TempDir(), "followup.db")
	if _, err := Restore(ctx, name, place); err != nil {
		t.Fatal(err)
	}
	s, err := Open(place, Options{Org: "court", Now: someday})
	if err != nil {
		t.Fatal(err)
	}
	log, head, err := s.Log(ctx)
	if err == nil {
		err = ledger.VerifyLog(head, log)
	}
	if err != nil || len(log) != 4 {
		t.Fatalf("%+v, %v", log, err)
	}
	if log[0].Text != "打开排名" || log[0].By != "admin" || log[2].Kind != ledger.LogDeleted || log[2].N != 6 || log[3].Kind != ledger.LogChained || log[3].N != 3 ||
		log[3].At.Before(log[2].At) {
		t.Errorf("%+v", log)
	}
	if err := s.Records(ctx, oldLog, "", func(r ledger.Record) bool { t.Errorf("left: %+v", r); return true }); err != nil {
		t.Fatal(err)
	}
	commit(t, s, ledger.Change{Source: "later", Log: []ledger.LogEntry{{At: someday(), Kind: ledger.LogSetting}}})
	shut(t, s)
	if r, err := Verify(ctx, place); err != nil || r.Schema != Version || r.Orgs[0].Logged != 5 {
		t.Fatalf("%+v, %v", r, err)
	}
}
