package reminders_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/reminders"
)

// restart stops the service and starts a new one over the same ledger.
func (w *world) restart(change ...func(*reminders.Config)) {
	w.t.Helper()
	w.stop()
	w.serve(change...)
}

// down stops the service until an instant.
func (w *world) down(until time.Time) {
	w.t.Helper()
	w.stop()
	time.Sleep(until.Sub(w.now()))
	w.serve()
	synctest.Wait()
}

func TestDowntimeIsOneMessage(t *testing.T) {
	within(t, court(2), at(t, "2026-11-24 10:00"), func(w *world) {
		w.item("u00", "2026-11-24")
		w.item("u00", "2026-11-27")
		w.until(at(t, "2026-11-25 10:00"))
		w.down(at(t, "2026-11-27 13:00"))
		got := w.sink.take()
		same(t, told(t, got), `
			11-27 13:00 head-u00 digest overdue:3
			11-27 13:00 liaison-u00 digest overdue:3 today:0
			11-27 13:00 vice digest escalated:3`)
		for _, m := range got {
			p := ledger.ReadPlanned(m.notice)
			if m.notice.To.Person != "vice" && p.Missed != 1 {
				t.Errorf("%s: missed %d, want 1", m.notice.To.Person, p.Missed)
			}
		}
		same(t, told(t, w.until(at(t, "2026-11-27 20:00"))), "")
	})
}

func TestComingUpAtNightOrOnAHolidayWaitsForTheNextSlot(t *testing.T) {
	for _, up := range []string{"2026-11-27 23:00", "2026-11-28 11:00", "2026-11-30 03:00"} {
		within(t, court(2), at(t, "2026-11-24 10:00"), func(w *world) {
			w.item("u00", "2026-11-26")
			w.until(at(t, "2026-11-25 10:00"))
			w.down(at(t, up))
			if got := told(t, w.sink.take()); len(got) > 0 {
				t.Errorf("up at %s: sent at once: %v", up, got)
			}
			same(t, told(t, w.until(at(t, "2026-11-30 12:00"))), `
				11-30 08:30 president brief overdue:4
				11-30 08:30 vice brief overdue:4
				11-30 09:00 head-u00 digest overdue:4
				11-30 09:00 liaison-u00 digest overdue:4`)
		})
	}
}

func TestAnActBeforeTheFirstTickLosesNothing(t *testing.T) {
	within(t, court(2), at(t, "2026-11-24 10:00"), func(w *world) {
		id := w.item("u00", "2026-11-25")
		w.stop()
		time.Sleep(at(t, "2026-11-25 10:00").Sub(w.now()))
		it := w.get(id)
		env, _ := w.env(context.Background(), w.now())
		env.Source = "correct"
		it.Title, it.UpdatedAt = "corrected", w.now().UTC()
		it.Plan.Next = ledger.NextLook(env, it)
		if err := w.store.Commit(context.Background(), ledger.Change{Source: "correct", Items: []ledger.Item{it},
			Events: []ledger.Event{{Item: id, At: w.now(), Kind: ledger.EventCorrected}}}); err != nil {
			t.Fatal(err)
		}
		w.serve()
		same(t, told(t, w.until(at(t, "2026-11-25 12:00"))), "11-25 10:00 liaison-u00 digest today:0")
	})
}

// TestClockSteps sets the clock by an hour or a day, either way, at different moments, and expects the messages of each slot once.
func TestClockSteps(t *testing.T) {
	for _, step := range []time.Duration{-24 * time.Hour, -time.Hour, time.Hour, 24 * time.Hour} {
		for _, when := range []string{"2026-11-25 08:30", "2026-11-25 09:30", "2026-11-25 15:00"} {
			t.Run(fmt.Sprint(step, " ", when), func(t *testing.T) { testStep(t, step, when) })
		}
	}
}

func testStep(t *testing.T, step time.Duration, when string) {
	within(t, court(2), at(t, "2026-11-23 10:00"), func(w *world) {
		id := w.item("u00", "2026-11-23")
		prio := ledger.PriorityNormal
		rule := ledger.Rule{ID: "r1", Job: ledger.JobReport, Spec: "0 9 * * *", Target: ledger.Target{Unit: "u00"}, Priority: &prio, Next: at(t, "2026-11-24 09:00").UTC()}
		w.commit(ledger.Change{Source: "rule", Records: []ledger.Record{ledger.RuleRecord(rule, 0)}})
		all := w.until(at(t, when))
		w.clock.step(step)
		w.svc.Wake()
		synctest.Wait()
		all = append(all, w.sink.take()...)
		all = append(all, w.until(at(t, "2026-11-27 12:00"))...)
		count := map[string]int{}
		for _, m := range all {
			if p := ledger.ReadPlanned(m.notice); m.notice.Kind == ledger.NoticeDigest && p.Missed == 1 {
				count[fmt.Sprint(m.notice.To.Person, " digest ", p.Since.String()[5:])]++ // made up for
			}
			if m.notice.Rule == "r1" || m.notice.Kind == ledger.NoticeDigest {
				count[fmt.Sprint(m.notice.To.Person, " ", m.notice.Kind, " ", m.notice.Slot.In(w.dir.Zone()).Format("01-02"))]++
			}
		}
		for _, who := range []string{"head-u00", "liaison-u00"} {
			for _, kind := range []string{"digest", "rule"} {
				for _, d := range []string{"11-24", "11-25", "11-26", "11-27"} {
					if n := count[who+" "+kind+" "+d]; n != 1 {
						t.Errorf("%s %s of %s: sent %d times", who, kind, d, n)
					}
				}
			}
		}
		if it := w.get(id); it.Reminders != 4 {
			t.Errorf("%d reminders counted, want 4", it.Reminders)
		}
	})
}

func TestAClockThatWasYearsAheadDoesNotSilenceForYears(t *testing.T) {
	within(t, court(2), at(t, "2026-11-23 10:00"), func(w *world) {
		id := w.item("u00", "2026-11-23")
		w.until(at(t, "2026-11-24 10:00"))
		w.clock.step(5 * 365 * 24 * time.Hour)
		w.svc.Wake()
		synctest.Wait()
		w.clock.step(-5 * 365 * 24 * time.Hour)
		w.sink.take()
		w.edit(id, ledger.EventCorrected, func(it *ledger.Item) { it.Title = "touched" })
		got := told(t, w.until(at(t, "2026-11-25 12:00")))
		if !slices.Contains(got, "11-25 09:00 liaison-u00 digest overdue:2") {
			t.Errorf("sent %v", got)
		}
	})
}

func TestADemoClockJumps(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, court(2), at(t, "2026-11-24 10:00"))
		demo := reminders.NewDemoClock(w.clock.Now, 0)
		w.serve(func(c *reminders.Config) { c.Clock = demo })
		defer func() { w.stop() }()
		w.item("u00", "2026-11-25")
		w.sink.clock = demo.Now
		for range 3 {
			demo.Advance(24 * time.Hour)
			synctest.Wait()
		}
		demo.Advance(-time.Hour)
		if demo.Ahead() != 72*time.Hour {
			t.Errorf("ahead by %s", demo.Ahead())
		}
		same(t, told(t, w.sink.take()), `
			11-25 10:00 liaison-u00 digest today:0
			11-26 10:00 head-u00 digest overdue:1
			11-26 10:00 liaison-u00 digest overdue:1
			11-27 10:00 head-u00 digest overdue:2
			11-27 10:00 liaison-u00 digest overdue:2`)
	})
}

func TestAChangedPolicyMovesWhatIsPlanned(t *testing.T) {
	within(t, court(2), at(t, "2026-11-24 10:00"), func(w *world) {
		w.item("u00", "2026-12-11")
		w.until(at(t, "2026-11-25 12:00"))
		w.pol.Before, w.pol.Digest = []int{10}, 7*60 // in the quiet hours: their end
		w.svc.Wake()
		same(t, told(t, w.until(at(t, "2026-12-01 12:00"))), "11-27 08:00 liaison-u00 digest due:10")
	})
}

func TestPoisonIsSetAside(t *testing.T) {
	within(t, court(2), at(t, "2026-11-24 10:00"), func(w *world) {
		bad := w.item("u00", "2026-11-24")
		w.item("u01", "2026-11-24")
		w.bad.Store(&bad)
		got := told(t, w.until(at(t, "2026-11-25 09:00").Add(30*time.Second)))
		same(t, got, `
			11-25 09:00 head-u01 digest overdue:1
			11-25 09:00 liaison-u01 digest overdue:1`)
		st, err := w.svc.Status(context.Background())
		if err != nil || len(st.Aside) != 1 || st.Aside[0].Entry.ID != string(bad) {
			t.Fatalf("aside: %+v, %v", st.Aside, err)
		}
		notes := w.until(at(t, "2026-11-25 11:00"))
		if len(notes) == 0 || notes[0].notice.Kind != ledger.NoticeAdmin {
			t.Errorf("admins were not told: %v", notes)
		}
		w.bad.Store(nil)
		same(t, told(t, w.until(at(t, "2026-11-25 16:00"))), `
			11-25 11:07 head-u00 digest overdue:1
			11-25 11:07 liaison-u00 digest overdue:1`)
	})
}

// failing is a store whose items can't all be read.
type failing struct {
	ledger.Ledger
	w *world
}

var errBroken = errors.New("record can't be read")

func (f failing) Item(ctx context.Context, id ledger.ItemID) (ledger.Item, error) {
	if f.w.broken.Load() {
		return ledger.Item{}, errBroken
	}
	it, err := f.Ledger.Item(ctx, id)
	if bad := f.w.bad.Load(); bad != nil && id == *bad {
		it.ID = "" // what Remind refuses
	}
	return it, err
}

func (f failing) Due(ctx context.Context, before time.Time, limit int) ([]ledger.DueEntry, error) {
	if ch := f.w.hang.Load(); ch != nil {
		<-*ch
	}
	return f.Ledger.Due(ctx, before, limit)
}

func (f failing) Anchor(ctx context.Context) (string, error) {
	return f.Ledger.(interface {
		Anchor(context.Context) (string, error)
	}).Anchor(ctx)
}

func TestTheStoreFailsAndComesBack(t *testing.T) {
	within(t, court(2), at(t, "2026-11-24 10:00"), func(w *world) {
		w.item("u00", "2026-11-25")
		w.until(at(t, "2026-11-25 08:00"))
		w.broken.Store(true)
		notes := w.until(at(t, "2026-11-25 10:00"))
		var body []string
		for _, m := range notes {
			body = append(body, string(m.notice.Kind))
		}
		if !slices.Equal(body, []string{"admin"}) {
			t.Errorf("while the store failed: %v", body)
		}
		w.broken.Store(false)
		got := w.until(at(t, "2026-11-25 12:00"))
		same(t, told(t, got), "11-25 10:02 liaison-u00 digest today:0")
		if !slices.ContainsFunc(got, func(m sent) bool { return m.notice.Kind == ledger.NoticeAdmin }) {
			t.Error("admins were not told that it works again")
		}
	})
}

func TestAdminsAreToldWhenTicksStop(t *testing.T) {
	within(t, court(2), at(t, "2026-11-24 10:00"), func(w *world) {
		w.item("u00", "2026-11-25")
		w.until(at(t, "2026-11-25 08:59"))
		ch := make(chan struct{})
		w.hang.Store(&ch)
		var codes []string
		read := func(all []sent) {
			for _, m := range all {
				var n ledger.AdminNote
				if m.notice.Kind == ledger.NoticeAdmin && json.Unmarshal(m.notice.Body, &n) == nil {
					codes = append(codes, n.Code)
				}
			}
		}
		read(w.until(at(t, "2026-11-25 10:00")))
		w.hang.Store(nil)
		close(ch)
		got := w.until(at(t, "2026-11-25 11:00"))
		read(got)
		if !slices.Equal(codes, []string{ledger.AdminTicks, ledger.AdminRecovered}) {
			t.Errorf("admins were told %v", codes)
		}
		if l := told(t, got); len(l) != 1 || !strings.HasSuffix(l[0], "liaison-u00 digest today:0") {
			t.Errorf("sent when it went on: %v", l)
		}
	}, func(c *reminders.Config) { c.Poll = 30 * time.Second })
}

func TestIdleAndStatus(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, court(2), at(t, "2026-11-24 10:00"))
		w.serve()
		w.stop() // by hand from here on
		w.item("u00", "2026-11-25")
		w.clock.step(24 * time.Hour)
		ctx := context.Background()
		if err := w.svc.Idle(ctx); err != nil {
			t.Fatal(err)
		}
		same(t, told(t, w.sink.take()), "11-25 10:00 liaison-u00 digest today:0")
		st, err := w.svc.Status(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if !st.Healthy() || st.Waiting != 0 || st.Counters.Sent != 1 || st.Counters.Planned != 1 || !st.Next.Equal(at(t, "2026-11-26 00:00")) {
			t.Errorf("status %+v", st)
		}
		if len(st.Lanes) != 1 || st.Lanes[0].Name != "test/" || st.Lanes[0].Last.IsZero() {
			t.Errorf("lanes %+v", st.Lanes)
		}
	})
}

// counted counts what is read of the items.
type counted struct {
	ledger.Ledger
	reads, due atomic.Int64
}

func (c *counted) Item(ctx context.Context, id ledger.ItemID) (ledger.Item, error) {
	c.reads.Add(1)
	return c.Ledger.Item(ctx, id)
}

func (c *counted) List(ctx context.Context, f ledger.Filter) (ledger.Page, error) {
	c.reads.Add(1)
	return c.Ledger.List(ctx, f)
}

func (c *counted) Rows(ctx context.Context, f ledger.Filter, yield func(ledger.Row) bool) error {
	c.reads.Add(1)
	return c.Ledger.Rows(ctx, f, yield)
}

func (c *counted) Due(ctx context.Context, before time.Time, limit int) ([]ledger.DueEntry, error) {
	if limit == 0 {
		c.reads.Add(1)
	}
	got, err := c.Ledger.Due(ctx, before, limit)
	c.due.Add(int64(len(got)))
	return got, err
}

// A tick with nothing due reads no item, and of the due index one entry, for when it has to wake; however many items there are.
func TestATickWithNothingDueReadsNoItem(t *testing.T) {
	w := newWorld(t, court(4), at(t, "2026-11-24 10:00"))
	c := &counted{Ledger: w.store}
	svc, err := reminders.New(reminders.Config{Store: c, Notifier: w.sink, Env: w.env, Clock: w.clock})
	if err != nil {
		t.Fatal(err)
	}
	w.svc = svc
	for range 50 {
		w.item("u00", "2026-12-20")
	}
	for range 2 { // the first plans everything
		c.reads.Store(0)
		c.due.Store(0)
		if err := svc.Tick(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if c.reads.Load() != 0 || c.due.Load() != 1 {
		t.Errorf("it read items %d times, and %d entries of the index", c.reads.Load(), c.due.Load())
	}
}
