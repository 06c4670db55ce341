package bot_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	followup "github.com/followup-bot/followup"
	"github.com/followup-bot/followup/bot"
	"github.com/followup-bot/followup/bot/intent"
	"github.com/followup-bot/followup/cmd/followup/config"
	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/calendar"
)

// A twinRow is one line of the twin of the chat sets: who writes what where, how it is to be read, and what is to be done about it.
type twinRow struct {
	file, place, speaker, text string
	intent                     intent.Name
	expect                     intent.Expect
	gold                       string // the slots as JSON
	slots                      intent.Slots
}

func (r twinRow) String() string { return fmt.Sprintf("[%s %s] %s", r.place, r.speaker, r.text) }

// twinRows reads the twin. Under the card of item 3, a row that names no item is about item 3.
func twinRows(t *testing.T) (out []twinRow) {
	t.Helper()
	for _, name := range []string{"replies", "queries", "admin"} {
		f, err := os.Open("testdata/twin/" + name + ".golden")
		if err != nil {
			t.Fatal(err)
		}
		for s := bufio.NewScanner(f); s.Scan(); {
			line := s.Text()
			if line == "" || strings.HasPrefix(line, "# ") {
				continue
			}
			p := strings.Split(line, " |")
			if len(p) != 4 {
				t.Fatalf("%s: cannot read %q", name, line)
			}
			who, want := strings.Fields(p[0]), strings.Fields(p[2])
			r := twinRow{file: name, place: who[0], speaker: who[1], text: strings.ReplaceAll(strings.TrimSpace(p[1]), `\n`, "\n"),
				intent: intent.Name(want[0]), expect: intent.Expect(want[1]), gold: strings.TrimSpace(p[3])}
			if r.gold != "" {
				if err := json.Unmarshal([]byte(r.gold), &r.slots); err != nil {
					t.Fatalf("%s: %v", r, err)
				}
			}
			out = append(out, r)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// exampleOrg is the organisation of config.example.yaml, whose people the fake messenger knows.
func exampleOrg(t *testing.T) ledger.Org {
	t.Helper()
	c, err := config.Parse("config.example.yaml", followup.ExampleConfig)
	if err != nil {
		t.Fatal(err)
	}
	o := c.Organisation()
	o.People = append(o.People, ledger.Person{ID: "ms5-li", Name: "李书记员", Posts: []ledger.Post{{Role: ledger.RoleMember, Unit: "ms5"}}})
	for i := range o.People {
		o.People[i].Lang = ""
		o.People[i].Identities = []ledger.Identity{{Messenger: "fake", User: string(o.People[i].ID)}}
	}
	return o
}

// TestTwinIsRead reads every row: its intent and what is done about it must be right, and most of its slots.
func TestTwinIsRead(t *testing.T) {
	dir := ledger.NewDirectory(exampleOrg(t))
	now, err := time.Parse(time.RFC3339, monday)
	if err != nil {
		t.Fatal(err)
	}
	slots, right := 0, 0
	for _, r := range twinRows(t) {
		c := intent.Context{Lang: "zh", Now: now, Dir: dir, Cal: calendar.China(), Place: intent.InDirect}
		switch r.place {
		case "t":
			c.Place, c.Item = intent.InThread, 3
		case "c":
			c.Place = intent.InChannel
		}
		c.Speaker = map[string]intent.Speaker{"o": intent.Owner, "s": intent.Supervisor, "l": intent.Leader, "m": intent.Member, "a": intent.Admin}[r.speaker]
		got := bot.Decide(r.text, c).Intent
		if got.Name != r.intent || got.Expect != r.expect {
			t.Errorf("%s: read as %s %s, want %s %s", r, got.Name, got.Expect, r.intent, r.expect)
			continue
		}
		n, ok := slotsHeld(t, got.Slots, r.gold)
		slots, right = slots+n, right+ok
	}
	if share := 100 * right / max(1, slots); share < 90 {
		t.Errorf("of %d slots that were said %d %% are read, want 90", slots, share)
	}
}

// slotsHeld counts the slots of a row, and those that were read. Words may be told longer or shorter.
func slotsHeld(t *testing.T, got intent.Slots, gold string) (n, ok int) {
	t.Helper()
	if gold == "" {
		return 0, 0
	}
	b, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	var have, want map[string]json.RawMessage
	if err := json.Unmarshal(b, &have); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(gold), &want); err != nil {
		t.Fatal(err)
	}
	for k, v := range want {
		a, b := strings.Trim(string(have[k]), `"`), strings.Trim(string(v), `"`)
		n++
		if a != "" && (strings.Contains(a, b) || strings.Contains(b, a) || strings.ReplaceAll(a, " ", "") == strings.ReplaceAll(b, " ", "")) {
			ok++
		}
	}
	return n, ok
}
