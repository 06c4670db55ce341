package intent

import (
	"fmt"
	"strings"
)

// What is set of followup's own messages: the steps of the ladder one by one, how often reports are called for, the brief and the digest.

var (
	explanationWords = words("书面说明|情况说明|书面解释|written explanation|written explanations|written statement")
	noLonger         = words("取消|关闭|停用|去掉|删掉|拿掉|不要|不再|不用|不必|无需|不需要|停止|turn off|switch off|drop|remove|disable|no longer|stop|no more|without")
	setTo            = words("改|调|设|定|换|推迟|提前|延|change|move|set|ask for|make")
)

// readLadder reads 取消书面说明, 书面说明改成逾期15天, 逾期不再报院长, 重点事项每5天要一次进展, 停发每日汇总, "move the brief to Monday 9:00".
func readLadder(m *message) (draft, bool) {
	for _, f := range []rule{readStepOff, readStepMoved, readCalls, readBrief, readOwnStop} {
		if d, ok := f(m); ok {
			return d, true
		}
	}
	return draft{}, false
}

// readStepOff reads that a step of the ladder is to be no more.
func readStepOff(m *message) (draft, bool) {
	if hasDigit(m.s) || !noLonger.in(m.s) && !words("turn|switch").in(m.s) || words("turn|switch").in(m.s) && !words("off").in(m.s) || m.asks() {
		return draft{}, false
	}
	d := draft{name: EscalationSet, expect: Confirm}
	d.s.State = "off"
	if explanationWords.in(m.s) {
		d.s.Steps = []Step{{To: "explanation"}}
		return d, true
	}
	i, _ := words(cross("不再|不用|不必|无需|不需要|停止|取消", "报|上报|升级到|升级给|升级至|抄送|推送给") + "|stop escalating to|no longer escalate to|no escalation to|don't escalate to").first(m.s)
	if i < 0 {
		return draft{}, false
	}
	to := m.escalatesTo(i, len(m.s))
	d.s.Steps = []Step{{To: to}}
	return d, to != ""
}

// readStepMoved reads after how many days the written explanation is asked for.
func readStepMoved(m *message) (draft, bool) {
	i, j := explanationWords.first(m.s)
	if i < 0 || !setTo.in(m.s) || m.asks() {
		return draft{}, false
	}
	n, _, unit, ok := m.deltaFrom(j, len(m.s))
	if !ok {
		return draft{}, false
	}
	d := draft{name: EscalationSet, expect: Confirm}
	d.s.Steps = []Step{{int(inDays(n.v, unit)), "explanation"}}
	return d, true
}

// readCalls reads how many days without a report followup waits before it calls for one.
func readCalls(m *message) (draft, bool) {
	key, normal := words("重点|key|priority").in(m.s), words("一般事项|其他事项|其余事项|普通事项|other items|normal items").in(m.s)
	call := words(cross("没有进展|没进展|无进展|没有反馈|没反馈|不反馈|不报", "就催|就要|就提醒|的催|须催|就要催") + "|" + cross("要", "一次进展|一次反馈|一次报告") + "|ask for reports|ask for a report|ask for updates|call for reports|want a report|want reports")
	if key == normal || !call.in(m.s) || m.asks() || len(m.clocks()) > 0 {
		return draft{}, false
	}
	n, _, unit, ok := m.deltaFrom(0, len(m.s))
	if !ok {
		return draft{}, false
	}
	d := draft{name: CadenceSet, expect: Confirm}
	every := fmt.Sprintf("FREQ=DAILY;INTERVAL=%d", int(inDays(n.v, unit)))
	if key {
		d.s.Key = every
	} else {
		d.s.Normal = every
	}
	return d, true
}

// readBrief reads English orders about the leaders' brief.
func readBrief(m *message) (draft, bool) {
	if !words("brief|briefs|briefing|briefings").in(m.s) || m.asks() {
		return draft{}, false
	}
	d := draft{name: ScheduleUpdate, expect: Confirm}
	d.s.Match = "brief"
	switch {
	case stopWords.in(m.s):
		d.name = ScheduleDelete
		return d, true
	case !setTo.in(m.s):
		return draft{}, false
	}
	i, _ := words("to|at|on").first(m.s)
	sp, ok := m.within(max(i, 0), len(m.s), m.c).schedule()
	if cs := m.clocks(); len(cs) == 1 && (!ok || sp.cron == "") {
		d.s.Time = cs[0].String()
		return d, true
	}
	if !ok {
		return draft{}, false
	}
	m.putSchedule(&d, sp)
	return d, true
}

// readOwnStop reads that the daily digest is to be sent no more.
func readOwnStop(m *message) (draft, bool) {
	if !words("每日汇总|每天的汇总|每日提醒|daily digest|daily digests").in(m.s) || !stopWords.in(m.s) && !pauseWords.in(m.s) || m.asks() || m.lasting() {
		return draft{}, false
	}
	d := draft{name: ScheduleDelete, expect: Confirm}
	d.s.Match = m.matched()
	return d, true
}

// asks reports whether the message is a question.
func (m *message) asks() bool {
	return strings.ContainsAny(m.s, "?") || words("吗|哪些|多少|什么|怎么|几|谁|which|how|what|who|why|when").in(m.s)
}

func hasDigit(s string) bool {
	return strings.ContainsAny(s, "0123456789一二三四五六七八九十")
}

// daysOff is what a schedule does on days off, when its sentence says so: 每周三提醒,节假日顺延.
func (m *message) daysOff() string {
	if !words("假日|假期|休息日|非工作日|放假|周末|holidays|holiday|day off|days off|non-working|weekend|weekends").in(m.s) {
		return ""
	}
	switch {
	case words("顺延|往后|后延|延后|推后|推迟|之后第一个工作日|下一个工作日|节后|next working day|next workday|following working day|after the holiday|postpone|next business day").in(m.s):
		return "next_workday"
	case words("提前|前移|往前|前一个工作日|上一个工作日|节前|previous working day|previous workday|before the holiday|day before|previous business day").in(m.s):
		return "previous_workday"
	case words("跳过|不发|不提醒|不催|不推送|除外|skip|except|not").in(m.s):
		return "skip"
	}
	return ""
}
