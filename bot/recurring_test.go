package bot_test

import (
	"testing"

	"github.com/followup-bot/followup/bot/chat/chattest"
	"github.com/followup-bot/followup/ledger"
)

const monthlyMinutes = `云港市中级人民法院院长办公会议纪要
时间:2026年9月1日
会议议定以下事项:
一、由研究室牵头,每月25日前报送司法统计分析。
二、由政治部牵头,于12月20日前完成培训方案。
`

func TestEveryPeriodIsOneReport(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	w.want(w.say("ducha", monthlyMinutes), "每月25日前")
	w.say("ducha", "下发")
	w.say("ducha", "是")
	w.find("yjs-head", "每月25日前(本期 11月25日)")
	w.say("yjs-head", "收到")
	got := w.say("yjs-head", "1号已报送,见附件")
	w.want(got, "已记 1号 报送司法统计分析", "11月25日这一期已报送", "下一期 12月25日")
	if it := w.item(1); it.State != ledger.StateActive || len(it.Filed) != 1 {
		t.Fatalf("%+v", it)
	}
	w.until("2027-01-26 10:00")
	w.find("yjs-head", "1号", "本期应报")
	got = w.say("ducha", "1号什么情况")
	w.want(got, "周期:每月25日前;已报 1/3 期;缺报 1 期:2026年12月25日;本期 1月25日", "逾期 1 天")
	w.want(w.say("yjs-head", "1号已完成"), "1月25日这一期已报送")
	w.want(w.say("ducha", "1号退回,缺附表"), "已退回 1号")
	w.find("yjs-head", "被督查员退回", "附表")
	w.want(w.say("ducha", "1号的全过程"), "报送本期", "报送:1月25日这一期", "周期:每月25日前", "退回")
	w.want(w.say("ducha", "本月有哪些超期"), "1号")
}
