package when

import (
	"strconv"
	"strings"
)

// An rrule is a recurrence in the parts of RFC 5545 that people say.
type rrule struct {
	freq      string
	interval  int
	months    []int
	monthDays []int
	days      string // "MO,WE"; a number before a day counts it in the month: "1MO", "-1FR"
	setPos    int
	at        int // minute of the day, noTime when none was said
}

const workweek = "MO,TU,WE,TH,FR"

var weekdayCodes = [...]string{"", "MO", "TU", "WE", "TH", "FR", "SA", "SU"}

func every(freq string, interval int) rrule { return rrule{freq: freq, interval: interval, at: noTime} }

// String writes the rule. BYMINUTE stands only for minutes other than 0.
func (r rrule) String() string {
	var b strings.Builder
	b.WriteString("FREQ=" + r.freq)
	if r.interval > 1 {
		b.WriteString(";INTERVAL=" + strconv.Itoa(r.interval))
	}
	writeInts(&b, ";BYMONTH=", r.months)
	writeInts(&b, ";BYMONTHDAY=", r.monthDays)
	if r.days != "" {
		b.WriteString(";BYDAY=" + r.days)
	}
	if r.setPos != 0 {
		b.WriteString(";BYSETPOS=" + strconv.Itoa(r.setPos))
	}
	if r.at != noTime {
		b.WriteString(";BYHOUR=" + strconv.Itoa(r.at/60%24))
		if r.at%60 != 0 {
			b.WriteString(";BYMINUTE=" + strconv.Itoa(r.at%60))
		}
	}
	return b.String()
}

func writeInts(b *strings.Builder, name string, list []int) {
	for i, n := range list {
		if i == 0 {
			b.WriteString(name)
		} else {
			b.WriteByte(',')
		}
		b.WriteString(strconv.Itoa(n))
	}
}

func setValue(r rrule, rule string) value {
	return value{kind: Recurring, set: r, at: noTime, atFrom: noTime, rule: rule}
}

// addDay appends a weekday (1 Monday to 7 Sunday) to BYDAY unless it is there.
func (r *rrule) addDay(w int) {
	code := weekdayCodes[w]
	if strings.Contains(r.days, code) {
		return
	}
	if r.days != "" {
		r.days += ","
	}
	r.days += code
}

// addDays appends the weekdays from a to b, also over the week's end.
func (r *rrule) addDays(a, b int) {
	for w := a; ; w = w%7 + 1 {
		r.addDay(w)
		if w == b {
			return
		}
	}
}
