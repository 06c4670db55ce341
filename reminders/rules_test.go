package reminders_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/followup-bot/followup/ledger"
)

// rule commits a rule that fires first after now.
func (w *world) rule(r ledger.Rule) {
	w.t.Helper()
	env, _ := w.env(context.Background(), w.now())
	s, err := w.svc.Schedule(r, env)
	if err != nil {
		w.t.Fatal(err)
	}
	r.Next = s.Next(w.now()).UTC()
	w.n++
	w.commit(ledger.Change{Source: fmt.Sprintf("rule/%d", w.n), Records: []ledger.Record{ledger.RuleRecord(r, 0)}})
}

func (w *world) getRule(id string) ledger.Rule {
	w.t.Helper()
	rec, err := w.store.Record(context.Background(), ledger.RecordRule, id)
	if err != nil {
		w.t.Fatal(err)
	}
	r, err := ledger.ReadRule(rec)
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

func TestRules(t *testing.T) {
	channel := ledger.Place{Messenger: "test", Conversation: "everybody"}
	key := ledger.PriorityKey
	for _, tc := range []struct {
		name  string
		rule  ledger.Rule
		until string
		want  string
	}{
		{"a call for reports to a unit", ledger.Rule{Job: ledger.JobReport, Spec: "0 15 * * 1", Target: ledger.Target{Unit: "u00"}}, "2026-12-02 12:00", `
			11-30 15:00 head-u00 rule cadence:6
			11-30 15:00 liaison-u00 rule cadence:6`},
		{"only key items", ledger.Rule{Job: ledger.JobReport, Spec: "0 15 * * 1", Target: ledger.Target{Unit: "u00"}, Priority: &key}, "2026-12-02 12:00", ""},
		{"what is overdue, to everybody concerned", ledger.Rule{Job: ledger.JobOverdue, Spec: "0 16 * * *", DayPolicy: "skip"}, "2026-12-08 12:00", `
			12-07 16:00 head-u00 rule overdue:3
			12-07 16:00 liaison-u00 rule overdue:3`},
		{"what is due soon", ledger.Rule{Job: ledger.JobDue, Spec: "0 16 * * *", DayPolicy: "skip"}, "2026-12-02 17:00", `
			12-01 16:00 head-u00 rule due:3
			12-01 16:00 liaison-u00 rule due:3
			12-02 16:00 head-u00 rule due:2
			12-02 16:00 liaison-u00 rule due:2`},
		{"a dispatch to heads", ledger.Rule{Job: ledger.JobDispatch, Spec: "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE;BYHOUR=10"}, "2026-12-02 12:00", `
			12-02 10:00 head-u00 rule open:0
			12-02 10:00 head-u01 rule open:0`},
		{"a bulletin waits for its release", ledger.Rule{Job: ledger.JobBulletin, Spec: "30 16 * * 5", Target: ledger.Target{Place: channel}}, "2026-11-28 12:00", `
			11-27 16:30 super bulletin`},
		{"a bulletin that sends itself", ledger.Rule{Job: ledger.JobBulletin, Spec: "30 16 * * 5", Target: ledger.Target{Place: channel}, AutoSend: true}, "2026-11-28 12:00", `
			11-27 16:30  bulletin`},
		{"a brief to a unit's overseer", ledger.Rule{Job: ledger.JobBrief, Spec: "30 16 * * 1", Target: ledger.Target{Unit: "u00"}}, "2026-12-07 17:00", `
			12-07 16:30 vice brief overdue:3`},
		{"in the quiet hours", ledger.Rule{Job: ledger.JobDispatch, Spec: "0 22 * * 5", Target: ledger.Target{Unit: "u01"}}, "2026-11-30 12:00", `
			11-28 08:00 head-u01 rule open:0
			11-28 08:00 liaison-u01 rule open:0`},
		{"paused until a day", ledger.Rule{Job: ledger.JobDispatch, Spec: "0 10 * * 1-5", Target: ledger.Target{Person: "head-u01"}, Paused: true, Until: ledger.NewDate(2026, 11, 26)}, "2026-11-26 12:00", `
			11-26 10:00 head-u01 rule open:0`},
		{"paused", ledger.Rule{Job: ledger.JobDispatch, Spec: "0 10 * * 1-5", Paused: true}, "2026-11-30 12:00", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			within(t, court(2), at(t, "2026-11-24 10:00"), func(w *world) {
				w.item("u00", "2026-12-04")
				w.item("u01", "")
				tc.rule.ID = "r"
				w.rule(tc.rule)
				got := slices.DeleteFunc(w.until(at(t, tc.until)), func(m sent) bool { return m.notice.Rule != "r" })
				same(t, told(t, got), tc.want)
				r := w.getRule("r")
				if !r.Next.After(w.now()) {
					t.Errorf("fires next at %s", r.Next)
				}
				if len(got) == 0 && tc.rule.Paused != (r.Skipped == ledger.SkippedPaused) {
					t.Errorf("skipped: %q", r.Skipped)
				}
			})
		})
	}
}

func TestARuleThatWasMissedFiresOnce(t *testing.T) {
	within(t, court(2), at(t, "2026-11-24 08:00"), func(w *world) {
		w.item("u01", "")
		w.rule(ledger.Rule{ID: "r", Job: ledger.JobDispatch, Spec: "0 10 * * *", Target: ledger.Target{Person: "head-u01"}})
		w.down(at(t, "2026-11-27 14:00"))
		got := w.sink.take()
		same(t, told(t, got), "11-27 14:00 head-u01 rule open:0")
		if p := ledger.ReadPlanned(got[0].notice); p.Missed != 3 {
			t.Errorf("missed %d, want 3", p.Missed)
		}
		same(t, told(t, w.until(at(t, "2026-11-28 12:00"))), "11-28 10:00 head-u01 rule open:0")
	})
}

func TestALateRuleWaitsForAWorkingDay(t *testing.T) {
	for policy, want := range map[string]string{"": "11-28 11:00 head-u01 rule open:0", "skip": "11-30 09:00 head-u01 rule open:0"} {
		within(t, court(2), at(t, "2026-11-24 08:00"), func(w *world) {
			w.item("u01", "")
			w.rule(ledger.Rule{ID: "r", Job: ledger.JobDispatch, Spec: "0 16 * * 5", DayPolicy: policy, Target: ledger.Target{Person: "head-u01"}})
			w.down(at(t, "2026-11-28 11:00"))
			same(t, told(t, w.until(at(t, "2026-11-30 12:00"))), want)
		})
	}
}

func TestARuleThatCantBeReadIsSetAside(t *testing.T) {
	within(t, court(2), at(t, "2026-11-24 08:00"), func(w *world) {
		w.item("u00", "2026-11-23")
		bad := ledger.Rule{ID: "bad", Job: ledger.JobDispatch, Spec: "whenever", Next: at(t, "2026-11-24 09:00").UTC()}
		w.commit(ledger.Change{Source: "bad", Records: []ledger.Record{ledger.RuleRecord(bad, 0)}})
		got := told(t, w.until(at(t, "2026-11-24 09:00").Add(time.Second)))
		same(t, got, `
			11-24 09:00 head-u00 digest overdue:1
			11-24 09:00 liaison-u00 digest overdue:1`)
		st, err := w.svc.Status(context.Background())
		if err != nil || len(st.Aside) != 1 || st.Aside[0].Entry.ID != "bad" || len(st.Rules) != 1 {
			t.Errorf("status %+v, %v", st, err)
		}
	})
}

func TestBriefs(t *testing.T) {
	o := court(2)
	for i := range o.People {
		switch o.People[i].ID {
		case "vice":
			o.People[i].Zone = "Europe/London"
		case "president":
			o.People[i].Muted = true
		}
	}
	within(t, o, at(t, "2026-09-24 10:00"), func(w *world) {
		w.item("u00", "2026-09-23")
		got := slices.DeleteFunc(w.until(at(t, "2026-10-13 12:00")), func(m sent) bool { return m.notice.Kind != ledger.NoticeBrief })
		// 08:30 in London. The week of 1 October begins on Monday 28 September; after the holidays the first working day is Thursday 8.
		same(t, told(t, got), `
			09-28 15:30 vice brief overdue:5
			10-08 15:30 vice brief overdue:15
			10-12 15:30 vice brief overdue:19`)
	})
}

func TestAdminsAreAskedForNextYearsHolidays(t *testing.T) {
	within(t, court(2), at(t, "2026-11-24 10:00"), func(w *world) {
		var days []string
		for _, m := range w.until(at(t, "2027-12-09 12:00")) {
			var note ledger.AdminNote
			if m.notice.Kind != ledger.NoticeAdmin || json.Unmarshal(m.notice.Body, &note) != nil {
				continue
			}
			days = append(days, fmt.Sprintf("%s %s %d", m.at.In(w.dir.Zone()).Format("2006-01-02 15:04"), note.Code, note.Year))
		}
		want := []string{"2026-12-01 09:00 calendar 2027", "2026-12-08 09:00 calendar 2027", "2026-12-15 09:00 calendar 2027",
			"2026-12-22 09:00 calendar 2027", "2026-12-29 09:00 calendar 2027", "2027-12-01 09:00 calendar 2028", "2027-12-08 09:00 calendar 2028"}
		if !slices.Equal(days, want) {
			t.Errorf("asked on %s", strings.Join(days, ", "))
		}
	})
}

func (w *world) day(u ledger.UnitID, d string) ledger.DayCount {
	w.t.Helper()
	date, err := ledger.ParseDate(d)
	if err != nil {
		w.t.Fatal(err)
	}
	rec, err := w.store.Record(context.Background(), ledger.RecordDaily, ledger.DayID(u, date))
	if err != nil {
		w.t.Fatal(err)
	}
	c, err := ledger.ReadDay(rec)
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

// TestDailyCounts counts the same days twice: as they end, and made up for after a downtime in which everything was changed.
func TestDailyCounts(t *testing.T) {
	run := func(w *world, off bool) {
		w.item("u00", "2026-11-25")
		id := w.item("u00", "2026-12-30", func(it *ledger.Item) { it.State, it.AcceptedAt = ledger.StateIssued, time.Time{} })
		w.until(at(w.t, "2026-11-24 10:05"))
		if off {
			w.stop()
			w.stop = func() {}
		}
		pass := func(s string) { time.Sleep(at(w.t, s).Sub(w.now())) }
		pass("2026-11-25 10:00")
		w.edit(id, ledger.EventBlocked, func(it *ledger.Item) {
			it.State, it.Blocker = ledger.StateActive, &ledger.Blocker{Reason: "money", Since: w.now().UTC()}
		})
		pass("2026-11-26 10:00")
		w.edit(id, ledger.EventSubmitted, func(it *ledger.Item) {
			it.State, it.Blocker, it.Submission = ledger.StateSubmitted, nil, &ledger.Submission{Stage: ledger.StageOffice, At: w.now().UTC()}
		})
		pass("2026-11-27 10:00")
		w.edit(id, ledger.EventClosed, func(it *ledger.Item) { it.State, it.ClosedAt = ledger.StateClosed, w.now().UTC() })
		pass("2026-11-28 10:00")
		if off {
			w.serve()
		}
		w.until(at(w.t, "2026-11-28 10:01"))
	}
	for _, off := range []bool{false, true} {
		within(t, court(2), at(t, "2026-11-24 10:00"), func(w *world) {
			run(w, off)
			u, day := ledger.UnitID("u00"), func(n int) ledger.Date { return ledger.NewDate(2026, 11, n) }
			for _, want := range []ledger.DayCount{
				{Unit: u, Date: day(24), Open: 2, Registered: 2, Unsigned: 1, Yellow: 1},
				{Unit: u, Date: day(25), Open: 2, Blocked: 1, Yellow: 1},
				{Unit: u, Date: day(26), Open: 2, Overdue: 1, Review: 1, Submitted: 1},
				{Unit: u, Date: day(27), Open: 1, Overdue: 1, Closed: 1, InTime: 1},
			} {
				if got := w.day(u, want.Date.String()); got != want {
					t.Errorf("off %v: %+v, want %+v", off, got, want)
				}
			}
			if got := w.day("u01", "2026-11-26"); got != (ledger.DayCount{Unit: "u01", Date: day(26)}) {
				t.Errorf("a quiet unit: %+v", got)
			}
			anchor, _, err := ledger.Load[string](context.Background(), w.store, ledger.RecordMark, ledger.AnchorID(day(27)))
			if err != nil {
				t.Errorf("anchor: %v", err)
			}
			log, head, err := w.store.Log(context.Background())
			if err == nil {
				err = errors.Join(ledger.VerifyLog(head, log), ledger.VerifyAnchors(map[string]string{day(27).String(): anchor}, log[len(log)-1:]))
			}
			if err != nil || log[len(log)-1].Kind != ledger.LogAnchor {
				t.Errorf("the log's anchor: %+v, %v", log, err)
			}
		})
	}
}

func TestADeputyStandsInWhileSomebodyIsAway(t *testing.T) {
	o := court(2)
	for i := range o.People {
		if o.People[i].ID == "liaison-u00" {
			o.People[i].Absences = []ledger.Absence{{From: ledger.NewDate(2026, 11, 25), To: ledger.NewDate(2026, 11, 25), Deputy: "liaison-u01"}}
		}
	}
	within(t, o, at(t, "2026-11-24 10:00"), func(w *world) {
		w.item("u00", "2026-11-26")
		same(t, told(t, w.until(at(t, "2026-11-26 12:00"))), `
			11-25 09:00 liaison-u01 digest due:1
			11-26 09:00 liaison-u00 digest today:0`)
	})
}

func TestPeopleWhoLeftAreNeverAddressed(t *testing.T) {
	within(t, court(2), at(t, "2026-11-24 10:00"), func(w *world) {
		w.item("u00", "2026-11-25")
		w.until(at(t, "2026-11-25 08:00"))
		o := court(2)
		for i := range o.People {
			o.People[i].Gone = o.People[i].ID == "liaison-u00"
		}
		w.setOrg(o)
		same(t, told(t, w.until(at(t, "2026-11-25 12:00"))), "11-25 09:00 head-u00 digest today:0")
	})
}

func TestAZoneThatAMessengerTellsMovesWhatIsPlanned(t *testing.T) {
	within(t, court(1), at(t, "2026-11-24 10:00"), func(w *world) {
		w.item("u00", "2026-11-25")
		w.until(at(t, "2026-11-24 11:00"))
		o := court(1)
		for i := range o.People {
			if strings.HasSuffix(string(o.People[i].ID), "-u00") {
				o.People[i].Profile.Zone = "Asia/Tokyo"
			}
		}
		w.setOrg(o)
		w.svc.Wake()
		if got := w.until(at(t, "2026-11-25 08:30")); len(got) != 1 || !got[0].at.Equal(at(t, "2026-11-25 08:00")) {
			t.Errorf("%d digests by half past eight; want the liaison's, at nine in Tokyo", len(got))
		}
	})
}
