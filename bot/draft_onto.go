package bot

import (
	"slices"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/intent"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

// joinRow is a button's word on a row that may go on with an open item. a.Value is draft "|" row.
func (t *turn) joinRow(a chat.Action) error {
	found, n, err := t.draftRow(a.Value)
	if err != nil {
		t.reply(t.v.Say(t.v.T("Gone")))
		return nil
	}
	row := found.Row(n)
	if a.ID == view.DoDraftApart {
		return t.goOn(found.ID, n, nil, false, ledger.Due{})
	}
	if row == nil || row.Like == nil {
		t.reply(t.v.Say(t.v.T("AlreadyIssued")))
		return nil
	}
	it, err := t.item(row.Like.Item)
	if err != nil {
		return err
	}
	return t.goOn(found.ID, n, &it, a.ID == view.DoDraftJoinDate, ledger.Due{})
}

// rowGoesOn takes the words for it: 3号是12号的续办, 3号另立.
func (t *turn) rowGoesOn(w intent.Work) error {
	here, _ := t.draftHere()
	if w.Off {
		return t.goOn(here.ID, w.N, nil, false, ledger.Due{})
	}
	it, err := t.workItem(w.Refs)
	if err != nil {
		return t.unable(err)
	}
	return t.goOn(here.ID, w.N, &it, w.Date || !w.Due.IsZero(), due(w.Due))
}

// goOn writes into a draft that one of its rows goes on with an open item, or with none; a date that was said becomes the row's. It takes effect
// with the issue, and can be undone like any edit until then.
func (t *turn) goOn(id ledger.MeetingID, n int, it *ledger.Item, date bool, said ledger.Due) error {
	d, rev, err := t.draft(id)
	if err != nil {
		t.reply(t.v.Say(t.v.T("Gone")))
		return nil
	}
	before := d
	d.Rows = slices.Clone(d.Rows)
	row := d.Row(n)
	if row == nil {
		t.reply(t.v.Say(t.v.T("NoSuchRow", "N", n, "Last", len(d.Rows))))
		return nil
	}
	if !said.IsZero() {
		row.Due, row.DueText, row.NoDue = said, "", false
	}
	about := []ledger.Item{}
	if it != nil {
		about = append(about, *it)
	}
	if d, err = ledger.GoOn(t.env, d, n, t.me.ID, it, date); err != nil {
		return t.refused(err, about)
	}
	did := t.v.T("RowApart", "Row", n)
	if it != nil {
		did = t.ontoLine(n, *d.Row(n))
	}
	t.saveDraft(d, rev)
	t.keepStep(before, t.env.Now, did)
	lines := []string{did}
	if it != nil {
		lines = append(lines, t.v.T("OntoHow", "Row", n))
	}
	ready, _ := d.Ready(t.env.Policy)
	t.reply(view.With(t.v.Say(lines...), t.v.Button(view.DoDraftAsk, string(d.ID), t.v.N("DraftsIssue", len(ready)), "")))
	return nil
}

// ontoLine says what a row goes on with, and by which date.
func (t *turn) ontoLine(n int, r ledger.DraftRow) string {
	id := "RowOnto_item"
	if r.OntoDate {
		id = "RowOnto_date"
	}
	return t.v.T(id, "Row", n, "Number", t.v.Number(r.Onto.Number), "Title", view.Clip(r.Onto.Title, 24), "Due", t.v.Due(r.Due, t.env.Today()), "Unit", t.v.Unit(r.Onto.Lead))
}

// goingOn are the items that rows of a draft go on with.
func (t *turn) goingOn(d ledger.Draft, rows []int) ([]ledger.Item, error) {
	var ids []ledger.ItemID
	for _, n := range rows {
		if r := d.Row(n); r != nil && r.Onto != nil && !slices.Contains(ids, r.Onto.Item) {
			ids = append(ids, r.Onto.Item)
		}
	}
	return t.items(ids)
}

// joined are the items that rows of a draft have gone on with.
func (t *turn) joined(d ledger.Draft) ([]ledger.Item, error) {
	var ids []ledger.ItemID
	for _, r := range d.Rows {
		if r.Was != nil && !slices.Contains(ids, r.Continues) {
			ids = append(ids, r.Continues)
		}
	}
	return t.items(ids)
}

// wentOn says what was recorded on open items by an issue.
func (t *turn) wentOn(d ledger.Draft, rows []int) (lines []string) {
	for _, n := range rows {
		r := *d.Row(n)
		id := "Joined_item"
		if r.OntoDate {
			id = "Joined_date"
		}
		lines = append(lines, t.v.T(id, "Row", n, "Number", t.v.Number(r.Onto.Number), "Title", view.Clip(r.Onto.Title, 24), "Due", t.v.Due(r.Due, t.env.Today()), "Unit", t.v.Unit(r.Onto.Lead)))
	}
	return lines
}
