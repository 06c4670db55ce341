package ledger

import (
	"slices"
	"strconv"
	"time"
)

// A Meeting is minutes as they came in, kept for quoting. It is a RecordMeeting.
type Meeting struct {
	ID     MeetingID `json:"id"`
	Title  string    `json:"title,omitempty"`
	Date   Date      `json:"date,omitzero"`
	Number string    `json:"number,omitempty"`
	Text   string    `json:"text"`
	Digest string    `json:"digest"` // SHA-256 of Text, hex: the same minutes are known again by it
	By     PersonID  `json:"by"`
	At     time.Time `json:"at"`
}

// A Draft is what was read out of one meeting's minutes, waiting for the office to confirm it (拟办). It is a RecordDraft and waits for weeks.
type Draft struct {
	ID         MeetingID  `json:"id"`
	Title      string     `json:"title,omitempty"`
	Date       Date       `json:"date,omitzero"`
	Number     string     `json:"number,omitempty"`
	By         PersonID   `json:"by"`
	Order      PersonID   `json:"order,omitempty"` // a leader's order without a meeting
	At         time.Time  `json:"at"`
	Rows       []DraftRow `json:"rows"`
	Principles int        `json:"principles,omitempty"` // sentences that are no items
	Asked      *Approval  `json:"asked,omitempty"`      // a leader was asked to approve
	Changed    time.Time  `json:"changed"`
}

// A DraftRow is one item to be.
type DraftRow struct {
	N          int         `json:"n"` // 1-based; never reused within the draft
	Title      string      `json:"title"`
	Text       string      `json:"text,omitempty"` // literal
	Line       int         `json:"line,omitempty"`
	Section    string      `json:"section,omitempty"`
	Measure    string      `json:"measure,omitempty"`
	Output     string      `json:"output,omitempty"` // 成果形式: what is to be handed in
	Lead       UnitID      `json:"lead,omitempty"`
	LeadText   string      `json:"lead_text,omitempty"`  // the minutes' word for an owner not known, or known twice
	Candidates []UnitID    `json:"candidates,omitempty"` // of an ambiguous LeadText
	Support    []UnitID    `json:"support,omitempty"`
	Handler    PersonID    `json:"handler,omitempty"` // 责任人, of the lead unit
	Fanout     string      `json:"fanout,omitempty"`  // 各基层法院
	Members    []UnitID    `json:"members,omitempty"`
	Kept       []UnitID    `json:"kept,omitempty"` // the members, where the row is issued as one item that Lead tracks
	Due        Due         `json:"due,omitzero"`
	DueText    string      `json:"due_text,omitempty"` // literal
	Written    Date        `json:"written,omitzero"`   // the date as the minutes have it, where the policy moved Due off a day off
	NoDue      bool        `json:"no_due,omitempty"`   // said to have none
	Ongoing    bool        `json:"ongoing,omitempty"`
	RRule      string      `json:"rrule,omitempty"`
	Priority   Priority    `json:"priority,omitempty"`
	Area       string      `json:"area,omitempty"`
	Programme  string      `json:"programme,omitempty"`
	Milestones []Milestone `json:"milestones,omitempty"`
	Principles []string    `json:"principles,omitempty"`
	Done       bool        `json:"done,omitempty"`    // the minutes say that it is done already
	Dropped    bool        `json:"dropped,omitempty"` // taken out; may be restored
	Reason     string      `json:"reason,omitempty"`  // why
	Issued     ItemID      `json:"issued,omitempty"`
	Like       *Like       `json:"like,omitempty"`      // an open item that it may go on with; the office decides
	Onto       *Like       `json:"onto,omitempty"`      // the open item that it goes on with, once it is issued
	OntoDate   bool        `json:"onto_date,omitempty"` // … by the row's date
	Continues  ItemID      `json:"continues,omitempty"` // the open item whose continuation it became
	Was        *Stood      `json:"was,omitempty"`       // how that one stood before
	Separate   bool        `json:"separate,omitempty"`  // said to be a matter of its own
	Approved   PersonID    `json:"approved,omitempty"`  // the leader, where one approves before issue; an edit takes it back
}

// What a row can lack.
const (
	MissLead    = "lead"
	MissDue     = "due"
	MissMeasure = "measure"
)

// Missing lists what must be said before the row can be issued. Nothing is ever filled in by guess. What goes on with an open item has all of it
// from there.
func (r DraftRow) Missing(p Policy) (out []string) {
	if r.Onto != nil {
		return nil
	}
	if r.Lead == "" && len(r.Members) == 0 {
		out = append(out, MissLead)
	}
	if r.Due.IsZero() && !r.NoDue && !r.Ongoing && r.RRule == "" {
		out = append(out, MissDue)
	}
	if r.Measure == "" && p.NeedMeasure {
		out = append(out, MissMeasure)
	}
	return out
}

// Waiting reports whether the row is still to be issued.
func (r DraftRow) Waiting() bool {
	return !r.Dropped && !r.Done && r.Issued == "" && r.Continues == ""
}

// Row gives the row numbered n, or nil.
func (d *Draft) Row(n int) *DraftRow {
	for i := range d.Rows {
		if d.Rows[i].N == n {
			return &d.Rows[i]
		}
	}
	return nil
}

// Ready lists the numbers of the rows that can be issued now; Short those that wait but lack something.
func (d Draft) Ready(p Policy) (ready, short []int) {
	for _, r := range d.Rows {
		switch {
		case !r.Waiting():
		case len(r.Missing(p)) == 0:
			ready = append(ready, r.N)
		default:
			short = append(short, r.N)
		}
	}
	return ready, short
}

// Finished reports whether no row waits any more.
func (d Draft) Finished() bool {
	return !slices.ContainsFunc(d.Rows, DraftRow.Waiting)
}

// Started reports whether a row was issued, or goes on with an item.
func (d Draft) Started() bool {
	return slices.ContainsFunc(d.Rows, func(r DraftRow) bool { return r.Issued != "" || r.Continues != "" })
}

// units are those that a row goes to.
func (r DraftRow) units() []UnitID {
	if r.Onto != nil {
		return []UnitID{r.Onto.Lead}
	}
	if r.Lead != "" {
		return []UnitID{r.Lead}
	}
	return r.Members
}

// A Reach says whom an issue will tell.
type Reach struct {
	Rows        []int
	Items       int   // with the children of collective owners
	Onto        []int // rows that go on with open items
	Units       int
	Messages    int
	Unreachable []UnitID // nobody there can be reached
}

// ReachOf counts what issuing the rows would send.
func ReachOf(e Env, d Draft, rows []int) Reach {
	r := Reach{Rows: rows}
	var units []UnitID
	people := map[PersonID]bool{}
	for _, n := range rows {
		row := d.Row(n)
		if row == nil {
			continue
		}
		if row.Onto != nil {
			r.Onto = append(r.Onto, n)
		} else if r.Items++; row.Lead == "" {
			r.Items += len(row.Members)
		}
		for _, u := range row.units() {
			if slices.Contains(units, u) {
				continue
			}
			units = append(units, u)
			who := Recipients(e, Item{Lead: u}, ForIssue)
			if len(who) == 0 {
				r.Unreachable = append(r.Unreachable, u)
			}
			for _, p := range who {
				people[p] = true
			}
		}
	}
	r.Units, r.Messages = len(units), len(people)
	return r
}

// Issue turns rows of a draft into items (交办) and tells each unit once, whatever the number of its items, as soon as the issue can't be undone any
// more. open are the items that rows of them go on with. rev is the revision of the draft's
// record; the draft is written back with the rows marked. A row with a collective owner and no lead becomes a parent kept by the supervision
// office, with a child for each member.
func Issue(e Env, d Draft, rev int64, rows []int, by PersonID, open ...Item) (Change, error) {
	if err := e.Allowed(by, ActIssue, Item{}); err != nil {
		return Change{}, err
	}
	d.Rows = slices.Clone(d.Rows)
	c, more := e.change(), e.change()
	for _, n := range rows {
		row := d.Row(n)
		if row == nil || !row.Waiting() {
			return Change{}, &Refused{Action: ActIssue, Code: RefusedAgain, N: n}
		}
		if len(row.Missing(e.Policy)) > 0 {
			return Change{}, &Refused{Action: ActIssue, Code: RefusedMissing, N: n}
		}
		if row.Approved == "" && NeedsApproval(e, d) {
			return Change{}, &Refused{Action: ActIssue, Code: RefusedApproval, N: n, May: May(ActApprove)}
		}
		if row.Onto != nil {
			if err := e.goOn(&more, row, by, open); err != nil {
				return Change{}, err
			}
			continue
		}
		it := e.item(d, *row, by, len(c.Items))
		row.Issued = it.ID
		e.issue(&c, it, row.Members, by)
	}
	if len(c.Items)+len(more.Items) == 0 {
		return Change{}, &Refused{Action: ActIssue, Code: RefusedNothing}
	}
	d.Changed = e.Now.UTC()
	c.Records = append(c.Records, d.Records(rev)...)
	c.Notices = e.hold(append(e.issueNotices(c.Items, by), more.Notices...))
	c.Items, c.Events = append(c.Items, more.Items...), append(c.Events, more.Events...)
	return c, nil
}

// issue adds an item, and the children of its collective owner, to the change.
func (e Env) issue(c *Change, it Item, members []UnitID, by PersonID) {
	ev := func(it Item) Event { return e.event(it, EventIssued, by, "") }
	if it.Lead != "" {
		it.Plan = e.planAfter(it)
		c.Items, c.Events = append(c.Items, it), append(c.Events, ev(it))
		return
	}
	it.Lead, it.Children, it.State = e.Dir.Org().Office, len(members), StateActive
	it.Plan = e.planAfter(it)
	c.Items, c.Events = append(c.Items, it), append(c.Events, ev(it))
	for _, u := range members {
		child := it
		child.ID = ItemID(NewID(e.Now, e.Source, len(c.Items)))
		child.Parent, child.Lead, child.Children = it.ID, u, 0
		e.begin(&child)
		child.Plan = e.planAfter(child)
		c.Items, c.Events = append(c.Items, child), append(c.Events, ev(child))
	}
}

func (e Env) item(d Draft, r DraftRow, by PersonID, n int) Item {
	it := Item{
		ID: ItemID(NewID(e.Now, e.Source, n)), Number: Number{Year: e.Today().Year}, Title: r.Title, Text: r.Text, Measure: r.Measure, Output: r.Output,
		Source: Source{Meeting: d.ID, Title: d.Title, Date: d.Date, Number: d.Number, Section: r.Section, Line: r.Line, Quote: r.Text, Order: d.Order},
		Lead:   r.Lead, Handler: r.Handler, Support: slices.DeleteFunc(slices.Clone(r.Support), func(u UnitID) bool { return u == r.Lead }),
		Priority: r.Priority, Area: r.Area, Programme: r.Programme, Milestones: r.Milestones,
		Due: r.Due, FirstDue: r.Due, Ongoing: r.Ongoing, RRule: r.RRule, DueText: recurringText(r),
		IssuedAt: e.Now.UTC(), IssuedBy: by, UpdatedAt: e.Now.UTC(),
	}
	e.begin(&it)
	return it
}

// recurringText is the minutes' word for a rule; a date needs none.
func recurringText(r DraftRow) string {
	if r.RRule == "" {
		return ""
	}
	return r.DueText
}

// issueNotices tells each recipient once, with all their items.
func (e Env) issueNotices(items []Item, by PersonID) (out []Notice) {
	at := map[PersonID]int{}
	for _, it := range items {
		if it.Children > 0 {
			continue
		}
		who := Recipients(e, it, ForIssue)
		if it.Handler != "" {
			who = union(who, e.people(func(p Person) bool { return p.ID == it.Handler }))
		}
		for _, p := range who {
			i, ok := at[p]
			if !ok {
				i = len(out)
				at[p] = i
				key := string(e.Dir.Org().ID) + "/" + string(p) + "/issued/" + e.Source + "/" + strconv.Itoa(len(items))
				out = append(out, Notice{Key: key, To: Recipient{Person: p}, Kind: NoticeIssued, Class: ClassPrompt, By: by, Event: e.Source,
					NotBefore: e.PolicyFor(p).AfterQuiet(e.Now, ZoneOf(e, p))})
			}
			out[i].Items = append(out[i].Items, it.ID)
		}
	}
	return out
}

// Collapse makes one item of a row with a collective owner: keeper tracks it, the units support. ok is false when the row has no such owner.
func (r *DraftRow) Collapse(keeper UnitID) (ok bool) {
	if r.Lead != "" || len(r.Members) == 0 {
		return false
	}
	r.Lead, r.Kept = keeper, r.Members
	r.Support = slices.DeleteFunc(slices.Clone(r.Members), func(u UnitID) bool { return u == keeper })
	r.Members = nil
	return true
}

// Expand takes Collapse back: a child a unit.
func (r *DraftRow) Expand() (ok bool) {
	if len(r.Members) > 0 {
		return true
	}
	if len(r.Kept) == 0 {
		return false
	}
	r.Lead, r.Support, r.Members, r.Kept = "", nil, r.Kept, nil
	return true
}
