package ledger_test

import (
	"testing"
	"time"

	"github.com/followup-bot/followup/ledger"
)

// An issue's notices wait until it can't be undone any more, and through the quiet hours that begin meanwhile.
func TestIssueIsToldOnceItStands(t *testing.T) {
	d := ledger.Draft{ID: "m", Rows: []ledger.DraftRow{{N: 1, Title: "one", Lead: "a", NoDue: true}}}
	for _, tc := range []struct {
		seconds int
		at      time.Duration // after midnight
		want    time.Duration
	}{
		{60, 10 * time.Hour, 10*time.Hour + time.Minute},
		{0, 10 * time.Hour, 10 * time.Hour},
		{60, 20*time.Hour - 30*time.Second, 32 * time.Hour}, // 20:00 begins the night
	} {
		e := actEnv(func(p *ledger.Policy) { p.UndoSeconds = tc.seconds })
		e.Now = on("2026-11-23").Today().In(e.Zone()).Add(tc.at)
		c, err := ledger.Issue(e, d, 0, []int{1}, "supervisor")
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range c.Notices {
			if want := e.Today().In(e.Zone()).Add(tc.want); !n.NotBefore.Equal(want) {
				t.Errorf("%d s at %s: told at %s, want %s", tc.seconds, tc.at, n.NotBefore, want)
			}
		}
		e.Now = e.UndoUntil(e.Now)
		_, err = ledger.Undo(e, c.Items[0].IssuedAt, c.Items, d, 1, "supervisor")
		refusedWith(t, err, ledger.RefusedUndo)
	}
}
