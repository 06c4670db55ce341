package export

import (
	"bytes"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/followup-bot/followup/ledger"
)

// A column of a table: the message that heads it, and how wide it is, in characters.
type column struct {
	head  string
	width float64
	kind  cellKind
}

// A cellKind says how values of a column are written.
type cellKind int

const (
	cellText cellKind = iota
	cellCentre
	cellDate    // ledger.Date
	cellPercent // int, of a hundred
	cellCount   // int
)

// A sheet is one table under its title.
type sheet struct {
	name  string
	title string
	note  string // under the title
	cols  []column
	keep  int // columns that stay when one scrolls
	rows  [][]any
	A3    bool
}

// book writes sheets one after another. Cells are typed: what people wrote is a string, whatever it begins with.
type book struct {
	m      *maker
	f      *excelize.File
	styles map[string]int
	n      int
}

func (m *maker) book() *book { return &book{m: m, f: excelize.NewFile(), styles: map[string]int{}} }

// rgb of the table's heads and rules.
const (
	headFill = "DCE6F1"
	ruleGrey = "A6A6A6"
)

func (b *book) font(size float64, bold bool) *excelize.Font {
	family := "Calibri"
	if b.m.Chinese() {
		family = "宋体"
	}
	return &excelize.Font{Family: family, Size: size, Bold: bold}
}

func (b *book) style(name string) (int, error) {
	if id, ok := b.styles[name]; ok {
		return id, nil
	}
	var border []excelize.Border
	for _, side := range []string{"left", "right", "top", "bottom"} {
		border = append(border, excelize.Border{Type: side, Color: ruleGrey, Style: 1})
	}
	s := &excelize.Style{Border: border, Font: b.font(10, false), Alignment: &excelize.Alignment{Vertical: "center", WrapText: true}}
	day, whole := "yyyy-mm-dd", "0"
	switch name {
	case "title":
		s.Border, s.Font, s.Alignment.WrapText = nil, b.font(18, true), false
	case "note":
		s.Border, s.Alignment.WrapText = nil, false
	case "head":
		s.Font, s.Alignment.Horizontal = b.font(10, true), "center"
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{headFill}}
	case "centre":
		s.Alignment.Horizontal = "center"
	case "date":
		s.Alignment.Horizontal, s.CustomNumFmt = "center", &day
	case "percent":
		s.Alignment.Horizontal, s.NumFmt = "center", 9
	case "count":
		s.Alignment.Horizontal, s.CustomNumFmt = "center", &whole
	default:
		if colour, ok := strings.CutPrefix(name, "fill "); ok {
			s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}
			s.Alignment.Horizontal = "center"
		}
	}
	id, err := b.f.NewStyle(s)
	b.styles[name] = id
	return id, err
}

// headRow is where the heads of a table stand.
const headRow = 3

// add writes a sheet as a stream, so that a hundred thousand rows fit.
func (b *book) add(s sheet) error {
	if b.n++; b.n == 1 {
		if err := b.f.SetSheetName("Sheet1", s.name); err != nil {
			return err
		}
	} else if _, err := b.f.NewSheet(s.name); err != nil {
		return err
	}
	if err := b.page(s); err != nil { // before the stream, which begins with the sheet's properties
		return err
	}
	w, err := b.f.NewStreamWriter(s.name)
	if err != nil {
		return err
	}
	if err := b.layout(w, s); err != nil {
		return err
	}
	if err := b.top(w, s); err != nil {
		return err
	}
	for i, r := range s.rows {
		cells, err := b.cells(s.cols, r)
		if err != nil {
			return err
		}
		if err := w.SetRow("A"+strconv.Itoa(headRow+1+i), cells, excelize.RowOpts{Height: height(s.cols, r)}); err != nil {
			return err
		}
	}
	return w.Flush()
}

// Heights of rows, in points.
const (
	lineHeight   = 13.5
	tallest      = 400.0 // a row has at most 409
	lowestOfRows = 20.0
)

// height is what the row's longest cell needs: office suites don't find out for themselves.
func height(cols []column, row []any) float64 {
	most := 1
	for i, v := range row {
		s, ok := v.(string)
		if !ok {
			continue
		}
		n := 0
		for line := range strings.SplitSeq(s, "\n") {
			n += 1 + max(0, halfWidths(line)-1)/max(1, int(cols[i].width)-1)
		}
		most = max(most, n)
	}
	return min(tallest, max(lowestOfRows, lineHeight*float64(most)+4))
}

// top writes the title, the note and the heads.
func (b *book) top(w *excelize.StreamWriter, s sheet) error {
	for i, line := range []struct{ style, text string }{{"title", s.title}, {"note", s.note}} {
		id, err := b.style(line.style)
		if err != nil {
			return err
		}
		at := strconv.Itoa(i + 1)
		if err := w.SetRow("A"+at, []any{excelize.Cell{StyleID: id, Value: line.text}}, excelize.RowOpts{Height: []float64{32, 18}[i]}); err != nil {
			return err
		}
	}
	id, err := b.style("head")
	if err != nil {
		return err
	}
	heads := make([]any, len(s.cols))
	for i, c := range s.cols {
		heads[i] = excelize.Cell{StyleID: id, Value: b.m.T(c.head)}
	}
	return w.SetRow("A"+strconv.Itoa(headRow), heads, excelize.RowOpts{Height: 30})
}

// layout sets widths, what stays on scrolling, and filters.
func (b *book) layout(w *excelize.StreamWriter, s sheet) error {
	for i, c := range s.cols {
		if err := w.SetColWidth(i+1, i+1, c.width); err != nil {
			return err
		}
	}
	corner, err := excelize.CoordinatesToCellName(s.keep+1, headRow+1)
	if err != nil {
		return err
	}
	if err := w.SetPanes(&excelize.Panes{Freeze: true, XSplit: s.keep, YSplit: headRow, TopLeftCell: corner, ActivePane: "bottomRight"}); err != nil {
		return err
	}
	last, err := excelize.ColumnNumberToName(len(s.cols))
	if err != nil {
		return err
	}
	end := strconv.Itoa(headRow + max(1, len(s.rows)))
	return b.f.AutoFilter(s.name, "A"+strconv.Itoa(headRow)+":"+last+end, nil)
}

// page sets up the print: landscape, as wide as the paper, the heads on every page.
func (b *book) page(s sheet) error {
	size, wide, any, landscape, fit := 9, 1, 0, "landscape", true
	if s.A3 {
		size = 8
	}
	left, top := 0.4, 0.6
	for _, err := range []error{
		b.f.SetSheetProps(s.name, &excelize.SheetPropsOptions{FitToPage: &fit}),
		b.f.SetPageLayout(s.name, &excelize.PageLayoutOptions{Size: &size, Orientation: &landscape, FitToWidth: &wide, FitToHeight: &any}),
		b.f.SetPageMargins(s.name, &excelize.PageLayoutMarginsOptions{Left: &left, Right: &left, Top: &top, Bottom: &top}),
		b.f.SetHeaderFooter(s.name, &excelize.HeaderFooterOptions{OddFooter: "&C&P / &N"}),
		b.f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: s.name,
			RefersTo: "'" + strings.ReplaceAll(s.name, "'", "''") + "'!$" + strconv.Itoa(headRow) + ":$" + strconv.Itoa(headRow)}),
	} {
		if err != nil {
			return err
		}
	}
	return nil
}

// A filled cell has a colour of its own.
type filled struct {
	colour string
	text   string
}

func (b *book) cells(cols []column, row []any) ([]any, error) {
	out := make([]any, len(row))
	for i, v := range row {
		name := map[cellKind]string{cellCentre: "centre", cellDate: "date", cellPercent: "percent", cellCount: "count"}[cols[i].kind]
		switch x := v.(type) {
		case ledger.Date:
			v = nil
			if !x.IsZero() {
				v = time.Date(x.Year, x.Month, x.Day, 0, 0, 0, 0, time.UTC)
			}
		case filled:
			name, v = "fill "+x.colour, plain(x.text)
		case string:
			v = plain(x)
			if cols[i].kind == cellDate {
				name = "centre"
			}
		case int:
			if cols[i].kind == cellPercent {
				v = float64(x) / 100
			}
		}
		id, err := b.style(name)
		if err != nil {
			return nil, err
		}
		out[i] = excelize.Cell{StyleID: id, Value: v}
	}
	return out, nil
}

// longestCell is what a cell of a workbook holds, in characters.
const longestCell = 32767

// plain keeps a text to what a cell can hold. Control characters are no text.
func plain(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, s)
	if r := []rune(s); len(r) > longestCell {
		s = string(r[:longestCell])
	}
	return s
}

// bytes gives the finished workbook.
func (b *book) bytes() ([]byte, error) {
	props := &excelize.DocProperties{Creator: "followup", Title: b.m.r.Scope, Language: b.m.Lang(), Created: b.m.env.Now.UTC().Format(time.RFC3339),
		Modified: b.m.env.Now.UTC().Format(time.RFC3339)}
	if err := b.f.SetDocProps(props); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err := b.f.Write(&out)
	return out.Bytes(), err
}
