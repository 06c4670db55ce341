package minutes

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/followup-bot/followup/ledger"
)

// A wanted item of a fixture. Only the fields that are given are compared; Has is a part of the item's text, by which it is found.
type wanted struct {
	Line    int      `json:"line"`
	Has     string   `json:"has"`
	Owners  []string `json:"owners"`
	Co      []string `json:"co"`
	Due     string   `json:"due"`
	RRule   string   `json:"rrule"`
	Fanout  string   `json:"fanout"`
	Measure string   `json:"measure"`
}

// fixtureDates are the meeting dates of fixtures whose text does not give one.
var fixtureDates = map[string]string{"zh_speech": "2026-07-30", "zh_product": "2023-09-11"}

func TestFixtures(t *testing.T) {
	golds, err := filepath.Glob("testdata/*.gold.json")
	if err != nil || len(golds) == 0 {
		t.Fatal("no fixtures", err)
	}
	for _, gold := range golds {
		name := strings.TrimSuffix(filepath.Base(gold), ".gold.json")
		t.Run(name, func(t *testing.T) { fixture(t, name, gold) })
	}
}

func fixture(t *testing.T, name, gold string) {
	texts, _ := filepath.Glob("testdata/" + name + ".[tm]*")
	text, err := os.ReadFile(texts[0])
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(gold)
	if err != nil {
		t.Fatal(err)
	}
	var want []wanted
	if err := json.Unmarshal(b, &want); err != nil {
		t.Fatal(err)
	}
	date, _ := ledger.ParseDate(fixtureDates[name])
	var open []Item
	for _, it := range Read(string(text), Options{Date: date}).Items {
		if it.Status == StatusOpen {
			open = append(open, it)
		}
	}
	if len(open) != len(want) {
		t.Errorf("%d open items, want %d", len(open), len(want))
		for _, it := range open {
			t.Logf("  %d %s", it.Line, it.Text)
		}
	}
	for _, w := range want {
		k := slices.IndexFunc(open, func(it Item) bool { return it.Line == w.Line && strings.Contains(it.Text, w.Has) })
		if k < 0 {
			t.Errorf("line %d: no item with %q", w.Line, w.Has)
			continue
		}
		compare(t, w, open[k])
	}
}

func compare(t *testing.T, w wanted, it Item) {
	t.Helper()
	if !slices.Equal(w.Owners, it.Owners) && len(w.Owners)+len(it.Owners) > 0 {
		t.Errorf("line %d %q: owners %q, want %q", w.Line, w.Has, it.Owners, w.Owners)
	}
	if !slices.Equal(w.Co, it.Co) && len(w.Co)+len(it.Co) > 0 {
		t.Errorf("line %d %q: co %q, want %q", w.Line, w.Has, it.Co, w.Co)
	}
	if it.Due.String() != w.Due {
		t.Errorf("line %d %q: due %q (%s), want %q", w.Line, w.Has, it.Due, it.DueText, w.Due)
	}
	if it.RRule != w.RRule {
		t.Errorf("line %d %q: rrule %q, want %q", w.Line, w.Has, it.RRule, w.RRule)
	}
	if w.Fanout != "" && it.Fanout != w.Fanout {
		t.Errorf("line %d %q: fanout %q, want %q", w.Line, w.Has, it.Fanout, w.Fanout)
	}
	if w.Measure != "" && !strings.Contains(it.Measure, w.Measure) {
		t.Errorf("line %d %q: measure %q, want %q", w.Line, w.Has, it.Measure, w.Measure)
	}
}
