package bot_test

import (
	"strings"
	"testing"

	"github.com/followup-bot/followup/bot/chat/chattest"
	"github.com/followup-bot/followup/ledger"
)

const nextMinutes = `云港市中级人民法院院长办公会议纪要
时间:2026年11月30日
会议听取了上次会议议定事项落实情况汇报,议定以下事项:
一、由执行局牵头,于12月11日前抓紧完成终本案件清理。
二、由研究室牵头,于12月20日前完成年度调研课题结项。
`

func (w *world) issued() {
	w.t.Helper()
	w.say("ducha", minutesText)
	w.say("ducha", "4号审管办牵头")
	w.say("ducha", "下发")
	w.want(w.say("ducha", "是"), "已下发")
}

func TestWhatBecameOfTheMeeting(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	w.issued()
	w.say("zxj-head", "完成80%,卡在财政审批,需要协调")
	w.say("xishan-head", "收到")
	w.say("xishan-head", "3-2号已完成,清单已报")
	w.until("2026-11-30 10:00")
	got := w.say("ducha", "上次会议议定事项落实情况")
	w.want(got, "院长办公会议纪要 11月20日 议定事项落实情况", "共 4 项", "在办 4 项(逾期 1 项)", "截至 11月30日",
		"1. 建成审判质效指标看板", "审管办牵头,12月15日,1号", "2. 完成终本案件清理", "办理中;80%;逾期 3 天;问题1:财政审批", "3. 报送长期未结案件清单(各基层法院(3 个)",
		"0/3 已办结;未办结:", "落实情况.txt")
	if strings.Index(got, "1. ") > strings.Index(got, "4. ") {
		t.Error("not in the meeting's order")
	}
	w.want(w.say("zxj-head", "上次会议议定事项落实情况"), "共 1 项", "终本案件清理")
	w.none(w.say("zxj-head", "上次会议议定事项落实情况"), "看板")
	w.say("ducha", "2号同意办结")
}

func TestSameMinutesMakeNoSecondSet(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	w.say("ducha", minutesText)
	got := w.say("ducha", "  "+strings.ReplaceAll(minutesText, "\n", "\n\n"))
	w.want(got, "已由督查员登记过", "打开草稿", "仍重新登记")
	w.none(got, "看已下发")
	w.say("ducha", "4号审管办牵头")
	got = w.say("ducha", strings.Replace(minutesText, "按月通报。", "按季通报。", 1))
	w.want(got, "登记过一份,内容和这份不完全一样", "打开草稿")
	w.none(got, "读出 4 项")
	w.want(w.say("ducha", "是"), "登记过一份") // a yes says neither which of the two
	w.click("ducha", w.find("ducha", "登记过一份"), "yes")
	w.find("ducha", "读出 4 项", "按季通报")
}

func TestADraftGoesOnWithAnOpenItem(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	w.issued()
	w.until("2026-11-26 10:00")
	got := w.say("ducha", nextMinutes)
	w.want(got, "像是 2号 完成终本案件清理,清理率不低于95%(11月27日)的延续", "[续办2号]", "期限改到12月11日", "[另立]")
	if strings.Count(got, "像是") != 1 {
		t.Errorf("likenesses:\n%s", got)
	}
	got = w.click("ducha", w.find("ducha", "像是 2号"), "draft_join_date")
	w.want(got, "1 号作为 2号", "期限改到 12月11日", "下发时才生效")
	if it := w.item(2); it.Due.Date.String() != "2026-11-27" {
		t.Errorf("item 2 is due %v before the issue", it.Due)
	}
	w.want(w.say("ducha", "下发"), "将下发 2 项", "其中 1 号记入 2号", "期限改到12月11日")
	w.want(w.say("ducha", "是"), "已下发 1 项", "1 号已记入 2号", "期限改为 12月11日")
	it := w.item(2)
	if it.Due.Date.String() != "2026-12-11" || it.FirstDue.Date.String() != "2026-11-27" || it.Extensions != 1 {
		t.Errorf("item 2 is due %v, first %v", it.Due, it.FirstDue)
	}
	w.find("zxj-head", "2号", "12月11日")
	w.want(w.say("ducha", "上次会议议定事项落实情况"), "11月30日 议定事项落实情况", "1. 完成终本案件清理,清理率不低于95%(执行局牵头,12月11日,2号)", "原定 11月27日", "2. 完成年度调研课题结项")
	if n := len(w.items()); n != 8 {
		t.Errorf("%d items", n)
	}
	w.want(w.say("ducha", "2号的全过程"), "期限 11月27日 → 12月11日")
}

// That a row goes on with an open item can be said in words, for any open item, and is taken back like any edit until it is issued, and with
// the issue afterwards.
func TestARowGoesOnByWords(t *testing.T) {
	w := newWorld(t, chattest.Options{}, undoable)
	w.issued()
	w.minute()
	w.until("2026-11-26 10:00")
	w.say("ducha", nextMinutes)
	w.want(w.say("ducha", "2号是4号的续办"), "2 号作为 4号", "记入审管办的这一项", "“2号另立”或“撤销”")
	w.want(w.say("ducha", "草稿"), "审管办 │ 完成年度调研课题结项 │ 续办4号")
	w.want(w.say("ducha", "2号另立"), "2 号另立事项")
	w.none(w.say("ducha", "草稿"), "续办4号")
	w.say("ducha", "1号续办2号,期限改到12月20日")
	w.say("ducha", "撤销")
	w.want(w.say("ducha", "草稿"), "像是 2号")
	w.want(w.say("ducha", "1号续办2号,期限改到12月20日"), "期限改到 12月20日")
	w.want(w.say("ducha", "2号续办99号"), "99")
	w.restart()
	n := len(w.got("zxj-head"))
	w.say("ducha", "下发1号")
	w.want(w.say("ducha", "是"), "1 号已记入 2号", "60 秒后通知各单位")
	if it := w.item(2); it.Due.Date.String() != "2026-12-20" || it.Extensions != 1 {
		t.Errorf("%v", it.Due)
	}
	w.click("ducha", w.find("ducha", "1 号已记入 2号"), "undo")
	w.find("ducha", "记入 2号 的内容已收回,原来的期限不变")
	if it := w.item(2); it.Due.Date.String() != "2026-11-27" || it.Extensions != 0 {
		t.Errorf("%v", it.Due)
	}
	w.minute()
	w.minute()
	if got := w.got("zxj-head")[n:]; len(got) > 0 {
		t.Errorf("the unit heard of what was taken back: %s", join(got))
	}
	w.say("ducha", "下发")
	w.want(w.say("ducha", "是"), "已下发 1 项", "1 号已记入 2号")
	w.minute()
	w.find("zxj-head", "2号", "12月20日")
	w.minute()
	w.want(w.say("ducha", "撤销下发"), "60 秒内")
}

func TestARowGoesOnInEnglish(t *testing.T) {
	org := testOrg()
	for i := range org.People {
		org.People[i].Lang = "en"
	}
	policy := ledger.DefaultPolicy()
	policy.UndoSeconds = 0
	w := newWorldOf(t, org, policy, chattest.Options{})
	w.say("ducha", minutesText)
	w.say("ducha", "4号审管办牵头")
	w.say("ducha", "issue")
	w.say("ducha", "yes")
	w.until("2026-11-26 10:00")
	w.say("ducha", nextMinutes)
	w.want(w.say("ducha", "draft 2 continues #4, with its date"), "Row 2 continues #4", "now due 20 Dec", "“row 2 is separate” or “undo”")
	w.want(w.say("ducha", "row 2 is separate"), "an item of its own")
}
