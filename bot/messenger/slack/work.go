package slack

import (
	"context"
	"errors"
	"time"
)

// The kinds of payload, as Socket Mode calls them.
const (
	kindEvent    = "events_api"
	kindInteract = "interactive"
	kindCommand  = "slash_commands"
)

// work is what a payload asks for. run gives what the acknowledgement carries, or nil.
type work struct {
	lane string // works of a lane run in order; works of the empty one at once
	run  func(ctx context.Context) (any, error)
}

type outcome struct {
	reply any
	err   error
}

var errStopping = errors.New("not running")

// accept reads a payload and begins its work, in the order of calls. The channel gives the outcome once.
func (m *Messenger) accept(kind string, payload []byte) (<-chan outcome, error) {
	out := make(chan outcome, 1)
	ctx, _, ok := m.running()
	if !ok {
		return nil, errStopping
	}
	w, err := m.parse(kind, payload)
	if err != nil {
		return nil, err
	}
	if w.run == nil {
		out <- outcome{}
		return out, nil
	}
	job := func() {
		reply, err := w.run(ctx)
		out <- outcome{reply, err}
	}
	if !m.lanes.do(w.lane, job) {
		return nil, errStopping
	}
	return out, nil
}

func (m *Messenger) parse(kind string, payload []byte) (work, error) {
	switch kind {
	case kindEvent:
		return m.event(payload)
	case kindInteract:
		return m.interaction(payload)
	case kindCommand:
		return m.command(payload)
	}
	return work{}, nil
}

// await waits for an outcome as long as Slack waits for the acknowledgement. What is not done by then goes on, and counts as taken: a
// message that fails after all is offered again from the history, a click's failure is told to the person.
func (m *Messenger) await(ctx context.Context, out <-chan outcome) (any, error) {
	t := time.NewTimer(m.ackAfter)
	defer t.Stop()
	select {
	case o := <-out:
		return o.reply, o.err
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-t.C:
		return nil, nil
	}
}
