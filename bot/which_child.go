package bot

import (
	"regexp"
	"slices"
	"strconv"

	"github.com/followup-bot/followup/ledger"
)

var dashed = regexp.MustCompile(`(\d+)\s*[-—–－]\s*(\d+)`)

// childMeant tells the child 1-2 from the items 1 to 2, which are written alike: the child is meant where it is the speaker's own, or waits for
// their review.
func (t *turn) childMeant(items []int) (ledger.Item, bool) {
	g := dashed.FindAllStringSubmatch(t.m.Text, -1)
	if len(g) != 1 {
		return ledger.Item{}, false
	}
	a, _ := strconv.Atoi(g[0][1])
	b, _ := strconv.Atoi(g[0][2])
	if b <= a || items[0] != a || items[len(items)-1] != b || len(items) != b-a+1 {
		return ledger.Item{}, false
	}
	rows, err := t.numbered(g[0][1] + "-" + g[0][2])
	if err != nil || len(rows) != 1 {
		return ledger.Item{}, false
	}
	it, err := t.item(rows[0].ID)
	if err != nil {
		return ledger.Item{}, false
	}
	own := slices.ContainsFunc(t.mine(), func(r ledger.Row) bool { return r.ID == it.ID })
	return it, own || t.reviews(it)
}
