package ledger_test

import (
	"cmp"
	"context"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/memstore"
)

// heldRows are rows as a store gives them: those that the filter selects.
type heldRows []ledger.Row

func (h heldRows) Rows(_ context.Context, f ledger.Filter, yield func(ledger.Row) bool) error {
	for _, r := range h {
		if f.Match(r) && !yield(r) {
			break
		}
	}
	return nil
}

// oddRow is anyRow with all that a query looks at.
func oddRow(t *rapid.T, n int) ledger.Row {
	r := anyRow(t, n)
	some := func(name string, values ...string) string {
		return rapid.SampledFrom(append(values, "")).Draw(t, name)
	}
	r.Handler, r.Area, r.Programme = ledger.PersonID(some("handler", "handler", "liaison")), some("area", "x", "y"), some("programme", "p")
	r.Priority, r.Meeting, r.Parent = ledger.Priority(some("tier", "key", "president")), ledger.MeetingID(some("meeting", "m")), ledger.ItemID(some("parent", "0"))
	r.Waiting, r.Granted, r.Returns = some("waits", "bank"), rapid.IntRange(0, 1).Draw(t, "granted"), rapid.IntRange(0, 1).Draw(t, "returns")
	if u := some("support", "a", "b"); u != "" {
		r.Support = []ledger.UnitID{ledger.UnitID(u)}
	}
	if some("involved", "yes") != "" {
		r.Involved = []string{"亲自督办"}
	}
	return r
}

// oddQuery restricts a few things of many.
func oddQuery(t *rapid.T, e ledger.Env) (q ledger.Query) {
	day := func(name string) ledger.Date { return e.Today().AddDays(rapid.IntRange(-60, 20).Draw(t, name)) }
	for _, set := range []func(){
		func() { q.Units = []ledger.UnitID{"a", "b"} }, func() { q.Support = true },
		func() {
			q.Person = rapid.SampledFrom([]ledger.PersonID{"head", "liaison", "handler", "office", "nobody"}).Draw(t, "person")
		},
		func() { q.Number = ledger.Number{Seq: rapid.IntRange(1, 9).Draw(t, "seq")} }, func() { q.Parent = "0" }, func() { q.Open = true },
		func() { q.States = []ledger.State{ledger.StateClosed, ledger.StateActive} }, func() { q.Lights = []ledger.Light{ledger.LightRed, ledger.LightNone} },
		func() { q.Lights = []ledger.Light{ledger.LightYellow} }, func() { q.Blocked = true }, func() { q.Pending = ledger.PendingAny }, func() { q.Overdue = 3 },
		func() { q.Stale = 9 }, func() { q.Unreported = true }, func() { q.DueFrom = day("due") }, func() { q.ClosedFrom, q.ClosedTo = day("closed"), e.Today() },
		func() { q.ClosedTo = day("closed to") }, func() { q.IssuedFrom = day("issued") }, func() { q.IssuedTo = day("issued to") },
		func() {
			q.Priority = rapid.SampledFrom([]ledger.Priority{ledger.PriorityKey, ledger.OnlyNormal}).Draw(t, "tier")
		},
		func() { q.Area = rapid.SampledFrom([]string{"x", ledger.None}).Draw(t, "area") }, func() { q.Programme = rapid.SampledFrom([]string{"p", ledger.None}).Draw(t, "programme") },
		func() { q.Involvement = "*" }, func() { q.Meeting = "m" }, func() { q.Waiting = "bank" }, func() { q.Decides = "supervisor" },
		func() { q.Timely = rapid.SampledFrom([]string{ledger.InTime, ledger.OutOfTime}).Draw(t, "timely") }, func() { q.Signed = true }, func() { q.Fresh = true },
		func() { q.Silent = true }, func() { q.Extended = true }, func() { q.Returned = true },
	} {
		if rapid.IntRange(0, 11).Draw(t, "restrict") == 0 {
			set()
		}
	}
	return q
}

// What a store leaves out for a question, it leaves out rightly: found in a store, rows and figures are those of looking at every row.
func TestFoundIsWhatIsSelected(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := actEnv()
		var rows heldRows
		for n := range rapid.IntRange(0, 40).Draw(t, "rows") {
			rows = append(rows, oddRow(t, n))
		}
		q := oddQuery(t, e)
		want := e.Select(q, rows)
		got, err := e.Find(t.Context(), rows, q)
		byID := func(a, b ledger.Row) int { return cmp.Compare(a.ID, b.ID) }
		slices.SortFunc(want, byID)
		slices.SortFunc(got, byID)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("%+v finds %d rows of %d: %v", q, len(got), len(want), err)
		}
		over := rapid.SampledFrom([]ledger.Period{e.Month(), e.Month().Before(), ledger.YearOf(e.Today())}).Draw(t, "over")
		for _, by := range [][]string{nil, {ledger.PartArea}} {
			held, all := e.Tally(q, over, 2, by...), e.Tally(q, over, 2, by...)
			if err := held.Take(t.Context(), rows); err != nil {
				t.Fatal(err)
			}
			for i := range rows {
				all.Add(&rows[i])
			}
			if !reflect.DeepEqual(held.Summary(), all.Summary()) || !reflect.DeepEqual(held.Parts(ledger.PartArea), all.Parts(ledger.PartArea)) || held.Today() != all.Today() {
				t.Fatalf("%+v over %v, parted by %v: %+v, of every row %+v", q, over, by, held.Summary(), all.Summary())
			}
		}
		for _, m := range []string{ledger.MetricCloseRate, ledger.MetricOnTimeRate, ledger.MetricOverdueRate, ledger.MetricAvgDays} {
			g, _ := e.Gauge(m, q, over)
			if err := g.Take(t.Context(), rows); err != nil {
				t.Fatal(err)
			}
			if want, _ := e.Measure(m, q, over, rows); !reflect.DeepEqual(g.Value(), want) {
				t.Fatalf("%s of %+v: %+v, of every row %+v", m, q, g.Value(), want)
			}
		}
		only := [][]ledger.UnitID{nil, {"a"}, {"b", "c"}}[rapid.IntRange(0, 2).Draw(t, "only")]
		contest := e.Contest(over, only)
		if err := contest.Take(t.Context(), rows); err != nil {
			t.Fatal(err)
		}
		if got, want := contest.Ranking(ledger.ByScore), e.Ranking(ledger.ByScore, over, rows, only); !reflect.DeepEqual(got, want) {
			t.Fatalf("ranked %+v, of every row %+v", got, want)
		}
	})
}

// Meetings are found the same before and after a ledger has the heads of its drafts.
func TestMeetingsAreIndexedOnce(t *testing.T) {
	st := memstore.New("o")
	c := ledger.Change{Source: "before there were heads"}
	for _, d := range []ledger.Draft{{ID: "m1", Title: "第一次会议", Date: ledger.NewDate(2026, 1, 5), Rows: []ledger.DraftRow{{N: 1, Issued: "i"}}},
		{ID: "m2", Title: "第二次会议", Rows: []ledger.DraftRow{{N: 1}}}, {ID: "m3", Order: "boss", Rows: []ledger.DraftRow{{N: 1, Dropped: true}}}} {
		c.Records = append(c.Records, d.Records(0)[0])
	}
	if err := st.Commit(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	before, err := ledger.Meetings(t.Context(), st)
	if err != nil || len(before) != 3 || !before[0].Started || before[0].Waiting || !before[1].Waiting || before[2].Waiting || before[2].Order != "boss" {
		t.Fatalf("%+v %v", before, err)
	}
	for range 2 {
		if err := ledger.IndexMeetings(t.Context(), st); err != nil {
			t.Fatal(err)
		}
		if after, err := ledger.Meetings(t.Context(), st); err != nil || !reflect.DeepEqual(after, before) {
			t.Fatalf("%+v, before %+v: %v", after, before, err)
		}
	}
	later := ledger.Draft{ID: "m4", Title: "第三次会议"}
	if err := st.Commit(t.Context(), ledger.Change{Source: "later", Records: later.Records(0)}); err != nil {
		t.Fatal(err)
	}
	if after, err := ledger.Meetings(t.Context(), st); err != nil || len(after) != 4 || after[3].Title != later.Title {
		t.Fatalf("%+v %v", after, err)
	}
}
