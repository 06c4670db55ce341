package intent

import (
	"strings"
	"time"

	"github.com/followup-bot/followup/bot/when"
	"github.com/followup-bot/followup/ledger"
)

// A period is a span of days, both included; a zero end is open.
type period struct{ from, to ledger.Date }

// periodIn finds the period that a question names: 本周, 上个月, 今年, "this quarter".
func (m *message) periodIn() (p period, ok bool) {
	today := dateOf(m)
	monday := today.AddDays(-(int(today.Weekday()) + 6) % 7)
	month := ledger.NewDate(today.Year, today.Month, 1)
	quarter := ledger.NewDate(today.Year, (today.Month-1)/3*3+1, 1)
	year := ledger.NewDate(today.Year, time.January, 1)
	for _, x := range []struct {
		words list
		from  ledger.Date
		to    ledger.Date
	}{
		{words("下下周|week after next"), monday.AddDays(14), monday.AddDays(20)},
		{words("上上周"), monday.AddDays(-14), monday.AddDays(-8)},
		{words("本周|这周|这一周|这个星期|本星期|这星期|this week|this week's"), monday, monday.AddDays(6)},
		{words("下周|下星期|下个星期|下一周|next week|next week's"), monday.AddDays(7), monday.AddDays(13)},
		{words("上周|上星期|上个星期|last week|last week's|previous week"), monday.AddDays(-7), monday.AddDays(-1)},
		{words("本月|这个月|当月|这月|this month|this month's"), month, month.MonthEnd()},
		{words("下个月|下月|next month|next month's"), month.AddMonths(1), month.AddMonths(1).MonthEnd()},
		{words("上个月|上月|last month|last month's|previous month"), month.AddMonths(-1), month.AddMonths(-1).MonthEnd()},
		{words("本季度|这个季度|当季|本季|this quarter|this quarter's|current quarter"), quarter, quarter.AddMonths(2).MonthEnd()},
		{words("下季度|下个季度|next quarter"), quarter.AddMonths(3), quarter.AddMonths(5).MonthEnd()},
		{words("上季度|上个季度|last quarter|previous quarter"), quarter.AddMonths(-3), quarter.AddMonths(-1).MonthEnd()},
		{words("今年|本年度|本年|年内|this year|this year's|year to date|ytd"), year, ledger.NewDate(today.Year, time.December, 31)},
		{words("去年|上年|last year|previous year"), year.AddMonths(-12), year.AddDays(-1)},
		{words("上半年|first half"), year, ledger.NewDate(today.Year, time.June, 30)},
		{words("下半年|second half"), ledger.NewDate(today.Year, time.July, 1), ledger.NewDate(today.Year, time.December, 31)},
		{words("后天|day after tomorrow"), today.AddDays(2), today.AddDays(2)},
		{words("明天|明日|tomorrow"), today.AddDays(1), today.AddDays(1)},
		{words("今天|今日|当天|today"), today, today},
		{words("昨天|昨日|yesterday"), today.AddDays(-1), today.AddDays(-1)},
	} {
		if i, j := x.words.first(m.s); i >= 0 && !weekdayAfter(m.s[j:]) {
			m.because("period", "period", i, j)
			return period{x.from, x.to}, true
		}
	}
	if p, ok = m.lengthFrom(today); ok {
		return p, true
	}
	return m.datedPeriod(today)
}

// datedPeriod reads 12月份, "in December", 第四季度, 9月1日至10月15日, 未来十天: a stretch with days of its own. A month with no year that is over is this
// year's where the question is about what has been done.
func (m *message) datedPeriod(today ledger.Date) (period, bool) {
	for _, r := range m.whens() {
		p := period{r.From, r.Due}
		switch {
		case r.Kind != when.Day || r.Due.IsZero() || r.Deadline && !r.Duration && words("前|截止|by|before|until").in(m.s[max(0, r.Start-1):min(len(m.s), r.End+6)]):
			continue
		case r.Duration && r.Due.After(today):
			p.from = today
		case r.From.IsZero() || r.From == r.Due:
			continue
		case r.Rolled && !dueWords.in(m.s):
			p = period{r.From.AddMonths(-12), r.Due.AddMonths(-12)}
			if r.Due == r.Due.MonthEnd() {
				p.to = p.to.MonthEnd()
			}
		}
		m.because("period", r.Rule, r.Start, r.End)
		return p, true
	}
	return period{}, false
}

// weekdayAfter keeps 下周五 from being the whole week.
func weekdayAfter(s string) bool {
	return words("一|二|三|四|五|六|日|天").prefix(s) > 0 && !strings.HasPrefix(s, "一共") && !strings.HasPrefix(s, "日常")
}

// lengthFrom reads 未来7天, 三天内, "in the next two weeks", 近30天.
func (m *message) lengthFrom(today ledger.Date) (period, bool) {
	n, _, unit, ok := m.deltaFrom(0, len(m.s))
	if !ok || words("没|未|超期|逾期|overdue|no update|late|stale|without|haven't|not").in(m.s) && !words("到期|due").in(m.s) {
		return period{}, false
	}
	var s Slots
	m.setDelta(&s, n, unit)
	days := 0
	switch {
	case s.DeltaDays != nil:
		days = *s.DeltaDays
	case s.DeltaWorkdays != nil && m.c.Cal != nil:
		return period{today, ledger.AddWorkdays(m.c.Cal, today, *s.DeltaWorkdays)}, true
	case s.DeltaWorkdays != nil:
		days = *s.DeltaWorkdays
	}
	if strings.HasSuffix(unit, "月") || strings.HasPrefix(unit, "month") {
		if words("近|过去|past|last|previous").in(m.s) {
			return period{today.AddMonths(-int(n.v)), today}, true
		}
		return period{today, today.AddMonths(int(n.v))}, true
	}
	if words("近|过去|past|last|previous").in(m.s) && !words("将近|临近").in(m.s) {
		return period{today.AddDays(-days), today}, true
	}
	return period{today, today.AddDays(days)}, true
}

var (
	dueWords   = words("节点|里程碑|milestone|milestones|到期|要到|截止|该交|要交|该完成|要完成|要办完|要办结|应完成|该办结|应办结|届满|due|deadline|deadlines|expire|expiring|coming up|must be done|临期")
	staleWords = words("haven't moved|hasn't moved|not moved|没更新|未更新|没有更新|没反馈|未反馈|没有反馈|没动静|没有动静|没进展|无进展|没有进展|没动|没报|未报|没有报|没汇报|没回复|没消息|无更新|不动|没人管|no update|no updates|not updated|haven't been updated|hasn't been updated|no news|no progress|no report|stale|silent|without an update|without update|without any update|without updates|without progress|untouched|no activity|inactive|not been updated|haven't reported|no movement|quiet")
)

// dayFilters reads due ranges, how long overdue, and how long without news.
func (m *message) dayFilters(s *Slots) (n int) {
	if k, ok := m.daysFor(words("超期|逾期|过期|超时|overdue|late|past due")); ok {
		s.State, s.OverdueDaysGTE = "overdue", ints(k)
		return 1
	}
	if staleWords.in(m.s) {
		if k, ok := m.daysFor(staleWords); ok {
			s.StaleDaysGTE = ints(k)
			if s.State == "unreported" || s.State == "open" && !words("未办结|在办|open").in(m.s) {
				s.State = ""
			}
			return 1
		}
		if words("长期|长时间|好久|很久|许久|一直|long|stale|for ages").in(m.s) {
			s.StaleDaysGTE, s.State = ints(14), ""
			return 1
		}
	}
	if !dueWords.in(m.s) || s.State == "overdue" && !words("将要|即将|快要|要到期").in(m.s) && !words("到期").in(m.s) {
		return 0
	}
	if p, ok := m.periodIn(); ok {
		s.DueFrom, s.DueTo = Moment{Date: p.from}, Moment{Date: p.to}
	} else if day, ok := m.day(0, len(m.s)); ok {
		s.DueTo = Moment{Date: day.Date}
		if !words("前|by|before|until").in(m.s) {
			s.DueFrom = s.DueTo
		}
	} else if words("快到期|即将到期|临期|将要到期|马上到期|快要到期|due soon|coming due|upcoming").in(m.s) {
		today := dateOf(m)
		s.DueFrom, s.DueTo = Moment{Date: today}, Moment{Date: today.AddDays(7)}
	} else {
		return 0
	}
	if s.State == "" || s.State == "overdue" {
		s.State = "open"
	}
	return 1
}

// daysFor reads the number of days that stands with one of the words: 超期10天以上, "no update in two weeks".
func (m *message) daysFor(l list) (float64, bool) {
	i, _ := l.first(m.s)
	if i < 0 {
		return 0, false
	}
	n, _, unit, ok := m.deltaFrom(0, len(m.s))
	if !ok {
		if words("一周没|整周没|a week|one week").in(m.s) {
			return 7, true
		}
		return 0, false
	}
	var s Slots
	m.setDelta(&s, n, unit)
	if s.DeltaDays != nil {
		return float64(*s.DeltaDays), true
	}
	return float64(*s.DeltaWorkdays), true
}
