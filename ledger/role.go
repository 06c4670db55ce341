package ledger

import (
	"fmt"
	"slices"
)

// An Action is something a person does to an item or to the ledger.
type Action string

// The actions.
const (
	ActRegister  Action = "register" // read minutes, edit drafts
	ActIssue     Action = "issue"
	ActAccept    Action = "accept"
	ActDecline   Action = "decline"
	ActReroute   Action = "reroute"
	ActReport    Action = "report"
	ActHandler   Action = "handler" // name who handles it within the unit
	ActSnooze    Action = "snooze"
	ActExtend    Action = "extend"
	ActGrant     Action = "grant"
	ActSubmit    Action = "submit"
	ActWithdraw  Action = "withdraw"
	ActEndorse   Action = "endorse"
	ActReview    Action = "review" // close, or return
	ActCoSign    Action = "cosign"
	ActSuspend   Action = "suspend" // suspend, resume
	ActTerminate Action = "terminate"
	ActReopen    Action = "reopen"
	ActMerge     Action = "merge" // end an item as part of another
	ActUrge      Action = "urge"
	ActRemark    Action = "remark" // words for the record and the office
	ActInstruct  Action = "instruct"
	ActPriority  Action = "priority"
	ActCorrect   Action = "correct"
	ActDecompose Action = "decompose"
	ActLink      Action = "link"    // say what an item waits for
	ActSolve     Action = "solve"   // resolve a problem; its owner may, too
	ActAssign    Action = "assign"  // name who owns a problem
	ActApprove   Action = "approve" // a meeting's items before issue, where a leader approves them
	ActView      Action = "view"
	ActViewAll   Action = "view_all" // figures of all units
	ActConfigure Action = "configure"
	ActOperate   Action = "operate" // see how the reminders run
	ActPeople    Action = "people"  // confirm who somebody is
	ActPublish   Action = "publish"
)

// A Standing is what somebody is to an item.
type Standing string

// The standings.
const (
	StandHandler    Standing = "handler"
	StandLiaison    Standing = "liaison"
	StandHead       Standing = "head"
	StandSupport    Standing = "support" // head or liaison of a supporting unit
	StandMember     Standing = "member"  // of the lead unit
	StandOverseer   Standing = "overseer"
	StandPrincipal  Standing = "principal"
	StandLeader     Standing = "leader"
	StandSupervisor Standing = "supervisor"
	StandAdmin      Standing = "admin"
	StandOther      Standing = "other" // known, but nothing of these
)

// permissions says who may do what. docs/architecture.md shows the same table.
var permissions = map[Action][]Standing{
	ActRegister:  {StandSupervisor},
	ActIssue:     {StandSupervisor},
	ActAccept:    {StandHead, StandLiaison, StandHandler, StandSupervisor},
	ActDecline:   {StandHead, StandLiaison, StandSupervisor},
	ActReroute:   {StandSupervisor},
	ActReport:    {StandHandler, StandLiaison, StandHead, StandSupervisor},
	ActHandler:   {StandHead, StandLiaison, StandSupervisor},
	ActSnooze:    {StandHandler, StandLiaison, StandHead},
	ActExtend:    {StandHandler, StandLiaison, StandHead, StandSupervisor},
	ActGrant:     {StandSupervisor, StandOverseer, StandPrincipal},
	ActSubmit:    {StandHandler, StandLiaison, StandHead, StandSupervisor},
	ActWithdraw:  {StandHandler, StandLiaison, StandHead, StandSupervisor},
	ActEndorse:   {StandHead},
	ActReview:    {StandSupervisor},
	ActCoSign:    {StandOverseer, StandPrincipal},
	ActSuspend:   {StandOverseer, StandPrincipal},
	ActTerminate: {StandOverseer, StandPrincipal},
	ActReopen:    {StandSupervisor, StandOverseer, StandPrincipal},
	ActMerge:     {StandSupervisor},
	ActUrge:      {StandSupervisor, StandOverseer, StandPrincipal},
	ActRemark:    {StandHandler, StandLiaison, StandHead, StandSupport, StandMember, StandOverseer, StandPrincipal, StandSupervisor},
	ActInstruct:  {StandOverseer, StandPrincipal, StandLeader},
	ActPriority:  {StandSupervisor, StandOverseer, StandPrincipal},
	ActCorrect:   {StandSupervisor},
	ActDecompose: {StandHead, StandLiaison, StandSupervisor},
	ActLink:      {StandSupervisor},
	ActSolve:     {StandHandler, StandLiaison, StandHead, StandSupervisor, StandOverseer, StandPrincipal},
	ActAssign:    {StandSupervisor, StandOverseer, StandPrincipal},
	ActApprove:   {StandPrincipal, StandLeader},
	ActView:      {StandHandler, StandLiaison, StandHead, StandSupport, StandMember, StandOverseer, StandPrincipal, StandSupervisor},
	ActViewAll:   {StandPrincipal, StandSupervisor, StandLeader},
	ActConfigure: {StandAdmin},
	ActOperate:   {StandSupervisor, StandAdmin},
	ActPeople:    {StandSupervisor, StandAdmin},
	ActPublish:   {StandSupervisor},
}

// May lists who may do the action.
func May(a Action) []Standing { return slices.Clone(permissions[a]) }

// Standings lists what the person is to the item; for the zero Item, what they are to the organisation. A deputy stands where the person
// stands whom they replace today.
func (e Env) Standings(p PersonID, it Item) []Standing {
	who, ok := e.Dir.Person(p)
	if !ok || who.Gone {
		return nil
	}
	out := e.standings(who, it)
	for _, q := range e.standsFor(p) {
		out = append(out, e.standings(q, it)...)
	}
	if len(out) == 0 {
		return []Standing{StandOther}
	}
	return out
}

// standsFor are the people whom the person stands in for today.
func (e Env) standsFor(p PersonID) (out []Person) {
	for _, i := range e.Dir.stands[p] {
		q := &e.Dir.org.People[i]
		if !q.Gone && slices.ContainsFunc(q.Absences, func(a Absence) bool { return a.Deputy == p && a.covers(e.Today()) }) {
			out = append(out, *q)
		}
	}
	return out
}

func (a Absence) covers(d Date) bool {
	return !d.Before(a.From) && (a.To.IsZero() || !d.After(a.To))
}

func (e Env) standings(p Person, it Item) (out []Standing) {
	add := func(ok bool, s Standing) {
		if ok {
			out = append(out, s)
		}
	}
	add(it.Handler != "" && it.Handler == p.ID, StandHandler)
	add(it.Lead != "" && p.HasAt(RoleLiaison, it.Lead), StandLiaison)
	add(it.Lead != "" && p.HasAt(RoleHead, it.Lead), StandHead)
	add(slices.ContainsFunc(it.Support, func(u UnitID) bool { return p.HasAt(RoleHead, u) || p.HasAt(RoleLiaison, u) }), StandSupport)
	add(it.Lead != "" && p.HasAt(RoleMember, it.Lead), StandMember)
	add(it.Lead != "" && slices.ContainsFunc([]UnitID{it.Lead, AllUnits}, func(u UnitID) bool {
		return slices.Contains(p.Oversees, u) || slices.Contains(p.Contacts, u)
	}), StandOverseer)
	add(p.Has(RolePrincipal), StandPrincipal)
	add(p.Has(RoleLeader) || p.Has(RolePrincipal), StandLeader)
	add(p.Has(RoleSupervisor), StandSupervisor)
	add(p.Has(RoleAdmin), StandAdmin)
	return out
}

// Allowed reports whether the person may do the action, as a *Refused when not. Whoever answers for an item can't review it or co-sign
// it, whatever else they are.
func (e Env) Allowed(p PersonID, a Action, it Item) error {
	have := e.Standings(p, it)
	own := func(s Standing) bool { return s == StandHandler || s == StandLiaison || s == StandHead }
	if (a == ActReview || a == ActCoSign) && slices.ContainsFunc(have, own) {
		return &Refused{Action: a, Code: RefusedOwn, May: May(a), Item: it.ID, State: it.State}
	}
	if slices.ContainsFunc(have, func(s Standing) bool { return slices.Contains(permissions[a], s) }) {
		return nil
	}
	return &Refused{Action: a, Code: RefusedRole, May: May(a), Item: it.ID, State: it.State}
}

// Sees reports whether the person may see the item.
func (e Env) Sees(p PersonID, it Item) bool {
	return e.Allowed(p, ActView, it) == nil || e.Allowed(p, ActViewAll, it) == nil
}

// A Code says why an action was refused; bot has the words.
type Code string

// The codes.
const (
	RefusedRole     Code = "role"     // somebody else's to do: May
	RefusedOwn      Code = "own"      // one's own work is reviewed by others
	RefusedState    Code = "state"    // not in this state: State
	RefusedAgain    Code = "again"    // it is so already
	RefusedReason   Code = "reason"   // a reason is needed
	RefusedText     Code = "text"     // a sentence on what was achieved is needed
	RefusedPercent  Code = "percent"  // 0 to 100
	RefusedDate     Code = "date"     // a date is needed
	RefusedPast     Code = "past"     // the date has passed, or is no later than the present deadline: Date
	RefusedLate     Code = "late"     // asked too late; Date is the last day it could be asked
	RefusedMax      Code = "max"      // no more extensions: N
	RefusedBeyond   Code = "beyond"   // later than allowed: Date is the limit
	RefusedChildren Code = "children" // N children are open
	RefusedUnit     Code = "unit"     // no such unit, or it can't own items
	RefusedNothing  Code = "nothing"  // nothing was said that could be recorded
	RefusedUndo     Code = "undo"     // too late to undo
	RefusedMissing  Code = "missing"  // rows lack an owner, or a measure
	RefusedParent   Code = "parent"   // later than the parent's deadline: Date
	RefusedForeign  Code = "foreign"  // not of the lead unit, nor of a supporting one
	RefusedStep     Code = "step"     // there are only N milestones
	RefusedCycle    Code = "cycle"    // the two would wait for each other
	RefusedOutcome  Code = "outcome"  // a problem is struck off with its outcome
	RefusedApproval Code = "approval" // a leader approves first
	RefusedKin      Code = "kin"      // an item can't be merged into itself, its parent or its child
	RefusedMerged   Code = "merged"   // it was merged into another
	RefusedEvidence Code = "evidence" // nothing is attached, and the policy asks for it
)

// Refused is an action that was not done.
type Refused struct {
	Action Action
	Code   Code
	May    []Standing
	Item   ItemID
	State  State
	Date   Date
	N      int
}

// Error names action, item and code, for logs.
func (r *Refused) Error() string {
	return fmt.Sprintf("%s of item %q refused: %s (state %q)", r.Action, r.Item, r.Code, r.State)
}

func refuse(a Action, it Item, c Code) *Refused {
	return &Refused{Action: a, Code: c, Item: it.ID, State: it.State, May: May(a)}
}
