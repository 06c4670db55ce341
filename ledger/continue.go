package ledger

import "slices"

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
