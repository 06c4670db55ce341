package bot

import (
	"fmt"
	"testing"

	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

// The pages of a list hold each row once, whether it is grouped by unit or not.
func TestPagesHoldEachRowOnce(t *testing.T) {
	var rows []ledger.Row
	for i := range 75 {
		rows = append(rows, ledger.Row{ID: ledger.ItemID(fmt.Sprint(i)), Lead: ledger.UnitID(fmt.Sprint(i % 4))})
	}
	org := ledger.Org{ID: "o", Name: "O", Zone: "UTC"}
	env := ledger.Env{Dir: ledger.NewDirectory(org), Policy: ledger.DefaultPolicy()}
	tn := &turn{env: env, v: view.New(env, "", "en")}
	for _, byUnit := range []bool{false, true} {
		seen := map[ledger.ItemID]int{}
		from, pages := 0, 0
		for {
			_, shown, controls := tn.pageRows("t", ledger.Query{Open: true}, listWish{from: from}, rows, byUnit)
			for _, r := range shown {
				seen[r.ID]++
			}
			pages++
			if len(controls) == 0 || controls[len(controls)-1].Label == tn.v.T("PagePrev") {
				break
			}
			from += view.ListMost
		}
		if pages != 3 || len(seen) != len(rows) {
			t.Errorf("by unit %v: %d pages with %d rows", byUnit, pages, len(seen))
		}
		for id, n := range seen {
			if n != 1 {
				t.Errorf("row %s is shown %d times", id, n)
			}
		}
	}
}
