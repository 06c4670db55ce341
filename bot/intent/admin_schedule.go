package intent

import (
	"strings"

	"github.com/followup-bot/followup/ledger"
)

var jobs = []struct {
	job   string
	words list
}{
	{"overdue_reminder", words("超期提醒|逾期提醒|超期催办|逾期催办|超期的催|催超期|催逾期|超期通知|逾期通知|催办超期|催办逾期|催办|overdue reminder|overdue reminders|chase overdue|overdue items|overdue notice|remind overdue|overdue")},
	{"due_reminder", words("到期提醒|临期提醒|到期前提醒|期限提醒|截止提醒|到期通知|due reminder|due reminders|deadline reminder|deadline reminders|due-date reminder|due date reminder|upcoming deadlines")},
	{"bulletin", words("督查通报|通报|简报|bulletin|bulletins|circular|newsletter")},
	{"report_call", words(cross("报|填|交|更新|反馈|汇报|上报|报送|填报|收|催|收集|报告|催要|征集|报一下|填一下|报一次", "进展|进度|情况|工作进度") + "|to report|催报|填报|要求报|进展报送|报数|报材料|交材料|report call|ask for updates|call for reports|request updates|collect updates|ask for progress|progress reports|status updates|collect progress|request progress|ask everyone for|chase updates|ask units for|ask departments for|ask all units for|for updates|for an update|for status|for their progress|for progress|for reports|to update|to send in|progress reports|report in|have everyone report|report progress|submit progress|submit updates")},
	{"dispatch", words("调度|dispatch|review key items|review the key items|check-in|standup|stand-up|调度会|review priority items|key item review|review of key items|go over key items")},
	{"digest", words("周报|日报|月报|待办|督办事项|在办事项|汇总|摘要|督办清单|待办清单|清单|一览|digest|digests|summary|weekly report|daily report|monthly report|report|roundup|round-up|overview|brief|统计|台账|督办情况|status report|看板|列表")},
	{"review", words("讲评|点评|复盘|回头看|审核提醒|待审核|复核|评审|评估|review|reviews|retrospective")},
}

func (m *message) job() string {
	for _, j := range jobs {
		if j.words.in(m.s) {
			return j.job
		}
	}
	return ""
}

// scheduleTarget gives whom a schedule is for, or where it goes.
func (m *message) scheduleTarget() string {
	if words("给我|发我|通知我|提醒我|me").in(m.s) && !words("remind me of").in(m.s) {
		return "@me"
	}
	if overseer.in(m.s) {
		return "@overseer"
	}
	for _, n := range m.names {
		if n.kind == ledger.MentionExternal {
			continue
		}
		return n.canon
	}
	if i, j := words("各部门负责人|部门负责人|联络员|各联络员|全体|所有部门|督查群|工作群|全院群|院领导|领导|department heads|heads|liaisons|everyone|all units|leaders|leadership|the leadership|management").first(m.s); i >= 0 {
		return m.orig(i, j)
	}
	return ""
}

// readScheduleAsk reads what is set, when it comes next, and a trial.
func readScheduleAsk(m *message) (draft, bool) {
	d := draft{name: ScheduleList}
	about := words("timer|timers|讲评|督办会|月报|季报|简报|定时|计划|任务|提醒|推送|周报|日报|通报|调度|规则|催办|催报|日程|schedule|schedules|scheduled|reminder|reminders|digest|bulletin|jobs|report|dispatch|cron").in(m.s)
	switch {
	case words("测试提醒|测试消息|测试周报|测试通报|样例|样张|样板|样本|示例|例子|演示一下|试一条|试跑|预演|sample|example|试发|试一下|试试|先发一份|预览|发一次看看|发一份看看|试运行一次|试推|try sending|trial run|preview|dry run|test").in(m.s) && about:
		d.name = ScheduleTest
		d.s.Job = m.job()
		d.s.Target = m.scheduleTarget()
		return d, true
	case about && words("安排在哪天|安排在什么时候|安排在几号|是哪天|哪一天|啥时候发|啥时候出|什么时候出|几时发|几时出|几号发|几号出|哪天发|哪天出|下次|下一次|下回|接下来几次|什么时候发|什么时候提醒|何时发|何时提醒|几点发|next run|next time|next fire|next reminder|next digest|when does|when is the next|when will|when do|next bulletin|when's the next|next one").in(m.s) && !words("改|change|move").in(m.s):
		d.name = ScheduleNext
		d.s.Job = m.job()
		if n, ok := m.firstName(0, len(m.s), name.owner); ok {
			d.s.Target = n.canon
		}
		return d, true
	case about && (words("on a timer|running|哪些|设了|配了|都设|列出|查看|看看|看一下|列一下|有什么|清单|所有的|显示|目前的|当前的|现在的|list|show|which|view|display|what").in(m.s)) && !words("每周|每天|每月|every|daily|weekly").in(m.s):
		if m.job() != "digest" || !words("清单|列表").in(m.s) {
			d.s.Job = m.job()
		}
		if words("超期的有哪些|哪些超期|哪些事项|哪些任务|which items|what's overdue").in(m.s) {
			return draft{}, false
		}
		return d, words("timer|timers|定时|计划|提醒|推送|规则|日程|调度任务|schedule|schedules|scheduled|reminder|reminders|jobs|cron").in(m.s)
	}
	return draft{}, false
}

// readScheduleStop reads a pause, a resumption, the end of a schedule.
func readScheduleStop(m *message) (draft, bool) {
	about := words("提醒|推送|周报|日报|月报|通报|定时|催办|催报|调度|计划|简报|reminder|reminders|digest|bulletin|schedule|schedules|report|notifications|summary").in(m.s)
	if !about {
		return draft{}, false
	}
	d := draft{}
	switch {
	case words("back on|switch on|恢复|重启|重新发|重新开|继续发|继续提醒|接着发|接着提醒|照常发|照常提醒|开启|启用|打开|放开|开起来|resume|restart|unpause|unmute|enable|reenable|reactivate|turn on|start again|start sending again|start up again").in(m.s) && !words("每|every").in(m.s):
		d.name = ScheduleResume
	case pauseWords.in(m.s):
		d.name = SchedulePause
	case stopWords.in(m.s):
		d.name = ScheduleDelete
		if _, ok := m.day(0, len(m.s)); ok && words("到|至|until|till").in(m.s) || m.lasting() {
			d.name = SchedulePause
		}
	default:
		return draft{}, false
	}
	if d.name == ScheduleDelete {
		d.s.Match = m.matched()
		return d, true
	}
	if n, ok := m.firstName(0, len(m.s), name.owner); ok {
		d.s.Unit = n.canon
	}
	if d.name == SchedulePause && d.s.Until.IsZero() {
		if day, ok := m.day(0, len(m.s)); ok {
			d.s.Until = day
		} else if n, _, unit, ok := m.deltaFrom(0, len(m.s)); ok { // 暂停一周
			d.s.Until = Moment{Date: dateOf(m).AddDays(int(inDays(n.v, unit)))}
		}
	}
	if m.job() != "" && words("周报|日报|月报|通报|简报|催报|调度|digest|bulletin|report|summary").in(m.s) {
		d.s.Match = m.matched()
	}
	return d, true
}

var (
	pauseWords = words("暂停|暂时停|暂缓|暂不|先停|停发|停一|停几|停两|停三|停到|停至|停止到|停止至|歇|缓一缓|缓几|先不发|先不要发|先别发|先别提醒|先不提醒|暂时不|消停|静音|搁一搁|pause|suspend|hold|snooze|halt|freeze|put off|stop until|mute|no reminders until|no reminders for|take a break")
	stopWords  = words(cross("别|不|不要|不用|不必|不需要|无需|甭|莫|停止|取消", "|再", "发|推|送|推送|发送|提醒|出|来|跑|催") + "|删|取消|去掉|去除|停掉|停了|停用|关闭|关掉|关了|撤|移除|停止|拿掉|废掉|砍|作废|取消|清掉|delete|remove|cancel|stop|drop|kill|disable|get rid of|turn off|scrap|ditch|lose|no more|don't send|do not send|don't need|do not need|no longer need|no longer want|switch off")
)

// lasting reports whether a length of time is named for which something is to rest: 停发两周.
func (m *message) lasting() bool {
	_, _, _, ok := m.deltaFrom(0, len(m.s))
	return ok && !words("每|every|前|before|ahead").in(m.s)
}

// matched gives the words that name an existing schedule: 每周一的周报.
func (m *message) matched() string {
	start, end := 0, len(m.s)
	if i, j := words("删除|删掉|取消|去掉|停掉|关闭|关掉|停用|移除|停止|停发|不要再发|把|将|暂停|恢复|打开|开启|delete the|delete|remove the|remove|cancel the|cancel|stop the|stop sending the|stop|disable the|disable|move the|move|change the|change|reschedule the|reschedule|pause the|pause|resume the|resume|shift the|shift|update the|update").first(m.s); i >= 0 && trimEnds(m.s[j:]) != "" {
		start = j
	}
	if i, _ := words("从|由|改到|改成|改为|调整到|调整为|调到|挪到|换到|提前到|推迟到|删除|删掉|取消掉|停掉|关掉|关了|停了|删了|取消|停发|不要|到|to|until|till|from|for|at").from(m.s, start); i > start {
		end = i
	}
	name := m.orig(start, end)
	return plainName(name)
}

// plainName takes from a schedule's name what was only said about it: 原来的日报太早了 is 日报.
func plainName(name string) string {
	if i := strings.IndexAny(name, ",;,;。"); i > 0 {
		name = name[:i]
	}
	if i := words("太|有点|有些|往后|往前|不合适|发得|定得|排得|来得|出得|嫌|以后|今后|现在|暂时|先|就|也|都|不|别|it|is too|was too|too|goes|comes").where(name); i > 0 {
		name = name[:i]
	}
	for n := 1; n > 0; {
		n = words("把|将|请|原来的|原来|原定的|原先的|现在的|现有的|以前的|目前的|那个|这个|那条|这条|那份|我们的|咱们的|给我的|the|our|current|existing|sending|my| ").prefix(name)
		name = name[n:]
	}
	for n := 1; n > 0; {
		n = words("的时间|时间|推送|发送|了|撤|的定时任务|定时任务|那个定时|那条定时|这条定时|的定时|定时|那个任务|任务|那条|这条|那个|的| |schedule|job").suffix(name)
		if n == len(name) {
			break
		}
		name = name[:len(name)-n]
	}
	return quoted(name)
}

var changeTo = words(cross("改|挪|调|换|移|推|提|提早|提前|推迟|推后|推延|延|延后|往后延|往后推|调整|变更|更改|变|顺延|挪动|往前挪|往后挪|往前提|改期", "到|成|为|至|在") + "|change to|move to|moved to|reschedule to|shift to|push to|bring forward to|change|move|reschedule|shift|push back|instead of|instead")

// changeAt is a verb of changing with the new time right behind it: 周报改周五发.
var changeAt = words(cross("改|调|挪|换", "周|每|早|晚|上午|下午|星期|月|礼拜"))

// readScheduleChange reads 把周报改到每周五下午4点.
func readScheduleChange(m *message) (draft, bool) {
	i, j := changeTo.first(m.s)
	if k, _ := changeAt.first(m.s); i < 0 && k >= 0 {
		i, j = k, k+len("改")
	}
	if i < 0 {
		i, j = words("to").first(m.s)
	}
	if i < 0 || !words("提醒|周报|日报|月报|通报|简报|推送|催办|催报|调度|讲评|定时|汇总|季报|reminder|reminders|digest|bulletin|report|schedule|summary|dispatch|review").in(m.s) {
		return draft{}, false
	}
	if !changeTo.in(m.s) && !changeAt.in(m.s) && !words("bring").in(m.s) {
		return draft{}, false
	}
	d := draft{name: ScheduleUpdate}
	d.s.Match = m.matched()
	tail := m.within(max(j, 0), len(m.s), m.c)
	sp, ok := tail.schedule()
	if !ok || sp.cron == "" && sp.rrule == "" && sp.invalid == "" {
		if t := sp.time; t != "" {
			if old, ok := m.schedule(); ok && old.cron != "" && i > 0 {
				old.time = t
				head := m.within(0, i, m.c)
				if hs, ok := head.schedule(); ok && hs.cron != "" {
					d.s.Cron = old.at() + hs.cron[len((&schedule{time: pickString(hs.time != "", hs.time, defaultTime)}).at()):]
					return d, true
				}
			}
			d.s.Time = t
			if days := tail.weekdays(); len(days) > 0 {
				d.s.Cron, d.s.Time = (&sp).at()+" * * "+cronDays(days), ""
			}
			return d, true
		}
		if days := tail.weekdays(); len(days) > 0 {
			d.s.Cron = (&sp).at() + " * * " + cronDays(days)
			return d, true
		}
		d.expect = Clarify
		return d, true
	}
	m.putSchedule(&d, sp)
	return d, true
}

// putSchedule fills the slots of a schedule, and refuses what can't or must not be.
func (m *message) putSchedule(d *draft, sp schedule) {
	switch {
	case sp.invalid != "":
		d.s.Invalid, d.expect = sp.invalid, Deny
	case sp.rrule != "":
		d.s.RRule, d.s.Time = sp.rrule, sp.time
	default:
		d.s.Cron = sp.cron
		if sp.tooOften {
			d.expect = Deny
		} else if sp.time == "" && !strings.Contains(m.s, sp.cron) && !strings.HasPrefix(sp.cron, "0 *") && !strings.HasPrefix(sp.cron, "*/") {
			d.s.DefaultTime = Said
		}
	}
	if sp.workdays && sp.cron != "" {
		d.s.Workdays = Said
	}
	m.because("cron", "schedule", sp.i, sp.j)
}

// readReminderSet reads 到期前3天和前1天各提醒一次, 超期后每天催一次.
func readReminderSet(m *message) (draft, bool) {
	if !words("nag|pester|提醒|催|通知|告知|告诉|报告|汇报给|remind|reminder|reminders|notify|alert|nudge|ping|tell me|chase").in(m.s) {
		return draft{}, false
	}
	d := draft{name: ReminderSet}
	if i, j := m.negativeDays(); i >= 0 {
		d.s.Invalid, d.expect = m.orig(i, j), Deny
		return d, true
	}
	before := words("前|before|ahead|in advance|prior to|beforehand|day of|due date|due day|当天|当日").in(m.s)
	over := words("超期|逾期|过期|到期后|overdue|past due|late").in(m.s)
	if before {
		m.offsets(&d.s)
	}
	if over {
		d.s.OverdueEveryDays = m.everyDays()
	}
	fact := words("有人|一旦|只要|时提醒|时通知|时告诉|的时候|后提醒我|就提醒|立即提醒|马上通知|立即通知|就通知|when|whenever|as soon as|if").in(m.s) && words("卡|受阻|申请延期|延期申请|办结|完成|退回|签收|超期|逾期|blocked|extension|submit|submitted|closed|returned|unsigned|signed|accepted|overdue").in(m.s)
	if len(d.s.OffsetsDays) == 0 && len(m.clocks()) > 0 && (m.namesJob() || !fact && d.s.OverdueEveryDays != nil && !words("后|after|once|when|if").in(m.s)) {
		return draft{}, false // 每天0点跑一次超期提醒 is when a job runs
	}
	if len(d.s.OffsetsDays) == 0 && d.s.OverdueEveryDays == nil && !fact {
		return draft{}, false
	}
	if cs := m.clocks(); len(cs) > 0 {
		if !cs[0].valid {
			d.s.Invalid, d.expect = m.orig(cs[0].i, cs[0].j), Deny
			return d, true
		}
		d.s.Time = cs[0].String()
	}
	return d, true
}

// negativeDays finds 提前-3天, which counts in no direction that can be meant for sure.
func (m *message) negativeDays() (int, int) {
	for i := 0; i+1 < len(m.s); i++ {
		if m.s[i] != '-' && m.s[i] != '+' || !digit(m.s[i+1]) || i > 0 && (digit(m.s[i-1]) || latin(m.s[i-1])) {
			continue
		}
		n := digitsAt(m.s, i+1)
		if k := words("天|日|个工作日|周|days|day|weeks").prefix(strings.TrimLeft(m.s[n.j:], " ")); k > 0 && m.s[i] == '-' {
			return i, n.j + (len(m.s[n.j:]) - len(strings.TrimLeft(m.s[n.j:], " "))) + k
		}
	}
	return -1, -1
}

// namesJob reports whether a reminder is named as a thing that is sent, rather than described.
func (m *message) namesJob() bool {
	return words("超期提醒|逾期提醒|到期提醒|临期提醒|超期催办|逾期催办|overdue reminder|overdue reminders|due reminder|due reminders|deadline reminder|deadline reminders").in(m.s) && !words("后|after|once overdue").in(m.s)
}

// offsets reads the days before the due date: 3天和1天, "7, 3 and 1 days before", and the day itself.
func (m *message) offsets(s *Slots) {
	add := func(n int) {
		if !containsInt(s.OffsetsDays, n) {
			s.OffsetsDays = append(s.OffsetsDays, n)
		}
	}
	for _, c := range m.splitByAnd() {
		if words("超期|逾期|overdue|每天|every day|daily").in(c.s) && !words("前|before").in(c.s) {
			continue
		}
		for start := 0; ; {
			i, j := words("天|日|周|个工作日|工作日|days|day|week|weeks|working days|business days").from(c.s, start)
			if i < 0 {
				break
			}
			start = j
			n, ok := numberBefore(c.s, i)
			if !ok || n.v > 365 || strings.HasSuffix(c.s[:n.i], "每") || words("每|every").suffix(strings.TrimRight(c.s[:n.i], " ")) > 0 || words("超期|逾期|后").suffix(strings.TrimRight(c.s[:n.i], " ")) > 0 {
				continue
			}
			n.i += c.i
			for _, v := range listedBefore(m.s, n) {
				add(-int(inDays(v, c.s[i:j])))
			}
		}
		if words("当天|当日|到期日|到期那天|on the day|day itself|the day of|due day|on due date|due date itself|same day|on day 0|when due|the due date").in(c.s) && !words("到期日前|before the due date|before due date").in(c.s) || words("当天|当日|on the due date|and on the day").in(c.s) {
			add(0)
		}
	}
}

// listedBefore gives the numbers of a list that ends in n: 7、3、1天, "7, 3 and 1 days".
func listedBefore(s string, n num) []float64 {
	out := []float64{n.v}
	i := n.i
	for {
		t := strings.TrimRight(s[:i], " ")
		k := words("、|,|和|及|/|and|, and").suffix(t)
		if k == 0 {
			break
		}
		t = strings.TrimRight(t[:len(t)-k], " ")
		if k := words(",").suffix(t); k > 0 {
			t = strings.TrimRight(t[:len(t)-k], " ")
		}
		p, ok := numberBefore(t, len(t))
		if !ok || p.v > 365 {
			break
		}
		out = append([]float64{p.v}, out...)
		i = p.i
	}
	return out
}

// everyDays reads how often what is overdue is chased: 每天 1, 每两天 2.
func (m *message) everyDays() *int {
	switch {
	case words("每天|每日|天天|每个工作日|daily|every day|each day|every working day|once a day").in(m.s):
		return ints(1)
	case words("每周|weekly|every week|once a week").in(m.s):
		return ints(7)
	case words("隔天|隔日|每隔一天|every other day|every second day").in(m.s):
		return ints(2)
	}
	if n, _, ok := counted(m.s, words("天一|日一|天催一|天提醒一|天追一|个工作日一")); ok && n.v > 0 && n.v < 100 {
		return ints(n.v) // 两天一催
	}
	for _, w := range []list{words("每|每隔|every")} {
		for start := 0; ; {
			i, j := w.from(m.s, start)
			if i < 0 {
				break
			}
			start = j
			n, ok := numberAt(m.s, j+len(m.s[j:])-len(strings.TrimLeft(m.s[j:], " ")))
			if ok && n.v > 0 && n.v < 100 && words("天|日|工作日|days|day|working days|working day|workdays|workday|business days|business day").prefix(strings.TrimLeft(m.s[n.j:], " 个")) > 0 {
				return ints(n.v)
			}
		}
	}
	return nil
}

// readScheduleCreate reads 每周一上午9点发周报, "cron 0 9 * * 1-5 到期提醒".
func readScheduleCreate(m *message) (draft, bool) {
	sp, ok := m.schedule()
	if !ok {
		return draft{}, false
	}
	d := draft{name: ScheduleCreate}
	d.s.Job = m.job()
	if d.s.Job == "" && words("提醒|催|remind|chase|nudge").in(m.s) {
		d.s.Job = pickString(overdueWords.in(m.s), "overdue_reminder", pickString(dueWords.in(m.s), "due_reminder", ""))
	}
	if d.s.Job == "" && !words("提醒|发|推送|通知|催|报|开|出|来一份|给一份|做|cron|rrule|freq|remind|send|post|notify|run|schedule|review|meet|tz").in(m.s) {
		return draft{}, false
	}
	if sp.cron == "" && sp.rrule == "" && sp.invalid == "" {
		return draft{}, false
	}
	m.putSchedule(&d, sp)
	d.s.HolidayPolicy = m.daysOff()
	d.s.Target = m.scheduleTarget()
	if st := m.state(); st == "unsigned" || st == "unreported" || st == "blocked" {
		d.s.State = st // 提醒未签收的单位: only those
	}
	switch {
	case presidentKeys.in(m.s):
		d.s.Priority = "president"
	case words("重点|key|priority").in(m.s):
		d.s.Priority = "key"
	}
	if d.s.Job == "" && d.expect == "" && !words("提醒|remind|reminder").in(m.s) {
		d.expect = Clarify
	}
	return d, true
}
