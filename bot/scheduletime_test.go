package bot_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/followup-bot/followup/bot/chat/chattest"
	"github.com/followup-bot/followup/ledger"
)

// TestScheduleChangedInPart changes what was said of a schedule and keeps the rest: a time of day alone moves it on its days, a length of time
// alone pauses it for so long, and without either it is asked for.
func TestScheduleChangedInPart(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	rule := func() ledger.Rule { // the last that was set
		t.Helper()
		rules, err := ledger.LoadAll[ledger.Rule](w.ctx, w.store, ledger.RecordRule, "")
		if err != nil || len(rules) == 0 {
			t.Fatalf("%d rules, %v", len(rules), err)
		}
		return slices.MaxFunc(rules, func(a, b ledger.Rule) int { return a.Set.Compare(b.Set) })
	}
	w.say("admin", "每天上午9点发到期提醒")
	w.say("admin", "是")
	w.say("admin", "到期提醒改成早上8点")
	w.want(w.say("admin", "是"), "早上8点")
	if r := rule(); r.Spec != "0 8 * * *" {
		t.Errorf("it is set to %q", r.Spec)
	}
	w.want(w.say("admin", "到期提醒改一改,改到"), "什么时间")
	w.say("admin", "到期提醒暂停一周")
	w.say("admin", "是")
	if r := rule(); !r.Paused || r.Until.String() != "2026-11-30" {
		t.Errorf("paused: %v until %s", r.Paused, r.Until)
	}
	w.none(w.say("admin", "暂停到期提醒"), "未定")
	w.say("admin", "否")

	w.say("admin", "每月最后一个工作日下午3点发通报")
	w.say("admin", "是")
	was := rule().Spec
	w.say("admin", "通报改到上午10点")
	w.say("admin", "是")
	if got, want := rule().Spec, strings.Replace(was, "BYHOUR=15", "BYHOUR=10", 1); got != want || got == was {
		t.Errorf("%q became %q", was, got)
	}
}
