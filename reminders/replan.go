package reminders

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"strconv"
	"time"

	"github.com/followup-bot/followup/ledger"
)

// planVersion is raised when the ladder's arithmetic changes, so that stored next looks are made anew.
const planVersion = 2

// planMark is the mark that tells for what settings the stored next looks were computed.
const planMark = "plan"

// A base is the hash that was last computed, and of what. Working days are looked through again after a minute.
type base struct {
	dir    *ledger.Directory
	policy string
	at     time.Time
	hash   string
}

// basis is the hash of all that next looks depend on beside the items: policy, working days, zones. It is only called from a tick.
func (s *Service) basis(env ledger.Env) (string, error) {
	b, err := json.Marshal(env.Policy)
	if err != nil {
		return "", fmt.Errorf("policy: %w", err)
	}
	k := &s.tick.base
	if age := env.Now.Sub(k.at); k.dir != env.Dir || k.policy != string(b) || age < 0 || age > time.Minute {
		*k = base{env.Dir, string(b), env.Now, hashOf(env, b)}
	}
	return k.hash, nil
}

func hashOf(env ledger.Env, policy []byte) string {
	h := fnv.New64a()
	h.Write(policy)
	fmt.Fprintf(h, "|%d|%s", planVersion, env.Zone())
	for _, p := range env.Dir.Org().People {
		if zone := ledger.ZoneOf(env, p.ID).String(); zone != env.Zone().String() {
			h.Write([]byte("|" + string(p.ID) + "@" + zone))
		}
	}
	year := env.Today().Year
	d, end := ledger.NewDate(year, time.January, 1), ledger.NewDate(year+2, time.March, 1)
	for ; d.Before(end); d = d.AddDays(1) {
		if env.Cal.Workday(d) {
			h.Write([]byte{1})
		} else {
			h.Write([]byte{0})
		}
	}
	return strconv.FormatUint(h.Sum64(), 16)
}

// prepare makes sure that the service's own work is scheduled, and recomputes the stored next looks when what they depend on has changed.
func (s *Service) prepare(ctx context.Context, env ledger.Env) error {
	want, err := s.basis(env)
	if err != nil {
		return err
	}
	rec, err := s.Store.Record(ctx, ledger.RecordMark, planMark)
	if err != nil && !errors.Is(err, ledger.ErrNotFound) {
		return fmt.Errorf("plan mark: %w", err)
	}
	var have string
	if err == nil && json.Unmarshal(rec.Data, &have) == nil && have == want {
		return nil
	}
	s.Log.Info("planning anew", "reason", "policy, calendar or zones changed", "first", have == "")
	env.Source = "plan/" + want + "/" + strconv.FormatInt(rec.Rev, 10)
	if err := s.replanItems(ctx, env); err != nil {
		return err
	}
	records, err := s.replanRecords(ctx, env)
	if err != nil {
		return err
	}
	records = append(records, ledger.NewRecord(ledger.RecordMark, planMark, rec.Rev, want))
	err = s.Store.Commit(ctx, ledger.Change{Source: env.Source, Records: records})
	if errors.Is(err, ledger.ErrConflict) || errors.Is(err, ledger.ErrDuplicate) {
		return nil // another replica did it, or a rule changed: the next tick sees
	}
	return err
}

// replanItems gives each open item its next look by the settings of now. Looks that are pending stay.
func (s *Service) replanItems(ctx context.Context, env ledger.Env) error {
	var ids []ledger.ItemID
	err := s.Store.Rows(ctx, ledger.Filter{Open: true}, func(r ledger.Row) bool {
		ids = append(ids, r.ID)
		return true
	})
	if err != nil {
		return fmt.Errorf("plan anew: %w", err)
	}
	for i := 0; i < len(ids); i += batch {
		if err := s.replanBatch(ctx, env, ids[i:min(i+batch, len(ids))]); err != nil {
			return fmt.Errorf("plan anew: %w", err)
		}
	}
	return nil
}

func (s *Service) replanBatch(ctx context.Context, env ledger.Env, ids []ledger.ItemID) error {
	var all []ledger.Item
	for _, id := range ids {
		it, err := s.Store.Item(ctx, id)
		if err != nil {
			return err
		}
		if next := ledger.NextLook(env, it); !next.Equal(it.Plan.Next) {
			it.Plan.Next = next
			all = append(all, it)
		}
	}
	if len(all) == 0 {
		return nil
	}
	source := env.Source + "/" + string(ids[0])
	err := s.Store.Commit(ctx, ledger.Change{Source: source, Items: all})
	if !errors.Is(err, ledger.ErrConflict) {
		if errors.Is(err, ledger.ErrDuplicate) {
			return nil
		}
		return err
	}
	for _, it := range all { // somebody acted on one of them, and so planned it by the settings of now
		err := s.Store.Commit(ctx, ledger.Change{Source: source + "/" + string(it.ID), Items: []ledger.Item{it}})
		if err != nil && !errors.Is(err, ledger.ErrConflict) && !errors.Is(err, ledger.ErrDuplicate) {
			return err
		}
	}
	return nil
}

// replanRecords moves rules and the service's own work to their next time by the settings of now.
func (s *Service) replanRecords(ctx context.Context, env ledger.Env) ([]ledger.Record, error) {
	var out []ledger.Record
	err := s.Store.Records(ctx, ledger.RecordRule, "", func(rec ledger.Record) bool {
		rule, err := ledger.ReadRule(rec)
		if err != nil || rec.At.IsZero() || !rec.At.After(env.Now) {
			return true
		}
		sched, err := s.Schedule(rule, env)
		if err != nil {
			s.Log.Error("rule can't be read", "rule", rec.ID, "err", err)
			return true
		}
		if next := nextAfter(sched, env.Now, rule.Last); !next.Equal(rule.Next) {
			rule.Next = next
			out = append(out, ledger.RuleRecord(rule, rec.Rev))
		}
		return true
	})
	if err != nil {
		return nil, fmt.Errorf("rules: %w", err)
	}
	work, err := s.replanWork(ctx, env)
	return append(out, work...), err
}

// replanWork schedules the service's own work: what is not scheduled yet, and briefs and questions anew by the calendar of now.
func (s *Service) replanWork(ctx context.Context, env ledger.Env) ([]ledger.Record, error) {
	today := env.Today()
	briefDay, briefAt := nextBrief(env, today)
	if !briefAt.IsZero() && !briefAt.After(env.Now) {
		briefDay, briefAt = nextBrief(env, briefDay.AddDays(1))
	}
	ask := ledger.NextWorkday(env.Cal, ledger.NewDate(today.Year, time.December, 1))
	if ask.Before(today) {
		ask = ledger.NextWorkday(env.Cal, today)
	}
	work := []struct {
		id    string
		day   ledger.Date
		at    time.Time
		renew bool
	}{
		{runDaily, today, ledger.DayEnd(env, today), false},
		{runBrief, briefDay, briefAt, true},
		{runCalendar, ask, ledger.DigestSlot(env.Policy, ask, env.Zone()), true},
	}
	var out []ledger.Record
	for _, w := range work {
		rec, err := s.Store.Record(ctx, ledger.RecordMark, w.id)
		known := err == nil
		if err != nil && !errors.Is(err, ledger.ErrNotFound) {
			return nil, fmt.Errorf("mark %s: %w", w.id, err)
		}
		if known && (!w.renew || !rec.At.IsZero() && !rec.At.After(env.Now)) {
			continue
		}
		var m mark
		if known && json.Unmarshal(rec.Data, &m) != nil {
			m = mark{} // it is made anew
		}
		m.Day = w.day
		out = append(out, markRecord(w.id, rec.Rev, m, w.at))
	}
	return out, nil
}
