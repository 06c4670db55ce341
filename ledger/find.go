package ledger

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// A RowStore is as much of a Store as figures and lists are made from.
type RowStore interface {
	Rows(ctx context.Context, f Filter, yield func(Row) bool) error
}

// Find gives the rows of the query that a store holds, most urgent first.
func (e Env) Find(ctx context.Context, from RowStore, q Query) ([]Row, error) {
	var out []Row
	fits := e.Sieve(q)
	err := e.Each(ctx, from, q, func(r *Row) {
		if fits(r) {
			out = append(out, *r)
		}
	})
	e.SortByUrgency(out)
	return out, err
}

// Each shows at least the rows that the query selects, each once, in no order; what a store can tell at once not to be of the query is left out. The row
// is good until the next.
func (e Env) Each(ctx context.Context, from RowStore, q Query, see func(*Row)) error {
	return e.each(ctx, from, q, time.Time{}, see)
}

// each is Each without what was over before an instant.
func (e Env) each(ctx context.Context, from RowStore, q Query, since time.Time, see func(*Row)) error {
	f := e.filter(q)
	f.Since = since
	if q.Person == "" || len(f.Lead) > 0 {
		return walk(ctx, from, f, see)
	}
	units, people := e.answersFor(q.Person)
	if len(units) > 0 {
		of := f
		of.Lead = units
		if err := walk(ctx, from, of, see); err != nil {
			return err
		}
	}
	for _, p := range people {
		of := f
		of.Handler = p
		if err := walk(ctx, from, of, func(r *Row) {
			if !slices.Contains(units, r.Lead) {
				see(r)
			}
		}); err != nil {
			return err
		}
	}
	return nil
}

// walk shows every row that the filter selects.
func walk(ctx context.Context, from RowStore, f Filter, see func(*Row)) error {
	var row Row // one for all: a row of its own for each would lie on the heap
	if err := from.Rows(ctx, f, func(r Row) bool { row = r; see(&row); return true }); err != nil {
		return fmt.Errorf("rows: %w", err)
	}
	return nil
}

// answersFor are the units whose items concern the person as their head or liaison, and whose items they are as a handler: their own, and of whom
// they stand in for.
func (e Env) answersFor(p PersonID) (units []UnitID, people []PersonID) {
	who := e.standsFor(p)
	if self, ok := e.Dir.Person(p); ok {
		who = append(who, self)
	}
	for _, q := range who {
		people = append(people, q.ID)
		for _, x := range q.Posts {
			if (x.Role == RoleHead || x.Role == RoleLiaison) && !slices.Contains(units, x.Unit) {
				units = append(units, x.Unit)
			}
		}
	}
	return units, people
}

// filter is what a store may leave out without asking Selects: it keeps every row that the query selects.
func (e Env) filter(q Query) Filter {
	f := Filter{States: q.States, Parent: q.Parent, Meeting: MeetingID(q.Meeting), Number: q.Number}
	f.Open = q.Open || q.Blocked || q.Overdue > 0 || q.Stale > 0 || q.Unreported || q.Silent || q.Waiting != "" ||
		len(q.Lights) > 0 && !slices.Contains(q.Lights, LightNone)
	if !q.Support {
		f.Lead = q.Units
	}
	if q.Area != None {
		f.Area = q.Area
	}
	if q.Programme != None {
		f.Programme = q.Programme
	}
	if tier := q.Priority; tier != "" {
		if tier == OnlyNormal {
			tier = PriorityNormal
		}
		f.Priority = &tier
	}
	if q.Timely == InTime || q.Timely == OutOfTime {
		f.States = []State{StateClosed}
	}
	f.Closed, f.Issued = e.between(q.ClosedFrom, q.ClosedTo), e.between(q.IssuedFrom, q.IssuedTo)
	return f
}

// between is the span from one day to another, both included; zero days are open ends.
func (e Env) between(from, to Date) (s Span) {
	if !from.IsZero() {
		s.From = from.In(e.Zone())
	}
	if !to.IsZero() {
		s.To = to.AddDays(1).In(e.Zone())
	}
	return s
}
