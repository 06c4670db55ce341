package config

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/followup-bot/followup/ledger"
)

// orgRoles are held in the organisation, unitRoles at a unit.
var (
	orgRoles  = []ledger.Role{ledger.RoleLeader, ledger.RolePrincipal, ledger.RoleSupervisor, ledger.RoleAdmin}
	unitRoles = []ledger.Role{ledger.RoleHead, ledger.RoleLiaison, ledger.RoleMember}
)

// addPeople takes the people of the file's own list.
func (c *Config) addPeople() {
	for i, p := range c.People {
		key := "people[" + strconv.Itoa(i) + "]"
		person := p.person()
		var unit ledger.UnitID
		if p.Unit != "" {
			unit, _ = c.unitRef(key+".unit", p.Unit)
		}
		for j, r := range p.Roles {
			c.addRole(fmt.Sprintf("%s.roles[%d]", key, j), &person, ledger.Role(r), unit)
		}
		for j, post := range p.Posts {
			c.addPost(fmt.Sprintf("%s.posts[%d]", key, j), &person, post)
		}
		if unit != "" && len(person.Units()) == 0 {
			person.Posts = append(person.Posts, ledger.Post{Role: ledger.RoleMember, Unit: unit})
		}
		c.org.People = append(c.org.People, person)
	}
}

func (c *Config) addRole(key string, p *ledger.Person, r ledger.Role, unit ledger.UnitID) {
	switch {
	case slices.Contains(orgRoles, r):
		p.Posts = append(p.Posts, ledger.Post{Role: r})
	case slices.Contains(unitRoles, r):
		if unit == "" {
			c.d.at(key, "the role "+string(r)+" is held at a unit", "set unit beside roles")
			return
		}
		p.Posts = append(p.Posts, ledger.Post{Role: r, Unit: unit})
	default:
		c.d.at(key, "unknown role "+string(r), nearest(string(r), roleNames()))
	}
}

// addPost takes a role held at a unit that stands under posts.
func (c *Config) addPost(key string, p *ledger.Person, post Post) {
	if post.Unit == "" {
		c.d.at(key, "a post is held at a unit", "write {role: head, unit: …}; roles of the organisation stand under roles")
		return
	}
	if unit, ok := c.unitRef(key+".unit", post.Unit); ok {
		c.addRole(key+".role", p, ledger.Role(post.Role), unit)
	}
}

func roleNames() []string {
	var out []string
	for _, r := range append(slices.Clone(orgRoles), unitRoles...) {
		out = append(out, string(r))
	}
	slices.Sort(out)
	return out
}

func (p Person) person() ledger.Person {
	out := ledger.Person{
		ID: ledger.PersonID(p.ID), Name: p.Name, Title: p.Title, Aliases: p.Aliases, Email: p.Email, Lang: p.Lang, Zone: p.Zone,
		Identities: p.Identities, Absences: p.Absences, Muted: p.Muted,
	}
	if len(out.Identities) == 0 && p.ID != "" {
		out.Identities = []ledger.Identity{{Messenger: "local", User: p.ID}}
	}
	return out
}

// addHolders takes the people that stand under a unit.
func (c *Config) addHolders(key string, u Unit) {
	if u.Head != nil {
		c.addHolder(key+".head", *u.Head, ledger.RoleHead, u.ID)
	}
	if u.Liaison != nil {
		c.addHolder(key+".liaison", *u.Liaison, ledger.RoleLiaison, u.ID)
	}
	for i, m := range u.Members {
		at := fmt.Sprintf("%s.members[%d]", key, i)
		if m.ID == "" {
			c.d.at(at, "a member needs an id of their own", "write {id: …, name: …}")
			continue
		}
		c.addHolder(at, m, ledger.RoleMember, u.ID)
	}
}

func (c *Config) addHolder(key string, h Holder, role ledger.Role, unit string) {
	post := ledger.Post{Role: role, Unit: ledger.UnitID(unit)}
	if h.ID != "" && h.Name == "" {
		i := slices.IndexFunc(c.org.People, func(p ledger.Person) bool { return string(p.ID) == h.ID })
		if i < 0 {
			c.d.at(key, "nobody has the id "+h.ID, "list the person under people, or add a name here")
			return
		}
		c.org.People[i].Posts = append(c.org.People[i].Posts, post)
		return
	}
	if h.ID == "" {
		h.ID = unit + "-" + string(role)
	}
	p := h.person()
	for j, r := range h.Roles {
		c.addRole(fmt.Sprintf("%s.roles[%d]", key, j), &p, ledger.Role(r), ledger.UnitID(unit))
	}
	p.Posts = append(p.Posts, post)
	c.org.People = append(c.org.People, p)
}

// linkPeople resolves whom leaders oversee, once all units are known.
func (c *Config) linkPeople() {
	for i, p := range c.People {
		key := "people[" + strconv.Itoa(i) + "]"
		person := &c.org.People[i]
		for j, ref := range p.Oversees {
			at := fmt.Sprintf("%s.oversees[%d]", key, j)
			if ref == string(ledger.AllUnits) {
				person.Oversees = append(person.Oversees, ledger.AllUnits)
			} else if id, ok := c.unitRef(at, ref); ok {
				person.Oversees = append(person.Oversees, id)
			}
		}
		person.Contacts = c.unitRefs(key+".contacts", p.Contacts)
		if len(p.Oversees)+len(p.Contacts) > 0 && !person.Has(ledger.RoleLeader) && !person.Has(ledger.RolePrincipal) {
			c.d.at(key+".oversees", p.Name+" oversees units without being a leader", "add leader or principal to roles")
		}
		for j, a := range p.Absences {
			c.checkAbsence(fmt.Sprintf("%s.absences[%d]", key, j), a)
		}
	}
}

func (c *Config) checkAbsence(key string, a ledger.Absence) {
	if a.From.IsZero() || a.To.Before(a.From) {
		c.d.at(key, "an absence has two days, the first not after the last", "write {from: 2026-12-01, to: 2026-12-05, deputy: …}")
	}
	if _, ok := c.personRef(string(a.Deputy)); a.Deputy != "" && !ok {
		c.d.at(key+".deputy", "nobody has the id "+string(a.Deputy), "write the id of a person")
	}
}

// personRef resolves a person by id, or by a name that only one has.
func (c *Config) personRef(ref string) (ledger.PersonID, bool) {
	var found []ledger.PersonID
	for _, p := range c.org.People {
		if string(p.ID) == ref {
			return p.ID, true
		}
		if strings.TrimSpace(ref) != "" && ledger.Fold(p.Name) == ledger.Fold(ref) {
			found = append(found, p.ID)
		}
	}
	if len(found) != 1 {
		return "", false
	}
	return found[0], true
}

// LocalUsers gives the local chat's users of people, by id or name; those without one are left out.
func (c *Config) LocalUsers(refs []string) []string {
	var out []string
	for _, ref := range refs {
		id, _ := c.personRef(ref)
		for _, p := range c.org.People {
			for _, who := range p.Identities {
				if p.ID == id && who.Messenger == "local" {
					out = append(out, who.User)
				}
			}
		}
	}
	return out
}
