package ledger

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// What is overdue, parted by age, sums to the red light, and its blocked part is no larger.
func TestAgesSumToRed(t *testing.T) {
	env := Env{Now: time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC), Dir: NewDirectory(Org{Zone: "Asia/Shanghai"}), Policy: DefaultPolicy()}
	rapid.Check(t, func(t *rapid.T) {
		states := []State{StateIssued, StateAccepted, StateActive, StateSubmitted, StateSuspended, StateClosed}
		var rows []Row
		for i := range rapid.IntRange(0, 60).Draw(t, "n") {
			r := Row{ID: ItemID(fmt.Sprint(i)), Lead: UnitID(rapid.SampledFrom([]string{"a", "b"}).Draw(t, "lead")), State: rapid.SampledFrom(states).Draw(t, "state"),
				Due: Due{Date: env.Today().AddDays(rapid.IntRange(-60, 20).Draw(t, "due"))}}
			if rapid.Bool().Draw(t, "blocked") {
				r.Blocked = "why"
			}
			rows = append(rows, r)
		}
		for _, q := range []Query{{}, {Units: []UnitID{"a"}}} {
			sum := 0
			for _, a := range env.OverdueAges(q, rows) {
				sum += a.N
				if a.Blocked > a.N {
					t.Fatalf("%d blocked of %d", a.Blocked, a.N)
				}
			}
			if red := env.Summarize(q, rows).Lights[LightRed].N; sum != red {
				t.Fatalf("the ages sum to %d, red is %d", sum, red)
			}
		}
	})
}

func placingEnv() Env {
	return Env{Dir: NewDirectory(Org{Name: "河口市中级人民法院", Aliases: []string{"河口中院"}})}
}

func table(lower bool, rows ...Indicator) IndicatorTable {
	for i := range rows {
		rows[i].HasValue, rows[i].LowerBetter = rows[i].Value != 0, lower
	}
	return IndicatorTable{Name: "率", Rows: rows}
}

func TestPlacing(t *testing.T) {
	e := placingEnv()
	own := Indicator{Entity: "河口", Value: 97}
	for _, c := range []struct {
		name         string
		t            IndicatorTable
		rank         int
		above, below string
		gap          float64
	}{
		{"higher is better", table(false, Indicator{Entity: "甲", Value: 98}, own, Indicator{Entity: "乙", Value: 96}), 2, "甲", "乙", -1},
		{"lower is better", table(true, Indicator{Entity: "甲", Value: 98}, own, Indicator{Entity: "乙", Value: 96}), 2, "乙", "甲", -1},
		{"the first", table(false, own, Indicator{Entity: "甲", Value: 90}), 1, "", "甲", 0},
		{"equals share", table(false, Indicator{Entity: "甲", Value: 97}, own, Indicator{Entity: "乙", Value: 96}), 1, "", "乙", 0},
		{"given ranks win", table(false, Indicator{Entity: "甲", Value: 90, Rank: 3}, Indicator{Entity: "河口中院", Value: 97, Rank: 4}, Indicator{Entity: "乙", Value: 99, Rank: 5}), 4, "甲", "乙", 7},
	} {
		s := e.Placing(c.t)
		name := func(x *Indicator) string {
			if x == nil {
				return ""
			}
			return x.Entity
		}
		if s.Own == nil || s.Own.Rank != c.rank || name(s.Above) != c.above || name(s.Below) != c.below {
			t.Errorf("%s: %+v above %q below %q", c.name, s.Own, name(s.Above), name(s.Below))
			continue
		}
		if gap, ok := s.Gap(s.Above); ok && gap != c.gap || ok != (s.Above != nil) {
			t.Errorf("%s: gap %v %v", c.name, gap, ok)
		}
	}
	if s := e.Placing(table(false, Indicator{Entity: "甲", Value: 1})); s.Own != nil {
		t.Error("a place was made up")
	}
	if s := e.Placing(table(false, Indicator{Entity: "河口", Value: 1}, Indicator{Entity: "河口市", Value: 2})); s.Own != nil {
		t.Error("one of two that could be meant was taken")
	}
}

func TestLatestTables(t *testing.T) {
	var all []IndicatorTable
	for _, p := range []string{"2026年9月", "2026年三季度", "2026年10月", "2025年", "2026-08"} {
		all = append(all, IndicatorTable{Name: "率", Period: p})
	}
	if got := LatestTables(all); len(got) != 1 || got[0].Period != "2026年10月" {
		t.Errorf("%+v", got)
	}
}
