package ledger

import (
	"encoding/json"
	"time"
)

// A Binding says what a message of the bot's is about, so that a reply under it or a click on it finds its way. It is a RecordBinding by
// the message's Place, and a RecordCard by item or draft.
type Binding struct {
	Place  Place     `json:"place"`
	Card   string    `json:"card"` // which card it is; bot/view names them
	Items  []ItemID  `json:"items,omitempty"`
	Draft  MeetingID `json:"draft,omitempty"`
	Person PersonID  `json:"person,omitempty"` // whom it was sent to
	Lang   string    `json:"lang,omitempty"`
	Asks   string    `json:"asks,omitempty"` // the question that the card puts: Pending.Key
	At     time.Time `json:"at"`
}

// Records are the ones that make the binding findable from both sides.
func (b Binding) Records() []Record {
	key := b.Place.Key()
	out := []Record{NewRecord(RecordBinding, key, 0, b)}
	for _, it := range b.Items {
		out = append(out, NewRecord(RecordCard, string(it)+"|"+key, 0, b))
	}
	if b.Draft != "" {
		out = append(out, NewRecord(RecordCard, string(b.Draft)+"|"+key, 0, b))
	}
	for i := range out {
		out[i].Force = true
	}
	return out
}

// A Pending is a question of the bot's that waits for one person's answer in one conversation; a newer one takes its place. It is a
// RecordPending and survives restarts.
type Pending struct {
	Person   PersonID        `json:"person"`
	Place    Place           `json:"place"`
	Kind     string          `json:"kind"`
	Data     json.RawMessage `json:"data,omitempty"` // the bot's own
	Words    string          `json:"words,omitempty"`
	Files    []Evidence      `json:"files,omitempty"` // that came with the words
	Said     Place           `json:"said,omitzero"`   // the message that led to the question; zero: none did
	Asked    time.Time       `json:"asked"`
	Expires  time.Time       `json:"expires"`
	Revision int64           `json:"-"`
}

// Key names the question: who is asked, and where.
func (p Pending) Key() string {
	return string(p.Person) + "|" + p.Place.Messenger + "/" + p.Place.Workspace + "/" + p.Place.Conversation + "/" + p.Place.Thread
}
