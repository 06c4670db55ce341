package intent

import (
	"fmt"
	"slices"
	"strings"

	"github.com/followup-bot/followup/bot/when"
	"github.com/followup-bot/followup/ledger"
)

var levels = []struct {
	level string
	known bool
	words list
}{
	{"red", true, words("红灯|红色|标红|亮红|变红|红牌|red")}, {"yellow", true, words("黄灯|黄色|标黄|亮黄|变黄|黄牌|yellow|amber")}, {"green", true, words("绿灯|绿色|标绿|green")},
	{"blue", true, words("蓝灯|蓝色|标蓝|blue")}, {"grey", true, words("灰灯|灰色|标灰|grey|gray")},
	{"purple", false, words("紫灯|紫色|标紫|紫牌|purple|violet")}, {"orange", false, words("橙灯|橙色|标橙|橙牌|orange")}, {"black", false, words("黑灯|黑色|标黑|黑牌|black")}, {"pink", false, words("粉灯|粉色|pink")}, {"white", false, words("白灯|白色|white")},
}

// readLight reads 到期前5天标黄灯, 超期30天以上标紫灯. A light that there is not is asked about.
func readLight(m *message) (draft, bool) {
	if !words("灯|标红|标黄|标绿|标蓝|标灰|标紫|标橙|亮红|亮黄|变红|变黄|红牌|黄牌|light|lights|amber|yellow|red|purple").in(m.s) || words("提醒|红灯的有|哪些|remind").in(m.s) {
		return draft{}, false
	}
	d := draft{name: LightSet}
	for _, l := range levels {
		if l.words.in(m.s) {
			d.s.Level = l.level
			if !l.known {
				d.expect = Clarify
			}
			break
		}
	}
	n, _, unit, ok := m.deltaFrom(0, len(m.s))
	if !ok || d.s.Level == "" {
		d.expect = Clarify
		return d, d.s.Level != ""
	}
	days := ints(inDays(n.v, unit))
	switch {
	case words("超期|逾期|过期|overdue|late|past due").in(m.s):
		d.s.OverdueDaysGTE = days
	case d.s.Level == "yellow":
		d.s.YellowDaysBefore = days
		d.s.Level = ""
	default:
		d.expect = Clarify
	}
	return d, true
}

var quietWords = words("免打扰|勿扰|静默|静音|不打扰|不要打扰|别打扰|不提醒|不发提醒|不要提醒|不发消息|不推送|安静|别发|不要发|quiet|do not disturb|don't disturb|dnd|no reminders|no messages|silent|mute|silence")

// silenceBetween reports whether the message wants nothing sent between two times of day: "don't ping anyone from 9pm to 7am", 夜里十点到早上七点别吵.
func (m *message) silenceBetween() bool {
	cs := m.clocks()
	return len(cs) == 2 && words("到|至|-|~|to|until|till|and|through").in(m.s[cs[0].j:cs[1].i]) &&
		words("别|不|勿|禁|莫|停|don't|dont|no|not|nobody|never|stop|hold|off|without").in(m.s) && words("发|吵|扰|推|提醒|消息|联系|催|通知|响|ping|message|messages|disturb|bother|send|post|notify|notifications|remind|reminders|contact|text|anything").in(m.s)
}

// readQuiet reads 晚上8点到早上8点免打扰, "quiet hours 8pm to 8am".
func readQuiet(m *message) (draft, bool) {
	if !quietWords.in(m.s) && !m.silenceBetween() {
		return draft{}, false
	}
	cs := m.clocks()
	d := draft{name: QuietHoursSet}
	if len(cs) < 2 {
		if len(cs) == 1 && words("后|after").in(m.s) {
			d.s.From = cs[0].String()
			d.expect = Clarify
			return d, true
		}
		if words("免打扰时段|静默时段|quiet hours").in(m.s) && len(cs) == 0 {
			d.expect = Clarify
			return d, true
		}
		return draft{}, false
	}
	from, to := cs[0], cs[1]
	if !from.valid || !to.valid {
		d.s.Invalid, d.expect = m.orig(from.i, to.j), Deny
		return d, true
	}
	d.s.From, d.s.To = from.String(), OneOrMany{to.String()}
	return d, true
}

// readEscalation reads 超期3天报分管副院长,7天报院长.
func readEscalation(m *message) (draft, bool) {
	if !overdueWords.in(m.s) && !words("days over|weeks over|escalate to|escalate after").in(m.s) || !words("捅|反映|惊动|报|通知|升级|抄|提醒|告知|告诉|推送|找|请|转|上交|提交|escalate|escalation|escalates|goes|notify|tell|inform|alert|copy|cc|to").in(m.s) {
		return draft{}, false
	}
	d := draft{name: EscalationSet}
	if d.s.Steps = m.stepsByPart(); len(d.s.Steps) > 1 {
		return d, true
	}
	d.s.Steps = nil
	for start := 0; start < len(m.s); {
		n, end, unit, ok := m.deltaFrom(start, len(m.s))
		if !ok {
			break
		}
		next := len(m.s)
		if n2, _, _, ok := m.deltaFrom(end, len(m.s)); ok {
			next = n2.i
		}
		to := m.escalatesTo(end, next)
		if to == "" && len(d.s.Steps) == 0 { // "notify the head after 3 days overdue"
			to = m.escalatesTo(start, n.i)
		}
		if to == "" && len(d.s.Steps) > 0 {
			to = strings.Trim(m.orig(end, next), " ,，。.;；、") // who that is, is asked: no step of a ladder is left out in silence
		}
		if to != "" {
			d.s.Steps = append(d.s.Steps, Step{int(inDays(n.v, unit)), to})
		}
		start = end
	}
	if len(d.s.Steps) == 0 || len(d.s.Steps) == 1 && !words("报|升级|抄|通知|告诉|告知|找|escalate|escalates|escalation|goes|notify|tell|inform|alert|copy|cc").in(m.s) {
		return draft{}, false
	}
	return d, true
}

// stepsByPart reads steps of which each part of the sentence tells one, in whichever order: "to the overseer after 3 days and to the president after 7".
// Nil when a part tells but half a step.
func (m *message) stepsByPart() (out []Step) {
	unit := ""
	for _, c := range m.splitByAnd() {
		to := m.escalatesTo(c.i, c.j)
		n, _, u, ok := m.deltaFrom(c.i, c.j)
		if ok {
			unit = u
		} else if i, j := words("after|at|past|过|满|超|逾期|超期").first(c.s); i >= 0 && unit != "" {
			n, ok = numberAt(c.s, j+len(c.s[j:])-len(strings.TrimLeft(c.s[j:], " ")))
		}
		switch {
		case ok && to != "":
			out = append(out, Step{int(inDays(n.v, unit)), to})
		case ok || to != "":
			return nil
		}
	}
	return out
}

var headWords = words("部门负责人|部门主要负责人|单位负责人|庭长|处长|部门领导|本部门领导|负责人|department head|unit head|the head|head of department|head of the department|manager|line manager")

// escalatesTo gives whom s[i:j] names: a person, @overseer, or a title in the writer's words.
func (m *message) escalatesTo(i, j int) string {
	if words("书面说明|写说明|说明原因|说明情况|情况说明|写检查|作出说明|explanation|explain in writing|written statement").in(m.s[i:j]) {
		return "explanation"
	}
	if overseer.in(m.s[i:j]) {
		return "@overseer"
	}
	if n, ok := m.firstName(i, j, func(n name) bool { return n.kind == ledger.MentionPerson || n.unit() || n.kind == ledger.MentionGroup }); ok {
		return n.canon
	}
	if a, b := headWords.first(m.s[i:j]); a >= 0 {
		return m.orig(i+a, i+b)
	}
	if a, b := words("院长|书记|主要领导|院领导|领导|督查室|经办人|联络员|president|ceo|cfo|coo|director|liaison|handler|owner|supervisor|supervision office|vp|chief of staff|executive").first(m.s[i:j]); a >= 0 {
		return m.orig(i+a, i+b)
	}
	return ""
}

// readRules reads what must hold for closing, extensions and receipt.
func readRules(m *message) (draft, bool) {
	d, receipt := draft{name: RuleSet}, false
	for _, c := range m.cl {
		m.closingRule(c, &d.s)
		m.extensionRule(c, &d.s)
		receipt = receipt || words("签收|receipt|receipts|accept|accepted|acknowledge|acknowledged|sign|signed").in(c.s)
		if c := m.settingOf(c); receipt {
			if n, _, ok := counted(c.s, words("个小时|小时|hours|hour|h")); ok {
				d.s.SignWithinHours = ints(n.v)
			} else if n, _, unit, ok := m.deltaFrom(c.i, c.j); ok && (unit == "天" || strings.HasPrefix(unit, "day") || strings.Contains(unit, "工作日") || strings.HasPrefix(unit, "work") || strings.HasPrefix(unit, "business")) {
				d.s.SignWithinHours = ints(n.v * 24)
			}
		}
	}
	ok := d.s.CloseRequires != "" || d.s.ExtensionMax != nil || d.s.ExtensionMaxDays != nil || d.s.ExtensionBeforeWorkdays != nil || d.s.SignWithinHours != nil
	return d, ok && !words("提醒我|提醒一次|每天|每周").in(m.s)
}

// settingOf is a clause without the words that set something to a value, which otherwise announce a date: 签收期限改为|2个工作日.
func (m *message) settingOf(c clause) clause {
	if _, j := words("改为|改成|改到|设为|设成|定为|调整为|调到|set to|changed to|change to").first(c.s); j > 0 {
		return clause{s: c.s[j:], i: c.i + j, j: c.j}
	}
	return c
}

func (m *message) closingRule(c clause, s *Slots) {
	if words("办结|销号|结项|完成|结案|close|closed|closing|closure|completion").in(m.s) && words("得有|得附|必|须|需|应|没|无|不附|不传|才能|才可|要|must|require|requires|required|need|needs|without|only with|mandatory").in(m.s) && words("附件|佐证|证明|材料|证据|凭据|凭证|支撑|attachment|evidence|proof|document|documents|file").in(c.s) {
		s.CloseRequires = "attachment"
	}
}

func (m *message) extensionRule(c clause, s *Slots) {
	if !ofExtend.in(m.s) && !words("延|展期|extensions|extend|extended|postpone").in(m.s) {
		return
	}
	if n, _, ok := counted(c.s, words("次|回|times|time|extensions|extension")); ok && words("顶多|撑死|封顶|最多|不超过|不得超过|至多|只能|限|允许|最高|at most|max|maximum|no more than|up to|only|limit|limited|twice|once|two|one|three").in(c.s) && !words("每次").in(c.s[:max(0, n.i)]) {
		s.ExtensionMax = ints(n.v)
	}
	n, _, unit, ok := m.deltaFrom(c.i, c.j)
	if !ok {
		return
	}
	if words("提前|到期前|截止前|前提出|before|in advance|ahead").in(c.s) {
		s.ExtensionBeforeWorkdays = ints(n.v)
	} else if words("顶多|撑死|封顶|不超过|不得超过|最多|至多|最长|以内|上限|每次|at most|max|maximum|no more than|up to|each|longest|limit").in(c.s) {
		s.ExtensionMaxDays = ints(inDays(n.v, unit))
	}
}

var reportWords = words("更新一次|反馈|一调度|调度一次|报|report|reports|update|updates|reported|check-in|check in|cadence")

// readCadence reads 重点事项每周报一次,一般事项每月报一次.
func readCadence(m *message) (draft, bool) {
	key := words("重点|key|priority").in(m.s)
	normal := words("一般|其他|其余|普通|other items|normal|others|ordinary|the rest|regular items|everything else").in(m.s)
	if !(key || normal) || !reportWords.in(m.s) && !(key && normal) || !(key && normal) && (len(m.clocks()) > 0 || words("提醒|周报|通报|调度会|remind|digest|bulletin").in(m.s)) {
		return draft{}, false
	}
	d := draft{name: CadenceSet}
	last := ""
	for _, c := range m.splitByAnd() {
		if words("重点|key|priority").in(c.s) {
			last = "key"
		} else if words("一般|其他|普通|其余|normal|other|others|ordinary|rest|regular|else").in(c.s) {
			last = "normal"
		}
		r := cadence(c.s)
		switch {
		case r == "":
		case last == "key" && d.s.Key == "":
			d.s.Key = r
		case last == "normal" && d.s.Normal == "":
			d.s.Normal = r
		}
	}
	return d, (d.s.Key != "" || d.s.Normal != "") && (key && normal || words("反馈|报|report|update|cadence|check").in(m.s))
}

// cadence reads a rhythm without a day: 每周, 半月, "every two weeks".
func cadence(s string) string {
	if r := counting(s); r != "" {
		return r
	}
	for _, r := range rhythms {
		if !r.words.in(s) {
			continue
		}
		m := message{text: text{s: s}}
		if days := m.weekdays(); r.rrule == "FREQ=WEEKLY" && len(days) > 0 {
			return "FREQ=WEEKLY;BYDAY=" + rruleDays(days)
		}
		return r.rrule
	}
	return ""
}

// counting reads a rhythm with a number of its own: 每三周, 每10天, "every 5 days".
func counting(s string) string {
	_, k := words("每隔|每|every").first(s)
	n, ok := numberAt(s, k)
	if k == 0 || !ok || n.v < 3 || n.v > 60 || n.v != float64(int(n.v)) {
		return ""
	}
	rest := strings.TrimLeft(s[n.j:], " 个")
	for _, x := range []struct {
		unit list
		freq string
	}{{words("周|星期|礼拜|weeks"), "WEEKLY"}, {words("天|日|days"), "DAILY"}, {words("月|months"), "MONTHLY"}} {
		if x.unit.prefix(rest) > 0 {
			return fmt.Sprintf("FREQ=%s;INTERVAL=%d", x.freq, int(n.v))
		}
	}
	return ""
}

// each gives the ways to say "every" of a length of time: 每周, 每个周, 一周一(报), 按周.
func each(length string) string { return cross("每|每个|每一|一个|按|逐|一", length) }

// rhythms are how often, without a day; tried in order.
var rhythms = []struct {
	words list
	rrule string
}{
	{words(cross("每两|两|每2|2|每隔一|隔|双|半个|半|每半个|每半", "周|个周|星期|个星期|个礼拜") + "|半月|半个月|every two weeks|every 2 weeks|every other week|biweekly|fortnightly|bi-weekly|every fortnight|once a fortnight|a fortnight|twice a month"), "FREQ=WEEKLY;INTERVAL=2"},
	{words("每个工作日|每工作日|every working day|every workday|every weekday|every business day"), "FREQ=WEEKLY;BYDAY=" + allWorkdays},
	{words("每天|每日|日报|一日一|一天一|天天|按天|逐日|daily|every day|once a day|each day"), "FREQ=DAILY"},
	{words(each("周|星期|礼拜") + "|周报|weekly|every week|each week|a week"), "FREQ=WEEKLY"},
	{words(cross("每两|两|每2|2|每隔一|隔|双", "个月|月") + "|every two months|every other month|every 2 months|bimonthly"), "FREQ=MONTHLY;INTERVAL=2"},
	{words(each("季|季度") + "|季报|quarterly|every quarter|each quarter|a quarter|every three months"), "FREQ=MONTHLY;INTERVAL=3"},
	{words("半年|every six months|twice a year|half-yearly|every half year"), "FREQ=MONTHLY;INTERVAL=6"},
	{words(each("月") + "|月报|每个月|monthly|every month|each month|a month"), "FREQ=MONTHLY"},
	{words(each("年") + "|yearly|annually|every year|a year"), "FREQ=YEARLY"},
}

// readCalendar reads working days, holidays, and what happens on them.
func readCalendar(m *message) (draft, bool) {
	if sp, ok := m.schedule(); ok && (sp.cron != "" || sp.rrule != "") && m.job() != "" && m.daysOff() != "" {
		return draft{}, false // of one schedule, which the same sentence sets
	}
	d := draft{name: CalendarSet}
	holiday := words("假日|假期|休息日|非工作日|放假|holidays|holiday|day off|days off|non-working").in(m.s)
	switch {
	case holiday && words("顺延|往后|后延|延后|推后|推迟|之后第一个工作日|下一个工作日|节后|next working day|next workday|move to the next|push to the next|following working day|following workday|after the holiday|postpone|next business day").in(m.s):
		d.s.HolidayPolicy = "next_workday"
		return d, true
	case holiday && words("提前|前移|往前|前一个工作日|上一个工作日|节前|previous working day|previous workday|before the holiday|bring forward|day before|preceding|prior working day|previous business day").in(m.s):
		d.s.HolidayPolicy = "previous_workday"
		return d, true
	case holiday && words("跳过|不发|不提醒|不催|不推送|取消|停发|skip|no reminders|don't send|suppress|not send").in(m.s) && !m.namesDays():
		d.s.HolidayPolicy = "skip"
		return d, true
	case words("周末|双休日|周六日|周六周日|weekends|weekend").in(m.s) && words("别提醒|别发|别催|别推送|清静|免打扰|勿扰|不提醒|不发|不催|休息|不推送|不打扰|不工作|off|no reminders|don't|skip|not").in(m.s):
		d.s.Weekends = "off"
		return d, true
	}
	return m.calendarDays(d)
}

func (m *message) namesDays() bool {
	for _, r := range m.whens() {
		if !r.Due.IsZero() {
			return true
		}
	}
	return false
}

// calendarDays reads 12月5日(周六)上班, 10月1日至7日放假.
func (m *message) calendarDays(d draft) (draft, bool) {
	work := words("上班|补班|补课|为工作日|是工作日|作工作日|算工作日|当工作日|调休上|加班|working day|workday|make-up day|business day|we work|is worked").in(m.s)
	off := words("放假|休息|不上班|假期|节假日|休假|为假日|是假日|holiday|holidays|off|closed|not a working day|non-working").in(m.s)
	if !work && !off || words("提醒|每|周报|通报|remind|every").in(m.s) {
		return draft{}, false
	}
	var days []Moment
	ranged := false
	for _, r := range m.daysApart() {
		if !r.From.IsZero() && r.From != r.Due {
			days = append(days, Moment{Date: r.From}, Moment{Date: r.Due})
			ranged = true
			continue
		}
		days = append(days, Moment{Date: r.Due})
	}
	days = slices.Compact(days)
	if len(days) == 0 {
		return draft{}, false
	}
	if len(days) == 3 && days[0] == days[1] {
		days = days[1:]
	}
	if words(cross("不|不用|不是|不算|不作|不当|不再是|别|非", "上班|工作日|补班") + "|not a working day|non-working|no work|nobody works|not working").in(m.s) {
		work, off = false, true
	}
	if work && off {
		d.s.Conflict = m.orig(0, len(m.s))
		d.expect = Clarify
		return m.mixedDays(d, days, ranged)
	}
	if work {
		d.s.Date, d.s.Workday = days[0], Said
		return d, true
	}
	if len(days) == 1 && !ranged {
		d.s.Date, d.s.Workday = days[0], Refuted
		return d, true
	}
	d.s.Holidays = days
	if ranged || len(days) == 2 && words("至|到|-|~|to|through|from").in(m.s) {
		d.s.Range = Said
	}
	return d, true
}

// daysApart are the days that are named, without one that lies in a stretch named beside it: 清明节4月3日至5日 is the stretch.
func (m *message) daysApart() (out []when.Result) {
	for _, r := range m.whens() {
		inside := slices.ContainsFunc(m.whens(), func(o when.Result) bool {
			return o != r && !o.From.IsZero() && o.From != o.Due && (r.From.IsZero() || r.From == r.Due) && !r.Due.Before(o.From) && !r.Due.After(o.Due)
		})
		if !r.Due.IsZero() && !inside {
			out = append(out, r)
		}
	}
	return out
}

// mixedDays reads holidays with a make-up day in one message: 10月1日至7日放假,9月27日上班.
func (m *message) mixedDays(d draft, days []Moment, ranged bool) (draft, bool) {
	var rest, worked []Moment
	for _, c := range m.cl {
		isWork := words("上班|补班|工作日|workday|working day|work").in(c.s) && !words("不上班|放假").in(c.s)
		for _, r := range m.whens() {
			if r.Start < c.i || r.End > c.j || r.Due.IsZero() {
				continue
			}
			if isWork {
				worked = append(worked, Moment{Date: r.Due})
			} else {
				if !r.From.IsZero() && r.From != r.Due {
					rest = append(rest, Moment{Date: r.From})
				}
				rest = append(rest, Moment{Date: r.Due})
			}
		}
	}
	if len(rest) == 0 || len(worked) != 1 {
		return d, true
	}
	d.s.Conflict, d.expect = "", ""
	d.s.Holidays, d.s.Date, d.s.Workday = rest, worked[0], Said
	if ranged {
		d.s.Range = Said
	}
	return d, true
}
