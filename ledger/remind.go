package ledger

import "time"

// NextLook is when followup must next look at the item.
func NextLook(e Env, it Item) time.Time { return e.Now.UTC() }
