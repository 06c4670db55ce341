package when

import "unicode/utf8"

// The characters that expressions of time begin with begin far more words of other kinds: 上 上级, 年 年轻, 一 一是, 会 会议. Which rules are worth trying is told by
// whole opening words, and of numbers by what they count.

// An opening is a word that an expression may begin with, and the groups of rules that read it. A single character opens whatever follows it.
type opening struct {
	word string
	set  ruleSet
}

// zhOpeningWords are all of them.
var zhOpeningWords = func() (all []opening) {
	add := func(set ruleSet, words ...string) {
		for _, w := range words {
			all = append(all, opening{w, set})
		}
	}
	pairs := func(set ruleSet, firsts []string, seconds ...string) {
		for _, a := range firsts {
			for _, b := range seconds {
				add(set, a+b)
			}
		}
	}
	numbers := characters(zhNumerals + "几数半")
	for _, words := range [][]string{zhYearWords, zhMonthWords, zhYearEdges, zhWithinYear, zhQuarterWords, {"公元", "元月", "首季", "头一季度", "最后一", "末季度", "q"}} {
		add(rDate, words...)
	}
	pairs(rDate, characters("春夏秋冬"), "季", "天")
	pairs(rDate, []string{"前"}, numbers...)
	for _, w := range zhAhead {
		if utf8.RuneCountInString(w) > 1 {
			add(rDuration, w)
		} else {
			pairs(rDuration, []string{w}, numbers...)
		}
	}
	for _, h := range zhHalves {
		add(rDuration, h.word)
	}
	for _, names := range festivalNames() {
		add(rFestival, names...)
	}
	add(rLunar, zhLunarCalendars...)
	add(rLunar, zhLunarMonths...)
	pairs(rWeek, zhWeekWords, "星期", "礼拜", "周")
	pairs(rWeek|rRecur, []string{"周"}, characters("一二三四五六日天末1234567")...)
	add(rWeek|rRecur, "星期", "礼拜")
	for _, w := range zhDayWords {
		add(rDay, w.word)
	}
	add(rLoose, zhLooseEdges...)
	add(rHoliday, zhNearHolidays...)
	add(rWorkday, zhNextWorkdays...)
	add(rMeeting, zhMeetingEnds...)
	add(rPlan, "本世纪")
	for _, w := range zhParts {
		add(rTime, w.word)
	}
	add(rRecur, "每", "工作日", "双周", "半年", "半月", "季度", "天天", "日日", "周周", "月月", "年年")
	pairs(rRecur, characters("周季月年天日旬"), rhythmVerbs...)
	pairs(rRecur, []string{"逢"}, append(numbers, "周", "星期", "礼拜")...)
	pairs(rRecur, []string{"隔"}, characters("周一星日天月年")...)
	pairs(rRecur, characters("逐按"), characters("日周月季年半双旬")...)
	add(rStanding, "长期", "长抓", "常态", "常抓", "常年", "持续", "贯穿", "永久")
	return all
}()

// zhOpenings holds the openings of two characters and more by a hash of the first two.
var zhOpenings = func() (m [4096][]opening) {
	for _, o := range zhOpeningWords {
		if r := []rune(o.word); len(r) > 1 {
			h := pairHash(r[0], r[1])
			m[h] = append(m[h], o)
		}
	}
	return m
}()

func pairHash(a, b rune) uint { return uint(a*61^b) % 4096 }

func characters(s string) (all []string) {
	for _, c := range s {
		all = append(all, string(c))
	}
	return all
}

// starts gives the groups of rules that may read an expression at i.
func (p *zh) starts(i int) ruleSet {
	c := p.peek(i)
	set := rulesAt(c)
	switch {
	case set&rStart == 0:
		return 0
	case c == '第':
		return set & p.counts(i+1)
	case set&rNumber != 0:
		return set & (p.counts(i) | p.opens(i))
	case set&rAlone != 0:
		return set & rStart
	}
	return set & p.opens(i)
}

// opens gives the rules of the opening words that stand at i.
func (p *zh) opens(i int) (set ruleSet) {
	for _, o := range zhOpenings[pairHash(p.r[i], p.peek(i+1))] {
		if p.has(i, o.word) >= 0 {
			set |= o.set
		}
	}
	return set
}

// longNumber is the number of figures from which on a number may be a date by itself: 20261130.
const longNumber = 8

// counts gives the rules that may read the number at i, by the character behind it.
func (p *zh) counts(i int) ruleSet {
	j := i
	for ; j < len(p.r) && (rulesAt(p.r[j])&rNumber != 0 || p.r[j] == '百' || p.r[j] == '千'); j++ {
		if j-i == longNumber-1 {
			return rStart
		}
	}
	switch p.peek(j) {
	case '年', '月', '季':
		return rDate | rDuration | rRecur
	case '日', '号':
		return rDate | rDuration | rRecur
	case '天', '工', '个', '周', '星', '礼':
		return rDate | rDuration | rRecur | rDay | rWorkday
	case '自', '小', '钟', '分', '刻':
		return rDuration
	case '双', '半', '旬':
		return rRecur
	case '-', '~', '至', '到': // to another number
		return rDate | rDuration
	case '.', '/', 'q':
		return rDate
	case ':', '点', '早':
		return rTime
	case '时':
		return rTime | rPlan
	case '世', '规', '期', '末', '结', '收', '"':
		return rPlan
	}
	return 0
}
