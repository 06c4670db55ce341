package main

import (
	"testing"
	"time"

	"github.com/followup-bot/followup/ledger/calendar"
)

func TestDemoBeginsInOfficeHours(t *testing.T) {
	loc, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range [][2]string{
		{"2026-11-24 10:00", "2026-11-24 10:00"},
		{"2026-11-24 07:00", "2026-11-24 09:05"},
		{"2026-11-24 21:00", "2026-11-25 09:05"},
		{"2026-11-27 18:00", "2026-11-30 09:05"}, // Friday evening
		{"2026-11-28 11:00", "2026-11-30 09:05"},
		{"2026-09-30 18:00", "2026-10-08 09:05"}, // over the National Day holidays
	} {
		now, err := time.ParseInLocation("2006-01-02 15:04", x[0], loc)
		if err != nil {
			t.Fatal(err)
		}
		if got := now.Add(officeHours(now, calendar.China())).Format("2006-01-02 15:04"); got != x[1] {
			t.Errorf("a demo begun at %s stands at %s, want %s", x[0], got, x[1])
		}
	}
}
