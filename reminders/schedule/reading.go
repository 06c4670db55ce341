package schedule

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/followup-bot/followup/ledger"
)

// Kinds of reading.
const (
	Daily    = "daily"
	Workdays = "workdays" // every working day of the calendar
	Weekly   = "weekly"
	Monthly  = "monthly"
	Yearly   = "yearly"
)

// A Reading is how a spec was understood, for being told in words. Weekdays count from Monday, which is 1, to Sunday, which is 7.
type Reading struct {
	Kind      string      `json:"kind"`
	Interval  int         `json:"interval,omitempty"` // every Interval-th period; 0 or 1: each
	Weekdays  []Weekday   `json:"weekdays,omitempty"`
	MonthDays []int       `json:"month_days,omitempty"` // negative: from the end
	Months    []int       `json:"months,omitempty"`
	Workday   []int       `json:"workday,omitempty"` // the n-th working day of the period; negative: from its end
	Position  []int       `json:"position,omitempty"`
	Either    bool        `json:"either,omitempty"` // fires on MonthDays and on Weekdays, as cron does when both are given
	Uneven    bool        `json:"uneven,omitempty"` // some months have no such day and are left out
	Times     []string    `json:"times"`            // 15:04
	Policy    string      `json:"policy,omitempty"`
	Zone      string      `json:"zone"`
	Start     ledger.Date `json:"start,omitzero"`
	Until     ledger.Date `json:"until,omitzero"`
	Count     int         `json:"count,omitempty"`
}

// A Weekday of a reading, perhaps the n-th of its month; negative: from the end.
type Weekday struct {
	Day int `json:"day"`
	Nth int `json:"nth,omitempty"`
}

// Reading says how the spec was understood.
func (s *Schedule) Reading() Reading { return s.reading }

var weekdayNames = []string{"", "MO", "TU", "WE", "TH", "FR", "SA", "SU"}

// monthEnd is the rule of the last day of the reading's months at its times, for days that no month has.
func (r Reading) monthEnd() string {
	if len(r.MonthDays) == 0 || len(r.Times) == 0 {
		return ""
	}
	freq, by := "MONTHLY", ""
	if len(r.Months) > 0 && len(r.Months) < 12 {
		freq, by = "YEARLY", ";BYMONTH="+join(r.Months)
	}
	h, m, _ := strings.Cut(r.Times[0], ":")
	return fmt.Sprintf("FREQ=%s%s;BYMONTHDAY=-1;BYHOUR=%s;BYMINUTE=%s", freq, by, plain(h), plain(m))
}

func plain(s string) string {
	n, err := strconv.Atoi(s)
	if err != nil {
		return s
	}
	return strconv.Itoa(n)
}

func join(n []int) string {
	out := make([]string, len(n))
	for i, v := range n {
		out[i] = strconv.Itoa(v)
	}
	return strings.Join(out, ",")
}

// uneven reports whether a month of the reading lacks one of its days.
func (r Reading) uneven() bool {
	return slices.ContainsFunc(r.MonthDays, func(d int) bool {
		if d < 29 {
			return false
		}
		for m := time.January; m <= time.December; m++ {
			if (len(r.Months) == 0 || slices.Contains(r.Months, int(m))) && ledger.NewDate(2023, m, 1).MonthEnd().Day < d {
				return true
			}
		}
		return false
	})
}

// isWorkweek reports whether the weekdays are Monday to Friday, and nothing else.
func isWorkweek(days []Weekday) bool {
	if len(days) != 5 {
		return false
	}
	for n := 1; n <= 5; n++ {
		if !slices.Contains(days, Weekday{Day: n}) {
			return false
		}
	}
	return true
}

// workdays is every working day of a calendar.
type workdays struct {
	cal    ledger.Calendar
	months []int
}

func (w workdays) dates(from, to ledger.Date, yield func(ledger.Date) bool) {
	for d := from; !d.After(to); d = d.AddDays(1) {
		if (len(w.months) == 0 || slices.Contains(w.months, int(d.Month))) && w.cal.Workday(d) && !yield(d) {
			return
		}
	}
}
