package ledger_test

import (
	"encoding/json"
	"testing"

	"github.com/followup-bot/followup/ledger"
)

func none(ledger.ItemID) []ledger.ItemID { return nil }

// numbered gives an item an id and a number of its own.
func numberedItem(id ledger.ItemID, seq int, lead ledger.UnitID, s ledger.State) ledger.Item {
	it := in(s, ledger.StageOffice)
	it.ID, it.Number.Seq, it.Lead, it.Support, it.Handler = id, seq, lead, nil, ""
	return it
}

// find is an item of a change.
func find(t *testing.T, c ledger.Change, id ledger.ItemID) ledger.Item {
	t.Helper()
	for _, it := range c.Items {
		if it.ID == id {
			return it
		}
	}
	t.Fatalf("%s is not in the change", id)
	return ledger.Item{}
}

// What goes along when an item is merged comes back when that is taken back, and what waited for it waits for the right one throughout.
func TestMergeAndBack(t *testing.T) {
	e := actEnv()
	it, into := numberedItem("i", 12, "a", ledger.StateAccepted), numberedItem("j", 15, "b", ledger.StateActive)
	it.Support, it.Measure, it.Blocker = []ledger.UnitID{"b", "c"}, "90%", &ledger.Blocker{Reason: "money", Problem: 3}
	into.Measure = "a plan"
	w := numberedItem("w", 16, "c", ledger.StateActive)
	w.After, it.Then = []ledger.Link{{Item: "i", Number: it.Number}}, []ledger.ItemID{"w"}
	parent := numberedItem("p", 1, "office", ledger.StateActive)
	parent.Children = 2
	it.Parent = "p"
	kin := ledger.Kin{Parent: &parent, Waiting: []ledger.Item{w}, After: none}
	c, err := ledger.Merge(e, it, into, "supervisor", ledger.Carry{Support: true, Measure: true}, "the same", kin)
	if err != nil {
		t.Fatal(err)
	}
	a, b := find(t, c, "i"), find(t, c, "j")
	if a.State != ledger.StateTerminated || a.Into.Item != "j" || a.Blocker != nil || !a.Plan.Next.IsZero() {
		t.Errorf("%+v", a)
	}
	if len(b.Merged) != 1 || len(b.Support) != 2 || b.Support[0] != "a" || b.Support[1] != "c" || b.Measure != "a plan;90%" || b.Blocker == nil || b.Blocker.Problem != 0 {
		t.Errorf("%+v", b)
	}
	if x := find(t, c, "w"); x.After[0].Item != "j" || len(a.Then) != 0 || len(b.Then) != 1 {
		t.Errorf("%+v", x.After)
	}
	if find(t, c, "p").Finished != 1 {
		t.Error("the parent does not know")
	}
	told := map[ledger.PersonID]ledger.NoticeKind{}
	for _, n := range c.Notices {
		if k, twice := told[n.To.Person]; twice && n.Items[0] != "w" && k != ledger.NoticeChanged {
			t.Errorf("%s is told twice", n.To.Person)
		}
		told[n.To.Person] = n.Kind
	}
	if told["head"] != ledger.NoticeOutcome || told["support"] != ledger.NoticeChanged {
		t.Errorf("%v", told)
	}
	p := find(t, c, "p")
	c, err = ledger.Separate(e, a, b, "supervisor", "another matter", ledger.Kin{Parent: &p, Waiting: []ledger.Item{find(t, c, "w")}, After: none})
	if err != nil {
		t.Fatal(err)
	}
	a, b = find(t, c, "i"), find(t, c, "j")
	if a.State != ledger.StateAccepted || a.Into != nil || !a.ClosedAt.IsZero() || b.Measure != "a plan" || len(b.Support)+len(b.Merged) != 0 {
		t.Errorf("%+v\n%+v", a, b)
	}
	if x := find(t, c, "w"); x.After[0].Item != "i" || len(a.Then) != 1 || len(b.Then) != 0 || find(t, c, "p").Finished != 0 {
		t.Errorf("%+v", x.After)
	}
}

// What can't go into another is refused; where the other waits for what waits for the first, the link stays where it is.
func TestMergeIsRefused(t *testing.T) {
	e := actEnv()
	it, into := numberedItem("i", 12, "a", ledger.StateActive), numberedItem("j", 15, "b", ledger.StateActive)
	merge := func(it, into ledger.Item, kin ledger.Kin) (ledger.Change, error) {
		return ledger.Merge(e, it, into, "supervisor", ledger.Carry{}, "r", kin)
	}
	_, err := merge(it, it, ledger.Kin{After: none})
	refusedWith(t, err, ledger.RefusedKin)
	child := into
	child.Parent = "i"
	_, err = merge(it, child, ledger.Kin{After: none})
	refusedWith(t, err, ledger.RefusedKin)
	_, err = merge(child, it, ledger.Kin{After: none})
	refusedWith(t, err, ledger.RefusedKin)
	many := it
	many.Children = 2
	_, err = merge(many, into, ledger.Kin{After: none})
	refusedWith(t, err, ledger.RefusedChildren)
	for _, s := range []ledger.State{ledger.StateSubmitted, ledger.StateClosed, ledger.StateTerminated} {
		_, err = merge(it, numberedItem("j", 15, "b", s), ledger.Kin{After: none})
		refusedWith(t, err, ledger.RefusedState)
	}
	w := numberedItem("w", 16, "c", ledger.StateActive)
	w.After, it.Then = []ledger.Link{{Item: "i"}}, []ledger.ItemID{"w"}
	into.After = []ledger.Link{{Item: "w"}}
	c, err := merge(it, into, ledger.Kin{Waiting: []ledger.Item{w}, After: func(id ledger.ItemID) []ledger.ItemID {
		return map[ledger.ItemID][]ledger.ItemID{"j": {"w"}, "w": {"i"}}[id]
	}})
	if err != nil || len(c.Items) != 2 {
		t.Errorf("%v %d items", err, len(c.Items))
	}
}

// A meeting's item that went into another is neither closed nor open there; what was taken back before anybody heard of it is not there at all.
func TestMeetingOutcomeKnowsWhatWentWhere(t *testing.T) {
	e := actEnv()
	gone, ended, undone, other := numberedItem("i", 1, "a", ledger.StateTerminated), numberedItem("k", 2, "a", ledger.StateTerminated),
		numberedItem("u", 3, "a", ledger.StateTerminated), numberedItem("j", 9, "b", ledger.StateActive)
	gone.Into = &ledger.Merging{Item: "j", Number: other.Number}
	for _, it := range []*ledger.Item{&gone, &ended, &undone} {
		it.Source.Meeting = "m"
	}
	undone.IssuedAt = ledger.Item{}.IssuedAt
	o := ledger.OutcomeOf(e, ledger.Draft{ID: "m"}, []ledger.Item{gone, ended, undone, other})
	if o.Merged != 1 || o.Ended != 1 || o.Closed+o.Open != 0 || len(o.Items) != 2 || o.Items[0].In.ID != "j" {
		t.Errorf("%+v", o)
	}
}

func decodeRecord(t *testing.T, c ledger.Change, kind ledger.RecordKind, into any) {
	t.Helper()
	for _, r := range c.Records {
		if r.Kind == kind {
			if err := json.Unmarshal(r.Data, into); err != nil {
				t.Fatal(err)
			}
			return
		}
	}
	t.Fatalf("no record of the kind %s", kind)
}
