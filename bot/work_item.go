package bot

import (
	"slices"
	"strings"

	"github.com/followup-bot/followup/bot/intent"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

// amend corrects an item, and with it the children that say the same as their parent.
func (t *turn) amend(w intent.Work, it ledger.Item) (outcome, error) {
	after, err := t.amendOne(w, it)
	if err != nil {
		return outcome{}, err
	}
	told := []ledger.UnitID{it.Lead}
	n := 0
	if it.Children > 0 {
		children, err := t.children(it)
		if err != nil {
			return outcome{}, err
		}
		for _, c := range children {
			if !same(w, it, c) || !c.State.Open() {
				continue
			}
			if _, err := t.amendOne(w, c); err != nil {
				return outcome{}, err
			}
			n++
			told = append(told, c.Lead)
		}
	}
	changes := strings.Join(t.v.Differences(it, after), t.v.T("Comma"))
	number := t.v.Number(it.Number)
	if n > 0 {
		number = t.v.N("WithChildren", n, "Number", number)
	}
	told = slices.DeleteFunc(told, func(u ledger.UnitID) bool { return u == t.env.Dir.Org().Office })
	return outcome{
		reads: []string{t.v.T("AmendRead", "Number", number, "Title", t.title(it), "What", changes, "Reason", w.Reason)},
		done:  t.v.Say(t.v.T("AmendDone", "Number", number, "What", changes, "Units", t.v.Units(told))),
		bind:  ledger.Binding{Card: view.CardNotice, Items: []ledger.ItemID{it.ID}},
	}, nil
}

// same reports whether a child has its parent's value in what is to be corrected.
func same(w intent.Work, p, c ledger.Item) bool {
	switch {
	case !w.Due.IsZero():
		return c.Due == p.Due
	case w.Measure != "":
		return c.Measure == p.Measure
	case w.Title != "":
		return c.Title == p.Title
	case w.Text != "":
		return c.Text == p.Text
	}
	return slices.Equal(c.Support, p.Support)
}

func (t *turn) amendOne(w intent.Work, it ledger.Item) (ledger.Item, error) {
	parent, err := t.parent(it)
	if err != nil {
		return it, err
	}
	a := ledger.Amendment{Parent: parent, Support: w.Support}
	for _, f := range []struct {
		to   **string
		said string
	}{{&a.Title, w.Title}, {&a.Text, w.Text}, {&a.Measure, w.Measure}} {
		if f.said != "" {
			*f.to = &f.said
		}
	}
	if !w.Due.IsZero() {
		d := due(w.Due)
		a.Due = &d
	}
	c, err := ledger.Amend(t.env, it, t.me.ID, a, w.Reason)
	if err != nil {
		return it, err
	}
	t.take(c)
	return c.Items[0], nil
}

// children are an item's, by number, as this turn has them so far.
func (t *turn) children(it ledger.Item) ([]ledger.Item, error) {
	ids, err := t.childIDs(t.ctx, it.ID)
	if err != nil {
		return nil, err
	}
	return t.items(ids)
}

// decompose breaks an item into children.
func (t *turn) decompose(w intent.Work, it ledger.Item) (outcome, error) {
	parts := make([]ledger.Piece, len(w.Parts))
	reads := []string{t.v.N("DecomposeRead", len(parts), "Number", t.v.Number(it.Number), "Title", t.title(it))}
	for i, p := range w.Parts {
		parts[i] = ledger.Piece{Title: p.Title, Lead: p.Unit, Handler: p.Person, Due: due(p.Due), Measure: p.Measure}
		reads = append(reads, t.partLine(i+1, parts[i], it))
	}
	c, err := ledger.Decompose(t.env, it, t.me.ID, parts)
	if err != nil {
		return outcome{}, err
	}
	t.take(c)
	return outcome{
		reads: reads,
		done: view.With(t.v.Say(t.v.N("Decomposed", len(parts), "Number", t.v.Number(it.Number))),
			t.v.Ask(ledger.Query{Parent: it.ID}, t.v.T("Do_children"))),
		bind: ledger.Binding{Card: view.CardNotice, Items: []ledger.ItemID{it.ID}},
	}, nil
}

func (t *turn) partLine(n int, p ledger.Piece, it ledger.Item) string {
	who := t.v.Unit(it.Lead)
	if p.Lead != "" {
		who = t.v.Unit(p.Lead)
	}
	if p.Handler != "" {
		who = t.v.Person(p.Handler)
	}
	d := p.Due
	if d.IsZero() {
		d = it.Due
	}
	when := t.v.T("NoDue")
	if !d.IsZero() {
		when = t.v.Due(d, t.env.Today())
	}
	line := t.v.T("PartLine", "N", n, "Title", p.Title, "Who", who, "Due", when)
	if p.Measure != "" {
		line += t.v.T("Sep") + t.v.T("Measure", "Text", p.Measure)
	}
	return line
}

// partsOfIntent are the parts of a decomposition that was read as units with their shares, or as all units of a group; nil: none were named.
func (t *turn) partsOfIntent(in intent.Intent, it ledger.Item) []intent.WorkPart {
	var out []intent.WorkPart
	for _, s := range in.Slots.Subtasks {
		u, ok := t.unit(s.Unit)
		if !ok {
			return nil
		}
		title := s.Text
		if title == "" {
			title = it.Title
		}
		out = append(out, intent.WorkPart{Title: title, Unit: u, Due: in.Slots.Due})
	}
	if m, ok := t.env.Dir.Lookup(in.Slots.Fanout); ok && len(out) == 0 && in.Slots.Fanout != "" {
		for _, u := range m.Units {
			if u != it.Lead {
				out = append(out, intent.WorkPart{Title: it.Title, Unit: u, Due: in.Slots.Due})
			}
		}
	}
	return out
}

// decomposeSaid takes the words of a decomposition: with parts it is read back, without them it asks for them.
func (t *turn) decomposeSaid(in intent.Intent, it ledger.Item) error {
	if err := t.env.Allowed(t.me.ID, ledger.ActDecompose, it); err != nil {
		return t.refused(err, []ledger.Item{it})
	}
	parts := t.partsOfIntent(in, it)
	if len(parts) == 0 {
		t.reply(t.v.Say(t.v.T("DecomposeHow", "Number", t.v.Number(it.Number))))
		return nil
	}
	t.env.Read = string(intent.WorkDecompose)
	return t.readBackWork(intent.Work{Op: intent.WorkDecompose, Refs: []string{it.Number.Short()}, Parts: parts})
}

// milestones sets the steps of an item, or ticks one.
func (t *turn) milestones(w intent.Work, it ledger.Item) (outcome, error) {
	bind := ledger.Binding{Card: view.CardNotice, Items: []ledger.ItemID{it.ID}}
	if w.Op == intent.WorkTick {
		c, err := ledger.TickMilestone(t.env, it, t.me.ID, w.N, !w.Off)
		if err != nil {
			return outcome{}, err
		}
		t.take(c)
		now := c.Items[0]
		done := 0
		for _, m := range now.Milestones {
			if m.Done {
				done++
			}
		}
		id := "Ticked"
		if w.Off {
			id = "Unticked"
		}
		return outcome{done: t.v.Say(t.v.T(id, "Number", t.v.Number(it.Number), "Text", now.Milestones[w.N-1].Text, "Done", done, "All", len(now.Milestones))), bind: bind}, nil
	}
	steps := make([]ledger.Milestone, len(w.Parts))
	reads := []string{t.v.N("StepsRead", len(steps), "Number", t.v.Number(it.Number), "Title", t.title(it))}
	for i, p := range w.Parts {
		steps[i] = ledger.Milestone{Text: p.Title, Due: p.Due.Date}
		reads = append(reads, t.v.Step(i+1, steps[i]))
	}
	c, err := ledger.SetMilestones(t.env, it, t.me.ID, steps)
	if err != nil {
		return outcome{}, err
	}
	t.take(c)
	return outcome{reads: reads, done: t.v.Say(t.v.T("StepsSet", "Number", t.v.Number(it.Number))), bind: bind}, nil
}

// link makes an item wait for another, or no longer.
func (t *turn) link(w intent.Work) (outcome, error) {
	it, err := t.workItem(w.Refs[:1])
	if err == nil {
		err = t.env.Allowed(t.me.ID, ledger.ActLink, it)
	}
	if err != nil {
		return outcome{}, err
	}
	on, err := t.workItem(w.Refs[1:])
	if err != nil {
		return outcome{}, err
	}
	args := []any{"Number", t.v.Number(it.Number), "Title", t.title(it), "On", t.v.Number(on.Number), "OnTitle", t.title(on)}
	if w.Off {
		c, err := ledger.Undepend(t.env, it, on, t.me.ID)
		if err != nil {
			return outcome{}, err
		}
		t.take(c)
		return outcome{reads: []string{t.v.T("UnlinkRead", args...)}, done: t.v.Say(t.v.T("Unlinked", args...))}, nil
	}
	c, err := ledger.Depend(t.env, it, on, t.me.ID, t.after)
	if err != nil {
		return outcome{}, err
	}
	t.take(c)
	reads := []string{t.v.T("LinkRead", args...)}
	if !it.Due.IsZero() && !on.Due.IsZero() && on.Due.Date.After(it.Due.Date) {
		reads = append(reads, t.v.T("LinkLate", append(args, "Due", t.v.Due(it.Due, t.env.Today()), "OnDue", t.v.Due(on.Due, t.env.Today()))...))
	}
	return outcome{reads: reads, done: t.v.Say(t.v.T("Linked", args...))}, nil
}

// after gives what an item waits for.
func (t *turn) after(id ledger.ItemID) []ledger.ItemID {
	it, err := t.item(id)
	if err != nil {
		return nil
	}
	out := make([]ledger.ItemID, len(it.After))
	for i, l := range it.After {
		out[i] = l.Item
	}
	return out
}

// follow brings the items that wait for a changed one up to date with it.
func (t *turn) follow() error {
	for _, on := range slices.Clone(t.change.Items) {
		for _, id := range on.Then {
			it, err := t.item(id)
			if err != nil {
				return err
			}
			if c := ledger.Follow(t.env, it, on, t.me.ID); len(c.Items) > 0 {
				t.take(c)
			}
		}
	}
	return nil
}

// tag puts an item under a programme or into an area.
func (t *turn) tag(w intent.Work, it ledger.Item) (outcome, error) {
	var programme, area *string
	what := w.Programme
	if w.Programme != "" {
		programme = &w.Programme
	} else {
		area, what = &w.Area, w.Area
	}
	c, err := ledger.Tag(t.env, it, t.me.ID, programme, area)
	if err != nil {
		return outcome{}, err
	}
	t.take(c)
	return outcome{done: t.v.Say(t.v.T("Tagged", "Number", t.v.Number(it.Number), "What", what))}, nil
}
