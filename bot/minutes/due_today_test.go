package minutes

import (
	"testing"

	"github.com/followup-bot/followup/ledger"
)

func TestTodayOfTheMeetingIsNoDeadline(t *testing.T) {
	o := Options{Date: ledger.Date{Year: 2026, Month: 11, Day: 24}}
	for text, want := range map[string]string{
		"- Jane will contact Kim, who missed the meeting today, to let her know.": "",
		"- Jane will write up what we discussed today.":                           "",
		"- Jane will send the slides today.":                                      "2026-11-24",
		"- Jane to call the vendor by end of day today.":                          "2026-11-24",
	} {
		items := Read("## Action items\n"+text, o).Items
		if len(items) != 1 {
			t.Errorf("%q: %d items", text, len(items))
			continue
		}
		if got := items[0].Due.String(); got != want {
			t.Errorf("%q is due %q, want %q", text, got, want)
		}
	}
}
