package bot

import (
	"encoding/json"
	"regexp"
	"strings"

	"github.com/followup-bot/followup/bot/chart"
	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/intent"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

// Kinds of picture.
const (
	pictureUnits = "units"
	pictureAges  = "ages"
	pictureTrend = "trend"
)

var (
	pictureWords = regexp.MustCompile(`(?i)画.{0,8}图|图表|[趋走]势图|曲线图|折线图|柱[状形]图|条形图|分布图|时长图|出个图|来张图|\b(?:chart|graph|plot|picture)s?\b`)
	trendWords   = regexp.MustCompile(`(?i)趋势|走势|曲线|折线|\btrends?\b|over time`)
	agesWords    = regexp.MustCompile(`(?i)时长|多久|多长时间|几天|\bhow long\b|\bages?\b|\baging\b`)
)

// pictureWanted is the kind of picture that words ask for; empty: none.
func pictureWanted(words string) string {
	switch {
	case !pictureWords.MatchString(words) || strings.Contains(words, "施工图") || strings.Contains(words, "甘特"):
		return ""
	case trendWords.MatchString(words):
		return pictureTrend
	case agesWords.MatchString(words):
		return pictureAges
	}
	return pictureUnits
}

// pictured answers with a picture where one is asked for. Words that select nothing go on from the last question.
func (t *turn) pictured(in intent.Intent) (handled bool, err error) {
	kind := pictureWanted(t.m.Text)
	if kind == "" || t.cfg.Charts == nil || in.Name != intent.None && !isQuery(in.Name) || in.Name == intent.Export || in.Name == intent.Benchmark {
		return false, nil
	}
	if bare(in) { // what is no question to the reader can still name units
		in.Slots.Units = t.unitsNamed()
	}
	a := asked{in: in, over: periodOf(in.Slots)}
	if prev := t.lastAsked(); prev != nil && bare(in) {
		a.in.Slots = prev.Intent.Slots
		if prev.Base != nil {
			a.q = *prev.Base
		}
	}
	if !t.wanted(&a) {
		return true, nil
	}
	if ok, err := t.ofMeeting(&a); !ok || err != nil {
		return true, err
	}
	months := 3
	if n := a.in.Slots.Months; n != nil {
		months = min(max(*n, 1), 24)
	}
	return true, t.picture(kind, standing(a.q), a.scope, months)
}

// bare reports whether the words say nothing of whose items are meant.
func bare(in intent.Intent) bool {
	s := in.Slots
	return s.Unit == "" && len(s.Units) == 0 && s.Owner == "" && (s.Scope == "" || s.Scope == "units" && in.Name != intent.Rank) && s.Area == "" && s.Meeting == ""
}

// picture draws what the query selects.
func (t *turn) picture(kind string, q ledger.Query, scope string, months int) error {
	if kind == pictureTrend && !q.UnitsAlone() { // the daily counts that it is drawn from know units alone
		return t.trend(asked{in: intent.Intent{Slots: intent.Slots{Months: &months}}, q: q, scope: scope})
	}
	figures, err := t.tally(q, t.env.Month(), 0)
	if err != nil {
		return err
	}
	s := figures.Summary()
	var p chart.Picture
	switch kind {
	case pictureTrend:
		var days []ledger.DayCount
		until := t.env.Today().AddDays(-1)
		if days, err = ledger.Counts(t.ctx, t.cfg.Store, t.env, q.Units, ledger.Period{From: t.env.MonthsBack(months).From, To: until}); err == nil {
			p, err = t.cfg.Charts.Trend(t.v.Printer, append(days, figures.Today()), scope)
		}
	case pictureAges:
		var rows []ledger.Row
		if rows, err = t.rows(q); err == nil {
			p, err = t.cfg.Charts.Ages(t.v.Printer, t.env.Today(), t.env.OverdueAges(q, rows), scope)
		}
	default:
		p, err = t.cfg.Charts.ByUnit(t.v.Printer, t.env, s, scope)
	}
	if err != nil {
		return err
	}
	t.answer(t.showing(p, t.v.SummaryHead(s, scope), t.otherPictures(kind, q)), q)
	return nil
}

// showing is a card with a picture, what it shows in words, and what its numbers mean where it could not write words.
func (t *turn) showing(p chart.Picture, head string, controls []chat.Control) chat.Card {
	card := t.v.Say(head)
	card.Blocks = append(card.Blocks, chat.FileBlock(t.v.T("PictureName"), "image/png", p.Alt, p.PNG))
	if len(p.Legend) > 0 {
		card.Blocks = append(card.Blocks, chat.Block{Kind: chat.BlockNote, Text: strings.Join(p.Legend, "  ")})
	}
	return view.With(card, controls...)
}

// wantedPicture is the value of a button that asks for a picture.
type wantedPicture struct {
	Kind  string       `json:"k"`
	Query ledger.Query `json:"q"`
}

// pictureButton asks for a picture of what a query selects; there is none where it can't be drawn.
func (t *turn) pictureButton(kind string, q ledger.Query) []chat.Control {
	b, err := json.Marshal(wantedPicture{kind, q})
	if err != nil || t.cfg.Charts == nil || kind == pictureTrend && !q.UnitsAlone() {
		return nil
	}
	return []chat.Control{{Kind: chat.ControlButton, ID: view.DoChart, Value: string(b), Label: t.v.T("Do_chart_" + kind)}}
}

func (t *turn) otherPictures(kind string, q ledger.Query) (out []chat.Control) {
	for _, k := range []string{pictureUnits, pictureAges, pictureTrend} {
		if k != kind {
			out = append(out, t.pictureButton(k, q)...)
		}
	}
	return out
}

// pictureClicked draws what a button asks for, within what its reader may see.
func (t *turn) pictureClicked(value string) error {
	var w wantedPicture
	if err := json.Unmarshal([]byte(value), &w); err != nil || t.cfg.Charts == nil {
		return t.unclear()
	}
	q, ok := t.visible(w.Query)
	if !ok {
		return nil
	}
	scope := t.env.Dir.Org().Name
	if len(q.Units) > 0 {
		scope = t.v.Units(q.Units)
	}
	return t.picture(w.Kind, q, scope, 3)
}
