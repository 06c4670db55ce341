package ledger

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"
)

// sealedLog is a log of some entries, with an anchor among them.
func sealedLog(t *testing.T) ([]LogEntry, LogHead) {
	t.Helper()
	at := time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
	entries, encoded, head, err := SealLog("test", []LogEntry{
		{At: at, Kind: LogSetting, By: "admin", Text: "打开排名 \xff"}, Deletion(at, at.AddDate(-1, 0, 0), 3),
		{At: at, Kind: LogAnchor, Day: NewDate(2026, 11, 23), Text: "aa"}, {At: at, Kind: LogBackup, Operator: "root", N: 1 << 40, Text: "/b/x.db"},
	}, LogHead{})
	if err != nil || head.Seq != 4 {
		t.Fatal(head, err)
	}
	for i, b := range encoded {
		var l LogEntry
		if err := json.Unmarshal(b, &l); err != nil || l.Hash != entries[i].Hash {
			t.Fatalf("%s: %v", b, err)
		}
		entries[i] = l // as it is read again
	}
	if err := VerifyLog(head, entries); err != nil {
		t.Fatal(err)
	}
	return entries, head
}

// Whatever is done to a log shows.
func TestLogTampered(t *testing.T) {
	good, head := sealedLog(t)
	for _, c := range []struct {
		what, says string
		do         func(l []LogEntry) []LogEntry
	}{
		{"a byte", "entry 2 was changed", func(l []LogEntry) []LogEntry { l[1].N++; return l }},
		{"who", "entry 1 was changed", func(l []LogEntry) []LogEntry { l[0].By = "somebody"; return l }},
		{"when", "entry 4 was changed", func(l []LogEntry) []LogEntry { l[3].At = l[3].At.Add(1); return l }},
		{"removed within", "entry 2 is numbered 3", func(l []LogEntry) []LogEntry { return slices.Delete(l, 1, 2) }},
		{"removed and numbered anew", "entry 2 does not follow", func(l []LogEntry) []LogEntry {
			l = slices.Delete(l, 1, 2)
			l[1].Seq, l[2].Seq = 2, 3
			return l
		}},
		{"the first removed", "entry 1 is numbered 2", func(l []LogEntry) []LogEntry { return l[1:] }},
		{"the last removed", "entry 4 was written last", func(l []LogEntry) []LogEntry { return l[:3] }},
		{"all removed", "entry 4 was written last", func([]LogEntry) []LogEntry { return nil }},
		{"another order", "entry 2 is numbered 3", func(l []LogEntry) []LogEntry { l[1], l[2] = l[2], l[1]; return l }},
		{"one changed with its hash", "entry 3 does not follow", func(l []LogEntry) []LogEntry {
			l[1].N = 0
			l[1].Hash, _, _ = l[1].hashed()
			return l
		}},
		{"one forged behind", "entry 4 was written last", func(l []LogEntry) []LogEntry {
			more, _, _, _ := SealLog("forged", []LogEntry{{Kind: LogSetting}}, head)
			return append(l, more...)
		}},
	} {
		err := VerifyLog(head, c.do(slices.Clone(good)))
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", c.what, err)
		}
	}
}

// Neither an anchor nor its entry can be changed alone; those from before the log held anchors are left as they are.
func TestAnchorsAgainstLog(t *testing.T) {
	log, _ := sealedLog(t)
	for marks, says := range map[*map[string]string]string{
		{"2026-11-23": "aa", "2026-11-20": "old"}: "",
		{"2026-11-23": "ab"}:                      "anchor of 2026-11-23: it is not the one",
		{}:                                        "anchor of 2026-11-23: it is not the one",
		{"2026-11-23": "aa", "2026-11-24": "bb"}:  "anchor of 2026-11-24: the log does not hold it",
	} {
		err := VerifyAnchors(*marks, log)
		if says == "" && err != nil || says != "" && (err == nil || !strings.Contains(err.Error(), says)) {
			t.Errorf("%v: %v", *marks, err)
		}
	}
	if err := VerifyAnchors(map[string]string{"2026-11-20": "old"}, nil); err != nil {
		t.Error(err)
	}
}
