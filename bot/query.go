package bot

import (
	"reflect"
	"slices"
	"strings"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/intent"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

func isQuery(n intent.Name) bool {
	switch n {
	case intent.List, intent.Count, intent.Rank, intent.Summary, intent.Bulletin, intent.Detail, intent.Metric, intent.Compare, intent.Benchmark,
		intent.Explain, intent.History, intent.Trend, intent.Export, intent.Remind, intent.Subscribe, intent.Followup, intent.Question, intent.Dashboard,
		intent.EvidenceShow:
		return true
	}
	return false
}

// An asked is a question with what it is about made out: the items of which q selects, called scope, over a period (zero: none was named).
type asked struct {
	in    intent.Intent
	q     ledger.Query
	scope string
	over  ledger.Period
}

// query answers a question.
func (t *turn) query(in intent.Intent) error {
	var base *ledger.Query
	if in.Name == intent.Followup {
		prev := t.lastAsked()
		if prev == nil {
			return t.unclear()
		}
		base = prev.Base
		if in.Slots.Shift != "" {
			return t.compareThen(*prev, in.Slots.Shift)
		}
		in = refine(*prev, in.Slots)
	} else if handled, err := t.byName(&in); handled || err != nil {
		return err
	}
	t.dated(&in)
	switch in.Name {
	case intent.Detail, intent.History, intent.Question, intent.EvidenceShow:
		return t.aboutOne(in)
	case intent.Explain:
		if in.Slots.Ask == "score" && in.Slots.Item == nil && in.Slots.Ref == "" {
			return t.explainScore(in)
		}
		if in.Slots.Item != nil || in.Slots.Ref != "" {
			return t.aboutOne(in)
		}
	case intent.Dashboard:
		return t.page("")
	case intent.Subscribe:
		in.Name, in.Slots.Job = intent.ScheduleCreate, string(ledger.JobBrief)
		return t.setting(in)
	}
	t.remember(in, base)
	return t.figures(in, base)
}

func (t *turn) aboutOne(in intent.Intent) error {
	items, err := t.which(in)
	if err != nil || len(items) == 0 {
		return err
	}
	return t.about1(in, items[0])
}

// dated puts the period that the words name into the slots, where the reader had no slot for it.
func (t *turn) dated(in *intent.Intent) {
	s := &in.Slots
	if s.From != "" || len(s.To) > 0 || !s.DueFrom.IsZero() || !s.DueTo.IsZero() || in.Name == intent.Trend || s.StaleDaysGTE != nil || s.OverdueDaysGTE != nil {
		return
	}
	if p, ok := intent.PeriodOf(t.m.Text, t.context()); ok {
		s.From, s.To = p.From.String(), intent.OneOrMany{p.To.String()}
	}
}

// periodOf is the period of the slots.
func periodOf(s intent.Slots) (p ledger.Period) {
	p.From, _ = ledger.ParseDate(s.From)
	p.To, _ = ledger.ParseDate(strings.Join(s.To, ""))
	if p.To.IsZero() && !p.From.IsZero() {
		p.To = p.From
	}
	return p
}

// figures answers questions about many items.
func (t *turn) figures(in intent.Intent, base *ledger.Query) error {
	a := asked{in: in, over: periodOf(in.Slots)}
	if base != nil {
		a.q = *base
	}
	if !t.wanted(&a) {
		return nil
	}
	if ok, err := t.ofMeeting(&a); !ok || err != nil {
		return err
	}
	switch in.Name {
	case intent.Summary, intent.Bulletin:
		return t.summary(a)
	case intent.Metric:
		return t.metric(a)
	case intent.Rank:
		return t.ranking(in, a.q)
	case intent.Compare:
		return t.compare(a)
	case intent.Trend:
		return t.trend(a)
	case intent.Explain:
		return t.explain(a)
	case intent.Remind:
		return t.remindMany(in, a.q)
	case intent.Export:
		if in.Slots.What == whatGantt {
			return t.gantt(a)
		}
		return t.document(a)
	case intent.List, intent.Count:
		if in.Slots.Ask == "reported" {
			return t.reported(a)
		}
		plain := in.Name == intent.List && base == nil && timeless(a.q)
		if plain {
			a.q.Open = true
		}
		return t.list(a.q, listWish{scope: a.scope, byUnit: in.Slots.By == "unit", plain: plain})
	}
	t.reply(view.With(t.v.Say(t.v.T("CantAnswer")), t.suggestions()...))
	return nil
}

// rows are the projections of the items that a query selects, most urgent first.
func (t *turn) rows(q ledger.Query) ([]ledger.Row, error) {
	return t.env.Find(t.ctx, t.cfg.Store, q)
}

// tally makes all figures of what a query selects.
func (t *turn) tally(q ledger.Query, over ledger.Period, months int, by ...string) (*ledger.Tally, error) {
	c := t.env.Tally(q, over, months, by...)
	return c, c.Take(t.ctx, t.cfg.Store)
}

// listWish is how a list is to be shown.
type listWish struct {
	from   int // the first row to show
	scope  string
	byUnit bool
	plain  bool // nothing was said of states or dates: what is open is meant, and the rest offered
}

// timeless reports whether a question says nothing of states and dates.
func timeless(q ledger.Query) bool {
	p := ledger.Query{Units: q.Units, Support: q.Support, Person: q.Person, Parent: q.Parent, Priority: q.Priority, Area: q.Area, Programme: q.Programme,
		Involvement: q.Involvement, Meeting: q.Meeting, Timely: q.Timely, Extended: q.Extended, Returned: q.Returned}
	return reflect.DeepEqual(p, q)
}

// groupFrom is how many rows over several units are better read unit by unit.
const groupFrom = 9

// visible narrows a query to what the speaker may see; ok is false when nothing of it is left, and they have been told so.
func (t *turn) visible(q ledger.Query) (_ ledger.Query, ok bool) {
	if q, ok = t.env.Visible(t.me.ID, q); !ok {
		t.whisperOrReply(t.v.Say(t.v.T("NotYours")))
	}
	return q, ok
}

// list shows the rows behind a question or a figure.
func (t *turn) list(q ledger.Query, w listWish) error {
	q, ok := t.visible(q) // a button's query goes by what its reader may see
	if !ok {
		return nil
	}
	rows, err := t.rows(q)
	if err != nil {
		return err
	}
	if w.scope == "" {
		w.scope = t.env.Dir.Org().Name
		if len(q.Units) > 0 {
			w.scope = t.v.Units(q.Units)
		}
	}
	title := t.v.ListTitle(w.scope, t.v.What(q), len(rows))
	switch {
	case q.Decides == t.me.ID && len(q.Units) == 0 && len(rows) == 0:
		title = t.v.T("DecideNone")
	case q.Decides == t.me.ID && len(q.Units) == 0:
		title = t.v.N("HomeDecide", len(rows))
	}
	units := map[ledger.UnitID]bool{}
	for _, r := range rows {
		units[r.Lead] = true
	}
	byUnit := w.byUnit || len(rows) >= groupFrom && len(units) > 2
	title, shown, turn := t.pageRows(title, q, w, rows, byUnit)
	card := t.v.Listing(title, shown, len(units) > 1)
	if byUnit {
		card = t.v.ByUnit(title, shown)
	}
	if (q.Pending != "" || q.Decides != "") && len(shown) > 0 && len(shown) <= decideMost {
		items, err := t.load(shown)
		if err != nil {
			return err
		}
		card = t.v.Deciding(title, items)
	}
	card = view.With(card, turn...)
	if line := t.v.Exceptions(q, rows); line != "" {
		card.Blocks = slices.Insert(card.Blocks, 0, chat.Block{Kind: chat.BlockText, Text: line})
	}
	onward := t.onward(q, rows, len(units))
	if w.plain {
		more := q
		more.Open = false
		if all, err := t.rows(more); err == nil && len(all) > len(rows) {
			onward = append([]chat.Control{t.v.Ask(more, t.v.T("SeeWithClosed", "N", len(all)))}, onward...)
		}
	}
	t.answer(view.With(card, onward...), q)
	return nil
}

// decideMost is how many waiting decisions are shown with their buttons; more are a list to open.
const decideMost = 8

// onward are the buttons to go on from a list.
func (t *turn) onward(q ledger.Query, rows []ledger.Row, units int) []chat.Control {
	var out []chat.Control
	late := 0
	for _, r := range rows {
		if t.env.Overdue(r) {
			late++
		}
	}
	if late > 0 && late < len(rows) {
		n := q
		n.Open, n.Overdue = true, 1
		out = append(out, t.v.Ask(n, t.v.N("See_red", late)))
	}
	if len(rows) == 0 && len(q.Units) > 0 && t.v.What(q) != t.v.T("Q_open") {
		out = append(out, t.v.Ask(ledger.Query{Units: q.Units, Open: true}, t.v.T("SeeOpenOf", "Unit", t.v.Units(q.Units))))
	}
	if late > 0 && units == 1 && t.me.ID != "" && t.canDo(ledger.ActViewAll) {
		words := t.v.T("SayWhyLate", "Unit", t.v.Unit(rows[0].Lead))
		out = append(out, t.v.Button(view.DoSay, words, t.v.T("DoWhyLate"), ""))
	}
	return append(out, t.pageLinks(pageOf(q))...)
}

// answer replies in place where that shows nobody what is not theirs; otherwise privately, with one line that says so.
func (t *turn) answer(card chat.Card, q ledger.Query) {
	if t.m.Direct || t.channelOwns(q.Units) {
		t.reply(card)
		return
	}
	t.whisper(card)
	t.reply(t.v.Say(t.v.T("ToldPrivately")))
}

// channelOwns reports whether all of the units are the channel's; of no units, which are all, it is not.
func (t *turn) channelOwns(units []ledger.UnitID) bool {
	here := ledger.Channel{Messenger: t.m.At.Messenger, Workspace: t.m.At.Workspace, Conversation: t.m.At.Conversation}
	for _, u := range units {
		if !slices.Contains(t.env.Dir.Unit(u).Channels, here) {
			return false
		}
	}
	return len(units) > 0
}

// remindMany urges every unit of a query, after it was confirmed.
func (t *turn) remindMany(in intent.Intent, q ledger.Query) error {
	q.Open = true
	rows, err := t.rows(q)
	if err != nil {
		return err
	}
	items, err := t.load(slices.DeleteFunc(rows, func(r ledger.Row) bool { return t.env.Allowed(t.me.ID, ledger.ActUrge, r.Outline()) != nil }))
	if err != nil {
		return err
	}
	if len(items) == 0 {
		t.reply(t.v.Say(t.v.T("NothingToUrge")))
		return nil
	}
	return t.confirm(in, items)
}
