package chattest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"sync"
	"time"

	"github.com/followup-bot/followup/bot/chat"
)

// An Option shapes what a person says.
type Option func(*chat.Message)

// InThread puts the message into a thread, by the id of its first message.
func InThread(root string) Option { return func(m *chat.Message) { m.At.Thread = root } }

// Mention addresses the bot by name.
func Mention() Option { return func(m *chat.Message) { m.Mentioned = true } }

// WithID gives the event an id of the test's choice, to deliver the same one again.
func WithID(id string) Option { return func(m *chat.Message) { m.ID = id } }

// EditOf says that the text replaces what the message said before.
func EditOf(message string) Option {
	return func(m *chat.Message) { m.Edited, m.Ref = true, message }
}

// RemovalOf says that the author removed the message.
func RemovalOf(message string) Option {
	return func(m *chat.Message) { m.Deleted, m.Ref = true, message }
}

// WithFile attaches a file.
func WithFile(name, mime string, data []byte) Option {
	return func(m *chat.Message) {
		m.Files = append(m.Files, chat.File{
			ID: fmt.Sprintf("%s/f%d", m.ID, len(m.Files)+1), Name: name, MIME: mime, Size: int64(len(data)),
			Open: func(context.Context) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil },
		})
	}
}

// Say lets a person write in a conversation; an empty conversation is the person's direct one. It returns when the handler has taken the
// message, or with the handler's error when it failed as often as a message is offered.
func (f *Fake) Say(ctx context.Context, user, conversation, text string, opts ...Option) (chat.Message, error) {
	m := f.message(user, conversation)
	m.Text = text
	for _, o := range opts {
		o(&m)
	}
	f.mu.Lock()
	for _, x := range m.Files {
		f.files[x.ID] = x
	}
	f.mu.Unlock()
	return m, f.offer(ctx, m)
}

// Reply lets a person answer under a card, in its thread where the messenger has threads.
func (f *Fake) Reply(ctx context.Context, user string, ref chat.Ref, text string, opts ...Option) (chat.Message, error) {
	return f.Say(ctx, user, ref.Conversation, text, append([]Option{InThread(ref.Root())}, opts...)...)
}

// Click lets a person use the control of a card by its ID. value picks among several controls of that ID and is the option or date for
// selects and dates; without it the control's own value counts. A click on a form control asks the handler for the form and returns it.
func (f *Fake) Click(ctx context.Context, user string, ref chat.Ref, controlID string, value ...string) (*chat.Form, error) {
	if f.opts.NoButtons {
		return nil, ErrNoButtons
	}
	p, ok := f.At(ref)
	if !ok {
		return nil, fmt.Errorf("no card %s in %s", ref.Message, ref.Conversation)
	}
	c, val, err := choose(p.Card, controlID, value)
	if err != nil {
		return nil, err
	}
	m := f.message(user, ref.Conversation)
	m.At.Thread = p.Ref.Thread
	m.Ref = ref.Message
	m.Action = &chat.Action{ID: c.ID, Value: val, Card: p.Ref, Trigger: "t-" + m.ID}
	if c.Kind != chat.ControlForm || f.opts.NoForms {
		return nil, f.offer(ctx, m)
	}
	h, err := f.wait(ctx)
	if err != nil {
		return nil, err
	}
	form, err := h.Form(ctx, m)
	if err == nil && form != nil {
		f.mu.Lock()
		f.forms[user+"\x00"+form.ID] = p.Ref
		f.mu.Unlock()
	}
	return form, err
}

// Submit lets a person send a form; the card that it was opened from is remembered.
func (f *Fake) Submit(ctx context.Context, user, formID, value string, values map[string]string) error {
	if f.opts.NoForms {
		return ErrNoButtons
	}
	f.mu.Lock()
	card := f.forms[user+"\x00"+formID]
	f.mu.Unlock()
	m := f.message(user, card.Conversation)
	m.At.Thread = card.Thread
	m.Form = &chat.Filled{ID: formID, Value: value, Values: values, Card: card}
	return f.offer(ctx, m)
}

// Fill opens a form control and sends the form with the values given over those that the form holds at first.
func (f *Fake) Fill(ctx context.Context, user string, ref chat.Ref, controlID, value string, values map[string]string) error {
	var pick []string
	if value != "" {
		pick = []string{value}
	}
	form, err := f.Click(ctx, user, ref, controlID, pick...)
	if err != nil {
		return err
	}
	if form == nil {
		return fmt.Errorf("control %s of card %s opened no form", controlID, ref.Message)
	}
	all := map[string]string{}
	for _, field := range form.Fields {
		all[field.ID] = field.Value
	}
	for k, v := range values {
		if _, known := all[k]; !known {
			return fmt.Errorf("form %s has no field %s", form.ID, k)
		}
		all[k] = v
	}
	return f.Submit(ctx, user, form.ID, form.Value, all)
}

func (f *Fake) message(user, conversation string) chat.Message {
	f.mu.Lock()
	defer f.mu.Unlock()
	u, ok := f.users[user]
	if !ok {
		u = chat.User{ID: user, Name: user}
	}
	if conversation == "" {
		conversation = f.Direct(user)
	}
	id := f.next("e")
	return chat.Message{
		ID: id, Ref: id, From: u, Direct: conversation == f.Direct(user), Time: f.now(),
		At: chat.Address{Messenger: f.opts.Name, Workspace: f.opts.Workspace, Conversation: conversation},
	}
}

// offer hands a message to the handler, one at a time in a conversation, and again while the handler fails.
func (f *Fake) offer(ctx context.Context, m chat.Message) error {
	h, err := f.wait(ctx)
	if err != nil {
		return err
	}
	if f.opts.NoThreads {
		m.At.Thread = ""
	}
	room := f.room(m.At.Conversation)
	room.Lock()
	defer room.Unlock()
	for range f.opts.Attempts {
		if err = h.Handle(ctx, m); err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
		case <-time.After(f.opts.Pause):
		}
	}
	return fmt.Errorf("message %s was not taken: %w", m.ID, err)
}

func (f *Fake) room(conversation string) *sync.Mutex {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.rooms[conversation] == nil {
		f.rooms[conversation] = &sync.Mutex{}
	}
	return f.rooms[conversation]
}

func (f *Fake) wait(ctx context.Context) (chat.Handler, error) {
	select {
	case <-f.ready:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.handler, nil
}

// Sent is everything posted so far, as it stands now, oldest first.
func (f *Fake) Sent() []Posted {
	f.mu.Lock()
	defer f.mu.Unlock()
	out := make([]Posted, len(f.posts))
	for i, p := range f.posts {
		out[i] = *p
		out[i].Edits = slices.Clone(p.Edits)
	}
	return out
}

// To is what was posted in a conversation, or in a user's direct one, oldest first.
func (f *Fake) To(where string) []Posted {
	return slices.DeleteFunc(f.Sent(), func(p Posted) bool {
		return p.Ref.Conversation != where && p.Ref.Conversation != f.Direct(where)
	})
}

// Last is the newest card in a conversation, or in a user's direct one.
func (f *Fake) Last(where string) (Posted, bool) {
	all := f.To(where)
	if len(all) == 0 {
		return Posted{}, false
	}
	return all[len(all)-1], true
}

// At is the card that stands at ref.
func (f *Fake) At(ref chat.Ref) (Posted, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if p := f.byRef(ref); p != nil {
		return *p, true
	}
	return Posted{}, false
}

// Reset forgets what was posted, not the people.
func (f *Fake) Reset() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.posts = nil
}
