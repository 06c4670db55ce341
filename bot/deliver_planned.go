package bot

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

// digestMost is how many lines a digest holds; the rest is a number and a button.
const digestMost = 15

// planned words a message that a schedule or the ladder has planned: what it holds is found now.
func (d *delivery) planned() (chat.Card, ledger.Binding, error) {
	n := d.l.Notice
	if n.Kind == ledger.NoticeBulletin {
		return d.bulletin()
	}
	if rule, ok, err := d.scheduledDocument(); ok || err != nil {
		if err != nil {
			return chat.Card{}, ledger.Binding{}, err
		}
		return d.ruleDocument(rule)
	}
	lines, err := ledger.Digest(d.ctx, d.cfg.Store, d.env, n)
	if err != nil {
		return chat.Card{}, ledger.Binding{}, err
	}
	var calls []ledger.Campaign
	if n.Kind == ledger.NoticeDigest && n.To.Person != "" {
		if calls, err = d.campaigns(); err != nil {
			return chat.Card{}, ledger.Binding{}, err
		}
	}
	if !slices.ContainsFunc(lines, func(l ledger.DigestLine) bool { return l.Calls }) {
		if len(calls) > 0 {
			return d.v.WithCampaigns(chat.Card{}, calls, d.v.Hello(ledger.ZoneOf(d.env, d.l.Notice.To.Person))), ledger.Binding{}, nil
		}
		return chat.Card{}, ledger.Binding{}, errStale
	}
	bind := ledger.Binding{Card: view.CardDigest}
	for _, l := range lines[:min(len(lines), digestMost)] {
		bind.Items = append(bind.Items, l.Item.ID)
	}
	switch {
	case n.Kind == ledger.NoticeEscalated, n.Kind == ledger.NoticeDigest && onlySteps(lines):
		var items []ledger.Item
		explain := true
		for _, l := range lines {
			if l.Calls {
				items = append(items, l.Item)
				explain = explain && l.Why == ledger.WhyExplain
			}
		}
		return d.v.Escalated(items[:min(len(items), digestMost)], explain), bind, nil
	case n.Kind == ledger.NoticeBrief:
		return d.brief(lines), bind, nil
	}
	card := d.digest(lines)
	if len(calls) > 0 {
		card = d.v.WithCampaigns(card, calls, "")
	}
	return card, bind, nil
}

// onlySteps reports whether a message tells of nothing but items whose escalation has reached the recipient.
func onlySteps(lines []ledger.DigestLine) bool {
	return !slices.ContainsFunc(lines, func(l ledger.DigestLine) bool { return l.Why != ledger.WhyEscalated })
}

func (d *delivery) digest(lines []ledger.DigestLine) chat.Card {
	var out []view.Line
	today := ledger.DateOf(d.env.Now.In(ledger.ZoneOf(d.env, d.l.Notice.To.Person)))
	for _, l := range lines[:min(len(lines), digestMost)] {
		line := view.Line{Item: l.Item}
		if l.Calls {
			line.Why = d.v.N("Why_"+string(l.Why), l.Days)
			if l.Why == ledger.WhyToday && l.Item.Row().Deadline().Date.After(today) {
				line.Why = d.v.T("WhyLastWorkday")
			}
			line.Explain = l.Why == ledger.WhyExplain
		}
		out = append(out, line)
	}
	card := d.v.Digest(out, ledger.ReadPlanned(d.l.Notice).Missed, d.v.Hello(ledger.ZoneOf(d.env, d.l.Notice.To.Person)))
	if len(lines) > digestMost {
		card = view.With(card, d.v.Ask(ledger.Query{Person: d.l.Notice.To.Person, Open: true}, d.v.N("ShowAll", len(lines))))
	}
	return card
}

func (d *delivery) brief(lines []ledger.DigestLine) chat.Card {
	var red, blocked, waiting []ledger.Item
	for _, l := range lines {
		switch {
		case slices.Contains([]ledger.Why{ledger.WhyReview, ledger.WhyExtension, ledger.WhyDeclined}, l.Why):
			waiting = append(waiting, l.Item)
		case d.env.Overdue(l.Item.Row()):
			red = append(red, l.Item)
		case l.Item.Blocker != nil:
			blocked = append(blocked, l.Item)
		}
	}
	return d.v.Brief(red, blocked, waiting)
}

// bulletin is the figures of the house, or of a channel's units. One that goes to a channel is first shown to the office, which releases it.
func (d *delivery) bulletin() (chat.Card, ledger.Binding, error) {
	n := d.l.Notice
	to := n.To
	var fired ledger.Fired
	if len(n.Body) > 0 {
		if err := json.Unmarshal(n.Body, &fired); err != nil {
			return chat.Card{}, ledger.Binding{}, fmt.Errorf("notice %s: %w", n.Key, err)
		}
	}
	if fired.Release {
		rule, err := d.rule(d.ctx, n.Rule)
		if err != nil {
			return chat.Card{}, ledger.Binding{}, err
		}
		if list := ledger.ReleasedTo(d.env, rule); len(list) > 0 {
			to = list[0]
		}
	}
	q, scope, ok := d.scopeOf(to)
	if !ok {
		return chat.Card{}, ledger.Binding{}, errStale
	}
	figures := d.env.Tally(q, d.env.Month(), 0)
	if err := figures.Take(d.ctx, d.cfg.Store); err != nil {
		return chat.Card{}, ledger.Binding{}, err
	}
	s := figures.Summary()
	if s.Open.N+s.Closed.N == 0 {
		return chat.Card{}, ledger.Binding{}, errStale
	}
	ranked := n.To.Person != "" && d.env.Allowed(n.To.Person, ledger.ActViewAll, ledger.Item{}) == nil
	card := d.v.Summary(s, scope, ranked && !fired.Release && d.env.Policy.Rankings)
	if fired.Release {
		card = view.With(card, d.v.Button(view.DoRelease, n.Rule, d.v.T("Do_release"), "primary"))
	}
	return card, ledger.Binding{}, nil
}

// scopeOf is what a recipient may see; ok is false when that is nothing.
func (d *delivery) scopeOf(to ledger.Recipient) (q ledger.Query, scope string, ok bool) {
	q, scope = d.channelScope(to.Place)
	if to.Person == "" {
		return q, scope, true
	}
	if q, ok = d.env.Visible(to.Person, q); len(q.Units) > 0 {
		scope = d.v.Units(q.Units)
	}
	return q, scope, ok
}

// channelScope is what a channel may see: its units, or the whole house where it belongs to none.
func (d *delivery) channelScope(p ledger.Place) (q ledger.Query, scope string) {
	here := ledger.Channel{Messenger: p.Messenger, Workspace: p.Workspace, Conversation: p.Conversation}
	for _, u := range d.env.Dir.Org().Units {
		if p.Conversation != "" && slices.Contains(u.Channels, here) {
			q.Units = append(q.Units, u.ID)
		}
	}
	if len(q.Units) > 0 {
		return q, d.v.Units(q.Units)
	}
	return q, d.env.Dir.Org().Name
}
