package chart_test

import (
	"bytes"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/followup-bot/followup/bot/chart"
	"github.com/followup-bot/followup/bot/text"
	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/calendar"
)

// house is a house of n units with items in every light.
func house(n int) (ledger.Env, []ledger.Row) {
	names := []string{"审管办", "研究室", "信息技术处", "司法行政装备管理处", "立案庭", "执行局", "民一庭", "民二庭", "刑一庭", "沈河法院", "信访办", "政治部"}
	org := ledger.Org{ID: "o", Name: "河口市中级人民法院", Zone: "Asia/Shanghai"}
	now := time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC)
	var rows []ledger.Row
	for i := range n {
		id := ledger.UnitID(fmt.Sprint("u", i))
		org.Units = append(org.Units, ledger.Unit{ID: id, Name: names[i%len(names)] + map[bool]string{true: "", false: fmt.Sprint(i)}[i < len(names)]})
		for k := range 3 + (i*7)%11 {
			r := ledger.Row{ID: ledger.ItemID(fmt.Sprint(id, "-", k)), Number: ledger.Number{Year: 2026, Seq: len(rows) + 1}, Lead: id, State: ledger.StateActive, IssuedAt: now.AddDate(0, -2, 0),
				Due: ledger.Due{Date: ledger.NewDate(2026, 11, 24+(k*13+i*5)%60-20)}}
			switch {
			case k%7 == 3:
				r.State = ledger.StateIssued
			case k%9 == 4:
				r.State = ledger.StateSubmitted
			case k%8 == 5:
				r.State = ledger.StateSuspended
			case k%3 == 0:
				r.Blocked = "等采购"
			}
			rows = append(rows, r)
		}
	}
	return ledger.Env{Now: now, Dir: ledger.NewDirectory(org), Policy: ledger.DefaultPolicy(), Cal: calendar.China()}, rows
}

func days(n int) []ledger.DayCount {
	var out []ledger.DayCount
	for i := range n {
		out = append(out, ledger.DayCount{Date: ledger.NewDate(2026, 11, 24).AddDays(i - n + 1), Open: 30 + (i*i)%17 + i/4, Overdue: 3 + (i*3)%5, Blocked: 2 + i%4})
	}
	return out
}

// keep writes a picture where somebody wants to look at it.
func keep(t *testing.T, name string, p chart.Picture) {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(p.PNG))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if b := img.Bounds(); b.Dx() < 1080 || b.Dy() < 300 {
		t.Errorf("%s is %v", name, b)
	}
	if p.Alt == "" {
		t.Errorf("%s: no words for who can't see it", name)
	}
	if dir := os.Getenv("FOLLOWUP_PAGES"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, name+".png"), p.PNG, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func painter(t *testing.T, path string) *chart.Painter {
	t.Helper()
	p, err := chart.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	return p
}

func must(t *testing.T) func(chart.Picture, error) chart.Picture {
	return func(p chart.Picture, err error) chart.Picture {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
}

// With a font of the system every chart is drawn in both languages.
func TestPictures(t *testing.T) {
	path := chart.Find(chart.Folders()...)
	if path == "" {
		t.Skip("no font with Chinese letters is installed")
	}
	p := painter(t, path)
	env, rows := house(12)
	s := env.Summarize(ledger.Query{}, rows)
	for _, lang := range []string{"zh", "en"} {
		w := text.For(lang)
		keep(t, lang+"-units", must(t)(p.ByUnit(w, env, s, "全院")))
		keep(t, lang+"-ages", must(t)(p.Ages(w, env.Today(), env.OverdueAges(ledger.Query{}, rows), "全院")))
		keep(t, lang+"-trend", must(t)(p.Trend(w, days(60), "全院")))
	}
	keep(t, "zh-trend-one", must(t)(p.Trend(text.For("zh"), days(1), "全院")))
	keep(t, "zh-trend-none", must(t)(p.Trend(text.For("zh"), nil, "全院")))
	env, rows = house(47)
	keep(t, "zh-units-many", must(t)(p.ByUnit(text.For("zh"), env, env.Summarize(ledger.Query{}, rows), "两级法院")))
	keep(t, "zh-units-none", must(t)(p.ByUnit(text.For("zh"), env, env.Summarize(ledger.Query{}, nil), "全院")))
}

// Without such a font, words that can't be written are numbers, and the legend says what they mean.
func TestWithoutAFont(t *testing.T) {
	p := painter(t, "")
	env, rows := house(4)
	pic := must(t)(p.ByUnit(text.For("zh"), env, env.Summarize(ledger.Query{}, rows), "全院"))
	keep(t, "nofont", pic)
	found := map[string]bool{}
	for _, l := range pic.Legend {
		for _, u := range env.Dir.Org().Units {
			if strings.HasSuffix(l, "] "+u.Name) {
				found[u.Name] = true
			}
		}
	}
	if len(found) != 4 {
		t.Errorf("the legend explains %v: %v", found, pic.Legend)
	}
}

func TestFontsThatCannotBeUsed(t *testing.T) {
	bad := filepath.Join(t.TempDir(), "NotoSansCJK-Regular.ttc")
	if err := os.WriteFile(bad, []byte("no font"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := chart.Find(filepath.Dir(bad)); got != bad {
		t.Errorf("found %q", got)
	}
	if _, err := chart.Open(bad); err == nil {
		t.Error("a file that is no font was opened")
	}
	if chart.Find(filepath.Join(filepath.Dir(bad), "none")) != "" {
		t.Error("a font was found in no folder")
	}
}

// Standing marks one's own row, the one above and the one below.
func TestStandingPicture(t *testing.T) {
	path := chart.Find(chart.Folders()...)
	if path == "" {
		t.Skip("no font with Chinese letters is installed")
	}
	env, _ := house(1)
	p := painter(t, path)
	table := ledger.IndicatorTable{Name: "审限内结案率", Period: "2026年10月"}
	for i, city := range []string{"广州", "深圳", "南京", "武汉", "杭州", "西安", "济南", "河口市中级人民法院", "哈尔滨", "长春", "沈阳", "大连", "青岛", "宁波", "厦门"} {
		table.Rows = append(table.Rows, ledger.Indicator{Name: table.Name, Entity: city, Value: 99.1 - float64(i)*0.3, HasValue: true, Unit: "%"})
	}
	keep(t, "zh-standing", must(t)(p.Standing(text.For("zh"), env.Placing(table))))
	for i := range 30 {
		table.Rows = append(table.Rows, ledger.Indicator{Entity: fmt.Sprint("市", i), Value: 120 - float64(i), HasValue: true})
	}
	keep(t, "zh-standing-many", must(t)(p.Standing(text.For("zh"), env.Placing(table))))
	keep(t, "zh-standing-empty", must(t)(p.Standing(text.For("zh"), env.Placing(ledger.IndicatorTable{Name: "空"}))))
}

// courses are items of a programme in every light, one without a deadline, one with milestones.
func courses(n int) (ledger.Env, []ledger.Item) {
	env, _ := house(6)
	titles := []string{"建成审判质效指标看板并按月通报", "终本案件核查清理", "类案裁判指引编写", "卷宗扫描设备采购", "送达外包服务试运行", "质效分析月报"}
	states := []ledger.State{ledger.StateActive, ledger.StateActive, ledger.StateIssued, ledger.StateClosed, ledger.StateSubmitted, ledger.StateAccepted, ledger.StateSuspended}
	var items []ledger.Item
	for i := range n {
		at := env.Now.AddDate(0, 0, -70+i*7)
		it := ledger.Item{ID: ledger.ItemID(fmt.Sprint(i)), Number: ledger.Number{Year: 2026, Seq: i + 1}, Title: titles[i%6], Lead: ledger.UnitID(fmt.Sprint("u", i%6)), State: states[i%7],
			IssuedAt: at, Percent: i * 17 % 100, Due: ledger.Due{Date: ledger.DateOf(at).AddDays(40 + i*5)}}
		switch {
		case i == 1:
			it.Due.Date = ledger.DateOf(env.Now).AddDays(-12)
		case i == 5:
			it.Due, it.Ongoing = ledger.Due{}, true
		case it.State == ledger.StateClosed:
			it.ClosedAt = env.Now.AddDate(0, 0, -6)
		}
		if i%3 == 0 {
			it.Milestones = []ledger.Milestone{{Text: "调研", Due: ledger.DateOf(at).AddDays(14), Done: true}, {Text: "试运行", Due: ledger.DateOf(at).AddDays(35)}}
		}
		items = append(items, it)
	}
	return env, items
}

// A programme's picture is drawn in both languages, of one item, of many, of none, and over years.
func TestGanttPicture(t *testing.T) {
	path := chart.Find(chart.Folders()...)
	if path == "" {
		t.Skip("no font with Chinese letters is installed")
	}
	p := painter(t, path)
	for _, lang := range []string{"zh", "en"} {
		env, items := courses(9)
		keep(t, lang+"-gantt", must(t)(p.Gantt(text.For(lang), env, env.Gantt(items), 0, "铁案工程")))
	}
	env, items := courses(40)
	keep(t, "zh-gantt-many", must(t)(p.Gantt(text.For("zh"), env, env.Gantt(items), 0, "两级法院质效提升专项行动")))
	keep(t, "zh-gantt-rest", must(t)(p.Gantt(text.For("zh"), env, env.Gantt(items), 32, "两级法院质效提升专项行动")))
	keep(t, "zh-gantt-one", must(t)(p.Gantt(text.For("zh"), env, env.Gantt(items[:1]), 0, "1号")))
	keep(t, "zh-gantt-none", must(t)(p.Gantt(text.For("zh"), env, env.Gantt(nil), 0, "空")))
	items[0].IssuedAt = items[0].IssuedAt.AddDate(-4, 0, 0)
	keep(t, "zh-gantt-years", must(t)(p.Gantt(text.For("zh"), env, env.Gantt(items[:5]), 0, "多年")))
}
