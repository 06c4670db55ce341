package export

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// The parts of a Word document that official documents need, written after ECMA-376: paragraphs, tables, page numbers. Measures are
// twentieths of a point unless said otherwise.

// A face is a font for Chinese and one for Latin letters. Machines without it take what fontTable names beside it.
type face struct{ east, latin string }

var (
	faceTitle = face{"方正小标宋简体", "Times New Roman"}
	faceBody  = face{"仿宋_GB2312", "Times New Roman"}
	faceHead  = face{"黑体", "Times New Roman"}
	faceSong  = face{"宋体", "Times New Roman"}
)

// Sizes of type, in points (字号).
const (
	size2  = 22 // 二号
	size3  = 16 // 三号
	size5  = 10.5
	sizeS4 = 12 // 小四
)

// A run is text in one face.
type run struct {
	text string
	face face
	size float64 // points
	bold bool
}

// A para is a paragraph.
type para struct {
	runs   []run
	align  string // left, center, right, both
	indent bool   // two characters, on the first line
	line   int    // exact distance of lines; 0: as the type asks
	before int
	right  int // indent, in hundredths of a character
	keep   bool
}

// A cell of a table; span is over how many columns.
type cell struct {
	paras []para
	span  int
	shade bool
}

// A grid is a table. Its first head rows stand on every page.
type grid struct {
	widths []int
	head   int
	rows   [][]cell
	height int // least height of a row
}

// A docx is a document under way.
type docx struct {
	lang string
	body strings.Builder
}

// The page after GB/T 9704-2012: A4, margins 37 28 35 26 mm, 22 lines of 28 characters.
const (
	pageWidth, pageHeight                            = 11906, 16838
	marginTop, marginRight, marginBottom, marginLeft = 2098, 1474, 1984, 1588
	textWidth                                        = pageWidth - marginLeft - marginRight
	lineOfText                                       = 580
)

func esc(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(plain(s))) // a Buffer takes everything
	return strings.NewReplacer("&#xA;", "</w:t><w:br/><w:t xml:space=\"preserve\">", "&#x9;", " ").Replace(b.String())
}

func (d *docx) para(p para) { d.body.WriteString(p.xml()) }

// sign is who signs, over the date, which stands four characters from the edge; the shorter of the two is centred on the other.
func (d *docx) sign(who, date string) {
	w, n := halfWidths(who), halfWidths(date)
	for _, x := range []struct {
		text  string
		right int
	}{{who, 400 + max(0, n-w)*25}, {date, 400 + max(0, w-n)*25}} {
		d.para(para{align: "right", right: x.right, line: lineOfText, runs: []run{{x.text, faceBody, size3, false}}})
	}
}

// halfWidths is about how wide a text is, in half characters.
func halfWidths(s string) int {
	n := 0
	for _, r := range s {
		if n++; r > 0x2e80 {
			n++
		}
	}
	return n
}

func (p para) xml() string {
	var b strings.Builder
	b.WriteString("<w:p><w:pPr>")
	if p.keep {
		b.WriteString("<w:keepNext/>")
	}
	line := ""
	if p.line > 0 {
		line = fmt.Sprintf(` w:line="%d" w:lineRule="exact"`, p.line)
	}
	fmt.Fprintf(&b, `<w:spacing w:before="%d" w:after="0"%s/>`, p.before, line)
	switch {
	case p.indent:
		b.WriteString(`<w:ind w:firstLineChars="200" w:firstLine="640"/>`)
	case p.right > 0:
		fmt.Fprintf(&b, `<w:ind w:rightChars="%d" w:right="%d"/>`, p.right, p.right*32/10)
	}
	if p.align != "" {
		fmt.Fprintf(&b, `<w:jc w:val="%s"/>`, p.align)
	}
	b.WriteString("</w:pPr>")
	for _, r := range p.runs {
		b.WriteString(r.xml())
	}
	b.WriteString("</w:p>")
	return b.String()
}

func (r run) xml() string {
	half := strconv.Itoa(int(r.size * 2))
	bold := ""
	if r.bold {
		bold = "<w:b/>"
	}
	return `<w:r><w:rPr><w:rFonts w:ascii="` + r.face.latin + `" w:hAnsi="` + r.face.latin + `" w:eastAsia="` + r.face.east + `" w:cs="` + r.face.latin + `"/>` + bold +
		`<w:sz w:val="` + half + `"/><w:szCs w:val="` + half + `"/></w:rPr><w:t xml:space="preserve">` + esc(r.text) + `</w:t></w:r>`
}

func (d *docx) table(g grid) {
	b := &d.body
	total := 0
	for _, w := range g.widths {
		total += w
	}
	fmt.Fprintf(b, `<w:tbl><w:tblPr><w:tblW w:w="%d" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>`, total)
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		fmt.Fprintf(b, `<w:%s w:val="single" w:sz="6" w:space="0" w:color="000000"/>`, side)
	}
	b.WriteString(`</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>`)
	for _, w := range g.widths {
		fmt.Fprintf(b, `<w:gridCol w:w="%d"/>`, w)
	}
	b.WriteString("</w:tblGrid>")
	for i, r := range g.rows {
		fmt.Fprintf(b, `<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="%d" w:hRule="atLeast"/>`, max(g.height, 400))
		if i < g.head {
			b.WriteString("<w:tblHeader/>")
		}
		b.WriteString("</w:trPr>")
		at := 0
		for _, c := range r {
			at += c.xml(b, g.widths[at:])
		}
		b.WriteString("</w:tr>")
	}
	b.WriteString("</w:tbl>")
}

// xml writes the cell and says how many columns it spans.
func (c cell) xml(b *strings.Builder, widths []int) int {
	span := max(1, c.span)
	w := 0
	for _, x := range widths[:span] {
		w += x
	}
	fmt.Fprintf(b, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>`, w)
	if span > 1 {
		fmt.Fprintf(b, `<w:gridSpan w:val="%d"/>`, span)
	}
	if c.shade {
		b.WriteString(`<w:shd w:val="clear" w:color="auto" w:fill="F2F2F2"/>`)
	}
	b.WriteString(`<w:vAlign w:val="center"/></w:tcPr>`)
	for _, p := range c.paras {
		b.WriteString(p.xml())
	}
	if len(c.paras) == 0 {
		b.WriteString("<w:p/>")
	}
	b.WriteString("</w:tc>")
	return span
}

const (
	xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	wordNS  = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	relNS   = "http://schemas.openxmlformats.org/package/2006/relationships"
	offRel  = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	wordCT  = "application/vnd.openxmlformats-officedocument.wordprocessingml."
)

// bytes packs the document. now is when it was made.
func (d *docx) bytes(title string, now time.Time) ([]byte, error) {
	parts := []struct{ name, content string }{
		{"[Content_Types].xml", d.types()},
		{"_rels/.rels", rels([2]string{offRel + "officeDocument", "word/document.xml"},
			[2]string{"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "docProps/core.xml"})},
		{"docProps/core.xml", core(title, d.lang, now)},
		{"word/document.xml", d.document()},
		{"word/styles.xml", d.styles()},
		{"word/fontTable.xml", fontTable()},
		{"word/settings.xml", xmlHead + `<w:settings ` + wordNS + `><w:evenAndOddHeaders/><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>`},
		{"word/footer1.xml", footer("right")},
		{"word/footer2.xml", footer("left")},
		{"word/_rels/document.xml.rels", rels([2]string{offRel + "styles", "styles.xml"}, [2]string{offRel + "fontTable", "fontTable.xml"},
			[2]string{offRel + "settings", "settings.xml"}, [2]string{offRel + "footer", "footer1.xml"}, [2]string{offRel + "footer", "footer2.xml"})},
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, p := range parts {
		w, err := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate, Modified: now.UTC()})
		if err != nil {
			return nil, err
		}
		if _, err := w.Write([]byte(p.content)); err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return out.Bytes(), err
}

func (d *docx) types() string {
	s := xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>`
	for _, p := range [][2]string{{"/word/document.xml", wordCT + "document.main+xml"}, {"/word/styles.xml", wordCT + "styles+xml"}, {"/word/fontTable.xml", wordCT + "fontTable+xml"},
		{"/word/settings.xml", wordCT + "settings+xml"}, {"/word/footer1.xml", wordCT + "footer+xml"}, {"/word/footer2.xml", wordCT + "footer+xml"},
		{"/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"}} {
		s += `<Override PartName="` + p[0] + `" ContentType="` + p[1] + `"/>`
	}
	return s + "</Types>"
}

func rels(list ...[2]string) string {
	s := xmlHead + `<Relationships xmlns="` + relNS + `">`
	for i, r := range list {
		s += fmt.Sprintf(`<Relationship Id="rId%d" Type="%s" Target="%s"/>`, i+1, r[0], r[1])
	}
	return s + "</Relationships>"
}

func core(title, lang string, now time.Time) string {
	at := now.UTC().Format("2006-01-02T15:04:05Z")
	return xmlHead + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>` +
		esc(title) + `</dc:title><dc:creator>followup</dc:creator><dc:language>` + lang + `</dc:language><dcterms:created xsi:type="dcterms:W3CDTF">` + at +
		`</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">` + at + `</dcterms:modified></cp:coreProperties>`
}

func (d *docx) document() string {
	return xmlHead + `<w:document ` + wordNS + `><w:body>` + d.body.String() + fmt.Sprintf(`<w:sectPr><w:footerReference w:type="default" r:id="rId4"/><w:footerReference w:type="even" r:id="rId5"/>`+
		`<w:pgSz w:w="%d" w:h="%d"/><w:pgMar w:top="%d" w:right="%d" w:bottom="%d" w:left="%d" w:header="851" w:footer="1418" w:gutter="0"/></w:sectPr>`,
		pageWidth, pageHeight, marginTop, marginRight, marginBottom, marginLeft) + `</w:body></w:document>`
}

func (d *docx) styles() string {
	return xmlHead + `<w:styles ` + wordNS + `><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="` + faceBody.latin + `" w:hAnsi="` + faceBody.latin + `" w:eastAsia="` + faceBody.east +
		`"/><w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:widowControl/></w:pPr></w:pPrDefault></w:docDefaults>` +
		`<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style></w:styles>`
}

// fontTable names what stands in for the faces of official documents where they are not installed.
func fontTable() string {
	s := xmlHead + `<w:fonts ` + wordNS + `>`
	for _, f := range [][2]string{{faceTitle.east, "宋体"}, {faceBody.east, "仿宋"}, {faceHead.east, "SimHei"}, {faceSong.east, "SimSun"}} {
		s += `<w:font w:name="` + f[0] + `"><w:altName w:val="` + f[1] + `"/><w:charset w:val="86"/></w:font>`
	}
	return s + `</w:fonts>`
}

// footer is — 1 —, one character from the outer edge.
func footer(side string) string {
	in := `<w:ind w:` + side + `Chars="100" w:` + side + `="280"/>`
	rpr := `<w:rPr><w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体"/><w:sz w:val="28"/></w:rPr>`
	text := func(s string) string { return `<w:r>` + rpr + `<w:t xml:space="preserve">` + s + `</w:t></w:r>` }
	field := func(kind string) string { return `<w:r>` + rpr + `<w:fldChar w:fldCharType="` + kind + `"/></w:r>` }
	return xmlHead + `<w:ftr ` + wordNS + `><w:p><w:pPr>` + in + `<w:jc w:val="` + side + `"/></w:pPr>` + text("— ") + field("begin") +
		`<w:r>` + rpr + `<w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>` + field("separate") + text("1") + field("end") + text(" —") + `</w:p></w:ftr>`
}
