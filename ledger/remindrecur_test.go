package ledger

import (
	"strings"
	"testing"
	"time"

	"github.com/teambition/rrule-go"
	"pgregory.net/rapid"
)

// TestRecurrenceAgreesWithTheLibrary compares the dates of random rules with those of a full implementation of RFC 5545.
func TestRecurrenceAgreesWithTheLibrary(t *testing.T) {
	pick := func(t *rapid.T, label string, of ...string) string { return rapid.SampledFrom(of).Draw(t, label) }
	rapid.Check(t, func(t *rapid.T) {
		freq := pick(t, "freq", "DAILY", "WEEKLY", "MONTHLY", "YEARLY")
		parts := []string{"FREQ=" + freq}
		add := func(s string) {
			if s != "" {
				parts = append(parts, s)
			}
		}
		add(pick(t, "interval", "", "INTERVAL=2", "INTERVAL=3"))
		add(pick(t, "months", "", "", "BYMONTH=1,4,7,10", "BYMONTH=2"))
		switch freq {
		case "WEEKLY", "DAILY":
			add(pick(t, "days", "", "BYDAY=MO", "BYDAY=TU,TH", "BYDAY=SU"))
		case "MONTHLY":
			add(pick(t, "days", "", "BYDAY=2MO", "BYDAY=-1FR", "BYMONTHDAY=-1", "BYMONTHDAY=5,31", "BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "BYDAY=MO,WE;BYSETPOS=1,3"))
		case "YEARLY":
			add(pick(t, "days", "", "BYMONTHDAY=15", "BYDAY=1MO"))
		}
		anchor := NewDate(2026, 1, 1).AddDays(rapid.IntRange(0, 500).Draw(t, "anchor"))
		rule := strings.Join(parts, ";")
		ours, err := parseRecurrence(rule, anchor)
		if err != nil {
			t.Fatal(err)
		}
		opt, err := rrule.StrToROption(rule)
		if err != nil {
			t.Fatal(err)
		}
		opt.Dtstart = anchor.utc()
		lib, err := rrule.NewRRule(*opt)
		if err != nil {
			t.Fatal(err)
		}
		end := anchor.AddDays(1200)
		want := lib.Between(anchor.utc(), end.utc(), true)
		d := anchor
		for _, w := range want {
			if d = ours.next(d); d != DateOf(w) {
				t.Fatalf("%s from %s: %s, want %s", rule, anchor, d, DateOf(w))
			}
			d = d.AddDays(1)
		}
		if d = ours.next(d); !d.IsZero() && !d.After(end) {
			t.Fatalf("%s from %s: %s is too many", rule, anchor, d)
		}
	})
}

func TestRecurrenceRefuses(t *testing.T) {
	for _, s := range []string{"", "FREQ=HOURLY", "FREQ=DAILY;INTERVAL=0", "FREQ=WEEKLY;BYDAY=XX", "FREQ=MONTHLY;BYMONTHDAY=32", "FREQ=MONTHLY;BYDAY=M", "BYDAY=MO", "FREQ=DAILY;UNTIL=soon"} {
		if _, err := parseRecurrence(s, NewDate(2026, 1, 1)); err == nil {
			t.Errorf("%q is accepted", s)
		}
	}
	r, err := parseRecurrence("DTSTART:20260101\nRRULE:FREQ=DAILY;UNTIL=20260110T000000Z", NewDate(2026, 1, 1))
	if err != nil {
		t.Fatal(err)
	}
	if d := r.next(NewDate(2026, time.January, 11)); !d.IsZero() {
		t.Errorf("goes on until %s", d)
	}
	if d := r.last(NewDate(2026, time.January, 11)); d != NewDate(2026, time.January, 10) {
		t.Errorf("last %s", d)
	}
}
