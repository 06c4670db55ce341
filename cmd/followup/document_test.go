package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	followup "github.com/followup-bot/followup"
)

const oldLedger = `督办编号,督办事项,牵头单位,立项日期,完成时限,状态,销号日期
沈中法督〔2026〕131号,清理积案,执行局,2026-03-02,2026年6月30日,已销号,2026/6/20
,编写案例集,研究室,2026-09-01,2026-12-25,办理中,
34,没有的单位,外星办,2026-09-10,2026-10-30,在办,
`

// A ledger kept elsewhere is taken over once, and goes out as documents; through a running server, and without one.
func TestImportAndExport(t *testing.T) {
	h := serve(t, t.TempDir(), example(t), false)
	dir := t.TempDir()
	old, conf := filepath.Join(dir, "旧台账.csv"), filepath.Join(dir, "config.yaml")
	for path, b := range map[string][]byte{old: []byte(oldLedger), conf: followup.ExampleConfig} {
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	try := func(want string, args ...string) {
		t.Helper()
		code, out, errs := h.run("", append([]string{"--config", conf}, args...)...)
		if code != 1 || !strings.Contains(out, want) {
			t.Errorf("%v: status %d, want %q in\n%s%s", args, code, want, out, errs)
		}
	}
	try("2 would be imported", "import", old)
	try("2 would be imported", "import", old, "--dry-run")
	try("2 imported", "import", old, "--apply")
	try("0 imported, 0 of them with gaps, 0 of them parts of others; 2 already here; 1 can't be imported", "import", old, "--apply")
	export := func() {
		t.Helper()
		file := filepath.Join(t.TempDir(), "台账.xlsx")
		if out := h.ok("--config", conf, "export", "-o", file); !strings.Contains(out, "2 item(s)") {
			t.Errorf("export says %s", out)
		}
		f, err := excelize.OpenFile(file)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		rows, err := f.GetRows(f.GetSheetName(0))
		if err != nil || len(rows) != 5 {
			t.Fatalf("%d lines, %v", len(rows), err)
		}
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("others may read it: %v %v", info.Mode(), err)
		}
		for _, kind := range []string{"bulletin", "notice", "tasks", "plan", "audit"} {
			h.ok("--config", conf, "export", "--kind", kind, "--item", "2026-131", "--lang", "en", "-o", dir)
		}
		h.ok("--config", conf, "export", "--unit", "研究室", "--open", "--since", "2026-08-01", "-o", dir)
	}
	export()
	if err := h.stop(); err != nil {
		t.Fatal(err)
	}
	export()
	try("2 already here", "import", old)
	for _, args := range [][]string{{"--unit", "外星办"}, {"--kind", "notice"}, {"--kind", "notice", "--item", "999"}, {"--since", "x"}, {"--meeting", "没开过的会"}, {"--unit", "信访办"}} {
		if code, _, errs := h.run("", append([]string{"--config", conf, "export", "-o", dir}, args...)...); code != 1 || errs == "" {
			t.Errorf("export %v: status %d, %q", args, code, errs)
		}
	}
	for _, args := range [][]string{{"export"}, {"export", "--kind", "novel", "-o", dir}, {"import"}, {"import", old, "--apply", "--dry-run"}} {
		if code, _, _ := h.run("", append([]string{"--config", conf}, args...)...); code != 2 {
			t.Errorf("%v: status %d", args, code)
		}
	}
}
