package ledger

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"
)

// ImportKey names what a row of a ledger kept elsewhere is about, so that the same row makes no second item: its title, lead, meeting and first
// deadline. Numbers are left out, for a row may have got another.
func ImportKey(it Item) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s|%s|%s|%s|%s", Fold(it.Title), it.Lead, Fold(it.Source.Title), it.Source.Date, it.FirstDue.Date))
	return hex.EncodeToString(sum[:12])
}

// ImportMark is the id of the record that remembers an imported row; its data is the item's id.
func ImportMark(key string) string { return "imported/" + key }

// An ImportRow is one row to take over. Item is as a table says; Import gives it an id. Row is where it stood. Under is the row of its parent,
// which is taken over with it, 0 where it has none; a parent that the ledger has already is Item.Parent.
type ImportRow struct {
	Row   int
	Item  Item
	Under int
}

// Import takes over items that were followed elsewhere, as they stand: nobody is told, since nothing is new to those concerned, and
// steps of the escalation that had passed by now are not taken again. Numbers are kept; one that is 0 is given by Commit, of the year of the issue, or
// of the parent. parents are the items of the ledger under which rows come. from says where they come from, in words for the history. The rows' marks are
// committed with them. by is empty for a command.
func Import(e Env, rows []ImportRow, parents []Item, from string, by PersonID) (Change, error) {
	if by != "" {
		if err := e.Allowed(by, ActIssue, Item{}); err != nil {
			return Change{}, err
		}
	}
	ids, parts := map[int]ItemID{}, map[ItemID][]Item{}
	for i, r := range rows {
		ids[r.Row] = ItemID(NewID(e.Now, e.Source, i))
	}
	items := make([]Item, len(rows))
	for i, r := range rows {
		items[i] = e.importing(r.Item, by)
		items[i].ID = ids[r.Row]
		if r.Under != 0 {
			items[i].Parent = ids[r.Under]
		}
		if p := items[i].Parent; p != "" {
			parts[p] = append(parts[p], items[i])
		}
	}
	c := e.change()
	for _, parents := range []bool{true, false} { // a part is numbered after what it is a part of
		for i, r := range rows {
			if it := items[i]; (it.Parent == "") == parents {
				e.takeOver(&c, it, parts[it.ID], fmt.Sprintf("%s:%d", from, max(r.Row, -r.Row)), by)
			}
		}
	}
	for _, p := range parents {
		p.gather(parts[p.ID])
		p.UpdatedAt = e.Now.UTC()
		p.Plan = e.planAfter(p)
		c.Items, c.Events = append(c.Items, p), append(c.Events, e.event(p, EventChild, by, string(parts[p.ID][0].ID)))
	}
	return c, nil
}

// importing is an item as a table says it, brought into the ledger's form.
func (e Env) importing(it Item, by PersonID) Item {
	it.IssuedBy, it.UpdatedAt = by, e.Now.UTC()
	it.IssuedAt, it.ClosedAt = it.IssuedAt.UTC(), it.ClosedAt.UTC()
	if it.Number.Year == 0 {
		it.Number.Year = DateOf(it.IssuedAt.In(e.Zone())).Year
	}
	if it.State == StateActive {
		it.ReportedAt = e.Now.UTC()
	}
	if it.State != StateIssued && it.State != StateDeclined && it.State.Open() {
		it.AcceptedAt = e.Now.UTC()
	}
	return it
}

// takeOver adds an item with its parts to the change.
func (e Env) takeOver(c *Change, it Item, parts []Item, from string, by PersonID) {
	it.gather(parts)
	late := e.DaysLate(it.Row())
	for _, s := range e.Policy.Escalation {
		if late >= s.Days {
			it.Escalation++
		}
	}
	it.Plan = e.planAfter(it)
	c.Items, c.Events = append(c.Items, it), append(c.Events, e.event(it, EventImported, by, from))
	c.Records = append(c.Records, NewRecord(RecordMark, ImportMark(ImportKey(it)), 0, it.ID))
}

// gather makes the item the parent of parts too. One with open parts is worked on, whatever was said of it.
func (it *Item) gather(parts []Item) {
	if len(parts) == 0 {
		return
	}
	it.Children += len(parts)
	for _, p := range parts {
		if !p.State.Open() {
			it.Finished++
		}
	}
	it.Percent = 100 * it.Finished / it.Children
	switch {
	case it.Finished == it.Children || it.State == StateSuspended:
	case !it.State.Open(), it.State == StateSubmitted, it.State == StateIssued, it.State == StateAccepted:
		it.State, it.Submission, it.ClosedAt, it.ClosedBy = StateActive, nil, time.Time{}, ""
	}
}
