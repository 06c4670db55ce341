package bot

import (
	"slices"

	"github.com/followup-bot/followup/bot/intent"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

// unsigned are the items that wait for the speaker's receipt: of the card that was used, else all.
func (t *turn) unsigned() ([]ledger.Item, error) {
	return t.load(slices.DeleteFunc(t.mine(), func(r ledger.Row) bool {
		return r.State != ledger.StateIssued || t.env.Allowed(t.me.ID, ledger.ActAccept, r.Outline()) != nil
	}))
}

// signAll signs for everything that waits for it (一键签收).
func (t *turn) signAll() (outcome, error) {
	items, err := t.unsigned()
	if err != nil {
		return outcome{}, err
	}
	if len(items) == 0 {
		return outcome{}, t.trouble("NothingToSign")
	}
	for _, it := range items {
		c, err := ledger.Accept(t.env, it, t.me.ID)
		if err != nil {
			return outcome{}, err
		}
		t.take(c)
	}
	return outcome{done: t.v.Say(t.v.N("SignedAll", len(items), "Numbers", t.numbers(items)))}, nil
}

// A judged item is one that a review decides on.
type judged struct {
	item   ledger.Item
	ok     bool
	reason string
}

// review decides on several submissions at once: the children of one item, or all that waits for the speaker.
func (t *turn) review(w intent.Work) (outcome, error) {
	list, skipped, err := t.verdicts(w)
	if err != nil {
		return outcome{}, err
	}
	switch {
	case len(list) == 0 && len(skipped) > 0:
		return outcome{}, t.trouble("ReviewSkip", "Numbers", t.numbers(skipped))
	case len(list) == 0:
		return outcome{}, t.trouble("NothingToReview")
	}
	var passed, back []ledger.Item
	var reads []string
	for _, j := range list {
		parent, err := t.parent(j.item)
		if err != nil {
			return outcome{}, err
		}
		c, err := ledger.Judge(t.env, j.item, t.me.ID, j.ok, j.reason, parent)
		if err != nil {
			return outcome{}, err
		}
		t.take(c)
		if j.ok {
			passed = append(passed, j.item)
		} else {
			back = append(back, j.item)
		}
	}
	if len(passed) > 0 {
		reads = append(reads, t.v.N("ReviewPass", len(passed), "Numbers", t.numbers(passed)))
	}
	for _, j := range list {
		if !j.ok {
			reads = append(reads, t.v.T("ReviewBack", "Number", t.v.Number(j.item.Number), "Unit", t.v.Unit(j.item.Lead), "Reason", j.reason))
		}
	}
	if len(skipped) > 0 {
		reads = append(reads, t.v.T("ReviewSkip", "Numbers", t.numbers(skipped)))
	}
	line := t.v.T("Reviewed", "Passed", len(passed), "Back", len(back))
	if p, err := t.parent(list[0].item); err == nil && p != nil {
		line += t.v.T("ReviewedOf", "Number", t.v.Number(p.Number), "Done", p.Finished, "All", p.Children)
		if p.State == ledger.StateClosed {
			line += t.v.T("ParentClosed", "Number", t.v.Number(p.Number))
		}
	}
	return outcome{reads: reads, done: t.v.Say(line)}, nil
}

// verdicts are the submissions that the order decides on; skipped are those it names that wait for nobody here.
func (t *turn) verdicts(w intent.Work) (list []judged, skipped []ledger.Item, err error) {
	items, err := t.reviewable(w)
	if err != nil {
		return nil, nil, err
	}
	for _, v := range w.Verdicts {
		if !v.OK && v.Reason == "" {
			return nil, nil, &ledger.Refused{Action: ledger.ActReview, Code: ledger.RefusedReason, May: ledger.May(ledger.ActReview)}
		}
	}
	for _, it := range items {
		v, named := verdictOn(it, w.Verdicts)
		switch {
		case v == nil:
		case t.reviews(it):
			list = append(list, judged{it, v.OK, v.Reason})
		case named:
			skipped = append(skipped, it)
		}
	}
	return list, skipped, nil
}

// reviewable are the children of the item that the order is about, or all that waits for the speaker's review.
func (t *turn) reviewable(w intent.Work) ([]ledger.Item, error) {
	if _, under := t.thread(); len(w.Refs) > 0 || under {
		p, err := t.workItem(w.Refs)
		if err != nil {
			return nil, err
		}
		if p.Children == 0 {
			return nil, t.trouble("NoChildren", "Number", t.v.Number(p.Number))
		}
		return t.children(p)
	}
	return t.load(t.waiting(ledger.PendingReview))
}

// reviews reports whether an item waits for this speaker's review.
func (t *turn) reviews(it ledger.Item) bool {
	return it.State == ledger.StateSubmitted && t.env.Allowed(t.me.ID, ledger.ReviewAt(it.Submission.Stage), it) == nil
}

// verdictOn is the verdict on a child; named, when its number was said.
func verdictOn(it ledger.Item, vs []intent.Verdict) (v *intent.Verdict, named bool) {
	n := it.Number.Child
	if i := slices.IndexFunc(vs, func(v intent.Verdict) bool { return v.From > 0 && v.From <= n && n <= v.To }); i >= 0 {
		return &vs[i], true
	}
	if i := slices.IndexFunc(vs, func(v intent.Verdict) bool { return v.All || v.Rest }); i >= 0 {
		return &vs[i], false
	}
	return nil, false
}

// reviewCard shows the office all submissions under one parent.
func (t *turn) reviewCard(it ledger.Item) error {
	children, err := t.children(it)
	if err != nil {
		return err
	}
	t.answerAbout(it, t.v.ReviewMany(it, children), view.CardReview)
	return nil
}
