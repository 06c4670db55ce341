package bot

import (
	"slices"
	"strconv"
	"strings"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/intent"
	"github.com/followup-bot/followup/bot/text"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

// askForm gives the forms that are about no item: one's own settings, and what admins arrange. ok is false for all others.
func (t *turn) askForm(id string) (f *chat.Form, ok bool, err error) {
	switch id {
	case view.DoIntro:
		return t.v.IntroForm(firstOf(t.me.Name, t.m.From.Name)), true, nil
	case view.DoPrefs:
		if t.me.ID == "" {
			return nil, true, nil
		}
		return t.v.PrefsForm(t.me), true, nil
	case view.DoSchedule:
		return t.v.ScheduleForm(), true, t.env.Allowed(t.me.ID, ledger.ActConfigure, ledger.Item{})
	case view.DoPerson:
		return t.v.PersonForm(), true, t.env.Allowed(t.me.ID, ledger.ActPeople, ledger.Item{})
	case view.DoUnit:
		return t.v.UnitForm(), true, t.env.Allowed(t.me.ID, ledger.ActConfigure, ledger.Item{})
	}
	return nil, false, nil
}

// takeForm takes the forms of askForm; ok is false for all others.
func (t *turn) takeForm(f chat.Filled) (ok bool, err error) {
	take := map[string]func(map[string]string) error{view.DoIntro: t.introForm, view.DoPrefs: t.prefsForm, view.DoSchedule: t.scheduleForm,
		view.DoPerson: t.personForm, view.DoUnit: t.unitForm}[f.ID]
	if take == nil {
		return false, nil
	}
	if t.me.ID == "" && f.ID != view.DoIntro {
		t.whisper(t.v.Say(t.v.T("Stranger")))
		return true, nil
	}
	return true, take(f.Values)
}

// introForm is somebody's word on who they are: a wish, for the office to confirm.
func (t *turn) introForm(v map[string]string) error {
	if name := strings.TrimSpace(v["name"]); name != "" && t.me.ID == "" {
		t.m.From.Name = view.Clip(name, 40)
	}
	return t.introduce(intent.Slots{Unit: t.env.Dir.Unit(ledger.UnitID(v["post_unit"])).Name, Role: v["role"]})
}

// prefsForm saves one's own language, quiet hours and zone.
func (t *turn) prefsForm(v map[string]string) error {
	p, rev, err := t.loadPerson(t.me.ID)
	if err != nil {
		return err
	}
	if p.Lang = v["lang"]; p.Lang == view.ByProfile {
		p.Lang = ""
	}
	switch v["quiet_mode"] {
	case view.NoQuiet:
		p.Quiet = &ledger.Quiet{}
	case "own":
		q := ledger.Quiet{From: text.MinuteOf(v["quiet_from"]), To: text.MinuteOf(v["quiet_to"])}
		if v["quiet_from"] == "" || v["quiet_to"] == "" || q.From == q.To {
			t.whisper(t.v.Say(t.v.T("BadQuiet")))
			return nil
		}
		p.Quiet = &q
	default:
		p.Quiet = nil
	}
	p.Zone = strings.TrimSpace(v["zone"])
	if _, ok := ledger.Location(p.Zone); p.Zone != "" && !ok {
		t.whisper(t.v.Say(t.v.T("BadZone", "Name", p.Zone)))
		return nil
	}
	t.savePerson(p, rev)
	t.whisper(t.v.Say(t.v.T("PrefsSet", "What", t.v.Prefs(p))))
	return nil
}

// savePerson records a change of a person, and goes on as with the change in force.
func (t *turn) savePerson(p ledger.Person, rev int64) {
	t.record(ledger.NewRecord(ledger.RecordPerson, string(p.ID), rev, p))
	o := t.env.Dir.Org()
	o.People = slices.Clone(o.People)
	for i := range o.People {
		if o.People[i].ID == p.ID {
			o.People[i] = p
		}
	}
	t.env.Dir = ledger.NewDirectory(o)
	if p.ID == t.me.ID {
		t.me = p
	}
	t.v = view.New(t.env, t.me.ID, t.lang())
}

// ownQuiet is what somebody who may not set the organisation's quiet hours means by them: their own.
func (t *turn) ownQuiet(s intent.Slots) error {
	return t.prefsForm(map[string]string{"lang": firstOf(t.me.Lang, view.ByProfile), "zone": t.me.Zone, "quiet_mode": "own", "quiet_from": s.From, "quiet_to": strings.Join(s.To, "")})
}

// profiled keeps what the messenger's profile says of a known person, where it differs from what is in force without it.
func (t *turn) profiled() {
	from := t.m.From
	have := ledger.Profile{Lang: from.Lang, Zone: from.Zone}
	if _, ok := ledger.Location(have.Zone); !ok {
		have.Zone = ""
	}
	if t.me.ID == "" || have == t.me.Profile || have == (ledger.Profile{}) {
		return
	}
	plain := t.me.Profile == (ledger.Profile{})
	if plain && text.Choose(have.Lang) == text.Choose(t.env.Dir.Org().Lang) && (have.Zone == "" || have.Zone == t.env.Dir.Org().Zone) {
		return // the organisation's own
	}
	p, rev, err := t.loadPerson(t.me.ID)
	if err != nil {
		t.cfg.Log.Warn("a profile can't be kept", "person", t.me.ID, "error", err)
		return
	}
	p.Profile, t.profileOf = have, string(p.ID)
	t.savePerson(p, rev)
}

// scheduleForm reads a schedule back, as if it had been said.
func (t *turn) scheduleForm(v map[string]string) error {
	if err := t.env.Allowed(t.me.ID, ledger.ActConfigure, ledger.Item{}); err != nil {
		return t.refused(err, nil)
	}
	minute := text.MinuteOf(v["time"])
	day, err := strconv.Atoi(v["weekday"])
	if err != nil || day < 1 || day > 7 {
		day = 1
	}
	n, err := strconv.Atoi(strings.TrimSpace(v["monthday"]))
	if err != nil || n < 1 || n > 28 {
		n = 1
	}
	in := intent.Intent{Name: intent.ScheduleCreate, Expect: intent.Confirm}
	in.Slots.Job = v["job"]
	if u := ledger.UnitID(v["target"]); u != "" {
		in.Slots.Target = t.env.Dir.Unit(u).Name
	}
	in.Slots.Cron, in.Slots.RRule = rhythm(v["rhythm"], minute, day, n)
	if v["rhythm"] == view.RhythmWorkdays {
		in.Slots.Workdays = intent.Said
	}
	t.m.Text = t.v.T("Phrase_"+v["rhythm"], "Time", text.Minute(minute), "Day", t.v.T("Weekday_"+strconv.Itoa(day)), "N", n)
	return t.setting(in)
}

// rhythm is a form's rhythm as cron fields, or as an RRULE where cron can't say it. day is 1 for Monday.
func rhythm(name string, minute, day, monthday int) (cron, rrule string) {
	at := strconv.Itoa(minute%60) + " " + strconv.Itoa(minute/60)
	clock := ";BYHOUR=" + strconv.Itoa(minute/60) + ";BYMINUTE=" + strconv.Itoa(minute%60)
	names := []string{"MO", "TU", "WE", "TH", "FR", "SA", "SU"}
	switch name {
	case view.RhythmWorkdays:
		return at + " * * *", ""
	case view.RhythmBiweekly:
		return "", "FREQ=WEEKLY;INTERVAL=2;BYDAY=" + names[day-1] + clock
	case view.RhythmMonthly:
		return at + " " + strconv.Itoa(monthday) + " * *", ""
	case view.RhythmMonthEnd:
		return "", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1" + clock
	case view.RhythmQuarter:
		return at + " " + strconv.Itoa(monthday) + " 1,4,7,10 *", ""
	}
	return at + " * * " + strconv.Itoa(day%7), ""
}

// personForm is an admin's word on who a user of the messenger is.
func (t *turn) personForm(v map[string]string) error {
	if err := t.env.Allowed(t.me.ID, ledger.ActPeople, ledger.Item{}); err != nil {
		return t.refused(err, nil)
	}
	user, role, unit := strings.TrimSpace(v["user"]), ledger.Role(v["role"]), ledger.UnitID(v["post_unit"])
	atUnit := slices.Contains([]ledger.Role{ledger.RoleHead, ledger.RoleLiaison, ledger.RoleMember}, role)
	switch {
	case user == "":
		t.whisper(t.v.Say(t.v.T("NeedUser")))
		return nil
	case atUnit && unit == "":
		t.whisper(t.v.Say(t.v.T("NeedUnit", "Role", t.v.T("Role_"+string(role)))))
		return nil
	case !atUnit:
		unit = ""
	}
	who := ledger.Identity{Messenger: t.m.At.Messenger, Workspace: t.m.At.Workspace, User: user}
	p := ledger.Person{ID: ledger.PersonID(ledger.NewID(t.env.Now, t.env.Source, 0)), Name: user, Identities: []ledger.Identity{who}}
	var rev int64
	name := strings.TrimSpace(v["name"])
	if known, ok := t.env.Dir.Who(who); ok {
		var err error
		if p, rev, err = t.loadPerson(known.ID); err != nil {
			return err
		}
	} else if m, ok := t.env.Dir.Lookup(name); ok && m.Kind == ledger.MentionPerson {
		var err error
		if p, rev, err = t.loadPerson(m.Person); err != nil {
			return err
		}
		p.Identities = append(p.Identities, who)
	} else if name == "" {
		name = t.nameOf(user)
	}
	if name != "" {
		p.Name = view.Clip(name, 40)
	}
	if post := (ledger.Post{Role: role, Unit: unit}); !slices.Contains(p.Posts, post) {
		p.Posts = append(p.Posts, post)
	}
	t.record(ledger.NewRecord(ledger.RecordPerson, string(p.ID), rev, p))
	label := t.env.Dir.Org().Name
	if unit != "" {
		label = t.v.Unit(unit)
	}
	t.whisper(t.v.Say(t.v.T("PersonSet", "Name", p.Name, "Unit", label, "Role", t.v.T("Role_"+string(role)))))
	return nil
}

// nameOf is what the messenger calls a user, where it can say.
func (t *turn) nameOf(user string) string {
	if dir, ok := t.cfg.Messengers[t.m.At.Messenger].(chat.Directory); ok {
		if u, ok, err := dir.User(t.ctx, user); err == nil && ok {
			return u.Name
		}
	}
	return ""
}

// unitForm gives a unit another name, or the group that its people are in.
func (t *turn) unitForm(v map[string]string) error {
	if err := t.env.Allowed(t.me.ID, ledger.ActConfigure, ledger.Item{}); err != nil {
		return t.refused(err, nil)
	}
	u, rev, err := ledger.Load[ledger.Unit](t.ctx, t.cfg.Store, ledger.RecordUnit, v["post_unit"])
	if err != nil {
		t.whisper(t.v.Say(t.v.T("Gone")))
		return nil
	}
	alias, group := strings.TrimSpace(v["alias"]), strings.TrimSpace(v["group"])
	if m, taken := t.env.Dir.Lookup(alias); taken && alias != "" {
		t.whisper(t.v.Say(t.v.T("AliasTaken", "Alias", alias, "Unit", t.v.Unit(m.Unit))))
		return nil
	}
	if alias == "" && group == "" {
		t.whisper(t.v.Say(t.v.T("NothingSet")))
		return nil
	}
	if alias != "" {
		u.Aliases = append(u.Aliases, alias)
	}
	if group != "" {
		groups := map[string]string{t.m.At.Messenger: group}
		for k, g := range u.Groups {
			if k != t.m.At.Messenger {
				groups[k] = g
			}
		}
		u.Groups = groups
	}
	t.record(ledger.NewRecord(ledger.RecordUnit, string(u.ID), rev, u))
	t.whisper(t.v.Say(t.v.T("UnitSet", "Unit", u.Name)))
	return nil
}

func (t *turn) loadPerson(id ledger.PersonID) (ledger.Person, int64, error) {
	return ledger.Load[ledger.Person](t.ctx, t.cfg.Store, ledger.RecordPerson, string(id))
}
