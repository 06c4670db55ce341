package intent

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/followup-bot/followup/ledger"
)

// A schedule is a recurrence that was said: five cron fields where cron can say it, else an RRULE with a time of day.
type schedule struct {
	cron     string
	rrule    string
	time     string // HH:MM, "" when none was said
	workdays bool
	invalid  string // words that name no possible time
	tooOften bool
	i, j     int
}

// defaultTime is when a schedule runs that names no time of day.
const defaultTime = "09:00"

// clocks finds the times of day that s names, in order: 上午9点, 8点半, 17:30, "8pm", noon.
func (m *message) clocks() (out []clock) {
	s := m.s
	for i := 0; i < len(s); {
		c, ok := clockAt(s, i)
		if !ok {
			if n, isNum := numberAt(s, i); isNum {
				i = n.j
			} else {
				i++
			}
			continue
		}
		out = append(out, c)
		i = c.j
	}
	if len(out) > 1 {
		named := out
		out = slices.DeleteFunc(slices.Clone(out), func(c clock) bool { return namesHour(s[c.i:c.j]) })
		if len(out) == 0 {
			out = named
		}
	}
	return out
}

// namesHour reports whether s is a name of workHours.
func namesHour(s string) bool {
	for _, w := range workHours {
		if w.words.is(s) {
			return true
		}
	}
	return false
}

// A clock is a time of day in a text. An impossible one (25点) keeps its words and is not valid.
type clock struct {
	i, j   int
	h, min int
	valid  bool
}

func (c clock) String() string { return fmt.Sprintf("%02d:%02d", c.h, c.min) }

var (
	morningWords = words("上午|早上|早晨|清晨|凌晨|早|早间|一早")
	noonWords    = words("中午|正午")
	eveningWords = words("下午|晚上|傍晚|夜里|夜间|晚|当晚|今晚|晚间|午后")
)

// workHours are the times that the working day gives names to. Whoever names the hour beside them means the hour.
var workHours = []struct {
	words  list
	h, min int
}{
	{words("一上班|刚上班|上班时|上班后|start of business|start of the day|start of day|first thing"), 9, 0},
	{words("下班前|下班时|下班之前|收工前|end of business|end of the day|end of day|close of business|cob|eod"), 17, 0},
}

func clockAt(s string, i int) (clock, bool) {
	for _, w := range []struct {
		word string
		h    int
	}{{"noon", 12}, {"midday", 12}, {"midnight", 0}, {"正午", 12}, {"午夜", 0}} {
		if strings.HasPrefix(s[i:], w.word) && wholeAt(s, i, i+len(w.word)) {
			return clock{i: i, j: i + len(w.word), h: w.h, valid: true}, true
		}
	}
	for _, w := range workHours {
		if n := w.words.at(s, i); n > 0 {
			return clock{i: i, j: i + n, h: w.h, min: w.min, valid: true}, true
		}
	}
	if i > 0 && digit(s[i]) && (digit(s[i-1]) || s[i-1] == '.' || s[i-1] == '-' && !(i > 3 && digit(s[i-2]) && digit(s[i-3]) && s[i-4] == ':') || s[i-1] == '/') {
		return clock{}, false
	}
	n, ok := numberAt(s, i)
	if !ok || n.v < 0 || n.v > 99 || n.v != float64(int(n.v)) {
		return clock{}, false
	}
	c := clock{i: i, j: n.j, h: int(n.v)}
	switch rest := s[n.j:]; {
	case strings.HasPrefix(rest, "点钟"):
		c.j += len("点钟")
	case strings.HasPrefix(rest, "点整"):
		c.j += len("点整")
	case strings.HasPrefix(rest, "点半"):
		c.j, c.min = c.j+len("点半"), 30
	case strings.HasPrefix(rest, "点一刻"):
		c.j, c.min = c.j+len("点一刻"), 15
	case strings.HasPrefix(rest, "点三刻"):
		c.j, c.min = c.j+len("点三刻"), 45
	case (strings.HasPrefix(rest, "点") || strings.HasPrefix(rest, "时")) && !strings.HasPrefix(rest, "时限"):
		c.j += len("点")
		if k, ok := numberAt(s, c.j); ok && k.v < 60 {
			c.min, c.j = int(k.v), k.j
		}
		if strings.HasPrefix(s[c.j:], "分") {
			c.j += len("分")
		}
	case strings.HasPrefix(rest, ":") && !n.han && len(rest) >= 3 && digit(rest[1]) && digit(rest[2]) && !(len(rest) > 3 && digit(rest[3])):
		c.min, _ = strconv.Atoi(rest[1:3])
		c.j += 3
	case !n.han && n.v < 24 && words("at").suffix(strings.TrimRight(s[:i], " ")) > 0 && !strings.HasPrefix(rest, "%") && (rest == "" || words("every|each|on|daily|weekly|monthly|to|for|and|the").prefix(strings.TrimLeft(rest, " ,.")) > 0 || strings.Trim(rest, " .!") == ""):
	default:
		if h, _ := halfDay(rest); (h < 0 || n.han) && !atHour(s, i, n) {
			return clock{}, false
		}
	}
	return c.halfDayed(s), true
}

// atHour reports whether the number is an hour because of the word before it: "at 10", and nothing counted after it.
func atHour(s string, i int, n num) bool {
	if n.han || n.v > 23 || words("at").suffix(strings.TrimRight(s[:i], " ")) == 0 {
		return false
	}
	rest := strings.TrimLeft(s[n.j:], " ")
	return rest == "" || strings.IndexByte(",.;!?)", rest[0]) >= 0 || words("send|post|remind|to|on|every|each|and|in|for|call|ask|chase|run|please|sharp|o'clock").prefix(rest) > 0
}

// halfDayed applies 上午, 晚上, am and pm around the clock.
func (c clock) halfDayed(s string) clock {
	before := strings.TrimRight(s[:c.i], " ")
	pm, size := halfDay(s[c.j:])
	c.j += size
	switch {
	case pm == 12 && c.h < 12, eveningWords.suffix(before) > 0 && c.h < 12, noonWords.suffix(before) > 0 && c.h < 4:
		c.h += 12
	case pm == 0 && c.h == 12:
		c.h = 0
	}
	if n := max(morningWords.suffix(before), noonWords.suffix(before), eveningWords.suffix(before)); n > 0 {
		c.i = len(before) - n
	}
	if c.h == 24 && c.min == 0 {
		c.h = 0
	}
	c.valid = c.h < 24 && c.min < 60
	return c
}

// halfDay reads am or pm: 0, 12, or -1 for neither, and how many bytes it took.
func halfDay(s string) (int, int) {
	t := strings.TrimLeft(s, " ")
	for _, w := range []string{"a.m.", "am", "p.m.", "pm"} {
		if strings.HasPrefix(t, w) && (len(t) == len(w) || !latin(t[len(w)]) || w[len(w)-1] == '.') {
			if w[0] == 'a' {
				return 0, len(s) - len(t) + len(w)
			}
			return 12, len(s) - len(t) + len(w)
		}
	}
	return -1, 0
}

var (
	weekdayNames = []struct {
		cron  int
		rrule string
		words list
	}{
		{1, "MO", words("周一|星期一|礼拜一|monday|mondays|mon")}, {2, "TU", words("周二|星期二|礼拜二|tuesday|tuesdays|tue|tues")}, {3, "WE", words("周三|星期三|礼拜三|wednesday|wednesdays|wed")},
		{4, "TH", words("周四|星期四|礼拜四|thursday|thursdays|thu|thurs")}, {5, "FR", words("周五|星期五|礼拜五|friday|fridays|fri")},
		{6, "SA", words("周六|星期六|礼拜六|saturday|saturdays|sat")}, {0, "SU", words("周日|周天|星期日|星期天|礼拜天|sunday|sundays|sun")},
	}
	hanWeekdays = map[string]int{"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "日": 0, "天": 0, "末": 6}
)

const allWorkdays = "MO,TU,WE,TH,FR"

func rruleDay(cron int) string {
	for _, w := range weekdayNames {
		if w.cron == cron {
			return w.rrule
		}
	}
	return ""
}

// schedule reads how often and when; ok is false when the text says neither.
func (m *message) schedule() (sp schedule, ok bool) {
	if sp, ok = m.literalCron(); ok {
		return sp, true
	}
	if i, j := m.impossibleWeekday(); i >= 0 {
		return schedule{invalid: m.orig(i, j), i: i, j: j}, true
	}
	if i, j := m.impossible(); i >= 0 {
		return schedule{invalid: m.orig(i, j), i: i, j: j}, true
	}
	for _, c := range m.clocks() {
		if !c.valid {
			return schedule{invalid: m.orig(c.i, c.j), i: c.i, j: c.j}, true
		}
		if sp.time == "" {
			sp.time = c.String()
		}
	}
	for _, f := range []func(*schedule) bool{m.everyMinutes, m.yearly, m.quarterly, m.monthly, m.everyOther, m.weekly, m.workdaily, m.daily} {
		if f(&sp) {
			return sp, true
		}
	}
	return sp, false
}

// at gives the minute and hour fields of the schedule's time.
func (sp *schedule) at() string {
	t := sp.time
	if t == "" {
		t = defaultTime
	}
	h, _ := strconv.Atoi(t[:2])
	mi, _ := strconv.Atoi(t[3:])
	return fmt.Sprintf("%d %d", mi, h)
}

// literalCron reads "cron 0 9 * * 1-5" and "RRULE:FREQ=…".
func (m *message) literalCron() (schedule, bool) {
	if i := strings.Index(m.s, "freq="); i >= 0 {
		j := i
		for j < len(m.s) && m.s[j] > ' ' && m.s[j] < 0x80 {
			j++
		}
		return schedule{rrule: strings.ToUpper(m.s[i:j]), i: i, j: j}, true
	}
	fields := strings.FieldsFunc(m.s, func(r rune) bool { return r == ' ' || r == '\t' || r == '"' || r == '`' })
	for k := 0; k+5 <= len(fields); k++ {
		f := slices.Clone(fields[k : k+5])
		plain := !strings.ContainsAny(strings.Join(f, ""), "*?") && !strings.Contains(m.s, "cron") // 下发 1 2 3 4 5: rows
		if !plain && cronRun(f) == 5 {
			if k > 0 && strings.Contains(fields[k-1], "tz=") {
				return m.zonedCron(fields[k-1], f), true
			}
			if end := cronRun(fields[k:]); end > 5 { // with seconds, or of nobody's dialect
				return schedule{invalid: strings.Join(fields[k:k+end], " "), i: strings.Index(m.s, fields[k]), j: len(m.s)}, true
			}
			spec := strings.Join(f, " ")
			i := max(0, strings.Index(m.s, f[0]))
			return m.checkedCron(spec, f, i), true
		}
	}
	return schedule{}, false
}

// zonedCron reads five fields with a zone before them, TZ=Europe/London 0 9 * * 1.
func (m *message) zonedCron(zone string, f []string) schedule {
	i := strings.Index(m.s, zone) + strings.Index(zone, "tz=")
	j := strings.Index(m.s, zone) + len(zone)
	name := m.orig(i+len("tz="), j)
	sp := m.checkedCron(strings.Join(f, " "), f, i)
	spec := "TZ=" + name + " " + strings.Join(f, " ")
	if _, ok := ledger.Location(name); !ok || sp.invalid != "" {
		return schedule{invalid: spec, i: i, j: sp.j}
	}
	sp.cron = spec
	return sp
}

// cronRun counts the fields of a cron spec that stand in a row.
func cronRun(fields []string) int {
	for i, f := range fields {
		if !cronField(f) {
			return i
		}
	}
	return len(fields)
}

func cronField(f string) bool {
	for i := 0; i < len(f); i++ {
		if !digit(f[i]) && strings.IndexByte("*/-,?", f[i]) < 0 {
			return false
		}
	}
	return f != ""
}

// checkedCron refuses numbers out of range, days that no month has, and what fires every few minutes.
func (m *message) checkedCron(spec string, f []string, i int) schedule {
	sp := schedule{cron: spec, i: i, j: min(len(m.s), i+len(spec))}
	bounds := [5][2]int{{0, 59}, {0, 23}, {1, 31}, {1, 12}, {0, 7}}
	for k, x := range f {
		for part := range strings.FieldsFuncSeq(x, func(r rune) bool { return r == ',' || r == '-' || r == '/' || r == '*' || r == '?' }) {
			if n, err := strconv.Atoi(part); err != nil || n > bounds[k][1] || n < bounds[k][0] && !strings.Contains(x, "/") {
				return schedule{invalid: spec, i: sp.i, j: sp.j}
			}
		}
	}
	day, _ := strconv.Atoi(f[2])
	if month, err := strconv.Atoi(f[3]); err == nil && day > daysOf(month) {
		return schedule{invalid: spec, i: sp.i, j: sp.j}
	}
	sp.tooOften = often(f[0])
	return sp
}

func often(minute string) bool {
	if minute == "*" {
		return true
	}
	if step, ok := strings.CutPrefix(minute, "*/"); ok {
		n, _ := strconv.Atoi(step)
		return n < 15
	}
	return strings.Count(minute, ",") > 3
}

// daysOf is the number of days of the month in a leap year.
func daysOf(month int) int {
	switch month {
	case 2:
		return 29
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// impossible finds a day that no month has: 2月30日, 每月32号.
func (m *message) impossible() (int, int) {
	for i := 0; i < len(m.s); i++ {
		if !digit(m.s[i]) && m.s[i] < 0x80 || i > 0 && digit(m.s[i-1]) {
			continue
		}
		n, ok := numberAt(m.s, i)
		if !ok {
			continue
		}
		switch rest := m.s[n.j:]; {
		case strings.HasPrefix(rest, "月"):
			d, ok := numberAt(m.s, n.j+len("月"))
			if ok && (strings.HasPrefix(m.s[d.j:], "日") || strings.HasPrefix(m.s[d.j:], "号")) && (n.v > 12 || n.v < 1 || int(d.v) > daysOf(int(n.v)) || d.v < 1) {
				return i, d.j + len("日")
			}
		case (strings.HasPrefix(rest, "日") || strings.HasPrefix(rest, "号")) && words("每月|每个月").suffix(strings.TrimRight(m.s[:i], " ")) > 0 && (n.v > 31 || n.v < 1):
			return i, n.j + len("日")
		}
		i = n.j - 1
	}
	for _, name := range []struct {
		w    string
		days int
	}{{"february", 29}, {"feb", 29}, {"april", 30}, {"june", 30}, {"september", 30}, {"november", 30}} {
		if i := at(m.s, name.w, 0); i >= 0 {
			rest := strings.TrimLeft(m.s[i+len(name.w):], " ")
			if n, ok := numberAt(rest, 0); ok && int(n.v) > name.days && n.v < 100 {
				return i, len(m.s) - len(rest) + n.j
			}
		}
	}
	return -1, -1
}

// everyMinutes reads 每分钟, 每隔2小时, "every 30 minutes", hourly.
func (m *message) everyMinutes(sp *schedule) bool {
	minute := words("秒|seconds|second|分钟|minutes|minute|mins").where(m.s)
	hour := words("小时|个小时|hours|hour|hourly").where(m.s)
	each := words("每|隔|every|each|hourly|once a|once an|per").in(m.s)
	if !each || minute < 0 && hour < 0 || words("小时内|小时以内|小时未|小时没|within").in(m.s) {
		return false
	}
	k := max(minute, hour)
	n, ok := numberBefore(strings.TrimRight(m.s[:k], " 个"), len(strings.TrimRight(m.s[:k], " 个")))
	if !ok {
		n.v = 1
	}
	step := int(n.v)
	if words("秒|seconds|second").in(m.s) {
		step /= 60 // cron knows no less than a minute
	}
	switch {
	case minute >= 0 && step <= 1:
		sp.cron = "* * * * *"
	case minute >= 0:
		sp.cron = fmt.Sprintf("*/%d * * * *", step)
	case step <= 1:
		sp.cron = "0 * * * *"
	default:
		sp.cron = fmt.Sprintf("0 */%d * * *", step)
	}
	sp.tooOften = minute >= 0 && step < 15
	sp.i, sp.j = k, k
	return true
}
