package bot

import (
	"slices"
	"strings"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/intent"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

// campaign does what was said of a call to people to hand something in.
func (t *turn) campaign(in intent.Intent) error {
	switch in.Name {
	case intent.CampaignStart:
		return t.campaignStart(in.Slots)
	case intent.CampaignSubmit:
		return t.campaignSubmit(in.Slots)
	case intent.CampaignEnd:
		c, _, ok, err := t.campaignNamed(in.Slots.Kind)
		if err != nil || !ok {
			return err
		}
		return t.campaignEnd(c.ID)
	}
	c, _, ok, err := t.campaignNamed(in.Slots.Kind)
	if err != nil || !ok {
		return err
	}
	t.showCampaign(c)
	return nil
}

// campaignStart reads back whom the call would go to, and waits for a yes.
func (t *turn) campaignStart(s intent.Slots) error {
	if err := t.env.Allowed(t.me.ID, ledger.ActRegister, ledger.Item{}); err != nil {
		return t.refused(err, nil)
	}
	c := ledger.Campaign{Title: s.Kind, Due: s.Due.Date, People: t.called(s)}
	c.Whom = t.v.T("CampaignTo_" + firstOf(s.Scope, "named"))
	switch {
	case len(c.People) == 0:
		t.reply(t.v.Say(t.v.T("CampaignWhom")))
		return nil
	case c.Due.IsZero():
		t.reply(t.v.Say(t.v.T("CampaignWhen")))
		return nil
	}
	t.ask("campaign", c, questionLasts, func(key string) chat.Card {
		lines := []string{t.v.N("CampaignSure", len(c.People), "Title", c.Title, "Whom", c.Whom, "Due", t.v.Date(c.Due, t.env.Today()))}
		if names := t.unreached(c.People); len(names) > 0 {
			lines = append(lines, t.v.T("Unreachable", "Units", t.v.Some(names, 6)))
		}
		return view.With(t.v.Say(lines...), t.v.YesNo(key, t.v.T("CampaignGo"))...)
	})
	return nil
}

// called are the people whom words call.
func (t *turn) called(s intent.Slots) []ledger.PersonID {
	switch s.Scope {
	case "leaders":
		var out []ledger.PersonID
		for _, p := range t.env.Dir.Org().People {
			if !p.Gone && (p.Has(ledger.RoleLeader) || p.Has(ledger.RolePrincipal)) {
				out = append(out, p.ID)
			}
		}
		return out
	case "courts":
		return t.env.Heads(t.kinds(true))
	case "units":
		return t.env.Heads(t.kinds(false))
	case "all":
		return t.env.Heads(append(t.kinds(false), t.kinds(true)...))
	}
	var out []ledger.PersonID
	for _, name := range s.Units {
		m, ok := t.env.Dir.Lookup(name)
		switch {
		case ok && m.Kind == ledger.MentionPerson:
			out = append(out, m.Person)
		case ok && m.Kind == ledger.MentionUnit:
			out = append(out, t.env.Heads([]ledger.UnitID{m.Unit})...)
		case ok && m.Kind == ledger.MentionGroup:
			out = append(out, t.env.Heads(m.Units)...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// unreached are the names of those whom no messenger knows.
func (t *turn) unreached(people []ledger.PersonID) (names []string) {
	for _, id := range people {
		p, _ := t.env.Dir.Person(id)
		if !slices.ContainsFunc(p.Identities, func(i ledger.Identity) bool { return t.cfg.Messengers[i.Messenger] != nil }) {
			names = append(names, p.Name)
		}
	}
	return names
}

// campaignGo opens the campaign that was confirmed and tells everybody called.
func (t *turn) campaignGo(p ledger.Pending) error {
	c, err := waited[ledger.Campaign](p)
	if err != nil {
		return err
	}
	t.settle()
	change, err := ledger.Call(t.env, c, t.me.ID)
	if err != nil {
		return t.refused(err, nil)
	}
	t.take(change)
	c.ID = change.Records[0].ID
	for _, who := range c.People {
		if who != t.me.ID {
			t.call(c, who)
		}
	}
	t.reply(view.With(t.v.Say(t.v.N("CampaignStarted", len(c.People), "Title", c.Title, "Due", t.v.Date(c.Due, t.env.Today()))),
		t.v.Button(view.DoCampaignShow, c.ID, t.v.T("Do_campaign_show"), "")))
	return nil
}

// call tells somebody of the campaign, in their language and not in their quiet hours.
func (t *turn) call(c ledger.Campaign, who ledger.PersonID) {
	v := viewFor(t.env, who)
	t.tellPerson(who, v.CampaignCall(c, t.me.ID))
	n := &t.change.Notices[len(t.change.Notices)-1]
	n.Class, n.NotBefore = ledger.ClassPrompt, t.env.Policy.AfterQuiet(t.env.Now, ledger.ZoneOf(t.env, who))
}

// campaignNamed finds the campaign that is meant among the open ones; ok is false when they have been told that there is none.
func (t *turn) campaignNamed(words string) (c ledger.Campaign, rev int64, ok bool, err error) {
	all, err := ledger.OpenCampaigns(t.ctx, t.cfg.Store)
	if err != nil {
		return c, 0, false, err
	}
	c, ok = ledger.CampaignNamed(all, words)
	if !ok {
		t.reply(t.v.Say(t.v.T("CampaignNone", "Title", words)))
		return c, 0, false, nil
	}
	c, rev, err = t.campaignOf(c.ID)
	return c, rev, err == nil, err
}

func (t *turn) campaignOf(id string) (ledger.Campaign, int64, error) {
	return ledger.Load[ledger.Campaign](t.ctx, t.cfg.Store, ledger.RecordCampaign, id)
}

// campaignSubmit records that somebody has handed it in: the speaker, or who the office names. No text of it is kept.
func (t *turn) campaignSubmit(s intent.Slots) error {
	c, rev, ok, err := t.campaignNamed(s.Kind)
	if err != nil || !ok {
		return err
	}
	who := t.me.ID
	if s.Unit != "" {
		called := t.called(intent.Slots{Units: []string{s.Unit}})
		called = slices.DeleteFunc(called, func(p ledger.PersonID) bool { return !slices.Contains(c.People, p) })
		if len(called) == 1 {
			who = called[0]
		}
	}
	return t.handIn(c, rev, who)
}

func (t *turn) handIn(c ledger.Campaign, rev int64, who ledger.PersonID) error {
	if !slices.Contains(c.People, who) {
		t.reply(t.v.Say(t.v.T("CampaignNotYou", "Title", c.Title)))
		return nil
	}
	change, err := ledger.HandIn(t.env, c, rev, t.me.ID, who, t.evidence())
	if err != nil {
		return t.refused(err, nil)
	}
	t.take(change)
	id := "CampaignTaken"
	if who != t.me.ID {
		id = "CampaignTakenFor"
	}
	t.reply(t.v.Say(t.v.T(id, "Title", c.Title, "Who", t.v.Person(who))))
	return nil
}

// showCampaign says who has handed in and who has not: to the office and leaders; others see where they themselves stand.
func (t *turn) showCampaign(c ledger.Campaign) {
	if !t.canDo(ledger.ActViewAll) {
		t.whisper(t.v.CampaignOwn(c))
		return
	}
	t.whisper(t.v.Campaign(c, t.canDo(ledger.ActRegister)))
}

// campaignAction handles the buttons of campaigns; the value is its id.
func (t *turn) campaignAction(a chat.Action) error {
	c, rev, err := t.campaignOf(a.Value)
	if err != nil {
		t.reply(t.v.Say(t.v.T("Gone")))
		return nil
	}
	switch a.ID {
	case view.DoCampaignDone:
		return t.handIn(c, rev, t.me.ID)
	case view.DoCampaignUrge:
		if err := t.env.Allowed(t.me.ID, ledger.ActRegister, ledger.Item{}); err != nil {
			return t.refused(err, nil)
		}
		missing := c.Missing(t.env)
		for _, who := range missing {
			t.call(c, who)
		}
		t.reply(t.v.Say(t.v.N("CampaignUrged", len(missing), "Title", c.Title)))
		return nil
	case view.DoCampaignEnd:
		return t.campaignEnd(c.ID)
	}
	t.showCampaign(c)
	return nil
}

func (t *turn) campaignEnd(id string) error {
	c, rev, err := t.campaignOf(id)
	if err != nil {
		return err
	}
	change, err := ledger.EndCampaign(t.env, c, rev, t.me.ID)
	if err != nil {
		return t.refused(err, nil)
	}
	t.take(change)
	r := c.Rate(t.env)
	names := make([]string, 0)
	for _, p := range c.Missing(t.env) {
		names = append(names, t.v.Person(p))
	}
	line := t.v.T("CampaignEnded", "Title", c.Title, "Part", r.Part, "Of", r.Of, "Percent", r.Percent())
	if len(names) > 0 {
		line += t.v.T("CampaignMissing", "Names", strings.Join(names, t.v.T("ListSep")))
	}
	t.reply(t.v.Say(line))
	return nil
}

// campaigns are the lines of a digest for what its reader has not handed in yet.
func (d *delivery) campaigns() ([]ledger.Campaign, error) {
	all, err := ledger.OpenCampaigns(d.ctx, d.cfg.Store)
	who := d.l.Notice.To.Person
	return slices.DeleteFunc(all, func(c ledger.Campaign) bool { return !slices.Contains(c.Missing(d.env), who) }), err
}
