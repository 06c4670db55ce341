package bot

import (
	"context"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

// Home is a person's page in a messenger that has one: what waits for their decision, their open items, and what they can say.
func (b *Bot) Home(ctx context.Context, at chat.Address, who chat.User) (chat.Card, error) {
	t, err := b.begin(ctx, chat.Message{ID: "home", At: at, From: who, Direct: true})
	if err != nil {
		return chat.Card{}, err
	}
	if t.me.ID == "" {
		return t.v.Say(t.v.T("Stranger"), t.v.T("StrangerHow")), nil
	}
	decide := append(t.waiting(ledger.PendingReview, ledger.ActReview, ledger.ActEndorse, ledger.ActCoSign), t.waiting(ledger.PendingExtension, ledger.ActGrant)...)
	decide = append(decide, t.waiting(ledger.PendingDecline, ledger.ActReroute)...)
	return view.With(t.v.Home(decide, t.mine()), t.suggestions()...), nil
}
