package when

import "github.com/followup-bot/followup/ledger"

func choose(rs []Result) (Result, bool) {
	for _, r := range rs {
		if !r.Past {
			return r, true
		}
	}
	return Result{}, false
}

func readAll(text string, o Options) (rs []Result) {
	for i := 0; i+10 <= len(text); i++ {
		if d, err := ledger.ParseDate(text[i : i+10]); err == nil {
			rs = append(rs, Result{Kind: Day, Due: d, Start: i, End: i + 10, Text: text[i : i+10], Rule: "iso-date", Grain: GrainDay, Past: d.Before(ledger.DateOf(o.Now))})
			i += 9
		}
	}
	return rs
}
