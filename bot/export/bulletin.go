package export

import (
	"slices"
	"strconv"

	"github.com/followup-bot/followup/ledger"
)

// A page of the bulletin under way; sections number themselves.
type bulletinDoc struct {
	*docx
	m        *maker
	sections int
}

func (b *bulletinDoc) head(id string, args ...any) {
	b.sections++
	n := strconv.Itoa(b.sections) + ". "
	if b.m.Chinese() {
		n = string([]rune("一二三四五六七八九")[b.sections-1]) + "、"
	}
	b.para(para{indent: true, keep: true, line: lineOfText, runs: []run{{n + b.m.T(id, args...), faceHead, size3, false}}})
}

func (b *bulletinDoc) say(s string) {
	b.para(para{indent: true, align: "both", line: lineOfText, runs: []run{{s, faceBody, size3, false}}})
}

// bulletin is 督查通报 of the month: how things stand, unit by unit, who is ahead and who behind, and why, what has to be coordinated, and what
// comes next. It is for the office to edit and sign.
func (m *maker) bulletin() (Doc, error) {
	rows, err := m.rows()
	if err != nil {
		return Doc{}, err
	}
	s := m.env.SummarizeOver(m.r.Query, m.r.Over, rows)
	today := m.env.Today()
	title := m.T("DocTitle_bulletin", "Period", m.periodTitle(s.Period))
	b := &bulletinDoc{docx: &docx{lang: m.Lang()}, m: m}
	b.para(para{align: "center", line: 660, runs: []run{{m.r.Scope, faceTitle, size2, false}}})
	b.para(para{align: "center", line: 660, runs: []run{{title, faceTitle, size2, false}}})
	b.para(para{line: lineOfText})
	b.para(para{line: lineOfText, runs: []run{{m.T("BulletinTo"), faceBody, size3, false}}})
	b.overall(s)
	b.units(s, rows)
	b.best(s)
	b.behind(s, rows)
	b.blocked(s, rows)
	b.next(s, rows)
	b.para(para{line: lineOfText})
	b.sign(m.unit(m.env.Dir.Org().Office), m.LongDate(today))
	data, err := b.bytes(title, m.env.Now)
	return Doc{Name: m.name("docx", m.r.Scope, m.T("Doc_bulletin"), today.String()), MIME: DOCX, Data: data, Items: s.Open.N + s.Closed.N}, err
}

// periodTitle names a period in a title: a month by its name, anything else by its ends.
func (m *maker) periodTitle(p ledger.Period) string {
	switch {
	case p.From.Day != 1 || p.To.Before(p.From) || p.To.Month != p.From.Month || p.To.Year != p.From.Year:
		return m.T("PeriodSpan", "From", m.LongDate(p.From), "To", m.LongDate(p.To))
	case m.Chinese():
		return m.T("PeriodMonth", "Year", p.From.Year, "Month", int(p.From.Month))
	}
	return m.T("PeriodMonth", "Year", p.From.Year, "Month", p.From.Month.String())
}

// periodWords is the period in a sentence.
func (m *maker) periodWords(p ledger.Period) string {
	if p == m.env.Month() {
		return m.T("PeriodThisMonth")
	}
	return m.periodTitle(p)
}

func (b *bulletinDoc) overall(s ledger.Summary) {
	m := b.m
	b.head("Bulletin_overall")
	args := []any{"Date", m.LongDate(s.At), "Open", s.Open.N, "Suspended", s.Suspended.N, "Period", m.periodWords(s.Period), "Issued", s.Issued.N, "Closed", s.Closed.N, "Blocked", s.Blocked.N}
	for _, l := range ledger.Lights {
		args = append(args, string(l), s.Lights[l].N)
	}
	line := m.T("BulletinOverall", args...)
	if s.OnTime.Of > 0 {
		line += m.T("BulletinRate", "Part", s.OnTime.Part, "Of", s.OnTime.Of, "Percent", s.OnTime.Percent())
		if s.Before.Of > 0 {
			line += m.T("BulletinBefore", "Percent", s.Before.Percent())
		}
	}
	b.say(line + m.T("Stop"))
}

func (b *bulletinDoc) text(s, align string) cell {
	return cell{paras: []para{{align: align, runs: []run{{s, faceSong, size5, false}}}}}
}

func (b *bulletinDoc) heads(ids ...string) []cell {
	out := make([]cell, len(ids))
	for i, id := range ids {
		out[i] = cell{shade: true, paras: []para{{align: "center", runs: []run{{b.m.T(id), faceHead, size5, false}}}}}
	}
	return out
}

// units is a line a unit, in the order of the organisation, or ranked where rankings are on, and a line of sums.
func (b *bulletinDoc) units(s ledger.Summary, rows []ledger.Row) {
	if len(s.Units) < 2 {
		return
	}
	m := b.m
	place, first := map[ledger.UnitID]int{}, "Col_n"
	list := slices.Clone(s.Units)
	if m.r.Rank {
		b.head("Bulletin_ranking")
		first = "Col_place"
		ranking := m.env.Ranking(ledger.ByTimeliness, s.Period, rows, nil)
		order := map[ledger.UnitID]int{}
		for i, x := range ranking {
			place[x.Unit], order[x.Unit] = x.Rank, i
		}
		slices.SortStableFunc(list, func(x, y ledger.UnitSummary) int { return rankOf(order, x.Unit) - rankOf(order, y.Unit) })
	} else {
		b.head("Bulletin_units")
	}
	g := grid{widths: []int{700, 2544, 850, 850, 850, 1000, 1150, 900}, head: 1, rows: [][]cell{
		b.heads(first, "Col_unit", "Col_open", "Light_red", "Light_yellow", "Col_blocked", "Col_closed_n", "Col_rate")}}
	for i, u := range list {
		g.rows = append(g.rows, b.unitRow(unitPlace(m.r.Rank, place[u.Unit], i), m.unit(u.Unit), u.Open, u.Lights[ledger.LightRed], u.Lights[ledger.LightYellow], u.Blocked, u.Closed, u.OnTime))
	}
	g.rows = append(g.rows, b.unitRow("", m.T("Sum"), s.Open.N, s.Lights[ledger.LightRed].N, s.Lights[ledger.LightYellow].N, s.Blocked.N, s.Closed.N, s.OnTime))
	b.table(g)
}

func rankOf(order map[ledger.UnitID]int, u ledger.UnitID) int {
	if n, ok := order[u]; ok {
		return n
	}
	return len(order)
}

// unitPlace is a line's number, or a unit's rank; units that nothing can be said of have none.
func unitPlace(ranked bool, rank, i int) string {
	switch {
	case !ranked:
		return strconv.Itoa(i + 1)
	case rank > 0:
		return strconv.Itoa(rank)
	}
	return "—"
}

func (b *bulletinDoc) unitRow(place, name string, open, red, yellow, blocked, closed int, rate ledger.Rate) []cell {
	out := []cell{b.text(place, "center"), b.text(name, "left")}
	for _, n := range []int{open, red, yellow, blocked, closed} {
		out = append(out, b.text(strconv.Itoa(n), "center"))
	}
	p := "—"
	if rate.Of > 0 {
		p = strconv.Itoa(rate.Percent()) + "%"
	}
	return append(out, b.text(p, "center"))
}

func (b *bulletinDoc) best(s ledger.Summary) {
	best, _ := s.Ends()
	if !b.m.r.Rank || best == nil {
		return
	}
	b.head("Bulletin_best")
	b.say(b.m.T("BulletinBest", "Period", b.m.periodWords(s.Period), "Unit", b.m.unit(best.Unit), "Part", best.OnTime.Part, "Of", best.OnTime.Of))
}

// behind lists what is overdue, the longest first, each with what it says holds it up.
func (b *bulletinDoc) behind(s ledger.Summary, rows []ledger.Row) {
	list := b.m.env.Select(s.Lights[ledger.LightRed].Query, rows)
	if len(list) == 0 {
		return
	}
	b.head("Bulletin_behind")
	g := grid{widths: []int{900, 3044, 1900, 1200, 1800}, head: 1, rows: [][]cell{b.heads("Col_number", "Col_title", "Col_lead", "Col_late", "Col_why")}}
	for _, r := range list[:min(len(list), listMost)] {
		why := r.Blocked
		if why == "" {
			why = b.m.T("BulletinNoReason")
		}
		g.rows = append(g.rows, []cell{b.text(r.Number.Short(), "center"), b.text(r.Title, "left"), b.text(b.m.unit(r.Lead), "left"),
			b.text(strconv.Itoa(b.m.env.DaysLate(r)), "center"), b.text(why, "left")})
	}
	b.table(g)
	b.more(len(list))
}

// listMost is how many items a list of the bulletin names; the ledger has them all.
const listMost = 40

// more says how many items a list leaves out.
func (b *bulletinDoc) more(n int) {
	if n > listMost {
		b.say(b.m.N("BulletinMore", n-listMost))
	}
}

func (b *bulletinDoc) blocked(s ledger.Summary, rows []ledger.Row) {
	list := b.m.env.Select(s.Blocked.Query, rows)
	if len(list) == 0 {
		return
	}
	b.head("Bulletin_blocked")
	for i, r := range list[:min(len(list), listMost)] {
		b.say(b.m.T("BulletinBlocked", "N", i+1, "Number", b.m.Number(r.Number), "Title", r.Title, "Unit", b.m.unit(r.Lead), "Reason", r.Blocked) + b.m.waits(r))
	}
	b.more(len(list))
}

func (m *maker) waits(r ledger.Row) string {
	if r.Waiting == "" {
		return m.T("Stop")
	}
	return m.T("BulletinWaits", "Who", r.Waiting) + m.T("Stop")
}

// soon is how many days ahead the bulletin looks.
const soon = 7

func (b *bulletinDoc) next(s ledger.Summary, rows []ledger.Row) {
	m := b.m
	b.head("Bulletin_next")
	q := m.r.Query
	q.Open, q.DueFrom, q.DueTo = true, s.At, s.At.AddDays(soon)
	var lines []string
	add := func(n int, id string) {
		if n > 0 {
			lines = append(lines, m.N(id, n, "Days", soon))
		}
	}
	add(s.Lights[ledger.LightRed].N, "BulletinNext_red")
	add(s.Blocked.N, "BulletinNext_blocked")
	add(len(m.env.Select(q, rows)), "BulletinNext_due")
	add(s.Lights[ledger.LightGrey].N, "BulletinNext_grey")
	if len(lines) == 0 {
		lines = []string{m.T("BulletinNext_none")}
	}
	for i, l := range lines {
		n := strconv.Itoa(i+1) + ") "
		if m.Chinese() {
			n = "(" + string([]rune("一二三四五六七八九")[i]) + ")"
		}
		b.say(n + l)
	}
}
