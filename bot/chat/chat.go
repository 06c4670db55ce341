// Package chat is what followup and every messenger agree on: neutral messages, cards and forms, and the interface that a messenger
// implements. It is pure: no messenger's SDK, no I/O.
//
// Text in cards is data. It carries no markup; a messenger escapes whatever would be live in its own (mentions, links, formatting).
package chat

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"
)

// An Address is where a message goes or came from. Either Conversation is set, or User, which means "the direct conversation with User".
// Thread is the id of the message that began the thread; messengers without threads ignore it.
type Address struct {
	Messenger    string `json:"messenger"`
	Workspace    string `json:"workspace,omitempty"`
	Conversation string `json:"conversation,omitempty"`
	Thread       string `json:"thread,omitempty"`
	User         string `json:"user,omitempty"`
}

// A Ref names one message that was sent. Address.Conversation is set.
type Ref struct {
	Address
	Message string `json:"message"`
}

// Root is the message that a reply to r stands under: the thread's first message, or r itself.
func (r Ref) Root() string {
	if r.Thread != "" {
		return r.Thread
	}
	return r.Message
}

// A User is who spoke, as the messenger knows them. Name, Lang and Zone are only hints for greeting; ID alone is identity.
type User struct {
	ID       string
	Name     string
	Lang     string // BCP 47, when the profile says so
	Zone     string // IANA, when the profile says so
	Bot      bool   // a bot, this one included: not obeyed
	External bool   // a guest or somebody of another workspace: not obeyed
}

// A Message is one thing that a person did: wrote, clicked, sent a form, changed or removed a message.
type Message struct {
	ID        string  // the messenger's id of this event; handling the same ID twice has the effect of once
	Event     string  // the messenger's id of what told of it, if it has such: one event has no effect twice, and several may tell of the same ID
	At        Address // where; Thread is set when it stands in a thread
	Ref       string  // the id of the message itself, for replying in its thread and for edits
	From      User
	Direct    bool // a direct conversation with the bot
	Mentioned bool // the bot was addressed by name (the mention itself is not in Text) or by a command
	Text      string
	Files     []File
	Action    *Action // a click or a choice on a card
	Form      *Filled // a form that was sent
	Edited    bool    // Text replaces what message Ref said before
	Deleted   bool    // message Ref was removed by its author
	Time      time.Time
}

// Identity is the messenger, workspace and user that spoke.
func (m Message) Identity() (messenger, workspace, user string) {
	return m.At.Messenger, m.At.Workspace, m.From.ID
}

// A File is attached to a message. Open may be called more than once; the caller closes what it returns.
type File struct {
	ID   string
	Name string
	MIME string
	Size int64
	Open func(ctx context.Context) (io.ReadCloser, error)
}

// An Action is the use of a Control of a card.
type Action struct {
	ID      string // the Control's ID
	Value   string // the Control's Value, or the option chosen, or the date picked (YYYY-MM-DD)
	Card    Ref    // the card it stood on
	Trigger string // what the messenger needs to open a form in answer; empty elsewhere
}

// A Filled form: Values by Field.ID; a multi-select's values are joined by "\n", dates are YYYY-MM-DD.
type Filled struct {
	ID     string // the Form's ID
	Value  string // the Form's Value, untouched
	Values map[string]string
	Card   Ref // the card whose control opened the form; zero when none did
}

// A Card is one message of the bot's.
type Card struct {
	Lang     string  `json:"lang,omitempty"` // BCP 47, for screen readers and fonts
	Title    string  `json:"title,omitempty"`
	Fallback string  `json:"fallback,omitempty"` // one line for notifications; empty: Title, else the first text
	Blocks   []Block `json:"blocks,omitempty"`
	Private  bool    `json:"private,omitempty"` // for the addressee's eyes: sent directly, or ephemerally, never shown to a channel
}

// TooLarge gives the name of the first file of the card that has more than MaxUpload bytes.
func (c Card) TooLarge() (name string, ok bool) {
	for _, b := range c.Blocks {
		if b.File != nil && len(b.File.Data) > MaxUpload {
			return b.File.Name, true
		}
	}
	return "", false
}

// BlockKind says how a Block is laid out.
type BlockKind string

// The kinds of block.
const (
	BlockText    BlockKind = "text"    // a paragraph
	BlockQuote   BlockKind = "quote"   // somebody's words, set apart
	BlockRows    BlockKind = "rows"    // a list: a light, a headline, details, controls
	BlockTable   BlockKind = "table"   // Table[0] is the head
	BlockActions BlockKind = "actions" // controls side by side
	BlockNote    BlockKind = "note"    // small print
	BlockDivider BlockKind = "divider"
	BlockFile    BlockKind = "file" // a file or picture to be shown with the card
)

// A Block is one part of a card; which fields count depends on Kind.
type Block struct {
	Kind    BlockKind  `json:"kind"`
	Text    string     `json:"text,omitempty"`
	Rows    []Row      `json:"rows,omitempty"`
	Table   [][]string `json:"table,omitempty"`
	Actions []Control  `json:"actions,omitempty"`
	File    *Upload    `json:"file,omitempty"`
}

// A Row is one line of a list. Light is a sign that Text also says in words where it matters.
type Row struct {
	Light   string    `json:"light,omitempty"` // red yellow green blue grey, or warn, new; empty: none
	Mark    string    `json:"mark,omitempty"`  // number or short mark in front: 12号, #12
	Text    string    `json:"text"`
	Detail  []string  `json:"detail,omitempty"` // further lines; messengers may fold them away
	Actions []Control `json:"actions,omitempty"`
}

// An Upload is content that goes with a card: a chart, an exported table. It travels in the card, and so in the outbox, where it is kept until it
// was delivered; MaxUpload bounds it. PNG, JPEG and GIF are shown where they stand in the card, anything else is offered as a download: in
// the web chat as a link, in Slack as a file in the card's thread, in the terminal by its name. A file of a Private card is private too.
type Upload struct {
	Name string `json:"name"` // as people save it, with its extension: 督办台账.xlsx
	MIME string `json:"mime"`
	Alt  string `json:"alt,omitempty"` // what a picture shows, in words; required of pictures, for those who can't see them
	Data []byte `json:"data"`
}

// MaxUpload is how many bytes one Upload may have: who makes it says so to the person instead of sending more, as Send refuses it for good.
const MaxUpload = 8 << 20

// FileBlock is the block that carries a file: append(card.Blocks, chat.FileBlock(...)) is all that it takes to send one.
func FileBlock(name, mime, alt string, data []byte) Block {
	return Block{Kind: BlockFile, File: &Upload{Name: name, MIME: mime, Alt: alt, Data: data}}
}

// ControlKind says what a Control is.
type ControlKind string

// The kinds of control.
const (
	ControlButton ControlKind = "button" // a click gives an Action
	ControlSelect ControlKind = "select" // a choice gives an Action with the option's value
	ControlDate   ControlKind = "date"   // a pick gives an Action with the date
	ControlForm   ControlKind = "form"   // a click asks Handler.Form for a Form and opens it; without forms: an Action
	ControlLink   ControlKind = "link"   // opens URL
)

// A Control is something to click, choose or pick.
type Control struct {
	Kind    ControlKind `json:"kind"`
	ID      string      `json:"id"`              // what it does: "accept", "report", …
	Value   string      `json:"value,omitempty"` // what it does it to
	Label   string      `json:"label"`
	Style   string      `json:"style,omitempty"`   // "primary", "danger" or empty
	Confirm string      `json:"confirm,omitempty"` // asked before it is done
	Options []Option    `json:"options,omitempty"` // of a select
	URL     string      `json:"url,omitempty"`     // of a link
}

// An Option is one choice.
type Option struct {
	Label string `json:"label"`
	Value string `json:"value"`
}

// FieldKind says what a Field takes.
type FieldKind string

// The kinds of field.
const (
	FieldText   FieldKind = "text"
	FieldArea   FieldKind = "area" // several lines
	FieldNumber FieldKind = "number"
	FieldDate   FieldKind = "date"
	FieldSelect FieldKind = "select"
	FieldMulti  FieldKind = "multi"
	FieldUser   FieldKind = "user" // one of the messenger's people, by their id there
	FieldFile   FieldKind = "file" // files; they come in Message.Files, and the value is empty. Messengers that can't take files in forms leave the field out
)

// A Form is filled in a dialog. Show stands above the fields; a form without fields shows only that, its controls work as on a card, and there is
// nothing to send. Messengers whose dialogs show no blocks leave it out, and take the click that asked for a form without fields as an Action.
type Form struct {
	ID     string  `json:"id"`
	Value  string  `json:"value,omitempty"` // comes back in Filled.Value
	Lang   string  `json:"lang,omitempty"`
	Title  string  `json:"title"`
	Submit string  `json:"submit"`
	Cancel string  `json:"cancel"`
	Show   []Block `json:"show,omitempty"`
	Fields []Field `json:"fields"`
}

// A Field is one question of a form, with what it holds at first in Value (see Filled for how values are written).
type Field struct {
	ID       string    `json:"id"`
	Label    string    `json:"label"`
	Kind     FieldKind `json:"kind"`
	Value    string    `json:"value,omitempty"`
	Hint     string    `json:"hint,omitempty"`
	Required bool      `json:"required,omitempty"`
	Min      string    `json:"min,omitempty"` // of a number or date
	Max      string    `json:"max,omitempty"`
	Options  []Option  `json:"options,omitempty"`
}

// A Handler takes what people do. Handle returns once the effect is committed; an error means "not taken, offer it again".
type Handler interface {
	Handle(ctx context.Context, m Message) error
	// Form gives the form that m.Action, the click on a ControlForm, asks for; nil when there is none to open (the handler has then
	// answered the person itself). A message without an ID asks for a form anew that is open: nothing is answered then.
	Form(ctx context.Context, m Message) (*Form, error)
}

// A Messenger carries messages between people and the bot.
type Messenger interface {
	// Run receives until ctx ends, handing each message to h; messages of one conversation in order.
	Run(ctx context.Context, h Handler) error
	// Send posts a card and says where it stands. key is stable over retries: a messenger with idempotency of its own posts once for a key.
	// Errors are of type *Error.
	Send(ctx context.Context, to Address, c Card, key string) (Ref, error)
}

// An Updater can edit a card in place.
type Updater interface {
	Update(ctx context.Context, ref Ref, c Card) error
}

// A Finder can tell whether a message with the key was posted already, so that a retry need not post it twice.
type Finder interface {
	Find(ctx context.Context, to Address, key string, since time.Time) (Ref, bool, error)
}

// A Late finder may not find a message yet that was posted a moment ago: only what is older than Lag is surely found. Before it has passed,
// "not found" is no answer.
type Late interface {
	Lag() time.Duration
}

// A Once messenger posts once for a key, however often it is asked, so that a retry needs no look-up.
type Once interface {
	PostsOnce()
}

// A Placed messenger is of one workspace, which the addresses of its messages name.
type Placed interface {
	Workspace() string
}

// A Directory is a messenger that knows its people's addresses and groups. Only members of the workspace are given, never guests or bots.
type Directory interface {
	// Email is the address that the messenger itself has confirmed for the user; empty when it shows none.
	Email(ctx context.Context, user string) (string, error)
	// User is what the messenger shows of a user; ok is false for guests, bots and those it does not know.
	User(ctx context.Context, user string) (u User, ok bool, err error)
	// ByEmail finds the user with an address; ok is false when there is none.
	ByEmail(ctx context.Context, email string) (u User, ok bool, err error)
	// Members gives the users of a group, by its name or id; ok is false when there is no such group.
	Members(ctx context.Context, group string) (users []User, ok bool, err error)
}

// An Eraser can remove what a message says, its files too, when it must not be kept: a person's text that the guard refused, a card sent by
// mistake. Ref is the message's place and id.
type Eraser interface {
	Erase(ctx context.Context, ref Ref) error
}

// Files is a messenger that opens a file again, also after a restart, by the ID that it had in a Message. ErrGone: its sender has removed it, or it is not
// kept any more. Other errors may pass.
type Files interface {
	OpenFile(ctx context.Context, id string) (io.ReadCloser, error)
}

// ErrGone means that a file is not there any more.
var ErrGone = errors.New("the file is gone")

// An Error is a failed send, classified by the messenger that knows. Retry: the same send may succeed later, not before After.
// Unknown: nobody knows whether it was posted (the answer was lost). Reason is why a person has to see to it, where that is known.
type Error struct {
	Retry   bool
	Unknown bool
	After   time.Duration
	Reason  Reason
	Err     error
}

// A Reason is why a messenger will not take a message before somebody has done something about it.
type Reason string

// The reasons. Those of the app hold for every message; the others for one recipient.
const (
	ReasonToken     Reason = "token"     // the app: its token is refused, or it was removed
	ReasonScope     Reason = "scope"     // the app: it lacks a permission
	ReasonLeft      Reason = "left"      // the person has left, or their account is deactivated
	ReasonArchived  Reason = "archived"  // the channel is archived
	ReasonNotThere  Reason = "not_there" // the bot is not in the channel, or there is none such
	ReasonForbidden Reason = "forbidden" // the messenger's settings do not let the bot write there
)

// OfApp reports whether the reason holds for every message of the messenger.
func (r Reason) OfApp() bool { return r == ReasonToken || r == ReasonScope }

// Error says what failed.
func (e *Error) Error() string {
	if e.Retry {
		return fmt.Sprintf("send (may be retried): %v", e.Err)
	}
	return fmt.Sprintf("send: %v", e.Err)
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }
