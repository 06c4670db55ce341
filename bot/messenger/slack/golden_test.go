package slack

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/followup-bot/followup/bot/chat"
)

var update = flag.Bool("update", false, "write the golden files anew")

func button(id, value, label string) chat.Control {
	return chat.Control{Kind: chat.ControlButton, ID: id, Value: value, Label: label}
}

func form(id, value, label string) chat.Control {
	return chat.Control{Kind: chat.ControlForm, ID: id, Value: value, Label: label}
}

func manyOptions(n int) []chat.Option {
	var out []chat.Option
	for i := range n {
		out = append(out, chat.Option{Label: fmt.Sprintf("第%d庭", i+1), Value: fmt.Sprintf("u%d", i+1)})
	}
	return out
}

// cards are one of each kind that people meet.
func cards() map[string]chat.Card {
	return map[string]chat.Card{
		"drafts": {Lang: "zh", Title: "📋 周例会 3月6日 · 读出 4 项,1 项缺要素", Blocks: []chat.Block{
			{Kind: chat.BlockRows, Rows: []chat.Row{
				{Mark: "1", Text: "立案庭 + 信息处 │ 上线网上预约 │ 4月15日"},
				{Mark: "2", Text: "各庭 │ 清理积压卷宗 │ 3月31日", Detail: []string{"依据:“各庭于三月底前清完”"}},
				{Light: "warn", Mark: "3", Text: "缺牵头 │ 修订值班办法 │ 5月1日"},
				{Light: "new", Mark: "4", Text: "宣传处 │ 开放日方案 │ 4月10日"},
			}},
			{Kind: chat.BlockNote, Text: "另有 2 句作为原则性要求,未列为事项。回复“3号办公室牵头”即可修改。"},
			{Kind: chat.BlockActions, Actions: []chat.Control{
				form("edit", "d1", "逐项核对"),
				{Kind: chat.ControlButton, ID: "issue", Value: "d1", Label: "下发 3 项", Style: "primary", Confirm: "将发给 3 个单位共 3 条消息。"},
				button("export", "d1", "导出表格"),
			}},
		}},
		"item": {Lang: "zh", Title: "12号 上线网上预约", Fallback: "🆕 12号 上线网上预约,4月15日", Blocks: []chat.Block{
			{Kind: chat.BlockText, Text: "牵头 立案庭,配合 信息处 │ 4月15日(还有 28 个工作日)\n完成标准:预约可用,按周统计。"},
			{Kind: chat.BlockQuote, Text: "由立案庭牵头,信息处配合,\n四月中旬前上线网上预约。"},
			{Kind: chat.BlockActions, Actions: []chat.Control{
				{Kind: chat.ControlButton, ID: "accept", Value: "i12", Label: "签收", Style: "primary"}, form("report", "i12", "报进展"),
				{Kind: chat.ControlSelect, ID: "handler", Label: "转经办人", Options: []chat.Option{{Label: "王<小>明", Value: "p1"}, {Label: "李 & 丽", Value: "p2"}}},
				{Kind: chat.ControlDate, ID: "eta", Label: "预计完成", Value: "2026-04-10"},
				{Kind: chat.ControlButton, ID: "decline", Value: "i12", Label: "不属我部门", Style: "danger", Confirm: "退回督查室?"},
				{Kind: chat.ControlLink, ID: "page", Label: "台账", URL: "https://ledger.example.org/12"},
			}},
		}},
		"digest": {Lang: "zh", Title: "早上好。您有 3 项", Blocks: []chat.Block{
			{Kind: chat.BlockRows, Rows: []chat.Row{
				{Light: "red", Mark: "8号", Text: "清理积压卷宗", Detail: []string{"截止 3月31日"}, Actions: []chat.Control{form("report", "i8", "报进展"), form("extend", "i8", "申请延期")}},
				{Light: "yellow", Mark: "12号", Text: "网上预约 │ 周三到期 │ 已报 80%", Actions: []chat.Control{form("report", "i12", "报进展"), button("submit", "i12", "申请办结")}},
				{Light: "green", Mark: "15号", Text: "开放日方案 │ 4月10日"},
			}},
		}},
		"review": {Lang: "en", Title: "#12 waits for your review", Blocks: []chat.Block{
			{Kind: chat.BlockText, Text: "The Filing Division says it is done, with evidence."},
			{Kind: chat.BlockRows, Rows: []chat.Row{{Light: "blue", Mark: "#12", Text: "Online booking", Detail: []string{"evidence: report.pdf"}, Actions: []chat.Control{button("open", "i12", "Open")}}}},
			{Kind: chat.BlockActions, Actions: []chat.Control{{Kind: chat.ControlButton, ID: "close", Value: "i12", Label: "Close", Style: "primary"}, form("return", "i12", "Return…")}},
		}},
		"summary": {Lang: "zh", Title: "全院督办情况", Blocks: []chat.Block{
			{Kind: chat.BlockText, Text: "在办 46 项,本月办结 12 项,按期率 91%(上月 86% ↑)"},
			{Kind: chat.BlockTable, Table: [][]string{{"单位", "在办", "逾期", "按期率"}, {"立案庭", "6", "0", "100%"}, {"执行局", "12", "2", "83%"}, {"Police", "3", "1", "67%"}}},
			{Kind: chat.BlockDivider},
			{Kind: chat.BlockTable, Table: [][]string{{"编号", "事项", "滞后原因与下步措施"}, {"8号", "清理积压卷宗", strings.Repeat("等待采购,", 12)}, {"9号", "修订办法", "征求意见中"}}},
			{Kind: chat.BlockActions, Actions: []chat.Control{button("overdue", "", "逾期 3 项"), button("units", "", "按部门")}},
		}},
		"long": {Lang: "zh", Title: "逾期 120 项", Blocks: []chat.Block{
			{Kind: chat.BlockRows, Rows: longRows(120)},
			{Kind: chat.BlockNote, Text: "数字可点开"},
			{Kind: chat.BlockActions, Actions: []chat.Control{{Kind: chat.ControlSelect, ID: "unit", Label: "按单位看", Options: manyOptions(230)}}},
		}},
		"markup": {Lang: "en", Title: "<!channel> *x* & <http://x|y>", Blocks: []chat.Block{
			{Kind: chat.BlockText, Text: "<!here> <@U1> *bold* _it_ `code` :tada: https://x.example\u202e\x07"},
			{Kind: chat.BlockQuote, Text: "&lt; > quoted"},
			{Kind: chat.BlockRows, Rows: []chat.Row{{Light: "odd", Mark: "<1>", Text: "*a* <b>", Detail: []string{"<!channel>"}, Actions: []chat.Control{button("a<b>&", "v<&>%", "<!channel>")}}}},
			{Kind: chat.BlockNote, Text: "<!everyone>"},
		}},
	}
}

func longRows(n int) []chat.Row {
	var out []chat.Row
	for i := range n {
		id := fmt.Sprint(i + 1)
		out = append(out, chat.Row{Light: "red", Mark: id + "号", Text: "事项 " + id, Detail: []string{"逾期 " + id + " 天"},
			Actions: []chat.Control{form("report", "i"+id, "报进展"), form("extend", "i"+id, "申请延期")}})
	}
	return out
}

func TestGoldenCards(t *testing.T) {
	for name, c := range cards() {
		t.Run(name, func(t *testing.T) {
			blocks := lay(c, messageBlocks, budgets[0], nil)
			compareGolden(t, name, map[string]any{"text": fallback(c), "blocks": blocks})
			data, err := json.Marshal(blocks)
			if err != nil {
				t.Fatal(err)
			}
			for _, wrong := range checkBlocks(data, messageBlocks) {
				t.Error(wrong)
			}
		})
	}
}

func TestGoldenForm(t *testing.T) {
	f := chat.Form{ID: "report", Value: "i12", Lang: "zh", Title: "报进展 12号 上线网上预约,并按周统计预约量、取消量和到场率", Submit: "报送", Cancel: "取消", Fields: []chat.Field{
		{ID: "percent", Label: "完成 %", Kind: chat.FieldNumber, Value: "40", Min: "0", Max: "100", Required: true},
		{ID: "note", Label: "进展", Kind: chat.FieldArea, Hint: "一句话也行 <b>", Value: "已测试 & 待上线"},
		{ID: "eta", Label: "预计", Kind: chat.FieldDate, Value: "2026-04-10", Min: "2026-03-20"},
		{ID: "unit", Label: "协调单位", Kind: chat.FieldSelect, Value: "u2", Options: manyOptions(150)},
		{ID: "with", Label: "配合", Kind: chat.FieldMulti, Value: "u1\nu3", Options: manyOptions(3)},
		{ID: "title", Label: "", Kind: chat.FieldText},
	}}
	view, err := modal(f, chat.Ref{Address: chat.Address{Conversation: "C1", Thread: "1.1"}, Message: "1.2"}, pane{})
	if err != nil {
		t.Fatal(err)
	}
	compareGolden(t, "form", view)
	data, err := json.Marshal(view)
	if err != nil {
		t.Fatal(err)
	}
	for _, wrong := range checkView(data) {
		t.Error(wrong)
	}
}

func TestLightsAreSignsAndWords(t *testing.T) {
	for _, tt := range []struct{ lang, light, text, want string }{
		{"zh", "red", "清理卷宗", "🔴 逾期"}, {"zh", "red", "清理卷宗 │ 逾期 2 天", "🔴"}, {"en", "yellow", "Booking", "🟡 due soon"}, {"en-GB", "yellow", "Due Friday", "🟡"},
		{"zh-CN", "warn", "⚠ 缺牵头", ""}, {"zh", "warn", "缺牵头", "⚠️"}, {"en", "new", "Plan", "🆕 new"}, {"en", "", "Plan", ""}, {"en", "puce", "Plan", "puce"}, {"fr", "blue", "Plan", "🔵 in review"},
	} {
		if got := wordsFor(tt.lang).shine(tt.light, tt.text); got != tt.want {
			t.Errorf("%s in %s with %q: %q, want %q", tt.light, tt.lang, tt.text, got, tt.want)
		}
	}
}

func TestFormsNeverHoldWhatSlackRefuses(t *testing.T) {
	f := chat.Form{ID: "x", Title: "x", Fields: []chat.Field{
		{ID: "a", Kind: chat.FieldNumber, Value: "140", Min: "0", Max: "100"}, {ID: "b", Kind: chat.FieldNumber, Value: "many", Min: "few"},
		{ID: "c", Kind: chat.FieldDate, Value: "soon"}, {ID: "d", Kind: chat.FieldText, Value: "one\ntwo"},
		{ID: "e", Kind: chat.FieldSelect, Value: "gone", Options: []chat.Option{{Label: "nobody"}, {Label: "A", Value: "a"}, {Label: "again", Value: "a"}}},
	}}
	view, err := modal(f, chat.Ref{}, pane{})
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(view)
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"140", "many", "few", "soon", "gone", "nobody", "again"} {
		if bytes.Contains(data, []byte(`"`+bad+`"`)) {
			t.Errorf("%s stands in %s", bad, data)
		}
	}
	if !bytes.Contains(data, []byte(`"multiline":true`)) {
		t.Errorf("%s", data)
	}
	for name, bad := range map[string]chat.Form{
		"no fields":    {ID: "x"},
		"too many":     {ID: "x", Fields: make([]chat.Field, viewBlocks+1)},
		"no options":   {ID: "x", Fields: []chat.Field{{ID: "a", Kind: chat.FieldSelect}}},
		"no kind":      {ID: "x", Fields: []chat.Field{{ID: "a"}}},
		"long id":      {ID: "x", Fields: []chat.Field{{ID: strings.Repeat("i", 256), Kind: chat.FieldText}}},
		"long value":   {ID: "x", Value: strings.Repeat("v", metadataMax), Fields: []chat.Field{{ID: "a", Kind: chat.FieldText}}},
		"long content": {ID: "x", Fields: []chat.Field{{ID: "a", Kind: chat.FieldText, Value: strings.Repeat("v", inputText+1)}}},
	} {
		if _, err := modal(bad, chat.Ref{}, pane{}); err == nil {
			t.Errorf("%s: a form was made", name)
		}
	}
}

func compareGolden(t *testing.T, name string, v any) {
	t.Helper()
	var buf bytes.Buffer
	e := json.NewEncoder(&buf)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("testdata", name+".golden.json")
	if *update {
		if err := os.WriteFile(path, buf.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(want, buf.Bytes()) {
		t.Errorf("%s differs (go test -update writes it anew):\n%s", path, buf.String())
	}
}

// Whatever a card holds, what is posted keeps the limits, and the first rows stay.
func TestLayKeepsLimits(t *testing.T) {
	huge := strings.Repeat("长", 50_000)
	var parts []chat.Block
	for i := range 90 {
		parts = append(parts, chat.Block{Kind: chat.BlockText, Text: fmt.Sprint("part ", i)}, chat.Block{Kind: chat.BlockDivider})
	}
	var buttons []chat.Control
	for i := range 60 {
		buttons = append(buttons, button("same", fmt.Sprint(i), huge))
	}
	tests := map[string]chat.Card{
		"texts":   {Title: huge, Blocks: []chat.Block{{Kind: chat.BlockText, Text: huge}, {Kind: chat.BlockQuote, Text: huge}, {Kind: chat.BlockNote, Text: huge}}},
		"parts":   {Title: "many", Blocks: parts},
		"buttons": {Blocks: []chat.Block{{Kind: chat.BlockActions, Actions: buttons}}},
		"values":  {Blocks: []chat.Block{{Kind: chat.BlockActions, Actions: []chat.Control{button("x", huge, "x"), button(huge, "x", "x"), {Kind: chat.ControlLink, Label: "x", URL: "javascript:alert(1)"}}}}},
		"rows":    {Blocks: []chat.Block{{Kind: chat.BlockRows, Rows: longRows(60)}, {Kind: chat.BlockRows, Rows: longRows(60)}, {Kind: chat.BlockText, Text: "the end"}}},
		"tables":  {Blocks: []chat.Block{{Kind: chat.BlockTable, Table: [][]string{{huge, huge}, {huge}, {}}}, {Kind: chat.BlockTable, Table: [][]string{{}, {}}}, {Kind: chat.BlockTable, Table: [][]string{{"", ""}}}}},
		"options": {Blocks: []chat.Block{{Kind: chat.BlockActions, Actions: []chat.Control{{Kind: chat.ControlSelect, ID: "s", Options: manyOptions(1100)}, {Kind: chat.ControlSelect, ID: "e"}}}}},
		"odd":     {Blocks: []chat.Block{{Kind: "?", Text: "x"}, {Kind: chat.BlockFile}, {Kind: chat.BlockRows, Rows: []chat.Row{{}, {Actions: []chat.Control{{}}}, {Actions: []chat.Control{button("", "", "")}}}}}},
		"nothing": {},
	}
	for name, c := range tests {
		for _, budget := range append(budgets, 400) {
			blocks := lay(c, messageBlocks, budget, nil)
			data, err := json.Marshal(blocks)
			if err != nil {
				t.Fatal(err)
			}
			for _, wrong := range checkBlocks(data, messageBlocks) {
				t.Errorf("%s at %d: %s", name, budget, wrong)
			}
			if n := size(blocks); n > budget {
				t.Errorf("%s at %d: %d characters", name, budget, n)
			}
			if name == "rows" && budget > 5000 && (!bytes.Contains(data, []byte("事项 1")) || !bytes.Contains(data, []byte("the end")) || !bytes.Contains(data, []byte("more"))) {
				t.Errorf("rows at %d: %s", budget, data)
			}
		}
		if fallback(c) == "" || len([]rune(fallback(c))) > 600 {
			t.Errorf("%s: fallback %q", name, fallback(c))
		}
	}
}
