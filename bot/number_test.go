package bot_test

import (
	"testing"

	"github.com/followup-bot/followup/bot"
	"github.com/followup-bot/followup/ledger"
)

func TestParseNumber(t *testing.T) {
	for s, want := range map[string]ledger.Number{"12": {Seq: 12}, "#12": {Seq: 12}, "12-3": {Seq: 12, Child: 3}, "2026-8": {Year: 2026, Seq: 8}, "2026-12-3": {Year: 2026, Seq: 12, Child: 3},
		"沈中法督〔2026〕12号": {Year: 2026, Seq: 12}, "〔2026〕12-3": {Year: 2026, Seq: 12, Child: 3}} {
		if got, ok := bot.ParseNumber(s); !ok || got != want {
			t.Errorf("%s: %+v, want %+v", s, got, want)
		}
	}
	for _, s := range []string{"", "abc", "0"} {
		if got, ok := bot.ParseNumber(s); ok {
			t.Errorf("%q is %+v", s, got)
		}
	}
}
