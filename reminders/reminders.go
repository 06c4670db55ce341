package reminders

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/reminders/schedule"
)

// A Notifier words a notice from the ledger as it is, sends it, and says what became of it. On a later attempt it first makes sure that an
// earlier one did not arrive. OutcomeRetry without RetryAt leaves the wait to the outbox; with it, the messenger asked for that wait.
type Notifier interface {
	Deliver(ctx context.Context, n ledger.Leased) ledger.Receipt
}

// A Schedule says when a rule fires next after an instant; the zero time: never.
type Schedule interface {
	Next(after time.Time) time.Time
}

// A Look handles a record of a kind that is not this package's when its At has come. Its change has to move the record's At.
type Look func(ctx context.Context, env ledger.Env, r ledger.Record) (ledger.Change, error)

// Config is what a Service is made of. Store, Notifier, Env and Clock are required.
type Config struct {
	Store    ledger.Ledger
	Notifier Notifier
	Env      func(ctx context.Context, now time.Time) (ledger.Env, error) // who exists and what the policy says at now
	Schedule func(r ledger.Rule, env ledger.Env) (Schedule, error)        // reads a rule's spec; nil: RuleSchedule
	Clock    Clock
	Log      *slog.Logger                  // nil: silent
	Looks    map[ledger.RecordKind]Look    // other records with an At
	Limits   func(messenger string) Limits // nil: DefaultLimits
	DayEnded func()                        // called when a day is over, for what others do every night; it must not take long. nil: nobody
	Jitter   func() float64                // in [0,1); nil: random
	Replica  string                        // tells replicas apart in logs

	Poll        time.Duration // how often it looks without being woken, for what other processes committed; 0: 30 seconds
	Lease       time.Duration // how long a delivery may take; 0: 2 minutes
	MaxAttempts int           // a notice is set aside after so many failed attempts; 0: 12
	MaxAge      time.Duration // or so long after its first; 0: 72 hours
	Stall       time.Duration // admins are told when ticks or deliveries fail for so long; 0: 10 minutes
	Keep        time.Duration // settled notices and seen sources are kept so long; 0: 60 days
}

// A Service runs the reminders of one organisation. Its methods are safe for concurrent use.
type Service struct {
	Config
	wake chan struct{} // a commit happened
	out  *outbox
	tick tick

	mu     sync.Mutex
	health health
}

// New makes a service; it does nothing until it is run.
func New(c Config) (*Service, error) {
	if c.Store == nil || c.Notifier == nil || c.Env == nil || c.Clock == nil {
		return nil, errors.New("reminders: Store, Notifier, Env and Clock are required")
	}
	if c.Schedule == nil {
		c.Schedule = RuleSchedule
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Limits == nil {
		c.Limits = func(string) Limits { return DefaultLimits }
	}
	if c.Jitter == nil {
		c.Jitter = rand.Float64
	}
	orDefault(&c.Poll, 30*time.Second)
	orDefault(&c.Lease, 2*time.Minute)
	orDefault(&c.MaxAge, 72*time.Hour)
	orDefault(&c.Stall, 10*time.Minute)
	orDefault(&c.Keep, 60*24*time.Hour)
	if c.MaxAttempts == 0 {
		c.MaxAttempts = 12
	}
	s := &Service{Config: c, wake: make(chan struct{}, 1)}
	s.out = newOutbox(s)
	s.tick.aside = map[ledger.DueEntry]*Aside{}
	return s, nil
}

// RuleSchedule reads a rule's spec by package schedule.
func RuleSchedule(r ledger.Rule, env ledger.Env) (Schedule, error) {
	s, err := schedule.Parse(r.Spec, ledger.ZoneOfRule(env, r).String(), r.DayPolicy, env.Cal)
	if err != nil {
		return nil, err
	}
	return s, nil
}

func orDefault(d *time.Duration, v time.Duration) {
	if *d == 0 {
		*d = v
	}
}

// Wake tells the service that something was committed: there may be something to send, or to look at earlier than it thought.
func (s *Service) Wake() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
	s.out.poke()
}

// Run ticks and drains until ctx ends, and then waits for the deliveries in flight. Errors of the store are logged, told to admins and
// tried again; Run returns only ctx's error.
func (s *Service) Run(ctx context.Context) error {
	var wg sync.WaitGroup
	wg.Go(func() { s.runOutbox(ctx) })
	wg.Go(func() { s.watch(ctx) })
	s.runTicks(ctx)
	wg.Wait()
	return ctx.Err()
}

func (s *Service) runTicks(ctx context.Context) {
	failed := 0
	for ctx.Err() == nil {
		next, err := s.tickOnce(ctx)
		now := s.Clock.Now()
		if err != nil {
			if ctx.Err() != nil {
				return
			}
			failed++
			s.Log.Error("tick failed", "err", err, "times", failed)
			next = now.Add(s.backoff(failed))
		} else {
			failed = 0
		}
		s.sleep(ctx, next, s.wake)
	}
}

// sleep waits until the clock reaches t (the zero time: when it is time to poll), something comes in, or ctx ends.
func (s *Service) sleep(ctx context.Context, t time.Time, in <-chan struct{}) {
	if limit := s.Clock.Now().Add(s.Poll); t.IsZero() || t.After(limit) {
		t = limit
	}
	reached, stop := s.Clock.Reach(t)
	defer stop()
	select {
	case <-ctx.Done():
	case <-reached:
	case <-in:
	}
}

// Idle works until nothing is due and nothing can be sent now. It may be called beside Run.
func (s *Service) Idle(ctx context.Context) error {
	for {
		if err := s.Tick(ctx); err != nil {
			return err
		}
		if err := s.Drain(ctx); err != nil {
			return err
		}
		due, err := s.pending(ctx, s.Clock.Now(), 1)
		if err != nil || len(due) == 0 {
			return err
		}
	}
}

// backoff is the wait after so many failures in a row: from 2 seconds doubling to 5 minutes, less up to half at random.
func (s *Service) backoff(failed int) time.Duration {
	d := 2 * time.Second << min(max(failed-1, 0), 8)
	d = min(d, 5*time.Minute)
	return d - time.Duration(s.Jitter()*float64(d)/2)
}
