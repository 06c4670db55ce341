package minutes

import (
	"time"

	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/calendar"
)

// Options say what is known beside the text.
type Options struct {
	Date ledger.Date        // the meeting's date; zero: the date that the text gives
	Dir  *ledger.Directory  // the organisation; nil: names are found by grammar alone
	Cal  *calendar.Calendar // working days; nil: weekends only
	Zone *time.Location     // zone of dates with a time; nil: UTC
	Lang string             // "zh" or "en"; empty: found out from the text
}

// A Reading is what was found in one text.
type Reading struct {
	Meeting    Meeting     `json:"meeting"`
	Items      []Item      `json:"items"`
	Principles []Principle `json:"principles"`
}

// A Meeting is what the minutes say about the meeting itself.
type Meeting struct {
	Title  string      `json:"title"`
	Date   ledger.Date `json:"date"`   // the date that deadlines were counted from
	Number string      `json:"number"` // the minutes' own: 〔2026〕12号
	Next   ledger.Date `json:"next"`   // the next meeting, where its date is printed
}

// Status of an item in the text.
const (
	StatusOpen = "open"
	StatusDone = "done" // a row or box that is already ticked off: for information, not to be issued
)

// An Item is a draft: one thing that the minutes ask for.
type Item struct {
	Line    int      `json:"line"`    // 1-based, where the item's own text begins
	Text    string   `json:"text"`    // the item's words as written, of that line
	Title   string   `json:"title"`   // the matter, short: without owner, date and numbering
	Owners  []string `json:"owners"`  // as written, the lead first; equal co-owners are all here
	Co      []string `json:"co"`      // as written: those marked as supporting
	Lead    []string `json:"lead"`    // full names of the owners that are units of the organisation
	Support []string `json:"support"` // full names of the supporting units of the organisation

	LeadIDs    []ledger.UnitID   `json:"lead_ids,omitempty"`
	SupportIDs []ledger.UnitID   `json:"support_ids,omitempty"`
	People     []ledger.PersonID `json:"people,omitempty"`  // owners that are people of the organisation
	Unknown    []string          `json:"unknown,omitempty"` // owners that the organisation does not know, as written

	Fanout      string          `json:"fanout"`                 // collective owner: 各部门, all departments
	FanoutUnits []ledger.UnitID `json:"fanout_units,omitempty"` // its members, without the exceptions
	Except      []string        `json:"except,omitempty"`       // 除X外, as written
	Ambiguous   []Ambiguity     `json:"ambiguous,omitempty"`

	Due     ledger.Date `json:"due"`
	At      string      `json:"at,omitempty"` // 15:04, where a time is given
	DueText string      `json:"due_text"`
	Was     ledger.Date `json:"was,omitzero"` // the date that a moved deadline had
	RRule   string      `json:"rrule"`
	Ongoing bool        `json:"ongoing"`

	Measure    string      `json:"measure"` // what counts as done, in words
	Measures   []Measure   `json:"measures,omitempty"`
	Milestones []Milestone `json:"milestones,omitempty"`
	Outside    []string    `json:"outside,omitempty"`   // bodies outside the organisation that are to do something, as written; never owners
	ReportTo   []string    `json:"report_to,omitempty"` // who hears or approves, as written; never an owner

	Section string   `json:"section"`
	Status  string   `json:"status"`
	Parent  int      `json:"parent,omitempty"`  // 1-based index in Items of the item that this one is part of; 0: none
	Repeats int      `json:"repeats,omitempty"` // 1-based index of an item before that says the same; 0: none
	Area    string   `json:"area,omitempty"`    // field of work, where the text names one of the organisation's
	Why     []Reason `json:"why,omitempty"`
}

// An Ambiguity is a name that several units answer to; the reader has to ask.
type Ambiguity struct {
	Alias      string          `json:"alias"`
	Candidates []string        `json:"candidates"`
	IDs        []ledger.UnitID `json:"ids"`
}

// A Measure is a target that can be checked. Op is one of >=, <=, >, <, ==, ~ (about), rank<=.
type Measure struct {
	Metric   string  `json:"metric"`
	Op       string  `json:"op"`
	Value    float64 `json:"value"`
	Unit     string  `json:"unit,omitempty"`
	Baseline float64 `json:"baseline,omitempty"`
}

// A Milestone is one stage of an item with its own date.
type Milestone struct {
	Text string      `json:"text"`
	Due  ledger.Date `json:"due"`
}

// A Principle is an exhortation. Item is the 1-based index in Items of the demand that it belongs to; 0: none.
type Principle struct {
	Line int    `json:"line"`
	Text string `json:"text"`
	Item int    `json:"item,omitempty"`
}

// A Reason says which words gave a field of an item, and by which rule.
type Reason struct {
	Field string `json:"field"` // item, owner, co, due, measure, status
	Words string `json:"words"`
	Line  int    `json:"line"`
	Rule  string `json:"rule"`
}
