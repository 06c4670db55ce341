package bot_test

import (
	"strings"
	"testing"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/chat/chattest"
)

// clicked has somebody use a control that no card of theirs has, as a client of its own making could.
func (w *world) clicked(who, id, value string) (*chat.Form, string) {
	w.t.Helper()
	m := chat.Message{ID: "form/" + who + "/" + id + "/" + value, At: chat.Address{Messenger: "fake", Conversation: w.fake.Direct(who), User: who}, From: chat.User{ID: who},
		Direct: true, Action: &chat.Action{ID: id, Value: value}}
	f, err := w.bot.Form(w.ctx, m)
	if err != nil {
		w.t.Fatal(err)
	}
	w.settle()
	n := len(w.got(who))
	m.ID = "click/" + m.ID
	if err := w.bot.Handle(w.ctx, m); err != nil {
		w.t.Fatal(err)
	}
	w.settle()
	return f, join(w.got(who)[n:])
}

func TestOthersItemsStayClosed(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	issue(w)
	for _, id := range []string{"show", "history", "report", "return", "submit", "reroute", "refuse", "explain", "review", "urge"} {
		f, got := w.clicked("yjs-head", id, string(w.item(2).ID))
		if f != nil {
			t.Errorf("%s gives somebody of another unit the form %+v", id, f)
		}
		if got == "" {
			t.Errorf("%s is met with silence", id)
		}
		w.none(got, "终本")
	}
}

func TestProblemsOfOthersAreNotTold(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	issue(w)
	w.say("zxj-head", "2号卡住了,等财政局拨款,需要领导协调")
	w.none(w.say("yjs-head", "问题1已解决:我们办的"), "财政局", "执行局")
	w.want(w.say("zxj-head", "问题1已解决:财政局已拨款三十万"), "已了结")
	w.none(w.say("yjs-head", "问题1已解决:我们办的"), "拨款", "执行局")
	w.want(w.say("zxj-head", "问题1已解决:又一次"), "财政局已拨款三十万")
}

func TestMeetingsOfOthersAreNotTold(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	issue(w)
	w.none(w.say("ops", "院长办公会议的落实情况"), "纪要", "20 Nov")
	_, got := w.clicked("ops", "meeting", string(w.item(1).Source.Meeting))
	w.none(got, "纪要", "20 Nov")
	w.want(w.say("zxj-head", "院长办公会议的落实情况"), "院长办公会议纪要", "终本")
}

// A bulletin that is to reach a unit without a channel is about that unit, for its people and for the office that releases it.
func TestBulletinShowsItsReadersUnits(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	issue(w)
	w.say("admin", "每周五上午10点给执行局发督查通报")
	w.say("admin", "是")
	w.until("2026-11-27 11:00")
	card := w.find("ducha", "发布", "执行局在办 1 项")
	w.none(chattest.Text(card.Card), "审管办")
	n := len(w.got("zxj-head"))
	w.click("ducha", card, "release")
	got := join(w.got("zxj-head")[n:])
	w.want(got, "执行局在办 1 项")
	w.none(got, "审管办", "东河")
}

// The daily counts know units alone: what they say of the house is not drawn as somebody's own course.
func TestTrendOfOnesOwnIsNotTheHouses(t *testing.T) {
	w := withCharts(t)
	w.until("2026-11-26 11:00")
	_, got := w.clicked("yjs-head", "chart", `{"k":"trend","q":{"p":"yjs-head"}}`)
	w.none(got, "📎", "6")
	w.want(got, "在办")
	_, got = w.clicked("yuanzhang", "chart", `{"k":"trend","q":{}}`)
	w.want(got, "📎")
	if n := strings.Count(got, "趋势图"); n != 0 {
		t.Errorf("a trend offers itself:\n%s", got)
	}
}

// A deputy of the office is read as the office is.
func TestDeputyOfTheOfficeIsUnderstood(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	issue(w)
	w.say("ducha", "我明天到后天休假,期间由研究室负责人代办")
	w.want(w.say("ducha", "是"), "研究室负责人")
	w.none(w.say("yjs-head", "把2号列为重点督办"), "对吗")
	w.until("2026-11-24 11:00")
	w.want(w.say("yjs-head", "把2号列为重点督办"), "2号", "对吗")
	w.none(w.say("yjs-head", "提醒运行情况"), "只有")
}

// Where others read along, an order is read back and recorded without the words of the item.
func TestOrdersInAChannelSayNoTitle(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	issue(w)
	whole := ""
	for _, s := range []string{"把2号列为重点督办", "2号的进展", "2号的期限改到12月20日,因为系统未到"} {
		n := len(w.fake.Sent())
		if _, err := w.fake.Say(w.ctx, "ducha", "hall", s, chattest.Mention()); err != nil {
			t.Fatal(err)
		}
		w.settle()
		said := ""
		for _, p := range w.fake.Sent()[n:] {
			if p.Ref.Conversation == "hall" {
				said += chattest.Text(p.Card)
			}
		}
		w.none(said, "终本")
		whole += said
		if said == "" {
			t.Errorf("%s is met with silence in the channel", s)
		}
	}
	w.want(whole, "2号 执行局")
}
