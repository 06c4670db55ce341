package dashboard

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"github.com/followup-bot/followup/bot/chart"
	"github.com/followup-bot/followup/bot/export"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/memstore"
)

// A witness tells the same figures of a part of the ledger from all the places that show them.
type witness struct {
	t     *rapid.T
	e     ledger.Env
	x     *visit
	v     view.Ctx
	store *memstore.Store
	q     ledger.Query
	rows  []ledger.Row // all of the ledger
}

// TestAllAgree holds for any ledger and any part of it: what the card says of it, the charts draw, the documents tell line by line and in sum, and the
// page shows, is the same, and parts sum to their wholes.
func TestAllAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := anyWitness(t)
		s := w.e.Summarize(w.q, w.rows)
		tally := w.e.Tally(w.q, w.e.Month(), trendMonths, ledger.PartArea, ledger.PartProgramme)
		if err := tally.Take(t.Context(), w.store); err != nil {
			t.Fatal(err)
		}
		page, err := w.x.figuresOf(tally, "本院")
		if err != nil {
			t.Fatal(err)
		}
		w.charts(s, tally.Today(), page)
		shown := w.e.Select(w.q, w.rows)
		if len(shown) == 0 {
			return
		}
		w.ledger(s, shown)
		w.plan(s, shown)
		w.bulletin(s, tableOf(w.v.Summary(s, "本院", false)), page)
		w.notice(rapid.SampledFrom(shown).Draw(t, "one"))
	})
}

func anyWitness(t *rapid.T) *witness {
	h := &house{}
	h.setUp()
	e, _ := h.env(t.Context(), h.now)
	w := &witness{t: t, e: e, store: memstore.New("city"), v: view.New(e, "yuanzhang", "zh")}
	w.x = &visit{Server: &Server{cfg: Config{Ledger: w.store}}, r: request(t), env: e, v: w.v, all: true}
	var c ledger.Change
	for i, r := range anyRows(t, h) {
		c.Items = append(c.Items, anyItem(t, i, r))
	}
	c.Items = append(c.Items, anyFamily(t, h, len(c.Items))...)
	for _, it := range c.Items {
		c.Events = append(c.Events, ledger.Event{Item: it.ID, Kind: ledger.EventIssued, At: it.IssuedAt})
	}
	c.Source = "any"
	if err := w.store.Commit(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	if err := w.store.Rows(t.Context(), ledger.Filter{}, func(r ledger.Row) bool { w.rows = append(w.rows, r); return true }); err != nil {
		t.Fatal(err)
	}
	w.q = rapid.SampledFrom([]ledger.Query{{}, {Units: []ledger.UnitID{"zxj"}}, {Units: []ledger.UnitID{"sgb", "m1"}}, {Area: "党建"}, {Programme: "铁军工程"}}).Draw(t, "part")
	return w
}

// anyItem is the item of a row, with what rows leave out.
func anyItem(t *rapid.T, n int, r ledger.Row) ledger.Item {
	it := ledger.Item{ID: ledger.ItemID(fmt.Sprintf("i%03d", n)), Number: r.Number, Title: fmt.Sprint("事项", n), Lead: r.Lead, Area: r.Area, State: r.State, IssuedAt: r.IssuedAt,
		Due: r.Due, FirstDue: r.Due, ClosedAt: r.ClosedAt, Percent: rapid.IntRange(0, 100).Draw(t, "percent"), Programme: rapid.SampledFrom([]string{"", "铁军工程"}).Draw(t, "programme")}
	if r.Extension {
		it.Extension = &ledger.Extension{To: r.Due, Reason: "r"}
	}
	if r.Blocked != "" {
		it.Blocker = &ledger.Blocker{Reason: r.Blocked}
	}
	if !r.SubmitAt.IsZero() {
		it.Submission = &ledger.Submission{Stage: ledger.StageOffice, Text: "完成", At: r.SubmitAt}
	}
	if rapid.Bool().Draw(t, "step") {
		it.Milestones = []ledger.Milestone{{Text: "一", Due: ledger.DateOf(r.IssuedAt).AddDays(rapid.IntRange(0, 30).Draw(t, "stepOn")), Done: rapid.Bool().Draw(t, "ticked")}}
	}
	return it
}

// anyFamily is an item with parts, some of them finished.
func anyFamily(t *rapid.T, h *house, n int) []ledger.Item {
	parts := rapid.IntRange(0, 3).Draw(t, "parts")
	if parts == 0 {
		return nil
	}
	issued := h.now.AddDate(0, 0, -20)
	whole := ledger.Item{ID: "whole", Number: ledger.Number{Year: 2026, Seq: n + 1}, Title: "总项", Lead: "zxj", State: ledger.StateActive, IssuedAt: issued, Children: parts}
	out := []ledger.Item{whole}
	for i := range parts {
		p := ledger.Item{ID: ledger.ItemID(fmt.Sprint("part", i)), Number: ledger.Number{Year: 2026, Seq: n + 1, Child: i + 1}, Parent: "whole", Title: "总项之一", Lead: "sgb", State: ledger.StateActive,
			IssuedAt: issued, Due: ledger.Due{Date: ledger.DateOf(h.now).AddDays(rapid.IntRange(-9, 9).Draw(t, "partDue"))}}
		if rapid.Bool().Draw(t, "finished") {
			p.State, p.ClosedAt = ledger.StateClosed, h.now.AddDate(0, 0, -1)
			out[0].Finished++
		}
		out = append(out, p)
	}
	return out
}

// charts are of the card's and the page's figures; today is where the lines of a trend end.
func (w *witness) charts(s ledger.Summary, today ledger.DayCount, page figures) {
	if today.Open != s.Open.N || today.Overdue != s.Lights[ledger.LightRed].N || today.Blocked != s.Blocked.N {
		w.t.Fatalf("the trend ends at %+v, the card says %d open, %d overdue, %d blocked", today, s.Open.N, s.Lights[ledger.LightRed].N, s.Blocked.N)
	}
	bars, rest := chart.UnitBars(w.v.Printer, w.e, s)
	sum, lights := rest.Total, map[ledger.Light]int{}
	for l, n := range rest.N {
		lights[l] += n
	}
	for _, b := range bars {
		sum += b.Total
		for l, n := range b.N {
			lights[l] += n
		}
		i := slices.IndexFunc(page.Units, func(u unitLine) bool { return u.Name == b.Label })
		if i < 0 || page.Units[i].Open != b.Total || page.Units[i].Red != b.N[ledger.LightRed] || page.Units[i].Yellow != b.N[ledger.LightYellow] {
			w.t.Fatalf("the chart draws %+v, the page has %+v", b, page.Units)
		}
	}
	if sum != s.Open.N || lights[ledger.LightNone] != s.Suspended.N {
		w.t.Fatalf("the bars sum to %d open, %d suspended of %d, %d", sum, lights[ledger.LightNone], s.Open.N, s.Suspended.N)
	}
	ages := 0
	for _, a := range w.e.OverdueAges(w.q, w.rows) {
		ages += a.N
	}
	for _, l := range page.Lights {
		if light := ledger.Light(l.Light); lights[light] != l.N || light == ledger.LightRed && ages != l.N {
			w.t.Fatalf("%s: %d in the chart, %d on the page, %d by age", l.Light, lights[light], l.N, ages)
		}
	}
}

// book is a document's sheets: each the rows below its heads.
func (w *witness) book(kind export.Kind) map[string][]map[string]string {
	d, err := export.Make(w.t.Context(), w.store, w.e, "zh", export.Request{Kind: kind, Query: w.q})
	if err != nil {
		w.t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(d.Data))
	if err != nil {
		w.t.Fatal(err)
	}
	defer f.Close()
	out := map[string][]map[string]string{}
	for _, name := range f.GetSheetList() {
		all, err := f.GetRows(name)
		if err != nil {
			w.t.Fatal(err)
		}
		for _, r := range all[3:] {
			m := map[string]string{}
			for i, v := range r {
				m[all[2][i]] = v
			}
			out[name] = append(out[name], m)
		}
	}
	return out
}

// counted counts the rows by the values of a column.
func counted(rows []map[string]string, head string) map[string]int {
	out := map[string]int{}
	for _, r := range rows {
		out[r[head]]++
	}
	return out
}

// ledger is a row an item: by light and unit the rows sum to the card's figures, and each says of its item what the page does.
func (w *witness) ledger(s ledger.Summary, shown []ledger.Row) {
	rows := w.book(export.Ledger)["督办台账"]
	if len(rows) != len(shown) {
		w.t.Fatalf("the ledger has %d rows of %d", len(rows), len(shown))
	}
	lights := counted(rows, "灯号")
	for l, f := range s.Lights {
		if n := lights[w.v.T("Light_"+string(l))]; n != f.N {
			w.t.Fatalf("the ledger has %d %s, the card %d", n, l, f.N)
		}
	}
	if n := counted(rows, "状态")[w.v.T("State_suspended")]; n != s.Suspended.N {
		w.t.Fatalf("the ledger has %d suspended, the card %d", n, s.Suspended.N)
	}
	units := counted(slices.DeleteFunc(slices.Clone(rows), func(r map[string]string) bool {
		return r["状态"] == w.v.T("State_closed") || r["状态"] == w.v.T("State_terminated")
	}), "牵头单位")
	for _, u := range s.Units {
		if n := units[w.e.Dir.Unit(u.Unit).Name]; n != u.Open {
			w.t.Fatalf("%s leads %d open rows, the card says %d", u.Unit, n, u.Open)
		}
	}
	slices.SortFunc(shown, ledger.OrderNumber.Compare)
	closed := 0
	for i, r := range shown {
		line := w.x.line(r)
		if rows[i]["事项"] != line.Title || rows[i]["完成率"] != strconv.Itoa(line.Percent)+"%" || rows[i]["灯号"] == w.v.T("Light_red") != (w.e.DaysLate(r) > 0) {
			w.t.Fatalf("row %v, the page says %+v", rows[i], line)
		}
		if r.State == ledger.StateClosed && w.e.Month().Has(ledger.DateOf(r.ClosedAt.In(w.e.Zone()))) {
			closed++
			if rows[i]["销号日"] != ledger.DateOf(r.ClosedAt.In(w.e.Zone())).String() {
				w.t.Fatalf("row %v was closed at %s", rows[i], r.ClosedAt)
			}
		}
	}
	if closed != s.Closed.N {
		w.t.Fatalf("%d rows were closed this month, the card says %d", closed, s.Closed.N)
	}
}

// plan and task table have the same rows, and say the same of them; so does the picture of the plan.
func (w *witness) plan(s ledger.Summary, shown []ledger.Row) {
	plan, tasks := w.book(export.Plan), w.book(export.Tasks)["任务分解表"]
	table, bars := plan["计划表"], plan["进度图"]
	if len(table) != len(shown) || len(bars) != len(shown) || len(tasks) != len(shown) {
		w.t.Fatalf("%d rows, %d bars, %d tasks of %d items", len(table), len(bars), len(tasks), len(shown))
	}
	var items []ledger.Item
	for _, r := range shown {
		it, err := w.store.Item(w.t.Context(), r.ID)
		if err != nil {
			w.t.Fatal(err)
		}
		items = append(items, it)
	}
	g := w.e.Gantt(items)
	late := 0
	for i, c := range g.Courses {
		if table[i]["重点任务"] != c.Row.Title || tasks[i]["重点任务"] != c.Row.Title || bars[i]["重点任务"] != c.Row.Title || table[i]["完成率"] != strconv.Itoa(c.Done)+"%" || c.Late != (table[i]["灯号"] == w.v.T("Light_red")) {
			w.t.Fatalf("course %+v, the plan says %v", c, table[i])
		}
		if c.Late {
			late++
		}
	}
	if late != s.Lights[ledger.LightRed].N || g.All != len(shown) {
		w.t.Fatalf("%d courses are late, the card says %d", late, s.Lights[ledger.LightRed].N)
	}
}

// bulletin tells the card's figures in its first sentence, and unit by unit in its table, whose lines sum to the last; it names what is overdue.
func (w *witness) bulletin(s ledger.Summary, card map[string][]string, page figures) {
	d, err := export.Make(w.t.Context(), w.store, w.e, "zh", export.Request{Kind: export.Bulletin, Query: w.q})
	if err != nil {
		w.t.Fatal(err)
	}
	words, tables := document(w.t, d.Data)
	want := fmt.Sprintf("在办 %d 项，其中逾期 %d 项、临期 %d 项、正常 %d 项、待审核 %d 项、未签收 %d 项、暂缓 %d 项；有问题需协调的 %d 项。本月立项 %d 项，销号 %d 项", s.Open.N, s.Lights[ledger.LightRed].N,
		s.Lights[ledger.LightYellow].N, s.Lights[ledger.LightGreen].N, s.Lights[ledger.LightBlue].N, s.Lights[ledger.LightGrey].N, s.Suspended.N, s.Blocked.N, s.Issued.N, s.Closed.N)
	if !strings.Contains(words, want) {
		w.t.Fatalf("want %q in\n%s", want, words)
	}
	if len(s.Units) > 1 {
		lines := tables[0][1:]
		sums := make([]int, 5)
		for _, l := range lines[:len(lines)-1] {
			for i := range sums {
				n, err := strconv.Atoi(l[2+i])
				if err != nil {
					w.t.Fatal(err)
				}
				sums[i] += n
			}
			w.unitLine(l, card, page)
		}
		if got := fmt.Sprint(lines[len(lines)-1][2:7]); got != fmt.Sprint(sums) {
			w.t.Fatalf("the units sum to %v, the last line says %s", sums, got)
		}
		tables = tables[1:]
	}
	if red := s.Lights[ledger.LightRed].N; red > 0 {
		if lines := tables[0][1:]; len(lines) != min(red, 40) {
			w.t.Fatalf("%d overdue items are named of %d", len(lines), red)
		}
	}
}

// unitLine is a unit's line of the bulletin: number, name, open, overdue, due soon, blocked, closed, rate.
func (w *witness) unitLine(l []string, card map[string][]string, page figures) {
	var u ledger.Unit
	for _, x := range w.e.Dir.Org().Units {
		if x.Name == l[1] {
			u = x
		}
	}
	i := slices.IndexFunc(page.Units, func(x unitLine) bool { return x.Name == u.Label() })
	if i < 0 { // neither open nor closed this month
		if fmt.Sprint(l[2:7]) != "[0 0 0 0 0]" {
			w.t.Fatalf("the page lacks %v", l)
		}
		return
	}
	p := page.Units[i]
	want := fmt.Sprint([]int{p.Open, p.Red, p.Yellow, p.Blocked, p.Closed})
	if got := fmt.Sprint(l[2:7]); got != want || len(card) > 0 && fmt.Sprint(card[u.Label()]) != got {
		w.t.Fatalf("%s: the bulletin says %s, the page %s, the card %v", l[1], got, want, card[u.Label()])
	}
}

// notice says of an item what its row on the page says.
func (w *witness) notice(r ledger.Row) {
	d, err := export.Make(w.t.Context(), w.store, w.e, "zh", export.Request{Kind: export.Notice, Item: r.ID})
	if err != nil {
		w.t.Fatal(err)
	}
	words, _ := document(w.t, d.Data)
	line := w.x.line(r)
	want := []string{line.Title, w.e.Dir.Unit(r.Lead).Name}
	if !r.Due.IsZero() {
		want = append(want, w.v.LongDate(r.Due.Date))
	}
	if r.State.Open() && line.Percent > 0 {
		want = append(want, strconv.Itoa(line.Percent)+"%")
	}
	if r.State == ledger.StateClosed {
		want = append(want, w.v.LongDate(ledger.DateOf(r.ClosedAt.In(w.e.Zone()))))
	}
	for _, s := range want {
		if !strings.Contains(words, s) {
			w.t.Fatalf("want %q in the notice of %+v:\n%s", s, r, words)
		}
	}
}

// document gives a Word document's words, and its tables cell by cell.
func document(t *rapid.T, data []byte) (words string, tables [][][]string) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all, cell strings.Builder
	for dec := xml.NewDecoder(f); ; {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return all.String(), tables
		}
		if err != nil {
			t.Fatal(err)
		}
		switch x := tok.(type) {
		case xml.CharData:
			all.Write(x)
			cell.Write(x)
		case xml.StartElement:
			switch n := len(tables); x.Name.Local {
			case "tbl":
				tables = append(tables, nil)
			case "tr":
				tables[n-1] = append(tables[n-1], nil)
			case "tc":
				cell.Reset()
			}
		case xml.EndElement:
			switch n := len(tables); x.Name.Local {
			case "tc":
				row := len(tables[n-1]) - 1
				tables[n-1][row] = append(tables[n-1][row], cell.String())
			case "p":
				all.WriteString("\n")
			}
		}
	}
}
