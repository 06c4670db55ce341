package slack

import (
	"os"
	"reflect"
	"regexp"
	"testing"
	"time"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

// moreCards are the answers to questions, and what is said in campaigns, approvals and of the bot's own log.
func moreCards(c view.Ctx) (map[string]chat.Card, []*chat.Form) {
	late := plainItem(8, "清理积压卷宗", ledger.StateActive, day(11, 30))
	late.Blocker = &ledger.Blocker{Reason: "等采购审批", By: "uhead"}
	closed := plainItem(19, "档案数字化", ledger.StateClosed, day(11, 27))
	asked := plainItem(16, "修订值班办法", ledger.StateSubmitted, day(12, 3))
	rows := manyRows([]ledger.Item{late, closed, asked, plainItem(12, "上线网上预约", ledger.StateActive, day(12, 4))})
	month := c.Env.Month()
	sum := c.Env.Summarize(ledger.Query{}, rows)
	list := c.Env.Ranking("", month, rows, nil)
	rate := ledger.Rate{Part: 6, Of: 8}
	measured := ledger.Measured{Metric: ledger.MetricOnTimeRate, Period: month, Rate: rate}
	was := ledger.Measured{Metric: ledger.MetricOnTimeRate, Period: ledger.Period{From: day(11, 1), To: day(11, 30)}, Rate: ledger.Rate{Part: 3, Of: 8}}
	at := c.Env.Now
	events := []ledger.Event{{Item: late.ID, Seq: 1, Kind: ledger.EventIssued, By: "uclerk", At: at.AddDate(0, 0, -9)}, {Item: late.ID, Seq: 2, Kind: ledger.EventReported, By: "uhead", At: at, Read: "progress"}}
	d := ledger.Draft{ID: "01JDDRAFT0000000000000000", Title: "周例会", Date: day(11, 20), Asked: &ledger.Approval{Rows: []int{1}, By: "uclerk", At: at}, Rows: []ledger.DraftRow{{N: 1, Title: "上线网上预约", Lead: "lat", Due: ledger.Due{Date: day(12, 15)}}}}
	calls := ledger.Campaign{ID: "01JDCALL", Title: "述职", Due: day(12, 20), By: "uclerk", At: at, Whom: "各部门负责人", People: []ledger.PersonID{"uhead", "ulat"},
		Submitted: []ledger.Handed{{Person: "uhead", By: "uhead", At: at, Refs: []ledger.Evidence{{Kind: "file", Name: "述职.docx"}}}}}
	counts := ledger.DayCount{Date: day(12, 1), Open: 12, Overdue: 2}
	part := plainItem(20, "清理积压卷宗", ledger.StateSubmitted, day(12, 3))
	cards := map[string]chat.Card{
		"campaign": c.Campaign(calls, true), "campaign-call": c.CampaignCall(calls, "uclerk"), "campaign-own": c.CampaignOwn(calls),
		"digest-campaigns": c.WithCampaigns(chat.Card{}, []ledger.Campaign{calls}, c.T("GoodMorning")), "undone": c.Undone([]ledger.Item{late}, "uclerk"),
		"summary": c.Summary(sum, "全院", true), "then": c.Then(sum, sum, &counts, &counts, "全院"), "parts": c.Parts(ledger.PartState, c.Env.Parts(ledger.PartState, ledger.Query{}, month, rows), sum, "全院"),
		"trend": c.Trend([]ledger.MonthCount{{Month: day(11, 1), Issued: 5, Closed: 3, OnTime: rate, Known: true, Last: counts}}, "全院"), "tabled": c.Tabled("表", []string{"一行"}, [][]string{{"单位", "在办"}, {"档案室", "3"}}),
		"score": c.Score(c.Env.Score("das", month, rows)), "ranking": c.Ranking(list, "", "", month), "ends": c.Ends(list, "", month, 1), "comparison": c.Comparison(sum, sum.Units),
		"measured": c.Measured(measured, &was, "全院"), "late": c.Late("逾期", []ledger.Item{late}, 1, true), "deciding": c.Deciding("等您定 1 项", []ledger.Item{asked}),
		"review-many": c.ReviewMany(late, []ledger.Item{part}), "reminders": c.RemindersOf(late, events, time.UTC), "extensions": c.ExtensionsOf(late, events, time.UTC),
		"history": c.History(late, []ledger.AuditEntry{{Item: late, Event: events[0]}, {Item: late, Event: events[1], Words: "完成60%"}}, time.UTC), "meeting": c.Meeting(ledger.OutcomeOf(c.Env, d, []ledger.Item{late})),
		"problems": c.Problems([]ledger.Problem{{N: 1, Item: late.ID, Number: late.Number, Title: late.Title, Lead: "das", Owner: "xxc", Reason: "等采购审批", By: "uhead", Since: at}}),
		"log":      c.Log(ledger.AuditSum{Log: []ledger.LogEntry{{Seq: 1, At: at, Kind: ledger.LogSetting, By: "uadmin", Text: "21:00–07:00 免打扰"}}}, 10),
		"evidence": c.Evidence(asked, []ledger.Copy{{ID: "c1", Item: asked.ID, Name: "清单.xlsx", By: "uhead", At: at, State: ledger.CopyKept}}), "not-copied": c.NotCopied(asked, []ledger.Copy{{ID: "c2", Name: "大.zip", State: ledger.CopyRefused, Why: ledger.NotLarge}}, true),
		"draft-list": c.DraftList([]ledger.Draft{d}), "ask-approval": c.AskApproval(d, []int{1}, []ledger.PersonID{"uboss"}), "approval": c.Approval(d),
	}
	return cards, []*chat.Form{c.ReturnDraftForm(d)}
}

// Each card and form that followup's views make is among those that are kept.
func TestNoCardIsLeftOut(t *testing.T) {
	var sources []byte
	for _, name := range []string{"everycard_test.go", "morecards_test.go"} {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, b...)
	}
	kinds, n := []reflect.Type{reflect.TypeFor[chat.Card](), reflect.TypeFor[*chat.Form]()}, 0
	for m := range reflect.TypeFor[view.Ctx]().Methods() {
		if m.Type.NumOut() == 0 || m.Type.Out(0) != kinds[0] && m.Type.Out(0) != kinds[1] {
			continue
		}
		if n++; !regexp.MustCompile(`\bc\.` + m.Name + `\(`).Match(sources) {
			t.Errorf("%s is not among the cards that are kept as golden Block Kit", m.Name)
		}
	}
	if n < 40 {
		t.Errorf("only %d cards were found", n)
	}
}
