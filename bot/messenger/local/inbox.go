package local

import (
	"errors"
	"slices"
	"strings"

	"github.com/followup-bot/followup/bot/chat"
)

// Refusals of what a person tries; the page has words for each.
var (
	errForbidden = errors.New("forbidden")
	errGone      = errors.New("gone")     // the card no longer has that control
	errEmpty     = errors.New("empty")    // nothing was said
	errTooLong   = errors.New("too_long") // text over the limit
	errUnknown   = errors.New("unknown")  // no such message, file or form
)

// A said is what a person writes.
type said struct {
	Conversation string   `json:"conversation"`
	Thread       string   `json:"thread,omitempty"`
	Text         string   `json:"text"`
	Files        []string `json:"files,omitempty"`  // ids of uploads
	Client       string   `json:"client,omitempty"` // the sender's own id: the same one twice is said once
}

// say journals a person's message and puts it into the handler's queue.
func (m *Messenger) say(who Persona, s said) (*message, error) {
	text := strings.ToValidUTF8(strings.ReplaceAll(s.Text, "\r\n", "\n"), "\ufffd")
	switch {
	case len(text) > maxText:
		return nil, errTooLong
	case len(s.Files) > maxFiles:
		return nil, errTooLarge
	case strings.TrimSpace(text) == "" && len(s.Files) == 0:
		return nil, errEmpty
	}
	conv := s.Conversation
	if conv == "" {
		conv = directPrefix + who.ID
	}
	if !m.member(conv, who.ID) {
		return nil, errForbidden
	}
	files, ok := m.uploads.get(who.ID, s.Files)
	if !ok {
		return nil, errUnknown
	}
	m.write.Lock()
	defer m.write.Unlock()
	if id := m.st.byClient[who.ID+"\x00"+s.Client]; s.Client != "" && id != "" {
		return m.st.messages[id], nil
	}
	msg := &message{Conv: conv, From: who.ID, Name: who.Name, Text: text, Files: files, Client: s.Client, Time: m.cfg.Now()}
	msg.Seq, msg.ID = m.ids("m")
	msg.Rev = m.st.rev + 1
	msg.Said = msg.Rev
	if s.Thread != "" {
		root := m.st.messages[s.Thread]
		if root == nil || root.Conv != conv || !m.sees(who.ID, root) {
			return nil, errUnknown
		}
		msg.Thread = m.ref(root).Root()
	}
	in := &inbound{ID: msg.ID, Conv: conv, Thread: msg.Thread, Ref: msg.ID, From: who.ID, Time: msg.Time, Seq: msg.Seq}
	if m.withheld(text) {
		msg.Text, msg.Withheld, in.spoken = "", true, text
	}
	return msg, m.accept(record{Msg: msg, In: in})
}

func (m *Messenger) withheld(text string) bool {
	return m.cfg.Withhold != nil && m.cfg.Withhold(text)
}

// accept commits something that a person did and queues it.
func (m *Messenger) accept(r record) error {
	r.Guide = m.guideStep(r)
	if err := m.commit(r); err != nil {
		return err
	}
	m.queue.add(r.In)
	return m.compact(false)
}

// A click is the use of a control. Value is the control's; Choice what was chosen or picked.
type click struct {
	Card   string `json:"card"` // message id
	ID     string `json:"id"`
	Value  string `json:"value"`
	Choice string `json:"choice,omitempty"`
	Client string `json:"client,omitempty"`
}

// click journals the use of a control and queues it.
func (m *Messenger) click(who Persona, c click) error {
	m.write.Lock()
	defer m.write.Unlock()
	if m.st.byClient[who.ID+"\x00"+c.Client] != "" && c.Client != "" {
		return nil
	}
	msg, control, err := m.control(who, c)
	if err != nil {
		return err
	}
	value := control.Value
	if control.Kind == chat.ControlSelect || control.Kind == chat.ControlDate {
		value = c.Choice
	}
	in := m.event(who, msg, c.Client)
	in.Action = &actionRec{ID: control.ID, Value: value, Card: msg.ID}
	return m.accept(record{In: in})
}

// event begins an inbound that belongs to a message, and is none itself. The caller holds write.
func (m *Messenger) event(who Persona, msg *message, client string) *inbound {
	in := &inbound{Conv: msg.Conv, Thread: msg.Thread, Ref: msg.ID, From: who.ID, Client: client, Time: m.cfg.Now()}
	in.Seq, in.ID = m.ids("e")
	return in
}

// control finds the control that a click means, as the card stands now.
func (m *Messenger) control(who Persona, c click) (*message, chat.Control, error) {
	msg := m.st.messages[c.Card]
	if msg == nil || msg.Card == nil || !m.sees(who.ID, msg) {
		return nil, chat.Control{}, errUnknown
	}
	for _, x := range controls(*msg.Card) {
		if x.ID != c.ID || x.Value != c.Value || x.Kind == chat.ControlLink {
			continue
		}
		chosen := func(o chat.Option) bool { return o.Value == c.Choice }
		if x.Kind == chat.ControlSelect && !slices.ContainsFunc(x.Options, chosen) || x.Kind == chat.ControlDate && !isDate(c.Choice) {
			continue
		}
		return msg, x, nil
	}
	return nil, chat.Control{}, errGone
}

func controls(c chat.Card) []chat.Control {
	var out []chat.Control
	for _, b := range c.Blocks {
		for _, r := range b.Rows {
			out = append(out, r.Actions...)
		}
		out = append(out, b.Actions...)
	}
	return out
}

// submit journals a form and queues it.
func (m *Messenger) submit(who Persona, f formToken, values map[string]string, client string) error {
	m.write.Lock()
	defer m.write.Unlock()
	if m.st.byClient[who.ID+"\x00"+client] != "" && client != "" {
		return nil
	}
	msg := m.st.messages[f.Card]
	if msg == nil || f.User != who.ID || !m.sees(who.ID, msg) {
		return errUnknown
	}
	size := 0
	for k, v := range values {
		values[k] = strings.ToValidUTF8(strings.ReplaceAll(v, "\r\n", "\n"), "\ufffd")
		size += len(v)
	}
	if size > maxText {
		return errTooLong
	}
	in := m.event(who, msg, client)
	in.Form = &filledForm{ID: f.ID, Value: f.Value, Values: values, Card: msg.ID}
	return m.accept(record{In: in})
}

// change lets a person replace or remove an own message.
func (m *Messenger) change(who Persona, id, text string, remove bool) error {
	text = strings.ToValidUTF8(strings.ReplaceAll(text, "\r\n", "\n"), "\ufffd")
	if len(text) > maxText {
		return errTooLong
	}
	if !remove && strings.TrimSpace(text) == "" {
		return errEmpty
	}
	m.write.Lock()
	defer m.write.Unlock()
	msg := m.st.messages[id]
	if msg == nil || msg.From != who.ID || msg.Deleted || !m.sees(who.ID, msg) {
		return errUnknown
	}
	in := m.event(who, msg, "")
	in.Edited, in.Deleted = !remove, remove
	e := &edit{ID: id, Rev: m.st.rev + 1, Text: text, Files: msg.Files, Deleted: remove}
	if remove {
		e.Text, e.Files = "", nil
	}
	if m.withheld(e.Text) {
		e.Text, in.spoken = "", text
	}
	return m.accept(record{Edit: e, In: in})
}

// member says whether a person may read and write in a conversation.
func (m *Messenger) member(conv, user string) bool {
	if owner, ok := strings.CutPrefix(conv, directPrefix); ok {
		return owner == user
	}
	c, ok := m.channel(conv)
	return ok && slices.Contains(c.Members, user)
}

// sees says whether a person may see a message.
func (m *Messenger) sees(user string, msg *message) bool {
	return m.member(msg.Conv, user) && (msg.Only == "" || msg.Only == user)
}
