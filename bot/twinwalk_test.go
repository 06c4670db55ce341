package bot_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/followup-bot/followup/bot"
	"github.com/followup-bot/followup/bot/chat/chattest"
	"github.com/followup-bot/followup/bot/intent"
	"github.com/followup-bot/followup/ledger"
)

// The people of the walk: the items are of the fifth civil division, whose head owns them.
var twinPeople = map[string]string{"o": "ms5-head", "s": "dcy-1", "l": "yz", "m": "ms5-li", "a": "admin"}

const twinItems = 16

// twinMinutes are minutes of sixteen items of one division, due in ten days.
func twinMinutes() string {
	var b strings.Builder
	b.WriteString("沈阳市中级人民法院院长办公会议纪要\n〔2026〕18号\n时间:2026年11月20日\n会议议定以下事项:\n")
	for n := range twinItems {
		fmt.Fprintf(&b, "%d.由民五庭牵头,于12月1日前完成第%s批家事案件卷宗的核对,核对率不低于95%%。\n", n+1, string([]rune("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳")[n]))
	}
	return b.String()
}

// A twinBase is a seeded ledger: its file's pages that hold something, from which each row starts anew.
type twinBase struct {
	size  int64
	pages map[int64][]byte
	cards map[string]chattest.Posted // of item 3, by speaker
}

const pageSize = 4096

// twinBases are what a row may find: item 3 just issued, signed for, handed in, with more time asked for, suspended, a key item.
func twinBases(t *testing.T, w *world) map[string]twinBase {
	t.Helper()
	head := twinPeople["o"]
	w.say("dcy-1", twinMinutes())
	w.say("dcy-1", "下发")
	w.say("dcy-1", "是")
	if n := len(w.items()); n != twinItems {
		t.Fatalf("%d items are seeded", n)
	}
	cards := map[string]chattest.Posted{}
	for _, s := range []string{"o", "s", "l"} {
		w.say(twinPeople[s], "3号")
		cards[s] = w.find(twinPeople[s], "第丙批")
	}
	out := map[string]twinBase{"": w.keep(cards)}
	for name, does := range map[string][2]string{"submitted": {head, "已完成,核对率97%,报告见附件"}, "extension": {head, "申请延期到12月31日,因为外地卷宗没有寄到"}, "suspended": {"yz", "暂缓,等上级规定"}, "key": {"yz", "列为重点"}, "accepted": {head, "收到"}} {
		w.load(out[""])
		card := cards["o"]
		if does[0] == "yz" {
			card = cards["l"]
		}
		w.reply(does[0], card, does[1])
		if does[0] == "yz" {
			w.reply("yz", card, "是")
		}
		out[name] = w.keep(cards)
	}
	w.load(out[""])
	for _, s := range twinSchedules {
		w.say(twinPeople["a"], s)
		w.say(twinPeople["a"], "是")
	}
	out["schedules"] = w.keep(cards)
	return out
}

// twinSchedules are what an admin has set before he changes, pauses, resumes or deletes one.
var twinSchedules = []string{"每周五下午4点发周报", "每天上午9点发日报", "每月1日上午9点发通报", "每周三上午9点催报", "每周一上午9点提醒各单位", "每天上午10点发超期提醒", "每天上午9点发到期提醒",
	"每周一上午10点开调度会", "send the weekly report every Thursday at 4pm", "send a daily summary at 9am", "send the Friday digest every Friday at 10am", "send the monthly bulletin on the 1st at 9am",
	"每周二上午9点提醒研究室", "每周二上午9点提醒政治部", "每周二上午9点提醒民一庭", "每周二上午9点提醒立案庭", "每周二上午9点提醒审管办", "每周二上午9点提醒沈河法院"}

// keep closes the ledger and keeps what its file holds.
func (w *world) keep(cards map[string]chattest.Posted) twinBase {
	w.t.Helper()
	if err := w.store.Close(); err != nil {
		w.t.Fatal(err)
	}
	data, err := os.ReadFile(w.path)
	if err != nil {
		w.t.Fatal(err)
	}
	base := twinBase{size: int64(len(data)), pages: map[int64][]byte{}, cards: cards}
	for i := 0; i < len(data); i += pageSize {
		if p := data[i:min(i+pageSize, len(data))]; bytes.Trim(p, "\x00") != nil {
			base.pages[int64(i)] = bytes.Clone(p)
		}
	}
	return base
}

// load puts a kept ledger back and opens it.
func (w *world) load(b twinBase) {
	w.t.Helper()
	w.now, _ = time.Parse(time.RFC3339, monday)
	f, err := os.Create(w.path)
	if err != nil {
		w.t.Fatal(err)
	}
	err = f.Truncate(b.size)
	for at, page := range b.pages {
		_, bad := f.WriteAt(page, at)
		err = errors.Join(err, bad)
	}
	if err = errors.Join(err, f.Close()); err != nil {
		w.t.Fatal(err)
	}
	w.open()
}

// baseOf is the ledger that a row's decision needs.
func (r twinRow) baseOf() string {
	switch r.intent {
	case intent.ApproveClose, intent.Return:
		return "submitted"
	case intent.ApprovePending:
		return map[string]string{"s": "submitted", "l": "extension"}[r.speaker]
	case intent.Decompose:
		return "accepted"
	case intent.SetPriority:
		return map[string]string{"normal": "key"}[r.slots.Priority]
	case intent.ApproveExtension, intent.DenyExtension:
		return "extension"
	case intent.Resume:
		return "suspended"
	case intent.ScheduleUpdate, intent.ScheduleDelete, intent.SchedulePause, intent.ScheduleResume, intent.ScheduleList, intent.ScheduleNext, intent.ScheduleTest:
		return "schedules"
	case intent.Withdraw:
		return map[string]string{"extension": "extension", "completion": "submitted", "last": "submitted"}[r.slots.What]
	}
	return ""
}

// A twinWalk is one row on its way through the bot.
type twinWalk struct {
	*world
	row    twinRow
	before map[int]ledger.Item
	kept   map[string]int64 // the records before
	sent   int              // the messages before
	yes    bool             // a question was asked back and answered
	// explained are the rows so far of which it was said why not, by intent.
	explained map[intent.Name]int
	said      string
}

// TestTwinWalk sends every row of the twin through the whole bot over a seeded ledger, and looks at what happened there: what is to be read back
// changes nothing before the yes, what is refused, answered or ignored changes nothing at all, and what is carried out shows in the item, in the
// records that it writes, and in whom it is told to.
func TestTwinWalk(t *testing.T) {
	w := newWorldOf(t, exampleOrg(t), ledger.DefaultPolicy(), chattest.Options{})
	bases, explained := twinBases(t, w), map[intent.Name]int{}
	for n, r := range twinRows(t) {
		if testing.Short() && n%5 != 0 {
			continue
		}
		w.fake.Reset()
		w.load(bases[r.baseOf()])
		walk := &twinWalk{world: w, row: r, before: map[int]ledger.Item{}, explained: explained}
		for _, it := range w.items() {
			walk.before[it.Number.Seq] = it
		}
		if r.intent == intent.Followup {
			walk.send(bases[""].cards, "各部门本月的事项有哪些")
		}
		walk.kept, walk.sent = walk.records(), len(w.fake.Sent())
		walk.send(bases[""].cards, r.text)
		wrong := walk.check(bases[""].cards)
		wrong = append(wrong, walk.aside()...)
		for _, bad := range wrong {
			t.Errorf("%s (%s %s %s): %s; it said:\n%s", r, r.intent, r.expect, r.gold, bad, walk.said)
		}
		if err := w.store.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// send writes the row's words, or an answer to what the bot asked about them, where the row stands.
func (k *twinWalk) send(cards map[string]chattest.Posted, text string) {
	who := twinPeople[k.row.speaker]
	switch k.row.place {
	case "t":
		k.said = k.reply(who, cards[k.row.speaker], text)
	case "c":
		n := len(k.fake.Sent())
		k.now = k.now.Add(time.Second)
		var opts []chattest.Option
		if k.row.expect != intent.Ignore {
			opts = append(opts, chattest.Mention())
		}
		if _, err := k.fake.Say(k.ctx, who, "hall", text, opts...); err != nil {
			k.t.Fatal(err)
		}
		k.settle()
		k.said = ""
		for _, p := range k.fake.Sent()[n:] {
			if p.Ref.Conversation == "hall" || p.Ref.Conversation == k.fake.Direct(who) {
				k.said += chattest.Text(p.Card) + "\n---\n"
			}
		}
	default:
		k.said = k.say(who, text)
	}
}

// changed are the numbers of the items that are not as they were.
func (k *twinWalk) changed() (out []int) {
	for _, it := range k.items() {
		if it.Rev != k.before[it.Number.Seq].Rev {
			out = append(out, it.Number.Seq)
		}
	}
	slices.Sort(out)
	return out
}

// asked is the kind of the question that now waits for the speaker; empty: none.
func (k *twinWalk) asked() string {
	ps, err := ledger.LoadAll[ledger.Pending](k.ctx, k.store, ledger.RecordPending, twinPeople[k.row.speaker]+"|")
	if err != nil {
		k.t.Fatal(err)
	}
	for _, p := range ps {
		if p.Asked.Equal(k.now) || p.Asked.After(k.now.Add(-2*time.Second)) {
			return p.Kind
		}
	}
	return ""
}

// check tells what is not as the row wants it.
func (k *twinWalk) check(cards map[string]chattest.Posted) (bad []string) {
	changed := k.changed()
	switch k.row.expect {
	case intent.Ignore:
		thanks, _ := intent.Courtesy(k.row.text)
		if k.said != "" && (k.row.place == "c" || thanks) {
			bad = append(bad, "it spoke")
		}
	case intent.Apply, intent.Review:
		return k.took(changed)
	case intent.Confirm:
		if len(changed) > 0 {
			return append(bad, fmt.Sprintf("items %v changed before the yes", changed))
		}
		return k.confirmed(cards)
	default:
		if k.said == "" {
			bad = append(bad, "it kept silent")
		}
		if k.row.expect == intent.Answer && strings.Contains(k.said, "没听懂") {
			bad = append(bad, "it did not answer")
		}
	}
	if len(changed) > 0 {
		bad = append(bad, fmt.Sprintf("items %v changed", changed))
	}
	return bad
}

// about are the items that the row is about.
func (k *twinWalk) about() (out []ledger.Item) {
	s := k.row.slots
	switch {
	case len(s.AllExcept) > 0:
		for n := 1; n <= twinItems; n++ {
			if !slices.Contains(s.AllExcept, n) {
				out = append(out, k.item(n))
			}
		}
	case len(s.Items) > 0:
		for _, n := range s.Items {
			out = append(out, k.item(n))
		}
	case s.Item != nil:
		out = append(out, k.item(*s.Item))
	case s.Ref != "":
		if n, ok := bot.ParseNumber(s.Ref); ok {
			out = append(out, k.item(n.Seq))
		}
	case k.row.place == "t":
		out = append(out, k.item(3))
	}
	return out
}
