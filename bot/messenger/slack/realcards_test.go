package slack

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/calendar"
)

// bigEnv is a court with many units and people, seen by its clerk.
func bigEnv(t *testing.T) ledger.Env {
	org := walkOrg()
	for i := range 160 {
		id := ledger.UnitID(fmt.Sprintf("u%03d", i))
		org.Units = append(org.Units, ledger.Unit{ID: id, Name: fmt.Sprintf("第%d审判庭 <甲> & 乙", i+1), Kind: ledger.KindOffice})
		org.People = append(org.People, ledger.Person{ID: ledger.PersonID(fmt.Sprintf("p%03d", i)), Name: fmt.Sprintf("<!channel> %d号", i), Posts: []ledger.Post{{Role: ledger.RoleMember, Unit: "das"}},
			Identities: []ledger.Identity{{Messenger: Name, Workspace: testTeam, User: fmt.Sprintf("U%d", i)}}})
	}
	now, err := time.Parse(time.RFC3339, "2026-12-02T10:00:00+08:00")
	if err != nil {
		t.Fatal(err)
	}
	return ledger.Env{Now: now, Dir: ledger.NewDirectory(org), Policy: ledger.DefaultPolicy(), Cal: calendar.China(), Source: "test"}
}

// manyItems are in every state, with the longest and oddest words.
func manyItems(n int) []ledger.Item {
	states := []ledger.State{ledger.StateIssued, ledger.StateAccepted, ledger.StateActive, ledger.StateSubmitted, ledger.StateClosed, ledger.StateDeclined, ledger.StateSuspended}
	var out []ledger.Item
	for i := range n {
		it := ledger.Item{
			ID: ledger.ItemID(fmt.Sprintf("01JDITEM%018d", i)), Number: ledger.Number{Year: 2026, Seq: i + 1}, Lead: "das", Support: []ledger.UnitID{"xxc", "lat"},
			Title: "推进 *档案* 数字化 <!channel> & " + strings.Repeat("清理积压卷宗", 1+i%9), Measure: strings.Repeat("完成率不低于95%,", 1+i%5), State: states[i%len(states)], Percent: i % 100,
			Source: ledger.Source{Title: "周例会", Quote: strings.Repeat("由档案室牵头,信息处配合,", 1+i%30), Date: ledger.Date{Year: 2026, Month: 11, Day: 20}},
			Due:    ledger.Due{Date: ledger.Date{Year: 2026, Month: 11, Day: 1 + i%30}},
		}
		if it.State == ledger.StateSubmitted {
			it.Submission = &ledger.Submission{By: "uhead", Text: strings.Repeat("已完成,", 100)}
		}
		if it.State == ledger.StateDeclined {
			it.Decline = &ledger.Decline{By: "uhead", Reason: "不属本部门"}
		}
		if i%4 == 0 {
			it.Blocker = &ledger.Blocker{Reason: strings.Repeat("等待 <采购> 审批 ", 20)}
		}
		out = append(out, it)
	}
	return out
}

func manyRows(items []ledger.Item) []ledger.Row {
	var out []ledger.Row
	for _, it := range items {
		out = append(out, it.Row())
	}
	return out
}

// realCards are what followup really says, at a size that few courts reach.
func realCards(c view.Ctx) map[string]chat.Card {
	items := manyItems(70)
	d := ledger.Draft{ID: "01JDDRAFT0000000000000000", Title: "院长办公会 " + strings.Repeat("长", 60), Date: ledger.Date{Year: 2026, Month: 11, Day: 20}, Principles: 4}
	for i, it := range items {
		row := ledger.DraftRow{N: i + 1, Title: it.Title, Text: it.Source.Quote, Measure: it.Measure, Due: it.Due, Support: it.Support}
		if i%3 > 0 {
			row.Lead = it.Lead
		} else {
			row.LeadText = "<某> 部门"
		}
		d.Rows = append(d.Rows, row)
	}
	var lines []view.Line
	for _, it := range items {
		lines = append(lines, view.Line{Item: it, Why: "逾期提醒"})
	}
	cards := map[string]chat.Card{
		"drafts": c.Drafts(d, false), "drafts in full": c.Drafts(d, true), "draft list": c.DraftList([]ledger.Draft{d, d, d}), "issued": c.Issued(items[:1], "uclerk"),
		"issued many": c.Issued(items, "uclerk"), "digest": c.Digest(lines, 3, "早上好。"), "escalated": c.Escalated(items, true), "brief": c.Brief(items, items, items),
		"listing": c.Listing("逾期", manyRows(items), true), "by unit": c.ByUnit("逾期", manyRows(items)), "pick": view.With(c.Say("哪一项?"), c.Pick(manyRows(items))...),
		"confirm": c.ConfirmIssue(d, ledger.ReachOf(c.Env, d, []int{2, 3, 5}), 1),
	}
	for i, it := range items[:14] {
		cards[fmt.Sprint("item ", i, " ", it.State)] = c.Item(it)
		if it.State == ledger.StateSubmitted || it.State == ledger.StateDeclined {
			cards[fmt.Sprint("decide ", i, " ", it.State)] = c.Decide(it)
		}
	}
	return cards
}

func TestRealCardsKeepLimits(t *testing.T) {
	env := bigEnv(t)
	for _, lang := range []string{"zh", "en"} {
		for _, reader := range []ledger.PersonID{"uclerk", "uhead"} {
			for name, card := range realCards(view.New(env, reader, lang)) {
				for _, budget := range []int{budgets[0], budgets[len(budgets)-1]} {
					sound(t, fmt.Sprintf("%s for %s in %s", name, reader, lang), card, budget)
				}
			}
		}
	}
}

// sound lays a card out: within Slack's limits and the budget, nothing that people wrote rings or links, and something is to be read.
func sound(t *testing.T, what string, card chat.Card, budget int) []slack.Block {
	t.Helper()
	blocks := lay(card, messageBlocks, budget, nil)
	data, err := json.Marshal(blocks)
	if err != nil {
		t.Fatal(err)
	}
	for _, wrong := range checkBlocks(data, messageBlocks) {
		t.Errorf("%s at %d: %s", what, budget, wrong)
	}
	if size(blocks) > budget {
		t.Errorf("%s: %d characters of %d", what, size(blocks), budget)
	}
	if shown := look(t, &post{Text: fallback(card), Blocks: data, plain: true}); len(shown.Live) > 0 || strings.TrimSpace(shown.Text) == "" {
		t.Errorf("%s at %d: live %v, shows %q", what, budget, shown.Live, shown.Text)
	}
	return blocks
}

// Whatever the first budget leaves out, the first rows and what stands below the list are there, and every control works.
func TestRealListsBeginWithTheFirstRows(t *testing.T) {
	c := view.New(bigEnv(t), "uclerk", "zh")
	for name, card := range realCards(c) {
		data, err := json.Marshal(lay(card, messageBlocks, budgets[0], nil))
		if err != nil {
			t.Fatal(err)
		}
		text := look(t, &post{Text: "x", Blocks: data, plain: true}).Text
		for _, b := range card.Blocks {
			if b.Kind == chat.BlockRows && len(b.Rows) > 0 && !strings.Contains(text, strings.TrimSpace(b.Rows[0].Mark)) {
				t.Errorf("%s lacks its row %s", name, b.Rows[0].Mark)
			}
			if b.Kind == chat.BlockNote && !strings.Contains(text, firstWords(b.Text)) {
				t.Errorf("%s lacks %q", name, b.Text)
			}
		}
	}
}

func firstWords(s string) string {
	return string([]rune(oneLine(s))[:min(10, len([]rune(oneLine(s))))])
}

func TestRealFormsFit(t *testing.T) {
	env := bigEnv(t)
	it := manyItems(1)[0]
	d := ledger.Draft{ID: "01JDDRAFT0000000000000000", Rows: []ledger.DraftRow{{N: 1, Title: it.Title, LeadText: "<某>", Due: it.Due}}}
	for _, lang := range []string{"zh", "en"} {
		c := view.New(env, "uclerk", lang)
		forms := []*chat.Form{c.ReportForm(it), c.SubmitForm(it), c.ExtendForm(it), c.DeclineForm(it), c.ReasonForm(view.DoReturn, it), c.RerouteForm(it), c.HandlerForm(it), c.RowForm(d, d.Rows[0])}
		for _, f := range forms {
			v, err := modal(*f, chat.Ref{Address: chat.Address{Conversation: "C1"}, Message: "1.2"}, pane{})
			if err != nil {
				t.Errorf("%s in %s: %v", f.ID, lang, err)
				continue
			}
			data, err := json.Marshal(v)
			if err != nil {
				t.Fatal(err)
			}
			for _, wrong := range checkView(data) {
				t.Errorf("%s in %s: %s", f.ID, lang, wrong)
			}
			back, err := readMeta(v.PrivateMetadata)
			if err != nil || back.ID != f.ID || back.Value != f.Value {
				t.Errorf("%s comes back as %+v, %v", f.ID, back, err)
			}
		}
		if !slices.ContainsFunc(forms, func(f *chat.Form) bool {
			return slices.ContainsFunc(f.Fields, func(x chat.Field) bool { return len(x.Options) > optionsMax })
		}) {
			t.Error("no form has more options than a list holds")
		}
	}
}
