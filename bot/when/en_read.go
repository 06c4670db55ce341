package when

import "strings"

// readEN gives the English expressions of a text.
func readEN(text string, f ref) []Result {
	p := newEN(text, f)
	defer p.free()
	for i := 0; i < len(p.t); {
		if !p.starter(i) {
			i++
			continue
		}
		if v, j := p.expression(i); j > i {
			start := i
			for j > i+1 && (p.at(j-1).sign == ',' || p.at(j-1).sign == '-') {
				j--
			}
			p.out = append(p.out, p.result(v, text, int(p.t[start].start), int(p.t[j-1].end)))
			i = j
			continue
		}
		i = p.pass(i)
	}
	return append([]Result(nil), p.out...)
}

// starter reports whether an expression may begin at i.
func (p *en) starter(i int) bool {
	switch p.t[i].class {
	case cNone, cPlain:
		return p.t[i].sign == '\'' || p.t[i].sign == '@'
	}
	for n := 0; n < 4 && i < len(p.t) && p.t[i].role&leads != 0; n++ {
		i++
	}
	return i == len(p.t) || p.t[i].class != cNone || p.t[i].sign != 0 // "by the board" begins none
}

// pass gives the next token to try where no rule applied. Figures that hang together (1.2.3, 555-1234, 10:30:5) are left as one.
func (p *en) pass(i int) int {
	j := i + 1
	if p.t[i].class != cNumber {
		return j
	}
	for j+1 < len(p.t) && p.t[j].glued && p.t[j+1].glued && (p.t[j].sign == '.' || p.t[j].sign == '-' || p.t[j].sign == '/' || p.t[j].sign == ':' || p.t[j].sign == ',') && p.t[j+1].class == cNumber {
		j += 2
	}
	return j
}

// expression reads a recurrence, a standing demand, a range or a single date, in this order.
func (p *en) expression(i int) (value, int) {
	if p.code(i) {
		return value{}, none
	}
	if v, j := p.recurrence(i); j >= 0 {
		return v, j
	}
	if v, j := p.standing(i); j >= 0 {
		return v, j
	}
	v, j := p.ranged(i)
	if j < 0 || v.bare && !p.lone(i, j) {
		return value{}, none
	}
	if v.rule == "en.now" && !p.lone(i, j) {
		return value{}, none // "is now open" names no day
	}
	if w, k := p.moved(v, i, j); k >= 0 {
		return w, k
	}
	if w, k := p.everyYear(v, j); k >= 0 {
		return w, k
	}
	v.deadline = v.deadline || p.boundBefore(i) || p.boundAfter(j)
	if p.told(v, i, j) {
		v.past = true
	}
	ahead := i - 1
	if p.is(ahead, "the") {
		ahead--
	}
	if p.is(ahead, "before") && v.grain >= GrainWeek && v.from != v.to && v.rule != "en.range" && v.rule != "en.middle-of" || p.is(ahead, "before") && v.rule == "en.weekend" {
		v.to = v.from.AddDays(-1) // before March, before 2027: before it begins
		v.from = v.to
	}
	return v, j
}

// everyYear reads what makes a day of the year come back: March 31 each year, 1 June annually.
func (p *en) everyYear(v value, j int) (value, int) {
	if v.kind != Day || v.y != 0 || v.m == 0 || v.d == 0 || v.from != v.to {
		return value{}, none
	}
	k := p.skipWord(j, "of", "in")
	switch {
	case p.is(k, "each", "every") && p.is(k+1, "year"):
		k += 2
	case p.is(j, "annually", "yearly"):
		k = j + 1
	default:
		return value{}, none
	}
	r := every("YEARLY", 1)
	r.months, r.monthDays = []int{v.m}, []int{v.d}
	return setValue(r, "en.every-year"), k
}

// told reports whether a date without a year, whose next coming is next year's, is told as past: On Nov 3 the board approved the plan.
func (p *en) told(v value, i, j int) bool {
	if v.kind != Day || v.y != 0 || v.m == 0 || v.to.Year <= p.today.Year || v.deadline {
		return false
	}
	if p.is(i-1, "of") && p.is(i-2, "as") {
		return true // as of November 20
	}
	for k := max(0, i-6); k < j+8 && k < len(p.t); k++ {
		if p.is(k, "approved", "decided", "agreed", "met", "held", "was", "were", "had", "launched", "signed", "reported", "discussed", "presented", "announced", "released") {
			return true
		}
		if k >= j && p.stopAt(k) {
			return false
		}
	}
	return false
}

// code reports whether the token at i is part of something that is no language: v1.2, a path, an address.
func (p *en) code(i int) bool {
	if i > 0 && p.t[i].class == cNumber && p.numbersThing(i-1) {
		return true
	}
	if !p.t[i].glued || i == 0 {
		return false
	}
	prev := p.t[i-1]
	switch prev.sign {
	case '_', '$', '#', '\\', '=', '+', '%':
		return true
	case '.':
		return i > 1 && p.t[i-1].glued && p.t[i-2].class == cNumber || p.t[i].class != cNumber && p.t[i-1].glued && p.t[i-2].class == cNone
	case '/':
		return p.t[i-1].glued && p.t[i-2].class == cNone && p.t[i-2].sign == 0
	case 0:
		return p.t[i].class == cNumber || prev.class == cNumber && p.t[i].class != cMonth && p.t[i].class != cUnit
	}
	return false
}

// numbersThing reports whether the word at i is something that numbers follow: item 12/5, room 12-05, section 3.4.
func (p *en) numbersThing(i int) bool {
	t := p.at(i)
	switch strings.ToLower(p.src[t.start:t.end]) {
	case "item", "items", "room", "section", "clause", "chapter", "page", "appendix", "figure", "paragraph", "para", "ticket", "resolution", "motion", "unit", "flat", "suite":
		return true
	}
	return false
}

// single reads one date with its time of day and what lengthens it.
func (p *en) single(i int) (value, int) {
	v, j := p.base(i)
	if w, k := p.timeFirst(i); k > j {
		v, j = w, k
	}
	if w, k := p.bareTime(i); k > j {
		v, j = w, k
	}
	if j < 0 {
		return v, j
	}
	if w, k := p.weekdayIn(v, j); k >= 0 {
		v, j = w, k
	}
	if v.kind == Day && !v.timeOnly && (v.grain == GrainDay || v.grain == GrainTime && v.rule == "en.part") && (!v.dur || v.from == v.to) && !v.bare && v.at == noTime {
		if h, k := p.timeAfter(j); k >= 0 {
			v, j = v.withTime(h), k
		}
	}
	if v.kind == Day && (v.grain == GrainDay || v.grain == GrainTime) && !v.dur {
		v, j = p.forLength(v, j)
	}
	return v, j
}

// weekdayIn reads the weekday after a week or a length: this week Friday, next week on Friday, in 3 days on Friday.
func (p *en) weekdayIn(v value, j int) (value, int) {
	if v.kind != Day || v.bare || v.at != noTime || v.grain != GrainWeek && !(v.dur && v.grain == GrainDay && v.workdays == 0) {
		return value{}, none
	}
	if p.is(j, "between", "from") && v.grain == GrainWeek { // next week between Wednesday and Friday
		a, k := p.weekdayName(j + 1)
		if k >= 0 && (p.is(k, "and", "to", "through", "until", "till") || p.sign(k, '-')) {
			if b, e := p.weekdayName(k + 1); e >= 0 && b > a {
				return periodValue(monday(v.from).AddDays(a-1), monday(v.from).AddDays(b-1), GrainDay, "en.range"), e
			}
		}
	}
	k := p.skipWord(p.skipSign(j, ",-"), "on")
	w, e := p.weekdayName(k)
	if e < 0 || p.plural(k) || v.dur && k == j {
		return value{}, none
	}
	if v.dur {
		return dayValue(p.inSundayWeek(v.to, w), "en.weekday"), e
	}
	return dayValue(monday(v.from).AddDays(w-1), "en.weekday"), e
}

// A pick keeps the longest of several readings, of two of the same length the first.
type pick struct {
	v value
	j int
}

func (b *pick) try(v value, j int) {
	if j > b.j {
		b.v, b.j = v, j
	}
}

// base gives the longest of the rules that apply at i, without a time of day.
func (p *en) base(i int) (value, int) {
	if i >= len(p.t) || p.depth >= maxDepth {
		return value{}, none
	}
	p.depth++
	defer func() { p.depth-- }()
	b := pick{j: none}
	k, the := i, p.is(i, "the")
	if the {
		k = i + 1
	}
	if p.is(k, "month") && p.is(k+1, "of") {
		if m, e := p.monthName(k + 2); e >= 0 && p.sign(e-1, '.') {
			return p.period(0, m, 1, GrainMonth, "en.month"), e
		}
		b.try(p.monthDate(k + 2))
	}
	p.tryNumbers(&b, k, the)
	p.tryWords(&b, i, k)
	p.tryPeriods(&b, i, k, the)
	b.try(p.beside(k))
	b.try(p.dayWord(i))
	if the {
		b.try(p.dayWord(k))
	}
	return b.v, b.j
}

// tryNumbers tries the rules that begin with a number, an ordinal or a month.
func (p *en) tryNumbers(b *pick, k int, the bool) {
	c := p.at(k).class
	if c == cNumber {
		b.try(p.figures(k))
		b.try(p.loneYear(k))
	}
	if c == cNumber || c == cMonth || c == cOrdinal || c == cCount {
		b.try(p.monthDate(k))
		b.try(p.loneDay(k, the))
		b.try(p.weekdaysFromNow(k))
		b.try(p.closest(k))
	}
	if c == cMonth {
		b.try(p.monthDays(k))
	}
}

// tryWords tries the rules that begin with a word or count something.
func (p *en) tryWords(b *pick, i, k int) {
	c := p.at(k).class
	if c == cNone || c == cPlain {
		return
	}
	if c != cMonth {
		b.try(p.fiscal(k))
		b.try(p.nthOf(k))
		b.try(p.halfMonth(k))
		b.try(p.length(i))
	}
	if c == cWeekday || c == cStart {
		b.try(p.weekday(k))
		b.try(p.edge(k))
		b.try(p.abbreviation(k))
		b.try(p.partFirst(i))
		b.try(p.closest(k))
	}
	b.try(p.festival(i))
	b.try(p.festival(k))
}

// tryPeriods tries the rules for weeks, months, seasons and longer.
func (p *en) tryPeriods(b *pick, i, k int, the bool) {
	c := p.at(k).class
	if c == cUnit || p.is(k, "w", "wc", "weekend") {
		b.try(p.weekOf(k))
		b.try(p.unitEnd(k))
	}
	if c == cStart || c == cUnit || p.is(k, "weekdays") && the {
		b.try(p.relativePeriod(i))
	}
	if c == cSeason {
		if _, e := p.year(k + 1); e >= 0 || the || p.is(i-1, "in", "by", "this", "during", "of") {
			b.try(p.season(p.at(k).n, 0, k+1))
		}
	}
	if p.is(k, "all") && !p.is(k+2, "of") {
		b.try(p.allOf(k + 1))
	}
	if p.is(i, "weekend") && p.is(i-1, "the", "over", "by", "on") {
		b.try(p.weekendAt(i, 0))
	}
}

// allOf reads the unit of all week, all day: what is left of it.
func (p *en) allOf(k int) (value, int) {
	switch {
	case p.is(k, "day"):
		return dayValue(p.today, "en.day-word"), k + 1
	case p.is(k, "week"):
		v, _ := p.shiftedPeriod(unitWeek, 0)
		v.from = p.today
		return v, k + 1
	}
	return value{}, none
}

// closest reads the closest Monday to Oct 5th, the second nearest Friday to the 20th.
func (p *en) closest(k int) (value, int) {
	n := 1
	if m, j := p.ordinal(k); j >= 0 {
		n, k = m, j
	}
	w, j := p.weekdayName(k + 1)
	if !p.is(k, "closest", "nearest") || j < 0 || !p.is(j, "to") || n > 50 {
		return value{}, none
	}
	b, e := p.base(p.skipWord(j+1, "the"))
	if e < 0 || b.kind != Day || b.grain != GrainDay {
		return value{}, none
	}
	after, before := weekdayAfter(b.to.AddDays(-1), w), weekdayAfter(b.to.AddDays(-1), w).AddDays(-7)
	for ; n > 0; n-- {
		if after.DaysSince(b.to) <= b.to.DaysSince(before) {
			if n == 1 {
				return dayValue(after, "en.closest"), e
			}
			after = after.AddDays(7)
		} else {
			if n == 1 {
				return dayValue(before, "en.closest"), e
			}
			before = before.AddDays(-7)
		}
	}
	return value{}, none
}

// boundBefore reports whether the words before i make what follows a deadline: by, before, until, no later than, due.
func (p *en) boundBefore(i int) bool {
	k := i - 1
	for k > i-4 && (p.is(k, "the", "on", "at", "around", "about", "in", "is", "of", "to") || p.sign(k, ':') || p.sign(k, '*')) {
		k--
	}
	return p.is(k, "by", "before", "until", "till", "til", "than", "due", "deadline", "eta", "within", "latest") || p.is(k, "date") && p.is(k-1, "due", "target")
}

// boundAfter reports whether the words after j do: "Friday at the latest", "Friday deadline".
func (p *en) boundAfter(j int) bool {
	return p.phrase(j, "at", "the", "latest") >= 0 || p.is(j, "deadline", "latest")
}

// standing reads demands without an end: ongoing, until further notice.
func (p *en) standing(i int) (value, int) {
	v := value{kind: Ongoing, at: noTime, atFrom: noTime, rule: "en.ongoing"}
	if j := p.phrases(i, []string{"until", "further", "notice"}, []string{"till", "further", "notice"}); j >= 0 {
		return v, j
	}
	if k := p.skipWord(i, "on"); p.is(k, "an", "a") && p.is(k+1, "ongoing", "continuous", "indefinite") && p.is(k+2, "basis") {
		return v, k + 3
	}
	if p.is(i, "ongoing", "continuous", "continuously", "indefinitely", "perpetual", "evergreen") && (p.stopAt(i+1) || p.sign(i+1, ')') || p.sign(i+1, ',')) {
		return v, i + 1
	}
	return value{}, none
}
