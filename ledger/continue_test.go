package ledger_test

import (
	"testing"
	"time"

	"github.com/followup-bot/followup/ledger"
)

// Rows that go on with open items need nothing more, take effect with the issue, and are taken back with it, in the order in which they came.
func TestRowsGoOnWithTheIssueAndComeBackWithIt(t *testing.T) {
	e := actEnv()
	it := numberedItem("i", 12, "a", ledger.StateActive)
	it.Extension = &ledger.Extension{To: day(12, 30), Reason: "r", By: "head", At: e.Now}
	d := ledger.Draft{ID: "m", Rows: []ledger.DraftRow{{N: 1, Title: "again", Text: "one", Due: day(12, 20)}, {N: 2, Title: "and again", Text: "two", Due: day(12, 25)}}}
	if ready, short := d.Ready(e.Policy); len(ready) != 0 || len(short) != 2 {
		t.Fatal(ready, short)
	}
	var err error
	for _, n := range []int{1, 2} {
		if d, err = ledger.GoOn(e, d, n, "supervisor", &it, true); err != nil {
			t.Fatal(err)
		}
	}
	_, err = ledger.GoOn(e, d, 1, "head", &it, true)
	refusedWith(t, err, ledger.RefusedRole)
	if ready, _ := d.Ready(e.Policy); len(ready) != 2 {
		t.Fatal(ready)
	}
	if r := ledger.ReachOf(e, d, []int{1, 2}); r.Items != 0 || len(r.Onto) != 2 || r.Units != 1 || r.Messages == 0 {
		t.Errorf("%+v", r)
	}
	_, err = ledger.Issue(e, d, 0, []int{1}, "supervisor")
	refusedWith(t, err, ledger.RefusedState) // the item is not there
	c, err := ledger.Issue(e, d, 0, []int{1, 2}, "supervisor", it)
	if err != nil {
		t.Fatal(err)
	}
	on := find(t, c, "i")
	if len(c.Items) != 1 || len(c.Events) != 2 || on.Due != day(12, 25) || on.Extensions != 2 || on.Extension != nil {
		t.Errorf("%+v", on)
	}
	for _, n := range c.Notices {
		if !n.NotBefore.Equal(e.Now.Add(time.Minute)) {
			t.Errorf("told at %s", n.NotBefore)
		}
	}
	var issued ledger.Draft
	decodeRecord(t, c, ledger.RecordDraft, &issued)
	e.Now = e.Now.Add(30 * time.Second)
	c, err = ledger.Undo(e, actNow, nil, issued, 1, "supervisor", on)
	if err != nil {
		t.Fatal(err)
	}
	back := find(t, c, "i")
	if back.Due != it.Due || back.Extensions != 0 || back.Extension == nil || len(c.Notices) != 0 {
		t.Errorf("%+v", back)
	}
	issued = ledger.Draft{}
	decodeRecord(t, c, ledger.RecordDraft, &issued)
	if ready, _ := issued.Ready(e.Policy); len(ready) != 2 || issued.Rows[0].Onto == nil {
		t.Error("the rows do not wait again")
	}
	if issued, err = ledger.GoOn(e, issued, 1, "supervisor", nil, false); err != nil || issued.Rows[0].Onto != nil || !issued.Rows[0].Separate {
		t.Errorf("%v %+v", err, issued.Rows[0])
	}
	it.State = ledger.StateClosed
	_, err = ledger.GoOn(e, issued, 1, "supervisor", &it, false)
	refusedWith(t, err, ledger.RefusedState)
}
