package ledger

import (
	"slices"
	"strings"
	"time"
)

// Undo takes back an issue (撤回下发) made at an instant, within Policy.UndoSeconds; d is its draft, with the revision rev. items are all that it made:
// they end as withdrawn and keep their numbers, so that the year has neither a gap nor a number used twice. open are those that rows went on with:
// they stand as before. The rows of the draft wait again. Each recipient of the issue has one notice of it; it is not sent to who never got the
// first, which nobody did where the window was no shorter then.
func Undo(e Env, at time.Time, items []Item, d Draft, rev int64, by PersonID, open ...Item) (Change, error) {
	if err := e.Allowed(by, ActIssue, Item{}); err != nil {
		return Change{}, err
	}
	if !e.Now.Before(e.UndoUntil(at)) {
		return Change{}, &Refused{Action: ActIssue, Code: RefusedUndo, N: e.Policy.UndoSeconds}
	}
	c := e.change()
	d.Rows = slices.Clone(d.Rows)
	for _, it := range items {
		if !slices.Contains([]State{StateIssued, StateDeclined, StateAccepted, StateActive}, it.State) || len(it.Merged) > 0 || !whole(items, it) {
			return Change{}, refuse(ActIssue, it, RefusedState)
		}
		it.UpdatedAt = e.Now.UTC()
		it.State, it.ClosedAt, it.ClosedBy = StateTerminated, e.Now.UTC(), by
		it.IssuedAt = time.Time{} // no figure counts it as registered
		it.Extension, it.Blocker, it.Finished = nil, nil, it.Children
		it.Plan.Next = NextLook(e, it)
		c.Items, c.Events = append(c.Items, it), append(c.Events, e.event(it, EventUndone, by, ""))
		for i := range d.Rows {
			if d.Rows[i].Issued == it.ID {
				d.Rows[i].Issued = ""
			}
		}
	}
	for _, n := range e.issueNotices(c.Items, by) {
		n.Kind, n.Key = NoticeUndone, strings.Replace(n.Key, "/issued/", "/undone/", 1)
		if n.To.Person != by {
			c.Notices = append(c.Notices, n)
		}
	}
	e.goBack(&c, &d, at, by, open)
	if len(c.Items) == 0 {
		return Change{}, &Refused{Action: ActIssue, Code: RefusedUndo, N: e.Policy.UndoSeconds}
	}
	d.Changed = e.Now.UTC()
	c.Records = append(c.Records, d.Records(rev)...)
	return c, nil
}

// UndoUntil is the instant from which an issue made at another can't be undone any more, and its units are told.
func (e Env) UndoUntil(issued time.Time) time.Time {
	return issued.Add(time.Duration(e.Policy.UndoSeconds) * time.Second)
}

// hold keeps notices of an issue back as long as it can be undone, so that nobody hears of what is not to be.
func (e Env) hold(notices []Notice) []Notice {
	for i := range notices {
		p := notices[i].To.Person
		notices[i].NotBefore = e.PolicyFor(p).AfterQuiet(e.UndoUntil(e.Now), ZoneOf(e, p))
	}
	return notices
}

// Withdrawn reports whether the item's issue was taken back.
func (it Item) Withdrawn() bool { return it.State == StateTerminated && it.IssuedAt.IsZero() }

// whole reports whether an item's parent and all its children are among the items.
func whole(items []Item, it Item) bool {
	children := 0
	parent := it.Parent == ""
	for _, x := range items {
		if x.Parent == it.ID {
			children++
		}
		parent = parent || x.ID == it.Parent
	}
	return parent && children == it.Children
}
