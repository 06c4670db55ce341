package slack

import (
	"context"
	"fmt"

	"github.com/slack-go/slack"

	"github.com/followup-bot/followup/bot/chat"
)

// homeAnew shows a person's App Home again after something was done on it.
func (m *Messenger) homeAnew(ctx context.Context, user string) {
	if err := m.showHome(ctx, user); err != nil {
		m.log.Warn("the App Home was not shown anew", "user", user, "error", err)
	}
}

// showHome publishes a person's App Home: the handler's, else where to find the bot.
func (m *Messenger) showHome(ctx context.Context, user string) error {
	_, h, ok := m.running()
	if !ok {
		return errStopping
	}
	if user == "" {
		return nil
	}
	who, err := m.people.of(ctx, user)
	if err != nil {
		return err
	}
	at, err := m.directWith(ctx, user)
	if err != nil {
		return err
	}
	w := wordsFor(who.Lang)
	card := chat.Card{Lang: who.Lang, Blocks: []chat.Block{{Kind: chat.BlockText, Text: fmt.Sprintf(w.home, m.cfg.Command)}}}
	if home, ok := h.(Home); ok {
		if card, err = home.Home(ctx, at, who); err != nil {
			return fmt.Errorf("app home: %w", err)
		}
	}
	for _, budget := range budgets {
		blocks := lay(card, viewBlocks, budget*2, nil)
		_, err = m.api.PublishViewContext(ctx, slack.PublishViewContextRequest{
			UserID: user, View: slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: blocks}},
		})
		if !tooLong(err) {
			break
		}
	}
	if err != nil {
		return fmt.Errorf("app home: %w", explain(err))
	}
	return nil
}
