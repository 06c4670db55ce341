package bot_test

import (
	"testing"

	"github.com/followup-bot/followup/bot/chat/chattest"
	"github.com/followup-bot/followup/ledger"
)

// TestWhoSettingsAreAbout sets duties, posts and the ladder by the words that admins use for people.
func TestWhoSettingsAreAbout(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	person := func(id string) ledger.Person {
		p, _, err := ledger.Load[ledger.Person](w.ctx, w.store, ledger.RecordPerson, id)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	w.want(w.say("admin", "副院长(执行)分管政治部和研究室"), "政治部、研究室")
	w.say("admin", "是")
	if p := person("fuyuanzhang"); len(p.Oversees) != 4 {
		t.Errorf("he oversees %v", p.Oversees)
	}
	w.want(w.say("admin", "王院长分管执行局"), "没认出是谁") // somebody of that name is not whoever is 院长
	w.want(w.say("admin", "给执行局内勤开督查员权限"), "执行局联络员")
	w.say("admin", "是")
	if p := person("zxj-liaison"); !p.Has(ledger.RoleSupervisor) {
		t.Errorf("the liaison has the posts %v", p.Posts)
	}
	w.want(w.say("admin", "逾期1天告知部门负责人,5天报分管领导,10天报院长"), "对吗")
	w.say("admin", "是")
	p, _, err := ledger.Load[ledger.Policy](w.ctx, w.store, ledger.RecordPolicy, string(ledger.RecordPolicy))
	if err != nil || len(p.Escalation) != 3 || p.Escalation[0].To != ledger.ToHead {
		t.Errorf("the ladder is %v: %v", p.Escalation, err)
	}
	w.want(w.say("admin", "每天下午三点提醒未签收的单位"), "只含未签收的")
	w.want(w.say("admin", "提前-3天提醒"), "-3天")
}
