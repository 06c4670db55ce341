package tables

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/followup-bot/followup/bot/when"
	"github.com/followup-bot/followup/ledger"
)

// An Entry is one row of a ledger kept elsewhere: the item that it would become (without id; Number.Seq is 0 where it brings none, Number.Child set where
// it is a part's), and what is wrong with it. One with a problem that stops is not to be imported.
type Entry struct {
	Row      int
	Item     ledger.Item
	Bare     bool // its number names no year: Number.Year is that of the issue
	Problems []Problem
}

// Stopped reports whether the entry can't be imported.
func (e Entry) Stopped() bool {
	return slices.ContainsFunc(e.Problems, func(p Problem) bool { return p.Stops })
}

// Ledger reads a ledger (督办台账) from a workbook or comma-separated values: it needs a column of items and one of lead units. It is
// ErrNoTable when there is none.
func Ledger(ctx context.Context, name string, b []byte, o Options) ([]Entry, error) {
	gs, err := grids(ctx, name, b)
	if err != nil {
		return nil, err
	}
	t, err := find(gs, ledgerHeads, fTitle, fLead)
	if err != nil {
		return nil, err
	}
	var out []Entry
	seen := map[string]bool{}
	for _, l := range t.rows {
		r := &reader{Options: o, t: t, l: l}
		if sum := ledger.Fold(t.text(l, fTitle)); sum == "" && t.text(l, fLead) == "" {
			continue // a line of sums or a note
		}
		e := Entry{Row: l.n, Item: r.item()}
		e.Bare = r.bare
		if key := ledger.ImportKey(e.Item); seen[key] {
			r.wrong(fTitle, Twice, true)
		} else {
			seen[key] = true
		}
		e.Problems = r.problems
		out = append(out, e)
	}
	return out, nil
}

// item makes the item of a row.
func (r *reader) item() ledger.Item {
	it := ledger.Item{Title: r.t.text(r.l, fTitle), Measure: r.t.text(r.l, fMeasure), Area: r.t.text(r.l, fArea), Note: r.t.text(r.l, fProgress), Next: r.t.text(r.l, fNext),
		Percent: r.percent(), Reminders: r.count(fReminders), Extensions: r.count(fExtensions), Number: r.number()}
	if it.Title == "" {
		r.wrong(fTitle, NoTitle, true)
	}
	units := r.units(fLead)
	if len(units) > 0 {
		it.Lead, it.Support = units[0], units[1:]
	} else if r.t.text(r.l, fLead) == "" {
		r.wrong(fLead, NoLead, true)
	}
	for _, u := range r.units(fSupport) {
		if u != it.Lead && !slices.Contains(it.Support, u) {
			it.Support = append(it.Support, u)
		}
	}
	it.Priority = priorityOf(r.t.text(r.l, fPriority))
	it.Source = ledger.Source{Title: r.t.text(r.l, fMeeting), Date: r.date(fMeetingDate, ledger.Date{})}
	if m, ok := r.Dir.Lookup(r.t.text(r.l, fResponsible)); ok && m.Kind == ledger.MentionPerson {
		if p, known := r.Dir.Person(m.Person); known && slices.Contains(p.Units(), it.Lead) && !p.HasAt(ledger.RoleHead, it.Lead) {
			it.Handler = m.Person
		}
	}
	r.dates(&it)
	if it.RRule != "" {
		it.Note = periodsTold.ReplaceAllString(it.Note, "")
	}
	r.state(&it)
	if p := r.t.text(r.l, fProblem); p != "" && !blankWords[ledger.Fold(p)] && it.State.Open() {
		it.Blocker = &ledger.Blocker{Reason: p, Need: r.t.text(r.l, fNeed), Since: r.Now}
	}
	return it
}

// periodsTold is what our own ledger says of a recurring obligation's periods before the last word of progress: it is counted, nobody said it.
var periodsTold = regexp.MustCompile(`^(?:已报 \d+/\d+ 期(?:,缺报:[\d, -]+)?|reported \d+ of \d+(?:, missed: [\d, -]+)?)(?:\x{ff1b}|; |$)`)

// dates reads when it was issued and when it is due; relative deadlines count from the meeting, else from the issue.
func (r *reader) dates(it *ledger.Item) {
	issued := r.date(fIssued, ledger.Date{})
	if issued.IsZero() {
		issued = it.Source.Date
	}
	if issued.IsZero() {
		r.wrong(fIssued, NoIssue, false)
		issued = ledger.DateOf(r.Now)
	}
	it.IssuedAt = issued.In(r.Now.Location()).Add(9 * time.Hour)
	if it.Number.Seq > 0 && it.Number.Year == 0 {
		it.Number.Year = issued.Year
	}
	from := it.Source.Date
	if from.IsZero() {
		from = issued
	}
	c := r.t.cell(r.l, fDue)
	switch rule := r.recurring(c); {
	case ongoing(c.text):
		if d, ok := r.dateIn(c, from); ok { // 持续推进,12月31日前完成: what has a day is due then
			it.Due = ledger.Due{Date: d}
		}
		it.Ongoing = it.Due.Date.IsZero()
	case rule != "":
		it.RRule, it.DueText = rule, c.text
	default:
		it.Due = ledger.Due{Date: r.date(fDue, from)}
	}
	it.FirstDue = it.Due
}

// recurring reads 每月25日前 as the rule of an obligation that comes again and again; empty: it is none.
func (r *reader) recurring(c cell) string {
	if !c.date.IsZero() || c.text == "" {
		return ""
	}
	for _, x := range when.All(c.text, when.Options{Now: r.Now, Cal: r.Cal}) {
		if x.Kind == when.Recurring {
			return x.RRule
		}
	}
	return ""
}

func ongoing(s string) bool {
	s = ledger.Fold(s)
	return strings.Contains(s, "长期") || strings.Contains(s, "持续") || strings.Contains(s, "常态") || strings.Contains(s, "ongoing")
}

var stateWords = []struct {
	state ledger.State
	words string
}{
	{ledger.StateTerminated, "已终止|终止|取消|作废|terminated|cancelled|canceled"},
	{ledger.StateSuspended, "已暂缓|暂缓|暂停|缓办|suspended|on hold"},
	{ledger.StateSubmitted, "待审核|申请办结|审核中|待销号|awaiting review|submitted|in review"},
	{ledger.StateDeclined, "不认领,待督查室定|不认领|不属我部门|declined, office to decide|declined"},
	{ledger.StateIssued, "未签收|待签收|not accepted|not signed for|not signed|new"},
	{ledger.StateAccepted, "已签收|未启动|未开始|accepted|not started"},
	{ledger.StateActive, "办理中|在办|进行中|推进中|正在办理|未完成|未办结|逾期|超期|临期|正常|in progress|open|overdue|active|ongoing"},
	{ledger.StateClosed, "已销号|销号|已办结|办结|已完成|完成|closed|done|completed|complete"},
}

// state maps the words of the state column; where there is none, dates and percent say.
func (r *reader) state(it *ledger.Item) {
	word := ledger.Fold(r.t.text(r.l, fState))
	for _, s := range stateWords {
		if word != "" && slices.Contains(strings.Split(s.words, "|"), word) {
			it.State = s.state
		}
	}
	closed, submitted := r.date(fClosed, ledger.Date{}), r.date(fSubmitted, ledger.Date{})
	if it.State == "" {
		if word != "" {
			r.wrong(fState, BadState, false)
		}
		switch {
		case !closed.IsZero():
			it.State = ledger.StateClosed
		case it.Note != "" || it.Percent > 0:
			it.State = ledger.StateActive
		default:
			it.State = ledger.StateAccepted
		}
	}
	at := func(d ledger.Date) time.Time { return d.In(r.Now.Location()).Add(17 * time.Hour) }
	switch it.State {
	case ledger.StateClosed, ledger.StateTerminated:
		if closed.IsZero() {
			closed = submitted
		}
		if closed.IsZero() {
			r.wrong(fClosed, NoClosing, false)
			return
		}
		it.ClosedAt = at(closed)
		if !submitted.IsZero() && it.State == ledger.StateClosed {
			it.Submission = &ledger.Submission{Stage: ledger.StageOffice, Text: it.Note, At: at(submitted)}
		}
	case ledger.StateSubmitted:
		if submitted.IsZero() {
			submitted = ledger.DateOf(r.Now)
		}
		it.Submission = &ledger.Submission{Stage: ledger.StageOffice, Text: it.Note, At: at(submitted)}
	case ledger.StateSuspended:
		it.Before = ledger.StateActive
	case ledger.StateDeclined:
		it.Decline = &ledger.Decline{Reason: it.Note, At: r.Now}
	}
}

func priorityOf(s string) ledger.Priority {
	switch s = ledger.Fold(s); {
	case strings.Contains(s, "院长"), strings.Contains(s, "president"), strings.Contains(s, "principal"), strings.Contains(s, "主要领导"):
		return ledger.PriorityPrincipal
	case strings.Contains(s, "重点") && !strings.Contains(s, "非"), strings.Contains(s, "key"), strings.Contains(s, "high"):
		return ledger.PriorityKey
	}
	return ledger.PriorityNormal
}
