package ledger

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// A LogKind says what happened to the ledger as a whole.
type LogKind string

// What is logged of the ledger as a whole, beside the events of items.
const (
	LogDeleted    LogKind = "deleted"    // raw texts past their retention: N of them, said before Before
	LogSetting    LogKind = "setting"    // a setting, or who somebody is, was changed in chat: Text
	LogConfigured LogKind = "configured" // N records were taken over from the configuration file: Text
	LogExported   LogKind = "exported"   // N events of the audit were given out: Text says where to, where it is known
	LogDocument   LogKind = "document"   // a document of N items was given out: Text
	LogBackup     LogKind = "backup"     // a copy of N bytes was made: Text is its path
	LogRestored   LogKind = "restored"   // a copy took the ledger's place: Text is its path; N entries stood in the log that it replaced, the last with the hash Was
	LogErased     LogKind = "erased"     // a copy of evidence of Item past its retention: N bytes, the hash Blob; Text is number and name
	LogSwept      LogKind = "swept"      // N files that no item has were removed from the copies of evidence
	LogAnchor     LogKind = "anchor"     // the anchor of the day Day is Text; see AnchorID
	LogChained    LogKind = "chained"    // the N entries before this one were written by a followup that did not chain its log
)

// A LogEntry is something that happened to the ledger as a whole, no item's event. It is part of the audit: entries are appended and never
// changed, and the Hash of each covers its content and the Hash of the one before it, so that a change, an omission or another order shows.
type LogEntry struct {
	Seq      int64     `json:"seq"` // 1 for the first; given by Commit
	At       time.Time `json:"at"`  // UTC
	Kind     LogKind   `json:"kind"`
	By       PersonID  `json:"by,omitempty"`       // empty: Operator, else followup itself
	Operator string    `json:"operator,omitempty"` // the system's user who gave a command, as the command says
	N        int64     `json:"n,omitempty"`
	Before   time.Time `json:"before,omitzero"`
	Day      Date      `json:"day,omitzero"`
	Text     string    `json:"text,omitempty"`
	Was      string    `json:"was,omitempty"`
	Item     ItemID    `json:"item,omitempty"`
	Blob     string    `json:"blob,omitempty"`
	Source   string    `json:"source"`         // the message, tick or command that caused it; given by Commit
	Prev     string    `json:"prev,omitempty"` // Hash of the entry before; given by Commit
	Hash     string    `json:"hash"`           // given by Commit
}

// A LogHead is where the log stands: how many entries it has, and the Hash of the last.
type LogHead struct {
	Seq  int64  `json:"seq"`
	Hash string `json:"hash,omitempty"`
}

// hashed gives the entry's Hash, SHA-256 over its JSON without it, and its JSON with the hash in it.
func (l LogEntry) hashed() (hash string, encoded []byte, err error) {
	l.Hash = ""
	b, err := json.Marshal(l)
	if err != nil {
		return "", nil, fmt.Errorf("log entry %d: %w", l.Seq, err)
	}
	sum := sha256.Sum256(b)
	hash = hex.EncodeToString(sum[:])
	b = append(bytes.TrimSuffix(b, []byte(`"}`)), hash...)
	return hash, append(b, `"}`...), nil
}

// SealLog numbers and links the entries of a change behind head, gives the head that they lead to, and the entries also in JSON, for stores that keep
// them so. Every store calls it inside its transaction.
func SealLog(source string, entries []LogEntry, head LogHead) (sealed []LogEntry, encoded [][]byte, next LogHead, err error) {
	for _, l := range entries {
		l.At, l.Before = l.At.UTC(), l.Before.UTC()
		l.Source, l.Seq, l.Prev = source, head.Seq+1, head.Hash
		for _, s := range []*string{&l.Text, &l.Operator, &l.Was, &l.Source, (*string)(&l.By), (*string)(&l.Kind)} {
			*s = strings.ToValidUTF8(*s, "\uFFFD") // as JSON would, so that the hash is the same when it was written and read again
		}
		var b []byte
		if l.Hash, b, err = l.hashed(); err != nil {
			return nil, nil, head, err
		}
		head = LogHead{l.Seq, l.Hash}
		sealed, encoded = append(sealed, l), append(encoded, b)
	}
	return sealed, encoded, head, nil
}

// VerifyLog checks the log, all of it and in order: numbering, links and hashes, and that it ends where head says.
func VerifyLog(head LogHead, entries []LogEntry) error {
	prev := ""
	for i, l := range entries {
		if l.Seq != int64(i+1) {
			return fmt.Errorf("log: entry %d is numbered %d", i+1, l.Seq)
		}
		if l.Prev != prev {
			return fmt.Errorf("log: entry %d does not follow the one before it", l.Seq)
		}
		got, _, err := l.hashed()
		if err != nil {
			return err
		}
		if got != l.Hash {
			return fmt.Errorf("log: entry %d was changed after it was written", l.Seq)
		}
		prev = l.Hash
	}
	if head.Seq != int64(len(entries)) || head.Hash != prev {
		return fmt.Errorf("log: it ends with entry %d, but entry %d was written last", len(entries), head.Seq)
	}
	return nil
}

// Deletion is the entry by which a store logs that n raw texts older than before were deleted, in the transaction that deletes them.
func Deletion(at, before time.Time, n int) LogEntry {
	return LogEntry{At: at, Kind: LogDeleted, N: int64(n), Before: before}
}

// DeletionSource is the source of the deletions of a sweep.
func DeletionSource(before time.Time) string {
	return "forget/" + before.UTC().Format(time.RFC3339Nano)
}
