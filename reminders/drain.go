package reminders

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/followup-bot/followup/ledger"
)

// How much the outbox keeps in hand.
const (
	handful  = 64  // notices leased at a time
	laneFull = 256 // waiting in a lane: a lease must not run out in the queue
	ownShare = 24  // waiting for one recipient
)

// outbox hands leased notices to the notifier, several at a time and each messenger for itself. What it holds may be lost: leases run out.
type outbox struct {
	s *Service

	mu      sync.Mutex
	lanes   map[string]*lane
	flying  int
	changed chan struct{}             // closed when something was committed, delivered or freed
	retries map[string]time.Time      // when notices that failed here may be tried again
	tried   map[string]int            // deliveries that failed, by key
	lost    map[string]ledger.Receipt // what arrived after its lease had run out, by key: whoever holds the next lease here need not look
	poked   bool                      // something was committed since the last lease
	filling int                       // leases being taken: what they bring is neither in the store's hands nor in a lane yet
	awaited bool                      // somebody waits for the end of one of them
	lookAt  time.Time                 // when the store may have something to send that it had not at the last look
}

func newOutbox(s *Service) *outbox {
	return &outbox{s: s, lanes: map[string]*lane{}, changed: make(chan struct{}), retries: map[string]time.Time{}, tried: map[string]int{},
		lost: map[string]ledger.Receipt{}}
}

// poke says that something changed.
func (o *outbox) poke() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.lookAt, o.poked = time.Time{}, true
	o.signal()
}

func (o *outbox) signal() {
	close(o.changed)
	o.changed = make(chan struct{})
}

// Drain sends what can be sent now, and returns when nothing is left that can. Waits that messengers' limits ask for are kept.
func (s *Service) Drain(ctx context.Context) error {
	s.out.mu.Lock()
	s.out.lookAt = time.Time{}
	s.out.mu.Unlock()
	for {
		busy, wait, changed, err := s.out.step(ctx)
		if err != nil || !busy {
			return err
		}
		s.sleep(ctx, wait, changed)
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
}

// runOutbox drains until ctx ends, and then waits for the deliveries in flight.
func (s *Service) runOutbox(ctx context.Context) {
	failed := 0
	for ctx.Err() == nil {
		_, wait, changed, err := s.out.step(ctx)
		if err != nil && ctx.Err() != nil {
			break
		}
		s.drained(s.Clock.Now(), err)
		if err != nil {
			failed++
			s.Log.Error("outbox failed", "err", err, "times", failed)
			wait = s.Clock.Now().Add(s.backoff(failed))
			s.sleep(ctx, wait, nil)
			continue
		}
		failed = 0
		s.sleep(ctx, wait, changed)
	}
	s.out.settleDown(context.WithoutCancel(ctx))
}

// giveBack returns what f names of that which waits in the lanes, to be sent from the instant it gives.
func (o *outbox) giveBack(ctx context.Context, f func(*lane, task, time.Time) (time.Time, bool), why string) {
	o.mu.Lock()
	now := o.s.Clock.Now()
	var back []deferred
	for _, l := range o.lanes {
		named := func(t task) bool { _, ok := f(l, t, now); return ok }
		for _, t := range append(l.urgent.drop(named), l.normal.drop(named)...) {
			at, _ := f(l, t, now)
			at = at.Add(o.spread(shutFirst))
			back = append(back, deferred{t, unsent(why, now, at)})
			o.retries[t.Notice.Key] = at
		}
	}
	o.mu.Unlock()
	for _, d := range back {
		o.settle(ctx, d.task, d.receipt)
	}
}

// unsent is the receipt of a notice that was leased and not tried.
func unsent(why string, now, again time.Time) ledger.Receipt {
	return ledger.Receipt{Outcome: ledger.OutcomeRetry, Error: why, At: now, RetryAt: again, Unsent: true}
}

// settleDown gives back what waits, and waits for the deliveries in flight.
func (o *outbox) settleDown(ctx context.Context) {
	o.giveBack(ctx, func(_ *lane, _ task, now time.Time) (time.Time, bool) { return now, true }, heldStop)
	for {
		o.mu.Lock()
		n, changed := o.flying, o.changed
		o.mu.Unlock()
		if n == 0 {
			return
		}
		<-changed
	}
}

// step leases, queues and starts what can be started. busy says that something waits here or is in flight; wait, when to step again if
// nothing changes before.
func (o *outbox) step(ctx context.Context) (busy bool, wait time.Time, changed <-chan struct{}, err error) {
	changed = o.watch() // before there is something to miss: a delivery that ends after fill may have made room for more
	if err := o.fill(ctx); err != nil {
		return false, wait, changed, err
	}
	o.giveBack(ctx, func(l *lane, _ task, now time.Time) (time.Time, bool) { return l.shut, l.closed(now) }, heldShut)
	o.giveBack(ctx, func(_ *lane, t task, now time.Time) (time.Time, bool) { return now, o.late(t, now) }, heldPace)
	o.mu.Lock()
	defer o.mu.Unlock()
	now := o.s.Clock.Now()
	queued := 0
	for _, l := range o.lanes {
		for {
			t, ok, at := l.next(now)
			if !at.IsZero() && (wait.IsZero() || at.Before(wait)) {
				wait = at
			}
			if !ok {
				break
			}
			l.start(t, now)
			o.flying++
			go o.deliver(ctx, t)
		}
		queued += l.urgent.size + l.normal.size
	}
	switch {
	case o.poked: // since the store was asked
		wait = now
	case o.lookAt.After(now) && (wait.IsZero() || o.lookAt.Before(wait)):
		wait = o.lookAt
	}
	o.awaited = o.awaited || o.filling > 0
	return o.flying+queued+o.filling > 0 || o.poked, wait, changed, nil
}

func (o *outbox) watch() <-chan struct{} {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.changed
}

// late reports whether a task waited so long that its lease is about to run out.
func (o *outbox) late(t task, now time.Time) bool { return now.After(t.expire.Add(-o.s.Lease / 2)) }

// fill leases as much as there is room for, as long as the store has something.
func (o *outbox) fill(ctx context.Context) error {
	o.mu.Lock()
	o.filling++
	o.mu.Unlock()
	defer o.filled()
	for n := o.wants(); n > 0; n = o.wants() {
		now := o.s.Clock.Now()
		leased, err := o.s.Store.Lease(ctx, now, o.s.Lease, n)
		if err != nil {
			return fmt.Errorf("lease: %w", err)
		}
		if len(leased) < n {
			next := o.storeNext(ctx, now)
			o.mu.Lock()
			if !o.poked {
				o.lookAt = next
			}
			o.mu.Unlock()
		}
		if len(leased) == 0 {
			return nil
		}
		env, err := o.s.Env(ctx, now)
		if err != nil {
			return fmt.Errorf("environment: %w", err)
		}
		for _, d := range o.queue(leased, env, now) {
			o.settle(ctx, d.task, d.receipt)
		}
	}
	return nil
}

// filled tells who waits for the end of a lease.
func (o *outbox) filled() {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.filling--; o.awaited {
		o.awaited = false
		o.signal()
	}
}

// wants is how many to lease: as many as there is room for, if the store may have something. A lane that is full but works will have room
// soon; until then only a few are taken after something was committed, for replies come first. A lane that does not work gives its notices
// back and holds up nobody.
func (o *outbox) wants() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	now := o.s.Clock.Now()
	poked := o.poked
	o.poked = false
	if !poked && o.lookAt.After(now) && !o.lookAt.After(now.Add(o.s.Poll)) {
		return 0
	}
	for _, l := range o.lanes {
		switch n := l.normal.size + l.urgent.size; {
		case n < laneFull || l.down():
		case poked && n < 2*laneFull:
			return handful / 8
		default:
			return 0
		}
	}
	return handful
}

// storeNext is when the store may have something to send that it has not now. A notice that failed in another process, or before a
// restart, has a time that only the store knows; it is asked for from time to time.
func (o *outbox) storeNext(ctx context.Context, now time.Time) time.Time {
	n, oldest, err := o.s.Store.Waiting(ctx)
	next := now.Add(o.s.Poll)
	if err != nil || n == 0 {
		return next
	}
	if oldest.After(now) {
		if oldest.Before(next) {
			return oldest
		}
		return next
	}
	next = now.Add(min(o.s.Poll, time.Minute)) // one that is tried again, or leased by somebody who may be gone
	o.mu.Lock()
	defer o.mu.Unlock()
	for key, at := range o.retries {
		if at.Before(now.Add(-time.Hour)) {
			delete(o.retries, key)
			continue
		}
		if at.After(now) && at.Before(next) {
			next = at
		}
	}
	return next
}

// deliver sends one notice and records what became of it.
func (o *outbox) deliver(ctx context.Context, t task) {
	r, known := o.arrived(t.Notice.Key)
	if !known {
		r = o.s.attempt(ctx, t)
	}
	now := o.s.Clock.Now()
	if r.At.IsZero() {
		r.At = now.UTC()
	}
	o.mu.Lock()
	t.lane.finish(t, r, now)
	r = o.judge(t, r, now)
	o.mu.Unlock()
	o.settle(context.WithoutCancel(ctx), t, r)
	o.mu.Lock()
	defer o.mu.Unlock()
	t.lane.free(t)
	o.flying--
	o.signal()
}

// remember keeps what arrived although its lease was lost, for a while.
func (o *outbox) remember(key string, r ledger.Receipt) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for k, old := range o.lost {
		if r.At.Sub(old.At) > time.Hour {
			delete(o.lost, k)
		}
	}
	if r.Outcome == ledger.OutcomeSent {
		o.lost[key] = r
	}
}

// arrived gives the receipt of what was remembered.
func (o *outbox) arrived(key string) (ledger.Receipt, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	r, ok := o.lost[key]
	delete(o.lost, key)
	return r, ok
}

// judge decides about a notice that failed: when it is tried again, or that it is set aside.
func (o *outbox) judge(t task, r ledger.Receipt, now time.Time) ledger.Receipt {
	key := t.Notice.Key
	if r.Outcome != ledger.OutcomeRetry {
		o.forget(key)
		return r
	}
	if r.Unsent && !r.RetryAt.IsZero() {
		o.retries[key] = r.RetryAt
		return r
	}
	o.tried[key]++
	n := o.tried[key]
	first := t.FirstTried
	if first.IsZero() {
		first = now
	}
	working := t.lane.works(now) // otherwise it is the messenger that fails, not the notice
	if n >= o.s.MaxAttempts && working || now.Sub(first) > o.s.MaxAge {
		o.forget(key)
		r.Outcome = ledger.OutcomeFailed
		return r
	}
	if r.RetryAt.IsZero() {
		r.RetryAt = now.Add(o.s.backoff(n))
	}
	o.retries[key] = r.RetryAt
	return r
}

// forget drops what is remembered of a notice that is done with.
func (o *outbox) forget(key string) {
	delete(o.tried, key)
	delete(o.retries, key)
}

// settle records a receipt. A lease that was lost is somebody else's to settle.
func (o *outbox) settle(ctx context.Context, t task, r ledger.Receipt) {
	err := o.s.Store.Settle(ctx, t.Notice.Key, t.Token, r)
	switch {
	case errors.Is(err, ledger.ErrConflict):
		o.s.Log.Warn("lease lost before it was settled", "notice", t.Notice.Key, "outcome", r.Outcome)
		o.s.count(func(c *Counters) { c.Lost++ })
		o.remember(t.Notice.Key, r)
	case err != nil:
		o.s.Log.Error("settle failed", "notice", t.Notice.Key, "outcome", r.Outcome, "err", err)
		o.s.count(func(c *Counters) { c.Unsettled++ })
	default:
		o.s.settled(t, r)
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.lookAt.IsZero() || r.Outcome != ledger.OutcomeRetry || r.RetryAt.After(o.lookAt) {
		return
	}
	o.lookAt = r.RetryAt
}
