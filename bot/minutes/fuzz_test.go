package minutes

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/followup-bot/followup/ledger"
)

// FuzzRead checks that no text makes Read panic, that lines and references are in range, and that nothing is given that the text does not have.
func FuzzRead(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.[tm]*")
	for _, name := range files {
		if b, err := os.ReadFile(name); err == nil {
			f.Add(string(b))
		}
	}
	for _, text := range hostile {
		f.Add(text(300))
	}
	for _, s := range []string{"", "\n", "|a|b|\n|-|-|\n|c|", "- [ ] @x", "[a](b)", "由", "请", "除外", "(牵头)", "—责任人:", "a\tb\tc\nd\te\tf", "## TODO\n1.", "一是", "Action:", "0)\nACTION A", "RESOLVED: That", "列首位者为牵头单位", "\ufeff一、", "- Alice:\n  - do it", "负责", "X(牵头)、", "【", "》前", "to by Friday", "①", "<br>", "~~x~~"} {
		f.Add(s)
	}
	court := testCourt()
	day := ledger.Date{Year: 2026, Month: 9, Day: 7}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 20_000 {
			t.Skip()
		}
		lines := strings.Count(text, "\n") + strings.Count(text, "\r") + 1
		for _, o := range []Options{{}, {Dir: court, Date: day}} {
			check(t, Read(text, o), lines)
		}
		Looks(text)
	})
}

func check(t *testing.T, r Reading, lines int) {
	for _, it := range r.Items {
		if it.Line < 1 || it.Line > lines {
			t.Errorf("line %d of %d", it.Line, lines)
		}
		if it.Text == "" || it.Owners == nil || it.Co == nil || it.Lead == nil || it.Support == nil || len(it.Why) == 0 {
			t.Errorf("incomplete item %+v", it)
		}
		if it.Parent < 0 || it.Parent > len(r.Items) {
			t.Errorf("parent %d of %d items", it.Parent, len(r.Items))
		}
		for _, n := range append(append([]string{}, it.Owners...), it.Co...) {
			if n == "" || len(n) > 400 {
				t.Errorf("name %q", n)
			}
		}
		if !utf8.ValidString(it.Title) {
			t.Errorf("title %q is no UTF-8", it.Title)
		}
	}
	if _, err := json.Marshal(r); err != nil {
		t.Error(err)
	}
}
