package bot_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/chat/chattest"
	"github.com/followup-bot/followup/bot/export"
)

// file is the last file that was sent to a conversation of somebody's, or to a channel.
func (w *world) file(conversation string) chat.Upload {
	w.t.Helper()
	for _, c := range []string{w.fake.Direct(conversation), conversation} {
		p, ok := w.fake.Last(c)
		if !ok {
			continue
		}
		for _, b := range p.Card.Blocks {
			if b.Kind == chat.BlockFile {
				return *b.File
			}
		}
	}
	w.t.Fatalf("%s was sent no file:\n%s", conversation, join(w.got(conversation)))
	return chat.Upload{}
}

// sheet is the first sheet of a workbook, as it shows.
func (w *world) sheet(f chat.Upload) [][]string {
	w.t.Helper()
	x, err := excelize.OpenReader(bytes.NewReader(f.Data))
	if err != nil {
		w.t.Fatalf("%s: %v", f.Name, err)
	}
	defer x.Close()
	rows, err := x.GetRows(x.GetSheetName(0))
	if err != nil {
		w.t.Fatal(err)
	}
	return rows
}

func TestDocumentsInChat(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	issue(w)
	w.want(w.say("ducha", "导出台账"), "督办台账", "6 项")
	if rows := w.sheet(w.file("ducha")); len(rows) != 9 || rows[2][1] != "编号" {
		t.Errorf("the ledger has %d lines", len(rows))
	}
	w.want(w.say("yuanzhang", "把执行局的台账导出来"), "1 项")
	if rows := w.sheet(w.file("yuanzhang")); len(rows) != 4 || !strings.Contains(rows[3][2], "终本案件清理") {
		t.Errorf("the bureau's ledger: %v", rows)
	}
	w.want(w.say("yjs-head", "导出台账"), "没有符合条件的事项")
	w.want(w.say("zxj-head", "导出台账"), "1 项")
	w.none(w.say("zxj-head", "把审管办的台账导出来"), "已生成")
	w.want(w.say("ducha", "2号的通知单"), "督办通知单")
	if f := w.file("ducha"); !strings.HasSuffix(f.Name, ".docx") || !strings.Contains(f.Name, "2号") {
		t.Errorf("the notice is %s", f.Name)
	}
	w.want(w.say("ducha", "发通报 word"), "督查通报")
	w.want(w.say("ops", "export the ledger"), "Nothing fits")
}

// In a channel, what is not the channel's own goes to who asked.
func TestDocumentsStayPrivate(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	issue(w)
	if _, err := w.fake.Say(w.ctx, "ducha", "hall", "导出台账", chattest.Mention()); err != nil {
		t.Fatal(err)
	}
	w.settle()
	w.file("ducha")
	if p, ok := w.fake.Last("hall"); ok {
		for _, b := range p.Card.Blocks {
			if b.Kind == chat.BlockFile {
				t.Error("the channel was sent the whole ledger")
			}
		}
	}
}

func TestScheduledDocument(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	issue(w)
	w.want(w.say("admin", "每月1日把台账发到督查群"), "在那个群里")
	say := func(text string) {
		t.Helper()
		w.now = w.now.Add(time.Second)
		if _, err := w.fake.Say(w.ctx, "admin", "hall", text, chattest.Mention()); err != nil {
			t.Fatal(err)
		}
		w.settle()
	}
	say("每月1日上午9点把台账发到本群")
	w.want(chattest.Text(w.last("hall").Card), "发送文件", "督办台账", "12月1日")
	say("是")
	w.restart()
	w.until("2026-12-01 09:30")
	if rows := w.sheet(w.file("hall")); len(rows) != 9 {
		t.Errorf("the ledger has %d lines", len(rows))
	}
}

func chatUpload(d export.Doc) chat.Upload { return chat.Upload{Name: d.Name, Data: d.Data} }
