package ledger

import (
	"slices"
	"time"
)

// A Stood is how an item stood before a row of a draft was taken for its continuation, so that it can be taken back with the issue.
type Stood struct {
	At         time.Time  `json:"at"` // of the issue
	Due        Due        `json:"due,omitzero"`
	Extension  *Extension `json:"extension,omitempty"`
	Extensions int        `json:"extensions,omitempty"`
	Escalation int        `json:"escalation,omitempty"`
}

// GoOn says that a row of a draft goes on with an open item, perhaps by the row's date; it takes effect when the row is issued. A nil item takes
// that back: the row is a matter of its own.
func GoOn(e Env, d Draft, n int, by PersonID, it *Item, date bool) (Draft, error) {
	if err := e.Allowed(by, ActRegister, Item{}); err != nil {
		return d, err
	}
	d.Rows = slices.Clone(d.Rows)
	row := d.Row(n)
	if row == nil || !row.Waiting() {
		return d, &Refused{Action: ActRegister, Code: RefusedAgain, N: n}
	}
	row.Like, row.Onto, row.OntoDate, row.Separate, row.Approved = nil, nil, false, it == nil, ""
	if it == nil {
		return d, nil
	}
	if !it.State.Open() {
		return d, refuse(ActCorrect, *it, RefusedState)
	}
	if date && row.Due.IsZero() {
		return d, refuse(ActCorrect, *it, RefusedDate)
	}
	row.Onto, row.OntoDate = &Like{Item: it.ID, Number: it.Number, Title: it.Title, Lead: it.Lead, Due: it.Due, Near: 1}, date
	return d, nil
}

// goOn carries out that a row goes on with one of the open items.
func (e Env) goOn(c *Change, row *DraftRow, by PersonID, open []Item) error {
	id := row.Onto.Item
	of := func(it Item) bool { return it.ID == id }
	k, from := slices.IndexFunc(c.Items, of), c.Items // another row has gone on with it just now
	if k < 0 {
		if k, from = slices.IndexFunc(open, of), open; k < 0 {
			return &Refused{Action: ActIssue, Code: RefusedState, Item: id, N: row.N}
		}
	}
	it := from[k]
	more, err := Continue(e, it, by, *row, row.OntoDate)
	if err != nil {
		return err
	}
	row.Was = &Stood{At: e.Now.UTC(), Due: it.Due, Extension: it.Extension, Extensions: it.Extensions, Escalation: it.Escalation}
	row.Continues = id
	c.Items = append(slices.DeleteFunc(c.Items, of), more.Items...)
	c.Events = append(c.Events, more.Events...)
	for _, n := range more.Notices { // two rows of one item tell once
		if !slices.ContainsFunc(c.Notices, func(o Notice) bool { return o.Key == n.Key }) {
			c.Notices = append(c.Notices, n)
		}
	}
	return nil
}

// goBack takes the continuations of an issue back: the items stand as they did, the rows wait again.
func (e Env) goBack(c *Change, d *Draft, at time.Time, by PersonID, open []Item) {
	for i := range slices.Backward(d.Rows) {
		row := &d.Rows[i]
		if row.Was == nil || !row.Was.At.Equal(at) {
			continue
		}
		of := func(it Item) bool { return it.ID == row.Continues }
		k, from := slices.IndexFunc(c.Items, of), c.Items
		if k < 0 {
			if k, from = slices.IndexFunc(open, of), open; k < 0 {
				continue
			}
		}
		it := from[k]
		if row.OntoDate && it.Due == row.Due {
			it.Due, it.Extension, it.Extensions, it.Escalation = row.Was.Due, row.Was.Extension, row.Was.Extensions, row.Was.Escalation
		}
		it.UpdatedAt = e.Now.UTC()
		back := e.done(it, EventUndone, by, "")
		c.Items, c.Events = append(slices.DeleteFunc(c.Items, of), back.Items...), append(c.Events, back.Events...)
		row.Continues, row.Was = "", nil
	}
}

// Continue takes what a meeting said again of an open item for the item's own (the office decides): the words go on its record, and those
// concerned are told. With date, the meeting's date becomes the deadline: a later one counts as an extension granted, the first deadline stays
// visible.
func Continue(e Env, it Item, by PersonID, row DraftRow, date bool) (Change, error) {
	it, err := e.act(ActCorrect, it, by, StateIssued, StateDeclined, StateAccepted, StateActive, StateSubmitted, StateSuspended)
	if err != nil {
		return Change{}, err
	}
	if date && row.Due.IsZero() {
		return Change{}, refuse(ActCorrect, it, RefusedDate)
	}
	kind := EventNoted
	if date && row.Due != it.Due {
		kind = EventCorrected
		if !it.Due.IsZero() && it.Due.Date.Before(row.Due.Date) {
			kind = EventExtensionGranted
			it.Extensions++
		}
		it.Due, it.Extension, it.Escalation = row.Due, nil, 0
	}
	return e.done(it, kind, by, row.Text, e.tell(NoticeChanged, it, by, e.answerable(it)...)...), nil
}

// A MeetingItem is what became of one row of a meeting's draft.
type MeetingItem struct {
	Row    DraftRow
	Item   Item     // zero: not issued
	Late   int      // calendar days overdue
	Behind []UnitID // the other units whose part is open
	In     Item     // where Item was merged into another: the one that goes on, as far as it is known
}

// A MeetingOutcome is how what a meeting decided is carried out, in the meeting's order. Closed, Open, Merged (into another item), Ended (given up)
// and Unissued sum to the items; Overdue are among the open ones.
type MeetingOutcome struct {
	Draft                                          Draft
	Items                                          []MeetingItem
	Closed, Open, Overdue, Merged, Ended, Unissued int
}

// OutcomeOf sets a meeting's rows beside the items that they became, or that they continue; items that were added to the meeting otherwise come
// last. Rows that were taken out, or done already when the minutes were written, are left out. items are those of the meeting, parts included, and
// those that any of them was merged into.
func OutcomeOf(e Env, d Draft, items []Item) MeetingOutcome {
	out := MeetingOutcome{Draft: d}
	told := map[ItemID]bool{}
	for _, r := range d.Rows {
		id := r.Issued
		if r.Continues != "" {
			id = r.Continues
		}
		told[id] = true
		i := slices.IndexFunc(items, func(it Item) bool { return it.ID == id })
		switch {
		case id != "" && i >= 0:
			out.add(e, MeetingItem{Row: r, Item: items[i]}, items)
		case id == "" && r.Waiting(): // of others it is not for these eyes
			out.add(e, MeetingItem{Row: r}, nil)
		}
	}
	for _, it := range items {
		if !told[it.ID] && it.Parent == "" && it.Source.Meeting == d.ID && !it.Withdrawn() {
			out.add(e, MeetingItem{Item: it}, items)
		}
	}
	return out
}

func (o *MeetingOutcome) add(e Env, m MeetingItem, items []Item) {
	for x := m.Item; x.Into != nil; {
		i := slices.IndexFunc(items, func(it Item) bool { return it.ID == x.Into.Item })
		if i < 0 {
			break
		}
		x = items[i]
		m.In = x
	}
	if m.Item.ID != "" {
		m.Late = e.DaysLate(m.Item.Row())
	}
	for _, it := range items {
		if it.Parent != m.Item.ID {
			continue
		}
		if it.State.Open() && it.Lead != m.Item.Lead && !slices.Contains(m.Behind, it.Lead) {
			m.Behind = append(m.Behind, it.Lead)
		}
		m.Late = max(m.Late, e.DaysLate(it.Row()))
	}
	if m.In.ID != "" {
		m.Late = e.DaysLate(m.In.Row())
	}
	switch {
	case m.Item.ID == "":
		o.Unissued++
	case m.Item.State == StateClosed:
		o.Closed++
	case m.Item.Into != nil:
		o.Merged++
	case !m.Item.State.Open():
		o.Ended++
	default:
		o.Open++
		if m.Late > 0 {
			o.Overdue++
		}
	}
	o.Items = append(o.Items, m)
}
