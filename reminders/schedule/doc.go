// Package schedule says when a rule fires next. It reads five-field cron specs and, for what cron can't say, iCalendar rules (RFC 5545), in a
// zone, with a policy for days off.
//
// A spec is a pattern of civil dates and times of day; the instants are derived. A time that daylight saving skips is moved forward by the
// gap, and one that comes twice fires the first time. Days off come from a ledger.Calendar: the policy skips them, or moves a slot to the
// working day before or after; slots that meet on one day are one.
//
// Two readings go beyond the standards, for what people mean by working days. Monday to Friday with a policy are the working days of the
// calendar, make-up days on weekends included. BYDAY=MO,TU,WE,TH,FR with BYSETPOS counts the working days of each week, month or year:
// FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1 is the last working day of the month. A rule without a time fires at 09:00, and one with an
// INTERVAL but no DTSTART counts from Monday, 1 January 2024.
//
// Specs that are malformed, never fire, or fire more often than every quarter of an hour are refused with an *Error that names the reason
// and, where there is one, the nearest sensible spec. The package is pure; it reads no clock.
package schedule
