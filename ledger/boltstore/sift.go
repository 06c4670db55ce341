package boltstore

import (
	"slices"
	"time"

	"github.com/followup-bot/followup/ledger"
)

// A sift is what a filter asks of packed rows, in their own numbers: most rows are passed over without being unpacked or a word being compared.
// It keeps at least what the filter selects.
type sift struct {
	empty                                             bool // some word of the filter is in no row
	open                                              bool
	ends                                              [2]uint32 // the states that are over
	states, leads                                     []uint32
	handler, parent, meeting, area, programme, tier   uint32 // 0: any
	tiered, filed, parts                              bool
	year, seq                                         int32
	since, closedFrom, closedTo, issuedFrom, issuedTo int64
}

// sifted is the table at one moment, and what the filter asks of it.
func (t *table) sifted(f *ledger.Filter) (*snapshot, sift) {
	snap := t.snapshot()
	t.mu.RLock()
	defer t.mu.RUnlock()
	x := sift{open: f.Open, filed: f.Filed, parts: f.Parts, year: int32(f.Number.Year), seq: int32(f.Number.Seq), since: packTime(f.Since)}
	word := func(s string) uint32 { // of a filter that restricts
		n, ok := t.words.index[s]
		x.empty = x.empty || !ok
		return n
	}
	some := func(s string) (n uint32) {
		if s != "" {
			n = word(s)
		}
		return n
	}
	x.ends = [2]uint32{t.words.index[string(ledger.StateClosed)], t.words.index[string(ledger.StateTerminated)]}
	for _, s := range f.States {
		if n, ok := t.words.index[string(s)]; ok {
			x.states = append(x.states, n)
		}
	}
	for _, u := range f.Lead {
		if n, ok := t.words.index[string(u)]; ok {
			x.leads = append(x.leads, n)
		}
	}
	x.empty = len(f.States) > 0 && x.states == nil || len(f.Lead) > 0 && x.leads == nil
	x.handler, x.parent, x.meeting = some(string(f.Handler)), some(string(f.Parent)), some(string(f.Meeting))
	x.area, x.programme = some(f.Area), some(f.Programme)
	if f.Priority != nil {
		x.tiered, x.tier = true, word(string(*f.Priority))
	}
	x.closedFrom, x.closedTo = packSpan(f.Closed)
	x.issuedFrom, x.issuedTo = packSpan(f.Issued)
	return snap, x
}

// packSpan is a span in instants; of the zero one, everything.
func packSpan(s ledger.Span) (from, to int64) {
	from, to = noTime, 1<<63-1
	if s == (ledger.Span{}) {
		return from, to
	}
	from = noTime + 1 // what has no time is in no other span
	if fits := func(t time.Time) bool { return !t.IsZero() && t.Year() >= 1700 && t.Year() <= 2200 }; fits(s.From) {
		from = s.From.UnixNano()
		if fits(s.To) {
			to = s.To.UnixNano() - 1
		}
	} else if fits(s.To) {
		to = s.To.UnixNano() - 1
	}
	return from, to
}

// keeps says false only for a row that the filter does not select.
func (x *sift) keeps(p *packed) bool {
	if len(x.states) > 0 && !slices.Contains(x.states, p.state) || len(x.leads) > 0 && !slices.Contains(x.leads, p.lead) ||
		x.seq != 0 && p.seq != x.seq || x.year != 0 && p.year != x.year || x.tiered && p.priority != x.tier {
		return false
	}
	over := p.state != 0 && (p.state == x.ends[0] || p.state == x.ends[1])
	if x.open && over {
		return false
	}
	if p.more != nil && p.more.whole != nil { // its words and instants are not packed
		return true
	}
	if over && x.since != noTime && p.closed < x.since && p.issued < x.since {
		return false
	}
	return (x.handler == 0 || p.handler == x.handler) && (x.parent == 0 || p.parent == x.parent) && (x.meeting == 0 || p.meeting == x.meeting) &&
		(x.area == 0 || p.area == x.area) && (x.programme == 0 || p.programme == x.programme) && (!x.filed || p.programme != 0) &&
		p.closed >= x.closedFrom && p.closed <= x.closedTo && p.issued >= x.issuedFrom && p.issued <= x.issuedTo
}
