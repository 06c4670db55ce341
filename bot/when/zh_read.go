package when

import (
	"time"

	"github.com/followup-bot/followup/ledger"
)

func monthOf(m int) time.Month { return time.Month(m) }

// readZH gives the Chinese expressions of a text.
func readZH(text string, f ref) []Result {
	p := newZH(text, f)
	defer p.free()
	for i := 0; i < len(p.r); {
		if j := p.trap(i); j > i {
			i = j
			continue
		}
		if p.starts(i) == 0 {
			i = p.pass(i)
			continue
		}
		if v, j := p.expression(i); j > i {
			p.out = append(p.out, p.result(v, text, int(p.at[i]), p.endOf(j)))
			i = j
			continue
		}
		i = p.pass(i)
	}
	return append([]Result(nil), p.out...)
}

// endOf gives the byte after the rune before j, without the blanks that follow it.
func (p *zh) endOf(j int) int {
	_, n := decode(p.src[p.at[j-1]:])
	return int(p.at[j-1]) + n
}

// expression reads a recurrence, a range, a moved or a single date, in this order.
func (p *zh) expression(i int) (value, int) {
	if v, j := p.recurrence(i); j >= 0 {
		return v, j
	}
	if v, j := p.standing(i); j >= 0 {
		return v, j
	}
	v, j := p.ranged(i)
	if j < 0 || (v.bare || v.rule == "zh.now") && !p.lone(i, j) {
		return value{}, none
	}
	if w, k := p.moved(v, j); k >= 0 {
		return w, k
	}
	return p.told(v, i, j), j
}

// lone reports whether nothing but punctuation stands around an expression.
func (p *zh) lone(i, j int) bool {
	for k := i - 1; k >= 0 && k > i-4; k-- {
		if !punct(p.r[k]) && !p.endsAny(k+1, "于", "在", "约", "大约") {
			return false
		}
	}
	return i < 4 && (j == len(p.r) || j == len(p.r)-1 && punct(p.r[j]))
}

// single reads one date with its time of day and the words after it that bind it.
func (p *zh) single(i int) (value, int) {
	v, j := p.base(i)
	if j < 0 {
		return v, j
	}
	if !v.timeOnly && v.grain == GrainDay && !v.dur {
		if h, k := p.timeOfDay(j); k >= 0 {
			v, j = v.withTime(h), k
		}
	}
	if v.dur || v.after {
		return v, j
	}
	return p.suffix(v, i, j)
}

// base gives the longest of the rules that apply at i.
func (p *zh) base(i int) (value, int) {
	b, r := pick{j: none}, p.starts(i)
	if p.digit(i) {
		b.try(p.figures(i))
	}
	for _, rule := range zhBase {
		if r&rule.set != 0 {
			b.try(rule.read(p, i))
		}
	}
	return b.v, b.j
}

// zhBase lists the rules for a single date in the order in which they are tried.
var zhBase = []struct {
	set  ruleSet
	read func(*zh, int) (value, int)
}{
	{rDate, (*zh).date}, {rDuration, (*zh).duration}, {rFestival, func(p *zh, i int) (value, int) { return p.festival(i, 0) }}, {rLunar, func(p *zh, i int) (value, int) { return p.lunarDate(i, 0) }},
	{rWeek, (*zh).week}, {rDay, (*zh).relativeDay}, {rLoose, (*zh).looseEdge}, {rHoliday, (*zh).nearHoliday}, {rWorkday, (*zh).workday}, {rMeeting, (*zh).afterMeeting},
	{rPlan, (*zh).plan}, {rPlan, (*zh).century}, {rTime, (*zh).bareTime},
}

var (
	zhNextWorkdays = []string{"下一个工作日", "下个工作日", "下一工作日", "次一工作日", "次个工作日", "次工作日", "次一个工作日", "第二工作日"}
	zhMeetingEnds  = []string{"会后", "会议结束后", "会议召开后", "会议后", "散会后"}
)

// workday reads 下一个工作日, 次个工作日.
func (p *zh) workday(i int) (value, int) {
	k, j := p.oneOf(i, zhNextWorkdays...)
	if k < 0 {
		return value{}, none
	}
	v := dayValue(ledger.AddWorkdays(p.cal, p.today, 1), "zh.next-workday")
	v.workdays = 1
	return v, j
}

// afterMeeting reads a length with the meeting before it: 会后三天内, 会议结束后一周.
func (p *zh) afterMeeting(i int) (value, int) {
	k, j := p.oneOf(i, zhMeetingEnds...)
	if k < 0 {
		return value{}, none
	}
	return p.duration(p.skip(p.skip(j, "的"), ","))
}

// plan reads the end of a five-year plan: 十五五末, "十四五"期末. The plan of 五 n ends in the year 1955+5(n-1)+... the tenth ended in 2005.
func (p *zh) plan(i int) (value, int) {
	n := p.r[i]
	if n != '十' {
		return value{}, none
	}
	f := figure(p.peek(i + 1))
	if f < 1 || p.peek(i+2) != '五' {
		return value{}, none
	}
	j := p.skip(p.skip(i+3, "\""), "规划")
	k, e := p.oneOf(j, "期末", "末", "结束", "时期末", "收官", "期间", "时期")
	if k < 0 {
		return value{}, none
	}
	if k >= 5 {
		return months(2001+5*f, 1, 60, GrainDecade, "zh.five-year-plan"), e
	}
	d := ledger.Date{Year: 2005 + 5*f, Month: time.December, Day: 31}
	return dayValue(d, "zh.five-year-plan"), e
}

// century reads decades: 本世纪20年代, 21世纪30年代.
func (p *zh) century(i int) (value, int) {
	base := 0
	j := p.has(i, "本世纪")
	if j >= 0 {
		base = p.today.Year / 100 * 100
	} else if n, k := p.small(i, 1, 30); k >= 0 && p.has(k, "世纪") >= 0 {
		base, j = (n-1)*100, p.has(k, "世纪")
	} else {
		return value{}, none
	}
	n, k := p.small(j, 1, 90)
	if k < 0 || p.has(k, "年代") < 0 {
		return value{}, none
	}
	v := months(base+n, 1, 120, GrainDecade, "zh.decade")
	v.y = base + n
	return v, p.has(k, "年代")
}
