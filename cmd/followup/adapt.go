package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/followup-bot/followup/bot/files"
	"github.com/followup-bot/followup/cmd/followup/config"
	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/reminders/schedule"
)

// scheduler is what the bot asks of reminders/schedule.
type scheduler struct{ cfg *config.Config }

// Upcoming gives the next n instants of a spec.
func (s scheduler) Upcoming(spec, zone, dayPolicy string, after time.Time, n int) ([]time.Time, error) {
	if zone == "" {
		zone = s.cfg.Org.Zone
	}
	x, err := schedule.Parse(spec, zone, dayPolicy, s.cfg.Days())
	if err != nil {
		return nil, err
	}
	out := x.Upcoming(after, n)
	for i := range out {
		out[i] = out[i].UTC()
	}
	return out, nil
}

// fileReader is what the bot asks of bot/files.
type fileReader struct{}

// Text gives a file's text; its errors carry the code that the bot has words for.
func (fileReader) Text(ctx context.Context, name string, _ int64, r io.Reader) (string, error) {
	s, err := files.Text(ctx, name, r, files.Limits{})
	if err == nil {
		return s, nil
	}
	for _, x := range []struct {
		err  error
		code string
	}{
		{files.ErrScan, "scan"}, {files.ErrLegacy, "legacy"}, {files.ErrTooLarge, "large"}, {files.ErrEncrypted, "encrypted"},
		{files.ErrUnknown, "unknown"}, {files.ErrBroken, "broken"}, {files.ErrEmpty, "scan"},
	} {
		if errors.Is(err, x.err) {
			return "", fileError{err, x.code}
		}
	}
	return "", err
}

// A fileError is one that people are told about.
type fileError struct {
	error
	code string
}

// Code is the error's one word.
func (e fileError) Code() string { return e.code }

// Unwrap gives the error of bot/files.
func (e fileError) Unwrap() error { return e.error }

// marks keeps what a messenger has to remember in the ledger.
type marks struct{ store ledger.Ledger }

// Load gives the value of a key, nil when there is none.
func (m marks) Load(ctx context.Context, key string) ([]byte, error) {
	v, _, err := ledger.Load[string](ctx, m.store, ledger.RecordMark, key)
	if errors.Is(err, ledger.ErrNotFound) {
		return nil, nil
	}
	return []byte(v), err
}

// Save sets the value of a key.
func (m marks) Save(ctx context.Context, key string, value []byte) error {
	return putMark(ctx, m.store, key, string(value))
}

// putMark writes a small fact, whatever its revision. The source names the value, so that writing it twice in a row is once.
func putMark(ctx context.Context, store ledger.Ledger, key string, v any) error {
	_, rev, err := ledger.Load[json.RawMessage](ctx, store, ledger.RecordMark, key)
	if err != nil && !errors.Is(err, ledger.ErrNotFound) {
		return err
	}
	r := ledger.NewRecord(ledger.RecordMark, key, 0, v)
	r.Force = true
	err = store.Commit(ctx, ledger.Change{Source: fmt.Sprintf("mark/%s/%d/%s", key, rev, ledger.NewID(time.Unix(0, 0), string(r.Data), 0)), Records: []ledger.Record{r}})
	if errors.Is(err, ledger.ErrDuplicate) {
		return nil
	}
	return err
}
