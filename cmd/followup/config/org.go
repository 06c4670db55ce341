package config

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/followup-bot/followup/ledger"
)

// build joins what the file says about the organisation into a ledger.Org, resolving names to ids.
func (c *Config) build() {
	c.org = ledger.Org{
		ID: ledger.OrgID(c.Org.ID), Name: c.Org.Name, Aliases: c.Org.Aliases, Zone: c.Org.Zone, Lang: c.Org.Lang,
		NumberPrefix: c.Org.NumberPrefix, Externals: c.Externals,
	}
	c.addUnits()
	c.addPeople()
	for _, at := range c.unitKeys() {
		c.addHolders(at.key, *at.unit)
	}
	c.linkUnits()
	c.linkPeople()
	c.addGroups()
	c.addAmbiguous()
	c.addAreas()
	if c.Org.Office != "" {
		c.org.Office, _ = c.unitRef("org.office", c.Org.Office)
	}
}

type unitKey struct {
	key  string
	unit *Unit
}

// unitKeys lists units and courts with their keys in the file, in the order of their records.
func (c *Config) unitKeys() []unitKey {
	var out []unitKey
	for i := range c.Units {
		out = append(out, unitKey{"units[" + strconv.Itoa(i) + "]", &c.Units[i]})
	}
	for i := range c.Courts {
		out = append(out, unitKey{"courts[" + strconv.Itoa(i) + "]", &c.Courts[i]})
	}
	return out
}

func (c *Config) addUnits() {
	for i := range c.Courts {
		if c.Courts[i].Kind == "" {
			c.Courts[i].Kind = ledger.KindCourt
		}
	}
	for _, at := range c.unitKeys() {
		u := at.unit
		c.org.Units = append(c.org.Units, ledger.Unit{
			ID: ledger.UnitID(u.ID), Name: u.Name, Short: u.Short, Aliases: u.Aliases, WeakAliases: u.WeakAliases,
			Kind: u.Kind, Channels: u.Channels, Groups: u.Groups, Zone: u.Zone,
		})
		c.checkZone(at.key+".zone", u.Zone)
	}
}

// linkUnits resolves parents, once all units are known.
func (c *Config) linkUnits() {
	for i, at := range c.unitKeys() {
		if at.unit.Parent != "" {
			c.org.Units[i].Parent, _ = c.unitRef(at.key+".parent", at.unit.Parent)
		}
	}
	for i, at := range c.unitKeys() {
		up := c.org.Units[i]
		for range c.org.Units {
			if up.Parent == "" {
				break
			}
			up = c.unit(up.Parent)
		}
		if up.Parent != "" {
			c.d.at(at.key+".parent", "the unit stands under itself", "name another parent")
		}
	}
}

func (c *Config) unit(id ledger.UnitID) ledger.Unit {
	i := slices.IndexFunc(c.org.Units, func(u ledger.Unit) bool { return u.ID == id })
	if i < 0 {
		return ledger.Unit{}
	}
	return c.org.Units[i]
}

// unitRef resolves a unit by its id or full name and reports one that is not there.
func (c *Config) unitRef(key, ref string) (ledger.UnitID, bool) {
	if id, ok := c.findUnit(ref); ok {
		return id, true
	}
	names := make([]string, len(c.org.Units))
	for i, u := range c.org.Units {
		names[i] = u.Name
	}
	do := "write the id or full name of a unit of this file"
	if near := nearest(ref, names); len(names) > 12 && len(near) < 60 || len(names) <= 12 {
		do = near
	}
	c.d.at(key, "no unit is called "+ref, do)
	return "", false
}

func (c *Config) findUnit(ref string) (ledger.UnitID, bool) {
	for _, u := range c.org.Units {
		if string(u.ID) == ref || ledger.Fold(u.Name) == ledger.Fold(ref) {
			return u.ID, true
		}
	}
	return "", false
}

// unitRefs resolves a list of units, of which the known ones are given.
func (c *Config) unitRefs(key string, refs []string) []ledger.UnitID {
	var out []ledger.UnitID
	for i, r := range refs {
		if id, ok := c.unitRef(fmt.Sprintf("%s[%d]", key, i), r); ok {
			out = append(out, id)
		}
	}
	return out
}

func (c *Config) addGroups() {
	for i, g := range c.Groups {
		key := "groups[" + strconv.Itoa(i) + "]"
		out := ledger.Group{Name: g.Name, Aliases: g.Aliases, Kinds: g.Kinds, Leaders: g.Leaders, Members: c.unitRefs(key+".members", g.Members)}
		if g.Tracker != "" {
			out.Tracker, _ = c.unitRef(key+".tracker", g.Tracker)
		}
		for j, k := range g.Kinds {
			if !slices.ContainsFunc(c.org.Units, func(u ledger.Unit) bool { return u.Kind == k }) {
				c.d.at(fmt.Sprintf("%s.kinds[%d]", key, j), "no unit is of the kind "+k, "write the kind of a unit of this file")
			}
		}
		switch {
		case g.Name == "":
			c.d.at(key, "name is missing", "write what people call the group")
		case len(g.Kinds)+len(g.Members) == 0 && g.Tracker == "" && !g.Leaders:
			c.d.at(key, "the group "+g.Name+" has no members", "set kinds or members, or tracker or leaders when it can't be assigned")
		}
		c.org.Groups = append(c.org.Groups, out)
	}
}

func (c *Config) addAmbiguous() {
	if len(c.Ambiguous) > 0 {
		c.org.Ambiguous = map[string][]ledger.UnitID{}
	}
	for _, alias := range slices.Sorted(maps.Keys(c.Ambiguous)) {
		key := "ambiguous." + alias
		units := c.unitRefs(key, c.Ambiguous[alias])
		if len(c.Ambiguous[alias]) < 2 {
			c.d.at(key, "a name of one unit is not ambiguous", "list two units or more, or make it an alias")
		}
		c.org.Ambiguous[alias] = units
	}
}

func (c *Config) addAreas() {
	for i, a := range c.Areas {
		key := "areas[" + strconv.Itoa(i) + "]"
		if a.Name == "" {
			c.d.at(key, "name is missing", "write the field of work")
		}
		if a.Lead != "" {
			a.Lead, _ = c.unitRef(key+".lead", string(a.Lead))
		}
		for j, w := range a.With {
			if _, ok := c.findUnit(w); !ok && !c.isGroup(w) {
				c.d.at(fmt.Sprintf("%s.with[%d]", key, j), "neither a unit nor a group is called "+w, "write one of this file")
			}
		}
		c.org.Areas = append(c.org.Areas, a)
	}
}

func (c *Config) isGroup(name string) bool {
	return slices.ContainsFunc(c.Groups, func(g Group) bool { return g.Name == name || slices.Contains(g.Aliases, name) })
}
