package view

import (
	"encoding/json"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/ledger"
)

// farOf is an item's deadline as it is first told: of a recurring obligation its rule in the minutes' words, and the first period.
func (c Ctx) farOf(it ledger.Item) string {
	if !it.Recurs() {
		return c.far(it.Due)
	}
	rule := it.DueText
	if rule == "" {
		rule = c.T("RecurringSome")
	}
	if it.Plan.Owed.IsZero() {
		return rule
	}
	return c.T("RecurringFrom", "Rule", rule, "Date", c.Date(it.Plan.Owed, c.Env.Today()))
}

// periods sums a recurring obligation up: 每月25日前;已报 5/6 期(迟报 1),缺报 9月25日;本期 12月25日.
func (c Ctx) periods(it ledger.Item) string {
	rule := it.DueText
	if rule == "" {
		rule = c.T("RecurringSome")
	}
	return c.T("FactRecurring", "Rule", rule) + c.periodsOf(it)
}

// periodsOf is the sum without the rule.
func (c Ctx) periodsOf(it ledger.Item) (s string) {
	today := c.Env.Today()
	n := c.Env.CountPeriods(it)
	if n.Due > 0 {
		s += c.T("PeriodsFiled", "Filed", n.Filed, "Due", n.Due)
	}
	if n.Late > 0 {
		s += c.N("PeriodsLate", n.Late)
	}
	if len(n.Missed) > 0 {
		names := make([]string, len(n.Missed))
		for i, d := range n.Missed {
			names[i] = c.Date(d, today)
		}
		s += c.N("PeriodsMissed", len(names), "Days", c.Some(names, 6))
	}
	if !n.Owed.IsZero() && it.State.Open() {
		s += c.T("PeriodsOwed", "Date", c.Date(n.Owed, today))
	}
	return s
}

// fileControl asks for the present period's report.
func (c Ctx) fileControl(it ledger.Item, style string) chat.Control {
	return chat.Control{Kind: chat.ControlForm, ID: DoSubmit, Value: string(it.ID), Label: c.T("Do_file"), Style: style}
}

// LastPeriod names the period that was filed last; empty when none was.
func (c Ctx) LastPeriod(it ledger.Item) string {
	if len(it.Filed) == 0 {
		return ""
	}
	return c.T("PeriodOf", "Date", c.Date(it.Filed[len(it.Filed)-1].Due, c.Env.Today()))
}

// filedText is the latest period in history.
func filedText(c Ctx, raw json.RawMessage) string {
	list := value[[]ledger.Filing](raw)
	if len(list) == 0 {
		return ""
	}
	return c.LastPeriod(ledger.Item{Filed: list})
}
