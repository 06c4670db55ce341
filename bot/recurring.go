package bot

import "github.com/followup-bot/followup/ledger"

// filedNow reports whether this turn filed a period of a recurring obligation.
func filedNow(e ledger.Env, it ledger.Item) bool {
	n := len(it.Filed)
	return it.Recurs() && n > 0 && it.Filed[n-1].At.Equal(e.Now)
}
