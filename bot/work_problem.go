package bot

import (
	"encoding/json"
	"errors"
	"slices"

	"github.com/followup-bot/followup/bot/intent"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

// lastProblem is the number given last; it is a RecordMark.
type lastProblem struct {
	N int `json:"n"`
}

const problemMark = "problem/last"

// problems numbers the blockers that the turn's items have got, and resolves those that they have lost.
func (t *turn) problems() error {
	for i := range t.change.Items {
		it := &t.change.Items[i]
		before, err := t.cfg.Store.Item(t.ctx, it.ID)
		if err != nil && !errors.Is(err, ledger.ErrNotFound) {
			return err
		}
		if before.Blocker == nil && it.Blocker == nil {
			continue
		}
		last, rev, err := ledger.Load[lastProblem](t.ctx, t.cfg.Store, ledger.RecordMark, problemMark)
		if err != nil && !errors.Is(err, ledger.ErrNotFound) {
			return err
		}
		for _, r := range t.change.Records { // another problem of this turn
			if r.Kind == ledger.RecordProblem && r.Rev == 0 {
				last.N++
			}
		}
		recs, n, err := ledger.TrackProblems(t.env, before, it, last.N, t.outcomeOf(*it), t.me.ID, t.knownProblem)
		if errors.Is(err, ledger.ErrNotFound) {
			continue // it was blocked before problems had numbers
		}
		if err != nil {
			return err
		}
		for _, r := range recs {
			t.record(r)
		}
		if n > last.N {
			t.record(ledger.NewRecord(ledger.RecordMark, problemMark, rev, lastProblem{n}))
		}
	}
	return nil
}

// adopt numbers the blockers that were raised before problems had numbers.
func (t *turn) adopt() error {
	var ids []ledger.ItemID
	if err := t.cfg.Store.Rows(t.ctx, ledger.Filter{Open: true}, func(r ledger.Row) bool {
		if r.Blocked != "" {
			ids = append(ids, r.ID)
		}
		return true
	}); err != nil {
		return err
	}
	for _, id := range ids {
		it, err := t.item(id)
		if err != nil {
			return err
		}
		if it.Blocker != nil && it.Blocker.Problem == 0 {
			t.take(ledger.Adopt(t.env, it))
		}
	}
	return t.problems()
}

func (t *turn) knownProblem(n int) (ledger.Problem, int64, error) {
	return ledger.Load[ledger.Problem](t.ctx, t.cfg.Store, ledger.RecordProblem, ledger.ProblemID(n))
}

// outcomeOf is what the turn says of the item: how its problem ended.
func (t *turn) outcomeOf(it ledger.Item) string {
	for _, e := range slices.Backward(t.change.Events) {
		if e.Item == it.ID && e.Reason != "" {
			return e.Reason
		}
	}
	return orWords(it.Note, t.m.Text)
}

// problemList shows the open problems that the speaker may see.
func (t *turn) problemList() error {
	all, err := ledger.LoadAll[ledger.Problem](t.ctx, t.cfg.Store, ledger.RecordProblem, "")
	if err != nil {
		return err
	}
	if err := t.adopt(); err != nil {
		return err
	}
	for _, r := range t.change.Records {
		var p ledger.Problem
		if r.Kind == ledger.RecordProblem && json.Unmarshal(r.Data, &p) == nil {
			all = append(all, p)
		}
	}
	all = slices.DeleteFunc(all, func(p ledger.Problem) bool { return !p.Open() || !t.seesProblem(p, ledger.Item{Lead: p.Lead}) })
	var q ledger.Query
	for _, p := range all {
		q.Units = append(q.Units, p.Lead)
	}
	t.answer(t.v.Problems(all), q)
	return nil
}

// seesProblem reports whether a problem of an item is the speaker's to see: the item's, and what they or their unit have to solve.
func (t *turn) seesProblem(p ledger.Problem, it ledger.Item) bool {
	return p.Person == t.me.ID || slices.Contains(t.me.Units(), p.Owner) || t.env.Sees(t.me.ID, it)
}

// problem resolves a problem, or names its owner.
func (t *turn) problem(w intent.Work) (outcome, error) {
	p, rev, err := t.knownProblem(w.N)
	if errors.Is(err, ledger.ErrNotFound) {
		return outcome{}, t.trouble("NoSuchProblem", "N", w.N)
	}
	if err != nil {
		return outcome{}, err
	}
	it, err := t.item(p.Item)
	switch {
	case err != nil:
		return outcome{}, err
	case !t.seesProblem(p, it):
		return outcome{}, t.trouble("NoSuchProblem", "N", w.N)
	case !p.Open():
		return outcome{}, t.trouble("ProblemOver", "N", w.N, "Outcome", p.Outcome, "Who", t.v.Person(p.ResolvedBy))
	}
	bind := ledger.Binding{Card: view.CardNotice, Items: []ledger.ItemID{it.ID}}
	if w.Op == intent.WorkSolve {
		c, err := ledger.Resolve(t.env, it, t.me.ID, p, w.Text)
		if err != nil {
			return outcome{}, err
		}
		t.take(c)
		return outcome{done: t.v.Say(t.v.T("ProblemSolved", "N", p.N, "Number", t.v.Number(it.Number), "Outcome", w.Text, "Unit", t.v.Unit(it.Lead))), bind: bind}, nil
	}
	if p, err = ledger.Assign(t.env, it, t.me.ID, p, w.Unit, w.To); err != nil {
		return outcome{}, err
	}
	t.record(ledger.NewRecord(ledger.RecordProblem, ledger.ProblemID(p.N), rev, p))
	for _, who := range t.problemOwners(p) {
		if who != t.me.ID {
			t.tellPersonIn(who, "ProblemYours", "N", p.N, "Number", it.Number.Short(), "Title", view.Clip(it.Title, 24), "Unit", t.v.Unit(it.Lead), "Reason", p.Reason)
		}
	}
	return outcome{done: t.v.Say(t.v.T("ProblemAssigned", "N", p.N, "Who", t.v.ProblemOwner(p))), bind: bind}, nil
}

// problemOwners are the people who have to solve it.
func (t *turn) problemOwners(p ledger.Problem) []ledger.PersonID {
	if p.Person != "" {
		return []ledger.PersonID{p.Person}
	}
	return ledger.Recipients(t.env, ledger.Item{Lead: p.Owner}, ledger.ForHead)
}

// tellPersonIn says a sentence to somebody else, in their language.
func (t *turn) tellPersonIn(to ledger.PersonID, id string, args ...any) {
	v := viewFor(t.env, to)
	t.tellPerson(to, v.Say(v.T(id, args...)))
}
