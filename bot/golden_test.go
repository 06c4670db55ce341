package bot_test

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/followup-bot/followup/bot/chat/chattest"
	"github.com/followup-bot/followup/ledger"
)

var update = flag.Bool("update", false, "write the golden files anew; read the difference before committing it")

// A script is a conversation: "who: words", "who clicks ID", "until DATE TIME", "a minute goes by". What the bot says to whoever acts is kept beside it, and what
// it sends by itself under "until".
func (w *world) script(lines string) string {
	var out strings.Builder
	for line := range strings.SplitSeq(strings.TrimSpace(lines), "\n") {
		line = strings.TrimSpace(line)
		before := w.sent()
		fmt.Fprintf(&out, ">>> %s\n", line)
		if at, ok := strings.CutPrefix(line, "until "); ok {
			w.until(at)
			out.WriteString(w.since(before, ""))
			continue
		}
		if line == "a minute goes by" {
			w.minute()
			out.WriteString(w.since(before, ""))
			continue
		}
		who, rest, _ := strings.Cut(line, " ")
		if id, ok := strings.CutPrefix(rest, "clicks "); ok {
			w.click(who, w.holding(who, id), id)
		} else {
			who = strings.TrimSuffix(who, ":")
			w.say(who, strings.ReplaceAll(rest, "\\n", "\n"))
		}
		out.WriteString(w.since(before, who))
	}
	return out.String()
}

func (w *world) sent() int { return len(w.fake.Sent()) }

// since is what was sent after the n-th message; the actor's own answers first, others named.
func (w *world) since(n int, actor string) string {
	var out strings.Builder
	list := slices.Clone(w.fake.Sent()[n:])
	slices.SortStableFunc(list, func(a, b chattest.Posted) int { // messengers are served side by side
		return cmp.Or(a.Time.Compare(b.Time), cmp.Compare(btoi(a.Ref.Conversation != w.fake.Direct(actor)), btoi(b.Ref.Conversation != w.fake.Direct(actor))),
			cmp.Compare(a.Ref.Conversation, b.Ref.Conversation), cmp.Compare(a.Key, b.Key))
	})
	for _, p := range list {
		to := strings.TrimPrefix(p.Ref.Conversation, w.fake.Direct(""))
		if to != actor {
			fmt.Fprintf(&out, "[to %s]\n", to)
		}
		if len(p.Edits) > 0 { // as it was when it was sent is not kept; as it stands now is what people see
			out.WriteString("(edited since)\n")
		}
		out.WriteString(chattest.Text(p.Card) + "\n\n")
	}
	return out.String()
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// holding is the last card to a person with a control of the id.
func (w *world) holding(who, id string) chattest.Posted {
	w.t.Helper()
	list := w.got(who)
	for i := len(list) - 1; i >= 0; i-- {
		for _, c := range chattest.Controls(list[i].Card) {
			if c.ID == id {
				return list[i]
			}
		}
	}
	w.t.Fatalf("%s has no card with %q:\n%s", who, id, join(list))
	return chattest.Posted{}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := "testdata/" + name + ".golden"
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got == string(want) {
		return
	}
	g, w := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			t.Fatalf("%s line %d:\n got %s\nwant %s\n(-update writes it anew)", file, i+1, g[i], w[i])
		}
	}
	t.Fatalf("%s: %d lines, want %d", file, len(g), len(w))
}

// TestCourtWeek is a week of a court as its people live it.
func TestCourtWeek(t *testing.T) {
	w := newWorld(t, chattest.Options{}, undoable)
	golden(t, "court_week", w.script(`
ducha: `+strings.ReplaceAll(minutesText, "\n", "\\n")+`
ducha: 4号审管办牵头
ducha clicks draft_ask
ducha: 再看看
ducha: 下发
ducha: 是
a minute goes by
zxj-head clicks accept
zxj-head: 完成80%,卡在财政审批,需要协调
sgb-head: 这个不归我们管,应该由研究室负责
ducha: 1号改由研究室牵头,职责调整
ducha: 是
yjs-head: 收到
xishan-head: 收到
xishan-head: 已完成
donghe-head: 完成一半了,预计周五前完成
zxj-head: 申请延期到12月5日,因为要等外地法院回函
ducha: 同意
ducha: 是的
zxj-head: 同意2号办结
admin: 每周一上午9点发周报
admin: 是
admin: 提前5天和2天提醒
admin: 是
admin: 有哪些提醒
fuyuanzhang: 催一下执行局
fuyuanzhang: 是
fuyuanzhang: 请政治部12月10日前拿出培训方案
yuanzhang: 执行局有哪些超期?
yuanzhang: 情况怎么样
xishan-head: 哈哈今天天气不错
until 2026-11-24 09:30
until 2026-11-30 09:30
zxj-head: 2号的全过程
nobody: 我是政治部联络员
ducha clicks intro_yes
nobody: 我的事项
`))
}

const mondayMeeting = `# Harbour Tools, Monday meeting
Date: 2026-11-23
Attendees: CEO, heads of department

## Action items
- Engineering to fix the calibration drift by 27 November; support from Data.
- Finance will prepare the budget draft by 4 December.
- Publish the customer case study before the trade fair.

We should keep an eye on exchange rates.`

func companyOrg() ledger.Org {
	o := testOrg()
	o.Name, o.Aliases, o.Lang, o.Office, o.Zone = "Harbour Tools", []string{"the company"}, "en", "cos", "Europe/London"
	o.Units = []ledger.Unit{{ID: "cos", Name: "Chief of Staff Office"}, {ID: "eng", Name: "Engineering"}, {ID: "fin", Name: "Finance"}, {ID: "data", Name: "Data"}, {ID: "mkt", Name: "Marketing"}}
	o.Groups = nil
	post := func(id, name string, r ledger.Role, u ledger.UnitID, over ...ledger.UnitID) ledger.Person {
		return ledger.Person{ID: ledger.PersonID(id), Name: name, Posts: []ledger.Post{{Role: r, Unit: u}}, Oversees: over, Identities: []ledger.Identity{{Messenger: "fake", User: id}}}
	}
	o.People = []ledger.Person{post("cos", "Chief of Staff", ledger.RoleSupervisor, ""), post("ceo", "Chief Executive", ledger.RolePrincipal, "", "*"),
		post("cto", "Chief Technology Officer", ledger.RoleLeader, "", "eng", "data"), post("eng", "Head of Engineering", ledger.RoleHead, "eng"),
		post("fin", "Head of Finance", ledger.RoleHead, "fin"), post("mkt", "Head of Marketing", ledger.RoleHead, "mkt")}
	return o
}

// TestCompanyMonday is a small company's Monday meeting and what comes of it, in English.
func TestCompanyMonday(t *testing.T) {
	w := newWorldOf(t, companyOrg(), ledger.CompanyPolicy(), chattest.Options{})
	w.now = w.now.Add(8 * time.Hour) // 10:00 in London
	golden(t, "company_monday", w.script(`
cos: `+strings.ReplaceAll(mondayMeeting, "\n", "\\n")+`
cos: row 3: Marketing leads, due 11 December
cos: issue
cos: yes
a minute goes by
eng: on it
eng: 60% done, blocked by the test lab, need the CTO's help
fin: done, draft is in the shared folder
cos: approve
cos: yes
mkt: need until 18 December because the photos are late
cos: how do we stand?
eng: 60 done
eng: done
until 2026-11-27 10:00
until 2026-12-01 10:00
ceo: what is overdue in Engineering?
ceo: help
`))
}
