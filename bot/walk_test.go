package bot_test

import (
	"testing"

	"github.com/followup-bot/followup/bot/chat/chattest"
	"github.com/followup-bot/followup/ledger"
)

// TestWalk is the main job end to end: minutes, drafts, issue, receipt, progress, reminder, escalation, review, return, closing, summary.
func TestWalk(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	got := w.say("ducha", minutesText)
	w.want(got, "读出 4 项", "1 项缺要素", "审管办 + 研究室", "12月15日", "执行局", "缺牵头", "各基层法院(3 个)")
	drafts := w.find("ducha", "读出 4 项")
	w.want(w.reply("ducha", drafts, "4号审管办牵头"), "可下发 4 项")
	w.want(w.say("ducha", "草稿"), "读出 4 项")
	drafts = w.find("ducha", "读出 4 项")
	w.want(w.click("ducha", drafts, "draft_ask"), "将下发 4 项", "发给 5 个单位", "无人可达:北港法院")
	w.restart() // between the question and the yes
	w.want(w.say("ducha", "下发"), "已下发 4 项")
	if n := len(w.items()); n != 7 {
		t.Fatalf("%d items, want 4 and 3 children", n)
	}
	first := w.find("zxj-head", "🆕", "终本案件清理")
	w.want(chattest.Text(first.Card), "院长办公会议纪要", "督查员", "由执行局牵头", "三种答法")

	w.reply("zxj-head", first, "收到")
	if s := w.item(2).State; s != ledger.StateAccepted {
		t.Fatalf("item 2 is %s after the receipt", s)
	}
	w.want(w.reply("zxj-head", first, "完成80%,卡在财政审批,需要协调"), "80%", "财政审批", "副院长(执行)")
	w.find("fuyuanzhang", "遇到问题", "财政审批")
	if it := w.item(2); it.Percent != 80 || it.Blocker == nil {
		t.Fatalf("item 2: %d%%, blocker %v", it.Percent, it.Blocker)
	}

	n := len(w.got("fuyuanzhang"))
	w.until("2026-11-29 23:00") // Saturday and Sunday stay silent
	if more := w.got("fuyuanzhang")[n:]; len(more) > 0 {
		t.Errorf("the overseer heard before the third day overdue:\n%s", join(more))
	}
	w.until("2026-12-01 09:30")
	w.find("fuyuanzhang", "逾期", "终本案件清理")

	w.want(w.say("zxj-head", "2号已完成,清理率96%,台账已报"), "申请办结", "审核")
	review := w.find("ducha", "申请办结", "终本案件清理")
	w.want(chattest.Text(review.Card), "不低于95%")
	w.want(w.say("zxj-head", "同意2号办结"), "督查室")
	w.want(w.fill("ducha", review, "return", map[string]string{"reason": "缺附件"}), "已退回")
	w.find("zxj-head", "退回", "缺附件")
	w.say("zxj-head", "2号已完成,附件已补齐")
	review = w.find("ducha", "申请办结", "附件已补齐")
	w.want(w.click("ducha", review, "approve"), "已销号")
	w.find("zxj-head", "已销号")
	if it := w.item(2); it.State != ledger.StateClosed || it.Returns != 1 {
		t.Fatalf("item 2 is %s with %d returns", it.State, it.Returns)
	}
	got = w.say("yuanzhang", "给我一份全院督办情况通报")
	w.want(got, "在办 5 项", "本月办结 1 项", "执行局")
}
