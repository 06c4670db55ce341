package ledger

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// What an item can wait for, in Query.Pending.
const (
	PendingExtension = "extension"
	PendingReview    = "review"
	PendingDecline   = "decline"
	PendingAny       = "any"
)

// A Query selects rows by what is computed as well as by what is stored. Every figure is the number of rows of some Query, so that a
// figure and the list behind it can't disagree. Empty fields do not restrict.
type Query struct {
	Units       []UnitID `json:"u,omitempty"` // leading or, with Support, supporting
	Support     bool     `json:"sp,omitempty"`
	Person      PersonID `json:"p,omitempty"` // handled by, or of a unit that the person answers for
	Number      Number   `json:"n,omitzero"`
	Parent      ItemID   `json:"pa,omitempty"`
	Open        bool     `json:"o,omitempty"`
	States      []State  `json:"st,omitempty"`
	Lights      []Light  `json:"l,omitempty"`
	Blocked     bool     `json:"b,omitempty"`
	Pending     string   `json:"w,omitempty"`
	Overdue     int      `json:"od,omitempty"` // at least so many days
	Stale       int      `json:"sd,omitempty"` // no word for at least so many days
	Unreported  bool     `json:"ur,omitempty"` // no word ever
	DueFrom     Date     `json:"df,omitzero"`
	DueTo       Date     `json:"dt,omitzero"`
	ClosedFrom  Date     `json:"cf,omitzero"` // both included, in the organisation's zone
	ClosedTo    Date     `json:"ct,omitzero"`
	IssuedFrom  Date     `json:"if,omitzero"`
	IssuedTo    Date     `json:"it,omitzero"`
	Priority    Priority `json:"pr,omitempty"`
	Area        string   `json:"a,omitempty"`
	Involvement string   `json:"iv,omitempty"` // "*": any kind
	Meeting     string   `json:"m,omitempty"`
	Programme   string   `json:"pg,omitempty"`
	Waiting     string   `json:"wf,omitempty"` // held up by somebody whose name, or by a reason which, has these words
	Decides     PersonID `json:"dc,omitempty"` // waits for a decision that this person may take
	Timely      string   `json:"tm,omitempty"` // closed items only: InTime or OutOfTime
	Signed      bool     `json:"sg,omitempty"` // the unit has signed for it
	Fresh       bool     `json:"fr,omitempty"` // a word from the unit within the cadence of the item's tier
	Silent      bool     `json:"sl,omitempty"` // open, and no word within that cadence
	Extended    bool     `json:"ex,omitempty"` // more time was granted at least once
	Returned    bool     `json:"rt,omitempty"` // came back from a review at least once
}

// OnlyNormal in Query.Priority selects the items of no higher tier.
const OnlyNormal Priority = "normal"

// The values of Query.Timely.
const (
	InTime    = "in"
	OutOfTime = "out"
)

// Selects reports whether the row is one of the query's. Parents are left out (their children are what is worked on) until all their children are
// finished, unless the query names a number.
func (e Env) Selects(q Query, r Row) bool {
	g := e.glance()
	l := g.at(&r)
	return g.selects(&q, &r, &l)
}

func (g glance) selects(q *Query, r *Row, l *look) bool {
	if r.parted() && q.Number == (Number{}) && !q.ofItself() {
		return false
	}
	return g.selectsState(q, r, l) && g.selectsWho(q, r) && g.selectsDates(q, r) && g.selectsCourse(q, r)
}

// ofItself reports whether the query asks for what a parent can have of its own while its children are worked on: a leader's part in it, more
// time asked for the whole.
func (q *Query) ofItself() bool { return q.Involvement != "" || q.Pending != "" || q.Decides != "" }

func (g glance) selectsWho(q *Query, r *Row) bool {
	if len(q.Units) > 0 && !slices.Contains(q.Units, r.Lead) &&
		!(q.Support && slices.ContainsFunc(r.Support, func(u UnitID) bool { return slices.Contains(q.Units, u) })) {
		return false
	}
	if q.Person != "" && !g.answers(q.Person, r) {
		return false
	}
	return (q.Parent == "" || r.Parent == q.Parent) && (Filter{Number: q.Number}).matchNumber(r.Number) &&
		sameName(q.Area, r.Area) && (q.Priority == "" || r.Priority == q.Priority || q.Priority == OnlyNormal && r.Priority == PriorityNormal) &&
		(q.Meeting == "" || string(r.Meeting) == q.Meeting) && sameName(q.Programme, r.Programme) &&
		(q.Involvement == "" || slices.Contains(r.Involved, q.Involvement) || q.Involvement == "*" && len(r.Involved) > 0)
}

// answers reports whether reminders of the row concern the person: its handler, the head or liaison of its lead, or who stands in for one of them.
func (e Env) answers(p PersonID, r *Row) bool {
	return e.answersSelf(p, r) || slices.ContainsFunc(e.standsFor(p), func(q Person) bool { return e.answersSelf(q.ID, r) })
}

func (e Env) answersSelf(p PersonID, r *Row) bool {
	who, ok := e.Dir.Person(p)
	return ok && (r.Handler == p || who.HasAt(RoleHead, r.Lead) || who.HasAt(RoleLiaison, r.Lead) && (r.Handler == "" || r.Handler == p))
}

func (g glance) selectsState(q *Query, r *Row, l *look) bool {
	switch {
	case q.Open && !r.State.Open(),
		len(q.States) > 0 && !slices.Contains(q.States, r.State),
		len(q.Lights) > 0 && !slices.Contains(q.Lights, l.light),
		q.Blocked && !r.Stuck(),
		q.Overdue > 0 && l.late < q.Overdue,
		q.Unreported && (!r.ReportAt.IsZero() || !r.State.Open()):
		return false
	}
	if q.Stale > 0 && (!r.State.Open() || g.Now.Sub(lastSaid(r)) < time.Duration(q.Stale)*24*time.Hour) {
		return false
	}
	switch q.Pending {
	case PendingExtension:
		return r.Extension
	case PendingReview:
		return r.State == StateSubmitted
	case PendingDecline:
		return r.State == StateDeclined
	case PendingAny:
		return r.Extension || r.State == StateSubmitted || r.State == StateDeclined
	}
	return true
}

// selectsCourse goes by how the item has fared.
func (g glance) selectsCourse(q *Query, r *Row) bool {
	switch {
	case q.Extended && r.Granted == 0,
		q.Returned && r.Returns == 0,
		q.Signed && (r.State == StateIssued || r.State == StateDeclined),
		q.Fresh && !g.fresh(r),
		q.Silent && (!r.State.Open() || g.fresh(r)),
		q.Timely == InTime && (r.State != StateClosed || g.late(r)),
		q.Timely == OutOfTime && !g.late(r),
		q.Waiting != "" && !heldUpBy(r, q.Waiting),
		q.Decides != "" && !g.decides(q.Decides, r):
		return false
	}
	return true
}

// fresh reports whether the unit has said something within the cadence of the item's tier. An item younger than that need not have been
// reported on yet.
func (g glance) fresh(r *Row) bool {
	days := g.Policy.OtherEvery
	if r.Priority != PriorityNormal {
		days = g.Policy.KeyEvery
	}
	return days <= 0 || g.Now.Sub(lastSaid(r)) <= time.Duration(days)*24*time.Hour
}

func heldUpBy(r *Row, who string) bool {
	if !r.Stuck() {
		return false
	}
	who = Fold(who)
	return strings.Contains(Fold(r.Waiting), who) || strings.Contains(Fold(r.Blocked), who)
}

// decides reports whether the row waits for a decision that the person may take: a review of the stage it is in, more time, a decline.
func (g glance) decides(p PersonID, r *Row) bool {
	it := r.Outline()
	act, waits := Action(""), true
	switch {
	case r.State == StateSubmitted:
		act = ReviewAt(r.Stage)
	case r.State == StateDeclined:
		act = ActReroute
	default:
		waits = false
	}
	return waits && g.Allowed(p, act, it) == nil || r.Extension && r.State.Open() && g.Allowed(p, ActGrant, it) == nil
}

func lastSaid(r *Row) time.Time {
	if r.ReportAt.IsZero() {
		return r.IssuedAt
	}
	return r.ReportAt
}

func (g glance) selectsDates(q *Query, r *Row) bool {
	within := func(d, from, to Date) bool {
		return !d.IsZero() && !d.Before(from) && (to.IsZero() || !d.After(to))
	}
	asks := func(from, to Date) bool { return !from.IsZero() || !to.IsZero() }
	return (!asks(q.DueFrom, q.DueTo) || within(r.deadline().Date, q.DueFrom, q.DueTo)) &&
		(!asks(q.ClosedFrom, q.ClosedTo) || within(g.dateOf(r.ClosedAt), q.ClosedFrom, q.ClosedTo)) &&
		(!asks(q.IssuedFrom, q.IssuedTo) || within(g.dateOf(r.IssuedAt), q.IssuedFrom, q.IssuedTo))
}

// dateOf is the civil date of an instant in the organisation's zone; the zero instant has none.
func (e Env) dateOf(t time.Time) Date {
	if t.IsZero() {
		return Date{}
	}
	return DateOf(t.In(e.Zone()))
}

// Sieve is Selects for many rows.
func (e Env) Sieve(q Query) func(*Row) bool {
	g := e.glance()
	return func(r *Row) bool {
		l := g.at(r)
		return g.selects(&q, r, &l)
	}
}

// Select gives the rows of the query, most urgent first.
func (e Env) Select(q Query, rows []Row) []Row {
	g := e.glance()
	var out []Row
	for i := range rows {
		l := g.at(&rows[i])
		if g.selects(&q, &rows[i], &l) {
			out = append(out, rows[i])
		}
	}
	e.SortByUrgency(out)
	return out
}

// lightRank orders the lights by urgency.
var lightRank = map[Light]int{LightRed: 0, LightYellow: 1, LightGrey: 2, LightBlue: 3, LightGreen: 4, LightNone: 5}

// SortByUrgency puts overdue first (longest first), then by light, due date and number.
func (e Env) SortByUrgency(rows []Row) {
	g := e.glance()
	type ranked struct { // rows are large: their places are sorted, and then they move once
		at   int
		rank int
		due  Date
	}
	list := make([]ranked, len(rows))
	for i := range rows {
		due := rows[i].deadline().Date
		if due.IsZero() {
			due = Date{Year: 9999, Month: 12, Day: 31}
		}
		list[i] = ranked{i, lightRank[g.light(&rows[i], g.overdue(&rows[i]))], due}
	}
	slices.SortStableFunc(list, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), a.due.Compare(b.due), rows[a.at].Number.Compare(rows[b.at].Number))
	})
	sorted := make([]Row, len(rows))
	for i := range list {
		sorted[i] = rows[list[i].at]
	}
	copy(rows, sorted)
}

// Scope gives the units whose items the person may see; all is true for who may see everything.
func (e Env) Scope(p PersonID) (units []UnitID, all bool) {
	if e.Allowed(p, ActViewAll, Item{}) == nil {
		return nil, true
	}
	who, _ := e.Dir.Person(p)
	return who.Units(), false
}

// Within narrows the query to the units; ok is false when nothing of it is left to see.
func (q Query) Within(units []UnitID) (Query, bool) {
	if len(q.Units) == 0 {
		q.Units = units
		return q, len(units) > 0
	}
	q.Units = slices.DeleteFunc(slices.Clone(q.Units), func(u UnitID) bool { return !slices.Contains(units, u) })
	return q, len(q.Units) > 0
}

// Visible narrows the query to what the person may see; ok is false when nothing of it is left. What somebody answers for is theirs to see, whoever
// leads it.
func (e Env) Visible(p PersonID, q Query) (narrowed Query, ok bool) {
	units, all := e.Scope(p)
	if all || p != "" && q.Person == p {
		return q, true
	}
	return q.Within(units)
}

// MeetingMatches reports whether words name the meeting: its title, or part of it; 办公会 and 办公会议 are one.
func MeetingMatches(title, words string) bool {
	short := func(s string) string { return strings.ReplaceAll(Fold(s), "会议", "会") }
	return words != "" && strings.Contains(short(title), short(words))
}
