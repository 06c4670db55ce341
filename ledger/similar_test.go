package ledger_test

import (
	"testing"
	"time"

	"github.com/followup-bot/followup/ledger"
)

func TestSimilar(t *testing.T) {
	for _, x := range []struct {
		a, b string
		near bool
	}{
		{"建成审判质效指标看板", "继续完善审判质效指标看板", true},
		{"完成终本案件清理", "抓紧完成终本案件清理工作,清理率不低于95%", true},
		{"建成审判质效指标看板", "报送长期未结案件清单", false},
		{"制定培训方案", "制定招聘方案", false},
		{"Fix the calibration drift", "Finish fixing the calibration drift", true},
		{"Prepare the budget draft", "Prepare the hiring plan", false},
		{"", "", false}, {"看", "看", false},
	} {
		if n := ledger.Similar(x.a, x.b); (n >= 0.5) != x.near || n != ledger.Similar(x.b, x.a) || n < 0 || n > 1 {
			t.Errorf("%s / %s: %.2f", x.a, x.b, n)
		}
	}
	open := []ledger.Row{{ID: "1", Number: ledger.Number{Seq: 1}, Title: "完成终本案件清理", Lead: "a", State: ledger.StateActive},
		{ID: "2", Number: ledger.Number{Seq: 2}, Title: "完成终本案件清理工作", Lead: "b", State: ledger.StateActive},
		{ID: "3", Number: ledger.Number{Seq: 3}, Title: "完成终本案件清理工作", Lead: "a", State: ledger.StateClosed}}
	if l := ledger.LikeOpen(ledger.DraftRow{Title: "完成终本案件清理工作", Lead: "a"}, open); l == nil || l.Item != "1" {
		t.Errorf("%+v", l)
	}
}

func TestContinue(t *testing.T) {
	e := actEnv()
	it := in(ledger.StateActive, "")
	later := ledger.DraftRow{Text: "再次要求", Due: ledger.Due{Date: it.Due.Date.AddDays(5)}}
	c, err := ledger.Continue(e, it, "supervisor", later, true)
	if err != nil || c.Items[0].Due != later.Due || c.Items[0].FirstDue != it.FirstDue || c.Items[0].Extensions != 1 || c.Events[0].Kind != ledger.EventExtensionGranted || len(c.Notices) == 0 {
		t.Errorf("%+v, %v", c, err)
	}
	if c, err = ledger.Continue(e, it, "supervisor", later, false); err != nil || c.Items[0].Due != it.Due || c.Events[0].Kind != ledger.EventNoted || c.Events[0].Reason != "再次要求" {
		t.Errorf("%+v, %v", c, err)
	}
	if _, err := ledger.Continue(e, it, "supervisor", ledger.DraftRow{Text: "x"}, true); err == nil {
		t.Error("no date, and taken")
	}
	if _, err := ledger.Continue(e, it, "head", later, true); err == nil {
		t.Error("a head may")
	}
	if _, err := ledger.Continue(e, in(ledger.StateClosed, ""), "supervisor", later, true); err == nil {
		t.Error("a closed one goes on")
	}
}

func TestOutcomeOf(t *testing.T) {
	e := actEnv()
	late := ledger.Due{Date: ledger.DateOf(actNow.In(e.Zone())).AddDays(-2)}
	d := ledger.Draft{Rows: []ledger.DraftRow{{N: 1, Issued: "x"}, {N: 2, Dropped: true}, {N: 3, Issued: "p"}, {N: 4}, {N: 5, Done: true}, {N: 6, Continues: "old"}, {N: 7, Issued: "hidden"}}}
	items := []ledger.Item{{ID: "x", State: ledger.StateClosed, ClosedAt: time.Now()}, {ID: "p", State: ledger.StateActive, Children: 2, Finished: 1},
		{ID: "c1", Parent: "p", Lead: "a", State: ledger.StateActive, Due: late}, {ID: "c2", Parent: "p", Lead: "b", State: ledger.StateClosed}, {ID: "old", State: ledger.StateActive}}
	o := ledger.OutcomeOf(e, d, items)
	if len(o.Items) != 4 || o.Closed != 1 || o.Open != 2 || o.Unissued != 1 || o.Overdue != 1 || len(o.Items[1].Behind) != 1 || o.Items[1].Late != 2 {
		t.Errorf("%+v", o)
	}
}
