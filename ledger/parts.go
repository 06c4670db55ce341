package ledger

import (
	"slices"
)

// None in Query.Area and Query.Programme selects the items that have none.
const None = "-"

func sameName(want, have string) bool {
	return want == "" || want == have || want == None && have == ""
}

// What a ledger can be divided by.
const (
	PartArea      = "area"
	PartProgramme = "programme"
	PartPriority  = "priority"
	PartState     = "state"
)

// A Part is what a ledger holds of one area, programme, tier or state: its figures, and the query that lists it.
type Part struct {
	Name   string // None: of none; of PartState the State, of PartPriority the Priority
	Query  Query
	All    int
	Open   int
	Red    int
	Closed int // in the period
	OnTime Rate
}

// Parts divides what base selects. The parts sum to the whole: each item is in one. They stand in the organisation's order of areas, then by
// name, what belongs nowhere last; states and tiers in their own order.
func (e Env) Parts(by string, base Query, over Period, rows []Row) []Part {
	t := e.Tally(base, over, 0, by)
	for i := range rows {
		t.Add(&rows[i])
	}
	return t.Parts(by)
}

func partName(by string, r *Row) string {
	name := ""
	switch by {
	case PartArea:
		name = r.Area
	case PartProgramme:
		name = r.Programme
	case PartPriority:
		return string(r.Priority)
	case PartState:
		return string(r.State)
	}
	if name == "" {
		return None
	}
	return name
}

func partQuery(by, name string, q Query) Query {
	switch by {
	case PartArea:
		q.Area = name
	case PartProgramme:
		q.Programme = name
	case PartPriority:
		if q.Priority = Priority(name); q.Priority == PriorityNormal {
			q.Priority = OnlyNormal
		}
	case PartState:
		q.States = []State{State(name)}
	}
	return q
}

// partOrder gives each name its place.
func (e Env) partOrder(by string) func(string) int {
	var names []string
	switch by {
	case PartArea:
		for _, a := range e.Dir.Org().Areas {
			names = append(names, a.Name)
		}
	case PartPriority:
		names = []string{string(PriorityPrincipal), string(PriorityKey), string(PriorityNormal)}
	case PartState:
		for _, s := range []State{StateIssued, StateDeclined, StateAccepted, StateActive, StateSubmitted, StateSuspended, StateClosed, StateTerminated} {
			names = append(names, string(s))
		}
	}
	return func(name string) int {
		if i := slices.Index(names, name); i >= 0 {
			return i
		}
		if name == None {
			return len(names) + 1
		}
		return len(names)
	}
}
