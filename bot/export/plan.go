package export

import (
	"bytes"
	"image"
	_ "image/png" // pictures are PNG
	"strconv"

	"github.com/xuri/excelize/v2"

	"github.com/followup-bot/followup/ledger"
)

var planColumns = []column{
	{"Col_n", 5, cellCount}, {"Col_number", 20, cellCentre}, {"Col_task", 34, cellText}, {"Col_steps", 30, cellText}, {"Col_lead", 18, cellText},
	{"Col_support", 18, cellText}, {"Col_responsible", 12, cellText}, {"Col_issued", 11, cellDate}, {"Col_due", 11, cellDate},
	{"Col_measure", 24, cellText}, {"Col_output", 16, cellText}, {"Col_percent", 8, cellPercent}, {"Col_light", 8, cellCentre},
}

// plan is a programme's, or any selection's, table and Gantt chart: a sheet each, and the chart as a picture where the request has a painter.
func (m *maker) plan() (Doc, error) {
	items, err := m.items()
	if err != nil {
		return Doc{}, err
	}
	if len(items) == 0 {
		return Doc{}, ErrNothing
	}
	scope := m.r.Scope
	if m.r.Query.Programme != "" {
		scope = m.r.Query.Programme
	}
	note := m.N("DocAsOf", len(items), "Date", m.LongDate(m.env.Today()))
	table := sheet{name: m.T("Doc_plan"), title: m.T("DocTitle_plan", "Scope", scope), note: note, cols: planColumns, keep: 3, A3: true}
	for i, it := range items {
		table.rows = append(table.rows, []any{i + 1, m.number(it.Number), it.Title, Steps(it.Milestones), m.unit(it.Lead), m.units(it.Support),
			m.responsible(it.Lead, it.Handler), m.dateOf(it.IssuedAt), m.due(it.Due, it.Ongoing, it.RRule), it.Measure, it.Output, it.Row().Done(),
			m.light(it.Row())})
	}
	g := m.env.Gantt(items)
	b := m.book()
	if err := b.add(table); err != nil {
		return Doc{}, err
	}
	if err := b.add(m.gantt(g, scope)); err != nil {
		return Doc{}, err
	}
	if err := b.pictures(g, scope); err != nil {
		return Doc{}, err
	}
	data, err := b.bytes()
	return Doc{Name: m.name("xlsx", scope, m.T("Doc_plan"), m.env.Today().String()), MIME: XLSX, Data: data, Items: len(items)}, err
}

// ganttWeeks is how many columns a chart has at most; longer programmes are drawn in months.
const ganttWeeks = 60

// lightFill are the colours of bars, those of the lights on ink.
var lightFill = map[ledger.Light]string{ledger.LightRed: "E06666", ledger.LightYellow: "F6C244", ledger.LightGreen: "6AA84F",
	ledger.LightBlue: "6D9EEB", ledger.LightGrey: "B7B7B7", ledger.LightNone: "999999"}

// gantt is a chart of bars from issue to deadline, in weeks or months; ◆ is a milestone, a line of its own colour today.
func (m *maker) gantt(g ledger.Gantt, scope string) sheet {
	slots := g.Weeks()
	if len(slots) > ganttWeeks {
		slots = g.Months()
	}
	s := sheet{name: m.T("Doc_gantt"), title: m.T("DocTitle_gantt", "Scope", scope), note: m.T("DocGanttHow"), keep: 3, A3: true,
		cols: []column{{"Col_number", 10, cellCentre}, {"Col_task", 34, cellText}, {"Col_lead", 16, cellText}}}
	for _, d := range slots {
		s.cols = append(s.cols, column{strconv.Itoa(int(d.Month)) + "/" + strconv.Itoa(d.Day), 5.5, cellCentre})
	}
	for _, c := range g.Courses {
		row := []any{c.Row.Number.Short(), c.Row.Title, m.unit(c.Row.Lead)}
		for i, d := range slots {
			next := g.Over.To.AddDays(1)
			if i+1 < len(slots) {
				next = slots[i+1]
			}
			row = append(row, bar(g, c, d, next))
		}
		s.rows = append(s.rows, row)
	}
	return s
}

// bar is the chart's cell of the days from d up to next.
func bar(g ledger.Gantt, c ledger.Course, d, next ledger.Date) any {
	has := func(x ledger.Date) bool { return !x.Before(d) && x.Before(next) }
	mark := ""
	for _, x := range c.Steps {
		if has(x.Due) {
			mark = "◇"
			if x.Done {
				mark = "◆"
			}
		}
	}
	end := c.To
	if end.IsZero() { // it goes on
		end = g.Over.To
	}
	if c.From.Before(next) && !end.Before(d) {
		return filled{lightFill[c.Light], mark}
	}
	if has(g.Today) {
		return filled{"FFF2CC", mark}
	}
	return mark
}

// Of the sheet of pictures: pixels of a row, and how much of its size a picture has, so that it stands on a page of its own.
const (
	rowPixels    = 20
	pictureScale = 0.6
)

// pictures puts the chart on a sheet as pictures, as many as it takes for all of it, each on a page of its own.
func (b *book) pictures(g ledger.Gantt, scope string) error {
	if b.m.r.Gantt == nil {
		return nil
	}
	name, row := b.m.T("Doc_gantt_picture"), 1
	if _, err := b.f.NewSheet(name); err != nil {
		return err
	}
	for from := 0; from < len(g.Courses); {
		png, shown, err := b.m.r.Gantt(b.m.Printer, g, from, scope)
		if err != nil {
			return err
		}
		size, _, err := image.DecodeConfig(bytes.NewReader(png))
		if err != nil {
			return err
		}
		at := "A" + strconv.Itoa(row)
		if row > 1 {
			if err := b.f.InsertPageBreak(name, at); err != nil {
				return err
			}
		}
		if err := b.f.AddPictureFromBytes(name, at, &excelize.Picture{Extension: ".png", File: png, Format: &excelize.GraphicOptions{AltText: b.m.T("DocTitle_gantt", "Scope", scope),
			ScaleX: pictureScale, ScaleY: pictureScale, Positioning: "oneCell"}}); err != nil {
			return err
		}
		row += int(float64(size.Height)*pictureScale)/rowPixels + 3
		from += max(1, shown)
	}
	return b.portrait(name)
}

// portrait sets a sheet up for one page's width of A4.
func (b *book) portrait(name string) error {
	size, wide, any, orientation, fit := 9, 1, 0, "portrait", true
	if err := b.f.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	return b.f.SetPageLayout(name, &excelize.PageLayoutOptions{Size: &size, Orientation: &orientation, FitToWidth: &wide, FitToHeight: &any})
}
