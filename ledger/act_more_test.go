package ledger_test

import (
	"testing"
	"time"

	"github.com/followup-bot/followup/ledger"
)

func day(m time.Month, d int) ledger.Due {
	return ledger.Due{Date: ledger.Date{Year: 2026, Month: m, Day: d}}
}

func TestUndoOfAnIssue(t *testing.T) {
	d := ledger.Draft{ID: "m", Rows: []ledger.DraftRow{{N: 1, Title: "one", Lead: "a", NoDue: true}, {N: 2, Title: "all", Members: []ledger.UnitID{"a", "c"}, NoDue: true}}}
	e := actEnv()
	c, err := ledger.Issue(e, d, 0, []int{1, 2}, "supervisor")
	if err != nil {
		t.Fatal(err)
	}
	d.Rows[0].Issued, d.Rows[1].Issued = c.Items[0].ID, c.Items[1].ID
	e.Now = e.Now.Add(59 * time.Second)
	_, err = ledger.Undo(e, c.Items[0].IssuedAt, c.Items, d, 1, "head")
	refusedWith(t, err, ledger.RefusedRole)
	u, err := ledger.Undo(e, c.Items[0].IssuedAt, c.Items, d, 1, "supervisor")
	if err != nil {
		t.Fatal(err)
	}
	for _, it := range u.Items {
		if !it.IssuedAt.IsZero() || it.Blocker != nil {
			t.Errorf("%s counts as registered on %s, blocked by %v", it.ID, it.IssuedAt, it.Blocker)
		}
		if it.State != ledger.StateTerminated || it.Finished != it.Children {
			t.Errorf("%s: %s %d/%d", it.ID, it.State, it.Finished, it.Children)
		}
	}
	if len(u.Notices) != len(c.Notices) || u.Notices[0].Kind != ledger.NoticeUndone || u.Notices[0].Key == c.Notices[0].Key {
		t.Errorf("notices %+v", u.Notices)
	}
	if d.Rows[0].Issued == "" {
		t.Error("the caller's draft was changed")
	}
	e.Now = e.Now.Add(2 * time.Second)
	_, err = ledger.Undo(e, c.Items[0].IssuedAt, c.Items, d, 1, "supervisor")
	if r := refusedWith(t, err, ledger.RefusedUndo); r.N != 60 {
		t.Errorf("N %d", r.N)
	}
}

func TestCorrections(t *testing.T) {
	e := actEnv()
	later, sooner, past := day(12, 20), day(12, 5), day(11, 1)
	parent := in(ledger.StateActive, "")
	_, err := ledger.Amend(e, in(ledger.StateActive, ""), "supervisor", ledger.Amendment{Due: &later, Parent: &parent}, "r")
	if r := refusedWith(t, err, ledger.RefusedParent); r.Date != parent.Due.Date {
		t.Errorf("limit %s", r.Date)
	}
	_, err = ledger.Amend(e, in(ledger.StateActive, ""), "supervisor", ledger.Amendment{Due: &past}, "r")
	refusedWith(t, err, ledger.RefusedPast)
	_, err = ledger.Amend(e, in(ledger.StateActive, ""), "supervisor", ledger.Amendment{Due: &sooner}, " ")
	refusedWith(t, err, ledger.RefusedReason)
	same := day(12, 10)
	_, err = ledger.Amend(e, in(ledger.StateActive, ""), "supervisor", ledger.Amendment{Due: &same}, "r")
	refusedWith(t, err, ledger.RefusedAgain)
	c, err := ledger.Amend(e, in(ledger.StateActive, ""), "supervisor", ledger.Amendment{Due: &sooner, Parent: &parent}, "r")
	if err != nil || c.Items[0].FirstDue != sooner {
		t.Fatalf("%v %+v", err, c.Items)
	}
	told := map[ledger.PersonID]int{}
	for _, n := range c.Notices {
		told[n.To.Person]++
	}
	if len(told) != 2 || told["handler"] != 1 || told["head"] != 1 {
		t.Errorf("told %v", told)
	}
}

func TestDecompose(t *testing.T) {
	e := actEnv()
	it := in(ledger.StateIssued, "")
	try := func(by ledger.PersonID, p ledger.Piece) error {
		_, err := ledger.Decompose(e, it, by, []ledger.Piece{p})
		return err
	}
	refusedWith(t, try("head", ledger.Piece{Title: " "}), ledger.RefusedText)
	refusedWith(t, try("head", ledger.Piece{Title: "x", Lead: "c"}), ledger.RefusedForeign)
	refusedWith(t, try("head", ledger.Piece{Title: "x", Lead: "zz"}), ledger.RefusedUnit)
	refusedWith(t, try("head", ledger.Piece{Title: "x", Due: day(12, 11)}), ledger.RefusedParent)
	if err := try("supervisor", ledger.Piece{Title: "x", Lead: "c"}); err != nil {
		t.Error(err)
	}
	c, err := ledger.Decompose(e, it, "head", []ledger.Piece{{Title: "x", Handler: "member"}, {Title: "y", Lead: "b", Due: day(12, 1)}})
	if err != nil {
		t.Fatal(err)
	}
	p, x, y := c.Items[0], c.Items[1], c.Items[2]
	if p.Children != 2 || p.State != ledger.StateActive || p.AcceptedBy != "head" || x.State != ledger.StateAccepted || x.Due != it.Due || y.State != ledger.StateIssued || y.Due != day(12, 1) || x.ID == y.ID {
		t.Errorf("%+v", c.Items)
	}
	for _, n := range c.Notices {
		if n.To.Person == "head" || len(n.Items) == 0 {
			t.Errorf("notice %+v", n)
		}
	}
}

func TestAKeptParentClosesWithItsLastChild(t *testing.T) {
	e := actEnv()
	parent := in(ledger.StateActive, "")
	parent.ID, parent.Lead, parent.Children, parent.Finished = "p", "office", 2, 1
	child := in(ledger.StateSubmitted, ledger.StageOffice)
	child.Parent = "p"
	c, err := ledger.Judge(e, child, "supervisor", true, "", &parent)
	if err != nil {
		t.Fatal(err)
	}
	if p := c.Items[1]; p.State != ledger.StateClosed || p.Submission == nil || p.Submission.Office != "supervisor" || p.Finished != 2 {
		t.Errorf("%+v", p)
	}
	parent.Lead = "b"
	if c, err = ledger.Judge(e, child, "supervisor", true, "", &parent); err != nil || c.Items[1].State != ledger.StateActive {
		t.Errorf("a unit's parent is handed in by the unit: %v %+v", err, c.Items[1])
	}
}

func TestLinks(t *testing.T) {
	e := actEnv()
	a, b := in(ledger.StateActive, ""), in(ledger.StateActive, "")
	b.ID, b.Number.Seq, b.Due = "j", 2, day(12, 8)
	after := map[ledger.ItemID][]ledger.ItemID{"j": {"k"}, "k": {"i"}}
	look := func(id ledger.ItemID) []ledger.ItemID { return after[id] }
	_, err := ledger.Depend(e, a, b, "supervisor", look)
	refusedWith(t, err, ledger.RefusedCycle)
	_, err = ledger.Depend(e, a, a, "supervisor", look)
	refusedWith(t, err, ledger.RefusedCycle)
	delete(after, "k")
	c, err := ledger.Depend(e, a, b, "supervisor", look)
	if err != nil {
		t.Fatal(err)
	}
	a, b = c.Items[0], c.Items[1]
	if len(a.After) != 1 || len(b.Then) != 1 {
		t.Fatalf("%+v %+v", a.After, b.Then)
	}
	if f := ledger.Follow(e, a, b, "supervisor"); len(f.Items) != 0 {
		t.Error("nothing is new")
	}
	b.Due = day(12, 15) // after a's own day
	f := ledger.Follow(e, a, b, "supervisor")
	if len(f.Items) != 1 || f.Items[0].After[0].Due != b.Due.Date || len(f.Notices) != 2 {
		t.Errorf("%+v", f)
	}
	late := e
	late.Now = time.Date(2026, 12, 9, 2, 0, 0, 0, time.UTC)
	a.Plan.Next = time.Date(2026, 12, 9, 1, 0, 0, 0, time.UTC)
	r, err := ledger.Remind(late, a)
	if err != nil {
		t.Fatal(err)
	}
	told := map[ledger.PersonID]bool{}
	for _, n := range r.Notices {
		told[n.To.Person] = true
	}
	if !told["supervisor"] || !told["handler"] {
		t.Errorf("a late predecessor is told to %v", told)
	}
	u, err := ledger.Undepend(e, a, b, "supervisor")
	if err != nil || len(u.Items[0].After)+len(u.Items[1].Then) != 0 {
		t.Errorf("%v %+v", err, u.Items)
	}
}

func TestProblems(t *testing.T) {
	e := actEnv()
	c, err := ledger.Report(e, in(ledger.StateActive, ""), "head", ledger.Progress{Blocker: &ledger.Blocker{Reason: "no data", Waiting: "Unit C"}})
	if err != nil {
		t.Fatal(err)
	}
	told := false
	for _, n := range c.Notices {
		told = told || n.To.Person == "other"
	}
	if !told {
		t.Error("the head of the unit that is waited for is not told")
	}
	it := c.Items[0]
	recs, last, err := ledger.TrackProblems(e, in(ledger.StateActive, ""), &it, 6, "", "head", nil)
	if err != nil || last != 7 || len(recs) != 1 || it.Blocker.Problem != 7 {
		t.Fatalf("%v %d %v", err, last, recs)
	}
	p := ledger.Problem{N: 7, Owner: "c"}
	_, err = ledger.Resolve(e, it, "support", p, "sent")
	refusedWith(t, err, ledger.RefusedRole)
	_, err = ledger.Resolve(e, it, "other", p, " ")
	refusedWith(t, err, ledger.RefusedOutcome)
	if c, err = ledger.Resolve(e, it, "other", p, "sent"); err != nil || c.Items[0].Blocker != nil {
		t.Fatal(err)
	}
	free := c.Items[0]
	recs, last, err = ledger.TrackProblems(e, it, &free, 7, "sent", "other", func(int) (ledger.Problem, int64, error) { return p, 3, nil })
	if err != nil || last != 7 || len(recs) != 1 || recs[0].Rev != 3 {
		t.Errorf("%v %d %v", err, last, recs)
	}
	if p, err = ledger.Assign(e, it, "supervisor", p, "a", ""); err != nil || p.Owner != "a" {
		t.Error(err)
	}
	_, err = ledger.Assign(e, it, "head", p, "b", "")
	refusedWith(t, err, ledger.RefusedRole)
}

func TestRerouteDropsWhatTheFormerUnitAsked(t *testing.T) {
	it := in(ledger.StateActive, "")
	it.Extension = &ledger.Extension{To: day(12, 20), Reason: "r", By: "head"}
	c, err := ledger.Reroute(actEnv(), it, "supervisor", "c", "theirs")
	if err != nil || c.Items[0].Extension != nil || c.Items[0].Handler != "" {
		t.Errorf("%v %+v", err, c.Items[0])
	}
}

func TestAbsences(t *testing.T) {
	d := func(m time.Month, n int) ledger.Date { return day(m, n).Date }
	p := ledger.Away(ledger.Person{}, ledger.Absence{From: d(11, 25), To: d(12, 3), Deputy: "x"})
	p = ledger.Away(p, ledger.Absence{From: d(12, 1), To: d(12, 5), Deputy: "y"})
	if len(p.Absences) != 1 || p.Absences[0].Deputy != "y" {
		t.Errorf("%+v", p.Absences)
	}
	if _, was := ledger.Back(p, d(11, 30)); was {
		t.Error("not away yet")
	}
	p, was := ledger.Back(p, d(12, 3))
	if a, away := p.AwayAt(d(12, 3)); !was || away {
		t.Errorf("%+v", a)
	}
	gone, heir := ledger.Leave(ledger.Person{ID: "a", Posts: []ledger.Post{{Role: ledger.RoleLiaison, Unit: "a"}, {Role: ledger.RoleMember, Unit: "a"}}}, ledger.Person{ID: "b"})
	if !gone.Gone || !heir.HasAt(ledger.RoleLiaison, "a") || len(heir.Posts) != 1 {
		t.Errorf("%+v %+v", gone, heir)
	}
}

func TestLeadersApproveAMeeting(t *testing.T) {
	e := actEnv(func(p *ledger.Policy) { p.LeaderApproval = true })
	d := ledger.Draft{ID: "m", Rows: []ledger.DraftRow{{N: 1, Title: "one", Lead: "a", NoDue: true}, {N: 2, Title: "two", Lead: "b", NoDue: true}}}
	_, err := ledger.Issue(e, d, 0, []int{1}, "supervisor")
	refusedWith(t, err, ledger.RefusedApproval)
	if d, err = ledger.AskApproval(e, d, []int{1}, "supervisor"); err != nil {
		t.Fatal(err)
	}
	_, err = ledger.Approve(e, d, "supervisor", true, "")
	refusedWith(t, err, ledger.RefusedRole)
	_, err = ledger.Approve(e, d, "principal", false, "")
	refusedWith(t, err, ledger.RefusedReason)
	ok, err := ledger.Approve(e, d, "principal", true, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ledger.Issue(e, ok, 0, []int{1}, "supervisor"); err != nil {
		t.Error(err)
	}
	_, err = ledger.Issue(e, ok, 0, []int{2}, "supervisor")
	refusedWith(t, err, ledger.RefusedApproval)
	_, err = ledger.Approve(e, ok, "principal", true, "")
	refusedWith(t, err, ledger.RefusedAgain)
	d.Order = "principal"
	if _, err := ledger.Issue(e, d, 0, []int{2}, "supervisor"); err != nil {
		t.Error("a leader's own order needs no approval:", err)
	}
}
