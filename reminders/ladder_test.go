package reminders_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/followup-bot/followup/ledger"
)

// told renders what was sent as "11-24 09:00 person kind why:days", in Shanghai, without notes to admins.
func told(t testing.TB, all []sent) []string {
	loc := at(t, "2026-01-01 00:00").Location()
	var out []string
	for _, m := range all {
		if m.notice.Kind == ledger.NoticeAdmin {
			continue
		}
		s := fmt.Sprintf("%s %s %s", m.at.In(loc).Format("01-02 15:04"), m.notice.To.Person, m.notice.Kind)
		for _, l := range m.lines {
			if l.Calls {
				s += fmt.Sprintf(" %s:%d", l.Why, l.Days)
			}
		}
		out = append(out, s)
	}
	slices.Sort(out)
	return out
}

func same(t *testing.T, got []string, want string) {
	t.Helper()
	var lines []string
	for l := range strings.SplitSeq(want, "\n") {
		if l = strings.TrimSpace(l); l != "" {
			lines = append(lines, l)
		}
	}
	if !slices.Equal(got, lines) {
		t.Errorf("sent:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(lines, "\n"))
	}
}

func TestLadder(t *testing.T) {
	hour := func(w *world) ledger.Date { return ledger.DateOf(w.now().In(w.dir.Zone())) }
	for _, tc := range []struct {
		name  string
		start string
		act   func(w *world)
		until string
		want  string
	}{
		{"lead times, the day, overdue, the steps", "2026-11-24 10:00", func(w *world) { w.item("u00", "2026-12-04") }, "2026-12-14 12:00", `
			12-01 09:00 liaison-u00 digest due:3
			12-03 09:00 liaison-u00 digest due:1
			12-04 09:00 liaison-u00 digest today:0
			12-07 08:30 president brief overdue:3
			12-07 08:30 vice brief overdue:3
			12-07 09:00 head-u00 digest overdue:3
			12-07 09:00 liaison-u00 digest overdue:3
			12-08 09:00 head-u00 digest overdue:4
			12-08 09:00 liaison-u00 digest overdue:4
			12-09 09:00 head-u00 digest overdue:5
			12-09 09:00 liaison-u00 digest overdue:5
			12-10 09:00 head-u00 digest overdue:6
			12-10 09:00 liaison-u00 digest overdue:6
			12-11 09:00 head-u00 digest overdue:7
			12-11 09:00 liaison-u00 digest overdue:7
			12-11 09:00 president digest escalated:7
			12-14 08:30 president brief overdue:10
			12-14 08:30 vice brief overdue:10
			12-14 09:00 head-u00 digest explain:10
			12-14 09:00 liaison-u00 digest overdue:10`},
		{"lead times that had passed at issue are skipped", "2026-12-02 10:00", func(w *world) { w.item("u00", "2026-12-04") }, "2026-12-04 12:00", `
			12-03 09:00 liaison-u00 digest due:1
			12-04 09:00 liaison-u00 digest today:0`},
		{"a deadline on a Sunday is told of on the Friday", "2026-11-24 10:00", func(w *world) { w.item("u00", "2026-12-06") }, "2026-12-06 12:00", `
			12-01 09:00 liaison-u00 digest due:3
			12-03 09:00 liaison-u00 digest due:1
			12-04 09:00 liaison-u00 digest today:0`},
		{"make-up days are worked, holidays are not", "2026-09-15 10:00", func(w *world) { w.item("u00", "2026-09-30") }, "2026-10-10 12:00", `
			09-24 09:00 liaison-u00 digest due:3
			09-29 09:00 liaison-u00 digest due:1
			09-30 09:00 liaison-u00 digest today:0
			10-08 08:30 president brief overdue:8
			10-08 08:30 vice brief overdue:8
			10-08 09:00 head-u00 digest overdue:8
			10-08 09:00 liaison-u00 digest overdue:8
			10-09 09:00 head-u00 digest overdue:9
			10-09 09:00 liaison-u00 digest overdue:9
			10-10 09:00 head-u00 digest explain:10
			10-10 09:00 liaison-u00 digest overdue:10`},
		{"the receipt", "2026-11-24 10:00", func(w *world) {
			w.item("u01", "", func(it *ledger.Item) { it.State, it.AcceptedAt = ledger.StateIssued, time.Time{} })
		}, "2026-11-30 12:00", `
			11-26 09:00 liaison-u01 digest unsigned:1
			11-27 09:00 liaison-u01 digest unsigned:2
			11-30 09:00 liaison-u01 digest unsigned:3`},
		{"the handler is told instead of the liaison", "2026-11-24 10:00", func(w *world) {
			w.item("u00", "2026-11-25", func(it *ledger.Item) { it.Handler = "liaison-u01" })
		}, "2026-11-26 12:00", `
			11-25 09:00 liaison-u01 digest today:0
			11-26 09:00 head-u00 digest overdue:1
			11-26 09:00 liaison-u01 digest overdue:1`},
		{"a report stops the day's cycle, not the next", "2026-11-24 10:00", func(w *world) {
			id := w.item("u00", "2026-11-24")
			w.until(at(w.t, "2026-11-25 08:00"))
			w.edit(id, ledger.EventReported, func(it *ledger.Item) { it.ReportedAt = w.now().UTC() })
		}, "2026-11-26 12:00", `
			11-26 09:00 head-u00 digest overdue:2
			11-26 09:00 liaison-u00 digest overdue:2`},
		{"an ETA silences until its day, escalation runs on", "2026-11-24 10:00", func(w *world) {
			id := w.item("u00", "2026-11-24")
			w.edit(id, ledger.EventReported, func(it *ledger.Item) { it.ReportedAt, it.ETA = w.now().UTC(), hour(w).AddDays(6) })
		}, "2026-11-30 12:00", `
			11-27 09:00 vice digest escalated:3
			11-30 08:30 president brief overdue:6
			11-30 08:30 vice brief overdue:6
			11-30 09:00 head-u00 digest overdue:6
			11-30 09:00 liaison-u00 digest overdue:6`},
		{"a blocker silences until the next cadence, and is told to office and overseer", "2026-11-24 10:00", func(w *world) {
			id := w.item("u00", "2026-11-24", func(it *ledger.Item) { it.Priority = ledger.PriorityKey })
			w.edit(id, ledger.EventBlocked, func(it *ledger.Item) {
				it.ReportedAt, it.Blocker = w.now().UTC(), &ledger.Blocker{Reason: "money", Since: w.now().UTC()}
			})
		}, "2026-12-01 12:00", `
			11-27 09:00 vice digest escalated:3
			11-30 08:30 president brief overdue:6
			11-30 08:30 vice brief overdue:6
			12-01 09:00 head-u00 digest overdue:7
			12-01 09:00 liaison-u00 digest overdue:7
			12-01 09:00 president digest escalated:7
			12-01 09:00 super digest blocked:7
			12-01 09:00 vice digest blocked:7`},
		{"a request for more time waits for the office, and silences", "2026-11-24 10:00", func(w *world) {
			id := w.item("u01", "2026-11-24")
			w.edit(id, ledger.EventExtensionRequested, func(it *ledger.Item) {
				it.Extension = &ledger.Extension{To: ledger.Due{Date: hour(w).AddDays(9)}, At: w.now().UTC()}
			})
		}, "2026-11-26 12:00", `
			11-25 09:00 super digest extension:1
			11-26 09:00 super digest extension:2`},
		{"what was handed in waits for the office", "2026-11-24 10:00", func(w *world) {
			id := w.item("u00", "2026-11-24")
			w.edit(id, ledger.EventSubmitted, func(it *ledger.Item) {
				it.State, it.Submission = ledger.StateSubmitted, &ledger.Submission{Stage: ledger.StageOffice, At: w.now().UTC()}
			})
		}, "2026-11-26 12:00", `
			11-25 09:00 super digest review:1
			11-26 09:00 super digest review:2`},
		{"what a unit declined waits for the office", "2026-11-24 10:00", func(w *world) {
			id := w.item("u00", "2026-11-24")
			w.edit(id, ledger.EventDeclined, func(it *ledger.Item) { it.State, it.Decline = ledger.StateDeclined, &ledger.Decline{At: w.now().UTC()} })
		}, "2026-11-25 12:00", `11-25 09:00 super digest declined:1`},
		{"key items report weekly, others monthly", "2026-11-24 10:00", func(w *world) {
			w.item("u00", "", func(it *ledger.Item) { it.Priority = ledger.PriorityKey })
			w.item("u01", "")
		}, "2026-12-24 12:00", `
			12-01 09:00 liaison-u00 digest cadence:7
			12-08 09:00 liaison-u00 digest cadence:14
			12-15 09:00 liaison-u00 digest cadence:21
			12-22 09:00 liaison-u00 digest cadence:28
			12-24 09:00 liaison-u01 digest cadence:30`},
		{"a snooze puts off, and its end reminds", "2026-11-24 10:00", func(w *world) {
			id := w.item("u00", "2026-11-30")
			w.edit(id, ledger.EventSnoozed, func(it *ledger.Item) { it.Snoozed = at(w.t, "2026-11-26 15:00").UTC() })
		}, "2026-11-30 12:00", `
			11-26 15:00 liaison-u00 digest snoozed:0
			11-27 09:00 liaison-u00 digest due:1
			11-30 09:00 liaison-u00 digest today:0`},
		{"a snooze never hides what is overdue", "2026-11-24 10:00", func(w *world) {
			id := w.item("u00", "2026-11-24")
			w.edit(id, ledger.EventSnoozed, func(it *ledger.Item) { it.Snoozed = at(w.t, "2026-11-26 15:00").UTC() })
		}, "2026-11-25 12:00", `
			11-25 09:00 head-u00 digest overdue:1
			11-25 09:00 liaison-u00 digest overdue:1`},
		{"nothing after close", "2026-11-24 10:00", func(w *world) {
			id := w.item("u00", "2026-11-25")
			w.until(at(w.t, "2026-11-25 08:59"))
			w.edit(id, ledger.EventClosed, func(it *ledger.Item) { it.State, it.ClosedAt = ledger.StateClosed, w.now().UTC() })
		}, "2026-12-20 12:00", ""},
		{"nothing while suspended, and the ladder goes on afterwards", "2026-11-24 10:00", func(w *world) {
			id := w.item("u00", "2026-11-25")
			w.edit(id, ledger.EventSuspended, func(it *ledger.Item) { it.State, it.Before = ledger.StateSuspended, it.State })
			w.until(at(w.t, "2026-12-02 10:00"))
			w.edit(id, ledger.EventResumed, func(it *ledger.Item) { it.State = ledger.StateAccepted })
		}, "2026-12-03 12:00", `
			12-03 09:00 head-u00 digest overdue:8
			12-03 09:00 liaison-u00 digest overdue:8
			12-03 09:00 president digest escalated:8
			12-03 09:00 vice digest escalated:8`},
		{"a milestone", "2026-11-24 10:00", func(w *world) {
			w.item("u00", "2027-03-01", func(it *ledger.Item) {
				it.Milestones = []ledger.Milestone{{Text: "draft", Due: ledger.NewDate(2026, 11, 29)}, {Text: "done", Due: ledger.NewDate(2026, 11, 26), Done: true}}
			})
		}, "2026-12-02 12:00", `11-27 09:00 liaison-u00 digest milestone:0`},
		{"a recurring report, until it is given", "2026-11-24 10:00", func(w *world) {
			id := w.item("u00", "", func(it *ledger.Item) { it.RRule = "FREQ=WEEKLY;BYDAY=FR" })
			w.until(at(w.t, "2026-11-26 10:00"))
			w.edit(id, ledger.EventReported, func(it *ledger.Item) { it.ReportedAt = w.now().UTC() })
			w.sink.take()
		}, "2026-12-07 12:00", `
			11-30 08:30 president brief overdue:3
			11-30 08:30 vice brief overdue:3
			12-01 09:00 liaison-u00 digest recurring:0
			12-03 09:00 liaison-u00 digest recurring:0
			12-04 09:00 liaison-u00 digest recurring:0
			12-07 08:30 president brief overdue:3
			12-07 08:30 vice brief overdue:3
			12-07 09:00 liaison-u00 digest recurring:0`},
		{"parents are not chased for receipt or cadence", "2026-11-24 10:00", func(w *world) {
			w.item("u00", "2026-11-27", func(it *ledger.Item) { it.Children, it.State = 3, ledger.StateIssued })
		}, "2026-12-01 12:00", `
			11-26 09:00 liaison-u00 digest due:1
			11-27 09:00 liaison-u00 digest today:0
			11-30 09:00 head-u00 digest overdue:3
			11-30 09:00 liaison-u00 digest overdue:3
			12-01 09:00 head-u00 digest overdue:4
			12-01 09:00 liaison-u00 digest overdue:4`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			within(t, court(2), at(t, tc.start), func(w *world) {
				tc.act(w)
				same(t, told(t, w.until(at(t, tc.until))), tc.want)
			})
		})
	}
}
