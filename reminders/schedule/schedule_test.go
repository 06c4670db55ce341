package schedule_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"pgregory.net/rapid"

	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/calendar"
	"github.com/followup-bot/followup/reminders/schedule"
)

const shanghai = "Asia/Shanghai"

func parse(t testing.TB, spec, zone, policy string) *schedule.Schedule {
	t.Helper()
	s, err := schedule.Parse(spec, zone, policy, calendar.China())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// upcoming renders the next slots after an instant, in the schedule's zone.
func upcoming(t testing.TB, s *schedule.Schedule, after string, n int) string {
	t.Helper()
	from, err := time.ParseInLocation("2006-01-02 15:04", after, s.Location())
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, u := range s.Upcoming(from, n) {
		out = append(out, u.Format("Mon 01-02 15:04"))
	}
	return strings.Join(out, ", ")
}

func TestNext(t *testing.T) {
	for _, tc := range []struct{ name, spec, zone, policy, after, want string }{
		{"weekly", "0 9 * * 1", shanghai, "", "2026-11-23 09:00", "Mon 11-30 09:00, Mon 12-07 09:00"},
		{"Sunday is 7 too", "0 9 * * 7", shanghai, "", "2026-11-23 09:00", "Sun 11-29 09:00, Sun 12-06 09:00"},
		{"a range that ends with 7", "0 9 * * 6-7", shanghai, "", "2026-11-23 09:00", "Sat 11-28 09:00, Sun 11-29 09:00, Sat 12-05 09:00"},
		{"steps up to 7", "0 9 * * 1-7/3", shanghai, "", "2026-11-23 09:00", "Thu 11-26 09:00, Sun 11-29 09:00, Mon 11-30 09:00"},
		{"names", "30 8 * JAN mon-fri", shanghai, "", "2026-12-30 09:00", "Fri 01-01 08:30, Mon 01-04 08:30"},
		{"several times a day", "0,30 9-10 * * *", shanghai, "", "2026-11-23 09:30", "Mon 11-23 10:00, Mon 11-23 10:30, Tue 11-24 09:00"},
		{"day of month or of week", "0 9 13 * 5", shanghai, "", "2026-12-10 12:00", "Fri 12-11 09:00, Sun 12-13 09:00, Fri 12-18 09:00"},
		{"months without the day are left out", "0 9 31 * *", shanghai, "", "2026-11-23 09:00", "Thu 12-31 09:00, Sun 01-31 09:00, Wed 03-31 09:00"},
		{"leap day", "0 9 29 2 *", shanghai, "", "2026-11-23 09:00", "Tue 02-29 09:00, Sun 02-29 09:00"},
		{"a name means the hour when people work", "@weekly", shanghai, "", "2026-11-23 09:00", "Mon 11-30 09:00"},
		{"a zone in front", "CRON_TZ=Europe/London 0 9 * * *", shanghai, "", "2026-11-23 09:00", "Tue 11-24 09:00"},
		{"skip: holidays are left out, make-up days worked", "0 9 * * 1-5", shanghai, "skip", "2026-09-30 12:00", "Thu 10-08 09:00, Fri 10-09 09:00, Sat 10-10 09:00, Mon 10-12 09:00"},
		{"skip: a plain weekday", "0 9 * * 4", shanghai, "skip", "2026-09-30 12:00", "Thu 10-08 09:00, Thu 10-15 09:00"},
		{"before", "0 9 1 10,11 *", shanghai, "before", "2026-09-01 12:00", "Wed 09-30 09:00, Fri 10-30 09:00"},
		{"after", "0 9 1 10,11 *", shanghai, "after", "2026-09-01 12:00", "Thu 10-08 09:00, Mon 11-02 09:00"},
		{"slots that meet on a day are one", "0 9 * * *", shanghai, "after", "2026-09-30 12:00", "Thu 10-08 09:00, Fri 10-09 09:00"},
		{"no policy fires on holidays", "0 9 * * *", shanghai, "", "2026-09-30 12:00", "Thu 10-01 09:00"},
		{"every other week without a start", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", shanghai, "", "2026-11-23 09:00", "Wed 12-02 09:00, Wed 12-16 09:00"},
		{"every other week from a start", "DTSTART:20261125T143000\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", shanghai, "", "2026-11-23 09:00", "Wed 11-25 14:30, Wed 12-09 14:30"},
		{"the start in the rule", "DTSTART=20261125;FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", shanghai, "", "2026-11-23 09:00", "Wed 11-25 09:00, Wed 12-09 09:00"},
		{"the zone of the start", "DTSTART;TZID=America/New_York:20261125T143000\nRRULE:FREQ=DAILY", shanghai, "", "2026-11-25 15:00", "Thu 11-26 14:30"},
		{"last day of the month", "FREQ=MONTHLY;BYMONTHDAY=-1", shanghai, "", "2027-01-31 12:00", "Sun 02-28 09:00, Wed 03-31 09:00"},
		{"last working day of the month", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", shanghai, "", "2026-09-01 12:00", "Wed 09-30 09:00, Fri 10-30 09:00"},
		{"a make-up day can be the last", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;BYHOUR=17", shanghai, "", "2026-02-01 12:00", "Sat 02-28 17:00, Tue 03-31 17:00"},
		{"first working day of the quarter", "FREQ=MONTHLY;BYMONTH=1,4,7,10;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1", shanghai, "", "2026-07-02 12:00", "Thu 10-08 09:00, Mon 01-04 09:00"},
		{"first working day of the week", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1", shanghai, "", "2026-09-29 12:00", "Thu 10-08 09:00, Mon 10-12 09:00"},
		{"last working day of the year", "FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", shanghai, "", "2026-09-29 12:00", "Thu 12-31 09:00"},
		{"last Friday of the quarter", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYDAY=-1FR", shanghai, "", "2026-11-23 09:00", "Fri 12-25 09:00, Fri 03-26 09:00"},
		{"until", "FREQ=DAILY;UNTIL=20261125", shanghai, "", "2026-11-24 08:00", "Tue 11-24 09:00, Wed 11-25 09:00"},
		{"count", "DTSTART:20261124\nRRULE:FREQ=DAILY;COUNT=2", shanghai, "", "2026-11-23 08:00", "Tue 11-24 09:00, Wed 11-25 09:00"},
		{"spring: the gap moves the slot", "30 2 * * *", "America/New_York", "", "2026-03-07 12:00", "Sun 03-08 03:30, Mon 03-09 02:30"},
		{"spring in London", "30 1 * * *", "Europe/London", "", "2026-03-28 12:00", "Sun 03-29 02:30, Mon 03-30 01:30"},
		{"autumn: a time that comes twice fires once", "30 1 * * *", "America/New_York", "", "2026-10-31 12:00", "Sun 11-01 01:30, Mon 11-02 01:30"},
		{"half an hour of daylight saving", "0 2 * * *", "Australia/Lord_Howe", "", "2026-10-03 12:00", "Sun 10-04 02:30, Mon 10-05 02:00"},
		{"a slot that a gap moves onto another is one", "30 2,3 * * *", "America/New_York", "", "2026-03-07 12:00", "Sun 03-08 03:30, Mon 03-09 02:30"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			n := strings.Count(tc.want, ",") + 1
			if got := upcoming(t, parse(t, tc.spec, tc.zone, tc.policy), tc.after, n); got != tc.want {
				t.Errorf("got  %s\nwant %s", got, tc.want)
			}
		})
	}
}

func TestRulesThatEnd(t *testing.T) {
	s := parse(t, "FREQ=DAILY;UNTIL=20261125", shanghai, "")
	if got := upcoming(t, s, "2026-11-25 09:00", 3); got != "" {
		t.Errorf("fires after its end: %s", got)
	}
}

func TestAutumnFiresTheFirstTime(t *testing.T) {
	s := parse(t, "30 1 * * *", "America/New_York", "")
	got := s.Next(time.Date(2026, 11, 1, 4, 0, 0, 0, time.UTC))
	if _, offset := got.Zone(); offset != -4*3600 {
		t.Errorf("fires at %s", got)
	}
	if again := s.Next(got); again.Day() != 2 {
		t.Errorf("fires again at %s", again)
	}
}

func TestRefused(t *testing.T) {
	for _, tc := range []struct {
		spec, zone, policy string
		code               schedule.Code
		suggest, with      string
	}{
		{"TZ=0", shanghai, "", schedule.BadZone, "0 9 * * *", ""},
		{"TZ=Mars/Base 0 8 * * *", shanghai, "", schedule.BadZone, "0 8 * * *", ""},
		{"TZ=0 * * * * *", shanghai, "", schedule.BadZone, "*/15 * * * *", ""},
		{"TZ=0 * * * * *", shanghai, "skip", schedule.BadZone, "*/15 * * * *", "skip"},
		{"TZ=0 0 9 30 2 *", shanghai, "", schedule.BadZone, "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1;BYHOUR=9;BYMINUTE=0", ""},
		{"TZ=0 every day", shanghai, "", schedule.BadZone, "", ""},
		{"0 9 30 2 * *", shanghai, "", schedule.Unsupported, "9 23 2 * *", ""},
		{"CRON_TZ=Asia/Shanghai", shanghai, "", schedule.Syntax, "CRON_TZ=Asia/Shanghai 0 9 * * 1", ""},
		{"0 9 * * *", "Nowhere", "", schedule.BadZone, "", ""},
		{"0 9 * * *", "", "", schedule.BadZone, "", ""},
		{"0 9 * * *", "Local", "", schedule.BadZone, "", ""},
		{"0 9 * * *", shanghai, "sometimes", schedule.BadPolicy, "0 9 * * *", "skip"},
		{"* * * * *", shanghai, "sometimes", schedule.BadPolicy, "*/15 * * * *", "skip"},
		{"0 9 1 10 *", shanghai, "sometimes", schedule.BadPolicy, "0 9 1 10 *", "after"},
		{"0 9 30 2 *", shanghai, "", schedule.Never, "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1;BYHOUR=9;BYMINUTE=0", ""},
		{"15 10 31 4,6 *", shanghai, "", schedule.Never, "FREQ=YEARLY;BYMONTH=4,6;BYMONTHDAY=-1;BYHOUR=10;BYMINUTE=15", ""},
		{"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", shanghai, "", schedule.Never, "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1;BYHOUR=9;BYMINUTE=0", ""},
		{"0 9 1 10 *", shanghai, "skip", schedule.Never, "0 9 1 10 *", "after"},
		{"* * * * *", shanghai, "", schedule.TooOften, "*/15 * * * *", ""},
		{"*/5 * * * *", shanghai, "", schedule.TooOften, "*/15 * * * *", ""},
		{"* 9 * * *", shanghai, "", schedule.TooOften, "0 9 * * *", ""},
		{"0,10 9 * * *", shanghai, "", schedule.TooOften, "0 9 * * *", ""},
		{"5,55 * * * *", shanghai, "", schedule.TooOften, "*/15 * * * *", ""},
		{"FREQ=DAILY;BYHOUR=9;BYMINUTE=0,5", shanghai, "", schedule.TooOften, "FREQ=DAILY;BYHOUR=9;BYMINUTE=0", ""},
		{"FREQ=MINUTELY", shanghai, "", schedule.Unsupported, "0 9-18 * * *", ""},
		{"@every 5m", shanghai, "", schedule.Unsupported, "0 9 * * *", ""},
		{"0 0 9 * * 1", shanghai, "", schedule.Unsupported, "0 9 * * 1", ""},
		{"0 9 L * *", shanghai, "", schedule.Unsupported, "FREQ=MONTHLY;BYMONTHDAY=-1;BYHOUR=9;BYMINUTE=0", ""},
		{"0 9 LW * *", shanghai, "", schedule.Unsupported, "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;BYHOUR=9;BYMINUTE=0", ""},
		{"0 9 * * 5L", shanghai, "", schedule.Unsupported, "FREQ=MONTHLY;BYDAY=-1FR;BYHOUR=9;BYMINUTE=0", ""},
		{"0 9 * * 1#2", shanghai, "", schedule.Unsupported, "FREQ=MONTHLY;BYDAY=2MO;BYHOUR=9;BYMINUTE=0", ""},
		{"0 25 * * *", shanghai, "", schedule.Syntax, "0 23 * * *", ""},
		{"0 9 * * 8", shanghai, "", schedule.Syntax, "0 9 * * 7", ""},
		{"0 9 32 13 *", shanghai, "", schedule.Syntax, "0 9 31 12 *", ""},
		{"", shanghai, "", schedule.Syntax, "", ""},
		{"every day", shanghai, "", schedule.Syntax, "", ""},
		{"FREQ=SOMETIMES", shanghai, "", schedule.Syntax, "", ""},
		{"DTSTART:tomorrow\nRRULE:FREQ=DAILY", shanghai, "", schedule.Syntax, "", ""},
	} {
		_, err := schedule.Parse(tc.spec, tc.zone, tc.policy, calendar.China())
		var e *schedule.Error
		if !errors.As(err, &e) {
			t.Errorf("%q: error %v", tc.spec, err)
			continue
		}
		if e.Code != tc.code || e.Suggest != tc.suggest || e.SuggestPolicy != tc.with {
			t.Errorf("%q: %s, suggests %q with %q; want %s, %q, %q", tc.spec, e.Code, e.Suggest, e.SuggestPolicy, tc.code, tc.suggest, tc.with)
		}
		suggestsWell(t, tc.zone, e)
		if !strings.Contains(e.Error(), "schedule") {
			t.Errorf("%q: says %q", tc.spec, e)
		}
	}
}

// suggestsWell holds that what is suggested instead is itself taken.
func suggestsWell(t rapid.TB, zone string, e *schedule.Error) {
	t.Helper()
	if e.Suggest == "" {
		if e.SuggestPolicy != "" {
			t.Errorf("%q: suggests %q for nothing", e.Spec, e.SuggestPolicy)
		}
		return
	}
	if _, err := schedule.Parse(e.Suggest, zone, e.SuggestPolicy, calendar.China()); err != nil {
		t.Errorf("%q: its suggestion is refused: %v", e.Spec, err)
	}
}

func TestReading(t *testing.T) {
	for _, tc := range []struct {
		spec, policy string
		check        func(r schedule.Reading) bool
	}{
		{"30 8 * * 1", "", func(r schedule.Reading) bool {
			return r.Kind == schedule.Weekly && r.Weekdays[0].Day == 1 && r.Times[0] == "08:30" && r.Zone == shanghai
		}},
		{"0 9 13 * 5", "", func(r schedule.Reading) bool { return r.Either && len(r.MonthDays) == 1 && len(r.Weekdays) == 1 }},
		{"0 9 31 * *", "", func(r schedule.Reading) bool { return r.Uneven && r.Kind == schedule.Monthly }},
		{"0 9 30 6 *", "", func(r schedule.Reading) bool { return !r.Uneven && r.Kind == schedule.Yearly }},
		{"0 9 * * 1-5", "skip", func(r schedule.Reading) bool { return r.Kind == schedule.Workdays && r.Policy == "skip" }},
		{"0 9 * * 1-5", "", func(r schedule.Reading) bool { return r.Kind == schedule.Weekly && len(r.Weekdays) == 5 }},
		{"0 9 * * *", "", func(r schedule.Reading) bool { return r.Kind == schedule.Daily }},
		{"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "", func(r schedule.Reading) bool {
			return slices.Equal(r.Workday, []int{-1}) && r.Kind == schedule.Monthly && len(r.Weekdays) == 0
		}},
		{"FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", "", func(r schedule.Reading) bool { return r.Interval == 2 && r.Weekdays[0].Day == 3 }},
		{"FREQ=MONTHLY;BYDAY=-1FR", "", func(r schedule.Reading) bool { return r.Weekdays[0] == schedule.Weekday{Day: 5, Nth: -1} }},
		{"DTSTART:20261125T143000\nRRULE:FREQ=DAILY;COUNT=3", "", func(r schedule.Reading) bool {
			return r.Count == 3 && r.Start == ledger.NewDate(2026, 11, 25) && r.Times[0] == "14:30"
		}},
	} {
		if r := parse(t, tc.spec, shanghai, tc.policy).Reading(); !tc.check(r) {
			t.Errorf("%q with %q is read as %+v", tc.spec, tc.policy, r)
		}
	}
}

func TestReadingInWords(t *testing.T) {
	for _, tc := range []struct{ spec, policy, want string }{
		{"0 9 * * *", "", "every day at 09:00"},
		{"0 9,15 * * 1", "", "every Monday at 09:00 and 15:00"},
		{"0 9 * * 1-5", "skip", "every working day at 09:00"},
		{"0 9 * * 1-5", "", "every Monday, Tuesday, Wednesday, Thursday and Friday at 09:00"},
		{"0 9 13 * 5", "", "the 13th day of every month and every Friday at 09:00"},
		{"0 9 31 * *", "before", "the 31st day of every month at 09:00, not in months that lack the day, on the working day before a day off"},
		{"0 9 22 6 *", "", "the 22nd day of every year at 09:00, in June"},
		{"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "skip", "the last working day of every month at 09:00"},
		{"FREQ=MONTHLY;BYMONTH=1,4,7,10;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1", "", "the 1st working day of every month at 09:00, in January, April, July and October"},
		{"FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=2", "", "the 2nd of Saturday and Sunday in every month at 09:00"},
		{"FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", "", "Wednesday of every other week at 09:00"},
		{"FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR,3MO;BYHOUR=16", "skip", "the last Friday and 3rd Monday of every 3 months at 16:00, not on days off"},
		{"FREQ=MONTHLY;BYMONTHDAY=-2,11", "", "the 2nd last day and 11th day of every month at 09:00"},
		{"DTSTART:20261125T143000\nRRULE:FREQ=DAILY;COUNT=3", "", "every day at 14:30, from 2026-11-25, 3 times"},
	} {
		if got := parse(t, tc.spec, shanghai, tc.policy).Reading().String(); got != tc.want {
			t.Errorf("%q with %q: %q, want %q", tc.spec, tc.policy, got, tc.want)
		}
	}
}

// TestNextIsOrderedAndExact checks of any daily pattern in any zone: slots go forward, none is missed, each day of the pattern has one for
// each time, whatever daylight saving does.
func TestNextIsOrderedAndExact(t *testing.T) {
	zones := []string{shanghai, "America/New_York", "Europe/London", "Australia/Lord_Howe", "America/Sao_Paulo", "Asia/Kathmandu", "UTC"}
	rapid.Check(t, func(t *rapid.T) {
		zone := rapid.SampledFrom(zones).Draw(t, "zone")
		minute := rapid.IntRange(0, 59).Draw(t, "minute")
		hour := rapid.IntRange(0, 23).Draw(t, "hour")
		s, err := schedule.Parse(fmt.Sprintf("%d %d * * *", minute, hour), zone, "", calendar.China())
		if err != nil {
			t.Fatal(err)
		}
		day := ledger.NewDate(2025, 1, 1).AddDays(rapid.IntRange(0, 900).Draw(t, "day"))
		from := day.In(s.Location()).Add(-time.Nanosecond)
		for i, u := range s.Upcoming(from, 40) {
			if got := ledger.DateOf(u.In(s.Location())); got != day.AddDays(i) {
				t.Fatalf("slot %d falls on %s, want %s", i, got, day.AddDays(i))
			}
			l := u.In(s.Location())
			if d := l.Hour()*60 + l.Minute() - hour*60 - minute; d < 0 || d > 60 {
				t.Fatalf("slot %d is at %s", i, l)
			}
		}
	})
}

func BenchmarkNext(b *testing.B) {
	for _, spec := range []string{"0 9 * * 1", "0 9 29 2 *", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE"} {
		b.Run(spec, func(b *testing.B) {
			s := parse(b, spec, shanghai, "")
			from := time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)
			for b.Loop() {
				s.Next(from)
			}
		})
	}
}

// TestParseNeverPanics feeds what people might paste: fields of cron, parts of rules, zones, in any order.
func TestParseNeverPanics(t *testing.T) {
	parts := []string{"0", "9", "*", "*/15", "*/0", "1-5", "5-1", "7", "1-7/2", "7-7", "L", "W", "?", "MON", "jan", "-1", "99", "TZ=0", "TZ=", "CRON_TZ=UTC", "@daily", "@every 1h",
		"FREQ=DAILY", "FREQ=", "INTERVAL=0", "INTERVAL=-2", "BYDAY=MO", "BYDAY=XX", "BYDAY=5FR", "BYSETPOS=-1", "BYMONTHDAY=31", "BYMONTH=2", "COUNT=0", "UNTIL=20200101", "UNTIL=x",
		"DTSTART:20261124", "DTSTART;TZID=Nowhere:20261124", "DTSTART", "RRULE:", "BYHOUR=25", "BYMINUTE=60", "BYYEARDAY=366", "BYWEEKNO=53", "WKST=SU", "\n", ";"}
	rapid.Check(t, func(t *rapid.T) {
		sep := rapid.SampledFrom([]string{" ", ";", "\n"}).Draw(t, "sep")
		spec := strings.Join(rapid.SliceOfN(rapid.SampledFrom(parts), 0, 7).Draw(t, "parts"), sep)
		policy := rapid.SampledFrom([]string{"", "skip", "before", "after"}).Draw(t, "policy")
		s, err := schedule.Parse(spec, shanghai, policy, calendar.China())
		if err != nil {
			var e *schedule.Error
			if !errors.As(err, &e) {
				t.Fatalf("%q: error %T", spec, err)
			}
			suggestsWell(t, shanghai, e)
			return
		}
		if r := s.Reading(); s.Next(time.Date(2019, 1, 1, 0, 0, 0, 0, time.UTC)).IsZero() && r.Until.IsZero() && r.Count == 0 {
			t.Fatalf("%q was accepted and never fires", spec)
		}
	})
}

// FuzzSuggestions reads whatever: it is taken, or refused with a suggestion that is taken, or without one.
func FuzzSuggestions(f *testing.F) {
	for _, seed := range []string{"TZ=0 * * * * *", "0 0 9 30 2 *", "0 9 30 2 *", "* * * * *", "0 9 5L 4 *", "*/2 */2 * * 5#5", "61 25 32 13 8", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;BYMINUTE=0,1",
		"@every 1s", "TZ=UTC 0 9 LW * *", "DTSTART;TZID=UTC:20261124T000000 FREQ=DAILY;BYHOUR=1,2;BYMINUTE=0,7", "0 9 1 10 *"} {
		f.Add(seed, "")
		f.Add(seed, "skip")
		f.Add(seed, "sometimes")
	}
	f.Fuzz(func(t *testing.T, spec, policy string) {
		_, err := schedule.Parse(spec, shanghai, policy, calendar.China())
		var e *schedule.Error
		if err == nil {
			return
		}
		if !errors.As(err, &e) {
			t.Fatalf("%q: error %T", spec, err)
		}
		suggestsWell(t, shanghai, e)
	})
}
