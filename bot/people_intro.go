package bot

import (
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/followup-bot/followup/bot/intent"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

// An introduction is somebody's word on who they are, waiting for the office's click.
type introduction struct {
	Identity ledger.Identity `json:"identity"`
	Name     string          `json:"name"`
	Unit     ledger.UnitID   `json:"unit"`
	Role     ledger.Role     `json:"role"`
	Person   ledger.PersonID `json:"person,omitempty"` // known already: only the post is new
	Lang     string          `json:"lang,omitempty"`
	Profile  ledger.Profile  `json:"profile,omitzero"`
	At       time.Time       `json:"at"`
}

// introduce takes "I am the liaison of Finance" for a wish: the office or an admin confirms it.
func (t *turn) introduce(s intent.Slots) error {
	unit, ok := t.unit(s.Unit)
	if !ok {
		t.whisper(t.v.Say(t.v.T("IntroWhich"), t.v.T("StrangerHow")))
		return nil
	}
	role := ledger.Role(s.Role)
	if !slices.Contains([]ledger.Role{ledger.RoleHead, ledger.RoleLiaison, ledger.RoleMember}, role) {
		role = ledger.RoleMember
	}
	messenger, workspace, user := t.m.Identity()
	intro := introduction{Identity: ledger.Identity{Messenger: messenger, Workspace: workspace, User: user}, Name: firstOf(t.me.Name, t.m.From.Name, user),
		Unit: unit, Role: role, Person: t.me.ID, Lang: t.v.Lang(), At: t.env.Now,
		Profile: ledger.Profile{Lang: t.m.From.Lang, Zone: t.m.From.Zone}}
	key := "intro/" + messenger + "/" + workspace + "/" + user
	t.mark(key, intro)
	who := append(ledger.Recipients(t.env, ledger.Item{}, ledger.ForOffice), ledger.Recipients(t.env, ledger.Item{}, ledger.ForAdmin)...)
	for i, p := range who {
		if slices.Contains(who[:i], p) {
			continue
		}
		v := viewFor(t.env, p)
		line := v.T("IntroAsk", "Name", intro.Name, "User", user, "Unit", v.Unit(unit), "Role", v.T("Role_"+string(role)))
		t.tellPerson(p, view.With(v.Say(line), v.Button(view.DoIntroYes, key, v.T("Do_intro_yes"), "primary"), v.Button(view.DoIntroNo, key, v.T("Do_intro_no"), "")))
	}
	t.whisper(t.v.Say(t.v.T("IntroTaken", "Unit", t.v.Unit(unit), "Role", t.v.T("Role_"+string(role)))))
	return nil
}

// introduced is the office's click on an introduction.
func (t *turn) introduced(yes bool, key string) error {
	if err := t.env.Allowed(t.me.ID, ledger.ActPeople, ledger.Item{}); err != nil {
		return t.refused(err, nil)
	}
	intro, _, err := ledger.Load[introduction](t.ctx, t.cfg.Store, ledger.RecordMark, key)
	if errors.Is(err, ledger.ErrNotFound) || !strings.HasPrefix(key, "intro/") {
		t.reply(t.v.Say(t.v.T("QuestionGone")))
		return nil
	}
	if err != nil {
		return err
	}
	t.record(ledger.Record{Kind: ledger.RecordMark, ID: key, Deleted: true, Force: true})
	v := view.New(t.env, "", intro.Lang)
	back := ledger.Recipient{Place: ledger.Place{Messenger: intro.Identity.Messenger, Workspace: intro.Identity.Workspace, User: intro.Identity.User}}
	role := v.T("Role_" + string(intro.Role))
	if !yes {
		t.send(back, v.Say(v.T("IntroRefused", "By", t.me.Name)), ledger.Binding{})
		t.reply(t.v.Say(t.v.T("IntroNo", "Name", intro.Name)))
		return nil
	}
	post := ledger.Post{Role: intro.Role, Unit: intro.Unit}
	p := ledger.Person{ID: ledger.PersonID(ledger.NewID(t.env.Now, t.env.Source, 0)), Name: intro.Name, Profile: intro.Profile, Identities: []ledger.Identity{intro.Identity}}
	var rev int64
	if intro.Person != "" {
		if p, rev, err = t.loadPerson(intro.Person); err != nil {
			return err
		}
	}
	if !slices.Contains(p.Posts, post) {
		p.Posts = append(p.Posts, post)
	}
	t.record(ledger.NewRecord(ledger.RecordPerson, string(p.ID), rev, p))
	t.send(back, v.Say(v.T("IntroWelcome", "Unit", v.Unit(intro.Unit), "Role", role, "By", t.me.Name)), ledger.Binding{})
	t.reply(t.v.Say(t.v.T("IntroYes", "Name", intro.Name, "Unit", t.v.Unit(intro.Unit), "Role", t.v.T("Role_"+string(intro.Role)))))
	return nil
}
