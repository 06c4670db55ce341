package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"time"

	"github.com/followup-bot/followup/cmd/followup/config"
	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/reminders"
)

// demoMark is the record that makes a ledger a demo's, and remembers how far its clock is ahead.
const demoMark = "demo-clock"

// demoUndo is for how many seconds an issue can be undone in a demo, where whoever tries it wants to see at once what the units get.
const demoUndo = 10

type demoState struct {
	Ahead time.Duration `json:"ahead"`
}

// openDemo keeps demos and real data apart, and sets a demo's clock to where it stood.
func (a *App) openDemo(ctx context.Context) error {
	state, _, err := ledger.Load[demoState](ctx, a.store, ledger.RecordMark, demoMark)
	if err != nil && !errors.Is(err, ledger.ErrNotFound) {
		return err
	}
	isDemo := err == nil
	if !a.Demo {
		if isDemo {
			return fmt.Errorf("%s holds a demo, whose clock was moved; name another folder with --data, or run it with --demo", a.dir)
		}
		return nil
	}
	if !isDemo {
		_, err := a.store.Record(ctx, ledger.RecordOrg, string(ledger.RecordOrg))
		if err == nil {
			return fmt.Errorf("%s holds real data; a demo keeps its own: name another folder with --data", a.dir)
		}
		if !errors.Is(err, ledger.ErrNotFound) {
			return err
		}
		state.Ahead = officeHours(a.Now().In(a.Config.Zone()), a.Config.Days())
	}
	demo := *a.Config
	demo.Policy.UndoSeconds = min(demo.Policy.UndoSeconds, demoUndo)
	a.Config = &demo
	a.demoClock = &demoClock{DemoClock: reminders.NewDemoClock(a.Now, state.Ahead), app: a}
	a.clock = a.demoClock
	if isDemo {
		return nil
	}
	a.freshDemo = true
	return putMark(ctx, a.store, demoMark, state)
}

// officeHours is how far a demo that begins now is put ahead: nobody is written to at night or on days off, so that whoever tries it then
// would wait for the morning.
func officeHours(now time.Time, cal ledger.Calendar) time.Duration {
	const from, to = 9 * 60, 17 * 60
	minute, today := now.Hour()*60+now.Minute(), ledger.DateOf(now)
	if cal.Workday(today) && minute >= from && minute < to {
		return 0
	}
	if minute >= from {
		today = today.AddDays(1)
	}
	return ledger.NextWorkday(cal, today).At(from+5, now.Location()).Sub(now)
}

// A demoClock is moved forward from one thing to do to the next, so that reminders come at their times and in their order.
type demoClock struct {
	*reminders.DemoClock
	app *App
	mu  sync.Mutex // one move at a time
}

// Advance moves the clock by d and returns when what came due on the way is done.
func (c *demoClock) Advance(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	target := c.Now().Add(d)
	if err := putMark(ctx, c.app.store, demoMark, demoState{Ahead: c.Ahead() + d}); err != nil {
		return fmt.Errorf("moving the clock: %w", err)
	}
	for {
		if err := c.app.reminders.Idle(ctx); err != nil {
			return fmt.Errorf("moving the clock: %w", err)
		}
		now := c.Now()
		if !now.Before(target) {
			return nil
		}
		next, err := c.app.nextStop(ctx, now, target)
		if err != nil {
			return fmt.Errorf("moving the clock: %w", err)
		}
		c.DemoClock.Advance(next.Sub(now))
	}
}

// advanceTo is Advance for the bot, which names the instant.
func (a *App) advanceTo(ctx context.Context, to time.Time) error {
	return a.demoClock.Advance(ctx, to.Sub(a.now()))
}

// nextStop is the first instant after now, a minute later at the earliest, when something is to be looked at or sent; target at the latest.
func (a *App) nextStop(ctx context.Context, now, target time.Time) (time.Time, error) {
	next := target
	due, err := a.store.Due(ctx, target, 1)
	if err != nil {
		return next, err
	}
	if len(due) > 0 && due[0].At.Before(next) {
		next = due[0].At
	}
	_, oldest, err := a.store.Waiting(ctx)
	if err != nil {
		return next, err
	}
	if !oldest.IsZero() && oldest.Before(next) {
		next = oldest
	}
	if soon := now.Add(time.Minute); next.Before(soon) {
		next = soon
	}
	return next, nil
}

// isDemoOf reports whether a data folder is where the demo of an example is kept.
func isDemoOf(dir string, cfg *config.Config) bool {
	return filepath.Clean(dir) == filepath.Join(demoFolder, cfg.Org.ID)
}
