package ledger_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/memstore"
)

func rowsOf(t *rapid.T) []ledger.Row {
	var rows []ledger.Row
	for n := range rapid.IntRange(0, 40).Draw(t, "rows") {
		r := anyRow(t, n)
		r.Area = rapid.SampledFrom([]string{"", "x", "y"}).Draw(t, "area")
		r.Programme = rapid.SampledFrom([]string{"", "p"}).Draw(t, "programme")
		r.Priority = rapid.SampledFrom([]ledger.Priority{"", "key", "president"}).Draw(t, "tier")
		r.Granted = rapid.IntRange(0, 1).Draw(t, "granted")
		r.Returns = rapid.IntRange(0, 1).Draw(t, "returns")
		rows = append(rows, r)
	}
	return rows
}

// TestPartsSumToTheWhole holds for any ledger and every way to divide it: each item is in one part, and each part's list has what it counts.
func TestPartsSumToTheWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e, rows := actEnv(), rowsOf(t)
		s := e.Summarize(ledger.Query{}, rows)
		whole := len(e.Select(ledger.Query{}, rows))
		for _, by := range []string{ledger.PartArea, ledger.PartProgramme, ledger.PartPriority, ledger.PartState} {
			var all, open, red, closed int
			for _, p := range e.Parts(by, ledger.Query{}, e.Month(), rows) {
				all, open, red, closed = all+p.All, open+p.Open, red+p.Red, closed+p.Closed
				if n := len(e.Select(p.Query, rows)); n != p.All {
					t.Fatalf("%s %q counts %d, its list has %d", by, p.Name, p.All, n)
				}
			}
			if all != whole || open != s.Open.N || red != s.Lights[ledger.LightRed].N || closed != s.Closed.N {
				t.Fatalf("by %s the parts sum to %d, %d open, %d red, %d closed; the whole is %d, %d, %d, %d", by, all, open, red, closed, whole, s.Open.N,
					s.Lights[ledger.LightRed].N, s.Closed.N)
			}
		}
	})
}

// TestMeasuresCountTheirLists holds that a rate is the length of two lists, and that the on-time rate is the summary's.
func TestMeasuresCountTheirLists(t *testing.T) {
	metrics := []string{ledger.MetricCloseRate, ledger.MetricOnTimeRate, ledger.MetricOverdueRate, ledger.MetricSignRate, ledger.MetricReportRate,
		ledger.MetricReturnRate, ledger.MetricExtensionRate, ledger.MetricAvgDays}
	rapid.Check(t, func(t *rapid.T) {
		e, rows := actEnv(), rowsOf(t)
		over := e.MonthsBack(rapid.IntRange(1, 3).Draw(t, "months"))
		for _, name := range metrics {
			m, ok := e.Measure(name, ledger.Query{}, over, rows)
			if !ok || len(e.Select(m.Of, rows)) != m.Rate.Of {
				t.Fatalf("%s is of %d, its list has %d", name, m.Rate.Of, len(e.Select(m.Of, rows)))
			}
			if n := len(e.Select(m.Part, rows)); name != ledger.MetricAvgDays && (n != m.Rate.Part || n > m.Rate.Of) {
				t.Fatalf("%s counts %d of %d, the list has %d", name, m.Rate.Part, m.Rate.Of, n)
			}
		}
		s := e.SummarizeOver(ledger.Query{}, over, rows)
		if m, _ := e.Measure(ledger.MetricOnTimeRate, ledger.Query{}, over, rows); m.Rate != s.OnTime {
			t.Fatalf("on time %v, the summary says %v", m.Rate, s.OnTime)
		}
	})
}

// TestTrendAgreesWithSummaries holds that each month of a trend is what a summary over it says, and that today's standing is today's.
func TestTrendAgreesWithSummaries(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e, rows := actEnv(), rowsOf(t)
		tally := e.Tally(ledger.Query{}, e.Month(), 4)
		for i := range rows {
			tally.Add(&rows[i])
		}
		months, err := tally.Trend(t.Context(), memstore.New("o"))
		if err != nil || len(months) != 4 {
			t.Fatal(len(months), err)
		}
		for _, m := range months {
			s := e.SummarizeOver(ledger.Query{}, ledger.Period{From: m.Month, To: m.Month.MonthEnd()}, rows)
			if m.Closed != s.Closed.N || m.Issued != s.Issued.N || m.OnTime != s.OnTime {
				t.Fatalf("%s: %+v, the summary has %d closed, %d issued, %v", m.Month, m, s.Closed.N, s.Issued.N, s.OnTime)
			}
		}
		now := e.Summarize(ledger.Query{}, rows)
		if last := months[3].Last; last.Open != now.Open.N || last.Overdue != now.Lights[ledger.LightRed].N {
			t.Fatalf("now %+v, the summary has %d open", last, now.Open.N)
		}
	})
}

func TestPeriodsShift(t *testing.T) {
	d := func(s string) ledger.Date { x, _ := ledger.ParseDate(s); return x }
	p := func(a, b string) ledger.Period { return ledger.Period{From: d(a), To: d(b)} }
	for _, c := range []struct {
		name      string
		got, want ledger.Period
	}{
		{"month", p("2026-03-01", "2026-03-31").Before(), p("2026-02-01", "2026-02-28")},
		{"quarter", p("2026-01-01", "2026-03-31").Before(), p("2025-10-01", "2025-12-31")},
		{"year", p("2026-01-01", "2026-12-31").Before(), p("2025-01-01", "2025-12-31")},
		{"week", p("2026-11-23", "2026-11-29").Before(), p("2026-11-16", "2026-11-22")},
		{"leap", p("2024-02-01", "2024-02-29").YearBefore(), p("2023-02-01", "2023-02-28")},
		{"month end", p("2026-02-01", "2026-02-28").Shift(1), p("2026-01-01", "2026-01-31")},
	} {
		if c.got != c.want {
			t.Errorf("%s: %v, want %v", c.name, c.got, c.want)
		}
	}
}
