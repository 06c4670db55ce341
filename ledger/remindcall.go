package ledger

import (
	"slices"
	"time"
)

// Why says what an item calls for in a digest.
type Why string

// The reasons, most urgent first.
const (
	WhyExplain   Why = "explain"   // a written explanation is asked for
	WhyEscalated Why = "escalated" // overdue for so long that the recipient is told
	WhyOverdue   Why = "overdue"
	WhyDeclined  Why = "declined"  // waits for the office: whose is it?
	WhyReview    Why = "review"    // waits for the recipient's review
	WhyExtension Why = "extension" // waits for a decision on more time
	WhyBlocked   Why = "blocked"   // a blocker that nobody has answered
	WhyLate      Why = "late"      // what it waits for is overdue
	WhyUnsigned  Why = "unsigned"  // the receipt is overdue
	WhyReturned  Why = "returned"  // the submission came back
	WhyToday     Why = "today"     // due today
	WhyDue       Why = "due"       // due in some working days
	WhyMilestone Why = "milestone"
	WhyRecurring Why = "recurring" // a recurring report is due
	WhySnoozed   Why = "snoozed"   // put off until now
	WhyCadence   Why = "cadence"   // no report for some time
	WhyOpen      Why = "open"      // nothing is asked; it is only theirs
)

// urgency orders lines of a digest.
var urgency = map[Why]int{WhyExplain: 0, WhyEscalated: 1, WhyOverdue: 2, WhyDeclined: 3, WhyReview: 4, WhyExtension: 5, WhyBlocked: 6,
	WhyLate: 7, WhyUnsigned: 8, WhyReturned: 9, WhyToday: 10, WhyDue: 11, WhyMilestone: 12, WhyRecurring: 13, WhySnoozed: 14, WhyCadence: 15,
	WhyOpen: 16}

// A call is one rule of the ladder as it applies to one item: whom it tells, and on which days.
type call struct {
	why  Why
	to   []PersonID
	unit bool // the unit is asked for something: a report stops it for the day, a snooze puts it off
	step int  // of the escalation, from 1; 0: none
	next func(from Date) Date
}

// calls lists what the item calls for, as it stands.
func (e Env) calls(it Item) []call {
	switch it.State {
	case StateDeclined:
		since := it.IssuedAt
		if it.Decline != nil {
			since = it.Decline.At
		}
		return []call{{why: WhyDeclined, to: e.whom(it, ForOffice), next: e.daily(since)}}
	case StateSubmitted:
		return e.reviewCalls(it)
	case StateIssued, StateAccepted, StateActive:
	default:
		return nil
	}
	out := e.unitCalls(it)
	if x := it.Extension; x != nil {
		out = append(out, call{why: WhyExtension, to: e.whom(it, ForOffice), next: e.daily(x.At)})
	}
	if b := it.Blocker; b != nil && !answered(it) && e.Policy.KeyEvery > 0 {
		to := union(e.whom(it, ForOffice), e.whom(it, ForOverseer))
		out = append(out, call{why: WhyBlocked, to: to, next: e.every(b.Since, e.Policy.KeyEvery)})
	}
	for _, l := range it.After {
		if !l.Done && !l.Due.IsZero() {
			out = append(out, call{why: WhyLate, to: union(e.whom(it, ForWork), e.whom(it, ForOffice)), next: once(NextWorkday(e.Cal, l.Due.AddDays(1)))})
		}
	}
	return append(out, e.stepCalls(it, it.Escalation)...)
}

// answered reports whether a leader took the blocker up after it was raised.
func answered(it Item) bool {
	return slices.ContainsFunc(it.Involved, func(v Involvement) bool { return v.At.After(it.Blocker.Since) })
}

func (e Env) reviewCalls(it Item) []call {
	s := it.Submission
	if s == nil {
		return nil
	}
	to := e.whom(it, ForOffice)
	switch s.Stage {
	case StageHead:
		to = e.whom(it, ForHead)
	case StageLeader:
		to = e.whom(it, ForOverseer)
	}
	return []call{{why: WhyReview, to: to, next: e.daily(s.At)}}
}

// unitCalls are what the lead unit is asked for. A parent's work is done in its children, so it is only told of its own deadline. Where nobody
// of the unit can be reached, the office is told: it may telephone.
func (e Env) unitCalls(it Item) []call {
	work, head := e.whom(it, ForWork), e.whom(it, ForHead)
	if len(work) == 0 {
		work = e.whom(it, ForOffice)
	}
	leaf := it.Children == it.Finished
	var out []call
	add := func(why Why, to []PersonID, next func(Date) Date) {
		out = append(out, call{why: why, to: to, unit: true, next: next})
	}
	issued := DateOf(it.IssuedAt.In(e.Zone()))
	if it.State == StateIssued && e.Policy.Receipt && leaf {
		last := AddWorkdays(e.Cal, issued, e.Policy.ReceiptDays)
		add(WhyUnsigned, work, func(from Date) Date { return NextWorkday(e.Cal, later(from, last.AddDays(1))) })
	}
	if !it.Due.IsZero() {
		for _, n := range e.Policy.Before {
			add(dueWhy(n), work, once(e.leadDay(it.Due.Date, n)))
		}
		if e.Policy.OverdueEvery > 0 {
			add(WhyOverdue, union(work, head), e.overdueDays(it))
		}
	}
	for _, m := range it.Milestones {
		if !m.Done && !m.Due.IsZero() {
			add(WhyMilestone, work, once(PreviousWorkday(e.Cal, m.Due)))
		}
	}
	if it.RRule != "" && it.Due.IsZero() {
		add(WhyRecurring, work, e.recurring(it, issued))
	} else if n := e.cadence(it); n > 0 && leaf && it.State != StateIssued {
		add(WhyCadence, work, e.every(lastWord(it), n))
	}
	return out
}

func dueWhy(n int) Why {
	if n == 0 {
		return WhyToday
	}
	return WhyDue
}

// leadDay is the day of the reminder n working days before the deadline; a deadline on a day off counts as the working day before it.
func (e Env) leadDay(due Date, n int) Date {
	return AddWorkdays(e.Cal, PreviousWorkday(e.Cal, due), -n)
}

// overdueDays are every OverdueEvery-th working day after the deadline. An ETA silences them until its date, a blocker until the next cadence
// after it was raised, and a request for more time until it is decided.
func (e Env) overdueDays(it Item) func(Date) Date {
	due := it.Due.Date
	start := due.AddDays(1)
	if it.Extension != nil {
		return func(Date) Date { return Date{} }
	}
	start = later(start, it.ETA)
	if it.Blocker != nil {
		start = later(start, e.blockedUntil(it))
	}
	return func(from Date) Date {
		d := NextWorkday(e.Cal, later(from, start))
		for e.Policy.OverdueEvery > 1 && WorkdaysBetween(e.Cal, due, d)%e.Policy.OverdueEvery != 0 {
			d = NextWorkday(e.Cal, d.AddDays(1))
		}
		return d
	}
}

// stepCalls are the steps of the escalation after the first taken of them. A step whose day has gone by is taken on the next working day; an
// item issued after its deadline is given its days from the issue.
func (e Env) stepCalls(it Item, taken int) []call {
	if it.Due.IsZero() || it.Children > it.Finished {
		return nil
	}
	base := later(it.Due.Date, DateOf(it.IssuedAt.In(e.Zone())))
	var out []call
	for i, s := range e.Policy.Escalation {
		if i < taken {
			continue
		}
		why := WhyEscalated
		if s.To == ToExplanation {
			why = WhyExplain
		}
		planned := base.AddDays(s.Days)
		out = append(out, call{why: why, to: e.stepTo(it, s.To), step: i + 1,
			next: func(from Date) Date { return NextWorkday(e.Cal, later(from, planned)) }})
	}
	return out
}

// cadence is after how many calendar days without a report one is called for; 0: never.
func (e Env) cadence(it Item) int {
	if it.Priority == PriorityNormal {
		return e.Policy.OtherEvery
	}
	return e.Policy.KeyEvery
}

// lastWord is when the unit was last heard of.
func lastWord(it Item) time.Time {
	t := it.IssuedAt
	for _, u := range []time.Time{it.AcceptedAt, it.ReportedAt} {
		if u.After(t) {
			t = u
		}
	}
	return t
}

// daily is every working day after the day of since.
func (e Env) daily(since time.Time) func(Date) Date {
	start := DateOf(since.In(e.Zone())).AddDays(1)
	return func(from Date) Date { return NextWorkday(e.Cal, later(from, start)) }
}

// every is each n-th calendar day after the day of since, moved to the next working day.
func (e Env) every(since time.Time, n int) func(Date) Date {
	start := DateOf(since.In(e.Zone()))
	return func(from Date) Date {
		k := max(1, (from.DaysSince(start)-20)/n) // a long holiday may have moved an earlier one up to from
		for {
			if d := NextWorkday(e.Cal, start.AddDays(k*n)); !d.Before(from) {
				return d
			}
			k++
		}
	}
}

func once(on Date) func(Date) Date {
	return func(from Date) Date {
		if on.Before(from) {
			return Date{}
		}
		return on
	}
}

func later(a, b Date) Date {
	if a.Before(b) {
		return b
	}
	return a
}
