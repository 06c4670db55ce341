package ledger

import (
	"slices"
)

// Progress is what a unit says of an item. Fields left empty say nothing and leave what was known.
type Progress struct {
	Percent  *int // 0 to 100
	Note     string
	Next     string
	ETA      Date
	Blocker  *Blocker // By and Since are filled in
	Resolved bool     // what blocked it is gone
	Evidence []Evidence
	Correct  bool // it corrects what was said before, so a lower percentage is meant
	NoChange bool // 零报告: nothing new, said on purpose
}

func (r Progress) empty() bool {
	return r.Percent == nil && r.Note == "" && r.Next == "" && r.ETA.IsZero() && r.Blocker == nil && !r.Resolved && len(r.Evidence) == 0 && !r.NoChange
}

// Report records progress. It also signs for an item not yet signed for: who reports has read it. A blocker is told to the overseer.
// While an item is in review, words and evidence are added to it, figures are not.
func Report(e Env, it Item, by PersonID, r Progress) (Change, error) {
	it, err := e.act(ActReport, it, by, StateIssued, StateAccepted, StateActive, StateSubmitted)
	if err != nil {
		return Change{}, err
	}
	if r.empty() {
		return Change{}, refuse(ActReport, it, RefusedNothing)
	}
	if r.Percent != nil && (*r.Percent < 0 || *r.Percent > 100) {
		return Change{}, refuse(ActReport, it, RefusedPercent)
	}
	kind := EventReported
	if r.Correct {
		kind = EventCorrected
	}
	notices := e.apply(&it, by, r, &kind)
	if it.State == StateSubmitted {
		notices = append(notices, e.tell(NoticeDecision, it, by, e.reviewers(it)...)...)
	} else {
		e.sign(&it, by)
		it.State = StateActive
	}
	if e.filesNow(it, r) {
		e.file(&it, by, r.Note, r.Evidence)
		kind = EventFiled
	}
	it.ReportedAt, it.ReportedBy = e.Now.UTC(), by
	if e.actsFor(by, it) != "" {
		notices = append(notices, e.tell(NoticeOutcome, it, by, e.answerable(it)...)...)
	}
	return e.done(it, kind, by, r.Note, notices...), nil
}

func (e Env) apply(it *Item, by PersonID, r Progress, kind *EventKind) (notices []Notice) {
	if r.Percent != nil && it.State != StateSubmitted {
		it.Percent = *r.Percent
	}
	if r.Note != "" {
		it.Note = r.Note
	}
	if r.Next != "" {
		it.Next = r.Next
	}
	if !r.ETA.IsZero() {
		it.ETA = r.ETA
	}
	it.Evidence = append(slices.Clone(it.Evidence), r.Evidence...)
	switch {
	case r.Blocker != nil:
		b := *r.Blocker
		b.By, b.Since = by, e.Now.UTC()
		if old := it.Blocker; old != nil { // the same problem, in other words
			b.Since, b.Problem = old.Since, old.Problem
		}
		it.Blocker = &b
		*kind = EventBlocked
		who := append(Recipients(e, *it, ForOverseer), Recipients(e, *it, ForOffice)...)
		if u := e.WaitedFor(*it, b); u != "" {
			who = append(who, Recipients(e, Item{Lead: u}, ForHead)...)
		}
		notices = e.tell(NoticeBlocked, *it, by, who...)
	case r.Resolved && it.Blocker != nil:
		it.Blocker = nil
		*kind = EventUnblocked
	}
	return notices
}

// reviewers are who a submission waits for.
func (e Env) reviewers(it Item) []PersonID {
	if it.Submission == nil {
		return nil
	}
	switch it.Submission.Stage {
	case StageHead:
		return Recipients(e, it, ForHead)
	case StageLeader:
		return Recipients(e, it, ForOverseer)
	}
	return Recipients(e, it, ForOffice)
}

// Submit asks for the item to be closed (申请办结), with a sentence or evidence of what was achieved. Where two-step review is on, the
// word of anybody but the head waits for the head.
func Submit(e Env, it Item, by PersonID, s Submission) (Change, error) {
	if it.State == StateSubmitted {
		return Change{}, refuse(ActSubmit, it, RefusedAgain)
	}
	if it.Recurs() && !e.owed(it, e.Today()).IsZero() {
		return FilePeriod(e, it, by, s)
	}
	it, err := e.act(ActSubmit, it, by, working...)
	if err != nil {
		return Change{}, err
	}
	if blank(s.Text) && len(s.Evidence) == 0 {
		return Change{}, refuse(ActSubmit, it, RefusedText)
	}
	if e.Policy.NeedEvidence && len(s.Evidence)+len(it.Evidence) == 0 && it.Children == 0 {
		return Change{}, refuse(ActSubmit, it, RefusedEvidence)
	}
	if open := it.Children - it.Finished; open > 0 {
		r := refuse(ActSubmit, it, RefusedChildren)
		r.N = open
		return Change{}, r
	}
	s.By, s.At, s.Stage = by, e.Now.UTC(), StageOffice
	if slices.Contains(e.Standings(by, it), StandHead) {
		s.Head = by
	} else if e.Policy.TwoStep && len(Recipients(e, it, ForHead)) > 0 {
		s.Stage = StageHead
	}
	e.sign(&it, by)
	it.State, it.Percent, it.Blocker, it.Submission = StateSubmitted, 100, nil, &s
	it.ReportedAt, it.ReportedBy = e.Now.UTC(), by
	return e.done(it, EventSubmitted, by, s.Text, e.tell(NoticeDecision, it, by, e.reviewers(it)...)...), nil
}

// Withdraw takes back a submission or a request for more time that nobody has decided yet.
func Withdraw(e Env, it Item, by PersonID, reason string) (Change, error) {
	if it.State != StateSubmitted && it.Extension == nil {
		return Change{}, refuse(ActWithdraw, it, RefusedState)
	}
	it, err := e.act(ActWithdraw, it, by)
	if err != nil {
		return Change{}, err
	}
	if it.State == StateSubmitted {
		it.State, it.Submission = StateActive, nil
	} else {
		it.Extension = nil
	}
	return e.done(it, EventWithdrawn, by, reason), nil
}
