package bot

import (
	"regexp"
	"slices"
	"strings"

	"github.com/followup-bot/followup/bot/chart"
	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/intent"
	"github.com/followup-bot/followup/bot/tables"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

const (
	askIndicators   = "indicators"
	pictureStanding = "standing"
)

// indicatorQuestion is what "keep these indicators?" remembers.
type indicatorQuestion struct {
	Name string             `json:"name"`
	Rows []ledger.Indicator `json:"rows"`
}

// indicators reads back a table of indicators that an admin sent, and waits for a yes.
func (t *turn) indicators(name string, data []byte) error {
	if err := t.env.Allowed(t.me.ID, ledger.ActConfigure, ledger.Item{}); err != nil {
		return t.refused(err, nil)
	}
	rows, problems, err := tables.Indicators(t.ctx, name, data)
	if err != nil {
		return t.tableError(name, err)
	}
	var lines, wrong []string
	for _, p := range problems {
		wrong = append(wrong, importProblem(t.v, p))
	}
	for _, x := range ledger.IndicatorTables(rows, t.env.Now, t.me.ID) {
		line := t.v.N("IndicatorTable", len(x.Rows), "Name", x.Name, "Period", x.Period)
		if t.env.Placing(x).Own == nil {
			line += t.v.T("IndicatorNotOurs")
		}
		lines = append(lines, line)
	}
	head := t.v.N("IndicatorHead", len(rows), "Name", name)
	lines = append([]string{head}, append(some(t.v.Printer, lines, importLines), some(t.v.Printer, wrong, importLines)...)...)
	if len(rows) == 0 {
		t.reply(t.v.Say(lines...))
		return nil
	}
	t.askAbout(askIndicators, indicatorQuestion{name, rows}, append(lines, t.v.T("Sure")))
	return nil
}

// keepIndicators keeps what was read back; a table of the same indicator and period is replaced.
func (t *turn) keepIndicators(q indicatorQuestion) error {
	if err := t.env.Allowed(t.me.ID, ledger.ActConfigure, ledger.Item{}); err != nil {
		return t.refused(err, nil)
	}
	list := ledger.IndicatorTables(q.Rows, t.env.Now, t.me.ID)
	for _, x := range list {
		t.record(forced(ledger.RecordIndicator, x.TableID(), x))
	}
	t.reply(t.v.Say(t.v.N("IndicatorKept", len(list), "Rows", len(q.Rows))))
	return nil
}

var standingWords = regexp.MustCompile(`(?i)排|名次|第几|标兵|追兵|位次|差距|对标|多少|怎么样|情况|\b(?:rank|ranking|place|stand|standing|peers?|benchmark|gap)\b`)

// standingAsked answers where the house stands among its peers, by the indicators that were imported: for the one that is named, or all.
func (t *turn) standingAsked(in intent.Intent) (handled bool, err error) {
	if in.Name != intent.Benchmark && in.Name != intent.None && !isQuery(in.Name) || in.Name == intent.Export {
		return false, nil
	}
	if in.Name != intent.Benchmark && !standingWords.MatchString(t.m.Text) {
		return false, nil
	}
	all, err := ledger.LoadAll[ledger.IndicatorTable](t.ctx, t.cfg.Store, ledger.RecordIndicator, "")
	if err != nil {
		return false, err
	}
	latest := ledger.LatestTables(all)
	named := slices.DeleteFunc(slices.Clone(latest), func(x ledger.IndicatorTable) bool {
		return !strings.Contains(ledger.Fold(t.m.Text), ledger.Fold(x.Name))
	})
	if in.Name != intent.Benchmark && len(named) == 0 {
		return false, nil
	}
	if err := t.env.Allowed(t.me.ID, ledger.ActViewAll, ledger.Item{}); err != nil {
		return true, t.refused(err, nil)
	}
	switch {
	case len(latest) == 0:
		t.whisperOrReply(t.v.Say(t.v.T("StandingNone")))
	case len(named) == 0 && strings.HasSuffix(in.Slots.Area, "率"):
		t.whisperOrReply(t.v.Say(t.v.T("StandingUnknown", "Name", in.Slots.Area, "Known", t.v.List(tableNames(latest)))))
	case len(named) > 0:
		t.standing(t.env.Placing(longest(named)))
	default:
		t.standings(latest)
	}
	return true, nil
}

// longest is the table with the longest name: what is named is what was meant, not a part of it.
func longest(ts []ledger.IndicatorTable) ledger.IndicatorTable {
	return slices.MaxFunc(ts, func(a, b ledger.IndicatorTable) int { return len(a.Name) - len(b.Name) })
}

func tableNames(ts []ledger.IndicatorTable) []string {
	names := make([]string, len(ts))
	for i, x := range ts {
		names[i] = x.Name
	}
	return names
}

// standing tells one indicator: the rank, who is above and below, and the gaps.
func (t *turn) standing(s ledger.Placing) {
	card := t.v.Say(t.v.Standing(s)...)
	t.answer(view.With(card, t.standingButton(s)...), ledger.Query{})
}

func (t *turn) standingButton(s ledger.Placing) []chat.Control {
	if t.cfg.Charts == nil || len(s.Ranked) < 2 {
		return nil
	}
	return []chat.Control{t.v.Button(view.DoStanding, s.Table.TableID(), t.v.T("Do_chart_standing"), "")}
}

// standings is a line an indicator.
func (t *turn) standings(list []ledger.IndicatorTable) {
	var lines []string
	var controls []chat.Control
	for _, x := range list {
		s := t.env.Placing(x)
		lines = append(lines, t.v.Standing(s)[0])
		if s.Own != nil && len(controls) < 5 {
			controls = append(controls, t.v.Button(view.DoSay, t.v.T("SayStanding", "Name", x.Name), x.Name, ""))
		}
	}
	t.answer(view.With(t.v.Say(strings.Join(lines, "\n")), controls...), ledger.Query{})
}

// standingPicture draws the table that a button names.
func (t *turn) standingPicture(id string) error {
	if err := t.env.Allowed(t.me.ID, ledger.ActViewAll, ledger.Item{}); err != nil {
		return t.refused(err, nil)
	}
	x, _, err := ledger.Load[ledger.IndicatorTable](t.ctx, t.cfg.Store, ledger.RecordIndicator, id)
	if err != nil || t.cfg.Charts == nil {
		return t.unclear()
	}
	s := t.env.Placing(x)
	var p chart.Picture
	if p, err = t.cfg.Charts.Standing(t.v.Printer, s); err != nil {
		return err
	}
	t.answer(t.showing(p, t.v.Standing(s)[0], nil), ledger.Query{})
	return nil
}
