package bot

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/followup-bot/followup/bot/intent"
	"github.com/followup-bot/followup/bot/text"
	"github.com/followup-bot/followup/ledger"
)

// setSteps sets the ladder of escalation. Several steps are the whole ladder; one is moved, added or taken out, and the others stay.
func (t *turn) setSteps(p *ledger.Policy, s intent.Slots, say func(string, ...any)) (trouble string) {
	var steps []ledger.Step
	for _, x := range s.Steps {
		to := t.stepTo(x.To)
		if to == "" {
			return t.v.T("UnknownOwner", "Name", x.To)
		}
		steps = append(steps, ledger.Step{Days: x.OverdueDays, To: to})
	}
	old := p.Escalation
	if len(steps) == 1 {
		to := steps[0].To
		rest := slices.DeleteFunc(slices.Clone(old), func(x ledger.Step) bool { return x.To == to })
		if s.State == "off" && len(rest) == len(old) {
			return t.v.T("NoSuchStep", "To", t.stepName(to), "Steps", t.ladder(old))
		}
		if s.State == "off" {
			steps = rest
		} else {
			steps = append(rest, steps[0])
		}
	}
	slices.SortStableFunc(steps, func(a, b ledger.Step) int { return a.Days - b.Days })
	p.Escalation = steps
	say("Set_ladder", "Steps", t.ladder(steps))
	if gone := slices.DeleteFunc(slices.Clone(old), func(x ledger.Step) bool {
		return slices.ContainsFunc(steps, func(y ledger.Step) bool { return x.To == y.To })
	}); len(gone) > 0 {
		say("Set_ladderGone", "Steps", t.ladder(gone))
	}
	return ""
}

// stepTo is whom the words of a step mean; empty when nobody knows.
func (t *turn) stepTo(words string) string {
	if to := stepTo(words); to != "" {
		return to
	}
	m, ok := t.env.Dir.Lookup(words)
	switch {
	case ok && m.Kind == ledger.MentionPerson:
		if who, _ := t.env.Dir.Person(m.Person); who.Has(ledger.RolePrincipal) {
			return ledger.ToPrincipal
		}
		return string(m.Person)
	case ok && m.Kind == ledger.MentionUnit && m.Unit == t.env.Dir.Org().Office:
		return ledger.ToOffice
	}
	return ""
}

func (t *turn) stepName(to string) string {
	if t.v.Has("To_" + to) {
		return t.v.T("To_" + to)
	}
	return t.v.Person(ledger.PersonID(to))
}

// ladder words the steps of the escalation.
func (t *turn) ladder(steps []ledger.Step) string {
	if len(steps) == 0 {
		return t.v.T("NoSteps")
	}
	out := make([]string, len(steps))
	for i, s := range steps {
		id := "Set_step"
		if s.To == ledger.ToExplanation {
			id = "Set_step_explanation"
		}
		out[i] = t.v.T(id, "N", s.Days, "To", t.stepName(s.To))
	}
	return t.v.List(out)
}

// ownMessages are what followup sends by itself, by the words that name them and nothing else.
var ownMessages = map[string]*regexp.Regexp{
	"brief":   regexp.MustCompile(`^(?:(?:给|发给)?(?:领导|院领导|各位领导)?的?(?:周一|每周一?)?的?简报|(?:the )?(?:leaders'? |leadership |monday |weekly )?briefs?(?: to leaders)?)$`),
	"overdue": regexp.MustCompile(`^(?:(?:每天的?|每日)?(?:逾期|超期)(?:后?的)?(?:提醒|催办|催报)|(?:the )?(?:daily )?overdue (?:reminders?|notices?))$`),
	"digest":  regexp.MustCompile(`^(?:(?:每天的?|每日的?)?(?:待办|提醒)?汇总|每日提醒|(?:the )?(?:daily )?digests?)$`),
}

// planOwn changes when followup's own messages go out, or whether they do, by an order about a schedule that is none of the admins'. ok is
// false when it names none of them.
func (t *turn) planOwn(in intent.Intent) (plan, bool, error) {
	s := in.Slots
	own := ""
	for name, words := range ownMessages {
		if words.MatchString(strings.ToLower(strings.TrimSpace(s.Match))) {
			own = name
		}
	}
	if own == "" || !s.Until.IsZero() {
		return plan{}, false, nil
	}
	p, rev, err := ledger.Load[ledger.Policy](t.ctx, t.cfg.Store, ledger.RecordPolicy, string(ledger.RecordPolicy))
	if err != nil {
		return plan{}, true, err
	}
	says, trouble := t.setOwn(&p, own, in)
	if trouble != "" {
		return plan{trouble: trouble}, true, nil
	}
	return plan{records: []ledger.Record{ledger.NewRecord(ledger.RecordPolicy, string(ledger.RecordPolicy), rev, p)}, says: says}, true, nil
}

func (t *turn) setOwn(p *ledger.Policy, own string, in intent.Intent) (says, trouble string) {
	off := in.Name == intent.ScheduleDelete || in.Name == intent.SchedulePause
	at, weekday := timeOf(in.Slots)
	switch {
	case own == "digest" && off:
		return "", t.v.T("CantStopDigest")
	case own == "brief" && off:
		p.Brief = -1
		return t.v.T("Set_brief_off"), ""
	case own == "overdue" && off:
		p.OverdueEvery = 0
		return t.v.T("Set_overdue_off"), ""
	case own == "overdue":
		n := everyDays(in.Slots.RRule)
		if in.Name == intent.ScheduleResume || n == 0 && strings.HasSuffix(in.Slots.Cron, " * * *") {
			n = 1
		}
		if n == 0 {
			return "", t.v.T("OverdueHow")
		}
		p.OverdueEvery = n
		return t.v.T("Set_overdue", "N", n), ""
	case own == "brief" && in.Name == intent.ScheduleResume:
		p.Brief = max(p.Brief, ledger.DefaultPolicy().Brief)
		return t.v.T("Set_brief", "Time", text.Minute(p.Brief)), ""
	case own == "brief" && weekday != "" && weekday != "1":
		return "", t.v.T("BriefDay")
	case at < 0 || own == "digest" && weekday != "":
		return "", t.v.T("OwnWhen")
	case own == "brief":
		p.Brief = at
		return t.v.T("Set_brief", "Time", text.Minute(at)), ""
	}
	p.Digest = at
	return t.v.T("Set_digest", "Time", text.Minute(at)), ""
}

// timeOf is the minute of the day that a setting names, negative for none, and the day of the week where it names days.
func timeOf(s intent.Slots) (minute int, weekday string) {
	minute = -1
	if f := strings.Fields(s.Cron); len(f) == 5 {
		h, herr := strconv.Atoi(f[1])
		m, merr := strconv.Atoi(f[0])
		if herr == nil && merr == nil && s.DefaultTime != intent.Said {
			minute = h*60 + m
		}
		weekday = strings.TrimPrefix(f[4], "*")
	}
	if s.Time != "" {
		minute = text.MinuteOf(s.Time)
	}
	return minute, weekday
}

// planAutoSend says of all bulletins whether they go out by themselves or wait for the office's release.
func (t *turn) planAutoSend(on bool) (plan, error) {
	rules, revs, err := t.rules()
	if err != nil {
		return plan{}, err
	}
	out := plan{says: t.v.T("Set_auto_send_" + map[bool]string{true: "on", false: "off"}[on])}
	found := false
	for i, r := range rules {
		if r.Job != ledger.JobBulletin {
			continue
		}
		if found = true; r.AutoSend != on {
			r.AutoSend = on
			out.records = append(out.records, ledger.RuleRecord(r, revs[i]))
		}
	}
	switch {
	case !found:
		return t.wrong("NoBulletins")
	case len(out.records) == 0:
		return t.wrong("SetAlready", "What", out.says)
	}
	return out, nil
}
