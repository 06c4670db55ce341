// Package browser starts a headless Chromium for tests, and keeps its pictures. Tests that need one are skipped where there is none.
package browser

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// An Action is one step in the browser.
type Action = chromedp.Action[chromedp.Void]

// Start starts a browser for one test; it ends with the test.
func Start(t *testing.T) context.Context {
	t.Helper()
	var path string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			path = p
			break
		}
	}
	if path == "" {
		t.Skip("SKIP: chromium not found; apt-get install chromium fonts-noto-cjk")
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
	return ctx
}

// Size makes the page so wide, and a touch screen of two pixels a point when narrow.
func Size(width, height int64) Action {
	if width < 720 {
		return chromedp.EmulateViewport(width, height, chromedp.EmulateScale(2), chromedp.EmulateMobile, chromedp.EmulateTouch)
	}
	return chromedp.EmulateViewport(width, height)
}

// Shoot keeps a picture of what is to be seen, where FOLLOWUP_SCREENSHOTS names a folder.
func Shoot(name string) Action {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		dir := os.Getenv("FOLLOWUP_SCREENSHOTS")
		if dir == "" {
			return nil
		}
		if _, err := chromedp.Sleep(300*time.Millisecond)(ctx, t); err != nil {
			return err
		}
		png, err := chromedp.CaptureScreenshot()(ctx, t)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(dir, name+".png"), png, 0o600)
	})
}

// Do does the steps one by one, and shows what is on the page when one fails.
func Do(t *testing.T, ctx context.Context, steps ...Action) {
	t.Helper()
	for i, a := range steps {
		step, cancel := context.WithTimeout(ctx, 30*time.Second)
		err := chromedp.Do(step, a)
		cancel()
		if err == nil {
			continue
		}
		_ = chromedp.Do(ctx, Shoot("failed"))
		body, _ := chromedp.Run(ctx, chromedp.Text(chromedp.CSS("body")))
		t.Fatalf("step %d: %v\n%s", i+1, err, body)
	}
}
