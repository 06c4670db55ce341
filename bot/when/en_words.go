package when

import (
	"strings"
	"sync"

	"github.com/followup-bot/followup/ledger/calendar"
)

// A class says what a word can be.
type class uint8

const (
	cNone class = iota
	cPlain
	cNumber  // written in figures
	cCount   // two, twelve, a, couple
	cOrdinal // first, thirtieth
	cMonth
	cWeekday
	cUnit
	cPart   // part of the day
	cSeason // spring, fall
	cStart  // begins an expression: today, every, weekly, EOD
)

// A role says which rules may begin with a word; it spares the others looking at it.
type role uint8

const (
	leads   role = 1 << iota // one of enLeads
	directs                  // one of enDirections
	edges                    // one of enEdges
	names                    // a festival's name may begin with it
)

type lexeme struct {
	w     string
	class class
	n     int
	role  role
}

var enMonths = "january jan|february feb febr|march mar|april apr|may|june jun|july jul|august aug|september sep sept|october oct|november nov|december dec"
var enWeekdays = "monday mon mondays|tuesday tue tues tuesdays|wednesday wed weds wednesdays|thursday thu thur thurs thursdays|friday fri fridays|saturday sat saturdays|sunday sun sundays"
var enCounts = "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
var enTens = "twenty|thirty|forty|fifty"
var enOrdinals = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth"

// enUnits lists units with the numbers of type unit.
var enUnits = map[unit]string{
	unitMinute:  "minute minutes min mins",
	unitHour:    "hour hours hr hrs h",
	unitDay:     "day days",
	unitWeek:    "week weeks wk wks",
	unitMonth:   "month months mo mos mth mths",
	unitQuarter: "quarter quarters qtr qtrs quater",
	unitYear:    "year years yr yrs",
}

// Parts of the day, by number: where each begins and ends, in minutes.
var enParts = []struct {
	words     string
	from, end int
}{
	{"morning mornings am_part", 8 * 60, 12 * 60},
	{"afternoon afternoons", 12 * 60, 18 * 60},
	{"evening evenings", 16 * 60, 20 * 60},
	{"night nights nite", 20 * 60, 23*60 + 59},
	{"noon midday noontime noonish", 12 * 60, 12 * 60},
	{"midnight", 0, 0},
	{"lunch lunchtime", 12 * 60, 13 * 60},
	{"breakfast", 8 * 60, 9 * 60},
	{"dinner dinnertime supper teatime", 18 * 60, 20 * 60},
	{"daytime", 8 * 60, 18 * 60},
	{"dawn sunrise", 4 * 60, 8 * 60},
	{"dusk sunset", 16 * 60, 20 * 60},
}

const partNoon, partMidnight, partEvening, partNight = 4, 5, 2, 3

// enPlain are words that rules look for but that begin nothing.
const enPlain = "a an the of on in at to by for from until till til thru through between and or this next last past previous prior coming upcoming following current present my after before since " +
	"now ago hence later earlier within starting beginning commencing ending begin start end ends st nd rd th pm p m am oclock half past quarter o around about approximately approx circa no not than ish ad ce bc " +
	"couple few several dozen hundred thousand other alternate alternating once twice time times per each all any both weekend weekends week-end business working work calendar " +
	"due deadline latest target date eta expected ready be is are complete completed finish finished done deliver delivered submit submitted close cob cop play office hours pt est pst edt cet utc gmt bst " +
	"as soon possible further notice basis indefinitely rest remainder remaining remain balance mid middle early late very sharp exactly weekday weekdays workday workdays workweek workweeks one-off eve more than less over " +
	"was were held had has have been rescheduled moved postponed pushed extended delayed brought forward back originally instead deferred slipped to be changed revised new shifted bumped day with plus another full whole entire bi semi mean means says said we i you " +
	"yearly annual old ago sometime onward onwards approved decided agreed met launched signed reported discussed presented announced released section page version chapter number figure table room receipt meeting invoice notice signing future d under preceding earliest vote majority closest nearest season c e anytime somewhere during throughout across out only just exactly some that those these and off it"

// enLeads are those among enStarts that say nothing before a word that is no part of an expression: the board, by her, next steps.
const enLeads = "the a an in on at by before after since from between for within next last past previous this coming upcoming following current my all each every no not up open"

// enDirections point from the reference: next week, last Friday. enEdges are words for the ends and middles of periods.
const (
	enDirections = "this current present my these next nxt coming upcoming following last past previous prior"
	enEdges      = "end ends close ending beginning start begin early middle mid midweek late later rest remainder remaining balance"
)

// enStarts are the words with which an expression may begin, beside numbers, months, weekdays, units and parts of the day.
const enStarts = "nxt everyday bi semi ytd w wc today todays tonight tonite tonights tomorrow tomorrows tmr tmrw tomoro tommorow tommorrow 2moro yesterday yesterdays overmorrow eod eow eom eoq eoy eob cob cop eop " +
	"every each daily weekly monthly quarterly yearly annually biweekly fortnightly fortnight fortnights bimonthly semiannually biannually semimonthly triweekly hourly nightly weekdays weekday weekends weekend midweek " +
	"the a an this next last past previous coming upcoming following current my end start beginning begin middle mid early late later rest remainder remaining in on at by within before after since from between for " +
	"day decade decades half halves h now asap ongoing continuous continuously indefinitely perpetual until q noon closest nearest all close one once twice second half semester semesters month mondays first-half couple few several no not up ongoing-basis evergreen open"

var lexicon = sync.OnceValue(func() map[string]lexeme {
	m := make(map[string]lexeme, 600)
	put := func(words string, c class, n int) {
		for _, w := range strings.Fields(words) {
			if _, known := m[w]; !known || c > m[w].class && m[w].class <= cPlain {
				m[w] = lexeme{w: w, class: c, n: n}
			}
		}
	}
	for i, s := range strings.Split(enMonths, "|") {
		put(s, cMonth, i+1)
	}
	for i, s := range strings.Split(enWeekdays, "|") {
		put(s, cWeekday, i+1)
	}
	for i, s := range strings.Split(enCounts, "|") {
		put(s, cCount, i)
	}
	for i, s := range strings.Split(enTens, "|") {
		put(s, cCount, 20+10*i)
	}
	for i, s := range strings.Split(enOrdinals, "|") {
		put(s, cOrdinal, i+1)
	}
	put("thirtieth", cOrdinal, 30)
	for u, s := range enUnits {
		put(s, cUnit, int(u))
	}
	for i, part := range enParts {
		put(part.words, cPart, i)
	}
	for i, s := range strings.Split("spring|summer|fall autumn|winter", "|") {
		put(s, cSeason, i)
	}
	put(enStarts, cStart, 0)
	put(enPlain, cPlain, 0)
	for _, name := range calendar.Festivals() {
		if name[0] < 0x80 {
			for i, w := range strings.Fields(festivalWords(name)) {
				if i == 0 {
					put(w, cStart, 0)
				} else {
					put(w, cPlain, 0)
				}
			}
		}
	}
	for r, words := range map[role]string{leads: enLeads, directs: enDirections, edges: enEdges} {
		for _, w := range strings.Fields(words) {
			e := m[w]
			e.role |= r
			m[w] = e
		}
	}
	for w := range enFestivals() {
		e := m[w]
		e.role |= names
		m[w] = e
	}
	return m
})

// festivalWords writes a festival's name as tokens come: without apostrophes and points.
func festivalWords(name string) string {
	return strings.NewReplacer("'", "", ".", "", "-", " ").Replace(name)
}

// enFestivals holds the English names by their first word, as words, the longest first.
var enFestivals = sync.OnceValue(func() map[string][]enFestival {
	m := map[string][]enFestival{}
	for _, name := range calendar.Festivals() {
		if name[0] >= 0x80 || name[0] >= '0' && name[0] <= '9' {
			continue
		}
		w := strings.Fields(festivalWords(name))
		list := append(m[w[0]], enFestival{name, w})
		for k := len(list) - 1; k > 0 && len(list[k].words) > len(list[k-1].words); k-- {
			list[k], list[k-1] = list[k-1], list[k]
		}
		m[w[0]] = list
	}
	return m
})

type enFestival struct {
	name  string
	words []string
}
