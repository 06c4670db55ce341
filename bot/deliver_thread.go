package bot

import (
	"errors"
	"slices"
	"strings"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

// A unit that has a channel sees each of its items there as one thread: the card, kept up to date, and under it what happens, a line an act.

// silent are what a unit's channel is not told of: what was undone before it heard of it, what the ladder does, and small talk between an item and its parent.
var silent = []ledger.EventKind{ledger.EventUndone, ledger.EventReminded, ledger.EventEscalated, ledger.EventSnoozed, ledger.EventChild, ledger.EventMessageEdited, ledger.EventMessageRemoved}

// threads asks for the turn's events to be told in the channels of the items' units.
func (t *turn) threads() {
	for _, it := range t.change.Items {
		if it.Children > 0 || !slices.ContainsFunc(t.change.Events, func(e ledger.Event) bool { return e.Item == it.ID && !slices.Contains(silent, e.Kind) }) {
			continue
		}
		when := t.env.Now
		if t.issues() {
			when = t.env.UndoUntil(when)
		}
		for _, ch := range t.env.Dir.Unit(it.Lead).Channels {
			if _, ok := t.cfg.Messengers[ch.Messenger]; !ok || t.seenThere(ch, it) {
				continue
			}
			at := ledger.Place{Messenger: ch.Messenger, Workspace: ch.Workspace, Conversation: ch.Conversation}
			t.change.Notices = append(t.change.Notices, ledger.Notice{
				Key: strings.Join([]string{string(t.env.Dir.Org().ID), "thread", at.Key(), t.env.Source, string(it.ID)}, "/"),
				To:  ledger.Recipient{Place: at}, Kind: ledger.NoticeThread, Class: ledger.ClassPrompt, Items: []ledger.ItemID{it.ID},
				By: t.me.ID, Event: t.env.Source, NotBefore: t.env.Policy.AfterQuiet(when, t.env.Zone()),
			})
		}
	}
}

// issues reports whether this turn issues a draft: all that it does to items can be undone.
func (t *turn) issues() bool {
	return slices.ContainsFunc(t.change.Records, func(r ledger.Record) bool { return r.Kind == ledger.RecordDraft })
}

// seenThere reports whether the act was made in the item's own thread of the channel, where everybody has seen it.
func (t *turn) seenThere(ch ledger.Channel, it ledger.Item) bool {
	here := ledger.Channel{Messenger: t.m.At.Messenger, Workspace: t.m.At.Workspace, Conversation: t.m.At.Conversation}
	return here == ch && t.bound != nil && slices.Contains(t.bound.Items, it.ID)
}

// threadMark names the record of where an item's thread begins in a channel.
func threadMark(at ledger.Place, it ledger.ItemID) string {
	at.Message = ""
	return "thread/" + at.Key() + "|" + string(it)
}

// inThread words what happened to an item for its unit's channel: the card that begins the thread, or a line under it. It moves the
// delivery's address into the thread.
func (d *delivery) inThread() (chat.Card, ledger.Binding, error) {
	items, err := d.items(d.l.Notice.Items)
	if err != nil {
		return chat.Card{}, ledger.Binding{}, err
	}
	it := items[0]
	bind := ledger.Binding{Card: view.CardItem, Items: []ledger.ItemID{it.ID}, Person: d.spokesman(it), Lang: d.env.Dir.Org().Lang}
	root, _, err := ledger.Load[string](d.ctx, d.cfg.Store, ledger.RecordMark, threadMark(d.l.Notice.To.Place, it.ID))
	if errors.Is(err, ledger.ErrNotFound) {
		if it.Withdrawn() {
			return chat.Card{}, bind, errStale // taken back before anybody heard of it
		}
		d.v = view.New(d.env, bind.Person, bind.Lang)
		return d.v.Item(it), bind, nil
	}
	if err != nil {
		return chat.Card{}, bind, err
	}
	d.to.Thread = root
	events, err := d.cfg.Store.Events(d.ctx, it.ID)
	if err != nil {
		return chat.Card{}, bind, err
	}
	for i, e := range slices.Backward(events) {
		if e.Kind == ledger.EventUndone {
			events = events[i:]
			break
		}
	}
	events = slices.DeleteFunc(events, func(e ledger.Event) bool { return e.Source != d.l.Notice.Event || slices.Contains(silent, e.Kind) })
	if len(events) == 0 {
		return chat.Card{}, bind, errStale
	}
	return d.v.Happened(it, events), ledger.Binding{}, nil
}

// spokesman is in whose name a channel's card offers what may be done: a head or liaison of the unit. Whoever clicks is asked for their own right.
func (d *delivery) spokesman(it ledger.Item) ledger.PersonID {
	if who := ledger.Recipients(d.env, it, ledger.ForIssue); len(who) > 0 {
		return who[0]
	}
	return ""
}

// begun remembers where an item's thread begins, once its card stands.
func (d *delivery) begun(bind ledger.Binding) []ledger.Record {
	if d.l.Notice.Kind != ledger.NoticeThread || bind.Card == "" || bind.Place.Thread != "" {
		return nil
	}
	return []ledger.Record{forced(ledger.RecordMark, threadMark(bind.Place, bind.Items[0]), bind.Place.Message)}
}
