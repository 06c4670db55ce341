package bot_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/followup-bot/followup/bot/chat/chattest"
	"github.com/followup-bot/followup/ledger"
)

// What followup says of its own health names things as an admin knows them.
func TestTroubleIsToldInWords(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	issue(w)
	for i, tc := range []struct {
		note ledger.AdminNote
		want string
	}{
		{ledger.AdminNote{Code: ledger.AdminDeliveries, About: "slack/T1", Count: 7}, "slack 收不到消息"},
		{ledger.AdminNote{Code: ledger.AdminDeliveries, About: "outbox"}, "待发消息 收不到消息"},
		{ledger.AdminNote{Code: ledger.AdminUntaken, Count: 3, Error: "no space left on device"}, "3 条来的消息存不下来"},
		{ledger.AdminNote{Code: ledger.AdminAside, About: "mark/run/daily"}, "每日统计 反复处理失败"},
		{ledger.AdminNote{Code: ledger.AdminAside, About: "mark/run/brief"}, "领导简报 反复处理失败"},
		{ledger.AdminNote{Code: ledger.AdminAside, About: "/" + string(w.item(2).ID)}, "2号 反复处理失败"},
		{ledger.AdminNote{Code: ledger.AdminAside, About: "draft/x"}, "draft/x 反复处理失败"},
		{ledger.AdminNote{Code: ledger.AdminRecovered, Reason: ledger.AdminDeliveries, About: "slack/T1"}, "已恢复:给 slack 发消息"},
		{ledger.AdminNote{Code: ledger.AdminRecovered, Reason: ledger.AdminTicks}, "已恢复:到期检查"},
		{ledger.AdminNote{Code: ledger.AdminRecovered, Reason: ledger.AdminUntaken}, "已恢复:接收消息"},
	} {
		body, err := json.Marshal(tc.note)
		if err != nil {
			t.Fatal(err)
		}
		key := fmt.Sprint("note/", i)
		n := ledger.Notice{Key: key, To: ledger.Recipient{Person: "admin"}, Kind: ledger.NoticeAdmin, Class: ledger.ClassPrompt, Body: body}
		if err := w.store.Commit(w.ctx, ledger.Change{Source: key, Notices: []ledger.Notice{n}}); err != nil {
			t.Fatal(err)
		}
		w.settle()
		all := w.got("admin")
		w.want(chattest.Text(all[len(all)-1].Card), tc.want)
	}
}
