package tables

import "context"

// A Kind of table.
type Kind string

// The kinds. A table of no kind is something else: minutes perhaps.
const (
	KindNone       Kind = ""
	KindTasks      Kind = "tasks"
	KindIndicators Kind = "indicators"
	KindLedger     Kind = "ledger" // items with states, and numbers or dates that only a ledger has
	KindList       Kind = "list"   // items with lead units: a ledger, or minutes in a table
)

// Sniff says what kind of table a file holds, by its heads.
func Sniff(ctx context.Context, name string, b []byte) Kind {
	gs, err := grids(ctx, name, b)
	if err != nil {
		return KindNone
	}
	if _, err := find(gs, taskHeads, fID, fTitle); err == nil {
		return KindTasks
	}
	if t, err := find(gs, indicatorHeads, fIndicator, fEntity); err == nil && (t.has(fValue) || t.has(fRank)) {
		return KindIndicators
	}
	switch t, err := find(gs, ledgerHeads, fTitle, fLead); {
	case err != nil:
		return KindNone
	case t.has(fState) && (t.has(fNumber) || t.has(fClosed) || t.has(fIssued)):
		return KindLedger
	}
	return KindList
}
