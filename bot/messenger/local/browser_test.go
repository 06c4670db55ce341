package local

import (
	"context"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/followup-bot/followup/internal/browser"
)

// chromium starts a headless browser for one test.
func chromium(t *testing.T) context.Context {
	t.Helper()
	timed, cancel := context.WithTimeout(browser.Start(t), 2*time.Minute)
	t.Cleanup(cancel)
	return timed
}

type action = browser.Action

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
