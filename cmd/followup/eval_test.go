package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// The sets that FOLLOWUP_EVAL names (minutes/, when/, chat/, each with its scorer) measure how well texts are read; without the variable this
// is skipped. The floors are what a change must not fall below.

// A measured set gives its figures by name, as the scorer's --json file has them.
type figures map[string]float64

type evalSet struct {
	name   string
	scorer []string // scorer and its arguments, before --
	args   []string // of followup
	read   func(t *testing.T, summary []byte) figures
	floor  figures
	top    figures // what must not be exceeded
}

func TestEval(t *testing.T) {
	root := os.Getenv("FOLLOWUP_EVAL")
	if root == "" {
		t.Skip("FOLLOWUP_EVAL names no folder of sets")
	}
	root, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	binary := filepath.Join(t.TempDir(), "followup")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	example, err := filepath.Abs("../../config.example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range append(append(whenSets(), chatSets(example)...), minutesSets(binary, example)...) {
		t.Run(s.name, func(t *testing.T) { s.score(t, root, binary) })
	}
}

// score runs the scorer of the set and compares.
func (s evalSet) score(t *testing.T, root, binary string) {
	summary := filepath.Join(t.TempDir(), "summary.json")
	args := append(append([]string{}, s.scorer...), "--json", summary)
	if s.args != nil {
		args = append(append(args, "--", binary), s.args...)
	}
	cmd := exec.Command("python3", args...)
	cmd.Dir = root
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	b, err := os.ReadFile(summary)
	if err != nil {
		t.Fatal(err)
	}
	got := s.read(t, b)
	t.Logf("%s: %v", s.name, got)
	bad := false
	for k, least := range s.floor {
		if got[k] < least {
			t.Errorf("%s: %s is %.1f, the floor is %.1f", s.name, k, got[k], least)
			bad = true
		}
	}
	for k, most := range s.top {
		if got[k] > most {
			t.Errorf("%s: %s is %.1f, at most %.1f", s.name, k, got[k], most)
			bad = true
		}
	}
	if bad {
		t.Logf("%s", out)
	}
}

func percent(n, of float64) float64 {
	if of == 0 {
		return 100
	}
	return 100 * n / of
}

func whenSets() []evalSet {
	read := func(t *testing.T, b []byte) figures {
		var v struct{ Total, Good, Wrong float64 }
		if err := json.Unmarshal(b, &v); err != nil {
			t.Fatal(err)
		}
		return figures{"accuracy": percent(v.Good, v.Total), "wrong": percent(v.Wrong, v.Total)}
	}
	var out []evalSet
	for _, s := range []struct {
		name         string
		floor, wrong float64
	}{{"gov_zh_dev", 98, 1}, {"biz_en_dev", 97, 1}, {"recognizers_zh_dev", 93, 100}, {"recognizers_en_dev", 90, 100}, {"duckling_zh_dev", 93, 100}, {"duckling_en_dev", 90, 100}} {
		out = append(out, evalSet{"when/" + s.name, []string{"when/score.py", "when/" + s.name + ".jsonl", "--max", "0"}, []string{"read", "when", "--json"},
			read, figures{"accuracy": s.floor}, figures{"wrong": s.wrong}})
	}
	return out
}

func chatSets(example string) []evalSet {
	read := func(t *testing.T, b []byte) figures {
		var v struct {
			Intent, Expect, Dangerous float64
			F1                        float64 `json:"slot_f1"`
		}
		if err := json.Unmarshal(b, &v); err != nil {
			t.Fatal(err)
		}
		return figures{"intent": 100 * v.Intent, "expect": 100 * v.Expect, "slots": 100 * v.F1, "dangerous": v.Dangerous}
	}
	var out []evalSet
	for _, name := range []string{"replies", "queries", "admin"} {
		out = append(out, evalSet{"chat/" + name, []string{"chat/score.py", "chat/" + name + ".jsonl", "--max", "5"},
			[]string{"read", "message", "--json", "--config", example}, read, figures{"intent": 97, "expect": 97, "slots": 93}, figures{"dangerous": 0}})
	}
	return out
}

func minutesSets(binary, example string) []evalSet {
	patterns := func(t *testing.T, b []byte) figures {
		var v struct{ Good, Total float64 }
		if err := json.Unmarshal(b, &v); err != nil {
			t.Fatal(err)
		}
		return figures{"patterns": percent(v.Good, v.Total)}
	}
	command := "'" + binary + "' read minutes --json --date {date} {file}"
	return []evalSet{
		{"minutes/patterns", []string{"minutes/score_patterns.py", "minutes/patterns_zh.jsonl", "--max", "5"},
			[]string{"read", "minutes", "--json", "--config", example, "--date", "{date}", "-"}, patterns, figures{"patterns": 96}, nil},
		{"minutes/dev", []string{"minutes/score.py", "minutes/dev", "--cmd", command}, nil, minutesFigures,
			figures{"F1 zh": 88, "F1 en": 85, "owners": 92, "due": 96}, figures{"due wrong": 1}},
	}
}

func minutesFigures(t *testing.T, b []byte) figures {
	type counts struct {
		Gold, TP, FP float64
		OwnN         float64 `json:"own_n"`
		OwnLead      float64 `json:"own_lead"`
		DueN         float64 `json:"due_n"`
		DueOK        float64 `json:"due_ok"`
		DueWrong     float64 `json:"due_wrong"`
	}
	var v struct {
		Total  counts
		ByLang map[string]counts `json:"by_lang"`
	}
	if err := json.Unmarshal(b, &v); err != nil {
		t.Fatal(err)
	}
	f1 := func(c counts) float64 { return percent(2*c.TP, c.TP+c.FP+c.Gold) }
	return figures{"F1 zh": f1(v.ByLang["zh"]), "F1 en": f1(v.ByLang["en"]), "owners": percent(v.Total.OwnLead, v.Total.OwnN),
		"due": percent(v.Total.DueOK, v.Total.DueN), "due wrong": v.Total.DueWrong}
}
