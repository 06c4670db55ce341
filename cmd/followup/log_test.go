package main

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/followup-bot/followup/cmd/followup/config"
)

// What happens to the ledger as a whole is logged, whoever does it and however, chained, and told to admins in chat and by commands.
func TestLog(t *testing.T) {
	h := serve(t, t.TempDir(), example(t), true)
	out := t.TempDir()
	copied, audit, doc := filepath.Join(out, "copy.db"), filepath.Join(out, "audit.json"), filepath.Join(out, "ledger.xlsx")
	script := `打开排名
/expect 对吗
是
/expect 已生效
导出审计日志
/expect .csv
操作日志
/expect 系统管理员 │ 设置:打开排名
/expect 导出审计
/expect 记录链完好
/as 执行局负责人
操作日志
/expect 只有管理员
`
	if code, out, errs := h.run(script, "chat", "--as", "系统管理员"); code != 0 {
		t.Fatalf("status %d: %s\n%s", code, errs, out)
	}
	h.ok("backup", copied)
	if err := h.app.nightly(t.Context(), config.Backup{Folder: out, Keep: 2}, h.app.now()); err != nil {
		t.Error(err)
	}
	h.ok("audit", "--all", "--format", "json", "-o", audit)
	h.ok("export", "--kind", "ledger", "-o", doc)
	log := h.ok("audit", "--log")
	for _, s := range []string{"接入配置文件的改动:", "设置:打开排名", "备份到 " + copied, "备份到 " + filepath.Join(out, "followup-"), "系统用户 " + operator(), "导出审计", audit, "导出文件", doc, "记录链完好"} {
		if !strings.Contains(log, s) {
			t.Errorf("want %q in\n%s", s, log)
		}
	}
	if again := h.ok("audit", "--log"); again != log {
		t.Errorf("reading the log is logged:\n%s", again)
	}
	if got := h.ok("verify"); !strings.Contains(got, "entries in the log, the last ") {
		t.Error(got)
	}
	if err := h.stop(); err != nil {
		t.Fatal(err)
	}
	h.ok("restore", copied)
	log = h.ok("audit", "--log", "--config", exampleFile(t))
	if strings.Contains(log, audit) || !strings.Contains(log, "由备份 "+copied+" 恢复;被替换的台账日志有 ") {
		t.Errorf("after restoring:\n%s", log)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(h.ok("audit", "--log", "--format", "csv", "--config", exampleFile(t)), "\ufeff"))).ReadAll()
	if err != nil || len(rows) < 4 || rows[1][0] != "1" || rows[2][7] != rows[1][8] {
		t.Errorf("%v, %v", rows, err)
	}
	if code, _, _ := h.run("", "audit", "--log", "--all"); code != 2 {
		t.Error("--log and --all together")
	}
	h.ok("verify")
	if _, err := os.Stat(doc); err != nil {
		t.Error(err)
	}
}
