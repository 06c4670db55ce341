package ledger

import (
	"fmt"
	"time"
)

// Endorse is the head's click on a submission of the unit (集体行权过滤把关): it goes on to the office.
func Endorse(e Env, it Item, by PersonID) (Change, error) {
	if it.State == StateSubmitted && it.Submission.Stage != StageHead {
		return Change{}, refuse(ActEndorse, it, RefusedAgain)
	}
	it, err := e.act(ActEndorse, it, by, StateSubmitted)
	if err != nil {
		return Change{}, err
	}
	s := *it.Submission
	s.Stage, s.Head = StageOffice, by
	it.Submission = &s
	return e.done(it, EventEndorsed, by, "", e.tell(NoticeDecision, it, by, Recipients(e, it, ForOffice)...)...), nil
}

// ReviewAt is the action that decides on a submission at a stage of its review; without a stage it is the office's.
func ReviewAt(stage string) Action {
	switch stage {
	case StageHead:
		return ActEndorse
	case StageLeader:
		return ActCoSign
	}
	return ActReview
}

// Judge is the review of a submission: closed (销号), or returned with a reason (退回). The head may return what waits for the head; the
// office closes, or passes it to the leader where co-signature is on; the leader who co-signs closes. parent is the item's parent when it
// has one, and is counted up in the same change.
func Judge(e Env, it Item, by PersonID, ok bool, reason string, parent *Item) (Change, error) {
	if !ok && it.Recurs() && it.State == StateActive {
		return ReturnPeriod(e, it, by, reason)
	}
	if it.State != StateSubmitted {
		if err := e.Allowed(by, ActReview, it); err != nil {
			return Change{}, err
		}
		return Change{}, refuse(ActReview, it, RefusedState)
	}
	it, err := e.act(ReviewAt(it.Submission.Stage), it, by)
	if err != nil {
		return Change{}, err
	}
	if !ok {
		return giveBack(e, it, by, reason)
	}
	s := *it.Submission
	it.Submission = &s
	switch s.Stage {
	case StageHead:
		return Endorse(e, it, by)
	case StageOffice:
		s.Office = by
		if e.Policy.CoSign && len(Recipients(e, it, ForOverseer)) > 0 {
			s.Stage = StageLeader
			it.Submission = &s
			return e.done(it, EventReviewed, by, reason, e.tell(NoticeDecision, it, by, Recipients(e, it, ForOverseer)...)...), nil
		}
	case StageLeader:
		s.Leader = by
	}
	it.State, it.ClosedAt, it.ClosedBy = StateClosed, e.Now.UTC(), by
	it.Evidence = append(it.Evidence[:len(it.Evidence):len(it.Evidence)], s.Evidence...)
	it.Extension, it.Blocker, it.Returned = nil, nil, ""
	c := e.done(it, EventClosed, by, reason, e.tell(NoticeOutcome, it, by, append(e.answerable(it), s.By)...)...)
	c.Add(e.lastOf(e.count(parent, it, by, 1), s, by))
	return c, nil
}

// lastOf closes a parent that the office keeps for a collective owner with the last of its children: each was reviewed, and nothing else is to
// be done. A parent that a unit leads is handed in by the unit.
func (e Env) lastOf(c Change, child Submission, by PersonID) Change {
	if len(c.Items) == 0 {
		return c
	}
	p := &c.Items[0]
	kept := p.Lead == e.Dir.Org().Office && p.Parent == "" && (p.State == StateActive || p.State == StateAccepted)
	switch {
	case p.Finished < p.Children:
		return c
	case !kept:
		if p.State.Open() {
			c.Notices = append(c.Notices, e.tell(NoticeOutcome, *p, by, e.answerable(*p)...)...)
		}
		return c
	}
	p.Submission = &Submission{Stage: child.Stage, Text: fmt.Sprintf("%d/%d", p.Finished, p.Children), By: child.By, At: e.Now.UTC(),
		Head: child.Head, Office: child.Office, Leader: child.Leader}
	p.State, p.ClosedAt, p.ClosedBy, p.Extension, p.Blocker = StateClosed, e.Now.UTC(), by, nil, nil
	p.Plan.Next = NextLook(e, *p)
	ev := e.event(*p, EventClosed, by, "")
	ev.Raw = ""
	c.Events = append(c.Events, ev)
	c.Notices = append(c.Notices, e.tell(NoticeOutcome, *p, by, Recipients(e, *p, ForOffice)...)...)
	return c
}

func giveBack(e Env, it Item, by PersonID, reason string) (Change, error) {
	if blank(reason) {
		return Change{}, refuse(ActReview, it, RefusedReason)
	}
	asked := it.Submission.By
	it.State, it.Submission, it.Returned = StateActive, nil, reason
	it.Returns++
	return e.done(it, EventReturned, by, reason, e.tell(NoticeOutcome, it, by, append(e.answerable(it), asked)...)...), nil
}

// count adds d finished children to the parent; nil gives nothing.
func (e Env) count(parent *Item, child Item, by PersonID, d int) Change {
	if parent == nil {
		return Change{}
	}
	p := *parent
	p.Finished += d
	p.UpdatedAt = e.Now.UTC()
	if p.Children > 0 {
		p.Percent = 100 * p.Finished / p.Children
	}
	p.Plan.Next = NextLook(e, p)
	ev := e.event(p, EventChild, by, string(child.ID))
	ev.Raw = ""
	return Change{Items: []Item{p}, Events: []Event{ev}}
}

// Suspend halts an item (暂缓): no reminders until it is resumed.
func Suspend(e Env, it Item, by PersonID, reason string) (Change, error) {
	it, err := e.act(ActSuspend, it, by, StateIssued, StateDeclined, StateAccepted, StateActive, StateSubmitted)
	if err != nil {
		return Change{}, err
	}
	if blank(reason) {
		return Change{}, refuse(ActSuspend, it, RefusedReason)
	}
	it.Before, it.State = it.State, StateSuspended
	return e.done(it, EventSuspended, by, reason, e.tell(NoticeOutcome, it, by, append(e.answerable(it), Recipients(e, it, ForOffice)...)...)...), nil
}

// Resume goes on where Suspend interrupted.
func Resume(e Env, it Item, by PersonID, reason string) (Change, error) {
	it, err := e.act(ActSuspend, it, by, StateSuspended)
	if err != nil {
		return Change{}, err
	}
	it.State, it.Before = it.Before, ""
	return e.done(it, EventResumed, by, reason, e.tell(NoticeOutcome, it, by, append(e.answerable(it), Recipients(e, it, ForOffice)...)...)...), nil
}

// Terminate ends an item that is not to be done any more (终止). A parent's open children must be ended first.
func Terminate(e Env, it Item, by PersonID, reason string, parent *Item) (Change, error) {
	it, err := e.act(ActTerminate, it, by, StateIssued, StateDeclined, StateAccepted, StateActive, StateSubmitted, StateSuspended)
	if err != nil {
		return Change{}, err
	}
	if blank(reason) {
		return Change{}, refuse(ActTerminate, it, RefusedReason)
	}
	if open := it.Children - it.Finished; open > 0 {
		r := refuse(ActTerminate, it, RefusedChildren)
		r.N = open
		return Change{}, r
	}
	it.State, it.ClosedAt, it.ClosedBy = StateTerminated, e.Now.UTC(), by
	it.Extension, it.Blocker, it.Submission = nil, nil, nil
	c := e.done(it, EventTerminated, by, reason, e.tell(NoticeOutcome, it, by, append(e.answerable(it), Recipients(e, it, ForOffice)...)...)...)
	c.Add(e.count(parent, it, by, 1))
	return c, nil
}

// Reopen puts a closed or terminated item back to work; one that was merged into another is separated from it (Separate). A child of a closed parent stays closed until the parent is reopened.
func Reopen(e Env, it Item, by PersonID, reason string, parent *Item) (Change, error) {
	it, err := e.act(ActReopen, it, by, StateClosed, StateTerminated)
	if err != nil {
		return Change{}, err
	}
	if it.Into != nil {
		return Change{}, refuse(ActReopen, it, RefusedMerged)
	}
	if blank(reason) {
		return Change{}, refuse(ActReopen, it, RefusedReason)
	}
	if parent != nil && !parent.State.Open() {
		return Change{}, refuse(ActReopen, *parent, RefusedState)
	}
	it.State, it.Submission, it.ClosedBy = StateActive, nil, ""
	it.ClosedAt = time.Time{}
	c := e.done(it, EventReopened, by, reason, e.tell(NoticeOutcome, it, by, e.answerable(it)...)...)
	c.Add(e.count(parent, it, by, -1))
	return c, nil
}
