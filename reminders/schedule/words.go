package schedule

import (
	"fmt"
	"strings"
	"time"
)

// String says the reading in English, as Error says what was refused: "the last working day of every month at 09:00".
func (r Reading) String() string {
	s := r.days() + " at " + and(r.Times)
	if len(r.Months) > 0 && len(r.Months) < 12 {
		s += ", in " + and(each(r.Months, func(m int) string { return time.Month(m).String() }))
	}
	if r.Uneven {
		s += ", not in months that lack the day"
	}
	switch r.Policy {
	case Skip:
		if r.Kind != Workdays && len(r.Workday) == 0 {
			s += ", not on days off"
		}
	case Before, After:
		s += ", on the working day " + r.Policy + " a day off"
	}
	if !r.Start.IsZero() {
		s += ", from " + r.Start.String()
	}
	if !r.Until.IsZero() {
		s += ", until " + r.Until.String()
	}
	if r.Count > 0 {
		s += fmt.Sprintf(", %d times", r.Count)
	}
	return s
}

// days says on which days of which periods.
func (r Reading) days() string {
	period := map[string]string{Daily: "day", Workdays: "working day", Weekly: "week", Monthly: "month", Yearly: "year"}[r.Kind]
	every := "every " + period
	switch {
	case r.Interval == 2:
		every = "every other " + period
	case r.Interval > 2:
		every = fmt.Sprintf("every %d %ss", r.Interval, period)
	}
	dates := each(r.MonthDays, func(d int) string { return nth(d, "day") })
	weekdays := each(r.Weekdays, func(w Weekday) string {
		if w.Nth != 0 {
			return nth(w.Nth, time.Weekday(w.Day%7).String())
		}
		return time.Weekday(w.Day % 7).String()
	})
	switch {
	case len(r.Workday) > 0:
		return "the " + and(each(r.Workday, func(n int) string { return nth(n, "working day") })) + " of " + every
	case len(r.Position) > 0:
		return "the " + and(each(r.Position, func(n int) string { return nth(n, "of "+and(weekdays)) })) + " in " + every
	case r.Either:
		return "the " + and(dates) + " of " + every + " and every " + and(weekdays)
	case len(dates) > 0 && len(weekdays) > 0:
		return "the " + and(dates) + " of " + every + " that is a " + and(weekdays)
	case len(dates) > 0:
		return "the " + and(dates) + " of " + every
	case len(weekdays) > 0 && r.Kind == Weekly && r.Interval <= 1:
		return "every " + and(weekdays)
	case len(weekdays) > 0 && r.Kind == Weekly:
		return and(weekdays) + " of " + every
	case len(weekdays) > 0:
		return "the " + and(weekdays) + " of " + every
	}
	return every
}

// nth is "the" n-th of something, without the article; negative: from the end.
func nth(n int, what string) string {
	switch {
	case n == -1:
		return "last " + what
	case n < 0:
		return ordinal(-n) + " last " + what
	}
	return ordinal(n) + " " + what
}

func ordinal(n int) string {
	suffix := "th"
	if n/10%10 != 1 {
		switch n % 10 {
		case 1:
			suffix = "st"
		case 2:
			suffix = "nd"
		case 3:
			suffix = "rd"
		}
	}
	return fmt.Sprint(n, suffix)
}

func each[T any](in []T, f func(T) string) []string {
	out := make([]string, len(in))
	for i, v := range in {
		out[i] = f(v)
	}
	return out
}

func and(s []string) string {
	if len(s) < 2 {
		return strings.Join(s, "")
	}
	return strings.Join(s[:len(s)-1], ", ") + " and " + s[len(s)-1]
}
