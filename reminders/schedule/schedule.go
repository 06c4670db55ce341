package schedule

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/followup-bot/followup/ledger"
)

// Policies for slots that fall on a day off. The empty policy fires all the same.
const (
	Skip   = "skip"   // not at all
	Before = "before" // on the working day before
	After  = "after"  // on the working day after
)

// defaultTime is when a rule fires that names no time: 09:00.
const defaultTime = 9 * 60

// reach bounds how far a policy can move a slot: the longest holidays, with the weekends around them.
const reach = 25

// horizon bounds the search for the next slot: from one leap day to another over a century that lacks one.
const horizon = 366 * 9

// A Schedule is a spec that was understood. It is immutable and safe for concurrent use.
type Schedule struct {
	pattern pattern
	times   []int // minutes of the day, sorted, each once
	loc     *time.Location
	policy  string
	cal     ledger.Calendar
	reading Reading
}

// A pattern gives civil dates.
type pattern interface {
	// dates calls yield with the pattern's dates from one day to another, both included, in order, until it returns false.
	dates(from, to ledger.Date, yield func(ledger.Date) bool)
}

// Parse reads a spec: five cron fields, a name such as @daily, or an RRULE (with DTSTART where it matters). zone is IANA and must not be
// empty; a zone within the spec wins. policy is "", Skip, Before or After. Errors are of type *Error; what they suggest, Parse takes in the
// same zone.
func Parse(spec, zone, policy string, cal ledger.Calendar) (*Schedule, error) {
	s, err := parse(spec, zone, policy, cal)
	if e := (*Error)(nil); errors.As(err, &e) {
		e.settle(zone, policy, cal)
	}
	if err != nil {
		return nil, err
	}
	return s, nil
}

// parse is Parse, but that what it suggests may itself be refused.
func parse(spec, zone, policy string, cal ledger.Calendar) (*Schedule, error) {
	spec = strings.TrimSpace(spec)
	s := &Schedule{policy: policy, cal: cal}
	if !slices.Contains([]string{"", Skip, Before, After}, policy) {
		return nil, &Error{Code: BadPolicy, Spec: spec, Detail: policy, Suggest: spec, SuggestPolicy: Skip}
	}
	loc, err := load(spec, zone)
	if err != nil {
		return nil, err
	}
	s.loc = loc
	if upper := strings.ToUpper(spec); strings.Contains(upper, "FREQ=") || strings.HasPrefix(upper, "RRULE") || strings.HasPrefix(upper, "DTSTART") {
		err = s.parseRule(spec)
	} else {
		err = s.parseCron(spec)
	}
	if err != nil {
		return nil, err
	}
	s.reading.Times, s.reading.Policy, s.reading.Zone = s.clocks(), policy, s.loc.String()
	return s, s.check(spec)
}

// settle follows what is suggested to one that is not refused, and takes back what leads to none.
func (e *Error) settle(zone, policy string, cal ledger.Calendar) {
	if !slices.Contains([]string{"", Skip, Before, After}, policy) {
		policy = ""
	}
	for range 5 { // each step mends one fault of zone, seconds, numbers, days and closeness
		if e.Suggest == "" {
			break
		}
		e.SuggestPolicy = cmp.Or(e.SuggestPolicy, policy)
		_, err := parse(e.Suggest, zone, e.SuggestPolicy, cal)
		if err == nil {
			return
		}
		next := (*Error)(nil)
		if !errors.As(err, &next) {
			break
		}
		e.Suggest, e.SuggestPolicy = next.Suggest, next.SuggestPolicy
	}
	e.Suggest, e.SuggestPolicy = "", ""
}

func load(spec, zone string) (*time.Location, error) {
	loc, ok := ledger.Location(zone)
	if !ok || zone == "Local" {
		return nil, &Error{Code: BadZone, Spec: spec, Detail: zone}
	}
	return loc, nil
}

// check refuses what never fires or fires too often.
func (s *Schedule) check(spec string) error {
	if often(s.times) {
		return &Error{Code: TooOften, Spec: spec, Suggest: s.slower(spec), SuggestPolicy: s.policy}
	}
	start := s.reading.Start
	if start.IsZero() {
		start = ledger.NewDate(2024, time.January, 1)
	}
	from := start.AddDays(-1).In(s.loc)
	if !s.Next(from).IsZero() {
		return nil
	}
	e := &Error{Code: Never, Spec: spec, Detail: "no year has such a day"}
	if s.policy == Skip {
		plain := *s
		plain.policy = ""
		if !plain.Next(from).IsZero() {
			e.Detail, e.Suggest, e.SuggestPolicy = "it only falls on days off", spec, After
			return e
		}
	}
	e.Suggest, e.SuggestPolicy = s.reading.monthEnd(), s.policy
	return e
}

// closest is the least time between two slots.
const closest = 15

// often reports whether slots follow each other too closely, also over midnight.
func often(times []int) bool {
	if len(times) < 2 {
		return false
	}
	for i := 1; i < len(times); i++ {
		if times[i]-times[i-1] < closest {
			return true
		}
	}
	return times[0]+24*60-times[len(times)-1] < closest
}

// Next is the first slot after the instant, or the zero time when there is none.
func (s *Schedule) Next(after time.Time) time.Time {
	day := ledger.DateOf(after.In(s.loc))
	var best time.Time
	var bestDay ledger.Date
	s.pattern.dates(day.AddDays(-reach), day.AddDays(horizon), func(d ledger.Date) bool {
		if !best.IsZero() && d.After(bestDay.AddDays(reach)) {
			return false
		}
		on, ok := s.moved(d)
		if !ok || on.Before(day.AddDays(-1)) || !best.IsZero() && on.After(bestDay) {
			return true
		}
		for _, m := range s.times {
			if t := instant(on, m, s.loc); t.After(after) && (best.IsZero() || t.Before(best)) {
				best, bestDay = t, on
			}
		}
		return best.IsZero() || s.policy != "" // without a policy dates are in order: the first is the next
	})
	return best
}

// Upcoming lists the next n slots after the instant; fewer when the rule ends.
func (s *Schedule) Upcoming(after time.Time, n int) []time.Time {
	var out []time.Time
	for range n {
		after = s.Next(after)
		if after.IsZero() {
			break
		}
		out = append(out, after)
	}
	return out
}

// Location is the zone that the schedule's times are in.
func (s *Schedule) Location() *time.Location { return s.loc }

// moved applies the policy; ok is false when the day is skipped.
func (s *Schedule) moved(d ledger.Date) (ledger.Date, bool) {
	if s.policy == "" || s.cal == nil || s.cal.Workday(d) {
		return d, true
	}
	switch s.policy {
	case Before:
		return ledger.PreviousWorkday(s.cal, d), true
	case After:
		return ledger.NextWorkday(s.cal, d), true
	}
	return d, false
}

// instant is when the clock of loc shows the minute of the day. A time that is skipped is moved forward by the gap; of a time that comes
// twice, the first is meant.
func instant(d ledger.Date, minute int, loc *time.Location) time.Time {
	wall := time.Date(d.Year, d.Month, d.Day, minute/60, minute%60, 0, 0, time.UTC)
	_, before := wall.Add(-26 * time.Hour).In(loc).Zone()
	_, after := wall.Add(26 * time.Hour).In(loc).Zone()
	first := wall.Add(-time.Duration(before) * time.Second)
	second := wall.Add(-time.Duration(after) * time.Second)
	shows := func(t time.Time) bool {
		l := t.In(loc)
		return ledger.DateOf(l) == d && l.Hour()*60+l.Minute() == minute
	}
	switch {
	case shows(first) && shows(second) && second.Before(first):
		return second.In(loc)
	case shows(first), !shows(second):
		return first.In(loc)
	}
	return second.In(loc)
}

func (s *Schedule) clocks() []string {
	out := make([]string, len(s.times))
	for i, m := range s.times {
		out[i] = clock(m)
	}
	return out
}

func clock(minute int) string {
	return time.Date(0, 1, 1, minute/60, minute%60, 0, 0, time.UTC).Format("15:04")
}
