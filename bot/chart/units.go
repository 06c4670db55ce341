package chart

import (
	"image/color"
	"slices"
	"strconv"

	"github.com/followup-bot/followup/bot/text"
	"github.com/followup-bot/followup/ledger"
)

// unitsMost is how many units have a bar of their own; of the rest, the sum is told.
const unitsMost = 18

// parts are the lights of a bar, in their order; what is suspended comes last.
var parts = append(slices.Clone(ledger.Lights), ledger.LightNone)

// A UnitBar is one unit's bar: its open items, and how many of them show each light.
type UnitBar struct {
	Label string
	Total int
	N     map[ledger.Light]int
}

// ByUnit shows how the units' open items stand: a bar each, by light, those with most overdue first.
func (p *Painter) ByUnit(w *text.Printer, env ledger.Env, s ledger.Summary, scope string) (Picture, error) {
	bars, rest := UnitBars(w, env, s)
	most := 1
	for _, b := range bars {
		most = max(most, b.Total)
	}
	sh := p.begin(float64(300 + (max(1, len(bars))+min(1, rest.Total))*58))
	title := w.T("Chart_units", "Scope", scope)
	y := sh.head(title, w.T("ChartAsOf", "Date", w.Date(s.At, ledger.Date{}), "N", s.Open.N))
	var keys []key
	for _, l := range parts {
		if n := partOf(s, l); n > 0 {
			keys = append(keys, key{lightColour[l], lightWord(w, l) + " " + strconv.Itoa(n)})
		}
	}
	y = sh.keysAt(y, keys)
	if len(bars) == 0 {
		sh.write(w.T("ChartNothing"), width/2, y+40, normal, false, pale, middle)
	}
	const left, right = 300, width - margin - 70
	for _, b := range bars {
		sh.write(sh.fit(b.Label, normal, left-margin-16), left-16, y+22, normal, false, ink, rightSide)
		sh.stack(b, left, y, float64(right-left)/float64(most))
		sh.write(strconv.Itoa(b.Total), left+float64(b.Total)*float64(right-left)/float64(most)+14, y+22, normal, true, ink, leftSide)
		y += 58
	}
	if rest.Total > 0 {
		sh.write(rest.Label, left-16, y+22, normal, false, pale, rightSide)
		sh.write(w.T("ChartRest", "N", rest.Total, "Red", rest.N[ledger.LightRed]), left, y+22, normal, false, pale, leftSide)
	}
	return sh.finish(title)
}

// stack draws a bar's parts; a number stands in each that has room for it.
func (s *sheet) stack(b UnitBar, x, y, unit float64) {
	for _, l := range parts {
		n := b.N[l]
		if n == 0 {
			continue
		}
		w := float64(n) * unit
		s.box(x, y, w, 44, lightColour[l])
		if t := strconv.Itoa(n); w > s.widthOf(t, small, true)+10 {
			s.write(t, x+w/2, y+22, small, true, onColour(lightColour[l]), middle)
		}
		s.box(x+w-1, y, 2, 44, paper)
		x += w
	}
}

// onColour is ink or paper, whichever can be read on the colour.
func onColour(c color.RGBA) color.Color {
	if 299*int(c.R)+587*int(c.G)+114*int(c.B) > 150_000 {
		return ink
	}
	return paper
}

// partOf is how many of the summary's open items show the light; suspended ones show none.
func partOf(s ledger.Summary, l ledger.Light) int {
	if l == ledger.LightNone {
		return s.Suspended.N
	}
	return s.Lights[l].N
}

func lightWord(w *text.Printer, l ledger.Light) string {
	if l == ledger.LightNone {
		return w.T("State_" + string(ledger.StateSuspended))
	}
	return w.T("Light_" + string(l))
}

// UnitBars are the units with something open. Those that don't fit are one together, so that all of them sum to the whole.
func UnitBars(w *text.Printer, env ledger.Env, s ledger.Summary) (out []UnitBar, rest UnitBar) {
	for _, u := range s.ByNeed() {
		if u.Open > 0 {
			out = append(out, UnitBar{env.Dir.Unit(u.Unit).Label(), u.Open, u.Lights})
		}
	}
	if len(out) <= unitsMost {
		return out, rest
	}
	rest = UnitBar{Label: w.N("ChartOthers", len(out)-unitsMost), N: map[ledger.Light]int{}}
	for _, b := range out[unitsMost:] {
		rest.Total += b.Total
		for l, n := range b.N {
			rest.N[l] += n
		}
	}
	return out[:unitsMost], rest
}
