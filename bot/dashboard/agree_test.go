package dashboard

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

// tableOf is a card's table by its first column.
func tableOf(c chat.Card) map[string][]string {
	out := map[string][]string{}
	for _, b := range c.Blocks {
		if b.Kind == chat.BlockTable {
			for _, row := range b.Table[1:] {
				out[row[0]] = row[1:]
			}
		}
	}
	return out
}

// TestCardAndPageAgree holds for any ledger: the overview's figures are the summary card's, its parts sum to the whole, and every figure leads
// to a list as long as it says.
func TestCardAndPageAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := &house{}
		h.setUp()
		e, _ := h.env(t.Context(), h.now)
		x := &visit{Server: &Server{cfg: Config{Ledger: quiet{}}}, r: request(t), env: e, v: view.New(e, "yuanzhang", "zh"), all: true}
		rows := anyRows(t, h)
		s := e.Summarize(ledger.Query{}, rows)
		tally := e.Tally(ledger.Query{}, e.Month(), trendMonths, ledger.PartArea, ledger.PartProgramme)
		for i := range rows {
			tally.Add(&rows[i])
		}
		f, err := x.figuresOf(tally, "本院")
		if err != nil {
			t.Fatal(err)
		}
		card := x.v.Summary(s, "本院", false)
		if open := regexp.MustCompile(`在办 (\d+) 项`); open.FindString(card.Title) != open.FindString(f.Head) {
			t.Fatalf("the card says %q, the page %q", card.Title, f.Head)
		}
		units, lights, areas, red := 0, s.Suspended.N, 0, 0
		table := tableOf(card)
		for _, u := range f.Units {
			units += u.Open
			red += u.Red
			if row := table[u.Name]; len(s.Units) > 1 && (row == nil || row[0] != strconv.Itoa(u.Open) || row[1] != strconv.Itoa(u.Red) || row[4] != strconv.Itoa(u.Closed)) {
				t.Fatalf("%s: the card says %v, the page %+v", u.Name, row, u)
			}
		}
		for _, l := range f.Lights {
			lights += l.N
		}
		for _, a := range f.Areas {
			areas += a.Open
		}
		if units != s.Open.N || lights != s.Open.N || areas != s.Open.N || red != s.Lights[ledger.LightRed].N {
			t.Fatalf("open %d: by unit %d, by light %d, by area %d; red %d by unit, %d in all", s.Open.N, units, lights, areas, red, s.Lights[ledger.LightRed].N)
		}
		if n := len(f.Trend.Months); f.Trend.Months[n-1].Closed != s.Closed.N || f.Trend.Months[n-1].Open != strconv.Itoa(s.Open.N) {
			t.Fatalf("the trend ends with %+v, the summary has %d closed, %d open", f.Trend.Months[n-1], s.Closed.N, s.Open.N)
		}
		for _, tile := range f.Tiles {
			if tile.Href == "" {
				continue
			}
			q, ok := asked(requestTo(t, tile.Href))
			if n := len(e.Select(q, rows)); !ok || strconv.Itoa(n) != tile.Value {
				t.Fatalf("%s says %s, its list has %d", tile.Label, tile.Value, n)
			}
		}
	})
}

// anyRows makes a ledger.
func anyRows(t *rapid.T, h *house) (rows []ledger.Row) {
	for i := range rapid.IntRange(0, 40).Draw(t, "rows") {
		day := func(name string, from, to int) ledger.Date {
			return ledger.DateOf(h.now.AddDate(0, 0, rapid.IntRange(from, to).Draw(t, name)))
		}
		r := ledger.Row{ID: ledger.ItemID(fmt.Sprint(i)), Number: ledger.Number{Year: 2026, Seq: i + 1}, Title: "t", Lead: rapid.SampledFrom([]ledger.UnitID{"zxj", "sgb", "m1"}).Draw(t, "unit"),
			Area:  rapid.SampledFrom([]string{"", "审判质效", "党建"}).Draw(t, "area"),
			State: rapid.SampledFrom([]ledger.State{"issued", "declined", "active", "submitted", "closed", "suspended", "terminated"}).Draw(t, "state"), Extension: rapid.Bool().Draw(t, "extension"),
			IssuedAt: day("issued", -90, -1).In(h.zone())}
		if rapid.Bool().Draw(t, "due") {
			r.Due = ledger.Due{Date: day("dueOn", -40, 40)}
		}
		if rapid.Bool().Draw(t, "blocked") {
			r.Blocked = "缺人"
		}
		if r.State == ledger.StateClosed || r.State == ledger.StateSubmitted {
			r.SubmitAt = day("submitted", -60, -1).In(h.zone())
		}
		if !r.State.Open() {
			r.ClosedAt = day("closed", -60, 0).In(h.zone())
		}
		rows = append(rows, r)
	}
	return rows
}

// TestTheOverviewIsWhatTheLedgerHolds reads the served page.
func TestTheOverviewIsWhatTheLedgerHolds(t *testing.T) {
	h := newHouse(t)
	_, body := h.reader().enter("yuanzhang").get("/")
	e, _ := h.env(t.Context(), h.now)
	var rows []ledger.Row
	if err := h.store.Rows(t.Context(), ledger.Filter{}, func(r ledger.Row) bool { rows = append(rows, r); return true }); err != nil {
		t.Fatal(err)
	}
	open, late := 0, 0
	for _, r := range rows {
		if r.State.Open() {
			open++
		}
		if r.State.Open() && r.State != ledger.StateSubmitted && r.Due.Date.Before(e.Today()) {
			late++
		}
	}
	for _, want := range []string{fmt.Sprintf("在办 %d 项", open), fmt.Sprintf("%d 项逾期", late)} {
		if !strings.Contains(body, want) {
			t.Errorf("want %q in\n%s", want, body)
		}
	}
}
