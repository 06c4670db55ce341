package dashboard

import (
	"strconv"
	"strings"

	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

// figures are how a part of the ledger stands, for the templates.
type figures struct {
	Head     string
	Line     string // what was closed, and how much of it in time
	Tiles    []tile
	Lights   []lightPart
	Bar      bar
	Late     []itemLine // the longest overdue, with reasons
	Waiting  []itemLine // for the reader's decision
	Units    []unitLine
	Areas    []partLine
	Programs []partLine
	Trend    trend
	Best     string // only where rankings are switched on
	Worst    string
}

// A tile is one figure.
type tile struct{ Label, Value, Note, Href, Light string }

// A lightPart is the items of one light.
type lightPart struct {
	Light, Word string
	N           int
	Href        string
}

// A bar is shares side by side, in hundredths of its width.
type bar struct {
	Parts []barPart
	Label string // what it shows, in words
}

type barPart struct {
	Light string
	X, W  string
}

// A unitLine is a unit's row.
type unitLine struct {
	Name, Href             string
	Open, Red, Yellow      int
	Blocked, Closed, Worst int
	Rate, Arrow            string
	Bar                    bar
}

// A partLine is an area's or a programme's row.
type partLine struct {
	Name, Href             string
	All, Open, Red, Closed int
	Rate                   string
}

// An itemLine is an item's row.
type itemLine struct {
	Number, Title, Href string
	Unit                string
	Light, Word, Due    string
	Percent             int
	Open                bool
	Reason              string
}

// figuresOf words all figures of a tally.
func (x *visit) figuresOf(t *ledger.Tally, scope string) (f figures, err error) {
	s := t.Summary()
	f.Head, f.Line = x.head(s, scope), x.v.ClosedLine(s)
	f.Tiles = x.tiles(s)
	count := map[ledger.Light]int{}
	for _, l := range ledger.Lights {
		n := s.Lights[l].N
		count[l] = n
		if n > 0 {
			f.Lights = append(f.Lights, lightPart{string(l), x.v.T("Light_" + string(l)), n, listHref(s.Lights[l].Query)})
		}
	}
	f.Bar = x.bar(count, s.Open.N)
	for _, r := range s.Late {
		line, err := x.reasoned(r)
		if err != nil {
			return f, err
		}
		f.Late = append(f.Late, line)
	}
	x.unitLines(&f, s)
	f.Areas = x.partLines(ledger.PartArea, areaHref, t)
	f.Programs = x.partLines(ledger.PartProgramme, programmeHref, t)
	counts, err := t.Trend(x.r.Context(), x.cfg.Ledger)
	if err != nil {
		return f, err
	}
	f.Trend = x.trend(counts)
	if x.all && x.env.Policy.Rankings {
		best, worst := s.Ends()
		if best != nil {
			f.Best = x.v.Unit(best.Unit) + x.v.T("Sep") + x.v.Rate(best.OnTime)
		}
		if worst != nil {
			f.Worst = x.v.Unit(worst.Unit) + x.v.T("Sep") + x.v.N("Page_LateDays", worst.Lights[ledger.LightRed], "Days", worst.Worst)
			line, err := x.reasoned(worst.WorstOf)
			if err != nil {
				return f, err
			}
			f.Worst += x.v.T("Sep") + line.Reason
		}
	}
	return f, nil
}

// head is how things stand in a sentence.
func (x *visit) head(s ledger.Summary, scope string) string {
	line := x.v.T("SummaryOpen", "Scope", scope, "N", s.Open.N)
	if n := s.Lights[ledger.LightRed].N; n > 0 {
		line += x.v.T("Comma") + x.v.N("Page_LateDays", n, "Days", x.env.DaysLate(s.Late[0]))
	}
	if s.Blocked.N > 0 {
		line += x.v.T("Comma") + x.v.N("SummaryBlocked", s.Blocked.N)
	}
	return line
}

func (x *visit) tiles(s ledger.Summary) []tile {
	t := func(id string, n int, q ledger.Query, note, light string) tile {
		href := ""
		if n > 0 {
			href = listHref(q)
		}
		return tile{x.v.T("Page_" + id), strconv.Itoa(n), note, href, light}
	}
	longest := ""
	if len(s.Late) > 0 {
		longest = x.v.T("Page_Longest", "Days", x.env.DaysLate(s.Late[0]))
	}
	rate := tile{x.v.T("Page_OnTime"), "—", "", "", ""}
	if s.OnTime.Of > 0 {
		rate.Value = strconv.Itoa(s.OnTime.Percent()) + "%"
		rate.Note = x.v.T("Page_Of", "Part", s.OnTime.Part, "Of", s.OnTime.Of)
		if s.OnTime.Of < x.env.Policy.ScoreFormula().Small {
			rate.Note += x.v.T("Page_Small")
		}
		if s.Before.Of > 0 {
			rate.Note += x.v.T("Page_LastMonth", "Percent", s.Before.Percent(), "Arrow", view.Arrow(s.OnTime.Percent(), s.Before.Percent()))
		}
	}
	suspended := ""
	if s.Suspended.N > 0 {
		suspended = x.v.N("Page_Suspended", s.Suspended.N)
	}
	var kinds []string
	for _, w := range []string{ledger.PendingReview, ledger.PendingExtension, ledger.PendingDecline} {
		if n := s.Waiting[w].N; n > 0 {
			kinds = append(kinds, x.v.T("Page_Waits_"+w, "N", n))
		}
	}
	return []tile{
		t("Open", s.Open.N, s.Open.Query, suspended, ""),
		t("Overdue", s.Lights[ledger.LightRed].N, s.Lights[ledger.LightRed].Query, longest, "red"),
		t("Blocked", s.Blocked.N, s.Blocked.Query, "", ""),
		t("Pending", s.Pending.N, s.Pending.Query, strings.Join(kinds, " · "), ""),
		t("Closed", s.Closed.N, s.Closed.Query, x.v.T("Page_Issued", "N", s.Issued.N), ""),
		rate,
	}
}

// bar draws lights as shares of a whole of most, and says them in words.
func (x *visit) bar(count map[ledger.Light]int, most int) (b bar) {
	at := 0
	if most == 0 {
		return b
	}
	for _, l := range ledger.Lights {
		if n := count[l]; n > 0 {
			b.Parts = append(b.Parts, barPart{string(l), hundredths(at, most), hundredths(n, most)})
			b.Label += x.v.T("Page_LightN", "Word", x.v.T("Light_"+string(l)), "N", n)
			at += n
		}
	}
	return b
}

// hundredths is n of most as a share of a width of a thousand, with a decimal.
func hundredths(n, most int) string {
	return strconv.FormatFloat(float64(n)*1000/float64(most), 'f', 1, 64)
}

func (x *visit) unitLines(f *figures, s ledger.Summary) {
	most := 1
	for _, u := range s.Units {
		most = max(most, u.Open)
	}
	for _, u := range s.ByNeed() {
		arrow := ""
		if u.OnTime.Of > 0 && u.Before.Of > 0 {
			arrow = view.Arrow(u.OnTime.Percent(), u.Before.Percent())
		}
		f.Units = append(f.Units, unitLine{Name: x.v.Unit(u.Unit), Href: unitHref(u.Unit), Open: u.Open, Red: u.Lights[ledger.LightRed], Yellow: u.Lights[ledger.LightYellow],
			Blocked: u.Blocked, Closed: u.Closed, Worst: u.Worst, Rate: x.v.Rate(u.OnTime), Arrow: arrow, Bar: x.bar(u.Lights, most)})
	}
}

func (x *visit) partLines(by string, href func(string) string, t *ledger.Tally) (out []partLine) {
	for _, p := range t.Parts(by) {
		if p.Name == ledger.None && by == ledger.PartProgramme {
			continue // most items are of none
		}
		out = append(out, partLine{x.v.PartName(by, p.Name), href(p.Name), p.All, p.Open, p.Red, p.Closed, x.v.Rate(p.OnTime)})
	}
	return out
}

// line is an item's row.
func (x *visit) line(r ledger.Row) itemLine {
	l := x.env.Light(r)
	word := x.v.T("Light_" + string(l))
	if l == ledger.LightNone {
		word = x.v.T("State_" + string(r.State))
	}
	due := x.v.DueText(r)
	if n := x.env.DaysLate(r); n > 0 {
		word, due = due, x.v.Due(r.Due, x.env.Today())
	}
	return itemLine{Number: x.v.Number(r.Number), Title: r.Title, Href: itemHref(r.ID), Unit: x.v.Unit(r.Lead), Light: string(l), Word: word,
		Due: due, Percent: r.Done(), Open: r.State.Open(), Reason: r.Blocked}
}

// reasoned is an item's row with why it is late.
func (x *visit) reasoned(r ledger.Row) (itemLine, error) {
	line := x.line(r)
	it, err := x.cfg.Ledger.Item(x.r.Context(), r.ID)
	if err != nil {
		return line, err
	}
	line.Reason = x.v.Reason(it)
	return line, nil
}
