package calendar

import (
	"sync"
	"time"

	lunar "github.com/6tail/lunar-go/calendar"

	"github.com/followup-bot/followup/ledger"
)

// A lunarYear is the Chinese lunisolar year that begins in one Gregorian year.
type lunarYear struct {
	newYear ledger.Date // 正月初一
	months  []lunarMonth
}

type lunarMonth struct {
	number int // 1 to 12, negative for a leap month
	first  ledger.Date
	days   int
}

// Lunar years and solar terms are computed once; a service meets few of them.
var (
	lunarYears sync.Map // int → lunarYear
	solarTerms sync.Map // [2]int{year, term} → ledger.Date
)

func lunarYearOf(year int) lunarYear {
	if y, ok := lunarYears.Load(year); ok {
		return y.(lunarYear)
	}
	var y lunarYear
	l := lunar.NewLunarYear(year).GetMonths()
	for e := l.Front(); e != nil; e = e.Next() {
		m := e.Value.(*lunar.LunarMonth)
		if m.GetYear() == year {
			y.months = append(y.months, lunarMonth{m.GetMonth(), julian(m.GetFirstJulianDay()), m.GetDayCount()})
		}
	}
	// lunar-go lists the months from the winter solstice on: the last ones may belong to the next table.
	l = lunar.NewLunarYear(year + 1).GetMonths()
	for e := l.Front(); e != nil; e = e.Next() {
		m := e.Value.(*lunar.LunarMonth)
		if m.GetYear() == year && !y.has(m.GetMonth()) {
			y.months = append(y.months, lunarMonth{m.GetMonth(), julian(m.GetFirstJulianDay()), m.GetDayCount()})
		}
	}
	if len(y.months) > 0 {
		y.newYear = y.months[0].first
	}
	lunarYears.Store(year, y)
	return y
}

func (y lunarYear) has(month int) bool {
	for _, m := range y.months {
		if m.number == month {
			return true
		}
	}
	return false
}

// day gives the date of a lunar month's day, the zero Date when the year has no such day. Day 0 stands for the month's last day.
func (y lunarYear) day(month, d int) ledger.Date {
	for _, m := range y.months {
		if m.number == month && d <= m.days {
			if d == 0 {
				d = m.days
			}
			return m.first.AddDays(d - 1)
		}
	}
	return ledger.Date{}
}

// Lunar gives the Gregorian date of a day of the Chinese lunar calendar: year is the Gregorian year in which the lunar year begins, month is
// 1 to 12 (negative: the leap month of that number), day 1 to 30. ok is false when there is no such day.
func Lunar(year, month, day int) (d ledger.Date, ok bool) {
	if year < 1901 || year > 2100 || day < 1 {
		return ledger.Date{}, false
	}
	d = lunarYearOf(year).day(month, day)
	return d, !d.IsZero()
}

// Solar terms as lunar-go numbers them: 0 is the major snow (大雪) of the year before, 1 the winter solstice before, 2 the minor cold (小寒).
const (
	clearBright = 8  // 清明
	winterTerm  = 25 // 冬至
)

func solarTerm(year, term int) ledger.Date {
	key := [2]int{year, term}
	if d, ok := solarTerms.Load(key); ok {
		return d.(ledger.Date)
	}
	d := julian(lunar.NewLunarYear(year).GetJieQiJulianDays()[term])
	solarTerms.Store(key, d)
	return d
}

// julian gives the civil date of a Julian day that is already in Beijing time.
func julian(jd float64) ledger.Date {
	const epoch = 2440587.5 // 1970-01-01T00:00
	return ledger.DateOf(time.Unix(int64((jd-epoch)*86400+0.5), 0).UTC())
}
