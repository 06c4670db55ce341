package bot

import (
	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/intent"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

// about1 answers a question about one item.
func (t *turn) about1(in intent.Intent, it ledger.Item) error {
	if !t.env.Sees(t.me.ID, it) {
		return t.notTheirs(it)
	}
	switch {
	case in.Name == intent.History:
		return t.history(it, in.Slots.Kind)
	case in.Name == intent.Explain && in.Slots.Ask != "score":
		return t.whyLate(it)
	case in.Name == intent.WhyQuiet:
		return t.quietAbout(it)
	case in.Name == intent.EvidenceShow:
		return t.showEvidence(it)
	}
	if id := "Answer_" + in.Slots.Ask; in.Slots.Ask != "" && t.v.Has(id) {
		line := t.v.T(id, "Number", t.v.Number(it.Number), "Unit", t.v.Unit(it.Lead), "Due", t.v.Due(it.Due, t.env.Today()), "Measure", it.Measure,
			"State", t.v.T("State_"+string(it.State)))
		card := view.With(t.v.Say(line), t.v.Button(view.DoShow, string(it.ID), t.v.T("Do_show"), ""))
		t.answer(card, ledger.Query{Units: []ledger.UnitID{it.Lead}})
		return nil
	}
	return t.show(it)
}

// notTheirs says who may see an item, and no more of it.
func (t *turn) notTheirs(it ledger.Item) error {
	return t.refused(t.env.Allowed(t.me.ID, ledger.ActView, it), nil)
}

// show gives an item's card.
func (t *turn) show(it ledger.Item) error {
	if !t.env.Sees(t.me.ID, it) {
		return t.notTheirs(it)
	}
	more := []chat.Control{t.v.Button(view.DoHistory, string(it.ID), t.v.T("Do_history"), "")}
	if b, ok := t.v.EvidenceButton(it); ok {
		more = append(more, b)
	}
	t.answerAbout(it, t.details(it, more...), view.CardItem)
	return nil
}

// details are an item's card, with the way to its history and its page.
func (t *turn) details(it ledger.Item, more ...chat.Control) chat.Card {
	card := t.v.Item(it)
	controls := append(more, t.pageLinks("item/"+string(it.ID))...)
	if n := len(card.Blocks); n > 0 && card.Blocks[n-1].Kind == chat.BlockActions {
		card.Blocks[n-1].Actions = append(card.Blocks[n-1].Actions, controls...)
		return card
	}
	return view.With(card, controls...)
}

// pane is an item's card or its history as a window over the page that it was asked for on; nil when they may not see it, and are told.
func (t *turn) pane(id string, it ledger.Item) (*chat.Form, error) {
	if !t.env.Sees(t.me.ID, it) {
		return nil, t.notTheirs(it)
	}
	if id == view.DoShow {
		return t.v.Pane(id, it, t.details(it, t.v.FormButton(view.DoHistory, string(it.ID)))), nil
	}
	card, err := t.historyCard(it, "")
	if err != nil {
		return nil, err
	}
	return t.v.Pane(id, it, view.With(card, t.pageLinks("item/"+string(it.ID))...)), nil
}

// answerAbout replies with an item's card in place, where that shows nobody what is not theirs; otherwise privately.
func (t *turn) answerAbout(it ledger.Item, card chat.Card, kind string) {
	if !t.mayStand(it) {
		t.answer(card, ledger.Query{})
		return
	}
	t.replyBound(card, ledger.Binding{Card: kind, Items: []ledger.ItemID{it.ID}})
}

// mayStand reports whether an item may be shown where the message stands: privately, or in a channel of its unit.
func (t *turn) mayStand(it ledger.Item) bool {
	return t.m.Direct || t.channelOwns([]ledger.UnitID{it.Lead})
}

// title is what a sentence calls an item: its title, or where others read along, no more than whose it is.
func (t *turn) title(it ledger.Item) string {
	if !t.mayStand(it) {
		return t.v.Unit(it.Lead)
	}
	return view.Clip(it.Title, 24)
}

// history gives an item's whole life, or of it the reminders, or the extensions.
func (t *turn) history(it ledger.Item, kind string) error {
	if !t.env.Sees(t.me.ID, it) {
		return t.notTheirs(it)
	}
	card, err := t.historyCard(it, kind)
	if err != nil {
		return err
	}
	controls := append([]chat.Control{t.v.Button(view.DoShow, string(it.ID), t.v.T("Do_show"), "")}, t.pageLinks("item/"+string(it.ID))...)
	t.answer(view.With(card, controls...), ledger.Query{Units: []ledger.UnitID{it.Lead}})
	return nil
}

func (t *turn) historyCard(it ledger.Item, kind string) (chat.Card, error) {
	var entries []ledger.AuditEntry
	var events []ledger.Event
	sum, err := ledger.Audit(t.ctx, t.cfg.Store, ledger.AuditWish{Item: it.ID}, func(a ledger.AuditEntry) error {
		entries, events = append(entries, a), append(events, a.Event)
		return nil
	})
	if err != nil {
		return chat.Card{}, err
	}
	var card chat.Card
	switch kind {
	case "reminder":
		card = t.v.RemindersOf(it, events, t.zone())
	case "extension":
		card = t.v.ExtensionsOf(it, events, t.zone())
	default:
		card = t.v.History(it, entries, t.zone())
	}
	if len(sum.Broken) > 0 {
		card.Blocks = append(card.Blocks, chat.Block{Kind: chat.BlockNote, Text: t.v.T("HistoryBroken")})
	}
	return card, nil
}

// whyLate says why one item is late, or that it is not.
func (t *turn) whyLate(it ledger.Item) error {
	n := t.env.DaysLate(it.Row())
	head := t.v.N("ItemLate", n, "Number", t.v.Number(it.Number), "Title", view.Clip(it.Title, 30))
	if n == 0 {
		head = t.v.T("ItemNotLate", "Number", t.v.Number(it.Number), "Title", view.Clip(it.Title, 30), "Due", t.v.Due(it.Due, t.env.Today()), "State", t.v.T("State_"+string(it.State)))
	}
	t.answer(t.v.Late(head, []ledger.Item{it}, 1, true, t.v.Button(view.DoHistory, string(it.ID), t.v.T("Do_history"), "")), ledger.Query{Units: []ledger.UnitID{it.Lead}})
	return nil
}
