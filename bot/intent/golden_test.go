package intent

import (
	"bufio"
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/calendar"
)

// talkDir is an organisation with the kinds of names that people write: full, short, English, of courts and of bodies outside.
func talkDir() *ledger.Directory {
	return ledger.NewDirectory(ledger.Org{ID: "o", Zone: "Asia/Shanghai",
		Units: []ledger.Unit{{ID: "zxj", Name: "执行局"}, {ID: "la", Name: "立案庭"}, {ID: "yjs", Name: "研究室", Aliases: []string{"Research Office"}},
			{ID: "it", Name: "信息技术处", Aliases: []string{"信息处", "IT"}}, {ID: "cw", Name: "财务处", Aliases: []string{"Finance"}},
			{ID: "m2", Name: "民事审判第二庭", Aliases: []string{"民二庭"}}, {ID: "bgs", Name: "办公室"},
			{ID: "sh", Name: "沈河区人民法院", Aliases: []string{"沈河法院", "沈河"}}, {ID: "tx", Name: "铁西区人民法院", Aliases: []string{"铁西法院", "铁西"}}},
		Groups: []ledger.Group{{Name: "各基层法院", Members: []ledger.UnitID{"sh", "tx"}}}})
}

// talkContext is a Monday morning, somewhere, as somebody.
func talkContext(t testing.TB, place, speaker string) Context {
	loc, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	c := Context{Lang: "zh", Now: time.Date(2026, 11, 23, 10, 0, 0, 0, loc), Dir: talkDir(), Cal: calendar.China(), Place: InDirect}
	switch place {
	case "t":
		c.Place, c.Item = InThread, 3
	case "c":
		c.Place = InChannel
	}
	c.Speaker = map[string]Speaker{"o": Owner, "s": Supervisor, "l": Leader, "m": Member, "a": Admin}[speaker]
	return c
}

// A talkRow is one line of a golden file.
type talkRow struct {
	place, speaker, text, intent, expect string
	slots                                map[string]any
}

func talkRows(t testing.TB, file string) []talkRow {
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	var out []talkRow
	for s := bufio.NewScanner(f); s.Scan(); {
		if s.Text() == "" || strings.HasPrefix(s.Text(), "# ") {
			continue
		}
		p := strings.SplitN(s.Text(), "|", 4)
		who, want := strings.Fields(p[0]), strings.Fields(p[2])
		if len(p) != 4 || len(who) != 2 || len(want) != 2 {
			t.Fatalf("%s: cannot read %q", file, s.Text())
		}
		r := talkRow{who[0], who[1], strings.ReplaceAll(strings.TrimSpace(p[1]), `\n`, "\n"), want[0], want[1], nil}
		if j := strings.TrimSpace(p[3]); j != "" {
			if err := json.Unmarshal([]byte(j), &r.slots); err != nil {
				t.Fatalf("%s: %q: %v", file, s.Text(), err)
			}
		}
		out = append(out, r)
	}
	return out
}

func TestTalk(t *testing.T) {
	for _, file := range []string{"testdata/talk.golden", "testdata/ask.golden"} {
		for _, r := range talkRows(t, file) {
			in := Read(r.text, talkContext(t, r.place, r.speaker))
			if string(in.Name) != r.intent || string(in.Expect) != r.expect {
				t.Errorf("[%s %s] %s: got %s/%s %s, want %s/%s", r.place, r.speaker, r.text, in.Name, in.Expect, slotText(t, in), r.intent, r.expect)
				continue
			}
			got := map[string]any{}
			if err := json.Unmarshal([]byte(slotText(t, in)), &got); err != nil {
				t.Fatal(err)
			}
			for k, want := range r.slots {
				if !holds(got[k], want) {
					t.Errorf("[%s %s] %s: %s is %v in %s, want %v", r.place, r.speaker, r.text, k, got[k], slotText(t, in), want)
				}
			}
		}
	}
}

// holds reports whether got says what want says: objects may say more, and one name may stand alone.
func holds(got, want any) bool {
	switch w := want.(type) {
	case map[string]any:
		g, ok := got.(map[string]any)
		for k, v := range w {
			ok = ok && holds(g[k], v)
		}
		return ok
	case []any:
		g, ok := got.([]any)
		if !ok && len(w) == 1 {
			return reflect.DeepEqual(got, w[0])
		}
		ok = ok && len(g) == len(w)
		for k := 0; ok && k < len(w); k++ {
			ok = holds(g[k], w[k])
		}
		return ok
	}
	return reflect.DeepEqual(got, want)
}

func slotText(t testing.TB, in Intent) string {
	b, err := json.Marshal(in.Slots)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
