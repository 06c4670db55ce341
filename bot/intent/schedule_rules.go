package intent

import (
	"fmt"
	"strconv"
	"strings"
)

var monthNames = words("january|february|march|april|may|june|july|august|september|october|november|december")

// yearly reads 每年12月1日, "every December 1".
func (m *message) yearly(sp *schedule) bool {
	i, j := words("每年|annually|yearly|every year|each year").first(m.s)
	if i < 0 {
		return false
	}
	sp.i, sp.j = i, j
	if k := strings.Index(m.s[j:], "月"); k >= 0 {
		mo, ok1 := numberBefore(m.s, j+k)
		d, ok2 := numberAt(m.s, j+k+len("月"))
		if ok1 && ok2 {
			sp.cron = fmt.Sprintf("%s %d %d *", sp.at(), int(d.v), int(mo.v))
			return true
		}
	}
	n := -1
	for _, w := range monthNames.all {
		n++
		k := at(m.s, w, 0)
		if k < 0 {
			continue
		}
		day := 1
		if d, ok := numberAt(strings.TrimLeft(m.s[k+len(w):], " "), 0); ok && d.v <= 31 {
			day = int(d.v)
		} else if d, ok := ordinalBefore(m.s, k); ok {
			day = d
		}
		sp.cron = fmt.Sprintf("%s %d %d *", sp.at(), day, n+1)
		return true
	}
	sp.rrule = "FREQ=YEARLY"
	return true
}

// ordinalBefore reads "1st of" before i.
func ordinalBefore(s string, i int) (int, bool) {
	t := strings.TrimRight(s[:i], " ")
	t = strings.TrimRight(strings.TrimSuffix(t, "of"), " ")
	for _, w := range []string{"st", "nd", "rd", "th"} {
		if u := strings.TrimSuffix(t, w); u != t {
			if n, ok := numberBefore(u, len(u)); ok && n.v >= 1 && n.v <= 31 {
				return int(n.v), true
			}
		}
	}
	return 0, false
}

var quarterWords = words("每季度|每个季度|每季|按季度|季度末|季末|every quarter|each quarter|quarterly|of the quarter|per quarter")

// quarterly reads 每季度第一个工作日, 每季度末, "first working day of each quarter".
func (m *message) quarterly(sp *schedule) bool {
	i, j := quarterWords.first(m.s)
	if i < 0 {
		return false
	}
	sp.i, sp.j = i, j
	pos, ok := m.position()
	last := words("末|最后|last|end").in(m.s)
	months := "1,4,7,10"
	if last {
		months = "3,6,9,12"
	}
	switch {
	case workdayWords.in(m.s) && (ok || last):
		if last {
			pos = -1
		}
		sp.rrule = fmt.Sprintf("FREQ=MONTHLY;BYMONTH=%s;BYDAY=%s;BYSETPOS=%d", months, allWorkdays, pos)
		sp.workdays = true
	case last:
		sp.rrule = "FREQ=MONTHLY;BYMONTH=" + months + ";BYMONTHDAY=-1"
	default:
		day := 1
		if d, ok := m.dayOfMonthSaid(); ok {
			day = d
		}
		sp.cron = fmt.Sprintf("%s %d %s *", sp.at(), day, months)
	}
	return true
}

var (
	workdayWords = words("工作日|working day|workday|business day|working days|workdays|business days|weekday|weekdays")
	monthWords   = words("每月|每个月|月末|月底|每逢月|按月|monthly|every month|each month|of the month|per month|month-end|month end|a month|of every month|of each month")
)

// position reads 第一个, 第2个, 最后一个, "first", "last", "2nd".
func (m *message) position() (int, bool) {
	if words("最后一个|最后1个|倒数第一个|最末一个|last").in(m.s) {
		return -1, true
	}
	for n, w := range []list{words("首个|第一个|第1个|first|1st"), words("第二个|第2个|second|2nd"), words("第三个|第3个|third|3rd"), words("第四个|第4个|fourth|4th"), words("第五个|第5个|fifth|5th")} {
		if w.in(m.s) {
			return n + 1, true
		}
	}
	return 0, false
}

// dayOfMonthSaid reads the day of 每月25日, "on the 25th".
func (m *message) dayOfMonthSaid() (int, bool) {
	for i := 0; i < len(m.s); i++ {
		n, ok := numberAt(m.s, i)
		if !ok {
			continue
		}
		rest := m.s[n.j:]
		if (strings.HasPrefix(rest, "日") || strings.HasPrefix(rest, "号") || words("st|nd|rd|th").unitPrefix(rest)) && n.v >= 1 && n.v <= 31 {
			return int(n.v), true
		}
		i = n.j - 1
	}
	if i, j := words("day").first(m.s); i >= 0 {
		if n, ok := numberAt(strings.TrimLeft(m.s[j:], " "), 0); ok && n.v >= 1 && n.v <= 31 {
			return int(n.v), true
		}
	}
	return 0, false
}

// monthly reads 每月25日, 每月最后一个工作日, 每月第一个周一, 每月底.
func (m *message) monthly(sp *schedule) bool {
	i, j := monthWords.first(m.s)
	if i < 0 || strings.HasPrefix(m.s[i:], "月底") && !words("每|every|each").in(m.s) || strings.HasPrefix(m.s[i:], "月末") && !words("每").in(m.s) {
		return false
	}
	sp.i, sp.j = i, j
	pos, placed := m.position()
	days := m.weekdays()
	switch {
	case workdayWords.in(m.s) && placed:
		sp.rrule = fmt.Sprintf("FREQ=MONTHLY;BYDAY=%s;BYSETPOS=%d", allWorkdays, pos)
		sp.workdays = true
	case len(days) == 1 && placed:
		sp.rrule = fmt.Sprintf("FREQ=MONTHLY;BYDAY=%d%s", pos, rruleDay(days[0]))
	case words("最后一天|月底|月末|末日|last day|month-end|month end|end of each month|end of every month|end of the month").in(m.s):
		sp.rrule = "FREQ=MONTHLY;BYMONTHDAY=-1"
	default:
		day, ok := m.dayOfMonthSaid()
		if !ok && words("初|beginning|start").in(m.s) || !ok {
			day = 1
		}
		sp.cron = fmt.Sprintf("%s %d * *", sp.at(), day)
		if d := m.secondDay(day); d > 0 {
			sp.cron = fmt.Sprintf("%s %d,%d * *", sp.at(), day, d)
		}
	}
	return true
}

// secondDay reads the other day of 每月1日和15日.
func (m *message) secondDay(first int) int {
	seen := false
	for i := 0; i < len(m.s); i++ {
		n, ok := numberAt(m.s, i)
		if !ok {
			continue
		}
		rest := m.s[n.j:]
		if (strings.HasPrefix(rest, "日") || strings.HasPrefix(rest, "号") || words("st|nd|rd|th").unitPrefix(rest)) && n.v >= 1 && n.v <= 31 {
			if seen && int(n.v) != first {
				return int(n.v)
			}
			seen = true
		}
		i = n.j - 1
	}
	return 0
}

// weekdays finds the days of the week that are named, in order, with 每周一、三、五 and 周一至周五.
func (m *message) weekdays() []int {
	var out []int
	add := func(d int) {
		if !containsInt(out, d) {
			out = append(out, d)
		}
	}
	for i := 0; i < len(m.s); i++ {
		found := false
		for _, w := range weekdayNames {
			for _, x := range w.words.all {
				if strings.HasPrefix(m.s[i:], x) && wholeAt(m.s, i, i+len(x)) {
					j := i + len(x)
					add(w.cron)
					i, found = m.moreWeekdays(j, w.cron, x, add)-1, true
					break
				}
			}
			if found {
				break
			}
		}
	}
	return out
}

// moreWeekdays reads what follows a day: 、三、五, 至周五, "to Friday".
func (m *message) moreWeekdays(j, day int, word string, add func(int)) int {
	if k := words("至|到|-|~|to|through").prefix(strings.TrimLeft(m.s[j:], " ")); k > 0 {
		rest := strings.TrimLeft(m.s[j:], " ")[k:]
		for _, w := range weekdayNames {
			if n := w.words.prefix(strings.TrimLeft(rest, " ")); n > 0 || len(rest) >= 3 && hanWeekdays[rest[:min(3, len(rest))]] == w.cron && hasHan(rest[:3]) && hanDay(rest[:3]) {
				for d := day; d != w.cron; d = (d + 1) % 7 {
					add(d)
				}
				add(w.cron)
				return j + k
			}
		}
	}
	if latin(word[0]) {
		return j
	}
	for {
		k := j + words("、|和|及|,").prefix(m.s[j:])
		if len(m.s) < k+3 || !hanDay(m.s[k:k+3]) || k == j && !hanDay(m.s[k:k+3]) {
			return j
		}
		add(hanWeekdays[m.s[k:k+3]])
		j = k + 3
	}
}

func hanDay(s string) bool { _, ok := hanWeekdays[s]; return ok }

// everyOther reads 隔周三, 每两周周三, "every other Wednesday", 每隔3天, "every 3 days".
func (m *message) everyOther(sp *schedule) bool {
	days := m.weekdays()
	i, j := words("隔周|每隔一周|每两周|每二周|每2周|双周|两周一次|every other week|every second week|every two weeks|every 2 weeks|biweekly|bi-weekly|fortnightly|every fortnight|once a fortnight|every other|every second|alternate").first(m.s)
	if i >= 0 && !words("every other day|every second day|every other month").in(m.s) {
		sp.i, sp.j = i, j
		sp.rrule = "FREQ=WEEKLY;INTERVAL=2"
		if len(days) > 0 {
			sp.rrule += ";BYDAY=" + rruleDays(days)
		}
		return true
	}
	if words("every other day|every second day|隔天|隔日|每隔一天").in(m.s) {
		sp.rrule = "FREQ=DAILY;INTERVAL=2"
		return true
	}
	for _, u := range []struct {
		words list
		freq  string
	}{{words("天|日|days"), "DAILY"}, {words("周|weeks"), "WEEKLY"}, {words("个月|months"), "MONTHLY"}} {
		k, _ := u.words.first(m.s)
		if k < 0 {
			continue
		}
		n, ok := numberBefore(m.s, k)
		if ok && n.v > 1 && n.v < 100 && words("每隔|每|every").suffix(strings.TrimRight(m.s[:n.i], " ")) > 0 {
			sp.rrule = fmt.Sprintf("FREQ=%s;INTERVAL=%d", u.freq, int(n.v))
			if u.freq == "WEEKLY" && len(days) > 0 {
				sp.rrule += ";BYDAY=" + rruleDays(days)
			}
			return true
		}
	}
	return false
}

func rruleDays(days []int) string {
	var out []string
	for _, d := range days {
		out = append(out, rruleDay(d))
	}
	return strings.Join(out, ",")
}

// weekly reads 每周一, 每周一三五, "every Monday", "Mondays".
func (m *message) weekly(sp *schedule) bool {
	i, j := words("每周|每星期|每个星期|每礼拜|每个周|逢周|每逢周|weekly|every week|each week|once a week|every|each|on").first(m.s)
	days := m.weekdays()
	plural := words("mondays|tuesdays|wednesdays|thursdays|fridays").in(m.s)
	if len(days) == 0 {
		if !words("每周|每星期|每个星期|每礼拜|weekly|every week|each week|once a week").in(m.s) {
			return false
		}
		days = []int{1}
	} else if i < 0 && !plural && !(sp.time != "" && m.standingDay()) {
		return false
	}
	sp.i, sp.j = max(i, 0), max(j, 0)
	sp.cron = sp.at() + " * * " + cronDays(days)
	return true
}

// standingDay reports whether weekdays said without 每 are meant for every week: an admin sets 周二、周四上午十点发催办, a leader wants 周日晚上七点给我来一份.
func (m *message) standingDay() bool {
	return (m.c.Speaker == Admin || m.c.Speaker == Leader && words("给我|发我|send me|give me").in(m.s)) &&
		!words("下周|本周|这周|上周|下个周|这个周|下星期|这星期|本星期|下礼拜|这礼拜|改到|改为|暂停|前|截止|到期|next|this|last|until|before|by").in(m.s)
}

// cronDays writes days of the week: a run of more than two as a range.
func cronDays(days []int) string {
	run := len(days) > 2
	for k := 1; k < len(days); k++ {
		run = run && days[k] == days[k-1]+1
	}
	if run {
		return fmt.Sprintf("%d-%d", days[0], days[len(days)-1])
	}
	var out []string
	for _, d := range days {
		out = append(out, strconv.Itoa(d))
	}
	return strings.Join(out, ",")
}

// workdaily reads 每个工作日, 工作日8:30, "weekdays at 9".
func (m *message) workdaily(sp *schedule) bool {
	i, j := words("每个工作日|每工作日|工作日每天|工作日|every working day|each working day|every workday|every business day|every weekday|on weekdays|on workdays|weekdays|workdays|working days|business days|monday to friday").first(m.s)
	if i < 0 {
		return false
	}
	if n, ok := numberBefore(strings.TrimSuffix(m.s[:i], "个"), len(strings.TrimSuffix(m.s[:i], "个"))); ok && n.v > 0 && words("每|every|each").prefix(m.s[i:j]) == 0 && !strings.HasPrefix(m.s[i:], "every") && !strings.HasPrefix(m.s[i:], "each") {
		return false
	}
	sp.cron, sp.workdays = sp.at()+" * * 1-5", true
	sp.i, sp.j = i, j
	return true
}

// daily reads 每天, 每日, "every day", "daily", "every morning".
func (m *message) daily(sp *schedule) bool {
	i, j := words("每天|每日|天天|每早|每晚|daily|every day|each day|every morning|every evening|each morning|once a day|per day").first(m.s)
	if i < 0 {
		return false
	}
	if sp.time == "" && words("every evening|每晚").in(m.s) {
		sp.time = "18:00"
	}
	sp.cron = sp.at() + " * * *"
	sp.i, sp.j = i, j
	return true
}
