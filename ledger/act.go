package ledger

import (
	"slices"
	"strings"
	"time"
)

// act checks who and in which states, and gives the item stamped with the instant.
func (e Env) act(a Action, it Item, by PersonID, states ...State) (Item, error) {
	if err := e.Allowed(by, a, it); err != nil {
		return it, err
	}
	if len(states) > 0 && !slices.Contains(states, it.State) {
		return it, refuse(a, it, RefusedState)
	}
	it.UpdatedAt = e.Now.UTC()
	return it, nil
}

// done finishes a decision about one item: its event, its next look, and notices to people other than the actor.
func (e Env) done(it Item, kind EventKind, by PersonID, reason string, notices ...Notice) Change {
	it.Plan = e.planAfter(it)
	ev := e.event(it, kind, by, reason)
	switch kind {
	case EventAccepted, EventDeclined, EventReported, EventBlocked, EventUnblocked, EventExtensionRequested, EventSubmitted, EventFiled, EventWithdrawn:
		ev.For = e.actsFor(by, it)
	}
	return Change{Source: e.Source, Items: []Item{it}, Events: []Event{ev}, Notices: notices}
}

// actsFor names the unit on whose behalf the office records: the lead, unless the person is of that unit themselves.
func (e Env) actsFor(by PersonID, it Item) UnitID {
	p, ok := e.Dir.Person(by)
	if !ok || slices.Contains(p.Units(), it.Lead) || it.Handler == by {
		return ""
	}
	return it.Lead
}

// tell makes a notice to each of the people but the actor; each person once, and not in their quiet hours.
func (e Env) tell(kind NoticeKind, it Item, by PersonID, people ...PersonID) []Notice {
	var out []Notice
	var told []PersonID
	for _, p := range people {
		if p == by || p == "" || slices.Contains(told, p) {
			continue
		}
		told = append(told, p)
		key := strings.Join([]string{string(e.Dir.Org().ID), string(p), string(kind), e.Source, string(it.ID)}, "/")
		out = append(out, Notice{Key: key, To: Recipient{Person: p}, Kind: kind, Class: ClassPrompt, Items: []ItemID{it.ID},
			By: by, Event: e.Source, NotBefore: e.PolicyFor(p).AfterQuiet(e.Now, ZoneOf(e, p))})
	}
	return out
}

// answerable are who hears how the unit's requests were decided: the handler, else the liaisons, and the heads.
func (e Env) answerable(it Item) []PersonID {
	return append(Recipients(e, it, ForWork), Recipients(e, it, ForHead)...)
}

var working = []State{StateIssued, StateAccepted, StateActive}

// Accept signs for an item (签收).
func Accept(e Env, it Item, by PersonID) (Change, error) {
	if slices.Contains([]State{StateAccepted, StateActive, StateSubmitted}, it.State) {
		if err := e.Allowed(by, ActAccept, it); err != nil {
			return Change{}, err
		}
		return Change{}, refuse(ActAccept, it, RefusedAgain)
	}
	it, err := e.act(ActAccept, it, by, StateIssued)
	if err != nil {
		return Change{}, err
	}
	it.State = StateAccepted
	it.AcceptedAt, it.AcceptedBy = e.Now.UTC(), by
	return e.done(it, EventAccepted, by, ""), nil
}

// Deny says that the item is not the unit's own (不属我部门); the office decides.
func Deny(e Env, it Item, by PersonID, reason string, suggest UnitID) (Change, error) {
	it, err := e.act(ActDecline, it, by, StateIssued, StateAccepted, StateActive)
	if err != nil {
		return Change{}, err
	}
	if blank(reason) && suggest == "" {
		return Change{}, refuse(ActDecline, it, RefusedReason)
	}
	it.State = StateDeclined
	it.Decline = &Decline{Reason: reason, Suggest: suggest, By: by, At: e.Now.UTC()}
	return e.done(it, EventDeclined, by, reason, e.tell(NoticeDecision, it, by, Recipients(e, it, ForOffice)...)...), nil
}

// Reroute is the office's decision on who leads: another unit, or the same one again when a decline was not accepted. The clock of
// receipt starts anew.
func Reroute(e Env, it Item, by PersonID, to UnitID, reason string) (Change, error) {
	it, err := e.act(ActReroute, it, by, StateDeclined, StateIssued, StateAccepted, StateActive)
	if err != nil {
		return Change{}, err
	}
	if u := e.Dir.Unit(to); u.Name == string(to) || u.Gone {
		return Change{}, refuse(ActReroute, it, RefusedUnit)
	}
	if to == it.Lead && it.State != StateDeclined {
		return Change{}, refuse(ActReroute, it, RefusedAgain)
	}
	former := e.answerable(it)
	it.Support = slices.DeleteFunc(slices.Clone(it.Support), func(u UnitID) bool { return u == to })
	if to != it.Lead { // what the former unit had asked for or promised is not the new one's
		it.Handler, it.Extension, it.ETA, it.Snoozed = "", nil, Date{}, time.Time{}
	}
	it.Lead, it.Decline = to, nil
	e.begin(&it)
	it.AcceptedAt, it.AcceptedBy = time.Time{}, ""
	now := e.answerable(it)
	notices := e.tell(NoticeIssued, it, by, now...)
	former = slices.DeleteFunc(former, func(p PersonID) bool { return slices.Contains(now, p) })
	notices = append(notices, e.tell(NoticeOutcome, it, by, former...)...)
	return e.done(it, EventRerouted, by, reason, notices...), nil
}

// begin puts an item before its unit: to be signed for, or at work at once where receipts are off.
func (e Env) begin(it *Item) {
	it.State = StateIssued
	if !e.Policy.Receipt {
		it.State = StateAccepted
	}
}

// SetHandler names who handles an item within the unit (转经办人); empty: nobody in particular.
func SetHandler(e Env, it Item, by, handler PersonID) (Change, error) {
	it, err := e.act(ActHandler, it, by, StateIssued, StateAccepted, StateActive)
	if err != nil {
		return Change{}, err
	}
	if handler == it.Handler {
		return Change{}, refuse(ActHandler, it, RefusedAgain)
	}
	if p, ok := e.Dir.Person(handler); handler != "" && (!ok || p.Gone) {
		return Change{}, refuse(ActHandler, it, RefusedUnit)
	}
	it.Handler = handler
	if it.State == StateIssued {
		it.State, it.AcceptedAt, it.AcceptedBy = StateAccepted, e.Now.UTC(), by
	}
	return e.done(it, EventHandler, by, "", e.tell(NoticeIssued, it, by, handler)...), nil
}

// Snooze puts off reminders of an item until an instant, never beyond the end of its last day. Escalation and the office see through it.
func Snooze(e Env, it Item, by PersonID, until time.Time) (Change, error) {
	it, err := e.act(ActSnooze, it, by, working...)
	if err != nil {
		return Change{}, err
	}
	if !until.After(e.Now) {
		return Change{}, refuse(ActSnooze, it, RefusedPast)
	}
	if !it.Due.IsZero() && until.After(it.Due.Passed(e.Zone())) {
		r := refuse(ActSnooze, it, RefusedBeyond)
		r.Date = it.Due.Date
		return Change{}, r
	}
	it.Snoozed = until.UTC()
	return e.done(it, EventSnoozed, by, ""), nil
}

// sign takes the first word of a unit for its receipt, where it has not signed.
func (e Env) sign(it *Item, by PersonID) {
	if it.AcceptedAt.IsZero() {
		it.AcceptedAt, it.AcceptedBy = e.Now.UTC(), by
	}
}

func blank(s string) bool { return strings.TrimSpace(s) == "" }
