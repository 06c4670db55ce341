package files

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// docx reads the body of a Word document: paragraphs with their numbers, tables as lines of cells separated by tabs. Text that was deleted
// with changes tracked is left out; inserted text is in. Headers, footers, footnotes and comments are not read.
func docx(z *zip.Reader, l Limits) (string, error) {
	numbers, err := readNumbering(z, l)
	if err != nil {
		return "", err
	}
	r, err := entry(z, "word/document.xml", l)
	if err != nil {
		return "", err
	}
	if r == nil {
		return "", fmt.Errorf("%w: no document in it", ErrBroken)
	}
	defer r.Close()
	d := &document{numbers: numbers, most: l.Text, out: &strings.Builder{}}
	if err := walk(r, d.open, d.close, d.text); err != nil {
		return "", err
	}
	return d.out.String(), nil
}

// skipped are elements whose whole content is not the document's text: deletions, the second rendering of shapes, pictures' own text, phonetic guides.
var skipped = map[string]bool{"del": true, "moveFrom": true, "Fallback": true, "instrText": true, "delText": true, "rt": true, "sectPr": true, "rPr": true}

// walk runs through XML by local names, whatever the namespace (there are two of each in office documents), and no deeper than 200.
func walk(r io.Reader, open func(string, []xml.Attr) error, shut func(string) error, text func(string)) error {
	dec := xml.NewDecoder(r)
	dec.Strict = false
	depth, skip := 0, 0
	for {
		t, err := dec.RawToken()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			if errors.Is(err, ErrTooLarge) {
				return err
			}
			return fmt.Errorf("%w: %v", ErrBroken, err)
		}
		switch x := t.(type) {
		case xml.StartElement:
			if depth++; depth > 200 {
				return fmt.Errorf("%w: too deep", ErrBroken)
			}
			if skip > 0 || skipped[x.Name.Local] {
				skip++
			} else if err := open(x.Name.Local, x.Attr); err != nil {
				return err
			}
		case xml.EndElement:
			depth--
			if skip > 0 {
				skip--
			} else if err := shut(x.Name.Local); err != nil {
				return err
			}
		case xml.CharData:
			if skip == 0 {
				text(string(x))
			}
		}
	}
}

func attr(attrs []xml.Attr, name string) string {
	for _, a := range attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// A document is being read: para is the paragraph at hand, tables those that are open, the innermost last.
type document struct {
	numbers *numbering
	out     *strings.Builder
	most    int

	para   strings.Builder
	inText bool
	style  string
	numID  string
	level  string
	tables []*table
}

type table struct {
	row   []cell
	above []string // the row before, for cells merged downward
}

type cell struct {
	text      string
	span      int
	continues bool // merged with the cell above
}

func (d *document) open(name string, a []xml.Attr) error {
	switch name {
	case "p":
		if d.para.Len() > 0 { // a text box inside a paragraph: its own paragraphs come first
			d.flush()
		}
		d.style, d.numID, d.level = "", "", ""
	case "t":
		d.inText = true
	case "tab", "ptab":
		d.para.WriteByte('\t')
	case "br", "cr":
		d.para.WriteByte('\n')
	case "noBreakHyphen":
		d.para.WriteByte('-')
	case "sym":
		d.para.WriteByte(' ')
	case "pStyle":
		d.style = attr(a, "val")
	case "numId":
		d.numID = attr(a, "val")
	case "ilvl":
		d.level = attr(a, "val")
	default:
		return d.openTable(name, a)
	}
	return nil
}

func (d *document) openTable(name string, a []xml.Attr) error {
	if name == "tbl" {
		if len(d.tables) > 20 {
			return fmt.Errorf("%w: tables in tables", ErrBroken)
		}
		d.tables = append(d.tables, &table{})
	}
	if len(d.tables) == 0 {
		return nil
	}
	t := d.tables[len(d.tables)-1]
	switch name {
	case "tr":
		t.row = t.row[:0]
	case "tc":
		t.row = append(t.row, cell{span: 1})
	case "gridSpan":
		if n := number(attr(a, "val")); len(t.row) > 0 && n > 1 && n < 100 {
			t.row[len(t.row)-1].span = n
		}
	case "vMerge":
		if v := attr(a, "val"); len(t.row) > 0 && v != "restart" {
			t.row[len(t.row)-1].continues = true
		}
	}
	return nil
}

func (d *document) close(name string) error {
	switch name {
	case "t":
		d.inText = false
	case "p":
		d.flush()
	case "tr":
		d.closeRow()
	case "tbl":
		if len(d.tables) > 0 {
			d.tables = d.tables[:len(d.tables)-1]
		}
	}
	if d.out.Len() > 2*d.most {
		return errTooMuch
	}
	return nil
}

func (d *document) text(s string) {
	if d.inText {
		d.para.WriteString(s)
	}
}

// flush ends a paragraph: into the cell at hand, or as a line of its own.
func (d *document) flush() {
	text := d.numbers.label(d.style, d.numID, d.level, strings.TrimSpace(d.para.String()) != "") + d.para.String()
	d.para.Reset()
	if len(d.tables) > 0 {
		t := d.tables[len(d.tables)-1]
		if n := len(t.row); n > 0 {
			t.row[n-1].text = strings.TrimSpace(t.row[n-1].text + " " + strings.Join(strings.Fields(text), " "))
			return
		}
	}
	d.out.WriteString(text + "\n")
}

// closeRow writes a row; a row of a table within a table goes into the cell around it.
func (d *document) closeRow() {
	if len(d.tables) == 0 {
		return
	}
	t := d.tables[len(d.tables)-1]
	var cells []string
	for _, c := range t.row {
		if at := len(cells); c.continues && at < len(t.above) {
			c.text = t.above[at]
		}
		cells = append(cells, c.text)
		for range c.span - 1 {
			cells = append(cells, "")
		}
	}
	t.above, t.row = cells, t.row[:0]
	if len(d.tables) > 1 {
		outer := d.tables[len(d.tables)-2]
		if n := len(outer.row); n > 0 {
			outer.row[n-1].text = strings.TrimSpace(outer.row[n-1].text + " " + strings.Join(cells, " "))
			return
		}
	}
	d.out.WriteString(strings.TrimRight(strings.Join(cells, "\t"), "\t") + "\n")
}
