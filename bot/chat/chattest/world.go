package chattest

import (
	"testing"

	"github.com/followup-bot/followup/bot/chat"
)

// A World is a messenger under test together with its far side: the people, whom the suite plays, and what they see. Each messenger's own
// test implements it, over a real server of that messenger's protocol. Failures of the far side itself end the test.
type World interface {
	// Messenger is the one under test, not yet running.
	Messenger() chat.Messenger
	// People are two different persons, known to the messenger, both in Channel.
	People() (a, b chat.User)
	// Channel is the id of a conversation that both people and the bot are in.
	Channel() string
	// Post lets a person write. to.User is the person for the direct conversation, otherwise to.Conversation and to.Thread count. It gives
	// the id of the message, as Message.Ref will have it.
	Post(t *testing.T, user string, to chat.Address, text string, files ...chat.Upload) string
	// Click lets a person use a control of a card; value is the option or date of selects and dates, else the control's value.
	Click(t *testing.T, user string, card chat.Ref, control chat.Control, value string)
	// Open lets a person click a form control and gives what the dialog that opens asks, as the person sees it.
	Open(t *testing.T, user string, card chat.Ref, control chat.Control) chat.Form
	// Submit lets a person send that dialog.
	Submit(t *testing.T, user string, card chat.Ref, form chat.Form, values map[string]string)
	// Shown is what a person sees of the bot's in a conversation (in all of its threads too), oldest first; at.User is the direct one.
	Shown(t *testing.T, user string, at chat.Address) []Shown
	// Strike makes the next send go wrong in this way.
	Strike(t *testing.T, f Fault)
	// Nowhere is an address that can never be sent to.
	Nowhere() chat.Address
}

// Shown is one message of the bot's, as a person reads it.
type Shown struct {
	Message string   // its id
	Thread  string   // the thread it stands in, empty outside of one
	Text    string   // all that can be read in it, unescaped
	Live    []string // what is more than text although it came from a card's text: mentions, links, tags, formatting
	Edited  bool
}

// Lacks declares what a messenger hasn't; only what is declared is skipped.
type Lacks struct {
	Threads bool
	Edits   bool
	Selects bool // selects and date pickers
	Forms   bool
	Files   bool // people can't attach files
	Uploads bool // cards can't carry files
	Private bool // no message in a channel for one person's eyes
	Faults  []Fault
}
