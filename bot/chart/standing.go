package chart

import (
	"image/color"
	"strconv"

	"github.com/followup-bot/followup/bot/text"
	"github.com/followup-bot/followup/ledger"
)

// standingMost is how many rows of a table are drawn.
const standingMost = 20

// Standing shows a table of an indicator in its order, with one's own row, the one above (标兵) and the one below (追兵) marked.
func (p *Painter) Standing(w *text.Printer, s ledger.Placing) (Picture, error) {
	rows := shownRows(s)
	sh := p.begin(float64(210 + max(2, len(rows))*58))
	title := s.Table.Name
	low, high := bounds(rows)
	note := w.T("ChartPeers", "Period", s.Table.Period, "N", len(s.Ranked))
	if low != 0 {
		note += w.T("ChartFrom", "From", ledger.Decimal(low))
	}
	y := sh.head(title, note)
	const left, right = 400, width - margin - 150
	for _, r := range rows {
		c, role := color.RGBA{0xc4, 0xcb, 0xd4, 0xff}, ""
		switch {
		case s.Own != nil && r == *s.Own:
			c = lightColour[ledger.LightBlue]
		case s.Above != nil && r == *s.Above:
			c, role = lightColour[ledger.LightGreen], w.T("ChartAbove")
		case s.Below != nil && r == *s.Below:
			c, role = lightColour[ledger.LightYellow], w.T("ChartBelow")
		}
		own := s.Own != nil && r == *s.Own
		rank := "—"
		if r.Rank > 0 {
			rank = strconv.Itoa(r.Rank)
		}
		sh.write(rank, margin+30, y+22, normal, own, ink, middle)
		sh.write(sh.fit(r.Entity, normal, 210), margin+70, y+22, normal, own, ink, leftSide)
		if role != "" {
			sh.write(role, left-14, y+22, small, false, pale, rightSide)
		}
		wide := 0.0
		if r.HasValue {
			wide = 30 + (right-left-30)*(r.Value-low)/(high-low)
			sh.box(left, y, wide, 44, c)
		}
		sh.write(r.Figure(), left+wide+14, y+22, normal, own, ink, leftSide)
		y += 58
	}
	alt := title + " " + note
	return sh.finish(alt)
}

// shownRows are the table's first rows; where one's own would not be among them, those around it.
func shownRows(s ledger.Placing) []ledger.Indicator {
	if len(s.Ranked) <= standingMost {
		return s.Ranked
	}
	from := 0
	for i := range s.Ranked {
		if s.Own != nil && s.Ranked[i] == *s.Own && i >= standingMost-2 {
			from = min(i-standingMost/2, len(s.Ranked)-standingMost)
		}
	}
	return s.Ranked[from : from+standingMost]
}

// bounds are the values at the ends of the scale. Bars begin at zero unless all values lie close together, where nobody could tell them apart.
func bounds(rows []ledger.Indicator) (low, high float64) {
	first := true
	for _, r := range rows {
		if !r.HasValue {
			continue
		}
		if first {
			low, high, first = r.Value, r.Value, false
		}
		low, high = min(low, r.Value), max(high, r.Value)
	}
	if low >= 0 && low < high*0.7 || high == low && low > 0 {
		low = 0
	}
	if high <= low {
		high = low + 1
	}
	return low, high
}
