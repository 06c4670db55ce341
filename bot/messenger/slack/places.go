package slack

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
)

// threadsMax is how many threads of a conversation are remembered, the most recently used ones.
const threadsMax = 200

// A place is what is known of a conversation.
type place struct {
	Seen    string            `json:"seen,omitempty"`    // all messages up to this time stamp were handled
	Threads map[string]string `json:"threads,omitempty"` // threads that the bot is in, by root: the newest time stamp seen there

	loaded, dirty bool
	round         int  // of the last catch-up
	gap           bool // a message after Seen was not taken: Seen stands still until a catch-up
}

// places keep the conversations over restarts.
type places struct {
	m     *Messenger
	mu    sync.Mutex
	all   map[string]*place
	since string // the beginning of it all: older messages are never read
	round int    // of connecting; a place of an earlier round may lack messages
}

func (p *places) init(m *Messenger) { p.m, p.all = m, map[string]*place{} }

func (p *places) key(name string) string { return strings.Join([]string{Name, p.m.team, name}, "/") }

// start reads, or on the first run of all sets, the time before which nothing is caught up.
func (p *places) start(ctx context.Context) error {
	v, err := p.m.cfg.State.Load(ctx, p.key("since"))
	if err != nil {
		return err
	}
	p.mu.Lock()
	p.since = string(v)
	if v == nil {
		p.since = stamp(p.m.now().Add(-skew)) // Slack's clock counts, and ours may be ahead
	}
	since := p.since
	p.mu.Unlock()
	if v != nil {
		return nil
	}
	return p.m.cfg.State.Save(ctx, p.key("since"), []byte(since))
}

// with runs f on a conversation's place, read from the store the first time.
func (p *places) with(ctx context.Context, conversation string, f func(*place)) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	pl := p.all[conversation]
	if pl == nil {
		pl = &place{}
		p.all[conversation] = pl
	}
	if !pl.loaded {
		v, err := p.m.cfg.State.Load(ctx, p.key("in/"+conversation))
		if err != nil {
			return fmt.Errorf("state of %s: %w", conversation, err)
		}
		if v != nil {
			if err := json.Unmarshal(v, pl); err != nil {
				return fmt.Errorf("state of %s: %w", conversation, err)
			}
		}
		pl.loaded = true
	}
	f(pl)
	return nil
}

// newRound says that messages may have been missed from now on.
func (p *places) newRound() {
	p.mu.Lock()
	p.round++
	p.mu.Unlock()
	p.m.wantSweep()
}

// behind tells whether a conversation still has to catch up, and since when.
func (p *places) behind(ctx context.Context, conversation string) (behind bool, from string, threads map[string]string, round int, err error) {
	err = p.with(ctx, conversation, func(pl *place) {
		behind, from, threads, round = pl.round < p.round || pl.gap, pl.Seen, maps.Clone(pl.Threads), p.round
		if from == "" {
			from = p.since
		}
	})
	return behind, from, threads, round, err
}

// notBefore is ts, or the beginning of it all when that is later.
func (p *places) notBefore(ts string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if later(p.since, ts) {
		return p.since
	}
	return ts
}

// saw moves the watermark on; taken is false when the message has to be offered again later.
func (p *places) saw(ctx context.Context, conversation, ts string, taken bool) {
	err := p.with(ctx, conversation, func(pl *place) {
		switch {
		case !taken:
			pl.gap = true
		case !pl.gap && pl.round == p.round && later(ts, pl.Seen):
			pl.Seen, pl.dirty = ts, true
		}
	})
	if err != nil {
		p.m.log.Error("a watermark was not kept", "conversation", conversation, "error", err)
	}
}

// reached moves the watermark on within a catch-up, which goes through what was said in order.
func (p *places) reached(ctx context.Context, conversation, ts string) {
	p.move(ctx, conversation, ts, func(*place) {})
}

// caught ends a catch-up of a round: all is handled up to ts.
func (p *places) caught(ctx context.Context, conversation, ts string, round int) {
	p.move(ctx, conversation, ts, func(pl *place) { pl.gap, pl.round = false, round })
}

func (p *places) move(ctx context.Context, conversation, ts string, also func(*place)) {
	err := p.with(ctx, conversation, func(pl *place) {
		also(pl)
		if later(ts, pl.Seen) {
			pl.Seen, pl.dirty = ts, true
		}
	})
	if err != nil {
		p.m.log.Error("a watermark was not kept", "conversation", conversation, "error", err)
	}
}

// join remembers that the bot is in a thread.
func (p *places) join(ctx context.Context, conversation, root, ts string) {
	if root == "" {
		return
	}
	err := p.with(ctx, conversation, func(pl *place) {
		if pl.Threads == nil {
			pl.Threads = map[string]string{}
		}
		if later(ts, pl.Threads[root]) {
			pl.Threads[root], pl.dirty = ts, true
		}
		if len(pl.Threads) > threadsMax {
			oldest := slices.MinFunc(slices.Collect(maps.Keys(pl.Threads)), func(a, b string) int {
				return compare(pl.Threads[a], pl.Threads[b])
			})
			delete(pl.Threads, oldest)
		}
	})
	if err != nil {
		p.m.log.Error("a thread was not kept", "conversation", conversation, "error", err)
	}
}

// joined tells whether the bot is in a thread.
func (p *places) joined(ctx context.Context, conversation, root string) (in bool, err error) {
	err = p.with(ctx, conversation, func(pl *place) { _, in = pl.Threads[root] })
	return in, err
}

// saveEvery is how much of what was handled may be looked at again after a crash: the handler knows those messages already. Saving costs a
// commit a conversation.
const saveEvery = 30 * time.Second

// keep writes what changed now and then until ctx ends.
func (p *places) keep(ctx context.Context) {
	tick := time.NewTicker(saveEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			p.save(ctx)
		}
	}
}

func (p *places) save(ctx context.Context) {
	p.mu.Lock()
	changed := map[string][]byte{}
	for conversation, pl := range p.all {
		if !pl.dirty {
			continue
		}
		if v, err := json.Marshal(pl); err == nil {
			changed[conversation] = v
			pl.dirty = false
		}
	}
	p.mu.Unlock()
	for conversation, v := range changed {
		if err := p.m.cfg.State.Save(ctx, p.key("in/"+conversation), v); err != nil {
			p.m.log.Error("the state of a conversation was not saved", "conversation", conversation, "error", err)
			p.mu.Lock()
			p.all[conversation].dirty = true
			p.mu.Unlock()
		}
	}
}

// Slack's time stamps are seconds and six more digits that make them unique: 1764000000.000100. They are ids, kept as text.

// compare orders time stamps; an empty one is before all.
func compare(a, b string) int {
	as, af, _ := strings.Cut(a, ".")
	bs, bf, _ := strings.Cut(b, ".")
	if c := len(as) - len(bs); c != 0 {
		return c
	}
	if c := strings.Compare(as, bs); c != 0 {
		return c
	}
	return strings.Compare(af, bf)
}

func later(a, b string) bool { return compare(a, b) > 0 }

func stamp(t time.Time) string {
	return fmt.Sprintf("%d.%06d", t.Unix(), t.Nanosecond()/1000)
}

// moment is the instant of a time stamp, zero when it is none.
func moment(ts string) time.Time {
	var sec, micro int64
	whole, frac, _ := strings.Cut(ts, ".")
	if _, err := fmt.Sscanf(whole, "%d", &sec); err != nil {
		return time.Time{}
	}
	if frac != "" {
		if _, err := fmt.Sscanf((frac + "000000")[:6], "%d", &micro); err != nil {
			return time.Time{}
		}
	}
	return time.Unix(sec, micro*1000).UTC()
}

// memory is a StateStore that forgets with the process.
type memory struct {
	mu     sync.Mutex
	values map[string][]byte
}

func (s *memory) Load(_ context.Context, key string) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.values[key], nil
}

func (s *memory) Save(_ context.Context, key string, value []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.values[key] = slices.Clone(value)
	return nil
}
