package ledger_test

import (
	"testing"
	"time"

	"github.com/followup-bot/followup/ledger"
)

func TestTimesOfDayAcrossDaylightSaving(t *testing.T) {
	for _, x := range []struct{ zone, date, at, want string }{
		{"America/New_York", "2026-03-08", "01:30", "2026-03-08T01:30:00-05:00"},
		{"America/New_York", "2026-03-08", "02:30", "2026-03-08T03:30:00-04:00"}, // skipped: moved by the gap
		{"America/New_York", "2026-03-08", "09:00", "2026-03-08T09:00:00-04:00"},
		{"America/New_York", "2026-11-01", "01:30", "2026-11-01T01:30:00-04:00"}, // comes twice: the first
		{"America/New_York", "2026-11-01", "09:00", "2026-11-01T09:00:00-05:00"},
		{"Europe/London", "2026-03-29", "01:30", "2026-03-29T02:30:00+01:00"},
		{"Europe/London", "2026-10-25", "01:30", "2026-10-25T01:30:00+01:00"},
		{"Australia/Lord_Howe", "2026-04-05", "01:45", "2026-04-05T01:45:00+11:00"}, // half an hour
		{"Asia/Shanghai", "2026-11-24", "23:59", "2026-11-24T23:59:00+08:00"},
		{"Asia/Kathmandu", "2026-02-28", "00:00", "2026-02-28T00:00:00+05:45"},
	} {
		loc, err := time.LoadLocation(x.zone)
		if err != nil {
			t.Fatal(err)
		}
		d, err := ledger.ParseDate(x.date)
		if err != nil {
			t.Fatal(err)
		}
		at, err := time.Parse("15:04", x.at)
		if err != nil {
			t.Fatal(err)
		}
		if got := d.At(at.Hour()*60+at.Minute(), loc).Format(time.RFC3339); got != x.want {
			t.Errorf("%s %s in %s is %s, want %s", x.date, x.at, x.zone, got, x.want)
		}
	}
}

func TestDueEnds(t *testing.T) {
	loc, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	day := ledger.Date{Year: 2028, Month: 2, Day: 29}
	for _, x := range []struct {
		due  ledger.Due
		want string
	}{
		{ledger.Due{Date: day}, "2028-03-01T00:00:00+08:00"},
		{ledger.Due{Date: day, At: "17:00"}, "2028-02-29T17:01:00+08:00"},
		{ledger.Due{Date: day, Zone: "Europe/London"}, "2028-03-01T08:00:00+08:00"},
	} {
		if got := x.due.Passed(loc).In(loc).Format(time.RFC3339); got != x.want {
			t.Errorf("%+v has passed at %s, want %s", x.due, got, x.want)
		}
	}
}

func TestDates(t *testing.T) {
	date := func(s string) ledger.Date {
		d, err := ledger.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	if got := date("2027-01-31").AddMonths(1); got != date("2027-02-28") {
		t.Errorf("a month after 31 January is %s", got)
	}
	if got := date("2028-01-31").AddMonths(1); got != date("2028-02-29") {
		t.Errorf("in a leap year %s", got)
	}
	if got := date("2026-12-31").AddDays(1).DaysSince(date("2026-11-24")); got != 38 {
		t.Errorf("%d days", got)
	}
	for _, bad := range []string{"2026-13-01", "2026-02-30", "24.11.2026", "x"} {
		if _, err := ledger.ParseDate(bad); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
}
