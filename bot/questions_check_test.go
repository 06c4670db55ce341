package bot_test

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/chat/chattest"
	"github.com/followup-bot/followup/bot/view"
)

func parseMonday() (time.Time, error) { return time.Parse(time.RFC3339, monday) }

// answerChecks compare an answer with the facts, and say what is wrong.
var answerChecks = map[string]func(x *examiner, q question) string{
	"list": (*examiner).lists, "count": (*examiner).lists, "late": (*examiner).lates,
	"one": (*examiner).one, "pick": (*examiner).picks, "rate": (*examiner).rate, "mean": (*examiner).mean, "stand": (*examiner).stands,
	"compare": (*examiner).compares, "trend": (*examiner).trends, "then": (*examiner).thens,
	"worst": (*examiner).worst, "best": (*examiner).best, "mostlate": (*examiner).mostLate,
	"words": (*examiner).words, "not": func(*examiner, question) string { return "" },
}

func (x *examiner) words(question) string {
	if strings.TrimSpace(x.text) == "" {
		return "no answer"
	}
	return ""
}

func (x *examiner) lists(q question) string {
	want := numbersOf(x.find(q.Of))
	if got := marks(x.cards); !slices.Equal(got, want) {
		return fmt.Sprintf("lists %v, want %v", got, want)
	}
	n := fmt.Sprintf(" %d 项", len(want))
	if !x.zh {
		n = fmt.Sprintf(": %d", len(want))
	}
	if head, _, _ := strings.Cut(x.text, "\n"); !strings.Contains(head, n) {
		return fmt.Sprintf("the headline does not say %q", n)
	}
	return ""
}

func (x *examiner) lates(q question) string {
	want := numbersOf(x.find(q.Of))
	if got := marks(x.cards); !slices.Equal(got, want) {
		return fmt.Sprintf("lists %v, want %v", got, want)
	}
	for _, c := range x.cards {
		for _, b := range c.Blocks {
			for _, r := range b.Rows {
				if !strings.Contains(strings.Join(r.Detail, "\n"), map[bool]string{true: "原因:", false: "Reason: "}[x.zh]) {
					return r.Mark + " has no reason"
				}
			}
		}
	}
	return ""
}

func (x *examiner) one(q question) string {
	want := numbersOf(x.find(q.Of))
	if len(want) != 1 {
		return fmt.Sprintf("the question is about %v", want)
	}
	head, _, _ := strings.Cut(x.text, "\n")
	if n := fmt.Sprintf("%d号 ", want[0]); !strings.HasPrefix(head, n) && !strings.HasPrefix(head, fmt.Sprintf("#%d ", want[0])) {
		return fmt.Sprintf("it shows %q, want item %d", head, want[0])
	}
	return ""
}

func (x *examiner) picks(q question) string {
	var got []int
	for _, c := range x.cards {
		for _, b := range chattest.Controls(c) {
			var n int
			if _, err := fmt.Sscanf(strings.TrimPrefix(b.Label, "#"), "%d", &n); err == nil && b.ID == view.DoPick {
				got = append(got, n)
			}
		}
	}
	slices.Sort(got)
	if want := numbersOf(x.find(q.Of)); !slices.Equal(got, want) {
		return fmt.Sprintf("offers %v, want %v", got, want)
	}
	return ""
}

func (x *examiner) ratio(of, part cond) string {
	whole := x.find(of)
	n := 0
	for _, f := range whole {
		if part.fits(f, x.date) {
			n++
		}
	}
	if len(whole) == 0 {
		return "—"
	}
	percent := (n*200 + len(whole)) / (2 * len(whole))
	if x.zh {
		return fmt.Sprintf("%d%%(%d/%d", percent, n, len(whole))
	}
	return fmt.Sprintf("%d %% (%d/%d", percent, n, len(whole))
}

func (x *examiner) rate(q question) string {
	head, rest, _ := strings.Cut(x.text, "\n")
	if want := x.ratio(q.Of, q.Part); !strings.Contains(head, want) {
		return fmt.Sprintf("want %q", want)
	}
	if q.Also != nil {
		if want := x.ratio(*q.Also, q.Part); want != "—" && !strings.Contains(rest, want) {
			return fmt.Sprintf("want %q of before", want)
		}
	}
	return ""
}

func (x *examiner) mean(q question) string {
	sum := 0
	list := x.find(q.Of)
	for _, f := range list {
		sum += f.closed - f.issued
	}
	if want := fmt.Sprintf("%.1f 天", float64(sum)/float64(len(list))); !strings.Contains(x.text, want) {
		return fmt.Sprintf("want %q", want)
	}
	return ""
}

func (x *examiner) stands(q question) string {
	open, closed := q.Of, q.Of
	open.Open = true
	closed.State, closed.ClosedIn = []string{"closed"}, q.Closed
	if q.Closed == nil {
		closed.ClosedIn = []string{"2026-11-01", "2026-11-30"}
	}
	want := []string{fmt.Sprintf("在办 %d 项", len(x.find(open))), fmt.Sprintf("办结 %d 项", len(x.find(closed)))}
	if !x.zh {
		want = []string{fmt.Sprintf(" %d open", len(x.find(open))), fmt.Sprintf(" %d closed", len(x.find(closed)))}
	}
	for _, l := range []string{"red", "yellow", "green", "blue", "grey"} {
		c := q.Of
		c.Light = l
		if n := len(x.find(c)); n > 0 {
			want = append(want, fmt.Sprintf("%s %d ", map[string]string{"red": "🔴", "yellow": "🟡", "green": "🟢", "blue": "🔵", "grey": "⚪"}[l], n))
		}
	}
	for _, s := range want {
		if !strings.Contains(x.text, s) {
			return fmt.Sprintf("want %q", s)
		}
	}
	return ""
}

// table is the first table of the answer.
func (x *examiner) table() [][]string {
	for _, c := range x.cards {
		for _, b := range c.Blocks {
			if b.Kind == chat.BlockTable {
				return b.Table
			}
		}
	}
	return nil
}

func (x *examiner) compares(q question) string {
	t := x.table()
	if len(t) != len(q.Units)+1 {
		return "no table of the units"
	}
	for i, u := range q.Units {
		n := func(c cond) string { c.Units = []string{u}; return fmt.Sprint(len(x.find(c))) }
		closed := cond{Units: []string{u}, State: []string{"closed"}, ClosedIn: []string{"2026-11-01", "2026-11-30"}}
		row := t[i+1]
		if row[1] != n(cond{Open: true}) || row[2] != n(cond{Late: 1}) || row[4] != n(closed) || !strings.HasPrefix(row[5], x.ratio(closed, cond{InTime: true})) {
			return fmt.Sprintf("row %q of %s is wrong", row, u)
		}
	}
	return ""
}

func (x *examiner) trends(q question) string {
	t := x.table()
	if len(t) != q.Months+1 {
		return fmt.Sprintf("%d months, want %d", len(t)-1, q.Months)
	}
	first := time.Date(x.now.Year(), x.now.Month(), 1, 0, 0, 0, 0, time.UTC)
	for i := range q.Months {
		m := first.AddDate(0, i-q.Months+1, 0)
		span := []string{m.Format("2006-01-02"), m.AddDate(0, 1, -1).Format("2006-01-02")}
		issued, closed := q.Of, q.Of
		issued.IssuedIn = span
		closed.State, closed.ClosedIn = []string{"closed"}, span
		row := t[i+1]
		if row[1] != fmt.Sprint(len(x.find(issued))) || row[2] != fmt.Sprint(len(x.find(closed))) {
			return fmt.Sprintf("row %q of %s is wrong: want %d issued, %d closed", row, span[0], len(x.find(issued)), len(x.find(closed)))
		}
	}
	open := q.Of
	open.Open = true
	if last := t[q.Months]; last[4] != fmt.Sprint(len(x.find(open))) {
		return fmt.Sprintf("open now: %s, want %d", last[4], len(x.find(open)))
	}
	return ""
}

func (x *examiner) thens(q question) string {
	t := x.table()
	if len(t) < 4 {
		return "no table"
	}
	for i, span := range [][]string{q.Now, q.Then} {
		issued, closed := q.Of, q.Of
		issued.IssuedIn = span
		closed.State, closed.ClosedIn = []string{"closed"}, span
		if t[1][i+1] != fmt.Sprint(len(x.find(issued))) || t[2][i+1] != fmt.Sprint(len(x.find(closed))) || !strings.HasPrefix(t[3][i+1], x.ratio(closed, cond{InTime: true})) {
			return fmt.Sprintf("the figures of %v are wrong: want %d issued, %d closed, %s", span, len(x.find(issued)), len(x.find(closed)), x.ratio(closed, cond{InTime: true}))
		}
	}
	return ""
}

// ranked are the first units, equal to each other, in an order over all units that have closed something this year or are late.
func (x *examiner) ranked(ahead func(a, b [3]int) bool) []string {
	names := map[string]string{"zxj": "执行局", "sgb": "审管办", "yjs": "研究室", "zzb": "政治部", "m1": "民一庭", "m2": "民二庭", "xfb": "信访办", "xzc": "行装处",
		"donghe": "东河法院", "xishan": "西山法院", "beigang": "北港法院"}
	var best []string
	var at [3]int
	for u := range names {
		closed := cond{Units: []string{u}, State: []string{"closed"}, ClosedIn: []string{"2026-01-01", "2026-12-31"}}
		inTime := closed
		inTime.InTime = true
		late := x.find(cond{Units: []string{u}, Late: 1})
		longest := 0
		for _, f := range late {
			longest = max(longest, f.late())
		}
		n := len(x.find(closed)) + len(late)
		if n == 0 {
			continue
		}
		now := [3]int{len(x.find(inTime)) * 10000 / n, longest, len(late)}
		switch {
		case best == nil || ahead(now, at):
			best, at = []string{names[u]}, now
		case !ahead(at, now):
			best = append(best, names[u])
		}
	}
	return best
}

// first reports what is wrong when the first row that was shown names none of the units.
func (x *examiner) first(units []string) string {
	var rows []chat.Row
	for _, c := range x.cards {
		for _, b := range c.Blocks {
			rows = append(rows, b.Rows...)
		}
	}
	if len(rows) == 0 {
		return "no rows"
	}
	if !slices.ContainsFunc(units, func(u string) bool { return strings.Contains(rows[0].Text, u) }) {
		return fmt.Sprintf("the first is %q, want one of %q", rows[0].Text, units)
	}
	return ""
}

func (x *examiner) worst(question) string {
	return x.first(x.ranked(func(a, b [3]int) bool { return a[0] < b[0] || a[0] == b[0] && a[1] > b[1] }))
}

func (x *examiner) best(question) string {
	return x.first(x.ranked(func(a, b [3]int) bool { return a[0] > b[0] || a[0] == b[0] && a[1] < b[1] }))
}

func (x *examiner) mostLate(question) string {
	return x.first(x.ranked(func(a, b [3]int) bool { return a[2] > b[2] || a[2] == b[2] && a[1] > b[1] }))
}
