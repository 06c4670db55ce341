package ledger

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"
)

func copiesEnv(now time.Time) Env {
	return Env{Now: now, Dir: NewDirectory(Org{ID: "o", NumberPrefix: "督"}), Policy: DefaultPolicy(), Source: "msg/1", Cal: nil}
}

// The hash of a copy stands in the item's chain: changing it shows.
func TestCopyInChain(t *testing.T) {
	e := Event{ID: "x", Item: "i", Seq: 1, At: time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC), Kind: EventCopied, Source: "s",
		Kept: []Kept{{Copy: "i/1", Name: "a\xff<&>.pdf", Hash: "ab", Size: 3}, {Copy: "i/2", Name: "b", Why: NotLarge}}, Fields: map[string]Delta{"note": {After: json.RawMessage(`"x"`)}}}
	e.valid()
	hash, encoded, err := e.hashed()
	if err != nil {
		t.Fatal(err)
	}
	var read Event
	if err := json.Unmarshal(encoded, &read); err != nil {
		t.Fatal(err)
	}
	plain, err := json.Marshal(read)
	if err != nil || string(plain) != string(encoded) {
		t.Fatalf("%s\n%s\n%v", plain, encoded, err)
	}
	if err := VerifyChain("i", hash, []Event{read}); err != nil {
		t.Fatal(err)
	}
	read.Kept[0].Hash = "ac"
	if err := VerifyChain("i", hash, []Event{read}); err == nil || !strings.Contains(err.Error(), "was changed") {
		t.Fatal(err)
	}
}

// Copies are erased once their item has been closed for as long as they are kept, not before, and never while it is open or kept for ever.
func TestEraseCopies(t *testing.T) {
	closed := time.Date(2026, 2, 28, 10, 0, 0, 0, time.UTC)
	row := Row{ID: "i", Number: Number{Year: 2026, Seq: 3}, State: StateClosed, ClosedAt: closed}
	all := []Copy{{ID: "i/1", Item: "i", Name: "a.pdf", State: CopyKept, Hash: "ab", Size: 7}, {ID: "i/2", Item: "i", State: CopyRefused}, {ID: "j/1", Item: "j", State: CopyKept},
		{ID: "i/3", Item: "i", State: CopyErased}}
	for _, c := range []struct {
		keep Retention
		now  time.Time
		want int
	}{
		{Retention{}, closed.AddDate(100, 0, 0), 0}, {Retention{Years: 2}, closed.AddDate(2, 0, 0).Add(-1), 0}, {Retention{Years: 2}, closed.AddDate(2, 0, 0), 1},
		{Retention{Days: 30}, closed.AddDate(0, 0, 30), 1}, {Retention{Years: 1, Days: 1}, closed.AddDate(1, 0, 0), 0},
	} {
		records, log := EraseCopies(copiesEnv(c.now), row, c.keep, all)
		if len(records) != c.want || len(log) != c.want {
			t.Errorf("%+v at %s: %d records, %d entries", c.keep, c.now, len(records), len(log))
		}
		if c.want == 1 {
			got, err := ReadCopy(records[0])
			if err != nil || got.State != CopyErased || got.Hash != "ab" || !got.Erased.Equal(c.now) || log[0].Blob != "ab" || log[0].N != 7 || log[0].Item != "i" ||
				log[0].Text != "督〔2026〕3号 a.pdf" {
				t.Errorf("%+v, %+v, %v", got, log[0], err)
			}
		}
	}
	row.State = StateActive
	if records, _ := EraseCopies(copiesEnv(closed.AddDate(9, 0, 0)), row, Retention{Years: 1}, all); len(records) != 0 {
		t.Error("an open item's copies are erased")
	}
}

// What has to be there is counted from events and log; a record that says otherwise is told.
func TestBlobCount(t *testing.T) {
	count := func(do func(b BlobCount)) ([]string, []error) {
		b := BlobCount{}
		b.Event(Event{Item: "i", Kept: []Kept{{Hash: "aa"}, {Hash: "bb"}, {Why: NotFull}}})
		b.Event(Event{Item: "j", Kept: []Kept{{Hash: "aa"}}})
		b.Copy(Copy{Item: "i", Hash: "bb", State: CopyKept})
		b.Copy(Copy{Item: "j", Hash: "aa", State: CopyKept})
		b.Log(LogEntry{Kind: LogErased, Item: "i", Blob: "aa"})
		do(b)
		return b.Wanted()
	}
	if hashes, wrong := count(func(BlobCount) {}); !slices.Equal(hashes, []string{"aa", "bb"}) || len(wrong) != 0 {
		t.Errorf("%v, %v", hashes, wrong)
	}
	if hashes, wrong := count(func(b BlobCount) { b.Copy(Copy{Item: "i", Hash: "cc", State: CopyKept}) }); len(hashes) != 3 || len(wrong) != 1 {
		t.Errorf("a record without an event: %v, %v", hashes, wrong)
	}
	if _, wrong := count(func(b BlobCount) { b.Log(LogEntry{Kind: LogErased, Item: "j", Blob: "aa"}) }); len(wrong) != 1 {
		t.Errorf("a record of what was erased: %v", wrong)
	}
}
