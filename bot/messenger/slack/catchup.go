package slack

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/slack-go/slack"
)

const (
	lookBack    = 3 * 24 * time.Hour // how much before the watermark is read, for new replies and edits of older messages
	pageSize    = 200
	pagesMax    = 10 // of one conversation or thread
	oldThreads  = 20 // that began before lookBack and are asked one by one
	manyPlaces  = 40 // more conversations than that are read at a pace
	paceOfMany  = 1200 * time.Millisecond
	sweepsAgain = time.Minute
	sweepsLast  = 15 * time.Minute
)

func (m *Messenger) wantSweep() {
	select {
	case m.sweeps <- struct{}{}:
	default:
	}
}

// retried reads the histories after Slack had to repeat itself, soon but not at each repetition.
func (m *Messenger) retried() {
	now := m.now()
	m.mu.Lock()
	again := now.Sub(m.lastRetry) > sweepsLast
	if again {
		m.lastRetry = now
	}
	m.mu.Unlock()
	if again {
		m.places.newRound()
	}
}

// sweepLater reads the histories again after a while.
func (m *Messenger) sweepLater() {
	ctx, _, ok := m.running()
	if !ok || m.waiting.Swap(true) {
		return
	}
	m.lanes.do("sweep", func() {
		if pause(ctx, sweepsAgain) {
			m.wantSweep()
		}
		m.waiting.Store(false)
	})
}

// sweep catches up in all of the bot's conversations, each time that it is wanted, until ctx ends.
func (m *Messenger) sweep(ctx context.Context) {
	wait := sweepsAgain
	for {
		select {
		case <-ctx.Done():
			return
		case <-m.sweeps:
		}
		if err := m.sweepOnce(ctx); err == nil {
			wait = sweepsAgain
			continue
		} else if ctx.Err() == nil {
			m.log.Warn("catching up failed", "error", err)
			if e := classify(err, false); !e.Retry {
				continue // no use before somebody acted; the next connection tries again
			}
		}
		if !pause(ctx, wait) {
			return
		}
		wait = min(2*wait, sweepsLast)
		m.wantSweep()
	}
}

// sweepOnce visits the conversations, those that were used last first.
func (m *Messenger) sweepOnce(ctx context.Context) error {
	ids, err := m.conversations(ctx)
	if err != nil {
		return err
	}
	used := map[string]string{}
	for _, id := range ids {
		_, from, _, _, err := m.places.behind(ctx, id)
		if err != nil {
			return err
		}
		used[id] = from
	}
	slices.SortStableFunc(ids, func(a, b string) int { return compare(used[b], used[a]) })
	var failed error
	for _, id := range ids {
		done := make(chan error, 1)
		if !m.lanes.do(id, func() { done <- m.catchUp(ctx, id) }) {
			return ctx.Err()
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case err := <-done:
			if err != nil {
				failed = err
			}
		}
		if len(ids) > manyPlaces && !pause(ctx, paceOfMany) {
			return ctx.Err()
		}
	}
	return failed
}

// conversations are those that the bot is in.
func (m *Messenger) conversations(ctx context.Context) ([]string, error) {
	var ids []string
	p := slack.GetConversationsForUserParameters{Types: []string{"public_channel", "private_channel", "mpim", "im"}, Limit: pageSize, ExcludeArchived: true}
	for {
		page, next, err := m.read.GetConversationsForUserContext(ctx, &p)
		if err != nil {
			return nil, err
		}
		for _, c := range page {
			ids = append(ids, c.ID)
		}
		if next == "" || len(ids) >= 100*pageSize {
			return ids, nil
		}
		p.Cursor = next
	}
}

// catchUp gives the handler what was said in a conversation since its watermark, if something may have been missed. It runs in the
// conversation's lane. Conversations that cannot be read any more count as caught up. What Slack has told just now is given along, to stand
// at its place among what was missed.
func (m *Messenger) catchUp(ctx context.Context, conversation string, told ...said) error {
	behind, from, threads, round, err := m.places.behind(ctx, conversation)
	if err != nil || !behind {
		return err
	}
	if floor := stamp(m.now().Add(-m.cfg.CatchUp)); later(floor, from) {
		from = floor
	}
	missed, newest, err := m.missed(ctx, conversation, from, threads)
	if err != nil {
		if e := classify(err, false); !e.Retry && ctx.Err() == nil {
			m.log.Warn("a conversation cannot be read", "conversation", conversation, "error", e)
			m.places.caught(ctx, conversation, "", round)
			return nil
		}
		return err
	}
	for _, s := range told { // which knows its event's id
		missed = append(slices.DeleteFunc(missed, func(old said) bool { return old.id == s.id }), s)
	}
	slices.SortStableFunc(missed, func(a, b said) int { return compare(a.at, b.at) })
	for _, s := range missed {
		if err := m.take(ctx, s); err != nil {
			return err
		}
		m.places.reached(ctx, conversation, s.at)
	}
	m.places.caught(ctx, conversation, newest, round)
	return nil
}

// missed reads what was said or edited after from, in the conversation and the bot's threads.
func (m *Messenger) missed(ctx context.Context, conversation, from string, threads map[string]string) (out []said, newest string, err error) {
	start := m.places.notBefore(stamp(moment(from).Add(-lookBack)))
	msgs, err := m.history(ctx, conversation, start)
	if err != nil {
		return nil, "", err
	}
	roots := map[string]bool{}
	for root := range threads {
		if later(start, root) {
			roots[root] = true // too old for the history that was read
		}
	}
	for len(roots) > oldThreads {
		oldest := slices.MinFunc(slices.Collect(maps.Keys(roots)), func(a, b string) int { return compare(threads[a], threads[b]) })
		delete(roots, oldest)
	}
	for _, msg := range msgs {
		if msg.LatestReply != "" && later(msg.LatestReply, from) {
			roots[msg.Timestamp] = true
		}
	}
	for root := range roots {
		replies, err := m.replies(ctx, conversation, root, from)
		if err != nil {
			if e := classify(err, false); e.Retry || ctx.Err() != nil {
				return nil, "", err
			}
			continue // the thread is gone
		}
		msgs = append(msgs, replies...)
	}
	out, newest = m.sinceThen(conversation, from, msgs)
	return out, newest, nil
}

// sinceThen picks what is new in messages of the history.
func (m *Messenger) sinceThen(conversation, from string, msgs []slack.Message) (out []said, newest string) {
	seen := map[string]bool{}
	for _, msg := range msgs {
		ev := messageEvent{Msg: msg.Msg}
		ev.Channel = conversation
		s, ok := m.said(ev)
		if later(msg.Timestamp, newest) {
			newest = msg.Timestamp
		}
		if !ok || seen[s.id] {
			continue
		}
		seen[s.id] = true
		s.foreign = m.foreign(msg.Team)
		switch edit := msg.Edited; {
		case later(msg.Timestamp, from):
			out = append(out, s)
		case edit != nil && later(edit.Timestamp, from):
			s.edited, s.at, s.id = true, edit.Timestamp, editID(conversation, msg.Msg)
			out = append(out, s)
		}
	}
	return out, newest
}

func (m *Messenger) history(ctx context.Context, conversation, oldest string) ([]slack.Message, error) {
	p := slack.GetConversationHistoryParameters{ChannelID: conversation, Oldest: oldest, Limit: pageSize}
	var out []slack.Message
	for range pagesMax {
		page, err := m.read.GetConversationHistoryContext(ctx, &p)
		if err != nil {
			return nil, err
		}
		out = append(out, page.Messages...)
		if p.Cursor = page.ResponseMetaData.NextCursor; p.Cursor == "" {
			return out, nil
		}
	}
	m.log.Warn("too much was said to catch up with all of it", "conversation", conversation, "messages", len(out))
	return out, nil
}

func (m *Messenger) replies(ctx context.Context, conversation, root, oldest string) ([]slack.Message, error) {
	p := slack.GetConversationRepliesParameters{ChannelID: conversation, Timestamp: root, Oldest: oldest, Limit: pageSize}
	var out []slack.Message
	for range pagesMax {
		page, _, next, err := m.read.GetConversationRepliesContext(ctx, &p)
		if err != nil {
			return nil, err
		}
		out = append(out, page...)
		if p.Cursor = next; next == "" {
			break
		}
	}
	return out, nil
}
