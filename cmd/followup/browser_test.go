package main

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/followup-bot/followup/internal/browser"
)

const browserMinutes = `沈阳市中级人民法院院长办公会议纪要
时间:2026年11月23日
会议议定以下事项:
一、由审管办牵头,研究室配合,于12月15日前建成审判质效指标看板。
二、由执行局牵头,立案庭配合,于11月27日前完成终本案件核查清理,清理率不低于95%。
三、全年审限内结案率要达到98%以上。
四、开展档案数字化专项检查。
会议强调,要以钉钉子精神抓好落实。`

// A tab is one window of a real browser on the running demo.
type tab struct {
	t   *testing.T
	ctx context.Context
	url string
}

func newTab(t *testing.T, url string, width, height int64) *tab {
	t.Helper()
	ctx := browser.Start(t)
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, height)); err != nil {
		t.Fatalf("chromium does not start: %v", err)
	}
	return &tab{t, ctx, url}
}

func (b *tab) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 30*time.Second)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		page, _ := chromedp.Run(b.ctx, chromedp.Text(chromedp.CSS("body")))
		b.t.Fatalf("%s: %v\nthe page:\n%s", what, err, page)
	}
}

// as enters as somebody.
func (b *tab) as(id string) {
	b.t.Helper()
	b.do("enter as "+id, chromedp.Navigate("about:blank"), chromedp.Navigate(b.url+"/?as="+id), chromedp.WaitVisible(chromedp.CSS(".composer")))
}

// say writes a message as a paste does, with its lines.
func (b *tab) say(text string) {
	b.t.Helper()
	js := fmt.Sprintf(`(() => { const t = document.querySelector(".composer textarea"); t.value = %q; t.dispatchEvent(new Event("input", {bubbles: true})); document.querySelector(".send").click(); return true })()`, text)
	ctx, cancel := context.WithTimeout(b.ctx, 30*time.Second)
	defer cancel()
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool](js)); err != nil {
		b.t.Fatalf("say %q: %v", text, err)
	}
}

// sees waits until the conversation shows the words.
func (b *tab) sees(words ...string) {
	b.t.Helper()
	for _, w := range words {
		js := fmt.Sprintf(`document.querySelector(".conv").innerText.includes(%q)`, w)
		b.do("see "+w, chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
			_, err := chromedp.Poll[bool](js)(ctx, t)
			return err
		}))
	}
}

// press clicks the last control of an id.
func (b *tab) press(id string) {
	b.t.Helper()
	js := fmt.Sprintf(`(() => { const l = [...document.querySelectorAll("[data-control=%s]")]; if (!l.length) return false; l[l.length-1].click(); return true })()`, id)
	b.do("press "+id, chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := chromedp.Poll[bool](js)(ctx, t)
		return err
	}))
}

// shoot keeps a picture where a folder for them is named.
func (b *tab) shoot(name string) {
	b.do("shoot", browser.Shoot(name))
}

// TestBrowserWalk is the main job as people do it, in a real browser on the running demo: minutes pasted, drafts completed, issued, answered,
// overseen, reminded of, returned, closed, and asked about.
func TestBrowserWalk(t *testing.T) {
	h := serve(t, t.TempDir(), example(t), true)
	b := newTab(t, h.app.local.URL(), 1280, 860)

	b.as("dcy-1")
	b.say(browserMinutes)
	b.sees("读出 4 项", "2 项缺要素", "缺牵头", "缺期限")
	b.shoot("walk-drafts")
	b.say("3号审管办牵头,12月31日前;4号办公室牵头,12月20日前")
	b.sees("可下发 4 项")
	b.press("draft_ask")
	b.sees("将下发 4 项")
	b.press("draft_go")
	b.sees("已下发 4 项")

	b.as("zxj-head")
	b.sees("🆕", "由执行局牵头", "督查员甲已核发")
	b.shoot("walk-issued")
	b.say("收到")
	b.sees("已签收")
	b.say("完成80%,卡在财政审批,需要协调")
	b.sees("已记", "80%")
	b.as("zxj-jz")
	b.sees("遇到问题", "财政")

	b.as("dcy-1")
	b.say("/clock +10d")
	b.sees("现在是")
	b.as("zxj-jz")
	b.sees("本周一览", "逾期") // the escalation falls on the morning of the brief, which says it
	b.shoot("walk-escalated")

	b.as("zxj-liaison")
	b.sees("早上好", "今天到期")
	b.as("zxj-head")
	b.say("已完成,清理率96%")
	b.sees("申请办结")
	b.as("dcy-1")
	b.sees("执行局申请办结", "≥ 95%")
	b.press("return")
	b.do("form", chromedp.WaitVisible(chromedp.CSS(".form-dialog textarea")), chromedp.SendKeys(chromedp.CSS(".form-dialog textarea"), "缺附件"),
		chromedp.Click(chromedp.CSS(".form-dialog .primary")))
	b.sees("已退回")
	b.as("zxj-head")
	b.sees("退回", "缺附件")
	b.say("已完成,附件已补齐")
	b.sees("申请办结")
	b.as("dcy-1")
	b.sees("附件已补齐")
	b.press("approve")
	b.sees("已销号")
	b.as("yz")
	b.say("给我一份全院督办情况通报")
	b.sees("在办", "本月办结")
	b.shoot("walk-summary")
}
