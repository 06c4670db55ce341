package bot_test

import (
	"testing"

	"github.com/followup-bot/followup/bot/chat/chattest"
	"github.com/followup-bot/followup/ledger"
)

// An admin switches the rules of the house by words, and they hold from then on.
func TestRulesOfTheHouseAreSwitchedInChat(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	w.want(w.say("zxj-head", "下发前须领导审批"), "管理员")
	for _, x := range []struct {
		say, read string
		on        func(ledger.Policy) bool
	}{
		{"下发前须领导审批", "下发前由院领导批准", func(p ledger.Policy) bool { return p.LeaderApproval }},
		{"下发前不用领导审批", "下发前不用领导批准", func(p ledger.Policy) bool { return !p.LeaderApproval }},
		{"turn two-step review on", "本单位负责人审核", func(p ledger.Policy) bool { return p.TwoStep }},
		{"关闭两级审核", "直接报督查室", func(p ledger.Policy) bool { return !p.TwoStep }},
		{"周末不提醒", "遇到节假日和周末不发", func(p ledger.Policy) bool { return p.RuleDays == "skip" }},
		{"办结须上传佐证材料", "须附佐证", func(p ledger.Policy) bool { return p.NeedEvidence }},
	} {
		w.want(w.say("admin", x.say), x.read, "对吗")
		w.want(w.say("admin", "是"), "已生效", x.read)
		p, _, err := ledger.Load[ledger.Policy](t.Context(), w.store, ledger.RecordPolicy, string(ledger.RecordPolicy))
		if err != nil || !x.on(p) {
			t.Errorf("%s: %+v %v", x.say, p, err)
		}
	}
	w.want(w.say("admin", "台账保留10年"), "从不自动删除", "10 年")
	w.want(w.say("admin", "通报模板换成周报样式"), "样式是固定的")
	issue(w)
	w.want(w.say("zxj-head", "2号已办结"), "须附佐证")
	if s := w.item(2).State; s == ledger.StateSubmitted {
		t.Fatal("handed in without evidence")
	}
	w.want(w.say("zxj-head", "2号已办结,材料已上传OA"), "审核")
	if it := w.item(2); it.State != ledger.StateSubmitted || len(it.Submission.Evidence) != 1 {
		t.Fatalf("%s %+v", it.State, it.Submission)
	}
}
