package ledger

import (
	"fmt"
	"time"
)

// A Slip is a notice in a store's outbox and how far it has come. Its methods are the rules of the outbox; every store calls them
// inside its transaction, so all of them agree.
type Slip struct {
	Notice  Notice
	Age     int64     // order of arrival
	Ready   time.Time // not handed out before; the notice's NotBefore, or later after a failed attempt
	Attempt int       // attempts begun, but for those in which nothing was sent
	First   time.Time // when the first began
	Last    time.Time // when the last one ended, or began where its end is not known
	Began   time.Time // of the lease
	Token   string    // who is sending it; empty: nobody
	Until   time.Time // end of the lease
	Newer   *Notice   // came while this one was being sent, and takes its place afterwards
	Receipt *Receipt  // settled; nil: waiting
}

// NewSlip takes a notice into the outbox.
func NewSlip(n Notice, age int64) Slip {
	return Slip{Notice: n, Age: age, Ready: n.NotBefore}
}

// Failed reports whether the notice was set aside.
func (s Slip) Failed() bool { return s.Receipt != nil && s.Receipt.Outcome == OutcomeFailed }

// Waiting reports whether the notice is still to be sent.
func (s Slip) Waiting() bool { return s.Receipt == nil }

// Offer is another notice with the key of s. ok is false when it adds nothing: the first one stays, unless the new one replaces one not
// yet sent.
func (s Slip) Offer(n Notice) (_ Slip, ok bool) {
	switch {
	case !n.Replace, !s.Waiting() && !s.Failed():
		return s, false
	case s.Token != "":
		s.Newer = &n
		return s, true
	case s.Failed():
		s.Receipt, s.Attempt, s.First = nil, 0, time.Time{}
	}
	s.replace(n)
	return s, true
}

// replace puts n in the place of the notice. The attempts stay, for an earlier one may have arrived, and so does the wait that a
// messenger asked for after a failed one.
func (s *Slip) replace(n Notice) {
	if s.Attempt == 0 || s.Ready.Before(n.NotBefore) {
		s.Ready = n.NotBefore
	}
	s.Notice, s.Newer = n, nil
}

// Lease hands the notice out until the instant given.
func (s Slip) Lease(now, until time.Time, token string) (Slip, Leased) {
	if s.Newer != nil { // the lease before ran out
		s.replace(*s.Newer)
	}
	if s.Token != "" { // it ran out
		s.Last = s.Began
	}
	out := Leased{Attempt: s.Attempt + 1, Token: token, FirstTried: s.First, LastTried: s.Last}
	if s.Attempt == 0 {
		s.First = now.UTC()
	}
	s.Began = now.UTC()
	s.Attempt++
	s.Token, s.Until = token, until.UTC()
	out.Notice = s.Notice
	return s, out
}

// Settle records the outcome of the attempt that token stands for; ErrConflict when it holds the notice no longer. gone is true when
// nothing is left to keep: the notice may be replaced, so its key is free again.
func (s Slip) Settle(token string, r Receipt) (_ Slip, gone bool, err error) {
	if s.Token == "" || s.Token != token {
		return s, false, fmt.Errorf("notice %s: %w", s.Notice.Key, ErrConflict)
	}
	r.Records = nil
	s.Token, s.Until = "", time.Time{}
	switch r.Outcome {
	case OutcomeRetry:
		s.Ready = r.RetryAt.UTC()
		s.tried(r)
		if s.Newer != nil {
			s.replace(*s.Newer)
		}
		return s, false, nil
	case OutcomeSent, OutcomeDropped, OutcomeFailed:
	default:
		return s, false, fmt.Errorf("notice %s: unknown outcome %q", s.Notice.Key, r.Outcome)
	}
	if s.Newer != nil {
		return NewSlip(*s.Newer, s.Age), false, nil
	}
	s.Receipt = &r
	return s, s.Notice.Replace && r.Outcome != OutcomeFailed, nil
}

// tried books an attempt that did not succeed; one in which nothing was sent is none.
func (s *Slip) tried(r Receipt) {
	if !r.Unsent {
		if s.Last = s.Began; r.At.After(s.Last) {
			s.Last = r.At.UTC()
		}
		return
	}
	if s.Attempt--; s.Attempt == 0 {
		s.First, s.Last = time.Time{}, time.Time{}
	}
}

// Release takes the notice from a sender that is known to be gone by now. Its attempt is counted: it may have arrived.
func (s Slip) Release(now time.Time) Slip {
	if s.Newer != nil {
		s.replace(*s.Newer)
	}
	s.Token, s.Until, s.Last = "", time.Time{}, now.UTC()
	return s
}

// Requeue gives a failed notice another chance at now; ErrNotFound when it did not fail. The attempts are counted on, so that the
// sender looks whether an earlier one arrived after all.
func (s Slip) Requeue(now time.Time) (Slip, error) {
	if !s.Failed() {
		return s, fmt.Errorf("failed notice %s: %w", s.Notice.Key, ErrNotFound)
	}
	s.Receipt, s.Ready = nil, now.UTC()
	return s, nil
}

// Settled gives what became of a settled notice.
func (s Slip) Settled() Settled {
	return Settled{Notice: s.Notice, Attempt: s.Attempt, Receipt: *s.Receipt}
}

// Before orders the waiting notices of an outbox: by class, then the instant they are ready, then arrival.
func (s Slip) Before(o Slip) bool {
	if s.Notice.Class != o.Notice.Class {
		return s.Notice.Class < o.Notice.Class
	}
	if c := s.Ready.Compare(o.Ready); c != 0 {
		return c < 0
	}
	return s.Age < o.Age
}
