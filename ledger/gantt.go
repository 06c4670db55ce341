package ledger

import "slices"

// A Course is an item's way through time, as a Gantt chart shows it.
type Course struct {
	Row   Row
	Light Light
	Done  int         // of a hundred
	From  Date        // issued
	To    Date        // closed, else its deadline; zero: it has none
	Late  bool        // the deadline has passed, and it is open: it goes on to today
	Steps []Milestone // those with a date
}

// A Gantt is what a chart of items shows: their courses, and the days from the first of them to the last, today included.
type Gantt struct {
	Today   Date
	Over    Period
	Courses []Course
	All     int // items, with those that somebody leaves out of the courses
	Closed  int // of All
}

// Gantt charts items in the order given.
func (e Env) Gantt(items []Item) Gantt {
	g := e.glance()
	out := Gantt{Today: g.today, Over: Period{g.today, g.today}, All: len(items)}
	for _, it := range items {
		r := it.Row()
		l := g.at(&r)
		c := Course{Row: r, Light: l.light, Done: r.Done(), From: e.dateOf(it.IssuedAt), To: it.Due.Date, Late: l.late > 0}
		switch {
		case it.State == StateClosed:
			c.To = e.dateOf(it.ClosedAt)
			out.Closed++
		case !it.State.Open():
			c.To = e.dateOf(it.ClosedAt)
		}
		days := []Date{c.From, c.To}
		for _, s := range it.Milestones {
			if !s.Due.IsZero() {
				c.Steps = append(c.Steps, s)
				days = append(days, s.Due)
			}
		}
		for _, d := range slices.DeleteFunc(days, Date.IsZero) {
			if d.Before(out.Over.From) {
				out.Over.From = d
			}
			if d.After(out.Over.To) {
				out.Over.To = d
			}
		}
		out.Courses = append(out.Courses, c)
	}
	return out
}

// End is the last day of the course: where it has none, that of the chart; of what is late, today.
func (g Gantt) End(c Course) Date {
	switch {
	case c.To.IsZero():
		return g.Over.To
	case c.Late && c.To.Before(g.Today):
		return g.Today
	}
	return c.To
}

// Weeks are the Mondays of the chart's weeks.
func (g Gantt) Weeks() (out []Date) {
	back := (int(g.Over.From.Weekday()) + 6) % 7
	for d := g.Over.From.AddDays(-back); !d.After(g.Over.To); d = d.AddDays(7) {
		out = append(out, d)
	}
	return out
}

// Months are the first days of the chart's months.
func (g Gantt) Months() (out []Date) {
	for d := NewDate(g.Over.From.Year, g.Over.From.Month, 1); !d.After(g.Over.To); d = d.AddMonths(1) {
		out = append(out, d)
	}
	return out
}
