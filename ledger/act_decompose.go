package ledger

import (
	"slices"
	"strings"
)

// A Piece is a child that an item is broken into. What is left empty is the parent's.
type Piece struct {
	Title   string   `json:"title"`
	Lead    UnitID   `json:"lead,omitempty"`
	Handler PersonID `json:"handler,omitempty"`
	Due     Due      `json:"due,omitzero"`
	Measure string   `json:"measure,omitempty"`
}

// Decompose breaks an item into children (分解). The lead unit gives them to itself, its people and its supporting units; the office to any
// unit. A child is due by the parent's date at the latest. What the unit gives itself needs no receipt.
func Decompose(e Env, it Item, by PersonID, parts []Piece) (Change, error) {
	it, err := e.act(ActDecompose, it, by, working...)
	if err != nil {
		return Change{}, err
	}
	if len(parts) == 0 {
		return Change{}, refuse(ActDecompose, it, RefusedNothing)
	}
	e.sign(&it, by)
	it.State = StateActive
	it.Children += len(parts)
	it.Percent = 100 * it.Finished / it.Children
	c := e.done(it, EventDecomposed, by, "")
	for i, p := range parts {
		child, err := e.child(it, by, p, i)
		if err != nil {
			return Change{}, err
		}
		c.Items, c.Events = append(c.Items, child), append(c.Events, e.event(child, EventIssued, by, ""))
	}
	for _, n := range e.issueNotices(c.Items[1:], by) {
		if n.To.Person != by {
			c.Notices = append(c.Notices, n)
		}
	}
	return c, nil
}

// child makes the item of a part.
func (e Env) child(it Item, by PersonID, p Piece, n int) (Item, error) {
	if p.Title = strings.TrimSpace(p.Title); p.Title == "" {
		return Item{}, refuse(ActDecompose, it, RefusedText)
	}
	if p.Lead == "" {
		p.Lead = it.Lead
	}
	if u := e.Dir.Unit(p.Lead); u.Name == string(p.Lead) || u.Gone {
		return Item{}, refuse(ActDecompose, it, RefusedUnit)
	}
	office := slices.Contains(e.Standings(by, it), StandSupervisor)
	if p.Lead != it.Lead && !slices.Contains(it.Support, p.Lead) && e.Dir.Unit(p.Lead).Parent != it.Lead && !office {
		return Item{}, refuse(ActDecompose, it, RefusedForeign)
	}
	if h, ok := e.Dir.Person(p.Handler); p.Handler != "" && (!ok || h.Gone) {
		return Item{}, refuse(ActDecompose, it, RefusedUnit)
	}
	if err := e.within(ActDecompose, it, &p.Due, &it); err != nil {
		return Item{}, err
	}
	if p.Due.IsZero() {
		p.Due = it.Due
	}
	out := Item{ID: ItemID(NewID(e.Now, e.Source+"/"+string(it.ID), n)), Parent: it.ID, Number: Number{Year: it.Number.Year}, Source: it.Source,
		Title: p.Title, Measure: p.Measure, Lead: p.Lead, Handler: p.Handler, Priority: it.Priority, Area: it.Area, Programme: it.Programme,
		Due: p.Due, FirstDue: p.Due, IssuedAt: e.Now.UTC(), IssuedBy: by, UpdatedAt: e.Now.UTC()}
	e.begin(&out)
	if p.Lead == it.Lead {
		out.State, out.AcceptedAt, out.AcceptedBy = StateAccepted, e.Now.UTC(), by
	}
	out.Plan.Next = NextLook(e, out)
	return out, nil
}

// SetMilestones gives an item its steps, each with a date that is not after the item's. A step that has the same words keeps its tick.
func SetMilestones(e Env, it Item, by PersonID, steps []Milestone) (Change, error) {
	it, err := e.act(ActDecompose, it, by, working...)
	if err != nil {
		return Change{}, err
	}
	if len(steps) == 0 {
		return Change{}, refuse(ActDecompose, it, RefusedNothing)
	}
	steps = slices.Clone(steps)
	for i := range steps {
		s := &steps[i]
		if s.Text = strings.TrimSpace(s.Text); s.Text == "" {
			return Change{}, refuse(ActDecompose, it, RefusedText)
		}
		if !s.Due.IsZero() {
			if err := e.within(ActDecompose, it, &Due{Date: s.Due}, &it); err != nil {
				return Change{}, err
			}
		}
		if k := slices.IndexFunc(it.Milestones, func(m Milestone) bool { return m.Text == s.Text }); k >= 0 {
			s.Done = it.Milestones[k].Done
		}
	}
	it.Milestones = steps
	if it.State == StateIssued { // who plans the steps has read it
		it.State, it.AcceptedAt, it.AcceptedBy = StateAccepted, e.Now.UTC(), by
	}
	return e.done(it, EventMilestone, by, "", e.tell(NoticeChanged, it, by, e.answerable(it)...)...), nil
}

// TickMilestone says that the nth step (1-based) is done, or is not.
func TickMilestone(e Env, it Item, by PersonID, n int, done bool) (Change, error) {
	it, err := e.act(ActReport, it, by, StateIssued, StateAccepted, StateActive, StateSubmitted)
	if err != nil {
		return Change{}, err
	}
	if n < 1 || n > len(it.Milestones) {
		r := refuse(ActReport, it, RefusedStep)
		r.N = len(it.Milestones)
		return Change{}, r
	}
	it.Milestones = slices.Clone(it.Milestones)
	m := &it.Milestones[n-1]
	if m.Done == done {
		return Change{}, refuse(ActReport, it, RefusedAgain)
	}
	m.Done = done
	if it.State != StateSubmitted {
		e.sign(&it, by)
		it.State = StateActive
	}
	it.ReportedAt, it.ReportedBy = e.Now.UTC(), by
	return e.done(it, EventMilestone, by, m.Text), nil
}
