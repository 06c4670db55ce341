package bot

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/intent"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

// questionLasts is how long a question of the bot's waits for its answer.
const questionLasts = 3 * 24 * time.Hour

// which finds the items that an intent is about. Where it can't be known, it asks and gives none.
func (t *turn) which(in intent.Intent) ([]ledger.Item, error) {
	s := in.Slots
	switch {
	case s.Ref != "":
		return t.named([]string{s.Ref}, in)
	case len(s.Items) > 0:
		if it, ok := t.childMeant(s.Items); ok {
			return []ledger.Item{it}, nil
		}
		names := make([]string, len(s.Items))
		for i, n := range s.Items {
			names[i] = strconv.Itoa(n)
		}
		return t.named(names, in)
	case len(s.AllExcept) > 0:
		return t.allBut(s.AllExcept)
	}
	if it, ok := t.thread(); ok && (s.Item == nil || *s.Item == it.Number.Seq) {
		return []ledger.Item{it}, nil
	}
	if s.Item != nil {
		return t.named([]string{strconv.Itoa(*s.Item)}, in)
	}
	return t.only(in)
}

// only is the speaker's single candidate, where no item was named; otherwise it asks, with a button an item.
func (t *turn) only(in intent.Intent) ([]ledger.Item, error) {
	rows := t.candidates(in)
	switch {
	case len(rows) == 1 && in.Expect != intent.Clarify:
		it, err := t.item(rows[0].ID)
		return []ledger.Item{it}, err
	case len(rows) == 0:
		t.reply(t.v.Say(t.v.T("NoOpenItems")))
		return nil, nil
	}
	t.askWhich(in, rows)
	return nil, nil
}

// candidates are the items that the intent can be about for this speaker: those waiting for their decision, or their own open ones.
func (t *turn) candidates(in intent.Intent) []ledger.Row {
	switch in.Name {
	case intent.ApproveClose, intent.Return:
		return t.waiting(ledger.PendingReview)
	case intent.ApproveExtension, intent.DenyExtension:
		return t.waiting(ledger.PendingExtension)
	}
	return t.mine()
}

// waiting are the items that wait for a decision of a kind (ledger.PendingReview and its like) which the speaker may take.
func (t *turn) waiting(what string) []ledger.Row {
	return slices.DeleteFunc(t.found(ledger.Query{Pending: what, Open: true}), func(r ledger.Row) bool {
		act := map[string]ledger.Action{ledger.PendingReview: ledger.ReviewAt(r.Stage), ledger.PendingExtension: ledger.ActGrant, ledger.PendingDecline: ledger.ActReroute}[what]
		return t.env.Allowed(t.me.ID, act, r.Outline()) != nil
	})
}

const pickMost = 8

// waitingIntent is what "which item?" and "sure?" remember.
type waitingIntent struct {
	Intent intent.Intent   `json:"intent"`
	Items  []ledger.ItemID `json:"items,omitempty"`
}

func (t *turn) askWhich(in intent.Intent, rows []ledger.Row) {
	if len(rows) > pickMost {
		rows = rows[:pickMost]
	}
	id := "Which_" + string(in.Name)
	if !t.v.Has(id) {
		id = "Which"
	}
	rows = slices.Clone(rows)
	for i, r := range rows {
		rows[i].Title = t.title(ledger.Item{ID: r.ID, Lead: r.Lead, Title: r.Title})
	}
	t.ask("which", waitingIntent{Intent: in}, questionLasts, func(string) chat.Card {
		return view.With(t.v.Say(t.v.T(id)), t.v.Pick(rows)...)
	})
}

var numberForm = regexp.MustCompile(`(?:[〔\[((](\d{4})[〕\]))]\s*|((?:19|2\d)\d\d)\s*[-—–]\s*)?(\d+)(?:\s*[-—–之]\s*(\d+))?`)

// ParseNumber reads a number as people write it: 12, 12-3 (a child), 2026-12, 〔2026〕12, 沈中法督〔2026〕12号.
func ParseNumber(s string) (ledger.Number, bool) {
	m := numberForm.FindStringSubmatch(s)
	if m == nil {
		return ledger.Number{}, false
	}
	var n ledger.Number
	n.Year, _ = strconv.Atoi(m[1] + m[2])
	n.Seq, _ = strconv.Atoi(m[3])
	n.Child, _ = strconv.Atoi(m[4])
	return n, n.Seq > 0
}

// named finds the items of numbers. Several of one number that fit are asked about; a number that nothing has is said.
func (t *turn) named(names []string, in intent.Intent) ([]ledger.Item, error) {
	var out []ledger.Item
	var unknown []string
	for _, name := range names {
		rows, err := t.numbered(name)
		if err != nil {
			return nil, err
		}
		switch len(rows) {
		case 0:
			unknown = append(unknown, name)
		case 1:
			it, err := t.item(rows[0].ID)
			if err != nil {
				return nil, err
			}
			out = append(out, it)
		default:
			t.askWhich(in, rows)
			return nil, nil
		}
	}
	if len(unknown) > 0 {
		t.reply(t.v.Say(t.v.T("NoSuchItem", "Number", t.v.List(unknown))))
		return nil, nil
	}
	return out, nil
}

// numbered gives the rows that a number can mean for the speaker: under a card, the card's; else the speaker's own open ones; else this
// year's, else the last year's that has it. Rows that the speaker may not see do not exist for them.
func (t *turn) numbered(name string) ([]ledger.Row, error) {
	n, ok := ParseNumber(name)
	if !ok {
		return nil, nil
	}
	var all []ledger.Row
	err := t.cfg.Store.Rows(t.ctx, ledger.Filter{Number: n, Parts: true}, func(r ledger.Row) bool {
		if t.env.Sees(t.me.ID, r.Outline()) {
			all = append(all, r)
		}
		return true
	})
	if err != nil {
		return nil, fmt.Errorf("number %s: %w", name, err)
	}
	return t.likeliest(all, n), nil
}

func (t *turn) likeliest(all []ledger.Row, n ledger.Number) []ledger.Row {
	keep := func(match func(ledger.Row) bool) []ledger.Row {
		return slices.DeleteFunc(slices.Clone(all), func(r ledger.Row) bool { return !match(r) })
	}
	bound := func(r ledger.Row) bool { return t.bound != nil && slices.Contains(t.bound.Items, r.ID) }
	mine := ledger.Query{Person: t.me.ID, Open: true}
	own := func(r ledger.Row) bool { // a parent of one's own unit goes before its children
		return n.Child == 0 && r.Number.Child == 0 && r.Children > 0 && r.State.Open() && slices.Contains(t.me.Units(), r.Lead)
	}
	if u := t.caller(); u != "" {
		if rows := keep(func(r ledger.Row) bool { return r.Lead == u && r.State.Open() }); len(rows) > 0 {
			return rows // 沈河法院电话报:12号60% is its own part of item 12
		}
	}
	if rows := keep(own); len(rows) > 0 && t.bound == nil {
		return rows
	}
	for _, match := range []func(ledger.Row) bool{bound, func(r ledger.Row) bool { return t.env.Selects(mine, r) }} {
		if rows := keep(match); len(rows) > 0 {
			return rows
		}
	}
	if n.Child == 0 {
		if rows := keep(func(r ledger.Row) bool { return r.Number.Child == 0 }); len(rows) > 0 {
			all = rows
		}
	}
	year := 0
	for _, r := range all {
		year = max(year, r.Number.Year)
	}
	return keep(func(r ledger.Row) bool { return r.Number.Year == year })
}

// allBut are the speaker's open items without those of the numbers.
func (t *turn) allBut(except []int) ([]ledger.Item, error) {
	rows := slices.DeleteFunc(t.mine(), func(r ledger.Row) bool { return slices.Contains(except, r.Number.Seq) })
	if len(rows) == 0 {
		t.reply(t.v.Say(t.v.T("NoOpenItems")))
	}
	return t.load(rows)
}

// unit resolves a unit's canonical name or alias.
func (t *turn) unit(name string) (ledger.UnitID, bool) {
	m, ok := t.env.Dir.Lookup(strings.TrimSpace(name))
	return m.Unit, ok && m.Kind == ledger.MentionUnit
}

// numbers lists items' numbers for a sentence.
func (t *turn) numbers(items []ledger.Item) string {
	names := make([]string, len(items))
	for i, it := range items {
		names[i] = t.v.Number(it.Number)
	}
	return t.v.Some(names, 15)
}

var dashed = regexp.MustCompile(`(\d+)\s*[-—–－]\s*(\d+)`)

// childMeant tells the child 1-2 from the items 1 to 2, which are written alike: the child is meant where it is the speaker's own, or waits for
// their review.
func (t *turn) childMeant(items []int) (ledger.Item, bool) {
	g := dashed.FindAllStringSubmatch(t.m.Text, -1)
	if len(g) != 1 {
		return ledger.Item{}, false
	}
	a, _ := strconv.Atoi(g[0][1])
	b, _ := strconv.Atoi(g[0][2])
	if b <= a || items[0] != a || items[len(items)-1] != b || len(items) != b-a+1 {
		return ledger.Item{}, false
	}
	rows, err := t.numbered(g[0][1] + "-" + g[0][2])
	if err != nil || len(rows) != 1 {
		return ledger.Item{}, false
	}
	it, err := t.item(rows[0].ID)
	if err != nil {
		return ledger.Item{}, false
	}
	own := slices.ContainsFunc(t.mine(), func(r ledger.Row) bool { return r.ID == it.ID })
	return it, own || t.reviews(it)
}
