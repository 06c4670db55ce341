package main

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	followup "github.com/followup-bot/followup"
	"github.com/followup-bot/followup/cmd/followup/config"
	"github.com/followup-bot/followup/ledger/boltstore"
)

// tuesday is a working day in November, 09:30 in Shanghai.
var tuesday = time.Date(2026, 11, 24, 1, 30, 0, 0, time.UTC)

// A house is a followup that a test runs and talks to through its commands.
type house struct {
	t    *testing.T
	dir  string
	now  func() time.Time
	stop func() error
	app  *App
}

func example(t *testing.T) *config.Config {
	t.Helper()
	c, err := config.Parse("config.example.yaml", followup.ExampleConfig)
	if err != nil {
		t.Fatal(err)
	}
	c.Messengers.Local.Listen = "127.0.0.1:0"
	return c
}

// serve starts followup on a folder and waits until people could come.
func serve(t *testing.T, dir string, cfg *config.Config, demo bool) *house {
	t.Helper()
	begun := time.Now()
	h := &house{t: t, dir: dir, now: func() time.Time { return tuesday.Add(time.Since(begun)) }}
	ctx, cancel := context.WithCancel(context.Background())
	ready, done := make(chan *App, 1), make(chan error, 1)
	go func() {
		done <- Run(ctx, Serve{Config: cfg, Demo: demo, Data: dir, Now: h.now, Log: slog.New(slog.DiscardHandler), Out: &bytes.Buffer{},
			Ready: func(a *App) { ready <- a }})
	}()
	select {
	case h.app = <-ready:
	case err := <-done:
		cancel()
		t.Fatalf("it did not start: %v", err)
	}
	h.stop = sync.OnceValue(func() error {
		cancel()
		return <-done
	})
	t.Cleanup(func() {
		if err := h.stop(); err != nil {
			t.Errorf("stopping: %v", err)
		}
	})
	return h
}

// run carries out a command line against the house's folder.
func (h *house) run(in string, args ...string) (code int, out, errs string) {
	h.t.Helper()
	return runIn(h.t, h.dir, in, args...)
}

func runIn(t *testing.T, dir, in string, args ...string) (code int, out, errs string) {
	t.Helper()
	var o, e bytes.Buffer
	c := &cli{in: strings.NewReader(in), out: &o, err: &e, getenv: func(string) string { return "" }, now: func() time.Time { return tuesday }}
	if dir != "" {
		args = append(args, "--data", dir)
	}
	code = c.run(t.Context(), args)
	return code, o.String(), e.String()
}

func (h *house) ok(args ...string) string {
	h.t.Helper()
	code, out, errs := h.run("", args...)
	if code != 0 {
		h.t.Fatalf("followup %s: status %d\n%s%s", strings.Join(args, " "), code, out, errs)
	}
	return out
}

func TestCommandsReachTheServer(t *testing.T) {
	h := serve(t, t.TempDir(), example(t), false)
	if out := h.ok("status"); !strings.Contains(out, "沈阳市中级人民法院") || !strings.Contains(out, h.dir) {
		t.Errorf("status says\n%s", out)
	}
	if link := h.ok("invite", "院长"); !strings.HasPrefix(link, h.app.local.URL()+"/enter#") {
		t.Errorf("invite gives %q", link)
	}
	if code, _, errs := h.run("", "invite", "nobody"); code != 1 || !strings.Contains(errs, "nobody") {
		t.Errorf("inviting nobody: status %d, %s", code, errs)
	}
	text := h.ok("config", "export")
	if _, err := config.Parse("export.yaml", []byte(text)); err != nil {
		t.Errorf("the export doesn't load: %v", err)
	}
	if out := h.ok("verify"); !strings.Contains(out, "is whole") {
		t.Errorf("verify says %s", out)
	}
	copied := filepath.Join(t.TempDir(), "copy.db")
	h.ok("backup", copied)
	if _, err := boltstore.Verify(t.Context(), copied); err != nil {
		t.Error(err)
	}
	if code, _, errs := h.run("", "backup", copied); code != 1 || !strings.Contains(errs, "is there already") {
		t.Errorf("a second backup to the same file: status %d, %s", code, errs)
	}
	if code, _, errs := h.run("", "restore", copied); code != 1 || !strings.Contains(errs, "another followup") {
		t.Errorf("restoring under a running server: status %d, %s", code, errs)
	}
	h.ok("schedule", "list")
}

// Stopped, the same commands open the file themselves.
func TestCommandsOpenTheFile(t *testing.T) {
	h := serve(t, t.TempDir(), example(t), false)
	if err := h.stop(); err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(t.TempDir(), "copy.db")
	h.ok("backup", copied)
	h.ok("verify", copied)
	if out := h.ok("verify"); !strings.Contains(out, "sy-intermediate") {
		t.Errorf("verify says %s", out)
	}
	if out := h.ok("restore", copied); !strings.Contains(out, "is restored") || !strings.Contains(out, "is kept as") {
		t.Errorf("restore says %s", out)
	}
	file := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(file, followup.ExampleConfig, 0o600); err != nil {
		t.Fatal(err)
	}
	if out := h.ok("config", "export", "--config", file); !strings.Contains(out, "沈阳市中级人民法院") {
		t.Errorf("export says %s", out)
	}
	if out := h.ok("check", "--config", file); !strings.Contains(out, "nothing was changed in chat") {
		t.Errorf("check says %s", out)
	}
	for _, args := range [][]string{{"status"}, {"invite", "院长"}, {"chat", "--as", "院长"}} {
		if code, _, errs := h.run("", args...); code != 1 || !strings.Contains(errs, "followup is not running on "+h.dir) {
			t.Errorf("%v without a server: status %d, %s", args, code, errs)
		}
	}
}

func TestOnlyTheOwnerReachesTheSocket(t *testing.T) {
	h := serve(t, t.TempDir(), example(t), false)
	path, err := socketPath(h.dir)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]os.FileMode{path: 0o600, filepath.Dir(path): 0o700, filepath.Join(h.dir, dbName): 0o600} {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != want {
			t.Errorf("%s has mode %o, want %o", name, got, want)
		}
	}
}

func TestSecondCopyIsToldAtOnce(t *testing.T) {
	h := serve(t, t.TempDir(), example(t), false)
	err := Run(t.Context(), Serve{Config: example(t), Data: h.dir, Now: h.now, Log: slog.New(slog.DiscardHandler), Out: &bytes.Buffer{}})
	if err == nil || !strings.Contains(err.Error(), "another followup (process ") {
		t.Errorf("a second copy ends with %v", err)
	}
}

// A path longer than a socket may have still works.
func TestDeepFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), strings.Repeat("deep", 30))
	h := serve(t, dir, example(t), false)
	path, err := socketPath(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(path) > longestSocket || strings.HasPrefix(path, dir) {
		t.Errorf("the socket is %s", path)
	}
	h.ok("status")
}

func TestDemosAndRealDataKeepApart(t *testing.T) {
	start := func(dir string, demo bool) error {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		return Run(ctx, Serve{Config: example(t), Demo: demo, Data: dir, Now: func() time.Time { return tuesday }, Log: slog.New(slog.DiscardHandler),
			Out: &bytes.Buffer{}, Ready: func(*App) { cancel() }})
	}
	demo, real := t.TempDir(), t.TempDir()
	if err := errors.Join(start(demo, true), start(real, false), start(demo, true), start(real, false)); err != nil {
		t.Fatal(err)
	}
	if err := start(demo, false); err == nil || !strings.Contains(err.Error(), "holds a demo") {
		t.Errorf("real work on a demo's data: %v", err)
	}
	if err := start(real, true); err == nil || !strings.Contains(err.Error(), "holds real data") {
		t.Errorf("a demo on real data: %v", err)
	}
	cfg := example(t)
	cfg.Messengers.Slack = &config.Slack{}
	err := Run(t.Context(), Serve{Config: cfg, Demo: true, Data: t.TempDir(), Now: func() time.Time { return tuesday }, Log: slog.New(slog.DiscardHandler), Out: &bytes.Buffer{}})
	if err == nil || !strings.Contains(err.Error(), "refused together with a real messenger") {
		t.Errorf("a demo with a real messenger: %v", err)
	}
}

// A demo's clock goes on after a restart from where it had been moved to.
func TestDemoClockIsKept(t *testing.T) {
	dir := t.TempDir()
	h := serve(t, dir, example(t), true)
	if err := h.app.demoClock.Advance(t.Context(), 72*time.Hour); err != nil {
		t.Fatal(err)
	}
	if got := h.app.now(); got.Sub(tuesday) < 72*time.Hour {
		t.Errorf("after three days it is %s", got)
	}
	if err := h.stop(); err != nil {
		t.Fatal(err)
	}
	if got := serve(t, dir, example(t), true).app.now(); got.Sub(tuesday) < 72*time.Hour {
		t.Errorf("after a restart it is %s", got)
	}
}

// Items wait in a fresh demo of each example: one overdue, one blocked, one closed.
func TestDemoTellsStories(t *testing.T) {
	for _, name := range []string{"court", "company"} {
		cfg, err := exampleConfig(name)
		if err != nil {
			t.Fatal(err)
		}
		cfg.Messengers.Local.Listen = "127.0.0.1:0"
		h := serve(t, t.TempDir(), cfg, true)
		boss := map[string]string{"court": "yz", "company": "ceo"}[name]
		question := map[string]string{"court": "给我一份全院督办情况通报", "company": "how do we stand?"}[name]
		code, out, errs := h.run(question+"\n", "chat", "--as", boss)
		if code != 0 || !strings.Contains(out, "🔴 1") {
			t.Errorf("%s: status %d\n%s%s", name, code, out, errs)
		}
		if err := h.stop(); err != nil {
			t.Fatal(err)
		}
	}
}
