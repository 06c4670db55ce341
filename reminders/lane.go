package reminders

import (
	"maps"
	"slices"
	"time"

	"github.com/followup-bot/followup/ledger"
)

// A task is a leased notice that waits for its turn.
type task struct {
	ledger.Leased
	lane   *lane
	who    string    // the recipient's bucket
	expire time.Time // of the lease
}

// A lane is one messenger's part of the outbox: what waits for it, its buckets, and whether it works. Messengers don't wait for each other.
type lane struct {
	name   string
	limits Limits
	urgent queue // replies
	normal queue // all else
	app    bucket
	people map[string]*bucket
	busy   map[string]bool // recipients with a delivery in flight: messages to one keep their order
	flying [2]int          // deliveries in flight: replies, others

	failures int             // in a row
	failed   map[string]bool // the notices that failed since the last success: one that can't be sent does not shut the lane
	shut     time.Time       // nothing is tried before: so many failed
	since    time.Time       // first of the failures in a row
	last     time.Time       // the last success
	lastErr  string
}

// A queue holds tasks by recipient, and serves recipients in turn.
type queue struct {
	order []string
	tasks map[string][]task
	size  int
}

func (q *queue) push(t task) {
	if q.tasks == nil {
		q.tasks = map[string][]task{}
	}
	if len(q.tasks[t.who]) == 0 {
		q.order = append(q.order, t.who)
	}
	q.tasks[t.who] = append(q.tasks[t.who], t)
	q.size++
}

// pop takes the first task whose recipient can be served, lower classes first, and lets the recipient go to the end of the line.
func (q *queue) pop(can func(who string) bool) (task, bool) {
	best := -1
	for i, who := range q.order {
		if can(who) && (best < 0 || q.tasks[who][0].Notice.Class < q.tasks[q.order[best]][0].Notice.Class) {
			best = i
		}
	}
	if best < 0 {
		return task{}, false
	}
	who := q.order[best]
	t := q.tasks[who][0]
	q.order = slices.Delete(q.order, best, best+1)
	if rest := q.tasks[who][1:]; len(rest) > 0 {
		q.tasks[who] = rest
		q.order = append(q.order, who)
	} else {
		delete(q.tasks, who)
	}
	q.size--
	return t, true
}

// drop removes what is accepted by f and gives it.
func (q *queue) drop(f func(task) bool) []task {
	var out []task
	q.order = slices.DeleteFunc(q.order, func(who string) bool {
		q.tasks[who] = slices.DeleteFunc(q.tasks[who], func(t task) bool {
			if f(t) {
				out = append(out, t)
				q.size--
				return true
			}
			return false
		})
		if len(q.tasks[who]) == 0 {
			delete(q.tasks, who)
			return true
		}
		return false
	})
	return out
}

// backlog is how many tasks wait for a recipient.
func (l *lane) backlog(who string) int { return len(l.urgent.tasks[who]) + len(l.normal.tasks[who]) }

// ready is when the next message to the recipient may go.
func (l *lane) ready(now time.Time, who string) time.Time {
	at := now
	if b := l.people[who]; b != nil {
		at = b.ready(now, l.limits.Recipient)
	}
	return at
}

// next takes a task that may go now. Replies go before others, may use the app's tokens ahead of time, and have deliveries of their own, so
// that five thousand reminders don't keep anybody waiting. When nothing may go, wait is when to ask again; zero: when something changes.
func (l *lane) next(now time.Time) (t task, ok bool, wait time.Time) {
	soonest := func(at time.Time) {
		if at.After(now) && (wait.IsZero() || at.Before(wait)) {
			wait = at
		}
	}
	can := func(who string) bool {
		if l.busy[who] {
			return false
		}
		at := l.ready(now, who)
		soonest(at)
		return !at.After(now)
	}
	if l.closed(now) || l.down() && l.flying[0]+l.flying[1] > 0 {
		return t, false, wait
	}
	if l.flying[0] < l.limits.Parallel && l.urgent.size > 0 && !l.app.paused.After(now) {
		if t, ok = l.urgent.pop(can); ok {
			return t, true, wait
		}
	}
	if l.flying[1] < l.limits.Parallel && l.normal.size > 0 {
		app := l.app.ready(now, l.limits.App)
		if app.After(now) {
			soonest(app)
			return t, false, wait
		}
		if t, ok = l.normal.pop(can); ok {
			return t, true, wait
		}
	}
	if l.app.paused.After(now) {
		soonest(l.app.paused)
	}
	return t, false, wait
}

// start books a delivery.
func (l *lane) start(t task, now time.Time) {
	l.busy[t.who] = true
	l.flying[kind(t)]++
	l.app.take(now, l.limits.App)
	b := l.people[t.who]
	if b == nil {
		b = &bucket{}
		l.people[t.who] = b
	}
	b.take(now, l.limits.Recipient)
}

func kind(t task) int { return min(t.Notice.Class, 1) }

// free lets the recipient have the next message: after the receipt of this one was kept, since the next may have nothing to add to it.
func (l *lane) free(t task) { delete(l.busy, t.who) }

// finish books its end; the recipient stays busy until free.
func (l *lane) finish(t task, r ledger.Receipt, now time.Time) {
	l.flying[kind(t)]--
	if len(l.people) > 256 {
		maps.DeleteFunc(l.people, func(who string, b *bucket) bool { return b.idle(now) && !l.busy[who] })
	}
	if r.Outcome != ledger.OutcomeRetry {
		if r.Outcome == ledger.OutcomeSent {
			l.failures, l.since, l.last, l.lastErr = 0, time.Time{}, now, ""
			l.failed, l.shut = map[string]bool{}, time.Time{}
		} else if r.Outcome == ledger.OutcomeFailed {
			l.fail(r.Error, now)
		}
		return
	}
	if r.Unsent { // it waits, and nothing was wrong with the messenger
		return
	}
	l.lastErr = r.Error
	if !r.RetryAt.IsZero() { // asked for by the messenger: its limit, not its failure
		l.pause(t.who, r.RetryAt, now)
		return
	}
	l.fail(r.Error, now)
	l.failed[t.Notice.Key] = true
	if l.down() {
		l.shut = now.Add(min(shutFirst<<min(l.failures-shutAfter, 6), shutLongest))
	}
}

func (l *lane) fail(why string, now time.Time) {
	if l.failures == 0 {
		l.since = now
	}
	l.failures++
	l.lastErr = why
}

// down reports whether the messenger seems not to work: then deliveries are tried one at a time, after growing pauses.
func (l *lane) down() bool { return len(l.failed) >= shutAfter }

// works reports whether the messenger took something lately, so that one notice which it does not take is the notice's fault.
func (l *lane) works(now time.Time) bool { return !l.down() && now.Sub(l.last) <= 2*shutLongest }

// closed reports whether the lane is shut at the instant. A pause longer than any is left over from before the clock was set back.
func (l *lane) closed(now time.Time) bool {
	return l.shut.After(now) && !l.shut.After(now.Add(shutLongest))
}

// A lane is shut after so many different notices failed in a row.
const (
	shutAfter   = 5
	shutFirst   = 5 * time.Second
	shutLongest = 5 * time.Minute
)

// pause holds the recipient; when another is being held as well, the limit is the app's, and holds all.
func (l *lane) pause(who string, until, now time.Time) {
	for other, b := range l.people {
		if other != who && b.paused.After(now) {
			l.app.paused = until
		}
	}
	if b := l.people[who]; b != nil {
		b.paused = until
	}
}
