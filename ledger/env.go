package ledger

import (
	"time"
)

// Env is what a decision may know beside its item.
type Env struct {
	Now    time.Time  // the instant of the act
	Dir    *Directory // units, people, roles
	Policy Policy
	Cal    Calendar
	Source string // the message or tick that causes the change; see Change.Source
	Words  string // what was said, raw; kept apart under its salted hash
	Read   string // how it was read
}

// Zone is the organisation's zone; UTC when it has none that loads.
func (e Env) Zone() *time.Location { return e.Dir.Zone() }

// Today is the civil date at Now in the organisation's zone.
func (e Env) Today() Date { return DateOf(e.Now.In(e.Zone())) }

// Change begins a change of this source.
func (e Env) change() Change { return Change{Source: e.Source} }

func (e Env) event(it Item, kind EventKind, by PersonID, reason string) Event {
	return Event{Item: it.ID, At: e.Now.UTC(), Kind: kind, By: by, Reason: reason, Read: e.Read, Source: e.Source, Raw: e.Words}
}
