package files

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/ledongthuc/pdf"
)

// pdfText reads the text layer of a PDF: lines in reading order, wrapped lines joined, tables with ruled cells as lines with tabs. The library
// finds the objects; fonts, text and layout are read here, since Chinese PDFs need their character maps read with care.
func pdfText(ctx context.Context, b []byte, l Limits) (string, error) {
	r, err := pdf.NewReader(bytes.NewReader(b), int64(len(b)))
	switch {
	case errors.Is(err, pdf.ErrInvalidPassword):
		return "", ErrEncrypted
	case err != nil && bytes.Contains(b, []byte("/Encrypt")):
		return "", fmt.Errorf("%w: %v", ErrEncrypted, err)
	case err != nil:
		return "", fmt.Errorf("%w: %v", ErrBroken, err)
	}
	d := &pdfDoc{ctx: ctx, limits: l, left: l.Unpacked, fonts: map[string]*pdfFont{}}
	if err := d.tree(r.Trailer().Key("Root").Key("Pages"), pdf.Value{}, 0, 0); err != nil {
		return "", err
	}
	if d.letters < 4*max(d.pages, 1) || d.unread > d.letters {
		return "", ErrScan // nothing, a page number here and there, or glyphs without letters
	}
	return joinLines(d.lines), nil
}

// A pdfDoc gathers the lines of a document page by page.
type pdfDoc struct {
	ctx     context.Context
	limits  Limits
	left    int64 // bytes that may still be unpacked
	pages   int
	letters int // characters read
	unread  int // glyphs that no map turns into characters
	size    int // bytes of text
	fonts   map[string]*pdfFont
	lines   []pdfLine
}

// tree walks the page tree; resources and rotation are inherited.
func (d *pdfDoc) tree(node, resources pdf.Value, rotate int64, depth int) error {
	if depth > 40 {
		return fmt.Errorf("%w: page tree too deep", ErrBroken)
	}
	if err := d.ctx.Err(); err != nil {
		return err
	}
	if v := node.Key("Resources"); !v.IsNull() {
		resources = v
	}
	if v := node.Key("Rotate"); !v.IsNull() {
		rotate = v.Int64()
	}
	kids := node.Key("Kids")
	if kids.Kind() != pdf.Array {
		if node.Kind() != pdf.Dict {
			return nil
		}
		return d.page(node, resources, rotate)
	}
	for i := range kids.Len() {
		if err := d.tree(kids.Index(i), resources, rotate, depth+1); err != nil {
			return err
		}
	}
	return nil
}

func (d *pdfDoc) page(page, resources pdf.Value, rotate int64) error {
	if d.pages++; d.pages > d.limits.Pages {
		return errTooMuch
	}
	p := &pdfPage{doc: d, ctm: turned(rotate)}
	content, err := d.content(page.Key("Contents"))
	if err != nil {
		return err
	}
	if err := p.run(content, resources, 0); err != nil {
		return err
	}
	d.lines = append(d.lines, p.layout(d.pages)...)
	return nil
}

// content unpacks a content stream, or the several that a page may have, as one.
func (d *pdfDoc) content(v pdf.Value) ([]byte, error) {
	if v.Kind() != pdf.Array {
		return d.stream(v)
	}
	var all []byte
	for i := range v.Len() {
		b, err := d.stream(v.Index(i))
		if err != nil {
			return nil, err
		}
		all = append(append(all, b...), '\n')
	}
	return all, nil
}

// stream unpacks one stream. A stream that breaks off gives what there is.
func (d *pdfDoc) stream(v pdf.Value) ([]byte, error) {
	if v.Kind() != pdf.Stream {
		return nil, nil
	}
	r := v.Reader()
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, d.left+1))
	if d.left -= int64(len(b)); d.left < 0 {
		return nil, errTooMuch
	}
	if err != nil && len(b) == 0 {
		return nil, nil
	}
	return b, nil
}

// A matrix is the six numbers of PDF's affine maps.
type matrix [6]float64

func (m matrix) mul(n matrix) matrix {
	return matrix{
		m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3],
		m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5],
	}
}

func (m matrix) apply(x, y float64) (float64, float64) {
	return m[0]*x + m[2]*y + m[4], m[1]*x + m[3]*y + m[5]
}

// turned is how a page with /Rotate is shown; where it lies does not matter here.
func turned(rotate int64) matrix {
	switch ((rotate % 360) + 360) % 360 {
	case 90:
		return matrix{0, -1, 1, 0, 0, 0}
	case 180:
		return matrix{-1, 0, 0, -1, 0, 0}
	case 270:
		return matrix{0, 1, -1, 0, 0, 0}
	}
	return matrix{1, 0, 0, 1, 0, 0}
}
