package when

import (
	"time"

	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/calendar"
)

// ref is what relative words count from.
type ref struct {
	now      time.Time
	today    ledger.Date
	minute   int // of the day
	cal      *calendar.Calendar
	dayFirst bool
}

// ref prepares the options for the rules of one language, whose own calendar counts where the caller gives none.
func (o Options) ref(own func() *calendar.Calendar) ref {
	cal := o.Cal
	if cal == nil {
		cal = own()
	}
	return ref{o.Now, ledger.DateOf(o.Now), o.Now.Hour()*60 + o.Now.Minute(), cal, o.DayFirst}
}

// A value is what an expression, or a part of one, means while it is being read. What was not said is 0 (y, m, d) or noTime (at), so that the other
// end of a range can lend it.
type value struct {
	kind     Kind
	from, to ledger.Date // inclusive
	grain    Grain
	y, m, d  int
	at       int // minute of the day, also noTime
	atFrom   int // of a range of hours
	rule     string
	set      rrule

	dur      bool // a length of time
	bare     bool // a length of time without 内, 后, "in", "within": no date by itself
	workdays int
	anchor   string
	rolls    bool // at is an hour of twelve without am or pm
	was      ledger.Date
	deadline bool
	past     bool
	after    bool // from that day on: 12月1日起, "after Friday"
	weekday  bool // a weekday that names no week
	timeOnly bool // a time of day without a day
	nextYear bool // 次年, 翌年: counted from the other end of a range
}

const noTime = -1

func dayValue(d ledger.Date, rule string) value {
	return value{kind: Day, from: d, to: d, grain: GrainDay, at: noTime, atFrom: noTime, rule: rule}
}

func periodValue(from, to ledger.Date, g Grain, rule string) value {
	return value{kind: Day, from: from, to: to, grain: g, at: noTime, atFrom: noTime, rule: rule}
}

// week gives the Monday of the week n weeks from the reference's.
func (f *ref) week(n int) ledger.Date { return monday(f.today).AddDays(7 * n) }

func monday(d ledger.Date) ledger.Date { return d.AddDays(-(int(d.Weekday()) + 6) % 7) }

// weekdayAfter is the next day with that weekday (1 Monday to 7 Sunday); today never counts.
func weekdayAfter(d ledger.Date, w int) ledger.Date {
	n := (w - int(d.Weekday()) + 14) % 7
	if n == 0 {
		n = 7
	}
	return d.AddDays(n)
}

func valid(y, m, d int) bool {
	return m >= 1 && m <= 12 && d >= 1 && d <= ledger.Date{Year: y, Month: time.Month(m), Day: 1}.MonthEnd().Day
}

// nextDay gives the first month-and-day that is not before start; false for a day that no year has.
func nextDay(start ledger.Date, m, d int) (ledger.Date, bool) {
	for y := start.Year; y <= start.Year+8; y++ {
		if x := (ledger.Date{Year: y, Month: time.Month(m), Day: d}); valid(y, m, d) && !x.Before(start) {
			return x, true
		}
	}
	return ledger.Date{}, false
}

// lastDay gives the last month-and-day that is not after end.
func lastDay(end ledger.Date, m, d int) (ledger.Date, bool) {
	for y := end.Year; y >= end.Year-8; y-- {
		if x := (ledger.Date{Year: y, Month: time.Month(m), Day: d}); valid(y, m, d) && !x.After(end) {
			return x, true
		}
	}
	return ledger.Date{}, false
}

// nextMonthDay gives the first day with number d that is not before start.
func nextMonthDay(start ledger.Date, d int) (ledger.Date, bool) {
	for k := 0; k <= 12 && d >= 1 && d <= 31; k++ {
		first := ledger.NewDate(start.Year, start.Month+time.Month(k), 1)
		if x := first.AddDays(d - 1); x.Month == first.Month && !x.Before(start) {
			return x, true
		}
	}
	return ledger.Date{}, false
}

// months gives the period of n calendar months that begins with month m of year y.
func months(y, m, n int, g Grain, rule string) value {
	from := ledger.NewDate(y, time.Month(m), 1)
	return periodValue(from, ledger.NewDate(y, time.Month(m+n), 0), g, rule)
}

// period gives months m to m+n-1 of the year said, or of the first year in which they are not over.
func (f *ref) period(y, m, n int, g Grain, rule string) value {
	if y != 0 {
		v := months(y, m, n, g, rule)
		v.y, v.m = y, m
		return v
	}
	v := months(f.today.Year, m, n, g, rule)
	if v.to.Before(f.today) {
		v = months(f.today.Year+1, m, n, g, rule)
	}
	v.m = m
	return v
}

// rollTime sets the day of a bare time: today while it is still to come, otherwise tomorrow.
func (f *ref) rollTime(at int) ledger.Date {
	if at < f.minute {
		return f.today.AddDays(1)
	}
	return f.today
}

// result turns a value and its span into a Result.
func (f *ref) result(v value, text string, start, end int) Result {
	r := Result{Kind: v.kind, Start: start, End: end, Text: text[start:end], Rule: v.rule, Grain: v.grain, Deadline: v.deadline,
		Duration: v.dur, Anchor: v.anchor, Workdays: v.workdays, Was: v.was, Past: v.past}
	switch v.kind {
	case Recurring:
		r.RRule = v.set.String()
	case Day:
		r.Due = v.to
		if v.from != v.to {
			r.From = v.from
		}
		if v.at != noTime {
			r.At = clock(v.at)
		}
		if v.anchor == "event" { // 设备到货后10日内: nobody knows yet which day
			r.From, r.Due, r.At = ledger.Date{}, ledger.Date{}, ""
		}
		if v.after {
			r.From, r.Due, r.At = v.from, ledger.Date{}, ""
		}
		r.Past = r.Past || v.to.Before(f.today)
		r.Rolled = v.y == 0 && v.m != 0 && v.to.Year > f.today.Year
	}
	return r
}

func clock(minute int) string {
	return string([]byte{'0' + byte(minute/600), '0' + byte(minute/60%10), ':', '0' + byte(minute%60/10), '0' + byte(minute%10)})
}

// withTime lays a time of day on a value. Of an hour of twelve without am or pm, one to six are taken for the afternoon, as people mean at work.
func (v value) withTime(h hour) value {
	if h.rolls && h.at >= 60 && h.at < 7*60 {
		h.at += 12 * 60
	}
	v.at, v.atFrom, v.grain, v.rolls = h.at, h.from, GrainTime, h.rolls
	v.deadline = v.deadline || h.deadline
	return v
}
