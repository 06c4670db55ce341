package minutes

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The texts in testdata/unseen were written together with what is right about them before the reader saw them, in kinds of minutes that its rules were not made
// for. Their gold is what a careful secretary would note: required items, and optional ones that are neither missed nor wrong.

type goldItem struct {
	Line     int      `json:"line"`
	Text     string   `json:"text"`
	Owners   []string `json:"owners"`
	Co       []string `json:"co"`
	Due      string   `json:"due"`
	Optional bool     `json:"optional"`
}

type tally struct{ gold, hit, extra, owned, rightOwners, dated, rightDue, wrongDue int }

// TestUnseen holds the floors: items by F1, owners and dates of the items found. A wrong date is worse than none, so none is allowed.
func TestUnseen(t *testing.T) {
	golds, err := filepath.Glob("testdata/unseen/*.gold.jsonl")
	if err != nil || len(golds) < 12 {
		t.Fatal(len(golds), "texts", err)
	}
	sums := map[string]*tally{"zh": {}, "en": {}}
	for _, g := range golds {
		name := strings.TrimSuffix(filepath.Base(g), ".gold.jsonl")
		sum := sums[name[:2]]
		if sum == nil {
			t.Fatalf("%s: name a text zh_… or en_…", name)
		}
		countUnseen(t, name, g, sum)
	}
	for lang, s := range sums {
		p, r := float64(s.hit)/float64(max(1, s.hit+s.extra)), float64(s.hit)/float64(max(1, s.gold))
		f1, owners, due := 200*p*r/(p+r), 100*float64(s.rightOwners)/float64(s.owned), 100*float64(s.rightDue)/float64(s.dated)
		t.Logf("%s: F1 %.1f, owners %.1f %%, due %.1f %% of %d", lang, f1, owners, due, s.dated)
		if f1 < 98 || owners < 95 || due < 97 || s.wrongDue > 0 {
			t.Errorf("%s: F1 %.1f (98), owners %.1f (95), due %.1f (97), wrong dates %d (0)", lang, f1, owners, due, s.wrongDue)
		}
	}
}

func countUnseen(t *testing.T, name, gold string, sum *tally) {
	texts, _ := filepath.Glob("testdata/unseen/" + name + ".[tm][xd]*")
	text, err := os.ReadFile(texts[0])
	if err != nil {
		t.Fatal(err)
	}
	want := readGold(t, gold)
	var got []Item
	for _, it := range Read(string(text), Options{}).Items {
		if it.Status == StatusOpen {
			got = append(got, it)
		}
	}
	used := make([]bool, len(got))
	for _, optional := range []bool{false, true} {
		for _, w := range want {
			if w.Optional != optional {
				continue
			}
			k := nearest(w, got, used)
			if k < 0 {
				if !optional {
					sum.gold++
					t.Logf("%s:%d missed: %s", name, w.Line, w.Text)
				}
				continue
			}
			used[k] = true
			if !optional {
				sum.gold++
				sum.hit++
				compareGold(t, name, w, got[k], sum)
			}
		}
	}
	for k, it := range got {
		if !used[k] {
			sum.extra++
			t.Logf("%s:%d invented: %s", name, it.Line, it.Text)
		}
	}
}

func readGold(t *testing.T, path string) (out []goldItem) {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		var g goldItem
		if err := json.Unmarshal(s.Bytes(), &g); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		out = append(out, g)
	}
	return out
}

// nearest is the unused item of the gold item's line that shares most pairs of characters with it; -1 when there is none.
func nearest(w goldItem, got []Item, used []bool) int {
	best, most := -1, -1.0
	for k, it := range got {
		if used[k] || it.Line != w.Line {
			continue
		}
		if s := shared(w.Text, it.Text); s > most {
			best, most = k, s
		}
	}
	return best
}

func shared(a, b string) float64 {
	pairs := map[string]bool{}
	ra, rb := []rune(a), []rune(b)
	for i := 0; i+1 < len(ra); i++ {
		pairs[string(ra[i:i+2])] = true
	}
	n := 0
	for i := 0; i+1 < len(rb); i++ {
		if pairs[string(rb[i:i+2])] {
			n++
		}
	}
	return float64(n) / float64(max(1, min(len(ra), len(rb))-1))
}

func compareGold(t *testing.T, name string, w goldItem, it Item, sum *tally) {
	if len(w.Owners)+len(w.Co) > 0 {
		sum.owned++
		if slices.Equal(w.Owners, it.Owners) && len(w.Co) == len(it.Co) && (len(w.Co) == 0 || slices.Equal(w.Co, it.Co)) {
			sum.rightOwners++
		} else {
			t.Logf("%s:%d %.24s: owners %q + %q, want %q + %q", name, w.Line, w.Text, it.Owners, it.Co, w.Owners, w.Co)
		}
	}
	switch {
	case w.Due != "":
		sum.dated++
		if it.Due.String() == w.Due {
			sum.rightDue++
		} else {
			t.Logf("%s:%d %.24s: due %s, want %s", name, w.Line, w.Text, it.Due, w.Due)
		}
		if !it.Due.IsZero() && it.Due.String() != w.Due {
			sum.wrongDue++
		}
	case !it.Due.IsZero():
		sum.wrongDue++
		t.Logf("%s:%d %.24s: due %s, want none", name, w.Line, w.Text, it.Due)
	}
}
