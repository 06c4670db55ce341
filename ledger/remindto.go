package ledger

import (
	"sync"
	"sync/atomic"
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

// ZoneOf is the zone that a recipient's slots are in: their own, else their profile's, else that of the first of their units that has one, else
// the organisation's.
func ZoneOf(e Env, to PersonID) *time.Location {
	p, ok := e.Dir.Person(to)
	if !ok {
		return e.Zone()
	}
	for _, zone := range []string{p.Zone, p.Profile.Zone} {
		if loc, ok := Location(zone); ok {
			return loc
		}
	}
	for _, post := range p.Posts {
		if post.Unit == "" {
			continue
		}
		if loc, ok := Location(e.Dir.Unit(post.Unit).Zone); ok {
			return loc
		}
	}
	return e.Zone()
}

// stepTo lists whom a step of the escalation reaches: one of the To constants, or a person.
func (e Env) stepTo(it Item, to string) []PersonID {
	switch to {
	case ToHead, ToExplanation:
		return e.whom(it, ForHead)
	case ToOverseer:
		return e.whom(it, ForOverseer)
	case ToPrincipal:
		return e.whom(it, ForPrincipal)
	case ToOffice:
		return e.whom(it, ForOffice)
	}
	return e.people(func(p Person) bool { return p.ID == PersonID(to) })
}

// An audience remembers whom Recipients named, for one directory on one day: planning and digests ask the same of hundreds of items.
type audience struct {
	dir   *Directory
	today Date
	known sync.Map // audienceKey to []PersonID
}

type audienceKey struct {
	why     Purpose
	lead    UnitID
	handler PersonID
}

var lastAudience atomic.Pointer[audience]

// whom is Recipients, remembered. What it gives must not be changed.
func (e Env) whom(it Item, why Purpose) []PersonID {
	today := e.Today()
	a := lastAudience.Load()
	if a == nil || a.dir != e.Dir || a.today != today {
		a = &audience{dir: e.Dir, today: today}
		lastAudience.Store(a)
	}
	k := audienceKey{why: why, lead: it.Lead}
	if why == ForWork {
		k.handler = it.Handler
	}
	if v, ok := a.known.Load(k); ok {
		who, _ := v.([]PersonID)
		return who
	}
	who := Recipients(e, it, why)
	a.known.Store(k, who)
	return who
}
