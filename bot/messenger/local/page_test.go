package local

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/followup-bot/followup/bot/chat"

	"github.com/followup-bot/followup/internal/browser"
)

// ask evaluates an expression on the page.
func ask[T any](t *testing.T, ctx context.Context, js string) T {
	t.Helper()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](js))
	if err != nil {
		t.Fatalf("%s: %v", js, err)
	}
	return v
}

// until waits for an expression to be true.
func until(js string) action {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := chromedp.Poll[bool](js)(ctx, t)
		return err
	})
}

// fits fails when something is wider than the page.
func fits(t *testing.T, ctx context.Context, where string) {
	t.Helper()
	wide := ask[string](t, ctx, `[...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".table,.sr,.skip,[hidden]") && e.getClientRects().length).map(e => e.className || e.tagName).join(" ")`)
	if wide != "" {
		t.Errorf("%s: wider than the page: %s", where, wide)
	}
}

func shows(text string) action {
	return until(fmt.Sprintf(`document.querySelector(".conv").innerText.includes(%q)`, text))
}

// The whole demo, by its guide, at desktop width in Chinese.
func TestDemoWalk(t *testing.T) {
	_, m := startScene(t)
	ctx := chromium(t)
	browser.Do(t, ctx, browser.Size(1280, 800), chromedp.Navigate(m.URL()), see(".person"), browser.Shoot("desktop-pick"), press(`.person`), see(".composer"), browser.Shoot("desktop-empty"))
	browser.Do(t, ctx, press(".guide-do .btn"), see(`[data-control=issue]`), browser.Shoot("desktop-drafts"),
		press(".row:nth-child(3) .opens"), see(".row:nth-child(3) .detail"), press(".rows + .fold"), see(".row:nth-child(8)"), browser.Shoot("desktop-drafts-open"))
	browser.Do(t, ctx, press(`[data-control=issue]`), see(".guide-do .badge"), shows("已下发 6 项"), see(".meta .tag"), browser.Shoot("desktop-issued"))
	browser.Do(t, ctx, press(".guide-do .btn"), see("[data-control=accept]"), browser.Shoot("desktop-item"), press("[data-control=accept]"), gone("[data-control=accept]"),
		see(".step:nth-child(2).done"))
	browser.Do(t, ctx, press("[data-control=report]"), see(".form-dialog"), browser.Shoot("desktop-form"),
		chromedp.SetValue(chromedp.CSS(".form-row.number input"), "180"), press(".form-dialog .primary"), until(`document.querySelector(".form-error").textContent.includes("100")`),
		chromedp.SetValue(chromedp.CSS(".form-row.number input"), "80"), chromedp.SetValue(chromedp.CSS(".form-row textarea"), "完成80%,卡在财政审批"),
		press(".form-dialog .primary"), gone(".form-dialog"), shows("已记 12号:80%"))
	browser.Do(t, ctx, press("[data-control=pass]"), see(".menu-item"), browser.Shoot("desktop-menu"), press(".menu-item:nth-child(2)"), shows("pass l"))
	browser.Do(t, ctx, press("[data-control=decline]"), see(".dialog"), browser.Shoot("desktop-confirm"), chromedp.KeyEvent("\x1b"), gone(".dialog"))
	browser.Do(t, ctx, press(".guide-do .primary"), shows("早上好"), see(".step:nth-child(3).done"), until(`document.querySelector(".clock-text").textContent.includes("23")`), browser.Shoot("desktop-clock"))
	browser.Do(t, ctx, typeIn(".composer textarea", "通报"), enter(), see(".table"), browser.Shoot("desktop-summary"))
	browser.Do(t, ctx, press(".msg.bot:last-child .reply"), see(".thread textarea"), typeIn(".thread textarea", "好的"), enter(), see(".thread .msg.bot:last-child"),
		until(`document.querySelector(".conv .replies").textContent.includes("2")`), browser.Shoot("desktop-thread"), dark(true), browser.Shoot("desktop-dark"), dark(false),
		chromedp.KeyEvent("\x1b"), until(`document.querySelector(".thread").hidden`), press(".guide > .plain"), gone(".guide"), browser.Shoot("desktop-plain"))
	if ask[int](t, ctx, `document.querySelectorAll(".conv .replies .badge").length`) != 0 {
		t.Error("replies that were read count as new")
	}
}

// The same on a phone, and in English.
func TestPhone(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		t.Run(lang, func(t *testing.T) {
			s, m := startScene(t)
			ctx := chromium(t)
			clerk := pickText(lang, "clerk", "clerk-en")
			browser.Do(t, ctx, browser.Size(390, 844), chromedp.Navigate(m.URL()), see(".person"), browser.Shoot("phone-"+lang+"-pick"))
			fits(t, ctx, "picker")
			browser.Do(t, ctx, chromedp.Navigate(m.URL()+"/?as="+clerk), see(".composer"), browser.Shoot("phone-"+lang+"-empty"))
			browser.Do(t, ctx, press(".guide-do .btn:nth-of-type("+pickText(lang, "1", "2")+")"), see("[data-control=issue]"), browser.Shoot("phone-"+lang+"-drafts"))
			fits(t, ctx, "drafts")
			if n := ask[int](t, ctx, `[...document.querySelectorAll(".row")].filter((r, i) => r.hidden !== (i >= 3 && !r.querySelector(".light.warn"))).length`); n != 0 {
				t.Errorf("%d rows are wrongly folded or shown: three, and those that lack something", n)
			}
			browser.Do(t, ctx, press("[data-control=issue]"), gone("[data-control=issue]"), press(".brand"), see(".side"), browser.Shoot("phone-"+lang+"-list"))
			fits(t, ctx, "list")
			unit := chat.Address{User: pickText(lang, "head", "ann")}
			for _, c := range []chat.Card{itemCard(lang, false), {Lang: lang, Title: pickText(lang, "早上好。您有 3 项:1 逾期,1 临期,1 正常", "Good morning. 3 items: 1 overdue, 1 due soon, 1 on time"), Blocks: []chat.Block{digestRows(lang)}}} {
				if err := s.send(t.Context(), unit, c); err != nil {
					t.Fatal(err)
				}
			}
			browser.Do(t, ctx, chromedp.Navigate(m.URL()+"/?as="+unit.User), see("[data-control=accept]"), browser.Shoot("phone-"+lang+"-digest"))
			fits(t, ctx, "digest")
			browser.Do(t, ctx, press("[data-control=report]"), pause(300), browser.Shoot("phone-"+lang+"-form"))
			fits(t, ctx, "form")
			browser.Do(t, ctx, chromedp.Navigate(m.URL()+"/?as="+unit.User), see("[data-control=accept]"), typeIn(".composer textarea", pickText(lang, "通报", "summary")), press(".send"), see(".table"), browser.Shoot("phone-"+lang+"-summary"))
			fits(t, ctx, "summary")
			browser.Do(t, ctx, press(".msg.bot:last-child .reply"), see(".thread textarea"), browser.Shoot("phone-"+lang+"-thread"))
			fits(t, ctx, "thread")
			browser.Do(t, ctx, press(".chip.who"), see(".people-dialog"), browser.Shoot("phone-"+lang+"-people"))
			fits(t, ctx, "people")
			browser.Do(t, ctx, browser.Size(360, 740), chromedp.Navigate(m.URL()+"/?as="+unit.User), see(".table"), browser.Shoot("phone-"+lang+"-360"), dark(true), browser.Shoot("phone-"+lang+"-dark"), dark(false))
			fits(t, ctx, "360 px")
		})
	}
}

// Names and texts with markup stay text, whoever wrote them, and no script of theirs runs.
func TestMarkupStaysTextOnThePage(t *testing.T) {
	cfg := testConfig(t)
	evil := `<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>`
	people := []Persona{{ID: "clerk", Name: evil, Title: evil, Unit: evil, Lang: "en", Group: evil}, {ID: "head", Name: "Head", Lang: "en"}}
	cfg.People = func() []Persona { return people }
	cfg.Channels = func() []Channel { return []Channel{{ID: "c-all", Name: evil, Members: []string{"clerk", "head"}}} }
	m, _ := live(t, cfg, &keeper{})
	ctx := chromium(t)
	evilCard := chat.Card{Title: evil, Blocks: []chat.Block{
		{Kind: chat.BlockText, Text: evil}, {Kind: chat.BlockQuote, Text: evil}, {Kind: chat.BlockNote, Text: evil}, {Kind: chat.BlockTable, Table: [][]string{{evil}, {evil}}},
		{Kind: chat.BlockRows, Rows: []chat.Row{{Light: evil, Mark: evil, Text: evil, Detail: []string{evil}}}},
		{Kind: chat.BlockActions, Actions: []chat.Control{{Kind: chat.ControlButton, ID: evil, Value: evil, Label: evil, Confirm: evil}, {Kind: chat.ControlLink, Label: "bad", URL: "javascript:window.pwned=1"}}},
		{Kind: chat.BlockFile, File: &chat.Upload{Name: evil, MIME: "text/html", Data: []byte(evil)}},
	}}
	if _, err := m.Send(t.Context(), chat.Address{Conversation: "c-all"}, evilCard, "k"); err != nil {
		t.Fatal(err)
	}
	if _, err := as(m, "clerk").Say(t.Context(), "c-all", "", evil); err != nil {
		t.Fatal(err)
	}
	browser.Do(t, ctx, browser.Size(1280, 800), chromedp.Navigate(m.URL()), see(".person"), chromedp.Navigate(m.URL()+"/?as=head#/c/c-all"), see(".theirs .bubble"), press(".card [data-control]"), see(".dialog"), browser.Shoot("markup"))
	if ask[bool](t, ctx, `"pwned" in window`) {
		t.Error("a script ran")
	}
	if n := ask[int](t, ctx, `document.querySelectorAll("img, script:not([src]), a[href^='javascript']").length`); n != 0 {
		t.Errorf("%d elements came from text", n)
	}
	if n := ask[int](t, ctx, `document.body.innerText.split("<script>").length - 1`); n < 8 {
		t.Errorf("the text shows %d times", n)
	}
}

// An invited person enters once by the link, which is useless afterwards.
func TestEnterByInvitation(t *testing.T) {
	s := &scene{}
	cfg := sceneConfig(t, s)
	cfg.Demo = false
	m, _ := live(t, cfg, &keeper{})
	s.m = m
	ctx := chromium(t)
	link, err := m.Invite("clerk")
	if err != nil {
		t.Fatal(err)
	}
	browser.Do(t, ctx, browser.Size(1280, 800), chromedp.Navigate(m.URL()), see(".notice"), browser.Shoot("closed"), chromedp.Navigate(link), see(".composer"), browser.Shoot("entered"))
	if ask[bool](t, ctx, `!!document.querySelector(".guide, .clock-text")`) {
		t.Error("the demo shows outside of it")
	}
	if got := ask[string](t, ctx, `document.cookie`); got != "" {
		t.Errorf("scripts can read the session: %q", got)
	}
	browser.Do(t, ctx, chromedp.Navigate(m.URL()+"/"), see(".composer"), chromedp.Navigate("about:blank"), chromedp.Navigate(link), until(`document.querySelector(".notice p")?.textContent.includes("新的") || document.querySelector(".notice p")?.textContent.includes("new one")`))
}

// What a person sends shows at once; when the server can't be reached it says so, keeps the text, and sends it on demand.
func TestSendFailureIsShownAndRetried(t *testing.T) {
	cfg := testConfig(t)
	k := &keeper{}
	m, stop := live(t, cfg, k)
	ctx := chromium(t)
	browser.Do(t, ctx, browser.Size(1280, 800), chromedp.Navigate(m.URL()+"/?as=ann"), see(".composer"))
	cfg.Listen = m.Addr()
	stop()
	browser.Do(t, ctx, typeIn(".composer textarea", "not lost"), enter(), see(".send-failed"), see(".offline"), browser.Shoot("offline"))
	_, stop = live(t, cfg, k)
	browser.Do(t, ctx, until(`document.querySelector(".offline").hidden`), press(".send-failed .btn"), gone(".send-failed"), until(`document.querySelector(".mine:not(.pending)")?.innerText.includes("not lost")`))
	stop()
	if k.texts() != "not lost" {
		t.Errorf("the handler got %q", k.texts())
	}
}

// New messages and edits come without a reload, to everybody's window, and count as unread elsewhere.
func TestLiveUpdates(t *testing.T) {
	m, _ := live(t, testConfig(t), &keeper{})
	ctx := chromium(t)
	browser.Do(t, ctx, browser.Size(1280, 800), chromedp.Navigate(m.URL()+"/?as=clerk"), see(".composer"))
	ref, err := m.Send(t.Context(), chat.Address{User: "clerk"}, plainCard("first version"), "k1")
	if err != nil {
		t.Fatal(err)
	}
	browser.Do(t, ctx, shows("first version"))
	if err := m.Update(t.Context(), ref, plainCard("second version")); err != nil {
		t.Fatal(err)
	}
	browser.Do(t, ctx, shows("second version"), until(`!document.body.innerText.includes("first version") && document.querySelectorAll(".msg").length === 1`))
	if _, err := m.Send(t.Context(), chat.Address{Conversation: "c-all"}, plainCard("to all"), "k2"); err != nil {
		t.Fatal(err)
	}
	browser.Do(t, ctx, see(".item .badge"), until(`document.title.startsWith("(1)")`), press(".item:has(.badge)"), shows("to all"), gone(".item .badge"))
	if _, err := as(m, "head").Say(t.Context(), "c-all", "", "and from me"); err != nil {
		t.Fatal(err)
	}
	browser.Do(t, ctx, shows("and from me"), browser.Shoot("channel"))
}

func plainCard(text string) chat.Card {
	return chat.Card{Title: text, Blocks: []chat.Block{{Kind: chat.BlockText, Text: text}}}
}

// A paste keeps its lines, the box grows with it, and files go with a message.
func TestPasteAndFiles(t *testing.T) {
	k := &keeper{}
	m, _ := live(t, testConfig(t), k)
	ctx := chromium(t)
	path := filepath.Join(t.TempDir(), "会议纪要.txt")
	if err := os.WriteFile(path, []byte("内容"), 0o600); err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(minutesZH)
	if err != nil {
		t.Fatal(err)
	}
	browser.Do(t, ctx, browser.Size(1280, 800), chromedp.Navigate(m.URL()+"/?as=clerk"), see(".composer"),
		chromedp.Func(func(ctx context.Context, tg *chromedp.Target) error {
			_, err := chromedp.Evaluate[chromedp.Void](`document.querySelector(".composer textarea").focus(); document.execCommand("insertText", false, `+string(text)+`)`)(ctx, tg)
			return err
		}),
		chromedp.SetUploadFiles(chromedp.CSS(".composer input[type=file]"), []string{path}), see(".attached .file"), browser.Shoot("paste"),
		until(`document.querySelector(".composer textarea").clientHeight > 120 && document.querySelector(".count").textContent.includes("10")`), press(".send"), see(".mine:not(.pending) .file"))
	if err := as(m, "clerk").Idle(t.Context()); err != nil {
		t.Fatal(err)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.got) != 1 || k.got[0].Text != minutesZH || len(k.got[0].Files) != 1 || k.got[0].Files[0].Name != "会议纪要.txt" {
		t.Errorf("came as %+v", k.got)
	}
}

// Everything can be reached and done with the keyboard alone.
func TestKeyboard(t *testing.T) {
	s, m := startScene(t)
	ctx := chromium(t)
	if err := s.send(t.Context(), chat.Address{User: "head"}, itemCard("en", false)); err != nil {
		t.Fatal(err)
	}
	browser.Do(t, ctx, browser.Size(1280, 800), chromedp.Navigate(m.URL()+"/?as=head"), see("[data-control=accept]"), until(`document.activeElement.tagName === "TEXTAREA"`))
	seen := map[string]bool{}
	for range 40 {
		browser.Do(t, ctx, chromedp.KeyEvent("\t"))
		what := ask[string](t, ctx, `(() => { const e = document.activeElement; const r = e.getBoundingClientRect(); return (e.dataset.control || e.className || e.tagName) + (getComputedStyle(e).outlineStyle === "none" && e.tagName !== "TEXTAREA" && e !== document.body ? " INVISIBLE" : "") + (e.textContent || e.getAttribute("aria-label") || e.tagName === "TEXTAREA" || e === document.body ? "" : " NAMELESS") })()`)
		seen[what] = true
		if strings.Contains(what, "INVISIBLE") || strings.Contains(what, "NAMELESS") {
			t.Errorf("focus on %s", what)
		}
	}
	for _, want := range []string{"skip", "chip who", "item", "accept", "report", "pass", "extend", "decline", "reply"} {
		if !seen[want] {
			t.Errorf("the keyboard does not reach %q: %v", want, seen)
		}
	}
	browser.Do(t, ctx, chromedp.Focus(chromedp.CSS("[data-control=pass]")), enter(), see(".menu-item"), chromedp.KeyEvent("\x1b"), gone(".dialog"),
		until(`document.activeElement.dataset.control === "pass"`), chromedp.Focus(chromedp.CSS(".reply")), enter(), see(".thread textarea"),
		chromedp.KeyEvent("\x1b"), until(`document.querySelector(".thread").hidden`))
}

// Colours carry enough contrast, light and dark.
func TestContrast(t *testing.T) {
	s, m := startScene(t)
	ctx := chromium(t)
	for _, c := range []chat.Card{itemCard("zh", false), summaryCard("zh"), draftCard("zh")} {
		if err := s.send(t.Context(), chat.Address{User: "head"}, c); err != nil {
			t.Fatal(err)
		}
	}
	for _, night := range []bool{false, true} {
		browser.Do(t, ctx, browser.Size(1280, 800), dark(night), chromedp.Navigate(m.URL()+"/?as=head"), see("[data-control=accept]"), pause(200))
		poor := ask[[]string](t, ctx, contrastJS)
		if len(poor) > 0 {
			t.Errorf("dark %v: too little contrast: %s", night, strings.Join(poor, "; "))
		}
	}
}

const contrastJS = `(() => {
  const cv = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgb = (c, under) => { cv.fillStyle = under || "#fff"; cv.fillRect(0, 0, 1, 1); cv.fillStyle = c; cv.fillRect(0, 0, 1, 1); return [...cv.getImageData(0, 0, 1, 1).data].slice(0, 3) };
  const css = (a) => "rgb(" + a.join(",") + ")";
  const lum = (a) => a.map((v) => v / 255).map((v) => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4).reduce((s, v, i) => s + v * [.2126, .7152, .0722][i], 0);
  const back = (e) => { const chain = []; for (; e; e = e.parentElement) chain.unshift(getComputedStyle(e).backgroundColor); return chain.reduce((u, c) => css(rgb(c, u)), "#fff") };
  const poor = new Set();
  for (const e of document.querySelectorAll("body *")) {
    if (![...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()) || !e.getClientRects().length || e.closest(".skip,.sr,:disabled") || +getComputedStyle(e).opacity < 1) continue;
    const b = back(e), [x, y] = [lum(rgb(getComputedStyle(e).color, b)), lum(rgb(b))].sort((p, q) => q - p);
    const ratio = (x + .05) / (y + .05);
    if (ratio < 4.5) poor.add((e.className || e.tagName) + " " + ratio.toFixed(2));
  }
  return [...poor];
})()`
