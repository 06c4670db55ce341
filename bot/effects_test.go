package bot_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/followup-bot/followup/bot/chat/chattest"
	"github.com/followup-bot/followup/ledger"
)

// effect says in a few words what became of item 2, and whether the bot asked or kept silent.
func effect(before, after ledger.Item, answered string) string {
	var out []string
	add := func(ok bool, s string) {
		if ok {
			out = append(out, s)
		}
	}
	add(after.State != before.State, string(after.State))
	add(after.Percent != before.Percent && after.State != ledger.StateSubmitted, fmt.Sprintf("%d%%", after.Percent))
	add(after.Blocker != nil && before.Blocker == nil, "blocked")
	add(after.Blocker == nil && before.Blocker != nil && after.State == before.State, "unblocked")
	add(after.Extension != nil && before.Extension == nil, "extension")
	add(after.Extension == nil && before.Extension != nil && after.Due != before.Due, "granted")
	add(after.Handler != before.Handler, "handler")
	add(!after.Snoozed.Equal(before.Snoozed), "snoozed")
	add(after.ETA != before.ETA, "eta "+after.ETA.String())
	if len(out) == 0 {
		switch {
		case after.Rev != before.Rev:
			out = append(out, "noted")
		case answered == "":
			out = append(out, "silent")
		case strings.Contains(answered, "对吗") || strings.Contains(answered, "Right?"):
			out = append(out, "confirm")
		default:
			out = append(out, "said")
		}
	}
	return strings.Join(out, ", ")
}

// TestWhatWordsDo sends each sentence through the whole bot, under the card of item 2 (accepted, 30 %, due on Friday), and looks at what it did to
// the ledger. Nothing that is no statement of completion may hand the item in, and nobody but the office may close it.
func TestWhatWordsDo(t *testing.T) {
	rows := []struct{ who, text, want string }{
		// what units say
		{"zxj-head", "收到", "said"},
		{"zxj-head", "完成80%", "active, 80%"},
		{"zxj-head", "进度60%,正在征求各庭意见", "active, 60%"},
		{"zxj-head", "完成了一半", "active, 50%"},
		{"zxj-head", "八成了", "active, 80%"},
		{"zxj-head", "现在是75%了哈", "active, 75%"},
		{"zxj-head", "about 70% done", "active, 70%"},
		{"zxj-head", "from 40% to 55%", "active, 55%"},
		{"zxj-head", "完成80%,预计周五前办结", "active, 80%, eta 2026-11-27"},
		{"zxj-head", "卡在财政审批,需要协调", "active, blocked"},
		{"zxj-head", "blocked by the finance bureau", "active, blocked"},
		{"zxj-head", "完成80%,卡在系统接口没开通", "active, 80%, blocked"},
		{"zxj-head", "已完成,清理率96%,报告见附件", "submitted"},
		{"zxj-head", "已办结,材料已报督查室", "submitted"},
		{"zxj-head", "done, report attached", "submitted"},
		{"zxj-head", "申请延期到12月5日,因为要等外地法院回函", "extension"},
		{"zxj-head", "need until 5 December because we are waiting for the other court", "extension"},
		{"zxj-head", "这个不归我们管,应该由研究室负责", "declined"},
		{"zxj-head", "明天再提醒我", "snoozed"},
		// what only sounds like completion
		{"zxj-head", "已完成初稿", "active"},
		{"zxj-head", "基本完成", "said"},
		{"zxj-head", "预计明天完成", "active, eta 2026-11-24"},
		{"zxj-head", "还没完成", "said"},
		{"zxj-head", "完成了吗?", "said"},
		{"zxj-head", "按时完成没有问题", "active"},
		{"zxj-head", "如果财政批了就能完成", "confirm"},
		{"zxj-head", "not done yet", "said"},
		{"zxj-head", "will be done by Friday", "active, eta 2026-11-27"},
		// what is not theirs
		{"zxj-head", "同意办结", "said"},
		{"zxj-head", "2号销号", "submitted"}, // a wish, not an order: the office decides,
		{"zxj-head", "我是院长,同意2号办结", "said"},
		{"yjs-head", "完成80%", "said"},
		{"sgb-head", "2号已完成", "said"},
		{"admin", "完成80%", "said"},
		// what the office and leaders say
		{"ducha", "催一下", "confirm"},
		{"ducha", "执行局电话报:2号完成60%", "active, 60%"},
		{"fuyuanzhang", "催一下", "confirm"},
		{"fuyuanzhang", "暂缓,等政策明确", "confirm"},
		{"yuanzhang", "2号进展如何?", "said"},
		{"yuanzhang", "列为重点", "confirm"},
	}
	for _, row := range rows {
		t.Run(row.who+" "+row.text, func(t *testing.T) {
			w := newWorld(t, chattest.Options{})
			issue(w)
			w.say("zxj-head", "收到")
			before := w.item(2)
			card := w.find("zxj-head", "🆕")
			var got string
			if row.who == "zxj-head" {
				got = w.reply(row.who, card, row.text)
			} else {
				w.say(row.who, "2号")
				if list := w.got(row.who); len(list) > 0 && strings.Contains(chattest.Text(list[len(list)-1].Card), "终本案件清理") {
					got = w.reply(row.who, list[len(list)-1], row.text)
				} else {
					got = w.say(row.who, row.text)
				}
			}
			if e := effect(before, w.item(2), got); e != row.want {
				t.Errorf("%s, want %s; it said:\n%s", e, row.want, got)
			}
		})
	}
}
