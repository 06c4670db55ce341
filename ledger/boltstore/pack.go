package boltstore

import (
	"math"
	"reflect"
	"strings"
	"time"

	"github.com/followup-bot/followup/ledger"
)

// packed is a ledger.Row in a fourth of its size: words that many rows share are numbered, instants and dates are integers, what few rows
// have lies apart. Instants come back in UTC.
type packed struct {
	id, title string
	more      *more

	issued, accepted, reported, submitted, closed, updated int64 // nanoseconds since 1970; noTime: none

	due, firstDue, behind, eta, meetingOn                                   int32 // packDate's
	year, seq, child                                                        int32
	children, finished, percent, reminders, granted, returns, step          int32
	lead, handler, parent, meeting, area, programme, state, priority, stage uint32 // words
}

// more is what few rows have.
type more struct {
	support               []ledger.UnitID
	involved              []string
	blocked, waiting      string
	dueAt, dueZone        uint32
	firstDueAt, firstZone uint32
	owed                  int32 // packDate's
	extension             bool
	whole                 *ledger.Row // a row that doesn't fit the packed form
}

const noTime = math.MinInt64

// rowFields is how many fields a row has that packed knows. A row with another number of fields is kept whole: correct, only larger.
const rowFields = 36

var packs = reflect.TypeFor[ledger.Row]().NumField() == rowFields

// words numbers strings. Its list only grows, so that snapshots can share it.
type words struct {
	index map[string]uint32
	list  []string
}

func (w *words) of(s string) uint32 {
	if s == "" { // most rows have no parent, programme or stage
		return 0
	}
	if n, ok := w.index[s]; ok {
		return n
	}
	s = strings.Clone(s)
	n := uint32(len(w.list))
	w.list = append(w.list, s)
	w.index[s] = n
	return n
}

func (w *words) shared(s string) string { return w.list[w.of(s)] }

func packTime(t time.Time) int64 {
	if t.IsZero() {
		return noTime
	}
	return t.UnixNano()
}

func unpackTime(n int64) time.Time {
	if n == noTime {
		return time.Time{}
	}
	return time.Unix(0, n).UTC()
}

func packDate(d ledger.Date) int32 { return int32(d.Year)<<9 | int32(d.Month)<<5 | int32(d.Day) }

func unpackDate(n int32) ledger.Date {
	return ledger.Date{Year: int(n >> 9), Month: time.Month(n >> 5 & 15), Day: int(n & 31)}
}

// fits reports whether a row survives packing.
func fits(r *ledger.Row) bool {
	if !packs {
		return false
	}
	for _, t := range []time.Time{r.IssuedAt, r.AcceptAt, r.ReportAt, r.SubmitAt, r.ClosedAt, r.UpdatedAt} {
		if y := t.Year(); !t.IsZero() && (y < 1700 || y > 2200) {
			return false
		}
	}
	for _, d := range []ledger.Date{r.Due.Date, r.FirstDue.Date, r.Owed, r.Behind, r.ETA, r.MeetingOn} {
		if d.Year < 0 || d.Year > 99999 || d.Month < 0 || d.Month > 12 || d.Day < 0 || d.Day > 31 {
			return false
		}
	}
	for _, n := range []int{r.Number.Year, r.Number.Seq, r.Number.Child, r.Children, r.Finished, r.Percent, r.Reminders, r.Granted, r.Returns, r.Step} {
		if int(int32(n)) != n {
			return false
		}
	}
	return true
}

// pack writes r into p. An id that p already has is kept.
func (w *words) pack(r *ledger.Row, p *packed) {
	id, title := p.id, p.title
	if id == "" {
		id = strings.Clone(string(r.ID))
	}
	if title != r.Title {
		title = strings.Clone(r.Title)
	}
	*p = packed{
		id: id, title: title, year: int32(r.Number.Year), seq: int32(r.Number.Seq), child: int32(r.Number.Child),
		lead: w.of(string(r.Lead)), state: w.of(string(r.State)), priority: w.of(string(r.Priority)),
	}
	if !fits(r) {
		whole := *r
		p.more = &more{whole: &whole}
		return
	}
	p.issued, p.accepted, p.reported = packTime(r.IssuedAt), packTime(r.AcceptAt), packTime(r.ReportAt)
	p.submitted, p.closed, p.updated = packTime(r.SubmitAt), packTime(r.ClosedAt), packTime(r.UpdatedAt)
	p.due, p.firstDue, p.behind = packDate(r.Due.Date), packDate(r.FirstDue.Date), packDate(r.Behind)
	p.eta, p.meetingOn = packDate(r.ETA), packDate(r.MeetingOn)
	p.children, p.finished, p.percent = int32(r.Children), int32(r.Finished), int32(r.Percent)
	p.reminders, p.granted, p.returns, p.step = int32(r.Reminders), int32(r.Granted), int32(r.Returns), int32(r.Step)
	p.handler, p.parent, p.meeting = w.of(string(r.Handler)), w.of(string(r.Parent)), w.of(string(r.Meeting))
	p.area, p.programme, p.stage = w.of(r.Area), w.of(r.Programme), w.of(r.Stage)
	p.more = w.rest(r)
}

// rest gives what few rows have, nil when r has nothing of it.
func (w *words) rest(r *ledger.Row) *more {
	if len(r.Support) == 0 && len(r.Involved) == 0 && r.Blocked == "" && r.Waiting == "" && !r.Extension && r.Owed.IsZero() &&
		r.Due.At == "" && r.Due.Zone == "" && r.FirstDue.At == "" && r.FirstDue.Zone == "" {
		return nil
	}
	m := &more{blocked: strings.Clone(r.Blocked), waiting: strings.Clone(r.Waiting), extension: r.Extension, owed: packDate(r.Owed),
		dueAt: w.of(r.Due.At), dueZone: w.of(r.Due.Zone), firstDueAt: w.of(r.FirstDue.At), firstZone: w.of(r.FirstDue.Zone)}
	for _, u := range r.Support {
		m.support = append(m.support, ledger.UnitID(w.shared(string(u))))
	}
	for _, k := range r.Involved {
		m.involved = append(m.involved, w.shared(k))
	}
	return m
}

// unpack writes the row into r.
func (p *packed) unpack(words []string, r *ledger.Row) {
	m := p.more
	if m != nil && m.whole != nil {
		*r = *m.whole
		return
	}
	*r = ledger.Row{
		ID: ledger.ItemID(p.id), Title: p.title, Number: ledger.Number{Year: int(p.year), Seq: int(p.seq), Child: int(p.child)},
		Lead: ledger.UnitID(words[p.lead]), Handler: ledger.PersonID(words[p.handler]), Parent: ledger.ItemID(words[p.parent]),
		Children: int(p.children), Finished: int(p.finished), State: ledger.State(words[p.state]), Stage: words[p.stage],
		Percent: int(p.percent), Behind: unpackDate(p.behind), Priority: ledger.Priority(words[p.priority]),
		Area: words[p.area], Programme: words[p.programme], Due: ledger.Due{Date: unpackDate(p.due)},
		FirstDue: ledger.Due{Date: unpackDate(p.firstDue)}, ETA: unpackDate(p.eta), Meeting: ledger.MeetingID(words[p.meeting]),
		MeetingOn: unpackDate(p.meetingOn), IssuedAt: unpackTime(p.issued), AcceptAt: unpackTime(p.accepted),
		ReportAt: unpackTime(p.reported), SubmitAt: unpackTime(p.submitted), ClosedAt: unpackTime(p.closed),
		UpdatedAt: unpackTime(p.updated), Reminders: int(p.reminders), Granted: int(p.granted), Returns: int(p.returns), Step: int(p.step),
	}
	if m == nil {
		return
	}
	r.Support, r.Involved = m.support, m.involved
	r.Blocked, r.Waiting, r.Extension = m.blocked, m.waiting, m.extension
	r.Owed = unpackDate(m.owed)
	r.Due.At, r.Due.Zone = words[m.dueAt], words[m.dueZone]
	r.FirstDue.At, r.FirstDue.Zone = words[m.firstDueAt], words[m.firstZone]
}
