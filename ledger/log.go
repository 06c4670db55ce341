package ledger

import (
	"context"
	"strconv"
	"time"
)

// RecordLog holds a LogEntry; ids sort by time. Entries are only added.
const RecordLog RecordKind = "log"

// What is logged of the ledger as a whole, beside the events of items.
const (
	LogDeleted  = "deleted"  // raw texts past their retention: N of them, said before Before
	LogSetting  = "setting"  // a setting was changed in chat: Text
	LogExported = "exported" // the audit was exported in chat: N events
)

// A LogEntry is something that happened to the ledger as a whole, no item's event. It is part of the audit.
type LogEntry struct {
	At     time.Time `json:"at"`
	Kind   string    `json:"kind"`
	By     PersonID  `json:"by,omitempty"` // empty: followup itself
	N      int       `json:"n,omitempty"`
	Before time.Time `json:"before,omitzero"`
	Text   string    `json:"text,omitempty"`
}

// LogRecord is the entry's record; source tells entries of one instant apart.
func LogRecord(l LogEntry, source string) Record {
	l.At = l.At.UTC()
	r := NewRecord(RecordLog, NewID(l.At, source+"/"+l.Kind, l.N), 0, l)
	r.Force = true
	return r
}

// DeletionRecord logs that n raw texts older than before were deleted, one of several in a sweep. A store writes it in the transaction that
// deletes them.
func DeletionRecord(at, before time.Time, n, sweep int) Record {
	return LogRecord(LogEntry{At: at, Kind: LogDeleted, N: n, Before: before.UTC()}, "forget/"+strconv.FormatInt(before.UnixNano(), 10)+"/"+strconv.Itoa(sweep))
}

// Log gives the entries from since on, oldest first; the zero time: all.
func Log(ctx context.Context, from Records, since time.Time) ([]LogEntry, error) {
	all, err := LoadAll[LogEntry](ctx, from, RecordLog, "")
	var out []LogEntry
	for _, l := range all {
		if !l.At.Before(since) {
			out = append(out, l)
		}
	}
	return out, err
}
