package text

import (
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/followup-bot/followup/ledger"
)

// catalogue gives the messages of a language, of all its files.
func catalogue(t *testing.T, lang string) map[string]any {
	t.Helper()
	names, err := fs.Glob(catalogues, "*"+lang+".json")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	all := map[string]any{}
	for _, name := range names {
		b, err := catalogues.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var m map[string]any
		if err := json.Unmarshal(b, &m); err != nil {
			t.Fatal(name, err)
		}
		for id, v := range m {
			if _, twice := all[id]; twice {
				t.Errorf("%s: %s stands in another file too", name, id)
			}
			all[id] = v
		}
	}
	return all
}

// Both languages say the same things.
func TestCataloguesAreEqual(t *testing.T) {
	zh, en := catalogue(t, "zh"), catalogue(t, "en")
	for _, id := range slices.Sorted(maps.Keys(zh)) {
		if _, ok := en[id]; !ok {
			t.Errorf("%s is missing in English", id)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(en)) {
		if _, ok := zh[id]; !ok {
			t.Errorf("%s is missing in Chinese", id)
		}
	}
}

var used = regexp.MustCompile(`\b(?:T|N|Has|wrong|say|add\([^"]*?|doubt|part)\("([A-Z][A-Za-z]*(?:_[a-zA-Z_]+)?)"\s*[,)]`)

// Every message that the code names stands in the catalogues.
func TestMessagesExist(t *testing.T) {
	zh := catalogue(t, "zh")
	var files []string
	for _, dir := range []string{"..", "../view", "../export", "../chart", "../tables", "."} {
		list, err := filepath.Glob(dir + "/*.go")
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, list...)
	}
	n := 0
	for _, f := range files {
		src, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range used.FindAllStringSubmatch(string(src), -1) {
			n++
			if _, ok := zh[m[1]]; !ok {
				t.Errorf("%s names %q, which no catalogue has", f, m[1])
			}
		}
	}
	if n < 150 {
		t.Errorf("only %d messages were found in the code", n)
	}
}

// Every value of the ledger that is shown has a word.
func TestWordsForTheLedger(t *testing.T) {
	zh := catalogue(t, "zh")
	need := func(prefix string, values ...string) {
		for _, v := range values {
			if _, ok := zh[prefix+v]; !ok {
				t.Errorf("no words for %s%s", prefix, v)
			}
		}
	}
	consts := constants(t)
	need("State_", consts["State"]...)
	need("Event_", consts["EventKind"]...)
	need("Act_", consts["Action"]...)
	need("Stand_", consts["Standing"]...)
	need("Refused_", consts["Code"]...)
	need("Why_", consts["Why"]...)
	need("Role_", consts["Role"]...)
	need("Job_", consts["Job"]...)
	for kind, least := range map[string]int{"State": 8, "EventKind": 25, "Action": 20, "Standing": 10, "Code": 15, "Why": 12, "Role": 7, "Job": 8} {
		if len(consts[kind]) < least {
			t.Errorf("only %d values of %s were found", len(consts[kind]), kind)
		}
	}
}

var constant = regexp.MustCompile(`(?m)^\s+[A-Z][A-Za-z]+\s+(State|EventKind|Action|Standing|Code|Why|Role|Job)\s+= "([a-z_]*)"`)

// constants are the values of the ledger's string types, read from its source.
func constants(t *testing.T) map[string][]string {
	t.Helper()
	files, err := filepath.Glob("../../ledger/*.go")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]string{}
	for _, f := range files {
		src, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range constant.FindAllStringSubmatch(string(src), -1) {
			out[m[1]] = append(out[m[1]], m[2])
		}
	}
	return out
}

func TestDatesInWords(t *testing.T) {
	today := ledger.Date{Year: 2026, Month: 11, Day: 24}
	for _, x := range []struct {
		lang, date, plain, near string
	}{
		{"zh-CN", "2026-11-24", "11月24日", "今天"}, {"zh-CN", "2026-11-25", "11月25日", "明天"}, {"zh-CN", "2026-11-27", "11月27日", "周五"},
		{"zh-CN", "2027-01-04", "2027年1月4日", "2027年1月4日"}, {"en", "2026-11-24", "24 Nov", "today"}, {"en-GB", "2026-11-27", "27 Nov", "Friday"},
		{"en", "2027-01-04", "4 Jan 2027", "4 Jan 2027"}, {"fr", "2026-11-25", "11月25日", "明天"},
	} {
		d, err := ledger.ParseDate(x.date)
		if err != nil {
			t.Fatal(err)
		}
		if p := For(x.lang); p.Date(d, today) != x.plain || p.Near(d, today) != x.near {
			t.Errorf("%s %s: %q and %q, want %q and %q", x.lang, x.date, p.Date(d, today), p.Near(d, today), x.plain, x.near)
		}
	}
	if got := For("en").Clock(time.Date(2026, 11, 24, 1, 0, 0, 0, time.UTC), time.FixedZone("", 8*3600)); got != "Tue 24 Nov 09:00" {
		t.Error(got)
	}
}

func TestPlurals(t *testing.T) {
	en, zh := For("en"), For("zh-CN")
	if a, b, c := en.N("Late", 1), en.N("Late", 2), zh.N("Late", 1); a != "1 day overdue" || b != "2 days overdue" || c != "逾期 1 天" {
		t.Errorf("%q %q %q", a, b, c)
	}
	if got := en.List([]string{"A", "B", "C"}); got != "A, B and C" {
		t.Error(got)
	}
	if got := zh.Some([]string{"甲", "乙", "丙"}, 2); got != "甲,乙等 3 个" {
		t.Error(got)
	}
}

func TestMonth(t *testing.T) {
	this, other, today := ledger.NewDate(2026, 10, 1), ledger.NewDate(2025, 10, 1), ledger.NewDate(2026, 11, 23)
	for _, x := range []struct {
		lang, this, other string
	}{{Chinese, "10月", "2025年10月"}, {English, "Oct", "Oct 2025"}} {
		p := For(x.lang)
		if got := p.Month(this, today); got != x.this {
			t.Errorf("%s: %q, want %q", x.lang, got, x.this)
		}
		if got := p.Month(other, today); got != x.other {
			t.Errorf("%s: %q, want %q", x.lang, got, x.other)
		}
	}
}
