package boltstore

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/followup-bot/followup/ledger"
)

func TestSecondOpener(t *testing.T) {
	ctx := context.Background()
	name := filepath.Join(t.TempDir(), "followup.db")
	s := open(t, name)
	sample(t, s, 4)
	for what, call := range map[string]func() error{
		"open":    func() error { _, err := Open(name, Options{Org: "court"}); return err },
		"verify":  func() error { _, err := Verify(ctx, name); return err },
		"restore": func() error { _, err := Restore(ctx, backup(t, s), name); return err },
	} {
		start := time.Now()
		if err := call(); !errors.Is(err, ErrLocked) || !strings.Contains(err.Error(), "another followup process holds") {
			t.Errorf("%s: %v", what, err)
		}
		if spent := time.Since(start); spent > time.Minute {
			t.Errorf("%s hung for %s", what, spent)
		}
	}
	commit(t, s, benchChange(9))
	shut(t, s)
	shut(t, open(t, name))
	if fi, err := os.Stat(name); err != nil || fi.Mode().Perm() != 0o600 {
		t.Fatal(fi.Mode(), err)
	}
}

func backup(t *testing.T, s *Store) string {
	t.Helper()
	var b bytes.Buffer
	n, err := s.Backup(context.Background(), &b)
	if err != nil || n != int64(b.Len()) {
		t.Fatal(n, err)
	}
	name := filepath.Join(t.TempDir(), "backup.db")
	write(t, name, b.Bytes())
	return name
}

// A copy that is made while others commit is whole.
func TestBackupOfLiveFile(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "followup.db"))
	defer shut(t, s)
	sample(t, s, 20)
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			for i := range 50 {
				commit(t, s, benchChange(1000+w*50+i))
			}
		})
	}
	last := 0
	for range 5 {
		r, err := Verify(context.Background(), backup(t, s))
		if err != nil || r.Orgs[0].Items < last || r.Orgs[0].Items != r.Orgs[0].Sources-20 {
			t.Errorf("%+v, %v", r, err)
		}
		last = r.Orgs[0].Items
	}
	wg.Wait()
	r, err := s.Verify(context.Background())
	if err != nil || r.Orgs[0].Items != 220 || r.Path != s.DB().Path() {
		t.Errorf("%+v, %v", r, err)
	}
	hash, err := s.Anchor(context.Background())
	if err != nil || r.Orgs[0].Anchor != hash {
		t.Errorf("anchor %s, verified %s, %v", hash, r.Orgs[0].Anchor, err)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(s.DB().Path()), "verify-*")); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := s.Backup(ctx, new(bytes.Buffer)); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestRestore(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	name := filepath.Join(dir, "followup.db")
	s := open(t, name)
	sample(t, s, 5)
	copied := backup(t, s)
	commit(t, s, benchChange(70))
	shut(t, s)
	wanted, now := digest(t, copied), digest(t, name)

	damagedCopy := filepath.Join(dir, "damaged.db")
	b, err := os.ReadFile(copied)
	if err != nil {
		t.Fatal(err)
	}
	write(t, damagedCopy, b[:len(b)-5000])
	if _, err := Restore(ctx, damagedCopy, name); !errors.Is(err, ErrDamaged) || digest(t, name) != now {
		t.Fatalf("a damaged copy: %v", err)
	}
	for range 2 { // the same age twice: both old files are kept
		kept, err := Restore(ctx, copied, name)
		if err != nil {
			t.Fatal(err)
		}
		if digest(t, name) != wanted || digest(t, kept) != now {
			t.Fatal("the files are not what they should be")
		}
		now = wanted
	}
	s = open(t, name)
	if _, err := s.Item(ctx, benchItem(70).ID); !errors.Is(err, ledger.ErrNotFound) {
		t.Error(err)
	}
	shut(t, s)
	fresh := filepath.Join(dir, "new.db")
	if kept, err := Restore(ctx, copied, fresh); err != nil || kept != "" || digest(t, fresh) != wanted {
		t.Error(kept, err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*.part-*")); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

// After Close everything is refused; what was committed before is there.
func TestClose(t *testing.T) {
	ctx := context.Background()
	name := filepath.Join(t.TempDir(), "followup.db")
	s := open(t, name)
	var wg sync.WaitGroup
	done := make([]error, 40)
	for i := range done {
		wg.Go(func() { done[i] = s.Commit(ctx, benchChange(i)) })
	}
	shut(t, s)
	wg.Wait()
	shut(t, s)
	for what, call := range map[string]func() error{
		"commit": func() error { return s.Commit(ctx, benchChange(99)) },
		"item":   func() error { _, err := s.Item(ctx, "x"); return err },
		"rows":   func() error { return s.Rows(ctx, ledger.Filter{}, func(ledger.Row) bool { return true }) },
		"list":   func() error { _, err := s.List(ctx, ledger.Filter{}); return err },
		"lease":  func() error { _, err := s.Lease(ctx, benchStart, time.Minute, 1); return err },
		"backup": func() error { _, err := s.Backup(ctx, new(bytes.Buffer)); return err },
		"org":    func() error { _, err := s.DB().Org("other"); return err },
	} {
		if err := call(); !errors.Is(err, ErrClosed) {
			t.Errorf("%s: %v", what, err)
		}
	}
	s = open(t, name)
	defer shut(t, s)
	for i, err := range done {
		_, there := s.Item(ctx, benchItem(i).ID)
		if (err == nil) != (there == nil) || err != nil && !errors.Is(err, ErrClosed) {
			t.Errorf("change %d: told %v, found %v", i, err, there)
		}
	}
}

// A change that fails leaves those alone that are committed with it, even when it fails while it is written.
func TestBatchOfGoodAndBad(t *testing.T) {
	ctx := context.Background()
	s := open(t, filepath.Join(t.TempDir(), "followup.db"))
	defer shut(t, s)
	s.db.w.direct.Lock() // the writer waits, so that all come into one batch
	broken := errors.New("broken")
	var wg sync.WaitGroup
	results := make([]error, 30)
	for i := range results {
		wg.Go(func() {
			switch i % 5 {
			case 3:
				results[i] = s.update(ctx, func(tx *txn) error {
					return errors.Join(tx.put(inSeen, []byte("half"), nil), broken)
				})
			case 4:
				results[i] = s.update(ctx, func(tx *txn) error { panic("page 7: bad") })
			default:
				results[i] = s.Commit(ctx, benchChange(i))
			}
		})
	}
	time.Sleep(20 * time.Millisecond)
	s.db.w.direct.Unlock()
	wg.Wait()
	var numbers []int
	for i, err := range results {
		switch i % 5 {
		case 3:
			if !errors.Is(err, broken) {
				t.Error(err)
			}
		case 4:
			if !errors.Is(err, ErrDamaged) {
				t.Error(err)
			}
		default:
			it, found := s.Item(ctx, benchItem(i).ID)
			if err != nil || found != nil {
				t.Error(err, found)
			}
			numbers = append(numbers, it.Number.Seq)
		}
	}
	seen := map[int]bool{}
	for _, n := range numbers {
		if n < 1 || n > len(numbers) || seen[n] {
			t.Errorf("numbers %v", numbers)
		}
		seen[n] = true
	}
	if _, err := s.Verify(ctx); err != nil {
		t.Error(err)
	}
}

// Who gives up before the writer came to it has done nothing; afterwards the answer is true.
func TestGivingUp(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "followup.db"))
	defer shut(t, s)
	s.db.w.direct.Lock()
	first := make(chan error)
	go func() { first <- s.Commit(context.Background(), benchChange(0)) }()
	for s.db.w.waiting() > 0 || !s.db.w.busy.Load() {
		time.Sleep(time.Millisecond)
	}
	ctx, cancel := context.WithCancel(context.Background())
	second := make(chan error)
	go func() { second <- s.Commit(ctx, benchChange(1)) }()
	for s.db.w.waiting() == 0 {
		time.Sleep(time.Millisecond)
	}
	cancel()
	if err := <-second; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	s.db.w.direct.Unlock()
	if err := <-first; err != nil {
		t.Error(err)
	}
	if _, err := s.Item(context.Background(), benchItem(1).ID); !errors.Is(err, ledger.ErrNotFound) {
		t.Error(err)
	}
	commit(t, s, benchChange(1))
}
