package view

import (
	"time"

	"github.com/followup-bot/followup/ledger"
)

// Span names a period as people say it: 本月, 上月, 10月, 三季度, 2025年; otherwise its first and last day.
func (c Ctx) Span(p ledger.Period) string {
	month := c.Env.Month()
	last := p.From.AddMonths(1).AddDays(-1)
	switch {
	case p.IsZero():
		return c.T("SpanAll")
	case p == month:
		return c.T("SpanMonth")
	case p == month.Before():
		return c.T("SpanLastMonth")
	case p == c.Env.YearSoFar():
		return c.T("SpanYear")
	case p.From.Day == 1 && p.To == last:
		return c.MonthName(p.From)
	case p.From.Day == 1 && int(p.From.Month)%3 == 1 && p.To == p.From.AddMonths(3).AddDays(-1):
		return c.T("SpanQuarter", "Year", p.From.Year, "Q", (int(p.From.Month)+2)/3)
	case p.From == ledger.NewDate(p.From.Year, time.January, 1) && p.To == ledger.NewDate(p.From.Year, time.December, 31):
		return c.T("SpanOneYear", "Year", p.From.Year)
	case p.From == p.To:
		return c.Date(p.From, c.Env.Today())
	}
	return c.T("SpanDays", "From", c.Date(p.From, c.Env.Today()), "To", c.Date(p.To, c.Env.Today()))
}

// MonthName is a calendar month, with its year when it is another than this: 10月, 2025年10月; Oct, Oct 2025.
func (c Ctx) MonthName(d ledger.Date) string {
	return c.Month(d, c.Env.Today())
}

// Arrow shows which way a number went.
func Arrow(now, before int) string {
	switch {
	case now > before:
		return "↑"
	case now < before:
		return "↓"
	}
	return "→"
}

// Rate writes a share with what it was made of, and marks one that rests on few cases: 91%(10/11); 100%(2/2,样本少).
func (c Ctx) Rate(r ledger.Rate) string {
	switch {
	case r.Of == 0:
		return c.T("RateNone")
	case r.Of < c.Env.Policy.ScoreFormula().Small:
		return c.T("RateFew", "Percent", r.Percent(), "Part", r.Part, "Of", r.Of)
	}
	return c.T("Rate", "Percent", r.Percent(), "Part", r.Part, "Of", r.Of)
}
