package intent

import (
	"strings"
	"time"

	"github.com/followup-bot/followup/bot/when"
	"github.com/followup-bot/followup/ledger"
)

// A period is a span of days, both included; a zero end is open. It is named at i.
type period struct {
	from, to ledger.Date
	i        int
}

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
		{words("下下周|下下个星期|下下星期|week after next"), monday.AddDays(14), monday.AddDays(20)},
		{words("上上周|上上个星期|上上星期|week before last"), monday.AddDays(-14), monday.AddDays(-8)},
		{words("本周|这周|这一周|这个星期|本星期|这星期|这个礼拜|这礼拜|本礼拜|this week|this week's"), monday, monday.AddDays(6)},
		{words("下周|下星期|下个星期|下个礼拜|下礼拜|下一周|next week|next week's"), monday.AddDays(7), monday.AddDays(13)},
		{words("上周|上星期|上个星期|上个礼拜|上礼拜|上一周|last week|last week's|previous week"), monday.AddDays(-7), monday.AddDays(-1)},
		{words("本月|这个月|当月|这月|本月份|this month|this month's"), month, month.MonthEnd()},
		{words("下个月|下月|next month|next month's"), month.AddMonths(1), month.AddMonths(1).MonthEnd()},
		{words("上个月|上月|last month|last month's|previous month"), month.AddMonths(-1), month.AddMonths(-1).MonthEnd()},
		{words("本季度|这个季度|当季|本季|this quarter|this quarter's|current quarter"), quarter, quarter.AddMonths(2).MonthEnd()},
		{words("下季度|下个季度|next quarter"), quarter.AddMonths(3), quarter.AddMonths(5).MonthEnd()},
		{words("上季度|上个季度|last quarter|previous quarter"), quarter.AddMonths(-3), quarter.AddMonths(-1).MonthEnd()},
		{words("今年|本年度|本年|年内|this year|this year's|year to date|ytd"), year, ledger.NewDate(today.Year, time.December, 31)},
		{words("去年|上年|last year|previous year"), year.AddMonths(-12), year.AddDays(-1)},
		{words("上半年|first half"), year, ledger.NewDate(today.Year, time.June, 30)},
		{words("下半年|second half"), ledger.NewDate(today.Year, time.July, 1), ledger.NewDate(today.Year, time.December, 31)},
		{words("后天|后日|day after tomorrow"), today.AddDays(2), today.AddDays(2)},
		{words("明天|明日|tomorrow"), today.AddDays(1), today.AddDays(1)},
		{words("今天|今日|当天|today"), today, today},
		{words("昨天|昨日|yesterday"), today.AddDays(-1), today.AddDays(-1)},
	} {
		if i, j := x.words.first(m.s); i >= 0 && !weekdayAfter(m.s[j:]) && !partAfter(m.s[j:]) {
			m.because("period", "period", i, j)
			return period{x.from, x.to, i}, true
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
		p := period{r.From, r.Due, r.Start}
		switch {
		case r.Kind != when.Day || r.Due.IsZero() || r.Deadline && !r.Duration && words("前|截止|by|before|until").in(m.s[max(0, r.Start-1):min(len(m.s), r.End+6)]):
			continue
		case r.Duration && r.Due.After(today):
			p.from = today
		case r.From.IsZero() || r.From == r.Due:
			continue
		case r.Rolled && !dueWords.in(m.s):
			p.from, p.to = r.From.AddMonths(-12), r.Due.AddMonths(-12)
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

// partAfter keeps 本月上旬 and "first half of December" from being what they are a part of.
func partAfter(s string) bool {
	return words("上旬|中旬|下旬|上半月|下半月|初|底|末|中|月底|年底").prefix(s) > 0 || strings.HasPrefix(s, " of ") && monthNames.prefix(s[len(" of "):]) > 0
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
		return period{from: today, to: ledger.AddWorkdays(m.c.Cal, today, *s.DeltaWorkdays)}, true
	case s.DeltaWorkdays != nil:
		days = *s.DeltaWorkdays
	}
	if strings.HasSuffix(unit, "月") || strings.HasPrefix(unit, "month") {
		if words("近|过去|past|last|previous").in(m.s) {
			return period{from: today.AddMonths(-int(n.v)), to: today}, true
		}
		return period{from: today, to: today.AddMonths(int(n.v))}, true
	}
	if words("近|过去|past|last|previous").in(m.s) && !words("将近|临近").in(m.s) {
		return period{from: today.AddDays(-days), to: today}, true
	}
	return period{from: today, to: today.AddDays(days)}, true
}

var (
	dueWords   = words(cross("要|该|应|得|须|需", "交|完成|办完|办结|收口|收尾|交账|交差|销号|了结") + "|节点|里程碑|milestone|milestones|到期|要到|到点|到日子|到时限|到限|时限在|时限是|时限为|期限在|期限是|截止|届满|交账|交差|交卷|due|deadline|deadlines|expire|expires|expiring|coming up|must be done|must be finished|have to be done|has to be done|to be finished|to be done|to be delivered|临期|running out")
	dueSoon    = words(cross("快|即将|将要|马上|快要|马上要|就要|眼看|眼看要|临近", "到期|到点|到日子|截止") + "|临期|due soon|coming due|upcoming|about to be due|about to expire|nearly due|almost due|expiring soon")
	staleWords = words("不动|没人管|晾着|晾了|搁着|躺着|睡大觉|石沉大海|杳无音信|stale|silent|untouched|inactive|dormant|idle|quiet|asleep|gone cold|gathering dust")
	longWords  = words("长期|长时间|好久|很久|许久|半天|多日|多天|多时|迟迟|一直|long|stale|for ages|forever|a while|for weeks|for months")
)

// staleDays is how long without news is long, where no length is said.
const staleDays = 14

// dayFilters reads due ranges, how long overdue, and how long without news.
func (m *message) dayFilters(s *Slots) (n int) {
	days, end, said := m.lengthSaid()
	denied := m.deniedAct()
	quiet := staleWords.in(m.s) || denied == moves || denied == tells
	switch {
	case said && overdueWords.in(m.s) && !(quiet && denials.prefix(strings.TrimLeft(m.s[end:], " 都")) > 0):
		s.State, s.OverdueDaysGTE = "overdue", ints(days)
		return 1
	case said && quiet && !dueWords.in(m.s):
		s.StaleDaysGTE = ints(days)
		if s.State == "unreported" || s.State == "open" && !words("未办结|在办|open").in(m.s) {
			s.State = ""
		}
		return 1
	case quiet && longWords.in(m.s), denied == moves && s.State == "":
		s.StaleDaysGTE, s.State = ints(staleDays), ""
		return 1
	}
	return m.dueFilter(s)
}

// dueFilter reads when the items are due. A question for the items of a time to come, which says nothing else of them, means those due then.
func (m *message) dueFilter(s *Slots) int {
	due := dueWords.in(m.s)
	if due && s.State == "overdue" && !words("将要|即将|快要|到期").in(m.s) {
		return 0
	}
	p, ok := m.periodIn()
	switch today := dateOf(m); {
	case !due && !(ok && s.State == "" && !overall.in(m.s) && (p.from.After(today) && itemNouns.in(m.s) || s.Owner == "@me" && !today.After(p.to))):
		return 0
	case ok:
		s.DueFrom, s.DueTo = Moment{Date: p.from}, Moment{Date: p.to}
		if words("by|before").suffix(strings.TrimRight(m.s[:p.i], " thendof")) > 0 {
			s.DueFrom = Moment{}
		}
	case dueSoon.in(m.s):
		s.DueFrom, s.DueTo = Moment{Date: today}, Moment{Date: today.AddDays(7)}
	default:
		day, ok := m.day(0, len(m.s))
		if !ok {
			return 0
		}
		s.DueTo = Moment{Date: day.Date}
		if !words("前|by|before|until").in(m.s) {
			s.DueFrom = s.DueTo
		}
	}
	if s.State == "" || s.State == "overdue" {
		s.State = "open"
	}
	return 1
}

// lengthSaid reads a number of days that is said, and where it ends: 超期10天以上, "no update in two weeks", 半年没动静.
func (m *message) lengthSaid() (days float64, end int, ok bool) {
	if n, e, unit, ok := m.deltaFrom(0, len(m.s)); ok {
		if !words("工作日|work|business").in(unit) {
			n.v = inDays(n.v, unit)
		}
		return n.v, e, true
	}
	for _, l := range []struct {
		words list
		days  float64
	}{{words("整周|一周|a week|one week"), 7}, {words("半年|half a year"), 182}, {words("一年|a year|one year"), 365}, {words("季度|a quarter"), 90}} {
		if i, j := l.words.first(m.s); i >= 0 && denials.prefix(strings.TrimLeft(m.s[j:], " 都")) > 0 || i >= 0 && l.days > 100 {
			return l.days, j, true
		}
	}
	return 0, 0, false
}
