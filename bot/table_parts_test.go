package bot_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/followup-bot/followup/bot/chat/chattest"
	"github.com/followup-bot/followup/bot/export"
	"github.com/followup-bot/followup/ledger"
)

const partedLedger = `督办编号,督办事项,牵头单位,立项日期,完成时限,状态,进度,销号日期
〔2026〕51号,清理积案,审管办,2026-03-02,2026-12-30,办理中,60%,
51-1,清理执行积案,执行局,2026-03-02,2026-12-20,办理中,,
〔2026〕51-2号,清理民事积案,研究室,2026-03-02,2026-11-20,已销号,,2026-11-18
52,培训法官,政治部,2026-09-10,2026-10-30,已销号,,2026-10-29
52-1,培训法官之培训教材,研究室,2026-09-10,2026-12-10,在办,,
77-1,没有总项的分项,研究室,2026-09-10,2026-12-10,在办,,
81-1,报送问题清单,东河法院,2026-09-10,2026-12-10,在办,,
81-2,报送问题清单,西山法院,2026-09-10,2026-12-12,已销号,,2026-11-10
`

// Rows numbered as parts become children of the row of that number; the dry run says so.
func TestPartsAreImportedAsParts(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	in, err := w.bot.Import(w.ctx, "旧台账.csv", []byte(partedLedger), "zh", "", false)
	if err != nil || in.New != 9 || in.Parts != 5 || in.Stopped != 0 {
		t.Fatalf("%+v, %v", in, err)
	}
	lines := strings.Join(in.Lines, "\n")
	w.want(lines, "〔2026〕51-1号 清理执行积案", "(作为 51号 的分解事项)", "分项 52-1 还没办结,总项按办理中", "分项编号 77-1,表里和台账里都没有它的总项", "补 〔2026〕81号 报送问题清单 │ 督查室")
	got := w.say("ducha", "导入", chattest.WithFile("旧台账.csv", "text/csv", []byte(partedLedger)))
	w.want(got, "可新增 9 项", "其中 5 项作为分解事项挂在总项之下")
	w.restart()
	w.want(w.say("ducha", "是"), "导入 9 项")
	whole := w.item(51)
	if whole.Children != 2 || whole.Finished != 1 || whole.Percent != 50 || whole.State != ledger.StateActive {
		t.Errorf("51: %d children, %d finished, %d%%, %s", whole.Children, whole.Finished, whole.Percent, whole.State)
	}
	numbers := map[string]ledger.Item{}
	for _, it := range w.items() {
		numbers[it.Number.Short()] = it
	}
	for n, up := range map[string]string{"51-1": "51", "51-2": "51", "52-1": "52", "81-1": "81", "81-2": "81"} {
		if it, ok := numbers[n]; !ok || it.Parent != numbers[up].ID || it.Number.Year != 2026 {
			t.Errorf("%s is a part of %q, want %s", n, it.Parent, up)
		}
	}
	if it := numbers["52"]; it.State != ledger.StateActive || !it.ClosedAt.IsZero() {
		t.Errorf("52 has an open part and is %s", it.State)
	}
	if it := numbers["81"]; it.Lead != "office" || it.Finished != 1 || it.Due.Date.String() != "2026-12-12" {
		t.Errorf("81: %+v", it)
	}
	n := len(w.items())
	w.want(w.say("ducha", "导入", chattest.WithFile("旧台账.csv", "text/csv", []byte(partedLedger))), "可新增 0 项", "已有 8 项")
	more := partedLedger + "81-3,报送问题清单,北港法院,2026-09-10,2026-12-10,在办,,\n51-3,清理行政积案,政治部,2026-03-02,2026-12-20,办理中,,\n"
	w.say("ducha", "导入", chattest.WithFile("旧台账.csv", "text/csv", []byte(more)))
	w.want(w.say("ducha", "是"), "导入 2 项")
	if len(w.items()) != n+2 || w.item(81).Children != 3 || w.item(51).Children != 3 || w.item(51).Percent != 33 {
		t.Errorf("%d items, 81 has %d parts, 51 %d", len(w.items()), w.item(81).Children, w.item(51).Children)
	}
	// A part is closed as every part is, and the whole counts it.
	part := numbers["51-1"]
	w.say("ducha", "执行局电话报:51-1号已完成,积案全部清完")
	if it, err := w.store.Item(w.ctx, part.ID); err != nil || it.State != ledger.StateSubmitted {
		t.Fatalf("51-1 is %s, %v", it.State, err)
	}
}

// What is in the ledger and says otherwise in the table is named, and stays.
func TestImportSaysWhatDiffers(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	issue(w)
	csv := "编号,事项,牵头单位,时限,立项日\n〔2026〕2号,\"" + w.item(2).Title + "\",研究室,2026-12-05,2026-11-23\n"
	in, err := w.bot.Import(w.ctx, "改过的.csv", []byte(csv), "zh", "", true)
	if err != nil || in.Known != 1 {
		t.Fatal(in.Lines, err)
	}
	w.want(strings.Join(in.Lines, "\n"), "表与台账不同,以台账为准,没有改", "牵头单位 执行局 → 研究室", "时限", "12月5日")
	if it := w.item(2); it.Lead != "zxj" {
		t.Errorf("it was changed: %s", it.Lead)
	}
}

// everyState fills a ledger with an item of every state, by import, so that each column has something to say.
func everyState(w *world) {
	w.t.Helper()
	at := func(n int) time.Time { return w.now.AddDate(0, 0, n) }
	due := ledger.Due{Date: ledger.NewDate(2026, 12, 20)}
	var rows []ledger.ImportRow
	for i, s := range []ledger.State{"issued", "declined", "accepted", "active", "submitted", "closed", "suspended", "terminated"} {
		it := ledger.Item{Title: fmt.Sprint("事项 ", s), Lead: "zxj", Support: []ledger.UnitID{"yjs", "sgb"}, State: s, Number: ledger.Number{Year: 2026, Seq: 10 + i}, IssuedAt: at(-30),
			Due: due, FirstDue: due, Measure: "成果印发", Area: "执行工作", Priority: []ledger.Priority{"", "key", "president"}[i%3], Reminders: i, Extensions: i % 2,
			Source: ledger.Source{Title: "院长办公会", Date: ledger.NewDate(2026, 10, 20)}, Note: "正在推进", Next: "下周汇总", Percent: 10 * i}
		switch s {
		case "submitted", "closed":
			it.Submission = &ledger.Submission{Stage: ledger.StageOffice, Text: "已完成,全部上报", At: at(-3)}
		case "suspended":
			it.Before = ledger.StateActive
		case "declined":
			it.Decline = &ledger.Decline{Reason: "不属我局", At: at(-2)}
		case "active":
			it.Blocker = &ledger.Blocker{Reason: "缺经费", Need: "请财务支持", Since: at(-1)}
		}
		if !s.Open() {
			it.ClosedAt = at(-1)
		}
		rows = append(rows, ledger.ImportRow{Row: i + 1, Item: it})
	}
	rows[2].Item.Due, rows[2].Item.Ongoing = ledger.Due{}, true
	rows[0].Item.Due, rows[0].Item.RRule, rows[0].Item.DueText = ledger.Due{}, "FREQ=MONTHLY;BYMONTHDAY=25", "每月25日前"
	env, err := w.bot.Env(w.ctx, w.now)
	if err != nil {
		w.t.Fatal(err)
	}
	env.Source = "every state"
	c, err := ledger.Import(env, rows, nil, "test", "")
	if err != nil {
		w.t.Fatal(err)
	}
	if err := w.store.Commit(w.ctx, c); err != nil {
		w.t.Fatal(err)
	}
}

// ledgerOf is the exported ledger, row by row: the columns that are not computed from others.
func (w *world) ledgerOf(lang string) (data []byte, rows []map[string]string) {
	w.t.Helper()
	env, err := w.bot.Env(w.ctx, w.now)
	if err != nil {
		w.t.Fatal(err)
	}
	d, err := export.Make(w.ctx, w.store, env, lang, export.Request{Kind: export.Ledger})
	if err != nil {
		w.t.Fatal(err)
	}
	sheet := w.sheet(chatUpload(d))
	for _, r := range sheet[3:] {
		m := map[string]string{}
		for i, v := range r {
			m[sheet[2][i]] = v
		}
		delete(m, "得分") // returns are not in the table
		delete(m, "Score")
		rows = append(rows, m)
	}
	return d.Data, rows
}

// Our own ledger goes out, comes into an empty one, and goes out the same, in both languages: every state, parts, what recurs and what has no date.
func TestOwnLedgerRoundTrip(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		t.Run(lang, func(t *testing.T) {
			from := newWorld(t, chattest.Options{})
			issue(from)
			from.say("zxj-head", "2号完成60%,卡在等拍卖结果,需要协调评估机构")
			everyState(from)
			data, want := from.ledgerOf(lang)
			to := newWorld(t, chattest.Options{})
			to.now = from.now
			in, err := to.bot.Import(to.ctx, "台账.xlsx", data, lang, "", true)
			if err != nil || in.Stopped > 0 || in.Parts != 3 {
				t.Fatalf("%v\n%s", err, strings.Join(in.Lines, "\n"))
			}
			_, got := to.ledgerOf(lang)
			if len(got) != len(want) {
				t.Fatalf("%d rows of %d", len(got), len(want))
			}
			for i := range want {
				for _, head := range slices.Sorted(maps.Keys(want[i])) {
					if got[i][head] != want[i][head] {
						t.Errorf("row %d, %s: %q, went out as %q", i+1, head, got[i][head], want[i][head])
					}
				}
			}
		})
	}
}

// Who is responsible is read back from a task table, and comes out again the same; who oversees a unit is not a table's to say.
func TestTaskTableNamesPeople(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	w.say("ducha", minutesText)
	w.say("ducha", "导出任务分解表")
	table := w.file("ducha")
	if rows := w.sheet(table); rows[4][6] != "执行局负责人" || rows[4][5] != "副院长(执行)" || rows[5][5] != "" {
		t.Fatalf("the table says %q and %q", rows[4], rows[5])
	}
	back := edited(t, table.Data, func(x *excelize.File, s string) {
		set(t, x, s, "G4", "执行局联络员")
		set(t, x, s, "F4", "院长")
		set(t, x, s, "G5", "执行局联络员")
		set(t, x, s, "G6", "谁")
	})
	got := w.say("ducha", "", chattest.WithFile("分解表.xlsx", xlsxType, back))
	w.want(got, "改 1 项", "责任人 执行局负责人 → 执行局联络员", "第 4 行「责任人」执行局联络员:在审管办找不到", "第 4 行「责任领导」写的是 院长;审管办的分管领导是 副院长(执行)", "第 6 行「责任人」谁:在各基层法院找不到")
	w.say("ducha", "是")
	w.say("ducha", "导出任务分解表")
	out := w.file("ducha")
	if rows := w.sheet(out); rows[4][6] != "执行局联络员" {
		t.Errorf("it went out again as %q", rows[4])
	}
	w.want(w.say("ducha", "", chattest.WithFile("分解表.xlsx", xlsxType, out.Data)), "没有改动")
	moved := edited(t, out.Data, func(x *excelize.File, s string) { set(t, x, s, "D5", "研究室") })
	w.want(w.say("ducha", "", chattest.WithFile("分解表.xlsx", xlsxType, moved)), "牵头单位 执行局 → 研究室", "责任人 执行局联络员 → 研究室负责人")
	w.say("ducha", "不")
	w.say("ducha", "4号审管办牵头")
	w.say("ducha", "下发")
	w.say("ducha", "是")
	w.until("2026-11-23 10:40")
	if it := w.item(2); it.Handler != "zxj-liaison" {
		t.Errorf("handled by %q", it.Handler)
	}
	w.find("zxj-liaison", "终本案件清理")
}
