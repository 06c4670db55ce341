package dashboard

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/calendar"
	"github.com/followup-bot/followup/ledger/memstore"
)

// A house is a served page over a made-up ledger.
type house struct {
	t     testing.TB
	now   time.Time
	org   ledger.Org
	rules ledger.Policy
	store *memstore.Store
	page  *Server
}

func newHouse(t testing.TB) *house {
	t.Helper()
	h := &house{t: t, store: memstore.New("city")}
	h.setUp()
	h.fill()
	var err error
	h.page, err = New(t.Context(), Config{Ledger: h.store, Env: h.env, Now: func() time.Time { return h.now }, Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- h.page.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return h
}

// setUp makes the organisation and its rules.
func (h *house) setUp() {
	h.now, h.rules = time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC), ledger.DefaultPolicy()
	h.rules.Rankings = true
	h.org = ledger.Org{ID: "city", Name: "云港市中级人民法院", Zone: "Asia/Shanghai", NumberPrefix: "云中法督", Office: "office",
		Units: []ledger.Unit{{ID: "zxj", Name: "执行局"}, {ID: "sgb", Name: "审判管理办公室", Short: "审管办"}, {ID: "yjs", Name: "研究室"}, {ID: "zzb", Name: "政治部"},
			{ID: "xfb", Name: "信访办公室", Short: "信访办"}, {ID: "m1", Name: "民事审判第一庭", Short: "民一庭"}, {ID: "donghe", Name: "云港市东河区人民法院", Short: "东河法院", Kind: ledger.KindCourt}},
		Areas: []ledger.Area{{Name: "审判质效"}, {Name: "执行工作"}, {Name: "涉诉信访"}, {Name: "队伍建设"}},
		People: []ledger.Person{
			{ID: "yuanzhang", Name: "院长", Posts: []ledger.Post{{Role: ledger.RolePrincipal}, {Role: ledger.RoleLeader}}, Oversees: []ledger.UnitID{"*"}},
			{ID: "zxj-head", Name: "执行局局长", Posts: []ledger.Post{{Role: ledger.RoleHead, Unit: "zxj"}}},
			{ID: "yjs-head", Name: "研究室主任", Posts: []ledger.Post{{Role: ledger.RoleHead, Unit: "yjs"}}},
			{ID: "ducha", Name: "督查员", Posts: []ledger.Post{{Role: ledger.RoleSupervisor}}},
			{ID: "guest", Name: "无岗位者"}}}
}

func (h *house) zone() *time.Location { return ledger.NewDirectory(h.org).Zone() }

// quiet is a ledger in which nothing is on record.
type quiet struct{ Ledger }

func (quiet) Record(context.Context, ledger.RecordKind, string) (ledger.Record, error) {
	return ledger.Record{}, ledger.ErrNotFound
}
func (quiet) Records(context.Context, ledger.RecordKind, string, func(ledger.Record) bool) error {
	return nil
}
func (quiet) Item(_ context.Context, id ledger.ItemID) (ledger.Item, error) {
	return ledger.Item{ID: id}, nil
}

func request(t interface{ Fatal(...any) }) *http.Request { return requestTo(t, "/") }

func requestTo(t interface{ Fatal(...any) }, to string) *http.Request {
	r, err := http.NewRequestWithContext(context.Background(), http.MethodGet, to, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func (h *house) env(_ context.Context, now time.Time) (ledger.Env, error) {
	return ledger.Env{Now: now, Dir: ledger.NewDirectory(h.org), Policy: h.rules, Cal: calendar.China()}, nil
}

// fill makes the ledger: titles in turn, a state each, and one item with a long history.
func (h *house) fill() {
	titles := []string{"终本案件核查清理", "审判质效指标看板", "典型案例汇编", "干部培训计划", "信访积案清单", "建工案件裁判指引", "立案服务提速情况报告", "三季度审判质效分析报告"}
	states := []ledger.State{"active", "accepted", "issued", "active", "active", "closed", "active", "submitted", "closed", "closed"}
	units := []ledger.UnitID{"zxj", "sgb", "yjs", "zzb", "xfb", "m1", "donghe", "sgb"}
	areas := []string{"执行工作", "审判质效", "审判质效", "队伍建设", "涉诉信访", "审判质效", "", "审判质效"}
	day := func(n int) time.Time { return h.now.AddDate(0, 0, n) }
	for i := range 46 {
		id := ledger.ItemID(ledger.NewID(day(-60+i), "item", i))
		it := ledger.Item{ID: id, Number: ledger.Number{Year: 2026}, Title: titles[i%8], Lead: units[i%8], Area: areas[i%8], State: states[i%10], IssuedAt: day(-60 + i), IssuedBy: "ducha",
			Due: ledger.Due{Date: ledger.DateOf(day(i*5%47 - 11))}, Percent: i * 7 % 100, ReportedAt: day(-i % 9), Measure: "成果印发并通报", Source: ledger.Source{Title: "院长办公会", Date: ledger.DateOf(day(-61)), Quote: "由牵头单位于限期前完成" + titles[i%8] + "。"}}
		it.FirstDue = it.Due
		if i%8 == 3 {
			it.Programme = "铁军工程"
		}
		if i%7 == 0 {
			it.Blocker = &ledger.Blocker{Reason: "等财政批复经费", Waiting: "财政局", Since: day(-3)}
		}
		if it.State == ledger.StateSubmitted || it.State == ledger.StateClosed {
			it.Submission = &ledger.Submission{Stage: ledger.StageOffice, Text: "已完成", By: "zxj-head", At: day(-i%40 - 1)}
		}
		if it.State == ledger.StateClosed {
			it.ClosedAt, it.ClosedBy = day(-i%40), "ducha"
		}
		h.commit(fmt.Sprint("item", i), it, ledger.Event{Item: id, Kind: ledger.EventIssued, By: "ducha", At: it.IssuedAt})
	}
	h.live()
}

func (h *house) commit(source string, it ledger.Item, e ledger.Event) {
	h.t.Helper()
	if err := h.store.Commit(context.Background(), ledger.Change{Source: source, Items: []ledger.Item{it}, Events: []ledger.Event{e}}); err != nil {
		h.t.Fatal(err)
	}
}

// storied is the id of the item whose life live tells.
const storied = ledger.ItemID("storied")

// live tells a whole life by the ledger's own actions.
func (h *house) live() {
	day := func(n int) ledger.Env {
		e, _ := h.env(context.Background(), h.now.AddDate(0, 0, n))
		e.Source = fmt.Sprint("life", n)
		return e
	}
	due := ledger.Due{Date: ledger.DateOf(h.now).AddDays(-4)}
	it := ledger.Item{ID: storied, Number: ledger.Number{Year: 2026}, Title: "卷宗扫描设备采购", Lead: "zxj", Support: []ledger.UnitID{"yjs"}, State: ledger.StateIssued, Due: due, FirstDue: due,
		IssuedAt: h.now.AddDate(0, 0, -30), IssuedBy: "ducha", Measure: "设备到位并验收", Area: "执行工作", Priority: ledger.PriorityKey,
		Milestones: []ledger.Milestone{{Text: "招标完成", Due: due.Date.AddDays(-10), Done: true}, {Text: "设备进场", Due: due.Date.AddDays(-1)}},
		Source:     ledger.Source{Title: "院长办公会", Quote: "由执行局牵头,研究室配合,按程序完成卷宗扫描设备采购。"}}
	h.commit("life", it, ledger.Event{Item: storied, Kind: ledger.EventIssued, By: "ducha", At: it.IssuedAt})
	act := func(n int, f func(e ledger.Env, it ledger.Item) (ledger.Change, error)) {
		h.t.Helper()
		it, err := h.store.Item(context.Background(), storied)
		if err != nil {
			h.t.Fatal(err)
		}
		c, err := f(day(n), it)
		if err != nil {
			h.t.Fatal(err)
		}
		c.Notices = nil
		if err := h.store.Commit(context.Background(), c); err != nil {
			h.t.Fatal(err)
		}
	}
	act(-29, func(e ledger.Env, it ledger.Item) (ledger.Change, error) { return ledger.Accept(e, it, "zxj-head") })
	for _, step := range [][2]int{{-20, 20}, {-9, 60}} {
		n, pct := step[0], step[1]
		act(n, func(e ledger.Env, it ledger.Item) (ledger.Change, error) {
			p := ledger.Progress{Percent: &pct, Note: map[int]string{20: "需求已定", 60: "招标已完成"}[pct]}
			if pct == 60 {
				p.Blocker = &ledger.Blocker{Reason: "供应商缺货,等厂家排产"}
			}
			return ledger.Report(e, it, "zxj-head", p)
		})
	}
}

// A reader is somebody's browser, without a screen.
type reader struct {
	*house
	http *http.Client
}

func (h *house) reader() *reader {
	jar, err := cookiejar.New(nil)
	if err != nil {
		h.t.Fatal(err)
	}
	return &reader{h, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

func (r *reader) get(path string) (*http.Response, string) {
	r.t.Helper()
	if !strings.HasPrefix(path, "http") {
		path = r.page.URL() + path
	}
	return r.do(http.MethodGet, path, nil, nil)
}

func (r *reader) do(method, to string, form url.Values, head map[string]string) (*http.Response, string) {
	r.t.Helper()
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	req, err := http.NewRequestWithContext(context.Background(), method, to, body)
	if err != nil {
		r.t.Fatal(err)
	}
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Origin", r.page.URL())
	}
	for k, v := range head {
		req.Header.Set(k, v)
	}
	resp, err := r.http.Do(req)
	if err != nil {
		r.t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	return resp, string(b)
}

// press uses the button behind a link.
func (r *reader) press(link string) (*http.Response, string) {
	return r.do(http.MethodPost, r.page.URL()+"/go", url.Values{"token": {link[strings.LastIndex(link, "/")+1:]}}, nil)
}

// enter comes in as somebody.
func (r *reader) enter(who ledger.PersonID) *reader {
	r.t.Helper()
	if resp, body := r.press(r.page.Link(who, "", "zh")); resp.StatusCode != http.StatusSeeOther {
		r.t.Fatalf("%s can't enter: %s\n%s", who, resp.Status, body)
	}
	return r
}
