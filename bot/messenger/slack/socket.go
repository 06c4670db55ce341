package slack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

// maxFrame bounds what one Socket Mode message may take; Slack's own payloads are far smaller.
const maxFrame = 8 << 20

// runSocket receives by Socket Mode until ctx ends or the token is refused for good. slack-go connects again with growing pauses.
func (m *Messenger) runSocket(ctx context.Context) error {
	for wait := time.Second; ; wait = min(2*wait, time.Minute) {
		connected, err := m.session(ctx)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if c := code(err); causes[c].OfApp() {
			return fmt.Errorf("slack: Socket Mode: %w", explain(err))
		}
		if connected {
			wait = time.Second
		}
		m.log.Warn("Socket Mode ended, connecting again", "error", err, "wait", wait)
		if !pause(ctx, wait) {
			return ctx.Err()
		}
	}
}

func (m *Messenger) session(ctx context.Context) (connected bool, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	client := socketmode.New(m.api, socketmode.OptionReadLimit(maxFrame), socketmode.OptionLog(log.New(io.Discard, "", 0)))
	ended := make(chan error, 1)
	go func() { ended <- client.RunContext(ctx) }()
	for {
		select {
		case err := <-ended:
			return connected, err
		case ev := <-client.Events:
			switch ev.Type {
			case socketmode.EventTypeConnected:
				connected = true
				m.log.Info("connected")
				m.places.newRound()
			case socketmode.EventTypeConnectionError:
				if failed, ok := ev.Data.(*slack.ConnectionErrorEvent); ok {
					m.log.Warn("connecting failed", "attempt", failed.Attempt, "wait", failed.Backoff, "error", explain(failed.ErrorObj))
					if causes[code(failed.ErrorObj)].OfApp() {
						cancel()
						<-ended
						return connected, failed.ErrorObj
					}
				}
			case socketmode.EventTypeErrorBadMessage:
				m.unreadable(ctx, client, ev)
			case socketmode.EventTypeEventsAPI, socketmode.EventTypeInteractive, socketmode.EventTypeSlashCommand:
				m.envelope(ctx, client, ev.Request)
			}
		}
	}
}

// envelope begins the work of one request in the order of arrival, and acknowledges it when done.
func (m *Messenger) envelope(ctx context.Context, client *socketmode.Client, r *socketmode.Request) {
	out, err := m.accept(r.Type, r.Payload)
	if errors.Is(err, errStopping) {
		return // not acknowledged: Slack sends it again
	}
	if err != nil {
		m.log.Warn("a payload could not be read", "kind", r.Type, "error", err)
		go m.ack(ctx, client, r.EnvelopeID, nil)
		return
	}
	go func() {
		reply, err := m.await(ctx, out)
		if err == nil {
			m.ack(ctx, client, r.EnvelopeID, reply)
		}
	}()
}

// ack waits for a connection where there is none, so the goroutine that reads must not call it.
func (m *Messenger) ack(ctx context.Context, client *socketmode.Client, id string, reply any) {
	if err := client.AckCtx(ctx, id, reply); err != nil && ctx.Err() == nil {
		m.log.Warn("an acknowledgement was not sent", "error", err)
	}
}

// unreadable acknowledges what slack-go does not know, so that Slack does not send it again and again.
func (m *Messenger) unreadable(ctx context.Context, client *socketmode.Client, ev socketmode.Event) {
	bad, ok := ev.Data.(*socketmode.ErrorBadMessage)
	if !ok {
		return
	}
	m.log.Debug("an event of an unknown kind", "error", bad.Cause)
	var r struct {
		ID string `json:"envelope_id"`
	}
	if err := json.Unmarshal(bad.Message, &r); err == nil && r.ID != "" {
		go m.ack(ctx, client, r.ID, nil)
	}
}
