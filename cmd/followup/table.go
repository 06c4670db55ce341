package main

import (
	"io"
	"strings"

	"golang.org/x/text/width"
)

// A table is printed in aligned columns; Chinese characters are two columns wide.
type table struct{ rows [][]string }

func (t *table) add(cells ...string) { t.rows = append(t.rows, cells) }

// print writes the table; the cells of the last column are not padded, and long cells of others are cut at most columns.
func (t *table) print(w io.Writer, most int) error {
	var widths []int
	for _, r := range t.rows {
		for i, c := range r {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], min(columns(c), most))
		}
	}
	var b strings.Builder
	for _, r := range t.rows {
		for i, c := range r {
			if i == len(r)-1 {
				b.WriteString(c)
				break
			}
			c = clip(c, widths[i])
			b.WriteString(c + strings.Repeat(" ", widths[i]-columns(c)+2))
		}
		b.WriteByte('\n')
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func columns(s string) (n int) {
	for _, r := range s {
		n += columnsOf(r)
	}
	return n
}

func columnsOf(r rune) int {
	if k := width.LookupRune(r).Kind(); k == width.EastAsianWide || k == width.EastAsianFullwidth {
		return 2
	}
	return 1
}

// clip cuts s to n columns, with … where something was cut.
func clip(s string, n int) string {
	if columns(s) <= n {
		return s
	}
	var b strings.Builder
	used := 1
	for _, r := range s {
		if used += columnsOf(r); used > n {
			break
		}
		b.WriteRune(r)
	}
	return b.String() + "…"
}
