package ledger

import (
	"time"
)

// quiet reports whether the minute of the day lies in the quiet hours.
func (p Policy) quiet(minute int) bool {
	switch {
	case p.QuietFrom == p.QuietTo:
		return false
	case p.QuietFrom < p.QuietTo:
		return minute >= p.QuietFrom && minute < p.QuietTo
	}
	return minute >= p.QuietFrom || minute < p.QuietTo
}

// outside moves a minute of the day out of the quiet hours, to their end on the same day.
func (p Policy) outside(minute int) int {
	if p.quiet(minute) {
		return p.QuietTo
	}
	return minute
}

// AfterQuiet is t itself, or the end of the quiet hours that t falls into in loc.
func (p Policy) AfterQuiet(t time.Time, loc *time.Location) time.Time {
	l := t.In(loc)
	minute := l.Hour()*60 + l.Minute()
	if !p.quiet(minute) {
		return t
	}
	d := DateOf(l)
	if minute >= p.QuietTo {
		d = d.AddDays(1)
	}
	return d.At(p.QuietTo, loc)
}

// DigestSlot is the instant at which the digest of day d goes out in loc: Policy.Digest, or the end of the quiet hours when that lies in
// them, on the same day. There is one for each day, whatever daylight saving does.
func DigestSlot(p Policy, d Date, loc *time.Location) time.Time {
	return d.At(p.outside(p.Digest), loc)
}

// Awake reports whether planned messages may be sent at t in loc: on a working day, outside the quiet hours.
func Awake(e Env, t time.Time, loc *time.Location) bool {
	l := t.In(loc)
	return e.Cal.Workday(DateOf(l)) && !e.Policy.quiet(l.Hour()*60+l.Minute())
}

// sendSlot is the slot under which something that came due by Now is sent: today's when it has come and people are at work, otherwise the
// next one, so that what was missed does not arrive at night or on a holiday.
func (e Env) sendSlot(loc *time.Location) time.Time {
	d := DateOf(e.Now.In(loc))
	if Awake(e, e.Now, loc) {
		if s := DigestSlot(e.Policy, d, loc); !s.After(e.Now) {
			return s
		}
	}
	return e.slotFrom(d, e.Now, loc)
}

// slotFrom is the first slot on a working day, not before day d and after the instant.
func (e Env) slotFrom(d Date, after time.Time, loc *time.Location) time.Time {
	d = NextWorkday(e.Cal, d)
	s := DigestSlot(e.Policy, d, loc)
	if s.After(after) {
		return s
	}
	return DigestSlot(e.Policy, NextWorkday(e.Cal, d.AddDays(1)), loc)
}

// NoticeKey is the key of a planned notice: organisation, recipient, rule and the slot as the recipient's clock shows it.
func NoticeKey(org OrgID, to Recipient, rule string, slot time.Time, loc *time.Location) string {
	who := "p:" + string(to.Person)
	if to.Person == "" {
		who = "c:" + to.Place.Key()
	}
	return string(org) + "|" + who + "|" + rule + "|" + slot.In(loc).Format("2006-01-02T15:04") + "@" + loc.String()
}
