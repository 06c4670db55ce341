package ledger

import (
	"slices"
	"strings"
	"time"
)

// A Filing is one period's report of a recurring obligation (每月25日前报送), with its evidence.
type Filing struct {
	Due      Date       `json:"due"` // of the period
	At       time.Time  `json:"at"`
	By       PersonID   `json:"by"`
	Text     string     `json:"text,omitempty"`
	Evidence []Evidence `json:"evidence,omitempty"`
}

// Recurs reports whether the item is an obligation that returns period by period and is never done with.
func (it Item) Recurs() bool { return it.RRule != "" && it.Due.IsZero() }

// Filed of a period, or nil.
func (it Item) filing(due Date) *Filing {
	if i := slices.IndexFunc(it.Filed, func(f Filing) bool { return f.Due == due }); i >= 0 {
		return &it.Filed[i]
	}
	return nil
}

// lastFiled is the latest period that was reported for.
func (it Item) lastFiled() Date {
	var last Date
	for _, f := range it.Filed {
		last = later(last, f.Due)
	}
	return last
}

// A PeriodState is how a period of a recurring obligation stands.
type PeriodState string

// The states of a period.
const (
	PeriodFiled  PeriodState = "filed"
	PeriodLate   PeriodState = "late"   // filed after its day
	PeriodMissed PeriodState = "missed" // never filed, and the next period has begun: it stays so
	PeriodOwed   PeriodState = "owed"   // to be filed now: its day is today or has passed
	PeriodNext   PeriodState = "next"   // to come
)

// A PeriodOf is one period of a recurring obligation.
type PeriodOf struct {
	Due    Date
	State  PeriodState
	Filing *Filing
}

// Periods are those of a recurring obligation from its issue to today, and the next one, oldest first.
func (e Env) Periods(it Item) []PeriodOf {
	r, err := e.recurrenceOf(it)
	if err != nil {
		return nil
	}
	today := e.Today()
	owed := e.owed(it, today)
	var out []PeriodOf
	for o := r.next(r.anchor); !o.IsZero(); o = r.next(o.AddDays(1)) {
		p := PeriodOf{Due: o, Filing: it.filing(o)}
		switch {
		case p.Filing != nil && e.dateOf(p.Filing.At).After(o):
			p.State = PeriodLate
		case p.Filing != nil:
			p.State = PeriodFiled
		case o == owed && !o.After(today):
			p.State = PeriodOwed
		case o.After(today):
			p.State = PeriodNext
		default:
			p.State = PeriodMissed
		}
		out = append(out, p)
		if o.After(today) && p.Filing == nil {
			break
		}
	}
	return out
}

// A PeriodCount sums periods up: Filed of Due, the late among the filed, and the days of those that were missed.
type PeriodCount struct {
	Filed, Late, Due int
	Missed           []Date
	Owed             Date // the period to be filed next, or still
}

// CountPeriods sums the item's periods up. A period counts as due once its day has come, or it is filed.
func (e Env) CountPeriods(it Item) PeriodCount {
	c := PeriodCount{Owed: e.owed(it, e.Today())}
	for _, p := range e.Periods(it) {
		switch p.State {
		case PeriodFiled, PeriodLate:
			c.Filed++
			if p.State == PeriodLate {
				c.Late++
			}
		case PeriodMissed:
			c.Missed = append(c.Missed, p.Due)
		case PeriodNext:
			continue
		}
		c.Due++
	}
	return c
}

func (e Env) recurrenceOf(it Item) (recurrence, error) {
	return parseRecurrence(it.RRule, e.dateOf(it.IssuedAt))
}

// owed is the period that a report made on the day answers: the one whose day has come and that is not filed, until the reminders of the next
// one begin; then that. Zero when nothing is left to report.
func (e Env) owed(it Item, day Date) Date {
	if !it.Recurs() {
		return Date{}
	}
	r, err := e.recurrenceOf(it)
	if err != nil {
		return Date{}
	}
	last := r.last(day.AddDays(1))
	next := r.next(later(day.AddDays(1), last.AddDays(1)))
	if !last.IsZero() && last.After(it.lastFiled()) && (last == day || next.IsZero() || day.Before(e.begins(last, next))) {
		return last
	}
	for !next.IsZero() && !next.After(it.lastFiled()) {
		next = r.next(next.AddDays(1))
	}
	return next
}

// begins is the day from which a report is taken as the next period's: that of its first reminder, but after the day of the period before.
func (e Env) begins(last, next Date) Date {
	first := e.leadDay(next, 0)
	for _, n := range e.Policy.Before {
		if d := e.leadDay(next, n); d.Before(first) {
			first = d
		}
	}
	return later(first, last.AddDays(1))
}

// filesNow reports whether a report made today is a period's: its time has come, and it says something other than what is in the way.
func (e Env) filesNow(it Item, r Progress) bool {
	o := e.owed(it, e.Today())
	if o.IsZero() || r.Blocker != nil || r.Correct || r.Note == "" && len(r.Evidence) == 0 && !r.NoChange && (r.Percent == nil || *r.Percent < 100) {
		return false
	}
	rule, err := e.recurrenceOf(it)
	return err == nil && !e.Today().Before(e.begins(rule.last(o), o))
}

// file records a period's report. The item goes on with the next period.
func (e Env) file(it *Item, by PersonID, text string, evidence []Evidence) {
	f := Filing{Due: e.owed(*it, e.Today()), At: e.Now.UTC(), By: by, Text: strings.TrimSpace(text), Evidence: evidence}
	it.Filed = append(slices.Clone(it.Filed), f)
	it.Percent, it.Blocker, it.Returned = 0, nil, ""
}

// FilePeriod is the report of a recurring obligation's present period: what Submit does for those.
func FilePeriod(e Env, it Item, by PersonID, s Submission) (Change, error) {
	it, err := e.act(ActSubmit, it, by, working...)
	if err != nil {
		return Change{}, err
	}
	if blank(s.Text) && len(s.Evidence) == 0 {
		return Change{}, refuse(ActSubmit, it, RefusedText)
	}
	e.sign(&it, by)
	it.State = StateActive
	it.ReportedAt, it.ReportedBy = e.Now.UTC(), by
	it.Note = strings.TrimSpace(s.Text)
	it.Evidence = append(slices.Clone(it.Evidence), s.Evidence...)
	e.file(&it, by, s.Text, s.Evidence)
	var notices []Notice
	if e.actsFor(by, it) != "" {
		notices = e.tell(NoticeOutcome, it, by, e.answerable(it)...)
	}
	return e.done(it, EventFiled, by, s.Text, notices...), nil
}

// ReturnPeriod is the office's word that the latest period's report will not do: the period is owed again.
func ReturnPeriod(e Env, it Item, by PersonID, reason string) (Change, error) {
	it, err := e.act(ActReview, it, by, StateActive)
	if err != nil {
		return Change{}, err
	}
	if len(it.Filed) == 0 {
		return Change{}, refuse(ActReview, it, RefusedState)
	}
	if blank(reason) {
		return Change{}, refuse(ActReview, it, RefusedReason)
	}
	last := it.Filed[len(it.Filed)-1]
	it.Filed = slices.Clone(it.Filed[:len(it.Filed)-1])
	it.Returned, it.ReportedAt = reason, time.Time{}
	it.Returns++
	return e.done(it, EventReturned, by, reason, e.tell(NoticeOutcome, it, by, append(e.answerable(it), last.By)...)...), nil
}
