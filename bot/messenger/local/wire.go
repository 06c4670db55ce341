package local

import (
	"strings"
	"time"

	"github.com/followup-bot/followup/bot/chat"
)

// A Wire is one message as the API gives it to a person. Bot's have a Card, people's a Text.
type Wire struct {
	ID           string     `json:"id"`
	Seq          int64      `json:"seq"`
	Rev          int64      `json:"rev"`
	Said         int64      `json:"said"` // Rev of the last change of what it says
	Conversation string     `json:"conversation"`
	Thread       string     `json:"thread,omitempty"`
	From         *Persona   `json:"from,omitempty"` // nil: the bot
	Mine         bool       `json:"mine,omitempty"`
	Only         bool       `json:"only,omitempty"` // nobody else sees it
	Text         string     `json:"text,omitempty"`
	Card         *chat.Card `json:"card,omitempty"`
	Files        []WireFile `json:"files,omitempty"` // a card's in the order of its file blocks
	Time         time.Time  `json:"time"`
	Edited       bool       `json:"edited,omitempty"`
	Deleted      bool       `json:"deleted,omitempty"`
	Withheld     bool       `json:"withheld,omitempty"`
	Client       string     `json:"client,omitempty"`
	Replies      int        `json:"replies,omitempty"`
	NewReplies   int        `json:"new_replies,omitempty"`
}

// A WireFile is a file to download from /api/file?message=ID&n=N.
type WireFile struct {
	Name  string `json:"name"`
	MIME  string `json:"mime"`
	Size  int64  `json:"size"`
	Alt   string `json:"alt,omitempty"`
	Image bool   `json:"image,omitempty"`
}

// A Conversation is one line of a person's list.
type Conversation struct {
	ID      string    `json:"id"`
	Direct  bool      `json:"direct,omitempty"`
	Name    string    `json:"name,omitempty"`
	Unread  int       `json:"unread,omitempty"`
	Preview string    `json:"preview,omitempty"`
	Time    time.Time `json:"time,omitzero"`
	Busy    bool      `json:"busy,omitempty"` // the bot is at a message
	Mark    int64     `json:"mark,omitempty"` // Seq up to which it was read
}

func (m *Messenger) wire(who Persona, msg *message) Wire {
	w := Wire{
		ID: msg.ID, Seq: msg.Seq, Rev: msg.Rev, Said: msg.Said, Conversation: msg.Conv, Thread: msg.Thread, Only: msg.Only != "", Text: msg.Text, Card: msg.Card,
		Time: msg.Time.In(m.cfg.Zone), Edited: msg.Edited, Deleted: msg.Deleted, Withheld: msg.Withheld && msg.Text == "",
	}
	if msg.From != "" {
		p, ok := m.person(msg.From)
		if !ok {
			p = Persona{ID: msg.From, Name: msg.Name}
		}
		w.From = &Persona{ID: p.ID, Name: p.Name, Title: p.Title, Unit: p.Unit}
		w.Mine = msg.From == who.ID
	}
	if w.Mine {
		w.Client = msg.Client
	}
	for _, b := range msg.Files {
		w.Files = append(w.Files, WireFile{Name: b.Name, MIME: b.MIME, Size: b.Size, Alt: b.Alt, Image: isImage(b.MIME)})
	}
	m.st.mu.RLock()
	defer m.st.mu.RUnlock()
	for _, r := range m.st.byThread[msg.ID] {
		if r.Only != "" && r.Only != who.ID || r.Deleted {
			continue
		}
		w.Replies++
		if r.From != who.ID && r.Seq > m.st.reads[readKey{who.ID, msg.ID}] {
			w.NewReplies++
		}
	}
	return w
}

func isImage(mime string) bool {
	switch mime {
	case "image/png", "image/jpeg", "image/gif", "image/webp":
		return true
	}
	return false
}

// list is a person's conversations, the direct one first.
func (m *Messenger) list(who Persona) []Conversation {
	out := []Conversation{{ID: directPrefix + who.ID, Direct: true}}
	for _, c := range m.cfg.Channels() {
		if m.member(c.ID, who.ID) {
			out = append(out, Conversation{ID: c.ID, Name: c.Name})
		}
	}
	m.st.mu.RLock()
	defer m.st.mu.RUnlock()
	for i := range out {
		c := &out[i]
		c.Busy = m.hub.isBusy(c.ID)
		c.Mark = m.st.reads[readKey{who.ID, c.ID}]
		c.Unread = m.st.unread(who.ID, c.ID)
		if last := m.st.last(who.ID, c.ID); last != nil {
			c.Time, c.Preview = last.Time.In(m.cfg.Zone), preview(last)
		}
	}
	return out
}

// unread counts what others said since the person looked, in the conversation and in each of its threads. The caller holds mu.
func (s *state) unread(user, conv string) int {
	n := 0
	for _, msg := range s.byConv[conv] {
		if msg.From == user || msg.Deleted || msg.Only != "" && msg.Only != user {
			continue
		}
		place := conv
		if msg.Thread != "" {
			place = msg.Thread
		}
		if msg.Seq > s.reads[readKey{user, place}] {
			n++
		}
	}
	return n
}

func (s *state) last(user, conv string) *message {
	all := s.byConv[conv]
	for i := len(all) - 1; i >= 0; i-- {
		if m := all[i]; !m.Deleted && (m.Only == "" || m.Only == user) {
			return m
		}
	}
	return nil
}

const previewRunes = 80

// preview is one line that stands for a message.
func preview(m *message) string {
	text := m.Text
	if m.Card != nil {
		text = headline(*m.Card)
	}
	if text == "" && len(m.Files) > 0 {
		text = m.Files[0].Name
	}
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	if r := []rune(line); len(r) > previewRunes {
		line = string(r[:previewRunes]) + "…"
	}
	return line
}

func headline(c chat.Card) string {
	for _, s := range []string{c.Fallback, c.Title} {
		if s != "" {
			return s
		}
	}
	for _, b := range c.Blocks {
		if b.Text != "" {
			return b.Text
		}
		if len(b.Rows) > 0 {
			return strings.TrimSpace(b.Rows[0].Mark + " " + b.Rows[0].Text)
		}
	}
	return ""
}
