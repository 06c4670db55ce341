package ledger

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"
)

type (
	// ItemID names an action item; see NewID.
	ItemID string
	// MeetingID names a meeting whose minutes were read.
	MeetingID string
)

// A Number is what people call an item: the 12th of 2026, or its third child 12-3. Numbers are given by Commit, gapless within a
// year, and never used again.
type Number struct {
	Year  int `json:"year,omitempty"`
	Seq   int `json:"seq,omitempty"`
	Child int `json:"child,omitempty"`
}

// Short is the number without its year: 12, 12-3.
func (n Number) Short() string {
	if n.Child > 0 {
		return strconv.Itoa(n.Seq) + "-" + strconv.Itoa(n.Child)
	}
	return strconv.Itoa(n.Seq)
}

// Full is the number as documents write it: 沈中法督〔2026〕12号.
func (n Number) Full(prefix string) string {
	return fmt.Sprintf("%s〔%d〕%s号", prefix, n.Year, n.Short())
}

// A State is where an item stands. Overdue and blocked are not states: both are computed, and can hold in several of them.
type State string

// The states. Closed and terminated are final but for Reopen.
const (
	StateIssued     State = "issued"     // 交办, receipt not yet given
	StateDeclined   State = "declined"   // the unit says it is not theirs; the office decides
	StateAccepted   State = "accepted"   // 签收
	StateActive     State = "active"     // 承办: progress has been reported
	StateSubmitted  State = "submitted"  // 申请办结: waits for Submission.Stage
	StateClosed     State = "closed"     // 销号
	StateSuspended  State = "suspended"  // 暂缓
	StateTerminated State = "terminated" // 终止
)

// Open reports whether the item is still to be done.
func (s State) Open() bool { return s != StateClosed && s != StateTerminated }

// A Priority is the tier of an item; cadence and escalation go by it.
type Priority string

// The tiers.
const (
	PriorityNormal    Priority = ""          // 一般
	PriorityKey       Priority = "key"       // 重点
	PriorityPrincipal Priority = "president" // 院长督办
)

// A Due is a deadline: a civil date and perhaps a time in a zone. UTC is derived, so a change of the zone's rules moves the instant, not the date.
type Due struct {
	Date Date   `json:"date,omitzero"`
	At   string `json:"at,omitempty"`   // 15:04; empty: the end of the day
	Zone string `json:"zone,omitempty"` // IANA; empty: the organisation's
}

// IsZero reports whether there is no deadline.
func (d Due) IsZero() bool { return d.Date.IsZero() }

// Passed gives the first instant that is too late. fallback is the zone when d has none; it must not be nil.
func (d Due) Passed(fallback *time.Location) time.Time {
	loc := fallback
	if d.Zone != "" {
		if l, err := time.LoadLocation(d.Zone); err == nil {
			loc = l
		}
	}
	if d.At == "" {
		return d.Date.AddDays(1).In(loc)
	}
	if t, err := time.Parse("15:04", d.At); err == nil {
		return d.Date.At(t.Hour()*60+t.Minute(), loc).Add(time.Minute)
	}
	return d.Date.AddDays(1).In(loc)
}

// A Source is where an item comes from, kept as the minutes have it.
type Source struct {
	Meeting MeetingID `json:"meeting,omitempty"`
	Title   string    `json:"title,omitempty"`
	Date    Date      `json:"date,omitzero"`
	Number  string    `json:"number,omitempty"` // the minutes' own
	Section string    `json:"section,omitempty"`
	Line    int       `json:"line,omitempty"` // 1-based
	Quote   string    `json:"quote,omitempty"`
	Order   PersonID  `json:"order,omitempty"` // a leader's order without a meeting
}

// A Blocker is what holds an item up, until it is resolved.
type Blocker struct {
	Reason  string    `json:"reason"`
	Waiting string    `json:"waiting,omitempty"` // unit or body waited for
	Need    string    `json:"need,omitempty"`
	Problem int       `json:"problem,omitempty"` // its number in the list of problems
	Since   time.Time `json:"since"`
	By      PersonID  `json:"by"`
}

// An Extension is a request for more time that waits for a decision.
type Extension struct {
	To     Due       `json:"to"`
	Reason string    `json:"reason"`
	By     PersonID  `json:"by"`
	At     time.Time `json:"at"`
}

// Stages of a submission: who it waits for.
const (
	StageHead   = "head"   // the unit's head, where two-step review is on
	StageOffice = "office" // the supervision office
	StageLeader = "leader" // the leader's co-signature, where it is on
)

// A Submission asks for the item to be closed.
type Submission struct {
	Stage    string     `json:"stage"`
	Text     string     `json:"text"`               // what was achieved
	Measured string     `json:"measured,omitempty"` // the value reached against the measure
	Evidence []Evidence `json:"evidence,omitempty"`
	By       PersonID   `json:"by"`
	At       time.Time  `json:"at"`
	Head     PersonID   `json:"head,omitempty"`   // who endorsed it for the unit
	Office   PersonID   `json:"office,omitempty"` // who reviewed it
	Leader   PersonID   `json:"leader,omitempty"` // who co-signed
}

// Evidence is a file, a link or a sentence that shows a result.
type Evidence struct {
	Kind string `json:"kind"` // file, link, text
	Name string `json:"name,omitempty"`
	Ref  string `json:"ref,omitempty"` // where the messenger keeps it
	Text string `json:"text,omitempty"`
}

// A Decline is a unit's word that an item is not its own.
type Decline struct {
	Reason  string    `json:"reason"`
	Suggest UnitID    `json:"suggest,omitempty"`
	By      PersonID  `json:"by"`
	At      time.Time `json:"at"`
}

// An Involvement is a leader's personal part: 亲自部署、过问、协调、督办.
type Involvement struct {
	Person PersonID  `json:"person"`
	Kind   string    `json:"kind"`
	Text   string    `json:"text,omitempty"`
	At     time.Time `json:"at"`
}

// A Milestone is a step with a date of its own.
type Milestone struct {
	Text string `json:"text"`
	Due  Date   `json:"due,omitzero"`
	Done bool   `json:"done,omitempty"`
}

// A Plan is when followup next has to look at the item. It is derived and not part of the audit.
type Plan struct {
	Next time.Time `json:"next,omitzero"` // UTC; zero: never
	Last time.Time `json:"last,omitzero"` // the slot last looked at
	Owed Date      `json:"owed,omitzero"` // the period of a recurring obligation that is to be filed
}

// An Item is one thing that was decided and is to be done.
type Item struct {
	ID     ItemID `json:"id"`
	Rev    int64  `json:"rev"`            // 0: not committed yet; raised by every commit
	Seq    int64  `json:"seq,omitempty"`  // of its last event
	Head   string `json:"head,omitempty"` // hash of its last event
	Number Number `json:"number,omitzero"`
	Source Source `json:"source,omitzero"`

	Title      string        `json:"title"`
	Text       string        `json:"text,omitempty"`
	Measure    string        `json:"measure,omitempty"` // 完成标准
	NoMeasure  PersonID      `json:"no_measure,omitempty"`
	Output     string        `json:"output,omitempty"` // 成果形式: what is to be handed in
	Lead       UnitID        `json:"lead"`
	Support    []UnitID      `json:"support,omitempty"`
	Handler    PersonID      `json:"handler,omitempty"` // 经办人
	Parent     ItemID        `json:"parent,omitempty"`
	Children   int           `json:"children,omitempty"`
	Finished   int           `json:"finished,omitempty"` // children closed or terminated
	Priority   Priority      `json:"priority,omitempty"`
	Area       string        `json:"area,omitempty"`
	Programme  string        `json:"programme,omitempty"`
	Involved   []Involvement `json:"involved,omitempty"`
	Milestones []Milestone   `json:"milestones,omitempty"`
	After      []Link        `json:"after,omitempty"`  // what it waits for
	Then       []ItemID      `json:"then,omitempty"`   // what waits for it
	Into       *Merging      `json:"into,omitempty"`   // the item that it was merged into
	Merged     []Merging     `json:"merged,omitempty"` // the items that were merged into it
	Due        Due           `json:"due,omitzero"`
	FirstDue   Due           `json:"first_due,omitzero"` // as issued; extensions don't touch it
	Ongoing    bool          `json:"ongoing,omitempty"`  // 长期坚持
	RRule      string        `json:"rrule,omitempty"`    // RFC 5545, of a recurring obligation
	DueText    string        `json:"due_text,omitempty"` // the minutes' words for it: 每月25日前
	Filed      []Filing      `json:"filed,omitempty"`    // its periods' reports, oldest first

	State      State       `json:"state"`
	Before     State       `json:"before,omitempty"` // the state that suspension or a merging interrupted
	Percent    int         `json:"percent,omitempty"`
	Note       string      `json:"note,omitempty"` // the last words of progress
	Next       string      `json:"next,omitempty"` // 下步措施
	ETA        Date        `json:"eta,omitzero"`
	Blocker    *Blocker    `json:"blocker,omitempty"`
	Extension  *Extension  `json:"extension,omitempty"`
	Submission *Submission `json:"submission,omitempty"`
	Decline    *Decline    `json:"decline,omitempty"`
	Evidence   []Evidence  `json:"evidence,omitempty"`
	Returned   string      `json:"returned,omitempty"` // why the last submission came back

	IssuedAt   time.Time `json:"issued_at,omitzero"`
	IssuedBy   PersonID  `json:"issued_by,omitempty"`
	AcceptedAt time.Time `json:"accepted_at,omitzero"`
	AcceptedBy PersonID  `json:"accepted_by,omitempty"`
	ReportedAt time.Time `json:"reported_at,omitzero"` // the last word from the unit
	ReportedBy PersonID  `json:"reported_by,omitempty"`
	ClosedAt   time.Time `json:"closed_at,omitzero"`
	ClosedBy   PersonID  `json:"closed_by,omitempty"`
	UpdatedAt  time.Time `json:"updated_at,omitzero"`

	Reminders  int       `json:"reminders,omitempty"`  // 催办次数
	Extensions int       `json:"extensions,omitempty"` // 延期次数, granted
	Returns    int       `json:"returns,omitempty"`
	Escalation int       `json:"escalation,omitempty"` // steps of the ladder already taken since the deadline
	Snoozed    time.Time `json:"snoozed,omitzero"`

	Acknowledged []Acknowledgement `json:"acknowledged,omitempty"` // by leaders, of its escalation; one a person
	Explanation  *Explanation      `json:"explanation,omitempty"`  // why it is late

	Plan Plan `json:"plan,omitzero"`
}

// volatile are the fields of Item that an event does not record: they are derived, or about the record itself.
var volatile = []string{"rev", "seq", "head", "plan"}

// fields gives an item's recorded fields in JSON, in their order.
func (it Item) fields() ([]field, error) {
	b, err := json.Marshal(it)
	if err != nil {
		return nil, fmt.Errorf("item %s: %w", it.ID, err)
	}
	return slices.DeleteFunc(split(b), func(f field) bool { return slices.Contains(volatile, f.name) }), nil
}
