package reminders_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/boltstore"
	"github.com/followup-bot/followup/ledger/calendar"
	"github.com/followup-bot/followup/ledger/memstore"
	"github.com/followup-bot/followup/reminders"
)

// benchWorld is a ledger of n items of which the first due are due now, and a service over it that is not running.
func benchWorld(b *testing.B, kind string, n, due int) (*world, time.Time) {
	b.Helper()
	now := time.Date(2026, 11, 24, 1, 0, 0, 0, time.UTC) // 09:00 in Shanghai
	o := court(50)
	w := &world{t: b, dir: ledger.NewDirectory(o), pol: ledger.DefaultPolicy(), cal: calendar.China(), clock: &handClock{}}
	if kind == "mem" {
		w.store = memstore.New(o.ID)
		w.fill(b, now, n, due)
	} else {
		opt := boltstore.Options{Org: o.ID, Now: func() time.Time { return now }}
		name := filepath.Join(b.TempDir(), "f.db")
		opt.NoSync = true // only while it is filled
		w.store = openBolt(b, name, opt)
		w.fill(b, now, n, due)
		if err := w.store.Close(); err != nil {
			b.Fatal(err)
		}
		opt.NoSync = false
		w.store = openBolt(b, name, opt)
		b.Cleanup(func() { _ = w.store.Close() })
	}
	w.sink = &sink{w: w}
	svc, err := reminders.New(reminders.Config{Store: w.store, Notifier: quick{}, Env: w.env, Clock: fixed(now),
		Limits: func(string) reminders.Limits { return reminders.Limits{Parallel: 16} }})
	if err != nil {
		b.Fatal(err)
	}
	w.svc = svc
	if err := svc.Tick(b.Context()); err != nil { // the settings are new: everything is planned once
		b.Fatal(err)
	}
	return w, now
}

func openBolt(b *testing.B, name string, opt boltstore.Options) *boltstore.Store {
	b.Helper()
	s, err := boltstore.Open(name, opt)
	if err != nil {
		b.Fatal(err)
	}
	return s
}

// fill commits items in large changes, planned by the settings of now; those that are due have been overdue since yesterday. Items come in
// the order of their ids and looks, so that a million of them are a matter of a minute.
func (w *world) fill(b *testing.B, now time.Time, n, due int) {
	b.Helper()
	env, err := w.env(b.Context(), now)
	if err != nil {
		b.Fatal(err)
	}
	for i := 0; i < n; i += 2000 {
		c := ledger.Change{Source: fmt.Sprintf("fill/%d", i)}
		for k := i; k < min(i+2000, n); k++ {
			it := benchItem(k, now)
			if k < due {
				it.Due.Date = ledger.NewDate(2026, 11, 23)
				it.Plan = ledger.Plan{Next: now, Last: now.Add(-time.Minute)}
			} else {
				it.Plan.Next = ledger.NextLook(env, it)
			}
			c.Items = append(c.Items, it)
			c.Events = append(c.Events, ledger.Event{Item: it.ID, At: it.IssuedAt, Kind: ledger.EventIssued})
		}
		if err := w.store.Commit(b.Context(), c); err != nil {
			b.Fatal(err)
		}
	}
}

func benchItem(k int, now time.Time) ledger.Item {
	u := ledger.UnitID(fmt.Sprintf("u%02d", k%50))
	issued := now.AddDate(0, 0, -30).Add(time.Duration(k) * time.Millisecond)
	id := ledger.ItemID(ledger.NewID(issued, "bench", k))
	return ledger.Item{ID: id, Number: ledger.Number{Year: 2026}, Title: "an item of some length, as they are", Text: "what the minutes say about it", Lead: u,
		Due: ledger.Due{Date: ledger.NewDate(2027, 3, 1)}, State: ledger.StateActive, IssuedAt: issued, AcceptedAt: issued, UpdatedAt: issued}
}

// again makes the first due items due once more, outside of the measurement.
func (w *world) again(b *testing.B, round, due int, now time.Time) {
	b.Helper()
	for i := 0; i < due; i += 2000 {
		c := ledger.Change{Source: fmt.Sprintf("again/%d/%d", round, i)}
		for k := i; k < min(i+2000, due); k++ {
			it := w.get(benchItem(k, now).ID)
			it.Plan = ledger.Plan{Next: now, Last: now.Add(-time.Minute)}
			c.Items = append(c.Items, it)
		}
		if err := w.store.Commit(context.Background(), c); err != nil {
			b.Fatal(err)
		}
	}
}

// quick takes every notice at once.
type quick struct{}

func (quick) Deliver(context.Context, ledger.Leased) ledger.Receipt {
	return ledger.Receipt{Outcome: ledger.OutcomeSent}
}

// fixed is a clock that stands.
type fixed time.Time

func (f fixed) Now() time.Time { return time.Time(f) }

func (f fixed) Reach(time.Time) (<-chan struct{}, func()) { return nil, func() {} }

// BenchmarkTickNothingDue shows that a tick with nothing due costs the same whatever the ledger holds: "times" is its cost as a multiple of
// that with a thousand items.
func BenchmarkTickNothingDue(b *testing.B) {
	for _, kind := range []string{"mem", "bolt"} {
		var small float64
		for _, n := range []int{1_000, 100_000, 1_000_000} {
			if n > 100_000 && testing.Short() {
				continue
			}
			b.Run(fmt.Sprintf("%s/%d", kind, n), func(b *testing.B) {
				w, _ := benchWorld(b, kind, n, 0)
				for b.Loop() {
					if err := w.svc.Tick(context.Background()); err != nil {
						b.Fatal(err)
					}
				}
				cost := float64(b.Elapsed()) / float64(b.N)
				if n == 1_000 {
					small = cost
				}
				if small > 0 {
					b.ReportMetric(cost/small, "times")
				}
			})
		}
	}
}

// BenchmarkTick100Due plans 100 due items of 100,000.
func BenchmarkTick100Due(b *testing.B) {
	for _, kind := range []string{"mem", "bolt"} {
		b.Run(kind, func(b *testing.B) {
			w, now := benchWorld(b, kind, 100_000, 100)
			round := 0
			for b.Loop() {
				b.StopTimer()
				round++
				w.again(b, round, 100, now)
				b.StartTimer()
				if err := w.svc.Tick(context.Background()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkPlan100kDue plans 100,000 items that are all due, in the default store.
func BenchmarkPlan100kDue(b *testing.B) {
	const n = 100_000
	w, now := benchWorld(b, "bolt", n, n)
	round := 0
	for b.Loop() {
		b.StopTimer()
		round++
		w.again(b, round, n, now)
		b.StartTimer()
		if err := w.svc.Tick(context.Background()); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "items/s")
}

// BenchmarkDrain sends 2,000 notices to a messenger that takes them at once.
func BenchmarkDrain(b *testing.B) {
	const n = 2_000
	for _, kind := range []string{"mem", "bolt"} {
		b.Run(kind, func(b *testing.B) {
			w, _ := benchWorld(b, kind, 1, 0)
			round := 0
			for b.Loop() {
				b.StopTimer()
				round++
				c := ledger.Change{Source: fmt.Sprintf("drain/%d", round)}
				for i := range n {
					c.Notices = append(c.Notices, ledger.Notice{Key: fmt.Sprintf("%d/%d", round, i), To: person(i), Kind: ledger.NoticeReply, Class: ledger.ClassReminder})
				}
				if err := w.store.Commit(context.Background(), c); err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
				if err := w.svc.Drain(context.Background()); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "notices/s")
		})
	}
}
