package slack

import (
	"encoding/json"
	"fmt"
	"maps"
	"testing"
	"time"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/calendar"
)

// day is a date of the walk's November and December.
func day(month time.Month, d int) ledger.Date { return ledger.Date{Year: 2026, Month: month, Day: d} }

// plainItem is an ordinary item of the walk's court.
func plainItem(seq int, title string, state ledger.State, due ledger.Date) ledger.Item {
	at := time.Date(2026, 11, 20, 2, 0, 0, 0, time.UTC)
	it := ledger.Item{ID: ledger.ItemID(fmt.Sprintf("01JDITEM%018d", seq)), Number: ledger.Number{Year: 2026, Seq: seq}, Title: title, State: state, Lead: "das", Support: []ledger.UnitID{"xxc"},
		Measure: "完成率 ≥ 95%", Due: ledger.Due{Date: due}, FirstDue: ledger.Due{Date: due}, IssuedAt: at, IssuedBy: "uclerk",
		Source: ledger.Source{Title: "周例会", Date: day(11, 20), Quote: "由档案室牵头,信息处配合,于月底前" + title + "。"}}
	switch state {
	case ledger.StateActive:
		it.Percent, it.Note, it.ReportedAt = 60, "已扫描过半", at.AddDate(0, 0, 3)
	case ledger.StateSubmitted:
		it.Submission = &ledger.Submission{Stage: ledger.StageOffice, By: "uhead", Text: "已完成,材料齐", At: at, Evidence: []ledger.Evidence{{Kind: "file", Name: "清单.xlsx"}}}
	case ledger.StateDeclined:
		it.Decline = &ledger.Decline{By: "uhead", Reason: "系统归信息处管", Suggest: "xxc", At: at}
	case ledger.StateClosed:
		it.ClosedAt, it.ClosedBy = at.AddDate(0, 0, 8), "uclerk"
	}
	return it
}

// everyCard is each card that followup says, at the size of an ordinary day, and each form.
func everyCard(c view.Ctx) (map[string]chat.Card, []*chat.Form) {
	late := plainItem(8, "清理积压卷宗", ledger.StateActive, day(11, 30))
	late.Blocker = &ledger.Blocker{Reason: "等采购审批", Waiting: "财政局", Need: "请协调", By: "uhead"}
	soon := plainItem(12, "上线网上预约", ledger.StateActive, day(12, 4))
	fresh := plainItem(15, "开放日方案", ledger.StateIssued, day(12, 15))
	asked := plainItem(16, "修订值班办法", ledger.StateSubmitted, day(12, 3))
	declined := plainItem(17, "统一门禁系统", ledger.StateDeclined, day(12, 20))
	more := plainItem(18, "编印案例选", ledger.StateActive, day(12, 10))
	more.Extension = &ledger.Extension{To: ledger.Due{Date: day(12, 25)}, Reason: "作者改稿", By: "uhead"}
	closed := plainItem(19, "档案数字化", ledger.StateClosed, day(11, 27))
	all := []ledger.Item{late, soon, fresh, asked, declined, more}
	d := ledger.Draft{ID: "01JDDRAFT0000000000000000", Title: "周例会", Date: day(11, 20), Principles: 2, Rows: []ledger.DraftRow{
		{N: 1, Title: "上线网上预约", Text: "由立案庭牵头……", Lead: "lat", Support: []ledger.UnitID{"xxc"}, Due: ledger.Due{Date: day(12, 15)}},
		{N: 2, Title: "修订值班办法", Text: "修订值班办法", Due: ledger.Due{Date: day(12, 31)}},
		{N: 3, Title: "卷宗清零", Text: "由卷宗办牵头……", LeadText: "卷宗办", Due: ledger.Due{Date: day(12, 1)}},
	}}
	events := []ledger.Event{{Kind: ledger.EventReported, By: "uhead", At: c.Env.Now}, {Kind: ledger.EventBlocked, By: "uhead", At: c.Env.Now, Reason: "等采购审批"}}
	e := func(kind ledger.EventKind, reason string) ledger.Event {
		return ledger.Event{Kind: kind, By: "uclerk", At: c.Env.Now, Reason: reason}
	}
	page := view.HomePage{Hello: c.T("GoodMorning"), Decide: []ledger.Item{asked, more}, Deciding: 2, Items: []ledger.Item{late, soon, fresh}, Mine: manyRows([]ledger.Item{late, soon, fresh}),
		Units: view.HomeUnits{Label: "档案室", Query: ledger.Query{Units: []ledger.UnitID{"das"}, Open: true}, Rows: manyRows(all)}, Next: []string{"12月3日 09:00"}, Settings: "…", Admin: true}
	lines := []view.Line{{Item: late, Why: "逾期 2 天"}, {Item: soon, Why: "后天到期"}, {Item: fresh}}
	cards := map[string]chat.Card{
		"drafts": c.Drafts(d, false), "drafts-full": c.Drafts(d, true), "confirm-issue": c.ConfirmIssue(d, ledger.ReachOf(c.Env, d, []int{1}), 1),
		"issued": c.Issued([]ledger.Item{fresh}, "uclerk"), "issued-many": c.Issued([]ledger.Item{fresh, soon}, "uclerk"),
		"digest": c.Digest(lines, 1, c.T("GoodMorning")), "escalated": c.Escalated([]ledger.Item{late}, false), "explain": c.Escalated([]ledger.Item{late}, true),
		"brief": c.Brief([]ledger.Item{late}, []ledger.Item{late}, []ledger.Item{asked}), "listing": c.Listing("在办", manyRows(all), true), "by-unit": c.ByUnit("在办", manyRows(all)),
		"item-late": c.Item(late), "item-issued": c.Item(fresh), "item-closed": c.Item(closed), "review": c.Decide(asked), "extension": c.Decide(more), "decline": c.Decide(declined),
		"returned": c.Outcome(soon, e(ledger.EventReturned, "缺附件")), "closed": c.Outcome(closed, e(ledger.EventClosed, "")), "blocked": c.Blocked(late),
		"urged": c.Urged(late, e(ledger.EventUrged, "")), "changed": c.Changed(soon, e(ledger.EventCorrected, "写错了")), "thread-line": c.Happened(late, events),
		"pick": view.With(c.Say(c.T("Which")), c.Pick(manyRows(all))...), "question": view.With(c.Say(c.T("Sure")), c.YesNo("k", "")...), "home": c.Home(page),
	}
	sent := func(id, name string, state ledger.CopyState, why ledger.Whynot) ledger.Copy {
		return ledger.Copy{ID: "16/" + id, Ref: id, Name: name, By: "uhead", At: c.Env.Now, State: state, Why: why, Size: 1 << 20, Erased: c.Env.Now}
	}
	copies := []ledger.Copy{sent("F1", "清单.xlsx", ledger.CopyKept, ""), sent("F2", "照片.zip", ledger.CopyRefused, ledger.NotFull), sent("F3", "旧稿.docx", ledger.CopyErased, "")}
	cards["evidence"], cards["not-copied"] = c.Evidence(asked, copies), c.NotCopied(asked, copies[1:2], true)
	cards["log"] = c.Log(ledger.AuditSum{Logged: 2, Log: []ledger.LogEntry{{At: c.Env.Now, Kind: ledger.LogSetting, By: "uclerk", Text: "打开排名"},
		{At: c.Env.Now, Kind: ledger.LogErased, N: 1 << 20, Text: "16号 旧稿.docx", Blob: "86f29183b516a39f"}}}, 20)
	person, _ := c.Env.Dir.Person("uhead")
	return cards, []*chat.Form{c.ReportForm(late), c.SubmitForm(soon), c.ExtendForm(soon), c.DeclineForm(fresh), c.ReasonForm(view.DoReturn, asked), c.ReasonForm(view.DoRefuse, more),
		c.RerouteForm(declined), c.HandlerForm(fresh), c.RowForm(d, d.Rows[0]), c.PrefsForm(person), c.ScheduleForm(), c.PersonForm(), c.UnitForm(), c.IntroForm("王"), c.Pane(view.DoShow, late, c.Item(late))}
}

func TestEveryCard(t *testing.T) {
	now, err := time.Parse(time.RFC3339, "2026-12-02T10:00:00+08:00")
	if err != nil {
		t.Fatal(err)
	}
	env := ledger.Env{Now: now, Dir: ledger.NewDirectory(walkOrg()), Policy: ledger.DefaultPolicy(), Cal: calendar.China(), Source: "test"}
	for _, lang := range []string{"zh", "en"} {
		for _, reader := range []ledger.PersonID{"uhead", "uclerk"} {
			cards, forms := everyCard(view.New(env, reader, lang))
			more, others := moreCards(view.New(env, reader, lang))
			maps.Copy(cards, more)
			forms = append(forms, others...)
			got := map[string]any{}
			for name, c := range cards {
				got[name] = map[string]any{"text": fallback(c), "blocks": sound(t, fmt.Sprintf("%s for %s in %s", name, reader, lang), c, budgets[0])}
			}
			for _, f := range forms {
				v, err := modal(*f, chat.Ref{}, pane{})
				if err != nil {
					t.Errorf("form %s in %s: %v", f.ID, lang, err)
					continue
				}
				data, err := json.Marshal(v)
				if err != nil {
					t.Fatal(err)
				}
				for _, wrong := range checkView(data) {
					t.Errorf("form %s in %s: %s", f.ID, lang, wrong)
				}
				got["form-"+f.ID] = v
			}
			if (lang == "zh") == (reader == "uhead") { // each card is kept once in each language
				compareGolden(t, "every-"+lang, got)
			}
		}
	}
}
