package view

import "github.com/followup-bot/followup/ledger"

// Standing tells an indicator in sentences: the headline first, then who is just above (标兵), who is just below (追兵), each with the gap.
func (c Ctx) Standing(s ledger.Placing) []string {
	if s.Own == nil {
		return []string{c.T("StandingNotOurs", "Name", s.Table.Name, "Period", c.period(s), "N", len(s.Ranked))}
	}
	if s.Own.Rank == 0 {
		return []string{c.T("StandingNoValue", "Name", s.Table.Name, "Period", c.period(s))}
	}
	lines := []string{c.T("StandingHead", "Name", s.Table.Name, "Period", c.period(s), "Rank", s.Own.Rank, "Of", len(s.Ranked), "Value", s.Own.Figure())}
	for _, x := range []struct {
		id    string
		other *ledger.Indicator
	}{{"StandingAbove", s.Above}, {"StandingBelow", s.Below}} {
		if x.other == nil {
			lines = append(lines, c.T(x.id+"None"))
			continue
		}
		lines = append(lines, c.T(x.id, "Who", x.other.Entity, "Rank", x.other.Rank, "Value", x.other.Figure(), "Gap", c.gap(s, x.other)))
	}
	return lines
}

func (c Ctx) period(s ledger.Placing) string {
	if s.Table.Period == "" {
		return ""
	}
	return c.T("StandingPeriod", "Period", s.Table.Period)
}

// gap words the distance to another; of percentages it is in points.
func (c Ctx) gap(s ledger.Placing, other *ledger.Indicator) string {
	g, ok := s.Gap(other)
	switch {
	case !ok:
		return c.T("GapUnknown")
	case g == 0:
		return c.T("GapNone")
	}
	unit := s.Own.Unit
	if unit == "%" {
		unit = c.T("Points")
	}
	if g < 0 {
		return c.T("GapBehind", "By", ledger.Decimal(-g)+unit)
	}
	return c.T("GapAhead", "By", ledger.Decimal(g)+unit)
}
