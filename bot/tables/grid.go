// Package tables reads tables that people fill in and send: a ledger kept elsewhere, a task table that comes back, indicators with their values.
// Columns are found by their heads, in Chinese or English, in any order; what can't be read is named with its row and column, and nothing is
// guessed. It decides nothing and writes nothing.
package tables

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/followup-bot/followup/bot/files"
	"github.com/followup-bot/followup/ledger"
)

// Errors of reading. Others are of bot/files.
var (
	ErrNoTable = errors.New("no table whose heads are known") // of the kind that was asked for
	ErrTooMany = errors.New("the table has too many rows")
)

// Bounds of what is read.
const (
	mostRows    = 20000
	mostColumns = 200
	mostHeads   = 12 // a table's heads stand in one of so many first rows
	mostBytes   = 200 << 20
)

// A cell as it shows, and the date where it is a real one.
type cell struct {
	text string
	date ledger.Date
}

// A grid is a sheet; row i is row i+1 to people.
type grid [][]cell

// grids reads the sheets of a workbook, or a file of comma-separated values.
func grids(ctx context.Context, name string, b []byte) ([]grid, error) {
	if bytes.HasPrefix(b, []byte("PK\x03\x04")) {
		return workbook(b)
	}
	text, err := files.Text(ctx, strings.TrimSuffix(name, path.Ext(name))+".csv", bytes.NewReader(b), files.Limits{})
	if err != nil {
		return nil, err
	}
	g, err := separated(text)
	return []grid{g}, err
}

func separated(text string) (grid, error) {
	first, _, _ := strings.Cut(text, "\n")
	r := csv.NewReader(strings.NewReader(text))
	r.FieldsPerRecord, r.LazyQuotes = -1, true
	for _, sep := range []rune{'\t', ';'} {
		if strings.Count(first, string(sep)) > strings.Count(first, ",") {
			r.Comma = sep
		}
	}
	all, err := r.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%w: %v", files.ErrBroken, err)
	}
	if len(all) > mostRows {
		return nil, ErrTooMany
	}
	var g grid
	for _, rec := range all {
		row := make([]cell, min(len(rec), mostColumns))
		for i := range row {
			row[i] = cell{text: strings.TrimSpace(rec[i])}
		}
		g = append(g, row)
	}
	return g, nil
}

func workbook(b []byte) (out []grid, err error) {
	defer func() {
		if p := recover(); p != nil { // only a damaged file brings the parser so far
			out, err = nil, fmt.Errorf("%w: %v", files.ErrBroken, p)
		}
	}()
	f, err := excelize.OpenReader(bytes.NewReader(b), excelize.Options{UnzipSizeLimit: mostBytes, UnzipXMLSizeLimit: mostBytes})
	if err != nil {
		return nil, fmt.Errorf("%w: %v", files.ErrBroken, err)
	}
	defer f.Close()
	props, err := f.GetWorkbookProps()
	if err != nil {
		return nil, fmt.Errorf("%w: %v", files.ErrBroken, err)
	}
	since1904 := props.Date1904 != nil && *props.Date1904
	for _, name := range f.GetSheetList() {
		if shown, err := f.GetSheetVisible(name); err == nil && !shown {
			continue
		}
		g, err := worksheet(f, name, since1904)
		if err != nil {
			return nil, err
		}
		out = append(out, g)
	}
	return out, nil
}

// worksheet reads a sheet as it shows, and its numbers as they are: one that shows as a date is a date.
func worksheet(f *excelize.File, name string, since1904 bool) (grid, error) {
	shown, err := f.GetRows(name)
	if err != nil {
		return nil, fmt.Errorf("%w: %v", files.ErrBroken, err)
	}
	if len(shown) > mostRows {
		return nil, ErrTooMany
	}
	raw, err := f.GetRows(name, excelize.Options{RawCellValue: true})
	if err != nil {
		return nil, fmt.Errorf("%w: %v", files.ErrBroken, err)
	}
	g := make(grid, len(shown))
	for i, r := range shown {
		g[i] = make([]cell, min(len(r), mostColumns))
		for k := range g[i] {
			c := cell{text: strings.TrimSpace(r[k])}
			if i < len(raw) && k < len(raw[i]) {
				c.date = dateOf(r[k], raw[i][k], since1904)
			}
			g[i][k] = c
		}
	}
	return g, nil
}

// Days of workbooks that can be dates: 1955 to 2119.
const firstSerial, lastSerial = 20090, 80000

// dateOf is the date of a number that shows as something else than a number.
func dateOf(shown, raw string, since1904 bool) ledger.Date {
	n, err := strconv.ParseFloat(raw, 64)
	if err != nil || shown == raw || n < firstSerial || n > lastSerial || !strings.ContainsAny(shown, "-/年月. ") {
		return ledger.Date{}
	}
	return serial(n, since1904)
}

func serial(n float64, since1904 bool) ledger.Date {
	t, err := excelize.ExcelDateToTime(n, since1904)
	if err != nil {
		return ledger.Date{}
	}
	return ledger.DateOf(t.Add(time.Second / 2)) // a day is a number with a fraction that rounds
}

// A table is the part of a grid under known heads.
type table struct {
	at    map[field]int // column of each field
	heads map[field]string
	rows  []line
}

// A line is one row of a table; N is its number to people.
type line struct {
	n     int
	cells []cell
}

func (t table) has(fs ...field) bool {
	for _, f := range fs {
		if _, ok := t.at[f]; !ok {
			return false
		}
	}
	return true
}

func (t table) cell(l line, f field) cell {
	if i, ok := t.at[f]; ok && i < len(l.cells) {
		return l.cells[i]
	}
	return cell{}
}

func (t table) text(l line, f field) string { return t.cell(l, f).text }

// find gives the first table that has all the needed fields under its heads.
func find(gs []grid, names map[string]field, need ...field) (table, error) {
	for _, g := range gs {
		for i := range min(len(g), mostHeads) {
			t := table{at: map[field]int{}, heads: map[field]string{}}
			for _, weak := range []bool{false, true} {
				for k, c := range g[i] {
					head := headOf(c.text)
					f, ok := names[head]
					if _, twice := t.at[f]; ok && !twice && weakHeads[head] == weak {
						t.at[f], t.heads[f] = k, c.text
					}
				}
			}
			if !t.has(need...) {
				continue
			}
			for k, r := range g[i+1:] {
				if !empty(r) {
					t.rows = append(t.rows, line{i + 2 + k, r})
				}
			}
			return t, nil
		}
	}
	return table{}, ErrNoTable
}

// weakHeads are heads that count only where no other column of the field is there: beside a column of numbers, No. counts the rows.
var weakHeads = map[string]bool{"no": true}

func empty(r []cell) bool {
	for _, c := range r {
		if c.text != "" {
			return false
		}
	}
	return true
}

// headOf folds a head: no spaces, no notes in brackets.
func headOf(s string) string {
	s = ledger.Fold(strings.Join(strings.Fields(s), ""))
	if i := strings.IndexAny(s, "(["); i > 0 {
		s = s[:i]
	}
	return strings.Trim(s, "*:.、")
}
