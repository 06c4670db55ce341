package bot

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/intent"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

// trouble is why an order can't be carried out, in words for who gave it.
type trouble string

func (e trouble) Error() string { return string(e) }

func (t *turn) trouble(id string, args ...any) error { return trouble(t.v.T(id, args...)) }

// An outcome of an order: how it is read back before it is carried out, and what is said afterwards.
type outcome struct {
	reads []string
	other []chat.Control // beside yes and no
	done  chat.Card
	bind  ledger.Binding
}

// work does an order of the closed loop: what touches others is read back first.
func (t *turn) work(w intent.Work) error {
	t.env.Read = string(w.Op)
	switch w.Op {
	case intent.WorkUndo:
		return t.undo()
	case intent.WorkUndoIssue:
		return t.undoSaid()
	case intent.WorkProblems:
		return t.problemList()
	case intent.WorkOne, intent.WorkEach:
		return t.draftFanout(w)
	case intent.WorkGoOn:
		return t.rowGoesOn(w)
	case intent.WorkSignAll, intent.WorkTick, intent.WorkBack, intent.WorkTag, intent.WorkSolve, intent.WorkAssign:
		return t.worked(w)
	}
	return t.readBackWork(w)
}

// readBackWork finds out whether the order would be refused, says how it was read and waits for a yes.
func (t *turn) readBackWork(w intent.Work) error {
	before, answers := t.change, t.answers
	t.change = ledger.Change{Source: before.Source}
	tried := w
	if w.Op == intent.WorkAmend && w.Reason == "" {
		tried.Reason = "?"
	}
	out, err := t.carry(tried)
	t.change, t.answers = before, answers
	if err != nil {
		return t.unable(err)
	}
	if tried.Reason != w.Reason {
		t.ask("reason", w, reasonLasts, func(string) chat.Card { return t.v.Say(append(out.reads, t.v.T("WhyAmend"))...) })
		return nil
	}
	t.ask("work", w, questionLasts, func(key string) chat.Card {
		return view.With(t.v.Say(strings.Join(out.reads, "\n"), t.v.T("Sure")), append(t.v.YesNo(key, ""), out.other...)...)
	})
	return nil
}

// worked carries an order out and says so.
func (t *turn) worked(w intent.Work) error {
	t.settle()
	out, err := t.carry(w)
	if err != nil {
		return t.unable(err)
	}
	t.replyBound(out.done, out.bind)
	return nil
}

// unable says why not.
func (t *turn) unable(err error) error {
	var s trouble
	if errors.As(err, &s) {
		t.whisperOrReply(t.v.Say(string(s)))
		return nil
	}
	var r *ledger.Refused
	var items []ledger.Item
	if errors.As(err, &r) && r.Item != "" {
		if it, err := t.item(r.Item); err == nil {
			items = append(items, it)
		}
	}
	return t.refused(err, items)
}

// carry decides the order and adds it to the turn.
func (t *turn) carry(w intent.Work) (outcome, error) {
	if len(w.Unknown) > 0 {
		return outcome{}, t.trouble("UnknownOwner", "Name", t.v.List(w.Unknown))
	}
	switch w.Op {
	case intent.WorkSignAll:
		return t.signAll()
	case intent.WorkReview:
		return t.review(w)
	case intent.WorkHandOver:
		return t.handOver(w)
	case intent.WorkAway, intent.WorkBack:
		return t.away(w)
	case intent.WorkSolve, intent.WorkAssign:
		return t.problem(w)
	case intent.WorkLink:
		return t.link(w)
	case intent.WorkMerge:
		return t.merge(w)
	}
	it, err := t.workItem(w.Refs)
	if err != nil {
		return outcome{}, err
	}
	switch w.Op {
	case intent.WorkAmend:
		return t.amend(w, it)
	case intent.WorkDecompose:
		return t.decompose(w, it)
	case intent.WorkSteps, intent.WorkTick:
		return t.milestones(w, it)
	case intent.WorkTag:
		return t.tag(w, it)
	}
	return outcome{}, fmt.Errorf("no way to carry out %q", w.Op)
}

// workItem is the item that an order names, or the one that it stands under, or the speaker's only one.
func (t *turn) workItem(refs []string) (ledger.Item, error) {
	if len(refs) > 0 {
		rows, err := t.numbered(refs[0])
		switch {
		case err != nil:
			return ledger.Item{}, err
		case len(rows) == 0:
			return ledger.Item{}, t.trouble("NoSuchItem", "Number", refs[0])
		case len(rows) > 1:
			return ledger.Item{}, t.trouble("WhichOfMany", "Number", t.v.Number(rows[0].Number), "Other", t.v.Number(rows[1].Number))
		}
		return t.item(rows[0].ID)
	}
	if it, ok := t.thread(); ok {
		return it, nil
	}
	if mine := t.mine(); len(mine) == 1 {
		return t.item(mine[0].ID)
	}
	return ledger.Item{}, t.trouble("WhichItem")
}

// yesWork carries out what was read back. Somebody may have acted meanwhile: what is refused now is said with how things stand.
func (t *turn) yesWork(p ledger.Pending) error {
	w, err := waited[intent.Work](p)
	if err != nil {
		return err
	}
	t.env.Words, t.m.Text, t.env.Read = p.Words, p.Words, string(w.Op)
	return t.worked(w)
}

// otherItem is a number of an item, which no reason is taken for.
var otherItem = regexp.MustCompile(`#\d|\d号|(?i:item \d)`)

// asking are words of a question, which no reason is taken for.
var asking = regexp.MustCompile(`[??]|怎么样|怎样|如何|哪些|多少|几项|情况|清单|列出|导出|(?i)\b(?:what|which|how|list|show|who)\b`)

// reasonLasts is how long the next words are taken for the reason that was asked for.
const reasonLasts = 15 * time.Minute

// reasoned takes a message as the reason that the bot asked for; ok is false when it is something else.
func (t *turn) reasoned(s string) (ok bool, err error) {
	if t.pending == nil || t.pending.Kind != "reason" || t.m.Action != nil || otherItem.MatchString(s) {
		return false, nil
	}
	d := t.decide(s)
	ends := []intent.Name{intent.Yes, intent.No, intent.Cancel, intent.Undo, intent.Help, intent.Drafts, intent.Status, intent.Language}
	if d.Minutes || d.Work != nil || slices.Contains(ends, d.Intent.Name) || isQuery(d.Intent.Name) && asking.MatchString(s) || isSetting(d.Intent.Name) {
		return false, nil
	}
	w, err := waited[intent.Work](*t.pending)
	if err != nil {
		return false, err
	}
	w.Reason = strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(strings.TrimSpace(s), "因为"), "because "))
	t.m.Text = t.pending.Words + "\n" + s
	t.settle()
	return true, t.readBackWork(w)
}

func due(m intent.Moment) ledger.Due { return ledger.Due{Date: m.Date, At: m.At} }
