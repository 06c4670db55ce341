package local

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// browser starts a headless Chromium for one test.
func browser(t *testing.T) context.Context {
	t.Helper()
	var path string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			path = p
			break
		}
	}
	if path == "" {
		t.Skip("SKIP: chromium not found; apt-get install chromium")
	}
	// A profile that outlives the test's folder by a moment must not fail the test.
	profile, err := os.MkdirTemp("", "followup-chromium-")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := chromedp.NewContext(context.Background(), chromedp.WithAllocatorOptions(chromedp.ExecPath(path), chromedp.Headless, chromedp.NoSandbox,
		chromedp.DisableGPU, chromedp.NoFirstRun, chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true), chromedp.UserDataDir(profile)))
	t.Cleanup(func() {
		stop()
		os.RemoveAll(profile)
	})
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("chromium does not start: %v", err)
	}
	timed, cancel := context.WithTimeout(ctx, 2*time.Minute)
	t.Cleanup(cancel)
	return timed
}

type action = chromedp.Action[chromedp.Void]

// size makes the page so wide, and a touch screen when narrow.
func size(width, height int64) action {
	if width < 720 {
		return chromedp.EmulateViewport(width, height, chromedp.EmulateScale(2), chromedp.EmulateMobile, chromedp.EmulateTouch)
	}
	return chromedp.EmulateViewport(width, height)
}

func dark(yes bool) action {
	value := "light"
	if yes {
		value = "dark"
	}
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: value}}})
		return err
	})
}

// shoot keeps a screenshot when a folder for them is given.
func shoot(name string) action {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		dir := os.Getenv("FOLLOWUP_SCREENSHOTS")
		if dir == "" {
			return nil
		}
		if _, err := chromedp.Sleep(250*time.Millisecond)(ctx, t); err != nil {
			return err
		}
		png, err := chromedp.CaptureScreenshot()(ctx, t)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(dir, name+".png"), png, 0o600)
	})
}

// run does the actions one by one, and shows what is on the page when one fails.
func run(t *testing.T, ctx context.Context, actions ...action) {
	t.Helper()
	for i, a := range actions {
		step, cancel := context.WithTimeout(ctx, 15*time.Second)
		err := chromedp.Do(step, a)
		cancel()
		if err == nil {
			continue
		}
		_ = chromedp.Do(ctx, shoot("failed"))
		body, _ := chromedp.Run(ctx, chromedp.Text(chromedp.CSS("body")))
		t.Fatalf("action %d: %v\n%s", i+1, err, body)
	}
}

func startScene(t *testing.T) (*scene, *Messenger) {
	s := &scene{}
	m, err := New(sceneConfig(t, s))
	if err != nil {
		t.Fatal(err)
	}
	s.m = m
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- m.Run(ctx, s) }()
	t.Cleanup(func() { cancel(); <-done })
	return s, m
}

func see(sel string) action { return chromedp.WaitVisible(chromedp.CSS(sel)) }

func gone(sel string) action { return chromedp.WaitNotPresent(chromedp.CSS(sel)) }

// press clicks the first element that fits, once it is visible.
func press(sel string) action {
	return chromedp.Steps(see(sel), chromedp.Click(chromedp.CSS(sel)))
}

func typeIn(sel, text string) action { return chromedp.SendKeys(chromedp.CSS(sel), text) }

// enter presses the key as a keyboard does: one event that carries its text.
func enter() action {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		for _, typ := range []input.DispatchKeyEventType{kb.KeyDown, kb.KeyUp} {
			p := input.DispatchKeyEventParams{Type: typ, Key: "Enter", Code: "Enter", WindowsVirtualKeyCode: 13}
			if typ == kb.KeyDown {
				p.Text = "\r"
			}
			if _, err := cdp.Call(ctx, t, input.DispatchKeyEvent, p); err != nil {
				return err
			}
		}
		return nil
	})
}

func pause(ms int) action { return chromedp.Sleep(time.Duration(ms) * time.Millisecond) }
