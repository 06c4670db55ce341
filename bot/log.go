package bot

import (
	"slices"
	"strings"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/intent"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

// log has an entry written into the ledger's log with the turn, in the speaker's name.
func (t *turn) log(l ledger.LogEntry) {
	l.At, l.By = t.env.Now, t.me.ID
	t.change.Log = append(t.change.Log, l)
}

// logDirectory logs what the turn changes in the organisation, the policy or the schedules and no words of its own were found for: whoever
// changes who somebody is, or when something is sent, stands in the log. What the messenger tells of a person (Person.Profile) is no such change.
func (t *turn) logDirectory() {
	logged := slices.ContainsFunc(t.change.Log, func(l ledger.LogEntry) bool { return l.Kind == ledger.LogSetting })
	var what []string
	for _, r := range t.change.Records {
		switch r.Kind {
		case ledger.RecordPerson:
			if r.ID != t.profileOf {
				what = append(what, t.v.Person(ledger.PersonID(r.ID)))
			}
		case ledger.RecordUnit:
			what = append(what, t.v.Unit(ledger.UnitID(r.ID)))
		case ledger.RecordOrg, ledger.RecordPolicy, ledger.RecordRule:
			what = append(what, t.v.T("LogRecord_"+string(r.Kind)))
		}
	}
	if logged || len(what) == 0 {
		return
	}
	t.log(ledger.LogEntry{Kind: ledger.LogSetting, Text: t.v.T("LogDirectory", "What", t.v.List(what), "Said", view.Clip(t.saidSetting(), 80))})
}

// saidSetting is by which words, button or form a setting was made.
func (t *turn) saidSetting() string {
	switch {
	case t.m.Form != nil:
		return t.v.ReadAs("form " + t.m.Form.ID)
	case t.m.Action != nil:
		return t.v.ReadAs("button " + t.m.Action.ID)
	}
	return strings.Join(strings.Fields(t.m.Text), " ")
}

// logShown is how many of the log's latest entries an answer holds.
const logShown = 20

// showLog answers who changed which setting, what was exported, copied and deleted: the latest entries of the log, and whether its chain holds.
func (t *turn) showLog(in intent.Intent) error {
	if !t.m.Direct {
		t.whisper(t.v.Say(t.v.T("AuditDirect")))
		return nil
	}
	w := ledger.AuditWish{Log: true}
	if from, err := ledger.ParseDate(in.Slots.From); err == nil && !from.IsZero() {
		p := t.period(in.Slots)
		w.Since, w.Until = p.From.In(t.env.Zone()), p.To.AddDays(1).In(t.env.Zone())
	}
	sum, err := ledger.Audit(t.ctx, t.cfg.Store, w, func(ledger.AuditEntry) error { return nil })
	if err != nil {
		return err
	}
	card := t.v.Log(sum, logShown)
	card.Private = true
	t.reply(view.With(card, chat.Control{Kind: chat.ControlButton, ID: view.DoSay, Value: t.v.T("SayExportAudit"), Label: t.v.T("DoExportAudit")}))
	return nil
}
