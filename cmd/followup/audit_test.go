package main

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	followup "github.com/followup-bot/followup"
	"github.com/followup-bot/followup/ledger"
)

// The audit is the same through the running server and from the file, and says who said what and how it was read.
func TestAudit(t *testing.T) {
	h := serve(t, t.TempDir(), example(t), true)
	script := `/file testdata/minutes_zh.txt
/expect 读出 3 项
下发
/expect 将下发 2 项
是
/expect 已下发 2 项
/as 执行局负责人
/expect 🆕
完成80%,卡在财政审批,需要协调
/expect 已记
/as 系统管理员
导出审计日志
/expect 记录链完好
/expect .csv
打开排名
/expect 对吗
是
/expect 已生效
`
	if code, out, errs := h.run(script, "chat", "--as", "督查员甲"); code != 0 {
		t.Fatalf("status %d: %s\n%s", code, errs, out)
	}
	one := h.ok("audit", "7")
	for _, s := range []string{"7号  ", "执行局负责人  报告问题", "“完成80%,卡在财政审批,需要协调”", "读作“报告问题”", "进度 0% → 80%", "1 项,", "记录链完好"} {
		if !strings.Contains(one, s) {
			t.Errorf("want %q in\n%s", s, one)
		}
	}
	all := h.ok("audit", "--all")
	if !strings.Contains(all, "设置:打开排名") || !strings.Contains(all, "系统管理员  导出审计") {
		t.Errorf("the ledger's own log is missing:\n%s", all[max(0, len(all)-600):])
	}
	file := filepath.Join(t.TempDir(), "audit.csv")
	h.ok("audit", "--all", "--since", "2026-11-24", "--format", "csv", "-o", file)
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(b), "\ufeff"))).ReadAll()
	if err != nil || len(rows) < 4 || len(rows[1]) != 12 || rows[0][0] != "编号" {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	if code, _, errs := h.run("", "audit", "--all", "-o", file); code != 1 || !strings.Contains(errs, "exists") {
		t.Errorf("over a file: %d %s", code, errs)
	}
	for _, args := range [][]string{{"audit"}, {"audit", "x"}, {"audit", "7", "--all"}, {"audit", "7", "--format", "pdf"}, {"audit", "7", "--since", "monday"}} {
		if code, _, _ := h.run("", args...); code != 2 {
			t.Errorf("%v: status %d", args, code)
		}
	}
	if code, _, errs := h.run("", "audit", "999"); code != 1 || !strings.Contains(errs, "no item 999") {
		t.Errorf("no such item: %d %s", code, errs)
	}
	asJSON := h.ok("audit", "--all", "--format", "json")
	if err := h.stop(); err != nil {
		t.Fatal(err)
	}
	config := exampleFile(t)
	if got := h.ok("audit", "--all", "--format", "json", "--config", config); got != asJSON {
		t.Errorf("from the file %d bytes, from the server %d", len(got), len(asJSON))
	}
}

// exampleFile is the example configuration as a file.
func exampleFile(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(file, followup.ExampleConfig, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// An item's number is understood as commands, cards and documents write it.
func TestParseItem(t *testing.T) {
	for in, want := range map[string]ledger.Number{
		"12": {Seq: 12}, "#12": {Seq: 12}, "12号": {Seq: 12}, "12-3": {Seq: 12, Child: 3}, "2026/12": {Year: 2026, Seq: 12}, "2026-12": {Year: 2026, Seq: 12},
		"2026-12-3": {Year: 2026, Seq: 12, Child: 3}, "〔2026〕12": {Year: 2026, Seq: 12}, "沈中法督〔2026〕12号": {Year: 2026, Seq: 12}, "2026": {Seq: 2026},
	} {
		if got, err := parseItem(in); err != nil || got != want {
			t.Errorf("%s is read as %v, %v", in, got, err)
		}
	}
	for _, in := range []string{"", "x", "12x", "-1", "12-", "99999999999999999999"} {
		if got, err := parseItem(in); err == nil {
			t.Errorf("%q is read as %v", in, got)
		}
	}
}
