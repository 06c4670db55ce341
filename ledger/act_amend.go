package ledger

import (
	"reflect"
	"slices"
	"strings"
)

// An Amendment is the office's correction of an item after issue. Nil fields stay.
type Amendment struct {
	Title, Text, Measure *string
	Due                  *Due
	Support              []UnitID // nil: stays
	Area, Programme      *string
	Parent               *Item // of a child: its date is not later than the parent's
}

func (a Amendment) apply(it *Item) {
	set := func(to *string, v *string) {
		if v != nil {
			*to = strings.TrimSpace(*v)
		}
	}
	set(&it.Title, a.Title)
	set(&it.Text, a.Text)
	set(&it.Measure, a.Measure)
	set(&it.Area, a.Area)
	set(&it.Programme, a.Programme)
	if a.Due != nil {
		it.Due, it.FirstDue, it.Escalation = *a.Due, *a.Due, 0
	}
	if a.Support != nil {
		it.Support = slices.DeleteFunc(slices.Clone(a.Support), func(u UnitID) bool { return u == it.Lead })
	}
}

// Amend corrects an item's wording, measure, date or supporting units, with a reason; those concerned get one notice of what changed. A
// corrected date replaces the first deadline too, since it was never meant; more time is Extend's.
func Amend(e Env, it Item, by PersonID, a Amendment, reason string) (Change, error) {
	was := it
	it, err := e.act(ActCorrect, it, by, StateIssued, StateDeclined, StateAccepted, StateActive, StateSubmitted, StateSuspended)
	if err != nil {
		return Change{}, err
	}
	if a.Title != nil && blank(*a.Title) {
		return Change{}, refuse(ActCorrect, it, RefusedNothing)
	}
	if err := e.within(ActCorrect, it, a.Due, a.Parent); err != nil {
		return Change{}, err
	}
	a.apply(&it)
	if it.UpdatedAt = was.UpdatedAt; reflect.DeepEqual(it, was) {
		return Change{}, refuse(ActCorrect, it, RefusedAgain)
	}
	it.UpdatedAt = e.Now.UTC()
	if blank(reason) {
		return Change{}, refuse(ActCorrect, it, RefusedReason)
	}
	return e.done(it, EventCorrected, by, reason, e.tell(NoticeChanged, it, by, e.answerable(it)...)...), nil
}

// Tag puts an item under a programme or into an area of work; an empty value takes it out, nil leaves it. Nobody is told: it is the office's filing.
func Tag(e Env, it Item, by PersonID, programme, area *string) (Change, error) {
	was := it
	it, err := e.act(ActCorrect, it, by)
	if err != nil {
		return Change{}, err
	}
	Amendment{Programme: programme, Area: area}.apply(&it)
	if it.Programme == was.Programme && it.Area == was.Area {
		return Change{}, refuse(ActCorrect, it, RefusedAgain)
	}
	return e.done(it, EventTagged, by, ""), nil
}

// within holds that a child is not due after its parent; only an extension moves it beyond. A date that has passed is no deadline.
func (e Env) within(a Action, it Item, due *Due, parent *Item) error {
	if due == nil || due.IsZero() {
		return nil
	}
	r := refuse(a, it, RefusedPast)
	if due.Date.Before(e.Today()) {
		return r
	}
	if parent != nil && !parent.Due.IsZero() && due.Date.After(parent.Due.Date) {
		r.Code, r.Date = RefusedParent, parent.Due.Date
		return r
	}
	return nil
}
