package reminders_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/followup-bot/followup/ledger"
)

// told renders what was sent as "11-24 09:00 person kind why:days", in Shanghai.
func told(t testing.TB, all []sent) []string {
	loc := at(t, "2026-01-01 00:00").Location()
	var out []string
	for _, m := range all {
		var whys []string
		for _, l := range m.lines {
			if l.Calls {
				whys = append(whys, fmt.Sprintf("%s:%d", l.Why, l.Days))
			}
		}
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s %s %s %s", m.at.In(loc).Format("01-02 15:04"), m.notice.To.Person, m.notice.Kind, strings.Join(whys, " "))))
	}
	slices.Sort(out)
	return out
}

func TestLadderOfOneItem(t *testing.T) {
	within(t, court(2), at(t, "2026-11-24 10:00"), func(w *world) {
		w.item("u00", "2026-12-04")
		got := told(t, w.until(at(t, "2026-12-18 12:00")))
		for _, g := range got {
			t.Log(g)
		}
		_ = ledger.Item{}
	})
}
