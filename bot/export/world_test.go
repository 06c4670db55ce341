package export_test

import (
	"bytes"
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/followup-bot/followup/bot/export"
	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/calendar"
	"github.com/followup-bot/followup/ledger/memstore"
)

// A world is a small house with items in every state.
type world struct {
	t     *testing.T
	store ledger.Ledger
	env   ledger.Env
	items map[string]ledger.Item // by title
}

func org() ledger.Org {
	post := func(r ledger.Role, u ledger.UnitID) []ledger.Post { return []ledger.Post{{Role: r, Unit: u}} }
	return ledger.Org{ID: "city", Name: "河口市中级人民法院", Zone: "Asia/Shanghai", NumberPrefix: "河中法督", Office: "dc",
		Units: []ledger.Unit{{ID: "dc", Name: "督查室"}, {ID: "sg", Name: "审判管理办公室", Short: "审管办"}, {ID: "yj", Name: "研究室"}, {ID: "xx", Name: "信息技术处"},
			{ID: "ds", Name: "河东区人民法院", Kind: ledger.KindCourt}},
		People: []ledger.Person{
			{ID: "boss", Name: "分管副院长", Posts: post(ledger.RoleLeader, ""), Oversees: []ledger.UnitID{"sg", "yj"}, Identities: []ledger.Identity{{Messenger: "x", User: "boss"}}},
			{ID: "head", Name: "审管办主任", Posts: post(ledger.RoleHead, "sg"), Identities: []ledger.Identity{{Messenger: "x", User: "head"}}},
			{ID: "office", Name: "督查员", Posts: post(ledger.RoleSupervisor, ""), Identities: []ledger.Identity{{Messenger: "x", User: "office"}}},
		}}
}

func newWorld(t *testing.T) *world {
	t.Helper()
	now := time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC)
	w := &world{t: t, items: map[string]ledger.Item{}, store: memstore.New("city")}
	w.env = ledger.Env{Now: now, Dir: ledger.NewDirectory(org()), Policy: ledger.DefaultPolicy(), Cal: calendar.China()}
	w.commit(ledger.Change{Source: "org", Records: ledger.OrgRecords(org(), w.env.Policy)})
	day := func(n int) ledger.Due { return ledger.Due{Date: ledger.NewDate(2026, 11, 24+n)} }
	rows := []ledger.DraftRow{
		{Title: "建成质效指标看板", Text: "由审管办牵头,研究室配合,建成看板。", Measure: "看板上线", Output: "看板", Lead: "sg", Support: []ledger.UnitID{"yj", "xx"}, Due: day(21), Area: "审判质效",
			Priority: ledger.PriorityKey, Programme: "铁案工程", Milestones: []ledger.Milestone{{Text: "完成调研", Due: day(3).Date}, {Text: "上线试运行", Due: day(14).Date}}},
		{Title: "=HYPERLINK(\"http://x\",\"点我\")", Text: "+1 是公式吗", Measure: "-1", Lead: "yj", Due: day(-4), Programme: "铁案工程"},
		{Title: "@机房搬迁", Text: "完成机房搬迁。", Lead: "xx", Due: day(-2)},
		{Title: "司法统计季报", Text: "报送季报。", Lead: "sg", Due: day(-1)},
		{Title: "普法宣传", Text: "长期开展普法宣传。", Lead: "ds", Ongoing: true},
	}
	for i := range rows {
		rows[i].N = i + 1
	}
	d := ledger.Draft{ID: "m1", Title: "院长办公会", Date: ledger.NewDate(2026, 11, 2), By: "office", Rows: rows}
	issue := w.at(-15)
	c, err := ledger.Issue(issue, d, 0, []int{1, 2, 3, 4, 5}, "office")
	w.check(err)
	w.commit(c)
	for _, it := range c.Items {
		w.items[it.Title], err = w.store.Item(t.Context(), it.ID)
		w.check(err)
	}
	return w
}

func (w *world) check(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) commit(c ledger.Change) {
	w.t.Helper()
	c.Notices = nil
	w.check(w.store.Commit(w.t.Context(), c))
}

// at is the world some days from now.
func (w *world) at(days int) ledger.Env {
	e := w.env
	e.Now = e.Now.AddDate(0, 0, days)
	e.Source = fmt.Sprintf("test/%d/%d", days, len(w.items))
	return e
}

// act does something to an item some days from now.
func (w *world) act(days int, title string, f func(ledger.Env, ledger.Item) (ledger.Change, error)) {
	w.t.Helper()
	e := w.at(days)
	e.Source += "/" + title + fmt.Sprint(w.items[title].Rev)
	e.Words = "原话:" + title
	c, err := f(e, w.items[title])
	w.check(err)
	w.commit(c)
	w.items[title], err = w.store.Item(w.t.Context(), w.items[title].ID)
	w.check(err)
}

// lived lets the items live: one reported and blocked, one closed.
func (w *world) lived() *world {
	accept := func(e ledger.Env, it ledger.Item) (ledger.Change, error) { return ledger.Accept(e, it, "office") }
	for _, title := range []string{"建成质效指标看板", "司法统计季报", "@机房搬迁"} {
		w.act(-14, title, accept)
	}
	pct := 40
	w.act(-5, "@机房搬迁", func(e ledger.Env, it ledger.Item) (ledger.Change, error) {
		return ledger.Report(e, it, "office", ledger.Progress{Percent: &pct, Note: "设备已到", Blocker: &ledger.Blocker{Reason: "财政审批", Waiting: "市财政局", Need: "协调财政局"}})
	})
	w.act(-3, "司法统计季报", func(e ledger.Env, it ledger.Item) (ledger.Change, error) {
		return ledger.Submit(e, it, "office", ledger.Submission{Text: "已上报省院"})
	})
	w.act(-2, "司法统计季报", func(e ledger.Env, it ledger.Item) (ledger.Change, error) {
		return ledger.Judge(e, it, "office", true, "", nil)
	})
	return w
}

func (w *world) make(lang string, r export.Request) export.Doc {
	w.t.Helper()
	d, err := export.Make(context.Background(), w.store, w.env, lang, r)
	w.check(err)
	return d
}

func open(t *testing.T, d export.Doc) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(d.Data))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}
