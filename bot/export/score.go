package export

import (
	"fmt"

	"github.com/followup-bot/followup/ledger"
)

// score is what the item alone gives its lead by the published formula; empty while there is nothing to judge.
func (m *maker) score(r ledger.Row) string {
	s := m.env.Score(r.Lead, ledger.Period{From: m.dateOf(r.IssuedAt), To: m.env.Today()}, []ledger.Row{r})
	if s.Weight == 0 {
		return ""
	}
	return fmt.Sprintf("%.0f", s.Value)
}
