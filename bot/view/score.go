package view

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/ledger"
)

// fraction writes 0.855 without zeros behind: 1, 0.9, 0.855.
func fraction(f float64) string {
	return strings.TrimRight(strings.TrimRight(strconv.FormatFloat(f, 'f', 3, 64), "0"), ".")
}

// Points writes a score with one decimal, halves rounded up.
func Points(f float64) string { return strconv.FormatFloat(math.Floor(10*f+0.5+1e-9)/10, 'f', 1, 64) }

// Period writes a period: 1月1日至11月24日.
func (c Ctx) Period(p ledger.Period) string {
	today := c.Env.Today()
	return c.T("Period", "From", c.Date(p.From, today), "To", c.Date(p.To, today))
}

// Score is a unit's score with all its arithmetic: what cost points item by item, what cost none, and the formula.
func (c Ctx) Score(s ledger.Score) chat.Card {
	unit := c.Unit(s.Unit)
	if s.Weight == 0 {
		return c.Say(c.T("ScoreNothing", "Unit", unit, "Period", c.Period(s.Period)))
	}
	card := c.card(c.T("ScoreTitle", "Unit", unit, "Value", Points(s.Value), "Period", c.Period(s.Period)),
		para(c.N("ScoreSum", len(s.Lines), "Points", fraction(s.Points), "Weight", fraction(s.Weight), "Value", Points(s.Value))))
	var rows []chat.Row
	var full []string
	for _, l := range s.Lines {
		if l.Lost() < 1e-9 {
			full = append(full, c.Number(l.Row.Number))
			continue
		}
		if len(rows) < ListMost {
			rows = append(rows, c.scoreRow(l))
		}
	}
	if len(rows) > 0 {
		card.Blocks = append(card.Blocks, rowsBlock(rows...))
	}
	if len(full) > 0 {
		card.Blocks = append(card.Blocks, para(c.N("ScoreFull", len(full), "Numbers", c.Some(full, 12))))
	}
	if s.Small {
		card.Blocks = append(card.Blocks, para(c.T("ScoreSmall", "N", s.Formula.Small)))
	}
	card.Blocks = append(card.Blocks, note(c.formula(s.Formula)))
	return card
}

// scoreRow is one item's arithmetic: 1 × 0.85 × 0.9 = 0.765.
func (c Ctx) scoreRow(l ledger.ScoreLine) chat.Row {
	var why []string
	if l.Verdict != ledger.VerdictInTime {
		why = append(why, c.N("Verdict_"+string(l.Verdict), l.Days))
	}
	if l.Row.Returns > 0 {
		why = append(why, c.N("ScoreReturns", l.Row.Returns))
	}
	if l.Support {
		why = append(why, c.T("ScoreSupport"))
	}
	text := strings.Join([]string{Clip(l.Row.Title, 24), strings.Join(why, c.T("Comma")), c.T("ScoreLost", "N", fraction(l.Lost()))}, c.T("Sep"))
	product := fmt.Sprintf("%s × %s × %s = %s", fraction(l.Weight), fraction(l.Timeliness), fraction(l.Quality), fraction(l.Points))
	return chat.Row{Mark: c.Number(l.Row.Number), Text: text, Detail: []string{c.T("ScoreProduct", "Text", product)},
		Actions: []chat.Control{c.button(DoShow, string(l.Row.ID), "")}}
}

func (c Ctx) formula(f ledger.Formula) string {
	p := func(n int) string { return fraction(float64(n) / 100) }
	return c.T("ScoreFormula", "Lead", p(f.Lead), "Support", p(f.Support), "InTime", p(f.InTime), "Extended", p(f.Extended), "Day", p(f.PerDay),
		"Floor", p(f.Floor), "Return", p(f.Return))
}

// Ranking is an ordered list of units, each with what put it there. order is "worst" when the last stands first.
func (c Ctx) Ranking(list []ledger.Ranked, by, order string, p ledger.Period) chat.Card {
	if len(list) == 0 {
		return c.Say(c.T("RankNothing", "Period", c.Period(p)))
	}
	id := "RankTitle"
	if order == "worst" {
		id = "RankTitleWorst"
	}
	card := c.card(c.N(id, len(list), "By", c.rankedBy(by), "Period", c.Period(p)), rowsBlock(c.ranked(list, by)...))
	return c.withSmall(card, list, by)
}

// Ends are the units at either end (抓两头), n each, with reasons.
func (c Ctx) Ends(list []ledger.Ranked, by string, p ledger.Period, n int) chat.Card {
	if len(list) == 0 {
		return c.Say(c.T("RankNothing", "Period", c.Period(p)))
	}
	last := make([]ledger.Ranked, 0, n)
	for i := len(list) - 1; i >= max(n, len(list)-n); i-- {
		last = append(last, list[i])
	}
	card := c.card(c.T("EndsTitle", "By", c.rankedBy(by), "Period", c.Period(p)), para(c.T("EndsBest")), rowsBlock(c.ranked(list[:n], by)...))
	if len(last) > 0 {
		card.Blocks = append(card.Blocks, para(c.T("EndsWorst")), rowsBlock(c.ranked(last, by)...))
	}
	return c.withSmall(card, list, by)
}

func (c Ctx) rankedBy(by string) string {
	if !c.Has("RankBy_" + by) {
		by = ledger.ByTimeliness
	}
	return c.T("RankBy_" + by)
}

func (c Ctx) withSmall(card chat.Card, list []ledger.Ranked, by string) chat.Card {
	for _, x := range list {
		if x.Score.Small && by == ledger.ByScore {
			card.Blocks = append(card.Blocks, note(c.T("RankSmall", "N", x.Score.Formula.Small)))
			break
		}
	}
	return card
}

func (c Ctx) ranked(list []ledger.Ranked, by string) []chat.Row {
	rows := make([]chat.Row, len(list))
	for i, x := range list {
		parts := []string{c.Unit(x.Unit)}
		if by == ledger.ByScore {
			parts = append(parts, c.T("RankScore", "Value", Points(x.Score.Value)))
			if x.Score.Small {
				parts[1] += c.T("RankFew")
			}
		}
		if x.OnTime.Of > 0 {
			parts = append(parts, c.T("RankOnTime", "Part", x.OnTime.Part, "Of", x.OnTime.Of))
		}
		if x.Overdue > 0 {
			parts = append(parts, c.N("RankOverdue", x.Overdue))
		}
		rows[i] = chat.Row{Mark: strconv.Itoa(x.Rank), Text: strings.Join(parts, c.T("Sep"))}
		if x.Worst > 0 {
			why := x.Why.Blocked
			if why == "" {
				why = c.T("RankNoReason")
			}
			rows[i].Detail = []string{c.N("RankWhy", x.Worst, "Number", c.Number(x.Why.Number), "Title", Clip(x.Why.Title, 24), "Why", why)}
		}
	}
	return rows
}
