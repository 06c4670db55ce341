package dashboard

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/followup-bot/followup/internal/browser"
)

// sites are the pages that are looked at, by name.
var sites = []struct{ name, path string }{{"overview", "/"}, {"unit", "/unit/zxj"}, {"item", "/item/storied"}, {"area", "/area/审判质效"}, {"programme", "/programme/铁军工程"},
	{"list", `/items?q={"o":true,"od":1}`}}

// whole keeps a picture of the whole page, however long.
func whole(name string) browser.Action {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		dir := os.Getenv("FOLLOWUP_SCREENSHOTS")
		if dir == "" {
			return nil
		}
		png, err := chromedp.FullScreenshot(100)(ctx, t)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(dir, name+".png"), png, 0o600)
	})
}

// eval gives what a script finds on the page; it stands outside the page's own policy.
func eval[T any](t *testing.T, ctx context.Context, js string) T {
	t.Helper()
	step, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	v, err := chromedp.Run(step, chromedp.Evaluate[T](js))
	if err != nil {
		t.Fatalf("%s: %v", js, err)
	}
	return v
}

// TestPagesInABrowser looks at every page in both languages and at two widths: nothing sticks out, everything can be read against what is
// behind it, the keyboard reaches every link, and nothing comes from another host.
func TestPagesInABrowser(t *testing.T) {
	h := newHouse(t)
	ctx := browser.Start(t)
	for _, lang := range []string{"zh", "en"} {
		for _, width := range []int64{390, 1280} {
			at := fmt.Sprintf("%s-%d", lang, width)
			browser.Do(t, ctx, browser.Size(width, 900), chromedp.Navigate(h.page.Link("yuanzhang", "", lang)), chromedp.WaitVisible(chromedp.CSS(".primary")))
			if width == 390 {
				browser.Do(t, ctx, whole("page-door-"+at))
			}
			browser.Do(t, ctx, chromedp.Click(chromedp.CSS(".primary")), chromedp.WaitVisible(chromedp.CSS("table")))
			for _, s := range sites {
				browser.Do(t, ctx, chromedp.Navigate(h.page.URL()+s.path), chromedp.WaitVisible(chromedp.CSS("h1")), whole("page-"+s.name+"-"+at))
				inspect(t, ctx, s.name+" "+at, lang)
			}
		}
	}
}

func inspect(t *testing.T, ctx context.Context, name, lang string) {
	t.Helper()
	if over := eval[int](t, ctx, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); over > 0 {
		t.Errorf("%s: the page is %d points wider than the screen", name, over)
	}
	if got := eval[string](t, ctx, `document.documentElement.lang`); !strings.HasPrefix(got, lang) {
		t.Errorf("%s: it is in %s", name, got)
	}
	var faint []string
	if err := json.Unmarshal([]byte(eval[string](t, ctx, contrasts)), &faint); err != nil {
		t.Fatal(err)
	}
	for _, f := range faint {
		t.Errorf("%s: too little contrast: %s", name, f)
	}
	if s := eval[string](t, ctx, `performance.getEntriesByType("resource").map(e => e.name).filter(n => !n.startsWith(location.origin)).join()`); s != "" {
		t.Errorf("%s: it fetched %s", name, s)
	}
	if s := eval[string](t, ctx, outline); s != "" {
		t.Errorf("%s: %s", name, s)
	}
	links := eval[int](t, ctx, `[...document.querySelectorAll("a[href], button")].filter(e => e.checkVisibility()).length`)
	browser.Do(t, ctx, chromedp.Navigate(eval[string](t, ctx, "location.href")))
	reached := map[string]bool{}
	for range links + 2 {
		browser.Do(t, ctx, chromedp.KeyEvent("\t"))
		where := eval[string](t, ctx, `(() => { const e = document.activeElement; if (!e || e === document.body) return ""; const o = getComputedStyle(e);
			return [...document.querySelectorAll("a[href], button")].indexOf(e) + (o.outlineStyle === "none" || o.outlineWidth === "0px" ? " without a mark" : "") })()`)
		if strings.Contains(where, "without") {
			t.Errorf("%s: focus is not seen on control %s", name, where)
		}
		if where != "" {
			reached[where] = true
		}
	}
	if len(reached) < links {
		t.Errorf("%s: the keyboard reaches %d of %d controls", name, len(reached), links)
	}
}

// contrasts lists every text whose colour is too near to what is behind it: 4.5, or 3 when it is large (WCAG 2.1 AA).
const contrasts = `(() => {
	const rgb = s => { const m = s.match(/[\d.]+/g).map(Number); return {c: m.slice(0, 3), a: m.length > 3 ? m[3] : 1} };
	const lum = c => { const [r, g, b] = c.map(v => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4 }); return .2126 * r + .7152 * g + .0722 * b };
	const behind = e => { for (let x = e; x; x = x.parentElement) { const b = rgb(getComputedStyle(x).backgroundColor); if (b.a > .99) return b.c } return [255, 255, 255] };
	const bad = [];
	const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	while (walk.nextNode()) {
		const e = walk.currentNode.parentElement;
		if (!walk.currentNode.data.trim() || !e.checkVisibility() || e.closest(".symbols")) continue;
		const s = getComputedStyle(e), svg = e.closest("svg");
		const fg = lum(rgb(svg ? s.fill : s.color).c), bg = lum(behind(e));
		const ratio = (Math.max(fg, bg) + .05) / (Math.min(fg, bg) + .05), size = parseFloat(s.fontSize);
		const large = size >= 24 || size >= 18.66 && parseInt(s.fontWeight) >= 700;
		if (ratio < (large ? 3 : 4.5)) bad.push(ratio.toFixed(2) + " " + walk.currentNode.data.trim().slice(0, 30));
	}
	const marks = {".bar rect": null, ".light svg": null, ".columns rect.closed": null};
	for (const sel in marks) for (const e of document.querySelectorAll(sel)) {
		const s = getComputedStyle(e), fg = lum(rgb(sel === ".light svg" ? s.color : s.fill).c), bg = lum(behind(e));
		const ratio = (Math.max(fg, bg) + .05) / (Math.min(fg, bg) + .05);
		if (ratio < 3 && !(e.classList.contains("yellow") || e.classList.contains("grey"))) bad.push(ratio.toFixed(2) + " " + sel + " " + e.classList);
	}
	return JSON.stringify([...new Set(bad)]);
})()`

// outline says what is wrong with headings, tables, pictures and names.
const outline = `(() => {
	const wrong = [];
	if (document.querySelectorAll("h1").length !== 1) wrong.push("not one h1");
	let last = 1;
	for (const h of document.querySelectorAll("h1, h2, h3")) { const n = +h.tagName[1]; if (n > last + 1) wrong.push("heading skipped at " + h.textContent); last = n }
	for (const t of document.querySelectorAll("table")) if (!t.querySelector("thead th[scope=col]") || !t.querySelector("tbody th[scope=row]")) wrong.push("a table without headings");
	for (const s of document.querySelectorAll("svg[role=img]")) if (!s.getAttribute("aria-label")) wrong.push("a picture without words");
	for (const a of document.querySelectorAll("a[href], button")) if (!a.textContent.trim()) wrong.push("a control without a name: " + a.outerHTML.slice(0, 80));
	for (const l of document.querySelectorAll(".light")) if (!l.textContent.trim()) wrong.push("a light without a word");
	const ids = [...document.querySelectorAll("[id]")].map(e => e.id); if (new Set(ids).size !== ids.length) wrong.push("an id twice");
	for (const s of document.querySelectorAll("[aria-labelledby]")) if (!document.getElementById(s.getAttribute("aria-labelledby"))) wrong.push("a section named by nothing");
	return wrong.join("; ");
})()`

// TestPrint looks at the pages on paper: all of them fit, and what is only for the screen is gone.
func TestPrint(t *testing.T) {
	h := newHouse(t)
	ctx := browser.Start(t)
	browser.Do(t, ctx, browser.Size(1280, 900), chromedp.Navigate(h.page.Link("yuanzhang", "", "zh")), chromedp.Click(chromedp.CSS(".primary")), chromedp.WaitVisible(chromedp.CSS("table")))
	for _, s := range sites[:3] {
		browser.Do(t, ctx, chromedp.Navigate(h.page.URL()+s.path), chromedp.WaitVisible(chromedp.CSS("h1")))
		step, cancel := context.WithTimeout(ctx, 30*time.Second)
		pdf, err := chromedp.Run(step, chromedp.PrintToPDF())
		cancel()
		if err != nil || len(pdf) < 10_000 {
			t.Fatalf("%s: %d bytes, %v", s.name, len(pdf), err)
		}
		if dir := os.Getenv("FOLLOWUP_SCREENSHOTS"); dir != "" {
			if err := os.WriteFile(filepath.Join(dir, "page-"+s.name+".pdf"), pdf, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	css := string(h.page.css.body)
	if !strings.Contains(css, "@media print") || strings.Contains(css, "url(") || strings.Contains(css, "@import") {
		t.Error("the style has no rules for paper, or fetches something")
	}
}
