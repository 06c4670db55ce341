package reminders

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/followup-bot/followup/ledger"
)

// Kinds of job that followup does by itself; the others are rules', of kind ledger.Job.
const (
	JobLadder   = "ladder"   // the reminders of each item: one digest a person and day
	JobBriefs   = "briefs"   // leaders' briefs
	JobDaily    = "daily"    // counts of the day, anchor, what is no longer needed
	JobCalendar = "calendar" // asks admins for next year's holidays
	JobBackup   = "backup"   // the nightly copy; its mark is the server's
)

// BackupMark is the mark in which the server keeps when it made the last nightly copy, and when it makes the next.
const BackupMark = "backup/last"

// Why a job's last slot sent nothing, in Job.Skipped; of rules also ledger's.
const (
	SkippedOff     = "off"     // switched off
	SkippedLate    = "late"    // its time had gone by when followup ran again
	SkippedNothing = "nothing" // nothing was to be asked or told
)

// A Job is something that is done again and again: when it was done last, what came of it, and when it is due next.
type Job struct {
	Kind    string       `json:"kind"`
	Rule    *ledger.Rule `json:"rule,omitempty"` // as admins set it; nil: followup's own
	Next    time.Time    `json:"next,omitzero"`
	Last    time.Time    `json:"last,omitzero"`
	Sent    int          `json:"sent,omitempty"`    // messages planned by the last
	Skipped string       `json:"skipped,omitempty"` // why there were none
	Error   string       `json:"error,omitempty"`
}

// A Past is what a mark keeps of the last time.
type Past struct {
	Last    time.Time `json:"last,omitzero"`
	Next    time.Time `json:"next,omitzero"` // where the record's At does not say it
	Sent    int       `json:"sent,omitempty"`
	Skipped string    `json:"skipped,omitempty"`
	Error   string    `json:"error,omitempty"`
}

// Jobs lists what is done again and again, followup's own first. A ledger that was never served has only its rules.
func Jobs(ctx context.Context, st ledger.Ledger) ([]Job, error) {
	ladder, err := ladderJob(ctx, st)
	if err != nil {
		return nil, fmt.Errorf("jobs: %w", err)
	}
	out := []Job{ladder}
	for _, w := range []struct{ kind, mark string }{{JobBriefs, runBrief}, {JobDaily, runDaily}, {JobCalendar, runCalendar}, {JobBackup, BackupMark}} {
		rec, err := st.Record(ctx, ledger.RecordMark, w.mark)
		if errors.Is(err, ledger.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("jobs: %w", err)
		}
		var m mark
		if err := json.Unmarshal(rec.Data, &m); err != nil {
			return nil, fmt.Errorf("jobs: mark %s: %w", w.mark, err)
		}
		next := rec.At
		if next.IsZero() {
			next = m.Next
		}
		out = append(out, Job{Kind: w.kind, Next: next, Last: m.Last, Sent: m.Sent, Skipped: m.Skipped, Error: m.Error})
	}
	rules, err := ledger.LoadAll[ledger.Rule](ctx, st, ledger.RecordRule, "")
	if err != nil {
		return nil, fmt.Errorf("jobs: %w", err)
	}
	for i := range rules {
		r := &rules[i]
		out = append(out, Job{Kind: string(r.Job), Rule: r, Next: r.Next, Last: r.Last, Sent: r.Sent, Skipped: r.Skipped})
	}
	return out, nil
}

// ladderJob is the reminders of all items: the next look at one, and the last digest or escalation that went out.
func ladderJob(ctx context.Context, st ledger.Ledger) (Job, error) {
	j := Job{Kind: JobLadder}
	for n := 16; ; n *= 4 {
		entries, err := st.Due(ctx, farFuture, n)
		if err != nil {
			return j, err
		}
		for _, e := range entries {
			if e.Kind == "" {
				j.Next = e.At
				break
			}
		}
		if !j.Next.IsZero() || len(entries) < n {
			break
		}
	}
	for _, kind := range []ledger.NoticeKind{ledger.NoticeDigest, ledger.NoticeEscalated} {
		err := st.Records(ctx, ledger.RecordMark, "sent/"+string(kind)+"/", func(rec ledger.Record) bool {
			var c cover
			switch {
			case json.Unmarshal(rec.Data, &c) != nil || c.Slot.Before(j.Last):
			case c.Slot.Equal(j.Last):
				j.Sent++
			default:
				j.Last, j.Sent = c.Slot, 1
			}
			return true
		})
		if err != nil {
			return j, err
		}
	}
	return j, nil
}

// farFuture is after everything that is planned.
var farFuture = time.Date(9000, time.January, 1, 0, 0, 0, 0, time.UTC)
