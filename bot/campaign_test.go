package bot_test

import (
	"strings"
	"testing"

	"github.com/followup-bot/followup/bot/chat/chattest"
	"github.com/followup-bot/followup/ledger"
)

func TestCampaign(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	w.want(w.say("ducha", "发起述职"), "请说明请谁提交")
	w.want(w.say("ducha", "发起述职,请各部门负责人提交"), "什么时候前")
	w.want(w.say("ducha", "发起述职,请各部门负责人12月20日前提交"), "将发起述职:通知各部门负责人共 4 人,12月20日前提交", "不保存内容")
	w.want(w.say("ducha", "是"), "已发起述职", "4 人")
	w.find("zxj-head", "📝 述职", "12月20日", "已提交述职")
	w.find("ops", "📝 述职", "asks for your 述职")
	w.want(w.say("zxj-head", "已提交述职"), "已登记:您的述职已提交")
	w.want(w.say("xishan-head", "已提交述职"), "名单里没有您")
	w.want(w.say("ducha", "研究室负责人已提交述职"), "研究室负责人的述职已提交")
	w.want(w.say("yuanzhang", "述职谁还没交?"), "述职:2/4 已提交(50%),12月20日截止", "还差 2 人:审管办负责人", "督查员代登记")
	w.none(w.say("yuanzhang", "述职情况"), "催 2 人")
	w.want(w.say("ducha", "述职提交情况"), "[催 2 人]", "[结束]")
	w.want(w.say("sgb-head", "述职情况怎么样"), "您的述职还没有提交")
	w.until("2026-12-21 10:00")
	for who, want := range map[string]int{"sgb-head": 4, "yjs-head": 0} { // 3, 1, 0 working days before, the last on Friday for a Sunday; then Monday
		n := 0
		for _, p := range w.got(who) {
			if text := chattest.Text(p.Card); strings.Contains(text, "项待提交") {
				n++
				w.want(text, "述职", "[已提交]")
			}
		}
		if n != want {
			t.Errorf("%s was reminded %d times, want %d\n%s", who, n, want, join(w.got(who)))
		}
	}
	w.want(w.click("sgb-head", w.find("sgb-head", "逾期 1 天"), "campaign_done"), "已登记")
	w.restart()
	w.click("ducha", w.find("ducha", "述职:2/4"), "campaign_end")
	w.find("ducha", "述职已结束:3/4 已提交(75%)", "未提交:Operations lead")
	w.want(w.say("ops", "述职 submitted"), "no 述职 under way")
	all, err := ledger.LoadAll[ledger.Campaign](w.ctx, w.store, ledger.RecordCampaign, "")
	if err != nil || len(all) != 1 || len(all[0].Submitted) != 3 {
		t.Errorf("%+v, %v", all, err)
	}
	w.want(w.say("zxj-head", "发起述职,请各部门负责人1月20日前提交"), "")
	if all, _ := ledger.LoadAll[ledger.Campaign](w.ctx, w.store, ledger.RecordCampaign, ""); len(all) != 1 {
		t.Error("a head started one")
	}
}
