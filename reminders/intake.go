package reminders

import (
	"strings"
	"time"

	"github.com/followup-bot/followup/ledger"
)

// A deferred task is given back unsent.
type deferred struct {
	task    task
	receipt ledger.Receipt
}

// queue puts leased notices into their lanes and gives those that have to come again later: their lane is shut, their recipient has quiet
// hours, or more of them wait than could be sent while their leases hold.
func (o *outbox) queue(leased []ledger.Leased, env ledger.Env, now time.Time) []deferred {
	o.mu.Lock()
	defer o.mu.Unlock()
	var back []deferred
	for _, n := range leased {
		name, who := laneOf(env, n.Notice.To)
		l := o.lane(name)
		t := task{Leased: n, lane: l, who: who, expire: now.Add(o.s.Lease)}
		if at, why := o.hold(l, t, env, now); why != "" {
			back = append(back, deferred{t, unsent(why, now, at)})
			o.retries[n.Notice.Key] = at
			continue
		}
		if n.Notice.Class == ledger.ClassReply {
			l.urgent.push(t)
		} else {
			l.normal.push(t)
		}
	}
	return back
}

func (o *outbox) lane(name string) *lane {
	l := o.lanes[name]
	if l == nil {
		messenger, _, _ := strings.Cut(name, "/")
		l = &lane{name: name, limits: o.s.Limits(messenger), people: map[string]*bucket{}, busy: map[string]bool{}, failed: map[string]bool{}}
		l.limits.Parallel = max(l.limits.Parallel, 1)
		o.lanes[name] = l
	}
	return l
}

// Why a notice was given back unsent, in the receipt's Error.
const (
	heldShut  = "the messenger does not answer"
	heldQuiet = "quiet hours"
	heldStop  = "followup is stopping"
	heldPace  = "many messages to one recipient"
)

func (o *outbox) hold(l *lane, t task, env ledger.Env, now time.Time) (time.Time, string) {
	if l.closed(now) {
		return l.shut.Add(o.spread(time.Second * 10)), heldShut
	}
	if l.down() && l.normal.size+l.urgent.size+l.flying[0]+l.flying[1] > 0 {
		return now.Add(shutFirst + o.spread(shutFirst)), heldShut // one at a time, until one gets through
	}
	if t.Notice.Class == ledger.ClassReminder {
		if at := env.PolicyFor(t.Notice.To.Person).AfterQuiet(now, zoneOf(env, t.Notice.To)); at.After(now) {
			return at, heldQuiet
		}
	}
	if n := l.backlog(t.who); n >= ownShare && t.Notice.Class != ledger.ClassReply {
		return now.Add(time.Duration(n)*max(l.limits.Recipient.Every, time.Millisecond) + o.spread(10*time.Second)), heldPace
	}
	return time.Time{}, ""
}

func (o *outbox) spread(d time.Duration) time.Duration {
	return time.Duration(o.s.Jitter() * float64(d))
}

func zoneOf(env ledger.Env, to ledger.Recipient) *time.Location {
	if to.Person != "" {
		return ledger.ZoneOf(env, to.Person)
	}
	return env.Zone()
}

// laneOf gives the messenger that reaches the recipient, and the recipient's name in it.
func laneOf(env ledger.Env, to ledger.Recipient) (lane, who string) {
	if to.Person == "" {
		p := to.Place
		return p.Messenger + "/" + p.Workspace, p.Conversation + "|" + p.User
	}
	p, ok := env.Dir.Person(to.Person)
	if !ok || len(p.Identities) == 0 {
		return "", string(to.Person)
	}
	id := p.Identities[0]
	return id.Messenger + "/" + id.Workspace, string(to.Person)
}
