package when

import "unicode/utf8"

// A ruleSet tells which groups of rules may begin, or continue, at a rune. It spares most rules most of the text.
type ruleSet uint32

const (
	rDate ruleSet = 1 << iota
	rDuration
	rFestival
	rLunar
	rWeek
	rDay
	rWorkday
	rMeeting
	rPlan
	rTime
	rRecur
	rStanding
	rLoose
	rHoliday
	rMove   // a verb that moves a date, after one
	rSuffix // a word that binds a date, after it
	rLabel  // the last rune of a word that makes a deadline of what follows

	rNumber // a figure
	rAlone  // begins an expression whatever follows it

	rStart = rMove - 1 // any rule that begins an expression
)

const zhNumerals = "0123456789〇零一二两三四五六七八九十廿卅"

// The words after a date, in the order in which suffix tries them.
var zhSuffixes = []string{"前后", "左右", "之前", "以前", "日前", "前", "之内", "以内", "期间内", "内", "为止", "之日止", "止", "截止", "期间", "当天", "当日", "以来", "至今"}

// hanRules holds the rule sets of the main Han block, asciiRules those below it.
var hanRules, asciiRules = func() (han [0x9fa6 - 0x4e00]ruleSet, ascii [128]ruleSet) {
	put := func(r ruleSet, c rune) {
		if c < 128 {
			ascii[c] |= r
		} else if c >= 0x4e00 && c < 0x9fa6 {
			han[c-0x4e00] |= r
		}
	}
	each := func(r ruleSet, runes string) {
		for _, c := range runes {
			put(r, c)
		}
	}
	firsts := func(r ruleSet, words ...string) {
		for _, w := range words {
			c, _ := utf8.DecodeRuneInString(w)
			put(r, c)
		}
	}
	each(rNumber|rDate|rDuration|rPlan|rTime|rRecur, zhNumerals)
	each(rNumber|rDuration, "几数")
	each(rDate|rDuration, "第")
	for _, o := range zhOpeningWords {
		firsts(o.set, o.word)
		if utf8.RuneCountInString(o.word) == 1 {
			firsts(rAlone, o.word)
		}
	}
	firsts(rMove, moveVerbs...)
	firsts(rMove, moveLengths...)
	firsts(rSuffix, zhSuffixes...)
	each(rSuffix, "开起之以过后")
	for _, w := range deadlineLabels {
		c, _ := utf8.DecodeLastRuneInString(w)
		put(rLabel, c)
	}
	return
}()

func rulesAt(c rune) ruleSet {
	switch {
	case c >= 0x4e00 && c < 0x9fa6:
		return hanRules[c-0x4e00]
	case c < 128:
		return asciiRules[c]
	case c == '〇':
		return rNumber | rDate | rDuration | rPlan | rTime | rRecur
	}
	return 0
}

// rules gives the rule set at i.
func (p *zh) rules(i int) ruleSet { return rulesAt(p.peek(i)) }
