package bot_test

import (
	"slices"
	"testing"

	"github.com/followup-bot/followup/bot/chat/chattest"
	"github.com/followup-bot/followup/ledger"
)

// policy is what is in force.
func (w *world) policy() ledger.Policy {
	w.t.Helper()
	env, err := w.bot.Env(w.ctx, w.now)
	if err != nil {
		w.t.Fatal(err)
	}
	return env.Policy
}

// The ladder is set in chat, step by step and message by message; what an order does not name stays, and the read-back says what is to be.
func TestTheLadderIsSetInChat(t *testing.T) {
	def := ledger.DefaultPolicy()
	steps := func(s ...ledger.Step) func(ledger.Policy) bool {
		return func(p ledger.Policy) bool { return slices.Equal(p.Escalation, s) }
	}
	over, head, why := def.Escalation[0], def.Escalation[1], def.Escalation[2]
	for _, tc := range []struct {
		said  string
		reads []string
		check func(ledger.Policy) bool
	}{
		{"逾期2天报分管领导", []string{"逾期 2 天报分管领导", "逾期 7 天报主要领导", "逾期 10 天要求书面说明"}, steps(ledger.Step{Days: 2, To: ledger.ToOverseer}, head, why)},
		{"超期2天报分管领导,超期5天报院长", []string{"不再有", "书面说明"}, steps(ledger.Step{Days: 2, To: ledger.ToOverseer}, ledger.Step{Days: 5, To: ledger.ToPrincipal})},
		{"书面说明改成逾期15天", []string{"逾期 15 天要求书面说明", "逾期 3 天报分管领导"}, steps(over, head, ledger.Step{Days: 15, To: ledger.ToExplanation})},
		{"取消书面说明", []string{"不再有", "逾期 10 天要求书面说明"}, steps(over, head)},
		{"逾期不再报院长", []string{"不再有", "主要领导"}, steps(over, why)},
		{"turn the written explanation off", nil, steps(over, head)},
		{"逾期提醒改成每3天一次", []string{"每 3 个工作日"}, func(p ledger.Policy) bool { return p.OverdueEvery == 3 }},
		{"逾期提醒不发了", []string{"升级照旧"}, func(p ledger.Policy) bool { return p.OverdueEvery == 0 && len(p.Escalation) == 3 }},
		{"每日汇总时间改为8:30", []string{"08:30"}, func(p ledger.Policy) bool { return p.Digest == 8*60+30 }},
		{"领导简报改成每周一8点", []string{"08:00"}, func(p ledger.Policy) bool { return p.Brief == 8*60 }},
		{"move the brief to Monday 9:00", nil, func(p ledger.Policy) bool { return p.Brief == 9*60 }},
		{"关闭领导简报", []string{"不再发"}, func(p ledger.Policy) bool { return p.Brief < 0 }},
		{"stop the leaders' briefs", nil, func(p ledger.Policy) bool { return p.Brief < 0 }},
		{"重点事项每5天要一次进展", []string{"5"}, func(p ledger.Policy) bool { return p.KeyEvery == 5 && p.OtherEvery == def.OtherEvery }},
		{"签收期限改成2个工作日", []string{"2"}, func(p ledger.Policy) bool { return p.ReceiptDays == 2 }},
		{"receipts within 2 working days", nil, func(p ledger.Policy) bool { return p.ReceiptDays == 2 }},
	} {
		w := newWorld(t, chattest.Options{})
		w.want(w.say("admin", tc.said), append(tc.reads, "对吗")...)
		w.want(w.say("admin", "是"), "已生效")
		if p := w.policy(); !tc.check(p) {
			t.Errorf("%s: in force is %+v", tc.said, p)
		}
	}
}

// Orders that can't be kept are refused with the way, and change nothing.
func TestWhatTheLadderCantBe(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	for said, want := range map[string]string{"停发每日汇总": "停不掉", "简报改到周五9点": "只能改时间", "逾期不再报督查室": "没有", "打开通报自动发送": "还没有定时的通报"} {
		got := w.say("admin", said)
		w.want(got, want)
		w.none(got, "对吗")
	}
	w.say("admin", "关闭领导简报")
	w.say("admin", "是")
	w.say("admin", "恢复领导简报")
	w.want(w.say("admin", "是"), "08:30")
}

// What is sent when is shown to the office too, which can't change it.
func TestTheOfficeSeesWhatIsSent(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	w.want(w.say("ducha", "有哪些提醒"), "09:00", "书面说明", "没有另设定时任务")
	w.want(w.say("zxj-head", "有哪些提醒"), "管理员")
}

// What a schedule does on days off is said with it, and is its own; whether bulletins wait for the office is said of all of them.
func TestOneSchedulesDaysOff(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	w.want(w.say("admin", "每周三下午3点提醒各部门报进展,节假日顺延"), "接下来")
	w.say("admin", "是")
	w.say("admin", "每月5日上午9点发通报")
	w.say("admin", "是")
	w.want(w.say("admin", "通报自动发送"), "对吗")
	w.say("admin", "是")
	w.want(w.say("admin", "通报自动发送"), "已经是这样")
	got := map[ledger.Job]ledger.Rule{}
	err := w.store.Records(w.ctx, ledger.RecordRule, "", func(rec ledger.Record) bool {
		r, err := ledger.ReadRule(rec)
		if err != nil {
			t.Error(err)
		}
		got[r.Job] = r
		return true
	})
	call, bulletin := got[ledger.JobReport], got[ledger.JobBulletin]
	if err != nil || call.DayPolicy != "after" || bulletin.DayPolicy != "" || !bulletin.AutoSend || w.policy().RuleDays != "" {
		t.Errorf("%+v\n%+v\n%q, %v", call, bulletin, w.policy().RuleDays, err)
	}
}

// The reminder of the day itself comes on the last working day before a deadline on a day off, and says so.
func TestTheLastWorkdayBeforeADeadline(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	issue(w)
	it := w.item(2)
	it.Due.Date = ledger.NewDate(2026, 11, 28) // a Saturday
	env := w.env("later")
	it.Plan.Next = ledger.NextLook(env, it)
	if err := w.store.Commit(w.ctx, ledger.Change{Source: "later", Items: []ledger.Item{it}, Events: []ledger.Event{{Item: it.ID, At: w.now, Kind: ledger.EventCorrected, By: "ducha"}}}); err != nil {
		t.Fatal(err)
	}
	w.say("zxj-head", "2号收到")
	w.until("2026-11-27 09:30")
	card := chattest.Text(w.find("zxj-liaison", "2号", "明天到期").Card)
	w.want(card, "最后一个工作日")
	w.none(card, "今天到期")
}
