package ledger

import (
	"context"
	"fmt"
	"slices"
)

// A Reader is what planned messages are worded from.
type Reader interface {
	Store
	Records
}

// Digest gives what a planned message holds at Now, by the kind of its notice: see DigestItems, BriefItems and RuleItems. Nothing means that
// there is nothing to send.
func Digest(ctx context.Context, st Reader, e Env, n Notice) ([]DigestLine, error) {
	var rule Rule
	if n.Kind == NoticeRule {
		rec, err := st.Record(ctx, RecordRule, n.Rule)
		if err == nil {
			rule, err = ReadRule(rec)
		}
		if err != nil {
			return nil, fmt.Errorf("notice %s: rule %s: %w", n.Key, n.Rule, err)
		}
	}
	items, err := e.material(ctx, st, n.To, rule)
	if err != nil {
		return nil, fmt.Errorf("notice %s: %w", n.Key, err)
	}
	switch n.Kind {
	case NoticeBrief:
		return BriefItems(e, n.To.Person, items), nil
	case NoticeRule:
		return RuleItems(e, rule, n.To, items), nil
	}
	return DigestItems(e, n.To.Person, n.Kind, items, ReadPlanned(n), n.Slot), nil
}

// material reads the items that a message may hold: the recipient's concerns, or, for a channel, those of its units.
func (e Env) material(ctx context.Context, st Store, to Recipient, rule Rule) ([]Item, error) {
	if to.Person != "" {
		return Concerns(ctx, st, e, to.Person)
	}
	f := Filter{Open: true, Lead: e.unitsOf(rule, to)}
	var ids []ItemID
	if err := st.Rows(ctx, f, func(r Row) bool { ids = append(ids, r.ID); return true }); err != nil {
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

// unitsOf are the units that a rule's message in a channel is about: the one it names, else those that the channel belongs to; none: all.
func (e Env) unitsOf(r Rule, to Recipient) []UnitID {
	if r.Target.Unit != "" {
		return []UnitID{r.Target.Unit}
	}
	here := Channel{Messenger: to.Place.Messenger, Workspace: to.Place.Workspace, Conversation: to.Place.Conversation}
	var out []UnitID
	for _, u := range e.Dir.Org().Units {
		if slices.Contains(u.Channels, here) {
			out = append(out, u.ID)
		}
	}
	return out
}

// RuleItems is what a rule's message holds at Now for its recipient, by urgency: of the items that they work on or answer for (in a channel:
// all that are given), those that the rule's job is about. It is empty when there are none.
func RuleItems(e Env, r Rule, to Recipient, items []Item) []DigestLine {
	d := digest{Env: e, to: to.Person, kind: NoticeDigest, loc: ZoneOfRule(e, r)}
	if to.Person != "" {
		d.loc = ZoneOf(e, to.Person)
	}
	var out []DigestLine
	for _, it := range items {
		whole := it.Row()
		if r.Priority != nil && it.Priority != *r.Priority || whole.parted() || r.Target.Unit != "" && it.Lead != r.Target.Unit || r.State != "" && it.State != r.State {
			continue
		}
		if w := d.jobWhy(r.Job, it); w != "" && (to.Person == "" || d.answers(r.Job, it)) {
			out = append(out, DigestLine{Item: it, Why: w, Days: d.days(it, w), Calls: true})
		}
	}
	slices.SortStableFunc(out, byUrgency)
	return out
}

// answers reports whether the recipient is asked about the item: the office about what waits for it, others about what is theirs.
func (d digest) answers(j Job, it Item) bool {
	if j == JobReview {
		return slices.Contains(d.whom(it, ForOffice), d.to)
	}
	p, _ := d.Dir.Person(d.to)
	return it.Handler == d.to || slices.Contains(d.whom(it, ForWork), d.to) || p.HasAt(RoleHead, it.Lead) || p.HasAt(RoleLiaison, it.Lead)
}

// jobWhy is why an item is in a message of the job; empty: it is not.
func (d digest) jobWhy(j Job, it Item) Why {
	work := slices.Contains(working, it.State)
	switch j {
	case JobReview:
		switch {
		case it.State == StateSubmitted && it.Submission != nil && it.Submission.Stage == StageOffice:
			return WhyReview
		case it.State == StateDeclined:
			return WhyDeclined
		case it.Extension != nil:
			return WhyExtension
		}
		return ""
	case JobOverdue:
		if work && d.Overdue(it.Row()) {
			return WhyOverdue
		}
		return ""
	case JobDue:
		return d.dueSoon(it, work)
	case JobReport:
		if work && it.ReportedAt.Before(DateOf(d.Now.In(d.loc)).In(d.loc)) {
			return WhyCadence
		}
		return ""
	}
	if !work {
		return ""
	}
	return d.stands(it)
}

// dueSoon is why an item that is due within the longest of the policy's lead times, or is overdue, is told of.
func (d digest) dueSoon(it Item, work bool) Why {
	if !work || it.Due.IsZero() {
		return ""
	}
	lead := 3
	for _, n := range d.Policy.Before {
		lead = max(lead, n)
	}
	today := DateOf(d.Now.In(d.loc))
	switch {
	case d.Overdue(it.Row()):
		return WhyOverdue
	case it.Due.Date == today:
		return WhyToday
	case WorkdaysBetween(d.Cal, today, it.Due.Date) <= lead:
		return WhyDue
	}
	return ""
}
