package ledger

import "slices"

// A Link says that an item waits for another. What matters of the other is kept with it, so that a late one is noticed when the waiting item
// is looked at; Follow keeps it true.
type Link struct {
	Item   ItemID `json:"item"`
	Number Number `json:"number"`
	Title  string `json:"title,omitempty"`
	Due    Date   `json:"due,omitzero"`
	Done   bool   `json:"done,omitempty"` // handed in, closed or ended
}

func linkTo(on Item) Link {
	return Link{Item: on.ID, Number: on.Number, Title: on.Title, Due: on.Due.Date, Done: !on.State.Open() || on.State == StateSubmitted}
}

// Depend makes an item wait for another (前置). after gives what an item waits for already; a circle is refused, and so is a parent or a
// child of the item itself.
func Depend(e Env, it, on Item, by PersonID, after func(ItemID) []ItemID) (Change, error) {
	it, err := e.act(ActLink, it, by, StateIssued, StateDeclined, StateAccepted, StateActive, StateSuspended)
	if err != nil {
		return Change{}, err
	}
	if slices.ContainsFunc(it.After, func(l Link) bool { return l.Item == on.ID }) {
		return Change{}, refuse(ActLink, it, RefusedAgain)
	}
	if on.ID == it.ID || on.ID == it.Parent || on.Parent == it.ID || reaches(on.ID, it.ID, after, map[ItemID]bool{}) {
		return Change{}, refuse(ActLink, it, RefusedCycle)
	}
	it.After = append(slices.Clone(it.After), linkTo(on))
	on.Then = append(slices.Clone(on.Then), it.ID)
	on.UpdatedAt = e.Now.UTC()
	c := e.done(it, EventLinked, by, on.Number.Short(), e.tell(NoticeChanged, it, by, e.answerable(it)...)...)
	c.Add(e.done(on, EventLinked, by, it.Number.Short(), e.tell(NoticeChanged, on, by, e.answerable(on)...)...))
	return c, nil
}

func reaches(from, to ItemID, after func(ItemID) []ItemID, seen map[ItemID]bool) bool {
	if seen[from] {
		return false
	}
	seen[from] = true
	for _, id := range after(from) {
		if id == to || reaches(id, to, after, seen) {
			return true
		}
	}
	return false
}

// Undepend takes a link back.
func Undepend(e Env, it, on Item, by PersonID) (Change, error) {
	it, err := e.act(ActLink, it, by)
	if err != nil {
		return Change{}, err
	}
	if !slices.ContainsFunc(it.After, func(l Link) bool { return l.Item == on.ID }) {
		return Change{}, refuse(ActLink, it, RefusedAgain)
	}
	it.After = slices.DeleteFunc(slices.Clone(it.After), func(l Link) bool { return l.Item == on.ID })
	on.Then = slices.DeleteFunc(slices.Clone(on.Then), func(id ItemID) bool { return id == it.ID })
	on.UpdatedAt = e.Now.UTC()
	c := e.done(it, EventLinked, by, on.Number.Short())
	c.Add(e.done(on, EventLinked, by, it.Number.Short()))
	return c, nil
}

// Follow brings an item's link up to date with what it waits for. Where that is now due after the item itself, the item's people and the
// office are told. It is an empty change when nothing is new.
func Follow(e Env, it, on Item, by PersonID) Change {
	k := slices.IndexFunc(it.After, func(l Link) bool { return l.Item == on.ID })
	now := linkTo(on)
	if k < 0 || it.After[k] == now {
		return Change{}
	}
	was := it.After[k]
	it.After = slices.Clone(it.After)
	it.After[k] = now
	it.UpdatedAt = e.Now.UTC()
	var notices []Notice
	if it.State.Open() && !now.Done && now.Due != was.Due && !it.Due.IsZero() && now.Due.After(it.Due.Date) {
		notices = e.tell(NoticeChanged, it, by, append(e.answerable(it), Recipients(e, it, ForOffice)...)...)
	}
	c := e.done(it, EventLinked, by, on.Number.Short(), notices...)
	for i := range c.Events {
		c.Events[i].Raw, c.Events[i].For = "", ""
	}
	return c
}
