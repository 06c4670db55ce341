package intent

import (
	"encoding/json"

	"github.com/followup-bot/followup/ledger"
)

// Slots are the facts said in a message; what was not said is absent. Units, persons and bodies are canonical names of the organisation, or the
// literal words where it does not know them; @me @my_unit @my_oversight @my_approval @self @overseer stand for whom they say.
type Slots struct {
	// which items
	Item      *int   `json:"item,omitempty"` // the one that is named, else the thread's
	Items     []int  `json:"items,omitempty"`
	Ref       string `json:"ref,omitempty"` // a number as written (12-3, 沈中法督〔2026〕12号)
	AllExcept []int  `json:"all_except,omitempty"`
	FromItem  *int   `json:"from_item,omitempty"`
	With      *int   `json:"with,omitempty"`

	// how it stands
	Unit       string     `json:"unit,omitempty"`
	Percent    *int       `json:"percent,omitempty"`
	Approx     Flag       `json:"approx,omitzero"`
	ETA        Moment     `json:"eta,omitzero"`
	On         Moment     `json:"on,omitzero"`
	Miss       Moment     `json:"miss,omitzero"`
	Note       string     `json:"note,omitempty"`
	Stage      string     `json:"stage,omitempty"`
	Next       []string   `json:"next,omitempty"`
	Done       Done       `json:"done,omitzero"`
	DoneCount  *int       `json:"done_count,omitempty"`
	Remaining  *int       `json:"remaining,omitempty"`
	Total      *int       `json:"total,omitempty"`
	SubDone    []string   `json:"sub_done,omitempty"`
	SubPending []string   `json:"sub_pending,omitempty"`
	OnTrack    Flag       `json:"on_track,omitzero"`
	NoChange   Flag       `json:"no_change,omitzero"`
	Vague      Flag       `json:"vague,omitzero"`
	Unblocked  Flag       `json:"unblocked,omitzero"`
	Attachment Flag       `json:"attachment,omitzero"`
	Milestone  *Milestone `json:"milestone,omitempty"`
	Measure    *Measure   `json:"measure,omitempty"`
	Evidence   string     `json:"evidence,omitempty"`

	// what is in the way
	Reason      string   `json:"reason,omitempty"`
	Reasons     []string `json:"reasons,omitempty"`
	WaitingOn   string   `json:"waiting_on,omitempty"`
	External    string   `json:"external,omitempty"`
	Need        string   `json:"need,omitempty"`
	HelpFrom    string   `json:"help_from,omitempty"`
	EscalateTo  string   `json:"escalate_to,omitempty"`
	Risk        string   `json:"risk,omitempty"`
	Conditional Flag     `json:"conditional,omitzero"`
	Suggestion  string   `json:"suggestion,omitempty"`

	// what is asked for
	NewDue        Moment    `json:"new_due,omitzero"`
	DeltaDays     *int      `json:"delta_days,omitempty"`
	DeltaWorkdays *int      `json:"delta_workdays,omitempty"`
	To            OneOrMany `json:"to,omitempty"` // units or persons; of count, metric and quiet hours the end of the span
	PersonChange  Flag      `json:"person_change,omitzero"`
	SelfRole      string    `json:"self_role,omitempty"`
	Ambiguous     Ambiguous `json:"ambiguous,omitzero"`
	Suggest       string    `json:"suggest,omitempty"`
	Subtasks      []Subtask `json:"subtasks,omitempty"`
	Fanout        string    `json:"fanout,omitempty"`
	Due           Moment    `json:"due,omitzero"`
	What          string    `json:"what,omitempty"`
	Until         Moment    `json:"until,omitzero"`
	Reports       []Report  `json:"reports,omitempty"`
	Ask           string    `json:"ask,omitempty"`
	Redo          Flag      `json:"redo,omitzero"`
	Text          string    `json:"text,omitempty"`
	Involvement   string    `json:"involvement,omitempty"`
	Priority      string    `json:"priority,omitempty"`
	Meeting       string    `json:"meeting,omitempty"`
	Guard         string    `json:"guard,omitempty"`

	// questions
	Owner          string    `json:"owner,omitempty"`
	State          string    `json:"state,omitempty"`
	Light          OneOrMany `json:"light,omitempty"`
	DueFrom        Moment    `json:"due_from,omitzero"`
	DueTo          Moment    `json:"due_to,omitzero"`
	OverdueDaysGTE *int      `json:"overdue_days_gte,omitempty"`
	StaleDaysGTE   *int      `json:"stale_days_gte,omitempty"`
	Pending        string    `json:"pending,omitempty"`
	Area           string    `json:"area,omitempty"`
	Programme      string    `json:"programme,omitempty"` // set by who knows the ledger's
	From           string    `json:"from,omitempty"`      // a date, or HH:MM
	By             string    `json:"by,omitempty"`
	Order          string    `json:"order,omitempty"`
	N              *int      `json:"n,omitempty"`
	MeetingDate    Moment    `json:"meeting_date,omitzero"`
	Scope          string    `json:"scope,omitempty"`
	Metric         string    `json:"metric,omitempty"`
	Units          []string  `json:"units,omitempty"`
	Target         string    `json:"target,omitempty"`
	Kind           string    `json:"kind,omitempty"`
	Months         *int      `json:"months,omitempty"`
	Shift          string    `json:"shift,omitempty"`

	// settings
	Job                     string   `json:"job,omitempty"`
	Cron                    string   `json:"cron,omitempty"`
	RRule                   string   `json:"rrule,omitempty"`
	Time                    string   `json:"time,omitempty"` // HH:MM
	DefaultTime             Flag     `json:"default_time,omitzero"`
	Workdays                Flag     `json:"workdays,omitzero"`
	Invalid                 string   `json:"invalid,omitempty"`
	Match                   string   `json:"match,omitempty"`
	OffsetsDays             []int    `json:"offsets_days,omitempty"`
	OverdueEveryDays        *int     `json:"overdue_every_days,omitempty"`
	Steps                   []Step   `json:"steps,omitempty"`
	Key                     string   `json:"key,omitempty"`
	Normal                  string   `json:"normal,omitempty"`
	Date                    Moment   `json:"date,omitzero"`
	Workday                 Flag     `json:"workday,omitzero"`
	Holidays                []Moment `json:"holidays,omitempty"`
	Range                   Flag     `json:"range,omitzero"`
	HolidayPolicy           string   `json:"holiday_policy,omitempty"`
	Weekends                string   `json:"weekends,omitempty"`
	Conflict                string   `json:"conflict,omitempty"`
	Level                   string   `json:"level,omitempty"`
	YellowDaysBefore        *int     `json:"yellow_days_before,omitempty"`
	CloseRequires           string   `json:"close_requires,omitempty"`
	ExtensionMax            *int     `json:"extension_max,omitempty"`
	ExtensionMaxDays        *int     `json:"extension_max_days,omitempty"`
	ExtensionBeforeWorkdays *int     `json:"extension_before_workdays,omitempty"`
	SignWithinHours         *int     `json:"sign_within_hours,omitempty"`
	Alias                   string   `json:"alias,omitempty"`
	Leader                  string   `json:"leader,omitempty"`
	Role                    string   `json:"role,omitempty"`
	TemplateName            string   `json:"name,omitempty"`
	TZ                      string   `json:"tz,omitempty"`
	ChatDays                *int     `json:"chat_days,omitempty"`
	LedgerYears             *int     `json:"ledger_years,omitempty"`
	Format                  string   `json:"format,omitempty"`
	Lang                    string   `json:"lang,omitempty"`
}

// A Report is one line of a batch. Its Slots never hold reports themselves.
type Report struct {
	Name   Name   `json:"intent"`
	Slots  Slots  `json:"-"`
	Expect Expect `json:"-"` // what would be done about it alone
}

// MarshalJSON writes the intent and the slots side by side.
func (r Report) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Name Name `json:"intent"`
		Slots
	}{r.Name, r.Slots})
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (r *Report) UnmarshalJSON(b []byte) error {
	var v struct {
		Name Name `json:"intent"`
		Slots
	}
	err := json.Unmarshal(b, &v)
	r.Name, r.Slots = v.Name, v.Slots
	return err
}

// A Milestone is a stage with its day.
type Milestone struct {
	Text string `json:"text"`
	Date Moment `json:"date,omitzero"`
}

// A Measure is a figure that was reported, as far as it was said. Op is one of >= <= =; UOM is % or pp or the counting word.
type Measure struct {
	Metric   string   `json:"metric,omitempty"`
	Op       string   `json:"op,omitempty"`
	Value    *float64 `json:"value,omitempty"`
	UOM      string   `json:"uom,omitempty"`
	Target   *float64 `json:"target,omitempty"`
	Previous *float64 `json:"previous,omitempty"`
	Delta    *float64 `json:"delta,omitempty"`
	Baseline *float64 `json:"baseline,omitempty"`
}

// A Subtask is a part of an item given to a unit.
type Subtask struct {
	Unit string `json:"unit,omitempty"`
	Text string `json:"text,omitempty"`
}

// A Step of the escalation: after how many days overdue, to whom.
type Step struct {
	OverdueDays int    `json:"overdue_days"`
	To          string `json:"to"`
}

// A Flag is said, denied or, as the zero value, neither.
type Flag int8

// The flags.
const (
	Said Flag = iota + 1
	Refuted
)

func flagOf(b bool) Flag {
	if b {
		return Said
	}
	return Refuted
}

// MarshalJSON writes true or false.
func (f Flag) MarshalJSON() ([]byte, error) { return json.Marshal(f == Said) }

// UnmarshalJSON reads true or false.
func (f *Flag) UnmarshalJSON(b []byte) error {
	var v bool
	err := json.Unmarshal(b, &v)
	*f = flagOf(v)
	return err
}

// A Moment is a civil date with, where it was said, a time of day (HH:MM). The zero Moment was not said.
type Moment struct {
	Date ledger.Date
	At   string
}

// IsZero reports whether nothing was said.
func (m Moment) IsZero() bool { return m.Date.IsZero() }

// String gives YYYY-MM-DD or YYYY-MM-DDTHH:MM.
func (m Moment) String() string {
	if m.At == "" || m.Date.IsZero() {
		return m.Date.String()
	}
	return m.Date.String() + "T" + m.At
}

// MarshalText writes what String gives.
func (m Moment) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (m *Moment) UnmarshalText(b []byte) (err error) {
	s := string(b)
	if len(s) == 16 && s[10] == 'T' {
		s, m.At = s[:10], s[11:]
	}
	m.Date, err = ledger.ParseDate(s)
	return err
}

// Done says whether the work is done, or which parts of it are.
type Done struct {
	Flag  Flag
	Parts []string
}

// IsZero reports whether nothing was said.
func (d Done) IsZero() bool { return d.Flag == 0 && len(d.Parts) == 0 }

// MarshalJSON writes true, false or the parts.
func (d Done) MarshalJSON() ([]byte, error) {
	if len(d.Parts) > 0 {
		return json.Marshal(d.Parts)
	}
	return d.Flag.MarshalJSON()
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (d *Done) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '[' {
		return json.Unmarshal(b, &d.Parts)
	}
	return d.Flag.UnmarshalJSON(b)
}

// Ambiguous says that a name is that of several units, and where they are told apart, which.
type Ambiguous struct {
	Flag  Flag
	Units []string
}

// IsZero reports whether nothing is ambiguous.
func (a Ambiguous) IsZero() bool { return a.Flag == 0 && len(a.Units) == 0 }

// MarshalJSON writes true or the candidates.
func (a Ambiguous) MarshalJSON() ([]byte, error) {
	if len(a.Units) > 0 {
		return json.Marshal(a.Units)
	}
	return a.Flag.MarshalJSON()
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (a *Ambiguous) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '[' {
		return json.Unmarshal(b, &a.Units)
	}
	return a.Flag.UnmarshalJSON(b)
}

// OneOrMany is a list that is written as a plain string while it has one element.
type OneOrMany []string

// MarshalJSON writes a string or a list.
func (o OneOrMany) MarshalJSON() ([]byte, error) {
	if len(o) == 1 {
		return json.Marshal(o[0])
	}
	return json.Marshal([]string(o))
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (o *OneOrMany) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '[' {
		return json.Unmarshal(b, (*[]string)(o))
	}
	var s string
	err := json.Unmarshal(b, &s)
	*o = OneOrMany{s}
	return err
}
