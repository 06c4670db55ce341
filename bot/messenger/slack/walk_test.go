package slack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/followup-bot/followup/bot"
	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/boltstore"
	"github.com/followup-bot/followup/ledger/calendar"
	"github.com/followup-bot/followup/reminders"
	"github.com/followup-bot/followup/reminders/schedule"
)

// The main job over Slack, by each transport: minutes, drafts, issue, receipt, a report in the thread, a reminder, an escalation, review,
// return by a form, closing, a summary by the command. Every event comes twice.
func TestWalk(t *testing.T) {
	for name, start := range transports {
		t.Run(name, func(t *testing.T) { walk(t, newOffice(t, start)) })
	}
}

// transports start a messenger over a workspace.
var transports = map[string]func(*testing.T, *workspace, Config) (*Messenger, front){
	Socket: func(t *testing.T, w *workspace, c Config) (*Messenger, front) {
		m, f := startSocket(t, w, c)
		return m, f
	},
	HTTP: func(t *testing.T, w *workspace, c Config) (*Messenger, front) {
		m, f := startHTTP(t, w, c)
		return m, f
	},
}

// Answers that are lost, refusals for haste and errors of Slack's own lead to no message twice, and to none that is missing.
func TestNothingIsPostedTwice(t *testing.T) {
	o := newOffice(t, transports[Socket])
	o.say("UCLERK", o.directTo("UCLERK"), walkMinutes)
	drafts := o.find("UCLERK", "网上预约", "档案室")
	o.say("UCLERK", chat.Address{Conversation: "DUCLERK", Thread: drafts.TS}, "3号信息处牵头")
	o.mu.Lock()
	o.lose = 3
	o.once = append(o.once, answer(429, map[string]string{"Retry-After": "1"}, ""), answer(502, nil, ""), answer(503, nil, ""))
	o.mu.Unlock()
	o.press("UCLERK", o.find("UCLERK", "信息处", "值班办法"), "draft_ask")
	for range 6 { // the outbox waits between its attempts
		later := o.now().Add(20 * time.Minute)
		o.clock.Store(&later)
		o.settle()
	}
	o.say("UCLERK", o.directTo("UCLERK"), "下发")
	for range 6 {
		later := o.now().Add(20 * time.Minute)
		o.clock.Store(&later)
		o.settle()
	}
	o.find("UHEAD", "🆕", "档案数字化")
	o.find("ULAT", "🆕", "网上预约")
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.lose > 0 || len(o.once) > 0 {
		t.Fatalf("%d losses and %d faults were not used", o.lose, len(o.once))
	}
	seen := map[string]bool{}
	for _, r := range o.channels {
		for _, p := range r.posts {
			if len(p.Metadata) == 0 {
				continue
			}
			if seen[string(p.Metadata)] {
				t.Errorf("posted twice: %s", p.Metadata)
			}
			seen[string(p.Metadata)] = true
		}
	}
}

func walk(t *testing.T, o *office) {
	o.say("UCLERK", o.directTo("UCLERK"), walkMinutes)
	drafts := o.find("UCLERK", "网上预约", "档案室")
	o.say("UCLERK", chat.Address{Conversation: "DUCLERK", Thread: drafts.TS}, "3号信息处牵头")
	drafts = o.find("UCLERK", "信息处", "值班办法")
	o.press("UCLERK", drafts, "draft_ask")
	o.say("UCLERK", o.directTo("UCLERK"), "下发")
	first := o.find("UHEAD", "🆕", "档案数字化")
	if it := o.item("档案数字化"); it.State != ledger.StateIssued {
		t.Fatalf("issued, it is %s", it.State)
	}
	o.say("UHEAD", chat.Address{Conversation: "DUHEAD", Thread: first.TS}, "收到")
	if it := o.item("档案数字化"); it.State != ledger.StateAccepted {
		t.Fatalf("after the receipt it is %s", it.State)
	}
	o.say("UHEAD", chat.Address{Conversation: "DUHEAD", Thread: first.TS}, "完成80%,卡在财政审批,需要协调")
	if it := o.item("档案数字化"); it.Percent != 80 || it.Blocker == nil {
		t.Fatalf("after the report: %d%%, blocker %v", it.Percent, it.Blocker)
	}
	o.find("UBOSS", "财政审批")
	o.until("2026-12-02 09:30")
	o.find("UBOSS", "逾期", "档案数字化")
	number := fmt.Sprint(o.item("档案数字化").Number.Seq)
	o.say("UHEAD", o.directTo("UHEAD"), number+"号已完成,材料已报")
	review := o.find("UCLERK", "申请办结", "档案数字化")
	o.fill("UCLERK", review, "return", map[string]string{"reason": "缺 <附件> & 清单"})
	if it := o.item("档案数字化"); it.State == ledger.StateClosed || it.Returns != 1 {
		t.Fatalf("after the return it is %s, returned %d times", it.State, it.Returns)
	}
	o.find("UHEAD", "退回", "缺 <附件> & 清单")
	o.say("UHEAD", o.directTo("UHEAD"), number+"号已完成,附件已补齐")
	review = o.find("UCLERK", "申请办结", "附件已补齐")
	o.press("UCLERK", review, "approve")
	if it := o.item("档案数字化"); it.State != ledger.StateClosed {
		t.Fatalf("after the approval it is %s", it.State)
	}
	o.command("UBOSS", "给我一份全院督办情况通报")
	o.find("UBOSS", "在办", "办结")
}

const walkMinutes = `柳溪县法院周例会纪要
时间:2026年11月20日
会议议定以下事项:
一、由立案庭牵头,信息处配合,于12月15日前上线网上预约。
二、由档案室牵头,于11月27日前完成档案数字化,完成率不低于95%。
三、修订值班办法,12月31日前完成。
`

func walkOrg() ledger.Org {
	post := func(id, name string, role ledger.Role, unit ledger.UnitID) ledger.Person {
		return ledger.Person{ID: ledger.PersonID(strings.ToLower(id)), Name: name, Posts: []ledger.Post{{Role: role, Unit: unit}},
			Identities: []ledger.Identity{{Messenger: Name, Workspace: testTeam, User: id}}}
	}
	boss := post("UBOSS", "院长", ledger.RolePrincipal, "")
	boss.Posts = append(boss.Posts, ledger.Post{Role: ledger.RoleLeader})
	boss.Oversees = []ledger.UnitID{ledger.AllUnits}
	return ledger.Org{ID: "liuxi", Name: "柳溪县人民法院", Aliases: []string{"本院", "全院"}, Zone: "Asia/Shanghai", NumberPrefix: "柳法督", Office: "office",
		Units: []ledger.Unit{
			{ID: "office", Name: "督查室", Kind: ledger.KindOffice}, {ID: "lat", Name: "立案庭", Kind: ledger.KindOffice},
			{ID: "xxc", Name: "信息处", Kind: ledger.KindOffice}, {ID: "das", Name: "档案室", Kind: ledger.KindOffice},
		},
		People: []ledger.Person{
			post("UCLERK", "督查员", ledger.RoleSupervisor, ""), boss, post("UHEAD", "档案室主任", ledger.RoleHead, "das"),
			post("UADMIN", "系统管理员", ledger.RoleAdmin, ""), post("ULAT", "立案庭庭长", ledger.RoleHead, "lat"), post("UXXC", "信息处处长", ledger.RoleHead, "xxc"),
		}}
}

// An office is a small court with its ledger and bot, in a Slack workspace.
type office struct {
	*world
	t     *testing.T
	store ledger.Ledger
	rem   *reminders.Service
	bot   *bot.Bot
	clock atomic.Pointer[time.Time]
	took  atomic.Int64
	last  atomic.Pointer[string]
}

// Handle counts what the bot has taken, so that the test knows when to look.
type counted struct {
	chat.Handler
	n    *atomic.Int64
	last *atomic.Pointer[string] // what the last said
}

func (c counted) Handle(ctx context.Context, m chat.Message) error {
	err := c.Handler.Handle(ctx, m)
	if err == nil {
		c.n.Add(1)
		c.last.Store(&m.Text)
	}
	return err
}

func (c counted) Home(ctx context.Context, at chat.Address, who chat.User) (chat.Card, error) {
	home, ok := c.Handler.(Home)
	if !ok {
		return chat.Card{}, errors.New("the bot has no home pages")
	}
	return home.Home(ctx, at, who)
}

func newOffice(t *testing.T, start func(*testing.T, *workspace, Config) (*Messenger, front)) *office {
	w := newWorkspace()
	o := &office{t: t}
	o.setNow("2026-11-23 10:00")
	w.clock = o.now
	org := walkOrg()
	for _, p := range org.People {
		id := p.Identities[0].User
		w.users[id] = person(id, p.Name)
	}
	m, f := start(t, w, Config{Now: o.now})
	o.world = newWorld(t, w, m, twice{f})
	store, err := boltstore.Open(t.TempDir()+"/followup.db", boltstore.Options{Org: org.ID, Now: o.now, NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	o.store = store
	if err := store.Commit(t.Context(), ledger.Change{Source: "seed", Records: ledger.OrgRecords(org, ledger.DefaultPolicy())}); err != nil {
		t.Fatal(err)
	}
	b, err := bot.New(bot.Config{Store: store, Messengers: map[string]chat.Messenger{Name: m}, Calendar: calendar.China(), Schedules: specs{}, Files: plainFiles{}, Now: o.now})
	if err != nil {
		t.Fatal(err)
	}
	o.bot = b
	o.rem, err = reminders.New(reminders.Config{Store: store, Notifier: b, Env: b.Env, Clock: reminders.TimerClock(o.now),
		Limits: func(string) reminders.Limits { return reminders.Limits{} }})
	if err != nil {
		t.Fatal(err)
	}
	run(t, m, counted{b, &o.took, &o.last})
	return o
}

// twice tells everything two times, as Slack does when an acknowledgement was late.
type twice struct{ front }

func (f twice) deliver(t *testing.T, kind string, payload any) {
	f.front.deliver(t, kind, payload)
	if kind == kindEvent {
		f.front.deliver(t, kind, payload)
	}
}

// plainFiles reads text files.
type plainFiles struct{}

func (plainFiles) Text(_ context.Context, _ string, _ int64, r io.Reader) (string, error) {
	b, err := io.ReadAll(r)
	return string(b), err
}

// A message that somebody else wrote in a channel becomes a draft of the clerk's who picks it, however short it is.
func TestFollowUpOnThis(t *testing.T) {
	o := newOffice(t, transports[Socket])
	o.after(func() {
		o.front.deliver(t, kindInteract, map[string]any{
			"type": "message_action", "callback_id": ShortcutFollowUp, "team": map[string]any{"id": testTeam}, "user": map[string]any{"id": "UCLERK"}, "trigger_id": "trigger-UCLERK",
			"action_ts": "1.1", "message_ts": "1800000000.000001", "channel": map[string]any{"id": testChannel},
			"message": map[string]any{"type": "message", "user": "UBOSS", "ts": "1800000000.000001", "text": "请档案室于12月10日前报送积压卷宗清单。"},
		})
	})
	card := o.find("UCLERK", "档案室", "积压卷宗清单", "12月10日")
	o.press("UCLERK", card, "draft_ask")
	o.say("UCLERK", o.directTo("UCLERK"), "下发")
	if it := o.item("积压卷宗清单"); it.Lead != "das" {
		t.Errorf("issued as %+v", it)
	}
}

type specs struct{}

func (specs) Upcoming(spec, zone, policy string, after time.Time, n int) ([]time.Time, error) {
	s, err := schedule.Parse(spec, zone, policy, calendar.China())
	if err != nil {
		return nil, err
	}
	return s.Upcoming(after, n), nil
}

func (o *office) now() time.Time { return *o.clock.Load() }

func (o *office) setNow(local string) {
	at, err := time.ParseInLocation("2006-01-02 15:04", local, time.FixedZone("", 8*3600))
	if err != nil {
		o.t.Fatal(err)
	}
	o.clock.Store(&at)
}

// until moves the clock by half hours, and lets happen what is due.
func (o *office) until(local string) {
	o.t.Helper()
	end := o.now()
	o.setNow(local)
	to := o.now()
	for at := end; at.Before(to); at = at.Add(30 * time.Minute) {
		o.clock.Store(&at)
		o.settle()
	}
}

func (o *office) settle() {
	o.t.Helper()
	if err := o.rem.Idle(o.t.Context()); err != nil {
		o.t.Fatal(err)
	}
}

// after waits until the bot has taken what act does, and lets its answers go out.
func (o *office) after(act func()) {
	o.t.Helper()
	before := o.took.Load()
	act()
	eventually(o.t, "effect", func() bool { return o.took.Load() > before })
	later := o.now().Add(time.Minute)
	o.clock.Store(&later)
	o.settle()
}

func (o *office) directTo(user string) chat.Address { return chat.Address{User: user} }

func (o *office) say(user string, to chat.Address, text string) {
	o.t.Helper()
	o.after(func() { o.write(o.t, user, to, escape(text)) })
}

func (o *office) command(user, text string) {
	o.t.Helper()
	o.after(func() {
		o.front.deliver(o.t, kindCommand, map[string]any{"team_id": testTeam, "user_id": user, "command": "/followup", "text": text, "channel_id": testChannel, "trigger_id": "T-" + text})
	})
}

// find is the last card in somebody's direct conversation that shows all the words.
func (o *office) find(user string, words ...string) *post {
	o.t.Helper()
	o.mu.Lock()
	defer o.mu.Unlock()
	var all []string
	for _, p := range slices.Backward(o.direct(user).posts) {
		seen := look(o.t, p)
		if len(seen.Live) > 0 {
			o.t.Errorf("live: %v", seen.Live)
		}
		if p.User == testSelf && !slices.ContainsFunc(words, func(s string) bool { return !strings.Contains(seen.Text, s) }) {
			return p
		}
		all = append(all, seen.Text)
	}
	o.t.Fatalf("%s sees no card with %q but:\n%s", user, words, strings.Join(all, "\n---\n"))
	return nil
}

// control finds a control on a card by what it does.
func (o *office) control(p *post, id string) chat.Control {
	o.t.Helper()
	var blocks []map[string]any
	if err := json.Unmarshal(p.Blocks, &blocks); err != nil {
		o.t.Fatal(err)
	}
	for _, b := range blocks {
		elements := list(b["elements"])
		if a, ok := b["accessory"].(map[string]any); ok {
			elements = append(elements, a)
		}
		for _, e := range elements {
			action, _ := e["action_id"].(string)
			if _, own := parseActionID(action); own == id {
				value, _ := e["value"].(string)
				return chat.Control{ID: id, Value: valueReader.Replace(value)}
			}
		}
	}
	o.t.Fatalf("no control %s on %s", id, p.Blocks)
	return chat.Control{}
}

func (o *office) ref(user string, p *post) chat.Ref {
	return chat.Ref{Address: chat.Address{Messenger: Name, Workspace: testTeam, Conversation: "D" + user}, Message: p.TS}
}

func (o *office) press(user string, p *post, id string) {
	o.t.Helper()
	c := o.control(p, id)
	o.after(func() { o.Click(o.t, user, o.ref(user, p), c, c.Value) })
}

func (o *office) fill(user string, p *post, id string, values map[string]string) {
	o.t.Helper()
	form := o.Open(o.t, user, o.ref(user, p), o.control(p, id))
	o.after(func() { o.Submit(o.t, user, o.ref(user, p), form, values) })
}

func (o *office) item(title string) ledger.Item {
	o.t.Helper()
	page, err := o.store.List(o.t.Context(), ledger.Filter{Limit: 100})
	if err != nil {
		o.t.Fatal(err)
	}
	for _, it := range page.Items {
		if strings.Contains(it.Title, title) || strings.Contains(it.Text, title) {
			return it
		}
	}
	o.t.Fatalf("no item about %s among %d", title, len(page.Items))
	return ledger.Item{}
}
