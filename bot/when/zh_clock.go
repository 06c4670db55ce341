package when

// Parts of the day and the minute at which each ends; shift is added to an hour of twelve.
var zhParts = []struct {
	word      string
	from, end int
	pm        bool
}{
	{"上班前", 0, 9 * 60, false}, {"下班之前", 0, 18 * 60, false}, {"下班前", 0, 18 * 60, false}, {"下班以前", 0, 18 * 60, false}, {"下班后", 18 * 60, 20 * 60, true}, {"下班", 0, 18 * 60, true},
	{"凌晨", 0, 6 * 60, false}, {"清晨", 4 * 60, 8 * 60, false}, {"早上", 8 * 60, 12 * 60, false}, {"朝早", 8 * 60, 12 * 60, false}, {"晨早", 4 * 60, 8 * 60, false}, {"晏昼", 12 * 60, 18 * 60, true}, {"朝", 8 * 60, 12 * 60, false}, {"早晨", 8 * 60, 12 * 60, false}, {"早间", 8 * 60, 12 * 60, false}, {"大清早", 4 * 60, 8 * 60, false}, {"一早", 8 * 60, 12 * 60, false},
	{"上午", 8 * 60, 12 * 60, false}, {"午前", 8 * 60, 12 * 60, false}, {"中午", 11 * 60, 12 * 60, true}, {"正午", 12 * 60, 12 * 60, true}, {"午间", 11 * 60, 12 * 60, true}, {"晌午", 11 * 60, 13 * 60, true}, {"午饭前", 0, 12 * 60, false},
	{"下午", 12 * 60, 18 * 60, true}, {"午后", 12 * 60, 18 * 60, true}, {"傍晚", 16 * 60, 20 * 60, true}, {"黄昏", 16 * 60, 20 * 60, true}, {"晚饭前", 0, 18 * 60, false},
	{"晚上", 16 * 60, 20 * 60, true}, {"晚间", 16 * 60, 20 * 60, true}, {"夜里", 20 * 60, 23*60 + 59, true}, {"夜间", 20 * 60, 23*60 + 59, true}, {"夜晚", 20 * 60, 23*60 + 59, true}, {"深夜", 20 * 60, 23*60 + 59, true},
	{"半夜", 20 * 60, 23*60 + 59, true}, {"午夜", 20 * 60, 23*60 + 59, true}, {"日终", 0, 23*60 + 59, false}, {"早", 8 * 60, 12 * 60, false}, {"晨", 4 * 60, 8 * 60, false}, {"晚", 16 * 60, 20 * 60, true}, {"夜", 20 * 60, 23*60 + 59, true},
}

// An hour is a time of day as read: the minute it names, or the end of the part of the day.
type hour struct {
	from, at int
	clock    bool // a clock time was said
	rolls    bool // hour of twelve without a part of the day
	deadline bool
}

// timeOfDay reads what may follow a date: 上午, 下午3点半, 18:00, 晚8点, 下班前.
func (p *zh) timeOfDay(i int) (hour, int) {
	j := p.skip(p.skip(i, "的"), ",")
	if p.rules(j)&rTime == 0 {
		return hour{}, none
	}
	for k, w := range zhParts {
		e := p.has(j, w.word)
		if e < 0 {
			continue
		}
		h := hour{from: w.from, at: w.end, deadline: k <= 3}
		if h.deadline {
			return h, e
		}
		if k, end := p.oneOf(e, "下班之前", "下班前", "下班以前", "上班前"); k >= 0 { // 上午下班前
			h.deadline = true
			return h, end
		}
		if c, end := p.clock(p.skip(e, "的")); end >= 0 {
			if w.pm && c.at < 12*60 && !(c.at < 6*60 && (w.word == "半夜" || w.word == "深夜" || w.word == "夜里")) {
				c.at += 12 * 60
			}
			if w.from >= 16*60 && c.at == 12*60 { // 今晚12点
				c.at = 23*60 + 59
			}
			c.from, c.rolls = c.at, false
			return c, end
		}
		if len(w.word) == 3 && (p.in(e, "期稿操报于在教会") || w.word == "早" && p.in(e, "日已就点") || w.word == "朝" && p.in(e, "阳鲜廷代向着气")) {
			return hour{}, none
		}
		return h, e
	}
	c, e := p.clock(j)
	if e < 0 {
		return hour{}, none
	}
	return c, e
}

// clock reads 18:00, 18时30分, 三点半, 8点一刻, 12点整, 零点.
func (p *zh) clock(i int) (hour, int) {
	if p.joined(i) || p.in(i-1, ".第+") {
		return hour{}, none
	}
	h, j := p.small(i, 0, 24)
	if j < 0 {
		return hour{}, none
	}
	m := 0
	switch {
	case p.peek(j) == ':':
		n, k := p.num(j + 1)
		if k < 0 || n.digits != 2 || n.n > 59 || !p.digit(i) {
			return hour{}, none
		}
		m, j = n.n, k
		if p.peek(j) == ':' {
			if s, e := p.num(j + 1); e >= 0 && s.digits == 2 && s.n < 60 {
				j = e
			}
		}
	case p.peek(j) == '点' || p.peek(j) == '时':
		point := p.peek(j) == '点'
		if !point && p.in(j+1, "间限期候段") || point && p.in(j+1, "意建要看") {
			return hour{}, none
		}
		m, j = p.minutes(p.skip(j+1, "钟"))
	default:
		return hour{}, none
	}
	c := hour{from: h*60 + m, at: h*60 + m, clock: true, rolls: h > 0 && h <= 12}
	if h == 24 {
		c.at, c.from = 23*60+59, 23*60+59
	}
	return c, j
}

// minutes reads what follows 点: 半, 一刻, 15分, 整 or nothing.
func (p *zh) minutes(i int) (m, j int) {
	if k, j := p.oneOf(i, "整", "半", "一刻", "三刻", "1刻", "3刻", "正"); k >= 0 {
		return []int{0, 30, 15, 45, 15, 45, 0}[k], j
	}
	n, j := p.num(p.skip(p.skip(i, "过"), "零"))
	if j < 0 || n.n > 59 || n.vague || n.digits > 2 {
		return 0, i
	}
	if k := p.has(j, "分"); k >= 0 && !p.in(k, "之钟") {
		return n.n, k
	}
	if n.n >= 10 && !p.in(j, "个天日月年号点时周件项.%") && !p.digit(j) {
		return n.n, j
	}
	return 0, i
}

// pointOnly reports whether an hour is a mere N点 that more likely counts or compares: 再小一点, 三点要求.
func (p *zh) pointOnly(i, j int) bool {
	if _, k := p.num(i); k < 0 || !p.ends(j, "点") {
		return false
	}
	if !p.digit(i) && !p.in(j, "前到至-~之以") && !(p.boundary(j) && (i == 0 || p.in(i-1, "在于到"))) {
		return true
	}
	return p.in(j, "意建要看想思举措说体原经问不小内方具启感工注好优特心认共")
}

// bareTime reads a time of day without a date: the next such moment.
func (p *zh) bareTime(i int) (value, int) {
	h, j := p.timeOfDay(i)
	if j < 0 || p.peek(i) == ',' || p.peek(i) == '的' {
		return value{}, none
	}
	if p.pointOnly(i, j) {
		return value{}, none
	}
	if !h.clock && (j-i < 2 || p.in(i, "早晚夜晨一") || p.has(i, "下班") >= 0 && !h.deadline) {
		return value{}, none
	}
	day := p.today
	if h.at <= p.minute && h.clock && h.rolls && h.at+12*60 > p.minute && h.at < 12*60 && p.has(i, "凌晨") < 0 && p.digit(i) && p.minute >= 12*60 {
		h.at += 12 * 60 // "5点前" said in the afternoon
	} else if h.at < p.minute {
		day = day.AddDays(1)
	}
	v := dayValue(day, "zh.time").withTime(h)
	v.timeOnly = true
	return v, j
}
