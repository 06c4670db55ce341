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
		if r := &d.Rows[i]; r.Waiting() && !r.Separate && r.Onto == nil {
			r.Like = ledger.LikeOpen(*r, open)
		}
	}
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
