package config

import (
	"fmt"
	"slices"

	"github.com/followup-bot/followup/ledger"
)

// checkPolicy finds numbers that mean nothing.
func (c *Config) checkPolicy() {
	p := c.Policy
	for _, x := range []struct {
		key  string
		n    int
		from int
	}{
		{"receipt_days", p.ReceiptDays, 1}, {"overdue_every", p.OverdueEvery, 0}, {"yellow_days", p.YellowDays, 0}, {"key_every", p.KeyEvery, 0},
		{"other_every", p.OtherEvery, 0}, {"extension_max", p.ExtensionMax, 0}, {"extension_max_days", p.ExtensionDays, 0},
		{"extension_before", p.ExtensionBefore, 0}, {"undo_seconds", p.UndoSeconds, 0}, {"raw_days", p.RawDays, 0},
	} {
		if x.n < x.from {
			c.d.at("policy."+x.key, fmt.Sprintf("%d is too small", x.n), fmt.Sprintf("write %d or more", x.from))
		}
	}
	if !slices.Contains([]string{"keep", "next", "previous"}, p.DueOnDayOff) {
		c.d.at("policy.due_on_day_off", "unknown way "+p.DueOnDayOff, "write keep, next or previous")
	}
	if !slices.Contains([]string{"", "skip", "before", "after"}, p.RuleDays) {
		c.d.at("policy.rule_days", "unknown way "+p.RuleDays, `write skip, before, after or ""`)
	}
	for i, n := range p.Before {
		if n < 0 || n > 60 {
			c.d.at(fmt.Sprintf("policy.before[%d]", i), fmt.Sprintf("%d is no number of working days before the deadline", n), "write 0 to 60")
		}
	}
	c.checkSteps(p.Escalation)
	c.checkScore(p.ScoreFormula())
}

// checkScore finds percentages of the score's formula that are none.
func (c *Config) checkScore(f ledger.Formula) {
	for _, x := range []struct {
		key string
		n   int
	}{{"lead", f.Lead}, {"support", f.Support}, {"in_time", f.InTime}, {"extended", f.Extended}, {"late_per_day", f.PerDay},
		{"late_floor", f.Floor}, {"per_return", f.Return}, {"small_sample", f.Small}} {
		if x.n < 0 || x.n > 100 {
			c.d.at("policy.score."+x.key, fmt.Sprintf("%d is out of range", x.n), "write 0 to 100: percent, where 100 is full marks")
		}
	}
}

func (c *Config) checkSteps(steps []ledger.Step) {
	known := []string{ledger.ToHead, ledger.ToOverseer, ledger.ToPrincipal, ledger.ToExplanation, ledger.ToOffice}
	for i, s := range steps {
		key := fmt.Sprintf("policy.escalation[%d]", i)
		if _, person := c.personRef(s.To); !slices.Contains(known, s.To) && !person {
			c.d.at(key+".to", "nobody to tell is called "+s.To, nearest(s.To, known))
		}
		if s.Days < 1 {
			c.d.at(key+".days", "a step comes a day or more after the deadline", "write 1 or more")
		}
		if i > 0 && s.Days < steps[i-1].Days {
			c.d.at(key+".days", "the steps are not in the order of their days", "put the earlier one first")
		}
	}
}
