package bot

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/followup-bot/followup/bot/minutes"
)

const (
	edges  = " ,、;:\uff0c\uff1b\uff1a"
	fewest = 4 // characters that make a title
)

// titleOf is what a draft's row is called: the matter without its deadline, which stands beside it (于12月15日前建成看板 → 建成看板).
func titleOf(it minutes.Item) string {
	title := orWords(it.Title, it.Text)
	i := strings.Index(title, it.DueText)
	if it.DueText != "" && i >= 0 {
		title = undated(title, title[:i], title[i+len(it.DueText):])
	}
	first, size := utf8.DecodeRuneInString(title)
	return string(unicode.ToUpper(first)) + title[size:]
}

// undated joins what stands before a deadline and after it; where too little would be left, the whole title stays.
func undated(whole, before, after string) string {
	before = strings.TrimRight(before, edges)
	for _, w := range []string{"于", "在", "截至", " by", " before", " until", ". Due", ", due", " due", " on"} {
		before = strings.TrimRight(strings.TrimSuffix(before, w), edges)
	}
	for _, w := range []string{"之前", "以前", "前", "之内", "内"} {
		after = strings.TrimPrefix(after, w)
	}
	separated := strings.ContainsAny(firstRune(strings.TrimLeft(after, " ")), ";\uff1b")
	after = strings.Trim(after, edges+"。.")
	switch {
	case after == "" || after == "完成" || separated:
	case before == "":
		before = after
	case before[len(before)-1] < utf8.RuneSelf:
		before += " " + after
	default:
		before += "," + after
	}
	if utf8.RuneCountInString(before) < fewest {
		return whole
	}
	return before
}

func firstRune(s string) string {
	_, size := utf8.DecodeRuneInString(s)
	return s[:size]
}
