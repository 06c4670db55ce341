package bot

import (
	"slices"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/intent"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

// scoreMost is how many units' scores are explained in one answer.
const scoreMost = 3

// explainScore shows the arithmetic of a unit's score. Units see their own, leaders and the office everybody's; never in a channel.
func (t *turn) explainScore(in intent.Intent) error {
	a := asked{in: in}
	if !t.wanted(&a) {
		return nil
	}
	units := a.q.Units
	if in.Slots.Unit == "" && len(in.Slots.Units) == 0 {
		if own := t.me.Units(); len(own) > 0 {
			units = own
		}
	}
	if len(units) == 0 || len(units) > scoreMost {
		t.whisperOrReply(t.v.Say(t.v.T("ScoreWhich")))
		return nil
	}
	q, ok := t.visible(ledger.Query{Units: units}) // that an item is one's own opens no unit's score
	if !ok {
		return nil
	}
	units = q.Units
	contest := t.env.Contest(t.period(in.Slots), units)
	if err := contest.Take(t.ctx, t.cfg.Store); err != nil {
		return err
	}
	cards := make([]chat.Card, len(units))
	for i, u := range units {
		cards[i] = t.v.Score(contest.Score(u))
	}
	t.privately(cards...)
	return nil
}

// period is the one that was named, else this year so far.
func (t *turn) period(s intent.Slots) ledger.Period {
	from, errFrom := ledger.ParseDate(s.From)
	to, errTo := ledger.ParseDate(firstOf(s.To...))
	today := t.env.Today()
	if errFrom != nil || errTo != nil || from.IsZero() || to.Before(from) {
		return ledger.YearOf(today)
	}
	if to.After(today) {
		to = today
	}
	return ledger.Period{From: from, To: to}
}

// ranking orders units, where rankings are switched on: for leaders and the office, by direct message only.
func (t *turn) ranking(in intent.Intent, q ledger.Query) error {
	if !t.canDo(ledger.ActViewAll) {
		return t.refused(t.env.Allowed(t.me.ID, ledger.ActViewAll, ledger.Item{}), nil)
	}
	if !t.env.Policy.Rankings {
		t.whisperOrReply(view.With(t.v.Say(t.v.T("RankingsOff", "May", t.may(ledger.May(ledger.ActConfigure)))), t.insteadOfRanks()...))
		return nil
	}
	s := in.Slots
	contest := t.env.Contest(t.period(s), q.Units)
	if err := contest.Take(t.ctx, t.cfg.Store); err != nil {
		return err
	}
	list := contest.Ranking(s.By)
	n := len(list)
	if s.N != nil {
		n = min(n, max(1, *s.N))
	}
	switch s.Order {
	case "worst":
		list = slices.Clone(list[len(list)-n:])
		slices.Reverse(list)
	case "both":
		t.privately(t.v.Ends(list, s.By, t.period(s), max(1, min(n, (len(list)+1)/2, endsMost))))
		return nil
	default:
		list = list[:n]
	}
	t.privately(t.v.Ranking(list, s.By, s.Order, t.period(s)))
	return nil
}

// privately answers by direct message; a channel is told no more than that.
func (t *turn) privately(cards ...chat.Card) {
	for _, c := range cards {
		t.whisper(c)
	}
	if !t.m.Direct {
		t.reply(t.v.Say(t.v.T("AnsweredPrivately")))
	}
}

// endsMost is how many units stand at either end where no number was said.
const endsMost = 3
