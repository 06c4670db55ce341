package reminders

import "time"

// A Rate lets one through every Every, after Burst at once. The zero Rate does not limit.
type Rate struct {
	Every time.Duration
	Burst int
}

// Limits are what a messenger allows.
type Limits struct {
	Recipient Rate // to one person or channel
	App       Rate // in all
	Parallel  int  // deliveries at once; replies have as many again for themselves
}

// DefaultLimits are those of a messenger that allows a message a second in a channel, with a short burst.
var DefaultLimits = Limits{Recipient: Rate{time.Second, 3}, App: Rate{20 * time.Millisecond, 20}, Parallel: 8}

// A bucket is a token bucket, kept as the instant at which it will be full again. The zero bucket is full.
type bucket struct {
	full   time.Time
	paused time.Time // the messenger asked for quiet until then
}

// ready is when the bucket lets the next one through: now, or later.
func (b bucket) ready(now time.Time, r Rate) time.Time {
	at := now
	if r.Every > 0 {
		if t := b.full.Add(-time.Duration(max(r.Burst, 1)-1) * r.Every); t.After(at) {
			at = t
		}
	}
	if b.paused.After(at) {
		at = b.paused
	}
	if limit := now.Add(maxPause); at.After(limit) {
		return limit // the clock was set back: nobody asks for so long
	}
	return at
}

// maxPause bounds a wait for a bucket.
const maxPause = time.Hour

// take uses a token, also one that is not there yet.
func (b *bucket) take(now time.Time, r Rate) {
	if b.full.Before(now) || b.full.After(now.Add(maxPause)) {
		b.full = now
	}
	b.full = b.full.Add(r.Every)
}

// idle reports whether the bucket may be forgotten.
func (b bucket) idle(now time.Time) bool { return !b.full.After(now) && !b.paused.After(now) }
