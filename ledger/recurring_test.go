package ledger_test

import (
	"testing"
	"time"

	"github.com/followup-bot/followup/ledger"
)

// on is the environment at 10:00 of a day.
func on(day string) ledger.Env {
	e := actEnv()
	d, err := ledger.ParseDate(day)
	if err != nil {
		panic(err)
	}
	e.Now = d.In(e.Zone()).Add(10 * time.Hour)
	return e
}

// monthly is an obligation of unit a for the 25th of each month, issued in September.
func monthly() ledger.Item {
	it := in(ledger.StateActive, "")
	it.Due, it.FirstDue, it.RRule, it.DueText = ledger.Due{}, ledger.Due{}, "FREQ=MONTHLY;BYMONTHDAY=25", "每月25日前"
	it.IssuedAt = on("2026-09-01").Now
	return it
}

func periods(e ledger.Env, it ledger.Item) (out []string) {
	for _, p := range e.Periods(it) {
		out = append(out, p.Due.String()[5:]+" "+string(p.State))
	}
	return out
}

func TestAPeriodIsFiledMissedAndStaysSo(t *testing.T) {
	it := monthly()
	step := func(day string, want []string, do func(e ledger.Env) (ledger.Change, error)) {
		t.Helper()
		e := on(day)
		if do != nil {
			c, err := do(e)
			if err != nil {
				t.Fatal(day, err)
			}
			it = c.Items[0]
		}
		got := periods(e, it)
		if len(got) != len(want) {
			t.Fatalf("%s: %v, want %v", day, got, want)
		}
		for i := range want {
			if got[i] != want[i] {
				t.Fatalf("%s: %v, want %v", day, got, want)
			}
		}
	}
	submit := func(e ledger.Env) (ledger.Change, error) {
		return ledger.Submit(e, it, "liaison", ledger.Submission{Text: "本期已报", Evidence: []ledger.Evidence{{Kind: "file", Name: "报表.xlsx"}}})
	}
	step("2026-09-10", []string{"09-25 next"}, nil)
	step("2026-09-10", []string{"09-25 next"}, func(e ledger.Env) (ledger.Change, error) { // a word before its time is progress
		return ledger.Report(e, it, "liaison", ledger.Progress{Note: "在准备"})
	})
	step("2026-09-24", []string{"09-25 filed", "10-25 next"}, submit)
	if it.State != ledger.StateActive || len(it.Filed) != 1 || len(it.Filed[0].Evidence) != 1 {
		t.Fatalf("%+v", it)
	}
	step("2026-10-28", []string{"09-25 filed", "10-25 owed", "11-25 next"}, nil)
	if !on("2026-10-28").Overdue(it.Row()) {
		t.Error("what is owed is not overdue")
	}
	step("2026-11-23", []string{"09-25 filed", "10-25 missed", "11-25 next"}, nil)
	step("2026-11-24", []string{"09-25 filed", "10-25 missed", "11-25 filed", "12-25 next"}, func(e ledger.Env) (ledger.Change, error) {
		return ledger.Report(e, it, "liaison", ledger.Progress{NoChange: true}) // 零报告
	})
	c := on("2026-11-24").CountPeriods(it)
	if c.Filed != 2 || c.Due != 3 || len(c.Missed) != 1 || c.Owed.String() != "2026-12-25" || it.Row().Owed != c.Owed {
		t.Errorf("%+v", c)
	}
	step("2026-12-28", []string{"09-25 filed", "10-25 missed", "11-25 filed", "12-25 late", "01-25 next"}, submit)
	step("2026-12-29", []string{"09-25 filed", "10-25 missed", "11-25 filed", "12-25 owed", "01-25 next"}, func(e ledger.Env) (ledger.Change, error) {
		return ledger.Judge(e, it, "supervisor", false, "缺附表", nil)
	})
	if _, err := ledger.Judge(on("2026-12-29"), it, "liaison", false, "x", nil); err == nil {
		t.Error("a liaison returns it")
	}
}

// A weekly report is filed on its day or before; the day after, Friday's is still owed until Tuesday.
func TestWeeklyPeriods(t *testing.T) {
	it := monthly()
	it.RRule, it.IssuedAt = "FREQ=WEEKLY;BYDAY=FR", on("2026-11-09").Now
	if got := periods(on("2026-11-16"), it); len(got) != 2 || got[0] != "11-13 owed" {
		t.Error(got)
	}
	if got := periods(on("2026-11-18"), it); len(got) != 2 || got[0] != "11-13 missed" || got[1] != "11-20 next" {
		t.Error(got)
	}
	it.RRule = "FREQ=DAILY"
	for _, day := range []string{"2026-11-10", "2026-11-11"} {
		c, err := ledger.Submit(on(day), it, "liaison", ledger.Submission{Text: "今日已报"})
		if err != nil {
			t.Fatal(err)
		}
		it = c.Items[0]
	}
	if got := periods(on("2026-11-11"), it); len(got) != 4 || got[0] != "11-09 missed" || got[2] != "11-11 filed" {
		t.Error(got)
	}
	// the last period is over: now it can be handed in as a whole
	it.RRule = "FREQ=DAILY;UNTIL=20261111T000000Z"
	if c, err := ledger.Submit(on("2026-11-12"), it, "liaison", ledger.Submission{Text: "全部完成"}); err != nil || c.Items[0].State != ledger.StateSubmitted {
		t.Error(err)
	}
}
