package ledger

import (
	"sync"
	"time"
)

// zones keeps loaded zones: loading one costs more than a whole decision.
var zones sync.Map

// Location gives the zone of that IANA name, kept after its first use; ok is false when there is none.
func Location(name string) (loc *time.Location, ok bool) {
	if name == "" {
		return nil, false
	}
	if v, found := zones.Load(name); found {
		loc, _ = v.(*time.Location)
		return loc, loc != nil
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		return nil, false
	}
	zones.Store(name, loc)
	return loc, true
}

// ZoneOf is the zone that a recipient's slots are in: their own, else the organisation's.
func ZoneOf(e Env, to PersonID) *time.Location {
	if p, ok := e.Dir.Person(to); ok {
		if loc, ok := Location(p.Zone); ok {
			return loc
		}
	}
	return e.Zone()
}

// stepTo lists whom a step of the escalation reaches: one of the To constants, or a person.
func (e Env) stepTo(it Item, to string) []PersonID {
	switch to {
	case ToHead, ToExplanation:
		return Recipients(e, it, ForHead)
	case ToOverseer:
		return Recipients(e, it, ForOverseer)
	case ToPrincipal:
		return Recipients(e, it, ForPrincipal)
	case ToOffice:
		return Recipients(e, it, ForOffice)
	}
	return e.people(func(p Person) bool { return p.ID == PersonID(to) })
}
