package bot

import (
	"errors"
	"time"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/intent"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

// about1 answers a question about one item.
func (t *turn) about1(in intent.Intent, it ledger.Item) error {
	if err := t.env.Allowed(t.me.ID, ledger.ActView, it); err != nil && t.env.Allowed(t.me.ID, ledger.ActViewAll, it) != nil {
		return t.refused(err, nil)
	}
	if in.Name == intent.History {
		return t.history(it)
	}
	if id := "Answer_" + in.Slots.Ask; in.Slots.Ask != "" && t.v.Has(id) {
		line := t.v.T(id, "Number", t.v.Number(it.Number), "Unit", t.v.Unit(it.Lead), "Due", t.v.Due(it.Due, t.env.Today()), "Measure", it.Measure,
			"State", t.v.T("State_"+string(it.State)))
		card := view.With(t.v.Say(line), t.v.Button(view.DoShow, string(it.ID), t.v.T("Do_show"), ""))
		t.answer(card, []ledger.Row{it.Row()})
		return nil
	}
	return t.show(it)
}

// show gives an item's card.
func (t *turn) show(it ledger.Item) error {
	if err := t.env.Allowed(t.me.ID, ledger.ActView, it); err != nil && t.env.Allowed(t.me.ID, ledger.ActViewAll, it) != nil {
		return t.refused(err, nil)
	}
	card := t.v.Item(it)
	if n := len(card.Blocks); n > 0 && card.Blocks[n-1].Kind == chat.BlockActions {
		card.Blocks[n-1].Actions = append(card.Blocks[n-1].Actions, t.v.Button(view.DoHistory, string(it.ID), t.v.T("Do_history"), ""))
	} else {
		card = view.With(card, t.v.Button(view.DoHistory, string(it.ID), t.v.T("Do_history"), ""))
	}
	if !t.m.Direct && !t.channelMaySee([]ledger.Row{it.Row()}) {
		t.whisper(card)
		return nil
	}
	t.replyBound(card, ledger.Binding{Card: view.CardItem, Items: []ledger.ItemID{it.ID}})
	return nil
}

func (t *turn) history(it ledger.Item) error {
	if err := t.env.Allowed(t.me.ID, ledger.ActView, it); err != nil && t.env.Allowed(t.me.ID, ledger.ActViewAll, it) != nil {
		return t.refused(err, nil)
	}
	events, err := t.cfg.Store.Events(t.ctx, it.ID)
	if err != nil {
		return err
	}
	t.answer(t.v.History(it, events, t.zone()), []ledger.Row{it.Row()})
	return nil
}

// lastQuestion is a person's last question in a conversation, for "and the first civil division?".
type lastQuestion struct {
	Intent intent.Intent `json:"intent"`
	At     time.Time     `json:"at"`
}

const questionFresh = 30 * time.Minute

func (t *turn) questionKey() string {
	return "asked/" + string(t.me.ID) + "/" + t.m.At.Messenger + "/" + t.m.At.Conversation
}

func (t *turn) remember(in intent.Intent) {
	r := ledger.NewRecord(ledger.RecordMark, t.questionKey(), 0, lastQuestion{in, t.env.Now})
	r.Force = true
	t.record(r)
}

func (t *turn) previous() *intent.Intent {
	q, _, err := ledger.Load[lastQuestion](t.ctx, t.cfg.Store, ledger.RecordMark, t.questionKey())
	if errors.Is(err, ledger.ErrNotFound) || err != nil || t.env.Now.Sub(q.At) > questionFresh {
		return nil
	}
	return &q.Intent
}

// refine changes the last question by what the next one says.
func refine(prev intent.Intent, s intent.Slots) intent.Intent {
	if s.Unit != "" {
		prev.Slots.Unit, prev.Slots.Units, prev.Slots.Scope = s.Unit, nil, ""
	}
	if s.State != "" {
		prev.Slots.State, prev.Slots.Light = s.State, nil
		if prev.Name == intent.Summary {
			prev.Name = intent.List
		}
	}
	if len(s.Light) > 0 {
		prev.Slots.Light = s.Light
	}
	return prev
}
