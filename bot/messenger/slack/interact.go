package slack

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-bot/followup/bot/chat"
)

// ShortcutFollowUp is the callback id of the message shortcut "Follow up on this".
const ShortcutFollowUp = "follow_up"

// interaction takes a click, a choice, a filled form or a shortcut in.
func (m *Messenger) interaction(payload []byte) (work, error) {
	var ic slack.InteractionCallback
	if err := json.Unmarshal(payload, &ic); err != nil {
		return work{}, fmt.Errorf("interaction: %w", err)
	}
	if ic.User.ID == "" {
		return work{}, errors.New("interaction: no user")
	}
	switch ic.Type {
	case slack.InteractionTypeBlockActions:
		return m.clicks(ic), nil
	case slack.InteractionTypeViewSubmission:
		return m.submission(ic)
	case slack.InteractionTypeMessageAction:
		if ic.CallbackID == ShortcutFollowUp {
			return m.shortcut(ic), nil
		}
	}
	return work{}, nil
}

// A click is one use of a control.
type click struct {
	form   bool
	action chat.Action
	ts     string
}

// clicks are the controls used; those that only open a page are none.
func (m *Messenger) clicks(ic slack.InteractionCallback) work {
	card := m.cardOf(ic)
	var all []click
	for _, a := range ic.ActionCallback.BlockActions {
		if c, ok := readAction(*a); ok {
			c.action.Card, c.action.Trigger = card, ic.TriggerID
			all = append(all, c)
		}
	}
	if len(all) == 0 {
		return work{}
	}
	run := func(ctx context.Context) (any, error) {
		for _, c := range all {
			if err := m.use(ctx, ic, c); err != nil {
				m.sorry(ctx, ic.User.ID, err)
				return nil, err
			}
		}
		if all[0].form {
			return nil, nil
		}
		if p, ok := paneOf(ic.View); ok {
			m.redraw(ctx, ic.User.ID, ic.View.ID, p)
		}
		if ic.View.Type != "" {
			m.homeAnew(ctx, ic.User.ID)
		}
		return nil, nil
	}
	if all[0].form {
		return work{run: run} // at once: Slack lets a form be opened for three seconds only
	}
	return work{lane: cmp.Or(card.Conversation, "home/"+ic.User.ID), run: run}
}

// readAction is what was done with a control; ok is false for links and what is not the bot's.
func readAction(a slack.BlockAction) (c click, ok bool) {
	letter, id := parseActionID(a.ActionID)
	var value string
	switch string(a.Type) {
	case "button":
		value = valueReader.Replace(a.Value)
	case slack.OptTypeStatic:
		value = valueReader.Replace(a.SelectedOption.Value)
	case "datepicker":
		value = a.SelectedDate
	case "overflow":
		letter, id, value = parseMenu(a.SelectedOption.Value)
	default:
		return click{}, false
	}
	return click{form: letter == "f", action: chat.Action{ID: id, Value: value}, ts: a.ActionTs}, letter != "l"
}

// cardOf is the message that a control stood on; zero for views.
func (m *Messenger) cardOf(ic slack.InteractionCallback) chat.Ref {
	channel, ts := cmp.Or(ic.Container.ChannelID, ic.Channel.ID), cmp.Or(ic.Container.MessageTs, ic.Message.Timestamp)
	if channel == "" || ts == "" {
		return chat.Ref{}
	}
	thread := cmp.Or(ic.Container.ThreadTs, ic.Message.ThreadTimestamp)
	if thread == ts {
		thread = ""
	}
	return chat.Ref{Address: m.at(channel, thread), Message: ts}
}

// use gives a click to the handler, or opens the form that it asks for.
func (m *Messenger) use(ctx context.Context, ic slack.InteractionCallback, c click) error {
	msg, err := m.interactive(ctx, ic, c.action.Card)
	if err != nil {
		return err
	}
	msg.Action = &c.action
	msg.ID = strings.Join([]string{"click", msg.At.Conversation, c.action.Card.Message, ic.User.ID, c.ts, c.action.ID}, ":")
	msg.Time = moment(c.ts)
	if m.done.has(msg.ID) {
		return nil
	}
	if c.form {
		opened, err := m.open(ctx, msg, ic.View)
		if err != nil || opened {
			return err
		}
	}
	if err := m.offer(ctx, msg); err != nil {
		return err
	}
	m.done.add(msg.ID)
	return nil
}

// interactive is a message that carries no text: from whom and where.
func (m *Messenger) interactive(ctx context.Context, ic slack.InteractionCallback, card chat.Ref) (chat.Message, error) {
	from, err := m.people.of(ctx, ic.User.ID)
	if err != nil {
		return chat.Message{}, err
	}
	from.External = from.External || m.foreign(ic.User.TeamID)
	msg := chat.Message{At: card.Address, Ref: card.Message, From: from, Time: m.now()}
	if card.Conversation == "" {
		if msg.At, err = m.directWith(ctx, ic.User.ID); err != nil {
			return chat.Message{}, err
		}
	}
	msg.Direct = strings.HasPrefix(msg.At.Conversation, "D")
	return msg, nil
}

// open shows the form that a click asks for, which stood in a view or on a message. opened is false when the click has to do as a plain action.
func (m *Messenger) open(ctx context.Context, msg chat.Message, from slack.View) (opened bool, err error) {
	_, h, ok := m.running()
	if !ok {
		return false, errStopping
	}
	form, err := h.Form(ctx, msg)
	if err != nil {
		return false, fmt.Errorf("form %s: %w", msg.Action.ID, err)
	}
	if form == nil {
		return true, nil // answered already
	}
	under, _ := paneOf(from)
	view, err := modal(*form, msg.Action.Card, under)
	if err == nil {
		err = m.show(ctx, msg.Action.Trigger, from, view)
	}
	if err != nil {
		m.log.Warn("a form could not be opened; the click goes on without it", "form", form.ID, "error", explain(err))
		return false, nil
	}
	m.done.add(msg.ID)
	return true, nil
}

// submission takes a filled form in. What Slack's own checks let pass is asked again in the form.
func (m *Messenger) submission(ic slack.InteractionCallback) (work, error) {
	meta, err := readMeta(ic.View.PrivateMetadata)
	if err != nil {
		return work{}, fmt.Errorf("form: %w", err)
	}
	card := chat.Ref{}
	if meta.Channel != "" {
		card = chat.Ref{Address: m.at(meta.Channel, meta.Thread), Message: meta.Message}
	}
	run := func(ctx context.Context) (any, error) {
		if wrong := meta.check(ic.View); len(wrong) > 0 {
			return slack.NewErrorsViewSubmissionResponse(wrong), nil
		}
		msg, err := m.interactive(ctx, ic, card)
		if err != nil {
			return meta.failed(ic.View), nil
		}
		msg.ID = "form:" + ic.View.ID + ":" + ic.User.ID
		msg.Form = &chat.Filled{ID: meta.ID, Value: meta.Value, Values: meta.values(ic.View), Card: card}
		msg.Files = m.files(attached(ic.View))
		if m.done.has(msg.ID) {
			return nil, nil
		}
		if err := m.offer(ctx, msg); err != nil {
			m.log.Error("a form was not taken", "form", meta.ID, "error", err)
			m.sorry(ctx, ic.User.ID, err)
			return meta.failed(ic.View), nil
		}
		m.done.add(msg.ID)
		if meta.Under != nil {
			m.redraw(ctx, ic.User.ID, ic.View.PreviousViewID, *meta.Under)
		}
		if card.Message == "" { // opened from the App Home
			m.homeAnew(ctx, ic.User.ID)
		}
		return nil, nil
	}
	return work{lane: cmp.Or(card.Conversation, "home/"+ic.User.ID), run: run}, nil
}

// shortcut hands a message that somebody picked to the handler, in private, as a document that the picker gives to be read: the words are
// not the picker's, and must not be taken for a report or an order of theirs.
func (m *Messenger) shortcut(ic slack.InteractionCallback) work {
	return work{lane: "home/" + ic.User.ID, run: func(ctx context.Context) (any, error) {
		msg, err := m.interactive(ctx, ic, chat.Ref{})
		if err != nil {
			return nil, err
		}
		ts := cmp.Or(ic.MessageTs, ic.Message.Timestamp)
		msg.ID = strings.Join([]string{"shortcut", ic.Channel.ID, ts, ic.User.ID, ic.ActionTs}, ":")
		msg.Mentioned = true
		if text, _ := m.text(ctx, ic.Message.Msg); strings.TrimSpace(text) != "" {
			msg.Files = append(msg.Files, document(ic.Channel.ID+":"+ts, wordsFor(msg.From.Lang).picked, text))
		}
		for _, f := range m.files(ic.Message.Files) {
			if kind, _, _ := strings.Cut(f.MIME, "/"); kind != "image" && kind != "audio" && kind != "video" {
				msg.Files = append(msg.Files, f) // a picture beside the words is not what shall be read
			}
		}
		if m.done.has(msg.ID) {
			return nil, nil
		}
		if err := m.offer(ctx, msg); err != nil {
			m.sorry(ctx, ic.User.ID, err)
			return nil, err
		}
		m.done.add(msg.ID)
		return nil, nil
	}}
}

// document is a text as a file.
func document(id, name, text string) chat.File {
	return chat.File{ID: id, Name: name, MIME: "text/plain; charset=utf-8", Size: int64(len(text)), Open: func(context.Context) (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader(text)), nil
	}}
}

// command takes a slash command in: said in private, wherever it was typed, as a command's answer is for the one who typed it.
func (m *Messenger) command(payload []byte) (work, error) {
	var sc slack.SlashCommand
	if err := json.Unmarshal(payload, &sc); err != nil {
		return work{}, fmt.Errorf("command: %w", err)
	}
	if sc.UserID == "" || sc.TriggerID == "" {
		return work{}, errors.New("command: no user")
	}
	run := func(ctx context.Context) (any, error) {
		from, err := m.people.of(ctx, sc.UserID)
		if err != nil {
			return nil, err
		}
		from.External = from.External || m.foreign(sc.TeamID)
		w := wordsFor(from.Lang)
		at, err := m.directWith(ctx, sc.UserID)
		if err != nil {
			return nil, err
		}
		text, _ := unescape(sc.Text, m.self, m.names(ctx))
		msg := chat.Message{
			ID: "command:" + sc.TriggerID, At: at, From: from, Direct: true, Mentioned: true,
			Text: cmp.Or(strings.TrimSpace(text), w.help), Time: m.now(),
		}
		if !m.done.has(msg.ID) {
			if err := m.offer(ctx, msg); err != nil {
				return ephemeral(w.failed), nil
			}
			m.done.add(msg.ID)
		}
		if sc.ChannelID == at.Conversation {
			return nil, nil
		}
		return ephemeral(w.inDM), nil
	}
	return work{lane: "home/" + sc.UserID, run: run}, nil
}

func ephemeral(text string) any {
	return map[string]string{"response_type": slack.ResponseTypeEphemeral, "text": escape(text)}
}

// sorry tells somebody that what they clicked was not saved. Clicks are not in any history: only the person can do it again.
func (m *Messenger) sorry(ctx context.Context, user string, cause error) {
	m.log.Error("an interaction was not taken", "user", user, "error", cause)
	ctx = context.WithoutCancel(ctx)
	at, err := m.directWith(ctx, user)
	if err != nil {
		return
	}
	lang := ""
	if u, err := m.people.of(ctx, user); err == nil {
		lang = u.Lang
	}
	_, _, err = m.api.PostMessageContext(ctx, at.Conversation, slack.MsgOptionText(escape(wordsFor(lang).failed), false), slack.MsgOptionDisableMarkdown())
	if err != nil {
		m.log.Warn("a person could not be told", "user", user, "error", explain(err))
	}
}
