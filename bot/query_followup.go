package bot

import (
	"time"

	"github.com/followup-bot/followup/bot/intent"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

// lastQuestion is a person's last question in a conversation, for "and the first civil division?". Base is what a button had asked for.
type lastQuestion struct {
	Intent intent.Intent `json:"intent"`
	Base   *ledger.Query `json:"base,omitempty"`
	At     time.Time     `json:"at"`
}

const questionFresh = 30 * time.Minute

func (t *turn) questionKey() string {
	return "asked/" + string(t.me.ID) + "/" + t.m.At.Messenger + "/" + t.m.At.Conversation
}

func (t *turn) remember(in intent.Intent, base *ledger.Query) {
	t.mark(t.questionKey(), lastQuestion{in, base, t.env.Now})
}

// lastAsked is the last question while it is fresh, or nil.
func (t *turn) lastAsked() *lastQuestion {
	q, _, err := ledger.Load[lastQuestion](t.ctx, t.cfg.Store, ledger.RecordMark, t.questionKey())
	if err != nil || t.env.Now.Sub(q.At) > questionFresh {
		return nil
	}
	return &q
}

func (t *turn) previous() *intent.Intent {
	if q := t.lastAsked(); q != nil {
		return &q.Intent
	}
	return nil
}

// refine changes the last question by what the next one says: what it names takes the place of what was named, the rest stays.
func refine(last lastQuestion, s intent.Slots) intent.Intent {
	in := last.Intent
	p := &in.Slots
	if s.Unit != "" || len(s.Units) > 0 || s.Scope != "" || s.Owner != "" {
		p.Unit, p.Units, p.Scope, p.Owner = s.Unit, s.Units, s.Scope, s.Owner
		p.Ambiguous = s.Ambiguous
		if in.Name == intent.Compare {
			in.Name = intent.Summary
		}
	}
	if s.State != "" || len(s.Light) > 0 || s.OverdueDaysGTE != nil || s.StaleDaysGTE != nil {
		p.State, p.Light, p.OverdueDaysGTE, p.StaleDaysGTE = s.State, s.Light, s.OverdueDaysGTE, s.StaleDaysGTE
		p.Pending, p.Ask = "", ""
		if in.Name != intent.Count {
			in.Name = intent.List
		}
	}
	if !s.DueTo.IsZero() {
		p.DueFrom, p.DueTo, p.From, p.To = s.DueFrom, s.DueTo, "", nil
		if in.Name != intent.Count {
			in.Name = intent.List
		}
	}
	if s.From != "" || len(s.To) > 0 {
		p.From, p.To, p.DueFrom, p.DueTo = s.From, s.To, intent.Moment{}, intent.Moment{}
	}
	for _, x := range []struct {
		to  *string
		say string
	}{{&p.Priority, s.Priority}, {&p.Area, s.Area}, {&p.Involvement, s.Involvement}, {&p.Programme, s.Programme}, {&p.WaitingOn, s.WaitingOn}, {&p.Metric, s.Metric},
		{&p.Pending, s.Pending}, {&p.By, s.By}} {
		if x.say != "" {
			*x.to = x.say
		}
	}
	if s.Months != nil {
		p.Months = s.Months
	}
	return in
}

// compareThen sets the last question beside the same in an earlier period: 和上个月比, 去年同期呢.
func (t *turn) compareThen(last lastQuestion, shift string) error {
	a := asked{in: last.Intent, over: periodOf(last.Intent.Slots)}
	if last.Base != nil {
		a.q = *last.Base
	}
	if !t.wanted(&a) {
		return nil
	}
	if ok, err := t.ofMeeting(&a); !ok || err != nil {
		return err
	}
	if a.over.IsZero() {
		a.over = t.spanOf(shift)
	}
	then := shifted(a.over, shift)
	t.remember(last.Intent, last.Base)
	if a.in.Name == intent.Metric {
		return t.metricThen(a, then)
	}
	q := standing(a.q)
	now, err := t.tally(q, a.over, 0)
	if err != nil {
		return err
	}
	before, err := t.tally(q, then, 0)
	if err != nil {
		return err
	}
	nowDay, beforeDay, err := t.stood(q, a.over, then, now.Today())
	if err != nil {
		return err
	}
	card := t.v.Then(now.Summary(), before.Summary(), nowDay, beforeDay, a.scope)
	t.answer(view.With(card, t.pageLinks(pageOf(q))...), q)
	return nil
}

// spanOf is the period that a shift compares when none was named.
func (t *turn) spanOf(shift string) ledger.Period {
	today := t.env.Today()
	switch shift {
	case "-1w":
		monday := today.AddDays(-(int(today.Weekday()) + 6) % 7)
		return ledger.Period{From: monday, To: monday.AddDays(6)}
	case "-1q":
		first := ledger.NewDate(today.Year, (today.Month-1)/3*3+1, 1)
		return ledger.Period{From: first, To: first.AddMonths(3).AddDays(-1)}
	}
	return t.env.Month()
}

func shifted(p ledger.Period, shift string) ledger.Period {
	switch shift {
	case "-1y":
		return p.YearBefore()
	case "-1w":
		return ledger.Period{From: p.From.AddDays(-7), To: p.To.AddDays(-7)}
	case "-1q":
		return p.Shift(3)
	}
	return p.Shift(1)
}

func (t *turn) metricThen(a asked, then ledger.Period) error {
	q := standing(a.q)
	now, ok := t.env.Gauge(a.in.Slots.Metric, q, a.over)
	if !ok {
		return t.unclear()
	}
	m, before, err := t.gauged(now, q, then) // of a share of what is open now there is no before: the daily counts know no such thing
	if err != nil {
		return err
	}
	t.answer(t.v.Measured(m, before, a.scope), q)
	return nil
}

// stood tells how things stood at the end of both periods: now from the rows, then from the daily counts, which know units alone; nil where
// it is not known.
func (t *turn) stood(q ledger.Query, now, then ledger.Period, today ledger.DayCount) (a, b *ledger.DayCount, err error) {
	a = &today
	if now.To.Before(t.env.Today()) {
		if a, err = ledger.CountOn(t.ctx, t.cfg.Store, t.env, q, now.To); err != nil {
			return nil, nil, err
		}
	}
	b, err = ledger.CountOn(t.ctx, t.cfg.Store, t.env, q, then.To)
	return a, b, err
}
