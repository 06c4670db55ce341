// Package when reads deadlines and recurrences in Chinese and English sentences: "12月10日前", "会后5个工作日内", "每周一", "by the end of next week".
//
// It is pure: the reference instant and the calendar of working days come with the call. Relative words count from the reference; the start day is
// excluded and 以内 is inclusive; "10日前" is the end of the 10th; a day without a year is the next such day. What names no day (尽快, ASAP) gives no
// result: no date is better than a wrong one. What would be a wrong date is left alone: case and document numbers, buildings, versions, addresses,
// percentages, titles in 《》, accounts of what has passed. Time and memory are linear in the length of the text.
//
// Every rule is a method named after what it reads, in a file named after the language and the subject: zh_date.go (12月10日, 下月底), zh_week.go, zh_period.go (年底,
// 一季度末), zh_relative.go (三天内, 5个工作日后), zh_festival.go, zh_clock.go, zh_range.go, zh_move.go (原定…调整至…), zh_recur.go, zh_yearly.go and zh_rhythm.go (每周一, 每季度末, 一周一调度),
// zh_mark.go (前, 内, 起; what is told as past), zh_start.go and zh_trap.go (where to begin and what to pass over); en_date.go, en_week.go, en_period.go, en_quarter.go, en_nth.go, en_edge.go (end of next week), en_length.go,
// en_day.go, en_clock.go and en_daytime.go, en_range.go, en_recur.go and en_recur_nth.go. zh_read.go and en_read.go try them in order and keep the longest; value.go and
// range.go hold the arithmetic of dates, recur.go writes RRULEs, read.go chooses.
package when

import (
	"time"

	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/calendar"
)

// Kind says what an expression means.
type Kind int

// The kinds of expressions.
const (
	None      Kind = iota
	Day            // a day, or a period whose last day is Due
	Ongoing        // 长期, 常态化, "ongoing": a standing demand without an end
	Recurring      // 每周一, "every other Friday": RRule says when
)

// String gives the kind's name in lower case.
func (k Kind) String() string {
	return [...]string{"none", "day", "ongoing", "recurring"}[k]
}

// A Grain is the size of what was named.
type Grain int

// Grains from a moment to a decade.
const (
	GrainNone Grain = iota
	GrainTime
	GrainDay
	GrainWeek
	GrainTenDays // 旬
	GrainMonth
	GrainQuarter
	GrainHalf
	GrainYear
	GrainDecade
)

// Options are what a reading depends on beside the text.
type Options struct {
	Now      time.Time          // the reference instant, in the reader's zone; of minutes, the meeting's date
	Cal      *calendar.Calendar // nil: calendar.China() for Chinese expressions, calendar.Weekends() for English ones
	Lang     string             // "zh", "en"; "" detects it
	DayFirst bool               // 3/4/2026 is 3 April, as the British write
}

// A Result is one expression of a text, understood.
type Result struct {
	Kind  Kind
	Due   ledger.Date // the day, or the last day of a period or range
	At    string      // "15:04" when a time of day is said
	From  ledger.Date // the first day of a period or range; zero when there is none
	RRule string      // RFC 5545, without the "RRULE:" prefix

	Start, End int    // the span of bytes in the text
	Text       string // that span
	Rule       string // the rule that read it, such as "zh.month-day"

	Was      ledger.Date // 原定…调整至…: the superseded date
	Workdays int         // working days counted, when it was counted in them

	Grain    Grain
	Deadline bool   // it reads as a deadline: 前, 内, 截止, "by", "within", "due"
	Duration bool   // a length of time counted from the reference: 3天内, "in two weeks"
	Anchor   string // the event a duration counts from when one is named: 会后 "meeting", 印发之日起 "issue", 收到通知后 "receipt"; other "event", and then there is no Due
	Rolled   bool   // no year was said, this year's day is over, and next year's was taken
	Past     bool   // it lies before the reference, or is told as past (于11月3日召开)
}

// Read gives the deadline or recurrence of a sentence; false when it has none. Of several expressions it takes the one that binds: a deadline before a
// mere mention, a date to come before a past one, and of staged deadlines the last.
func Read(text string, o Options) (Result, bool) {
	return choose(All(text, o))
}

// All gives every expression of a text in order, without overlap: staged deadlines, batches, and also mentions of past dates (Past).
func All(text string, o Options) []Result {
	return readAll(text, o)
}
