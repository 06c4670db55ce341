package reminders

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/followup-bot/followup/ledger"
)

// Counters count since the start.
type Counters struct {
	Ticks     int `json:"ticks"`
	Planned   int `json:"planned"`   // items looked at
	Conflicts int `json:"conflicts"` // changed meanwhile, looked at again
	Sent      int `json:"sent"`
	Dropped   int `json:"dropped"` // nothing left to say
	Retried   int `json:"retried"`
	Failed    int `json:"failed"`    // set aside
	Lost      int `json:"lost"`      // leases lost before they were settled
	Unsettled int `json:"unsettled"` // the store failed to record an outcome
	Unsure    int `json:"unsure"`    // perhaps sent twice
	Steps     int `json:"steps"`     // the clock was set
}

// health is what Status tells and the watch goes by.
type health struct {
	counters Counters
	lastTick time.Time // that went through
	lastErr  string
	failing  time.Time          // since when ticks fail
	outErr   string             // why nothing can be taken from the outbox
	outFail  time.Time          // since when
	untaken  map[string]untaken // by message
	told     map[string]ledger.AdminNote
	started  time.Time
	late     int           // beats in a row that found no tick for too long
	step     time.Duration // the last by which the clock was set
	seen     time.Time     // with a monotonic reading, if the clock has one

	aside  ledger.AdminNote // notices set aside that admins were not told of yet
	asided time.Time        // when they were told last
}

func (s *Service) count(f func(*Counters)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f(&s.health.counters)
}

// ticked books a tick, and notices when the clock was set.
func (s *Service) ticked(now time.Time, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	h := &s.health
	h.counters.Ticks++
	if h.started.IsZero() {
		h.started = now
	}
	if !h.seen.IsZero() {
		step := now.Round(0).Sub(h.seen.Round(0)) - now.Sub(h.seen)
		if step > time.Minute || step < -time.Minute {
			h.counters.Steps++
			h.step = step
			s.Log.Warn("the clock was set", "by", step)
		}
	}
	h.seen = now
	switch {
	case err == nil:
		h.lastTick, h.lastErr, h.failing = now, "", time.Time{}
	case h.failing.IsZero():
		h.failing, h.lastErr = now, err.Error()
	default:
		h.lastErr = err.Error()
	}
}

// drained books whether the outbox could be looked at.
func (s *Service) drained(now time.Time, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	h := &s.health
	switch {
	case err == nil:
		h.outErr, h.outFail = "", time.Time{}
	case h.outFail.IsZero():
		h.outErr, h.outFail = err.Error(), now
	default:
		h.outErr = err.Error()
	}
}

// settled books what became of a notice.
func (s *Service) settled(t task, r ledger.Receipt) {
	s.count(func(c *Counters) {
		switch r.Outcome {
		case ledger.OutcomeSent:
			c.Sent++
		case ledger.OutcomeDropped:
			c.Dropped++
		case ledger.OutcomeRetry:
			c.Retried++
		case ledger.OutcomeFailed:
			c.Failed++
		}
		if r.Unsure {
			c.Unsure++
		}
	})
	if r.Outcome == ledger.OutcomeFailed {
		if t.Notice.Kind != ledger.NoticeAdmin { // nobody can be told that admins can't be told
			s.putAside(t.Notice, r)
		}
		s.Log.Error("notice set aside", "notice", t.Notice.Key, "kind", t.Notice.Kind, "attempt", t.Attempt, "err", r.Error)
	}
}

// putAside counts a notice that could not be sent, for the next message to admins.
func (s *Service) putAside(n ledger.Notice, r ledger.Receipt) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := &s.health.aside
	if a.Count == 0 {
		*a = ledger.AdminNote{Code: ledger.AdminFailed, Since: r.At}
	}
	a.Count++
	a.Error = r.Error
	a.About = string(n.To.Person)
	if n.To.Person == "" {
		a.About = n.To.Place.Messenger + " " + n.To.Place.Conversation + n.To.Place.User
	}
}

// A Status is how the reminders are doing.
type Status struct {
	Now      time.Time        `json:"now"`
	Started  time.Time        `json:"started,omitzero"`
	LastTick time.Time        `json:"last_tick,omitzero"` // the last that went through
	Failing  time.Time        `json:"failing,omitzero"`   // since when ticks fail; zero: they don't
	Error    string           `json:"error,omitempty"`
	Outbox   time.Time        `json:"outbox_failing,omitzero"` // since when nothing can be taken from the outbox; zero: it can
	OutError string           `json:"outbox_error,omitempty"`
	Untaken  int              `json:"untaken,omitempty"`       // messages that can't be taken in
	Refusing time.Time        `json:"untaken_since,omitzero"`  // since when
	RefError string           `json:"untaken_error,omitempty"` // why
	Step     time.Duration    `json:"step,omitempty"`          // by how much the clock was last set while running
	Waiting  int              `json:"waiting"`                 // notices not settled
	Oldest   time.Time        `json:"oldest,omitzero"`
	Next     time.Time        `json:"next,omitzero"` // the next look
	Lanes    []LaneStatus     `json:"lanes,omitempty"`
	Rules    []ledger.Rule    `json:"rules,omitempty"`
	Failed   []ledger.Settled `json:"failed,omitempty"` // newest first, at most 20
	Aside    []Aside          `json:"aside,omitempty"`
	Counters Counters         `json:"counters"`
}

// A LaneStatus is how one messenger is doing.
type LaneStatus struct {
	Name     string    `json:"name"` // messenger/workspace; "": people no messenger reaches
	Queued   int       `json:"queued"`
	Flying   int       `json:"flying"`
	Failures int       `json:"failures,omitempty"` // in a row
	Since    time.Time `json:"since,omitzero"`     // of the first of them
	Shut     time.Time `json:"shut,omitzero"`      // not tried again before
	Last     time.Time `json:"last,omitzero"`      // the last success
	Error    string    `json:"error,omitempty"`
}

// Healthy reports whether ticks, the taking in of messages and all messengers work.
func (st Status) Healthy() bool {
	return st.Failing.IsZero() && st.Outbox.IsZero() && st.Untaken == 0 && !slices.ContainsFunc(st.Lanes, func(l LaneStatus) bool { return l.Failures > 0 })
}

// Status tells how the reminders are doing.
func (s *Service) Status(ctx context.Context) (Status, error) {
	st := s.memory()
	var err error
	if st.Waiting, st.Oldest, err = s.Store.Waiting(ctx); err != nil {
		return st, fmt.Errorf("status: %w", err)
	}
	if st.Failed, err = s.Store.Failed(ctx, 20); err != nil {
		return st, fmt.Errorf("status: %w", err)
	}
	if st.Next, err = s.nextDue(ctx, st.Now); err != nil {
		return st, fmt.Errorf("status: %w", err)
	}
	err = s.Store.Records(ctx, ledger.RecordRule, "", func(rec ledger.Record) bool {
		if r, err := ledger.ReadRule(rec); err == nil {
			st.Rules = append(st.Rules, r)
		}
		return true
	})
	if err != nil {
		return st, fmt.Errorf("status: %w", err)
	}
	return st, nil
}

// memory is the part of the status that needs no store.
func (s *Service) memory() Status {
	s.mu.Lock()
	h := &s.health
	st := Status{Now: s.Clock.Now(), Started: h.started, LastTick: h.lastTick, Failing: h.failing, Error: h.lastErr, Outbox: h.outFail, OutError: h.outErr,
		Step: h.step, Counters: h.counters}
	s.putUntaken(&st)
	s.mu.Unlock()
	s.tick.mu.Lock()
	for _, a := range s.tick.aside {
		st.Aside = append(st.Aside, *a)
	}
	s.tick.mu.Unlock()
	slices.SortFunc(st.Aside, func(a, b Aside) int { return a.Entry.At.Compare(b.Entry.At) })
	s.out.mu.Lock()
	defer s.out.mu.Unlock()
	for _, l := range s.out.lanes {
		st.Lanes = append(st.Lanes, LaneStatus{Name: l.name, Queued: l.urgent.size + l.normal.size, Flying: l.flying[0] + l.flying[1],
			Failures: l.failures, Since: l.since, Shut: l.shut, Last: l.last, Error: l.lastErr})
	}
	slices.SortFunc(st.Lanes, func(a, b LaneStatus) int { return strings.Compare(a.Name, b.Name) })
	return st
}

// adminNotices are the note to each admin; the same incident is the same notice.
func adminNotices(env ledger.Env, note ledger.AdminNote, incident string) []ledger.Notice {
	b, err := json.Marshal(note)
	if err != nil {
		panic("reminders: " + err.Error()) // strings, times and numbers are JSON
	}
	var out []ledger.Notice
	for _, p := range ledger.Recipients(env, ledger.Item{}, ledger.ForAdmin) {
		key := fmt.Sprintf("%s|p:%s|admin/%s/%s|%s", env.Dir.Org().ID, p, note.Code, note.About, incident)
		out = append(out, ledger.Notice{Key: key, To: beside(env, p, note), Kind: ledger.NoticeAdmin, Class: ledger.ClassPrompt, Body: b})
	}
	return out
}

// beside is where an admin hears of a messenger that takes nothing: by another one, where they have one.
func beside(env ledger.Env, p ledger.PersonID, note ledger.AdminNote) ledger.Recipient {
	failing, _, lane := strings.Cut(note.About, "/")
	who, ok := env.Dir.Person(p)
	if note.Code != ledger.AdminDeliveries || !lane || !ok || len(who.Identities) == 0 || who.Identities[0].Messenger != failing {
		return ledger.Recipient{Person: p}
	}
	for _, id := range who.Identities {
		if id.Messenger != failing {
			return ledger.Recipient{Place: ledger.Place{Messenger: id.Messenger, Workspace: id.Workspace, User: id.User}}
		}
	}
	return ledger.Recipient{Person: p}
}

// watch looks after the service itself, once a minute: it tells admins when ticks or deliveries have failed for Stall, and when they work again.
func (s *Service) watch(ctx context.Context) {
	for ctx.Err() == nil {
		if err := s.beat(ctx); err != nil && ctx.Err() == nil {
			s.Log.Error("admins could not be told", "err", err)
		}
		s.sleep(ctx, s.nextBeat(), nil)
	}
}

// nextBeat is in a minute while something fails, and otherwise when something could have failed for long enough to be told.
func (s *Service) nextBeat() time.Time {
	s.mu.Lock()
	late, aside := s.health.late > 0, s.health.aside.Count > 0
	s.mu.Unlock()
	if late || aside || !s.memory().Healthy() {
		return s.Clock.Now().Add(time.Minute)
	}
	return s.Clock.Now().Add(s.Stall)
}

// overslept reports whether two beats in a row found that no tick has come for too long; one may only mean that the clock has just been
// moved. s.mu is held.
func (s *Service) overslept(st Status, now time.Time) bool {
	if st.LastTick.IsZero() || now.Sub(st.LastTick) < s.Stall+s.Poll {
		s.health.late = 0
		return false
	}
	s.health.late++
	return s.health.late > 1
}

// beat tells admins of what has changed since the last beat.
func (s *Service) beat(ctx context.Context) error {
	now := s.Clock.Now()
	notes := s.incidents(s.memory(), now)
	if len(notes) == 0 {
		return nil
	}
	env, err := s.Env(ctx, now)
	if err != nil {
		return fmt.Errorf("environment: %w", err)
	}
	env.Now = now
	var all []ledger.Notice
	for _, n := range notes {
		all = append(all, adminNotices(env, n, n.Since.UTC().Format(time.RFC3339))...)
	}
	c := ledger.Change{Source: "watch/" + now.UTC().Format(time.RFC3339Nano) + "/" + s.Replica, Notices: all}
	err = s.Store.Commit(ctx, c)
	if err == nil {
		s.out.poke()
		return nil
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	for _, n := range all { // the store fails: say so without it
		if r := s.attempt(ctx, task{Leased: ledger.Leased{Notice: n, Attempt: 1}}); r.Outcome != ledger.OutcomeSent {
			err = errors.Join(err, errors.New(r.Error))
		}
	}
	return err
}

// incidents are the notes to be sent now. Each trouble is told once, and once when it is over.
func (s *Service) incidents(st Status, now time.Time) []ledger.AdminNote {
	s.mu.Lock()
	defer s.mu.Unlock()
	trouble := map[string]ledger.AdminNote{}
	switch {
	case !st.Failing.IsZero() && now.Sub(st.Failing) >= s.Stall:
		trouble[ledger.AdminTicks] = ledger.AdminNote{Code: ledger.AdminTicks, Since: st.Failing, Error: st.Error}
	case st.Failing.IsZero() && s.overslept(st, now):
		trouble[ledger.AdminTicks] = ledger.AdminNote{Code: ledger.AdminTicks, Since: st.LastTick, Error: "no tick"}
	}
	if !st.Outbox.IsZero() && now.Sub(st.Outbox) >= s.Stall {
		trouble[ledger.AdminDeliveries] = ledger.AdminNote{Code: ledger.AdminDeliveries, About: "outbox", Since: st.Outbox, Error: st.OutError}
	}
	if st.Untaken > 0 && now.Sub(st.Refusing) >= s.Stall {
		trouble[ledger.AdminUntaken] = ledger.AdminNote{Code: ledger.AdminUntaken, Since: st.Refusing, Count: st.Untaken, Error: st.RefError}
	}
	for _, l := range st.Lanes {
		if l.Failures > 0 && now.Sub(l.Since) >= s.Stall {
			trouble[ledger.AdminDeliveries+l.Name] = ledger.AdminNote{Code: ledger.AdminDeliveries, About: l.Name, Since: l.Since, Count: l.Failures, Error: l.Error}
		}
	}
	for _, a := range st.Aside {
		if a.Times > 1 {
			trouble[ledger.AdminAside+a.Entry.ID] = ledger.AdminNote{Code: ledger.AdminAside, About: string(a.Entry.Kind) + "/" + a.Entry.ID, Since: a.Entry.At, Count: a.Times, Error: a.Err}
		}
	}
	if s.health.told == nil {
		s.health.told = map[string]ledger.AdminNote{}
	}
	var out []ledger.AdminNote
	for k, n := range trouble {
		if _, known := s.health.told[k]; !known {
			s.health.told[k] = n
			out = append(out, n)
		}
	}
	if h := &s.health; h.aside.Count > 0 && now.Sub(h.asided) >= s.Stall {
		out = append(out, h.aside)
		h.aside, h.asided = ledger.AdminNote{}, now
	}
	for k, n := range s.health.told {
		if _, still := trouble[k]; !still {
			delete(s.health.told, k)
			out = append(out, ledger.AdminNote{Code: ledger.AdminRecovered, Reason: n.Code, About: n.About, Since: n.Since})
		}
	}
	return out
}
