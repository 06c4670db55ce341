package bot

import (
	"context"
	"slices"
	"time"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

// childIDs are the children of an item, by number.
func (b *Bot) childIDs(ctx context.Context, id ledger.ItemID) ([]ledger.ItemID, error) {
	var rows []ledger.Row
	if err := b.cfg.Store.Rows(ctx, ledger.Filter{Parent: id}, func(r ledger.Row) bool {
		rows = append(rows, r)
		return true
	}); err != nil {
		return nil, err
	}
	slices.SortFunc(rows, func(a, b ledger.Row) int { return a.Number.Child - b.Number.Child })
	ids := make([]ledger.ItemID, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	return ids, nil
}

// children are an item's, by number.
func (d *delivery) children(id ledger.ItemID) ([]ledger.Item, error) {
	ids, err := d.childIDs(d.ctx, id)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	return d.items(ids)
}

// reviewFresh is how long a card that collects the submissions under one parent is added to before a new one is sent.
const reviewFresh = 24 * time.Hour

// reviewMany puts the submissions of one parent's children into one card: the second and later ones of a day are added to it, where the
// messenger can edit. ok is false when the item is to be shown alone.
func (d *delivery) reviewMany(it ledger.Item) (card chat.Card, bind ledger.Binding, ok bool, err error) {
	if it.Parent == "" || it.State != ledger.StateSubmitted {
		return card, bind, false, nil
	}
	parent, err := d.cfg.Store.Item(d.ctx, it.Parent)
	if err != nil {
		return card, bind, false, err
	}
	children, err := d.children(it.Parent)
	if err != nil {
		return card, bind, false, err
	}
	waiting := 0
	for _, c := range children {
		if c.State == ledger.StateSubmitted && c.Submission.Stage == it.Submission.Stage {
			waiting++
		}
	}
	if waiting < 2 {
		return card, bind, false, nil
	}
	binds, err := ledger.LoadAll[ledger.Binding](d.ctx, d.cfg.Store, ledger.RecordCard, string(it.Parent)+"|")
	if err != nil {
		return card, bind, false, err
	}
	_, edits := d.cfg.Messengers[d.to.Messenger].(chat.Updater)
	for _, b := range binds {
		if edits && b.Card == view.CardReview && b.Person == d.l.Notice.To.Person && d.env.Now.Sub(b.At) < reviewFresh {
			return card, bind, true, errStale
		}
	}
	return d.v.ReviewMany(parent, children), ledger.Binding{Card: view.CardReview, Items: []ledger.ItemID{it.Parent}}, true, nil
}

// heard are the items of which the recipient has a card.
func (d *delivery) heard(items []ledger.Item) ([]ledger.Item, error) {
	var out []ledger.Item
	for _, it := range items {
		binds, err := ledger.LoadAll[ledger.Binding](d.ctx, d.cfg.Store, ledger.RecordCard, string(it.ID)+"|")
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(binds, func(b ledger.Binding) bool { return b.Person == d.l.Notice.To.Person }) {
			out = append(out, it)
		}
	}
	return out, nil
}
