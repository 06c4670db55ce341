package ledger

import (
	"slices"
	"strings"
)

// Urge is a person's 催办: one message to whom the item waits for now.
func Urge(e Env, it Item, by PersonID, text string) (Change, error) {
	it, err := e.act(ActUrge, it, by, StateIssued, StateDeclined, StateAccepted, StateActive, StateSubmitted)
	if err != nil {
		return Change{}, err
	}
	it.Reminders++
	who := e.answerable(it)
	switch it.State {
	case StateSubmitted:
		who = e.reviewers(it)
	case StateDeclined:
		who = Recipients(e, it, ForOffice)
	}
	return e.done(it, EventUrged, by, text, e.tell(NoticeUrged, it, by, who...)...), nil
}

// Remark puts words on record that change no field: a supporting unit's promise, a wish that the office has to see to. The office is told
// where it is to act.
func Remark(e Env, it Item, by PersonID, text string, office bool) (Change, error) {
	it, err := e.act(ActRemark, it, by)
	if err != nil {
		return Change{}, err
	}
	if strings.TrimSpace(text) == "" {
		return Change{}, refuse(ActRemark, it, RefusedNothing)
	}
	var who []PersonID
	if office {
		who = Recipients(e, it, ForOffice)
	}
	return e.done(it, EventNoted, by, text, e.tell(NoticeOutcome, it, by, who...)...), nil
}

// Instruct records a leader's remark or order on an item (批示), with the kind of personal involvement when one was said.
func Instruct(e Env, it Item, by PersonID, text, involvement string) (Change, error) {
	it, err := e.act(ActInstruct, it, by)
	if err != nil {
		return Change{}, err
	}
	if strings.TrimSpace(text) == "" && involvement == "" {
		return Change{}, refuse(ActInstruct, it, RefusedNothing)
	}
	it.Involved = append(slices.Clone(it.Involved), Involvement{Person: by, Kind: involvement, Text: text, At: e.Now.UTC()})
	who := append(e.answerable(it), Recipients(e, it, ForOffice)...)
	return e.done(it, EventInstructed, by, text, e.tell(NoticeChanged, it, by, who...)...), nil
}

// SetPriority moves an item to another tier.
func SetPriority(e Env, it Item, by PersonID, p Priority) (Change, error) {
	it, err := e.act(ActPriority, it, by)
	if err != nil {
		return Change{}, err
	}
	if it.Priority == p {
		return Change{}, refuse(ActPriority, it, RefusedAgain)
	}
	it.Priority = p
	return e.done(it, EventCorrected, by, "", e.tell(NoticeChanged, it, by, e.answerable(it)...)...), nil
}

// An Amendment is the office's correction of an item after issue. Nil fields stay.
type Amendment struct {
	Title, Text, Measure *string
	Due                  *Due
	Support              []UnitID // nil: stays
	Area, Programme      *string
}

// Amend corrects an item's wording, measure, date or supporting units, with a reason; those concerned get one notice of what changed. A
// corrected date replaces the first deadline too, since it was never meant; more time is Extend's.
func Amend(e Env, it Item, by PersonID, a Amendment, reason string) (Change, error) {
	it, err := e.act(ActCorrect, it, by, StateIssued, StateDeclined, StateAccepted, StateActive, StateSubmitted, StateSuspended)
	if err != nil {
		return Change{}, err
	}
	if strings.TrimSpace(reason) == "" {
		return Change{}, refuse(ActCorrect, it, RefusedReason)
	}
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
		it.Support = a.Support
	}
	return e.done(it, EventCorrected, by, reason, e.tell(NoticeChanged, it, by, e.answerable(it)...)...), nil
}
