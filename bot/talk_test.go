package bot_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/followup-bot/followup/bot/chat/chattest"
	"github.com/followup-bot/followup/ledger"
)

// issue brings the world to where the four rows of the minutes are issued.
func issue(w *world) {
	w.t.Helper()
	w.say("ducha", minutesText)
	w.say("ducha", "4号审管办牵头")
	w.say("ducha", "下发")
	w.want(w.say("ducha", "是"), "已下发 4 项")
}

func TestPasteInParts(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	cut := strings.Index(minutesText, "三、")
	w.want(w.say("ducha", minutesText[:cut]), "读出 2 项")
	w.want(w.say("ducha", minutesText[cut:]), "已并入刚才的纪要,现在读出 4 项")
	w.want(w.say("ducha", "草稿"), "读出 4 项")
	w.now = w.now.Add(time.Hour)
	w.none(w.say("ducha", "五、由政治部牵头,于12月20日前完成干部培训方案的修订工作,并报院党组会议审定后印发各部门、各基层法院执行,同时做好培训师资的遴选工作。"), "已并入")
}

func TestSameMinutesTwice(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	w.say("ducha", minutesText)
	got := w.say("ducha", strings.ReplaceAll(minutesText, "\n", "\n\n"))
	w.want(got, "已由督查员登记过", "仍重新登记")
	w.click("ducha", w.find("ducha", "仍重新登记"), "yes")
	w.find("ducha", "读出 4 项")
}

func TestHandlingTwiceIsOnce(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	issue(w)
	w.say("zxj-head", "完成30%", chattest.WithID("same"))
	rev := w.item(2).Rev
	n := len(w.fake.Sent())
	w.say("zxj-head", "完成30%", chattest.WithID("same"))
	if it := w.item(2); it.Rev != rev {
		t.Errorf("handled twice: revision %d, was %d", it.Rev, rev)
	}
	if len(w.fake.Sent()) != n {
		t.Error("answered twice")
	}
}

func TestTwoAtOnce(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	issue(w)
	done := make(chan error, 8)
	for i := range 8 {
		go func() {
			who := []string{"zxj-head", "zxj-liaison"}[i%2]
			_, err := w.fake.Say(w.ctx, who, "", "2号完成"+[]string{"10%", "20%", "30%", "40%"}[i/2])
			done <- err
		}()
	}
	for range 8 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	w.settle()
	events, err := w.store.Events(w.ctx, w.item(2).ID)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, e := range events {
		if e.Kind == ledger.EventReported {
			n++
		}
	}
	if n != 8 {
		t.Errorf("%d reports are on record, want 8", n)
	}
	if err := ledger.VerifyChain(w.item(2).ID, w.item(2).Head, events); err != nil {
		t.Error(err)
	}
}

func TestNothingSecretIsKept(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	secret := "机密★五年\n关于案件协调会的纪要:由执行局牵头,于12月1日前完成。"
	w.want(w.say("ducha", secret), "密级标志", "没有保存")
	for _, kind := range []ledger.RecordKind{ledger.RecordMeeting, ledger.RecordDraft, ledger.RecordMark, ledger.RecordPending} {
		err := w.store.Records(w.ctx, kind, "", func(r ledger.Record) bool {
			if strings.Contains(string(r.Data), "案件协调会") {
				t.Errorf("%s %s holds it", kind, r.ID)
			}
			return true
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	w.files = readerOf(func(string) (string, error) { return secret, nil })
	w.restart()
	got := w.say("ducha", "见附件", chattest.WithFile("纪要.txt", "text/plain", []byte(secret)))
	w.want(got, "密级标志")
}

func TestAGroupSeesOnlyItsOwn(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	issue(w)
	say := func(who, text string) {
		t.Helper()
		w.now = w.now.Add(time.Second)
		if _, err := w.fake.Say(w.ctx, who, "zxj-room", text, chattest.Mention()); err != nil {
			t.Fatal(err)
		}
		w.settle()
	}
	say("admin", "本群是执行局的")
	say("admin", "是")
	w.want(chattest.Text(w.last("zxj-room").Card), "已生效", "执行局")
	say("yuanzhang", "执行局在办事项有哪些")
	w.want(chattest.Text(w.last("zxj-room").Card), "终本案件清理")
	say("yuanzhang", "情况怎么样")
	w.none(chattest.Text(w.last("zxj-room").Card), "东河法院", "审管办")
	w.find("yuanzhang", "在办 6 项", "东河法院")
	say("zxj-head", "研究室有哪些逾期")
	w.none(chattest.Text(w.last("zxj-room").Card), "指标看板")
}

func TestSettingsTakeEffect(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	issue(w)
	w.want(w.say("zxj-head", "每天早上8点半提醒"), "管理员")
	w.say("admin", "晚上9点到早上7点免打扰")
	w.want(w.say("admin", "是"), "已生效")
	w.say("admin", "超期2天报分管领导,超期5天报院长")
	w.want(w.say("admin", "是"), "已生效")
	w.restart()
	env, err := w.bot.Env(w.ctx, w.now)
	if err != nil {
		t.Fatal(err)
	}
	p := env.Policy
	if p.QuietFrom != 21*60 || p.QuietTo != 7*60 || len(p.Escalation) != 2 || p.Escalation[0] != (ledger.Step{Days: 2, To: ledger.ToOverseer}) || p.Escalation[1] != (ledger.Step{Days: 5, To: ledger.ToPrincipal}) {
		t.Errorf("in force: %+v", p)
	}
}

func TestBatchIsAllOrNothing(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	issue(w)
	got := w.say("sgb-head", "1号完成60%;4号卡在数据接口没开通")
	w.want(got, "1号", "60%", "4号", "接口", "对吗")
	if w.item(1).Percent != 0 {
		t.Error("a batch took effect before it was confirmed")
	}
	w.say("sgb-head", "对")
	if a, b := w.item(1), w.item(4); a.Percent != 60 || b.Blocker == nil {
		t.Errorf("1号 %d%%, 4号 %+v", a.Percent, b.Blocker)
	}
	if w.say("sgb-head", "1号完成70%;9号完成10%"); w.item(1).Percent != 60 {
		t.Error("half a batch took effect")
	}
}

func TestWithoutThreadsEditsOrButtons(t *testing.T) {
	w := newWorld(t, chattest.Options{NoThreads: true, NoEdits: true, NoButtons: true, NoForms: true})
	issue(w)
	w.want(w.say("zxj-head", "收到"), "已签收 2号")
	w.want(w.say("zxj-head", "完成80%"), "已记 2号")
	w.want(w.say("zxj-head", "已完成,清理率96%"), "申请办结")
	w.want(w.say("ducha", "2号同意销号"), "2号")
	if s := w.item(2).State; s != ledger.StateClosed {
		w.say("ducha", "是")
		if s = w.item(2).State; s != ledger.StateClosed {
			t.Errorf("2号 is %s", s)
		}
	}
}

func TestLostAnswersAreNotSentTwice(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	w.fake.FailNext(chattest.Lost)
	w.say("ducha", minutesText)
	for range 20 {
		w.now = w.now.Add(time.Minute)
		w.settle()
	}
	n := 0
	for _, p := range w.got("ducha") {
		if strings.Contains(chattest.Text(p.Card), "读出 4 项") {
			n++
		}
	}
	if n != 1 {
		t.Errorf("the drafts were sent %d times", n)
	}
}

type brokenFile struct{ code string }

func (b brokenFile) Error() string { return b.code }
func (b brokenFile) Code() string  { return b.code }

type readerOf func(name string) (string, error)

func (f readerOf) Text(_ context.Context, name string, _ int64, _ io.Reader) (string, error) {
	return f(name)
}

func TestFiles(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	w.files = readerOf(func(name string) (string, error) {
		switch name {
		case "纪要.docx":
			return minutesText, nil
		case "扫描件.pdf":
			return "", brokenFile{"scan"}
		}
		return "", errors.New("no such file")
	})
	w.restart()
	w.want(w.say("ducha", "", chattest.WithFile("扫描件.pdf", "application/pdf", []byte("x"))), "扫描件,没有文字层", ".docx")
	w.want(w.say("ducha", "", chattest.WithFile("坏.docx", "application/x", []byte("x"))), "没能读出来")
	w.want(w.say("ducha", "", chattest.WithFile("纪要.docx", "application/x", []byte("x"))), "读出 4 项")
	w.say("ducha", "4号审管办牵头")
	w.say("ducha", "下发")
	w.say("ducha", "是")
	card := w.find("zxj-head", "🆕")
	w.want(w.reply("zxj-head", card, "已完成,见附件", chattest.WithFile("报告.pdf", "application/pdf", []byte("x"))), "申请办结")
	if s := w.item(2).Submission; s == nil || len(s.Evidence) != 1 || s.Evidence[0].Name != "报告.pdf" {
		t.Errorf("submission %+v", s)
	}
}
