package bot_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/followup-bot/followup/bot"
	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/chat/chattest"
	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/blobs"
)

// A file sent with a report is copied after the answer, stands with its hash in the item's history, and is given to whoever may see the item.
func TestEvidenceIsCopied(t *testing.T) {
	w := keeping(t, nil)
	w.want(w.sends("zxj-head", 2, "完成60%", "清单.txt:第一批已清理"), "60%")
	c := w.copies(2)
	if len(c) != 1 || c[0].State != ledger.CopyWaiting || c[0].Name != "清单.txt" {
		t.Fatalf("%+v", c)
	}
	w.want(w.say("zxj-head", "2号的证明材料"), "清单.txt", "正在留存")
	w.copied()
	if c = w.copies(2); c[0].State != ledger.CopyKept || c[0].Size != 18 || len(c[0].Hash) != 64 || c[0].By != "zxj-head" {
		t.Fatalf("%+v", c)
	}
	w.want(w.say("ducha", "2号事项的全过程"), "材料留存", "清单.txt", c[0].Hash)
	w.want(w.say("fuyuanzhang", "evidence of #2"), "清单.txt", "18 B", "执行局负责人")
	list := w.find("fuyuanzhang", "的证明材料")
	w.want(w.click("fuyuanzhang", list, "evidence_file"), "2号 的材料:清单.txt")
	var file *chat.Upload
	for _, b := range w.got("fuyuanzhang")[len(w.got("fuyuanzhang"))-1].Card.Blocks {
		if b.File != nil {
			file = b.File
		}
	}
	if file == nil || string(file.Data) != "第一批已清理" || file.MIME != "application/octet-stream" || file.Name != "清单.txt" {
		t.Fatalf("%+v", file)
	}
	log, _, err := w.store.Log(w.ctx)
	if last := log[len(log)-1]; err != nil || last.Kind != ledger.LogDocument || last.By != "fuyuanzhang" || !strings.Contains(last.Text, "清单.txt") {
		t.Errorf("%+v, %v", log, err)
	}
	w.none(w.say("xishan-head", "2号的证明材料"), "清单.txt")
	w.fake.Click(w.ctx, "xishan-head", list.Ref, "evidence_file", c[0].ID)
	w.settle()
	for _, p := range w.got("xishan-head") {
		for _, b := range p.Card.Blocks {
			if b.File != nil {
				t.Errorf("somebody else's evidence was given: %s", b.File.Name)
			}
		}
	}
	if n := w.openJobs(); n != 0 {
		t.Errorf("%d jobs are left", n)
	}
	w.whole()
}

// The same content on two items is one file, and is there until neither needs it. What is erased is logged, and its hash stays on record.
func TestEvidenceRetention(t *testing.T) {
	w := keeping(t, nil)
	w.sends("zxj-head", 2, "完成60%", "a.txt:same")
	w.sends("sgb-head", 1, "完成60%", "b.txt:same")
	w.copied()
	hash := w.copies(1)[0].Hash
	if list, err := w.kept().List(); err != nil || len(list) != 1 || w.copies(2)[0].Hash != hash {
		t.Fatal(list, err)
	}
	w.close(2, "zxj-head")
	w.now = w.now.AddDate(1, 11, 0)
	w.dayEnds()
	if c := w.copies(2)[0]; c.State != ledger.CopyKept {
		t.Fatalf("erased before its time: %+v", c)
	}
	w.now = w.now.AddDate(0, 2, 0)
	w.dayEnds()
	if c := w.copies(2)[0]; c.State != ledger.CopyErased || c.Hash != hash {
		t.Fatalf("%+v", c)
	}
	if _, err := w.kept().Open(hash); err != nil {
		t.Fatal("the other item's evidence is gone:", err)
	}
	w.want(w.say("ducha", "2号的证明材料"), "已按保存期限于", "a.txt")
	w.close(1, "sgb-head")
	w.now = w.now.AddDate(2, 0, 1)
	w.dayEnds()
	if _, err := w.kept().Open(hash); !errors.Is(err, blobs.ErrMissing) {
		t.Fatal("nobody needs it any more:", err)
	}
	log, _, err := w.store.Log(w.ctx)
	var erased []string
	for _, l := range log {
		if l.Kind == ledger.LogErased && l.Blob == hash {
			erased = append(erased, l.Text)
		}
	}
	if err != nil || len(erased) != 2 || !strings.HasSuffix(erased[0], "2号 a.txt") {
		t.Errorf("%v, %v", erased, err)
	}
	w.want(w.say("admin", "操作日志"), "按保存期限删除证明材料", "a.txt")
	w.whole()
}

// What can't be copied is kept by reference, and the person and the office are told why.
func TestEvidenceByReferenceOnly(t *testing.T) {
	w := keeping(t, nil)
	w.want(w.sends("zxj-head", 2, "完成10%", "大.txt:"+strings.Repeat("x", 41), "小.txt:ok"), "10%")
	w.copied()
	w.want(join(w.got("zxj-head")), "材料有 1 份没能留存", "大.txt", "只保留引用:超过单个文件的大小上限", "压缩、拆分")
	w.want(join(w.got("ducha")), "执行局负责人 提交的材料有 1 份没能留存", "大.txt")
	if c := w.copies(2); c[0].Why != ledger.NotLarge || c[1].State != ledger.CopyKept {
		t.Fatalf("%+v", c)
	}
	if it := w.item(2); len(it.Evidence) != 2 || it.Evidence[0].Name != "大.txt" {
		t.Errorf("the reference is lost: %+v", it.Evidence)
	}

	// The quota: 2 bytes are used.
	for i := range 3 {
		w.sends("zxj-head", 2, fmt.Sprint("完成", 20+i, "%"), fmt.Sprint(i, ".txt:", strings.Repeat(fmt.Sprint(i), 40)))
		w.copied()
	}
	if c := w.copies(2)[4]; c.State != ledger.CopyRefused || c.Why != ledger.NotFull {
		t.Fatalf("%+v", c)
	}
	w.want(join(w.got("zxj-head")), "存储空间已用完", "已告知管理员")
	w.want(join(w.got("admin")), "evidence.quota_mb")
	w.want(w.say("ducha", "2号的证明材料"), "只保留引用:证明材料的存储空间已用完")
	w.restartWith(func(e *bot.Evidence) { e.Quota = 1000 })
	w.want(w.click("ducha", w.find("ducha", "的证明材料", "存储空间"), "evidence_again", w.copies(2)[4].ID), "再试一次")
	w.copied()
	if c := w.copies(2)[4]; c.State != ledger.CopyKept || c.Why != "" {
		t.Fatalf("%+v", c)
	}

	// Removed before it was copied; classified by its name, or by what it says.
	w.sends("zxj-head", 2, "完成30%", "旧.txt:x")
	w.fake.LoseFile(w.copies(2)[5].Ref)
	w.sends("zxj-head", 2, "完成31%", "机密★一年 名单.txt:x")
	w.sends("zxj-head", 2, "完成32%", "通知.txt:机密★五年\n")
	w.copied()
	c := w.copies(2)
	if c[5].Why != ledger.NotGone || c[6].Why != ledger.NotSecret || c[7].Why != ledger.NotSecret {
		t.Fatalf("%+v", c[5:])
	}
	w.want(join(w.got("zxj-head")), "原文件已被删除", "带有密级标志", "机要渠道")
	if b, err := os.ReadDir(w.kept().Dir()); err != nil || strings.Contains(fmt.Sprint(b), "new-") {
		t.Errorf("traces are left: %v, %v", b, err)
	}
	w.none(w.click("zxj-head", w.find("zxj-head", "没能留存", "密级"), "evidence_show"), "[再试]")
	w.whole()
}

// A file that can't be had now is tried again, later and later, and given up in the end; what can be had of the same message is kept meanwhile.
func TestEvidenceIsTriedAgain(t *testing.T) {
	w := keeping(t, nil)
	w.sends("zxj-head", 2, "完成10%", "a.txt:a", "b.txt:b")
	w.fake.FailFiles(errors.New("slow"))
	w.copied()
	if c := w.copies(2); c[0].State != ledger.CopyWaiting || c[1].State != ledger.CopyKept {
		t.Fatalf("%+v", c)
	}
	w.copied() // too early
	if c := w.copies(2); c[0].State != ledger.CopyWaiting {
		t.Fatalf("%+v", c)
	}
	w.restart()
	w.now = w.now.Add(2 * time.Minute)
	w.copied()
	if c := w.copies(2); c[0].State != ledger.CopyKept || w.openJobs() != 0 {
		t.Fatalf("%+v", c)
	}
	w.sends("zxj-head", 2, "完成20%", "c.txt:c")
	for range ledger.CopyTries {
		w.fake.FailFiles(errors.New("slow"))
		w.copied()
		w.now = w.now.Add(24 * time.Hour)
	}
	if c := w.copies(2)[2]; c.State != ledger.CopyRefused || c.Why != ledger.NotReadable || w.openJobs() != 0 {
		t.Fatalf("%+v", c)
	}
	w.want(join(w.got("zxj-head")), "都没有取到")
	w.whole()
}

// Files that came with words which were asked about are evidence once the question is answered.
func TestEvidenceOfAQuestion(t *testing.T) {
	w := keeping(t, nil)
	w.say("zxj-head", "2号")
	card := w.find("zxj-head", "2号")
	w.want(w.reply("zxj-head", card, "2号的附件已上传", chattest.WithFile("a.txt", "", []byte("a"))), "对吗")
	w.reply("zxj-head", card, "是")
	if ev := w.item(2).Evidence; len(ev) != 1 || ev[0].Name != "a.txt" {
		t.Fatalf("%+v", ev)
	}
	w.copied()
	if c := w.copies(2); len(c) != 1 || c[0].State != ledger.CopyKept {
		t.Fatalf("%+v", c)
	}
}

// In the direct chat too files are evidence of what the words beside them report; whoever sends a file alone is asked what it shows. The office's files
// are minutes, unless it names an item.
func TestEvidenceOutsideOfAThread(t *testing.T) {
	w := keeping(t, nil)
	file := chattest.WithFile("a.txt", "", []byte("a"))
	w.want(w.say("zxj-head", "2号完成60%,见附件", file), "60%")
	w.want(w.say("sgb-head", "", file), "哪一项", "1号", "4号")
	w.click("sgb-head", w.find("sgb-head", "哪一项"), "pick", string(w.item(4).ID))
	w.say("ducha", "执行局电话报:2号完成70%", chattest.WithFile("b.txt", "", []byte("b")))
	w.want(w.say("ducha", "", file), "没有读出")
	w.copied()
	for number, want := range map[int]int{1: 0, 2: 2, 4: 1} {
		if n := len(w.copies(number)); n != want || len(w.item(number).Evidence) != want {
			t.Errorf("%d has %d copies and %+v, want %d", number, n, w.item(number).Evidence, want)
		}
	}
}

// However it ends in the middle, after the next start each file is kept once, told once in the history, and what was erased is gone.
func TestEvidenceAfterADeath(t *testing.T) {
	for _, after := range []bool{false, true} {
		w := keeping(t, nil)
		d := &dying{after: after}
		w.wrap = func(l ledger.Ledger) ledger.Ledger { d.Ledger = l; return d }
		w.restart()
		w.sends("zxj-head", 2, "完成10%", "a.txt:abc", "b.txt:abc", "大.txt:"+strings.Repeat("x", 50))
		d.at = "copy/"
		if err := w.bot.CopyEvidence(w.ctx); !errors.Is(err, errDied) {
			t.Fatal(err)
		}
		if _, err := w.kept().Take(strings.NewReader("begun"), 10, 100); err != nil { // and one was being written
			t.Fatal(err)
		}
		w.reborn()
		w.copied()
		c := w.copies(2)
		if c[0].State != ledger.CopyKept || c[0].Hash != c[1].Hash || c[2].State != ledger.CopyRefused {
			t.Fatalf("%+v", c)
		}
		if n := strings.Count(w.history(2), string(ledger.EventCopied)); n != 1 {
			t.Errorf("%d times in the history", n)
		}
		if n := strings.Count(join(w.got("zxj-head")), "没能留存"); n != 1 {
			t.Errorf("told %d times", n)
		}
		w.whole()
		w.close(2, "zxj-head")
		w.now = w.now.AddDate(3, 0, 0)
		d.at = "erase/"
		w.bot.DayEnded()
		if err := w.bot.CopyEvidence(w.ctx); !errors.Is(err, errDied) {
			t.Fatal(err)
		}
		w.reborn()
		w.dayEnds()
		if list, err := w.kept().List(); len(list) != 0 || err != nil {
			t.Error(list, err)
		}
		w.whole()
	}
}

// Whoever acts on the item while a file is copied loses nothing, nor does the copy.
func TestEvidenceWhileOthersAct(t *testing.T) {
	w := keeping(t, nil)
	r := &racing{}
	w.wrap = func(l ledger.Ledger) ledger.Ledger { r.Ledger = l; return r }
	w.restart()
	w.sends("zxj-head", 2, "完成10%", "a.txt:abc")
	r.first = func() {
		if _, err := w.fake.Say(w.ctx, "zxj-head", "", "2号完成90%"); err != nil {
			t.Error(err)
		}
	}
	w.copied()
	if c := w.copies(2); c[0].State != ledger.CopyKept || w.item(2).Percent != 90 {
		t.Errorf("%+v, %d%%", c, w.item(2).Percent)
	}
	w.whole()
}

// A copy that is not what was kept is never given out; the admins are told.
func TestEvidenceAltered(t *testing.T) {
	w := keeping(t, nil)
	w.sends("zxj-head", 2, "完成10%", "a.txt:abc")
	w.copied()
	hash := w.copies(2)[0].Hash
	if err := os.WriteFile(filepath.Join(w.kept().Dir(), hash[:2], hash), []byte("abd"), 0o600); err != nil {
		t.Fatal(err)
	}
	w.say("ducha", "2号的证明材料")
	w.want(w.click("ducha", w.find("ducha", "的证明材料"), "evidence_file"), "与登记的校验值不符")
	w.want(join(w.got("admin")), "followup verify", "a.txt")
}

// Off, nothing is copied and nothing is said of it; what waits when it is switched off is told of.
func TestEvidenceOff(t *testing.T) {
	w := keeping(t, func(e *bot.Evidence) { e.Copy = false })
	w.sends("zxj-head", 2, "完成10%", "a.txt:abc")
	w.copied()
	if c := w.copies(2); len(c) != 0 {
		t.Fatalf("%+v", c)
	}
	w.want(w.say("ducha", "2号的证明材料"), "a.txt", "只登记了引用")
	w.restartWith(func(e *bot.Evidence) { e.Copy = true })
	w.sends("zxj-head", 2, "完成20%", "b.txt:abc")
	w.restartWith(func(e *bot.Evidence) { e.Copy = false })
	w.copied()
	if c := w.copies(2); len(c) != 1 || c[0].Why != ledger.NotOn {
		t.Fatalf("%+v", c)
	}
}

// Contents that no record knows are those of a ledger which was put aside: they stay for a month.
func TestEvidenceOrphans(t *testing.T) {
	w := keeping(t, nil)
	x, err := w.kept().Take(strings.NewReader("of another ledger"), 100, 1000)
	if err == nil {
		err = x.Keep()
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := blobs.Touch(w.kept().Dir(), w.now); err != nil {
		t.Fatal(err)
	}
	w.now = w.now.AddDate(0, 0, 29)
	w.dayEnds()
	if list, _ := w.kept().List(); len(list) != 1 {
		t.Fatal(list)
	}
	w.now = w.now.AddDate(0, 0, 2)
	w.dayEnds()
	log, _, err := w.store.Log(w.ctx)
	if list, _ := w.kept().List(); len(list) != 0 || err != nil || log[len(log)-1].Kind != ledger.LogSwept || log[len(log)-1].N != 1 {
		t.Fatal(list, err)
	}
}
