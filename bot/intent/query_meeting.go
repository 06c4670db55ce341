package intent

import (
	"strings"

	"github.com/followup-bot/followup/bot/when"
	"github.com/followup-bot/followup/ledger"
)

// readMeeting reads how what a meeting decided is carried out.
func readMeeting(m *message) (draft, bool) {
	i, j := meetingNames.first(m.s)
	if words("列|哪些|清单").in(m.s) && i >= 0 && len(m.refs) == 0 && words("的事|事项|任务|布置|定的|议定|交办").in(m.s) {
		return m.meeting(i, j), true
	}
	if i < 0 && !words("上一次会议|上次会|last meeting|previous meeting|the meeting").in(m.s) {
		return draft{}, false
	}
	if !(words("上次|上一次|上回|最近一次|last|previous|latest").in(m.s) && i >= 0) && !words("进度|事项|列一下|列出|清单|哪些|有什么|decide|agree|定了什么|议了|落实|进展|定的|议定|布置|部署|安排|决定|交办|情况|怎么样|执行|完成|decided|decisions|agreed|action items|actions|status|followed|progress|implemented|outcome|how are|how is|doing|from|of").in(m.s) {
		return draft{}, false
	}
	return m.meeting(i, j), true
}

// meeting fills which meeting is meant: the one named at s[i:j], of a day, or the last.
func (m *message) meeting(i, j int) draft {
	d := draft{name: Summary}
	last := words("上次|上一次|上回|最近一次|上一期|上周|last|previous|latest|most recent").in(m.s)
	switch {
	case i >= 0 && last && !m.namedDay():
		d.s.Meeting = "@last:" + m.orig(i, j)
	case i >= 0:
		d.s.Meeting = m.orig(i, j)
	default:
		d.s.Meeting = "@last"
	}
	weekday := m.lastWeekday()
	if !weekday.IsZero() {
		d.s.Meeting, d.s.MeetingDate = pickString(i >= 0, m.orig(max(i, 0), max(j, 0)), ""), Moment{Date: weekday}
		return d
	}
	for _, r := range m.whens() {
		if r.Kind == when.Day && !r.Due.IsZero() && !last {
			d.s.MeetingDate = Moment{Date: m.pastDay(r)}
			break
		}
	}
	return d
}

// lastWeekday gives the day of a meeting that was on 上周五, 周三 or "last Friday": the latest such day; zero where no weekday is named.
func (m *message) lastWeekday() ledger.Date {
	days := m.weekdays()
	if len(days) != 1 || recurs(m) || words("monday meeting|周例会").in(m.s) {
		return ledger.Date{}
	}
	today := dateOf(m)
	back := (int(today.Weekday()) - days[0] + 7) % 7
	if words("上周|上星期|上礼拜|上个星期|上个礼拜").in(m.s) {
		monday := (int(today.Weekday()) + 6) % 7
		return today.AddDays(-monday - 7 + (days[0]+6)%7)
	}
	if back == 0 {
		back = 7
	}
	return today.AddDays(-back)
}

// namedDay reports whether the text names a calendar day.
func (m *message) namedDay() bool {
	for _, r := range m.whens() {
		if r.Kind == when.Day && r.Grain == when.GrainDay && strings.Contains(r.Text, "日") {
			return true
		}
	}
	return false
}

// pastDay takes a day without a year that was read as the next such day back to the last one: the meeting has been.
func (m *message) pastDay(r when.Result) ledger.Date {
	if today := dateOf(m); r.Due.After(today) && !words("2025|2026|2027|2028|2029").in(r.Text) && r.Due.DaysSince(today) > 31 {
		return ledger.NewDate(r.Due.Year-1, r.Due.Month, r.Due.Day)
	}
	return r.Due
}

var overall = words("courts doing|departments doing|everyone doing|units doing|teams doing|divisions doing|things going|it all going|everything going|overall picture|whole picture|full picture|bigger picture|the picture|general picture|headline|headlines|where are we|where we are|整体推进|整体落实|大盘|大面|面上情况|盘一盘|捋一捋|捋一下|理一理|简要汇报|汇报一下|一句话|报一下情况|说说情况|讲讲情况|情况说一下|情况给我|总体情况|整体情况|总体进展|整体进展|总的情况|督办情况|督查情况|落实情况|办理情况|推进情况|工作情况|汇总|总览|概况|概览|总结一下|综述|一览|全貌|怎么样|咋样|怎样|如何|干得|办得|搞得|做得|落实得|推进得|跑得|进展情况|完成情况|报告一下|盘点|梳理一下|summary|summarize|summarise|overview|how are we doing|how do we stand|where do we stand|how do things stand|how are things|status report|big picture|at a glance|state of play|how is everything|overall status|how's everything|current status|by department|by unit|by court|status of|recap|sum up|dashboard")

// areDoing asks how a part of the house does: "how are the units under me doing", 各家法院干得咋样.
var (
	areDoing = words("doing|getting on|getting along|going|coming along|performing|faring|holding up|shaping up|progressing|looking|standing")
	howDoing = words("how are|how's|how is|how have|how do")
)

// readSummary reads how things stand altogether.
func readSummary(m *message) (draft, bool) {
	if !overall.in(m.s) && !(howDoing.in(m.s) && areDoing.in(m.s) && m.scope() != "") || len(m.refs) > 0 || m.byUnit() && overdueWords.in(m.s) {
		return draft{}, false
	}
	var s Slots
	m.filters(&s)
	scope := m.scope()
	if scope == "" && (s.Unit != "" || s.State != "" || s.Priority != "" || s.Area != "" || s.Owner != "" || s.Pending != "") && !words("总体|整体|汇总|summary|overview|summarize|summarise").in(m.s) {
		return draft{}, false
	}
	if scope == "" && !words("督办|督查|全部|整体|总体|事项|任务|现在|目前|最近|汇总|总览|概况|概览|盘点|picture|headline|headlines|where are we|where we are|大盘|面上|捋|盘一盘|理一理|一句话|情况|summary|overview|how are we|how do we|where do we|stand|things|status|everything|overall|summarize|summarise|recap|dashboard|by department|by unit|by court").in(m.s) {
		return draft{}, false
	}
	d := draft{name: Summary}
	d.s.Scope = pickString(scope == "全院", "", scope)
	if s.Unit != "" && d.s.Scope == "" && !strings.HasPrefix(s.Unit, "@my_unit") {
		d.s.Unit = s.Unit
	}
	if s.Area != "" {
		d.s.Area = s.Area
	}
	return d, true
}
