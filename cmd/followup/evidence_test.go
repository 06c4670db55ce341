package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/followup-bot/followup/cmd/followup/config"
	"github.com/followup-bot/followup/ledger/blobs"
	"github.com/followup-bot/followup/ledger/boltstore"
)

// withEvidence is a served demo in which a unit has sent two files with its reports; the texts say which.
func withEvidence(t *testing.T, dir string, texts ...string) *house {
	t.Helper()
	cfg := example(t)
	cfg.Evidence.Copy = true
	h := serve(t, dir, cfg, true)
	script := "/file testdata/minutes_zh.txt\n下发\n是\n/expect 已下发\n/as 执行局负责人\n/expect 🆕\n/wait\n"
	for _, s := range texts {
		file := filepath.Join(t.TempDir(), "清单.txt")
		if err := os.WriteFile(file, []byte(s), 0o600); err != nil {
			t.Fatal(err)
		}
		script += "/file " + file + "\n/wait\n"
	}
	script += "7号的证明材料\n/expect 的证明材料\n/expect 取文件\n/1\n/expect 的材料:清单.txt\n"
	if code, out, errs := h.run(script, "chat", "--as", "督查员甲"); code != 0 {
		t.Fatalf("status %d: %s\n%s", code, errs, out)
	}
	return h
}

func evidenceIn(t *testing.T, dir string) []blobs.Blob {
	t.Helper()
	s, err := blobs.Open(filepath.Join(dir, evidenceName))
	if err != nil {
		t.Fatal(err)
	}
	list, err := s.List()
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// Evidence goes the whole way: sent in the web chat, copied, given again, verified, backed up, and restored on another machine.
func TestEvidence(t *testing.T) {
	h := withEvidence(t, t.TempDir(), "第一批已清理 312 件", "第二批已清理 88 件", "第一批已清理 312 件")
	if list := evidenceIn(t, h.dir); len(list) != 2 {
		t.Fatalf("%d files are kept", len(list))
	}
	backups := t.TempDir()
	file := filepath.Join(backups, "copy.db")
	if out := h.ok("backup", file); !strings.Contains(out, "evidence: 2 files") {
		t.Error(out)
	}
	if out := h.ok("verify"); !strings.Contains(out, "evidence: 2 files") {
		t.Error(out)
	}
	if out := h.ok("audit", "7"); !strings.Contains(out, "材料留存") || !strings.Contains(out, "sha256 ") {
		t.Error(out)
	}
	if err := h.stop(); err != nil {
		t.Fatal(err)
	}
	h.ok("verify", file)
	damageEvidence(t, h, backups, file)

	other := filepath.Join(t.TempDir(), "data")
	code, out, errs := runIn(t, other, "", "restore", file)
	if code != 0 || !strings.Contains(out, "evidence: 2 files") {
		t.Fatal(out, errs)
	}
	cfg := example(t)
	again := serve(t, other, cfg, true)
	code, out, errs = again.run("7号的证明材料\n/expect 取文件\n/1\n/expect 的材料:清单.txt\n", "chat", "--as", "督查员甲")
	if code != 0 {
		t.Errorf("%s\n%s", out, errs)
	}
	if err := again.stop(); err != nil {
		t.Fatal(err)
	}
	if code, out, errs := runIn(t, other, "", "verify"); code != 0 || !strings.Contains(out, "evidence: 2 files") {
		t.Error(out, errs)
	}
}

// damageEvidence tries what is said when the evidence of a backup is altered, missing, or all gone, and puts it right again.
func damageEvidence(t *testing.T, h *house, backups, file string) {
	t.Helper()
	list := evidenceIn(t, backups)
	place := func(i int) string { return filepath.Join(backups, evidenceName, list[i].Hash[:2], list[i].Hash) }
	whole, err := os.ReadFile(place(0))
	if err != nil {
		t.Fatal(err)
	}
	for what, do := range map[string]func() error{
		"altered": func() error { return os.WriteFile(place(0), append([]byte("x"), whole[1:]...), 0o600) },
		"missing": func() error { return os.Remove(place(0)) },
	} {
		if err := do(); err != nil {
			t.Fatal(err)
		}
		code, out, errs := h.run("", "verify", file)
		if code != 1 || !strings.Contains(out, "1 are "+what) || !strings.Contains(errs, list[0].Hash) {
			t.Errorf("%s: status %d\n%s%s", what, code, out, errs)
		}
		other := filepath.Join(t.TempDir(), "other")
		if code, _, errs := runIn(t, other, "", "restore", file); code != 1 || !strings.Contains(errs, "nothing was restored") || !strings.Contains(errs, "--partial") {
			t.Errorf("%s: status %d, %s", what, code, errs)
		}
		if _, err := os.Stat(filepath.Join(other, dbName)); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s: it was restored all the same", what)
		}
		if code, out, errs := runIn(t, other, "", "restore", file, "--partial"); code != 0 || !strings.Contains(out, "is restored") {
			t.Errorf("%s: %s%s", what, out, errs)
		}
		if code, _, errs := runIn(t, other, "", "verify"); code != 1 || !strings.Contains(errs, list[0].Hash) {
			t.Errorf("%s: verified after all: %s", what, errs)
		}
	}
	if err := os.WriteFile(place(0), whole, 0o600); err != nil {
		t.Fatal(err)
	}
}

// Nightly copies share their evidence; what none of them needs any more goes with the last that did.
func TestNightlyEvidence(t *testing.T) {
	h := withEvidence(t, t.TempDir(), "第一批已清理 312 件")
	folder := t.TempDir()
	b := config.Backup{Folder: folder, Keep: 2}
	for day := range 3 {
		if err := h.app.nightly(t.Context(), b, h.app.now().AddDate(0, 0, day)); err != nil {
			t.Fatal(err)
		}
	}
	all, err := filepath.Glob(filepath.Join(folder, "*.db"))
	if err != nil || len(all) != 2 || len(evidenceIn(t, folder)) != 1 {
		t.Fatal(all, err)
	}
	s, err := blobs.Open(filepath.Join(folder, evidenceName))
	if err != nil {
		t.Fatal(err)
	}
	x, err := s.Take(strings.NewReader("of a copy that was removed"), 100, 1000)
	if err == nil {
		err = x.Keep()
	}
	if err == nil {
		err = h.app.nightly(t.Context(), b, h.app.now().AddDate(0, 0, 4))
	}
	if err != nil || len(evidenceIn(t, folder)) != 1 {
		t.Error(err, len(evidenceIn(t, folder)))
	}
	if err := os.WriteFile(filepath.Join(folder, "broken.db"), []byte("no database"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := h.app.nightly(t.Context(), b, h.app.now().AddDate(0, 0, 5)); err == nil || !strings.Contains(err.Error(), "is left") {
		t.Errorf("a copy that can't be read: %v", err)
	}
	hash := evidenceIn(t, h.dir)[0].Hash
	if err := os.WriteFile(filepath.Join(h.dir, evidenceName, hash[:2], hash), []byte("altered"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := blobs.Prune(filepath.Join(folder, evidenceName), nil); err != nil {
		t.Fatal(err)
	}
	if err := h.app.nightly(t.Context(), b, h.app.now().AddDate(0, 0, 6)); !errors.Is(err, blobs.ErrAltered) {
		t.Errorf("altered evidence: %v", err)
	}
	newest, err := filepath.Glob(filepath.Join(folder, "followup-*.db"))
	if err != nil || len(newest) != 2 {
		t.Fatal(newest, err)
	}
	if _, err := boltstore.Verify(t.Context(), newest[1]); err != nil {
		t.Errorf("the ledger was copied all the same: %v", err)
	}
}
