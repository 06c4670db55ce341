package ledger

import (
	"encoding/json"
	"slices"
	"time"
)

// A Job is what a rule does when its time comes.
type Job string

// The jobs.
const (
	JobDue      Job = "due_reminder"     // reminds of what is due soon
	JobOverdue  Job = "overdue_reminder" // reminds of what is overdue
	JobDigest   Job = "digest"           // sends each person their open items
	JobReport   Job = "report_call"      // asks for a report on what is open
	JobBulletin Job = "bulletin"         // 通报
	JobBrief    Job = "brief"            // a leader's brief
	JobDispatch Job = "dispatch"         // 调度: calls the units' heads together, with their items
	JobReview   Job = "review"           // asks the office to go through what waits for review
	JobExport   Job = "export"           // sends a document (Rule.Document)
)

// A Target narrows whom or what a rule is about. Empty fields do not restrict.
type Target struct {
	Unit   UnitID   `json:"unit,omitempty"`
	Person PersonID `json:"person,omitempty"`
	Place  Place    `json:"place,omitzero"` // a channel; of bulletins, and of digests to a channel
}

// A Rule is a schedule set by an admin. It keeps what was meant in local time; Next is derived, and the truth for when it fires.
type Rule struct {
	ID        string    `json:"id"`
	Job       Job       `json:"job"`
	Spec      string    `json:"spec"`                 // five cron fields, or an RRULE with DTSTART where needed; see reminders/schedule
	Phrase    string    `json:"phrase,omitempty"`     // as the admin said it
	Zone      string    `json:"zone,omitempty"`       // IANA; empty: the organisation's
	DayPolicy string    `json:"day_policy,omitempty"` // on days off: skip, before, after; empty: fires all the same
	Target    Target    `json:"target,omitzero"`
	Priority  *Priority `json:"priority,omitempty"` // only items of the tier
	State     State     `json:"state,omitempty"`    // only items in the state
	Text      string    `json:"text,omitempty"`     // what the message says beside its items, in the admin's words
	Document  string    `json:"document,omitempty"` // of an export: its kind, as bot/export names it
	AutoSend  bool      `json:"auto_send,omitempty"`
	Paused    bool      `json:"paused,omitempty"`
	Until     Date      `json:"until,omitzero"` // of a pause: fires again from that date; zero: until it is resumed
	By        PersonID  `json:"by,omitempty"`
	Set       time.Time `json:"set,omitzero"`
	Next      time.Time `json:"next,omitzero"` // UTC; zero: never again
	Last      time.Time `json:"last,omitzero"` // the slot that fired last
	Skipped   string    `json:"skipped,omitempty"`
	Sent      int       `json:"sent,omitempty"` // messages planned by the last fire
}

// Why a rule's last slot sent nothing, in Rule.Skipped.
const (
	SkippedPaused = "paused"
	SkippedNobody = "nobody" // no recipient can be reached
)

// RuleRecord is the rule's record, to be looked at at Next. rev is the revision it was decided on; 0: new.
func RuleRecord(r Rule, rev int64) Record {
	rec := NewRecord(RecordRule, r.ID, rev, r)
	rec.At = r.Next.UTC()
	return rec
}

// ReadRule decodes a rule's record.
func ReadRule(rec Record) (Rule, error) {
	var r Rule
	err := json.Unmarshal(rec.Data, &r)
	return r, err
}

// Fired is the Body of a rule's notices.
type Fired struct {
	Planned
	Release bool `json:"release,omitempty"` // a bulletin that the office has to release before it goes to its channel
}

// ZoneOfRule is the zone that the rule's times are in.
func ZoneOfRule(e Env, r Rule) *time.Location {
	if loc, ok := Location(r.Zone); ok {
		return loc
	}
	return e.Zone()
}

// Fire is what a rule does at a slot: its notices, one a recipient. missed says how many of its slots before this one passed while followup
// was down. The rule that is given back has Last, Sent and Skipped set; Next and the record are the caller's, who knows the schedule.
func Fire(e Env, r Rule, slot time.Time, missed int) (Rule, []Notice) {
	loc := ZoneOfRule(e, r)
	r.Last, r.Sent, r.Skipped = slot.UTC(), 0, ""
	if r.Paused {
		if r.Until.IsZero() || DateOf(slot.In(loc)).Before(r.Until) {
			r.Skipped = SkippedPaused
			return r, nil
		}
		r.Paused, r.Until = false, Date{}
	}
	kind, to, release := e.addressees(r)
	if len(to) == 0 {
		r.Skipped = SkippedNobody
		return r, nil
	}
	b, err := json.Marshal(Fired{Planned{Since: DateOf(slot.In(loc)), Missed: missed}, release})
	if err != nil {
		panic("ledger: " + err.Error()) // dates and numbers are JSON
	}
	var out []Notice
	for _, who := range to {
		zone := loc
		if who.Person != "" {
			zone = ZoneOf(e, who.Person)
		}
		out = append(out, Notice{Key: NoticeKey(e.Dir.Org().ID, who, "rule/"+r.ID, slot, loc), To: who, Kind: kind, Class: ClassReminder,
			Rule: r.ID, Slot: slot.UTC(), NotBefore: e.ruleTime(r, slot, zone).UTC(), Body: b})
	}
	r.Sent = len(out)
	return r, out
}

// ruleTime is when a rule's message of a slot goes out to somebody in the zone: not before Now, not in the quiet hours, and, when it is late
// and the rule minds days off, not on one of them.
func (e Env) ruleTime(r Rule, slot time.Time, zone *time.Location) time.Time {
	if !e.Now.After(slot) {
		return e.Policy.AfterQuiet(slot, zone)
	}
	if d := DateOf(e.Now.In(zone)); r.DayPolicy != "" && !e.Cal.Workday(d) {
		return DigestSlot(e.Policy, NextWorkday(e.Cal, d), zone)
	}
	return e.Policy.AfterQuiet(e.Now, zone)
}

// addressees are whom a rule tells, with which kind of notice, and whether the office has to release it first.
func (e Env) addressees(r Rule) (NoticeKind, []Recipient, bool) {
	switch r.Job {
	case JobBulletin:
		if !r.AutoSend {
			return NoticeBulletin, recipients(Recipients(e, Item{}, ForOffice)), true
		}
		return NoticeBulletin, e.target(r, e.leaders), false
	case JobExport:
		return NoticeRule, e.target(r, func() []PersonID { return Recipients(e, Item{}, ForOffice) }), false
	case JobBrief:
		return NoticeBrief, e.target(r, e.leaders), false
	case JobReview:
		return NoticeRule, e.target(r, func() []PersonID { return Recipients(e, Item{}, ForOffice) }), false
	case JobDispatch:
		return NoticeRule, e.target(r, func() []PersonID { return e.people(func(p Person) bool { return p.Has(RoleHead) }) }), false
	}
	return NoticeRule, e.target(r, func() []PersonID {
		return e.people(func(p Person) bool { return p.Has(RoleHead) || p.Has(RoleLiaison) || p.Has(RoleMember) })
	}), false
}

// ReleasedTo is where a bulletin goes once the office has released it: the channel, person or unit that the rule names, otherwise the leaders.
func ReleasedTo(e Env, r Rule) []Recipient { return e.target(r, e.leaders) }

// target is whom the rule names: a place, a person, those who answer for a unit; otherwise everybody.
func (e Env) target(r Rule, everybody func() []PersonID) []Recipient {
	switch t := r.Target; {
	case t.Place != Place{}:
		return []Recipient{{Place: t.Place}}
	case t.Person != "":
		return recipients(e.people(func(p Person) bool { return p.ID == t.Person }))
	case t.Unit != "" && r.Job == JobBulletin:
		if c := e.Dir.Unit(t.Unit).Channels; len(c) > 0 {
			return []Recipient{{Place: Place{Messenger: c[0].Messenger, Workspace: c[0].Workspace, Conversation: c[0].Conversation}}}
		}
		return recipients(Recipients(e, Item{Lead: t.Unit}, ForIssue))
	case t.Unit != "" && r.Job == JobBrief:
		return recipients(Recipients(e, Item{Lead: t.Unit}, ForOverseer))
	case t.Unit != "":
		return recipients(e.people(func(p Person) bool { return slices.Contains(p.Units(), t.Unit) }))
	}
	return recipients(everybody())
}

// leaders are those who get a brief unless they asked for none.
func (e Env) leaders() []PersonID {
	return e.people(func(p Person) bool { return (p.Has(RoleLeader) || p.Has(RolePrincipal)) && !p.Muted })
}

func recipients(people []PersonID) []Recipient {
	out := make([]Recipient, len(people))
	for i, p := range people {
		out[i] = Recipient{Person: p}
	}
	return out
}

// Briefs are the leaders' briefs of a day, each at Policy.Brief in the leader's zone.
func Briefs(e Env, d Date, missed int) []Notice {
	var out []Notice
	for _, p := range e.leaders() {
		loc := ZoneOf(e, p)
		out = append(out, plan(e, p, NoticeBrief, string(NoticeBrief), BriefSlot(e.Policy, d, loc), Planned{Since: d, Missed: missed}))
	}
	return out
}

// BriefSlot is when the brief of day d goes out in loc.
func BriefSlot(p Policy, d Date, loc *time.Location) time.Time { return d.At(p.outside(p.Brief), loc) }

// BriefDay is the first working day of a week (from Monday) not before d; a week without a working day has none.
func BriefDay(c Calendar, d Date) Date {
	monday := d.AddDays(-(int(d.Weekday()) + 6) % 7)
	for range 60 { // more than a year of weeks without work is a calendar without work
		if f := NextWorkday(c, monday); !f.Before(d) && f.DaysSince(monday) < 7 {
			return f
		}
		monday = monday.AddDays(7)
	}
	return d
}
