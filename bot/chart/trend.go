package chart

import (
	"image/color"
	"math"
	"slices"
	"strconv"

	"github.com/followup-bot/followup/bot/text"
	"github.com/followup-bot/followup/ledger"
)

// A series is one line of a trend.
type series struct {
	text   string
	colour color.RGBA
	of     func(ledger.DayCount) int
}

// Trend shows how what is open and overdue has moved, from the counts of days in their order.
func (p *Painter) Trend(w *text.Printer, days []ledger.DayCount, scope string) (Picture, error) {
	sh := p.begin(900)
	title := w.T("Chart_trend", "Scope", scope)
	if len(days) == 0 {
		sh.head(title, w.T("ChartNothing"))
		return sh.finish(title)
	}
	first, last := days[0].Date, days[len(days)-1].Date
	y := sh.head(title, w.T("ChartSpan", "From", w.Date(first, ledger.Date{}), "To", w.Date(last, ledger.Date{})))
	lines := []series{
		{w.T("ChartOpen"), lightColour[ledger.LightBlue], func(c ledger.DayCount) int { return c.Open }},
		{w.T("Light_red"), lightColour[ledger.LightRed], func(c ledger.DayCount) int { return c.Overdue }},
		{w.T("ChartBlockedLine"), blockedLine, func(c ledger.DayCount) int { return c.Blocked }},
	}
	var keys []key
	most := 0
	for _, l := range lines {
		keys = append(keys, key{l.colour, l.text})
		for _, d := range days {
			most = max(most, l.of(d))
		}
	}
	y = sh.keysAt(y, keys) + 20
	f := frame{s: sh, left: margin + 70, right: width - margin - 80, top: y, bottom: 800, first: first, span: max(1, last.DaysSince(first)), most: most}
	f.axes(w, last)
	for _, l := range lines {
		f.plot(l, days)
	}
	slices.SortStableFunc(lines, func(a, b series) int { return a.of(days[len(days)-1]) - b.of(days[len(days)-1]) })
	at := math.Inf(1)
	for _, l := range lines { // the numbers at the ends, clear of each other
		n := l.of(days[len(days)-1])
		at = math.Min(f.y(n), at-apart)
		sh.write(strconv.Itoa(n), f.x(last)+20, at, normal, true, l.colour, leftSide)
	}
	return sh.finish(title)
}

// blockedLine can be told from the others on paper.
var blockedLine = color.RGBA{0x7d, 0x5b, 0xa6, 0xff}

// apart is how far the numbers at the lines' ends have to be from each other.
const apart = 34

// A frame is where a trend's lines are drawn.
type frame struct {
	s                        *sheet
	left, right, top, bottom float64
	first                    ledger.Date
	span, most               int
}

func (f *frame) x(d ledger.Date) float64 {
	return f.left + (f.right-f.left)*float64(d.DaysSince(f.first))/float64(f.span)
}

func (f *frame) y(n int) float64 {
	return f.bottom - (f.bottom-f.top)*float64(n)/float64(f.most)
}

// step is a round distance of grid lines, so that there are about five.
func step(most int) int {
	if most < 5 {
		return 1
	}
	raw := float64(most) / 5
	mag := math.Pow(10, math.Floor(math.Log10(raw)))
	for _, m := range []float64{1, 2, 5, 10} {
		if m*mag >= raw {
			return int(math.Max(1, m*mag))
		}
	}
	return most
}

// axes draws the grid, with numbers and dates.
func (f *frame) axes(w *text.Printer, last ledger.Date) {
	st := step(f.most)
	f.most = max(st, (f.most+st-1)/st*st)
	for n := 0; n <= f.most; n += st {
		f.s.line(rule, 2, [2]float64{f.left, f.y(n)}, [2]float64{f.right, f.y(n)})
		f.s.write(strconv.Itoa(n), f.left-14, f.y(n), small, false, pale, rightSide)
	}
	const ticks = 4
	for i := range ticks + 1 {
		d := f.first.AddDays(f.span * i / ticks)
		if i > 0 && d == f.first.AddDays(f.span*(i-1)/ticks) || d.After(last) {
			continue
		}
		f.s.write(w.Date(d, last), f.x(d), f.bottom+36, small, false, pale, middle)
	}
}

// plot draws a line, with a dot at its end.
func (f *frame) plot(l series, days []ledger.DayCount) {
	pts := make([][2]float64, len(days))
	for i, d := range days {
		pts[i] = [2]float64{f.x(d.Date), f.y(l.of(d))}
	}
	f.s.line(l.colour, 6, pts...)
	end := pts[len(pts)-1]
	f.s.dot(end[0], end[1], 9, l.colour)
}
