package bot_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/followup-bot/followup/bot/chat/chattest"
	"github.com/followup-bot/followup/ledger"
)

// closed puts items of past months on record: number, lead, days late, returns; late < 0 is still open.
func (w *world) closed(rows ...[4]any) {
	w.t.Helper()
	for i, r := range rows {
		due := ledger.DateOf(w.now).AddDays(-20)
		at := due.AddDays(max(0, r[2].(int))).In(time.UTC).Add(2 * time.Hour)
		it := ledger.Item{ID: ledger.ItemID(ledger.NewID(at, "past", i)), Number: ledger.Number{Year: 2026}, Title: fmt.Sprintf("往事第%d件", i+1),
			Lead: ledger.UnitID(r[1].(string)), State: ledger.StateClosed, Due: ledger.Due{Date: due}, FirstDue: ledger.Due{Date: due}, IssuedAt: at.AddDate(0, -1, 0),
			IssuedBy: "ducha", Returns: r[3].(int), ClosedAt: at.Add(time.Hour), ClosedBy: "ducha", Submission: &ledger.Submission{Stage: ledger.StageOffice, Text: "已办", At: at}}
		if r[2].(int) < 0 {
			it.State, it.ClosedAt, it.ClosedBy, it.Submission, it.Blocker = ledger.StateActive, time.Time{}, "", nil, &ledger.Blocker{Reason: "等采购"}
		}
		c := ledger.Change{Source: fmt.Sprint("past/", i), Items: []ledger.Item{it}, Events: []ledger.Event{{Item: it.ID, Kind: ledger.EventIssued, By: "ducha", At: it.IssuedAt}}}
		if err := w.store.Commit(w.ctx, c); err != nil {
			w.t.Fatal(err)
		}
	}
}

func TestScoreIsExplained(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	w.closed([4]any{1, "yjs", 0, 0}, [4]any{2, "yjs", 3, 1}, [4]any{3, "zxj", -1, 0})
	got := w.say("yuanzhang", "研究室的分是怎么扣的")
	w.want(got, "研究室 88.3 分", "2 项计分:1.765 ÷ 2 × 100", "2号 往事第2件 │ 迟 3 天办结,退回 1 次 │ 扣 0.235", "1 × 0.85 × 0.9 = 0.765", "另有 1 项没有扣分:1号", "不足 5 项,样本少", "牵头 1,配合 0.3")
	w.want(w.say("yjs-head", "我们的分是怎么算的?"), "研究室 88.3 分")
	w.want(w.say("ops", "how was our score made up?"), "nothing to score yet")
	w.none(w.say("yjs-head", "执行局的分是怎么扣的"), "执行局 ", "÷")
	w.want(w.say("ducha", "How was 研究室's score made up?"), "研究室 88.3 分")
	w.want(w.say("ducha", "研究室上个月的得分怎么来的"), "10月1日至10月31日")
}

func TestRankingsAreOffUntilSwitchedOn(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	w.closed([4]any{1, "yjs", 0, 0}, [4]any{2, "zxj", 4, 0}, [4]any{3, "zxj", -1, 0})
	w.want(w.say("yuanzhang", "各部门排名"), "排名没有打开")
	w.want(w.say("yuanzhang", "打开排名"), "只有管理员能设置")
	w.want(w.say("admin", "打开排名"), "打开排名,只私信", "对吗")
	w.want(w.say("admin", "是"), "已生效")
	got := w.say("yuanzhang", "各部门得分排名")
	w.want(got, "得分排名", "1 研究室 │ 100.0 分", "2 执行局", "最长逾期 20 天:3号 往事第3件,等采购")
	w.want(w.say("yuanzhang", "抓两头"), "先进", "滞后", "执行局")
	w.none(w.say("yjs-head", "各部门排名"), "执行局")
	if got := w.say("ducha", "关闭排名"); got == "" {
		t.Error("the office hears nothing")
	}
	w.want(w.say("admin", "关闭排名"), "关闭排名")
	w.say("admin", "是")
	w.want(w.say("yuanzhang", "哪个部门最慢"), "排名没有打开")
}
