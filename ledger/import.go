package ledger

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// ImportKey names what a row of a ledger kept elsewhere is about, so that the same row makes no second item: its title, lead, meeting and first
// deadline. Numbers are left out, for a row may have got another.
func ImportKey(it Item) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s|%s|%s|%s|%s", Fold(it.Title), it.Lead, Fold(it.Source.Title), it.Source.Date, it.FirstDue.Date))
	return hex.EncodeToString(sum[:12])
}

// ImportMark is the id of the record that remembers an imported row; its data is the item's id.
func ImportMark(key string) string { return "imported/" + key }

// An ImportRow is one row to take over. Item is as a table says; Import gives it an id. Row is where it stood.
type ImportRow struct {
	Row  int
	Item Item
}

// Import takes over items that were followed elsewhere, as they stand: nobody is told, since nothing is new to those concerned, and
// steps of the escalation that had passed by now are not taken again. Numbers are kept; one that is 0 is given by Commit, of the year of the issue.
// from says where they come from, in words for the history. The rows' marks are committed with them. by is empty for a command.
func Import(e Env, rows []ImportRow, from string, by PersonID) (Change, error) {
	if by != "" {
		if err := e.Allowed(by, ActIssue, Item{}); err != nil {
			return Change{}, err
		}
	}
	c := e.change()
	for i, r := range rows {
		it := r.Item
		key := ImportKey(it)
		it.ID = ItemID(NewID(e.Now, e.Source, i))
		it.IssuedBy, it.UpdatedAt = by, e.Now.UTC()
		it.IssuedAt, it.ClosedAt = it.IssuedAt.UTC(), it.ClosedAt.UTC()
		if it.Number.Year == 0 {
			it.Number.Year = DateOf(it.IssuedAt.In(e.Zone())).Year
		}
		if it.State == StateActive {
			it.ReportedAt = e.Now.UTC()
		}
		if it.State != StateIssued && it.State.Open() {
			it.AcceptedAt = e.Now.UTC()
		}
		late := e.DaysLate(it.Row())
		for _, s := range e.Policy.Escalation {
			if late >= s.Days {
				it.Escalation++
			}
		}
		it.Plan = e.planAfter(it)
		ev := e.event(it, EventImported, by, fmt.Sprintf("%s:%d", from, r.Row))
		c.Items, c.Events = append(c.Items, it), append(c.Events, ev)
		mark := NewRecord(RecordMark, ImportMark(key), 0, it.ID)
		c.Records = append(c.Records, mark)
	}
	return c, nil
}
