package chart

import (
	"image/color"
	"slices"
	"strconv"

	"github.com/followup-bot/followup/bot/text"
	"github.com/followup-bot/followup/ledger"
)

// GanttMost is how many items a picture of a programme shows: so many can be read on a phone.
const GanttMost = 16

// Where the parts of a Gantt chart lie: of each item its title stands above its bar, so that both have the whole width.
const (
	ganttStep  = 104 // from item to item
	ganttBar   = 28
	ganttLeft  = margin
	ganttRight = width - margin - 96
)

// Gantt shows items from their issue to their end, each in the colour of its light, filled as far as it is done, with its milestones. It draws those
// from one on, no more than GanttMost.
func (p *Painter) Gantt(w *text.Printer, env ledger.Env, g ledger.Gantt, from int, scope string) (Picture, error) {
	shown := g.Courses[from:min(len(g.Courses), from+GanttMost)]
	sh := p.begin(float64(350 + max(1, len(shown))*ganttStep))
	title := w.T("Chart_gantt", "Scope", scope)
	note := w.N("ChartGantt", g.All, "Date", w.Date(g.Today, ledger.Date{}), "Done", g.Closed)
	y := sh.head(title, note)
	d := ganttFrame{sheet: sh, w: w, g: g}
	y = d.legend(y, shown)
	d.axis(y, y+60+float64(len(shown)*ganttStep))
	y += 50
	for _, c := range shown {
		d.course(c, env.Dir.Unit(c.Row.Lead).Label(), y)
		y += ganttStep
	}
	if len(shown) == 0 {
		sh.write(w.T("ChartNothing"), width/2, y+30, normal, false, pale, middle)
	}
	return sh.finish(title + " " + note)
}

// A ganttFrame draws courses over the chart's days.
type ganttFrame struct {
	*sheet
	w *text.Printer
	g ledger.Gantt
}

// x is where a day begins.
func (f *ganttFrame) x(d ledger.Date) float64 {
	days := f.g.Over.To.DaysSince(f.g.Over.From) + 1
	return ganttLeft + float64(ganttRight-ganttLeft)*float64(d.DaysSince(f.g.Over.From))/float64(days)
}

// legend explains the colours that are there, and the marks of milestones.
func (f *ganttFrame) legend(y float64, shown []ledger.Course) float64 {
	var keys []key
	steps := false
	for _, l := range parts {
		var names []string
		for _, c := range shown {
			if name := f.lightName(c); c.Light == l && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
		if len(names) > 0 {
			keys = append(keys, key{lightColour[l], f.w.List(names)})
		}
	}
	for _, c := range shown {
		steps = steps || len(c.Steps) > 0
	}
	y = f.keysAt(y, keys)
	if !steps {
		return y
	}
	x := float64(margin)
	for _, s := range []ledger.Milestone{{}, {Done: true}} {
		id := "ChartStep"
		if s.Done {
			id = "ChartStepDone"
		}
		f.mark(x+13, y+13, s)
		f.write(f.w.T(id), x+36, y+13, small, false, ink, leftSide)
		x += f.widthOf(f.w.T(id), small, false) + 70
	}
	return y + 56
}

// lightName is the light in a word; of what shows none, its state.
func (f *ganttFrame) lightName(c ledger.Course) string {
	if c.Light == ledger.LightNone {
		return f.w.T("State_" + string(c.Row.State))
	}
	return f.w.T("Light_" + string(c.Light))
}

// axis draws lines between months, or weeks where all of it is short, as many as can be named, and one for today.
func (f *ganttFrame) axis(top, bottom float64) {
	ticks, month := f.g.Months(), true
	if len(ticks) < 3 {
		ticks, month = f.g.Weeks(), false
	}
	last := -1000.0
	for _, d := range ticks {
		if d.Before(f.g.Over.From) {
			d = f.g.Over.From
		}
		x := f.x(d)
		label := f.w.Date(d, f.g.Today)
		if month {
			label = f.w.Month(d, f.g.Today)
		}
		if wide := f.widthOf(label, small, false); x >= last && x+wide < width-margin {
			f.line(rule, 2, [2]float64{x, top + 36}, [2]float64{x, bottom - 34})
			f.write(label, x, top+14, small, false, pale, leftSide)
			last = x + wide + 24
		}
	}
	now := f.x(f.g.Today) + f.dayWide()/2
	f.line(todayColour, 3, [2]float64{now, top + 36}, [2]float64{now, bottom - 34})
	half := f.widthOf(f.w.T("ChartToday"), small, false) / 2
	f.write(f.w.T("ChartToday"), max(now, margin+half), bottom-14, small, false, todayColour, middle)
}

func (f *ganttFrame) dayWide() float64 { return f.x(f.g.Over.From.AddDays(1)) - f.x(f.g.Over.From) }

// todayColour is that of nothing else on the chart.
var todayColour = color.RGBA{0x8e, 0x2b, 0x2b, 0xff}

// course draws one item: its number, title and unit, and under them its bar.
func (f *ganttFrame) course(c ledger.Course, unit string, y float64) {
	wide := f.widthOf(unit, small, false)
	title := f.fit(f.w.Number(c.Row.Number)+" "+c.Row.Title, normal, width-2*margin-wide-24)
	f.box(margin-4, y, f.widthOf(title, normal, false)+12, 42, paper) // no line runs through words
	f.box(width-margin-wide-4, y, wide+8, 42, paper)
	f.write(unit, width-margin, y+20, small, false, pale, rightSide)
	f.write(title, margin, y+20, normal, false, ink, leftSide)
	top := y + 48
	colour := lightColour[c.Light]
	from, end := f.x(c.From), f.x(f.g.End(c))+f.dayWide()
	planned := end
	if c.Late {
		planned = f.x(c.To) + f.dayWide()
	}
	f.box(from, top, planned-from, ganttBar, faint(colour))
	f.box(from, top, (planned-from)*float64(min(c.Done, 100))/100, ganttBar, colour)
	if c.Late { // what has run over is thinner, and whole
		f.box(planned, top+ganttBar/2-4, end-planned, 8, colour)
	}
	if c.To.IsZero() {
		f.write("→", end+4, top+ganttBar/2, small, true, colour, leftSide)
	}
	f.write(strconv.Itoa(c.Done)+"%", width-margin, top+ganttBar/2, small, true, ink, rightSide)
	for _, s := range c.Steps {
		f.mark(f.x(s.Due)+f.dayWide()/2, top+ganttBar/2, s)
	}
}

// mark is a milestone's diamond: dark when it is done, open when it is not.
func (f *ganttFrame) mark(x, y float64, s ledger.Milestone) {
	diamond := func(r float64, c color.Color) {
		f.shape(c, [2]float64{x, y - r}, [2]float64{x + r, y}, [2]float64{x, y + r}, [2]float64{x - r, y})
	}
	diamond(15, paper)
	diamond(13, ink)
	if !s.Done {
		diamond(9, paper)
	}
}

// faint is a colour mixed with much paper.
func faint(c color.RGBA) color.RGBA {
	mix := func(v uint8) uint8 { return uint8((int(v) + 2*0xff) / 3) }
	return color.RGBA{mix(c.R), mix(c.G), mix(c.B), 0xff}
}
