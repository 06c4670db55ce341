package bot_test

import (
	"strings"
	"testing"
	"time"

	"github.com/followup-bot/followup/bot/chat/chattest"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

func (w *world) child(seq, n int) ledger.Item {
	w.t.Helper()
	for _, it := range w.items() {
		if it.Number.Seq == seq && it.Number.Child == n {
			return it
		}
	}
	w.t.Fatalf("no item %d-%d", seq, n)
	return ledger.Item{}
}

func TestIssueIsTakenBack(t *testing.T) {
	w := newWorld(t, chattest.Options{}, undoable)
	issue(w)
	w.find("ducha", "已下发 4 项", "60 秒后通知各单位", "[撤回下发]")
	w.now = w.now.Add(30 * time.Second)
	card := w.find("ducha", "已下发 4 项")
	w.click("ducha", card, view.DoUndo)
	w.find("ducha", "已撤回下发 4 项", "1号、2号、3号、4号")
	for _, it := range w.items() {
		if it.State != ledger.StateTerminated {
			t.Errorf("%s is %s", it.Number.Short(), it.State)
		}
	}
	w.want(w.say("ducha", "草稿"), "读出 4 项", "下发 4 项")
	w.say("ducha", "下发")
	w.want(w.say("ducha", "是"), "已下发 4 项")
	if it := w.item(5); it.State != ledger.StateIssued || it.Title != w.item(1).Title {
		t.Errorf("issued again under a number used before: %+v", it.Number)
	}
	w.minute()
	w.minute()
	w.want(join(w.got("zxj-head")), "🆕 6号") // and never of what was taken back
	w.none(join(w.got("zxj-head")), "2号", "撤回")
	w.want(w.say("ducha", "撤销下发"), "60 秒内")
	w.want(w.say("zxj-head", "撤销下发"), "只有督查室")
}

// Whoever heard of an issue that is taken back all the same, because the window grew meanwhile, is told once.
func TestWhoHeardOfAnIssueIsToldThatItIsTakenBack(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	issue(w)
	first := w.find("zxj-head", "🆕 2号")
	p, rev, err := ledger.Load[ledger.Policy](w.ctx, w.store, ledger.RecordPolicy, string(ledger.RecordPolicy))
	if err != nil {
		t.Fatal(err)
	}
	undoable(&p)
	if err := w.store.Commit(w.ctx, ledger.Change{Source: "policy", Records: []ledger.Record{ledger.NewRecord(ledger.RecordPolicy, string(ledger.RecordPolicy), rev, p)}}); err != nil {
		t.Fatal(err)
	}
	w.restart()
	w.want(w.say("ducha", "撤销下发"), "已撤回下发 4 项")
	w.find("zxj-head", "督查员撤回了刚才下发的 1 项", "2号")
	if n := strings.Count(join(w.got("zxj-head")), "撤回了刚才下发"); n != 1 {
		t.Errorf("told %d times", n)
	}
	if now, ok := w.fake.At(first.Ref); !ok || strings.Contains(chattest.Text(now.Card), "[签收]") {
		t.Errorf("%v %s", ok, chattest.Text(now.Card))
	}
}

func TestDraftEditIsTakenBack(t *testing.T) {
	w := newWorld(t, chattest.Options{}, undoable)
	w.say("ducha", minutesText)
	w.say("ducha", "4号审管办牵头")
	w.want(w.say("ducha", "撤销"), "撤销了", "缺要素 1 项")
	w.want(w.say("ducha", "撤销"), "缺要素 0 项") // and back
	w.want(w.say("ducha", "合并1和2"), "取较早的期限 11月27日(原 12月15日)")
	w.want(w.say("ducha", "撤销"), "撤销了")
	w.say("ducha", "下发")
	w.say("ducha", "是")
	w.now = w.now.Add(time.Hour)
	w.want(w.say("ducha", "撤销"), "没有可以撤销的", "60 秒内")
}

func TestCorrectionsTellOnceWhatChanged(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	issue(w)
	w.want(w.say("ducha", "把2号改到12月20日"), "11月27日 → 12月20日", "写明原因")
	w.want(w.say("ducha", "情况怎么样"), "在办") // a question is no reason
	w.want(w.say("ducha", "年度数据要到月中才出"), "原因:年度数据要到月中才出", "对吗")
	if w.item(2).Due.Date.Day != 27 {
		t.Error("corrected before the yes")
	}
	w.want(w.say("ducha", "对"), "已更正 2号", "执行局")
	if it := w.item(2); it.Due.Date.Day != 20 || it.FirstDue != it.Due {
		t.Errorf("due %v", it.Due)
	}
	got := chattest.Text(w.find("zxj-head", "更正了 2号").Card)
	w.want(got, "完成时限 11月27日 → 12月20日", "年度数据要到月中才出")
	w.say("ducha", "2号完成标准改为清理率不低于98%,因为省院提高了要求")
	w.say("ducha", "是")
	w.want(chattest.Text(w.find("zxj-head", "完成标准").Card), "→ 清理率不低于98%")
	w.want(w.say("ducha", "3号时限改为12月10日,因为各院来不及"), "3号连同 3 个子项")
	w.say("ducha", "是")
	for n := 1; n <= 3; n++ {
		if it := w.child(3, n); it.Due.Date.Day != 10 {
			t.Errorf("3-%d is due %s", n, it.Due.Date)
		}
	}
	w.want(w.say("ducha", "3-1号时限改为12月31日,因为人手不够"), "不能晚于上级事项的期限 12月10日")
	w.none(w.say("zxj-head", "2号时限改为12月30日,因为忙不过来"), "已更正")
}

func TestSignForAll(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	issue(w)
	card := w.find("sgb-head", "您单位有 2 项新任务")
	w.want(chattest.Text(card.Card), "全部签收(2)")
	w.want(w.click("sgb-head", card, view.DoSignAll), "已签收 2 项:1号、4号")
	w.want(w.say("sgb-head", "一键签收"), "没有待签收的事项")
	w.want(w.say("zxj-head", "全部收到"), "已签收 1 项:2号")
}

func TestFanoutReviewedInOneCard(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	issue(w)
	for _, u := range []string{"donghe", "xishan"} {
		w.say(u+"-head", "已完成,清单已报送")
	}
	card := w.find("ducha", "项待审核", "3号")
	w.want(chattest.Text(card.Card), "全部同意", "3-1号", "3-2号")
	w.want(w.reply("ducha", card, "1-2同意,3退回"), "要写明原因")
	got := w.reply("ducha", card, "1同意,2退回,缺附件")
	w.want(got, "销号 1 项:3-1号", "退回 3-2号 西山法院:缺附件", "对吗")
	w.want(w.reply("ducha", card, "对"), "通过 1 项,退回 1 项", "3号 现在 1/3")
	if a, b := w.child(3, 1), w.child(3, 2); a.State != ledger.StateClosed || b.State != ledger.StateActive || b.Returned != "缺附件" {
		t.Errorf("%s %s %q", a.State, b.State, b.Returned)
	}
	w.find("xishan-head", "退回", "缺附件")
	w.want(w.say("ducha", "3-3号退回,缺附件"), "还没有申请办结", "不能退回,也不能销号")
	w.say("xishan-head", "3-2号已完成,附件补上了")
	it := w.child(3, 3)
	c, err := ledger.Submit(w.env("t1"), it, "ducha", ledger.Submission{Text: "ok"})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.store.Commit(w.ctx, c); err != nil {
		t.Fatal(err)
	}
	w.want(w.say("ducha", "全部同意"), "销号 2 项:3-2号、3-3号")
	w.want(w.say("ducha", "是"), "3号 现在 3/3", "3号 一并销号")
	if it := w.item(3); it.State != ledger.StateClosed {
		t.Errorf("the parent is %s", it.State)
	}
}

func (w *world) env(source string) ledger.Env {
	w.t.Helper()
	e, err := w.bot.Env(w.ctx, w.now)
	if err != nil {
		w.t.Fatal(err)
	}
	e.Source = source
	return e
}

func TestDecomposedByTheUnit(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	issue(w)
	w.want(w.say("sgb-head", "1号分解成三步"), "请写出各项")
	w.want(w.say("sgb-head", "1号分解为:①需求调研,12月1日;②开发上线,执行局负责,12月10日"), "只能分给本单位的人和配合单位")
	w.want(w.say("sgb-head", "1号分解为:①需求调研,12月20日;②开发上线,研究室负责"), "不能晚于上级事项的期限 12月15日")
	got := w.say("sgb-head", "1号分解为:①需求调研,12月1日;②开发上线,研究室负责,12月10日")
	w.want(got, "将把 1号", "1. 需求调研 │ 审管办 │ 12月1日", "2. 开发上线 │ 研究室 │ 12月10日")
	w.want(w.say("sgb-head", "对"), "1号 已分解为 2 项")
	w.find("yjs-head", "1-2号", "开发上线")
	w.say("sgb-head", "1号申请延期到12月25日,因为供应商未到货")
	w.want(w.say("yuanzhang", "等我定的有哪些"), "等您定 1 项", "1号", "申请延期到 12月25日", "[同意延期]")
	w.want(w.say("yuanzhang", "情况怎么样"), "1 项延期")
	w.want(w.say("yuanzhang", "1号不同意延期,抓紧办"), "1号 不延期")
	w.say("yuanzhang", "1号我亲自督办")
	w.say("yuanzhang", "是")
	w.want(w.say("yuanzhang", "院领导亲自督办的有哪些"), "1号")
	if w.child(1, 1).State != ledger.StateAccepted || w.child(1, 2).State != ledger.StateIssued {
		t.Error("only what another unit has waits for a receipt")
	}
	w.want(w.say("sgb-head", "1号已完成"), "还有 2 个分解事项没有办结")
	w.say("sgb-head", "1-1号已完成")
	w.want(w.say("yjs-head", "1-2号已完成"), "1-2号")
	w.say("yjs-head", "是")
	w.say("ducha", "1-1号同意销号")
	w.want(w.say("ducha", "1-2号同意销号"), "1-2号")
	w.say("ducha", "是")
	w.find("sgb-head", "1号", "分解事项都已办结", "申请办结")
	w.want(w.say("sgb-head", "我的事项"), "1号")
	w.want(w.say("sgb-head", "1号已完成"), "1号 已申请办结")
	w.want(w.say("ducha", "把4号分解到各基层法院"), "将把 4号", "东河法院")
	w.want(w.say("ducha", "是"), "已分解为 3 项")
}

func TestMilestones(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	issue(w)
	w.want(w.say("sgb-head", "1号节点1完成"), "只有 0 个节点", "先设节点")
	w.want(w.say("sgb-head", "1号节点:需求调研,11月25日;开发上线,12月10日"), "节点1 需求调研 │ 11月25日")
	w.want(w.say("sgb-head", "是"), "节点已设好")
	w.until("2026-11-26 10:00")
	env := w.env("x")
	if l := env.Light(w.item(1).Row()); l != ledger.LightYellow {
		t.Errorf("behind a milestone it is %s", l)
	}
	w.want(w.say("sgb-head", "1-1完成"), "节点“需求调研”完成(1/2)")
	w.want(w.say("sgb-head", "1号节点1完成"), "已经是这样了")
	w.want(w.say("ducha", "1号"), "✅ 节点1 需求调研", "◻ 节点2")
}

func TestLinkedItems(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	issue(w)
	w.want(w.say("ducha", "2号等1号完成后才能办"), "2号", "要等 1号", "12月15日才到期,晚于 2号 的 11月27日")
	w.want(w.say("ducha", "是"), "2号 等 1号")
	w.find("zxj-head", "前后关系", "前置:1号")
	w.want(w.say("ducha", "1号等2号完成后才能办"), "互相等")
	w.want(w.say("zxj-head", "2号不再等1号"), "只有督查室")
	w.say("ducha", "把1号改到12月18日,因为数据晚到")
	w.say("ducha", "是")
	w.find("zxj-head", "前置 1号", "12月15日 → 12月18日", "晚于本项期限 11月27日")
	w.say("ducha", "2号时限改为12月31日,因为要等看板")
	w.say("ducha", "是")
	w.until("2026-12-21 10:00")
	w.find("zxj-liaison", "前置事项已逾期")
	w.want(w.say("ducha", "2号不再等1号"), "不再等")
	w.say("ducha", "是")
	if it := w.item(2); len(it.After) != 0 || len(w.item(1).Then) != 0 {
		t.Errorf("%+v", it.After)
	}
}

func TestHandlersAndHandOver(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	issue(w)
	w.want(w.say("zxj-head", "2号转内勤办"), "执行局联络员", "对吗")
	w.say("zxj-head", "是")
	if it := w.item(2); it.Handler != "zxj-liaison" {
		t.Fatalf("handler %q", it.Handler)
	}
	w.want(w.say("zxj-head", "2号转给小王办"), "小王")
	w.want(w.say("ducha", "执行局联络员调走了,名下事项交给研究室负责人"), "名下 1 项(2号)转给研究室负责人", "不再收到任何提醒", "执行局联络员", "对吗")
	w.want(w.say("ducha", "是"), "已交接")
	if it := w.item(2); it.Handler != "yjs-head" {
		t.Errorf("handler %q", it.Handler)
	}
	n := len(w.got("zxj-liaison"))
	w.until("2026-11-27 12:00")
	if got := w.got("zxj-liaison")[n:]; len(got) != 0 {
		t.Errorf("who left is told:\n%s", join(got))
	}
	w.find("yjs-head", "2号", "到期")
}

func TestAbsence(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	issue(w)
	w.want(w.say("zxj-liaison", "我11月24日到12月3日出差,由研究室负责人代"), "11月24日至12月3日", "研究室负责人", "对吗")
	w.want(w.say("zxj-liaison", "是"), "由研究室负责人代执行局联络员")
	w.find("yjs-head", "请您代执行局联络员")
	n := len(w.got("zxj-liaison"))
	w.until("2026-11-26 12:00")
	if got := w.got("zxj-liaison")[n:]; len(got) != 0 {
		t.Errorf("who is away is told:\n%s", join(got))
	}
	w.find("yjs-head", "2号")
	w.want(w.say("yjs-head", "2号完成20%"), "已记 2号")
	w.want(w.say("zxj-liaison", "我回来了"), "恢复发给本人")
	w.want(w.say("zxj-head", "审管办负责人12月1日到12月3日出差,由研究室负责人代"), "只有")
}

func TestProblemsHaveNumbersAndOwners(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	issue(w)
	w.want(w.say("ducha", "问题清单"), "没有未解决的问题")
	w.say("zxj-head", "2号卡在研究室,数据没给,需要协调")
	w.say("sgb-head", "1号卡在经费没到位")
	got := w.say("yuanzhang", "问题清单")
	w.want(got, "突出问题 2 个", "问题1", "2号", "问题2", "1号")
	if b := w.item(1).Blocker; b == nil || b.Problem != 2 {
		t.Fatalf("%+v", b)
	}
	w.want(w.say("ducha", "问题2由研究室负责"), "问题2 由研究室负责解决")
	w.find("yjs-head", "请您负责解决问题2")
	w.want(w.say("yjs-head", "问题2解决了"), "请写明结果")
	w.want(w.say("yjs-head", "问题2已解决:经费已下达"), "问题2 已了结:经费已下达", "审管办")
	if w.item(1).Blocker != nil {
		t.Error("still blocked")
	}
	w.find("sgb-head", "1号", "经费已下达")
	w.want(w.say("ducha", "问题2已解决:重复"), "已由研究室负责人了结")
	w.say("zxj-head", "2号数据拿到了,问题已解决")
	w.want(w.say("ducha", "突出问题"), "没有未解决的问题")
	w.say("zxj-head", "2号又卡在系统升级")
	w.want(w.say("ducha", "问题清单"), "问题3")
	w.want(w.say("ducha", "问题9已解决:x"), "没有问题9")
}

func TestLeadersApproveAMeetingInOneCard(t *testing.T) {
	w := newWorld(t, chattest.Options{}, func(p *ledger.Policy) { p.LeaderApproval = true }, undoable)
	w.say("ducha", minutesText)
	w.say("ducha", "4号审管办牵头")
	w.want(w.say("ducha", "下发"), "需院长批准后下发", "[送批]")
	w.want(w.click("ducha", w.find("ducha", "需院长批准"), view.DoAskApproval), "已把 4 项送院长批准")
	card := w.find("yuanzhang", "请批准", "4 项")
	w.want(w.reply("yuanzhang", card, "退回,4号要写明标准"), "已退回督查员")
	w.find("ducha", "院长退回了", "4号要写明标准")
	w.want(w.say("ducha", "下发"), "上次退回:4号要写明标准")
	w.click("ducha", w.find("ducha", "上次退回"), view.DoAskApproval)
	w.want(w.click("yuanzhang", w.find("yuanzhang", "请批准", "4 项"), view.DoApproveDraft), "已批准,4 项正在下发")
	w.click("ducha", w.find("ducha", "院长已批准", "4 项", "60 秒后通知各单位"), view.DoUndo)
	w.find("ducha", "已撤回下发 4 项")
	w.minute()
	w.none(join(w.got("zxj-head")), "🆕")
}

func TestOneItemInPlaceOfMany(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	w.say("ducha", minutesText)
	w.say("ducha", "4号审管办牵头")
	w.want(w.say("ducha", "下发"), "各基层法院:1 项 × 3 个单位 = 3 个子项", "3号只立一项")
	w.click("ducha", w.find("ducha", "[3号只立一项]"), view.DoDraftOne)
	w.find("ducha", "3号只立一项,由督查室跟踪")
	w.want(w.say("ducha", "3号按单位分解"), "3号按单位分解,3 个子项")
	w.want(w.say("ducha", "3号只立一项,由审管办跟踪"), "由审管办跟踪")
	w.want(w.say("ducha", "1号按单位分解"), "不是发给多个单位的事项")
	w.say("ducha", "下发")
	w.say("ducha", "是")
	if it := w.item(3); it.Children != 0 || it.Lead != "sgb" || len(it.Support) != 3 {
		t.Errorf("%+v", it)
	}
}

func TestTags(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	issue(w)
	w.want(w.say("ducha", "2号归入铁案工程"), "2号 已归入铁案工程")
	w.want(w.say("ducha", "2号"), "工程:铁案工程")
	w.want(w.say("zxj-head", "2号归入铁军工程"), "只有督查室")
	w.want(w.say("fuyuanzhang", "2号我亲自督办"), "亲自督办")
	w.say("fuyuanzhang", "是")
	w.want(w.say("yuanzhang", "院领导亲自督办的有哪些"), "2号")
}

// Two of the office decide on one submission: the second is told what the first did, and nothing is decided twice.
func TestTheSecondSeesWhatChanged(t *testing.T) {
	w := newWorldOf(t, orgWithTwo(), ledger.DefaultPolicy(), chattest.Options{})
	issue(w)
	w.say("zxj-head", "已完成,清理率96%")
	w.find("ducha2", "申请办结 2号")
	w.say("ducha", "2号退回,缺附件")
	w.say("ducha", "是")
	w.want(w.say("ducha2", "2号同意销号"), "督查员已于", "退回:", "附件", "办理中")
	if it := w.item(2); it.State != ledger.StateActive || it.Returns != 1 {
		t.Errorf("%s, returned %d times", it.State, it.Returns)
	}
	w.want(w.say("ducha2", "把1号改到12月18日,因为数据晚到"), "12月15日 → 12月18日") // read back before …
	w.say("ducha", "把1号改到12月18日,因为数据晚到")
	w.say("ducha", "是")
	w.want(w.say("ducha2", "是"), "本来就是这样") // … somebody else did it
}

func orgWithTwo() ledger.Org {
	o := testOrg()
	o.People = append(o.People, ledger.Person{ID: "ducha2", Name: "督查员乙", Posts: []ledger.Post{{Role: ledger.RoleSupervisor}},
		Identities: []ledger.Identity{{Messenger: "fake", User: "ducha2"}}})
	return o
}

// Two decide at the same instant on the same revision: one of them closes the item, the other is told, and no update is lost.
func TestTwoDecideAtOnce(t *testing.T) {
	for range 5 {
		w := newWorldOf(t, orgWithTwo(), ledger.DefaultPolicy(), chattest.Options{})
		issue(w)
		w.say("zxj-head", "已完成,清理率96%")
		cards := map[string]chattest.Posted{"ducha": w.find("ducha", "申请办结 2号"), "ducha2": w.find("ducha2", "申请办结 2号")}
		done := make(chan error, 3)
		for who, card := range cards {
			go func() {
				_, err := w.fake.Click(w.ctx, who, card.Ref, view.DoApprove)
				done <- err
			}()
		}
		go func() {
			_, err := w.fake.Say(w.ctx, "zxj-head", "", "2号撤回办结申请")
			done <- err
		}()
		for range 3 {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		w.settle()
		it := w.item(2)
		events, err := w.store.Events(w.ctx, it.ID)
		if err != nil {
			t.Fatal(err)
		}
		closed := 0
		for _, e := range events {
			if e.Kind == ledger.EventClosed {
				closed++
			}
		}
		if closed != 1 || it.State != ledger.StateClosed {
			t.Fatalf("closed %d times, is %s", closed, it.State)
		}
		if err := ledger.VerifyChain(it.ID, it.Head, events); err != nil {
			t.Error(err)
		}
		told := 0
		for _, who := range []string{"ducha", "ducha2"} {
			told += strings.Count(join(w.got(who)), "已销号。要退回重办")
		}
		if told != 1 {
			t.Errorf("%d of two were told that they came second", told)
		}
	}
}

func TestReopened(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	issue(w)
	w.say("zxj-head", "已完成,清理率96%")
	w.say("ducha", "2号同意销号")
	w.want(w.say("zxj-head", "2号完成50%"), "已销号,不能报进展", "重新办理,因为")
	w.want(w.say("ducha", "2号退回,缺附件"), "要退回重办,请说“2号重新办理,因为…”")
	w.want(w.say("ducha", "2号重新办理,因为清理率不实"), "对吗")
	w.want(w.say("ducha", "是"), "2号")
	if it := w.item(2); it.State != ledger.StateActive {
		t.Errorf("it is %s", it.State)
	}
	w.find("zxj-head", "2号", "重新办理", "清理率不实")
}

func TestReopenedInEnglish(t *testing.T) {
	org := testOrg()
	for i := range org.People {
		org.People[i].Lang = "en"
	}
	w := newWorldOf(t, org, ledger.DefaultPolicy(), chattest.Options{})
	w.say("ducha", minutesText)
	w.say("ducha", "drop row 4")
	w.say("ducha", "issue")
	w.want(w.say("ducha", "yes"), "3 rows issued", "[Undo]")
	w.want(w.say("zxj-head", "sign all"), "Signed for #2")
	w.want(w.say("ducha", "Change the deadline of #2 to 10 Dec because the data is late"), "27 Nov → 10 Dec", "because: the data is late")
	w.want(w.say("ducha", "yes"), "Corrected #2")
	w.want(w.say("zxj-head", "Break down #2 into: check the list, Enforcement, 1 Dec; clean up, 5 Dec"), "1. ", "2. clean up", "5 Dec")
	w.want(w.say("zxj-head", "no"), "nothing was changed")
	w.say("zxj-head", "#2 is done")
	w.want(w.say("ducha", "all approved"), "Close #2")
	w.want(w.say("ducha", "yes"), "1 passed, 0 returned")
	w.want(w.say("zxj-head", "#2 is at 50%"), "#2 is closed, so you can't report on it", "reopen #2 because")
	w.want(w.say("ducha", "reopen #2 because the figures were wrong"), "#2")
	w.say("ducha", "yes")
	if it := w.item(2); it.State != ledger.StateActive {
		t.Errorf("it is %s", it.State)
	}
	w.want(w.say("ducha", "#2 depends on #1"), "#2", "waits for #1")
	w.say("ducha", "yes")
	w.want(w.say("ducha", "#1 depends on #2"), "wait for each other")
	w.want(w.say("zxj-head", "I am away from 25 Nov to 3 Dec, 研究室负责人 stands in"), "away from 25 Nov to 3 Dec", "Right?")
}

func TestTheOfficeRecordsForWhoTelephones(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	issue(w)
	w.want(w.say("ducha", "执行局电话报:2号签收"), "已签收 2号")
	w.want(w.say("ducha", "执行局电话报:2号完成40%"), "已记 2号:40%")
	events, err := w.store.Events(w.ctx, w.item(2).ID)
	if err != nil {
		t.Fatal(err)
	}
	if e := events[len(events)-1]; e.By != "ducha" || e.For != "zxj" {
		t.Errorf("recorded by %s for %s", e.By, e.For)
	}
	w.find("zxj-head", "督查员代执行局记录 2号", "40%")
	w.want(w.say("ducha", "西山法院电话报:3号60%"), "已记 3-2号", "60%")
	if p := w.item(3); p.Percent != 0 {
		t.Errorf("the parent stands at %d %%", p.Percent)
	}
	w.want(w.say("ducha", "3号:1-3同意"), "略过 3-1号、3-2号、3-3号")
	w.want(w.say("ducha", "东河法院电话报:3号已完成,报告已交"), "3-1号 已申请办结")
}

func TestProgrammesArePrefilled(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	w.say("ducha", strings.Replace(minutesText, "完成终本案件清理", "按照“铁案工程”要求完成终本案件清理", 1))
	w.want(w.click("ducha", w.find("ducha", "读出 4 项"), view.DoDraftFull), "工程:铁案工程")
}
