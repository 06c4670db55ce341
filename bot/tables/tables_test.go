package tables

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/calendar"
)

func options() Options {
	org := ledger.Org{ID: "o", Name: "河口市中级人民法院", Zone: "Asia/Shanghai", Units: []ledger.Unit{{ID: "sg", Name: "审判管理办公室", Aliases: []string{"审管办"}}, {ID: "yj", Name: "研究室"},
		{ID: "m1", Name: "民一庭", Aliases: []string{"民庭"}}, {ID: "m2", Name: "民二庭", Aliases: []string{"民庭"}}},
		Groups: []ledger.Group{{Name: "各部门", Members: []ledger.UnitID{"sg", "yj"}}}}
	loc, _ := time.LoadLocation("Asia/Shanghai")
	return Options{Dir: ledger.NewDirectory(org), Cal: calendar.China(), Now: time.Date(2026, 11, 24, 10, 0, 0, 0, loc)}
}

// sheet makes a workbook of rows; a time.Time is a real date.
func sheet(t *testing.T, rows ...[]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for i, r := range rows {
		at, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.SetSheetRow("Sheet1", at, &r); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func codes(ps []Problem) (out []string) {
	for _, p := range ps {
		out = append(out, p.Code)
	}
	return out
}

// Heads stand in any order, below a title, in either language; dates are real ones, words, or numbers that lost their format.
func TestLedgerFromAWorkbook(t *testing.T) {
	day := time.Date(2026, 12, 15, 0, 0, 0, 0, time.UTC)
	b := sheet(t, []any{"2026年督办台账"}, []any{"截至11月24日"},
		[]any{"Lead unit", "事项", "完成率", "时限", "立项日", "编号", "状态", "配合单位"},
		[]any{"审管办", "看板", 0.6, day, "2026.11.2", "河中法督〔2026〕12号", "办理中", "研究室"},
		[]any{"研究室、审管办", "案例", "60%", 46371, "2026-11-02", 13, "已签收"},
		[]any{"审管办", "周报", "", "下月底前", "2026年11月2日", "2026-14", "在办"},
		[]any{"", "", "", "", "", "", ""}, []any{"", "", "合计"})
	es, err := Ledger(t.Context(), "台账.xlsx", b, options())
	if err != nil || len(es) != 3 {
		t.Fatalf("%d entries, %v", len(es), err)
	}
	want := []struct {
		row, percent int
		due          string
		lead         ledger.UnitID
		support      int
		number       ledger.Number
	}{{4, 60, "2026-12-15", "sg", 1, ledger.Number{Year: 2026, Seq: 12}}, {5, 60, "2026-12-15", "yj", 1, ledger.Number{Year: 2026, Seq: 13}},
		{6, 0, "2026-12-31", "sg", 0, ledger.Number{Year: 2026, Seq: 14}}}
	for i, w := range want {
		e := es[i]
		if len(e.Problems) > 0 {
			t.Errorf("row %d: %v", e.Row, e.Problems)
		}
		if e.Row != w.row || e.Item.Percent != w.percent || e.Item.Due.Date.String() != w.due || e.Item.Lead != w.lead || len(e.Item.Support) != w.support || e.Item.Number != w.number {
			t.Errorf("entry %d: row %d %+v", i, e.Row, e.Item)
		}
	}
}

// What can't be read is named, and nothing is guessed.
func TestProblemsAreNamed(t *testing.T) {
	b := sheet(t, []any{"事项", "牵头", "时限", "进度", "状态", "编号"},
		[]any{"甲", "外星办", "某天", "很多", "飞了", "abc"}, []any{"乙", "民庭"}, []any{"丙", "各部门"}, []any{"丁", ""}, []any{"", "研究室"}, []any{"戊", "研究室"}, []any{"戊", "研究室"})
	es, err := Ledger(t.Context(), "a.xlsx", b, options())
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{{BadPercent, BadNumber, UnknownUnit, NoIssue, BadDate, BadState}, {TwoUnits, NoIssue}, {NoUnitGroup, NoIssue}, {NoLead, NoIssue}, {NoTitle, NoIssue}, {NoIssue}, {NoIssue, Twice}}
	for i, w := range want {
		got := codes(es[i].Problems)
		if len(got) != len(w) {
			t.Errorf("row %d: %v, want %v", es[i].Row, got, w)
			continue
		}
		for k := range w {
			if got[k] != w[k] {
				t.Errorf("row %d: %v, want %v", es[i].Row, got, w)
				break
			}
		}
		if stopped := i != 5; es[i].Stopped() != stopped {
			t.Errorf("row %d: stopped %v", es[i].Row, es[i].Stopped())
		}
	}
	if p := es[0].Problems[2]; p.Column != "牵头" || p.Text != "外星办" || p.Row != 2 {
		t.Errorf("the problem is %+v", p)
	}
	if !es[0].Item.Due.IsZero() {
		t.Error("a date was invented")
	}
}

// Files of old programs are in GB18030, or separated by semicolons and tabs.
func TestSeparatedValues(t *testing.T) {
	for name, text := range map[string]string{"comma": "事项,牵头单位\n\"看板,一期\",审管办\n", "semicolon": "事项;牵头单位\n看板,一期;审管办\n", "tab": "事项\t牵头单位\n看板,一期\t审管办\n"} {
		gb, err := simplifiedchinese.GB18030.NewEncoder().String(text)
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range []string{text, "\ufeff" + text, gb} {
			es, err := Ledger(t.Context(), "a.csv", []byte(b), options())
			if err != nil || len(es) != 1 || es[0].Item.Title != "看板,一期" || es[0].Item.Lead != "sg" {
				t.Errorf("%s: %+v %v", name, es, err)
			}
		}
	}
}

func TestStates(t *testing.T) {
	b := sheet(t, []any{"事项", "牵头", "立项日", "状态", "办结日", "销号日"},
		[]any{"一", "研究室", "2026-11-02", "已销号", "2026-11-10", "2026-11-12"}, []any{"二", "研究室", "2026-11-02", "已办结", "2026-11-10"}, []any{"三", "研究室", "2026-11-02", "已办结"},
		[]any{"四", "研究室", "2026-11-02", "待审核", "2026-11-10"}, []any{"五", "研究室", "2026-11-02", "暂缓"}, []any{"六", "研究室", "2026-11-02", "已终止"}, []any{"七", "研究室", "2026-11-02", "", "", "2026-11-12"}, []any{"八", "研究室", "2026-11-02"})
	es, err := Ledger(t.Context(), "a.xlsx", b, options())
	if err != nil {
		t.Fatal(err)
	}
	want := []ledger.State{ledger.StateClosed, ledger.StateClosed, ledger.StateClosed, ledger.StateSubmitted, ledger.StateSuspended, ledger.StateTerminated, ledger.StateClosed, ledger.StateAccepted}
	for i, s := range want {
		if es[i].Item.State != s {
			t.Errorf("row %d: %s, want %s", es[i].Row, es[i].Item.State, s)
		}
	}
	if ledger.DateOf(es[0].Item.ClosedAt).String() != "2026-11-12" || ledger.DateOf(es[1].Item.ClosedAt).String() != "2026-11-10" || !es[2].Item.ClosedAt.IsZero() {
		t.Errorf("closed at %s, %s, %s", es[0].Item.ClosedAt, es[1].Item.ClosedAt, es[2].Item.ClosedAt)
	}
}

func TestWhatIsNoTable(t *testing.T) {
	for name, b := range map[string][]byte{"a.csv": []byte("一,二\n三,四\n"), "b.xlsx": []byte("PK\x03\x04 broken"), "c.xlsx": sheet(t, []any{"无关"}), "d.csv": nil} {
		if _, err := Ledger(t.Context(), name, b, options()); err == nil {
			t.Errorf("%s was read", name)
		}
		if k := Sniff(t.Context(), name, b); k != KindNone {
			t.Errorf("%s is taken for %s", name, k)
		}
	}
	if _, err := Ledger(t.Context(), "c.xlsx", sheet(t, []any{"无关"}), options()); !errors.Is(err, ErrNoTable) {
		t.Error(err)
	}
	minutes := sheet(t, []any{"序号", "任务", "牵头单位", "时限"}, []any{1, "看板", "审管办", "12月15日"})
	if k := Sniff(t.Context(), "纪要.xlsx", minutes); k != KindList {
		t.Errorf("minutes in a table are taken for %q", k)
	}
}

// No file brings the readers down.
func FuzzTables(f *testing.F) {
	f.Add([]byte("事项,牵头单位,时限\n看板,审管办,12月15日\n"))
	f.Add([]byte("指标,法院,数值\n结案率,甲,98%\n"))
	f.Add([]byte("标识,重点任务\nx/1/1/a,看板\n"))
	f.Add([]byte("PK\x03\x04"))
	o := options()
	f.Fuzz(func(t *testing.T, b []byte) {
		ctx := context.Background()
		for _, name := range []string{"a.csv", "a.xlsx"} {
			Sniff(ctx, name, b)
			_, _ = Ledger(ctx, name, b, o)
			_, _ = Tasks(ctx, name, b, o)
			_, _, _ = Indicators(ctx, name, b)
		}
	})
}

// A deadline that says both a day and that the work goes on has the day; one that says no day stands.
func TestOngoingWithADay(t *testing.T) {
	for text, want := range map[string]string{"长期": "", "持续推进": "", "持续推进,12月31日前完成": "2026-12-31", "12月20日前报送,长期坚持": "2026-12-20"} {
		es, err := Ledger(t.Context(), "台账.xlsx", sheet(t, []any{"事项", "牵头单位", "时限", "立项日", "状态"}, []any{"看板", "审管办", text, "2026-11-02", "在办"}), options())
		if err != nil || len(es) != 1 || len(es[0].Problems) > 0 {
			t.Fatalf("%s: %+v, %v", text, es, err)
		}
		ts, err := Tasks(t.Context(), "任务.xlsx", sheet(t, []any{"标识", "重点任务", "时间节点"}, []any{"x", "看板", text}), options())
		if err != nil || len(ts) != 1 || len(ts[0].Problems) > 0 {
			t.Fatalf("%s: %+v, %v", text, ts, err)
		}
		it, k := es[0].Item, ts[0]
		if it.Ongoing != (want == "") || k.Ongoing != (want == "") || want != "" && (it.Due.Date.String() != want || k.Due.Date.String() != want) {
			t.Errorf("%s: an item due %s (ongoing %v), a task due %s (ongoing %v)", text, it.Due.Date, it.Ongoing, k.Due.Date, k.Ongoing)
		}
	}
}
