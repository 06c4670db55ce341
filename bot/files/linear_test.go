package files

import (
	"bytes"
	"context"
	"runtime"
	"strings"
	"testing"
)

// TestHostileText reads plain files of megabytes in every odd shape: it must end, keep what can be read, and take memory by the length of the text.
func TestHostileText(t *testing.T) {
	for name, unit := range map[string]string{
		"one line":        "请研究室于12月10日前报送清单,",
		"headings":        "# 待办\n",
		"nesting":         strings.Repeat(" ", 300) + "- a\n",
		"NULs":            "a\x00b",
		"carriage":        "a\r",
		"mixed encodings": "清单\xb2\xe2\xca\xd4 ",
		"marks":           "\ufeff一",
		"broken pairs":    "a\xf0\x9f",
	} {
		t.Run(name, func(t *testing.T) {
			one, four := textMemory(t, unit, 500_000), textMemory(t, unit, 2_000_000)
			if four > 7*one+8_000_000 {
				t.Errorf("memory grew from %d to %d bytes", one, four)
			}
		})
	}
}

func textMemory(t *testing.T, unit string, size int) uint64 {
	b := bytes.Repeat([]byte(unit), size/len(unit))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	s, err := Text(context.Background(), "a.txt", bytes.NewReader(b), Limits{})
	runtime.ReadMemStats(&after)
	if err == nil && strings.TrimSpace(s) == "" {
		t.Error("nothing was read, and no error says so")
	}
	return after.TotalAlloc - before.TotalAlloc
}

// TestHostileDocuments reads documents whose parts are many or deep; each must end with text or a clear error.
func TestHostileDocuments(t *testing.T) {
	deep := strings.Repeat("<w:tbl><w:tr><w:tc>", 20_000) + "x" + strings.Repeat("</w:tc></w:tr></w:tbl>", 20_000)
	many := strings.Repeat(para("", "请研究室报送清单"), 100_000)
	ops := "BT /F1 12 Tf " + strings.Repeat("(a) Tj 0 -1 Td ", 100_000) + " ET"
	for name, b := range map[string][]byte{
		"deep.docx": word(deep, ""), "many.docx": word(many, ""), "operators.pdf": pdfOf(ops),
		"strings.pdf": pdfOf("BT /F1 12 Tf " + strings.Repeat("(", 300_000) + " Tj ET"), "arrays.pdf": pdfOf(strings.Repeat("[", 300_000) + "BT (a) Tj ET"),
		"dictionaries.pdf": pdfOf(strings.Repeat("<< /A ", 100_000)),
	} {
		t.Run(name, func(t *testing.T) {
			s, err := Text(context.Background(), name, bytes.NewReader(b), Limits{})
			if err == nil && strings.TrimSpace(s) == "" {
				t.Error("nothing was read, and no error says so")
			}
			if name == "many.docx" && (err != nil || strings.Count(s, "研究室") < 100_000) {
				t.Errorf("%d paragraphs, %v", strings.Count(s, "研究室"), err)
			}
		})
	}
}
