package files

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/ledongthuc/pdf"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// A pdfFont turns the bytes of shown strings into characters and widths.
type pdfFont struct {
	chars   map[string]string // ToUnicode: code → characters
	lengths []int             // lengths that codes may have, longest first, by ToUnicode's ranges or the encoding
	ranges  []codeRange
	decode  func(code string) string // where ToUnicode says nothing; nil: nothing is known
	widths  map[int]float64
	width   float64 // of codes that widths doesn't have
	byCode  bool    // widths go by code; otherwise by character: half for ASCII, full for the rest
}

type codeRange struct{ lo, hi string }

// A glyph is one code of a string.
type glyph struct {
	n     int
	text  string
	width float64 // in units of the size
	space bool
}

// next reads the first code of raw, which is not empty.
func (f *pdfFont) next(raw string) glyph {
	code := raw[:f.length(raw)]
	g := glyph{n: len(code), space: code == " ", width: f.width}
	if t, ok := f.chars[code]; ok {
		g.text = t
	} else if f.decode != nil {
		g.text = f.decode(code)
	}
	if w, ok := f.widths[codeNumber(code)]; ok && f.byCode {
		g.width = w
	} else if !f.byCode && len(g.text) == 1 {
		g.width = f.width / 2
	}
	if strings.ContainsRune(g.text, utf8.RuneError) {
		g.text = ""
	}
	return g
}

func (f *pdfFont) length(raw string) int {
	for _, n := range f.lengths {
		if n > len(raw) {
			continue
		}
		if len(f.ranges) == 0 {
			return n
		}
		for _, r := range f.ranges {
			if len(r.lo) == n && within(raw[:n], r) {
				return n
			}
		}
	}
	return min(len(raw), f.lengths[len(f.lengths)-1])
}

// within compares byte by byte, as code space ranges are meant.
func within(code string, r codeRange) bool {
	for i := range len(code) {
		if i >= len(r.hi) || code[i] < r.lo[i] || code[i] > r.hi[i] {
			return false
		}
	}
	return true
}

func codeNumber(code string) (n int) {
	for i := range len(code) {
		n = n<<8 | int(code[i])
	}
	return n
}

// font reads a font dictionary, once a document.
func (d *pdfDoc) font(v pdf.Value) (*pdfFont, error) {
	if v.Kind() != pdf.Dict {
		return nil, nil
	}
	key := v.String()
	if f, ok := d.fonts[key]; ok {
		return f, nil
	}
	f := &pdfFont{chars: map[string]string{}, widths: map[int]float64{}, byCode: true}
	b, err := d.stream(v.Key("ToUnicode"))
	if err != nil {
		return nil, err
	}
	if v.Key("Subtype").Name() == "Type0" {
		err = f.composite(d, v)
	} else {
		f.simple(v)
	}
	if err != nil {
		return nil, err
	}
	f.readMap(b)
	d.fonts[key] = f
	return f, nil
}

// simple reads a font of one-byte codes.
func (f *pdfFont) simple(v pdf.Value) {
	f.lengths, f.width = []int{1}, 0.5
	unit := 0.001
	if m := v.Key("FontMatrix"); m.Len() == 6 {
		unit = m.Index(0).Float64()
	}
	first := int(v.Key("FirstChar").Int64())
	for i, w := 0, v.Key("Widths"); i < min(w.Len(), 256); i++ {
		f.widths[first+i] = w.Index(i).Float64() * unit
	}
	if v.Key("Subtype").Name() == "Type3" && v.Key("ToUnicode").Kind() != pdf.Stream && v.Key("Encoding").Key("Differences").IsNull() {
		return
	}
	enc := (&pdf.Font{V: v}).Encoder()
	f.decode = func(code string) string {
		if s := enc.Decode(code); s != "\x00" {
			return s
		}
		return ""
	}
}

// composite reads a font of codes of several bytes, as Chinese needs.
func (f *pdfFont) composite(d *pdfDoc, v pdf.Value) error {
	f.lengths, f.width = []int{2}, 1
	under := v.Key("DescendantFonts").Index(0)
	if dw := under.Key("DW"); !dw.IsNull() {
		f.width = dw.Float64() / 1000
	}
	f.readWidths(under.Key("W"))
	enc := v.Key("Encoding")
	if enc.Kind() == pdf.Stream {
		b, err := d.stream(enc)
		if err != nil {
			return err
		}
		f.readSpaces(b)
		return nil
	}
	f.named(enc.Name())
	return nil
}

// named knows the encodings that say by themselves which character a code is.
func (f *pdfFont) named(name string) {
	var e encoding.Encoding
	switch {
	case strings.HasPrefix(name, "Identity"):
		return
	case strings.Contains(name, "UCS2") || strings.Contains(name, "UTF16"):
		f.byCode, f.decode = false, utf16Code
		return
	case strings.HasPrefix(name, "GB"):
		e = simplifiedchinese.GB18030
	case strings.Contains(name, "B5") || strings.HasPrefix(name, "ETen"):
		e = traditionalchinese.Big5
	default:
		return
	}
	f.byCode, f.lengths = false, []int{2, 1}
	f.ranges = []codeRange{{"\x81\x40", "\xfe\xfe"}, {"\x00", "\x80"}}
	f.decode = func(code string) string {
		b, err := e.NewDecoder().String(code)
		if err != nil {
			return ""
		}
		return b
	}
}

func utf16Code(code string) string {
	var u []uint16
	for i := 0; i+1 < len(code); i += 2 {
		u = append(u, uint16(code[i])<<8|uint16(code[i+1]))
	}
	return string(utf16.Decode(u))
}

// readWidths reads the W array: "first [w w w]" or "first last w".
func (f *pdfFont) readWidths(w pdf.Value) {
	for i := 0; i+1 < w.Len() && len(f.widths) < 1<<16; {
		first, next := int(w.Index(i).Int64()), w.Index(i+1)
		if next.Kind() == pdf.Array {
			for j := range min(next.Len(), 1<<16) {
				f.widths[first+j] = next.Index(j).Float64() / 1000
			}
			i += 2
			continue
		}
		for c := first; c <= min(int(next.Int64()), first+1<<16); c++ {
			f.widths[c] = w.Index(i+2).Float64() / 1000
		}
		i += 3
	}
}
