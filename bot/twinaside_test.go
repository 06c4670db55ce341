package bot_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/followup-bot/followup/bot/intent"
	"github.com/followup-bot/followup/ledger"
)

// twinTold are those who must hear of an intent once it is carried out, beside who spoke: the office and the leader over the division of what
// wants deciding, the division of what was decided. Of anything else nobody but the speaker hears.
var twinTold = map[intent.Name][]string{
	intent.Complete: {"dcy-1"}, intent.Reject: {"dcy-1"}, intent.Merge: {"dcy-1"}, intent.AgendaAdd: {"dcy-1"},
	intent.ExtensionRequest: {"dcy-1", "fyz-ms"}, intent.Blocked: {"dcy-1", "fyz-ms"},
	intent.ApproveClose: {"ms5-head"}, intent.Return: {"ms5-head"}, intent.ApproveExtension: {"ms5-head"}, intent.DenyExtension: {"ms5-head"},
	intent.ApprovePending: {"ms5-head"}, intent.SetPriority: {"ms5-head"}, intent.Remind: {"ms5-head"},
	intent.Suspend: {"dcy-1", "ms5-head"}, intent.Resume: {"dcy-1", "ms5-head"}, intent.Terminate: {"dcy-1", "ms5-head"}, intent.Instruct: {"dcy-1", "ms5-head"},
}

// twinLog stands for the ledger's log among the kinds of record.
const twinLog ledger.RecordKind = "log"

// twinWrites is the kind of record that an intent leaves once it is carried out, beside its items.
var twinWrites = map[intent.Name]ledger.RecordKind{
	intent.Blocked: ledger.RecordProblem, intent.Subscribe: ledger.RecordRule, intent.AuditExport: twinLog,
	intent.AliasAdd: ledger.RecordUnit, intent.OversightSet: ledger.RecordPerson, intent.RoleGrant: ledger.RecordPerson, intent.RoleRevoke: ledger.RecordPerson,
	intent.TimezoneSet: ledger.RecordOrg, intent.CalendarSet: ledger.RecordMark,
	intent.CadenceSet: ledger.RecordPolicy, intent.EscalationSet: ledger.RecordPolicy, intent.LightSet: ledger.RecordPolicy, intent.QuietHoursSet: ledger.RecordPolicy,
	intent.ReminderSet: ledger.RecordPolicy, intent.RetentionSet: ledger.RecordPolicy, intent.RuleSet: ledger.RecordPolicy,
	intent.ScheduleCreate: ledger.RecordRule, intent.ScheduleUpdate: ledger.RecordRule, intent.ScheduleDelete: ledger.RecordRule,
	intent.SchedulePause: ledger.RecordRule, intent.ScheduleResume: ledger.RecordRule,
}

// records are the revisions of what the walk watches beside items: all that lasts but for cards, questions and the bot's own marks.
func (k *twinWalk) records() map[string]int64 {
	out := map[string]int64{}
	for _, kind := range []ledger.RecordKind{ledger.RecordOrg, ledger.RecordUnit, ledger.RecordPerson, ledger.RecordPolicy, ledger.RecordRule, ledger.RecordMeeting,
		ledger.RecordDraft, ledger.RecordProblem, ledger.RecordCampaign, ledger.RecordIndicator, ledger.RecordMark} {
		prefix := ""
		if kind == ledger.RecordMark {
			prefix = "day/" // days off and worked
		}
		err := k.store.Records(k.ctx, kind, prefix, func(r ledger.Record) bool {
			out[string(kind)+":"+r.ID] = r.Rev
			return true
		})
		if err != nil {
			k.t.Fatal(err)
		}
	}
	log, _, err := k.store.Log(k.ctx)
	if err != nil {
		k.t.Fatal(err)
	}
	for _, l := range log {
		out[string(twinLog)+":"+l.Hash] = l.Seq
	}
	return out
}

// written are the kinds of the records that are not as they were.
func (k *twinWalk) written() (out []ledger.RecordKind) {
	now := k.records()
	for _, id := range append(slices.Collect(maps.Keys(now)), slices.Collect(maps.Keys(k.kept))...) {
		a, ok := now[id]
		b, was := k.kept[id]
		kind, _, _ := strings.Cut(id, ":")
		if (a != b || ok != was) && !slices.Contains(out, ledger.RecordKind(kind)) {
			out = append(out, ledger.RecordKind(kind))
		}
	}
	return out
}

// told are the people who were written to directly.
func (k *twinWalk) told() (out []string) {
	for _, p := range k.fake.Sent()[k.sent:] {
		if who, ok := strings.CutPrefix(p.Ref.Conversation, k.fake.Direct("")); ok && !slices.Contains(out, who) {
			out = append(out, who)
		}
	}
	return out
}

// aside tells what a row wrote beside its items, and whom it told, that it should not have, or did not.
func (k *twinWalk) aside() (bad []string) {
	var hear []string
	var kinds []ledger.RecordKind
	if k.done() {
		names := []intent.Name{k.row.intent}
		for _, r := range k.row.slots.Reports {
			names = append(names, r.Name)
		}
		for _, n := range names {
			hear = append(hear, twinTold[n]...)
			kind := twinWrites[n]
			if s := k.row.slots; n == intent.CalendarSet && s.HolidayPolicy+s.Weekends != "" {
				kind = ledger.RecordPolicy // what schedules do on days off, no day of its own
			}
			if kind != "" {
				kinds = append(kinds, kind)
			}
		}
		if k.row.intent == intent.Reassign && k.row.expect == intent.Review {
			hear = twinTold[intent.Reject] // another unit is for the office to find
		}
		if k.row.file == "admin" || k.row.intent == intent.Subscribe {
			kinds = append(kinds, twinLog)
		}
	}
	told, written := k.told(), k.written()
	if k.row.intent == intent.Export { // whoever is given a document stands in the log
		written = slices.DeleteFunc(written, func(r ledger.RecordKind) bool { return r == twinLog })
	}
	for _, who := range hear {
		if !slices.Contains(told, who) {
			bad = append(bad, who+" was not told")
		}
	}
	if len(hear) == 0 {
		for _, who := range told {
			if who != twinPeople[k.row.speaker] {
				bad = append(bad, who+" was told")
			}
		}
	}
	for _, kind := range kinds {
		if !slices.Contains(written, kind) {
			bad = append(bad, fmt.Sprintf("no %s was written", kind))
		}
	}
	for _, kind := range written {
		if !slices.Contains(kinds, kind) {
			bad = append(bad, fmt.Sprintf("a %s was written", kind))
		}
	}
	return bad
}

// done reports whether the row's wish was to be carried out: at once, or with the yes to what was read back.
func (k *twinWalk) done() bool {
	switch k.row.expect {
	case intent.Apply, intent.Review:
		return true
	case intent.Answer:
		return k.row.intent == intent.AuditExport // that it was given stands in the log
	case intent.Confirm:
		return k.yes
	}
	return false
}
