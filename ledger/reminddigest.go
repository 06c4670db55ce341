package ledger

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"
)

// A DigestLine is one item in somebody's digest and why it stands there.
type DigestLine struct {
	Item  Item
	Why   Why
	Days  int  // calendar days late, waiting, or without a word; working days until the deadline or since the receipt was due
	Calls bool // it calls for something now; otherwise it is only shown with the others
}

// DigestItems is what a person's planned message holds at Now: first the items that call for something of them, by urgency, then the rest of
// their open ones. kind is NoticeDigest or NoticeEscalated; p is the body of the notice, slot its planned instant. It is empty when nothing
// calls any more, and then there is nothing to send. items may hold more than the person's own.
func DigestItems(e Env, to PersonID, kind NoticeKind, items []Item, p Planned, slot time.Time) []DigestLine {
	d := digest{Env: e, to: to, kind: kind, since: p.Since, slot: slot, loc: ZoneOf(e, to)}
	d.day = DateOf(slot.In(d.loc))
	if today := DateOf(e.Now.In(d.loc)); today.After(d.day) {
		d.day = today
	}
	if d.since.IsZero() || d.since.After(d.day) {
		d.since = d.day
	}
	out := d.lines(items)
	if len(out) == 0 && (kind == NoticeEscalated || p.Steps) {
		d.taken = true
		out = d.lines(items)
	}
	return out
}

func (d digest) lines(items []Item) []DigestLine {
	var out []DigestLine
	calls := false
	for _, it := range items {
		if l, ok := d.line(it); ok {
			out = append(out, l)
			calls = calls || l.Calls
		}
	}
	if !calls {
		return nil
	}
	slices.SortStableFunc(out, byUrgency)
	return out
}

func byUrgency(a, b DigestLine) int {
	return cmp.Or(-cmp.Compare(btoi(a.Calls), btoi(b.Calls)), cmp.Compare(urgency[a.Why], urgency[b.Why]),
		cmp.Compare(daysKey(a), daysKey(b)), dueFirst(a.Item.Due.Date, b.Item.Due.Date), cmp.Compare(a.Item.Number.Year, b.Item.Number.Year),
		cmp.Compare(a.Item.Number.Seq, b.Item.Number.Seq), cmp.Compare(a.Item.Number.Child, b.Item.Number.Child))
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// daysKey puts what is nearer before what is further off, and what is later or waits longer before the rest.
func daysKey(l DigestLine) int {
	if l.Why == WhyDue {
		return l.Days
	}
	return -l.Days
}

// dueFirst orders deadlines, none last.
func dueFirst(a, b Date) int {
	if a.IsZero() != b.IsZero() {
		return -cmp.Compare(btoi(!a.IsZero()), btoi(!b.IsZero()))
	}
	return a.Compare(b)
}

// A digest is one recipient's message while it is put together.
type digest struct {
	Env
	to    PersonID
	kind  NoticeKind
	since Date
	day   Date // the slot's, or today when it is sent later
	slot  time.Time
	loc   *time.Location
	taken bool // show every step taken: those that came late, after a change of the policy, can't be told from the others
}

// line gives the item's line; ok is false when the item is not the recipient's concern.
func (d digest) line(it Item) (DigestLine, bool) {
	best := DigestLine{Item: it}
	for _, c := range d.allCalls(it) {
		if d.applies(it, c) && (best.Why == "" || urgency[c.why] < urgency[best.Why]) {
			best.Why, best.Calls = c.why, true
		}
	}
	if best.Why == "" && d.kind == NoticeDigest && d.owns(it) {
		best.Why = d.stands(it)
		if d.awoken(it) {
			best.Calls = true
			if best.Why == WhyOpen {
				best.Why = WhySnoozed
			}
		}
	}
	if best.Why == "" {
		return best, false
	}
	best.Days = d.days(it, best.Why)
	return best, true
}

// allCalls are the item's calls with the steps already taken, whose message this may be.
func (d digest) allCalls(it Item) []call {
	if !slices.Contains(working, it.State) {
		return d.calls(it)
	}
	out := slices.DeleteFunc(d.calls(it), func(c call) bool { return c.step > 0 })
	updated := DateOf(it.UpdatedAt.In(d.Zone()))
	for _, c := range d.stepCalls(it, 0) {
		if d.taken || c.step > it.Escalation || !c.next(updated).Before(d.since) {
			out = append(out, c)
		}
	}
	return out
}

// applies reports whether the call is made to the recipient in this message.
func (d digest) applies(it Item, c call) bool {
	if !slices.Contains(c.to, d.to) || d.kind == NoticeEscalated && c.why != WhyEscalated || d.answeredStep(it, c, d.to) {
		return false
	}
	for x := c.next(d.since); !x.IsZero() && !x.After(d.day); x = c.next(x.AddDays(1)) {
		if !c.unit || !d.hushed(it, x, DigestSlot(d.Policy, x, d.loc), d.loc) {
			return true
		}
	}
	return false
}

// answeredStep reports whether a step of the escalation has nothing left to say to somebody: they have taken note, or the explanation is there.
func (e Env) answeredStep(it Item, c call, to PersonID) bool {
	switch c.why {
	case WhyEscalated:
		return e.acknowledged(it, to)
	case WhyExplain:
		return e.explained(it)
	}
	return false
}

// awoken reports whether a snooze of the item ended in the time that the message covers: since the slot before its first day.
func (d digest) awoken(it Item) bool {
	before := DigestSlot(d.Policy, PreviousWorkday(d.Cal, d.since.AddDays(-1)), d.loc)
	if it.Snoozed.IsZero() || it.Snoozed.After(d.Now) || !it.Snoozed.After(before) {
		return false
	}
	return it.ReportedAt.IsZero() || it.ReportedAt.Before(it.Snoozed)
}

// owns reports whether the recipient works on the item.
func (d digest) owns(it Item) bool {
	return slices.Contains(working, it.State) && it.Children == it.Finished && slices.Contains(d.whom(it, ForWork), d.to)
}

// stands is why an item that calls for nothing today is worth a glance.
func (d digest) stands(it Item) Why {
	switch {
	case d.Overdue(it.Row()):
		return WhyOverdue
	case it.Returned != "":
		return WhyReturned
	case it.State == StateIssued && d.Policy.Receipt:
		return WhyUnsigned
	}
	return WhyOpen
}

func (d digest) days(it Item, w Why) int {
	today := DateOf(d.Now.In(d.loc))
	since := func(t time.Time) int { return today.DaysSince(DateOf(t.In(d.loc))) }
	switch w {
	case WhyOverdue, WhyEscalated, WhyExplain:
		return max(0, today.DaysSince(it.Row().Deadline().Date)) // of the period that is owed, where the item recurs
	case WhyDue, WhyToday:
		return max(0, WorkdaysBetween(d.Cal, today, it.Due.Date))
	case WhyUnsigned:
		issued := DateOf(it.IssuedAt.In(d.Zone()))
		return max(0, WorkdaysBetween(d.Cal, AddWorkdays(d.Cal, issued, d.Policy.ReceiptDays), today))
	case WhyReview:
		return since(it.Submission.At)
	case WhyExtension:
		return since(it.Extension.At)
	case WhyBlocked:
		return since(it.Blocker.Since)
	case WhyDeclined:
		if it.Decline != nil {
			return since(it.Decline.At)
		}
	case WhyCadence:
		return since(lastWord(it))
	}
	return 0
}

// BriefItems is what a leader's brief holds at Now, of the units they answer for: what is overdue, blocked, or waits for their decision,
// by urgency. The head of the organisation sees all units. It is empty when there is nothing of the kind.
func BriefItems(e Env, to PersonID, items []Item) []DigestLine {
	d := digest{Env: e, to: to, loc: ZoneOf(e, to)}
	var out []DigestLine
	for _, it := range items {
		if w, ok := e.briefLine(to, it); ok && w != "" {
			out = append(out, DigestLine{Item: it, Why: w, Days: d.days(it, w), Calls: true})
		}
	}
	slices.SortStableFunc(out, byUrgency)
	return out
}

// briefLine is why the item stands in a person's brief, if it does; ok is false when it is none of theirs.
func (e Env) briefLine(to PersonID, it Item) (w Why, ok bool) {
	p, _ := e.Dir.Person(to)
	over := slices.Contains(e.whom(it, ForOverseer), to)
	if !over && !p.Has(RolePrincipal) || it.Children > 0 && it.Extension == nil {
		return "", false
	}
	w = e.briefWhy(it, over)
	return w, it.Children == 0 || w == WhyExtension // of a parent only what is asked for the whole
}

// briefWhy is why the item stands in a brief; over says that the reader is its overseer, who decides on it.
func (e Env) briefWhy(it Item, over bool) Why {
	switch row := it.Row(); {
	case !it.State.Open() || it.State == StateSuspended:
	case over && it.State == StateSubmitted && it.Submission != nil && it.Submission.Stage == StageLeader:
		return WhyReview
	case over && it.Extension != nil:
		return WhyExtension
	case e.Overdue(row):
		return WhyOverdue
	case row.Stuck():
		return WhyBlocked
	}
	return ""
}

// ReadPlanned gives the body of a planned notice; the zero Planned when it has none.
func ReadPlanned(n Notice) Planned {
	var p Planned
	if json.Unmarshal(n.Body, &p) != nil {
		return Planned{}
	}
	return p
}

// Concerns reads the open items that may concern a person: those of their units, those that they handle, and, for the office and for leaders,
// those that are overdue, blocked or waiting. Whoever stands in for an absent person is concerned by theirs too.
func Concerns(ctx context.Context, st Store, e Env, to PersonID) ([]Item, error) {
	units, people, above := e.reach(to)
	var ids []ItemID
	seen := map[ItemID]bool{}
	take := func(ok func(Row) bool) func(Row) bool {
		return func(r Row) bool {
			if !seen[r.ID] && ok(r) {
				seen[r.ID] = true
				ids = append(ids, r.ID)
			}
			return true
		}
	}
	all := func(Row) bool { return true }
	var err error
	if len(units) > 0 {
		err = st.Rows(ctx, Filter{Lead: units, Open: true}, take(all))
	}
	for _, p := range people {
		err = errors.Join(err, st.Rows(ctx, Filter{Handler: p, Open: true}, take(all)))
	}
	if above {
		err = errors.Join(err, st.Rows(ctx, Filter{Open: true}, take(e.notable)))
	}
	if err != nil {
		return nil, err
	}
	out := make([]Item, 0, len(ids))
	for _, id := range ids {
		it, err := st.Item(ctx, id)
		if err != nil {
			return nil, err
		}
		out = append(out, it)
	}
	return out, nil
}

// notable rows are those that the office or a leader may have to act on.
func (e Env) notable(r Row) bool {
	return r.State == StateDeclined || r.State == StateSubmitted || r.Extension || r.Stuck() || e.Overdue(r)
}

// reach gives the units and people that a person answers for today, deputies for those they replace, and whether they stand above units.
func (e Env) reach(to PersonID) (units []UnitID, people []PersonID, above bool) {
	who := e.standsFor(to)
	if self, ok := e.Dir.Person(to); ok {
		who = append(who, self)
	}
	for _, p := range who {
		people = append(people, p.ID)
		for _, u := range p.Units() {
			if !slices.Contains(units, u) {
				units = append(units, u)
			}
		}
		above = above || p.Has(RoleSupervisor) || p.Has(RoleAdmin) || p.Has(RoleLeader) || p.Has(RolePrincipal) || len(p.Oversees)+len(p.Contacts) > 0
	}
	return units, people, above
}
