// Package storetest is the suite that every store of a ledger passes: what the comments of package ledger promise, tried from outside,
// through ledger.Ledger alone. A store that passes it can take the place of another without anybody noticing.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/followup-bot/followup/ledger"
)

// A Place is where ledgers lie: a file, a server, the memory.
type Place struct {
	// Org gives the ledger of an organisation. It may be called several times for several organisations, all of which are used at once.
	Org func(t testing.TB, org ledger.OrgID) ledger.Ledger
	// Restart ends everything as the end of the process would; afterwards Org opens it again.
	Restart func(t testing.TB)
}

// Run tries a store. fresh makes an empty place each time it is called, and has the test clean up after it.
func Run(t *testing.T, fresh func(t testing.TB) Place) {
	tests := []struct {
		name string
		run  func(t *testing.T, p Place)
	}{
		{"commit", testCommit}, {"same source twice", testDuplicate}, {"several ids of one source", testDuplicateAlso}, {"stale item", testStaleItem}, {"stale record", testStaleRecord},
		{"whole or nothing", testWhole}, {"refused changes", testRefused}, {"numbers", testNumbers}, {"given numbers", testGivenNumbers},
		{"numbers under contention", testNumbersConcurrently}, {"callers keep their values", testDetached},
		{"paging", testPaging}, {"paging while items change", testPagingStable}, {"bad cursors", testBadCursor}, {"rows", testRows},
		{"due", testDue}, {"due limit", testDueLimit},
		{"records", testRecords}, {"record pages", testManyRecords}, {"records twice in a change", testRecordTwice}, {"commit while reading", testCommitWhileReading},
		{"words", testWords}, {"events", testEvents}, {"text that is not UTF-8", testOddText},
		{"lease order", testLeaseOrder}, {"lease expiry", testLeaseExpiry}, {"settle", testSettle}, {"retry", testRetry}, {"failed", testFailed},
		{"known notices", testKnownNotices}, {"replace", testReplace}, {"replace while sending", testReplaceLeased}, {"replace a failed one", testReplaceFailed},
		{"settle with records", testSettleRecords}, {"waiting", testWaiting}, {"prune", testPrune},
		{"organisations", testOrganisations}, {"restart", testRestart}, {"cancelled", testCancelled}, {"concurrency", testConcurrency},
		{"anchor", testAnchor}, {"log", testLog}, {"log under contention", testLogConcurrently},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { tt.run(t, fresh(t)) })
	}
	t.Run("random changes", func(t *testing.T) { testRandom(t, fresh) })
	t.Run("random filters", func(t *testing.T) { testFilters(t, fresh) })
	t.Run("random outbox", func(t *testing.T) { testOutboxModel(t, fresh) })
}

const org ledger.OrgID = "court"

// start is when the tests begin, a Monday morning.
var start = time.Date(2026, 3, 2, 1, 30, 0, 0, time.UTC)

func after(d time.Duration) time.Time { return start.Add(d) }

func item(n int) ledger.Item {
	at := after(time.Duration(n) * time.Minute)
	return ledger.Item{
		ID: ledger.ItemID(ledger.NewID(at, fmt.Sprint("item ", n), 0)), Number: ledger.Number{Year: 2026},
		Title: fmt.Sprintf("清理第%d批案件", n), Lead: ledger.UnitID(fmt.Sprint("unit", n%3)), State: ledger.StateIssued,
		Due: ledger.Due{Date: ledger.DateOf(at).AddDays(n % 7)}, IssuedAt: at, UpdatedAt: at, Plan: ledger.Plan{Next: at.Add(time.Hour)},
	}
}

// issue is the change by which items come into the ledger.
func issue(source string, items ...ledger.Item) ledger.Change {
	c := ledger.Change{Source: source, Items: items}
	for _, it := range items {
		c.Events = append(c.Events, ledger.Event{Item: it.ID, At: it.UpdatedAt, Kind: ledger.EventIssued, By: "office"})
	}
	return c
}

// report is a change of one item that is there.
func report(source string, it ledger.Item, percent int) ledger.Change {
	it.Percent, it.State = percent, ledger.StateActive
	it.UpdatedAt = it.UpdatedAt.Add(time.Minute)
	return ledger.Change{Source: source, Items: []ledger.Item{it}, Events: []ledger.Event{{Item: it.ID, At: it.UpdatedAt, Kind: ledger.EventReported, By: "clerk"}}}
}

func notice(key string) ledger.Notice {
	return ledger.Notice{Key: key, To: ledger.Recipient{Person: "head"}, Kind: ledger.NoticeDigest, Class: ledger.ClassReminder, NotBefore: start, Body: []byte(`{"n":1}`)}
}

func notices(source string, n ...ledger.Notice) ledger.Change {
	return ledger.Change{Source: source, Notices: n}
}

func records(source string, r ...ledger.Record) ledger.Change {
	return ledger.Change{Source: source, Records: r}
}

func commit(t testing.TB, l ledger.Ledger, c ledger.Change) {
	t.Helper()
	if err := l.Commit(context.Background(), c); err != nil {
		t.Fatalf("commit %s: %v", c.Source, err)
	}
}

func refuse(t testing.TB, l ledger.Ledger, c ledger.Change, want error) {
	t.Helper()
	if err := l.Commit(context.Background(), c); !errors.Is(err, want) {
		t.Fatalf("commit %s: got %v, want %v", c.Source, err, want)
	}
}

func get(t testing.TB, l ledger.Ledger, id ledger.ItemID) ledger.Item {
	t.Helper()
	it, err := l.Item(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	return it
}

func must[T any](t testing.TB) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func lease(t testing.TB, l ledger.Ledger, now time.Time, n int) []ledger.Leased {
	t.Helper()
	return must[[]ledger.Leased](t)(l.Lease(context.Background(), now, time.Minute, n))
}

func settle(t testing.TB, l ledger.Ledger, x ledger.Leased, r ledger.Receipt) {
	t.Helper()
	if err := l.Settle(context.Background(), x.Notice.Key, x.Token, r); err != nil {
		t.Fatal(err)
	}
}

func keys(leased []ledger.Leased) []string {
	out := []string{}
	for _, x := range leased {
		out = append(out, x.Notice.Key)
	}
	return out
}

func equal[T comparable](t testing.TB, what string, got, want []T) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Fatalf("%s: got %v, want %v", what, got, want)
	}
}

// intact checks an item against its events: the chain holds, and replaying the events gives the item.
func intact(t testing.TB, l ledger.Ledger, id ledger.ItemID) {
	t.Helper()
	it := get(t, l, id)
	events := must[[]ledger.Event](t)(l.Events(context.Background(), id))
	if err := ledger.VerifyChain(id, it.Head, events); err != nil {
		t.Fatal(err)
	}
	if int64(len(events)) != it.Seq {
		t.Fatalf("item %s: %d events, Seq is %d", id, len(events), it.Seq)
	}
	made, ok, err := ledger.Replay(events, time.Time{})
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	it.Rev, it.Seq, it.Head, it.Plan = 0, 0, "", ledger.Plan{}
	if got, want := asJSON(t, made), asJSON(t, it); got != want {
		t.Fatalf("replayed: %s\nstored:   %s", got, want)
	}
}
