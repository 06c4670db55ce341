package files

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

// xlsx gives each sheet that is not hidden as lines of cells separated by tabs; with several sheets, each under a line with its name. Cells
// read as they show, and a merged cell's value stands in each row that it spans, so that every row is whole.
func xlsx(b []byte, l Limits) (string, error) {
	f, err := excelize.OpenReader(bytes.NewReader(b), excelize.Options{UnzipSizeLimit: l.Unpacked, UnzipXMLSizeLimit: l.Unpacked})
	switch {
	case errors.Is(err, excelize.ErrWorkbookFileFormat):
		return "", ErrLegacy
	case err != nil:
		return "", fmt.Errorf("%w: %v", ErrBroken, err)
	}
	defer f.Close()
	var parts []string
	rows := 0
	for _, sheet := range f.GetSheetList() {
		if shown, err := f.GetSheetVisible(sheet); err == nil && !shown {
			continue
		}
		text, n, err := sheetText(f, sheet, l.Rows-rows)
		if err != nil {
			return "", err
		}
		rows += n
		if text != "" {
			parts = append(parts, sheet+"\n"+text)
		}
	}
	if len(parts) == 1 {
		_, parts[0], _ = strings.Cut(parts[0], "\n")
	}
	return strings.Join(parts, "\n\n"), nil
}

func sheetText(f *excelize.File, sheet string, most int) (string, int, error) {
	it, err := f.Rows(sheet)
	if err != nil {
		return "", 0, fmt.Errorf("%w: sheet %s: %v", ErrBroken, sheet, err)
	}
	defer it.Close()
	var rows [][]string
	for it.Next() {
		cells, err := it.Columns()
		if err != nil {
			return "", 0, fmt.Errorf("%w: sheet %s: %v", ErrBroken, sheet, err)
		}
		if len(rows) >= most || len(cells) > 1000 {
			return "", 0, errTooMuch
		}
		for i, c := range cells {
			cells[i] = strings.Join(strings.Fields(c), " ")
		}
		rows = append(rows, cells)
	}
	if err := spread(f, sheet, rows); err != nil {
		return "", 0, err
	}
	var b strings.Builder
	for _, r := range rows {
		b.WriteString(strings.TrimRight(strings.Join(r, "\t"), "\t") + "\n")
	}
	return strings.TrimSpace(b.String()), len(rows), nil
}

// spread repeats the value of a cell that is merged over several rows in each of them. Merges over more than 200 rows are left alone.
func spread(f *excelize.File, sheet string, rows [][]string) error {
	merged, err := f.GetMergeCells(sheet)
	if err != nil {
		return fmt.Errorf("%w: sheet %s: %v", ErrBroken, sheet, err)
	}
	for _, m := range merged {
		col, top, err1 := excelize.CellNameToCoordinates(m.GetStartAxis())
		_, bottom, err2 := excelize.CellNameToCoordinates(m.GetEndAxis())
		value := strings.Join(strings.Fields(m.GetCellValue()), " ")
		if err1 != nil || err2 != nil || value == "" || bottom-top > 200 {
			continue
		}
		for r := top; r <= min(bottom, len(rows)); r++ {
			for len(rows[r-1]) < col {
				rows[r-1] = append(rows[r-1], "")
			}
			rows[r-1][col-1] = value
		}
	}
	return nil
}
