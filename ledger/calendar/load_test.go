package calendar

import (
	"strings"
	"sync"
	"testing"

	"github.com/followup-bot/followup/ledger"
)

func TestWorkdays(t *testing.T) {
	for _, c := range []struct {
		day  string
		work bool
		name string
	}{
		{"2026-11-23", true, ""}, {"2026-11-22", false, ""},
		{"2026-02-14", true, "春节"}, {"2026-02-16", false, "春节"}, {"2026-02-28", true, "春节"}, {"2026-02-24", true, ""},
		{"2026-09-20", true, "国庆节"}, {"2026-10-07", false, "国庆节"}, {"2026-10-10", true, "国庆节"},
		{"2025-09-28", true, "国庆节、中秋节"}, {"2025-01-26", true, "春节"},
		{"2024-02-09", true, ""}, {"2023-04-05", false, "清明节"}, {"2023-12-30", false, "元旦"},
		// Not published: fixed and lunar festivals of the regulation, weekends, no make-up days.
		{"2027-01-01", false, "元旦"}, {"2027-02-05", false, "春节"}, {"2027-02-08", false, "春节"}, {"2027-02-09", true, ""}, {"2027-04-05", false, "清明节"}, {"2027-05-02", false, "劳动节"},
		{"2027-06-09", false, "端午节"}, {"2027-09-15", false, "中秋节"}, {"2027-10-03", false, "国庆节"}, {"2027-10-04", true, ""}, {"2033-02-01", false, "春节"},
	} {
		if got := China().Workday(date(c.day)); got != c.work || China().Name(date(c.day)) != c.name {
			t.Errorf("%s: worked %v %q, want %v %q", c.day, got, China().Name(date(c.day)), c.work, c.name)
		}
	}
	for y, want := range map[int]bool{2022: false, 2023: true, 2025: true, 2026: true, 2027: false} {
		if China().Published(y) != want {
			t.Errorf("Published(%d) = %v", y, !want)
		}
	}
}

func TestWeekends(t *testing.T) {
	c := Weekends()
	for day, want := range map[string]bool{"2026-10-01": true, "2026-10-03": false, "2026-02-14": false, "2026-12-25": true} {
		if c.Workday(date(day)) != want {
			t.Errorf("%s: %v", day, !want)
		}
	}
	if c.Published(2026) {
		t.Error("Weekends publishes nothing")
	}
	if first, last, ok := c.Festival("国庆", 2026); !ok || first != last || first != date("2026-10-01") {
		t.Errorf("国庆 by weekends: %s..%s %v", first, last, ok)
	}
}

func TestWithIsACopy(t *testing.T) {
	base := China()
	c := base.With(date("2026-12-04"), false, "院庆").With(date("2026-12-05"), true, "")
	if c.Workday(date("2026-12-04")) || !c.Workday(date("2026-12-05")) || c.Name(date("2026-12-04")) != "院庆" {
		t.Error("With did not set the days")
	}
	if !base.Workday(date("2026-12-04")) || base.Workday(date("2026-12-05")) {
		t.Error("With changed the original")
	}
	if w := Weekends().With(date("2026-12-04"), false, ""); w.Workday(date("2026-12-04")) {
		t.Error("With on the plain calendar")
	}
}

const file2027 = `{"$schema": "x", "year": 2027, "papers": ["p"], "days": [
  {"name": "元旦", "date": "2027-01-01", "isOffDay": true},
  {"name": "春节", "date": "2027-01-31", "isOffDay": false},
  {"name": "春节", "date": "2027-02-09", "isOffDay": false},
  {"name": "春节", "date": "2027-02-10", "isOffDay": true}]}`

func TestLoad(t *testing.T) {
	for name, text := range map[string]string{"one": file2027, "array": "[" + file2027 + "]", "two": file2027 + "\n" + `{"year":2028,"days":[{"name":"元旦","date":"2027-12-31","isOffDay":true}]}`, "bom": "\ufeff" + file2027} {
		c, err := Load(China(), strings.NewReader(text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if !c.Published(2027) || c.Workday(date("2027-02-10")) || !c.Workday(date("2027-01-31")) || !c.Workday(date("2027-02-08")) {
			t.Errorf("%s: the file does not rule 2027", name)
		}
		if !c.Published(2026) || c.Workday(date("2026-10-01")) || China().Published(2027) {
			t.Errorf("%s: other years or the base changed", name)
		}
	}
	c, err := Load(nil, strings.NewReader(file2027))
	if err != nil || c.Workday(date("2027-01-01")) || !c.Workday(date("2026-10-01")) {
		t.Errorf("over weekends: %v", err)
	}
	if c, err = Load(China(), strings.NewReader(`{"year":2029,"papers":[],"days":[]}`)); err != nil || c.Published(2029) {
		t.Errorf("an empty file publishes nothing: %v", err)
	}
}

func TestLoadErrors(t *testing.T) {
	for text, want := range map[string]string{
		``:                      "empty",
		`{"year":2027,` + "\n}": "line 2",
		`{"year":27,"days":[]}`: "year 27",
		`{"year":2027,"days":[{"name":"x","isOffDay":true}]}`:                                                 "days[0]: date is missing",
		`{"year":2027,"days":[{"name":"x","date":"2027-01-01"}]}`:                                             "isOffDay is missing",
		`{"year":2027,"days":[{"name":"x","date":"2027-1-1","isOffDay":true}]}`:                               "2027-1-1",
		`{"year":2027,"days":[{"name":"x","date":"2025-01-01","isOffDay":true}]}`:                             "another year",
		`{"year":2027,"days":[{"date":"2027-01-01","isOffDay":true},{"date":"2027-01-01","isOffDay":false}]}`: "listed twice",
		`"2027"`: "object at line 1",
	} {
		_, err := Load(China(), strings.NewReader(text))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want an error with %q", text, err, want)
		}
	}
}

// TestLunar holds lunar-go against new years and mid-autumns that are widely printed.
func TestLunar(t *testing.T) {
	for year, want := range map[int][2]string{
		2020: {"2020-01-25", "2020-10-01"}, 2023: {"2023-01-22", "2023-09-29"}, 2024: {"2024-02-10", "2024-09-17"}, 2025: {"2025-01-29", "2025-10-06"}, 2026: {"2026-02-17", "2026-09-25"},
		2027: {"2027-02-06", "2027-09-15"}, 2028: {"2028-01-26", "2028-10-03"}, 2029: {"2029-02-13", "2029-09-22"}, 2030: {"2030-02-03", "2030-09-12"}, 2033: {"2033-01-31", "2033-09-08"},
	} {
		spring, ok := Lunar(year, 1, 1)
		autumn, ok2 := Lunar(year, 8, 15)
		if !ok || !ok2 || spring.String() != want[0] || autumn.String() != want[1] {
			t.Errorf("%d: %s %s, want %v", year, spring, autumn, want)
		}
	}
	if d, ok := Lunar(2025, -6, 1); !ok || d != date("2025-07-25") {
		t.Errorf("leap sixth month of 2025: %s %v", d, ok)
	}
	for _, bad := range [][3]int{{2026, 13, 1}, {2026, -6, 1}, {2026, 1, 31}, {1800, 1, 1}, {2026, 1, 0}} {
		if d, ok := Lunar(bad[0], bad[1], bad[2]); ok {
			t.Errorf("%v: %s", bad, d)
		}
	}
}

func TestFestivalNames(t *testing.T) {
	for _, name := range Festivals() {
		found := false
		for y := 2024; y <= 2030; y++ {
			first, last, ok := China().Festival(name, y)
			found = found || ok
			if ok && (last.Before(first) || last.DaysSince(first) > 9) {
				t.Errorf("%s %d: %s..%s", name, y, first, last)
			}
		}
		if !found {
			t.Errorf("%s has no day in seven years", name)
		}
	}
	if _, _, ok := China().Festival("无此节", 2026); ok {
		t.Error("an unknown name was found")
	}
}

func TestConcurrentUse(t *testing.T) {
	var wg sync.WaitGroup
	for g := range 8 {
		wg.Go(func() {
			for y := 2027; y < 2040; y++ {
				for d := (ledger.Date{Year: y, Month: 1, Day: 1 + g}); d.Year == y; d = d.AddDays(9) {
					China().Workday(d)
				}
				China().Festival("中秋", y)
			}
		})
	}
	wg.Wait()
}
