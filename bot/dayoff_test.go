package bot_test

import (
	"testing"

	"github.com/followup-bot/followup/bot/chat/chattest"
	"github.com/followup-bot/followup/ledger"
)

// A deadline in minutes that falls on a Saturday is kept, or moved where the policy says so: then the draft says what was written.
func TestADeadlineOnADayOff(t *testing.T) {
	for how, want := range map[string][]string{
		"keep":     {"12月5日"},
		"next":     {"12月7日", "原文 12月5日,休息日"},
		"previous": {"12月4日", "原文 12月5日,休息日"},
	} {
		w := newWorld(t, chattest.Options{}, func(p *ledger.Policy) { p.DueOnDayOff = how })
		got := w.say("ducha", "会议纪要\n2026年11月20日\n一、执行局12月5日前完成终本案件清理。\n二、研究室12月8日前报送调研报告。")
		w.want(got, append(want, "12月8日")...)
		if how == "keep" {
			w.none(got, "原文")
		}
	}
}
