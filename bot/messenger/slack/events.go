package slack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-bot/followup/bot/chat"
)

// An outer event wraps what happened; see https://docs.slack.dev/apis/events-api#callback-field.
type outer struct {
	Type      string          `json:"type"`
	Challenge string          `json:"challenge"`
	EventID   string          `json:"event_id"`
	Event     json.RawMessage `json:"event"`
}

// A messageEvent is a message, or a change or removal of one, as event or from the history.
type messageEvent struct {
	slack.Msg
	ChannelType string     `json:"channel_type"`
	UserTeam    string     `json:"user_team"`
	SourceTeam  string     `json:"source_team"`
	Message     *slack.Msg `json:"message"`
	Previous    *slack.Msg `json:"previous_message"`
}

// A said is one thing that was said in a conversation, ready to be judged: a message, its new version, or its removal.
type said struct {
	id              string // stable for this thing however Slack tells of it
	event           string // the id of the event that told of it; empty for what was read in the history
	channel         string
	direct          bool
	msg             slack.Msg // the message as it stands now, or as it stood before its removal
	at              string    // the time stamp of this event
	before          *slack.Msg
	edited, deleted bool
	foreign         bool
}

// event takes an Events API payload in. What it gives runs in a lane.
func (m *Messenger) event(payload []byte) (work, error) {
	var o outer
	if err := json.Unmarshal(payload, &o); err != nil {
		return work{}, fmt.Errorf("event: %w", err)
	}
	if o.Type == "app_rate_limited" {
		m.log.Warn("slack holds events back; the history will be read")
		m.places.newRound()
		return work{}, nil
	}
	var kind struct {
		Type    string `json:"type"`
		User    string `json:"user"`
		Tab     string `json:"tab"`
		Channel string `json:"channel"`
		Tokens  struct {
			Bot []string `json:"bot"`
		} `json:"tokens"`
	}
	if len(o.Event) == 0 {
		return work{}, nil
	}
	// Other events have other shapes of the same fields (channel as an object): what does not fit is none of these.
	if err := json.Unmarshal(o.Event, &kind); err != nil {
		kind.Channel = ""
	}
	switch kind.Type {
	case "message", "app_mention":
		return m.messageWork(o.EventID, o.Event)
	case "app_home_opened":
		if kind.Tab != "home" {
			return work{}, nil
		}
		return work{lane: "home/" + kind.User, run: func(ctx context.Context) (any, error) { return nil, m.showHome(ctx, kind.User) }}, nil
	case "app_uninstalled":
		m.end(errors.New("slack: the app was removed from the workspace: install it again and set the new token"))
	case "tokens_revoked":
		if slices.Contains(kind.Tokens.Bot, m.self) {
			m.end(errors.New("slack: the bot token was revoked: install the app again and set the new token"))
		}
	}
	return work{}, nil
}

func (m *Messenger) messageWork(event string, raw []byte) (work, error) {
	var ev messageEvent
	if err := json.Unmarshal(raw, &ev); err != nil {
		return work{}, fmt.Errorf("message event: %w", err)
	}
	if ev.Channel == "" {
		return work{}, errors.New("message event: no channel")
	}
	s, ok := m.said(ev)
	if !ok {
		return work{}, nil
	}
	s.event = event
	return work{lane: s.channel, run: func(ctx context.Context) (any, error) { return nil, m.live(ctx, s) }}, nil
}

// said reads a message event; ok is false for what nobody said: joins, topics, link previews, the bot's own messages.
func (m *Messenger) said(ev messageEvent) (s said, ok bool) {
	s = said{channel: ev.Channel, direct: ev.ChannelType == "im" || strings.HasPrefix(ev.Channel, "D"), foreign: m.foreign(ev.UserTeam, ev.SourceTeam)}
	switch ev.SubType {
	case "", "file_share", "thread_broadcast", "me_message", "bot_message":
		s.msg, s.at, s.id = ev.Msg, ev.Timestamp, ev.Channel+":"+ev.Timestamp
	case "message_changed":
		if !changed(ev) {
			return said{}, false
		}
		s.msg, s.before, s.at = *ev.Message, ev.Previous, ev.EventTimestamp
		if ev.Message.SubType == "tombstone" {
			s.msg, s.deleted = *ev.Previous, true
			s.id = removalID(ev.Channel, ev.Previous.Timestamp)
			break
		}
		s.edited, s.id = true, editID(ev.Channel, *ev.Message)
	case "message_deleted":
		if ev.Previous == nil {
			return said{}, false
		}
		s.msg, s.deleted, s.at = *ev.Previous, true, ev.EventTimestamp
		s.id = removalID(ev.Channel, ev.Previous.Timestamp)
	default:
		return said{}, false
	}
	own := s.msg.User == m.self || (m.bot != "" && s.msg.BotID == m.bot)
	return s, s.msg.Timestamp != "" && !own
}

func editID(channel string, msg slack.Msg) string {
	return channel + ":" + msg.Timestamp + ":edited:" + msg.Edited.Timestamp
}

func removalID(channel, ts string) string { return channel + ":" + ts + ":removed" }

// changed tells a person's edit from what Slack itself changes: previews, reply counts.
func changed(ev messageEvent) bool {
	switch {
	case ev.Message == nil || ev.Message.Timestamp == "":
		return false
	case ev.Message.SubType == "tombstone":
		return ev.Previous != nil && ev.Previous.SubType != "tombstone"
	case ev.Message.Edited == nil:
		return false
	}
	return ev.Previous == nil || ev.Previous.Text != ev.Message.Text || len(ev.Previous.Files) != len(ev.Message.Files)
}

// live handles what was said just now, after catching up where the conversation lacks something.
func (m *Messenger) live(ctx context.Context, s said) error {
	if err := m.catchUp(ctx, s.channel, s); err != nil && ctx.Err() == nil {
		m.log.Warn("catching up failed, and will be tried again", "conversation", s.channel, "error", err)
	}
	err := m.take(ctx, s)
	m.places.saw(ctx, s.channel, s.at, err == nil)
	if err != nil && ctx.Err() == nil {
		m.log.Error("a message was not taken, and will be offered again", "id", s.id, "error", err)
		m.sweepLater()
	}
	return err
}

// take gives a thing said to the handler if it is for the bot, until the handler has taken it.
func (m *Messenger) take(ctx context.Context, s said) error {
	if m.done.has(s.id) || m.done.has(s.event) {
		return nil
	}
	msg, ok, err := m.message(ctx, s)
	if err != nil {
		return err
	}
	if ok {
		if err := m.offer(ctx, msg); err != nil {
			return err
		}
	}
	m.done.add(s.id)
	m.done.add(s.event)
	return nil
}

// message translates; ok is false for what is said in a channel without the bot being meant.
func (m *Messenger) message(ctx context.Context, s said) (msg chat.Message, ok bool, err error) {
	thread := s.msg.ThreadTimestamp
	if thread == s.msg.Timestamp {
		thread = ""
	}
	if !s.direct && !m.named(&s.msg) && !m.named(s.before) {
		ours, err := m.ours(ctx, s, thread)
		if err != nil || !ours {
			return chat.Message{}, false, err
		}
	}
	from, err := m.author(ctx, s)
	if err != nil {
		return chat.Message{}, false, err
	}
	text, mentioned := m.text(ctx, s.msg)
	msg = chat.Message{
		ID: s.id, Event: s.event, At: m.at(s.channel, thread), Ref: s.msg.Timestamp, From: from, Direct: s.direct, Mentioned: mentioned,
		Edited: s.edited, Deleted: s.deleted, Time: moment(s.at),
	}
	if !s.deleted {
		msg.Text, msg.Files = text, m.files(s.msg.Files)
	}
	root := thread
	if root == "" && !s.direct {
		root = s.msg.Timestamp // what is answered to it is meant for the bot, too
	}
	m.places.join(ctx, s.channel, root, s.at)
	return msg, true, nil
}

// named tells whether a message, or what it said before it was edited, names the bot.
func (m *Messenger) named(msg *slack.Msg) bool {
	return msg != nil && strings.Contains(msg.Text, "<@"+m.self)
}

// ours tells whether a message stands in a thread that the bot began or was addressed in.
func (m *Messenger) ours(ctx context.Context, s said, thread string) (bool, error) {
	if thread == "" {
		return false, nil
	}
	if s.msg.ParentUserId == m.self {
		return true, nil
	}
	in, err := m.places.joined(ctx, s.channel, thread)
	key := s.channel + ":" + thread
	if err != nil || in || m.others.has(key) {
		return in, err
	}
	if in, err = m.spokeIn(ctx, s.channel, thread); err == nil && !in {
		m.others.add(key) // until somebody names the bot there
	}
	return in, err
}

// spokeIn asks Slack about a thread that is not remembered: an old one, or the state was lost.
func (m *Messenger) spokeIn(ctx context.Context, channel, thread string) (bool, error) {
	msgs, _, _, err := m.read.GetConversationRepliesContext(ctx, &slack.GetConversationRepliesParameters{ChannelID: channel, Timestamp: thread, Limit: 1, Inclusive: true})
	if err != nil {
		if e := classify(err, false); e.Retry {
			return false, fmt.Errorf("thread %s: %w", thread, e)
		}
		return false, nil
	}
	if len(msgs) == 0 {
		return false, nil
	}
	root := msgs[0]
	return root.User == m.self || slices.Contains(root.ReplyUsers, m.self) || strings.Contains(root.Text, "<@"+m.self), nil
}

// author is who said it. Whoever speaks through an app is a bot.
func (m *Messenger) author(ctx context.Context, s said) (chat.User, error) {
	if s.msg.User == "" {
		return chat.User{ID: s.msg.BotID, Name: oneLine(s.msg.Username), Bot: true}, nil
	}
	u, err := m.people.of(ctx, s.msg.User)
	if err != nil {
		return chat.User{}, err
	}
	u.Bot = u.Bot || s.msg.BotID != ""
	u.External = u.External || s.foreign
	return u, nil
}

// text is what a message says, in plain text, and whether it names the bot.
func (m *Messenger) text(ctx context.Context, msg slack.Msg) (string, bool) {
	name := m.names(ctx)
	text, mentioned, ok := readBlocks(msg.Blocks, m.self, name)
	if !ok {
		text, mentioned = unescape(msg.Text, m.self, name)
	}
	if mentioned {
		text = strings.TrimSpace(text)
	}
	return strings.TrimRight(text, "\n"), mentioned
}

func (m *Messenger) at(conversation, thread string) chat.Address {
	return chat.Address{Messenger: Name, Workspace: m.team, Conversation: conversation, Thread: thread}
}

// giveUp is after how long a message that the handler never takes is left alone.
const giveUp = 24 * time.Hour

// offer hands a message to the handler, again when it fails, and gives up with the handler's last error. A message that has failed before is
// offered once a time, so that it does not hold up what comes after it, and after a day no more.
func (m *Messenger) offer(ctx context.Context, msg chat.Message) error {
	_, h, ok := m.running()
	if !ok {
		return errStopping
	}
	since, before := m.failing.since(msg.ID)
	for i := 0; ; i++ {
		err := h.Handle(ctx, msg)
		switch {
		case err == nil:
			m.failing.clear(msg.ID)
			return nil
		case before && m.now().Sub(since) > giveUp:
			m.log.Error("a message was never taken and is given up", "id", msg.ID, "error", err)
			m.failing.clear(msg.ID)
			return nil
		case before || i >= len(m.pauses):
			m.failing.note(msg.ID, m.now())
			return err
		}
		m.log.Warn("a message was not taken", "id", msg.ID, "attempt", i+1, "error", err)
		if !pause(ctx, m.pauses[i]) {
			return ctx.Err()
		}
	}
}

// pause waits; false when ctx ended first.
func pause(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}
