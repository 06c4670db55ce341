package ledger_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/calendar"
)

var actNow = time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC) // Monday 10:00 in Shanghai

// actOrg has one person of each standing, and one nobody knows anything of.
func actOrg() ledger.Org {
	id := func(s string) []ledger.Identity { return []ledger.Identity{{Messenger: "test", User: s}} }
	post := func(r ledger.Role, u ledger.UnitID) []ledger.Post { return []ledger.Post{{Role: r, Unit: u}} }
	return ledger.Org{ID: "o", Name: "Org", Zone: "Asia/Shanghai", Office: "office",
		Units: []ledger.Unit{{ID: "office", Name: "Office"}, {ID: "a", Name: "Unit A"}, {ID: "b", Name: "Unit B"}, {ID: "c", Name: "Unit C", Kind: ledger.KindCourt}},
		People: []ledger.Person{
			{ID: "head", Name: "head", Posts: post(ledger.RoleHead, "a"), Identities: id("head")},
			{ID: "liaison", Name: "liaison", Posts: post(ledger.RoleLiaison, "a"), Identities: id("liaison")},
			{ID: "member", Name: "member", Posts: post(ledger.RoleMember, "a"), Identities: id("member")},
			{ID: "handler", Name: "handler", Posts: post(ledger.RoleMember, "b"), Identities: id("handler")},
			{ID: "support", Name: "support", Posts: post(ledger.RoleHead, "b"), Identities: id("support")},
			{ID: "overseer", Name: "overseer", Posts: post(ledger.RoleLeader, ""), Oversees: []ledger.UnitID{"a"}, Identities: id("overseer")},
			{ID: "leader", Name: "leader", Posts: post(ledger.RoleLeader, ""), Oversees: []ledger.UnitID{"c"}, Identities: id("leader")},
			{ID: "principal", Name: "principal", Posts: post(ledger.RolePrincipal, ""), Oversees: []ledger.UnitID{"*"}, Identities: id("principal")},
			{ID: "supervisor", Name: "supervisor", Posts: post(ledger.RoleSupervisor, ""), Identities: id("supervisor")},
			{ID: "admin", Name: "admin", Posts: post(ledger.RoleAdmin, ""), Identities: id("admin")},
			{ID: "other", Name: "other", Posts: post(ledger.RoleHead, "c"), Identities: id("other")},
			{ID: "gone", Name: "gone", Posts: post(ledger.RoleHead, "a"), Gone: true, Identities: id("gone")},
		}}
}

func actEnv(change ...func(*ledger.Policy)) ledger.Env {
	p := ledger.DefaultPolicy()
	for _, f := range change {
		f(&p)
	}
	return ledger.Env{Now: actNow, Dir: ledger.NewDirectory(actOrg()), Policy: p, Cal: calendar.China(), Source: "test"}
}

// in makes an item in a state, of unit a with support by b.
func in(s ledger.State, stage string) ledger.Item {
	it := ledger.Item{ID: "i", Rev: 1, Title: "t", Lead: "a", Support: []ledger.UnitID{"b"}, Handler: "handler", State: s,
		Number: ledger.Number{Year: 2026, Seq: 1}, Due: ledger.Due{Date: ledger.Date{Year: 2026, Month: 12, Day: 10}},
		FirstDue: ledger.Due{Date: ledger.Date{Year: 2026, Month: 12, Day: 10}}, IssuedAt: actNow.Add(-48 * time.Hour)}
	switch s {
	case ledger.StateSubmitted:
		it.Submission = &ledger.Submission{Stage: stage, Text: "done", By: "liaison", At: actNow}
	case ledger.StateDeclined:
		it.Decline = &ledger.Decline{Reason: "r", By: "head", At: actNow}
	case ledger.StateSuspended:
		it.Before = ledger.StateActive
	case ledger.StateClosed, ledger.StateTerminated:
		it.ClosedAt = actNow
	}
	return it
}

var allStates = []struct {
	name  string
	state ledger.State
	stage string
}{
	{"issued", ledger.StateIssued, ""}, {"declined", ledger.StateDeclined, ""}, {"accepted", ledger.StateAccepted, ""}, {"active", ledger.StateActive, ""},
	{"at head", ledger.StateSubmitted, ledger.StageHead}, {"at office", ledger.StateSubmitted, ledger.StageOffice}, {"at leader", ledger.StateSubmitted, ledger.StageLeader},
	{"closed", ledger.StateClosed, ""}, {"suspended", ledger.StateSuspended, ""}, {"terminated", ledger.StateTerminated, ""},
}

// TestWhoMayDoWhatWhen walks every person × action × state. An action succeeds just where both lists have it; elsewhere it is refused with
// the code that the person deserves, and nothing changes.
func TestWhoMayDoWhatWhen(t *testing.T) {
	pct := 40
	working := []string{"issued", "accepted", "active"}
	unit := []string{"handler", "liaison", "head", "supervisor"}
	above := []string{"overseer", "principal"}
	open := []string{"issued", "declined", "accepted", "active", "at head", "at office", "at leader"}
	due := ledger.Due{Date: ledger.Date{Year: 2026, Month: 12, Day: 20}}
	asked := func(it ledger.Item) ledger.Item {
		it.Extension = &ledger.Extension{To: due, Reason: "r", By: "liaison", At: actNow}
		return it
	}
	table := []struct {
		name   string
		who    []string
		states []string
		do     func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error)
		after  ledger.State // empty: the state stays
	}{
		{"accept", []string{"head", "liaison", "handler", "supervisor"}, []string{"issued"}, ledger.Accept, ledger.StateAccepted},
		{"decline", []string{"head", "liaison", "supervisor"}, working, func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Deny(e, it, by, "not ours", "b")
		}, ledger.StateDeclined},
		{"reroute", []string{"supervisor"}, []string{"issued", "declined", "accepted", "active"}, func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Reroute(e, it, by, "c", "theirs")
		}, ledger.StateIssued},
		{"report", unit, append([]string{"at head", "at office", "at leader"}, working...), func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Report(e, it, by, ledger.Progress{Percent: &pct, Note: "n"})
		}, ""},
		{"handler", []string{"head", "liaison", "supervisor"}, working, func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.SetHandler(e, it, by, "member")
		}, ""},
		{"snooze", []string{"handler", "liaison", "head"}, working, func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Snooze(e, it, by, actNow.Add(24*time.Hour))
		}, ""},
		{"extend", unit, working, func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Extend(e, it, by, due, "waiting")
		}, ""},
		{"grant", append([]string{"supervisor"}, above...), append([]string{"closed", "suspended", "terminated"}, open...), func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Grant(e, asked(it), by, true, ledger.Due{}, "")
		}, ""},
		{"submit", unit, working, func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Submit(e, it, by, ledger.Submission{Text: "done"})
		}, ledger.StateSubmitted},
		{"withdraw", unit, []string{"at head", "at office", "at leader"}, func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Withdraw(e, it, by, "")
		}, ledger.StateActive},
		{"close at the office", []string{"supervisor"}, []string{"at office"}, func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			if it.Submission != nil && it.Submission.Stage != ledger.StageOffice {
				return ledger.Change{}, &ledger.Refused{Code: ledger.RefusedState}
			}
			return ledger.Judge(e, it, by, true, "", nil)
		}, ledger.StateClosed},
		{"co-sign", above, []string{"at leader"}, func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			if it.Submission == nil || it.Submission.Stage != ledger.StageLeader {
				return ledger.Change{}, &ledger.Refused{Code: ledger.RefusedState}
			}
			return ledger.Judge(e, it, by, true, "", nil)
		}, ledger.StateClosed},
		{"endorse", []string{"head"}, []string{"at head"}, ledger.Endorse, ledger.StateSubmitted},
		{"suspend", above, open, func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Suspend(e, it, by, "r")
		}, ledger.StateSuspended},
		{"resume", above, []string{"suspended"}, func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Resume(e, it, by, "")
		}, ledger.StateActive},
		{"terminate", above, append([]string{"suspended"}, open...), func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Terminate(e, it, by, "r", nil)
		}, ledger.StateTerminated},
		{"reopen", append([]string{"supervisor"}, above...), []string{"closed", "terminated"}, func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Reopen(e, it, by, "r", nil)
		}, ledger.StateActive},
		{"merge", []string{"supervisor"}, append([]string{"suspended"}, open...), func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return first(ledger.Merge(e, it, ledger.Item{ID: "other", Lead: "b", State: ledger.StateActive}, by, ledger.Carry{}, "r", ledger.Kin{}))
		}, ledger.StateTerminated},
		{"separate", append([]string{"supervisor"}, above...), []string{"terminated"}, func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			other := ledger.Item{ID: "other", Lead: "b", State: ledger.StateActive, Merged: []ledger.Merging{{Item: it.ID}}}
			it.Into, it.Before = &ledger.Merging{Item: other.ID}, ledger.StateAccepted
			return first(ledger.Separate(e, it, other, by, "r", ledger.Kin{}))
		}, ledger.StateAccepted},
		{"urge", append([]string{"supervisor"}, above...), open, func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Urge(e, it, by, "")
		}, ""},
		{"amend", []string{"supervisor"}, append([]string{"suspended"}, open...), func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			title := "new"
			return ledger.Amend(e, it, by, ledger.Amendment{Title: &title}, "typo")
		}, ""},
		{"decompose", []string{"head", "liaison", "supervisor"}, working, func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return first(ledger.Decompose(e, it, by, []ledger.Piece{{Title: "one"}}))
		}, ledger.StateActive},
		{"milestones", []string{"head", "liaison", "supervisor"}, working, func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.SetMilestones(e, it, by, []ledger.Milestone{{Text: "one"}})
		}, ""},
		{"tick", unit, append([]string{"at head", "at office", "at leader"}, working...), func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			it.Milestones = []ledger.Milestone{{Text: "one"}}
			return ledger.TickMilestone(e, it, by, 1, true)
		}, ""},
		{"link", []string{"supervisor"}, []string{"issued", "declined", "accepted", "active", "suspended"}, func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return first(ledger.Depend(e, it, ledger.Item{ID: "other", Lead: "b", State: ledger.StateActive}, by, func(ledger.ItemID) []ledger.ItemID { return nil }))
		}, ""},
		{"solve", append([]string{"overseer", "principal"}, unit...), append([]string{"closed", "suspended", "terminated"}, open...), func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			it.Blocker = &ledger.Blocker{Reason: "r", Problem: 3}
			return ledger.Resolve(e, it, by, ledger.Problem{N: 3, Owner: "zz", Person: "nobody"}, "paid")
		}, ""},
		{"tag", []string{"supervisor"}, append([]string{"closed", "suspended", "terminated"}, open...), func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			p := "programme"
			return ledger.Tag(e, it, by, &p, nil)
		}, ""},
		{"hand over", []string{"head", "liaison", "supervisor"}, append([]string{"suspended"}, open...), func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			c, err := ledger.HandOver(e, []ledger.Item{it}, "handler", "member", by, "left")
			if err == nil && len(c.Items) == 0 {
				err = &ledger.Refused{Code: ledger.RefusedState}
			}
			return c, err
		}, ""},
		{"instruct", append([]string{"leader"}, above...), append([]string{"closed", "suspended", "terminated"}, open...), func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Instruct(e, it, by, "faster", "亲自过问")
		}, ""},
	}
	e := actEnv()
	for _, row := range table {
		for _, p := range actOrg().People {
			for _, s := range allStates {
				t.Run(fmt.Sprintf("%s/%s/%s", row.name, p.ID, s.name), func(t *testing.T) {
					it := in(s.state, s.stage)
					c, err := row.do(e, it, p.ID)
					ok := slices.Contains(row.who, string(p.ID)) && slices.Contains(row.states, s.name)
					var r *ledger.Refused
					switch {
					case ok && err != nil:
						t.Fatalf("refused: %v", err)
					case !ok && err == nil:
						t.Fatal("was done")
					case !ok && !errors.As(err, &r):
						t.Fatalf("not a refusal: %v", err)
					}
					if ok {
						checkDone(t, c, row.after, it)
					}
				})
			}
		}
	}
}

// first is the change without what it does to other items.
func first(c ledger.Change, err error) (ledger.Change, error) {
	if err == nil {
		c.Items, c.Events = c.Items[:1], c.Events[:1]
	}
	return c, err
}

func checkDone(t *testing.T, c ledger.Change, after ledger.State, before ledger.Item) {
	t.Helper()
	if len(c.Items) != 1 || len(c.Events) != 1 || c.Source != "test" {
		t.Fatalf("%d items, %d events, source %q", len(c.Items), len(c.Events), c.Source)
	}
	if after != "" && c.Items[0].State != after {
		t.Errorf("state %s, want %s", c.Items[0].State, after)
	}
	for _, n := range c.Notices {
		if n.To.Person == c.Events[0].By {
			t.Errorf("%s is told of their own act", n.To.Person)
		}
		if n.To.Person == "gone" {
			t.Error("somebody who left is told")
		}
	}
	if before.Rev != c.Items[0].Rev {
		t.Error("the revision is Commit's to raise")
	}
}

func refusedWith(t *testing.T, err error, want ledger.Code) *ledger.Refused {
	t.Helper()
	var r *ledger.Refused
	if !errors.As(err, &r) || r.Code != want {
		t.Fatalf("got %v, want a refusal with %q", err, want)
	}
	return r
}

func TestNobodyReviewsTheirOwn(t *testing.T) {
	o := actOrg()
	for i := range o.People {
		if o.People[i].ID == "head" {
			o.People[i].Posts = append(o.People[i].Posts, ledger.Post{Role: ledger.RoleSupervisor})
		}
	}
	e := actEnv()
	e.Dir = ledger.NewDirectory(o)
	_, err := ledger.Judge(e, in(ledger.StateSubmitted, ledger.StageOffice), "head", true, "", nil)
	refusedWith(t, err, ledger.RefusedOwn)
}

func TestExtensionLimits(t *testing.T) {
	day := func(m time.Month, d int) ledger.Due {
		return ledger.Due{Date: ledger.Date{Year: 2026, Month: m, Day: d}}
	}
	e := actEnv(func(p *ledger.Policy) { p.ExtensionMax, p.ExtensionDays, p.ExtensionBefore = 2, 30, 2 })
	try := func(it ledger.Item, to ledger.Due, reason string) error {
		_, err := ledger.Extend(e, it, "head", to, reason)
		return err
	}
	it := in(ledger.StateActive, "")
	refusedWith(t, try(it, ledger.Due{}, "r"), ledger.RefusedDate)
	refusedWith(t, try(it, day(12, 20), " "), ledger.RefusedReason)
	refusedWith(t, try(it, day(12, 10), "r"), ledger.RefusedPast)
	if r := refusedWith(t, try(it, ledger.Due{Date: ledger.Date{Year: 2027, Month: 1, Day: 10}}, "r"), ledger.RefusedBeyond); r.Date.String() != "2027-01-09" {
		t.Errorf("limit %s", r.Date)
	}
	it.Extensions = 2
	refusedWith(t, try(it, day(12, 20), "r"), ledger.RefusedMax)
	it.Extensions, it.Due = 0, day(11, 24) // due tomorrow: two working days before was last Friday
	if r := refusedWith(t, try(it, day(12, 1), "r"), ledger.RefusedLate); r.Date.String() != "2026-11-20" {
		t.Errorf("last day %s", r.Date)
	}
}

func TestGrantKeepsTheFirstDeadline(t *testing.T) {
	it := in(ledger.StateActive, "")
	it.Escalation = 2
	it.Extension = &ledger.Extension{To: ledger.Due{Date: ledger.Date{Year: 2026, Month: 12, Day: 20}}, Reason: "r", By: "head"}
	c, err := ledger.Grant(actEnv(), it, "supervisor", true, ledger.Due{Date: ledger.Date{Year: 2026, Month: 12, Day: 15}}, "")
	if err != nil {
		t.Fatal(err)
	}
	got := c.Items[0]
	if got.Due.Date.String() != "2026-12-15" || got.FirstDue.Date.String() != "2026-12-10" || got.Extensions != 1 || got.Escalation != 0 || got.Extension != nil {
		t.Errorf("%+v", got)
	}
	_, err = ledger.Grant(actEnv(), it, "supervisor", false, ledger.Due{}, "")
	refusedWith(t, err, ledger.RefusedReason)
}

func TestParentsWaitForTheirChildren(t *testing.T) {
	it := in(ledger.StateActive, "")
	it.Children, it.Finished = 3, 2
	_, err := ledger.Submit(actEnv(), it, "head", ledger.Submission{Text: "done"})
	if r := refusedWith(t, err, ledger.RefusedChildren); r.N != 1 {
		t.Errorf("%d open", r.N)
	}
	_, err = ledger.Terminate(actEnv(), it, "principal", "r", nil)
	refusedWith(t, err, ledger.RefusedChildren)
	child := in(ledger.StateSubmitted, ledger.StageOffice)
	child.ID, child.Parent = "c", "i"
	c, err := ledger.Judge(actEnv(), child, "supervisor", true, "", &it)
	if err != nil {
		t.Fatal(err)
	}
	if p := c.Items[1]; p.ID != "i" || p.Finished != 3 || p.Percent != 100 {
		t.Errorf("parent %+v", p)
	}
}

func TestTwoStepAndCoSign(t *testing.T) {
	e := actEnv(func(p *ledger.Policy) { p.TwoStep, p.CoSign = true, true })
	step := func(c ledger.Change, err error) ledger.Item {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return c.Items[0]
	}
	it := step(ledger.Submit(e, in(ledger.StateActive, ""), "liaison", ledger.Submission{Text: "done"}))
	if it.Submission.Stage != ledger.StageHead {
		t.Fatalf("a liaison's word is at %s", it.Submission.Stage)
	}
	_, err := ledger.Judge(e, it, "supervisor", true, "", nil)
	refusedWith(t, err, ledger.RefusedRole)
	it = step(ledger.Endorse(e, it, "head"))
	it = step(ledger.Judge(e, it, "supervisor", true, "", nil))
	if it.State != ledger.StateSubmitted || it.Submission.Stage != ledger.StageLeader {
		t.Fatalf("after the office: %s at %s", it.State, it.Submission.Stage)
	}
	it = step(ledger.Judge(e, it, "overseer", true, "", nil))
	if it.State != ledger.StateClosed || it.Submission.Office != "supervisor" || it.Submission.Leader != "overseer" || it.Submission.Head != "head" {
		t.Errorf("%s %+v", it.State, it.Submission)
	}
}
