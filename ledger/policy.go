package ledger

// A Policy is how the organisation follows up: every number here can be set in the file and changed in chat by admins. Days are working
// days unless they say otherwise; times of day are minutes after midnight in the recipient's zone.
type Policy struct {
	Receipt        bool   `json:"receipt"`         // units sign for an item (签收)
	ReceiptDays    int    `json:"receipt_days"`    // by the end of the Nth working day after issue
	TwoStep        bool   `json:"two_step"`        // a handler's or liaison's submission waits for the head
	CoSign         bool   `json:"co_sign"`         // the leader who ordered it co-signs the closing
	NeedMeasure    bool   `json:"need_measure"`    // no issue without a measure, unless waived
	NeedEvidence   bool   `json:"need_evidence"`   // no closing without a file, a link or a place where the evidence lies
	LeaderApproval bool   `json:"leader_approval"` // a leader approves a meeting's items before issue
	Lights         bool   `json:"lights"`          // lights on cards
	Rankings       bool   `json:"rankings"`        // units may be ranked, to leaders by direct message; a score on its own can always be asked for
	DueOnDayOff    string `json:"due_on_day_off"`  // keep (default), next or previous working day

	RuleDays string `json:"rule_days"` // what schedules without a rule of their own do on days off: skip, before, after; empty: fire all the same

	Before       []int  `json:"before"`        // reminders N working days before the deadline; 0 is the day itself
	OverdueEvery int    `json:"overdue_every"` // every N working days once overdue; 0: never
	Escalation   []Step `json:"escalation"`    // in order of days
	YellowDays   int    `json:"yellow_days"`   // calendar days before the deadline

	Digest     int `json:"digest"`      // when the day's digest goes out: 540 is 09:00
	QuietFrom  int `json:"quiet_from"`  // 1200 is 20:00
	QuietTo    int `json:"quiet_to"`    // 480 is 08:00; equal to QuietFrom: no quiet hours
	Brief      int `json:"brief"`       // leaders' brief on the first working day of the week, 510 is 08:30; negative: off
	KeyEvery   int `json:"key_every"`   // a report on key items is called for every N calendar days without one
	OtherEvery int `json:"other_every"` // the same for other items

	ExtensionMax    int `json:"extension_max"`      // granted extensions an item; 0: no limit
	ExtensionDays   int `json:"extension_max_days"` // calendar days in all beyond the first deadline; 0: no limit
	ExtensionBefore int `json:"extension_before"`   // asked at least N working days before the deadline
	UndoSeconds     int `json:"undo_seconds"`       // an issue can be undone that long
	RawDays         int `json:"raw_days"`           // raw texts are kept that many calendar days; 0: for ever

	Score Formula `json:"score,omitzero"` // how units are scored; see ScoreFormula
}

// Whom a step of the escalation tells.
const (
	ToHead        = "head"        // the unit's head
	ToOverseer    = "overseer"    // the nearest leader who oversees the unit
	ToPrincipal   = "principal"   // the head of the organisation
	ToExplanation = "explanation" // the unit is asked for a written explanation
	ToOffice      = "office"      // the supervision office
)

// A Step of the escalation: that many calendar days after the deadline, tell whom.
type Step struct {
	Days int    `json:"days"`
	To   string `json:"to"` // one of the To constants, or a PersonID
}

// DefaultPolicy is a public institution's: receipts, lights, a ladder up to a written explanation.
func DefaultPolicy() Policy {
	return Policy{
		Receipt: true, ReceiptDays: 1, NeedMeasure: false, Lights: true, DueOnDayOff: "keep",
		Before: []int{3, 1, 0}, OverdueEvery: 1, YellowDays: 3,
		Escalation: []Step{{3, ToOverseer}, {7, ToPrincipal}, {10, ToExplanation}},
		Digest:     9 * 60, QuietFrom: 20 * 60, QuietTo: 8 * 60, Brief: 8*60 + 30, KeyEvery: 7, OtherEvery: 30,
		UndoSeconds: 60, RawDays: 365, Score: DefaultFormula(),
	}
}

// CompanyPolicy is a firm's: no receipts, one review, no escalation to the head of the house.
func CompanyPolicy() Policy {
	p := DefaultPolicy()
	p.Receipt, p.Lights = false, false
	p.Escalation = []Step{{3, ToOverseer}}
	return p
}
