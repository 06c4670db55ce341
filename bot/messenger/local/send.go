package local

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/followup-bot/followup/bot/chat"
)

const directPrefix = "d-"

var (
	errNoAddress = errors.New("the address names neither a conversation nor a person")
	errNoPerson  = errors.New("no such person in the local chat")
	errNoChannel = errors.New("no such conversation in the local chat")
	errNoMessage = errors.New("no such message in the local chat")
	errNoReader  = errors.New("a private card needs one person to show it to")
)

// Send posts a card; a key that was posted before gives the Ref of then. A thread that is not known stands for the conversation itself.
func (m *Messenger) Send(ctx context.Context, to chat.Address, c chat.Card, key string) (chat.Ref, error) {
	if err := ctx.Err(); err != nil {
		return chat.Ref{}, &chat.Error{Retry: true, Err: err}
	}
	if name, ok := c.TooLarge(); ok {
		return chat.Ref{}, &chat.Error{Err: fmt.Errorf("%w: %s", errTooLarge, name)}
	}
	conv, only, err := m.place(to, c)
	if err != nil {
		return chat.Ref{}, &chat.Error{Err: err}
	}
	card, files, err := m.strip(c)
	if err != nil {
		return chat.Ref{}, &chat.Error{Retry: true, Err: err}
	}
	m.write.Lock()
	defer m.write.Unlock()
	if id := m.st.byKey[key]; key != "" && id != "" {
		return m.ref(m.st.messages[id]), nil
	}
	msg := &message{Conv: conv, Only: only, Card: &card, Files: files, Key: key, Time: m.cfg.Now()}
	msg.Seq, msg.ID = m.ids("m")
	msg.Rev = m.st.rev + 1
	msg.Said = msg.Rev
	if root := m.st.messages[to.Thread]; root != nil && root.Conv == conv {
		msg.Thread = m.ref(root).Root()
	}
	if err := m.commit(record{Msg: msg}); err != nil {
		return chat.Ref{}, &chat.Error{Retry: !errors.Is(err, errClosed), Err: err}
	}
	return m.ref(msg), nil
}

// place gives the conversation that an address means, and the one person who may see the card.
func (m *Messenger) place(to chat.Address, c chat.Card) (conv, only string, err error) {
	conv = to.Conversation
	if conv == "" {
		if to.User == "" {
			return "", "", errNoAddress
		}
		conv = directPrefix + to.User
	}
	if user, ok := strings.CutPrefix(conv, directPrefix); ok {
		if _, known := m.person(user); !known {
			return "", "", fmt.Errorf("%w: %s", errNoPerson, user)
		}
		return conv, "", nil
	}
	if _, ok := m.channel(conv); !ok {
		return "", "", fmt.Errorf("%w: %s", errNoChannel, conv)
	}
	if c.Private && to.User == "" {
		return "", "", errNoReader
	}
	if c.Private {
		only = to.User
	}
	return conv, only, nil
}

// strip puts a card's files into the store and gives the card without their data. Text that is not UTF-8 is mended.
func (m *Messenger) strip(c chat.Card) (chat.Card, []blob, error) {
	var files []blob
	blocks := make([]chat.Block, len(c.Blocks))
	copy(blocks, c.Blocks)
	for i, b := range blocks {
		if b.File == nil {
			continue
		}
		f, err := m.store(b.File.Name, b.File.MIME, bytes.NewReader(b.File.Data), int64(len(b.File.Data)))
		if err != nil {
			return c, nil, err
		}
		f.Alt = b.File.Alt
		files = append(files, f)
		blocks[i].File = &chat.Upload{Name: f.Name, MIME: f.MIME, Alt: f.Alt}
	}
	c.Blocks = blocks
	return c, files, nil
}

func (m *Messenger) ref(msg *message) chat.Ref {
	return chat.Ref{Address: chat.Address{Messenger: Name, Conversation: msg.Conv, Thread: msg.Thread}, Message: msg.ID}
}

// Update replaces a card in place.
func (m *Messenger) Update(ctx context.Context, ref chat.Ref, c chat.Card) error {
	if err := ctx.Err(); err != nil {
		return &chat.Error{Retry: true, Err: err}
	}
	card, files, err := m.strip(c)
	if err != nil {
		return &chat.Error{Retry: true, Err: err}
	}
	m.write.Lock()
	defer m.write.Unlock()
	msg := m.st.messages[ref.Message]
	if msg == nil || msg.From != "" || msg.Conv != ref.Conversation {
		return &chat.Error{Err: fmt.Errorf("%w: %s", errNoMessage, ref.Message)}
	}
	if err := m.commit(record{Edit: &edit{ID: msg.ID, Rev: m.st.rev + 1, Card: &card, Files: files}}); err != nil {
		return &chat.Error{Retry: !errors.Is(err, errClosed), Err: err}
	}
	return nil
}

// Find tells where the card with the key stands.
func (m *Messenger) Find(ctx context.Context, _ chat.Address, key string, since time.Time) (chat.Ref, bool, error) {
	if err := ctx.Err(); err != nil {
		return chat.Ref{}, false, &chat.Error{Retry: true, Err: err}
	}
	m.st.mu.RLock()
	defer m.st.mu.RUnlock()
	msg := m.st.messages[m.st.byKey[key]]
	if key == "" || msg == nil || msg.Time.Before(since) {
		return chat.Ref{}, false, nil
	}
	return m.ref(msg), true, nil
}

// Erase removes what a message says, its files too, from the chat and from the disk. The message's place stays, marked as removed.
func (m *Messenger) Erase(ctx context.Context, ref chat.Ref) error {
	if err := ctx.Err(); err != nil {
		return &chat.Error{Retry: true, Err: err}
	}
	m.write.Lock()
	defer m.write.Unlock()
	msg := m.st.messages[ref.Message]
	if msg == nil || msg.Conv != ref.Conversation {
		return &chat.Error{Err: fmt.Errorf("%w: %s", errNoMessage, ref.Message)}
	}
	err := m.commit(record{Edit: &edit{ID: msg.ID, Rev: m.st.rev + 1, Deleted: true}})
	if err == nil {
		err = m.compact(true)
	}
	for _, b := range msg.Files {
		if !m.inUse(b.Hash) {
			if rerr := os.Remove(m.blobPath(b.Hash)); !errors.Is(rerr, os.ErrNotExist) {
				err = errors.Join(err, rerr)
			}
		}
	}
	if err != nil {
		return &chat.Error{Retry: true, Err: err}
	}
	return nil
}

func (m *Messenger) inUse(hash string) bool {
	for _, msg := range m.st.messages {
		for _, b := range msg.Files {
			if b.Hash == hash {
				return true
			}
		}
	}
	return false
}

func (m *Messenger) person(id string) (Persona, bool) {
	for _, p := range m.cfg.People() {
		if p.ID == id && id != "" {
			return p, true
		}
	}
	return Persona{}, false
}

func (m *Messenger) channel(id string) (Channel, bool) {
	for _, c := range m.cfg.Channels() {
		if c.ID == id && id != "" {
			return c, true
		}
	}
	return Channel{}, false
}
