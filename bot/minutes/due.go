package minutes

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/followup-bot/followup/bot/when"
	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/calendar"
)

// A due is a deadline or a cadence found in a text.
type due struct {
	when.Result
	vague bool // names a period without a last day that binds (本周, next week): kept as words only
}

// enTimes are words without which no English deadline stands in a text without digits. They only save calls, as timeRunes and before do for Chinese.
var (
	enTimes   = []string{"day", "week", "month", "year", "tomorrow", "tonight", "quarter", "eod", "eow", "eom", "cob", "close of", "end of", "christmas", "easter", "ongoing", "every", "daily", "annual", "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december", "fortnight", "hour", "noon", "summer", "spring", "autumn", "winter", "tues", "weds", "thurs", "by mon", "by wed", "by thu", "by fri", "by sat", "by sun", "w/e"}
	zhTimes   = []string{"长期", "常态", "定期", "立行立改", "持续", "工作日", "会后", "即日", "小时", "春节", "国庆", "中秋", "端午", "清明", "元旦", "除夕", "节前", "五一", "十一", "周内", "近期"}
	timeRunes = newRuneSet("年月日天周旬季底号末期度节内")
	before    = newRuneSet("一二三四五六七八九十两几半本下上今明后次每按当近即年月周隔双单同全个星初季第")
)

// mayDate reports whether a deadline or cadence may stand in a text.
func (r *reader) mayDate(s string) bool {
	if s != "" && s[0] < utf8.RuneSelf && !hasHan(s) {
		return hasDigit(s) || r.hints(r.low(s)).has(hintEnTime)
	}
	last := rune(0)
	for _, c := range s {
		switch {
		case c >= '0' && c <= '9' || c == '每' || c == '旬' || c == '周' || c == '期':
			return true
		case timeRunes.has(c) && before.has(last):
			return true
		}
		last = c
	}
	if last >= utf8.RuneSelf || hasHan(s) {
		return r.hints(s).has(hintZhTime)
	}
	return r.hints(r.low(s)).has(hintEnTime)
}

// dues gives the deadlines and cadences of a text; what lies in the past, or cannot be fixed because the meeting's date is unknown, is left out.
func (r *reader) dues(s string) []due {
	if len(s) > maxPiece {
		s = clip(s, maxPiece)
	}
	return r.lastDues.get(s, r.findDues)
}

func (r *reader) findDues(s string) []due {
	r.work += len(s)
	if !r.mayDate(s) {
		return nil
	}
	o := r.whenOptions()
	if o.Lang == "" {
		o.Lang = langOf(s, r.zh)
	}
	all := when.All(s, o)
	if len(all) == 0 {
		return nil
	}
	out := make([]due, 0, len(all))
	for _, x := range all {
		if !r.usable(s, x, o.Lang) {
			continue
		}
		x.Deadline = x.Deadline || endsPeriod(s[x.End:])
		if !x.Deadline && mentioned(s, x, o) {
			continue
		}
		out = append(out, due{Result: r.adjusted(s, x, o), vague: vague(x)})
	}
	return slices.Clip(superseded(s, out))
}

// usable leaves out what names no day to come, what the unknown date of the meeting leaves open, and what is part of a name.
func (r *reader) usable(s string, x when.Result, lang string) bool {
	switch {
	case x.Anchor == "event" && x.Kind == when.Day && x.Due.IsZero():
		return x.Deadline // kept in words
	case x.Kind == when.Recurring && endsWithAny(s[:x.Start], []string{"到", "至", "细化到", "分解到"}):
		return false // 细化到每一天
	case ofNoun(s, x):
		return false
	case x.Past, x.Kind == when.None, x.Kind == when.Recurring && asAdjective(s[x.End:]), x.Duration && strings.Contains(x.Text, "分钟"):
		return false
	case x.Kind != when.Day:
		return true
	case r.now.IsZero() && !fullYear(x.Text), r.yearly && (x.Duration || !hasAny(x.Text, []string{"月", "年", "/", ".", "季度"}) && hasHan(x.Text)):
		return false
	}
	return !inName(s, x.Start, x.End)
}

// ofNoun reports whether a year or a standing word only says more about what follows it: 2019年城建项目, 全年的目标, 持续加大力度.
func ofNoun(s string, x when.Result) bool {
	if x.Kind == when.Ongoing {
		return x.Text == "持续"
	}
	if x.Kind == when.Day && !x.Deadline && !x.Duration && strings.HasPrefix(s[x.End:], "的") && hasHan(x.Text) {
		return true // 11月份的大赛
	}
	if x.Kind != when.Day || x.Grain != when.GrainYear || !strings.HasSuffix(x.Text, "年") {
		return false
	}
	rest := strings.TrimLeft(s[x.End:], " ")
	if rest == "" || stopRune(rest) {
		return false
	}
	return cutPrefixes(rest, []string{"底", "末", "内", "前", "以内", "之前", "完成", "实现", "建成", "启动", "开工", "竣工", "投用", "投产", "投入", "达到", "要", "力争", "争取", "确保", "全面完成", "全部完成", "基本", "上半年", "下半年", "至", "到", "-"}) == 0
}

// mentioned reports whether a day that is no deadline by its words is only spoken of: when something is on, a day that was over, a fraction.
func mentioned(s string, x when.Result, o when.Options) bool {
	switch {
	case x.Kind == when.Recurring && o.Lang == "en" && hasAny(lower(s[max(0, x.Start-30):x.Start]), []string{"happen", "occur", "meets", "runs", "held"}):
		return true // missed bins: it is happening on a weekly basis
	case o.Lang == "en" && vague(x) && endsWithAny(lower(s[:x.Start]), []string{"for ", "for the "}) && strings.HasSuffix(x.Text, "year"):
		return true // cost savings for the year
	case strings.HasSuffix(x.Text, "期间"), strings.HasPrefix(s[x.End:], "期间"):
		return true
	case x.Rolled && x.Due.DaysSince(ledger.DateOf(o.Now)) > longRoll && !inBrackets(s) && x.Start > 0:
		return true
	}
	if x.Kind == when.Day && s[:x.Start] != "" && clockOnly(x.Text) {
		return true
	}
	return x.Kind == when.Day && o.Lang == "en" && (spokenOf(s, x) || looseFraction(s, x.Start, x.End) || heldToday(s, x))
}

// clockOnly reports whether an expression is a time of day and nothing more: "6 pm", "18:30".
func clockOnly(s string) bool {
	t := strings.TrimRight(lower(s), " .")
	if !strings.Contains(t, ":") && !hasAny(t, []string{"am", "pm", "a.m", "p.m", "noon", "midnight", "o'clock", "hrs"}) {
		return false
	}
	for _, e := range [...]string{"am", "pm", "a.m", "p.m", "noon", "midnight", "o'clock", "hrs", "at "} {
		t = strings.TrimSpace(strings.ReplaceAll(t, e, ""))
	}
	return strings.Trim(t, "0123456789:. ") == ""
}

// pastToday are words after which "today" tells of the day that is, not of a task's: "who missed the meeting today", "as discussed today".
var pastToday = []string{"meeting", "call", "session", "here", "present", "absent", "discussed", "raised", "presented", "attended", "missed", "joined", "agreed", "met", "mentioned", "reported", "heard", "decided", "shown", "covered", "said"}

// heldToday reports whether "today" only says when the meeting is or was.
func heldToday(s string, x when.Result) bool {
	if word := lower(x.Text); word != "today" && word != "tonight" {
		return false
	}
	before := strings.TrimRight(lower(s[:x.Start]), " ")
	return slices.ContainsFunc(pastToday, func(w string) bool {
		return strings.HasSuffix(before, w) && (len(before) == len(w) || before[len(before)-len(w)-1] == ' ')
	})
}

// longRoll is how many days ahead a day without a year may lie and still be next year's; beyond that minutes mean their own year.
const longRoll = 200

// adjusted reads an expression as minutes mean it.
func (r *reader) adjusted(s string, x when.Result, o when.Options) when.Result {
	if x.Rolled && x.Due.DaysSince(ledger.DateOf(o.Now)) > longRoll {
		x.Due = ledger.NewDate(x.Due.Year-1, x.Due.Month, x.Due.Day)
	}
	if x.Anchor == "issue" {
		x = r.fromIssue(s, x)
	}
	if x.Grain == when.GrainWeek && strings.Contains(x.Text, "end of") && x.Due.Weekday() == time.Sunday {
		x.Due = x.Due.AddDays(-2) // a working week ends on Friday
	}
	return x
}

// overdue gives a day that a label or a column states although it is over: work that was late when the meeting met.
func (r *reader) overdue(s string) ledger.Date {
	if r.now.IsZero() || !hasDigit(s) {
		return ledger.Date{}
	}
	for _, x := range when.All(clip(s, 200), r.whenOptions()) {
		if x.Kind == when.Day && x.Past && x.Grain <= when.GrainDay {
			return x.Due
		}
	}
	return ledger.Date{}
}

// langOf is the language that a text's dates are read in: that of its letters, or the document's when it has none.
func langOf(s string, zh bool) string {
	latin := false
	for i := 0; i < len(s); i++ {
		if s[i] >= 0xE3 && s[i] < 0xEA {
			return "zh"
		}
		latin = latin || isLetter(s[i])
	}
	if latin || !zh {
		return "en"
	}
	return "zh"
}

// fromIssue counts a period from the day the minutes were issued: the date they are signed with, otherwise the working day after the meeting.
func (r *reader) fromIssue(s string, x when.Result) when.Result {
	d := r.issued
	if d.IsZero() && !r.now.IsZero() {
		cal := r.o.Cal
		if cal == nil {
			cal = calendar.China()
		}
		d = ledger.NextWorkday(cal, ledger.DateOf(r.now).AddDays(1))
	}
	if d.IsZero() {
		return x
	}
	o := r.whenOptions()
	o.Now = time.Date(d.Year, d.Month, d.Day, 9, 0, 0, 0, o.Now.Location())
	for _, y := range when.All(s, o) {
		if y.Start == x.Start && y.Kind == x.Kind {
			return y
		}
	}
	return x
}

func (r *reader) whenOptions() when.Options {
	o := when.Options{Now: r.now, Cal: r.o.Cal, Lang: r.o.Lang, DayFirst: r.dayFirst}
	if o.Now.IsZero() {
		o.Now = time.Date(1970, 1, 1, 9, 0, 0, 0, time.UTC)
	}
	return o
}

func fullYear(s string) bool {
	run := 0
	for i := 0; i < len(s); i++ {
		if isDigit(s[i]) {
			if run++; run == 4 {
				return true
			}
		} else {
			run = 0
		}
	}
	return false
}

// inName reports whether a date stands inside a title or a name: 《…》, "5.24开发者大会", "the June 5 event".
func inName(s string, i, j int) bool {
	before, after := s[:i], strings.TrimLeft(s[j:], " ")
	if k := strings.LastIndex(before, "《"); k >= 0 && !strings.Contains(before[k:], "》") {
		return true
	}
	if cutPrefixes(after, []string{"大会", "例会纪要", "会议纪要", "的会议", "版本", "事故", "事件", "文件", "会议精神", "讲话", "例会", "会议上"}) > 0 {
		return true
	}
	return false
}

// looseFraction reports whether "2/3" stands in the middle of English words, where it is no date.
func looseFraction(s string, i, j int) bool {
	t := s[i:j]
	if len(t) > 5 || strings.Trim(t, "0123456789/") != "" {
		return false
	}
	rest := strings.TrimLeft(s[j:], " ")
	return rest != "" && isLetter(rest[0]) && i > 0 && !strings.HasSuffix(s[:i], "(") && !strings.HasSuffix(s[:i], "- ")
}

// endsPeriod reports whether what follows a date makes it a deadline: 前, 之前, also behind a closing bracket.
func endsPeriod(rest string) bool {
	rest = strings.TrimLeft(rest, " )")
	return cutPrefixes(rest, []string{"前", "之前", "以前", "截止", "内完成"}) > 0 && !strings.HasPrefix(rest, "前期") && !strings.HasPrefix(rest, "前往") && !strings.HasPrefix(rest, "前后")
}

// asAdjective reports whether a noun follows a cadence: "hourly rate", "weekly meeting" set none.
func asAdjective(rest string) bool {
	switch strings.TrimSuffix(firstWord(strings.TrimLeft(rest, " ")), "s") {
	case "rate", "meeting", "report", "newsletter", "call", "sync", "update", "magazine", "fee", "rent", "payment", "bill", "check-in", "standup", "notes", "charge", "subscription", "accounts":
		return true
	}
	return strings.HasPrefix(rest, "例会") || strings.HasPrefix(rest, "会议纪要")
}

// vague reports whether an expression names a period only.
func vague(x when.Result) bool {
	if x.Kind == when.Day && x.Due.IsZero() {
		return true
	}
	if x.Kind != when.Day || x.Deadline || hasAny(x.Text, []string{"底", "末", "end", "w/e", "内", "前"}) {
		return false
	}
	switch x.Grain {
	case when.GrainWeek, when.GrainMonth, when.GrainQuarter, when.GrainHalf, when.GrainYear, when.GrainDecade:
		return true
	}
	return false
}

// binding picks the expression that an item is due by: a deadline before a mention, a day before a cadence, of staged ones the last.
func binding(ds []due) (due, bool) {
	best, rank := due{}, 0
	for _, d := range ds {
		k := 1
		switch {
		case d.Kind == when.Day && d.Deadline && !d.vague:
			k = 4
		case d.Kind == when.Day && !d.vague:
			k = 3
		case d.Kind == when.Recurring:
			k = 2
		}
		if k > rank || k == rank && k == 4 && !d.Due.Before(best.Due) {
			best, rank = d, k
		}
	}
	return best, rank > 0
}

// setDue fills an item's deadline from the expressions of its text.
func (it *draft) setDue(ds []due, line int) {
	for _, d := range ds {
		switch d.Kind {
		case when.Recurring:
			if it.RRule == "" {
				it.RRule = d.RRule
				it.why("cadence", d.Text, line, d.Rule)
			}
		case when.Ongoing:
			it.Ongoing = true
		}
	}
	d, ok := binding(ds)
	if !ok || !it.Due.IsZero() {
		return
	}
	if it.DueText == "" || d.Kind == when.Day {
		it.DueText = d.Text
	}
	if d.Kind == when.Day && !d.vague {
		it.Due, it.At, it.Was = d.Due, d.At, d.Was
	}
	it.why("due", d.Text, line, d.Rule)
}

// looseTimes are deadlines in words that name no day.
var looseTimes = []string{"下次会议前", "下次例会前", "下次会议", "下次例会", "下周例会", "下次党组会前", "会后", "尽快", "尽早", "近期", "复工后", "上述遗留问题闭环后", "before the next meeting", "by the next meeting", "for the next meeting", "at the next meeting", "until next meeting", "before the next call", "by the next call", "before next call", "by next call", "before the next sync", "by next meeting", "next meeting", "as soon as possible", "asap"}

// setLoose fills an item's deadline from words that name no day, when it has none.
func (r *reader) setLoose(it *draft, s string) {
	if it.DueText != "" || it.RRule != "" {
		return
	}
	if w, d := r.looseDue(s); w != "" {
		it.DueText, it.Due = w, d
	}
}

// looseDue gives the words of a deadline that no day can be read from; the date of the next meeting, when the text has it.
func (r *reader) looseDue(s string) (words string, d ledger.Date) {
	l := r.low(s)
	if !r.hints(l).has(hintLoose) {
		return "", ledger.Date{}
	}
	for _, w := range looseTimes {
		if i := strings.Index(l, w); i >= 0 && i+len(w) <= len(s) {
			if strings.Contains(w, "next ") || strings.Contains(w, "下次会议") || strings.Contains(w, "下次例会") {
				d = r.out.Meeting.Next
			}
			if k := aheadOf(l[:i], l[i:]); k < i || aheadBehind(l[i+len(w):]) { // one week before the next meeting
				return s[k : i+len(w)], ledger.Date{}
			}
			return s[i : i+len(w)], d
		}
	}
	return "", ledger.Date{}
}
