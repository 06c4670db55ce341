//go:build unix

package boltstore

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/followup-bot/followup/internal/smalldisk"
	"github.com/followup-bot/followup/ledger"
)

func init() {
	children["full"] = func(file string) error { return fillUp(file, limited) }
	children["full disk"] = func(file string) error { return fillUp(file, filled) }
}

// limited lets no file grow beyond what the ledger has to begin with, until it is freed.
func limited(string) (free func() error, err error) {
	signal.Ignore(syscall.SIGXFSZ)
	var was syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &was); err != nil {
		return nil, err
	}
	limit := was
	limit.Cur = 18 << 20
	return func() error { return syscall.Setrlimit(syscall.RLIMIT_FSIZE, &was) }, syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit)
}

// filled takes up the room beside the file, but for a little.
func filled(file string) (free func() error, err error) {
	dir := filepath.Dir(file)
	return func() error { return smalldisk.Free(dir) }, smalldisk.Fill(dir, 6<<20)
}

// fillUp commits until the file may not grow any more, checks what then holds, and goes on when it may.
func fillUp(file string, full func(string) (func() error, error)) error {
	ctx := context.Background()
	s, err := Open(file, Options{Org: "court"})
	if err != nil {
		return err
	}
	if err := s.Commit(ctx, benchChange(0)); err != nil {
		return err
	}
	free, err := full(file)
	if err != nil {
		return err
	}
	big := func(n int) ledger.Change {
		c := benchChange(n)
		c.Items[0].Text = strings.Repeat("案", 1<<18)
		return c
	}
	n := 1
	for ; n < 1000; n++ {
		if err = s.Commit(ctx, big(n)); err != nil {
			break
		}
	}
	if err == nil || n < 2 {
		return fmt.Errorf("after %d large changes: %w", n, err)
	}
	fmt.Println("told:", err) // for the test to look at
	rows := 0
	if err := s.Rows(ctx, ledger.Filter{}, func(ledger.Row) bool { rows++; return true }); err != nil || rows != n {
		return fmt.Errorf("%d of %d rows: %w", rows, n, err)
	}
	if _, err := s.Item(ctx, benchItem(n).ID); !errors.Is(err, ledger.ErrNotFound) {
		return fmt.Errorf("a change that failed is there: %w", err)
	}
	if err := free(); err != nil {
		return err
	}
	for end := n + 5; n < end; n++ {
		if err := s.Commit(ctx, big(n)); err != nil {
			return fmt.Errorf("when there was room again: %w", err)
		}
	}
	if it, err := s.Item(ctx, benchItem(n-1).ID); err != nil || it.Number.Seq != n {
		return fmt.Errorf("item %d has number %d: %w", n, it.Number.Seq, err)
	}
	return s.Close()
}

// When the disk is full the change is told to have failed, nothing acknowledged is lost, and it goes on when there is room again.
func TestDiskFull(t *testing.T) {
	full(t, "full", t.TempDir())
}

// The same on disks that are really full.
func TestSmallDiskFull(t *testing.T) {
	for _, kind := range smalldisk.Kinds {
		t.Run(kind, func(t *testing.T) { full(t, "full disk", smalldisk.Mount(t, kind)) })
	}
}

func full(t *testing.T, what, dir string) {
	t.Helper()
	file := filepath.Join(dir, "followup.db")
	var out bytes.Buffer
	cmd := child(what, file)
	cmd.Stdout = &out
	if err := cmd.Run(); err != nil || !strings.Contains(out.String(), "told: commit: ") {
		t.Fatalf("%v: %s", err, out.String())
	}
	r, err := Verify(context.Background(), file)
	if err != nil || len(r.Orgs) != 1 || r.Orgs[0].Gaps != 0 {
		t.Fatalf("%+v, %v", r, err)
	}
}
