package reminders

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/followup-bot/followup/ledger"
)

// runPrefix begins the ids of the marks that schedule the service's own work.
const runPrefix = "run/"

// The service's own work.
const (
	runDaily    = runPrefix + "daily"    // counts, anchor, pruning at local midnight
	runBrief    = runPrefix + "brief"    // leaders' briefs
	runCalendar = runPrefix + "calendar" // asks admins for next year's holidays
)

// A mark is what is kept of such work between runs.
type mark struct {
	Day ledger.Date `json:"day,omitzero"` // the day that the next run is about
	Past
}

// upkeep does one piece of the service's own work.
func (s *Service) upkeep(ctx context.Context, env ledger.Env, rec ledger.Record) (ledger.Change, error) {
	var m mark
	if err := json.Unmarshal(rec.Data, &m); err != nil {
		return ledger.Change{}, fmt.Errorf("mark %s: %w", rec.ID, err)
	}
	switch rec.ID {
	case runDaily:
		return s.daily(ctx, env, rec, m)
	case runBrief:
		return s.brief(env, rec, m), nil
	case runCalendar:
		return s.askCalendar(env, rec, m), nil
	}
	return ledger.Change{}, errors.New("unknown work")
}

func markRecord(id string, rev int64, m mark, at time.Time) ledger.Record {
	r := ledger.NewRecord(ledger.RecordMark, id, rev, m)
	r.At = at.UTC()
	return r
}

// brief plans the leaders' briefs of the mark's day. One whose week is over is left out: the next one holds the same items.
func (s *Service) brief(env ledger.Env, rec ledger.Record, m mark) ledger.Change {
	c := ledger.Change{Source: env.Source}
	today := env.Today()
	past := Past{Last: rec.At}
	switch {
	case env.Policy.Brief < 0:
		past.Skipped = SkippedOff
	case today.DaysSince(m.Day) >= 7-weekday(m.Day):
		past.Skipped = SkippedLate
	default:
		c.Notices = ledger.Briefs(env, m.Day, 0)
		if past.Sent = len(c.Notices); past.Sent == 0 {
			past.Skipped = ledger.SkippedNobody
		}
	}
	next, at := nextBrief(env, m.Day.AddDays(1))
	if today.After(next) {
		next, at = nextBrief(env, today)
	}
	c.Records = []ledger.Record{markRecord(runBrief, rec.Rev, mark{next, past}, at)}
	return c
}

// weekday counts from Monday, which is 0.
func weekday(d ledger.Date) int { return (int(d.Weekday()) + 6) % 7 }

// nextBrief is the first day of briefs not before d, and the instant of its first slot over all leaders' zones; the zero time when briefs are off.
func nextBrief(env ledger.Env, d ledger.Date) (ledger.Date, time.Time) {
	d = ledger.BriefDay(env.Cal, d)
	if env.Policy.Brief < 0 {
		return d, time.Time{}
	}
	at := ledger.BriefSlot(env.Policy, d, env.Zone())
	for _, n := range ledger.Briefs(env, d, 0) {
		if n.Slot.Before(at) {
			at = n.Slot
		}
	}
	return d, at
}

// askCalendar tells admins, each Monday from the first of December, that next year's holidays are not known yet.
func (s *Service) askCalendar(env ledger.Env, rec ledger.Record, m mark) ledger.Change {
	c := ledger.Change{Source: env.Source}
	past := Past{Last: env.Now, Skipped: SkippedNothing}
	year := m.Day.Year + 1
	next := m.Day.AddDays(7)
	if env.Cal.Published(year) {
		next = ledger.NewDate(year, time.December, 1)
	} else if env.Today().Year < year {
		c.Notices = adminNotices(env, ledger.AdminNote{Code: ledger.AdminCalendar, Year: year}, m.Day.String())
		past.Sent, past.Skipped = len(c.Notices), ""
	}
	if next.Year > m.Day.Year {
		next = ledger.NewDate(next.Year, time.December, 1)
	}
	next = ledger.NextWorkday(env.Cal, next)
	c.Records = []ledger.Record{markRecord(runCalendar, rec.Rev, mark{next, past}, ledger.DigestSlot(env.Policy, next, env.Zone()))}
	return c
}

// maxCatchUp bounds how many days of counts are made up for after a long downtime.
const maxCatchUp = 800

// daily counts the days that are over, one a run, writes the anchor, and forgets what is no longer needed. The mark's day is the next to be
// counted.
func (s *Service) daily(ctx context.Context, env ledger.Env, rec ledger.Record, m mark) (ledger.Change, error) {
	c := ledger.Change{Source: env.Source}
	yesterday := env.Today().AddDays(-1)
	if yesterday.DaysSince(m.Day) > maxCatchUp {
		m.Day = yesterday.AddDays(-maxCatchUp)
	}
	counts, err := s.CountDay(ctx, env, m.Day)
	if err != nil {
		return c, err
	}
	for _, n := range counts {
		c.Records = append(c.Records, ledger.DayRecord(n))
	}
	next := m.Day.AddDays(1)
	at := ledger.DayEnd(env, next)
	if next.After(yesterday) {
		if err := s.closeDay(ctx, env, m.Day, &c); err != nil {
			return c, err
		}
	} else {
		at = env.Now.Add(time.Millisecond) // more to catch up on
	}
	c.Records = append(c.Records, markRecord(runDaily, rec.Rev, mark{next, Past{Last: env.Now}}, at))
	return c, nil
}

// CountDay counts a day that is over for each unit, from the rows as they stood at its end.
func (s *Service) CountDay(ctx context.Context, env ledger.Env, d ledger.Date) (map[ledger.UnitID]ledger.DayCount, error) {
	begin, end := d.In(env.Zone()), ledger.DayEnd(env, d)
	var rows, changed []ledger.Row
	err := s.Store.Rows(ctx, ledger.Filter{}, func(r ledger.Row) bool {
		switch {
		case !r.IssuedAt.Before(end), !r.State.Open() && r.UpdatedAt.Before(begin):
		case r.UpdatedAt.Before(end):
			rows = append(rows, r)
		default:
			changed = append(changed, r)
		}
		return true
	})
	if err != nil {
		return nil, fmt.Errorf("count %s: %w", d, err)
	}
	for _, r := range changed {
		at, ok, err := ledger.RowAt(r, end.Add(-1), func() ([]ledger.Event, error) { return s.Store.Events(ctx, r.ID) })
		if err != nil {
			return nil, fmt.Errorf("count %s: %w", d, err)
		}
		if ok {
			rows = append(rows, at)
		}
	}
	return ledger.CountDay(env, d, func(yield func(ledger.Row) bool) {
		for _, r := range rows {
			if !yield(r) {
				return
			}
		}
	}), nil
}

// An anchored store can give one hash over all its histories.
type anchored interface {
	Anchor(ctx context.Context) (string, error)
}

// closeDay writes the anchor of the day, also into the log, and forgets old notices and raw texts.
func (s *Service) closeDay(ctx context.Context, env ledger.Env, d ledger.Date, c *ledger.Change) error {
	if st, ok := s.Store.(anchored); ok {
		a, err := st.Anchor(ctx)
		if err != nil {
			return fmt.Errorf("anchor of %s: %w", d, err)
		}
		r := ledger.NewRecord(ledger.RecordMark, ledger.AnchorID(d), 0, a)
		r.Force = true
		c.Records = append(c.Records, r)
		c.Log = append(c.Log, ledger.LogEntry{At: env.Now, Kind: ledger.LogAnchor, Day: d, Text: a})
	}
	if err := s.Store.Prune(ctx, env.Now.Add(-s.Keep)); err != nil {
		return fmt.Errorf("prune: %w", err)
	}
	if env.Policy.RawDays > 0 {
		n, err := s.Store.Forget(ctx, env.Now.AddDate(0, 0, -env.Policy.RawDays))
		if err != nil {
			return fmt.Errorf("forget: %w", err)
		}
		if n > 0 {
			s.Log.Info("deleted raw texts past their retention", "count", n, "days", env.Policy.RawDays)
		}
	}
	if s.DayEnded != nil {
		s.DayEnded()
	}
	return nil
}
