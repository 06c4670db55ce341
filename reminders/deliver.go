package reminders

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/followup-bot/followup/ledger"
)

// Covered is the receipt's Error of a planned message that was dropped because a later one had already said all of it.
const Covered = "covered by a later message"

// attempt delivers a notice within its lease. A notifier that panics has failed.
func (s *Service) attempt(ctx context.Context, t task) (r ledger.Receipt) {
	now := s.Clock.Now()
	if !t.Notice.Expires.IsZero() && now.After(t.Notice.Expires) {
		return ledger.Receipt{Outcome: ledger.OutcomeDropped, Error: "expired"}
	}
	covered, err := s.covered(ctx, t.Notice, now)
	if err != nil {
		return ledger.Receipt{Outcome: ledger.OutcomeRetry, Error: err.Error()}
	}
	if covered {
		return ledger.Receipt{Outcome: ledger.OutcomeDropped, Error: Covered}
	}
	ctx, cancel := context.WithTimeout(ctx, s.Lease/2)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			r = ledger.Receipt{Outcome: ledger.OutcomeRetry, Error: fmt.Sprintf("panic: %v", p)}
		}
	}()
	r = s.Notifier.Deliver(ctx, t.Leased)
	if r.Outcome == "" {
		return ledger.Receipt{Outcome: ledger.OutcomeRetry, Error: "the notifier gave no outcome"}
	}
	if r.Outcome == ledger.OutcomeSent && covers(t.Notice) {
		r.Records = append(r.Records, coverRecord(t.Notice, now))
	}
	return r
}

// covers reports whether a message of the kind tells all that is to be told when it is delivered, so that one of an earlier slot which
// comes after it has nothing to add.
func covers(n ledger.Notice) bool {
	switch n.Kind {
	case ledger.NoticeDigest, ledger.NoticeEscalated, ledger.NoticeBrief:
		return n.To.Person != "" && !n.Slot.IsZero()
	}
	return false
}

// cover is kept for each recipient and kind: when the last such message was put together, and for which slot.
type cover struct {
	Slot time.Time `json:"slot"`
	At   time.Time `json:"at"`
}

func coverID(n ledger.Notice) string { return "sent/" + string(n.Kind) + "/" + string(n.To.Person) }

func coverRecord(n ledger.Notice, now time.Time) ledger.Record {
	r := ledger.NewRecord(ledger.RecordMark, coverID(n), 0, cover{n.Slot.UTC(), now.UTC()})
	r.Force = true
	return r
}

// covered reports whether a message of the kind has gone out since the notice's slot. One that went out in the future went out while the
// clock was wrong, and does not count; nor does the notice's own first attempt.
func (s *Service) covered(ctx context.Context, n ledger.Notice, now time.Time) (bool, error) {
	if !covers(n) {
		return false, nil
	}
	rec, err := s.Store.Record(ctx, ledger.RecordMark, coverID(n))
	if errors.Is(err, ledger.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("what was sent: %w", err)
	}
	var c cover
	if err := json.Unmarshal(rec.Data, &c); err != nil {
		return false, nil // unreadable: send
	}
	return !c.At.Before(n.Slot) && !c.At.After(now) && !c.Slot.Equal(n.Slot), nil
}
