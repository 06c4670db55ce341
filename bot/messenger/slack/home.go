package slack

import (
	"context"
	"fmt"

	"github.com/slack-go/slack"
)

// showHome publishes a person's App Home, where the handler has one.
func (m *Messenger) showHome(ctx context.Context, user string) error {
	_, h, ok := m.running()
	if !ok {
		return errStopping
	}
	home, ok := h.(Home)
	if !ok || user == "" {
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
	card, err := home.Home(ctx, at, who)
	if err != nil {
		return fmt.Errorf("app home: %w", err)
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
