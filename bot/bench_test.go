package bot_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
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
)

// The ledger that answers are measured over: ten years of a large house.
const (
	benchItems  = 100_000
	benchEvents = 10 // an item
	benchUnits  = 50
	benchStaff  = 6  // a unit
	benchRows   = 10 // of a meeting
	benchDays   = 400
)

// BenchmarkAnswers asks questions of each kind, from the message to the committed answer, of 100,000 items with a million events, 10,000 meetings and
// 300 people. Between answers it walks over the same rows, plainly; an answer's "walks" is how many such walks it takes, which says more than a
// machine's speed.
func BenchmarkAnswers(b *testing.B) {
	h := newBenchHouse(b)
	for _, q := range benchQuestions {
		b.Run(q.kind, func(b *testing.B) {
			if q.before != "" {
				h.ask(b, q.as, q.before)
			}
			if got := h.ask(b, q.as, q.say); !strings.Contains(got, q.want) {
				b.Fatalf("%q is answered %.400s", q.say, got)
			}
			var walks time.Duration
			for b.Loop() {
				b.StopTimer()
				walks += h.walk(b)
				b.StartTimer()
				h.put(b, q.as, q.say)
			}
			b.ReportMetric(b.Elapsed().Seconds()/walks.Seconds(), "walks/op")
			b.ReportMetric(walks.Seconds()*1e9/float64(b.N), "ns/walk")
		})
	}
}

// benchQuestions are asked in this order. before is said first; OWN is the number of an item of the seventh unit; want stands in the answer.
var benchQuestions = []struct{ kind, as, before, say, want string }{
	{"list", "boss", "", "逾期的有哪些", "项"},
	{"list-of-unit", "boss", "", "第7庭逾期的有哪些", "第7庭"},
	{"list-mine", "head7", "", "我的事项", "项"},
	{"list-decide", "boss", "", "等我定的有哪些", "项"},
	{"list-waiting", "boss", "", "等财政局的有哪些", "财政局"},
	{"list-programme", "boss", "", "铁案工程的事项", "铁案工程"},
	{"list-programme-unread", "boss", "", "铁案工程", "铁案工程"},
	{"count", "boss", "", "本月办结几项", "项"},
	{"rank", "boss", "", "各部门排名", "第"},
	{"summary", "boss", "", "给我一份全院督办情况通报", "在办"},
	{"summary-by-area", "boss", "", "按领域看看", "在办"},
	{"summary-own", "head7", "", "我庭督办情况", "在办"},
	{"compare", "boss", "", "第7庭和第8庭比比", "第8庭"},
	{"compare-then", "boss", "督办情况", "和上个月比", "上"},
	{"trend", "boss", "", "近三个月趋势", "月"},
	{"trend-of-area", "boss", "", "审判质效领域近半年趋势", "月"},
	{"explain", "boss", "", "为什么逾期", "逾期"},
	{"score", "boss", "", "第7庭的分是怎么扣的", "分"},
	{"metric", "boss", "", "本月按期办结率", "%"},
	{"history", "boss", "", "2026年12号的全过程", "下发"},
	{"detail", "boss", "", "2026-12怎么样了", "12号"},
	{"detail-short", "boss", "", "12号怎么样了", "12"},
	{"detail-of-unit", "head7", "", "OWN号怎么样了", "第7庭"},
	{"detail-by-title", "boss", "", "第9912批终本案件核查清理到哪一步了", "9912"},
	{"problems", "boss", "", "问题清单", "问题"},
	{"meeting", "boss", "", "上次院长办公会议定的事项落实情况", "议定事项落实情况"},
	{"briefing", "boss", "", "给我一份今天的简报", "项"},
	{"picture", "boss", "督办情况", "按部门画个图", "在办"},
	{"picture-trend", "boss", "督办情况", "趋势图", "在办"},
	{"report", "head7", "", "OWN号完成60%", "已记"},
	{"unread", "boss", "", "嗯这个那个", "没"},
}

// A benchHouse is the large house's bot.
type benchHouse struct {
	bot   *bot.Bot
	store *boltstore.Store
	now   time.Time
	n     int
	own   string // number of an open item of the seventh unit
}

func newBenchHouse(b *testing.B) *benchHouse {
	b.Helper()
	h := &benchHouse{now: time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)}
	store, err := boltstore.Open(b.TempDir()+"/l.db", boltstore.Options{Org: "o", Now: func() time.Time { return h.now }, NoSync: true})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { store.Close() })
	h.store = store
	org := benchOrg()
	h.commit(b, ledger.Change{Source: "org", Records: ledger.OrgRecords(org, benchPolicy())})
	h.fill(b, org)
	if err := store.Rows(b.Context(), ledger.Filter{Lead: []ledger.UnitID{"u7"}, Open: true, Number: ledger.Number{Year: 2026}}, func(r ledger.Row) bool {
		h.own = r.Number.Short()
		return false
	}); err != nil {
		b.Fatal(err)
	}
	if err := ledger.IndexMeetings(b.Context(), store); err != nil {
		b.Fatal(err)
	}
	charts, err := chart.Open(chart.Find(chart.Folders()...))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { charts.Close() })
	fake := chattest.NewFake(chattest.Options{})
	h.bot, err = bot.New(bot.Config{Store: store, Messengers: map[string]chat.Messenger{"fake": fake.Messenger()}, Calendar: calendar.China(), Schedules: specs{}, Charts: charts,
		Now: func() time.Time { return h.now }})
	if err != nil {
		b.Fatal(err)
	}
	return h
}

func benchPolicy() ledger.Policy {
	p := ledger.DefaultPolicy()
	p.Rankings = true
	return p
}

func benchOrg() ledger.Org {
	o := ledger.Org{ID: "o", Name: "云港市中级人民法院", Aliases: []string{"全院"}, Zone: "Asia/Shanghai",
		Areas: []ledger.Area{{Name: "审判质效"}, {Name: "执行工作"}, {Name: "涉诉信访"}}}
	add := func(id, name string, f func(*ledger.Person)) {
		p := ledger.Person{ID: ledger.PersonID(id), Name: name, Identities: []ledger.Identity{{Messenger: "fake", User: id}}}
		f(&p)
		o.People = append(o.People, p)
	}
	add("boss", "院长", func(p *ledger.Person) {
		p.Posts, p.Oversees = []ledger.Post{{Role: ledger.RolePrincipal}, {Role: ledger.RoleLeader}}, []ledger.UnitID{ledger.AllUnits}
	})
	for i := range benchUnits {
		u := ledger.Unit{ID: ledger.UnitID(fmt.Sprint("u", i)), Name: fmt.Sprintf("第%d庭", i)}
		o.Units = append(o.Units, u)
		for k := range benchStaff {
			role, id := ledger.RoleMember, fmt.Sprintf("staff%d-%d", i, k)
			switch k {
			case 0:
				role, id = ledger.RoleHead, fmt.Sprint("head", i)
			case 1:
				role = ledger.RoleLiaison
			}
			add(id, fmt.Sprintf("职员%d之%d", i, k), func(p *ledger.Person) { p.Posts = []ledger.Post{{Role: role, Unit: u.ID}} })
		}
	}
	return o
}

func (h *benchHouse) commit(b *testing.B, c ledger.Change) {
	b.Helper()
	if err := h.store.Commit(context.Background(), c); err != nil {
		b.Fatal(err)
	}
}

// item makes the i-th item; three in ten are open, as after some years.
func (h *benchHouse) item(i int, org ledger.Org) ledger.Item {
	matters := []string{"终本案件核查清理", "审判质效指标看板", "信访积案化解", "干部培训计划", "典型案例汇编"}
	areas := []string{"审判质效", "执行工作", "涉诉信访", ""}
	issued := h.now.AddDate(0, 0, i/28-benchItems/28) // 28 a day
	it := ledger.Item{ID: ledger.ItemID(ledger.NewID(issued, "bench", i)), Number: ledger.Number{Year: issued.Year()}, Title: fmt.Sprintf("第%d批%s", i, matters[i%5]),
		Lead: org.Units[i%benchUnits].ID, Area: areas[i%4], State: ledger.StateClosed, IssuedAt: issued, IssuedBy: "boss", AcceptedAt: issued, Measure: "成果印发并通报",
		Due: ledger.Due{Date: ledger.DateOf(issued).AddDays(30)}, Source: ledger.Source{Meeting: benchMeeting(i / benchRows), Title: "院长办公会", Date: ledger.DateOf(issued)}}
	switch {
	case i/benchUnits%10 < 3:
		it.State, it.Percent, it.ReportedAt = ledger.StateActive, i%100, issued.AddDate(0, 0, 9)
		it.Due = ledger.Due{Date: ledger.DateOf(h.now).AddDays(i%60 - 5)}
	default:
		it.ClosedAt = issued.AddDate(0, 0, min(i%50, (benchItems-i)/28))
		it.Submission = &ledger.Submission{Stage: ledger.StageOffice, Text: "已完成", At: it.ClosedAt}
	}
	switch {
	case i%100 == 1:
		it.Blocker = &ledger.Blocker{Reason: "等财政批复", Waiting: "财政局", Problem: i/100 + 1, Since: issued}
	case i%500 == 10:
		it.Extension = &ledger.Extension{To: ledger.Due{Date: it.Due.Date.AddDays(10)}, Reason: "缺人", At: issued}
	}
	if i%97 == 0 {
		it.Programme = "铁案工程"
	}
	it.FirstDue = it.Due
	return it
}

func benchMeeting(n int) ledger.MeetingID { return ledger.MeetingID(fmt.Sprintf("m%06d", n)) }

// fill writes the ledger in bulk.
func (h *benchHouse) fill(b *testing.B, org ledger.Org) {
	b.Helper()
	const bulk = 2000
	for n := 0; n < benchItems; n += bulk {
		c := ledger.Change{Source: fmt.Sprint("fill", n)}
		var d ledger.Draft
		for i := n; i < n+bulk; i++ {
			it := h.item(i, org)
			h.add(&c, it)
			if i%benchRows == 0 {
				d = ledger.Draft{ID: it.Source.Meeting, Title: it.Source.Title, Date: it.Source.Date, By: "boss", At: it.IssuedAt}
			}
			text := "由牵头单位于限期前完成" + it.Title + ",按月通报,确保取得实效。"
			d.Rows = append(d.Rows, ledger.DraftRow{N: len(d.Rows) + 1, Title: it.Title, Text: text, Measure: it.Measure, Lead: it.Lead, Due: it.Due, Issued: it.ID})
			if len(d.Rows) == benchRows {
				c.Records = append(c.Records, d.Records(0)...)
			}
		}
		h.commit(b, c)
	}
	for _, u := range org.Units {
		c := ledger.Change{Source: "days/" + string(u.ID)}
		for d := range benchDays {
			c.Records = append(c.Records, ledger.DayRecord(ledger.DayCount{Unit: u.ID, Date: ledger.DateOf(h.now).AddDays(-d - 1), Open: 600, Overdue: 40}))
		}
		h.commit(b, c)
	}
}

// add puts an item with its events and its problem into a change.
func (h *benchHouse) add(c *ledger.Change, it ledger.Item) {
	c.Items = append(c.Items, it)
	for k := range benchEvents {
		kind := ledger.EventReported
		if k == 0 {
			kind = ledger.EventIssued
		}
		c.Events = append(c.Events, ledger.Event{Item: it.ID, Kind: kind, By: "boss", At: it.IssuedAt.Add(time.Duration(k) * time.Hour), Reason: "按计划推进"})
	}
	if it.Blocker == nil {
		return
	}
	p := ledger.Problem{N: it.Blocker.Problem, Item: it.ID, Title: it.Title, Lead: it.Lead, Reason: it.Blocker.Reason, By: "boss", Since: it.IssuedAt}
	if !it.State.Open() {
		p.ResolvedAt, p.Outcome = it.ClosedAt, "已解决"
	}
	c.Records = append(c.Records, ledger.NewRecord(ledger.RecordProblem, ledger.ProblemID(p.N), 0, p))
}

// walk is how long one plain walk over the rows takes.
func (h *benchHouse) walk(b *testing.B) time.Duration {
	b.Helper()
	start, n := time.Now(), 0
	if err := h.store.Rows(b.Context(), ledger.Filter{}, func(ledger.Row) bool { n++; return true }); err != nil || n != benchItems {
		b.Fatal(n, err)
	}
	return time.Since(start)
}

// put has the bot take a message; its answer is committed when this returns.
func (h *benchHouse) put(b *testing.B, who, say string) {
	b.Helper()
	h.n++
	h.now = h.now.Add(time.Second)
	say = strings.ReplaceAll(say, "OWN", h.own)
	m := chat.Message{ID: strconv.Itoa(h.n), At: chat.Address{Messenger: "fake", Conversation: "d-" + who}, From: chat.User{ID: who}, Text: say, Direct: true, Time: h.now}
	if err := h.bot.Handle(b.Context(), m); err != nil {
		b.Fatal(err)
	}
}

// ask gives the words of the answer.
func (h *benchHouse) ask(b *testing.B, who, say string) string {
	b.Helper()
	h.drain(b)
	h.put(b, who, say)
	return h.drain(b)
}

// drain takes all that waits to be sent, and gives its words.
func (h *benchHouse) drain(b *testing.B) string {
	b.Helper()
	var words strings.Builder
	for {
		leased, err := h.store.Lease(b.Context(), h.now, time.Minute, 500)
		if err != nil {
			b.Fatal(err)
		}
		if len(leased) == 0 {
			return words.String()
		}
		for _, l := range leased {
			var a struct {
				Card chat.Card `json:"card"`
			}
			if err := json.Unmarshal(l.Notice.Body, &a); err == nil {
				words.WriteString(chattest.Text(a.Card))
			}
			if err := h.store.Settle(b.Context(), l.Notice.Key, l.Token, ledger.Receipt{Outcome: ledger.OutcomeSent, At: h.now}); err != nil {
				b.Fatal(err)
			}
		}
	}
}
