package bot_test

import (
	"fmt"
	"testing"

	"github.com/followup-bot/followup/bot/chat/chattest"
)

func TestExplore(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	say := func(who, s string) { fmt.Printf(">>> %s: %s\n%s\n", who, s, w.say(who, s)) }
	say("ducha", minutesText)
	drafts := w.find("ducha", "读出 4 项")
	fmt.Println(w.click("ducha", drafts, "draft_full"))
	fmt.Println(w.click("ducha", drafts, "draft_ask"))
	fmt.Println(w.click("ducha", w.find("ducha", "将下发"), "draft_go"))
	fmt.Println(join(w.got("zxj-head")), join(w.got("sgb-head")), join(w.got("donghe-head")))
	say("zxj-head", "已完成80%")
	say("zxj-head", "收到")
	say("zxj-head", "申请延期到12月5日,因为要等外地法院回函")
	fmt.Println(join(w.got("ducha")[len(w.got("ducha"))-1:]))
	say("ducha", "同意")
	say("ducha", "是的")
	say("sgb-head", "这个不归我们管,应该由研究室负责")
	say("ducha", "1号改由研究室牵头,职责调整")
	say("yuanzhang", "执行局有哪些超期?")
	say("yuanzhang", "情况怎么样")
	say("yuanzhang", "overdue by department")
	say("fuyuanzhang", "催一下执行局")
	say("fuyuanzhang", "是")
	say("fuyuanzhang", "请政治部12月10日前拿出培训方案")
	say("zxj-head", "我的事项")
	say("zxj-head", "2号什么时候到期?")
	say("zxj-head", "2号的全过程")
	say("admin", "每周一上午9点发周报")
	say("admin", "是")
	say("admin", "提前5天和2天提醒")
	say("admin", "是")
	say("admin", "有哪些提醒")
	say("admin", "晚上9点到早上7点免打扰")
	say("admin", "对")
	say("xishan-head", "哈哈今天天气不错")
	say("xishan-head", "已完成")
	say("nobody", "你好")
	say("nobody", "我是政治部联络员")
	fmt.Println(join(w.got("ducha")[len(w.got("ducha"))-1:]))
	say("ducha", "帮助")
	say("ops", "how do we stand?")
	say("ops", "help")
	say("ducha", "机密★一年\n关于某某工作的通知")
	say("zxj-head", "(2026)云01民终123号案件请关照一下")
	w.until("2026-11-24 09:30")
	fmt.Println("== next morning", join(w.got("zxj-head")[len(w.got("zxj-head"))-1:]), join(w.got("xishan-head")[len(w.got("xishan-head"))-1:]))
	w.until("2026-12-07 09:30")
	fmt.Println("== two weeks", join(w.got("zxj-head")[len(w.got("zxj-head"))-2:]), join(w.got("fuyuanzhang")[len(w.got("fuyuanzhang"))-3:]), join(w.got("ducha")[len(w.got("ducha"))-2:]))
}

func TestExplore2(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	w.say("ducha", minutesText)
	w.click("ducha", w.find("ducha", "读出 4 项"), "draft_ask")
	w.click("ducha", w.find("ducha", "将下发"), "draft_go")
	w.until("2026-12-08 09:30")
	for _, who := range []string{"zxj-head", "zxj-liaison", "fuyuanzhang", "yuanzhang", "ducha", "sgb-head"} {
		for _, p := range w.got(who) {
			fmt.Println(who, p.Time.Add(8*3600e9).Format("01-02 15:04 Mon"), p.Key, len(p.Edits))
			fmt.Println(chattest.Text(p.Card))
		}
	}
}
