package ledger

import "time"

// A Light is how an item stands at a glance (灯号). It is computed, never stored.
type Light string

// The lights, most urgent first where cards sort by them.
const (
	LightRed    Light = "red"    // overdue
	LightYellow Light = "yellow" // due within Policy.YellowDays, or behind a milestone
	LightGrey   Light = "grey"   // not signed for yet
	LightBlue   Light = "blue"   // handed in, waits for review
	LightGreen  Light = "green"  // in time
	LightNone   Light = ""       // closed, terminated or suspended
)

// Lights in the order in which cards show them.
var Lights = []Light{LightRed, LightYellow, LightGreen, LightBlue, LightGrey}

// Light gives the row's light at Now.
func (e Env) Light(r Row) Light {
	switch {
	case !r.State.Open() || r.State == StateSuspended:
		return LightNone
	case r.State == StateSubmitted:
		return LightBlue
	case e.Overdue(r):
		return LightRed
	case r.State == StateIssued || r.State == StateDeclined:
		return LightGrey
	}
	today := e.Today()
	if !r.Due.IsZero() && r.Due.Date.DaysSince(today) <= e.Policy.YellowDays || !r.Behind.IsZero() && r.Behind.Before(today) {
		return LightYellow
	}
	return LightGreen
}

// Overdue reports whether the deadline has passed and it is the unit's turn: what was handed in in time and waits for review is not overdue.
func (e Env) Overdue(r Row) bool {
	if r.Due.IsZero() || !r.State.Open() || r.State == StateSuspended {
		return false
	}
	passed := r.Due.Passed(e.Zone())
	if r.State == StateSubmitted && r.SubmitAt.Before(passed) {
		return false
	}
	return !e.Now.Before(passed)
}

// DaysLate counts the calendar days since the deadline: 1 on the day after it, 0 when it has not passed.
func (e Env) DaysLate(r Row) int {
	if !e.Overdue(r) {
		return 0
	}
	return max(1, e.Today().DaysSince(r.Due.Date))
}

// Late reports whether a closed item was handed in for its successful review after its deadline.
func (e Env) Late(r Row) bool {
	return !r.Due.IsZero() && r.State == StateClosed && !doneAt(r).Before(r.Due.Passed(e.Zone()))
}

func doneAt(r Row) time.Time {
	if !r.SubmitAt.IsZero() {
		return r.SubmitAt
	}
	return r.ClosedAt
}
