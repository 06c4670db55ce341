package when

import (
	"time"

	"github.com/followup-bot/followup/ledger"
)

// relativeDays lists words for days near the reference; a time of day inside the word (今晚) is read after the first rune.
var zhDayWords = []struct {
	word  string
	shift int
	part  bool // the last rune is a part of the day and is read again as one
}{
	{"大后天", 3, false}, {"大后日", 3, false}, {"大前天", -3, false}, {"大前日", -3, false},
	{"今天", 0, false}, {"今日", 0, false}, {"今儿", 0, false}, {"即日", 0, false}, {"当天", 0, false}, {"当日", 0, false}, {"本日", 0, false},
	{"明天", 1, false}, {"明日", 1, false}, {"明儿", 1, false}, {"次日", 1, false}, {"翌日", 1, false}, {"听日", 1, false}, {"第二天", 1, false}, {"隔天", 1, false}, {"隔日", 1, false},
	{"后天", 2, false}, {"后日", 2, false}, {"后儿", 2, false},
	{"昨天", -1, false}, {"昨日", -1, false}, {"前天", -2, false}, {"前日", -2, false}, {"琴日", -1, false}, {"寻日", -1, false},
	{"今晚", 0, true}, {"今早", 0, true}, {"今晨", 0, true}, {"今夜", 0, true}, {"当晚", 0, true},
	{"明晚", 1, true}, {"明早", 1, true}, {"明晨", 1, true}, {"明夜", 1, true}, {"次晨", 1, true}, {"后晚", 2, true}, {"后早", 2, true},
	{"今朝", 0, true}, {"听朝", 1, true}, {"听晚", 1, true}, {"琴晚", -1, true}, {"昨晚", -1, true}, {"昨夜", -1, true}, {"现在", 0, false}, {"此时", 0, false}, {"此刻", 0, false}, {"目前", 0, false}, {"当前", 0, false}, {"而家", 0, false},
}

// relativeDay reads 今天, 明日, 后天, 今晚.
func (p *zh) relativeDay(i int) (value, int) {
	for _, w := range zhDayWords {
		j := p.has(i, w.word)
		if j < 0 {
			continue
		}
		switch {
		case (w.word == "后天" || w.word == "前天" || w.word == "后日" || w.word == "前日" || w.word == "后儿") && p.counted(i):
			return value{}, none
		case w.word == "即日" && p.has(j, "起") < 0:
			return value{}, none
		case (w.word == "隔天" || w.word == "隔日") && p.peek(i-1) == '每':
			return value{}, none
		case w.shift == 0 && p.in(j, "头"):
			return value{}, none
		case w.word == "现在" || w.word == "此时" || w.word == "此刻" || w.word == "目前" || w.word == "当前" || w.word == "而家":
			v := dayValue(p.today, "zh.now")
			v.at, v.grain = p.minute, GrainTime
			return v, j
		}
		if w.part {
			j--
		}
		return dayValue(p.today.AddDays(w.shift), "zh.day-word"), j
	}
	return value{}, none
}

// counted reports whether a count stands before i, as in 三天后天气.
func (p *zh) counted(i int) bool {
	return p.in(i-1, "天日周月年个时钟") || p.joined(i)
}

// A unit of time as durations count it.
type unit int

const (
	unitMinute unit = iota
	unitHour
	unitHalfDay
	unitDay
	unitWorkday
	unitWeek
	unitTenDays
	unitMonth
	unitQuarter
	unitYear
)

var zhUnits = []struct {
	word string
	unit unit
}{
	{"个工作日", unitWorkday}, {"工作日", unitWorkday}, {"个工作天", unitWorkday}, {"工作天", unitWorkday}, {"日工作日", unitWorkday}, {"个办公日", unitWorkday},
	{"个自然日", unitDay}, {"自然日", unitDay}, {"个日历日", unitDay}, {"日历天", unitDay}, {"个日历天", unitDay}, {"个昼夜", unitDay}, {"天", unitDay}, {"日", unitDay},
	{"个星期", unitWeek}, {"个礼拜", unitWeek}, {"星期", unitWeek}, {"礼拜", unitWeek}, {"个周", unitWeek}, {"周", unitWeek},
	{"个季度", unitQuarter},
	{"个月", unitMonth}, {"个自然月", unitMonth}, {"月", unitMonth}, {"周年", unitYear}, {"个年头", unitYear}, {"年", unitYear},
	{"个钟头", unitHour}, {"个小时", unitHour}, {"小时", unitHour}, {"钟头", unitHour}, {"个钟", unitHour}, {"分钟", unitMinute},
}

// A length is a sum of months, days, working days and minutes.
type length struct {
	months, days, workdays, minutes int
	smallest                        unit
}

func (l *length) add(n int, u unit, half bool) {
	h := 0
	if half {
		h = 1
	}
	switch u {
	case unitMinute:
		l.minutes += n
	case unitHour:
		l.minutes += n*60 + h*30
	case unitHalfDay:
		l.minutes += n * 720
	case unitDay:
		l.days, l.minutes = l.days+n, l.minutes+h*720
	case unitWorkday:
		l.workdays += n + h
	case unitWeek:
		l.days += n*7 + h*4
	case unitTenDays:
		l.days += n * 10
	case unitMonth:
		l.months, l.days = l.months+n, l.days+h*15
	case unitQuarter:
		l.months += 3 * n
	case unitYear:
		l.months += n*12 + h*6
	}
	l.smallest = min(l.smallest, u)
}

// from adds the length to the reference. Hours and minutes give a time of day.
func (f *ref) from(l length, sign int, rule string) value {
	d := f.today.AddMonths(sign * l.months).AddDays(sign * l.days)
	if l.workdays > 0 {
		d = ledger.AddWorkdays(f.cal, d, sign*l.workdays)
	}
	v := dayValue(d, rule)
	if l.minutes != 0 {
		t := time.Date(d.Year, d.Month, d.Day, 0, f.minute+sign*l.minutes, 0, 0, time.UTC)
		v.to = ledger.DateOf(t)
		v.from, v.at, v.grain = v.to, t.Hour()*60+t.Minute(), GrainTime
	}
	v.dur, v.workdays = true, l.workdays
	if sign > 0 && v.grain == GrainDay {
		v.from = f.today
	}
	return v
}

// measure reads a length of time: 3天, 一个半月, 两年半, 一年零三个月, 10个工作日, 半年.
func (p *zh) measure(i int) (length, int) {
	l := length{smallest: unitYear}
	end := none
	for parts := 0; parts < 5; parts++ {
		j := i
		if end >= 0 {
			_, k := p.oneOf(end, "零", "又", "加", "外加", "和", "另", "及")
			j = max(end, k)
		}
		next := l
		j = p.measurePart(&next, j)
		if j < 0 || end >= 0 && next.smallest >= l.smallest && parts > 0 && p.peek(end) != '又' {
			return l, end
		}
		l, end = next, j
	}
	return l, end
}

var zhHalves = []struct {
	word string
	unit unit
	n    int
}{{"半个月", unitDay, 15}, {"半月", unitDay, 15}, {"半年", unitMonth, 6}, {"半个小时", unitMinute, 30}, {"半小时", unitMinute, 30}, {"半个钟头", unitMinute, 30}, {"半天", unitHalfDay, 1}, {"半日", unitHalfDay, 1}, {"半个工作日", unitHalfDay, 1}, {"半周", unitDay, 4}}

func (p *zh) measurePart(l *length, i int) int {
	for _, h := range zhHalves {
		if j := p.has(i, h.word); j >= 0 {
			l.add(h.n, h.unit, false)
			return j
		}
	}
	if k, j := p.oneOf(i, "一刻钟", "三刻钟"); k >= 0 {
		l.add(15+30*k, unitMinute, false)
		return j
	}
	n, j := p.num(i)
	if j < 0 || n.digits > 4 || n.n < 1 || n.n > 3660 {
		return none
	}
	if !n.arabic && n.digits == 2 && n.n%10 > n.n/10 { // 两三天: at most three
		n.n %= 10
	}
	if k, e := p.oneOf(j, "-", "~", "到", "至"); k >= 0 && n.digits <= 3 { // 3-5天
		if m, end := p.num(e); end >= 0 && m.n > n.n && m.digits <= 3 {
			n, j = m, end
		}
	}
	half := false
	if k := p.has(j, "个半"); k >= 0 {
		half, j = true, k
	}
	for _, u := range zhUnits {
		k := p.has(j, u.word)
		if k < 0 || u.word == "月" && !half && n.n <= 12 && (n.arabic || !n.vague && n.n != 1 || p.in(k, "份底末初中上下")) {
			continue // 3月 is March; 两月 and 一月内 are rare enough to be left
		}
		if u.word == "年" && n.digits == 4 || u.word == "日" && p.in(k, "前下常") {
			return none
		}
		if half && u.unit == unitWeek {
			l.add(n.n, u.unit, true)
			return k
		}
		if e := p.has(k, "半"); e >= 0 && !half && u.unit != unitWorkday && u.unit != unitMinute {
			half, k = true, e
		}
		l.add(n.n, u.unit, half)
		return k
	}
	return none
}

var (
	zhWithin = []string{"之内", "以内", "内", "时间内", "的时间内", "期限内", "的期限内", "里"}
	zhLater  = []string{"之后", "以后", "过后", "后", "之外"}
	zhAhead  = []string{"未来的", "未来", "今后的", "今后", "接下来的", "接下来", "随后的", "随后", "往后", "此后的", "此后", "其后", "限期", "限时", "再过", "过", "限", "后", "下"}
	zhBehind = []string{"过去的", "过去", "最近的", "最近", "近", "此前的", "此前", "前", "上", "连续", "历时", "用时", "提前", "超过", "超", "满", "届满", "逾期", "每隔", "每", "隔", "平均", "已", "近期", "历经", "为期", "共", "长达", "间隔", "不少于", "至少", "累计", "达", "有"}
)

// zhLimits are words before a length that make it the value of a measure, not a deadline.
var zhLimits = []string{"控制在", "控制到", "压缩至", "压缩到", "压缩在", "缩短至", "缩短到", "缩短为", "压减至", "压减到", "降至", "降到", "保持在", "稳定在", "平均", "天数在", "时间在", "周期在", "时长在"}

// duration reads a length of time that counts from the reference: 3个工作日内, 两周后, 未来三天, 半年.
func (p *zh) duration(i int) (value, int) {
	j, ahead := i, false
	if k, e := p.oneOf(i, zhAhead...); k >= 0 {
		switch {
		case zhAhead[k] == "后" && !p.boundary(i-1):
			return value{}, none // 通知后三天内: the number begins the expression
		case zhAhead[k] == "过" && p.in(i-1, "超不经通路渡"):
			return value{}, none
		case zhAhead[k] == "下":
			return p.nextUnits(e)
		}
		j, ahead = e, true
	}
	ordinal := false
	if k := p.has(j, "第"); k >= 0 && !ahead {
		j, ordinal = k, true
	}
	l, e := p.measure(j)
	if e < 0 || l.months > 12*200 || l.minutes > 1e6 || l.workdays > 400 || p.in(e, "期") && !p.in(e+1, "间内满") || ordinal && l.workdays == 0 {
		return value{}, none
	}
	v := p.from(l, 1, "zh.duration")
	if l.workdays > 0 {
		v.rule = "zh.workdays"
	}
	if ordinal { // 第三个工作日 counts from the reference
		v.from = v.to
		return v, e
	}
	if w, end := p.boundLength(v, l, i, e); end >= 0 {
		return w, end
	}
	v.bare = !ahead && (!p.ends(i, "后") || p.ends(i, "最后")) && !p.endsAny(i, "之日起", "日起", "限期", "时限", "期限", "限")
	if !v.bare {
		v = p.anchored(v, i)
	}
	v.past = v.bare && p.endsAny(i, zhBehind...)
	return v, e
}

// boundLength reads the words after a length that bind it to the reference: 内, 后, 前 (ago), 用…时间.
func (p *zh) boundLength(v value, l length, i, e int) (value, int) {
	e = p.skip(p.skip(e, "左右"), "的")
	if k, end := p.oneOf(e, zhWithin...); k >= 0 && !(zhWithin[k] == "内" && p.in(end, "容部")) {
		if p.endsAny(i, zhLimits...) {
			return value{}, none // 平均办理天数控制在60天以内 measures
		}
		v.deadline = true
		return p.anchored(v, i), end
	}
	if k, end := p.oneOf(e, zhLater...); k >= 0 {
		v.from = v.to
		return p.anchored(v, i), end
	}
	if k, end := p.oneOf(e, "之前", "以前", "前"); k >= 0 {
		w := p.from(l, -1, "zh.ago")
		w.past, w.from = true, w.to
		return w, end
	}
	if k, end := p.oneOf(e, "时间", "左右时间"); k >= 0 && p.endsAny(i, "用", "花", "以") {
		v.deadline = true
		return v, end
	}
	return value{}, none
}

// nextUnits reads 下三周, 下两个月: whole calendar weeks, months or years after the present one.
func (p *zh) nextUnits(i int) (value, int) {
	n, j := p.num(i)
	if j < 0 || n.n < 2 || n.n > 60 {
		return value{}, none
	}
	k, e := p.oneOf(j, "个星期", "个礼拜", "星期", "礼拜", "个周", "周", "个月", "个季度", "年", "天", "日")
	switch {
	case k < 0:
		if l, e := p.measure(i); e >= 0 && l.minutes > 0 && l.minutes < 1e6 {
			return p.from(l, 1, "zh.next-units"), e
		}
		return value{}, none
	case k <= 5:
		first := p.ref.week(1)
		return periodValue(first, first.AddDays(7*n.n-1), GrainWeek, "zh.next-units"), e
	case k == 6:
		return months(p.today.Year, int(p.today.Month)+1, n.n, GrainMonth, "zh.next-units"), e
	case k == 7:
		return months(p.today.Year, (int(p.today.Month)-1)/3*3+4, 3*n.n, GrainQuarter, "zh.next-units"), e
	case k == 8:
		return months(p.today.Year+1, 1, 12*n.n, GrainYear, "zh.next-units"), e
	}
	return periodValue(p.today.AddDays(1), p.today.AddDays(n.n), GrainDay, "zh.next-units"), e
}

// receivedOnce is what is received once: the text itself, or a task handed over by it.
var receivedOnce = []string{"通知", "纪要", "文件", "本", "任务", "交办", "督办", "清单", "批示", "指示", "函", "件", "转办", "收到后", "接到后", "签收后", "收到之日", "签收之日", "收到之日起", "签收之日起"}

// anchored names the event that a length counts from, where one stands in the same clause: 会后, 印发之日起, 收到通知后.
func (p *zh) anchored(v value, i int) value {
	k := i - 1
	for k >= 0 && i-k < 30 && !stop(p.r[k]) && p.r[k] != ',' {
		k--
	}
	for j := i; j > k+1; j-- {
		if !p.endsAny(j, "起", "后", "内", "之日") || j < i-4 {
			continue
		}
		switch {
		case p.ends(j, "会后") || p.within(k+1, j, "会议") && !p.within(k+1, j, "印发"):
			v.anchor = "meeting"
		case p.within(k+1, j, "收到") || p.within(k+1, j, "接到") || p.within(k+1, j, "签收"):
			v.anchor = "event" // 收到申请后 comes again and again
			for _, w := range receivedOnce {
				if p.ends(j, w) || p.within(k+1, j, w) {
					v.anchor = "receipt"
				}
			}
		case p.within(k+1, j, "印发") || p.within(k+1, j, "下发") || p.within(k+1, j, "发布") || p.within(k+1, j, "公布") || p.within(k+1, j, "发文"):
			v.anchor = "issue"
		case p.endsAny(j, "即日起", "今日起", "今天起", "当日起"):
		case p.endsAny(j, "起", "后", "之日") && !p.endsAny(j, "今后", "此后", "随后", "以后", "往后", "最后", "其后", "然后", "落后", "前后", "发起", "一起"):
			v.anchor = "event"
		}
		return v
	}
	return v
}

// within reports whether s stands between from and to.
func (p *zh) within(from, to int, s string) bool {
	for i := max(from, 0); i < to; i++ {
		if j := p.has(i, s); j >= 0 && j <= to {
			return true
		}
	}
	return false
}
