package ledger_test

import (
	"strings"
	"testing"
	"time"

	"github.com/followup-bot/followup/ledger"
)

func TestSilences(t *testing.T) {
	e := actEnv()
	e.Now = shanghai(12, 14, 10, 0) // Monday; the deadline was Thursday the 10th
	for _, tc := range []struct {
		name   string
		change func(*ledger.Item)
		want   string
	}{
		{"overdue", func(*ledger.Item) {}, ""},
		{"closed", func(it *ledger.Item) { it.State = ledger.StateClosed }, "state"},
		{"reported", func(it *ledger.Item) { it.ReportedAt = e.Now.Add(-time.Hour) }, "reported 12-15"},
		{"snoozed beyond its deadline", func(it *ledger.Item) { it.Snoozed = e.Now.Add(time.Hour) }, ""},
		{"snoozed", func(it *ledger.Item) { it.Due.Date, it.Snoozed = date(2026, 12, 14), e.Now.Add(24*time.Hour) }, "snoozed 12-15"},
		{"eta", func(it *ledger.Item) { it.ETA = date(2026, 12, 18) }, "eta 12-18"},
		{"blocked", func(it *ledger.Item) {
			it.Priority, it.Blocker = ledger.PriorityKey, &ledger.Blocker{Since: shanghai(12, 10, 10, 0)}
		}, "blocked 12-17"},
		{"extension", func(it *ledger.Item) { it.Extension = &ledger.Extension{At: e.Now} }, "extension"},
		{"nothing yet", func(it *ledger.Item) { it.Due.Date = date(2026, 12, 25) }, "nothing 12-22"},
		{"nobody", func(it *ledger.Item) { it.Lead, it.Handler = "office", "" }, "nobody"},
	} {
		it := active(tc.change)
		var got []string
		for _, s := range ledger.Silences(e, it) {
			line := s.Code
			if !s.Until.IsZero() {
				line += s.Until.In(e.Zone()).Format(" 01-02")
			}
			got = append(got, line)
		}
		if s := strings.Join(got, ", "); s != tc.want {
			t.Errorf("%s: %q, want %q", tc.name, s, tc.want)
		}
	}
}

func TestTheOfficeIsToldWhereNobodyCanBeReached(t *testing.T) {
	e := actEnv()
	it := active(func(it *ledger.Item) { it.Lead, it.Handler = "office", "" })
	_, changes := look(t, e, it, shanghai(12, 10, 12, 0))
	var got []string
	for _, c := range changes {
		for _, n := range c.Notices {
			e.Now = n.Slot
			for _, l := range ledger.DigestItems(e, n.To.Person, n.Kind, []ledger.Item{c.Items[0]}, ledger.ReadPlanned(n), n.Slot) {
				got = append(got, string(n.To.Person)+" "+string(l.Why))
			}
		}
	}
	if s := strings.Join(got, ", "); s != "supervisor due, supervisor due, supervisor today" {
		t.Errorf("told: %s", s)
	}
}
