package ledger

import (
	"iter"
	"slices"
)

// Purpose says why somebody is told.
type Purpose int

// The purposes.
const (
	ForWork      Purpose = iota + 1 // reminders: the named handler, else the unit's liaisons, else its heads
	ForIssue                        // a new item: the heads and liaisons
	ForHead                         // the unit's heads
	ForOverseer                     // the nearest leader over the unit; one who oversees everything counts only where no one else does
	ForPrincipal                    // the head of the organisation
	ForOffice                       // the supervision office
	ForAdmin                        // the admins
)

// Recipients are the people to tell of an item, as units are staffed now: whoever left is not among them, whoever is away today is replaced
// by their deputy. The list is empty where nobody can be reached.
func Recipients(e Env, it Item, why Purpose) []PersonID {
	at := func(r Role) []PersonID { return e.people(func(p Person) bool { return p.HasAt(r, it.Lead) }) }
	switch why {
	case ForWork:
		if it.Handler != "" {
			if who := e.people(func(p Person) bool { return p.ID == it.Handler }); len(who) > 0 {
				return who
			}
		}
		if who := at(RoleLiaison); len(who) > 0 {
			return who
		}
		return at(RoleHead)
	case ForIssue:
		return union(at(RoleHead), at(RoleLiaison))
	case ForHead:
		return at(RoleHead)
	case ForOverseer:
		return e.overseers(it.Lead)
	case ForPrincipal:
		return e.people(func(p Person) bool { return p.Has(RolePrincipal) })
	case ForOffice:
		return e.people(func(p Person) bool { return p.Has(RoleSupervisor) })
	case ForAdmin:
		return e.people(func(p Person) bool { return p.Has(RoleAdmin) })
	}
	return nil
}

// overseers are those whom an escalation reaches: the nearest leaders over the unit of whom one, or a deputy, can be reached.
func (e Env) overseers(u UnitID) []PersonID {
	for over := range e.above(u) {
		if who := e.people(over); len(who) > 0 {
			return who
		}
	}
	return nil
}

// Overseers are the nearest leaders over a unit (责任领导), as documents name them: an escalation goes to the same, or to who stands in for them.
func (e Env) Overseers(u UnitID) (out []Person) {
	for over := range e.above(u) {
		for _, p := range e.Dir.Org().People {
			if !p.Gone && over(p) {
				out = append(out, p)
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return nil
}

// above tells who oversees a unit or is in contact with it, then who does so for its parent, and at last who oversees everything.
func (e Env) above(u UnitID) iter.Seq[func(Person) bool] {
	return func(yield func(func(Person) bool) bool) {
		for seen := 0; u != "" && seen < 8; seen++ {
			here := u
			if !yield(func(p Person) bool { return slices.Contains(p.Oversees, here) || slices.Contains(p.Contacts, here) }) {
				return
			}
			if u = e.Dir.Unit(u).Parent; u == here {
				break
			}
		}
		yield(func(p Person) bool { return slices.Contains(p.Oversees, AllUnits) })
	}
}

// Responsible are who answers for what a unit leads (责任人): the named handler, else the unit's heads.
func (e Env) Responsible(u UnitID, handler PersonID) (out []Person) {
	if p, ok := e.Dir.Person(handler); ok {
		return []Person{p}
	}
	for _, p := range e.Dir.Org().People {
		if !p.Gone && u != "" && p.HasAt(RoleHead, u) {
			out = append(out, p)
		}
	}
	return out
}

// people gives the reachable ones among those who match, or their deputies.
func (e Env) people(match func(Person) bool) (out []PersonID) {
	today := e.Today()
	for _, p := range e.Dir.Org().People {
		if p.Gone || !match(p) {
			continue
		}
		for _, a := range p.Absences {
			if d, ok := e.Dir.Person(a.Deputy); ok && !d.Gone && a.covers(today) {
				p = d
				break
			}
		}
		if len(p.Identities) > 0 && !slices.Contains(out, p.ID) {
			out = append(out, p.ID)
		}
	}
	return out
}

func union(a, b []PersonID) []PersonID {
	out := slices.Clone(a)
	for _, p := range b {
		if !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	return out
}
