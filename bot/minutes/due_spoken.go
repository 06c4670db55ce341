package minutes

import (
	"strings"

	"github.com/followup-bot/followup/bot/when"
)

// spokenOf reports whether an English day only says which thing is meant: "the Friday club", "the minutes of 3 March".
func spokenOf(s string, x when.Result) bool {
	before := strings.TrimRight(lower(s[:x.Start]), " ")
	rest := lower(s[x.End:])
	if strings.HasSuffix(before, " of") && !endsWithAny(before, []string{"end of", "close of", "start of", "beginning of", "week of", "as of", "middle of", "out of"}) {
		return true
	}
	if !strings.HasPrefix(lower(x.Text), "the ") && !strings.HasSuffix(before, " the") {
		return false
	}
	if !strings.HasPrefix(rest, " ") || endsWithAny(before, []string{"by", "before", "until", "till", "on"}) {
		return false
	}
	word := firstWord(rest[1:])
	return word != "" && word[0] >= 'a' && word[0] <= 'z' && !between[word] && !afterDay[word]
}

// afterDay are words that follow a day that a task is due on.
var afterDay = wordSet("and or of before after for morning afternoon evening night noon so but if when so that then via if unless after next this at as not")

// superseded leaves out a day that a later one took the place of: "Originally due 4 December, Tom will now deliver on 18 December".
func superseded(s string, ds []due) []due {
	if len(ds) < 2 {
		return ds
	}
	before := strings.TrimRight(lower(s[:min(ds[0].Start, len(s))]), " ")
	if ds[0].Kind != when.Day || ds[1].Kind != when.Day || !endsWithAny(before, []string{"originally due", "originally due on", "originally due by", "was due", "was due on", "first due", "originally planned for", "originally set for", "originally scheduled for", "原定", "原定于", "原计划", "原计划于", "本应", "本应于"}) {
		return ds
	}
	return ds[1:]
}
