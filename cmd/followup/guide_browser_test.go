package main

import (
	"context"
	"testing"

	"github.com/chromedp/chromedp"
)

// holds waits until an expression is true on the page.
func (b *tab) holds(what, js string) {
	b.t.Helper()
	b.do(what, chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := chromedp.Poll[bool](js)(ctx, t)
		return err
	}))
}

// TestBrowserGuide follows the demo's guide on the English page: the sample is in English and goes to the drafts, and the next step follows. The
// picker shows everybody once.
func TestBrowserGuide(t *testing.T) {
	h := serve(t, t.TempDir(), example(t), true)
	b := newTab(t, h.app.local.URL(), 1280, 860)

	b.do("welcome", chromedp.Navigate(b.url), chromedp.WaitVisible(chromedp.CSS(".picker")))
	b.holds("everybody once", `(() => { const l = [...document.querySelectorAll(".picker .person-name")].map((e) => e.textContent); return l.length > 10 && new Set(l).size === l.length })()`)
	b.shoot("guide-picker")

	b.as("dcy-2")
	b.holds("the English sample first", `(() => { const l = [...document.querySelectorAll(".guide-do [data-sample]")]; return l.length === 2 && l[0].dataset.sample === "en" && l[0].classList.contains("primary") && !l[1].classList.contains("primary") })()`)
	b.shoot("guide-start")
	b.do("send", chromedp.Click(chromedp.CSS(`.guide-do [data-sample="en"]`)))
	b.sees("items")
	b.holds("the second step", `document.querySelector(".steps .step:nth-child(1)").classList.contains("done") && document.querySelector(".steps .step[aria-current=step]") === document.querySelector(".steps .step:nth-child(2)") && document.documentElement.lang === "en"`)
	b.shoot("guide-second")
}
