package intent

import (
	"time"

	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/calendar"
)

// A Name is one intent of the closed vocabulary.
type Name string

// What staff, leaders and the office say about items.
const (
	Ack              Name = "ack"
	Progress         Name = "progress"
	Complete         Name = "complete"
	Blocked          Name = "blocked"
	ExtensionRequest Name = "extension_request"
	Reassign         Name = "reassign"
	Reject           Name = "reject"
	Decompose        Name = "decompose"
	Cooperate        Name = "cooperate"
	Merge            Name = "merge"
	Correct          Name = "correct"
	Withdraw         Name = "withdraw"
	Snooze           Name = "snooze"
	Batch            Name = "batch"
	Question         Name = "question"
	ApproveClose     Name = "approve_close"
	Return           Name = "return"
	ApproveExtension Name = "approve_extension"
	DenyExtension    Name = "deny_extension"
	ApprovePending   Name = "approve_pending"
	Instruct         Name = "instruct"
	SetPriority      Name = "set_priority"
	Suspend          Name = "suspend"
	Resume           Name = "resume"
	Terminate        Name = "terminate"
	AgendaAdd        Name = "agenda_add"
	MarkRead         Name = "read"
)

// What anybody may say, and what the bot must keep out of.
const (
	Denied    Name = "denied"    // not this speaker's to do; Slots.Reason says why
	None      Name = "none"      // not for the bot
	Sensitive Name = "sensitive" // Slots.Guard says which rule
)

// What leaders and members ask.
const (
	List      Name = "list"
	Count     Name = "count"
	Rank      Name = "rank"
	Summary   Name = "summary"
	Bulletin  Name = "bulletin"
	Detail    Name = "detail"
	Metric    Name = "metric"
	Compare   Name = "compare"
	Benchmark Name = "benchmark"
	Explain   Name = "explain"
	History   Name = "history"
	Trend     Name = "trend"
	Export    Name = "export"
	Remind    Name = "remind"
	Subscribe Name = "subscribe"
	Followup  Name = "followup"
)

// What admins set.
const (
	ScheduleCreate Name = "schedule_create"
	ScheduleUpdate Name = "schedule_update"
	ScheduleDelete Name = "schedule_delete"
	SchedulePause  Name = "schedule_pause"
	ScheduleResume Name = "schedule_resume"
	ScheduleList   Name = "schedule_list"
	ScheduleNext   Name = "schedule_next"
	ScheduleTest   Name = "schedule_test"
	ReminderSet    Name = "reminder_set"
	EscalationSet  Name = "escalation_set"
	CadenceSet     Name = "cadence_set"
	QuietHoursSet  Name = "quiet_hours_set"
	CalendarSet    Name = "calendar_set"
	LightSet       Name = "light_set"
	RuleSet        Name = "rule_set"
	AliasAdd       Name = "alias_add"
	OversightSet   Name = "oversight_set"
	RoleGrant      Name = "role_grant"
	RoleRevoke     Name = "role_revoke"
	TemplateSet    Name = "template_set"
	BindChannel    Name = "bind_channel"
	TimezoneSet    Name = "timezone_set"
	RetentionSet   Name = "retention_set"
	AuditExport    Name = "audit_export"
	OrgImport      Name = "org_import"
)

// What the product needs beside: talk about the bot itself.
const (
	Help      Name = "help"
	Drafts    Name = "drafts"    // list the drafts that are not issued
	Introduce Name = "introduce" // "I am the liaison of Finance": Slots.Unit, Slots.Role; a wish, never an identity
	Clock     Name = "clock"     // move a demo's clock: Slots.DeltaDays, or Slots.Date
	Yes       Name = "yes"       // to the pending question
	No        Name = "no"
	Cancel    Name = "cancel"
	Undo      Name = "undo"
	Language  Name = "language"  // Slots.Lang: zh or en
	Status    Name = "status"    // how the reminders are running
	Dashboard Name = "dashboard" // the page in a browser
)

// An Expect is what the bot does about a message.
type Expect string

// The acts, from doing at once to keeping silent.
const (
	Apply   Expect = "apply"   // at once; it can be corrected
	Confirm Expect = "confirm" // read it back and wait for a yes
	Clarify Expect = "clarify" // ask for what is missing
	Review  Expect = "review"  // record it; who decides is told
	Answer  Expect = "answer"
	Ignore  Expect = "ignore" // not for the bot
	Deny    Expect = "deny"   // say who may
	Warn    Expect = "warn"   // in private
)

// A Place is where a message was written.
type Place int

// The places.
const (
	InThread  Place = iota + 1 // under an item's card; Context.Item says which
	InChannel                  // in a channel, not under an item
	InDirect                   // in a direct conversation with the bot
	InDrafts                   // under a meeting's drafts
)

// A Speaker is what the person who wrote may be taken for, here.
type Speaker int

// The speakers. Owner is the head or liaison of the item's lead unit, Member everybody who is none of the others.
const (
	Owner Speaker = iota + 1
	Supervisor
	Leader
	Member
	Admin
)

// A Context is what reading a message may know beside its text. Its zero fields mean "not known".
type Context struct {
	Place     Place
	Item      int    // number of the thread's item; 0: none
	ItemRef   string // its number as written, where it is not a plain one (12-3)
	Speaker   Speaker
	Lang      string    // zh or en: the speaker's; the text is read in both
	Now       time.Time // in the speaker's zone; relative dates count from it
	Dir       *ledger.Directory
	Cal       *calendar.Calendar // nil: the mainland calendar
	Pending   string             // the kind of question now waiting for this speaker here ("issue", "confirm", "extension", "review", "which"); empty: none
	Own       []ledger.UnitID    // the units that the speaker works at
	OpenItems []int              // the speaker's own open items
	Drafts    int                // rows in the draft of this thread
	Children  int                // of the thread's item, when it is a parent
	Previous  *Intent            // the speaker's last query, for follow-ups
}

// An Intent is what a message was read as.
type Intent struct {
	Name   Name   `json:"intent"`
	Slots  Slots  `json:"slots"`
	Expect Expect `json:"expect"`
	Why    []Why  `json:"-"` // which words said it
}

// A Why says which words of the text gave what.
type Why struct {
	What       string // the intent, or the slot's JSON name
	Rule       string // the rule that read it
	Start, End int    // bytes of the text
	Text       string // text[Start:End]
}

// DraftOp is what an order does to rows of a draft.
type DraftOp string

// The orders.
const (
	DraftSet     DraftOp = "set" // owners, date, measure, title, priority
	DraftDrop    DraftOp = "drop"
	DraftRestore DraftOp = "restore"
	DraftMerge   DraftOp = "merge" // Rows into the first of them
	DraftSplit   DraftOp = "split" // Rows[0] into Parts
	DraftIssue   DraftOp = "issue"
	DraftShow    DraftOp = "show"
)

// A DraftOrder is one order about the rows of a draft. Either Rows, Rest or All says which rows; with none of them the order names no row
// (a draft of one row needs none; otherwise ask).
type DraftOrder struct {
	Op          DraftOp
	Rows        []int // as shown, ascending, each once
	Rest        bool  // the rows that no other order of the message names
	All         bool
	Lead        ledger.UnitID // with LeadText; empty: not set, or not known to the organisation
	LeadText    string        // as written
	LeadGroup   string        // canonical name of a collective owner
	LeadAsk     []ledger.UnitID
	Support     []ledger.UnitID
	SupportText []string // as written, also those that are not known
	MoreSupport bool     // Support is added to what there is
	LessSupport []ledger.UnitID
	NoSupport   bool // nobody supports any more
	Undated     bool // with All: only rows without a date
	Due         Moment
	RRule       string
	Ongoing     bool
	DueText     string // as written
	NoDue       bool   // the date is to be removed
	Measure     string
	Title       string
	Priority    string   // key, normal or president
	Reason      string   // of a drop
	Parts       []string // of a split
	Unread      string   // words of the order that were not understood; the order must be asked back
}
