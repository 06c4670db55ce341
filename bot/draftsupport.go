package bot

import (
	"slices"

	"github.com/followup-bot/followup/bot/intent"
	"github.com/followup-bot/followup/ledger"
)

// supported changes a row's supporting units where the order adds to them or takes some away; false when it names them anew or not at all.
func supported(r *ledger.DraftRow, o intent.DraftOrder) bool {
	switch {
	case o.NoSupport:
		r.Support = nil
	case len(o.LessSupport) > 0:
		r.Support = slices.DeleteFunc(slices.Clone(r.Support), func(u ledger.UnitID) bool { return slices.Contains(o.LessSupport, u) })
	case o.MoreSupport:
		for _, u := range o.Support {
			if u != r.Lead && !slices.Contains(r.Support, u) {
				r.Support = append(slices.Clone(r.Support), u)
			}
		}
	default:
		return false
	}
	return true
}

// draftsOnly reports whether the orders are of a kind that only rows of drafts have: about supporting units, or about all rows without a date.
func draftsOnly(orders []intent.DraftOrder) bool {
	return slices.ContainsFunc(orders, func(o intent.DraftOrder) bool {
		return o.Undated || o.NoSupport || o.MoreSupport || len(o.LessSupport) > 0
	})
}
