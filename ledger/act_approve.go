package ledger

import (
	"slices"
	"time"
)

// An Approval is what the office asked a leader to approve: rows of a draft, to be issued in the name of By.
type Approval struct {
	Rows     []int     `json:"rows"`
	By       PersonID  `json:"by"`
	At       time.Time `json:"at"`
	Returned string    `json:"returned,omitempty"` // why a leader gave it back
}

// NeedsApproval reports whether a leader approves the draft before issue: where the policy says so and there is one to ask. A leader's own
// order needs none.
func NeedsApproval(e Env, d Draft) bool {
	return e.Policy.LeaderApproval && d.Order == "" && len(Approvers(e)) > 0
}

// Approvers are who is asked to approve: the head of the organisation, else its leaders.
func Approvers(e Env) []PersonID {
	if who := Recipients(e, Item{}, ForPrincipal); len(who) > 0 {
		return who
	}
	return e.people(func(p Person) bool { return p.Has(RoleLeader) })
}

// AskApproval puts rows of a draft before the leaders.
func AskApproval(e Env, d Draft, rows []int, by PersonID) (Draft, error) {
	if err := e.Allowed(by, ActIssue, Item{}); err != nil {
		return d, err
	}
	d.Asked = &Approval{Rows: slices.Clone(rows), By: by, At: e.Now.UTC()}
	d.Changed = e.Now.UTC()
	return d, nil
}

// Approve is a leader's word on the rows that the office put before them: approved, they can be issued; given back needs a reason.
func Approve(e Env, d Draft, by PersonID, ok bool, reason string) (Draft, error) {
	if err := e.Allowed(by, ActApprove, Item{}); err != nil {
		return d, err
	}
	if d.Asked == nil || d.Asked.Returned != "" {
		return d, &Refused{Action: ActApprove, Code: RefusedAgain}
	}
	asked := *d.Asked
	if !ok {
		if blank(reason) {
			return d, &Refused{Action: ActApprove, Code: RefusedReason}
		}
		asked.Returned, d.Asked, d.Changed = reason, &asked, e.Now.UTC()
		return d, nil
	}
	d.Rows, d.Asked, d.Changed = slices.Clone(d.Rows), nil, e.Now.UTC()
	for _, n := range asked.Rows {
		if row := d.Row(n); row != nil && row.Waiting() {
			row.Approved = by
		}
	}
	return d, nil
}
