package export

import (
	"time"

	"github.com/followup-bot/followup/ledger"
)

// dateOf is the civil date of an instant where the organisation is; the zero instant has none.
func (m *maker) dateOf(t time.Time) ledger.Date {
	if t.IsZero() {
		return ledger.Date{}
	}
	return ledger.DateOf(t.In(m.env.Zone()))
}

// clock writes an instant where the organisation is, sortable.
func (m *maker) clock(t time.Time) string { return t.In(m.env.Zone()).Format("2006-01-02 15:04:05") }
