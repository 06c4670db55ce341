package when

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestSentences reads testdata/sentences_*.tsv: what is right (several with a slash; "-" for nothing), the sentence, and the instant it was written at, Monday 23
// November 2026 where none is given.
func TestSentences(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		b, err := os.ReadFile("testdata/sentences_" + lang + ".tsv")
		if err != nil {
			t.Fatal(err)
		}
		for n, l := range strings.Split(strings.TrimRight(string(b), "\n"), "\n") {
			cells := strings.Split(l, "\t")
			if len(cells) < 2 {
				t.Fatalf("%s line %d: %q", lang, n+1, l)
			}
			now := time.Date(2026, 11, 23, 15, 0, 0, 0, time.FixedZone("", 8*3600))
			if len(cells) > 2 {
				if now, err = time.Parse(time.RFC3339, cells[2]); err != nil {
					t.Fatal(err)
				}
			}
			want := strings.Split(cells[0], "/")
			if got := said(cells[1], Options{Now: now, Lang: lang}); !slices.Contains(want, got) {
				t.Errorf("%s %q: %s, want %s", lang, cells[1], got, cells[0])
			}
		}
	}
}

// said is what a sentence sets: a day, a rule without its hour, "ongoing" or "-".
func said(s string, o Options) string {
	r, ok := Read(s, o)
	switch {
	case !ok:
		return "-"
	case r.Kind == Ongoing:
		return "ongoing"
	case r.Kind == Recurring:
		rule, _, _ := strings.Cut(r.RRule, ";BYHOUR")
		return rule
	}
	return r.Due.String()
}
