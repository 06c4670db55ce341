package chart

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/followup-bot/followup/bot/text"
	"github.com/followup-bot/followup/ledger"
)

// The bars, with what the rest of the units have together, sum to the summary's figures: the whole and each light.
func TestBarsSumToTheSummary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := ledger.Summary{Lights: map[ledger.Light]*ledger.Figure{}}
		for _, l := range ledger.Lights {
			s.Lights[l] = &ledger.Figure{}
		}
		var org ledger.Org
		for i := range rapid.IntRange(0, 50).Draw(t, "units") {
			u := ledger.UnitSummary{Unit: ledger.UnitID(fmt.Sprint("u", i)), Lights: map[ledger.Light]int{}}
			org.Units = append(org.Units, ledger.Unit{ID: u.Unit, Name: string(u.Unit)})
			for _, l := range parts {
				n := rapid.IntRange(0, 4).Draw(t, "n")
				u.Lights[l], u.Open, s.Open.N = n, u.Open+n, s.Open.N+n
				if l == ledger.LightNone {
					s.Suspended.N += n
				} else {
					s.Lights[l].N += n
				}
			}
			s.Units = append(s.Units, u)
		}
		bars, rest := UnitBars(text.For("zh"), ledger.Env{Dir: ledger.NewDirectory(org)}, s)
		if len(bars) > unitsMost {
			t.Fatalf("%d bars", len(bars))
		}
		sum, lights := 0, map[ledger.Light]int{}
		for _, b := range append(bars, rest) {
			sum += b.Total
			for l, n := range b.N {
				lights[l] += n
			}
		}
		if sum != s.Open.N {
			t.Fatalf("the bars sum to %d of %d", sum, s.Open.N)
		}
		for _, l := range parts {
			if lights[l] != partOf(s, l) {
				t.Fatalf("%s: %d of %d", l, lights[l], partOf(s, l))
			}
		}
	})
}
