package view

import (
	"strings"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/text"
	"github.com/followup-bot/followup/ledger"
)

// The controls of settings, and of what admins arrange.
const (
	DoPrefs    = "prefs"    // form: one's own language, quiet hours, zone
	DoSchedule = "schedule" // form: an admin's schedule
	DoPerson   = "person"   // form: an admin says who somebody is
	DoUnit     = "unit"     // form: an admin names a unit's alias or group
	DoIntro    = "intro"    // form: somebody unknown says who they are
	DoMore     = "more"     // value: which page of which list, in JSON
)

// ByProfile and ByPolicy are the options that leave a preference to the messenger's profile, or to the organisation.
const (
	ByProfile = "profile"
	ByPolicy  = "policy"
	NoQuiet   = "none"
)

// Times are the times of day that a form offers: every half hour.
func Times() []string {
	var out []string
	for m := 0; m < 24*60; m += 30 {
		out = append(out, text.Minute(m))
	}
	return out
}

func (c Ctx) times(f chat.Field) chat.Field {
	f.Kind = chat.FieldSelect
	have := false
	for _, s := range Times() {
		f.Options = append(f.Options, chat.Option{Label: s, Value: s})
		have = have || s == f.Value
	}
	if !have && f.Value != "" {
		f.Options = append([]chat.Option{{Label: f.Value, Value: f.Value}}, f.Options...)
	}
	return f
}

// PrefsForm asks for a person's own settings: language, quiet hours, time zone.
func (c Ctx) PrefsForm(p ledger.Person) *chat.Form {
	lang := c.field("lang", chat.FieldSelect, ByProfile, true)
	if p.Lang != "" {
		lang.Value = text.Choose(p.Lang)
	}
	lang.Options = []chat.Option{{Label: c.T("LangProfile"), Value: ByProfile}, {Label: "中文", Value: text.Chinese}, {Label: "English", Value: text.English}}
	mode := c.field("quiet_mode", chat.FieldSelect, ByPolicy, true)
	pol := c.Env.PolicyFor(p.ID)
	switch {
	case p.Quiet == nil:
	case p.Quiet.From == p.Quiet.To:
		mode.Value = NoQuiet
	default:
		mode.Value = "own"
	}
	mode.Options = []chat.Option{
		{Label: c.T("QuietPolicy", "From", text.Minute(c.Env.Policy.QuietFrom), "To", text.Minute(c.Env.Policy.QuietTo)), Value: ByPolicy},
		{Label: c.T("QuietOwn"), Value: "own"}, {Label: c.T("QuietNone"), Value: NoQuiet},
	}
	from := c.times(c.field("quiet_from", chat.FieldSelect, text.Minute(pol.QuietFrom), false))
	to := c.times(c.field("quiet_to", chat.FieldSelect, text.Minute(pol.QuietTo), false))
	zone := c.field("zone", chat.FieldText, p.Zone, false)
	zone.Hint = c.T("ZoneHint", "Zone", ledger.ZoneOf(c.Env, p.ID).String())
	return c.dialog(DoPrefs, string(p.ID), c.T("Do_prefs"), lang, mode, from, to, zone)
}

// Prefs says in a line what a person's settings are.
func (c Ctx) Prefs(p ledger.Person) string {
	parts := []string{map[string]string{text.Chinese: "中文", text.English: "English"}[c.Lang()]}
	pol := c.Env.PolicyFor(p.ID)
	if pol.QuietFrom == pol.QuietTo {
		parts = append(parts, c.T("QuietNone"))
	} else {
		parts = append(parts, c.T("QuietHours", "From", text.Minute(pol.QuietFrom), "To", text.Minute(pol.QuietTo)))
	}
	parts = append(parts, ledger.ZoneOf(c.Env, p.ID).String())
	return strings.Join(parts, c.T("Sep"))
}

// The rhythms that the schedule form offers; the day fields count where the rhythm has a day.
const (
	RhythmWorkdays = "workdays"
	RhythmWeekly   = "weekly"
	RhythmBiweekly = "biweekly"
	RhythmMonthly  = "monthly"
	RhythmMonthEnd = "month_end"
	RhythmQuarter  = "quarterly"
)

// ScheduleForm asks for a schedule: what is sent, how often, when, to whom.
func (c Ctx) ScheduleForm() *chat.Form {
	job := c.field("job", chat.FieldSelect, string(ledger.JobDigest), true)
	for _, j := range []ledger.Job{ledger.JobDigest, ledger.JobOverdue, ledger.JobDue, ledger.JobReport, ledger.JobReview, ledger.JobDispatch, ledger.JobBrief, ledger.JobBulletin} {
		job.Options = append(job.Options, chat.Option{Label: c.T("Job_" + string(j)), Value: string(j)})
	}
	rhythm := c.field("rhythm", chat.FieldSelect, RhythmWeekly, true)
	for _, r := range []string{RhythmWorkdays, RhythmWeekly, RhythmBiweekly, RhythmMonthly, RhythmMonthEnd, RhythmQuarter} {
		rhythm.Options = append(rhythm.Options, chat.Option{Label: c.T("Rhythm_" + r), Value: r})
	}
	day := c.field("weekday", chat.FieldSelect, "1", false)
	for d := 1; d <= 7; d++ {
		day.Options = append(day.Options, chat.Option{Label: c.T("Weekday_" + string(rune('0'+d))), Value: string(rune('0' + d))})
	}
	month := c.field("monthday", chat.FieldNumber, "1", false)
	month.Min, month.Max = "1", "28"
	at := c.times(c.field("time", chat.FieldSelect, text.Minute(c.Env.Policy.Digest), true))
	unit := c.unitField("target", "", false)
	unit.Options[0].Label = c.T("Everybody")
	return c.dialog(DoSchedule, "", c.T("Do_schedule"), job, rhythm, day, month, at, unit)
}

// PersonForm asks an admin who somebody is: the messenger's user, their name, unit and role.
func (c Ctx) PersonForm() *chat.Form {
	role := c.roleField(ledger.RoleLiaison, ledger.RoleHead, ledger.RoleLiaison, ledger.RoleMember, ledger.RoleSupervisor, ledger.RoleLeader, ledger.RoleAdmin)
	return c.dialog(DoPerson, "", c.T("Do_person"), c.field("user", chat.FieldUser, "", true), c.field("name", chat.FieldText, "", false), role, c.unitField("post_unit", "", false))
}

// IntroForm asks somebody unknown who they are.
func (c Ctx) IntroForm(name string) *chat.Form {
	return c.dialog(DoIntro, "", c.T("Do_intro"), c.field("name", chat.FieldText, name, true), c.unitField("post_unit", "", true),
		c.roleField(ledger.RoleMember, ledger.RoleHead, ledger.RoleLiaison, ledger.RoleMember))
}

func (c Ctx) roleField(value ledger.Role, roles ...ledger.Role) chat.Field {
	f := c.field("role", chat.FieldSelect, string(value), true)
	for _, r := range roles {
		f.Options = append(f.Options, chat.Option{Label: c.T("Role_" + string(r)), Value: string(r)})
	}
	return f
}

// UnitForm asks an admin for what a unit is called and which group its people are in.
func (c Ctx) UnitForm() *chat.Form {
	return c.dialog(DoUnit, "", c.T("Do_unit"), c.unitField("post_unit", "", true), c.field("alias", chat.FieldText, "", false), c.field("group", chat.FieldText, "", false))
}
