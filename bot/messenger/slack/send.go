package slack

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-bot/followup/bot/chat"
)

// The message metadata that carries a notice's key, by which a repetition finds what stands already.
const (
	noticeEvent = "followup_notice"
	noticeKey   = "key"
)

// skew is how far Slack's clock and ours may differ.
const skew = 5 * time.Minute

// Send posts a card. A Private card goes to Address.User alone: directly, or ephemerally where Conversation is a channel. Files that are no
// pictures follow in the card's thread.
func (m *Messenger) Send(ctx context.Context, to chat.Address, c chat.Card, key string) (chat.Ref, error) {
	if err := ctx.Err(); err != nil {
		return chat.Ref{}, &chat.Error{Retry: true, Err: err}
	}
	if name, ok := c.TooLarge(); ok {
		return chat.Ref{}, refuse("the file %s is larger than %d bytes", name, chat.MaxUpload)
	}
	at, only, err := m.place(ctx, to, c.Private)
	if err != nil {
		return chat.Ref{}, m.unsent(err, false)
	}
	pictures, others, err := m.upload(ctx, c, false)
	if err != nil {
		return chat.Ref{}, m.unsent(err, false)
	}
	ts, err := m.post(ctx, at, only, c, key, pictures)
	if err != nil {
		return chat.Ref{}, err
	}
	ref := chat.Ref{Address: at, Message: ts}
	m.places.join(ctx, at.Conversation, at.Thread, ts)
	m.shareFor(ctx, ref, only, c.Lang, others)
	return ref, nil
}

// place completes an address. only is set when nobody else in the conversation may see the card.
func (m *Messenger) place(ctx context.Context, to chat.Address, private bool) (at chat.Address, only string, err error) {
	switch {
	case to.Messenger != "" && to.Messenger != Name:
		return at, "", refuse("the address is of messenger %s", to.Messenger)
	case to.Workspace != "" && to.Workspace != m.team:
		return at, "", refuse("the address is of workspace %s, the bot is in %s", to.Workspace, m.team)
	case to.Conversation == "" && to.User == "":
		return at, "", refuse("the address is empty")
	case to.Conversation == "":
		at, err = m.directWith(ctx, to.User)
		at.Thread = to.Thread
		return at, "", err
	}
	at = m.at(to.Conversation, to.Thread)
	if !private || strings.HasPrefix(to.Conversation, "D") {
		return at, "", nil
	}
	if to.User == "" {
		return at, "", refuse("a private card needs an addressee, not a whole channel")
	}
	return at, to.User, nil
}

// directWith opens the direct conversation with a user.
func (m *Messenger) directWith(ctx context.Context, user string) (chat.Address, error) {
	m.mu.Lock()
	id := m.directs[user]
	m.mu.Unlock()
	if id == "" {
		c, _, _, err := m.read.OpenConversationContext(ctx, &slack.OpenConversationParameters{Users: []string{user}})
		if err != nil {
			return chat.Address{}, err
		}
		if c == nil || c.ID == "" {
			return chat.Address{}, refuse("Slack opened no direct conversation with %s", user)
		}
		id = c.ID
		m.mu.Lock()
		m.directs[user] = id
		m.mu.Unlock()
	}
	return m.at(id, ""), nil
}

// post tries less and less of the card while Slack finds it too long, and its text alone when Slack does not take the blocks at all. Each of
// these answers is a refusal: nothing was posted.
func (m *Messenger) post(ctx context.Context, at chat.Address, only string, c chat.Card, key string, pictures map[*chat.Upload]string) (string, error) {
	var err error
	for options := range m.versions(c, pictures) {
		if at.Thread != "" {
			options = append(options, slack.MsgOptionTS(at.Thread))
		}
		if key != "" {
			options = append(options, slack.MsgOptionMetadata(slack.SlackMetadata{EventType: noticeEvent, EventPayload: map[string]any{noticeKey: key}}))
		}
		watched, sent := watch(ctx)
		var ts string
		if only != "" {
			ts, err = m.api.PostEphemeralContext(watched, at.Conversation, only, options...)
		} else {
			_, ts, err = m.api.PostMessageContext(watched, at.Conversation, options...)
		}
		if err == nil && ts == "" {
			return "", &chat.Error{Unknown: true, Retry: true, Err: errors.New("the answer of Slack names no message")}
		}
		if err == nil {
			return ts, nil
		}
		if !tooLong(err) {
			return "", m.unsent(err, sent.Load())
		}
		m.log.Warn("Slack did not take a card's layout; trying a shorter one", "conversation", at.Conversation, "error", explain(err))
	}
	return "", m.unsent(err, false)
}

// versions gives a card in full, then shorter, then its text alone: each when the one before was refused.
func (m *Messenger) versions(c chat.Card, pictures map[*chat.Upload]string) iter.Seq[[]slack.MsgOption] {
	text := fallback(c)
	with := func(blocks []slack.Block) []slack.MsgOption {
		return []slack.MsgOption{
			slack.MsgOptionText(text, false), slack.MsgOptionDisableMarkdown(), slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl(),
			slack.MsgOptionBlocks(blocks...),
		}
	}
	return func(yield func([]slack.MsgOption) bool) {
		last := -1
		for _, budget := range budgets {
			blocks := lay(c, messageBlocks, budget, pictures)
			n := size(blocks)
			if n != last && !yield(with(blocks)) {
				return
			}
			last = n
		}
		yield(with(nil))
	}
}

// tooLong tells the refusals that a simpler layout may overcome.
func tooLong(err error) bool {
	switch code(err) {
	case "msg_blocks_too_long", "msg_too_long", "invalid_blocks", "invalid_blocks_format":
		return true
	}
	return false
}

// Update edits a card in place. It may be repeated: an edit made twice is made once.
func (m *Messenger) Update(ctx context.Context, ref chat.Ref, c chat.Card) error {
	if err := ctx.Err(); err != nil {
		return &chat.Error{Retry: true, Err: err}
	}
	if ref.Conversation == "" || ref.Message == "" {
		return refuse("the message to edit is not named")
	}
	pictures, _, err := m.upload(ctx, c, true)
	if err != nil {
		return m.unsent(err, false)
	}
	for options := range m.versions(c, pictures) {
		_, _, _, err = m.api.UpdateMessageContext(ctx, ref.Conversation, ref.Message, options...)
		if err == nil {
			return nil
		}
		if !tooLong(err) {
			break
		}
	}
	e := m.unsent(err, false)
	e.Unknown = false
	return e
}

// Find looks a key up in the metadata of the bot's messages since then. Ephemeral messages are in no history and are never found.
func (m *Messenger) Find(ctx context.Context, to chat.Address, key string, since time.Time) (chat.Ref, bool, error) {
	at, _, err := m.place(ctx, to, false)
	if err != nil {
		return chat.Ref{}, false, m.unsent(err, false)
	}
	oldest := "0"
	if since = since.Add(-skew); since.Unix() > 0 {
		oldest = stamp(since)
	}
	cursor := ""
	for range pagesMax {
		var page []slack.Message
		page, cursor, err = m.page(ctx, at, oldest, cursor)
		if err != nil {
			return chat.Ref{}, false, m.unsent(err, false)
		}
		for _, msg := range page {
			if msg.Metadata.EventType == noticeEvent && msg.Metadata.EventPayload[noticeKey] == key && m.own(msg) {
				return chat.Ref{Address: at, Message: msg.Timestamp}, true, nil
			}
		}
		if cursor == "" {
			return chat.Ref{}, false, nil
		}
	}
	return chat.Ref{}, false, &chat.Error{Err: errors.New("too many messages to look through")}
}

// Lag is how far the history may be behind what was posted.
func (m *Messenger) Lag() time.Duration { return 5 * time.Second }

func (m *Messenger) own(msg slack.Message) bool {
	return msg.User == m.self || (m.bot != "" && msg.BotID == m.bot)
}

// page is one page of a conversation, or of its thread, with metadata.
func (m *Messenger) page(ctx context.Context, at chat.Address, oldest, cursor string) ([]slack.Message, string, error) {
	if at.Thread != "" {
		msgs, _, next, err := m.read.GetConversationRepliesContext(ctx, &slack.GetConversationRepliesParameters{
			ChannelID: at.Conversation, Timestamp: at.Thread, Oldest: oldest, Cursor: cursor, Limit: pageSize, IncludeAllMetadata: true, Inclusive: true,
		})
		return msgs, next, err
	}
	h, err := m.read.GetConversationHistoryContext(ctx, &slack.GetConversationHistoryParameters{
		ChannelID: at.Conversation, Oldest: oldest, Cursor: cursor, Limit: pageSize, IncludeAllMetadata: true, Inclusive: true,
	})
	if err != nil {
		return nil, "", err
	}
	return h.Messages, h.ResponseMetaData.NextCursor, nil
}

var _ http.Handler = (*Messenger)(nil)
