package bot

import (
	"slices"
	"strings"

	"github.com/followup-bot/followup/bot/chart"
	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/intent"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

// whatGantt in Slots.What is the Gantt chart as a picture.
const whatGantt = "gantt"

// ganttAsked answers with the Gantt chart of what is named, as a picture: of a programme, an area, units, a meeting, or of an item with its parts. Words
// that name nothing go on from the last question.
func (t *turn) ganttAsked(in intent.Intent) (handled bool, err error) {
	subject, ok := intent.Gantt(t.m.Text)
	asks := in.Name == intent.None || isQuery(in.Name) || in.Name == intent.Instruct && intent.GanttOfItem(subject)
	if !ok || !asks || t.cfg.Charts == nil {
		return false, nil
	}
	in.Name, in.Slots.What = intent.Export, whatGantt
	if done, err := t.ganttOfItems(in, subject); done || err != nil {
		return true, err
	}
	if err := t.namedProgramme(&in); err != nil {
		return true, err
	}
	if bare(in) { // what is no question to the reader can still name units
		in.Slots.Units = t.unitsNamed()
	}
	named := !bare(in) || in.Slots.Programme != "" || in.Slots.Owner != "" || in.Slots.Scope != ""
	if m, found := t.env.Dir.Lookup(subject); found && m.Kind == ledger.MentionOrg {
		named = true
	}
	if want := grams(subject); !named && want.total > 0 {
		rows, err := t.titleRows(want)
		if err != nil {
			return true, err
		}
		if len(rows) == 0 {
			t.reply(t.v.Say(t.v.T("GanttUnknown", "Name", view.Clip(subject, 20))))
			return true, nil
		}
		return true, t.drawGantt(rows, t.v.T("ItemsLike", "Name", view.Clip(subject, 12)), "", ledger.Query{Units: leads(rows)})
	}
	var base *ledger.Query
	if prev := t.lastAsked(); prev != nil && !named {
		what := in.Slots.What
		in.Slots, base = prev.Intent.Slots, prev.Base
		in.Slots.What = what
	}
	t.remember(in, base)
	return true, t.figures(in, base)
}

// unitsNamed are the units and groups of units that the words name.
func (t *turn) unitsNamed() (names []string) {
	for _, m := range t.env.Dir.Mentions(t.m.Text) {
		switch {
		case m.Kind == ledger.MentionUnit && !m.Weak:
			names = append(names, t.env.Dir.Unit(m.Unit).Name)
		case m.Kind == ledger.MentionGroup && len(m.Units) > 0:
			names = append(names, m.Group)
		}
	}
	return names
}

// ganttOfItems draws the item whose number is said, or under whose card the words stand, with its parts.
func (t *turn) ganttOfItems(in intent.Intent, subject string) (handled bool, err error) {
	_, under := t.thread()
	in.Slots = intent.Slots{What: whatGantt}
	switch {
	case intent.GanttOfItem(subject):
		in.Slots.Ref = strings.TrimSuffix(strings.TrimLeft(subject, "# "), "号")
	case !under || subject != "":
		return false, nil
	}
	items, err := t.which(in)
	if err != nil || len(items) == 0 {
		return true, err
	}
	it := items[0]
	if !t.env.Sees(t.me.ID, it) {
		return true, t.notTheirs(it)
	}
	var rows []ledger.Row
	if it.Children > 0 {
		err = t.cfg.Store.Rows(t.ctx, ledger.Filter{Parent: it.ID}, func(r ledger.Row) bool {
			if t.env.Sees(t.me.ID, r.Outline()) {
				rows = append(rows, r)
			}
			return true
		})
	}
	if err != nil {
		return true, err
	}
	rows = append(rows, it.Row())
	return true, t.drawGantt(rows, t.v.Number(it.Number)+" "+view.Clip(it.Title, 16), "", ledger.Query{Units: leads(rows)})
}

// gantt draws what a question selects.
func (t *turn) gantt(a asked) error {
	rows, err := t.rows(a.q)
	if err != nil {
		return err
	}
	scope := a.scope
	for _, name := range []string{a.q.Programme, a.q.Area} {
		if name != "" && name != ledger.None && len(a.q.Units) == 0 {
			scope = name
		}
	}
	return t.drawGantt(rows, scope, scope, a.q)
}

// drawGantt answers with the picture: of more rows than it has room for, the most urgent open ones. The plan that holds all of them is a button away
// where it can be asked for by a name.
func (t *turn) drawGantt(rows []ledger.Row, scope, plan string, q ledger.Query) error {
	if len(rows) == 0 {
		t.answer(t.v.Say(t.v.T("DocNothing")), q)
		return nil
	}
	all, closed := len(rows), 0
	for _, r := range rows {
		if r.State == ledger.StateClosed {
			closed++
		}
	}
	if all > chart.GanttMost {
		t.env.SortByUrgency(rows)
		rows = rows[:chart.GanttMost]
	}
	slices.SortFunc(rows, ledger.OrderNumber.Compare)
	items, err := t.load(rows)
	if err != nil {
		return err
	}
	g := t.env.Gantt(items)
	g.All, g.Closed = all, closed
	p, err := t.cfg.Charts.Gantt(t.v.Printer, t.env, g, 0, scope)
	if err != nil {
		return err
	}
	head := t.v.T("Chart_gantt", "Scope", scope) + t.v.T("Colon") + t.v.N("ChartGantt", all, "Date", t.v.Date(t.env.Today(), ledger.Date{}), "Done", closed)
	var controls []chat.Control
	if plan != "" {
		words := t.v.T("SayPlanOf", "Scope", plan)
		controls = append(controls, t.v.Button(view.DoSay, words, t.v.T("Do_plan"), ""))
	}
	card := t.showing(p, head, append(controls, t.pageLinks(pageOf(q))...))
	if all > len(rows) {
		card.Blocks = append(card.Blocks, chat.Block{Kind: chat.BlockNote, Text: t.v.N("ChartGanttMore", all-len(rows), "Shown", len(rows))})
	}
	t.answer(card, q)
	return nil
}

// leads are the units that lead the rows.
func leads(rows []ledger.Row) (out []ledger.UnitID) {
	for _, r := range rows {
		if !slices.Contains(out, r.Lead) {
			out = append(out, r.Lead)
		}
	}
	return out
}
