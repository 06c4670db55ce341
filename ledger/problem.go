package ledger

import (
	"fmt"
	"time"
)

// A Problem is a blocker with a number and an owner, kept until it is resolved with an outcome (突出问题). It is a RecordProblem.
type Problem struct {
	N       int       `json:"n"`
	Item    ItemID    `json:"item"`
	Number  Number    `json:"number"` // of the item
	Title   string    `json:"title,omitempty"`
	Lead    UnitID    `json:"lead"`
	Reason  string    `json:"reason"`
	Waiting string    `json:"waiting,omitempty"`
	Need    string    `json:"need,omitempty"`
	Owner   UnitID    `json:"owner,omitempty"`  // the unit that has to solve it
	Person  PersonID  `json:"person,omitempty"` // or the person
	By      PersonID  `json:"by"`
	Since   time.Time `json:"since"`

	Outcome    string    `json:"outcome,omitempty"`
	ResolvedBy PersonID  `json:"resolved_by,omitempty"`
	ResolvedAt time.Time `json:"resolved_at,omitzero"`
}

// Open reports whether it waits to be resolved.
func (p Problem) Open() bool { return p.ResolvedAt.IsZero() }

// ProblemID is the record's id of a problem's number.
func ProblemID(n int) string { return fmt.Sprintf("%08d", n) }

// WaitedFor is the unit that a blocker waits for, when it is one of the organisation's other than the item's own.
func (e Env) WaitedFor(it Item, b Blocker) UnitID {
	if m, ok := e.Dir.Lookup(b.Waiting); ok && m.Kind == MentionUnit && m.Unit != it.Lead {
		return m.Unit
	}
	return ""
}

// raise makes the problem of an item's blocker. Its owner is the unit that is waited for, else the leader over the item's unit, else that unit.
func (e Env) raise(n int, it Item) Problem {
	b := it.Blocker
	p := Problem{N: n, Item: it.ID, By: b.By, Since: b.Since, Owner: e.WaitedFor(it, *b)}
	if p.Owner == "" {
		if who := Recipients(e, it, ForOverseer); len(who) > 0 {
			p.Person = who[0]
		} else {
			p.Owner = it.Lead
		}
	}
	return p.about(it)
}

// about brings the problem's words up to date with the item's.
func (p Problem) about(it Item) Problem {
	p.Number, p.Title, p.Lead = it.Number, it.Title, it.Lead
	if b := it.Blocker; b != nil {
		p.Reason, p.Waiting, p.Need = b.Reason, b.Waiting, b.Need
	}
	return p
}

// TrackProblems numbers the blocker of an item that a change leaves blocked, and resolves the problem of one that it frees. before is the item
// as it was, last the last number given; outcome is what is on record of how it ended. It gives the records to be written and the new last number;
// after's blocker is given its problem's number. known reads a problem.
func TrackProblems(e Env, before Item, after *Item, last int, outcome string, by PersonID, known func(n int) (Problem, int64, error)) ([]Record, int, error) {
	was := 0
	if before.Blocker != nil {
		was = before.Blocker.Problem
	}
	switch {
	case after.Blocker != nil && was == 0 && after.Blocker.Problem == 0:
		b := *after.Blocker
		last++
		b.Problem = last
		after.Blocker = &b
		return []Record{NewRecord(RecordProblem, ProblemID(last), 0, e.raise(last, *after))}, last, nil
	case was == 0:
		return nil, last, nil
	}
	p, rev, err := known(was)
	if err != nil {
		return nil, last, err
	}
	if after.Blocker != nil {
		b := *after.Blocker
		b.Problem = was
		after.Blocker = &b
		if u := e.WaitedFor(*after, b); u != "" && b.Waiting != p.Waiting {
			p.Owner, p.Person = u, ""
		}
		return []Record{NewRecord(RecordProblem, ProblemID(was), rev, p.about(*after))}, last, nil
	}
	p.Outcome, p.ResolvedBy, p.ResolvedAt = outcome, by, e.Now.UTC()
	return []Record{NewRecord(RecordProblem, ProblemID(was), rev, p)}, last, nil
}

// Resolve frees an item of its blocker, with how the problem was solved.
func Resolve(e Env, it Item, by PersonID, p Problem, outcome string) (Change, error) {
	it, err := e.solve(it, by, p)
	if err != nil {
		return Change{}, err
	}
	if it.Blocker == nil || it.Blocker.Problem != p.N {
		return Change{}, refuse(ActSolve, it, RefusedAgain)
	}
	if blank(outcome) {
		return Change{}, refuse(ActSolve, it, RefusedOutcome)
	}
	it.Blocker = nil
	who := append(e.answerable(it), Recipients(e, it, ForOffice)...)
	return e.done(it, EventUnblocked, by, outcome, e.tell(NoticeOutcome, it, by, who...)...), nil
}

// solve checks who resolves a problem: who may by what they are to the item, its owner, and the head or liaison of the unit that owns it.
func (e Env) solve(it Item, by PersonID, p Problem) (Item, error) {
	if err := e.Allowed(by, ActSolve, it); err != nil && p.Person != by {
		if q, ok := e.Dir.Person(by); !ok || p.Owner == "" || !q.HasAt(RoleHead, p.Owner) && !q.HasAt(RoleLiaison, p.Owner) {
			return it, err
		}
	}
	it.UpdatedAt = e.Now.UTC()
	return it, nil
}

// Assign names who has to solve a problem: a unit, or a person.
func Assign(e Env, it Item, by PersonID, p Problem, unit UnitID, person PersonID) (Problem, error) {
	if err := e.Allowed(by, ActAssign, it); err != nil {
		return p, err
	}
	if !p.Open() || p.Owner == unit && p.Person == person {
		return p, refuse(ActAssign, it, RefusedAgain)
	}
	p.Owner, p.Person = unit, person
	return p, nil
}

// Adopt looks again at an item whose blocker has no number yet, so that TrackProblems gives it one. Nobody is told.
func Adopt(e Env, it Item) Change {
	it.UpdatedAt = e.Now.UTC()
	c := e.done(it, EventTagged, "", "")
	c.Events[0].Raw = ""
	return c
}
