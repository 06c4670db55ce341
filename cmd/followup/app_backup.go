package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/followup-bot/followup/bot/text"
	"github.com/followup-bot/followup/cmd/followup/config"
	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/boltstore"
	"github.com/followup-bot/followup/reminders"
)

// backups copies the ledger every night into the folder that the configuration names, verifies the copy and keeps the newest ones, until ctx
// ends. A night that failed is told to admins. A demo makes none.
func (a *App) backups(ctx context.Context) {
	b := a.Config.Backup
	if b.Folder == "" || a.Demo {
		return
	}
	past, _, err := ledger.Load[reminders.Past](ctx, a.store, ledger.RecordMark, reminders.BackupMark)
	if err != nil && !errors.Is(err, ledger.ErrNotFound) {
		a.Log.Error("when the last backup was made can't be read", "err", err)
	}
	for {
		next := nextClock(a.now(), text.MinuteOf(b.At), a.Config.Zone())
		past.Next = next
		if err := putMark(ctx, a.store, reminders.BackupMark, past); err != nil && ctx.Err() == nil {
			a.Log.Error("when the next backup is made can't be kept", "err", err)
		}
		if !a.waitFor(ctx, next) {
			return
		}
		past = reminders.Past{Last: next}
		if err := a.nightly(ctx, b, next); err != nil {
			a.Log.Error("nightly backup failed", "folder", b.Folder, "err", err)
			past.Error = err.Error()
			a.tellAdmins(ctx, ledger.AdminNote{Code: ledger.AdminBackup, About: b.Folder, Since: next, Count: 1, Error: err.Error()})
			continue
		}
		a.Log.Info("nightly backup made", "folder", b.Folder)
	}
}

// waitFor sleeps until the clock shows t; false when ctx ended before.
func (a *App) waitFor(ctx context.Context, t time.Time) bool {
	for a.now().Before(t) {
		reached, stop := a.clock.Reach(t)
		select {
		case <-ctx.Done():
			stop()
			return false
		case <-reached:
			stop()
		}
	}
	return true
}

// nextClock is the next instant when a clock in loc shows the minute of the day.
func nextClock(now time.Time, minute int, loc *time.Location) time.Time {
	day := ledger.DateOf(now.In(loc))
	for {
		if next := day.At(minute, loc); next.After(now) {
			return next
		}
		day = day.AddDays(1)
	}
}

// nightly makes the copy of a night, and has it logged.
func (a *App) nightly(ctx context.Context, b config.Backup, at time.Time) error {
	defer a.evidence.Hold()()
	made, err := nightly(ctx, a.store, a.evidence.Dir(), b.Folder, at.In(a.Config.Zone()), b.Keep)
	if made.Text == "" {
		return err
	}
	made.At, made.Kind = at, ledger.LogBackup
	return errors.Join(err, record(ctx, a.store, made))
}

// nightly makes one verified copy, with the evidence in the folder that all copies share, and removes the oldest beyond keep. What was made comes back as N bytes under the name Text.
func nightly(ctx context.Context, from copier, evidence, folder string, at time.Time, keep int) (made ledger.LogEntry, err error) {
	if err := makeData(folder); err != nil {
		return made, err
	}
	path, err := filepath.Abs(filepath.Join(folder, "followup-"+at.Format("20060102-1504")+".db"))
	if err != nil {
		return made, err
	}
	files, err := backupWith(ctx, from, evidence, path)
	if made.N = files.Size; err != nil {
		return made, err
	}
	if _, err := boltstore.Verify(ctx, path); err != nil {
		return made, fmt.Errorf("the copy is not whole: %w", errors.Join(err, os.Rename(path, path+".damaged")))
	}
	made.Text = path
	all, err := filepath.Glob(filepath.Join(folder, "followup-????????-????.db"))
	if err != nil {
		return made, err
	}
	slices.Sort(all)
	var errs []error
	for _, old := range all[:max(len(all)-keep, 0)] {
		errs = append(errs, os.Remove(old))
	}
	return made, errors.Join(append(errs, files.Evidence.Err(), pruneEvidence(folder))...)
}

// tellAdmins puts a note to each admin into the outbox.
func (a *App) tellAdmins(ctx context.Context, n ledger.AdminNote) {
	env, err := a.bot.Env(ctx, a.now())
	if err != nil {
		a.Log.Error("admins can't be told", "err", err)
		return
	}
	source := fmt.Sprintf("admin/%s/%s", n.Code, n.Since.UTC().Format(time.RFC3339))
	c := ledger.Change{Source: source}
	for _, p := range ledger.Recipients(env, ledger.Item{}, ledger.ForAdmin) {
		c.Notices = append(c.Notices, ledger.Notice{Key: string(env.Dir.Org().ID) + "/" + string(p) + "/" + source, To: ledger.Recipient{Person: p},
			Kind: ledger.NoticeAdmin, Class: ledger.ClassPrompt, Body: ledger.NewRecord("", "", 0, n).Data})
	}
	if err := a.store.Commit(ctx, c); err != nil {
		a.Log.Error("admins can't be told", "err", err)
		return
	}
	a.reminders.Wake()
}
