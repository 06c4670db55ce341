package boltstore

import (
	"context"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/followup-bot/followup/ledger"
)

func open(t testing.TB, name string) *Store {
	t.Helper()
	s, err := Open(name, Options{Org: "court", NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func shut(t testing.TB, s *Store) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func commit(t testing.TB, s *Store, c ledger.Change) {
	t.Helper()
	if err := s.Commit(context.Background(), c); err != nil {
		t.Fatalf("commit %s: %v", c.Source, err)
	}
}

// sample fills a ledger with something in every bucket.
func sample(t testing.TB, s *Store, n int) {
	t.Helper()
	ctx := context.Background()
	for i := range n {
		c := benchChange(i)
		if i%7 == 3 {
			c.Items[0].Parent = benchItem(i - 3).ID
		}
		c.Events[0].Raw = fmt.Sprint("原话 ", i)
		r := ledger.NewRecord(ledger.RecordPending, fmt.Sprint("question", i), 0, i)
		r.At = benchStart.Add(time.Duration(i) * time.Hour)
		c.Records = []ledger.Record{r}
		c.Log = []ledger.LogEntry{{At: benchStart.Add(time.Duration(i) * time.Minute), Kind: ledger.LogSetting, By: "admin", Text: fmt.Sprint("设置 ", i)}}
		commit(t, s, c)
		it, err := s.Item(ctx, c.Items[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		it.Percent, it.State = i%100, ledger.StateActive
		commit(t, s, ledger.Change{Source: fmt.Sprint("report", i), Items: []ledger.Item{it},
			Events: []ledger.Event{{Item: it.ID, At: it.IssuedAt.Add(time.Hour), Kind: ledger.EventReported, By: "clerk"}}})
	}
	leased, err := s.Lease(ctx, benchStart.AddDate(1, 0, 0), time.Minute, n/2)
	if err != nil {
		t.Fatal(err)
	}
	for i, x := range leased {
		r := ledger.Receipt{Outcome: []ledger.Outcome{ledger.OutcomeSent, ledger.OutcomeFailed, ledger.OutcomeRetry}[i%3], At: benchStart}
		if i%4 == 3 {
			continue
		}
		if err := s.Settle(ctx, x.Notice.Key, x.Token, r); err != nil {
			t.Fatal(err)
		}
	}
}

// sampleFile makes a file without unused space at its end, and gives it as bytes.
func sampleFile(t testing.TB, n int) []byte {
	t.Helper()
	dir := t.TempDir()
	s := open(t, filepath.Join(dir, "a.db"))
	sample(t, s, n)
	name := filepath.Join(dir, "b.db")
	if err := s.db.backupFile(context.Background(), name); err != nil {
		t.Fatal(err)
	}
	shut(t, s)
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func write(t testing.TB, name string, b []byte) {
	t.Helper()
	if err := os.WriteFile(name, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

// digest is one number for everything that a sound file holds.
func digest(t testing.TB, name string) uint64 {
	t.Helper()
	db, err := bolt.Open(name, 0o600, &bolt.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}()
	h := fnv.New64a()
	err = db.View(func(tx *bolt.Tx) error {
		return tx.ForEach(func(name []byte, b *bolt.Bucket) error {
			fmt.Fprintf(h, "%q %d\n", name, b.Sequence())
			return b.ForEach(func(k, v []byte) error {
				_, err := fmt.Fprintf(h, "%q %q\n", k, v)
				return err
			})
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return h.Sum64()
}
