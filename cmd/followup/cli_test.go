package main

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestReadWhen(t *testing.T) {
	in := `{"id":"a","lang":"zh","text":"请于12月10日前报送","ref":"2026-11-23T15:00:00+08:00"}` + "\n\n" +
		`{"id":"b","lang":"en","text":"nothing here","ref":"2026-11-23T15:00:00+08:00"}` + "\n"
	code, out, errs := runIn(t, "", in, "read", "when", "--json")
	if code != 0 {
		t.Fatal(errs)
	}
	var got []whenAnswer
	for line := range strings.Lines(out) {
		var a whenAnswer
		if err := json.Unmarshal([]byte(line), &a); err != nil {
			t.Fatal(err)
		}
		got = append(got, a)
	}
	if len(got) != 2 || got[0] != (whenAnswer{ID: "a", Due: "2026-12-10", Span: "12月10日前"}) || got[1] != (whenAnswer{ID: "b"}) {
		t.Errorf("got %+v", got)
	}
}

func TestReadMessage(t *testing.T) {
	in := `{"id":"m","text":"收到","lang":"zh","context":"thread of item 4","speaker":"owner","now":"2026-11-23T10:00:00+08:00"}` + "\n"
	code, out, errs := runIn(t, "", in, "read", "message", "--json", "-")
	if want := `{"id":"m","intent":"ack","slots":{"item":4},"expect":"apply"}` + "\n"; code != 0 || out != want {
		t.Errorf("status %d: got %swant %s%s", code, out, want, errs)
	}
	for _, bad := range []string{`{"text":"x","speaker":"king"}`, `{"text":"x","context":"the moon"}`, `not json`} {
		if code, _, errs := runIn(t, "", bad+"\n", "read", "message", "--json"); code != 1 || !strings.Contains(errs, "line 1") {
			t.Errorf("%s: status %d, %s", bad, code, errs)
		}
	}
}

func TestReadMinutes(t *testing.T) {
	code, out, errs := runIn(t, "", "一、请财务处于12月10日前报送预算。\n", "read", "minutes", "--json", "--date", "2026-11-20", "-")
	if code != 0 {
		t.Fatal(errs)
	}
	var r struct {
		Items []struct {
			Line   int
			Owners []string
			Due    string
		}
	}
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		t.Fatal(err)
	}
	if len(r.Items) != 1 || r.Items[0].Line != 1 || r.Items[0].Due != "2026-12-10" || len(r.Items[0].Owners) != 1 {
		t.Errorf("got %s", out)
	}
	if code, out, _ := runIn(t, "", "一、请财务处于12月10日前报送预算。\n", "read", "minutes"); code != 0 || !strings.Contains(out, "财务处") {
		t.Errorf("the table is\n%s", out)
	}
}

func TestScheduleNext(t *testing.T) {
	for spec, want := range map[string]string{
		"0 9 * * 1":             "0 9 * * 1 (Asia/Shanghai)\nevery Monday at 09:00\n2026-11-30 Mon 09:00 CST\n2026-12-07 Mon 09:00 CST\n",
		"every other Wednesday": "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE (Asia/Shanghai)\nWednesday of every other week at 09:00\n2026-12-02 Wed 09:00 CST\n2026-12-16 Wed 09:00 CST\n",
	} {
		if code, out, errs := runIn(t, "", "", "schedule", "next", "--spec", spec, "-n", "2"); code != 0 || out != want {
			t.Errorf("%s: status %d: got %swant %s%s", spec, code, out, want, errs)
		}
	}
	for spec, want := range map[string]string{
		"0 9 30 2 *":     "never fires",
		"TZ=0 * * * * *": `names no time zone: 0; try "*/15 * * * *"`,
		"every minute":   `try "*/15 * * * *"`,
		"gibberish":      "five fields are wanted",
		"每月32日9点":        "there is no 32日",
	} {
		if code, _, errs := runIn(t, "", "", "schedule", "next", "--spec", spec); code != 1 || !strings.Contains(errs, want) {
			t.Errorf("%s: status %d, %s", spec, code, errs)
		}
	}
}

func TestUsage(t *testing.T) {
	for _, args := range [][]string{{"frobnicate"}, {"read", "minutes", "a", "b"}, {"serve", "--nonsense"}, {"serve"}, {"chat"}, {"check"}, {"read", "minutes", "--date", "x"}} {
		code, _, errs := runIn(t, "", "", args...)
		if code != 2 || !strings.HasPrefix(errs, "followup: ") || strings.Count(errs, "\n") != 1 {
			t.Errorf("followup %v: status %d, %q", args, code, errs)
		}
	}
	if code, out, _ := runIn(t, "", ""); code != 0 || !strings.Contains(out, "serve") {
		t.Errorf("without arguments: status %d\n%s", code, out)
	}
	if code, out, _ := runIn(t, "", "", "completion", "bash"); code != 0 || len(out) < 500 {
		t.Errorf("completion: status %d", code)
	}
}

func TestCheckTellsAllMistakes(t *testing.T) {
	code, _, errs := runIn(t, "", "", "check", "--config", "testdata/mistakes.yaml")
	want := []string{
		"testdata/mistakes.yaml:3: org.zone: unknown zone Asia/Shenyang; write an IANA zone such as Asia/Shanghai",
		"testdata/mistakes.yaml:4: mesengers: unknown key; did you mean messengers?",
		"testdata/mistakes.yaml:9: units[1].aliases[0]: Eng is a name of Engineering too; leave it to one of them, or list it under ambiguous",
	}
	if code != 1 || strings.TrimSpace(errs) != strings.Join(want, "\n") {
		t.Errorf("status %d\n%s", code, errs)
	}
}
