package calendar

import (
	"sort"
	"strings"
	"sync"
	"time"

	"github.com/followup-bot/followup/ledger"
)

// A rule gives a festival's day in a Gregorian year; the zero Date when the year has none.
type rule func(year int) ledger.Date

type festival struct {
	names   string // space-separated; the first is the official one. Simplified characters, or lower-case English with _ for a space
	day     rule
	holiday string // the public holiday's name in the published notices, "" when people work
}

func fixed(m time.Month, d int) rule {
	return func(y int) ledger.Date { return ledger.Date{Year: y, Month: m, Day: d} }
}

func lunarDay(month, day int) rule {
	return func(y int) ledger.Date {
		if month == 12 {
			y-- // the twelfth lunar month ends in the next Gregorian year, or at its very end
			if d := lunarYearOf(y).day(month, day); !d.IsZero() && d.Year == y {
				return d
			}
		}
		return lunarYearOf(y).day(month, day)
	}
}

func term(n int) rule { return func(y int) ledger.Date { return solarTerm(y, n) } }

// nth gives the nth weekday of a month; n = -1 the last one; the result is moved by offset days.
func nth(n int, w time.Weekday, m time.Month, offset int) rule {
	return func(y int) ledger.Date { return NthWeekday(y, m, w, n).AddDays(offset) }
}

// NthWeekday gives the nth such weekday of a month, counted from the month's end when n is negative. n beyond the month reaches into the next.
func NthWeekday(year int, month time.Month, w time.Weekday, n int) ledger.Date {
	if n < 0 {
		last := ledger.Date{Year: year, Month: month, Day: 1}.MonthEnd()
		return last.AddDays(-int(last.Weekday()-w+7)%7 + 7*(n+1))
	}
	first := ledger.Date{Year: year, Month: month, Day: 1}
	return first.AddDays(int(w-first.Weekday()+7)%7 + 7*(n-1))
}

func easter(offset int) rule {
	return func(y int) ledger.Date { return easterSunday(y).AddDays(offset) }
}

// easterSunday is the Gregorian computus (Meeus, Jones and Butcher).
func easterSunday(y int) ledger.Date {
	a, b, c := y%19, y/100, y%100
	d, e := b/4, b%4
	g := (8*b + 13) / 25
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return ledger.Date{Year: y, Month: time.Month(n / 31), Day: n%31 + 1}
}

// beforeMay25 is Canada's Victoria Day: the Monday before 25 May.
func beforeMay25(y int) ledger.Date {
	d := ledger.Date{Year: y, Month: time.May, Day: 24}
	return d.AddDays(-int(d.Weekday()+6) % 7)
}

// advent gives the nth Sunday of Advent.
func advent(n int) rule {
	return func(y int) ledger.Date {
		d := ledger.Date{Year: y, Month: time.December, Day: 24}
		return d.AddDays(-int(d.Weekday()) - 7*(4-n))
	}
}

var index = sync.OnceValue(func() map[string]*festival {
	m := map[string]*festival{}
	for _, list := range [][]festival{chinese, western} {
		for i := range list {
			for _, n := range strings.Fields(list[i].names) {
				m[key(strings.ReplaceAll(n, "_", " "))] = &list[i]
			}
		}
	}
	return m
})

// key folds what people vary in a name: case, traditional characters, apostrophes, points and spaces.
func key(name string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\'', '’', '‘', '.', '-', '·', '`', '\u3000':
			return -1
		}
		if s, ok := simplified[r]; ok {
			return s
		}
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, name)
}

// simplified holds the traditional characters that occur in festival names.
var simplified = pairs("節节國国慶庆勞劳動动婦妇兒儿聖圣誕诞師师親亲萬万曆历歷历農农陽阳陰阴團团圓圆臘腊歲岁軍军黨党護护燈灯愛爱盜盗勝胜戰战紀纪憲宪復复點点頭头龍龙開开門门過过處处體体際际環环記记華华蘭兰書书讀读馬马齡龄興兴學学術术衛卫風风爾尔貞贞稅税樹树諸诸掃扫" +
	"權权識识產产難难獨独總总統统頓顿陣阵將将倫伦雙双費费醫医擡抬")

func pairs(s string) map[rune]rune {
	m := map[rune]rune{}
	r := []rune(s)
	for i := 0; i+1 < len(r); i += 2 {
		m[r[i]] = r[i+1]
	}
	return m
}

// Festivals lists every name that Festival knows, sorted: simplified Chinese, and English in lower case with single spaces.
func Festivals() []string {
	var names []string
	for _, list := range [][]festival{chinese, western} {
		for _, f := range list {
			for _, n := range strings.Fields(f.names) {
				names = append(names, strings.ReplaceAll(n, "_", " "))
			}
		}
	}
	sort.Strings(names)
	return names
}

// Festival finds a festival of a Gregorian year by name, in simplified or traditional characters or in English. first and last are the public
// holiday around it as c knows it (a published 春节 has eight or nine days); for a festival on which people work, both are the day itself.
// FestivalDay gives the festival day alone.
func (c *Calendar) Festival(name string, year int) (first, last ledger.Date, ok bool) {
	f := index()[key(name)]
	if f == nil {
		return ledger.Date{}, ledger.Date{}, false
	}
	d := f.day(year)
	if d.IsZero() {
		return d, d, false
	}
	if f.holiday == "" || c.Workday(d) || (!c.statutory && len(c.days) == 0) {
		return d, d, true
	}
	first, last = d, d
	for p := first.AddDays(-1); c.joins(p, f.holiday); p = p.AddDays(-1) {
		first = p
	}
	for n := last.AddDays(1); c.joins(n, f.holiday); n = n.AddDays(1) {
		last = n
	}
	return first, last, true
}

// joins reports whether d lengthens the holiday of that name: it is off, and the notice or the regulation gives it that name, or it is a weekend
// in a year without a notice.
func (c *Calendar) joins(d ledger.Date, holiday string) bool {
	if c.Workday(d) {
		return false
	}
	name := key(c.Name(d))
	return strings.Contains(name, key(holiday)) || strings.Contains(key(holiday), name) && (name != "" || !c.years[d.Year])
}

// FestivalDay gives the festival's own day (1 October for 国庆, 初一 for 春节) in a Gregorian year.
func FestivalDay(name string, year int) (d ledger.Date, ok bool) {
	f := index()[key(name)]
	if f == nil {
		return d, false
	}
	d = f.day(year)
	return d, !d.IsZero()
}
