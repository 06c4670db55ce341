package ledger

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// RecordCampaign holds a Campaign. Its At is when those who have not submitted are reminded next.
const RecordCampaign RecordKind = "campaign"

// A Campaign is a call to people to hand something in (述职、述廉、述案) by a day. Only who has submitted is kept, and references to what; never
// its text.
type Campaign struct {
	ID        string     `json:"id"`
	Title     string     `json:"title"` // 述职
	Due       Date       `json:"due"`
	By        PersonID   `json:"by"`
	At        time.Time  `json:"at"`
	Whom      string     `json:"whom,omitempty"` // as it was said: 各部门负责人
	People    []PersonID `json:"people"`
	Submitted []Handed   `json:"submitted,omitempty"`
	Closed    time.Time  `json:"closed,omitzero"`
	ClosedBy  PersonID   `json:"closed_by,omitempty"`
}

// Handed is one person's submission; By is who recorded it.
type Handed struct {
	Person PersonID   `json:"person"`
	By     PersonID   `json:"by"`
	At     time.Time  `json:"at"`
	Refs   []Evidence `json:"refs,omitempty"` // files and links, by reference
}

// Has gives the person's submission, or nil.
func (c Campaign) Has(p PersonID) *Handed {
	if i := slices.IndexFunc(c.Submitted, func(h Handed) bool { return h.Person == p }); i >= 0 {
		return &c.Submitted[i]
	}
	return nil
}

// Missing are the people who have not submitted; whoever left is not waited for.
func (c Campaign) Missing(e Env) (out []PersonID) {
	for _, id := range c.People {
		if p, ok := e.Dir.Person(id); ok && !p.Gone && c.Has(id) == nil {
			out = append(out, id)
		}
	}
	return out
}

// Rate is how many have submitted, of those who are waited for or have submitted.
func (c Campaign) Rate(e Env) Rate {
	return Rate{Part: len(c.Submitted), Of: len(c.Submitted) + len(c.Missing(e))}
}

// Open reports whether submissions are taken; after the day too, until the office ends it.
func (c Campaign) Open() bool { return c.Closed.IsZero() }

// record of the campaign, looked at again at its next reminder.
func (c Campaign) record(e Env, rev int64, after Date) Record {
	r := NewRecord(RecordCampaign, c.ID, rev, c)
	if c.Open() && len(c.Missing(e)) > 0 {
		r.At = DigestSlot(e.Policy, c.nextDay(e, after), e.Zone()).UTC()
	}
	return r
}

// nextDay is the first day after the given one on which those missing are reminded: the lead days of the policy, and each working day after
// the deadline.
func (c Campaign) nextDay(e Env, after Date) Date {
	next := NextWorkday(e.Cal, later(after.AddDays(1), c.Due.AddDays(1)))
	for _, n := range append([]int{0}, e.Policy.Before...) {
		if d := e.leadDay(c.Due, n); d.After(after) && d.Before(next) {
			next = d
		}
	}
	return next
}

// Call opens a campaign (the office does).
func Call(e Env, c Campaign, by PersonID) (Change, error) {
	if err := e.Allowed(by, ActRegister, Item{}); err != nil {
		return Change{}, err
	}
	switch {
	case len(c.People) == 0:
		return Change{}, &Refused{Action: ActRegister, Code: RefusedUnit}
	case c.Due.IsZero():
		return Change{}, &Refused{Action: ActRegister, Code: RefusedDate}
	case c.Due.Before(e.Today()):
		return Change{}, &Refused{Action: ActRegister, Code: RefusedPast}
	}
	c.ID, c.By, c.At = NewID(e.Now, e.Source, 0), by, e.Now.UTC()
	out := e.change()
	out.Records = []Record{c.record(e, 0, e.Today())}
	return out, nil
}

// HandIn records a submission: one's own, or somebody's by the office. Doing it again adds references.
func HandIn(e Env, c Campaign, rev int64, by, who PersonID, refs []Evidence) (Change, error) {
	if by != who {
		if err := e.Allowed(by, ActRegister, Item{}); err != nil {
			return Change{}, err
		}
	}
	if !c.Open() {
		return Change{}, &Refused{Action: ActSubmit, Code: RefusedState}
	}
	if !slices.Contains(c.People, who) {
		return Change{}, &Refused{Action: ActSubmit, Code: RefusedUnit}
	}
	c.Submitted = slices.Clone(c.Submitted)
	refs = slices.DeleteFunc(slices.Clone(refs), func(x Evidence) bool { return x.Kind == "text" })
	if h := c.Has(who); h != nil {
		h.Refs = append(slices.Clone(h.Refs), refs...)
	} else {
		c.Submitted = append(c.Submitted, Handed{Person: who, By: by, At: e.Now.UTC(), Refs: refs})
	}
	out := e.change()
	out.Records = []Record{c.record(e, rev, e.Today())}
	return out, nil
}

// EndCampaign closes it (the office does).
func EndCampaign(e Env, c Campaign, rev int64, by PersonID) (Change, error) {
	if err := e.Allowed(by, ActRegister, Item{}); err != nil {
		return Change{}, err
	}
	if !c.Open() {
		return Change{}, &Refused{Action: ActRegister, Code: RefusedAgain}
	}
	c.Closed, c.ClosedBy = e.Now.UTC(), by
	out := e.change()
	out.Records = []Record{c.record(e, rev, e.Today())}
	return out, nil
}

// RemindCampaign plans the digests of those who have not submitted, and the next look. Their digest is the day's one message, whatever else
// it holds.
func RemindCampaign(e Env, rec Record) (Change, error) {
	var c Campaign
	if err := json.Unmarshal(rec.Data, &c); err != nil {
		return Change{}, fmt.Errorf("campaign %s: %w", rec.ID, err)
	}
	out := e.change()
	out.Records = []Record{c.record(e, rec.Rev, e.Today())}
	for _, p := range c.Missing(e) {
		slot := e.sendSlot(ZoneOf(e, p))
		out.Notices = append(out.Notices, plan(e, p, NoticeDigest, string(NoticeDigest), slot, Planned{Since: DateOf(slot.In(ZoneOf(e, p)))}))
	}
	return out, nil
}

// OpenCampaigns are those that take submissions, the latest deadline last.
func OpenCampaigns(ctx context.Context, from Records) ([]Campaign, error) {
	all, err := LoadAll[Campaign](ctx, from, RecordCampaign, "")
	all = slices.DeleteFunc(all, func(c Campaign) bool { return !c.Open() })
	slices.SortStableFunc(all, func(a, b Campaign) int { return a.Due.Compare(b.Due) })
	return all, err
}

// CampaignNamed is the campaign that words name, among those given; without words the only one.
func CampaignNamed(all []Campaign, words string) (Campaign, bool) {
	if words == "" && len(all) == 1 {
		return all[0], true
	}
	for _, c := range slices.Backward(all) {
		if words != "" && (strings.Contains(Fold(c.Title), Fold(words)) || strings.Contains(Fold(words), Fold(c.Title))) {
			return c, true
		}
	}
	return Campaign{}, false
}

// Heads are the heads of units, each once, in the units' order.
func (e Env) Heads(units []UnitID) (out []PersonID) {
	for _, u := range units {
		out = union(out, Recipients(e, Item{Lead: u}, ForHead))
	}
	return out
}
