package bot

import (
	"time"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/intent"
	"github.com/followup-bot/followup/bot/text"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

// about handles talk about the bot itself.
func (t *turn) about(in intent.Intent) error {
	switch in.Name {
	case intent.Drafts:
		return t.drafts()
	case intent.Introduce:
		return t.introduce(in.Slots)
	case intent.Language:
		return t.language(in.Slots.Lang)
	case intent.Clock:
		return t.clock(in.Slots)
	case intent.Status:
		return t.status()
	}
	return t.help()
}

// help says what this person can do here, with examples that work.
func (t *turn) help() error {
	lines := []string{t.v.T("HelpHello", "Name", t.me.Name)}
	add := func(ok bool, id string) {
		if ok {
			lines = append(lines, t.v.T(id))
		}
	}
	add(t.me.Has(ledger.RoleSupervisor), "HelpOffice")
	add(t.me.Has(ledger.RoleHead) || t.me.Has(ledger.RoleLiaison) || t.me.Has(ledger.RoleMember), "HelpStaff")
	add(t.me.Has(ledger.RoleLeader) || t.me.Has(ledger.RolePrincipal), "HelpLeader")
	add(t.me.Has(ledger.RoleAdmin), "HelpAdmin")
	add(t.me.Has(ledger.RoleSupervisor) || t.me.Has(ledger.RoleLeader) || t.me.Has(ledger.RolePrincipal), "HelpDocuments")
	add(t.cfg.Advance != nil, "HelpDemo")
	t.reply(view.With(t.v.Say(lines...), t.suggestions()...))
	return nil
}

// language sets the person's language.
func (t *turn) language(lang string) error {
	p, rev, err := t.loadPerson(t.me.ID)
	if err != nil {
		return err
	}
	p.Lang = lang
	t.savePerson(p, rev)
	t.reply(t.v.Say(t.v.T("LanguageSet")))
	return nil
}

// clock moves a demo's clock forward.
func (t *turn) clock(s intent.Slots) error {
	if t.cfg.Advance == nil {
		t.reply(t.v.Say(t.v.T("ClockReal")))
		return nil
	}
	to := t.env.Now
	switch {
	case s.DeltaDays != nil:
		to = to.AddDate(0, 0, *s.DeltaDays)
	case !s.Date.IsZero():
		now := t.env.Now.In(t.zone())
		to = s.Date.Date.At(now.Hour()*60+now.Minute(), t.zone())
		if s.Date.At != "" {
			to = s.Date.Date.At(text.MinuteOf(s.Date.At), t.zone())
		}
	}
	if !to.After(t.env.Now) {
		t.reply(t.v.Say(t.v.T("ClockForward")))
		return nil
	}
	if err := t.cfg.Advance(t.ctx, to); err != nil {
		return err
	}
	t.reply(t.v.Say(t.v.T("ClockMoved", "Time", t.v.Clock(to, t.zone()))))
	return nil
}

// status says how the reminders are running.
func (t *turn) status() error {
	if err := t.env.Allowed(t.me.ID, ledger.ActOperate, ledger.Item{}); err != nil {
		return t.refused(err, nil)
	}
	if t.cfg.Status == nil {
		t.reply(t.v.Say(t.v.T("CantAnswer")))
		return nil
	}
	h, err := t.cfg.Status(t.ctx)
	if err != nil {
		return err
	}
	at := func(x time.Time) string {
		if x.IsZero() {
			return t.v.T("Never")
		}
		return t.v.Clock(x, t.zone())
	}
	card := t.v.Say(t.v.T("Status", "Waiting", h.Waiting, "Failed", h.Failed, "Last", at(h.LastTick), "Next", at(h.NextLook)))
	for _, line := range h.Trouble {
		card.Blocks = append(card.Blocks, chat.Block{Kind: chat.BlockNote, Text: line})
	}
	failed, err := t.failures()
	if err != nil {
		return err
	}
	if len(failed) > 0 {
		card.Blocks = append(card.Blocks, chat.Block{Kind: chat.BlockRows, Rows: failed})
		if t.canDo(ledger.ActConfigure) {
			card = view.With(card, t.v.Button(view.DoSay, t.v.T("RequeueWords"), t.v.T("Do_requeue"), "primary"))
		}
	}
	t.reply(card)
	return nil
}

// mute switches a leader's brief.
func (t *turn) mute(off bool) error {
	p, rev, err := t.loadPerson(t.me.ID)
	if err != nil {
		return err
	}
	p.Muted = off
	t.record(ledger.NewRecord(ledger.RecordPerson, string(p.ID), rev, p))
	id, back := "BriefMuted", view.DoUnmute
	if !off {
		id, back = "BriefUnmuted", view.DoMute
	}
	t.reply(view.With(t.v.Say(t.v.T(id)), t.v.Button(back, "", t.v.T("Do_"+back), "")))
	return nil
}
