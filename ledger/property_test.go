package ledger_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/memstore"
)

// TestRandomLives runs random people doing random things to items, and holds what must always hold: nothing is closed without a review by
// somebody else, no parent before its children, numbers without gaps, the chain whole, and replaying the events gives the item.
func TestRandomLives(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed") // drawn lives would favour small choices, and few would get anything closed
		l := &life{T: t, ctx: context.Background(), store: memstore.New("o"), now: actNow, rnd: rand.New(rand.NewPCG(seed, 1))}
		l.issue()
		for range 400 {
			l.act()
		}
		l.check()
	})
}

type life struct {
	*rapid.T
	ctx   context.Context
	store *memstore.Store
	now   time.Time
	n     int
	rnd   *rand.Rand
}

func (l *life) env() ledger.Env {
	l.n++
	l.now = l.now.Add(time.Duration(1+l.rnd.IntN(40)) * time.Hour)
	e := actEnv(func(p *ledger.Policy) { p.TwoStep, p.CoSign = l.n%2 == 0, l.n%3 == 0 })
	e.Now, e.Source = l.now, fmt.Sprintf("act-%d", l.n)
	e.Words = "words of " + e.Source
	return e
}

func (l *life) issue() {
	d := ledger.Draft{ID: ledger.MeetingID(fmt.Sprint("m", l.n)), At: l.now, Rows: []ledger.DraftRow{
		{N: 1, Title: "one", Lead: "a", Support: []ledger.UnitID{"b"}, Due: ledger.Due{Date: ledger.DateOf(l.now).AddDays(10)}},
		{N: 2, Title: "many", Members: []ledger.UnitID{"a", "b", "c"}, NoDue: true},
	}}
	c, err := ledger.Issue(l.env(), d, 0, []int{1, 2}, "supervisor")
	if err != nil {
		l.Fatal(err)
	}
	l.commit(c)
}

func (l *life) commit(c ledger.Change) {
	if err := l.store.Commit(l.ctx, c); err != nil {
		l.Fatalf("commit: %v", err)
	}
}

func (l *life) items() []ledger.Item {
	page, err := l.store.List(l.ctx, ledger.Filter{Limit: 1000})
	if err != nil {
		l.Fatal(err)
	}
	return page.Items
}

// often are the people, those who get things done more than once.
var often = []ledger.PersonID{"head", "supervisor", "supervisor", "head", "support", "supervisor", "other", "overseer", "principal",
	"liaison", "handler", "member", "leader", "admin", "gone"}

func (l *life) act() {
	if l.rnd.IntN(40) == 0 {
		l.issue()
		return
	}
	items := l.items()
	it := items[l.rnd.IntN(len(items))]
	by := often[l.rnd.IntN(len(often))]
	var parent *ledger.Item
	if it.Parent != "" {
		p, err := l.store.Item(l.ctx, it.Parent)
		if err != nil {
			l.Fatal(err)
		}
		parent = &p
	}
	c, err := l.decide(l.env(), it, by, parent, l.rnd.IntN(37), l.rnd.IntN(101))
	var r *ledger.Refused
	if errors.As(err, &r) {
		return
	}
	if err != nil {
		l.Fatal(err)
	}
	l.commit(c)
	l.follow(c, by)
}

// follow keeps the links of other items to what changed, as the bot does.
func (l *life) follow(c ledger.Change, by ledger.PersonID) {
	for _, it := range c.Items {
		on := l.item(it.ID)
		for _, id := range on.Then {
			if f := ledger.Follow(l.env(), l.item(id), on, by); len(f.Items) > 0 {
				l.commit(f)
			}
		}
	}
}

func (l *life) item(id ledger.ItemID) ledger.Item {
	it, err := l.store.Item(l.ctx, id)
	if err != nil {
		l.Fatal(err)
	}
	return it
}

// decideMore are the actions on more than one item, and the office's.
func (l *life) decideMore(e ledger.Env, it ledger.Item, by ledger.PersonID, parent *ledger.Item, what, pct int) (ledger.Change, error) {
	items := l.items()
	other := items[pct%len(items)]
	switch what {
	case 25:
		return ledger.Decompose(e, it, by, []ledger.Piece{{Title: "p"}, {Title: "q", Lead: []ledger.UnitID{"a", "b", "c"}[pct%3]}}[:1+pct%2])
	case 26:
		return ledger.SetMilestones(e, it, by, []ledger.Milestone{{Text: "m"}, {Text: "n"}})
	case 27:
		return ledger.TickMilestone(e, it, by, 1+pct%3, pct%4 > 0)
	case 28:
		return ledger.Depend(e, it, other, by, func(id ledger.ItemID) (out []ledger.ItemID) {
			for _, x := range l.item(id).After {
				out = append(out, x.Item)
			}
			return out
		})
	case 29:
		return ledger.Undepend(e, it, other, by)
	case 30:
		due := ledger.Due{Date: ledger.DateOf(e.Now).AddDays(pct)}
		return ledger.Amend(e, it, by, ledger.Amendment{Due: &due, Parent: parent}, "r")
	case 31:
		return ledger.HandOver(e, items, "handler", "member", by, "r")
	case 32:
		tag := fmt.Sprint("programme ", pct)
		return ledger.Tag(e, it, by, &tag, nil)
	}
	if what >= 34 {
		return l.decideMerge(e, it, other, by, parent, what == 34, pct)
	}
	var made []ledger.Item // of one issue
	for _, x := range items {
		if x.IssuedAt.Equal(it.IssuedAt) && it.IssuedBy == "supervisor" {
			made = append(made, x)
		}
	}
	e.Now = it.IssuedAt.Add(time.Minute)
	c, err := ledger.Undo(e, it.IssuedAt, made, ledger.Draft{ID: "d"}, 0, by)
	c.Records = nil // there is no draft
	return c, err
}

// decideMerge merges an item into another, or takes it out again.
func (l *life) decideMerge(e ledger.Env, it, other ledger.Item, by ledger.PersonID, parent *ledger.Item, apart bool, pct int) (ledger.Change, error) {
	kin := ledger.Kin{Parent: parent, After: func(id ledger.ItemID) (out []ledger.ItemID) {
		for _, x := range l.item(id).After {
			out = append(out, x.Item)
		}
		return out
	}}
	wait := func(of ledger.Item) {
		for _, id := range of.Then {
			kin.Waiting = append(kin.Waiting, l.item(id))
		}
	}
	if apart && it.Into != nil {
		from := l.item(it.Into.Item)
		wait(from)
		return ledger.Separate(e, it, from, by, "r", kin)
	}
	wait(it)
	return ledger.Merge(e, it, other, by, ledger.Carry{Support: pct%2 == 0, Measure: pct%3 == 0}, "r", kin)
}

func (l *life) decide(e ledger.Env, it ledger.Item, by ledger.PersonID, parent *ledger.Item, what, pct int) (ledger.Change, error) {
	due := ledger.Due{Date: ledger.DateOf(e.Now).AddDays(20 + pct)}
	if what >= 25 {
		return l.decideMore(e, it, by, parent, what, pct)
	}
	switch what {
	case 0:
		return ledger.Accept(e, it, by)
	case 1:
		return ledger.Deny(e, it, by, "r", "b")
	case 2:
		return ledger.Reroute(e, it, by, []ledger.UnitID{"a", "b", "c"}[pct%3], "r")
	case 3, 4:
		return ledger.Report(e, it, by, ledger.Progress{Percent: &pct, Note: "n", ETA: due.Date})
	case 5:
		return ledger.Report(e, it, by, ledger.Progress{Blocker: &ledger.Blocker{Reason: "stuck"}})
	case 6:
		return ledger.Extend(e, it, by, due, "r")
	case 7:
		return ledger.Grant(e, it, by, pct%2 == 0, ledger.Due{}, "r")
	case 8, 9, 17, 18, 19:
		return ledger.Submit(e, it, by, ledger.Submission{Text: "done"})
	case 10, 11, 12, 20, 21, 22, 23, 24:
		return ledger.Judge(e, it, by, pct%4 != 1, "r", parent)
	case 13:
		return ledger.Suspend(e, it, by, "r")
	case 14:
		return ledger.Resume(e, it, by, "r")
	case 15:
		return ledger.Terminate(e, it, by, "r", parent)
	}
	return ledger.Reopen(e, it, by, "r", parent)
}

func (l *life) check() {
	finished, children := map[ledger.ItemID]int{}, map[ledger.ItemID]int{}
	seqs := map[int]bool{}
	for _, it := range l.items() {
		if it.Parent != "" {
			children[it.Parent]++
			if !it.State.Open() {
				finished[it.Parent]++
			}
		} else {
			seqs[it.Number.Seq] = true
		}
		l.checkHistory(it)
	}
	for i := range len(seqs) {
		if !seqs[i+1] {
			l.Fatalf("number %d is missing of %d", i+1, len(seqs))
		}
	}
	for _, it := range l.items() {
		if it.Children != children[it.ID] || it.Finished != finished[it.ID] {
			l.Fatalf("%s says %d/%d, has %d/%d", it.Number.Short(), it.Finished, it.Children, finished[it.ID], children[it.ID])
		}
		if it.State == ledger.StateClosed && it.Finished != it.Children {
			l.Fatalf("%s is closed before its children", it.Number.Short())
		}
		l.checkLinks(it)
		l.checkMerged(it)
	}
}

// checkMerged holds that the two sides of a merging agree, and that what went into another is over and closed nowhere.
func (l *life) checkMerged(it ledger.Item) {
	of := func(id ledger.ItemID) func(ledger.Merging) bool {
		return func(m ledger.Merging) bool { return m.Item == id }
	}
	if m := it.Into; m != nil {
		if it.State != ledger.StateTerminated || it.Submission != nil || !slices.ContainsFunc(l.item(m.Item).Merged, of(it.ID)) {
			l.Fatalf("%s is %s, merged into %s, which does not say so", it.Number.Short(), it.State, m.Number.Short())
		}
	}
	for _, m := range it.Merged {
		if x := l.item(m.Item); x.Into == nil || x.Into.Item != it.ID {
			l.Fatalf("%s says that %s went into it, which is not so", it.Number.Short(), m.Number.Short())
		}
	}
}

// checkLinks holds that the two ends of a link agree, and that nothing waits for itself.
func (l *life) checkLinks(it ledger.Item) {
	for _, x := range it.After {
		on := l.item(x.Item)
		done := !on.State.Open() || on.State == ledger.StateSubmitted
		if !slices.Contains(on.Then, it.ID) || x.Due != on.Due.Date || x.Done != done {
			l.Fatalf("%s says of %s: due %s, done %v; it is due %s and done %v", it.Number.Short(), on.Number.Short(), x.Due, x.Done, on.Due.Date, done)
		}
	}
	seen := map[ledger.ItemID]bool{}
	for next := it.After; len(next) > 0; {
		x := l.item(next[0].Item)
		if next = next[1:]; x.ID == it.ID {
			l.Fatalf("%s waits for itself", it.Number.Short())
		}
		if !seen[x.ID] {
			seen[x.ID] = true
			next = append(slices.Clone(next), x.After...)
		}
	}
}

func (l *life) checkHistory(it ledger.Item) {
	events, err := l.store.Events(l.ctx, it.ID)
	if err != nil {
		l.Fatal(err)
	}
	if err := ledger.VerifyChain(it.ID, it.Head, events); err != nil {
		l.Fatal(err)
	}
	again, ok, err := ledger.Replay(events, time.Time{})
	if err != nil || !ok {
		l.Fatalf("replay: %v %v", ok, err)
	}
	again.Rev, again.Seq, again.Head, again.Plan = it.Rev, it.Seq, it.Head, it.Plan
	a, _ := json.Marshal(again)
	b, _ := json.Marshal(it)
	if !reflect.DeepEqual(a, b) {
		l.Fatalf("replayed:\n%s\nstored:\n%s", a, b)
	}
	if it.State == ledger.StateClosed {
		s := it.Submission
		if s == nil || s.Office == "" || owns(it, it.ClosedBy) {
			l.Fatalf("%s closed by %s on the word of %+v", it.Number.Short(), it.ClosedBy, s)
		}
	}
}

// owns reports whether the person answers for the item.
func owns(it ledger.Item, p ledger.PersonID) bool {
	for _, s := range actEnv().Standings(p, it) {
		if s == ledger.StandHandler || s == ledger.StandLiaison || s == ledger.StandHead {
			return true
		}
	}
	return false
}
