package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/followup-bot/followup/ledger"
)

// A story is one item that waits in a demo already: what became of it, in days before today.
type story struct {
	title, quote, measure string
	unit                  ledger.UnitID // of the example organisation
	due                   int           // days from today
	tell                  func(d *demoTeller, it ledger.Item) (ledger.Item, error)
}

// stories are told per preset: one overdue, one blocked, one with more time asked for, one closed, one going well.
var stories = map[string][]story{
	"court": {
		{"信访积案清单", "请于限期前报送信访积案清单。", "清单经分管领导签字", "xfb", -5, (*demoTeller).works},
		{"卷宗扫描设备采购", "按程序完成卷宗扫描设备采购。", "设备到位并验收", "xzc", 3, (*demoTeller).blocked},
		{"司法统计季报", "按时报送司法统计季报。", "报表上报", "sgb", -10, (*demoTeller).closed},
		{"法官培训计划", "制定明年法官培训计划。", "计划印发", "zzb", 12, (*demoTeller).works},
		{"庭审直播评查", "组织庭审直播情况评查并通报。", "通报印发", "sgb", 6, (*demoTeller).extends},
	},
	"company": {
		{"Supplier audit", "Operations to finish the supplier audit.", "Report sent to the COO", "ops", -5, (*demoTeller).works},
		{"Data centre move", "Engineering to move the last rack.", "Old room empty", "eng", 3, (*demoTeller).blocked},
		{"Quarterly accounts", "Finance to close the quarter.", "Accounts signed", "fin", -10, (*demoTeller).closed},
		{"Onboarding guide", "People to renew the onboarding guide.", "Guide published", "hr", 12, (*demoTeller).works},
		{"Help centre search", "Customer Support to improve the help centre's search.", "Search live", "cs", 6, (*demoTeller).extends},
	},
}

// A demoTeller tells stories by the ledger's own actions, at past times.
type demoTeller struct {
	app *App
	ctx context.Context
	n   int
}

// seedDemo tells the stories whose units the organisation has. Nobody is written to about the past; from now on the items live as any others.
func (a *App) seedDemo(ctx context.Context) error {
	d := &demoTeller{app: a, ctx: ctx}
	e, err := d.at(-20)
	if err != nil {
		return err
	}
	office := ledger.Recipients(e, ledger.Item{}, ledger.ForOffice)
	list := slices.DeleteFunc(slices.Clone(stories[a.Config.Preset]), func(s story) bool {
		return len(ledger.Recipients(e, ledger.Item{Lead: s.unit}, ledger.ForHead)) == 0
	})
	if len(office) == 0 || len(list) == 0 {
		return nil // an organisation of one's own
	}
	c, err := d.issue(e, list, office[0])
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	for i, s := range list {
		it, err := a.store.Item(ctx, c.Items[i].ID)
		if err != nil {
			return err
		}
		if _, err := s.tell(d, it); err != nil {
			return fmt.Errorf("demo: %s: %w", s.title, err)
		}
	}
	return d.wakeAll()
}

// issue makes items of the stories, as of a meeting then.
func (d *demoTeller) issue(e ledger.Env, list []story, by ledger.PersonID) (ledger.Change, error) {
	title := map[string]string{"court": "院长办公会", "company": "Management meeting"}[d.app.Config.Preset]
	draft := ledger.Draft{Title: title, ID: ledger.MeetingID(ledger.NewID(e.Now, "demo", 0)), Date: e.Today(), By: by, At: e.Now, Changed: e.Now}
	today := ledger.DateOf(d.app.now().In(e.Zone()))
	var rows []int
	for i, s := range list {
		rows = append(rows, i+1)
		draft.Rows = append(draft.Rows, ledger.DraftRow{N: i + 1, Title: s.title, Text: s.quote, Measure: s.measure, Lead: s.unit,
			Due: ledger.Due{Date: today.AddDays(s.due)}})
	}
	c, err := ledger.Issue(e, draft, 0, rows, by)
	if err != nil {
		return c, err
	}
	return c, d.commit(c)
}

// at is what is known so many days from now.
func (d *demoTeller) at(days int) (ledger.Env, error) {
	e, err := d.app.bot.Env(d.ctx, d.app.now().AddDate(0, 0, days).Add(-time.Hour))
	d.n++
	e.Source = fmt.Sprintf("demo/%d", d.n)
	return e, err
}

func (d *demoTeller) commit(c ledger.Change) error {
	c.Notices = nil
	return d.app.store.Commit(d.ctx, c)
}

// act does one thing so many days ago and gives the item as it is then.
func (d *demoTeller) act(days int, it ledger.Item, f func(ledger.Env, ledger.Item) (ledger.Change, error)) (ledger.Item, error) {
	e, err := d.at(-days)
	if err != nil {
		return it, err
	}
	c, err := f(e, it)
	if err != nil {
		return it, err
	}
	if err := d.commit(c); err != nil {
		return it, err
	}
	return d.app.store.Item(d.ctx, it.ID)
}

func (d *demoTeller) head(e ledger.Env, it ledger.Item) ledger.PersonID {
	return ledger.Recipients(e, it, ledger.ForHead)[0]
}

func (d *demoTeller) works(it ledger.Item) (ledger.Item, error) {
	return d.act(12, it, func(e ledger.Env, it ledger.Item) (ledger.Change, error) {
		n := 40
		return ledger.Report(e, it, d.head(e, it), ledger.Progress{Percent: &n})
	})
}

func (d *demoTeller) blocked(it ledger.Item) (ledger.Item, error) {
	return d.act(2, it, func(e ledger.Env, it ledger.Item) (ledger.Change, error) {
		n := 60
		reason := "等财政批复"
		if d.app.Config.Preset == "company" {
			reason = "waiting for the power contractor"
		}
		return ledger.Report(e, it, d.head(e, it), ledger.Progress{Percent: &n, Blocker: &ledger.Blocker{Reason: reason}})
	})
}

func (d *demoTeller) closed(it ledger.Item) (ledger.Item, error) {
	it, err := d.act(12, it, func(e ledger.Env, it ledger.Item) (ledger.Change, error) {
		return ledger.Submit(e, it, d.head(e, it), ledger.Submission{Text: it.Measure})
	})
	if err != nil {
		return it, err
	}
	return d.act(11, it, func(e ledger.Env, it ledger.Item) (ledger.Change, error) {
		return ledger.Judge(e, it, ledger.Recipients(e, it, ledger.ForOffice)[0], true, "", nil)
	})
}

func (d *demoTeller) extends(it ledger.Item) (ledger.Item, error) {
	return d.act(1, it, func(e ledger.Env, it ledger.Item) (ledger.Change, error) {
		reason := "涉及多个部门,评查样本还在汇总"
		if d.app.Config.Preset == "company" {
			reason = "the new index needs another test round"
		}
		return ledger.Extend(e, it, d.head(e, it), ledger.Due{Date: it.Due.Date.AddDays(7)}, reason)
	})
}

// wakeAll plans each item's next look from now, so that the past makes no noise.
func (d *demoTeller) wakeAll() error {
	page, err := d.app.store.List(d.ctx, ledger.Filter{Open: true, Limit: 500})
	if err != nil {
		return err
	}
	e, err := d.at(0)
	if err != nil {
		return err
	}
	e.Now = d.app.now()
	c := ledger.Change{Source: e.Source}
	for _, it := range page.Items {
		it.Plan = ledger.Plan{Last: e.Now}
		it.Plan.Next = ledger.NextLook(e, it)
		c.Items = append(c.Items, it)
	}
	return d.app.store.Commit(d.ctx, c)
}
