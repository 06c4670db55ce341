package ledger

import (
	"bytes"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// EventKind says what happened to an item.
type EventKind string

// The kinds of event.
const (
	EventIssued             EventKind = "issued"
	EventImported           EventKind = "imported" // taken over from a ledger kept elsewhere
	EventAccepted           EventKind = "accepted"
	EventDeclined           EventKind = "declined"
	EventRerouted           EventKind = "rerouted"
	EventReported           EventKind = "reported"
	EventBlocked            EventKind = "blocked"
	EventUnblocked          EventKind = "unblocked"
	EventFiled              EventKind = "filed" // a period of a recurring obligation was reported
	EventExtensionRequested EventKind = "extension_requested"
	EventExtensionGranted   EventKind = "extension_granted"
	EventExtensionDenied    EventKind = "extension_denied"
	EventSubmitted          EventKind = "submitted"
	EventEndorsed           EventKind = "endorsed"
	EventReviewed           EventKind = "reviewed"
	EventReturned           EventKind = "returned"
	EventClosed             EventKind = "closed"
	EventReopened           EventKind = "reopened"
	EventSuspended          EventKind = "suspended"
	EventResumed            EventKind = "resumed"
	EventTerminated         EventKind = "terminated"
	EventUrged              EventKind = "urged"
	EventReminded           EventKind = "reminded"
	EventEscalated          EventKind = "escalated"
	EventCorrected          EventKind = "corrected"
	EventWithdrawn          EventKind = "withdrawn"
	EventHandler            EventKind = "handler"
	EventInstructed         EventKind = "instructed"
	EventSnoozed            EventKind = "snoozed"
	EventAcknowledged       EventKind = "acknowledged"    // a leader has seen its escalation
	EventExplained          EventKind = "explained"       // the unit's written word on why it is late
	EventNoted              EventKind = "noted"           // words that change no field
	EventChild              EventKind = "child"           // a child was added, finished or reopened
	EventMessageEdited      EventKind = "message_edited"  // the message of an earlier event was edited; the item stays as it was
	EventMessageRemoved     EventKind = "message_removed" // … or removed
	EventUndone             EventKind = "undone"          // the issue was taken back
	EventDecomposed         EventKind = "decomposed"
	EventMilestone          EventKind = "milestone" // steps were set, or one was ticked
	EventLinked             EventKind = "linked"    // what it waits for, or what waits for it, changed
	EventTagged             EventKind = "tagged"    // programme or area
	EventMerged             EventKind = "merged"    // it went into another item, or another into it
	EventParted             EventKind = "parted"    // what had been merged into it goes on by itself
	EventCopied             EventKind = "copied"    // evidence was copied, or could not be: Kept
)

// A Delta is one field of an item before and after, in JSON; nil where it was or is not set.
type Delta struct {
	Before json.RawMessage `json:"before,omitempty"`
	After  json.RawMessage `json:"after,omitempty"`
}

// An Event is one entry of an item's history; it is appended and never changed. Its Hash covers all its content and the Hash of the
// event before it, so that a change, an omission or another order shows.
type Event struct {
	ID     string           `json:"id"`
	Item   ItemID           `json:"item"`
	Seq    int64            `json:"seq"` // 1 for the first; given by Commit
	At     time.Time        `json:"at"`  // UTC
	Kind   EventKind        `json:"kind"`
	By     PersonID         `json:"by,omitempty"`     // empty: followup itself
	For    UnitID           `json:"for,omitempty"`    // recorded on behalf of a unit that telephoned
	Reason string           `json:"reason,omitempty"` // in the words of who did it
	Read   string           `json:"read,omitempty"`   // how what was said was read
	Source string           `json:"source,omitempty"` // the message or tick that caused it
	Kept   []Kept           `json:"kept,omitempty"`   // of EventCopied
	Fields map[string]Delta `json:"fields,omitempty"` // given by Commit
	Words  string           `json:"words,omitempty"`  // salted hash of the raw text, hex; given by Commit
	Prev   string           `json:"prev,omitempty"`   // Hash of the event before; given by Commit
	Hash   string           `json:"hash"`             // given by Commit

	Raw string `json:"-"` // what was said; Commit stores it apart, under its salt
}

// Raw text lies apart from the event, with the salt of its hash, so that it can be deleted and the chain still be verified.
type Raw struct {
	Event string    `json:"event"`
	At    time.Time `json:"at"`
	Salt  []byte    `json:"salt"`
	Text  string    `json:"text"`
}

// Digest is the salted hash that the event keeps, in hex.
func (r Raw) Digest() string {
	h := sha256.New()
	h.Write(r.Salt)
	h.Write([]byte(r.Text))
	return hex.EncodeToString(h.Sum(nil))
}

// VerifyChain checks an item's events, all of them and in order: numbering, links and hashes. head is Item.Head.
func VerifyChain(item ItemID, head string, events []Event) error {
	prev := ""
	for i, e := range events {
		if e.Item != item || e.Seq != int64(i+1) {
			return fmt.Errorf("item %s: event %d is numbered %d of item %s", item, i+1, e.Seq, e.Item)
		}
		if e.Prev != prev {
			return fmt.Errorf("item %s: event %d does not follow the one before it", item, e.Seq)
		}
		got, _, err := e.hashed()
		if err != nil {
			return err
		}
		if got != e.Hash {
			return fmt.Errorf("item %s: event %d was changed after it was written", item, e.Seq)
		}
		prev = e.Hash
	}
	if prev != head {
		return fmt.Errorf("item %s: its last event is not the one that the item names", item)
	}
	return nil
}

// Replay makes the item as its events say it stood at the end of until (the zero time: now). ok is false when it did not exist yet.
func Replay(events []Event, until time.Time) (it Item, ok bool, err error) {
	state := map[string]json.RawMessage{}
	for _, e := range events {
		if !until.IsZero() && e.At.After(until) {
			break
		}
		for k, d := range e.Fields {
			if d.After == nil {
				delete(state, k)
			} else {
				state[k] = d.After
			}
		}
		ok = true
	}
	b, err := json.Marshal(state)
	if err != nil {
		return Item{}, false, fmt.Errorf("replay: %w", err)
	}
	if err := json.Unmarshal(b, &it); err != nil {
		return Item{}, false, fmt.Errorf("replay: %w", err)
	}
	return it, ok, nil
}

func deltas(before, after Item) (map[string]Delta, error) {
	was := map[string]json.RawMessage{}
	if before.Rev != 0 {
		a, err := before.fields()
		if err != nil {
			return nil, err
		}
		for _, f := range a {
			was[f.name] = f.value
		}
	}
	b, err := after.fields()
	if err != nil {
		return nil, err
	}
	out := make(map[string]Delta, len(b))
	for _, f := range b {
		if !bytes.Equal(was[f.name], f.value) {
			out[f.name] = Delta{Before: was[f.name], After: f.value}
		}
		delete(was, f.name)
	}
	for name, v := range was {
		out[name] = Delta{Before: v}
	}
	return out, nil
}

var idEncoding = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// NewID derives an opaque id that sorts by time from the instant, the source of the change and a counter within it. The same three give
// the same id, so that deciding the same message twice makes no second item.
func NewID(at time.Time, source string, n int) string {
	sum := sha256.Sum256([]byte(source + "\x00" + strconv.Itoa(n)))
	b := make([]byte, 16)
	binary.BigEndian.PutUint64(b, uint64(at.UnixMilli())<<16)
	copy(b[6:], sum[:])
	return strings.ToLower(idEncoding.EncodeToString(b))
}
