package bot

import (
	"errors"
	"regexp"
)

// specTrouble says why a spec can't be used, and what to write instead, in the reader's words.
func (t *turn) specTrouble(spec string, err error) string {
	var bad interface {
		error
		Refusal() (code, detail, suggest, policy string)
	}
	if !errors.As(err, &bad) {
		return t.v.T("BadSpec", "Spec", spec, "Why", err.Error())
	}
	code, detail, suggest, policy := bad.Refusal()
	line := t.v.T("Spec_"+code, "Spec", spec, "Detail", detail)
	if suggest != "" && suggest != spec {
		line += t.v.T("SpecTry", "Spec", suggest)
	}
	if policy != "" && suggest != "" {
		line += t.v.T("SpecPolicy_" + policy)
	}
	return line
}

var impossible = []struct {
	words *regexp.Regexp
	id    string
}{
	{regexp.MustCompile(`(周|星期|礼拜)\S`), "Impossible_weekday"},
	{regexp.MustCompile(`(?i)tz\s*=`), "Impossible_zone"},
	{regexp.MustCompile(`(?i)^[-0-9*/,? ]+$`), "Impossible_cron"},
	{regexp.MustCompile(`月|日|号|(?i)feb|april|june|sept|nov|\d(st|nd|rd|th)`), "Impossible_day"},
	{regexp.MustCompile(`[点时:]|(?i)am|pm|o'clock`), "Impossible_hour"},
}

// cronWords are what looks like a cron spec, perhaps with a zone before it and seconds in it.
var cronWords = regexp.MustCompile(`(?i)^(tz=\S+ +)?([-0-9*/,?]+ +){4,5}[-0-9*/,?]+$`)

// whyImpossible says why words name no time that can be kept, and what is nearest to them.
func (t *turn) whyImpossible(words string) string {
	if words == "" {
		return ""
	}
	if cronWords.MatchString(words) && t.cfg.Schedules != nil {
		if _, err := t.cfg.Schedules.Upcoming(words, t.zone().String(), "", t.env.Now, 1); err != nil {
			return "\n" + t.specTrouble(words, err)
		}
	}
	for _, x := range impossible {
		if x.words.MatchString(words) {
			return "\n" + t.v.T(x.id)
		}
	}
	return ""
}
