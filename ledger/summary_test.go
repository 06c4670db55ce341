package ledger_test

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/followup-bot/followup/ledger"
)

func anyRow(t *rapid.T, n int) ledger.Row {
	at := func(name string, from, to int) time.Time {
		return actNow.AddDate(0, 0, rapid.IntRange(from, to).Draw(t, name))
	}
	r := ledger.Row{ID: ledger.ItemID(fmt.Sprint(n)), Number: ledger.Number{Year: 2026, Seq: n + 1}, Title: "t",
		Lead:     rapid.SampledFrom([]ledger.UnitID{"a", "b", "c", "unknown"}).Draw(t, "lead"),
		State:    rapid.SampledFrom([]ledger.State{"issued", "declined", "accepted", "active", "submitted", "closed", "suspended", "terminated"}).Draw(t, "state"),
		IssuedAt: at("issued", -90, -1), Extension: rapid.Bool().Draw(t, "extension")}
	if rapid.Bool().Draw(t, "due") {
		r.Due = ledger.Due{Date: ledger.DateOf(at("dueOn", -40, 40))}
	}
	if rapid.Bool().Draw(t, "blocked") {
		r.Blocked = "stuck"
	}
	if r.State == ledger.StateSubmitted || r.State == ledger.StateClosed {
		r.SubmitAt = at("submitted", -60, 0)
	}
	if r.State == ledger.StateClosed || r.State == ledger.StateTerminated {
		r.ClosedAt = at("closed", -60, 0)
	}
	if rapid.IntRange(0, 5).Draw(t, "parent") == 0 {
		r.Children = 2
	}
	return r
}

// TestSummaryAddsUp holds for any ledger: the lights and suspended items sum to what is open, the units to the whole, and every figure is the
// number of rows that its query gives.
func TestSummaryAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := actEnv()
		var rows []ledger.Row
		for n := range rapid.IntRange(0, 40).Draw(t, "rows") {
			rows = append(rows, anyRow(t, n))
		}
		base := ledger.Query{}
		if rapid.Bool().Draw(t, "oneUnit") {
			base.Units = []ledger.UnitID{"a"}
		}
		s := e.Summarize(base, rows)
		sum := s.Suspended.N
		figures := map[string]*ledger.Figure{"open": &s.Open, "blocked": &s.Blocked, "closed": &s.Closed, "suspended": &s.Suspended, "pending": &s.Pending, "issued": &s.Issued}
		for l, f := range s.Lights {
			sum += f.N
			figures["light "+string(l)] = f
		}
		for w, f := range s.Waiting {
			figures["waiting "+w] = f
		}
		if sum != s.Open.N {
			t.Fatalf("lights and suspended are %d, open %d", sum, s.Open.N)
		}
		for name, f := range figures {
			if n := len(e.Select(f.Query, rows)); n != f.N {
				t.Fatalf("%s says %d, its list has %d", name, f.N, n)
			}
		}
		var open, closed, red int
		for _, u := range s.Units {
			open, closed, red = open+u.Open, closed+u.Closed, red+u.Lights[ledger.LightRed]
		}
		if open != s.Open.N || closed != s.Closed.N || red != s.Lights[ledger.LightRed].N {
			t.Fatalf("units sum to %d open, %d closed, %d red of %d, %d, %d", open, closed, red, s.Open.N, s.Closed.N, s.Lights[ledger.LightRed].N)
		}
	})
}

func TestEnds(t *testing.T) {
	e := actEnv()
	day := func(n int) ledger.Due { return ledger.Due{Date: ledger.DateOf(actNow).AddDays(n)} }
	closed := func(id string, u ledger.UnitID, due int) ledger.Row {
		return ledger.Row{ID: ledger.ItemID(id), Lead: u, State: ledger.StateClosed, Due: day(due), SubmitAt: actNow, ClosedAt: actNow}
	}
	open := func(id string, u ledger.UnitID, due int) ledger.Row {
		return ledger.Row{ID: ledger.ItemID(id), Lead: u, State: ledger.StateActive, Due: day(due)}
	}
	s := e.Summarize(ledger.Query{}, []ledger.Row{closed("1", "a", 3), closed("2", "b", -3), open("3", "c", -2), open("4", "b", -9)})
	best, worst := s.Ends()
	if best == nil || best.Unit != "a" || worst == nil || worst.Unit != "b" || worst.Worst != 9 {
		t.Errorf("best %+v, worst %+v", best, worst)
	}
	s = e.Summarize(ledger.Query{}, []ledger.Row{closed("2", "b", -3)})
	if best, worst := s.Ends(); best != nil || worst != nil {
		t.Errorf("one late closing makes best %+v, worst %+v", best, worst)
	}
}

func BenchmarkSummarize100k(b *testing.B) {
	e := actEnv()
	rows := make([]ledger.Row, 100_000)
	states := []ledger.State{"issued", "active", "active", "submitted", "closed"}
	for i := range rows {
		rows[i] = ledger.Row{ID: ledger.ItemID(fmt.Sprint(i)), Number: ledger.Number{Year: 2026, Seq: i}, Lead: []ledger.UnitID{"a", "b", "c"}[i%3],
			State: states[i%5], Due: ledger.Due{Date: ledger.DateOf(actNow).AddDays(i%60 - 20)}, IssuedAt: actNow, ClosedAt: actNow}
	}
	for b.Loop() {
		e.Summarize(ledger.Query{}, rows)
	}
}
