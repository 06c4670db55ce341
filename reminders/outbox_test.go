package reminders_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/reminders"
)

// post commits notices to people, or to a place.
func (w *world) post(class int, n int, to func(i int) ledger.Recipient) {
	w.t.Helper()
	w.n++
	c := ledger.Change{Source: fmt.Sprintf("post/%d", w.n)}
	for i := range n {
		c.Notices = append(c.Notices, ledger.Notice{Key: fmt.Sprintf("%s/%d", c.Source, i), To: to(i), Kind: ledger.NoticeReply, Class: class})
	}
	w.commit(c)
}

func person(i int) ledger.Recipient {
	return ledger.Recipient{Person: ledger.PersonID(fmt.Sprintf("liaison-u%02d", i%50))}
}

// real are the limits of a real messenger.
func real(c *reminders.Config) { c.Limits = nil }

// slow makes the sink take its time.
func (s *sink) slow(d time.Duration) {
	s.failing(func(ledger.Leased) *ledger.Receipt { time.Sleep(d); return nil })
}

func TestRepliesDontWaitForFiveThousandReminders(t *testing.T) {
	within(t, court(50), at(t, "2026-11-24 09:00"), func(w *world) {
		w.sink.slow(100 * time.Millisecond)
		asked := map[string]time.Time{}
		w.post(ledger.ClassReminder, 5000, func(i int) ledger.Recipient {
			return ledger.Recipient{Place: ledger.Place{Messenger: "test", Conversation: fmt.Sprintf("c%d", i)}}
		})
		for i := range 60 {
			time.Sleep(900 * time.Millisecond)
			asked[fmt.Sprintf("post/%d/0", w.n+1)] = w.now()
			w.post(ledger.ClassReply, 1, func(int) ledger.Recipient { return person(i) })
		}
		got := w.until(at(t, "2026-11-24 10:00"))
		var waits []time.Duration
		last := time.Time{}
		for _, m := range got {
			if at, ok := asked[m.notice.Key]; ok {
				waits = append(waits, m.at.Sub(at))
			} else if m.at.After(last) {
				last = m.at
			}
		}
		slices.Sort(waits)
		if len(got) != 5060 || len(waits) != 60 {
			t.Fatalf("%d sent, %d replies", len(got), len(waits))
		}
		if p99 := waits[len(waits)-1]; p99 >= time.Second {
			t.Errorf("a reply waited %s", p99)
		}
		t.Logf("5000 reminders in %s; replies: median %s, longest %s", last.Sub(at(t, "2026-11-24 09:00")), waits[30], waits[59])
	}, real)
}

func TestOneChannelIsPacedAndHoldsUpNobody(t *testing.T) {
	within(t, court(4), at(t, "2026-11-24 09:00"), func(w *world) {
		w.post(ledger.ClassReminder, 100, func(int) ledger.Recipient {
			return ledger.Recipient{Place: ledger.Place{Messenger: "test", Conversation: "busy"}}
		})
		w.post(ledger.ClassReminder, 4, person)
		got := w.until(at(t, "2026-11-24 10:00"))
		var busy []time.Time
		others := 0
		for _, m := range got {
			if m.notice.To.Place.Conversation == "busy" {
				busy = append(busy, m.at)
			} else if others++; m.at.Sub(at(t, "2026-11-24 09:00")) > 2*time.Second {
				t.Errorf("%s waited %s", m.notice.To.Person, m.at.Sub(at(t, "2026-11-24 09:00")))
			}
		}
		if len(busy) != 100 || others != 4 {
			t.Fatalf("%d to the channel, %d to others", len(busy), others)
		}
		for i := 3; i < len(busy); i++ { // a burst of three, then one a second
			if d := busy[i].Sub(busy[i-3]); d < time.Second-time.Millisecond {
				t.Fatalf("four messages within %s", d)
			}
		}
		t.Logf("100 messages to one channel took %s", busy[99].Sub(busy[0]))
	}, real)
}

func TestADeadMessengerHoldsUpNoOther(t *testing.T) {
	o := court(50)
	for i := range o.People {
		if id := string(o.People[i].ID); strings.HasPrefix(id, "liaison") && id[len(id)-1]%2 == 0 {
			o.People[i].Identities[0].Messenger = "dead"
		}
	}
	within(t, o, at(t, "2026-11-24 09:00"), func(w *world) {
		var down sync.Map
		down.Store("dead", true)
		var tries atomic.Int64
		w.sink.failing(func(n ledger.Leased) *ledger.Receipt {
			p, _ := w.dir.Person(n.Notice.To.Person)
			if m := p.Identities[0].Messenger; m == "dead" {
				if _, dead := down.Load(m); dead {
					tries.Add(1)
					time.Sleep(20 * time.Second)
					return &ledger.Receipt{Outcome: ledger.OutcomeRetry, Error: "no answer"}
				}
			}
			return nil
		})
		w.post(ledger.ClassReminder, 2000, person)
		got := w.until(at(t, "2026-11-24 09:03"))
		living, soon := 0, at(t, "2026-11-24 09:00").Add(30*time.Second) // 20 seconds until the dead one is known to be dead
		for _, m := range got {
			if p, _ := w.dir.Person(m.notice.To.Person); p.Identities[0].Messenger == "test" && m.at.Before(soon) {
				living++
			}
		}
		st, err := w.svc.Status(context.Background())
		if err != nil || st.Healthy() {
			t.Errorf("healthy %v, %v", st.Healthy(), err)
		}
		notes := w.until(at(t, "2026-11-24 12:00"))
		down.Delete("dead")
		rest := w.until(at(t, "2026-11-24 18:00"))
		all := append(append(got, notes...), rest...)
		keys := map[string]int{}
		told := 0
		for _, m := range all {
			if m.notice.Kind == ledger.NoticeAdmin {
				told++
				continue
			}
			keys[m.notice.Key]++
		}
		if len(keys) != 2000 || told != 2 {
			t.Errorf("%d of 2000 arrived, admins were told %d times (want: trouble, and its end)", len(keys), told)
		}
		for k, n := range keys {
			if n != 1 {
				t.Fatalf("%s was sent %d times", k, n)
			}
		}
		t.Logf("%d of those that live were served within half a minute; the dead one was tried %d times in 3 hours", living, tries.Load())
		if living < 1000 {
			t.Errorf("only %d messages of the living messenger were sent within half a minute", living)
		}
	})
}

func TestRetryAfterAndBackOff(t *testing.T) {
	within(t, court(4), at(t, "2026-11-24 09:00"), func(w *world) {
		var tries []time.Duration
		begin := w.now()
		w.sink.failing(func(n ledger.Leased) *ledger.Receipt {
			tries = append(tries, w.now().Sub(begin))
			switch len(tries) {
			case 1:
				return &ledger.Receipt{Outcome: ledger.OutcomeRetry, Error: "429", RetryAt: w.now().Add(42 * time.Second)}
			case 2, 3, 4:
				return &ledger.Receipt{Outcome: ledger.OutcomeRetry, Error: "500"}
			}
			return nil
		})
		w.post(ledger.ClassReply, 1, person)
		if got := w.until(at(t, "2026-11-24 10:00")); len(got) != 1 {
			t.Fatalf("%d sent", len(got))
		}
		// Jitter is half of its range in tests: three quarters of 4, 8 and 16 seconds.
		want := []time.Duration{0, 42 * time.Second, 45 * time.Second, 51 * time.Second, 63 * time.Second}
		if !slices.Equal(tries, want) {
			t.Errorf("tried after %v, want %v", tries, want)
		}
	})
}

func TestPoisonMessagesAreSetAside(t *testing.T) {
	within(t, court(4), at(t, "2026-11-24 09:00"), func(w *world) {
		bad := 0
		w.sink.failing(func(n ledger.Leased) *ledger.Receipt {
			if n.Notice.Key == "post/1/0" {
				bad++
				panic("can't be worded")
			}
			return nil
		})
		w.post(ledger.ClassReminder, 3, person)
		notes := 0
		for range 30 {
			for _, m := range w.until(w.now().Add(10 * time.Minute)) {
				if m.notice.Kind == ledger.NoticeAdmin && strings.Contains(string(m.notice.Body), ledger.AdminFailed) {
					notes++
				}
			}
			w.post(ledger.ClassReminder, 1, person)
		}
		if notes != 1 {
			t.Errorf("admins were told %d times that a message was set aside", notes)
		}
		st, err := w.svc.Status(context.Background())
		if err != nil || len(st.Failed) != 1 || st.Failed[0].Notice.Key != "post/1/0" || bad != 12 {
			t.Fatalf("failed %+v after %d attempts, %v", st.Failed, bad, err)
		}
		w.sink.failing(nil)
		if err := w.store.Requeue(context.Background(), "post/1/0", w.now()); err != nil {
			t.Fatal(err)
		}
		w.svc.Wake()
		if got := w.until(w.now().Add(time.Minute)); len(got) != 2 { // with the last post
			t.Errorf("%d sent after it was given another chance", len(got))
		}
	})
}

// TestAnOutageOfAQuietHour holds that one lone message waits for its messenger, however often it was tried meanwhile.
func TestAnOutageOfAQuietHour(t *testing.T) {
	within(t, court(4), at(t, "2026-11-24 09:00"), func(w *world) {
		w.sink.failing(func(n ledger.Leased) *ledger.Receipt {
			return &ledger.Receipt{Outcome: ledger.OutcomeRetry, Error: "no space left on device"}
		})
		w.post(ledger.ClassReply, 1, person)
		w.until(at(t, "2026-11-24 12:00"))
		w.sink.failing(nil)
		got := slices.DeleteFunc(w.until(at(t, "2026-11-24 12:06")), func(m sent) bool { return m.notice.Kind == ledger.NoticeAdmin })
		st, err := w.svc.Status(t.Context())
		if err != nil || len(st.Failed) != 0 || len(got) != 1 {
			t.Errorf("%d sent, set aside %+v, %v", len(got), st.Failed, err)
		}
	})
}

// TestMessagesThatCantBeTakenIn has admins told once when messages have not been taken in for a while, and when they are; a single failure is
// nobody's concern.
func TestMessagesThatCantBeTakenIn(t *testing.T) {
	within(t, court(4), at(t, "2026-11-24 09:00"), func(w *world) {
		noRoom := errors.New("no space left on device")
		var codes []string
		pass := func(d time.Duration) {
			for _, m := range w.until(w.now().Add(d)) {
				var n ledger.AdminNote
				if m.notice.Kind == ledger.NoticeAdmin && json.Unmarshal(m.notice.Body, &n) == nil {
					codes = append(codes, strings.TrimSpace(n.Code+" "+n.Reason))
				}
			}
		}
		w.svc.Taken("a", noRoom)
		pass(time.Minute)
		w.svc.Taken("a", nil)
		pass(time.Hour)
		for range 15 {
			w.svc.Taken("b", noRoom)
			w.svc.Taken("c", nil)
			pass(time.Minute)
		}
		st, err := w.svc.Status(t.Context())
		if err != nil || st.Untaken != 1 || st.Healthy() || st.RefError != noRoom.Error() {
			t.Errorf("%+v, %v", st, err)
		}
		w.svc.Taken("b", nil)
		pass(20 * time.Minute)
		for range 20 {
			w.svc.Taken("d", noRoom)
			pass(time.Minute)
		}
		pass(2 * time.Hour) // given up by its messenger
		if want := []string{"untaken", "recovered untaken", "untaken", "recovered untaken"}; !slices.Equal(codes, want) {
			t.Errorf("admins were told %v, want %v", codes, want)
		}
	})
}

// TestALossyMessenger loses answers: a notice may have been posted although its delivery failed. The attempt number tells the notifier to
// look first, and then nothing is posted twice and nothing is missing.
func TestALossyMessenger(t *testing.T) {
	within(t, court(50), at(t, "2026-11-24 09:00"), func(w *world) {
		rnd := rand.New(rand.NewPCG(3, 5))
		var mu sync.Mutex
		posted, looked := map[string]int{}, 0
		w.sink.failing(func(n ledger.Leased) *ledger.Receipt {
			mu.Lock()
			dice, key := rnd.IntN(10), n.Notice.Key
			if n.Attempt > 1 {
				looked++
				if posted[key] > 0 {
					mu.Unlock()
					return nil
				}
			}
			mu.Unlock()
			time.Sleep(time.Duration(dice) * 200 * time.Millisecond)
			mu.Lock()
			defer mu.Unlock()
			switch dice {
			case 0:
				return &ledger.Receipt{Outcome: ledger.OutcomeRetry, Error: "500"}
			case 1:
				posted[key]++
				return &ledger.Receipt{Outcome: ledger.OutcomeRetry, Error: "reset"}
			}
			posted[key]++
			return nil
		})
		w.post(ledger.ClassReminder, 1000, person)
		for range 10 { // the service is stopped and started while it works
			time.Sleep(7 * time.Second)
			w.restart()
		}
		w.until(at(t, "2026-11-24 12:00"))
		twice := 0
		for _, n := range posted {
			if n > 1 {
				twice++
			}
		}
		if len(posted) != 1000 || twice > 0 {
			t.Errorf("%d of 1000 posted, %d twice", len(posted), twice)
		}
		if looked == 0 {
			t.Error("no later attempt was seen")
		}
	})
}

// A delivery that outlives its lease is tried again by whoever holds the next one, unless it arrived and the service that sent it knows.
func TestALostLease(t *testing.T) {
	for _, tt := range []struct {
		name   string
		answer *ledger.Receipt
		want   []int
	}{
		{"it arrived", nil, []int{1}},
		{"nobody knows", &ledger.Receipt{Outcome: ledger.OutcomeRetry, Error: "no answer"}, []int{1, 2}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			within(t, court(4), at(t, "2026-11-24 09:00"), func(w *world) {
				var attempts []int
				w.sink.failing(func(n ledger.Leased) *ledger.Receipt {
					attempts = append(attempts, n.Attempt)
					if len(attempts) > 1 {
						return nil
					}
					time.Sleep(5 * time.Minute) // beyond its lease
					return tt.answer
				})
				w.post(ledger.ClassReply, 1, person)
				w.until(at(t, "2026-11-24 09:30"))
				st, err := w.svc.Status(context.Background())
				if err != nil || st.Counters.Lost != 1 || st.Waiting != 0 || !slices.Equal(attempts, tt.want) {
					t.Errorf("lost %d, waiting %d, attempts %v, %v", st.Counters.Lost, st.Waiting, attempts, err)
				}
			}, func(c *reminders.Config) { c.Poll = 30 * time.Second })
		})
	}
}

func TestRemindersWaitForTheEndOfTheQuietHours(t *testing.T) {
	within(t, court(4), at(t, "2026-11-24 21:00"), func(w *world) {
		w.post(ledger.ClassReminder, 1, person)
		w.post(ledger.ClassReply, 1, person)
		got := w.until(at(t, "2026-11-25 10:00"))
		if len(got) != 2 || !got[0].at.Equal(at(t, "2026-11-24 21:00")) || got[0].notice.Class != ledger.ClassReply {
			t.Fatalf("%d sent", len(got))
		}
		if d := got[1].at.Sub(at(t, "2026-11-25 08:00")); d < 0 || d > time.Minute {
			t.Errorf("the reminder went out at %s", got[1].at)
		}
	})
}

func TestTheMessengerWasDownForDays(t *testing.T) {
	within(t, court(2), at(t, "2026-11-23 10:00"), func(w *world) {
		w.item("u00", "2026-11-23")
		w.sink.failing(func(ledger.Leased) *ledger.Receipt {
			if w.now().Before(at(t, "2026-11-26 14:00")) {
				return &ledger.Receipt{Outcome: ledger.OutcomeRetry, Error: "down"}
			}
			return nil
		})
		got := w.until(at(t, "2026-11-26 18:00"))
		count := map[string]int{}
		for _, m := range got {
			count[string(m.notice.To.Person)+" "+string(m.notice.Kind)]++
		}
		for _, k := range []string{"head-u00 digest", "liaison-u00 digest", "vice digest"} {
			if count[k] != 1 {
				t.Errorf("%s: %d messages, want one for all days", k, count[k])
			}
		}
	})
}

func TestTwoServicesOnOneLedgerSendOnce(t *testing.T) {
	within(t, court(20), at(t, "2026-11-24 10:00"), func(w *world) {
		first := w.stop
		w.serve(func(c *reminders.Config) { c.Replica = "b" })
		second := w.stop
		w.stop = func() { first(); second() }
		for i := range 40 {
			w.item(ledger.UnitID(fmt.Sprintf("u%02d", i%20)), "2026-11-24")
		}
		got := w.until(at(t, "2026-11-26 12:00"))
		seen := map[string]bool{}
		for _, m := range got {
			if seen[m.notice.Key] {
				t.Errorf("%s was sent twice", m.notice.Key)
			}
			seen[m.notice.Key] = true
		}
		if len(seen) != 80 {
			t.Errorf("%d messages, want 80", len(seen))
		}
	}, func(c *reminders.Config) { c.Poll = 30 * time.Second })
}
