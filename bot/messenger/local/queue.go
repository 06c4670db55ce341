package local

import (
	"context"
	"strings"
	"sync"
	"time"

	"github.com/followup-bot/followup/bot/chat"
)

const (
	firstPause = 50 * time.Millisecond // after a handler's first failure; doubled with each
	lastPause  = 30 * time.Second
)

// A queue offers what people did to the handler: one at a time and in order in each conversation, until it is taken.
type queue struct {
	mu      sync.Mutex
	ctx     context.Context // nil until Run
	m       *Messenger
	h       chat.Handler
	lanes   map[string]*lane
	left    int           // taken in and not yet handled
	changed chan struct{} // closed and renewed whenever left falls
	begun   chan struct{}
	wg      sync.WaitGroup
}

type lane struct {
	waiting []*inbound
	busy    bool
}

func newQueue() *queue {
	return &queue{lanes: map[string]*lane{}, changed: make(chan struct{}), begun: make(chan struct{})}
}

// begin starts offering, with what the journal still holds first.
func (q *queue) begin(ctx context.Context, m *Messenger, h chat.Handler) {
	m.write.Lock() // nothing is accepted in between
	defer m.write.Unlock()
	q.mu.Lock()
	q.ctx, q.m, q.h = ctx, m, h
	q.lanes, q.left = map[string]*lane{}, 0
	q.mu.Unlock()
	m.st.mu.RLock()
	waiting := m.st.waiting()
	m.st.mu.RUnlock()
	for _, in := range waiting {
		q.add(in)
	}
	close(q.begun)
}

// end waits for the handlers that run; their context has ended.
func (q *queue) end() { q.wg.Wait() }

// add puts one at the end of its conversation's lane. Before begin it only waits in the journal.
func (q *queue) add(in *inbound) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.left++
	if q.ctx == nil || q.ctx.Err() != nil {
		return
	}
	l := q.lanes[in.Conv]
	if l == nil {
		l = &lane{}
		q.lanes[in.Conv] = l
	}
	l.waiting = append(l.waiting, in)
	if !l.busy {
		l.busy = true
		q.wg.Add(1)
		go q.work(in.Conv, l)
	}
}

func (q *queue) work(conv string, l *lane) {
	defer q.wg.Done()
	defer q.m.hub.busy(conv, false)
	q.m.hub.busy(conv, true)
	for {
		q.mu.Lock()
		if len(l.waiting) == 0 || q.ctx.Err() != nil {
			l.busy = false
			q.mu.Unlock()
			return
		}
		in := l.waiting[0]
		q.mu.Unlock()
		q.offer(in)
		q.mu.Lock()
		l.waiting = l.waiting[1:]
		q.left--
		close(q.changed)
		q.changed = make(chan struct{})
		q.mu.Unlock()
	}
}

// offer hands one to the handler until it is taken or the context ends.
func (q *queue) offer(in *inbound) {
	for pause := firstPause; ; pause = min(2*pause, lastPause) {
		msg, ok := q.m.inbound(in)
		if !ok {
			q.m.log.Warn("message can't be offered any more", "id", in.ID)
			q.m.done(in.ID)
			return
		}
		err := q.h.Handle(q.ctx, msg)
		if err == nil {
			q.m.done(in.ID)
			return
		}
		q.m.log.Warn("message not taken, will be offered again", "id", in.ID, "pause", pause, "err", err)
		select {
		case <-q.ctx.Done():
			return
		case <-time.After(pause):
		}
	}
}

// quiet waits until nothing is being handled.
func (q *queue) quiet(ctx context.Context) error {
	for {
		q.mu.Lock()
		left, changed := q.left, q.changed
		q.mu.Unlock()
		if left == 0 {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-changed:
		}
	}
}

// done notes that the handler took a message. When that note is lost, the message is offered again, which has the effect of once.
func (m *Messenger) done(id string) {
	m.write.Lock()
	defer m.write.Unlock()
	if err := m.commitAs(record{Done: id}, false); err != nil {
		m.log.Warn("message taken, but not noted so", "id", id, "err", err)
	}
}

// inbound is what the handler gets; not ok when the text was withheld and is lost, or its author is gone.
func (m *Messenger) inbound(in *inbound) (chat.Message, bool) {
	who, ok := m.person(in.From)
	m.st.mu.RLock()
	msg := m.st.messages[in.Ref]
	m.st.mu.RUnlock()
	if !ok || msg == nil {
		return chat.Message{}, false
	}
	out := chat.Message{
		ID: in.ID, Ref: in.Ref, Time: in.Time, Direct: strings.HasPrefix(in.Conv, directPrefix), Edited: in.Edited, Deleted: in.Deleted,
		At:   chat.Address{Messenger: Name, Conversation: in.Conv, Thread: in.Thread},
		From: chat.User{ID: who.ID, Name: who.Name, Lang: who.Lang, Zone: m.cfg.Zone.String()},
	}
	switch {
	case in.Action != nil:
		out.Action = &chat.Action{ID: in.Action.ID, Value: in.Action.Value, Card: m.ref(msg)}
	case in.Form != nil:
		out.Form = &chat.Filled{ID: in.Form.ID, Value: in.Form.Value, Values: in.Form.Values, Card: m.ref(msg)}
	case !in.Deleted:
		text := msg.Text
		if in.spoken != "" {
			text = in.spoken
		} else if msg.Withheld && text == "" {
			return chat.Message{}, false
		}
		out.Text, out.Mentioned = m.mention(text)
		out.Files = m.files(msg)
	}
	return out, true
}

// mention takes the bot's name out of a text, and says whether it was addressed by it or by a command.
func (m *Messenger) mention(text string) (string, bool) {
	mentioned := strings.HasPrefix(text, "/")
	for _, name := range append(m.page.botNames(), m.cfg.BotNames...) {
		for _, at := range []string{"@" + name, "@" + name} {
			if i := strings.Index(text, at); i >= 0 {
				text = strings.TrimSpace(strings.TrimSpace(text[:i]) + " " + strings.TrimSpace(text[i+len(at):]))
				mentioned = true
			}
		}
	}
	return text, mentioned
}
