package minutes

import (
	"fmt"
	"strings"

	"github.com/followup-bot/followup/bot/when"
	"github.com/followup-bot/followup/ledger"
)

// bareDate reads a month and a day written 5/30 or 4.20 in a line of an action section, where running text would rather mean a ratio or a version.
func (r *reader) bareDate(s string) []due {
	if r.now.IsZero() || !hasHan(s) {
		return nil
	}
	for i := 0; i < len(s); i++ {
		if !isDigit(s[i]) || i > 0 && (isAlnum(s[i-1]) || strings.IndexByte("./-#", s[i-1]) >= 0) {
			continue
		}
		n := monthDay(s[i:])
		if n == 0 {
			continue
		}
		token := s[i : i+n]
		for _, x := range when.All("完成时间:"+token, r.whenOptions()) {
			if x.Kind == when.Day && !x.Past {
				x.Text, x.Start, x.End, x.Rule = token, i, i+n, "bare-month-day"
				return []due{{Result: x}}
			}
		}
		i += n
	}
	return nil
}

// monthDay gives the length of a month and a day at the beginning of s, 0 when none stands there. With a dot the day needs two figures: 1.2 is a version.
func monthDay(s string) int {
	m, k := readInt(s)
	if k == 0 || k > 2 || m < 1 || m > 12 || k >= len(s) || s[k] != '/' && s[k] != '.' {
		return 0
	}
	d, j := readInt(s[k+1:])
	if j == 0 || j > 2 || d < 1 || d > 31 || s[k] == '.' && j < 2 {
		return 0
	}
	n := k + 1 + j
	rest := s[n:]
	if rest != "" && (isAlnum(rest[0]) || strings.IndexByte("./-%", rest[0]) >= 0) || cutPrefixes(strings.TrimLeft(rest, " "), []string{"版", "万", "亿", "元", "倍", "分", "个", "人", "小时", "米", "号楼", "发布版"}) > 0 {
		return 0
	}
	return n
}

// dayMonth reads a value that is a day and a month, where the day cannot be a month: 14-08, 25/3.
func (r *reader) dayMonth(s string) ledger.Date {
	s = strings.TrimSpace(s)
	d, n := readInt(s)
	if r.now.IsZero() || n == 0 || n > 2 || d <= 12 || n >= len(s) || strings.IndexByte("-/.", s[n]) < 0 {
		return ledger.Date{}
	}
	m, k := readInt(s[n+1:])
	if k == 0 || k > 2 || m < 1 || m > 12 || n+1+k != len(s) {
		return ledger.Date{}
	}
	day, err := ledger.ParseDate(fmt.Sprintf("%04d-%02d-%02d", r.now.Year(), m, d))
	if err == nil && ledger.DateOf(r.now).DaysSince(day) > 180 {
		day, err = ledger.ParseDate(fmt.Sprintf("%04d-%02d-%02d", r.now.Year()+1, m, d))
	}
	if err != nil {
		return ledger.Date{}
	}
	return day
}

// aheadOf gives where "one week before" begins that stands before words for the next meeting; the length of before when nothing does.
func aheadOf(before, rest string) int {
	t := strings.TrimRight(before, " ")
	t = strings.TrimRight(strings.TrimSuffix(t, " the"), " ")
	if !strings.HasSuffix(t, " before") && !strings.HasSuffix(t, " ahead of") && !strings.HasSuffix(t, " prior to") && !strings.HasPrefix(rest, "before") {
		return len(before)
	}
	t = strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(t, " before"), " ahead of"), " prior to")
	for _, unit := range [...]string{" week", " weeks", " day", " days", " days'", " month"} {
		if head, ok := strings.CutSuffix(t, unit); ok {
			return strings.LastIndexByte(head, ' ') + 1
		}
	}
	return len(before)
}

// aheadBehind reports whether a length of time follows words for the next meeting: 下次会议前一周, 下次例会前3天.
func aheadBehind(rest string) bool {
	rest = strings.TrimPrefix(rest, "前")
	_, k := readInt(rest)
	if k == 0 {
		_, k = hanNumber(rest)
	}
	return k > 0 && cutPrefixes(rest[k:], []string{"天", "日", "周", "个工作日", "个星期", "个月"}) > 0
}
