package export_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/followup-bot/followup/bot/export"
	"github.com/followup-bot/followup/ledger"
)

// cells are a table's rows by their heads.
func cells(t *testing.T, f *excelize.File, sheet string) (heads []string, rows []map[string]string) {
	t.Helper()
	all, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	heads = all[2]
	for _, r := range all[3:] {
		m := map[string]string{}
		for i, v := range r {
			m[heads[i]] = v
		}
		rows = append(rows, m)
	}
	return heads, rows
}

func TestLedgerHasItsColumns(t *testing.T) {
	w := newWorld(t).lived()
	f := open(t, w.make("zh", export.Request{Kind: export.Ledger}))
	heads, rows := cells(t, f, "督办台账")
	for _, h := range strings.Fields("序号 编号 来源会议 会议日期 事项 工作领域 重点级别 牵头单位 配合单位 责任领导 责任人 立项日 时限 完成标准 进展 完成率 问题 需协调 下步措施 灯号 催办次数 延期次数 办结日 销号日 得分") {
		if !slices.Contains(heads, h) {
			t.Errorf("no column %s", h)
		}
	}
	if len(rows) != 5 {
		t.Fatalf("%d rows", len(rows))
	}
	want := map[string]string{"编号": "河中法督〔2026〕3号", "事项": "@机房搬迁", "牵头单位": "信息技术处", "时限": "2026-11-22", "完成率": "40%", "问题": "财政审批",
		"需协调": "协调财政局\uff1b市财政局", "灯号": "逾期", "进展": "设备已到", "会议日期": "2026-11-02"}
	for h, v := range want {
		if rows[2][h] != v {
			t.Errorf("%s: %q, want %q", h, rows[2][h], v)
		}
	}
	closed := rows[3]
	if closed["办结日"] != "2026-11-21" || closed["销号日"] != "2026-11-22" || closed["完成率"] != "100%" || closed["得分"] != "100" {
		t.Errorf("closed: %v", closed)
	}
	raw, err := f.GetCellValue("督办台账", "M4", excelize.Options{RawCellValue: true})
	if n, bad := strconv.ParseFloat(raw, 64); err != nil || bad != nil || n < 40000 {
		t.Errorf("the deadline is no real date: %q %v", raw, err)
	}
	if p, err := f.GetPanes("督办台账"); err != nil || !p.Freeze || p.YSplit != 3 {
		t.Errorf("the head is not frozen: %+v %v", p, err)
	}
}

// What people wrote never becomes a formula, and comes back as it was written.
func TestNothingBecomesAFormula(t *testing.T) {
	w := newWorld(t).lived()
	for _, kind := range []export.Kind{export.Ledger, export.Tasks, export.Plan, export.Audit} {
		f := open(t, w.make("zh", export.Request{Kind: kind, Item: w.items["=HYPERLINK(\"http://x\",\"点我\")"].ID}))
		found := false
		for _, sheet := range f.GetSheetList() {
			rows, err := f.GetRows(sheet)
			w.check(err)
			for r := range rows {
				for c, v := range rows[r] {
					at, err := excelize.CoordinatesToCellName(c+1, r+1)
					w.check(err)
					if x, err := f.GetCellFormula(sheet, at); err != nil || x != "" {
						t.Errorf("%s %s!%s is the formula %q (%v)", kind, sheet, at, x, err)
					}
					found = found || strings.Contains(v, `=HYPERLINK("http://x","点我")`)
				}
			}
		}
		if !found {
			t.Errorf("%s: the title that looks like a formula is gone", kind)
		}
	}
}

// text gives a Word document's text, a line a paragraph; each of its parts is well-formed.
func text(t *testing.T, d export.Doc) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(d.Data), int64(len(d.Data)))
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, p := range z.File {
		r, err := p.Open()
		if err != nil {
			t.Fatal(err)
		}
		dec := xml.NewDecoder(r)
		inText := false
		for {
			tok, err := dec.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", p.Name, err)
			}
			switch x := tok.(type) {
			case xml.StartElement:
				inText = x.Name.Local == "t"
			case xml.EndElement:
				inText = false
				if x.Name.Local == "p" && p.Name == "word/document.xml" {
					out.WriteString("\n")
				}
			case xml.CharData:
				if inText && p.Name == "word/document.xml" {
					out.Write(x)
				}
			}
		}
		r.Close()
	}
	return out.String()
}

func TestNotice(t *testing.T) {
	w := newWorld(t).lived()
	s := text(t, w.make("zh", export.Request{Kind: export.Notice, Item: w.items["@机房搬迁"].ID}))
	for _, x := range strings.Fields("河口市中级人民法院 督办通知单 河中法督〔2026〕3号 @机房搬迁 信息技术处 2026年11月22日 督查员 财政审批 督查室 领导批示 反馈方式 审核意见") {
		if !strings.Contains(s, x) {
			t.Errorf("the notice lacks %s:\n%s", x, s)
		}
	}
	if _, err := export.Make(t.Context(), w.store, w.env, "zh", export.Request{Kind: export.Notice, Item: "none"}); !errors.Is(err, ledger.ErrNotFound) {
		t.Errorf("an unknown item: %v", err)
	}
}

// Markup in what people wrote is text.
func TestWordsAreNoMarkup(t *testing.T) {
	w := newWorld(t)
	w.act(-14, "@机房搬迁", func(e ledger.Env, it ledger.Item) (ledger.Change, error) {
		return ledger.Report(e, it, "office", ledger.Progress{Note: "</w:t><w:b/>&amp; \x01 第一行\n第二行"})
	})
	if s := text(t, w.make("zh", export.Request{Kind: export.Notice, Item: w.items["@机房搬迁"].ID})); !strings.Contains(s, "</w:t><w:b/>&amp;") {
		t.Errorf("the words are gone:\n%s", s)
	}
}

// The bulletin's figures are the summary's; its lines of units sum to its last line. Units are ranked only where that is asked for.
func TestBulletinSums(t *testing.T) {
	w := newWorld(t).lived()
	var rows []ledger.Row
	w.check(w.store.Rows(t.Context(), ledger.Filter{}, func(r ledger.Row) bool { rows = append(rows, r); return true }))
	s := w.env.Summarize(ledger.Query{}, rows)
	lines := strings.Split(text(t, w.make("zh", export.Request{Kind: export.Bulletin})), "\n")
	at := slices.Index(lines, "合计")
	if at < 0 {
		t.Fatal(lines)
	}
	number := func(i int) int {
		n, err := strconv.Atoi(lines[i])
		if err != nil {
			t.Fatalf("line %d is %q: %v", i, lines[i], err)
		}
		return n
	}
	for k, whole := range []int{s.Open.N, s.Lights[ledger.LightRed].N, s.Lights[ledger.LightYellow].N, s.Blocked.N, s.Closed.N} {
		sum := 0
		for _, u := range s.Units {
			sum += number(slices.Index(lines, w.env.Dir.Unit(u.Unit).Name) + 1 + k)
		}
		if sum != whole || number(at+1+k) != whole {
			t.Errorf("column %d: units sum to %d, the total says %d, the summary %d", k, sum, number(at+1+k), whole)
		}
	}
	if strings.Contains(strings.Join(lines, ""), "排名") {
		t.Error("units are ranked unasked")
	}
	if s := text(t, w.make("zh", export.Request{Kind: export.Bulletin, Rank: true})); !strings.Contains(s, "单位排名") {
		t.Error("units are not ranked")
	}
}

// A selection goes for every document.
func TestSelection(t *testing.T) {
	w := newWorld(t).lived()
	q := ledger.Query{Units: []ledger.UnitID{"xx"}}
	for _, kind := range []export.Kind{export.Ledger, export.Tasks, export.Plan} {
		if d := w.make("en", export.Request{Kind: kind, Query: q}); d.Items != 1 {
			t.Errorf("%s: %d items", kind, d.Items)
		}
	}
	if d := w.make("zh", export.Request{Kind: export.Plan, Query: ledger.Query{Programme: "铁案工程"}}); d.Items != 2 || !strings.Contains(d.Name, "铁案工程") {
		t.Errorf("programme: %d items in %s", d.Items, d.Name)
	}
	if s := text(t, w.make("zh", export.Request{Kind: export.Bulletin, Query: q, Scope: "信息技术处"})); strings.Contains(s, "研究室") {
		t.Error("another unit's items stand in the bulletin")
	}
	none := ledger.Query{Units: []ledger.UnitID{"none"}}
	if _, err := export.Make(t.Context(), w.store, w.env, "zh", export.Request{Kind: export.Plan, Query: none}); !errors.Is(err, export.ErrNothing) {
		t.Errorf("nothing: %v", err)
	}
}

func TestAuditIsWhole(t *testing.T) {
	w := newWorld(t).lived()
	it := w.items["司法统计季报"]
	events, err := w.store.Events(t.Context(), it.ID)
	w.check(err)
	f := open(t, w.make("zh", export.Request{Kind: export.Audit, Item: it.ID}))
	_, rows := cells(t, f, "全过程记录")
	if len(rows) != len(events) {
		t.Fatalf("%d rows of %d events", len(rows), len(events))
	}
	for i, r := range rows {
		if r["校验"] != events[i].Hash {
			t.Errorf("event %d: hash %s", i, r["校验"])
		}
	}
	if rows[1]["原话"] != "原话:司法统计季报" {
		t.Errorf("the words are %q", rows[1]["原话"])
	}
}

// The leader over everything is named where nobody is nearer, as an escalation goes to them.
func TestWhoOverseesAllIsNamed(t *testing.T) {
	w := newWorld(t)
	o := org()
	o.People = append(o.People, ledger.Person{ID: "principal", Name: "院长", Posts: []ledger.Post{{Role: ledger.RolePrincipal}}, Oversees: []ledger.UnitID{ledger.AllUnits}})
	w.env.Dir = ledger.NewDirectory(o)
	_, rows := cells(t, open(t, w.make("zh", export.Request{Kind: export.Ledger})), "督办台账")
	for i, want := range []string{"分管副院长", "分管副院长", "院长", "分管副院长", "院长"} {
		if rows[i]["责任领导"] != want {
			t.Errorf("row %d, of %s: %q, want %q", i+1, rows[i]["牵头单位"], rows[i]["责任领导"], want)
		}
	}
}
