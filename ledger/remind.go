package ledger

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// stepBack is how far the clock may be set back without a slot being looked at twice. What was looked at further in the future than that was
// looked at by a clock that was wrong, and does not count.
const stepBack = 72 * time.Hour

// lookBack bounds how far a look that never came is made up for.
const lookBack = 60 * 24 * time.Hour

// planAfter is the item's plan after an act.
func (e Env) planAfter(it Item) Plan {
	p := it.Plan
	p.Next, p.Owed = NextLook(e, it), e.owed(it, e.Today())
	return p
}

// NextLook is when followup must next look at the item: the first slot of any recipient for which the item, as it stands, calls for
// something, or the end of a snooze. It is zero when it never does. A look that is pending at Now stays pending, so that an act just before
// it does not lose it.
func NextLook(e Env, it Item) time.Time {
	after := e.Now
	if p := it.Plan.Next; !p.IsZero() && !p.After(e.Now) {
		after = p.Add(-1)
	}
	if last := it.Plan.Last; last.After(after) && last.Before(e.Now.Add(stepBack)) {
		after = last
	}
	return e.nextLook(it, after)
}

func (e Env) nextLook(it Item, after time.Time) time.Time {
	var next time.Time
	take := func(t time.Time) {
		if t.After(after) && (next.IsZero() || t.Before(next)) {
			next = t
		}
	}
	for _, c := range e.calls(it) {
		for _, loc := range e.zonesOf(c.to) {
			from := DateOf(after.In(loc))
			for range 2 { // the slot of the first day may have gone by
				d := c.next(from)
				if d.IsZero() {
					break
				}
				take(DigestSlot(e.Policy, d, loc))
				from = d.AddDays(1)
			}
		}
	}
	if !it.Snoozed.IsZero() && slices.Contains(working, it.State) {
		take(e.snoozeEnd(it))
	}
	return next.UTC()
}

// snoozeEnd is when the reminder that was put off comes: where that is at night or on a day off for whoever does the work, at their next slot.
func (e Env) snoozeEnd(it Item) time.Time {
	loc := e.Zone()
	if who := e.whom(it, ForWork); len(who) > 0 {
		loc = ZoneOf(e, who[0])
	}
	if Awake(e, it.Snoozed, loc) {
		return it.Snoozed
	}
	return e.slotFrom(DateOf(it.Snoozed.In(loc)), it.Snoozed, loc)
}

// zonesOf are the different zones of the recipients; the organisation's when there are none.
func (e Env) zonesOf(to []PersonID) []*time.Location {
	if len(to) == 0 {
		return []*time.Location{e.Zone()}
	}
	out := make([]*time.Location, 0, 1)
	for _, p := range to {
		if loc := ZoneOf(e, p); !slices.Contains(out, loc) {
			out = append(out, loc)
		}
	}
	return out
}

// A Planned is the Body of planned notices that are worded from the ledger when they are delivered.
type Planned struct {
	Since  Date `json:"since"`            // the first day whose call the message answers; before the slot's day when followup was down
	Missed int  `json:"missed,omitempty"` // how many messages to this recipient did not go out before this one
	Steps  bool `json:"steps,omitempty"`  // it tells the recipient of steps of the escalation
}

// A hit is one day's call to one person.
type hit struct {
	call call
	to   PersonID
	day  Date
}

// Remind is what the item calls for at Now by the policy: notices (one digest a recipient and slot, whose items share its key, and one for
// escalations), the events that record them, and Plan.Next. Days that were missed while followup was down are made up for in one notice;
// whatever comes due at night or on a day off waits for the next slot. It is an empty change but for Plan when nothing is called for.
func Remind(e Env, it Item) (Change, error) {
	if it.ID == "" {
		return Change{}, fmt.Errorf("remind: item without an id")
	}
	hits := e.hits(it)
	c := e.change()
	it.Plan = Plan{Last: e.Now.UTC(), Owed: e.owed(it, e.Today())}
	c.Notices = e.planned(it, hits)
	c.Events = e.tally(&it, hits)
	it.Plan.Next = e.nextLook(it, e.Now)
	c.Items = []Item{it}
	return c, nil
}

// hits are the calls whose slots have come since the look that was planned.
func (e Env) hits(it Item) []hit {
	from := it.Plan.Next
	if from.IsZero() || from.Before(e.Now.Add(-lookBack)) {
		from = e.Now.Add(-lookBack)
	}
	after := it.IssuedAt
	if last := it.Plan.Last; last.After(after) && last.Before(e.Now.Add(stepBack)) {
		after = last
	}
	var out []hit
	waiting := false // a step is taken only after the one before it
	for _, c := range e.calls(it) {
		if c.step > 0 {
			steps := e.stepHits(it, c, from, after)
			if waiting = waiting || len(steps) == 0; !waiting {
				out = append(out, steps...)
			}
			continue
		}
		for _, p := range c.to {
			out = append(out, e.hitsOf(it, c, p, from, after)...)
		}
	}
	return append(out, e.snoozed(it, after)...)
}

// stepHits takes a step for all whom it tells as soon as the slot of the first has come; the others hear of it at their own next slot. A step
// that reaches nobody is a hit without a person, so that it is recorded.
func (e Env) stepHits(it Item, c call, from, after time.Time) []hit {
	if len(c.to) == 0 {
		return e.hitsOf(it, c, "", from, after)
	}
	for _, p := range c.to {
		h := e.hitsOf(it, c, p, from, after)
		if len(h) == 0 {
			continue
		}
		var out []hit
		for _, q := range c.to {
			out = append(out, hit{call: c, to: q, day: h[0].day})
		}
		return out
	}
	return nil
}

func (e Env) hitsOf(it Item, c call, p PersonID, from, after time.Time) []hit {
	loc := ZoneOf(e, p)
	var out []hit
	for d := c.next(DateOf(from.In(loc))); !d.IsZero(); d = c.next(d.AddDays(1)) {
		slot := DigestSlot(e.Policy, d, loc)
		if slot.After(e.Now) {
			break
		}
		if slot.Before(from) || !slot.After(after) || c.unit && e.hushed(it, d, slot, loc) {
			continue
		}
		out = append(out, hit{call: c, to: p, day: d})
		if c.step > 0 {
			break
		}
	}
	return out
}

// hushed reports whether the unit has stopped the call of day d: by a report since the day began, or by a snooze. A snooze ends with the deadline.
func (e Env) hushed(it Item, d Date, slot time.Time, loc *time.Location) bool {
	if !it.ReportedAt.IsZero() && !it.ReportedAt.Before(d.In(loc)) {
		return true
	}
	if it.Snoozed.IsZero() || !slot.Before(it.Snoozed) {
		return false
	}
	return it.Due.IsZero() || slot.Before(it.Due.Passed(e.Zone()))
}

// snoozed is the reminder that was put off, when its time has come.
func (e Env) snoozed(it Item, after time.Time) []hit {
	if it.Snoozed.IsZero() || !slices.Contains(working, it.State) {
		return nil
	}
	end := e.snoozeEnd(it)
	if end.After(e.Now) || !end.After(after) || !it.ReportedAt.IsZero() && !it.ReportedAt.Before(it.Snoozed) {
		return nil
	}
	var out []hit
	for _, p := range e.whom(it, ForWork) {
		loc := ZoneOf(e, p)
		on := end // at night or on a day off for them, it is the next slot's
		if !Awake(e, end, loc) {
			on = e.slotFrom(DateOf(end.In(loc)), end, loc)
		}
		out = append(out, hit{call: call{why: WhySnoozed, unit: true}, to: p, day: DateOf(on.In(loc))})
	}
	return out
}

// planned makes the notices of the hits: one a recipient. What the recipient's brief of the day says is not said again.
func (e Env) planned(it Item, hits []hit) []Notice {
	var order []PersonID
	days := map[PersonID][]Date{}
	only := map[PersonID]bool{} // nothing but the end of a snooze
	steps := map[PersonID]bool{}
	for _, h := range hits {
		if h.to == "" || !h.call.unit && e.inBrief(h.to, it) || e.answeredStep(it, h.call, h.to) {
			continue
		}
		if _, ok := days[h.to]; !ok {
			order = append(order, h.to)
			only[h.to] = true
		}
		days[h.to] = append(days[h.to], h.day)
		only[h.to] = only[h.to] && h.call.why == WhySnoozed
		steps[h.to] = steps[h.to] || h.call.step > 0
	}
	var out []Notice
	for _, to := range order {
		d := days[to]
		slices.SortFunc(d, Date.Compare)
		d = slices.Compact(d)
		loc := ZoneOf(e, to)
		slot := e.sendSlot(loc)
		if end := e.snoozeEnd(it); only[to] && Awake(e, end, loc) && Awake(e, e.Now, loc) {
			slot = end
		}
		on := DateOf(slot.In(loc))
		missed, _ := slices.BinarySearchFunc(d, on, Date.Compare)
		out = append(out, plan(e, to, NoticeDigest, string(NoticeDigest), slot, Planned{Since: d[0], Missed: missed, Steps: steps[to]}))
	}
	return out
}

// inBrief reports whether the person gets a brief on the day of what comes due now, and the item stands in it: its units are theirs, and it is
// overdue, blocked, or waits for them.
func (e Env) inBrief(to PersonID, it Item) bool {
	if e.Policy.Brief < 0 || !slices.Contains(e.leaders(), to) {
		return false
	}
	loc := ZoneOf(e, to)
	if day := DateOf(e.sendSlot(loc).In(loc)); BriefDay(e.Cal, day) != day {
		return false
	}
	why, ok := e.briefLine(to, it)
	return ok && why != ""
}

// plan makes a planned notice.
func plan(e Env, to PersonID, kind NoticeKind, rule string, slot time.Time, body Planned) Notice {
	b, err := json.Marshal(body)
	if err != nil {
		panic("ledger: " + err.Error()) // a date and a number are JSON
	}
	r := Recipient{Person: to}
	return Notice{Key: NoticeKey(e.Dir.Org().ID, r, rule, slot, ZoneOf(e, to)), To: r, Kind: kind, Class: ClassReminder,
		Rule: rule, Slot: slot.UTC(), NotBefore: slot.UTC(), Body: b}
}

// tally counts the reminder and the steps taken on the item, and gives the events that say so.
func (e Env) tally(it *Item, hits []hit) []Event {
	var out []Event
	var whys []string
	for _, h := range hits {
		if h.call.unit && !slices.Contains(whys, string(h.call.why)) {
			whys = append(whys, string(h.call.why))
		}
	}
	if len(whys) > 0 {
		it.Reminders++
		ev := e.event(*it, EventReminded, "", "")
		ev.Read = strings.Join(whys, " ")
		out = append(out, ev)
	}
	steps := map[int][]PersonID{}
	for _, h := range hits {
		if h.call.step > 0 {
			steps[h.call.step] = append(steps[h.call.step], h.to)
		}
	}
	for n := it.Escalation + 1; n <= len(e.Policy.Escalation); n++ {
		who, taken := steps[n]
		if !taken {
			break
		}
		it.Escalation = n
		ev := e.event(*it, EventEscalated, "", "")
		ev.Read = StepNote{Step: n, To: e.Policy.Escalation[n-1].To, Told: who}.String()
		out = append(out, ev)
	}
	return out
}

// A StepNote is what the event of an escalation records in Read. Nobody told means that the step was skipped because no one could be reached.
type StepNote struct {
	Step int
	To   string // of the Step
	Told []PersonID
}

// String is the form in Event.Read: "1 overseer p1,p2", "1 overseer -" when skipped.
func (n StepNote) String() string {
	told := make([]string, 0, len(n.Told))
	for _, p := range n.Told {
		if p != "" {
			told = append(told, string(p))
		}
	}
	return fmt.Sprintf("%d %s %s", n.Step, n.To, cmp.Or(strings.Join(told, ","), "-"))
}

// ParseStepNote reads what String wrote.
func ParseStepNote(s string) (n StepNote, ok bool) {
	f := strings.Fields(s)
	if len(f) != 3 {
		return n, false
	}
	if _, err := fmt.Sscanf(f[0], "%d", &n.Step); err != nil {
		return n, false
	}
	n.To = f[1]
	if f[2] != "-" {
		for p := range strings.SplitSeq(f[2], ",") {
			n.Told = append(n.Told, PersonID(p))
		}
	}
	return n, true
}

// MergePlanned makes one of two planned notices with the same key: it answers for the earlier day, and for the more that was missed.
func MergePlanned(a, b Notice) Notice {
	p, q := ReadPlanned(a), ReadPlanned(b)
	if q.Since.Before(p.Since) {
		p.Since = q.Since
	}
	p.Missed = max(p.Missed, q.Missed)
	p.Steps = p.Steps || q.Steps
	body, err := json.Marshal(p)
	if err != nil {
		panic("ledger: " + err.Error()) // a date and a number are JSON
	}
	a.Body = body
	return a
}
