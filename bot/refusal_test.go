package bot

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/followup-bot/followup/bot/text"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/calendar"
)

// refusalOrg has one person of each standing to unit a.
func refusalOrg() ledger.Org {
	o := ledger.Org{ID: "o", Name: "Org", Zone: "Asia/Shanghai", Office: "office",
		Units: []ledger.Unit{{ID: "office", Name: "Office"}, {ID: "a", Name: "Unit A"}, {ID: "b", Name: "Unit B"}, {ID: "c", Name: "Unit C"}}}
	add := func(id string, oversees []ledger.UnitID, posts ...ledger.Post) {
		o.People = append(o.People, ledger.Person{ID: ledger.PersonID(id), Name: id, Posts: posts, Oversees: oversees, Identities: []ledger.Identity{{Messenger: "t", User: id}}})
	}
	at := func(r ledger.Role, u ledger.UnitID) ledger.Post { return ledger.Post{Role: r, Unit: u} }
	add("head", nil, at(ledger.RoleHead, "a"))
	add("liaison", nil, at(ledger.RoleLiaison, "a"))
	add("member", nil, at(ledger.RoleMember, "a"))
	add("handler", nil, at(ledger.RoleMember, "b"))
	add("support", nil, at(ledger.RoleHead, "b"))
	add("overseer", []ledger.UnitID{"a"}, at(ledger.RoleLeader, ""))
	add("leader", []ledger.UnitID{"c"}, at(ledger.RoleLeader, ""))
	add("principal", []ledger.UnitID{"*"}, at(ledger.RolePrincipal, ""))
	add("supervisor", nil, at(ledger.RoleSupervisor, ""))
	add("admin", nil, at(ledger.RoleAdmin, ""))
	add("other", nil, at(ledger.RoleHead, "c"))
	add("both", nil, at(ledger.RoleHead, "a"), at(ledger.RoleSupervisor, ""))
	return o
}

// refusalStates are an item of unit a in every state and stage.
func refusalStates(now time.Time) []ledger.Item {
	base := ledger.Item{ID: "i", Rev: 1, Title: "t", Lead: "a", Support: []ledger.UnitID{"b"}, Handler: "handler", Number: ledger.Number{Year: 2026, Seq: 7},
		Due: ledger.Due{Date: ledger.NewDate(2026, 12, 10)}, FirstDue: ledger.Due{Date: ledger.NewDate(2026, 12, 10)}, IssuedAt: now.Add(-48 * time.Hour), Children: 2, Finished: 1}
	var out []ledger.Item
	for _, s := range []ledger.State{ledger.StateIssued, ledger.StateDeclined, ledger.StateAccepted, ledger.StateActive, ledger.StateClosed, ledger.StateSuspended, ledger.StateTerminated} {
		it := base
		it.State = s
		out = append(out, it)
	}
	for _, stage := range []string{ledger.StageHead, ledger.StageOffice, ledger.StageLeader} {
		it := base
		it.State, it.Submission = ledger.StateSubmitted, &ledger.Submission{Stage: stage, Text: "done", By: "liaison", At: now}
		out = append(out, it)
	}
	return out
}

type tried struct {
	name string
	do   func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error)
}

// refusalActions are all that can be done to an item, well and badly said.
func refusalActions() []tried {
	day := func(m time.Month, d int) ledger.Due { return ledger.Due{Date: ledger.NewDate(2026, m, d)} }
	word := func(s string) *string { return &s }
	far, near, past := day(12, 31), day(12, 5), day(11, 1)
	none := func(ledger.ItemID) []ledger.ItemID { return nil }
	big := 140
	return []tried{
		{"accept", ledger.Accept}, {"endorse", ledger.Endorse},
		{"decline", func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Deny(e, it, by, "", "")
		}},
		{"reroute", func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Reroute(e, it, by, "a", "r")
		}},
		{"reroute to nobody", func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Reroute(e, it, by, "zz", "r")
		}},
		{"report nothing", func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Report(e, it, by, ledger.Progress{})
		}},
		{"report too much", func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Report(e, it, by, ledger.Progress{Percent: &big})
		}},
		{"handler", func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.SetHandler(e, it, by, "handler")
		}},
		{"snooze", func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Snooze(e, it, by, e.Now.Add(-time.Hour))
		}},
		{"snooze long", func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Snooze(e, it, by, e.Now.AddDate(0, 2, 0))
		}},
		{"extend without a date", func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Extend(e, it, by, ledger.Due{}, "r")
		}},
		{"extend without a reason", func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Extend(e, it, by, far, "")
		}},
		{"extend beyond", func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Extend(e, it, by, far, "r")
		}},
		{"extend back", func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Extend(e, it, by, near, "r")
		}},
		{"grant", func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Grant(e, it, by, true, ledger.Due{}, "")
		}},
		{"refuse", func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			it.Extension = &ledger.Extension{To: far, By: "head"}
			return ledger.Grant(e, it, by, false, ledger.Due{}, "")
		}},
		{"submit", func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Submit(e, it, by, ledger.Submission{Text: "done"})
		}},
		{"submit nothing", func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Submit(e, it, by, ledger.Submission{})
		}},
		{"withdraw", func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Withdraw(e, it, by, "")
		}},
		{"close", func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Judge(e, it, by, true, "", nil)
		}},
		{"return", func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Judge(e, it, by, false, "", nil)
		}},
		{"suspend", func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Suspend(e, it, by, "")
		}},
		{"resume", func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Resume(e, it, by, "")
		}},
		{"terminate", func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Terminate(e, it, by, "r", nil)
		}},
		{"reopen", func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Reopen(e, it, by, "", nil)
		}},
		{"urge", func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Urge(e, it, by, "")
		}},
		{"remark", func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Remark(e, it, by, "", false)
		}},
		{"instruct", func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Instruct(e, it, by, "", "")
		}},
		{"priority", func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.SetPriority(e, it, by, it.Priority)
		}},
		{"amend", func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Amend(e, it, by, ledger.Amendment{Title: word("t")}, "r")
		}},
		{"amend to nothing", func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Amend(e, it, by, ledger.Amendment{Title: word(" ")}, "r")
		}},
		{"amend without a reason", func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Amend(e, it, by, ledger.Amendment{Title: word("x")}, "")
		}},
		{"amend to the past", func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Amend(e, it, by, ledger.Amendment{Due: &past}, "r")
		}},
		{"amend beyond the parent", func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Amend(e, it, by, ledger.Amendment{Due: &far, Parent: &it}, "r")
		}},
		{"tag", func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Tag(e, it, by, word(""), nil)
		}},
		{"decompose into nothing", func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Decompose(e, it, by, nil)
		}},
		{"decompose untitled", func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Decompose(e, it, by, []ledger.Piece{{}})
		}},
		{"decompose to strangers", func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Decompose(e, it, by, []ledger.Piece{{Title: "x", Lead: "c", Due: far}})
		}},
		{"milestones", func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.SetMilestones(e, it, by, []ledger.Milestone{{Text: "x", Due: past.Date}})
		}},
		{"tick", func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.TickMilestone(e, it, by, 3, true)
		}},
		{"tick again", func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			it.Milestones = []ledger.Milestone{{Text: "x", Done: true}}
			return ledger.TickMilestone(e, it, by, 1, true)
		}},
		{"link to itself", func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Depend(e, it, it, by, none)
		}},
		{"unlink", func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Undepend(e, it, it, by)
		}},
		{"hand over", func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.HandOver(e, []ledger.Item{it}, "handler", "handler", by, "r")
		}},
		{"solve", func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Resolve(e, it, by, ledger.Problem{N: 1, Owner: "zz"}, "x")
		}},
		{"solve without an outcome", func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			it.Blocker = &ledger.Blocker{Reason: "r", Problem: 1}
			return ledger.Resolve(e, it, by, ledger.Problem{N: 1, Owner: "zz"}, "")
		}},
		{"assign", func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			_, err := ledger.Assign(e, it, by, ledger.Problem{N: 1, Owner: "a"}, "a", "")
			return ledger.Change{}, err
		}},
		{"merge", func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Merge(e, it, ledger.Item{ID: "j", Number: ledger.Number{Year: 2026, Seq: 8}, Lead: "b", State: ledger.StateActive}, by, ledger.Carry{}, "r", ledger.Kin{After: none})
		}},
		{"merge into what waits for a review", func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Merge(e, it, ledger.Item{ID: "j", Number: ledger.Number{Year: 2026, Seq: 8}, Lead: "b", State: ledger.StateSubmitted}, by, ledger.Carry{}, "r", ledger.Kin{After: none})
		}},
		{"merge into itself", func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Merge(e, it, it, by, ledger.Carry{}, "r", ledger.Kin{After: none})
		}},
		{"reopen what was merged", func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			it.Into = &ledger.Merging{Item: "j"}
			return ledger.Reopen(e, it, by, "r", nil)
		}},
		{"separate", func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Separate(e, it, ledger.Item{ID: "j"}, by, "r", ledger.Kin{After: none})
		}},
		{"undo", func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Undo(e, it.IssuedAt, []ledger.Item{it}, ledger.Draft{}, 0, by)
		}},
		{"undo in time", func(e ledger.Env, it ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			it.IssuedAt = e.Now
			return ledger.Undo(e, it.IssuedAt, []ledger.Item{it}, ledger.Draft{}, 0, by)
		}},
		{"issue nothing", func(e ledger.Env, _ ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Issue(e, ledger.Draft{}, 0, nil, by)
		}},
		{"issue twice", func(e ledger.Env, _ ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Issue(e, ledger.Draft{}, 0, []int{2}, by)
		}},
		{"issue what lacks an owner", func(e ledger.Env, _ ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Issue(e, ledger.Draft{Rows: []ledger.DraftRow{{N: 2}}}, 0, []int{2}, by)
		}},
		{"issue what is not approved", func(e ledger.Env, _ ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			return ledger.Issue(e, ledger.Draft{Rows: []ledger.DraftRow{{N: 2, Title: "x", Lead: "a", NoDue: true}}}, 0, []int{2}, by)
		}},
		{"approve", func(e ledger.Env, _ ledger.Item, by ledger.PersonID) (ledger.Change, error) {
			_, err := ledger.Approve(e, ledger.Draft{}, by, true, "")
			return ledger.Change{}, err
		}},
	}
}

// TestEveryRefusalHasWords walks every person × action × state, and each refusal must read well in both languages: whole, without a hole, naming who may
// where somebody else may, and the item where it is about one.
func TestEveryRefusalHasWords(t *testing.T) {
	now := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	policy := ledger.DefaultPolicy()
	policy.TwoStep, policy.CoSign, policy.LeaderApproval, policy.ExtensionMax, policy.ExtensionDays = true, true, true, 1, 10
	org := refusalOrg()
	env := ledger.Env{Now: now, Dir: ledger.NewDirectory(org), Policy: policy, Cal: calendar.China(), Source: "test"}
	codes := map[ledger.Code]bool{}
	n := 0
	for _, a := range refusalActions() {
		for _, p := range org.People {
			for _, it := range refusalStates(now) {
				_, err := a.do(env, it, p.ID)
				var r *ledger.Refused
				if err == nil || !errors.As(err, &r) {
					if err != nil {
						t.Errorf("%s by %s: %v", a.name, p.ID, err)
					}
					continue
				}
				n++
				codes[r.Code] = true
				for _, lang := range []string{text.Chinese, text.English} {
					turn := &turn{Bot: &Bot{}, env: env, me: p, v: view.New(env, p.ID, lang)}
					checkRefusal(t, turn, a.name+" by "+string(p.ID), r, it)
				}
			}
		}
	}
	if n < 2000 || len(codes) < 18 {
		t.Errorf("only %d refusals, of %d kinds: %v", n, len(codes), codes)
	}
}

func checkRefusal(t *testing.T, turn *turn, what string, r *ledger.Refused, it ledger.Item) {
	t.Helper()
	card := turn.refusal(r, []ledger.Item{it})
	line := card.Blocks[0].Text
	for _, hole := range []string{"Refused_", "<no value>", "Act_", "State_", "Stand_", "  "} {
		if strings.Contains(line, hole) {
			t.Errorf("%s (%s, %s): %q", what, r.Code, r.State, line)
		}
	}
	if len([]rune(line)) < 6 {
		t.Errorf("%s (%s): %q says too little", what, r.Code, line)
	}
	if r.Code == ledger.RefusedRole || r.Code == ledger.RefusedOwn || r.Code == ledger.RefusedApproval {
		if len(r.May) == 0 || !strings.Contains(line, turn.v.T("Stand_"+string(r.May[0]))) {
			t.Errorf("%s (%s): %q does not say who may", what, r.Code, line)
		}
	}
	if r.Code == ledger.RefusedState && r.Action != ledger.ActIssue && !strings.Contains(line, turn.v.Number(it.Number)) {
		t.Errorf("%s (%s): %q does not name the item", what, r.Code, line)
	}
}
