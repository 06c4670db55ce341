// Package calendar knows which days people work and on which day a festival falls.
//
// China is the mainland calendar: weekends, statutory holidays and their make-up days (调休) as the State Council published them for the
// embedded years. Past those years the weekends, the fixed festivals and the lunar ones are off by the rules of the regulation (国务院令第795号),
// no day is made up, and Published says false, so that a caller can mark the date. A user's file in the format of the holiday-cn project
// (Load) or a single day (With) goes over it.
//
// A Calendar never changes after it is built; copies share what they can, and all methods are safe for concurrent use. The package reads no
// clock and no file of its own; lunar dates are computed by lunar-go and are right for the years 1901 to 2100.
package calendar

import (
	"embed"
	"fmt"
	"maps"
	"strings"
	"sync"
	"time"

	"github.com/followup-bot/followup/ledger"
)

//go:embed china/*.json
var published embed.FS

// A day is what is known about one date beyond the weekend.
type day struct {
	name    string
	workday bool
}

// A Calendar says which days are worked and when festivals fall. The zero value is not usable; start from China or Weekends.
type Calendar struct {
	days      map[ledger.Date]day // exceptions to the weekend, from files and With
	years     map[int]bool        // years whose official arrangement is known
	statutory bool                // unpublished years: the festivals of the regulation are off
}

var _ ledger.Calendar = (*Calendar)(nil)

var china = sync.OnceValue(func() *Calendar {
	c := &Calendar{days: map[ledger.Date]day{}, years: map[int]bool{}, statutory: true}
	files, err := published.ReadDir("china")
	if err != nil {
		panic(err) // the folder is compiled in
	}
	for _, f := range files {
		b, err := published.ReadFile("china/" + f.Name())
		if err == nil {
			err = c.add(strings.NewReader(string(b)))
		}
		if err != nil {
			panic(fmt.Sprintf("calendar %s: %v", f.Name(), err))
		}
	}
	return c
})

// China is the calendar of the Chinese mainland. Every call gives the same value.
func China() *Calendar { return china() }

// Weekends is a plain calendar: Monday to Friday are worked, and no year counts as published.
func Weekends() *Calendar { return &Calendar{} }

// Workday reports whether people work on d.
func (c *Calendar) Workday(d ledger.Date) bool {
	if x, ok := c.days[d]; ok {
		return x.workday
	}
	if w := d.Weekday(); w == time.Saturday || w == time.Sunday {
		return false
	}
	return !c.statutory || c.years[d.Year] || statutoryName(d) == ""
}

// Published reports whether the official arrangement of the year is known to the calendar.
func (c *Calendar) Published(year int) bool { return c.years[year] }

// Name gives the holiday that makes d a day off, or the holiday for which the make-up day d is worked; "" for an ordinary day.
func (c *Calendar) Name(d ledger.Date) string {
	if x, ok := c.days[d]; ok {
		return x.name
	}
	if c.statutory && !c.years[d.Year] {
		return statutoryName(d)
	}
	return ""
}

// With gives a copy of c with one day set, worked or off, under a name that may be empty.
func (c *Calendar) With(date ledger.Date, workday bool, name string) *Calendar {
	d := c.clone()
	d.days[date] = day{name, workday}
	return d
}

func (c *Calendar) clone() *Calendar {
	d := &Calendar{days: maps.Clone(c.days), years: maps.Clone(c.years), statutory: c.statutory}
	if d.days == nil {
		d.days = map[ledger.Date]day{}
	}
	if d.years == nil {
		d.years = map[int]bool{}
	}
	return d
}

// statutoryName gives the festival that the regulation of 2024 makes a day off on d, whatever the weekday; "" for none.
func statutoryName(d ledger.Date) string {
	switch {
	case d.Month == time.January && d.Day == 1:
		return "元旦"
	case d.Month == time.May && d.Day <= 2:
		return "劳动节"
	case d.Month == time.October && d.Day <= 3:
		return "国庆节"
	case d.Year < 1901 || d.Year > 2100: // no lunar dates are known
		return ""
	case d.Month == time.April && d == solarTerm(d.Year, clearBright):
		return "清明节"
	}
	if d.Month < time.January || d.Month == time.July || d.Month == time.August || d.Month > time.October {
		return "" // no lunar festival of the regulation falls there
	}
	y := lunarYearOf(d.Year)
	switch n := d.DaysSince(y.newYear); {
	case n >= -1 && n <= 2:
		return "春节"
	case d == y.day(5, 5):
		return "端午节"
	case d == y.day(8, 15):
		return "中秋节"
	}
	return ""
}
