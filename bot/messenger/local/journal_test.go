package local

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/followup-bot/followup/bot/chat"
)

// A keeper is a handler that records, and fails while told to.
type keeper struct {
	mu   sync.Mutex
	got  []chat.Message
	fail bool
}

func (k *keeper) Handle(_ context.Context, m chat.Message) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.got = append(k.got, m)
	if k.fail {
		return errors.New("not now")
	}
	return nil
}

func (k *keeper) Form(context.Context, chat.Message) (*chat.Form, error) { return nil, nil }

func (k *keeper) texts() string {
	k.mu.Lock()
	defer k.mu.Unlock()
	var out []string
	for _, m := range k.got {
		out = append(out, m.Text)
	}
	return strings.Join(out, " ")
}

// live runs a messenger on the configuration until the returned stop is called.
func live(t *testing.T, cfg Config, h chat.Handler) (*Messenger, func()) {
	t.Helper()
	m, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- m.Run(ctx, h) }()
	<-m.queue.begun
	var once sync.Once
	stop := func() { once.Do(func() { cancel(); <-done }) }
	t.Cleanup(stop)
	return m, stop
}

func (w *webWorld) of(m *Messenger) *webWorld { return &webWorld{m: m, forms: map[string]string{}} }

func as(m *Messenger, user string) Client {
	return Client{HTTP: InProcess(m.Control()), Base: "http://local", User: user}
}

func card(text string) chat.Card {
	return chat.Card{Title: text, Blocks: []chat.Block{{Kind: chat.BlockActions, Actions: []chat.Control{{Kind: chat.ControlButton, ID: "b", Value: "v", Label: "B"}}}}}
}

func TestRestartKeepsEverything(t *testing.T) {
	cfg := testConfig(t)
	k := &keeper{fail: true}
	m, stop := live(t, cfg, k)
	if _, err := as(m, "clerk").Say(t.Context(), "", "", "waiting"); err != nil {
		t.Fatal(err)
	}
	ref, err := m.Send(t.Context(), chat.Address{User: "clerk"}, card("first"), "k1")
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Update(t.Context(), ref, card("second")); err != nil {
		t.Fatal(err)
	}
	link, err := m.Invite("head")
	if err != nil {
		t.Fatal(err)
	}
	stop()

	k2 := &keeper{}
	m, stop = live(t, cfg, k2)
	if err := as(m, "clerk").Idle(t.Context()); err != nil {
		t.Fatal(err)
	}
	if k2.texts() != "waiting" || k2.got[0].ID != k.got[0].ID {
		t.Errorf("offered again: %q", k2.texts())
	}
	again, err := m.Send(t.Context(), chat.Address{User: "clerk"}, card("first"), "k1")
	if err != nil || again != ref {
		t.Errorf("the key of before gave %+v, %v, want %+v", again, err, ref)
	}
	all, err := as(m, "clerk").Messages(t.Context(), "")
	if err != nil || len(all) != 2 || all[1].Card.Title != "second" || !all[1].Edited {
		t.Errorf("after the restart: %+v, %v", all, err)
	}
	_, token, _ := strings.Cut(link, "#")
	if _, err := m.enter(token); err != nil {
		t.Errorf("the invitation of before: %v", err)
	}
	stop()

	k3 := &keeper{}
	m, _ = live(t, cfg, k3)
	if err := as(m, "clerk").Idle(t.Context()); err != nil || k3.texts() != "" {
		t.Errorf("what was taken is offered again: %q, %v", k3.texts(), err)
	}
	if _, err := m.enter(token); !errors.Is(err, errForbidden) {
		t.Errorf("an invitation was used twice over a restart: %v", err)
	}
}

// journalOf gives a journal's path with a few records in it.
func journalOf(t *testing.T) (Config, string) {
	t.Helper()
	cfg := testConfig(t)
	m, stop := live(t, cfg, &keeper{})
	for i := range 3 {
		if _, err := m.Send(t.Context(), chat.Address{User: "clerk"}, card(fmt.Sprint("c", i)), fmt.Sprint("k", i)); err != nil {
			t.Fatal(err)
		}
	}
	stop()
	return cfg, filepath.Join(cfg.Dir, "chat.jsonl")
}

func count(t *testing.T, cfg Config) int {
	t.Helper()
	m, stop := live(t, cfg, &keeper{})
	defer stop()
	all, err := as(m, "clerk").Messages(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	return len(all)
}

func TestTornLastLineAtEveryByte(t *testing.T) {
	cfg, path := journalOf(t)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	last := strings.LastIndexByte(strings.TrimSuffix(string(whole), "\n"), '\n') + 1
	cfg.Listen = ""
	for cut := last; cut < len(whole); cut++ {
		if err := os.WriteFile(path, whole[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		m, err := New(cfg)
		if err != nil {
			t.Fatalf("cut at %d: %v", cut, err)
		}
		if n := len(m.st.messages); n != 2 {
			t.Fatalf("cut at %d: %d messages, want 2", cut, n)
		}
		if _, err := m.Send(t.Context(), chat.Address{User: "clerk"}, card("new"), "new"); err != nil {
			t.Fatal(err)
		}
		if err := m.Close(); err != nil {
			t.Fatal(err)
		}
		if m, err = New(cfg); err != nil || len(m.st.messages) != 3 {
			t.Fatalf("cut at %d, then written to: %v", cut, err)
		}
		if err := m.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestDamageInsideIsToldNotSkipped(t *testing.T) {
	cfg, path := journalOf(t)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name string
		at   int
	}{{"checksum", 5}, {"body", strings.Index(string(whole), "\n") + 60}} {
		bad := []byte(string(whole))
		bad[tt.at] ^= 1
		if err := os.WriteFile(path, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := New(cfg); !errors.Is(err, errJournalDamaged) || !strings.Contains(err.Error(), "line ") {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}

func TestNewerJournalIsRefused(t *testing.T) {
	cfg := testConfig(t)
	line, err := encodeLine(record{Head: &head{Version: schemaVersion + 1, Epoch: "e"}})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(cfg.Dir, "chat.jsonl"), append(line, line...), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := New(cfg); err == nil || !strings.Contains(err.Error(), "newer version") {
		t.Errorf("gave %v", err)
	}
}

func TestFullDiskLosesNothingAcknowledged(t *testing.T) {
	cfg := testConfig(t)
	m, stop := live(t, cfg, &keeper{})
	w := (&webWorld{}).of(m)
	w.Strike(t, 1)
	_, err := m.Send(t.Context(), chat.Address{User: "clerk"}, card("lost"), "k1")
	var e *chat.Error
	if !errors.As(err, &e) || !e.Retry {
		t.Fatalf("gave %v", err)
	}
	if _, err := m.Send(t.Context(), chat.Address{User: "clerk"}, card("kept"), "k2"); err != nil {
		t.Fatal(err)
	}
	w.Strike(t, 1)
	_, err = as(m, "head").Say(t.Context(), "c-all", "", "lost too")
	var no *Refusal
	if !errors.As(err, &no) || no.Code != "full" {
		t.Errorf("who speaks is told %v", err)
	}
	stop()
	if n := count(t, cfg); n != 1 {
		t.Errorf("%d messages, want 1", n)
	}
}

func TestCompactionChangesNothing(t *testing.T) {
	cfg := testConfig(t)
	m, stop := live(t, cfg, &keeper{})
	ref, err := m.Send(t.Context(), chat.Address{Conversation: "c-all"}, card("root"), "k")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := as(m, "head").Say(t.Context(), "c-all", ref.Message, "reply"); err != nil {
		t.Fatal(err)
	}
	for i := range 2100 {
		if err := m.Update(t.Context(), ref, card(fmt.Sprint("edit ", i))); err != nil {
			t.Fatal(err)
		}
	}
	if err := as(m, "clerk").post(t.Context(), "/api/read", readMark{Place: "c-all", Seq: 1}, nil); err != nil {
		t.Fatal(err)
	}
	before, err := as(m, "clerk").Messages(t.Context(), "c-all")
	if err != nil {
		t.Fatal(err)
	}
	list := m.list(testPeople()[0])
	stop()
	m, _ = live(t, cfg, &keeper{})
	if m.journal.lines > 20 {
		t.Errorf("%d lines after opening", m.journal.lines)
	}
	after, err := as(m, "clerk").Messages(t.Context(), "c-all")
	if err != nil || asJSON(t, after) != asJSON(t, before) || after[0].Card.Title != "edit 2099" {
		t.Errorf("before %s\nafter %s, %v", asJSON(t, before), asJSON(t, after), err)
	}
	if got := m.list(testPeople()[0]); fmt.Sprint(got) != fmt.Sprint(list) {
		t.Errorf("list %v, before %v", got, list)
	}
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

const childEnv = "FOLLOWUP_LOCAL_CHILD"

// TestMain also is the process that TestKill kills: it posts as fast as it can and prints what was acknowledged.
func TestMain(m *testing.M) {
	dir := os.Getenv(childEnv)
	if dir == "" {
		os.Exit(m.Run())
	}
	chatter, err := New(Config{Dir: dir, Listen: "127.0.0.1:0", Demo: true, People: testPeople, Now: func() time.Time { return testStart }})
	if err != nil {
		fmt.Println("error", err)
		os.Exit(1)
	}
	go chatter.Run(context.Background(), &keeper{})
	c := Client{HTTP: http.DefaultClient, Base: chatter.URL(), User: "clerk"}
	for i := 0; ; i++ {
		w, err := c.Say(context.Background(), "", "", fmt.Sprint("message ", i))
		if err != nil {
			fmt.Println("error", err)
			os.Exit(1)
		}
		if _, err := chatter.Send(context.Background(), chat.Address{User: "clerk"}, card("c"), fmt.Sprint("k", i)); err != nil {
			fmt.Println("error", err)
			os.Exit(1)
		}
		fmt.Println(w.ID, i)
	}
}

func TestKillLosesNothingAcknowledged(t *testing.T) {
	cfg := testConfig(t)
	cfg.Listen = ""
	for round := range 3 {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), childEnv+"="+cfg.Dir)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		var acked []string
		in := bufio.NewScanner(out)
		for in.Scan() {
			if strings.HasPrefix(in.Text(), "error") {
				t.Error(in.Text())
				break
			}
			acked = append(acked, in.Text())
			if len(acked) == 50 {
				if err := cmd.Process.Kill(); err != nil {
					t.Fatal(err)
				}
			}
		}
		_ = cmd.Wait() // killed
		m, err := New(cfg)
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		for _, a := range acked {
			id, n, _ := strings.Cut(a, " ")
			if m.st.messages[id] == nil || m.st.byKey["k"+n] == "" {
				t.Errorf("round %d: message %s or card k%s is lost", round, id, n)
			}
		}
		if err := m.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestErase(t *testing.T) {
	cfg := testConfig(t)
	m, stop := live(t, cfg, &keeper{})
	c := as(m, "clerk")
	id, err := c.Upload(t.Context(), "a.txt", "text/plain", strings.NewReader("the file's content"))
	if err != nil {
		t.Fatal(err)
	}
	w, err := c.Say(t.Context(), "", "", "the text's content", id)
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Erase(t.Context(), chat.Ref{Address: chat.Address{Conversation: w.Conversation}, Message: w.ID}); err != nil {
		t.Fatal(err)
	}
	stop()
	err = filepath.WalkDir(cfg.Dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := os.ReadFile(path)
		if strings.Contains(string(body), "s content") {
			t.Errorf("%s still holds it", d.Name())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestWithheldTextIsHandledAndNeverStored(t *testing.T) {
	cfg := testConfig(t)
	cfg.Withhold = func(s string) bool { return strings.Contains(s, "机密★") }
	k := &keeper{}
	m, stop := live(t, cfg, k)
	w, err := as(m, "clerk").Say(t.Context(), "", "", "机密★5年 内容")
	if err != nil || !w.Withheld || w.Text != "" {
		t.Fatalf("gave %+v, %v", w, err)
	}
	if err := as(m, "clerk").Idle(t.Context()); err != nil {
		t.Fatal(err)
	}
	stop()
	if k.texts() != "机密★5年 内容" {
		t.Errorf("the handler got %q", k.texts())
	}
	body, err := os.ReadFile(filepath.Join(cfg.Dir, "chat.jsonl"))
	if err != nil || strings.Contains(string(body), "机密") {
		t.Errorf("the journal holds it (%v)", err)
	}
}
