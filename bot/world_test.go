package bot_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/followup-bot/followup/bot"
	"github.com/followup-bot/followup/bot/chart"
	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/chat/chattest"
	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/boltstore"
	"github.com/followup-bot/followup/ledger/calendar"
	"github.com/followup-bot/followup/reminders"
	"github.com/followup-bot/followup/reminders/schedule"
)

// A world is an organisation with its ledger, its bot, its reminders and a fake messenger, driven by a test's clock.
type world struct {
	t      *testing.T
	ctx    context.Context
	now    time.Time
	store  ledger.Ledger
	fake   *chattest.Fake
	bot    *bot.Bot
	rem    *reminders.Service
	path   string
	files  bot.FileReader
	charts *chart.Painter

	evidence bot.Evidence
	wrap     func(ledger.Ledger) ledger.Ledger // what the bot sees of the ledger; nil: itself
}

const monday = "2026-11-23T10:00:00+08:00"

func newWorld(t *testing.T, opts chattest.Options, change ...func(*ledger.Policy)) *world {
	t.Helper()
	policy := ledger.DefaultPolicy()
	policy.UndoSeconds = 0 // units are told at once; see undoable
	for _, f := range change {
		f(&policy)
	}
	return newWorldOf(t, testOrg(), policy, opts)
}

// undoable makes an issue one that can be undone for a minute, during which nobody is told.
func undoable(p *ledger.Policy) { p.UndoSeconds = 60 }

// minute lets one go by.
func (w *world) minute() {
	w.t.Helper()
	w.now = w.now.Add(time.Minute)
	w.settle()
}

func newWorldOf(t *testing.T, org ledger.Org, policy ledger.Policy, opts chattest.Options) *world {
	t.Helper()
	now, err := time.Parse(time.RFC3339, monday)
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, ctx: t.Context(), now: now, path: t.TempDir() + "/followup.db"}
	opts.Now = func() time.Time { return w.now }
	w.fake = chattest.NewFake(opts)
	w.open()
	if err := w.store.Commit(w.ctx, ledger.Change{Source: "seed", Records: ledger.OrgRecords(org, policy)}); err != nil {
		t.Fatal(err)
	}
	for _, p := range org.People {
		w.fake.AddUser(chat.User{ID: string(p.ID), Name: p.Name, Lang: p.Lang})
	}
	return w
}

func (w *world) open() {
	w.t.Helper()
	clock := func() time.Time { return w.now }
	store, err := boltstore.Open(w.path, boltstore.Options{Org: "city", Now: clock, NoSync: true})
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { store.Close() })
	w.store = store
	var seen ledger.Ledger = store
	if w.wrap != nil {
		seen = w.wrap(store)
	}
	w.bot, err = bot.New(bot.Config{Store: seen, Messengers: map[string]chat.Messenger{"fake": w.fake.Messenger()}, Calendar: calendar.China(),
		Schedules: specs{}, Files: w.files, Charts: w.charts, Evidence: w.evidence, Now: clock, Advance: func(_ context.Context, to time.Time) error { w.now = to; return nil }})
	if err != nil {
		w.t.Fatal(err)
	}
	w.fake.Attach(w.bot)
	w.rem, err = reminders.New(reminders.Config{Store: store, Notifier: w.bot, Env: w.bot.Env, Clock: reminders.TimerClock(clock),
		Limits: func(string) reminders.Limits { return reminders.Limits{} }})
	if err != nil {
		w.t.Fatal(err)
	}
}

// restart closes everything and opens it again, as after a crash.
func (w *world) restart() {
	w.t.Helper()
	if err := w.store.Close(); err != nil {
		w.t.Fatal(err)
	}
	w.open()
}

type specs struct{}

func (specs) Upcoming(spec, zone, policy string, after time.Time, n int) ([]time.Time, error) {
	s, err := schedule.Parse(spec, zone, policy, calendar.China())
	if err != nil {
		return nil, err
	}
	return s.Upcoming(after, n), nil
}

// settle lets everything that is due happen and be delivered.
func (w *world) settle() {
	w.t.Helper()
	if err := w.rem.Idle(w.ctx); err != nil {
		w.t.Fatal(err)
	}
}

// until moves the clock hour by hour to an instant, delivering on the way.
func (w *world) until(s string) {
	w.t.Helper()
	to, err := time.Parse("2006-01-02 15:04", s)
	if err != nil {
		w.t.Fatal(err)
	}
	to = to.Add(-8 * time.Hour)
	for w.now.Before(to) {
		w.now = w.now.Truncate(30 * time.Minute).Add(30 * time.Minute)
		w.settle()
	}
}

// say lets a person write directly to the bot and gives the last answer's text.
func (w *world) say(who, text string, opts ...chattest.Option) string {
	w.t.Helper()
	n := len(w.got(who))
	w.now = w.now.Add(time.Second)
	if _, err := w.fake.Say(w.ctx, who, "", text, opts...); err != nil {
		w.t.Fatal(err)
	}
	w.settle()
	return join(w.got(who)[n:])
}

// reply answers under a card.
func (w *world) reply(who string, card chattest.Posted, text string, opts ...chattest.Option) string {
	w.t.Helper()
	n := len(w.got(who))
	w.now = w.now.Add(time.Second)
	if _, err := w.fake.Reply(w.ctx, who, card.Ref, text, opts...); err != nil {
		w.t.Fatal(err)
	}
	w.settle()
	return join(w.got(who)[n:])
}

// click uses a control of a card.
func (w *world) click(who string, card chattest.Posted, id string, value ...string) string {
	w.t.Helper()
	n := len(w.got(who))
	w.now = w.now.Add(time.Second)
	if _, err := w.fake.Click(w.ctx, who, card.Ref, id, value...); err != nil {
		w.t.Fatalf("click %s: %v\n%s", id, err, chattest.Text(card.Card))
	}
	w.settle()
	return join(w.got(who)[n:])
}

// fill opens a form and sends it.
func (w *world) fill(who string, card chattest.Posted, id string, values map[string]string) string {
	w.t.Helper()
	n := len(w.got(who))
	w.now = w.now.Add(time.Second)
	if err := w.fake.Fill(w.ctx, who, card.Ref, id, "", values); err != nil {
		w.t.Fatalf("form %s: %v\n%s", id, err, chattest.Text(card.Card))
	}
	w.settle()
	return join(w.got(who)[n:])
}

// got is what a person was sent directly.
func (w *world) got(who string) []chattest.Posted {
	var out []chattest.Posted
	for _, p := range w.fake.Sent() {
		if p.Ref.Conversation == w.fake.Direct(who) {
			out = append(out, p)
		}
	}
	return out
}

// find gives the last card to a person that holds all the words.
func (w *world) find(who string, words ...string) chattest.Posted {
	w.t.Helper()
	for _, p := range slices.Backward(w.got(who)) {
		text := chattest.Text(p.Card)
		if !slices.ContainsFunc(words, func(s string) bool { return !strings.Contains(text, s) }) {
			return p
		}
	}
	w.t.Fatalf("%s has no card with %q; the cards:\n%s", who, words, join(w.got(who)))
	return chattest.Posted{}
}

func join(ps []chattest.Posted) string {
	var b strings.Builder
	for _, p := range ps {
		b.WriteString(chattest.Text(p.Card))
		b.WriteString("\n---\n")
	}
	return b.String()
}

func (w *world) want(got string, words ...string) {
	w.t.Helper()
	for _, s := range words {
		if !strings.Contains(got, s) {
			w.t.Errorf("want %q in:\n%s", s, got)
		}
	}
}

func (w *world) none(got string, words ...string) {
	w.t.Helper()
	for _, s := range words {
		if strings.Contains(got, s) {
			w.t.Errorf("%q must not stand in:\n%s", s, got)
		}
	}
}

// items are the ledger's, by number.
func (w *world) items() []ledger.Item {
	w.t.Helper()
	page, err := w.store.List(w.ctx, ledger.Filter{Limit: 500})
	if err != nil {
		w.t.Fatal(err)
	}
	return page.Items
}

func (w *world) item(seq int) ledger.Item {
	w.t.Helper()
	for _, it := range w.items() {
		if it.Number.Seq == seq && it.Number.Child == 0 {
			return it
		}
	}
	w.t.Fatalf("no item %d", seq)
	return ledger.Item{}
}

// testOrg is a small court of a made-up city.
func testOrg() ledger.Org {
	person := func(id, name string, f func(*ledger.Person)) ledger.Person {
		p := ledger.Person{ID: ledger.PersonID(id), Name: name, Identities: []ledger.Identity{{Messenger: "fake", User: id}}}
		f(&p)
		return p
	}
	at := func(r ledger.Role, u ledger.UnitID) func(*ledger.Person) {
		return func(p *ledger.Person) { p.Posts = append(p.Posts, ledger.Post{Role: r, Unit: u}) }
	}
	o := ledger.Org{ID: "city", Name: "云港市中级人民法院", Aliases: []string{"本院", "全院"}, Zone: "Asia/Shanghai", NumberPrefix: "云中法督", Office: "office",
		Units: []ledger.Unit{
			{ID: "office", Name: "督查室", Kind: ledger.KindOffice},
			{ID: "sgb", Name: "审判管理办公室", Aliases: []string{"审管办"}, Kind: ledger.KindOffice},
			{ID: "yjs", Name: "研究室", Kind: ledger.KindOffice},
			{ID: "zxj", Name: "执行局", Kind: ledger.KindEnforcement},
			{ID: "zzb", Name: "政治部", Kind: ledger.KindOffice},
			{ID: "donghe", Name: "云港市东河区人民法院", Aliases: []string{"东河法院"}, Kind: ledger.KindCourt},
			{ID: "xishan", Name: "云港市西山区人民法院", Aliases: []string{"西山法院"}, Kind: ledger.KindCourt},
			{ID: "beigang", Name: "云港市北港区人民法院", Aliases: []string{"北港法院"}, Kind: ledger.KindCourt},
		},
		Groups: []ledger.Group{{Name: "各基层法院", Aliases: []string{"基层法院"}, Kinds: []string{ledger.KindCourt}}},
	}
	o.People = []ledger.Person{
		person("ducha", "督查员", at(ledger.RoleSupervisor, "")),
		person("admin", "管理员", at(ledger.RoleAdmin, "")),
		person("yuanzhang", "院长", func(p *ledger.Person) {
			p.Posts = []ledger.Post{{Role: ledger.RolePrincipal}, {Role: ledger.RoleLeader}}
			p.Oversees = []ledger.UnitID{ledger.AllUnits}
		}),
		person("fuyuanzhang", "副院长(执行)", func(p *ledger.Person) {
			p.Posts = []ledger.Post{{Role: ledger.RoleLeader}}
			p.Oversees, p.Contacts = []ledger.UnitID{"zxj", "sgb"}, []ledger.UnitID{"donghe"}
		}),
		person("zxj-head", "执行局负责人", at(ledger.RoleHead, "zxj")),
		person("zxj-liaison", "执行局联络员", at(ledger.RoleLiaison, "zxj")),
		person("sgb-head", "审管办负责人", at(ledger.RoleHead, "sgb")),
		person("yjs-head", "研究室负责人", at(ledger.RoleHead, "yjs")),
		person("donghe-head", "东河法院负责人", at(ledger.RoleHead, "donghe")),
		person("xishan-head", "西山法院负责人", at(ledger.RoleHead, "xishan")),
		person("ops", "Operations lead", func(p *ledger.Person) {
			at(ledger.RoleHead, "zzb")(p)
			p.Lang = "en"
		}),
	}
	return o
}

const minutesText = `云港市中级人民法院院长办公会议纪要
〔2026〕18号
时间:2026年11月20日
会议听取了审判管理工作情况汇报,议定以下事项:
一、由审管办牵头,研究室配合,于12月15日前建成审判质效指标看板,按月通报。
二、由执行局牵头,于11月27日前完成终本案件清理,清理率不低于95%。
三、各基层法院要于12月4日前报送长期未结案件清单。
四、全年审限内结案率要达到98%以上,年底前完成。
会议强调,要始终坚持党对法院工作的绝对领导,增强“四个意识”。
`
