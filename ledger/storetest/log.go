package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/followup-bot/followup/ledger"
)

// logOf is the whole log, which has to be intact.
func logOf(t testing.TB, l ledger.Ledger) []ledger.LogEntry {
	t.Helper()
	log, head, err := l.Log(context.Background())
	if err == nil {
		err = ledger.VerifyLog(head, log)
	}
	if err != nil {
		t.Fatal(err)
	}
	return log
}

func said(source string, texts ...string) ledger.Change {
	c := ledger.Change{Source: source}
	for _, s := range texts {
		c.Log = append(c.Log, ledger.LogEntry{At: start, Kind: ledger.LogSetting, By: "admin", Text: s})
	}
	return c
}

// What is logged is chained, in the order of commits, whole or not at all, and over restarts.
func testLog(t *testing.T, p Place) {
	l := p.Org(t, org)
	if log := logOf(t, l); len(log) != 0 {
		t.Fatal(log)
	}
	commit(t, l, said("s1", "one", "two\xff\x00<&>"))
	refuse(t, l, said("s1", "again"), ledger.ErrDuplicate)
	c := issue("s2", item(1))
	c.Log = said("", "three").Log
	c.Log[0].At = start.In(time.FixedZone("", 3600))
	commit(t, l, c)
	stale := report("s3", get(t, l, item(1).ID), 5)
	stale.Items[0].Rev = 7
	stale.Log = said("", "never").Log
	refuse(t, l, stale, ledger.ErrConflict)
	log := logOf(t, l)
	if len(log) != 3 || log[0].Text != "one" || log[1].Text != "two\ufffd\x00<&>" || log[2].Text != "three" || log[2].Source != "s2" || log[0].By != "admin" ||
		log[0].Prev != "" || log[2].Prev != log[1].Hash || log[2].At.Location() != time.UTC {
		t.Fatalf("%+v", log)
	}
	log[0].Text = "changed by its reader"
	p.Restart(t)
	l = p.Org(t, org)
	commit(t, l, said("s4", "four"))
	if log := logOf(t, l); len(log) != 4 || log[3].Seq != 4 || log[0].Text != "one" {
		t.Fatalf("%+v", log)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, _, err := l.Log(ctx); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// Many log at once: nothing is lost, and the chain holds at every moment that somebody reads it.
func testLogConcurrently(t *testing.T, p Place) {
	l := p.Org(t, org)
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			for i := range 20 {
				commit(t, l, said(fmt.Sprint(w, "/", i), fmt.Sprint(w)))
				logOf(t, l)
			}
		})
	}
	wg.Wait()
	if log := logOf(t, l); len(log) != 80 {
		t.Errorf("%d entries", len(log))
	}
}
