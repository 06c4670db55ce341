package schedule

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/teambition/rrule-go"

	"github.com/followup-bot/followup/ledger"
)

// epoch is where rules without DTSTART count their intervals from: a Monday, and the first of a year that begins a four-year cycle.
var epoch = ledger.NewDate(2024, time.January, 1)

// parseRule reads an RRULE, perhaps with DTSTART on a line before it or as a part of it.
func (s *Schedule) parseRule(spec string) error {
	rule, start, err := split(spec)
	if err != nil {
		return &Error{Code: Syntax, Spec: spec, Detail: err.Error()}
	}
	opt, err := rrule.StrToROption(rule)
	if err != nil {
		return &Error{Code: Syntax, Spec: spec, Detail: err.Error()}
	}
	switch opt.Freq {
	case rrule.HOURLY, rrule.MINUTELY, rrule.SECONDLY:
		return &Error{Code: Unsupported, Spec: spec, Detail: "times of day are wanted, not an interval", Suggest: "0 9-18 * * *"}
	}
	if start.zone != "" {
		if s.loc, err = load(spec, start.zone); err != nil {
			return err
		}
	}
	s.times = times(opt, start)
	anchor := start.date
	if anchor.IsZero() {
		anchor = epoch
	}
	opt.Byhour, opt.Byminute, opt.Bysecond = nil, nil, nil
	opt.Dtstart = utc(anchor)
	if !opt.Until.IsZero() {
		opt.Until = utc(ledger.DateOf(opt.Until))
	}
	if _, err := rrule.NewRRule(*opt); err != nil {
		return &Error{Code: Syntax, Spec: spec, Detail: err.Error()}
	}
	s.reading = ruleReading(opt, start.date)
	s.pattern = ruleDates{*opt}
	s.asWorkdays(*opt, anchor)
	return nil
}

// asWorkdays reads Monday to Friday as the working days of the calendar where that is what is meant; see the package comment.
func (s *Schedule) asWorkdays(opt rrule.ROption, anchor ledger.Date) {
	r := &s.reading
	if s.cal == nil || !isWorkweek(r.Weekdays) || len(r.MonthDays) > 0 {
		return
	}
	switch {
	case len(opt.Bysetpos) > 0:
		opt.Byweekday, opt.Bysetpos = nil, nil
		opt.Dtstart = utc(ledger.Date{Year: anchor.Year, Month: anchor.Month, Day: 1})
		switch opt.Freq {
		case rrule.WEEKLY:
			opt.Dtstart = utc(monday(anchor))
			opt.Byweekday = []rrule.Weekday{rrule.MO}
		case rrule.MONTHLY:
			opt.Bymonthday = []int{1}
		case rrule.YEARLY:
			opt.Dtstart = utc(ledger.Date{Year: anchor.Year, Month: time.January, Day: 1})
			opt.Bymonth, opt.Bymonthday = []int{1}, []int{1}
		default:
			return
		}
		s.pattern = nthWorkdays{periods: ruleDates{opt}, freq: opt.Freq, months: r.Months, nth: r.Position, cal: s.cal, from: anchor}
		r.Workday, r.Weekdays, r.Position = r.Position, nil, nil
	case r.Kind == Weekly && r.Interval <= 1 && s.policy != "" && opt.Count == 0 && opt.Until.IsZero():
		r.Kind, r.Weekdays = Workdays, nil
		s.pattern = workdays{s.cal, r.Months}
	}
}

func monday(d ledger.Date) ledger.Date { return d.AddDays(-(int(d.Weekday()) + 6) % 7) }

func utc(d ledger.Date) time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }

// A start is a DTSTART: a date, perhaps a minute of the day (-1: none) and a zone.
type start struct {
	date   ledger.Date
	minute int
	zone   string
}

// split parts DTSTART from the rule.
func split(spec string) (string, start, error) {
	st := start{minute: -1}
	var parts []string
	for line := range strings.FieldsFuncSeq(strings.ToUpper(spec), func(r rune) bool { return r == '\n' || r == '\r' || r == ' ' }) {
		if strings.HasPrefix(line, "DTSTART") && (strings.Contains(line, ":") || strings.HasPrefix(line, "DTSTART;TZID")) {
			head, value, ok := strings.Cut(line, ":")
			if !ok {
				return "", st, fmt.Errorf("%s: no date", line)
			}
			if i := strings.Index(head, "TZID="); i >= 0 {
				from := strings.Index(strings.ToUpper(spec), "TZID=") + len("TZID=")
				st.zone = spec[from : from+len(head)-i-len("TZID=")]
			}
			if err := st.set(value); err != nil {
				return "", st, err
			}
			continue
		}
		for part := range strings.SplitSeq(strings.TrimPrefix(line, "RRULE:"), ";") {
			if v, ok := strings.CutPrefix(part, "DTSTART="); ok {
				if err := st.set(v); err != nil {
					return "", st, err
				}
				continue
			}
			if part != "" {
				parts = append(parts, part)
			}
		}
	}
	return strings.Join(parts, ";"), st, nil
}

func (s *start) set(value string) error {
	for _, layout := range []string{"20060102T150405", "20060102T1504", "20060102", "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02"} {
		t, err := time.Parse(layout, strings.TrimSuffix(value, "Z"))
		if err != nil {
			continue
		}
		if strings.HasSuffix(value, "Z") && s.zone == "" && strings.Contains(layout, "T") {
			s.zone = "UTC"
		}
		s.date = ledger.DateOf(t)
		if strings.Contains(layout, "T") {
			s.minute = t.Hour()*60 + t.Minute()
		}
		return nil
	}
	return fmt.Errorf("DTSTART %s: want YYYYMMDD or YYYYMMDDTHHMMSS", value)
}

// times are the rule's minutes of the day: BYHOUR and BYMINUTE, where they are missing DTSTART's, else 09:00.
func times(opt *rrule.ROption, st start) []int {
	base := defaultTime
	if st.minute >= 0 {
		base = st.minute
	}
	hours, minutes := opt.Byhour, opt.Byminute
	if len(hours) == 0 {
		hours = []int{base / 60}
		if len(minutes) == 0 {
			minutes = []int{base % 60}
		}
	}
	if len(minutes) == 0 {
		minutes = []int{0}
		if st.minute >= 0 {
			minutes = []int{st.minute % 60}
		}
	}
	var out []int
	for _, h := range hours {
		for _, m := range minutes {
			out = append(out, h*60+m)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func ruleReading(opt *rrule.ROption, begin ledger.Date) Reading {
	r := Reading{Interval: opt.Interval, Months: opt.Bymonth, MonthDays: opt.Bymonthday, Position: opt.Bysetpos, Count: opt.Count, Start: begin}
	r.Kind = map[rrule.Frequency]string{rrule.DAILY: Daily, rrule.WEEKLY: Weekly, rrule.MONTHLY: Monthly, rrule.YEARLY: Yearly}[opt.Freq]
	for _, w := range opt.Byweekday {
		r.Weekdays = append(r.Weekdays, Weekday{Day: w.Day() + 1, Nth: w.N()})
	}
	if !opt.Until.IsZero() {
		r.Until = ledger.DateOf(opt.Until)
	}
	r.Uneven = r.uneven()
	return r
}

// ruleDates are the dates of a rule, whose times have been taken out.
type ruleDates struct{ opt rrule.ROption }

func (p ruleDates) dates(from, to ledger.Date, yield func(ledger.Date) bool) {
	opt := p.opt
	if opt.Until.IsZero() || opt.Until.After(utc(to)) {
		opt.Until = utc(to)
	}
	if opt.Count == 0 && opt.Interval <= 1 && p.explicit() && ledger.DateOf(opt.Dtstart).Before(from) {
		opt.Dtstart = utc(from) // nothing counts from the start, so the search need not
		if opt.Freq != rrule.DAILY && len(opt.Bysetpos) > 0 {
			opt.Dtstart = p.opt.Dtstart
		}
	}
	rule, err := rrule.NewRRule(opt)
	if err != nil {
		return // checked by Parse
	}
	next := rule.Iterator()
	for t, ok := next(); ok; t, ok = next() {
		d := ledger.DateOf(t)
		if d.After(to) {
			return
		}
		if !d.Before(from) && !yield(d) {
			return
		}
	}
}

// explicit reports whether the rule says all of its days, and takes none from its start.
func (p ruleDates) explicit() bool {
	o := p.opt
	switch o.Freq {
	case rrule.DAILY:
		return true
	case rrule.WEEKLY:
		return len(o.Byweekday) > 0
	}
	return len(o.Byweekday)+len(o.Bymonthday)+len(o.Byyearday) > 0 && (o.Freq != rrule.YEARLY || len(o.Bymonth) > 0)
}

// nthWorkdays are the n-th working days of the periods that begin on the dates of a rule.
type nthWorkdays struct {
	periods ruleDates
	freq    rrule.Frequency
	months  []int
	nth     []int
	cal     ledger.Calendar
	from    ledger.Date // of DTSTART
}

func (p nthWorkdays) dates(from, to ledger.Date, yield func(ledger.Date) bool) {
	back := map[rrule.Frequency]int{rrule.WEEKLY: 7, rrule.MONTHLY: 31, rrule.YEARLY: 366}[p.freq]
	p.periods.dates(from.AddDays(-back), to, func(first ledger.Date) bool {
		for _, d := range p.of(first) {
			if !d.Before(from) && !d.Before(p.from) && !d.After(to) && !yield(d) {
				return false
			}
		}
		return true
	})
}

// of gives the period's days, in order, each once.
func (p nthWorkdays) of(first ledger.Date) []ledger.Date {
	last := first.AddDays(6)
	switch p.freq {
	case rrule.MONTHLY:
		last = first.MonthEnd()
	case rrule.YEARLY:
		last = ledger.Date{Year: first.Year, Month: time.December, Day: 31}
	}
	var work, out []ledger.Date
	for d := first; !d.After(last); d = d.AddDays(1) {
		if p.cal.Workday(d) && (len(p.months) == 0 || slices.Contains(p.months, int(d.Month))) {
			work = append(work, d)
		}
	}
	for _, n := range p.nth {
		i := n - 1
		if n < 0 {
			i = len(work) + n
		}
		if i >= 0 && i < len(work) {
			out = append(out, work[i])
		}
	}
	slices.SortFunc(out, ledger.Date.Compare)
	return slices.Compact(out)
}

// DTSTART writes the anchor of a rule that begins on a day, to stand on the line before it.
func DTSTART(d ledger.Date) string {
	return "DTSTART:" + strconv.Itoa(d.Year*10000+int(d.Month)*100+d.Day)
}
