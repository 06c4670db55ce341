package chattest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/followup-bot/followup/bot/chat"
)

// fakeWorld lets the suite play the fake's people; posting is asynchronous, as it is everywhere else.
type fakeWorld struct {
	f    *Fake
	work chan func()
}

func newFakeWorld(opts Options) func(*testing.T) World {
	return func(t *testing.T) World {
		w := &fakeWorld{f: NewFake(opts), work: make(chan func(), 100)}
		done := make(chan struct{})
		go func() {
			defer close(done)
			for do := range w.work {
				do()
			}
		}()
		t.Cleanup(func() { close(w.work); <-done })
		return w
	}
}

func (w *fakeWorld) Messenger() chat.Messenger { return w.f.Messenger() }
func (w *fakeWorld) People() (a, b chat.User) {
	return chat.User{ID: "u1", Name: "A"}, chat.User{ID: "u2", Name: "B"}
}
func (w *fakeWorld) Channel() string { return "general" }
func (w *fakeWorld) Nowhere() chat.Address {
	return chat.Address{Thread: "m0"}
}
func (w *fakeWorld) Strike(_ *testing.T, f Fault) { w.f.FailNext(f) }

func (w *fakeWorld) Post(t *testing.T, user string, to chat.Address, text string, files ...chat.Upload) string {
	id := fmt.Sprintf("p%d", time.Now().UnixNano())
	opts := []Option{WithID(id), InThread(to.Thread), func(m *chat.Message) { m.Ref = id }}
	for _, u := range files {
		opts = append(opts, WithFile(u.Name, u.MIME, u.Data))
	}
	w.work <- func() {
		if _, err := w.f.Say(context.Background(), user, to.Conversation, text, opts...); err != nil {
			t.Error(err)
		}
	}
	return id
}

func (w *fakeWorld) Click(t *testing.T, user string, card chat.Ref, c chat.Control, value string) {
	if _, err := w.f.Click(t.Context(), user, card, c.ID, value); err != nil {
		t.Fatal(err)
	}
}

func (w *fakeWorld) Open(t *testing.T, user string, card chat.Ref, c chat.Control) chat.Form {
	form, err := w.f.Click(t.Context(), user, card, c.ID, c.Value)
	if err != nil || form == nil {
		t.Fatal(form, err)
	}
	return *form
}

func (w *fakeWorld) Submit(t *testing.T, user string, _ chat.Ref, form chat.Form, values map[string]string) {
	if err := w.f.Submit(t.Context(), user, form.ID, form.Value, values); err != nil {
		t.Fatal(err)
	}
}

func (w *fakeWorld) Shown(_ *testing.T, user string, at chat.Address) []Shown {
	where := at.Conversation
	if where == "" {
		where = w.f.Direct(at.User)
	}
	var out []Shown
	for _, p := range w.f.To(where) {
		if p.Card.Private && p.To.User != user {
			continue
		}
		out = append(out, Shown{Message: p.Ref.Message, Thread: p.Ref.Thread, Text: Text(p.Card), Edited: len(p.Edits) > 0})
	}
	return out
}

func TestFakeConforms(t *testing.T) {
	Run(t, newFakeWorld(Options{}), Lacks{})
	Run(t, newFakeWorld(Options{Once: true, NoFind: true}), Lacks{Faults: []Fault{Lost}})
}

func TestFakeWithoutAbilities(t *testing.T) {
	Run(t, newFakeWorld(Options{NoThreads: true, NoEdits: true, NoForms: true}), Lacks{Threads: true, Edits: true, Forms: true})
	m := NewFake(Options{NoEdits: true, NoFind: true}).Messenger()
	if _, ok := m.(chat.Updater); ok {
		t.Error("NoEdits has an Updater")
	}
	if _, ok := m.(chat.Finder); ok {
		t.Error("NoFind has a Finder")
	}
}

type deaf struct{}

func (deaf) Handle(context.Context, chat.Message) error             { return errors.New("deaf") }
func (deaf) Form(context.Context, chat.Message) (*chat.Form, error) { return nil, nil }

func TestFakeSaysWhatWentWrong(t *testing.T) {
	f := NewFake(Options{NoButtons: true})
	f.Attach(deaf{})
	if _, err := f.Say(t.Context(), "u1", "", "hi"); err == nil {
		t.Error("a deaf handler took the message")
	}
	if _, err := f.Click(t.Context(), "u1", chat.Ref{}, "x"); !errors.Is(err, ErrNoButtons) {
		t.Errorf("a click without buttons gave %v", err)
	}
	g := NewFake(Options{})
	g.Attach(deaf{})
	ref, err := g.Send(t.Context(), chat.Address{User: "u1"}, controlCard(), "k")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := g.Click(t.Context(), "u1", ref, "nonsense"); err == nil {
		t.Error("a control that isn't there was clicked")
	}
	if _, err := g.Click(t.Context(), "u1", ref, "owner", "u9"); err == nil {
		t.Error("an option that isn't there was chosen")
	}
	if p, ok := g.Last("u1"); !ok || p.Key != "k" {
		t.Errorf("last is %+v, %v", p, ok)
	}
}
