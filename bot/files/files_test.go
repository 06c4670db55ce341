package files

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

func text(t *testing.T, name string, b []byte) string {
	t.Helper()
	s, err := Text(context.Background(), name, bytes.NewReader(b), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func refused(t *testing.T, name string, b []byte, l Limits, want error) {
	t.Helper()
	s, err := Text(context.Background(), name, bytes.NewReader(b), l)
	if !errors.Is(err, want) {
		t.Errorf("%s: got %q, %v; want %v", name, s, err, want)
	}
}

const minutes = `院长专题会议纪要
会议时间:2026年3月9日
一、由立案庭牵头,信访办公室、审判监督庭配合,于4月15日前完成历年信访积案的逐案核对,形成清单并报督查室备案。
二、Please keep the English words as they are.
序号	重点任务	牵头单位
1	完善民生案件绿色通道,做到当日登记、当日分案、当日移送	立案庭
2	门户网站改版	宣传处`

// The same page, printed by a browser and by an office suite, whose fonts and character maps differ, and as a document.
func TestPrintedPages(t *testing.T) {
	for _, name := range []string{"chromium.pdf", "office.pdf", "office.docx"} {
		b, err := os.ReadFile("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		if got := text(t, name, b); got != minutes {
			t.Errorf("%s reads\n%s\nwant\n%s", name, got, minutes)
		}
	}
}

func TestWhatIsNotRead(t *testing.T) {
	locked, err := os.ReadFile("testdata/locked.pdf")
	if err != nil {
		t.Fatal(err)
	}
	old := append([]byte(ole), make([]byte, 600)...)
	for _, c := range []struct {
		name string
		data []byte
		want error
	}{
		{"a.pdf", locked, ErrEncrypted},
		{"a.docx", append(bytes.Clone(old), utf16le("EncryptedPackage")...), ErrEncrypted},
		{"a.doc", old, ErrLegacy},
		{"a.wps", old, ErrLegacy},
		{"a.doc", []byte(`{\rtf1\ansi hello}`), ErrLegacy},
		{"a.pdf", scan(), ErrScan},
		{"a.png", []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR"), ErrUnknown},
		{"a.zip", zipped(map[string]string{"a.txt": "hello"}), ErrUnknown},
		{"a.docx", []byte("PK\x03\x04 and nothing more"), ErrBroken},
		{"a.pdf", []byte("%PDF-1.7\nnot really"), ErrBroken},
		{"a.txt", nil, ErrEmpty},
		{"a.txt", []byte(" \n\t\n"), ErrEmpty},
		{"a.txt", bytes.Repeat([]byte("\xff\xf0 "), 300), ErrUnknown},
	} {
		refused(t, c.name, c.data, Limits{}, c.want)
	}
}

func TestLimits(t *testing.T) {
	long := strings.Repeat("长文本。", 1000)
	refused(t, "a.txt", []byte(long), Limits{Bytes: 100}, ErrTooLarge)
	refused(t, "a.txt", []byte(long), Limits{Text: 100}, ErrTooLarge)
	bomb := zipped(map[string]string{"word/document.xml": "<document>" + strings.Repeat(" ", 5<<20) + "</document>"})
	refused(t, "a.docx", bomb, Limits{Unpacked: 1 << 20}, ErrTooLarge)
	refused(t, "a.docx", word("<w:p><w:r><w:t>"+long+"</w:t></w:r></w:p>", ""), Limits{Text: 100}, ErrTooLarge)
	refused(t, "a.xlsx", workbook(t, 300), Limits{Rows: 200}, ErrTooLarge)
	b, err := os.ReadFile("testdata/office.pdf")
	if err != nil {
		t.Fatal(err)
	}
	refused(t, "a.pdf", b, Limits{Unpacked: 500}, ErrTooLarge)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Text(ctx, "a.pdf", bytes.NewReader(b), Limits{}); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled read gives %v", err)
	}
}

func TestEncodings(t *testing.T) {
	const want = "由执行局牵头,12月10日前完成。\n\nThe second paragraph."
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(want)
	if err != nil {
		t.Fatal(err)
	}
	le, _ := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(want)
	be, _ := unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().String(want)
	bare, _ := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder().String(want)
	for name, s := range map[string]string{
		"utf8.txt": want, "marked.md": "\ufeff" + want, "windows.txt": strings.ReplaceAll(want, "\n", "\r\n"),
		"gb.txt": gb, "le.txt": le, "be.txt": be, "bare.txt": bare,
	} {
		if got := text(t, name, []byte(s)); got != want {
			t.Errorf("%s reads %q", name, got)
		}
	}
}

func TestPlainTextKeepsItsLines(t *testing.T) {
	if got := text(t, "a.txt", []byte("\n\n第三行  \n\n\n\n第七行\n")); got != "\n\n第三行\n\n\n\n第七行" {
		t.Errorf("got %q", got)
	}
}

func zipped(files map[string]string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, s := range files {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(s))
		}
		if err != nil {
			panic(err)
		}
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func word(body, numbering string) []byte {
	const ns = ` xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`
	m := map[string]string{"word/document.xml": "<w:document" + ns + "><w:body>" + body + "</w:body></w:document>"}
	if numbering != "" {
		m["word/numbering.xml"] = "<w:numbering" + ns + ">" + numbering + "</w:numbering>"
	}
	return zipped(m)
}

func para(num string, text string) string {
	if num != "" {
		num = `<w:pPr><w:numPr><w:ilvl w:val="` + num[:1] + `"/><w:numId w:val="` + num[1:] + `"/></w:numPr></w:pPr>`
	}
	return "<w:p>" + num + "<w:r><w:t>" + text + "</w:t></w:r></w:p>"
}

func TestWordNumbers(t *testing.T) {
	lvl := func(n int, format, text string) string {
		return fmt.Sprintf(`<w:lvl w:ilvl="%d"><w:start w:val="1"/><w:numFmt w:val="%s"/><w:lvlText w:val="%s"/></w:lvl>`, n, format, text)
	}
	numbering := `<w:abstractNum w:abstractNumId="0">` + lvl(0, "chineseCountingThousand", "%1、") + lvl(1, "chineseCounting", "(%2)") + lvl(2, "decimal", "%3.") + lvl(3, "bullet", "") + `</w:abstractNum>` +
		`<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>` +
		`<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>`
	body := para("", "会议纪要") + para("01", "审判质效") + para("11", "建成看板") + para("11", "清理积案") + para("21", "逐案梳理") + para("01", "执行攻坚") +
		para("11", "专项行动") + para("31", "要点") + para("02", "另起一列")
	want := "会议纪要\n一、审判质效\n(一) 建成看板\n(二) 清理积案\n1. 逐案梳理\n二、执行攻坚\n(一) 专项行动\n• 要点\n五、另起一列"
	if got := text(t, "a.docx", word(body, numbering)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestWordTablesAndChanges(t *testing.T) {
	tc := func(pr, s string) string { return "<w:tc><w:tcPr>" + pr + "</w:tcPr>" + para("", s) + "</w:tc>" }
	body := `<w:p><w:r><w:t>将于</w:t></w:r><w:del><w:r><w:delText>3月</w:delText><w:t>3月</w:t></w:r></w:del><w:ins><w:r><w:t>4月</w:t></w:r></w:ins><w:r><w:t>完成</w:t><w:br/><w:t>第二行</w:t></w:r></w:p>` +
		"<w:tbl><w:tr>" + tc("", "事项") + tc("", "牵头") + tc("", "时限") + "</w:tr>" +
		"<w:tr>" + tc("", "甲") + tc(`<w:vMerge w:val="restart"/>`, "立案庭") + tc("", "4月1日") + "</w:tr>" +
		"<w:tr>" + tc("", "乙") + tc("<w:vMerge/>", "") + tc("", "5月1日") + "</w:tr>" +
		"<w:tr>" + tc(`<w:gridSpan w:val="2"/>`, "合计") + tc("", "2") + "</w:tr></w:tbl>" + para("", "之后")
	want := "将于4月完成\n第二行\n事项\t牵头\t时限\n甲\t立案庭\t4月1日\n乙\t立案庭\t5月1日\n合计\t\t2\n之后"
	if got := text(t, "a.docx", word(body, "")); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func workbook(t *testing.T, rows int) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for i := range rows {
		if err := f.SetCellValue("Sheet1", fmt.Sprintf("A%d", i+1), i); err != nil {
			t.Fatal(err)
		}
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestExcel(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	rows := [][]any{{"序号", "事项", "牵头单位"}, {1, "网站\n改版", "宣传处"}, {2, "机房搬迁", ""}}
	for i, r := range rows {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &r); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.MergeCell("Sheet1", "C2", "C3"); err != nil {
		t.Fatal(err)
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	want := "序号\t事项\t牵头单位\n1\t网站 改版\t宣传处\n2\t机房搬迁\t宣传处"
	if got := text(t, "台账.xlsx", b.Bytes()); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestFigures(t *testing.T) {
	for _, c := range []struct {
		format string
		n      int
		want   string
	}{
		{"chineseCounting", 10, "十"}, {"chineseCounting", 21, "二十一"}, {"chineseCounting", 105, "一百零五"}, {"chineseCounting", 110, "一百一十"},
		{"chineseLegalSimplified", 3, "叁"}, {"decimalEnclosedCircle", 3, "③"}, {"decimalFullWidth", 12, "１２"}, {"lowerLetter", 28, "bb"},
		{"upperRoman", 14, "XIV"}, {"ideographTraditional", 2, "乙"}, {"decimal", 7, "7"},
	} {
		if got := figure(c.format, c.n); got != c.want {
			t.Errorf("figure(%s, %d) = %s, want %s", c.format, c.n, got, c.want)
		}
	}
}

// scan is a PDF of one page that only shows a grey box, as a scanner's would a picture.
func scan() []byte { return pdfOf("0.5 g 0 0 200 200 re f") }

// pdfOf makes a PDF of one page with the content; F1 is Helvetica, F2 a Chinese font that brings no map but whose encoding is one.
func pdfOf(content string) []byte {
	objects := []string{
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R/F2 6 0 R/F3 8 0 R>>>>>>",
		fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", len(content), content),
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
		"<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/GBK-EUC-H/DescendantFonts[7 0 R]>>",
		"<</Type/Font/Subtype/CIDFontType2/BaseFont/SimSun/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>",
		"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[7 0 R]>>",
	}
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	at := make([]int, len(objects))
	for i, o := range objects {
		at[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, a := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", a)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, start)
	return b.Bytes()
}

func TestFontsWithoutMaps(t *testing.T) {
	gbk, err := simplifiedchinese.GBK.NewEncoder().String("由执行局牵头")
	if err != nil {
		t.Fatal(err)
	}
	ucs, _ := unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder().String("三月底前")
	content := fmt.Sprintf("BT /F2 12 Tf 50 700 Td <%x> Tj /F3 12 Tf 72 0 Td <%x> Tj /F1 12 Tf 0 -40 Td (Keep \\(this\\)) Tj [(sp) -600 (lit) 20 (ting)] TJ ET", gbk, ucs)
	want := "由执行局牵头三月底前\nKeep (this)sp litting"
	if got := text(t, "a.pdf", pdfOf(content)); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func FuzzText(f *testing.F) {
	for _, name := range []string{"office.pdf", "office.docx", "locked.pdf"} {
		b, err := os.ReadFile("testdata/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(name, b)
	}
	f.Add("a.pdf", scan())
	f.Add("a.pdf", pdfOf("BT /F1 12 Tf (a) Tj ET q BI ID x EI Q"))
	f.Add("a.docx", word(para("", "x"), ""))
	f.Add("a.txt", []byte("\xff\xfe1\x00"))
	l := Limits{Bytes: 1 << 20, Unpacked: 1 << 20, Text: 1 << 16, Pages: 10, Rows: 100}
	f.Fuzz(func(t *testing.T, name string, b []byte) {
		s, err := Text(context.Background(), name, bytes.NewReader(b), l)
		if (err == nil) != (strings.TrimSpace(s) != "") || len(s) > l.Text {
			t.Errorf("%d bytes of text and error %v", len(s), err)
		}
		if strings.Contains(s, "\r") {
			t.Error("a carriage return was left")
		}
	})
}

func FuzzContent(f *testing.F) {
	f.Add([]byte("BT /F1 12 Tf (a) Tj [(b) -20 <00>] TJ ET 0 0 10 10 re S"))
	f.Add([]byte("<< /A [ << /B (x\\051) >> ] >> BI /W 1 ID \x00\x01 EI Q"))
	f.Fuzz(func(t *testing.T, content []byte) {
		_, err := Text(context.Background(), "a.pdf", bytes.NewReader(pdfOf(string(content))), Limits{Unpacked: 1 << 20, Text: 1 << 16})
		if errors.Is(err, ErrBroken) && strings.Contains(err.Error(), "runtime error") {
			t.Error(err)
		}
	})
}
