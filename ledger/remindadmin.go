package ledger

import "time"

// Codes of a message to admins.
const (
	AdminTicks      = "ticks"      // looking at what is due fails
	AdminDeliveries = "deliveries" // a messenger does not take messages: About names it
	AdminUntaken    = "untaken"    // Count messages can't be taken in
	AdminAside      = "aside"      // something can't be looked at: About names it
	AdminFailed     = "failed"     // Count messages could not be sent and were set aside, the last to About
	AdminCalendar   = "calendar"   // the holidays of Year are not known yet
	AdminBackup     = "backup"     // the nightly copy failed: About is the file
	AdminQuota      = "quota"      // no room is left for copies of evidence
	AdminAltered    = "altered"    // a copy of evidence is missing or altered: About is the item and the file
	AdminRefused    = "refused"    // a message can't be given to About for Reason
	AdminMessenger  = "messenger"  // the messenger About has ended and waits for somebody
	AdminRecovered  = "recovered"  // what was told of with the code Reason, about About, works again
)

// An AdminNote is the Body of a NoticeAdmin: what is wrong with followup itself, since when, how often, and the last error.
type AdminNote struct {
	Code   string    `json:"code"`
	About  string    `json:"about,omitempty"`
	Since  time.Time `json:"since,omitzero"`
	Reason string    `json:"reason,omitempty"` // of AdminRefused: the messenger's, in one word; of AdminRecovered: the code
	Count  int       `json:"count,omitempty"`
	Error  string    `json:"error,omitempty"`
	Year   int       `json:"year,omitempty"`
}
