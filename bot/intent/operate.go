package intent

import (
	"regexp"
	"strings"
)

// What the office, admins and whoever is not reminded ask of the reminders.
const (
	WhyQuiet Name = "why_quiet" // why was there no reminder of an item?
	Requeue  Name = "requeue"   // send again what failed

	Explanation Name = "explanation" // the unit's written word on why an item is late: Slots.Reason
	BriefOff    Name = "brief_off"   // no more briefs for the speaker
	BriefOn     Name = "brief_on"
)

var (
	notReminded = words("为什么没提醒|为什么没有提醒|为什么不提醒|为何没提醒|为何不提醒|怎么没提醒|怎么没有提醒|怎么不提醒|没提醒的原因|没收到提醒|没有收到提醒|未收到提醒|为什么没催|为什么没有催|为什么不催|怎么没催|怎么不催|为什么没发提醒|why no reminder|why no reminders|why wasn't|why was not|why isn't|why is not|why haven't|why has not|why hasn't|why did nobody|why didn't|why not reminded|no reminder for|not been reminded|wasn't reminded")
	sendAgain   = regexp.MustCompile(`^(请|把|将|麻烦)*(重发|重新发送|重新发|再发|补发)(一下|一遍|一次)?(所有|全部|那些|的)*(发送|投递|没发出去|未发出|发不出去)?(失败|没发出去|发不出去|未发出|未送达)的?(消息|通知|提醒|都)?(一下|一遍|一次)?$` +
		`|^(把|将)?(所有|全部|那些)?(发送|投递)?(失败|没发出去|发不出去|未发出|未送达)的?(消息|通知|提醒)?(都|全部)?(重发|重新发送|重新发|再发|补发)(一下|一遍|一次)?$` +
		`|^(please )?(resend|requeue|retry|send again)( all| the| what)*( failed| failures| undelivered)( ones| messages| notices)?( again)?$` +
		`|^(please )?send( the| all)* (failed|undelivered)( ones| messages| notices)? again$`)
)

var (
	explains = regexp.MustCompile(`^((#|no\.? ?|item )?\d+(-\d+)?号?[ ,:]*)?(书面说明|情况说明|逾期说明|超期说明|written explanation|explanation)[::]\s*`)
	seenIt   = regexp.MustCompile(`^((#|no\.? ?|item )?\d+(-\d+)?号?)[ ,:]*(已阅|阅|阅知|已知悉|知悉|noted|seen)[。.! ]*$`)
	briefOff = words("退订|退订简报|不要简报|不要简报了|不用发简报|不用发简报了|不要再发简报|别发简报|别发简报了|取消简报|停止简报|停发简报|关闭简报|关掉简报|unsubscribe|stop briefs|stop the briefs|stop the brief|no briefs|no more briefs|mute briefs|mute the brief|turn off briefs")
	briefOn  = words("恢复简报|重新发简报|继续发简报|开启简报|打开简报|resume briefs|resume the brief|turn on briefs|briefs on")
)

// readOperate reads questions and orders about the reminders themselves.
func (m *message) readOperate(s string) (draft, bool) {
	if sendAgain.MatchString(strings.TrimRight(s, "!。. ")) {
		return draft{name: Requeue, item: true, expect: Apply}, true
	}
	switch plain := strings.TrimRight(s, "!。. "); {
	case briefOff.is(plain):
		return draft{name: BriefOff, item: true, expect: Apply}, true
	case briefOn.is(plain):
		return draft{name: BriefOn, item: true, expect: Apply}, true
	}
	if m.c.Speaker == Leader && (seenIt.MatchString(m.s) || len(m.refs) > 0 && m.onlyRead()) {
		d := m.about(MarkRead)
		d.expect = Apply
		return d, true
	}
	if at := explains.FindStringIndex(m.s); at != nil && m.c.Place != InDrafts {
		d := m.about(Explanation)
		d.s.Reason = strings.TrimSpace(m.orig(at[1], len(m.s)))
		d.expect = pick(d.s.Reason == "", Clarify, Apply)
		return d, true
	}
	if notReminded.in(m.s) && words("提醒|催|remind|reminder|reminders|reminded|chased|told").in(m.s) && !words("每天|每周|every|改成").in(m.s) {
		d := m.about(WhyQuiet)
		d.expect = Answer
		return d, true
	}
	return draft{}, false
}

// Spec is the schedule that the slots hold, as reminders/schedule reads it: five cron fields, or a rule with its time of day.
func (s Slots) Spec() string {
	if s.Cron != "" || s.RRule == "" || s.Time == "" || strings.Contains(s.RRule, "BYHOUR") {
		return pickString(s.Cron != "", s.Cron, s.RRule)
	}
	h, mi, _ := strings.Cut(s.Time, ":")
	plain := func(n string) string { return pickString(len(n) == 2 && n[0] == '0', n[1:], n) }
	return s.RRule + ";BYHOUR=" + plain(h) + ";BYMINUTE=" + plain(mi)
}

// ReadSchedule reads words that say only how often and when, like 每月最后一个工作日 or "every other Wednesday": Cron or RRule with Time, or Invalid.
func ReadSchedule(raw string, c Context) (s Slots, ok bool) {
	m := newMessage(unaddressed(raw), c)
	sp, ok := m.schedule()
	if !ok {
		return s, false
	}
	var d draft
	m.putSchedule(&d, sp)
	if sp.workdays {
		d.s.Workdays = Said
	}
	return d.s, d.s.Cron != "" || d.s.RRule != "" || d.s.Invalid != ""
}

var badWeekday = regexp.MustCompile(`(周|星期|礼拜)(?:([八九十]|[089]|1\d)([^0-9点时:个号年月周天岁]|$)|([八九十])\d{1,2}[点时:])`)

// impossibleWeekday finds 周八, 星期9: a week has seven days.
func (m *message) impossibleWeekday() (int, int) {
	if at := badWeekday.FindStringSubmatchIndex(m.s); at != nil && !strings.HasSuffix(m.s[:at[0]], "第") {
		return at[0], max(at[5], at[9])
	}
	return -1, -1
}
