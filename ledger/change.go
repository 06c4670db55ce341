package ledger

import (
	"encoding/json"
	"time"
)

// A Change is decided by a pure function and committed whole, in one transaction. Source, the id of the message or tick that caused it,
// makes committing it twice the same as once. Numbers, event sequence and chain links are given by Commit.
type Change struct {
	Source  string   // required
	Also    []string // other ids of the cause: a change is done already when one with any of its ids was committed
	Items   []Item   // Rev is the revision it was decided on; 0: new
	Events  []Event
	Notices []Notice
	Records []Record
	Log     []LogEntry // what happens to the ledger as a whole
}

// IDs are the source, and what else the cause is known by.
func (c Change) IDs() []string { return append([]string{c.Source}, c.Also...) }

// Add appends another decision of the same source.
func (c *Change) Add(o Change) {
	c.Items = append(c.Items, o.Items...)
	c.Events = append(c.Events, o.Events...)
	c.Notices = append(c.Notices, o.Notices...)
	c.Records = append(c.Records, o.Records...)
	c.Log = append(c.Log, o.Log...)
}

// A RecordKind names a family of records.
type RecordKind string

// The kinds of record. What each holds is defined beside its type.
const (
	RecordOrg         RecordKind = "org"     // id "org": Org without units and people
	RecordUnit        RecordKind = "unit"    // id UnitID: Unit
	RecordPerson      RecordKind = "person"  // id PersonID: Person
	RecordPolicy      RecordKind = "policy"  // id "policy": Policy
	RecordRule        RecordKind = "rule"    // Rule: a schedule
	RecordMeeting     RecordKind = "meeting" // id MeetingID: Meeting
	RecordDraft       RecordKind = "draft"   // id MeetingID: Draft
	RecordMeetingHead RecordKind = "head"    // id MeetingID: MeetingHead, of a draft
	RecordPending     RecordKind = "pending" // Pending: a question that waits for an answer
	RecordBinding     RecordKind = "binding" // id of the message: Binding
	RecordCard        RecordKind = "card"    // id item or draft + "|" + message: Binding, for finding an item's cards
	RecordDaily       RecordKind = "daily"   // id unit + "/" + date: DayCount
	RecordMark        RecordKind = "mark"    // small facts of the bot and messengers: watermarks, seeds, last runs
	RecordProblem     RecordKind = "problem" // Problem: a numbered obstacle
)

// A Record is anything else that must survive a restart. It is revisioned: committing one with a stale Rev is ErrConflict.
type Record struct {
	Kind    RecordKind      `json:"kind"`
	ID      string          `json:"id"`
	Rev     int64           `json:"rev"` // the revision it was decided on; 0: new
	At      time.Time       `json:"at,omitzero"`
	Data    json.RawMessage `json:"data,omitempty"` // JSON
	Deleted bool            `json:"-"`              // remove it
	Force   bool            `json:"-"`              // write it whatever its revision
}

// At of a record is when followup has to look at it (Store.Due); zero: never.

// NewRecord encodes v. It panics only when v cannot be JSON, which is a mistake in the program.
func NewRecord(kind RecordKind, id string, rev int64, v any) Record {
	b, err := json.Marshal(v)
	if err != nil {
		panic("ledger: record " + string(kind) + ": " + err.Error())
	}
	return Record{Kind: kind, ID: id, Rev: rev, Data: b}
}

// NoticeKind says what a message to somebody is about; bot words it when it is delivered, from the ledger as it is then.
type NoticeKind string

// The kinds of notice.
const (
	NoticeReply     NoticeKind = "reply"     // Body is the bot's answer to a message
	NoticeEdit      NoticeKind = "edit"      // a card is to be shown as things stand now
	NoticeAnswered  NoticeKind = "answered"  // Body is a question's card without its buttons
	NoticeReplace   NoticeKind = "replace"   // Body takes the place of the card that was clicked
	NoticeIssued    NoticeKind = "issued"    // a new item, to the unit
	NoticeUndone    NoticeKind = "undone"    // an issue was taken back, to who had heard of it
	NoticeDecision  NoticeKind = "decision"  // somebody has to decide: review, extension, decline
	NoticeOutcome   NoticeKind = "outcome"   // how it was decided, to who asked
	NoticeBlocked   NoticeKind = "blocked"   // a blocker, to the overseer
	NoticeUrged     NoticeKind = "urged"     // 催办 by a person
	NoticeChanged   NoticeKind = "changed"   // owner, text, measure or date was corrected
	NoticeDigest    NoticeKind = "digest"    // one's items that call for something, in one message
	NoticeEscalated NoticeKind = "escalated" // overdue, to leaders
	NoticeBrief     NoticeKind = "brief"     // Monday's brief to leaders
	NoticeBulletin  NoticeKind = "bulletin"  // 通报, to a channel or a person
	NoticeRule      NoticeKind = "rule"      // another schedule's message; Rule names it
	NoticeThread    NoticeKind = "thread"    // what happened to an item, to its thread in the unit's channel
	NoticeAdmin     NoticeKind = "admin"     // the bot's own health, to admins
)

// Classes of notice: the outbox serves lower ones first.
const (
	ClassReply    = 0 // somebody is waiting
	ClassPrompt   = 1 // caused by a person's act
	ClassReminder = 2 // planned
)

// A Recipient is a person (reached by their identities), or a place in a messenger.
type Recipient struct {
	Person PersonID `json:"person,omitempty"`
	Place  Place    `json:"place,omitzero"`
}

// A Place is a conversation, thread or message in a messenger.
type Place struct {
	Messenger    string `json:"messenger,omitempty"`
	Workspace    string `json:"workspace,omitempty"`
	Conversation string `json:"conversation,omitempty"`
	Thread       string `json:"thread,omitempty"`
	Message      string `json:"message,omitempty"`
	User         string `json:"user,omitempty"`
}

// Key names the message of the place in records.
func (p Place) Key() string {
	return p.Messenger + "/" + p.Workspace + "/" + p.Conversation + "/" + p.Message
}

// A Notice is one message to be sent. Key is organisation + recipient + rule + (planned local slot or causing event): two replicas
// compute the same one, and committing a known key again adds nothing.
type Notice struct {
	Key       string          `json:"key"`
	To        Recipient       `json:"to"`
	Kind      NoticeKind      `json:"kind"`
	Class     int             `json:"class"`
	Items     []ItemID        `json:"items,omitempty"`
	Draft     MeetingID       `json:"draft,omitempty"`
	Event     string          `json:"event,omitempty"` // the event that caused it
	Rule      string          `json:"rule,omitempty"`
	By        PersonID        `json:"by,omitempty"`
	Slot      time.Time       `json:"slot,omitzero"`       // the planned instant
	NotBefore time.Time       `json:"not_before,omitzero"` // UTC; zero: at once
	Expires   time.Time       `json:"expires,omitzero"`    // dropped when not sent by then; zero: never
	Body      json.RawMessage `json:"body,omitempty"`      // the bot's own
	Replace   bool            `json:"replace,omitempty"`   // a newer one with the key takes the place of one not yet sent; after sending the key is free again
}

// A Leased notice is being sent by whoever holds Token.
type Leased struct {
	Notice     Notice
	Attempt    int // 1 for the first
	Token      string
	FirstTried time.Time // zero on the first attempt
	LastTried  time.Time // when the attempt before ended, or began where its end is not known; zero on the first
}

// Outcome is how a send ended.
type Outcome string

// The outcomes.
const (
	OutcomeSent    Outcome = "sent"
	OutcomeDropped Outcome = "dropped" // nothing left to say, or it went stale
	OutcomeRetry   Outcome = "retry"
	OutcomeFailed  Outcome = "failed" // set aside, shown to admins
)

// A Receipt is what became of a leased notice. Records are committed with it, whatever their revision.
type Receipt struct {
	Outcome Outcome   `json:"outcome"`
	Place   Place     `json:"place,omitzero"` // where it stands
	Items   []ItemID  `json:"items,omitempty"`
	Error   string    `json:"error,omitempty"`
	Unsure  bool      `json:"unsure,omitempty"` // it may have been posted twice
	Unsent  bool      `json:"unsent,omitempty"` // with OutcomeRetry: nothing was sent this time
	At      time.Time `json:"at"`
	RetryAt time.Time `json:"retry_at,omitzero"`
	Records []Record  `json:"-"`
}
