package ledger

// HandOver gives another person what somebody handles (名下事项交给): the items of items whose handler is from. Who takes over is told once of
// all of them; who handed over hears no more. An item that by may not touch refuses the whole.
func HandOver(e Env, items []Item, from, to, by PersonID, reason string) (Change, error) {
	p, ok := e.Dir.Person(to)
	if !ok || p.Gone || to == from {
		return Change{}, refuse(ActHandler, Item{}, RefusedUnit)
	}
	c := e.change()
	for _, it := range items {
		if it.Handler != from || !it.State.Open() {
			continue
		}
		it, err := e.act(ActHandler, it, by)
		if err != nil {
			return Change{}, err
		}
		it.Handler = to
		c.Add(e.done(it, EventHandler, by, reason))
	}
	for _, n := range e.issueNotices(c.Items, by) {
		if n.To.Person == to && to != by {
			c.Notices = append(c.Notices, n)
		}
	}
	if len(c.Items) > 0 && len(c.Notices) == 0 && to != by {
		ns := e.tell(NoticeIssued, c.Items[0], by, to)
		for i := range ns {
			ns[i].Items = nil
			for _, it := range c.Items {
				ns[i].Items = append(ns[i].Items, it.ID)
			}
		}
		c.Notices = ns
	}
	return c, nil
}

// Leave gives somebody's posts to another person and takes them out of the house, so that nothing is sent to them any more. A post that the
// other holds already is not doubled.
func Leave(from, to Person) (gone, heir Person) {
	gone, heir = from, to
	heir.Posts = append([]Post(nil), to.Posts...)
	for _, post := range from.Posts {
		if (post.Role == RoleLiaison || post.Role == RoleHead) && !heir.HasAt(post.Role, post.Unit) {
			heir.Posts = append(heir.Posts, post)
		}
	}
	gone.Gone = true
	return gone, heir
}

// Away puts an absence on a person, in the place of those that it overlaps: from one day to another, both included, with a deputy who stands
// in and may be empty.
func Away(p Person, a Absence) Person {
	var out []Absence
	for _, x := range p.Absences {
		if !x.To.IsZero() && x.To.Before(a.From) || !a.To.IsZero() && x.From.After(a.To) {
			out = append(out, x)
		}
	}
	p.Absences = append(out, a)
	return p
}

// Back ends every absence of a person that covers the day.
func Back(p Person, today Date) (_ Person, was bool) {
	var out []Absence
	for _, x := range p.Absences {
		if x.covers(today) {
			was = true
			if x.To = today.AddDays(-1); x.To.Before(x.From) {
				continue
			}
		}
		out = append(out, x)
	}
	p.Absences = out
	return p, was
}

// AwayAt is the absence that covers the day.
func (p Person) AwayAt(d Date) (Absence, bool) {
	for _, a := range p.Absences {
		if a.covers(d) {
			return a, true
		}
	}
	return Absence{}, false
}
