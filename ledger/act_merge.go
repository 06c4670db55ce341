package ledger

import (
	"slices"
	"strings"
	"time"
)

// A Merging is one side of a merging. On the item that ended it names the item that goes on; there, it names the one that ended, with what came
// with it.
type Merging struct {
	Item    ItemID   `json:"item"`
	Number  Number   `json:"number"`
	Title   string   `json:"title,omitempty"`
	Support []UnitID `json:"support,omitempty"` // supporting units that came with it
	Measure string   `json:"measure,omitempty"` // the measure that came with it
	Then    []ItemID `json:"then,omitempty"`    // what waited for it, and waits for the other since
}

// A Carry says what an item takes along when it is merged into another.
type Carry struct {
	Support bool // its lead and supporting units support the other
	Measure bool // its measure holds for the other too
}

// Kin are the items around those that are merged or separated again.
type Kin struct {
	Parent  *Item                 // of the item that ends; nil: it has none
	Waiting []Item                // what waits for the item that ends; for Separate, for the one that went on
	After   func(ItemID) []ItemID // what an item waits for
}

// measureSep stands between the measures of two items that became one.
const measureSep = ";"

// Merge makes an item part of another (并入): it ends, is reminded of no more and counts as closed nowhere, while the other goes on with what it
// takes along. Both say so, and what waited for it waits for the other. Separate takes it back.
func Merge(e Env, it, into Item, by PersonID, carry Carry, reason string, kin Kin) (Change, error) {
	before := it.State
	it, err := e.act(ActMerge, it, by, StateIssued, StateDeclined, StateAccepted, StateActive, StateSubmitted, StateSuspended)
	if err != nil {
		return Change{}, err
	}
	if into.ID == it.ID || into.Parent == it.ID || it.Parent == into.ID {
		return Change{}, refuse(ActMerge, it, RefusedKin)
	}
	if !into.State.Open() || into.State == StateSubmitted {
		return Change{}, refuse(ActMerge, into, RefusedState)
	}
	if open := it.Children - it.Finished; open > 0 {
		r := refuse(ActMerge, it, RefusedChildren)
		r.N = open
		return Change{}, r
	}
	into.UpdatedAt = e.Now.UTC()
	m := e.bring(it, &into, carry)
	moved := e.moveLinks(&it, &into, by, kin, &m)
	into.Merged = append(slices.Clone(into.Merged), m)
	it.end(e, by, before)
	it.Into = &Merging{Item: into.ID, Number: into.Number, Title: into.Title}
	goesOn := e.answerable(into)
	others := slices.DeleteFunc(e.answerable(it), func(p PersonID) bool { return slices.Contains(goesOn, p) })
	c := e.done(it, EventMerged, by, reason, e.tell(NoticeOutcome, it, by, others...)...)
	c.Add(e.done(into, EventMerged, by, reason, e.tell(NoticeChanged, into, by, goesOn...)...))
	c.Add(moved)
	c.Add(e.count(kin.Parent, it, by, 1))
	return c, nil
}

// end terminates an item that is merged, and keeps where it stood.
func (it *Item) end(e Env, by PersonID, before State) {
	switch before {
	case StateSubmitted:
		it.Before = StateActive
	case StateSuspended: // it goes on where it was interrupted
	default:
		it.Before = before
	}
	it.State, it.ClosedAt, it.ClosedBy = StateTerminated, e.Now.UTC(), by
	it.Extension, it.Blocker, it.Submission = nil, nil, nil
}

// bring gives the item that goes on what comes with the other: what was chosen, and what is in the other's way.
func (e Env) bring(it Item, into *Item, carry Carry) Merging {
	m := Merging{Item: it.ID, Number: it.Number, Title: it.Title}
	if carry.Support {
		for _, u := range append([]UnitID{it.Lead}, it.Support...) {
			kept := u == e.Dir.Org().Office && it.Children > 0 // the office only keeps a collective owner's item
			if u != into.Lead && !kept && !slices.Contains(into.Support, u) && !slices.Contains(m.Support, u) {
				m.Support = append(m.Support, u)
			}
		}
		into.Support = append(slices.Clone(into.Support), m.Support...)
	}
	if carry.Measure && it.Measure != "" && !strings.Contains(into.Measure, it.Measure) {
		m.Measure = it.Measure
		into.Measure = strings.TrimPrefix(into.Measure+measureSep+it.Measure, measureSep)
	}
	if it.Blocker != nil && into.Blocker == nil && slices.Contains(working, into.State) {
		b := *it.Blocker
		b.Problem = 0 // a new number: the old problem ends with its item
		into.Blocker = &b
	}
	return m
}

// moveLinks makes what waits for an item wait for the one that it goes into, where that neither waits for it nor is its kin; the others are told by
// Follow that there is nothing to wait for any more.
func (e Env) moveLinks(it, into *Item, by PersonID, kin Kin, m *Merging) (c Change) {
	for _, w := range kin.Waiting {
		if w.ID == into.ID || !w.State.Open() || w.Parent == into.ID || into.Parent == w.ID || slices.Contains(into.Then, w.ID) ||
			reaches(into.ID, w.ID, kin.After, map[ItemID]bool{}) {
			continue
		}
		if e.relink(&w, it, into, by, &c) {
			m.Then = append(m.Then, w.ID)
		}
	}
	return c
}

// relink makes w wait for one item in place of another.
func (e Env) relink(w, from, to *Item, by PersonID, c *Change) bool {
	k := slices.IndexFunc(w.After, func(l Link) bool { return l.Item == from.ID })
	if k < 0 {
		return false
	}
	w.After = slices.Clone(w.After)
	w.After[k] = linkTo(*to)
	from.Then = slices.DeleteFunc(slices.Clone(from.Then), func(id ItemID) bool { return id == w.ID })
	to.Then = append(slices.Clone(to.Then), w.ID)
	w.UpdatedAt = e.Now.UTC()
	c.Add(e.done(*w, EventLinked, by, to.Number.Short(), e.tell(NoticeChanged, *w, by, e.answerable(*w)...)...))
	return true
}

// Separate takes a merging back (撤回合并): the item goes on where it stood, and the other gives back what came with it, as far as it still has it.
func Separate(e Env, it, from Item, by PersonID, reason string, kin Kin) (Change, error) {
	it, err := e.act(ActReopen, it, by, StateTerminated)
	if err != nil {
		return Change{}, err
	}
	k := slices.IndexFunc(from.Merged, func(m Merging) bool { return m.Item == it.ID })
	if it.Into == nil || it.Into.Item != from.ID || k < 0 {
		return Change{}, refuse(ActReopen, it, RefusedState)
	}
	if blank(reason) {
		return Change{}, refuse(ActReopen, it, RefusedReason)
	}
	if kin.Parent != nil && !kin.Parent.State.Open() {
		return Change{}, refuse(ActReopen, *kin.Parent, RefusedState)
	}
	m := from.Merged[k]
	from.Merged = slices.Delete(slices.Clone(from.Merged), k, k+1)
	from.Support = slices.DeleteFunc(slices.Clone(from.Support), func(u UnitID) bool { return slices.Contains(m.Support, u) })
	if m.Measure != "" {
		from.Measure = strings.TrimPrefix(strings.Replace(measureSep+from.Measure, measureSep+m.Measure, "", 1), measureSep)
	}
	from.UpdatedAt = e.Now.UTC()
	it.State, it.Before, it.Into = it.Before, "", nil
	it.ClosedAt, it.ClosedBy = time.Time{}, ""
	var back Change
	for _, w := range kin.Waiting {
		if w.State.Open() && slices.Contains(m.Then, w.ID) && !reaches(it.ID, w.ID, kin.After, map[ItemID]bool{}) {
			e.relink(&w, &from, &it, by, &back)
		}
	}
	told := e.answerable(it)
	others := slices.DeleteFunc(e.answerable(from), func(p PersonID) bool { return slices.Contains(told, p) })
	c := e.done(it, EventReopened, by, reason, e.tell(NoticeOutcome, it, by, told...)...)
	c.Add(e.done(from, EventParted, by, reason, e.tell(NoticeChanged, from, by, others...)...))
	c.Add(back)
	c.Add(e.count(kin.Parent, it, by, -1))
	return c, nil
}
