package bot

import (
	"slices"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/ledger"
)

// A question's card loses its buttons once it was answered in words, or a newer question took its place, so that nobody answers it again.

// A posed question is where its card stands and what it says without its buttons.
type posed struct {
	Place ledger.Place `json:"place"`
	Card  chat.Card    `json:"card"`
}

// poseMark names the record of a question's card.
func poseMark(key string) string { return "asked/" + key }

// posed remembers the card of a question that was delivered.
func (d *delivery) posed(card chat.Card, bind ledger.Binding) []ledger.Record {
	if bind.Asks == "" {
		return nil
	}
	card.Blocks = slices.DeleteFunc(slices.Clone(card.Blocks), func(b chat.Block) bool { return b.Kind == chat.BlockActions })
	return []ledger.Record{forced(ledger.RecordMark, poseMark(bind.Asks), posed{bind.Place, card})}
}

// answered takes the buttons from the card of the question that was settled by words, or is being asked anew.
func (t *turn) answered(key string) {
	p, _, err := ledger.Load[posed](t.ctx, t.cfg.Store, ledger.RecordMark, poseMark(key))
	if err != nil {
		return // never delivered, or answered already
	}
	t.record(ledger.Record{Kind: ledger.RecordMark, ID: poseMark(key), Deleted: true, Force: true})
	if a := t.m.Action; a != nil && a.Card.Message == p.Place.Message {
		return // the answer takes its place
	}
	if _, can := t.cfg.Messengers[p.Place.Messenger].(chat.Updater); !can {
		return
	}
	at := string(t.env.Dir.Org().ID) + "/edit/" + p.Place.Key()
	body := ledger.NewRecord("", "", 0, answer{Card: p.Card}).Data
	t.change.Notices = append(t.change.Notices, ledger.Notice{Key: at, To: ledger.Recipient{Place: p.Place}, Kind: ledger.NoticeAnswered,
		Class: ledger.ClassReply, Replace: true, Body: body})
}

// superseded reports whether a button of a question's card was clicked after the question was asked anew on another card: its reader may not
// have seen what they would agree to.
func (t *turn) superseded(a chat.Action) bool {
	p, _, err := ledger.Load[posed](t.ctx, t.cfg.Store, ledger.RecordMark, poseMark(a.Value))
	return err == nil && a.Card.Message != "" && p.Place.Message != "" && p.Place.Message != a.Card.Message
}
