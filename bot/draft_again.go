package bot

import (
	"fmt"
	"slices"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

// againQuestion is what "these are known already" remembers: a file's text is not in the message.
type againQuestion struct {
	Text string `json:"text"`
}

// askAgain offers what is there of minutes that were registered before: their draft, or what was issued of them.
func (t *turn) askAgain(text string, known ledger.Draft, line string) {
	t.ask("again", againQuestion{text}, questionLasts, func(key string) chat.Card {
		controls := []chat.Control{t.v.Button(view.DoDraftOpen, string(known.ID), t.v.T("Do_draft_open"), "primary")}
		if slices.ContainsFunc(known.Rows, func(r ledger.DraftRow) bool { return r.Issued != "" }) {
			controls = append(controls, t.v.Ask(ledger.Query{Meeting: string(known.ID)}, t.v.T("SeeIssued")))
		}
		return view.With(t.v.Say(line, t.v.T("KnownHow")), append(controls, t.v.Button(view.DoYes, key, t.v.T("ReadAgain"), ""))...)
	})
}

// again registers the minutes anew, as was asked for.
func (t *turn) again(p ledger.Pending) error {
	q, err := waited[againQuestion](p)
	if err != nil {
		return err
	}
	t.settle()
	if t.m.Action == nil { // a yes in words says neither which of the two
		return t.minutes(q.Text, "")
	}
	return t.minutes(q.Text, "again")
}

// sameMeeting finds another draft of the same meeting: the same title and date, or the same number under the same title.
func (t *turn) sameMeeting(d ledger.Draft) (ledger.Draft, bool, error) {
	if d.Title == "" {
		return ledger.Draft{}, false, nil
	}
	all, err := ledger.Meetings(t.ctx, t.cfg.Store)
	for _, o := range slices.Backward(all) {
		if o.ID != d.ID && o.Order == "" && ledger.Fold(o.Title) == ledger.Fold(d.Title) &&
			(!d.Date.IsZero() && o.Date == d.Date || d.Number != "" && o.Number == d.Number) {
			same, _, err := t.draft(o.ID)
			return same, err == nil, err
		}
	}
	return ledger.Draft{}, false, err
}

// likenesses marks the rows that may go on with an open item of the same lead. Rows that were decided about stay as they are.
func (t *turn) likenesses(d *ledger.Draft) error {
	var open []ledger.Row
	if err := t.cfg.Store.Rows(t.ctx, ledger.Filter{Open: true, TopLevel: true}, func(r ledger.Row) bool {
		if string(r.Meeting) != string(d.ID) {
			open = append(open, r)
		}
		return true
	}); err != nil {
		return fmt.Errorf("open items: %w", err)
	}
	for i := range d.Rows {
		if r := &d.Rows[i]; r.Waiting() && !r.Separate {
			r.Like = ledger.LikeOpen(*r, open)
		}
	}
	return nil
}

// joinRow decides about a row that may go on with an open item: its words go on the item's record, perhaps with the meeting's date, or it is a
// matter of its own. a.Value is draft "|" row.
func (t *turn) joinRow(a chat.Action) error {
	if err := t.env.Allowed(t.me.ID, ledger.ActRegister, ledger.Item{}); err != nil {
		return t.refused(err, nil)
	}
	found, n, err := t.draftRow(a.Value)
	if err != nil {
		t.reply(t.v.Say(t.v.T("Gone")))
		return nil
	}
	d, rev, err := t.draft(found.ID)
	if err != nil {
		return err
	}
	d.Rows = slices.Clone(d.Rows)
	row := d.Row(n)
	if row == nil || !row.Waiting() || row.Like == nil {
		t.reply(t.v.Say(t.v.T("AlreadyIssued")))
		return nil
	}
	if a.ID == view.DoDraftApart {
		row.Like, row.Separate = nil, true
		t.saveDraft(d, rev)
		return nil
	}
	it, err := t.item(row.Like.Item)
	if err != nil {
		return err
	}
	t.env.Read = "button " + a.ID
	c, err := ledger.Continue(t.env, it, t.me.ID, *row, a.ID == view.DoDraftJoinDate)
	if err != nil {
		return t.refused(err, []ledger.Item{it})
	}
	t.take(c)
	row.Continues, row.Like = it.ID, nil
	row.Reason = t.v.Number(it.Number)
	t.saveDraft(d, rev)
	id := "Joined_item"
	if a.ID == view.DoDraftJoinDate {
		id = "Joined_date"
	}
	t.reply(t.v.Say(t.v.T(id, "Row", n, "Number", t.v.Number(it.Number), "Title", view.Clip(it.Title, 24), "Due", t.v.Due(c.Items[0].Due, t.env.Today()), "Unit", t.v.Unit(it.Lead))))
	return nil
}

// knownMinutes asks about minutes whose very text was registered before.
func (t *turn) knownMinutes(text string, known ledger.Meeting) error {
	d, _, err := t.draft(known.ID)
	if err != nil {
		return err
	}
	t.askAgain(text, d, t.v.T("KnownMinutes", "Date", t.v.Date(ledger.DateOf(known.At.In(t.zone())), t.env.Today()), "By", t.v.Person(known.By)))
	return nil
}
