package intent

import (
	"strings"
	"time"

	"github.com/followup-bot/followup/ledger"
)

var (
	snoozeWords = words("小时后提醒|分钟后提醒|后提醒|过会儿提醒|一会儿提醒|晚些提醒|晚点提醒|ever remind me|remind me about this|" + cross("别|不要|甭|莫|少|先别|请别|能不能别|不用|不必", "老|总|一直|天天|再|老是|总是|这么", "催|提醒|发提醒|问|催我|提醒我") + "|催得太勤|提醒太多|消息太多|too many reminders|fewer reminders|less often|叫我一声|叫我|喊我一声|喊我|戳我|敲我|提个醒|给我提个醒|提醒下我|提醒一下我|再找我|再来找我|再来问|再发我|再戳我|先不催|缓缓再催|等等再催|晚点催|晚点再催|过几天再催|过两天再催|过几天再提醒|改天再催|改天再提醒|poke me|bug me|chase me|prod me|get back to me|follow up with me|remind again|reminder me|give me a nudge|give me a shout|come back in|come back on|check in again|hold off on reminders|hold off reminding|no reminders until|no reminders till|stop chasing|stop pinging|stop bothering|点提醒|点半提醒|点钟提醒|分提醒|点整提醒|reminder at|reminder on|再提醒我|再提醒|再催|再来催|再问我|再问|再叫我|提醒我|稍后提醒|晚点提醒|稍后再|晚点再|晚些再|晚点说|过会再|过会儿再|等会再|待会再|先别催|别催|别提醒|不要提醒|不要催|不要再提醒|不要再催|不用提醒|别再提醒|别再催|暂停提醒|暂不提醒|先不提醒|停止提醒|关闭提醒|关掉提醒|取消提醒|提醒关掉|提醒关了|停掉提醒|勿扰|免打扰|推迟提醒|延后提醒|静音|少提醒|snooze|remind me|remind us|ask me again|ask again|ping me|nudge me|later please|stop reminding|don't remind|do not remind|stop nagging|stop pinging|mute|no more reminders|quiet until|leave me alone|come back to me|check back|check with me|try me again|hold the reminders|not now|再通知我|明天再说|下周再说|改天再说|回头再说|明天再报|下周再报|turn off reminders|turn off the reminders|stop the reminders|stop sending")
	forEver     = words("don't ever|not ever|no longer want|一律不|彻底关|都别提醒|都别催|全关了|以后别|别再发提醒|别再来烦|不要再发提醒|别发提醒了|stop chasing|stop bothering|unsubscribe me|永远|永久|一直不|以后都|以后不|再也不|再也别|不要再提醒|不要再催|别再提醒|别再催|停止提醒|关闭提醒|关掉提醒|取消提醒|提醒关掉|停掉提醒|提醒关了|不再提醒|never|for good|forever|permanently|stop reminding|no more reminders|ever again|stop nagging|stop pinging|don't remind me again|turn off reminders|turn off the reminders|stop the reminders|stop sending|indefinitely")
	pastDue     = words("到期后|到期以后|截止后|截止日期后|逾期后|过期后|过了期限|过了截止|期限过后|超期后|after the deadline|after the due date|after it's due|after it is due|past the deadline|past due")
)

// readSnooze reads a wish not to be reminded for a while.
func readSnooze(m *message) (draft, bool) {
	i, j := snoozeWords.first(m.s)
	if i < 0 || m.c.Speaker == Admin && m.c.Place == InDirect || words("到期前|每天|每周|每月|提前|per day|every").in(m.s) && !forEver.in(m.s) {
		return draft{}, false
	}
	if words("催").in(m.s[i:j]) && words("财政|供应商|厂家").in(m.s) {
		return draft{}, false
	}
	if m.c.Place == InChannel && len(m.refs) == 0 && !words("提醒|remind|snooze").in(m.s[i:j]) {
		return draft{}, false
	}
	if words("大家|各位|各部门|各单位|他们|everyone|all").prefix(strings.TrimLeft(m.s[j:], " 一下")) > 0 {
		return draft{}, false
	}
	d := m.about(Snooze)
	if day, ok := m.hoursLater(); ok {
		d.s.Until = day
	} else if day, ok := m.day(0, len(m.s)); ok {
		d.s.Until = m.partBegins(day)
	}
	if pastDue.in(m.s) || d.s.Until.IsZero() && forEver.in(m.s) {
		d.expect = Deny
	}
	return d, true
}

// partBegins gives the beginning of a part of the day: 上午 is over at noon as a deadline, but whoever wants to be reminded then means nine.
func (m *message) partBegins(until Moment) Moment {
	for _, p := range []struct {
		words       list
		ends, begin string
	}{
		{words("上午|早上|早晨|清早|morning"), "12:00", "09:00"},
		{words("下午|午后|afternoon"), "18:00", "14:00"},
	} {
		if until.At == p.ends && p.words.in(m.s) {
			until.At = p.begin
		}
	}
	return until
}

// hoursLater reads 两小时后, 半小时后, "in 2 hours".
func (m *message) hoursLater() (Moment, bool) {
	i, _ := words("个小时后|小时后|小时之后|个小时之后|个钟头后|hours|hour|分钟后|minutes|min").first(m.s)
	if i < 0 || m.c.Now.IsZero() {
		return Moment{}, false
	}
	unit := time.Hour
	if strings.HasPrefix(m.s[i:], "分钟") || strings.HasPrefix(m.s[i:], "min") {
		unit = time.Minute
	}
	d := unit
	if strings.HasSuffix(strings.TrimRight(m.s[:i], " 个an"), "半") || strings.Contains(m.s, "half an hour") {
		d = unit / 2
	} else if n, ok := numberBefore(m.s, i); ok && n.v > 0 && n.v < 1000 {
		d = time.Duration(n.v * float64(unit))
	} else {
		return Moment{}, false
	}
	t := m.c.Now.Add(d)
	return Moment{ledger.DateOf(t), t.Format("15:04")}, true
}

func dateOf(m *message) ledger.Date { return ledger.DateOf(m.c.Now) }
