package bot_test

import (
	"testing"

	"github.com/followup-bot/followup/bot/chat/chattest"
)

// TestSupportingUnits adds supporting units to rows of a draft, takes them away, and dates the rows that have no date, in the words that offices use.
func TestSupportingUnits(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	w.say("ducha", minutesText)
	w.want(w.say("ducha", "2号配合单位加上研究室"), "+ 研究室")
	w.want(w.say("ducha", "2号加上审管办配合"), "+ 审管办")
	w.want(w.say("ducha", "2号配合去掉研究室"), "- 研究室")
	w.want(w.say("ducha", "1号不用配合了"), "不设配合单位")
	w.want(w.say("ducha", "4号审管办牵头"), "审管办")
	w.want(w.say("ducha", "1号这个是重点"), "1号")
	w.say("ducha", "下发")
	w.want(w.say("ducha", "是"), "已下发 4 项")
	if got := w.item(2).Support; len(got) != 1 || got[0] != "sgb" {
		t.Errorf("item 2 is supported by %v", got)
	}
	if it := w.item(1); len(it.Support) != 0 || it.Priority != "key" {
		t.Errorf("item 1 is supported by %v, with priority %q", it.Support, it.Priority)
	}
}

// TestUndatedRows dates only what has no date.
func TestUndatedRows(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	w.want(w.say("ducha", "院长办公会议纪要\n时间:2026年11月20日\n会议议定以下事项:\n1.由执行局牵头,于11月27日前完成终本案件清理。\n2.由研究室牵头,完成典型案例汇编。\n3.由政治部牵头,完成年度培训计划。\n"), "读出 3 项")
	w.want(w.say("ducha", "所有没有期限的都定12月底"), "2–3")
	w.say("ducha", "下发")
	w.say("ducha", "是")
	for seq, want := range map[int]string{1: "2026-11-27", 2: "2026-12-31", 3: "2026-12-31"} {
		if got := w.item(seq).Due.Date.String(); got != want {
			t.Errorf("item %d is due on %s, want %s", seq, got, want)
		}
	}
}
