package ledger

import (
	"slices"
	"time"
)

// A Row is the small projection of an item from which all summaries, figures and lists are made. Commit keeps it.
type Row struct {
	ID        ItemID    `json:"i"`
	Number    Number    `json:"n"`
	Title     string    `json:"t"`
	Lead      UnitID    `json:"l"`
	Support   []UnitID  `json:"s,omitempty"`
	Handler   PersonID  `json:"h,omitempty"`
	Parent    ItemID    `json:"p,omitempty"`
	Children  int       `json:"c,omitempty"`
	Finished  int       `json:"f,omitempty"`
	State     State     `json:"st"`
	Stage     string    `json:"sg,omitempty"` // of the submission
	Extension bool      `json:"x,omitempty"`  // an extension waits for a decision
	Percent   int       `json:"pc,omitempty"`
	Blocked   string    `json:"b,omitempty"` // why
	Waiting   string    `json:"w,omitempty"` // for whom a blocker waits
	Behind    Date      `json:"mb,omitzero"` // the first milestone not done
	Priority  Priority  `json:"pr,omitempty"`
	Area      string    `json:"a,omitempty"`
	Programme string    `json:"pg,omitempty"`
	Involved  []string  `json:"iv,omitempty"` // kinds of leaders' involvement
	Due       Due       `json:"d,omitzero"`
	FirstDue  Due       `json:"fd,omitzero"`
	Owed      Date      `json:"ow,omitzero"` // the period of a recurring obligation that is to be filed
	ETA       Date      `json:"e,omitzero"`
	Meeting   MeetingID `json:"m,omitempty"`
	MeetingOn Date      `json:"mo,omitzero"`
	IssuedAt  time.Time `json:"ia,omitzero"`
	AcceptAt  time.Time `json:"aa,omitzero"`
	ReportAt  time.Time `json:"ra,omitzero"`
	SubmitAt  time.Time `json:"sa,omitzero"`
	ClosedAt  time.Time `json:"ca,omitzero"`
	UpdatedAt time.Time `json:"ua,omitzero"`
	Reminders int       `json:"rm,omitempty"`
	Granted   int       `json:"ex,omitempty"` // extensions
	Returns   int       `json:"rt,omitempty"`
	Step      int       `json:"es,omitempty"` // escalation steps taken
}

// Outline is as much of the item as the row knows that decides who may do what: enough for Standings, Allowed and Sees.
func (r Row) Outline() Item {
	return Item{ID: r.ID, Lead: r.Lead, Support: r.Support, Handler: r.Handler, State: r.State}
}

// Row gives the item's projection.
func (it Item) Row() Row {
	r := Row{ID: it.ID, Number: it.Number, Title: it.Title, Lead: it.Lead, Support: it.Support, Handler: it.Handler, Parent: it.Parent,
		Children: it.Children, Finished: it.Finished, State: it.State, Extension: it.Extension != nil, Percent: it.Percent,
		Priority: it.Priority, Area: it.Area, Programme: it.Programme, Due: it.Due, FirstDue: it.FirstDue, ETA: it.ETA,
		Meeting: it.Source.Meeting, MeetingOn: it.Source.Date, IssuedAt: it.IssuedAt, AcceptAt: it.AcceptedAt, ReportAt: it.ReportedAt,
		Owed: it.Plan.Owed, ClosedAt: it.ClosedAt, UpdatedAt: it.UpdatedAt, Reminders: it.Reminders, Granted: it.Extensions, Returns: it.Returns, Step: it.Escalation}
	if it.Blocker != nil {
		r.Blocked, r.Waiting = it.Blocker.Reason, it.Blocker.Waiting
	}
	if it.Submission != nil {
		r.SubmitAt = it.Submission.At
		if it.State == StateSubmitted {
			r.Stage = it.Submission.Stage
		}
	}
	for _, m := range it.Milestones {
		if !m.Done && !m.Due.IsZero() && (r.Behind.IsZero() || m.Due.Before(r.Behind)) {
			r.Behind = m.Due
		}
	}
	for _, v := range it.Involved {
		if !slices.Contains(r.Involved, v.Kind) {
			r.Involved = append(r.Involved, v.Kind)
		}
	}
	return r
}

// Done is how much of the work is done, of a hundred. What is closed is done, whatever was reported last.
func (r Row) Done() int {
	if r.State == StateClosed {
		return 100
	}
	return r.Percent
}

// Deadline is the row's, or the day of the period that a recurring obligation owes.
func (r Row) Deadline() Due { return r.deadline() }

func (r *Row) deadline() Due {
	if r.Due.IsZero() {
		return Due{Date: r.Owed}
	}
	return r.Due
}

// parted reports whether the work on the row is its children's: it has open ones, or it is over itself. A parent whose children are all finished
// waits to be handed in, and is somebody's work again.
func (r *Row) parted() bool {
	return r.Children > 0 && (r.Finished < r.Children || !r.State.Open())
}

// Stuck reports whether something holds the row's work up. What is suspended is not worked on, so that nothing holds it up.
func (r Row) Stuck() bool { return r.Blocked != "" && r.State.Open() && r.State != StateSuspended }

// Match reports whether f selects the row.
func (f Filter) Match(r Row) bool {
	switch {
	case len(f.Units) > 0 && !slices.Contains(f.Units, r.Lead) && !slices.ContainsFunc(r.Support, func(u UnitID) bool { return slices.Contains(f.Units, u) }),
		len(f.Lead) > 0 && !slices.Contains(f.Lead, r.Lead),
		len(f.States) > 0 && !slices.Contains(f.States, r.State),
		f.Open && !r.State.Open(),
		f.Parent != "" && r.Parent != f.Parent,
		f.TopLevel && r.Parent != "",
		f.Leaves && r.parted(),
		f.Handler != "" && r.Handler != f.Handler,
		f.Meeting != "" && r.Meeting != f.Meeting,
		f.Priority != nil && r.Priority != *f.Priority,
		f.Area != "" && r.Area != f.Area,
		f.Programme != "" && r.Programme != f.Programme,
		f.Filed && r.Programme == "":
		return false
	}
	return f.matchNumber(r.Number) && f.matchDates(r)
}

func (f Filter) matchNumber(n Number) bool {
	w := f.Number
	if w == (Number{}) {
		return true
	}
	return (w.Year == 0 || w.Year == n.Year) && (w.Seq == 0 || w.Seq == n.Seq && (w.Child == n.Child || f.Parts && w.Child == 0))
}

func (f Filter) matchDates(r Row) bool {
	if !f.DueFrom.IsZero() && (r.Due.IsZero() || r.Due.Date.Before(f.DueFrom)) || !f.DueTo.IsZero() && (r.Due.IsZero() || r.Due.Date.After(f.DueTo)) {
		return false
	}
	if !f.Since.IsZero() && !r.State.Open() && r.ClosedAt.Before(f.Since) && r.IssuedAt.Before(f.Since) {
		return false
	}
	return f.Closed.Contains(r.ClosedAt) && f.Issued.Contains(r.IssuedAt)
}
