package bot

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/intent"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

// merge makes one item part of another, or takes that back.
func (t *turn) merge(w intent.Work) (outcome, error) {
	it, err := t.workItem(w.Refs[:1])
	if err != nil {
		return outcome{}, err
	}
	if w.Off {
		return t.unmerge(w, it)
	}
	into, err := t.workItem(w.Refs[1:])
	if err != nil {
		return outcome{}, err
	}
	if w.Either && it.Number.Compare(into.Number) < 0 { // what was there first goes on
		it, into = into, it
	}
	return t.mergeItems(w, it, into)
}

func (t *turn) mergeItems(w intent.Work, it, into ledger.Item) (outcome, error) {
	kin, err := t.kin(it, it)
	if err != nil {
		return outcome{}, err
	}
	reason := firstOf(w.Reason, t.v.T("MergeReason", "Into", t.v.Number(into.Number)))
	c, err := ledger.Merge(t.env, it, into, t.me.ID, ledger.Carry{Support: !w.NoSupport, Measure: !w.NoMeasure}, reason, kin)
	if err != nil {
		return outcome{}, err
	}
	t.take(c)
	args := []any{"Number", t.v.Number(it.Number), "Title", t.title(it), "Into", t.v.Number(into.Number), "IntoTitle", t.title(into)}
	out := outcome{reads: []string{t.v.T("MergeRead", args...)}, bind: ledger.Binding{Card: view.CardNotice, Items: []ledger.ItemID{into.ID}}}
	m := c.Items[1].Merged[len(into.Merged)]
	along := t.alongWith(m)
	if along != "" {
		out.reads = append(out.reads, along)
		out.other = append(out.other, t.sayButton("Do_merge_alone", "SayMergeAlone"))
	}
	if it.Submission != nil || it.Extension != nil {
		out.reads = append(out.reads, t.v.T("MergeDrops", args...))
	}
	if w.Either {
		out.other = append(out.other, t.sayButton("Do_merge_other", "SayMerge", "Number", t.v.Number(into.Number), "Into", t.v.Number(it.Number)))
	}
	lines := []string{t.v.T("MergeDone", args...)}
	if along != "" {
		lines = append(lines, along)
	}
	out.done = view.With(t.v.Say(lines...), t.sayButton("Do_unmerge", "SayUnmerge", args...))
	return out, nil
}

// sayButton is a button that says words.
func (t *turn) sayButton(label, words string, args ...any) chat.Control {
	return t.v.Button(view.DoSay, t.v.T(words, args...), t.v.T(label, args...), "")
}

// alongWith says what a merged item takes along; empty: nothing.
func (t *turn) alongWith(m ledger.Merging) string {
	var parts []string
	if len(m.Support) > 0 {
		parts = append(parts, t.v.T("MergeSupport", "Units", t.v.Units(m.Support)))
	}
	if m.Measure != "" {
		parts = append(parts, t.v.T("MergeMeasure", "Text", view.Clip(m.Measure, 60)))
	}
	if len(parts) == 0 {
		return ""
	}
	return t.v.T("MergeAlong", "What", strings.Join(parts, t.v.T("Comma")))
}

// unmerge lets an item that was merged go on by itself.
func (t *turn) unmerge(w intent.Work, it ledger.Item) (outcome, error) {
	if it.Into == nil {
		return outcome{}, t.trouble("NotMerged", "Number", t.v.Number(it.Number))
	}
	from := it.Into.Number
	c, err := t.separate(it, orWords(w.Reason, t.m.Text))
	if err != nil {
		return outcome{}, err
	}
	t.take(c)
	args := []any{"Number", t.v.Number(it.Number), "Title", t.title(it), "Into", t.v.Number(from), "State", t.v.T("State_" + string(c.Items[0].State))}
	return outcome{reads: []string{t.v.T("UnmergeRead", args...)}, done: t.v.Say(t.v.T("UnmergeDone", args...)),
		bind: ledger.Binding{Card: view.CardNotice, Items: []ledger.ItemID{it.ID}}}, nil
}

// separate decides that an item which was merged goes on by itself.
func (t *turn) separate(it ledger.Item, why string) (ledger.Change, error) {
	from, err := t.item(it.Into.Item)
	if err != nil {
		return ledger.Change{}, err
	}
	kin, err := t.kin(it, from)
	if err != nil {
		return ledger.Change{}, err
	}
	return ledger.Separate(t.env, it, from, t.me.ID, why, kin)
}

// kin are the items around one that ends or comes back: its parent, and what waits for the other one.
func (t *turn) kin(it, waitedFor ledger.Item) (k ledger.Kin, err error) {
	k.After = t.after
	if k.Parent, err = t.parent(it); err != nil {
		return k, err
	}
	k.Waiting, err = t.items(waitedFor.Then)
	return k, err
}

// mergeAlone takes the choice, under the question, that nothing goes along; ok is false when the words are something else.
func (t *turn) mergeAlone(s string) (ok bool, err error) {
	if t.pending == nil || t.pending.Kind != "work" || !intent.MergeAlone(s) {
		return false, nil
	}
	w, err := waited[intent.Work](*t.pending)
	if err != nil || w.Op != intent.WorkMerge || w.Off {
		return false, err
	}
	w.NoSupport, w.NoMeasure = true, true
	t.env.Words, t.m.Text, t.env.Read = t.pending.Words+"\n"+s, t.pending.Words, string(w.Op)
	return true, t.worked(w)
}

// goesInto are words that say which of two items goes on.
var goesInto = regexp.MustCompile(`(?i)并入|并到|归到|归入|合并到|合到|into`)

// mergeSaid takes words that two items are one: the office's are an order, read back; anybody else's are a wish for the office to decide.
func (t *turn) mergeSaid(in intent.Intent) error {
	items, err := t.which(in)
	if err != nil || len(items) == 0 {
		return err
	}
	if in.Slots.With == nil {
		return t.clarify(in, items)
	}
	it, with := items[0], strconv.Itoa(*in.Slots.With)
	if t.canDo(ledger.ActMerge) {
		return t.work(intent.Work{Op: intent.WorkMerge, Refs: []string{it.Number.Short(), with}, Either: !goesInto.MatchString(t.m.Text)})
	}
	if in.Expect == intent.Clarify {
		return t.clarify(in, items)
	}
	if err := t.perform(in, items); err != nil {
		return err
	}
	for _, who := range ledger.Recipients(t.env, it, ledger.ForOffice) {
		rows, err := t.numberedFor(who, with)
		if err != nil {
			return err
		}
		if who != t.me.ID {
			t.tellPerson(who, t.mergeWish(who, it, with, rows))
		}
	}
	return nil
}

// numberedFor is what a number means to somebody else.
func (t *turn) numberedFor(who ledger.PersonID, name string) ([]ledger.Row, error) {
	theirs := *t
	theirs.me, _ = t.env.Dir.Person(who)
	theirs.bound = nil
	return theirs.numbered(name)
}

// mergeWish asks somebody of the office to decide, with a button for each way.
func (t *turn) mergeWish(who ledger.PersonID, it ledger.Item, with string, rows []ledger.Row) chat.Card {
	v := viewFor(t.env, who)
	n, _ := ParseNumber(with)
	a, b := v.Number(it.Number), v.Number(n)
	card := v.Say(v.T("MergeWish", "Who", t.me.Name, "Unit", v.Unit(it.Lead), "Number", a, "Title", view.Clip(it.Title, 30), "Into", b, "Words", view.Clip(t.m.Text, 100)))
	label := func(from, into string) string { return v.T("Do_merge", "Number", from, "Into", into) }
	if len(rows) != 1 { // which one is meant is asked when the words are said
		return view.With(card, v.Button(view.DoSay, v.T("SayMerge", "Number", a, "Into", b), label(a, b), ""), v.Button(view.DoSay, v.T("SayMerge", "Number", b, "Into", a), label(b, a), ""))
	}
	x, y := string(it.ID), string(rows[0].ID)
	return view.With(card, v.Button(view.DoMerge, x+"|"+y, label(a, b), "primary"), v.Button(view.DoMerge, y+"|"+x, label(b, a), ""))
}

// mergeClicked does what the wish's button says.
func (t *turn) mergeClicked(value string) error {
	x, y, _ := strings.Cut(value, "|")
	items, err := t.items([]ledger.ItemID{ledger.ItemID(x), ledger.ItemID(y)})
	if err != nil {
		t.reply(t.v.Say(t.v.T("Gone")))
		return nil
	}
	out, err := t.mergeItems(intent.Work{Op: intent.WorkMerge}, items[0], items[1])
	if err != nil {
		return t.unable(err)
	}
	t.replyBound(out.done, out.bind)
	return nil
}
