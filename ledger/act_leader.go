package ledger

import (
	"slices"
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
	if blank(text) {
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
	if blank(text) && involvement == "" {
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
