package tables

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/followup-bot/followup/bot/when"
	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/calendar"
)

// A Problem is what can't be read: Row as people count, Column as its head says, Text the cell's, Code one of the constants. Stops: the row is
// not taken.
type Problem struct {
	Row    int
	Column string
	Text   string
	Code   string
	Stops  bool
}

// Codes of problems.
const (
	NoTitle      = "no_title"
	NoLead       = "no_lead"
	UnknownUnit  = "unknown_unit"
	TwoUnits     = "two_units" // the name can mean several
	BadDate      = "bad_date"
	BadNumber    = "bad_number"
	BadPercent   = "bad_percent"
	BadState     = "bad_state"
	BadValue     = "bad_value"
	NoClosing    = "no_closing"  // closed without a date
	NoIssue      = "no_issue"    // no day on which it was issued: the day of the import counts
	NoUnitGroup  = "group"       // a collective owner, where one unit is needed
	Taken        = "taken"       // another item has the number
	PartAlone    = "part_alone"  // a part of a number that neither the table nor the ledger has
	PartOfClosed = "part_closed" // open, of an item that is over
	PartOpen     = "part_open"   // the item is over, a part of it is not
	Twice        = "twice"       // the row stands in the table twice
)

// Options are what reading depends on.
type Options struct {
	Dir *ledger.Directory
	Cal *calendar.Calendar
	Now time.Time // in the organisation's zone
}

// reader collects what a row's cells say and what is wrong with them.
type reader struct {
	Options
	t        table
	l        line
	bare     bool // its number names no year
	problems []Problem
}

func (r *reader) wrong(f field, code string, stops bool) {
	r.problems = append(r.problems, Problem{r.l.n, r.t.heads[f], r.t.text(r.l, f), code, stops})
}

var civil = regexp.MustCompile(`^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s.*)?$`)

// date reads a real date, one as people write it, or words that name one; from is what relative words count from.
func (r *reader) date(f field, from ledger.Date) ledger.Date {
	c := r.t.cell(r.l, f)
	if c.text == "" || blankWords[ledger.Fold(c.text)] {
		return ledger.Date{}
	}
	d, ok := r.dateIn(c, from)
	if !ok {
		r.wrong(f, BadDate, false)
	}
	return d
}

func (r *reader) dateIn(c cell, from ledger.Date) (ledger.Date, bool) {
	if !c.date.IsZero() {
		return c.date, true
	}
	if m := civil.FindStringSubmatch(ledger.Fold(c.text)); m != nil {
		y, _ := strconv.Atoi(m[1])
		mo, _ := strconv.Atoi(m[2])
		day, _ := strconv.Atoi(m[3])
		d := ledger.NewDate(y, time.Month(mo), day)
		return d, d == (ledger.Date{Year: y, Month: time.Month(mo), Day: day})
	}
	if n, err := strconv.ParseFloat(c.text, 64); err == nil {
		if n >= firstSerial && n <= lastSerial { // a date whose cell lost its format
			return serial(n, false), true
		}
		return ledger.Date{}, false
	}
	if from.IsZero() {
		from = ledger.DateOf(r.Now)
	}
	for _, x := range when.All(c.text, when.Options{Now: from.In(r.Now.Location()), Cal: r.Cal}) {
		if x.Kind == when.Day && !x.Due.IsZero() {
			return x.Due, true
		}
	}
	return ledger.Date{}, false
}

var blankWords = map[string]bool{"-": true, "—": true, "/": true, "无": true, "n/a": true, "none": true, "未定": true, "待定": true, "tbd": true}

var splitter = regexp.MustCompile(`\s*[、,;/\n]\s*|\s+and\s+|\s*和\s*`)

// units reads names of units, the first of which leads.
func (r *reader) units(f field) (ids []ledger.UnitID) {
	whole := r.t.text(r.l, f)
	if whole == "" || blankWords[ledger.Fold(whole)] {
		return nil
	}
	names := []string{whole}
	if _, ok := r.Dir.Lookup(whole); !ok {
		names = splitter.Split(strings.NewReplacer("\uff0c", ",", "\uff1b", ";").Replace(whole), -1)
	}
	for _, n := range names {
		if n == "" {
			continue
		}
		m, ok := r.Dir.Lookup(n)
		switch {
		case ok && m.Kind == ledger.MentionUnit:
			ids = append(ids, m.Unit)
		case ok && m.Kind == ledger.MentionAmbiguous:
			r.wrong(f, TwoUnits, f == fLead)
		case ok && m.Kind == ledger.MentionGroup:
			r.wrong(f, NoUnitGroup, f == fLead)
		default:
			r.wrong(f, UnknownUnit, f == fLead)
		}
	}
	return ids
}

// percent reads 80%, 80, 0.8 (of a cell that is a percentage it shows as 80%), 八成 is not read.
func (r *reader) percent() int {
	s := strings.TrimSpace(r.t.text(r.l, fPercent))
	if s == "" || blankWords[s] {
		return 0
	}
	n, err := strconv.ParseFloat(strings.TrimSuffix(ledger.Fold(s), "%"), 64)
	if err == nil && !strings.Contains(ledger.Fold(s), "%") && n > 0 && n <= 1 {
		n *= 100
	}
	if err != nil || n < 0 || n > 100 {
		r.wrong(fPercent, BadPercent, false)
		return 0
	}
	return int(n + 0.5)
}

func (r *reader) count(f field) int {
	s := r.t.text(r.l, f)
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		r.wrong(f, BadValue, false)
		return 0
	}
	return n
}

var numberForm = regexp.MustCompile(`(?:[〔\[(](\d{4})[〕\])]|((?:19|2\d)\d\d)\s*[-—–]\s*)?\s*(?:第)?\s*(\d+)(?:\s*[-—–之]\s*(\d+))?\s*(?:号|件)?$`)

// number reads 沈中法督〔2026〕12号, [2026]12, 2026-12, 12, and the numbers of parts: 12-1, 2026-12-1. Year is 0 when it does not say one.
func (r *reader) number() ledger.Number {
	s := ledger.Fold(r.t.text(r.l, fNumber))
	if s == "" || blankWords[s] {
		return ledger.Number{}
	}
	m := numberForm.FindStringSubmatch(s)
	if m == nil {
		r.wrong(fNumber, BadNumber, false)
		return ledger.Number{}
	}
	var n ledger.Number
	n.Year, _ = strconv.Atoi(m[1] + m[2])
	n.Seq, _ = strconv.Atoi(m[3])
	n.Child, _ = strconv.Atoi(m[4])
	if n.Year == 0 && n.Seq >= 1900 && n.Seq < 2200 && n.Child > 0 { // 云中法督 2026-12
		n = ledger.Number{Year: n.Seq, Seq: n.Child}
	}
	r.bare = n.Year == 0
	return n
}
