package reminders

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/followup-bot/followup/ledger"
)

// lookRecord handles a record whose At has come. What concerns only this record is set aside; errors are the store's.
func (s *Service) lookRecord(ctx context.Context, env ledger.Env, e ledger.DueEntry) error {
	rec, err := s.Store.Record(ctx, e.Kind, e.ID)
	if errors.Is(err, ledger.ErrNotFound) {
		s.setAside(e, err)
		return nil
	}
	if err != nil {
		return fmt.Errorf("%s %s: %w", e.Kind, e.ID, err)
	}
	env.Source = "tick/" + string(e.Kind) + "/" + e.ID + "/" + strconv.FormatInt(rec.Rev, 10)
	c, err := s.decideRecord(ctx, env, rec)
	if err == nil {
		err = stuck(c, rec, env.Now)
	}
	if err == nil {
		err = s.Store.Commit(ctx, c)
	}
	switch {
	case err == nil, errors.Is(err, ledger.ErrConflict), errors.Is(err, ledger.ErrDuplicate):
		s.release([]planned{{entry: e}})
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	}
	s.setAside(e, err)
	return nil
}

// stuck refuses a decision after which the record would be due again at once, for ever.
func stuck(c ledger.Change, rec ledger.Record, now time.Time) error {
	for _, r := range c.Records {
		if r.Kind == rec.Kind && r.ID == rec.ID && (r.Deleted || r.At.IsZero() || r.At.After(now)) {
			return nil
		}
	}
	return errors.New("the record would stay due")
}

func (s *Service) decideRecord(ctx context.Context, env ledger.Env, rec ledger.Record) (c ledger.Change, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	if rec.Kind == ledger.RecordRule {
		return s.fire(env, rec)
	}
	if rec.Kind == ledger.RecordMark && strings.HasPrefix(rec.ID, runPrefix) {
		return s.upkeep(ctx, env, rec)
	}
	if rec.Kind == ledger.RecordCampaign {
		return ledger.RemindCampaign(env, rec)
	}
	look := s.Looks[rec.Kind]
	if look == nil {
		return c, errors.New("nobody looks after records of this kind")
	}
	return look(ctx, env, rec)
}

// fire runs a rule at its last slot that has come; the ones before it were missed.
func (s *Service) fire(env ledger.Env, rec ledger.Record) (ledger.Change, error) {
	rule, err := ledger.ReadRule(rec)
	if err != nil {
		return ledger.Change{}, fmt.Errorf("rule %s: %w", rec.ID, err)
	}
	sched, err := s.Schedule(rule, env)
	if err != nil {
		return ledger.Change{}, fmt.Errorf("rule %s: %w", rec.ID, err)
	}
	slot, missed := rule.Next, 0
	if slot.IsZero() {
		slot = rec.At
	}
	for range 10_000 { // slots of a quarter of an hour make that a hundred days
		next := sched.Next(slot)
		if next.IsZero() || next.After(env.Now) {
			break
		}
		slot = next
		missed++
	}
	rule, notices := ledger.Fire(env, rule, slot, missed)
	rule.Next = nextAfter(sched, env.Now, slot)
	return ledger.Change{Source: env.Source, Notices: notices, Records: []ledger.Record{ledger.RuleRecord(rule, rec.Rev)}}, nil
}

// nextAfter is the first slot after both instants: a clock that was set back must not fire a slot again.
func nextAfter(sched Schedule, now, slot time.Time) time.Time {
	if slot.After(now) {
		now = slot
	}
	return sched.Next(now)
}
