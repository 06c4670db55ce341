package bot_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/followup-bot/followup/bot/chart"
	"github.com/followup-bot/followup/bot/chat/chattest"
	"github.com/followup-bot/followup/ledger"
)

const xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// edited changes cells of a workbook as a person would, and gives the file back.
func edited(t *testing.T, data []byte, f func(x *excelize.File, sheet string)) []byte {
	t.Helper()
	x, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	f(x, x.GetSheetName(0))
	var out bytes.Buffer
	if err := x.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func set(t *testing.T, x *excelize.File, sheet, at string, v any) {
	t.Helper()
	if err := x.SetCellValue(sheet, at, v); err != nil {
		t.Fatal(err)
	}
}

func (w *world) draft() ledger.Draft {
	w.t.Helper()
	all, err := ledger.LoadAll[ledger.Draft](w.ctx, w.store, ledger.RecordDraft, "")
	if err != nil || len(all) == 0 {
		w.t.Fatal(err)
	}
	return all[len(all)-1]
}

// A task table goes out, is edited for days, and comes back: changed, dropped and added rows are read back and taken over.
func TestTaskTableOutAndBack(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	w.say("ducha", minutesText)
	w.want(w.say("ducha", "导出任务分解表"), "任务分解表", "4 项", "发回给我")
	w.click("ducha", w.find("ducha", "读出 4 项"), "draft_table")
	table := w.file("ducha")
	w.want(w.say("ducha", "", chattest.WithFile(table.Name, xlsxType, table.Data)), "没有改动")
	back := edited(t, table.Data, func(x *excelize.File, s string) {
		set(t, x, s, "B4", "建成质效看板(一期)")
		set(t, x, s, "C4", "完成调研(2026-12-01)\n上线")
		set(t, x, s, "H4", "2026/12/20")
		set(t, x, s, "D7", "审管办")
		set(t, x, s, "J7", "月度报告")
		if err := x.RemoveRow(s, 5); err != nil {
			t.Fatal(err)
		}
		set(t, x, s, "B8", "增加一项宣传")
		set(t, x, s, "D8", "政治部")
		set(t, x, s, "H8", "12月底前")
		set(t, x, s, "B9", "没人认识的单位")
		set(t, x, s, "D9", "外星办")
	})
	w.restart()
	got := w.say("ducha", "改好了", chattest.WithFile("分解表-会签后.xlsx", xlsxType, back))
	w.want(got, "改 2 项,增 2 项,删 1 项", "建成质效看板(一期)", "12月15日 → 12月20日", "完成调研", "牵头单位 — → 审管办", "月度报告", "增 5 增加一项宣传", "政治部", "12月31日", "删 2", "外星办")
	before := w.draft()
	if before.Rows[0].Title == "建成质效看板(一期)" {
		t.Error("it was taken over before it was confirmed")
	}
	w.want(w.say("ducha", "是"), "已按表更新")
	d := w.draft()
	if r := d.Row(1); r.Title != "建成质效看板(一期)" || len(r.Milestones) != 2 || r.Milestones[0].Due.String() != "2026-12-01" || r.Due.Date.String() != "2026-12-20" {
		t.Errorf("row 1: %+v", r)
	}
	if r := d.Row(2); !r.Dropped {
		t.Errorf("row 2 is not dropped: %+v", r)
	}
	if r := d.Row(3); r.Fanout != "各基层法院" || len(r.Members) != 3 {
		t.Errorf("row 3 lost its collective owner: %+v", r)
	}
	if r := d.Row(4); r.Lead != "sgb" || r.Output != "月度报告" {
		t.Errorf("row 4: %+v", r)
	}
	if r := d.Row(5); r == nil || r.Lead != "zzb" || r.Due.Date.String() != "2026-12-31" {
		t.Errorf("row 5: %+v", r)
	}
	w.want(w.say("ducha", "", chattest.WithFile("分解表.xlsx", xlsxType, back)), "没有改动")
	w.none(w.say("zxj-head", "", chattest.WithFile("分解表.xlsx", xlsxType, back)), "改 2 项")
}

// What was read back is not taken over once somebody has changed the drafts.
func TestTaskTableMeanwhile(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	w.say("ducha", minutesText)
	w.say("ducha", "导出任务分解表")
	table := w.file("ducha")
	back := edited(t, table.Data, func(x *excelize.File, s string) { set(t, x, s, "I4", "每月通报") })
	w.reply("ducha", w.find("ducha", "读出 4 项"), "1号时限改为12月18日")
	got := w.say("ducha", "", chattest.WithFile("分解表.xlsx", xlsxType, back))
	w.want(got, "改 1 项", "⚠", "12月18日 → 12月15日", "每月通报")
	w.reply("ducha", w.find("ducha", "读出 4 项"), "4号审管办牵头")
	w.want(w.say("ducha", "是"), "没有采用")
	if d := w.draft(); d.Row(1).Measure == "每月通报" {
		t.Error("a table that was overtaken was taken over")
	}
}

const oldLedger = `督办编号,督办事项,牵头单位,配合单位,立项日期,完成时限,办理情况,进度,状态,销号日期
云中法督〔2026〕31号,清理积案,执行局,研究室,2026-03-02,2026年6月30日,已清完,100%,已销号,2026/6/20
云中法督〔2026〕32号,编写案例集,研究室,,2026-09-01,2026-12-25,完成初稿,60%,办理中,
33,培训法官,政治部,,2026-09-10,10月底前,,,在办,
34,没有的单位,外星办,,2026-09-10,2026-10-30,,,在办,
35,日期不对,研究室,,2026-09-10,某日,,abc,飞了,
,无编号事项,"审管办、研究室",,2026-10-08,长期坚持,,,,
`

func TestLedgerIsImported(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	issue(w)
	got := w.say("ducha", "请导入", chattest.WithFile("旧台账.csv", "text/csv", []byte(oldLedger)))
	w.want(got, "可新增 5 项", "其中 1 项有缺漏", "不能导入 1 行", "第 5 行「牵头单位」不认识的单位:外星办", "第 6 行「完成时限」读不出日期:某日", "第 6 行「进度」", "第 6 行「状态」")
	if n := len(w.items()); n != 7 {
		t.Fatalf("%d items before the yes", n)
	}
	w.restart()
	w.want(w.say("ducha", "是"), "导入 5 项")
	it := w.item(31)
	if it.State != ledger.StateClosed || it.Lead != "zxj" || len(it.Support) != 1 || ledger.DateOf(it.ClosedAt).String() != "2026-06-20" {
		t.Errorf("31: %+v", it)
	}
	if it := w.item(33); it.Due.Date.String() != "2026-10-31" || it.Escalation != 3 {
		t.Errorf("33: due %s, steps taken %d", it.Due.Date, it.Escalation)
	}
	events, err := w.store.Events(w.ctx, it.ID)
	if err != nil || len(events) != 1 || events[0].Kind != ledger.EventImported || !strings.HasPrefix(events[0].Reason, "旧台账.csv:2") {
		t.Errorf("events %+v %v", events, err)
	}
	n := len(w.items())
	w.want(w.say("ducha", "导入台账", chattest.WithFile("旧台账.csv", "text/csv", []byte(oldLedger))), "可新增 0 项", "已有 5 项")
	if len(w.items()) != n {
		t.Error("the same file made a second set")
	}
	w.want(w.say("zxj-head", "导入", chattest.WithFile("旧台账.csv", "text/csv", []byte(oldLedger))), "督查室")
}

// What was exported comes back as what is there already.
func TestExportedLedgerIsKnown(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	issue(w)
	w.say("ducha", "导出台账")
	f := w.file("ducha")
	w.want(w.say("ducha", "导入", chattest.WithFile(f.Name, xlsxType, f.Data)), "可新增 0 项", "已有 6 项", "不能导入 0 行")
}

func TestStandingAmongPeers(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	p, err := chart.Open("")
	if err != nil {
		t.Fatal(err)
	}
	w.charts = p
	w.restart()
	w.want(w.say("yuanzhang", "在15个副省级城市法院里我们排第几"), "还没有导入指标表")
	var b strings.Builder
	b.WriteString("指标,法院,数值,期间,方向\n")
	for i, city := range []string{"甲市", "乙市", "云港市中级人民法院", "丙市", "丁市"} {
		fmt.Fprintf(&b, "审限内结案率,%s,%.1f%%,2026年10月,高\n", city, 99-float64(i)*0.7)
		fmt.Fprintf(&b, "平均审理天数,%s,%d 天,2026年10月,越低越好\n", city, 60-i*3)
	}
	b.WriteString("审限内结案率,戊市,说不清,2026年10月,高\n")
	file := chattest.WithFile("指标.csv", "text/csv", []byte(b.String()))
	w.want(w.say("ducha", "", file), "只有管理员")
	w.want(w.say("admin", "", file), "读出 10 行指标", "审限内结案率 2026年10月:5 家", "第 12 行「数值」不是数:说不清")
	w.restart()
	w.want(w.say("admin", "是"), "已记 2 张指标表")
	got := w.say("yuanzhang", "审限内结案率我们排第几")
	w.want(got, "审限内结案率(2026年10月):第 3 名,共 5 家,97.6%", "标兵", "第 2 名 乙市:98.3%,我们差 0.7 个百分点", "追兵", "第 4 名 丙市:96.9%,我们领先 0.7 个百分点", "图表")
	w.click("yuanzhang", w.find("yuanzhang", "标兵"), "standing")
	w.pictureTo("yuanzhang")
	w.want(w.say("yuanzhang", "和标兵、追兵的差距"), "审限内结案率", "平均审理天数(2026年10月):第 3 名")
	w.want(w.say("yuanzhang", "平均审理天数排名"), "第 2 名 丙市:51天,我们差 3天")
	w.want(w.say("yuanzhang", "对标副省级城市,服判息诉率第几"), "没有“", "已导入")
	w.none(w.say("zxj-head", "审限内结案率我们排第几"), "第 3 名")
}

// A table that is marked as secret is not kept, and nobody's ledger.
func TestSecretTablesAreRefused(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	w.files = readerOf(func(string) (string, error) { return "密级:机密★10年\n" + oldLedger, nil })
	w.restart()
	got := w.say("ducha", "导入", chattest.WithFile("旧台账.csv", "text/csv", []byte("密级:机密★10年\n"+oldLedger)))
	w.want(got, "密级标志")
	w.none(got, "可新增")
}

// What was stopped the first time comes in once the organisation knows it, from the same file.
func TestMendedImport(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	ctx := w.ctx
	try := func(want int) {
		t.Helper()
		in, err := w.bot.Import(ctx, "旧台账.csv", []byte(oldLedger), "zh", "", true)
		if err != nil || in.New != want {
			t.Fatalf("%d new, want %d: %v", in.New, want, err)
		}
	}
	try(5)
	try(0)
	w.say("admin", "以后政治部也叫外星办")
	w.say("admin", "是")
	try(1)
	if it := w.item(34); it.Lead != "zzb" {
		t.Errorf("34 is led by %s", it.Lead)
	}
}
