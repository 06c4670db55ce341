package bot_test

import (
	"strings"
	"testing"
	"time"

	"github.com/followup-bot/followup/bot/chat/chattest"
	"github.com/followup-bot/followup/ledger"
)

// What is sent again and again is listed with its own times; a time of day that was said is kept, also where cron can't say the day.
func TestSchedulesKeepTheirTime(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	w.want(w.say("admin", "每月最后一个工作日下午4点给各部门发催办"), "11月30日 周一 16:00", "12月31日 周四 16:00")
	w.say("admin", "是")
	w.want(w.say("admin", "first working day of each quarter at 10 send the bulletin"), "10:00")
	w.say("admin", "是")
	w.want(w.say("admin", "有哪些提醒"), "还没有发过", "16:00")
	w.want(w.say("admin", "every other Wednesday at 9 remind everyone to report"), "09:00")
}

// Specs that can't be kept are refused in the admin's words, with what is nearest.
func TestSillySpecsAreRefused(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	for said, want := range map[string][]string{
		"每分钟提醒一次":                {"15 分钟", "*/15 * * * *"},
		"每天25点提醒":                {"25点", "23"},
		"每年2月30日提醒各部门":           {"2月30日", "最后一天"},
		"每周八提醒":                  {"周八", "周日"},
		"每周八9点提醒":                {"周八", "周日"},
		"cron TZ=0 * * * * * 提醒": {"TZ=0", "最接近的是 */15 * * * *"},
		"cron 0 25 * * * 提醒":     {"0 25 * * *", "0 23 * * *"},
		"TZ=0":                   {"TZ=0", "Asia/Shanghai"},
		"cron TZ=0 0 9 * * 1 提醒": {"TZ=0", "最接近的是 0 9 * * 1"},
		"cron 0 0 9 * * 1":       {"最接近的是 0 9 * * 1"},
	} {
		got := w.say("admin", said)
		w.want(got, want...)
		w.none(got, "对吗")
	}
	w.none(w.say("admin", "cron 0 9 * * 7 发周报"), "设不了")
	w.want(w.say("admin", "cron TZ=America/New_York 0 9 * * 1 发周报"), "对吗")
}

// Why a unit is not reminded is answered with the reason and until when.
func TestWhyQuiet(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	issue(w)
	w.say("zxj-head", "收到")
	w.reply("zxj-head", w.find("zxj-head", "🆕"), "完成30%,正在清理")
	w.want(w.say("ducha", "2号为什么没提醒"), "2号", "今天报过进展", "到 11月24日")
	w.want(w.say("ducha", "why was #2 not reminded?"), "2号")
	w.until("2026-11-25 10:00")
	w.want(w.say("ducha", "2号怎么没催"), "汇总")
	lines, err := w.bot.Quiet(w.ctx, "2", "en")
	if err != nil || !strings.Contains(strings.Join(lines, "\n"), "#2") {
		t.Errorf("%q, %v", lines, err)
	}
	if _, err := w.bot.Quiet(w.ctx, "77", "en"); err == nil {
		t.Error("there is no item 77")
	}
}

// A reminder is put off by a word or a button, never past the deadline; the office sees the item all the same.
func TestSnooze(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	issue(w)
	w.say("zxj-head", "收到")
	got := w.say("zxj-head", "2号 稍后再提醒我")
	w.want(got, "11月24日", "11月25日")
	w.none(got, "11月30日") // past the deadline
	w.click("zxj-head", w.find("zxj-head", "什么时候再提醒"), "say", "2号 2026-11-25 再提醒我")
	if it := w.item(2); it.Snoozed.IsZero() {
		t.Fatal("nothing was put off")
	}
	w.say("zxj-head", "2号 12月20日再提醒我")
	if it := w.item(2); it.Snoozed.After(it.Due.Passed(w.zone())) {
		t.Errorf("put off to %s, past the deadline", it.Snoozed)
	}
	w.want(w.say("ducha", "2号为什么没提醒"), "稍后提醒")
}

// What could not be sent is shown to admins and sent again at a word.
func TestFailedMessagesAreSentAgain(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	w.fake.FailNext(chattest.Refused)
	issueQuietly(w)
	failed, err := w.store.Failed(w.ctx, 0)
	if err != nil || len(failed) != 1 {
		t.Fatalf("%d failed, %v", len(failed), err)
	}
	w.want(w.say("admin", "重发失败的"), "1 条")
	if failed, _ := w.store.Failed(w.ctx, 0); len(failed) != 0 {
		t.Errorf("%d are still set aside", len(failed))
	}
	w.none(w.say("ducha", "重发失败的"), "已重新排队")
}

// A leader who took note is not told of the same deadline again; the written explanation is asked for, recorded and told.
func TestEscalationIsAnswered(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	issue(w)
	w.say("zxj-head", "收到")
	w.until("2026-12-01 09:30")
	w.say("fuyuanzhang", "2号 已阅")
	if it := w.item(2); len(it.Acknowledged) != 1 || it.Acknowledged[0].Person != "fuyuanzhang" {
		t.Fatalf("acknowledged: %+v", it.Acknowledged)
	}
	w.until("2026-12-07 09:30")
	card := w.find("zxj-head", "书面说明")
	w.fill("zxj-head", card, "explain", map[string]string{"reason": "等外地法院回函,下周五前办结"})
	it := w.item(2)
	if it.Explanation == nil || !strings.Contains(it.Explanation.Text, "回函") {
		t.Fatalf("explanation: %+v", it.Explanation)
	}
	w.find("ducha", "作出说明", "回函")
	w.say("zxj-head", "2号 书面说明:改为下周三前办结")
	if it := w.item(2); it.Explanation.Text != "改为下周三前办结" {
		t.Errorf("explanation: %+v", it.Explanation)
	}
	events, err := w.store.Events(w.ctx, it.ID)
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[ledger.EventKind]int{}
	for _, e := range events {
		kinds[e.Kind]++
	}
	if kinds[ledger.EventExplained] != 2 || kinds[ledger.EventAcknowledged] != 1 {
		t.Errorf("events: %v", kinds)
	}
}

// One word ends a leader's briefs, one brings them back.
func TestBriefsAreOffByOneWord(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	w.say("fuyuanzhang", "退订")
	if p, _ := w.env("").Dir.Person("fuyuanzhang"); !p.Muted {
		t.Error("briefs go on")
	}
	w.say("fuyuanzhang", "恢复简报")
	if p, _ := w.env("").Dir.Person("fuyuanzhang"); p.Muted {
		t.Error("briefs stay off")
	}
}

func (w *world) zone() *time.Location { return w.env("").Zone() }

// issueQuietly has a message to the office fail.
func issueQuietly(w *world) {
	w.t.Helper()
	w.say("ducha", "你好")
}

// A bulletin without a channel waits for the office's click, and then goes to the leaders.
func TestReleasedBulletinReachesLeaders(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	issue(w)
	w.say("admin", "每周二上午10点发督办通报")
	w.say("admin", "是")
	w.until("2026-11-24 10:30")
	card := w.find("ducha", "发布")
	n := len(w.got("yuanzhang"))
	w.click("ducha", card, "release")
	if got := w.got("yuanzhang")[n:]; len(got) != 1 {
		t.Errorf("the head of the house got %d messages: %s", len(got), join(got))
	}
}
