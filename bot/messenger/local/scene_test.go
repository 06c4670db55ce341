package local

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/followup-bot/followup/bot/chat"
)

// A scene is a little scripted bot: minutes become a card of drafts, whose button sends an item to the head, who answers.
type scene struct {
	mu  sync.Mutex
	m   *Messenger
	got []chat.Message
	n   int
	now time.Time
}

func (s *scene) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

func (s *scene) Advance(ctx context.Context, d time.Duration) error {
	s.mu.Lock()
	s.now = s.now.Add(d)
	s.mu.Unlock()
	return s.send(ctx, chat.Address{User: "head"}, pickText(s.lang("head"), chat.Card{Lang: "zh", Title: "早上好。您有 3 项:1 逾期,1 临期,1 正常", Blocks: []chat.Block{digestRows("zh")}},
		chat.Card{Lang: "en", Title: "Good morning. You have 3 items: 1 overdue, 1 due soon, 1 on time", Blocks: []chat.Block{digestRows("en")}}))
}

func (s *scene) lang(user string) string {
	p, _ := s.m.person(user)
	return p.Lang
}

func pickText[T any](lang string, zh, en T) T {
	if strings.HasPrefix(lang, "zh") {
		return zh
	}
	return en
}

func (s *scene) send(ctx context.Context, to chat.Address, c chat.Card) error {
	s.mu.Lock()
	s.n++
	key := fmt.Sprintf("k%d", s.n)
	s.mu.Unlock()
	_, err := s.m.Send(ctx, to, c, key)
	return err
}

func (s *scene) Handle(ctx context.Context, m chat.Message) error {
	s.mu.Lock()
	s.got = append(s.got, m)
	s.mu.Unlock()
	lang := m.From.Lang
	switch {
	case m.Action != nil && m.Action.ID == "issue":
		if err := s.m.Update(ctx, m.Action.Card, issuedCard(lang)); err != nil {
			return err
		}
		return s.send(ctx, chat.Address{User: "head"}, itemCard(s.lang("head"), false))
	case m.Action != nil && m.Action.ID == "accept":
		return s.m.Update(ctx, m.Action.Card, itemCard(lang, true))
	case m.Form != nil:
		return s.send(ctx, m.At, chat.Card{Lang: lang, Title: pickText(lang, "已记 12号:", "Got it, #12: ") + m.Form.Values["percent"] + "%", Blocks: []chat.Block{
			{Kind: chat.BlockQuote, Text: m.Form.Values["note"]}}})
	case strings.Count(m.Text, "\n") > 3:
		return s.send(ctx, m.At, draftCard(lang))
	case m.Text == "通报" || m.Text == "summary":
		return s.send(ctx, m.At, summaryCard(lang))
	case m.Action != nil:
		return s.send(ctx, m.At, chat.Card{Lang: lang, Title: m.Action.ID + " " + m.Action.Value})
	}
	return s.send(ctx, m.At, chat.Card{Lang: lang, Title: pickText(lang, "没读懂:", "I did not get that: ") + m.Text})
}

func (s *scene) Form(_ context.Context, m chat.Message) (*chat.Form, error) {
	lang := m.From.Lang
	return &chat.Form{ID: "report", Value: m.Action.Value, Lang: lang, Title: pickText(lang, "报进展 · 12号 审判质效指标看板", "Report progress on #12, the quality dashboard"), Submit: pickText(lang, "报送", "Report"), Cancel: pickText(lang, "取消", "Cancel"),
		Fields: []chat.Field{
			{ID: "percent", Label: pickText(lang, "完成率(%)", "Done (%)"), Kind: chat.FieldNumber, Value: "40", Min: "0", Max: "100", Required: true},
			{ID: "note", Label: pickText(lang, "进展", "Progress"), Kind: chat.FieldArea, Hint: pickText(lang, "一句话也行。", "One sentence is enough.")},
			{ID: "until", Label: pickText(lang, "预计办结", "Expected"), Kind: chat.FieldDate},
			{ID: "block", Label: pickText(lang, "卡在哪里", "Blocked by"), Kind: chat.FieldSelect, Options: []chat.Option{{Label: pickText(lang, "财政审批", "Finance approval"), Value: "f"}, {Label: pickText(lang, "人手", "Staff"), Value: "s"}}},
			{ID: "with", Label: pickText(lang, "需要谁配合", "Needs help from"), Kind: chat.FieldMulti, Options: []chat.Option{{Label: "研究室", Value: "r"}, {Label: "信息技术处", Value: "i"}, {Label: "政治部", Value: "p"}}},
		}}, nil
}

func buttons(cs ...chat.Control) chat.Block { return chat.Block{Kind: chat.BlockActions, Actions: cs} }

func button(id, label, style string) chat.Control {
	return chat.Control{Kind: chat.ControlButton, ID: id, Value: "v-" + id, Label: label, Style: style}
}

func draftCard(lang string) chat.Card {
	type line struct{ light, owner, text, due string }
	zh := []line{
		{"", "审管办 + 研究室、信息技术处", "建成审判质效指标看板", "12月15日"}, {"", "各业务庭(21个)", "逐案梳理长期未结案件,形成清单并明确清结时限", "11月30日"},
		{"warn", "缺牵头", "全年审限内结案率 ≥ 98%", "12月31日"}, {"", "执行局", "开展涉民生案件集中执行行动", "12月31日"}, {"", "政治部", "修订员额法官述职、述廉、述案制度", "12月20日"},
		{"warn", "信访办", "初信初访办理反馈机制", "缺时限"}, {"", "行装处", "完成诉讼服务中心修缮", "1月15日"}, {"", "督查室", "每周调度重点工作", "每周一"},
	}
	en := []line{
		{"", "Trial management + Research, IT", "Build the quality dashboard", "15 Dec"}, {"", "All divisions (21)", "List every long-pending case with a date to clear it", "30 Nov"},
		{"warn", "no owner", "At least 98 % of cases within time limits", "31 Dec"}, {"", "Enforcement", "Enforcement campaign for livelihood cases", "31 Dec"}, {"", "Personnel", "Revise the judges' reporting rules", "20 Dec"},
		{"warn", "Petitions", "Feedback on first petitions", "no date"}, {"", "Logistics", "Finish the service centre's repairs", "15 Jan"},
	}
	b := chat.Block{Kind: chat.BlockRows}
	for i, l := range pickText(lang, zh, en) {
		b.Rows = append(b.Rows, chat.Row{Light: l.light, Mark: fmt.Sprint(i + 1), Text: l.owner + " │ " + l.text + " │ " + l.due, Detail: []string{
			pickText(lang, "依据:“由"+l.owner+"负责,"+l.text+"。”", "Source: “"+l.owner+": "+l.text+".”"), pickText(lang, "完成标准:待补", "Measure: missing")}})
	}
	return chat.Card{Lang: lang, Title: pickText(lang, "院长办公会 11月20日 · 读出 8 项,2 项缺要素", "Meeting of 20 Nov: 7 items read, 2 lack something"), Blocks: []chat.Block{b,
		buttons(button("check", pickText(lang, "逐项核对", "Go through"), ""), button("issue", pickText(lang, "下发 6 项", "Issue 5"), "primary"), button("export", pickText(lang, "导出表格", "Export"), "")),
		{Kind: chat.BlockNote, Text: pickText(lang, "另有 6 句作为原则性要求收在各项之下。回复“3号审管办牵头”即可修改。", "6 more sentences are kept as principles. Reply “3: Trial management leads” to change one.")}}}
}

func issuedCard(lang string) chat.Card {
	return chat.Card{Lang: lang, Title: pickText(lang, "院长办公会 11月20日 · 已下发 6 项,还有 2 项待补", "Meeting of 20 Nov: 5 issued, 2 still lack something"), Blocks: []chat.Block{
		{Kind: chat.BlockRows, Rows: []chat.Row{{Light: "green", Mark: "12号", Text: pickText(lang, "审管办 │ 建成审判质效指标看板", "Trial management │ Quality dashboard")}}}}}
}

func itemCard(lang string, accepted bool) chat.Card {
	acts := buttons(button("accept", pickText(lang, "签收", "Accept"), "primary"), chat.Control{Kind: chat.ControlForm, ID: "report", Value: "item-12", Label: pickText(lang, "报进展", "Update")},
		chat.Control{Kind: chat.ControlSelect, ID: "pass", Value: "item-12", Label: pickText(lang, "转经办人", "Hand on"), Options: []chat.Option{{Label: "张三", Value: "z"}, {Label: "李四", Value: "l"}}},
		chat.Control{Kind: chat.ControlDate, ID: "extend", Value: "item-12", Label: pickText(lang, "申请延期", "More time")},
		chat.Control{Kind: chat.ControlButton, ID: "decline", Value: "item-12", Label: pickText(lang, "不属我部门", "Not ours"), Style: "danger", Confirm: pickText(lang, "确定不属本部门?督查室会另行确定。", "Not yours? The office will decide.")})
	c := chat.Card{Lang: lang, Title: pickText(lang, "12号 │ 建成审判质效指标看板 │ 12月15日(还有 17 个工作日)", "#12 │ Court-quality dashboard │ 15 Dec (17 working days)"), Blocks: []chat.Block{
		{Kind: chat.BlockQuote, Text: pickText(lang, "院长办公会11月20日纪要:“由审管办牵头,研究室、信息技术处配合,于12月15日前建成审判质效指标看板,按月通报各庭室收结存、审限、发改情况。”", "Minutes of 20 November: “Trial management, with Research and IT, builds the dashboard by 15 December and reports each month.”")},
		{Kind: chat.BlockText, Text: pickText(lang, "完成标准:看板上线,按月通报。督查室 已核发", "Measure: the dashboard is live. Issued by the supervision office.")}, acts,
		{Kind: chat.BlockNote, Text: pickText(lang, "直接回复进展即可,如“完成30%,在做需求”", "Just reply, such as “30 %, working on requirements”")}}}
	if accepted {
		c.Blocks[1].Text = pickText(lang, "已签收。完成标准:看板上线,按月通报。", "Accepted. Measure: the dashboard is live.")
		c.Blocks[2].Actions = c.Blocks[2].Actions[1:]
	}
	return c
}

func digestRows(lang string) chat.Block {
	zh := []string{"信访积案清单 │ 逾期 2 天", "指标看板 │ 周三到期 │ 已报 80%", "培训计划 │ 12月4日"}
	en := []string{"Petition backlog list │ 2 days overdue", "Dashboard │ due Wednesday │ 80 % reported", "Training plan │ 4 Dec"}
	t := pickText(lang, zh, en)
	small := []chat.Control{button("report", pickText(lang, "报进展", "Update"), ""), button("extend", pickText(lang, "申请延期", "More time"), "")}
	return chat.Block{Kind: chat.BlockRows, Rows: []chat.Row{
		{Light: "red", Mark: pickText(lang, "8号", "#8"), Text: t[0], Actions: small}, {Light: "yellow", Mark: pickText(lang, "12号", "#12"), Text: t[1], Actions: small[:1], Detail: []string{"财政审批"}},
		{Light: "green", Mark: pickText(lang, "15号", "#15"), Text: t[2]},
	}}
}

func summaryCard(lang string) chat.Card {
	table := [][]string{{pickText(lang, "部门", "Department"), pickText(lang, "在办", "Open"), pickText(lang, "逾期", "Overdue"), pickText(lang, "临期", "Due soon"), pickText(lang, "按期率", "On time"), pickText(lang, "最长滞后及原因", "Longest delay, why")}}
	for i, u := range []string{"审管办", "研究室", "执行局", "政治部", "信访办", "行装处", "法警支队"} {
		table = append(table, []string{u, fmt.Sprint(i + 3), fmt.Sprint(i % 3), fmt.Sprint(i % 2), fmt.Sprintf("%d%%", 95-i*3), pickText(lang, "等财政审批,预计下周批复", "waits for finance, next week")})
	}
	return chat.Card{Lang: lang, Title: pickText(lang, "全院在办 46 项:红 5、黄 8、绿 31、未签收 2;本月办结 12 项,按期率 91%", "46 open: 5 red, 8 yellow, 31 green, 2 unsigned; 12 closed this month, 91 % on time"), Blocks: []chat.Block{
		{Kind: chat.BlockText, Text: pickText(lang, "最好 研究室(6/6 按期);最差 法警支队(2 项逾期,最长 9 天:等采购)", "Best: Research (6 of 6). Worst: Bailiffs (2 overdue, 9 days: procurement)")},
		{Kind: chat.BlockTable, Table: table},
		{Kind: chat.BlockRows, Rows: []chat.Row{{Light: "red", Mark: "8号", Text: "信访积案清单"}, {Light: "blue", Mark: "9号", Text: "执行专项行动"}, {Light: "grey", Mark: "10号", Text: "制度修订"}, {Light: "new", Mark: "11号", Text: "诉服中心"}}},
		buttons(button("overdue", pickText(lang, "逾期 5 项", "5 overdue"), ""), button("units", pickText(lang, "按部门", "By department"), ""), chat.Control{Kind: chat.ControlLink, ID: "l", Label: pickText(lang, "看板", "Dashboard"), URL: "https://example.org/"}),
		{Kind: chat.BlockFile, File: &chat.Upload{Name: "督办台账 2026-11.csv", MIME: "text/csv", Data: []byte("a,b\n")}},
	}}
}

const minutesZH = `院长办公会纪要(2026年11月20日)
会议听取了审管办关于审判质效的汇报,研究部署年底前重点工作。
一、由审管办牵头,研究室、信息技术处配合,于12月15日前建成审判质效指标看板,按月通报。
二、各业务庭于11月30日前逐案梳理长期未结案件,形成清单,明确清结时限。
三、全年审限内结案率不低于98%。
四、执行局开展涉民生案件集中执行行动,年底前完成。
五、政治部修订员额法官述职、述廉、述案制度,12月20日前报党组审议。
六、信访办健全初信初访办理反馈机制。
七、司法行政装备管理处于1月15日前完成诉讼服务中心修缮。
八、督查室每周一调度重点工作进展。`

const minutesEN = `Minutes of the management meeting, 20 November 2026
The meeting heard the report on court quality.
1. Trial management leads, Research and IT support: the dashboard is built by 15 December.
2. All divisions list their long-pending cases by 30 November.
3. At least 98 % of cases are closed within their time limits.
4. Enforcement runs a campaign for livelihood cases until the end of the year.
5. Personnel revises the judges' reporting rules by 20 December.`

func scenePeople() []Persona {
	out := []Persona{
		{ID: "clerk", Name: "督查员", Title: "督查员", Unit: "督查室", Lang: "zh", Group: "督查室"},
		{ID: "clerk-en", Name: "Office clerk", Title: "Clerk", Unit: "Supervision office", Lang: "en", Group: "督查室"},
		{ID: "president", Name: "院长", Lang: "zh", Group: "院领导"},
		{ID: "vice", Name: "常务副院长", Lang: "zh", Group: "院领导"},
		{ID: "admin", Name: "系统管理员", Lang: "zh", Group: "管理"},
		{ID: "head", Name: "审管办主任", Title: "主任", Unit: "审判管理办公室", Lang: "zh", Group: "部门负责人"},
	}
	for i, u := range []string{"研究室", "执行局", "政治部", "立案庭", "民事审判第一庭", "行政审判庭"} {
		out = append(out, Persona{ID: fmt.Sprintf("liaison-%d", i), Name: u + "联络员", Title: "联络员", Unit: u, Lang: "zh", Group: "联络员"})
	}
	return append(out, Persona{ID: "ann", Name: "Ann Müller", Title: "Liaison", Unit: "Research", Lang: "en", Group: "Staff"})
}

func sceneConfig(t *testing.T, s *scene) Config {
	s.now = testStart
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	return Config{
		Dir: t.TempDir(), Listen: "127.0.0.1:0", Demo: true, People: scenePeople, Clock: s, Zone: zone,
		Channels: func() []Channel {
			return []Channel{{ID: "c-all", Name: "督办通报", Members: []string{"clerk", "head", "president", "clerk-en"}}, {ID: "c-exec", Name: "执行局工作群", Members: []string{"clerk"}}}
		},
		Samples: []Sample{{Lang: "zh", Title: "中文纪要", Text: minutesZH, As: "clerk"}, {Lang: "en", Title: "English minutes", Text: minutesEN, As: "clerk-en"}},
	}
}
