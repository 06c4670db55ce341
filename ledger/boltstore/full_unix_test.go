//go:build unix

package boltstore

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/followup-bot/followup/ledger"
)

func init() { children["full"] = fillUp }

// fillUp commits until the file may not grow any more, checks what then holds, and goes on when it may.
func fillUp(file string) error {
	signal.Ignore(syscall.SIGXFSZ)
	ctx := context.Background()
	s, err := Open(file, Options{Org: "court"})
	if err != nil {
		return err
	}
	if err := s.Commit(ctx, benchChange(0)); err != nil {
		return err
	}
	var was syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &was); err != nil {
		return err
	}
	limit := was
	limit.Cur = 18 << 20
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
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
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &was); err != nil {
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
	file := filepath.Join(t.TempDir(), "followup.db")
	var out bytes.Buffer
	cmd := child("full", file)
	cmd.Stdout = &out
	if err := cmd.Run(); err != nil || !strings.Contains(out.String(), "told: commit: ") {
		t.Fatalf("%v: %s", err, out.String())
	}
	r, err := Verify(context.Background(), file)
	if err != nil || len(r.Orgs) != 1 || r.Orgs[0].Gaps != 0 {
		t.Fatalf("%+v, %v", r, err)
	}
	if _, err := os.Stat(file); err != nil {
		t.Fatal(err)
	}
}
