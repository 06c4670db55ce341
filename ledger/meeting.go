package ledger

import (
	"context"
	"errors"
	"fmt"
)

// A MeetingHead is a draft without its rows: enough to find a meeting among thousands. It is a RecordMeetingHead, kept beside its draft.
type MeetingHead struct {
	ID      MeetingID `json:"id"`
	Title   string    `json:"title,omitempty"`
	Date    Date      `json:"date,omitzero"`
	Number  string    `json:"number,omitempty"`
	Order   PersonID  `json:"order,omitempty"`
	Waiting bool      `json:"waiting,omitempty"` // a row waits to be issued
	Started bool      `json:"started,omitempty"` // see Draft.Started
}

// Head is the draft without its rows.
func (d Draft) Head() MeetingHead {
	return MeetingHead{ID: d.ID, Title: d.Title, Date: d.Date, Number: d.Number, Order: d.Order, Waiting: !d.Finished(), Started: d.Started()}
}

// Records are what a draft of revision rev is kept as.
func (d Draft) Records(rev int64) []Record {
	return []Record{NewRecord(RecordDraft, string(d.ID), rev, d), headRecord(d)}
}

func headRecord(d Draft) Record {
	r := NewRecord(RecordMeetingHead, string(d.ID), 0, d.Head())
	r.Force = true
	return r
}

// meetingsIndexed marks a ledger whose drafts all have their heads.
const meetingsIndexed = "meetings/indexed"

// Meetings lists the meetings whose minutes were read, in the order in which they came.
func Meetings(ctx context.Context, from Records) ([]MeetingHead, error) {
	_, err := from.Record(ctx, RecordMark, meetingsIndexed)
	if err == nil {
		return LoadAll[MeetingHead](ctx, from, RecordMeetingHead, "")
	}
	if !errors.Is(err, ErrNotFound) {
		return nil, fmt.Errorf("meetings: %w", err)
	}
	drafts, err := LoadAll[Draft](ctx, from, RecordDraft, "")
	heads := make([]MeetingHead, len(drafts))
	for i, d := range drafts {
		heads[i] = d.Head()
	}
	return heads, err
}

// IndexMeetings gives the drafts of a ledger that was kept before there were heads theirs, once.
func IndexMeetings(ctx context.Context, l interface {
	Store
	Records
}) error {
	_, err := l.Record(ctx, RecordMark, meetingsIndexed)
	if err == nil || !errors.Is(err, ErrNotFound) {
		return err
	}
	drafts, err := LoadAll[Draft](ctx, l, RecordDraft, "")
	if err != nil {
		return fmt.Errorf("meetings: %w", err)
	}
	c := Change{Source: meetingsIndexed}
	for _, d := range drafts {
		c.Records = append(c.Records, headRecord(d))
	}
	mark := NewRecord(RecordMark, meetingsIndexed, 0, true)
	mark.Force = true
	c.Records = append(c.Records, mark)
	if err := l.Commit(ctx, c); err != nil && !errors.Is(err, ErrDuplicate) {
		return fmt.Errorf("meetings: %w", err)
	}
	return nil
}
