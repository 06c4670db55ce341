package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/boltstore"
)

// The way of docs/operations.md from the file of the first released version: a copy, the new program on the old file, a copy of what it made
// of it, and back to the first copy. Nothing is lost on the way, and it serves at each end.
func TestUpgradeAndRestore(t *testing.T) {
	released, err := os.ReadFile(filepath.Join("..", "..", "ledger", "boltstore", "testdata", "v1.db"))
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "data")
	if err := makeData(dir); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, dbName), released, 0o600); err != nil {
		t.Fatal(err)
	}
	cfg := example(t)
	cfg.Org.ID = "court"
	before, after := filepath.Join(t.TempDir(), "before.db"), filepath.Join(t.TempDir(), "after.db")
	if code, _, errs := runIn(t, dir, "", "backup", before); code != 0 {
		t.Fatal(errs)
	}
	h := serve(t, dir, cfg, false)
	if n := openItems(t, h.app.store); n != 6 {
		t.Errorf("%d items after the upgrade", n)
	}
	h.ok("status")
	h.ok("verify")
	h.ok("backup", after)
	if err := h.stop(); err != nil {
		t.Fatal(err)
	}
	for _, from := range []string{before, after} {
		if out := h.ok("restore", from); !strings.Contains(out, "is restored") {
			t.Errorf("restore says %s", out)
		}
		again := serve(t, dir, cfg, false)
		if n := openItems(t, again.app.store); n != 6 {
			t.Errorf("%d items after restoring %s", n, filepath.Base(from))
		}
		again.ok("verify")
		if err := again.stop(); err != nil {
			t.Fatal(err)
		}
	}
}

func openItems(t *testing.T, s *boltstore.Store) int {
	t.Helper()
	n := 0
	if err := s.Rows(context.Background(), ledger.Filter{}, func(ledger.Row) bool { n++; return true }); err != nil {
		t.Fatal(err)
	}
	return n
}
