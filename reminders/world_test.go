package reminders_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
	_ "time/tzdata"

	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/calendar"
	"github.com/followup-bot/followup/ledger/memstore"
	"github.com/followup-bot/followup/reminders"
)

// world is an organisation, its ledger and a service, for tests.
type world struct {
	t       testing.TB
	store   ledger.Ledger
	dir     *ledger.Directory
	pol     ledger.Policy
	cal     ledger.Calendar
	clock   *handClock
	sink    *sink
	svc     *reminders.Service
	stop    func()
	n       int
	bad     atomic.Pointer[ledger.ItemID]    // can't be decided on
	changed atomic.Pointer[ledger.Directory] // instead of dir
	hang    atomic.Pointer[chan struct{}]    // what is due is not told before it is closed
	broken  atomic.Bool                      // items can't be read
}

// handClock is the bubble's clock, moved.
type handClock struct{ off atomic.Int64 }

func (c *handClock) Now() time.Time { return time.Now().Add(time.Duration(c.off.Load())) }

// Reach sleeps as a machine does: by its timers, which a step of the clock does not touch.
func (c *handClock) Reach(t time.Time) (<-chan struct{}, func()) {
	return reminders.TimerClock(c.Now).Reach(t)
}

// step sets the clock, forward or back.
func (c *handClock) step(d time.Duration) { c.off.Add(int64(d)) }

// sent is what the sink was given, with the lines that it held then.
type sent struct {
	at     time.Time
	notice ledger.Notice
	lines  []ledger.DigestLine
}

// sink is a notifier that takes everything and words nothing.
type sink struct {
	w     *world
	mu    sync.Mutex
	all   []sent
	fail  atomic.Pointer[func(n ledger.Leased) *ledger.Receipt]
	clock func() time.Time // nil: the world's
}

func (s *sink) Deliver(ctx context.Context, n ledger.Leased) ledger.Receipt {
	now := s.w.now()
	if s.clock != nil {
		now = s.clock()
	}
	if fail := s.fail.Load(); fail != nil {
		if r := (*fail)(n); r != nil {
			return *r
		}
	}
	env, err := s.w.env(ctx, now)
	if err != nil {
		return ledger.Receipt{Outcome: ledger.OutcomeRetry, Error: err.Error()}
	}
	m := sent{at: now, notice: n.Notice}
	switch n.Notice.Kind {
	case ledger.NoticeDigest, ledger.NoticeEscalated, ledger.NoticeBrief, ledger.NoticeRule:
		m.lines, err = ledger.Digest(ctx, s.w.store, env, n.Notice)
	default:
		m.lines = []ledger.DigestLine{{}}
	}
	if err != nil {
		return ledger.Receipt{Outcome: ledger.OutcomeRetry, Error: err.Error()}
	}
	if len(m.lines) == 0 {
		return ledger.Receipt{Outcome: ledger.OutcomeDropped, Error: "nothing calls"}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all = append(s.all, m)
	return ledger.Receipt{Outcome: ledger.OutcomeSent}
}

// failing has f decide about each delivery: nil takes it. A nil f takes all.
func (s *sink) failing(f func(n ledger.Leased) *ledger.Receipt) {
	if f == nil {
		s.fail.Store(nil)
		return
	}
	s.fail.Store(&f)
}

func (s *sink) take() []sent {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := s.all
	s.all = nil
	return out
}

func (w *world) now() time.Time { return w.clock.Now() }

func (w *world) env(_ context.Context, now time.Time) (ledger.Env, error) {
	dir := w.dir
	if d := w.changed.Load(); d != nil {
		dir = d
	}
	return ledger.Env{Now: now, Dir: dir, Policy: w.pol, Cal: w.cal}, nil
}

// setOrg changes who there is.
func (w *world) setOrg(o ledger.Org) { w.changed.Store(ledger.NewDirectory(o)) }

// court is an organisation of n units, each with a head and a liaison; leaders oversee some of them, one everything.
func court(n int, zones ...string) ledger.Org {
	o := ledger.Org{ID: "court", Name: "Court", Zone: "Asia/Shanghai", Office: "office"}
	person := func(id, zone string, posts ...ledger.Post) *ledger.Person {
		o.People = append(o.People, ledger.Person{ID: ledger.PersonID(id), Name: id, Posts: posts, Zone: zone,
			Identities: []ledger.Identity{{Messenger: "test", User: id}}})
		return &o.People[len(o.People)-1]
	}
	o.Units = append(o.Units, ledger.Unit{ID: "office", Name: "office"})
	person("super", "", ledger.Post{Role: ledger.RoleSupervisor})
	person("admin", "", ledger.Post{Role: ledger.RoleAdmin})
	person("president", "", ledger.Post{Role: ledger.RolePrincipal}).Oversees = []ledger.UnitID{ledger.AllUnits}
	person("vice", "", ledger.Post{Role: ledger.RoleLeader})
	for i := range n {
		u := ledger.UnitID(fmt.Sprintf("u%02d", i))
		zone := ""
		if len(zones) > 0 {
			zone = zones[i%len(zones)]
		}
		o.Units = append(o.Units, ledger.Unit{ID: u, Name: "unit " + string(u)})
		person("head-"+string(u), zone, ledger.Post{Role: ledger.RoleHead, Unit: u})
		person("liaison-"+string(u), zone, ledger.Post{Role: ledger.RoleLiaison, Unit: u})
		if i%2 == 0 {
			for k := range o.People {
				if o.People[k].ID == "vice" {
					o.People[k].Oversees = append(o.People[k].Oversees, u)
				}
			}
		}
	}
	return o
}

// at reads a time of day in Shanghai.
func at(t testing.TB, s string) time.Time {
	t.Helper()
	loc, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	v, err := time.ParseInLocation("2006-01-02 15:04", s, loc)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// newWorld makes a world whose clock stands at an instant.
func newWorld(t testing.TB, o ledger.Org, start time.Time) *world {
	w := &world{t: t, store: memstore.New(o.ID), dir: ledger.NewDirectory(o), pol: ledger.DefaultPolicy(), cal: calendar.China(), clock: &handClock{}}
	w.clock.step(time.Until(start))
	w.sink = &sink{w: w}
	return w
}

// within runs f in a bubble, with a service that works in the background.
func within(t *testing.T, o ledger.Org, start time.Time, f func(w *world), change ...func(*reminders.Config)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, o, start)
		w.serve(change...)
		defer func() { w.stop() }()
		f(w)
	})
}

// run starts the service in the background.
func (w *world) run() {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	svc := w.svc
	go func() {
		defer close(done)
		_ = svc.Run(ctx)
	}()
	w.stop = func() {
		cancel()
		<-done
	}
}

func (w *world) serve(change ...func(*reminders.Config)) {
	w.t.Helper()
	c := reminders.Config{Store: failing{w.store, w}, Notifier: w.sink, Env: w.env, Clock: w.clock, Jitter: func() float64 { return 0.5 },
		Poll: 24 * time.Hour, Limits: func(string) reminders.Limits { return reminders.Limits{Parallel: 8} }}
	for _, f := range change {
		f(&c)
	}
	svc, err := reminders.New(c)
	if err != nil {
		w.t.Fatal(err)
	}
	w.svc = svc
	w.run()
}

// item commits a new item of a unit, as of now.
func (w *world) item(u ledger.UnitID, due string, change ...func(*ledger.Item)) ledger.ItemID {
	w.t.Helper()
	w.n++
	d, err := ledger.ParseDate(due)
	if err != nil {
		w.t.Fatal(err)
	}
	env, _ := w.env(context.Background(), w.now())
	env.Source = fmt.Sprintf("issue/%d", w.n)
	it := ledger.Item{ID: ledger.ItemID(ledger.NewID(env.Now, env.Source, 0)), Number: ledger.Number{Year: env.Now.Year()}, Title: env.Source, Lead: u,
		Due: ledger.Due{Date: d}, State: ledger.StateAccepted, IssuedAt: env.Now.UTC(), AcceptedAt: env.Now.UTC(), UpdatedAt: env.Now.UTC()}
	for _, f := range change {
		f(&it)
	}
	it.Plan.Next = ledger.NextLook(env, it)
	w.commit(ledger.Change{Source: env.Source, Items: []ledger.Item{it}, Events: []ledger.Event{{Item: it.ID, At: env.Now, Kind: ledger.EventIssued}}})
	return it.ID
}

func (w *world) commit(c ledger.Change) {
	w.t.Helper()
	if err := w.store.Commit(context.Background(), c); err != nil {
		w.t.Fatal(err)
	}
	w.svc.Wake()
}

// edit changes an item as a person's act does.
func (w *world) edit(id ledger.ItemID, kind ledger.EventKind, f func(*ledger.Item)) {
	w.t.Helper()
	w.n++
	it := w.get(id)
	env, _ := w.env(context.Background(), w.now())
	env.Source = fmt.Sprintf("edit/%d", w.n)
	f(&it)
	it.UpdatedAt = env.Now.UTC()
	it.Plan.Next = ledger.NextLook(env, it)
	w.commit(ledger.Change{Source: env.Source, Items: []ledger.Item{it}, Events: []ledger.Event{{Item: id, At: env.Now, Kind: kind}}})
}

func (w *world) get(id ledger.ItemID) ledger.Item {
	w.t.Helper()
	it, err := w.store.Item(context.Background(), id)
	if err != nil {
		w.t.Fatal(err)
	}
	return it
}

// until lets time pass up to an instant and gives what was sent meanwhile.
func (w *world) until(t time.Time) []sent {
	w.t.Helper()
	time.Sleep(t.Sub(w.now()))
	synctest.Wait()
	return w.sink.take()
}
