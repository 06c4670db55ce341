package ledger

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A recurrence is the part of an RFC 5545 rule that dates need: FREQ of a day or more, INTERVAL, BYDAY, BYMONTHDAY, BYMONTH, BYSETPOS and
// UNTIL; weeks begin on Monday. Rules with times of day are schedules; reminders/schedule reads those.
type recurrence struct {
	freq     string
	interval int
	days     []weekdayN
	monthday []int
	months   []int
	setpos   []int
	until    Date
	anchor   Date
}

type weekdayN struct {
	n   int // 0: every one; 2: the second of the period; -1: the last
	day time.Weekday
}

var weekdays = map[string]time.Weekday{"SU": 0, "MO": 1, "TU": 2, "WE": 3, "TH": 4, "FR": 5, "SA": 6}

// parseRecurrence reads a rule whose first occurrence is not before anchor.
func parseRecurrence(s string, anchor Date) (recurrence, error) {
	r := recurrence{interval: 1, anchor: anchor}
	s = strings.ToUpper(strings.TrimSpace(s))
	if i := strings.LastIndex(s, "RRULE:"); i >= 0 {
		s = s[i+len("RRULE:"):]
	}
	for part := range strings.SplitSeq(s, ";") {
		k, v, _ := strings.Cut(strings.TrimSpace(part), "=")
		if err := r.set(k, v); err != nil {
			return r, fmt.Errorf("rrule %q: %s: %w", s, k, err)
		}
	}
	if r.freq == "" {
		return r, fmt.Errorf("rrule %q: no FREQ", s)
	}
	r.defaults()
	return r, nil
}

func (r *recurrence) set(k, v string) (err error) {
	switch k {
	case "FREQ":
		if !slices.Contains([]string{"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}, v) {
			return fmt.Errorf("%q is not a frequency of dates", v)
		}
		r.freq = v
	case "INTERVAL":
		if r.interval, err = strconv.Atoi(v); err == nil && r.interval < 1 {
			err = fmt.Errorf("must be at least 1")
		}
	case "BYMONTHDAY":
		r.monthday, err = numbers(v, 31)
	case "BYMONTH":
		r.months, err = numbers(v, 12)
	case "BYSETPOS":
		r.setpos, err = numbers(v, 366)
	case "UNTIL":
		t, e := time.Parse("20060102", v[:min(8, len(v))])
		r.until, err = DateOf(t), e
	case "BYDAY":
		for d := range strings.SplitSeq(v, ",") {
			w, ok := weekdays[d[max(0, len(d)-2):]]
			if !ok {
				return fmt.Errorf("%q is not a day", d)
			}
			n := 0
			if num := strings.TrimPrefix(d[:len(d)-2], "+"); num != "" {
				if n, err = strconv.Atoi(num); err != nil {
					return err
				}
			}
			r.days = append(r.days, weekdayN{n, w})
		}
	}
	return err
}

func numbers(v string, limit int) ([]int, error) {
	var out []int
	for s := range strings.SplitSeq(v, ",") {
		n, err := strconv.Atoi(s)
		if err != nil {
			return nil, err
		}
		if n == 0 || n > limit || n < -limit {
			return nil, fmt.Errorf("%d is out of range", n)
		}
		out = append(out, n)
	}
	return out, nil
}

// defaults takes from the anchor what the rule does not say.
func (r *recurrence) defaults() {
	if len(r.days) > 0 || len(r.monthday) > 0 {
		return
	}
	switch r.freq {
	case "WEEKLY":
		r.days = []weekdayN{{0, r.anchor.Weekday()}}
	case "YEARLY":
		if len(r.months) == 0 {
			r.months = []int{int(r.anchor.Month)}
		}
		r.monthday = []int{r.anchor.Day}
	case "MONTHLY":
		r.monthday = []int{r.anchor.Day}
	}
}

// period gives the first and last day of the rule's period that holds d.
func (r recurrence) period(d Date) (Date, Date) {
	switch r.freq {
	case "WEEKLY":
		first := d.AddDays(-(int(d.Weekday()) + 6) % 7)
		return first, first.AddDays(6)
	case "MONTHLY":
		return Date{d.Year, d.Month, 1}, d.MonthEnd()
	case "YEARLY":
		return Date{d.Year, time.January, 1}, Date{d.Year, time.December, 31}
	}
	return d, d
}

// due reports whether d's period is one of every interval-th from the anchor's.
func (r recurrence) due(d Date) bool {
	switch r.freq {
	case "DAILY":
		return d.DaysSince(r.anchor)%r.interval == 0
	case "WEEKLY":
		a, _ := r.period(r.anchor)
		b, _ := r.period(d)
		return b.DaysSince(a)/7%r.interval == 0
	case "MONTHLY":
		return ((d.Year-r.anchor.Year)*12+int(d.Month-r.anchor.Month))%r.interval == 0
	}
	return (d.Year-r.anchor.Year)%r.interval == 0
}

// fits reports whether d satisfies the BY parts but for BYSETPOS.
func (r recurrence) fits(d Date) bool {
	if len(r.months) > 0 && !slices.Contains(r.months, int(d.Month)) {
		return false
	}
	if len(r.monthday) > 0 && !slices.Contains(r.monthday, d.Day) && !slices.Contains(r.monthday, d.Day-d.MonthEnd().Day-1) {
		return false
	}
	return len(r.days) == 0 || slices.ContainsFunc(r.days, func(w weekdayN) bool { return w.day == d.Weekday() && r.nth(d, w.n) })
}

// nth reports whether d is the n-th of its weekday in the month, or in the year where a yearly rule names no month.
func (r recurrence) nth(d Date, n int) bool {
	if n == 0 || r.freq == "WEEKLY" || r.freq == "DAILY" {
		return true
	}
	first, last := Date{d.Year, d.Month, 1}, d.MonthEnd()
	if r.freq == "YEARLY" && len(r.months) == 0 {
		first, last = r.period(d)
	}
	return n > 0 && d.DaysSince(first)/7+1 == n || n < 0 && last.DaysSince(d)/7+1 == -n
}

// occurs reports whether the rule falls on d.
func (r recurrence) occurs(d Date) bool {
	if d.Before(r.anchor) || !r.until.IsZero() && d.After(r.until) || !r.due(d) || !r.fits(d) {
		return false
	}
	if len(r.setpos) == 0 {
		return true
	}
	first, last := r.period(d)
	before, after := 0, 0
	for x := first; !x.After(last); x = x.AddDays(1) {
		switch {
		case !r.fits(x):
		case x.Before(d):
			before++
		case x.After(d):
			after++
		}
	}
	return slices.Contains(r.setpos, before+1) || slices.Contains(r.setpos, -after-1)
}

// horizon is how far next and last look: beyond the longest rule that makes sense for an obligation, a leap day.
const horizon = 366 * 9

// next is the first occurrence not before from, or the zero Date.
func (r recurrence) next(from Date) Date {
	d := later(from, r.anchor)
	for range horizon {
		if !r.until.IsZero() && d.After(r.until) {
			break
		}
		if r.occurs(d) {
			return d
		}
		d = d.AddDays(1)
	}
	return Date{}
}

// last is the last occurrence before d, or the zero Date.
func (r recurrence) last(d Date) Date {
	for range horizon {
		d = d.AddDays(-1)
		if d.Before(r.anchor) {
			break
		}
		if r.occurs(d) {
			return d
		}
	}
	return Date{}
}

// recurring are the days on which a recurring obligation calls for its report: the lead days before each occurrence, and each working day after
// one until it is reported. Where no period was filed yet, any word from the first lead day on stops
// the calls for that occurrence. An unreadable rule never calls.
func (e Env) recurring(it Item, issued Date) func(Date) Date {
	r, err := parseRecurrence(it.RRule, issued)
	if err != nil {
		return func(Date) Date { return Date{} }
	}
	reported := Date{}
	if !it.ReportedAt.IsZero() {
		reported = DateOf(it.ReportedAt.In(e.Zone()))
	}
	leads := func(o Date) []Date {
		out := []Date{e.leadDay(o, 0)}
		for _, n := range e.Policy.Before {
			out = append(out, e.leadDay(o, n))
		}
		slices.SortFunc(out, Date.Compare)
		return slices.Compact(out)
	}
	met := func(o Date) bool {
		if it.Filed != nil {
			return !it.lastFiled().Before(o)
		}
		return it.Blocker == nil && !reported.Before(leads(o)[0])
	}
	return func(from Date) Date {
		if o := r.last(from); !o.IsZero() && !met(o) {
			return NextWorkday(e.Cal, from)
		}
		for o := r.next(from); !o.IsZero(); o = r.next(o.AddDays(1)) {
			if met(o) {
				continue
			}
			for _, d := range leads(o) {
				if !d.Before(from) {
					return d
				}
			}
		}
		return Date{}
	}
}
