package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

// run serves until ctx ends or no messenger is left.
func (a *App) run(ctx context.Context) error {
	front, stopFront := context.WithCancel(ctx) // messengers and commands: what brings work
	defer stopFront()
	back, stopBack := context.WithCancel(context.WithoutCancel(ctx)) // the reminders: what finishes it
	defer stopBack()

	var fronts, backs sync.WaitGroup
	failed := make(chan error, len(a.messengers)+2)
	var left atomic.Int32
	left.Store(int32(len(a.messengers)))
	for name, m := range a.messengers {
		fronts.Go(func() {
			err := m.Run(front, a.bot)
			if err == nil || front.Err() != nil {
				return
			}
			err = fmt.Errorf("messenger %s: %w", name, err)
			if left.Add(-1) == 0 {
				failed <- err
				return
			}
			a.goOnWithout(front, name, err)
		})
	}
	fronts.Go(func() {
		if err := a.control.run(front); err != nil && front.Err() == nil {
			failed <- err
		}
	})
	for _, work := range []func(context.Context){a.backups, a.matchPeople, a.bot.RunCopies} {
		fronts.Go(func() { work(front) })
	}
	if a.page != nil {
		fronts.Go(func() {
			if err := a.page.Run(front); err != nil && front.Err() == nil {
				failed <- err
			}
		})
	}
	backs.Go(func() {
		if err := a.reminders.Run(back); err != nil && back.Err() == nil {
			failed <- fmt.Errorf("reminders: %w", err)
		}
	})
	a.tell()
	if a.Ready != nil {
		a.Ready(a)
	}
	var err error
	select {
	case <-ctx.Done():
	case err = <-failed:
	}
	a.Log.Info("stopping")
	stopFront()
	fronts.Wait()
	a.lastWords(back)
	stopBack()
	backs.Wait()
	return err
}

// goOnWithout keeps the other messengers serving when one has ended for good, and has the admins told.
func (a *App) goOnWithout(ctx context.Context, name string, err error) {
	a.Log.Error("a messenger has ended; the others go on", "messenger", name, "err", err)
	if err := a.bot.MessengerEnded(ctx, name, err); err != nil {
		a.Log.Error("admins can't be told", "err", err)
	}
}

// matchEvery is how often people are looked up anew by address and group.
const matchEvery = time.Hour

// matchPeople finds the organisation's people in the messengers, at the start and again from time to time.
func (a *App) matchPeople(ctx context.Context) {
	t := time.NewTicker(matchEvery)
	defer t.Stop()
	for {
		if err := a.bot.Match(ctx); err != nil && ctx.Err() == nil {
			a.Log.Warn("people could not be matched", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
	}
}

// lastWords sends the answers that are still waiting; what doesn't go out in time stays in the outbox for the next start.
func (a *App) lastWords(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, drainWindow)
	defer cancel()
	if err := a.reminders.Drain(ctx); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		a.Log.Error("last deliveries", "err", err)
	}
}

// tell says where people go.
func (a *App) tell() {
	a.Log.Info("serving", "data", a.dir, "messengers", len(a.messengers), "demo", a.Demo)
	switch {
	case a.local == nil:
		fmt.Fprintf(a.Out, "followup is running for %s\n", a.Config.Org.Name)
	case a.Demo:
		fmt.Fprintf(a.Out, "followup demo: %s/\nStop it with Ctrl-C; its data stays in %s. In a terminal: followup chat --as NAME\n", a.local.URL(), a.dir)
	default:
		fmt.Fprintf(a.Out, "followup: %s/\nPeople enter by a personal link: followup invite NAME\n", a.local.URL())
	}
}
