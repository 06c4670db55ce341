package bot_test

import (
	"strings"
	"testing"

	"github.com/followup-bot/followup/bot/chat/chattest"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

func TestTheOfficeMergesItems(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	issue(w)
	w.say("zxj-head", "2号卡在财政审批")
	w.say("zxj-head", "2号申请延期到12月5日,因为等回函")
	got := w.say("ducha", "把2号并入1号")
	w.want(got, "2号 完成终本案件清理", "并入 1号", "不算办结", "不再提醒", "配合单位 执行局", "完成标准“清理率 ≥ 95%”", "待定的申请一并取消", "对吗", "[只并入,不带过去]")
	if w.item(2).State == ledger.StateTerminated {
		t.Fatal("merged before a yes")
	}
	w.restart()
	w.want(w.say("ducha", "是"), "2号 已并入 1号", "配合单位 执行局", "[撤回合并]")
	two, one := w.item(2), w.item(1)
	if two.State != ledger.StateTerminated || two.Into == nil || two.Into.Item != one.ID || two.Extension != nil {
		t.Errorf("%+v", two)
	}
	if len(one.Merged) != 1 || !strings.Contains(one.Measure, "清理率 ≥ 95%") || one.Support[len(one.Support)-1] != "zxj" || one.Blocker == nil {
		t.Errorf("%+v", one)
	}
	w.find("zxj-head", "2号", "已并入 1号", "不再单独办理")
	w.find("sgb-head", "2号 并入 1号", "配合单位")
	w.want(w.say("zxj-head", "2号"), "已并入 1号")
	w.want(w.say("ducha", "1号"), "并入本项:2号")
	w.want(w.say("ducha", "2号的全过程"), "合并", "并入:1号")
	w.want(w.say("ducha", "1号的全过程"), "并入本项的:2号")
	w.want(w.say("ducha", "问题清单"), "突出问题 1 个", "1号", "财政审批")
	w.want(w.say("yuanzhang", "情况怎么样"), "在办 5 项") // 1, 4 and three courts
	w.want(w.say("yuanzhang", "本月办结了多少"), "0 项")
	w.want(w.say("ducha", "上次会议议定事项落实情况"), "并入其他事项 1 项", "已并入1号:")
	n := len(w.got("zxj-head"))
	w.until("2026-12-01 10:00")
	w.none(join(w.got("zxj-head")[n:]), "2号")
	w.want(w.say("zxj-head", "2号完成50%"), "已终止")
	w.want(w.say("ducha", "把4号并入2号"), "已终止,不能合并")
}

func TestAMergeIsTakenBack(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	issue(w)
	w.say("zxj-head", "收到")
	was := w.item(1)
	w.say("ducha", "把2号并入1号")
	w.say("ducha", "是")
	w.want(w.click("ducha", w.find("ducha", "[撤回合并]"), view.DoSay), "从 1号 里拆出来", "已签收", "对吗")
	w.want(w.say("ducha", "是"), "2号 已从 1号 拆出")
	one, two := w.item(1), w.item(2)
	if two.State != ledger.StateAccepted || two.Into != nil || len(one.Merged) != 0 || one.Measure != was.Measure || len(one.Support) != len(was.Support) {
		t.Errorf("%+v\n%+v", one, two)
	}
	w.find("zxj-head", "2号", "重新办理")
	w.find("sgb-head", "并入的事项已拆出")
	w.want(w.say("ducha", "撤回合并2号"), "没有并入别的事项")
	w.say("ducha", "把2号并入1号")
	w.say("ducha", "是")
	w.say("ducha", "2号重新办理,因为不是一回事") // the words for what is over do as well
	w.say("ducha", "是")
	if it := w.item(2); it.Into != nil || it.State != ledger.StateAccepted {
		t.Errorf("%+v", it)
	}
}

func TestMergeTakesWhatIsChosen(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	issue(w)
	w.say("ducha", "把2号并入1号")
	w.want(w.click("ducha", w.find("ducha", "[只并入,不带过去]"), view.DoSay, "只并入"), "2号 已并入 1号")
	if one := w.item(1); len(one.Support) != 1 || strings.Contains(one.Measure, "95%") {
		t.Errorf("%+v", one)
	}
	w.say("ducha", "撤回合并2号,因为看错了")
	w.say("ducha", "是")
	w.none(w.say("ducha", "把2号并入1号,不带完成标准"), "完成标准“")
	w.say("ducha", "不对")
	got := w.say("ducha", "1号和2号合并")
	w.want(got, "2号 完成终本案件清理", "并入 1号", "[反过来:1号并入2号]")
	w.want(w.click("ducha", w.find("ducha", "[反过来"), view.DoSay, "把1号并入2号"), "1号 建成审判质效指标看板", "并入 2号")
	w.want(w.say("ducha", "是"), "1号 已并入 2号")
	w.want(w.say("ducha", "把3-1号并入3号"), "不能并入它自己")
	w.want(w.say("ducha", "把3号并入2号"), "还有")
	w.want(w.say("ducha", "把3-1号并入3-2号"), "3-1号", "并入 3-2号")
	w.say("ducha", "是")
	if p := w.item(3); p.Finished != 1 || p.State != ledger.StateActive {
		t.Errorf("%+v", p)
	}
	w.want(w.say("ducha", "把99号并入1号"), "99")
}

func TestAUnitsWishToMergeIsForTheOffice(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	issue(w)
	w.say("zxj-head", "收到")
	w.want(w.say("zxj-head", "把2号并入1号"), "已把合并要求转督查室")
	if it := w.item(2); it.State != ledger.StateAccepted {
		t.Fatalf("a unit merged: %s", it.State)
	}
	card := w.find("ducha", "执行局负责人建议", "2号", "1号", "把2号并入1号", "[2号并入1号]", "[1号并入2号]")
	w.click("ducha", card, view.DoMerge, string(w.item(2).ID)+"|"+string(w.item(1).ID))
	w.find("ducha", "2号 已并入 1号", "[撤回合并]") // in the place of the wish
	w.find("zxj-head", "2号", "已并入")
}

func TestItemsAreMergedInEnglish(t *testing.T) {
	org := testOrg()
	for i := range org.People {
		org.People[i].Lang = "en"
	}
	policy := ledger.DefaultPolicy()
	policy.UndoSeconds = 0
	w := newWorldOf(t, org, policy, chattest.Options{})
	w.say("ducha", minutesText)
	w.say("ducha", "drop row 4")
	w.say("ducha", "issue")
	w.say("ducha", "yes")
	w.want(w.say("ducha", "merge #2 into #1"), "#2", "goes into #1", "does not count as closed", "[Merge only]")
	w.want(w.say("ducha", "yes"), "#2 is merged into #1")
	w.find("zxj-head", "#2", "is merged into #1")
	w.want(w.say("ducha", "undo merging #2 because it is another matter"), "comes out of #1")
	w.want(w.say("ducha", "yes"), "#2 is out of #1")
}
