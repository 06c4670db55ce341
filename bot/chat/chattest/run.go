package chattest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/followup-bot/followup/bot/chat"
)

// patience bounds waits that end at once when all is well; no test measures time.
const patience = 20 * time.Second

// Run tests a messenger; start gives a new world for each test and stops it by t.Cleanup.
func Run(t *testing.T, start func(t *testing.T) World, lacks Lacks) {
	tests := []struct {
		name string
		skip bool
		run  func(*testing.T, *stage)
	}{
		{"messages arrive once and in order", false, testOrder},
		{"people are told apart", false, testIdentity},
		{"direct and channel", false, testPlaces},
		{"threads", lacks.Threads, testThreads},
		{"a user is an address", false, testDirectAddress},
		{"buttons", false, testButtons},
		{"selects and dates", lacks.Selects, testSelects},
		{"forms", lacks.Forms, testForms},
		{"edits in place", lacks.Edits, testUpdate},
		{"a key posts once", false, testKey},
		{"an unknown address", false, testNowhere},
		{"busy", slices.Contains(lacks.Faults, Busy), testBusy},
		{"lost answer", slices.Contains(lacks.Faults, Lost), testLost},
		{"refused", slices.Contains(lacks.Faults, Refused), testRefused},
		{"long and odd text", false, testText},
		{"markup stays text", false, testMarkup},
		{"every block", false, testBlocks},
		{"files come", lacks.Files, testFiles},
		{"files are opened again", lacks.Files, testFilesAgain},
		{"files go", lacks.Uploads, testUploads},
		{"private cards", lacks.Private, testPrivate},
		{"a failed handler is asked again", false, testReoffer},
		{"run ends with its context", false, testStop},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.skip {
				t.Skip("declared as lacking")
			}
			tt.run(t, newStage(t, start(t)))
		})
	}
}

// A stage is a world with the messenger running and a handler that records.
type stage struct {
	World
	m      chat.Messenger
	a, b   chat.User
	cancel context.CancelFunc
	done   chan error

	mu   sync.Mutex
	got  []chat.Message
	fail int                // how many more messages to fail
	form func() *chat.Form  // what Form answers
	asks []chat.Message     // what Form was asked
	hook func(chat.Message) // called by Handle, outside of the lock
	tell chan struct{}      // a token for each change
}

func newStage(t *testing.T, w World) *stage {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	s := &stage{World: w, m: w.Messenger(), cancel: cancel, done: make(chan error, 1), tell: make(chan struct{}, 1)}
	s.a, s.b = w.People()
	go func() { s.done <- s.m.Run(ctx, s) }()
	t.Cleanup(func() {
		cancel()
		s.ended(t)
	})
	return s
}

// ended waits for Run to return; later calls find it ended.
func (s *stage) ended(t *testing.T) error {
	t.Helper()
	select {
	case err := <-s.done:
		s.done <- err
		return err
	case <-time.After(patience):
		t.Fatal("Run did not return after its context ended")
		return nil
	}
}

// Handle records a message, or fails it while the test wants that.
func (s *stage) Handle(_ context.Context, m chat.Message) error {
	s.mu.Lock()
	failing := s.fail > 0
	if failing {
		s.fail--
	}
	s.got = append(s.got, m)
	hook := s.hook
	s.mu.Unlock()
	select {
	case s.tell <- struct{}{}:
	default:
	}
	if failing {
		return errors.New("not now")
	}
	if hook != nil {
		hook(m)
	}
	return nil
}

// Form answers with the test's form.
func (s *stage) Form(_ context.Context, m chat.Message) (*chat.Form, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asks = append(s.asks, m)
	if s.form == nil {
		return nil, nil
	}
	return s.form(), nil
}

// wait gives the messages so far, once there are n.
func (s *stage) wait(t *testing.T, n int) []chat.Message {
	t.Helper()
	deadline := time.After(patience)
	for {
		s.mu.Lock()
		got := slices.Clone(s.got)
		s.mu.Unlock()
		if len(got) >= n {
			return got
		}
		select {
		case <-s.tell:
		case <-deadline:
			t.Fatalf("%d messages arrived, want %d: %v", len(got), n, texts(got))
		}
	}
}

func (s *stage) channel() chat.Address { return chat.Address{Conversation: s.Channel()} }

func (s *stage) direct(u chat.User) chat.Address { return chat.Address{User: u.ID} }

func (s *stage) send(t *testing.T, to chat.Address, c chat.Card, key string) chat.Ref {
	t.Helper()
	ref, err := s.m.Send(t.Context(), to, c, key)
	if err != nil {
		t.Fatalf("send %s: %v", key, err)
	}
	if ref.Message == "" || ref.Conversation == "" || ref.Messenger == "" {
		t.Fatalf("send %s: the ref lacks something: %+v", key, ref)
	}
	return ref
}

// shown waits until a person sees n messages of the bot's, or more.
func (s *stage) shown(t *testing.T, user string, at chat.Address, n int) []Shown {
	t.Helper()
	var seen []Shown
	ok := poll(func() bool {
		seen = s.Shown(t, user, at)
		return len(seen) >= n
	})
	if !ok {
		t.Fatalf("%s sees %d messages, want %d", user, len(seen), n)
	}
	return seen
}

// poll asks until the answer is yes, or patience is over.
func poll(yes func() bool) bool {
	end := time.After(patience)
	for !yes() {
		select {
		case <-end:
			return false
		case <-time.After(5 * time.Millisecond):
		}
	}
	return true
}

func texts(ms []chat.Message) []string {
	var out []string
	for _, m := range ms {
		out = append(out, fmt.Sprintf("%s:%q", m.ID, m.Text))
	}
	return out
}

func plain(text string) chat.Card {
	return chat.Card{Title: text, Blocks: []chat.Block{{Kind: chat.BlockText, Text: text + "."}}}
}

func sendError(t *testing.T, err error) *chat.Error {
	t.Helper()
	var e *chat.Error
	if !errors.As(err, &e) {
		t.Fatalf("%v (%T) is not a *chat.Error", err, err)
	}
	return e
}
