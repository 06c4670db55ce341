package local

import (
	"bytes"
	"net/http"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/chat/chattest"
)

var testStart = time.Date(2026, 11, 20, 1, 0, 0, 0, time.UTC)

func testPeople() []Persona {
	return []Persona{
		{ID: "clerk", Name: "督查员", Unit: "督查室", Lang: "zh", Group: "督查室"},
		{ID: "head", Name: "执行局局长", Title: "局长", Unit: "执行局", Lang: "zh", Group: "部门"},
		{ID: "ann", Name: "Ann <b>Bold</b>", Title: "Liaison", Unit: "Research", Lang: "en", Group: "Staff"},
	}
}

func testConfig(t *testing.T) Config {
	return Config{
		Dir: t.TempDir(), Listen: "127.0.0.1:0", Demo: true, People: testPeople, Now: func() time.Time { return testStart },
		Channels: func() []Channel {
			return []Channel{{ID: "c-all", Name: "督办通报", Members: []string{"clerk", "head"}}}
		},
	}
}

// webWorld plays people over the real HTTP server.
type webWorld struct {
	m     *Messenger
	forms map[string]string // token by form id
}

func newWebWorld(t *testing.T) chattest.World {
	m, err := New(testConfig(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { m.Close() })
	return &webWorld{m: m, forms: map[string]string{}}
}

func (w *webWorld) Messenger() chat.Messenger { return w.m }
func (w *webWorld) Channel() string           { return "c-all" }
func (w *webWorld) Nowhere() chat.Address     { return chat.Address{User: "nobody"} }
func (w *webWorld) People() (a, b chat.User) {
	return chat.User{ID: "clerk"}, chat.User{ID: "head"}
}

func (w *webWorld) as(user string) Client {
	return Client{HTTP: http.DefaultClient, Base: w.m.URL(), User: user}
}

// Strike makes the journal refuse one write, as a full disk does.
func (w *webWorld) Strike(t *testing.T, f chattest.Fault) {
	if f != chattest.Busy {
		t.Fatalf("fault %v can't happen here", f)
	}
	w.m.write.Lock()
	defer w.m.write.Unlock()
	w.m.journal.file = &fullDisk{disk: w.m.journal.file}
}

// fullDisk takes half of one write, and all of the later ones.
type fullDisk struct {
	disk
	failed bool
}

func (d *fullDisk) Write(p []byte) (int, error) {
	if d.failed {
		return d.disk.Write(p)
	}
	d.failed = true
	n, _ := d.disk.Write(p[:len(p)/2])
	return n, syscall.ENOSPC
}

func (w *webWorld) Post(t *testing.T, user string, to chat.Address, text string, files ...chat.Upload) string {
	var ids []string
	for _, f := range files {
		id, err := w.as(user).Upload(t.Context(), f.Name, f.MIME, bytes.NewReader(f.Data))
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	msg, err := w.as(user).Say(t.Context(), to.Conversation, to.Thread, text, ids...)
	if err != nil {
		t.Fatal(err)
	}
	return msg.ID
}

func (w *webWorld) Click(t *testing.T, user string, card chat.Ref, c chat.Control, value string) {
	if err := w.as(user).Click(t.Context(), card.Message, c, value); err != nil {
		t.Fatal(err)
	}
}

func (w *webWorld) Open(t *testing.T, user string, card chat.Ref, c chat.Control) chat.Form {
	form, token, err := w.as(user).Open(t.Context(), card.Message, c)
	if err != nil || form == nil {
		t.Fatal(form, err)
	}
	w.forms[form.ID] = token
	return *form
}

func (w *webWorld) Submit(t *testing.T, user string, _ chat.Ref, form chat.Form, values map[string]string) {
	if err := w.as(user).Submit(t.Context(), w.forms[form.ID], values); err != nil {
		t.Fatal(err)
	}
}

func (w *webWorld) Shown(t *testing.T, user string, at chat.Address) []chattest.Shown {
	all, err := w.as(user).Messages(t.Context(), at.Conversation)
	if err != nil {
		t.Fatal(err)
	}
	var out []chattest.Shown
	for _, m := range all {
		if m.Card != nil {
			out = append(out, chattest.Shown{Message: m.ID, Thread: m.Thread, Text: chattest.Text(*m.Card), Edited: m.Edited})
		}
	}
	return out
}

func TestConforms(t *testing.T) {
	chattest.Run(t, newWebWorld, chattest.Lacks{Faults: []chattest.Fault{chattest.Lost, chattest.Refused}})
}

// The page never parses text as markup: there is no way in its scripts to do so.
func TestPageHasNoMarkupSink(t *testing.T) {
	p, err := loadPage()
	if err != nil {
		t.Fatal(err)
	}
	sink := regexp.MustCompile(`innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|srcdoc|setAttribute\("style|DOMParser|createContextualFragment`)
	for name, a := range p.files {
		if found := sink.FindString(string(a.body)); strings.HasSuffix(name, ".js") && found != "" {
			t.Errorf("%s uses %s", name, found)
		}
	}
}
