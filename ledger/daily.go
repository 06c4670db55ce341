package ledger

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// A DayCount is how a unit stood at the end of a day, at local midnight of the organisation, and what it did on it. Items with children are
// not counted; their children are. The counts are written once and make the trends; CountDay makes them again from events.
type DayCount struct {
	Unit       UnitID `json:"unit"`
	Date       Date   `json:"date"`
	Open       int    `json:"open"`
	Overdue    int    `json:"overdue"`
	Yellow     int    `json:"yellow"`
	Blocked    int    `json:"blocked"`
	Unsigned   int    `json:"unsigned"`
	Review     int    `json:"review"` // handed in, wait for a review
	Suspended  int    `json:"suspended"`
	Registered int    `json:"registered"` // issued on the day
	Submitted  int    `json:"submitted"`  // handed in on the day
	Closed     int    `json:"closed"`     // on the day
	InTime     int    `json:"in_time"`    // of Closed, handed in by the deadline
}

// ID is the id of the count's record.
func (c DayCount) ID() string { return DayID(c.Unit, c.Date) }

// DayID is the id of the record that holds a unit's count of a day.
func DayID(u UnitID, d Date) string { return string(u) + "/" + d.String() }

// DayRecord is the count's record. It replaces what was counted before.
func DayRecord(c DayCount) Record {
	r := NewRecord(RecordDaily, c.ID(), 0, c)
	r.Force = true
	return r
}

// ReadDay decodes a count's record.
func ReadDay(r Record) (DayCount, error) {
	var c DayCount
	if err := json.Unmarshal(r.Data, &c); err != nil {
		return c, fmt.Errorf("daily count %s: %w", r.ID, err)
	}
	return c, nil
}

// DayEnd is the instant at which day d is over in the organisation.
func DayEnd(e Env, d Date) time.Time { return d.AddDays(1).In(e.Zone()) }

// CountDay counts a day for each unit that leads an item, and for each unit of the organisation, so that a quiet day is a row of zeros.
// rows gives each item as it stood when the day ended; see RowAt.
func CountDay(e Env, d Date, rows func(yield func(Row) bool)) map[UnitID]DayCount {
	end := DayEnd(e, d)
	e.Now = end.Add(-1)
	span := Span{From: d.In(e.Zone()), To: end}
	out := map[UnitID]DayCount{}
	for _, u := range e.Dir.Org().Units {
		if !u.Gone {
			out[u.ID] = DayCount{Unit: u.ID, Date: d}
		}
	}
	rows(func(r Row) bool {
		if r.parted() || !r.IssuedAt.Before(end) {
			return true
		}
		c := out[r.Lead]
		c.Unit, c.Date = r.Lead, d
		e.countRow(&c, r, span)
		out[r.Lead] = c
		return true
	})
	return out
}

func (e Env) countRow(c *DayCount, r Row, day Span) {
	add := func(n *int, ok bool) {
		if ok {
			*n++
		}
	}
	light := e.Light(r)
	add(&c.Registered, day.Contains(r.IssuedAt))
	add(&c.Submitted, day.Contains(r.SubmitAt))
	add(&c.Closed, r.State == StateClosed && day.Contains(r.ClosedAt))
	add(&c.InTime, r.State == StateClosed && day.Contains(r.ClosedAt) && !e.Late(r))
	if !r.State.Open() {
		return
	}
	c.Open++
	add(&c.Overdue, e.Overdue(r))
	add(&c.Yellow, light == LightYellow)
	add(&c.Blocked, r.Stuck())
	add(&c.Unsigned, r.State == StateIssued)
	add(&c.Review, r.State == StateSubmitted)
	add(&c.Suspended, r.State == StateSuspended)
}

// Add sums counts of several units, or of one unit over several days' activity.
func (c DayCount) Add(o DayCount) DayCount {
	c.Open += o.Open
	c.Overdue += o.Overdue
	c.Yellow += o.Yellow
	c.Blocked += o.Blocked
	c.Unsigned += o.Unsigned
	c.Review += o.Review
	c.Suspended += o.Suspended
	c.Registered += o.Registered
	c.Submitted += o.Submitted
	c.Closed += o.Closed
	c.InTime += o.InTime
	return c
}

// RowAt gives the item's row as it stood at an instant: the row itself when nothing was done to it since, otherwise what its events say. ok
// is false when it did not exist yet.
func RowAt(r Row, at time.Time, events func() ([]Event, error)) (row Row, ok bool, err error) {
	if !r.UpdatedAt.After(at) && !r.UpdatedAt.IsZero() {
		return r, true, nil
	}
	list, err := events()
	if err != nil {
		return Row{}, false, fmt.Errorf("item %s: %w", r.ID, err)
	}
	it, ok, err := Replay(list, at)
	if err != nil {
		return Row{}, false, errors.Join(fmt.Errorf("item %s", r.ID), err)
	}
	return it.Row(), ok, nil
}
