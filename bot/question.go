package bot

import (
	"encoding/json"
	"fmt"

	"github.com/followup-bot/followup/bot/intent"
	"github.com/followup-bot/followup/ledger"
)

// answerPending answers what the bot asked. A yes where nothing was asked goes to what waits for this person's decision; one such thing is
// read back, several are asked about.
func (t *turn) answerPending(in intent.Intent) error {
	if t.pending == nil {
		if in.Name == intent.ApprovePending || in.Name == intent.Yes {
			return t.agree()
		}
		return t.unclear()
	}
	if in.Name == intent.No || in.Name == intent.Cancel || in.Name == intent.Undo {
		t.settle()
		t.reply(t.v.Say(t.v.T("Cancelled")))
		return nil
	}
	return t.yes()
}

// agree is a bare 同意 or yes: it can only mean something that waits for this person.
func (t *turn) agree() error {
	var in intent.Intent
	reviews := t.waiting(ledger.PendingReview)
	extensions := t.waiting(ledger.PendingExtension)
	if it, under := t.thread(); under {
		switch {
		case it.State == ledger.StateSubmitted:
			return t.confirmOrRefuse(intent.Intent{Name: intent.ApproveClose, Expect: intent.Confirm}, it)
		case it.Extension != nil:
			return t.confirmOrRefuse(intent.Intent{Name: intent.ApproveExtension, Expect: intent.Confirm}, it)
		}
		return t.unclear()
	}
	switch {
	case len(reviews) == 0 && len(extensions) == 0:
		return t.unclear()
	case len(reviews) > 0 && len(extensions) == 0:
		in = intent.Intent{Name: intent.ApproveClose, Expect: intent.Confirm}
	case len(reviews) == 0:
		in = intent.Intent{Name: intent.ApproveExtension, Expect: intent.Confirm}
	default:
		t.askWhich(intent.Intent{Name: intent.ApprovePending}, append(reviews, extensions...))
		return nil
	}
	items, err := t.which(in)
	if err != nil || len(items) == 0 {
		return err
	}
	return t.confirm(in, items)
}

func (t *turn) confirmOrRefuse(in intent.Intent, it ledger.Item) error {
	return t.confirm(in, []ledger.Item{it})
}

// waited reads what a question remembers.
func waited[T any](p ledger.Pending) (v T, err error) {
	if err = json.Unmarshal(p.Data, &v); err != nil {
		err = fmt.Errorf("question %s: %w", p.Key(), err)
	}
	return v, err
}

// yes carries out what was read back.
func (t *turn) yes() error {
	p := *t.pending
	if done, err := t.tableAnswered(p); done || err != nil {
		return err
	}
	switch p.Kind {
	case "confirm":
		w, err := waited[waitingIntent](p)
		if err != nil {
			return err
		}
		t.asSaid(p)
		return t.confirmed(w)
	case "issue":
		w, err := waited[issueQuestion](p)
		if err != nil {
			return err
		}
		t.settle()
		return t.issueNow(w.Draft, w.Rows)
	case "work":
		return t.yesWork(p)
	case "campaign":
		return t.campaignGo(p)
	case "again":
		return t.again(p)
	case "setting":
		in, err := waited[intent.Intent](p)
		if err != nil {
			return err
		}
		t.m.Text = p.Words
		t.settle()
		return t.set(in)
	}
	return t.unclear()
}

// confirmed does what was confirmed: one intent on its items, or a batch.
func (t *turn) confirmed(w waitingIntent) error {
	t.settle()
	t.env.Read = string(w.Intent.Name)
	if w.Intent.Name != intent.Batch {
		items, err := t.items(w.Items)
		if err != nil {
			return err
		}
		return t.perform(w.Intent, items)
	}
	var done []ledger.Item
	for i, r := range w.Intent.Slots.Reports {
		it, err := t.item(w.Items[i])
		if err != nil {
			return err
		}
		c, err := t.decideOn(intent.Intent{Name: r.Name, Slots: r.Slots}, it)
		if err != nil {
			return t.refused(err, []ledger.Item{it})
		}
		t.take(c)
		done = append(done, it)
	}
	t.recorded(w.Intent, done)
	return nil
}
