package reminders

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/followup-bot/followup/ledger"
)

// batch is how many items one commit plans.
const batch = 256

// tick is the state of ticking. It may all be lost.
type tick struct {
	run   sync.Mutex // one tick at a time
	base  base
	mu    sync.Mutex
	aside map[ledger.DueEntry]*Aside
}

// An Aside is something that could not be looked at. It does not hold up others, and is tried again with growing pauses.
type Aside struct {
	Entry ledger.DueEntry
	Err   string
	Times int
	Again time.Time
}

// Tick plans all that is due now. What could not be planned is set aside and reported by Status; an error means that the store or the
// environment failed.
func (s *Service) Tick(ctx context.Context) error {
	_, err := s.tickOnce(ctx)
	return err
}

// tickOnce also says when the next look is due; the zero time: nothing is planned.
func (s *Service) tickOnce(ctx context.Context) (next time.Time, err error) {
	s.tick.run.Lock()
	defer s.tick.run.Unlock()
	now := s.Clock.Now()
	defer func() { s.ticked(now, err) }()
	env, err := s.Env(ctx, now)
	if err != nil {
		return next, fmt.Errorf("environment: %w", err)
	}
	env.Now = now
	if err := s.prepare(ctx, env); err != nil {
		return next, err
	}
	planned := false
	for {
		entries, err := s.pending(ctx, now, batch)
		if err != nil {
			return next, err
		}
		if len(entries) == 0 {
			break
		}
		if err := s.look(ctx, env, entries); err != nil {
			return next, err
		}
		planned = true
	}
	if planned {
		s.out.poke()
	}
	return s.nextDue(ctx, now)
}

// pending are the due entries that are not set aside, at most n.
func (s *Service) pending(ctx context.Context, now time.Time, n int) ([]ledger.DueEntry, error) {
	s.tick.mu.Lock()
	skip := len(s.tick.aside)
	s.tick.mu.Unlock()
	entries, err := s.Store.Due(ctx, now.Add(1), n+skip)
	if err != nil {
		return nil, fmt.Errorf("what is due: %w", err)
	}
	s.tick.mu.Lock()
	defer s.tick.mu.Unlock()
	return slices.DeleteFunc(entries, func(e ledger.DueEntry) bool {
		a := s.tick.aside[e]
		return a != nil && a.Again.After(now)
	}), nil
}

// nextDue is when something comes due next, or is tried again.
func (s *Service) nextDue(ctx context.Context, now time.Time) (time.Time, error) {
	s.tick.mu.Lock()
	var next time.Time
	for _, a := range s.tick.aside {
		if next.IsZero() || a.Again.Before(next) {
			next = a.Again
		}
	}
	skip := len(s.tick.aside)
	s.tick.mu.Unlock()
	entries, err := s.Store.Due(ctx, now.AddDate(100, 0, 0), skip+1)
	if err != nil {
		return next, fmt.Errorf("what is due next: %w", err)
	}
	for _, e := range entries {
		if e.At.After(now) && (next.IsZero() || e.At.Before(next)) {
			next = e.At
		}
	}
	return next, nil
}

// look plans one batch: items together, everything else one by one.
func (s *Service) look(ctx context.Context, env ledger.Env, entries []ledger.DueEntry) error {
	var items []planned
	for _, e := range entries {
		if e.Kind != "" {
			if err := s.lookRecord(ctx, env, e); err != nil {
				return err
			}
			continue
		}
		p, err := s.planItem(ctx, env, e)
		switch {
		case errors.Is(err, ledger.ErrNotFound):
			s.setAside(e, err)
		case err != nil:
			return err
		case p.change.Source != "":
			items = append(items, p)
		}
	}
	return s.commitItems(ctx, items)
}

// planned is an item's change and the entry that led to it.
type planned struct {
	entry  ledger.DueEntry
	change ledger.Change
}

// planItem reads and decides one item. What the decision itself can't cope with is set aside here; errors are the store's.
func (s *Service) planItem(ctx context.Context, env ledger.Env, e ledger.DueEntry) (planned, error) {
	it, err := s.Store.Item(ctx, ledger.ItemID(e.ID))
	if err != nil {
		return planned{}, err
	}
	env.Source = "tick/" + e.ID + "/" + strconv.FormatInt(it.Rev, 10)
	c, err := remind(env, it)
	if err == nil && len(c.Items) == 1 && !c.Items[0].Plan.Next.IsZero() && !c.Items[0].Plan.Next.After(env.Now) {
		err = fmt.Errorf("its next look %s is not in the future", c.Items[0].Plan.Next)
	}
	if err != nil {
		s.setAside(e, err)
		return planned{}, nil
	}
	return planned{e, c}, nil
}

// remind decides, and turns a panic over one item into its error.
func remind(env ledger.Env, it ledger.Item) (c ledger.Change, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	return ledger.Remind(env, it)
}

// commitItems commits a batch as one change. When it does not go through, each item is tried alone, so that one that changed meanwhile, or
// that the store refuses, leaves the others be.
func (s *Service) commitItems(ctx context.Context, items []planned) error {
	if len(items) == 0 {
		return nil
	}
	err := s.Store.Commit(ctx, join(items))
	if err == nil {
		s.count(func(c *Counters) { c.Planned += len(items) })
		s.release(items)
		return nil
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if len(items) == 1 {
		return s.refused(items[0], err)
	}
	failed, done := []error{}, 0
	var bad []planned
	for _, p := range items {
		err := s.Store.Commit(ctx, p.change)
		switch {
		case err == nil, errors.Is(err, ledger.ErrConflict), errors.Is(err, ledger.ErrDuplicate):
			done++
		default:
			failed, bad = append(failed, err), append(bad, p)
		}
	}
	if done == 0 {
		return fmt.Errorf("plan %d items: %w", len(items), failed[0])
	}
	for i, p := range bad {
		s.setAside(p.entry, failed[i])
	}
	return nil
}

// refused handles the failure of an item's own commit: one that somebody changed meanwhile is looked at again; an error that is not about
// the item is the store's.
func (s *Service) refused(p planned, err error) error {
	if errors.Is(err, ledger.ErrConflict) || errors.Is(err, ledger.ErrDuplicate) {
		s.count(func(c *Counters) { c.Conflicts++ })
		return nil
	}
	s.setAside(p.entry, err)
	return fmt.Errorf("plan item %s: %w", p.entry.ID, err)
}

// join makes one change of several. A digest that several items plan is one notice: it answers for the earliest day and for the most that
// was missed.
func join(items []planned) ledger.Change {
	h := sha256.New()
	var out ledger.Change
	at := map[string]int{}
	for _, p := range items {
		h.Write([]byte(p.change.Source + "\n"))
		out.Items = append(out.Items, p.change.Items...)
		out.Events = append(out.Events, p.change.Events...)
		for _, n := range p.change.Notices {
			i, ok := at[n.Key]
			if !ok {
				at[n.Key] = len(out.Notices)
				out.Notices = append(out.Notices, n)
				continue
			}
			out.Notices[i] = ledger.MergePlanned(out.Notices[i], n)
		}
	}
	out.Source = "tick/" + hex.EncodeToString(h.Sum(nil)[:16])
	if len(items) == 1 {
		out.Source = items[0].change.Source
	}
	return out
}

// setAside keeps an entry from being looked at again for a while.
func (s *Service) setAside(e ledger.DueEntry, err error) {
	s.tick.mu.Lock()
	defer s.tick.mu.Unlock()
	a := s.tick.aside[e]
	if a == nil {
		a = &Aside{Entry: e}
		s.tick.aside[e] = a
	}
	a.Times++
	a.Err = err.Error()
	a.Again = s.Clock.Now().Add(min(time.Minute<<min(a.Times-1, 10), 6*time.Hour))
	s.Log.Error("set aside", "kind", e.Kind, "id", e.ID, "err", err, "times", a.Times)
}

// release forgets that entries were set aside, once they went through.
func (s *Service) release(items []planned) {
	s.tick.mu.Lock()
	defer s.tick.mu.Unlock()
	for _, p := range items {
		delete(s.tick.aside, p.entry)
	}
}
