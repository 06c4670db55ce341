package view

import (
	"strings"

	"github.com/followup-bot/followup/ledger"
)

// What words a query's restrictions.
func (c Ctx) What(q ledger.Query) string {
	var parts []string
	add := func(ok bool, id string, args ...any) {
		if ok {
			parts = append(parts, c.T(id, args...))
		}
	}
	add(!q.IssuedTo.IsZero(), "Q_issuedIn", "Span", c.Span(ledger.Period{From: q.IssuedFrom, To: q.IssuedTo}))
	add(!q.DueTo.IsZero(), "Q_dueIn", "Span", c.Span(ledger.Period{From: firstDate(q.DueFrom, q.DueTo), To: q.DueTo}))
	add(!q.ClosedTo.IsZero(), "Q_closedIn", "Span", c.Span(ledger.Period{From: q.ClosedFrom, To: q.ClosedTo}))
	add(q.Timely != "", "Q_timely_"+q.Timely)
	add(q.Overdue == 1, "Q_overdue")
	add(q.Overdue > 1, "Q_overdueBy", "N", q.Overdue)
	add(q.Blocked, "Q_blocked")
	add(q.Stale > 0, "Q_stale", "N", q.Stale)
	add(q.Unreported, "Q_unreported")
	add(q.Silent, "Q_silent")
	add(q.Fresh, "Q_fresh")
	add(q.Signed, "Q_signed")
	add(q.Extended, "Q_extended")
	add(q.Returned, "Q_returned")
	for _, l := range q.Lights {
		parts = append(parts, c.T("Light_"+string(l)))
	}
	for _, s := range q.States {
		add(!(s == ledger.StateClosed && !q.ClosedTo.IsZero()) && len(q.States) == 1, "State_"+string(s))
	}
	add(q.Pending != "", "Q_"+q.Pending)
	add(q.Decides != "", "Q_decides")
	add(q.Priority != "", "Priority_"+string(q.Priority))
	add(q.Involvement == "*", "Q_involved")
	add(q.Waiting != "", "Q_waiting", "Who", q.Waiting)
	for _, s := range []string{strings.TrimPrefix(q.Involvement, "*"), q.Area, q.Programme} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	if len(parts) == 0 && q.Open {
		parts = append(parts, c.T("Q_open"))
	}
	return strings.Join(parts, c.T("Comma"))
}

func firstDate(a, b ledger.Date) ledger.Date {
	if a.IsZero() {
		return b
	}
	return a
}
