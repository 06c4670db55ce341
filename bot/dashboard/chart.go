package dashboard

import (
	"strconv"

	"github.com/followup-bot/followup/ledger"
)

// A trend is a chart of months: closed and issued as columns, with the numbers in a table below.
type trend struct {
	Months        []trendMonth
	Label         string
	Width, Height int
	Uncounted     bool
}

// A trendMonth is one month's two columns; the heights are in the chart's own units.
type trendMonth struct {
	Name           string
	Issued, Closed int
	Rate           string
	Open, Overdue  string
	X              int // of the group's middle
	IssuedY        int
	ClosedY        int
	IssuedH        int
	ClosedH        int
}

// Where the chart's parts lie.
const (
	trendStep   = 96
	trendHigh   = 120 // of the tallest column
	trendTop    = 26
	trendColumn = 34
)

func (x *visit) trend(months []ledger.MonthCount) trend {
	for len(months) > 2 && months[0].Issued+months[0].Closed == 0 && !months[0].Known { // followup was not here yet
		months = months[1:]
	}
	t := trend{Width: trendStep * len(months), Height: trendTop + trendHigh + 28}
	most := 1
	for _, m := range months {
		most = max(most, m.Issued, m.Closed)
	}
	for i, m := range months {
		o := trendMonth{Name: x.v.MonthName(m.Month), Issued: m.Issued, Closed: m.Closed, Rate: x.v.Rate(m.OnTime), Open: "—", Overdue: "—", X: trendStep*i + trendStep/2,
			IssuedH: m.Issued * trendHigh / most, ClosedH: m.Closed * trendHigh / most}
		o.IssuedY, o.ClosedY = trendTop+trendHigh-o.IssuedH, trendTop+trendHigh-o.ClosedH
		if m.Known {
			o.Open, o.Overdue = strconv.Itoa(m.Last.Open), strconv.Itoa(m.Last.Overdue)
		} else {
			t.Uncounted = true
		}
		t.Months = append(t.Months, o)
		t.Label += x.v.T("Page_TrendSays", "Month", o.Name, "Issued", m.Issued, "Closed", m.Closed)
	}
	return t
}

// The places of a month's parts in the drawing.
func (m trendMonth) IssuedX() int { return m.X - trendColumn - 1 }
func (m trendMonth) ClosedX() int { return m.X + 1 }
func (m trendMonth) IssuedM() int { return m.X - trendColumn/2 - 1 }
func (m trendMonth) ClosedM() int { return m.X + trendColumn/2 + 1 }
func (m trendMonth) IssuedT() int { return m.IssuedY - 6 }
func (m trendMonth) ClosedT() int { return m.ClosedY - 6 }
func (t trend) Base() int         { return trendTop + trendHigh }
func (t trend) Names() int        { return trendTop + trendHigh + 22 }
func (t trend) Column() int       { return trendColumn }
