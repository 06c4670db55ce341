package schedule

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/robfig/cron/v3"

	"github.com/followup-bot/followup/ledger"
)

// names are cron's names for common specs.
var names = map[string]string{
	"@yearly": "0 9 1 1 *", "@annually": "0 9 1 1 *", "@monthly": "0 9 1 * *", "@weekly": "0 9 * * 1", "@daily": "0 9 * * *",
	"@midnight": "0 0 * * *", "@hourly": "0 * * * *",
}

// star is the bit by which cron marks a field that was "*" or "?".
const star = 1 << 63

var parser = cron.NewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow)

// parseCron reads five fields. @daily and its like fire at the hour when people work, not at midnight.
func (s *Schedule) parseCron(spec string) error {
	fields, err := s.fields(spec)
	if err != nil {
		return err
	}
	if strings.ContainsAny(fields[2]+fields[4], "LW#") && !strings.ContainsAny(strings.ToUpper(fields[4]), "EAOUI") {
		return dialect(spec, fields)
	}
	if fields[4], err = sundays(fields[4]); err != nil {
		return &Error{Code: Syntax, Spec: spec, Detail: err.Error(), Suggest: clamped(fields)}
	}
	parsed, err := parser.Parse(strings.Join(fields, " "))
	if err != nil {
		return &Error{Code: Syntax, Spec: spec, Detail: err.Error(), Suggest: clamped(fields)}
	}
	f, ok := parsed.(*cron.SpecSchedule)
	if !ok {
		return &Error{Code: Syntax, Spec: spec, Detail: "five fields are wanted"}
	}
	p := cronDates{dom: f.Dom, month: f.Month, dow: f.Dow}
	for h := range 24 {
		for m := range 60 {
			if f.Hour&(1<<h) != 0 && f.Minute&(1<<m) != 0 {
				s.times = append(s.times, h*60+m)
			}
		}
	}
	s.reading = p.reading()
	s.pattern = p
	if s.reading.Kind == Weekly && isWorkweek(s.reading.Weekdays) && s.policy != "" && s.cal != nil {
		s.reading.Kind, s.reading.Weekdays = Workdays, nil
		s.pattern = workdays{s.cal, s.reading.Months}
	}
	return nil
}

// fields splits a spec into its five fields and takes a zone in front of them.
func (s *Schedule) fields(spec string) ([]string, error) {
	rest := spec
	if strings.HasPrefix(rest, "TZ=") || strings.HasPrefix(rest, "CRON_TZ=") {
		head, tail, _ := strings.Cut(rest, " ")
		_, zone, _ := strings.Cut(head, "=")
		rest = strings.TrimSpace(tail)
		loc, err := load(spec, zone)
		if err != nil {
			return nil, &Error{Code: BadZone, Spec: spec, Detail: zone, Suggest: cmp.Or(rest, "0 9 * * *")}
		}
		s.loc = loc
		if rest == "" {
			return nil, &Error{Code: Syntax, Spec: spec, Detail: "five fields have to follow the zone", Suggest: head + " 0 9 * * 1"}
		}
	}
	if full, ok := names[strings.ToLower(rest)]; ok {
		rest = full
	}
	if strings.HasPrefix(rest, "@every") {
		return nil, &Error{Code: Unsupported, Spec: spec, Detail: "times of day are wanted, not an interval", Suggest: "0 9 * * *"}
	}
	f := strings.Fields(rest)
	switch {
	case len(f) == 6:
		return nil, &Error{Code: Unsupported, Spec: spec, Detail: "there is no field for seconds", Suggest: strings.Join(f[1:], " ")}
	case len(f) != 5:
		return nil, &Error{Code: Syntax, Spec: spec, Detail: fmt.Sprintf("five fields are wanted (minute hour day month weekday), not %d", len(f))}
	}
	return f, nil
}

// dialect refuses Quartz's L, W and #, and says how to write what they mean.
func dialect(spec string, f []string) error {
	e := &Error{Code: Unsupported, Spec: spec, Detail: "L, W and # are of another dialect"}
	at := ";BYHOUR=" + f[1] + ";BYMINUTE=" + f[0]
	switch dom, dow := strings.ToUpper(f[2]), strings.ToUpper(f[4]); {
	case dom == "L":
		e.Suggest = "FREQ=MONTHLY;BYMONTHDAY=-1" + at
	case dom == "LW":
		e.Suggest = "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1" + at
	case dom == "1W":
		e.Suggest = "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1" + at
	case len(dow) == 3 && dow[1] == '#' && dow[0] >= '1' && dow[0] <= '7':
		e.Suggest = "FREQ=MONTHLY;BYDAY=" + dow[2:] + weekdayNames[dow[0]-'0'] + at
	case len(dow) == 2 && dow[1] == 'L' && dow[0] >= '1' && dow[0] <= '7':
		e.Suggest = "FREQ=MONTHLY;BYDAY=-1" + weekdayNames[dow[0]-'0'] + at
	}
	return e
}

// sundays writes a weekday field with 7 for Sunday as cron takes it, with 0.
func sundays(field string) (string, error) {
	parts := strings.Split(field, ",")
	for i, part := range parts {
		span, step, stepped := strings.Cut(part, "/")
		lo, hi, ranged := strings.Cut(span, "-")
		switch {
		case !ranged && lo == "7" && !stepped:
			parts[i] = "0"
		case ranged && hi == "7":
			from, err := strconv.Atoi(lo)
			n := 1
			if stepped && err == nil {
				n, err = strconv.Atoi(step)
			}
			if err != nil || n < 1 || from > 7 {
				return "", fmt.Errorf("weekday %q", part)
			}
			var days []string
			for d := from; d <= 7; d += n {
				days = append(days, strconv.Itoa(d%7))
			}
			parts[i] = strings.Join(days, ",")
		}
	}
	return strings.Join(parts, ","), nil
}

// bounds are the least and greatest number of each field.
var bounds = [5][2]int{{0, 59}, {0, 23}, {1, 31}, {1, 12}, {0, 7}}

// clamped is a spec with its numbers brought within their fields' bounds; empty where that does not make it readable.
func clamped(fields []string) string {
	out := slices.Clone(fields)
	for i, f := range out {
		out[i] = number.ReplaceAllStringFunc(f, func(s string) string {
			n, err := strconv.Atoi(s)
			if err != nil || n > bounds[i][1] {
				n = bounds[i][1]
			}
			return strconv.Itoa(max(n, bounds[i][0]))
		})
	}
	days, err := sundays(out[4])
	if err != nil {
		return ""
	}
	if _, err := parser.Parse(strings.Join(append(slices.Clone(out[:4]), days), " ")); err != nil {
		return ""
	}
	return strings.Join(out, " ")
}

var number = regexp.MustCompile(`[0-9]+`)

// cronDates are the dates of a cron spec: those of the months that are of the days of the month or of the week; when both are restricted,
// either will do.
type cronDates struct{ dom, month, dow uint64 }

func (p cronDates) dates(from, to ledger.Date, yield func(ledger.Date) bool) {
	for d := from; !d.After(to); {
		if p.month&(1<<d.Month) == 0 {
			d = d.MonthEnd().AddDays(1)
			continue
		}
		if p.on(d) && !yield(d) {
			return
		}
		d = d.AddDays(1)
	}
}

func (p cronDates) on(d ledger.Date) bool {
	dom, dow := p.dom&(1<<d.Day) != 0, p.dow&(1<<d.Weekday()) != 0
	if p.dom&star != 0 || p.dow&star != 0 {
		return dom && dow
	}
	return dom || dow
}

// reading tells the dates in the terms of a Reading.
func (p cronDates) reading() Reading {
	r := Reading{Kind: Daily}
	for m := time.January; m <= time.December; m++ {
		if p.month&star == 0 && p.month&(1<<m) != 0 {
			r.Months = append(r.Months, int(m))
		}
	}
	for d := 1; d <= 31; d++ {
		if p.dom&star == 0 && p.dom&(1<<d) != 0 {
			r.MonthDays = append(r.MonthDays, d)
		}
	}
	for w := 1; w <= 7; w++ {
		if p.dow&star == 0 && p.dow&(1<<(w%7)) != 0 {
			r.Weekdays = append(r.Weekdays, Weekday{Day: w})
		}
	}
	switch {
	case len(r.MonthDays) > 0 && len(r.Weekdays) > 0:
		r.Kind, r.Either = Monthly, true
	case len(r.MonthDays) > 0 && len(r.Months) > 0:
		r.Kind = Yearly
	case len(r.MonthDays) > 0:
		r.Kind = Monthly
	case len(r.Weekdays) > 0 && len(r.Weekdays) < 7:
		r.Kind = Weekly
	default:
		r.Weekdays = nil
	}
	r.Uneven = r.uneven()
	return r
}

// slower is the nearest spec to one that fires too often: on the hour where hours are named, otherwise every quarter of an hour.
func (s *Schedule) slower(spec string) string {
	if i := strings.Index(strings.ToUpper(spec), "BYMINUTE="); i >= 0 {
		j := i + strings.IndexAny(spec[i:]+";", ";\n")
		minute, _, _ := strings.Cut(spec[i:j], ",")
		return spec[:i] + minute + spec[j:]
	}
	f, err := (&Schedule{}).fields(spec)
	if err != nil {
		return ""
	}
	f[0] = "0"
	if strings.HasPrefix(f[1], "*") {
		f[0] = "*/15"
	}
	return strings.Join(f, " ")
}
