package bot

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

// approvalMissing reports whether a leader has to approve any of the rows before they are issued.
func (t *turn) approvalMissing(d ledger.Draft, rows []int) bool {
	return ledger.NeedsApproval(t.env, d) && slices.ContainsFunc(rows, func(n int) bool { return d.Row(n).Approved == "" })
}

// askApproval puts the rows before the leaders, in one card a meeting.
func (t *turn) askApproval(id ledger.MeetingID, rows []int) error {
	d, rev, err := t.draft(id)
	if err != nil {
		t.reply(t.v.Say(t.v.T("Gone")))
		return nil
	}
	if d, err = ledger.AskApproval(t.env, d, rows, t.me.ID); err != nil {
		return t.refused(err, nil)
	}
	t.recordDraft(d, rev)
	var names []string
	for _, who := range ledger.Approvers(t.env) {
		v := viewFor(t.env, who)
		t.send(ledger.Recipient{Person: who}, v.Approval(d), ledger.Binding{Card: view.CardApproval, Draft: d.ID, Person: who, Lang: v.Lang()})
		names = append(names, t.v.Person(who))
	}
	t.reply(t.v.Say(t.v.N("ApprovalAsked", len(rows), "Who", t.v.List(names))))
	return nil
}

// approveDraft is a leader's word on a meeting's items: approved, they are issued at once in the name of the office.
func (t *turn) approveDraft(id ledger.MeetingID, ok bool, reason string) error {
	d, rev, err := t.draft(id)
	if err != nil {
		t.reply(t.v.Say(t.v.T("Gone")))
		return nil
	}
	asked := d.Asked
	d, err = ledger.Approve(t.env, d, t.me.ID, ok, reason)
	if err != nil {
		return t.unable(err)
	}
	if !ok {
		t.recordDraft(d, rev)
		t.tellPersonIn(asked.By, "ApprovalReturned", "Who", t.me.Name, "Meeting", d.Title, "Reason", reason)
		t.reply(t.v.Say(t.v.T("ApprovalGivenBack", "Who", t.v.Person(asked.By))))
		return nil
	}
	rows := slices.DeleteFunc(slices.Clone(asked.Rows), func(n int) bool {
		r := d.Row(n)
		return r == nil || !r.Waiting() || len(r.Missing(t.env.Policy)) > 0
	})
	open, err := t.goingOn(d, rows)
	if err != nil {
		return err
	}
	c, err := ledger.Issue(t.env, d, rev, rows, asked.By, open...)
	var r *ledger.Refused
	if errors.As(err, &r) && r.Code != ledger.RefusedState {
		t.reply(t.v.Say(t.v.T("AlreadyIssued")))
		return nil
	} else if r != nil {
		return t.refused(err, open)
	}
	if err != nil {
		return err
	}
	for i := range c.Events {
		c.Events[i].Reason = t.v.T("ApprovedBy", "Who", t.me.Name)
	}
	t.take(c)
	v := viewFor(t.env, asked.By)
	t.tellPerson(asked.By, t.whenTold(v.Say(v.T("ApprovalGiven", "Who", t.me.Name, "Meeting", d.Title, "N", len(rows))), v, t.noteIssue(asked.By, d.ID)))
	t.reply(t.v.Say(t.v.N("ApprovedIssued", len(rows))))
	return nil
}

var (
	saysYes  = regexp.MustCompile(`(?i)^\s*(?:同意|批准|可以|同意下发|ok|yes|approved?|agreed?|go ahead)[。.!!\s]*$`)
	saysBack = regexp.MustCompile(`(?i)^\s*(?:退回|不同意|returned?|send back|not approved)[,,::\s]*(.*)$`)
)

// approvalWords takes what a leader answers under the card that asked for approval; ok is false when it is something else.
func (t *turn) approvalWords(s string) (ok bool, err error) {
	if t.bound == nil || t.bound.Card != view.CardApproval || t.m.Action != nil || t.m.Form != nil {
		return false, nil
	}
	if saysYes.MatchString(s) {
		return true, t.approveDraft(t.bound.Draft, true, "")
	}
	if g := saysBack.FindStringSubmatch(s); g != nil {
		return true, t.approveDraft(t.bound.Draft, false, strings.TrimSpace(g[1]))
	}
	return false, nil
}
