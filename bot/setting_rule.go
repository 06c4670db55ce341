package bot

import (
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/intent"
	"github.com/followup-bot/followup/bot/text"
	"github.com/followup-bot/followup/ledger"
)

// planSchedule makes a new schedule of what was said.
func (t *turn) planSchedule(in intent.Intent) (plan, error) {
	s := in.Slots
	r := ledger.Rule{ID: ledger.NewID(t.env.Now, t.env.Source, 0), Job: ledger.Job(firstOf(s.Job, string(ledger.JobDigest))), Spec: s.Spec(),
		Phrase: strings.TrimSpace(t.m.Text), Zone: t.zone().String(), By: t.me.ID, Set: t.env.Now}
	r.DayPolicy = t.env.Policy.RuleDays
	if how := dayPolicies[s.HolidayPolicy]; how != "" {
		r.DayPolicy = how
	} else if s.Workdays == intent.Said {
		r.DayPolicy = "skip"
	}
	if s.Priority != "" {
		p := priority(s.Priority)
		r.Priority = &p
	}
	if kind := scheduledKind(t.m.Text); kind != "" && (r.Job == ledger.JobDigest || r.Job == "") {
		r.Job, r.Document = ledger.JobExport, string(kind)
	}
	if s.State == "unsigned" {
		r.State = ledger.StateIssued
	}
	if trouble := t.target(&r, s); trouble != "" {
		return plan{trouble: trouble}, nil
	}
	next, trouble := t.upcoming(r, 3)
	if trouble != "" {
		return plan{trouble: trouble}, nil
	}
	r.Next = next[0]
	return plan{records: []ledger.Record{ledger.RuleRecord(r, 0)}, says: t.v.T("Set_rule", "Job", t.jobName(r),
		"Spec", t.cadence(r), "Whom", t.whom(r), "Next", t.instants(next))}, nil
}

// jobName words what a schedule does; of documents, which one.
func (t *turn) jobName(r ledger.Rule) string {
	name := t.v.T("Job_" + string(r.Job))
	if r.Document != "" {
		name = t.v.T("Set_document", "Job", name, "Doc", t.v.T("Doc_"+r.Document))
	}
	return name
}

func (t *turn) upcoming(r ledger.Rule, n int) (next []time.Time, trouble string) {
	if t.cfg.Schedules == nil || r.Spec == "" {
		return nil, t.v.T("NoSpec")
	}
	next, err := t.cfg.Schedules.Upcoming(r.Spec, r.Zone, r.DayPolicy, t.env.Now, n)
	if err != nil {
		return nil, t.specTrouble(r.Spec, err)
	}
	if len(next) == 0 {
		return nil, t.v.T("NeverFires", "Spec", r.Spec)
	}
	return next, ""
}

// cadence is how often a rule fires: the admin's own words, else its spec.
func (t *turn) cadence(r ledger.Rule) string { return firstOf(r.Phrase, r.Spec) }

func (t *turn) instants(list []time.Time) string {
	names := make([]string, len(list))
	for i, x := range list {
		names[i] = t.v.Clock(x, t.zone())
	}
	return strings.Join(names, t.v.T("Comma"))
}

func (t *turn) rules() ([]ledger.Rule, []int64, error) {
	var rules []ledger.Rule
	var revs []int64
	var bad error
	err := t.cfg.Store.Records(t.ctx, ledger.RecordRule, "", func(rec ledger.Record) bool {
		r, err := ledger.ReadRule(rec)
		if err != nil {
			bad = err
			return false
		}
		rules, revs = append(rules, r), append(revs, rec.Rev)
		return true
	})
	if err == nil {
		err = bad
	}
	return rules, revs, err
}

// dayPolicies are a rule's, by how a setting says them.
var dayPolicies = map[string]string{"next_workday": "after", "previous_workday": "before", "skip": "skip", "off": "skip"}

// planDaysOff sets what all schedules do on days off, those to come as well. The ladder's own messages go out on working days only.
func (t *turn) planDaysOff(how string) (plan, error) {
	p, rev, err := ledger.Load[ledger.Policy](t.ctx, t.cfg.Store, ledger.RecordPolicy, string(ledger.RecordPolicy))
	if err != nil {
		return plan{}, err
	}
	p.RuleDays = how
	out := plan{records: []ledger.Record{ledger.NewRecord(ledger.RecordPolicy, string(ledger.RecordPolicy), rev, p)}}
	rules, revs, err := t.rules()
	if err != nil {
		return plan{}, err
	}
	for i, r := range rules {
		if r.DayPolicy == how {
			continue
		}
		r.DayPolicy = how
		next, trouble := t.upcoming(r, 1)
		if trouble != "" {
			return plan{trouble: trouble}, nil
		}
		r.Next = next[0]
		out.records = append(out.records, ledger.RuleRecord(r, revs[i]))
	}
	out.says = t.v.List([]string{t.v.T("Set_day_" + how), t.v.T("Set_dayLadder")})
	return out, nil
}

// planScheduleChange changes, pauses, resumes or deletes the schedule that was named.
func (t *turn) planScheduleChange(in intent.Intent) (plan, error) {
	rules, revs, err := t.rules()
	if err != nil {
		return plan{}, err
	}
	s := in.Slots
	var hit []int
	for i, r := range rules {
		if t.matches(r, s) {
			hit = append(hit, i)
		}
	}
	if len(hit) == 0 {
		if p, ok, err := t.planOwn(in); ok || err != nil {
			return p, err
		}
	}
	if len(hit) != 1 {
		id := "WhichRule"
		if len(hit) == 0 {
			id = "NoSuchRule"
		}
		return plan{trouble: t.v.T(id, "Names", t.ruleNames(rules))}, nil
	}
	r, rev := rules[hit[0]], revs[hit[0]]
	id := "Set_" + string(in.Name)
	rec := ledger.Record{Kind: ledger.RecordRule, ID: r.ID, Rev: rev, Deleted: true}
	switch in.Name {
	case intent.ScheduleDelete:
	case intent.SchedulePause:
		r.Paused, r.Until = true, s.Until.Date
		rec = ledger.RuleRecord(r, rev)
	default:
		r.Paused, r.Until = false, ledger.Date{}
		if spec := firstOf(s.Spec(), timed(r.Spec, s.Time)); spec != "" {
			r.Spec, r.Phrase = spec, strings.TrimSpace(t.m.Text)
		} else if in.Name == intent.ScheduleUpdate {
			return plan{trouble: t.v.T("ScheduleWhen", "Spec", t.cadence(r))}, nil
		}
		next, trouble := t.upcoming(r, 1)
		if trouble != "" {
			return plan{trouble: trouble}, nil
		}
		r.Next = next[0]
		rec = ledger.RuleRecord(r, rev)
	}
	until := ""
	if !s.Until.IsZero() {
		until = t.v.Date(s.Until.Date, t.env.Today())
	}
	return plan{records: []ledger.Record{rec}, says: t.v.T(id, "Job", t.v.T("Job_"+string(r.Job)), "Spec", t.cadence(r), "Until", until)}, nil
}

// timed is a schedule's spec at another time of day (15:04); empty without one.
func timed(spec, clock string) string {
	if clock == "" {
		return ""
	}
	if f := strings.Fields(spec); len(f) == 5 {
		h, m, _ := strings.Cut(clock, ":")
		f[0], f[1] = strings.TrimPrefix(m, "0"), strings.TrimPrefix(h, "0")
		return strings.Join(f, " ")
	}
	rule := slices.DeleteFunc(strings.Split(spec, ";"), func(part string) bool {
		return strings.HasPrefix(part, "BYHOUR=") || strings.HasPrefix(part, "BYMINUTE=")
	})
	return intent.Slots{RRule: strings.Join(rule, ";"), Time: clock}.Spec()
}

// matches reports whether words name the schedule: its job, its target, or parts of how it was said (每天的超期提醒).
func (t *turn) matches(r ledger.Rule, s intent.Slots) bool {
	if s.Unit != "" {
		u, ok := t.unit(s.Unit)
		return ok && r.Target.Unit == u
	}
	words := firstOf(s.Match, s.Job)
	job := t.v.T("Job_" + string(r.Job))
	if words == "" || words == string(r.Job) || ledger.MeetingMatches(job, words) || ledger.MeetingMatches(words, job) {
		return true
	}
	return !slices.ContainsFunc(strings.Split(words, "的"), func(part string) bool { return !ledger.MeetingMatches(r.Phrase, part) })
}

func (t *turn) ruleNames(rules []ledger.Rule) string {
	names := make([]string, len(rules))
	for i, r := range rules {
		names[i] = t.v.T("Job_"+string(r.Job)) + " (" + t.cadence(r) + ")"
	}
	if len(names) == 0 {
		return t.v.T("NoRules")
	}
	return t.v.Some(names, 8)
}

// schedules lists what is set: the ladder, and each schedule with its next times.
func (t *turn) schedules(in intent.Intent) error {
	rules, _, err := t.rules()
	if err != nil {
		return err
	}
	p := t.env.Policy
	before := make([]string, len(p.Before))
	for i, n := range p.Before {
		before[i] = t.v.N("BeforeDay", n)
		if n == 0 {
			before[i] = t.v.T("Today")
		}
	}
	lines := []string{t.v.T("Ladder", "Digest", text.Minute(p.Digest), "Before", t.v.List(before), "Every", t.v.N("BeforeDay", p.OverdueEvery), "From", text.Minute(p.QuietFrom), "To", text.Minute(p.QuietTo)),
		t.v.T("LadderSteps", "Steps", t.ladder(p.Escalation)), t.v.T("LadderCalls", "Key", p.KeyEvery, "Other", p.OtherEvery)}
	card := t.v.Say(strings.Join(lines, "\n"))
	rows, err := t.jobRows()
	if err != nil {
		return err
	}
	for _, r := range rules {
		if in.Name == intent.ScheduleNext && in.Slots.Job != "" && in.Slots.Job != string(r.Job) {
			continue
		}
		row := chat.Row{Text: t.v.T("Job_"+string(r.Job)) + t.v.T("Sep") + t.whom(r), Detail: []string{t.cadence(r), t.fired(r.Last, r.Sent, r.Skipped)}}
		if r.Paused {
			row.Text += t.v.T("Sep") + t.v.T("Paused")
		} else if next, trouble := t.upcoming(r, 3); trouble == "" {
			row.Detail = append(row.Detail, t.v.T("NextTimes", "Times", t.instants(next)))
		} else {
			row.Detail = append(row.Detail, trouble)
		}
		rows = append(rows, row)
	}
	if len(rows) > 0 {
		card.Blocks = append(card.Blocks, chat.Block{Kind: chat.BlockRows, Rows: rows})
	}
	if len(rules) == 0 {
		card.Blocks = append(card.Blocks, chat.Block{Kind: chat.BlockNote, Text: t.v.T("NoRules")})
	}
	t.reply(card)
	return nil
}

// planOrg changes units and people.
func (t *turn) planOrg(in intent.Intent) (plan, error) {
	s := in.Slots
	if in.Name == intent.TimezoneSet {
		return t.planZone(s.TZ)
	}
	unit, ok := t.unit(s.Unit)
	if !ok && in.Name != intent.RoleGrant && in.Name != intent.RoleRevoke {
		return t.wrong("UnknownUnit", "Name", s.Unit)
	}
	if in.Name == intent.AliasAdd || in.Name == intent.BindChannel {
		return t.planUnit(in, unit)
	}
	return t.planPerson(in, unit)
}

func (t *turn) planZone(tz string) (plan, error) {
	if _, ok := ledger.Location(tz); !ok || tz == "" {
		return t.wrong("BadZone", "Name", firstOf(tz, strings.TrimSpace(t.m.Text)))
	}
	for _, m := range t.env.Dir.Mentions(t.m.Text) {
		switch m.Kind {
		case ledger.MentionUnit:
			u, rev, err := ledger.Load[ledger.Unit](t.ctx, t.cfg.Store, ledger.RecordUnit, string(m.Unit))
			u.Zone = tz
			return t.zonePlan(ledger.NewRecord(ledger.RecordUnit, string(m.Unit), rev, u), u.Name, tz), err
		case ledger.MentionPerson:
			p, rev, err := t.loadPerson(m.Person)
			p.Zone = tz
			return t.zonePlan(ledger.NewRecord(ledger.RecordPerson, string(m.Person), rev, p), p.Name, tz), err
		}
	}
	o, rev, err := ledger.Load[ledger.Org](t.ctx, t.cfg.Store, ledger.RecordOrg, string(ledger.RecordOrg))
	o.Zone = tz
	return plan{records: []ledger.Record{ledger.NewRecord(ledger.RecordOrg, string(ledger.RecordOrg), rev, o)}, says: t.v.T("Set_zone", "Name", tz)}, err
}

// zonePlan sets the zone of one unit or person.
func (t *turn) zonePlan(r ledger.Record, of, tz string) plan {
	return plan{records: []ledger.Record{r}, says: t.v.T("Set_zoneOf", "Whom", of, "Name", tz)}
}

func (t *turn) planUnit(in intent.Intent, id ledger.UnitID) (plan, error) {
	u, rev, err := ledger.Load[ledger.Unit](t.ctx, t.cfg.Store, ledger.RecordUnit, string(id))
	if err != nil {
		return plan{}, err
	}
	if in.Name == intent.AliasAdd {
		alias := strings.TrimSpace(in.Slots.Alias)
		if m, taken := t.env.Dir.Lookup(alias); taken || alias == "" {
			return t.wrong("AliasTaken", "Alias", alias, "Unit", t.v.Unit(m.Unit))
		}
		u.Aliases = append(u.Aliases, alias)
		return plan{records: []ledger.Record{ledger.NewRecord(ledger.RecordUnit, string(id), rev, u)}, says: t.v.T("Set_alias", "Alias", alias, "Unit", u.Name)}, nil
	}
	if t.m.Direct {
		return t.wrong("BindHere")
	}
	here := ledger.Channel{Messenger: t.m.At.Messenger, Workspace: t.m.At.Workspace, Conversation: t.m.At.Conversation}
	if !slices.Contains(u.Channels, here) {
		u.Channels = append(u.Channels, here)
	}
	return plan{records: []ledger.Record{ledger.NewRecord(ledger.RecordUnit, string(id), rev, u)}, says: t.v.T("Set_channel", "Unit", u.Name)}, nil
}

// planPerson changes what a person oversees, or a role of theirs. Whom it is about is named in the words.
func (t *turn) planPerson(in intent.Intent, unit ledger.UnitID) (plan, error) {
	who, units := t.meant(in, unit), t.unitsMeant(in, unit)
	p, rev, err := t.loadPerson(who)
	if who == "" || err != nil {
		return t.wrong("WhoIsMeant")
	}
	role := ledger.Role(in.Slots.Role)
	post := ledger.Post{Role: role, Unit: unit}
	if role == ledger.RoleSupervisor || role == ledger.RoleAdmin {
		post.Unit = ""
	}
	id := "Set_" + string(in.Name)
	switch in.Name {
	case intent.OversightSet:
		for _, u := range units {
			if !slices.Contains(p.Oversees, u) {
				p.Oversees = append(p.Oversees, u)
			}
		}
	case intent.RoleGrant:
		if post.Unit == "" && role != ledger.RoleSupervisor && role != ledger.RoleAdmin {
			return t.wrong("UnknownUnit", "Name", in.Slots.Unit)
		}
		if !slices.Contains(p.Posts, post) {
			p.Posts = append(p.Posts, post)
		}
	default:
		p.Posts = slices.DeleteFunc(p.Posts, func(x ledger.Post) bool { return x.Role == role && (unit == "" || x.Unit == post.Unit) })
	}
	return plan{records: []ledger.Record{ledger.NewRecord(ledger.RecordPerson, string(p.ID), rev, p)},
		says: t.v.T(id, "Name", p.Name, "Unit", t.v.Units(units), "Role", t.v.T("Role_"+string(role)))}, nil
}

// release sends a bulletin that the office has looked at to its channel.
func (t *turn) release(rule string) error {
	if err := t.env.Allowed(t.me.ID, ledger.ActPublish, ledger.Item{}); err != nil {
		return t.refused(err, nil)
	}
	r, err := t.rule(t.ctx, rule)
	if errors.Is(err, ledger.ErrNotFound) {
		t.reply(t.v.Say(t.v.T("Gone")))
		return nil
	}
	if err != nil {
		return err
	}
	for _, to := range ledger.ReleasedTo(t.env, r) {
		key := ledger.NoticeKey(t.env.Dir.Org().ID, to, "release/"+r.ID, r.Last, t.env.Zone())
		t.change.Notices = append(t.change.Notices, ledger.Notice{Key: key, To: to, Kind: ledger.NoticeBulletin, Class: ledger.ClassPrompt, By: t.me.ID, Rule: r.ID, Slot: r.Last})
	}
	t.reply(t.v.Say(t.v.T("Released", "Whom", t.whom(r))))
	return nil
}
