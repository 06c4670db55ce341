package ledger

import (
	"slices"
	"sort"
	"time"
	"unicode"
	"unicode/utf8"
)

// MentionKind says what a name in a text stands for.
type MentionKind int

const (
	MentionUnit      MentionKind = iota + 1 // one unit
	MentionGroup                            // a collective owner
	MentionPerson                           // a person, by name, title or alias
	MentionExternal                         // a body outside, never an owner
	MentionAmbiguous                        // an alias of several units: ask
	MentionOrg                              // the organisation itself
)

// A Mention is a name of the organisation found in a text.
type Mention struct {
	Kind       MentionKind
	Start, End int    // byte offsets into the text
	Text       string // as written
	Weak       bool   // a word of the language too (和平): only where an owner is expected
	Unit       UnitID
	Units      []UnitID // members of a group, candidates of an ambiguous alias
	Group      string   // canonical name
	Tracker    UnitID   // of a group that can't be assigned
	Person     PersonID
	External   string // canonical name
}

// A Directory is an organisation made ready for looking things up. It is immutable and safe for concurrent use; a nil Directory knows nobody.
type Directory struct {
	org     Org
	units   map[UnitID]int
	people  map[PersonID]int
	byWho   map[Identity]int
	stands  map[PersonID][]int // in whose absences somebody is named as deputy
	names   map[string]Mention
	byFirst map[rune][]string // names by first rune (folded), longest first
	firsts  runeSet           // the keys of byFirst, for the many characters that begin no name
	zone    *time.Location
}

// NewDirectory indexes the organisation. Where two units share an alias that Ambiguous does not list, the alias becomes ambiguous.
func NewDirectory(o Org) *Directory {
	d := &Directory{org: o, units: map[UnitID]int{}, people: map[PersonID]int{}, byWho: map[Identity]int{}, stands: map[PersonID][]int{},
		names: map[string]Mention{}, byFirst: map[rune][]string{}, zone: time.UTC}
	if loc, err := time.LoadLocation(o.Zone); err == nil {
		d.zone = loc
	}
	for i, u := range o.Units {
		d.units[u.ID] = i
	}
	for i, p := range o.People {
		d.people[p.ID] = i
		for _, id := range p.Identities {
			d.byWho[id] = i
		}
		for _, a := range p.Absences {
			if at := d.stands[a.Deputy]; a.Deputy != p.ID && !slices.Contains(at, i) {
				d.stands[a.Deputy] = append(at, i)
			}
		}
	}
	d.addNames()
	for name := range d.names {
		r, _ := utf8.DecodeRuneInString(name)
		d.byFirst[r] = append(d.byFirst[r], name)
		d.firsts.add(r)
	}
	for _, l := range d.byFirst {
		sort.Slice(l, func(i, j int) bool {
			if len(l[i]) != len(l[j]) {
				return len(l[i]) > len(l[j])
			}
			return l[i] < l[j]
		})
	}
	return d
}

func (d *Directory) addNames() {
	o := d.org
	for _, n := range append([]string{o.Name}, o.Aliases...) {
		d.add(n, Mention{Kind: MentionOrg})
	}
	for _, x := range o.Externals {
		for _, n := range append([]string{x.Name}, x.Aliases...) {
			d.add(n, Mention{Kind: MentionExternal, External: x.Name})
		}
	}
	for _, p := range o.People {
		if p.Gone {
			continue
		}
		for _, n := range append([]string{p.Name, p.Title}, p.Aliases...) {
			d.add(n, Mention{Kind: MentionPerson, Person: p.ID})
		}
	}
	for _, g := range o.Groups {
		m := Mention{Kind: MentionGroup, Group: g.Name, Units: d.members(g), Tracker: g.Tracker}
		for _, n := range append([]string{g.Name}, g.Aliases...) {
			d.add(n, m)
		}
	}
	for _, u := range o.Units {
		if u.Gone {
			continue
		}
		for _, n := range append([]string{u.Name, u.Short}, u.Aliases...) {
			d.add(n, Mention{Kind: MentionUnit, Unit: u.ID})
		}
		for _, n := range u.WeakAliases {
			d.add(n, Mention{Kind: MentionUnit, Unit: u.ID, Weak: true})
		}
	}
	for alias, units := range o.Ambiguous {
		key := Fold(alias)
		if m, ok := d.names[key]; ok && m.Kind == MentionUnit && d.Unit(m.Unit).Name == alias {
			continue // a unit's own full name is that unit
		}
		d.names[key] = Mention{Kind: MentionAmbiguous, Units: units}
	}
}

func (d *Directory) add(name string, m Mention) {
	key := Fold(name)
	if key == "" {
		return
	}
	old, taken := d.names[key]
	switch {
	case !taken || old.Kind != MentionUnit && old.Kind != MentionAmbiguous && m.Kind == MentionUnit:
		d.names[key] = m
	case old.Kind == MentionUnit && m.Kind == MentionUnit && old.Unit != m.Unit:
		d.names[key] = Mention{Kind: MentionAmbiguous, Units: []UnitID{old.Unit, m.Unit}}
	case old.Kind == MentionAmbiguous && m.Kind == MentionUnit && !slices.Contains(old.Units, m.Unit):
		old.Units = append(slices.Clone(old.Units), m.Unit)
		d.names[key] = old
	}
}

func (d *Directory) members(g Group) []UnitID {
	var out []UnitID
	for _, u := range d.org.Units {
		if !u.Gone && (slices.Contains(g.Kinds, u.Kind) && u.Parent == "" || slices.Contains(g.Members, u.ID)) {
			out = append(out, u.ID)
		}
	}
	return out
}

// Org is the organisation that was indexed; the caller must not change it.
func (d *Directory) Org() Org {
	if d == nil {
		return Org{}
	}
	return d.org
}

// Zone is the organisation's zone; UTC when it has none that loads.
func (d *Directory) Zone() *time.Location {
	if d == nil {
		return time.UTC
	}
	return d.zone
}

// Unit gives the unit with the id, or a Unit with only that id as its name.
func (d *Directory) Unit(id UnitID) Unit {
	if d != nil {
		if i, ok := d.units[id]; ok {
			return d.org.Units[i]
		}
	}
	return Unit{ID: id, Name: string(id)}
}

// Person gives the person with the id.
func (d *Directory) Person(id PersonID) (Person, bool) {
	if d != nil {
		if i, ok := d.people[id]; ok {
			return d.org.People[i], true
		}
	}
	return Person{}, false
}

// Who gives the person behind a messenger identity.
func (d *Directory) Who(id Identity) (Person, bool) {
	if d != nil {
		if i, ok := d.byWho[id]; ok && !d.org.People[i].Gone {
			return d.org.People[i], true
		}
	}
	return Person{}, false
}

// Lookup resolves one name, whole: width, case and outer spaces do not matter.
func (d *Directory) Lookup(name string) (Mention, bool) {
	if d == nil {
		return Mention{}, false
	}
	m, ok := d.names[Fold(name)]
	m.Text, m.End = name, len(name)
	return m, ok
}

// Mentions finds the organisation's names in a text, from left to right without overlap; at each place the longest name wins
// (审管办 before 办公室). Width and letter case are folded; a Latin name must stand as a whole word.
func (d *Directory) Mentions(text string) []Mention {
	if d == nil {
		return nil
	}
	var out []Mention
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		r = foldRune(r)
		if !d.firsts.has(r) {
			i += size
			continue
		}
		name, end := d.longestAt(text, i, r)
		if name == "" {
			i += size
			continue
		}
		m := d.names[name]
		m.Start, m.End, m.Text = i, end, text[i:end]
		out = append(out, m)
		i = end
	}
	return out
}

// longestAt gives the longest name that stands in the text at byte i, and where it ends there.
func (d *Directory) longestAt(text string, i int, first rune) (string, int) {
	for _, name := range d.byFirst[first] {
		if end := i + foldedPrefix(text[i:], name); end > i && wholeWord(text, i, end) {
			return name, end
		}
	}
	return "", 0
}

// wholeWord keeps "IT" from being found in "ITEM": a Latin letter or digit at the edge must not continue outside.
func wholeWord(s string, i, j int) bool {
	latin := func(r rune) bool {
		r = foldRune(r)
		return r < 0x250 && (unicode.IsLetter(r) || unicode.IsDigit(r))
	}
	first, _ := utf8.DecodeRuneInString(s[i:])
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	last, _ := utf8.DecodeLastRuneInString(s[:j])
	after, _ := utf8.DecodeRuneInString(s[j:])
	return !(i > 0 && latin(first) && latin(before)) && !(j < len(s) && latin(last) && latin(after))
}
