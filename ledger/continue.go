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
	Behind []UnitID // of a collective item: whose part is open
}

// A MeetingOutcome is how what a meeting decided is carried out, in the meeting's order. Closed, Open and Unissued sum to the items; Overdue are
// among the open ones.
type MeetingOutcome struct {
	Draft                           Draft
	Items                           []MeetingItem
	Closed, Open, Overdue, Unissued int
}

// OutcomeOf sets a meeting's rows beside the items that they became, or that they continue. Rows that were taken out, or done already when the
// minutes were written, are left out. items are those of the meeting, parts included.
func OutcomeOf(e Env, d Draft, items []Item) MeetingOutcome {
	out := MeetingOutcome{Draft: d}
	for _, r := range d.Rows {
		id := r.Issued
		if r.Continues != "" {
			id = r.Continues
		}
		if id == "" && !r.Waiting() {
			continue
		}
		m := MeetingItem{Row: r}
		if i := slices.IndexFunc(items, func(it Item) bool { return it.ID == id }); i >= 0 {
			m.Item = items[i]
			m.Late = e.DaysLate(m.Item.Row())
		} else if id != "" {
			continue // not for these eyes
		}
		for _, it := range items {
			if id == "" || it.Parent != id {
				continue
			}
			if it.State.Open() {
				m.Behind = append(m.Behind, it.Lead)
			}
			m.Late = max(m.Late, e.DaysLate(it.Row()))
		}
		switch {
		case m.Item.ID == "":
			out.Unissued++
		case !m.Item.State.Open():
			out.Closed++
		default:
			out.Open++
			if m.Late > 0 {
				out.Overdue++
			}
		}
		out.Items = append(out.Items, m)
	}
	return out
}
