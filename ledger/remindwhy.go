package ledger

import "time"

// A Silence is why an item's unit is not being reminded. Until is when that ends; zero: not by itself.
type Silence struct {
	Code  string    `json:"code"`
	Until time.Time `json:"until,omitzero"`
}

// Why a unit is not reminded, in Silence.Code.
const (
	SilentState     = "state"     // closed, terminated, suspended, or somebody else's turn
	SilentReported  = "reported"  // it reported today
	SilentSnoozed   = "snoozed"   // it asked to be reminded later
	SilentETA       = "eta"       // it said when it will be done
	SilentBlocked   = "blocked"   // a blocker stands; until the next cadence
	SilentExtension = "extension" // its request for more time is not decided
	SilentNobody    = "nobody"    // nobody of the unit can be reached; the office is told instead
	SilentNothing   = "nothing"   // nothing is due from it before then
)

// Silences tells why the item's unit is not reminded at Now, all reasons; escalation and the office see through most of them. It is empty
// when a reminder is due.
func Silences(e Env, it Item) []Silence {
	switch it.State {
	case StateIssued, StateAccepted, StateActive:
	default:
		return []Silence{{Code: SilentState}}
	}
	var out []Silence
	loc := e.Zone()
	today := DateOf(e.Now.In(loc))
	add := func(code string, until time.Time) { out = append(out, Silence{code, until.UTC()}) }
	if !it.ReportedAt.IsZero() && !it.ReportedAt.Before(today.In(loc)) {
		add(SilentReported, today.AddDays(1).In(loc))
	}
	late := e.Overdue(it.Row())
	if it.Snoozed.After(e.Now) && !late {
		add(SilentSnoozed, it.Snoozed)
	}
	if late && it.ETA.After(today) {
		add(SilentETA, it.ETA.In(loc))
	}
	if it.Extension != nil {
		out = append(out, Silence{Code: SilentExtension})
	}
	if it.Blocker != nil && late {
		if until := e.blockedUntil(it).In(loc); until.After(e.Now) {
			add(SilentBlocked, until)
		}
	}
	if len(e.whom(it, ForWork)) == 0 {
		out = append(out, Silence{Code: SilentNobody})
	}
	if next := e.nextUnitDay(it, today); len(out) == 0 && next != today {
		s := Silence{Code: SilentNothing}
		if !next.IsZero() {
			s.Until = next.In(loc).UTC()
		}
		out = append(out, s)
	}
	return out
}

// nextUnitDay is the first day from the one given on which the unit is called; zero: none.
func (e Env) nextUnitDay(it Item, from Date) Date {
	var next Date
	for _, c := range e.unitCalls(it) {
		if d := c.next(from); !d.IsZero() && (next.IsZero() || d.Before(next)) {
			next = d
		}
	}
	return next
}

// blockedUntil is the day on which a standing blocker no longer silences the overdue notice: the next cadence after it was raised.
func (e Env) blockedUntil(it Item) Date {
	return DateOf(it.Blocker.Since.In(e.Zone())).AddDays(max(e.cadence(it), 1))
}
