package reminders_test

import (
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/boltstore"
)

// TestTheDefaultStoreRemindsTheSame runs five weeks over a file and over memory, with a restart, and compares what was sent.
func TestTheDefaultStoreRemindsTheSame(t *testing.T) {
	weeks := func(w *world) []string {
		w.item("u00", "2026-12-04")
		w.item("u01", "2026-11-26", func(it *ledger.Item) { it.State, it.AcceptedAt = ledger.StateIssued, time.Time{} })
		w.item("u02", "", func(it *ledger.Item) { it.Priority = ledger.PriorityKey })
		blocked := w.item("u03", "2026-11-27")
		w.rule(ledger.Rule{ID: "r", Job: ledger.JobReport, Spec: "0 15 * * 1", Target: ledger.Target{Unit: "u02"}})
		all := w.until(at(w.t, "2026-11-28 12:00"))
		w.edit(blocked, ledger.EventBlocked, func(it *ledger.Item) {
			it.ReportedAt, it.Blocker = w.now().UTC(), &ledger.Blocker{Reason: "money", Since: w.now().UTC()}
		})
		all = append(all, w.until(at(w.t, "2026-12-08 12:00"))...)
		w.down(at(w.t, "2026-12-10 15:00"))
		w.edit(blocked, ledger.EventClosed, func(it *ledger.Item) { it.State, it.ClosedAt = ledger.StateClosed, w.now().UTC() })
		return told(w.t, append(all, w.until(at(w.t, "2026-12-30 12:00"))...))
	}
	var mem, bolt []string
	within(t, court(4, "", "America/New_York"), at(t, "2026-11-24 10:00"), func(w *world) { mem = weeks(w) })
	synctest.Test(t, func(t *testing.T) {
		o := court(4, "", "America/New_York")
		w := newWorld(t, o, at(t, "2026-11-24 10:00"))
		s, err := boltstore.Open(filepath.Join(t.TempDir(), "f.db"), boltstore.Options{Org: o.ID, Now: w.now})
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		}()
		w.store = s
		w.serve()
		defer func() { w.stop() }()
		bolt = weeks(w)
	})
	if len(mem) < 50 || !slices.Equal(mem, bolt) {
		t.Errorf("over memory %d messages, over the file %d", len(mem), len(bolt))
		for _, m := range mem {
			if !slices.Contains(bolt, m) {
				t.Log("only over memory: ", m)
			}
		}
		for _, m := range bolt {
			if !slices.Contains(mem, m) {
				t.Log("only over the file: ", m)
			}
		}
	}
}
