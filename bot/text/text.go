// Package text holds every word that people see in chat, in Chinese and in English, and the ways in which the two write dates, lists and
// numbers. It is pure. Messages live in catalogues read by go-i18n: zh.json and en.json, and one pair a subject (audit.zh.json, audit.en.json). A missing message is
// shown by its name, so that it is seen in testing and never breaks a reply.
package text

import (
	"embed"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"github.com/followup-bot/followup/ledger"
)

//go:embed *.json
var catalogues embed.FS

// The languages, as BCP 47 tags.
const (
	Chinese = "zh-CN"
	English = "en"
)

// A Printer writes one language. It is safe for concurrent use.
type Printer struct {
	lang string
	loc  *i18n.Localizer
}

var printers = load()

func load() map[string]*Printer {
	bundle := i18n.NewBundle(language.Chinese)
	bundle.RegisterUnmarshalFunc("json", json.Unmarshal)
	files, err := catalogues.ReadDir(".")
	if err != nil {
		panic("text: " + err.Error())
	}
	for _, f := range files {
		if _, err := bundle.LoadMessageFileFS(catalogues, f.Name()); err != nil {
			panic("text: " + f.Name() + ": " + err.Error())
		}
	}
	return map[string]*Printer{
		Chinese: {Chinese, i18n.NewLocalizer(bundle, "zh")},
		English: {English, i18n.NewLocalizer(bundle, "en")},
	}
}

// Choose gives the language that is written for a wish: English for en and its variants, Chinese for everything else.
func Choose(wish string) string {
	if s := strings.ToLower(wish); s == "en" || strings.HasPrefix(s, "en-") || strings.HasPrefix(s, "en_") {
		return English
	}
	return Chinese
}

// For gives the printer of a language; see Choose.
func For(lang string) *Printer { return printers[Choose(lang)] }

// Lang is the printer's language tag.
func (p *Printer) Lang() string { return p.lang }

// Chinese reports whether the printer writes Chinese.
func (p *Printer) Chinese() bool { return p.lang == Chinese }

// T writes the message with the arguments, given as name, value pairs.
func (p *Printer) T(id string, args ...any) string { return p.write(id, nil, args) }

// N writes the message in the form that the count n asks for; {{.N}} is the count.
func (p *Printer) N(id string, n int, args ...any) string {
	return p.write(id, n, append(args, "N", n))
}

func (p *Printer) write(id string, count any, args []any) string {
	data := make(map[string]any, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		data[fmt.Sprint(args[i])] = args[i+1]
	}
	s, err := p.loc.Localize(&i18n.LocalizeConfig{MessageID: id, TemplateData: data, PluralCount: count})
	if err != nil && s == "" {
		return id
	}
	return s
}

// Has reports whether the catalogue has the message.
func (p *Printer) Has(id string) bool {
	s, err := p.loc.Localize(&i18n.LocalizeConfig{MessageID: id})
	return err == nil || s != ""
}

// List joins names: 甲、乙、丙; A, B and C.
func (p *Printer) List(names []string) string {
	if p.Chinese() {
		return strings.Join(names, "、")
	}
	switch n := len(names); n {
	case 0, 1:
		return strings.Join(names, "")
	default:
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
}

// Some joins the first n names and says how many more there are.
func (p *Printer) Some(names []string, n int) string {
	if len(names) <= n {
		return p.List(names)
	}
	return p.T("Some", "Names", strings.Join(names[:n], p.T("Comma")), "N", len(names)-n, "All", len(names))
}

// Date writes a date without its year when it is the year of today: 12月15日; 15 Dec.
func (p *Printer) Date(d, today ledger.Date) string {
	if d.IsZero() {
		return p.T("NoDate")
	}
	t := time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
	switch {
	case p.Chinese() && d.Year == today.Year:
		return fmt.Sprintf("%d月%d日", d.Month, d.Day)
	case p.Chinese():
		return fmt.Sprintf("%d年%d月%d日", d.Year, d.Month, d.Day)
	case d.Year == today.Year:
		return t.Format("2 Jan")
	}
	return t.Format("2 Jan 2006")
}

// Month writes the calendar month of a date, without its year when it is the year of today: 10月, 2025年10月; Oct, Oct 2025.
func (p *Printer) Month(d, today ledger.Date) string {
	name, year := fmt.Sprintf("%d月", d.Month), fmt.Sprintf("%d年", d.Year)
	if !p.Chinese() {
		name, year = d.Month.String()[:3], fmt.Sprintf(" %d", d.Year)
	}
	switch {
	case d.Year == today.Year:
		return name
	case p.Chinese():
		return year + name
	}
	return name + year
}

// Due writes a deadline; item may be ongoing or recurring.
func (p *Printer) Due(d ledger.Due, today ledger.Date) string {
	s := p.Date(d.Date, today)
	if d.At != "" {
		s += " " + d.At
	}
	return s
}

// LongDate writes a date as documents do: 2026年12月15日; 15 December 2026. No date is nothing.
func (p *Printer) LongDate(d ledger.Date) string {
	switch {
	case d.IsZero():
		return ""
	case p.Chinese():
		return p.Date(d, ledger.Date{})
	}
	return fmt.Sprintf("%d %s %d", d.Day, d.Month, d.Year)
}

// Near writes a date as people say it when it is near: 今天, 明天, 周三; today, tomorrow, Wednesday.
func (p *Printer) Near(d, today ledger.Date) string {
	switch n := d.DaysSince(today); {
	case d.IsZero():
		return p.T("NoDate")
	case n == 0:
		return p.T("Today")
	case n == 1:
		return p.T("Tomorrow")
	case n > 1 && n < 7:
		return p.Weekday(d.Weekday())
	}
	return p.Date(d, today)
}

// Weekday writes 周三; Wednesday.
func (p *Printer) Weekday(w time.Weekday) string {
	if p.Chinese() {
		return "周" + string([]rune("日一二三四五六")[w])
	}
	return w.String()
}

// Clock writes an instant's date and time of day in loc: 11月24日 周二 09:00; Tue 24 Nov 09:00.
func (p *Printer) Clock(t time.Time, loc *time.Location) string {
	t = t.In(loc)
	if p.Chinese() {
		return fmt.Sprintf("%d月%d日 %s %s", t.Month(), t.Day(), p.Weekday(t.Weekday()), t.Format("15:04"))
	}
	return t.Format("Mon 2 Jan 15:04")
}

// Number writes an item's number: 12号; #12.
func (p *Printer) Number(n ledger.Number) string {
	if p.Chinese() {
		return n.Short() + "号"
	}
	return "#" + n.Short()
}

// Minute writes minutes after midnight: 08:30.
func Minute(m int) string { return fmt.Sprintf("%02d:%02d", m/60, m%60) }

// MinuteOf reads 08:30 as minutes after midnight; what is no time of day is 0.
func MinuteOf(hhmm string) int {
	var h, m int
	if n, _ := fmt.Sscanf(hhmm, "%d:%d", &h, &m); n != 2 {
		return 0
	}
	return h*60 + m
}
