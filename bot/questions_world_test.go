package bot_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/chat/chattest"
	"github.com/followup-bot/followup/ledger"
)

// A fact is one item of the ledger that questions are asked about. Days count from today: negative is past; none is unset.
type fact struct {
	n         int
	unit      string
	title     string
	state     string
	issued    int
	due       int
	area      string
	programme string
	tier      string
	report    int // the last word
	percent   int
	note      string
	blocked   string
	waiting   string
	submitted int
	closed    int
	granted   int
	returns   int
	involved  string
	handler   string
	support   string
	returned  string
	meeting   string
	extension bool
	reminded  int
}

const none = 9999

// facts are made by hand, so that each question has something to find and something to leave out.
func facts() []fact {
	base := fact{due: none, report: none, submitted: none, closed: none, meeting: "m1", state: "active"}
	var out []fact
	add := func(unit, title string, issued, due int, f func(*fact)) {
		x := base
		x.unit, x.title, x.issued, x.due, x.n = unit, title, issued, due, len(out)+1
		f(&x)
		out = append(out, x)
	}
	said := func(day, pct int, note string) func(*fact) {
		return func(f *fact) { f.report, f.percent, f.note = day, pct, note }
	}
	all := func(fs ...func(*fact)) func(*fact) {
		return func(f *fact) {
			for _, x := range fs {
				x(f)
			}
		}
	}
	area := func(s string) func(*fact) { return func(f *fact) { f.area = s } }
	prog := func(s string) func(*fact) { return func(f *fact) { f.programme = s } }
	tier := func(s string) func(*fact) { return func(f *fact) { f.tier = s } }
	stuck := func(why, who string) func(*fact) { return func(f *fact) { f.blocked, f.waiting = why, who } }
	shut := func(submitted, closed int) func(*fact) {
		return func(f *fact) { f.state, f.submitted, f.closed, f.report = "closed", submitted, closed, submitted }
	}
	state := func(s string) func(*fact) { return func(f *fact) { f.state = s } }
	lead := func(kind string) func(*fact) { return func(f *fact) { f.involved = kind } }
	met := func(m string) func(*fact) { return func(f *fact) { f.meeting = m } }
	chased := func(n int) func(*fact) { return func(f *fact) { f.reminded = n } }

	add("zxj", "终本案件核查清理", -40, -9, all(said(-12, 60, "还剩两百件"), area("执行工作"), tier("key"), lead("亲自督办"), chased(4)))
	add("zxj", "执行款发放专项检查", -35, -2, all(said(-3, 80, ""), stuck("等财政拨款到账", "财政局"), area("执行工作"), prog("铁案工程")))
	add("zxj", "失信名单信息更新", -20, 10, all(said(-1, 50, "已更新一半"), area("执行工作")))
	add("zxj", "涉企案件执行通报", -60, -30, all(shut(-32, -31), area("服务大局")))
	add("zxj", "执行指挥中心升级", -70, -45, all(shut(-40, -38), area("智慧法院"), func(f *fact) { f.returns, f.granted = 1, 1 }))
	add("sgb", "三季度审判质效分析报告", -25, 2, all(said(-2, 90, "初稿已成"), area("审判质效"), tier("key")))
	add("sgb", "审判质效指标看板", -3, 22, all(state("accepted"), area("审判质效"), tier("president"), lead("亲自部署")))
	add("sgb", "长期未结案件清单", -15, 6, all(said(-2, 40, ""), area("审判质效"), func(f *fact) { f.extension = true }, met("m2")))
	add("sgb", "庭审直播情况评查", -50, -20, all(shut(-21, -19), area("审判质效")))
	add("sgb", "案件质量评查办法修订", -18, -5, all(shut(-6, -4), area("审判质效")))
	add("yjs", "司法统计季报", -30, -12, all(shut(-13, -11), area("审判质效")))
	add("yjs", "调研课题结题", -45, 15, all(said(-20, 30, ""), area("司法理论研究")))
	add("yjs", "典型案例汇编", -10, 20, all(state("issued"), area("司法理论研究"), met("m2")))
	add("zzb", "干部培训计划", -28, 12, all(said(-5, 70, ""), area("队伍建设"), prog("铁军工程")))
	add("zzb", "青年法官导师制", -33, -1, all(said(-2, 95, ""), area("队伍建设"), prog("铁军工程"), stuck("导师名单等院党组定", "")))
	add("zzb", "年度考核方案", -12, 8, all(state("submitted"), func(f *fact) { f.submitted, f.report = -1, -1 }, area("队伍建设")))
	add("zzb", "司法警察训练考核", -55, -40, all(shut(-38, -37), area("队伍建设"), prog("铁军工程")))
	add("m1", "民事案件繁简分流方案", -22, -4, all(func(f *fact) { f.returned = "没有附统计数据" }, said(-6, 100, ""), area("司法改革")))
	add("m1", "建工案件裁判指引", -14, 30, all(said(-4, 20, ""), area("审判质效")))
	add("m1", "民间借贷虚假诉讼排查", -48, -25, all(shut(-24, -22), area("防范风险")))
	add("m2", "破产案件府院联动", -26, -7, all(said(-8, 50, ""), stuck("等市财政局答复破产经费", "财政局"), area("服务大局"), lead("亲自协调")))
	add("m2", "金融纠纷诉调对接", -9, 5, all(state("declined"), area("诉源治理")))
	add("m2", "商事审判白皮书", -65, -35, all(shut(-36, -34), area("服务大局")))
	add("xfb", "信访积案清单", -38, -15, all(chased(2), area("涉诉信访"), lead("亲自督办"), tier("key")))
	add("xfb", "重点信访案件包案", -16, 4, all(said(-7, 40, ""), area("涉诉信访"), stuck("当事人联系不上", "")))
	add("xfb", "初信初访办理规程", -42, -18, all(shut(-17, -16), area("涉诉信访")))
	add("xzc", "卷宗扫描设备采购", -31, 3, all(said(-3, 60, ""), stuck("采购流程未走完", "政府采购中心"), area("智慧法院")))
	add("xzc", "科技法庭改造", -80, 40, all(state("suspended"), said(-50, 10, ""), area("智慧法院")))
	add("xzc", "电子卷宗随案生成", -19, -3, all(said(-16, 30, ""), area("智慧法院")))
	for i, c := range []string{"donghe", "xishan", "beigang"} {
		add(c, "立案服务提速情况报告", -21, []int{-6, 9, 16}[i], all(said([]int{-9, -4, -10}[i], 20+10*i, ""), area("司法为民"), met("m2")))
		add(c, "诉前调解台账", -44, []int{-33, -14, -10}[i], all(shut([]int{-34, -12, -11}[i], []int{-32, -10, -9}[i]), area("诉源治理")))
	}
	add("donghe", "审务公开整改", -8, 7, all(state("issued"), area("司法为民")))
	add("xishan", "法庭安保检查", -27, -8, all(said(-15, 55, "设备没到"), area("防范风险"), func(f *fact) { f.support = "donghe" }))
	add("zxj", "网络司法拍卖核查", -100, -75, all(shut(-70, -69), area("执行工作"), func(f *fact) { f.granted = 1 }))
	add("yjs", "裁判文书上网抽查", -95, -72, all(shut(-73, -71), area("审判质效")))
	add("zxj", "执行信访化解", -11, 18, all(said(-1, 35, ""), area("涉诉信访"), func(f *fact) { f.handler = "zxj-zhang" }))
	add("zzb", "终止的机构调整", -52, -10, all(state("terminated"), func(f *fact) { f.closed = -9 }, area("队伍建设")))
	return out
}

// askedWorld is a court of ten units with a ledger of made-up facts.
func askedWorld(t *testing.T) (*world, []fact) {
	t.Helper()
	o := testOrg()
	o.Units = append(o.Units,
		ledger.Unit{ID: "m1", Name: "民事审判第一庭", Aliases: []string{"民一庭"}, Kind: ledger.KindTrial}, ledger.Unit{ID: "m2", Name: "民事审判第二庭", Aliases: []string{"民二庭"}, Kind: ledger.KindTrial},
		ledger.Unit{ID: "xfb", Name: "信访办公室", Aliases: []string{"信访办"}, Kind: ledger.KindOffice}, ledger.Unit{ID: "xzc", Name: "行政装备处", Aliases: []string{"行装处"}, Kind: ledger.KindOffice})
	for _, a := range []string{"审判质效", "执行工作", "涉诉信访", "智慧法院", "司法为民", "队伍建设", "服务大局", "诉源治理", "防范风险", "司法改革", "司法理论研究"} {
		o.Areas = append(o.Areas, ledger.Area{Name: a})
	}
	o.Ambiguous = map[string][]ledger.UnitID{"民庭": {"m1", "m2"}}
	who := func(id, name, lang string, posts ...ledger.Post) ledger.Person {
		return ledger.Person{ID: ledger.PersonID(id), Name: name, Lang: lang, Posts: posts, Identities: []ledger.Identity{{Messenger: "fake", User: id}}}
	}
	dean := who("dean", "Dean", "en", ledger.Post{Role: ledger.RoleLeader})
	dean.Oversees = []ledger.UnitID{"m1", "m2"}
	o.People = append(o.People, dean, who("zxj-zhang", "张立新", "", ledger.Post{Role: ledger.RoleMember, Unit: "zxj"}))
	policy := ledger.DefaultPolicy()
	policy.Rankings = true
	w := newWorldOf(t, o, policy, chattest.Options{})
	list := facts()
	for _, f := range list {
		w.put(f)
	}
	for id, title := range map[string]string{"m1": "院长办公会议纪要", "m2": "审判管理工作例会纪要"} {
		d := ledger.Draft{ID: ledger.MeetingID(id), Title: title, Date: ledger.DateOf(w.now).AddDays(map[string]int{"m1": -30, "m2": -10}[id]), By: "ducha", At: w.now}
		rec := ledger.NewRecord(ledger.RecordDraft, id, 0, d)
		if err := w.store.Commit(w.ctx, ledger.Change{Source: "meeting/" + id, Records: []ledger.Record{rec}}); err != nil {
			t.Fatal(err)
		}
	}
	w.countPast()
	return w, list
}

// countPast keeps counts of the last days of the two months before, as the reminders would have.
func (w *world) countPast() {
	c := ledger.Change{Source: "days"}
	for _, u := range []ledger.UnitID{"zxj", "sgb", "yjs"} {
		for day, open := range map[string]int{"2026-09-30": 3, "2026-10-31": 5} {
			d, _ := ledger.ParseDate(day)
			c.Records = append(c.Records, ledger.DayRecord(ledger.DayCount{Unit: u, Date: d, Open: open, Overdue: open - 2}))
		}
	}
	if err := w.store.Commit(w.ctx, c); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) day(n int) time.Time { return w.now.AddDate(0, 0, n) }

// put writes the fact down as an item with its events.
func (w *world) put(f fact) {
	w.t.Helper()
	at := func(n int) time.Time {
		if n == none {
			return time.Time{}
		}
		return w.day(n)
	}
	id := ledger.ItemID(ledger.NewID(w.day(f.issued), "fact", f.n))
	it := ledger.Item{ID: id, Number: ledger.Number{Year: 2026}, Title: f.title, Lead: ledger.UnitID(f.unit), State: ledger.State(f.state), Area: f.area, Programme: f.programme,
		Priority: ledger.Priority(f.tier), Percent: f.percent, Note: f.note, IssuedAt: at(f.issued), IssuedBy: "ducha", ReportedAt: at(f.report), ClosedAt: at(f.closed),
		Extensions: f.granted, Returns: f.returns, Returned: f.returned, Handler: ledger.PersonID(f.handler), Source: ledger.Source{Meeting: ledger.MeetingID(f.meeting)}, Reminders: f.reminded}
	if f.due != none {
		it.Due = ledger.Due{Date: ledger.DateOf(w.day(f.due))}
		it.FirstDue = it.Due
		if f.granted > 0 {
			it.FirstDue.Date = it.Due.Date.AddDays(-7)
		}
	}
	if f.blocked != "" {
		it.Blocker = &ledger.Blocker{Reason: f.blocked, Waiting: f.waiting, Since: w.day(-2)}
	}
	if f.submitted != none {
		it.Submission = &ledger.Submission{Stage: ledger.StageOffice, Text: "已办", At: at(f.submitted)}
	}
	if f.extension {
		it.Extension = &ledger.Extension{To: ledger.Due{Date: it.Due.Date.AddDays(7)}, Reason: "样本未齐", At: w.day(-1)}
	}
	if f.involved != "" {
		it.Involved = []ledger.Involvement{{Person: "yuanzhang", Kind: f.involved, At: w.day(-5)}}
	}
	if f.support != "" {
		it.Support = []ledger.UnitID{ledger.UnitID(f.support)}
	}
	events := []ledger.Event{{Item: id, Kind: ledger.EventIssued, By: "ducha", At: it.IssuedAt}}
	for i := range f.reminded {
		events = append(events, ledger.Event{Item: id, Kind: ledger.EventReminded, At: w.day(-f.reminded + i)})
	}
	for range f.granted {
		events = append(events, ledger.Event{Item: id, Kind: ledger.EventExtensionGranted, By: "ducha", Reason: "同意", At: it.IssuedAt.AddDate(0, 0, 5)})
	}
	if err := w.store.Commit(w.ctx, ledger.Change{Source: fmt.Sprint("fact/", f.n), Items: []ledger.Item{it}, Events: events}); err != nil {
		w.t.Fatal(err)
	}
}

// cardsTo are the cards that a person was sent since there were n.
func (w *world) cardsTo(who string, n int) []chat.Card {
	var out []chat.Card
	for _, p := range w.got(who)[n:] {
		out = append(out, p.Card)
	}
	return out
}

// marks are the numbers of the items that cards list.
func marks(cards []chat.Card) []int {
	var out []int
	for _, c := range cards {
		for _, b := range c.Blocks {
			for _, r := range b.Rows {
				var n int
				if _, err := fmt.Sscanf(strings.TrimPrefix(r.Mark, "#"), "%d", &n); err == nil && !strings.Contains(r.Mark, "月") && (strings.HasPrefix(r.Mark, "#") || strings.HasSuffix(r.Mark, "号")) {
					out = append(out, n)
				}
			}
		}
	}
	slices.Sort(out)
	return out
}
