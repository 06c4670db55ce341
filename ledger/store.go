package ledger

import (
	"context"
	"errors"
	"time"
)

// Errors of a store.
var (
	ErrNotFound  = errors.New("not found")
	ErrConflict  = errors.New("changed by somebody else meanwhile") // stale Rev, or a lease that was lost
	ErrDuplicate = errors.New("already done")                       // known Source
)

// A Store keeps the ledger of one organisation. All methods are safe for concurrent use. What is returned may be kept, not changed.
type Store interface {
	// Item gives the item, or ErrNotFound.
	Item(ctx context.Context, id ItemID) (Item, error)
	// List gives a page of the items that f selects, by f.Order.
	List(ctx context.Context, f Filter) (Page, error)
	// Due gives what has to be looked at before the instant, earliest first, at most limit. It reads an index, never all items.
	Due(ctx context.Context, before time.Time, limit int) ([]DueEntry, error)
	// Rows calls yield with the projection of each item that f selects, in no particular order, until it returns false. Order, Cursor and Limit of f are ignored.
	Rows(ctx context.Context, f Filter, yield func(Row) bool) error
	// Commit makes c durable, whole or not at all: ErrDuplicate when a change with one of c.IDs was committed before, ErrConflict when an item or record changed.
	Commit(ctx context.Context, c Change) error
}

// Records reads what Change.Records wrote.
type Records interface {
	// Record gives one record, or ErrNotFound.
	Record(ctx context.Context, kind RecordKind, id string) (Record, error)
	// Records calls yield for each record of the kind whose id begins with prefix, in the order of ids, until it returns false.
	Records(ctx context.Context, kind RecordKind, prefix string, yield func(Record) bool) error
}

// History reads what happened.
type History interface {
	// Events gives an item's events, oldest first.
	Events(ctx context.Context, item ItemID) ([]Event, error)
	// Words gives the raw text of an event, or ErrNotFound when there was none or it was deleted.
	Words(ctx context.Context, event string) (string, error)
	// Forget deletes raw texts older than before, logs that as a Deletion, and says how many; events and their hashes stay.
	Forget(ctx context.Context, before time.Time) (int, error)
	// Log gives what was logged of the ledger as a whole, oldest first, and where it ends; both are of one moment.
	Log(ctx context.Context) ([]LogEntry, LogHead, error)
}

// Outbox hands out notices for sending.
type Outbox interface {
	// Lease takes up to n notices whose NotBefore has come and that nobody holds, by Class, then NotBefore, then age, for ttl. It counts the attempt.
	// A notice whose lease ran out is handed out again.
	Lease(ctx context.Context, now time.Time, ttl time.Duration, n int) ([]Leased, error)
	// Settle records the outcome; ErrConflict when token no longer holds the notice, and then nothing is written.
	Settle(ctx context.Context, key, token string, r Receipt) error
}

// Queue tells how the outbox is doing.
type Queue interface {
	// Waiting counts notices not yet settled and gives the earliest NotBefore among them (zero: none).
	Waiting(ctx context.Context) (n int, oldest time.Time, err error)
	// Failed lists notices set aside, newest first.
	Failed(ctx context.Context, limit int) ([]Settled, error)
	// Receipt gives what became of a key, or ErrNotFound while it is unknown or not settled.
	Receipt(ctx context.Context, key string) (Settled, error)
	// Requeue gives a failed notice another chance, at once.
	Requeue(ctx context.Context, key string, now time.Time) error
}

// A Settled notice and what became of it.
type Settled struct {
	Notice  Notice
	Attempt int
	Receipt Receipt
}

// Ledger is everything that a store offers.
type Ledger interface {
	Store
	Records
	History
	Outbox
	Queue
	// Prune forgets seen sources and settled notices older than before (raw texts are Forget's).
	Prune(ctx context.Context, before time.Time) error
	Close() error
}

// A DueEntry is something to look at: an item (Kind is empty), or a record.
type DueEntry struct {
	Kind RecordKind
	ID   string
	At   time.Time
}

// An Order sorts a list.
type Order string

// The orders.
const (
	OrderNumber Order = ""    // by number
	OrderDue    Order = "due" // by due date, none last, then by number
	OrderNewest Order = "new" // last changed first
)

// A Page is part of a list. Cursor is empty on the last page.
type Page struct {
	Items  []Item
	Cursor string
}

// A Filter selects items. Empty fields do not restrict.
type Filter struct {
	Units     []UnitID // lead or support
	Lead      []UnitID
	States    []State
	Open      bool // only what is still to be done
	Parent    ItemID
	TopLevel  bool // no children
	Leaves    bool // no parents with open children: what somebody works on
	Handler   PersonID
	Meeting   MeetingID
	Number    Number // zero fields match any; Year 0: any year
	Parts     bool   // with Number: its children too
	Filed     bool   // under a programme, whichever
	Priority  *Priority
	Area      string
	Programme string
	DueFrom   Date // both included
	DueTo     Date
	Closed    Span
	Issued    Span
	Since     time.Time // open, or issued or closed since then; zero: all

	Order  Order
	Cursor string
	Limit  int // 0: 100
}

// A Span of time: From included, To excluded; zero ends are open. The zero Span is everything.
type Span struct{ From, To time.Time }

// Contains reports whether t is in the span. The zero time is only in the zero Span.
func (s Span) Contains(t time.Time) bool {
	if s == (Span{}) {
		return true
	}
	return !t.IsZero() && !t.Before(s.From) && (s.To.IsZero() || t.Before(s.To))
}
