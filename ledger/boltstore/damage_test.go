package boltstore

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/followup-bot/followup/ledger"
)

// try opens a file that may be damaged and does everything with it. Errors are fine; the test ends with the process if anything crashes.
func try(t *testing.T, name string) {
	t.Helper()
	ctx := context.Background()
	s, err := Open(name, Options{Org: "court", NoSync: true})
	if err != nil {
		return
	}
	var some []error
	note := func(err error) { some = append(some, err) }
	page, err := s.List(ctx, ledger.Filter{Order: ledger.OrderDue, Limit: 1000})
	note(err)
	for _, it := range page.Items {
		events, err := s.Events(ctx, it.ID)
		note(err)
		for _, e := range events {
			_, err := s.Words(ctx, e.ID)
			note(err)
		}
	}
	_, err = s.Due(ctx, benchStart.AddDate(9, 0, 0), 0)
	note(err)
	note(s.Records(ctx, ledger.RecordPending, "", func(ledger.Record) bool { return true }))
	_, _, err = s.Waiting(ctx)
	note(err)
	_, err = s.Failed(ctx, 0)
	note(err)
	_, err = s.Lease(ctx, benchStart.AddDate(2, 0, 0), time.Minute, 10)
	note(err)
	note(s.Commit(ctx, benchChange(100000)))
	_, err = s.Forget(ctx, benchStart.Add(time.Second))
	note(err)
	note(s.Prune(ctx, benchStart.AddDate(0, 0, -1)))
	_, err = s.Backup(ctx, new(bytes.Buffer))
	note(err)
	note(s.Close())
	for _, err := range some {
		if err != nil && strings.TrimSpace(err.Error()) == "" {
			t.Errorf("an error without words: %#v", err)
		}
	}
}

// noticed checks that damage to a file is told, or that it touched nothing that the file holds.
func noticed(t *testing.T, name, what string, want uint64) {
	t.Helper()
	_, err := Verify(context.Background(), name)
	if err == nil {
		if digest(t, name) != want {
			t.Errorf("%s: not noticed", what)
		}
		return
	}
	if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNewer) {
		t.Errorf("%s: %v", what, err)
	}
}

func TestTruncatedFile(t *testing.T) {
	b := sampleFile(t, 20)
	name := filepath.Join(t.TempDir(), "a.db")
	for size := 0; size < len(b); size += max(1, len(b)/97) {
		write(t, name, b[:size])
		if _, err := Verify(context.Background(), name); !errors.Is(err, ErrDamaged) {
			t.Errorf("%d of %d bytes: %v", size, len(b), err)
		}
		if _, err := Open(name, Options{Org: "court"}); !errors.Is(err, ErrDamaged) {
			t.Errorf("open %d of %d bytes: %v", size, len(b), err)
		}
	}
}

func TestZeroedPages(t *testing.T) {
	b := sampleFile(t, 20)
	name := filepath.Join(t.TempDir(), "a.db")
	write(t, name, b)
	want := digest(t, name)
	told := 0
	for at := 0; at < len(b); at += 4096 {
		bad := bytes.Clone(b)
		clear(bad[at:min(at+4096, len(bad))])
		write(t, name, bad)
		noticed(t, name, fmt.Sprint("page ", at/4096), want)
		if _, err := Verify(context.Background(), name); err != nil {
			told++
		}
		try(t, name)
	}
	if pages := len(b) / 4096; told < pages/2 {
		t.Errorf("%d of %d zeroed pages are told", told, pages)
	}
}

func TestFlippedByte(t *testing.T) {
	b := sampleFile(t, 20)
	name := filepath.Join(t.TempDir(), "a.db")
	write(t, name, b)
	want := digest(t, name)
	r := rand.New(rand.NewPCG(1, 2))
	n := 400
	if testing.Short() {
		n = 50
	}
	for i := range n {
		at := r.IntN(len(b))
		if i%3 == 0 { // heads of pages are few bytes, and the worst
			at = at/4096*4096 + r.IntN(64)
		}
		bad := bytes.Clone(b)
		bad[at] ^= byte(1 + r.IntN(255))
		write(t, name, bad)
		noticed(t, name, fmt.Sprint("byte ", at), want)
		if i%4 == 0 {
			try(t, name)
		}
	}
}

// Pages that hold something else: what a disk that mixes up its blocks leaves.
func TestSwappedPages(t *testing.T) {
	b := sampleFile(t, 20)
	name := filepath.Join(t.TempDir(), "a.db")
	write(t, name, b)
	want := digest(t, name)
	r := rand.New(rand.NewPCG(3, 4))
	for range 60 {
		bad := bytes.Clone(b)
		x, y := r.IntN(len(b)/4096)*4096, r.IntN(len(b)/4096)*4096
		copy(bad[x:x+4096], b[y:y+4096])
		if r.IntN(2) == 0 { // and its number with it
			copy(bad[x:x+8], b[x:x+8])
		}
		write(t, name, bad)
		noticed(t, name, fmt.Sprintf("page %d over page %d", y/4096, x/4096), want)
		try(t, name)
	}
}

func TestGarbage(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a.db")
	for what, b := range map[string][]byte{"text": []byte(strings.Repeat("not a database\n", 1000)), "zeros": make([]byte, 1<<16), "short": []byte("x")} {
		write(t, name, b)
		if _, err := Verify(context.Background(), name); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", what, err)
		}
		if _, err := Open(name, Options{Org: "court"}); !errors.Is(err, ErrDamaged) {
			t.Errorf("open %s: %v", what, err)
		}
	}
	if _, err := Verify(context.Background(), filepath.Join(t.TempDir(), "none")); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
	if _, err := Open(t.TempDir(), Options{Org: "court"}); err == nil {
		t.Error("a folder was opened")
	}
}

// What is wrong is told with its place.
func TestDamageNamesThePlace(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a.db")
	b := sampleFile(t, 10)
	at := bytes.Index(b, []byte("完成终本案件专项清理(第7批)"))
	if at < 0 {
		t.Fatal("no such text")
	}
	for ; at >= 0; at = bytes.Index(b, []byte("完成终本案件专项清理(第7批)")) {
		b[at]++
	}
	write(t, name, b)
	_, err := Verify(context.Background(), name)
	if err == nil || !strings.Contains(err.Error(), "organisation court, bucket items, key \""+string(benchItem(7).ID)) {
		t.Fatal(err)
	}
	if _, err = Open(name, Options{Org: "court"}); err == nil || !strings.Contains(err.Error(), string(benchItem(7).ID)) {
		t.Fatal(err)
	}
}

// Sound pages may still tell a tale that does not hold together: each of these is written with a good checksum.
func TestVerifyContradictions(t *testing.T) {
	it := benchItem(4)
	for want, spoil := range map[string]func(tx *txn) error{
		"was changed after it was written": func(tx *txn) error {
			return rewrite(tx, inEvents, eventKey(string(it.ID), 2), func(b []byte) []byte { return bytes.Replace(b, []byte("clerk"), []byte("other"), 1) })
		},
		"is not the one that the item names": func(tx *txn) error { return tx.remove(inEvents, eventKey(string(it.ID), 2)) },
		"it is not what its events make of it": func(tx *txn) error {
			x, err := tx.item(it.ID)
			x.Percent++
			return errors.Join(err, tx.store(inItems, []byte(it.ID), x))
		},
		"the index lacks it":       func(tx *txn) error { return tx.remove(inDue, dueKey("", string(it.ID), it.Plan.Next)) },
		"something that is not so": func(tx *txn) error { return tx.put(inDue, dueKey("", "nobody", it.Plan.Next), nil) },
		"an item has number":       func(tx *txn) error { return tx.put(inYears, yearKey(2026), []byte{3}) },
		"but one has number":       func(tx *txn) error { return tx.remove(inChildren, []byte(benchItem(0).ID)) },
		"its item":                 func(tx *txn) error { return tx.remove(inItems, []byte(it.ID)) },
		"whose hash its event":     func(tx *txn) error { return swapWords(tx) },
		"its data is not JSON": func(tx *txn) error {
			return tx.store(inRecords, join("mark", "x"), recordValue{Rev: 1, Data: []byte("{")})
		},
		"does not belong here": func(tx *txn) error {
			return tx.store(inSettled, []byte("k"), ledger.NewSlip(ledger.Notice{Key: "k"}, 1))
		},
		"it is not an instant":      func(tx *txn) error { return tx.put(inSeen, []byte("s"), nil) },
		"no event has this text":    func(tx *txn) error { return tx.store(inRaws, []byte("nobody"), rawValue{}) },
		"the bucket is unknown":     func(tx *txn) error { _, err := tx.tx.CreateBucket([]byte("odd")); return err },
		"the bucket is missing":     func(tx *txn) error { return tx.tx.DeleteBucket(tx.s.names[inSeen]) },
		"the value is cut short":    func(tx *txn) error { return plainPut(tx, []byte{1}) },
		"its checksum does not fit": func(tx *txn) error { return plainPut(tx, make([]byte, 30)) },
	} {
		name := filepath.Join(t.TempDir(), "a.db")
		s := open(t, name)
		sample(t, s, 10)
		err := s.update(context.Background(), func(tx *txn) error {
			tx.wrote = true
			return spoil(tx)
		})
		if err != nil {
			t.Fatalf("%s: %v", want, err)
		}
		shut(t, s)
		if _, err := Verify(context.Background(), name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q, got %v", want, err)
		}
	}
}

func plainPut(tx *txn, v []byte) error {
	b, err := tx.bucket(inSeen)
	return errors.Join(err, b.Put([]byte("k"), v))
}

func rewrite(tx *txn, in int, key []byte, change func(b []byte) []byte) error {
	content, err := tx.get(in, key)
	if err != nil {
		return err
	}
	return tx.put(in, bytes.Clone(key), change(bytes.Clone(content)))
}

func swapWords(tx *txn) error {
	var key []byte
	var v rawValue
	err := tx.each(inRaws, nil, func(k, content []byte) (bool, error) {
		key = bytes.Clone(k)
		return false, tx.decode(inRaws, k, content, &v)
	})
	v.Text = []byte("etwas anderes")
	return errors.Join(err, tx.store(inRaws, key, v))
}
