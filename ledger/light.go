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

// A glance looks at many rows at one instant: what is the same for all of them is found out once.
type glance struct {
	Env
	today Date
}

func (e Env) glance() glance { return glance{e, e.Today()} }

// A look is what a glance finds in one row.
type look struct {
	light Light
	late  int // calendar days
}

func (g glance) at(r *Row) look {
	var l look
	late := g.overdue(r)
	if late {
		l.late = max(1, g.today.DaysSince(r.deadline().Date))
	}
	l.light = g.light(r, late)
	return l
}

func (g glance) light(r *Row, late bool) Light {
	switch {
	case !r.State.Open() || r.State == StateSuspended:
		return LightNone
	case r.State == StateSubmitted:
		return LightBlue
	case late:
		return LightRed
	case r.State == StateIssued || r.State == StateDeclined:
		return LightGrey
	}
	if due := r.deadline(); !due.IsZero() && due.Date.DaysSince(g.today) <= g.Policy.YellowDays || !r.Behind.IsZero() && r.Behind.Before(g.today) {
		return LightYellow
	}
	return LightGreen
}

func (g glance) overdue(r *Row) bool {
	due := r.deadline()
	if due.IsZero() || !r.State.Open() || r.State == StateSuspended || r.State == StateSubmitted {
		return false
	}
	if due.At == "" && due.Zone == "" {
		return g.today.After(due.Date)
	}
	return !g.Now.Before(due.Passed(g.Zone()))
}

// Light gives the row's light at Now.
func (e Env) Light(r Row) Light {
	g := e.glance()
	return g.light(&r, g.overdue(&r))
}

// Overdue reports whether the deadline has passed while it is the unit's turn: what was handed in waits for others.
func (e Env) Overdue(r Row) bool { return e.glance().overdue(&r) }

// DaysLate counts the calendar days since the deadline: 1 on the day after it, 0 when it has not passed.
func (e Env) DaysLate(r Row) int { return e.glance().at(&r).late }

// Late reports whether a closed item was handed in for its successful review after its deadline.
func (e Env) Late(r Row) bool { return e.late(&r) }

func (e Env) late(r *Row) bool {
	return !r.Due.IsZero() && r.State == StateClosed && !doneAt(r).Before(r.Due.Passed(e.Zone()))
}

func doneAt(r *Row) time.Time {
	if !r.SubmitAt.IsZero() {
		return r.SubmitAt
	}
	return r.ClosedAt
}
