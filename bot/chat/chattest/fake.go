// Package chattest helps to test what speaks through chat.Messenger: Fake is a messenger in memory whose people a test plays and whose
// network a test can break; Run is the conformance suite that every messenger passes.
//
// The fake is deterministic: ids are counted, and its clock starts at a fixed instant and moves a second with each event, unless a test
// gives its own. It keeps everything, so it is for tests alone.
package chattest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/followup-bot/followup/bot/chat"
)

// Options say what kind of messenger a Fake is. The zero value has threads, edits, buttons, forms and look-up by key, and posts twice when
// it is asked twice.
type Options struct {
	Name      string // messenger name, "fake" when empty
	Workspace string
	NoThreads bool          // replies stand in the conversation itself, Thread is never set
	NoEdits   bool          // Messenger() has no Update
	NoFind    bool          // Messenger() has no Find
	NoButtons bool          // Click is refused: people answer in words
	NoForms   bool          // a click on a form control gives a plain Action
	Once      bool          // Send has idempotency of its own: one post for a key
	Attempts  int           // how often a message is offered when the handler fails; 3 when zero
	Pause     time.Duration // between such offers
	Now       func() time.Time
}

// A Fault is how a send goes wrong.
type Fault int

// The faults that FailNext takes.
const (
	Fine    Fault = iota // nothing wrong
	Busy                 // not posted, may be retried after a second
	Lost                 // posted, but the answer was lost: Retry and Unknown
	Dropped              // not posted, and nobody knows: Retry and Unknown
	Refused              // not posted, and never will be
)

// ErrNoButtons is what Click and Submit say on a messenger without buttons or forms.
var ErrNoButtons = errors.New("this messenger has no such control")

// A Posted card is one that the bot sent, with all that became of it.
type Posted struct {
	Ref   chat.Ref
	To    chat.Address // as the bot asked
	Card  chat.Card    // as it stands now
	Key   string
	Edits []chat.Card // what replaced the first version, oldest first
	Time  time.Time
}

// Fake is a messenger in memory. All methods may be called from several goroutines.
type Fake struct {
	opts Options

	mu      sync.Mutex
	seq     int
	posts   []*Posted
	faults  []Fault
	users   map[string]chat.User
	rooms   map[string]*sync.Mutex
	forms   map[string]chat.Ref // by user and form id: the card it was opened from
	erased  []chat.Ref
	files   map[string]chat.File
	noFiles []error // how the next times that a file is opened again go wrong
	handler chat.Handler
	ready   chan struct{}
}

// NewFake gives a fake messenger without people; a user that speaks exists from then on.
func NewFake(opts Options) *Fake {
	if opts.Name == "" {
		opts.Name = "fake"
	}
	if opts.Attempts == 0 {
		opts.Attempts = 3
	}
	return &Fake{
		opts: opts, users: map[string]chat.User{}, rooms: map[string]*sync.Mutex{},
		forms: map[string]chat.Ref{}, files: map[string]chat.File{}, ready: make(chan struct{}),
	}
}

// Messenger is the fake with just the abilities that its options leave it.
func (f *Fake) Messenger() chat.Messenger {
	switch {
	case f.opts.NoEdits && f.opts.NoFind:
		return struct{ chat.Messenger }{f}
	case f.opts.NoEdits:
		return struct {
			chat.Messenger
			chat.Finder
		}{f, f}
	case f.opts.NoFind:
		return struct {
			chat.Messenger
			chat.Updater
		}{f, f}
	}
	return f
}

// AddUser makes somebody known with a name, a language or marks (a bot, a guest).
func (f *Fake) AddUser(u chat.User) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.users[u.ID] = u
}

// Direct is the id of the direct conversation of a user with the bot.
func (f *Fake) Direct(user string) string { return direct + user }

const direct = "dm-"

// Attach gives the handler at once, for tests that need no Run.
func (f *Fake) Attach(h chat.Handler) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.handler == nil {
		close(f.ready)
	}
	f.handler = h
}

// Run hands messages to h until ctx ends, and then returns ctx's error.
func (f *Fake) Run(ctx context.Context, h chat.Handler) error {
	f.Attach(h)
	<-ctx.Done()
	return ctx.Err()
}

// FailNext makes the next sends and edits go wrong, one fault each, in order.
func (f *Fake) FailNext(faults ...Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.faults = append(f.faults, faults...)
}

// Send posts a card, unless a fault was asked for.
func (f *Fake) Send(ctx context.Context, to chat.Address, c chat.Card, key string) (chat.Ref, error) {
	if err := ctx.Err(); err != nil {
		return chat.Ref{}, &chat.Error{Retry: true, Err: err}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if to.Conversation == "" && to.User == "" {
		return chat.Ref{}, &chat.Error{Err: errors.New("the address is empty")}
	}
	if c.Private && to.User == "" && !strings.HasPrefix(to.Conversation, direct) {
		return chat.Ref{}, &chat.Error{Err: errors.New("a private card needs an addressee")}
	}
	if name, ok := c.TooLarge(); ok {
		return chat.Ref{}, &chat.Error{Err: fmt.Errorf("the file %s is too large", name)}
	}
	if f.opts.Once && key != "" {
		if p := f.byKey(key); p != nil {
			return p.Ref, nil
		}
	}
	fault := f.fault()
	if err := fault.before(); err != nil {
		return chat.Ref{}, err
	}
	p := f.post(to, c, key)
	if fault == Lost {
		return chat.Ref{}, &chat.Error{Retry: true, Unknown: true, Err: errors.New("the answer was lost")}
	}
	return p.Ref, nil
}

func (f *Fake) post(to chat.Address, c chat.Card, key string) *Posted {
	ref := chat.Ref{Address: f.place(to), Message: f.next("m")}
	p := &Posted{Ref: ref, To: to, Card: c, Key: key, Time: f.now()}
	f.posts = append(f.posts, p)
	return p
}

// place completes an address as the messenger would.
func (f *Fake) place(to chat.Address) chat.Address {
	at := chat.Address{Messenger: f.opts.Name, Workspace: f.opts.Workspace, Conversation: to.Conversation, Thread: to.Thread}
	if at.Conversation == "" {
		at.Conversation = f.Direct(to.User)
	}
	if f.opts.NoThreads {
		at.Thread = ""
	}
	return at
}

// Update replaces a card in place.
func (f *Fake) Update(ctx context.Context, ref chat.Ref, c chat.Card) error {
	if err := ctx.Err(); err != nil {
		return &chat.Error{Retry: true, Err: err}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	fault := f.fault()
	if err := fault.before(); err != nil {
		return err
	}
	p := f.byRef(ref)
	if p == nil {
		return &chat.Error{Err: fmt.Errorf("message %s was never posted", ref.Message)}
	}
	p.Card = c
	p.Edits = append(p.Edits, c)
	if fault == Lost {
		return &chat.Error{Retry: true, Unknown: true, Err: errors.New("the answer was lost")}
	}
	return nil
}

// Find tells where the first message with the key stands.
func (f *Fake) Find(ctx context.Context, _ chat.Address, key string, since time.Time) (chat.Ref, bool, error) {
	if err := ctx.Err(); err != nil {
		return chat.Ref{}, false, &chat.Error{Retry: true, Err: err}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	p := f.byKey(key)
	if p == nil || p.Time.Before(since) {
		return chat.Ref{}, false, nil
	}
	return p.Ref, true, nil
}

// Erase notes that a message was removed; Erased tells.
func (f *Fake) Erase(ctx context.Context, ref chat.Ref) error {
	if err := ctx.Err(); err != nil {
		return &chat.Error{Retry: true, Err: err}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.erased = append(f.erased, ref)
	return nil
}

// Erased are the messages that were removed, in order.
func (f *Fake) Erased() []chat.Ref {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.erased)
}

func (f *Fake) byKey(key string) *Posted {
	for _, p := range f.posts {
		if key != "" && p.Key == key {
			return p
		}
	}
	return nil
}

func (f *Fake) byRef(ref chat.Ref) *Posted {
	for _, p := range f.posts {
		if p.Ref.Message == ref.Message && p.Ref.Conversation == ref.Conversation {
			return p
		}
	}
	return nil
}

func (f *Fake) next(prefix string) string {
	f.seq++
	return fmt.Sprintf("%s%d", prefix, f.seq)
}

var epoch = time.Date(2026, 11, 20, 1, 0, 0, 0, time.UTC)

func (f *Fake) now() time.Time {
	if f.opts.Now != nil {
		return f.opts.Now()
	}
	return epoch.Add(time.Duration(f.seq) * time.Second)
}

func (f *Fake) fault() Fault {
	if len(f.faults) == 0 {
		return Fine
	}
	first := f.faults[0]
	f.faults = f.faults[1:]
	return first
}

// before is the error of a fault that strikes before anything is posted.
func (x Fault) before() error {
	switch x {
	case Busy:
		return &chat.Error{Retry: true, After: time.Second, Err: errors.New("too many requests")}
	case Dropped:
		return &chat.Error{Retry: true, Unknown: true, Err: errors.New("the connection broke")}
	case Refused:
		return &chat.Error{Err: errors.New("not allowed")}
	}
	return nil
}
