package bot

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/intent"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

func (t *turn) draft(id ledger.MeetingID) (ledger.Draft, int64, error) {
	return ledger.Load[ledger.Draft](t.ctx, t.cfg.Store, ledger.RecordDraft, string(id))
}

// draftFresh is how long after its minutes came a draft is meant by orders outside its thread.
const draftFresh = 12 * time.Hour

// draftHere is the draft that the message stands under; otherwise the one whose minutes this person sent here a while ago, when rows of it
// still wait. It has no rows when there is neither.
func (t *turn) draftHere() (d ledger.Draft, under bool) {
	if t.bound != nil && t.bound.Draft != "" {
		d, _, err := t.draft(t.bound.Draft)
		return d, err == nil
	}
	p, _, err := ledger.Load[pasted](t.ctx, t.cfg.Store, ledger.RecordMark, t.pasteKey())
	if err != nil || t.env.Now.Sub(p.At) > draftFresh {
		return ledger.Draft{}, false
	}
	d, _, err = t.draft(p.Draft)
	if err != nil || d.Finished() {
		return ledger.Draft{}, false
	}
	return d, false
}

// draftRow reads a control's value: draft "|" row.
func (t *turn) draftRow(value string) (ledger.Draft, int, error) {
	id, row, _ := strings.Cut(value, "|")
	n, err := strconv.Atoi(row)
	if err != nil {
		return ledger.Draft{}, 0, err
	}
	d, _, err := t.draft(ledger.MeetingID(id))
	return d, n, err
}

// drafts lists the drafts that wait to be issued.
func (t *turn) drafts() error {
	if err := t.env.Allowed(t.me.ID, ledger.ActRegister, ledger.Item{}); err != nil {
		return t.refused(err, nil)
	}
	all, err := t.draftsThatWait("")
	if err != nil {
		return err
	}
	if len(all) == 1 {
		t.showDraft(all[0], false)
		return nil
	}
	slices.Reverse(all)
	t.reply(t.v.DraftList(all))
	return nil
}

// draftsThatWait are the drafts with rows to be issued, of a meeting with a name (empty: of any), in the order in which they came.
func (t *turn) draftsThatWait(name string) ([]ledger.Draft, error) {
	heads, err := ledger.Meetings(t.ctx, t.cfg.Store)
	if err != nil {
		return nil, err
	}
	var out []ledger.Draft
	for _, h := range heads {
		if !h.Waiting || name != "" && !ledger.MeetingMatches(h.Title, name) {
			continue
		}
		d, _, err := t.draft(h.ID)
		if err != nil {
			return nil, err
		}
		out = append(out, d)
	}
	return out, nil
}

// recordDraft keeps a draft.
func (t *turn) recordDraft(d ledger.Draft, rev int64) {
	for _, r := range d.Records(rev) {
		t.record(r)
	}
}

func (t *turn) showDraft(d ledger.Draft, full bool) {
	t.replyBound(t.v.Drafts(d, full), ledger.Binding{Card: view.CardDrafts, Draft: d.ID})
}

// tellDraft shows somebody else a draft.
func (t *turn) tellDraft(to ledger.PersonID, d ledger.Draft) {
	v := viewFor(t.env, to)
	t.send(ledger.Recipient{Person: to}, v.Drafts(d, false), ledger.Binding{Card: view.CardDrafts, Draft: d.ID, Person: to, Lang: v.Lang()})
}

// issueQuestion is what "issue these?" remembers.
type issueQuestion struct {
	Draft ledger.MeetingID `json:"draft"`
	Rows  []int            `json:"rows"`
}

func (t *turn) draftAction(a chat.Action) error {
	id, rows, _ := strings.Cut(a.Value, "|")
	d, _, err := t.draft(ledger.MeetingID(id))
	if err != nil {
		t.reply(t.v.Say(t.v.T("Gone")))
		return nil
	}
	if err := t.env.Allowed(t.me.ID, ledger.ActRegister, ledger.Item{}); err != nil {
		return t.refused(err, nil)
	}
	switch a.ID {
	case view.DoDraftOpen, view.DoDraftFull:
		t.showDraft(d, a.ID == view.DoDraftFull)
		return nil
	case view.DoDraftAsk:
		ready, _ := d.Ready(t.env.Policy)
		return t.askIssue(d, ready)
	}
	var list []int
	for s := range strings.SplitSeq(rows, ",") {
		if n, err := strconv.Atoi(s); err == nil {
			list = append(list, n)
		}
	}
	t.settle()
	return t.issueNow(d.ID, list)
}

// askIssue says how many messages would go to whom, and waits.
func (t *turn) askIssue(d ledger.Draft, rows []int) error {
	if err := t.env.Allowed(t.me.ID, ledger.ActIssue, ledger.Item{}); err != nil {
		return t.refused(err, nil)
	}
	ready, short := d.Ready(t.env.Policy)
	rows = slices.DeleteFunc(slices.Clone(rows), func(n int) bool { return !slices.Contains(ready, n) })
	if len(rows) == 0 {
		t.reply(t.v.Say(t.v.N("NothingReady", len(short)), t.v.T("NothingReadyHow")))
		return nil
	}
	t.askIssueOf(d, rows, len(short))
	return nil
}

// askIssueOf asks before the rows are issued, or says that a leader approves them first.
func (t *turn) askIssueOf(d ledger.Draft, rows []int, short int) {
	if t.approvalMissing(d, rows) {
		t.reply(t.v.AskApproval(d, rows, ledger.Approvers(t.env)))
		return
	}
	t.ask("issue", issueQuestion{d.ID, rows}, questionLasts, func(string) chat.Card {
		return t.v.ConfirmIssue(d, ledger.ReachOf(t.env, d, rows), short)
	})
}

// issueNow issues the rows and says under which numbers they now run.
func (t *turn) issueNow(id ledger.MeetingID, rows []int) error {
	d, rev, err := t.draft(id)
	if err != nil {
		t.reply(t.v.Say(t.v.T("Gone")))
		return nil
	}
	reach := ledger.ReachOf(t.env, d, rows)
	t.env.Words = ""
	open, err := t.goingOn(d, rows)
	if err != nil {
		return err
	}
	c, err := ledger.Issue(t.env, d, rev, rows, t.me.ID, open...)
	var r *ledger.Refused
	if errors.As(err, &r) && r.Code == ledger.RefusedAgain {
		t.reply(t.v.Say(t.v.T("AlreadyIssued")))
		return nil
	}
	if err != nil {
		return t.refused(err, open)
	}
	t.take(c)
	var lines []string
	if n := len(rows) - len(reach.Onto); n > 0 {
		lines = append(lines, t.v.T("Issued", "Items", n, "All", reach.Items, "Units", reach.Units, "Messages", reach.Messages))
	}
	lines = append(lines, t.wentOn(d, reach.Onto)...)
	if len(reach.Unreachable) > 0 {
		lines = append(lines, t.v.T("Unreachable", "Units", t.v.Units(reach.Unreachable)))
	}
	t.reply(t.whenTold(t.v.Say(lines...), t.v, t.noteIssue(t.me.ID, d.ID)))
	return nil
}

// draftForm takes the form of one row.
func (t *turn) draftForm(f chat.Filled) error {
	id, n, err := t.draftRow(f.Value)
	if err != nil {
		t.reply(t.v.Say(t.v.T("Gone")))
		return nil
	}
	if err := t.env.Allowed(t.me.ID, ledger.ActRegister, ledger.Item{}); err != nil {
		return t.refused(err, nil)
	}
	due, err := ledger.ParseDate(strings.TrimSpace(f.Values["due"]))
	if err != nil {
		t.reply(t.v.Say(t.v.T("Refused_date")))
		return nil
	}
	_, rev, err := t.draft(id.ID)
	if err != nil {
		return err
	}
	before := id
	id.Rows = slices.Clone(id.Rows)
	row := id.Row(n)
	if row == nil || !row.Waiting() {
		t.reply(t.v.Say(t.v.T("AlreadyIssued")))
		return nil
	}
	row.Title = orWords(strings.TrimSpace(f.Values["title"]), row.Title)
	row.Measure = strings.TrimSpace(f.Values["measure"])
	if due != row.Due.Date {
		row.Due = ledger.Due{Date: due}
	}
	if u := ledger.UnitID(f.Values["lead"]); u != row.Lead {
		setLead(row, u)
	}
	if v, asked := f.Values["support"]; asked {
		row.Support = nil
		for u := range strings.SplitSeq(v, "\n") {
			if u != "" && ledger.UnitID(u) != row.Lead {
				row.Support = append(row.Support, ledger.UnitID(u))
			}
		}
	}
	row.Approved = ""
	t.saveDraft(id, rev)
	t.keepStep(before, t.env.Now, t.v.T("RowFormTitle", "N", n))
	return nil
}

func setLead(row *ledger.DraftRow, u ledger.UnitID) {
	if row.Lead != u {
		row.Handler = "" // of the unit that led before
	}
	row.Lead, row.Candidates = u, nil
	if u != "" {
		row.Fanout, row.Members, row.Kept = "", nil, nil
		row.Support = slices.DeleteFunc(slices.Clone(row.Support), func(s ledger.UnitID) bool { return s == u })
	}
}

// saveDraft writes the draft back; its card is edited in place. Where a messenger can't do that, it is shown anew.
func (t *turn) saveDraft(d ledger.Draft, rev int64) {
	d.Changed = t.env.Now
	if err := t.likenesses(&d); err != nil {
		t.cfg.Log.Error("what the rows go on with is not known", "error", err)
	}
	t.recordDraft(d, rev)
	if _, can := t.cfg.Messengers[t.m.At.Messenger].(chat.Updater); !can {
		t.showDraft(d, false)
	}
}

// draftOrders edits the drafts that the message stands under, as one: either all of it is understood, or nothing is done and it asks.
func (t *turn) draftOrders(orders []intent.DraftOrder) error {
	if err := t.env.Allowed(t.me.ID, ledger.ActRegister, ledger.Item{}); err != nil {
		return t.refused(err, nil)
	}
	here, _ := t.draftHere()
	d, rev, err := t.draft(here.ID)
	if err != nil {
		t.reply(t.v.Say(t.v.T("Gone")))
		return nil
	}
	before := d
	d.Rows = slices.Clone(d.Rows)
	e := edit{turn: t, d: &d}
	for _, o := range orders {
		e.order(o, orders)
	}
	if len(e.unsure) > 0 {
		t.reply(t.v.Say(append([]string{t.v.T("OrderUnsure")}, e.unsure...)...))
		return nil
	}
	if e.changed {
		t.saveDraft(d, rev)
		t.keepStep(before, t.env.Now, strings.Join(e.did, t.v.T("Comma")))
	}
	switch {
	case e.issue != nil:
		if e.changed { // first the edit, then the question, so that a yes meets the rows as edited
			ready, short := d.Ready(t.env.Policy)
			rows := slices.DeleteFunc(e.issue, func(n int) bool { return !slices.Contains(ready, n) })
			t.askIssueOf(d, rows, len(short))
			return nil
		}
		return t.askIssue(d, e.issue)
	case e.show:
		t.showDraft(d, true)
	case e.changed:
		ready, short := d.Ready(t.env.Policy)
		t.reply(t.v.Say(t.v.T("DraftEdited", "What", strings.Join(e.did, t.v.T("Comma")), "Ready", len(ready), "Short", len(short))))
	}
	return nil
}
