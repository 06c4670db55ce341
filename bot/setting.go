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

func isSetting(n intent.Name) bool {
	switch n {
	case intent.ScheduleCreate, intent.ScheduleUpdate, intent.ScheduleDelete, intent.SchedulePause, intent.ScheduleResume, intent.ScheduleList,
		intent.ScheduleNext, intent.ScheduleTest, intent.ReminderSet, intent.EscalationSet, intent.CadenceSet, intent.QuietHoursSet,
		intent.CalendarSet, intent.LightSet, intent.RuleSet, intent.AliasAdd, intent.OversightSet, intent.RoleGrant, intent.RoleRevoke,
		intent.TemplateSet, intent.BindChannel, intent.TimezoneSet, intent.RetentionSet, intent.AuditExport, intent.LogShow, intent.OrgImport:
		return true
	}
	return false
}

// A plan is what a setting would change, and how it is read back. Trouble is why it can't be, in words.
type plan struct {
	records []ledger.Record
	says    string
	trouble string
}

// setting reads back what an admin wants changed and waits for a yes; what only asks is answered.
func (t *turn) setting(in intent.Intent) error {
	asks := in.Name == intent.ScheduleList || in.Name == intent.ScheduleNext
	if asks && t.canDo(ledger.ActOperate) {
		return t.schedules(in)
	}
	if err := t.env.Allowed(t.me.ID, ledger.ActConfigure, ledger.Item{}); err != nil && !ownSetting(in) {
		if in.Name == intent.QuietHoursSet {
			return t.ownQuiet(in.Slots)
		}
		return t.refused(err, nil)
	}
	switch in.Name {
	case intent.ScheduleList, intent.ScheduleNext, intent.ScheduleTest:
		return t.schedules(in)
	case intent.AuditExport:
		return t.auditExport(in)
	case intent.LogShow:
		return t.showLog(in)
	}
	if in.Slots.Conflict != "" || in.Slots.Invalid != "" {
		t.reply(t.v.Say(t.v.T("SettingConflict", "Text", firstOf(in.Slots.Conflict, in.Slots.Invalid)) + t.whyImpossible(in.Slots.Invalid)))
		return nil
	}
	p, err := t.planSetting(in)
	if err != nil {
		return err
	}
	if p.trouble != "" {
		t.reply(t.v.Say(p.trouble))
		return nil
	}
	t.ask("setting", in, questionLasts, func(key string) chat.Card {
		return view.With(t.v.Say(t.v.T("SettingSure", "What", p.says)), t.v.YesNo(key, "")...)
	})
	return nil
}

// ownSetting reports whether the setting is about nobody but the speaker: a brief subscribed to for oneself.
func ownSetting(in intent.Intent) bool {
	return in.Name == intent.ScheduleCreate && in.Slots.Job == string(ledger.JobBrief)
}

// set makes a confirmed setting take effect; what is in force may have changed since it was read back.
func (t *turn) set(in intent.Intent) error {
	p, err := t.planSetting(in)
	if err != nil {
		return err
	}
	if p.trouble != "" {
		t.reply(t.v.Say(p.trouble))
		return nil
	}
	for _, r := range p.records {
		t.record(r)
	}
	t.log(ledger.LogEntry{Kind: ledger.LogSetting, Text: p.says})
	t.reply(t.v.Say(t.v.T("SettingDone", "What", p.says)))
	return nil
}

func (t *turn) planSetting(in intent.Intent) (plan, error) {
	switch in.Name {
	case intent.ScheduleCreate:
		return t.planSchedule(in)
	case intent.ScheduleUpdate, intent.ScheduleDelete, intent.SchedulePause, intent.ScheduleResume:
		return t.planScheduleChange(in)
	case intent.AliasAdd, intent.OversightSet, intent.RoleGrant, intent.RoleRevoke, intent.BindChannel, intent.TimezoneSet:
		return t.planOrg(in)
	case intent.CalendarSet:
		return t.planDay(in.Slots)
	case intent.RuleSet:
		if in.Slots.Kind == "auto_send" {
			return t.planAutoSend(in.Slots.State == "on")
		}
	case intent.TemplateSet:
		return plan{trouble: t.v.T("CantTemplate")}, nil
	}
	return t.planPolicy(in)
}

// planPolicy changes the policy.
func (t *turn) planPolicy(in intent.Intent) (plan, error) {
	p, rev, err := ledger.Load[ledger.Policy](t.ctx, t.cfg.Store, ledger.RecordPolicy, string(ledger.RecordPolicy))
	if err != nil {
		return plan{}, err
	}
	s := in.Slots
	var says []string
	say := func(id string, args ...any) { says = append(says, t.v.T(id, args...)) }
	switch in.Name {
	case intent.ReminderSet:
		t.setReminders(&p, s, say)
	case intent.EscalationSet:
		if trouble := t.setSteps(&p, s, say); trouble != "" {
			return plan{trouble: trouble}, nil
		}
	case intent.QuietHoursSet:
		p.QuietFrom, p.QuietTo = text.MinuteOf(s.From), text.MinuteOf(strings.Join(s.To, ""))
		say("Set_quiet", "From", text.Minute(p.QuietFrom), "To", text.Minute(p.QuietTo))
	case intent.CadenceSet:
		if n := everyDays(s.Key); n > 0 {
			p.KeyEvery = n
			say("Set_key", "N", n)
		}
		if n := everyDays(s.Normal); n > 0 {
			p.OtherEvery = n
			say("Set_other", "N", n)
		}
	case intent.LightSet:
		if s.YellowDaysBefore != nil {
			p.YellowDays = *s.YellowDaysBefore
			say("Set_yellow", "N", p.YellowDays)
		}
	case intent.RuleSet:
		setRules(&p, s, say)
	case intent.RetentionSet:
		if s.ChatDays != nil {
			p.RawDays = *s.ChatDays
			say("Set_raw", "N", p.RawDays)
		}
		if s.LedgerYears != nil {
			if len(says) == 0 {
				return plan{trouble: t.v.T("LedgerKept", "N", *s.LedgerYears)}, nil
			}
			say("Set_ledgerKept")
		}
	}
	if len(says) == 0 {
		return plan{trouble: t.v.T("CantSet")}, nil
	}
	return plan{records: []ledger.Record{ledger.NewRecord(ledger.RecordPolicy, string(ledger.RecordPolicy), rev, p)}, says: t.v.List(says)}, nil
}

func (t *turn) setReminders(p *ledger.Policy, s intent.Slots, say func(string, ...any)) {
	if len(s.OffsetsDays) > 0 {
		p.Before = nil
		for _, n := range s.OffsetsDays {
			if n <= 0 {
				p.Before = append(p.Before, -n)
			}
		}
		slices.SortFunc(p.Before, func(a, b int) int { return b - a })
		names := make([]string, len(p.Before))
		for i, n := range p.Before {
			names[i] = strconv.Itoa(n)
		}
		say("Set_before", "Days", t.v.List(names))
	}
	if s.Time != "" {
		p.Digest = text.MinuteOf(s.Time)
		say("Set_digest", "Time", text.Minute(p.Digest))
	}
	if s.OverdueEveryDays != nil {
		p.OverdueEvery = *s.OverdueEveryDays
		say("Set_overdue", "N", p.OverdueEvery)
	}
}

// toggled is the rule of the policy that a kind names; nil for none.
func toggled(p *ledger.Policy, kind string) *bool {
	return map[string]*bool{"rankings": &p.Rankings, "leader_approval": &p.LeaderApproval, "two_step": &p.TwoStep, "co_sign": &p.CoSign,
		"need_measure": &p.NeedMeasure, "need_evidence": &p.NeedEvidence, "receipt": &p.Receipt, "lights": &p.Lights}[kind]
}

func setRules(p *ledger.Policy, s intent.Slots, say func(string, ...any)) {
	if to := toggled(p, s.Kind); to != nil {
		*to = s.State == "on"
		say("Set_" + s.Kind + "_" + s.State)
	}
	if s.CloseRequires != "" {
		p.NeedEvidence = true
		say("Set_need_evidence_on")
	}
	if s.ExtensionMax != nil {
		p.ExtensionMax = *s.ExtensionMax
		say("Set_extmax", "N", p.ExtensionMax)
	}
	if s.ExtensionMaxDays != nil {
		p.ExtensionDays = *s.ExtensionMaxDays
		say("Set_extdays", "N", p.ExtensionDays)
	}
	if s.ExtensionBeforeWorkdays != nil {
		p.ExtensionBefore = *s.ExtensionBeforeWorkdays
		say("Set_extbefore", "N", p.ExtensionBefore)
	}
	if s.SignWithinHours != nil {
		p.Receipt, p.ReceiptDays = true, max(1, (*s.SignWithinHours+23)/24)
		say("Set_receipt", "N", p.ReceiptDays)
	}
}

// everyDays reads a cadence: how many days lie between two calls.
func everyDays(rrule string) int {
	parts := map[string]string{}
	for kv := range strings.SplitSeq(rrule, ";") {
		k, v, _ := strings.Cut(kv, "=")
		parts[k] = v
	}
	n := map[string]int{"DAILY": 1, "WEEKLY": 7, "MONTHLY": 30, "YEARLY": 365}[parts["FREQ"]]
	if k, err := strconv.Atoi(parts["INTERVAL"]); err == nil && k > 0 {
		n *= k
	}
	return n
}

// planDay sets days that are worked or not, over the calendar.
func (t *turn) planDay(s intent.Slots) (plan, error) {
	if how := dayPolicies[s.HolidayPolicy+s.Weekends]; how != "" {
		return t.planDaysOff(how)
	}
	dates := []ledger.Date{}
	if !s.Date.IsZero() {
		dates = append(dates, s.Date.Date)
	}
	for _, h := range s.Holidays {
		dates = append(dates, h.Date)
	}
	if s.Range == intent.Said && len(dates) == 2 {
		first, last := dates[0], dates[1]
		if last.DaysSince(first) < 0 || last.DaysSince(first) > 60 {
			return plan{trouble: t.v.T("CantSet")}, nil
		}
		dates = nil
		for d := first; !d.After(last); d = d.AddDays(1) {
			dates = append(dates, d)
		}
	}
	if len(dates) == 0 {
		return plan{trouble: t.v.T("CantSet")}, nil
	}
	var p plan
	var names []string
	for _, d := range dates {
		p.records = append(p.records, forced(ledger.RecordMark, dayMark+d.String(), markedDay{Date: d, Workday: s.Workday == intent.Said}))
		names = append(names, t.v.Date(d, t.env.Today()))
	}
	id := "Set_dayoff"
	if s.Workday == intent.Said {
		id = "Set_workday"
	}
	p.says = t.v.T(id, "Days", t.v.List(names))
	return p, nil
}

// dayMark begins the ids of records that set a day over the calendar.
const dayMark = "day/"

type markedDay struct {
	Date    ledger.Date `json:"date"`
	Workday bool        `json:"workday"`
}

func (t *turn) wrong(id string, args ...any) (plan, error) {
	return plan{trouble: t.v.T(id, args...)}, nil
}
